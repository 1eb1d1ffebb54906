//! Wrong arguments of every command.

use crate::world::{NOW, URI, World};

/// Every command and subcommand, as the help itself lists them.
fn commands(world: &World) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    let mut open: Vec<Vec<String>> = vec![Vec::new()];
    while let Some(path) = open.pop() {
        let mut args: Vec<&str> = path.iter().map(String::as_str).collect();
        args.push("--help");
        let help = world.ok(&args).out;
        let listed = help.lines().skip_while(|line| !line.starts_with("Commands:")).skip(1);
        let names: Vec<_> = listed
            .take_while(|line| line.starts_with("  "))
            .filter(|line| !line.starts_with("   "))
            .filter_map(|line| line.split_whitespace().next())
            .filter(|name| *name != "help")
            .map(|name| [&path[..], &[name.to_owned()]].concat())
            .collect();
        if names.is_empty() {
            found.push(path);
        }
        open.extend(names);
    }
    found
}

#[test]
fn every_command_refuses_an_unknown_option_and_has_help_in_both_languages() {
    let world = World::empty();
    let commands = commands(&world);
    assert!(commands.len() >= 18, "{commands:?}");
    for command in commands {
        let mut args: Vec<&str> = command.iter().map(String::as_str).collect();
        let help = world.ok(&[&args[..], &["--help"]].concat()).out;
        assert!(help.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)), "{command:?}: {help}");
        can_be_copied(&help, &command);
        args.push("--no-such-option");
        let ran = world.run(&args).expect(3);
        assert!(ran.err.contains("--no-such-option") && ran.out.is_empty(), "{ran:?}");
    }
}

/// Examples fit a terminal of 80 columns: where the help wraps a command, its second half is no part of it any more.
fn can_be_copied(help: &str, command: &[String]) {
    let (_, examples) =
        help.split_once("Examples / 示例:\n").unwrap_or_else(|| panic!("{command:?}: {help}"));
    let mut goes_on = false;
    for line in examples.lines().take_while(|line| line.starts_with("  ")) {
        let own = line.starts_with("  zhengzhao ") || line.starts_with("  # ");
        assert!(own != goes_on, "{command:?}: {line}");
        let columns: usize = line.chars().map(|c| if c < '\u{2e80}' { 1 } else { 2 }).sum();
        assert!(columns <= 80, "{command:?}: {columns} columns: {line}");
        goes_on = line.ends_with(" \\");
    }
    assert!(!goes_on, "{command:?}: {examples}");
}

#[test]
fn wrong_arguments_are_told_in_chinese_and_to_machines() {
    let world = World::empty();
    for (line, parts) in [
        ("frobnicate", &["没有命令 frobnicate"][..]),
        ("verify --no-such-option", &["没有参数 --no-such-option", "用法：", "--help"]),
        ("seal contract.pdf --certificate seal.zz", &["缺少参数 --key <FILE>"]),
        ("verify x --state d --region 51", &["--region <CODE> 的值“51”无效", "六位行政区划代码"]),
        ("verify x --state d --now yesterday", &["应为时间"]),
        ("verify x --state d --max-status-age 7", &["24h"]),
        ("verify x --state d --expect card", &["“card”无效", "可用的值：either、certificate"]),
        ("present --certificate c --key k --audience a --scenario x -o y", &["应为 机构代码/标识"]),
        ("present --certificate c --key k --audience a --for-seconds 301 -o y", &["301 is not in 1..=300"]),
        ("show x --all --none -o y", &["不能与", "--none"]),
        ("keygen k --algorithm rsa", &["“rsa”无效", "应为 ed25519、esp256 或 sm2"]),
        ("keygen k k2", &["没有参数 k2"]),
        ("demo --keep", &["--keep <DIR> 缺少值"]),
        ("kinds list --holder x", &["person、legal、mixed、other"]),
    ] {
        let args: Vec<&str> = line.split_whitespace().collect();
        let zh = world.run(&[&args[..], &["--lang", "zh"]].concat()).expect(3);
        let zh_first = world.run(&[&["--lang=zh"], &args[..]].concat()).expect(3);
        for ran in [zh, zh_first] {
            assert!(ran.err.starts_with("错误：") && ran.out.is_empty(), "{ran:?}");
            assert!(parts.iter().all(|part| ran.err.contains(part)), "{line}: {parts:?} in {}", ran.err);
        }
        let json = world.run(&[&["--json"], &args[..]].concat()).expect(3);
        assert!(json.err.is_empty(), "{json:?}");
        let json = json.json();
        assert_eq!(crate::world::text(&json, "/outcome"), "error");
        assert!(crate::world::text(&json, "/messages/zh").contains(parts[0]), "{json}");
        assert!(!crate::world::text(&json, "/messages/en").starts_with("error"), "{json}");
    }
    let bare = world.run(&["request", "--lang", "zh"]).expect(3);
    assert!(bare.err.starts_with("错误：缺少命令：make、show"), "{bare:?}");
    let help = world.ok(&["verify", "--help", "--json"]).out;
    assert!(help.contains("Usage:"), "{help}");
}

#[test]
fn wrong_arguments_are_usage_errors_with_a_message() {
    let world = World::new();
    world.enrol(&["holder.key.json"]);
    for (line, part) in [
        ("", "Usage"),
        ("frobnicate", "frobnicate"),
        ("verify shown.zz", "--state"),
        ("verify shown.zz --state nowhere", "nowhere"),
        ("verify shown.zz --state desk.zzstate --now yesterday", "2026-06-01T09:00:00+08:00"),
        ("verify shown.zz --state desk.zzstate --region 51", "six digits"),
        ("verify shown.zz --state desk.zzstate --max-status-age 7", "24h"),
        ("verify shown.zz --state desk.zzstate --clock-skew 301", "300"),
        ("verify shown.zz --state desk.zzstate --pin 12", "64 hexadecimal"),
        ("verify shown.zz --state permit.json", "not a usable state"),
        ("verify shown.zz --state lists.zzpack", "not a usable state"),
        (
            "verify shown.zz --state desk.zzstate --audience a --replay permit.zz",
            "not a usable replay memory",
        ),
        ("verify shown.zz --state desk.zzstate --audience= --challenge 00", "--audience must be 1 to 255"),
        ("verify shown.zz --state desk.zzstate --audience a --purpose=", "--purpose must be 1 to 200"),
        (
            "present --certificate permit.zz --key holder.key.json --audience= --all -o x",
            "--audience must be",
        ),
        (
            "present --mandate permit.zz --key holder.key.json --audience a -o x",
            "a certificate, not a mandate",
        ),
        ("request make --ask NO-KIND:holderName --audience a -o x", "no kind NO-KIND"),
        ("request make --ask ZZ-LOCAL-EID:holderName --audience= -o x", "--audience must be"),
        (
            "issue permit.json --key issue.key.json --enrolment holder.zzenrol --challenge holder.challenge.json --status-uri u -o no-such-directory/x",
            "cannot write",
        ),
        (
            "issue permit.json --key issue.key.json --enrolment holder.zzenrol --challenge holder.challenge.json --status-uri u --force -o .",
            "is a directory",
        ),
        ("enrol challenge --issuer 11500000MBYY00038M -o .", "is a directory"),
        ("seal . --certificate permit.zz --key holder.key.json", "is a directory"),
        ("verify shown.zz --state desk.zzstate --lang fr", "fr"),
        ("verify nowhere.zz --state desk.zzstate", "no such file"),
        ("verify . --state desk.zzstate", "directory"),
        ("inspect", "<FILE>"),
        ("inspect nowhere.zz", "no such file"),
        ("keygen", "<NAME>"),
        ("keygen k --algorithm rsa", "ed25519, esp256 or sm2"),
        ("keygen no-such-directory/k", "cannot write"),
        ("issue permit.json --key issue.key.json --status-uri u -o x", "--enrolment"),
        (
            "issue permit.json --key issue.key.json --enrolment holder.zzenrol --status-uri u -o x",
            "--challenge",
        ),
        ("issue permit.json --key issue.key.json --holder holder.pub.json --status-uri u -o x", "--holder"),
        (
            "issue permit.json --key issue.key.json --enrolment holder.zzenrol --challenge holder.challenge.json --printed --status-uri u -o x",
            "--printed",
        ),
        (
            "issue permit.json --key issue.pub.json --enrolment holder.zzenrol --challenge holder.challenge.json --status-uri u -o x",
            "secret key is needed",
        ),
        (
            "issue permit.json --key issue.key.json --enrolment holder.zzenrol --challenge permit.json --status-uri u -o x",
            "not an enrolment challenge",
        ),
        (
            "issue permit.json --key issue.key.json --enrolment holder.zzenrol --challenge - --status-uri u -o x",
            "must be a file",
        ),
        ("enrol challenge --issuer 123 -o x", "--issuer"),
        ("enrol answer --challenge holder.challenge.json -o x", "--key"),
        ("enrol answer --challenge holder.pub.json --key holder.key.json -o x", "not an enrolment challenge"),
        ("enrol answer --challenge holder.challenge.json --key holder.pub.json -o x", "secret key is needed"),
        (
            "issue permit.json --key nowhere --enrolment holder.zzenrol --challenge holder.challenge.json --status-uri u -o x",
            "nowhere",
        ),
        (
            "issue permit.zz --key issue.key.json --enrolment holder.zzenrol --challenge holder.challenge.json --status-uri u -o x",
            "UTF-8",
        ),
        (
            "issue permit.json --key issue.key.json --enrolment holder.zzenrol --challenge holder.challenge.json --status-uri u --status-index 1048576 -o x",
            "1048575",
        ),
        (
            "issue permit.json --key issue.key.json --enrolment holder.zzenrol --challenge holder.challenge.json --status-uri u --status-index 1 --status-index 2 -o x",
            "1 are needed",
        ),
        (
            "issue permit.json --key issue.key.json --enrolment holder.zzenrol --challenge holder.challenge.json --status-uri 0123456789012345678901234567890123 -o x",
            "1 to 32",
        ),
        ("issue --from rows.csv --key issue.key.json --status-uri u --kind X", "--common"),
        ("issue permit.json --key issue.key.json --status-uri u --printed --again -o x", "--register"),
        ("issue permit.json --key issue.key.json --status-uri u --printed --dry-run -o x", "--from"),
        (
            "issue permit.json --key issue.key.json --status-uri u --printed --register r -o x",
            "needs the certificate's number",
        ),
        ("reissue permit.json --number N --register r", "--lost"),
        ("register show nowhere", "no such file"),
        ("register search permit.json N", "permit.json"),
        ("status set status.zzstatus --number N=valid --key status.key.json -o x", "--register"),
        ("status set status.zzstatus --register r2 --number N --key status.key.json -o x", "NUMBER=STATUS"),
        (
            "status set status.zzstatus --register r --number N=void --key status.key.json --now 2026-06-02T00:00:00Z -o x",
            "no number N",
        ),
        (
            "status set status.zzstatus --register r2 --number N=void --key status.key.json --now 2026-06-02T00:00:00Z -o x",
            "r2: there is no such file",
        ),
        ("show permit.zz --items sex", "--out"),
        ("qr", "<FILE>"),
        ("qr shown.zz --png a.png --svg b.svg", "--svg"),
        ("qr shown.zz --scale 4", "--png"),
        ("qr shown.zz --png x --scale 0", "--scale"),
        ("qr shown.zz --terminal --text", "--text"),
        ("scan", "<IMAGE>"),
        ("scan nowhere -o x", "nowhere"),
        ("show permit.zz --all --none -o x", "--none"),
        ("trust make list.json --key s1.key.json", "--out"),
        ("trust make list.json --key issue.key.json -o x", "not a signer"),
        ("trust make permit.json --key s1.key.json -o x", "$.authority"),
        ("trust roll list.zztrust --key s1.key.json --sequence 1 -o x", "above 1"),
        ("status make --issuer 123 --uri u --key status.key.json -o x", "--issuer"),
        ("status make --issuer 11500000MBYY00038M --uri u --key status.key.json --ttl soon -o x", "24h"),
        ("pack make -o x", "--own"),
        ("pack update lists.zzpack", "--state"),
        ("pack update nowhere --state desk.zzstate", "nowhere"),
        ("verify shown.zz --state desk.zzstate --receipts x", "--receipt-key"),
        ("verify shown.zz --state desk.zzstate --receipt-key issue.key.json", "--receipts"),
        ("verify shown.zz --state desk.zzstate --retention 30", "--receipts"),
        ("verify shown.zz --state desk.zzstate --receipts x --receipt-key issue.key.json", "receipt keygen"),
        ("receipt verify nowhere", "no such file"),
        ("receipt verify permit.json --head x", "--key"),
        ("receipt head permit.json --key issue.pub.json", "secret key is needed"),
        ("receipt search permit.json --receipt-key nowhere shown.zz", "nowhere"),
        ("receipt search permit.json shown.zz", "--receipt-key"),
        ("receipt show permit.json", "no journal of receipts"),
        ("receipt repair permit.json", "no journal of receipts"),
        ("receipt repair nowhere", "no such file"),
        ("receipt purge nowhere", "no such file"),
        ("receipt export permit.json -o x", "--format"),
        ("kinds show", "<CODE>"),
        ("demo --keep", "--keep"),
    ] {
        let args: Vec<&str> = line.split_whitespace().collect();
        let ran = world.run(&args).expect(3);
        let all = format!("{}{}", ran.out, ran.err);
        assert!(all.contains(part), "{line}: expected {part:?} in {all}");
    }
    assert!(!world.path("x").exists());
    assert!(world.read("r").is_empty(), "nothing was entered");
    assert!(
        world.path("holder.challenge.json").exists(),
        "no wrong argument costs the holder another answer"
    );
}

#[test]
fn a_wrong_sort_of_file_is_named() {
    let world = World::new();
    world.enrol(&["holder.key.json"]);
    world.write("contract.pdf", b"%PDF-1.7 contract");
    world.write("empty", b"");
    let pdf = "a PDF file, not a";
    for (line, part) in [
        ("show contract.pdf", pdf),
        ("show holder.key.json", "the file of a secret key, not a certificate"),
        ("trust show contract.pdf", pdf),
        ("status show permit.zz", "a certificate, not a status list"),
        ("pack show contract.pdf", pdf),
        ("pack update permit.zz --state new", "a certificate, not a pack"),
        ("scenario show empty", "an empty file, not a scenario"),
        ("request show contract.pdf --state desk.zzstate", pdf),
        ("present --certificate contract.pdf --key holder.key.json --audience a --all -o x", pdf),
        ("present --certificate permit.zz --key holder.key.json --request contract.pdf -o x", pdf),
        (
            "issue permit.json --key issue.key.json --enrolment contract.pdf --challenge holder.challenge.json --status-uri u -o x",
            "a PDF file, not an enrolment",
        ),
        ("seal contract.pdf --certificate contract.pdf --key holder.key.json", pdf),
    ] {
        let args: Vec<&str> = line.split_whitespace().collect();
        let ran = world.run(&args).expect(1);
        assert!(ran.out.contains(part) && !ran.out.contains("Ask the holder"), "{line}: {part:?} in {ran:?}");
        let json = world.run(&[&args[..], &["--json"]].concat()).expect(1).json();
        assert!(crate::world::text(&json, "/hint/en").contains(part), "{json}");
    }
    let damaged = &world.read("permit.zz")[..40];
    world.write("damaged.zz", damaged);
    let ran = world.run(&["show", "damaged.zz"]).expect(1);
    assert!(ran.out.contains("Ask the holder"), "{ran:?}");
    assert_eq!(world.read("contract.pdf"), b"%PDF-1.7 contract");
}

#[test]
fn usage_errors_for_machines_are_json() {
    let world = World::new();
    let ran = world.run(&["verify", "shown.zz", "--state", "nowhere", "--json", "--now", NOW]).expect(3);
    assert_eq!(crate::world::text(&ran.json(), "/outcome"), "error");
    let issue =
        ["issue", "nowhere.json", "--key", "issue.key.json", "--printed", "--status-uri", URI, "-o", "x"];
    let ran = world.run(&[&issue[..], &["--json"]].concat()).expect(3);
    assert!(crate::world::text(&ran.json(), "/messages/zh").contains("nowhere.json"));
}
