//! What is signed in this program alone before anything of it leaves.

use crate::failure::Failure;
use crate::files::{self, Content, Existing, Staged};
use crate::register::hex;
use chacha20::ChaCha20Rng;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use zhengzhao_facade::core::act::enrolment::EnrolledKey;
use zhengzhao_facade::core::certificate::StatusRef;
use zhengzhao_facade::core::crypto::SigningKey;
use zhengzhao_facade::core::issue::{CopyFor, Draft, Issued, issue, issue_copies, issue_printed};
use zhengzhao_facade::core::time::Date;
use zhengzhao_facade::draft::IssueForm;
use zhengzhao_facade::register::{CopyRecord, RegisterLine, Replaced};

/// One form of a licence: the printed one, or certificates for each key of an enrolment.
#[derive(Debug)]
pub(crate) struct Part {
    form: IssueForm,
    holders: Vec<EnrolledKey>,
    paths: Vec<PathBuf>,
}

/// A part that was signed.
#[derive(Debug)]
pub(crate) struct Signed {
    form: IssueForm,
    paths: Vec<PathBuf>,
    statuses: Vec<StatusRef>,
    issued: Vec<Issued>,
}

/// What the copies of one issuance have in common in the register.
#[derive(Debug)]
pub(crate) struct Identity<'i> {
    pub(crate) kind: &'i str,
    pub(crate) number: &'i str,
    pub(crate) version: u16,
    pub(crate) day: Date,
    pub(crate) replaces: Option<&'i Replaced>,
}

impl Part {
    /// The printed form.
    pub(crate) fn printed(out: &Path) -> Self {
        Self { form: IssueForm::Printed, holders: Vec::new(), paths: vec![out.into()] }
    }

    /// Certificates for these keys, of which there is at least one.
    pub(crate) fn certificates(holders: Vec<EnrolledKey>, out: &Path) -> Self {
        let paths = out_paths(out, holders.len());
        Self { form: IssueForm::Certificate, holders, paths }
    }

    pub(crate) const fn form(&self) -> IssueForm {
        self.form
    }

    pub(crate) fn count(&self) -> usize {
        self.paths.len()
    }

    /// Refuses early where a file cannot be.
    pub(crate) fn check_new(&self, existing: Existing) -> Result<(), Failure> {
        self.paths.iter().try_for_each(|path| files::check_new(path, existing))
    }

    pub(crate) fn sign(
        self,
        draft: &Draft,
        statuses: Vec<StatusRef>,
        key: &SigningKey,
        rng: &mut ChaCha20Rng,
    ) -> Result<Signed, Failure> {
        let Self { form, mut holders, paths } = self;
        let issued = match (form, &statuses[..], holders.len()) {
            (IssueForm::Printed, [status], _) => vec![issue_printed(draft, status, key, rng)?],
            (_, [status], 1) => holders
                .drain(..)
                .map(|holder| issue(draft, holder, status, key, rng))
                .collect::<Result<_, _>>()?,
            _ => {
                let copy =
                    |(holder_key, status): (_, &StatusRef)| CopyFor { holder_key, status: status.clone() };
                issue_copies(draft, holders.into_iter().zip(&statuses).map(copy).collect(), key, rng)?
            }
        };
        Ok(Signed { form, paths, statuses, issued })
    }
}

impl Signed {
    pub(crate) fn paths(&self) -> &[PathBuf] {
        &self.paths
    }

    pub(crate) fn statuses(&self) -> &[StatusRef] {
        &self.statuses
    }

    /// Path, bytes and cti of each copy.
    pub(crate) fn copies(&self) -> impl Iterator<Item = (&PathBuf, &Issued, &StatusRef)> {
        self.paths.iter().zip(&self.issued).zip(&self.statuses).map(|((path, issued), at)| (path, issued, at))
    }

    /// On the disk, but not under their names yet.
    pub(crate) fn stage(&self, existing: Existing) -> Result<Vec<Staged>, Failure> {
        let stage = |(path, issued, _): (&PathBuf, &Issued, &StatusRef)| {
            let staged = files::stage(path, issued.as_bytes(), Content::Ordinary, existing)?;
            staged.sync().map(|()| staged)
        };
        self.copies().map(stage).collect()
    }

    /// Their lines in the register.
    pub(crate) fn lines(&self, identity: &Identity<'_>) -> impl Iterator<Item = RegisterLine> {
        self.copies().map(|(_, issued, status)| {
            RegisterLine::Copy(CopyRecord {
                uri: status.uri().into(),
                index: status.index(),
                kind: identity.kind.into(),
                number: identity.number.into(),
                version: identity.version,
                form: self.form,
                cti: hex(issued.cti()),
                issued: identity.day.to_string(),
                replaces: identity.replaces.cloned(),
            })
        })
    }

    /// What machines are told.
    pub(crate) fn records(&self) -> impl Iterator<Item = Value> {
        self.copies().map(|(path, issued, status)| {
            json!({
                "file": path, "bytes": issued.as_bytes().len(), "cti": hex(issued.cti()),
                "status": { "uri": status.uri(), "index": status.index() },
            })
        })
    }
}

/// Gives files their names.
pub(crate) fn place(staged: Vec<Staged>) -> Result<(), Failure> {
    let folders: Vec<PathBuf> = staged.iter().map(|one| one.folder().to_path_buf()).collect();
    staged.into_iter().try_for_each(Staged::place)?;
    folders.iter().for_each(|folder| files::sync(folder));
    Ok(())
}

/// One path, or one per copy: `copy.zz` becomes `copy-1.zz`, `copy-2.zz`.
fn out_paths(out: &Path, count: usize) -> Vec<PathBuf> {
    if count == 1 {
        return vec![out.to_path_buf()];
    }
    let stem = out.file_stem().unwrap_or_default().to_string_lossy();
    let extension = out.extension().map(|extension| format!(".{}", extension.to_string_lossy()));
    let extension = extension.unwrap_or_default();
    (1..=count).map(|number| out.with_file_name(format!("{stem}-{number}{extension}"))).collect()
}
