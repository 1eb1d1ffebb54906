//! Rows of a table as drafts: one certificate a row, the columns named as the items of its kind.
//!
//! A column is named by any name of an item (Chinese, camelCase, pinyin), or `validFrom`, `validTo`, `region`; for
//! certificates also `enrolment` and `challenge`, which name files. What all rows share stands in a common draft; a
//! cell that is not empty comes before it.

mod text;

pub use text::{decode, quotes};

use crate::InputError;
use crate::draft::{IssueForm, item_text, set_value};
use crate::input::unknown;
use serde_json::{Value, json};
use zhengzhao::kind::{HEADER, ItemSpec, ItemType, Kind};

/// A column that names a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileColumn {
    /// The holder's answer.
    Enrolment,
    /// The challenge that it answers.
    Challenge,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Target {
    Item {
        name: String,
        item_type: ItemType,
    },
    /// A member of the draft itself.
    Member(&'static str),
    File(FileColumn),
}

/// Columns beside those of the items: their names, and the header item that says the same.
const MEMBERS: [(&str, u16); 3] = [("region", 11), ("validFrom", 13), ("validTo", 14)];
const FILES: [(&str, &str, FileColumn); 2] =
    [("enrolment", "申领文件", FileColumn::Enrolment), ("challenge", "质询文件", FileColumn::Challenge)];

/// The columns of a table.
#[derive(Debug)]
pub struct Columns {
    kind: String,
    targets: Vec<Target>,
}

impl Columns {
    /// Reads the header. What no row could do without has to be there or in the common draft.
    ///
    /// # Errors
    /// [`InputError`] with the name of the column, and near names where there is no such one.
    pub fn read(header: &[&str], kind: &Kind, form: IssueForm, common: &Value) -> Result<Self, InputError> {
        let mut targets: Vec<Target> = Vec::new();
        for name in header {
            let target = target(name.trim(), kind)?;
            if targets.contains(&target) {
                return Err(InputError::new(
                    *name,
                    "另有一列表示同一项。",
                    "another column is the same item.",
                ));
            }
            targets.push(target);
        }
        let columns = Self { kind: kind.code().into(), targets };
        columns.complete(kind, form, common)?;
        Ok(columns)
    }

    fn complete(&self, kind: &Kind, form: IssueForm, common: &Value) -> Result<(), InputError> {
        let missing = |name: &str, zh: &str| {
            Err(InputError::new(
                name,
                format!("缺少“{zh}”列，共用草稿中也没有。"),
                "there is no such column, and the common draft does not have it either.",
            ))
        };
        let printed = form == IssueForm::Printed;
        for spec in kind.items() {
            let needed = (spec.required() && (spec.printed() || !printed)) || spec.label() == 1;
            let common = common.get("items").and_then(|items| items.get(spec.name()));
            if needed && common.is_none() && self.item(spec.name()).is_none() {
                return missing(spec.name(), spec.name_zh());
            }
        }
        for (name, zh) in [("region", "所属管辖属地编码"), ("validTo", "有效期截止")] {
            if common.get(name).is_none() && !self.targets.contains(&Target::Member(name)) {
                return missing(name, zh);
            }
        }
        for (name, zh, file) in FILES {
            if !printed && !self.targets.contains(&Target::File(file)) {
                return missing(name, zh);
            }
        }
        Ok(())
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.targets.len()
    }

    /// The draft of a row.
    #[must_use]
    pub fn draft(&self, common: &Value, cells: &[&str]) -> Value {
        let mut draft = if common.is_object() { common.clone() } else { json!({}) };
        if let Some(map) = draft.as_object_mut() {
            map.entry("kind").or_insert_with(|| json!(self.kind));
            map.entry("items").or_insert_with(|| json!({}));
        }
        for (target, cell) in self.targets.iter().zip(cells) {
            let cell = cell.trim();
            match target {
                _ if cell.is_empty() => {}
                Target::File(_) => {}
                Target::Member(name) => {
                    if let Some(map) = draft.as_object_mut() {
                        map.insert((*name).into(), json!(date(cell)));
                    }
                }
                Target::Item { name, item_type } => set_value(&mut draft, name, value(cell, *item_type)),
            }
        }
        draft
    }

    /// The name of a file in a row.
    #[must_use]
    pub fn file<'c>(&self, cells: &[&'c str], file: FileColumn) -> Option<&'c str> {
        let at = self.targets.iter().position(|target| *target == Target::File(file))?;
        cells.get(at).map(|cell| cell.trim()).filter(|cell| !cell.is_empty())
    }

    /// The column, from 0, in which the fault of a draft stands, if it is one of a cell.
    #[must_use]
    pub fn at(&self, error: &InputError) -> Option<usize> {
        let path = error.path();
        if let Some(item) = path.strip_prefix("$.items.") {
            return self.item(item.split(['.', '[']).next().unwrap_or(item));
        }
        let name = path.strip_prefix("$.")?;
        self.targets.iter().position(|target| matches!(target, Target::Member(own) if *own == name))
    }

    /// The column, from 0, of the number.
    #[must_use]
    pub fn number(&self) -> Option<usize> {
        self.item("certificateNumber")
    }

    fn item(&self, name: &str) -> Option<usize> {
        self.targets.iter().position(|target| matches!(target, Target::Item { name: own, .. } if own == name))
    }
}

/// The certificate number of a draft.
#[must_use]
pub fn number_of(draft: &Value) -> Option<&str> {
    item_text(draft, "certificateNumber")
}

fn target(name: &str, kind: &Kind) -> Result<Target, InputError> {
    if let Some(spec) = kind.items().iter().find(|spec| is_name(spec, name)) {
        return Ok(Target::Item { name: spec.name().into(), item_type: spec.item_type() });
    }
    if let Some((_, _, file)) = FILES.iter().find(|(own, zh, _)| *own == name || *zh == name) {
        return Ok(Target::File(*file));
    }
    let header = HEADER
        .iter()
        .find(|item| item.name() == name || item.name_zh() == name || item.pinyin() == Some(name));
    let label = header.map(|item| item.label());
    if let Some((own, _)) = MEMBERS.iter().find(|(own, same)| *own == name || label == Some(*same)) {
        return Ok(Target::Member(own));
    }
    if header.is_some() {
        return Err(InputError::new(
            name,
            "该项由 --kind 和共用草稿得出，请删去此列。",
            "this follows from --kind and the common draft; remove the column.",
        ));
    }
    let items =
        kind.items().iter().flat_map(|spec| [spec.name(), spec.name_zh()].into_iter().chain(spec.pinyin()));
    let own = MEMBERS.iter().map(|(own, _)| *own).chain(FILES.iter().map(|(own, _, _)| *own));
    let same = HEADER.iter().filter(|item| MEMBERS.iter().any(|(_, label)| *label == item.label()));
    let more = own.chain(same.flat_map(|item| [item.name(), item.name_zh()]));
    Err(unknown(if name.is_empty() { "\"\"" } else { name }, name, items.chain(more)))
}

fn is_name(spec: &ItemSpec, name: &str) -> bool {
    spec.name() == name || spec.name_zh() == name || spec.pinyin() == Some(name)
}

/// The value of a cell. What does not fit the type stays text, and the reader of drafts says what was expected.
fn value(cell: &str, item_type: ItemType) -> Value {
    let structure =
        || serde_json::from_str(cell).ok().filter(|value: &Value| value.is_object() || value.is_array());
    match item_type {
        ItemType::Integer => cell.parse::<i64>().map_or_else(|_| json!(cell), |number| json!(number)),
        ItemType::Boolean => match cell {
            "true" | "TRUE" | "是" => json!(true),
            "false" | "FALSE" | "否" => json!(false),
            _ => json!(cell),
        },
        ItemType::Date => json!(date(cell)),
        ItemType::Bytes => json!({ "hex": cell }),
        ItemType::List => structure().unwrap_or_else(|| {
            cell.split([';', '；', '\n'])
                .map(str::trim)
                .filter(|part| !part.is_empty())
                .map(Value::from)
                .collect()
        }),
        ItemType::Map => structure().unwrap_or_else(|| json!(cell)),
        _ => json!(cell),
    }
}

/// `2026/6/1` and `2026年6月1日`, as spreadsheets write dates, in the one form of drafts.
fn date(cell: &str) -> String {
    let plain = cell.replace(['年', '月'], "/").replace('日', "");
    let parts: Vec<_> = plain.split('/').collect();
    match parts[..] {
        [year, month, day] => format!("{year}-{month:0>2}-{day:0>2}"),
        _ => cell.into(),
    }
}

#[cfg(test)]
mod tests;
