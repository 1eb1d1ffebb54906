//! Verified objects, and what every verdict says beside the claims.

use super::{Finding, PresentedAct};
use crate::certificate::{Form, Items, Permit, StatusRef};
use crate::crypto::PublicKey;
use crate::region::Region;
use crate::time::Time;
use crate::trust::TrustLevel;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::marker::PhantomData;

/// What is proven about the presenter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presenter {
    /// The holder's key, or a delegate's, answered this checker's fresh challenge.
    ProvenChallenge,
    /// The key signed for this checker's fixed audience within minutes, and what was signed was not shown here
    /// before.
    ProvenAudience,
    /// Nothing: the document is genuine, who shows it is not proven.
    NotProven,
}

impl Presenter {
    /// Whether this proves at least what is needed.
    #[must_use]
    pub const fn reaches(self, needed: Self) -> bool {
        match needed {
            Self::NotProven => true,
            Self::ProvenAudience => !matches!(self, Self::NotProven),
            Self::ProvenChallenge => matches!(self, Self::ProvenChallenge),
        }
    }

    /// The stable name, the same in every language.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::ProvenChallenge => "proven_challenge",
            Self::ProvenAudience => "proven_audience",
            Self::NotProven => "not_proven",
        }
    }

    /// The Chinese words.
    #[must_use]
    pub const fn zh(self) -> &'static str {
        match self {
            Self::ProvenChallenge => "本人以密钥当场应答",
            Self::ProvenAudience => "本人以密钥向本单位出示",
            Self::NotProven => "未证明出示人",
        }
    }

    /// The English words.
    #[must_use]
    pub const fn en(self) -> &'static str {
        match self {
            Self::ProvenChallenge => "the holder's key answered on the spot",
            Self::ProvenAudience => "the holder's key showed it to this desk",
            Self::NotProven => "nobody proven to present it",
        }
    }
}

/// Whether the holder's portrait was shown: only then can someone look whether it is this person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Face {
    /// The portrait that the certificate names came along.
    Shown,
    /// None came along.
    NotShown,
}

impl Face {
    /// The stable name, the same in every language.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Shown => "shown",
            Self::NotShown => "not_shown",
        }
    }
}

/// The status list behind a verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StatusChecked {
    /// When the list was made.
    pub iat: Time,
    /// The first second at which it no longer counts.
    pub exp: Time,
    /// Seconds from `iat` to now.
    pub age: u64,
}

/// What a verdict says of the status.
///
/// Only a scenario that needs no status yields [`Self::NotChecked`] ([`super::Verifier::verify_scenario`]); every other
/// verdict stands on a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatusReport {
    /// This list says "valid".
    Checked(StatusChecked),
    /// The scenario needs none, and no list that is in force and fresh enough was held. One that was held said nothing
    /// against it.
    NotChecked,
}

impl StatusReport {
    /// The list that says "valid", if there is one.
    #[must_use]
    pub const fn checked(self) -> Option<StatusChecked> {
        match self {
            Self::Checked(checked) => Some(checked),
            Self::NotChecked => None,
        }
    }

    /// Seconds from the list's `iat` to now.
    #[must_use]
    pub const fn age(self) -> Option<u64> {
        match self {
            Self::Checked(checked) => Some(checked.age),
            Self::NotChecked => None,
        }
    }
}

/// A trust list behind a verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListAge {
    /// The authority that publishes it.
    pub authority: String,
    /// Its sequence number.
    pub sequence: u64,
    /// When it was made.
    pub iat: Time,
    /// The first second at which it no longer counts.
    pub exp: Time,
}

/// What a verdict says beside the claims.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    pub(crate) presenter: Presenter,
    pub(crate) face: Face,
    pub(crate) issuer_name_zh: String,
    pub(crate) issuer_name_en: String,
    pub(crate) own_list: ListAge,
    pub(crate) recognised_list: Option<ListAge>,
    pub(crate) status: StatusReport,
    pub(crate) trust_level: Option<TrustLevel>,
    pub(crate) findings: Vec<Finding>,
}

impl Report {
    /// What is proven about the presenter.
    #[must_use]
    pub const fn presenter(&self) -> Presenter {
        self.presenter
    }

    /// Whether the holder's portrait was shown.
    #[must_use]
    pub const fn face(&self) -> Face {
        self.face
    }

    /// The issuer's Chinese name, as the trust list has it.
    #[must_use]
    pub fn issuer_name_zh(&self) -> &str {
        &self.issuer_name_zh
    }

    /// The issuer's English name, as the trust list has it.
    #[must_use]
    pub fn issuer_name_en(&self) -> &str {
        &self.issuer_name_en
    }

    /// The desk's own trust list.
    #[must_use]
    pub const fn own_list(&self) -> &ListAge {
        &self.own_list
    }

    /// The recognised list that names the issuer, if it was not the own one.
    #[must_use]
    pub const fn recognised_list(&self) -> Option<&ListAge> {
        self.recognised_list.as_ref()
    }

    /// The status list that says "valid", and its age.
    #[must_use]
    pub const fn status(&self) -> StatusReport {
        self.status
    }

    /// The trust level that the lists state for this issuer and kind: the issuer's, or the recognition's where that is
    /// weaker. None where the issuer's list states none.
    #[must_use]
    pub const fn trust_level(&self) -> Option<TrustLevel> {
        self.trust_level
    }

    /// Things worth a look that decide nothing, such as a check digit that does not fit.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }
}

/// A certificate of which every step of the verification order held.
///
/// `Debug` prints neither items nor identifiers.
#[derive(Clone, PartialEq, Eq)]
pub struct Verified<F: Form> {
    pub(super) content: Content,
    pub(super) form: PhantomData<F>,
}

/// What a verified certificate says, whatever the form in which it came.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Content {
    pub(crate) issuer: String,
    pub(crate) kind: String,
    pub(crate) region: Region,
    pub(crate) iat: Time,
    pub(crate) nbf: Time,
    pub(crate) exp: Option<Time>,
    pub(crate) cti: [u8; 16],
    pub(crate) holder_key: Option<PublicKey>,
    pub(crate) status_ref: StatusRef,
    pub(crate) items: Items,
    pub(crate) permits: Vec<Permit>,
    pub(crate) permits_withheld: usize,
    pub(crate) act: Option<PresentedAct>,
    pub(crate) report: Report,
}

impl<F: Form> fmt::Debug for Verified<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verified")
            .field("kind", &self.content.kind)
            .field("region", &self.content.region)
            .finish_non_exhaustive()
    }
}

impl<F: Form> Verified<F> {
    pub(crate) const fn content(&self) -> &Content {
        &self.content
    }

    /// The issuer's unified social credit code (`iss`).
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.content.issuer
    }

    /// The code of the kind (`vct`, 证照类型代码).
    #[must_use]
    pub fn kind(&self) -> &str {
        &self.content.kind
    }

    /// The region to which the certificate belongs (GB/T 2260).
    #[must_use]
    pub const fn region(&self) -> Region {
        self.content.region
    }

    /// When this copy was signed (`iat`).
    #[must_use]
    pub const fn issued_at(&self) -> Time {
        self.content.iat
    }

    /// The first second at which it is valid (`nbf`).
    #[must_use]
    pub const fn not_before(&self) -> Time {
        self.content.nbf
    }

    /// The first second at which it is no longer valid (`exp`); `None` is 长期.
    #[must_use]
    pub const fn expires(&self) -> Option<Time> {
        self.content.exp
    }

    /// The 16 random bytes that name this copy (`cti`).
    #[must_use]
    pub const fn cti(&self) -> &[u8; 16] {
        &self.content.cti
    }

    /// The holder's key (`cnf`); a printed certificate has none.
    #[must_use]
    pub const fn holder_key(&self) -> Option<&PublicKey> {
        self.content.holder_key.as_ref()
    }

    /// Where its status stands.
    #[must_use]
    pub const fn status_ref(&self) -> &StatusRef {
        &self.content.status_ref
    }

    /// The open and disclosed items.
    #[must_use]
    pub const fn items(&self) -> &Items {
        &self.content.items
    }

    /// The open and disclosed permits of a consolidated licence, each with its own standing.
    #[must_use]
    pub fn permits(&self) -> &[Permit] {
        &self.content.permits
    }

    /// How many permits were withheld.
    #[must_use]
    pub const fn permits_withheld(&self) -> usize {
        self.content.permits_withheld
    }

    /// The presentation in which it came, and the mandate under which it was presented.
    #[must_use]
    pub const fn act(&self) -> Option<&PresentedAct> {
        self.content.act.as_ref()
    }

    /// What the verdict says beside the claims.
    #[must_use]
    pub const fn report(&self) -> &Report {
        &self.content.report
    }
}
