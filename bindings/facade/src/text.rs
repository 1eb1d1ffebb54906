//! A sentence or name in both languages.

use serde::{Deserialize, Serialize};
use zhengzhao::{Lang, Refusal};

/// The same thing said in Chinese and in English.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Text {
    /// Both languages.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }

    /// One of them.
    #[must_use]
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }

    /// Both from a function of the language.
    pub fn both(say: impl Fn(Lang) -> String) -> Self {
        Self { zh: say(Lang::Zh), en: say(Lang::En) }
    }

    /// The whole message of a refusal: what is wrong and what to do next.
    #[must_use]
    pub fn of_refusal(refusal: &Refusal) -> Self {
        Self::both(|lang| refusal.message(lang))
    }
}
