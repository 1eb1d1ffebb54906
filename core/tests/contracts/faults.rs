//! Only in the fault build (`--cfg zhengzhao_fault`): with the check of one code switched off, every vector that
//! names this code gets another outcome. So no vector is refused for a wrong reason.
#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;
use zhengzhao::Refusal;
use zhengzhao::error::fault;

use crate::vectors::{self, departure, files, read};

fn names(json: &Json) -> BTreeSet<String> {
    json.as_object().expect("names and reasons").keys().cloned().collect()
}

// One test, because the switch is one for the whole program. Without the limit on depth, 8,000 lists inside each
// other need a stack that no ordinary thread has.
#[test]
fn every_check_that_is_switched_off_turns_its_vectors() {
    let large = std::thread::Builder::new().stack_size(1 << 29);
    let checked = large.spawn(check_all).expect("a thread").join();
    if let Err(panic) = checked {
        std::panic::resume_unwind(panic);
    }
}

fn check_all() {
    let files = files();
    let structural = read("structural.json");
    let (codes, single) = (names(&structural["codes"]), names(&structural["single"]));
    let turning = names(&structural["turning"]);
    let mut stuck: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    let mut turned: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for code in Refusal::CODES {
        for file in &files {
            let of_this = |vector: &&Json| vectors::codes(vector).any(|named| named == *code);
            for vector in file.vectors().iter().filter(of_this) {
                fault::disable(None);
                assert_eq!(departure(file, vector), None, "with every check switched on");
                fault::disable(Some(code));
                let turns = departure(file, vector).is_some();
                let name = vector["name"].as_str().expect("a name").to_owned();
                let list = if turns { &mut turned } else { &mut stuck };
                list.entry(code).or_default().insert(name);
            }
        }
    }
    fault::disable(None);
    let mut wrong = Vec::new();
    for (code, names) in &stuck {
        let unexplained = names.iter().filter(|name| !codes.contains(*code) && !single.contains(*name));
        wrong.extend(unexplained.map(|name| format!("{code}: {name} does not turn and is not listed")));
    }
    for code in &codes {
        let names = turned.get(code.as_str()).into_iter().flatten().filter(|name| !turning.contains(*name));
        wrong.extend(names.map(|name| format!("{code} is listed as structural, but {name} turns")));
        if !stuck.contains_key(code.as_str()) {
            wrong.push(format!("{code} is listed as structural and has no vector"));
        }
    }
    for name in &single {
        if !stuck.iter().any(|(code, names)| names.contains(name) && !codes.contains(*code)) {
            wrong.push(format!(
                "{name} is listed as structural, but turns, is unknown, or its code is listed"
            ));
        }
    }
    for name in &turning {
        if !turned.iter().any(|(code, names)| names.contains(name) && codes.contains(*code)) {
            wrong.push(format!(
                "{name} is listed as turning, but does not, is unknown, or its code is not listed"
            ));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert!(turned.len() > codes.len(), "most checks can be switched off");
}
