//! Header maps: a closed list, everything that decides in the protected one.

use crate::book::{Book, vector};
use crate::licences::with_desk;
use crate::scene::{ALG, KID, Parts, SD_ALG, Scene, TYP};
use crate::tree::{Tree, bytes, done, int, label, name, text, uint};
use zhengzhao_facade::sample;

const CRIT: i64 = 2;

pub(crate) fn book(scene: &Scene) -> Book {
    let mut book = with_desk(scene, "headers", "Header parameters of certificates.");
    protected(scene, &mut book);
    critical(scene, &mut book);
    unprotected(scene, &mut book);
    redaction(scene, &mut book);
    book
}

/// The plain licence with another protected header, signed by its issuer.
fn header(scene: &Scene, change: impl FnOnce(&mut Tree)) -> Vec<u8> {
    let mut parts = scene.food_parts();
    change(&mut parts.protected);
    parts.sign(&scene.world.chongqing_market.issue_key)
}

fn add(book: &mut Book, name: &str, traps: &[u8], difference: &str, object: Vec<u8>, code: &'static str) {
    let about = format!("Refused for its header. {difference}");
    book.add(
        vector(name, about).traps(traps).from("food", difference).desk("desk").verify(object).refused(code),
    );
}

fn protected(scene: &Scene, book: &mut Book) {
    let without = |number: i64| header(scene, |header| done(header.remove(number)));
    add(book, "alg_absent", &[1], "There is no alg.", without(ALG), "header_missing");
    add(book, "kid_absent", &[4], "There is no kid.", without(KID), "header_missing");
    add(book, "typ_absent", &[9], "There is no typ.", without(TYP), "header_missing");
    let with = |number: i64, value: Tree| header(scene, |header| done(header.set(number, value)));
    let extra: [(&str, i64, Tree, &[u8], &str); 9] = [
        ("content_type", 3, uint(60), &[], "There is a content type."),
        ("initialisation_vector", 5, bytes(&[1]), &[], "There is an IV."),
        ("countersignature", 11, bytes(&[1]), &[], "There is a countersignature."),
        ("embedded_certificate", 13, bytes(&[1]), &[], "There is a kcwt, which only acts carry."),
        (
            "claims_in_the_header",
            15,
            Tree::Map(vec![(label(1), text("11500000MBYY00046G"))]),
            &[34],
            "The header repeats claims (RFC 9597), with another issuer.",
        ),
        (
            "certificate_chain",
            33,
            bytes(&[0x30, 0]),
            &[35],
            "There is an X.509 chain in the protected header.",
        ),
        ("certificate_url", 35, text("https://example.invalid"), &[35], "There is an X.509 URL."),
        ("encrypted_claims", 171, bytes(&[1]), &[], "There are encrypted claims."),
        ("private_parameter", -70_999, uint(1), &[], "There is a parameter of private use."),
    ];
    for (name, number, value, traps, difference) in extra {
        add(book, name, traps, difference, with(number, value), "header_not_allowed");
    }
    let named = header(scene, |header| done(header.put(name("note"), uint(1))));
    add(book, "text_parameter", &[], "There is a parameter with a text label.", named, "header_not_allowed");
    let short = with(KID, bytes(&[1, 2, 3, 4, 5, 6, 7]));
    add(book, "kid_of_seven_bytes", &[4], "The kid has seven bytes.", short, "cbor_out_of_range");
}

fn critical(scene: &Scene, book: &mut Book) {
    let crit = |labels: &[i64]| {
        let list = Tree::List(labels.iter().map(|number| int(*number)).collect());
        header(scene, |header| done(header.set(CRIT, list)))
    };
    let good = crit(&[ALG, TYP]);
    book.add(
        vector("crit_names_present_parameters", "crit names parameters that are there and understood.")
            .traps(&[8])
            .desk("desk")
            .verify(good)
            .verified(),
    );
    let mut bad = |name: &str, difference: &str, object: Vec<u8>, code: &'static str| {
        let about = format!("crit breaks its rules. {difference}");
        let described = vector(name, about).traps(&[8]).from("crit_names_present_parameters", difference);
        book.add(described.desk("desk").verify(object).refused(code));
    };
    bad("crit_empty", "crit is empty.", crit(&[]), "crit_invalid");
    bad(
        "crit_names_an_absent_parameter",
        "crit names 170, which is not there.",
        crit(&[SD_ALG]),
        "crit_invalid",
    );
    bad(
        "crit_names_an_unknown_parameter",
        "crit names -70999, which is not there.",
        crit(&[-70_999]),
        "crit_invalid",
    );
    bad("crit_twice", "crit names alg twice.", crit(&[ALG, ALG]), "crit_invalid");
    bad("crit_names_itself", "crit names itself.", crit(&[CRIT]), "crit_invalid");
    let named = header(scene, |header| done(header.set(CRIT, Tree::List(vec![text("alg")]))));
    bad("crit_with_text", "crit names alg by a text label.", named, "crit_invalid");
    let known = header(scene, |header| {
        header.set(CRIT, Tree::List(vec![int(-70_999)]));
        header.set(-70_999, uint(1));
    });
    bad(
        "crit_names_a_foreign_parameter",
        "crit names a parameter that is there and unknown.",
        known,
        "header_not_allowed",
    );
    let parts = scene.food_parts();
    let outside = Tree::Map(vec![(label(CRIT), Tree::List(vec![int(ALG)]))]).encode();
    let outside = parts.sign_unprotected(&scene.world.chongqing_market.issue_key, &outside);
    bad("crit_unprotected", "crit stands in the unprotected header.", outside, "unprotected_not_allowed");
}

fn unprotected(scene: &Scene, book: &mut Book) {
    let key = &scene.world.chongqing_market.issue_key;
    let outside = |number: i64, value: Tree| {
        scene.food_parts().sign_unprotected(key, &Tree::Map(vec![(label(number), value)]).encode())
    };
    add(
        book,
        "alg_in_both_headers",
        &[1, 6],
        "alg stands in both headers.",
        outside(ALG, int(-19)),
        "unprotected_not_allowed",
    );
    add(
        book,
        "another_alg_unprotected",
        &[1, 6],
        "The unprotected header states another alg.",
        outside(ALG, int(-8)),
        "unprotected_not_allowed",
    );
    add(
        book,
        "kid_in_both_headers",
        &[6],
        "kid stands in both headers.",
        outside(KID, bytes(&[0; 8])),
        "unprotected_not_allowed",
    );
    add(
        book,
        "typ_in_both_headers",
        &[6, 10],
        "typ stands in both headers.",
        outside(TYP, uint(293)),
        "unprotected_not_allowed",
    );
    add(
        book,
        "certificate_chain_unprotected",
        &[35],
        "There is an X.509 chain in the unprotected header.",
        outside(33, bytes(&[0x30, 0])),
        "unprotected_not_allowed",
    );
    let moved = |number: i64| {
        let mut parts = scene.food_parts();
        let value = parts.protected.get(number).clone();
        parts.protected.remove(number);
        parts.sign_unprotected(key, &Tree::Map(vec![(label(number), value)]).encode())
    };
    add(
        book,
        "alg_only_unprotected",
        &[1],
        "alg stands in the unprotected header only.",
        moved(ALG),
        "unprotected_not_allowed",
    );
    add(
        book,
        "typ_only_unprotected",
        &[10],
        "typ stands in the unprotected header only.",
        moved(TYP),
        "header_missing",
    );
    let named = Tree::Map(vec![(name("note"), uint(1))]).encode();
    let named = scene.food_parts().sign_unprotected(key, &named);
    add(
        book,
        "unprotected_text",
        &[],
        "The unprotected header has a text label.",
        named,
        "unprotected_not_allowed",
    );
    let nothing = Tree::Map(vec![(label(17), Tree::List(Vec::new()))]).encode();
    let nothing = scene.food_parts().sign_unprotected(key, &nothing);
    add(book, "sd_claims_empty", &[22], "sd_claims is there and empty.", nothing, "sd_claims_empty");
    let mut parts = Parts::of(&scene.food_printed());
    parts.shown = vec![vec![0x81, 0x40]];
    let shown = parts.unsigned();
    book.add(
        vector("sd_claims_on_paper", "A printed certificate has no disclosures.")
            .from("food_printed", "There is a disclosure in the unprotected header.")
            .desk("desk")
            .verify_printed(shown)
            .refused("unprotected_not_allowed"),
    );
}

fn redaction(scene: &Scene, book: &mut Book) {
    let key = &scene.world.chongqing_market.issue_key;
    let stated = header(scene, |header| done(header.set(SD_ALG, int(-16))));
    add(
        book,
        "sd_alg_without_redaction",
        &[],
        "sd_alg is stated though nothing is redacted.",
        stated,
        "sd_alg_mismatch",
    );
    let draft = sample::business_licence(&scene.world);
    let business = scene.copy("business", &draft, &scene.world.chongqing_market, crate::scene::VALID);
    let with = |change: &dyn Fn(&mut Tree)| {
        let mut parts = Parts::of(&business.show_all());
        change(&mut parts.protected);
        parts.sign(key)
    };
    let mut bad = |name: &str, difference: &str, object: Vec<u8>| {
        let described = vector(name, format!("The digest algorithm is fixed. {difference}"));
        book.add(
            described.from("business", difference).desk("desk").verify(object).refused("sd_alg_mismatch"),
        );
    };
    bad(
        "sd_alg_absent",
        "sd_alg is missing though items are redacted.",
        with(&|header| done(header.remove(SD_ALG))),
    );
    bad("sd_alg_sha_512", "sd_alg states SHA-512.", with(&|header| done(header.set(SD_ALG, int(-44)))));
    let mut parts = Parts::of(&scene.food_printed());
    parts.protected.set(SD_ALG, int(-16));
    let printed = parts.sign(key);
    book.add(
        vector("sd_alg_on_paper", "A printed certificate states no digest algorithm.")
            .from("food_printed", "sd_alg is stated.")
            .desk("desk")
            .verify_printed(printed)
            .refused("header_not_allowed"),
    );
}
