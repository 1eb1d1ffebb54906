//! What presentations, sessions and the replay memory add to a vector's steps and outcomes.

use serde_json::{Value as Json, json};
use zhengzhao::act::{Audience, Nonce, Purpose, ScenarioId, session};
use zhengzhao::certificate::Form;
use zhengzhao::verify::{Challenge, Face, PresentedAct, ReplayMemory, VerifiedMandate, link};
use zhengzhao::{Occasion, Policy, Presence, Presentation, Refusal, Unverified, Verified};

use super::{Replay, accepted, refused, shown};

/// The replay memory of a desk with a fixed audience, once it was begun.
pub(crate) type Memory = Option<ReplayMemory>;

/// What becomes of one presentation of a session.
type Verdict = Result<Verified<Presentation>, Refusal>;

fn text(value: &Json) -> &str {
    value.as_str().expect("a text")
}

pub(super) fn policy(policy: Policy, json: &Json) -> Policy {
    match json.get("max_mandate_age").and_then(Json::as_u64) {
        Some(seconds) => policy.with_max_mandate_age(seconds).expect("no policy lets mandates live longer"),
        None => policy,
    }
}

/// With the member of a step that says for whom.
pub(super) fn audience(occasion: Occasion, step: &Json) -> Occasion {
    match step.get("audience") {
        Some(name) => occasion.with_audience(Audience::new(text(name)).expect("an audience")),
        None => occasion,
    }
}

/// With the members of a step that say for whom, what and why.
pub(super) fn occasion(occasion: Occasion, step: &Json) -> Occasion {
    let mut occasion = audience(occasion, step);
    if let Some(name) = step.get("scenario") {
        let scenario = ScenarioId::new(text(&name[0]), text(&name[1]));
        occasion = occasion.with_scenario(scenario.expect("the name of a scenario"));
    }
    if let Some(why) = step.get("purpose") {
        occasion = occasion.with_purpose(Purpose::new(text(why)).expect("a purpose"));
    }
    occasion
}

pub(super) fn presence<'r>(step: &Json, memory: &'r mut Memory) -> Presence<'r> {
    match step.get("presence") {
        None => Presence::None,
        Some(Json::String(word)) if word == "audience" => {
            Presence::Audience(memory.as_mut().expect("a step before begins a replay memory"))
        }
        Some(answer) => {
            let nonce = hex::decode(text(&answer["challenge"])).expect("hex");
            Presence::Challenge(Challenge::new(Nonce::new(nonce.try_into().expect("16 bytes"))))
        }
    }
}

/// The object with the picture that travels beside it.
pub(super) fn beside<'b, F: Form>(object: Unverified<'b, F>, picture: Option<&'b [u8]>) -> Unverified<'b, F> {
    match picture {
        Some(picture) => object.with_picture(picture),
        None => object,
    }
}

/// The code of an outcome; of a session, the first.
pub(crate) fn code(outcome: &Json) -> Option<&Json> {
    let verdicts = outcome["verdicts"].as_array().into_iter().flatten();
    outcome.get("code").or_else(|| verdicts.filter_map(|verdict| verdict.get("code")).next())
}

impl Replay<'_> {
    /// Does a step that only acts have.
    pub(super) fn act_step(&mut self, step: &Json) -> Option<Json> {
        if let Some(memory) = step.get("replay_memory") {
            return Some(self.begin_memory(memory));
        }
        if step.get("reopen_replay").is_some() {
            let bytes = self.memory.as_ref().expect("a replay memory").export();
            let reopened = ReplayMemory::reopen(&bytes);
            assert_eq!(reopened.as_ref().map(ReplayMemory::export).as_ref(), Ok(&bytes), "not the same");
            return Some(self.keep_memory(reopened));
        }
        step.get("session").map(|session| self.verify_session(session))
    }

    fn begin_memory(&mut self, memory: &Json) -> Json {
        if let Some(bytes) = memory.get("bytes") {
            let reopened = ReplayMemory::reopen(&self.bytes(bytes));
            return self.keep_memory(reopened);
        }
        let capacity = memory["capacity"].as_u64().and_then(|capacity| usize::try_from(capacity).ok());
        self.memory = Some(capacity.and_then(ReplayMemory::new).expect("a capacity"));
        accepted(Ok(()))
    }

    fn keep_memory(&mut self, reopened: Result<ReplayMemory, Refusal>) -> Json {
        accepted(reopened.map(|memory| self.memory = Some(memory)))
    }

    fn verify_session(&mut self, step: &Json) -> Json {
        let written = match step.get("bytes") {
            Some(bytes) => self.bytes(bytes),
            None => {
                let presentations = step["presentations"].as_array().expect("presentations");
                let presentations: Vec<_> = presentations.iter().map(|bytes| self.bytes(bytes)).collect();
                session::write(&presentations).expect("a session that can be written")
            }
        };
        let presentations = match session::read(&written) {
            Ok(presentations) => presentations,
            Err(refusal) => return refused(&refusal),
        };
        let mut memory = self.memory.take();
        let verdicts = self.session_verdicts(step, &presentations, presence(step, &mut memory));
        self.memory = memory;
        if let Some(Err(refusal)) = step.get("link").map(|link| linked(text(link), &verdicts)) {
            return refused(&refusal);
        }
        json!({"outcome": "session", "verdicts": verdicts.into_iter().map(shown).collect::<Vec<_>>()})
    }

    /// What cannot be read has its verdict already; the rest is verified together.
    fn session_verdicts(&self, step: &Json, presentations: &[&[u8]], presence: Presence<'_>) -> Vec<Verdict> {
        let mut unread = Vec::new();
        let mut read = Vec::new();
        for bytes in presentations {
            match Unverified::<Presentation>::parse(bytes) {
                Ok(object) => {
                    read.push(object);
                    unread.push(None);
                }
                Err(refusal) => unread.push(Some(Err(refusal))),
            }
        }
        let occasion = super::occasion(step);
        let mut verdicts = self.verifier().verify_session(read, &occasion, presence).into_iter();
        let mut next = |unread: Option<Verdict>| unread.or_else(|| verdicts.next());
        unread.into_iter().map(|unread| next(unread).expect("a verdict for each")).collect()
    }
}

/// Whether the first two of a session, both verified, belong together by this link.
fn linked(link: &str, verdicts: &[Verdict]) -> Result<(), Refusal> {
    let [Ok(first), Ok(second), ..] = verdicts else { panic!("two that are verified: {verdicts:?}") };
    match link {
        "same_code" => link::same_code(first, second),
        "same_enterprise" => link::same_enterprise(first, second),
        "same_key" => link::same_key(first, second),
        other => panic!("no link is called {other}"),
    }
}

/// Adds what a verdict says of the acts, where there is anything to say.
pub(super) fn tell<F: Form>(verified: &Verified<F>, expect: &mut Json) {
    if verified.report().face() == Face::Shown {
        expect["face"] = Face::Shown.id().into();
    }
    if let Some(presented) = verified.act() {
        expect["act"] = act(presented);
    }
}

fn scenario(scenario: &ScenarioId) -> Json {
    json!([scenario.issuer(), scenario.id()])
}

fn act(act: &PresentedAct) -> Json {
    let mut told = json!({
        "audience": act.audience().as_str(),
        "iat": act.issued_at().seconds(),
        "exp": act.expires().seconds(),
        "cti": hex::encode(act.cti()),
        "key": hex::encode(act.signer().as_bytes()),
    });
    if let Some(name) = act.scenario() {
        told["scenario"] = scenario(name);
    }
    if let Some(why) = act.purpose() {
        told["purpose"] = why.as_str().into();
    }
    if let Some(under) = act.mandate() {
        told["mandate"] = mandate(under);
    }
    told
}

fn mandate(mandate: &VerifiedMandate) -> Json {
    let mut told = json!({
        "delegate_key": hex::encode(mandate.delegate_key().thumbprint().as_bytes()),
        "delegate_name": mandate.delegate_name(),
        "matters": mandate.matters().iter().map(scenario).collect::<Vec<_>>(),
        "iat": mandate.issued_at().seconds(),
        "exp": mandate.expires().seconds(),
        "cti": hex::encode(mandate.cti()),
    });
    if let Some((sort, code)) = mandate.delegate_code() {
        told["delegate_code"] = json!([sort, code]);
    }
    told
}
