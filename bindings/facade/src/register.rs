//! An issuer's register (登记簿): which status entry belongs to which copy of which licence, one JSON line each.
//!
//! ```json
//! {"zhengzhao-register":1,"copy":{"uri":"zz:cq-market/1","index":4711,"kind":"ZZ-LOCAL-FOOD-LICENCE","number":"…",
//!  "version":1,"form":"printed","cti":"<32 hex digits>","issued":"2026-06-01"}}
//! {"zhengzhao-register":1,"status":{"kind":"…","number":"…","version":1,"status":"suspended","day":"2026-07-01"}}
//! ```
//! A licence is a kind and a number; its printed form and its certificates share the version and the status. A line is
//! on the disk before what it names leaves, so that the entry of a copy that a crash has kept back is burnt and no
//! entry serves twice.

mod file;
mod fill;
mod licence;
mod record;
mod used;

pub use file::{LockedRegister, RegisterFile};
pub use fill::{fill, follow};
pub use licence::{Licence, Successor};
pub use record::{CopyRecord, MAX_REGISTER_LINE, Reason, RegisterLine, Replaced, StatusRecord};

use crate::draft::IssueForm;
use crate::{InputError, Text};
use std::collections::{BTreeMap, BTreeSet};
use std::{fmt, io};
use used::Used;
use zhengzhao::certificate::StatusRef;
use zhengzhao::crypto::rand_core::Rng;

/// Why nothing was done with a register.
#[derive(Debug)]
pub enum RegisterError {
    /// The file system.
    Io(io::Error),
    /// The file is no register.
    NoRegister,
    /// A line is none of a register.
    Unreadable {
        /// Its number, from 1.
        line: u64,
        /// What is wrong with it.
        error: InputError,
    },
    /// A status list has too few free entries.
    Full {
        /// Its name.
        uri: String,
        /// How many are free.
        free: u64,
    },
    /// The name of a status list is no such name, or the entry is outside of it.
    NoStatusList,
}

impl RegisterError {
    /// What is wrong, for people.
    #[must_use]
    pub fn message(&self) -> Text {
        match self {
            Self::Io(error) => Text::new(format!("{error}。"), format!("{error}.")),
            Self::NoRegister => Text::new("不是登记簿；未作改动。", "no register; nothing was changed."),
            Self::Unreadable { line, error } => {
                let Text { zh, en } = error.message();
                Text::new(format!("第 {line} 行：{zh}"), format!("line {line}: {en}"))
            }
            Self::Full { uri, free } => Text::new(
                format!("状态名单 {uri} 只剩 {free} 个空闲序号；请启用新的名单名称（--status-uri）。"),
                format!(
                    "the status list {uri} has {free} free entries left; begin a new one (--status-uri)."
                ),
            ),
            Self::NoStatusList => Text::new(
                "状态名单名称应为 1 至 32 个可见 ASCII 字符，序号应为 0 至 1048575。",
                "a status list is named by 1 to 32 visible ASCII characters and has entries 0 to 1048575.",
            ),
        }
    }
}

impl fmt::Display for RegisterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message().en)
    }
}

impl std::error::Error for RegisterError {}

impl From<io::Error> for RegisterError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// A kind and a number.
type Name = (String, String);

/// What a register says.
#[derive(Debug, Default)]
pub struct Register {
    copies: Vec<CopyRecord>,
    by_number: BTreeMap<String, Vec<usize>>,
    by_entry: BTreeSet<(u64, String)>,
    used: BTreeMap<String, Used>,
    statuses: BTreeMap<Name, StatusRecord>,
    /// Up to which version a licence was replaced, and by what.
    replaced: BTreeMap<Name, Successor>,
}

impl Register {
    /// Takes a line.
    ///
    /// # Errors
    /// [`InputError`] for a status entry that serves already.
    pub fn add(&mut self, line: RegisterLine) -> Result<(), InputError> {
        match line {
            RegisterLine::Status(record) => {
                self.statuses.insert((record.kind.clone(), record.number.clone()), record);
            }
            RegisterLine::Copy(copy) => {
                // What `draw` has marked for the line that is added now counts as its own.
                self.used.entry(copy.uri.clone()).or_insert_with(Used::new).mark(copy.index);
                if !self.by_entry.insert((copy.index, copy.uri.clone())) {
                    return Err(InputError::new(
                        "$.copy.index",
                        "此序号已属于另一副本。",
                        "this entry belongs to another copy already.",
                    ));
                }
                if let Some(old) = &copy.replaces {
                    let name = (copy.kind.clone(), old.number.clone());
                    let (upto, reason) = (old.version, old.reason);
                    let (number, version) = (copy.number.clone(), copy.version);
                    self.replaced.insert(name, Successor { upto, reason, number, version });
                }
                self.by_number.entry(copy.number.clone()).or_default().push(self.copies.len());
                self.copies.push(copy);
            }
        }
        Ok(())
    }

    /// Every copy, in the order in which they were made.
    #[must_use]
    pub fn copies(&self) -> &[CopyRecord] {
        &self.copies
    }

    /// The status lists with the number of entries that are used and free.
    pub fn lists(&self) -> impl Iterator<Item = (&str, u64, u64)> {
        self.used.iter().map(|(uri, used)| (uri.as_str(), used.count(), used.free()))
    }

    /// The licence with this number, one for each kind that has it.
    #[must_use]
    pub fn licences(&self, number: &str) -> Vec<Licence<'_>> {
        let mut found: BTreeMap<&str, Vec<&CopyRecord>> = BTreeMap::new();
        let positions = self.by_number.get(number).into_iter().flatten();
        for copy in positions.filter_map(|position| self.copies.get(*position)) {
            found.entry(&copy.kind).or_default().push(copy);
        }
        found.into_values().map(|copies| Licence { register: self, copies }).collect()
    }

    /// The licence of this kind and number.
    #[must_use]
    pub fn licence(&self, kind: &str, number: &str) -> Option<Licence<'_>> {
        self.licences(number).into_iter().find(|licence| licence.kind() == kind)
    }

    /// Draws entries of a status list that no copy has; they are marked at once.
    ///
    /// # Errors
    /// [`RegisterError::Full`], [`RegisterError::NoStatusList`].
    pub fn draw(
        &mut self,
        uri: &str,
        count: usize,
        rng: &mut impl Rng,
    ) -> Result<Vec<StatusRef>, RegisterError> {
        let used = self.used.entry(uri.into()).or_insert_with(Used::new);
        let free = used.free();
        if u64::try_from(count).unwrap_or(u64::MAX) > free {
            return Err(RegisterError::Full { uri: uri.into(), free });
        }
        let full = || RegisterError::Full { uri: uri.into(), free };
        let mut draw = || {
            let index = used.draw(rng).ok_or_else(full)?;
            StatusRef::new(index, uri).ok_or(RegisterError::NoStatusList)
        };
        (0..count).map(|_| draw()).collect()
    }

    /// Takes an entry that somebody chose; false when it serves already.
    pub fn choose(&mut self, status: &StatusRef) -> bool {
        self.used.entry(status.uri().into()).or_insert_with(Used::new).mark(status.index())
    }

    /// Whether a copy may be issued: the same version as the licence has, in force, and no second of its form unless
    /// that is meant.
    ///
    /// # Errors
    /// Why not, for people.
    pub fn admit(
        &self,
        kind: &str,
        number: &str,
        version: u16,
        form: IssueForm,
        again: bool,
    ) -> Result<(), Text> {
        let Some(licence) = self.licence(kind, number) else { return Ok(()) };
        licence.in_force()?;
        let own = licence.version();
        if version != own {
            return Err(Text::new(
                format!("登记簿中该编号为第 {own} 版，草稿为第 {version} 版；换发请用 reissue。"),
                format!(
                    "the register has version {own} of this number, the draft says {version}; `reissue` issues the next."
                ),
            ));
        }
        let same = licence.current().find(|copy| copy.form == form);
        match same.filter(|_| !again) {
            None => Ok(()),
            Some(copy) => Err(Text::new(
                format!("该编号已登记（名单 {} 序号 {}）。", copy.uri, copy.index),
                format!("this number is in the register already (list {}, entry {}).", copy.uri, copy.index),
            )),
        }
    }
}

#[cfg(test)]
mod tests;
