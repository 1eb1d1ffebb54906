//! Which items a scenario names, and which of them it needs at least.

use super::{Alternative, LinkKind, Predicate, Terms};
use crate::cbor::Reader;
use crate::certificate::check_label;
use crate::error::{Refusal, ensure};
use crate::labels::{HOLDER_CODE, HOLDER_CODE_TYPE, PORTRAIT};
use crate::limits::MAX_FIELDS;
use alloc::collections::BTreeSet;
use alloc::vec::Vec;

/// The label of an item at the top of `items`.
pub(crate) fn read_label(reader: &mut Reader<'_>) -> Result<u16, Refusal> {
    let object = reader.object();
    check_label(object, reader.int()?, true)
}

/// Labels, ascending and none twice; `disorder` is what else they are refused with.
pub(crate) fn read_labels(
    reader: &mut Reader<'_>,
    disorder: impl FnOnce() -> Refusal,
) -> Result<Vec<u16>, Refusal> {
    let mut labels = Vec::new();
    reader.array(MAX_FIELDS, |_, reader| {
        labels.push(read_label(reader)?);
        Ok::<(), Refusal>(())
    })?;
    ensure(labels.is_sorted_by(|a, b| a < b), disorder)?;
    Ok(labels)
}

/// How much of what an alternative names is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Extent {
    /// All that may be asked for.
    Named,
    /// What proves the matter with the least.
    Narrowest,
}

impl Terms {
    /// The items that may be asked of a certificate of this alternative, for the material at this place.
    #[must_use]
    pub fn named(&self, material: usize, alternative: &Alternative) -> BTreeSet<u16> {
        self.labels(material, alternative, Extent::Named)
    }

    /// The items that prove the matter with the least.
    #[must_use]
    pub fn narrowest(&self, material: usize, alternative: &Alternative) -> BTreeSet<u16> {
        self.labels(material, alternative, Extent::Narrowest)
    }

    fn labels(&self, place: usize, alternative: &Alternative, extent: Extent) -> BTreeSet<u16> {
        let mut labels: BTreeSet<u16> = alternative.fields.iter().copied().collect();
        for predicate in &alternative.predicates {
            let most = match (extent, predicate) {
                (Extent::Narrowest, Predicate::AgeOver { .. }) => 1,
                _ => usize::MAX,
            };
            labels.extend(predicate.labels().take(most));
        }
        if let Some((code, code_type)) = alternative.representative {
            labels.insert(code);
            labels.extend(code_type);
        }
        let material = self.materials.get(place);
        let by_code = self.links.iter().any(|link| match link.kind {
            LinkKind::SameCode | LinkKind::SameEnterprise => link.from == place || link.to == place,
            LinkKind::LegalRepresentative => link.to == place,
            LinkKind::SameKey => false,
        });
        let delegate = material.is_some_and(|material| material.delegate);
        if by_code || (delegate && extent == Extent::Named) {
            labels.extend([HOLDER_CODE, HOLDER_CODE_TYPE]);
        }
        if material.is_some_and(|material| material.face) {
            labels.insert(PORTRAIT);
        }
        labels
    }
}
