//! The strict reader against RFC 8949, its own limits and another library; the writer against the reader.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops at the first surprise")]

mod examples;
mod limits;
mod text;
mod trees;
