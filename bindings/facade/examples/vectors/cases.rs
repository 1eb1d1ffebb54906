//! What every shipped scenario accepts and refuses, made from its terms alone: a new description in the folder gets
//! its vectors by itself. Whoever just fulfils a scenario is accepted, and each single thing that is missing, fails or
//! is too much decides.

mod matter;
mod party;
mod piece;
mod scenario;
mod value;

use crate::act::{DESK, nonce};
use crate::book::{Book, Vector, vector};
use crate::matters::PORTRAIT;
use crate::scenario::signed;
use crate::scene::{Desk, NOW, Scene, status_list, statuses};
use party::Parties;
use piece::Piece;
use std::collections::BTreeSet;
use zhengzhao::kind::Kinds;
use zhengzhao::scenario::{Predicate, ScenarioClaims, StatusNeed};
use zhengzhao::trust::{KindGrant, TrustLevel};
use zhengzhao_facade::sample::{DAY, Publisher, kinds};
use zhengzhao_facade::scenariofile::{read_scenario, shipped};

/// One shipped scenario, as the sample's service office publishes it.
struct Case<'s> {
    scene: &'s Scene,
    kinds: &'s Kinds,
    claims: ScenarioClaims,
    parties: Parties,
    /// As it is signed.
    scenario: Vec<u8>,
}

/// A file of vectors for each sort of scenario, so that none grows too large.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    WithAPortrait,
    WithoutAPortrait,
    OfEnterprises,
}

pub(crate) fn with_a_portrait(scene: &Scene) -> Book {
    let about = "Shipped scenarios for which persons show their face: what settles them, and what does not.";
    book(scene, Sort::WithAPortrait, Book::new("cases-with-a-portrait", about))
}

pub(crate) fn without_a_portrait(scene: &Scene) -> Book {
    let about = "Shipped scenarios for which persons show no face: what settles them, and what does not.";
    book(scene, Sort::WithoutAPortrait, Book::new("cases-without-a-portrait", about))
}

pub(crate) fn of_enterprises(scene: &Scene) -> Book {
    let about = "Shipped scenarios that enterprises take part in: what settles them, and what does not.";
    book(scene, Sort::OfEnterprises, Book::new("cases-of-enterprises", about))
}

fn book(scene: &Scene, sort: Sort, mut book: Book) -> Book {
    let kinds = Kinds::builtin();
    let all: Vec<Case<'_>> = shipped::all().map(|own| Case::new(scene, &kinds, own.id)).collect();
    let cases: Vec<_> = all.into_iter().filter(|case| case.sort() == sort).collect();
    book.keep("anchor", scene.anchor());
    book.keep("desk", desk(scene, &cases, DAY));
    book.keep("portrait", PORTRAIT.to_vec());
    let aged = |case: &Case<'_>| case.oldest_status();
    for age in cases.iter().filter_map(aged).collect::<BTreeSet<u64>>() {
        book.keep(&aged_desk(age), desk(scene, &cases, age));
    }
    for case in &cases {
        matter::add(case, &mut book);
        scenario::add(case, &mut book);
    }
    book.shared()
}

/// The name of a desk whose status lists are so many seconds old.
fn aged_desk(age: u64) -> String {
    format!("desk_with_lists_of_{age}_seconds")
}

/// A desk of Chongqing that knows the publisher, and on both sides a bureau that may issue every kind of these cases;
/// its status lists are so many seconds old.
fn desk(scene: &Scene, cases: &[Case<'_>], age: u64) -> Vec<u8> {
    let world = &scene.world;
    let (market, foreign) = (&world.chongqing_market, &world.sichuan_market);
    let grants = |kinds: BTreeSet<&str>| -> Vec<KindGrant> {
        let level = Some(TrustLevel::A);
        kinds.into_iter().map(|kind| KindGrant { level, ..KindGrant::new(kind, world.dates()) }).collect()
    };
    let all = grants(cases.iter().flat_map(Case::kinds).collect());
    let abroad = grants(cases.iter().flat_map(Case::kinds_by_region).collect());
    let own = scene.own_list(1, |draft| {
        let entry = draft.issuers.iter_mut().find(|entry| entry.id == market.id);
        entry.expect("an issuer of the sample").kinds = all;
        draft.recognitions[0].kinds = abroad.clone();
        draft.issuers.push(Publisher::chongqing().entry(world));
    });
    let recognised = scene.recognised_list(1, |draft| {
        let entry = draft.issuers.iter_mut().find(|entry| entry.id == foreign.id);
        entry.expect("an issuer of the sample").kinds = abroad;
    });
    let list = |issuer| status_list(world, issuer, NOW - age, &statuses());
    Desk { own: vec![own], recognised: vec![recognised], statuses: vec![list(market), list(foreign)] }.pack()
}

impl<'s> Case<'s> {
    fn new(scene: &'s Scene, kinds: &'s Kinds, id: &str) -> Self {
        let office = Publisher::chongqing();
        let own = serde_json::json!({"base": id, "issuer": office.id, "region": office.region.as_str()});
        let claims = read_scenario(&own.to_string(), kinds, scene.world.yesterday());
        let claims = claims.unwrap_or_else(|error| panic!("{id}: {error}"));
        let parties = Parties::of(&claims.terms, kinds);
        Self { scene, kinds, parties, scenario: signed(&claims), claims }
    }

    fn sort(&self) -> Sort {
        let faces = self.claims.terms.materials.iter().any(|material| material.face);
        match (self.parties.any_enterprise(), faces) {
            (true, _) => Sort::OfEnterprises,
            (false, true) => Sort::WithAPortrait,
            (false, false) => Sort::WithoutAPortrait,
        }
    }

    fn oldest_status(&self) -> Option<u64> {
        match self.claims.terms.status {
            StatusNeed::AtMost(age) => Some(age),
            StatusNeed::Policy | StatusNeed::NotNeeded => None,
        }
    }

    /// Every kind that something of the matter may have.
    fn kinds(&self) -> BTreeSet<&str> {
        let alternatives = self.claims.terms.materials.iter().flat_map(|material| &material.alternatives);
        let mut codes: BTreeSet<&str> = BTreeSet::from([kinds::BUSINESS_LICENCE]);
        for own in alternatives {
            codes.insert(&own.kind);
            codes.extend(piece::permits_of(own));
        }
        codes
    }

    /// The kinds of which the region matters.
    fn kinds_by_region(&self) -> BTreeSet<&str> {
        let alternatives = self.claims.terms.materials.iter().flat_map(|material| &material.alternatives);
        let asks = |predicate: &Predicate| matches!(predicate, Predicate::InRegion { label: None, .. });
        let by_region = alternatives.filter(|own| own.predicates.iter().any(asks));
        by_region.map(|own| own.kind.as_str()).chain([kinds::BUSINESS_LICENCE]).collect()
    }

    /// The name of a vector of this scenario.
    fn name(&self, what: &str) -> String {
        format!("case_{}_{what}", slug(&self.claims.terms.id))
    }

    /// A vector of this scenario at its usual desk.
    fn at_desk(&self, what: &str, says: &str) -> Vector {
        self.at("desk", what, says)
    }

    fn at(&self, desk: &str, what: &str, says: &str) -> Vector {
        let about = format!("{}: {says}", self.claims.terms.name_en);
        let vector = vector(self.name(what), about).desk(desk).audience(DESK).challenge(nonce());
        vector.scenario(self.scenario.clone())
    }

    /// All this is shown, what the last material asks for first: a certificate that could serve two materials is then
    /// found by the one for which it was meant.
    fn show(&self, vector: Vector, pieces: &[Piece]) -> Vector {
        let shown: Vec<_> = pieces.iter().rev().map(|piece| self.exhibit(piece)).collect();
        vector.matter_of((&self.claims.issuer, &self.claims.terms.id), &shown)
    }
}

/// Words, or a name in camel case, as a part of a name.
fn slug(words: &str) -> String {
    let mut slug = String::new();
    let mut before = ' ';
    for c in words.chars() {
        let begins = c.is_ascii_uppercase() && !before.is_ascii_uppercase();
        if (begins || !c.is_ascii_alphanumeric()) && before.is_ascii_alphanumeric() {
            slug.push('_');
        }
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        }
        before = c;
    }
    slug
}
