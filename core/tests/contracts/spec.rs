//! `core/SPEC.md` against the code: refusals, findings, limits, numbers and the worked example.
#![expect(clippy::unwrap_used, reason = "tests")]

#[expect(dead_code, reason = "the example's own main is not called here")]
#[path = "../../examples/worked_example.rs"]
mod worked_example;

use std::collections::BTreeMap;

use worked_example::{Example, ISSUER, STATUS_URI, blocks, build, day, secret};
use zhengzhao::crypto::Algorithm;
use zhengzhao::error::RefusalRow;
use zhengzhao::issue::{StatusListDraft, issue_status_list};
use zhengzhao::region::Region;
use zhengzhao::status::Shard;
use zhengzhao::verify::{Finding, Verified};
use zhengzhao::{Certificate, Occasion, Policy, Presence, Refusal, Store, Unverified, Verifier};

const SPEC: &str = include_str!("../../SPEC.md");
const REFUSALS: &str = include_str!("../../src/error/refusal.rs");
const LABELS: &str = include_str!("../../src/labels.rs");

/// The text from the heading that begins so to the next heading of its level.
fn section(heading: &str) -> &'static str {
    let rest = SPEC.split_once(&format!("\n## {heading}")).unwrap().1;
    rest.split_once("\n## ").map_or(rest, |(section, _)| section)
}

/// The cells of all rows of tables, heads aside.
fn rows(text: &'static str) -> Vec<Vec<&'static str>> {
    let cells = |line: &'static str| line.trim_matches('|').split(" | ").map(str::trim).collect();
    text.lines().filter(|line| line.starts_with("| `") || line.starts_with("| −")).map(cells).collect()
}

fn code(cell: &str) -> &str {
    cell.strip_prefix('`').and_then(|cell| cell.strip_suffix('`')).unwrap()
}

/// Each code with the sentence that stands over its variant.
fn meanings() -> BTreeMap<&'static str, &'static str> {
    let mut meaning = "";
    let mut found = BTreeMap::new();
    for line in REFUSALS.lines().map(str::trim) {
        if let Some(text) = line.strip_prefix("/// ") {
            meaning = text;
        }
        if let Some((_, rest)) = line.split_once("} = \"") {
            found.insert(rest.split_once('"').unwrap().0, meaning);
        }
    }
    found
}

#[test]
fn the_refusals_are_those_of_the_code() {
    let table = rows(section("10. ").split_once("**Findings**").unwrap().0);
    let codes: Vec<_> = table.iter().map(|row| code(row.first().unwrap())).collect();
    assert_eq!(codes, Refusal::CODES);
    let meanings = meanings();
    for (row, RefusalRow { code, step, undetermined, .. }) in table.iter().zip(Refusal::TABLE) {
        let verdict = if *undetermined { "cannot tell" } else { "refused" };
        assert_eq!(
            row.get(1..),
            Some([step.id(), verdict, *meanings.get(code).unwrap()].as_slice()),
            "{code}"
        );
    }
}

#[test]
fn every_refusal_has_its_place_in_the_rules() {
    let (rules, _) = SPEC.split_once("\n## 10. ").unwrap();
    for code in Refusal::CODES {
        // Rules quote a code, comments of CDDL point to it.
        let named = rules.contains(&format!("`{code}`")) || rules.contains(&format!("→ {code}"));
        assert!(named, "SPEC does not say where {code} is decided");
    }
}

#[test]
fn the_findings_are_those_of_the_code() {
    let table = rows(section("10. ").split_once("**Findings**").unwrap().1);
    let codes: Vec<_> = table.iter().map(|row| code(row.first().unwrap())).collect();
    assert_eq!(codes, Finding::ALL.map(Finding::code));
}

/// The value of a constant written as a number, a product or a shift.
fn value(expression: &str) -> u64 {
    if let Some((one, places)) = expression.split_once("<<") {
        return value(one).checked_shl(value(places).try_into().unwrap()).unwrap();
    }
    expression.split('*').map(|factor| factor.trim().replace('_', "").parse::<u64>().unwrap()).product()
}

#[test]
fn every_limit_stands_there_with_its_value() {
    let table: BTreeMap<_, _> = rows(section("9. "))
        .into_iter()
        .map(|row| (code(row.first().unwrap()), row.get(1).unwrap().replace(',', "").parse::<u64>().unwrap()))
        .collect();
    let sources = [include_str!("../../src/limits.rs"), include_str!("../../src/cbor.rs"), LABELS];
    let mut constants = BTreeMap::new();
    for line in sources.into_iter().flat_map(str::lines) {
        let line = line.trim_start_matches("pub(crate) ").trim_start_matches("pub ");
        let Some((name, rest)) = line.strip_prefix("const ").and_then(|line| line.split_once(": ")) else {
            continue;
        };
        if name.starts_with("MAX_") || name.starts_with("STATUS_SHARD") {
            let (_, expression) = rest.split_once(" = ").unwrap();
            constants.insert(name, value(expression.trim_end_matches(';')));
        }
    }
    assert!(constants.len() > 30);
    assert_eq!(table, constants);
}

#[test]
fn every_private_number_stands_there() {
    let numbers: Vec<i64> = rows(section("11. "))
        .iter()
        .map(|row| row.first().unwrap().replace('−', "-").parse().unwrap())
        .collect();
    let labels =
        LABELS.lines().filter_map(|line| line.split_once(" = ")?.1.trim_end_matches(';').parse().ok());
    let own: Vec<i64> = labels.filter(|label| *label < -65536).collect();
    assert_eq!(own.len(), 13);
    let algorithms = Algorithm::ALL.map(Algorithm::cose_id).into_iter().filter(|number| *number < -65536);
    let curves = Algorithm::ALL.map(Algorithm::cose_curve).into_iter().filter(|number| *number < -65536);
    for number in own.into_iter().chain(algorithms).chain(curves) {
        assert!(numbers.contains(&number), "{number}");
    }
    assert!(numbers.iter().all(|number| *number < -65536) && numbers.is_sorted_by(|a, b| a > b));
}

fn block(name: &str) -> &'static str {
    let rest = SPEC.split_once(&format!("```text zz-{name}\n")).unwrap().1;
    rest.split_once("```").unwrap().0
}

/// The bytes of a block, its annotations cut away.
fn bytes(block: &str) -> Vec<u8> {
    let digits: String = block
        .lines()
        .map(|line| line.split_once('#').map_or(line, |(digits, _)| digits))
        .flat_map(str::chars)
        .filter(|character| !character.is_whitespace())
        .collect();
    hex::decode(digits).unwrap()
}

#[test]
fn the_worked_example_is_what_the_code_makes() {
    let example = build();
    for (name, made) in blocks(&example) {
        assert_eq!(block(name), made, "{name}");
    }
    assert_eq!(bytes(block("certificate")), example.certificate);
    assert_eq!(bytes(block("shown")), example.shown);
    assert_eq!(bytes(block("trust-list")), example.trust_list);
}

fn verify(example: &Example, shown: &[u8]) -> Result<Verified<Certificate>, Refusal> {
    let now = day("2026-06-02").saturating_add(12 * 3600);
    let policy = Policy::new(7 * 24 * 3600);
    let draft = StatusListDraft {
        issuer: ISSUER,
        uri: STATUS_URI,
        iat: day("2026-06-02"),
        exp: day("2026-06-09"),
        ttl: None,
        shard: &Shard::new(),
    };
    let mut store = Store::pin(example.anchor.clone());
    store.update_own(&[&bytes(block("trust-list"))], now, &policy)?;
    store.update_status(&issue_status_list(&draft, &secret("status")).unwrap(), now, &policy)?;
    let occasion = Occasion::new(now, Region::parse("510100").unwrap());
    let verifier = Verifier::new(store.trust(), store.statuses(), policy);
    verifier.verify(Unverified::parse(shown)?, &occasion, Presence::None)
}

#[test]
fn the_worked_example_verifies() {
    let example = build();
    let verified = verify(&example, &bytes(block("shown"))).unwrap();
    let text = |label| verified.items().get(label).and_then(|value| value.as_text());
    assert_eq!((text(2), text(17)), (Some("成都示例商贸有限公司"), Some("张示例")));
    assert_eq!((verified.items().withheld(), verified.report().findings()), (1, [].as_slice()));
    // The holder's copy still has the decoy.
    let refusal = verify(&example, &bytes(block("certificate"))).unwrap_err();
    assert_eq!(refusal.code(), "decoy_disclosed");
}
