//! Deterministic CBOR (RFC 8949 §4.2.1), read strictly and written by construction.
//!
//! Signed bytes are read only here. The reader accepts exactly one encoding of each value: shortest heads,
//! definite lengths, map keys in bytewise order without duplicates, no floats, no tags but those its caller
//! asks for, text in NFC without control, bidirectional or zero-width characters, nothing after the item.
//! Every fault names the object that was read and the byte offset in it.

mod diagnose;
mod fault;
mod reader;
mod text;
mod writer;

pub use diagnose::diagnose;
pub use fault::{Fault, FaultKind};
pub use reader::{Key, Major, Reader};
pub use text::text_fault;
pub use writer::{MapWriter, Writer};

/// The deepest nesting of arrays, maps, tags and embedded CBOR that is read. SD-CWT -08 §5.5 lets a reader
/// refuse more than 16; our deepest object (a value inside a list inside a permit) needs 9.
pub const MAX_DEPTH: usize = 16;
