//! Rows that are made into certificates together.

use super::super::part::{Identity, Part, Signed};
use super::super::single::enrolled;
use super::table::Row;
use crate::enrol::Challenge;
use crate::failure::Failure;
use crate::files::{self, Staged};
use crate::register::hex;
use chacha20::ChaCha20Rng;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use zhengzhao_facade::core::crypto::{SigningKey, sha256};
use zhengzhao_facade::core::kind::Kinds;
use zhengzhao_facade::core::time::Time;
use zhengzhao_facade::draft::{IssueForm, ReadDraft, read_draft_value};
use zhengzhao_facade::register::{Register, RegisterError, RegisterLine, Replaced, fill};
use zhengzhao_facade::rows::{Columns, FileColumn, number_of};
use zhengzhao_facade::{InputError, Text};

/// Most bytes of a file's name, its ending and the number of a copy aside.
const MAX_NAME: usize = 200;

/// What all rows have in common.
pub(super) struct Maker<'m> {
    pub(super) kinds: &'m Kinds,
    pub(super) kind: &'m str,
    pub(super) form: IssueForm,
    pub(super) common: &'m Value,
    pub(super) columns: &'m Columns,
    /// The lines on which each number stands.
    pub(super) numbers: BTreeMap<String, Vec<u64>>,
    pub(super) header: &'m [String],
    pub(super) key: &'m SigningKey,
    pub(super) uri: &'m str,
    pub(super) now: Time,
    /// Where the table is: names of files in it start from there.
    pub(super) beside: &'m Path,
    pub(super) folder: &'m Path,
}

/// A row that may be signed.
struct Ready {
    read: ReadDraft,
    number: String,
    version: u16,
    part: Part,
    /// Its name in the table.
    challenge: Option<(String, Challenge)>,
}

/// The files of a batch under the names of parts, and the rows whose files cannot be.
pub(super) struct Staging<'r> {
    pub(super) files: Vec<Staged>,
    pub(super) faults: Vec<(&'r Row, Fault)>,
}

/// What is wrong with a row.
#[derive(Debug)]
pub(super) struct Fault {
    /// The column, from 0.
    column: Option<usize>,
    code: &'static str,
    text: Text,
}

/// A row that was signed.
pub(super) struct Made<'r> {
    row: &'r Row,
    number: String,
    version: u16,
    replaces: Option<Replaced>,
    signed: Signed,
    /// Its name in the table.
    challenge: Option<(String, Challenge)>,
}

impl Fault {
    pub(super) fn new(code: &'static str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { column: None, code, text: Text::new(zh, en) }
    }

    fn of(code: &'static str, column: Option<usize>, text: Text) -> Self {
        Self { column, code, text }
    }

    /// For people: where, and what.
    pub(super) fn told(&self, line: u64, header: &[String]) -> Text {
        let Text { zh, en } = &self.text;
        match self.column {
            Some(column) => {
                let name = header.get(column).map(|name| name.trim()).unwrap_or_default();
                let column = column.saturating_add(1);
                Text::new(
                    format!("第 {line} 行第 {column} 列（{name}）：{zh}"),
                    format!("line {line}, column {column} ({name}): {en}"),
                )
            }
            None => Text::new(format!("第 {line} 行：{zh}"), format!("line {line}: {en}")),
        }
    }
}

impl Maker<'_> {
    /// Checks and signs a row, with entries of the register that are taken at once. The outer error ends the run.
    pub(super) fn make<'r>(
        &self,
        row: &'r Row,
        register: &mut Register,
        rng: &mut ChaCha20Rng,
    ) -> Result<Result<Made<'r>, Fault>, RegisterError> {
        let ready = match self.ready(row, register) {
            Ok(ready) => ready,
            Err(fault) => return Ok(Err(fault)),
        };
        let Ready { read, number, version, part, challenge } = ready;
        let statuses = register.draw(self.uri, part.count(), rng)?;
        let licence = register.licence(self.kind, &number);
        let replaces = licence.and_then(|own| own.current().find_map(|copy| copy.replaces.clone()));
        let signed = part.sign(&read.draft, statuses, self.key, rng);
        Ok(signed
            .map(|signed| Made { row, number, version, replaces, signed, challenge })
            .map_err(|failure| Fault::of("value", None, failure.text())))
    }

    fn ready(&self, row: &Row, register: &Register) -> Result<Ready, Fault> {
        let (found, expected) = (row.cells.len(), self.columns.count());
        if found != expected {
            return Err(Fault::new(
                "cell_count",
                format!("有 {found} 个单元格，列名有 {expected} 个。"),
                format!("{found} cells, and {expected} columns."),
            ));
        }
        let cells = cells(row);
        let in_cell = |error: InputError| {
            let column = self.columns.at(&error);
            let text = if column.is_some() { error.text().clone() } else { error.message() };
            Fault::of("value", column, text)
        };
        let mut draft = self.columns.draft(self.common, &cells);
        if let Some(kind) = self.kinds.get(self.kind) {
            fill(&mut draft, kind, register).map_err(in_cell)?;
        }
        let read = read_draft_value(&draft, self.kinds, self.form, self.now.date()).map_err(in_cell)?;
        let at = self.columns.number();
        let number = number_of(&draft).map(String::from).ok_or_else(|| {
            Fault::of("value", at, Text::new("缺少证照编号。", "the certificate's number is missing."))
        })?;
        self.once(&number)?;
        let version = read.version.unwrap_or(1);
        let admitted = register.admit(self.kind, &number, version, self.form, false);
        admitted.map_err(|text| Fault::of("register", at, text))?;
        let out = self.out(&number).ok_or_else(|| {
            Fault::of("value", at, Text::new("编号过长，不能作文件名。", "too long for the name of a file."))
        })?;
        let (part, challenge) = self.part(&cells, &out)?;
        Ok(Ready { read, number, version, part, challenge })
    }

    /// Which of two rows is meant, nobody can say.
    fn once(&self, number: &str) -> Result<(), Fault> {
        match self.numbers.get(number).map(Vec::as_slice) {
            Some(lines @ [_, _, ..]) => {
                let lines = lines.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
                Err(Fault::of(
                    "number_repeated",
                    self.columns.number(),
                    Text::new(
                        format!("同一编号出现在第 {lines} 行。"),
                        format!("the same number stands on lines {lines}."),
                    ),
                ))
            }
            _ => Ok(()),
        }
    }

    fn part(&self, cells: &[&str], out: &Path) -> Result<(Part, Option<(String, Challenge)>), Fault> {
        if self.form == IssueForm::Printed {
            return Ok((Part::printed(out), None));
        }
        let file = |column| {
            self.columns.file(cells, column).ok_or_else(|| {
                Fault::new(
                    "enrolment",
                    "缺少申领文件名或质询文件名。",
                    "the name of the enrolment or of the challenge is missing.",
                )
            })
        };
        let (enrolment, challenge) = (file(FileColumn::Enrolment)?, file(FileColumn::Challenge)?);
        let (holders, read) = enrolled(&self.beside.join(enrolment), &self.beside.join(challenge), self.now)
            .map_err(|failure| Fault::of("enrolment", None, failure.text()))?;
        Ok((Part::certificates(holders, out), Some((challenge.into(), read))))
    }

    /// The number as the name of a file: what a file system may take amiss is written as in a URL.
    fn out(&self, number: &str) -> Option<PathBuf> {
        let mut name = String::new();
        for character in number.chars() {
            let plain = character.is_ascii_alphanumeric() || matches!(character, '-' | '_');
            if plain || (!character.is_ascii() && !character.is_whitespace()) {
                name.push(character);
            } else {
                let mut bytes = [0; 4];
                for byte in character.encode_utf8(&mut bytes).bytes() {
                    name.push_str(&format!("%{byte:02X}"));
                }
            }
        }
        let ending = if self.form == IssueForm::Printed { "zzp" } else { "zz" };
        (name.len() <= MAX_NAME).then(|| self.folder.join(format!("{name}.{ending}")))
    }

    /// What a row says, as 32 bytes: another digest is another content.
    pub(super) fn digest(&self, row: &Row) -> String {
        let mut content = json!([self.kind, self.form, self.common, self.header]).to_string();
        content.push_str(&json!(row.cells).to_string());
        hex(&sha256(&[content.as_bytes()]))
    }

    /// The number in a row, as far as one can be seen.
    pub(super) fn number(&self, row: &Row) -> Option<String> {
        let draft = self.columns.draft(self.common, &cells(row));
        number_of(&draft).map(Into::into)
    }

    pub(super) fn fault_record(&self, row: &Row, fault: &Fault) -> Value {
        let name = fault.column.and_then(|column| self.header.get(column));
        json!({
            "line": row.line, "number": self.number(row), "kind": self.kind, "form": self.form,
            "outcome": "faulty", "code": fault.code, "text": fault.text,
            "column": fault.column.map(|column| column.saturating_add(1)), "columnName": name,
        })
    }
}

fn cells(row: &Row) -> Vec<&str> {
    row.cells.iter().map(String::as_str).collect()
}

impl Made<'_> {
    pub(super) fn record(&self, maker: &Maker<'_>, outcome: &str) -> Value {
        let copies: Vec<_> = self
            .signed
            .copies()
            .map(|(path, issued, status)| {
                let file = path.file_name().unwrap_or_default().to_string_lossy();
                json!({ "file": file, "uri": status.uri(), "index": status.index(), "cti": hex(issued.cti()) })
            })
            .collect();
        json!({
            "line": self.row.line, "number": self.number, "kind": maker.kind, "form": maker.form,
            "outcome": outcome, "code": outcome, "text": { "zh": "已签发", "en": "issued" },
            "version": self.version, "copies": copies, "digest": maker.digest(self.row),
            "challenge": self.challenge.as_ref().map(|(name, _)| name),
        })
    }

    pub(super) fn lines(&self, maker: &Maker<'_>) -> Vec<RegisterLine> {
        let identity = Identity {
            kind: maker.kind,
            number: &self.number,
            version: self.version,
            day: maker.now.date(),
            replaces: self.replaces.as_ref(),
        };
        self.signed.lines(&identity).collect()
    }
}

/// Writes the files of a batch under the names of parts. A row whose file cannot be is taken out.
pub(super) fn stage<'r>(made: &mut Vec<Made<'r>>) -> Result<Staging<'r>, Failure> {
    let mut staging = Staging { files: Vec::new(), faults: Vec::new() };
    let mut staged_rows = Vec::new();
    for one in std::mem::take(made) {
        if let Some(path) = one.signed.paths().iter().find(|path| path.symlink_metadata().is_ok()) {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            staging.faults.push((
                one.row,
                Fault::new(
                    "file",
                    format!("文件 {name} 已存在，未作改动。"),
                    format!("the file {name} exists and was left as it is."),
                ),
            ));
            continue;
        }
        for (path, issued, _) in one.signed.copies() {
            staging.files.push(files::stage_known(path, issued.as_bytes())?);
        }
        staged_rows.push(one);
    }
    *made = staged_rows;
    Ok(staging)
}

/// Uses the challenges up and gives the files their names.
pub(super) fn finish(made: &mut [Made<'_>], staged: Vec<Staged>, folder: &Path) -> Result<(), Failure> {
    for (_, challenge) in made.iter_mut().filter_map(|one| one.challenge.take()) {
        challenge.use_up()?;
    }
    if !staged.is_empty() {
        staged.into_iter().try_for_each(Staged::place)?;
        files::sync(folder);
    }
    Ok(())
}
