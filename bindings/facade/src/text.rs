//! A sentence or name in both languages.

use serde::{Deserialize, Serialize};
use zhengzhao::kind::Kinds;
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

    /// The whole message of a refusal: what is wrong and what to do next, under the names of these kinds.
    #[must_use]
    pub fn of_refusal(refusal: &Refusal, kinds: &Kinds) -> Self {
        Self::both(|lang| refusal.message_named(lang, kinds))
    }

    /// Only what is wrong, under the names of these kinds.
    #[must_use]
    pub fn of_reason(refusal: &Refusal, kinds: &Kinds) -> Self {
        Self::both(|lang| refusal.text_named(lang, kinds))
    }
}
