//! Enrolment (申领): whoever asks for a certificate shows that the keys are theirs.
//!
//! ```cddl
//! enrolment = sign, typ "application/vnd.zz.enrol+cwt"
//! payload   = { 3: organisation, 4: time, 6: time, 7: bstr .size 16, 39: nonce, -70016: [1*64 COSE_Key] }
//! ```
//!
//! Each key listed signs exactly once, and no other key does. Without that, a certificate could be issued to the
//! key of somebody else, and what that person signs would speak for the wrong licence.

mod draft;

pub use draft::{EnrolmentDraft, EnrolmentToSign};

use super::{Nonce, read_claims};
use crate::cbor::{FaultKind, Reader};
use crate::certificate::{is_organisation_id, require};
use crate::cose::{Sign, Signature, Typ, read_public_key};
use crate::crypto::{PublicKey, Thumbprint, Unverified};
use crate::error::{Claim, Object, Refusal, ensure, gate};
use crate::labels as l;
use crate::limits::{
    MAX_CLOCK_SKEW, MAX_ENROLMENT, MAX_ENROLMENT_KEYS, MAX_ENROLMENT_LIFETIME, MAX_TEXT_KEY,
};
use crate::time::Time;
use alloc::string::String;
use alloc::vec::Vec;

/// The `typ` of an enrolment.
pub const ENROLMENT_TYP: Typ<'static> = Typ::Media("application/vnd.zz.enrol+cwt");

const OBJECT: Object = Object::Enrolment;

/// What an issuer gave the holder to answer: its own id and 16 random bytes. [`verify`] uses it up.
///
/// An issuer keeps one record of each challenge that it gives and makes this from it once: a second enrolment
/// with the same bytes is a repetition.
#[derive(Debug)]
pub struct EnrolmentChallenge {
    issuer: String,
    nonce: Nonce,
}

impl EnrolmentChallenge {
    /// The challenge of the issuer with this unified social credit code.
    ///
    /// # Errors
    /// [`Refusal::ClaimInvalid`] unless the id has the form of one.
    pub fn new(issuer: &str, nonce: Nonce) -> Result<Self, Refusal> {
        ensure(is_organisation_id(issuer), invalid_audience)?;
        Ok(Self { issuer: issuer.into(), nonce })
    }

    /// The unified social credit code of the issuer.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.issuer
    }
}

/// A key whose holder has shown to have it, to one issuer. Only [`verify`] makes one, and issuing uses it up, so
/// that each certificate has a proof of its own.
#[derive(Debug)]
pub struct EnrolledKey {
    key: PublicKey,
    issuer: String,
}

impl EnrolledKey {
    /// The key.
    #[must_use]
    pub const fn public_key(&self) -> &PublicKey {
        &self.key
    }

    /// The unified social credit code of the issuer to which it was shown.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.issuer
    }
}

const fn invalid_audience() -> Refusal {
    Refusal::ClaimInvalid { object: OBJECT, claim: Claim(l::AUD) }
}

/// The claims of the payload; none of them is shown to anyone before every signature verified.
struct Claims<'b> {
    issuer: &'b str,
    nonce: Nonce,
    iat: Time,
    exp: Time,
    keys: Vec<PublicKey>,
}

impl<'b> Claims<'b> {
    fn read(reader: Reader<'b>) -> Result<Self, Refusal> {
        let (mut issuer, mut nonce, mut keys) = (None, None, None);
        let common = read_claims(reader, true, |label, reader| {
            match label {
                l::AUD => issuer = Some(read_issuer(reader)?),
                l::CNONCE => nonce = Some(Nonce::read(reader)?),
                l::KEYS => keys = Some(read_keys(reader)?),
                _ => return Ok(false),
            }
            Ok(true)
        })?;
        let claims = Self {
            issuer: require(OBJECT, l::AUD, issuer)?,
            nonce: require(OBJECT, l::CNONCE, nonce)?,
            keys: require(OBJECT, l::KEYS, keys)?,
            iat: common.iat,
            exp: common.end_within(OBJECT, MAX_ENROLMENT_LIFETIME)?,
        };
        let mut thumbprints: Vec<_> = claims.keys.iter().map(PublicKey::thumbprint).collect();
        thumbprints.sort_unstable();
        thumbprints.dedup();
        ensure(thumbprints.len() == claims.keys.len(), || Refusal::KeyRepeated { object: OBJECT })?;
        Ok(claims)
    }
}

fn read_issuer<'b>(reader: &mut Reader<'b>) -> Result<&'b str, Refusal> {
    let text = reader.text(MAX_TEXT_KEY)?;
    ensure(is_organisation_id(text), invalid_audience)?;
    Ok(text)
}

/// The keys, each with the full test of its point: checkers leave the test for torsion to whoever enrols a key.
fn read_keys(reader: &mut Reader<'_>) -> Result<Vec<PublicKey>, Refusal> {
    let mut keys = Vec::new();
    let at = reader.fault(FaultKind::OutOfRange);
    reader.array(MAX_ENROLMENT_KEYS, |_, reader| {
        keys.push(read_public_key(reader)?);
        Ok::<(), Refusal>(())
    })?;
    if keys.is_empty() {
        return Err(at.into());
    }
    Ok(keys)
}

fn parse(bytes: &[u8]) -> Result<(Sign<'_>, Claims<'_>), Refusal> {
    let message = Sign::parse(OBJECT, bytes, MAX_ENROLMENT, ENROLMENT_TYP, MAX_ENROLMENT_KEYS)?;
    let claims = Claims::read(message.payload.clone())?;
    Ok((message, claims))
}

/// Verifies an enrolment and hands out its keys, in the order in which it lists them.
///
/// The challenge is used up, whatever the outcome. `skew` is by how many seconds clocks may differ; more than
/// 300 counts as 300. No trust list is needed: an enrolment says nothing but that whoever made it has the keys.
///
/// # Errors
/// The [`Refusal`] of the first check that fails, in the order of SPEC §7, Enrolment.
pub fn verify(
    bytes: &[u8],
    challenge: EnrolmentChallenge,
    now: Time,
    skew: u64,
) -> Result<Vec<EnrolledKey>, Refusal> {
    let (message, claims) = parse(bytes)?;
    let EnrolmentChallenge { issuer, nonce } = challenge;
    ensure(claims.issuer == issuer, || Refusal::AudienceMismatch { object: OBJECT })?;
    ensure(claims.nonce == nonce, || Refusal::ChallengeMismatch { object: OBJECT })?;
    let signed_by = verify_signatures(&message, &claims.keys)?;
    let proven = claims.keys.iter().all(|key| signed_by.contains(&key.thumbprint()));
    ensure(proven, || Refusal::KeyNotProven { object: OBJECT })?;
    let Claims { iat, exp, .. } = claims;
    let latest = now.saturating_add(skew.min(MAX_CLOCK_SKEW));
    ensure(iat <= latest, || Refusal::ActInFuture { object: OBJECT, iat, now })?;
    ensure(now < exp, || Refusal::ActExpired { object: OBJECT, exp, now })?;
    Ok(claims.keys.into_iter().map(|key| EnrolledKey { key, issuer: issuer.clone() }).collect())
}

fn verify_signatures(message: &Sign<'_>, keys: &[PublicKey]) -> Result<Vec<Thumbprint>, Refusal> {
    let mut signed_by = Vec::new();
    for signature in &message.signatures {
        let Some(key) = keys.iter().find(|key| key.thumbprint().kid() == *signature.kid) else {
            gate(Refusal::KeyNotListed { object: OBJECT })?;
            continue;
        };
        verify_one(message, signature, key)?;
        let repeated = signed_by.contains(&key.thumbprint());
        ensure(!repeated, || Refusal::KeyRepeated { object: OBJECT })?;
        signed_by.push(key.thumbprint());
    }
    Ok(signed_by)
}

fn verify_one(message: &Sign<'_>, signature: &Signature<'_>, key: &PublicKey) -> Result<(), Refusal> {
    let fits = signature.alg == key.algorithm().cose_id();
    ensure(fits, || Refusal::HolderAlgorithmMismatch { object: OBJECT })?;
    match key.verify(&message.to_be_signed(signature), signature.signature) {
        Ok(()) => Ok(()),
        Err(Unverified::Unavailable) => Err(Refusal::HolderAlgorithmUnavailable { object: OBJECT }),
        Err(Unverified::Invalid) => gate(Refusal::HolderSignatureInvalid { object: OBJECT }),
    }
}
