//! Kinds and items inside a refusal by their names, where a set of kinds is at hand, and else by codes and labels.

use super::Lang;
use crate::kind::Kinds;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// Most kinds that a text names; a clerk reads no longer list.
const MOST_NAMED: usize = 8;

/// What label 0 stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Zero {
    /// The certificate itself.
    Itself,
    /// The whole of what is of the kind.
    Whole,
}

/// How kinds and items are called.
#[derive(Debug, Clone, Copy)]
pub(super) struct Names<'k> {
    pub(super) lang: Lang,
    pub(super) kinds: Option<&'k Kinds>,
}

impl Names<'_> {
    /// Kinds, at most [`MOST_NAMED`] of them, and how many there are more.
    pub(super) fn kinds(self, codes: &[String]) -> String {
        let named: Vec<String> = codes.iter().take(MOST_NAMED).map(|code| self.kind(code)).collect();
        let more = codes.len().saturating_sub(named.len());
        match (self.lang, more) {
            (Lang::Zh, _) if codes.is_empty() => "无".into(),
            (Lang::En, _) if codes.is_empty() => "none".into(),
            (Lang::Zh, 0) => named.join("、"),
            (Lang::En, 0) => named.join(", "),
            (Lang::Zh, more) => format!("{}，另有 {more} 种", named.join("、")),
            (Lang::En, more) => format!("{} and {more} more", named.join(", ")),
        }
    }

    fn kind(self, code: &str) -> String {
        let kind = self.kinds.and_then(|kinds| kinds.get(code));
        match (self.lang, kind) {
            (_, None) => code.to_string(),
            (Lang::Zh, Some(kind)) => format!("“{}”", kind.name_zh()),
            (Lang::En, Some(kind)) => format!("\"{}\"", kind.name_en()),
        }
    }

    /// An item of a kind; in English at the `start` of a sentence or inside it.
    pub(super) fn item(self, code: &str, label: u16, zero: Zero, start: bool) -> String {
        let kind = self.kind(code);
        let of = between_scripts(&kind, "的");
        match (self.lang, label, zero) {
            (Lang::Zh, 0, Zero::Itself) => format!("{kind}{}本身", between_scripts(&kind, "本")),
            (Lang::Zh, 0, Zero::Whole) => format!("整份{}{kind}", between_scripts("份", &kind)),
            (Lang::En, 0, Zero::Itself) => format!("{kind} itself"),
            (Lang::En, 0, Zero::Whole) => format!("{kind} as a whole"),
            (Lang::Zh, ..) => match self.title(code, label) {
                Some(name) => format!("{kind}{of}的“{name}”"),
                None => format!("{kind}{of}的信息项 {label}"),
            },
            (Lang::En, ..) => {
                let item = if start { "Item" } else { "item" };
                match self.title(code, label) {
                    Some(name) => format!("{item} \"{name}\" of {kind}"),
                    None => format!("{item} {label} of {kind}"),
                }
            }
        }
    }

    fn title(&self, code: &str, label: u16) -> Option<&str> {
        self.kinds.and_then(|kinds| kinds.title_of(code, label, self.lang))
    }
}

/// The space that Chinese text has where a code meets a word.
pub(super) fn between_scripts(before: &str, after: &str) -> &'static str {
    let (last, first) = (before.chars().next_back(), after.chars().next());
    let han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    let code = |c: char| c.is_ascii_alphanumeric();
    match (last, first) {
        (Some(last), Some(first)) if (han(last) && code(first)) || (code(last) && han(first)) => " ",
        _ => "",
    }
}
