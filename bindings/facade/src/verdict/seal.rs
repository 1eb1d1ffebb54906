//! Verdicts on seals.

use super::{IssuerRecord, Named, StatusRecord, Verdict};
use crate::desk::{Check, Desk};
use crate::{Text, times};
use serde::Serialize;
use std::fmt;
use zhengzhao::Refusal;
use zhengzhao::act::seal::ExistedBefore;
use zhengzhao::error::Object;
use zhengzhao::kind::Kinds;
use zhengzhao::verify::VerifiedSeal;

/// The verdict on one seal. `Debug` prints neither items nor identifiers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SealVerdict {
    /// As for any certificate; `certificate` is the seal's own.
    #[serde(flatten)]
    pub verdict: Verdict,
    /// The moment at which the host knows the sealed document to have existed, RFC 3339.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub existed_before: Option<String>,
    /// What the seal says; present only when verified.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seal: Option<SealRecord>,
}

/// What a verified seal says. `Debug` prints no content.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct SealRecord {
    /// The document's name, as the sealer wrote it.
    pub document_name: String,
    /// Its media type, as the sealer wrote it.
    pub media_type: String,
    /// Its length in bytes.
    pub length: u64,
    /// Its SHA-256 in hexadecimal.
    pub sha256: String,
    /// When it was sealed, RFC 3339: the sealer's own word, which nobody can check.
    pub sealed_as_stated: String,
    /// Why, in the sealer's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub purpose: Option<String>,
    /// Whether the picture of the seal came along and is the one that its certificate names: `shown` or
    /// `not_shown`.
    pub picture: String,
    /// The licence on which the seal stands.
    pub licence: SealLicenceRecord,
}

impl fmt::Debug for SealRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SealRecord").field("licence", &self.licence).finish_non_exhaustive()
    }
}

/// The licence on which a seal stands: only its status was looked up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SealLicenceRecord {
    /// Who issued it.
    pub issuer: IssuerRecord,
    /// What it is.
    pub kind: Named,
    /// The status list.
    pub status: StatusRecord,
}

impl SealVerdict {
    /// The record of what the core said.
    #[must_use]
    pub fn of(
        result: &Result<VerifiedSeal, Refusal>,
        check: &Check,
        existed: Option<ExistedBefore>,
        desk: &Desk,
    ) -> Self {
        match result {
            Ok(sealed) => Self::verified(sealed, check, existed, desk),
            Err(refusal) => Self {
                verdict: Verdict::refused(refusal, check, desk),
                existed_before: existed.map(|existed| existed.moment().to_string()),
                seal: None,
            },
        }
    }

    pub(super) fn verified(
        sealed: &VerifiedSeal,
        check: &Check,
        existed: Option<ExistedBefore>,
        desk: &Desk,
    ) -> Self {
        let existed_before = existed.map(|existed| existed.moment().to_string());
        let mut verdict = Verdict::verified(Object::Seal, sealed.certificate(), check, desk);
        explain(&mut verdict, sealed, existed_before.as_deref());
        Self { verdict, existed_before, seal: Some(SealRecord::of(sealed, desk.kinds())) }
    }
}

/// What a clerk must know of a good seal: what holds, and what it does not say.
fn explain(verdict: &mut Verdict, sealed: &VerifiedSeal, existed: Option<&str>) {
    let ages = sealed.certificate().report().status().age().zip(sealed.licence().status().age());
    let status = match ages.map(|(own, licence)| times::show_span(own.max(licence))) {
        Some(age) => Text::new(
            format!("印章及其所依据证照的状态均核验通过（状态名单生成于 {}前）", age.zh),
            format!("and so are it and the licence behind it by status (lists {} old)", age.en),
        ),
        None => Text::new(
            "印章或其所依据证照的状态未核验（本场景不要求）",
            "the status of it or of the licence behind it was not checked, as this matter needs none",
        ),
    };
    let (zh, en) = match existed {
        Some(moment) => (format!("按 {moment} "), format!(" at {moment}")),
        None => (String::new(), String::new()),
    };
    verdict.reason = Text::new(
        format!("文件与盖章时一致；{zh}印章有效，{}。", status.zh),
        format!("The document is as it was sealed; the seal was in force{en}, {}.", status.en),
    );
    verdict.next = Text::new(
        "盖章时间为盖章方自述；请核对印章名称、所有者与本文件是否相符。",
        "The time of sealing is the sealer's own word. See that the seal and its owner are the right ones for this document.",
    );
    // A seal is put on a document: nobody's face belongs to it.
    verdict.face = None;
    verdict.messages = Text::new(
        format!("{}{}", verdict.reason.zh, verdict.next.zh),
        format!("{} {}", verdict.reason.en, verdict.next.en),
    );
}

impl SealRecord {
    fn of(sealed: &VerifiedSeal, kinds: &Kinds) -> Self {
        let licence = sealed.licence();
        Self {
            document_name: sealed.document_name().into(),
            media_type: sealed.media_type().into(),
            length: sealed.document().length(),
            sha256: hex::encode(sealed.document().digest()),
            sealed_as_stated: sealed.sealed_as_stated().to_string(),
            purpose: sealed.purpose().map(|purpose| purpose.as_str().into()),
            picture: sealed.picture().id().into(),
            licence: SealLicenceRecord {
                issuer: IssuerRecord {
                    id: licence.issuer().into(),
                    name_zh: licence.issuer_name_zh().into(),
                    name_en: licence.issuer_name_en().into(),
                },
                kind: Named::kind(kinds, licence.kind()),
                status: StatusRecord::of(licence.status()),
            },
        }
    }
}
