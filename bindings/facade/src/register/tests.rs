#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use super::*;
use chacha20::ChaCha20Rng;
use std::fs;
use zhengzhao::crypto::rand_core::SeedableRng as _;
use zhengzhao::limits::STATUS_SHARD;
use zhengzhao::status::Status;

const KIND: &str = "ZZ-LOCAL-FOOD-LICENCE";

fn copy(number: &str, version: u16, form: IssueForm, index: u64) -> CopyRecord {
    CopyRecord {
        uri: "zz:t/1".into(),
        index,
        kind: KIND.into(),
        number: number.into(),
        version,
        form,
        cti: "00".repeat(16),
        issued: "2026-06-01".into(),
        replaces: None,
    }
}

fn renewed(number: &str, version: u16, index: u64, old: (&str, u16)) -> RegisterLine {
    let replaces = Some(Replaced { number: old.0.into(), version: old.1, reason: Reason::Renewed });
    RegisterLine::Copy(CopyRecord { replaces, ..copy(number, version, IssueForm::Certificate, index) })
}

#[test]
fn a_drawn_entry_never_comes_again_until_the_shard_is_full() {
    let mut rng = ChaCha20Rng::from_seed([7; 32]);
    let mut register = Register::default();
    for index in 0..STATUS_SHARD {
        // All but three.
        if ![5, 70_000, STATUS_SHARD - 1].contains(&index) {
            assert!(register.choose(&StatusRef::new(index, "zz:t/1").unwrap()));
        }
    }
    let mut drawn: Vec<_> =
        (0..3).flat_map(|_| register.draw("zz:t/1", 1, &mut rng).unwrap()).map(|one| one.index()).collect();
    drawn.sort_unstable();
    assert_eq!(drawn, [5, 70_000, STATUS_SHARD - 1]);
    let full = register.draw("zz:t/1", 1, &mut rng).unwrap_err();
    assert!(matches!(&full, RegisterError::Full { free: 0, .. }), "{full}");
    assert_eq!(register.draw("zz:t/2", 2, &mut rng).unwrap().len(), 2, "another list is free");
    let name = "x".repeat(33);
    assert!(matches!(register.draw(&name, 1, &mut rng), Err(RegisterError::NoStatusList)));
}

#[test]
fn lines_are_read_as_they_were_written_and_nothing_else_is() {
    for line in [
        RegisterLine::Copy(copy("JY1", 2, IssueForm::Printed, 9)),
        renewed("JY1", 3, 10, ("JY0", 2)),
        RegisterLine::Status(StatusRecord {
            kind: KIND.into(),
            number: "JY1".into(),
            version: 1,
            status: "suspended".into(),
            day: "2026-07-01".into(),
        }),
    ] {
        assert_eq!(RegisterLine::read(line.to_line().as_bytes()).unwrap(), line);
    }
    let good = RegisterLine::Copy(copy("JY1", 1, IssueForm::Printed, 9)).to_line();
    for (from, to) in [
        ("\"zhengzhao-register\":1", "\"zhengzhao-register\":2"),
        ("\"index\":9", "\"index\":1048576"),
        ("\"index\":9", "\"index\":-1"),
        ("zz:t/1", ""),
        ("printed", "paper"),
        ("2026-06-01", "2026-13-01"),
        ("\"cti\":\"00", "\"cti\":\"0"),
        ("\"number\"", "\"holderName\""),
        ("\"copy\"", "\"copies\""),
    ] {
        let wrong = good.replace(from, to);
        assert_ne!(wrong, good, "{from}");
        assert!(RegisterLine::read(wrong.as_bytes()).is_err(), "{wrong}");
    }
}

#[test]
fn both_forms_share_version_and_status_and_a_replaced_licence_gets_no_copy() {
    let mut register = Register::default();
    register.add(RegisterLine::Copy(copy("A", 1, IssueForm::Certificate, 1))).unwrap();
    let admit = |register: &Register, number: &str, version, form, again| {
        register.admit(KIND, number, version, form, again).map_err(|text| text.en)
    };
    admit(&register, "A", 1, IssueForm::Printed, false).unwrap();
    admit(&register, "B", 7, IssueForm::Printed, false).unwrap();
    assert!(admit(&register, "A", 2, IssueForm::Printed, false).unwrap_err().contains("reissue"));
    assert!(admit(&register, "A", 1, IssueForm::Certificate, false).unwrap_err().contains("entry 1"));
    admit(&register, "A", 1, IssueForm::Certificate, true).unwrap();

    let set = |status: &str, version| {
        RegisterLine::Status(StatusRecord {
            kind: KIND.into(),
            number: "A".into(),
            version,
            status: status.into(),
            day: "2026-07-01".into(),
        })
    };
    register.add(set("suspended", 1)).unwrap();
    assert!(admit(&register, "A", 1, IssueForm::Printed, false).unwrap_err().contains("suspended"));
    register.add(set("lapsed", 1)).unwrap();
    register.add(renewed("A", 2, 2, ("A", 1))).unwrap();
    let licence = register.licence(KIND, "A").unwrap();
    assert_eq!((licence.version(), licence.status()), (2, Status::Valid), "the lapse was of version 1");
    assert_eq!(licence.current().map(|copy| copy.index).collect::<Vec<_>>(), [2]);

    register.add(renewed("C", 3, 3, ("A", 2))).unwrap();
    let licence = register.licence(KIND, "A").unwrap();
    let by = licence.successor().unwrap();
    assert_eq!((&*by.number, by.version, by.upto), ("C", 3, 2));
    let ended = register.licence(KIND, "C").unwrap().ended();
    let ended: Vec<_> = ended.iter().map(|(copy, status)| (copy.index, *status)).collect();
    assert_eq!(ended, [(1, Status::Superseded), (2, Status::Superseded)], "under the old number too");
    assert_eq!(licence.current().count(), 0);
    assert!(admit(&register, "A", 2, IssueForm::Printed, false).unwrap_err().contains("number C"));
    let twice = register.add(RegisterLine::Copy(copy("Z", 1, IssueForm::Printed, 3)));
    assert_eq!(twice.unwrap_err().path(), "$.copy.index");
}

#[test]
fn a_torn_end_is_cut_off_and_another_file_stays_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("r.jsonl");
    let first = RegisterLine::Copy(copy("A", 1, IssueForm::Printed, 1));
    let mut file = RegisterFile::new(&path);
    file.lock().unwrap().append(std::slice::from_ref(&first)).unwrap();
    let whole = fs::read(&path).unwrap();
    fs::write(&path, [&whole[..], &whole[..40]].concat()).unwrap();
    let mut again = RegisterFile::new(&path);
    assert_eq!(again.load().unwrap().copies().len(), 1);
    let second = RegisterLine::Copy(copy("B", 1, IssueForm::Printed, 2));
    again.lock().unwrap().append(&[second]).unwrap();
    // The first program goes on with what the second has added.
    assert_eq!(file.lock().unwrap().register().copies().len(), 2);
    assert!(fs::read(&path).unwrap().starts_with(&whole));

    for other in ["{\"zhengzhao-receipt\":1}\n", "half a line", "%PDF-1.7\n"] {
        fs::write(&path, other).unwrap();
        let refused = RegisterFile::new(&path).lock().map(drop).unwrap_err();
        assert!(matches!(refused, RegisterError::NoRegister | RegisterError::Unreadable { line: 1, .. }));
        assert_eq!(fs::read(&path).unwrap(), other.as_bytes());
    }
}

#[test]
fn programs_side_by_side_never_share_an_entry() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("r.jsonl");
    std::thread::scope(|scope| {
        for writer in 0_u8..4 {
            let path = &path;
            scope.spawn(move || {
                // The same seed: without the register all would draw the same entries.
                let mut rng = ChaCha20Rng::from_seed([1; 32]);
                let mut file = RegisterFile::new(path);
                for number in 0..20 {
                    let mut locked = file.lock().unwrap();
                    let drawn = locked.register_mut().draw("zz:t/1", 1, &mut rng).unwrap();
                    let name = format!("{writer}-{number}");
                    let line = copy(&name, 1, IssueForm::Printed, drawn.first().unwrap().index());
                    locked.append(&[RegisterLine::Copy(line)]).unwrap();
                }
            });
        }
    });
    let mut file = RegisterFile::new(&path);
    assert_eq!(file.load().unwrap().copies().len(), 80, "a repeated entry would not be read");
}

#[test]
fn a_draft_takes_version_check_digit_and_predecessor_from_the_register() {
    let kinds = zhengzhao::kind::Kinds::builtin();
    let kind = kinds.get("11100000MB0143028R001").unwrap();
    let draft = || {
        serde_json::json!({
            "kind": kind.code(), "issuer": "11500000MBYY00038M",
            "items": {"certificateNumber": "A", "identifierSerial": {"value": "0042", "selective": false}}
        })
    };
    let item = |draft: &serde_json::Value, name| crate::draft::item_text(draft, name).map(String::from);
    let mut register = Register::default();
    let mut first = draft();
    fill(&mut first, kind, &register).unwrap();
    assert_eq!(item(&first, "certificateVersion").as_deref(), Some("001"));
    assert_eq!(item(&first, "identifierSerial").as_deref(), Some("0042"));
    assert_eq!(item(&first, "predecessor"), None);

    let old = Replaced { number: "A".into(), version: 1, reason: Reason::Changed };
    let mut second = draft();
    follow(&mut second, kind, &old).unwrap();
    assert_eq!(item(&second, "certificateVersion").as_deref(), Some("002"));
    let before = zhengzhao::ids::LicenceIdentifier::parse(&item(&second, "predecessor").unwrap()).unwrap();
    assert_eq!((before.serial(), before.version()), ("0042", "001"));
    assert_eq!(item(&first, "identifierCheck").unwrap(), before.check().to_string());
    assert_ne!(item(&second, "identifierCheck"), item(&first, "identifierCheck"));

    let copy = CopyRecord {
        kind: kind.code().into(),
        replaces: Some(old),
        ..copy("A", 2, IssueForm::Certificate, 1)
    };
    register.add(RegisterLine::Copy(copy)).unwrap();
    let mut paper = draft();
    fill(&mut paper, kind, &register).unwrap();
    assert_eq!(paper, second, "the paper says what the electronic form says");

    let notice = kinds.get("ZZ-LOCAL-NOTICE-OF-OUTCOME").unwrap();
    let old = Replaced { number: "N1".into(), version: 1, reason: Reason::Changed };
    let mut draft = serde_json::json!({"kind": notice.code(), "items": {"certificateNumber": "N2"}});
    follow(&mut draft, notice, &old).unwrap();
    assert_eq!(item(&draft, "correctedNotice").as_deref(), Some("N1"));
    draft["items"]["correctedNotice"] = "N0".into();
    assert_eq!(follow(&mut draft, notice, &old).unwrap_err().path(), "$.items.correctedNotice");
}
