//! What a receipt says, as plain records, and how it follows from a verdict.

use super::ReceiptKey;
use crate::act::{Audience, Purpose, ScenarioId};
use crate::certificate::{Form, FormSeal, Items, Permit};
use crate::error::Refusal;
use crate::kind::Kinds;
use crate::region::Region;
use crate::store::TrustStore;
use crate::time::Time;
use crate::verify::{Finding, ListAge, Occasion, StatusReport, Verified};
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// The three outcomes of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// Every step held.
    Verified,
    /// A step refused.
    Refused,
    /// No step refused and one could not tell.
    CannotTell,
}

impl Outcome {
    /// All of them, in the order of their numbers in a receipt.
    pub const ALL: [Self; 3] = [Self::Verified, Self::Refused, Self::CannotTell];

    /// The stable name, the same in every language.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Verified => "verified",
            Self::Refused => "refused",
            Self::CannotTell => "cannot_tell",
        }
    }

    const fn of(refusal: &Refusal) -> Self {
        if refusal.is_undetermined() { Self::CannotTell } else { Self::Refused }
    }
}

/// A trust list on which a verdict stood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListUsed {
    /// The authority that publishes it.
    pub authority: String,
    /// Its sequence number.
    pub sequence: u64,
    /// When it was made.
    pub iat: Time,
}

impl ListUsed {
    fn of(list: &ListAge) -> Self {
        Self { authority: list.authority.clone(), sequence: list.sequence, iat: list.iat }
    }
}

/// The status list on which a verdict stood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatusUsed {
    /// The list that was made then.
    Checked {
        /// When it was made.
        iat: Time,
    },
    /// The scenario asked for no status.
    NotChecked,
}

/// A permit that was shown, and whether it may be relied on by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PermitFacts {
    /// The code of its kind.
    pub kind: String,
    /// What it came to.
    pub outcome: Outcome,
    /// The code of its refusal; none when verified.
    pub code: Option<String>,
    /// The labels of the items shown, ascending, with their names.
    pub fields: Vec<(u16, String)>,
}

/// What a receipt keeps of a certificate that was verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifiedFacts {
    /// The code of the kind.
    pub kind: String,
    /// [`ReceiptKey::tag`] of the certificate.
    pub tag: [u8; 32],
    /// The labels of the items shown, ascending, with their names; no values.
    pub fields: Vec<(u16, String)>,
    /// The permits shown.
    pub permits: Vec<PermitFacts>,
    /// The name of what is proven about the presenter.
    pub presenter: String,
    /// Whether the portrait was shown, where the check says so.
    pub face: Option<String>,
    /// Whether a delegate presented it under a mandate. Who that was is not kept.
    pub delegate: bool,
    /// The recognised trust list that names the issuer, if it was not the own one.
    pub recognised_list: Option<ListUsed>,
    /// The status list.
    pub status: StatusUsed,
    /// The codes of the findings.
    pub findings: Vec<String>,
}

/// What a receipt says. Of a refused certificate nothing is kept: nothing of it was verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// When the check was made.
    pub time: Time,
    /// Who made it, by the name that presentations call its audience.
    pub checker: Audience,
    /// Where.
    pub region: Region,
    /// The matter.
    pub scenario: Option<ScenarioId>,
    /// Why (事由).
    pub purpose: Option<Purpose>,
    /// The name of the object that the verdict is about.
    pub object: String,
    /// What it came to: what is kept of a verified certificate, or the refusal.
    pub verdict: Result<VerifiedFacts, (Outcome, String)>,
    /// The checker's own trust list, if it held one.
    pub own_list: Option<ListUsed>,
    /// The program that made the check, with its version.
    pub software: String,
}

/// What is true of a check beside its verdict.
#[derive(Debug, Clone, Copy)]
pub struct Circumstances<'c> {
    /// When, where, for what matter and why. The purpose is archived: it must name nobody.
    pub occasion: &'c Occasion,
    /// The lists of the desk.
    pub trust: &'c TrustStore,
    /// Who checked; the occasion's audience, where it has one.
    pub checker: &'c Audience,
    /// The program, with its version: 1 to 64 bytes.
    pub software: &'c str,
}

impl Facts {
    /// The outcome.
    #[must_use]
    pub const fn outcome(&self) -> Outcome {
        match &self.verdict {
            Ok(_) => Outcome::Verified,
            Err((outcome, _)) => *outcome,
        }
    }

    /// What is kept of a check that verified. `kinds` gives the fields their names.
    #[must_use]
    pub fn of_verified<F: Form>(
        verified: &Verified<F>,
        kinds: &Kinds,
        key: &ReceiptKey,
        around: &Circumstances<'_>,
    ) -> Self {
        let report = verified.report();
        let facts = VerifiedFacts {
            kind: verified.kind().into(),
            tag: key.tag(verified.issuer(), verified.cti()),
            fields: fields(kinds, verified.kind(), verified.items()),
            permits: verified.permits().iter().map(|permit| permit_facts(kinds, permit)).collect(),
            presenter: report.presenter().id().into(),
            face: Some(report.face().id().into()),
            delegate: verified.act().is_some_and(|act| act.mandate().is_some()),
            recognised_list: report.recognised_list().map(ListUsed::of),
            status: match report.status() {
                StatusReport::Checked(checked) => StatusUsed::Checked { iat: checked.iat },
                StatusReport::NotChecked => StatusUsed::NotChecked,
            },
            findings: report.findings().iter().copied().map(Finding::code).map(String::from).collect(),
        };
        let object = <F as FormSeal>::OBJECT.id();
        Self { own_list: Some(ListUsed::of(report.own_list())), ..around.facts(object, Ok(facts)) }
    }

    /// What is kept of a check that refused or could not tell: the object's sort and the code.
    #[must_use]
    pub fn of_refusal(refusal: &Refusal, around: &Circumstances<'_>) -> Self {
        around.facts(refusal.object().id(), Err((Outcome::of(refusal), refusal.code().into())))
    }
}

impl Circumstances<'_> {
    fn facts(&self, object: &str, verdict: Result<VerifiedFacts, (Outcome, String)>) -> Facts {
        let own_list = self.trust.own().map(|list| ListUsed {
            authority: list.authority().into(),
            sequence: list.sequence(),
            iat: list.issued_at(),
        });
        Facts {
            time: self.occasion.now(),
            checker: self.checker.clone(),
            region: self.occasion.region(),
            scenario: self.occasion.scenario().cloned(),
            purpose: self.occasion.purpose().cloned(),
            object: object.into(),
            verdict,
            own_list,
            software: self.software.into(),
        }
    }
}

fn fields(kinds: &Kinds, kind: &str, items: &Items) -> Vec<(u16, String)> {
    items.iter().map(|(label, _)| (label, kinds.name_of(kind, label).to_string())).collect()
}

fn permit_facts(kinds: &Kinds, permit: &Permit) -> PermitFacts {
    let (outcome, code) = match permit.standing() {
        Ok(()) => (Outcome::Verified, None),
        Err(refusal) => (Outcome::of(refusal), Some(refusal.code().into())),
    };
    let kind = permit.kind();
    PermitFacts { kind: kind.into(), outcome, code, fields: fields(kinds, kind, permit.items()) }
}
