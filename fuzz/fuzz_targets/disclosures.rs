//! Disclosures with every hash in its place: holder and checker agree on them.
#![no_main]

use libfuzzer_sys::fuzz_target;
use zhengzhao::holder::HolderCopy;
use zhengzhao::{Certificate, Presence, Unverified};
use zhengzhao_fuzz::{disclosing, occasion, verifier};

fuzz_target!(|data: &[u8]| {
    let bytes = disclosing(data);
    let verify = |bytes: &[u8]| {
        let certificate = Unverified::<Certificate>::parse(bytes)?;
        verifier().verify(certificate, &occasion(), Presence::None)
    };
    let Ok(copy) = HolderCopy::parse(&bytes) else {
        // The holder refuses nothing that a checker would take, as nothing here is withheld.
        assert!(verify(&bytes).is_err());
        return;
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
