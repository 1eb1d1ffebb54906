//! Header maps: a closed list, everything that decides in the protected one.

use crate::cbor::{Key, Major, Reader, Writer};
use crate::error::{Object, Refusal, ensure, gate};
use crate::labels as l;
use crate::limits::MAX_ACT;
use alloc::string::ToString;
use alloc::vec::Vec;
use core::fmt;

/// The `typ` of an object (RFC 9596): what keeps one object from passing as another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Typ<'b> {
    /// A CoAP content format.
    Format(u64),
    /// A media type.
    Media(&'b str),
}

impl<'b> Typ<'b> {
    fn read(reader: &mut Reader<'b>) -> Result<Self, Refusal> {
        Ok(match reader.peek()? {
            Major::Text => Self::Media(reader.text(l::MAX_TYP)?),
            _ => Self::Format(reader.uint()?),
        })
    }

    pub(crate) fn write(self, writer: &mut Writer) -> &mut Writer {
        match self {
            Self::Format(number) => writer.uint(number),
            Self::Media(media) => writer.text(media),
        }
    }
}

impl fmt::Display for Typ<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Format(number) => write!(f, "{number}"),
            // Unsigned text of whoever made the message: only what a media type may hold is repeated.
            Self::Media(media) if media.bytes().all(|byte| byte.is_ascii_graphic()) => f.write_str(media),
            Self::Media(_) => f.write_str("?"),
        }
    }
}

/// The protected header of a message.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Protected<'b> {
    pub(crate) alg: Option<i64>,
    pub(crate) kid: Option<&'b [u8; 8]>,
    pub(crate) sd_alg: Option<i64>,
    /// What an act stands on, tag included.
    pub(crate) kcwt: Option<&'b [u8]>,
}

/// In what a header map stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// An act: it holds what the act stands on.
    Act,
    /// Anything else.
    Other,
}

impl Place {
    /// Bytes that the header may have.
    pub(crate) const fn limit(self) -> usize {
        match self {
            Self::Act => MAX_ACT,
            Self::Other => l::MAX_PROTECTED,
        }
    }
}

/// Reads a protected header map, which must carry exactly the `typ` given (none: must carry none).
pub(crate) fn protected<'b>(
    reader: &mut Reader<'b>,
    typ: Option<Typ<'_>>,
    place: Place,
) -> Result<Protected<'b>, Refusal> {
    let object = reader.object();
    let (_, mut map) = reader.embedded(place.limit())?;
    let mut header = Protected { alg: None, kid: None, sd_alg: None, kcwt: None };
    let mut critical: Option<Vec<i64>> = None;
    let mut labels = Vec::new();
    let mut found = None;
    map.map(l::MAX_HEADERS, |key, reader| {
        let Key::Int(label) = key else {
            return reader.reject(Refusal::HeaderNotAllowed { object, label: l::NO_LABEL });
        };
        labels.push(label);
        match label {
            l::ALG => header.alg = Some(reader.int()?),
            l::CRIT => critical = Some(read_crit(reader)?),
            l::KID => header.kid = Some(reader.byte_array()?),
            l::KCWT if place == Place::Act => header.kcwt = Some(read_kcwt(reader)?),
            l::TYP => found = Some(Typ::read(reader)?),
            l::SD_ALG => header.sd_alg = Some(reader.int()?),
            _ => {
                reader.reject(Refusal::HeaderNotAllowed { object, label })?;
            }
        }
        Ok(())
    })?;
    map.end()?;
    if let Some(critical) = critical {
        check_crit(object, &critical, &labels)?;
    }
    match (typ, found) {
        (Some(typ), Some(found)) => {
            ensure(typ == found, || Refusal::WrongTyp { object, found: found.to_string() })?;
        }
        (Some(_), None) => gate(Refusal::HeaderMissing { object, label: l::TYP })?,
        (None, Some(_)) => gate(Refusal::HeaderNotAllowed { object, label: l::TYP })?,
        (None, None) => {}
    }
    Ok(header)
}

/// What an act stands on, passed over whole. It is read afterwards as if it stood alone.
fn read_kcwt<'b>(reader: &mut Reader<'b>) -> Result<&'b [u8], Refusal> {
    let object = reader.object();
    let found = reader.clone().tag()?;
    ensure(found == l::TAG_SIGN1, || Refusal::WrongCoseTag { object, found })?;
    Ok(reader.tagged()?)
}

/// The `typ` of the protected header before which `reader` stands, whatever else that header holds.
pub(super) fn peek_typ<'b>(reader: &mut Reader<'b>) -> Result<Option<Typ<'b>>, Refusal> {
    let (_, mut map) = reader.embedded(MAX_ACT)?;
    let mut found = None;
    map.map(l::MAX_HEADERS, |key, reader| {
        match (key, reader.peek()?) {
            (Key::Int(l::TYP), _) => found = Some(Typ::read(reader)?),
            (Key::Int(l::KCWT), Major::Tag) => drop(reader.tagged()?),
            _ => reader.skip()?,
        }
        Ok::<(), Refusal>(())
    })?;
    Ok(found)
}

fn read_crit(reader: &mut Reader<'_>) -> Result<Vec<i64>, Refusal> {
    let object = reader.object();
    let mut critical = Vec::new();
    reader.array(l::MAX_HEADERS, |_, reader| {
        match reader.peek()? {
            Major::Unsigned | Major::Negative => critical.push(reader.int()?),
            _ => {
                reader.reject(Refusal::CritInvalid { object })?;
            }
        }
        Ok::<(), Refusal>(())
    })?;
    Ok(critical)
}

/// RFC 9052 §3.1: not empty, each label present; ours are all understood, since unknown labels are refused.
fn check_crit(object: Object, critical: &[i64], labels: &[i64]) -> Result<(), Refusal> {
    let mut sorted = critical.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    let sound = !critical.is_empty()
        && sorted.len() == critical.len()
        && critical.iter().all(|label| labels.contains(label) && *label != l::CRIT);
    ensure(sound, || Refusal::CritInvalid { object })
}

/// Reads an unprotected header map: empty, or only `sd_claims` where `with_disclosures` says so.
pub(super) fn unprotected<'b>(
    reader: &mut Reader<'b>,
    with_disclosures: bool,
) -> Result<Vec<Reader<'b>>, Refusal> {
    let object = reader.object();
    let mut disclosures = Vec::new();
    reader.map(l::MAX_HEADERS, |key, reader| match key {
        Key::Int(l::SD_CLAIMS) if with_disclosures => {
            let count = reader.array(crate::limits::MAX_DISCLOSURES, |_, reader| {
                // The reader stands before the byte string: the hash covers its head too.
                disclosures.push(reader.clone());
                reader.bytes(crate::limits::MAX_CERTIFICATE).map(drop).map_err(Refusal::from)
            })?;
            ensure(count > 0, || Refusal::SdClaimsEmpty { object })
        }
        key => {
            let label = if let Key::Int(label) = key { label } else { l::NO_LABEL };
            reader.reject(Refusal::UnprotectedNotAllowed { object, label })
        }
    })?;
    Ok(disclosures)
}
