//! Scenarios and requests, from a description to a wallet's answer.

use crate::world::{AUTHORITY, BUSINESS_LICENCE, ISSUER, NOW, PERMIT, World, permit, text};
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
    assert!(list[0]["code"].is_null() && list[0]["state"] == "fresh");
    let shown = world.ok(&["scenario", "show", "check-in.zzscenario", "--json"]).json();
    assert_eq!(text(&shown, "/materials/0/anyOf/0/fields/0"), "holderName");
    let id = format!("{ISSUER}/check-in");
    let request =
        ["--scenario", &id, "--audience", "示例酒店", "--state", "desk.zzstate", "--no-nonce", "--now", NOW];
    let made = world.ok(&[&["request", "make"][..], &request, &["-o", "ask.zzrequest", "--json"]].concat());
    world.ok(&[&["scenario", "request"][..], &request, &["-o", "same.zzrequest"]].concat());
    assert_eq!(world.read("ask.zzrequest"), world.read("same.zzrequest"));
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

#[test]
fn a_shipped_scenario_is_shown_published_and_built_on() {
    let world = world();
    let shipped = world.ok(&["scenario", "shipped", "--json"]).json();
    let hotel = shipped.as_array().unwrap().iter().find(|own| own["id"] == "hotel-check-in").unwrap();
    assert_eq!((text(hotel, "/nameZh"), text(hotel, "/nameEn")), ("旅馆住宿登记", "hotel check-in"));
    let shown = world.ok(&["scenario", "show", "hotel-check-in", "--json"]).json();
    assert_eq!(text(&shown, "/materials/0/anyOf/0/kind"), "ZZ-LOCAL-EID");
    let query = world.ok(&["scenario", "show", "hotel-check-in", "--dcql", "--json"]).json();
    assert_eq!(text(&query, "/dcql_query/credentials/0/meta/vct_values/0"), "ZZ-LOCAL-EID");
    assert_eq!(text(&query, "/not_expressed/2/place"), "$.purpose");

    let key = ["--key", "scenario.key.json", "--now", NOW];
    let own = ["--issuer", ISSUER, "--region", "500000"];
    let make = ["scenario", "make", "--base", "hotel-check-in", "-o", "hotel.zzscenario"];
    world.ok(&[&make[..], &own, &key].concat());
    // A file of another region on a file that stands on a shipped one; the command line has the last word.
    world.write(
        "city.json",
        json!({ "base": "base/province.json", "region": "500100" }).to_string().as_bytes(),
    );
    std::fs::create_dir(world.path("base")).unwrap();
    let province =
        json!({ "base": "country.json", "issuer": ISSUER, "nameEn": "check-in", "region": "500000" });
    world.write("base/province.json", province.to_string().as_bytes());
    world.write("base/country.json", br#"{"base": "hotel-check-in", "retentionDays": 30}"#);
    let make = ["scenario", "make", "city.json", "--number", "7", "-o", "city.zzscenario"];
    world.ok(&[&make[..], &key].concat());
    let shown = world.ok(&["scenario", "show", "city.zzscenario", "--json"]).json();
    assert_eq!((text(&shown, "/nameEn"), text(&shown, "/region")), ("check-in", "500100"));
    assert_eq!((&shown["version"], &shown["retentionDays"]), (&json!(7), &json!(30)));

    let fails = |args: &[&str], what: &str| {
        let ran =
            world.run(&[&["scenario", "make", "-o", "no"], args, &key, &["--lang", "en"]].concat()).expect(3);
        assert!(ran.err.contains(what), "{ran:?}");
    };
    fails(&["--base", "hotel-checkin"], "$.base: there is no such name here; near matches: hotel-check-in");
    fails(&["--base", "hotel-check-in"], "$.issuer: this member is required and missing.");
    fails(&["--base", "absent.json"], "absent.json");
    world.write("base/country.json", br#"{"base": "../city.json"}"#);
    fails(&["city.json"], "$.base: at most 6 descriptions stand on one another.");
    world.write("base/country.json", br#"{"base": "hotel-check-in", "purpose": "x"}"#);
    fails(&["city.json"], "base/country.json: $.purpose: there is no such name here.");
    world.write("base/country.json", b"{\n\"base\": \"tender\",\n\"base\": \"tender\"}");
    fails(&["city.json"], "base/country.json: $: a member that is there already at line 3, column 6.");
}

#[test]
fn a_wallet_is_told_what_its_certificates_settle() {
    let world = world();
    let key = ["--key", "scenario.key.json", "--now", NOW];
    for base in ["residence-permit-service", "tender"] {
        let out = format!("{base}.zzscenario");
        let make = ["scenario", "make", "--base", base, "--issuer", ISSUER, "--region", "500000", "-o", &out];
        world.ok(&[&make[..], &key].concat());
    }
    let pack = ["pack", "make", "--own", "list2.zztrust", "--no-anchor", "-o", "three.zzpack", "--now", NOW];
    let scenarios = ["--scenario", "residence-permit-service.zzscenario", "--scenario", "tender.zzscenario"];
    world.ok(&[&pack[..], &scenarios].concat());
    let held = world.ok(&["pack", "show", "three.zzpack", "--json"]).json();
    assert_eq!(text(&held, "/scenarios/1/id"), "tender");
    world.ok(&["pack", "update", "three.zzpack", "--state", "desk.zzstate", "--now", NOW]);

    let call = ["scenario", "match", "--copy", "permit.zz", "--state", "desk.zzstate"];
    let told = world.ok(&[&call[..], &["--now", NOW, "--json"]].concat()).json();
    let found = |id: &str| {
        let all = told.as_array().unwrap();
        all.iter().find(|own| text(own, "/scenario") == format!("{ISSUER}/{id}")).unwrap().clone()
    };
    let check_in = found("check-in");
    assert_eq!(text(&check_in, "/state"), "satisfied");
    assert_eq!(check_in["materials"][0]["copy"], 0);
    assert_eq!(text(&check_in, "/materials/0/items/0/name"), "holderName");
    let tender = found("tender");
    assert_eq!((text(&tender, "/state"), text(&tender, "/materials/2/state")), ("missing", "missing"));
    assert_eq!(text(&tender, "/materials/0/any_of/0/kind"), BUSINESS_LICENCE);
    // The sample's permit is of another region than this service.
    assert_eq!(text(&found("residence-permit-service"), "/state"), "missing");

    let name = permit()["items"]["holderName"].as_str().unwrap().to_owned();
    for (lang, ready, lacking) in [
        ("zh", "将出示 permit.zz：持证主体", "缺少，可用：营业执照"),
        ("en", "would show holder of permit.zz", "missing; any of: business licence"),
    ] {
        let told = world.ok(&[&call[..], &["--now", NOW, "--lang", lang]].concat());
        assert!(told.out.contains(ready) && told.out.contains(lacking), "{told:?}");
        assert!(!told.out.contains(&name), "{told:?}");
    }
    // A year and a day later nothing of it can be used.
    let later = "2027-06-03T09:00:00+08:00";
    let told = world.ok(&[&call[..], &["--now", later, "--json"]].concat()).json();
    assert!(told.as_array().unwrap().iter().all(|own| own["state"] == "unusable"), "{told}");
    let needs = world.ok(&["pack", "show", "desk.zzstate", "--now", later, "--json"]).json();
    let scenarios = needs["lists"].as_array().unwrap().iter().filter(|need| need["what"] == "scenario");
    let states: Vec<_> = scenarios.map(|need| (text(need, "/state"), need["version"].clone())).collect();
    assert_eq!(states.len(), 3);
    assert!(states.iter().all(|(state, version)| *state != "fresh" && *version == 1), "{needs}");
}
