//! The path inside a JSON text that a line and a column stand for: `items[3].type` says more than `line 40`.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// A container that is still open.
enum Open {
    Object {
        /// The last key read.
        key: Option<String>,
        /// Whether a string would be a key.
        at_key: bool,
    },
    Array {
        /// The element being read.
        index: usize,
    },
}

/// The path to what stands before `line` and `column`, both counted from 1, the column in bytes; `$` when that
/// is the whole text.
///
/// The text may be broken from there on; up to there a JSON reader has accepted it.
pub(super) fn path_at(text: &str, line: usize, column: usize) -> String {
    let mut open: Vec<Open> = Vec::new();
    let mut bytes = before(text, line, column).bytes();
    while let Some(byte) = bytes.next() {
        match (byte, open.last_mut()) {
            (b'{', _) => open.push(Open::Object { key: None, at_key: true }),
            (b'[', _) => open.push(Open::Array { index: 0 }),
            // Where the reader stops at the end of a container, it means the container.
            (b'}' | b']', _) => drop(open.pop()),
            (b',', Some(Open::Array { index })) => *index = index.saturating_add(1),
            (b',', Some(Open::Object { at_key, .. })) => *at_key = true,
            (b':', Some(Open::Object { at_key, .. })) => *at_key = false,
            (b'"', top) => {
                let string = string(&mut bytes);
                if let Some(Open::Object { key, at_key: true }) = top {
                    *key = Some(string);
                }
            }
            _ => {}
        }
    }
    let mut path = String::new();
    for container in &open {
        match container {
            Open::Array { index } => path.push_str(&format!("[{index}]")),
            Open::Object { key: Some(key), .. } if path.is_empty() => path.push_str(key),
            Open::Object { key: Some(key), .. } => path.push_str(&format!(".{key}")),
            Open::Object { key: None, .. } => {}
        }
    }
    if path.is_empty() { "$".to_string() } else { path }
}

fn before(text: &str, line: usize, column: usize) -> &str {
    let lines = text.split_inclusive('\n').take(line.saturating_sub(1));
    let start: usize = lines.map(str::len).sum();
    let mut end = start.saturating_add(column).min(text.len());
    while !text.is_char_boundary(end) {
        end = end.saturating_sub(1);
    }
    text.get(..end).unwrap_or_default()
}

/// The rest of a string, as far as a key may show it: names are ASCII, and nobody's terminal is to be written on.
fn string(bytes: &mut impl Iterator<Item = u8>) -> String {
    const SHOWN: usize = 64;
    let mut shown = String::new();
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => break,
            b'\\' => drop(bytes.next()),
            _ if shown.len() >= SHOWN => {}
            _ if byte.is_ascii_alphanumeric() || byte == b'_' => shown.push(char::from(byte)),
            _ => shown.push('?'),
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::path_at;

    #[test]
    fn paths_follow_keys_and_elements() {
        let text = "{\"a\": [1, {\"b c\": \"x\\\"]\"}],\n \"d\": {\"e\": {}}}";
        for (line, column, path) in [
            (1, 1, "$"),
            (1, 4, "a"),
            (1, 8, "a[0]"),
            (1, 11, "a[1]"),
            (1, 24, "a[1].b?c"),
            (1, 25, "a[1]"),
            (1, 26, "a"),
            (2, 14, "d.e"),
            (2, 15, "d"),
            (2, 16, "$"),
            (9, 9, "$"),
            (0, 0, "$"),
        ] {
            assert_eq!(path_at(text, line, column), path, "{line}:{column}");
        }
        assert_eq!(path_at("证照", 1, 2), "$");
    }
}
