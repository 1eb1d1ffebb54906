//! Frames: one object in several codes.

use super::encode;
use crate::cbor::{FaultKind, Reader, Writer};
use crate::crypto::sha256;
use crate::error::{Object, Refusal, ensure};
use crate::limits::{MAX_CODE, MAX_FRAMES};
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use core::fmt;

/// Bytes of the object in each frame but the last.
pub const FRAME_PART: usize = 730;
/// Bytes of the longest object that fits into frames.
pub const MAX_FRAMED: usize = FRAME_PART * MAX_FRAMES;
/// An array of four: no object of this format begins with it.
const FIRST_BYTE: u8 = 0x84;

pub(super) type FrameDigest = [u8; 16];

pub(super) fn begins(bytes: &[u8]) -> bool {
    bytes.first() == Some(&FIRST_BYTE)
}

/// The first 16 bytes of SHA-256 of the whole, whose parts these are.
pub(super) fn digest(parts: &[&[u8]]) -> FrameDigest {
    let hash = sha256(parts);
    let mut digest = FrameDigest::default();
    digest.iter_mut().zip(hash).for_each(|(own, byte)| *own = byte);
    digest
}

/// The texts of the codes that hold these bytes: one text of up to 753 bytes, or 2 to 8 frames.
///
/// # Errors
/// [`Refusal::TooLarge`] above 5,840 bytes.
pub fn frames(bytes: &[u8]) -> Result<Vec<String>, Refusal> {
    let (object, size, limit) = (Object::Frame, bytes.len(), MAX_FRAMED);
    if size <= MAX_CODE {
        return Ok(vec![encode(bytes)]);
    }
    ensure(size <= limit, || Refusal::TooLarge { object, size, limit })?;
    let parts = bytes.chunks(FRAME_PART);
    let count = parts.len();
    let digest = digest(&[bytes]);
    Ok((1..).zip(parts).map(|(number, part)| encode(&write(number, count, &digest, part))).collect())
}

fn write(number: u64, count: usize, digest: &FrameDigest, part: &[u8]) -> Vec<u8> {
    let mut writer = Writer::new();
    writer.array(4).uint(number).uint(u64::try_from(count).unwrap_or(u64::MAX)).bytes(digest).bytes(part);
    writer.into_bytes()
}

/// One frame of an object in several codes: which one it is, of how many.
///
/// ```cddl
/// frame = [ number: 1..8, count: 2..8, digest: bstr .size 16, part: bstr .size (1..730) ]
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Frame {
    pub(super) number: usize,
    pub(super) count: usize,
    pub(super) digest: FrameDigest,
    pub(super) part: Vec<u8>,
}

impl fmt::Debug for Frame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Frame({} of {})", self.number, self.count)
    }
}

impl Frame {
    /// Reads the bytes of a frame.
    ///
    /// # Errors
    /// Refusals of CBOR. Only the last frame may have another part than 730 bytes.
    pub fn parse(bytes: &[u8]) -> Result<Self, Refusal> {
        let mut reader = Reader::new(Object::Frame, bytes);
        reader.enter_array(4)?;
        let number = small(&mut reader, 1)?;
        let count = small(&mut reader, 2)?;
        let digest = *reader.byte_array()?;
        let before = reader.fault(FaultKind::OutOfRange);
        let part = reader.bytes(usize::MAX)?;
        reader.leave_array();
        reader.end()?;
        let fits =
            if number < count { part.len() == FRAME_PART } else { (1..=FRAME_PART).contains(&part.len()) };
        // Like every value out of range, not one that the fault build could go on with.
        if number > count || !fits {
            return Err(before.into());
        }
        Ok(Self { number, count, digest, part: part.into() })
    }

    /// Which frame it is, counted from 1.
    #[must_use]
    pub const fn number(&self) -> usize {
        self.number
    }

    /// How many frames its set has.
    #[must_use]
    pub const fn count(&self) -> usize {
        self.count
    }
}

/// A number from `least` to 8.
fn small(reader: &mut Reader<'_>, least: usize) -> Result<usize, Refusal> {
    let fault = reader.fault(FaultKind::OutOfRange);
    let value = usize::try_from(reader.uint()?).unwrap_or(usize::MAX);
    if (least..=MAX_FRAMES).contains(&value) { Ok(value) } else { Err(fault.into()) }
}
