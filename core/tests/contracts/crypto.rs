//! Keys and signatures: published vectors, strict encodings, refusals.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::string_slice,
    reason = "a test stops at the first surprise"
)]

mod encodings;
mod refusals;
#[cfg(feature = "issue")]
mod signing;
mod vectors;
mod wycheproof_sets;

use zhengzhao::crypto::{Algorithm, PublicKey};

fn bytes<const N: usize>(text: &str) -> [u8; N] {
    hex::decode(text).unwrap().try_into().unwrap()
}

/// An X9.63 point or an Ed25519 encoding, by its length.
fn key(algorithm: Algorithm, text: &str) -> PublicKey {
    match algorithm {
        Algorithm::Ed25519 => PublicKey::ed25519(&bytes(text)).unwrap(),
        _ => PublicKey::from_x963(algorithm, &hex::decode(text).unwrap()).unwrap(),
    }
}

/// RFC 8032 §7.1 TEST 1, public key.
const ED25519_KEY: &str = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
/// RFC 6979 §A.2.5, public key.
const P256_KEY: &str = "0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6\
                        7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299";
/// GB/T 32918.5-2017 annex A, public key.
const SM2_KEY: &str = "0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020\
                       ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13";
