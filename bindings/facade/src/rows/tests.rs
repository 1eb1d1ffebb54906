#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;
use zhengzhao::kind::Kinds;

const PERMIT: &str = "ZZ-LOCAL-RESIDENCE-PERMIT";

fn columns(header: &[&str], form: IssueForm, common: &Value) -> Result<Columns, InputError> {
    Columns::read(header, Kinds::builtin().get(PERMIT).unwrap(), form, common)
}

#[test]
fn columns_take_every_name_and_cells_the_types_of_their_items() {
    let common = json!({"issuer": "11500000MBYY00038M", "items": {"issuingAuthority": "示例派出所"}});
    let header = [
        "ZZBH",
        "性别",
        "年满18周岁",
        "出生日期",
        "endorsedUntil",
        "有效期截止",
        "region",
        "申领文件",
        "challenge",
    ];
    let columns = columns(&header, IssueForm::Certificate, &common).unwrap();
    let cells = ["A1", "2", "是", "1990/3/7", "2026年12月31日", "2026/12/31", "500103", " a.zzenrol ", ""];
    let draft = columns.draft(&common, &cells);
    let expected = json!({
        "issuer": "11500000MBYY00038M", "kind": PERMIT, "region": "500103", "validTo": "2026-12-31",
        "items": {
            "certificateNumber": "A1", "sex": 2, "ageOver18": true, "birthDate": "1990-03-07",
            "endorsedUntil": "2026-12-31", "issuingAuthority": "示例派出所"
        }
    });
    assert_eq!(draft, expected);
    assert_eq!(columns.file(&cells, FileColumn::Enrolment), Some("a.zzenrol"));
    assert_eq!(columns.file(&cells, FileColumn::Challenge), None);
    assert_eq!(columns.at(&InputError::new("$.items.birthDate", "", "")), Some(3));
    assert_eq!(columns.at(&InputError::new("$.validTo", "", "")), Some(5));
    assert_eq!(columns.at(&InputError::new("$.items.issuingAuthority", "", "")), None);
}

#[test]
fn lists_are_divided_by_semicolons_and_wrong_values_stay_what_they_are() {
    assert_eq!(value("热食; 冷食；", ItemType::List), json!(["热食", "冷食"]));
    assert_eq!(value("[\"a;b\"]", ItemType::List), json!(["a;b"]));
    assert_eq!(value("{\"issuer\": \"x\"}", ItemType::Map), json!({"issuer": "x"}));
    assert_eq!(value("zwei", ItemType::Integer), json!("zwei"));
    assert_eq!(value("maybe", ItemType::Boolean), json!("maybe"));
    assert_eq!(value("00ff", ItemType::Bytes), json!({"hex": "00ff"}));
    assert_eq!(value("12", ItemType::Text), json!("12"), "a number in a text item is text");
    assert_eq!(value("06/2026", ItemType::Date), json!("06/2026"));
}

#[test]
fn columns_that_are_unknown_repeated_or_missing_are_named() {
    let full = json!({"region": "500103", "validTo": "2026-12-31", "items": {"endorsedUntil": "2026-12-31"}});
    let open = json!({"region": "500103", "items": {"endorsedUntil": "2026-12-31"}});
    for (header, common, form, place, part) in [
        (&["ZZBH", "birthDat"][..], &full, IssueForm::Printed, "birthDat", "near matches: birthDate"),
        (&["ZZBH", "certificateNumber"], &full, IssueForm::Printed, "certificateNumber", "same item"),
        (&["ZZBH", "ZZBFJGDM"], &full, IssueForm::Printed, "ZZBFJGDM", "remove the column"),
        (&["sex"], &full, IssueForm::Printed, "certificateNumber", "no such column"),
        (&["ZZBH", "enrolment"], &full, IssueForm::Certificate, "challenge", "no such column"),
        (&["ZZBH"], &open, IssueForm::Printed, "validTo", "no such column"),
    ] {
        let error = columns(header, form, common).unwrap_err();
        assert_eq!(error.path(), place);
        assert!(error.message().en.contains(part), "{error}");
    }
}

#[test]
fn encodings_are_named() {
    assert_eq!(decode("\u{feff}编号\n".as_bytes()).unwrap(), "编号\n");
    assert_eq!(decode("编号".as_bytes()).unwrap(), "编号");
    // 编号 in GBK.
    assert!(decode(b"\xb1\xe0\xba\xc5,a\n").unwrap_err().en.contains("GBK"));
    assert!(decode(b"\xff\xfea\0b\0").unwrap_err().en.contains("UTF-16"));
    assert!(decode(b"a\xff").unwrap_err().en.starts_with("not UTF-8"));
}

#[test]
fn quotation_marks_stand_where_they_should() {
    for text in ["", "a,b\r\n1,2", "\"a\",\"b\"\r\n\"x\ny\",\"say \"\"hi\"\"\"\n", "\"\",\n"] {
        quotes(text).unwrap();
    }
    for (text, place) in [("a,b\n1,\"2\n3,4\n", "2:3"), ("a\n5\" wide\n", "2:2"), ("\"a\"b\n", "1:4")] {
        assert_eq!(quotes(text).unwrap_err().path(), place, "{text}");
    }
}
