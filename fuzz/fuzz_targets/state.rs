//! An exported state.
#![no_main]

use libfuzzer_sys::fuzz_target;
use zhengzhao::Store;
use zhengzhao_fuzz::{now, policy};

fuzz_target!(|data: &[u8]| {
    let Ok(store) = Store::reopen(data) else { return };
    let exported = store.export();
    assert_eq!(Store::reopen(&exported).map(|again| again.export()).as_ref(), Ok(&exported));
    let _ = store.needs(now(), &policy());
});
