//! Items of a verified certificate.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

/// The value of an item.
///
/// `Debug` shows only the type: a value may be personal data.
#[derive(Clone, PartialEq, Eq)]
pub enum Value {
    /// An integer.
    Integer(i64),
    /// A byte string.
    Bytes(Vec<u8>),
    /// Text in NFC.
    Text(String),
    /// A boolean.
    Bool(bool),
    /// A list; withheld elements are absent and counted by [`Items::withheld`] of the map around it.
    List(Vec<Value>),
    /// A map; withheld members are absent.
    Map(Items),
}

impl Value {
    /// The text, if it is text.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The integer, if it is one.
    #[must_use]
    pub const fn as_integer(&self) -> Option<i64> {
        match self {
            Self::Integer(integer) => Some(*integer),
            _ => None,
        }
    }

    /// The boolean, if it is one.
    #[must_use]
    pub const fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(value) => Some(*value),
            _ => None,
        }
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Integer(_) => "Integer(..)",
            Self::Bytes(_) => "Bytes(..)",
            Self::Text(_) => "Text(..)",
            Self::Bool(_) => "Bool(..)",
            Self::List(_) => "List(..)",
            Self::Map(_) => "Map(..)",
        })
    }
}

/// Items by label, ascending.
///
/// `Debug` shows the labels only.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Items {
    members: Vec<(u16, Value)>,
    /// Labels of those that were disclosed, ascending; the others were open.
    disclosed: Vec<u16>,
    withheld: usize,
}

impl Items {
    pub(crate) fn new(mut members: Vec<(u16, Value)>, withheld: usize) -> Self {
        members.sort_by_key(|(label, _)| *label);
        Self { members, disclosed: Vec::new(), withheld }
    }

    /// With the labels of those that came by a disclosure.
    pub(crate) fn with_disclosed(mut self, mut disclosed: Vec<u16>) -> Self {
        disclosed.sort_unstable();
        self.disclosed = disclosed;
        self
    }

    /// The labels of the items that were disclosed, ascending; the holder could have withheld them. The others were
    /// open.
    #[must_use]
    pub fn disclosed(&self) -> &[u16] {
        &self.disclosed
    }

    /// The item with this label, if it was open or disclosed.
    #[must_use]
    pub fn get(&self, label: u16) -> Option<&Value> {
        let index = self.members.binary_search_by_key(&label, |(label, _)| *label).ok()?;
        self.members.get(index).map(|(_, value)| value)
    }

    /// All items, by ascending label.
    pub fn iter(&self) -> impl Iterator<Item = (u16, &Value)> {
        self.members.iter().map(|(label, value)| (*label, value))
    }

    /// How many items are shown.
    #[must_use]
    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// Whether none is shown.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// How many hashes of this map and of the lists in it were not disclosed: withheld items and elements, and
    /// decoys, which nobody can tell apart.
    #[must_use]
    pub const fn withheld(&self) -> usize {
        self.withheld
    }
}

impl fmt::Debug for Items {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.members.iter().map(|(label, _)| label)).finish()
    }
}
