//! Verdicts on everything that was shown for a matter.

mod parts;

pub use parts::{BeyondRecord, LinkRecord, MaterialRecord, MemberRecord, ObjectRecord, Why};

use super::certificate::ListRecord;
use super::{CheckRecord, Named, Outcome, presenter_text};
use crate::Text;
use crate::desk::{Check, Desk};
use crate::matter::{Judged, Matter};
use serde::Serialize;
use zhengzhao::Refusal;
use zhengzhao::error::Object;
use zhengzhao::scenario::{Scenario, StatusNeed};
use zhengzhao::verify::{Excess, Presenter, ScenarioVerdict, StatusReport, VerifiedObject};

/// The verdict on a matter. `Debug` prints neither items nor identifiers.
///
/// Where nothing could be verified, as without the scenario, it has no `terms` and no parts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MatterVerdict {
    /// What it comes to: verified when the matter is settled.
    pub outcome: Outcome,
    /// The object at fault; `session` when the matter is settled.
    pub object: String,
    /// The refusal's stable code; absent when settled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The step that refused; absent when settled.
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
    /// Whether more than the matter needs refuses it.
    pub strict: bool,
    /// The least that is proven about the presenters of what serves, seals aside; present only when settled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub presenter: Option<String>,
    /// The same in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub presenter_text: Option<Text>,
    /// `checked`, or `not_checked` where the scenario needs no status and one was not looked at; present only when
    /// settled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// What asks: issuer and id.
    pub scenario: String,
    /// What it says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub terms: Option<TermsRecord>,
    /// When, where and how strictly it was checked.
    pub check: CheckRecord,
    /// The desk's own trust list, if it holds one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub own_list: Option<ListRecord>,
    /// What became of each material.
    pub materials: Vec<MaterialRecord>,
    /// Which materials belong together.
    pub links: Vec<LinkRecord>,
    /// The certificates beside a consolidated licence.
    pub members: Vec<MemberRecord>,
    /// What was shown and is not needed.
    pub beyond_need: Vec<BeyondRecord>,
    /// Everything that was shown, in order, with its own verdict.
    pub objects: Vec<ObjectRecord>,
}

/// What a scenario says beside its materials.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TermsRecord {
    /// Its version.
    pub version: u64,
    /// Its name.
    #[serde(flatten)]
    pub name: Text,
    /// Where it applies.
    pub region: Named,
    /// The SHA-256 of its signed payload.
    pub digest: String,
    /// What the data are for.
    pub purpose: String,
    /// On what ground they may be asked for.
    pub lawful_basis: String,
    /// The provision behind it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provision: Option<String>,
    /// Days for which receipts are kept.
    pub retention_days: u64,
    /// What must be proven about the presenter.
    pub presenter: String,
    /// The lowest trust level that serves.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trust_level: Option<String>,
    /// The first second at which it no longer counts, RFC 3339.
    pub expires: String,
}

impl TermsRecord {
    fn of(scenario: &Scenario) -> Self {
        let terms = scenario.terms();
        Self {
            version: terms.version,
            name: Text::new(&*terms.name_zh, &*terms.name_en),
            region: Named::region(scenario.region()),
            digest: hex::encode(scenario.digest()),
            purpose: terms.purpose.as_str().into(),
            lawful_basis: terms.basis.id().into(),
            provision: terms.provision.clone(),
            retention_days: terms.retention_days,
            presenter: terms.presenter.id().into(),
            trust_level: terms.trust_level.map(|level| level.id().into()),
            expires: scenario.expires().to_string(),
        }
    }
}

impl MatterVerdict {
    pub(crate) fn of(judged: &Judged, matter: &Matter<'_>, check: &Check, desk: &Desk) -> Self {
        match &judged.verdict {
            Ok(verdict) => Self::judged(judged, verdict, matter, check, desk),
            Err(refusal) => Self::refused(refusal, matter, check, desk),
        }
    }

    /// Before anything was found.
    fn blank(outcome: Outcome, object: Object, matter: &Matter<'_>, check: &Check, desk: &Desk) -> Self {
        let none = || Text::new("", "");
        Self {
            outcome,
            object: object.id().into(),
            code: None,
            step: None,
            undetermined: false,
            messages: none(),
            reason: none(),
            next: none(),
            strict: matter.excess == Excess::Refused,
            presenter: None,
            presenter_text: None,
            status: None,
            scenario: matter.scenario.to_string(),
            terms: None,
            check: CheckRecord::of(check),
            own_list: ListRecord::own(desk, check.now),
            materials: Vec::new(),
            links: Vec::new(),
            members: Vec::new(),
            beyond_need: Vec::new(),
            objects: Vec::new(),
        }
    }

    fn refused(refusal: &Refusal, matter: &Matter<'_>, check: &Check, desk: &Desk) -> Self {
        let outcome = Outcome::of_refusal(refusal);
        Self {
            code: Some(refusal.code().into()),
            step: Some(refusal.step().id().into()),
            undetermined: refusal.is_undetermined(),
            messages: Text::of_refusal(refusal, desk.kinds()),
            reason: Text::of_reason(refusal, desk.kinds()),
            next: Text::both(|lang| refusal.next_action().text(lang).into()),
            ..Self::blank(outcome, refusal.object(), matter, check, desk)
        }
    }

    fn judged(
        judged: &Judged,
        verdict: &ScenarioVerdict,
        matter: &Matter<'_>,
        check: &Check,
        desk: &Desk,
    ) -> Self {
        let terms = verdict.scenario().terms();
        // Each object was verified under the age that counts here.
        let mut check = *check;
        if let StatusNeed::AtMost(age) = terms.status {
            check.policy = check.policy.with_status_age_within(age);
        }
        let record = match verdict.outcome() {
            Ok(()) => Self::settled(verdict, matter, &check, desk),
            Err(refusal) => Self::refused(refusal, matter, &check, desk),
        };
        let objects = verdict.objects().iter().zip(&judged.origins);
        let objects = objects.map(|(object, origin)| ObjectRecord::of(object, *origin, &check, desk));
        let kinds = desk.kinds();
        let mut record = Self {
            terms: Some(TermsRecord::of(verdict.scenario())),
            materials: MaterialRecord::all(verdict, kinds),
            links: verdict.links().iter().map(|link| LinkRecord::of(link, terms, kinds)).collect(),
            members: verdict.members().iter().map(|own| MemberRecord::of(own, verdict, kinds)).collect(),
            beyond_need: verdict
                .beyond_need()
                .iter()
                .map(|own| BeyondRecord::of(own, verdict, kinds))
                .collect(),
            objects: objects.collect(),
            ..record
        };
        if record.outcome == Outcome::Verified {
            record.next = record.next_of_settled();
            record.messages = Text::new(
                format!("{}{}", record.reason.zh, record.next.zh),
                format!("{} {}", record.reason.en, record.next.en),
            );
        }
        record
    }

    fn settled(verdict: &ScenarioVerdict, matter: &Matter<'_>, check: &Check, desk: &Desk) -> Self {
        let terms = verdict.scenario().terms();
        let serving = || {
            let places = verdict.materials().iter().filter_map(|material| material.object());
            places.filter_map(|place| verdict.objects().get(place)?.as_ref().ok())
        };
        let reports = serving().filter(|object| !matches!(object, VerifiedObject::Seal(_)));
        let presenters: Vec<_> = reports.map(|object| object.report().presenter()).collect();
        let levels = [Presenter::ProvenChallenge, Presenter::ProvenAudience, Presenter::NotProven];
        let least = levels.into_iter().find(|level| presenters.iter().all(|own| own.reaches(*level)));
        let presenter = least.filter(|_| !presenters.is_empty());
        let not_checked = |object: &VerifiedObject| match object {
            VerifiedObject::Seal(seal) => [seal.certificate().report().status(), seal.licence().status()]
                .contains(&StatusReport::NotChecked),
            other => other.report().status() == StatusReport::NotChecked,
        };
        let not_checked = serving().any(not_checked);
        let by_delegate = serving().any(|object| match object {
            VerifiedObject::Presentation(own) => own.act().is_some_and(|act| act.mandate().is_some()),
            _ => false,
        });
        let (zh, en) = if not_checked {
            ("状态未全部核验（本场景不要求）。", " Not every status was checked, as this matter needs none.")
        } else {
            ("", "")
        };
        let (name_zh, name_en) = (&terms.name_zh, &terms.name_en);
        let reason = Text::new(
            format!("“{name_zh}”所需材料齐全，逐项核验通过。{zh}"),
            format!("Everything that \"{name_en}\" asks for was shown, and holds.{en}"),
        );
        Self {
            reason,
            presenter: presenter.map(|presenter| presenter.id().into()),
            presenter_text: presenter.map(|presenter| presenter_text(presenter, by_delegate)),
            status: Some(if not_checked { "not_checked" } else { "checked" }.into()),
            ..Self::blank(Outcome::Verified, Object::Session, matter, check, desk)
        }
    }

    /// What is not to be kept, and then what the verdicts on the objects that serve say, each thing once.
    fn next_of_settled(&self) -> Text {
        let mut said: Vec<Text> = Vec::new();
        if !self.beyond_need.is_empty() {
            said.push(Text::new(
                "出示的内容超出所需，请勿留存多余部分。",
                "More was shown than is needed: do not keep it.",
            ));
        }
        let serving = self.materials.iter().filter_map(|material| self.objects.get(material.object?));
        for object in serving {
            if !said.contains(&object.verdict.next) {
                said.push(object.verdict.next.clone());
            }
        }
        let joined = |separator: &str, pick: fn(&Text) -> &str| {
            said.iter().map(pick).collect::<Vec<_>>().join(separator)
        };
        Text::new(joined("", |text| &text.zh), joined(" ", |text| &text.en))
    }
}
