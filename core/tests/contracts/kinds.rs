//! Kind files: what ships, what is refused, and how names and labels map.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use zhengzhao::kind::{
    Disclosure, HEADER, HolderCategory, ItemName, ItemType, Kind, KindError, Kinds, MAX_KIND_FILE, RESTATED,
    Relation, SHARED, ValidityRange, header_item, header_item_named,
};

const BUSINESS_LICENCE: &str = "11100000MB0143028R001";
const EID: &str = "ZZ-LOCAL-EID";

#[test]
fn every_file_of_the_folder_ships_and_holds() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("kinds");
    let builtin = Kinds::builtin();
    let mut codes = BTreeSet::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let kind = Kind::parse(&fs::read_to_string(&path).unwrap())
            .unwrap_or_else(|error| panic_with(&path, &error.to_string()));
        assert_eq!(builtin.get(kind.code()), Some(&kind), "{}", path.display());
        assert!(codes.insert(kind.code().to_owned()), "{} is twice there", kind.code());
    }
    assert!(codes.len() >= 5);
    assert_eq!(builtin.iter().count(), codes.len());
}

#[expect(clippy::panic, reason = "a failing test")]
fn panic_with(path: &Path, error: &str) -> ! {
    panic!("{}: {error}", path.display())
}

#[test]
fn only_published_codes_are_called_verified() {
    for kind in Kinds::builtin().iter() {
        assert_eq!(kind.code_verified(), !kind.code().starts_with("ZZ-LOCAL-"), "{}", kind.code());
        if kind.code_verified() {
            zhengzhao::ids::Uscc::parse(kind.code().get(..18).unwrap()).unwrap();
        }
    }
}

#[test]
fn shipped_kinds_keep_persons_private() {
    for kind in Kinds::builtin().iter() {
        for item in kind.items() {
            let what = format!("{} {}", kind.code(), item.name());
            assert!(!item.limits() || item.disclosure() == Disclosure::Open, "{what}");
            // A printed copy without its limits would say more than the licence.
            assert!(!item.limits() || item.printed(), "{what}");
            if kind.holder_category() == HolderCategory::Person {
                let identifies = header_item(item.label()).is_some_and(|header| header.identifies());
                assert!(!(identifies && (item.disclosure() == Disclosure::Open || item.printed())), "{what}");
            }
        }
    }
}

#[test]
fn a_kind_answers_for_its_items() {
    let kinds = Kinds::builtin();
    let kind = kinds.get(BUSINESS_LICENCE).unwrap();
    assert_eq!((kind.name_zh(), kind.name_en()), ("营业执照", "business licence"));
    assert_eq!(kind.definer_zh(), "国家市场监督管理总局");
    assert_eq!(kind.holder_category(), HolderCategory::Legal);
    assert!(kind.relations().contains(&Relation::CopyOf));
    assert!(kind.validity_ranges().contains(&ValidityRange::Years(30)));
    let scope = kind.item(22).unwrap();
    assert_eq!((scope.name(), scope.name_zh()), ("businessScope", "经营范围"));
    assert_eq!((scope.disclosure(), scope.item_type()), (Disclosure::Open, ItemType::List));
    assert!(scope.limits() && scope.printed());
    assert_eq!(kind.item_named("businessScope"), Some(scope));
    assert_eq!(kind.item(2).map(|item| item.disclosure()), Some(Disclosure::Open));
    assert_eq!(kind.item(4000), None);
    for label in RESTATED {
        assert_eq!(kind.item(label), None, "{label}");
        assert!(header_item(label).unwrap().is_restated());
    }

    let eid = kinds.get(EID).unwrap();
    assert_eq!(eid.item_named("holderName").map(|item| item.disclosure()), Some(Disclosure::Selective));
    assert_eq!(eid.item_named("holderCode").map(|item| item.disclosure()), Some(Disclosure::Sensitive));
    assert_eq!(eid.item_named("ageOver18").map(|item| item.item_type()), Some(ItemType::Boolean));
    let holders = eid.item_named("holders").unwrap();
    assert_eq!(holders.member(3).map(|member| member.name()), Some("holderCode"));
    assert_eq!(holders.member_named("share").map(|member| member.label()), Some(17));
    assert!(eid.items().is_sorted_by(|a, b| a.label() < b.label()));
}

#[test]
fn header_labels_are_fixed() {
    let names: Vec<_> = HEADER.iter().map(|item| (item.label(), item.name(), item.pinyin())).collect();
    assert_eq!(
        names,
        [
            (1, "certificateNumber", Some("ZZBH")),
            (2, "holderName", Some("CZZT")),
            (3, "holderCode", Some("CZZTDM")),
            (4, "holderCodeType", Some("CZZTDMLXDM")),
            (5, "certificateName", Some("ZZMC")),
            (6, "issuedDate", Some("ZZBFRQ")),
            (7, "identifierSerial", None),
            (8, "certificateVersion", None),
            (9, "identifierCheck", None),
            (10, "certificateTypeCode", Some("ZZLXDM")),
            (11, "certificateAreaCode", Some("XZQDM")),
            (12, "certificateIssuingAuthorityCode", Some("ZZBFJGDM")),
            (13, "certificateEffectiveDate", Some("ZZYXQQSRQ")),
            (14, "certificateExpiringDate", Some("ZZYXQJZRQ")),
            (15, "holders", None),
        ]
    );
    assert_eq!(header_item_named("issuedDate").map(|item| item.label()), Some(6));
    let shared: Vec<_> = SHARED.iter().map(|item| (item.label(), item.name())).collect();
    assert_eq!(shared, [(4081, "portrait"), (4082, "sealPicture"), (4083, "sealLicence")]);
    assert_eq!(header_item(4083).map(|item| item.name_zh()), Some("印章所依据的证照"));
}

/// Label 23 of two kinds held the bytes of a portrait before label 4081 named a picture beside; it stays unused.
#[test]
fn shared_items_are_taken_up_by_name() {
    let kinds = Kinds::builtin();
    for code in [EID, "ZZ-LOCAL-RESIDENCE-PERMIT"] {
        let kind = kinds.get(code).unwrap();
        let portrait = kind.item_named("portrait").unwrap();
        assert_eq!((portrait.label(), portrait.disclosure()), (4081, Disclosure::Sensitive));
        let members: Vec<_> = portrait.members().iter().map(|member| member.name()).collect();
        assert_eq!(members, ["digest", "mediaType", "size"]);
        assert_eq!(kind.item(23), None);
        assert_eq!(kind.item_named("sealPicture"), None);
    }
    let seal = kinds.get("ZZ-LOCAL-ELECTRONIC-SEAL").unwrap();
    for name in ["sealPicture", "sealLicence", "holderCode", "holderCodeType"] {
        assert_eq!(seal.item_named(name).unwrap().disclosure(), Disclosure::Open, "{name}");
    }
    assert_eq!(kinds.get(BUSINESS_LICENCE).unwrap().item(4081), None);
    assert_eq!(kinds.name_of("unknown", 4082).to_string(), "sealPicture");

    let mut file = person();
    file["header"] = json!([{"name": "portrait", "disclosure": "open"}]);
    let error = Kind::parse(&file.to_string()).unwrap_err().to_string();
    assert!(error.starts_with("header[0].disclosure: expected selective or sensitive"), "{error}");
    file["header"] = json!([{"name": "portrait", "disclosure": "selective"}]);
    let kind = Kind::parse(&file.to_string()).unwrap();
    assert_eq!(kind.item(4081).map(|item| item.disclosure()), Some(Disclosure::Selective));
}

#[test]
fn names_and_labels_translate_both_ways() {
    let kinds = Kinds::builtin();
    for kind in kinds.iter() {
        for item in kind.items() {
            assert_eq!(kinds.name_of(kind.code(), item.label()), ItemName::Named(item.name()));
            assert_eq!(kinds.label_of(kind.code(), item.name()), Some(item.label()));
        }
    }
    assert_eq!(kinds.name_of(BUSINESS_LICENCE, 4000).to_string(), "item 4000");
    assert_eq!(kinds.label_of(BUSINESS_LICENCE, "item 4000"), Some(4000));
    assert_eq!(kinds.name_of("unknown", 22).to_string(), "item 22");
    assert_eq!(kinds.name_of("unknown", 2).to_string(), "holderName");
    assert_eq!(kinds.label_of("unknown", "holderName"), Some(2));
    assert_eq!(kinds.label_of("unknown", "businessScope"), None);
    assert_eq!(kinds.name_of("unknown", 10).to_string(), "certificateTypeCode");
    for wrong in ["item 0", "item 4096", "item 022", "item +22", "item  22", "Item 22", "item", "22", ""] {
        assert_eq!(kinds.label_of("unknown", wrong), None, "{wrong:?}");
    }
}

#[test]
fn a_kind_can_be_replaced() {
    let mut kinds = Kinds::builtin();
    let count = kinds.iter().count();
    let mut file = person();
    file["code"] = json!(EID);
    let old = kinds.insert_json(&file.to_string()).unwrap();
    assert_eq!(old.map(|kind| kind.name_zh().to_owned()), Some("电子身份证".to_owned()));
    assert_eq!(kinds.get(EID).map(Kind::name_en), Some("test permit"));
    assert_eq!(kinds.iter().count(), count);
}

#[test]
fn a_set_is_bounded() {
    let mut kinds = Kinds::new();
    let mut file = person();
    for number in 0..1024 {
        file["code"] = json!(format!("ZZ-LOCAL-{number}"));
        assert_eq!(kinds.insert_json(&file.to_string()), Ok(None));
    }
    assert!(kinds.insert_json(&file.to_string()).unwrap().is_some());
    file["code"] = json!("ZZ-LOCAL-1024");
    assert_eq!(rule_path(kinds.insert_json(&file.to_string())), "code");
}

/// A valid file of a person's kind with a birth date; each refusal changes one thing of it.
fn person() -> Value {
    json!({
        "code": "ZZ-LOCAL-TEST", "code_verified": false, "zh": "测试证", "en": "test permit",
        "definer": {"zh": "测试局", "en": "test bureau"}, "holder_category": "person",
        "validity_ranges": [{"years": 5}, "unlimited"], "relations": ["predecessor"], "decoys_to": 8,
        "header": [{"name": "holderName", "disclosure": "sensitive"}],
        "items": [
            item(16, "birthDate", "date"),
            item(17, "ageOver14", "boolean"), item(18, "ageOver16", "boolean"), item(19, "ageOver18", "boolean"),
            item(20, "note", "text"),
            {"label": 21, "zh": "表", "name": "table", "en": "table", "disclosure": "selective", "type": "map",
             "members": [{"label": 1, "zh": "行", "name": "row", "en": "row", "type": "text"}]},
        ]
    })
}

fn item(label: u16, name: &str, kind: &str) -> Value {
    json!({"label": label, "zh": name, "name": name, "en": name, "disclosure": "selective", "type": kind})
}

fn rule_path<T: std::fmt::Debug>(result: Result<T, KindError>) -> String {
    match result {
        Err(KindError::Rule { path, .. }) => path,
        other => format!("{other:?}"),
    }
}

#[test]
fn every_broken_rule_names_its_place() {
    Kind::parse(&person().to_string()).unwrap();
    let cases: Vec<(&str, &str, Value)> = vec![
        ("/code", "code", json!("")),
        ("/code", "code", json!("zz")),
        ("/code", "code", json!("A".repeat(65))),
        ("/code_verified", "code", json!(true)),
        ("/zh", "zh", json!(" ")),
        ("/en", "en", json!("a\u{202e}b")),
        ("/definer/zh", "definer.zh", json!("a\u{200b}")),
        ("/definer/en", "definer.en", json!("x".repeat(257))),
        ("/decoys_to", "decoys_to", json!(0)),
        ("/decoys_to", "decoys_to", json!(65)),
        ("/validity_ranges/0", "validity_ranges", json!({"days": 0})),
        ("/validity_ranges", "validity_ranges", json!(vec!["unlimited"; 17])),
        ("/relations", "relations", json!(vec!["copy_of"; 17])),
        ("/header/0/name", "header[0].name", json!("nobody")),
        ("/header/0/name", "header[0].name", json!("certificateTypeCode")),
        ("/header/0/name", "header[0].name", json!("note")),
        ("/header/0/disclosure", "header[0].disclosure", json!("open")),
        ("/header/0/printed", "header[0].printed", json!(true)),
        ("/header/1", "header[1].name", json!({"name": "holderName"})),
        ("/items/4/label", "items[4].label", json!(15)),
        ("/items/4/label", "items[4].label", json!(4096)),
        ("/items/4/label", "items[4].label", json!(16)),
        ("/items/4/name", "items[4].name", json!("birthDate")),
        ("/items/4/name", "items[4].name", json!("holderName")),
        ("/items/4/name", "items[4].name", json!("Note")),
        ("/items/4/name", "items[4].name", json!("item 7")),
        ("/items/4/name", "items[4].name", json!("")),
        ("/items/4/zh", "items[4].zh", json!("")),
        ("/items/4/en", "items[4].en", json!("\n")),
        ("/items/4/pinyin", "items[4].pinyin", json!("zl")),
        ("/items/4/limits", "items[4].disclosure", json!(true)),
        (
            "/items/4/members",
            "items[4].members",
            json!([{"label": 1, "zh": "a", "name": "a", "en": "a", "type": "text"}]),
        ),
        ("/items/5/printed", "items[5].printed", json!(true)),
        ("/items/5/members", "items[5].members", json!([])),
        ("/items/5/members/0/label", "items[5].members[0].label", json!(0)),
        ("/items/5/members/0/type", "items[5].members[0].type", json!("map")),
        ("/items/5/members/0/name", "items[5].members[0].name", json!("a b")),
        ("/items/0/type", "items.birthDate.type", json!("text")),
        ("/items/0/disclosure", "items.birthDate.disclosure", json!("open")),
        ("/items/1/name", "items.birthDate", json!("ageOver13")),
        ("/items/2/type", "items.birthDate", json!("integer")),
        ("/items/3/disclosure", "items.birthDate", json!("open")),
        ("/items/0/name", "items.childBirthDate", json!("childBirthDate")),
    ];
    for (pointer, path, value) in cases {
        let mut file = person();
        if pointer == "/items/5/printed" {
            file["items"][5]["disclosure"] = json!("sensitive");
        }
        set(&mut file, pointer, value.clone());
        assert_eq!(rule_path(Kind::parse(&file.to_string())), path, "{pointer} = {value}");
    }
    let mut file = person();
    file["items"] = (0..257).map(|n| item(16 + n, &format!("n{n}"), "text")).collect();
    assert_eq!(rule_path(Kind::parse(&file.to_string())), "items");
}

/// Sets what the pointer names, adding the last key or element when it is missing.
fn set(file: &mut Value, pointer: &str, value: Value) {
    let (parent, last) = pointer.rsplit_once('/').unwrap();
    match file.pointer_mut(parent).unwrap() {
        Value::Array(list) => match last.parse().ok().and_then(|index: usize| list.get_mut(index)) {
            Some(place) => *place = value,
            None => list.push(value),
        },
        map => map[last] = value,
    }
}

#[test]
fn files_of_another_shape_are_refused() {
    let good = person().to_string();
    for (from, to) in [
        ("\"decoys_to\":8", "\"decoys_to\":8,\"extra\":1"),
        ("\"decoys_to\":8", "\"decoys_to\":8,\"decoys_to\":8"),
        ("\"decoys_to\":8", "\"decoys_to\":-1"),
        ("\"years\":5", "\"decades\":5"),
        ("\"person\"", "\"robot\""),
        ("\"predecessor\"", "\"cousin\""),
        ("\"label\":20", "\"label\":20,\"rank\":1"),
        ("\"label\":20", "\"label\":70000"),
        ("\"code\":\"ZZ-LOCAL-TEST\",", ""),
    ] {
        let changed = good.replacen(from, to, 1);
        assert_ne!(changed, good, "{from}");
        assert!(matches!(Kind::parse(&changed), Err(KindError::Json { .. })), "{to}");
    }
    assert!(matches!(Kind::parse(&format!("{good} x")), Err(KindError::Json { .. })));
    assert!(matches!(Kind::parse(&"[".repeat(10_000)), Err(KindError::Json { .. })));
    let large = format!("{good}{}", " ".repeat(MAX_KIND_FILE));
    assert_eq!(Kind::parse(&large), Err(KindError::TooLarge { bytes: large.len() }));
    let message = Kind::parse(&good.replacen("\"label\":20", "\"label\":4096", 1)).unwrap_err().to_string();
    assert_eq!(message, "items[4].label: expected a label of 16 to 4080");
}
