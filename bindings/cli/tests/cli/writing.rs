//! Nothing that exists is lost.

use crate::world::{ENROLLED, ISSUER, NOW, URI, World};

const LATER: &str = "2026-06-02T09:00:00+08:00";

#[test]
fn existing_files_stay_unless_forced() {
    let world = World::new();
    world.enrol(&["holder.key.json"]);
    let issue = ["issue", "permit.json", "--key", "issue.key.json", "--status-uri", URI, "-o", "x.zz"];
    world.write("r.jsonl", b"");
    let calls: [(&str, Vec<&str>); 12] = [
        ("k.key.json", vec!["keygen", "k"]),
        ("k.pub.json", vec!["keygen", "k"]),
        ("x.zz", [&issue[..], &ENROLLED].concat()),
        ("x.zz", vec!["show", "permit.zz", "--all", "-o", "x.zz"]),
        ("x", vec!["trust", "make", "list.json", "--key", "s1.key.json", "-o", "x", "--now", NOW]),
        ("x", vec!["trust", "sign", "one.zztrust", "--key", "s2.key.json", "-o", "x"]),
        ("x", vec!["trust", "roll", "list.zztrust", "--key", "s1.key.json", "-o", "x", "--now", LATER]),
        (
            "x",
            vec![
                "status",
                "make",
                "--issuer",
                ISSUER,
                "--uri",
                URI,
                "--key",
                "status.key.json",
                "-o",
                "x",
                "--now",
                NOW,
            ],
        ),
        ("x", vec!["pack", "make", "--own", "list.zztrust", "-o", "x", "--now", NOW]),
        ("x", vec!["receipt", "keygen", "x"]),
        ("x", vec!["receipt", "head", "r.jsonl", "--key", "s1.key.json", "-o", "x", "--now", NOW]),
        ("x", vec!["receipt", "export", "r.jsonl", "--format", "csv", "-o", "x"]),
    ];
    for (name, call) in calls {
        for left in ["k.key.json", "k.pub.json", "x", "x.zz"] {
            let _ = std::fs::remove_file(world.path(left));
        }
        world.write(name, b"precious");
        let names = world.names();
        let ran = world.run(&call).expect(3);
        assert!(ran.err.contains("--force") && ran.err.contains(name), "{call:?}: {}", ran.err);
        assert_eq!(world.read(name), b"precious", "{call:?}");
        assert_eq!(world.names(), names, "{call:?}");
        world.ok(&[&call[..], &["--force"]].concat());
        assert_ne!(world.read(name), b"precious", "{call:?}");
    }
}

#[test]
fn what_cannot_be_made_again_stays_even_when_forced() {
    let world = World::new();
    world.ok(&["receipt", "keygen", "receipts.key.json"]);
    let checks = ["verify", "shown.zz", "--state", "desk.zzstate", "--receipts", "r.jsonl", "--now", NOW];
    world.ok(&[&checks[..], &["--receipt-key", "receipts.key.json"]].concat());
    world.write("register.jsonl", b"{\"zhengzhao-register\":1,\"copy\":{}}\n");
    let export = ["receipt", "export", "r.jsonl", "--force", "--format"];
    for name in ["r.jsonl", "register.jsonl", "issue.key.json", "receipts.key.json", "desk.zzstate"] {
        let (names, old) = (world.names(), world.read(name));
        for call in [
            [&export[..], &["csv", "-o", name]].concat(),
            vec!["show", "permit.zz", "--all", "--force", "-o", name],
        ] {
            let ran = world.run(&call).expect(3);
            assert!(ran.err.contains("name another file") && ran.err.contains(name), "{call:?}: {ran:?}");
            assert_eq!(world.read(name), old, "{call:?}");
            assert_eq!(world.names(), names, "{call:?}");
        }
    }
    // Its like replaces it: a copy of the journal the copy before, a new key an old one.
    world.ok(&[&export[..], &["jsonl", "-o", "copy.jsonl"]].concat());
    world.ok(&[&export[..], &["jsonl", "-o", "copy.jsonl"]].concat());
    world.ok(&["keygen", "issue", "--force"]);
}

#[test]
fn a_list_may_not_be_signed_over_itself_without_force() {
    let world = World::new();
    let before = world.read("one.zztrust");
    let args = ["trust", "sign", "one.zztrust", "--key", "s2.key.json", "-o", "one.zztrust"];
    world.run(&args).expect(3);
    assert_eq!(world.read("one.zztrust"), before);
    let set = [
        "status",
        "set",
        "status.zzstatus",
        "5=void",
        "--key",
        "status.key.json",
        "-o",
        "status.zzstatus",
        "--now",
        LATER,
    ];
    world.run(&set).expect(3);
    world.run(&[&args[..], &["--force"]].concat()).expect(0);
    assert_ne!(world.read("one.zztrust"), before);
}

#[cfg(unix)]
#[test]
fn secrets_are_readable_by_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let world = World::empty();
    let ran = world.ok(&["keygen", "k"]);
    let mode = |name: &str| std::fs::metadata(world.path(name)).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode("k.key.json"), 0o600);
    assert_eq!(mode("k.pub.json") & 0o400, 0o400);
    std::fs::set_permissions(world.path("k.key.json"), std::fs::Permissions::from_mode(0o644)).unwrap();
    world.ok(&["keygen", "k", "--force"]);
    assert_eq!(mode("k.key.json"), 0o600, "also when a file that was open to all is replaced");
    let secret: serde_json::Value = serde_json::from_slice(&world.read("k.key.json")).unwrap();
    let secret = crate::world::text(&secret, "/secret").to_owned();
    assert!(
        !ran.out.contains(&secret) && !String::from_utf8(world.read("k.pub.json")).unwrap().contains(&secret)
    );
}

/// A limit of 0 on the size of files stands in for a full disk: every write fails, for root too.
#[cfg(unix)]
#[test]
fn a_broken_write_leaves_the_old_file_whole_and_no_litter() {
    let world = World::new();
    world.status_list("next.zzstatus", LATER, &[]);
    let args = ["--status", "next.zzstatus", "-o", "next.zzpack", "--now", LATER];
    world.ok(&[&["pack", "make", "--own", "list.zztrust"], &args[..]].concat());
    let (state, key, names) = (world.read("desk.zzstate"), world.read("s1.key.json"), world.names());
    for line in [
        format!("pack update next.zzpack --state desk.zzstate --now {LATER}"),
        "keygen s1 --force".into(),
        "keygen fresh".into(),
        "show permit.zz --all -o shown.zz --force".into(),
    ] {
        let binary = env!("CARGO_BIN_EXE_zhengzhao");
        let script = format!("trap '' XFSZ; ulimit -f 0; exec '{binary}' {line}");
        let output = std::process::Command::new("sh").args(["-c", &script]).current_dir(world.dir()).output();
        let output = output.unwrap();
        assert_eq!(output.status.code(), Some(3), "{line}: {output:?}");
        assert!(output.stdout.is_empty(), "{output:?}");
    }
    assert_eq!(world.read("desk.zzstate"), state);
    assert_eq!(world.read("s1.key.json"), key);
    assert_eq!(world.names(), names);
    world.verify("shown.zz", &[]).expect(0);
}

/// Where root writes into read-only directories, /proc still refuses.
#[cfg(target_os = "linux")]
#[test]
fn a_directory_that_cannot_be_written_is_a_clear_error() {
    use std::os::unix::fs::PermissionsExt as _;
    let world = World::new();
    let read_only = world.path("read-only");
    std::fs::create_dir(&read_only).unwrap();
    std::fs::set_permissions(&read_only, std::fs::Permissions::from_mode(0o555)).unwrap();
    let mut places = vec!["/proc/x".to_owned(), "permit.json/x".to_owned()];
    if std::fs::write(read_only.join("probe"), b"").is_err() {
        places.push("read-only/x".into());
    }
    for place in places {
        for call in [
            vec!["keygen", &place],
            vec!["show", "permit.zz", "--all", "-o", &place],
            vec!["pack", "make", "--own", "list.zztrust", "-o", &place, "--now", NOW],
        ] {
            let ran = world.run(&call).expect(3);
            assert!(ran.err.contains("cannot write"), "{call:?}: {}", ran.err);
        }
    }
}
