//! An enrolment, offered to the issuer whose challenge the seeds answer and to the same issuer for another one.
#![no_main]

use libfuzzer_sys::fuzz_target;
use std::collections::BTreeSet;
use zhengzhao::act::Nonce;
use zhengzhao::act::enrolment::{EnrolledKey, EnrolmentChallenge, verify};
use zhengzhao_fuzz::{now, policy};

fn offered(data: &[u8], nonce: u8) -> Result<Vec<EnrolledKey>, zhengzhao::Refusal> {
    let challenge = EnrolmentChallenge::new("11330100YY0000002A", Nonce::new([nonce; 16])).unwrap();
    verify(data, challenge, now(), policy().clock_skew())
}

fuzz_target!(|data: &[u8]| {
    let Ok(keys) = offered(data, 16) else { return };
    let distinct: BTreeSet<_> = keys.iter().map(|key| key.public_key().thumbprint()).collect();
    assert!((1..=64).contains(&keys.len()) && distinct.len() == keys.len());
    assert_eq!(offered(data, 17).unwrap_err().code(), "challenge_mismatch");
});
