use core::fmt;
use core::str;

use super::check::USCC_ALPHABET;
use super::{IdError, all_allowed, exact, mod_31_3};
use crate::region::Region;

/// A unified social credit code (统一社会信用代码, GB 32100): 18 characters of `0-9A-Z` without I, O, S, V, Z,
/// six digits of them (places 3 to 8) a division code, the last one the check digit.
///
/// ```text
/// 91 510100 ......... c      department and kind, division, organisation code, check
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Uscc([u8; 18]);

impl Uscc {
    /// Exactly 18 characters, upper case, with the right check digit.
    ///
    /// # Errors
    /// [`IdError::Length`], [`IdError::Character`] or [`IdError::CheckDigit`].
    pub fn parse(text: &str) -> Result<Uscc, IdError> {
        let code: [u8; 18] = exact(text)?;
        all_allowed(&code, |index, byte| match index {
            2..8 => byte.is_ascii_digit(),
            _ => USCC_ALPHABET.contains(&byte),
        })?;
        let expected = text.get(..17).and_then(mod_31_3);
        if expected == text.chars().next_back() { Ok(Uscc(code)) } else { Err(IdError::CheckDigit) }
    }

    /// The 18 characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        // The constructor let only ASCII in.
        str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The division of the office that registered the body. National organs have 100000, which is no division
    /// of GB/T 2260: never compare it with a certificate's region.
    #[must_use]
    pub fn registered_in(&self) -> Option<Region> {
        self.as_str().get(2..8).and_then(Region::parse)
    }
}

impl fmt::Display for Uscc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Uscc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Uscc({self})")
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use alloc::format;
    use alloc::string::String;

    #[test]
    fn codes_of_python_stdnum_pass() {
        for code in [
            "91370200GM58BR082U",
            "925101000PGH6GF75P",
            "92510100MTLDMFHT2D",
            "114403009N67A6TW47",
            "12370200B1T402LP4J",
            "12370200512MTCUG71",
            // The definers of two published type codes.
            "11100000MB0143028R",
            "11100000000013338W",
        ] {
            let uscc = Uscc::parse(code).unwrap();
            assert_eq!(format!("{uscc} {uscc:?}"), format!("{code} Uscc({code})"));
            assert_eq!(uscc.registered_in().unwrap().as_str(), code.get(2..8).unwrap());
        }
    }

    #[test]
    fn every_single_substitution_is_refused() {
        let code = "91370200GM58BR082U";
        for index in 0..code.len() {
            for other in ('0'..='9').chain('A'..='Z') {
                let changed: String =
                    code.char_indices().map(|(i, c)| if i == index { other } else { c }).collect();
                assert_eq!(Uscc::parse(&changed).is_ok(), changed == code, "{changed}");
            }
        }
    }

    #[test]
    fn malformed_codes_say_where() {
        assert_eq!(Uscc::parse("9137"), Err(IdError::Length { min: 18, max: 18, found: 4 }));
        assert_eq!(Uscc::parse("91370200gM58BR082U"), Err(IdError::Character { position: 9 }));
        assert_eq!(Uscc::parse("9137A200GM58BR082U"), Err(IdError::Character { position: 5 }));
        assert_eq!(Uscc::parse("91370200GM58BR082O"), Err(IdError::Character { position: 18 }));
        assert_eq!(Uscc::parse("91370200GM58BR082T"), Err(IdError::CheckDigit));
    }
}
