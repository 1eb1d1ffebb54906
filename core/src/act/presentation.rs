//! Presentations (加注件): shown to this checker, now, by the holder's key or a delegate's (SD-CWT -08 §8).
//!
//! ```cddl
//! presentation payload = { 3: audience, 4: time, 6: time, 7: bstr .size 16, ? 39: nonce, ? -70011: purpose, ? -70012: scenario-id }
//! ```

use super::claims::write_common;
use super::mandate::check_certificate;
use super::{
    ActError, Audience, MANDATE, MANDATE_TYP, MandateClaims, Nonce, PRESENTATION_TYP, Purpose, ScenarioId,
    StandsOn, ToSign, read_claims,
};
use crate::cbor::Reader;
use crate::certificate::{CERTIFICATE_TYP, Form, FormSeal, Unverified, require};
use crate::cose::{ActMessage, Typ, is_of_typ};
use crate::crypto::{PublicKey, Signer};
use crate::error::{Object, Refusal};
use crate::labels as l;
use crate::limits::MAX_PRESENTATION_LIFETIME;
use crate::time::Time;
use alloc::vec::Vec;

const OBJECT: Object = Object::Presentation;

/// A certificate that its holder, or a delegate, presents to a checker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presentation {}

impl FormSeal for Presentation {
    const OBJECT: Object = Object::Certificate;
    const TYP: Typ<'static> = CERTIFICATE_TYP;
    const HOLDER: bool = true;
    const PRESENTED: bool = true;
}

impl Form for Presentation {}

/// The claims of a presentation's payload.
#[derive(Clone)]
pub(crate) struct PresentationClaims<'b> {
    pub(crate) audience: Audience,
    pub(crate) iat: Time,
    pub(crate) exp: Time,
    pub(crate) cti: &'b [u8; 16],
    pub(crate) nonce: Option<Nonce>,
    pub(crate) purpose: Option<Purpose>,
    pub(crate) scenario: Option<ScenarioId>,
}

impl<'b> PresentationClaims<'b> {
    fn read(payload: Reader<'b>) -> Result<Self, Refusal> {
        let (mut audience, mut nonce, mut purpose, mut scenario) = (None, None, None, None);
        let common = read_claims(payload, true, |label, reader| {
            match label {
                l::AUD => audience = Some(Audience::read(reader)?),
                l::CNONCE => nonce = Some(Nonce::read(reader)?),
                l::PURPOSE => purpose = Some(Purpose::read(reader)?),
                l::SCENARIO => scenario = Some(ScenarioId::read(reader)?),
                _ => return Ok(false),
            }
            Ok(true)
        })?;
        Ok(Self {
            audience: require(OBJECT, l::AUD, audience)?,
            iat: common.iat,
            exp: common.end_within(OBJECT, MAX_PRESENTATION_LIFETIME)?,
            cti: common.cti,
            nonce,
            purpose,
            scenario,
        })
    }
}

/// The frames of the acts around a certificate.
pub(crate) struct Frame<'b> {
    presentation: ActMessage<'b>,
    mandate: Option<ActMessage<'b>>,
}

impl<'b> Frame<'b> {
    pub(crate) fn read(bytes: &'b [u8]) -> Result<Self, Refusal> {
        let presentation = ActMessage::parse(OBJECT, bytes, PRESENTATION_TYP)?;
        let stands_on = presentation.stands_on;
        let mandate = if is_of_typ(Object::Certificate, stands_on, MANDATE_TYP)? {
            Some(ActMessage::parse(MANDATE, stands_on, MANDATE_TYP)?)
        } else {
            None
        };
        Ok(Self { presentation, mandate })
    }

    /// The certificate on which all stands.
    pub(crate) const fn certificate(&self) -> &'b [u8] {
        match &self.mandate {
            Some(mandate) => mandate.stands_on,
            None => self.presentation.stands_on,
        }
    }

    /// The payloads, from the inside out.
    pub(crate) fn read_acts(self) -> Result<Acts<'b>, Refusal> {
        let mandate = match self.mandate {
            Some(message) => {
                let claims = MandateClaims::read(message.payload.clone())?;
                Some((message, claims))
            }
            None => None,
        };
        let claims = PresentationClaims::read(self.presentation.payload.clone())?;
        Ok(Acts { mandate, presentation: (self.presentation, claims) })
    }
}

/// The acts around a certificate, nothing of them verified.
#[derive(Clone)]
pub(crate) struct Acts<'b> {
    pub(crate) mandate: Option<(ActMessage<'b>, MandateClaims<'b>)>,
    pub(crate) presentation: (ActMessage<'b>, PresentationClaims<'b>),
}

/// A presentation to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PresentationDraft {
    /// For which checker.
    pub audience: Audience,
    /// When it begins: now.
    pub iat: Time,
    /// The first second at which it no longer counts, at most 300 seconds later.
    pub exp: Time,
    /// The checker's challenge, if it gave one.
    pub nonce: Option<Nonce>,
    /// For what matter.
    pub scenario: Option<ScenarioId>,
    /// Why.
    pub purpose: Option<Purpose>,
}

impl PresentationDraft {
    /// What `key` is to sign over `stands_on`: a certificate as [`crate::holder::HolderCopy::show`] gives it, by the
    /// holder's key, or a mandate, by the delegate's. `cti`: 16 fresh random bytes.
    ///
    /// # Errors
    /// [`ActError::Refused`] or [`ActError::WrongKey`].
    pub fn prepare(&self, stands_on: &[u8], key: &PublicKey, cti: [u8; 16]) -> Result<ToSign, ActError> {
        let mut payload = write_common(self.iat, Some(self.exp), cti);
        payload.entry(l::AUD, |w| w.text(self.audience.as_str()));
        if let Some(nonce) = &self.nonce {
            payload.entry(l::CNONCE, |w| w.bytes(nonce.as_bytes()));
        }
        if let Some(purpose) = &self.purpose {
            payload.entry(l::PURPOSE, |w| w.text(purpose.as_str()));
        }
        if let Some(scenario) = &self.scenario {
            payload.entry(l::SCENARIO, |w| scenario.write(w));
        }
        ToSign::act(PRESENTATION_TYP, stands_on, payload, key, read_back)
    }

    /// The presentation, signed by a key at hand.
    ///
    /// # Errors
    /// [`ActError`].
    pub fn sign(&self, stands_on: &[u8], signer: &dyn Signer, cti: [u8; 16]) -> Result<Vec<u8>, ActError> {
        self.prepare(stands_on, signer.public_key(), cti)?.sign(signer)
    }
}

fn read_back(bytes: &[u8], key: &PublicKey) -> Result<(), ActError> {
    let object = Unverified::<Presentation>::parse(bytes)?;
    check_certificate(&object)?;
    let certificate = StandsOn::certificate(&object.claims);
    let Some(Acts { mandate, presentation: (_, claims) }) = object.acts.as_deref() else {
        return Err(Refusal::PresentationMissing { object: OBJECT }.into());
    };
    let (names, stands_on) = match mandate {
        Some((_, mandate)) => {
            certificate.check(MANDATE, mandate.iat, Some(mandate.exp))?;
            (Some(mandate.delegate.key()), mandate.stands_on())
        }
        None => (object.claims.cnf.as_ref(), certificate),
    };
    stands_on.check(OBJECT, claims.iat, Some(claims.exp))?;
    if names == Some(key) { Ok(()) } else { Err(ActError::WrongKey) }
}
