//! Drafts and kinds, as somebody who writes one meets them.

use crate::world::{ENROLLED, URI, World, permit, text};
use serde_json::{Value, json};

fn issue(world: &World, draft: &Value) -> crate::world::Ran {
    world.write("draft.json", draft.to_string().as_bytes());
    world.enrol(&["holder.key.json"]);
    let args = ["issue", "draft.json", "--key", "issue.key.json", "--status-uri", URI, "-o", "out.zz"];
    world.run(&[&args[..], &ENROLLED].concat())
}

#[test]
fn a_wrong_draft_names_file_place_and_near_matches() {
    let world = World::new();
    let mut draft = permit();
    draft["items"]["holderNane"] = json!("x");
    let ran = issue(&world, &draft).expect(3);
    assert!(
        ran.err.contains("draft.json: $.items.holderNane") && ran.err.contains("holderName"),
        "{}",
        ran.err
    );
    world.write("broken.json", b"{\n  \"kind\": }");
    let args =
        ["issue", "broken.json", "--key", "issue.key.json", "--printed", "--status-uri", URI, "-o", "out.zz"];
    assert!(world.run(&args).expect(3).err.contains("line 2"));
    assert!(!world.path("out.zz").exists());
}

#[test]
fn a_wrong_check_digit_is_refused_at_issue_time() {
    let world = World::new();
    let mut draft = permit();
    draft["items"]["holderCodeType"] = json!("111");
    draft["items"]["holderCode"] = json!("510104199003070008");
    assert!(issue(&world, &draft).expect(3).err.contains("check digit"));
    draft["items"]["holderCode"] = json!("510104199003070007");
    issue(&world, &draft).expect(0);
}

#[test]
fn the_holder_chooses_by_name() {
    let world = World::new();
    let list = world.ok(&["show", "permit.zz", "--json"]).json();
    let names: Vec<_> = list
        .pointer("/items")
        .and_then(Value::as_array)
        .unwrap()
        .iter()
        .map(|item| text(item, "/name"))
        .collect();
    assert_eq!(names, ["holderName", "sex", "birthDate", "ageOver18"]);
    let wrong = world.run(&["show", "permit.zz", "--items", "name", "-o", "x.zz"]).expect(3);
    assert!(wrong.err.contains("holderName, sex, birthDate, ageOver18"), "{}", wrong.err);
    world.run(&["show", "permit.zz", "-o", "x.zz"]).expect(3);
    // What was shown is no holder's copy any more: hashes without disclosures.
    world.run(&["show", "shown.zz", "--all", "-o", "x.zz"]).expect(1);
}

/// A kind file; the code makes it another one.
fn own_kind(code: &str) -> Value {
    json!({
        "code": code, "code_verified": false, "zh": "试验证", "en": "test licence",
        "definer": {"zh": "试验机构", "en": "Test body"}, "holder_category": "legal",
        "validity_ranges": [{"years": 3}], "relations": [], "decoys_to": 0,
        "number": {"templates": ["T####"], "check": "none"},
        "items": [{"label": 16, "zh": "颜色", "name": "colour", "pinyin": "YS", "en": "colour", "disclosure": "open", "type": "text"}]
    })
}

#[test]
fn kinds_are_listed_and_filtered() {
    let world = World::new();
    let list = |args: &[&str]| {
        let listed = world.ok(&[&["kinds", "list", "--json"][..], args].concat()).json();
        let codes = listed.as_array().unwrap().iter().map(|kind| text(kind, "/code").to_owned());
        codes.collect::<Vec<_>>()
    };
    let all = list(&[]);
    assert!(all.len() >= 150);
    let verified = list(&["--verified"]);
    assert_eq!(verified.len(), 16);
    assert!(verified.iter().all(|code| !code.starts_with("ZZ-LOCAL-")));
    assert_eq!(list(&["居住证", "--full"]), ["ZZ-LOCAL-RESIDENCE-PERMIT"]);
    assert_eq!(list(&["ELECTRONIC id"]), ["ZZ-LOCAL-EID"]);
    let persons = list(&["--holder", "person"]);
    assert!(persons.len() < all.len() && persons.iter().any(|code| code == "ZZ-LOCAL-EID"));
    assert!(list(&["no such thing"]).is_empty());
    let listed = world.ok(&["kinds", "list", "道路运输证", "--lang", "zh"]).out;
    assert!(listed.contains("已核实") && listed.contains("共 1 种"), "{listed}");
    let listed = world.ok(&["kinds", "list", "food business", "--lang", "en"]).out;
    assert!(listed.contains(" local ") && listed.contains("1 kinds: 1 with items of their own"), "{listed}");
}

#[test]
fn kinds_are_shown_by_code_and_by_name() {
    let world = World::new();
    let shown = world.ok(&["kinds", "show", "ZZ-LOCAL-EID", "--lang", "zh"]);
    assert!(shown.out.contains("holderName") && shown.out.contains("持证主体"));
    assert!(shown.out.contains("本地代号") && shown.out.contains("5年、10年、20年、长期"), "{}", shown.out);
    let shown = world.ok(&["kinds", "show", "食品经营许可证", "--lang", "en"]).out;
    assert!(shown.contains("JY1#############") && shown.contains("limits, printed, required"), "{shown}");
    let record = world.ok(&["kinds", "show", "business licence", "--json"]).json();
    assert_eq!(text(&record, "/code"), "11100000MB0143028R001");
    assert_eq!(record.pointer("/codeVerified"), Some(&json!(true)));
    assert!(world.run(&["kinds", "show", "local-eid"]).expect(3).err.contains("ZZ-LOCAL-EID"));
    assert!(world.run(&["kinds", "show", "NONE"]).expect(3).err.contains("kinds list"));
}

#[test]
fn kinds_are_brought_as_files_lists_and_folders() {
    let world = World::new();
    world.write("kind.json", own_kind("ZZ-LOCAL-TEST").to_string().as_bytes());
    let shown = world.ok(&["kinds", "show", "ZZ-LOCAL-TEST", "--kind-file", "kind.json"]);
    assert!(shown.out.contains("colour"));
    std::fs::create_dir(world.path("kinds")).unwrap();
    // A folder without any is a mistake.
    assert!(world.run(&["kinds", "list", "--kind-file", "kinds"]).expect(3).err.contains("kinds"));
    world.write("kinds/one.json", own_kind("ZZ-LOCAL-ONE").to_string().as_bytes());
    let rows = json!({
        "definers": [{"zh": "试验机构", "en": "Test body"}],
        "kinds": [["ZZ-LOCAL-TWO", false, "二证", "second", 0, "person"], ["ZZ-LOCAL-ONE", false, "一证", "first", 0, "legal"]]
    });
    world.write("kinds/two.json", rows.to_string().as_bytes());
    world.write("kinds/readme.txt", b"not a kind");
    for (code, name) in [("ZZ-LOCAL-TWO", "二证"), ("ZZ-LOCAL-ONE", "一证")] {
        let shown = world.ok(&["kinds", "show", code, "--kind-file", "kinds", "--lang", "zh"]).out;
        assert!(shown.contains(name), "{shown}");
    }
    let mut broken = own_kind("ZZ-LOCAL-ONE");
    broken["items"][0]["label"] = json!(7);
    world.write("kinds/one.json", broken.to_string().as_bytes());
    let ran = world.run(&["kinds", "list", "--kind-file", "kinds", "--lang", "zh"]).expect(3);
    assert!(ran.err.contains("one.json：items[0].label：应为 16 至 4080 的编号"), "{}", ran.err);
    broken["items"][0]["label"] = json!("seven");
    world.write("kinds/one.json", broken.to_string().as_bytes());
    let ran = world.run(&["kinds", "list", "--kind-file", "kinds", "--lang", "en"]).expect(3);
    assert!(ran.err.contains("one.json: items[0].label: ") && ran.err.contains("u16"), "{}", ran.err);
    world.write("kind.json", b"{}");
    world.run(&["kinds", "list", "--kind-file", "kind.json"]).expect(3);
}

#[test]
fn issuing_follows_the_rules_of_the_kind() {
    let world = World::new();
    world.write("kind.json", own_kind("ZZ-LOCAL-TEST").to_string().as_bytes());
    let mut draft = permit();
    draft["kind"] = json!("ZZ-LOCAL-TEST");
    draft["items"] = json!({"certificateNumber": "T0001", "colour": "绿"});
    draft["validFrom"] = json!("2026-06-01");
    draft["validTo"] = json!("2029-05-31");
    let run = |draft: &Value| {
        world.write("draft.json", draft.to_string().as_bytes());
        let args = ["issue", "draft.json", "--key", "issue.key.json", "--printed", "--status-uri", URI];
        world.run(
            &[&args[..], &["--kind-file", "kind.json", "-o", "own.zz", "--force", "--lang", "en"]].concat(),
        )
    };
    run(&draft).expect(0);
    draft["items"]["certificateNumber"] = json!("T001");
    let ran = run(&draft).expect(3);
    assert!(ran.err.contains("$.items.certificateNumber") && ran.err.contains("T####"), "{}", ran.err);
    draft["items"]["certificateNumber"] = json!("T0001");
    for end in ["2029-06-02", "长期"] {
        draft["validTo"] = json!(end);
        assert!(run(&draft).expect(3).err.contains("$.validTo"), "{end}");
    }
}

#[test]
fn a_kind_file_of_an_editor_may_begin_with_a_mark_and_must_be_utf_8() {
    let world = World::empty();
    let kind = include_str!("../../../../core/kinds/food-licence.json").replace('\n', "\r\n");
    let args = ["kinds", "show", "ZZ-LOCAL-FOOD-LICENCE", "--kind-file", "kind.json"];
    world.write("kind.json", format!("\u{feff}{kind}").as_bytes());
    assert!(world.ok(&args).out.contains("food business licence"));
    world.write("kind.json", b"{\"zh\": \"\xd0\xa1\xb3\xd4\"}");
    assert!(world.run(&args).expect(3).err.contains("save it as UTF-8"));
}
