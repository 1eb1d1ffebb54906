//! The three algorithms, legacy numbers that a list pins, and algorithms that nobody here knows.

use crate::book::{Book, vector};
use crate::licences::with_desk;
use crate::scene::{ALG, Desk, KID, Parts, Scene, TRUST, list_payload, sign_list};
use crate::tree::{Tree, bytes, int, label, raw};
use zhengzhao::crypto::{Signer as _, SigningKey};
use zhengzhao::issue::TrustListDraft;
use zhengzhao::trust::{IssuerKey, KeyUse};

pub(crate) fn book(scene: &Scene) -> Book {
    let mut book = with_desk(scene, "algorithms", "Algorithms of signatures.");
    legacy(scene, &mut book);
    p256(scene, &mut book);
    sm2(scene, &mut book);
    compromised(scene, &mut book);
    unknown(scene, &mut book);
    book
}

/// The same message with another `alg`, signed by `key`.
fn with_alg(bytes: &[u8], alg: i64, key: &SigningKey) -> Vec<u8> {
    let mut parts = Parts::of(bytes);
    parts.protected.set(ALG, int(alg));
    parts.sign(key)
}

fn legacy(scene: &Scene, book: &mut Book) {
    let world = &scene.world;
    let pinned = |key: &SigningKey| {
        IssuerKey::new(key.public_key().clone(), KeyUse::Issue, world.dates())
            .with_legacy_algorithm()
            .expect("has one")
    };
    let (market, police) = (&world.chongqing_market.issue_key, &world.chongqing_police.issue_key);
    let pack = scene.desk_with_own(|draft| {
        draft.issuers[0].keys[0] = pinned(market);
        draft.issuers[1].keys[0] = pinned(police);
    });
    book.keep("legacy", pack.pack());
    let (food, eid) = (scene.food(), scene.eid().show_all());
    book.add(
        vector("pinned_to_-8", "A list may pin a key to the legacy number -8.")
            .traps(&[2])
            .desk("legacy")
            .verify(with_alg(&food, -8, market))
            .verified(),
    );
    book.add(
        vector("pinned_to_-7", "A list may pin a key to the legacy number -7.")
            .traps(&[2])
            .desk("legacy")
            .verify(with_alg(&eid, -7, police))
            .verified(),
    );
    let bad = |name: &str, sibling: &str, difference: &str| {
        vector(name, format!("A pinned number is the only one. {difference}"))
            .traps(&[2])
            .from(sibling, difference)
    };
    book.add(
        bad("not_pinned_to_-8", "pinned_to_-8", "The list does not pin the key to -8.")
            .desk("desk")
            .verify(with_alg(&food, -8, market))
            .refused("algorithm_mismatch"),
    );
    book.add(
        bad("not_pinned_to_-7", "pinned_to_-7", "The list does not pin the key to -7.")
            .desk("desk")
            .verify(with_alg(&eid, -7, police))
            .refused("algorithm_mismatch"),
    );
    book.add(
        bad(
            "pinned_and_stating_-19",
            "pinned_to_-8",
            "The header states -19 though the key is pinned to -8.",
        )
        .desk("legacy")
        .verify(food.clone())
        .refused("algorithm_mismatch"),
    );
    book.add(
        bad(
            "pinned_to_the_number_of_another",
            "pinned_to_-8",
            "The header states -7, the other legacy number.",
        )
        .desk("legacy")
        .verify(with_alg(&food, -7, market))
        .refused("algorithm_mismatch"),
    );
}

/// n − S, most significant byte first.
pub(crate) fn negated(signature: &[u8; 64]) -> [u8; 64] {
    const N: [u8; 32] = [
        0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xbc, 0xe6, 0xfa,
        0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51,
    ];
    let mut other = *signature;
    let mut borrow = 0;
    for index in (0..32).rev() {
        let difference = i16::from(N[index]) - i16::from(signature[32 + index]) - borrow;
        borrow = i16::from(difference < 0);
        other[32 + index] = u8::try_from(difference.rem_euclid(256)).expect("a byte");
    }
    other
}

fn p256(scene: &Scene, book: &mut Book) {
    let police = &scene.world.chongqing_police.issue_key;
    let eid = scene.eid().show_all();
    let parts = Parts::of(&eid);
    let signature = parts.signature();
    book.add(
        vector("p256_other_s", "Of S and n - S both are accepted: phone key stores make either.")
            .traps(&[36])
            .desk("desk")
            .verify(parts.with_signature(&negated(&signature)))
            .verified(),
    );
    let bad = |name: &str, traps: &[u8], difference: &str, object: Vec<u8>, code| {
        vector(name, format!("A signature of P-256 is r and s of 32 bytes each. {difference}"))
            .traps(traps)
            .from("eid", difference)
            .desk("desk")
            .verify(object)
            .refused(code)
    };
    let half = |r: &[u8], s: &[u8]| parts.with_signature(&[r, s].concat());
    book.add(bad("p256_r_zero", &[36], "r is zero.", half(&[0; 32], &signature[32..]), "signature_invalid"));
    book.add(bad("p256_s_zero", &[36], "s is zero.", half(&signature[..32], &[0; 32]), "signature_invalid"));
    book.add(bad(
        "p256_r_too_large",
        &[36],
        "r is 2^256 - 1.",
        half(&[0xff; 32], &signature[32..]),
        "signature_invalid",
    ));
    book.add(bad(
        "p256_halves_swapped",
        &[36],
        "r and s are swapped.",
        half(&signature[32..], &signature[..32]),
        "signature_invalid",
    ));
    let der = [&[0x30, 0x44, 2, 0x20][..], &signature[..32], &[2, 0x20], &signature[32..]].concat();
    book.add(bad(
        "p256_der",
        &[36],
        "The signature is DER.",
        parts.with_signature(&der),
        "cbor_out_of_range",
    ));
    for alg in [-7, -19, -35, -70_101] {
        let object = with_alg(&eid, alg, police);
        book.add(bad(
            &format!("p256_stating_{alg}"),
            &[2],
            &format!("alg states {alg}; the key is P-256 and signed this header."),
            object,
            "algorithm_mismatch",
        ));
    }
}

fn sm2(scene: &Scene, book: &mut Book) {
    let key = &scene.world.sichuan_market.issue_key;
    let food = scene.sichuan_food();
    let parts = Parts::of(&food);
    let bad = |name: &str, traps: &[u8], difference: &str, object: Vec<u8>, code| {
        vector(name, format!("A signature of SM2. {difference}"))
            .traps(traps)
            .from("sichuan_food", difference)
            .desk("desk")
            .verify(object)
            .refused(code)
    };
    let mut altered = parts.signature();
    altered[63] ^= 1;
    book.add(bad(
        "sm2_altered",
        &[],
        "One bit of s is another.",
        parts.with_signature(&altered),
        "signature_invalid",
    ));
    let swapped = [&parts.signature()[32..], &parts.signature()[..32]].concat();
    book.add(bad(
        "sm2_halves_swapped",
        &[36],
        "r and s are swapped.",
        parts.with_signature(&swapped),
        "signature_invalid",
    ));
    book.add(bad(
        "sm2_zero",
        &[36],
        "The signature is all zeros.",
        parts.with_signature(&[0; 64]),
        "signature_invalid",
    ));
    for alg in [-48, -9, -65_537] {
        let object = with_alg(&food, alg, key);
        book.add(bad(
            &format!("sm2_stating_{alg}"),
            &[2],
            &format!("alg states {alg}; the key is SM2 and signed this header."),
            object,
            "algorithm_mismatch",
        ));
    }
    let mut parts = Parts::of(&food);
    let other = zhengzhao_facade::sample::key(zhengzhao::crypto::Algorithm::Esp256, "sm2 as p256");
    parts.protected.set(ALG, int(-70_101));
    book.add(bad(
        "sm2_signed_with_p256",
        &[2],
        "A P-256 key signed it under the number of SM2.",
        parts.sign(&other),
        "signature_invalid",
    ));
}

fn compromised(scene: &Scene, book: &mut Book) {
    let mark = |draft: &mut TrustListDraft| {
        draft.issuers[1].keys[0] = draft.issuers[1].keys[0].clone().compromised();
    };
    book.keep("p256_compromised", scene.desk_with_own(mark).pack());
    book.keep("sm2_compromised", scene.desk_with_recognised(mark).pack());
    let bad = |name: &str, sibling: &str, what: &str| {
        vector(name, "A compromised key counts for nothing, whatever its algorithm.")
            .from(sibling, format!("The {what} key of the issuer is marked as compromised."))
    };
    book.add(
        bad("p256_key_compromised", "eid", "P-256")
            .desk("p256_compromised")
            .verify(scene.eid().show_all())
            .refused("issuer_key_compromised"),
    );
    book.add(
        bad("sm2_key_compromised", "sichuan_food", "SM2")
            .desk("sm2_compromised")
            .verify(scene.sichuan_food())
            .refused("issuer_key_compromised"),
    );
}

/// A list in which the Chongqing market regulator's issuing key is replaced by this COSE_Key.
fn own_with_key(scene: &Scene, key: &Tree, both: bool) -> Desk {
    let mut payload = list_payload(&scene.desk.own[0]);
    let keys = payload.get(TRUST).get(4).element(0).get(5);
    let mut entry = keys.element(0).clone();
    entry.set(1, key.clone());
    if both {
        keys.list().push(entry);
    } else {
        *keys.element(0) = entry;
    }
    let own = sign_list(&payload, &scene.two(&scene.world.chongqing));
    Desk { own: vec![own], ..scene.desk.clone() }
}

fn unknown(scene: &Scene, book: &mut Book) {
    let market = &scene.world.chongqing_market.issue_key;
    // An ML-DSA-44 key (RFC 9964): kty 7, alg in the key, and a public part of its length.
    let mut ml_dsa = Tree::Map(Vec::new());
    ml_dsa.set(1, int(7)).set(3, int(-48)).set(-1, bytes(&[5; 1312]));
    let p384 = Tree::Map(vec![
        (label(1), int(2)),
        (label(-1), int(2)),
        (label(-2), bytes(&[6; 48])),
        (label(-3), bytes(&[7; 48])),
    ]);
    book.keep("ml_dsa", own_with_key(scene, &ml_dsa, false).pack());
    book.keep("ml_dsa_too", own_with_key(scene, &ml_dsa, true).pack());
    book.keep("p384_too", own_with_key(scene, &p384, true).pack());
    let mut compressed = p384.clone();
    compressed.set(-3, raw(|w| w.bool(true)));
    book.keep("p384_compressed", own_with_key(scene, &compressed, true).pack());
    let mut stated = scene.food_parts();
    stated.protected.set(ALG, int(-48)).set(KID, bytes(&[9; 8]));
    let food = scene.food();
    book.add(
        vector("beside_an_unknown_key", "A key of an unknown type does not spoil the entry.")
            .traps(&[2])
            .desk("ml_dsa_too")
            .verify(food.clone())
            .verified(),
    );
    let other = |name: &str, about: &str, difference: &str| {
        vector(name, about).traps(&[2]).from("beside_an_unknown_key", difference)
    };
    let what = "Nothing can be said about a signature of an algorithm that this library lacks, if the issuer has such a key.";
    book.add(
        other("unknown_algorithm", what, "The header states -48, and the issuer has a key for that number.")
            .desk("ml_dsa_too")
            .verify(stated.sign(market))
            .cannot_tell("algorithm_unavailable"),
    );
    book.add(
        other("unknown_algorithm_only", what, "The header states -48, and the issuer has no other key.")
            .desk("ml_dsa")
            .verify(stated.sign(market))
            .cannot_tell("algorithm_unavailable"),
    );
    let mut es384 = scene.food_parts();
    es384.protected.set(ALG, int(-51)).set(KID, bytes(&[9; 8]));
    book.add(
        other(
            "unknown_curve",
            what,
            "The header states -51, and the issuer has a P-384 key without a number.",
        )
        .desk("p384_too")
        .verify(es384.sign(market))
        .cannot_tell("algorithm_unavailable"),
    );
    book.add(
        vector("beside_a_compressed_key", "A P-384 key whose y is a sign does not spoil the entry.")
            .traps(&[2])
            .desk("p384_compressed")
            .verify(food.clone())
            .verified(),
    );
    book.add(
        vector("unknown_curve_compressed", what)
            .traps(&[2])
            .from(
                "beside_a_compressed_key",
                "The header states -51, and the issuer has a P-384 key whose y is a sign.",
            )
            .desk("p384_compressed")
            .verify(es384.sign(market))
            .cannot_tell("algorithm_unavailable"),
    );
    let what = "Where the issuer has no key of that sort, there is nothing to be learnt.";
    book.add(
        other(
            "unknown_algorithm_of_nobody",
            what,
            "The header states -48, and no key of the issuer is of an unknown type.",
        )
        .desk("desk")
        .verify(stated.sign(market))
        .refused("no_matching_key"),
    );
    let mut other_number = stated.clone();
    other_number.protected.set(ALG, int(-49));
    book.add(
        other(
            "unknown_algorithm_another",
            what,
            "The header states -49; the issuer's unknown key is for -48.",
        )
        .desk("ml_dsa_too")
        .verify(other_number.sign(market))
        .refused("no_matching_key"),
    );
    book.add(
        other(
            "known_algorithm_no_key",
            "A known number is not excused by an unknown key.",
            "The issuer's Ed25519 key was replaced by one of an unknown type.",
        )
        .desk("ml_dsa")
        .verify(food)
        .refused("no_matching_key"),
    );
}
