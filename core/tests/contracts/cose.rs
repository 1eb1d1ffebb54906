//! Headers of signed messages: a closed list, and everything that decides in the protected one.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::cloned_ref_to_slice_refs,
    reason = "a test stops at the first surprise"
)]

use zhengzhao::cose::{Sign, Sign1, Typ};
use zhengzhao::error::Object;
use zhengzhao::limits::MAX_CERTIFICATE;
use zhengzhao::{Certificate, Printed, Refusal, Unverified};

use crate::hand::{CERTIFICATE, claims, encoded, header, items, map, member, sd_alg, sd_claims, sign1};
use crate::world::World;

const TYP: Typ<'static> = Typ::Media("application/example+cwt");

fn typ() -> Vec<u8> {
    encoded(|w| w.text("application/example+cwt"))
}

fn label(label: i64) -> Vec<u8> {
    encoded(|w| w.int(label))
}

fn labels(labels: &[i64]) -> Vec<u8> {
    encoded(|w| {
        w.array(labels.len());
        for label in labels {
            w.int(*label);
        }
        w
    })
}

/// What the reader says to a Sign1 with these headers.
fn parsed(protected: &[u8], unprotected: &[u8]) -> Result<(), Refusal> {
    let world = World::new();
    let bytes = sign1(&world.issuer, protected, unprotected, &map(&[]));
    Sign1::parse(Object::Certificate, &bytes, MAX_CERTIFICATE, TYP, false).map(drop)
}

fn code(protected: &[u8], unprotected: &[u8]) -> &'static str {
    parsed(protected, unprotected).unwrap_err().code()
}

fn empty() -> Vec<u8> {
    map(&[])
}

#[test]
fn the_closed_list_is_read() {
    let key = World::new().issuer;
    assert_eq!(parsed(&header(&key, &typ(), &[]), &empty()), Ok(()));
    assert_eq!(parsed(&header(&key, &typ(), &[(2, labels(&[1, 16]))]), &empty()), Ok(()));
}

#[test]
fn each_header_that_does_not_belong_is_refused() {
    let key = World::new().issuer;
    let object = Object::Certificate;
    // content type, IV, partial IV, x5chain, kcwt, CWT claims, and labels of nobody.
    for foreign in [0, 3, 5, 6, 13, 15, 17, 33, 65536, -1, -70001] {
        let protected = header(&key, &typ(), &[(foreign, label(0))]);
        assert_eq!(parsed(&protected, &empty()), Err(Refusal::HeaderNotAllowed { object, label: foreign }));
    }
    let mut text = zhengzhao::cbor::MapWriter::new();
    text.entry(1, |w| w.int(-19)).entry(4, |w| w.bytes(&[0; 8])).entry(16, |w| w.raw(&typ()));
    text.text_entry("alg", |w| w.int(-19));
    assert_eq!(code(&encoded(|w| w.map(text)), &empty()), "header_not_allowed");
    // sd_alg belongs to objects that can redact.
    let protected = header(&key, &typ(), &sd_alg());
    assert_eq!(parsed(&protected, &empty()), Err(Refusal::HeaderNotAllowed { object, label: 170 }));
}

#[test]
fn each_header_that_is_missing_is_refused() {
    let full = [(1, label(-19)), (4, encoded(|w| w.bytes(&[0; 8]))), (16, typ())];
    for missing in [1, 4, 16] {
        let entries: Vec<_> = full.iter().filter(|(label, _)| *label != missing).cloned().collect();
        let expected = Refusal::HeaderMissing { object: Object::Certificate, label: missing };
        assert_eq!(parsed(&map(&entries), &empty()), Err(expected));
    }
    // RFC 9052 §3 writes an empty protected map as an empty string; ours is never empty.
    assert_eq!(code(&[], &empty()), "cbor_truncated");
    assert_eq!(code(&empty(), &empty()), "header_missing");
}

#[test]
fn values_of_headers_have_one_type() {
    let kid = |bytes: &[u8]| encoded(|w| w.bytes(bytes));
    for (alg, kid, typ, expected) in [
        (encoded(|w| w.text("EdDSA")), kid(&[0; 8]), typ(), "cbor_unexpected_type"),
        (label(-19), kid(&[0; 7]), typ(), "cbor_out_of_range"),
        (label(-19), kid(&[0; 9]), typ(), "cbor_out_of_range"),
        (label(-19), encoded(|w| w.text("12345678")), typ(), "cbor_unexpected_type"),
        (label(-19), kid(&[0; 8]), kid(b"x"), "cbor_unexpected_type"),
        (label(-19), kid(&[0; 8]), label(293), "wrong_typ"),
        (label(-19), kid(&[0; 8]), encoded(|w| w.text("application/example")), "wrong_typ"),
        (label(-19), kid(&[0; 8]), encoded(|w| w.text("Application/Example+cwt")), "wrong_typ"),
        (label(-19), kid(&[0; 8]), encoded(|w| w.text(&"x".repeat(65))), "cbor_too_large"),
    ] {
        assert_eq!(code(&map(&[(1, alg), (4, kid), (16, typ)]), &empty()), expected);
    }
}

#[test]
fn crit_lists_present_labels_once_and_is_not_empty() {
    let key = World::new().issuer;
    for crit in [
        labels(&[]),
        // Not present; twice; itself; present, but no integer.
        labels(&[170]),
        labels(&[1, 1]),
        labels(&[2]),
        encoded(|w| w.array(1).text("alg")),
    ] {
        let protected = header(&key, &typ(), &[(2, crit)]);
        assert_eq!(code(&protected, &empty()), "crit_invalid", "{}", hex::encode(protected));
    }
    assert_eq!(code(&header(&key, &typ(), &[(2, label(1))]), &empty()), "cbor_unexpected_type");
    // Unprotected, it would be anybody's word.
    assert_eq!(code(&header(&key, &typ(), &[]), &map(&[(2, labels(&[1]))])), "unprotected_not_allowed");
}

#[test]
fn nothing_that_decides_stands_unprotected() {
    let key = World::new().issuer;
    let protected = header(&key, &typ(), &[]);
    let object = Object::Certificate;
    for (found, value) in [
        (1, label(-19)),
        (4, encoded(|w| w.bytes(&[0; 8]))),
        (16, typ()),
        (17, labels(&[])),
        (170, label(-16)),
        (7, label(0)),
    ] {
        let refusal = parsed(&protected, &map(&[(found, value)])).unwrap_err();
        assert_eq!(refusal, Refusal::UnprotectedNotAllowed { object, label: found });
    }
    let mut text = zhengzhao::cbor::MapWriter::new();
    text.text_entry("x", |w| w.uint(0));
    assert_eq!(code(&protected, &encoded(|w| w.map(text))), "unprotected_not_allowed");
}

#[test]
fn header_maps_are_strict_themselves() {
    let key = World::new().issuer;
    let sound = header(&key, &typ(), &[]);
    let trailing = [sound.clone(), vec![0]].concat();
    assert_eq!(code(&trailing, &empty()), "cbor_trailing_bytes");
    // alg twice, and alg after kid.
    let twice = [&[0xa4, 0x01, 0x32][..], &sound[1..]].concat();
    assert_eq!(code(&twice, &empty()), "cbor_duplicate_key");
    let order = encoded(|w| w.raw(&[0xa2, 0x04]).bytes(&[0; 8]).raw(&[0x01, 0x32]));
    assert_eq!(code(&order, &empty()), "cbor_key_order");
    assert_eq!(code(&sound, &[0xa2, 0x11, 0x80, 0x11, 0x80]), "unprotected_not_allowed");
    assert_eq!(code(&sound, &[0x80]), "cbor_unexpected_type");
    assert_eq!(code(&[0xa0; 257], &empty()), "cbor_too_large");
    assert_eq!(code(&[0x80], &empty()), "cbor_unexpected_type");
}

#[test]
fn the_frame_is_tag_18_around_four_parts() {
    let world = World::new();
    let (protected, payload) = (header(&world.issuer, &typ(), &[]), map(&[]));
    let message = sign1(&world.issuer, &protected, &empty(), &payload);
    let parse =
        |bytes: &[u8]| Sign1::parse(Object::Certificate, bytes, MAX_CERTIFICATE, TYP, false).map(drop);
    assert_eq!(parse(&message), Ok(()));
    assert_eq!(message[0], 0xd2);
    // COSE_Mac0 and COSE_Encrypt0 have one-byte tags too; the others have two.
    for (tag, found) in [
        (&[0xd1][..], 17),
        (&[0xd0], 16),
        (&[0xd8, 0x62], 98),
        (&[0xd8, 0x61], 97),
        (&[0xd8, 0x3d], 61),
        (&[0xc0], 0),
    ] {
        let bytes = [tag, &message[1..]].concat();
        assert_eq!(parse(&bytes), Err(Refusal::WrongCoseTag { object: Object::Certificate, found }));
    }
    let refused = |bytes: &[u8]| parse(bytes).unwrap_err().code();
    // Untagged, tagged twice, three and five parts.
    assert_eq!(refused(&message[1..]), "cbor_unexpected_type");
    assert_eq!(refused(&[&[0xd2], &message[..]].concat()), "cbor_unexpected_type");
    assert_eq!(refused(&[&[0xd2, 0x83], &message[2..]].concat()), "cbor_out_of_range");
    assert_eq!(refused(&[&[0xd2, 0x85], &message[2..], &[0]].concat()), "cbor_out_of_range");
    assert_eq!(refused(&[&message[..], &[0]].concat()), "cbor_trailing_bytes");
    let build = |payload: &[u8], signature: &[u8]| {
        encoded(|w| w.tag(18).array(4).bytes(&protected).raw(&[0xa0]).raw(payload).raw(signature))
    };
    // Detached payloads, and signatures of another length.
    assert_eq!(refused(&build(&[0xf6], &encoded(|w| w.bytes(&[0; 64])))), "cbor_unexpected_type");
    for length in [0, 63, 65, 96] {
        let signature = encoded(|w| w.bytes(&vec![0; length]));
        assert_eq!(refused(&build(&[0x41, 0xa0], &signature)), "cbor_out_of_range", "{length}");
    }
    let limited = Sign1::parse(Object::Certificate, &message, message.len() - 1, TYP, false);
    assert_eq!(limited.unwrap_err().code(), "too_large");
}

#[test]
fn one_object_does_not_pass_as_another() {
    let world = World::new();
    let open = items_open();
    let draft = world.draft(open);
    let certificate = world.issue(&draft).into_bytes();
    let printed = world.issue_printed(&draft).into_bytes();
    assert!(Unverified::<Certificate>::parse(&certificate).is_ok());
    assert!(Unverified::<Printed>::parse(&printed).is_ok());
    assert_eq!(Unverified::<Printed>::parse(&certificate).unwrap_err().code(), "wrong_typ");
    assert_eq!(Unverified::<Certificate>::parse(&printed).unwrap_err().code(), "wrong_typ");
    for list in [world.trust_list(), world.status_list(&zhengzhao::status::Shard::new(), crate::world::NOW)] {
        let code = Unverified::<Certificate>::parse(&list).unwrap_err().code();
        assert!(["wrong_typ", "wrong_cose_tag", "too_large"].contains(&code), "{code}");
    }
    // A printed certificate has no disclosures, not even well-made ones.
    let typ = encoded(|w| w.text("application/vnd.zz.print+cwt"));
    let disclosure = member(1, &[0x01], 100);
    let payload = claims(&world, &items(&[], &[disclosure.clone()]), &[]);
    let bytes = sign1(&world.issuer, &header(&world.issuer, &typ, &[]), &sd_claims(&[disclosure]), &payload);
    assert_eq!(Unverified::<Printed>::parse(&bytes).unwrap_err().code(), "unprotected_not_allowed");
    let bytes = sign1(&world.issuer, &header(&world.issuer, &typ, &sd_alg()), &empty(), &payload);
    assert_eq!(Unverified::<Printed>::parse(&bytes).unwrap_err().code(), "header_not_allowed");
    let bytes = sign1(&world.issuer, &header(&world.issuer, &typ, &[]), &empty(), &payload);
    assert_eq!(Unverified::<Printed>::parse(&bytes).unwrap_err().code(), "claim_not_allowed");
    // A holder's key has no place on paper, and the typ of a certificate needs one.
    let bytes = sign1(
        &world.issuer,
        &header(&world.issuer, CERTIFICATE, &[]),
        &empty(),
        &claims(&world, &map(&[]), &[]),
    );
    assert_eq!(world.verify(&bytes).map(drop), Ok(()));
}

fn items_open() -> Vec<zhengzhao::issue::DraftItem> {
    vec![zhengzhao::issue::DraftItem::open(100, "示例")]
}

#[test]
fn every_signature_of_a_list_has_headers_of_its_own() {
    let world = World::new();
    let list = world.trust_list();
    let parse = |bytes: &[u8]| Sign::parse(Object::TrustList, bytes, MAX_CERTIFICATE, TYP, 32).map(drop);
    assert_eq!(parse(&list).unwrap_err().code(), "wrong_typ");
    let body = map(&[(16, typ())]);
    let kid = encoded(|w| w.bytes(&[0; 8]));
    let own = map(&[(1, label(-19)), (4, kid.clone())]);
    let signature = |protected: &[u8], unprotected: &[u8]| {
        encoded(|w| w.array(3).bytes(protected).raw(unprotected).bytes(&[0; 64]))
    };
    let message = |body: &[u8], signatures: &[Vec<u8>]| {
        encoded(|w| {
            w.tag(98).array(4).bytes(body).raw(&[0xa0]).bytes(&[0xa0]).array(signatures.len());
            signatures.iter().fold(w, |w, signature| w.raw(signature))
        })
    };
    let sound = signature(&own, &[0xa0]);
    assert_eq!(parse(&message(&body, &[sound.clone()])), Ok(()));
    assert_eq!(parse(&message(&body, &vec![sound.clone(); 32])), Ok(()));
    let refused = |body: &[u8], signatures: &[Vec<u8>]| parse(&message(body, signatures)).unwrap_err().code();
    assert_eq!(refused(&body, &[]), "cbor_out_of_range");
    assert_eq!(refused(&body, &vec![sound.clone(); 33]), "cbor_too_large");
    for (entries, expected) in [
        (vec![(1, label(-19)), (16, typ())], "header_not_allowed"),
        (vec![(4, kid.clone()), (16, typ())], "header_not_allowed"),
        (vec![(16, typ()), (170, label(-16))], "header_not_allowed"),
        (vec![], "header_missing"),
    ] {
        assert_eq!(refused(&map(&entries), &[sound.clone()]), expected);
    }
    for (protected, unprotected, expected) in [
        (map(&[(1, label(-19))]), vec![0xa0], "header_missing"),
        (map(&[(4, kid.clone())]), vec![0xa0], "header_missing"),
        (map(&[(1, label(-19)), (4, kid.clone()), (16, typ())]), vec![0xa0], "header_not_allowed"),
        (map(&[(1, label(-19)), (4, kid.clone()), (170, label(-16))]), vec![0xa0], "header_not_allowed"),
        (own.clone(), vec![0xa1, 0x01, 0x32], "unprotected_not_allowed"),
        (own.clone(), vec![0xa1, 0x11, 0x81, 0x40], "unprotected_not_allowed"),
        ([own.clone(), vec![0]].concat(), vec![0xa0], "cbor_trailing_bytes"),
    ] {
        assert_eq!(refused(&body, &[signature(&protected, &unprotected)]), expected);
    }
    // One Sign1 is not a Sign with one signature.
    let mut other = message(&body, &[sound]);
    other.splice(0..2, [0xd2]);
    assert_eq!(parse(&other).unwrap_err().code(), "wrong_cose_tag");
}
