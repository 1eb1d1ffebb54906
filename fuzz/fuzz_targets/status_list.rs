//! A status list.
#![no_main]

use libfuzzer_sys::fuzz_target;
use zhengzhao_fuzz::{DESK, now, policy};

fuzz_target!(|data: &[u8]| {
    let mut desk = DESK.clone();
    let before = desk.export();
    if desk.update_status(data, now(), &policy()).is_err() {
        assert_eq!(desk.export(), before);
    }
});
