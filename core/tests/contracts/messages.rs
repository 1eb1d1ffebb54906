#![expect(clippy::unwrap_used, reason = "tests")]
//! Every refusal speaks both languages, and says only what it carries.

use std::collections::BTreeSet;
use zhengzhao::error::{NextAction, Object, RefusalRow, Step};
use zhengzhao::region::Region;
use zhengzhao::time::Time;
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

#[test]
fn objects_and_steps_have_three_names() {
    let names = |zh: &str, en: &str| !zh.is_ascii() && !zh.is_empty() && en.is_ascii() && !en.is_empty();
    assert!(Object::ALL.iter().all(|object| names(object.zh(), object.en())));
    assert!(Step::ALL.iter().all(|step| names(step.zh(), step.en())));
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
    let region = |code| Region::parse(code).unwrap();
    let refused = Refusal::NotRecognised {
        object,
        kind: "ZZ-LOCAL-EID".into(),
        issued: region("510100"),
        here: region("500000"),
    };
    assert!(refused.message(Lang::Zh).contains("成都市 510100"), "{}", refused.message(Lang::Zh));
    assert_eq!(refused.next_action(), NextAction::DoNotAccept);
    assert_eq!(refused.to_string(), refused.text(Lang::En));
}
