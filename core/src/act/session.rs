//! Several presentations shown at once, as one unsigned object. Nothing in it decides.
//!
//! ```cddl
//! session = [ "zhengzhao-session", 1, [1*16 bstr (presentation)] ]
//! ```

use crate::cbor::{FaultKind, Writer};
use crate::error::{Object, Refusal, ensure};
use crate::limits::{MAX_ACT, MAX_SESSION};
use crate::store::enter;
use alloc::vec::Vec;

const WORD: &str = "zhengzhao-session";
const OBJECT: Object = Object::Session;

/// The presentations of a session, each as its own bytes, in order.
///
/// # Errors
/// A parse [`Refusal`]; the presentations themselves are not read.
pub fn read(bytes: &[u8]) -> Result<Vec<&[u8]>, Refusal> {
    let mut reader = enter(OBJECT, bytes, WORD)?;
    let at = reader.fault(FaultKind::OutOfRange);
    let mut presentations = Vec::new();
    reader.array(MAX_SESSION, |_, reader| {
        presentations.push(reader.bytes(MAX_ACT)?);
        Ok::<(), Refusal>(())
    })?;
    reader.end()?;
    if presentations.is_empty() {
        return Err(at.into());
    }
    Ok(presentations)
}

/// A session of 1 to 16 presentations.
///
/// # Errors
/// [`Refusal::TooLarge`] for none, for more, or for one that is larger than a presentation may be.
pub fn write<P: AsRef<[u8]>>(presentations: &[P]) -> Result<Vec<u8>, Refusal> {
    let size = presentations.len();
    ensure((1..=MAX_SESSION).contains(&size), || Refusal::TooLarge {
        object: OBJECT,
        size,
        limit: MAX_SESSION,
    })?;
    let mut writer = Writer::new();
    writer.array(3).text(WORD).uint(1).array(size);
    for presentation in presentations {
        writer.bytes(presentation.as_ref());
    }
    let bytes = writer.into_bytes();
    read(&bytes)?;
    Ok(bytes)
}
