//! The claims of a payload: a closed list, each of its form.

use crate::book::{Book, vector};
use crate::licences::with_desk;
use crate::scene::{
    CNF, CTI, EXP, IAT, ISS, ITEMS, NBF, NOW, PERMITS, PROFILE, Parts, REGION, STATUS, Scene, VCT, cose_key,
    item, status_claim,
};
use crate::tree::{REDACTED, Tree, bytes, done, int, label, name, text, uint};

pub(crate) fn book(scene: &Scene) -> Book {
    let mut book = with_desk(scene, "claims", "Claims of certificates.");
    absent(scene, &mut book);
    extra(scene, &mut book);
    forms(scene, &mut book);
    items(scene, &mut book);
    holder_keys(scene, &mut book);
    book
}

fn add(book: &mut Book, name: &str, traps: &[u8], difference: &str, object: Vec<u8>, code: &'static str) {
    let about = format!("Refused for its claims. {difference}");
    book.add(
        vector(name, about).traps(traps).from("food", difference).desk("desk").verify(object).refused(code),
    );
}

fn absent(scene: &Scene, book: &mut Book) {
    for (name, number, traps) in [
        ("iss", ISS, &[][..]),
        ("nbf", NBF, &[]),
        ("iat", IAT, &[]),
        ("cti", CTI, &[]),
        ("cnf", CNF, &[]),
        ("vct", VCT, &[]),
        ("status", STATUS, &[23]),
        ("profile", PROFILE, &[]),
        ("region", REGION, &[]),
        ("items", ITEMS, &[]),
    ] {
        let without = scene.food_with(|claims| done(claims.remove(number)));
        let difference = format!("The claim {name} is missing.");
        add(book, &format!("{name}_absent"), traps, &difference, without, "claim_missing");
    }
}

fn extra(scene: &Scene, book: &mut Book) {
    let key = &scene.world.chongqing_market.issue_key;
    for (name, number, value) in [
        ("sub", 2, text("林小满")),
        ("aud", 3, text("any")),
        ("cnonce", 39, bytes(&[1; 16])),
        ("scope", 9, text("all")),
        ("health_certificate", -260, uint(1)),
        ("claim_of_no_meaning", -70_999, uint(1)),
    ] {
        let with = scene.food_with(|claims| done(claims.set(number, value)));
        let difference = format!("There is the claim {number}.");
        add(book, &format!("{name}_present"), &[], &difference, with, "claim_not_allowed");
    }
    let mut parts = Parts::of(&scene.food_printed());
    let holder = scene.food_parts().payload.get(CNF).clone();
    parts.payload.set(CNF, holder);
    book.add(
        vector("cnf_on_paper", "A printed certificate has no holder key.")
            .from("food_printed", "There is a holder key.")
            .desk("desk")
            .verify_printed(parts.sign(key))
            .refused("claim_not_allowed"),
    );
    let digests = Tree::List(vec![bytes(&[7; 32])]);
    let redacted = scene.food_with(|claims| done(claims.put(REDACTED.to_vec(), digests.clone())));
    add(
        book,
        "claim_redacted",
        &[19, 23],
        "A claim is redacted at the top of the payload.",
        redacted,
        "redaction_not_allowed",
    );
    let mut parts = Parts::of(&scene.food_printed());
    parts.payload.get(ITEMS).put(REDACTED.to_vec(), digests);
    book.add(
        vector("redaction_on_paper", "A printed certificate has only open items.")
            .from("food_printed", "An item is redacted.")
            .desk("desk")
            .verify_printed(parts.sign(key))
            .refused("redaction_not_allowed"),
    );
    let mut parts = Parts::of(&scene.food_printed());
    item(&mut parts.payload, 40, Tree::Raw([&[0x81, 0xd8, 60, 0x58, 32][..], &[7; 32]].concat()));
    book.add(
        vector("element_redacted_on_paper", "A printed certificate has only open elements.")
            .from("food_printed", "An element of a list is redacted.")
            .desk("desk")
            .verify_printed(parts.sign(key))
            .refused("redaction_not_allowed"),
    );
    let nested = scene.food_parts().sign_payload(key, &scene.food());
    add(
        book,
        "nested_message",
        &[41],
        "The payload is a signed message itself.",
        nested,
        "cbor_unexpected_type",
    );
}

fn forms(scene: &Scene, book: &mut Book) {
    let with = |number: i64, value: Tree| scene.food_with(|claims| done(claims.set(number, value)));
    let uri = scene.world.chongqing_market.status_uri;
    let cases: Vec<(&str, &[u8], &str, Vec<u8>)> = vec![
        ("iss_too_short", &[], "The issuer's code has 17 characters.", with(ISS, text("11500000MBYY00038"))),
        (
            "iss_lower_case",
            &[39],
            "The issuer's code is in lower case.",
            with(ISS, text("11500000mbyy00038m")),
        ),
        (
            "iss_look_alike",
            &[39],
            "A letter of the issuer's code is the Greek one that looks the same.",
            with(ISS, text("11500000\u{39c}BYY0038M")),
        ),
        (
            "iss_full_width",
            &[39],
            "The issuer's code has a full-width digit.",
            with(ISS, text("１1500000BYY00038M")),
        ),
        ("region_of_five", &[], "The region has five digits.", with(REGION, text("50010"))),
        ("region_of_letters", &[], "The region is no number.", with(REGION, text("50010A"))),
        ("kind_with_a_space", &[], "The code of the kind has a space.", with(VCT, text("ZZ LOCAL"))),
        ("kind_empty", &[], "The code of the kind is empty.", with(VCT, text(""))),
        (
            "kind_look_alike",
            &[39],
            "A letter of the kind is the Cyrillic one that looks the same.",
            with(VCT, text("ZZ-LOCAL-F\u{41e}OD-LICENCE")),
        ),
        (
            "status_uri_too_long",
            &[],
            "The status URI has 33 characters.",
            with(STATUS, status_claim(&"u".repeat(33), 5)),
        ),
        ("status_uri_empty", &[], "The status URI is empty.", with(STATUS, status_claim("", 5))),
        ("status_empty", &[23], "The status claim is an empty map.", with(STATUS, Tree::Map(Vec::new()))),
        (
            "status_of_another_kind",
            &[23],
            "The status claim names another mechanism.",
            with(STATUS, Tree::Map(vec![(name("identifier_list"), uint(1))])),
        ),
        (
            "status_without_index",
            &[23],
            "The status claim has no index.",
            with(STATUS, Tree::Map(vec![(name("status_list"), Tree::Map(vec![(name("uri"), text(uri))]))])),
        ),
        (
            "status_without_uri",
            &[23],
            "The status claim has no URI.",
            with(STATUS, Tree::Map(vec![(name("status_list"), Tree::Map(vec![(name("idx"), uint(5))]))])),
        ),
        (
            "status_with_more",
            &[],
            "The status claim has another member beside the list.",
            scene.food_with(|claims| {
                claims.get(STATUS).put(name("zz"), uint(1));
            }),
        ),
        ("cnf_empty", &[32], "cnf is empty.", with(CNF, Tree::Map(Vec::new()))),
        (
            "cnf_with_kid_only",
            &[32],
            "cnf holds a kid instead of a key.",
            with(CNF, Tree::Map(vec![(label(3), bytes(&[1; 8]))])),
        ),
        (
            "cnf_with_thumbprint_only",
            &[32],
            "cnf holds a thumbprint instead of a key.",
            with(CNF, Tree::Map(vec![(label(5), bytes(&[1; 32]))])),
        ),
    ];
    for (name, traps, difference, object) in cases {
        add(book, name, traps, difference, object, "claim_invalid");
    }
    let two = scene.food_with(|claims| done(claims.get(CNF).set(3, bytes(&[1; 8]))));
    add(book, "cnf_with_two_members", &[32], "cnf holds a key and a kid.", two, "cbor_too_large");
    add(book, "profile_of_tomorrow", &[], "The profile is 2.", with(PROFILE, uint(2)), "profile_unknown");
    add(book, "profile_zero", &[], "The profile is 0.", with(PROFILE, uint(0)), "profile_unknown");
    add(
        book,
        "exp_before_iat",
        &[],
        "exp is iat.",
        scene.food_with(|claims| {
            let iat = claims.get(IAT).clone();
            claims.set(EXP, iat);
        }),
        "times_inconsistent",
    );
    let late = scene.food_with(|claims| done(claims.set(NBF, uint(NOW + 9)).set(EXP, uint(NOW + 9))));
    add(book, "exp_not_after_nbf", &[], "exp is nbf.", late, "times_inconsistent");
    let permits = scene.food_with(|claims| done(claims.set(PERMITS, Tree::List(Vec::new()))));
    add(book, "permits_empty", &[], "permits is there and empty.", permits, "cbor_out_of_range");
}

fn items(scene: &Scene, book: &mut Book) {
    let with = |number: i64| scene.food_with(|claims| item(claims, number, text("甲")));
    book.add(
        vector("item_highest_label", "4095 is the highest label of an item.")
            .desk("desk")
            .verify(with(4095))
            .verified(),
    );
    for number in [-1, 0, 4096, 65_535, 4_294_967_301] {
        add(
            book,
            &format!("item_label_{number}"),
            &[19],
            &format!("An item has the label {number}."),
            with(number),
            "item_label_invalid",
        );
    }
    for number in zhengzhao::kind::RESTATED {
        let difference = format!("The item {number} restates a claim.");
        add(
            book,
            &format!("item_restates_{number}"),
            &[],
            &difference,
            with(i64::from(number)),
            "item_restates_claim",
        );
    }
}

fn holder_keys(scene: &Scene, book: &mut Book) {
    let with = |key: Tree| scene.food_with(|claims| done(claims.set(CNF, Tree::Map(vec![(label(1), key)]))));
    let ed25519 = |x: &[u8]| Tree::Map(vec![(label(1), int(1)), (label(-1), int(6)), (label(-2), bytes(x))]);
    let good = cose_key(&crate::scene::ed25519("holder"));
    book.add(
        vector("holder_key_ed25519", "The holder's key may be Ed25519.")
            .desk("desk")
            .verify(with(good.clone()))
            .verified(),
    );
    let p256 = cose_key(&scene.holder);
    let sm2 = cose_key(&zhengzhao_facade::sample::key(zhengzhao::crypto::Algorithm::Sm2, "holder"));
    book.add(
        vector("holder_key_sm2", "The holder's key may be SM2.").desk("desk").verify(with(sm2)).verified(),
    );
    let mut bad = |name: &str, traps: &[u8], difference: &str, key: Tree| {
        add(book, name, traps, difference, with(key), "key_invalid")
    };
    let mut identity = [0; 32];
    identity[0] = 1;
    bad("holder_key_of_small_order", &[37], "The holder's key is the neutral point.", ed25519(&identity));
    let mut outside = [0xff; 32];
    (outside[0], outside[31]) = (0xee, 0x7f);
    bad("holder_key_not_canonical", &[37], "The holder's key is 1 written as p + 1.", ed25519(&outside));
    bad("holder_key_off_the_curve", &[37], "The holder's key is no point.", ed25519(&[2; 32]));
    bad("holder_key_of_31_bytes", &[], "The holder's key has 31 bytes.", ed25519(&[9; 31]));
    let mut key = p256.clone();
    key.set(-3, bytes(&[9; 32]));
    bad("holder_key_off_p256", &[], "y of the holder's P-256 key is another number.", key);
    let mut key = p256.clone();
    key.set(-3, crate::scene::yes());
    add(
        book,
        "holder_key_compressed",
        &[],
        "y of the holder's P-256 key is only a sign.",
        with(key),
        "key_invalid",
    );
    let mut key = p256.clone();
    key.remove(-3);
    let mut bad = |name: &str, traps: &[u8], difference: &str, key: Tree| {
        add(book, name, traps, difference, with(key), "key_invalid")
    };
    bad("holder_key_without_y", &[], "The holder's P-256 key has no y.", key);
    let mut key = good.clone();
    key.set(3, int(-8));
    bad("holder_key_pins_legacy", &[2], "The holder's key states the legacy algorithm -8.", key);
    let mut key = good.clone();
    key.set(3, int(-9));
    bad("holder_key_pins_another", &[2], "The holder's Ed25519 key states the algorithm -9.", key);
    let mut key = good.clone();
    key.set(-4, bytes(&[1; 32]));
    bad("holder_key_with_secret", &[], "The holder's key carries its secret part.", key);
    let mut key = good.clone();
    key.set(2, bytes(&[1; 8]));
    bad("holder_key_with_kid", &[], "The holder's key carries a kid.", key);
    let mut key = p256.clone();
    key.set(-1, int(2));
    bad("holder_key_of_an_unknown_curve", &[2], "The holder's key says that it is of P-384.", key);
    let mut key = good;
    key.set(1, int(2));
    bad("holder_key_of_another_type", &[2], "The holder's Ed25519 key says that it is EC2.", key);
}
