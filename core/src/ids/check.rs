//! The raw check digit routines. Each takes the text without its check character and returns that character,
//! or `None` when the text is empty or holds a character outside the routine's alphabet.

/// How the check character of a licence identifier fits the rest of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckDigit {
    /// Right by ISO/IEC 7064 hybrid MOD 37,36, as GB/T 36904 asks.
    Standard,
    /// Wrong by the standard, right by the routine of [`mod_37_36_vendor`]. Genuine licences carry it.
    LegacyVariant,
    /// Right by neither.
    Wrong,
}

/// ISO/IEC 7064 hybrid MOD 37,36 over `0-9A-Z` (values 0 to 35).
#[must_use]
pub fn mod_37_36(body: &str) -> Option<char> {
    let mut product = 36;
    for byte in nonempty(body)? {
        product = double(product, base36(byte)?);
    }
    // The product is never 0, so this is 0 to 35.
    char_of(37_u32.checked_sub(product)? % 36)
}

/// The variant of a platform vendor, found in licences of Shandong.
///
/// It differs from the standard three times: letters count 11 to 36, a sum with a letter is first reduced
/// modulo 37 when it exceeds 37, and the result 1 to 36 is written with the characters of 0 to 35. Only for
/// recognising what was printed: never issue with it.
#[must_use]
pub fn mod_37_36_vendor(body: &str) -> Option<char> {
    let mut product: u32 = 36;
    for byte in nonempty(body)? {
        let value = base36(byte)?;
        product = if value < 10 {
            double(product, value)
        } else {
            let sum = product.checked_add(value)?.checked_add(1)?;
            double(0, if sum > 37 { sum % 37 } else { sum })
        };
    }
    char_of(36_u32.checked_sub(product)?)
}

/// The routine of GB 32100 for the unified social credit code: weights are the powers of 3 modulo 31, the
/// alphabet of 31 lacks I, O, S, V and Z.
#[must_use]
pub fn mod_31_3(body: &str) -> Option<char> {
    let mut weight = 1_u32;
    let mut sum = 0_u32;
    for byte in nonempty(body)? {
        let value = USCC_ALPHABET.iter().position(|&c| c == byte)?;
        sum = sum.checked_add(weight.checked_mul(u32::try_from(value).ok()?)?)? % 31;
        weight = weight.checked_mul(3)? % 31;
    }
    let check = usize::try_from(31_u32.checked_sub(sum)? % 31).ok()?;
    USCC_ALPHABET.get(check).copied().map(char::from)
}

/// ISO/IEC 7064 MOD 11-2 over digits, as in GB 11643 for the citizen number; the check character is a digit or
/// `X`.
#[must_use]
pub fn mod_11_2(digits: &str) -> Option<char> {
    let mut product = 0_u32;
    for byte in nonempty(digits)? {
        let digit = char::from(byte).to_digit(10)?;
        product = product.checked_add(digit)?.checked_mul(2)? % 11;
    }
    // The check value x satisfies product + x = 1 modulo 11.
    match 12_u32.checked_sub(product)? % 11 {
        10 => Some('X'),
        value => char::from_digit(value, 10),
    }
}

/// ISO/IEC 7064 MOD 11,10 over digits (GB/T 17710), as in the numbers of food business licences; the check is a
/// digit.
#[must_use]
pub fn mod_11_10(digits: &str) -> Option<char> {
    let mut product = 10_u32;
    for byte in nonempty(digits)? {
        let digit = char::from(byte).to_digit(10)?;
        product = match product.checked_add(digit)? % 10 {
            0 => 10,
            rest => rest,
        };
        product = product.checked_mul(2)? % 11;
    }
    char::from_digit(11_u32.checked_sub(product)? % 10, 10)
}

pub(super) const USCC_ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

fn nonempty(text: &str) -> Option<impl Iterator<Item = u8>> {
    (!text.is_empty()).then(|| text.bytes())
}

/// One step of the hybrid system: add, reduce to 1..=36, double modulo 37. Never 0, because 37 is odd.
#[expect(clippy::arithmetic_side_effects, reason = "both operands are at most 37")]
const fn double(product: u32, value: u32) -> u32 {
    let sum = match (product + value) % 36 {
        0 => 36,
        rest => rest,
    };
    sum * 2 % 37
}

fn base36(byte: u8) -> Option<u32> {
    if byte.is_ascii_lowercase() { None } else { char::from(byte).to_digit(36) }
}

fn char_of(value: u32) -> Option<char> {
    char::from_digit(value, 36).map(|c| c.to_ascii_uppercase())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use alloc::string::String;

    /// Bodies with the check characters of python-stdnum 2.2 and of a separate transcription of the vendor's
    /// routine.
    const BODIES: [(&str, char, char); 9] = [
        ("11100000MB0143028R00111515260181590830U5445", 'R', 'Y'),
        ("11100000MB0143028R00111516131860913909QP3E2Z8I430", '1', '2'),
        ("11100000MB0327169900111518666617603137CA7L3609Y6N14DO9GMNU7119", 'L', 'K'),
        ("11100000000013338W011115126462889751402BR4H15G5E4G7T0LZQH82XF7AG3BCJJXD297", 'G', '9'),
        ("11100000000019713D07111515798682828807LB09B9U7Z3KXXZU6Z3FCH26WSZ14SKWWC710", 'N', 'X'),
        ("A", 'H', 'G'),
        ("Z", '4', '3'),
        ("0", '2', '1'),
        ("794", 'B', 'A'),
    ];

    #[test]
    fn both_routines_agree_with_independent_ones() {
        for (body, standard, vendor) in BODIES {
            assert_eq!(mod_37_36(body), Some(standard), "{body}");
            assert_eq!(mod_37_36_vendor(body), Some(vendor), "{body}");
        }
    }

    /// Checks of python-stdnum 2.2 and of one published number of a food business licence.
    #[test]
    fn mod_11_10_agrees_with_an_independent_routine() {
        for (digits, check) in [
            ("79462", '3'),
            ("0", '2'),
            ("0794", '5'),
            ("9999999999999", '6'),
            ("2500103000001", '1'),
            ("1330108011171", '9'),
        ] {
            assert_eq!(mod_11_10(digits), Some(check), "{digits}");
        }
        for wrong in ["", "A", "1 ", "１"] {
            assert_eq!(mod_11_10(wrong), None, "{wrong:?}");
        }
    }

    #[test]
    fn every_single_substitution_is_caught() {
        let body = "11100000MB0143028R00111516131860913909QP3E2Z8I430";
        let check = mod_37_36(body).unwrap();
        for index in 0..body.len() {
            for other in ('0'..='9').chain('A'..='Z') {
                let changed: String =
                    body.char_indices().map(|(i, c)| if i == index { other } else { c }).collect();
                assert_eq!(mod_37_36(&changed) == Some(check), changed == body, "{changed}");
            }
        }
    }

    #[test]
    fn characters_outside_the_alphabet_have_no_check() {
        for wrong in ["", "a", "A.B", "Ａ", " 1", "1-"] {
            assert_eq!(mod_37_36(wrong), None, "{wrong:?}");
            assert_eq!(mod_37_36_vendor(wrong), None, "{wrong:?}");
            assert_eq!(mod_31_3(wrong), None, "{wrong:?}");
            assert_eq!(mod_11_2(wrong), None, "{wrong:?}");
        }
        for wrong in ["I", "O", "S", "V", "Z"] {
            assert_eq!(mod_31_3(wrong), None);
        }
        assert_eq!(mod_11_2("1X"), None);
    }
}
