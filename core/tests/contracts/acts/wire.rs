//! The bytes of acts: closed headers, closed claims, and no object inside another that does not belong there.

use zhengzhao::act::session;
use zhengzhao::crypto::Signer;
use zhengzhao::error::{Claim, Object};
use zhengzhao::limits::{MAX_ACT, MAX_SESSION};
use zhengzhao::{Certificate, Presence, Printed, Refusal, Unverified};

use super::{
    PRESENTATION_TYP, act, act_header, answering, array, certificate, challenge, delegate, draft,
    hand_mandate, mandate, mandate_claims, mandate_typ, parse, payload, presentation, presentation_claims,
    presented, text, uint, verify,
};
use crate::hand::{encoded, map, sign1};
use crate::world::{DAY, NOW, World, key};

fn code(bytes: &[u8]) -> &'static str {
    parse(bytes).unwrap_err().code()
}

#[test]
fn what_is_written_by_hand_is_what_the_library_writes() {
    let world = World::new();
    let by_hand = presentation(&world.holder, &certificate(&world), &[]);
    assert_eq!(by_hand, presented(&world, &draft()));
    assert_eq!(hand_mandate(&world, &[]), mandate(&world));
}

#[test]
fn the_header_of_an_act_is_a_closed_list() {
    let world = World::new();
    let (holder, certificate) = (&world.holder, certificate(&world));
    let claims = payload(&presentation_claims(), &[]);
    let with = |more: &[(i64, Vec<u8>)]| {
        sign1(holder, &act_header(holder, &certificate, PRESENTATION_TYP, more), &map(&[]), &claims)
    };
    let crit =
        |labels: &[i64]| array(&labels.iter().map(|label| encoded(|w| w.int(*label))).collect::<Vec<_>>());
    assert_eq!(parse(&with(&[])), Ok(()));
    assert_eq!(parse(&with(&[(2, crit(&[1, 13, 16]))])), Ok(()));
    assert_eq!(code(&with(&[(2, crit(&[4]))])), "crit_invalid");
    let object = Object::Presentation;
    // What it stands on names the key: a kid could only contradict it.
    for (label, value) in [
        (4, encoded(|w| w.bytes(&holder.public_key().thumbprint().kid()))),
        (170, vec![0x2f]),
        (3, uint(0)),
        (15, map(&[])),
        (33, uint(0)),
        (-70001, uint(1)),
    ] {
        assert_eq!(parse(&with(&[(label, value)])), Err(Refusal::HeaderNotAllowed { object, label }));
    }
    let alg = encoded(|w| w.int(-19));
    for (missing, entries) in [
        (1, vec![(13, certificate.clone()), (16, PRESENTATION_TYP.to_vec())]),
        (13, vec![(1, alg.clone()), (16, PRESENTATION_TYP.to_vec())]),
        (16, vec![(1, alg), (13, certificate.clone())]),
    ] {
        let bytes = sign1(holder, &map(&entries), &map(&[]), &claims);
        assert_eq!(parse(&bytes), Err(Refusal::HeaderMissing { object, label: missing }));
    }
    let header = act_header(holder, &certificate, PRESENTATION_TYP, &[]);
    for (label, value) in [(13, certificate.clone()), (17, encoded(|w| w.array(1).bytes(&[0]))), (4, uint(0))]
    {
        let bytes = sign1(holder, &header, &map(&[(label, value)]), &claims);
        assert_eq!(parse(&bytes), Err(Refusal::UnprotectedNotAllowed { object, label }));
    }
}

#[test]
fn no_other_object_carries_a_certificate_in_its_header() {
    let world = World::new();
    let certificate = certificate(&world);
    let kid = encoded(|w| w.bytes(&world.issuer.public_key().thumbprint().kid()));
    let claims = crate::hand::claims(&world, &map(&[]), &[]);
    // A small object, so that not the size of the header decides.
    let small = encoded(|w| w.tag(18).array(0));
    for stands_on in [&certificate, &small] {
        let header = act_header(&world.issuer, stands_on, crate::hand::CERTIFICATE, &[(4, kid.clone())]);
        let bytes = sign1(&world.issuer, &header, &map(&[]), &claims);
        let refusal = Unverified::<Certificate>::parse(&bytes).unwrap_err();
        assert!(matches!(refusal.code(), "header_not_allowed" | "cbor_too_large"), "{refusal}");
    }
}

#[test]
fn a_kcwt_is_one_tagged_object_that_is_read_as_if_it_stood_alone() {
    let world = World::new();
    let holder = &world.holder;
    let certificate = certificate(&world);
    let on = |stands_on: &[u8]| presentation(holder, stands_on, &[]);
    assert_eq!(code(&on(&certificate[1..])), "cbor_unexpected_type");
    assert_eq!(code(&on(&encoded(|w| w.bytes(&certificate)))), "cbor_unexpected_type");
    for (tag, found) in [(&[0xd8, 0x62][..], 98), (&[0xd8, 0x3d], 61), (&[0xd1], 17)] {
        let bytes = on(&[tag, &certificate[1..]].concat());
        assert_eq!(parse(&bytes), Err(Refusal::WrongCoseTag { object: Object::Presentation, found }));
    }
    // A fault inside is the certificate's, counted from its own first byte.
    let mut broken = certificate.clone();
    broken[3] = 0x80;
    let alone = Unverified::<Certificate>::parse(&broken).unwrap_err();
    assert_eq!(alone.object(), Object::Certificate);
    assert_eq!(parse(&on(&broken)), Err(alone));
    // Eleven lists inside each other are 16 deep where the certificate stands alone: still read here.
    let header = crate::hand::header(&world.issuer, crate::hand::CERTIFICATE, &[]);
    for (lists, expected) in [(11, None), (12, Some("cbor_too_deep"))] {
        let items = map(&[(22, [vec![0x81; lists - 1], vec![0x80]].concat())]);
        let deep = sign1(&world.issuer, &header, &map(&[]), &crate::hand::claims(&world, &items, &[]));
        let alone = Unverified::<Certificate>::parse(&deep).map(drop);
        assert_eq!(parse(&on(&deep)), alone);
        assert_eq!(alone.err().map(|refusal| refusal.code()), expected);
    }
}

#[test]
fn one_object_does_not_pass_as_another() {
    let world = World::new();
    let (certificate, mandate) = (certificate(&world), mandate(&world));
    let presentation_bytes = presented(&world, &draft());
    let wrong = |object, found: &str| Refusal::WrongTyp { object, found: found.into() };
    // LIVE is not PRINTED, and a presentation is no certificate; nor the other way round.
    assert_eq!(
        Unverified::<Certificate>::parse(&presentation_bytes).unwrap_err(),
        wrong(Object::Certificate, "294")
    );
    assert_eq!(
        Unverified::<Printed>::parse(&presentation_bytes).unwrap_err(),
        wrong(Object::PrintedCertificate, "294")
    );
    assert_eq!(parse(&certificate), Err(wrong(Object::Presentation, "293")));
    let mandate_typ_text = "application/vnd.zz.mandate+cwt";
    assert_eq!(parse(&mandate), Err(wrong(Object::Presentation, mandate_typ_text)));
    assert_eq!(
        Unverified::<Certificate>::parse(&mandate).unwrap_err(),
        wrong(Object::Certificate, mandate_typ_text)
    );
    // A presentation of a presentation, of a printed certificate, and a mandate of a mandate.
    let on = |stands_on: &[u8]| presentation(&world.holder, stands_on, &[]);
    assert_eq!(parse(&on(&presentation_bytes)), Err(wrong(Object::Certificate, "294")));
    let printed = world.issue_printed(&world.draft(Vec::new())).into_bytes();
    assert_eq!(parse(&on(&printed)), Err(wrong(Object::Certificate, "application/vnd.zz.print+cwt")));
    for inner in [&mandate, &presentation_bytes] {
        let chained = act(&delegate(), inner, &mandate_typ(), &payload(&mandate_claims(), &[]));
        assert_eq!(code(&presentation(&delegate(), &chained, &[])), "wrong_typ");
    }
}

#[test]
fn the_claims_of_a_presentation_are_a_closed_list() {
    let world = World::new();
    let certificate = certificate(&world);
    let with = |more: &[(i64, Vec<u8>)]| presentation(&world.holder, &certificate, more);
    let object = Object::Presentation;
    for (label, value) in [
        (1, text("11330100YY0000002A")),
        (2, text("x")),
        (5, uint(NOW)),
        (8, map(&[])),
        (11, text("x")),
        (-70001, uint(1)),
        (-70013, uint(0)),
        (-70014, encoded(|w| w.array(0))),
        (-70015, map(&[])),
        (-70016, encoded(|w| w.array(0))),
        (99, uint(0)),
    ] {
        let claim = Claim(label);
        assert_eq!(parse(&with(&[(label, value)])), Err(Refusal::ClaimNotAllowed { object, claim }));
    }
    for missing in [3, 4, 6, 7] {
        let kept: Vec<_> = presentation_claims().into_iter().filter(|(label, _)| *label != missing).collect();
        let bytes = act(&world.holder, &certificate, PRESENTATION_TYP, &map(&kept));
        assert_eq!(parse(&bytes), Err(Refusal::ClaimMissing { object, claim: Claim(missing) }));
    }
    let bytes = |count: usize| encoded(|w| w.bytes(&vec![0; count]));
    let scenario = |id: &str| encoded(|w| w.array(2).text("11330000YY00000012").text(id));
    for (label, value, expected) in [
        (3, text(""), "claim_invalid"),
        (3, text(&"x".repeat(256)), "cbor_too_large"),
        (3, text("a\u{200b}b"), "cbor_forbidden_character"),
        (3, uint(1), "cbor_unexpected_type"),
        (4, uint(NOW), "times_inconsistent"),
        (4, uint(NOW + 301), "act_lifetime_too_long"),
        (4, uint(253_402_272_000), "cbor_out_of_range"),
        (7, bytes(15), "cbor_out_of_range"),
        (39, bytes(15), "cbor_out_of_range"),
        (39, bytes(17), "cbor_out_of_range"),
        (39, text("0123456789abcdef"), "cbor_unexpected_type"),
        (-70011, text(""), "claim_invalid"),
        (-70011, text(&"入".repeat(201)), "claim_invalid"),
        (-70012, scenario(""), "claim_invalid"),
        (-70012, scenario("Hotel"), "claim_invalid"),
        (-70012, scenario(&"x".repeat(65)), "cbor_too_large"),
        (-70012, encoded(|w| w.array(2).text("1133").text("x")), "claim_invalid"),
        (-70012, encoded(|w| w.array(1).text("11330000YY00000012")), "cbor_out_of_range"),
    ] {
        assert_eq!(code(&with(&[(label, value)])), expected, "{label}");
    }
    for (label, value) in [
        (3, text(&"x".repeat(255))),
        (4, uint(NOW + 300)),
        (-70011, text(&"入".repeat(200))),
        (-70012, scenario(&"x".repeat(64))),
    ] {
        assert_eq!(parse(&with(&[(label, value)])), Ok(()), "{label}");
    }
    let claims = payload(&presentation_claims(), &[]);
    let trailing = [claims.clone(), vec![0]].concat();
    assert_eq!(code(&act(&world.holder, &certificate, PRESENTATION_TYP, &trailing)), "cbor_trailing_bytes");
    let redacted = crate::hand::items_of(&presentation_claims(), &[[0; 32]]);
    assert_eq!(code(&act(&world.holder, &certificate, PRESENTATION_TYP, &redacted)), "redaction_not_allowed");
    let mut by_text = zhengzhao::cbor::MapWriter::new();
    by_text.text_entry("aud", |w| w.text("x"));
    let by_text = encoded(|w| w.map(by_text));
    assert_eq!(code(&act(&world.holder, &certificate, PRESENTATION_TYP, &by_text)), "cbor_key_type");
}

#[test]
fn the_claims_of_a_mandate_are_a_closed_list() {
    let world = World::new();
    let under = |more: &[(i64, Vec<u8>)]| presentation(&delegate(), &hand_mandate(&world, more), &[]);
    assert_eq!(parse(&under(&[])), Ok(()));
    let object = Object::Mandate;
    for (label, value) in [
        (1, text("x")),
        (3, text("x")),
        (5, uint(NOW)),
        (39, uint(0)),
        (-70011, text("x")),
        (-70012, uint(0)),
    ] {
        let claim = Claim(label);
        assert_eq!(parse(&under(&[(label, value)])), Err(Refusal::ClaimNotAllowed { object, claim }));
    }
    for missing in [4, 6, 7, -70014, -70015] {
        let kept: Vec<_> = mandate_claims().into_iter().filter(|(label, _)| *label != missing).collect();
        let inner = act(&world.holder, &certificate(&world), &mandate_typ(), &map(&kept));
        let refusal = parse(&presentation(&delegate(), &inner, &[]));
        assert_eq!(refusal, Err(Refusal::ClaimMissing { object, claim: Claim(missing) }));
    }
    let matter = |id: &&str| encoded(|w| w.array(2).text("11330000YY00000012").text(id));
    let matters = |ids: &[&str]| array(&ids.iter().map(matter).collect::<Vec<_>>());
    let many: Vec<String> = (0..65).map(|number| format!("m-{number}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let public = encoded(|w| zhengzhao::cose::write_public_key(w, key(5).public_key()));
    let named = |more: &[(i64, Vec<u8>)]| payload(&[(1, public.clone()), (2, text("示例二"))], more);
    let weak = map(&[(1, uint(1)), (-1, uint(6)), (-2, encoded(|w| w.bytes(&[0; 32])))]);
    for (label, value, expected) in [
        (4, uint(NOW - 60), "times_inconsistent"),
        (4, uint(NOW - 60 + 366 * DAY + 1), "act_lifetime_too_long"),
        (-70014, matters(&[]), "cbor_out_of_range"),
        (-70014, matters(&["a", "b", "a"]), "claim_invalid"),
        (-70014, matters(&many), "cbor_too_large"),
        (-70015, map(&[(1, public.clone())]), "claim_invalid"),
        (-70015, map(&[(2, text("x"))]), "claim_invalid"),
        (-70015, named(&[(3, text("111"))]), "claim_invalid"),
        (-70015, named(&[(4, text("1"))]), "claim_invalid"),
        (-70015, named(&[(5, text("1"))]), "claim_invalid"),
        (-70015, named(&[(2, text(""))]), "claim_invalid"),
        (-70015, named(&[(2, text(&"x".repeat(257)))]), "cbor_too_large"),
        (-70015, named(&[(1, weak)]), "key_invalid"),
    ] {
        assert_eq!(code(&under(&[(label, value)])), expected, "{label}");
    }
    for (label, value) in [
        (4, uint(NOW - 60 + 366 * DAY)),
        (-70014, matters(&many[..64])),
        (-70015, named(&[(3, text("111")), (4, text("1"))])),
    ] {
        assert_eq!(parse(&under(&[(label, value)])), Ok(()), "{label}");
    }
}

#[test]
fn every_byte_of_a_presentation_is_signed() {
    let world = World::new();
    let occasion = super::occasion(&world).with_scenario(super::matter());
    let shown = zhengzhao::act::PresentationDraft { scenario: Some(super::matter()), ..answering(1) };
    let sound = shown.sign(&mandate(&world), &delegate(), [6; 16]).unwrap();
    let verdict = |bytes: &[u8]| super::verify_at(&world, bytes, &occasion, challenge(1)).map(drop);
    assert_eq!(verdict(&sound), Ok(()));
    for index in 0..sound.len() {
        let mut changed = sound.clone();
        changed[index] ^= 1 << (index % 8);
        assert!(verdict(&changed).is_err(), "byte {index}");
        assert!(verdict(&sound[..index]).is_err(), "{index} bytes");
    }
    assert!(verdict(&[&sound[..], &[0]].concat()).is_err());
}

#[test]
fn an_act_is_bounded() {
    let world = World::new();
    let portrait = zhengzhao::issue::DraftValue::Bytes(vec![7; 32 * 1024]);
    // The largest item fits, with a mandate and a presentation around its certificate.
    let items = vec![zhengzhao::issue::DraftItem::open(22, portrait)];
    let large = world.issue(&world.draft(items)).into_bytes();
    let mandate = super::mandate_draft().sign(&large, &world.holder, [8; 16]).unwrap();
    let bytes = draft().sign(&mandate, &delegate(), [6; 16]).unwrap();
    assert!(bytes.len() > 32 * 1024 && parse(&bytes) == Ok(()));
    let huge = vec![0xd2; MAX_ACT + 1];
    assert_eq!(code(&huge), "too_large");
    assert_ne!(code(&huge[1..]), "too_large");
    // A certificate inside is bounded as one that stands alone.
    let header = crate::hand::header(&world.issuer, crate::hand::CERTIFICATE, &[]);
    let claims = crate::hand::claims(
        &world,
        &map(&[(22, encoded(|w| w.bytes(&[7; 32768]))), (23, encoded(|w| w.bytes(&[7; 32768])))]),
        &[],
    );
    let oversized = sign1(&world.issuer, &header, &map(&[]), &claims);
    let refusal = parse(&presentation(&world.holder, &oversized, &[])).unwrap_err();
    assert_eq!((refusal.code(), refusal.object()), ("too_large", Object::Certificate));
}

#[test]
fn a_session_is_one_to_sixteen_presentations() {
    let world = World::new();
    let one = presented(&world, &answering(1));
    let bytes = session::write(&[&one, &one]).unwrap();
    assert_eq!(session::read(&bytes).unwrap(), [&one[..], &one[..]]);
    let full = vec![&one; MAX_SESSION];
    assert_eq!(session::read(&session::write(&full).unwrap()).unwrap().len(), MAX_SESSION);
    assert_eq!(session::write::<&[u8]>(&[]).unwrap_err().code(), "too_large");
    assert_eq!(session::write(&[&one; MAX_SESSION + 1]).unwrap_err().code(), "too_large");
    assert_eq!(session::write(&[vec![0; MAX_ACT + 1]]).unwrap_err().code(), "cbor_too_large");
    let framed = |word: &str, version: u64, count: usize| {
        let presentations = array(&vec![encoded(|w| w.bytes(&one)); count]);
        encoded(|w| w.array(3).text(word).uint(version).raw(&presentations))
    };
    let refused = |bytes: &[u8]| session::read(bytes).unwrap_err().code();
    assert_eq!(refused(&framed("zhengzhao-session", 1, 0)), "cbor_out_of_range");
    assert_eq!(refused(&framed("zhengzhao-session", 1, 17)), "cbor_too_large");
    assert_eq!(refused(&framed("zhengzhao-session", 2, 1)), "profile_unknown");
    assert_eq!(refused(&framed("zhengzhao-seals", 1, 1)), "wrong_typ");
    assert_eq!(refused(&[&bytes[..], &[0]].concat()), "cbor_trailing_bytes");
    assert_eq!(refused(&bytes[..bytes.len() - 1]), "cbor_truncated");
    // What is in it is verified, not what it is in.
    assert!(verify(&world, &bytes, Presence::None).is_err());
}
