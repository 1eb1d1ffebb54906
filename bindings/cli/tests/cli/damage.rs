//! Damaged, foreign and oversized files: a clear message, never a panic (which `run` itself asserts).

use crate::world::{ENROLLED, NOW, Ran, World, text};
use std::fs::File;

/// Every command that reads a file of that name.
fn readers(world: &World, file: &str) -> Vec<Ran> {
    world.enrol(&["holder.key.json"]);
    let (enrolment, challenge) = (ENROLLED[..2].join(" "), ENROLLED[2..].join(" "));
    [
        format!("inspect {file}"),
        format!("show {file} --all -o out --force"),
        format!("show {file}"),
        format!("trust show {file}"),
        format!("trust sign {file} --key s3.key.json -o out --force"),
        format!("trust roll {file} --key s1.key.json -o out --force"),
        format!("trust make {file} --key s1.key.json -o out --force"),
        format!("status show {file}"),
        format!("status set {file} 5=void --key status.key.json -o out --force"),
        format!("pack show {file}"),
        format!("pack update {file} --state desk.zzstate --now {NOW}"),
        format!("pack make --own {file} -o out --force --now {NOW}"),
        format!("verify shown.zz --state {file} --now {NOW}"),
        format!("verify shown.zz --state desk.zzstate --pack {file} --now {NOW}"),
        format!("issue {file} --key issue.key.json --printed --status-uri u -o out --force"),
        format!("issue permit.json --key {file} --printed --status-uri u -o out --force"),
        format!("enrol answer --challenge {file} --key holder.key.json -o out --force"),
        format!("enrol answer --challenge holder.challenge.json --key {file} -o out --force"),
        format!("issue permit.json --key issue.key.json --enrolment {file} {challenge} --status-uri u -o out --force"),
        format!("issue permit.json --key issue.key.json {enrolment} --challenge {file} --status-uri u -o out --force"),
        format!("kinds list --kind-file {file}"),
        format!("qr {file} --png out --force"),
        format!("scan {file} -o out --force"),
    ]
    .iter()
    .map(|line| world.run(&line.split_whitespace().collect::<Vec<_>>()))
    .collect()
}

#[test]
fn files_that_are_nothing_are_refused_by_every_command() {
    let world = World::new();
    let state = world.read("desk.zzstate");
    let noise: Vec<u8> =
        (0..1024 * 1024_u32).map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()[3]).collect();
    let nest = vec![0x81; 64 * 1024];
    for (name, bytes) in [
        ("empty", &b""[..]),
        ("text", "不是证照".as_bytes()),
        ("pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3"),
        ("json", b"{}"),
        ("noise", &noise),
        ("nest", &nest),
    ] {
        world.write(name, bytes);
        for ran in readers(&world, name) {
            assert!(ran.code == 1 || ran.code == 3, "{name}: {ran:?}");
            assert!(!ran.out.is_empty() || !ran.err.is_empty(), "{name}: {ran:?}");
        }
        let ran = world.verify(name, &[]).expect(1);
        assert_eq!(ran.first_line(), "REFUSED");
    }
    assert_eq!(world.read("desk.zzstate"), state);
    assert!(!world.path("out").exists());
}

#[test]
fn people_are_told_what_the_file_rather_is() {
    let world = World::new();
    for (bytes, en, zh) in [
        (&b""[..], "an empty file", "空文件"),
        (b"%PDF-1.7\n", "a PDF file", "PDF 文件"),
        (b"PK\x03\x04", "OFD / ZIP", "OFD"),
        (b"\x89PNG\r\n\x1a\n", "a PNG file", "PNG"),
        (b"ZZ1:ABC", "the text of a QR code", "二维码"),
        (b"hello", "a text file", "文本"),
    ] {
        world.write("other", bytes);
        for (lang, part) in [("en", en), ("zh", zh)] {
            for ran in [
                world.verify("other", &["--lang", lang]).expect(1),
                world.run(&["inspect", "other", "--lang", lang]).expect(3),
            ] {
                assert!(ran.out.contains(part), "{part}: {}", ran.out);
            }
        }
    }
}

#[test]
fn every_cut_of_a_certificate_is_refused() {
    let world = World::new();
    let whole = world.read("shown.zz");
    for length in (0..whole.len()).step_by(37).chain([whole.len() - 1]) {
        world.write("cut.zz", &whole[..length]);
        let json = world.verify("cut.zz", &["--json"]).expect(1).json();
        assert_eq!(text(&json, "/code"), "cbor_truncated", "{length}");
        world.run(&["inspect", "cut.zz"]).expect(3);
    }
    world.write("long.zz", &[&whole[..], b"\0"].concat());
    let json = world.verify("long.zz", &["--json"]).expect(1).json();
    assert_eq!(text(&json, "/code"), "cbor_trailing_bytes");
}

#[test]
fn damaged_lists_keys_and_states_say_so() {
    let world = World::new();
    for (file, line) in [
        ("list.zztrust", "trust show list.zztrust"),
        ("status.zzstatus", "status show status.zzstatus"),
        ("lists.zzpack", "pack show lists.zzpack"),
        ("permit.zz", "show permit.zz"),
    ] {
        let whole = world.read(file);
        world.write(file, &whole[..whole.len() / 2]);
        let ran = world.run(&line.split_whitespace().collect::<Vec<_>>()).expect(1);
        assert!(ran.out.contains(file) && ran.out.contains("code: cbor_truncated"), "{ran:?}");
        world.write(file, &whole);
    }
    let state = world.read("desk.zzstate");
    world.write("desk.zzstate", &state[..state.len() / 2]);
    let ran = world.verify("shown.zz", &[]).expect(3);
    assert!(ran.err.contains("desk.zzstate is not a usable state"), "{}", ran.err);
    let args = ["pack", "update", "lists.zzpack", "--state", "desk.zzstate", "--now", NOW];
    world.run(&args).expect(3);
    assert_eq!(world.read("desk.zzstate"), &state[..state.len() / 2], "a damaged state is never replaced");
}

#[test]
fn oversized_files_are_refused_before_they_are_read() {
    let world = World::new();
    // Sparse: they have a size and take no room.
    for (name, size) in [("big", 65_537_u64), ("huge", 1 << 40)] {
        File::create(world.path(name)).unwrap().set_len(size).unwrap();
        let json = world.verify(name, &["--json"]).expect(1).json();
        assert_eq!(text(&json, "/code"), "too_large");
    }
    for ran in readers(&world, "huge") {
        assert!(ran.code == 1 || ran.code == 3, "{ran:?}");
        assert!(ran.out.contains("limit") || ran.err.contains("limit"), "{ran:?}");
    }
    let endless = ["verify", "/dev/zero", "--state", "desk.zzstate", "--now", NOW, "--json"];
    if cfg!(unix) {
        assert_eq!(text(&world.run(&endless).expect(1).json(), "/code"), "too_large");
    }
}
