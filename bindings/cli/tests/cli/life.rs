//! One licence from its issue to its end: after each step a fresh presentation and the paper are shown to a desk.

use crate::world::{BUSINESS_LICENCE, ENROLLED, FOOD, ISSUER, NOTICE, Ran, URI, World, text};
use serde_json::{Value, json};
use std::fs;
use zhengzhao_facade::core::ids::mod_11_10;

/// The number of a food business licence with its check digit.
pub(crate) fn number(serial: u32) -> String {
    let digits = format!("2500103{serial:06}");
    let check = mod_11_10(&digits).unwrap();
    format!("JY{digits}{check}")
}

pub(crate) fn food(number: &str, premises: &str) -> Value {
    json!({
        "kind": FOOD, "issuer": ISSUER, "region": "500103", "validFrom": "2026-06-01", "validTo": "2031-05-31",
        "items": {
            "certificateNumber": number, "holderName": "示例餐饮管理有限公司", "premises": premises,
            "businessForm": "餐饮服务经营者", "businessItems": ["热食类食品制售"]
        }
    })
}

/// A desk that takes every status list as it is published, day by day.
struct Bureau {
    world: World,
    day: u8,
    list: String,
}

impl Bureau {
    fn new() -> Self {
        let world = World::new();
        Self { world, day: 1, list: "status.zzstatus".into() }
    }

    fn now(&self) -> String {
        format!("2026-06-{:02}T09:00:00+08:00", self.day)
    }

    /// A later time and the name of the list that is published then.
    fn next(&mut self) -> (String, String, String) {
        self.day += 1;
        let old = std::mem::replace(&mut self.list, format!("day-{}.zzstatus", self.day));
        (self.now(), old, self.list.clone())
    }

    /// The desk takes the newest list.
    fn publish(&self) {
        let now = self.now();
        let make = ["pack", "make", "--own", "list.zztrust", "--status", &self.list, "--force"];
        self.world.ok(&[&make[..], &["-o", "next.zzpack", "--now", &now]].concat());
        self.world.ok(&["pack", "update", "next.zzpack", "--state", "desk.zzstate", "--now", &now]);
    }

    fn set(&mut self, number: &str, status: &str) {
        let (now, old, new) = self.next();
        let change = format!("{number}={status}");
        let args = ["status", "set", &old, "--register", "r.jsonl", "--number", &change, "--key"];
        self.world.ok(&[&args[..], &["status.key.json", "-o", &new, "--now", &now]].concat());
        self.publish();
    }

    fn issue(&self, draft: &str, out: &str, more: &[&str]) -> Ran {
        let now = self.now();
        let args = ["issue", draft, "--key", "issue.key.json", "--status-uri", URI, "--register", "r.jsonl"];
        self.world.run(&[&args[..], &["-o", out, "--now", &now], more].concat())
    }

    /// A challenge of today and the answer of the holder's key.
    fn enrol(&self) {
        let [_, answer, _, challenge] = ENROLLED;
        self.world.ok(&["enrol", "challenge", "--issuer", ISSUER, "-o", challenge, "--force"]);
        let now = self.now();
        let args = ["enrol", "answer", "--challenge", challenge, "-o", answer, "--force", "--now", &now];
        self.world.ok(&[&args[..], &["--key", "holder.key.json"]].concat());
    }

    fn reissue(&mut self, draft: &str, number: &str, reason: &str, out: &str) -> Value {
        let (now, old, new) = self.next();
        self.enrol();
        let paper = format!("{out}p");
        let args = ["reissue", draft, "--number", number, reason, "--register", "r.jsonl", "--json"];
        let keys = ["--key", "issue.key.json", "--status-key", "status.key.json", "--now", &now];
        let files = ["-o", out, "--printed-out", &paper, "--status-list", &old, "--status-out", &new];
        let ran = self.world.ok(&[&args[..], &keys, &files, &ENROLLED].concat());
        self.publish();
        ran.json()
    }

    /// The code that a desk gets for a fresh presentation, and for the paper.
    fn codes(&self, name: &str) -> (String, String) {
        let now = self.now();
        let challenge = format!("{:032x}", u128::from(self.day));
        let asked = ["--audience", "desk", "--challenge", &challenge, "--now", &now];
        let present =
            ["present", "--certificate", name, "--key", "holder.key.json", "--out", "p.zz", "--force"];
        self.world.ok(&[&present[..], &asked, &["--all"]].concat());
        let live = self.verify("p.zz", &asked);
        let paper = self.verify(&format!("{name}p"), &["--now", &now]);
        (live, paper)
    }

    fn verify(&self, file: &str, more: &[&str]) -> String {
        let ran = self.world.run(&[&["verify", file, "--state", "desk.zzstate", "--json"], more].concat());
        let json = ran.json();
        if ran.code == 0 { "verified".into() } else { text(&json, "/code").into() }
    }

    fn both(&self, name: &str, code: &str) {
        assert_eq!(self.codes(name), (code.to_owned(), code.to_owned()), "{name} on day {}", self.day);
    }

    fn inspect(&self, name: &str, item: &str) -> Option<String> {
        let args = ["verify", name, "--state", "desk.zzstate", "--json", "--now", &self.now()];
        self.world
            .ok(&args)
            .json()
            .pointer(&format!("/certificate/items/{item}"))
            .and_then(Value::as_str)
            .map(Into::into)
    }
}

#[test]
fn a_licence_lives_and_both_its_forms_follow() {
    let mut bureau = Bureau::new();
    let number = number(11);
    bureau.world.write("food.json", food(&number, "示例路1号").to_string().as_bytes());
    bureau.world.write("moved.json", food(&number, "示例路2号").to_string().as_bytes());

    // Issued, first electronically, then on paper.
    bureau.enrol();
    bureau.issue("food.json", "v1.zz", &ENROLLED).expect(0);
    bureau.issue("food.json", "v1.zzp", &["--printed"]).expect(0);
    bureau.both("v1.zz", "verified");
    let again = bureau.issue("food.json", "x.zzp", &["--printed"]).expect(3);
    assert!(again.err.contains("in the register already") && again.err.contains("--again"), "{again:?}");
    bureau.issue("food.json", "v1b.zzp", &["--printed", "--again"]).expect(0);

    // Changed: both forms of the next version in one call.
    let json = bureau.reissue("moved.json", &number, "--changed", "v2.zz");
    assert_eq!((json["version"].as_u64(), text(&json, "/replaced/status")), (Some(2), "superseded"));
    assert_eq!(json["issued"].as_array().unwrap().len(), 2);
    bureau.both("v1.zz", "superseded");
    assert_eq!(bureau.verify("v1b.zzp", &["--now", &bureau.now()]), "superseded", "the further copy too");
    bureau.both("v2.zz", "verified");
    assert_eq!(bureau.inspect("v2.zzp", "certificateVersion").as_deref(), Some("002"));
    assert_eq!(bureau.inspect("v2.zzp", "premises").as_deref(), Some("示例路2号"));
    assert_eq!(
        bureau.inspect("v2.zzp", "predecessor").as_deref(),
        Some(&*number),
        "a local kind has no identifier"
    );

    // Suspended: no copy and no version helps around it.
    bureau.set(&number, "suspended");
    bureau.both("v2.zz", "suspended");
    bureau.both("v1.zz", "superseded");
    let refused = bureau.issue("moved.json", "x.zzp", &["--printed", "--again"]).expect(3);
    assert!(refused.err.contains("suspended"), "{refused:?}");
    let reissue = ["reissue", "moved.json", "--number", &number, "--lost", "--register", "r.jsonl"];
    let files = ["--printed-out", "x.zzp", "--status-list", &bureau.list, "--status-out", "x.zzstatus"];
    let keys =
        ["--key", "issue.key.json", "--status-key", "status.key.json", "--now", "2026-07-01T00:00:00Z"];
    let refused = bureau.world.run(&[&reissue[..], &files, &keys].concat()).expect(3);
    assert!(refused.err.contains("suspended") && !bureau.world.path("x.zzstatus").exists(), "{refused:?}");

    // Restored, renewed.
    bureau.set(&number, "valid");
    bureau.both("v2.zz", "verified");
    bureau.both("v1.zz", "superseded");
    bureau.reissue("moved.json", &number, "--renewed", "v3.zz");
    bureau.both("v2.zz", "superseded");
    bureau.both("v3.zz", "verified");

    // Transferred, under a new number.
    let there = self::number(12);
    bureau.world.write("there.json", food(&there, "示例大道3号").to_string().as_bytes());
    let json = bureau.reissue("there.json", &number, "--transferred", "v4.zz");
    assert_eq!(text(&json, "/replaced/status"), "transferred_out");
    bureau.both("v3.zz", "transferred_out");
    bureau.both("v2.zz", "superseded");
    bureau.both("v4.zz", "verified");
    let (now, old, _) = (bureau.now(), bureau.list.clone(), ());
    let change = format!("{number}=cancelled");
    let late =
        ["status", "set", &old, "--register", "r.jsonl", "--number", &change, "--key", "status.key.json"];
    let gone =
        bureau.world.run(&[&late[..], &["-o", "x.zzstatus", "--now", "2026-07-01T00:00:00Z"]].concat());
    assert!(gone.expect(3).err.contains(&there), "the successor is named, {now}");

    // Cancelled.
    bureau.set(&there, "cancelled");
    bureau.both("v4.zz", "cancelled");
    bureau.both("v3.zz", "transferred_out");

    let found = bureau.world.ok(&["register", "search", "r.jsonl", &number, "--json"]).json();
    assert_eq!(text(&found, "/replacedBy/number"), there);
    assert_eq!(found["copies"].as_array().unwrap().len(), 7);
    let found = bureau.world.ok(&["register", "search", "r.jsonl", &there]);
    assert!(found.out.contains("version 4, status cancelled"), "{found:?}");
    let shown = bureau.world.ok(&["register", "show", "r.jsonl", "--lang", "zh"]);
    assert!(shown.out.contains("副本 9 份：电子证照 4，打印件 5"), "{shown:?}");
    assert!(!String::from_utf8(bureau.world.read("r.jsonl")).unwrap().contains("示例"), "numbers alone");
}

#[test]
fn a_crash_after_the_register_was_told_is_made_good_by_the_next_call() {
    let mut bureau = Bureau::new();
    let number = number(21);
    bureau.world.write("food.json", food(&number, "示例路1号").to_string().as_bytes());
    bureau.enrol();
    bureau.issue("food.json", "v1.zz", &ENROLLED).expect(0);
    bureau.issue("food.json", "v1.zzp", &["--printed"]).expect(0);
    let list = bureau.list.clone();
    bureau.reissue("food.json", &number, "--lost", "v2.zz");
    // As if the register's line had been the last thing on the disk.
    bureau.list = list;
    for file in ["v2.zz", "v2.zzp", "day-2.zzstatus"] {
        fs::remove_file(bureau.world.path(file)).unwrap();
    }
    bureau.day = 3;
    bureau.reissue("food.json", &number, "--lost", "v3.zz");
    bureau.both("v1.zz", "superseded");
    bureau.both("v3.zz", "verified");
    let found = bureau.world.ok(&["register", "search", "r.jsonl", &number, "--json"]).json();
    assert_eq!(found["version"].as_u64(), Some(3));
}

#[test]
fn a_national_kind_names_its_predecessor_by_the_licence_identifier() {
    let mut bureau = Bureau::new();
    let draft = json!({
        "kind": BUSINESS_LICENCE, "issuer": ISSUER, "region": "500103", "validTo": "长期",
        "items": {
            "certificateNumber": "91500000MBYY00038Q", "holderName": "示例商贸有限公司",
            "identifierSerial": "20260601000042", "businessScope": ["百货零售"]
        }
    });
    bureau.world.write("b.json", draft.to_string().as_bytes());
    bureau.issue("b.json", "b1.zzp", &["--printed"]).expect(0);
    bureau.reissue("b.json", "91500000MBYY00038Q", "--changed", "b2.zz");
    let before = bureau.inspect("b2.zzp", "predecessor").unwrap();
    let start = format!("1.2.156.3005.2.{BUSINESS_LICENCE}.{ISSUER}.20260601000042.001.");
    assert!(before.starts_with(&start), "{before}");
    let args = ["verify", "b2.zzp", "--state", "desk.zzstate", "--json", "--now", &bureau.now()];
    let check = bureau.world.ok(&args).json();
    assert_eq!(
        check.pointer("/certificate/findings"),
        Some(&json!([])),
        "the check digit follows the version: {check}"
    );
}

#[test]
fn a_notice_of_outcome_is_corrected_by_a_later_one() {
    let mut bureau = Bureau::new();
    let notice = |number: &str, outcome: &str| {
        json!({
            "kind": NOTICE, "issuer": ISSUER, "region": "500103", "validTo": "长期",
            "items": {
                "certificateNumber": number, "relatedItemCode": "000131001000", "outcome": outcome,
                "outcomeDate": "2026-06-01", "relatedItemName": "食品经营许可"
            }
        })
    };
    bureau.world.write("n1.json", notice("TZ-2026-1", "准予许可").to_string().as_bytes());
    bureau.world.write("n2.json", notice("TZ-2026-2", "不予许可").to_string().as_bytes());
    bureau.enrol();
    bureau.issue("n1.json", "n1.zz", &ENROLLED).expect(0);
    bureau.issue("n1.json", "n1.zzp", &["--printed"]).expect(0);
    bureau.both("n1.zz", "verified");
    assert_eq!(bureau.inspect("n1.zzp", "outcome").as_deref(), Some("准予许可"));

    let json = bureau.reissue("n2.json", "TZ-2026-1", "--changed", "n2.zz");
    assert_eq!(text(&json, "/number"), "TZ-2026-2");
    bureau.both("n1.zz", "superseded");
    bureau.both("n2.zz", "verified");
    assert_eq!(bureau.inspect("n2.zzp", "correctedNotice").as_deref(), Some("TZ-2026-1"));
    assert_eq!(bureau.inspect("n2.zzp", "outcome").as_deref(), Some("不予许可"));
}

#[test]
fn what_is_wrong_with_a_reissue_leaves_everything_as_it_was() {
    let mut bureau = Bureau::new();
    let number = number(31);
    bureau.world.write("food.json", food(&number, "示例路1号").to_string().as_bytes());
    bureau.world.write("other.json", food(&self::number(32), "示例路1号").to_string().as_bytes());
    bureau.issue("food.json", "v1.zzp", &["--printed"]).expect(0);
    bureau.issue("other.json", "o1.zzp", &["--printed"]).expect(0);
    bureau.world.status_list("else.zzstatus", &bureau.now(), &[]);
    let elsewhere = ["status", "make", "--issuer", ISSUER, "--uri", "zz:test/2", "--key", "status.key.json"];
    let now = bureau.now();
    bureau.world.ok(&[&elsewhere[..], &["-o", "two.zzstatus", "--now", &now]].concat());
    let (register, names) = (bureau.world.read("r.jsonl"), bureau.world.names());
    bureau.day = 2;
    let now = bureau.now();
    let files = |list: &'static str| ["--status-list", list, "--status-out", "x.zzstatus"];
    let base = ["--register", "r.jsonl", "--key", "issue.key.json", "--status-key", "status.key.json"];
    for (draft, old, reason, list, more, part) in [
        ("food.json", "JY0", "--lost", "status.zzstatus", &["--printed-out", "x.zzp"][..], "no number JY0"),
        (
            "food.json",
            &*number,
            "--lost",
            "two.zzstatus",
            &["--printed-out", "x.zzp"],
            "status lists zz:test/1",
        ),
        ("other.json", &*number, "--lost", "status.zzstatus", &["--printed-out", "x.zzp"], "already"),
        ("food.json", &*number, "--lost", "status.zzstatus", &["--printed-out", "v1.zzp"], "exists"),
        ("food.json", &*number, "--lost", "status.zzstatus", &["--printed-out", "no/x.zzp"], "cannot write"),
        ("food.json", &*number, "--lost", "status.zzstatus", &[], "--out"),
        (
            "food.json",
            &*number,
            "--lost",
            "status.zzstatus",
            &["--printed-out", "x.zzp", "--changed"],
            "--changed",
        ),
        ("food.json", &*number, "--lost", "status.zzstatus", &["-o", "x.zz"], "--enrolment"),
    ] {
        let args = ["reissue", draft, "--number", old, reason, "--now", &now];
        let ran = bureau.world.run(&[&args[..], &base, &files(list), more].concat()).expect(3);
        assert!(ran.err.contains(part), "{part}: {ran:?}");
        assert_eq!(bureau.world.names(), names, "{part}");
        assert_eq!(bureau.world.read("r.jsonl"), register, "{part}");
    }
    bureau.world.write("none.jsonl", b"{\"zhengzhao-receipt\":1}\n");
    let args = ["issue", "food.json", "--key", "issue.key.json", "--status-uri", URI, "--printed", "-o", "y"];
    let ran = bureau.world.run(&[&args[..], &["--register", "none.jsonl"]].concat()).expect(3);
    assert!(ran.err.contains("register"), "{ran:?}");
}

#[test]
fn calls_at_once_never_share_an_entry() {
    let bureau = Bureau::new();
    let children: Vec<_> = (0..6)
        .map(|serial| {
            let (draft, out) = (format!("d{serial}.json"), format!("d{serial}.zzp"));
            bureau.world.write(&draft, food(&number(100 + serial), "示例路1号").to_string().as_bytes());
            let args = ["issue", &draft, "--key", "issue.key.json", "--printed", "--status-uri", URI];
            let mut command = bureau.world.command();
            command.args(args).args(["--register", "r.jsonl", "-o", &out]).spawn().unwrap()
        })
        .collect();
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    let shown = bureau.world.ok(&["register", "show", "r.jsonl", "--json"]).json();
    assert_eq!(shown["lists"][0]["used"].as_u64(), Some(6));
    let mut taken = None;
    for line in String::from_utf8(bureau.world.read("r.jsonl")).unwrap().lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        taken = line["copy"]["index"].as_u64();
    }
    let index = taken.unwrap().to_string();
    bureau.world.write("last.json", food(&number(200), "示例路1号").to_string().as_bytes());
    let chosen = bureau.issue("last.json", "last.zzp", &["--printed", "--status-index", &index]).expect(3);
    assert!(chosen.err.contains("used already"), "{chosen:?}");
}
