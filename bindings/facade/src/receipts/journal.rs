//! A journal of receipts, one JSON line each, read from front to back.

use super::record::ReceiptRecord;
use crate::InputError;
use crate::linefile::may_be_torn;
use std::fmt;
use std::io::{self, BufRead, Read as _};
use zhengzhao::Refusal;
use zhengzhao::error::Object;
use zhengzhao::receipt::{Chain, ChainCheck, Head, Receipt};
use zhengzhao::time::Time;

/// Most bytes of a line: the largest content, as JSON.
pub const MAX_LINE: usize = 4 * 1024 * 1024;

/// The end of a file that was torn off in the middle of a line, as a crash does it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Torn {
    /// Where the torn line begins, in bytes.
    pub at: u64,
    /// What is there of it.
    pub bytes: Vec<u8>,
}

/// How every line begins.
pub(crate) const LINE_START: &[u8] = b"{\"zhengzhao-receipt\":";

impl Torn {
    /// Whether a crash can have left this of a journal; what stands before it is another question. Where nothing does,
    /// only what begins as a receipt, or the zeros of a block that was never written, tells a journal from another file.
    pub(super) fn may_be_of_a_journal(&self) -> bool {
        self.at > 0 || may_be_torn(&self.bytes, &[LINE_START])
    }

    /// Why nothing is done with a file that ends so.
    #[must_use]
    pub fn error(&self) -> JournalError {
        if self.may_be_of_a_journal() { JournalError::Torn { at: self.at } } else { JournalError::NoJournal }
    }

    /// The receipt of the line, if only its line feed is missing.
    #[must_use]
    pub fn receipt(&self) -> Option<Receipt> {
        ReceiptRecord::read_line(std::str::from_utf8(&self.bytes).ok()?).ok()
    }
}

/// A line of a journal.
#[derive(Debug)]
pub enum Line {
    /// A receipt, in its place or not.
    Receipt(Box<Receipt>),
    /// A whole line that is no receipt.
    Unreadable(InputError),
    /// The last line, without an end.
    Torn(Torn),
}

/// Reads a journal line by line; no more than one line is held.
#[derive(Debug)]
pub struct Lines<R> {
    reader: R,
    number: u64,
    offset: u64,
}

impl<R: BufRead> Lines<R> {
    /// Reads from the start of a journal.
    pub const fn new(reader: R) -> Self {
        Self { reader, number: 0, offset: 0 }
    }

    /// The number of the line that was read last, from 1.
    #[must_use]
    pub const fn number(&self) -> u64 {
        self.number
    }

    /// The next line; `None` at the end.
    ///
    /// # Errors
    /// Of the reader; a line longer than [`MAX_LINE`] is an error of kind `InvalidData`.
    pub fn next_line(&mut self) -> io::Result<Option<Line>> {
        let mut bytes = Vec::new();
        let cap = u64::try_from(MAX_LINE).unwrap_or(u64::MAX);
        let length = self.reader.by_ref().take(cap).read_until(b'\n', &mut bytes)?;
        if length == 0 {
            return Ok(None);
        }
        self.number = self.number.saturating_add(1);
        let at = self.offset;
        self.offset = self.offset.saturating_add(u64::try_from(length).unwrap_or(u64::MAX));
        if bytes.last() != Some(&b'\n') {
            if length == MAX_LINE {
                return Err(io::Error::new(io::ErrorKind::InvalidData, "a line is too long for a receipt"));
            }
            return Ok(Some(Line::Torn(Torn { at, bytes })));
        }
        bytes.pop();
        let text = std::str::from_utf8(&bytes)
            .map_err(|_| InputError::new("$", "不是 UTF-8 文本。", "not UTF-8 text."));
        Ok(Some(match text.and_then(ReceiptRecord::read_line) {
            Ok(receipt) => Line::Receipt(Box::new(receipt)),
            Err(error) => Line::Unreadable(error),
        }))
    }
}

/// What the check of a journal came to.
#[derive(Debug)]
pub struct Checked {
    /// The chain, or the first way in which it is no longer what was written. An unreadable line counts as changed.
    pub chain: Result<Chain, Refusal>,
    /// The first line that is no receipt, by its number.
    pub unreadable: Option<(u64, InputError)>,
    /// The torn end. The lines before it were checked all the same.
    pub torn: Option<Torn>,
}

/// Checks a whole journal at `now` against heads that were verified.
///
/// # Errors
/// Of the reader alone; what is wrong with the journal stands in the answer.
pub fn check(reader: impl BufRead, heads: &[Head], now: Time) -> io::Result<Checked> {
    let mut lines = Lines::new(reader);
    let mut chain = ChainCheck::new(now, heads);
    let (mut unreadable, mut torn) = (None, None);
    while let Some(line) = lines.next_line()? {
        match line {
            Line::Receipt(receipt) => chain.push(&receipt),
            Line::Unreadable(error) => {
                unreadable = Some((lines.number(), error));
                break;
            }
            Line::Torn(end) => torn = Some(end),
        }
    }
    let chain = match unreadable {
        Some((number, _)) => Err(Refusal::ReceiptChanged { object: Object::Receipt, number }),
        None => chain.finish(),
    };
    Ok(Checked { chain, unreadable, torn })
}

/// Every receipt with one of these tags.
///
/// # Errors
/// [`JournalError`], also for a line that is no receipt: a search that passes over lines would lose some.
pub fn search(reader: impl BufRead, tags: &[[u8; 32]]) -> Result<Vec<Receipt>, JournalError> {
    let mut lines = Lines::new(reader);
    let mut found = Vec::new();
    while let Some(line) = lines.next_line()? {
        match line {
            Line::Receipt(receipt) => {
                let verdict = receipt.content().map(|content| &content.facts().verdict);
                if verdict
                    .is_some_and(|verdict| verdict.as_ref().is_ok_and(|facts| tags.contains(&facts.tag)))
                {
                    found.push(*receipt);
                }
            }
            Line::Unreadable(error) => return Err(JournalError::Unreadable { line: lines.number(), error }),
            Line::Torn(torn) => return Err(torn.error()),
        }
    }
    Ok(found)
}

/// Why nothing was done with a journal.
#[derive(Debug)]
pub enum JournalError {
    /// The file system.
    Io(io::Error),
    /// The last line has no end: a crash. [`super::JournalFile::repair`] helps.
    Torn {
        /// Where that line begins, in bytes.
        at: u64,
    },
    /// The file is no journal: its end is torn, and no receipt stands before it or begins in it.
    NoJournal,
    /// A line is no receipt.
    Unreadable {
        /// Its number; 0 for the last one of a file that was read from its end.
        line: u64,
        /// What is wrong with it.
        error: InputError,
    },
    /// The core refused: facts that fit no receipt, or a chain that does not hold.
    Refused(Box<Refusal>),
}

impl fmt::Display for JournalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => write!(f, "{error}"),
            Self::Torn { at } => write!(f, "the last line, from byte {at}, has no end"),
            Self::NoJournal => f.write_str("no journal of receipts"),
            Self::Unreadable { line: 0, error } => write!(f, "the last line: {error}"),
            Self::Unreadable { line, error } => write!(f, "line {line}: {error}"),
            Self::Refused(refusal) => write!(f, "{refusal}"),
        }
    }
}

impl std::error::Error for JournalError {}

impl From<io::Error> for JournalError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<Refusal> for JournalError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(Box::new(refusal))
    }
}
