//! The replay memory as a file.

use super::beside;
use crate::failure::Failure;
use crate::files::{self, Content, Existing};
use std::path::{Path, PathBuf};
use zhengzhao_facade::core::Lang;
use zhengzhao_facade::core::verify::ReplayMemory;

/// Most bytes of a replay memory of 2^20 acts.
const MAX_MEMORY: usize = 64 << 20;
/// Acts that a new memory has room for, of five minutes at one desk.
const CAPACITY: usize = 1 << 16;

/// A replay memory, held as FILE.busy: of several programs only one has it.
pub(super) struct Memory {
    path: PathBuf,
    acts: ReplayMemory,
}

impl Memory {
    pub(super) fn take(path: &Path) -> Result<Self, Failure> {
        let busy = beside(path, ".busy");
        if busy.symlink_metadata().is_ok() {
            return Err(in_use(path));
        }
        let acts = if path.symlink_metadata().is_ok() {
            // Read before it is taken, so that what is no memory keeps its name.
            read(path)?;
            if !files::rename(path, &busy)? {
                return Err(in_use(path));
            }
            // Another program may have given it back since.
            read(&busy)?
        } else {
            begin(path, &busy)?
        };
        Ok(Self { path: path.into(), acts })
    }

    pub(super) const fn acts(&mut self) -> &mut ReplayMemory {
        &mut self.acts
    }

    pub(super) fn give_back(self) -> Result<(), Failure> {
        files::write(&self.path, &self.acts.export(), Content::Ordinary, Existing::Keep)?;
        files::remove(&beside(&self.path, ".busy"))
    }
}

/// A new memory where there is none. Another program may have taken the memory between the two looks at its names:
/// an empty one beside it would know nothing of what was shown. So the name that is held is made, which only one
/// program can do, and then the other name is looked at again.
fn begin(path: &Path, busy: &Path) -> Result<ReplayMemory, Failure> {
    let no_room = || Failure::usage("防重放记录的容量无效。", "the capacity of the memory is invalid.");
    let acts = ReplayMemory::new(CAPACITY).ok_or_else(no_room)?;
    files::write(busy, &acts.export(), Content::Ordinary, Existing::Keep)
        .map_err(|failure| if busy.symlink_metadata().is_ok() { in_use(path) } else { failure })?;
    if path.symlink_metadata().is_ok() {
        files::remove(busy)?;
        return Err(in_use(path));
    }
    Ok(acts)
}

/// Reads the desk's own memory: that it is damaged is a file error, and not for the holder to mend.
fn read(path: &Path) -> Result<ReplayMemory, Failure> {
    let bytes = files::read(path, MAX_MEMORY)?;
    ReplayMemory::reopen(&bytes).map_err(|refusal| {
        let path = path.display();
        let (zh, en) = (refusal.text(Lang::Zh), refusal.text(Lang::En));
        Failure::usage(
            format!(
                "{path} 不是可用的防重放记录：{zh}请换回原文件；如须弃用，请移走该文件，停用一刻钟后再核验，以免此前出示过的内容再次通过。"
            ),
            format!(
                "{path} is not a usable replay memory: {en} Put the right file back; or move this one away and wait a quarter of an hour before the next check, so that nothing shown before passes again."
            ),
        )
    })
}

fn in_use(path: &Path) -> Failure {
    let path = path.display();
    Failure::usage(
        format!("{path}：防重放记录正被另一程序使用。若该程序已中断，请将 {path}.busy 改回原名。"),
        format!(
            "{path}: another program holds the replay memory. If it was interrupted, rename {path}.busy back."
        ),
    )
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_memory_is_held_by_one_program_from_its_first_use() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("shown.zzreplay");
        let busy = beside(&path, ".busy");
        let first = Memory::take(&path).unwrap();
        assert!(busy.exists(), "a new memory is held as an old one is");
        assert!(Memory::take(&path).is_err());
        first.give_back().unwrap();
        assert!(path.exists() && !busy.exists());
        Memory::take(&path).unwrap().give_back().unwrap();
    }

    #[test]
    fn none_begins_beside_one_that_was_taken_or_given_back_meanwhile() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("shown.zzreplay");
        let busy = beside(&path, ".busy");
        // Both names were looked at before the other program took it, and it has it still.
        let other = Memory::take(&path).unwrap();
        let held = std::fs::read(&busy).unwrap();
        assert!(begin(&path, &busy).is_err());
        assert_eq!(std::fs::read(&busy).unwrap(), held);
        // Or it has given it back since.
        other.give_back().unwrap();
        assert!(begin(&path, &busy).is_err());
        assert!(path.exists() && !busy.exists());
    }
}
