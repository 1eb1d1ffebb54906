//! What an attacker, a careless issuer or a damaged disk would try; each test states what must happen instead.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

use crate::world::enrolled;
use chacha20::ChaCha20Rng;
use zhengzhao::cbor::{MapWriter, Reader, Writer, text_fault};
use zhengzhao::certificate::StatusRef;
use zhengzhao::cose::{Sign1, Typ, write_public_key};
use zhengzhao::crypto::rand_core::SeedableRng;
use zhengzhao::crypto::{Algorithm, PublicKey, SignError, Signer, SigningKey, sha256};
use zhengzhao::error::Object;
use zhengzhao::holder::HolderCopy;
use zhengzhao::issue::{
    CopyFor, Draft, DraftElement, DraftItem, DraftPermit, DraftValue, StatusListDraft, TrustListDraft,
    add_signature, issue, issue_copies, issue_status_list, sign_trust_list,
};
use zhengzhao::region::Region;
use zhengzhao::status::Shard;
use zhengzhao::time::Time;
use zhengzhao::trust::{
    Anchor, Dates, IssuerEntry, IssuerKey, KeyUse, KindGrant, Recognition, SignerSet, TRUST_LIST_TYP,
};
use zhengzhao::{Certificate, Occasion, Policy, Presence, Refusal, Store, Unverified, Verified, Verifier};

const OWN: &str = "11500000YY00000012";
const FOREIGN: &str = "11510000YY00000034";
const OWN_ISSUER: &str = "11500000MBYY00038M";
const FOREIGN_ISSUER: &str = "11510100MBYY00054L";
const KIND: &str = "ZZ-LOCAL-ONE";
const OTHER_KIND: &str = "ZZ-LOCAL-TWO";
const OWN_URI: &str = "own/1";
const FOREIGN_URI: &str = "foreign/1";
const NOW: u64 = 1_782_864_000;
const DAY: u64 = 86_400;

fn time(seconds: u64) -> Time {
    Time::from_seconds(seconds).unwrap()
}

fn region(code: &str) -> Region {
    Region::parse(code).unwrap()
}

fn rng() -> ChaCha20Rng {
    ChaCha20Rng::from_seed([5; 32])
}

fn policy() -> Policy {
    Policy::new(7 * DAY)
}

fn key(secret: u8) -> SigningKey {
    SigningKey::from_secret(Algorithm::Ed25519, &[secret; 32]).unwrap()
}

const OWN_SIGNER: u8 = 1;
const FOREIGN_SIGNER: u8 = 2;
const OWN_ISSUE: u8 = 3;
const OWN_STATUS: u8 = 4;
const FOREIGN_ISSUE: u8 = 5;
const FOREIGN_STATUS: u8 = 6;
const HOLDER: u8 = 7;

fn dates() -> Dates {
    Dates { from: time(0), to: None }
}

fn public(secret: u8) -> PublicKey {
    key(secret).public_key().clone()
}

fn signers(secrets: &[u8], threshold: u64) -> SignerSet {
    let keys = secrets.iter().map(|secret| public(*secret)).collect();
    SignerSet::new(Object::TrustList, threshold, keys).unwrap()
}

fn grants(kinds: &[&str]) -> Vec<KindGrant> {
    kinds.iter().map(|kind| KindGrant::new(kind, dates())).collect()
}

fn entry(id: &str, place: &str, issue: u8, status: u8, kinds: &[&str], uri: &str) -> IssuerEntry {
    IssuerEntry {
        id: id.into(),
        name_zh: "示例局".into(),
        name_en: "Example bureau".into(),
        region: region(place),
        keys: vec![
            IssuerKey::new(public(issue), KeyUse::Issue, dates()),
            IssuerKey::new(public(status), KeyUse::Status, dates()),
        ],
        kinds: grants(kinds),
        status_uris: vec![uri.into()],
        lowest_profile: 1,
    }
}

fn recognition() -> Recognition {
    Recognition {
        authority: FOREIGN.into(),
        region: region("510000"),
        signers: signers(&[FOREIGN_SIGNER], 1),
        lowest_sequence: 1,
        kinds: grants(&[KIND]),
        dates: dates(),
    }
}

fn list(authority: &str, place: &str, signer: u8, issuers: Vec<IssuerEntry>) -> TrustListDraft {
    TrustListDraft {
        authority: authority.into(),
        region: region(place),
        sequence: 1,
        iat: time(NOW),
        exp: time(NOW + 30 * DAY),
        signers: signers(&[signer], 1),
        outgoing: Vec::new(),
        issuers,
        recognitions: Vec::new(),
    }
}

fn own_list() -> TrustListDraft {
    let issuer = entry(OWN_ISSUER, "500000", OWN_ISSUE, OWN_STATUS, &[KIND, OTHER_KIND], OWN_URI);
    let mut list = list(OWN, "500000", OWN_SIGNER, vec![issuer]);
    list.recognitions = vec![recognition()];
    list
}

fn foreign_list() -> TrustListDraft {
    let issuer =
        entry(FOREIGN_ISSUER, "510100", FOREIGN_ISSUE, FOREIGN_STATUS, &[KIND, OTHER_KIND], FOREIGN_URI);
    list(FOREIGN, "510000", FOREIGN_SIGNER, vec![issuer])
}

fn sign(draft: TrustListDraft, signer: u8) -> Vec<u8> {
    sign_trust_list(&draft.build().unwrap(), &key(signer)).unwrap()
}

fn status_list(issuer: &str, uri: &str, signer: u8, iat: u64) -> Vec<u8> {
    let draft = StatusListDraft {
        issuer,
        uri,
        iat: time(iat),
        exp: time(NOW + 7 * DAY),
        ttl: None,
        shard: &Shard::new(),
    };
    issue_status_list(&draft, &key(signer)).unwrap()
}

fn anchor(authority: &str, place: &str, signer: u8) -> Anchor {
    Anchor::new(authority, region(place), signers(&[signer], 1), 1).unwrap()
}

fn empty_store() -> Store {
    Store::pin(anchor(OWN, "500000", OWN_SIGNER))
}

/// Own list, both status lists that it allows, and the recognised list.
fn store() -> Store {
    let mut store = empty_store();
    store.update_own(&[&sign(own_list(), OWN_SIGNER)], time(NOW), &policy()).unwrap();
    store.update_recognised(&sign(foreign_list(), FOREIGN_SIGNER), time(NOW), &policy()).unwrap();
    for list in [
        status_list(OWN_ISSUER, OWN_URI, OWN_STATUS, NOW),
        status_list(FOREIGN_ISSUER, FOREIGN_URI, FOREIGN_STATUS, NOW),
    ] {
        store.update_status(&list, time(NOW), &policy()).unwrap();
    }
    store
}

fn draft(issuer: &str, place: &str, items: Vec<DraftItem>) -> Draft {
    Draft {
        issuer: issuer.into(),
        kind: KIND.into(),
        region: region(place),
        iat: time(1_782_835_200),
        nbf: time(1_782_835_200),
        exp: None,
        items,
        permits: Vec::new(),
        decoys_to: 0,
    }
}

fn permit(issuer: &str, kind: &str, uri: &str) -> DraftPermit {
    DraftPermit {
        issuer: issuer.into(),
        kind: kind.into(),
        nbf: time(NOW - DAY),
        exp: None,
        status: StatusRef::new(9, uri).unwrap(),
        items: Vec::new(),
        redact: false,
    }
}

fn issued(draft: &Draft, uri: &str, index: u64, signer: u8) -> Vec<u8> {
    let status = StatusRef::new(index, uri).unwrap();
    issue(draft, enrolled(&key(HOLDER), &draft.issuer), &status, &key(signer), &mut rng())
        .unwrap()
        .into_bytes()
}

fn verify(store: &Store, bytes: &[u8]) -> Result<Verified<Certificate>, Refusal> {
    let occasion = Occasion::new(time(NOW), region("500000"));
    Verifier::new(store.trust(), store.statuses(), policy()).verify(
        Unverified::parse(bytes)?,
        &occasion,
        Presence::None,
    )
}

/// The standing of the one permit of a certificate that verifies.
fn standing(store: &Store, draft: &Draft, uri: &str, signer: u8) -> Result<(), Refusal> {
    let verified = verify(store, &issued(draft, uri, 1, signer)).unwrap();
    let [permit] = verified.permits() else { panic!("one permit") };
    permit.standing().map_err(Clone::clone)
}

fn encoded(write: impl FnOnce(&mut Writer) -> &mut Writer) -> Vec<u8> {
    let mut writer = Writer::new();
    write(&mut writer);
    writer.into_bytes()
}

fn map(entries: &[(i64, Vec<u8>)]) -> Vec<u8> {
    let mut map = MapWriter::new();
    for (label, value) in entries {
        map.entry(*label, |w| w.raw(value));
    }
    encoded(|w| w.map(map))
}

// ---- What leaks before verification ----

#[test]
fn debug_of_something_unverified_prints_no_claim() {
    let draft = draft(OWN_ISSUER, "500000", vec![DraftItem::open(2, "李示例")]);
    let bytes = issued(&draft, OWN_URI, 1, OWN_ISSUE);
    let unverified = format!("{:?}", Unverified::<Certificate>::parse(&bytes).unwrap());
    let message = Sign1::parse(Object::Certificate, &bytes, 65536, Typ::Format(293), true).unwrap();
    let reader = Reader::new(Object::Certificate, &bytes);
    let raw = format!("{:?}", "李示例".as_bytes());
    let raw = raw.trim_matches(['[', ']']);
    for shown in [unverified, format!("{message:?}"), format!("{reader:?}")] {
        assert!(!shown.contains("李示例") && !shown.contains(OWN_ISSUER) && !shown.contains(raw), "{shown}");
    }
}

#[test]
fn debug_of_a_permit_prints_no_identifier() {
    let mut draft = draft(OWN_ISSUER, "500000", Vec::new());
    let mut one = permit(OWN_ISSUER, KIND, OWN_URI);
    one.status = StatusRef::new(987_654, OWN_URI).unwrap();
    draft.permits = vec![one];
    let verified = verify(&store(), &issued(&draft, OWN_URI, 1, OWN_ISSUE)).unwrap();
    assert!(!format!("{:?}", verified.permits()).contains("987654"));
}

// ---- Trust lists ----

/// A list of the own authority whose one issuer has, beside its two keys, this COSE_Key.
fn own_list_with_key(cose_key: &[u8]) -> Vec<u8> {
    let issuer_key =
        |cose_key: &[u8], key_use: u8| map(&[(1, cose_key.to_vec()), (2, vec![key_use]), (3, vec![0])]);
    let plain = |secret: u8| encoded(|w| write_public_key(w, &public(secret)));
    let keys = encoded(|w| {
        w.array(3)
            .raw(&issuer_key(&plain(OWN_ISSUE), 1))
            .raw(&issuer_key(&plain(OWN_STATUS), 2))
            .raw(&issuer_key(cose_key, 1))
    });
    let grant = map(&[(1, encoded(|w| w.text(KIND))), (2, vec![0])]);
    let issuer = map(&[
        (1, encoded(|w| w.text(OWN_ISSUER))),
        (2, encoded(|w| w.text("示例局"))),
        (3, encoded(|w| w.text("Example"))),
        (4, encoded(|w| w.text("500000"))),
        (5, keys),
        (6, encoded(|w| w.array(1).raw(&grant))),
        (7, encoded(|w| w.array(1).text(OWN_URI))),
        (8, vec![1]),
    ]);
    let signers = encoded(|w| w.array(2).uint(1).array(1).raw(&plain(OWN_SIGNER)));
    let trust = map(&[
        (1, vec![1]),
        (2, signers),
        (4, encoded(|w| w.array(1).raw(&issuer))),
        (5, encoded(|w| w.array(0))),
    ]);
    let payload = map(&[
        (1, encoded(|w| w.text(OWN))),
        (4, encoded(|w| w.uint(NOW + 30 * DAY))),
        (6, encoded(|w| w.uint(NOW))),
        (-70001, vec![1]),
        (-70002, encoded(|w| w.text("500000"))),
        (-70005, trust),
    ]);
    let Typ::Media(typ) = TRUST_LIST_TYP else { panic!("a media type") };
    let body = map(&[(16, encoded(|w| w.text(typ)))]);
    let kid = public(OWN_SIGNER).thumbprint().kid();
    let head = map(&[(1, encoded(|w| w.int(-19))), (4, encoded(|w| w.bytes(&kid)))]);
    let signed =
        encoded(|w| w.array(5).text("Signature").bytes(&body).bytes(&head).bytes(&[]).bytes(&payload));
    let signature = key(OWN_SIGNER).sign(&signed).unwrap();
    encoded(|w| {
        w.tag(98).array(4).bytes(&body).raw(&[0xa0]).bytes(&payload).array(1);
        w.array(3).bytes(&head).raw(&[0xa0]).bytes(&signature)
    })
}

#[test]
fn a_key_of_an_unknown_type_does_not_spoil_its_list() {
    let bytes = |length: usize| encoded(|w| w.bytes(&vec![7; length]));
    for (name, cose_key) in [
        ("ML-DSA-44", map(&[(1, vec![7]), (3, encoded(|w| w.int(-48))), (-1, bytes(1312))])),
        ("RSA", map(&[(1, vec![3]), (-1, bytes(256)), (-2, bytes(3))])),
        (
            "P-384, compressed",
            map(&[(1, vec![2]), (-1, vec![2]), (-2, bytes(48)), (-3, encoded(|w| w.bool(true)))]),
        ),
        ("Ed448", map(&[(1, vec![1]), (-1, vec![7]), (-2, bytes(57))])),
    ] {
        let mut store = empty_store();
        let taken = store.update_own(&[&own_list_with_key(&cose_key)], time(NOW), &policy());
        assert_eq!(taken, Ok(()), "{name}");
    }
    // What is of a known type has no such excuse.
    for cose_key in [
        map(&[(1, vec![1]), (-1, vec![6]), (-2, bytes(31))]),
        map(&[(1, vec![1]), (-1, vec![6]), (-2, bytes(32)), (-3, bytes(32))]),
        map(&[(1, vec![2]), (-1, vec![1]), (-2, bytes(32)), (-3, encoded(|w| w.bool(true)))]),
    ] {
        let refusal =
            empty_store().update_own(&[&own_list_with_key(&cose_key)], time(NOW), &policy()).unwrap_err();
        assert_eq!(refusal.code(), "key_invalid");
    }
}

#[test]
fn nobody_has_keys_checked_without_a_signature() {
    // One of the issuer's keys is off the curve, which costs a test for each key to find out: whoever cannot
    // sign is told so before.
    let off_the_curve = map(&[(1, vec![1]), (-1, vec![6]), (-2, encoded(|w| w.bytes(&[2; 32])))]);
    let signed = own_list_with_key(&off_the_curve);
    let mut forged = signed.clone();
    *forged.last_mut().unwrap() ^= 1;
    let code = |bytes: &[u8]| empty_store().update_own(&[bytes], time(NOW), &policy()).unwrap_err().code();
    assert_eq!(code(&signed), "key_invalid");
    assert_eq!(code(&forged), "signature_invalid");
}

#[test]
fn an_authority_does_not_recognise_itself() {
    let mut own = own_list();
    let itself = Recognition { authority: OWN.into(), region: region("500000"), ..recognition() };
    own.recognitions.push(itself);
    assert!(own.build().is_err(), "an old own list could come back as a recognised one");
}

#[test]
fn a_list_held_is_renewed_by_a_copy_that_counts() {
    const SECOND: u8 = 8;
    let mut foreign = foreign_list();
    foreign.signers = signers(&[FOREIGN_SIGNER, SECOND], 1);
    let stripped = sign(foreign, FOREIGN_SIGNER);
    let whole = add_signature(&stripped, &key(SECOND)).unwrap();
    let mut store = store();
    let mut renewed = foreign_list();
    renewed.sequence = 2;
    // The desk holds the list with one signature; its authority then names the second signer only.
    let mut desk = empty_store();
    desk.update_own(&[&sign(own_list(), OWN_SIGNER)], time(NOW), &policy()).unwrap();
    desk.update_recognised(&stripped, time(NOW), &policy()).unwrap();
    let mut own = own_list();
    own.sequence = 2;
    own.recognitions = vec![Recognition { signers: signers(&[SECOND], 1), ..recognition() }];
    desk.update_own(&[&sign(own, OWN_SIGNER)], time(NOW), &policy()).unwrap();
    assert_eq!(desk.trust().recognised().count(), 0);
    assert!(desk.update_recognised(&stripped, time(NOW), &policy()).is_err());
    desk.update_recognised(&whole, time(NOW), &policy()).unwrap();
    assert_eq!(desk.trust().recognised().count(), 1, "taken, so it must count");
    // Nothing else about a renewed list goes back.
    store.update_recognised(&sign(renewed, FOREIGN_SIGNER), time(NOW), &policy()).unwrap();
    let refusal = store.update_recognised(&sign(foreign_list(), FOREIGN_SIGNER), time(NOW), &policy());
    assert_eq!(refusal.unwrap_err().code(), "list_rolled_back");
}

#[test]
fn a_status_list_held_is_renewed_by_the_key_that_counts() {
    const NEW_STATUS: u8 = 9;
    let mut store = store();
    let mut own = own_list();
    own.sequence = 2;
    own.issuers = vec![entry(OWN_ISSUER, "500000", OWN_ISSUE, NEW_STATUS, &[KIND], OWN_URI)];
    store.update_own(&[&sign(own, OWN_SIGNER)], time(NOW), &policy()).unwrap();
    let bytes = issued(&draft(OWN_ISSUER, "500000", Vec::new()), OWN_URI, 1, OWN_ISSUE);
    assert_eq!(verify(&store, &bytes).unwrap_err().code(), "status_list_missing");
    let signed_anew = status_list(OWN_ISSUER, OWN_URI, NEW_STATUS, NOW);
    store.update_status(&signed_anew, time(NOW), &policy()).unwrap();
    verify(&store, &bytes).unwrap();
    verify(&Store::reopen(&store.export()).unwrap(), &bytes).unwrap();
}

// ---- Verdicts ----

#[test]
fn an_index_outside_every_shard_cannot_be_issued() {
    assert!(StatusRef::new((1 << 20) - 1, OWN_URI).is_some());
    assert!(StatusRef::new(1 << 20, OWN_URI).is_none());
}

#[test]
fn a_permit_of_a_list_that_is_missing_cannot_be_told() {
    let mut store = empty_store();
    let mut own = own_list();
    own.recognitions[0].region = region("000000");
    store.update_own(&[&sign(own, OWN_SIGNER)], time(NOW), &policy()).unwrap();
    let status = status_list(OWN_ISSUER, OWN_URI, OWN_STATUS, NOW);
    store.update_status(&status, time(NOW), &policy()).unwrap();
    let mut draft = draft(OWN_ISSUER, "500000", Vec::new());
    draft.permits = vec![permit(FOREIGN_ISSUER, KIND, FOREIGN_URI)];
    let refusal = standing(&store, &draft, OWN_URI, OWN_ISSUE).unwrap_err();
    assert_eq!(refusal.code(), "recognised_list_missing");
    assert!(refusal.is_undetermined());
}

#[test]
fn a_permit_of_an_issuer_outside_its_list_is_refused_like_a_certificate() {
    const OUTSIDE: &str = "11320000MBYY00021X";
    let mut own = own_list();
    own.issuers.push(entry(OUTSIDE, "320000", 20, 21, &[KIND], "outside/1"));
    let mut store = empty_store();
    store.update_own(&[&sign(own, OWN_SIGNER)], time(NOW), &policy()).unwrap();
    for list in
        [status_list(OWN_ISSUER, OWN_URI, OWN_STATUS, NOW), status_list(OUTSIDE, "outside/1", 21, NOW)]
    {
        store.update_status(&list, time(NOW), &policy()).unwrap();
    }
    let mut draft = draft(OWN_ISSUER, "500000", Vec::new());
    draft.permits = vec![permit(OUTSIDE, KIND, "outside/1")];
    let refusal = standing(&store, &draft, OWN_URI, OWN_ISSUE).unwrap_err();
    assert_eq!(refusal.code(), "issuer_outside_list");
}

#[test]
fn a_recognised_issuer_cannot_vouch_for_a_kind_that_is_not_recognised_from_it() {
    // The own list recognises KIND from Sichuan and nothing else. A Chengdu certificate of KIND claims a permit
    // of OTHER_KIND of a Chongqing bureau, under an index that nobody ever used: its status is "valid".
    let mut draft = draft(FOREIGN_ISSUER, "510100", Vec::new());
    draft.permits = vec![permit(OWN_ISSUER, OTHER_KIND, OWN_URI)];
    let refusal = standing(&store(), &draft, FOREIGN_URI, FOREIGN_ISSUE).unwrap_err();
    assert!(!refusal.is_undetermined());
    // The same, of the recognised kind, still names a bureau that has nothing to do with Chengdu.
    draft.permits = vec![permit(OWN_ISSUER, KIND, OWN_URI)];
    assert!(standing(&store(), &draft, FOREIGN_URI, FOREIGN_ISSUE).is_err());
    // A permit of the certificate's own list stands.
    draft.permits = vec![permit(FOREIGN_ISSUER, KIND, FOREIGN_URI)];
    assert_eq!(standing(&store(), &draft, FOREIGN_URI, FOREIGN_ISSUE), Ok(()));
}

#[test]
fn a_permit_that_is_not_recognised_names_the_checkers_region() {
    let mut draft = draft(FOREIGN_ISSUER, "510100", Vec::new());
    draft.permits = vec![permit(FOREIGN_ISSUER, OTHER_KIND, FOREIGN_URI)];
    match standing(&store(), &draft, FOREIGN_URI, FOREIGN_ISSUE).unwrap_err() {
        Refusal::NotRecognised { here, .. } => assert_eq!(here, region("500000")),
        other => panic!("{other:?}"),
    }
}

#[test]
fn one_disclosure_is_not_expanded_at_many_places() {
    // 700 places, one disclosure of 28 KiB: each place would copy it.
    let value = encoded(|w| w.bytes(&vec![7; 28 * 1024]));
    let content = encoded(|w| w.array(2).bytes(&[9; 16]).raw(&value));
    let digest = sha256(&[&encoded(|w| w.bytes(&content))]);
    let places = encoded(|w| {
        w.array(700);
        for _ in 0..700 {
            w.tag(60).bytes(&digest);
        }
        w
    });
    // The place after the second would be refused for its own reason if it were reached.
    let items = map(&[(20, places), (21, encoded(|w| w.array(1).tag(60).bytes(&digest)))]);
    let mut reference = MapWriter::new();
    reference.text_entry("idx", |w| w.uint(1)).text_entry("uri", |w| w.text(OWN_URI));
    let mut status = MapWriter::new();
    status.text_entry("status_list", |w| w.map(reference));
    let payload = map(&[
        (1, encoded(|w| w.text(OWN_ISSUER))),
        (5, encoded(|w| w.uint(NOW - DAY))),
        (6, encoded(|w| w.uint(NOW - DAY))),
        (7, encoded(|w| w.bytes(&[7; 16]))),
        (8, map(&[(1, encoded(|w| write_public_key(w, &public(HOLDER))))])),
        (11, encoded(|w| w.text(KIND))),
        (65535, encoded(|w| w.map(status))),
        (-70001, vec![1]),
        (-70002, encoded(|w| w.text("500000"))),
        (-70003, items),
    ]);
    let kid = public(OWN_ISSUE).thumbprint().kid();
    let protected = map(&[
        (1, encoded(|w| w.int(-19))),
        (4, encoded(|w| w.bytes(&kid))),
        (16, encoded(|w| w.uint(293))),
        (170, encoded(|w| w.int(-16))),
    ]);
    let signed = encoded(|w| w.array(4).text("Signature1").bytes(&protected).bytes(&[]).bytes(&payload));
    let signature = key(OWN_ISSUE).sign(&signed).unwrap();
    let unprotected = map(&[(17, encoded(|w| w.array(1).bytes(&content)))]);
    let bytes =
        encoded(|w| w.tag(18).array(4).bytes(&protected).raw(&unprotected).bytes(&payload).bytes(&signature));
    assert_eq!(verify(&store(), &bytes).unwrap_err().code(), "digest_repeated");
}

#[test]
fn text_has_no_character_of_zero_width() {
    for invisible in ['\u{34F}', '\u{17B4}', '\u{17B5}', '\u{180B}', '\u{180F}', '\u{1D173}', '\u{1D17A}'] {
        let name = format!("李{invisible}示例");
        assert!(text_fault(&name).is_some(), "U+{:04X}", u32::from(invisible));
    }
    // Ideographic variation sequences choose a glyph of a name and stay.
    assert_eq!(text_fault("葛\u{E0100}示例"), None);
}

// ---- The store's memory ----

fn state(entries: &[(i64, Vec<u8>)]) -> Vec<u8> {
    encoded(|w| w.array(3).text("zhengzhao-state").uint(1).raw(&map(entries)))
}

fn bstr(bytes: &[u8]) -> Vec<u8> {
    encoded(|w| w.bytes(bytes))
}

#[test]
fn a_state_whose_own_list_is_not_the_anchors_is_refused() {
    let other = anchor(FOREIGN, "510000", FOREIGN_SIGNER).to_bytes();
    let bytes = state(&[(1, bstr(&other)), (2, bstr(&sign(own_list(), OWN_SIGNER)))]);
    assert_eq!(Store::reopen(&bytes).unwrap_err().code(), "authority_mismatch");
    let moved = anchor(OWN, "510000", OWN_SIGNER).to_bytes();
    let bytes = state(&[(1, bstr(&moved)), (2, bstr(&sign(own_list(), OWN_SIGNER)))]);
    assert_eq!(Store::reopen(&bytes).unwrap_err().code(), "list_region_mismatch");
}

#[test]
fn a_state_never_forgets_by_saying_something_twice() {
    let mut newer = foreign_list();
    newer.sequence = 5;
    let twice = encoded(|w| {
        w.array(2).bytes(&sign(newer, FOREIGN_SIGNER)).bytes(&sign(foreign_list(), FOREIGN_SIGNER))
    });
    let anchor = bstr(&anchor(OWN, "500000", OWN_SIGNER).to_bytes());
    assert_eq!(
        Store::reopen(&state(&[(1, anchor.clone()), (3, twice)])).unwrap_err().code(),
        "duplicate_entry"
    );
    let held = |iat: u64| {
        let list = status_list(OWN_ISSUER, OWN_URI, OWN_STATUS, iat);
        let signer = *public(OWN_STATUS).thumbprint().as_bytes();
        encoded(|w| w.array(3).text(OWN).bytes(&signer).bytes(&list))
    };
    let twice = encoded(|w| w.array(2).raw(&held(NOW)).raw(&held(NOW - DAY)));
    assert_eq!(Store::reopen(&state(&[(1, anchor), (4, twice)])).unwrap_err().code(), "duplicate_entry");
}

#[test]
fn the_clock_floor_is_never_below_a_list_that_is_held() {
    let anchor = bstr(&anchor(OWN, "500000", OWN_SIGNER).to_bytes());
    let own = bstr(&sign(own_list(), OWN_SIGNER));
    let without_floor = Store::reopen(&state(&[(1, anchor), (2, own)])).unwrap();
    assert_eq!(without_floor.clock_floor(), Some(time(NOW)));
    // And an honest state comes back as it was.
    let store = store();
    let again = Store::reopen(&store.export()).unwrap();
    assert_eq!((again.export(), again.clock_floor()), (store.export(), store.clock_floor()));
}

#[test]
fn what_a_desk_pins_can_be_exported_and_reopened() {
    let keys = |count: u8| (100..100 + count).map(public).collect::<Vec<_>>();
    let set = SignerSet::new(Object::Anchor, 1, keys(16)).unwrap();
    let store = Store::pin(Anchor::new(OWN, region("500000"), set, 1).unwrap());
    Store::reopen(&store.export()).unwrap();
    assert!(SignerSet::new(Object::Anchor, 1, keys(17)).is_err(), "no reader takes seventeen");
}

#[test]
fn damaged_states_never_panic() {
    let whole = store().export();
    for cut in 0..whole.len() {
        assert!(Store::reopen(&whole[..cut]).is_err(), "{cut}");
    }
    for at in (0..whole.len()).step_by(3) {
        let mut damaged = whole.clone();
        damaged[at] ^= 0x10;
        drop(Store::reopen(&damaged));
    }
}

// ---- Issuing ----

#[test]
fn an_item_named_twice_is_not_issued() {
    let status = StatusRef::new(1, OWN_URI).unwrap();
    let twice = || vec![DraftItem::open(20, "只限零售"), DraftItem::open(20, "批发零售")];
    let nested = DraftItem { label: 20, value: DraftValue::Map(twice()), redact: false };
    let mut permits = draft(OWN_ISSUER, "500000", Vec::new());
    permits.permits = vec![DraftPermit { items: twice(), ..permit(OWN_ISSUER, KIND, OWN_URI) }];
    let drafts = [draft(OWN_ISSUER, "500000", twice()), draft(OWN_ISSUER, "500000", vec![nested]), permits];
    for draft in drafts {
        let issued =
            issue(&draft, enrolled(&key(HOLDER), &draft.issuer), &status, &key(OWN_ISSUE), &mut rng());
        assert!(issued.is_err(), "one of the two was dropped without a word");
    }
}

#[test]
fn what_its_holder_could_not_read_is_not_issued() {
    let status = StatusRef::new(1, OWN_URI).unwrap();
    for decoys in [257, 1024, 100_000] {
        let mut draft = draft(OWN_ISSUER, "500000", Vec::new());
        draft.decoys_to = decoys;
        let issued =
            issue(&draft, enrolled(&key(HOLDER), &draft.issuer), &status, &key(OWN_ISSUE), &mut rng());
        assert!(issued.is_err(), "{decoys}");
    }
    let mut draft = draft(OWN_ISSUER, "500000", Vec::new());
    draft.decoys_to = 256;
    HolderCopy::parse(&issued(&draft, OWN_URI, 1, OWN_ISSUE)).unwrap();
}

/// A key store that signs with another key than it says.
struct Confused(SigningKey, SigningKey);

impl Signer for Confused {
    fn public_key(&self) -> &PublicKey {
        self.0.public_key()
    }

    fn sign(&self, message: &[u8]) -> Result<[u8; 64], SignError> {
        self.1.sign(message)
    }
}

#[test]
fn a_signature_that_does_not_verify_is_not_issued() {
    let store = Confused(key(OWN_ISSUE), key(OWN_STATUS));
    let status = StatusRef::new(1, OWN_URI).unwrap();
    let draft = draft(OWN_ISSUER, "500000", Vec::new());
    assert!(issue(&draft, enrolled(&key(HOLDER), &draft.issuer), &status, &store, &mut rng()).is_err());
    let (iat, exp, shard) = (time(NOW), time(NOW + DAY), &Shard::new());
    let list = StatusListDraft { issuer: OWN_ISSUER, uri: OWN_URI, iat, exp, ttl: None, shard };
    assert!(issue_status_list(&list, &store).is_err());
}

#[test]
fn copies_share_no_status_entry_through_their_permits() {
    let mut draft = draft(OWN_ISSUER, "500000", Vec::new());
    draft.permits = vec![permit(OWN_ISSUER, KIND, OWN_URI)];
    let copy = |holder: u8, index: u64| CopyFor {
        holder_key: enrolled(&key(holder), OWN_ISSUER),
        status: StatusRef::new(index, OWN_URI).unwrap(),
    };
    let both = issue_copies(&draft, vec![copy(30, 1), copy(31, 2)], &key(OWN_ISSUE), &mut rng());
    assert!(both.is_err(), "entry 9 of {OWN_URI} links the two");
    assert!(issue_copies(&draft, vec![copy(30, 1)], &key(OWN_ISSUE), &mut rng()).is_ok());
}

#[test]
fn a_holder_refuses_what_every_checker_would() {
    // Redacted lists inside redacted lists: no object nests deeply, the tree that they make does.
    let mut value = DraftValue::Bool(true);
    for _ in 0..20 {
        value = DraftValue::List(vec![DraftElement { value, redact: true }]);
    }
    let status = StatusRef::new(1, OWN_URI).unwrap();
    let deep = draft(OWN_ISSUER, "500000", vec![DraftItem { label: 20, value, redact: true }]);
    assert!(
        issue(&deep, enrolled(&key(HOLDER), &deep.issuer), &status, &key(OWN_ISSUE), &mut rng()).is_err()
    );
}
