//! Replays one vector of `core/tests/vectors` against the core. The generator of the vectors uses this file too,
//! so that what it writes down is what a suite sees.
#![expect(clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

// Named by its path, because the generator names this file by one too.
#[path = "replay/acts.rs"]
mod acts;
#[path = "replay/matter.rs"]
mod matter;

use serde_json::{Map, Value as Json, json};
use zhengzhao::act::enrolment::{self, EnrolledKey, EnrolmentChallenge};
use zhengzhao::act::seal::{Document, ExistedBefore, UnverifiedSeal};
use zhengzhao::act::{Nonce, Purpose, ScenarioId};
use zhengzhao::certificate::{Form, Items, Value};
use zhengzhao::holder::HolderCopy;
use zhengzhao::qr::{Collector, Scanned};
use zhengzhao::region::Region;
use zhengzhao::request::{Request, judge_request};
use zhengzhao::time::Time;
use zhengzhao::trust::Anchor;
use zhengzhao::verify::{Finding, VerifiedSeal};
use zhengzhao::{
    Certificate, Occasion, Pack, Policy, Presence, Presentation, Printed, Refusal, Store, Unverified,
    Verified, Verifier,
};

pub(crate) use acts::{Memory, code};

/// A store between two steps of a vector.
pub(crate) struct Replay<'v> {
    table: &'v Json,
    pub(crate) policy: Policy,
    pub(crate) store: Option<Store>,
    pub(crate) memory: Memory,
    collector: Collector,
}

impl<'v> Replay<'v> {
    /// `table` is the `bytes` member of the vector's file.
    pub(crate) fn new(table: &'v Json, vector: &Json) -> Self {
        let policy = &vector["policy"];
        let policy = Policy::new(seconds(&policy["max_status_age"]))
            .with_clock_skew(seconds(&policy["clock_skew"]))
            .expect("a policy may not allow more skew");
        let policy = acts::policy(policy, &vector["policy"]);
        Self { table, policy, store: None, memory: None, collector: Collector::new() }
    }

    /// The bytes behind a hex string or a `$name`.
    pub(crate) fn bytes(&self, value: &Json) -> Vec<u8> {
        let text = value.as_str().expect("hex or $name");
        let hex = match text.strip_prefix('$') {
            Some(name) => self.table[name].as_str().unwrap_or_else(|| panic!("no bytes called {name}")),
            None => text,
        };
        hex::decode(hex).expect("hex")
    }

    fn store(&mut self) -> &mut Store {
        self.store.as_mut().expect("the first step pins an anchor")
    }

    /// Does one step and says what came of it, in the form of `expect`.
    pub(crate) fn step(&mut self, step: &Json) -> Json {
        let policy = self.policy;
        if let Some(anchor) = step.get("pin") {
            let anchor = Anchor::parse(&self.bytes(anchor));
            return accepted(anchor.map(|anchor| self.store = Some(Store::pin(anchor))));
        }
        if step.get("reopen_exported").is_some() {
            let reopened = Store::reopen(&self.store().export());
            return accepted(reopened.map(|store| self.store = Some(store)));
        }
        if let Some(verify) = step.get("verify") {
            return self.verify(verify);
        }
        if let Some(outcome) = self.act_step(step) {
            return outcome;
        }
        if let Some(texts) = step.get("scan") {
            return self.scan(texts);
        }
        if let Some(verify) = step.get("verify_seal") {
            return self.verify_seal(verify);
        }
        if let Some(matter) = step.get("verify_scenario") {
            return self.verify_scenario(matter);
        }
        if let Some(judge) = step.get("judge_request") {
            return self.judge(judge);
        }
        if let Some(enrol) = step.get("enrol") {
            return self.enrol(enrol);
        }
        let now = time(&step["now"]);
        accepted(if let Some(lists) = step.get("update_own") {
            let lists: Vec<_> =
                lists.as_array().expect("a list").iter().map(|list| self.bytes(list)).collect();
            let lists: Vec<&[u8]> = lists.iter().map(Vec::as_slice).collect();
            self.store().update_own(&lists, now, &policy)
        } else if let Some(list) = step.get("update_recognised") {
            let list = self.bytes(list);
            self.store().update_recognised(&list, now, &policy)
        } else if let Some(list) = step.get("update_status") {
            let list = self.bytes(list);
            self.store().update_status(&list, now, &policy)
        } else if let Some(scenario) = step.get("update_scenario") {
            let scenario = self.bytes(scenario);
            self.store().update_scenario(&scenario, now, &policy)
        } else if let Some(id) = step.get("use_scenario") {
            let [issuer, id] = [&id[0], &id[1]].map(|text| text.as_str().expect("text"));
            let id = ScenarioId::new(issuer, id).expect("a name");
            let used = self.store().scenario(&id, now);
            used.map(|scenario| assert_eq!(*scenario.id(), id))
        } else if let Some(pack) = step.get("import") {
            let pack = self.bytes(pack);
            Pack::parse(&pack).and_then(|pack| self.store().import(&pack, now, &policy))
        } else {
            panic!("an unknown step: {step}")
        })
    }

    /// What came of the last text, or the first refusal.
    fn scan(&mut self, texts: &Json) -> Json {
        let mut outcome = Json::Null;
        for text in texts.as_array().expect("a list of texts") {
            let whole = Scanned::read(text.as_str().expect("a text")).and_then(|scanned| match scanned {
                Scanned::Whole(bytes) => Ok(Some(bytes)),
                Scanned::Frame(frame) => self.collector.add(frame),
            });
            outcome = match whole {
                Ok(Some(bytes)) => json!({"outcome": "scanned", "bytes": hex::encode(bytes)}),
                Ok(None) => {
                    json!({"outcome": "incomplete", "missing": self.collector.missing().collect::<Vec<_>>()})
                }
                Err(refusal) => return refused(&refusal),
            };
        }
        outcome
    }

    /// A request that cannot be read, or against which something speaks, is refused with the first code.
    fn judge(&self, judge: &Json) -> Json {
        let store = self.store.as_ref().expect("the first step pins an anchor");
        let now = time(&judge["now"]);
        let request = match Request::parse(&self.bytes(&judge["request"])) {
            Ok(request) => request,
            Err(refusal) => return refused(&refusal),
        };
        let copies = judge["copies"].as_array().expect("a list").iter();
        let copies: Vec<_> =
            copies.map(|copy| HolderCopy::parse(&self.bytes(copy)).expect("a holder's copy")).collect();
        let scenario = request.scenario().and_then(|named| store.scenario(&named.id, now).ok());
        let judgement = judge_request(&request, &copies, scenario, now);
        if let Some(refusal) = judgement.refusals().first() {
            assert_eq!(judgement.is_registered(), refusal.code() != "unregistered_purpose");
            return refused(refusal);
        }
        let offers: Vec<_> = judgement
            .offers()
            .iter()
            .map(|offer| {
                let (copy, kind) = (offer.copy(), offer.kind());
                json!({"copy": copy, "material": offer.material(), "kind": kind, "labels": offer.labels()})
            })
            .collect();
        json!({"outcome": "judged", "offers": offers, "unmet": judgement.unmet()})
    }

    fn enrol(&self, step: &Json) -> Json {
        let nonce = self.bytes(&step["nonce"]).try_into().expect("16 bytes");
        let issuer = step["issuer"].as_str().expect("an id");
        let challenge = EnrolmentChallenge::new(issuer, Nonce::new(nonce)).expect("an id");
        let (bytes, skew) = (self.bytes(&step["bytes"]), self.policy.clock_skew());
        match enrolment::verify(&bytes, challenge, time(&step["now"]), skew) {
            Ok(keys) => {
                let thumbprint = |key: &EnrolledKey| hex::encode(key.public_key().thumbprint().as_bytes());
                json!({"outcome": "enrolled", "keys": keys.iter().map(thumbprint).collect::<Vec<_>>()})
            }
            Err(refusal) => refused(&refusal),
        }
    }

    fn verify(&mut self, verify: &Json) -> Json {
        let bytes = self.bytes(&verify["bytes"]);
        let mut memory = self.memory.take();
        let verdict = self.verify_bytes(verify, &bytes, &mut memory);
        self.memory = memory;
        verdict
    }

    /// Does a `verify` step with other bytes and another replay memory.
    pub(crate) fn verify_bytes(&self, verify: &Json, bytes: &[u8], memory: &mut Memory) -> Json {
        match verify["object"].as_str() {
            Some("certificate") => self.verdict::<Certificate>(verify, bytes, memory),
            Some("printed_certificate") => self.verdict::<Printed>(verify, bytes, memory),
            Some("presentation") => self.verdict::<Presentation>(verify, bytes, memory),
            other => panic!("unknown object {other:?}"),
        }
    }

    fn verify_seal(&self, verify: &Json) -> Json {
        let verifier = self.verifier();
        let (bytes, digest) = (self.bytes(&verify["bytes"]), self.bytes(&verify["document"]["digest"]));
        let length = verify["document"]["length"].as_u64().expect("a length");
        let document = Document::new(digest.try_into().expect("32 bytes"), length);
        let existed = verify.get("existed_before").map(|moment| ExistedBefore::new(time(moment)));
        let picture = verify.get("picture").map(|picture| self.bytes(picture));
        let result = UnverifiedSeal::parse(&bytes).and_then(|mut seal| {
            if let Some(picture) = &picture {
                seal = seal.with_picture(picture);
            }
            verifier.verify_seal(seal, &document, &occasion(verify), existed)
        });
        match result {
            Ok(sealed) => shown_seal(&sealed),
            Err(refusal) => refused(&refusal),
        }
    }

    fn verdict<F: Form>(&self, verify: &Json, bytes: &[u8], memory: &mut Memory) -> Json {
        let occasion = occasion(verify);
        let verifier = self.verifier();
        let picture = verify.get("picture").map(|picture| self.bytes(picture));
        let presence = acts::presence(verify, memory);
        let alone = matches!(presence, Presence::None) && picture.is_none();
        let single = Unverified::<F>::parse(bytes)
            .map(|object| acts::beside(object, picture.as_deref()))
            .and_then(|object| verifier.verify(object, &occasion, presence));
        let single = shown(single);
        if alone {
            let bulk: Vec<_> = verifier.verify_all::<F>(&[bytes], &occasion).into_iter().map(shown).collect();
            assert_eq!(std::slice::from_ref(&single), bulk, "verify_all gives another verdict");
        }
        single
    }

    fn verifier(&self) -> Verifier<'_> {
        let store = self.store.as_ref().expect("the first step pins an anchor");
        Verifier::new(store.trust(), store.statuses(), self.policy)
    }
}

pub(crate) fn occasion(verify: &Json) -> Occasion {
    acts::occasion(place(verify), verify)
}

/// Where and when.
fn place(step: &Json) -> Occasion {
    let region = Region::parse(step["region"].as_str().expect("a region")).expect("six digits");
    Occasion::new(time(&step["now"]), region)
}

fn seconds(value: &Json) -> u64 {
    value.as_u64().expect("seconds")
}

pub(crate) fn time(value: &Json) -> Time {
    Time::from_seconds(seconds(value)).expect("a time that fits")
}

fn accepted(result: Result<(), Refusal>) -> Json {
    match result {
        Ok(()) => json!({"outcome": "accepted"}),
        Err(refusal) => refused(&refusal),
    }
}

fn refused(refusal: &Refusal) -> Json {
    json!({
        "outcome": if refusal.is_undetermined() { "cannot_tell" } else { "refused" },
        "code": refusal.code(),
        "step": refusal.step().id(),
        "object": refusal.object().id(),
    })
}

fn shown<F: Form>(verdict: Result<Verified<F>, Refusal>) -> Json {
    let verified = match verdict {
        Ok(verified) => verified,
        Err(refusal) => return refused(&refusal),
    };
    let report = verified.report();
    assert!(report.status().checked().is_some(), "only a scenario can do without a status");
    let findings: Vec<_> = report.findings().iter().copied().map(Finding::code).collect();
    let mut expect = json!({
        "outcome": "verified",
        "issuer": verified.issuer(),
        "kind": verified.kind(),
        "items": items(verified.items()),
        "withheld": verified.items().withheld(),
        "presenter": report.presenter().id(),
        "findings": findings,
    });
    if !verified.permits().is_empty() || verified.permits_withheld() > 0 {
        let permits: Vec<_> = verified
            .permits()
            .iter()
            .map(|permit| {
                json!({
                    "issuer": permit.issuer(),
                    "kind": permit.kind(),
                    "items": items(permit.items()),
                    "standing": permit.standing().map_or_else(|refusal| refusal.code(), |()| "verified"),
                })
            })
            .collect();
        expect["permits"] = permits.into();
        expect["permits_withheld"] = verified.permits_withheld().into();
    }
    acts::tell(&verified, &mut expect);
    expect
}

/// The verdict on its certificate, and what the seal says.
fn shown_seal(sealed: &VerifiedSeal) -> Json {
    let mut expect = shown(Ok(sealed.certificate().clone()));
    let licence = sealed.licence();
    expect["seal"] = json!({
        "name": sealed.document_name(),
        "media_type": sealed.media_type(),
        "sealed_as_stated": sealed.sealed_as_stated().seconds(),
        "purpose": sealed.purpose().map(Purpose::as_str),
        "picture": sealed.picture().id(),
        "licence": {"issuer": licence.issuer(), "kind": licence.kind()},
    });
    expect
}

fn items(items: &Items) -> Json {
    Json::Object(items.iter().map(|(label, value)| (label.to_string(), item(value))).collect::<Map<_, _>>())
}

/// Integers, text, booleans and lists as JSON has them; a byte string is `{"bytes": hex}`, a map
/// `{"items": {…}, "withheld": n}`.
fn item(value: &Value) -> Json {
    match value {
        Value::Integer(integer) => (*integer).into(),
        Value::Bytes(bytes) => json!({"bytes": hex::encode(bytes)}),
        Value::Text(text) => text.as_str().into(),
        Value::Bool(value) => (*value).into(),
        Value::List(list) => list.iter().map(item).collect(),
        Value::Map(map) => json!({"items": items(map), "withheld": map.withheld()}),
    }
}
