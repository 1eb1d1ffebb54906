//! What became of each row, and what a run finds of the one before.

use super::batch::{Fault, Maker};
use super::table::Row;
use crate::enrol::Challenge;
use crate::failure::Failure;
use crate::files::{self, Content, Existing};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use zhengzhao_facade::linefile::{LineFile, Tail};
use zhengzhao_facade::register::Register;

/// The report, held by one run; another waits, and finds everything done.
pub(super) struct Report {
    path: PathBuf,
    file: LineFile,
    pub(super) known: Known,
}

/// What earlier runs have done.
#[derive(Default)]
pub(super) struct Known {
    /// By kind, form and number: the last line that says `prepared` or `issued`.
    records: BTreeMap<String, Value>,
    /// Rows that the register has and whose file is gone.
    lost: BTreeSet<String>,
}

/// What names a row over several runs.
fn name(record: &Value) -> String {
    json!([record.get("kind"), record.get("form"), record.get("number")]).to_string()
}

fn outcome(record: &Value) -> &str {
    record.get("outcome").and_then(Value::as_str).unwrap_or_default()
}

fn texts<'v>(record: &'v Value, name: &'static str) -> impl Iterator<Item = &'v str> {
    let copies = record.get("copies").and_then(Value::as_array).into_iter().flatten();
    copies.filter_map(move |copy| copy.get(name).and_then(Value::as_str))
}

impl Known {
    /// Reads a report without holding it, and takes for issued what a killed run has entered into the register.
    pub(super) fn read(path: &Path, register: &Register) -> Result<Self, Failure> {
        match std::fs::read(path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(files::cannot_read(path, &error)),
            Ok(bytes) => {
                let mut known = Self::of(&Tail::of(bytes), path)?;
                let entered = ctis(register);
                known.records.retain(|_, record| {
                    outcome(record) == "issued" || texts(record, "cti").all(|cti| entered.contains(cti))
                });
                Ok(known)
            }
        }
    }

    fn of(tail: &Tail, path: &Path) -> Result<Self, Failure> {
        let mut records = BTreeMap::new();
        for line in tail.lines.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
            let record: Value = serde_json::from_slice(line).map_err(|_| no_report(path))?;
            match outcome(&record) {
                "prepared" | "issued" => drop(records.insert(name(&record), record)),
                "faulty" => {}
                _ => return Err(no_report(path)),
            }
        }
        if tail.lines.is_empty() && !tail.torn.is_empty() && !tail.torn.starts_with(b"{") {
            return Err(no_report(path));
        }
        Ok(Self { records, lost: BTreeSet::new() })
    }

    /// What an earlier run has done with a row: its record, or what is wrong with it now.
    pub(super) fn before(&self, maker: &Maker<'_>, row: &Row) -> Option<Result<Value, Fault>> {
        let number = maker.number(row)?;
        let name = name(&json!({ "kind": maker.kind, "form": maker.form, "number": number }));
        let record = self.records.get(&name)?;
        if maker.numbers.get(&number).is_some_and(|lines| lines.len() > 1) {
            return None;
        }
        if self.lost.contains(&name) {
            return Some(Err(Fault::new(
                "file",
                "该行已登记，但文件已不存在。",
                "the row is in the register, but its file is gone.",
            )));
        }
        if record.get("digest") != Some(&json!(maker.digest(row))) {
            return Some(Err(Fault::new(
                "changed",
                "该行签发后内容有改动；证照仍为原内容，变更请用 reissue。",
                "the row was changed after it was issued; the certificate is as it was. Use `reissue` for a change.",
            )));
        }
        let mut record = record.clone();
        if let Some(map) = record.as_object_mut() {
            map.insert("line".into(), json!(row.line));
        }
        Some(Ok(record))
    }
}

fn ctis(register: &Register) -> BTreeSet<&str> {
    register.copies().iter().map(|copy| copy.cti.as_str()).collect()
}

impl Report {
    pub(super) fn open(path: &Path) -> Result<Self, Failure> {
        let failed = |error: &std::io::Error| files::cannot_use(path, error);
        let mut file = LineFile::open(path).map_err(|error| failed(&error))?;
        let tail = file.read_from(0).map_err(|error| failed(&error))?;
        let known = Known::of(&tail, path)?;
        if !tail.torn.is_empty() {
            let whole = u64::try_from(tail.lines.len()).unwrap_or(u64::MAX);
            file.cut(whole).map_err(|error| failed(&error))?;
        }
        Ok(Self { path: path.into(), file, known })
    }

    /// Finishes what a killed run has prepared and entered into the register, and forgets the rest of it.
    pub(super) fn recover(&mut self, maker: &Maker<'_>, register: &Register) -> Result<(), Failure> {
        let open: Vec<_> =
            self.known.records.iter().filter(|(_, record)| outcome(record) == "prepared").collect();
        if open.is_empty() {
            return Ok(());
        }
        let entered = ctis(register);
        let mut changes = Vec::new();
        for (name, record) in open {
            let paths: Vec<_> = texts(record, "file").map(|file| maker.folder.join(file)).collect();
            if !texts(record, "cti").all(|cti| entered.contains(cti)) {
                for path in &paths {
                    files::remove_if_there(&files::part_of(path))?;
                }
                changes.push((name.clone(), None));
                continue;
            }
            if let Some(challenge) = record.get("challenge").and_then(Value::as_str) {
                Challenge::make_sure(&maker.beside.join(challenge))?;
            }
            let mut there = true;
            for path in &paths {
                there &= path.exists() || files::rename(&files::part_of(path), path)?;
            }
            let mut record = record.clone();
            if there {
                set_outcome(&mut record, "issued");
            }
            changes.push((name.clone(), Some(record)));
        }
        let finished = changes.iter().filter_map(|(_, record)| record.clone());
        let finished: Vec<_> = finished.filter(|record| outcome(record) == "issued").collect();
        self.append(finished.into_iter())?;
        for (name, record) in changes {
            match record {
                Some(record) => {
                    if outcome(&record) == "prepared" {
                        self.known.lost.insert(name.clone());
                    }
                    self.known.records.insert(name, record);
                }
                None => drop(self.known.records.remove(&name)),
            }
        }
        Ok(())
    }

    /// Adds lines; when this returns they are on the disk.
    pub(super) fn append(&mut self, records: impl Iterator<Item = Value>) -> Result<(), Failure> {
        let text: String = records.map(|record| format!("{record}\n")).collect();
        if text.is_empty() {
            return Ok(());
        }
        self.file.append(text.as_bytes()).map_err(|error| files::cannot_use(&self.path, &error))
    }

    /// Writes one line for each row, in their order, and behind them what earlier tables have issued here.
    pub(super) fn finish(self, records: &[Value]) -> Result<(), Failure> {
        let names: BTreeSet<_> = records.iter().map(name).collect();
        let others =
            self.known.records.iter().filter(|(name, _)| !names.contains(*name)).map(|(_, record)| record);
        let changed = records.iter().filter(|record| outcome(record) == "faulty").map(name);
        // A row that was changed after it was issued stays known as it was issued.
        let kept: Vec<_> = changed.filter_map(|name| self.known.records.get(&name)).collect();
        let text: String =
            records.iter().chain(kept).chain(others).map(|record| format!("{record}\n")).collect();
        files::write(&self.path, text.as_bytes(), Content::Secret, Existing::Replace)
    }
}

fn set_outcome(record: &mut Value, outcome: &str) {
    if let Some(map) = record.as_object_mut() {
        map.insert("outcome".into(), json!(outcome));
        map.insert("code".into(), json!(outcome));
    }
}

fn no_report(path: &Path) -> Failure {
    let path = path.display();
    Failure::usage(
        format!("{path} 不是批量签发的报告；未作改动。"),
        format!("{path} is no report of a bulk issue and was left as it is."),
    )
}
