//! Verdicts as plain records, the same in JSON for every language.

mod act;
mod certificate;
mod matter;
mod refusal;
mod seal;
#[cfg(test)]
mod tests;

pub use act::{ActRecord, MandateRecord, face_text, presenter_text};
pub use certificate::{
    CertificateRecord, FindingRecord, IssuerRecord, ListRecord, Named, NotChecked, PermitRecord, Standing,
    StatusRecord,
};
pub use matter::{
    BeyondRecord, LinkRecord, MaterialRecord, MatterVerdict, MemberRecord, ObjectRecord, TermsRecord, Why,
};
pub use refusal::RefusalRecord;
pub use seal::{SealLicenceRecord, SealRecord, SealVerdict};

use crate::desk::{Check, Desk};
use crate::{Text, times};
use serde::Serialize;
use std::fmt;
use zhengzhao::certificate::Form;
use zhengzhao::error::Object;
use zhengzhao::verify::Presenter;
use zhengzhao::{Lang, Refusal, Verified};

/// The three outcomes. There is no fourth, and none is a default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Every step held.
    Verified,
    /// A step refused.
    Refused,
    /// No step refused and one could not tell.
    CannotTell,
}

impl Outcome {
    /// The outcome of a refusal.
    #[must_use]
    pub const fn of_refusal(refusal: &Refusal) -> Self {
        if refusal.is_undetermined() { Self::CannotTell } else { Self::Refused }
    }

    /// The word at the top of every verdict.
    #[must_use]
    pub const fn word(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Verified, Lang::Zh) => "通过",
            (Self::Verified, Lang::En) => "VERIFIED",
            (Self::Refused, Lang::Zh) => "拒绝",
            (Self::Refused, Lang::En) => "REFUSED",
            (Self::CannotTell, Lang::Zh) => "无法判断",
            (Self::CannotTell, Lang::En) => "CANNOT TELL",
        }
    }
}

/// When, where and how strictly a check was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CheckRecord {
    /// The host's clock, RFC 3339 at +08:00.
    pub now: String,
    /// Where, a division code of GB/T 2260.
    pub region: String,
    /// How old a status list may be, in seconds.
    pub max_status_age_seconds: u64,
    /// By how much clocks may differ, in seconds.
    pub clock_skew_seconds: u64,
}

impl CheckRecord {
    pub(crate) fn of(check: &Check) -> Self {
        Self {
            now: check.now.to_string(),
            region: check.region.as_str().into(),
            max_status_age_seconds: check.policy.max_status_age(),
            clock_skew_seconds: check.policy.clock_skew(),
        }
    }
}

/// The verdict on one object. `Debug` prints neither items nor identifiers.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// What it comes to.
    pub outcome: Outcome,
    /// The object that the verdict is about; in a refusal the one at fault.
    pub object: String,
    /// The refusal's stable code; absent when verified.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The step that refused; absent when verified.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<String>,
    /// Whether no step refused and one could not tell.
    pub undetermined: bool,
    /// The whole message for a clerk.
    pub messages: Text,
    /// Only why, the first part of the message.
    pub reason: Text,
    /// Only what to do next, the last part of the message.
    pub next: Text,
    /// What is proven about the presenter.
    pub presenter: String,
    /// The same in words.
    pub presenter_text: Text,
    /// Whether the holder's portrait came along and is the one that the certificate names: `shown` or `not_shown`;
    /// present only when verified.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub face: Option<String>,
    /// What the presentation says; present only when one was verified.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub act: Option<ActRecord>,
    /// When, where and how strictly it was checked.
    pub check: CheckRecord,
    /// The desk's own trust list, if it holds one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub own_list: Option<ListRecord>,
    /// What the certificate says; present only when verified.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certificate: Option<CertificateRecord>,
}

impl fmt::Debug for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verdict")
            .field("outcome", &self.outcome)
            .field("object", &self.object)
            .field("code", &self.code)
            .finish_non_exhaustive()
    }
}

impl Verdict {
    /// The record of what the core said.
    #[must_use]
    pub fn of<F: Form>(
        object: Object,
        result: &Result<Verified<F>, Refusal>,
        check: &Check,
        desk: &Desk,
    ) -> Self {
        match result {
            Ok(verified) => Self::verified(object, verified, check, desk),
            Err(refusal) => Self::refused(refusal, check, desk),
        }
    }

    /// The record of a refusal, "cannot tell" included.
    #[must_use]
    pub fn refused(refusal: &Refusal, check: &Check, desk: &Desk) -> Self {
        Self {
            outcome: Outcome::of_refusal(refusal),
            object: refusal.object().id().into(),
            code: Some(refusal.code().into()),
            step: Some(refusal.step().id().into()),
            undetermined: refusal.is_undetermined(),
            messages: Text::of_refusal(refusal, desk.kinds()),
            reason: Text::of_reason(refusal, desk.kinds()),
            next: Text::both(|lang| refusal.next_action().text(lang).into()),
            presenter: Presenter::NotProven.id().into(),
            presenter_text: presenter_text(Presenter::NotProven, false),
            face: None,
            act: None,
            check: CheckRecord::of(check),
            own_list: ListRecord::own(desk, check.now),
            certificate: None,
        }
    }

    fn verified<F: Form>(object: Object, verified: &Verified<F>, check: &Check, desk: &Desk) -> Self {
        let reason = match verified.report().status().age().map(times::show_span) {
            Some(age) => Text::new(
                format!("颁发机构、签名、有效期、互认与状态均核验通过（状态名单生成于 {}前）。", age.zh),
                format!(
                    "Issuer, signature, dates, recognition and status hold (status list {} old).",
                    age.en
                ),
            ),
            None => Text::new(
                "颁发机构、签名、有效期与互认均核验通过；状态未核验（本场景不要求）。",
                "Issuer, signature, dates and recognition hold; the status was not checked, as this matter needs none.",
            ),
        };
        let next = act::next(verified);
        let act = ActRecord::of(verified);
        let by_delegate = act.as_ref().is_some_and(|act| act.mandate.is_some());
        let presenter = verified.report().presenter();
        Self {
            outcome: Outcome::Verified,
            object: object.id().into(),
            code: None,
            step: None,
            undetermined: false,
            messages: Text::new(format!("{}{}", reason.zh, next.zh), format!("{} {}", reason.en, next.en)),
            reason,
            next,
            presenter: presenter.id().into(),
            presenter_text: presenter_text(presenter, by_delegate),
            face: Some(verified.report().face().id().into()),
            act,
            check: CheckRecord::of(check),
            own_list: ListRecord::own(desk, check.now),
            certificate: Some(CertificateRecord::of(verified, check, desk.kinds())),
        }
    }
}
