//! Keys, signatures and digests: the only module that knows a signature crate.
//!
//! Three algorithms, a closed list. A key's type and curve fix the algorithm; nothing in a message can change
//! it. Every check that can be made on a key alone is made when the key is built, so that [`PublicKey::verify`]
//! answers one question only.
//!
//! Acceptance is part of the contract, because two checkers must never disagree on one signature:
//!
//! | algorithm | accepted | refused beyond the equation |
//! |---|---|---|
//! | [`Algorithm::Ed25519`] | what `ed25519_dalek::VerifyingKey::verify_strict` accepts | S ≥ L, R of small order or not canonical; keys of small order, not canonical, or with a torsion component |
//! | [`Algorithm::Esp256`] | ECDSA on P-256 with SHA-256, r‖s, high and low S | r or s zero or ≥ n |
//! | [`Algorithm::Sm2`] | GB/T 32918.2 with SM3, r‖s, signer id `1234567812345678` | r or s zero or ≥ n, r + s = n |
//!
//! High S stays accepted for ESP256: phone key stores produce it, and nothing in this library is identified by
//! signature bytes.

mod algorithm;
mod der;
mod key;
mod sign;
mod thumbprint;

pub use algorithm::Algorithm;
pub use der::signature_from_der;
pub use key::PublicKey;
#[cfg(feature = "issue")]
pub use rand_core;
#[cfg(feature = "issue")]
pub use sign::SigningKey;
pub use sign::{SignError, Signer};
pub use thumbprint::Thumbprint;

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// Length of a signature of any algorithm, in bytes.
pub const SIGNATURE_LENGTH: usize = 64;

/// Why a signature does not count.
///
/// There is no third case and no detail on purpose: whoever learns *why* a signature failed learns something
/// about the checker and nothing about the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unverified {
    /// The signature is not one that this key made over this message, or not a well-formed signature.
    #[error("the signature does not verify")]
    Invalid,
    /// This build lacks the algorithm of the key; nothing was checked.
    #[error("this build lacks the algorithm")]
    Unavailable,
}

/// Why bytes are not an acceptable key, or not a signature in the expected encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// The coordinates are no point of the curve; for P-256 and SM2 also a coordinate not below the field prime.
    #[error("the coordinates are not a point of the curve")]
    NotOnCurve,
    /// The y of the Ed25519 encoding is not below 2²⁵⁵ − 19 (RFC 8032 §5.1.3).
    #[error("the point is not encoded canonically")]
    NonCanonical,
    /// The Ed25519 point has small order: one signature would fit almost any message.
    #[error("the point has small order")]
    Weak,
    /// The Ed25519 point lies outside the prime-order subgroup.
    #[error("the point has a torsion component")]
    Torsion,
    /// The bytes are not the strict DER, or the point not in the uncompressed form, that is required.
    #[error("the encoding is not strict")]
    Encoding,
    /// A point or coordinate of the wrong length.
    #[error("wrong length")]
    WrongLength,
    /// The object names an algorithm or curve outside [`Algorithm`].
    #[error("unknown algorithm or curve")]
    UnknownAlgorithm,
    /// A secret scalar outside the range of its algorithm, or a random source that yields only such.
    #[error("the secret is out of range")]
    SecretOutOfRange,
    /// This build lacks the algorithm, and the operation needs it.
    #[error("this build lacks the algorithm")]
    Unavailable,
}

/// SHA-256 (FIPS 180-4) over the concatenation of `parts`.
#[must_use]
pub fn sha256(parts: &[&[u8]]) -> [u8; 32] {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part);
    }
    hasher.finalize().into()
}

/// HMAC-SHA-256 (RFC 2104, FIPS 198-1) over the concatenation of `parts`.
pub(crate) fn hmac_sha256(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    // A key shorter than a block is padded with zeros (RFC 2104 §2); a whole block cannot be of a wrong length.
    let mut block = Zeroizing::new([0; 64]);
    block.iter_mut().zip(key).for_each(|(padded, byte)| *padded = *byte);
    let mut mac = Hmac::<Sha256>::new((&*block).into());
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::hmac_sha256;

    fn key(of: &[u8]) -> [u8; 32] {
        let mut key = [0; 32];
        key.iter_mut().zip(of).for_each(|(padded, byte)| *padded = *byte);
        key
    }

    /// RFC 4231 §4.2 and §4.3; their keys are shorter than ours, which padding makes no difference to.
    #[test]
    fn hmac_is_that_of_the_published_vectors() {
        let first = hmac_sha256(&key(&[0x0b; 20]), &[b"Hi ", b"There"]);
        let second = hmac_sha256(&key(b"Jefe"), &[b"what do ya want ", b"for nothing?"]);
        assert_eq!(hex::encode(first), "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
        assert_eq!(hex::encode(second), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }
}
