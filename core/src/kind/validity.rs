use serde::Deserialize;

use crate::time::{Date, Time, last_day};

/// How long a licence of a kind may be valid (有效期限范围, GB/T 36902).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ValidityRange {
    /// So many days, not 0.
    Days(u16),
    /// So many months, not 0.
    Months(u16),
    /// So many years, not 0.
    Years(u16),
    /// 长期: no end.
    Unlimited,
}

impl ValidityRange {
    /// Whether a licence that is valid from `nbf` may end at `exp`, the first second that is not valid.
    ///
    /// A period of years ends on the day before the same day of the month, or, as many offices write it, on
    /// that day itself. A shorter one is always allowed: a changed licence keeps the end of the one it replaces.
    #[must_use]
    pub fn allows(self, nbf: Time, exp: Option<Time>) -> bool {
        let from = nbf.date();
        let latest = match self {
            Self::Unlimited => return true,
            Self::Days(days) => nbf.saturating_add(u64::from(days).saturating_mul(86_400)).date(),
            Self::Months(months) => same_day_after(from, months.into()),
            Self::Years(years) => same_day_after(from, u32::from(years).saturating_mul(12)),
        };
        exp.is_some_and(|exp| last_day(exp) <= latest)
    }
}

/// The same day so many months later; the first of the next month where that month has no such day.
fn same_day_after(date: Date, months: u32) -> Date {
    let sum = u32::from(date.month()).saturating_sub(1).saturating_add(months);
    let year = u32::from(date.year()).saturating_add(sum / 12);
    let (Ok(year), Ok(month)) = (u16::try_from(year), u8::try_from(sum % 12)) else { return Date::MAX };
    let month = month.saturating_add(1);
    // December has every day, so the month after is one of the same year.
    let found = Date::new(year, month, date.day()).or_else(|| Date::new(year, month.saturating_add(1), 1));
    found.unwrap_or(Date::MAX)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::ValidityRange::{Days, Months, Unlimited, Years};
    use crate::time::{Date, Time};

    #[test]
    fn a_period_ends_on_the_same_day_at_the_latest() {
        for (range, from, last, allowed) in [
            (Years(1), "2026-06-01", "2027-05-31", true),
            (Years(1), "2026-06-01", "2027-06-01", true),
            (Years(1), "2026-06-01", "2027-06-02", false),
            (Years(1), "2026-06-01", "2026-06-01", true),
            (Years(1), "2024-02-29", "2025-03-01", true),
            (Years(1), "2024-02-29", "2025-03-02", false),
            (Years(4), "2024-02-29", "2028-02-29", true),
            (Months(1), "2026-01-31", "2026-03-01", true),
            (Months(1), "2026-01-31", "2026-03-02", false),
            (Months(11), "2026-01-31", "2026-12-31", true),
            (Months(12), "2026-12-31", "2027-12-31", true),
            (Months(12), "2026-12-31", "2028-01-01", false),
            (Days(30), "2026-06-01", "2026-07-01", true),
            (Days(30), "2026-06-01", "2026-07-02", false),
            (Years(u16::MAX), "2026-06-01", "9998-12-31", true),
            (Unlimited, "2026-06-01", "9998-12-31", true),
        ] {
            let nbf = Time::start_of(Date::parse(from).unwrap()).unwrap();
            let exp = Time::end_of(Date::parse(last).unwrap());
            assert!(exp.is_some());
            assert_eq!(range.allows(nbf, exp), allowed, "{range:?} {from} {last}");
        }
        assert!(Unlimited.allows(Time::MIN, None));
        assert!(!Years(50).allows(Time::MIN, None));
    }
}
