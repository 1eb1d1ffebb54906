//! The claims of a certificate's payload: a closed list.

use super::{Members, PermitElement, RawPermit};
use crate::cbor::{FaultKind, Key, Major, Reader};
use crate::cose::read_holder_key;
use crate::crypto::PublicKey;
use crate::error::{Claim, Object, Refusal, ensure};
use crate::labels as l;
use crate::limits;
use crate::region::Region;
use crate::time::Time;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

/// Where a certificate's status stands (Token Status List -20 §6.3):
/// `{"status_list": {"idx": uint, "uri": tstr}}`.
///
/// `Debug` shows the list only: the entry names one licence.
#[derive(Clone, PartialEq, Eq)]
pub struct StatusRef {
    index: u64,
    uri: String,
}

impl StatusRef {
    /// A reference to entry `index`, 0 to 2^20 - 1, of the list named `uri`: 1 to 32 visible ASCII characters.
    #[must_use]
    pub fn new(index: u64, uri: &str) -> Option<Self> {
        (index < limits::STATUS_SHARD && is_status_uri(uri)).then(|| Self { index, uri: uri.into() })
    }

    /// The entry, 0 to 2^20 - 1.
    #[must_use]
    pub const fn index(&self) -> u64 {
        self.index
    }

    /// The name of the list, compared byte for byte.
    #[must_use]
    pub fn uri(&self) -> &str {
        &self.uri
    }
}

impl fmt::Debug for StatusRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StatusRef").field("uri", &self.uri).finish_non_exhaustive()
    }
}

pub(crate) fn is_status_uri(uri: &str) -> bool {
    (1..=limits::MAX_STATUS_URI).contains(&uri.len()) && uri.bytes().all(|byte| byte.is_ascii_graphic())
}

/// An issuer's or authority's id: 18 digits and upper-case letters (GB 32100). Its check digit is a
/// finding at verification and refused when a certificate is issued.
pub(crate) fn is_organisation_id(id: &str) -> bool {
    id.len() == 18 && id.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
}

#[derive(Clone)]
pub(crate) struct Claims<'b> {
    pub(crate) iss: &'b str,
    pub(crate) exp: Option<Time>,
    pub(crate) nbf: Time,
    pub(crate) iat: Time,
    pub(crate) cti: &'b [u8; 16],
    pub(crate) cnf: Option<PublicKey>,
    pub(crate) vct: &'b str,
    pub(crate) status: StatusRef,
    pub(crate) profile: u64,
    pub(crate) region: Region,
    pub(crate) items: Members<'b>,
    pub(crate) permits: Vec<PermitElement<'b>>,
}

#[derive(Default)]
struct Draft<'b> {
    iss: Option<&'b str>,
    exp: Option<Time>,
    nbf: Option<Time>,
    iat: Option<Time>,
    cti: Option<&'b [u8; 16]>,
    cnf: Option<PublicKey>,
    vct: Option<&'b str>,
    status: Option<StatusRef>,
    profile: Option<u64>,
    region: Option<Region>,
    items: Option<Members<'b>>,
    permits: Vec<PermitElement<'b>>,
}

pub(crate) fn require<T>(object: Object, label: i64, value: Option<T>) -> Result<T, Refusal> {
    value.ok_or(Refusal::ClaimMissing { object, claim: Claim(label) })
}

/// Reads a map whose claims are a closed list, none of them redacted.
///
/// `claim` gets every label and reads its value; for one that does not belong to the object it answers `false` and
/// reads nothing.
pub(crate) fn read_closed<'b>(
    reader: &mut Reader<'b>,
    mut claim: impl FnMut(i64, &mut Reader<'b>) -> Result<bool, Refusal>,
) -> Result<(), Refusal> {
    let object = reader.object();
    reader.map(l::MAX_HEADERS, |key, reader| match key {
        Key::Int(label) => {
            if claim(label, reader)? {
                return Ok(());
            }
            reader.reject(Refusal::ClaimNotAllowed { object, claim: Claim(label) })
        }
        Key::Redacted => reader.reject(Refusal::RedactionNotAllowed { object }),
        Key::Text(_) => reader.reject(reader.fault(FaultKind::KeyType).into()),
    })
}

pub(crate) fn read_time(reader: &mut Reader<'_>) -> Result<Time, Refusal> {
    let at = reader.fault(FaultKind::OutOfRange);
    Ok(Time::from_seconds(reader.uint()?).ok_or(at)?)
}

pub(crate) fn read_region(reader: &mut Reader<'_>) -> Result<Region, Refusal> {
    let object = reader.object();
    let text = reader.text(6)?;
    Region::parse(text).ok_or(Refusal::ClaimInvalid { object, claim: Claim(l::REGION) })
}

pub(crate) fn read_organisation<'b>(reader: &mut Reader<'b>) -> Result<&'b str, Refusal> {
    let object = reader.object();
    let text = reader.text(limits::MAX_TEXT_KEY)?;
    ensure(is_organisation_id(text), || Refusal::ClaimInvalid { object, claim: Claim(l::ISS) })?;
    Ok(text)
}

pub(crate) fn read_kind<'b>(reader: &mut Reader<'b>) -> Result<&'b str, Refusal> {
    let object = reader.object();
    let text = reader.text(limits::MAX_KIND_CODE)?;
    ensure(is_kind_code(text), || Refusal::ClaimInvalid { object, claim: Claim(l::VCT) })?;
    Ok(text)
}

/// A kind's code: visible ASCII, as all codes of GB/T 36902 and our project-local ids are.
pub(crate) fn is_kind_code(code: &str) -> bool {
    (1..=limits::MAX_KIND_CODE).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_graphic())
}

pub(crate) fn read_profile(reader: &mut Reader<'_>) -> Result<u64, Refusal> {
    let object = reader.object();
    let found = reader.uint()?;
    ensure(found == l::PROFILE_VERSION, || Refusal::ProfileUnknown { object, found })?;
    Ok(found)
}

pub(crate) fn read_status(reader: &mut Reader<'_>) -> Result<StatusRef, Refusal> {
    let object = reader.object();
    let invalid = Refusal::ClaimInvalid { object, claim: Claim(l::STATUS) };
    let (mut index, mut uri) = (None, None);
    let mut list_seen = false;
    reader.map(2, |key, reader| {
        if key != Key::Text("status_list") {
            return reader.reject(invalid.clone());
        }
        list_seen = true;
        reader.map(2, |key, reader| {
            match key {
                Key::Text("idx") => index = Some(reader.uint()?),
                Key::Text("uri") => uri = Some(reader.text(limits::MAX_TEXT_KEY)?),
                _ => reader.reject(invalid.clone())?,
            }
            Ok(())
        })
    })?;
    match (list_seen, index, uri) {
        (true, Some(index), Some(uri)) => {
            ensure(index < limits::STATUS_SHARD, || Refusal::StatusIndexOutOfRange { object, index })?;
            ensure(is_status_uri(uri), || invalid)?;
            Ok(StatusRef { index, uri: uri.into() })
        }
        _ => Err(invalid),
    }
}

fn read_cnf(reader: &mut Reader<'_>) -> Result<PublicKey, Refusal> {
    let object = reader.object();
    let invalid = || Refusal::ClaimInvalid { object, claim: Claim(l::CNF) };
    let mut key = None;
    reader.map(1, |label, reader| match label {
        Key::Int(l::CNF_COSE_KEY) => {
            key = Some(read_holder_key(reader)?);
            Ok(())
        }
        _ => reader.reject(invalid()),
    })?;
    key.ok_or_else(invalid)
}

impl<'b> Claims<'b> {
    pub(crate) fn read(mut reader: Reader<'b>, holder: bool) -> Result<Self, Refusal> {
        let object = reader.object();
        let mut draft = Draft::default();
        read_closed(&mut reader, |label, reader| draft.claim(label, reader, holder))?;
        reader.end()?;
        draft.finish(object, holder)
    }

    /// SD-CWT -08 §6: `sd_alg` states SHA-256 exactly when something is redacted.
    pub(crate) fn check_redaction(&self, sd_alg: Option<i64>, disclosures: bool) -> Result<(), Refusal> {
        let object = self.items.object();
        let redacted = self.items.is_redacted()
            || self.permits.iter().any(|permit| matches!(permit, PermitElement::Redacted(_)));
        let expected = (redacted || disclosures).then_some(l::SHA_256);
        ensure(sd_alg == expected, || Refusal::SdAlgMismatch { object })
    }
}

impl<'b> Draft<'b> {
    /// Whether the claim belongs to a certificate, or to a printed one.
    fn claim(&mut self, label: i64, reader: &mut Reader<'b>, holder: bool) -> Result<bool, Refusal> {
        match label {
            l::ISS => self.iss = Some(read_organisation(reader)?),
            l::EXP => self.exp = Some(read_time(reader)?),
            l::NBF => self.nbf = Some(read_time(reader)?),
            l::IAT => self.iat = Some(read_time(reader)?),
            l::CTI => self.cti = Some(reader.byte_array()?),
            l::CNF if holder => self.cnf = Some(read_cnf(reader)?),
            l::VCT => self.vct = Some(read_kind(reader)?),
            l::STATUS => self.status = Some(read_status(reader)?),
            l::PROFILE => self.profile = Some(read_profile(reader)?),
            l::REGION => self.region = Some(read_region(reader)?),
            l::ITEMS => self.items = Some(Members::read_items(reader, holder)?),
            l::PERMITS => self.permits = read_permits(reader, holder)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn finish(self, object: Object, holder: bool) -> Result<Claims<'b>, Refusal> {
        if holder {
            require(object, l::CNF, self.cnf.as_ref())?;
        }
        let claims = Claims {
            iss: require(object, l::ISS, self.iss)?,
            exp: self.exp,
            nbf: require(object, l::NBF, self.nbf)?,
            iat: require(object, l::IAT, self.iat)?,
            cti: require(object, l::CTI, self.cti)?,
            cnf: self.cnf,
            vct: require(object, l::VCT, self.vct)?,
            status: require(object, l::STATUS, self.status)?,
            profile: require(object, l::PROFILE, self.profile)?,
            region: require(object, l::REGION, self.region)?,
            items: require(object, l::ITEMS, self.items)?,
            permits: self.permits,
        };
        let ordered = claims.exp.is_none_or(|exp| claims.iat < exp && claims.nbf < exp);
        ensure(ordered, || Refusal::TimesInconsistent { object })?;
        Ok(claims)
    }
}

fn read_permits<'b>(reader: &mut Reader<'b>, redactable: bool) -> Result<Vec<PermitElement<'b>>, Refusal> {
    let object = reader.object();
    let mut permits = Vec::new();
    let at = reader.fault(FaultKind::OutOfRange);
    reader.array(limits::MAX_PERMITS, |_, reader| {
        permits.push(if reader.peek()? == Major::Tag {
            ensure(redactable, || Refusal::RedactionNotAllowed { object })?;
            PermitElement::Redacted(super::node::read_redacted_element(reader)?)
        } else {
            PermitElement::Open(RawPermit::read(reader)?)
        });
        Ok::<(), Refusal>(())
    })?;
    if permits.is_empty() {
        return Err(at.into());
    }
    Ok(permits)
}
