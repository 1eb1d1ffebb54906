//! A trust list, offered as the own one and as that of another authority.
#![no_main]

use libfuzzer_sys::fuzz_target;
use zhengzhao_fuzz::{DESK, now, policy};

fuzz_target!(|data: &[u8]| {
    let mut desk = DESK.clone();
    let before = desk.export();
    if desk.update_own(&[data], now(), &policy()).is_err() {
        assert_eq!(desk.export(), before);
    }
    assert!(desk.update_recognised(data, now(), &policy()).is_err());
});
