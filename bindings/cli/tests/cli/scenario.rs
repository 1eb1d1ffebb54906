//! Scenarios and requests, from a description to a wallet's answer.

use crate::world::{AUTHORITY, ISSUER, NOW, PERMIT, World, text};
use serde_json::json;
use zhengzhao_facade::core::act::Nonce;
use zhengzhao_facade::core::request::{Ask, Request};

/// A world whose issuer also publishes scenarios, and a state that holds one.
fn world() -> World {
    let world = World::new();
    world.ok(&["keygen", "scenario"]);
    let mut list = world.description(2);
    let key = json!({ "key": "scenario.pub.json", "use": "scenario", "from": "2026-01-01" });
    list["issuers"][0]["keys"].as_array_mut().unwrap().push(key);
    world.write("list2.json", list.to_string().as_bytes());
    world.ok(&["trust", "make", "list2.json", "--key", "s1.key.json", "-o", "one2.zztrust", "--now", NOW]);
    world.ok(&["trust", "sign", "one2.zztrust", "--key", "s2.key.json", "-o", "list2.zztrust"]);
    let scenario = json!({
        "issuer": ISSUER, "id": "check-in", "version": 1, "region": "500000",
        "nameZh": "住宿登记", "nameEn": "check-in", "purpose": "住宿登记",
        "lawfulBasis": "statutory_duty", "retentionDays": 365,
        "materials": [{ "name": "guest", "nameZh": "旅客", "nameEn": "guest",
            "anyOf": [{ "kind": PERMIT, "fields": ["holderName"] }] }]
    });
    world.write("check-in.json", scenario.to_string().as_bytes());
    let make = ["scenario", "make", "check-in.json", "--key", "scenario.key.json", "--now", NOW];
    world.ok(&[make.as_slice(), &["-o", "check-in.zzscenario"]].concat());
    world.ok(&[
        "pack",
        "make",
        "--own",
        "list2.zztrust",
        "--scenario",
        "check-in.zzscenario",
        "--no-anchor",
        "-o",
        "two.zzpack",
        "--now",
        NOW,
    ]);
    world.ok(&["pack", "update", "two.zzpack", "--state", "desk.zzstate", "--now", NOW]);
    world
}

#[test]
fn a_scenario_is_made_kept_asked_for_and_answered() {
    let world = world();
    let list = world.ok(&["scenario", "list", "--state", "desk.zzstate", "--now", NOW, "--json"]).json();
    assert_eq!(text(&list, "/0/scenario"), format!("{ISSUER}/check-in"));
    assert!(list[0]["code"].is_null());
    let shown = world.ok(&["scenario", "show", "check-in.zzscenario", "--json"]).json();
    assert_eq!(text(&shown, "/materials/0/anyOf/0/fields/0"), "holderName");
    let id = format!("{ISSUER}/check-in");
    let made = world.ok(&[
        "request",
        "make",
        "--scenario",
        &id,
        "--audience",
        "示例酒店",
        "--state",
        "desk.zzstate",
        "-o",
        "ask.zzrequest",
        "--now",
        NOW,
        "--json",
    ]);
    assert_eq!(text(&made.json(), "/claims/purpose"), "住宿登记");
    let judge = ["request", "show", "ask.zzrequest", "--copy", "permit.zz", "--state", "desk.zzstate"];
    let judge = [judge.as_slice(), &["--now", NOW, "--json"]].concat();
    let judged = world.ok(&judge).json();
    assert_eq!(judged["registered"], true);
    assert_eq!(text(&judged, "/offers/0/items/0/name"), "holderName");
}

#[test]
fn a_request_without_a_scenario_or_beyond_it_is_refused() {
    let world = world();
    let ask = format!("{PERMIT}:holderName,sex");
    world.ok(&[
        "request",
        "make",
        "--ask",
        &ask,
        "--audience",
        "示例网吧",
        "-o",
        "ask.zzrequest",
        "--now",
        NOW,
    ]);
    let judge = ["request", "show", "ask.zzrequest", "--copy", "permit.zz", "--state", "desk.zzstate"];
    let judged = world.run(&[judge.as_slice(), &["--now", NOW, "--json"]].concat()).expect(1).json();
    assert_eq!(text(&judged, "/refusals/0/code"), "unregistered_purpose");
    let id = format!("{AUTHORITY}/check-in");
    let unknown = ["request", "make", "--scenario", &id, "--audience", "x", "--state", "desk.zzstate"];
    let unknown = world.run(&[unknown.as_slice(), &["-o", "no.zzrequest", "--now", NOW]].concat());
    assert!(unknown.expect(1).out.contains("issuer_unknown"));
}

#[test]
fn a_wallet_answers_a_registered_request_and_none_that_asks_for_more() {
    let world = world();
    let id = format!("{ISSUER}/check-in");
    let make = ["request", "make", "--scenario", &id, "--audience", "示例酒店", "--state", "desk.zzstate"];
    world.ok(&[make.as_slice(), &["-o", "ask.zzrequest", "--now", NOW]].concat());
    let made = Request::parse(&world.read("ask.zzrequest")).unwrap();
    let answer = ["present", "--certificate", "permit.zz", "--key", "holder.key.json", "--now", NOW];
    let wallet = ["--state", "desk.zzstate", "--log", "log.jsonl"];
    let told = world
        .ok(&[&answer[..], &wallet, &["--request", "ask.zzrequest", "--out", "p.zz", "--json"]].concat())
        .json();
    assert_eq!(text(&told, "/file"), "p.zz");
    let log: serde_json::Value = serde_json::from_slice(&world.read("log.jsonl")).unwrap();
    assert_eq!((log["registered"].clone(), text(&log, "/purpose")), (json!(true), "住宿登记"));
    let desk = ["--request", "ask.zzrequest", "--json"];
    let verdict = world.verify("p.zz", &desk).expect(0).json();
    assert_eq!(text(&verdict, "/act/scenario"), id);
    assert_eq!(text(&verdict, "/presenter"), "proven_challenge");

    // The same scenario by its digest, and the sex besides.
    let more = vec![Ask::new(PERMIT, [2, 17]).unwrap()];
    let more = Request::new(made.audience().clone(), more).unwrap();
    let more = more.with_scenario(made.scenario().unwrap().clone()).with_nonce(Nonce::new([7; 16]));
    world.write("more.zzrequest", &more.to_bytes());
    let greedy = ["--request", "more.zzrequest", "--out", "q.zz", "--unregistered"];
    let refused = world.run(&[&answer[..], &wallet, &greedy].concat()).expect(1);
    assert!(refused.out.contains("field_not_in_scenario"), "{refused:?}");
    assert!(refused.out.contains("item \"sex\" of \"residence permit\""), "{refused:?}");
    assert!(!world.path("q.zz").exists(), "nothing is shown");
    assert_eq!(world.read("log.jsonl").iter().filter(|byte| **byte == b'\n').count(), 1);
}

#[test]
fn a_malformed_description_is_told_with_file_place_and_expectation() {
    let world = World::empty();
    world.write(
        "bad.json",
        br#"{"issuer": "11500000MBYY00038M", "region": "500000", "materials": [{"name": 1}]}"#,
    );
    let make = ["scenario", "make", "bad.json", "--key", "k", "-o", "out", "--now", NOW, "--lang", "en"];
    let ran = world.run(&make).expect(3);
    assert!(ran.err.contains("bad.json: $.materials[0].name: expected text, found a number."), "{ran:?}");
}
