//! Instants and civil dates.
//!
//! The wire knows only whole seconds since 1970-01-01T00:00:00Z. Licences know only civil dates in China
//! Standard Time (UTC+8, no daylight saving): "valid to 2026-12-31" means until 24:00 +08:00. This module is
//! the only place where one becomes the other.

use core::fmt;

const SECONDS_PER_DAY: u64 = 86_400;
/// China Standard Time is eight hours ahead of UTC all year.
const OFFSET: u64 = 8 * 3_600;
/// Days from 0000-03-01 to 1970-01-01 in the proleptic Gregorian calendar.
const EPOCH_FROM_MARCH_ZERO: u64 = 719_468;

/// A second in time: seconds since 1970-01-01T00:00:00Z, leap seconds not counted, at most [`Time::MAX`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(u64);

impl Time {
    /// 1970-01-01T00:00:00Z, the first instant that can be written.
    pub const MIN: Time = Time(0);

    /// 9999-12-31T23:59:59+08:00, the last second whose civil date has a four-digit year.
    pub const MAX: Time = Time(253_402_271_999);

    /// The instant `seconds` after 1970-01-01T00:00:00Z; `None` after [`Time::MAX`].
    #[must_use]
    pub const fn from_seconds(seconds: u64) -> Option<Time> {
        if seconds > Self::MAX.0 { None } else { Some(Time(seconds)) }
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn seconds(self) -> u64 {
        self.0
    }

    /// 00:00:00 +08:00 of `date`, the form of `iat` and `nbf` in a certificate; `None` before 1970-01-02,
    /// because 1970-01-01T00:00:00+08:00 lies before the first instant.
    #[must_use]
    pub fn start_of(date: Date) -> Option<Time> {
        let days = date.days_from_march_zero().checked_sub(EPOCH_FROM_MARCH_ZERO)?;
        Self::from_seconds(days.checked_mul(SECONDS_PER_DAY)?.checked_sub(OFFSET)?)
    }

    /// The first second after `date`, the form of `exp` for "valid to `date`"; `None` where [`Time::start_of`]
    /// the next day has none, so also for 9999-12-31. The inverse of [`last_day`].
    #[must_use]
    pub fn end_of(date: Date) -> Option<Time> {
        Self::start_of(date.next()?)
    }

    /// The civil date of this instant at UTC+8.
    #[must_use]
    pub fn date(self) -> Date {
        let days = self.0.saturating_add(OFFSET) / SECONDS_PER_DAY;
        Date::from_days_from_march_zero(days.saturating_add(EPOCH_FROM_MARCH_ZERO))
    }

    /// Whether this is a midnight at UTC+8. Certificates state whole days, so that a time is no fingerprint of
    /// its copy.
    #[must_use]
    pub const fn is_whole_day(self) -> bool {
        self.seconds_of_day() == 0
    }

    /// `secs` seconds later, at most [`Time::MAX`].
    #[must_use]
    pub fn saturating_add(self, secs: u64) -> Time {
        Time(self.0.saturating_add(secs)).min(Self::MAX)
    }

    /// `secs` seconds earlier, at least [`Time::MIN`].
    #[must_use]
    pub const fn saturating_sub(self, secs: u64) -> Time {
        Time(self.0.saturating_sub(secs))
    }

    /// Seconds from `other` to this instant; 0 when `other` is later.
    #[must_use]
    pub const fn saturating_since(self, other: Time) -> u64 {
        self.0.saturating_sub(other.0)
    }

    const fn seconds_of_day(self) -> u64 {
        self.0.saturating_add(OFFSET) % SECONDS_PER_DAY
    }
}

impl fmt::Display for Time {
    /// RFC 3339 at UTC+8, e.g. `2026-12-31T00:00:00+08:00`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let second = self.seconds_of_day();
        write!(f, "{}T{:02}:{:02}:{:02}+08:00", self.date(), second / 3_600, second / 60 % 60, second % 60)
    }
}

impl fmt::Debug for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Time({} = {self})", self.0)
    }
}

/// The last day on which something with this `exp` is valid, at UTC+8.
///
/// `exp` is the first second that is not valid: 2027-01-01T00:00:00+08:00 is shown as 2026-12-31.
#[must_use]
pub fn last_day(exp: Time) -> Date {
    exp.saturating_sub(1).date()
}

/// A day of the Gregorian calendar, years 1 to 9999.
///
/// It has no zone of its own; [`Time::start_of`] and [`Time::date`] read it at UTC+8.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    // In this order, so that the derived order is the calendar's.
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// 0001-01-01.
    pub const MIN: Date = Date { year: 1, month: 1, day: 1 };
    /// 9999-12-31.
    pub const MAX: Date = Date { year: 9_999, month: 12, day: 31 };

    /// The day `year`-`month`-`day`; `None` when the calendar has no such day or the year is not in 1..=9999.
    #[must_use]
    pub const fn new(year: u16, month: u8, day: u8) -> Option<Date> {
        if year < 1 || year > 9_999 || day < 1 || day > days_in_month(year, month) {
            return None;
        }
        Some(Date { year, month, day })
    }

    /// Exactly `YYYY-MM-DD`, e.g. `2026-12-31`; no other form, no space around it.
    #[must_use]
    pub fn parse(text: &str) -> Option<Date> {
        let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text.as_bytes() else {
            return None;
        };
        let year = decimal(&[y1, y2, y3, y4])?;
        let month = u8::try_from(decimal(&[m1, m2])?).ok()?;
        let day = u8::try_from(decimal(&[d1, d2])?).ok()?;
        Self::new(year, month, day)
    }

    /// 1 to 9999.
    #[must_use]
    pub const fn year(self) -> u16 {
        self.year
    }

    /// 1 to 12.
    #[must_use]
    pub const fn month(self) -> u8 {
        self.month
    }

    /// 1 to 31.
    #[must_use]
    pub const fn day(self) -> u8 {
        self.day
    }

    /// The day after; `None` after [`Date::MAX`].
    #[must_use]
    pub fn next(self) -> Option<Date> {
        let Date { year, month, day } = self;
        Self::new(year, month, day.saturating_add(1))
            .or_else(|| Self::new(year, month.saturating_add(1), 1))
            .or_else(|| Self::new(year.saturating_add(1), 1, 1))
    }

    /// The day before; `None` before [`Date::MIN`].
    #[must_use]
    pub fn previous(self) -> Option<Date> {
        let Date { year, month, day } = self;
        let earlier = month.saturating_sub(1);
        Self::new(year, month, day.saturating_sub(1))
            .or_else(|| Self::new(year, earlier, days_in_month(year, earlier)))
            .or_else(|| Self::new(year.saturating_sub(1), 12, 31))
    }

    /// Days since 0000-03-01. Years counted from March end with the leap day, so their lengths need no cases.
    #[expect(clippy::arithmetic_side_effects, reason = "the year is at least 1 and at most 9999")]
    const fn days_from_march_zero(self) -> u64 {
        let (year, month) = if self.month > 2 {
            (self.year as u64, self.month as u64 - 3)
        } else {
            (self.year as u64 - 1, self.month as u64 + 9)
        };
        march_year_start(year) + days_before_march_month(month) + self.day as u64 - 1
    }

    /// The inverse of [`Self::days_from_march_zero`] for days of 1970 to 9999, all that an instant has.
    #[expect(clippy::arithmetic_side_effects, reason = "Time::MAX bounds the days, 0000-03-01 is day 0")]
    const fn from_days_from_march_zero(days: u64) -> Date {
        // The mean year gives the year or, around the first of March, a neighbour of it.
        let mut year = days * 400 / 146_097;
        if march_year_start(year) > days {
            year -= 1;
        } else if march_year_start(year + 1) <= days {
            year += 1;
        }
        let day_of_year = days - march_year_start(year);
        let month = (5 * day_of_year + 2) / 153;
        let day = (day_of_year - days_before_march_month(month) + 1) as u8;
        if month < 10 {
            Date { year: year as u16, month: (month + 3) as u8, day }
        } else {
            Date { year: (year + 1) as u16, month: (month - 9) as u8, day }
        }
    }
}

impl fmt::Display for Date {
    /// `YYYY-MM-DD`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Date({self})")
    }
}

/// Days from 0000-03-01 to the first of March of `year`.
#[expect(clippy::arithmetic_side_effects, reason = "called with years up to 10000")]
const fn march_year_start(year: u64) -> u64 {
    365 * year + year / 4 - year / 100 + year / 400
}

/// Days from the first of March to the first of the month, March being 0: five months have 153 days.
#[expect(clippy::arithmetic_side_effects, reason = "called with months up to 11")]
const fn days_before_march_month(month: u64) -> u64 {
    (153 * month + 2) / 5
}

/// 0 for a month that does not exist.
const fn days_in_month(year: u16, month: u8) -> u8 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 0,
    }
}

/// At most four ASCII digits.
fn decimal(digits: &[u8]) -> Option<u16> {
    digits.iter().try_fold(0_u16, |value, &digit| {
        if !digit.is_ascii_digit() {
            return None;
        }
        value.checked_mul(10)?.checked_add(u16::from(digit & 0x0f))
    })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use alloc::format;
    use alloc::string::ToString;

    fn date(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    /// Second values from GNU `date -d '… +08:00' +%s`.
    const MIDNIGHTS: [(u64, &str); 12] = [
        (57_600, "1970-01-02"),
        (68_140_800, "1972-02-29"),
        (68_227_200, "1972-03-01"),
        (946_656_000, "2000-01-01"),
        (951_753_600, "2000-02-29"),
        (951_840_000, "2000-03-01"),
        (1_709_136_000, "2024-02-29"),
        (1_798_646_400, "2026-12-31"),
        (1_798_732_800, "2027-01-01"),
        (4_107_427_200, "2100-02-28"),
        (4_107_513_600, "2100-03-01"),
        (253_402_185_600, "9999-12-31"),
    ];

    #[test]
    fn midnights_are_those_of_an_independent_calendar() {
        for (seconds, text) in MIDNIGHTS {
            let time = Time::from_seconds(seconds).unwrap();
            assert_eq!(Time::start_of(date(text)), Some(time), "{text}");
            assert_eq!(time.date(), date(text));
            assert_eq!(time.saturating_sub(1).date(), date(text).previous().unwrap());
            assert!(time.is_whole_day());
            assert!(!time.saturating_sub(1).is_whole_day());
            assert_eq!(time.to_string(), format!("{text}T00:00:00+08:00"));
        }
    }

    #[test]
    fn valid_to_new_years_eve_ends_with_the_year() {
        let exp = Time::end_of(date("2026-12-31")).unwrap();
        assert_eq!(exp.seconds(), 1_798_732_800);
        assert_eq!(exp.to_string(), "2027-01-01T00:00:00+08:00");
        assert_eq!(exp.saturating_sub(1).to_string(), "2026-12-31T23:59:59+08:00");
        assert_eq!(last_day(exp), date("2026-12-31"));
        assert_eq!(last_day(exp.saturating_add(1)), date("2027-01-01"));
    }

    #[test]
    fn every_day_follows_the_one_before() {
        let mut day = Date::MIN;
        let mut count = 1_u64;
        while let Some(next) = day.next() {
            assert!(day < next);
            assert_eq!(next.previous(), Some(day));
            assert_eq!(next.days_from_march_zero(), day.days_from_march_zero() + 1);
            if let Some(start) = Time::start_of(next) {
                assert_eq!(start.date(), next);
                assert_eq!(start.saturating_sub(1).date(), day);
            }
            day = next;
            count += 1;
        }
        assert_eq!((day, count), (Date::MAX, 3_652_059));
        assert_eq!(Date::MIN.previous(), None);
    }

    #[test]
    fn the_ends_of_time_hold() {
        assert_eq!(Time::MIN.to_string(), "1970-01-01T08:00:00+08:00");
        assert_eq!(Time::MAX.to_string(), "9999-12-31T23:59:59+08:00");
        assert_eq!(Time::from_seconds(Time::MAX.seconds()), Some(Time::MAX));
        assert_eq!(Time::from_seconds(Time::MAX.seconds() + 1), None);
        assert_eq!(Time::start_of(date("1970-01-01")), None);
        assert_eq!(Time::start_of(Date::MIN), None);
        assert_eq!(Time::end_of(Date::MAX), None);
        assert_eq!(Time::MAX.saturating_add(u64::MAX), Time::MAX);
        assert_eq!(Time::MIN.saturating_sub(u64::MAX), Time::MIN);
        assert_eq!(Time::MAX.saturating_since(Time::MIN), Time::MAX.seconds());
        assert_eq!(Time::MIN.saturating_since(Time::MAX), 0);
        assert_eq!(last_day(Time::MIN), date("1970-01-01"));
    }

    #[test]
    fn dates_have_one_spelling() {
        assert_eq!(date("0001-01-01"), Date::MIN);
        assert_eq!(date("2024-02-29").to_string(), "2024-02-29");
        for wrong in [
            "",
            "2026-1-01",
            "2026-01-1",
            "20260101",
            "2026/01/01",
            "2026-01-01 ",
            " 2026-01-01",
            "2026-00-01",
            "2026-13-01",
            "2026-01-00",
            "2026-04-31",
            "2023-02-29",
            "1900-02-29",
            "2100-02-29",
            "0000-01-01",
            "+026-01-01",
            "2026-01-:1",
            "2026-01-01T00:00:00",
            "12026-01-01",
            "２026-01-0",
        ] {
            assert_eq!(Date::parse(wrong), None, "{wrong:?}");
        }
        assert_eq!(Date::new(2026, 255, 1), None);
        assert_eq!(Date::new(10_000, 1, 1), None);
    }

    #[test]
    fn debug_shows_seconds_and_date() {
        assert_eq!(
            format!("{:?}", Time::from_seconds(1_798_732_800).unwrap()),
            "Time(1798732800 = 2027-01-01T00:00:00+08:00)"
        );
        assert_eq!(format!("{:?}", date("2026-12-31")), "Date(2026-12-31)");
    }
}
