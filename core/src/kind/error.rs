//! Why a kind file was not taken, in words for the one who writes it.

use alloc::format;
use alloc::string::{String, ToString};
use core::fmt;

use super::check::is_hidden;
use super::place;

/// What a rule asks, in both languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expected {
    zh: &'static str,
    en: &'static str,
}

impl Expected {
    /// In Chinese.
    #[must_use]
    pub const fn zh(&self) -> &'static str {
        self.zh
    }

    /// In English.
    #[must_use]
    pub const fn en(&self) -> &'static str {
        self.en
    }
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.en)
    }
}

/// Why a kind file was not taken. `Display` is [`KindError::en`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KindError {
    /// The file is too large.
    TooLarge {
        /// Its size in bytes.
        bytes: usize,
        /// The most bytes that such a file may have.
        limit: usize,
    },
    /// It is no JSON of the shape of a kind file.
    Json {
        /// The place, e.g. `items[3].type`; `$` for the whole file.
        path: String,
        /// What the JSON reader expected, with line and column.
        message: String,
    },
    /// It has the shape and breaks a rule.
    Rule {
        /// The place, e.g. `items[3].label`.
        path: String,
        /// What the rule asks.
        expected: Expected,
    },
}

impl KindError {
    pub(super) fn rule(path: impl Into<String>, zh: &'static str, en: &'static str) -> KindError {
        KindError::Rule { path: path.into(), expected: Expected { zh, en } }
    }

    pub(super) fn json(text: &str, error: &serde_json::Error) -> KindError {
        KindError::Json {
            path: place::path_at(text, error.line(), error.column()),
            // The reader repeats what it did not expect.
            message: error.to_string().chars().map(|c| if is_hidden(c) { '?' } else { c }).collect(),
        }
    }

    /// For people, in Chinese. The words of the JSON reader are English in both languages.
    #[must_use]
    pub fn zh(&self) -> String {
        match self {
            Self::TooLarge { bytes, limit } => format!("应不超过 {limit} 字节，实为 {bytes} 字节"),
            Self::Json { path, message } => format!("{path}：不是证照类型文件的格式（{message}）"),
            Self::Rule { path, expected } => format!("{path}：应为 {}", expected.zh),
        }
    }

    /// For people, in English.
    #[must_use]
    pub fn en(&self) -> String {
        match self {
            Self::TooLarge { bytes, limit } => format!("expected at most {limit} bytes, found {bytes}"),
            Self::Json { path, message } => format!("{path}: {message}"),
            Self::Rule { path, expected } => format!("{path}: expected {}", expected.en),
        }
    }
}

impl fmt::Display for KindError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.en())
    }
}

impl core::error::Error for KindError {}
