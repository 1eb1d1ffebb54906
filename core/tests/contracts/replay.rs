//! Replays one vector of `core/tests/vectors` against the core. The generator of the vectors uses this file too,
//! so that what it writes down is what a suite sees.
#![expect(clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

use serde_json::{Map, Value as Json, json};
use zhengzhao::act::Nonce;
use zhengzhao::act::enrolment::{self, EnrolledKey, EnrolmentChallenge};
use zhengzhao::certificate::{Form, Items, Value};
use zhengzhao::qr::{Collector, Scanned};
use zhengzhao::region::Region;
use zhengzhao::time::Time;
use zhengzhao::trust::Anchor;
use zhengzhao::verify::Finding;
use zhengzhao::{
    Certificate, Occasion, Pack, Policy, Presence, Printed, Refusal, Store, Unverified, Verified, Verifier,
};

/// A store between two steps of a vector.
pub(crate) struct Replay<'v> {
    table: &'v Json,
    pub(crate) policy: Policy,
    pub(crate) store: Option<Store>,
    collector: Collector,
}

impl<'v> Replay<'v> {
    /// `table` is the `bytes` member of the vector's file.
    pub(crate) fn new(table: &'v Json, vector: &Json) -> Self {
        let policy = &vector["policy"];
        let policy = Policy::new(seconds(&policy["max_status_age"]))
            .with_clock_skew(seconds(&policy["clock_skew"]))
            .expect("a policy may not allow more skew");
        Self { table, policy, store: None, collector: Collector::new() }
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
        if let Some(texts) = step.get("scan") {
            return self.scan(texts);
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

    fn verify(&self, verify: &Json) -> Json {
        let bytes = self.bytes(&verify["bytes"]);
        match verify["object"].as_str() {
            Some("certificate") => self.verdict::<Certificate>(verify, &bytes),
            Some("printed_certificate") => self.verdict::<Printed>(verify, &bytes),
            other => panic!("unknown object {other:?}"),
        }
    }

    fn verdict<F: Form>(&self, verify: &Json, bytes: &[u8]) -> Json {
        let store = self.store.as_ref().expect("the first step pins an anchor");
        let occasion = occasion(verify);
        let verifier = Verifier::new(store.trust(), store.statuses(), self.policy);
        let single = Unverified::<F>::parse(bytes)
            .and_then(|object| verifier.verify(object, &occasion, Presence::None));
        let bulk: Vec<_> = verifier.verify_all::<F>(&[bytes], &occasion).into_iter().map(shown).collect();
        let single = shown(single);
        assert_eq!(std::slice::from_ref(&single), bulk, "verify_all gives another verdict");
        single
    }
}

pub(crate) fn occasion(verify: &Json) -> Occasion {
    let region = Region::parse(verify["region"].as_str().expect("a region")).expect("six digits");
    Occasion::new(time(&verify["now"]), region)
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
