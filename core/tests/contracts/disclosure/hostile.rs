//! Signed certificates whose redactions or disclosures are wrong in one way each.
//!
//! The issuer's key signs all of them: these rules protect checkers from an issuer's program, and holders'
//! programs from each other.

use crate::hand::{
    CERTIFICATE, certificate, claims, decoy, digest, element, encoded, header, items, items_of, map, member,
    redacted, sd_alg, sd_claims, sign1,
};
use crate::world::World;
use zhengzhao::Refusal;
use zhengzhao::error::Object;

fn refused(items: &[u8], disclosures: &[Vec<u8>]) -> Refusal {
    let world = World::new();
    world.verify(&certificate(&world, items, disclosures)).unwrap_err()
}

fn code(items: &[u8], disclosures: &[Vec<u8>]) -> &'static str {
    refused(items, disclosures).code()
}

fn accepted(items: &[u8], disclosures: &[Vec<u8>]) -> zhengzhao::Verified<zhengzhao::Certificate> {
    let world = World::new();
    world.verify(&certificate(&world, items, disclosures)).unwrap()
}

const OBJECT: Object = Object::Disclosure;
const ONE: &[u8] = &[0x01];

#[test]
fn the_hand_made_world_is_accepted() {
    let (first, second) = (member(1, ONE, 100), member(2, ONE, 101));
    let tree = items(&[(102, ONE.to_vec())], &[first.clone(), second.clone()]);
    let verified = accepted(&tree, &[second, first]);
    assert_eq!((verified.items().len(), verified.items().withheld()), (3, 0));
}

#[test]
fn repeated_and_unmatched_disclosures() {
    let (first, second) = (member(1, ONE, 100), member(2, ONE, 101));
    let tree = items(&[], &[first.clone(), second.clone()]);
    assert_eq!(
        refused(&tree, &[first.clone(), first.clone()]),
        Refusal::DisclosureRepeated { object: OBJECT }
    );
    let stranger = member(3, ONE, 100);
    assert_eq!(refused(&tree, &[first.clone(), stranger]), Refusal::DisclosureUnmatched { object: OBJECT });
    // The hash covers the head of the byte string: one over the content alone is another hash.
    let bare = items_of(&[], &[zhengzhao::crypto::sha256(&[&first])]);
    assert_eq!(code(&bare, &[first.clone()]), "disclosure_unmatched");
    // A disclosure that only a withheld one would give a place.
    let inner = member(4, ONE, 1);
    let outer = member(5, &items(&[], &[inner.clone()]), 100);
    let tree = items(&[], &[outer.clone()]);
    assert_eq!(code(&tree, &[inner.clone()]), "disclosure_unmatched");
    assert_eq!(accepted(&tree, &[inner, outer]).items().len(), 1);
}

#[test]
fn a_digest_stands_in_one_place() {
    let first = member(1, ONE, 100);
    let digests = [digest(&first), digest(&first)];
    let certificate = Object::Certificate;
    for shown in [&[][..], &[first.clone()]] {
        let refusal = refused(&items_of(&[], &digests), shown);
        let expected = if shown.is_empty() {
            Refusal::DigestRepeated { object: certificate }
        } else {
            // The item collides with itself first.
            Refusal::DisclosureKeyRepeated { object: OBJECT, label: 100 }
        };
        assert_eq!(refusal, expected);
    }
    // The same hash in two maps, open and not.
    let nested = items(&[], &[first.clone()]);
    let tree = items(&[(101, nested)], &[first.clone()]);
    assert_eq!(code(&tree, &[]), "digest_repeated");
    assert_eq!(code(&tree, &[first]), "digest_repeated");
    // And in a list twice.
    let shown = element(2, ONE);
    let list = encoded(|w| w.array(2).raw(&redacted(&shown)).raw(&redacted(&shown)));
    let tree = map(&[(100, list)]);
    assert_eq!(code(&tree, &[]), "digest_repeated");
    assert_eq!(code(&tree, &[shown]), "digest_repeated");
}

#[test]
fn a_disclosure_that_holds_its_own_kind_of_hash() {
    // A hash that occurs outside and inside what it opens.
    let inner = member(1, ONE, 1);
    let outer = member(2, &items(&[], &[inner.clone()]), 100);
    let tree = items(&[], &[outer.clone(), inner.clone()]);
    assert_eq!(
        code(&tree, &[outer, inner]),
        "item_restates_claim".replace("item_restates_claim", "digest_repeated")
    );
}

#[test]
fn decoys_are_for_the_holder_alone() {
    let (shown, hidden) = (member(1, ONE, 100), decoy(2));
    let tree = items(&[], &[shown.clone(), hidden.clone()]);
    assert_eq!(refused(&tree, &[shown.clone(), hidden]), Refusal::DecoyDisclosed { object: OBJECT });
    assert_eq!(accepted(&tree, &[shown]).items().withheld(), 1);
}

#[test]
fn members_and_elements_do_not_change_places() {
    let (of_map, of_list) = (member(1, ONE, 100), element(2, ONE));
    assert_eq!(code(&items(&[], &[of_list.clone()]), &[of_list.clone()]), "disclosure_wrong_place");
    let list = |disclosure: &[u8]| map(&[(100, encoded(|w| w.array(1).raw(&redacted(disclosure))))]);
    assert_eq!(code(&list(&of_map), &[of_map.clone()]), "disclosure_wrong_place");
    assert_eq!(accepted(&list(&of_list), &[of_list]).items().len(), 1);
}

#[test]
fn only_items_can_be_disclosed() {
    for label in [0, -1, 4096, 65535, -70001, -70003, -70004, i64::MAX, i64::MIN] {
        let disclosure = member(1, ONE, label);
        let expected = Refusal::DisclosureKeyNotAllowed { object: OBJECT, label };
        assert_eq!(refused(&items(&[], &[disclosure.clone()]), &[disclosure]), expected);
    }
    for label in [encoded(|w| w.text("exp")), vec![0x41, 0x00], vec![0xf5], vec![0xf6], vec![0x80]] {
        let disclosure = encoded(|w| w.array(3).bytes(&[1; 16]).raw(ONE).raw(&label));
        let expected = Refusal::DisclosureKeyNotAllowed { object: OBJECT, label: 0 };
        assert_eq!(refused(&items(&[], &[disclosure.clone()]), &[disclosure]), expected, "{label:?}");
    }
    // Inside a map of an item the same labels hold, and those that restate a claim are free there.
    let inner = member(1, ONE, 4096);
    let tree = map(&[(100, items(&[], &[inner.clone()]))]);
    assert_eq!(code(&tree, &[inner]), "disclosure_key_not_allowed");
    for label in zhengzhao::kind::RESTATED {
        let disclosure = member(1, ONE, label.into());
        let expected = Refusal::ItemRestatesClaim { object: OBJECT, label: label.into() };
        assert_eq!(refused(&items(&[], &[disclosure.clone()]), &[disclosure.clone()]), expected);
        assert_eq!(code(&items(&[(label.into(), ONE.to_vec())], &[]), &[]), "item_restates_claim");
        let tree = map(&[(100, items(&[], &[disclosure.clone()]))]);
        assert_eq!(accepted(&tree, &[disclosure]).items().len(), 1);
    }
}

#[test]
fn a_disclosed_item_replaces_nothing() {
    let disclosure = member(1, ONE, 100);
    let expected = Refusal::DisclosureKeyRepeated { object: OBJECT, label: 100 };
    let tree = items(&[(100, vec![0x02])], &[disclosure.clone()]);
    assert_eq!(refused(&tree, &[disclosure.clone()]), expected);
    let other = member(2, &[0x02], 100);
    let tree = items(&[], &[disclosure.clone(), other.clone()]);
    assert_eq!(refused(&tree, &[disclosure.clone(), other]), expected);
    // Two of one label, of which one is shown, cannot be told from two items.
    assert_eq!(accepted(&tree, &[disclosure]).items().withheld(), 1);
}

#[test]
fn lists_of_hashes_are_sorted_and_not_empty() {
    let (first, second) = (member(1, ONE, 100), member(2, ONE, 101));
    let mut digests = [digest(&first), digest(&second)];
    digests.sort_unstable();
    digests.reverse();
    let object = Object::Certificate;
    assert_eq!(refused(&items_of(&[], &digests), &[]), Refusal::DigestOrder { object });
    assert_eq!(refused(&items_of(&[], &[]), &[]), Refusal::DigestOrder { object });
    // Inside a disclosure too.
    let outer = member(3, &items_of(&[], &digests), 100);
    assert_eq!(code(&items(&[], &[outer.clone()]), &[outer]), "digest_order");
    for digest in [vec![0x58, 31], vec![0x58, 33]] {
        let tree = [&[0xa1, 0xf8, 59, 0x81][..], &digest, &vec![0; digest[1].into()]].concat();
        assert_eq!(code(&tree, &[]), "cbor_out_of_range");
    }
    assert_eq!(code(&[0xa1, 0xf8, 59, 0x81, 0x01], &[]), "cbor_unexpected_type");
    assert_eq!(code(&[0xa1, 0xf8, 59, 0x01], &[]), "cbor_unexpected_type");
}

#[test]
fn redactions_stand_only_where_items_may_be_withheld() {
    let world = World::new();
    let code = |payload: &[u8]| {
        let protected = header(&world.issuer, CERTIFICATE, &sd_alg());
        world.verify(&sign1(&world.issuer, &protected, &map(&[]), payload)).unwrap_err().code()
    };
    let hidden = member(1, ONE, 4);
    // simple(59) among the claims: `exp` or `status` could hide behind it.
    let sound = claims(&world, &map(&[]), &[]);
    let digests = encoded(|w| w.array(1).bytes(&digest(&hidden)));
    let payload = [&[sound[0] + 1][..], &sound[1..], &[0xf8, 59], &digests].concat();
    assert_eq!(code(&payload), "redaction_not_allowed");
    // Tag 60 in the place of a member's value, of a claim, and around something else.
    let tagged = redacted(&element(1, ONE));
    assert_eq!(code(&claims(&world, &map(&[(100, tagged.clone())]), &[])), "cbor_tag");
    assert_eq!(code(&claims(&world, &tagged, &[])), "cbor_unexpected_type");
    assert_eq!(code(&claims(&world, &map(&[]), &[(1, tagged.clone())])), "cbor_unexpected_type");
    assert_eq!(
        code(&claims(&world, &map(&[(100, encoded(|w| w.array(1).tag(60).uint(1)))]), &[])),
        "cbor_unexpected_type"
    );
    assert_eq!(
        code(&claims(&world, &map(&[(100, encoded(|w| w.array(1).tag(61).bytes(&[0; 32])))]), &[])),
        "cbor_tag"
    );
    // simple(59) and simple(60) as values.
    for simple in [59, 60] {
        assert_eq!(code(&claims(&world, &map(&[(100, vec![0xf8, simple])]), &[])), "cbor_simple");
    }
    // Inside a permit, everything is open.
    let permit = |items: &[u8], more: &[u8]| {
        let whole = claims(&world, items, &[]);
        // The claims of a permit are among those of a certificate; the rest is taken out below.
        let _ = whole;
        let mut status = zhengzhao::cbor::MapWriter::new();
        status.text_entry("idx", |w| w.uint(2)).text_entry("uri", |w| w.text(crate::world::URI));
        let mut outer = zhengzhao::cbor::MapWriter::new();
        outer.text_entry("status_list", |w| w.map(status));
        let permit = map(&[
            (1, encoded(|w| w.text(crate::world::ISSUER))),
            (5, encoded(|w| w.uint(crate::world::NOW))),
            (11, encoded(|w| w.text(crate::world::KIND))),
            (65535, encoded(|w| w.map(outer))),
            (-70003, items.to_vec()),
        ]);
        let permit =
            if more.is_empty() { permit } else { [&[permit[0] + 1][..], &permit[1..], more].concat() };
        let permits = encoded(|w| w.array(1).raw(&permit));
        claims(&world, &map(&[]), &[(-70004, permits)])
    };
    let plain = header(&world.issuer, CERTIFICATE, &[]);
    let sound = sign1(&world.issuer, &plain, &map(&[]), &permit(&map(&[(200, ONE.to_vec())]), &[]));
    assert_eq!(world.verify(&sound).unwrap().permits().len(), 1);
    assert_eq!(code(&permit(&items(&[], &[hidden.clone()]), &[])), "redaction_not_allowed");
    let list = encoded(|w| w.array(1).raw(&tagged));
    assert_eq!(code(&permit(&map(&[(200, list)]), &[])), "redaction_not_allowed");
    let mut more = vec![0xf8, 59];
    more.extend(digests);
    assert_eq!(code(&permit(&map(&[]), &more)), "redaction_not_allowed");
}

#[test]
fn sd_alg_is_stated_exactly_when_needed() {
    let world = World::new();
    let disclosure = member(1, ONE, 100);
    let (redacted, open) = (items(&[], &[disclosure.clone()]), map(&[(100, ONE.to_vec())]));
    let verify = |more: &[(i64, Vec<u8>)], items: &[u8], disclosures: &[Vec<u8>]| {
        let protected = header(&world.issuer, CERTIFICATE, more);
        let payload = claims(&world, items, &[]);
        world.verify(&sign1(&world.issuer, &protected, &sd_claims(disclosures), &payload)).map(drop)
    };
    let mismatch = Err(Refusal::SdAlgMismatch { object: Object::Certificate });
    assert_eq!(verify(&sd_alg(), &redacted, &[disclosure.clone()]), Ok(()));
    assert_eq!(verify(&[], &open, &[]), Ok(()));
    assert_eq!(verify(&[], &redacted, &[]), mismatch);
    assert_eq!(verify(&[], &redacted, &[disclosure.clone()]), mismatch);
    assert_eq!(verify(&sd_alg(), &open, &[]), mismatch);
    // SHA-384, SHA-512, SHA-256/64 and a number of nobody.
    for other in [-43, -44, -15, 0, 16] {
        assert_eq!(verify(&[(170, encoded(|w| w.int(other)))], &redacted, &[]), mismatch, "{other}");
    }
    assert_eq!(verify(&[], &open, &[disclosure.clone()]), mismatch);
    let unmatched = verify(&sd_alg(), &open, &[disclosure]);
    assert_eq!(unmatched, Err(Refusal::DisclosureUnmatched { object: OBJECT }));
}

#[test]
fn sd_claims_is_a_list_of_byte_strings_and_not_empty() {
    let world = World::new();
    let disclosure = member(1, ONE, 100);
    let payload = claims(&world, &items(&[], &[disclosure.clone()]), &[]);
    let code = |value: &[u8]| {
        let protected = header(&world.issuer, CERTIFICATE, &sd_alg());
        world.verify(&sign1(&world.issuer, &protected, &map(&[(17, value.to_vec())]), &payload)).unwrap_err()
    };
    assert_eq!(code(&[0x80]), Refusal::SdClaimsEmpty { object: Object::Certificate });
    assert_eq!(code(&encoded(|w| w.bytes(&disclosure))).code(), "cbor_unexpected_type");
    assert_eq!(code(&encoded(|w| w.array(1).raw(&disclosure))).code(), "cbor_unexpected_type");
    assert_eq!(code(&[0xf6]).code(), "cbor_unexpected_type");
}

#[test]
fn the_frame_of_a_disclosure_is_strict() {
    let salt = |length: usize| encoded(|w| w.bytes(&vec![1; length]));
    for (disclosure, expected) in [
        (encoded(|w| w.array(3).raw(&salt(15)).raw(ONE).int(100)), "cbor_out_of_range"),
        (encoded(|w| w.array(3).raw(&salt(17)).raw(ONE).int(100)), "cbor_out_of_range"),
        (encoded(|w| w.array(3).text("0123456789abcdef").raw(ONE).int(100)), "cbor_unexpected_type"),
        (encoded(|w| w.array(0)), "cbor_out_of_range"),
        (encoded(|w| w.array(4).raw(&salt(16)).raw(ONE).int(100).int(1)), "cbor_too_large"),
        ([member(1, ONE, 100), vec![0]].concat(), "cbor_trailing_bytes"),
        (member(1, ONE, 100)[..20].to_vec(), "cbor_truncated"),
        (Vec::new(), "cbor_truncated"),
        (map(&[]), "cbor_unexpected_type"),
        (ONE.to_vec(), "cbor_unexpected_type"),
        // Values are read as strictly as those of the payload.
        (member(1, &[0x18, 0x01], 100), "cbor_not_shortest"),
        (member(1, &[0xf9, 0x3c, 0x00], 100), "cbor_float"),
        (member(1, &[0xf6], 100), "cbor_simple"),
        (member(1, &[0xa2, 0x01, 0x00, 0x01, 0x00], 100), "cbor_duplicate_key"),
        (member(1, &redacted(&element(2, ONE)), 100), "cbor_tag"),
        (member(1, &encoded(|w| w.text("e\u{301}")), 100), "cbor_not_nfc"),
        (encoded(|w| w.array(3).raw(&salt(16)).raw(ONE).raw(&[0x18, 0x01])), "cbor_not_shortest"),
        (
            encoded(|w| w.array(3).raw(&salt(16)).raw(ONE).raw(&[0x1b, 0xff, 0, 0, 0, 0, 0, 0, 0])),
            "cbor_out_of_range",
        ),
    ] {
        let tree = items(&[], &[disclosure.clone()]);
        assert_eq!(code(&tree, &[disclosure.clone()]), expected, "{}", hex::encode(disclosure));
    }
}

/// `levels` maps, each of which is disclosed inside the one before, and their disclosures.
fn chain(levels: usize) -> (Vec<u8>, Vec<Vec<u8>>) {
    let mut disclosures = vec![member(0, ONE, 100)];
    for level in 1..levels {
        let value = items(&[], &disclosures[level - 1..]);
        disclosures.push(member(u8::try_from(level).unwrap(), &value, 100));
    }
    (items(&[], &disclosures[levels - 1..]), disclosures)
}

#[test]
fn nesting_through_disclosures_is_bounded() {
    let (tree, disclosures) = chain(16);
    assert_eq!(accepted(&tree, &disclosures).items().len(), 1);
    for levels in [17, 100, 256] {
        let (tree, disclosures) = chain(levels);
        assert_eq!(code(&tree, &disclosures), "cbor_too_deep", "{levels}");
    }
}

#[test]
fn counts_are_bounded() {
    let disclosures = |count: u32| -> Vec<Vec<u8>> {
        (0..count)
            .map(|index| {
                let mut salt = [0; 16];
                salt[..4].copy_from_slice(&index.to_be_bytes());
                encoded(|w| w.array(3).bytes(&salt).raw(ONE).uint(u64::from(100 + index)))
            })
            .collect()
    };
    let all = disclosures(256);
    assert_eq!(accepted(&items(&[], &all), &all).items().len(), 256);
    let all = disclosures(257);
    assert_eq!(code(&items(&[], &all), &all), "cbor_too_large");
    assert_eq!(accepted(&items(&[], &disclosures(1024)), &[]).items().withheld(), 1024);
    assert_eq!(code(&items(&[], &disclosures(1025)), &[]), "cbor_too_large");
    // Spread over several maps they count together.
    let all = disclosures(1025);
    let tree = items(&[(2000, items(&[], &all[..512]))], &all[512..1024]);
    assert_eq!(accepted(&tree, &[]).items().len(), 1);
    let tree = items(&[(2000, items(&[], &all[..512]))], &all[512..]);
    let expected = Refusal::TooLarge { object: Object::Certificate, size: 1025, limit: 1024 };
    assert_eq!(refused(&tree, &[]), expected);
}

#[test]
fn a_redacted_permit_is_read_like_an_open_one() {
    let world = World::new();
    let verify = |disclosure: &[u8]| {
        let permits = encoded(|w| w.array(1).raw(&redacted(disclosure)));
        let payload = claims(&world, &map(&[]), &[(-70004, permits)]);
        let protected = header(&world.issuer, CERTIFICATE, &sd_alg());
        world
            .verify(&sign1(&world.issuer, &protected, &sd_claims(&[disclosure.to_vec()]), &payload))
            .map(drop)
    };
    assert_eq!(verify(&element(1, ONE)).unwrap_err().code(), "cbor_unexpected_type");
    assert_eq!(verify(&element(1, &map(&[]))).unwrap_err().code(), "claim_missing");
    assert_eq!(verify(&element(1, &map(&[(99, ONE.to_vec())]))).unwrap_err().code(), "claim_not_allowed");
    assert_eq!(verify(&member(1, &map(&[]), 100)).unwrap_err().code(), "disclosure_wrong_place");
    assert_eq!(verify(&element(1, &items(&[], &[decoy(2)]))).unwrap_err().code(), "redaction_not_allowed");
}
