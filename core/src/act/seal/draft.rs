//! Sealing a document.

use super::{Document, OBJECT, SEAL_TYP, SealItems, UnverifiedSeal};
use crate::act::claims::write_common;
use crate::act::{ActError, Purpose, StandsOn, ToSign};
use crate::crypto::{PublicKey, Signer};
use crate::disclosure::disclose;
use crate::error::{Object, Refusal, ensure};
use crate::labels as l;
use crate::time::Time;
use alloc::string::String;
use alloc::vec::Vec;

/// A seal to be put on a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealDraft {
    /// The document.
    pub document: Document,
    /// Its name: 1 to 255 bytes in NFC.
    pub name: String,
    /// Its media type, such as `application/pdf`: 1 to 127 visible ASCII characters.
    pub media_type: String,
    /// When it is sealed, by the sealer's own clock.
    pub iat: Time,
    /// Why.
    pub purpose: Option<Purpose>,
}

impl SealDraft {
    /// What `key`, the seal's, is to sign. `certificate`: the seal's, as [`crate::holder::HolderCopy::show`] gives
    /// it; `cti`: 16 fresh random bytes.
    ///
    /// # Errors
    /// [`ActError::Refused`] for what every checker would refuse: another kind of certificate, a missing item, a
    /// time outside the certificate's; [`ActError::WrongKey`].
    pub fn prepare(&self, certificate: &[u8], key: &PublicKey, cti: [u8; 16]) -> Result<ToSign, ActError> {
        let mut payload = write_common(self.iat, None, cti);
        if let Some(purpose) = &self.purpose {
            payload.entry(l::PURPOSE, |w| w.text(purpose.as_str()));
        }
        payload.entry(l::SEALED, |w| {
            w.array(5).int(l::SHA_256).bytes(self.document.digest()).uint(self.document.length());
            w.text(&self.media_type).text(&self.name)
        });
        ToSign::act(SEAL_TYP, certificate, payload, key, read_back)
    }

    /// The seal, signed by a key at hand.
    ///
    /// # Errors
    /// [`ActError`].
    pub fn sign(&self, certificate: &[u8], signer: &dyn Signer, cti: [u8; 16]) -> Result<Vec<u8>, ActError> {
        self.prepare(certificate, signer.public_key(), cti)?.sign(signer)
    }
}

fn read_back(bytes: &[u8], key: &PublicKey) -> Result<(), ActError> {
    let UnverifiedSeal { certificate, act, .. } = UnverifiedSeal::parse(bytes)?;
    let claims = &certificate.claims;
    ensure(claims.vct == super::ELECTRONIC_SEAL, || Refusal::SealKindWrong { object: Object::Certificate })?;
    let shown = disclose(Object::Certificate, claims, &certificate.message.disclosures)?;
    SealItems::read(&claims.items, &shown.items)?;
    StandsOn::certificate(claims).check(OBJECT, act.claims.iat, None)?;
    if claims.cnf.as_ref() == Some(key) { Ok(()) } else { Err(ActError::WrongKey) }
}
