//! What is shown beyond what the matter needs.

use super::shown::VerifiedObject;
use super::verdict::BeyondNeed;
use crate::labels::{HOLDER_CODE, HOLDER_CODE_TYPE, NO_ITEM};
use crate::scenario::{Alternative, PermitsNeed, Predicate, Terms};
use crate::verify::{Face, picture::PORTRAIT};
use alloc::collections::BTreeSet;
use alloc::vec::Vec;

/// What the object at `place` discloses beyond the narrowest of the alternative by which it serves. What was open was
/// nobody's choice, and a permit of which a member lies beside tells where that belongs.
pub(super) fn of_serving(
    terms: &Terms,
    material: usize,
    alternative: &Alternative,
    (place, object): (usize, &VerifiedObject),
    of_member: &dyn Fn(usize) -> bool,
) -> Vec<BeyondNeed> {
    let content = object.content();
    let needed = needed(terms, material, alternative, object);
    let mut shown: BTreeSet<u16> = content.items.disclosed().iter().copied().collect();
    if object.report().face() == Face::Shown {
        // To send a picture along is a choice, even where its digest stands open.
        shown.insert(PORTRAIT);
    }
    let items = shown.difference(&needed).map(|label| BeyondNeed::new(place, &content.kind, *label));
    let permits = content.permits.iter().enumerate().filter(|(permit, own)| {
        let asked = match &alternative.permits {
            PermitsNeed::Nothing => false,
            PermitsNeed::Kinds(kinds) => kinds.iter().any(|kind| kind == own.kind()),
            PermitsNeed::All => true,
        };
        own.is_disclosed() && !asked && !of_member(*permit)
    });
    items.chain(permits.map(|(_, permit)| BeyondNeed::new(place, permit.kind(), NO_ITEM))).collect()
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
