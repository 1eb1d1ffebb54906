//! What must hold of an item: the narrowest question that settles the matter.

use super::fields::read_label;
use super::read::{malformed, optional_label, short_text};
use crate::cbor::{Key, Major, Reader};
use crate::certificate::{Items, Value, read_region};
use crate::error::{Refusal, ensure};
use crate::limits::{MAX_DAYS_AHEAD, MAX_TEXT, MAX_YEARS};
use crate::region::Region;
use crate::time::{Date, Time};
use alloc::string::String;

/// What must hold of an item, or of the certificate itself where no label is named.
///
/// ```cddl
/// predicate = [ 1, 1..150, { ? 1: label, ? 2: label } ] / [ 2, label / false, region ] / [ 3, label, tstr ]
///           / [ 4, label, int / tstr / bool ] / [ 5, label / false, uint / tstr ]
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Predicate {
    /// The holder is so many years old, or older.
    AgeOver {
        /// 1 to 150.
        years: u64,
        /// The item that says so as yes or no.
        boolean: Option<u16>,
        /// The item with the date of birth, for certificates without the boolean.
        date: Option<u16>,
    },
    /// A division code lies in a region.
    InRegion {
        /// The item; without one, the region of the certificate.
        label: Option<u16>,
        /// The region.
        region: Region,
    },
    /// A text contains this, or a list has it as an element.
    Contains {
        /// The item.
        label: u16,
        /// 1 to 200 characters.
        text: String,
    },
    /// An item equals this.
    Equals {
        /// The item.
        label: u16,
        /// What it equals.
        value: Constant,
    },
    /// The last day of something is this day or later.
    ValidOn {
        /// The item with the last day; without one, the certificate's own validity.
        label: Option<u16>,
        /// The day.
        day: Day,
    },
}

/// A value that a signed scenario names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Constant {
    /// An integer.
    Integer(i64),
    /// Text of 1 to 200 characters.
    Text(String),
    /// A boolean.
    Bool(bool),
}

/// A day of UTC+8.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Day {
    /// So many days after the day of the check, at most 3,660.
    After(u64),
    /// This day.
    On(Date),
}

impl Day {
    /// The day, for a check at `now`.
    fn at(self, now: Time) -> Date {
        match self {
            Self::After(days) => now.saturating_add(days.saturating_mul(24 * 3600)).date(),
            Self::On(date) => date,
        }
    }
}

/// What a predicate is asked about: items, and the certificate around them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Subject<'c> {
    pub(crate) items: &'c Items,
    pub(crate) region: Region,
    pub(crate) nbf: Time,
    pub(crate) exp: Option<Time>,
}

impl Predicate {
    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, Refusal> {
        reader.enter_array(3)?;
        let predicate = match reader.uint()? {
            1 => Self::read_age(reader)?,
            2 => Self::InRegion { label: optional_label(reader)?, region: read_region(reader)? },
            3 => Self::Contains { label: read_label(reader)?, text: short_text(reader)?.into() },
            4 => Self::Equals { label: read_label(reader)?, value: Constant::read(reader)? },
            5 => Self::ValidOn { label: optional_label(reader)?, day: Day::read(reader)? },
            _ => return Err(malformed()),
        };
        reader.leave_array();
        Ok(predicate)
    }

    fn read_age(reader: &mut Reader<'_>) -> Result<Self, Refusal> {
        let years = reader.uint()?;
        ensure((1..=MAX_YEARS).contains(&years), malformed)?;
        let (mut boolean, mut date) = (None, None);
        reader.map(2, |key, reader| {
            match key {
                Key::Int(1) => boolean = Some(read_label(reader)?),
                Key::Int(2) => date = Some(read_label(reader)?),
                _ => reader.reject(malformed())?,
            }
            Ok::<(), Refusal>(())
        })?;
        ensure(boolean.is_some() || date.is_some(), malformed)?;
        Ok(Self::AgeOver { years, boolean, date })
    }

    /// The labels that it names, the narrowest first.
    pub(crate) fn labels(&self) -> impl Iterator<Item = u16> {
        let (first, second) = match *self {
            Self::AgeOver { boolean, date, .. } => (boolean, date),
            Self::InRegion { label, .. } | Self::ValidOn { label, .. } => (label, None),
            Self::Contains { label, .. } | Self::Equals { label, .. } => (Some(label), None),
        };
        first.into_iter().chain(second)
    }

    /// Whether it holds for what is shown. What is not shown does not hold.
    pub(crate) fn holds(&self, subject: Subject<'_>, now: Time) -> bool {
        let get = |label: u16| subject.items.get(label);
        let text = |label: u16| get(label).and_then(Value::as_text);
        match self {
            Self::AgeOver { years, boolean, date } => {
                let born = || date.and_then(|label| Date::parse(text(label)?));
                match boolean.and_then(get) {
                    Some(said) => said.as_bool() == Some(true),
                    None => born().is_some_and(|born| is_aged(born, *years, now.date())),
                }
            }
            Self::InRegion { label, region } => match label {
                Some(label) => text(*label).and_then(Region::parse).is_some_and(|own| region.contains(own)),
                None => region.contains(subject.region),
            },
            Self::Contains { label, text: wanted } => match get(*label) {
                Some(Value::Text(text)) => text.contains(wanted.as_str()),
                Some(Value::List(list)) => list.iter().any(|value| value.as_text() == Some(wanted)),
                _ => false,
            },
            Self::Equals { label, value } => get(*label).is_some_and(|own| value.equals(own)),
            Self::ValidOn { label, day } => {
                let day = day.at(now);
                match label {
                    Some(label) => text(*label).and_then(Date::parse).is_some_and(|last| last >= day),
                    None => covers(subject, day),
                }
            }
        }
    }
}

/// Whether the certificate's validity reaches the end of a day.
fn covers(subject: Subject<'_>, day: Date) -> bool {
    let Some(end) = Time::end_of(day) else { return subject.exp.is_none() };
    subject.nbf < end && subject.exp.is_none_or(|exp| exp >= end)
}

/// Whether whoever was born on `born` has completed `years` on `day`: from the birthday on, and for who was born on
/// 29 February from 1 March.
fn is_aged(born: Date, years: u64, day: Date) -> bool {
    let completed = u64::from(day.year()).saturating_sub(u64::from(born.year()));
    let birthday_has_come = (day.month(), day.day()) >= (born.month(), born.day());
    completed > years || (completed == years && birthday_has_come)
}

impl Constant {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Refusal> {
        Ok(match reader.peek()? {
            Major::Text => Self::Text(short_text(reader)?.into()),
            Major::Simple => Self::Bool(reader.bool()?),
            _ => Self::Integer(reader.int()?),
        })
    }

    fn equals(&self, value: &Value) -> bool {
        match (self, value) {
            (Self::Integer(own), Value::Integer(other)) => own == other,
            (Self::Text(own), Value::Text(other)) => own == other,
            (Self::Bool(own), Value::Bool(other)) => own == other,
            _ => false,
        }
    }
}

impl Day {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Refusal> {
        if reader.peek()? == Major::Text {
            return Date::parse(reader.text(MAX_TEXT)?).map(Self::On).ok_or_else(malformed);
        }
        let days = reader.uint()?;
        ensure(days <= MAX_DAYS_AHEAD, malformed)?;
        Ok(Self::After(days))
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use alloc::vec;
    use alloc::vec::Vec;

    fn date(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    fn holds(predicate: &Predicate, items: Vec<(u16, Value)>, now: &str) -> bool {
        let items = Items::new(items, 0);
        let subject = Subject {
            items: &items,
            region: Region::parse("510104").unwrap(),
            nbf: Time::start_of(date("2026-01-01")).unwrap(),
            exp: Time::end_of(date("2026-12-31")),
        };
        predicate.holds(subject, Time::start_of(date(now)).unwrap())
    }

    #[test]
    fn an_age_is_reached_on_the_birthday() {
        for (born, day, aged) in [
            ("2008-05-01", "2026-04-30", false),
            ("2008-05-01", "2026-05-01", true),
            ("2008-05-01", "2027-01-01", true),
            ("2008-02-29", "2026-02-28", false),
            ("2008-02-29", "2026-03-01", true),
            ("2009-01-01", "2026-12-31", false),
            ("2026-01-01", "2025-01-01", false),
        ] {
            assert_eq!(is_aged(date(born), 18, date(day)), aged, "{born} {day}");
        }
    }

    #[test]
    fn the_boolean_decides_where_it_is_shown() {
        let age = Predicate::AgeOver { years: 18, boolean: Some(22), date: Some(19) };
        let born = |text: &str| (19, Value::Text(text.into()));
        assert!(holds(&age, vec![(22, Value::Bool(true))], "2026-06-01"));
        assert!(!holds(&age, vec![(22, Value::Bool(false)), born("1990-01-01")], "2026-06-01"));
        assert!(holds(&age, vec![born("1990-01-01")], "2026-06-01"));
        assert!(!holds(&age, vec![born("2010-01-01")], "2026-06-01"));
        let neither = (22, Value::Text("true".into()));
        assert!(!holds(&age, vec![neither, born("1990-01-01")], "2026-06-01"));
        assert!(!holds(&age, vec![born("1990-1-1")], "2026-06-01"));
        assert!(!holds(&age, vec![], "2026-06-01"));
    }

    #[test]
    fn regions_texts_and_constants_are_compared() {
        let region = |code: &str| Region::parse(code).unwrap();
        let here = |label, code: &str| Predicate::InRegion { label, region: region(code) };
        assert!(holds(&here(None, "510100"), vec![], "2026-06-01"));
        assert!(!holds(&here(None, "500000"), vec![], "2026-06-01"));
        assert!(holds(&here(Some(25), "500000"), vec![(25, Value::Text("500103".into()))], "2026-06-01"));
        assert!(!holds(&here(Some(25), "500000"), vec![(25, Value::Text("重庆".into()))], "2026-06-01"));
        let contains = Predicate::Contains { label: 22, text: "餐饮".into() };
        assert!(holds(&contains, vec![(22, Value::Text("餐饮服务".into()))], "2026-06-01"));
        let list = |text: &str| vec![(22, Value::List(vec![Value::Text(text.into())]))];
        assert!(holds(&contains, list("餐饮"), "2026-06-01"));
        assert!(!holds(&contains, list("餐饮服务"), "2026-06-01"));
        let equals = |value| Predicate::Equals { label: 17, value };
        assert!(holds(&equals(Constant::Integer(2)), vec![(17, Value::Integer(2))], "2026-06-01"));
        assert!(holds(&equals(Constant::Bool(false)), vec![(17, Value::Bool(false))], "2026-06-01"));
        assert!(!holds(&equals(Constant::Text("2".into())), vec![(17, Value::Integer(2))], "2026-06-01"));
    }

    #[test]
    fn validity_reaches_a_day_when_it_reaches_its_end() {
        let on = |label, day| Predicate::ValidOn { label, day };
        assert!(holds(&on(None, Day::On(date("2026-12-31"))), vec![], "2026-06-01"));
        assert!(!holds(&on(None, Day::On(date("2027-01-01"))), vec![], "2026-06-01"));
        assert!(!holds(&on(None, Day::On(date("2025-12-31"))), vec![], "2026-06-01"));
        assert!(holds(&on(None, Day::After(30)), vec![], "2026-12-01"));
        assert!(!holds(&on(None, Day::After(31)), vec![], "2026-12-01"));
        let last = |text: &str| vec![(30, Value::Text(text.into()))];
        assert!(holds(&on(Some(30), Day::After(0)), last("2026-06-01"), "2026-06-01"));
        assert!(!holds(&on(Some(30), Day::After(0)), last("2026-05-31"), "2026-06-01"));
    }
}
