//! Descriptions of scenarios, and the records of requests.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops at the first surprise")]

use serde_json::{Value, json};
use zhengzhao_facade::core::act::Audience;
use zhengzhao_facade::core::error::Object;
use zhengzhao_facade::core::holder::HolderCopy;
use zhengzhao_facade::core::issue::{issue, issue_scenario};
use zhengzhao_facade::core::kind::Kinds;
use zhengzhao_facade::core::receipt::{Circumstances, Facts, ReceiptKey, StatusUsed};
use zhengzhao_facade::core::request::{Ask, Request};
use zhengzhao_facade::core::scenario::{ScenarioClaims, StatusNeed, UnverifiedScenario};
use zhengzhao_facade::core::verify::{Excess, Presenter, Shown, VerifiedObject};
use zhengzhao_facade::core::{Certificate, Occasion, Pack, Presence, Unverified, Verifier};
use zhengzhao_facade::core::{Store, certificate::StatusRef, time::Time};
use zhengzhao_facade::request::{ShownRecord, judge};
use zhengzhao_facade::sample::{
    self, Publisher, World, account_opening, food_licence_renewal, hotel_check_in, kinds,
};
use zhengzhao_facade::scenariofile::{read_scenario, show_scenario};
use zhengzhao_facade::{Check, Desk, Verdict};

fn world() -> World {
    World::at(Time::from_seconds(1_800_000_000).unwrap())
}

fn example() -> Value {
    json!({
        "issuer": "11500000MBYY00079W", "id": "account-opening", "version": 1, "region": "500000",
        "nameZh": "企业银行开户", "nameEn": "company account opening", "purpose": "企业银行开户",
        "lawfulBasis": "contract", "trustLevel": "B", "provision": "示例规定第一条", "retentionDays": 1825,
        "presenter": "proven_audience", "mandate": true, "status": "48h",
        "materials": [
            { "name": "licence", "nameZh": "营业执照", "nameEn": "business licence", "anyOf": [{
                "kind": kinds::BUSINESS_LICENCE, "fields": ["holderName", "businessScope"],
                "where": [{ "item": "businessScope", "contains": "餐饮服务" }, { "region": "500000" }],
                "permits": [kinds::FOOD_LICENCE],
                "representative": { "code": "legalRepresentativeIdNumber", "codeType": "legalRepresentativeIdType" }
            }] },
            { "name": "person", "nameZh": "法定代表人", "nameEn": "legal representative", "face": true, "anyOf": [{
                "kind": kinds::EID,
                "where": [{ "aged": 18, "boolean": "ageOver18", "date": "birthDate" },
                          { "item": "sex", "equals": 2 }, { "validOn": 30 },
                          { "item": "birthDate", "validOn": "1990-03-07" },
                          { "item": "addressRegion", "region": "510000" }]
            }] },
            { "name": "employee", "nameZh": "受托人", "nameEn": "delegate", "delegate": true,
              "anyOf": [{ "kind": kinds::EID, "permits": "all" }] }
        ],
        "links": [{ "kind": "legal_representative", "from": "licence", "to": "person" }]
    })
}

fn read(json: &Value) -> Result<ScenarioClaims, String> {
    read_scenario(&json.to_string(), &Kinds::builtin(), world().now).map_err(|error| error.to_string())
}

#[test]
fn names_become_labels_and_labels_names() {
    let claims = read(&example()).unwrap();
    let bytes = issue_scenario(&claims, &Publisher::chongqing().scenario_key).unwrap();
    let signed = UnverifiedScenario::parse(&bytes).unwrap();
    assert_eq!(signed.claims, claims);
    let shown = show_scenario(&claims, &signed.digest, &Kinds::builtin());
    assert_eq!(shown["materials"][1]["anyOf"][0]["where"][0]["boolean"], "ageOver18");
    assert_eq!(shown["materials"][0]["anyOf"][0]["fields"], json!(["holderName", "businessScope"]));
    assert_eq!(shown["links"][0], json!({ "kind": "legal_representative", "from": "m0", "to": "m1" }));
    // What is shown can be signed again, once what only a signed one has is taken out.
    let mut again = shown;
    for member in ["issued", "expires", "digest"] {
        again.as_object_mut().unwrap().remove(member).unwrap();
    }
    assert_eq!(read(&again).unwrap(), claims);
}

#[test]
fn a_fault_is_told_with_its_place_and_what_was_expected() {
    let fault = |pointer: &str, value: Value| {
        let mut json = example();
        *json.pointer_mut(pointer).unwrap() = value;
        read(&json).unwrap_err()
    };
    let own = "/materials/0/anyOf/0";
    let near = fault(&format!("{own}/fields/0"), json!("holdername"));
    assert!(near.starts_with("$.materials[0].anyOf[0].fields[0]: ") && near.contains("holderName"), "{near}");
    let kind = fault(&format!("{own}/kind"), json!("ZZ-LOCAL-IED"));
    assert!(kind.starts_with("$.materials[0].anyOf[0].kind: ") && kind.contains(kinds::EID), "{kind}");
    let restated = fault(&format!("{own}/fields/0"), json!("certificateAreaCode"));
    assert!(restated.contains("restates a claim"), "{restated}");
    let predicate = fault(&format!("{own}/where/0"), json!({ "item": "businessScope", "has": 1 }));
    assert!(predicate.starts_with("$.materials[0].anyOf[0].where[0]: expected one of"), "{predicate}");
    let both = fault(&format!("{own}/where/1"), json!({ "region": "500000", "contains": "x" }));
    assert!(both.starts_with("$.materials[0].anyOf[0].where[1].contains: "), "{both}");
    for (pointer, value, expected) in [
        (
            "/links/0/from",
            json!("license"),
            "$.links[0].from: there is no such name here; near matches: licence.",
        ),
        (
            "/links/0/kind",
            json!("same"),
            "$.links[0].kind: expected one of: same_code, same_enterprise, same_key, legal_representative.",
        ),
        (
            "/lawfulBasis",
            json!("none"),
            "$.lawfulBasis: expected one of: consent, contract, statutory_duty, emergency, public_interest, lawfully_public, other_law.",
        ),
        (
            "/status",
            json!("fresh"),
            "$.status: expected an age such as 24h, or not_needed, found other text.",
        ),
        ("/purpose", json!(""), "$.purpose: expected 1 to 200 visible characters in normal form C."),
        ("/region", json!("5000"), "$.region: expected a division code of six digits."),
        ("/materials", json!([]), "$.materials: expected at least one material."),
        (
            "/materials/1/name",
            json!("licence"),
            "$.materials[1].name: an earlier material has this name already.",
        ),
        (
            "/retentionDays",
            json!("30"),
            "$.retentionDays: expected an integer that is not negative, found other text.",
        ),
    ] {
        assert_eq!(fault(pointer, value), expected);
    }
    let changed = |change: &dyn Fn(&mut Value)| {
        let mut json = example();
        change(&mut json);
        read(&json).unwrap_err()
    };
    let add = |pointer: &'static str, member: &'static str| {
        changed(&|json| {
            drop(json.pointer_mut(pointer).unwrap().as_object_mut().unwrap().insert(member.into(), json!(1)))
        })
    };
    assert_eq!(
        add("/materials/0/anyOf/0", "feilds"),
        "$.materials[0].anyOf[0].feilds: there is no such name here; near matches: fields."
    );
    assert_eq!(
        add("/materials/1", "nameen"),
        "$.materials[1].nameen: there is no such name here; near matches: name, nameEn, nameZh."
    );
    assert_eq!(
        changed(&|json| drop(json["materials"][1].as_object_mut().unwrap().remove("nameEn"))),
        "$.materials[1].nameEn: this member is required and missing."
    );
    assert_eq!(
        fault("/nameZh", json!("")),
        "$.nameZh: expected 1 to 256 bytes of visible text in normal form C."
    );
    assert_eq!(fault("/id", json!("Hotel")), "$.id: expected 1 to 64 lower case letters, digits or hyphens.");
    assert_eq!(
        fault(&format!("{own}/fields/1"), json!("holderName")),
        "$.materials[0].anyOf[0].fields[1]: this item is listed already."
    );
    assert_eq!(
        fault(&format!("{own}/permits"), json!(["ZZ-LOCAL-FOOD-LICENSE"])),
        "$.materials[0].anyOf[0].permits[0]: there is no such name here; near matches: ZZ-LOCAL-FOOD-LICENCE, ZZ-LOCAL-DRUG-LICENCE, ZZ-LOCAL-MINING-LICENCE."
    );
    assert_eq!(
        fault("/materials/1/face", json!("yes")),
        "$.materials[1].face: expected true or false, found other text."
    );
    assert_eq!(fault("/trustLevel", json!("E")), "$.trustLevel: expected one of: A, B, C, D.");
    assert!(read_scenario("{", &Kinds::builtin(), world().now).unwrap_err().to_string().contains("line 1"));
}

#[test]
fn the_samples_scenarios_can_be_signed_and_shown() {
    let world = world();
    for claims in [hotel_check_in(&world), account_opening(&world), food_licence_renewal(&world)] {
        let claims = claims.unwrap();
        let bytes = issue_scenario(&claims, &Publisher::chongqing().scenario_key).unwrap();
        let digest = UnverifiedScenario::parse(&bytes).unwrap().digest;
        assert_eq!(show_scenario(&claims, &digest, &Kinds::builtin())["id"], claims.terms.id);
    }
}

fn wallet() -> (World, Store, Vec<HolderCopy>) {
    let world = world();
    let mut store = Store::pin(world.chongqing.anchor().unwrap());
    let mut draft = world.chongqing_list(1).unwrap();
    draft.issuers.push(Publisher::chongqing().entry(&world));
    let own = world.sign(draft, &world.chongqing).unwrap();
    store.update_own(&[&own], world.now, &World::policy()).unwrap();
    let scenario = account_opening(&world).unwrap();
    let scenario = issue_scenario(&scenario, &Publisher::chongqing().scenario_key).unwrap();
    store.update_scenario(&scenario, world.now, &World::policy()).unwrap();
    let holder = sample::key(zhengzhao_facade::core::crypto::Algorithm::Ed25519, "林小满");
    let copy = |draft, issuer: &sample::Issuer| {
        let status = StatusRef::new(1, issuer.status_uri).unwrap();
        let issued = issue(
            &draft,
            sample::enrolled(&holder, issuer.id).unwrap(),
            &status,
            &issuer.issue_key,
            &mut sample::rng("wallet"),
        );
        HolderCopy::parse(issued.unwrap().as_bytes()).unwrap()
    };
    let copies = vec![
        copy(sample::eid(&world), &world.chongqing_police),
        copy(sample::business_licence(&world), &world.chongqing_market),
    ];
    (world, store, copies)
}

#[test]
fn a_wallet_shows_claims_of_the_asker_and_logs_names_only() {
    let (world, store, copies) = wallet();
    let scenario = store.scenarios().next().unwrap();
    let request = Request::minimal(scenario, Audience::new("示例银行柜台").unwrap()).unwrap();
    let (_, record) = judge(&request, &copies, &store, &Kinds::builtin(), world.now);
    assert!(record.registered && record.refusals.is_empty() && record.unmet.is_empty());
    assert_eq!(record.scenario.as_ref().unwrap().zh, "企业银行开户");
    assert_eq!((record.claims.audience.as_str(), record.offers[0].copy), ("示例银行柜台", 1));
    let shown = ShownRecord::of(&record, world.now);
    let line = shown.to_line().unwrap();
    assert_eq!(ShownRecord::parse(&line).unwrap(), shown);
    assert_eq!(
        serde_json::from_str::<Value>(&line).unwrap()["certificates"],
        json!([
            { "kind": kinds::BUSINESS_LICENCE, "items": ["holderName", "holderCode", "legalRepresentativeIdNumber"] },
            { "kind": kinds::EID, "items": ["holderName", "holderCode", "holderCodeType"] },
        ])
    );
    for value in ["林小满", "重庆样例餐饮管理有限公司"] {
        assert!(!line.contains(value));
    }
}

#[test]
fn an_unregistered_request_says_so() {
    let (world, store, copies) = wallet();
    let ask = Ask::new(kinds::EID, [2, 24]).unwrap();
    let request = Request::new(Audience::new("示例网吧").unwrap(), vec![ask]).unwrap();
    let (judgement, record) = judge(&request, &copies, &store, &Kinds::builtin(), world.now);
    assert!(!record.registered && record.scenario.is_none());
    assert_eq!(record.refusals[0].code, "unregistered_purpose");
    assert_eq!(judgement.offers().len(), 1);
    assert!(!ShownRecord::of(&record, world.now).registered);
}

/// A desk without any status list, and a matter that needs none.
#[test]
fn a_status_that_was_not_checked_is_told_and_kept() {
    let world = world();
    let mut claims = food_licence_renewal(&world).unwrap();
    (claims.terms.status, claims.terms.presenter) = (StatusNeed::NotNeeded, Presenter::NotProven);
    claims.terms.materials.truncate(1);
    (claims.terms.links, claims.terms.mandate) = (Vec::new(), false);
    let mut own = world.chongqing_list(1).unwrap();
    own.issuers.push(Publisher::chongqing().entry(&world));
    let own = world.sign(own, &world.chongqing).unwrap();
    let scenario = issue_scenario(&claims, &Publisher::chongqing().scenario_key).unwrap();
    let pack = Pack::new(None, vec![own], Vec::new(), Vec::new()).with_scenarios(vec![scenario]);
    let mut desk = Desk::pin(world.chongqing.anchor().unwrap());
    desk.import(&pack.to_bytes(), world.now, &World::policy()).unwrap();

    let (draft, issuer) = (sample::business_licence(&world), &world.chongqing_market);
    let holder = sample::enrolled(&issuer.issue_key, issuer.id).unwrap();
    let status = StatusRef::new(5, issuer.status_uri).unwrap();
    let issued = issue(&draft, holder, &status, &issuer.issue_key, &mut sample::rng("unchecked")).unwrap();
    let bytes = HolderCopy::parse(issued.as_bytes()).unwrap().show(|_| false);
    let licence = Unverified::<Certificate>::parse(&bytes);
    let id = desk.store().scenarios().next().unwrap().id().clone();
    let occasion = Occasion::new(world.now, claims.region);
    let verifier = Verifier::new(desk.store().trust(), desk.store().statuses(), World::policy());
    let shown = vec![Shown::from(licence)];
    let judged = verifier.verify_scenario(&id, shown, &occasion, Presence::None, Excess::Refused).unwrap();
    assert_eq!(judged.outcome(), Ok(()));
    let verified = match &judged.objects()[0] {
        Ok(VerifiedObject::Certificate(verified)) => Some(verified),
        _ => None,
    };
    let verified = verified.unwrap();

    let check = Check { now: world.now, region: claims.region, policy: World::policy() };
    let record = json!(Verdict::of(Object::Certificate, &Ok(verified.clone()), &check, &desk));
    assert_eq!(record.pointer("/certificate/status"), Some(&json!("not_checked")));
    assert!(record["reason"]["zh"].as_str().unwrap().contains("状态未核验"));
    let checker = Audience::new("样例窗口").unwrap();
    let around = Circumstances {
        occasion: &occasion,
        trust: desk.store().trust(),
        checker: &checker,
        software: "test 1",
    };
    let facts = Facts::of_verified(verified, desk.kinds(), &ReceiptKey::new([7; 32]), &around);
    assert_eq!(facts.verdict.unwrap().status, StatusUsed::NotChecked);
    let plain = desk.verify(&bytes, &check);
    assert_eq!(plain.code.as_deref(), Some("status_list_missing"));
}
