#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

use super::*;
use serde_json::json;
use zhengzhao::issue::DraftElement;
use zhengzhao::time::last_day;

fn permit() -> Value {
    json!({
        "kind": "ZZ-LOCAL-RESIDENCE-PERMIT",
        "issuer": "11510100MBYY00054L",
        "region": "510104",
        "issued": "2026-05-01",
        "validTo": "2026-12-31",
        "items": {
            "holderName": "林小满", "sex": 2, "birthDate": "1990-03-07", "ageOver18": true,
            "issuingAuthority": "示例派出所", "endorsedUntil": "2026-12-31",
            "portrait": {"digest": {"hex": "00ff"}, "mediaType": "image/jpeg", "size": 8192}
        }
    })
}

fn read(value: &Value, form: IssueForm) -> Result<ReadDraft, InputError> {
    let today = Date::parse("2026-06-01").unwrap();
    read_draft(&value.to_string(), &Kinds::builtin(), form, today)
}

/// The permit with one member changed, or taken away by `None`.
fn with(path: &str, value: Option<Value>) -> Value {
    let mut draft = permit();
    let (parent, name) = path.rsplit_once('/').unwrap();
    let map = draft.pointer_mut(parent).unwrap().as_object_mut().unwrap();
    match value {
        Some(value) => drop(map.insert(name.into(), value)),
        None => drop(map.remove(name).unwrap()),
    }
    draft
}

fn item<'d>(draft: &'d Draft, name: &str) -> &'d zhengzhao::issue::DraftItem {
    let kinds = Kinds::builtin();
    let label = kinds.label_of(&draft.kind, name).unwrap();
    draft.items.iter().find(|item| item.label == label).unwrap()
}

#[test]
fn a_draft_takes_types_dates_and_marks_from_its_kind() {
    let ReadDraft { draft, left_out, .. } = read(&permit(), IssueForm::Certificate).unwrap();
    assert_eq!(draft.iat.to_string(), "2026-05-01T00:00:00+08:00");
    assert_eq!(draft.nbf, draft.iat);
    assert_eq!(draft.exp.unwrap().to_string(), "2027-01-01T00:00:00+08:00");
    assert_eq!(last_day(draft.exp.unwrap()).to_string(), "2026-12-31");
    assert_eq!((draft.decoys_to, draft.items.len(), left_out.len()), (20, 7, 0));
    assert!(item(&draft, "holderName").redact && item(&draft, "portrait").redact);
    assert!(!item(&draft, "issuingAuthority").redact && !item(&draft, "endorsedUntil").redact);
    assert_eq!(item(&draft, "sex").value, DraftValue::Integer(2));
    assert_eq!(item(&draft, "ageOver18").value, DraftValue::Bool(true));
    let DraftValue::Map(portrait) = &item(&draft, "portrait").value else { panic!("{draft:?}") };
    let labels: Vec<_> = portrait.iter().map(|member| (member.label, member.redact)).collect();
    assert_eq!(labels, [(1, false), (2, false), (3, false)]);
    assert_eq!(portrait.first().unwrap().value, DraftValue::Bytes(vec![0, 0xff]));
}

#[test]
fn dates_may_be_left_out_but_never_the_end() {
    let today = read(&with("/issued", None), IssueForm::Certificate).unwrap().draft;
    assert_eq!(today.iat.to_string(), "2026-06-01T00:00:00+08:00");
    for end in [Value::Null, json!("长期")] {
        let business = json!({
            "kind": "11100000MB0143028R001", "issuer": "11500000MBYY00038M", "region": "500103", "validTo": end,
            "items": {"businessScope": ["餐饮服务"]}
        });
        assert_eq!(read(&business, IssueForm::Certificate).unwrap().draft.exp, None);
        // A kind may ask for an end.
        let error = read(&with("/validTo", Some(end)), IssueForm::Certificate).unwrap_err();
        assert_eq!(error.path(), "$.validTo");
    }
    let error = read(&with("/validTo", None), IssueForm::Certificate).unwrap_err();
    assert_eq!(error.to_string(), "$.validTo: this member is required and missing.");
    let later = with("/validFrom", Some(json!("2026-07-01")));
    let later = read(&later, IssueForm::Certificate).unwrap().draft;
    assert!(later.nbf > later.iat);
}

#[test]
fn faults_name_the_place_and_what_was_expected() {
    for (path, value, at, en) in [
        ("/validTo", json!("2026-02-30"), "$.validTo", "expected a date such as 2026-12-31"),
        ("/validTo", json!(20_261_231), "$.validTo", "expected a date such as 2026-12-31, found a number"),
        ("/region", json!("重庆"), "$.region", "a division code of six digits"),
        ("/issuer", json!("11510100MBYY00054M"), "$.issuer", "the check digit is wrong"),
        ("/kind", json!("ZZ-LOCAL-RESIDENCE"), "$.kind", "near matches: ZZ-LOCAL-RESIDENCE-PERMIT"),
        ("/valid_to", json!("2026-12-31"), "$.valid_to", "near matches: validTo"),
        ("/items/sex", json!("2"), "$.items.sex", "expected an integer, found other text"),
        ("/items/ageOver18", json!("yes"), "$.items.ageOver18", "expected true or false"),
        ("/items/portrait", json!("00ff"), "$.items.portrait", "expected an object"),
        ("/items/portrait/digest", json!("00ff"), "$.items.portrait.digest", "expected bytes such as"),
        ("/items/portrait/digest", json!({"hex": "0"}), "$.items.portrait.digest", "expected bytes such as"),
        ("/items/sealPicture", json!({}), "$.items.sealPicture", "no such name"),
        ("/items/birthDate", json!("7 March 1990"), "$.items.birthDate", "expected a date"),
        ("/items/holdername", json!("x"), "$.items.holdername", "near matches: holderName"),
        ("/items/持证主体", json!("x"), "$.items.持证主体", "write its name holderName"),
        ("/items/certificateAreaCode", json!("510104"), "$.items.certificateAreaCode", "restates a claim"),
        ("/items/holderName", json!("a\u{202e}b"), "$.items.holderName", "bidirectional"),
        (
            "/items/holderName",
            json!({"value": "x", "selectiv": true}),
            "$.items.holderName.selectiv",
            "selective",
        ),
        (
            "/items/holderName",
            json!({"value": "x", "selective": false}),
            "$.items.holderName",
            "must be selective",
        ),
        (
            "/items/endorsedUntil",
            json!({"value": "2026-12-31", "selective": true}),
            "$.items.endorsedUntil",
            "must be open",
        ),
        ("/items", json!([]), "$.items", "expected an object, found a list"),
        ("/permits", json!({}), "$.permits", "expected a list"),
    ] {
        let error = read(&with(path, Some(value)), IssueForm::Certificate).unwrap_err();
        assert_eq!(error.path(), at, "{error}");
        assert!(error.to_string().contains(en), "{error}");
        assert!(error.message().zh.starts_with(&format!("{at}：")), "{}", error.message().zh);
    }
}

#[test]
fn no_error_repeats_a_value() {
    for value in
        [json!({"value": "机密姓名", "selective": false}), json!(["机密姓名"]), json!("机密\u{200b}姓名")]
    {
        let error = read(&with("/items/holderName", Some(value)), IssueForm::Certificate).unwrap_err();
        assert!(!error.message().zh.contains("机密") && !error.to_string().contains("机密"), "{error}");
    }
}

#[test]
fn a_printed_certificate_carries_what_its_kind_prints_and_nothing_else() {
    let ReadDraft { draft, mut left_out, .. } = read(&permit(), IssueForm::Printed).unwrap();
    left_out.sort();
    assert_eq!(left_out, ["ageOver18", "birthDate", "holderName", "portrait", "sex"]);
    assert_eq!(draft.items.len(), 2);
    assert!(draft.items.iter().all(|item| !item.redact));
    assert_eq!(draft.decoys_to, 0);
}

#[test]
fn an_enterprise_may_open_its_own_items_but_not_those_of_its_people() {
    let food = |code_type: &str, name: &str, selective: bool| {
        json!({
            "kind": "ZZ-LOCAL-FOOD-LICENCE", "issuer": "11500000MBYY00038M", "region": "500103",
            "validTo": "2031-05-31",
            "items": {
                "businessForm": "餐饮服务经营者", "businessItems": [],
                "holderCodeType": {"value": code_type, "selective": false},
                name: {"value": "x", "selective": selective}
            }
        })
    };
    assert!(read(&food("001", "holderCode", false), IssueForm::Certificate).is_ok());
    assert!(read(&food("111", "holderCode", false), IssueForm::Certificate).is_err());
    let business = json!({
        "kind": "11100000MB0143028R001", "issuer": "11500000MBYY00038M", "region": "500103", "validTo": null,
        "items": {"legalRepresentativeIdNumber": {"value": "x", "selective": false}}
    });
    let error = read(&business, IssueForm::Certificate).unwrap_err();
    assert_eq!(error.path(), "$.items.legalRepresentativeIdNumber");
}

#[test]
fn elements_of_a_list_may_be_selective_unless_they_limit_the_licence() {
    let draft = |name: &str, list: Value| {
        json!({
            "kind": "11100000MB0143028R001", "issuer": "11500000MBYY00038M", "region": "500103", "validTo": null,
            "items": {"businessScope": [], name: list}
        })
    };
    let scope = draft("businessScope", json!(["餐饮服务", {"value": "食品销售", "selective": true}]));
    let error = read(&scope, IssueForm::Certificate).unwrap_err();
    assert_eq!(error.path(), "$.items.businessScope[1]");
    let scope = draft("businessScope", json!(["餐饮服务", "食品销售"]));
    assert!(read(&scope, IssueForm::Certificate).is_ok());
    let holders = json!([
        {"holderName": "甲", "share": "二分之一"},
        {"value": {"holderName": "乙", "share": "二分之一"}, "selective": true}
    ]);
    let draft = read(&draft("holders", holders), IssueForm::Certificate).unwrap().draft;
    let DraftValue::List(list) = &item(&draft, "holders").value else { panic!("a list") };
    let redacted: Vec<_> = list.iter().map(|DraftElement { redact, .. }| *redact).collect();
    assert_eq!(redacted, [false, true]);
}

#[test]
fn permits_bring_their_own_kind_status_and_dates() {
    let permit = json!({
        "kind": "ZZ-LOCAL-FOOD-LICENCE", "issuer": "11500000MBYY00038M",
        "validFrom": "2026-05-01", "validTo": "2031-04-30",
        "status": {"uri": "zz:cq-market/1", "index": 7},
        "items": {"businessItems": ["热食类食品制售"]}, "selective": true
    });
    let draft = with("/permits", Some(json!([permit.clone()])));
    let read_one = read(&draft, IssueForm::Certificate).unwrap().draft;
    let [own] = read_one.permits.as_slice() else { panic!("one permit") };
    assert_eq!((own.status.index(), own.status.uri(), own.redact), (7, "zz:cq-market/1", true));
    for (name, value, at) in [
        ("status", Value::Null, "$.permits[0].status"),
        ("status", json!({"uri": "a b", "index": 1}), "$.permits[0].status.uri"),
        ("items", json!({"sex": 1}), "$.permits[0].items.sex"),
        ("validFrom", json!("x"), "$.permits[0].validFrom"),
    ] {
        let mut wrong = permit.clone();
        wrong.as_object_mut().unwrap().insert(name.into(), value);
        let error = read(&with("/permits", Some(json!([wrong]))), IssueForm::Certificate).unwrap_err();
        assert_eq!(error.path(), at);
    }
}
