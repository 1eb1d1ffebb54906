//! Disclosures with every hash in its place: holder and checker agree on them.
#![no_main]

use libfuzzer_sys::fuzz_target;
use zhengzhao::holder::HolderCopy;
use zhengzhao::{Certificate, Presence, Refusal, Unverified};
use zhengzhao_fuzz::{disclosing, occasion, verifier, withheld};

fuzz_target!(|data: &[u8]| {
    let bytes = disclosing(data);
    let verify = |bytes: &[u8]| {
        let certificate = Unverified::<Certificate>::parse(bytes)?;
        verifier().verify(certificate, &occasion(), Presence::None)
    };
    let copy = match HolderCopy::parse(&bytes) {
        Ok(copy) => copy,
        Err(refusal) => {
            // The holder refuses what a checker would take only for a hash that was not told; the checker counts
            // it as withheld.
            if let Ok(verified) = verify(&bytes) {
                assert!(matches!(refusal, Refusal::DisclosureUnmatched { .. }), "{refusal:?}");
                assert!(withheld(verified.items()) > 0);
            }
            return;
        }
    };
    // Whatever the holder chooses is verified.
    verify(&copy.show_all()).unwrap();
    verify(&copy.show(|_| false)).unwrap();
    let mut number = 0;
    let ways: Vec<_> = copy.disclosable().map(<[_]>::to_vec).collect();
    let chosen: Vec<_> = ways
        .iter()
        .filter(|_| {
            number += 1;
            number % 3 > 0
        })
        .collect();
    verify(&copy.show(|path| chosen.iter().any(|way| way.as_slice() == path))).unwrap();
});
