//! The journal of receipts as a file.
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::fs;
use std::path::Path;
use tempfile::TempDir;
use zhengzhao::act::{Audience, Purpose, ScenarioId};
use zhengzhao::certificate::StatusRef;
use zhengzhao::crypto::{Algorithm, Signer as _};
use zhengzhao::holder::HolderCopy;
use zhengzhao::issue::{Draft, issue};
use zhengzhao::receipt::{Content, Facts, Head, Receipt, ReceiptKey};
use zhengzhao::region::Region;
use zhengzhao::time::Time;
use zhengzhao::{Certificate, Unverified};
use zhengzhao_facade::receipts::{
    JournalError, JournalFile, Line, Lines, ReceiptMaker, ReceiptRecord, Repaired, SOFTWARE, Torn, check,
    csv_header, csv_line, keep_until, search,
};
use zhengzhao_facade::sample::{self, DAY, Issuer, World};
use zhengzhao_facade::{Check, Desk, Expected, Outcome};

const PURPOSE: &str = "=入住,\"登记\"";

struct Counter {
    world: World,
    desk: Desk,
    maker: ReceiptMaker,
}

impl Counter {
    fn new() -> Self {
        let world = World::at(Time::from_seconds(1_800_000_000).unwrap());
        let desk = Desk::reopen(&world.store().unwrap().export()).unwrap();
        let maker = ReceiptMaker {
            key: ReceiptKey::new([3; 32]),
            checker: Audience::new("示例酒店前台").unwrap(),
            scenario: Some(ScenarioId::new(world.chongqing.id, "hotel-check-in").unwrap()),
            purpose: Some(Purpose::new(PURPOSE).unwrap()),
            software: SOFTWARE.into(),
        };
        Self { world, desk, maker }
    }

    fn shown(&self, draft: &Draft, issuer: &Issuer) -> Vec<u8> {
        let holder = sample::key(Algorithm::Esp256, "林小满");
        let status = StatusRef::new(7, issuer.status_uri).unwrap();
        let holder = sample::enrolled(&holder, issuer.id).unwrap();
        let issued = issue(draft, holder, &status, &issuer.issue_key, &mut sample::rng("receipts")).unwrap();
        HolderCopy::parse(&issued.into_bytes()).unwrap().show_all()
    }

    fn permit(&self) -> Vec<u8> {
        self.shown(&sample::residence_permit(&self.world), &self.world.chengdu_police)
    }

    fn facts(&self, bytes: &[u8]) -> (Outcome, Facts) {
        let region = Region::parse("500103").unwrap();
        let check = Check { now: self.world.now, region, policy: World::policy() };
        let (verdict, facts) = self.desk.verify_for_receipt(bytes, &check, Expected::Either, &self.maker);
        assert_eq!(verdict, self.desk.verify(bytes, &check), "a receipt changes no verdict");
        (verdict.outcome, facts)
    }

    fn content(&self, bytes: &[u8]) -> Content {
        Content::new(&self.facts(bytes).1).unwrap()
    }

    /// A journal: verified, refused, verified; kept for 30 days, for ever, for 60 days.
    fn journal(&self, path: &Path) -> Vec<Receipt> {
        let mut broken = self.permit();
        *broken.last_mut().unwrap() ^= 1;
        let food = self.shown(&sample::food_licence(&self.world), &self.world.chongqing_market);
        let mut appender = JournalFile::new(path).appender().unwrap();
        let now = self.world.now;
        [(&self.permit(), keep_until(now, 30)), (&broken, None), (&food, keep_until(now, 60))]
            .into_iter()
            .map(|(bytes, until)| appender.append(self.content(bytes), until).unwrap())
            .collect()
    }
}

fn lines(path: &Path) -> Vec<String> {
    fs::read_to_string(path).unwrap().lines().map(str::to_owned).collect()
}

fn at(days: u64) -> Time {
    Time::from_seconds(1_800_000_000).unwrap().saturating_add(days.checked_mul(DAY).unwrap())
}

fn code(path: &Path, heads: &[Head], now: Time) -> String {
    let checked = check(JournalFile::new(path).read().unwrap(), heads, now).unwrap();
    checked
        .chain
        .map_or_else(|refusal| refusal.code().into(), |chain| format!("{} hold", chain.tip().count()))
}

#[test]
fn every_line_is_the_receipt_from_which_its_bytes_follow_again() {
    let (counter, dir) = (Counter::new(), TempDir::new().unwrap());
    let path = dir.path().join("receipts.jsonl");
    let receipts = counter.journal(&path);
    let lines = lines(&path);
    assert_eq!(lines.len(), 3);
    for (line, receipt) in lines.iter().zip(&receipts) {
        let read = ReceiptRecord::read_line(line).unwrap();
        assert_eq!((&read, read.to_bytes()), (receipt, receipt.to_bytes()));
        assert_eq!(ReceiptRecord::of(&read).to_line(), format!("{line}\n"), "and the line from the bytes");
        assert_eq!(Receipt::parse(&receipt.to_bytes()).as_ref(), Ok(receipt));
    }
    let outcomes = lines.iter().map(|line| {
        let value: serde_json::Value = serde_json::from_str(line).unwrap();
        value["content"]["outcome"].as_str().unwrap().to_owned()
    });
    assert_eq!(outcomes.collect::<Vec<_>>(), ["verified", "refused", "verified"]);
}

#[test]
fn receipts_of_one_matter_are_added_as_if_one_by_one() {
    let (counter, dir) = (Counter::new(), TempDir::new().unwrap());
    let (one, all) = (dir.path().join("one.jsonl"), dir.path().join("all.jsonl"));
    let contents = || vec![counter.content(&counter.permit()), counter.content(b"damaged")];
    let mut appender = JournalFile::new(&one).appender().unwrap();
    for content in contents() {
        appender.append(content, None).unwrap();
    }
    let mut appender = JournalFile::new(&all).appender().unwrap();
    let receipts = appender.append_all(contents(), None).unwrap();
    assert_eq!(receipts.iter().map(Receipt::number).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(*appender.tip(), receipts[1].tip());
    assert_eq!(lines(&one), lines(&all));
    assert_eq!(code(&all, &[], at(0)), "2 hold");
}

#[test]
fn nothing_in_the_file_says_who_it_was() {
    let (counter, dir) = (Counter::new(), TempDir::new().unwrap());
    let path = dir.path().join("receipts.jsonl");
    counter.journal(&path);
    let file = fs::read(&path).unwrap();
    for shown in [
        counter.permit(),
        counter.shown(&sample::food_licence(&counter.world), &counter.world.chongqing_market),
    ] {
        let region = Region::parse("500103").unwrap();
        let check = Check { now: counter.world.now, region, policy: World::policy() };
        let verdict = counter.desk.verify(&shown, &check);
        let certificate = verdict.certificate.unwrap();
        let mut values: Vec<String> = vec![certificate.issuer.id, certificate.issuer.name_zh];
        certificate.items.values().for_each(|value| texts(value, &mut values));
        assert!(values.len() > 5);
        // A single digit or letter is everywhere.
        for value in values.iter().filter(|value| value.chars().count() > 3) {
            assert!(!contains(&file, value.as_bytes()), "{value}");
        }
    }
    let cti = hex::encode(cti(&counter.permit()));
    assert!(!contains(&file, cti.as_bytes()) && cti.len() == 32);
}

fn cti(certificate: &[u8]) -> Vec<u8> {
    // Claim 7 of the payload: a byte string of 16 under the key 7.
    let at = certificate.windows(2).position(|window| window == [0x07, 0x50]).unwrap();
    certificate.get(at..).unwrap()[2..18].to_vec()
}

fn texts(value: &serde_json::Value, into: &mut Vec<String>) {
    match value {
        serde_json::Value::String(text) => into.push(text.clone()),
        serde_json::Value::Number(number) => into.push(number.to_string()),
        serde_json::Value::Array(list) => list.iter().for_each(|value| texts(value, into)),
        serde_json::Value::Object(map) => map.values().for_each(|value| texts(value, into)),
        _ => {}
    }
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[test]
fn manipulations_of_the_file_are_told_apart() {
    let (counter, dir) = (Counter::new(), TempDir::new().unwrap());
    let path = dir.path().join("receipts.jsonl");
    let receipts = counter.journal(&path);
    let signer = sample::key(Algorithm::Ed25519, "checker");
    let signed = Head::sign(&receipts[2].tip(), at(0), &signer).unwrap();
    let head = [Head::verify(&signed, signer.public_key()).unwrap()];
    let lines = lines(&path);
    let with = |lines: &[&str], heads: &[Head]| {
        fs::write(&path, lines.iter().map(|line| format!("{line}\n")).collect::<String>()).unwrap();
        code(&path, heads, at(0))
    };
    let [first, second, third] = [&*lines[0], &*lines[1], &*lines[2]];
    assert_eq!(with(&[first, second, third], &head), "3 hold");
    let changed = second.replace("signature_invalid", "signature_expired");
    assert_ne!(changed, second);
    assert_eq!(with(&[first, &changed, third], &[]), "receipt_changed");
    assert_eq!(with(&[first, "{}", third], &[]), "receipt_changed");
    assert_eq!(with(&[first, "", third], &[]), "receipt_changed");
    assert_eq!(with(&[first, third], &[]), "receipt_removed");
    assert_eq!(with(&[second, third], &[]), "receipt_removed");
    assert_eq!(with(&[first, third, second], &[]), "receipt_reordered");
    assert_eq!(with(&[first, second, second, third], &[]), "receipt_repeated");
    assert_eq!(with(&[first, second], &[]), "2 hold");
    assert_eq!(with(&[first, second], &head), "receipt_tail_cut");
    let last = third.replace("示例酒店前台", "示例酒店后台");
    assert_eq!(with(&[first, second, &last], &[]), "3 hold");
    assert_eq!(with(&[first, second, &last], &head), "receipt_head_mismatch");
    let hidden = ReceiptRecord {
        content: None,
        purged: Some(zhengzhao_facade::receipts::StubRecord {
            digest: hex::encode(receipts[1].content().unwrap().digest()),
            at: at(0).to_string(),
        }),
        ..ReceiptRecord::of(&receipts[1])
    };
    assert_eq!(with(&[first, hidden.to_line().trim(), third], &head), "receipt_purged_early");
}

#[test]
fn purging_by_date_leaves_stubs_and_a_chain_that_holds() {
    let (counter, dir) = (Counter::new(), TempDir::new().unwrap());
    let path = dir.path().join("receipts.jsonl");
    let receipts = counter.journal(&path);
    let file = JournalFile::new(&path);
    let before = fs::read(&path).unwrap();
    let done = file.purge(at(29)).unwrap();
    assert_eq!((done.now, done.receipts), (0, 3));
    assert_eq!(fs::read(&path).unwrap(), before);
    assert_eq!(file.purge(at(31)).unwrap().now, 1);
    assert_eq!(file.purge(at(31)).unwrap().now, 0);
    let stub = ReceiptRecord::read_line(&lines(&path)[0]).unwrap();
    assert!(stub.content().is_none() && stub.tip() == receipts[0].tip());
    assert_eq!(code(&path, &[], at(31)), "3 hold");
    // The chain goes on behind stubs.
    assert_eq!(file.purge(at(100)).unwrap().now, 1);
    let fourth = file.appender().unwrap().append(counter.content(&counter.permit()), None).unwrap();
    assert_eq!((fourth.number(), code(&path, &[], at(100))), (4, "4 hold".into()));
    let names: Vec<_> = fs::read_dir(dir.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["receipts.jsonl"]);
    // A journal that does not hold is left alone.
    let whole = fs::read_to_string(&path).unwrap();
    fs::write(&path, whole.replacen("示例酒店前台", "x", 1)).unwrap();
    let left = fs::read(&path).unwrap();
    assert!(matches!(file.purge(at(1000)), Err(JournalError::Refused(_))));
    assert_eq!(fs::read(&path).unwrap(), left);
}

#[test]
fn a_torn_end_is_reported_and_repaired_wherever_it_was_torn() {
    let (counter, dir) = (Counter::new(), TempDir::new().unwrap());
    let path = dir.path().join("receipts.jsonl");
    counter.journal(&path);
    let whole = fs::read(&path).unwrap();
    let lines = lines(&path);
    let start = lines[0].len() + lines[1].len() + 2;
    let file = JournalFile::new(&path);
    let every = (start + 1..whole.len()).step_by(29);
    for length in every.chain(whole.len() - 3..whole.len()) {
        fs::write(&path, &whole[..length]).unwrap();
        let torn = Torn { at: u64::try_from(start).unwrap(), bytes: whole[start..length].to_vec() };
        let checked = check(file.read().unwrap(), &[], at(0)).unwrap();
        assert_eq!((checked.chain.unwrap().tip().count(), &checked.torn), (2, &Some(torn)));
        assert!(matches!(file.appender(), Err(JournalError::Torn { at }) if at == start as u64));
        assert!(matches!(file.purge(at(99)), Err(JournalError::Torn { .. })));
        let aside = dir.path().join("receipts.jsonl.torn");
        match file.repair().unwrap() {
            Repaired::Completed { number: 3 } => assert_eq!(length, whole.len() - 1),
            Repaired::SetAside { file: kept, bytes } => {
                assert_eq!((kept.as_path(), bytes), (aside.as_path(), length - start));
                assert_eq!(fs::read(&aside).unwrap(), &whole[start..length]);
                assert_eq!(fs::read(&path).unwrap(), &whole[..start]);
                fs::remove_file(&aside).unwrap();
            }
            other => panic!("{length}: {other:?}"),
        }
        assert_eq!(file.repair().unwrap(), Repaired::NotTorn);
        file.appender().unwrap();
    }
    assert_eq!(fs::read(&path).unwrap(), whole, "only the line feed was missing");
    // A whole receipt without a line feed that belongs elsewhere is not taken.
    fs::write(&path, format!("{}\n{}", lines[0], lines[2])).unwrap();
    fs::write(dir.path().join("receipts.jsonl.torn"), "earlier").unwrap();
    let Repaired::SetAside { file: kept, .. } = file.repair().unwrap() else { panic!("set aside") };
    assert!(kept.to_str().unwrap().ends_with(".torn-2"), "what was set aside before stays");
    assert_eq!(fs::read_to_string(&path).unwrap(), format!("{}\n", lines[0]));
}

#[test]
fn a_file_that_is_no_journal_keeps_its_end() {
    let (counter, dir) = (Counter::new(), TempDir::new().unwrap());
    let path = dir.path().join("other");
    counter.journal(&path);
    let line = &lines(&path)[0];
    let key = b"{\"zhengzhao-receipt-key\":1}".as_slice();
    for bytes in [b"%PDF-1.7 a contract".as_slice(), b"notes\nmore", b"\xd2\x84\n\x01", b"\n{", key] {
        fs::write(&path, bytes).unwrap();
        let file = JournalFile::new(&path);
        assert!(matches!(file.repair(), Err(JournalError::NoJournal)), "{bytes:?}");
        assert!(file.appender().is_err() && file.purge(at(99)).is_err());
        assert_eq!(fs::read(&path).unwrap(), bytes);
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }
    // What a crash leaves of the first receipt of all.
    for bytes in [&line.as_bytes()[..1], &line.as_bytes()[..60], &[0; 60]] {
        fs::write(&path, bytes).unwrap();
        let Repaired::SetAside { file: kept, .. } = JournalFile::new(&path).repair().unwrap() else {
            panic!("set aside")
        };
        assert_eq!((fs::read(&kept).unwrap().as_slice(), fs::read(&path).unwrap().len()), (bytes, 0));
    }
}

#[test]
fn several_writers_make_one_chain() {
    let (counter, dir) = (Counter::new(), TempDir::new().unwrap());
    let path = dir.path().join("receipts.jsonl");
    let content = counter.content(&counter.permit());
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..10 {
                    JournalFile::new(&path).appender().unwrap().append(content.clone(), Some(at(0))).unwrap();
                }
            });
        }
        scope.spawn(|| {
            for _ in 0..10 {
                match JournalFile::new(&path).purge(at(1)) {
                    Ok(_) => {}
                    Err(JournalError::Io(error)) => assert_eq!(error.kind(), std::io::ErrorKind::NotFound),
                    Err(other) => panic!("{other}"),
                }
            }
        });
    });
    assert_eq!(code(&path, &[], at(1)), "40 hold");
}

#[test]
fn receipts_are_found_by_the_certificate_until_the_key_is_gone() {
    let (counter, dir) = (Counter::new(), TempDir::new().unwrap());
    let path = dir.path().join("receipts.jsonl");
    counter.journal(&path);
    let bytes = counter.permit();
    let certificate = Unverified::<Certificate>::parse(&bytes).unwrap();
    let find =
        |key: &ReceiptKey| search(JournalFile::new(&path).read().unwrap(), &[key.tag_of(&certificate)]);
    let found = find(&counter.maker.key).unwrap();
    assert_eq!(found.iter().map(Receipt::number).collect::<Vec<_>>(), [1]);
    assert!(find(&ReceiptKey::new([4; 32])).unwrap().is_empty());
    fs::write(&path, "no receipt\n").unwrap();
    assert!(matches!(find(&counter.maker.key), Err(JournalError::Unreadable { line: 1, .. })));
}

#[test]
fn a_table_for_spreadsheets_quotes_what_they_would_take_for_more() {
    let (counter, dir) = (Counter::new(), TempDir::new().unwrap());
    let path = dir.path().join("receipts.jsonl");
    let receipts = counter.journal(&path);
    let columns = csv_header().split(',').count();
    for receipt in &receipts {
        let line = csv_line(receipt);
        assert!(line.contains("\"'=入住,\"\"登记\"\"\""), "{line}");
        assert_eq!(line.replace("\"'=入住,\"\"登记\"\"\"", "").split(',').count(), columns);
    }
    let stub = csv_line(&receipts[0].clone().purge(at(31)));
    assert_eq!(stub.split(',').count(), columns);
    assert!(stub.starts_with("1,,,"), "{stub}");
    assert!(stub.ends_with(&hex::encode(receipts[0].tip().link())));
}

#[test]
fn lines_that_do_not_fit_say_where() {
    let (counter, dir) = (Counter::new(), TempDir::new().unwrap());
    let path = dir.path().join("receipts.jsonl");
    counter.journal(&path);
    let line = &lines(&path)[0];
    for (old, new, place) in [
        ("\"zhengzhao-receipt\":1", "\"zhengzhao-receipt\":2", "$.zhengzhao-receipt"),
        ("\"number\":1", "\"number\":0", "$"),
        ("\"previous\":\"00", "\"previous\":\"0", "$.previous"),
        ("\"outcome\":\"verified\"", "\"outcome\":\"maybe\"", "$.content.outcome"),
        ("\"outcome\":\"verified\"", "\"outcome\":\"refused\"", "$.content"),
        ("\"region\":\"500103\"", "\"region\":\"50\"", "$.content.region"),
        ("\"software\":\"", "\"software\":\"\\u200b", "$.content"),
        ("\"object\":", "\"name\":\"林小满\",\"object\":", "$"),
        ("\"object\":", "\"checker\":\"x\",\"object\":", "$"),
        ("\"tag\":\"", "\"tag\":\"zz", "$.content.tag"),
    ] {
        let other = line.replacen(old, new, 1);
        assert_ne!(&other, line, "{old}");
        let error = ReceiptRecord::read_line(&other).unwrap_err();
        assert_eq!(error.path(), place, "{new}: {error}");
        assert!(!error.to_string().contains("林小满"));
    }
    let mut lines = Lines::new(&b"\xff\n{"[..]);
    assert!(matches!(lines.next_line(), Ok(Some(Line::Unreadable(_)))));
    assert!(matches!(lines.next_line(), Ok(Some(Line::Torn(torn))) if torn.at == 2));
    assert!(matches!(lines.next_line(), Ok(None)));
}

#[test]
fn a_day_of_retention_ends_with_the_day() {
    // 2027-01-15T16:00:00+08:00.
    let now = Time::from_seconds(1_800_000_000).unwrap();
    assert_eq!(keep_until(now, 0).unwrap().to_string(), "2027-01-16T00:00:00+08:00");
    assert_eq!(keep_until(now, 30).unwrap().to_string(), "2027-02-15T00:00:00+08:00");
    assert_eq!(keep_until(now, u64::MAX), None);
    assert_eq!(keep_until(now, 4_000_000), None);
}
