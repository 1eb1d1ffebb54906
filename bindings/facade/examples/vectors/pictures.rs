//! Pictures that travel beside a certificate.

use crate::act::{around, challenged, with_desk};
use crate::book::{Book, Bytes, vector};
use crate::scene::{Scene, VALID, item};
use crate::tree::{Tree, bytes, int, text, uint};
use zhengzhao::crypto::sha256;
use zhengzhao::issue::{DraftItem, DraftValue};
use zhengzhao_facade::sample;

const PORTRAIT: i64 = 4081;
const LARGEST: usize = 20_480;

pub(crate) fn book(scene: &Scene) -> Book {
    let mut book = with_desk(scene, "pictures", "Pictures that travel beside a certificate.");
    shown(scene, &mut book);
    named(scene, &mut book);
    selective(scene, &mut book);
    book
}

/// No picture at all, but bytes that only their digest names.
fn portrait() -> Vec<u8> {
    b"a portrait of nobody".to_vec()
}

fn picture(of: &[u8]) -> Tree {
    let mut picture = Tree::Map(Vec::new());
    picture.set(1, bytes(&sha256(&[of])));
    picture.set(2, text("image/avif"));
    picture.set(3, uint(u64::try_from(of.len()).expect("a small picture")));
    picture
}

/// The food licence that names a picture so.
fn naming(scene: &Scene, picture: &Tree) -> Vec<u8> {
    scene.food_with(|claims| item(claims, PORTRAIT, picture.clone()))
}

fn shown(scene: &Scene, book: &mut Book) {
    let licence = naming(scene, &picture(&portrait()));
    let certificate = book.keep("licence", licence.clone());
    let presented = book.keep("presented", around(scene, &licence, |_| ()));
    let right = book.keep("portrait", portrait());
    book.add(
        challenged("face_shown", "The portrait came along, and it is the one that the licence names.")
            .beside(right.clone())
            .present(presented.clone())
            .verified()
            .telling("/face", "shown")
            .telling("/presenter", "proven_challenge"),
    );
    book.add(
        vector("face_not_shown", "Nobody needs to show a face unless a scenario wants it.")
            .desk("desk")
            .verify(certificate.clone())
            .verified(),
    );
    book.add(
        vector("face_shown_beside_a_certificate", "A portrait may come with a certificate alone.")
            .desk("desk")
            .beside(right)
            .verify(certificate.clone())
            .verified()
            .telling("/face", "shown")
            .telling("/presenter", "not_proven"),
    );
    let wrong = |name: &str, difference: &str, picture: Vec<u8>| {
        challenged(name, format!("The licence names the portrait by digest and length. {difference}"))
            .from("face_shown", difference)
            .beside(picture)
    };
    let mut flipped = portrait();
    flipped[0] ^= 1;
    for (name, difference, picture) in [
        ("face_of_another", "It is another portrait.", b"a portrait of another".to_vec()),
        ("face_altered", "One bit of it is another.", flipped),
        ("face_cut", "Its last byte is missing.", portrait()[..portrait().len() - 1].to_vec()),
        ("face_and_more", "A byte follows.", [portrait(), vec![0]].concat()),
        ("face_empty", "It is empty.", Vec::new()),
    ] {
        book.add(wrong(name, difference, picture).present(presented.clone()).refused("picture_mismatch"));
    }
    let mut length = picture(&portrait());
    length.set(3, uint(21));
    book.add(
        wrong("face_of_another_length", "The licence states another length.", portrait())
            .present(around(scene, &naming(scene, &length), |_| ()))
            .refused("picture_mismatch"),
    );
    let largest = vec![0x5a; LARGEST];
    let large = book.keep("large", around(scene, &naming(scene, &picture(&largest)), |_| ()));
    book.add(
        challenged("face_of_the_largest_size", "A picture has at most 20,480 bytes.")
            .beside(largest.clone())
            .present(large.clone())
            .verified()
            .telling("/face", "shown"),
    );
    book.add(
        challenged("face_too_large", "A picture has at most 20,480 bytes.")
            .from("face_of_the_largest_size", "A byte follows.")
            .beside([largest, vec![0]].concat())
            .present(large)
            .refused("picture_too_large"),
    );
    book.add(
        vector("face_before_presence", "A picture is compared before presence is asked for.")
            .from("face_shown_beside_a_certificate", "It is another portrait, and the desk gave a challenge.")
            .desk("desk")
            .challenge(crate::act::nonce())
            .beside(b"a portrait of another".to_vec())
            .verify(certificate)
            .refused("picture_mismatch"),
    );
}

/// What no picture can fit.
fn named(scene: &Scene, book: &mut Book) {
    let mut unexpected = |name: &str, difference: &str, licence: Vec<u8>| {
        book.add(
            challenged(name, format!("A picture comes along only if it is named. {difference}"))
                .from("face_shown", difference)
                .beside("portrait")
                .present(around(scene, &licence, |_| ()))
                .refused("picture_unexpected"),
        );
    };
    unexpected("face_unexpected", "The licence names no portrait.", scene.food());
    let with = |change: &dyn Fn(&mut Tree)| {
        let mut picture = picture(&portrait());
        change(&mut picture);
        naming(scene, &picture)
    };
    for (name, difference, label, value) in [
        ("face_named_with_31_bytes", "The digest has 31 bytes.", 1, bytes(&[0; 31])),
        ("face_named_by_text", "The digest is text.", 1, text("digest")),
        ("face_of_type_number", "The media type is a number.", 2, uint(60)),
        ("face_of_length_zero", "The length is zero.", 3, uint(0)),
        ("face_of_length_negative", "The length is negative.", 3, int(-20)),
        ("face_of_length_20481", "The length is 20,481.", 3, uint(20_481)),
        ("face_with_a_fourth_member", "There is a fourth member.", 4, uint(1)),
    ] {
        let licence = with(&|picture| crate::tree::done(picture.set(label, value.clone())));
        unexpected(name, difference, licence);
    }
    for label in 1..=3 {
        let licence = with(&|picture| crate::tree::done(picture.remove(label)));
        unexpected(&format!("face_without_{label}"), &format!("Member {label} is missing."), licence);
    }
    unexpected("face_named_by_number", "The item is a number.", naming(scene, &uint(1)));
    let elsewhere = scene.food_with(|claims| item(claims, 4082, picture(&portrait())));
    unexpected("face_named_as_a_seal", "The licence names it as the picture of a seal.", elsewhere);
}

/// A portrait that the holder may withhold.
fn selective(scene: &Scene, book: &mut Book) {
    let mut draft = sample::food_licence(&scene.world);
    let member = |label: u16, value: DraftValue| DraftItem { label, value, redact: label == 2 };
    draft.items.push(DraftItem {
        label: 4081,
        value: DraftValue::Map(vec![
            member(1, DraftValue::Bytes(sha256(&[&portrait()]).to_vec())),
            member(2, DraftValue::from("image/avif")),
            member(3, DraftValue::Integer(20)),
        ]),
        redact: true,
    });
    let copy = scene.copy("selective portrait", &draft, &scene.world.chongqing_market, VALID);
    let show = |certificate: Vec<u8>| Bytes::from(around(scene, &certificate, |_| ()));
    book.add(
        challenged("face_disclosed", "A portrait that the holder disclosed.")
            .beside("portrait")
            .present(show(copy.show_all()))
            .verified()
            .telling("/face", "shown"),
    );
    let at = |name: &str, difference: &str| {
        challenged(name, format!("What is withheld names nothing. {difference}"))
            .from("face_disclosed", difference)
            .beside("portrait")
    };
    book.add(
        at("face_withheld", "The item is withheld.")
            .present(show(copy.show_items(&[])))
            .refused("picture_unexpected"),
    );
    let without_type = copy.show(|path| path.len() == 1);
    book.add(
        at("face_with_a_withheld_member", "The media type is withheld.")
            .present(show(without_type))
            .refused("picture_unexpected"),
    );
}
