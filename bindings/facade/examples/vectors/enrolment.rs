//! Enrolments: proof of possession of 1 to 64 keys, in answer to one issuer's challenge.

use crate::book::{Book, Bytes, Vector, vector};
use crate::scene::{NOW, Scene, cose_key, signer_header};
use crate::tree::{Tree, bytes, done, int, label, text, uint};
use zhengzhao::cbor::Writer;
use zhengzhao::crypto::{Algorithm, Signer, SigningKey};
use zhengzhao_facade::sample;

const ALG: i64 = 1;
const KCWT: i64 = 13;
const TYP: i64 = 16;
const AUD: i64 = 3;
const EXP: i64 = 4;
const IAT: i64 = 6;
const CTI: i64 = 7;
const CNONCE: i64 = 39;
const KEYS: i64 = -70016;

const NONCE: [u8; 16] = *b"a fixed nonce!!!";

/// An enrolment before it is signed, to be changed at will.
#[derive(Clone)]
struct Draft {
    tag: u64,
    protected: Tree,
    payload: Tree,
    unprotected: Tree,
}

impl Draft {
    fn new(issuer: &str, listed: &[&SigningKey]) -> Self {
        let mut protected = Tree::Map(Vec::new());
        protected.set(TYP, text("application/vnd.zz.enrol+cwt"));
        let mut payload = Tree::Map(Vec::new());
        payload.set(AUD, text(issuer)).set(EXP, uint(NOW + 600)).set(IAT, uint(NOW));
        payload.set(CTI, bytes(b"an enrolment 001")).set(CNONCE, bytes(&NONCE));
        payload.set(KEYS, Tree::List(listed.iter().map(|key| cose_key(key)).collect()));
        Self { tag: 98, protected, payload, unprotected: Tree::Map(Vec::new()) }
    }

    fn claim(mut self, number: i64, value: Tree) -> Self {
        self.payload.set(number, value);
        self
    }

    fn header(mut self, number: i64, value: Tree) -> Self {
        self.protected.set(number, value);
        self
    }

    fn signature(&self, key: &SigningKey, header: &Tree) -> Tree {
        let own = header.encode();
        let mut tbs = Writer::new();
        tbs.array(5).text("Signature").bytes(&self.protected.encode()).bytes(&own);
        tbs.bytes(&[]).bytes(&self.payload.encode());
        let signature = key.sign(&tbs.into_bytes()).expect("signed");
        Tree::List(vec![bytes(&own), Tree::Map(Vec::new()), bytes(&signature)])
    }

    fn around(&self, signatures: Vec<Tree>) -> Vec<u8> {
        let mut writer = Writer::new();
        writer.tag(self.tag).array(4).bytes(&self.protected.encode()).raw(&self.unprotected.encode());
        writer.bytes(&self.payload.encode()).raw(&Tree::List(signatures).encode());
        writer.into_bytes()
    }

    fn sign(&self, signers: &[&SigningKey]) -> Vec<u8> {
        self.around(signers.iter().map(|key| self.signature(key, &signer_header(key))).collect())
    }
}

struct Cast {
    issuer: &'static str,
    ed25519: SigningKey,
    esp256: SigningKey,
    sm2: SigningKey,
    stranger: SigningKey,
}

impl Cast {
    fn draft(&self) -> Draft {
        Draft::new(self.issuer, &self.keys())
    }

    fn keys(&self) -> [&SigningKey; 3] {
        [&self.ed25519, &self.esp256, &self.sm2]
    }

    /// An enrolment with one difference, signed by every key that the sound one lists.
    fn changed(&self, change: impl FnOnce(Draft) -> Draft) -> Vec<u8> {
        change(self.draft()).sign(&self.keys())
    }
}

fn thumbprints(keys: &[&SigningKey]) -> Vec<String> {
    keys.iter().map(|key| hex::encode(key.public_key().thumbprint().as_bytes())).collect()
}

pub(crate) fn book(scene: &Scene) -> Book {
    let key = |algorithm, name: &str| sample::key(algorithm, &format!("林小满 enrolment {name}"));
    let cast = Cast {
        issuer: scene.world.chengdu_police.id,
        ed25519: key(Algorithm::Ed25519, "1"),
        esp256: key(Algorithm::Esp256, "2"),
        sm2: key(Algorithm::Sm2, "3"),
        stranger: key(Algorithm::Ed25519, "stranger"),
    };
    let mut book = Book::new("enrolment", "Enrolments: every key listed signs once, nobody else does.");
    book.keep("three", cast.draft().sign(&cast.keys()));
    accepted(&cast, &mut book);
    bound_to_the_challenge(scene, &cast, &mut book);
    keys(&cast, &mut book);
    signatures(&cast, &mut book);
    times(&cast, &mut book);
    form(&cast, &mut book);
    book
}

fn accepted(cast: &Cast, book: &mut Book) {
    let issuer = cast.issuer;
    book.add(
        vector("enrolled_three", "Three keys of the three algorithms, each of which signed.")
            .traps(&[32])
            .enrol("three", issuer, NONCE)
            .enrolled(&thumbprints(&cast.keys())),
    );
    for (name, key) in ["ed25519", "esp256", "sm2"].into_iter().zip(cast.keys()) {
        book.add(
            vector(format!("enrolled_{name}"), "One key.")
                .enrol(Draft::new(issuer, &[key]).sign(&[key]), issuer, NONCE)
                .enrolled(&thumbprints(&[key])),
        );
    }
    let [one, two, three] = cast.keys();
    book.add(
        vector(
            "enrolled_signed_in_another_order",
            "The order of the signatures is free; the keys come as listed.",
        )
        .enrol(cast.draft().sign(&[three, one, two]), issuer, NONCE)
        .enrolled(&thumbprints(&cast.keys())),
    );
    let many = many(64);
    let many: Vec<_> = many.iter().collect();
    book.add(
        vector("enrolled_sixty_four", "64 keys, as many as there may be.")
            .enrol(Draft::new(issuer, &many).sign(&many), issuer, NONCE)
            .enrolled(&thumbprints(&many)),
    );
}

fn many(count: usize) -> Vec<SigningKey> {
    let algorithms = Algorithm::ALL.iter().cycle();
    let key = |(number, algorithm): (usize, &Algorithm)| {
        sample::key(*algorithm, &format!("林小满 enrolment of many {number}"))
    };
    (0..count).zip(algorithms).map(key).collect()
}

/// A vector that differs from `enrolled_three`.
fn unlike(name: &str, about: &str, difference: &str) -> Vector {
    vector(name, about).from("enrolled_three", difference)
}

fn bound_to_the_challenge(scene: &Scene, cast: &Cast, book: &mut Book) {
    let about = "An enrolment is for one issuer and answers one challenge.";
    let other = scene.world.chongqing_police.id;
    book.add(
        unlike("enrolment_for_another_issuer", about, "Another issuer verifies it.")
            .traps(&[5])
            .enrol("three", other, NONCE)
            .refused("audience_mismatch"),
    );
    let named = cast.changed(|draft| draft.claim(AUD, text(other)));
    book.add(
        unlike("enrolment_naming_another_issuer", about, "It names another issuer.")
            .traps(&[5])
            .enrol(named, cast.issuer, NONCE)
            .refused("audience_mismatch"),
    );
    book.add(
        unlike("enrolment_repeated", about, "It is shown for a later challenge of the same issuer.")
            .enrol("three", cast.issuer, *b"another nonce!!!")
            .refused("challenge_mismatch"),
    );
    let stale = cast.changed(|draft| draft.claim(CNONCE, bytes(b"another nonce!!!")));
    book.add(
        unlike("enrolment_answering_another_challenge", about, "It answers another challenge.")
            .enrol(stale, cast.issuer, NONCE)
            .refused("challenge_mismatch"),
    );
    let mut near = NONCE;
    near[15] ^= 1;
    book.add(
        unlike("enrolment_answering_a_challenge_one_bit_away", about, "One bit of the nonce differs.")
            .enrol("three", cast.issuer, near)
            .refused("challenge_mismatch"),
    );
}

fn keys(cast: &Cast, book: &mut Book) {
    let [one, two, three] = cast.keys();
    let mut bad = |name: &str, traps: &[u8], difference: &str, object: Vec<u8>, code| {
        let about = "Every key listed signs once, and no other key does.";
        book.add(
            unlike(name, about, difference).traps(traps).enrol(object, cast.issuer, NONCE).refused(code),
        );
    };
    let draft = cast.draft();
    bad(
        "enrolment_with_a_key_that_did_not_sign",
        &[32],
        "The second key did not sign.",
        draft.sign(&[one, three]),
        "key_not_proven",
    );
    bad(
        "enrolment_signed_by_the_first_only",
        &[32],
        "Only the first key signed.",
        draft.sign(&[one]),
        "key_not_proven",
    );
    bad(
        "enrolment_signed_by_a_stranger_too",
        &[32],
        "A key that is not listed signed as well.",
        draft.sign(&[one, two, three, &cast.stranger]),
        "key_not_listed",
    );
    bad(
        "enrolment_signed_by_a_stranger_instead",
        &[32],
        "A key that is not listed signed in place of the first.",
        draft.sign(&[&cast.stranger, two, three]),
        "key_not_listed",
    );
    bad(
        "enrolment_signed_twice",
        &[32],
        "The first key signed twice.",
        draft.sign(&[one, one, two, three]),
        "key_repeated",
    );
    let listed = Tree::List([one, two, three, one].map(cose_key).to_vec());
    bad(
        "enrolment_listing_a_key_twice",
        &[32],
        "The first key is listed twice.",
        cast.changed(|draft| draft.claim(KEYS, listed)),
        "key_repeated",
    );
    bad(
        "enrolment_of_no_key",
        &[],
        "No key is listed.",
        cast.changed(|draft| draft.claim(KEYS, Tree::List(Vec::new()))),
        "cbor_out_of_range",
    );
    let many = many(65);
    let many: Vec<_> = many.iter().collect();
    bad(
        "enrolment_of_sixty_five",
        &[],
        "65 keys are listed, each of which signed.",
        Draft::new(cast.issuer, &many).sign(&many),
        "cbor_too_large",
    );
    let with = |key: Tree| cast.changed(|draft| draft.claim(KEYS, Tree::List(vec![key])));
    let ed25519 = |x: &[u8]| Tree::Map(vec![(label(1), int(1)), (label(-1), int(6)), (label(-2), bytes(x))]);
    let mut neutral = [0; 32];
    neutral[0] = 1;
    let points: [(&str, &str, &[u8]); 4] = [
        ("torsioned", "has a torsion part", &crate::trust_keys::torsioned()),
        ("neutral", "is the neutral point", &neutral),
        ("off_the_curve", "is no point of the curve", &[2; 32]),
        ("of_31_bytes", "has 31 bytes", &[9; 31]),
    ];
    for (name, is, point) in points {
        let difference = format!("The key {is}.");
        bad(&format!("enrolment_of_a_key_{name}"), &[37], &difference, with(ed25519(point)), "key_invalid");
    }
    let mut legacy = cose_key(one);
    legacy.put(label(3), int(-8));
    let listed = Tree::List(vec![legacy, cose_key(two), cose_key(three)]);
    bad(
        "enrolment_of_a_key_that_pins_legacy",
        &[2],
        "The first key states the legacy algorithm -8.",
        cast.changed(|draft| draft.claim(KEYS, listed)),
        "key_invalid",
    );
}

fn signatures(cast: &Cast, book: &mut Book) {
    let [one, two, three] = cast.keys();
    let mut bad = |name: &str, traps: &[u8], difference: &str, object: Vec<u8>, code| {
        let about = "Each signature verifies under the listed key that its kid names.";
        book.add(
            unlike(name, about, difference).traps(traps).enrol(object, cast.issuer, NONCE).refused(code),
        );
    };
    let draft = cast.draft();
    let sound = |key: &SigningKey| draft.signature(key, &signer_header(key));
    let mut altered = sound(three);
    let last = altered.element(2);
    let Tree::Raw(signature) = last else { panic!("a byte string") };
    *signature.last_mut().expect("a byte") ^= 1;
    bad(
        "enrolment_with_a_signature_altered",
        &[],
        "A bit of the last signature differs.",
        draft.around(vec![sound(one), sound(two), altered]),
        "holder_signature_invalid",
    );
    let other = Draft::new(cast.issuer, &[one, two]).claim(CNONCE, bytes(b"another nonce!!!"));
    bad(
        "enrolment_with_a_signature_of_another",
        &[],
        "The first signature was made for another enrolment.",
        draft.around(vec![other.signature(one, &signer_header(one)), sound(two), sound(three)]),
        "holder_signature_invalid",
    );
    bad(
        "enrolment_signed_under_the_kid_of_another",
        &[4],
        "A stranger's signature bears the first key's kid.",
        draft.around(vec![draft.signature(&cast.stranger, &signer_header(one)), sound(two), sound(three)]),
        "holder_signature_invalid",
    );
    let mut legacy = signer_header(one);
    done(legacy.set(ALG, int(-8)));
    bad(
        "enrolment_signed_under_a_legacy_number",
        &[2],
        "The first signature states the legacy algorithm -8.",
        draft.around(vec![draft.signature(one, &legacy), sound(two), sound(three)]),
        "holder_algorithm_mismatch",
    );
    let mut crossed = signer_header(two);
    done(crossed.set(ALG, int(Algorithm::Sm2.cose_id())));
    bad(
        "enrolment_signed_under_another_algorithm",
        &[2],
        "The second signature, of a P-256 key, states SM2.",
        draft.around(vec![sound(one), draft.signature(two, &crossed), sound(three)]),
        "holder_algorithm_mismatch",
    );
    bad(
        "enrolment_without_signatures",
        &[],
        "There is no signature.",
        draft.around(Vec::new()),
        "cbor_out_of_range",
    );
}

fn times(cast: &Cast, book: &mut Book) {
    let at = |iat: u64, exp: u64| cast.changed(|draft| draft.claim(IAT, uint(iat)).claim(EXP, uint(exp)));
    let mut good = |name: &str, about: &str, enrolment: Bytes, now: u64| {
        let shown = vector(name, about).at(now).enrol(enrolment, cast.issuer, NONCE);
        book.add(shown.traps(&[30]).enrolled(&thumbprints(&cast.keys())));
    };
    good("enrolled_in_the_last_second", "An enrolment counts until its end.", "three".into(), NOW + 599);
    good(
        "enrolled_a_minute_ahead",
        "The issuer's clock may be behind by the skew.",
        "three".into(),
        NOW - 60,
    );
    good("enrolled_for_an_hour", "An hour is not too long.", at(NOW, NOW + 3600).into(), NOW);
    let mut bad = |name: &str, difference: &str, enrolment: Bytes, now: u64, code| {
        let about = "An enrolment lives for an hour at most, and the skew is for its beginning only.";
        let shown = unlike(name, about, difference).at(now).enrol(enrolment, cast.issuer, NONCE);
        book.add(shown.traps(&[30]).refused(code));
    };
    bad("enrolment_expired", "Its end has come.", "three".into(), NOW + 600, "act_expired");
    bad(
        "enrolment_from_the_future",
        "It was made 61 seconds ahead.",
        "three".into(),
        NOW - 61,
        "act_in_future",
    );
    let long = at(NOW, NOW + 3601);
    bad(
        "enrolment_for_too_long",
        "It lives for an hour and a second.",
        long.into(),
        NOW,
        "act_lifetime_too_long",
    );
    let empty = at(NOW, NOW);
    bad("enrolment_that_ends_as_it_begins", "exp is iat.", empty.into(), NOW, "times_inconsistent");
}

fn form(cast: &Cast, book: &mut Book) {
    let mut bad = |name: &str, traps: &[u8], difference: &str, object: Vec<u8>, code| {
        let about = "Claims and headers are closed lists.";
        book.add(
            unlike(name, about, difference).traps(traps).enrol(object, cast.issuer, NONCE).refused(code),
        );
    };
    for (name, typ) in [
        ("certificate", uint(293)),
        ("presentation", uint(294)),
        ("trust_list", text("application/vnd.zz.trust+cwt")),
        ("mandate", text("application/vnd.zz.mandate+cwt")),
        ("seal", text("application/vnd.zz.seal+cwt")),
    ] {
        let difference = format!("typ is that of: {}.", name.replace('_', " "));
        let object = cast.changed(|draft| draft.header(TYP, typ));
        bad(&format!("enrolment_stating_{name}"), &[9], &difference, object, "wrong_typ");
    }
    let object = cast.changed(|draft| Draft { tag: 18, ..draft });
    bad("enrolment_tagged_as_one_signature", &[3], "The tag is 18.", object, "wrong_cose_tag");
    for (name, number, value, what) in [
        ("kcwt", KCWT, bytes(b"an object"), "carries something in kcwt"),
        ("alg", ALG, int(-19), "states an algorithm for the whole"),
        ("kid", 4, bytes(&[0; 8]), "names a key for the whole"),
    ] {
        let difference = format!("Its header {what}.");
        let object = cast.changed(|draft| draft.header(number, value));
        bad(&format!("enrolment_with_{name}"), &[], &difference, object, "header_not_allowed");
    }
    let mut unprotected = Tree::Map(Vec::new());
    unprotected.set(4, bytes(&[0; 8]));
    let object = cast.changed(|draft| Draft { unprotected, ..draft });
    bad(
        "enrolment_with_unprotected_kid",
        &[],
        "A kid stands unprotected.",
        object,
        "unprotected_not_allowed",
    );
    for (name, number) in
        [("aud", AUD), ("exp", EXP), ("iat", IAT), ("cti", CTI), ("nonce", CNONCE), ("keys", KEYS)]
    {
        let difference = format!("There is no {name}.");
        let object = cast.changed(|mut draft| {
            draft.payload.remove(number);
            draft
        });
        bad(&format!("enrolment_without_{name}"), &[], &difference, object, "claim_missing");
    }
    for (name, number, value) in [
        ("iss", 1, text(cast.issuer)),
        ("sub", 2, text("x")),
        ("nbf", 5, uint(NOW)),
        ("profile", -70001, uint(1)),
        ("purpose", -70011, text("x")),
    ] {
        let difference = format!("There is also {name}.");
        let object = cast.changed(|draft| draft.claim(number, value));
        bad(&format!("enrolment_with_{name}"), &[], &difference, object, "claim_not_allowed");
    }
    let object = cast.changed(|draft| draft.claim(AUD, text("any")));
    bad("enrolment_for_anybody", &[], "It is for \"any\".", object, "claim_invalid");
    let large = cast.changed(|draft| draft.claim(CTI, bytes(&[0; 16 * 1024])));
    bad("enrolment_too_large", &[], "cti has 16 KiB.", large, "too_large");
}
