//! Signing: the trait that hides where a key lives, and keys in memory.

use super::PublicKey;

/// A key that signs. It may live in memory, in a hardware module or in the key store of a phone.
pub trait Signer {
    /// The public half, under which the signatures verify.
    fn public_key(&self) -> &PublicKey;

    /// Signs the message itself, not a digest of it. ESP256 and SM2 yield r‖s; a store that returns DER is
    /// adapted with [`signature_from_der`](super::signature_from_der).
    ///
    /// # Errors
    ///
    /// [`SignError`] when no signature came about.
    fn sign(&self, message: &[u8]) -> Result<[u8; 64], SignError>;
}

/// Why a key did not sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignError {
    /// This build lacks the algorithm of the key.
    #[error("this build lacks the algorithm")]
    Unavailable,
    /// The key store is not reachable, or its owner declined.
    #[error("the key store refused to sign")]
    Refused,
    /// The algorithm yielded no signature, which has negligible probability for honest input, or the store
    /// returned something else.
    #[error("no valid signature was produced")]
    Failed,
}

#[cfg(feature = "issue")]
pub use software::SigningKey;

#[cfg(feature = "issue")]
mod software {
    use core::fmt;

    use ed25519_dalek::Signer as _;
    use rand_core::CryptoRng;
    use zeroize::Zeroizing;

    use super::{super::Algorithm, super::KeyError, PublicKey, SignError, Signer};

    /// How many candidates [`SigningKey::generate`] draws. An honest source misses once in 2³² draws.
    const ATTEMPTS: usize = 8;

    /// A secret key in memory, wiped when dropped. `Debug` shows the public half only.
    ///
    /// Signing is deterministic for all three algorithms: RFC 8032 for Ed25519, RFC 6979 with SHA-256 for
    /// ESP256, and for SM2 the generator of RFC 6979 with SM3 over the digest that GB/T 32918.2 signs. A broken
    /// random source can therefore never reveal a key that was made with a good one.
    pub struct SigningKey {
        public: PublicKey,
        secret: Secret,
    }

    enum Secret {
        Ed25519(ed25519_dalek::SigningKey),
        #[cfg(feature = "p256")]
        Esp256(p256::ecdsa::SigningKey),
        // The key type of the sm2 crate does not wipe itself, so only the scalar is kept and the key is rebuilt
        // for each signature.
        #[cfg(feature = "sm2")]
        Sm2(Zeroizing<[u8; 32]>),
    }

    impl SigningKey {
        /// A key from its secret: the 32-byte seed of RFC 8032 §5.1.5 for Ed25519, else the scalar d, most
        /// significant byte first.
        ///
        /// # Errors
        ///
        /// [`KeyError::SecretOutOfRange`] unless 1 ≤ d ≤ n − 1 (P-256) or 1 ≤ d ≤ n − 2 (SM2, GB/T 32918.2
        /// §5.3); [`KeyError::Unavailable`] when the build lacks the algorithm.
        pub fn from_secret(algorithm: Algorithm, secret: &[u8; 32]) -> Result<Self, KeyError> {
            match algorithm {
                Algorithm::Ed25519 => {
                    let key = ed25519_dalek::SigningKey::from_bytes(secret);
                    let public = PublicKey::ed25519(key.verifying_key().as_bytes())?;
                    Ok(Self { public, secret: Secret::Ed25519(key) })
                }
                #[cfg(feature = "p256")]
                Algorithm::Esp256 => {
                    let key = p256::ecdsa::SigningKey::from_slice(secret)
                        .map_err(|_| KeyError::SecretOutOfRange)?;
                    let point = key.verifying_key().to_sec1_point(false);
                    let public = PublicKey::from_x963(algorithm, point.as_bytes())?;
                    Ok(Self { public, secret: Secret::Esp256(key) })
                }
                #[cfg(feature = "sm2")]
                Algorithm::Sm2 => {
                    let key = sm2_key(secret).ok_or(KeyError::SecretOutOfRange)?;
                    let point = sm2_point(&key);
                    let public = PublicKey::from_x963(algorithm, point.as_bytes())?;
                    Ok(Self { public, secret: Secret::Sm2(Zeroizing::new(*secret)) })
                }
                #[cfg(not(all(feature = "p256", feature = "sm2")))]
                _ => Err(KeyError::Unavailable),
            }
        }

        /// A fresh key from a cryptographic random source of the caller.
        ///
        /// # Errors
        ///
        /// [`KeyError::Unavailable`] when the build lacks the algorithm; [`KeyError::SecretOutOfRange`] when the
        /// source yields nothing usable, which only a broken one does.
        pub fn generate<R: CryptoRng>(algorithm: Algorithm, rng: &mut R) -> Result<Self, KeyError> {
            let mut secret = Zeroizing::new([0; 32]);
            for _ in 0..ATTEMPTS {
                rng.fill_bytes(secret.as_mut());
                match Self::from_secret(algorithm, &secret) {
                    Err(KeyError::SecretOutOfRange) => {}
                    decided => return decided,
                }
            }
            Err(KeyError::SecretOutOfRange)
        }

        /// The secret as [`from_secret`](Self::from_secret) takes it, in a container that wipes itself.
        #[must_use]
        pub fn secret(&self) -> Zeroizing<[u8; 32]> {
            match &self.secret {
                Secret::Ed25519(key) => Zeroizing::new(key.to_bytes()),
                #[cfg(feature = "p256")]
                Secret::Esp256(key) => Zeroizing::new(key.to_bytes().into()),
                #[cfg(feature = "sm2")]
                Secret::Sm2(scalar) => scalar.clone(),
            }
        }
    }

    impl Signer for SigningKey {
        fn public_key(&self) -> &PublicKey {
            &self.public
        }

        fn sign(&self, message: &[u8]) -> Result<[u8; 64], SignError> {
            match &self.secret {
                Secret::Ed25519(key) => Ok(key.sign(message).to_bytes()),
                #[cfg(feature = "p256")]
                Secret::Esp256(key) => {
                    let signature: p256::ecdsa::Signature =
                        key.try_sign(message).map_err(|_| SignError::Failed)?;
                    Ok(signature.to_bytes().into())
                }
                #[cfg(feature = "sm2")]
                Secret::Sm2(scalar) => {
                    let key = sm2_key(scalar).ok_or(SignError::Failed)?;
                    let signature: sm2::dsa::Signature =
                        key.try_sign(message).map_err(|_| SignError::Failed)?;
                    Ok(signature.to_bytes().into())
                }
            }
        }
    }

    impl fmt::Debug for SigningKey {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.debug_struct("SigningKey").field("public", &self.public).finish_non_exhaustive()
        }
    }

    /// Refuses n − 1 as well, for which 1 + d has no inverse and nothing can be signed.
    #[cfg(feature = "sm2")]
    #[expect(clippy::arithmetic_side_effects, reason = "addition modulo n has no overflow")]
    fn sm2_key(secret: &[u8; 32]) -> Option<sm2::dsa::SigningKey> {
        let key = sm2::dsa::SigningKey::from_slice(super::super::key::SM2_SIGNER_ID, secret).ok()?;
        let successor = **key.as_nonzero_scalar() + sm2::Scalar::ONE;
        if bool::from(sm2::elliptic_curve::Field::is_zero(&successor)) { None } else { Some(key) }
    }

    #[cfg(feature = "sm2")]
    fn sm2_point(key: &sm2::dsa::SigningKey) -> sm2::Sec1Point {
        use sm2::elliptic_curve::sec1::ToSec1Point as _;
        key.verifying_key().to_sec1_point(false)
    }
}
