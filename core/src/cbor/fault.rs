//! What is wrong with an encoding, and where.

use crate::error::Object;
use core::fmt;

/// A fault in an encoding: the object, the byte offset in it and the kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fault {
    object: Object,
    offset: usize,
    kind: FaultKind,
}

impl Fault {
    /// A fault of `object` at byte `offset`.
    #[must_use]
    pub const fn new(object: Object, offset: usize, kind: FaultKind) -> Self {
        Self { object, offset, kind }
    }

    /// The object whose bytes were read.
    #[must_use]
    pub const fn object(&self) -> Object {
        self.object
    }

    /// Bytes from the start of the object to the faulty head or character.
    #[must_use]
    pub const fn offset(&self) -> usize {
        self.offset
    }

    /// What is wrong.
    #[must_use]
    pub const fn kind(&self) -> FaultKind {
        self.kind
    }

    /// Lets the fault stand, unless the fault build has switched its code off.
    pub(crate) fn gate(self) -> Result<(), Self> {
        crate::error::gate(self.into()).map_err(|_| self)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at byte {}", self.kind.describe(), self.offset)
    }
}

impl core::error::Error for Fault {}

/// The ways in which bytes are not the one deterministic encoding of an allowed value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FaultKind {
    /// The bytes end inside an item.
    Truncated,
    /// Bytes follow the item, at the top level or inside an embedded byte string.
    TrailingBytes,
    /// A head is longer than its value needs (RFC 8949 §4.2.1).
    NotShortest,
    /// An indefinite length or a stray break (RFC 8949 §4.2.1).
    IndefiniteLength,
    /// A head with additional information 28 to 30 (RFC 8949 §3).
    ReservedHead,
    /// Map keys are not in bytewise order of their encodings.
    KeyOrder,
    /// A map key occurs twice (RFC 8949 §5.6).
    DuplicateKey,
    /// A map key is neither integer nor text, or not one that this map may hold.
    KeyType,
    /// A floating-point number.
    Float,
    /// A tag that is not allowed at this place.
    Tag,
    /// A simple value that is not allowed at this place, or a two-byte one below 32 (RFC 8949 §3.3).
    Simple,
    /// Text that is not UTF-8.
    NotUtf8,
    /// Text that is not in Normalization Form C.
    NotNfc,
    /// Text with a control, bidirectional-formatting or zero-width character.
    ForbiddenCharacter,
    /// Nesting deeper than [`super::MAX_DEPTH`].
    TooDeep,
    /// More entries, or a longer string, than the limit of this place.
    TooLarge,
    /// Another type than this place holds.
    UnexpectedType,
    /// The right type with a value outside its range, or a string of another length.
    OutOfRange,
}

impl FaultKind {
    const fn describe(self) -> &'static str {
        match self {
            Self::Truncated => "the data ends inside an item",
            Self::TrailingBytes => "data follows the end",
            Self::NotShortest => "a number or length is not in its shortest form",
            Self::IndefiniteLength => "an indefinite length",
            Self::ReservedHead => "a reserved head",
            Self::KeyOrder => "map keys out of order",
            Self::DuplicateKey => "a map key twice",
            Self::KeyType => "a map key of a wrong type",
            Self::Float => "a floating-point number",
            Self::Tag => "a tag that is not allowed here",
            Self::Simple => "a simple value that is not allowed here",
            Self::NotUtf8 => "text that is not UTF-8",
            Self::NotNfc => "text that is not in normal form C",
            Self::ForbiddenCharacter => "a forbidden character in text",
            Self::TooDeep => "nesting that is too deep",
            Self::TooLarge => "more than the limit allows",
            Self::UnexpectedType => "a value of another type",
            Self::OutOfRange => "a value out of range",
        }
    }
}
