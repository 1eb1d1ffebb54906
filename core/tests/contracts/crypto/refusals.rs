//! Keys and signatures that some verifiers accept and this one must not.

use curve25519_dalek::{
    Scalar,
    constants::{ED25519_BASEPOINT_POINT, EIGHT_TORSION},
    edwards::EdwardsPoint,
};
use ed25519_dalek::Verifier as _;
use sha2::{Digest as _, Sha512};
use zhengzhao::crypto::{Algorithm, KeyError, PublicKey, Unverified};

use super::{
    ED25519_KEY, P256_KEY, SM2_KEY, bytes, key,
    vectors::{RFC_6979, RFC_8032, accepted},
};

/// 2²⁵⁵ − 19, little-endian.
fn field_prime_plus(small: u8) -> [u8; 32] {
    let mut y = [0xff; 32];
    y[0] = 0xed + small;
    y[31] = 0x7f;
    y
}

#[test]
fn ed25519_keys_of_small_order_are_refused() {
    let mut orders = 0;
    for point in EIGHT_TORSION {
        assert_eq!(PublicKey::ed25519(point.compress().as_bytes()), Err(KeyError::Weak));
        orders += 1;
    }
    assert_eq!(orders, 8);
    assert_eq!(PublicKey::ed25519(&[0; 32]), Err(KeyError::Weak));
}

#[test]
fn ed25519_keys_that_are_not_canonical_are_refused() {
    let mut of_the_curve = 0;
    for small in 0..=18 {
        for sign in [0, 0x80] {
            let mut encoding = field_prime_plus(small);
            encoding[31] |= sign;
            of_the_curve += usize::from(ed25519_dalek::VerifyingKey::from_bytes(&encoding).is_ok());
            assert_eq!(PublicKey::ed25519(&encoding), Err(KeyError::NonCanonical), "p + {small}");
        }
    }
    // More than y = p and y = p + 1, whose points have small order: order alone would not have refused them.
    assert!(of_the_curve > 4, "{of_the_curve}");

    // x = 0 has no negative: the sign bit may not be set (RFC 8032 §5.1.3 step 4).
    for mut y in [[0; 32], [0xff; 32]] {
        y[0] = if y[0] == 0 { 1 } else { 0xec };
        y[31] |= 0x80;
        assert!(ed25519_dalek::VerifyingKey::from_bytes(&y).is_ok());
        assert_eq!(PublicKey::ed25519(&y), Err(KeyError::Weak));
    }
}

#[test]
fn accepted_ed25519_keys_are_exactly_the_canonical_points_of_the_prime_order_subgroup() {
    // Every encoding near the borders of the field, both signs, judged by the group itself.
    let low = (0..=u8::MAX).map(|byte| (byte, 0));
    let high = (0..=u8::MAX).map(|byte| (byte, 0xff));
    let mut accepted = 0;
    for (byte, fill) in low.chain(high) {
        for top in [fill & 0x7f, fill | 0x80] {
            let mut encoding = [fill; 32];
            encoding[0] = byte;
            encoding[31] = top;
            let point = ed25519_dalek::VerifyingKey::from_bytes(&encoding).map(EdwardsPoint::from);
            let expected = point.is_ok_and(|point| {
                point.compress().as_bytes() == &encoding && point.is_torsion_free() && !point.is_small_order()
            });
            assert_eq!(PublicKey::ed25519(&encoding).is_ok(), expected, "{encoding:02x?}");
            accepted += usize::from(expected);
        }
    }
    assert!(accepted > 20, "{accepted}");
}

#[test]
fn ed25519_keys_off_the_curve_are_refused() {
    let mut encoding = [0; 32];
    encoding[0] = 2;
    assert_eq!(PublicKey::ed25519(&encoding), Err(KeyError::NotOnCurve));
    assert_eq!(PublicKey::ed25519_torsion_untested(&encoding), Err(KeyError::NotOnCurve));
}

#[test]
fn ed25519_keys_with_torsion_are_refused() {
    let point = ed25519_dalek::VerifyingKey::from_bytes(&bytes(ED25519_KEY)).unwrap();
    let point = EdwardsPoint::from(point);
    assert_eq!(PublicKey::ed25519(point.compress().as_bytes()), Ok(key(Algorithm::Ed25519, ED25519_KEY)));
    for torsion in &EIGHT_TORSION[1..] {
        let moved = (point + torsion).compress();
        assert_eq!(PublicKey::ed25519(moved.as_bytes()), Err(KeyError::Torsion));
        // The cheaper constructor leaves out this test and no other.
        assert!(PublicKey::ed25519_torsion_untested(moved.as_bytes()).is_ok());
        assert_eq!(PublicKey::ed25519_torsion_untested(torsion.compress().as_bytes()), Err(KeyError::Weak));
    }
}

fn challenge(commitment: &[u8; 32], public: &[u8; 32], message: &[u8]) -> Scalar {
    let mut hasher = Sha512::new();
    hasher.update(commitment);
    hasher.update(public);
    hasher.update(message);
    Scalar::from_bytes_mod_order_wide(&hasher.finalize().into())
}

fn joined(commitment: &[u8; 32], response: &[u8; 32]) -> [u8; 64] {
    [*commitment, *response].concat().try_into().unwrap()
}

#[test]
fn ed25519_response_not_below_the_order_is_refused() {
    // L, the order of the base point (RFC 8032 §5.1), little-endian.
    let order: [u8; 32] = bytes("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
    let [_, public, message, signature] = RFC_8032[1];
    let public = key(Algorithm::Ed25519, public);
    let message = hex::decode(message).unwrap();
    let mut signature = bytes::<64>(signature);
    assert_eq!(public.verify(&message, &signature), Ok(()));
    // S + L, S + 2L … as long as it fits into 256 bits.
    let mut raised = 0;
    loop {
        let mut carry = 0;
        for (target, addend) in signature[32..].iter_mut().zip(order) {
            carry += u16::from(*target) + u16::from(addend);
            *target = carry.to_le_bytes()[0];
            carry >>= 8;
        }
        if carry > 0 {
            break;
        }
        raised += 1;
        assert_eq!(public.verify(&message, &signature), Err(Unverified::Invalid));
    }
    assert!(raised >= 14, "{raised}");
}

#[test]
fn ed25519_commitment_of_small_order_is_refused() {
    let secret = ed25519_dalek::SigningKey::from_bytes(&bytes(RFC_8032[0][0]));
    let loose = secret.verifying_key();
    let strict = key(Algorithm::Ed25519, ED25519_KEY);
    // S = k·a satisfies [S]B = R + [k]A for R = 0, the identity.
    let commitment = EIGHT_TORSION[0].compress().to_bytes();
    let response = challenge(&commitment, loose.as_bytes(), b"") * secret.to_scalar();
    let signature = joined(&commitment, response.as_bytes());
    assert!(loose.verify(b"", &ed25519_dalek::Signature::from_bytes(&signature)).is_ok());
    assert_eq!(strict.verify(b"", &signature), Err(Unverified::Invalid));
}

#[test]
fn ed25519_commitment_with_torsion_is_refused() {
    // The cofactored equation [8][S]B = [8]R + [8][k]A accepts these, the one without the cofactor does not.
    let secret = ed25519_dalek::SigningKey::from_bytes(&bytes(RFC_8032[0][0]));
    let public = key(Algorithm::Ed25519, ED25519_KEY);
    let nonce = Scalar::from(0x5eed_u64);
    for (position, torsion) in EIGHT_TORSION.iter().enumerate() {
        let commitment = (ED25519_BASEPOINT_POINT * nonce + torsion).compress().to_bytes();
        let response = nonce + challenge(&commitment, public.coordinates().0, b"") * secret.to_scalar();
        let expected = if position == 0 { Ok(()) } else { Err(Unverified::Invalid) };
        assert_eq!(public.verify(b"", &joined(&commitment, response.as_bytes())), expected, "{position}");
    }
}

#[test]
fn signatures_of_other_lengths_are_refused() {
    let [_, public, message, signature] = RFC_8032[2];
    let public = key(Algorithm::Ed25519, public);
    let message = hex::decode(message).unwrap();
    let signature = [&bytes::<64>(signature)[..], &[0]].concat();
    for length in [0, 1, 32, 63, 65] {
        assert_eq!(public.verify(&message, &signature[..length]), Err(Unverified::Invalid));
    }
}

fn off_the_curve(algorithm: Algorithm, point: &str, prime: &str) {
    let point = hex::decode(point).unwrap();
    for byte in 1..65 {
        let mut changed = point.clone();
        changed[byte] ^= 1;
        assert_eq!(PublicKey::from_x963(algorithm, &changed), Err(KeyError::NotOnCurve), "byte {byte}");
    }
    let swapped = [&point[..1], &point[33..], &point[1..33]].concat();
    let prime = hex::decode(prime).unwrap();
    let x_is_prime = [&point[..1], &prime, &point[33..]].concat();
    let y_is_prime = [&point[..33], &prime].concat();
    let zero = [&[4][..], &[0; 64]].concat();
    for refused in [swapped, x_is_prime, y_is_prime, zero] {
        assert_eq!(PublicKey::from_x963(algorithm, &refused), Err(KeyError::NotOnCurve));
    }
}

/// r and s at the borders of [1, n − 1]; `order` is n.
fn scalars_out_of_range(public: &PublicKey, order: &str) {
    let order = bytes::<32>(order);
    let one: [u8; 32] = std::array::from_fn(|position| u8::from(position == 31));
    for outside in [[0; 32], order, [0xff; 32]] {
        for signature in [[outside, one].concat(), [one, outside].concat(), [outside, outside].concat()] {
            assert_eq!(public.verify(b"", &signature), Err(Unverified::Invalid));
        }
    }
}

/// Algorithm, key, field prime p and order n: SEC 2 §2.4.2 and GB/T 32918.5-2017.
const CURVES: [(Algorithm, &str, &str, &str); 2] = [
    (
        Algorithm::Esp256,
        P256_KEY,
        "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff",
        "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
    ),
    (
        Algorithm::Sm2,
        SM2_KEY,
        "fffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffff",
        "fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123",
    ),
];

#[test]
fn p256_and_sm2_points_and_scalars_are_checked() {
    for (algorithm, point, prime, order) in CURVES {
        if algorithm.is_available() {
            off_the_curve(algorithm, point, prime);
            scalars_out_of_range(&key(algorithm, point), order);
        }
    }
}

#[test]
fn high_and_low_s_are_both_accepted() {
    // RFC 6979 publishes a high s for "sample"; the other is n − s.
    let (message, high) = RFC_6979[0];
    let low = "0834e36ad29a83bf2bc9385e491d6099c8fdf9d1ed67aa7ea5f51f93782857a9";
    let public = key(Algorithm::Esp256, P256_KEY);
    let (mut high, low) = (bytes::<64>(high), bytes::<32>(low));
    assert_eq!(public.verify(message.as_bytes(), &high), accepted(Algorithm::Esp256));
    high[32..].copy_from_slice(&low);
    assert_eq!(public.verify(message.as_bytes(), &high), accepted(Algorithm::Esp256));
}
