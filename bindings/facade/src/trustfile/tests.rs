//! Trust levels and pilots in descriptions: what they become, how they are shown, and where a fault is.

use super::{read_trust_list, show_trust_list};
use crate::{InputError, keyfile, sample};
use serde_json::{Value, json};
use zhengzhao::crypto::{Algorithm, Signer as _};
use zhengzhao::time::{Date, Time};
use zhengzhao::trust::TrustLevel;

fn grant(limits: &Value) -> Value {
    let mut grant = json!({ "kind": "ZZ-LOCAL-EID", "from": "2026-01-01" });
    let limits = limits.as_object().unwrap();
    grant.as_object_mut().unwrap().extend(limits.iter().map(|(name, value)| (name.clone(), value.clone())));
    grant
}

/// A description whose one issuer and one recognition have this grant.
fn description(limits: &Value) -> String {
    let record = |name: &str| keyfile::public_record(sample::key(Algorithm::Ed25519, name).public_key());
    json!({
        "authority": "11500000MBYY00011X", "region": "500000", "sequence": 1, "threshold": 1,
        "signers": [record("one")],
        "issuers": [{
            "id": "11500000MBYY00046G", "nameZh": "示例", "nameEn": "Sample", "region": "500000",
            "keys": [{"key": record("two"), "use": "issue", "from": "2026-01-01"}],
            "kinds": [grant(limits)], "statusUris": []
        }],
        "recognitions": [{
            "authority": "11510000MBYY0002XR", "region": "510000", "threshold": 1,
            "signers": [record("three")], "from": "2026-01-01", "kinds": [grant(limits)]
        }]
    })
    .to_string()
}

fn read(limits: &Value) -> Result<zhengzhao::issue::TrustListDraft, InputError> {
    let now = Time::start_of(Date::parse("2026-06-01").unwrap()).unwrap();
    read_trust_list(&description(limits), now, &|name| Err(InputError::new(name, "无", "none")))
}

#[test]
fn a_pilot_is_read_signed_and_shown() {
    let limits = json!({
        "trustLevel": "B",
        "pilot": {
            "regions": ["500103", "510104"], "from": "2026-06-01", "to": "2026-12-31",
            "scenarios": ["11500000MBYY00079W/hotel-check-in"]
        }
    });
    let draft = read(&limits).unwrap();
    let signer = sample::key(Algorithm::Ed25519, "one");
    let signed = zhengzhao::issue::sign_trust_list(&draft.build().unwrap(), &signer).unwrap();
    let (list, signed_by) = zhengzhao::trust::TrustList::parse_unpinned(&signed).unwrap();
    let issued = list.issuers()[0].kind("ZZ-LOCAL-EID").unwrap();
    assert_eq!(issued.level, Some(TrustLevel::B));
    let pilot = issued.pilot.as_ref().unwrap();
    assert_eq!(pilot.from.unwrap().to_string(), "2026-06-01T00:00:00+08:00");
    assert_eq!(pilot.to.unwrap().to_string(), "2027-01-01T00:00:00+08:00");
    assert_eq!(list.recognitions()[0].kind("ZZ-LOCAL-EID"), Some(issued));
    let shown = show_trust_list(&list, &signed_by);
    for grant in [&shown["issuers"][0]["kinds"][0], &shown["recognitions"][0]["kinds"][0]] {
        assert_eq!(grant["trustLevel"], "B");
        assert_eq!(grant["pilot"], limits["pilot"]);
    }
    let plain = read(&json!({})).unwrap();
    assert_eq!((plain.issuers[0].kinds[0].level, &plain.issuers[0].kinds[0].pilot), (None, &None));
}

#[test]
fn a_fault_in_a_pilot_is_named_by_its_place() {
    let at = "$.issuers[0].kinds[0]";
    let many: Vec<_> = (0..65).map(|_| "500103").collect();
    for (limits, place, en, zh) in [
        (
            json!({"trustLevel": "E"}),
            ".trustLevel",
            "expected one of: A, B, C, D.",
            "应为其中之一：A, B, C, D。",
        ),
        (
            json!({"trustLevel": 2}),
            ".trustLevel",
            "expected one of: A, B, C, D.",
            "应为其中之一：A, B, C, D。",
        ),
        (
            json!({"pilot": {}}),
            ".pilot",
            "expected at least one of regions, from, to and scenarios.",
            "试点应至少限定 regions、from、to、scenarios 中的一项。",
        ),
        (json!({"pilot": true}), ".pilot", "expected an object, found a boolean.", "应为对象，实为布尔值。"),
        (
            json!({"pilot": {"regions": []}}),
            ".pilot.regions",
            "expected 1 to 64 entries; leave the member out where nothing is limited.",
            "应有 1 到 64 项；不限定的，去掉该项。",
        ),
        (
            json!({"pilot": {"regions": many}}),
            ".pilot.regions",
            "expected 1 to 64 entries; leave the member out where nothing is limited.",
            "应有 1 到 64 项；不限定的，去掉该项。",
        ),
        (
            json!({"pilot": {"regions": ["500103", "重庆"]}}),
            ".pilot.regions[1]",
            "expected a division code of six digits, found other text.",
            "应为6 位行政区划代码，实为其他文字。",
        ),
        (
            json!({"pilot": {"from": "2026"}}),
            ".pilot.from",
            "expected a date such as 2026-12-31, found other text.",
            "应为形如 2026-12-31 的日期，实为其他文字。",
        ),
        (
            json!({"pilot": {"to": 2026}}),
            ".pilot.to",
            "expected a date such as 2026-12-31, found a number.",
            "应为形如 2026-12-31 的日期，实为数字。",
        ),
        (
            json!({"pilot": {"scenarios": ["hotel-check-in"]}}),
            ".pilot.scenarios[0]",
            "expected a scenario such as 11500000MBYY00079W/hotel-check-in, found other text.",
            "应为形如 11500000MBYY00079W/hotel-check-in 的场景，实为其他文字。",
        ),
        (
            json!({"pilot": {"region": ["500103"]}}),
            ".pilot.region",
            "there is no such name here; near matches: regions.",
            "没有这个名称；相近的有：regions。",
        ),
    ] {
        let error = read(&limits).unwrap_err();
        assert_eq!(error.path(), format!("{at}{place}"), "{limits}");
        assert_eq!((&*error.text().en, &*error.text().zh), (en, zh), "{limits}");
    }
}
