//! How the values inside a refusal are shown, and what the clerk does next.

use super::named::{Names, Zero, between_scripts};
use super::{Claim, Object};
use crate::kind::Kinds;
use crate::region::Region;
use crate::time::{Time, last_day};
use crate::trust::{PilotLimit, TrustLevel};
use crate::verify::Presenter;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// The languages of every message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Lang {
    /// Chinese.
    Zh,
    /// English.
    En,
}

/// What the person at the desk does next; the last sentence of every message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NextAction {
    /// Something that the matter needs was not shown.
    ShowMore,
    /// More was shown than the matter needs.
    ShowLess,
    /// The data arrived damaged, or is no licence of this format.
    ShowAgain,
    /// Not to be accepted.
    DoNotAccept,
    /// The licence's own time or status is against it.
    AskIssuer,
    /// This desk's lists are missing or old.
    UpdateLists,
    /// This desk's clock is wrong.
    SetClock,
    /// This desk's program lacks something.
    UpdateProgram,
    /// The list that was offered must not be used.
    KeepOldList,
    /// It passes by itself, within minutes.
    Wait,
    /// The journal of receipts is no longer what it was.
    KeepEvidence,
}

impl NextAction {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::ShowMore,
        Self::ShowLess,
        Self::ShowAgain,
        Self::DoNotAccept,
        Self::AskIssuer,
        Self::UpdateLists,
        Self::SetClock,
        Self::UpdateProgram,
        Self::KeepOldList,
        Self::Wait,
        Self::KeepEvidence,
    ];

    /// The sentence that says so.
    #[must_use]
    pub const fn text(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::ShowAgain, Lang::Zh) => "请持证人重新出示；仍不成功的，改用其他方式核验。",
            (Self::ShowAgain, Lang::En) => {
                "Ask the holder to show it again; if that fails, check in another way."
            }
            (Self::ShowMore, Lang::Zh) => "请持证人补充出示后重新核验。",
            (Self::ShowMore, Lang::En) => "Ask the holder to show what is missing, and check again.",
            (Self::ShowLess, Lang::Zh) => "请勿留存多余信息；请持证人按请求重新出示。",
            (Self::ShowLess, Lang::En) => {
                "Do not keep what is not needed; ask the holder to show only what was asked for."
            }
            (Self::DoNotAccept, Lang::Zh) => "请勿受理，并按本单位规定报告。",
            (Self::DoNotAccept, Lang::En) => "Do not accept it, and report it as your rules say.",
            (Self::AskIssuer, Lang::Zh) => "请勿受理，请持证人联系颁发机构。",
            (Self::AskIssuer, Lang::En) => "Do not accept it; the holder should ask the issuer.",
            (Self::UpdateLists, Lang::Zh) => "请更新名单包后重新核验。",
            (Self::UpdateLists, Lang::En) => "Update the lists and check again.",
            (Self::SetClock, Lang::Zh) => "请校准本机时间后重新核验。",
            (Self::SetClock, Lang::En) => "Set this device's clock and check again.",
            (Self::UpdateProgram, Lang::Zh) => "请更新核验程序，或改用其他方式核验。",
            (Self::UpdateProgram, Lang::En) => "Update the checking program, or check in another way.",
            (Self::KeepOldList, Lang::Zh) => "原有名单保持不变；请向名单来源索取正确的名单。",
            (Self::KeepOldList, Lang::En) => {
                "The lists held before stay as they were; get a correct one from its source."
            }
            (Self::Wait, Lang::Zh) => "请几分钟后重新核验。",
            (Self::Wait, Lang::En) => "Check again in a few minutes.",
            (Self::KeepEvidence, Lang::Zh) => "请保留现有文件，与备份比对，并按本单位规定报告。",
            (Self::KeepEvidence, Lang::En) => {
                "Keep the file as it is, compare it with a backup, and report it as your rules say."
            }
        }
    }
}

/// A value that appears in a message.
pub(crate) trait Shown {
    fn shown(&self, lang: Lang) -> String;

    /// For an end of validity: the last day on which it holds, as people say it.
    fn last_day(&self) -> String {
        String::new()
    }

    /// For one kind or several: the codes.
    fn codes(&self) -> &[String] {
        &[]
    }

    /// For an item: its label.
    fn label(&self) -> u16 {
        0
    }
}

impl Shown for String {
    fn shown(&self, _: Lang) -> String {
        self.clone()
    }

    fn codes(&self) -> &[String] {
        core::slice::from_ref(self)
    }
}

impl Shown for Vec<String> {
    fn shown(&self, lang: Lang) -> String {
        Names { lang, kinds: None }.kinds(self)
    }

    fn codes(&self) -> &[String] {
        self
    }
}

impl Shown for u16 {
    fn shown(&self, _: Lang) -> String {
        self.to_string()
    }

    fn label(&self) -> u16 {
        *self
    }
}

impl Shown for Time {
    fn shown(&self, _: Lang) -> String {
        self.to_string()
    }

    fn last_day(&self) -> String {
        last_day(*self).to_string()
    }
}

macro_rules! shown_by_display {
    ($($ty:ty),*) => { $(impl Shown for $ty {
        fn shown(&self, _: Lang) -> String { self.to_string() }
    })* };
}

shown_by_display!(u64, usize, i64, Claim, TrustLevel);

macro_rules! shown_by_word {
    ($($ty:ty),*) => { $(impl Shown for $ty {
        fn shown(&self, lang: Lang) -> String {
            match lang {
                Lang::Zh => self.zh().to_string(),
                Lang::En => self.en().to_string(),
            }
        }
    })* };
}

shown_by_word!(Object, Presenter, PilotLimit);

impl Shown for Region {
    fn shown(&self, lang: Lang) -> String {
        let name = match lang {
            Lang::Zh => self.name_zh(),
            Lang::En => self.name_en(),
        };
        match name {
            Some(name) => alloc::format!("{name} {}", self.as_str()),
            None => self.as_str().to_string(),
        }
    }
}

/// Fills the places of a template from the fields of a refusal: `{name}`, for an end of validity `{name.last_day}`,
/// for kinds `{name.kinds}`, and for an item of the field `kind` `{name.itself}` or `{name.whole}`, by what label 0
/// stands for.
pub(crate) fn fill(
    template: &str,
    lang: Lang,
    kinds: Option<&Kinds>,
    fields: &[(&str, &dyn Shown)],
) -> String {
    let names = Names { lang, kinds };
    let find = |field: &str| fields.iter().find(|(own, _)| *own == field).map(|(_, value)| *value);
    let kind = find("kind").map(Shown::codes).and_then(<[String]>::first).map_or("", String::as_str);
    let mut out = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, tail)) = after.split_once('}') else { break };
        let (field, form) = name.split_once('.').unwrap_or((name, ""));
        let start = out.is_empty();
        let text = find(field).map(|value| match form {
            "last_day" => value.last_day(),
            "kinds" => names.kinds(value.codes()),
            "itself" => names.item(kind, value.label(), Zero::Itself, start),
            "whole" => names.item(kind, value.label(), Zero::Whole, start),
            _ => value.shown(lang),
        });
        let text = text.unwrap_or_default();
        // Only names may be codes or words; all else has its spaces in the template.
        let spaced = matches!(form, "kinds" | "itself" | "whole");
        out.push_str(if spaced { between_scripts(&out, &text) } else { "" });
        out.push_str(&text);
        out.push_str(if spaced { between_scripts(&text, tail) } else { "" });
        rest = tail;
    }
    out.push_str(rest);
    out
}
