//! What a verified certificate says.

use super::Outcome;
use crate::desk::{Check, Desk};
use crate::names::{ItemLabel, items_to_json};
use crate::{Text, times};
use serde::Serialize;
use serde_json::{Map, Value};
use std::fmt;
use zhengzhao::certificate::{Form, Items, Permit};
use zhengzhao::ids::LicenceIdentifier;
use zhengzhao::kind::{Kinds, header_item_named};
use zhengzhao::region::Region;
use zhengzhao::time::Time;
use zhengzhao::trust::TrustList;
use zhengzhao::verify::{Finding, ListAge, StatusChecked, StatusReport};
use zhengzhao::{Refusal, Verified};

/// A code and what it stands for, where that is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Named {
    /// The code.
    pub code: String,
    /// Its Chinese name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zh: Option<String>,
    /// Its English name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub en: Option<String>,
}

impl Named {
    pub(crate) fn kind(kinds: &Kinds, code: &str) -> Self {
        let kind = kinds.get(code);
        Self {
            code: code.into(),
            zh: kind.map(|kind| kind.name_zh().into()),
            en: kind.map(|kind| kind.name_en().into()),
        }
    }

    pub(crate) fn region(region: Region) -> Self {
        Self {
            code: region.as_str().into(),
            zh: region.name_zh().map(Into::into),
            en: region.name_en().map(Into::into),
        }
    }
}

/// Whether a permit may be relied on by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// What it comes to.
    pub outcome: Outcome,
    /// The refusal's code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The refusal's message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub messages: Option<Text>,
}

impl Standing {
    fn of(standing: Result<(), &Refusal>, kinds: &Kinds) -> Self {
        match standing {
            Ok(()) => Self { outcome: Outcome::Verified, code: None, messages: None },
            Err(refusal) => Self {
                outcome: Outcome::of_refusal(refusal),
                code: Some(refusal.code().into()),
                messages: Some(Text::of_refusal(refusal, kinds)),
            },
        }
    }
}

/// A permit of a consolidated licence.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct PermitRecord {
    /// Its issuer's unified social credit code.
    pub issuer: String,
    /// Its kind.
    pub kind: Named,
    /// The first valid day.
    pub valid_from: String,
    /// The last valid day, or 长期.
    pub valid_to: String,
    /// Its items by camelCase name.
    pub items: Map<String, Value>,
    /// What its items are called.
    pub labels: Vec<ItemLabel>,
    /// Whether it may be relied on now.
    pub standing: Standing,
}

impl fmt::Debug for PermitRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PermitRecord")
            .field("kind", &self.kind)
            .field("standing", &self.standing)
            .finish_non_exhaustive()
    }
}

impl PermitRecord {
    fn of(permit: &Permit, kinds: &Kinds) -> Self {
        let (items, labels) = items_to_json(kinds, permit.kind(), permit.items());
        Self {
            issuer: permit.issuer().into(),
            kind: Named::kind(kinds, permit.kind()),
            valid_from: permit.not_before().date().to_string(),
            valid_to: times::valid_to(permit.expires()),
            items,
            labels,
            standing: Standing::of(permit.standing(), kinds),
        }
    }
}

/// A trust list behind a verdict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ListRecord {
    /// The authority that publishes it.
    pub authority: String,
    /// Its sequence number.
    pub sequence: u64,
    /// When it was made, RFC 3339.
    pub issued: String,
    /// The first second at which it no longer counts, RFC 3339.
    pub expires: String,
    /// Seconds since it was made.
    pub age_seconds: u64,
}

impl ListRecord {
    pub(super) fn own(desk: &Desk, now: Time) -> Option<Self> {
        desk.store().trust().own().map(|list| Self::held(list, now))
    }

    pub(crate) fn held(list: &TrustList, now: Time) -> Self {
        Self {
            authority: list.authority().into(),
            sequence: list.sequence(),
            issued: list.issued_at().to_string(),
            expires: list.expires().to_string(),
            age_seconds: now.saturating_since(list.issued_at()),
        }
    }

    fn of(list: &ListAge, now: Time) -> Self {
        Self {
            authority: list.authority.clone(),
            sequence: list.sequence,
            issued: list.iat.to_string(),
            expires: list.exp.to_string(),
            age_seconds: now.saturating_since(list.iat),
        }
    }
}

/// The status list behind a verdict. In JSON `"not_checked"`, or when it was made and how old it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum StatusRecord {
    /// A list that says "valid".
    Checked {
        /// When it was made, RFC 3339.
        issued: String,
        /// Seconds since it was made.
        age_seconds: u64,
    },
    /// The scenario needs no status, and no list that is fresh enough was held.
    NotChecked(NotChecked),
}

/// The word that stands in place of a status list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NotChecked {
    /// `not_checked`.
    NotChecked,
}

impl StatusRecord {
    pub(super) fn of(status: StatusReport) -> Self {
        match status {
            StatusReport::Checked(StatusChecked { iat, age, .. }) => {
                Self::Checked { issued: iat.to_string(), age_seconds: age }
            }
            StatusReport::NotChecked => Self::NotChecked(NotChecked::NotChecked),
        }
    }

    /// Seconds since the list was made, if one was looked at.
    #[must_use]
    pub const fn age_seconds(&self) -> Option<u64> {
        match self {
            Self::Checked { age_seconds, .. } => Some(*age_seconds),
            Self::NotChecked(_) => None,
        }
    }
}

/// Something worth a look that decided nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FindingRecord {
    /// Its stable code.
    pub code: String,
    /// What it says.
    #[serde(flatten)]
    pub text: Text,
}

impl FindingRecord {
    fn of(finding: Finding) -> Self {
        Self { code: finding.code().into(), text: Text::new(finding.zh(), finding.en()) }
    }
}

/// An issuer, as the trust list names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IssuerRecord {
    /// Its unified social credit code.
    pub id: String,
    /// Its Chinese name.
    pub name_zh: String,
    /// Its English name.
    pub name_en: String,
}

/// What a verified certificate says. `Debug` prints neither items nor identifiers.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct CertificateRecord {
    /// Who issued it.
    pub issuer: IssuerRecord,
    /// What it is.
    pub kind: Named,
    /// To which division it belongs.
    pub region: Named,
    /// When this copy was signed, RFC 3339 at +08:00.
    pub issued: String,
    /// The first valid second, RFC 3339.
    pub not_before: String,
    /// The first second that is not valid, RFC 3339; absent for 长期.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires: Option<String>,
    /// The first valid day.
    pub valid_from: String,
    /// The last valid day, or 长期.
    pub valid_to: String,
    /// The licence identifier of GB/T 36904, where its parts were shown and its kind has a national code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identifier: Option<String>,
    /// The shown items by camelCase name; `item 17` where no kind file names one.
    pub items: Map<String, Value>,
    /// What the items are called, in the order of their labels.
    pub labels: Vec<ItemLabel>,
    /// How many hashes were not disclosed: withheld items and decoys, which nobody can tell apart.
    pub withheld: usize,
    /// The shown permits.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub permits: Vec<PermitRecord>,
    /// How many permits were withheld.
    pub permits_withheld: usize,
    /// The recognised list that names the issuer, where it was not the own one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recognised_list: Option<ListRecord>,
    /// The status list.
    pub status: StatusRecord,
    /// Things worth a look.
    pub findings: Vec<FindingRecord>,
}

impl fmt::Debug for CertificateRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CertificateRecord")
            .field("kind", &self.kind)
            .field("region", &self.region)
            .finish_non_exhaustive()
    }
}

impl CertificateRecord {
    pub(super) fn of<F: Form>(verified: &Verified<F>, check: &Check, kinds: &Kinds) -> Self {
        let report = verified.report();
        let (items, labels) = items_to_json(kinds, verified.kind(), verified.items());
        Self {
            issuer: IssuerRecord {
                id: verified.issuer().into(),
                name_zh: report.issuer_name_zh().into(),
                name_en: report.issuer_name_en().into(),
            },
            kind: Named::kind(kinds, verified.kind()),
            region: Named::region(verified.region()),
            issued: verified.issued_at().to_string(),
            not_before: verified.not_before().to_string(),
            expires: verified.expires().map(|exp| exp.to_string()),
            valid_from: verified.not_before().date().to_string(),
            valid_to: times::valid_to(verified.expires()),
            identifier: identifier(verified.kind(), verified.issuer(), verified.items()),
            items,
            labels,
            withheld: verified.items().withheld(),
            permits: verified.permits().iter().map(|permit| PermitRecord::of(permit, kinds)).collect(),
            permits_withheld: verified.permits_withheld(),
            recognised_list: report.recognised_list().map(|list| ListRecord::of(list, check.now)),
            status: StatusRecord::of(report.status()),
            findings: report.findings().iter().map(|finding| FindingRecord::of(*finding)).collect(),
        }
    }
}

/// The licence identifier, put together again from kind, issuer, serial, version and check (GB/T 36904).
fn identifier(kind: &str, issuer: &str, items: &Items) -> Option<String> {
    let item = |name| items.get(header_item_named(name)?.label());
    let serial = item("identifierSerial")?.as_text()?;
    let version = item("certificateVersion")?;
    let version = match (version.as_text(), version.as_integer()) {
        (Some(text), _) => text.into(),
        (None, Some(number)) => format!("{number:03}"),
        (None, None) => return None,
    };
    let check = item("identifierCheck")?.as_text()?;
    LicenceIdentifier::from_parts(kind, issuer, serial, &version, check).ok().map(|id| id.to_string())
}
