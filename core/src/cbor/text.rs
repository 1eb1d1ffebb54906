//! Which text may be signed: NFC, and nothing that a reader of the screen cannot see.

use super::FaultKind;
use unicode_normalization::is_nfc;

/// What forbids `text`, with the byte offset in it; `None` when it may be used.
///
/// Refused: control characters, line and paragraph separators, bidirectional overrides, isolates and marks,
/// zero-width and other invisible characters, and any text that is not in Normalization Form C.
#[must_use]
pub fn text_fault(text: &str) -> Option<(usize, FaultKind)> {
    // ASCII, unified ideographs and their punctuation are most of what a licence holds; all are stable under NFC.
    let mut plain = true;
    for (offset, character) in text.char_indices() {
        match character {
            ' '..='~'
            | '\u{3001}'..='\u{3011}'
            | '\u{3400}'..='\u{4DBF}'
            | '\u{4E00}'..='\u{9FFF}'
            | '\u{FF01}'..='\u{FF5E}' => {}
            _ if is_forbidden(character) => return Some((offset, FaultKind::ForbiddenCharacter)),
            _ => plain = false,
        }
    }
    (!plain && !is_nfc(text)).then_some((0, FaultKind::NotNfc))
}

/// Controls, what Unicode calls default-ignorable (it leaves no mark on a screen), separators, annotation
/// marks and the blank braille cell. Only the selectors of ideographic variants stay: they choose the glyph of a
/// name.
const fn is_forbidden(character: char) -> bool {
    matches!(character,
        '\u{0}'..='\u{1F}' | '\u{7F}'..='\u{9F}'
        | '\u{AD}' | '\u{34F}' | '\u{61C}'
        | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{2800}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}'
        | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E00FF}' | '\u{E01F0}'..='\u{E0FFF}')
}
