//! A file of lines that several programs add to: private, locked while it is held, each addition whole or taken back.

#[cfg(unix)]
use std::fs;
use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

/// A file of lines, held open and locked; other programs wait. On systems without `flock`, only one program may write
/// it at a time.
#[derive(Debug)]
pub struct LineFile {
    file: File,
}

/// What was read of a file of lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tail {
    /// Whole lines, each with its line feed.
    pub lines: Vec<u8>,
    /// What a crash left of the last line.
    pub torn: Vec<u8>,
}

impl LineFile {
    /// Opens and locks the file, and makes it where there is none.
    ///
    /// # Errors
    /// Of the file system.
    pub fn open(path: &Path) -> io::Result<Self> {
        Ok(Self { file: lock(path, true)? })
    }

    /// How many bytes it has.
    ///
    /// # Errors
    /// Of the file system.
    pub fn size(&self) -> io::Result<u64> {
        Ok(self.file.metadata()?.len())
    }

    /// What stands in it from this byte on.
    ///
    /// # Errors
    /// Of the file system.
    pub fn read_from(&mut self, offset: u64) -> io::Result<Tail> {
        self.file.seek(SeekFrom::Start(offset))?;
        let mut bytes = Vec::new();
        self.file.read_to_end(&mut bytes)?;
        Ok(Tail::of(bytes))
    }

    /// Adds whole lines. When this returns, they are on the disk; when it fails, the file is as it was.
    ///
    /// # Errors
    /// Of the file system.
    pub fn append(&mut self, lines: &[u8]) -> io::Result<()> {
        append_whole(&mut self.file, lines)
    }

    /// Cuts off what stands behind this byte.
    ///
    /// # Errors
    /// Of the file system.
    pub fn cut(&mut self, length: u64) -> io::Result<()> {
        self.file.set_len(length)?;
        self.file.sync_all()
    }
}

impl Tail {
    /// Splits bytes behind the last line feed.
    #[must_use]
    pub fn of(mut bytes: Vec<u8>) -> Self {
        let whole = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |feed| feed.saturating_add(1));
        let torn = bytes.split_off(whole);
        Self { lines: bytes, torn }
    }
}

/// Whether a crash can have left this of the first line of a file whose lines begin with one of `starts`: its
/// beginning, or the zeros of a block that was never written. Another file that was named by mistake must not lose its
/// end.
#[must_use]
pub fn may_be_torn(torn: &[u8], starts: &[&[u8]]) -> bool {
    let begins = |start: &&[u8]| start.starts_with(torn.get(..start.len()).unwrap_or(torn));
    starts.iter().any(begins) || torn.iter().all(|byte| *byte == 0)
}

/// Opens and locks a file; the lock ends with the handle.
pub(crate) fn lock(path: &Path, create: bool) -> io::Result<File> {
    loop {
        let new = create && !path.exists();
        let file = private().read(true).append(true).create(create).open(path)?;
        lock_file(&file)?;
        // Another file may have been put there while this one waited.
        if is_at(&file, path)? {
            if new {
                sync_directory(path);
            }
            return Ok(file);
        }
    }
}

pub(crate) fn append_whole(file: &mut File, bytes: &[u8]) -> io::Result<()> {
    let length = file.metadata()?.len();
    let written = file.write_all(bytes).and_then(|()| file.sync_data());
    if written.is_err() {
        // If this fails too, the next writer finds the torn end.
        let _ = file.set_len(length).and_then(|()| file.sync_all());
    }
    written
}

pub(crate) fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// Readable by the owner alone: who was checked where, and which licences there are, is nobody else's business.
#[cfg(unix)]
pub(crate) fn private() -> OpenOptions {
    use std::os::unix::fs::OpenOptionsExt as _;
    let mut options = OpenOptions::new();
    options.mode(0o600);
    options
}

#[cfg(not(unix))]
pub(crate) fn private() -> OpenOptions {
    OpenOptions::new()
}

#[cfg(unix)]
fn lock_file(file: &File) -> io::Result<()> {
    Ok(rustix::fs::flock(file, rustix::fs::FlockOperation::LockExclusive)?)
}

#[cfg(not(unix))]
fn lock_file(_: &File) -> io::Result<()> {
    Ok(())
}

#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt as _;
    let own = file.metadata()?;
    match fs::metadata(path) {
        Ok(there) => Ok((own.dev(), own.ino()) == (there.dev(), there.ino())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> io::Result<bool> {
    Ok(true)
}

/// A new name reaches the disk with its directory. Where directories cannot be opened there is nothing to do.
pub(crate) fn sync_directory(path: &Path) {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    if let Ok(directory) = File::open(parent.unwrap_or_else(|| Path::new("."))) {
        let _ = directory.sync_all();
    }
}
