//! Files: bounded before they are read, whole or not at all when they are written.

mod staged;

pub(crate) use staged::{Staged, part_of, sort_of, stage, stage_known, sync_all};

use crate::failure::Failure;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;
use zhengzhao_facade::Text;
use zhengzhao_facade::detect::{Sort, detect};

/// The path that stands for standard input.
pub(crate) const STDIN: &str = "-";

/// What a new file may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Content {
    /// Anything that others may read.
    Ordinary,
    /// A secret: readable by its owner alone.
    Secret,
}

/// Whether an existing file may be replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Existing {
    /// It stays, and the command fails.
    Keep,
    /// It is replaced.
    Replace,
}

impl Existing {
    /// From the option `--force`.
    pub(crate) const fn forced(force: bool) -> Self {
        if force { Self::Replace } else { Self::Keep }
    }
}

/// A file that is larger than its limit.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TooLarge {
    pub(crate) size: usize,
}

/// What is in a folder.
pub(crate) fn list(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let entries = std::fs::read_dir(folder).map_err(|error| cannot_read(folder, &error))?;
    let paths = entries.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>();
    paths.map_err(|error| cannot_read(folder, &error))
}

/// Makes a folder, or takes one that is empty.
pub(crate) fn make_folder(path: &Path) -> Result<(), Failure> {
    match std::fs::create_dir_all(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            let path = path.display();
            return Err(Failure::usage(
                format!("{path} 是文件，未作改动；请另给目录。"),
                format!("{path} is a file and was left as it is; name another folder."),
            ));
        }
        made => made.map_err(|error| cannot_write(path, &error))?,
    }
    if list(path)?.is_empty() {
        return Ok(());
    }
    let path = path.display();
    Err(Failure::usage(
        format!("目录 {path} 中已有文件，未作改动；请另给新目录或空目录。"),
        format!("the folder {path} is not empty and was left as it is; name a new or an empty one."),
    ))
}

/// Reads a file or standard input of at most `limit` bytes; no more than that is ever held.
pub(crate) fn read_bounded(path: &Path, limit: usize) -> Result<Result<Vec<u8>, TooLarge>, Failure> {
    let failed = |error: &io::Error| cannot_read(path, error);
    let cap = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    if path == Path::new(STDIN) {
        io::stdin().lock().take(cap).read_to_end(&mut bytes).map_err(|error| failed(&error))?;
        return Ok(if bytes.len() > limit { Err(TooLarge { size: bytes.len() }) } else { Ok(bytes) });
    }
    let file = File::open(path).map_err(|error| failed(&error))?;
    let metadata = file.metadata().map_err(|error| failed(&error))?;
    if metadata.is_dir() {
        return Err(failed(&io::Error::from(io::ErrorKind::IsADirectory)));
    }
    let size = usize::try_from(metadata.len()).unwrap_or(usize::MAX);
    if size > limit {
        return Ok(Err(TooLarge { size }));
    }
    file.take(cap).read_to_end(&mut bytes).map_err(|error| failed(&error))?;
    Ok(if bytes.len() > limit { Err(TooLarge { size: bytes.len() }) } else { Ok(bytes) })
}

/// Reads a file that is no object of the core; a larger one is a usage error.
pub(crate) fn read(path: &Path, limit: usize) -> Result<Vec<u8>, Failure> {
    read_bounded(path, limit)?.map_err(|TooLarge { size }| {
        let path = path.display();
        Failure::usage(
            format!("{path}：文件有 {size} 字节，超过上限 {limit} 字节。"),
            format!("{path}: the file has {size} bytes; the limit is {limit}."),
        )
    })
}

/// Reads a text file, which may hold a secret.
pub(crate) fn read_text(path: &Path, limit: usize) -> Result<Zeroizing<String>, Failure> {
    let bytes = Zeroizing::new(read(path, limit)?);
    match std::str::from_utf8(&bytes) {
        // Editors put a mark before UTF-8 that is no part of the text.
        Ok(text) if !text.trim().is_empty() => {
            Ok(Zeroizing::new(text.strip_prefix('\u{feff}').unwrap_or(text).to_owned()))
        }
        Ok(_) => {
            let path = path.display();
            Err(Failure::usage(format!("{path}：文件是空的。"), format!("{path}: the file is empty.")))
        }
        Err(_) => {
            let (path, sort) = (path.display(), detect(&bytes));
            if sort == Sort::Unknown {
                return Err(Failure::usage(
                    format!("{path}：不是 UTF-8 文本。如为文本文件，请在编辑器中另存为 UTF-8 编码。"),
                    format!("{path}: not UTF-8 text. If it is a text, save it as UTF-8."),
                ));
            }
            let Text { zh, en } = sort.named();
            Err(Failure::usage(
                format!("{path}：不是 UTF-8 文本，而是{zh}。"),
                format!("{path}: not UTF-8 text but {en}."),
            ))
        }
    }
}

pub(crate) fn cannot_read(path: &Path, error: &io::Error) -> Failure {
    let path = path.display();
    let (zh, en) = explain(error);
    Failure::usage(format!("无法读取 {path}：{zh}"), format!("cannot read {path}: {en}"))
}

/// A file that cannot be read or written, where it may be either.
pub(crate) fn cannot_use(path: &Path, error: &io::Error) -> Failure {
    let path = path.display();
    let (zh, en) = explain(error);
    Failure::usage(format!("无法使用 {path}：{zh}"), format!("cannot use {path}: {en}"))
}

pub(crate) fn cannot_write(path: &Path, error: &io::Error) -> Failure {
    let path = path.display();
    let (zh, en) = explain(error);
    Failure::usage(format!("无法写入 {path}：{zh}"), format!("cannot write {path}: {en}"))
}

fn explain(error: &io::Error) -> (String, String) {
    let (zh, en) = match error.kind() {
        io::ErrorKind::NotFound => ("文件或目录不存在。", "there is no such file or directory."),
        io::ErrorKind::PermissionDenied => ("没有权限。", "permission denied."),
        io::ErrorKind::IsADirectory => ("这是一个目录。", "it is a directory."),
        io::ErrorKind::AlreadyExists | io::ErrorKind::NotADirectory => {
            ("此处应为目录，实为文件。", "there is a file where a folder should be.")
        }
        io::ErrorKind::StorageFull => ("磁盘已满。", "the disk is full."),
        io::ErrorKind::ReadOnlyFilesystem => ("文件系统只读。", "the file system is read-only."),
        _ => return (format!("{error}。"), format!("{error}.")),
    };
    (zh.into(), en.into())
}

/// Refuses early when `path` exists and must stay, before any work or key is spent on it.
///
/// So it does where no file can be: a challenge that is used up for nothing costs the holder another answer.
pub(crate) fn check_new(path: &Path, existing: Existing) -> Result<(), Failure> {
    if path.is_dir() {
        return Err(cannot_write(path, &io::ErrorKind::IsADirectory.into()));
    }
    if !directory_of(path).is_dir() {
        return Err(cannot_write(path, &io::ErrorKind::NotFound.into()));
    }
    if existing == Existing::Keep && path.symlink_metadata().is_ok() {
        return Err(exists(path));
    }
    Ok(())
}

/// Refuses two outputs under one name: the second would find the first there, when the register is already told.
pub(crate) fn check_distinct<'p>(paths: impl Iterator<Item = &'p PathBuf>) -> Result<(), Failure> {
    let mut seen = BTreeSet::new();
    for path in paths {
        let folder = directory_of(path);
        let folder = folder.canonicalize().map_err(|error| cannot_write(path, &error))?;
        if !seen.insert((folder, path.file_name())) {
            let path = path.display();
            return Err(Failure::usage(
                format!("{path} 给了两次；每个输出文件应有各自的文件名。"),
                format!("{path} is given twice; name each file to write differently."),
            ));
        }
    }
    Ok(())
}

fn exists(path: &Path) -> Failure {
    let path = path.display();
    Failure::usage(
        format!("{path} 已存在，未作改动；确需替换请加 --force。"),
        format!("{path} exists and was left as it is; add --force to replace it."),
    )
}

/// Writes a whole file or leaves everything as it was: a temporary file in the same directory is filled,
/// flushed to the disk and then renamed.
pub(crate) fn write(path: &Path, bytes: &[u8], content: Content, existing: Existing) -> Result<(), Failure> {
    let staged = stage(path, bytes, content, existing)?;
    staged.sync()?;
    staged.place()?;
    sync(directory_of(path));
    Ok(())
}

/// A rename reaches the disk with the directory. Where directories cannot be opened there is nothing to do, and
/// each file is whole either way.
pub(crate) fn sync(directory: &Path) {
    #[cfg(unix)]
    if let Ok(directory) = File::open(directory) {
        let _ = directory.sync_all();
    }
    #[cfg(not(unix))]
    let _ = directory;
}

/// Renames a file within its directory; false when it is there no more.
pub(crate) fn rename(from: &Path, to: &Path) -> Result<bool, Failure> {
    match std::fs::rename(from, to) {
        Ok(()) => {
            sync(directory_of(from));
            Ok(true)
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(cannot_write(to, &error)),
    }
}

/// Adds a line to a file that only its owner can read, and makes it where there is none.
pub(crate) fn append_line(path: &Path, line: &str) -> Result<(), Failure> {
    let failed = |error: &io::Error| cannot_write(path, error);
    let mut options = std::fs::OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let mut file = options.open(path).map_err(|error| failed(&error))?;
    file.write_all(format!("{line}\n").as_bytes()).map_err(|error| failed(&error))?;
    file.sync_all().map_err(|error| failed(&error))
}

/// Makes a folder and those above it where there are none.
pub(crate) fn make_folders(path: &Path) -> Result<(), Failure> {
    std::fs::create_dir_all(path).map_err(|error| cannot_write(path, &error))
}

/// Removes a file that need not be there.
pub(crate) fn remove_if_there(path: &Path) -> Result<(), Failure> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(cannot_write(path, &error)),
        _ => Ok(()),
    }
}

/// Removes a file.
pub(crate) fn remove(path: &Path) -> Result<(), Failure> {
    std::fs::remove_file(path).map_err(|error| cannot_write(path, &error))?;
    sync(directory_of(path));
    Ok(())
}

pub(crate) fn directory_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}
