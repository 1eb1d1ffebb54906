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

#[test]
fn kinds_are_listed_and_more_can_be_brought() {
    let world = World::new();
    let kinds = world.ok(&["kinds", "list", "--json"]).json();
    assert!(kinds.as_array().unwrap().len() >= 5);
    let shown = world.ok(&["kinds", "show", "ZZ-LOCAL-EID", "--lang", "zh"]);
    assert!(shown.out.contains("holderName") && shown.out.contains("持证主体"));
    assert!(world.run(&["kinds", "show", "NONE"]).expect(3).err.contains("ZZ-LOCAL-EID"));
    let own = json!({
        "code": "ZZ-LOCAL-TEST", "code_verified": false, "zh": "试验证", "en": "test licence",
        "definer": {"zh": "试验机构", "en": "Test body"}, "holder_category": "legal",
        "validity_ranges": [], "relations": [], "decoys_to": 0,
        "items": [{"label": 16, "zh": "颜色", "name": "colour", "en": "colour", "disclosure": "open", "type": "text"}]
    });
    world.write("kind.json", own.to_string().as_bytes());
    let shown = world.ok(&["kinds", "show", "ZZ-LOCAL-TEST", "--kind-file", "kind.json"]);
    assert!(shown.out.contains("colour"));
    world.write("kind.json", b"{}");
    world.run(&["kinds", "list", "--kind-file", "kind.json"]).expect(3);
}
