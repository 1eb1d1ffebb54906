//! The replay memory as a file.

use super::beside;
use crate::common::read_object;
use crate::failure::Failure;
use crate::files::{self, Content, Existing};
use std::path::{Path, PathBuf};
use zhengzhao_facade::core::error::Object;
use zhengzhao_facade::core::verify::ReplayMemory;

/// Most bytes of a replay memory of 2^20 acts.
const MAX_MEMORY: usize = 64 << 20;
/// Acts that a new memory has room for, of five minutes at one desk.
const CAPACITY: usize = 1 << 16;

/// A replay memory, taken by renaming its file to FILE.busy: of several programs only one holds it.
pub(super) struct Memory {
    path: PathBuf,
    held: bool,
    acts: ReplayMemory,
}

impl Memory {
    pub(super) fn take(path: &Path) -> Result<Self, Failure> {
        let busy = beside(path, ".busy");
        if busy.symlink_metadata().is_ok() {
            return Err(in_use(path));
        }
        let held = path.symlink_metadata().is_ok();
        let acts = if held {
            // Read before it is taken, so that what is no memory keeps its name.
            read(path)?;
            if !files::rename(path, &busy)? {
                return Err(in_use(path));
            }
            // Another program may have given it back since.
            read(&busy)?
        } else {
            let no_room =
                || Failure::usage("防重放记录的容量无效。", "the capacity of the memory is invalid.");
            ReplayMemory::new(CAPACITY).ok_or_else(no_room)?
        };
        Ok(Self { path: path.into(), held, acts })
    }

    pub(super) const fn acts(&mut self) -> &mut ReplayMemory {
        &mut self.acts
    }

    pub(super) fn give_back(self) -> Result<(), Failure> {
        files::write(&self.path, &self.acts.export(), Content::Ordinary, Existing::Keep)?;
        if self.held {
            files::remove(&beside(&self.path, ".busy"))?;
        }
        Ok(())
    }
}

fn read(path: &Path) -> Result<ReplayMemory, Failure> {
    let bytes = read_object(path, Object::Replay, MAX_MEMORY)?;
    ReplayMemory::reopen(&bytes).map_err(|refusal| Failure::refused_file(path.display(), refusal))
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
