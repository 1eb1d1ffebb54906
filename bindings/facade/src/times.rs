//! Times and spans as people write them.

use crate::Text;
use zhengzhao::time::{Date, Time, last_day};

/// What stands for "no end" in dates of validity.
pub const UNLIMITED: &str = "长期";

/// Reads an RFC 3339 time in whole seconds with its offset: `2026-06-01T09:00:00+08:00`, `2026-06-01T01:00:00Z`.
/// Fractions and leap seconds are refused: no time of this library has them.
#[must_use]
pub fn parse_rfc3339(text: &str) -> Option<Time> {
    let (date, rest) = text.split_once(['T', 't'])?;
    let date = Date::parse(date)?;
    let (clock, offset) = rest.split_at_checked(8)?;
    let seconds = hms(clock)?;
    let offset = match offset {
        "Z" | "z" => 0,
        _ => {
            let (sign, hours_minutes) = offset.split_at_checked(1)?;
            let seconds = i64::try_from(hms(&format!("{hours_minutes}:00"))?).ok()?;
            match sign {
                "+" => seconds,
                "-" => seconds.checked_neg()?,
                _ => return None,
            }
        }
    };
    // Midnight of the date at UTC+8, moved to the offset that was written.
    let midnight = i64::try_from(Time::start_of(date)?.seconds()).ok()?;
    let utc =
        midnight.checked_add(8 * 3600)?.checked_add(i64::try_from(seconds).ok()?)?.checked_sub(offset)?;
    Time::from_seconds(u64::try_from(utc).ok()?)
}

/// Seconds of `hh:mm:ss`.
fn hms(text: &str) -> Option<u64> {
    let mut parts = text.split(':');
    let mut next = |limit: u64| {
        let part = parts.next()?;
        let digits = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        let number: u64 = part.parse().ok()?;
        (digits && number < limit).then_some(number)
    };
    let (hours, minutes, seconds) = (next(24)?, next(60)?, next(60)?);
    if parts.next().is_some() {
        return None;
    }
    hours.checked_mul(3600)?.checked_add(minutes.checked_mul(60)?)?.checked_add(seconds)
}

/// Reads a span: a number and `s`, `m`, `h` or `d`, such as `24h` or `7d`. In seconds.
#[must_use]
pub fn parse_span(text: &str) -> Option<u64> {
    let unit = text.chars().next_back()?;
    let number = text.strip_suffix(unit)?;
    let seconds = match unit {
        's' => 1,
        'm' => 60,
        'h' => 3600,
        'd' => 86_400,
        _ => return None,
    };
    if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    number.parse::<u64>().ok()?.checked_mul(seconds)
}

/// A span for people, in the largest unit that leaves it at least 2, rounded down: `3 小时`, `9 d`.
#[must_use]
pub fn show_span(seconds: u64) -> Text {
    for (zh, en, length) in [("天", "d", 86_400), ("小时", "h", 3600), ("分钟", "min", 60)] {
        let count = seconds.checked_div(length).unwrap_or_default();
        if count >= 2 {
            return Text::new(format!("{count} {zh}"), format!("{count} {en}"));
        }
    }
    Text::new(format!("{seconds} 秒"), format!("{seconds} s"))
}

/// The last valid day of an `exp`, or 长期.
#[must_use]
pub fn valid_to(exp: Option<Time>) -> String {
    exp.map_or_else(|| UNLIMITED.into(), |exp| last_day(exp).to_string())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn rfc_3339_times_meet_in_one_second() {
        let expected = Time::start_of(Date::parse("2027-01-01").unwrap()).unwrap();
        for text in [
            "2027-01-01T00:00:00+08:00",
            "2026-12-31T16:00:00Z",
            "2026-12-31t16:00:00z",
            "2026-12-31T11:00:00-05:00",
            "2026-12-31T21:30:00+05:30",
        ] {
            assert_eq!(parse_rfc3339(text), Some(expected), "{text}");
        }
        assert_eq!(parse_rfc3339(&expected.to_string()), Some(expected));
    }

    #[test]
    fn other_times_are_refused() {
        for text in [
            "",
            "2026-12-31",
            "2026-12-31T16:00:00",
            "2026-12-31 16:00:00Z",
            "2026-12-31T16:00Z",
            "2026-12-31T24:00:00Z",
            "2026-12-31T23:59:60Z",
            "2026-12-31T16:00:00.5Z",
            "2026-02-30T16:00:00Z",
            "2026-12-31T16:00:00+8:00",
            "2026-12-31T16:00:00+0800",
            "2026-12-31T+6:00:00Z",
            "2026-12-31T16:00:00+08:00:00",
            "二〇二六-12-31T16:00:00Z",
        ] {
            assert_eq!(parse_rfc3339(text), None, "{text}");
        }
    }

    #[test]
    fn spans() {
        for (text, seconds) in [("24h", 86_400), ("7d", 604_800), ("90s", 90), ("5m", 300), ("0d", 0)] {
            assert_eq!(parse_span(text), Some(seconds));
        }
        for text in ["", "d", "7", "7w", "-1d", "+1d", "1.5h", "99999999999999999999d", "天"] {
            assert_eq!(parse_span(text), None, "{text}");
        }
        for (seconds, zh, en) in [
            (0, "0 秒", "0 s"),
            (119, "119 秒", "119 s"),
            (120, "2 分钟", "2 min"),
            (7200, "2 小时", "2 h"),
            (86_400 * 9 + 5, "9 天", "9 d"),
        ] {
            assert_eq!(show_span(seconds), Text::new(zh, en));
        }
    }
}
