//! What is shown beyond what the matter needs.

use super::shown::VerifiedObject;
use super::verdict::BeyondNeed;
use crate::labels::{HOLDER_CODE, HOLDER_CODE_TYPE, NO_ITEM};
use crate::scenario::{Alternative, PermitsNeed, Predicate, Terms};
use alloc::collections::BTreeSet;
use alloc::vec::Vec;

/// What the object at `place` discloses beyond the narrowest of the alternative by which it serves. What was open was
/// nobody's choice.
pub(super) fn of_serving(
    terms: &Terms,
    material: usize,
    alternative: &Alternative,
    (place, object): (usize, &VerifiedObject),
) -> Vec<BeyondNeed> {
    let content = object.content();
    let needed = needed(terms, material, alternative, object);
    let labels = content.items.disclosed().iter().filter(|label| !needed.contains(label));
    let items = labels.map(|label| BeyondNeed::new(place, &content.kind, *label));
    let permits = content.permits.iter().filter(|permit| match &alternative.permits {
        PermitsNeed::Kinds(kinds) => permit.is_disclosed() && !kinds.iter().any(|kind| kind == permit.kind()),
        PermitsNeed::Nothing | PermitsNeed::All => false,
    });
    items.chain(permits.map(|permit| BeyondNeed::new(place, permit.kind(), NO_ITEM))).collect()
}

fn needed(
    terms: &Terms,
    material: usize,
    alternative: &Alternative,
    object: &VerifiedObject,
) -> BTreeSet<u16> {
    let mut needed = terms.narrowest(material, alternative);
    for predicate in &alternative.predicates {
        // The date answers where the certificate does not say yes or no.
        if let Predicate::AgeOver { boolean: Some(boolean), date: Some(date), .. } = predicate {
            if object.items().get(*boolean).is_none() {
                needed.insert(*date);
            }
        }
    }
    if terms.materials.get(material).is_some_and(|material| material.delegate) {
        needed.extend([HOLDER_CODE, HOLDER_CODE_TYPE]);
    }
    needed
}
