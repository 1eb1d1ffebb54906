use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use core::fmt;

use crate::error::Lang;

use super::{Kind, KindError, MAX_KINDS, MAX_LABEL, header_item, header_item_named};

/// A set of kinds, by code. A set that lacks a kind shows its items as `item 17` and changes no verdict.
#[derive(Clone, Debug, Default)]
pub struct Kinds(BTreeMap<String, Kind>);

impl Kinds {
    /// No kinds.
    #[must_use]
    pub const fn new() -> Kinds {
        Kinds(BTreeMap::new())
    }

    /// The kinds that come with the library, read anew: keep the set where it is asked often.
    #[cfg(feature = "catalogue")]
    #[must_use]
    pub fn builtin() -> Kinds {
        let kinds = super::builtin::kinds().into_iter();
        Kinds(kinds.map(|kind| (kind.code().to_string(), kind)).collect())
    }

    /// Reads a kind file and adds it, as [`Kind::parse`] and [`Kinds::insert`] do.
    ///
    /// # Errors
    /// What [`Kind::parse`] says; [`KindError::Rule`] when the set is full.
    pub fn insert_json(&mut self, json: &str) -> Result<Option<Kind>, KindError> {
        self.insert(Kind::parse(json)?).map_err(|KindsFull| full())
    }

    /// Reads a kind file or a list of kinds and adds all of it or nothing, as [`Kind::parse_file`] and
    /// [`Kinds::insert`] do; how many kinds it had.
    ///
    /// # Errors
    /// What [`Kind::parse_file`] says; [`KindError::Rule`] when the set would hold too many.
    pub fn insert_file(&mut self, json: &str) -> Result<usize, KindError> {
        let kinds = Kind::parse_file(json)?;
        let added = kinds.iter().filter(|kind| !self.0.contains_key(kind.code())).count();
        if self.0.len().saturating_add(added) > MAX_KINDS {
            return Err(full());
        }
        let count = kinds.len();
        self.0.extend(kinds.into_iter().map(|kind| (kind.code().to_string(), kind)));
        Ok(count)
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

    /// What people call an item: the kind's own name, else the header's.
    #[must_use]
    pub fn title_of(&self, code: &str, label: u16, lang: Lang) -> Option<&str> {
        let own = self.get(code).and_then(|kind| kind.item(label));
        let own = own.map(|item| (item.name_zh(), item.name_en()));
        let (zh, en) = match own {
            Some(names) => names,
            None => header_item(label).map(|item| (item.name_zh(), item.name_en()))?,
        };
        Some(if lang == Lang::Zh { zh } else { en })
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

fn full() -> KindError {
    KindError::rule("code", "集合中至多 1024 种证照类型", "at most 1024 kinds in the set")
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
