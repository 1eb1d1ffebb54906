//! A pack of lists.
#![no_main]

use libfuzzer_sys::fuzz_target;
use zhengzhao::Pack;
use zhengzhao_fuzz::{DESK, now, policy};

fuzz_target!(|data: &[u8]| {
    let Ok(pack) = Pack::parse(data) else { return };
    assert_eq!(Pack::parse(&pack.to_bytes()).as_ref(), Ok(&pack));
    let mut desk = DESK.clone();
    let before = desk.export();
    if desk.import(&pack, now(), &policy()).is_err() {
        assert_eq!(desk.export(), before);
    }
});
