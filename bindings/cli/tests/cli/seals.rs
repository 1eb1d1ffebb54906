//! Sealing documents and verifying what was sealed.

use crate::world::{BUSINESS_LICENCE, ENROLLED, ISSUER, NOW, Ran, SEAL, URI, World, text};
use serde_json::{Value, json};
use std::fs::File;
use std::io::Write as _;

const OWNER: &str = "91500000MAYY000189";
const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\n a star in a ring";
/// SHA-256 of the picture, as `sha256sum` says it.
const PICTURE_SHA256: &str = "c7d772089c1c84316aa52b354e59414f369ac7fde3e1e9087932fc97dc8b8e1b";

/// A PDF of one page that readers open: objects, cross-reference table and all.
fn pdf() -> Vec<u8> {
    let content = "BT /F1 24 Tf 72 720 Td (A contract of sale) Tj ET";
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>".to_owned(),
        format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let mut file = b"%PDF-1.4\n".to_vec();
    let mut offsets = Vec::new();
    for (number, object) in (1..).zip(&objects) {
        offsets.push(file.len());
        write!(file, "{number} 0 obj\n{object}\nendobj\n").unwrap();
    }
    let (start, count) = (file.len(), offsets.len().saturating_add(1));
    writeln!(file, "xref\n0 {count}\n0000000000 65535 f ").unwrap();
    for offset in offsets {
        writeln!(file, "{offset:010} 00000 n ").unwrap();
    }
    writeln!(file, "trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF").unwrap();
    file
}

/// The draft of a seal, valid to a day, with the licence at an entry of the status list.
fn draft(valid_to: &str, licence: u64) -> Value {
    json!({
        "kind": SEAL, "issuer": ISSUER, "region": "500103", "issued": "2026-05-01", "validTo": valid_to,
        "items": {
            "holderName": "重庆样例餐饮管理有限公司", "holderCode": OWNER, "holderCodeType": "001",
            "sealName": "合同专用章", "sealType": "合同章", "sealWidth": 400, "sealHeight": 400,
            "sealPicture": {
                "digest": {"hex": PICTURE_SHA256}, "mediaType": "image/png", "size": PICTURE.len()
            },
            "sealLicence": {"issuer": ISSUER, "kind": BUSINESS_LICENCE, "index": licence, "uri": URI}
        }
    })
}

struct Office {
    world: World,
}

impl Office {
    /// A desk, contract.pdf, and a seal: seal.zz with seal.key.json.
    fn new() -> Self {
        let world = World::new();
        world.write("contract.pdf", &pdf());
        let office = Self { world };
        office.issue("seal", &draft("2026-12-31", 7), "20");
        office
    }

    /// A key and a certificate of this name.
    fn issue(&self, name: &str, draft: &Value, index: &str) {
        let (json, key, out) = (format!("{name}.json"), format!("{name}.key.json"), format!("{name}.zz"));
        self.world.ok(&["keygen", name]);
        self.world.write(&json, draft.to_string().as_bytes());
        self.world.enrol(&[&key]);
        let issue = ["issue", &json, "--key", "issue.key.json", "--status-uri", URI, "--status-index", index];
        self.world.ok(&[&issue[..], &ENROLLED, &["-o", &out]].concat());
    }

    fn seal(&self, file: &str, by: &str, more: &[&str]) -> Ran {
        let (certificate, key) = (format!("{by}.zz"), format!("{by}.key.json"));
        let seal = ["seal", file, "--certificate", &certificate, "--key", &key, "--now", NOW];
        self.world.run(&[&seal[..], more].concat())
    }

    fn verify(&self, file: &str, more: &[&str]) -> Ran {
        self.world.run(&[&["verify-seal", file, "--state", "desk.zzstate", "--now", NOW], more].concat())
    }

    /// The same call for people and for machines: same exit code, same refusal code, both languages.
    fn refused(&self, file: &str, more: &[&str], exit: i32, code: &str) {
        let human = self.verify(file, more).expect(exit);
        assert_eq!(human.first_line(), if exit == 1 { "REFUSED" } else { "CANNOT TELL" });
        assert!(human.out.contains(&format!("\ncode: {code}\n")), "{code}: {}", human.out);
        let json = self.verify(file, &[more, &["--json"]].concat()).expect(exit).json();
        assert_eq!(text(&json, "/code"), code);
        assert!(json.pointer("/seal").is_none() && json.pointer("/certificate").is_none());
        let zh = self.verify(file, &[more, &["--lang", "zh"]].concat()).expect(exit);
        assert!(zh.out.contains(text(&json, "/reason/zh")) && zh.out.contains(text(&json, "/next/zh")));
    }
}

#[test]
fn a_sealed_contract_is_verified_in_both_languages_and_for_machines() {
    let office = Office::new();
    let sealed = office.seal("contract.pdf", "seal", &["--purpose", "签订购销合同"]).expect(0);
    assert!(sealed.out.contains("sealed; wrote contract.pdf.zzseal"), "{sealed:?}");
    assert_eq!(sealed.err, "", "no terminal, no progress");
    assert_eq!(office.world.read("contract.pdf"), pdf(), "the document stays as it is");

    let en = office.verify("contract.pdf", &[]).expect(0);
    assert_eq!(en.first_line(), "VERIFIED");
    for part in [
        "contract.pdf, seal 1 of 1",
        "document: contract.pdf (application/pdf, ",
        "sealed, as the sealer states: 2026-06-01T09:00:00+08:00",
        "purpose: 签订购销合同",
        "picture of the seal: not shown",
        "licence behind it: business licence 11100000MB0143028R001, Sample issuer, valid by status",
        "kind: electronic seal",
        "  name of the seal: 合同专用章",
    ] {
        assert!(en.out.contains(part), "{part}\n{}", en.out);
    }
    let zh = office.verify("contract.pdf", &["--lang", "zh"]).expect(0);
    for part in [
        "通过",
        "文件与盖章时一致",
        "盖章时间（盖章方自述）：2026-06-01",
        "事由：签订购销合同",
        "印章类型：合同章",
    ] {
        assert!(zh.out.contains(part), "{part}\n{}", zh.out);
    }
    office.world.write("seal.png", PICTURE);
    let json = office.verify("contract.pdf", &["--json", "--picture", "seal.png"]).expect(0).json();
    assert_eq!(text(&json, "/object"), "seal");
    assert_eq!(text(&json, "/seal/picture"), "shown");
    assert_eq!(text(&json, "/seal/document_name"), "contract.pdf");
    assert_eq!(text(&json, "/seal/licence/issuer/id"), ISSUER);
    assert_eq!(text(&json, "/certificate/items/holderCode"), OWNER);
    assert_eq!(json.pointer("/seal/length").and_then(Value::as_u64), Some(pdf().len() as u64));
}

#[test]
fn one_changed_bit_is_refused_and_so_is_another_picture() {
    let office = Office::new();
    office.seal("contract.pdf", "seal", &[]).expect(0);
    let mut changed = pdf();
    changed[200] ^= 4;
    office.world.write("contract.pdf", &changed);
    office.refused("contract.pdf", &[], 1, "document_changed");
    office.world.write("contract.pdf", &pdf());
    office.world.write("other.png", b"another picture");
    office.refused("contract.pdf", &["--picture", "other.png"], 1, "picture_mismatch");
    office.world.write("huge.png", &[0; 20_481]);
    office.refused("contract.pdf", &["--picture", "huge.png"], 1, "picture_too_large");
    // The seals of one document do not fit another one, whatever the file is called.
    office.world.write("notes.txt", b"some notes\n");
    office.refused("notes.txt", &["--seals", "contract.pdf.zzseal"], 1, "document_changed");
}

#[test]
fn two_parties_seal_one_contract_and_each_seal_has_its_verdict() {
    let office = Office::new();
    // Entry 9 of the desk's status list is suspended.
    office.issue("ended", &draft("2026-12-31", 7), "9");
    office.issue("buyer", &draft("2026-12-31", 8), "21");
    for party in ["seal", "ended", "buyer"] {
        office.seal("contract.pdf", party, &[]).expect(0);
    }
    let ran = office.verify("contract.pdf", &["--json"]).expect(1);
    let lines: Vec<Value> = ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let outcomes: Vec<_> = lines.iter().map(|line| text(line, "/outcome")).collect();
    assert_eq!(outcomes, ["verified", "refused", "verified"]);
    assert_eq!(text(&lines[1], "/code"), "suspended");
    assert_eq!(lines[2].pointer("/number").and_then(Value::as_u64), Some(3));
    let human = office.verify("contract.pdf", &[]).expect(1);
    assert!(human.out.contains("contract.pdf, seal 3 of 3"), "{}", human.out);
    let proven = office.verify("contract.pdf", &["--existed-before", NOW, "--json"]).expect(2);
    assert!(proven.out.contains("ended_time_unknown"), "{}", proven.out);

    office.world.write("seal.png", PICTURE);
    assert!(office.verify("contract.pdf", &["--picture", "seal.png"]).expect(3).err.contains("N=FILE"));
    office.verify("contract.pdf", &["--picture", "4=seal.png"]).expect(3);
    let shown = office.verify("contract.pdf", &["--picture", "3=seal.png", "--json"]).expect(1);
    let pictures: Vec<bool> = shown.out.lines().map(|line| line.contains("\"picture\":\"shown\"")).collect();
    assert_eq!(pictures, [false, false, true]);
}

#[test]
fn an_expired_seal_counts_for_what_is_proven_to_be_older() {
    let office = Office::new();
    office.issue("short", &draft("2026-06-01", 7), "22");
    office.seal("contract.pdf", "short", &[]).expect(0);
    let later = [
        "verify-seal",
        "contract.pdf",
        "--state",
        "desk.zzstate",
        "--json",
        "--now",
        "2026-06-02T09:00:00+08:00",
    ];
    let at = |more: &[&str]| office.world.run(&[&later[..], more].concat());
    assert_eq!(text(&at(&[]).expect(1).json(), "/code"), "expired");
    let proven = at(&["--existed-before", "2026-06-01T20:00:00+08:00"]).expect(0).json();
    assert_eq!(text(&proven, "/existed_before"), "2026-06-01T20:00:00+08:00");
    assert!(text(&proven, "/reason/zh").contains("按 2026-06-01T20:00:00+08:00 印章有效"), "{proven}");
    let early = at(&["--existed-before", "2026-06-01T08:59:59+08:00"]).expect(1).json();
    assert_eq!(text(&early, "/code"), "sealed_after_proof");
    let future = at(&["--existed-before", "2026-06-02T09:00:01+08:00"]).expect(1).json();
    assert_eq!(text(&future, "/code"), "proof_in_future");
}

#[test]
fn a_seal_on_a_revoked_licence_says_that_it_is_the_licence() {
    let office = Office::new();
    office.issue("hollow", &draft("2026-12-31", 9), "23");
    office.seal("contract.pdf", "hollow", &[]).expect(0);
    office.refused("contract.pdf", &[], 1, "suspended");
    let json = office.verify("contract.pdf", &["--json"]).expect(1).json();
    assert_eq!(text(&json, "/object"), "seal_licence");
    assert!(text(&json, "/reason/zh").contains("印章所依据的证照已暂扣"), "{json}");
    assert!(text(&json, "/reason/en").contains("licence behind the seal is suspended"), "{json}");
}

#[test]
fn what_cannot_seal_leaves_nothing_behind() {
    let office = Office::new();
    let before = office.world.names();
    let wrong_kind = office.world.run(&[
        "seal",
        "contract.pdf",
        "--certificate",
        "permit.zz",
        "--key",
        "holder.key.json",
        "--now",
        NOW,
    ]);
    assert!(wrong_kind.expect(1).out.contains("seal_kind_wrong"));
    let wrong_key = office.world.run(&[
        "seal",
        "contract.pdf",
        "--certificate",
        "seal.zz",
        "--key",
        "holder.key.json",
        "--now",
        NOW,
    ]);
    assert!(wrong_key.expect(3).err.contains("not the one that the certificate names"));
    office.seal("contract.pdf", "seal", &["--name", "a\u{202e}fdp"]).expect(3);
    office.seal("contract.pdf", "seal", &["--media-type", "a b"]).expect(3);
    office.seal("contract.pdf", "seal", &["--purpose", ""]).expect(3);
    office.seal("nowhere.pdf", "seal", &[]).expect(3);
    office.seal(".", "seal", &["--name", "x", "--out", "x.zzseal"]).expect(3);
    assert_eq!(office.world.names(), before);

    // A file that is no file of seals is not replaced.
    office.world.write("contract.pdf.zzseal", b"notes");
    office.seal("contract.pdf", "seal", &[]).expect(1);
    assert_eq!(office.world.read("contract.pdf.zzseal"), b"notes");
    office.verify("contract.pdf", &[]).expect(1);
    office.verify("nowhere.pdf", &[]).expect(3);
}

#[test]
fn the_seals_may_lie_elsewhere_and_the_document_be_called_otherwise() {
    let office = Office::new();
    let names = ["--out", "elsewhere.zzseal", "--name", "合同.ofd", "--json"];
    let json = office.seal("contract.pdf", "seal", &names).expect(0).json();
    assert_eq!(text(&json, "/media_type"), "application/ofd");
    let args = ["--seals", "elsewhere.zzseal", "--json"];
    assert_eq!(
        text(&office.verify("contract.pdf", &args).expect(0).json(), "/seal/document_name"),
        "合同.ofd"
    );
    office.verify("contract.pdf", &[]).expect(3);
    let mistaken = office.verify("elsewhere.zzseal", &["--seals", "elsewhere.zzseal"]).expect(3);
    assert!(mistaken.err.contains("file of seals"), "{mistaken:?}");
    let hint = office.world.verify("elsewhere.zzseal", &[]).expect(1);
    assert!(hint.out.contains("verify-seal"), "{}", hint.out);
}

/// Seals and verifies a sparse document of this many bytes with 64 MiB of address space: what is not read piece by
/// piece does not fit.
#[cfg(target_os = "linux")]
fn in_little_memory(length: u64) {
    let office = Office::new();
    File::create(office.world.path("large.bin")).unwrap().set_len(length).unwrap();
    let bounded = |args: &[&str]| {
        let mut command = std::process::Command::new("sh");
        command.current_dir(office.world.dir()).args(["-c", "ulimit -v 65536 && exec \"$0\" \"$@\""]);
        let output = command.arg(env!("CARGO_BIN_EXE_zhengzhao")).args(args).output().unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    let seal = ["seal", "large.bin", "--certificate", "seal.zz", "--key", "seal.key.json", "--now", NOW];
    bounded(&seal);
    let verified = bounded(&["verify-seal", "large.bin", "--state", "desk.zzstate", "--now", NOW, "--json"]);
    let json: Value = serde_json::from_str(&verified).unwrap();
    assert_eq!(json.pointer("/seal/length").and_then(Value::as_u64), Some(length));
}

#[test]
#[cfg(target_os = "linux")]
fn a_document_larger_than_the_memory_is_sealed() {
    in_little_memory(72 << 20);
}

#[test]
#[ignore = "hashes 4 GiB twice; `.ci/test --long` runs it"]
#[cfg(target_os = "linux")]
fn a_document_of_4_gib_is_sealed() {
    in_little_memory((4 << 30) + 1);
}
