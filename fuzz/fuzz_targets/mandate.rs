//! A mandate, which a delegate presents.
#![no_main]

use libfuzzer_sys::fuzz_target;
use zhengzhao::act::{Audience, PresentationDraft};
use zhengzhao::time::Time;
use zhengzhao::{Presence, Presentation, Unverified};
use zhengzhao_fuzz::{delegate, matter, meeting, now, verifier};

fuzz_target!(|data: &[u8]| {
    let draft = PresentationDraft {
        audience: Audience::any(),
        iat: now(),
        exp: Time::from_seconds(now().seconds() + 60).unwrap(),
        nonce: None,
        scenario: Some(matter()),
        purpose: None,
    };
    // Signing reads the mandate as a checker would.
    let Ok(bytes) = draft.sign(data, delegate(), [1; 16]) else { return };
    let presentation = Unverified::<Presentation>::parse(&bytes).unwrap();
    if let Ok(verified) = verifier().verify(presentation, &meeting().with_scenario(matter()), Presence::None)
    {
        assert!(verified.act().is_some());
    }
});
