//! Seals: what was sealed, by which key, on which licence, and when it counts.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops at the first surprise")]

use zhengzhao::act::seal::{
    Document, DocumentHasher, ELECTRONIC_SEAL, ExistedBefore, SealDraft, UnverifiedSeal, read, write,
};
use zhengzhao::act::{ActError, Delegate, MandateDraft, Purpose, ScenarioId, Signed};
use zhengzhao::cbor::Writer;
use zhengzhao::crypto::{Signer, SigningKey, sha256};
use zhengzhao::error::Object;
use zhengzhao::holder::HolderCopy;
use zhengzhao::issue::{Draft, DraftItem, DraftValue, Half, IssueError, issue, issue_licence_and_seal};
use zhengzhao::status::{Shard, Status};
use zhengzhao::verify::{Face, VerifiedSeal};
use zhengzhao::{Occasion, Presentation, Refusal, Unverified, Verifier};

use crate::hand::{encoded, map, sign1};
use crate::world::{
    DAY, ISSUER, KIND, NOW, URI, World, enrolled, key, policy, region, rng, status_ref, time,
};

const OWNER: &str = "91330100MA00000072";
const CONTRACT: &[u8] = b"%PDF-1.7\nWe sell, you buy.\n%%EOF\n";
const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\n of a red star";
/// The status entries of the seal and of the licence behind it.
const SEAL: u64 = 3;
const LICENCE: u64 = 7;
/// When the seal of these tests says that it was made.
const SEALED: u64 = NOW - 200;

fn seal_key() -> SigningKey {
    key(21)
}

fn map_of(members: &[(u16, DraftValue)]) -> DraftValue {
    DraftValue::Map(members.iter().cloned().map(|(label, value)| DraftItem::open(label, value)).collect())
}

fn picture_item() -> DraftValue {
    let size = i64::try_from(PICTURE.len()).unwrap();
    map_of(&[
        (1, DraftValue::Bytes(sha256(&[PICTURE]).to_vec())),
        (2, "image/png".into()),
        (3, DraftValue::Integer(size)),
    ])
}

fn licence_item() -> DraftValue {
    let index = i64::try_from(LICENCE).unwrap();
    map_of(&[(1, ISSUER.into()), (2, KIND.into()), (3, DraftValue::Integer(index)), (4, URI.into())])
}

/// The certificate of a seal that expired 100 seconds ago.
fn draft(world: &World) -> Draft {
    let items = vec![
        DraftItem::open(2, "杭州示例商贸有限公司"),
        DraftItem::open(3, OWNER),
        DraftItem::open(4, "001"),
        DraftItem::open(17, "合同章"),
        DraftItem::open(4082, picture_item()),
        DraftItem::open(4083, licence_item()),
    ];
    Draft {
        kind: ELECTRONIC_SEAL.into(),
        nbf: time(NOW - 10 * DAY),
        iat: time(NOW - 10 * DAY),
        ..world.draft(items)
    }
}

fn certificate(world: &World, draft: &Draft) -> Vec<u8> {
    let issued =
        issue(draft, enrolled(&seal_key(), &draft.issuer), &status_ref(SEAL), &world.issuer, &mut rng(9))
            .unwrap();
    HolderCopy::parse(issued.as_bytes()).unwrap().show_all()
}

fn seal_draft() -> SealDraft {
    SealDraft {
        document: Document::of(CONTRACT),
        name: "购销合同.pdf".into(),
        media_type: "application/pdf".into(),
        iat: time(SEALED),
        purpose: Some(Purpose::new("签订购销合同").unwrap()),
    }
}

fn seal(world: &World) -> Vec<u8> {
    seal_draft().sign(&certificate(world, &draft(world)), &seal_key(), [5; 16]).unwrap()
}

/// A good seal on other bytes.
pub(crate) fn seal_on(world: &World, document: &[u8]) -> Vec<u8> {
    let sealing = SealDraft { document: Document::of(document), ..seal_draft() };
    sealing.sign(&certificate(world, &draft(world)), &seal_key(), [5; 16]).unwrap()
}

/// Whether it counts for them.
pub(crate) fn judge_on(world: &World, seal: &[u8], document: &[u8]) -> Result<(), Refusal> {
    judge(world, seal, &Document::of(document), None, None).map(drop)
}

/// A seal of a certificate that ended 100 seconds ago.
fn expired(world: &World) -> Vec<u8> {
    let draft = Draft { exp: Some(time(NOW - 100)), ..draft(world) };
    seal_draft().sign(&certificate(world, &draft), &seal_key(), [5; 16]).unwrap()
}

fn sealed_claim(parts: impl FnOnce(&mut Writer) -> &mut Writer) -> (i64, Vec<u8>) {
    (-70013, encoded(parts))
}

fn good_claim() -> (i64, Vec<u8>) {
    let document = Document::of(CONTRACT);
    sealed_claim(|w| {
        w.array(5).int(-16).bytes(document.digest()).uint(document.length());
        w.text("application/pdf").text("a.pdf")
    })
}

fn payload(iat: u64, more: &[(i64, Vec<u8>)]) -> Vec<u8> {
    let common = [(6, encoded(|w| w.uint(iat))), (7, encoded(|w| w.bytes(&[5; 16])))];
    map(&[&common[..], more].concat())
}

fn header(alg: i64, stands_on: &[u8], more: &[(i64, Vec<u8>)]) -> Vec<u8> {
    let own = [
        (1, encoded(|w| w.int(alg))),
        (13, stands_on.to_vec()),
        (16, encoded(|w| w.text("application/vnd.zz.seal+cwt"))),
    ];
    map(&[&own[..], more].concat())
}

/// A seal that no honest program would write.
fn by_hand(stands_on: &[u8], signer: &SigningKey, payload: &[u8]) -> Vec<u8> {
    sign1(signer, &header(-19, stands_on, &[]), &map(&[]), payload)
}

fn judge(
    world: &World,
    seal: &[u8],
    document: &Document,
    proof: Option<u64>,
    picture: Option<&[u8]>,
) -> Result<VerifiedSeal, Refusal> {
    let mut untrusted = UnverifiedSeal::parse(seal)?;
    if let Some(picture) = picture {
        untrusted = untrusted.with_picture(picture);
    }
    let verifier = Verifier::new(world.store.trust(), world.store.statuses(), policy());
    let proof = proof.map(|seconds| ExistedBefore::new(time(seconds)));
    verifier.verify_seal(untrusted, document, &world.occasion(), proof)
}

fn verify(world: &World, seal: &[u8]) -> Result<VerifiedSeal, Refusal> {
    judge(world, seal, &Document::of(CONTRACT), None, None)
}

fn outcome(result: Result<VerifiedSeal, Refusal>) -> (&'static str, &'static str) {
    match result {
        Ok(_) => ("verified", ""),
        Err(refusal) => (refusal.code(), refusal.object().id()),
    }
}

/// A world in which these entries of the status list have these values.
fn with_status(entries: &[(u64, u8)]) -> World {
    let mut world = World::new();
    let mut shard = Shard::new();
    for (index, value) in entries {
        shard.set(*index, Status::of(*value)).unwrap();
    }
    let list = world.status_list(&shard, NOW + 1);
    world.store.update_status(&list, time(NOW), &policy()).unwrap();
    world
}

#[test]
fn a_seal_says_what_it_says_and_no_more() {
    let world = World::new();
    let bytes = seal(&world);
    assert_eq!(format!("{:?}", UnverifiedSeal::parse(&bytes).unwrap()), "UnverifiedSeal { .. }");
    let sealed = verify(&world, &bytes).unwrap();
    assert_eq!(sealed.document(), &Document::of(CONTRACT));
    assert_eq!((sealed.document_name(), sealed.media_type()), ("购销合同.pdf", "application/pdf"));
    assert_eq!(sealed.sealed_as_stated(), time(SEALED));
    assert_eq!(sealed.purpose().map(Purpose::as_str), Some("签订购销合同"));
    assert_eq!(sealed.cti(), &[5; 16]);
    assert_eq!(sealed.picture(), Face::NotShown);
    let certificate = sealed.certificate();
    assert_eq!((certificate.kind(), certificate.issuer()), (ELECTRONIC_SEAL, ISSUER));
    assert_eq!(certificate.items().get(3).and_then(|owner| owner.as_text()), Some(OWNER));
    assert_eq!(certificate.report().face(), Face::NotShown);
    assert!(certificate.act().is_none());
    let licence = sealed.licence();
    assert_eq!((licence.issuer(), licence.kind()), (ISSUER, KIND));
    assert_eq!((licence.status_ref().index(), licence.status_ref().uri()), (LICENCE, URI));
    assert_eq!(licence.status().checked().unwrap().iat, time(NOW));
    assert_eq!((licence.issuer_name_en(), licence.status().age()), ("Example bureau of Hangzhou", Some(0)));
    let debug = format!("{sealed:?}");
    assert!(!debug.contains("购销") && !debug.contains(OWNER), "{debug}");
}

#[test]
fn one_bit_of_the_document_is_enough() {
    let world = World::new();
    let bytes = seal(&world);
    for (index, bit) in [(0, 0), (9, 3), (CONTRACT.len() - 1, 7)] {
        let mut changed = CONTRACT.to_vec();
        changed[index] ^= 1 << bit;
        let result = judge(&world, &bytes, &Document::of(&changed), None, None);
        assert_eq!(outcome(result), ("document_changed", "seal"));
    }
    let document = Document::of(CONTRACT);
    for length in [document.length() - 1, document.length() + 1] {
        let result = judge(&world, &bytes, &Document::new(*document.digest(), length), None, None);
        assert_eq!(outcome(result), ("document_changed", "seal"));
    }
}

#[test]
fn a_document_is_hashed_in_pieces_of_any_size() {
    let bytes: Vec<u8> = (0..100_000_u32).map(|number| number.to_le_bytes()[0]).collect();
    let whole = Document::of(&bytes);
    assert_eq!(whole.digest(), &sha256(&[&bytes]));
    assert_eq!(whole.length(), 100_000);
    for size in [1, 63, 64, 65, 4096, 99_999] {
        let mut hasher = DocumentHasher::new();
        for piece in bytes.chunks(size) {
            hasher.update(piece).update(&[]);
        }
        assert_eq!(hasher.length(), 100_000);
        assert_eq!(hasher.finish(), whole, "{size}");
    }
    // NIST's example of no bytes at all (FIPS 180-2).
    let none = DocumentHasher::new().finish();
    assert_eq!(
        hex::encode(none.digest()),
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    );
    assert_eq!(none.length(), 0);
}

#[test]
fn only_the_key_of_the_seal_seals() {
    let world = World::new();
    let certificate = certificate(&world, &draft(&world));
    let payload = payload(SEALED, &[good_claim()]);
    assert_eq!(outcome(verify(&world, &by_hand(&certificate, &seal_key(), &payload))).0, "verified");
    for other in [&world.holder, &world.issuer] {
        let forged = by_hand(&certificate, other, &payload);
        assert_eq!(outcome(verify(&world, &forged)), ("holder_signature_invalid", "seal"));
    }
    let protected = header(-9, &certificate, &[]);
    let mismatched = sign1(&seal_key(), &protected, &map(&[]), &payload);
    assert_eq!(outcome(verify(&world, &mismatched)), ("holder_algorithm_mismatch", "seal"));
    let mut bytes = seal(&world);
    *bytes.last_mut().unwrap() ^= 1;
    assert_eq!(outcome(verify(&world, &bytes)), ("holder_signature_invalid", "seal"));
}

#[test]
fn a_licence_does_not_seal_with_its_own_key() {
    let world = World::new();
    let licence = Draft { kind: KIND.into(), ..draft(&world) };
    let certificate = certificate(&world, &licence);
    let forged = by_hand(&certificate, &seal_key(), &payload(SEALED, &[good_claim()]));
    assert_eq!(outcome(verify(&world, &forged)), ("seal_kind_wrong", "certificate"));
    let refused = seal_draft().sign(&certificate, &seal_key(), [5; 16]);
    assert_eq!(refused, Err(Refusal::SealKindWrong { object: Object::Certificate }.into()));
}

#[test]
fn neither_mandates_nor_presentations_seal() {
    let world = World::new();
    let certificate = certificate(&world, &draft(&world));
    let mandate = MandateDraft {
        delegate: Delegate::new(key(22).public_key().clone(), "王示例", None).unwrap(),
        matters: vec![ScenarioId::new(ISSUER, "seal").unwrap()],
        iat: time(SEALED),
        exp: time(NOW + DAY),
    };
    let mandate = mandate.sign(&certificate, &seal_key(), [6; 16]).unwrap();
    let payload = payload(SEALED, &[good_claim()]);
    let forged = by_hand(&mandate, &key(22), &payload);
    assert_eq!(outcome(verify(&world, &forged)), ("wrong_typ", "certificate"));
    let nested = by_hand(&seal(&world), &seal_key(), &payload);
    assert_eq!(outcome(verify(&world, &nested)), ("wrong_typ", "certificate"));
    for bytes in [&mandate, &certificate] {
        assert_eq!(outcome(verify(&world, bytes)), ("wrong_typ", "seal"));
    }
    let as_presentation = Unverified::<Presentation>::parse(&seal(&world)).map(drop);
    assert_eq!(as_presentation.unwrap_err().code(), "wrong_typ");
}

#[test]
fn owner_picture_and_licence_are_open_and_whole() {
    let world = World::new();
    let bytes = |length| DraftValue::Bytes(vec![0; length]);
    let number = DraftValue::Integer;
    let picture = |digest, media: DraftValue, size| map_of(&[(1, digest), (2, media), (3, size)]);
    let licence = |issuer: &str, kind: &str, index, uri: &str| {
        map_of(&[(1, issuer.into()), (2, kind.into()), (3, index), (4, uri.into())])
    };
    let long_uri = "u".repeat(33);
    let mut hidden = licence_item();
    if let DraftValue::Map(members) = &mut hidden {
        members[2].redact = true;
    }
    let mut more = licence_item();
    if let DraftValue::Map(members) = &mut more {
        members.push(DraftItem::open(5, "more"));
    }
    let wrong = [
        (3, None),
        (3, Some(number(9))),
        (4, None),
        (4, Some("002".into())),
        (4082, None),
        (4082, Some(bytes(32))),
        (4082, Some(picture(bytes(31), "image/png".into(), number(9)))),
        (4082, Some(picture(bytes(32), number(1), number(9)))),
        (4082, Some(picture(bytes(32), "image/png".into(), number(0)))),
        (4082, Some(picture(bytes(32), "image/png".into(), number(20_481)))),
        (4082, Some(map_of(&[(1, bytes(32)), (2, "image/png".into())]))),
        (4083, None),
        (4083, Some("none".into())),
        (4083, Some(licence("9133", KIND, number(7), URI))),
        (4083, Some(licence(ISSUER, "", number(7), URI))),
        (4083, Some(licence(ISSUER, KIND, number(1 << 20), URI))),
        (4083, Some(licence(ISSUER, KIND, number(-1), URI))),
        (4083, Some(licence(ISSUER, KIND, number(7), ""))),
        (4083, Some(licence(ISSUER, KIND, number(7), &long_uri))),
        (4083, Some(map_of(&[(1, ISSUER.into()), (2, KIND.into()), (3, number(7))]))),
        (4083, Some(hidden)),
        (4083, Some(more)),
    ];
    let refuse = |label: u16, draft: &Draft| {
        let shown = certificate(&world, draft);
        let forged = by_hand(&shown, &seal_key(), &payload(SEALED, &[good_claim()]));
        let refusal = verify(&world, &forged).unwrap_err();
        assert_eq!(refusal, Refusal::SealItemMissing { object: Object::Certificate, label });
        assert_eq!(seal_draft().sign(&shown, &seal_key(), [5; 16]), Err(ActError::Refused(refusal)));
    };
    for (label, value) in wrong {
        let mut draft = draft(&world);
        draft.items.retain(|item| item.label != label);
        draft.items.extend(value.map(|value| DraftItem::open(label, value)));
        refuse(label, &draft);
    }
    for label in [3, 4, 4082, 4083] {
        let mut draft = draft(&world);
        draft.items.iter_mut().filter(|item| item.label == label).for_each(|item| item.redact = true);
        refuse(label, &draft);
    }
}

#[test]
fn a_seal_lies_within_its_certificate_and_not_in_the_future() {
    let world = World::new();
    let end = NOW + 365 * DAY;
    let with = |change: fn(&mut Draft), iat: u64| {
        let mut draft = draft(&world);
        change(&mut draft);
        let shown = certificate(&world, &draft);
        outcome(verify(&world, &by_hand(&shown, &seal_key(), &payload(iat, &[good_claim()]))))
    };
    let begin = NOW - 10 * DAY;
    assert_eq!(with(|_| {}, begin).0, "verified");
    assert_eq!(with(|_| {}, begin - 1), ("act_too_early", "seal"));
    assert_eq!(with(|draft| draft.nbf = time(NOW - DAY), NOW - DAY).0, "verified");
    assert_eq!(with(|draft| draft.nbf = time(NOW - DAY), NOW - DAY - 1), ("act_too_early", "seal"));
    assert_eq!(with(|_| {}, end), ("act_too_late", "seal"));
    assert_eq!(with(|_| {}, NOW + 60).0, "verified");
    assert_eq!(with(|_| {}, NOW + 61), ("act_in_future", "seal"));
    assert_eq!(with(|draft| draft.exp = None, NOW + 61), ("act_in_future", "seal"));
}

#[test]
fn an_expired_seal_counts_when_the_document_is_proven_to_be_older() {
    let world = World::new();
    let bytes = expired(&world);
    let document = Document::of(CONTRACT);
    for (proof, expected) in [
        (None, ("expired", "certificate")),
        (Some(SEALED), ("verified", "")),
        (Some(NOW - 101), ("verified", "")),
        (Some(NOW - 100), ("expired", "certificate")),
        (Some(NOW), ("expired", "certificate")),
        (Some(NOW + 1), ("proof_in_future", "seal")),
        (Some(SEALED - 1), ("sealed_after_proof", "seal")),
    ] {
        assert_eq!(outcome(judge(&world, &bytes, &document, proof, None)), expected, "{proof:?}");
    }
    // Nor does a proof help a seal that is not valid yet, or one that is in force and says less than the proof.
    let late = Draft { nbf: time(NOW + DAY), ..draft(&world) };
    let shown = certificate(&world, &late);
    let early = by_hand(&shown, &seal_key(), &payload(SEALED, &[good_claim()]));
    let judged = |proof| outcome(judge(&world, &early, &document, proof, None));
    assert_eq!(judged(None), ("not_yet_valid", "certificate"));
    assert_eq!(judged(Some(NOW - 100)), ("not_yet_valid", "certificate"));
    let good = seal(&world);
    assert_eq!(outcome(judge(&world, &good, &document, Some(NOW), None)).0, "verified");
    assert_eq!(outcome(judge(&world, &good, &document, Some(SEALED - 1), None)).0, "sealed_after_proof");
}

#[test]
fn an_end_by_status_refuses_or_with_a_proof_cannot_be_told() {
    let codes = [
        (1, "cancelled"),
        (2, "suspended"),
        (3, "lapsed"),
        (12, "void"),
        (13, "revoked_as_penalty"),
        (14, "superseded"),
        (15, "transferred_out"),
    ];
    let document = Document::of(CONTRACT);
    for (index, object) in [(SEAL, "certificate"), (LICENCE, "seal_licence")] {
        for (value, code) in codes {
            let world = with_status(&[(index, value)]);
            let judged = |proof| outcome(judge(&world, &seal(&world), &document, proof, None));
            assert_eq!(judged(None), (code, object));
            let proven = if value == 12 { "void" } else { "ended_time_unknown" };
            assert_eq!(judged(Some(NOW)), (proven, object), "{code}");
        }
        for value in 4..=11 {
            let world = with_status(&[(index, value)]);
            for proof in [None, Some(NOW)] {
                let result = judge(&world, &seal(&world), &document, proof, None);
                assert_eq!(outcome(result), ("status_value_unknown", object));
            }
        }
    }
    // An expired seal that was ended too: by the proof it had not expired, and when it was ended nobody can tell.
    let world = with_status(&[(SEAL, 1)]);
    let result = judge(&world, &expired(&world), &document, Some(SEALED), None);
    assert_eq!(outcome(result), ("ended_time_unknown", "certificate"));
}

#[test]
fn refused_wins_over_cannot_tell() {
    let document = Document::of(CONTRACT);
    let judged = |entries: &[(u64, u8)], proof| {
        let world = with_status(entries);
        outcome(judge(&world, &seal(&world), &document, proof, None))
    };
    assert_eq!(judged(&[(SEAL, 4), (LICENCE, 13)], None), ("revoked_as_penalty", "seal_licence"));
    assert_eq!(judged(&[(SEAL, 1), (LICENCE, 12)], Some(NOW)), ("void", "seal_licence"));
    assert_eq!(judged(&[(SEAL, 1), (LICENCE, 1)], Some(NOW)), ("ended_time_unknown", "certificate"));
    assert_eq!(judged(&[(SEAL, 4), (LICENCE, 1)], Some(NOW)), ("status_value_unknown", "certificate"));
    let world = with_status(&[(SEAL, 1)]);
    let result = judge(&world, &seal(&world), &Document::of(b"other"), Some(NOW), None);
    assert_eq!(outcome(result), ("document_changed", "seal"));
}

#[test]
fn the_licence_behind_is_judged_by_its_own_issuer() {
    let world = World::new();
    let with = |issuer: &str, kind: &str, uri: &str| {
        let mut draft = draft(&world);
        let licence =
            map_of(&[(1, issuer.into()), (2, kind.into()), (3, DraftValue::Integer(7)), (4, uri.into())]);
        draft.items.retain(|item| item.label != 4083);
        draft.items.push(DraftItem::open(4083, licence));
        let shown = certificate(&world, &draft);
        outcome(verify(&world, &by_hand(&shown, &seal_key(), &payload(SEALED, &[good_claim()]))))
    };
    assert_eq!(with(ISSUER, KIND, URI).0, "verified");
    assert_eq!(with("11330200YY0000003J", KIND, URI), ("issuer_unknown", "seal_licence"));
    assert_eq!(with(ISSUER, "ZZ-LOCAL-OTHER", URI), ("kind_not_permitted", "seal_licence"));
    assert_eq!(with(ISSUER, KIND, "s/2"), ("status_uri_not_listed", "seal_licence"));

    // The grant must have begun when the seal's certificate became valid.
    let change = |change: fn(&mut zhengzhao::trust::IssuerEntry)| {
        let mut world = World::new();
        let mut list = world.trust_list_draft();
        list.sequence = 2;
        change(&mut list.issuers[0]);
        let list = zhengzhao::issue::sign_trust_list(&list.build().unwrap(), &world.authority).unwrap();
        world.store.update_own(&[&list], time(NOW), &policy()).unwrap();
        outcome(verify(&world, &seal(&world)))
    };
    let late = change(|entry| {
        let grant = entry.kinds.iter_mut().find(|grant| grant.kind == KIND).unwrap();
        grant.dates.from = time(NOW - 5 * DAY);
    });
    assert_eq!(late, ("kind_not_in_force", "seal_licence"));
    // Its list is another one, and not there.
    let mut draft = draft(&world);
    let behind =
        map_of(&[(1, ISSUER.into()), (2, KIND.into()), (3, DraftValue::Integer(7)), (4, "s/2".into())]);
    draft.items.retain(|item| item.label != 4083);
    draft.items.push(DraftItem::open(4083, behind));
    let mut world = World::new();
    let mut list = world.trust_list_draft();
    list.sequence = 2;
    list.issuers[0].status_uris.push("s/2".into());
    let list = zhengzhao::issue::sign_trust_list(&list.build().unwrap(), &world.authority).unwrap();
    world.store.update_own(&[&list], time(NOW), &policy()).unwrap();
    let shown = certificate(&world, &draft);
    let sealed = seal_draft().sign(&shown, &seal_key(), [5; 16]).unwrap();
    let refusal = verify(&world, &sealed).unwrap_err();
    assert_eq!((refusal.code(), refusal.is_undetermined()), ("status_list_missing", true));
}

#[test]
fn a_picture_that_comes_along_is_the_one_of_the_seal() {
    let world = World::new();
    let bytes = seal(&world);
    let document = Document::of(CONTRACT);
    let judged = |picture: &[u8]| judge(&world, &bytes, &document, None, Some(picture));
    assert_eq!(judged(PICTURE).unwrap().picture(), Face::Shown);
    let mut other = PICTURE.to_vec();
    other[10] ^= 1;
    assert_eq!(outcome(judged(&other)), ("picture_mismatch", "certificate"));
    assert_eq!(outcome(judged(&[PICTURE, b"."].concat())), ("picture_mismatch", "certificate"));
    assert_eq!(outcome(judged(&[])), ("picture_mismatch", "certificate"));
    assert_eq!(outcome(judged(&[0; 20_481])), ("picture_too_large", "certificate"));
    // What was changed comes before what was shown.
    let result = judge(&world, &bytes, &Document::of(b""), None, Some(&other));
    assert_eq!(outcome(result), ("document_changed", "seal"));
}

#[test]
fn the_form_of_a_seal_is_closed() {
    let world = World::new();
    let stands_on = certificate(&world, &draft(&world));
    let code = |bytes: &[u8]| UnverifiedSeal::parse(bytes).map(drop).map_err(|refusal| refusal.code());
    let claims = |more: &[(i64, Vec<u8>)]| code(&by_hand(&stands_on, &seal_key(), &payload(SEALED, more)));
    assert_eq!(claims(&[good_claim()]), Ok(()));
    assert_eq!(claims(&[]), Err("claim_missing"));
    for label in [1, 2, 3, 4, 5, 39, -70001, -70012, -70014, -70015] {
        let more = [good_claim(), (label, encoded(|w| w.uint(NOW + DAY)))];
        assert_eq!(claims(&more), Err("claim_not_allowed"), "{label}");
    }
    for purpose in ["", &"长".repeat(201)] {
        assert_eq!(claims(&[good_claim(), (-70011, encoded(|w| w.text(purpose)))]), Err("claim_invalid"));
    }
    let digest = [0; 32];
    let part = |algorithm: i64, digest: &[u8], media: &str, name: &str| {
        claims(&[sealed_claim(|w| w.array(5).int(algorithm).bytes(digest).uint(1).text(media).text(name))])
    };
    assert_eq!(part(-16, &digest, "a/b", "a"), Ok(()));
    assert_eq!(part(-44, &digest, "a/b", "a"), Err("claim_invalid"));
    assert_eq!(part(-16, &digest[1..], "a/b", "a"), Err("cbor_out_of_range"));
    assert_eq!(part(-16, &digest, "", "a"), Err("claim_invalid"));
    assert_eq!(part(-16, &digest, "a b", "a"), Err("claim_invalid"));
    assert_eq!(part(-16, &digest, "应用/b", "a"), Err("claim_invalid"));
    assert_eq!(part(-16, &digest, &"a".repeat(127), "a"), Ok(()));
    assert_eq!(part(-16, &digest, &"a".repeat(128), "a"), Err("cbor_too_large"));
    assert_eq!(part(-16, &digest, "a/b", ""), Err("claim_invalid"));
    assert_eq!(part(-16, &digest, "a/b", &"a".repeat(255)), Ok(()));
    assert_eq!(part(-16, &digest, "a/b", &"a".repeat(256)), Err("cbor_too_large"));
    assert_eq!(part(-16, &digest, "a/b", "a\u{202e}fdp"), Err("cbor_forbidden_character"));
    let four = sealed_claim(|w| w.array(4).int(-16).bytes(&digest).uint(1).text("a/b"));
    assert_eq!(claims(&[four]), Err("cbor_out_of_range"));

    let good = payload(SEALED, &[good_claim()]);
    let with_header = |protected: &[u8]| code(&sign1(&seal_key(), protected, &map(&[]), &good));
    let kid = (4, encoded(|w| w.bytes(&seal_key().public_key().thumbprint().kid())));
    assert_eq!(with_header(&header(-19, &stands_on, &[kid])), Err("header_not_allowed"));
    let sd_alg = (170, encoded(|w| w.int(-16)));
    assert_eq!(with_header(&header(-19, &stands_on, &[sd_alg])), Err("header_not_allowed"));
    let bare = map(&[(1, encoded(|w| w.int(-19))), (16, encoded(|w| w.text("application/vnd.zz.seal+cwt")))]);
    assert_eq!(with_header(&bare), Err("header_missing"));
    let unprotected = map(&[(17, encoded(|w| w.array(1).bytes(&[0x80])))]);
    let bytes = sign1(&seal_key(), &header(-19, &stands_on, &[]), &unprotected, &good);
    assert_eq!(code(&bytes), Err("unprotected_not_allowed"));
    let mut long = by_hand(&stands_on, &seal_key(), &good);
    long.push(0);
    assert_eq!(code(&long), Err("cbor_trailing_bytes"));
    assert_eq!(code(&vec![0xd2; 73_729]), Err("too_large"));
}

#[test]
fn a_key_store_signs_in_two_steps() {
    let world = World::new();
    let shown = certificate(&world, &draft(&world));
    let prepared = seal_draft().prepare(&shown, seal_key().public_key(), [5; 16]).unwrap();
    let signature = seal_key().sign(prepared.bytes()).unwrap();
    let bytes = prepared.finish(Signed::Raw(signature)).unwrap();
    assert_eq!(bytes, seal(&world), "signing is deterministic");
    let prepared = seal_draft().prepare(&shown, seal_key().public_key(), [5; 16]).unwrap();
    let foreign = key(30).sign(prepared.bytes()).unwrap();
    assert!(matches!(prepared.finish(Signed::Raw(foreign)), Err(ActError::Sign(_))));
    let other = seal_draft().prepare(&shown, key(30).public_key(), [5; 16]);
    assert!(matches!(other, Err(ActError::WrongKey)));
    let early = SealDraft { iat: time(NOW - 11 * DAY), ..seal_draft() };
    let refused = early.sign(&shown, &seal_key(), [5; 16]).unwrap_err();
    assert!(matches!(refused, ActError::Refused(Refusal::ActTooEarly { object: Object::Seal, .. })));
    for (name, media_type) in [("", "a/b"), ("a\u{200b}", "a/b"), ("a", ""), ("a", "a b")] {
        let draft = SealDraft { name: name.into(), media_type: media_type.into(), ..seal_draft() };
        assert!(matches!(draft.sign(&shown, &seal_key(), [5; 16]), Err(ActError::Refused(_))), "{name:?}");
    }
}

#[test]
fn the_seals_on_one_document_lie_in_one_file() {
    let world = World::new();
    let (first, second) = (seal(&world), expired(&world));
    let file = write(&[&first, &second]).unwrap();
    assert_eq!(read(&file).unwrap(), [&first[..], &second]);
    // Each has a verdict of its own, whatever the others are.
    let file = write(&[&b"no seal"[..], &first]).unwrap();
    let seals = read(&file).unwrap();
    assert_eq!(outcome(verify(&world, seals[0])), ("cbor_unexpected_type", "seal"));
    assert_eq!(outcome(verify(&world, seals[1])).0, "verified");

    let code = |bytes: &[u8]| read(bytes).map(drop).map_err(|refusal| refusal.code());
    let with = |word: &str, version: u64, count: usize| {
        encoded(|w| {
            w.array(3).text(word).uint(version).array(count);
            for _ in 0..count {
                w.bytes(&[0]);
            }
            w
        })
    };
    assert_eq!(code(&with("zhengzhao-seals", 1, 64)), Ok(()));
    assert_eq!(code(&with("zhengzhao-seals", 1, 65)), Err("cbor_too_large"));
    assert_eq!(code(&with("zhengzhao-seals", 1, 0)), Err("cbor_out_of_range"));
    assert_eq!(code(&with("zhengzhao-seals", 2, 1)), Err("profile_unknown"));
    assert_eq!(code(&with("zhengzhao-pack", 1, 1)), Err("wrong_typ"));
    assert_eq!(code(&[with("zhengzhao-seals", 1, 1), vec![0]].concat()), Err("cbor_trailing_bytes"));
    assert_eq!(code(&vec![0; zhengzhao::act::seal::MAX_FILE + 1]), Err("too_large"));
    assert_eq!(write::<&[u8]>(&[]).unwrap_err().code(), "too_large");
    assert_eq!(write(&vec![&first; 65]).unwrap_err().code(), "too_large");
    assert_eq!(write(&[vec![0; 73_729]]).unwrap_err().code(), "cbor_too_large");
    let largest = vec![vec![0; 73_728]; 64];
    assert_eq!(read(&write(&largest).unwrap()).unwrap().len(), 64);
}

struct Pair {
    world: World,
    licence: Draft,
    seal: Draft,
}

impl Pair {
    fn new() -> Self {
        let world = World::new();
        let licence = world.draft(vec![
            DraftItem::open(2, "杭州示例商贸有限公司"),
            DraftItem::open(3, OWNER),
            DraftItem::open(4, "001"),
        ]);
        let mut seal = draft(&world);
        seal.items.retain(|item| item.label >= 16 && item.label != 4083);
        Self { world, licence, seal }
    }

    fn issue(&self) -> Result<zhengzhao::issue::LicenceAndSeal, IssueError> {
        let (own, of_seal) = (status_ref(LICENCE), status_ref(SEAL));
        issue_licence_and_seal(
            Half {
                draft: &self.licence,
                holder_key: enrolled(&self.world.holder, ISSUER),
                status: &own,
                signer: &self.world.issuer,
            },
            Half {
                draft: &self.seal,
                holder_key: enrolled(&seal_key(), ISSUER),
                status: &of_seal,
                signer: &self.world.issuer,
            },
            &mut rng(9),
        )
    }
}

#[test]
fn a_licence_and_its_seal_are_issued_together() {
    let pair = Pair::new();
    let issued = pair.issue().unwrap();
    assert_ne!(issued.batch, [0; 16]);
    assert!(![issued.licence.cti(), issued.seal.cti()].contains(&&issued.batch));
    let shown = |bytes: &[u8]| HolderCopy::parse(bytes).unwrap().show_all();
    pair.world.verify(&shown(issued.licence.as_bytes())).unwrap();
    let certificate = shown(issued.seal.as_bytes());
    let bytes = seal_draft().sign(&certificate, &seal_key(), [5; 16]).unwrap();
    let sealed = verify(&pair.world, &bytes).unwrap();
    assert_eq!(sealed.certificate().items().get(3).and_then(|value| value.as_text()), Some(OWNER));
    assert_eq!(
        sealed.certificate().items().get(2).and_then(|value| value.as_text()),
        Some("杭州示例商贸有限公司")
    );
    assert_eq!((sealed.licence().kind(), sealed.licence().status_ref().index()), (KIND, LICENCE));

    // What it would be filled with may stand in the draft already.
    let mut same = Pair::new();
    same.seal = draft(&same.world);
    same.issue().unwrap();
}

#[test]
fn a_seal_of_another_owner_is_not_issued_and_neither_is_the_licence() {
    for (label, value) in [
        (2, DraftValue::from("他人有限公司")),
        (3, DraftValue::from("91330100MA00000085")),
        (4, DraftValue::from("111")),
        (4083, map_of(&[(1, ISSUER.into())])),
    ] {
        let mut pair = Pair::new();
        pair.seal.items.push(DraftItem::open(label, value));
        assert_eq!(pair.issue().unwrap_err(), IssueError::SealOfAnother(label));
    }
    let mut pair = Pair::new();
    pair.seal.kind = KIND.into();
    assert_eq!(pair.issue().unwrap_err(), Refusal::SealKindWrong { object: Object::Certificate }.into());
    for label in [3, 4] {
        let mut pair = Pair::new();
        pair.licence.items.retain(|item| item.label != label);
        let missing = Refusal::SealItemMissing { object: Object::Certificate, label };
        assert_eq!(pair.issue().unwrap_err(), missing.into());
    }
    let mut pair = Pair::new();
    pair.seal.items.retain(|item| item.label != 4082);
    let missing = Refusal::SealItemMissing { object: Object::Certificate, label: 4082 };
    assert_eq!(pair.issue().unwrap_err(), missing.into());
}

#[test]
fn a_seal_is_verified_where_and_when_the_check_takes_place() {
    let world = World::new();
    let bytes = seal(&world);
    let document = Document::of(CONTRACT);
    let verifier = Verifier::new(world.store.trust(), world.store.statuses(), policy());
    let judged = |now: u64, place: &str| {
        let occasion = Occasion::new(time(now), region(place));
        outcome(verifier.verify_seal(UnverifiedSeal::parse(&bytes).unwrap(), &document, &occasion, None))
    };
    assert_eq!(judged(NOW, "330106").0, "verified");
    assert_eq!(judged(NOW, "340000"), ("checker_region_outside", "trust_list"));
    assert_eq!(judged(NOW + 7 * DAY, "330106"), ("status_list_expired", "status_list"));
    assert_eq!(judged(NOW - 61, "330106").0, "clock_behind");
}
