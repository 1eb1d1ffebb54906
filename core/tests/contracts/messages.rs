#![expect(clippy::unwrap_used, reason = "tests")]
//! Every refusal speaks both languages, and says only what it carries.

use std::collections::BTreeSet;
use zhengzhao::error::{NextAction, Object, RefusalRow, Step};
use zhengzhao::kind::{HEADER, Kinds, SHARED};
use zhengzhao::region::Region;
use zhengzhao::scenario::{LawfulBasis, LinkKind};
use zhengzhao::status::Status;
use zhengzhao::time::Time;
use zhengzhao::trust::{PilotLimit, TrustLevel};
use zhengzhao::verify::{Finding, Presenter};
use zhengzhao::{Lang, Refusal};

fn placeholders(template: &str) -> BTreeSet<&str> {
    template
        .split('{')
        .skip(1)
        .filter_map(|rest| rest.split('}').next())
        .map(|name| name.split('.').next().unwrap_or(name))
        .collect()
}

#[test]
fn every_code_has_texts_in_both_languages_with_values_that_it_carries() {
    for RefusalRow { code, fields, zh, en, .. } in Refusal::TABLE {
        let carried: BTreeSet<&str> = fields.iter().copied().chain(["object"]).collect();
        for template in [zh, en] {
            let unknown: Vec<_> = placeholders(template).difference(&carried).copied().collect();
            assert!(unknown.is_empty(), "{code}: {unknown:?} in {template}");
        }
        assert!(zh.ends_with('。'), "{code}: {zh}");
        assert!(en.ends_with('.'), "{code}: {en}");
        assert!(zh.chars().any(|character| character > '\u{4dff}'), "{code}: {zh}");
        assert!(en.is_ascii(), "{code}: {en}");
    }
}

#[test]
fn codes_are_lower_snake_case_and_unique() {
    let unique: BTreeSet<&str> = Refusal::CODES.iter().copied().collect();
    assert_eq!(unique.len(), Refusal::CODES.len());
    assert_eq!(Refusal::TABLE.len(), Refusal::CODES.len());
    for code in Refusal::CODES {
        let fits =
            code.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
        assert!(fits, "{code}");
    }
}

/// Words of those who write programs and no clerk's. What arrived damaged (the step *parse*) is for whoever looks into
/// it, and may use them.
const NOT_A_CLERKS: [&str; 24] = [
    "cbor",
    "cose",
    "json",
    "utf-8",
    "payload",
    "kid",
    "cnf",
    "cti",
    "null",
    "boolean",
    "integer",
    "array",
    "string",
    "hex",
    "bstr",
    "tstr",
    "enum",
    "struct",
    "sha-256",
    "token",
    "载荷",
    "布尔",
    "数组",
    "字符串",
];

/// Both texts are there, each in its language, and a clerk can read them.
fn speaks(what: &str, zh: &str, en: &str) {
    assert!(zh.chars().any(|character| character > '\u{4dff}'), "{what}: {zh}");
    assert!(!en.is_empty() && en.replace('’', "'").is_ascii(), "{what}: {en}");
    for text in [zh, en] {
        let words: BTreeSet<String> = text
            .split(|character: char| !character.is_alphanumeric() && character != '-' && character != '_')
            .map(str::to_lowercase)
            .collect();
        let wrong = NOT_A_CLERKS
            .iter()
            .find(|word| words.contains(**word) || (!word.is_ascii() && text.contains(**word)));
        assert!(wrong.is_none(), "{what}: {wrong:?} in {text}");
        assert!(!words.iter().any(|word| word.contains('_')), "{what}: {text}");
    }
}

/// A template without its placeholders.
fn bare(template: &str) -> String {
    template.split('{').map(|part| part.split_once('}').map_or(part, |(_, rest)| rest)).collect()
}

#[test]
fn no_refusal_holds_a_programmers_word() {
    for RefusalRow { code, step, zh, en, .. } in Refusal::TABLE {
        if *step != Step::Parse {
            speaks(code, &bare(zh), &bare(en));
        }
    }
    for action in NextAction::ALL {
        speaks("next action", action.text(Lang::Zh), action.text(Lang::En));
    }
}

#[test]
fn every_word_of_a_verdict_a_scenario_or_a_kind_is_there_in_both_languages() {
    for object in Object::ALL {
        speaks(object.id(), object.zh(), object.en());
    }
    for step in Step::ALL {
        speaks(step.id(), step.zh(), step.en());
    }
    for status in Status::ALL.into_iter().chain([Status::Unknown(7)]) {
        speaks(status.id(), status.zh(), status.en());
    }
    for basis in LawfulBasis::ALL {
        speaks(basis.id(), basis.zh(), basis.en());
    }
    for link in LinkKind::ALL {
        speaks(link.id(), link.zh(), link.en());
    }
    for presenter in [Presenter::ProvenChallenge, Presenter::ProvenAudience, Presenter::NotProven] {
        speaks(presenter.id(), presenter.zh(), presenter.en());
    }
    for limit in PilotLimit::ALL {
        speaks("pilot", limit.zh(), limit.en());
    }
    for finding in Finding::ALL {
        speaks(finding.code(), finding.zh(), finding.en());
    }
    for item in HEADER.iter().chain(&SHARED) {
        speaks(item.name(), item.name_zh(), item.name_en());
    }
    for kind in Kinds::builtin().iter() {
        speaks(kind.code(), kind.name_zh(), kind.name_en());
        speaks(kind.code(), kind.definer_zh(), kind.definer_en());
        for item in kind.items() {
            let what = format!("{} {}", kind.code(), item.name());
            speaks(&what, item.name_zh(), item.name_en());
            for member in item.members() {
                speaks(&what, member.name_zh(), member.name_en());
            }
        }
    }
}

#[test]
fn a_message_ends_with_what_the_clerk_does_next() {
    let time = |seconds| Time::from_seconds(seconds).unwrap();
    let object = Object::Certificate;
    let expired = Refusal::Expired { object, exp: time(1_798_732_800), now: time(1_800_000_000) };
    assert_eq!(
        expired.message(Lang::Zh),
        "证照的有效期至 2026-12-31，现已到期。请勿受理，请持证人联系颁发机构。"
    );
    assert_eq!(
        expired.message(Lang::En),
        "The certificate was valid until 2026-12-31 and has expired. Do not accept it; the holder should ask the issuer."
    );
    assert_eq!(expired.next_action(), NextAction::AskIssuer);
    assert_eq!(expired.to_string(), expired.text(Lang::En));
}

const EID: &str = "ZZ-LOCAL-EID";
const RESIDENCE: &str = "ZZ-LOCAL-RESIDENCE-PERMIT";
const DRUGS: &str = "ZZ-LOCAL-DRUG-LICENCE";

/// What a clerk reads, with the names of the catalogue.
fn says(refusal: &Refusal, zh: &str, en: &str) {
    let kinds = Kinds::builtin();
    assert_eq!(refusal.text_named(Lang::Zh, &kinds), zh);
    assert_eq!(refusal.text_named(Lang::En, &kinds), en);
}

/// What anybody reads who has no names.
fn says_bare(refusal: &Refusal, zh: &str, en: &str) {
    assert_eq!(refusal.text(Lang::Zh), zh);
    assert_eq!(refusal.text(Lang::En), en);
}

fn missing(kind: &str, label: u16) -> Refusal {
    Refusal::FieldMissing { object: Object::Presentation, kind: kind.into(), label }
}

fn failed(label: u16) -> Refusal {
    Refusal::PredicateFailed { object: Object::Certificate, kind: EID.into(), label }
}

fn beyond(kind: &str, label: u16) -> Refusal {
    Refusal::OverDisclosed { object: Object::Certificate, kind: kind.into(), label }
}

fn asked(label: u16) -> Refusal {
    Refusal::FieldNotInScenario { object: Object::Request, kind: EID.into(), label }
}

#[test]
fn an_item_is_called_by_its_name() {
    says(
        &missing(EID, 22),
        "未出示“电子身份证”的“年满18周岁”。",
        "Item \"aged 18 or over\" of \"electronic ID card\" was not shown.",
    );
    says(
        &failed(19),
        "“电子身份证”的“出生日期”不符合本场景的要求。",
        "Item \"date of birth\" of \"electronic ID card\" does not meet what this matter asks for.",
    );
    says(
        &beyond(EID, 2),
        "出示了本场景不需要的内容：“电子身份证”的“持证主体”。",
        "More was shown than this matter needs: item \"holder\" of \"electronic ID card\".",
    );
    says(
        &asked(18),
        "请求索取“电子身份证”的“民族”，超出已签名的场景。",
        "The request asks for item \"ethnicity\" of \"electronic ID card\", which the signed scenario does not name.",
    );
}

#[test]
fn label_0_has_words_of_its_own() {
    says(
        &failed(0),
        "“电子身份证”本身不符合本场景的要求。",
        "\"electronic ID card\" itself does not meet what this matter asks for.",
    );
    says_bare(
        &failed(0),
        "ZZ-LOCAL-EID 本身不符合本场景的要求。",
        "ZZ-LOCAL-EID itself does not meet what this matter asks for.",
    );
    says(
        &beyond(DRUGS, 0),
        "出示了本场景不需要的内容：整份“药品经营许可证”。",
        "More was shown than this matter needs: \"drug distribution licence\" as a whole.",
    );
    says_bare(
        &beyond(DRUGS, 0),
        "出示了本场景不需要的内容：整份 ZZ-LOCAL-DRUG-LICENCE。",
        "More was shown than this matter needs: ZZ-LOCAL-DRUG-LICENCE as a whole.",
    );
    says(
        &asked(0),
        "请求索取整份“电子身份证”，超出已签名的场景。",
        "The request asks for \"electronic ID card\" as a whole, which the signed scenario does not name.",
    );
}

#[test]
fn what_has_no_name_keeps_its_code_and_label() {
    let (zh, en) = ("未出示 ZZ-LOCAL-EID 的信息项 22。", "Item 22 of ZZ-LOCAL-EID was not shown.");
    says_bare(&missing(EID, 22), zh, en);
    assert_eq!(missing(EID, 22).text_named(Lang::En, &Kinds::new()), en);
    says(
        &missing(EID, 4000),
        "未出示“电子身份证”的信息项 4000。",
        "Item 4000 of \"electronic ID card\" was not shown.",
    );
    // The items of the header have their names in every kind.
    says(
        &missing("ZZ-LOCAL-NOBODY-KNOWS", 1),
        "未出示 ZZ-LOCAL-NOBODY-KNOWS 的“证照编号”。",
        "Item \"certificate number\" of ZZ-LOCAL-NOBODY-KNOWS was not shown.",
    );
    says_bare(
        &beyond(EID, 22),
        "出示了本场景不需要的内容：ZZ-LOCAL-EID 的信息项 22。",
        "More was shown than this matter needs: item 22 of ZZ-LOCAL-EID.",
    );
}

fn not_recognised(recognised: &[&str]) -> Refusal {
    let region = |code| Region::parse(code).unwrap();
    Refusal::NotRecognised {
        object: Object::Certificate,
        kind: EID.into(),
        issued: region("510100"),
        here: region("500000"),
        recognised: recognised.iter().map(|kind| (*kind).into()).collect(),
    }
}

#[test]
fn what_is_not_recognised_says_what_is() {
    says(
        &not_recognised(&[RESIDENCE, "11100000MB03271699001"]),
        "成都市 510100 颁发的“电子身份证”在 重庆市 500000 尚未互认；目前互认该地颁发的：“居住证”、“不动产权证书”。",
        "\"electronic ID card\" issued in Chengdu 510100 is not recognised in Chongqing 500000; recognised from there now: \"residence permit\", \"real estate ownership certificate\".",
    );
    let none = not_recognised(&[]);
    assert!(none.text(Lang::Zh).ends_with("目前互认该地颁发的：无。"), "{}", none.text(Lang::Zh));
    assert!(none.text(Lang::En).ends_with("recognised from there now: none."), "{}", none.text(Lang::En));
    let eight: Vec<String> = (1..=8).map(|number| format!("ZZ-LOCAL-{number}")).collect();
    let mut codes: Vec<&str> = eight.iter().map(String::as_str).collect();
    let text = not_recognised(&codes).text(Lang::En);
    assert!(text.ends_with("now: ZZ-LOCAL-1, ZZ-LOCAL-2, ZZ-LOCAL-3, ZZ-LOCAL-4, ZZ-LOCAL-5, ZZ-LOCAL-6, ZZ-LOCAL-7, ZZ-LOCAL-8."), "{text}");
    codes.extend([EID, DRUGS]);
    let ten = not_recognised(&codes);
    assert!(ten.text(Lang::En).ends_with("ZZ-LOCAL-8 and 2 more."), "{}", ten.text(Lang::En));
    assert!(ten.text(Lang::Zh).ends_with("、ZZ-LOCAL-8，另有 2 种。"), "{}", ten.text(Lang::Zh));
}

#[test]
fn kinds_are_called_by_their_names() {
    let object = Object::Permit;
    let (drugs, here) = (|| String::from(DRUGS), Region::parse("500000").unwrap());
    says(
        &Refusal::NotInPilot { object, kind: EID.into(), here, limit: PilotLimit::Scenario },
        "“电子身份证”处于试点，在 重庆市 500000 的本次核验不在试点的场景之内。",
        "\"electronic ID card\" counts only in a pilot; this check in Chongqing 500000 is outside its scenarios.",
    );
    let not_permitted =
        Refusal::KindNotPermitted { object, kind: drugs(), issuer: "11500103MBYY002143".into() };
    says(
        &not_permitted,
        "颁发机构 11500103MBYY002143 无权颁发类型为“药品经营许可证”的证照。",
        "The issuer 11500103MBYY002143 may not issue the kind \"drug distribution licence\".",
    );
    says_bare(
        &not_permitted,
        "颁发机构 11500103MBYY002143 无权颁发类型为 ZZ-LOCAL-DRUG-LICENCE 的证照。",
        "The issuer 11500103MBYY002143 may not issue the kind ZZ-LOCAL-DRUG-LICENCE.",
    );
    says(
        &Refusal::PermitMissing { object, kind: drugs() },
        "未出示许可项：“药品经营许可证”。",
        "The permit \"drug distribution licence\" was not shown.",
    );
    says(
        &Refusal::MemberMismatch { object: Object::Certificate, kind: drugs() },
        "随附的“药品经营许可证”与综合许可证中的许可项不符。",
        "The \"drug distribution licence\" that came along does not match a permit of the consolidated licence.",
    );
    says(
        &Refusal::TrustLevelTooLow { object, kind: EID.into(), needed: TrustLevel::B },
        "“电子身份证”的可信等级未达到本场景要求的 B 级。",
        "The trust level of \"electronic ID card\" is below B, which this matter asks for.",
    );
    says(
        &Refusal::FaceMissing { object, kind: EID.into() },
        "未出示“电子身份证”的照片，无法比对本人。",
        "The portrait of \"electronic ID card\" was not shown; nobody can compare the face.",
    );
    says(
        &Refusal::KindNotInForce {
            object,
            kind: EID.into(),
            iat: Time::from_seconds(1_798_732_800).unwrap(),
        },
        "颁发机构在 2027-01-01T00:00:00+08:00 无权颁发类型为“电子身份证”的证照。",
        "At 2027-01-01T00:00:00+08:00 the issuer might not issue the kind \"electronic ID card\".",
    );
}
