//! Bytes that are not the one deterministic encoding of an allowed value, well signed all the same.

use crate::book::{Book, vector};
use crate::licences::with_desk;
use crate::scene::{CTI, IAT, ISS, ITEMS, Scene, VCT, item};
use crate::tree::{Tree, bytes, done, label, name, raw, text, uint};

pub(crate) fn book(scene: &Scene) -> Book {
    let mut book = with_desk(scene, "encoding", "Encodings that the strict reader refuses.");
    ends(scene, &mut book);
    heads(scene, &mut book);
    maps(scene, &mut book);
    values(scene, &mut book);
    sizes(scene, &mut book);
    book
}

fn add(book: &mut Book, name: &str, traps: &[u8], difference: &str, object: Vec<u8>, code: &'static str) {
    let about = format!("Refused for its encoding: {}", lower(difference));
    let described = vector(name, about).traps(traps).from("food", difference).desk("desk");
    book.add(described.verify(object).refused(code));
}

fn lower(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

fn ends(scene: &Scene, book: &mut Book) {
    let food = scene.food();
    let key = &scene.world.chongqing_market.issue_key;
    let parts = scene.food_parts();
    add(book, "empty", &[], "There are no bytes at all.", Vec::new(), "cbor_truncated");
    let cut = food[..food.len() - 1].to_vec();
    add(book, "cut_short", &[], "The last byte is missing.", cut, "cbor_truncated");
    let payload = parts.payload.encode();
    let cut = parts.sign_payload(key, &payload[..payload.len() - 1]);
    add(
        book,
        "payload_cut_short",
        &[],
        "The payload was signed without its last byte.",
        cut,
        "cbor_truncated",
    );
    let mut longer = food.clone();
    longer.push(0);
    add(book, "byte_after_the_message", &[13], "A byte follows the message.", longer, "cbor_trailing_bytes");
    let mut longer = payload.clone();
    longer.push(0);
    let longer = parts.sign_payload(key, &longer);
    add(
        book,
        "byte_after_the_claims",
        &[13],
        "A byte follows the claims inside the signed payload.",
        longer,
        "cbor_trailing_bytes",
    );
    let mut longer = parts.protected.encode();
    longer.push(0);
    let longer = parts.sign_protected(key, &longer);
    add(
        book,
        "byte_after_the_header",
        &[13],
        "A byte follows the header inside the protected bytes.",
        longer,
        "cbor_trailing_bytes",
    );
    let mut twice = payload.clone();
    twice.extend(&payload);
    let twice = parts.sign_payload(key, &twice);
    add(book, "claims_twice", &[13], "The payload holds the claims two times.", twice, "cbor_trailing_bytes");
}

fn heads(scene: &Scene, book: &mut Book) {
    let long = scene.food_with(|claims| {
        let Tree::Raw(iat) = claims.get(IAT).clone() else { panic!("iat is a number") };
        let mut long = vec![0x1b, 0, 0, 0, 0];
        long.extend(&iat[1..]);
        claims.set(IAT, Tree::Raw(long));
    });
    add(
        book,
        "number_not_shortest",
        &[11],
        "iat is written in eight bytes where four do.",
        long,
        "cbor_not_shortest",
    );
    let long = scene.food_with(|claims| claims.entries()[0].0 = vec![0x18, 1]);
    add(book, "label_not_shortest", &[7, 11], "The label 1 is written as 1801.", long, "cbor_not_shortest");
    let twice = scene.food_with(|claims| {
        let entry = (vec![0x18, 1], text("11500000MBYY00046G"));
        claims.entries().insert(1, entry);
    });
    add(
        book,
        "label_twice_in_two_forms",
        &[7, 11],
        "The label 1 occurs as 01 and again as 1801.",
        twice,
        "cbor_not_shortest",
    );
    let food = scene.food();
    let length = scene.food_parts().payload.encode().len();
    let head = [vec![0x59], u16::try_from(length).expect("short").to_be_bytes().to_vec()].concat();
    let at = food.windows(3).position(|window| window == head).expect("the head of the payload");
    let mut long = food.clone();
    long.splice(at..at + 3, [vec![0x5a, 0, 0], head[1..].to_vec()].concat());
    add(
        book,
        "length_not_shortest",
        &[11],
        "The length of the payload is written in four bytes; the signature does not cover it.",
        long,
        "cbor_not_shortest",
    );
    let mut open = scene.food_parts().payload.encode();
    open[0] = 0xbf;
    open.push(0xff);
    let open = scene.food_parts().sign_payload(&scene.world.chongqing_market.issue_key, &open);
    add(
        book,
        "indefinite_map",
        &[11],
        "The claims are a map of indefinite length.",
        open,
        "cbor_indefinite_length",
    );
    let open = scene.food_with(|claims| {
        let Tree::Raw(kind) = claims.get(VCT).clone() else { panic!("vct is text") };
        claims.set(VCT, Tree::Raw([vec![0x7f], kind, vec![0xff]].concat()));
    });
    add(
        book,
        "indefinite_text",
        &[11],
        "The kind is a text of indefinite length.",
        open,
        "cbor_indefinite_length",
    );
    let reserved = scene.food_with(|claims| done(claims.set(IAT, Tree::Raw(vec![0x1c]))));
    add(
        book,
        "reserved_head",
        &[11],
        "iat has the reserved additional information 28.",
        reserved,
        "cbor_reserved_head",
    );
}

fn maps(scene: &Scene, book: &mut Book) {
    let swapped = scene.food_with(|claims| claims.entries().swap(0, 1));
    add(
        book,
        "claims_out_of_order",
        &[11, 12],
        "The first two claims are swapped.",
        swapped,
        "cbor_key_order",
    );
    let swapped = scene.food_with(|claims| claims.get(ITEMS).entries().swap(0, 1));
    add(book, "items_out_of_order", &[11], "Two items are swapped.", swapped, "cbor_key_order");
    let mut parts = scene.food_parts();
    parts.protected.entries().swap(0, 1);
    let swapped = parts.sign(&scene.world.chongqing_market.issue_key);
    add(book, "header_out_of_order", &[11], "Two header parameters are swapped.", swapped, "cbor_key_order");
    let mut parts = scene.food_parts();
    parts.payload.entries().swap(0, 1);
    let reordered = parts.unsigned();
    add(
        book,
        "reordered_after_signing",
        &[12],
        "The claims were put in another order after they were signed.",
        reordered,
        "cbor_key_order",
    );
    let twice = |claims: &mut Tree, at: usize| {
        let entry = claims.entries()[at].clone();
        claims.entries().insert(at, entry);
    };
    let claim = scene.food_with(|claims| twice(claims, 0));
    add(book, "claim_twice", &[7], "The issuer stands there twice.", claim, "cbor_duplicate_key");
    let other = scene.food_with(|claims| {
        claims.entries().insert(1, (label(ISS), text("11500000MBYY00046G")));
    });
    add(
        book,
        "claim_twice_differently",
        &[7],
        "The issuer stands there twice with two values.",
        other,
        "cbor_duplicate_key",
    );
    let item_twice = scene.food_with(|claims| twice(claims.get(ITEMS), 0));
    add(book, "item_twice", &[7], "An item stands there twice.", item_twice, "cbor_duplicate_key");
    let key_twice = scene.food_with(|claims| twice(claims.get(crate::scene::CNF).get(1), 1));
    add(
        book,
        "key_member_twice",
        &[7],
        "A member of the holder's key stands there twice.",
        key_twice,
        "cbor_duplicate_key",
    );
    let status_twice = scene.food_with(|claims| {
        let list = claims.get(crate::scene::STATUS).member(&name("status_list"));
        list.entries().truncate(1);
        twice(list, 0);
    });
    add(
        book,
        "status_member_twice",
        &[7],
        "The status index stands there twice.",
        status_twice,
        "cbor_duplicate_key",
    );
    let mut parts = scene.food_parts();
    twice(&mut parts.protected, 0);
    let header = parts.sign(&scene.world.chongqing_market.issue_key);
    add(
        book,
        "header_twice",
        &[7],
        "alg stands in the protected header twice.",
        header,
        "cbor_duplicate_key",
    );
    let with_key = |key: Vec<u8>| scene.food_with(|claims| done(claims.put(key, uint(1))));
    add(
        book,
        "text_claim",
        &[],
        "There is a claim with a text label.",
        with_key(name("note")),
        "cbor_key_type",
    );
    add(
        book,
        "bytes_as_label",
        &[],
        "A label is a byte string.",
        with_key(bytes(&[1]).encode()),
        "cbor_key_type",
    );
    let null = with_key(vec![0xf6]);
    add(book, "null_as_label", &[], "A label is null.", null, "cbor_key_type");
    let text_item = scene.food_with(|claims| {
        claims.get(ITEMS).put(name("note"), text("x"));
    });
    add(book, "text_item", &[], "An item has a text label.", text_item, "cbor_key_type");
}

fn values(scene: &Scene, book: &mut Book) {
    let time = |value: &[u8]| scene.food_with(|claims| done(claims.set(IAT, Tree::Raw(value.to_vec()))));
    let with = |value: &[u8]| scene.food_with(|claims| item(claims, 40, Tree::Raw(value.to_vec())));
    let mut double = vec![0xfb];
    double.extend(1.797_408e9_f64.to_be_bytes());
    add(book, "time_as_a_float", &[15], "iat is a floating-point number.", time(&double), "cbor_float");
    add(book, "time_not_a_number", &[15], "iat is NaN.", time(&[0xf9, 0x7e, 0]), "cbor_float");
    add(book, "time_infinite", &[15], "iat is infinite.", time(&[0xf9, 0x7c, 0]), "cbor_float");
    add(
        book,
        "item_as_a_float",
        &[15],
        "An item is the floating-point number 1.0.",
        with(&[0xf9, 0x3c, 0]),
        "cbor_float",
    );
    add(
        book,
        "time_with_a_tag",
        &[14],
        "iat carries the tag 1, which a NumericDate must not.",
        time(&[0xc1, 0x1a, 0x6b, 0x22, 0x44, 0]),
        "cbor_unexpected_type",
    );
    add(book, "time_negative", &[15], "iat lies before 1970.", time(&[0x20]), "cbor_unexpected_type");
    add(
        book,
        "time_huge",
        &[15],
        "iat is 2^64 - 1.",
        time(&[0x1b, 255, 255, 255, 255, 255, 255, 255, 255]),
        "cbor_out_of_range",
    );
    add(
        book,
        "time_as_text",
        &[],
        "iat is text.",
        time(&text("2026-12-16").encode()),
        "cbor_unexpected_type",
    );
    add(book, "item_with_a_tag", &[14], "An item carries the tag 0.", with(&[0xc0, 0x61, 0x30]), "cbor_tag");
    add(
        book,
        "item_as_a_bignum",
        &[14],
        "An item is the number 1 as a bignum.",
        with(&[0xc2, 0x41, 1]),
        "cbor_tag",
    );
    add(
        book,
        "false_in_two_bytes",
        &[14],
        "An item is false, written as f814.",
        with(&[0xf8, 20]),
        "cbor_simple",
    );
    add(book, "item_null", &[], "An item is null.", with(&[0xf6]), "cbor_simple");
    add(book, "item_undefined", &[], "An item is undefined.", with(&[0xf7]), "cbor_simple");
    add(
        book,
        "item_simple_59",
        &[21],
        "An item is simple(59), which is only ever a map key.",
        with(&[0xf8, 59]),
        "cbor_simple",
    );
    let bstr = scene.food_with(|claims| done(claims.set(VCT, bytes(b"ZZ-LOCAL-FOOD-LICENCE"))));
    add(book, "kind_as_bytes", &[], "The kind is a byte string.", bstr, "cbor_unexpected_type");
    let list = scene.food_with(|claims| done(claims.set(ITEMS, Tree::List(Vec::new()))));
    add(book, "items_as_a_list", &[], "The items are a list.", list, "cbor_unexpected_type");
    let short = scene.food_with(|claims| done(claims.set(CTI, bytes(&[7; 15]))));
    add(book, "name_too_short", &[], "cti has 15 bytes.", short, "cbor_out_of_range");
    let big = with(&[0x1b, 0x80, 0, 0, 0, 0, 0, 0, 0]);
    add(book, "item_number_too_big", &[], "An item is 2^63.", big, "cbor_out_of_range");
}

/// A licence with an item of so many lists inside each other. Eleven are allowed: the message, its payload, the
/// claims and the items take five levels.
pub(crate) fn nested(scene: &Scene, levels: usize) -> Vec<u8> {
    let mut nest = vec![0x81; levels];
    nest.push(0x01);
    scene.food_with(|claims| item(claims, 40, Tree::Raw(nest)))
}

fn sizes(scene: &Scene, book: &mut Book) {
    let nest = |levels: usize| nested(scene, levels);
    book.add(
        vector("nested_eleven_lists", "An item nested as deeply as the format allows.")
            .traps(&[20])
            .desk("desk")
            .verify(nest(11))
            .verified(),
    );
    let deep = nest(12);
    let described =
        vector("nested_twelve_lists", "Refused for its encoding: an item is nested one list deeper.")
            .traps(&[20]);
    book.add(
        described
            .from("nested_eleven_lists", "There is one list more around the item.")
            .desk("desk")
            .verify(deep)
            .refused("cbor_too_deep"),
    );
    let bomb = [vec![0x81; 32_000], vec![1]].concat();
    add(
        book,
        "nest_of_32000",
        &[20],
        "The bytes are 32,000 lists inside each other.",
        bomb,
        "cbor_unexpected_type",
    );
    let bomb = scene.food_with(|claims| item(claims, 40, Tree::Raw([vec![0x81; 8_000], vec![1]].concat())));
    add(book, "nest_in_an_item", &[20], "An item is 8,000 lists inside each other.", bomb, "cbor_too_deep");
    let kind = scene.foreign_kind(&"K".repeat(65));
    add(book, "kind_too_long", &[], "The code of the kind has 65 characters.", kind, "cbor_too_large");
    let claimed = scene.food_with(|claims| {
        item(claims, 40, Tree::Raw(vec![0x9b, 0, 0, 0, 1, 0, 0, 0, 0]));
    });
    add(book, "list_longer_than_the_data", &[], "A list claims 2^32 elements.", claimed, "cbor_truncated");
    let entries = raw(|w| {
        w.array(1025);
        (0..1025).for_each(|_| done(w.uint(0)));
        w
    });
    let many = scene.food_with(|claims| item(claims, 40, entries));
    add(book, "list_of_1025", &[], "A list has 1,025 elements.", many, "cbor_too_large");
    let mut large = scene.food();
    large.resize(64 * 1024 + 1, 0);
    add(book, "larger_than_64_kib", &[], "The bytes are one more than 64 KiB.", large, "too_large");
}
