//! What the items of an invented certificate say: what its kind file and the scenario's predicates need.

use super::party::{Party, birthday};
use crate::matters::portrait;
use crate::scene::{NOW, region, time};
use zhengzhao::ids::mod_11_10;
use zhengzhao::issue::{DraftElement, DraftItem, DraftValue};
use zhengzhao::kind::{ItemSpec, ItemType, Kind, MemberSpec, NumberCheck, PORTRAIT};
use zhengzhao::region::Region;
use zhengzhao::scenario::{Alternative, Constant, Day, Predicate};
use zhengzhao::time::Date;
use zhengzhao_facade::sample::DAY;

/// Where certificates of these matters come from; the second where the first does not serve.
pub(super) const HERE: &str = "500103";
pub(super) const ELSEWHERE: &str = "510104";

/// For whom an item is made up.
pub(super) struct About<'a> {
    pub(super) kind: &'a Kind,
    pub(super) holder: &'a Party,
    pub(super) representative: &'a Party,
    pub(super) alternative: &'a Alternative,
}

impl About<'_> {
    /// An item as the kind file wants it carried, so that every predicate on it holds.
    pub(super) fn item(&self, label: u16) -> DraftItem {
        let spec =
            self.kind.item(label).unwrap_or_else(|| panic!("{} has no item {label}", self.kind.code()));
        let redact = spec.disclosure() != zhengzhao::kind::Disclosure::Open;
        DraftItem { label, value: self.value(spec), redact }
    }

    fn value(&self, spec: &ItemSpec) -> DraftValue {
        let label = spec.label();
        let predicates = self.alternative.predicates.iter();
        if let Some(value) = predicates.filter_map(|own| holding(own, spec)).next() {
            return value;
        }
        match self.alternative.representative {
            Some((code, _)) if code == label => return self.representative.code.as_str().into(),
            Some((_, Some(code_type))) if code_type == label => return self.representative.code_type.into(),
            _ => {}
        }
        match label {
            1 => self.number().as_str().into(),
            2 => self.holder.name.as_str().into(),
            3 => self.holder.code.as_str().into(),
            4 => self.holder.code_type.into(),
            PORTRAIT => portrait(),
            _ if spec.name() == "birthDate" => day(self.holder.born),
            _ => plain(spec),
        }
    }

    /// A number of the form that the kind file says.
    fn number(&self) -> String {
        let Some(rule) = self.kind.number_rule() else { return "YL20260001".into() };
        let fill = |class| match class {
            '#' => '0',
            '@' => 'Y',
            '?' | '~' => '渝',
            other => other,
        };
        let filled: String = rule.templates()[0].chars().map(fill).collect();
        let number = match rule.check() {
            NumberCheck::Uscc | NumberCheck::CitizenId => self.holder.code.clone(),
            NumberCheck::Mod11_10 => {
                let mut body = filled;
                body.pop();
                let digits: String = body.chars().filter(char::is_ascii_digit).collect();
                format!("{body}{}", mod_11_10(&digits).expect("digits"))
            }
            _ => filled,
        };
        assert!(rule.fits(&number), "{} has other numbers than {number}", self.kind.code());
        number
    }
}

fn day(date: Date) -> DraftValue {
    date.to_string().as_str().into()
}

fn list(text: &str) -> DraftValue {
    DraftValue::List(vec![DraftElement { value: text.into(), redact: false }])
}

fn plain(spec: &ItemSpec) -> DraftValue {
    let members = || {
        let member = |own: &MemberSpec| DraftItem::open(own.label(), simple(own.item_type(), own.name_zh()));
        DraftValue::Map(spec.members().iter().map(member).collect())
    };
    match spec.item_type() {
        ItemType::Map => members(),
        ItemType::List if spec.members().is_empty() => list(&sample(spec.name_zh())),
        ItemType::List => DraftValue::List(vec![DraftElement { value: members(), redact: false }]),
        other => simple(other, spec.name_zh()),
    }
}

fn simple(of: ItemType, name: &str) -> DraftValue {
    match of {
        ItemType::Text => sample(name).as_str().into(),
        ItemType::Date => day(time(NOW - 30 * DAY).date()),
        ItemType::Integer => DraftValue::Integer(2),
        ItemType::Boolean => DraftValue::Bool(true),
        ItemType::Bytes => DraftValue::Bytes(vec![0x5a; 32]),
        other => panic!("{name}: no value of type {other:?} is known"),
    }
}

fn sample(name: &str) -> String {
    format!("{name}（样例）")
}

/// The value with which the predicate just holds, if it is about this item.
fn holding(predicate: &Predicate, spec: &ItemSpec) -> Option<DraftValue> {
    let label = Some(spec.label());
    match predicate {
        Predicate::AgeOver { boolean, .. } if *boolean == label => Some(DraftValue::Bool(true)),
        Predicate::AgeOver { years, date, .. } if *date == label => Some(day(birthday(*years))),
        Predicate::InRegion { label: own, region } if *own == label => Some(inside(*region).as_str().into()),
        Predicate::Contains { label: own, text } if Some(*own) == label => {
            Some(if spec.item_type() == ItemType::List { list(text) } else { text.as_str().into() })
        }
        Predicate::Equals { label: own, value } if Some(*own) == label => Some(constant(value)),
        Predicate::ValidOn { label: own, day: last } if *own == label => Some(day(day_of(*last))),
        _ => None,
    }
}

/// The item with which the predicate just fails; none where it is about the certificate itself.
pub(super) fn failing(predicate: &Predicate, shown: u16) -> Option<DraftValue> {
    match predicate {
        Predicate::AgeOver { boolean, .. } if *boolean == Some(shown) => Some(DraftValue::Bool(false)),
        Predicate::AgeOver { years, .. } => Some(day(birthday(*years).next().expect("a day"))),
        Predicate::InRegion { label, region } => {
            label.and_then(|_| outside(*region)).map(|other| other.as_str().into())
        }
        Predicate::Contains { .. } => Some("其他".into()),
        Predicate::Equals { value, .. } => Some(match value {
            Constant::Integer(own) => DraftValue::Integer(own + 1),
            Constant::Text(own) => format!("{own}（其他）").as_str().into(),
            Constant::Bool(own) => DraftValue::Bool(!own),
        }),
        Predicate::ValidOn { label, day: last } => {
            label.map(|_| day(day_of(*last).previous().expect("a day")))
        }
    }
}

fn constant(value: &Constant) -> DraftValue {
    match value {
        Constant::Integer(own) => DraftValue::Integer(*own),
        Constant::Text(own) => own.as_str().into(),
        Constant::Bool(own) => DraftValue::Bool(*own),
    }
}

/// The day that a predicate means, at the moment of the vectors.
pub(super) fn day_of(day: Day) -> Date {
    match day {
        Day::After(days) => time(NOW + days * DAY).date(),
        Day::On(date) => date,
    }
}

/// A region inside this one.
pub(super) fn inside(wide: Region) -> Region {
    [HERE, ELSEWHERE].map(region).into_iter().find(|own| wide.contains(*own)).unwrap_or(wide)
}

/// A region outside this one, if there is any.
pub(super) fn outside(wide: Region) -> Option<Region> {
    [HERE, ELSEWHERE].map(region).into_iter().find(|own| !wide.contains(*own))
}
