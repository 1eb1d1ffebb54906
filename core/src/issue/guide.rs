//! Where a draft departs from what its kind says. Guidance for issuing: no verdict depends on it.

use super::{Draft, DraftItem, DraftPermit, DraftValue};
use crate::ids::HolderCodeType;
use crate::kind::{Disclosure, FIRST_KIND_LABEL, ItemSpec, ItemType, Kind, MemberSpec};
use crate::time::{Date, Time};
use alloc::vec::Vec;

/// The header item with the number of the certificate.
const NUMBER: u16 = 1;
/// The header item with the type of the holder's code.
const HOLDER_CODE_TYPE: u16 = 4;
/// The header item that the end of validity is shown as.
const EXPIRING_DATE: u16 = 14;

/// A departure of one item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Departure {
    /// The item.
    pub label: u16,
    /// How it departs.
    pub kind: DepartureKind,
}

/// How an item departs from its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DepartureKind {
    /// The kind has no such item.
    Unknown,
    /// It limits the licence and must be open: withholding it would improve a verdict.
    MustBeOpen,
    /// It identifies a person and must be disclosed by choice.
    MustBeSelective,
    /// It is not printed.
    NotPrinted,
    /// No licence of the kind is complete without it.
    Missing,
    /// Its value is of another type.
    WrongType,
    /// The number has no form of the kind's, or a wrong check digit.
    NumberMalformed,
    /// The licence would be valid for longer than the kind allows. Told of `certificateExpiringDate`, which
    /// restates the claim.
    ValidTooLong,
}

/// Every departure of `draft` from `kind`, by item in the order of the draft; `printed` when it is to be printed.
#[must_use]
pub fn departures(draft: &Draft, kind: &Kind, printed: bool) -> Vec<Departure> {
    let enterprise = holder_is_enterprise(draft);
    let mut found = Vec::new();
    for item in &draft.items {
        // A kind for persons and enterprises guards the header for the person's sake.
        let guarded = !(enterprise && item.label < FIRST_KIND_LABEL);
        let carried = guarded.then(|| carriage(item, kind, printed)).flatten();
        let both = carried.into_iter().chain(content(item, kind));
        found.extend(both.map(|kind| Departure { label: item.label, kind }));
    }
    for spec in kind.items().iter().filter(|spec| spec.required() && (spec.printed() || !printed)) {
        if !draft.items.iter().any(|item| item.label == spec.label()) {
            found.push(Departure { label: spec.label(), kind: DepartureKind::Missing });
        }
    }
    found.extend(period(kind, draft.nbf, draft.exp));
    found
}

/// Every departure of a permit in a consolidated licence from its own kind. Its items are open and an extract,
/// so that only what they say is looked at.
#[must_use]
pub fn permit_departures(permit: &DraftPermit, kind: &Kind) -> Vec<Departure> {
    let content = |item: &DraftItem| Some(Departure { label: item.label, kind: content(item, kind)? });
    permit.items.iter().filter_map(content).chain(period(kind, permit.nbf, permit.exp)).collect()
}

fn period(kind: &Kind, nbf: Time, exp: Option<Time>) -> Option<Departure> {
    let departure = Departure { label: EXPIRING_DATE, kind: DepartureKind::ValidTooLong };
    (!kind.allows_period(nbf, exp)).then_some(departure)
}

/// Whether the holder's code is a unified social credit code, the number of no person.
fn holder_is_enterprise(draft: &Draft) -> bool {
    let uscc = DraftValue::Text(HolderCodeType::UnifiedSocialCreditCode.code().into());
    draft.items.iter().any(|item| item.label == HOLDER_CODE_TYPE && item.value == uscc)
}

/// How an item is carried: printed, open or by choice.
fn carriage(item: &DraftItem, kind: &Kind, printed: bool) -> Option<DepartureKind> {
    let spec = kind.item(item.label)?;
    let open = spec.disclosure() == Disclosure::Open;
    if printed && !spec.printed() {
        return Some(DepartureKind::NotPrinted);
    }
    if spec.limits() && (item.redact || hides(&item.value)) {
        return Some(DepartureKind::MustBeOpen);
    }
    (!printed && !open && !item.redact).then_some(DepartureKind::MustBeSelective)
}

/// What an item says.
fn content(item: &DraftItem, kind: &Kind) -> Option<DepartureKind> {
    let Some(spec) = kind.item(item.label) else { return Some(DepartureKind::Unknown) };
    if !is_of_type(&item.value, spec) {
        return Some(DepartureKind::WrongType);
    }
    let rule = kind.number_rule().filter(|_| item.label == NUMBER)?;
    let fits = matches!(&item.value, DraftValue::Text(number) if rule.fits(number));
    (!fits).then_some(DepartureKind::NumberMalformed)
}

fn is_of_type(value: &DraftValue, spec: &ItemSpec) -> bool {
    match (spec.item_type(), value) {
        (ItemType::Map, DraftValue::Map(members)) => are_members(members, spec.members()),
        (ItemType::List, DraftValue::List(elements)) => elements.iter().all(|element| match &element.value {
            DraftValue::Map(members) => !spec.members().is_empty() && are_members(members, spec.members()),
            value => spec.members().is_empty() && is_plain(value, ItemType::Text),
        }),
        (item_type, value) => is_plain(value, item_type),
    }
}

fn are_members(members: &[DraftItem], specs: &[MemberSpec]) -> bool {
    members.iter().all(|member| {
        let spec = specs.iter().find(|spec| spec.label() == member.label);
        spec.is_some_and(|spec| is_plain(&member.value, spec.item_type()))
    })
}

fn is_plain(value: &DraftValue, item_type: ItemType) -> bool {
    match (item_type, value) {
        (ItemType::Date, DraftValue::Text(text)) => Date::parse(text).is_some(),
        (ItemType::Text, DraftValue::Text(_))
        | (ItemType::Integer, DraftValue::Integer(_))
        | (ItemType::Boolean, DraftValue::Bool(_))
        | (ItemType::Bytes, DraftValue::Bytes(_)) => true,
        _ => false,
    }
}

/// Whether a part of the value can be withheld.
fn hides(value: &DraftValue) -> bool {
    match value {
        DraftValue::List(elements) => elements.iter().any(|one| one.redact || hides(&one.value)),
        DraftValue::Map(items) => items.iter().any(|item| item.redact || hides(&item.value)),
        _ => false,
    }
}
