//! From keys to a verdict.

use crate::world::{ENROLLED, NOW, URI, World, text};
use serde_json::Value;

#[test]
fn a_disclosed_permit_is_verified_in_both_languages_and_for_machines() {
    let world = World::new();
    let en = world.verify("shown.zz", &[]).expect(0);
    assert_eq!(en.first_line(), "VERIFIED");
    for part in [
        "presenter: not proven to be the holder",
        "kind: residence permit",
        "issuer: Sample issuer",
        "  holder: 林小满",
        "  aged 18 or over: yes",
        "valid: 2026-05-01 to 2026-12-31",
        "own trust list: 11500000MBYY00011X no. 1",
        "status lists at most 7 d old",
    ] {
        assert!(en.out.contains(part), "{part}\n{}", en.out);
    }
    assert!(!en.out.contains("1990-03-07"), "the birth date was not disclosed");
    let zh = world.verify("shown.zz", &["--lang", "zh"]).expect(0);
    assert_eq!(zh.first_line(), "通过");
    for part in
        ["出示人：未证明是持证人", "证照类型：居住证", "颁发机构：示例机构", "年满18周岁：是", "最长 7 天"]
    {
        assert!(zh.out.contains(part), "{part}\n{}", zh.out);
    }
    let json = world.verify("shown.zz", &["--json"]).expect(0).json();
    assert_eq!(text(&json, "/outcome"), "verified");
    assert_eq!(text(&json, "/presenter"), "not_proven");
    assert_eq!(text(&json, "/certificate/items/holderName"), "林小满");
    assert_eq!(json.pointer("/certificate/items/birthDate"), None);
    assert_eq!(text(&json, "/certificate/valid_to"), "2026-12-31");
}

#[test]
fn the_language_follows_the_system_unless_it_is_given() {
    let world = World::new();
    let args = ["verify", "shown.zz", "--state", "desk.zzstate", "--now", NOW];
    for (variable, value, word) in [
        ("LANG", "zh_CN.UTF-8", "通过"),
        ("LANG", "en_US.UTF-8", "VERIFIED"),
        ("LANG", "C", "VERIFIED"),
        ("LC_ALL", "zh_TW", "通过"),
    ] {
        let output = world.command().args(args).env(variable, value).output().unwrap();
        assert!(String::from_utf8(output.stdout).unwrap().starts_with(word), "{variable}={value}");
    }
    let both = world.command().args(args).env("LANG", "zh_CN").env("LC_ALL", "C").output().unwrap();
    assert!(both.stdout.starts_with(b"VERIFIED"));
}

/// The same call for people and for machines: same exit code, same refusal code.
fn refused(world: &World, file: &str, more: &[&str], exit: i32, code: &str) {
    let word = if exit == 1 { "REFUSED" } else { "CANNOT TELL" };
    let human = world.verify(file, more).expect(exit);
    assert_eq!(human.first_line(), word, "{human:?}");
    assert!(human.out.contains(&format!("\ncode: {code}\n")), "{code}: {}", human.out);
    let json = world.verify(file, &[more, &["--json"]].concat()).expect(exit).json();
    assert_eq!(text(&json, "/code"), code);
    assert_eq!(text(&json, "/outcome"), if exit == 1 { "refused" } else { "cannot_tell" });
    assert!(human.out.contains(text(&json, "/reason/en")) && human.out.contains(text(&json, "/next/en")));
    let zh = world.verify(file, &[more, &["--lang", "zh"]].concat()).expect(exit);
    assert!(zh.out.contains(text(&json, "/reason/zh")) && zh.out.contains(text(&json, "/next/zh")));
}

#[test]
fn refusals_have_exit_code_1() {
    let world = World::new();
    world.issue("suspended.zz", "9");
    world.ok(&["show", "suspended.zz", "--none", "-o", "suspended-shown.zz"]);
    refused(&world, "suspended-shown.zz", &[], 1, "suspended");

    let mut altered = world.read("shown.zz");
    let last = altered.last_mut().unwrap();
    *last ^= 1;
    world.write("altered.zz", &altered);
    refused(&world, "altered.zz", &[], 1, "signature_invalid");

    refused(&world, "shown.zz", &["--region", "510000"], 1, "checker_region_outside");
    refused(&world, "permit.zz", &[], 1, "decoy_disclosed");
    assert!(world.verify("permit.zz", &[]).out.contains("the holder's own copy"));
    refused(&world, "list.zztrust", &[], 1, "wrong_cose_tag");
    refused(&world, "status.zzstatus", &[], 1, "wrong_typ");

    let args = ["verify", "shown.zz", "--state", "desk.zzstate", "--json", "--now"];
    let expired = world.run(&[&args[..], &["2027-01-01T00:00:00+08:00"]].concat()).expect(1).json();
    assert_eq!(text(&expired, "/code"), "expired");
    let last_second = world.run(&[&args[..], &["2026-12-31T23:59:59+08:00"]].concat()).expect(2).json();
    assert_ne!(text(&last_second, "/code"), "expired");
}

#[test]
fn what_cannot_be_told_has_exit_code_2() {
    let world = World::new();
    let later = ["--now", "2026-06-03T09:00:00+08:00"];
    let with = |more: &[&str]| {
        world.run(&[&["verify", "shown.zz", "--state", "desk.zzstate", "--json"], &later[..], more].concat())
    };
    with(&[]).expect(0);
    for strict in [&["--max-status-age", "24h"][..], &["--strict"]] {
        let json = with(strict).expect(2).json();
        assert_eq!(text(&json, "/code"), "status_list_stale");
        assert_eq!(json.pointer("/check/max_status_age_seconds"), Some(&Value::from(86_400)));
    }
    let early =
        ["verify", "shown.zz", "--state", "desk.zzstate", "--json", "--now", "2026-05-20T09:00:00+08:00"];
    assert_eq!(text(&world.run(&early).expect(2).json(), "/code"), "clock_behind");
}

#[test]
fn several_files_end_with_the_worst() {
    let world = World::new();
    let ran =
        world.run(&["verify", "shown.zz", "permit.zz", "--state", "desk.zzstate", "--now", NOW]).expect(1);
    assert!(ran.out.contains("VERIFIED\nshown.zz") && ran.out.contains("REFUSED\npermit.zz"), "{}", ran.out);
    let files =
        ["verify", "shown.zz", "nowhere.zz", "permit.zz", "--state", "desk.zzstate", "--json", "--now", NOW];
    let ran = world.run(&files).expect(3);
    let lines: Vec<Value> = ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let outcomes: Vec<_> = lines.iter().map(|line| (text(line, "/file"), text(line, "/outcome"))).collect();
    assert_eq!(outcomes, [("shown.zz", "verified"), ("nowhere.zz", "error"), ("permit.zz", "refused")]);
}

#[test]
fn certificates_come_through_standard_input_too() {
    let world = World::new();
    let args = ["verify", "--state", "desk.zzstate", "--now", NOW];
    let shown = world.read("shown.zz");
    assert_eq!(world.run_with_stdin(&args, &shown).expect(0).first_line(), "VERIFIED");
    assert_eq!(
        world.run_with_stdin(&[&args[..], &["-"]].concat(), &shown).expect(0).first_line(),
        "VERIFIED"
    );
    assert_eq!(world.run_with_stdin(&args, b"").expect(1).first_line(), "REFUSED");
}

#[test]
fn a_pack_with_a_compared_digest_serves_without_a_state() {
    let world = World::new();
    let digest = world.digest("lists.zzpack");
    let args = ["verify", "shown.zz", "--pack", "lists.zzpack", "--now", NOW];
    let unpinned = world.run(&args).expect(3);
    assert!(unpinned.err.contains(&digest), "{unpinned:?}");
    world.run(&[&args[..], &["--pin", &digest]].concat()).expect(0);
    let wrong = world.run(&[&args[..], &["--pin", &"ab".repeat(32), "--json"]].concat()).expect(1);
    assert_eq!(text(&wrong.json(), "/code"), "anchor_mismatch");
}

#[test]
fn printed_certificates_and_single_use_copies_are_verified() {
    let world = World::new();
    let issue = ["issue", "permit.json", "--key", "issue.key.json", "--status-uri", URI];
    let printed = world.ok(&[&issue[..], &["--printed", "-o", "paper.zzp"]].concat());
    assert!(printed.out.contains("not printed: ageOver18, birthDate, holderName, sex"), "{}", printed.out);
    let json = world.verify("paper.zzp", &["--json"]).expect(0).json();
    assert_eq!(text(&json, "/object"), "printed_certificate");
    assert_eq!(json.pointer("/certificate/items/holderName"), None);
    world.verify("paper.zzp", &["--expect", "printed"]).expect(0);
    world.verify("shown.zz", &["--expect", "certificate"]).expect(0);
    refused(&world, "paper.zzp", &["--expect", "certificate"], 1, "wrong_typ");
    refused(&world, "shown.zz", &["--expect", "printed"], 1, "wrong_typ");

    world.ok(&["keygen", "other", "--algorithm", "esp256"]);
    world.enrol(&["holder.key.json", "other.key.json"]);
    let json = world.ok(&[&issue[..], &ENROLLED, &["-o", "copy.zz", "--json"]].concat()).json();
    let issued = json.pointer("/issued").and_then(Value::as_array).unwrap();
    assert_eq!(issued.len(), 2);
    assert_ne!(issued[0].pointer("/status/index"), issued[1].pointer("/status/index"));
    for copy in ["copy-1.zz", "copy-2.zz"] {
        world.ok(&["show", copy, "--all", "-o", "all.zz", "--force"]);
        let json = world.verify("all.zz", &["--json"]).expect(0).json();
        assert_eq!(text(&json, "/certificate/items/birthDate"), "1990-03-07");
    }
}

#[test]
fn every_algorithm_issues_and_signs_lists() {
    for algorithm in ["ed25519", "esp256", "sm2"] {
        let world = World::empty();
        for name in ["s1", "s2", "s3", "issue", "status", "holder"] {
            world.ok(&["keygen", name, "--algorithm", algorithm]);
        }
        world.write("list.json", world.description(1).to_string().as_bytes());
        let keys = ["--key", "s3.key.json", "--key", "s1.key.json"];
        world.ok(&[&["trust", "make", "list.json", "-o", "list.zztrust", "--now", NOW], &keys[..]].concat());
        world.status_list("status.zzstatus", NOW, &[]);
        world.pack("lists.zzpack", "list.zztrust", "status.zzstatus");
        world.write("permit.json", crate::world::permit().to_string().as_bytes());
        world.issue("permit.zz", "1");
        world.ok(&["show", "permit.zz", "--none", "-o", "shown.zz"]);
        let digest = world.digest("lists.zzpack");
        let args = ["verify", "shown.zz", "--pack", "lists.zzpack", "--pin", &digest, "--now", NOW];
        world.run(&args).expect(0);
    }
}

#[test]
fn inspect_says_loudly_that_nothing_is_verified() {
    let world = World::new();
    for lang in ["zh", "en"] {
        let ran = world.ok(&["inspect", "shown.zz", "--lang", lang]);
        assert_eq!(ran.out.matches("NOTHING HERE IS VERIFIED").count(), 2);
        assert_eq!(ran.out.matches("未经核验").count(), 2);
        assert!(ran.out.contains("18([") && ran.out.contains("林小满"));
    }
    let json = world.ok(&["inspect", "shown.zz", "--json"]).json();
    assert_eq!(json.pointer("/verified"), Some(&Value::Bool(false)));
    assert!(text(&json, "/warning").contains("NOTHING HERE IS VERIFIED"));
    let key = world.run(&["inspect", "holder.key.json"]).expect(3);
    assert!(key.out.contains("secret key") && !key.out.contains("\"secret\""), "{key:?}");
}
