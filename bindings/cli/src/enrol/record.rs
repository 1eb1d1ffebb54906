//! The challenge file, which serves once.

use crate::failure::Failure;
use crate::files::{self, Content, Existing};
use std::path::{Path, PathBuf};
use zhengzhao_facade::enrolment::{ChallengeRecord, MAX_CHALLENGE};

/// A challenge that was read from its file and has not served.
#[derive(Debug)]
pub(crate) struct Challenge {
    path: PathBuf,
    record: ChallengeRecord,
}

impl Challenge {
    pub(crate) fn read(path: &Path) -> Result<Self, Failure> {
        if path.symlink_metadata().is_err() && used(path).exists() {
            return Err(served(path));
        }
        let record = read(path)?;
        if record.is_used_up() {
            return Err(served(path));
        }
        Ok(Self { path: path.into(), record })
    }

    /// Uses up the challenge of an issue that was killed on the way, unless it has come as far as that.
    pub(crate) fn make_sure(path: &Path) -> Result<(), Failure> {
        if path.symlink_metadata().is_err() && used(path).exists() {
            return Ok(());
        }
        let record = read(path)?;
        if record.is_used_up() { Ok(()) } else { Self { path: path.into(), record }.use_up() }
    }

    pub(crate) const fn record(&self) -> &ChallengeRecord {
        &self.record
    }

    /// Renames the file to FILE.used, which of several programs only one can do, and then notes inside that it
    /// has served. Whatever happens afterwards, FILE is gone.
    ///
    /// What was renamed is read again: since the first reading the challenge may have served and another one
    /// have taken its name.
    pub(crate) fn use_up(self) -> Result<(), Failure> {
        let used = used(&self.path);
        if !files::rename(&self.path, &used)? {
            return Err(served(&self.path));
        }
        if read(&used)? != self.record {
            return Err(served(&self.path));
        }
        let noted = self.record.used_up().to_json();
        files::write(&used, noted.as_bytes(), Content::Ordinary, Existing::Replace)
    }
}

fn read(path: &Path) -> Result<ChallengeRecord, Failure> {
    let json = files::read_text(path, MAX_CHALLENGE)?;
    ChallengeRecord::read(&json).map_err(|error| Failure::in_file(path.display(), &error))
}

fn used(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".used");
    PathBuf::from(name)
}

fn served(path: &Path) -> Failure {
    let path = path.display();
    Failure::usage(
        format!(
            "{path}：此质询已用过，未签发。请用 `zhengzhao enrol challenge` 另出质询，由持证人重新作答。"
        ),
        format!(
            "{path}: this challenge has served; nothing was issued. Make a new one with `zhengzhao enrol \
             challenge` and let the holder answer it."
        ),
    )
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_challenge_that_took_the_name_of_another_does_not_serve_for_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("c.json");
        let write = |nonce: u8| {
            let record = ChallengeRecord::new("11500000MBYY00038M", [nonce; 16]).unwrap();
            std::fs::write(&path, record.to_json()).unwrap();
        };
        write(1);
        let (first, second) = (Challenge::read(&path).unwrap(), Challenge::read(&path).unwrap());
        first.use_up().unwrap();
        write(2);
        assert!(second.use_up().is_err());
        assert!(Challenge::read(&path).is_err(), "the other is lost too, which is safe");
    }
}
