//! The holder's copy: every hash must be known to the holder.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test stops at the first surprise"
)]

use zhengzhao::Refusal;
use zhengzhao::error::Object;
use zhengzhao::holder::HolderCopy;

use crate::hand::{certificate, decoy, element, encoded, items, map, member, redacted};
use crate::world::World;

const ONE: &[u8] = &[0x01];
const OBJECT: Object = Object::Disclosure;

fn copy(items: &[u8], disclosures: &[Vec<u8>]) -> Result<HolderCopy, Refusal> {
    HolderCopy::parse(&certificate(&World::new(), items, disclosures))
}

#[test]
fn a_hash_that_the_holder_was_not_told_is_refused() {
    let (told, untold, padding) = (member(1, ONE, 100), member(2, ONE, 101), decoy(3));
    let tree = items(&[], &[told.clone(), untold.clone(), padding.clone()]);
    let unmatched = Refusal::DisclosureUnmatched { object: OBJECT };
    assert_eq!(copy(&tree, &[told.clone(), padding.clone()]).unwrap_err(), unmatched);
    assert_eq!(copy(&tree, &[told.clone(), untold.clone()]).unwrap_err(), unmatched);
    assert_eq!(copy(&tree, &[]).unwrap_err(), unmatched);
    assert_eq!(
        copy(&tree, &[told.clone(), untold.clone(), padding.clone()]).unwrap().disclosable().count(),
        2
    );
    // One too many is as bad as one too few.
    let stranger = member(4, ONE, 102);
    assert_eq!(copy(&tree, &[told, untold, padding, stranger]).unwrap_err(), unmatched);
}

#[test]
fn untold_hashes_inside_lists_permits_and_disclosures_are_refused() {
    let unmatched = Refusal::DisclosureUnmatched { object: OBJECT };
    let hidden = element(1, ONE);
    let list = map(&[(100, encoded(|w| w.array(1).raw(&redacted(&hidden))))]);
    assert_eq!(copy(&list, &[]).unwrap_err(), unmatched);
    assert_eq!(copy(&list, &[hidden]).unwrap().disclosable().count(), 1);
    let inner = member(2, ONE, 1);
    let outer = member(3, &items(&[], &[inner.clone()]), 100);
    let tree = items(&[], &[outer.clone()]);
    assert_eq!(copy(&tree, &[outer.clone()]).unwrap_err(), unmatched);
    assert_eq!(copy(&tree, &[outer, inner]).unwrap().disclosable().count(), 2);
}

#[test]
fn what_every_checker_would_refuse_is_refused_to_the_holder() {
    let first = member(1, ONE, 100);
    let tree = items(&[], &[first.clone()]);
    assert_eq!(copy(&tree, &[first.clone(), first.clone()]).unwrap_err().code(), "disclosure_repeated");
    assert_eq!(
        copy(&items(&[], &[element(2, ONE)]), &[element(2, ONE)]).unwrap_err().code(),
        "disclosure_wrong_place"
    );
    // Two items of one label, and an item beside an open one of its label.
    let second = member(2, ONE, 100);
    let both = [first.clone(), second];
    assert_eq!(copy(&items(&[], &both), &both).unwrap_err().code(), "disclosure_key_repeated");
    let tree = items(&[(100, ONE.to_vec())], &[first.clone()]);
    assert_eq!(copy(&tree, &[first]).unwrap_err().code(), "disclosure_key_repeated");
    let claim = member(1, ONE, 65535);
    assert_eq!(
        copy(&items(&[], &[claim.clone()]), &[claim]).unwrap_err().code(),
        "disclosure_key_not_allowed"
    );
}

#[test]
fn nesting_through_disclosures_is_bounded_for_the_holder_too() {
    // Each disclosure adds as many levels as one can hold, up to 256 disclosures.
    let wrap = |mut value: Vec<u8>| {
        for _ in 0..4 {
            value = map(&[(1, value)]);
        }
        value
    };
    let mut disclosures = vec![member(0, ONE, 1)];
    for level in 1..=255 {
        let value = wrap(items(&[], &disclosures[level - 1..]));
        disclosures.push(member(u8::try_from(level).unwrap(), &value, 1));
    }
    let tree = items(&[], &disclosures[255..]).to_vec();
    // The top may not hold label 1 open, a disclosed one is as good as any.
    assert_eq!(copy(&tree, &disclosures).unwrap_err().code(), "cbor_too_deep");
    let tree = items(&[], &disclosures[2..3]);
    assert_eq!(copy(&tree, &disclosures[..3]).unwrap().disclosable().count(), 3);
}

#[test]
fn showing_keeps_what_was_signed() {
    let world = World::new();
    let first = member(1, ONE, 100);
    let bytes = certificate(&world, &items(&[], &[first.clone()]), &[first]);
    let copy = HolderCopy::parse(&bytes).unwrap();
    assert_eq!(copy.show_all(), bytes);
    // A copy of what was shown needs what was withheld.
    assert_eq!(HolderCopy::parse(&copy.show(|_| false)).unwrap_err().code(), "disclosure_unmatched");
    let debug = format!("{copy:?}");
    assert!(!debug.contains("01") && debug.contains("disclosures: 1"), "{debug}");
}
