//! An authority, an issuer and a desk, made by the command line itself.

use serde_json::{Value, json};
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// The moment of the tests.
pub(crate) const NOW: &str = "2026-06-01T09:00:00+08:00";
pub(crate) const AUTHORITY: &str = "11500000MBYY00011X";
pub(crate) const ISSUER: &str = "11500000MBYY00038M";
pub(crate) const URI: &str = "zz:test/1";
pub(crate) const SEAL: &str = "ZZ-LOCAL-ELECTRONIC-SEAL";
pub(crate) const BUSINESS_LICENCE: &str = "11100000MB0143028R001";
pub(crate) const FOOD: &str = "ZZ-LOCAL-FOOD-LICENCE";
pub(crate) const NOTICE: &str = "ZZ-LOCAL-NOTICE-OF-OUTCOME";
pub(crate) const PERMIT: &str = "ZZ-LOCAL-RESIDENCE-PERMIT";

/// What `issue` takes after [`World::enrol`].
pub(crate) const ENROLLED: [&str; 4] =
    ["--enrolment", "holder.zzenrol", "--challenge", "holder.challenge.json"];

/// How a call ended.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    fn of(output: &Output) -> Self {
        let ran = Self {
            // None is a signal, which no test expects.
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout.clone()).unwrap(),
            err: String::from_utf8(output.stderr.clone()).unwrap(),
        };
        assert!(!ran.err.contains("panicked") && (0..=3).contains(&ran.code), "{ran:?}");
        ran
    }

    pub(crate) fn first_line(&self) -> &str {
        self.out.lines().next().unwrap_or_default()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    pub(crate) fn expect(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{self:?}");
        self
    }
}

pub(crate) struct World {
    dir: TempDir,
}

pub(crate) fn text<'v>(value: &'v Value, pointer: &str) -> &'v str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_else(|| panic!("{pointer} in {value}"))
}

impl World {
    /// Nothing but an empty directory.
    pub(crate) fn empty() -> Self {
        Self { dir: TempDir::new().unwrap() }
    }

    /// Keys s1 to s4 (signers), issue, status, holder; list.zztrust (2 of 3), status.zzstatus in which 9 is
    /// suspended, lists.zzpack, desk.zzstate, permit.json, permit.zz (the holder's copy), shown.zz.
    pub(crate) fn new() -> Self {
        let world = Self::empty();
        for name in ["s1", "s2", "s3", "s4", "issue", "status", "holder"] {
            world.ok(&["keygen", name]);
        }
        world.write("list.json", world.description(1).to_string().as_bytes());
        world.ok(&["trust", "make", "list.json", "--key", "s1.key.json", "-o", "one.zztrust", "--now", NOW]);
        world.ok(&["trust", "sign", "one.zztrust", "--key", "s2.key.json", "-o", "list.zztrust"]);
        world.status_list("status.zzstatus", NOW, &["9=suspended"]);
        world.pack("lists.zzpack", "list.zztrust", "status.zzstatus");
        let digest = world.digest("lists.zzpack");
        world.ok(&[
            "pack",
            "update",
            "lists.zzpack",
            "--state",
            "desk.zzstate",
            "--pin",
            &digest,
            "--now",
            NOW,
        ]);
        world.write("permit.json", permit().to_string().as_bytes());
        world.issue("permit.zz", "1");
        world.ok(&["show", "permit.zz", "--items", "holderName,ageOver18", "-o", "shown.zz"]);
        world
    }

    pub(crate) fn description(&self, sequence: u64) -> Value {
        let kinds = [PERMIT, FOOD, NOTICE, SEAL, BUSINESS_LICENCE]
            .map(|kind| json!({"kind": kind, "from": "2026-01-01"}));
        json!({
            "authority": AUTHORITY, "region": "500000", "sequence": sequence, "threshold": 2,
            "signers": ["s1.pub.json", "s2.pub.json", "s3.pub.json"],
            "issuers": [{
                "id": ISSUER, "nameZh": "示例机构", "nameEn": "Sample issuer", "region": "500000",
                "keys": [
                    {"key": "issue.pub.json", "use": "issue", "from": "2026-01-01"},
                    {"key": "status.pub.json", "use": "status", "from": "2026-01-01"}
                ],
                "kinds": kinds, "statusUris": [URI]
            }]
        })
    }

    pub(crate) fn status_list(&self, out: &str, now: &str, changes: &[&str]) {
        let mut args = vec!["status", "make", "--issuer", ISSUER, "--uri", URI, "--key", "status.key.json"];
        args.extend(["-o", out, "--now", now]);
        args.extend(changes);
        self.ok(&args);
    }

    pub(crate) fn pack(&self, out: &str, own: &str, status: &str) {
        self.ok(&["pack", "make", "--own", own, "--status", status, "-o", out, "--now", NOW]);
    }

    pub(crate) fn issue(&self, out: &str, index: &str) {
        self.enrol(&["holder.key.json"]);
        let draft = ["issue", "permit.json", "--key", "issue.key.json", "--status-uri", URI];
        self.ok(&[&draft[..], &ENROLLED, &["--status-index", index, "-o", out]].concat());
    }

    /// A challenge of the issuer and the answer of these keys, as [`ENROLLED`] names them.
    pub(crate) fn enrol(&self, keys: &[&str]) {
        let [_, answer, _, challenge] = ENROLLED;
        self.ok(&["enrol", "challenge", "--issuer", ISSUER, "-o", challenge, "--force"]);
        let mut args = vec!["enrol", "answer", "--challenge", challenge, "-o", answer, "--force"];
        args.extend(keys.iter().flat_map(|key| ["--key", key]));
        self.ok(&args);
    }

    pub(crate) fn digest(&self, pack: &str) -> String {
        text(&self.ok(&["pack", "show", pack, "--json"]).json(), "/anchor/digest").into()
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub(crate) fn dir(&self) -> &Path {
        self.dir.path()
    }

    pub(crate) fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap()
    }

    pub(crate) fn write(&self, name: &str, bytes: &[u8]) {
        fs::write(self.path(name), bytes).unwrap();
    }

    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_zhengzhao"));
        command.current_dir(self.dir.path()).stdin(Stdio::null());
        for name in ["LC_ALL", "LC_MESSAGES", "LANG"] {
            command.env_remove(name);
        }
        command
    }

    pub(crate) fn run(&self, args: &[&str]) -> Ran {
        Ran::of(&self.command().args(args).output().unwrap())
    }

    pub(crate) fn run_with_stdin(&self, args: &[&str], input: &[u8]) -> Ran {
        let mut command = self.command();
        command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(input).unwrap();
        Ran::of(&child.wait_with_output().unwrap())
    }

    pub(crate) fn ok(&self, args: &[&str]) -> Ran {
        self.run(args).expect(0)
    }

    pub(crate) fn verify(&self, file: &str, more: &[&str]) -> Ran {
        self.run(&[&["verify", file, "--state", "desk.zzstate", "--now", NOW], more].concat())
    }

    /// What lies in the directory, to see that a failed call left nothing behind.
    pub(crate) fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.dir.path()).unwrap();
        let mut names: Vec<_> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

pub(crate) fn permit() -> Value {
    json!({
        "kind": PERMIT, "issuer": ISSUER, "region": "500103", "issued": "2026-05-01", "validTo": "2026-12-31",
        "items": {
            "holderName": "林小满", "sex": 2, "birthDate": "1990-03-07", "ageOver18": true,
            "issuingAuthority": "示例派出所", "endorsedUntil": "2026-12-31"
        }
    })
}
