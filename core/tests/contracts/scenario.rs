//! Scenarios: what is written is read, and what is named is what may be asked for.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

use std::collections::BTreeSet;

use zhengzhao::act::{Purpose, ScenarioId};
use zhengzhao::cbor::MapWriter;
use zhengzhao::crypto::Signer;
use zhengzhao::issue::{IssueError, issue_scenario};
use zhengzhao::region::Region;
use zhengzhao::scenario::{
    Alternative, Constant, Day, Link, LinkKind, Material, PermitsNeed, Predicate, ScenarioClaims, StatusNeed,
    UnverifiedScenario,
};
use zhengzhao::time::Date;
use zhengzhao::verify::Presenter;
use zhengzhao::{Refusal, Store};

use crate::hand::encoded;
use crate::request::holding_scenario;
use crate::world::{AUTHORITY, DAY, ISSUER, KIND, NOW, World, policy, time};

/// A scenario that uses every member.
pub(crate) fn full_scenario(world: &World) -> ScenarioClaims {
    let mut claims = world.scenario();
    let terms = &mut claims.terms;
    let region = Region::parse("330100").unwrap();
    let alternative = |kind: &str, predicates, permits, representative| Alternative {
        kind: kind.into(),
        fields: vec![2, 100],
        predicates,
        permits,
        representative,
    };
    let predicates = vec![
        Predicate::AgeOver { years: 14, boolean: None, date: Some(19) },
        Predicate::InRegion { label: Some(25), region },
        Predicate::InRegion { label: None, region },
        Predicate::Contains { label: 22, text: "餐饮".into() },
        Predicate::Equals { label: 17, value: Constant::Integer(-2) },
        Predicate::Equals { label: 18, value: Constant::Text("汉族".into()) },
        Predicate::Equals { label: 20, value: Constant::Bool(false) },
        Predicate::ValidOn { label: Some(28), day: Day::After(30) },
        Predicate::ValidOn { label: None, day: Day::On(Date::parse("2026-12-31").unwrap()) },
    ];
    let permits = PermitsNeed::Kinds(vec!["ZZ-LOCAL-A".into(), "ZZ-LOCAL-B".into()]);
    let mut delegate = terms.materials[0].clone();
    delegate.delegate = true;
    terms.materials[0].face = true;
    terms.materials.push(Material {
        name_zh: "营业执照".into(),
        name_en: "business licence".into(),
        alternatives: vec![
            alternative("ZZ-LOCAL-C", predicates, permits, Some((25, Some(26)))),
            alternative("ZZ-LOCAL-D", Vec::new(), PermitsNeed::All, Some((25, None))),
        ],
        delegate: false,
        face: false,
    });
    terms.materials.push(delegate);
    let link = |kind, from, to| Link { kind, from, to };
    terms.links = vec![
        link(LinkKind::SameKey, 0, 1),
        link(LinkKind::SameCode, 0, 1),
        link(LinkKind::SameEnterprise, 1, 0),
        link(LinkKind::LegalRepresentative, 1, 0),
    ];
    terms.presenter = Presenter::ProvenAudience;
    terms.mandate = true;
    terms.status = StatusNeed::AtMost(3600);
    terms.provision = Some("示例规定第一条".into());
    claims
}

#[test]
fn what_is_written_is_read() {
    let world = World::new();
    let mut least = world.scenario();
    least.terms.presenter = Presenter::NotProven;
    least.terms.status = StatusNeed::NotNeeded;
    for claims in [world.scenario(), full_scenario(&world), least] {
        let bytes = issue_scenario(&claims, &world.scenario).unwrap();
        let read = UnverifiedScenario::parse(&bytes).unwrap();
        assert_eq!(read.claims, claims);
        let mut store = world.store.clone();
        store.update_scenario(&bytes, time(NOW), &policy()).unwrap();
        let id = ScenarioId::new(ISSUER, "check-in").unwrap();
        let held = store.scenario(&id, time(NOW)).unwrap();
        assert_eq!((held.terms(), held.digest()), (&claims.terms, &read.digest));
        assert_eq!(
            (held.region(), held.issued_at(), held.expires()),
            (claims.region, claims.iat, claims.exp)
        );
    }
}

#[test]
fn what_a_store_would_refuse_is_not_signed() {
    let world = World::new();
    let code = |change: &dyn Fn(&mut ScenarioClaims)| {
        let mut claims = full_scenario(&world);
        change(&mut claims);
        match issue_scenario(&claims, &world.scenario).unwrap_err() {
            IssueError::Refused(refusal) => refusal.code(),
            other => panic!("{other}"),
        }
    };
    assert_eq!(code(&|claims| claims.terms.id = "Check".into()), "claim_invalid");
    assert_eq!(code(&|claims| claims.exp = time(NOW + 366 * DAY + 1)), "list_lifetime_too_long");
    assert_eq!(code(&|claims| claims.terms.mandate = false), "claim_invalid");
    assert_eq!(code(&|claims| claims.terms.materials.truncate(1)), "claim_invalid");
    assert_eq!(code(&|claims| claims.terms.links[0].to = 2), "claim_invalid");
    assert_eq!(
        code(&|claims| claims.terms.materials[0].alternatives[0].fields = vec![10]),
        "item_restates_claim"
    );
    assert_eq!(
        code(&|claims| claims.terms.materials[1].alternatives[1].representative = None),
        "claim_invalid"
    );
    let long = "长".repeat(200);
    let large = |claims: &mut ScenarioClaims| {
        let one = Predicate::Contains { label: 22, text: long.clone() };
        for alternative in &mut claims.terms.materials[1].alternatives {
            alternative.predicates = vec![one.clone(); 16];
        }
    };
    assert_eq!(code(&large), "too_large");
}

#[test]
fn named_is_what_may_be_asked_for_and_narrowest_the_least() {
    let world = World::new();
    let mut claims = full_scenario(&world);
    let labels = |claims: &ScenarioClaims, place: usize, alternative: usize| {
        let terms = &claims.terms;
        let own = &terms.materials[place].alternatives[alternative];
        let shown = |labels: BTreeSet<u16>| labels.into_iter().collect::<Vec<_>>();
        (shown(terms.named(place, own)), shown(terms.narrowest(place, own)))
    };
    assert_eq!(labels(&claims, 0, 0), (vec![2, 3, 4, 19, 22, 4081], vec![2, 3, 4, 22, 4081]));
    assert_eq!(labels(&claims, 1, 1), (vec![2, 3, 4, 25, 100], vec![2, 3, 4, 25, 100]));
    // The delegate is linked by the key first.
    assert_eq!(labels(&claims, 2, 0), (vec![2, 3, 4, 19, 22], vec![2, 22]));
    claims.terms.links = vec![Link { kind: LinkKind::SameKey, from: 0, to: 1 }];
    assert_eq!(labels(&claims, 0, 0), (vec![2, 19, 22, 4081], vec![2, 22, 4081]));
    // The enterprise shows who represents it; only the person shows a code of its own.
    claims.terms.links = vec![Link { kind: LinkKind::LegalRepresentative, from: 1, to: 0 }];
    assert_eq!(labels(&claims, 0, 0).1, vec![2, 3, 4, 22, 4081]);
    assert_eq!(labels(&claims, 1, 1).1, vec![2, 25, 100]);
    let all = vec![2, 17, 18, 19, 20, 22, 25, 26, 28, 100];
    assert_eq!(labels(&claims, 1, 0), (all.clone(), all));
}

#[test]
fn a_pack_brings_scenarios_and_takes_all_or_nothing() {
    let world = World::new();
    let bytes = issue_scenario(&world.scenario(), &world.scenario).unwrap();
    let id = ScenarioId::new(ISSUER, "check-in").unwrap();
    let pack = |scenarios: Vec<Vec<u8>>| {
        let pack = zhengzhao::Pack::new(None, Vec::new(), Vec::new(), Vec::new()).with_scenarios(scenarios);
        zhengzhao::Pack::parse(&pack.to_bytes()).unwrap()
    };
    let mut store = world.store.clone();
    store.import(&pack(vec![bytes.clone()]), time(NOW), &policy()).unwrap();
    assert!(store.scenario(&id, time(NOW)).is_ok());
    let mut broken = bytes.clone();
    *broken.last_mut().unwrap() ^= 1;
    let mut store = world.store.clone();
    let refusal = store.import(&pack(vec![bytes, broken]), time(NOW), &policy()).unwrap_err();
    assert_eq!(refusal.code(), "signature_invalid");
    assert_eq!(store.scenario(&id, time(NOW)).unwrap_err().code(), "scenario_unknown");
    assert_eq!(store.scenarios().count(), 0);
}

#[test]
fn the_state_keeps_scenarios_and_their_floor() {
    let world = World::new();
    let store = holding_scenario(&world);
    let exported = store.export();
    let again = Store::reopen(&exported).unwrap();
    assert_eq!(again.export(), exported);
    assert_eq!(again.scenarios().collect::<Vec<_>>(), store.scenarios().collect::<Vec<_>>());
    let scenario = |iat: u64, version: u64| {
        let mut claims = world.scenario();
        claims.iat = time(iat);
        claims.terms.version = version;
        claims.terms.purpose = Purpose::new("另一用途").unwrap();
        issue_scenario(&claims, &world.scenario).unwrap()
    };
    let state = |scenarios: &[Vec<u8>]| {
        let mut map = MapWriter::new();
        map.entry(1, |w| w.bytes(&world.store.trust().anchor().to_bytes()));
        map.entry(2, |w| w.bytes(&world.trust_list()));
        map.entry(7, |w| {
            w.array(scenarios.len());
            let signer = world.scenario.public_key().thumbprint();
            scenarios
                .iter()
                .fold(w, |w, bytes| w.array(3).text(AUTHORITY).bytes(signer.as_bytes()).bytes(bytes))
        });
        encoded(|w| w.array(3).text("zhengzhao-state").uint(1).map(map))
    };
    let reopened = Store::reopen(&state(&[scenario(NOW + 5, 1)])).unwrap();
    assert_eq!(reopened.clock_floor(), Some(time(NOW + 5)));
    let twice = Store::reopen(&state(&[scenario(NOW, 1), scenario(NOW, 2)])).unwrap_err();
    let object = zhengzhao::error::Object::State;
    assert_eq!(twice, Refusal::DuplicateEntry { object, id: "check-in".into() });
    assert_eq!(KIND, reopened.scenarios().next().unwrap().terms().materials[0].alternatives[0].kind);
}
