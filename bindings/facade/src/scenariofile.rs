//! Scenarios, described as JSON under the names of kinds and items.
//!
//! ```json
//! {
//!   "issuer": "11500000MBYY00079W", "id": "account-opening", "version": 1, "region": "500000", "days": 365,
//!   "nameZh": "企业银行开户", "nameEn": "company account opening",
//!   "purpose": "企业银行开户", "lawfulBasis": "statutory_duty", "provision": "…", "retentionDays": 365,
//!   "presenter": "proven_challenge", "mandate": false, "status": "48h",
//!   "materials": [
//!     { "name": "licence", "nameZh": "营业执照", "nameEn": "business licence", "anyOf": [
//!         { "kind": "11100000MB0143028R001", "fields": ["holderName"],
//!           "where": [{ "item": "businessScope", "contains": "餐饮服务" }, { "region": "500000" }],
//!           "representative": { "code": "legalRepresentativeIdNumber" } }] },
//!     { "name": "person", "nameZh": "法定代表人身份证件", "nameEn": "identity of the legal representative",
//!       "face": true, "anyOf": [
//!         { "kind": "ZZ-LOCAL-EID", "fields": ["holderName"],
//!           "where": [{ "aged": 18, "boolean": "ageOver18", "date": "birthDate" }] }] }
//!   ],
//!   "links": [{ "kind": "legal_representative", "from": "licence", "to": "person" }]
//! }
//! ```
//! Predicates in `where`: `aged` with `boolean`, `date` or both; `region`, of an `item` or the certificate; an `item`
//! that `contains` a text or `equals` a value; `validOn` a day, or so many days from the check, by an `item` with the
//! last day or the certificate's own validity. The region `"own"` is that of the scenario. `permits` is `"all"` or a
//! list of kinds. `"delegate": true` marks the
//! certificate of a delegate. `status` is the greatest age of a status list, or `"not_needed"`. What may be left out:
//! `days` (365), `trustLevel` (`A` to `D`), `presenter` (`proven_challenge`), `mandate`, `status` (as the desk's policy says), `provision`,
//! `fields`, `where`, `permits`, `representative`, `face`, `delegate`, `links`.
//!
//! A description may stand on another one, and then says only what differs; [`base`] has the rules.

pub mod base;
pub mod dcql;
mod material;
#[cfg(feature = "shipped")]
pub mod shipped;
mod show;

pub use base::{Source, read_scenario_on};
pub use show::{show_held, show_scenario};

use crate::InputError;
use crate::draft::{read_organisation, read_region};
use crate::input::{Object, one_of, unknown};
use crate::times::parse_span;
use crate::trustfile::read_trust_level;
use material::{MaterialName, read_material};
use serde_json::Value;
use zhengzhao::act::{Purpose, ScenarioId};
use zhengzhao::kind::Kinds;
use zhengzhao::region::Region;
use zhengzhao::scenario::{LawfulBasis, Link, LinkKind, Material, ScenarioClaims, StatusNeed, Terms};
use zhengzhao::time::Time;
use zhengzhao::verify::Presenter;

/// Most bytes of a description.
pub const MAX_SCENARIO_FILE: usize = 256 * 1024;
/// Days that a scenario lives when its description does not say.
const DEFAULT_DAYS: u64 = 365;
const DAY: u64 = 86_400;
/// Most bytes of a name.
const MAX_NAME: usize = 256;
/// What `status` says when none is needed.
const NOT_NEEDED: &str = "not_needed";
const PRESENTERS: [Presenter; 3] =
    [Presenter::ProvenChallenge, Presenter::ProvenAudience, Presenter::NotProven];

/// Reads the description of a scenario that is signed at `now`. Of other descriptions it can stand on shipped ones.
///
/// # Errors
/// [`InputError`] with the place in the file and what was expected there. What only a signed scenario shows, such as
/// a limit on its size, is refused when it is signed.
pub fn read_scenario(json: &str, kinds: &Kinds, now: Time) -> Result<ScenarioClaims, InputError> {
    let source = Source { name: String::new(), json: json.into() };
    read_scenario_on(&source, kinds, now, &|_, name| Err(base::no_such_base(name)))
}

fn read_claims(value: &Value, kinds: &Kinds, now: Time) -> Result<ScenarioClaims, InputError> {
    let mut object = Object::of("$", value)?;
    let issuer = read_organisation(&mut object, "issuer")?;
    let region = read_region(&mut object, "region")?;
    let days = object.uint("days")?.unwrap_or(DEFAULT_DAYS);
    let (materials, names) = read_materials(&mut object, kinds, region)?;
    let terms = Terms {
        id: read_id(&mut object, &issuer)?,
        version: need_uint(&mut object, "version")?,
        name_zh: read_name(&mut object, "nameZh")?,
        name_en: read_name(&mut object, "nameEn")?,
        materials,
        links: read_links(&mut object, &names)?,
        presenter: read_presenter(&mut object)?,
        mandate: object.bool("mandate")?,
        status: read_status(&mut object)?,
        purpose: read_purpose(&mut object)?,
        basis: read_basis(&mut object)?,
        provision: read_provision(&mut object)?,
        retention_days: need_uint(&mut object, "retentionDays")?,
        trust_level: read_trust_level(&mut object)?,
    };
    object.end()?;
    let exp = now.saturating_add(days.saturating_mul(DAY));
    Ok(ScenarioClaims { issuer, region, iat: now, exp, terms })
}

/// An id as acts and requests name it.
fn read_id(object: &mut Object<'_>, issuer: &str) -> Result<String, InputError> {
    let id = object.text("id")?;
    ScenarioId::new(issuer, id).map(|_| id.into()).map_err(|_| {
        InputError::new(
            object.path("id"),
            "应为 1 到 64 个小写字母、数字或连字符。",
            "expected 1 to 64 lower case letters, digits or hyphens.",
        )
    })
}

/// A name in one language: neither may be missing or empty.
fn read_name(object: &mut Object<'_>, member: &'static str) -> Result<String, InputError> {
    let name = object.text(member)?;
    if (1..=MAX_NAME).contains(&name.len()) && zhengzhao::cbor::text_fault(name).is_none() {
        return Ok(name.into());
    }
    Err(InputError::new(
        object.path(member),
        "应为 1 到 256 字节的可见文字（NFC）。",
        "expected 1 to 256 bytes of visible text in normal form C.",
    ))
}

fn need_uint(object: &mut Object<'_>, name: &'static str) -> Result<u64, InputError> {
    let path = object.path(name);
    object
        .uint(name)?
        .ok_or_else(|| InputError::new(path, "缺少该项。", "this member is required and missing."))
}

fn read_materials(
    object: &mut Object<'_>,
    kinds: &Kinds,
    own: Region,
) -> Result<(Vec<Material>, Vec<MaterialName>), InputError> {
    let path = object.path("materials");
    let mut materials = Vec::new();
    let mut names: Vec<MaterialName> = Vec::new();
    for (path, value) in object.need_list("materials")? {
        let (name, material) = read_material(&path, value, kinds, own)?;
        if names.contains(&name) {
            return Err(InputError::new(
                format!("{path}.name"),
                "与前面的材料重名。",
                "an earlier material has this name already.",
            ));
        }
        names.push(name);
        materials.push(material);
    }
    if materials.is_empty() {
        return Err(InputError::new(path, "至少需要一项材料。", "expected at least one material."));
    }
    Ok((materials, names))
}

fn read_presenter(object: &mut Object<'_>) -> Result<Presenter, InputError> {
    let Some(value) = object.take("presenter") else { return Ok(Presenter::ProvenChallenge) };
    one_of(object, "presenter", value.as_str().unwrap_or_default(), &PRESENTERS, Presenter::id)
}

fn read_basis(object: &mut Object<'_>) -> Result<LawfulBasis, InputError> {
    let text = object.text("lawfulBasis")?;
    one_of(object, "lawfulBasis", text, &LawfulBasis::ALL, LawfulBasis::id)
}

fn read_purpose(object: &mut Object<'_>) -> Result<Purpose, InputError> {
    let text = object.text("purpose")?;
    Purpose::new(text).map_err(|_| short_text(&object.path("purpose")))
}

fn read_provision(object: &mut Object<'_>) -> Result<Option<String>, InputError> {
    match object.take("provision") {
        None => Ok(None),
        Some(value) => Ok(Some(
            value
                .as_str()
                .ok_or_else(|| InputError::expected(object.path("provision"), "文字", "text", value))?
                .into(),
        )),
    }
}

fn short_text(path: &str) -> InputError {
    InputError::new(
        path,
        "应为 1 到 200 个可见字符（NFC）。",
        "expected 1 to 200 visible characters in normal form C.",
    )
}

fn read_status(object: &mut Object<'_>) -> Result<StatusNeed, InputError> {
    let Some(value) = object.take("status") else { return Ok(StatusNeed::Policy) };
    match value.as_str() {
        Some(NOT_NEEDED) => Ok(StatusNeed::NotNeeded),
        text => text.and_then(parse_span).map(StatusNeed::AtMost).ok_or_else(|| {
            InputError::expected(
                object.path("status"),
                "形如 24h 的时限或 not_needed",
                "an age such as 24h, or not_needed",
                value,
            )
        }),
    }
}

fn read_links(object: &mut Object<'_>, names: &[MaterialName]) -> Result<Vec<Link>, InputError> {
    let mut links = Vec::new();
    for (path, value) in object.list("links")? {
        let mut object = Object::of(&path, value)?;
        let kind = object.text("kind")?;
        let kind = one_of(&object, "kind", kind, &LinkKind::ALL, LinkKind::id)?;
        let mut place = |member: &'static str| {
            let name = object.text(member)?;
            names
                .iter()
                .position(|own| own.0 == name)
                .ok_or_else(|| unknown(&object.path(member), name, names.iter().map(|own| own.0.as_str())))
        };
        let (from, to) = (place("from")?, place("to")?);
        object.end()?;
        links.push(Link { kind, from, to });
    }
    Ok(links)
}
