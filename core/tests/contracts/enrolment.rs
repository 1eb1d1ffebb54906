//! Enrolments: every key listed signs once, nobody else does, and all of it answers one issuer's challenge.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test stops at the first surprise"
)]

use zhengzhao::Refusal;
use zhengzhao::act::enrolment::{EnrolledKey, EnrolmentChallenge, EnrolmentDraft, verify};
use zhengzhao::act::{ActError, Nonce, Signed};
use zhengzhao::cose::write_public_key;
use zhengzhao::crypto::{Algorithm, PublicKey, SignError, Signer, SigningKey};
use zhengzhao::issue::{CopyFor, IssueError, issue, issue_copies};
use zhengzhao::limits::MAX_ENROLMENT_KEYS;

use crate::hand::{encoded, map};
use crate::world::{AUTHORITY, ISSUER, NOW, World, enrolled, key, rng, status_ref, time};

const NONCE: [u8; 16] = [3; 16];
const AUD: i64 = 3;
const EXP: i64 = 4;
const IAT: i64 = 6;
const CTI: i64 = 7;
const CNONCE: i64 = 39;
const KEYS: i64 = -70016;

fn challenge() -> EnrolmentChallenge {
    EnrolmentChallenge::new(ISSUER, Nonce::new(NONCE)).unwrap()
}

fn check(bytes: &[u8]) -> Result<Vec<EnrolledKey>, Refusal> {
    verify(bytes, challenge(), time(NOW), 60)
}

fn code(bytes: &[u8]) -> &'static str {
    check(bytes).map_or_else(|refusal| refusal.code(), |_| "enrolled")
}

fn draft() -> EnrolmentDraft {
    EnrolmentDraft { issuer: ISSUER.into(), nonce: Nonce::new(NONCE), iat: time(NOW), exp: time(NOW + 3600) }
}

fn uint(value: u64) -> Vec<u8> {
    encoded(|w| w.uint(value))
}

fn text(value: &str) -> Vec<u8> {
    encoded(|w| w.text(value))
}

fn cose_key(key: &SigningKey) -> Vec<u8> {
    encoded(|w| write_public_key(w, key.public_key()))
}

fn list(elements: &[Vec<u8>]) -> Vec<u8> {
    encoded(|w| elements.iter().fold(w.array(elements.len()), |w, element| w.raw(element)))
}

/// Keys of the algorithms that this build has, by number.
fn keys(count: usize) -> Vec<SigningKey> {
    let secret = |number: usize| {
        let mut secret = [1; 32];
        secret[31] = u8::try_from(number).unwrap();
        secret
    };
    let of = |number: usize| {
        let algorithm = Algorithm::ALL[number % 3];
        SigningKey::from_secret(algorithm, &secret(number))
            .or_else(|_| SigningKey::from_secret(Algorithm::Ed25519, &secret(number)))
            .unwrap()
    };
    (0..count).map(of).collect()
}

/// An enrolment put together by hand.
struct Hand {
    protected: Vec<(i64, Vec<u8>)>,
    claims: Vec<(i64, Vec<u8>)>,
}

impl Hand {
    fn new(listed: &[&SigningKey]) -> Self {
        let keys: Vec<_> = listed.iter().map(|key| cose_key(key)).collect();
        Self {
            protected: vec![(16, text("application/vnd.zz.enrol+cwt"))],
            claims: vec![
                (AUD, text(ISSUER)),
                (EXP, uint(NOW + 3600)),
                (IAT, uint(NOW)),
                (CTI, encoded(|w| w.bytes(&[7; 16]))),
                (CNONCE, encoded(|w| w.bytes(&NONCE))),
                (KEYS, list(&keys)),
            ],
        }
    }

    fn header(mut self, label: i64, value: Vec<u8>) -> Self {
        self.protected.retain(|(own, _)| *own != label);
        self.protected.push((label, value));
        self
    }

    fn claim(mut self, label: i64, value: Vec<u8>) -> Self {
        self = self.without(label);
        self.claims.push((label, value));
        self
    }

    fn without(mut self, label: i64) -> Self {
        self.claims.retain(|(own, _)| *own != label);
        self
    }

    fn signature(&self, key: &SigningKey, header: &[(i64, Vec<u8>)]) -> Vec<u8> {
        let (body, own, payload) = (map(&self.protected), map(header), map(&self.claims));
        let tbs =
            encoded(|w| w.array(5).text("Signature").bytes(&body).bytes(&own).bytes(&[]).bytes(&payload));
        encoded(|w| w.array(3).bytes(&own).raw(&[0xa0]).bytes(&key.sign(&tbs).unwrap()))
    }

    fn with_signatures(&self, signatures: &[Vec<u8>]) -> Vec<u8> {
        let (body, payload) = (map(&self.protected), map(&self.claims));
        encoded(|w| w.tag(98).array(4).bytes(&body).raw(&[0xa0]).bytes(&payload).raw(&list(signatures)))
    }

    fn signed(&self, signers: &[&SigningKey]) -> Vec<u8> {
        let signatures: Vec<_> = signers.iter().map(|key| self.signature(key, &signer(key))).collect();
        self.with_signatures(&signatures)
    }
}

/// The header of one signature.
fn signer(key: &SigningKey) -> Vec<(i64, Vec<u8>)> {
    let key = key.public_key();
    vec![
        (1, encoded(|w| w.int(key.algorithm().cose_id()))),
        (4, encoded(|w| w.bytes(&key.thumbprint().kid()))),
    ]
}

#[test]
fn sixty_four_keys_of_every_algorithm_are_enrolled_in_their_order() {
    for count in [1, 2, 3, 64] {
        let keys = keys(count);
        let signers: Vec<&dyn Signer> = keys.iter().map(|key| key as &dyn Signer).collect();
        let bytes = draft().sign(&signers, [7; 16]).unwrap();
        let references: Vec<_> = keys.iter().collect();
        assert_eq!(
            bytes,
            Hand::new(&references).signed(&references),
            "{count}: the writer writes the format"
        );
        let enrolled = check(&bytes).unwrap();
        let found: Vec<_> = enrolled.iter().map(EnrolledKey::public_key).collect();
        let expected: Vec<_> = keys.iter().map(Signer::public_key).collect();
        assert_eq!(found, expected);
        assert!(enrolled.iter().all(|key| key.issuer() == ISSUER));
        // The order of the signatures is free.
        let mut reversed = references.clone();
        reversed.reverse();
        assert_eq!(code(&Hand::new(&references).signed(&reversed)), "enrolled");
    }
}

#[test]
fn the_number_of_keys_is_bounded() {
    let keys = keys(MAX_ENROLMENT_KEYS + 1);
    let all: Vec<_> = keys.iter().collect();
    assert_eq!(code(&Hand::new(&all).signed(&all[..1])), "cbor_too_large");
    assert_eq!(code(&Hand::new(&all[..64]).signed(&all)), "cbor_too_large", "signatures");
    assert_eq!(code(&Hand::new(&[]).signed(&all[..1])), "cbor_out_of_range");
    assert_eq!(code(&Hand::new(&all[..1]).signed(&[])), "cbor_out_of_range", "signatures");
    let public: Vec<_> = keys.iter().map(|key| key.public_key().clone()).collect();
    for wrong in [&public[..], &[]] {
        let refused = draft().prepare(wrong, [7; 16]).unwrap_err();
        assert!(matches!(refused, ActError::Refused(_)), "{refused}");
    }
    let padded = Hand::new(&all[..1]).claim(AUD, text(&"1".repeat(16 * 1024)));
    assert_eq!(code(&padded.signed(&all[..1])), "too_large");
}

#[test]
fn it_answers_this_issuer_and_this_challenge() {
    let (one, other) = (key(4), key(5));
    let bytes = draft().sign(&[&one], [7; 16]).unwrap();
    let with = |issuer: &str, nonce: [u8; 16]| {
        verify(&bytes, EnrolmentChallenge::new(issuer, Nonce::new(nonce)).unwrap(), time(NOW), 60)
    };
    assert!(with(ISSUER, NONCE).is_ok());
    assert_eq!(with(AUTHORITY, NONCE).unwrap_err().code(), "audience_mismatch");
    assert_eq!(with(AUTHORITY, [4; 16]).unwrap_err().code(), "audience_mismatch", "the order");
    assert_eq!(with(ISSUER, [4; 16]).unwrap_err().code(), "challenge_mismatch");
    // The challenge is compared before any signature is looked at.
    let foreign = Hand::new(&[&one]).claim(CNONCE, encoded(|w| w.bytes(&[4; 16]))).signed(&[&other]);
    assert_eq!(code(&foreign), "challenge_mismatch");
    let malformed = EnrolmentChallenge::new("somebody", Nonce::new(NONCE)).unwrap_err();
    assert_eq!(malformed.code(), "claim_invalid");
    assert!(!format!("{:?}", challenge()).contains("3, 3"), "a nonce is not printed");
}

#[test]
fn every_key_listed_signs_once_and_nobody_else() {
    let [one, two, other] = [key(4), key(5), key(6)];
    let both = Hand::new(&[&one, &two]);
    assert_eq!(code(&both.signed(&[&one, &two])), "enrolled");
    assert_eq!(code(&both.signed(&[&one])), "key_not_proven");
    assert_eq!(code(&both.signed(&[&two])), "key_not_proven");
    assert_eq!(code(&both.signed(&[&one, &two, &other])), "key_not_listed");
    assert_eq!(code(&both.signed(&[&other])), "key_not_listed");
    assert_eq!(code(&both.signed(&[&one, &two, &two])), "key_repeated");
    assert_eq!(code(&both.signed(&[&one, &one])), "key_repeated");
    assert_eq!(code(&Hand::new(&[&one, &one]).signed(&[&one])), "key_repeated", "listed twice");
    assert_eq!(code(&Hand::new(&[&one, &two, &one]).signed(&[&one, &two])), "key_repeated");
    let twice = [one.public_key().clone(), one.public_key().clone()];
    let refused = draft().prepare(&twice, [7; 16]).unwrap_err();
    assert!(matches!(refused, ActError::Refused(Refusal::KeyRepeated { .. })), "{refused}");
}

#[test]
fn a_signature_counts_under_the_key_that_its_kid_names() {
    let [one, two] = [key(4), key(5)];
    let hand = Hand::new(&[&one, &two]);
    // Each key's signature under the other's kid.
    let crossed =
        hand.with_signatures(&[hand.signature(&one, &signer(&two)), hand.signature(&two, &signer(&one))]);
    assert_eq!(code(&crossed), "holder_signature_invalid");
    // A signature over another payload, and one whose header is not the signed one.
    let elsewhere = Hand::new(&[&one, &two]).claim(CTI, encoded(|w| w.bytes(&[8; 16])));
    let moved = [hand.signature(&one, &signer(&one)), elsewhere.signature(&two, &signer(&two))];
    assert_eq!(code(&hand.with_signatures(&moved)), "holder_signature_invalid");
    let mut legacy = signer(&one);
    legacy[0].1 = encoded(|w| w.int(-8));
    let legacy = [hand.signature(&one, &legacy), hand.signature(&two, &signer(&two))];
    assert_eq!(code(&hand.with_signatures(&legacy)), "holder_algorithm_mismatch");
}

#[test]
fn times_bound_it() {
    let one = key(4);
    let hand = |iat: u64, exp: u64| {
        code(&Hand::new(&[&one]).claim(IAT, uint(iat)).claim(EXP, uint(exp)).signed(&[&one]))
    };
    assert_eq!(hand(NOW, NOW + 3600), "enrolled");
    assert_eq!(hand(NOW, NOW + 3601), "act_lifetime_too_long");
    assert_eq!(hand(NOW, NOW), "times_inconsistent");
    assert_eq!(hand(NOW - 60, NOW), "act_expired");
    assert_eq!(hand(NOW - 60, NOW + 1), "enrolled");
    assert_eq!(hand(NOW + 60, NOW + 61), "enrolled");
    assert_eq!(hand(NOW + 61, NOW + 62), "act_in_future");
    let early = Hand::new(&[&one]).claim(IAT, uint(NOW + 301)).signed(&[&one]);
    let with = |skew| verify(&early, challenge(), time(NOW), skew).map(drop);
    assert_eq!(with(u64::MAX).unwrap_err().code(), "act_in_future", "at most 300 s of skew");
    assert_eq!(verify(&early, challenge(), time(NOW + 1), 300).map(drop), Ok(()));
}

#[test]
fn claims_and_headers_are_closed_lists() {
    let one = key(4);
    let signed = |hand: Hand| code(&hand.signed(&[&one]));
    let hand = || Hand::new(&[&one]);
    for label in [AUD, EXP, IAT, CTI, CNONCE, KEYS] {
        assert_eq!(signed(hand().without(label)), "claim_missing", "{label}");
    }
    for label in [1, 2, 5, 8, 11, 65535, -70001, -70011, -70012, -70014, 99] {
        assert_eq!(signed(hand().claim(label, uint(1))), "claim_not_allowed", "{label}");
    }
    assert_eq!(signed(hand().claim(AUD, text("any"))), "claim_invalid");
    assert_eq!(signed(hand().claim(AUD, text(&ISSUER.to_lowercase()))), "claim_invalid");
    assert_eq!(signed(hand().claim(CNONCE, encoded(|w| w.bytes(&[3; 15])))), "cbor_out_of_range");
    assert_eq!(signed(hand().claim(CTI, encoded(|w| w.bytes(&[7; 17])))), "cbor_out_of_range");
    assert_eq!(signed(hand().claim(KEYS, uint(1))), "cbor_unexpected_type");
    for typ in
        [uint(293), uint(294), text("application/vnd.zz.trust+cwt"), text("application/vnd.zz.seal+cwt")]
    {
        assert_eq!(signed(hand().header(16, typ)), "wrong_typ");
    }
    assert_eq!(signed(hand().header(13, encoded(|w| w.bytes(&[1; 40])))), "header_not_allowed", "kcwt");
    for (label, value) in [(1, encoded(|w| w.int(-19))), (4, encoded(|w| w.bytes(&[1; 8]))), (170, uint(1))] {
        assert_eq!(signed(hand().header(label, value)), "header_not_allowed", "{label}");
    }
    let with_kcwt = [signer(&one), vec![(13, encoded(|w| w.bytes(&[1; 40])))]].concat();
    let bytes = hand().with_signatures(&[hand().signature(&one, &with_kcwt)]);
    assert_eq!(code(&bytes), "header_not_allowed", "kcwt of a signature");
    let mut sign1 = hand().signed(&[&one]);
    sign1.splice(0..2, [0xd2]);
    assert_eq!(code(&sign1), "wrong_cose_tag");
}

#[test]
fn keys_are_tested_to_the_last() {
    let one = key(4);
    let with = |key: Vec<u8>| code(&Hand::new(&[&one]).claim(KEYS, list(&[key])).signed(&[&one]));
    let ed25519 = |x: &[u8]| map(&[(1, uint(1)), (-1, uint(6)), (-2, encoded(|w| w.bytes(x)))]);
    let x = *one.public_key().coordinates().0;
    assert_eq!(with(ed25519(&x)), "enrolled");
    let torsioned = torsioned();
    let untested = PublicKey::ed25519_torsion_untested(&torsioned).unwrap();
    assert_eq!(with(ed25519(&torsioned)), "key_invalid");
    let refused = draft().prepare(&[untested], [7; 16]).unwrap_err();
    assert!(matches!(refused, ActError::Refused(Refusal::KeyInvalid { .. })), "{refused}");
    let mut neutral = [0; 32];
    neutral[0] = 1;
    assert_eq!(with(ed25519(&neutral)), "key_invalid");
    assert_eq!(with(ed25519(&[2; 32])), "key_invalid");
    assert_eq!(with(ed25519(&x[..31])), "key_invalid");
    let legacy =
        map(&[(1, uint(1)), (-1, uint(6)), (-2, encoded(|w| w.bytes(&x))), (3, encoded(|w| w.int(-8)))]);
    assert_eq!(with(legacy), "key_invalid", "only trust lists pin a legacy number");
    let secret = map(&[(1, uint(1)), (-1, uint(6)), (-2, encoded(|w| w.bytes(&x))), (-4, uint(1))]);
    assert_eq!(with(secret), "key_invalid");
    let unknown = map(&[
        (1, uint(2)),
        (-1, uint(2)),
        (-2, encoded(|w| w.bytes(&[0; 48]))),
        (-3, encoded(|w| w.bool(true))),
    ]);
    assert_eq!(with(unknown), "key_invalid");
}

/// The key 4 mirrored, plus the point of order 2: −(x, y) + (0, −1) = (x, −y), so x stays and y becomes p − y.
fn torsioned() -> [u8; 32] {
    let own = *key(4).public_key().coordinates().0;
    let mut p = [0xff_u8; 32];
    (p[0], p[31]) = (0xed, 0x7f);
    let (mut sum, mut borrow) = ([0_u8; 32], 0_i16);
    for index in 0..32 {
        let byte = if index == 31 { own[31] & 0x7f } else { own[index] };
        let difference = i16::from(p[index]) - i16::from(byte) - borrow;
        borrow = i16::from(difference < 0);
        sum[index] = u8::try_from(difference.rem_euclid(256)).unwrap();
    }
    sum[31] |= own[31] & 0x80;
    sum
}

#[test]
fn a_key_store_may_sign_elsewhere_in_either_form() {
    let keys = keys(3);
    let public: Vec<_> = keys.iter().map(|key| key.public_key().clone()).collect();
    let to_sign = draft().prepare(&public, [7; 16]).unwrap();
    let raw: Vec<_> = keys.iter().zip(to_sign.bytes()).map(|(key, bytes)| key.sign(bytes).unwrap()).collect();
    let der: Vec<_> = raw.iter().map(der).collect();
    let forms: Vec<_> = public
        .iter()
        .zip(raw.iter().zip(&der))
        .map(|(key, (raw, der))| match key.algorithm() {
            Algorithm::Ed25519 => Signed::Raw(*raw),
            _ => Signed::Der(der),
        })
        .collect();
    let plain: Vec<_> = raw.iter().map(|raw| Signed::Raw(*raw)).collect();
    let bytes = to_sign.clone().finish(&forms).unwrap();
    assert_eq!(bytes, to_sign.clone().finish(&plain).unwrap());
    assert_eq!(code(&bytes), "enrolled");
    let missing = to_sign.clone().finish(&plain[..2]).unwrap_err();
    assert_eq!(missing, ActError::Sign(SignError::Failed));
    let swapped = [plain[0], plain[0], plain[2]];
    assert_eq!(to_sign.clone().finish(&swapped).unwrap_err(), ActError::Sign(SignError::Failed));
    let no_der = [Signed::Der(&der[0]), plain[1], plain[2]];
    assert_eq!(to_sign.finish(&no_der).unwrap_err(), ActError::Sign(SignError::Failed));
}

/// `SEQUENCE { r INTEGER, s INTEGER }`.
fn der(raw: &[u8; 64]) -> Vec<u8> {
    let integer = |half: &[u8]| {
        let mut bytes: Vec<u8> = half.iter().copied().skip_while(|byte| *byte == 0).collect();
        if bytes[0] >= 0x80 {
            bytes.insert(0, 0);
        }
        [&[0x02, u8::try_from(bytes.len()).unwrap()], &bytes[..]].concat()
    };
    let both = [integer(&raw[..32]), integer(&raw[32..])].concat();
    [&[0x30, u8::try_from(both.len()).unwrap()], &both[..]].concat()
}

#[test]
fn a_certificate_is_issued_only_where_its_key_was_enrolled() {
    let world = World::new();
    let draft = world.draft(Vec::new());
    let elsewhere = enrolled(&world.holder, AUTHORITY);
    let issued = issue(&draft, elsewhere, &status_ref(1), &world.issuer, &mut rng(1));
    assert_eq!(issued.unwrap_err(), IssueError::EnrolledElsewhere);
    let midnight = time(NOW - 8 * 3600);
    let days = zhengzhao::issue::Draft { iat: midnight, nbf: midnight, exp: None, ..draft };
    let copy = |secret: u8, index: u64, issuer: &str| CopyFor {
        holder_key: enrolled(&key(secret), issuer),
        status: status_ref(index),
    };
    let issue_both =
        |copies| issue_copies(&days, copies, &world.issuer, &mut rng(1)).map(|issued| issued.len());
    assert_eq!(issue_both(vec![copy(4, 1, ISSUER), copy(5, 2, ISSUER)]), Ok(2));
    let mixed = vec![copy(4, 1, ISSUER), copy(5, 2, AUTHORITY)];
    assert_eq!(issue_both(mixed).unwrap_err(), IssueError::EnrolledElsewhere);
    // One key may be enrolled anew, yet copies under it could be linked.
    let same = vec![copy(4, 1, ISSUER), copy(4, 2, ISSUER)];
    assert_eq!(issue_both(same).unwrap_err(), IssueError::HolderKeyRepeated);
}

/// A build without the algorithm cannot say whether the key signed.
#[cfg(not(feature = "p256"))]
#[test]
fn a_key_of_a_missing_algorithm_is_not_enrolled() {
    let one = key(4);
    let foreign = PublicKey::p256(&[1; 32], &[2; 32]).unwrap();
    let hand = Hand::new(&[&one]).claim(KEYS, list(&[encoded(|w| write_public_key(w, &foreign))]));
    let header = [
        (1, encoded(|w| w.int(foreign.algorithm().cose_id()))),
        (4, encoded(|w| w.bytes(&foreign.thumbprint().kid()))),
    ];
    let bytes = hand.with_signatures(&[hand.signature(&one, &header)]);
    assert_eq!(code(&bytes), "holder_algorithm_unavailable");
}
