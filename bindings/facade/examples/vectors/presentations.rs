//! Presentations: their headers, their claims, what they stand on, and who signed them.

use crate::act::{
    AUD, KCWT, NONCE, PURPOSE, SCENARIO, around, challenged, changed, claiming, draft, good, refuse, resign,
    sign, with_desk,
};
use crate::book::Book;
use crate::scene::{
    ALG, CNF, CTI, EXP, IAT, ISS, KID, NBF, NOW, PROFILE, Parts, REGION, SD_ALG, SUB, Scene, TYP, cose_key,
    ed25519,
};
use crate::tree::{REDACTED, Tree, bytes, done, int, name, raw, text, uint};
use zhengzhao::crypto::{Algorithm, Signer as _, SigningKey};
use zhengzhao_facade::sample;

pub(crate) fn book(scene: &Scene) -> Book {
    let about = "Presentations: headers, claims, what they stand on, and who signed.";
    let mut book = with_desk(scene, "presentations", about);
    accepted(scene, &mut book);
    signers(scene, &mut book);
    headers(scene, &mut book);
    stands_on(scene, &mut book);
    claims(scene, &mut book);
    values(scene, &mut book);
    behind(scene, &mut book);
    book
}

/// The food licence of another holder.
fn food_of(scene: &Scene, key: &SigningKey) -> Vec<u8> {
    scene.food_with(|claims| done(claims.get(CNF).set(1, cose_key(key))))
}

fn accepted(scene: &Scene, book: &mut Book) {
    book.add(
        challenged(
            "presentation",
            "A food licence, presented by its holder's ESP256 key, answers a challenge.",
        )
        .present(good(scene))
        .verified()
        .telling("/presenter", "proven_challenge"),
    );
    for (algorithm, word) in [(Algorithm::Ed25519, "ed25519"), (Algorithm::Sm2, "sm2")] {
        let key = sample::key(algorithm, "林小满");
        let shown = sign(word, &draft(), &food_of(scene, &key), &key);
        book.add(
            challenged(
                format!("presentation_{word}"),
                format!("Presented by a holder's key of {}.", algorithm.name()),
            )
            .present(shown)
            .verified()
            .telling("/presenter", "proven_challenge"),
        );
    }
    let residence = {
        let draft = sample::business_licence(&scene.world);
        scene.copy("business", &draft, &scene.world.chongqing_market, crate::scene::VALID)
    };
    book.add(
        challenged(
            "presentation_selective",
            "The holder of a business licence presents it with one of three selective items.",
        )
        .present(sign("selective", &draft(), &residence.show_items(&[17]), &scene.holder))
        .verified(),
    );
    let critical = changed(scene, |parts| {
        parts.protected.set(2, raw(|w| w.array(2).int(KCWT).int(TYP)));
    });
    book.add(
        challenged("presentation_with_crit", "crit may name what is there: kcwt and typ.")
            .present(critical)
            .verified(),
    );
}

const SIGNS: &str = "The key that the certificate names signs a presentation.";

fn signers(scene: &Scene, book: &mut Book) {
    let parts = Parts::of(&good(scene));
    let other = sample::key(Algorithm::Esp256, "another holder");

    refuse(
        book,
        ("presentation_by_another_holder", SIGNS),
        &[32],
        "Another holder's key signed it.",
        parts.sign(&other),
        "holder_signature_invalid",
    );
    let issuer = &scene.world.chongqing_market.issue_key;
    refuse(
        book,
        ("presentation_by_the_issuer", SIGNS),
        &[32],
        "The issuer's key signed it, and alg is that key's.",
        resign(&good(scene), issuer, |_| ()),
        "holder_algorithm_mismatch",
    );
    for number in [-19, -7, -8, -70_101, 0] {
        refuse(
            book,
            (&format!("presentation_alg_{number}"), "The key fixes the algorithm, not the header."),
            &[2],
            &format!("alg states {number}; the key is ESP256 and signed this header."),
            changed(scene, |parts| done(parts.protected.set(ALG, int(number)))),
            "holder_algorithm_mismatch",
        );
    }
    let mut signature = parts.signature();
    signature[40] ^= 1;
    for (what, difference, signature) in [
        ("altered", "One bit of s is another.", signature.to_vec()),
        ("zero", "The signature is all zeros.", vec![0; 64]),
        (
            "of_the_certificate",
            "The signature is the certificate's.",
            scene.food_parts().signature().to_vec(),
        ),
    ] {
        refuse(
            book,
            (&format!("presentation_signature_{what}"), SIGNS),
            &[],
            difference,
            parts.with_signature(&signature),
            "holder_signature_invalid",
        );
    }
    for (what, claim, value) in [
        ("audience", AUD, text("urn:example:desk:elsewhere")),
        ("end", EXP, uint(NOW + 116)),
        ("nonce", NONCE, bytes(&crate::act::sixteen("other challenge"))),
    ] {
        let mut parts = parts.clone();
        parts.payload.set(claim, value);
        refuse(
            book,
            (&format!("presentation_{what}_altered"), SIGNS),
            &[31],
            "A claim was changed after signing.",
            parts.unsigned(),
            "holder_signature_invalid",
        );
    }
    let mut moved = parts.clone();
    let second = scene.food_with(|claims| done(claims.set(CTI, bytes(&[7; 16]))));
    moved.protected.set(KCWT, Tree::Raw(second));
    refuse(
        book,
        ("presentation_around_another", SIGNS),
        &[32],
        "The signature is over another certificate of the same holder.",
        moved.unsigned(),
        "holder_signature_invalid",
    );
    let mut fewer = parts;
    let business = {
        let draft = sample::business_licence(&scene.world);
        scene.copy("business", &draft, &scene.world.chongqing_market, crate::scene::VALID)
    };
    let shown = Parts::of(&sign("selective", &draft(), &business.show_items(&[17]), &scene.holder));
    fewer.protected = shown.protected.clone();
    fewer.protected.set(KCWT, Tree::Raw(business.show_items(&[17, 25])));
    fewer.payload = shown.payload.clone();
    book.add(
        challenged("presentation_with_more_items", "The holder signs what is disclosed, too.")
            .from("presentation_selective", "A disclosure was added after the holder signed.")
            .present(fewer.with_signature(&shown.signature()))
            .refused("holder_signature_invalid"),
    );
    let key = sample::key(Algorithm::Esp256, "林小满");
    let two = scene.food_with(|claims| {
        claims.get(CNF).set(2, cose_key(&key));
    });
    refuse(
        book,
        ("presentation_of_two_holders", "A certificate names one key."),
        &[32],
        "cnf has two members.",
        around(scene, &two, |_| ()),
        "cbor_too_large",
    );
}

const HEADERS: &str = "The header of an act is a closed list.";

fn headers(scene: &Scene, book: &mut Book) {
    let kid = scene.holder.public_key().thumbprint().kid();
    let with = |label: i64, value: Tree| changed(scene, |parts| done(parts.protected.set(label, value)));
    for (what, label, value) in [
        ("kid", KID, bytes(&kid)),
        ("sd_alg", SD_ALG, int(-16)),
        ("claims", 15, raw(|w| w.map(zhengzhao::cbor::MapWriter::new()))),
        ("x5chain", 33, bytes(&[0x30])),
        ("content_type", 3, uint(60)),
        ("sd_claims", 17, raw(|w| w.array(0))),
    ] {
        refuse(
            book,
            (&format!("presentation_with_{what}"), HEADERS),
            &[34, 35],
            &format!("The protected header holds {what} ({label})."),
            with(label, value),
            "header_not_allowed",
        );
    }
    for (what, label) in [("alg", ALG), ("typ", TYP), ("kcwt", KCWT)] {
        refuse(
            book,
            (&format!("presentation_without_{what}"), HEADERS),
            if label == TYP { &[9] } else { &[] },
            &format!("The protected header lacks {what} ({label})."),
            changed(scene, |parts| done(parts.protected.remove(label))),
            "header_missing",
        );
    }
    for (what, crit) in [
        ("empty", raw(|w| w.array(0))),
        ("absent", raw(|w| w.array(1).int(KID))),
        ("itself", raw(|w| w.array(1).int(2))),
        ("twice", raw(|w| w.array(2).int(KCWT).int(KCWT))),
    ] {
        refuse(
            book,
            (&format!("presentation_crit_{what}"), "crit names what is there."),
            &[8],
            &format!("crit is wrong: {what}."),
            with(2, crit),
            "crit_invalid",
        );
    }
    let unprotected = |label: i64, value: &Tree| {
        let mut map = Tree::Map(Vec::new());
        map.set(label, value.clone());
        Parts::of(&good(scene)).sign_unprotected(&scene.holder, &map.encode())
    };
    for (what, label, value) in [
        ("kcwt", KCWT, Tree::Raw(scene.food())),
        ("kid", KID, bytes(&kid)),
        ("typ", TYP, uint(294)),
        ("sd_claims", 17, raw(|w| w.array(1).bytes(&[0]))),
    ] {
        refuse(
            book,
            (&format!("presentation_unprotected_{what}"), "All that decides is signed."),
            &[6, 10],
            &format!("The unprotected header holds {what} ({label})."),
            unprotected(label, &value),
            "unprotected_not_allowed",
        );
    }
    let mut food = scene.food_parts();
    food.protected.set(KCWT, Tree::Raw(scene.food_printed()));
    let food = food.sign(&scene.world.chongqing_market.issue_key);
    book.add(
        challenged("certificate_with_kcwt", "A certificate stands on nothing.")
            .traps(&[35, 41])
            .from("presentation", "The certificate's own header holds kcwt (13).")
            .present(around(scene, &food, |_| ()))
            .refused("cbor_too_large"),
    );
    let mut small = scene.food_parts();
    small.protected.set(KCWT, raw(|w| w.tag(18).array(0)));
    let small = small.sign(&scene.world.chongqing_market.issue_key);
    book.add(
        challenged("certificate_with_small_kcwt", "A certificate stands on nothing.")
            .traps(&[35, 41])
            .from("presentation", "The certificate's own header holds an empty kcwt (13).")
            .present(around(scene, &small, |_| ()))
            .refused("header_not_allowed"),
    );
}

fn stands_on(scene: &Scene, book: &mut Book) {
    let food = scene.food();
    let on = |name: &str, book: &mut Book, difference: &str, what: &[u8], code| {
        let rule = "A presentation stands on one certificate, whole and tagged.";
        refuse(book, (name, rule), &[], difference, around(scene, what, |_| ()), code);
    };
    let wrapped = bytes(&food).encode();
    on(
        "kcwt_in_bytes",
        book,
        "kcwt is a byte string around the certificate.",
        &wrapped,
        "cbor_unexpected_type",
    );
    on("kcwt_untagged", book, "kcwt lacks its tag.", &food[1..], "cbor_unexpected_type");
    let tagged = |tag: u64| raw(|w| w.tag(tag).raw(&food[1..])).encode();
    on("kcwt_tag_98", book, "kcwt is tagged as COSE_Sign (98).", &tagged(98), "wrong_cose_tag");
    on("kcwt_tag_61", book, "kcwt is tagged as a CWT (61).", &tagged(61), "wrong_cose_tag");
    on("kcwt_null", book, "kcwt is null.", &[0xf6], "cbor_unexpected_type");
    let deepest = crate::encoding::nested(scene, 11);
    book.add(
        challenged("presentation_of_the_deepest", "The depth begins anew in what a presentation stands on.")
            .present(around(scene, &deepest, |_| ()))
            .verified(),
    );
    let deeper = around(scene, &crate::encoding::nested(scene, 12), |_| ());
    book.add(
        challenged("presentation_of_the_too_deep", "A certificate is as deep as one that stands alone.")
            .traps(&[20])
            .from("presentation_of_the_deepest", "It is nested one list deeper.")
            .present(deeper)
            .refused("cbor_too_deep"),
    );
    let cut = scene.food_parts();
    let none = cut.with_signature(&[]);
    on("kcwt_without_signature", book, "The certificate's signature is empty.", &none, "cbor_out_of_range");
    let long = [food.as_slice(), &[0]].concat();
    on("kcwt_and_more", book, "A byte follows the certificate in the header.", &long, "cbor_key_order");
    let good = good(scene);
    refuse(
        book,
        ("presentation_and_more", "Nothing follows an object."),
        &[13],
        "A byte follows.",
        [good.as_slice(), &[0]].concat(),
        "cbor_trailing_bytes",
    );
    refuse(
        book,
        ("presentation_cut", "An object has an end."),
        &[],
        "The last byte is missing.",
        good[..good.len() - 1].to_vec(),
        "cbor_truncated",
    );
    let oversized = around(scene, &food, |_| ());
    let mut oversized = Parts::of(&oversized);
    oversized.payload.set(PURPOSE, text("x"));
    let rest = vec![b'x'; 73_728];
    refuse(
        book,
        ("presentation_too_large", "An act has at most 73,728 bytes."),
        &[],
        "It has more.",
        oversized.with_signature(&rest),
        "too_large",
    );
}

const CLAIMS: &str = "The claims of a presentation are a closed list.";

fn claims(scene: &Scene, book: &mut Book) {
    let with = |claim: i64, value: Tree| claiming(scene, |claims| done(claims.set(claim, value)));
    for (what, claim, value) in [
        ("iss", ISS, text(scene.world.chongqing_market.id)),
        ("sub", SUB, text("x")),
        ("nbf", NBF, uint(NOW)),
        ("cnf", CNF, {
            let mut cnf = Tree::Map(Vec::new());
            cnf.set(1, cose_key(&scene.holder));
            cnf
        }),
        ("profile", PROFILE, uint(1)),
        ("region", REGION, text("500103")),
        ("status", crate::scene::STATUS, crate::scene::status_claim("https://status.example/1", 5)),
        ("items", crate::scene::ITEMS, Tree::Map(Vec::new())),
        ("matters", crate::act::MATTERS, raw(|w| w.array(0))),
        ("unknown", -70_099, uint(1)),
    ] {
        refuse(
            book,
            (&format!("presentation_claiming_{what}"), CLAIMS),
            &[34],
            &format!("It has the claim {claim} ({what})."),
            with(claim, value),
            "claim_not_allowed",
        );
    }
    for (what, claim) in [("audience", AUD), ("end", EXP), ("beginning", IAT), ("cti", CTI)] {
        refuse(
            book,
            (&format!("presentation_without_{what}"), "These claims are required."),
            if claim == EXP { &[33] } else { &[] },
            &format!("It lacks the claim {claim} ({what})."),
            claiming(scene, |claims| done(claims.remove(claim))),
            "claim_missing",
        );
    }
    refuse(
        book,
        ("presentation_claiming_text", CLAIMS),
        &[],
        "It has a claim with a text for a label.",
        claiming(scene, |claims| done(claims.put(name("aud"), text("x")))),
        "cbor_key_type",
    );
    refuse(
        book,
        ("presentation_redacted", "Nothing of an act can be redacted."),
        &[21],
        "It has redacted-claim hashes.",
        claiming(scene, |claims| {
            claims.put(REDACTED.to_vec(), raw(|w| w.array(1).bytes(&[0; 32])));
        }),
        "redaction_not_allowed",
    );
    refuse(
        book,
        ("presentation_audience_twice", "No label occurs twice."),
        &[7],
        "It has two audiences.",
        claiming(scene, |claims| {
            let audience = (crate::tree::label(AUD), text("any"));
            claims.entries().insert(1, audience);
        }),
        "cbor_duplicate_key",
    );
}

fn values(scene: &Scene, book: &mut Book) {
    let with = |claim: i64, value: Tree| claiming(scene, |claims| done(claims.set(claim, value)));
    let organisation = crate::act::HOTEL.0;
    let pair = |issuer: &str, id: &str| raw(|w| w.array(2).text(issuer).text(id));
    let list = raw(|w| w.array(1).text(crate::act::DESK));
    for (what, claim, value, code) in [
        ("audience_empty", AUD, text(""), "claim_invalid"),
        ("audience_of_256", AUD, text(&"a".repeat(256)), "cbor_too_large"),
        ("audience_list", AUD, list, "cbor_unexpected_type"),
        ("audience_invisible", AUD, text("desk\u{200b}"), "cbor_forbidden_character"),
        ("nonce_of_15", NONCE, bytes(&[0; 15]), "cbor_out_of_range"),
        ("nonce_of_17", NONCE, bytes(&[0; 17]), "cbor_out_of_range"),
        ("nonce_text", NONCE, text("0123456789abcdef"), "cbor_unexpected_type"),
        ("cti_of_15", CTI, bytes(&[0; 15]), "cbor_out_of_range"),
        ("purpose_empty", PURPOSE, text(""), "claim_invalid"),
        ("purpose_of_201", PURPOSE, text(&"由".repeat(201)), "claim_invalid"),
        ("purpose_of_801_bytes", PURPOSE, text(&"a".repeat(801)), "cbor_too_large"),
        ("purpose_not_nfc", PURPOSE, text("e\u{301}"), "cbor_not_nfc"),
        ("scenario_text", SCENARIO, text("hotel-check-in"), "cbor_unexpected_type"),
        ("scenario_of_one", SCENARIO, raw(|w| w.array(1).text(organisation)), "cbor_out_of_range"),
        ("scenario_of_nobody", SCENARIO, pair("hotel", "check-in"), "claim_invalid"),
        ("scenario_upper_case", SCENARIO, pair(organisation, "Hotel"), "claim_invalid"),
        ("scenario_empty", SCENARIO, pair(organisation, ""), "claim_invalid"),
        ("scenario_of_65", SCENARIO, pair(organisation, &"a".repeat(65)), "cbor_too_large"),
        ("begins_negative", IAT, int(-1), "cbor_unexpected_type"),
        ("ends_as_text", EXP, text("soon"), "cbor_unexpected_type"),
        ("ends_as_float", EXP, Tree::Raw(vec![0xf9, 0x7c, 0]), "cbor_float"),
        ("ends_late", EXP, uint(u64::MAX), "cbor_out_of_range"),
    ] {
        refuse(
            book,
            (&format!("presentation_{what}"), "Every claim has its form."),
            &[],
            &format!("Claim {claim} is not of its form: {}.", what.replace('_', " ")),
            with(claim, value),
            code,
        );
    }
    let longest = "由".repeat(200);
    let shown = claiming(scene, |claims| {
        claims.set(AUD, text(&"a".repeat(255)));
        claims.set(PURPOSE, text(&longest));
    });
    book.add(
        challenged("presentation_of_long_words", "An audience of 255 bytes and a purpose of 200 characters.")
            .audience(&"a".repeat(255))
            .purpose(&longest)
            .present(shown)
            .verified(),
    );
}

/// The certificate is verified as ever.
fn behind(scene: &Scene, book: &mut Book) {
    let behind = |book: &mut Book, name: &str, difference: &str, certificate: &[u8], code| {
        let rule = "A presentation is verified as the certificate in it.";
        refuse(book, (name, rule), &[], difference, around(scene, certificate, |_| ()), code);
    };
    let revoked = scene.food_at(113);
    behind(book, "presentation_of_revoked", "The licence was revoked.", &revoked, "revoked_as_penalty");
    behind(book, "presentation_of_suspended", "The licence is suspended.", &scene.food_at(102), "suspended");
    let ended = scene.food_with(|claims| done(claims.set(EXP, uint(NOW))));
    behind(book, "presentation_of_expired", "The licence has expired.", &ended, "expired");
    let stranger = scene.food_parts().sign(&ed25519("stranger"));
    behind(book, "presentation_of_forged", "A stranger signed the licence.", &stranger, "signature_invalid");
    let both = Parts::of(&around(scene, &stranger, |_| ())).sign(&sample::key(Algorithm::Esp256, "other"));
    refuse(
        book,
        ("presentation_forged_within", "The issuer's signature is checked before the holder's."),
        &[],
        "Strangers signed both.",
        both,
        "signature_invalid",
    );
    let both = Parts::of(&around(scene, &revoked, |_| ())).sign(&sample::key(Algorithm::Esp256, "other"));
    refuse(
        book,
        ("presentation_of_revoked_by_another", "The acts are checked before the status."),
        &[],
        "The licence was revoked, and another holder's key signed the presentation.",
        both,
        "holder_signature_invalid",
    );
    let unknown = around(scene, &scene.food_at(104), |_| ());
    book.add(
        challenged("presentation_of_unknown_status", "What nobody can tell stays so when it is presented.")
            .from("presentation", "The status has a value without a meaning.")
            .present(unknown)
            .cannot_tell("status_value_unknown"),
    );
    book.add(
        challenged("presentation_with_old_status", "What nobody can tell stays so when it is presented.")
            .policy(60, 60)
            .from("presentation", "The policy wants status lists of the last minute.")
            .present(good(scene))
            .cannot_tell("status_list_stale"),
    );
}
