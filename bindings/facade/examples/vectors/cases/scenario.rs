//! The scenario itself: who signed it, and what a wallet lets be asked under it.

use super::{Case, Vector, vector};
use crate::book::{Book, Bytes};
use crate::request::{asking, minimal};
use crate::scene::{ed25519, region};
use zhengzhao::issue::issue_scenario;
use zhengzhao_facade::sample::Publisher;

use super::party::Party;

pub(super) fn add(case: &Case<'_>, book: &mut Book) {
    signatures(case, book);
    requests(case, book);
}

fn signatures(case: &Case<'_>, book: &mut Book) {
    let refuse = |what: &str, difference: &str, scenario: Vec<u8>, code| {
        let about = format!("{}: only what an office signed counts. {difference}", case.claims.terms.name_en);
        let vector = vector(case.name(what), about).from(&case.name("settled"), difference);
        vector.desk("desk").scenario(scenario).refused(code)
    };
    let stranger = ed25519("whoever publishes no scenarios");
    book.add(refuse(
        "signed_by_a_stranger",
        "The key that signed it is none of the office's.",
        issue_scenario(&case.claims, &stranger).expect("signed"),
        "no_matching_key",
    ));
    let mut elsewhere = case.claims.clone();
    (elsewhere.issuer, elsewhere.region) = (Party::office_elsewhere(), region("430000"));
    book.add(refuse(
        "of_a_region_not_recognised",
        "The office is of a region that this desk's authority does not recognise.",
        issue_scenario(&elsewhere, &Publisher::chongqing().scenario_key).expect("signed"),
        "issuer_unknown",
    ));
}

fn requests(case: &Case<'_>, book: &mut Book) {
    let terms = &case.claims.terms;
    let materials = terms.materials.iter().enumerate();
    // The first alternative that is presented, has something else to disclose, and the request that asks for it.
    let found = materials.flat_map(|(place, material)| {
        let alternatives = material.alternatives.iter().enumerate();
        let presented = alternatives.filter(|(_, own)| own.is_presented());
        presented.map(move |(alternative, own)| (place, alternative, own))
    });
    let found = found.filter_map(|(place, alternative, own)| {
        Some((place, alternative, own, case.spare(place, alternative)?))
    });
    let Some((place, alternative, own, spare)) = found.into_iter().next() else { return };
    let copy: Bytes = case.issued(&case.piece(place, alternative)).into();
    let wallet = |what: &str, says: &str| -> Vector {
        let about = format!("{}: {says}", terms.name_en);
        vector(case.name(what), about).desk("desk").scenario(case.scenario.clone())
    };
    let least = minimal(&case.scenario);
    let good = case.name("asked");
    book.add(
        wallet("asked", "a wallet answers what the signed scenario names.")
            .judge(least.to_bytes(), std::slice::from_ref(&copy))
            .judged(),
    );
    let mut asks: Vec<(&str, Vec<u16>)> =
        least.asks().iter().map(|ask| (ask.kind(), ask.labels().to_vec())).collect();
    let ask = asks.iter_mut().find(|(kind, _)| *kind == own.kind).expect("the scenario's kind");
    ask.1.push(spare);
    ask.1.sort_unstable();
    let asks: Vec<(&str, &[u16])> = asks.iter().map(|(kind, labels)| (*kind, labels.as_slice())).collect();
    let difference =
        format!("It also asks for {}.", case.kind(&own.kind).item(spare).expect("an item").name());
    book.add(
        wallet("asked_for_more", "a wallet shows nothing that the signed scenario does not name.")
            .from(&good, difference)
            .judge(asking(&case.scenario, &asks).to_bytes(), &[copy])
            .refused("field_not_in_scenario"),
    );
}
