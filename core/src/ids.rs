//! Checked identifiers of the field: enterprises, citizens, licences, and the codes for kinds of holder code.
//!
//! A wrong check digit is an input error for a credit code or a citizen number. In a licence identifier it is
//! only a finding ([`CheckDigit`]), because two incompatible routines are in use.

mod check;
mod citizen;
mod holder;
mod licence;
mod uscc;

pub use check::{CheckDigit, mod_11_2, mod_11_10, mod_31_3, mod_37_36, mod_37_36_vendor};
pub use citizen::CitizenId;
pub use holder::HolderCodeType;
pub use licence::LicenceIdentifier;
pub use uscc::Uscc;

/// Why a text is not the identifier it was read as. Never holds the text: it may be personal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IdError {
    /// The number of bytes is wrong.
    #[error("expected {min} to {max} characters, found {found}")]
    Length {
        /// Fewest bytes allowed.
        min: usize,
        /// Most bytes allowed.
        max: usize,
        /// Bytes found.
        found: usize,
    },
    /// A character that the standard does not allow at its place.
    #[error("character {position} is not allowed there")]
    Character {
        /// Counted from 1, in the text or in its segment.
        position: usize,
    },
    /// The check digit does not fit the rest.
    #[error("the check digit is wrong")]
    CheckDigit,
    /// The birth date in a citizen number is no date of the calendar.
    #[error("the birth date is no day of the calendar")]
    BirthDate,
    /// A licence identifier does not begin with the root 1.2.156.3005.2.
    #[error("expected the root 1.2.156.3005.2")]
    Root,
    /// A licence identifier has too few or too many segments after its root.
    #[error("expected five segments after the root, found {found}")]
    Segments {
        /// Segments found.
        found: usize,
    },
    /// A segment of a licence identifier is malformed.
    #[error("{segment}: {}", .fault.as_text())]
    Segment {
        /// `kind`, `issuer`, `serial`, `version` or `check`.
        segment: &'static str,
        /// What is wrong with it.
        fault: SegmentFault,
    },
}

/// What is wrong with one segment of a licence identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SegmentFault {
    /// Too short or too long.
    Length,
    /// A character outside its alphabet.
    Character,
}

impl SegmentFault {
    const fn as_text(self) -> &'static str {
        match self {
            Self::Length => "wrong length",
            Self::Character => "character not allowed",
        }
    }
}

/// Copies `text` when it has exactly `N` bytes.
fn exact<const N: usize>(text: &str) -> Result<[u8; N], IdError> {
    text.as_bytes().try_into().map_err(|_| IdError::Length { min: N, max: N, found: text.len() })
}

/// The first byte for which `allowed` (given its index) is false, as an error.
fn all_allowed(bytes: &[u8], allowed: impl Fn(usize, u8) -> bool) -> Result<(), IdError> {
    match bytes.iter().enumerate().position(|(index, &byte)| !allowed(index, byte)) {
        Some(index) => Err(IdError::Character { position: index.saturating_add(1) }),
        None => Ok(()),
    }
}
