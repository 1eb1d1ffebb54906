//! The content of a receipt as deterministic CBOR.
//!
//! ```cddl
//! content = {
//!   1: time, 2: audience, 3: region, 4: outcome, 5: word (object), ? 6: [+ word] (codes), ? 7: scenario-id, ? 8: purpose,
//!   ? 9: kind, ? 10: bstr .size 32 (tag), ? 11: fields, ? 12: [+ permit-line], ? 13: word (presenter), ? 14: word (face),
//!   ? 15: list, ? 16: list, ? 17: time / false, 18: tstr (software), ? 19: true (by a delegate)
//! }
//! outcome = 0 (verified) / 1 (refused) / 2 (cannot tell)
//! fields = { * label => tstr (name) }
//! permit-line = [ kind, outcome, [* word], fields ]
//! list = [ organisation, sequence: uint, iat: time ]
//! word = tstr .regexp "[0-9a-z_]{1,64}"
//! ```

use super::facts::{Facts, ListUsed, Outcome, PermitFacts, StatusUsed, VerifiedFacts};
use crate::act::{Audience, Purpose, ScenarioId};
use crate::cbor::{FaultKind, Key, Major, MapWriter, Reader, Writer};
use crate::certificate::{check_label, read_kind, read_organisation, read_region, read_time};
use crate::crypto::sha256;
use crate::error::{Object, Refusal, ensure};
use crate::limits::{MAX_ENTRIES, MAX_PERMITS, MAX_RECEIPT, MAX_WORD};
use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

const OBJECT: Object = Object::Receipt;
/// Members of the map.
const MEMBERS: usize = 19;

/// The content of a receipt: [`Facts`] that fit the format, and their one encoding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    facts: Facts,
    bytes: Vec<u8>,
}

impl Content {
    /// Checks facts and encodes them.
    ///
    /// # Errors
    /// A parse [`Refusal`] when they do not fit the format: a code that is no word, fields that do not ascend, a
    /// name with invisible characters, more than a receipt holds.
    pub fn new(facts: &Facts) -> Result<Self, Refusal> {
        let mut writer = Writer::new();
        write(&mut writer, facts);
        Self::parse(&writer.into_bytes())
    }

    /// Reads the bytes of one content, to the last byte.
    ///
    /// # Errors
    /// A parse [`Refusal`].
    pub fn parse(bytes: &[u8]) -> Result<Self, Refusal> {
        let size = bytes.len();
        ensure(size <= MAX_RECEIPT, || Refusal::TooLarge { object: OBJECT, size, limit: MAX_RECEIPT })?;
        Self::read(bytes, Reader::new(OBJECT, bytes))
    }

    pub(super) fn read(bytes: &[u8], mut reader: Reader<'_>) -> Result<Self, Refusal> {
        let facts = read(&mut reader)?;
        reader.end()?;
        Ok(Self { facts, bytes: bytes.into() })
    }

    /// What it says.
    #[must_use]
    pub const fn facts(&self) -> &Facts {
        &self.facts
    }

    /// Its bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// SHA-256 of its bytes: what stays of it in a stub.
    #[must_use]
    pub fn digest(&self) -> [u8; 32] {
        sha256(&[&self.bytes])
    }
}

fn write(writer: &mut Writer, facts: &Facts) {
    let mut map = MapWriter::new();
    map.entry(1, |w| w.uint(facts.time.seconds()));
    map.entry(2, |w| w.text(facts.checker.as_str()));
    map.entry(3, |w| w.text(facts.region.as_str()));
    map.entry(4, |w| w.uint(number(facts.outcome())));
    map.entry(5, |w| w.text(&facts.object));
    if let Some(scenario) = &facts.scenario {
        map.entry(7, |w| scenario.write(w));
    }
    if let Some(purpose) = &facts.purpose {
        map.entry(8, |w| w.text(purpose.as_str()));
    }
    if let Some(list) = &facts.own_list {
        map.entry(15, |w| write_list(w, list));
    }
    map.entry(18, |w| w.text(&facts.software));
    match &facts.verdict {
        Ok(verified) => write_verified(&mut map, verified),
        Err((_, code)) => {
            map.entry(6, |w| w.array(1).text(code));
        }
    }
    writer.map(map);
}

fn write_verified(map: &mut MapWriter, facts: &VerifiedFacts) {
    if !facts.findings.is_empty() {
        map.entry(6, |w| {
            w.array(facts.findings.len());
            for code in &facts.findings {
                w.text(code);
            }
            w
        });
    }
    map.entry(9, |w| w.text(&facts.kind));
    map.entry(10, |w| w.bytes(&facts.tag));
    map.entry(11, |w| write_fields(w, &facts.fields));
    if !facts.permits.is_empty() {
        map.entry(12, |w| {
            w.array(facts.permits.len());
            for permit in &facts.permits {
                w.array(4).text(&permit.kind).uint(number(permit.outcome));
                w.array(permit.code.iter().len());
                if let Some(code) = &permit.code {
                    w.text(code);
                }
                write_fields(w, &permit.fields);
            }
            w
        });
    }
    map.entry(13, |w| w.text(&facts.presenter));
    if let Some(face) = &facts.face {
        map.entry(14, |w| w.text(face));
    }
    if let Some(list) = &facts.recognised_list {
        map.entry(16, |w| write_list(w, list));
    }
    map.entry(17, |w| match facts.status {
        StatusUsed::Checked { iat } => w.uint(iat.seconds()),
        StatusUsed::NotChecked => w.bool(false),
    });
    if facts.delegate {
        map.entry(19, |w| w.bool(true));
    }
}

fn write_fields<'w>(writer: &'w mut Writer, fields: &[(u16, String)]) -> &'w mut Writer {
    let mut map = MapWriter::new();
    for (label, name) in fields {
        map.entry(i64::from(*label), |w| w.text(name));
    }
    writer.map(map)
}

fn write_list<'w>(writer: &'w mut Writer, list: &ListUsed) -> &'w mut Writer {
    writer.array(3).text(&list.authority).uint(list.sequence).uint(list.iat.seconds())
}

const fn number(outcome: Outcome) -> u64 {
    match outcome {
        Outcome::Verified => 0,
        Outcome::Refused => 1,
        Outcome::CannotTell => 2,
    }
}

/// The members as they stand, before it is clear which ones there must be.
#[derive(Default)]
struct Members {
    codes: Vec<String>,
    kind: Option<String>,
    tag: Option<[u8; 32]>,
    fields: Option<Vec<(u16, String)>>,
    permits: Vec<PermitFacts>,
    presenter: Option<String>,
    face: Option<String>,
    delegate: bool,
    recognised_list: Option<ListUsed>,
    status: Option<StatusUsed>,
}

fn read(reader: &mut Reader<'_>) -> Result<Facts, Refusal> {
    let unfit = reader.fault(FaultKind::OutOfRange);
    let (mut time, mut checker, mut region, mut outcome, mut object) = (None, None, None, None, None);
    let (mut scenario, mut purpose, mut own_list, mut software) = (None, None, None, None);
    let mut members = Members::default();
    reader.map(MEMBERS, |key, reader| {
        match key {
            Key::Int(1) => time = Some(read_time(reader)?),
            Key::Int(2) => checker = Some(Audience::read(reader)?),
            Key::Int(3) => region = Some(read_region(reader)?),
            Key::Int(4) => outcome = Some(read_outcome(reader)?),
            Key::Int(5) => object = Some(read_word(reader)?),
            Key::Int(7) => scenario = Some(ScenarioId::read(reader)?),
            Key::Int(8) => purpose = Some(Purpose::read(reader)?),
            Key::Int(15) => own_list = Some(read_list(reader)?),
            Key::Int(18) => software = Some(read_name(reader)?),
            Key::Int(label) => read_member(label, reader, &mut members)?,
            _ => reader.reject(reader.fault(FaultKind::KeyType).into())?,
        }
        Ok::<(), Refusal>(())
    })?;
    let missing = || Refusal::from(reader.fault(FaultKind::Truncated));
    Ok(Facts {
        time: time.ok_or_else(missing)?,
        checker: checker.ok_or_else(missing)?,
        region: region.ok_or_else(missing)?,
        scenario,
        purpose,
        object: object.ok_or_else(missing)?,
        verdict: members.verdict(outcome.ok_or_else(missing)?).ok_or(unfit)?,
        own_list,
        software: software.ok_or_else(missing)?,
    })
}

fn read_member(label: i64, reader: &mut Reader<'_>, members: &mut Members) -> Result<(), Refusal> {
    match label {
        6 => members.codes = read_some(reader, MAX_ENTRIES, read_word)?,
        9 => members.kind = Some(read_kind(reader)?.into()),
        10 => members.tag = Some(*reader.byte_array()?),
        11 => members.fields = Some(read_fields(reader)?),
        12 => members.permits = read_some(reader, MAX_PERMITS, read_permit)?,
        13 => members.presenter = Some(read_word(reader)?),
        14 => members.face = Some(read_word(reader)?),
        16 => members.recognised_list = Some(read_list(reader)?),
        17 => members.status = Some(read_status(reader)?),
        19 => {
            read_flag(reader, true)?;
            members.delegate = true;
        }
        _ => reader.reject(reader.fault(FaultKind::KeyType).into())?,
    }
    Ok(())
}

impl Members {
    /// A verified certificate has what names it; a refusal has one code and nothing of the certificate.
    fn verdict(self, outcome: Outcome) -> Option<Result<VerifiedFacts, (Outcome, String)>> {
        let Self { mut codes, kind, tag, fields, permits, presenter, .. } = self;
        let Self { face, delegate, recognised_list, status, .. } = self;
        if outcome == Outcome::Verified {
            return Some(Ok(VerifiedFacts {
                kind: kind?,
                tag: tag?,
                fields: fields?,
                permits,
                presenter: presenter?,
                face,
                delegate,
                recognised_list,
                status: status?,
                findings: codes,
            }));
        }
        let nothing = kind.is_none()
            && tag.is_none()
            && fields.is_none()
            && permits.is_empty()
            && presenter.is_none()
            && face.is_none()
            && !delegate
            && recognised_list.is_none()
            && status.is_none();
        let code = codes.pop().filter(|_| codes.is_empty() && nothing)?;
        Some(Err((outcome, code)))
    }
}

/// A list that is not empty.
fn read_some<'b, T>(
    reader: &mut Reader<'b>,
    max: usize,
    mut read: impl FnMut(&mut Reader<'b>) -> Result<T, Refusal>,
) -> Result<Vec<T>, Refusal> {
    let empty = reader.fault(FaultKind::OutOfRange);
    let mut list = Vec::new();
    let count = reader.array(max, |_, reader| {
        list.push(read(reader)?);
        Ok::<(), Refusal>(())
    })?;
    ensure(count > 0, || empty.into())?;
    Ok(list)
}

fn read_outcome(reader: &mut Reader<'_>) -> Result<Outcome, Refusal> {
    let unknown = reader.fault(FaultKind::OutOfRange);
    let number = usize::try_from(reader.uint()?).unwrap_or(usize::MAX);
    Ok(*Outcome::ALL.get(number).ok_or(unknown)?)
}

/// Not one of a closed list: a receipt outlives the program that made it, and codes are added.
fn read_word(reader: &mut Reader<'_>) -> Result<String, Refusal> {
    let no_word = reader.fault(FaultKind::OutOfRange);
    let text = reader.text(MAX_WORD)?;
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    ensure(!text.is_empty() && text.bytes().all(fits), || no_word.into())?;
    Ok(text.into())
}

fn read_name(reader: &mut Reader<'_>) -> Result<String, Refusal> {
    let empty = reader.fault(FaultKind::OutOfRange);
    let text = reader.text(MAX_WORD)?;
    ensure(!text.is_empty(), || empty.into())?;
    Ok(text.into())
}

fn read_fields(reader: &mut Reader<'_>) -> Result<Vec<(u16, String)>, Refusal> {
    let mut fields = Vec::new();
    reader.map(MAX_ENTRIES, |key, reader| {
        let Key::Int(label) = key else {
            return reader.reject(reader.fault(FaultKind::KeyType).into());
        };
        fields.push((check_label(OBJECT, label, false)?, read_name(reader)?));
        Ok(())
    })?;
    Ok(fields)
}

fn read_list(reader: &mut Reader<'_>) -> Result<ListUsed, Refusal> {
    reader.enter_array(3)?;
    let list = ListUsed {
        authority: read_organisation(reader)?.to_owned(),
        sequence: reader.uint()?,
        iat: read_time(reader)?,
    };
    reader.leave_array();
    Ok(list)
}

fn read_status(reader: &mut Reader<'_>) -> Result<StatusUsed, Refusal> {
    if reader.peek()? != Major::Simple {
        return Ok(StatusUsed::Checked { iat: read_time(reader)? });
    }
    read_flag(reader, false)?;
    Ok(StatusUsed::NotChecked)
}

/// A boolean of which only one value may stand here.
pub(super) fn read_flag(reader: &mut Reader<'_>, expected: bool) -> Result<(), Refusal> {
    let other = reader.fault(FaultKind::OutOfRange);
    let value = reader.bool()?;
    ensure(value == expected, || other.into())
}

fn read_permit(reader: &mut Reader<'_>) -> Result<PermitFacts, Refusal> {
    let unfit = reader.fault(FaultKind::OutOfRange);
    reader.enter_array(4)?;
    let kind = read_kind(reader)?.into();
    let outcome = read_outcome(reader)?;
    let mut code = None;
    reader.array(1, |_, reader| {
        code = Some(read_word(reader)?);
        Ok::<(), Refusal>(())
    })?;
    ensure(code.is_none() == (outcome == Outcome::Verified), || unfit.into())?;
    let fields = read_fields(reader)?;
    reader.leave_array();
    Ok(PermitFacts { kind, outcome, code, fields })
}
