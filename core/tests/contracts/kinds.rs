//! Kind files: what ships, what is refused, and how names and labels map.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use zhengzhao::kind::{
    Disclosure, HEADER, HolderCategory, ItemName, ItemType, Kind, KindError, Kinds, MAX_KIND_FILE,
    MAX_KIND_LIST, RESTATED, Relation, SHARED, ValidityRange, header_item, header_item_named,
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
        let kinds = Kind::parse_file(&fs::read_to_string(&path).unwrap())
            .unwrap_or_else(|error| panic_with(&path, &error.to_string()));
        for kind in kinds {
            assert_eq!(builtin.get(kind.code()), Some(&kind), "{}", path.display());
            assert!(codes.insert(kind.code().to_owned()), "{} is twice there", kind.code());
        }
    }
    assert!(codes.len() >= 150);
    assert_eq!(builtin.iter().count(), codes.len());
}

#[expect(clippy::panic, reason = "a failing test")]
fn panic_with(path: &Path, error: &str) -> ! {
    panic!("{}: {error}", path.display())
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
    let expected = [(4081, "portrait"), (4082, "sealPicture"), (4083, "sealLicence"), (4084, "predecessor")];
    assert_eq!(shared, expected);
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
    let many = list((0..1024).map(|n| row(&n.to_string())).collect());
    let mut kinds = Kinds::new();
    assert_eq!(kinds.insert_file(&many), Ok(1024));
    assert_eq!(kinds.insert_file(&many), Ok(1024));
    // All or nothing: the one that fits is not taken either.
    assert_eq!(rule_path(kinds.insert_file(&list(vec![row("7"), row("1024")]))), "code");
    assert_eq!(kinds.get("ZZ-LOCAL-7").map(Kind::name_en), Some("permit 7"));
    assert_eq!(rule_path(Kind::parse_file(&list((0..1025).map(|n| row(&n.to_string())).collect()))), "kinds");

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

/// A line of a list of kinds.
fn row(name: &str) -> Value {
    json!([format!("ZZ-LOCAL-{name}"), false, "测试证", format!("permit {name}"), 0, "person"])
}

fn list(rows: Vec<Value>) -> String {
    json!({"definers": [{"zh": "测试局", "en": "test bureau"}], "kinds": rows}).to_string()
}

#[test]
fn a_list_has_kinds_with_the_items_of_the_header() {
    let one = Kind::parse_file(&person().to_string()).unwrap();
    assert_eq!(one, [Kind::parse(&person().to_string()).unwrap()]);
    let kinds = Kind::parse_file(&list(vec![
        row("A"),
        json!(["11100000000019713D008", true, "证", "permit", 0, "legal"]),
    ]))
    .unwrap();
    let [person, legal] = &kinds[..] else { return assert_eq!(kinds.len(), 2) };
    assert!(person.is_header_only() && !one[0].is_header_only());
    assert_eq!((person.code(), person.code_verified()), ("ZZ-LOCAL-A", false));
    assert_eq!((person.definer_zh(), person.definer_en()), ("测试局", "test bureau"));
    let labels: Vec<_> = person.items().iter().map(|item| item.label()).collect();
    assert_eq!(labels, [1, 2, 3, 4, 5, 6, 7, 8, 9, 15]);
    assert_eq!(person.item(2).map(|item| item.disclosure()), Some(Disclosure::Selective));
    // As many as the header has items to redact, so that their number says nothing.
    assert_eq!((person.decoys_to(), legal.decoys_to()), (8, 0));
    assert_eq!((legal.code_verified(), legal.holder_category()), (true, HolderCategory::Legal));
    assert_eq!(legal.item(2).map(|item| item.disclosure()), Some(Disclosure::Open));
    assert!(legal.number_rule().is_none() && legal.validity_ranges().is_empty());
}

#[test]
fn every_broken_rule_of_a_list_names_its_place() {
    let good = || json!({"definers": [{"zh": "局", "en": "bureau"}], "kinds": [row("A"), row("B")]});
    Kind::parse_file(&good().to_string()).unwrap();
    for (pointer, path, value) in [
        ("/definers/0/zh", "definers[0].zh", json!("")),
        ("/definers/0/en", "definers[0].en", json!("a\u{202e}")),
        ("/kinds/1/0", "kinds[1][0]", json!("zz")),
        ("/kinds/1/0", "kinds[1][0]", json!("ZZ-LOCAL-A")),
        ("/kinds/1/1", "kinds[1][0]", json!(true)),
        ("/kinds/1/2", "kinds[1][2]", json!(" ")),
        ("/kinds/1/3", "kinds[1][3]", json!("x".repeat(257))),
        ("/kinds/1/4", "kinds[1][4]", json!(1)),
    ] {
        let mut file = good();
        set(&mut file, pointer, value.clone());
        assert_eq!(rule_path(Kind::parse_file(&file.to_string())), path, "{pointer} = {value}");
    }
    for (pointer, path, value) in [
        ("/kinds/1/5", "kinds[1][5]", json!("robot")),
        ("/kinds/1/4", "kinds[1][4]", json!(-1)),
        ("/kinds/1", "kinds[1]", json!(["ZZ-LOCAL-B"])),
        ("/kinds/1", "kinds[1]", json!(7)),
        ("/definers/0", "definers[0]", json!({"zh": "局"})),
        ("/other", "other", json!(1)),
    ] {
        let mut file = good();
        set(&mut file, pointer, value.clone());
        let error = Kind::parse_file(&file.to_string()).unwrap_err();
        assert!(matches!(&error, KindError::Json { path: found, .. } if found == path), "{pointer}: {error}");
    }
    // What is no JSON at all is read as the form that it looks like.
    let broken = Kind::parse_file("{\"kinds\": [}").unwrap_err().to_string();
    assert!(broken.starts_with("kinds: "), "{broken}");
    let large = good().to_string() + &" ".repeat(MAX_KIND_LIST);
    assert!(matches!(Kind::parse_file(&large), Err(KindError::TooLarge { limit: MAX_KIND_LIST, .. })));
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
        ("/items/4", "items[4].printed", limiting(false)),
        ("/items/4/pinyin", "items[4].pinyin", json!("CZZT")),
        ("/number", "number.templates", json!({"templates": [], "check": "none"})),
        ("/number", "number.templates", json!({"templates": vec!["#"; 17], "check": "none"})),
        ("/number", "number.templates[1]", json!({"templates": ["#", ""], "check": "none"})),
        ("/number", "number.templates[0]", json!({"templates": ["~#~"], "check": "uscc"})),
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
    let mut file = person();
    file["items"][4] = limiting(true);
    assert!(Kind::parse(&file.to_string()).unwrap().item(20).unwrap().limits());
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

fn limiting(printed: bool) -> Value {
    let mut note = item(20, "note", "text");
    note["disclosure"] = json!("open");
    note["limits"] = json!(true);
    note["printed"] = json!(printed);
    note
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
    for (from, to, place) in [
        ("\"decoys_to\":8", "\"decoys_to\":8,\"extra\":1", "extra"),
        ("\"decoys_to\":8", "\"decoys_to\":8,\"decoys_to\":8", "decoys_to"),
        ("\"decoys_to\":8", "\"decoys_to\":-1", "decoys_to"),
        ("\"years\":5", "\"decades\":5", "validity_ranges[0].decades"),
        ("\"person\"", "\"robot\"", "holder_category"),
        ("\"predecessor\"", "\"cousin\"", "relations[0]"),
        ("\"label\":20", "\"label\":20,\"rank\":1", "items[4].rank"),
        ("\"label\":20", "\"label\":70000", "items[4].label"),
        ("\"label\":20,", "", "items[4]"),
        ("\"code\":\"ZZ-LOCAL-TEST\",", "", "$"),
    ] {
        let changed = good.replacen(from, to, 1);
        assert_ne!(changed, good, "{from}");
        let error = Kind::parse(&changed).unwrap_err();
        assert!(matches!(&error, KindError::Json { path, .. } if path == place), "{to}: {error}");
        assert!(error.zh().starts_with(&format!("{place}：")) && error.en().contains("line 1"), "{error}");
    }
    let hostile = Kind::parse(&good.replacen("\"zh\"", "\"\\u001b[2J\u{202e}\"", 1)).unwrap_err();
    assert!(hostile.en().contains("unknown field `?[2J?`"), "{hostile}");
    assert!(matches!(Kind::parse(&format!("{good} x")), Err(KindError::Json { .. })));
    assert!(matches!(Kind::parse(&"[".repeat(10_000)), Err(KindError::Json { .. })));
    let large = format!("{good}{}", " ".repeat(MAX_KIND_FILE));
    assert_eq!(Kind::parse(&large), Err(KindError::TooLarge { bytes: large.len(), limit: MAX_KIND_FILE }));
    let error = Kind::parse(&good.replacen("\"label\":20", "\"label\":4096", 1)).unwrap_err();
    assert_eq!(error.to_string(), "items[4].label: expected a label of 16 to 4080");
    assert_eq!(error.zh(), "items[4].label：应为 16 至 4080 的编号");
}
