//! The detached file of the seals on one document. Nothing in it decides.
//!
//! ```cddl
//! seals = [ "zhengzhao-seals", 1, [1*64 bstr (seal)] ]
//! ```

use super::OBJECT;
use crate::cbor::{FaultKind, Writer};
use crate::error::{Refusal, ensure};
use crate::limits::{MAX_ACT, MAX_SEALS};
use crate::store::enter;
use alloc::vec::Vec;

const WORD: &str = "zhengzhao-seals";
/// Bytes of a file of seals: the most seals of the largest size, their heads of at most 5 bytes, and what stands
/// before them.
pub const MAX_FILE: usize = MAX_SEALS * (MAX_ACT + 5) + 32;

/// The seals of a file, each as its own bytes, in order.
///
/// # Errors
/// A parse [`Refusal`]; the seals themselves are not read, so that each has a verdict of its own.
pub fn read(bytes: &[u8]) -> Result<Vec<&[u8]>, Refusal> {
    let (size, limit) = (bytes.len(), MAX_FILE);
    ensure(size <= limit, || Refusal::TooLarge { object: OBJECT, size, limit })?;
    let mut reader = enter(OBJECT, bytes, WORD)?;
    let at = reader.fault(FaultKind::OutOfRange);
    let mut seals = Vec::new();
    reader.array(MAX_SEALS, |_, reader| {
        seals.push(reader.bytes(MAX_ACT)?);
        Ok::<(), Refusal>(())
    })?;
    reader.end()?;
    if seals.is_empty() {
        return Err(at.into());
    }
    Ok(seals)
}

/// A file of 1 to 64 seals.
///
/// # Errors
/// [`Refusal::TooLarge`] for none or for more; a parse refusal for one that is larger than a seal may be.
pub fn write<S: AsRef<[u8]>>(seals: &[S]) -> Result<Vec<u8>, Refusal> {
    let (size, limit) = (seals.len(), MAX_SEALS);
    ensure((1..=limit).contains(&size), || Refusal::TooLarge { object: OBJECT, size, limit })?;
    let mut writer = Writer::new();
    writer.array(3).text(WORD).uint(1).array(size);
    for seal in seals {
        writer.bytes(seal.as_ref());
    }
    let bytes = writer.into_bytes();
    read(&bytes)?;
    Ok(bytes)
}
