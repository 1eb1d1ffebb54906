//! Which text may be signed.

use zhengzhao::cbor::{FaultKind, text_fault};

use crate::item::skip;

fn head(text: &str) -> Vec<u8> {
    let mut writer = zhengzhao::cbor::Writer::new();
    writer.text(text);
    writer.into_bytes()
}

#[test]
fn ordinary_text_is_accepted() {
    for text in [
        "",
        "A-Z 0-9 ~!@#",
        "营业执照",
        "中华人民共和国居民身份证",
        // Full-width forms are other characters, not another normal form.
        "ＡＢＣ１２３（注册号）：，。",
        "々〇〡〆",
        // An ideographic description sequence stands for a character without a code point.
        "⿰亻尔⿱艹⿰",
        // Extensions A to H.
        "\u{3400}\u{4DBF}",
        "\u{20000}\u{2A6DF}",
        "\u{2A700}\u{2B739}",
        "\u{2B740}\u{2B81D}",
        "\u{2B820}\u{2CEA1}",
        "\u{2CEB0}\u{2EBE0}",
        "\u{30000}\u{3134A}",
        "\u{31350}\u{323AF}",
        // Two of the twelve unified ideographs that stand among the compatibility ideographs.
        "\u{FA0E}\u{FA11}",
        // A variation sequence, as name systems use it for the forms of one character.
        "葛\u{E0100}",
        "ᠮᠣᠩᠭᠣᠯ",
        "བོད་ཡིག",
        "ئۇيغۇر تىلى",
        "Ü é ñ",
        // Sequences without a composed form are in NFC as they are.
        "x\u{301}",
        "\u{1100}\u{11FF}",
        "한국어",
        "かがパ",
        "😀👍🏽",
        "🇨🇳",
        "①㈱℃",
        // Private use: characters of names that wait for their code point.
        "\u{E000}\u{F0000}",
    ] {
        assert_eq!(text_fault(text), None, "{text:?}");
        assert_eq!(skip(&head(text)), Ok(()), "{text:?}");
    }
}

#[test]
fn other_normal_forms_are_refused() {
    for text in [
        "e\u{301}",
        "A\u{30A}",
        "か\u{3099}",
        // Compatibility ideographs decompose to unified ones.
        "\u{F900}",
        "\u{2F800}",
        "\u{FA10}",
        // Hangul in letters.
        "\u{1112}\u{1161}\u{11AB}",
        // Ångström, Ohm and Kelvin signs.
        "\u{212B}",
        "\u{2126}",
        "\u{212A}",
        // Marks out of their canonical order.
        "q\u{307}\u{323}",
        // Excluded from composition.
        "\u{958}",
        "\u{FB1D}",
        "营业\u{2000}执照",
    ] {
        assert_eq!(text_fault(text), Some((0, FaultKind::NotNfc)), "{text:?}");
        let fault = skip(&head(text)).unwrap_err();
        assert_eq!((fault.kind(), fault.offset()), (FaultKind::NotNfc, 1), "{text:?}");
    }
}

#[test]
fn what_a_reader_cannot_see_is_refused_where_it_stands() {
    let mut forbidden: Vec<char> = Vec::new();
    for range in [
        '\u{0}'..='\u{1F}',
        '\u{7F}'..='\u{9F}',
        '\u{AD}'..='\u{AD}',
        '\u{61C}'..='\u{61C}',
        '\u{180E}'..='\u{180E}',
        '\u{200B}'..='\u{200F}',
        '\u{2028}'..='\u{202E}',
        '\u{2060}'..='\u{2064}',
        '\u{2066}'..='\u{206F}',
        '\u{FEFF}'..='\u{FEFF}',
        '\u{FFF9}'..='\u{FFFB}',
        '\u{E0001}'..='\u{E0001}',
        '\u{E0020}'..='\u{E007F}',
    ] {
        forbidden.extend(range);
    }
    for character in forbidden {
        for (text, offset) in
            [(format!("{character}"), 0), (format!("执照{character}x"), 6), (format!("ab{character}"), 2)]
        {
            assert_eq!(text_fault(&text), Some((offset, FaultKind::ForbiddenCharacter)), "{text:?}");
        }
    }
    // A family is several people joined by zero-width joiners: the joiner is what is refused.
    assert_eq!(text_fault("👨\u{200D}👩"), Some((4, FaultKind::ForbiddenCharacter)));
    // A forbidden character is named even where the text is not in NFC either.
    assert_eq!(text_fault("e\u{301}\u{202E}"), Some((3, FaultKind::ForbiddenCharacter)));
}

#[test]
fn every_character_is_judged_without_a_panic() {
    for character in '\u{0}'..=char::MAX {
        let mut buffer = [0; 4];
        let _ = text_fault(character.encode_utf8(&mut buffer));
    }
}

#[test]
fn long_runs_of_marks_take_linear_time() {
    // Sixty-four kilobytes of marks in descending order of their classes: the worst case of a normaliser.
    // A quadratic one would take minutes here, so that the suite itself is the clock.
    let text: String = core::iter::repeat_n("\u{345}\u{300}\u{323}\u{334}", 8 * 1024).collect();
    assert_eq!(text_fault(&text), Some((0, FaultKind::NotNfc)));
    let text: String = core::iter::once("a").chain(core::iter::repeat_n("\u{301}", 32 * 1024)).collect();
    assert_eq!(text_fault(&text), Some((0, FaultKind::NotNfc)));
    let text: String = core::iter::once("x").chain(core::iter::repeat_n("\u{301}", 32 * 1024)).collect();
    assert_eq!(text_fault(&text), None);
}
