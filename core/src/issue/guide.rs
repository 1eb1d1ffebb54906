//! Where a draft departs from what its kind says. Guidance for issuing: no verdict depends on it.

use super::{Draft, DraftItem, DraftValue};
use crate::ids::HolderCodeType;
use crate::kind::{Disclosure, FIRST_KIND_LABEL, Kind};
use alloc::vec::Vec;

/// The header item with the type of the holder's code.
const HOLDER_CODE_TYPE: u16 = 4;

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
pub enum DepartureKind {
    /// The kind has no such item.
    Unknown,
    /// It limits the licence and must be open: withholding it would improve a verdict.
    MustBeOpen,
    /// It identifies a person and must be disclosed by choice.
    MustBeSelective,
    /// It is not printed.
    NotPrinted,
}

/// Every departure of `draft` from `kind`; `printed` when it is to be printed.
#[must_use]
pub fn departures(draft: &Draft, kind: &Kind, printed: bool) -> Vec<Departure> {
    let enterprise = holder_is_enterprise(draft);
    draft
        .items
        .iter()
        // A kind for persons and enterprises guards the header for the person's sake.
        .filter(|item| !(enterprise && item.label < FIRST_KIND_LABEL))
        .filter_map(|item| Some(Departure { label: item.label, kind: departure(item, kind, printed)? }))
        .collect()
}

/// Whether the holder's code is a unified social credit code, the number of no person.
fn holder_is_enterprise(draft: &Draft) -> bool {
    let uscc = DraftValue::Text(HolderCodeType::UnifiedSocialCreditCode.code().into());
    draft.items.iter().any(|item| item.label == HOLDER_CODE_TYPE && item.value == uscc)
}

fn departure(item: &DraftItem, kind: &Kind, printed: bool) -> Option<DepartureKind> {
    let Some(spec) = kind.item(item.label) else { return Some(DepartureKind::Unknown) };
    let open = spec.disclosure() == Disclosure::Open;
    if printed && !spec.printed() {
        return Some(DepartureKind::NotPrinted);
    }
    if spec.limits() && (item.redact || hides(&item.value)) {
        return Some(DepartureKind::MustBeOpen);
    }
    (!printed && !open && !item.redact).then_some(DepartureKind::MustBeSelective)
}

/// Whether a part of the value can be withheld.
fn hides(value: &DraftValue) -> bool {
    match value {
        DraftValue::List(elements) => elements.iter().any(|one| one.redact || hides(&one.value)),
        DraftValue::Map(items) => items.iter().any(|item| item.redact || hides(&item.value)),
        _ => false,
    }
}
