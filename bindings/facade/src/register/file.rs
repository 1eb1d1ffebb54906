//! The register as a file of JSON lines.

use super::record::{LINE_START, RegisterLine};
use super::{Register, RegisterError};
use crate::linefile::{LineFile, Tail};
use std::fs;
use std::path::{Path, PathBuf};

/// A register in a file. Lines are only ever added.
#[derive(Debug)]
pub struct RegisterFile {
    path: PathBuf,
    register: Register,
    /// How many bytes of the file are in `register`.
    read: u64,
    lines: u64,
}

/// The register held by one program; others wait.
#[derive(Debug)]
pub struct LockedRegister<'f> {
    file: LineFile,
    owner: &'f mut RegisterFile,
}

impl RegisterFile {
    /// The register at this path, which need not exist yet. Nothing is read.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into(), register: Register::default(), read: 0, lines: 0 }
    }

    /// The path.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What was read last.
    #[must_use]
    pub fn into_register(self) -> Register {
        self.register
    }

    /// Reads the register without locking it: what another program is adding is not seen yet.
    ///
    /// # Errors
    /// [`RegisterError`], also where there is no file.
    pub fn load(&mut self) -> Result<&Register, RegisterError> {
        let Tail { lines, torn } = Tail::of(fs::read(&self.path)?);
        self.start_again();
        self.take(&lines)?;
        self.accept_torn(&torn)?;
        Ok(&self.register)
    }

    /// Locks the register, makes it where there is none, and reads what others have added. What a crash left of a last
    /// line is cut off: no certificate leaves before its line is whole.
    ///
    /// # Errors
    /// [`RegisterError`]; a file that is no register stays as it is.
    pub fn lock(&mut self) -> Result<LockedRegister<'_>, RegisterError> {
        let mut file = LineFile::open(&self.path)?;
        if file.size()? < self.read {
            self.start_again();
        }
        let Tail { lines, torn } = file.read_from(self.read)?;
        self.take(&lines)?;
        if !torn.is_empty() {
            self.accept_torn(&torn)?;
            file.cut(self.read)?;
        }
        Ok(LockedRegister { file, owner: self })
    }

    fn start_again(&mut self) {
        (self.register, self.read, self.lines) = (Register::default(), 0, 0);
    }

    fn take(&mut self, bytes: &[u8]) -> Result<(), RegisterError> {
        for line in bytes.split_inclusive(|byte| *byte == b'\n') {
            self.lines = self.lines.saturating_add(1);
            let at = |error| RegisterError::Unreadable { line: self.lines, error };
            let read = RegisterLine::read(line).map_err(at)?;
            self.register.add(read).map_err(at)?;
            self.read = self.read.saturating_add(u64::try_from(line.len()).unwrap_or(u64::MAX));
        }
        Ok(())
    }

    /// Another file that was named by mistake must not lose its end.
    fn accept_torn(&self, torn: &[u8]) -> Result<(), RegisterError> {
        let start = torn.get(..LINE_START.len()).unwrap_or(torn);
        let own = self.lines > 0 || LINE_START.starts_with(start) || torn.iter().all(|byte| *byte == 0);
        if own { Ok(()) } else { Err(RegisterError::NoRegister) }
    }
}

impl LockedRegister<'_> {
    /// What the register says.
    #[must_use]
    pub const fn register(&self) -> &Register {
        &self.owner.register
    }

    /// The same, to draw entries from.
    pub const fn register_mut(&mut self) -> &mut Register {
        &mut self.owner.register
    }

    /// Adds lines, all or none. When this returns they are on the disk, and what they name may leave.
    ///
    /// # Errors
    /// [`RegisterError`]; nothing was added.
    pub fn append(&mut self, lines: &[RegisterLine]) -> Result<(), RegisterError> {
        let text: String = lines.iter().map(RegisterLine::to_line).collect();
        self.file.append(text.as_bytes())?;
        self.owner.take(text.as_bytes())
    }
}
