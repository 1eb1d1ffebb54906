//! Enrolment: the issuer's challenge, the holder's answer, and a certificate that needs both.

use crate::world::{AUTHORITY, ENROLLED, ISSUER, Ran, URI, World, permit, text};
use serde_json::Value;

const ISSUE: [&str; 6] = ["issue", "permit.json", "--key", "issue.key.json", "--status-uri", URI];

fn issue(world: &World, more: &[&str]) -> Ran {
    world.run(&[&ISSUE[..], &ENROLLED, more].concat())
}

#[test]
fn a_challenge_serves_once() {
    let world = World::new();
    world.enrol(&["holder.key.json"]);
    let challenge = world.read("holder.challenge.json");
    issue(&world, &["-o", "first.zz"]).expect(0);
    assert!(!world.path("holder.challenge.json").exists());
    let used = world.read("holder.challenge.json.used");
    assert!(String::from_utf8(used).unwrap().contains("\"usedUp\": true"));

    let names = world.names();
    let again = issue(&world, &["-o", "second.zz"]).expect(3);
    assert!(again.err.contains("has served") && again.err.contains("enrol challenge"), "{again:?}");
    assert!(issue(&world, &["-o", "second.zz", "--lang", "zh"]).expect(3).err.contains("已用过"));
    let args =
        ["--enrolment", "holder.zzenrol", "--challenge", "holder.challenge.json.used", "-o", "second.zz"];
    assert!(world.run(&[&ISSUE[..], &args].concat()).expect(3).err.contains("has served"));
    assert_eq!(world.names(), names);

    // A new challenge under the old name serves, and the old answer does not fit it.
    world.ok(&["enrol", "challenge", "--issuer", ISSUER, "-o", "holder.challenge.json"]);
    assert_ne!(world.read("holder.challenge.json"), challenge);
    let json = issue(&world, &["-o", "second.zz", "--json"]).expect(1).json();
    assert_eq!((text(&json, "/code"), text(&json, "/object")), ("challenge_mismatch", "enrolment"));
    assert!(world.path("holder.challenge.json").exists(), "a wrong answer does not use it up");
    assert!(!world.path("second.zz").exists());
    world.ok(&[
        "enrol",
        "answer",
        "--challenge",
        "holder.challenge.json",
        "--key",
        "holder.key.json",
        "-o",
        "b.zzenrol",
    ]);
    let args = ["--enrolment", "b.zzenrol", "--challenge", "holder.challenge.json", "-o", "second.zz"];
    world.ok(&[&ISSUE[..], &args].concat());
}

#[test]
fn two_calls_at_once_issue_once() {
    let world = World::new();
    for round in 0..5 {
        world.enrol(&["holder.key.json"]);
        let calls = ["left.zz", "right.zz"].map(|out| {
            let mut command = world.command();
            command.args(ISSUE).args(ENROLLED).args(["-o", out, "--force"]);
            command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null());
            command.spawn().unwrap()
        });
        let done = calls.map(|mut child| child.wait().unwrap().code().unwrap());
        let mut sorted = done;
        sorted.sort_unstable();
        assert_eq!(sorted, [0, 3], "round {round}");
        let written = ["left.zz", "right.zz"].map(|out| world.path(out).exists());
        assert_eq!(written, done.map(|code| code == 0), "round {round}");
        for out in ["left.zz", "right.zz"] {
            let _ = std::fs::remove_file(world.path(out));
        }
    }
}

#[test]
fn whatever_is_wrong_with_the_draft_leaves_the_challenge() {
    let world = World::new();
    world.enrol(&["holder.key.json"]);
    let mut draft = permit();
    draft["items"]["holderCodeType"] = "111".into();
    draft["items"]["holderCode"] = "510104199003070008".into();
    world.write("permit.json", draft.to_string().as_bytes());
    assert!(issue(&world, &["-o", "x.zz"]).expect(3).err.contains("check digit"));
    draft["items"]["holderCode"] = "510104199003070007".into();
    world.write("permit.json", draft.to_string().as_bytes());
    issue(&world, &["-o", "x.zz"]).expect(0);
}

#[test]
fn an_enrolment_counts_for_its_issuer_keys_and_hour() {
    let world = World::new();
    let refused = |answer: &str, challenge: &str, more: &[&str]| {
        let args = ["--enrolment", answer, "--challenge", challenge, "-o", "x.zz", "--json"];
        let json = world.run(&[&ISSUE[..], &args, more].concat()).expect(1).json();
        assert_eq!(text(&json, "/file"), answer);
        text(&json, "/code").to_owned()
    };
    world.ok(&["enrol", "challenge", "--issuer", ISSUER, "-o", "c.json"]);
    world.ok(&["enrol", "challenge", "--issuer", AUTHORITY, "-o", "other.json"]);
    let answer = |challenge: &str, out: &str| {
        world.ok(&["enrol", "answer", "--challenge", challenge, "--key", "holder.key.json", "-o", out]);
    };
    answer("c.json", "a.zzenrol");
    answer("other.json", "other.zzenrol");
    assert_eq!(refused("other.zzenrol", "c.json", &[]), "audience_mismatch");
    assert_eq!(refused("a.zzenrol", "other.json", &[]), "audience_mismatch");
    let args = ["--enrolment", "other.zzenrol", "--challenge", "other.json", "-o", "x.zz"];
    let elsewhere = world.run(&[&ISSUE[..], &args].concat()).expect(3);
    assert!(elsewhere.err.contains("another issuer"), "{elsewhere:?}");
    assert_eq!(refused("a.zzenrol", "c.json", &["--now", "2020-01-01T00:00:00+08:00"]), "act_in_future");
    assert_eq!(refused("a.zzenrol", "c.json", &["--now", "2040-01-01T00:00:00+08:00"]), "act_expired");
    assert_eq!(refused("list.zztrust", "c.json", &[]), "wrong_typ");
    let mut altered = world.read("a.zzenrol");
    *altered.last_mut().unwrap() ^= 1;
    world.write("altered.zzenrol", &altered);
    assert_eq!(refused("altered.zzenrol", "c.json", &[]), "holder_signature_invalid");
    world.write("large.zzenrol", &vec![0; 20_000]);
    assert_eq!(refused("large.zzenrol", "c.json", &[]), "too_large");
    let twice = [
        "enrol",
        "answer",
        "--challenge",
        "c.json",
        "-o",
        "x",
        "--key",
        "holder.key.json",
        "--key",
        "holder.key.json",
    ];
    let json = world.run(&[&twice[..], &["--json"]].concat()).expect(1).json();
    assert_eq!(text(&json, "/code"), "key_repeated");
    assert!(!world.path("x.zz").exists() && !world.path("x").exists());
    assert!(world.path("c.json").exists());
}

#[test]
fn the_answer_says_what_it_holds_and_is_told_from_other_files() {
    let world = World::new();
    world.ok(&["keygen", "phone", "--algorithm", "esp256"]);
    world.ok(&["enrol", "challenge", "--issuer", ISSUER, "-o", "c.json"]);
    let keys = ["--key", "holder.key.json", "--key", "phone.key.json", "-o", "a.zzenrol", "--json"];
    let json = world.ok(&[&["enrol", "answer", "--challenge", "c.json"], &keys[..]].concat()).json();
    assert_eq!(json.pointer("/keys").and_then(Value::as_array).unwrap().len(), 2);
    assert_eq!(text(&json, "/issuer"), ISSUER);
    assert!(world.ok(&["inspect", "a.zzenrol"]).out.contains("enrolment"));
    assert!(world.run(&["inspect", "c.json"]).expect(3).out.contains("challenge of an enrolment"));
    let ran = world.verify("a.zzenrol", &[]).expect(1);
    assert!(ran.out.contains("This is an enrolment"), "{}", ran.out);
}
