//! Tables of certificates.

use crate::life::{food, number};
use crate::world::{FOOD, ISSUER, NOW, Ran, URI, World, text};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::thread::sleep;
use std::time::{Duration, Instant};

const HEADER: &str = "证照编号,持证主体,经营场所,主体业态,经营项目,有效期截止";

fn row(number: &str, name: &str) -> String {
    format!("{number},{name},示例路1号,餐饮服务经营者,热食类食品制售；冷食类食品制售,2031/5/31")
}

fn common() -> Value {
    json!({"issuer": ISSUER, "region": "500103", "validFrom": "2026-06-01", "items": {}})
}

fn args<'a>(table: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let mut args = vec!["issue", "--from", table, "--kind", FOOD, "--common", "common.json", "--key"];
    args.extend(["issue.key.json", "--status-uri", URI, "--register", "r.jsonl", "--out-dir", "out"]);
    args.extend(["--now", NOW]);
    args.extend(more);
    args
}

fn world() -> World {
    let world = World::empty();
    world.ok(&["keygen", "issue"]);
    world.write("common.json", common().to_string().as_bytes());
    world
}

fn table(world: &World, name: &str, lines: &[String]) {
    world.write(name, (lines.join("\r\n") + "\r\n").as_bytes());
}

fn printed(world: &World, table: &str) -> Ran {
    world.run(&args(table, &["--printed", "--json"]))
}

fn lines(path: &Path) -> Vec<Value> {
    let text = fs::read_to_string(path).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn issued_files(world: &World) -> BTreeSet<String> {
    let entries = fs::read_dir(world.path("out")).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name != "report.jsonl").collect()
}

/// Register and report tell the same, no entry twice, and each file is the copy that they name.
fn whole(world: &World, rows: usize, faulty: &[u64]) {
    let report = lines(&world.path("out/report.jsonl"));
    assert_eq!(report.len(), rows, "one line a row");
    let mut indices = BTreeSet::new();
    let mut files = BTreeSet::new();
    let mut ctis = BTreeMap::new();
    let mut wrong = Vec::new();
    for record in &report {
        if text(record, "/outcome") == "faulty" {
            wrong.push(record["line"].as_u64().unwrap());
            continue;
        }
        assert_eq!(text(record, "/outcome"), "issued");
        assert!(indices.insert(record.pointer("/copies/0/index").unwrap().as_u64().unwrap()));
        files.insert(text(record, "/copies/0/file").to_owned());
        ctis.insert(text(record, "/copies/0/cti").to_owned(), record.clone());
    }
    assert_eq!(wrong, faulty);
    assert_eq!(issued_files(world), files, "nothing half-written, nothing that the report does not name");
    let register = lines(&world.path("r.jsonl"));
    let entered: BTreeSet<_> =
        register.iter().map(|line| line.pointer("/copy/index").unwrap().as_u64().unwrap()).collect();
    assert_eq!(entered.len(), register.len(), "no entry twice");
    assert!(indices.is_subset(&entered));
    for line in &register {
        // A copy in the register that the report does not have would be one that nobody finds.
        assert!(ctis.contains_key(text(line, "/copy/cti")), "{line}");
    }
}

#[test]
fn ten_thousand_rows_survive_a_kill_and_name_their_five_faults() {
    let world = world();
    let mut rows = vec![HEADER.to_owned()];
    rows.extend((0..10_000).map(|serial| row(&number(serial), "示例餐饮有限公司")));
    rows[777] = row("JY25001030007766", "示例餐饮有限公司");
    rows[2_500] = rows[2_500].replace("2031/5/31", "31.5.2031");
    rows[5_000] = rows[5_000].replace("餐饮服务经营者", "");
    rows[7_500].push_str(",more");
    rows[9_999] = rows[9_999].replace("2031/5/31", "2041-05-31");
    let faulty = [778, 2_501, 5_001, 7_501, 10_000];
    table(&world, "rows.csv", &rows);

    let mut command = world.command();
    let mut child = command
        .args(args("rows.csv", &["--printed"]))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let started = Instant::now();
    let half = || fs::read_dir(world.path("out")).map_or(0, Iterator::count) > 3_000;
    while !half() {
        assert!(child.try_wait().unwrap().is_none() && started.elapsed() < Duration::from_secs(300));
        sleep(Duration::from_millis(30));
    }
    // SIGKILL, with a batch in the making.
    child.kill().unwrap();
    assert!(!child.wait().unwrap().success());
    let before = issued_files(&world).len();
    assert!(before < 9_995, "killed too late to mean anything");

    let ran = printed(&world, "rows.csv").expect(1).json();
    let (issued, already) = (ran["issued"].as_u64().unwrap(), ran["already"].as_u64().unwrap());
    assert_eq!((issued + already, ran["faulty"].as_u64()), (9_995, Some(5)), "{issued} + {already}");
    assert!(already > 0);
    whole(&world, 10_000, &faulty);
    let faults = ran["faults"].as_array().unwrap();
    let told: Vec<_> = faults
        .iter()
        .map(|fault| (text(fault, "/code"), fault["column"].as_u64(), text(fault, "/text/en")))
        .collect();
    for ((code, column, said), (expected, at, part)) in told.iter().zip([
        ("value", Some(1), "a number like JY1"),
        ("value", Some(6), "a date such as 2026-12-31"),
        ("value", Some(4), "the item is missing"),
        ("cell_count", None, "7 cells, and 6 columns"),
        ("value", Some(6), "longer than its kind allows"),
    ]) {
        assert_eq!((*code, *column), (expected, at), "{said}");
        assert!(said.contains(part), "{said}");
    }
    let files: Vec<_> = issued_files(&world).into_iter().collect();
    for name in files.iter().step_by(499) {
        let shown = world.ok(&["inspect", &format!("out/{name}"), "--json"]).json();
        assert!(shown.to_string().contains("printed"), "{shown}");
    }
    let again = printed(&world, "rows.csv").expect(1).json();
    assert_eq!((again["issued"].as_u64(), again["already"].as_u64()), (Some(0), Some(9_995)));
    whole(&world, 10_000, &faulty);
}

#[test]
fn rows_are_issued_for_the_keys_of_their_enrolments_and_verified() {
    let world = World::new();
    world.write("common.json", common().to_string().as_bytes());
    let mut rows = vec![format!("{HEADER},enrolment,challenge")];
    for serial in 1..=3 {
        let challenge = format!("c{serial}.json");
        world.ok(&["enrol", "challenge", "--issuer", ISSUER, "-o", &challenge]);
        if serial < 3 {
            let answer = format!("c{serial}.zzenrol");
            let answered = ["enrol", "answer", "--challenge", &challenge, "--key", "holder.key.json"];
            world.ok(&[&answered[..], &["-o", &answer, "--now", NOW]].concat());
        }
        rows.push(format!("{},c{serial}.zzenrol,{challenge}", row(&number(serial), "示例餐饮有限公司")));
    }
    table(&world, "rows.csv", &rows);
    let dry = world.run(&args("rows.csv", &["--dry-run", "--json"])).expect(1).json();
    assert_eq!((dry["issued"].as_u64(), dry["faulty"].as_u64()), (Some(2), Some(1)));
    assert!(!world.path("out").exists() && !world.path("r.jsonl").exists() && world.path("c1.json").exists());
    let ran = world.run(&args("rows.csv", &["--json"])).expect(1).json();
    assert_eq!((ran["issued"].as_u64(), text(&ran, "/faults/0/code")), (Some(2), "enrolment"));
    assert!(!world.path("c1.json").exists() && world.path("c1.json.used").exists());
    let file = format!("out/{}.zz", number(1));
    world.ok(&["show", &file, "--all", "-o", "bulk.zz"]);
    let json = world.verify("bulk.zz", &["--json"]).expect(0).json();
    assert_eq!(text(&json, "/certificate/items/businessItems/1"), "冷食类食品制售");
    assert_eq!(text(&json, "/certificate/valid_to"), "2031-05-31");
    // The same table on paper: same numbers, same version, other entries.
    let paper = printed(&world, "rows.csv").expect(0).json();
    assert_eq!(paper["issued"].as_u64(), Some(3));
    world.verify(&format!("out/{}.zzp", number(1)), &[]).expect(0);
    let register = lines(&world.path("r.jsonl"));
    assert!(register.iter().all(|line| line.pointer("/copy/version") == Some(&json!(1))));
    // The third has its paper; now its holder answers, and the rest stays as it is.
    let answered = ["enrol", "answer", "--challenge", "c3.json", "--key", "holder.key.json"];
    world.ok(&[&answered[..], &["-o", "c3.zzenrol", "--now", NOW]].concat());
    let ran = world.run(&args("rows.csv", &["--json"])).expect(0).json();
    assert_eq!((ran["issued"].as_u64(), ran["already"].as_u64()), (Some(1), Some(2)));
    assert_eq!(lines(&world.path("out/report.jsonl")).len(), 6, "both forms");
}

#[test]
fn a_batch_that_was_entered_into_the_register_is_finished() {
    let world = world();
    let rows =
        vec![HEADER.to_owned(), row(&number(1), "甲店"), row(&number(2), "乙店"), row(&number(3), "丙店")];
    table(&world, "rows.csv", &rows);
    printed(&world, "rows.csv").expect(0);
    let whole_report = lines(&world.path("out/report.jsonl"));
    let register = String::from_utf8(world.read("r.jsonl")).unwrap();
    // As a kill leaves it between the register and the names: the first in the register, the second not; the third's
    // name was given already. A torn line is at the end of each.
    let entered: Vec<_> = register.lines().map(String::from).collect();
    let torn: String = entered[1].chars().take(30).collect();
    world.write("r.jsonl", format!("{}\n{}\n{}", entered[0], entered[2], torn).as_bytes());
    let prepared = |record: &Value| {
        let mut record = record.clone();
        record["outcome"] = json!("prepared");
        format!("{record}\n")
    };
    let mut report: String = whole_report.iter().map(prepared).collect();
    report.push_str("{\"line\":9,");
    world.write("out/report.jsonl", report.as_bytes());
    for serial in [1, 2] {
        let name = format!("{}.zzp", number(serial));
        fs::rename(world.path(&format!("out/{name}")), world.path(&format!("out/.{name}.part"))).unwrap();
    }
    let first = world.read(&format!("out/.{}.zzp.part", number(1)));
    let ran = printed(&world, "rows.csv").expect(0).json();
    assert_eq!((ran["issued"].as_u64(), ran["already"].as_u64()), (Some(1), Some(2)));
    assert_eq!(world.read(&format!("out/{}.zzp", number(1))), first, "finished, not made anew");
    whole(&world, 3, &[]);

    fs::remove_file(world.path(&format!("out/{}.zzp", number(2)))).unwrap();
    let handed_over = printed(&world, "rows.csv").expect(0).json();
    assert_eq!(handed_over["already"].as_u64(), Some(3), "a file that was handed over is not made again");
    let mut changed = rows;
    changed[3] = changed[3].replace("丙店", "丁店");
    table(&world, "rows.csv", &changed);
    let ran = printed(&world, "rows.csv").expect(1).json();
    assert_eq!((text(&ran, "/faults/0/code"), ran["faults"][0]["line"].as_u64()), ("changed", Some(4)));
    let ran = printed(&world, "rows.csv").expect(1).json();
    assert_eq!(text(&ran, "/faults/0/code"), "changed", "and it stays named");
}

#[test]
fn a_challenge_that_a_killed_run_left_is_used_up_before_its_certificate_leaves() {
    let world = World::new();
    world.write("common.json", common().to_string().as_bytes());
    world.enrol(&["holder.key.json"]);
    let challenge = world.read("holder.challenge.json");
    let header = format!("{HEADER},enrolment,challenge");
    let files = "holder.zzenrol,holder.challenge.json";
    table(&world, "rows.csv", &[header, format!("{},{files}", row(&number(1), "甲店"))]);
    // The answer counts for an hour from now.
    let mut call = args("rows.csv", &["--json"]);
    call.retain(|arg| !["--now", NOW].contains(arg));
    world.ok(&call);
    // As a kill leaves it behind the register.
    let mut record = lines(&world.path("out/report.jsonl")).remove(0);
    record["outcome"] = json!("prepared");
    record["challenge"] = json!("holder.challenge.json");
    world.write("out/report.jsonl", format!("{record}\n").as_bytes());
    fs::rename(world.path("holder.challenge.json.used"), world.path("gone")).unwrap();
    let (file, part) = (format!("out/{}.zz", number(1)), format!("out/.{}.zz.part", number(1)));
    fs::rename(world.path(&file), world.path(&part)).unwrap();
    let lost = world.run(&call).expect(3);
    assert!(lost.out.contains("holder.challenge.json") && !world.path(&file).exists(), "{lost:?}");
    world.write("holder.challenge.json", &challenge);
    let ran = world.ok(&call).json();
    assert_eq!((ran["issued"].as_u64(), ran["already"].as_u64()), (Some(0), Some(1)));
    assert!(world.path(&file).exists() && !world.path("holder.challenge.json").exists());
}

#[test]
fn tables_that_cannot_be_read_are_explained() {
    let world = world();
    let good = row(&number(1), "甲店");
    let with = |header: &str| format!("{header}\n{good}\n").into_bytes();
    let gbk = b"\xd6\xa4\xd5\xd5\xb1\xe0\xba\xc5,a\n1,2\n".to_vec();
    for (bytes, place, part) in [
        (
            with("证照编号,持证主体,经营场所,主体业态,经营项目,有效期截至"),
            "line 1",
            "near matches: 有效期截止",
        ),
        (with("证照编号,持证主体,经营场所,主体业态,经营项目,premises"), "premises", "same item"),
        (b"certificateNumber,validTo,businessItems\nx,y,z\n".to_vec(), "businessForm", "no such column"),
        (format!("{HEADER}\n\"{good}\n").into_bytes(), "2:1", "never closed"),
        (format!("{HEADER}\n{good}\"\n").into_bytes(), "2:", "misplaced"),
        (gbk, "rows.csv", "the encoding is GBK"),
        (b"\xff\xfea\0,\0".to_vec(), "rows.csv", "UTF-16"),
        (Vec::new(), "rows.csv", "empty"),
        (b"\r\n\r\n".to_vec(), "rows.csv", "empty"),
        (format!("{HEADER}\n").into_bytes(), "rows.csv", "no rows"),
    ] {
        world.write("rows.csv", &bytes);
        for more in [&["--printed"][..], &["--printed", "--dry-run"]] {
            let ran = world.run(&args("rows.csv", more)).expect(3);
            assert!(ran.err.contains(place) && ran.err.contains(part), "{part}: {ran:?}");
        }
    }
    world.write("rows.csv", &with(HEADER));
    let electronic = world.run(&args("rows.csv", &[])).expect(3);
    assert!(electronic.err.contains("enrolment: there is no such column"), "{electronic:?}");
    assert!(!world.path("out").exists() && !world.path("r.jsonl").exists());
    world.write("bom.csv", &[&b"\xef\xbb\xbf"[..], &with(HEADER)].concat());
    world.run(&args("bom.csv", &["--printed"])).expect(0);
}

#[test]
fn repeated_numbers_are_refused_in_the_table_and_against_the_register() {
    let world = world();
    world.write("one.json", food(&number(9), "示例路1号").to_string().as_bytes());
    let single = ["issue", "one.json", "--key", "issue.key.json", "--status-uri", URI, "--printed"];
    world.ok(&[&single[..], &["--register", "r.jsonl", "-o", "one.zzp", "--now", NOW]].concat());
    let rows = [
        HEADER.to_owned(),
        row(&number(1), "甲店"),
        row(&number(2), "乙店"),
        row(&number(1), "丙店"),
        row(&number(9), "丁店"),
        ",,,,,".to_owned(),
    ];
    table(&world, "rows.csv", &rows);
    let zh = world.run(&args("rows.csv", &["--printed", "--dry-run", "--lang", "zh"])).expect(1);
    for part in [
        "第 2 行第 1 列（证照编号）：同一编号出现在第 2, 4 行",
        "第 5 行第 1 列（证照编号）：该编号已登记",
        "可签发 1，先前已签发 0，有误 3",
    ] {
        assert!(zh.out.contains(part), "{part}: {}", zh.out);
    }
    let ran = printed(&world, "rows.csv").expect(1).json();
    let codes: Vec<_> = ran["faults"].as_array().unwrap().iter().map(|fault| text(fault, "/code")).collect();
    assert_eq!(codes, ["number_repeated", "number_repeated", "register"]);
    assert_eq!(issued_files(&world).len(), 1);
    let dry = world.run(&args("rows.csv", &["--printed", "--dry-run", "--json"])).expect(1).json();
    assert_eq!((dry["issued"].as_u64(), dry["already"].as_u64()), (Some(0), Some(1)), "{dry}");
    let human = world.run(&args("rows.csv", &["--printed"])).expect(1);
    assert!(human.out.contains("0 issued now, 1 before, 3 faulty"), "{human:?}");
    assert!(human.err.is_empty(), "no progress where nobody looks: {human:?}");
}
