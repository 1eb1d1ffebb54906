//! What clap finds wrong with a command line, in the language and the form that were asked for.

use crate::failure::Failure;
use crate::output::Output;
use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use std::error::Error as _;
use std::ffi::OsString;
use std::fmt;
use std::num::{IntErrorKind, ParseIntError};
use zhengzhao_facade::Text;
use zhengzhao_facade::core::Lang;

/// What the value of an option should have been.
#[derive(Debug)]
pub(crate) struct Expected {
    zh: &'static str,
    en: &'static str,
}

impl Expected {
    pub(crate) const fn new(zh: &'static str, en: &'static str) -> Self {
        Self { zh, en }
    }
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.en)
    }
}

impl std::error::Error for Expected {}

/// Tells the error on the channel of all other failures.
pub(crate) fn tell(error: &Error, args: &[OsString]) {
    let output = Output::guessed(args);
    let is_help = error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand;
    if output.is_json() || (output.lang() == Lang::Zh && !is_help) {
        output.failure(&Failure::Usage(Text::new(chinese(error), english(error))));
        return;
    }
    // With its colours. Nothing can be done when the terminal is gone.
    let _ = error.print();
}

fn english(error: &Error) -> String {
    let text = error.render().to_string();
    text.strip_prefix("error: ").unwrap_or(&text).trim_end().to_owned()
}

/// The error in Chinese; what is not known here stays as clap says it.
fn chinese(error: &Error) -> String {
    let words = |kind| error.get(kind).map(words).unwrap_or_default();
    let arg = words(ContextKind::InvalidArg);
    let value = words(ContextKind::InvalidValue);
    let mut text = match error.kind() {
        ErrorKind::UnknownArgument => format!("没有参数 {arg}。"),
        ErrorKind::InvalidSubcommand => format!("没有命令 {}。", words(ContextKind::InvalidSubcommand)),
        ErrorKind::MissingSubcommand => format!("缺少命令：{}。", words(ContextKind::ValidSubcommand)),
        ErrorKind::MissingRequiredArgument => format!("缺少参数 {arg}。"),
        ErrorKind::ArgumentConflict => {
            let prior = words(ContextKind::PriorArg);
            if prior.is_empty() || prior == arg {
                format!("参数 {arg} 只能给一次。")
            } else {
                format!("参数 {arg} 不能与 {prior} 同用。")
            }
        }
        ErrorKind::InvalidValue if value.is_empty() => format!("参数 {arg} 缺少值。"),
        ErrorKind::InvalidValue => format!("参数 {arg} 的值“{value}”无效。"),
        ErrorKind::ValueValidation => {
            let expected = error.source().and_then(|source| source.downcast_ref::<Expected>());
            let expected = expected.map(|expected| expected.zh.to_owned());
            let expected = expected.or_else(|| number(error));
            let reason = expected.or_else(|| error.source().map(|source| format!("{source}。")));
            format!("参数 {arg} 的值“{value}”无效：{}", reason.unwrap_or_default())
        }
        _ => return english(error),
    };
    for (kind, name) in [
        (ContextKind::ValidValue, "可用的值"),
        (ContextKind::SuggestedArg, "相近的参数"),
        (ContextKind::SuggestedSubcommand, "相近的命令"),
        (ContextKind::SuggestedValue, "相近的值"),
    ] {
        let list = words(kind);
        if !list.is_empty() {
            text.push_str(&format!("\n{name}：{list}"));
        }
    }
    if let Some(ContextValue::StyledStr(usage)) = error.get(ContextKind::Usage) {
        let usage = usage.to_string();
        text.push_str(&format!("\n用法：{}", usage.strip_prefix("Usage: ").unwrap_or(&usage).trim()));
    }
    text.push_str("\n详见 --help。");
    text
}

/// What the standard library says of a number, in English alone.
fn number(error: &Error) -> Option<String> {
    let source = error.source()?;
    let range = source.to_string();
    if let Some((low, high)) = range.split_once(" is not in ").and_then(|(_, range)| range.split_once("..="))
    {
        return Some(format!("应为 {low} 至 {high}。"));
    }
    let kind = source.downcast_ref::<ParseIntError>()?.kind();
    Some(match kind {
        IntErrorKind::PosOverflow | IntErrorKind::NegOverflow => "数字超出范围。".into(),
        _ => "应为非负整数。".into(),
    })
}

fn words(value: &ContextValue) -> String {
    match value {
        ContextValue::String(word) => word.clone(),
        ContextValue::Strings(list) => list.join("、"),
        ContextValue::StyledStr(text) => text.to_string(),
        ContextValue::StyledStrs(list) => list.iter().map(ToString::to_string).collect::<Vec<_>>().join("、"),
        ContextValue::Bool(value) => value.to_string(),
        ContextValue::Number(value) => value.to_string(),
        _ => String::new(),
    }
}
