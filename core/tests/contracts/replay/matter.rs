//! The step that judges everything that is shown for a matter.

use serde_json::{Value as Json, json};
use zhengzhao::act::ScenarioId;
use zhengzhao::act::seal::{Document, ExistedBefore, UnverifiedSeal};
use zhengzhao::verify::{
    Excess, LinkVerdict, MaterialVerdict, MemberVerdict, ScenarioVerdict, Shown, StatusReport, VerifiedObject,
};
use zhengzhao::{Certificate, Presence, Presentation, Printed, Refusal, Unverified};

use super::{Memory, Replay, acts, refused, time};

/// One object of the step with its bytes.
struct Exhibit<'s> {
    step: &'s Json,
    bytes: Vec<u8>,
    picture: Option<Vec<u8>>,
    document: Option<Document>,
}

impl Exhibit<'_> {
    fn shown(&self) -> Shown<'_> {
        let (bytes, picture) = (&self.bytes, self.picture.as_deref());
        match self.step["object"].as_str() {
            Some("certificate") => {
                Unverified::<Certificate>::parse(bytes).map(|object| acts::beside(object, picture)).into()
            }
            Some("printed_certificate") => {
                Unverified::<Printed>::parse(bytes).map(|object| acts::beside(object, picture)).into()
            }
            Some("presentation") => {
                Unverified::<Presentation>::parse(bytes).map(|object| acts::beside(object, picture)).into()
            }
            Some("seal") => {
                let existed = self.step.get("existed_before").map(|at| ExistedBefore::new(time(at)));
                let document = self.document.expect("a seal lies beside a document");
                let seal = UnverifiedSeal::parse(bytes);
                seal.map_or_else(Shown::Unreadable, |seal| Shown::seal(seal, document, existed))
            }
            other => panic!("unknown object {other:?}"),
        }
    }
}

impl Replay<'_> {
    pub(super) fn verify_scenario(&mut self, step: &Json) -> Json {
        let mut memory = self.memory.take();
        let verdict = self.judge_matter(step, &mut memory);
        self.memory = memory;
        verdict
    }

    fn judge_matter(&self, step: &Json, memory: &mut Memory) -> Json {
        let exhibits: Vec<_> =
            step["shown"].as_array().expect("a list").iter().map(|step| self.exhibit(step)).collect();
        let occasion = acts::audience(super::place(step), step);
        let presence: Presence<'_> = acts::presence(step, memory);
        let id = [&step["scenario"][0], &step["scenario"][1]].map(|text| text.as_str().expect("text"));
        let id = ScenarioId::new(id[0], id[1]).expect("the name of a scenario");
        let excess = if step.get("strict").is_some() { Excess::Refused } else { Excess::Reported };
        let shown = exhibits.iter().map(Exhibit::shown).collect();
        match self.verifier().verify_scenario(&id, shown, &occasion, presence, excess) {
            Ok(verdict) => {
                assert_eq!((verdict.scenario().id(), verdict.excess()), (&id, excess));
                told(&verdict)
            }
            Err(refusal) => refused(&refusal),
        }
    }

    fn exhibit<'s>(&self, step: &'s Json) -> Exhibit<'s> {
        let document = step.get("document").map(|document| {
            let digest = self.bytes(&document["digest"]).try_into().expect("32 bytes");
            Document::new(digest, document["length"].as_u64().expect("a length"))
        });
        let picture = step.get("picture").map(|picture| self.bytes(picture));
        Exhibit { step, bytes: self.bytes(&step["bytes"]), picture, document }
    }
}

fn told(verdict: &ScenarioVerdict) -> Json {
    assert_tells_nobody(verdict);
    let mut told = match verdict.outcome() {
        Ok(()) => json!({"outcome": "settled"}),
        Err(refusal) => refused(refusal),
    };
    told["objects"] = verdict.objects().iter().map(object).collect();
    told["materials"] = verdict.materials().iter().map(material).collect();
    told["links"] = verdict.links().iter().map(link).collect();
    told["members"] = verdict.members().iter().map(member).collect();
    let beyond = verdict.beyond_need().iter();
    told["beyond_need"] = beyond
        .map(|more| json!({"object": more.object(), "kind": more.kind(), "label": more.label()}))
        .collect();
    told
}

/// `Debug` names no holder.
fn assert_tells_nobody(verdict: &ScenarioVerdict) {
    let debug = format!("{verdict:?}");
    for verified in verdict.objects().iter().flatten() {
        for label in [2, 3] {
            let told = verified.items().get(label).and_then(|value| value.as_text());
            assert!(told.is_none_or(|text| !debug.contains(text)), "item {label} is printed");
        }
    }
}

fn object(object: &Result<VerifiedObject, Refusal>) -> Json {
    let verified = match object {
        Ok(verified) => verified,
        Err(refusal) => return refused(refusal),
    };
    let report = verified.report();
    let status = |status: StatusReport| if status.checked().is_some() { "checked" } else { "not_checked" };
    let mut told = json!({
        "outcome": "verified",
        "issuer": verified.issuer(),
        "kind": verified.kind(),
        "presenter": report.presenter().id(),
        "status": status(report.status()),
    });
    if let Some(level) = report.trust_level() {
        told["trust_level"] = level.id().into();
    }
    if let VerifiedObject::Seal(sealed) = verified {
        told["licence_status"] = status(sealed.licence().status()).into();
    }
    told
}

/// The code, and the item that it is about.
fn why(refusal: &Refusal, told: &mut Json) {
    told["code"] = refusal.code().into();
    if let Refusal::FieldMissing { label, .. } | Refusal::PredicateFailed { label, .. } = refusal {
        told["label"] = (*label).into();
    }
}

fn material(material: &MaterialVerdict) -> Json {
    let mut told = json!({"verdict": material.id()});
    if let Some(object) = material.object() {
        told["object"] = object.into();
    }
    if let MaterialVerdict::Satisfied { alternative, .. } = material {
        told["alternative"] = (*alternative).into();
    }
    if let Some(refusal) = material.refusal() {
        why(refusal, &mut told);
    }
    told
}

fn link(link: &LinkVerdict) -> Json {
    let result = match link.result() {
        None => "not_judged",
        Some(Ok(())) => "holds",
        Some(Err(refusal)) => refusal.code(),
    };
    let (from, to) = link.materials();
    json!({"link": link.kind().id(), "materials": [from, to], "result": result})
}

fn member(member: &MemberVerdict) -> Json {
    match member.permit() {
        Ok((licence, permit)) => json!({"object": member.object(), "licence": licence, "permit": permit}),
        Err(refusal) => json!({"object": member.object(), "code": refusal.code()}),
    }
}
