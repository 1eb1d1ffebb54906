#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

use crate::draft::{IssueForm, read_draft};
use crate::enrolment::ChallengeRecord;
use crate::presented::Meeting;
use crate::shown::Shown;
use crate::trustfile::read_trust_list;
use crate::{Check, Desk, Expected, InputError, Outcome, Verdict, keyfile};
use chacha20::ChaCha20Rng;
use serde_json::{Value, json};
use zhengzhao::act::Nonce;
use zhengzhao::act::enrolment::EnrolledKey;
use zhengzhao::certificate::StatusRef;
use zhengzhao::crypto::rand_core::SeedableRng as _;
use zhengzhao::crypto::{Algorithm, Signer as _, SigningKey};
use zhengzhao::holder::HolderCopy;
use zhengzhao::issue::{StatusListDraft, issue, issue_printed, issue_status_list, sign_trust_list};
use zhengzhao::kind::Kinds;
use zhengzhao::region::Region;
use zhengzhao::status::{Shard, Status};
use zhengzhao::time::{Date, Time};
use zhengzhao::trust::Anchor;
use zhengzhao::verify::Challenge;
use zhengzhao::{Pack, Policy, Presence};

const ISSUER: &str = "11500000MBYY00038M";
const URI: &str = "zz:test/1";

fn key(number: u8) -> SigningKey {
    SigningKey::from_secret(Algorithm::Ed25519, &[number; 32]).unwrap()
}

fn at(date: &str) -> Time {
    Time::start_of(Date::parse(date).unwrap()).unwrap()
}

fn check(now: &str) -> Check {
    Check { now: at(now), region: Region::parse("500000").unwrap(), policy: Policy::new(7 * 86_400) }
}

/// A desk of an authority with one signer and one issuer; entry 9 of the status list is suspended.
fn desk() -> Desk {
    let record = |number| keyfile::public_record(key(number).public_key());
    let kinds = ["11100000MB0143028R001", "ZZ-LOCAL-FOOD-LICENCE"];
    let kinds = kinds.map(|kind| json!({"kind": kind, "from": "2026-01-01"}));
    let list = json!({
        "authority": "11500000MBYY00011X", "region": "500000", "sequence": 4, "threshold": 1,
        "signers": [record(1)],
        "issuers": [{
            "id": ISSUER, "nameZh": "示例机构", "nameEn": "Sample issuer", "region": "500000",
            "keys": [
                {"key": record(2), "use": "issue", "from": "2026-01-01"},
                {"key": "status", "use": "status", "from": "2026-01-01", "to": "2026-12-31"}
            ],
            "kinds": kinds, "statusUris": [URI]
        }]
    });
    let resolve = |name: &str| match name {
        "status" => Ok(key(3).public_key().clone()),
        _ => Err(InputError::new(name, "无", "none")),
    };
    let list = read_trust_list(&list.to_string(), at("2026-06-01"), &resolve).unwrap().build().unwrap();
    let anchor = Anchor::new(list.authority(), list.region(), list.signers().clone(), 1).unwrap();
    let mut shard = Shard::new();
    shard.set(9, Status::Suspended).unwrap();
    let status = StatusListDraft {
        issuer: ISSUER,
        uri: URI,
        iat: at("2026-06-01"),
        exp: at("2026-06-20"),
        ttl: None,
        shard: &shard,
    };
    let status = issue_status_list(&status, &key(3)).unwrap();
    let own = sign_trust_list(&list, &key(1)).unwrap();
    let pack = Pack::new(None, vec![own], Vec::new(), vec![status]).to_bytes();
    let mut desk = Desk::pin(anchor);
    let check = check("2026-06-02");
    desk.import(&pack, check.now, &check.policy).unwrap();
    desk
}

fn business() -> Value {
    json!({
        "kind": "11100000MB0143028R001", "issuer": ISSUER, "region": "500103", "issued": "2026-05-01",
        "validTo": null,
        "items": {
            "holderName": "样例公司", "legalRepresentative": "林小满", "businessScope": ["餐饮服务"],
            "identifierSerial": "0001", "certificateVersion": "001", "identifierCheck": "0"
        }
    })
}

fn enrolled(issuer: &str) -> EnrolledKey {
    let record = ChallengeRecord::new(issuer, [1; 16]).unwrap();
    let answer = record.answer(&[&key(4)], at("2026-06-01"), [2; 16]).unwrap();
    record.verify(&answer, at("2026-06-01")).unwrap().remove(0)
}

fn issued(draft: &Value, index: u64) -> Vec<u8> {
    let kinds = Kinds::builtin();
    let today = Date::parse("2026-06-01").unwrap();
    let mut draft = read_draft(&draft.to_string(), &kinds, IssueForm::Certificate, today).unwrap().draft;
    let right = zhengzhao::ids::LicenceIdentifier::new(&draft.kind, ISSUER, "0001", "001");
    if let (Ok(identifier), Some(item)) = (right, draft.items.iter_mut().find(|item| item.label == 9)) {
        item.value = identifier.check().to_string().as_str().into();
    }
    let status = StatusRef::new(index, URI).unwrap();
    let mut rng = ChaCha20Rng::from_seed([5; 32]);
    let issued = issue(&draft, enrolled(&draft.issuer), &status, &key(2), &mut rng).unwrap();
    HolderCopy::parse(issued.as_bytes()).unwrap().show_all()
}

fn json_of(verdict: &Verdict) -> Value {
    serde_json::to_value(verdict).unwrap()
}

fn text<'v>(value: &'v Value, pointer: &str) -> &'v str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_else(|| panic!("{pointer} in {value}"))
}

#[test]
fn a_verified_certificate_says_everything_by_name() {
    let verdict = desk().verify(&issued(&business(), 1), &check("2026-06-02"));
    assert_eq!(verdict.outcome, Outcome::Verified, "{:?}", verdict.code);
    let json = json_of(&verdict);
    for (pointer, expected) in [
        ("/outcome", "verified"),
        ("/object", "certificate"),
        ("/presenter", "not_proven"),
        ("/own_list/authority", "11500000MBYY00011X"),
        ("/certificate/issuer/name_zh", "示例机构"),
        ("/certificate/issuer/name_en", "Sample issuer"),
        ("/certificate/kind/zh", "营业执照"),
        ("/certificate/region/code", "500103"),
        ("/certificate/issued", "2026-05-01T00:00:00+08:00"),
        ("/certificate/valid_from", "2026-05-01"),
        ("/certificate/valid_to", "长期"),
        ("/certificate/items/holderName", "样例公司"),
        ("/certificate/items/businessScope/0", "餐饮服务"),
        ("/check/now", "2026-06-02T00:00:00+08:00"),
        ("/check/region", "500000"),
    ] {
        assert_eq!(text(&json, pointer), expected, "{pointer}");
    }
    let identifier = text(&json, "/certificate/identifier");
    assert!(identifier.starts_with("1.2.156.3005.2.11100000MB0143028R001.11500000MBYY00038M.0001.001."));
    assert_eq!(json.pointer("/certificate/status/age_seconds"), Some(&json!(86_400)));
    assert_eq!(json.pointer("/certificate/withheld"), Some(&json!(3)), "decoys up to 4, one item shown");
    assert_eq!(json.pointer("/certificate/expires"), None);
    assert_eq!(json.pointer("/code"), None);
    let labels = json.pointer("/certificate/labels").and_then(Value::as_array).unwrap();
    let items = json.pointer("/certificate/items").and_then(Value::as_object).unwrap();
    assert_eq!(labels.len(), items.len());
    assert!(labels.iter().all(|label| items.contains_key(text(label, "/name"))));
    let debug = format!("{verdict:?} {:?}", verdict.certificate);
    assert!(!debug.contains("林小满") && !debug.contains("0001"), "{debug}");
}

#[test]
fn unknown_kinds_show_labels_and_change_no_verdict() {
    let bytes = issued(&business(), 1);
    let verdict = desk().with_kinds(Kinds::new()).verify(&bytes, &check("2026-06-02"));
    assert_eq!(verdict.outcome, Outcome::Verified);
    let json = json_of(&verdict);
    assert_eq!(text(&json, "/certificate/items/item 17"), "林小满");
    assert_eq!(text(&json, "/certificate/items/holderName"), "样例公司");
    assert_eq!(json.pointer("/certificate/kind/zh"), None);
}

#[test]
fn refusals_and_undetermined_verdicts_carry_code_message_and_next_step() {
    let desk = desk();
    for (bytes, now, outcome, code) in [
        (issued(&business(), 9), "2026-06-02", "refused", "suspended"),
        (issued(&business(), 1), "2026-06-10", "cannot_tell", "status_list_stale"),
        (issued(&business(), 1), "2026-05-20", "cannot_tell", "clock_behind"),
        (Vec::new(), "2026-06-02", "refused", "cbor_truncated"),
    ] {
        let verdict = desk.verify(&bytes, &check(now));
        let json = json_of(&verdict);
        assert_eq!((text(&json, "/outcome"), text(&json, "/code")), (outcome, code));
        assert_eq!(json.pointer("/undetermined"), Some(&json!(outcome == "cannot_tell")));
        for lang in ["zh", "en"] {
            let whole = text(&json, &format!("/messages/{lang}"));
            assert!(whole.starts_with(text(&json, &format!("/reason/{lang}"))));
            assert!(whole.ends_with(text(&json, &format!("/next/{lang}"))));
        }
        assert_eq!(json.pointer("/certificate"), None);
        assert_eq!(json.pointer("/own_list/sequence"), Some(&json!(4)));
    }
}

#[test]
fn a_printed_certificate_is_read_as_what_it_says_it_is() {
    let food = json!({
        "kind": "ZZ-LOCAL-FOOD-LICENCE", "issuer": ISSUER, "region": "500103", "issued": "2026-05-01",
        "validTo": "2031-04-30", "items": {"holderName": "样例公司", "businessForm": "餐饮服务经营者", "businessItems": ["热食类食品制售"]}
    });
    let today = Date::parse("2026-06-01").unwrap();
    let draft = read_draft(&food.to_string(), &Kinds::builtin(), IssueForm::Printed, today).unwrap().draft;
    let status = StatusRef::new(2, URI).unwrap();
    let printed = issue_printed(&draft, &status, &key(2), &mut ChaCha20Rng::from_seed([6; 32])).unwrap();
    let desk = desk();
    let verdict = desk.verify(printed.as_bytes(), &check("2026-06-02"));
    assert_eq!((verdict.outcome, verdict.object.as_str()), (Outcome::Verified, "printed_certificate"));
    let many = desk.verify_all(&[printed.as_bytes(), b"", &issued(&business(), 9)], &check("2026-06-02"));
    let outcomes: Vec<_> = many.iter().map(|verdict| verdict.outcome).collect();
    assert_eq!(outcomes, [Outcome::Verified, Outcome::Refused, Outcome::Refused]);
}

#[test]
fn a_desk_comes_back_from_its_state_and_says_what_it_needs() {
    let desk = Desk::reopen(&desk().export()).unwrap();
    let check = check("2026-06-02");
    let needs = desk.needs(check.now, &check.policy);
    let states: Vec<_> = needs.iter().map(|need| (need.what.as_str(), need.state.as_str())).collect();
    assert_eq!(states, [("own_trust_list", "fresh"), ("status_list", "fresh")]);
    let later = desk.needs(at("2026-06-10"), &check.policy);
    assert_eq!(later.last().map(|need| need.state.as_str()), Some("stale"));
    assert_eq!(desk.verify(&issued(&business(), 1), &check).outcome, Outcome::Verified);
}

#[test]
fn a_certificate_that_is_shown_proves_no_presenter() {
    let (desk, check, bytes) = (desk(), check("2026-06-02"), issued(&business(), 1));
    let shown = |presence| Shown {
        expected: Expected::Certificate,
        meeting: Meeting::default(),
        presence,
        picture: None,
    };
    let (verdict, facts) = desk.verify_shown(&bytes, &check, shown(Presence::None), None);
    assert_eq!(verdict, desk.verify(&bytes, &check));
    assert_eq!(facts, None);
    let challenge = Presence::Challenge(Challenge::new(Nonce::new([7; 16])));
    let (verdict, _) = desk.verify_shown(&bytes, &check, shown(challenge), None);
    assert_eq!(verdict.code.as_deref(), Some("presentation_missing"));
    let with_picture = Shown { picture: Some(b"a face"), ..shown(Presence::None) };
    let (verdict, _) = desk.verify_shown(&bytes, &check, with_picture, None);
    assert_eq!(verdict.code.as_deref(), Some("picture_unexpected"));
}

#[test]
fn a_desk_says_what_it_holds() {
    let record = desk().record(at("2026-06-02"));
    assert_eq!(record.anchor.authority, "11500000MBYY00011X");
    assert_eq!(record.anchor.digest, crate::desk::show_digest(desk().anchor()));
    assert_eq!(record.own_list.map(|list| (list.sequence, list.age_seconds)), Some((4, 86_400)));
    assert_eq!((record.recognised_lists.len(), record.status_lists), (0, 1));
    assert_eq!(record.clock_floor.as_deref(), Some("2026-06-01T00:00:00+08:00"));
}
