use alloc::string::String;
use alloc::vec::Vec;
use serde::Deserialize;

use crate::ids::{CitizenId, Uscc, mod_11_10};

/// Most characters that `~` stands for: the longest name of a registration office several times over.
const MAX_GAP: usize = 32;

/// How the numbers of a kind's certificates (证照编号) look. A rule for issuing: licences of former times may
/// have other numbers, so a checker never asks it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberRule {
    pub(super) templates: Vec<String>,
    pub(super) check: NumberCheck,
}

/// The check digit of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum NumberCheck {
    /// None is known.
    None,
    /// The digits of the number, letters left out, end with a check of ISO/IEC 7064 MOD 11,10 (GB/T 17710).
    #[serde(rename = "mod_11_10")]
    Mod11_10,
    /// The number is a unified social credit code (GB 32100).
    Uscc,
    /// The number is a citizen number (GB 11643).
    CitizenId,
}

impl NumberRule {
    /// The forms that a number may have, never none. `#` stands for a digit, `@` for a letter of A-Z, `?` for a
    /// Chinese character, `~` for 1 to 32 characters; all else stands for itself.
    #[must_use]
    pub fn templates(&self) -> &[String] {
        &self.templates
    }

    /// The check digit.
    #[must_use]
    pub const fn check(&self) -> NumberCheck {
        self.check
    }

    /// Whether `number` has one of the forms and the right check digit.
    #[must_use]
    pub fn fits(&self, number: &str) -> bool {
        self.templates.iter().any(|template| has_form(template, number)) && self.has_check(number)
    }

    fn has_check(&self, number: &str) -> bool {
        match self.check {
            NumberCheck::None => true,
            NumberCheck::Mod11_10 => {
                let mut digits: String = number.chars().filter(char::is_ascii_digit).collect();
                let check = digits.pop();
                check.is_some() && mod_11_10(&digits) == check
            }
            NumberCheck::Uscc => Uscc::parse(number).is_ok(),
            NumberCheck::CitizenId => CitizenId::parse(number).is_ok(),
        }
    }
}

fn has_form(template: &str, number: &str) -> bool {
    let found = number.chars().count();
    let Some((head, tail)) = template.split_once('~') else {
        return template.chars().count() == found && all_match(template.chars(), number.chars());
    };
    let gap = found.checked_sub(head.chars().count()).and_then(|rest| rest.checked_sub(tail.chars().count()));
    gap.is_some_and(|gap| (1..=MAX_GAP).contains(&gap))
        && all_match(head.chars(), number.chars())
        && all_match(tail.chars().rev(), number.chars().rev())
}

fn all_match(template: impl Iterator<Item = char>, number: impl Iterator<Item = char>) -> bool {
    template.zip(number).all(|(class, c)| match class {
        '#' => c.is_ascii_digit(),
        '@' => c.is_ascii_uppercase(),
        '?' => ('\u{4E00}'..='\u{9FFF}').contains(&c),
        _ => c == class,
    })
}

#[cfg(test)]
mod tests {
    use super::{NumberCheck, NumberRule};
    use alloc::string::ToString;

    fn rule(templates: &[&str], check: NumberCheck) -> NumberRule {
        NumberRule { templates: templates.iter().map(ToString::to_string).collect(), check }
    }

    #[test]
    fn forms_hold_to_the_end() {
        let rule = rule(&["?(####)~第###号", "@#"], NumberCheck::None);
        for number in ["川(2024)成都市第001号", "川(2024)x第001号", "A1", "渝(2024)号第第001号"]
        {
            assert!(rule.fits(number), "{number}");
        }
        for number in [
            "",
            "A",
            "A12",
            "a1",
            "川(2024)第001号",
            "川(2024)成都市第001号 ",
            "川(2024)成都市第01号",
            "x(2024)成都市第001号",
            "川(2024)一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三第001号",
        ] {
            assert!(!rule.fits(number), "{number}");
        }
    }

    #[test]
    fn checks_are_checked() {
        let food = rule(&["JY2#############"], NumberCheck::Mod11_10);
        assert!(food.fits("JY25001030000011"));
        assert!(!food.fits("JY25001030000018"));
        assert!(!rule(&["@"], NumberCheck::Mod11_10).fits("A"));
        let uscc = rule(&["~"], NumberCheck::Uscc);
        assert!(uscc.fits("91500000MAYY000189") && !uscc.fits("91500000MAYY000188"));
        let citizen = rule(&["~"], NumberCheck::CitizenId);
        assert!(citizen.fits("510104199003070007") && !citizen.fits("510104199003070008"));
    }
}
