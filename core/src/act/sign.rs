//! Signing an act in two steps, because a key store shows its user what it signs and gives no secret away.

use crate::cbor::{MapWriter, Writer};
use crate::cose::{Typ, encode_sign1, sign1_tbs, write_act_header};
use crate::crypto::{PublicKey, SIGNATURE_LENGTH, SignError, Signer, Unverified, signature_from_der};
use crate::error::Refusal;
use alloc::vec::Vec;
use core::fmt;

/// Why no act was made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ActError {
    /// A checker would refuse the act for its form or its times.
    #[error("the act would be refused: {0}")]
    Refused(#[from] Refusal),
    /// The key did not sign, or what it returned is no signature by it over what was to be signed.
    #[error("the key did not sign: {0}")]
    Sign(#[from] SignError),
    /// What the act stands on names another key.
    #[error("what the act stands on names another key")]
    WrongKey,
}

/// A signature as a key store hands it out.
#[derive(Clone, Copy)]
pub enum Signed<'s> {
    /// 64 bytes: R‖S of Ed25519, r‖s of ESP256 and SM2.
    Raw([u8; SIGNATURE_LENGTH]),
    /// `SEQUENCE { r INTEGER, s INTEGER }`, as most key stores return ESP256 and SM2.
    Der(&'s [u8]),
}

impl fmt::Debug for Signed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Raw(_) => "Raw(..)",
            Self::Der(_) => "Der(..)",
        })
    }
}

/// Reads back what was written as strictly as a checker does.
pub(crate) type ReadBack = fn(&[u8], &PublicKey) -> Result<(), ActError>;

/// An act that lacks only its signature.
///
/// `Debug` shows no content.
pub struct ToSign {
    key: PublicKey,
    protected: Vec<u8>,
    payload: Vec<u8>,
    bytes: Vec<u8>,
    read_back: ReadBack,
}

impl fmt::Debug for ToSign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ToSign").field("key", &self.key).finish_non_exhaustive()
    }
}

impl ToSign {
    /// An act of `typ` by `key`. It is read back before anything is signed: a key store that asks its user must
    /// not do so for something that every checker would refuse.
    pub(crate) fn act(
        typ: Typ<'_>,
        stands_on: &[u8],
        payload: MapWriter,
        key: &PublicKey,
        read_back: ReadBack,
    ) -> Result<Self, ActError> {
        let mut writer = Writer::new();
        writer.map(payload);
        let payload = writer.into_bytes();
        let protected = write_act_header(key, stands_on, typ);
        let bytes = sign1_tbs(&protected, &payload);
        let act = Self { key: key.clone(), protected, payload, bytes, read_back };
        read_back(&act.around(&[0; SIGNATURE_LENGTH]), key)?;
        Ok(act)
    }

    /// What the key signs: the message itself, not a digest of it (RFC 9052 §4.4).
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The finished act.
    ///
    /// # Errors
    /// [`ActError::Sign`] unless it is a signature by the key over [`Self::bytes`].
    pub fn finish(self, signed: Signed<'_>) -> Result<Vec<u8>, ActError> {
        let signature = checked(&self.key, &self.bytes, signed)?;
        let act = self.around(&signature);
        (self.read_back)(&act, &self.key)?;
        Ok(act)
    }

    pub(crate) fn sign(self, signer: &dyn Signer) -> Result<Vec<u8>, ActError> {
        let signature = signer.sign(&self.bytes)?;
        self.finish(Signed::Raw(signature))
    }

    fn around(&self, signature: &[u8; SIGNATURE_LENGTH]) -> Vec<u8> {
        encode_sign1::<&[u8]>(&self.protected, &[], &self.payload, signature)
    }
}

/// The signature in the form of COSE, verified: a key store may fail, answer with another key, or be made to fault.
pub(crate) fn checked(
    key: &PublicKey,
    bytes: &[u8],
    signed: Signed<'_>,
) -> Result<[u8; SIGNATURE_LENGTH], ActError> {
    let signature = match signed {
        Signed::Raw(signature) => signature,
        Signed::Der(der) => signature_from_der(key.algorithm(), der).map_err(|_| SignError::Failed)?,
    };
    match key.verify(bytes, &signature) {
        Ok(()) => Ok(signature),
        Err(Unverified::Invalid) => Err(SignError::Failed.into()),
        Err(Unverified::Unavailable) => Err(SignError::Unavailable.into()),
    }
}
