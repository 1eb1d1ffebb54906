//! No single bit of anything signed can be flipped: not of the headers, the payload or the signature, and not of
//! the disclosures, which no signature covers directly.
//!
//! Every bit of every licence that a vector verifies; and of the lists that vectors take in a call of their own,
//! every bit of the first two of each sort in each file (a trust list costs a millisecond a bit). Presentations cost
//! two or three signatures a bit: of those, every bit of the first two without and the first two with a mandate.
#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::Value as Json;

use crate::replay::{Replay, time};
use crate::vectors::{File, files};

/// A vector whose last step is to be done with flipped bits.
struct Case<'f> {
    file: &'f str,
    name: &'f str,
    replay: Replay<'f>,
    last: &'f Json,
    expect: &'f Json,
    bytes: Vec<u8>,
}

/// The vectors whose last step is one of `sorts` and ends well; one of those with the same bytes.
fn cases<'f>(
    files: &'f [File],
    outcome: &str,
    object: impl Fn(&'f Json) -> Option<&'f Json>,
) -> Vec<Case<'f>> {
    let mut seen = BTreeSet::new();
    let mut cases = Vec::new();
    for file in files {
        for vector in file.vectors().iter().filter(|vector| vector["expect"]["outcome"] == outcome) {
            let (last, before) =
                vector["steps"].as_array().and_then(|steps| steps.split_last()).expect("steps");
            let Some(object) = object(last) else { continue };
            let mut replay = Replay::new(&file.json["bytes"], vector);
            let bytes = replay.bytes(object);
            if !seen.insert(bytes.clone()) {
                continue;
            }
            for step in before {
                replay.step(step);
            }
            cases.push(Case {
                file: &file.name,
                name: vector["name"].as_str().expect("a name"),
                replay,
                last,
                expect: &vector["expect"],
                bytes,
            });
        }
    }
    cases
}

/// Flips every bit of every case on all cores; the flips that `passes` lets through.
fn flip(cases: &[Case<'_>], passes: impl Fn(&Case<'_>, &[u8]) -> bool + Sync) -> (usize, Vec<String>) {
    let (next, flipped) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let work = || {
        let mut passed = Vec::new();
        while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
            assert!(passes(case, &case.bytes), "{} does not pass as it is", case.name);
            let mut bytes = case.bytes.clone();
            for at in 0..bytes.len() {
                for bit in 0..8 {
                    bytes[at] ^= 1 << bit;
                    if passes(case, &bytes) {
                        passed.push(format!("{}: byte {at}, bit {bit}", case.name));
                    }
                    bytes[at] ^= 1 << bit;
                    flipped.fetch_add(1, Ordering::Relaxed);
                }
            }
        }
        passed
    };
    let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
    let passed = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..cores).map(|_| scope.spawn(work)).collect();
        threads.into_iter().flat_map(|thread| thread.join().expect("no panic")).collect()
    });
    (flipped.into_inner(), passed)
}

/// Whether these bytes verify on the occasion of a `verify` step.
fn verifies(replay: &Replay<'_>, verify: &Json, bytes: &[u8]) -> bool {
    let mut memory = replay.memory.clone();
    replay.verify_bytes(verify, bytes, &mut memory)["outcome"] == "verified"
}

/// Whether a store takes these bytes in the step.
fn takes(replay: &Replay<'_>, step: &Json, bytes: &[u8]) -> bool {
    let mut store = replay.store.clone().expect("an anchor was pinned");
    let (now, policy) = (time(&step["now"]), &replay.policy);
    if step.get("update_own").is_some() {
        store.update_own(&[bytes], now, policy).is_ok()
    } else if step.get("update_recognised").is_some() {
        store.update_recognised(bytes, now, policy).is_ok()
    } else {
        store.update_status(bytes, now, policy).is_ok()
    }
}

#[test]
fn no_bit_of_a_licence_can_be_flipped() {
    let files = files();
    let mut cases = cases(&files, "verified", |step| step.get("verify")?.get("bytes"));
    cases.retain(|case| case.last["verify"]["object"] != "presentation");
    let (flipped, passed) = flip(&cases, |case, bytes| verifies(&case.replay, &case.last["verify"], bytes));
    assert!(cases.len() > 50 && flipped > 100_000, "{flipped} bits of {} licences", cases.len());
    assert!(passed.is_empty(), "verified all the same:\n{}", passed.join("\n"));
}

#[test]
fn no_bit_of_a_presentation_can_be_flipped() {
    let files = files();
    let mut cases = cases(&files, "verified", |step| step.get("verify")?.get("bytes"));
    let (mut plain, mut mandated) = (0, 0);
    cases.retain(|case| {
        let is_presentation = case.last["verify"]["object"] == "presentation";
        let count = if case.expect["act"].get("mandate").is_some() { &mut mandated } else { &mut plain };
        *count += u32::from(is_presentation);
        is_presentation && *count <= 2
    });
    let (flipped, passed) = flip(&cases, |case, bytes| verifies(&case.replay, &case.last["verify"], bytes));
    assert!(cases.len() == 4 && flipped > 20_000, "{flipped} bits of {} presentations", cases.len());
    assert!(passed.is_empty(), "verified all the same:\n{}", passed.join("\n"));
}

#[test]
fn no_bit_of_a_list_can_be_flipped() {
    let files = files();
    let mut cases = cases(&files, "accepted", |step| {
        let own = step.get("update_own").and_then(Json::as_array).filter(|lists| lists.len() == 1);
        own.map(|lists| &lists[0])
            .or_else(|| step.get("update_recognised"))
            .or_else(|| step.get("update_status"))
    });
    let mut counts = BTreeMap::new();
    cases.retain(|case| {
        let sort = case.last.as_object().and_then(|step| step.keys().find(|key| *key != "now"));
        let count: &mut u32 = counts.entry((case.file, sort.expect("a step").as_str())).or_default();
        *count = count.saturating_add(1);
        *count <= 2
    });
    let (flipped, passed) = flip(&cases, |case, bytes| takes(&case.replay, case.last, bytes));
    assert!(cases.len() > 5 && flipped > 100_000, "{flipped} bits of {} lists", cases.len());
    assert!(passed.is_empty(), "taken all the same:\n{}", passed.join("\n"));
}
