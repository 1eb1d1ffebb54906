//! The text of QR codes, and objects in several of them.

use crate::book::{Book, Vector, vector};
use crate::scene::Scene;
use zhengzhao::cbor::Writer;
use zhengzhao::crypto::sha256;
use zhengzhao::qr::{FRAME_PART, encode, frames};

/// A frame as nobody honest writes it.
fn frame(number: u64, count: u64, digest: &[u8], part: &[u8]) -> String {
    let mut writer = Writer::new();
    writer.array(4).uint(number).uint(count).bytes(digest).bytes(part);
    encode(&writer.into_bytes())
}

pub(crate) fn book(scene: &Scene) -> Book {
    let mut book = Book::new("codes", "Texts of QR codes, and objects in several codes.");
    texts(&mut book, scene);
    sets(&mut book, scene);
    broken_frames(&mut book, scene);
    book
}

fn texts(book: &mut Book, scene: &Scene) {
    let printed = scene.food_printed();
    let text = encode(&printed);
    let read = |name: &str, about: &str| vector(name, about).traps(&[38]);
    book.add(read("code_read", "One code holds a printed licence.").scan(&[&text]).scanned(&printed));
    book.add(
        read("code_after_marks", "A byte order mark, controls and spaces in front are passed over.")
            .scan(&[format!("\u{feff}\r\n \u{1d}\u{9f}{text}")])
            .scanned(&printed),
    );
    // RFC 9285 §4.3 and §4.4, and the largest values of three and two characters.
    for (name, body, bytes) in [
        ("code_rfc_ab", "BB8", &b"AB"[..]),
        ("code_rfc_hello", "%69 VD92EX0", b"Hello!!"),
        ("code_rfc_base_45", "UJCLQE7W581", b"base-45"),
        ("code_rfc_ietf", "QED8WEX0", b"ietf!"),
        ("code_largest_of_three", "FGW", &[0xff, 0xff]),
        ("code_largest_of_two", "U5", &[0xff]),
        ("code_of_nothing", "", &[]),
    ] {
        book.add(read(name, "Base45, RFC 9285.").scan(&[format!("ZZ1:{body}")]).scanned(bytes));
    }
    let longest = "0".repeat(4292);
    book.add(
        read("code_longest", "4296 characters are what the largest code holds.")
            .scan(&[format!("ZZ1:{longest}")])
            .scanned(&vec![0; 2861]),
    );
    let bad = |name: &str, difference: &str| {
        vector(name, format!("A text that is none. {difference}")).traps(&[38]).from("code_read", difference)
    };
    for (name, whole, difference) in [
        ("code_without_prefix", text.replacen("ZZ1:", "", 1), "The prefix is missing."),
        ("code_of_another_version", text.replacen('1', "2", 1), "The prefix is ZZ2."),
        ("code_prefix_in_lower_case", text.replacen("ZZ", "zz", 1), "The prefix is in lower case."),
        ("code_after_a_letter", format!("X{text}"), "A letter stands in front."),
        ("code_after_a_wide_space", format!("\u{3000}{text}"), "An ideographic space stands in front."),
        ("code_after_a_zero_width_space", format!("\u{200b}{text}"), "A zero-width space stands in front."),
        ("code_of_an_address", "HTTPS://EXAMPLE.ORG/".to_owned(), "It is the address of a page."),
    ] {
        book.add(bad(name, difference).scan(&[whole]).refused("text_prefix_missing"));
    }
    let with = |tail: &str| format!("{text}{tail}");
    for (name, whole, difference) in [
        ("code_of_65536", "ZZ1:GGW".to_owned(), "Three characters stand for 65536."),
        ("code_of_91124", "ZZ1::::".to_owned(), "Three characters stand for 91124."),
        ("code_of_2024", "ZZ1:::".to_owned(), "Two characters stand for 2024."),
        ("code_of_256", "ZZ1:V5".to_owned(), "Two characters stand for 256."),
        ("code_of_256_at_the_end", "ZZ1:BB8V5".to_owned(), "The last two characters stand for 256."),
        ("code_of_one_character", "ZZ1:0".to_owned(), "One character is no byte."),
        ("code_of_four_characters", "ZZ1:BB80".to_owned(), "Four characters are no bytes."),
        ("code_in_lower_case", "ZZ1:bb8".to_owned(), "It is in lower case."),
        ("code_with_a_line_end", with("\n"), "A line feed follows."),
        ("code_with_a_mark_behind", with("\u{feff}"), "A byte order mark follows."),
        ("code_with_padding", with("=="), "Padding follows."),
        ("code_with_a_wide_letter", "ZZ1:\u{ff22}B8".to_owned(), "A letter is a full-width one."),
        ("code_with_an_underscore", "ZZ1:BB_".to_owned(), "A character is outside the alphabet."),
    ] {
        book.add(bad(name, difference).scan(&[whole]).refused("text_not_base45"));
    }
    book.add(
        bad("code_too_long", "It has a character more than the largest code holds.")
            .scan(&[format!("ZZ1:{longest}0")])
            .refused("too_large"),
    );
}

/// An object of two frames, and its frames.
fn large(scene: &Scene) -> (Vec<u8>, Vec<String>) {
    let object = scene.residence().show(|_| false);
    let texts = frames(&object).expect("short enough");
    assert_eq!(texts.len(), 2, "the permit has {} bytes", object.len());
    (object, texts)
}

fn derived(name: &str, difference: &str) -> Vector {
    vector(name, format!("Frames of one object. {difference}")).from("frames_read", difference)
}

fn sets(book: &mut Book, scene: &Scene) {
    let (object, texts) = large(scene);
    let [one, two] = &texts[..] else { panic!("two frames") };
    let taken = |name: &str, about: &str| vector(name, about);
    book.add(taken("frames_read", "Two frames hold a residence permit.").scan(&[one, two]).scanned(&object));
    book.add(taken("frames_backwards", "Frames come in any order.").scan(&[two, one]).scanned(&object));
    book.add(
        taken("frames_twice", "A frame that is read again changes nothing.")
            .scan(&[two, two, one, two])
            .scanned(&object),
    );
    book.add(
        taken("frames_in_two_steps", "Frames are collected over several steps.")
            .scan(&[one])
            .scan(&[two])
            .scanned(&object),
    );
    let printed = encode(&scene.food_printed());
    book.add(
        taken("frames_around_a_whole_object", "An object in one code leaves a set as it is.")
            .scan(&[one, &printed])
            .scan(&[two])
            .scanned(&object),
    );
    book.add(derived("frames_first_only", "The second is missing.").scan(&[one]).incomplete(&[2]));
    book.add(derived("frames_second_only", "The first is missing.").scan(&[two]).incomplete(&[1]));
    let digest = &sha256(&[&object])[..16];
    let part = |number: usize| object.chunks(FRAME_PART).nth(number - 1).expect("a part");
    let foreign = frames(&[&object[..], b"x"].concat()).expect("short enough");
    book.add(
        derived("frame_of_another_object", "The second is of another object.")
            .scan(&[one, &foreign[1]])
            .refused("frame_of_another_set"),
    );
    book.add(
        derived("frame_of_another_count", "The second says that there are three.")
            .scan(&[one.clone(), frame(3, 3, digest, part(2))])
            .refused("frame_of_another_set"),
    );
    book.add(
        taken("frames_after_a_foreign_one", "A frame of another set leaves the set as it is.")
            .scan(&[one, &foreign[1]])
            .which_is_refused("frame_of_another_set")
            .scan(&[two])
            .scanned(&object),
    );
    let mut forged = part(2).to_vec();
    forged[0] ^= 1;
    let forged = frame(2, 2, digest, &forged);
    book.add(
        derived("frame_with_other_bytes", "The second comes again with another bit.")
            .scan(&[two, &forged])
            .refused("frame_conflict"),
    );
    book.add(
        taken("frames_after_a_conflict", "A conflict leaves the set as it is.")
            .scan(&[two, &forged])
            .which_is_refused("frame_conflict")
            .scan(&[one])
            .scanned(&object),
    );
    book.add(
        derived("frames_with_a_changed_bit", "A bit of the second is another one.")
            .scan(&[one, &forged])
            .refused("frames_digest_mismatch"),
    );
    book.add(
        taken("frames_after_a_mismatch", "After a mismatch the set begins anew.")
            .scan(&[one, &forged])
            .which_is_refused("frames_digest_mismatch")
            .scan(&[two, one])
            .scanned(&object),
    );
}

fn broken_frames(book: &mut Book, scene: &Scene) {
    let (object, _) = large(scene);
    let digest = &sha256(&[&object])[..16];
    let (first, second) = object.split_at(FRAME_PART);
    for (name, text, difference) in [
        ("frame_0", frame(0, 2, digest, first), "It is number 0."),
        ("frame_3_of_2", frame(3, 2, digest, first), "It is number 3 of 2."),
        ("frame_1_of_1", frame(1, 1, digest, first), "It is the only one."),
        ("frame_1_of_9", frame(1, 9, digest, first), "There are nine."),
        ("frame_with_a_short_digest", frame(1, 2, &digest[1..], first), "Its digest has 15 bytes."),
        (
            "frame_with_a_short_part",
            frame(1, 2, digest, &first[1..]),
            "It is not the last and has 729 bytes.",
        ),
        ("frame_without_a_part", frame(2, 2, digest, &[]), "Its part is empty."),
        (
            "frame_with_a_long_part",
            frame(2, 2, digest, &[second, first].concat()[..FRAME_PART + 1]),
            "Its part has 731 bytes.",
        ),
    ] {
        book.add(derived(name, difference).scan(&[text]).refused("cbor_out_of_range"));
    }
    let mut long = Writer::new();
    long.array(4).raw(&[0x18, 1]).uint(2).bytes(digest).bytes(first);
    book.add(
        derived("frame_with_a_long_number", "Its number has two bytes.")
            .scan(&[encode(&long.into_bytes())])
            .refused("cbor_not_shortest"),
    );
}
