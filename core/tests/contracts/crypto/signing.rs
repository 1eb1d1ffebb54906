//! Keys in memory: deterministic signatures, ranges of secrets, silence about secrets.

use std::convert::Infallible;

use chacha20::ChaCha20Rng;
use zhengzhao::crypto::{
    Algorithm, KeyError, PublicKey, Signer, SigningKey, Unverified,
    rand_core::{SeedableRng, TryCryptoRng, TryRng},
    signature_from_der,
};

use super::{P256_KEY, SM2_KEY, bytes, key, vectors};

/// RFC 6979 §A.2.5, x.
const P256_SECRET: &str = "c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721";
/// GB/T 32918.5-2017 annex A, dA.
const SM2_SECRET: &str = "3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8";

fn available() -> impl Iterator<Item = Algorithm> {
    Algorithm::ALL.into_iter().filter(|algorithm| algorithm.is_available())
}

#[test]
fn rfc_8032_signatures_are_reproduced() {
    for [secret, public, message, signature] in vectors::RFC_8032 {
        let signer = SigningKey::from_secret(Algorithm::Ed25519, &bytes(secret)).unwrap();
        assert_eq!(signer.public_key(), &key(Algorithm::Ed25519, public));
        assert_eq!(signer.sign(&hex::decode(message).unwrap()), Ok(bytes(signature)));
    }
}

#[test]
fn rfc_6979_signatures_are_reproduced() {
    if !Algorithm::Esp256.is_available() {
        return;
    }
    let signer = SigningKey::from_secret(Algorithm::Esp256, &bytes(P256_SECRET)).unwrap();
    assert_eq!(signer.public_key(), &key(Algorithm::Esp256, P256_KEY));
    for (message, signature) in vectors::RFC_6979 {
        assert_eq!(signer.sign(message.as_bytes()), Ok(bytes(signature)));
    }
}

#[test]
fn sm2_signature_is_the_one_of_an_independent_calculation() {
    if !Algorithm::Sm2.is_available() {
        return;
    }
    // RFC 6979 §3.2 with SM3 over e = SM3(ZA‖M), calculated with the big integers of another language.
    let expected = "24858ee71d63e687feefe41f5af80a59f0791eb1dabc2bbe71daf0e57f06c3673d15550de52785a435004c937256ac715c0e04176ac57062c6722fa692f7a491";
    let signer = SigningKey::from_secret(Algorithm::Sm2, &bytes(SM2_SECRET)).unwrap();
    assert_eq!(signer.public_key(), &key(Algorithm::Sm2, SM2_KEY));
    assert_eq!(signer.sign(b"message digest"), Ok(bytes(expected)));
    assert_eq!(signer.public_key().verify(b"message digest", &bytes::<64>(expected)), Ok(()));
}

#[test]
fn generated_keys_sign_and_every_flipped_bit_is_noticed() {
    let mut rng = ChaCha20Rng::from_seed([7; 32]);
    for algorithm in available() {
        let signer = SigningKey::generate(algorithm, &mut rng).unwrap();
        let stranger = SigningKey::generate(algorithm, &mut rng).unwrap();
        assert_ne!(signer.public_key(), stranger.public_key());
        let public = signer.public_key();
        assert_eq!(public.algorithm(), algorithm);

        let mut message = *"证照 licence".as_bytes().first_chunk::<14>().unwrap();
        let mut signature = signer.sign(&message).unwrap();
        assert_eq!(signer.sign(&message), Ok(signature));
        assert_eq!(public.verify(&message, &signature), Ok(()));
        assert_eq!(stranger.public_key().verify(&message, &signature), Err(Unverified::Invalid));
        for bit in 0..signature.len() * 8 {
            signature[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(public.verify(&message, &signature), Err(Unverified::Invalid), "{algorithm:?} {bit}");
            signature[bit / 8] ^= 1 << (bit % 8);
        }
        for bit in 0..message.len() * 8 {
            message[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(public.verify(&message, &signature), Err(Unverified::Invalid), "{algorithm:?} {bit}");
            message[bit / 8] ^= 1 << (bit % 8);
        }
        assert_eq!(public.verify(&message, &signature), Ok(()));
    }
}

#[test]
fn many_random_keys_round_trip_through_secret_and_point() {
    let mut rng = ChaCha20Rng::from_seed([8; 32]);
    for algorithm in available() {
        for round in 0..24_u8 {
            let signer = SigningKey::generate(algorithm, &mut rng).unwrap();
            let again = SigningKey::from_secret(algorithm, &signer.secret()).unwrap();
            assert_eq!(signer.public_key(), again.public_key());
            let rebuilt = match signer.public_key().coordinates() {
                (x, None) => PublicKey::ed25519(x),
                (x, Some(y)) => PublicKey::from_x963(algorithm, &[&[4], &x[..], &y[..]].concat()),
            };
            let message = vec![round; usize::from(round) * 9];
            assert_eq!(rebuilt.unwrap().verify(&message, &again.sign(&message).unwrap()), Ok(()));
        }
    }
}

#[test]
fn secrets_out_of_range_are_refused() {
    let cases = [
        (Algorithm::Esp256, "00".repeat(32)),
        (Algorithm::Esp256, "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551".into()),
        (Algorithm::Sm2, "00".repeat(32)),
        // n − 1, for which nothing can be signed, and n.
        (Algorithm::Sm2, "fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54122".into()),
        (Algorithm::Sm2, "fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123".into()),
    ];
    for (algorithm, secret) in cases {
        let expected =
            if algorithm.is_available() { KeyError::SecretOutOfRange } else { KeyError::Unavailable };
        let refused = SigningKey::from_secret(algorithm, &bytes(&secret));
        assert_eq!(refused.err(), Some(expected), "{algorithm:?} {secret}");
    }
    let largest = [
        (Algorithm::Esp256, "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632550"),
        (Algorithm::Sm2, "fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54121"),
    ];
    for (algorithm, secret) in largest {
        if algorithm.is_available() {
            let signer = SigningKey::from_secret(algorithm, &bytes(secret)).unwrap();
            assert_eq!(signer.public_key().verify(b"", &signer.sign(b"").unwrap()), Ok(()));
        }
    }
}

struct Broken;

impl TryRng for Broken {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(u32::MAX)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(u64::MAX)
    }

    fn try_fill_bytes(&mut self, target: &mut [u8]) -> Result<(), Infallible> {
        target.fill(0xff);
        Ok(())
    }
}

impl TryCryptoRng for Broken {}

#[test]
fn a_broken_random_source_does_not_hang() {
    for algorithm in [Algorithm::Esp256, Algorithm::Sm2] {
        let expected =
            if algorithm.is_available() { KeyError::SecretOutOfRange } else { KeyError::Unavailable };
        assert_eq!(SigningKey::generate(algorithm, &mut Broken).err(), Some(expected));
    }
}

#[test]
fn debug_output_shows_no_secret() {
    for algorithm in available() {
        let secret = [0x5a; 32];
        let signer = SigningKey::from_secret(algorithm, &secret).unwrap();
        let shown = format!("{signer:?} {signer:#?}");
        assert!(shown.contains(&signer.public_key().thumbprint().to_string()));
        for trace in ["5a5a", "5A5A", "90, 90"] {
            assert!(!shown.contains(trace), "{shown}");
        }
    }
}

/// A key store that hands out DER, as those of phones and hardware modules do.
struct Store(SigningKey);

impl Signer for Store {
    fn public_key(&self) -> &PublicKey {
        self.0.public_key()
    }

    fn sign(&self, message: &[u8]) -> Result<[u8; 64], zhengzhao::crypto::SignError> {
        let signature = self.0.sign(message)?;
        let mut der = vec![0x30, 0];
        for scalar in signature.chunks(32) {
            let start = scalar.iter().position(|byte| *byte != 0).unwrap();
            let sign = usize::from(scalar[start] >= 0x80);
            der.extend([2, u8::try_from(32 - start + sign).unwrap()]);
            der.extend(std::iter::repeat_n(0, sign));
            der.extend(&scalar[start..]);
        }
        der[1] = u8::try_from(der.len() - 2).unwrap();
        Ok(signature_from_der(self.public_key().algorithm(), &der).unwrap())
    }
}

#[test]
fn a_key_store_that_hands_out_der_can_be_a_signer() {
    let mut rng = ChaCha20Rng::from_seed([9; 32]);
    for algorithm in available().filter(|algorithm| *algorithm != Algorithm::Ed25519) {
        let store = Store(SigningKey::generate(algorithm, &mut rng).unwrap());
        let store: &dyn Signer = &store;
        for message in 0..40_u8 {
            let signature = store.sign(&[message]).unwrap();
            assert_eq!(store.public_key().verify(&[message], &signature), Ok(()));
        }
    }
}
