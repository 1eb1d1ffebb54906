//! Trust lists, status lists, packs and states.

use crate::world::{NOW, World, text};
use serde_json::Value;

const LATER: &str = "2026-06-02T09:00:00+08:00";

fn update(world: &World, pack: &str, now: &str, more: &[&str]) -> crate::world::Ran {
    let args = ["pack", "update", pack, "--state", "desk.zzstate", "--json", "--now", now];
    world.run(&[&args[..], more].concat())
}

#[test]
fn the_first_import_needs_a_compared_digest() {
    let world = World::new();
    let digest = world.digest("lists.zzpack");
    let args = ["pack", "update", "lists.zzpack", "--state", "new.zzstate", "--now", NOW];
    let unasked = world.run(&args).expect(3);
    assert!(unasked.err.contains(&digest), "without a terminal the digest is shown and nothing pinned");
    let wrong = world.run(&[&args[..], &["--pin", &"00".repeat(32)]].concat()).expect(1);
    assert_eq!(wrong.first_line(), "REFUSED");
    world.run(&[&args[..], &["--pin", "12 34"]].concat()).expect(3);
    assert!(!world.path("new.zzstate").exists());
    let grouped = digest.to_uppercase().replace(' ', "-");
    let ran = world.run(&[&args[..], &["--pin", &grouped]].concat()).expect(0);
    assert!(ran.out.contains("[usable] own trust list"), "{}", ran.out);
}

#[test]
fn a_pack_without_anchor_serves_only_desks_that_have_pinned() {
    let world = World::new();
    let make = ["pack", "make", "--own", "list.zztrust", "--status", "status.zzstatus", "--now", NOW];
    world.ok(&[&make[..], &["--no-anchor", "-o", "bare.zzpack"]].concat());
    update(&world, "bare.zzpack", NOW, &[]).expect(0);
    let fresh = ["pack", "update", "bare.zzpack", "--state", "new.zzstate", "--pin", &"00".repeat(32)];
    world.run(&fresh).expect(3);
}

#[test]
fn lists_never_go_back_and_a_refused_pack_leaves_the_state_as_it_was() {
    let world = World::new();
    let roll = [
        "trust",
        "roll",
        "list.zztrust",
        "--key",
        "s1.key.json",
        "--key",
        "s3.key.json",
        "-o",
        "two.zztrust",
    ];
    world.ok(&[&roll[..], &["--now", LATER]].concat());
    let make = ["pack", "make", "--own", "two.zztrust", "--status", "status.zzstatus", "-o", "two.zzpack"];
    world.ok(&[&make[..], &["--lowest-sequence", "1", "--now", LATER]].concat());
    update(&world, "two.zzpack", LATER, &[]).expect(0);
    let state = world.read("desk.zzstate");
    let refused = update(&world, "lists.zzpack", LATER, &[]).expect(1).json();
    assert_eq!(text(&refused, "/code"), "list_rolled_back");
    assert_eq!(text(&refused, "/file"), "lists.zzpack");
    assert_eq!(world.read("desk.zzstate"), state);
    // The same offer to a single call says the same, and does not touch the state either.
    let args = ["--pack", "lists.zzpack", "--json", "--now", LATER];
    let refused =
        world.run(&[&["verify", "shown.zz", "--state", "desk.zzstate"], &args[..]].concat()).expect(1);
    assert_eq!(text(&refused.json(), "/code"), "list_rolled_back");
    assert_eq!(world.read("desk.zzstate"), state);
}

#[test]
fn a_list_with_too_few_signatures_makes_no_pack() {
    let world = World::new();
    let args = ["pack", "make", "--own", "one.zztrust", "-o", "one.zzpack", "--now", NOW, "--json"];
    assert_eq!(text(&world.run(&args).expect(1).json(), "/code"), "threshold_not_met");
    assert!(!world.path("one.zzpack").exists());
    world.run(&[&args[..], &["--no-check"]].concat()).expect(0);
    // A fresh desk: one that holds the list already has nothing to take from it.
    let digest = world.digest("one.zzpack");
    let fresh =
        ["pack", "update", "one.zzpack", "--state", "new.zzstate", "--now", NOW, "--json", "--pin", &digest];
    assert_eq!(text(&world.run(&fresh).expect(1).json(), "/code"), "threshold_not_met");
    assert!(!world.path("new.zzstate").exists());
}

#[test]
fn signers_change_when_the_old_and_the_new_threshold_sign() {
    let world = World::new();
    let new_signers =
        ["--signer", "s3.pub.json", "--signer", "s4.pub.json", "--threshold", "2", "--now", LATER];
    let roll = |out: &str, keys: &[&str]| {
        let mut args = vec!["trust", "roll", "list.zztrust", "-o", out];
        args.extend(new_signers);
        for key in keys {
            args.extend(["--key", key]);
        }
        world.ok(&args);
        let make = ["pack", "make", "--own", out, "--status", "status.zzstatus", "--no-anchor", "--no-check"];
        world.ok(&[&make[..], &["-o", "next.zzpack", "--force"]].concat());
    };
    roll("new-only.zztrust", &["s3.key.json", "s4.key.json"]);
    assert_eq!(
        text(&update(&world, "next.zzpack", LATER, &[]).expect(1).json(), "/code"),
        "threshold_not_met"
    );
    roll("old-only.zztrust", &["s1.key.json", "s2.key.json"]);
    assert_eq!(
        text(&update(&world, "next.zzpack", LATER, &[]).expect(1).json(), "/code"),
        "threshold_not_met"
    );
    roll("both.zztrust", &["s1.key.json", "s3.key.json", "s4.key.json"]);
    update(&world, "next.zzpack", LATER, &[]).expect(0);
    let shown = world.ok(&["trust", "show", "both.zztrust", "--json"]).json();
    assert_eq!(shown.pointer("/outgoing").and_then(Value::as_array).map(Vec::len), Some(2));
    assert_eq!(shown.pointer("/sequence"), Some(&Value::from(2)));
    // A stranger cannot sign at all.
    let stranger = ["trust", "sign", "one.zztrust", "--key", "issue.key.json", "-o", "x.zztrust", "--json"];
    assert_eq!(text(&world.run(&stranger).expect(1).json(), "/code"), "signer_unknown");
    let twice = ["trust", "sign", "one.zztrust", "--key", "s1.key.json", "-o", "x.zztrust", "--json"];
    assert_eq!(text(&world.run(&twice).expect(1).json(), "/code"), "signature_repeated");
    assert!(!world.path("x.zztrust").exists());
}

#[test]
fn a_lost_authority_is_pinned_anew_only_by_an_explicit_act() {
    let world = World::new();
    let mut other = world.description(1);
    other["signers"] = serde_json::json!(["s3.pub.json", "s4.pub.json"]);
    world.write("other.json", other.to_string().as_bytes());
    let keys = ["--key", "s3.key.json", "--key", "s4.key.json", "--now", LATER];
    world.ok(&[&["trust", "make", "other.json", "-o", "other.zztrust"], &keys[..]].concat());
    let make =
        ["pack", "make", "--own", "other.zztrust", "--status", "status.zzstatus", "-o", "other.zzpack"];
    world.ok(&[&make[..], &["--now", LATER]].concat());
    assert_eq!(
        text(&update(&world, "other.zzpack", LATER, &[]).expect(1).json(), "/code"),
        "anchor_mismatch"
    );
    let digest = world.digest("other.zzpack");
    assert_eq!(
        text(&update(&world, "other.zzpack", LATER, &["--pin", &digest]).expect(1).json(), "/code"),
        "anchor_mismatch"
    );
    update(&world, "other.zzpack", LATER, &["--repin"]).expect(3);
    update(&world, "other.zzpack", LATER, &["--repin", "--pin", &digest]).expect(0);
}

#[test]
fn statuses_are_set_by_name_and_by_the_three_vocabularies() {
    let world = World::new();
    world.write("changes.txt", b"# nightly\n20=void\n\n21=real-estate:2\n");
    let set = [
        "status",
        "set",
        "status.zzstatus",
        "--key",
        "status.key.json",
        "-o",
        "next.zzstatus",
        "--now",
        LATER,
    ];
    let changes = [
        "9=valid",
        "10=superseded",
        "11=construction:07",
        "12=transport:01",
        "--changes-file",
        "changes.txt",
    ];
    world.ok(&[&set[..], &changes].concat());
    let mut show = vec!["status", "show", "next.zzstatus", "--json"];
    show.extend(
        ["9", "10", "11", "12", "20", "21", "1048576"].into_iter().flat_map(|index| ["--index", index]),
    );
    let json = world.ok(&show).json();
    let asked = json.pointer("/asked").and_then(Value::as_array).unwrap();
    let statuses: Vec<_> = asked.iter().map(|entry| text(entry, "/status")).collect();
    assert_eq!(
        statuses,
        ["valid", "superseded", "revoked_as_penalty", "superseded", "void", "cancelled", "out_of_range"]
    );
    assert_eq!(json.pointer("/notValid"), Some(&Value::from(5)));

    for (change, part) in [
        ("5=transport:02", "never listed"),
        ("5=construction:99", "find out"),
        ("5=construction:00", "has no code"),
        ("5=hotel:01", "no vocabulary"),
        ("5=revoked", "no status"),
        ("5", "INDEX=STATUS"),
        ("x=void", "INDEX=STATUS"),
    ] {
        let args = [
            "status",
            "set",
            "status.zzstatus",
            change,
            "--key",
            "status.key.json",
            "-o",
            "x.zzstatus",
            "--now",
            LATER,
        ];
        let ran = world.run(&args).expect(3);
        assert!(ran.err.contains(part), "{change}: {}", ran.err);
    }
    let outside = [
        "status",
        "set",
        "status.zzstatus",
        "1048576=void",
        "--key",
        "status.key.json",
        "-o",
        "x.zzstatus",
        "--now",
        LATER,
    ];
    world.run(&outside).expect(1);
    let same_time = [
        "status",
        "set",
        "status.zzstatus",
        "5=void",
        "--key",
        "status.key.json",
        "-o",
        "x.zzstatus",
        "--now",
        NOW,
    ];
    assert!(world.run(&same_time).expect(3).err.contains("must be later"));
    assert!(!world.path("x.zzstatus").exists());
}

#[test]
fn a_newer_status_list_changes_the_verdict() {
    let world = World::new();
    world.verify("shown.zz", &[]).expect(0);
    let set = [
        "status",
        "set",
        "status.zzstatus",
        "1=cancelled",
        "--key",
        "status.key.json",
        "-o",
        "next.zzstatus",
        "--now",
        LATER,
    ];
    world.ok(&set);
    let make = [
        "pack",
        "make",
        "--own",
        "list.zztrust",
        "--status",
        "next.zzstatus",
        "-o",
        "next.zzpack",
        "--now",
        LATER,
    ];
    world.ok(&make);
    update(&world, "next.zzpack", LATER, &[]).expect(0);
    let args = ["verify", "shown.zz", "--state", "desk.zzstate", "--now", LATER, "--json"];
    assert_eq!(text(&world.run(&args).expect(1).json(), "/code"), "cancelled");
}

#[test]
fn packs_and_states_are_listed() {
    let world = World::new();
    let pack = world.ok(&["pack", "show", "lists.zzpack", "--lang", "zh"]);
    assert!(pack.out.contains("本地信任名单 11500000MBYY00011X no. 1"), "{}", pack.out);
    let args = ["pack", "show", "desk.zzstate", "--json", "--now", "2026-06-20T09:00:00+08:00"];
    let lists = world.ok(&args).json();
    let states: Vec<_> = lists
        .pointer("/lists")
        .and_then(Value::as_array)
        .unwrap()
        .iter()
        .map(|list| text(list, "/state"))
        .collect();
    assert_eq!(states, ["fresh", "stale"]);
}

#[test]
fn a_pilot_is_described_shown_and_told_where_it_is_wrong() {
    let world = World::new();
    let mut description = world.description(2);
    let grant = &mut description["issuers"][0]["kinds"][0];
    grant["trustLevel"] = "B".into();
    grant["pilot"] = serde_json::json!({
        "regions": ["500103", "510104"], "from": "2026-06-01", "to": "2026-12-31",
        "scenarios": ["11500000MBYY00079W/hotel-check-in"]
    });
    world.write("pilot.json", description.to_string().as_bytes());
    let make = ["trust", "make", "pilot.json", "--key", "s1.key.json", "-o", "pilot.zztrust", "--now", NOW];
    world.ok(&make);
    let shown = world.ok(&["trust", "show", "pilot.zztrust", "--lang", "zh"]).out;
    assert!(shown.contains("ZZ-LOCAL-RESIDENCE-PERMIT（可信等级 B）"), "{shown}");
    let line = "试点 ZZ-LOCAL-RESIDENCE-PERMIT：地区 500103, 510104；自 2026-06-01；至 2026-12-31；场景 11500000MBYY00079W/hotel-check-in";
    assert!(shown.contains(line), "{shown}");
    let shown = world.ok(&["trust", "show", "pilot.zztrust", "--lang", "en"]).out;
    assert!(shown.contains("ZZ-LOCAL-RESIDENCE-PERMIT (trust level B)"), "{shown}");
    assert!(shown.contains("regions 500103, 510104; from 2026-06-01; to 2026-12-31; scenarios"), "{shown}");
    let json = world.ok(&["trust", "show", "pilot.zztrust", "--json"]).json();
    let grants = json["issuers"][0]["kinds"].as_array().unwrap();
    let with_pilot: Vec<_> = grants.iter().filter(|grant| grant.get("pilot").is_some()).collect();
    assert_eq!((with_pilot.len(), text(with_pilot[0], "/pilot/regions/1")), (1, "510104"));

    description["issuers"][0]["kinds"][0]["pilot"]["regions"] = serde_json::json!([]);
    world.write("pilot.json", description.to_string().as_bytes());
    let refused = world.run(&[&make[..], &["--force"]].concat()).expect(3);
    let place = "pilot.json: $.issuers[0].kinds[0].pilot.regions: expected 1 to 64 entries";
    assert!(refused.err.contains(place), "{}", refused.err);
}
