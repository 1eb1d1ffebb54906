//! A printed certificate.
#![no_main]

use libfuzzer_sys::fuzz_target;
use zhengzhao::{Certificate, Presence, Printed, Unverified};
use zhengzhao_fuzz::{occasion, verifier};

fuzz_target!(|data: &[u8]| {
    if let Ok(printed) = Unverified::<Printed>::parse(data) {
        assert!(Unverified::<Certificate>::parse(data).is_err());
        let _ = verifier().verify(printed, &occasion(), Presence::None);
    }
});
