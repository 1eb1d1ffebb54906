//! A certificate: verified, and as its holder reads it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use zhengzhao::holder::HolderCopy;
use zhengzhao::{Certificate, Presence, Unverified};
use zhengzhao_fuzz::{occasion, verifier};

fuzz_target!(|data: &[u8]| {
    if let Ok(certificate) = Unverified::<Certificate>::parse(data) {
        let _ = verifier().verify(certificate, &occasion(), Presence::None);
    }
    if let Ok(copy) = HolderCopy::parse(data) {
        // What the holder can read, every checker can read.
        for shown in [copy.show_all(), copy.show(|_| false)] {
            assert!(Unverified::<Certificate>::parse(&shown).is_ok());
        }
    }
});
