//! Base45 (RFC 9285), read strictly: what §6 there calls no encoding is refused.

use crate::error::{Object, Refusal, ensure, gate};
use alloc::string::String;
use alloc::vec::Vec;

const ALPHABET: &[u8; 45] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

/// Writes two bytes as three characters, a last single byte as two, the least significant first.
pub(super) fn encode(bytes: &[u8], out: &mut String) {
    let mut put = |value: usize| out.extend(ALPHABET.get(value % 45).map(|byte| char::from(*byte)));
    for pair in bytes.chunks(2) {
        let value = pair.iter().fold(0, |value: usize, &byte| (value << 8) | usize::from(byte));
        put(value);
        put(value / 45);
        if pair.len() == 2 {
            put(value / (45 * 45));
        }
    }
}

/// Reads a whole text whose first character has `before` others in front.
pub(super) fn decode(text: &str, before: usize) -> Result<Vec<u8>, Refusal> {
    let refusal = |index: usize| {
        let offset = before.saturating_add(index).saturating_add(1);
        Refusal::TextNotBase45 { object: Object::Text, offset }
    };
    let mut out = Vec::with_capacity(text.len().div_ceil(3).saturating_mul(2));
    for (group, characters) in text.as_bytes().chunks(3).enumerate() {
        let start = group.saturating_mul(3);
        let mut value = 0_u32;
        for ((index, character), weight) in (0..).zip(characters).zip([1, 45, 45 * 45]) {
            let digit = ALPHABET.iter().position(|own| own == character);
            ensure(digit.is_some(), || refusal(start.saturating_add(index)))?;
            let digit = u32::try_from(digit.unwrap_or_default()).unwrap_or_default();
            value = value.saturating_add(digit.saturating_mul(weight));
        }
        let [.., high, low] = value.to_be_bytes();
        let largest = match characters.len() {
            3 => u32::from(u16::MAX),
            2 => u32::from(u8::MAX),
            _ => {
                // One character is no byte, whatever it is.
                gate(refusal(start))?;
                continue;
            }
        };
        ensure(value <= largest, || refusal(start))?;
        if characters.len() == 3 {
            out.push(high);
        }
        out.push(low);
    }
    Ok(out)
}
