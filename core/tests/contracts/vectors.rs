//! The vectors of `core/tests/vectors`: each ends exactly as it says, and together they leave no gap.
#![expect(clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value as Json;
use zhengzhao::Refusal;

use crate::replay::{self, Replay};

/// One file of vectors.
#[derive(Debug)]
pub(crate) struct File {
    pub(crate) name: String,
    pub(crate) json: Json,
}

impl File {
    pub(crate) fn vectors(&self) -> &[Json] {
        self.json["vectors"].as_array().expect("a list of vectors")
    }
}

pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors")
}

pub(crate) fn read(name: &str) -> Json {
    let text = fs::read_to_string(folder().join(name)).expect("readable");
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Every file of the folder that has vectors.
pub(crate) fn files() -> Vec<File> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder()).expect("the folder") {
        let name = entry.expect("an entry").file_name().into_string().expect("a name in UTF-8");
        if name.ends_with(".json") {
            let json = read(&name);
            if json.get("vectors").is_some() {
                files.push(File { name, json });
            }
        }
    }
    files.sort_by(|a, b| a.name.cmp(&b.name));
    assert!(files.len() > 10, "the folder was not found whole");
    files
}

/// Does every step; the first that does not end as described, if any.
pub(crate) fn departure(file: &File, vector: &Json) -> Option<String> {
    let mut replay = Replay::new(&file.json["bytes"], vector);
    let steps = vector["steps"].as_array().expect("steps");
    let (last, before) = steps.split_last().expect("at least one step");
    for (index, step) in before.iter().enumerate() {
        let outcome = replay.step(step);
        if replay::code(&outcome) != step.get("refused") {
            return Some(format!("step {} ended with {outcome}", index.saturating_add(1)));
        }
    }
    let outcome = replay.step(last);
    (outcome != vector["expect"]).then(|| format!("expected {}, got {outcome}", vector["expect"]))
}

fn outcome(vector: &Json) -> &str {
    vector["expect"]["outcome"].as_str().expect("an outcome")
}

fn is_accepted(vector: &Json) -> bool {
    match outcome(vector) {
        "session" => verdicts(vector).iter().all(|verdict| verdict["outcome"] == "verified"),
        outcome => matches!(outcome, "verified" | "accepted" | "scanned" | "enrolled" | "judged" | "settled"),
    }
}

/// The verdicts of a session, or the one outcome.
fn verdicts(vector: &Json) -> &[Json] {
    let expect = &vector["expect"];
    expect["verdicts"].as_array().map_or(std::slice::from_ref(expect), Vec::as_slice)
}

/// The codes that a vector expects.
pub(crate) fn codes(vector: &Json) -> impl Iterator<Item = &str> {
    verdicts(vector).iter().filter_map(|verdict| verdict["code"].as_str())
}

fn name(vector: &Json) -> &str {
    vector["name"].as_str().expect("a name")
}

#[test]
fn every_vector_ends_as_it_says() {
    let mut wrong = Vec::new();
    for file in files() {
        for vector in file.vectors() {
            wrong.extend(
                departure(&file, vector).map(|what| format!("{}: {}: {what}", file.name, name(vector))),
            );
        }
    }
    assert!(wrong.is_empty(), "{} vectors:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn names_are_unique_and_siblings_are_accepted() {
    let files = files();
    let mut accepted = BTreeMap::new();
    for vector in files.iter().flat_map(File::vectors) {
        assert_eq!(accepted.insert(name(vector), is_accepted(vector)), None, "{} twice", name(vector));
    }
    for vector in files.iter().flat_map(File::vectors) {
        match vector.get("derived_from").map(|sibling| sibling.as_str().expect("a name")) {
            Some(sibling) => {
                assert_eq!(accepted.get(sibling), Some(&true), "{} derives from {sibling}", name(vector));
                assert!(
                    vector["difference"].as_str().is_some_and(|text| !text.is_empty()),
                    "{}",
                    name(vector)
                );
            }
            None => assert!(is_accepted(vector), "{} has no accepted sibling", name(vector)),
        }
    }
}

#[test]
fn every_refusal_code_is_reached() {
    let files = files();
    let reached: BTreeSet<&str> = files.iter().flat_map(File::vectors).flat_map(codes).collect();
    let uncovered = read("uncovered.json");
    let uncovered = uncovered.as_object().expect("codes and reasons");
    for code in Refusal::CODES {
        let reason = uncovered.get(*code).and_then(Json::as_str).is_some_and(|reason| !reason.is_empty());
        assert_ne!(reached.contains(code), reason, "{code} needs either a vector or a reason");
    }
    for code in reached.iter().copied().chain(uncovered.keys().map(String::as_str)) {
        assert!(Refusal::CODES.contains(&code), "{code} is no code");
    }
}

#[test]
fn every_trap_has_a_vector_or_a_reason() {
    let files = files();
    let met: BTreeSet<u64> = files
        .iter()
        .flat_map(File::vectors)
        .flat_map(|vector| vector["traps"].as_array().expect("traps"))
        .map(|trap| trap.as_u64().expect("a number"))
        .collect();
    let traps = read("traps.json");
    let traps = traps.as_object().expect("traps by number");
    assert_eq!(traps.len(), 42);
    for number in 1..=42 {
        let trap = &traps[&number.to_string()];
        assert!(trap["trap"].as_str().is_some_and(|text| !text.is_empty()), "{number}");
        let reason = trap["reason"].as_str().is_some_and(|reason| !reason.is_empty());
        assert_ne!(met.contains(&number), reason, "trap {number} needs either a vector or a reason");
    }
    assert!(met.iter().all(|trap| (1..=42).contains(trap)));
}

#[test]
fn at_least_half_refuse_or_cannot_tell() {
    let files = files();
    let all = files.iter().flat_map(File::vectors).count();
    let against = files.iter().flat_map(File::vectors).filter(|vector| !is_accepted(vector)).count();
    assert!(against.saturating_mul(2) >= all, "{against} of {all}");
}

/// The members that the schema requires, and none that it does not know.
#[test]
fn files_have_the_members_of_the_schema() {
    let schema = read("schema.json");
    let definitions = &schema["$defs"];
    for file in files() {
        fits(&schema, &file.json, &file.name);
        for vector in file.vectors() {
            let at = name(vector);
            fits(&definitions["vector"], vector, at);
            fits(&definitions["vector"]["properties"]["policy"], &vector["policy"], at);
            let sort = |outcome: &Json| match outcome.as_str() {
                Some("verified") => "verified",
                Some("accepted") => "accepted",
                Some("scanned") => "scanned",
                Some("incomplete") => "incomplete",
                Some("session") => "session",
                Some("enrolled") => "enrolled",
                Some("judged") => "judged",
                _ => "refused",
            };
            let matter = vector["expect"].get("materials").map(|_| "matter");
            let expected = matter.unwrap_or_else(|| sort(&vector["expect"]["outcome"]));
            fits(&definitions[expected], &vector["expect"], at);
            for verdict in verdicts(vector).iter().filter(|_| matter.is_none()) {
                fits(&definitions[sort(&verdict["outcome"])], verdict, at);
                if let Some(act) = verdict.get("act") {
                    fits(&definitions["act"], act, at);
                }
            }
            for step in vector["steps"].as_array().expect("steps") {
                fits(&definitions["step"], step, at);
                let sorts = definitions["step"]["oneOf"].as_array().expect("sorts of steps");
                let of = |sort: &&Json| required(sort).all(|member| step.get(member).is_some());
                assert_eq!(sorts.iter().filter(of).count(), 1, "{at}: {step}");
                for member in
                    ["verify", "verify_seal", "verify_scenario", "session", "replay_memory", "enrol"]
                {
                    if let Some(inner) = step.get(member) {
                        fits(&definitions["step"]["properties"][member], inner, at);
                    }
                }
            }
        }
    }
}

fn required(schema: &Json) -> impl Iterator<Item = &str> {
    schema["required"].as_array().into_iter().flatten().map(|member| member.as_str().expect("a name"))
}

fn fits(schema: &Json, value: &Json, at: &str) {
    for member in required(schema) {
        assert!(value.get(member).is_some(), "{at} lacks {member}");
    }
    for member in value.as_object().expect("an object").keys() {
        assert!(schema["properties"].get(member).is_some(), "{at} has the unknown member {member}");
    }
}
