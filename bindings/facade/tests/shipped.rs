//! The scenarios that ship, descriptions that stand on others, and what goes to DCQL.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use zhengzhao_facade::Text;
use zhengzhao_facade::core::act::seal::ELECTRONIC_SEAL;
use zhengzhao_facade::core::act::{Audience, ScenarioId};
use zhengzhao_facade::core::issue::issue_scenario;
use zhengzhao_facade::core::kind::Kinds;
use zhengzhao_facade::core::limits::MAX_SCENARIO;
use zhengzhao_facade::core::request::Request;
use zhengzhao_facade::core::scenario::{Predicate, ScenarioClaims};
use zhengzhao_facade::core::time::Time;
use zhengzhao_facade::core::{Store, region::Region};
use zhengzhao_facade::sample::{Publisher, World, hotel_check_in, kinds};
use zhengzhao_facade::scenariofile::base::{FindBase, MAX_BASES};
use zhengzhao_facade::scenariofile::{Source, dcql, read_scenario, read_scenario_on, shipped};

fn now() -> Time {
    Time::from_seconds(1_800_000_000).unwrap()
}

fn source(name: &str, json: &Value) -> Source {
    Source { name: name.into(), json: json.to_string() }
}

/// A shipped scenario as Chongqing publishes it.
fn published(id: &str) -> ScenarioClaims {
    let own = json!({ "base": id, "issuer": Publisher::chongqing().id, "region": "500000" });
    read_scenario(&own.to_string(), &Kinds::builtin(), now()).unwrap_or_else(|error| panic!("{id}: {error}"))
}

#[test]
fn the_folder_is_what_ships() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let files: BTreeMap<String, String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.file_stem().unwrap().to_str().unwrap().into(), fs::read_to_string(&path).unwrap()))
        .collect();
    let ships: BTreeMap<String, String> =
        shipped::all().map(|own| (own.id.into(), own.json.into())).collect();
    assert_eq!(files, ships);
    assert!(shipped::all().map(|own| own.id).is_sorted());
}

#[test]
fn every_shipped_scenario_is_signed_taken_and_asked_for() {
    let world = World::at(now());
    let mut store = Store::pin(world.chongqing.anchor().unwrap());
    let mut draft = world.chongqing_list(1).unwrap();
    draft.issuers.push(Publisher::chongqing().entry(&world));
    store.update_own(&[&world.sign(draft, &world.chongqing).unwrap()], now(), &World::policy()).unwrap();
    let mut names = BTreeSet::new();
    for own in shipped::all() {
        let claims = published(own.id);
        let terms = &claims.terms;
        assert_eq!(terms.id, own.id);
        let shown = own.terms(&Kinds::builtin()).unwrap();
        assert_eq!((&shown.links, shown.materials.len()), (&terms.links, terms.materials.len()));
        let Text { zh, en } = own.name();
        assert_eq!((&terms.name_zh, &terms.name_en), (&zh, &en));
        assert!(names.insert(zh) && names.insert(en), "{}: a name is twice there", own.id);
        let bytes = issue_scenario(&claims, &Publisher::chongqing().scenario_key).unwrap();
        assert!(bytes.len() <= MAX_SCENARIO);
        store.update_scenario(&bytes, now(), &World::policy()).unwrap();
        let id = ScenarioId::new(&claims.issuer, own.id).unwrap();
        let held = store.scenario(&id, now()).unwrap();
        Request::minimal(held, Audience::new("示例窗口").unwrap()).unwrap();
    }
    assert!(names.len() >= 2 * 20);
}

/// What names do not show: a field without a file, a predicate beside the same field, a date where an answer is.
#[test]
fn every_shipped_scenario_asks_for_the_narrowest() {
    let kinds = Kinds::builtin();
    for own in shipped::all() {
        let terms = published(own.id).terms;
        for (place, material) in terms.materials.iter().enumerate() {
            for alternative in &material.alternatives {
                let what = format!("{} {place} {}", own.id, alternative.kind);
                let kind = kinds.get(&alternative.kind).unwrap();
                for label in terms.named(place, alternative) {
                    assert!(kind.item(label).is_some(), "{what}: {label}");
                }
                for predicate in &alternative.predicates {
                    if let Predicate::AgeOver { years, boolean, .. } = predicate {
                        let answer = kind.item_named(&format!("ageOver{years}")).map(|item| item.label());
                        assert_eq!(*boolean, answer, "{what}");
                        let date = kind.item_named("birthDate").unwrap().label();
                        assert!(!alternative.fields.contains(&date), "{what}");
                    }
                }
            }
            let seals = material.alternatives.iter().filter(|own| own.kind == ELECTRONIC_SEAL).count();
            assert!(seals == 0 || seals == material.alternatives.len(), "{}: {place}", own.id);
        }
    }
}

#[test]
fn the_sample_publishes_what_ships() {
    let mut ours = hotel_check_in(&World::at(now())).unwrap();
    let shipped = published("hotel-check-in");
    (ours.iat, ours.exp) = (shipped.iat, shipped.exp);
    assert_eq!(ours, shipped);
}

#[test]
fn a_description_on_another_says_only_what_differs() {
    let middle = json!({ "base": "school-enrolment", "region": "510000", "version": 2, "nameEn": "school" });
    let outer = json!({
        "base": "province.json", "issuer": "11510000MBYY00087U", "region": "510104", "version": 3,
        "id": "enrolment", "provision": "示例规定", "retentionDays": 30,
        "kinds": { "ZZ-LOCAL-EID": kinds::RESIDENCE_PERMIT, (kinds::RESIDENCE_PERMIT): "ZZ-LOCAL-EID-TWO" }
    });
    let mut catalogue = Kinds::builtin();
    let mut other: Value = serde_json::from_str(&residence_permit_file()).unwrap();
    other["code"] = json!("ZZ-LOCAL-EID-TWO");
    other["items"][0]["label"] = json!(2000);
    for item in other["items"].as_array_mut().unwrap() {
        if item["name"] == "endorsedUntil" {
            item["label"] = json!(1999);
        }
    }
    catalogue.insert_json(&other.to_string()).unwrap();
    let find: FindBase<'_> = &|_, name| Ok(source(name, &middle));
    let claims = read_scenario_on(&source("city.json", &outer), &catalogue, now(), find).unwrap();
    let terms = &claims.terms;
    let base = published("school-enrolment").terms;
    assert_eq!(
        (claims.issuer.as_str(), claims.region),
        ("11510000MBYY00087U", Region::parse("510104").unwrap())
    );
    assert_eq!((terms.id.as_str(), terms.version, terms.retention_days), ("enrolment", 3, 30));
    assert_eq!((terms.name_zh.as_str(), terms.name_en.as_str()), ("义务教育入学", "school"));
    assert_eq!(terms.provision.as_deref(), Some("示例规定"));
    // Both kinds changed at once, and the names are those of the kinds that stand there now.
    assert_eq!(terms.materials[0].alternatives[0].kind, kinds::RESIDENCE_PERMIT);
    let home = &terms.materials[2].alternatives[1];
    assert_eq!(home.kind, "ZZ-LOCAL-EID-TWO");
    assert!(matches!(home.predicates[1], Predicate::ValidOn { label: Some(1999), .. }));
    assert!(matches!(home.predicates[0], Predicate::InRegion { region, .. } if region == claims.region));
    // All else is the base's.
    assert_eq!((&terms.links, &terms.purpose, terms.basis), (&base.links, &base.purpose, base.basis));
}

fn residence_permit_file() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../core/kinds/residence-permit.json");
    fs::read_to_string(path).unwrap()
}

#[test]
fn a_fault_on_another_description_is_told_with_its_file() {
    let outer = |more: Value| {
        let mut json = json!({
            "base": "province.json", "issuer": "11510000MBYY00087U", "region": "510000"
        });
        json.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        source("city.json", &json)
    };
    let told = |source: &Source, find: FindBase<'_>| {
        let error = read_scenario_on(source, &Kinds::builtin(), now(), find).unwrap_err();
        format!("{} {error}", error.file().unwrap())
    };
    let with = |middle: Value, more: Value| told(&outer(more), &|_, name| Ok(source(name, &middle)));
    let sound = json!({ "base": "tender" });
    for (middle, more, expected) in [
        (sound.clone(), json!({ "purpose": "x" }), "city.json $.purpose: there is no such name here."),
        (
            sound.clone(),
            json!({ "provison": "x" }),
            "city.json $.provison: there is no such name here; near matches: provision.",
        ),
        (
            sound.clone(),
            json!({ "region": "51" }),
            "city.json $.region: expected a division code of six digits.",
        ),
        (sound.clone(), json!({ "kinds": [] }), "city.json $.kinds: expected a map of kinds, found a list."),
        (
            sound.clone(),
            json!({ "kinds": { "ZZ-LOCAL-IED": "ZZ-LOCAL-EID" } }),
            "city.json $.kinds.ZZ-LOCAL-IED: there is no such name here; near matches: ZZ-LOCAL-EID.",
        ),
        (
            sound.clone(),
            json!({ "kinds": { "ZZ-LOCAL-EID": "ZZ-LOCAL-EIDD" } }),
            "city.json $.kinds.ZZ-LOCAL-EID: there is no such name here; near matches: ZZ-LOCAL-EID.",
        ),
        (
            sound.clone(),
            json!({ "kinds": { (kinds::BUSINESS_LICENCE): "ZZ-LOCAL-DRUG-LICENCE" } }),
            "tender $.materials[0].anyOf[0].representative.code: there is no such name here; near matches: legalRepresentative. (kind ZZ-LOCAL-DRUG-LICENCE)",
        ),
        (
            json!({ "base": "tender", "version": "2" }),
            json!({}),
            "province.json $.version: expected an integer that is not negative, found other text.",
        ),
        (
            json!({ "base": "tendre" }),
            json!({}),
            "province.json $.base: there is no such name here; near matches: tender.",
        ),
        (json!([]), json!({}), "province.json $: expected an object, found a list."),
        (json!({ "base": 1 }), json!({}), "province.json $.base: expected text, found a number."),
    ] {
        let find: FindBase<'_> = &|own, name| match own.name.as_str() {
            "city.json" => Ok(source(name, &middle)),
            _ => Err(zhengzhao_facade::scenariofile::base::no_such_base(name)),
        };
        assert_eq!(told(&outer(more), find), expected);
    }
    assert_eq!(
        with(json!({ "base": "city.json" }), json!({})),
        "province.json $.base: a description cannot stand on itself."
    );
    let missing = read_scenario(r#"{"base": "tender", "region": "500000"}"#, &Kinds::builtin(), now());
    assert_eq!(missing.unwrap_err().to_string(), "$.issuer: this member is required and missing.");
    let endless: FindBase<'_> =
        &|_, name| Ok(source(&format!("{name}x"), &json!({ "base": format!("{name}x") })));
    let told = told(&source("a", &json!({ "base": "a" })), endless);
    assert_eq!(
        told,
        format!(
            "{} $.base: at most 6 descriptions stand on one another.",
            "a".to_owned() + &"x".repeat(MAX_BASES)
        )
    );
}

fn exported(id: &str) -> (Value, Vec<(String, Text)>) {
    let export = dcql::query(&published(id).terms, &Kinds::builtin());
    let left = export.not_expressed.into_iter().map(|left| (left.place, left.text)).collect();
    (export.dcql_query, left)
}

#[test]
fn a_scenario_becomes_a_query_and_says_what_is_lost() {
    let (query, left) = exported("hotel-check-in");
    let ids = ["i2", "i3", "i22", "i4081"];
    let dated = ["i19", "i2", "i3", "i4081"];
    assert_eq!(
        query["credentials"][0],
        json!({
            "id": "m0_0", "format": "dc+sd-cwt", "meta": { "vct_values": [kinds::EID] },
            "claims": [
                { "id": "i2", "path": ["items", "holderName"] },
                { "id": "i3", "path": ["items", "holderCode"] },
                { "id": "i19", "path": ["items", "birthDate"] },
                { "id": "i22", "path": ["items", "ageOver18"], "values": [true] },
                { "id": "i4081", "path": ["items", "portrait"] }
            ],
            "claim_sets": [ids, dated]
        })
    );
    assert_eq!(query["credential_sets"], json!([{ "options": [["m0_0"], ["m0_1"]] }]));
    let places: Vec<_> = left.iter().map(|(place, _)| place.as_str()).collect();
    let whole = ["$", "$.issuer", "$.purpose", "$.lawfulBasis", "$.retentionDays", "$.status"];
    let own = [
        "$.materials[0].face",
        "$.materials[0].anyOf[0].where[0]",
        "$.materials[0].anyOf[1].where[0]",
        "$.materials[0].anyOf[1].where[1]",
    ];
    assert_eq!(places, [&whole[..], &own].concat());

    let (query, left) = exported("shop-opening");
    assert_eq!(query["credential_sets"][3], json!({ "options": [["m3_0"]], "required": false }));
    let places: BTreeSet<_> = left.iter().map(|(place, _)| place.as_str()).collect();
    for place in ["$.mandate", "$.materials[2].anyOf[0].permits", "$.materials[3].delegate", "$.links[1]"] {
        assert!(places.contains(place), "{place}");
    }
    // A sealed document is no credential.
    let (query, left) = exported("tender");
    assert_eq!(query["credential_sets"].as_array().unwrap().len(), 2);
    assert!(left.iter().any(|(place, _)| place == "$.materials[2].anyOf[0]"));
    let (query, _) = exported("roadside-transport-check");
    assert_eq!(query["credentials"][0]["require_cryptographic_holder_binding"], false);
    let (query, _) = exported("marriage-registration");
    let sex = json!({ "id": "i17", "path": ["items", "sex"], "values": [1] });
    assert!(query["credentials"][0]["claims"].as_array().unwrap().contains(&sex));
}

/// Section 6 of OpenID4VP 1.0: what must be there, what must not be empty, and what names what.
#[test]
fn every_query_has_the_form_that_openid4vp_demands() {
    for own in shipped::all() {
        let (query, left) = exported(own.id);
        assert!(left.iter().all(|(_, text)| !text.zh.is_ascii() && text.en.is_ascii()));
        let mut ids = BTreeSet::new();
        for credential in query["credentials"].as_array().unwrap() {
            let id = credential["id"].as_str().unwrap();
            assert!(ids.insert(id) && is_id(id), "{id}");
            assert!(!credential["meta"]["vct_values"].as_array().unwrap().is_empty());
            let mut claims = BTreeSet::new();
            let mut paths = BTreeSet::new();
            for claim in credential["claims"].as_array().into_iter().flatten() {
                let id = claim["id"].as_str().unwrap();
                assert!(claims.insert(id) && is_id(id) && paths.insert(claim["path"].to_string()), "{id}");
            }
            assert_ne!(credential["claims"], json!([]));
            for set in credential["claim_sets"].as_array().into_iter().flatten() {
                let named = set.as_array().unwrap().iter().map(|id| id.as_str().unwrap());
                assert!(named.clone().count() > 0 && named.clone().all(|id| claims.contains(id)));
            }
        }
        let sets = query["credential_sets"].as_array().unwrap();
        let named: BTreeSet<_> = sets
            .iter()
            .flat_map(|set| set["options"].as_array().unwrap())
            .map(|option| option[0].as_str().unwrap())
            .collect();
        assert_eq!(named, ids);
    }
}

fn is_id(id: &str) -> bool {
    !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}

/// Names, purposes and materials: Chinese where Chinese is read, plain English where English is.
#[test]
fn every_shipped_name_is_there_in_both_languages() {
    let chinese = |text: &str| text.chars().any(|character| character > '\u{4dff}');
    for own in shipped::all() {
        let terms = published(own.id).terms;
        let materials = terms.materials.iter().map(|own| (own.name_zh.as_str(), own.name_en.as_str()));
        for (zh, en) in materials.chain([(terms.name_zh.as_str(), terms.name_en.as_str())]) {
            assert!(chinese(zh) && !zh.contains('_'), "{}: {zh}", own.id);
            assert!(en.is_ascii() && !en.contains('_') && en.len() > 2, "{}: {en}", own.id);
        }
        assert!(chinese(terms.purpose.as_str()), "{}", own.id);
        assert!(terms.provision.as_deref().is_none_or(|text| text.starts_with('《') && text.ends_with('条')));
        assert!((30..=3650).contains(&terms.retention_days), "{}", own.id);
    }
}

#[test]
fn the_readmes_count_the_scenarios() {
    let count = shipped::all().count();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    for (name, sentence) in [
        ("README.md", format!("The library comes with {count} scenarios")),
        ("README.zh.md", format!("本库自带 {count} 个场景")),
    ] {
        assert!(fs::read_to_string(root.join(name)).unwrap().contains(&sentence), "{name}: {sentence}");
    }
}
