//! Reads a scenario; everything that it says is bounded.

use super::terms::LinkKind;
use super::{
    Alternative, LawfulBasis, Link, Material, PermitsNeed, Predicate, SCENARIO_TYP, ScenarioClaims,
    StatusNeed, Terms, fields::read_label, read_labels,
};
use crate::act::{Purpose, ScenarioId};
use crate::cbor::{Key, Major, Reader};
use crate::certificate::{
    read_closed, read_kind, read_organisation, read_profile, read_region, read_time, require,
};
use crate::cose::Sign1;
use crate::crypto::sha256;
use crate::error::{Claim, Object, Refusal, ensure};
use crate::labels as l;
use crate::limits::{
    MAX_ALTERNATIVES, MAX_FIELDS, MAX_LINKS, MAX_MATERIALS, MAX_NAME, MAX_PREDICATES, MAX_PURPOSE,
    MAX_RETENTION_DAYS, MAX_SCENARIO, MAX_SCENARIO_ID, MAX_SCENARIO_LIFETIME,
};
use crate::trust::TrustLevel;
use crate::verify::Presenter;
use alloc::string::String;
use alloc::vec::Vec;

const OBJECT: Object = Object::Scenario;
/// Bytes of a short text: no character of UTF-8 has more than four.
const MAX_SHORT_TEXT: usize = MAX_PURPOSE * 4;

/// A malformed or missing member of the claim `terms`.
pub(crate) const fn malformed() -> Refusal {
    Refusal::ClaimInvalid { object: OBJECT, claim: Claim(l::TERMS) }
}

/// A scenario as it arrived, nothing of it verified.
pub(crate) struct RawScenario<'b> {
    pub(crate) message: Sign1<'b>,
    pub(crate) id: ScenarioId,
    pub(crate) profile: u64,
    pub(crate) claims: ScenarioClaims,
    pub(crate) digest: [u8; 32],
}

impl<'b> RawScenario<'b> {
    pub(crate) fn parse(bytes: &'b [u8]) -> Result<Self, Refusal> {
        let message = Sign1::parse(OBJECT, bytes, MAX_SCENARIO, SCENARIO_TYP, false)?;
        let (id, profile, claims) = ScenarioClaims::read(message.payload.clone())?;
        let digest = sha256(&[message.payload_bytes()]);
        Ok(Self { message, id, profile, claims, digest })
    }
}

impl ScenarioClaims {
    pub(super) fn read(mut reader: Reader<'_>) -> Result<(ScenarioId, u64, Self), Refusal> {
        let (mut issuer, mut exp, mut iat) = (None, None, None);
        let (mut profile, mut region, mut terms) = (None, None, None);
        read_closed(&mut reader, |label, reader| {
            match label {
                l::ISS => issuer = Some(read_organisation(reader)?),
                l::EXP => exp = Some(read_time(reader)?),
                l::IAT => iat = Some(read_time(reader)?),
                l::PROFILE => profile = Some(read_profile(reader)?),
                l::REGION => region = Some(read_region(reader)?),
                l::TERMS => terms = Some(Terms::read(reader)?),
                _ => return Ok(false),
            }
            Ok(true)
        })?;
        reader.end()?;
        let profile = require(OBJECT, l::PROFILE, profile)?;
        let issuer = require(OBJECT, l::ISS, issuer)?;
        let terms = require(OBJECT, l::TERMS, terms)?;
        let id = ScenarioId::new(issuer, &terms.id)?;
        let claims = Self {
            issuer: issuer.into(),
            region: require(OBJECT, l::REGION, region)?,
            iat: require(OBJECT, l::IAT, iat)?,
            exp: require(OBJECT, l::EXP, exp)?,
            terms,
        };
        ensure(claims.iat < claims.exp, || Refusal::TimesInconsistent { object: OBJECT })?;
        let lifetime = claims.exp.saturating_since(claims.iat);
        let days = MAX_SCENARIO_LIFETIME / (24 * 3600);
        ensure(lifetime <= MAX_SCENARIO_LIFETIME, || Refusal::ListLifetimeTooLong { object: OBJECT, days })?;
        Ok((id, profile, claims))
    }
}

/// A list that is not empty.
fn read_list<T>(
    reader: &mut Reader<'_>,
    max: usize,
    read: impl Fn(&mut Reader<'_>) -> Result<T, Refusal>,
) -> Result<Vec<T>, Refusal> {
    let mut list = Vec::new();
    reader.array(max, |_, reader| {
        list.push(read(reader)?);
        Ok::<(), Refusal>(())
    })?;
    ensure(!list.is_empty(), malformed)?;
    Ok(list)
}

fn name(reader: &mut Reader<'_>) -> Result<String, Refusal> {
    let name = reader.text(MAX_NAME)?;
    ensure(!name.is_empty(), malformed)?;
    Ok(name.into())
}

/// 1 to 200 characters.
pub(super) fn short_text<'b>(reader: &mut Reader<'b>) -> Result<&'b str, Refusal> {
    let text = reader.text(MAX_SHORT_TEXT)?;
    ensure((1..=MAX_PURPOSE).contains(&text.chars().count()), malformed)?;
    Ok(text)
}

/// `true`; "no" is said by leaving it out.
fn yes(reader: &mut Reader<'_>) -> Result<bool, Refusal> {
    let yes = reader.bool()?;
    ensure(yes, malformed)?;
    Ok(yes)
}

pub(super) fn optional_label(reader: &mut Reader<'_>) -> Result<Option<u16>, Refusal> {
    if reader.peek()? != Major::Simple {
        return read_label(reader).map(Some);
    }
    let found = reader.bool()?;
    ensure(!found, malformed)?;
    Ok(None)
}

fn presenter(reader: &mut Reader<'_>) -> Result<Presenter, Refusal> {
    match reader.uint()? {
        1 => Ok(Presenter::ProvenAudience),
        2 => Ok(Presenter::NotProven),
        _ => Err(malformed()),
    }
}

fn status(reader: &mut Reader<'_>) -> Result<StatusNeed, Refusal> {
    if reader.peek()? != Major::Simple {
        return Ok(StatusNeed::AtMost(reader.uint()?));
    }
    let needed = reader.bool()?;
    ensure(!needed, malformed)?;
    Ok(StatusNeed::NotNeeded)
}

impl Terms {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Refusal> {
        let (mut id, mut version, mut name_zh, mut name_en) = (None, None, None, None);
        let (mut materials, mut links) = (None, Vec::new());
        let (mut level, mut mandate, mut need) = (Presenter::ProvenChallenge, false, StatusNeed::Policy);
        let (mut purpose, mut basis, mut provision, mut days) = (None, None, None, None);
        let mut trust_level = None;
        reader.map(l::MAX_HEADERS, |key, reader| {
            match key {
                Key::Int(1) => id = Some(reader.text(MAX_SCENARIO_ID)?),
                Key::Int(2) => version = Some(reader.uint()?),
                Key::Int(3) => name_zh = Some(name(reader)?),
                Key::Int(4) => name_en = Some(name(reader)?),
                Key::Int(5) => materials = Some(read_list(reader, MAX_MATERIALS, Material::read)?),
                Key::Int(6) => links = read_list(reader, MAX_LINKS, Link::read)?,
                Key::Int(7) => level = presenter(reader)?,
                Key::Int(8) => mandate = yes(reader)?,
                Key::Int(9) => need = status(reader)?,
                Key::Int(10) => purpose = Some(Purpose::read(reader)?),
                Key::Int(11) => basis = Some(LawfulBasis::of(reader.uint()?).ok_or_else(malformed)?),
                Key::Int(12) => provision = Some(short_text(reader)?.into()),
                Key::Int(13) => days = Some(reader.uint()?),
                Key::Int(14) => {
                    trust_level = Some(TrustLevel::of(reader.uint()?).ok_or_else(malformed)?);
                }
                _ => reader.reject(malformed())?,
            }
            Ok::<(), Refusal>(())
        })?;
        let terms = Self {
            id: id.ok_or_else(malformed)?.into(),
            version: version.ok_or_else(malformed)?,
            name_zh: name_zh.ok_or_else(malformed)?,
            name_en: name_en.ok_or_else(malformed)?,
            materials: materials.ok_or_else(malformed)?,
            links,
            presenter: level,
            mandate,
            status: need,
            purpose: purpose.ok_or_else(malformed)?,
            basis: basis.ok_or_else(malformed)?,
            provision,
            retention_days: days.ok_or_else(malformed)?,
            trust_level,
        };
        terms.check()?;
        Ok(terms)
    }

    /// What holds between the members.
    fn check(&self) -> Result<(), Refusal> {
        ensure(self.retention_days <= MAX_RETENTION_DAYS, malformed)?;
        let delegates = self.materials.iter().filter(|material| material.delegate).count();
        ensure(delegates <= usize::from(self.mandate), malformed)?;
        ensure(delegates < self.materials.len(), malformed)?;
        for (index, link) in self.links.iter().enumerate() {
            let ends = [link.from, link.to].map(|place| self.materials.get(place));
            let known = ends.iter().all(|end| end.is_some_and(|material| !material.delegate));
            ensure(known && link.from != link.to, malformed)?;
            ensure(!self.links.iter().take(index).any(|other| other.is_same(*link)), malformed)?;
            let [enterprise, _] = ends;
            let named = link.kind != LinkKind::LegalRepresentative
                || enterprise.is_some_and(Material::names_representative);
            ensure(named, malformed)?;
        }
        Ok(())
    }
}

impl Link {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Refusal> {
        reader.enter_array(3)?;
        let kind = LinkKind::of(reader.uint()?).ok_or_else(malformed)?;
        // A place that does not fit is one that no material has.
        let mut place = || Ok::<_, Refusal>(usize::try_from(reader.uint()?).unwrap_or(usize::MAX));
        let link = Self { kind, from: place()?, to: place()? };
        reader.leave_array();
        Ok(link)
    }

    /// The same link; all but that of a legal representative can be read both ways.
    fn is_same(self, other: Self) -> bool {
        let turned = Self { kind: self.kind, from: self.to, to: self.from };
        self == other || (self.kind != LinkKind::LegalRepresentative && turned == other)
    }
}

impl Material {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Refusal> {
        let (mut name_zh, mut name_en, mut alternatives) = (None, None, None);
        let (mut delegate, mut face) = (false, false);
        reader.map(l::MAX_HEADERS, |key, reader| {
            match key {
                Key::Int(1) => name_zh = Some(name(reader)?),
                Key::Int(2) => name_en = Some(name(reader)?),
                Key::Int(3) => alternatives = Some(read_list(reader, MAX_ALTERNATIVES, Alternative::read)?),
                Key::Int(4) => delegate = yes(reader)?,
                Key::Int(5) => face = yes(reader)?,
                _ => reader.reject(malformed())?,
            }
            Ok::<(), Refusal>(())
        })?;
        Ok(Self {
            name_zh: name_zh.ok_or_else(malformed)?,
            name_en: name_en.ok_or_else(malformed)?,
            alternatives: alternatives.ok_or_else(malformed)?,
            delegate,
            face,
        })
    }

    fn names_representative(&self) -> bool {
        self.alternatives.iter().all(|alternative| alternative.representative.is_some())
    }
}

impl Alternative {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Refusal> {
        let mut kind = None;
        let (mut fields, mut predicates) = (Vec::new(), Vec::new());
        let (mut permits, mut representative) = (PermitsNeed::Nothing, None);
        reader.map(l::MAX_HEADERS, |key, reader| {
            match key {
                Key::Int(1) => kind = Some(read_kind(reader)?.into()),
                Key::Int(2) => {
                    fields = read_labels(reader, malformed)?;
                    ensure(!fields.is_empty(), malformed)?;
                }
                Key::Int(3) => predicates = read_list(reader, MAX_PREDICATES, Predicate::read)?,
                Key::Int(4) => permits = PermitsNeed::read(reader)?,
                Key::Int(5) => representative = Some(read_representative(reader)?),
                _ => reader.reject(malformed())?,
            }
            Ok::<(), Refusal>(())
        })?;
        Ok(Self { kind: kind.ok_or_else(malformed)?, fields, predicates, permits, representative })
    }
}

fn read_representative(reader: &mut Reader<'_>) -> Result<(u16, Option<u16>), Refusal> {
    let mut labels = Vec::new();
    reader.array(2, |_, reader| {
        labels.push(read_label(reader)?);
        Ok::<(), Refusal>(())
    })?;
    let code = *labels.first().ok_or_else(malformed)?;
    let code_type = labels.get(1).copied();
    ensure(code_type != Some(code), malformed)?;
    Ok((code, code_type))
}

impl PermitsNeed {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Refusal> {
        if reader.peek()? == Major::Simple {
            return yes(reader).map(|_| Self::All);
        }
        let kinds = read_list(reader, MAX_FIELDS, |reader| Ok(String::from(read_kind(reader)?)))?;
        let repeated =
            kinds.iter().enumerate().any(|(index, kind)| kinds.iter().take(index).any(|other| other == kind));
        ensure(!repeated, malformed)?;
        Ok(Self::Kinds(kinds))
    }
}
