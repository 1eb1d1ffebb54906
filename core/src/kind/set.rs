use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use core::fmt;

use super::{Kind, KindError, MAX_LABEL, header_item, header_item_named};

/// Most kinds in one set; the national catalogue has some hundreds in common use.
const MAX_KINDS: usize = 1024;

/// The kind files that come with the library.
const BUILTIN: [&str; 6] = [
    include_str!("../../kinds/business-licence.json"),
    include_str!("../../kinds/eid.json"),
    include_str!("../../kinds/electronic-seal.json"),
    include_str!("../../kinds/food-licence.json"),
    include_str!("../../kinds/real-estate-certificate.json"),
    include_str!("../../kinds/residence-permit.json"),
];

/// A set of kinds, by code. A set that lacks a kind shows its items as `item 17` and changes no verdict.
#[derive(Clone, Debug, Default)]
pub struct Kinds(BTreeMap<String, Kind>);

impl Kinds {
    /// No kinds.
    #[must_use]
    pub const fn new() -> Kinds {
        Kinds(BTreeMap::new())
    }

    /// The kinds that come with the library.
    #[must_use]
    pub fn builtin() -> Kinds {
        // Tests take every file through `Kind::parse`.
        let kinds = BUILTIN.iter().filter_map(|json| Kind::parse(json).ok());
        Kinds(kinds.map(|kind| (kind.code().to_string(), kind)).collect())
    }

    /// Reads a kind file and adds it, as [`Kind::parse`] and [`Kinds::insert`] do.
    ///
    /// # Errors
    /// What [`Kind::parse`] says; [`KindError::Rule`] when the set is full.
    pub fn insert_json(&mut self, json: &str) -> Result<Option<Kind>, KindError> {
        self.insert(Kind::parse(json)?)
            .map_err(|KindsFull| KindError::Rule { path: "code".to_string(), expected: "at most 1024 kinds" })
    }

    /// Adds a kind or replaces the one with its code, which is given back.
    ///
    /// # Errors
    /// [`KindsFull`] when the set holds 1024 others.
    pub fn insert(&mut self, kind: Kind) -> Result<Option<Kind>, KindsFull> {
        if self.0.len() >= MAX_KINDS && !self.0.contains_key(kind.code()) {
            return Err(KindsFull);
        }
        Ok(self.0.insert(kind.code().to_string(), kind))
    }

    /// The kind with this code.
    #[must_use]
    pub fn get(&self, code: &str) -> Option<&Kind> {
        self.0.get(code)
    }

    /// All kinds, by code.
    pub fn iter(&self) -> impl Iterator<Item = &Kind> {
        self.0.values()
    }

    /// The camelCase name of an item; header items have one in unknown kinds too.
    #[must_use]
    pub fn name_of(&self, code: &str, label: u16) -> ItemName<'_> {
        let name = match header_item(label) {
            Some(item) => Some(item.name()),
            None => self.get(code).and_then(|kind| kind.item(label)).map(super::ItemSpec::name),
        };
        name.map_or(ItemName::Unnamed(label), ItemName::Named)
    }

    /// The label of an item, the inverse of [`Kinds::name_of`]: reads names of the header, of the kind, and the
    /// form `item 17`.
    #[must_use]
    pub fn label_of(&self, code: &str, name: &str) -> Option<u16> {
        if let Some(item) = header_item_named(name) {
            return Some(item.label());
        }
        if let Some(item) = self.get(code).and_then(|kind| kind.item_named(name)) {
            return Some(item.label());
        }
        let label: u16 = name.strip_prefix("item ")?.parse().ok()?;
        // One spelling per label: no sign, no leading zero.
        let canonical = ItemName::Unnamed(label).to_string() == name;
        ((1..=MAX_LABEL).contains(&label) && canonical).then_some(label)
    }
}

/// The set of kinds is full.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the set holds 1024 kinds")]
pub struct KindsFull;

/// How an item is called: by name, or by label where no kind file names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemName<'a> {
    /// Its camelCase name.
    Named(&'a str),
    /// Shown as `item 17`.
    Unnamed(u16),
}

impl fmt::Display for ItemName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Named(name) => f.write_str(name),
            Self::Unnamed(label) => write!(f, "item {label}"),
        }
    }
}
