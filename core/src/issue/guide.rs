//! Where a draft departs from what its kind says. Guidance for issuing: no verdict depends on it.

use super::{Draft, DraftItem};
use crate::kind::{Disclosure, Kind};
use alloc::vec::Vec;

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
    draft
        .items
        .iter()
        .filter_map(|item| Some(Departure { label: item.label, kind: departure(item, kind, printed)? }))
        .collect()
}

fn departure(item: &DraftItem, kind: &Kind, printed: bool) -> Option<DepartureKind> {
    let Some(spec) = kind.item(item.label) else { return Some(DepartureKind::Unknown) };
    let open = spec.disclosure() == Disclosure::Open;
    if printed && !spec.printed() {
        return Some(DepartureKind::NotPrinted);
    }
    if spec.limits() && item.redact {
        return Some(DepartureKind::MustBeOpen);
    }
    (!printed && !open && !item.redact).then_some(DepartureKind::MustBeSelective)
}
