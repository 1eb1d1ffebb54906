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
//! last day or the certificate's own validity. `permits` is `"all"` or a list of kinds. `"delegate": true` marks the
//! certificate of a delegate. `status` is the greatest age of a status list, or `"not_needed"`. What may be left out:
//! `days` (365), `presenter` (`proven_challenge`), `mandate`, `status` (as the desk's policy says), `provision`,
//! `fields`, `where`, `permits`, `representative`, `face`, `delegate`, `links`.

mod material;
mod show;

pub use show::{show_held, show_scenario};

use crate::InputError;
use crate::draft::{read_organisation, read_region};
use crate::input::{Object, parse_json, unknown};
use crate::times::parse_span;
use material::{MaterialName, read_material};
use zhengzhao::act::Purpose;
use zhengzhao::kind::Kinds;
use zhengzhao::scenario::{LawfulBasis, Link, LinkKind, Material, ScenarioClaims, StatusNeed, Terms};
use zhengzhao::time::Time;
use zhengzhao::verify::Presenter;

/// Most bytes of a description.
pub const MAX_SCENARIO_FILE: usize = 256 * 1024;
/// Days that a scenario lives when its description does not say.
const DEFAULT_DAYS: u64 = 365;
const DAY: u64 = 86_400;
/// What `status` says when none is needed.
const NOT_NEEDED: &str = "not_needed";
const PRESENTERS: [Presenter; 3] =
    [Presenter::ProvenChallenge, Presenter::ProvenAudience, Presenter::NotProven];
const LINKS: [LinkKind; 4] =
    [LinkKind::SameCode, LinkKind::SameEnterprise, LinkKind::SameKey, LinkKind::LegalRepresentative];

/// Reads the description of a scenario that is signed at `now`.
///
/// # Errors
/// [`InputError`] with the place in the file and what was expected there. What only a signed scenario shows, such as
/// a limit on its size, is refused when it is signed.
pub fn read_scenario(json: &str, kinds: &Kinds, now: Time) -> Result<ScenarioClaims, InputError> {
    let value = parse_json(json)?;
    let mut object = Object::of("$", &value)?;
    let issuer = read_organisation(&mut object, "issuer")?;
    let region = read_region(&mut object, "region")?;
    let days = object.uint("days")?.unwrap_or(DEFAULT_DAYS);
    let (materials, names) = read_materials(&mut object, kinds)?;
    let terms = Terms {
        id: object.text("id")?.into(),
        version: need_uint(&mut object, "version")?,
        name_zh: object.text("nameZh")?.into(),
        name_en: object.text("nameEn")?.into(),
        materials,
        links: read_links(&mut object, &names)?,
        presenter: read_presenter(&mut object)?,
        mandate: object.bool("mandate")?,
        status: read_status(&mut object)?,
        purpose: read_purpose(&mut object)?,
        basis: read_basis(&mut object)?,
        provision: read_provision(&mut object)?,
        retention_days: need_uint(&mut object, "retentionDays")?,
    };
    object.end()?;
    let exp = now.saturating_add(days.saturating_mul(DAY));
    Ok(ScenarioClaims { issuer, region, iat: now, exp, terms })
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
) -> Result<(Vec<Material>, Vec<MaterialName>), InputError> {
    let path = object.path("materials");
    let mut materials = Vec::new();
    let mut names: Vec<MaterialName> = Vec::new();
    for (path, value) in object.need_list("materials")? {
        let (name, material) = read_material(&path, value, kinds)?;
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

fn one_of<T: Copy>(
    object: &Object<'_>,
    member: &'static str,
    text: &str,
    all: &[T],
    id: impl Fn(T) -> &'static str,
) -> Result<T, InputError> {
    let found = all.iter().copied().find(|one| id(*one) == text);
    found.ok_or_else(|| {
        let list = all.iter().map(|one| id(*one)).collect::<Vec<_>>().join(", ");
        InputError::new(
            object.path(member),
            format!("应为其中之一：{list}。"),
            format!("expected one of: {list}."),
        )
    })
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
        let kind = one_of(&object, "kind", kind, &LINKS, LinkKind::id)?;
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
