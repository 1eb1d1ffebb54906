//! Drafts of certificates, written as JSON under the camelCase names of a kind.
//!
//! ```json
//! {
//!   "kind": "ZZ-LOCAL-RESIDENCE-PERMIT",
//!   "issuer": "11510100MBYY00054L",
//!   "region": "510104",
//!   "issued": "2026-06-01",
//!   "validFrom": "2026-06-01",
//!   "validTo": "2027-05-31",
//!   "items": { "holderName": "…", "sex": 2, "issuingAuthority": { "value": "…", "selective": true } }
//! }
//! ```
//! `issued` and `validFrom` may be left out (today; the day of issue). `validTo` may not, since an end that was
//! forgotten would be no end: it is the last valid day, or `"长期"` or `null`. What is redacted follows the marks
//! of the kind; `selective` overrides them where the kind allows it. A consolidated licence adds `permits`.

mod edit;
mod item;

pub(crate) use edit::{identifier, set_value, set_version};
pub use edit::{item_text, parse};

use crate::InputError;
use crate::input::{Object, elements, parse_json, unknown};
use crate::times::UNLIMITED;
use item::{read_items, read_open_items};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use zhengzhao::certificate::StatusRef;
use zhengzhao::ids::{HolderCodeType, Uscc};
use zhengzhao::issue::{
    Departure, DepartureKind, Draft, DraftPermit, DraftValue, departures, permit_departures,
};
use zhengzhao::kind::{
    Disclosure, FIRST_KIND_LABEL, HeaderItem, HolderCategory, Kind, Kinds, header_item_named,
};
use zhengzhao::region::Region;
use zhengzhao::time::{Date, Time};

/// Most bytes of a draft: a portrait in hexadecimal fits.
pub const MAX_DRAFT: usize = 256 * 1024;

/// Which form is to be issued.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IssueForm {
    /// A certificate for a holder's key.
    Certificate,
    /// Its printed form: only the items that the kind marks `printed`, all open.
    Printed,
}

/// A draft as it was read.
#[derive(Debug, Clone)]
pub struct ReadDraft {
    /// What the core issues.
    pub draft: Draft,
    /// The items of the file that a printed certificate does not carry.
    pub left_out: Vec<String>,
    /// Item 1, the number, which a printed certificate need not carry.
    pub number: Option<String>,
    /// Item 8, the version, which a printed certificate need not carry.
    pub version: Option<u16>,
}

/// Reads a draft.
///
/// # Errors
/// [`InputError`] with the place in the file and what was expected there.
pub fn read_draft(json: &str, kinds: &Kinds, form: IssueForm, today: Date) -> Result<ReadDraft, InputError> {
    read_draft_value(&parse_json(json)?, kinds, form, today)
}

/// Reads a draft that is parsed already.
///
/// # Errors
/// [`InputError`] with the place in the file and what was expected there.
pub fn read_draft_value(
    value: &Value,
    kinds: &Kinds,
    form: IssueForm,
    today: Date,
) -> Result<ReadDraft, InputError> {
    let mut object = Object::of("$", value)?;
    let kind = read_kind(&mut object, kinds)?;
    let issuer = read_organisation(&mut object, "issuer")?;
    let region = read_region(&mut object, "region")?;
    let issued = read_date(&mut object, "issued")?.unwrap_or(today);
    let from = read_date(&mut object, "validFrom")?.unwrap_or(issued);
    let exp = read_valid_to(&mut object)?;
    let at = object.path("items");
    let items = read_items(&at, object.need("items")?, kind)?;
    let permits = read_permits(&mut object, kinds)?;
    object.end()?;
    let mut draft = Draft {
        issuer,
        kind: kind.code().into(),
        region,
        iat: start_of("$.issued", issued)?,
        nbf: start_of("$.validFrom", from)?,
        exp,
        items,
        permits,
        decoys_to: usize::from(kind.decoys_to()),
    };
    let (number, version) = (text_of(&draft, NUMBER).map(Into::into), read_version(&draft)?);
    let mut left_out = Vec::new();
    if form == IssueForm::Printed {
        left_out = print_only(&mut draft, kind);
    }
    let organisation = is_organisation(&draft, kind);
    for departure in departures(&draft, kind, form == IssueForm::Printed) {
        check_departure("$", departure, kind, organisation)?;
    }
    Ok(ReadDraft { draft, left_out, number, version })
}

/// The header item with the number of the certificate.
const NUMBER: u16 = 1;
/// The header item with the version.
const VERSION: u16 = 8;

fn text_of(draft: &Draft, label: u16) -> Option<&str> {
    let item = draft.items.iter().find(|item| item.label == label)?;
    match &item.value {
        DraftValue::Text(text) => Some(text),
        _ => None,
    }
}

/// Three digits, as in the licence identifier (GB/T 36904); nothing else counts upwards.
fn read_version(draft: &Draft) -> Result<Option<u16>, InputError> {
    let Some(text) = text_of(draft, VERSION) else { return Ok(None) };
    let digits = text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_digit());
    let version = text.parse().ok().filter(|version| digits && *version > 0);
    version.map(Some).ok_or_else(|| {
        InputError::new(
            "$.items.certificateVersion",
            "应为三位数字，自 001 起。",
            "expected three digits, from 001.",
        )
    })
}

/// Keeps what is printed, all open; names the rest.
fn print_only(draft: &mut Draft, kind: &Kind) -> Vec<String> {
    let mut left_out = Vec::new();
    draft.items.retain_mut(|item| {
        let Some(spec) = kind.item(item.label) else { return true };
        item.redact = false;
        if !spec.printed() {
            left_out.push(spec.name().into());
        }
        spec.printed()
    });
    draft.decoys_to = 0;
    left_out
}

/// Whether the holder is no natural person: by the kind, or in a kind for both by the type of the holder's code.
fn is_organisation(draft: &Draft, kind: &Kind) -> bool {
    let label = header_item_named("holderCodeType").map(HeaderItem::label);
    let stated = draft.items.iter().find(|item| Some(item.label) == label);
    let code_type = stated.and_then(|item| match &item.value {
        DraftValue::Text(code) => HolderCodeType::from_code(code),
        _ => None,
    });
    match kind.holder_category() {
        HolderCategory::Legal => true,
        HolderCategory::Mixed => code_type.is_some_and(|code_type| !code_type.is_person()),
        _ => false,
    }
}

/// A departure that the kind does not leave to the file's author.
fn check_departure(
    path: &str,
    departure: Departure,
    kind: &Kind,
    organisation: bool,
) -> Result<(), InputError> {
    let spec = kind.item(departure.label);
    let name = spec.map_or_else(|| format!("item {}", departure.label), |spec| spec.name().into());
    // Items about the holder itself are about no person when it is an organisation; other sensitive items
    // are about somebody in it.
    let own = spec
        .is_some_and(|spec| spec.disclosure() != Disclosure::Sensitive || spec.label() < FIRST_KIND_LABEL);
    let (zh, en) = match departure.kind {
        DepartureKind::MustBeSelective if organisation && own => return Ok(()),
        DepartureKind::MustBeSelective => (
            "该项涉及个人，必须可选择披露（selective 不能为 false）。",
            "this item is about a person and must be selective.",
        ),
        DepartureKind::MustBeOpen => (
            "该项限制证照效力，必须公开（selective 不能为 true）。",
            "this item limits the licence and must be open.",
        ),
        DepartureKind::NotPrinted => ("该项不打印。", "this item is not printed."),
        DepartureKind::Unknown => ("该类型没有此项。", "the kind has no such item."),
        DepartureKind::Missing => {
            ("缺少该项，证照不完整。", "the item is missing; no licence of the kind is complete without it.")
        }
        DepartureKind::NumberMalformed => return Err(wrong_number(format!("{path}.items.{name}"), kind)),
        DepartureKind::ValidTooLong => {
            return Err(InputError::new(
                format!("{path}.validTo"),
                "有效期超过该类型的期限。",
                "the licence would be valid for longer than its kind allows.",
            ));
        }
        _ => ("该项的值与其类型不符。", "the value is not of the item's type."),
    };
    Err(InputError::new(format!("{path}.items.{name}"), zh, en))
}

fn wrong_number(path: String, kind: &Kind) -> InputError {
    let forms = kind.number_rule().map(|rule| rule.templates().join(" / ")).unwrap_or_default();
    InputError::new(
        path,
        format!("编号应为 {forms}（# 数字，@ 字母，? 汉字，~ 若干字），且校验位正确。"),
        format!(
            "expected a number like {forms} (# a digit, @ a letter, ? a Chinese character, ~ some text) with a right check digit."
        ),
    )
}

fn read_permits(object: &mut Object<'_>, kinds: &Kinds) -> Result<Vec<DraftPermit>, InputError> {
    let Some(value) = object.take("permits") else { return Ok(Vec::new()) };
    let permits = elements(&object.path("permits"), value)?;
    permits.into_iter().map(|(path, value)| read_permit(&path, value, kinds)).collect()
}

fn read_permit(path: &str, value: &Value, kinds: &Kinds) -> Result<DraftPermit, InputError> {
    let mut object = Object::of(path, value)?;
    let kind = read_kind(&mut object, kinds)?;
    let issuer = read_organisation(&mut object, "issuer")?;
    let from = read_date(&mut object, "validFrom")?.ok_or_else(|| missing(&object.path("validFrom")))?;
    let nbf = start_of(&object.path("validFrom"), from)?;
    let exp = read_valid_to(&mut object)?;
    let at = object.path("status");
    let status = read_status(&at, object.need("status")?)?;
    let at = object.path("items");
    let items = read_open_items(&at, object.need("items")?, kind)?;
    let redact = object.bool("selective")?;
    object.end()?;
    let permit = DraftPermit { issuer, kind: kind.code().into(), nbf, exp, status, items, redact };
    for departure in permit_departures(&permit, kind) {
        check_departure(path, departure, kind, false)?;
    }
    Ok(permit)
}

/// `{"uri": …, "index": …}`.
fn read_status(path: &str, value: &Value) -> Result<StatusRef, InputError> {
    let mut object = Object::of(path, value)?;
    let uri = object.text("uri")?;
    let index = object.uint("index")?.ok_or_else(|| missing(&object.path("index")))?;
    let status = StatusRef::new(index, uri).ok_or_else(|| {
        InputError::new(
            object.path("uri"),
            "应为 1 至 32 个可见 ASCII 字符。",
            "expected 1 to 32 visible ASCII characters.",
        )
    })?;
    object.end()?;
    Ok(status)
}

fn missing(path: &str) -> InputError {
    InputError::new(path, "缺少该项。", "this member is required and missing.")
}

pub(crate) fn read_kind<'k>(object: &mut Object<'_>, kinds: &'k Kinds) -> Result<&'k Kind, InputError> {
    let code = object.text("kind")?;
    kinds.get(code).ok_or_else(|| unknown(&object.path("kind"), code, kinds.iter().map(Kind::code)))
}

/// A unified social credit code with the right check digit: at issue time a wrong one is an error.
pub(crate) fn read_organisation(object: &mut Object<'_>, name: &'static str) -> Result<String, InputError> {
    let text = object.text(name)?;
    match Uscc::parse(text) {
        Ok(code) => Ok(code.to_string()),
        Err(error) => Err(InputError::new(
            object.path(name),
            format!("不是有效的统一社会信用代码（{error}）。"),
            format!("not a unified social credit code: {error}."),
        )),
    }
}

pub(crate) fn read_region(object: &mut Object<'_>, name: &'static str) -> Result<Region, InputError> {
    let text = object.text(name)?;
    Region::parse(text).ok_or_else(|| {
        InputError::new(
            object.path(name),
            "应为 6 位行政区划代码。",
            "expected a division code of six digits.",
        )
    })
}

/// A date; `None` when absent.
pub(crate) fn read_date(object: &mut Object<'_>, name: &'static str) -> Result<Option<Date>, InputError> {
    let Some(value) = object.take(name) else { return Ok(None) };
    let date = value.as_str().and_then(Date::parse);
    date.map(Some).ok_or_else(|| not_a_date(&object.path(name), value))
}

pub(crate) fn not_a_date(path: &str, value: &Value) -> InputError {
    InputError::expected(path, "形如 2026-12-31 的日期", "a date such as 2026-12-31", value)
}

pub(crate) fn start_of(path: &str, date: Date) -> Result<Time, InputError> {
    Time::start_of(date).ok_or_else(|| InputError::new(path, "日期过早。", "the date is too early."))
}

/// The first second after the last valid day; `None` is 长期. Must be present.
fn read_valid_to(object: &mut Object<'_>) -> Result<Option<Time>, InputError> {
    let value = object.need("validTo")?;
    read_end(&object.path("validTo"), value)
}

/// The first second after a day that still counts; `None` for `null` and 长期.
pub(crate) fn read_end(path: &str, value: &Value) -> Result<Option<Time>, InputError> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) if text == UNLIMITED => Ok(None),
        _ => {
            let date = value.as_str().and_then(Date::parse).ok_or_else(|| not_a_date(path, value))?;
            let end = Time::end_of(date);
            end.map(Some).ok_or_else(|| InputError::new(path, "日期过晚。", "the date is too late."))
        }
    }
}

#[cfg(test)]
mod tests;
