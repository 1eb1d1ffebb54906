//! Files of vectors: how one is described, checked against the core and written.

mod acts;
mod matter;

pub(crate) use matter::Exhibit;

use crate::replay::{self, Replay};
use serde_json::{Value as Json, json};
use std::borrow::Cow;
use std::fmt::Write as _;
use zhengzhao::act::seal::Document;

/// Bytes of a step: written in place, or once in the file's table.
#[derive(Debug, Clone)]
pub(crate) enum Bytes {
    Here(Vec<u8>),
    Named(String),
}

impl From<Vec<u8>> for Bytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Here(bytes)
    }
}

impl From<&str> for Bytes {
    fn from(name: &str) -> Self {
        Self::Named(name.into())
    }
}

impl Bytes {
    fn json(&self) -> Json {
        match self {
            Self::Here(bytes) => hex::encode(bytes).into(),
            Self::Named(name) => format!("${name}").into(),
        }
    }
}

/// The expected end of a vector.
#[derive(Debug, Clone, Copy)]
enum Wanted {
    Verified,
    Accepted,
    Scanned,
    Incomplete,
    Judged,
    Settled,
    Enrolled,
    Refused(&'static str),
    CannotTell(&'static str),
    /// For each presentation "verified" or the code.
    Session(&'static [&'static str]),
}

/// One vector while it is described.
#[derive(Debug, Clone)]
pub(crate) struct Vector {
    name: String,
    about: String,
    traps: Vec<u8>,
    derived_from: Option<(String, String)>,
    max_status_age: u64,
    clock_skew: u64,
    max_mandate_age: Option<u64>,
    steps: Vec<Vec<(&'static str, Json)>>,
    wanted: Wanted,
    /// What the expected end says at these JSON pointers.
    told: Vec<(Cow<'static, str>, Json)>,
    /// The moment of the steps that follow.
    now: u64,
    region: &'static str,
    /// What the `verify` and `session` steps that follow carry besides.
    besides: Vec<(&'static str, Json)>,
}

/// A vector at the sample's moment, in Chongqing, under the sample's policy.
pub(crate) fn vector(name: impl Into<String>, about: impl Into<String>) -> Vector {
    Vector {
        name: name.into(),
        about: about.into(),
        traps: Vec::new(),
        derived_from: None,
        max_status_age: 7 * 86_400,
        clock_skew: 60,
        max_mandate_age: None,
        steps: Vec::new(),
        wanted: Wanted::Accepted,
        told: Vec::new(),
        now: crate::scene::NOW,
        region: "500103",
        besides: Vec::new(),
    }
}

impl Vector {
    /// Traps of the list in `traps.json`.
    pub(crate) fn traps(mut self, traps: &[u8]) -> Self {
        self.traps = traps.to_vec();
        self
    }

    /// The accepted sibling and the one difference from it.
    pub(crate) fn from(mut self, sibling: &str, difference: impl Into<String>) -> Self {
        self.derived_from = Some((sibling.into(), difference.into()));
        self
    }

    pub(crate) fn policy(mut self, max_status_age: u64, clock_skew: u64) -> Self {
        (self.max_status_age, self.clock_skew) = (max_status_age, clock_skew);
        self
    }

    pub(crate) fn at(mut self, now: u64) -> Self {
        self.now = now;
        self
    }

    pub(crate) fn region(mut self, region: &'static str) -> Self {
        self.region = region;
        self
    }

    fn step(mut self, step: Vec<(&'static str, Json)>) -> Self {
        self.steps.push(step);
        self
    }

    /// Pins the anchor and imports the pack of these names.
    pub(crate) fn desk(self, pack: &str) -> Self {
        self.pin("anchor").import(pack)
    }

    pub(crate) fn pin(self, anchor: impl Into<Bytes>) -> Self {
        let anchor = anchor.into().json();
        self.step(vec![("pin", anchor)])
    }

    pub(crate) fn reopen(self) -> Self {
        self.step(vec![("reopen_exported", true.into())])
    }

    pub(crate) fn import(self, pack: impl Into<Bytes>) -> Self {
        let now = self.now;
        self.step(vec![("import", pack.into().json()), ("now", now.into())])
    }

    pub(crate) fn own(self, lists: &[Bytes]) -> Self {
        let (now, lists): (_, Vec<_>) = (self.now, lists.iter().map(Bytes::json).collect());
        self.step(vec![("update_own", lists.into()), ("now", now.into())])
    }

    pub(crate) fn own_one(self, list: Bytes) -> Self {
        self.own(&[list])
    }

    pub(crate) fn recognised(self, list: impl Into<Bytes>) -> Self {
        let now = self.now;
        self.step(vec![("update_recognised", list.into().json()), ("now", now.into())])
    }

    pub(crate) fn status(self, list: impl Into<Bytes>) -> Self {
        let now = self.now;
        self.step(vec![("update_status", list.into().json()), ("now", now.into())])
    }

    pub(crate) fn scenario(self, scenario: impl Into<Bytes>) -> Self {
        let now = self.now;
        self.step(vec![("update_scenario", scenario.into().json()), ("now", now.into())])
    }

    /// Looks a scenario up, as it can be used now.
    pub(crate) fn use_scenario(self, issuer: &str, id: &str) -> Self {
        let now = self.now;
        self.step(vec![("use_scenario", json!([issuer, id])), ("now", now.into())])
    }

    /// A wallet with these certificates judges a request.
    pub(crate) fn judge(self, request: impl Into<Bytes>, copies: &[Bytes]) -> Self {
        let (now, copies): (_, Vec<_>) = (self.now, copies.iter().map(Bytes::json).collect());
        let judge = json!({"request": request.into().json(), "copies": copies, "now": now});
        self.step(vec![("judge_request", judge)])
    }

    /// The step before must be refused with this code.
    pub(crate) fn which_is_refused(mut self, code: &'static str) -> Self {
        self.steps.last_mut().expect("a step").push(("refused", code.into()));
        self
    }

    fn show(self, object: &'static str, bytes: Bytes) -> Self {
        let mut occasion =
            json!({"object": object, "bytes": bytes.json(), "now": self.now, "region": self.region});
        self.add_besides(&mut occasion);
        self.step(vec![("verify", occasion)])
    }

    pub(crate) fn verify(self, certificate: impl Into<Bytes>) -> Self {
        self.show("certificate", certificate.into())
    }

    pub(crate) fn verify_printed(self, printed: impl Into<Bytes>) -> Self {
        self.show("printed_certificate", printed.into())
    }

    /// Reads the texts of QR codes.
    pub(crate) fn scan<T: AsRef<str>>(self, texts: &[T]) -> Self {
        let texts: Vec<&str> = texts.iter().map(AsRef::as_ref).collect();
        self.step(vec![("scan", texts.into())])
    }

    /// The codes hold these bytes.
    pub(crate) fn scanned(mut self, bytes: &[u8]) -> Self {
        self.wanted = Wanted::Scanned;
        self.telling("/bytes", hex::encode(bytes))
    }

    /// Frames with these numbers are missing.
    pub(crate) fn incomplete(mut self, missing: &[u8]) -> Self {
        self.wanted = Wanted::Incomplete;
        self.telling("/missing", missing)
    }

    /// Shows a seal on this document.
    pub(crate) fn verify_seal(self, seal: impl Into<Bytes>, document: &Document) -> Self {
        let document = json!({"digest": hex::encode(document.digest()), "length": document.length()});
        let occasion = json!({
            "bytes": seal.into().json(), "document": document, "now": self.now, "region": self.region,
        });
        self.step(vec![("verify_seal", occasion)])
    }

    fn last_seal(&mut self) -> &mut Json {
        let step = self.steps.last_mut().and_then(|step| step.first_mut()).expect("a step");
        assert_eq!(step.0, "verify_seal");
        &mut step.1
    }

    /// The sealed document is known to have existed at this moment.
    pub(crate) fn existed_before(mut self, moment: u64) -> Self {
        self.last_seal()["existed_before"] = moment.into();
        self
    }

    /// This picture comes along with the seal.
    pub(crate) fn picture(mut self, picture: &[u8]) -> Self {
        self.last_seal()["picture"] = hex::encode(picture).into();
        self
    }

    /// Offers an enrolment to the issuer that gave this nonce.
    pub(crate) fn enrol(self, enrolment: impl Into<Bytes>, issuer: &str, nonce: [u8; 16]) -> Self {
        let enrolment = enrolment.into().json();
        let now = self.now;
        let enrol = json!({"bytes": enrolment, "issuer": issuer, "nonce": hex::encode(nonce), "now": now});
        self.step(vec![("enrol", enrol)])
    }

    /// The keys with these thumbprints are enrolled, in this order.
    pub(crate) fn enrolled(mut self, thumbprints: &[String]) -> Self {
        self.wanted = Wanted::Enrolled;
        self.telling("/keys", thumbprints)
    }

    pub(crate) fn verified(mut self) -> Self {
        self.wanted = Wanted::Verified;
        self
    }

    pub(crate) fn accepted(mut self) -> Self {
        self.wanted = Wanted::Accepted;
        self
    }

    pub(crate) fn judged(mut self) -> Self {
        self.wanted = Wanted::Judged;
        self
    }

    pub(crate) fn refused(mut self, code: &'static str) -> Self {
        self.wanted = Wanted::Refused(code);
        self
    }

    pub(crate) fn cannot_tell(mut self, code: &'static str) -> Self {
        self.wanted = Wanted::CannotTell(code);
        self
    }

    /// The verdict says this at the JSON pointer `place`.
    pub(crate) fn telling(mut self, place: impl Into<Cow<'static, str>>, what: impl Into<Json>) -> Self {
        self.told.push((place.into(), what.into()));
        self
    }

    /// The standing of the permit at this place, counted from 0.
    pub(crate) fn standing(self, permit: usize, standing: &str) -> Self {
        let place = ["/permits/0/standing", "/permits/1/standing", "/permits/2/standing"][permit];
        self.telling(place, standing)
    }

    pub(crate) fn findings(self, codes: &[&str]) -> Self {
        self.telling("/findings", codes)
    }

    fn policy_json(&self) -> Json {
        let mut policy = json!({"max_status_age": self.max_status_age, "clock_skew": self.clock_skew});
        if let Some(seconds) = self.max_mandate_age {
            policy["max_mandate_age"] = seconds.into();
        }
        policy
    }

    /// Runs the steps; the outcome of the last, or what was not as described.
    fn run(&self, table: &Json) -> Result<Json, String> {
        let mut replay = Replay::new(table, &json!({"policy": self.policy_json()}));
        let mut last = Json::Null;
        for (index, step) in self.steps.iter().enumerate() {
            let step = Json::Object(step.iter().map(|(key, value)| ((*key).into(), value.clone())).collect());
            last = replay.step(&step);
            if index + 1 == self.steps.len() {
                break;
            }
            let wanted = step.get("refused").and_then(Json::as_str);
            if replay::code(&last).and_then(Json::as_str) != wanted {
                return Err(format!("step {} ended with {last}", index + 1));
            }
        }
        let code = last["code"].as_str();
        let fits = match (self.wanted, last["outcome"].as_str().unwrap_or_default()) {
            (Wanted::Verified, outcome) => outcome == "verified",
            (Wanted::Accepted, outcome) => outcome == "accepted",
            (Wanted::Scanned, outcome) => outcome == "scanned",
            (Wanted::Incomplete, outcome) => outcome == "incomplete",
            (Wanted::Judged, outcome) => outcome == "judged",
            (Wanted::Settled, outcome) => outcome == "settled",
            (Wanted::Enrolled, outcome) => outcome == "enrolled",
            (Wanted::Refused(wanted), outcome) => outcome == "refused" && code == Some(wanted),
            (Wanted::CannotTell(wanted), outcome) => outcome == "cannot_tell" && code == Some(wanted),
            (Wanted::Session(wanted), outcome) => outcome == "session" && acts::are(&last, wanted),
        };
        for (place, what) in &self.told {
            if last.pointer(place) != Some(what) {
                return Err(format!("{place} was to be {what}: {last}"));
            }
        }
        if fits { Ok(last) } else { Err(format!("{:?} was wanted, this came: {last}", self.wanted)) }
    }
}

/// A file of vectors on one topic.
#[derive(Debug)]
pub(crate) struct Book {
    pub(crate) topic: &'static str,
    about: &'static str,
    table: Vec<(String, Vec<u8>)>,
    vectors: Vec<(Vector, Json)>,
    pub(crate) wrong: Vec<String>,
}

impl Book {
    pub(crate) fn new(topic: &'static str, about: &'static str) -> Self {
        Self { topic, about, table: Vec::new(), vectors: Vec::new(), wrong: Vec::new() }
    }

    /// Puts bytes that several vectors use into the table.
    pub(crate) fn keep(&mut self, name: &str, bytes: Vec<u8>) -> Bytes {
        assert!(self.table.iter().all(|(own, _)| own != name), "{name} is kept twice");
        self.table.push((name.into(), bytes));
        name.into()
    }

    pub(crate) fn add(&mut self, vector: Vector) {
        let table = self.table.iter().map(|(name, bytes)| (name.clone(), hex::encode(bytes).into()));
        match vector.run(&Json::Object(table.collect())) {
            Ok(expect) => self.vectors.push((vector, expect)),
            Err(what) => self.wrong.push(format!("{}: {}: {what}", self.topic, vector.name)),
        }
    }

    /// Moves bytes that several steps state in place into the table, so that they stand there once.
    pub(crate) fn shared(mut self) -> Self {
        let mut places: Vec<(String, usize)> = Vec::new();
        let strings = |vector: &mut Vector, found: &mut dyn FnMut(&mut String)| {
            vector.steps.iter_mut().flatten().for_each(|(_, value)| each_string(value, found));
        };
        for (vector, _) in &mut self.vectors {
            strings(vector, &mut |text| match places.iter_mut().find(|(known, _)| known == text) {
                Some((_, count)) => *count += 1,
                None if text.len() > LONG => places.push((text.clone(), 1)),
                None => {}
            });
        }
        places.retain(|(_, count)| *count > 1);
        let named = |place: usize| format!("shared_{}", place + 1);
        for (vector, _) in &mut self.vectors {
            strings(vector, &mut |text| {
                if let Some(place) = places.iter().position(|(known, _)| known == text) {
                    *text = format!("${}", named(place));
                }
            });
        }
        for (place, (text, _)) in places.iter().enumerate() {
            self.keep(&named(place), hex::decode(text).expect("only bytes are that long"));
        }
        self
    }

    pub(crate) fn len(&self) -> usize {
        self.vectors.len()
    }

    /// The file, one step a line, so that a change shows as a few lines.
    pub(crate) fn text(&self) -> String {
        let mut out = String::new();
        let _ = writeln!(out, "{{\n  \"about\": {},\n  \"bytes\": {{", quoted(self.about));
        for (index, (name, bytes)) in self.table.iter().enumerate() {
            let comma = if index + 1 < self.table.len() { "," } else { "" };
            let _ = writeln!(out, "    {}: {}{comma}", quoted(name), quoted(&hex::encode(bytes)));
        }
        out.push_str("  },\n  \"vectors\": [\n");
        for (index, (vector, expect)) in self.vectors.iter().enumerate() {
            let comma = if index + 1 < self.vectors.len() { "," } else { "" };
            let _ = writeln!(out, "{}{comma}", described(vector, expect));
        }
        out.push_str("  ]\n}\n");
        out
    }
}

/// Digits of bytes that are worth a name.
const LONG: usize = 400;

fn each_string(value: &mut Json, found: &mut dyn FnMut(&mut String)) {
    match value {
        Json::String(text) => found(text),
        Json::Array(list) => list.iter_mut().for_each(|value| each_string(value, found)),
        Json::Object(map) => map.values_mut().for_each(|value| each_string(value, found)),
        _ => {}
    }
}

fn described(vector: &Vector, expect: &Json) -> String {
    let mut fields = vec![
        format!("\"name\": {}", quoted(&vector.name)),
        format!("\"about\": {}", quoted(&vector.about)),
        format!("\"traps\": {}", line(&json!(vector.traps))),
    ];
    if let Some((sibling, difference)) = &vector.derived_from {
        fields.push(format!("\"derived_from\": {}", quoted(sibling)));
        fields.push(format!("\"difference\": {}", quoted(difference)));
    }
    fields.push(format!("\"policy\": {}", line(&vector.policy_json())));
    let steps: Vec<_> = vector.steps.iter().map(|step| format!("        {}", members(step))).collect();
    fields.push(format!("\"steps\": [\n{}\n      ]", steps.join(",\n")));
    fields.push(format!("\"expect\": {}", expected(expect)));
    format!("    {{\n      {}\n    }}", fields.join(",\n      "))
}

const ORDER: [&str; 26] = [
    "outcome",
    "bytes",
    "missing",
    "issuer",
    "kind",
    "items",
    "withheld",
    "permits",
    "permits_withheld",
    "presenter",
    "face",
    "act",
    "findings",
    "verdicts",
    "seal",
    "offers",
    "unmet",
    "keys",
    "code",
    "step",
    "object",
    "objects",
    "materials",
    "links",
    "members",
    "beyond_need",
];

fn expected(expect: &Json) -> String {
    let fields: Vec<_> = ORDER.into_iter().filter_map(|key| Some((key, expect.get(key)?.clone()))).collect();
    assert_eq!(Some(fields.len()), expect.as_object().map(serde_json::Map::len), "a member has no place");
    members(&fields)
}

fn members<K: AsRef<str>>(fields: &[(K, Json)]) -> String {
    let one = |(key, value): &(K, Json)| format!("{}: {}", quoted(key.as_ref()), line(value));
    format!("{{{}}}", fields.iter().map(one).collect::<Vec<_>>().join(", "))
}

/// A value on one line. Item labels are put in the order of their numbers.
fn line(value: &Json) -> String {
    match value {
        Json::Array(list) => format!("[{}]", list.iter().map(line).collect::<Vec<_>>().join(", ")),
        Json::Object(map) => {
            let mut fields: Vec<_> = map.iter().map(|(key, value)| (key, value.clone())).collect();
            fields.sort_by_key(|(key, _)| (key.parse::<u32>().ok(), (*key).clone()));
            members(&fields)
        }
        other => other.to_string(),
    }
}

fn quoted(text: &str) -> String {
    Json::from(text).to_string()
}
