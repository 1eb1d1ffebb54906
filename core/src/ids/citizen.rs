use core::fmt;
use core::str;

use zeroize::Zeroize;

use super::{IdError, all_allowed, exact, mod_11_2};
use crate::region::Region;
use crate::time::Date;

/// A citizen identification number (公民身份号码, GB 11643): division (6), birth date (8), sequence (3), check.
///
/// `Display` and `Debug` hide the birth date and the first digit after it; only [`CitizenId::reveal`] shows
/// all. The memory is wiped on drop. The 15-digit form ended in 2013 and is not read.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct CitizenId([u8; 18]);

impl CitizenId {
    /// Exactly 18 characters: 17 digits with a birth date of the calendar, then the right digit or `X`.
    ///
    /// # Errors
    /// [`IdError::Length`], [`IdError::Character`], [`IdError::BirthDate`] or [`IdError::CheckDigit`]; none of
    /// them holds a part of the number.
    pub fn parse(text: &str) -> Result<CitizenId, IdError> {
        let number = CitizenId(exact(text)?);
        all_allowed(&number.0, |index, byte| byte.is_ascii_digit() || (index == 17 && byte == b'X'))?;
        if number.parsed_birth_date().is_none() {
            return Err(IdError::BirthDate);
        }
        let expected = text.get(..17).and_then(mod_11_2);
        if expected == text.chars().next_back() { Ok(number) } else { Err(IdError::CheckDigit) }
    }

    /// The whole number: personal data, for a disclosure or a comparison, not for a log.
    #[must_use]
    pub fn reveal(&self) -> &str {
        // The constructor let only ASCII in.
        str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The holder's birth date: personal data.
    #[must_use]
    pub fn birth_date(&self) -> Date {
        // The constructor checked it.
        self.parsed_birth_date().unwrap_or(Date::MIN)
    }

    /// The division that first registered the holder; it may have been renamed or merged since.
    #[must_use]
    pub fn registered_in(&self) -> Option<Region> {
        self.reveal().get(..6).and_then(Region::parse)
    }

    fn parsed_birth_date(&self) -> Option<Date> {
        let digits = self.reveal();
        let year = digits.get(6..10)?.parse().ok()?;
        let month = digits.get(10..12)?.parse().ok()?;
        Date::new(year, month, digits.get(12..14)?.parse().ok()?)
    }
}

impl Drop for CitizenId {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Display for CitizenId {
    /// Masked: `110105*********02X`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = self.reveal();
        let (head, tail) = (number.get(..6).unwrap_or_default(), number.get(15..).unwrap_or_default());
        write!(f, "{head}*********{tail}")
    }
}

impl fmt::Debug for CitizenId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CitizenId({self})")
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use alloc::format;
    use alloc::string::{String, ToString};

    /// The example printed in GB 11643; the others are invented, their checks from python-stdnum 2.2.
    const NUMBERS: [(&str, &str); 7] = [
        ("11010519491231002X", "1949-12-31"),
        ("510104200002291233", "2000-02-29"),
        ("500112199912310010", "1999-12-31"),
        ("510107201506010048", "2015-06-01"),
        ("110101190001010014", "1900-01-01"),
        ("511300198811112342", "1988-11-11"),
        ("510402197001010056", "1970-01-01"),
    ];

    #[test]
    fn numbers_are_read() {
        for (number, birth) in NUMBERS {
            let id = CitizenId::parse(number).unwrap();
            assert_eq!(id.birth_date().to_string(), birth);
            assert_eq!(id.reveal(), number);
            assert_eq!(id.registered_in().unwrap().as_str(), number.get(..6).unwrap());
        }
    }

    #[test]
    fn printing_hides_the_birth_date() {
        let id = CitizenId::parse("11010519491231002X").unwrap();
        assert_eq!(format!("{id}"), "110105*********02X");
        assert_eq!(format!("{id:?}"), "CitizenId(110105*********02X)");
        assert_eq!(id.to_string().len(), 18);
    }

    #[test]
    fn every_single_substitution_is_refused() {
        let number = "11010519491231002X";
        for index in 0..number.len() {
            for other in ('0'..='9').chain(['X']) {
                let changed: String =
                    number.char_indices().map(|(i, c)| if i == index { other } else { c }).collect();
                assert_eq!(CitizenId::parse(&changed).is_ok(), changed == number, "{changed}");
            }
        }
    }

    #[test]
    fn malformed_numbers_say_why() {
        for (number, error) in [
            ("110105491231002", IdError::Length { min: 18, max: 18, found: 15 }),
            ("11010519491231002x", IdError::Character { position: 18 }),
            ("1101051949123100X2", IdError::Character { position: 17 }),
            ("110105194912310021", IdError::CheckDigit),
            // The right check digits of dates that do not exist.
            ("510104200102291230", IdError::BirthDate),
            ("510104200013011233", IdError::BirthDate),
            ("51010400000101123X", IdError::BirthDate),
        ] {
            assert_eq!(CitizenId::parse(number), Err(error), "{number}");
        }
    }
}
