//! The kinds that come with the library, as the build packed them.

use alloc::string::String;
use alloc::vec::Vec;
use miniz_oxide::inflate::decompress_to_vec_with_limit;

use super::Kind;

/// The files of `kinds/`, one a line, deflated.
const PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/kinds.deflate"));
/// Bytes of the text; the build stops above it.
const MAX_TEXT: usize = 256 * 1024;

/// All of them. Tests take every file through the reader and compare it with what comes out here.
pub(super) fn kinds() -> Vec<Kind> {
    let bytes = decompress_to_vec_with_limit(PACKED, MAX_TEXT).unwrap_or_default();
    let text = String::from_utf8(bytes).unwrap_or_default();
    text.lines().filter_map(|line| Kind::parse_file(line).ok()).flatten().collect()
}
