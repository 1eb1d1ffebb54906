//! An exported replay memory: what is read has one form.
#![no_main]

use libfuzzer_sys::fuzz_target;
use zhengzhao::verify::ReplayMemory;

fuzz_target!(|data: &[u8]| {
    if let Ok(memory) = ReplayMemory::reopen(data) {
        assert!(memory.len() <= memory.capacity());
        assert_eq!(memory.export(), data);
    }
});
