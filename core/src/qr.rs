//! The text form (`core/SPEC.md` §6.12): objects as the text of QR codes, and objects of several codes.
//!
//! ```
//! # fn main() -> Result<(), zhengzhao::Refusal> {
//! use zhengzhao::qr::{Collector, Scanned, frames};
//!
//! let object = vec![0xd2; 1000]; // too long for one code
//! let mut collector = Collector::new();
//! let mut whole = None;
//! for text in frames(&object)? {
//!     match Scanned::read(&text)? {
//!         Scanned::Whole(bytes) => whole = Some(bytes),
//!         Scanned::Frame(frame) => whole = collector.add(frame)?,
//!     }
//! }
//! assert_eq!(whole, Some(object));
//! # Ok(()) }
//! ```

mod base45;
mod collector;
mod frame;

pub use collector::Collector;
pub use frame::{FRAME_PART, Frame, MAX_FRAMED, frames};

use crate::error::{Object, Refusal, ensure};
use crate::limits::MAX_TEXT_FORM;
use alloc::string::String;
use alloc::vec::Vec;

/// What every text begins with.
pub const PREFIX: &str = "ZZ1:";

/// Without what cameras and hand scanners put in front.
fn trimmed(text: &str) -> &str {
    text.trim_start_matches(|c: char| c == '\u{feff}' || c == ' ' || c.is_control())
}

/// Whether the text says that it is one of this format. Nothing behind its prefix is looked at.
#[must_use]
pub fn is_text(text: &str) -> bool {
    trimmed(text).starts_with(PREFIX)
}

/// The text of these bytes. All its characters are of the alphanumeric mode of QR codes.
///
/// Any number of bytes has a text; a code that cheap cameras read holds at most
/// [`MAX_CODE`](crate::limits::MAX_CODE) of them, and [`frames`] makes what fits.
#[must_use]
pub fn encode(bytes: &[u8]) -> String {
    let mut text = String::from(PREFIX);
    base45::encode(bytes, &mut text);
    text
}

/// The bytes of a text. Exactly one text is read for each bytes, leading U+FEFF, spaces and controls aside.
///
/// # Errors
/// [`Refusal::TextPrefixMissing`], [`Refusal::TooLarge`] above 4296 characters, [`Refusal::TextNotBase45`] with
/// the number of the faulty character, counted from 1 at the first of the prefix.
pub fn decode(text: &str) -> Result<Vec<u8>, Refusal> {
    let object = Object::Text;
    let text = trimmed(text);
    let body = text.strip_prefix(PREFIX);
    ensure(body.is_some(), || Refusal::TextPrefixMissing { object })?;
    // In bytes: a text with longer characters is refused anyhow.
    let size = text.len();
    ensure(size <= MAX_TEXT_FORM, || Refusal::TooLarge { object, size, limit: MAX_TEXT_FORM })?;
    base45::decode(body.unwrap_or(text), PREFIX.len())
}

/// What one text holds.
#[derive(Clone, PartialEq, Eq)]
pub enum Scanned {
    /// The bytes of an object, not parsed yet.
    Whole(Vec<u8>),
    /// One frame of an object in several codes.
    Frame(Frame),
}

impl core::fmt::Debug for Scanned {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Whole(bytes) => write!(f, "Whole({} bytes)", bytes.len()),
            Self::Frame(frame) => frame.fmt(f),
        }
    }
}

impl Scanned {
    /// Reads one text. A frame is told from an object by its first byte.
    ///
    /// # Errors
    /// Those of [`decode`], and of CBOR for a frame.
    pub fn read(text: &str) -> Result<Self, Refusal> {
        let bytes = decode(text)?;
        if frame::begins(&bytes) { Frame::parse(&bytes).map(Self::Frame) } else { Ok(Self::Whole(bytes)) }
    }
}
