//! Signatures for acts, as key stores hand them out.

use crate::crypto::{KeyError, PublicKey, SignError, Unverified, signature_from_der};
use crate::error::Refusal;

/// A signature in one of the two forms in which key stores return it.
#[derive(Debug, Clone, Copy)]
pub enum Signed<'s> {
    /// 64 bytes: R‖S for Ed25519, r‖s for ESP256 and SM2.
    Raw([u8; 64]),
    /// `SEQUENCE { r INTEGER, s INTEGER }` in strict DER, for ESP256 and SM2.
    Der(&'s [u8]),
}

impl Signed<'_> {
    /// The 64 bytes, once the signature verified under the key that was to sign.
    pub(crate) fn verified(self, key: &PublicKey, message: &[u8]) -> Result<[u8; 64], ActError> {
        let signature = match self {
            Self::Raw(signature) => signature,
            Self::Der(der) => signature_from_der(key.algorithm(), der)?,
        };
        key.verify(message, &signature).map_err(|unverified| match unverified {
            Unverified::Invalid => SignError::Failed,
            Unverified::Unavailable => SignError::Unavailable,
        })?;
        Ok(signature)
    }
}

/// Why an act was not made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ActError {
    /// A checker would refuse it.
    #[error("the act would be refused: {0}")]
    Refused(#[from] Refusal),
    /// The key did not sign, or not this.
    #[error("the key did not sign: {0}")]
    Sign(#[from] SignError),
    /// The signature is not the DER of this algorithm.
    #[error("the signature is not well-formed: {0}")]
    Encoding(#[from] KeyError),
    /// Not one signature for each key.
    #[error("{needed} signatures are needed, {given} were given")]
    SignatureCount {
        /// How many keys sign.
        needed: usize,
        /// How many signatures there are.
        given: usize,
    },
}
