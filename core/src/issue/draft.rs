//! What is to be issued.

use crate::certificate::StatusRef;
use crate::region::Region;
use crate::time::Time;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

/// A value of an item to be issued. `Debug` shows only the type.
#[derive(Clone, PartialEq, Eq)]
pub enum DraftValue {
    /// An integer.
    Integer(i64),
    /// A byte string.
    Bytes(Vec<u8>),
    /// Text in NFC.
    Text(String),
    /// A boolean.
    Bool(bool),
    /// A list.
    List(Vec<DraftElement>),
    /// A map.
    Map(Vec<DraftItem>),
}

impl fmt::Debug for DraftValue {
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

impl From<&str> for DraftValue {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}

/// An item to be issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftItem {
    /// Its label, 1 to 4095.
    pub label: u16,
    /// Its value.
    pub value: DraftValue,
    /// Whether the holder chooses to disclose it.
    pub redact: bool,
}

impl DraftItem {
    /// An item that is always shown.
    pub fn open(label: u16, value: impl Into<DraftValue>) -> Self {
        Self { label, value: value.into(), redact: false }
    }

    /// An item that the holder discloses or withholds.
    pub fn selective(label: u16, value: impl Into<DraftValue>) -> Self {
        Self { label, value: value.into(), redact: true }
    }
}

/// An element of a list to be issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftElement {
    /// Its value.
    pub value: DraftValue,
    /// Whether the holder chooses to disclose it.
    pub redact: bool,
}

/// A permit of a consolidated licence to be issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftPermit {
    /// The unified social credit code of the permit's issuer.
    pub issuer: String,
    /// The code of its kind.
    pub kind: String,
    /// The first second at which it is valid.
    pub nbf: Time,
    /// The first second at which it is no longer valid.
    pub exp: Option<Time>,
    /// Where its status stands.
    pub status: StatusRef,
    /// Its items, all open: only whole permits can be redacted.
    pub items: Vec<DraftItem>,
    /// Whether the holder chooses to disclose the permit.
    pub redact: bool,
}

/// A certificate to be issued: all but what differs from copy to copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The issuer's unified social credit code.
    pub issuer: String,
    /// The code of the kind.
    pub kind: String,
    /// The region to which the certificate belongs.
    pub region: Region,
    /// When it is signed.
    pub iat: Time,
    /// The first second at which it is valid.
    pub nbf: Time,
    /// The first second at which it is no longer valid; `None` is 长期.
    pub exp: Option<Time>,
    /// Its items.
    pub items: Vec<DraftItem>,
    /// Its permits, if it is a consolidated licence.
    pub permits: Vec<DraftPermit>,
    /// Decoys are added until this many hashes stand at the top of `items`.
    pub decoys_to: usize,
}
