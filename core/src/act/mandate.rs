//! Mandates (授权): this delegate's key may act for me, for these matters, until then.
//!
//! ```cddl
//! mandate payload = { 4: time, 6: time, 7: bstr .size 16, -70014: [1*64 scenario-id], -70015: delegate }
//! delegate = { 1: COSE_Key, 2: tstr (name as stated by the principal), ? 3: tstr (code type), ? 4: tstr (code) }
//! ```

use super::claims::write_common;
use super::{ActError, MANDATE_TYP, ScenarioId, StandsOn, ToSign, read_claims};
use crate::cbor::{FaultKind, Key, MapWriter, Reader, Writer, text_fault};
use crate::certificate::{Certificate, Unverified, require};
use crate::cose::{ActMessage, read_public_key, write_public_key};
use crate::crypto::{PublicKey, Signer};
use crate::disclosure::disclose;
use crate::error::{Claim, Object, Refusal, ensure};
use crate::labels as l;
use crate::limits::{MAX_MANDATE_LIFETIME, MAX_MATTERS, MAX_NAME, MAX_TEXT_KEY};
use crate::time::Time;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

pub(crate) const MANDATE: Object = Object::Mandate;
const INVALID: Refusal = Refusal::ClaimInvalid { object: MANDATE, claim: Claim(l::DELEGATE) };

// The members of a delegate.
const KEY: i64 = 1;
const NAME: i64 = 2;
const CODE_TYPE: i64 = 3;
const CODE: i64 = 4;

/// Who may act for the principal, as the principal states it.
///
/// `Debug` shows the key only.
#[derive(Clone, PartialEq, Eq)]
pub struct Delegate {
    key: PublicKey,
    name: String,
    code: Option<(String, String)>,
}

impl fmt::Debug for Delegate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Delegate").field("key", &self.key).finish_non_exhaustive()
    }
}

impl Delegate {
    /// The delegate with this key and name (1 to 256 bytes), and code type and code (items 4 and 3 of the
    /// delegate's own certificate) where the principal knows them.
    ///
    /// # Errors
    /// [`Refusal::ClaimInvalid`].
    pub fn new(key: PublicKey, name: &str, code: Option<(&str, &str)>) -> Result<Self, Refusal> {
        let sound = |text: &str, max: usize| text.len() <= max && text_fault(text).is_none();
        let named = !name.is_empty() && sound(name, MAX_NAME);
        let coded = code.is_none_or(|(sort, code)| sound(sort, MAX_TEXT_KEY) && sound(code, MAX_TEXT_KEY));
        ensure(named && coded, || INVALID)?;
        Ok(Self { key, name: name.into(), code: code.map(|(sort, code)| (sort.into(), code.into())) })
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, Refusal> {
        let (mut key, mut name, mut sort, mut code) = (None, None, None, None);
        reader.map(4, |label, reader| {
            match label {
                Key::Int(KEY) => key = Some(read_public_key(reader)?),
                Key::Int(NAME) => name = Some(reader.text(MAX_NAME)?),
                Key::Int(CODE_TYPE) => sort = Some(reader.text(MAX_TEXT_KEY)?),
                Key::Int(CODE) => code = Some(reader.text(MAX_TEXT_KEY)?),
                _ => reader.reject(INVALID)?,
            }
            Ok::<(), Refusal>(())
        })?;
        let (Some(key), Some(name)) = (key, name) else { return Err(INVALID) };
        ensure(!name.is_empty() && sort.is_some() == code.is_some(), || INVALID)?;
        Ok(Self {
            key,
            name: name.into(),
            code: sort.zip(code).map(|(sort, code)| (sort.into(), code.into())),
        })
    }

    fn write<'w>(&self, writer: &'w mut Writer) -> &'w mut Writer {
        let mut map = MapWriter::new();
        map.entry(KEY, |w| write_public_key(w, &self.key));
        map.entry(NAME, |w| w.text(&self.name));
        if let Some((sort, code)) = &self.code {
            map.entry(CODE_TYPE, |w| w.text(sort));
            map.entry(CODE, |w| w.text(code));
        }
        writer.map(map)
    }

    /// The key that acts.
    #[must_use]
    pub const fn key(&self) -> &PublicKey {
        &self.key
    }

    /// The name, as stated by the principal.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Code type and code, as stated by the principal.
    #[must_use]
    pub fn code(&self) -> Option<(&str, &str)> {
        self.code.as_ref().map(|(sort, code)| (sort.as_str(), code.as_str()))
    }
}

/// The claims of a mandate's payload.
#[derive(Clone)]
pub(crate) struct MandateClaims<'b> {
    pub(crate) iat: Time,
    pub(crate) exp: Time,
    pub(crate) cti: &'b [u8; 16],
    pub(crate) matters: Vec<ScenarioId>,
    pub(crate) delegate: Delegate,
}

impl<'b> MandateClaims<'b> {
    pub(crate) fn read(payload: Reader<'b>) -> Result<Self, Refusal> {
        let (mut matters, mut delegate) = (None, None);
        let common = read_claims(payload, true, |label, reader| {
            match label {
                l::MATTERS => matters = Some(read_matters(reader)?),
                l::DELEGATE => delegate = Some(Delegate::read(reader)?),
                _ => return Ok(false),
            }
            Ok(true)
        })?;
        Ok(Self {
            iat: common.iat,
            exp: common.end_within(MANDATE, MAX_MANDATE_LIFETIME)?,
            cti: common.cti,
            matters: require(MANDATE, l::MATTERS, matters)?,
            delegate: require(MANDATE, l::DELEGATE, delegate)?,
        })
    }

    /// What a presentation by the delegate stands on.
    pub(crate) const fn stands_on(&self) -> StandsOn {
        StandsOn { iat: self.iat, nbf: None, exp: Some(self.exp) }
    }
}

fn read_matters(reader: &mut Reader<'_>) -> Result<Vec<ScenarioId>, Refusal> {
    let at = reader.fault(FaultKind::OutOfRange);
    let mut matters = Vec::new();
    reader.array(MAX_MATTERS, |_, reader| {
        matters.push(ScenarioId::read(reader)?);
        Ok::<(), Refusal>(())
    })?;
    if matters.is_empty() {
        return Err(at.into());
    }
    let mut sorted: Vec<_> = matters.iter().collect();
    sorted.sort_unstable();
    sorted.dedup();
    ensure(sorted.len() == matters.len(), || Refusal::ClaimInvalid {
        object: MANDATE,
        claim: Claim(l::MATTERS),
    })?;
    Ok(matters)
}

/// A mandate to be made.
///
/// It ends with itself or with the certificate: it cannot be revoked alone, so it should be short. The items that
/// the certificate in it shows are what the delegate can show, no more and no less.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MandateDraft {
    /// Who may act.
    pub delegate: Delegate,
    /// For what: 1 to 64 scenarios, each once.
    pub matters: Vec<ScenarioId>,
    /// When it begins.
    pub iat: Time,
    /// The first second at which it no longer counts, at most 366 days later.
    pub exp: Time,
}

impl MandateDraft {
    /// What `key`, the holder's, is to sign over `certificate` as [`crate::holder::HolderCopy::show`] gives it.
    /// `cti`: 16 fresh random bytes.
    ///
    /// # Errors
    /// [`ActError::Refused`] or [`ActError::WrongKey`].
    pub fn prepare(&self, certificate: &[u8], key: &PublicKey, cti: [u8; 16]) -> Result<ToSign, ActError> {
        let mut payload = write_common(self.iat, Some(self.exp), cti);
        payload.entry(l::MATTERS, |w| {
            w.array(self.matters.len());
            for matter in &self.matters {
                matter.write(w);
            }
            w
        });
        payload.entry(l::DELEGATE, |w| self.delegate.write(w));
        ToSign::act(MANDATE_TYP, certificate, payload, key, read_back)
    }

    /// The mandate, signed by a key at hand.
    ///
    /// # Errors
    /// [`ActError`].
    pub fn sign(&self, certificate: &[u8], signer: &dyn Signer, cti: [u8; 16]) -> Result<Vec<u8>, ActError> {
        self.prepare(certificate, signer.public_key(), cti)?.sign(signer)
    }
}

fn read_back(bytes: &[u8], key: &PublicKey) -> Result<(), ActError> {
    let message = ActMessage::parse(MANDATE, bytes, MANDATE_TYP)?;
    let certificate = Unverified::<Certificate>::parse(message.stands_on)?;
    let claims = MandateClaims::read(message.payload.clone())?;
    check_certificate(&certificate)?;
    StandsOn::certificate(&certificate.claims).check(MANDATE, claims.iat, Some(claims.exp))?;
    if certificate.claims.cnf.as_ref() == Some(key) { Ok(()) } else { Err(ActError::WrongKey) }
}

/// What an act carries must be what a checker reads: a holder's own copy with its decoys is not.
pub(crate) fn check_certificate<F: crate::certificate::Form>(
    certificate: &Unverified<'_, F>,
) -> Result<(), Refusal> {
    disclose(Object::Certificate, &certificate.claims, &certificate.message.disclosures).map(drop)
}
