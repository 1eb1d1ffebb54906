//! Presenting: by a challenge, by a request, at a desk without challenges, and by a delegate.

use crate::world::{NOW, Ran, World, permit, text};
use serde_json::{Value, json};

const DESK: &str = "示例酒店前台";
const OTHER: &str = "示例网吧";
const CHALLENGE: &str = "00112233445566778899aabbccddeeff";
const MATTER: &str = "11500000MBYY00079W/food-licence-renewal";
const ELSE: &str = "11500000MBYY00079W/account-opening";
const PICTURE: &[u8] = b"\xff\xd8\xff a face";

fn present(world: &World, out: &str, more: &[&str]) -> Ran {
    let base =
        ["present", "--certificate", "permit.zz", "--key", "holder.key.json", "--now", NOW, "--out", out];
    world.run(&[&base[..], more].concat())
}

fn to_desk(world: &World, out: &str, more: &[&str]) {
    present(world, out, &[&["--audience", DESK, "--items", "holderName"], more].concat()).expect(0);
}

fn refused(world: &World, file: &str, more: &[&str], code: &str) {
    let ran = world.verify(file, &[more, &["--json"]].concat()).expect(1);
    let json = ran.json();
    assert_eq!(text(&json, "/code"), code, "{json}");
    assert!(json.get("act").is_none() && json.get("certificate").is_none() && json.get("face").is_none());
}

#[test]
fn an_answered_challenge_proves_the_key() {
    let world = World::new();
    to_desk(&world, "p.zz", &["--challenge", CHALLENGE, "--purpose", "住宿登记"]);
    let asked = ["--audience", DESK, "--challenge", CHALLENGE, "--purpose", "住宿登记"];
    let en = world.verify("p.zz", &asked).expect(0);
    for part in ["VERIFIED", "presenter: holds the holder's key", "portrait: not shown", "purpose: 住宿登记"]
    {
        assert!(en.out.contains(part), "{part}\n{}", en.out);
    }
    let zh = world.verify("p.zz", &[&asked[..], &["--lang", "zh"]].concat()).expect(0);
    for part in
        ["通过", "出示人：已证明持有持证人密钥（应答本次随机数）", "照片：未出示", "出示给：示例酒店前台"]
    {
        assert!(zh.out.contains(part), "{part}\n{}", zh.out);
    }
    let json = world
        .verify("p.zz", &[&asked[..], &["--json", "--expect", "presentation"]].concat())
        .expect(0)
        .json();
    assert_eq!((text(&json, "/presenter"), text(&json, "/face")), ("proven_challenge", "not_shown"));
    assert_eq!(text(&json, "/act/audience"), DESK);
    assert_eq!(text(&json, "/certificate/items/holderName"), "林小满");
    assert!(json.pointer("/certificate/items/birthDate").is_none());

    let with =
        |audience, challenge| ["--audience", audience, "--challenge", challenge, "--purpose", "住宿登记"];
    refused(&world, "p.zz", &with(OTHER, CHALLENGE), "audience_mismatch");
    refused(&world, "p.zz", &with(DESK, "00000000000000000000000000000000"), "challenge_mismatch");
    refused(&world, "p.zz", &["--audience", DESK, "--challenge", CHALLENGE], "purpose_mismatch");
    refused(&world, "p.zz", &[&asked[..], &["--scenario", MATTER]].concat(), "scenario_mismatch");
    let late = ["verify", "p.zz", "--state", "desk.zzstate", "--now", "2026-06-01T09:02:00+08:00", "--json"];
    assert_eq!(text(&world.run(&[&late[..], &asked].concat()).expect(1).json(), "/code"), "act_expired");
    refused(&world, "p.zz", &["--expect", "certificate"], "wrong_typ");
    refused(&world, "p.zz", &["--expect", "printed"], "wrong_typ");
    refused(&world, "shown.zz", &["--expect", "presentation"], "wrong_typ");
    let plain = world.verify("shown.zz", &["--json"]).expect(0).json();
    assert_eq!(text(&plain, "/presenter"), "not_proven");
    let unasked = world.verify("p.zz", &["--purpose", "住宿登记", "--json"]).expect(0).json();
    assert_eq!(text(&unasked, "/presenter"), "not_proven", "nothing was asked");

    let mut altered = world.read("p.zz");
    *altered.last_mut().unwrap() ^= 1;
    world.write("altered.zz", &altered);
    refused(&world, "altered.zz", &asked, "holder_signature_invalid");
}

#[test]
fn a_screenshot_that_is_shown_again_is_refused() {
    let world = World::new();
    to_desk(&world, "p.zz", &[]);
    to_desk(&world, "q.zz", &[]);
    let desk = ["--audience", DESK, "--replay", "shown.zzreplay"];
    let first = world.verify("p.zz", &[&desk[..], &["--json"]].concat()).expect(0).json();
    assert_eq!(text(&first, "/presenter"), "proven_audience");
    refused(&world, "p.zz", &desk, "replayed");
    world.verify("q.zz", &desk).expect(0);
    refused(&world, "q.zz", &desk, "replayed");
    assert!(!world.path("shown.zzreplay.busy").exists());

    to_desk(&world, "c.zz", &["--challenge", CHALLENGE]);
    refused(&world, "c.zz", &desk, "challenge_unexpected");
    refused(&world, "p.zz", &["--audience", DESK, "--challenge", CHALLENGE], "challenge_missing");

    world.write("other.zzreplay", b"notes");
    let other = world.verify("p.zz", &["--audience", DESK, "--replay", "other.zzreplay"]).expect(3);
    assert!(other.err.contains("not a usable replay memory") && other.out.is_empty(), "{other:?}");
    assert_eq!(world.read("other.zzreplay"), b"notes");
    world.write("shown.zzreplay.busy", b"");
    let busy = world.verify("p.zz", &desk).expect(3);
    assert!(busy.err.contains("another program holds"), "{busy:?}");
}

#[test]
fn a_request_is_answered_once_and_logged() {
    let world = World::new();
    let ask = |items: &str, more: &[&str]| {
        let ask = format!("ZZ-LOCAL-RESIDENCE-PERMIT:{items}");
        let make = [
            "request",
            "make",
            "--ask",
            &ask,
            "--audience",
            DESK,
            "--purpose",
            "住宿登记",
            "--force",
            "-o",
            "ask.zzrequest",
        ];
        world.ok(&[&make[..], more].concat());
    };
    ask("holderName,ageOver18", &[]);
    let answer = ["present", "--certificate", "permit.zz", "--key", "holder.key.json", "--now", NOW];
    let request = ["--request", "ask.zzrequest", "--log", "log.jsonl", "--out", "p.zz"];
    let shy = world.run(&[&answer[..], &request].concat()).expect(1);
    for part in
        ["who asks, as it says: 示例酒店前台", "unregistered purpose", "would show", "unregistered_purpose"]
    {
        assert!(shy.out.contains(part), "{part}\n{}", shy.out);
    }
    assert!(shy.out.contains("holder, "), "a list in English: {}", shy.out);
    assert!(shy.out.contains("Without --state no scenario is known as registered"), "{}", shy.out);
    assert!(!world.path("p.zz").exists() && !world.path("log.jsonl").exists());
    let told = world.ok(&[&answer[..], &request, &["--unregistered"]].concat());
    assert!(told.out.contains("unregistered purpose") && !told.out.contains("REFUSED"), "{}", told.out);
    assert!(told.out.contains("disclosed: residence permit: holder, aged 18 or over"), "{}", told.out);
    let log: Value = serde_json::from_slice(&world.read("log.jsonl")).unwrap();
    assert_eq!(text(&log, "/audience"), DESK);
    assert_eq!(log.pointer("/registered"), Some(&json!(false)));
    assert_eq!(log.pointer("/certificates/0/items"), Some(&json!(["holderName", "ageOver18"])));
    assert!(!String::from_utf8(world.read("log.jsonl")).unwrap().contains("林小满"), "names, never values");

    let copy = world.read("ask.zzrequest");
    let json = world.verify("p.zz", &["--request", "ask.zzrequest", "--json"]).expect(0).json();
    assert_eq!(text(&json, "/presenter"), "proven_challenge");
    assert_eq!(text(&json, "/act/purpose"), "住宿登记");
    assert!(json.pointer("/certificate/items/birthDate").is_none());
    let again = world.verify("p.zz", &["--request", "ask.zzrequest"]).expect(3);
    assert!(again.err.contains("has served"), "{again:?}");
    assert_eq!(world.read("ask.zzrequest.used"), copy);
    ask("holderName", &[]);
    refused(&world, "p.zz", &["--request", "ask.zzrequest"], "challenge_mismatch");
    assert!(!world.path("ask.zzrequest").exists(), "a wrong answer uses it up too");

    ask("holderName", &["--no-nonce"]);
    world.ok(&[&answer[..], &request, &["--unregistered", "--force"]].concat());
    world.verify("p.zz", &["--request", "ask.zzrequest"]).expect(3);
    let desk = ["--request", "ask.zzrequest", "--replay", "r.zzreplay"];
    world.verify("p.zz", &desk).expect(0);
    refused(&world, "p.zz", &desk, "replayed");
    assert_eq!(world.read("log.jsonl").iter().filter(|byte| **byte == b'\n').count(), 2);
}

#[test]
fn a_portrait_is_compared_with_what_the_certificate_names() {
    let world = World::new();
    let mut draft = permit();
    // SHA-256 of the picture, as `sha256sum` says it.
    draft["items"]["portrait"] = json!({
        "digest": {"hex": "31ff4c58501fff37565c634426d1c2519c877c7d210a46f385d4b99d1ee12338"}, "mediaType": "image/jpeg", "size": PICTURE.len()
    });
    world.write("permit.json", draft.to_string().as_bytes());
    world.issue("face.zz", "2");
    world.write("face.jpg", PICTURE);
    world.write("other.jpg", b"\xff\xd8\xff a fake");
    world.write("large.jpg", &[0; 20_481]);
    let base =
        ["present", "--certificate", "face.zz", "--key", "holder.key.json", "--now", NOW, "--audience", DESK];
    world.ok(&[&base[..], &["--challenge", CHALLENGE, "--all", "--out", "p.zz"]].concat());
    world.ok(&[&base[..], &["--challenge", CHALLENGE, "--items", "holderName", "--out", "q.zz"]].concat());
    let asked = |picture| ["--audience", DESK, "--challenge", CHALLENGE, "--picture", picture];
    let shown = world.verify("p.zz", &asked("face.jpg")).expect(0);
    assert!(
        shown.out.contains("Compare the portrait") && shown.out.contains("portrait: shown"),
        "{}",
        shown.out
    );
    let json = world.verify("p.zz", &[&asked("face.jpg")[..], &["--json"]].concat()).expect(0).json();
    assert_eq!(text(&json, "/face"), "shown");
    let none =
        world.verify("p.zz", &["--audience", DESK, "--challenge", CHALLENGE, "--json"]).expect(0).json();
    assert_eq!(text(&none, "/face"), "not_shown");
    refused(&world, "p.zz", &asked("other.jpg"), "picture_mismatch");
    refused(&world, "p.zz", &asked("large.jpg"), "picture_too_large");
    refused(&world, "q.zz", &asked("face.jpg"), "picture_unexpected");
    let beside =
        ["--audience", DESK, "--challenge", CHALLENGE, "--picture", "face.jpg", "--picture", "other.jpg"];
    refused(&world, "p.zz", &beside, "picture_unexpected");

    // Under a mandate it is the principal's, whom nobody sees.
    world.ok(&["keygen", "chen"]);
    let key = ["--delegate-key", "chen.pub.json", "--delegate-name", "陈样例", "--matter", MATTER];
    let until = ["--until", "2026-06-30", "--now", NOW, "--all", "--out", "chen.zzmandate"];
    let principal = ["mandate", "--certificate", "face.zz", "--key", "holder.key.json"];
    world.ok(&[&principal[..], &key, &until].concat());
    let base = ["present", "--mandate", "chen.zzmandate", "--key", "chen.key.json", "--now", NOW];
    let desk = ["--audience", DESK, "--challenge", CHALLENGE, "--scenario", MATTER];
    world.ok(&[&base[..], &desk, &["--out", "d.zz"]].concat());
    let shown = world.verify("d.zz", &[&desk[..], &["--picture", "face.jpg"]].concat()).expect(0);
    assert!(
        shown.out.contains("The portrait is the principal's") && !shown.out.contains("Compare"),
        "{}",
        shown.out
    );
}

#[test]
fn a_delegate_acts_for_the_matters_of_the_mandate() {
    let world = World::new();
    for name in ["chen", "thief"] {
        world.ok(&["keygen", name]);
    }
    let mandate = |more: &[&str]| {
        let base = [
            "mandate",
            "--certificate",
            "permit.zz",
            "--key",
            "holder.key.json",
            "--delegate-key",
            "chen.pub.json",
            "--delegate-name",
            "陈样例",
            "--matter",
            MATTER,
            "--until",
            "2026-06-30",
            "--now",
            NOW,
        ];
        world.run(&[&base[..], more].concat())
    };
    mandate(&["--items", "holderName", "--out", "chen.zzmandate"]).expect(0);
    let present = |key: &str, scenario: &str, out: &str| {
        let base = [
            "present",
            "--mandate",
            "chen.zzmandate",
            "--key",
            key,
            "--audience",
            DESK,
            "--challenge",
            CHALLENGE,
        ];
        world.run(&[&base[..], &["--scenario", scenario, "--now", NOW, "--out", out]].concat())
    };
    present("chen.key.json", MATTER, "p.zz").expect(0);
    present("chen.key.json", ELSE, "q.zz").expect(0);
    let no_matter = ["present", "--mandate", "chen.zzmandate", "--key", "chen.key.json", "--audience", DESK];
    let no_matter = world.run(&[&no_matter[..], &["--now", NOW, "--out", "x.zz"]].concat()).expect(3);
    assert!(no_matter.err.contains("the matter must be named"), "{no_matter:?}");
    assert!(present("thief.key.json", MATTER, "x.zz").expect(3).err.contains("not the one"));
    let asked = |scenario| ["--audience", DESK, "--challenge", CHALLENGE, "--scenario", scenario];
    let en = world.verify("p.zz", &asked(MATTER)).expect(0);
    for part in [
        "holds the delegate's key",
        "principal: 林小满",
        "delegate, as the principal states: 陈样例",
        "2026-07-01",
    ] {
        assert!(en.out.contains(part), "{part}\n{}", en.out);
    }
    let json = world.verify("p.zz", &[&asked(MATTER)[..], &["--json"]].concat()).expect(0).json();
    assert_eq!(text(&json, "/act/mandate/delegate_as_stated"), "陈样例");
    assert_eq!(json.pointer("/act/mandate/matters"), Some(&json!([MATTER])));
    refused(&world, "q.zz", &asked(ELSE), "mandate_not_for_this");
    refused(&world, "p.zz", &asked(ELSE), "mandate_not_for_this");
    refused(&world, "p.zz", &["--audience", DESK, "--challenge", CHALLENGE], "mandate_not_for_this");
    let unnamed = world.verify("p.zz", &["--audience", DESK, "--challenge", CHALLENGE]).expect(1);
    assert!(unnamed.out.contains("This check named no matter"), "{}", unnamed.out);
    assert!(!world.verify("p.zz", &asked(ELSE)).expect(1).out.contains("named no matter"));
    world.verify("chen.zzmandate", &[]).expect(1);
    let names = world.names();
    mandate(&["--out", "x"]).expect(3);
    mandate(&["--all", "--delegate-code", "1", "--out", "x"]).expect(3);
    mandate(&["--all", "--matter", "somewhere", "--out", "x"]).expect(3);
    let nameless =
        mandate(&["--all", "--delegate-code", "\u{200b}", "--delegate-code-type", "111", "--out", "x"]);
    assert!(nameless.expect(3).err.contains("without invisible characters"));
    mandate(&["--all", "--matter", MATTER, "--out", "x"]).expect(1);
    assert_eq!(world.names(), names);
}

#[test]
fn wrong_arguments_present_nothing() {
    let world = World::new();
    let names = world.names();
    for more in [
        &["--items", "holderName"][..],
        &["--audience", DESK],
        &["--audience", DESK, "--items", "noSuchItem"],
        &["--audience", DESK, "--all", "--challenge", "12"],
        &["--audience", DESK, "--all", "--for-seconds", "301"],
        &["--audience", DESK, "--all", "--request", "x"],
        &["--audience", DESK, "--all", "--mandate", "x"],
        &["--audience", DESK, "--all", "--key", "holder.key.json"],
        &["--request", "nowhere.zzrequest"],
    ] {
        present(&world, "x.zz", more).expect(3);
    }
    let wrong_key = [
        "present",
        "--certificate",
        "permit.zz",
        "--key",
        "s1.key.json",
        "--audience",
        DESK,
        "--all",
        "--now",
        NOW,
        "--out",
        "x.zz",
    ];
    assert!(world.run(&wrong_key).expect(3).err.contains("not the one"));
    for more in [
        &["--challenge", CHALLENGE][..],
        &["--replay", "r"],
        &["--audience", DESK, "--challenge", CHALLENGE, "--replay", "r"],
        &["--audience", DESK, "--challenge", "zz"],
        &["--audience", DESK, "shown.zz"],
        &["--audience", DESK, "--expect", "printed"],
    ] {
        world.verify("permit.zz", more).expect(3);
    }
    assert_eq!(world.names(), names);
}
