//! Faults in what people write: drafts, key files, descriptions of lists.

mod strict;

use crate::Text;
use serde_json::Value;
use serde_json::error::Category;
use std::fmt;
use strict::Strict;

/// A fault in an input file: where, what was expected, what was found. It quotes no value, because a value may
/// be personal data or a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputError {
    file: Option<String>,
    path: String,
    text: Text,
}

impl InputError {
    /// A fault at `path`, e.g. `$.items.birthDate`.
    pub fn new(path: impl Into<String>, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { file: None, path: path.into(), text: Text::new(zh, en) }
    }

    /// The same fault, of the file with this name, where several were read.
    #[must_use]
    pub(crate) fn in_file(self, file: &str) -> Self {
        Self { file: self.file.or_else(|| Some(file.into())), ..self }
    }

    /// The same fault with a word more.
    pub(crate) fn with_note(mut self, zh: &str, en: &str) -> Self {
        self.text = Text::new(format!("{}{zh}", self.text.zh), format!("{} {en}", self.text.en));
        self
    }

    /// Another type or form than `expected`.
    pub(crate) fn expected(path: impl Into<String>, zh: &str, en: &str, found: &Value) -> Self {
        let (found_zh, found_en) = type_name(found);
        Self::new(path, format!("应为{zh}，实为{found_zh}。"), format!("expected {en}, found {found_en}."))
    }

    /// The file, where several were read: a description and those that it stands on.
    #[must_use]
    pub fn file(&self) -> Option<&str> {
        self.file.as_deref()
    }

    /// Where, in the form `$.items.birthDate`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What is wrong, without the place.
    #[must_use]
    pub const fn text(&self) -> &Text {
        &self.text
    }

    /// Place and fault.
    #[must_use]
    pub fn message(&self) -> Text {
        let Text { zh, en } = &self.text;
        Text::new(format!("{}：{zh}", self.path), format!("{}: {en}", self.path))
    }
}

impl fmt::Display for InputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message().en)
    }
}

impl std::error::Error for InputError {}

const fn type_name(value: &Value) -> (&'static str, &'static str) {
    match value {
        Value::Null => ("null", "null"),
        Value::Bool(_) => ("布尔值", "a boolean"),
        Value::Number(_) => ("数字", "a number"),
        Value::String(_) => ("其他文字", "other text"),
        Value::Array(_) => ("列表", "a list"),
        Value::Object(_) => ("对象", "an object"),
    }
}

/// Reads JSON text, in which no object names a member twice, and says line and column of a fault.
pub(crate) fn parse_json(json: &str) -> Result<Value, InputError> {
    let read: Result<Strict, _> = serde_json::from_str(json.trim_start_matches('\u{feff}'));
    read.map(|Strict(value)| value).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        let (zh, en) = match error.classify() {
            Category::Data => ("处的成员已出现过", "a member that is there already"),
            _ => ("处不是合法的 JSON", "not valid JSON"),
        };
        InputError::new(
            "$",
            format!("第 {line} 行第 {column} 列{zh}。"),
            format!("{en} at line {line}, column {column}."),
        )
    })
}

/// An object of an input file whose members are taken one by one; what is left at the end is an error.
pub(crate) struct Object<'v> {
    path: String,
    members: Vec<(&'v str, &'v Value)>,
    known: Vec<&'static str>,
}

impl<'v> Object<'v> {
    pub(crate) fn of(path: &str, value: &'v Value) -> Result<Self, InputError> {
        let Value::Object(map) = value else {
            return Err(InputError::expected(path, "对象", "an object", value));
        };
        let members = map.iter().map(|(name, value)| (name.as_str(), value)).collect();
        Ok(Self { path: path.into(), members, known: Vec::new() })
    }

    pub(crate) fn path(&self, name: &str) -> String {
        format!("{}.{name}", self.path)
    }

    /// A member, absent or not; `null` counts as present.
    pub(crate) fn take(&mut self, name: &'static str) -> Option<&'v Value> {
        self.known.push(name);
        let index = self.members.iter().position(|(own, _)| *own == name)?;
        Some(self.members.swap_remove(index).1)
    }

    pub(crate) fn need(&mut self, name: &'static str) -> Result<&'v Value, InputError> {
        self.take(name).ok_or_else(|| {
            InputError::new(self.path(name), "缺少该项。", "this member is required and missing.")
        })
    }

    pub(crate) fn text(&mut self, name: &'static str) -> Result<&'v str, InputError> {
        let value = self.need(name)?;
        value.as_str().ok_or_else(|| InputError::expected(self.path(name), "文字", "text", value))
    }

    pub(crate) fn uint(&mut self, name: &'static str) -> Result<Option<u64>, InputError> {
        let Some(value) = self.take(name) else { return Ok(None) };
        let number = value.as_u64().ok_or_else(|| {
            InputError::expected(self.path(name), "非负整数", "an integer that is not negative", value)
        })?;
        Ok(Some(number))
    }

    pub(crate) fn bool(&mut self, name: &'static str) -> Result<bool, InputError> {
        let Some(value) = self.take(name) else { return Ok(false) };
        value
            .as_bool()
            .ok_or_else(|| InputError::expected(self.path(name), "true 或 false", "true or false", value))
    }

    /// The elements of a list, each with its path; an absent list is empty.
    pub(crate) fn list(&mut self, name: &'static str) -> Result<Vec<(String, &'v Value)>, InputError> {
        let Some(value) = self.take(name) else { return Ok(Vec::new()) };
        elements(&self.path(name), value)
    }

    /// Whether there is such a member that was not taken yet.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.members.iter().any(|(own, _)| *own == name)
    }

    /// Takes the member if it is exactly this text.
    pub(crate) fn is(&mut self, name: &'static str, text: &str) -> bool {
        let found = self.members.iter().position(|(own, value)| *own == name && value.as_str() == Some(text));
        found.is_some_and(|index| {
            self.members.swap_remove(index);
            true
        })
    }

    /// The elements of a list that must be there, each with its path.
    pub(crate) fn need_list(&mut self, name: &'static str) -> Result<Vec<(String, &'v Value)>, InputError> {
        let value = self.need(name)?;
        elements(&self.path(name), value)
    }

    /// Refuses members that nobody asked for.
    pub(crate) fn end(self) -> Result<(), InputError> {
        match self.members.first() {
            None => Ok(()),
            Some((name, _)) => Err(unknown(&self.path(name), name, self.known.into_iter())),
        }
    }
}

pub(crate) fn elements<'v>(path: &str, value: &'v Value) -> Result<Vec<(String, &'v Value)>, InputError> {
    let Value::Array(list) = value else {
        return Err(InputError::expected(path, "列表", "a list", value));
    };
    Ok(list.iter().enumerate().map(|(index, value)| (format!("{path}[{index}]"), value)).collect())
}

/// The one of `all` whose id is the text of `member`.
pub(crate) fn one_of<T: Copy>(
    object: &Object<'_>,
    member: &'static str,
    text: &str,
    all: &[T],
    id: impl Fn(T) -> &'static str,
) -> Result<T, InputError> {
    let found = all.iter().copied().find(|one| id(*one) == text);
    found.ok_or_else(|| {
        let list = all.iter().map(|one| id(*one)).collect::<Vec<_>>().join(", ");
        InputError::new(
            object.path(member),
            format!("应为其中之一：{list}。"),
            format!("expected one of: {list}."),
        )
    })
}

/// So few names are all told.
const FEW: usize = 8;

/// A name that is not known here, with those that look like it, or all of them where they are few.
pub(crate) fn unknown<'n>(path: &str, name: &str, known: impl Iterator<Item = &'n str>) -> InputError {
    let known: Vec<_> = known.collect();
    let near = near(name, known.iter().copied());
    if near.is_empty() && (1..=FEW).contains(&known.len()) {
        let list = known.join(", ");
        return InputError::new(
            path,
            format!("没有这个名称；可用的有：{list}。"),
            format!("there is no such name here; there are: {list}."),
        );
    }
    if near.is_empty() {
        return InputError::new(path, "没有这个名称。", "there is no such name here.");
    }
    let list = near.join(", ");
    InputError::new(
        path,
        format!("没有这个名称；相近的有：{list}。"),
        format!("there is no such name here; near matches: {list}."),
    )
}

/// At most five of `known` that look like `name`, the nearest first.
#[must_use]
pub fn near<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> Vec<&'n str> {
    let wanted = name.to_lowercase();
    let mut scored: Vec<(usize, &str)> = known
        .filter_map(|own| {
            let other = own.to_lowercase();
            let contains = wanted.len() > 2 && (other.contains(&wanted) || wanted.contains(&other));
            let distance = if contains { 1 } else { distance(&wanted, &other) };
            (distance <= wanted.chars().count().div_ceil(3)).then_some((distance, own))
        })
        .collect();
    scored.sort_unstable();
    scored.dedup();
    scored.into_iter().take(5).map(|(_, own)| own).collect()
}

/// Levenshtein distance. Names are short, so the quadratic table does not matter; longer ones are cut.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().take(64).collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (index, own) in a.chars().take(64).enumerate() {
        let mut diagonal = index;
        let mut left = index.saturating_add(1);
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        for (cell, other) in row.iter_mut().skip(1).zip(&b) {
            let substituted = diagonal.saturating_add(usize::from(own != *other));
            diagonal = *cell;
            *cell = substituted.min(diagonal.saturating_add(1)).min(left.saturating_add(1));
            left = *cell;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn distances_are_those_of_the_textbook() {
        for (a, b, expected) in
            [("kitten", "sitting", 3), ("", "abc", 3), ("abc", "", 3), ("same", "same", 0)]
        {
            assert_eq!(distance(a, b), expected, "{a} {b}");
        }
    }

    #[test]
    fn unknown_names_list_what_looks_like_them() {
        let known = ["holderName", "holderCode", "birthDate", "sex"];
        let error = unknown("$.items.holdername", "holdername", known.into_iter());
        assert_eq!(
            error.message().en,
            "$.items.holdername: there is no such name here; near matches: holderName, holderCode."
        );
        let all = unknown("$.x", "somethingElse", known.into_iter()).message();
        assert!(all.zh.ends_with("可用的有：holderName, holderCode, birthDate, sex。"), "{}", all.zh);
        let many = unknown("$.x", "somethingElse", ["a"; 9].into_iter()).message();
        assert!(many.zh.ends_with("没有这个名称。"));
    }

    #[test]
    fn objects_refuse_what_nobody_asked_for() {
        let value = parse_json(r#"{"kind": "X", "kinds": 1}"#).unwrap();
        let mut object = Object::of("$", &value).unwrap();
        assert_eq!(object.text("kind").unwrap(), "X");
        assert_eq!(object.end().unwrap_err().path(), "$.kinds");
        let mut object = Object::of("$", &value).unwrap();
        assert_eq!(object.text("kinds").unwrap_err().to_string(), "$.kinds: expected text, found a number.");
        assert_eq!(
            object.text("region").unwrap_err().to_string(),
            "$.region: this member is required and missing."
        );
        assert!(parse_json("{\n \"a\": }").unwrap_err().to_string().contains("not valid JSON at line 2"));
        let twice = parse_json("{\n \"a\": [{\"b\": 1, \"c\": null, \"b\": 2.5}]}").unwrap_err().to_string();
        assert_eq!(twice, "$: a member that is there already at line 2, column 30.");
    }
}
