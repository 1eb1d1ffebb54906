//! Documents of any size, in constant memory.

use crate::failure::Failure;
use crate::files;
use std::fs::File;
use std::io::{self, IsTerminal as _, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use zhengzhao_facade::core::act::seal::{Document, DocumentHasher};

/// Bytes that are read at once.
const PIECE: usize = 256 * 1024;
/// How long nothing is said, and how often something is.
const QUIET: Duration = Duration::from_secs(1);
/// The ending of a file of seals.
pub(crate) const SEALS: &str = "zzseal";

/// Hashes a document. On a terminal, one that takes longer than a second shows how far it is.
pub(crate) fn hash(path: &Path) -> Result<Document, Failure> {
    if path.extension().is_some_and(|extension| extension == SEALS) {
        let path = path.display();
        return Err(Failure::usage(
            format!("{path} 是印章文件；请给出盖章的文件本身。"),
            format!("{path} is a file of seals; name the document itself."),
        ));
    }
    let failed = |error: &io::Error| files::cannot_read(path, error);
    let mut file = File::open(path).map_err(|error| failed(&error))?;
    let length = file.metadata().map_err(|error| failed(&error))?.len();
    let mut progress = Progress::new(length);
    let mut hasher = DocumentHasher::new();
    let mut piece = vec![0; PIECE];
    loop {
        match file.read(&mut piece) {
            Ok(0) => break,
            Ok(count) => hasher.update(piece.get(..count).unwrap_or_default()),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(failed(&error)),
        };
        progress.at(hasher.length());
    }
    Ok(hasher.finish())
}

/// The file of seals beside a document: its own name with an ending more.
pub(crate) fn seals_of(document: &Path) -> PathBuf {
    let mut name = document.as_os_str().to_owned();
    name.push(".");
    name.push(SEALS);
    name.into()
}

/// One line on stderr that is written over and over; none where nobody looks.
struct Progress {
    length: u64,
    next: Option<Instant>,
    shown: bool,
}

impl Progress {
    fn new(length: u64) -> Self {
        let next = io::stderr().is_terminal().then(Instant::now).and_then(|now| now.checked_add(QUIET));
        Self { length, next, shown: false }
    }

    fn at(&mut self, done: u64) {
        let now = Instant::now();
        if self.next.is_none_or(|next| now < next) {
            return;
        }
        self.next = now.checked_add(QUIET);
        self.shown = true;
        let percent = done.saturating_mul(100).checked_div(self.length).unwrap_or(100).min(100);
        let mut stderr = io::stderr().lock();
        // A line that cannot be shown is no loss.
        let _ = write!(stderr, "\r{percent:>3} %").and_then(|()| stderr.flush());
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.shown {
            let mut stderr = io::stderr().lock();
            let _ = write!(stderr, "\r     \r").and_then(|()| stderr.flush());
        }
    }
}
