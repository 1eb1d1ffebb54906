//! Who holds what in a matter: invented persons and enterprises, joined as the links of its scenario join materials.

use crate::scene::NOW;
use zhengzhao::ids::{CitizenId, Uscc, mod_11_2, mod_31_3};
use zhengzhao::kind::{HolderCategory, Kinds};
use zhengzhao::scenario::{Link, LinkKind, Predicate, Terms};
use zhengzhao::time::Date;

/// Family names, by the number of a person.
const FAMILIES: &str = "林周陈吴何郑冯韩曹邓许傅沈曾彭吕苏";
/// The number of whoever has nothing to do with the matter; materials are 16 at most.
const STRANGER: usize = 16;

/// A person or an enterprise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Party {
    pub(super) name: String,
    pub(super) code: String,
    pub(super) code_type: &'static str,
    pub(super) born: Date,
    enterprise: bool,
}

impl Party {
    /// The order code 000 of the number is never assigned.
    fn person(number: usize, born: Date) -> Self {
        let family = FAMILIES.chars().nth(number).expect("a name");
        let day = born.to_string().replace('-', "");
        let body = format!("5101{:02}{day}000", number + 1);
        let code = format!("{body}{}", mod_11_2(&body).expect("digits"));
        CitizenId::parse(&code).expect("a citizen number");
        Self { name: format!("{family}一诺"), code, code_type: "111", born, enterprise: false }
    }

    fn enterprise(number: usize, born: Date) -> Self {
        let codes = (300..1000).filter_map(|serial| {
            let body = format!("91500103MAYY{serial:05}");
            Some(format!("{body}{}", mod_31_3(&body)?)).filter(|code| Uscc::parse(code).is_ok())
        });
        let code = codes.into_iter().nth(number).expect("a code");
        let name = format!("重庆样例第{}有限公司", number + 1);
        Self { name, code, code_type: "001", born, enterprise: true }
    }

    fn new(number: usize, born: Date, enterprise: bool) -> Self {
        if enterprise { Self::enterprise(number, born) } else { Self::person(number, born) }
    }

    /// Somebody else of the same sort and age.
    pub(super) fn stranger(&self) -> Self {
        Self::new(STRANGER, self.born, self.enterprise)
    }

    /// The enterprise with this number, as a body that no list names.
    pub(super) fn office_elsewhere() -> String {
        let body = "11430000MBYY00095";
        format!("{body}{}", mod_31_3(body).expect("a body of a code"))
    }
}

/// The holders of the materials, by their places.
#[derive(Debug)]
pub(super) struct Parties {
    pub(super) holders: Vec<Party>,
    /// The names of their keys.
    pub(super) keys: Vec<String>,
    /// Whom each material names as legal representative.
    pub(super) representatives: Vec<Party>,
}

impl Parties {
    pub(super) fn of(terms: &Terms, kinds: &Kinds) -> Self {
        let holders = joined(terms, |kind| matches!(kind, LinkKind::SameCode | LinkKind::SameEnterprise));
        let keys = joined(terms, |kind| kind != LinkKind::LegalRepresentative);
        let party = |group: usize| {
            let places: Vec<_> = (0..holders.len()).filter(|place| holders[*place] == group).collect();
            Party::new(group, born(terms, &places), is_enterprise(terms, kinds, &places))
        };
        let parties: Vec<_> = holders.iter().map(|group| party(*group)).collect();
        let representative = |place: usize| {
            let is_of = |link: &&Link| link.kind == LinkKind::LegalRepresentative && link.from == place;
            let linked = terms.links.iter().find(is_of).map(|link| parties[link.to].clone());
            linked.unwrap_or_else(|| Party::person(STRANGER, born(terms, &[])))
        };
        Self {
            representatives: (0..parties.len()).map(representative).collect(),
            keys: keys.into_iter().map(|group| format!("{} holder {group}", terms.id)).collect(),
            holders: parties,
        }
    }

    pub(super) fn any_enterprise(&self) -> bool {
        self.holders.iter().any(|party| party.enterprise)
    }
}

/// By material, the first material that these links join it to.
fn joined(terms: &Terms, joins: impl Fn(LinkKind) -> bool) -> Vec<usize> {
    let mut groups: Vec<usize> = (0..terms.materials.len()).collect();
    for link in terms.links.iter().filter(|link| joins(link.kind)) {
        let (one, other) = (groups[link.from], groups[link.to]);
        let least = one.min(other);
        for group in groups.iter_mut().filter(|group| **group == one || **group == other) {
            *group = least;
        }
    }
    groups
}

/// Whoever must have completed some years does so today.
fn born(terms: &Terms, places: &[usize]) -> Date {
    let alternatives = places.iter().flat_map(|place| &terms.materials[*place].alternatives);
    let years = alternatives.flat_map(|own| &own.predicates).find_map(|predicate| match predicate {
        Predicate::AgeOver { years, .. } => Some(*years),
        _ => None,
    });
    years.map_or_else(|| Date::parse("1990-03-07").expect("a date"), birthday)
}

/// The day of birth of who completes so many years today.
pub(super) fn birthday(years: u64) -> Date {
    let today = crate::scene::time(NOW).date();
    let years = u16::try_from(years).expect("an age");
    Date::new(today.year() - years, today.month(), today.day()).expect("a day of every year")
}

/// What the links say, and else the kinds.
fn is_enterprise(terms: &Terms, kinds: &Kinds, places: &[usize]) -> bool {
    let links = || terms.links.iter();
    let has = |place: usize| places.contains(&place);
    let by_enterprise = links().any(|link| {
        link.kind == LinkKind::SameEnterprise && has(link.from)
            || link.kind == LinkKind::LegalRepresentative && has(link.from)
    });
    let representative = links().any(|link| link.kind == LinkKind::LegalRepresentative && has(link.to));
    let alternatives = places.iter().flat_map(|place| &terms.materials[*place].alternatives);
    let of_persons = alternatives
        .filter_map(|own| kinds.get(&own.kind))
        .any(|kind| kind.holder_category() == HolderCategory::Person);
    by_enterprise || !(representative || of_persons)
}
