//! A presentation, with or without a mandate, and a session of several.
#![no_main]

use libfuzzer_sys::fuzz_target;
use zhengzhao::act::{Nonce, session};
use zhengzhao::verify::{Challenge, Presenter, ReplayMemory};
use zhengzhao::{Presence, Presentation, Unverified};
use zhengzhao_fuzz::{meeting, verifier};

fuzz_target!(|data: &[u8]| {
    let presentations = session::read(data).unwrap_or_else(|_| vec![data]);
    let parse = || presentations.iter().filter_map(|one| Unverified::<Presentation>::parse(one).ok());
    let challenge = || Presence::Challenge(Challenge::new(Nonce::new([9; 16])));
    for verdict in verifier().verify_session(parse().collect(), &meeting(), challenge()) {
        assert!(verdict.is_err() || verdict.unwrap().report().presenter() == Presenter::ProvenChallenge);
    }
    let mut memory = ReplayMemory::new(2).unwrap();
    for untrusted in parse() {
        let _ = verifier().verify(untrusted.with_picture(data), &meeting(), Presence::None);
    }
    let first: Vec<_> = parse()
        .map(|one| verifier().verify(one, &meeting(), Presence::Audience(&mut memory)).is_ok())
        .collect();
    // What was taken once is not taken again.
    for (untrusted, taken) in parse().zip(first) {
        let again = verifier().verify(untrusted, &meeting(), Presence::Audience(&mut memory));
        assert!(!taken || again.is_err());
    }
});
