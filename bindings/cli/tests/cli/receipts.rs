//! Receipts, from the first check to the day on which they are purged.

use crate::world::{NOW, Ran, World, text};
use serde_json::Value;
use std::fs;

const CHECKER: &str = "示例酒店前台";

/// A world with keys for receipts and heads.
fn world() -> World {
    let world = World::new();
    world.ok(&["receipt", "keygen", "receipts.key.json"]);
    world.ok(&["keygen", "desk"]);
    world
}

fn kept(world: &World, file: &str, more: &[&str]) -> Ran {
    let args = ["--receipts", "r.jsonl", "--receipt-key", "receipts.key.json", "--checker", CHECKER];
    world.verify(file, &[&args[..], more].concat())
}

/// Verified, refused, verified; kept for 30 days, for ever, for 60 days.
fn journal(world: &World) {
    let mut altered = world.read("shown.zz");
    *altered.last_mut().unwrap() ^= 1;
    world.write("altered.zz", &altered);
    kept(world, "shown.zz", &["--retention", "30"]).expect(0);
    kept(world, "altered.zz", &[]).expect(1);
    kept(world, "shown.zz", &["--retention", "60"]).expect(0);
}

fn lines(world: &World) -> Vec<String> {
    String::from_utf8(world.read("r.jsonl")).unwrap().lines().map(str::to_owned).collect()
}

fn verify(world: &World, more: &[&str]) -> Ran {
    world.run(&[&["receipt", "verify", "r.jsonl", "--now", NOW], more].concat())
}

fn head(world: &World, out: &str) {
    world.ok(&["receipt", "head", "r.jsonl", "--key", "desk.key.json", "-o", out, "--now", NOW]);
}

#[test]
fn every_check_leaves_a_receipt_that_names_nobody() {
    let world = world();
    journal(&world);
    let ran = kept(&world, "shown.zz", &[]).expect(0);
    assert!(ran.first_line() == "VERIFIED" && ran.out.ends_with("receipt: no. 4\n"), "{}", ran.out);
    let json = kept(&world, "shown.zz", &["--json"]).expect(0).json();
    assert_eq!(json.pointer("/receipt"), Some(&Value::from(5)));
    let zh = kept(&world, "shown.zz", &["--lang", "zh"]).expect(0);
    assert!(zh.out.ends_with("回执：第 6 条\n"), "{}", zh.out);
    let large = vec![0; 70_000];
    world.write("large.zz", &large);
    kept(&world, "large.zz", &[]).expect(1);
    kept(&world, "nowhere.zz", &[]).expect(3);
    // Two weeks later the status list has expired, which is "cannot tell".
    let later = ["verify", "shown.zz", "--state", "desk.zzstate", "--now", "2026-06-15T09:00:00+08:00"];
    let to = ["--receipts", "r.jsonl", "--receipt-key", "receipts.key.json"];
    world.run(&[&later[..], &to[..]].concat()).expect(2);
    let lines: Vec<Value> = lines(&world).iter().map(|line| serde_json::from_str(line).unwrap()).collect();
    let outcomes: Vec<_> = lines.iter().map(|line| text(line, "/content/outcome")).collect();
    let verified = "verified";
    let expected = [verified, "refused", verified, verified, verified, verified, "refused", "cannot_tell"];
    assert_eq!(outcomes, expected);
    assert_eq!(text(&lines[6], "/content/codes/0"), "too_large");
    assert_eq!(text(&lines[7], "/content/codes/0"), "status_list_expired");
    let first = &lines[0];
    let names: Vec<_> =
        first["content"]["fields"].as_array().unwrap().iter().map(|f| text(f, "/name")).collect();
    assert!(names.contains(&"holderName") && names.contains(&"ageOver18") && !names.contains(&"birthDate"));
    for (pointer, value) in [
        ("/content/checker", CHECKER),
        ("/content/presenter", "not_proven"),
        ("/content/kind", "ZZ-LOCAL-RESIDENCE-PERMIT"),
        ("/content/own_list/authority", "11500000MBYY00011X"),
        ("/content/status", NOW),
        ("/keep_until", "2026-07-02T00:00:00+08:00"),
    ] {
        assert_eq!(text(first, pointer), value);
    }
    let file = String::from_utf8(world.read("r.jsonl")).unwrap();
    for value in ["林小满", "1990-03-07", "示例派出所", "2026-12-31", "11500000MBYY00038M"] {
        assert!(!file.contains(value), "{value}");
    }
    let shown = world.read("shown.zz");
    let cti = shown.windows(2).position(|pair| pair == [0x07, 0x50]).unwrap() + 2;
    let cti: String = shown[cti..cti + 16].iter().map(|byte| format!("{byte:02x}")).collect();
    assert!(!file.contains(&cti));
}

#[test]
fn each_manipulation_is_told_apart_for_people_and_machines() {
    let world = world();
    journal(&world);
    head(&world, "three.zzhead");
    let whole = lines(&world);
    let [first, second, third] = [&*whole[0], &*whole[1], &*whole[2]];
    let against = ["--head", "three.zzhead", "--key", "desk.pub.json"];
    let told = |lines: &[&str], more: &[&str]| {
        let journal: String = lines.iter().map(|line| format!("{line}\n")).collect();
        world.write("r.jsonl", journal.as_bytes());
        let ran = verify(&world, more);
        if ran.code == 0 {
            return ran.out;
        }
        let code = text(&verify(&world, &[more, &["--json"]].concat()).expect(1).json(), "/code").to_owned();
        let ran = ran.expect(1);
        assert!(ran.first_line() == "REFUSED" && ran.out.contains(&format!("code: {code}")), "{ran:?}");
        assert!(ran.out.contains("compare it with a backup"), "{ran:?}");
        code
    };
    let sound = told(&[first, second, third], &against);
    assert!(sound.contains("3 receipts") && sound.contains("vouches for the first 3"), "{sound}");
    let changed = second.replace("signature_invalid", "expired");
    assert_eq!(told(&[first, &changed, third], &[]), "receipt_changed");
    assert_eq!(told(&[first, "garbage", third], &[]), "receipt_changed");
    assert_eq!(told(&[first, third], &[]), "receipt_removed");
    assert_eq!(told(&[second, first, third], &[]), "receipt_reordered");
    assert_eq!(told(&[first, second, second, third], &[]), "receipt_repeated");
    assert_eq!(told(&[first, second], &against), "receipt_tail_cut");
    let cut = told(&[first, second], &[]);
    assert!(cut.contains("No head was given: it cannot be seen whether the end was cut off"), "{cut}");
    let other = third.replace(CHECKER, "别处");
    assert_eq!(told(&[first, second, &other], &against), "receipt_head_mismatch");
    let zh = verify(&world, &[&against[..], &["--lang", "zh"]].concat()).expect(1);
    assert!(zh.out.starts_with("拒绝") && zh.out.contains("receipt_head_mismatch"), "{}", zh.out);
}

#[test]
fn heads_come_from_the_desks_own_key() {
    let world = world();
    world.write("r.jsonl", b"");
    head(&world, "none.zzhead");
    journal(&world);
    head(&world, "three.zzhead");
    kept(&world, "shown.zz", &[]).expect(0);
    let args = ["--head", "three.zzhead", "--head", "none.zzhead", "--key", "desk.pub.json"];
    let json = verify(&world, &[&args[..], &["--json"]].concat()).expect(0).json();
    assert_eq!((json["receipts"].as_u64(), json["signed"].as_u64()), (Some(4), Some(3)));
    let foreign = verify(&world, &["--head", "three.zzhead", "--key", "holder.pub.json", "--json"]).expect(1);
    assert_eq!(text(&foreign.json(), "/code"), "signature_invalid");
    verify(&world, &["--head", "three.zzhead", "--key", "holder.pub.json", "--key", "desk.pub.json"])
        .expect(0);
    let other = verify(&world, &["--head", "list.zztrust", "--key", "desk.pub.json", "--json"]).expect(1);
    assert_eq!(text(&other.json(), "/code"), "too_large");
    // Printed, to be written down or sent; the same bytes.
    let print = ["receipt", "head", "r.jsonl", "--key", "desk.key.json", "--now", NOW];
    let printed = world.ok(&print);
    assert!(printed.out.contains("found against a head alone"), "{}", printed.out);
    let hex = printed.first_line().to_owned();
    assert_eq!(text(&world.ok(&[&print[..], &["--json"]].concat()).json(), "/head"), hex);
    world.write("printed.txt", format!("{hex}\n").as_bytes());
    let json =
        verify(&world, &["--head", "printed.txt", "--key", "desk.pub.json", "--json"]).expect(0).json();
    assert_eq!(json["signed"].as_u64(), Some(4));
    assert!(world.ok(&["inspect", "three.zzhead"]).out.contains("head of receipts"));
    // Nothing is signed over a chain that does not hold.
    let left = lines(&world)[1..].join("\n") + "\n";
    world.write("r.jsonl", left.as_bytes());
    world.run(&[&print[..], &["-o", "bad.zzhead"]].concat()).expect(1);
    assert!(!world.path("bad.zzhead").exists());
}

#[test]
fn a_certificate_finds_its_receipts_until_the_key_is_destroyed() {
    let world = world();
    journal(&world);
    world.issue("other.zz", "2");
    world.ok(&["show", "other.zz", "--none", "-o", "other-shown.zz"]);
    let search = |key: &str, file: &str| {
        world.ok(&["receipt", "search", "r.jsonl", "--receipt-key", key, file, "--json"]).out.lines().count()
    };
    assert_eq!(search("receipts.key.json", "shown.zz"), 2);
    assert_eq!(search("receipts.key.json", "permit.zz"), 2, "the holder's own copy finds them too");
    assert_eq!(search("receipts.key.json", "other-shown.zz"), 0);
    world.ok(&["receipt", "keygen", "new.key.json"]);
    assert_eq!(search("new.key.json", "shown.zz"), 0);
    fs::remove_file(world.path("receipts.key.json")).unwrap();
    world.run(&["receipt", "search", "r.jsonl", "--receipt-key", "receipts.key.json", "shown.zz"]).expect(3);
    verify(&world, &[]).expect(0);
    let human = world.ok(&["receipt", "search", "r.jsonl", "--receipt-key", "new.key.json", "shown.zz"]);
    assert!(human.out.contains("0 receipts found"));
}

#[test]
fn purging_leaves_stubs() {
    let world = world();
    journal(&world);
    head(&world, "three.zzhead");
    let whole = world.read("r.jsonl");
    let purge = |day: &str, more: &[&str]| {
        let now = format!("{day}T12:00:00+08:00");
        let args = ["receipt", "purge", "r.jsonl", "--json", "--now", &now];
        world.ok(&[&args[..], more].concat()).json()["purged"].as_u64().unwrap()
    };
    assert_eq!(purge("2026-07-01", &[]), 0, "the last day");
    assert_eq!(purge("2026-07-02", &["--dry-run"]), 1);
    assert_eq!(world.read("r.jsonl"), whole);
    assert_eq!(purge("2026-07-02", &[]), 1);
    let lines = lines(&world);
    assert!(lines[0].contains("\"purged\"") && !lines[0].contains("content") && !lines[0].contains(CHECKER));
    assert_eq!(lines[1..], String::from_utf8(whole).unwrap().lines().skip(1).collect::<Vec<_>>());
    let later = ["receipt", "verify", "r.jsonl", "--now", "2026-07-03T00:00:00+08:00", "--json"];
    let heads = ["--head", "three.zzhead", "--key", "desk.pub.json"];
    let json = world.ok(&[&later[..], &heads[..]].concat()).json();
    assert_eq!((json["purged"].as_u64(), json["signed"].as_u64()), (Some(1), Some(3)));
    // Before its time, the same stub is a receipt that somebody hid.
    assert_eq!(text(&verify(&world, &["--json"]).expect(1).json(), "/code"), "receipt_purged_early");
    let missing = world.run(&["receipt", "show", "r.jsonl", "--number", "1", "--number", "99"]).expect(3);
    assert!(missing.err.contains("no receipt no. 99"), "{missing:?}");
    let shown = world.ok(&["receipt", "show", "r.jsonl", "--number", "1"]);
    assert!(shown.out.starts_with("no. 1\n  purged: 2026-07-02"), "{}", shown.out);
    kept(&world, "shown.zz", &[]).expect(0);
}

#[test]
fn a_torn_end_stops_new_receipts_until_it_is_repaired() {
    let world = world();
    journal(&world);
    let whole = world.read("r.jsonl");
    world.write("r.jsonl", &whole[..whole.len() - 20]);
    for call in [
        kept(&world, "shown.zz", &[]),
        verify(&world, &[]),
        world.run(&["receipt", "show", "r.jsonl"]),
        world.run(&["receipt", "purge", "r.jsonl"]),
    ] {
        let ran = call.expect(3);
        assert!(ran.err.contains("receipt repair"), "{ran:?}");
    }
    assert!(!kept(&world, "shown.zz", &[]).out.contains("VERIFIED"), "found before anything is verified");
    let repaired = world.ok(&["receipt", "repair", "r.jsonl", "--json"]).json();
    assert_eq!(text(&repaired, "/repaired"), "set_aside");
    assert!(whole.starts_with(&world.read("r.jsonl")) && world.path("r.jsonl.torn").exists());
    assert!(verify(&world, &[]).expect(0).out.contains("2 receipts"));
    kept(&world, "shown.zz", &[]).expect(0);
    assert_eq!(text(&world.ok(&["receipt", "repair", "r.jsonl", "--json"]).json(), "/repaired"), "not_torn");
    let whole = world.read("r.jsonl");
    world.write("r.jsonl", &whole[..whole.len() - 1]);
    assert_eq!(text(&world.ok(&["receipt", "repair", "r.jsonl", "--json"]).json(), "/repaired"), "completed");
    assert_eq!(world.read("r.jsonl"), whole);
    verify(&world, &[]).expect(0);
}

/// A limit on the size of files stands in for a full disk.
#[cfg(unix)]
#[test]
fn a_receipt_that_cannot_be_written_is_an_error_and_leaves_the_journal_whole() {
    let world = world();
    journal(&world);
    let whole = world.read("r.jsonl");
    let binary = env!("CARGO_BIN_EXE_zhengzhao");
    // In blocks of 512 bytes: full, but for less than a receipt.
    let blocks = whole.len().div_ceil(512);
    let script = format!(
        "trap '' XFSZ; ulimit -f {blocks}; exec '{binary}' verify shown.zz --state desk.zzstate --now {NOW} \
         --receipts r.jsonl --receipt-key receipts.key.json"
    );
    let output = std::process::Command::new("sh").args(["-c", &script]).current_dir(world.dir()).output();
    let output = output.unwrap();
    assert_eq!(output.status.code(), Some(3), "{output:?}");
    let (out, err) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert!(out.starts_with("VERIFIED") && !out.contains("receipt: no."), "{out}");
    assert!(err.contains("r.jsonl"), "{err}");
    assert_eq!(world.read("r.jsonl"), whole);
}

#[test]
fn receipts_are_shown_and_exported() {
    let world = world();
    journal(&world);
    let en = world.ok(&["receipt", "show", "r.jsonl"]).out;
    for part in
        ["no. 1\n", "outcome: VERIFIED", "kind: residence permit ZZ-LOCAL", "fields shown: ", "REFUSED"]
    {
        assert!(en.contains(part), "{part}\n{en}");
    }
    let zh = world.ok(&["receipt", "show", "r.jsonl", "--number", "2", "--lang", "zh"]).out;
    let first = world.ok(&["receipt", "show", "r.jsonl", "--number", "1", "--lang", "zh"]).out;
    for part in ["披露项目：持证主体", "出示人：未证明出示人", "第 1 号"] {
        assert!(first.contains(part), "{part}\n{first}");
    }
    for part in ["第 2 条\n", "结论：拒绝", "代码：signature_invalid", "保存至：长期"] {
        assert!(zh.contains(part), "{part}\n{zh}");
    }
    let lines = world.ok(&["receipt", "show", "r.jsonl", "--json"]).out;
    assert_eq!(lines.as_bytes(), world.read("r.jsonl"));
    world.ok(&["receipt", "export", "r.jsonl", "--format", "jsonl", "-o", "out.jsonl"]);
    assert_eq!(world.read("out.jsonl"), world.read("r.jsonl"));
    world.ok(&["receipt", "export", "r.jsonl", "--format", "csv", "-o", "out.csv"]);
    let table = String::from_utf8(world.read("out.csv")).unwrap();
    let rows: Vec<_> = table.trim_start_matches('\u{feff}').split("\r\n").collect();
    assert!(table.starts_with("\u{feff}number,time,checker,") && rows.len() == 5, "{table}");
    assert!(rows[2].starts_with("2,") && rows[2].contains(",signature_invalid,"), "{}", rows[2]);
}

#[cfg(unix)]
#[test]
fn journals_and_keys_are_readable_by_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let world = world();
    journal(&world);
    world.ok(&["receipt", "export", "r.jsonl", "--format", "csv", "-o", "out.csv"]);
    for name in ["r.jsonl", "receipts.key.json", "out.csv"] {
        assert_eq!(fs::metadata(world.path(name)).unwrap().permissions().mode() & 0o777, 0o600, "{name}");
    }
    let secret: Value = serde_json::from_slice(&world.read("receipts.key.json")).unwrap();
    assert_eq!(text(&secret, "/secret").len(), 64);
    let inspected = world.run(&["inspect", "receipts.key.json"]);
    assert!(!inspected.out.contains(text(&secret, "/secret")));
}

/// Nobody is to be reported for a slip of the clerk's own; the file is refused all the same.
#[test]
fn another_file_in_the_place_of_the_journal_is_named_for_what_it_is() {
    let world = world();
    for (file, part) in [("shown.zz", "This is a certificate"), ("desk.key.json", "a secret key")] {
        let ran = world.run(&["receipt", "verify", file, "--now", NOW]).expect(1);
        assert!(ran.out.contains(part) && ran.out.contains("not a journal of receipts"), "{ran:?}");
        assert!(ran.out.contains("receipt_changed"), "{ran:?}");
    }
    journal(&world);
    let changed = format!("x{}", String::from_utf8(world.read("r.jsonl")).unwrap());
    world.write("r.jsonl", changed.as_bytes());
    let ran = verify(&world, &[]).expect(1);
    assert!(ran.out.contains("report it as your rules say") && !ran.out.contains("not a journal"), "{ran:?}");
}
