//! The text of a table.

use crate::{InputError, Text};

/// The text of a table, with or without byte order mark.
///
/// # Errors
/// In which other encoding it seems to be.
pub fn decode(bytes: &[u8]) -> Result<&str, Text> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|_| {
        let found = if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
            "UTF-16"
        } else if is_gbk(bytes) {
            "GBK"
        } else {
            return Text::new(
                "不是 UTF-8 文本。请在电子表格中另存为“CSV UTF-8”。",
                "not UTF-8 text. Save it as \"CSV UTF-8\" in the spreadsheet.",
            );
        };
        Text::new(
            format!("编码是 {found}，不是 UTF-8。请在电子表格中另存为“CSV UTF-8”。"),
            format!("the encoding is {found}, not UTF-8. Save it as \"CSV UTF-8\" in the spreadsheet."),
        )
    })
}

/// Whether every byte above ASCII begins a character of two bytes of GBK.
fn is_gbk(bytes: &[u8]) -> bool {
    let mut rest = bytes.iter();
    while let Some(first) = rest.next() {
        if first.is_ascii() {
            continue;
        }
        let second = rest.next().copied().unwrap_or_default();
        let fits = (0x81..=0xfe).contains(first) && (0x40..=0xfe).contains(&second) && second != 0x7f;
        if !fits {
            return false;
        }
    }
    true
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Quote {
    Start,
    Plain,
    Open,
    Closed,
}

/// Whether every quotation mark stands where RFC 4180 has it. A reader that guesses takes the rest of a table for one
/// cell when one is missing.
///
/// # Errors
/// [`InputError`] with line and column, in characters.
pub fn quotes(text: &str) -> Result<(), InputError> {
    let (mut state, mut line, mut column) = (Quote::Start, 1_u64, 0_u64);
    let mut opened = (1, 1);
    for character in text.chars() {
        column = column.saturating_add(1);
        state = match (state, character) {
            (Quote::Open, '"') => Quote::Closed,
            (Quote::Open, _) => Quote::Open,
            (Quote::Start, '"') => {
                opened = (line, column);
                Quote::Open
            }
            // Two in a row stand for one.
            (Quote::Closed, '"') => Quote::Open,
            (_, ',' | '\n') => Quote::Start,
            (Quote::Closed, '\r') => Quote::Closed,
            (Quote::Plain, '"') | (Quote::Closed, _) => return Err(fault(line, column)),
            _ => Quote::Plain,
        };
        if character == '\n' {
            (line, column) = (line.saturating_add(1), 0);
        }
    }
    if state == Quote::Open { Err(unclosed(opened)) } else { Ok(()) }
}

fn fault(line: u64, column: u64) -> InputError {
    InputError::new(
        format!("{line}:{column}"),
        "引号位置不对：含引号的单元格须整体加引号，其中的引号写两次。",
        "a misplaced quotation mark: a cell that contains one is quoted as a whole, and the mark is written twice.",
    )
}

fn unclosed((line, column): (u64, u64)) -> InputError {
    InputError::new(
        format!("{line}:{column}"),
        "此处的引号没有结束。",
        "the quotation mark here is never closed.",
    )
}
