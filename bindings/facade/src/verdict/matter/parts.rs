//! The parts of a matter's verdict.

use super::super::{Named, Outcome, SealRecord, SealVerdict, Verdict};
use crate::Text;
use crate::desk::{Check, Desk};
use crate::matter::Origin;
use crate::names::{ItemLabel, item_label};
use serde::Serialize;
use zhengzhao::Refusal;
use zhengzhao::error::Object;
use zhengzhao::kind::Kinds;
use zhengzhao::scenario::{Alternative, LinkKind, Material, Terms};
use zhengzhao::verify::{
    BeyondNeed, LinkVerdict, MaterialVerdict, MemberVerdict, ScenarioVerdict, VerifiedObject,
};

/// Why a part does not hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Why {
    /// The refusal's code.
    pub code: String,
    /// The whole message.
    pub messages: Text,
    /// Only why.
    pub reason: Text,
}

impl Why {
    fn of(refusal: &Refusal, kinds: &Kinds) -> Self {
        Self {
            code: refusal.code().into(),
            messages: Text::of_refusal(refusal, kinds),
            reason: Text::of_reason(refusal, kinds),
        }
    }
}

/// What became of one material.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MaterialRecord {
    /// Its name.
    #[serde(flatten)]
    pub name: Text,
    /// `satisfied`, `missing`, `refused`, `cannot_tell` or `not_asked`.
    pub state: String,
    /// Whether it is the delegate's own.
    pub delegate: bool,
    /// The kinds of which one serves.
    pub any_of: Vec<Named>,
    /// The place among the objects of the one that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub object: Option<usize>,
    /// The items of that object for which the scenario asks; present only when satisfied. Not all need be shown.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub asked: Vec<ItemLabel>,
    /// Why it is not satisfied.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub why: Option<Why>,
}

impl MaterialRecord {
    pub(super) fn all(verdict: &ScenarioVerdict, kinds: &Kinds) -> Vec<Self> {
        let terms = verdict.scenario().terms();
        let record = |(place, (material, own)): (usize, (&Material, &MaterialVerdict))| Self {
            name: Text::new(&*material.name_zh, &*material.name_en),
            state: own.id().into(),
            delegate: material.delegate,
            any_of: any_of(&material.alternatives, kinds),
            object: own.object(),
            asked: asked(terms, place, own, kinds),
            why: own.refusal().map(|refusal| Why::of(refusal, kinds)),
        };
        terms.materials.iter().zip(verdict.materials()).enumerate().map(record).collect()
    }
}

fn asked(terms: &Terms, material: usize, own: &MaterialVerdict, kinds: &Kinds) -> Vec<ItemLabel> {
    let MaterialVerdict::Satisfied { alternative, .. } = own else { return Vec::new() };
    let alternatives = terms.materials.get(material).map(|material| &material.alternatives);
    let Some(alternative) = alternatives.and_then(|own| own.get(*alternative)) else { return Vec::new() };
    let labels = terms.named(material, alternative).into_iter();
    labels.map(|label| item_label(kinds, &alternative.kind, label)).collect()
}

/// Each kind once: several alternatives may be of one.
fn any_of(alternatives: &[Alternative], kinds: &Kinds) -> Vec<Named> {
    let mut named: Vec<Named> = Vec::new();
    for alternative in alternatives {
        if !named.iter().any(|own| own.code == alternative.kind) {
            named.push(Named::kind(kinds, &alternative.kind));
        }
    }
    named
}

/// Whether two materials belong together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LinkRecord {
    /// `same_code`, `same_enterprise`, `same_key` or `legal_representative`.
    pub kind: String,
    /// What it says of the two.
    #[serde(flatten)]
    pub text: Text,
    /// The places of the two materials.
    pub materials: [usize; 2],
    /// `satisfied`, `refused`, `cannot_tell`, or `not_judged` where one of the two has nothing verified.
    pub state: String,
    /// Why it does not hold.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub why: Option<Why>,
}

impl LinkRecord {
    pub(super) fn of(link: &LinkVerdict, terms: &Terms, kinds: &Kinds) -> Self {
        let (from, to) = link.materials();
        let name = |place: usize| {
            let material = terms.materials.get(place);
            let names = material.map(|material| Text::new(&*material.name_zh, &*material.name_en));
            names.unwrap_or_else(|| Text::new("", ""))
        };
        let state = match link.result() {
            None => "not_judged",
            Some(Ok(())) => "satisfied",
            Some(Err(refusal)) if refusal.is_undetermined() => "cannot_tell",
            Some(Err(_)) => "refused",
        };
        Self {
            kind: link.kind().id().into(),
            text: link_text(link.kind(), &name(from), &name(to)),
            materials: [from, to],
            state: state.into(),
            why: link.result().and_then(Result::err).map(|refusal| Why::of(refusal, kinds)),
        }
    }
}

fn link_text(kind: LinkKind, from: &Text, to: &Text) -> Text {
    let (zh, en) = match kind {
        LinkKind::SameCode => ("须属于同一主体（代码相同）", "must be of one holder, by code"),
        LinkKind::SameEnterprise => ("须属于同一企业", "must be of one enterprise"),
        LinkKind::SameKey => ("须由同一密钥持有", "must be held by one key"),
        LinkKind::LegalRepresentative => {
            let zh = format!("“{}”的持有人须是“{}”所载的法定代表人", to.zh, from.zh);
            let en = format!(
                "the holder of \"{}\" must be the legal representative named in \"{}\"",
                to.en, from.en
            );
            return Text::new(zh, en);
        }
    };
    Text::new(format!("“{}”与“{}”{zh}", from.zh, to.zh), format!("\"{}\" and \"{}\" {en}", from.en, to.en))
}

/// A certificate beside a consolidated licence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MemberRecord {
    /// Its place among the objects.
    pub object: usize,
    /// Its kind.
    pub kind: Named,
    /// `satisfied` or `refused`.
    pub state: String,
    /// The place of the consolidated licence among the objects.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub licence: Option<usize>,
    /// The place of the permit that it is of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub permit: Option<usize>,
    /// Why it is of none.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub why: Option<Why>,
}

impl MemberRecord {
    pub(super) fn of(member: &MemberVerdict, verdict: &ScenarioVerdict, kinds: &Kinds) -> Self {
        let own = verdict.objects().get(member.object()).and_then(|object| object.as_ref().ok());
        let permit = member.permit();
        Self {
            object: member.object(),
            kind: Named::kind(kinds, own.map_or("", VerifiedObject::kind)),
            state: if permit.is_ok() { "satisfied" } else { "refused" }.into(),
            licence: permit.ok().map(|(licence, _)| licence),
            permit: permit.ok().map(|(_, permit)| permit),
            why: permit.err().map(|refusal| Why::of(refusal, kinds)),
        }
    }
}

/// Something shown that the matter does not need. It is named, and its value is not repeated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BeyondRecord {
    /// The place of the object among those shown.
    pub object: usize,
    /// `item`, `permit` or `object`.
    pub what: String,
    /// The kind of the object, or of its permit.
    pub kind: Named,
    /// The item.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item: Option<ItemLabel>,
    /// It in words.
    #[serde(flatten)]
    pub text: Text,
}

impl BeyondRecord {
    pub(super) fn of(beyond: &BeyondNeed, verdict: &ScenarioVerdict, kinds: &Kinds) -> Self {
        let serves = verdict.materials().iter().any(|material| material.object() == Some(beyond.object()));
        let kind = Named::kind(kinds, beyond.kind());
        let zh = kind.zh.clone().unwrap_or_else(|| kind.code.clone());
        let en = kind.en.clone().unwrap_or_else(|| kind.code.clone());
        let item = (beyond.label() != 0).then(|| item_label(kinds, beyond.kind(), beyond.label()));
        let (what, text) = match &item {
            Some(item) => (
                "item",
                Text::new(format!("{zh}的{}", item.text.zh), format!("{} of the {en}", item.text.en)),
            ),
            // What serves was asked for, so that only a permit of it is too much as a whole.
            None if serves => ("permit", Text::new(format!("许可项{zh}"), format!("the permit {en}"))),
            None => ("object", Text::new(format!("整份{zh}"), format!("the whole {en}"))),
        };
        Self { object: beyond.object(), what: what.into(), kind, item, text }
    }
}

/// One object that was shown, with its own verdict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ObjectRecord {
    /// The place of its file among what was handed over; absent for a portrait that belongs to nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handed: Option<usize>,
    /// Its number in that file, from 1.
    pub number: usize,
    /// Of how many.
    pub of: usize,
    /// The trust level that the lists state for its issuer and kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trust_level: Option<String>,
    /// Its own verdict.
    #[serde(flatten)]
    pub verdict: Verdict,
    /// The moment at which the host knows a sealed document to have existed, RFC 3339.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub existed_before: Option<String>,
    /// What a seal says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seal: Option<SealRecord>,
}

impl ObjectRecord {
    pub(super) fn of(
        object: &Result<VerifiedObject, Refusal>,
        origin: Origin,
        check: &Check,
        desk: &Desk,
    ) -> Self {
        let own = |verdict| SealVerdict { verdict, existed_before: None, seal: None };
        let SealVerdict { verdict, existed_before, seal } = match object {
            Ok(VerifiedObject::Presentation(verified)) => {
                own(Verdict::verified(Object::Presentation, verified, check, desk))
            }
            Ok(VerifiedObject::Certificate(verified)) => {
                own(Verdict::verified(Object::Certificate, verified, check, desk))
            }
            Ok(VerifiedObject::Printed(verified)) => {
                own(Verdict::verified(Object::PrintedCertificate, verified, check, desk))
            }
            Ok(VerifiedObject::Seal(sealed)) => SealVerdict::verified(sealed, check, origin.existed, desk),
            Err(refusal) => own(Verdict::refused(refusal, check, desk)),
        };
        let level = object.as_ref().ok().and_then(|object| object.report().trust_level());
        Self {
            handed: origin.handed,
            number: origin.number,
            of: origin.of,
            trust_level: level.map(|level| level.id().into()),
            verdict,
            existed_before: existed_before.or_else(|| origin.existed.map(|own| own.moment().to_string())),
            seal,
        }
    }

    /// Whether it was verified.
    #[must_use]
    pub fn is_verified(&self) -> bool {
        self.verdict.outcome == Outcome::Verified
    }
}
