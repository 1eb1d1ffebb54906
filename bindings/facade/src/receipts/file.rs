//! The journal as a file. Lines are only ever added; each reaches the disk whole or is taken back.

use super::journal::{JournalError, Line, Lines, MAX_LINE, Torn, check};
use super::record::ReceiptRecord;
use crate::linefile::{append_whole, lock, private, sync_directory, with_ending};
use std::fs::{self, File};
use std::io::{self, BufReader, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use zhengzhao::receipt::{Content, Receipt, Tip};
use zhengzhao::time::Time;

/// A journal in a file. On systems without `flock`, only one process may write it at a time.
#[derive(Debug, Clone)]
pub struct JournalFile {
    path: PathBuf,
}

/// What a repair did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Repaired {
    /// The last line has an end.
    NotTorn,
    /// Only the line feed was missing; it was added.
    Completed {
        /// The receipt that is whole again.
        number: u64,
    },
    /// What was left of the last line was moved to another file.
    SetAside {
        /// That file.
        file: PathBuf,
        /// How many bytes it holds.
        bytes: usize,
    },
}

/// What a purge did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Purged {
    /// How many receipts became stubs now.
    pub now: u64,
    /// How many receipts the journal has, stubs included.
    pub receipts: u64,
}

/// The journal held open by one writer. Others wait.
#[derive(Debug)]
pub struct Appender {
    file: File,
    tip: Tip,
}

impl JournalFile {
    /// The journal at this path, which need not exist yet.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    /// The path.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The journal for reading.
    ///
    /// # Errors
    /// Of the file system.
    pub fn read(&self) -> io::Result<BufReader<File>> {
        Ok(BufReader::new(File::open(&self.path)?))
    }

    /// Opens the journal for adding receipts, and makes it if there is none. Only its last line is read: whether the
    /// whole chain holds, [`check`] says.
    ///
    /// # Errors
    /// [`JournalError`]; a torn end must be repaired first.
    pub fn appender(&self) -> Result<Appender, JournalError> {
        let mut file = lock(&self.path, true)?;
        let tip = match last_line(&mut file)? {
            None => Tip::START,
            Some(Line::Receipt(receipt)) => receipt.tip(),
            Some(Line::Unreadable(error)) => return Err(JournalError::Unreadable { line: 0, error }),
            Some(Line::Torn(torn)) => return Err(torn.error()),
        };
        Ok(Appender { file, tip })
    }

    /// Makes the end whole again after a crash: the other lines stay as they are, byte for byte.
    ///
    /// # Errors
    /// [`JournalError`].
    pub fn repair(&self) -> Result<Repaired, JournalError> {
        let mut file = lock(&self.path, false)?;
        let Some(Line::Torn(torn)) = last_line(&mut file)? else { return Ok(Repaired::NotTorn) };
        // Another file that was named by mistake must not lose its end.
        let before = line_before(&mut file, torn.at)?;
        let of_a_journal = before.map_or(torn.may_be_of_a_journal(), |line| matches!(line, Line::Receipt(_)));
        if !of_a_journal {
            return Err(JournalError::NoJournal);
        }
        if let Some(receipt) = torn.receipt() {
            if fits(&mut file, &torn, &receipt)? {
                append_whole(&mut file, b"\n")?;
                return Ok(Repaired::Completed { number: receipt.number() });
            }
        }
        let aside = self.set_aside(&torn.bytes)?;
        file.set_len(torn.at)?;
        file.sync_all()?;
        Ok(Repaired::SetAside { file: aside, bytes: torn.bytes.len() })
    }

    /// Replaces every receipt whose retention has ended at `now` by a stub. The chain is checked first and stays as it
    /// was. Copies elsewhere, backups for one, are not reached.
    ///
    /// # Errors
    /// [`JournalError`]; the journal is then as it was.
    pub fn purge(&self, now: Time) -> Result<Purged, JournalError> {
        let file = lock(&self.path, false)?;
        let checked = check(BufReader::new(&file), &[], now)?;
        if let Some((line, error)) = checked.unreadable {
            return Err(JournalError::Unreadable { line, error });
        }
        if let Some(torn) = checked.torn {
            return Err(torn.error());
        }
        let mut purged = Purged { now: 0, receipts: checked.chain?.tip().count() };
        (&file).seek(SeekFrom::Start(0))?;
        let (path, new) = self.beside(".purging")?;
        let result = rewrite(BufReader::new(&file), new, now, &mut purged);
        let result =
            result.and_then(|()| if purged.now > 0 { fs::rename(&path, &self.path) } else { Ok(()) });
        if result.is_err() || purged.now == 0 {
            // It holds nothing that the journal does not hold.
            let _ = fs::remove_file(&path);
        }
        result?;
        sync_directory(&self.path);
        Ok(purged)
    }

    /// A new file beside the journal, in place of one that a crash has left.
    fn beside(&self, ending: &str) -> io::Result<(PathBuf, File)> {
        let path = with_ending(&self.path, ending);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let file = private().write(true).create_new(true).open(&path)?;
        Ok((path, file))
    }

    /// Keeps bytes in the first of `journal.torn`, `journal.torn-2` … that is free.
    fn set_aside(&self, bytes: &[u8]) -> io::Result<PathBuf> {
        let mut number = 1_u32;
        loop {
            let ending = if number == 1 { ".torn".into() } else { format!(".torn-{number}") };
            let path = with_ending(&self.path, &ending);
            match private().write(true).create_new(true).open(&path) {
                Ok(mut file) => {
                    file.write_all(bytes)?;
                    file.sync_all()?;
                    return Ok(path);
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists && number < 1000 => {}
                Err(error) => return Err(error),
            }
            number = number.saturating_add(1);
        }
    }
}

impl Appender {
    /// Where the next receipt goes.
    #[must_use]
    pub const fn tip(&self) -> &Tip {
        &self.tip
    }

    /// Adds a receipt. When this returns, it is on the disk; when it fails, the journal is as it was.
    ///
    /// # Errors
    /// [`JournalError::Io`].
    pub fn append(&mut self, content: Content, keep_until: Option<Time>) -> Result<Receipt, JournalError> {
        let receipt = Receipt::after(&self.tip, keep_until, content);
        append_whole(&mut self.file, ReceiptRecord::of(&receipt).to_line().as_bytes())?;
        self.tip = receipt.tip();
        Ok(receipt)
    }

    /// Adds the receipts of one matter, all of them or none.
    ///
    /// # Errors
    /// [`JournalError::Io`].
    pub fn append_all(
        &mut self,
        contents: Vec<Content>,
        keep_until: Option<Time>,
    ) -> Result<Vec<Receipt>, JournalError> {
        let (mut tip, mut lines, mut receipts) = (self.tip, String::new(), Vec::new());
        for content in contents {
            let receipt = Receipt::after(&tip, keep_until, content);
            lines.push_str(&ReceiptRecord::of(&receipt).to_line());
            tip = receipt.tip();
            receipts.push(receipt);
        }
        append_whole(&mut self.file, lines.as_bytes())?;
        self.tip = tip;
        Ok(receipts)
    }
}

fn rewrite(reader: BufReader<&File>, mut new: File, now: Time, purged: &mut Purged) -> io::Result<()> {
    let mut lines = Lines::new(reader);
    while let Some(line) = lines.next_line()? {
        // The journal was checked under the same lock.
        let Line::Receipt(receipt) = line else { return Err(io::ErrorKind::InvalidData.into()) };
        purged.now = purged.now.saturating_add(u64::from(receipt.is_due(now)));
        let line = ReceiptRecord::of(&receipt.purge(now)).to_line();
        new.write_all(line.as_bytes())?;
    }
    new.sync_all()
}

/// The last line, read from the end of the file; `None` when it is empty.
fn last_line(file: &mut File) -> Result<Option<Line>, JournalError> {
    let length = file.metadata()?.len();
    line_before(file, length)
}

/// The line that ends at `end`.
fn line_before(file: &mut File, end: u64) -> Result<Option<Line>, JournalError> {
    const STEP: u64 = 4096;
    let mut tail = Vec::new();
    let mut start = end;
    // Back to the line feed before the last line.
    let begin = loop {
        let inner = tail.len().saturating_sub(1);
        if let Some(feed) =
            tail.get(..inner).and_then(|bytes: &[u8]| bytes.iter().rposition(|byte| *byte == b'\n'))
        {
            break feed.saturating_add(1);
        }
        if start == 0 {
            break 0;
        }
        if tail.len() > MAX_LINE {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "a line is too long for a receipt").into());
        }
        let from = start.saturating_sub(STEP);
        file.seek(SeekFrom::Start(from))?;
        let mut part = Vec::new();
        file.take(start.saturating_sub(from)).read_to_end(&mut part)?;
        part.append(&mut tail);
        (tail, start) = (part, from);
    };
    let at = start.saturating_add(u64::try_from(begin).unwrap_or(u64::MAX));
    let line = Lines::new(tail.get(begin..).unwrap_or_default()).next_line()?;
    Ok(line.map(|line| match line {
        Line::Torn(torn) => Line::Torn(Torn { at, ..torn }),
        other => other,
    }))
}

/// Whether a receipt whose line feed is missing follows the line before.
fn fits(file: &mut File, torn: &Torn, receipt: &Receipt) -> Result<bool, JournalError> {
    let tip = match line_before(file, torn.at)? {
        None => Tip::START,
        Some(Line::Receipt(last)) => last.tip(),
        Some(_) => return Ok(false),
    };
    Ok(receipt.previous() == tip.link() && receipt.number() == tip.count().saturating_add(1))
}
