//! The frames of one object, in whatever order and of whatever sets.
#![no_main]

use std::collections::BTreeMap;

use libfuzzer_sys::fuzz_target;
use zhengzhao::crypto::sha256;
use zhengzhao::qr::{Collector, Scanned, encode};
use zhengzhao_fuzz::frames_of;

fuzz_target!(|data: &[u8]| {
    let mut collector = Collector::new();
    let mut taken = BTreeMap::new();
    for bytes in frames_of(data) {
        let Ok(Scanned::Frame(frame)) = Scanned::read(&encode(&bytes)) else { continue };
        let before = collector.clone();
        let (number, count) = (frame.number(), frame.count());
        match collector.add(frame) {
            Ok(whole) => {
                taken.insert(number, bytes.clone());
                assert_eq!(collector.count(), Some(count));
                assert!(collector.have().eq(taken.keys().copied()));
                assert_eq!(whole.is_some(), taken.len() == count);
                // The digest of the set stands behind the numbers: 84, number, count, 50.
                assert!(whole.is_none_or(|whole| sha256(&[&whole])[..16] == bytes[4..20]));
            }
            Err(refusal) if refusal.code() == "frames_digest_mismatch" => {
                assert_eq!(collector, Collector::new());
                taken.clear();
            }
            Err(_) => assert_eq!(collector, before),
        }
    }
});
