//! Text: NFC, and nothing that a reader of the screen cannot see.

use crate::book::{Book, Bytes, vector};
use crate::licences::with_desk;
use crate::scene::{Scene, TRUST, item};
use crate::tree::{Tree, done, text};

pub(crate) fn book(scene: &Scene) -> Book {
    let mut book = with_desk(scene, "text", "Text that may be signed.");
    let with = |value: &str| Bytes::from(scene.food_with(|claims| item(claims, 40, text(value))));
    for (name, value) in [
        ("text_composed", "Zo\u{e9} Liú"),
        ("text_rare_ideograph", "\u{20bb7}\u{9fa5}"),
        ("text_emoji", "\u{1f600}"),
        ("text_ideographic_space", "甲\u{3000}乙"),
        ("text_ideographic_variation", "葛\u{e0100}示例"),
        ("text_empty", ""),
    ] {
        book.add(
            vector(name, "This text may be signed.").traps(&[39]).desk("desk").verify(with(value)).verified(),
        );
    }
    let bad = |name: &str, difference: &str| {
        vector(name, format!("Text is in normal form C and wholly visible. {difference}"))
            .traps(&[39])
            .from("text_composed", difference)
            .desk("desk")
    };
    for (name, value, difference) in [
        ("text_decomposed", "Zoe\u{301}", "An accent is a character of its own."),
        ("text_compatibility_ideograph", "\u{f900}", "An ideograph is a compatibility form."),
        ("text_angstrom", "\u{212b}", "A letter is the sign for Ångström."),
        ("text_jamo", "\u{1112}\u{1161}\u{11ab}", "A syllable is spelt in jamo."),
        ("text_marks_out_of_order", "a\u{301}\u{323}", "Two accents are out of order."),
    ] {
        book.add(bad(name, difference).verify(with(value)).refused("cbor_not_nfc"));
    }
    for (name, value, difference) in [
        ("text_with_nul", "甲\u{0}乙", "There is a NUL."),
        ("text_with_a_newline", "甲\n乙", "There is a line feed."),
        ("text_with_a_tab", "甲\t乙", "There is a tab."),
        ("text_with_delete", "甲\u{7f}", "There is a DEL."),
        ("text_with_c1", "甲\u{9b}31m", "There is a C1 control."),
        ("text_with_an_override", "\u{202e}司公", "There is a right-to-left override."),
        ("text_with_an_isolate", "\u{2066}甲\u{2069}", "There is an isolate."),
        ("text_with_a_mark", "甲\u{200f}", "There is a right-to-left mark."),
        ("text_with_zero_width_space", "有限\u{200b}公司", "There is a zero-width space."),
        ("text_with_zero_width_joiner", "有限\u{200d}公司", "There is a zero-width joiner."),
        ("text_with_a_bom", "\u{feff}甲", "There is a byte order mark."),
        ("text_with_a_soft_hyphen", "a\u{ad}b", "There is a soft hyphen."),
        ("text_with_a_line_separator", "甲\u{2028}乙", "There is a line separator."),
        ("text_with_a_grapheme_joiner", "甲\u{34f}乙", "There is a combining grapheme joiner."),
        ("text_with_a_hangul_filler", "甲\u{3164}乙", "There is a Hangul filler."),
        ("text_with_a_khmer_inherent_vowel", "甲\u{17b4}乙", "There is a Khmer inherent vowel."),
        ("text_with_a_variation_selector", "甲\u{fe0f}乙", "There is variation selector 16."),
        ("text_with_a_musical_control", "甲\u{1d173}乙", "There is a musical control."),
        ("text_with_a_tag_character", "甲\u{e0041}", "There is a tag character."),
    ] {
        book.add(bad(name, difference).verify(with(value)).refused("cbor_forbidden_character"));
    }
    for (name, value, difference) in [
        ("text_not_utf8", &[0x61, 0xff][..], "It is no UTF-8."),
        ("text_surrogate", &[0x63, 0xed, 0xa0, 0x80], "It encodes a surrogate."),
        ("text_overlong", &[0x62, 0xc0, 0xaf], "A character is written in more bytes than it needs."),
        ("text_cut", &[0x62, 0xe7, 0x94], "A character is cut in two."),
        ("text_gb18030", &[0x64, 0xd6, 0xd8, 0xc7, 0xec], "It is GB 18030."),
    ] {
        let object = scene.food_with(|claims| item(claims, 40, Tree::Raw(value.to_vec())));
        book.add(bad(name, difference).verify(object).refused("cbor_not_utf8"));
    }
    let list = |value: &str| {
        Bytes::from(scene.own_broken(|claims| done(claims.get(TRUST).get(4).element(0).set(2, text(value)))))
    };
    let bad = |name: &str, difference: &str| {
        vector(name, format!("Names of a trust list are text like any other. {difference}"))
            .traps(&[39])
            .from("own_list_taken", difference)
            .pin("anchor")
    };
    book.add(
        bad("name_with_an_override", "The name of an issuer has a right-to-left override.")
            .own(&[list("\u{202e}局安公")])
            .refused("cbor_forbidden_character"),
    );
    book.add(
        bad("name_decomposed", "The name of an issuer is not in normal form C.")
            .own(&[list("Gonga\u{301}n")])
            .refused("cbor_not_nfc"),
    );
    book.add(
        bad("name_too_long", "The name of an issuer has 257 bytes.")
            .own(&[list(&"n".repeat(257))])
            .refused("cbor_too_large"),
    );
    book
}
