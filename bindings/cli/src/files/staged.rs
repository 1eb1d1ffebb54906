//! Files that wait for their names.

use super::{Content, Existing, cannot_write, check_new, directory_of, exists, remove_if_there};
use crate::failure::Failure;
use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;
use zhengzhao_facade::Text;
use zhengzhao_facade::core::error::Object;
use zhengzhao_facade::detect::{Sort, detect};

/// Bytes that tell the sort of a file.
const HEAD: u64 = 4096;

/// A file that is written but does not have its name yet. Dropped, it is gone.
#[derive(Debug)]
pub(crate) struct Staged {
    file: NamedTempFile,
    path: PathBuf,
    existing: Existing,
}

/// Fills a temporary file beside `path`.
pub(crate) fn stage(
    path: &Path,
    bytes: &[u8],
    content: Content,
    existing: Existing,
) -> Result<Staged, Failure> {
    fill(path, bytes, content, existing, tempfile::Builder::new().prefix(".zhengzhao-"))
}

/// The name under which [`stage_known`] keeps what is to become `path`.
pub(crate) fn part_of(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.part"))
}

/// The same under a name that another run finds again, in place of what a crash has left there.
pub(crate) fn stage_known(path: &Path, bytes: &[u8]) -> Result<Staged, Failure> {
    let part = part_of(path);
    remove_if_there(&part)?;
    let name = part.file_name().unwrap_or_default();
    let mut builder = tempfile::Builder::new();
    fill(path, bytes, Content::Ordinary, Existing::Keep, builder.prefix(name).rand_bytes(0))
}

fn fill(
    path: &Path,
    bytes: &[u8],
    content: Content,
    existing: Existing,
    builder: &mut tempfile::Builder<'_, '_>,
) -> Result<Staged, Failure> {
    let failed = |error: &io::Error| cannot_write(path, error);
    check_new(path, existing)?;
    if existing == Existing::Replace {
        may_replace(path, bytes)?;
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = match content {
            // What the umask leaves of it, as for any file.
            Content::Ordinary => 0o666,
            Content::Secret => 0o600,
        };
        builder.permissions(std::fs::Permissions::from_mode(mode));
    }
    #[cfg(not(unix))]
    let _ = content;
    let mut file = builder.tempfile_in(directory_of(path)).map_err(|error| failed(&error))?;
    file.write_all(bytes).map_err(|error| failed(&error))?;
    Ok(Staged { file, path: path.to_path_buf(), existing })
}

/// What a file is, by how it begins; one that is not there is empty.
pub(crate) fn sort_of(path: &Path) -> io::Result<Sort> {
    let mut head = Vec::new();
    if path.is_file() {
        File::open(path)?.take(HEAD).read_to_end(&mut head)?;
    }
    Ok(detect(&head))
}

/// What cannot be made again gives way to its like alone: one slip after `--force` would cost an issuer its key or its
/// register, or a desk the evidence of its checks.
fn may_replace(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let old = sort_of(path).map_err(|error| cannot_write(path, &error))?;
    let precious = matches!(
        old,
        Sort::SecretKey | Sort::Register | Sort::Journal | Sort::Object(Object::State | Object::Replay)
    );
    if !precious || detect(bytes) == old {
        return Ok(());
    }
    let (path, Text { zh, en }) = (path.display(), old.named());
    Err(Failure::usage(
        format!("{path} 是{zh}，加 --force 也不替换，未作改动；请另给文件名。"),
        format!("{path} is {en}, which --force does not replace, and was left as it is; name another file."),
    ))
}

impl Staged {
    /// Where it will be.
    pub(crate) fn folder(&self) -> &Path {
        directory_of(&self.path)
    }

    /// Flushes it to the disk.
    pub(crate) fn sync(&self) -> Result<(), Failure> {
        self.file.as_file().sync_all().map_err(|error| cannot_write(&self.path, &error))
    }

    /// Gives it its name.
    pub(crate) fn place(self) -> Result<(), Failure> {
        let Self { file, path, existing } = self;
        let persisted = match existing {
            Existing::Keep => file.persist_noclobber(&path),
            Existing::Replace => file.persist(&path),
        };
        match persisted {
            Ok(_) => Ok(()),
            Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => Err(exists(&path)),
            Err(error) => Err(cannot_write(&path, &error.error)),
        }
    }
}

/// How many files are flushed at once.
const FLUSHES: usize = 16;

/// Flushes files to the disk side by side: one after the other, thousands would wait for it most of their time.
pub(crate) fn sync_all(staged: &[Staged]) -> Result<(), Failure> {
    let share = staged.len().div_ceil(FLUSHES).max(1);
    std::thread::scope(|scope| {
        let flushing: Vec<_> = staged
            .chunks(share)
            .map(|files| scope.spawn(move || files.iter().try_for_each(Staged::sync)))
            .collect();
        flushing.into_iter().try_for_each(|one| {
            one.join().unwrap_or_else(|_| Err(Failure::usage("写入中断。", "Writing was interrupted.")))
        })
    })
}
