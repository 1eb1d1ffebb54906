//! Making an enrolment, with keys in memory or in a key store that signs elsewhere.

use super::{Claims, ENROLMENT_TYP, OBJECT, parse};
use crate::act::claims::write_common;
use crate::act::sign::checked;
use crate::act::{ActError, Nonce, Signed};
use crate::cbor::{Reader, Writer};
use crate::cose::{encode_sign, encode_signature, sign_tbs, signer_header, typ_header, write_public_key};
use crate::crypto::{PublicKey, SignError, Signer};
use crate::labels as l;
use crate::time::Time;
use alloc::string::String;
use alloc::vec::Vec;

/// An enrolment to be made, in answer to an issuer's challenge.
#[derive(Debug, Clone)]
pub struct EnrolmentDraft {
    /// The unified social credit code of the issuer.
    pub issuer: String,
    /// The bytes that the issuer gave.
    pub nonce: Nonce,
    /// When it is signed.
    pub iat: Time,
    /// At most an hour later.
    pub exp: Time,
}

impl EnrolmentDraft {
    /// What each of these 1 to 64 keys signs. `cti` is 16 random bytes.
    ///
    /// # Errors
    /// [`ActError::Refused`] with the refusal that an issuer would answer.
    pub fn prepare(&self, keys: &[PublicKey], cti: [u8; 16]) -> Result<EnrolmentToSign, ActError> {
        let payload = self.payload(keys, cti);
        Claims::read(Reader::new(OBJECT, &payload))?;
        let protected = typ_header(ENROLMENT_TYP);
        let prepare = |key: &PublicKey| {
            let header = signer_header(key);
            let bytes = sign_tbs(&protected, &header, &payload);
            Part { key: key.clone(), header, bytes }
        };
        let parts = keys.iter().map(prepare).collect();
        Ok(EnrolmentToSign { protected, payload, parts })
    }

    /// [`Self::prepare`], signed by these keys and finished.
    ///
    /// # Errors
    /// [`ActError`]; there is no enrolment.
    pub fn sign(&self, signers: &[&dyn Signer], cti: [u8; 16]) -> Result<Vec<u8>, ActError> {
        let keys: Vec<_> = signers.iter().map(|signer| signer.public_key().clone()).collect();
        let to_sign = self.prepare(&keys, cti)?;
        let signatures: Vec<_> = signers
            .iter()
            .zip(to_sign.bytes())
            .map(|(signer, bytes)| signer.sign(bytes).map(Signed::Raw))
            .collect::<Result<_, _>>()?;
        to_sign.finish(&signatures)
    }

    fn payload(&self, keys: &[PublicKey], cti: [u8; 16]) -> Vec<u8> {
        let mut claims = write_common(self.iat, Some(self.exp), cti);
        claims.entry(l::AUD, |w| w.text(&self.issuer));
        claims.entry(l::CNONCE, |w| w.bytes(self.nonce.as_bytes()));
        claims.entry(l::KEYS, |w| {
            w.array(keys.len());
            for key in keys {
                write_public_key(w, key);
            }
            w
        });
        let mut writer = Writer::new();
        writer.map(claims);
        writer.into_bytes()
    }
}

/// An enrolment that waits for one signature of each key.
#[derive(Debug, Clone)]
pub struct EnrolmentToSign {
    protected: Vec<u8>,
    payload: Vec<u8>,
    parts: Vec<Part>,
}

#[derive(Debug, Clone)]
struct Part {
    key: PublicKey,
    header: Vec<u8>,
    bytes: Vec<u8>,
}

impl EnrolmentToSign {
    /// The message (not a digest) that each key signs, in the order of the keys.
    pub fn bytes(&self) -> impl Iterator<Item = &[u8]> {
        self.parts.iter().map(|part| part.bytes.as_slice())
    }

    /// The finished enrolment from one signature of each key, in the order of the keys. It is read back by the
    /// strict reader and each signature verified.
    ///
    /// # Errors
    /// [`ActError`]; there is no enrolment.
    pub fn finish(self, signatures: &[Signed<'_>]) -> Result<Vec<u8>, ActError> {
        if signatures.len() != self.parts.len() {
            return Err(SignError::Failed.into());
        }
        let mut written = Vec::with_capacity(signatures.len());
        for (part, signed) in self.parts.iter().zip(signatures) {
            let signature = checked(&part.key, &part.bytes, *signed)?;
            written.push(encode_signature(&part.header, &signature));
        }
        let bytes = encode_sign(&self.protected, &self.payload, &written);
        parse(&bytes)?;
        Ok(bytes)
    }
}
