//! What is printed: language, JSON or text.

use crate::failure::Failure;
use serde_json::{Value, json};
use std::ffi::OsString;
use std::io::Write as _;
use zhengzhao_facade::Text;
use zhengzhao_facade::core::Lang;
use zhengzhao_facade::core::kind::Kinds;
use zhengzhao_facade::verdict::Outcome;

/// Options of every command.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Language of messages; by default that of the system 语言
    #[arg(long, global = true, value_enum, display_order = 900)]
    lang: Option<LangArg>,
    /// Print JSON for machines, one object per line 输出 JSON
    #[arg(long, global = true, display_order = 901)]
    json: bool,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum LangArg {
    /// 中文
    Zh,
    /// English
    En,
}

/// Prints for people or machines.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Output {
    lang: Lang,
    json: bool,
}

impl Output {
    pub(crate) fn new(args: &Args) -> Self {
        let lang = match args.lang {
            Some(LangArg::Zh) => Lang::Zh,
            Some(LangArg::En) => Lang::En,
            None => system_lang(),
        };
        Self { lang, json: args.json }
    }

    /// From a command line that does not parse.
    pub(crate) fn guessed(args: &[OsString]) -> Self {
        let chosen = |name: &str| {
            let joined = args.iter().any(|arg| *arg == *format!("--lang={name}"));
            joined
                || args
                    .windows(2)
                    .any(|pair| matches!(pair, [lang, word] if lang == "--lang" && word == name))
        };
        let lang = if chosen("zh") {
            Lang::Zh
        } else if chosen("en") {
            Lang::En
        } else {
            system_lang()
        };
        Self { lang, json: args.iter().any(|arg| arg == "--json") }
    }

    pub(crate) const fn lang(&self) -> Lang {
        self.lang
    }

    pub(crate) const fn is_json(&self) -> bool {
        self.json
    }

    /// The text for people; nothing when machines read.
    pub(crate) fn say(&self, zh: &str, en: &str) {
        if !self.json {
            print(if self.lang == Lang::Zh { zh } else { en });
        }
    }

    /// The record for machines, or the text for people.
    pub(crate) fn result(&self, record: &Value, text: &Text) {
        if self.json {
            print(&record.to_string());
        } else {
            print(text.get(self.lang));
        }
    }

    /// Why a command failed. What the core refuses is a result and goes to stdout; a wrong argument or file to
    /// stderr; for machines all goes to stdout as JSON.
    pub(crate) fn failure(&self, failure: &Failure) {
        if self.json {
            print(&self.failure_record(failure).to_string());
            return;
        }
        match failure {
            Failure::Usage(text) => {
                let word = if self.lang == Lang::Zh { "错误：" } else { "error: " };
                eprint(&format!("{word}{}", text.get(self.lang)));
            }
            Failure::Refused { refusal, place, hint } => {
                let outcome = Outcome::of_refusal(refusal).word(self.lang);
                let line = |text: &Text| format!("{}\n", text.get(self.lang));
                let place: String = [place, hint].into_iter().flatten().map(line).collect();
                // Nobody can show again what was the wrong file: then the next step is another one.
                let kinds = Kinds::builtin();
                let message = match hint {
                    Some(_) => refusal.text_named(self.lang, &kinds),
                    None => refusal.message_named(self.lang, &kinds),
                };
                let code = if self.lang == Lang::Zh { "代码：" } else { "code: " };
                print(&format!("{outcome}\n{place}{message}\n{code}{}", refusal.code()));
            }
        }
    }

    pub(crate) fn failure_record(&self, failure: &Failure) -> Value {
        match failure {
            Failure::Usage(text) => json!({ "outcome": "error", "messages": text }),
            Failure::Refused { refusal, place, hint } => json!({
                "outcome": Outcome::of_refusal(refusal),
                "object": refusal.object().id(),
                "code": refusal.code(),
                "step": refusal.step().id(),
                "undetermined": refusal.is_undetermined(),
                "messages": Text::of_refusal(refusal, &Kinds::builtin()),
                "file": place.as_ref().map(|text| &text.en),
                "hint": hint,
            }),
        }
    }
}

/// LC_ALL, LC_MESSAGES, LANG: the first that is set decides, as POSIX says.
fn system_lang() -> Lang {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(|name| std::env::var(name).ok());
    let chosen = set.into_iter().find(|value| !value.is_empty()).unwrap_or_default();
    if chosen.to_ascii_lowercase().starts_with("zh") { Lang::Zh } else { Lang::En }
}

/// A line on stdout. A reader that has gone away, as `head` does, is no error of ours.
pub(crate) fn print(text: &str) {
    let _ = writeln!(std::io::stdout().lock(), "{text}");
}

/// A line on stderr.
pub(crate) fn eprint(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}
