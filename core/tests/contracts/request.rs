//! Requests: what a wallet shows is what was asked for, what the scenario names, and the least.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test stops at the first surprise")]

use zhengzhao::act::seal::ELECTRONIC_SEAL;
use zhengzhao::act::{Audience, Nonce, ScenarioId};
use zhengzhao::holder::HolderCopy;
use zhengzhao::issue::{DraftItem, DraftValue, issue_scenario};
use zhengzhao::request::{Ask, Request, judge_request};
use zhengzhao::scenario::{PermitsNeed, ScenarioClaims};
use zhengzhao::{Refusal, Store};

use crate::world::{ISSUER, KIND, NOW, World, policy, time};

/// The world's store with the world's scenario.
pub(crate) fn holding_scenario(world: &World) -> Store {
    holding(world, &world.scenario())
}

fn holding(world: &World, claims: &ScenarioClaims) -> Store {
    let mut store = world.store.clone();
    let bytes = issue_scenario(claims, &world.scenario).unwrap();
    store.update_scenario(&bytes, time(NOW), &policy()).unwrap();
    store
}

fn id() -> ScenarioId {
    ScenarioId::new(ISSUER, "check-in").unwrap()
}

/// The least that the world's scenario needs, asked by a hotel.
pub(crate) fn check_in_request(world: &World) -> Request {
    request(&holding_scenario(world))
}

fn request(store: &Store) -> Request {
    let scenario = store.scenario(&id(), time(NOW)).unwrap();
    let audience = Audience::new("示例酒店前台").unwrap();
    Request::minimal(scenario, audience).unwrap().with_nonce(Nonce::new([9; 16]))
}

fn items() -> Vec<DraftItem> {
    let boolean = |label, value| DraftItem::selective(label, DraftValue::Bool(value));
    vec![
        DraftItem::selective(2, "林小满"),
        DraftItem::selective(3, "110101199003070002"),
        DraftItem::selective(19, "1990-03-07"),
        boolean(22, true),
        DraftItem::open(100, "公开"),
    ]
}

fn copy(world: &World, items: Vec<DraftItem>) -> HolderCopy {
    HolderCopy::parse(&world.issue(&world.draft(items)).into_bytes()).unwrap()
}

fn labels(world: &World, shown: &[u8]) -> Vec<u16> {
    world.verify(shown).unwrap().items().iter().map(|(label, _)| label).collect()
}

#[test]
fn a_request_survives_its_bytes() {
    let world = World::new();
    let minimal = check_in_request(&world);
    assert_eq!(Request::parse(&minimal.to_bytes()).unwrap(), minimal);
    assert_eq!(minimal.asks(), [Ask::new(KIND, [2, 22]).unwrap()]);
    assert_eq!(minimal.purpose().unwrap().as_str(), "住宿登记");
    let bare = Request::new(Audience::any(), vec![Ask::new(KIND, []).unwrap()]).unwrap();
    assert_eq!(Request::parse(&bare.to_bytes()).unwrap(), bare);
}

#[test]
fn asks_are_checked_when_they_are_made() {
    let code = |kind: &str, labels: &[u16]| Ask::new(kind, labels.iter().copied()).unwrap_err().code();
    assert_eq!(code("", &[2]), "claim_invalid");
    assert_eq!(code(KIND, &[0]), "item_label_invalid");
    assert_eq!(code(KIND, &[4096]), "item_label_invalid");
    assert_eq!(code(KIND, &[14]), "item_restates_claim");
    assert_eq!(Ask::new(KIND, 100..165).unwrap_err().code(), "claim_invalid");
    assert_eq!(Ask::new(KIND, [3, 2, 3]).unwrap().labels(), [2, 3]);
    let ask = Ask::new(KIND, [2]).unwrap();
    assert_eq!(Request::new(Audience::any(), Vec::new()).unwrap_err().code(), "claim_invalid");
    assert_eq!(Request::new(Audience::any(), vec![ask; 65]).unwrap_err().code(), "claim_invalid");
}

#[test]
fn what_is_offered_is_shown_and_nothing_else() {
    let world = World::new();
    let store = holding_scenario(&world);
    let copies = [copy(&world, items())];
    let scenario = store.scenario(&id(), time(NOW)).unwrap();
    let judgement = judge_request(&request(&store), &copies, Some(scenario), time(NOW));
    assert!(judgement.is_registered() && judgement.refusals().is_empty() && judgement.unmet().is_empty());
    let [offer] = judgement.offers() else { panic!("one offer") };
    assert_eq!((offer.copy(), offer.material(), offer.labels()), (0, Some(0), [2, 22].as_slice()));
    let [copy] = &copies;
    assert_eq!(labels(&world, &offer.show(copy)), [2, 22, 100]);
}

#[test]
fn an_unregistered_request_is_told_and_answered_only_as_asked() {
    let world = World::new();
    let asks = vec![Ask::new(KIND, [2, 3, 101]).unwrap(), Ask::new(KIND, [3]).unwrap()];
    let asked = Request::new(Audience::any(), asks).unwrap();
    let copies = [copy(&world, items())];
    let judgement = judge_request(&asked, &copies, None, time(NOW));
    let object = zhengzhao::error::Object::Request;
    assert_eq!(judgement.refusals(), [Refusal::UnregisteredPurpose { object }]);
    assert!(!judgement.is_registered());
    assert_eq!(judgement.unmet(), [1]);
    let [offer] = judgement.offers() else { panic!("one offer") };
    assert_eq!((offer.material(), offer.labels()), (None, [2, 3].as_slice()));
    let [copy] = &copies;
    assert_eq!(labels(&world, &offer.show(copy)), [2, 3, 100]);
}

#[test]
fn a_field_beyond_the_scenario_is_named_and_never_offered() {
    let world = World::new();
    let store = holding_scenario(&world);
    let scenario = store.scenario(&id(), time(NOW)).unwrap();
    let base = request(&store);
    let asked = Request::new(base.audience().clone(), vec![Ask::new(KIND, [2, 3, 22, 24]).unwrap()]).unwrap();
    let asked = asked.with_scenario(base.scenario().unwrap().clone());
    let judgement = judge_request(&asked, &[copy(&world, items())], Some(scenario), time(NOW));
    let object = zhengzhao::error::Object::Request;
    let refusal = Refusal::FieldNotInScenario { object, kind: KIND.into(), label: 3 };
    assert_eq!(judgement.refusals(), [refusal]);
    assert!(judgement.is_registered());
    let [offer] = judgement.offers() else { panic!("one offer") };
    assert_eq!(offer.labels(), [2, 22]);
}

#[test]
fn each_material_gets_a_certificate_of_its_own() {
    let world = World::new();
    let mut claims = world.scenario();
    let second = claims.terms.materials.first().unwrap().clone();
    claims.terms.materials.push(second);
    let store = holding(&world, &claims);
    let scenario = store.scenario(&id(), time(NOW)).unwrap();
    let one = [copy(&world, items())];
    let judgement = judge_request(&request(&store), &one, Some(scenario), time(NOW));
    assert_eq!((judgement.offers().len(), judgement.unmet()), (1, [1].as_slice()));
    let two = [copy(&world, items()), copy(&world, items())];
    let judgement = judge_request(&request(&store), &two, Some(scenario), time(NOW));
    let places: Vec<_> = judgement.offers().iter().map(|offer| (offer.copy(), offer.material())).collect();
    assert_eq!(places, [(0, Some(0)), (1, Some(1))]);
}

#[test]
fn permits_that_are_asked_for_are_shown_whole_and_alone() {
    let world = World::new();
    let mut claims = world.scenario();
    claims.terms.materials.first_mut().unwrap().alternatives.first_mut().unwrap().permits =
        PermitsNeed::Kinds(vec![KIND.into()]);
    let store = holding(&world, &claims);
    let scenario = store.scenario(&id(), time(NOW)).unwrap();
    let mut draft = world.draft(items());
    let mut other = world.permit(vec![DraftItem::open(1, "其他")], true);
    other.kind = "ZZ-LOCAL-OTHER".into();
    draft.permits = vec![other, world.permit(vec![DraftItem::open(1, "许可")], true)];
    let copies = [HolderCopy::parse(&world.issue(&draft).into_bytes()).unwrap()];
    let judgement = judge_request(&request(&store), &copies, Some(scenario), time(NOW));
    let [offer] = judgement.offers() else { panic!("one offer") };
    let [copy] = &copies;
    let verified = world.verify(&offer.show(copy)).unwrap();
    let shown: Vec<_> = verified.permits().iter().map(|permit| permit.kind()).collect();
    assert_eq!((shown, verified.permits_withheld()), (vec![KIND], 1));
}

#[test]
fn all_permits_are_shown_where_all_are_asked_for_and_a_licence_without_one_does_not_serve() {
    let world = World::new();
    let mut claims = world.scenario();
    claims.terms.materials.first_mut().unwrap().alternatives.first_mut().unwrap().permits = PermitsNeed::All;
    let store = holding(&world, &claims);
    let scenario = store.scenario(&id(), time(NOW)).unwrap();
    let bare = [copy(&world, items())];
    let judgement = judge_request(&request(&store), &bare, Some(scenario), time(NOW));
    assert_eq!((judgement.offers().len(), judgement.unmet()), (0, [0].as_slice()));
    let mut draft = world.draft(items());
    draft.permits = vec![world.permit(vec![DraftItem::open(1, "甲")], true), world.permit(vec![], true)];
    let copies = [HolderCopy::parse(&world.issue(&draft).into_bytes()).unwrap()];
    let judgement = judge_request(&request(&store), &copies, Some(scenario), time(NOW));
    let ([offer], [copy]) = (judgement.offers(), &copies) else { panic!("one offer") };
    let verified = world.verify(&offer.show(copy)).unwrap();
    assert_eq!((verified.permits().len(), verified.permits_withheld()), (2, 0));
}

#[test]
fn a_seal_is_never_asked_for_and_its_certificate_never_shown() {
    let world = World::new();
    let mut claims = world.scenario();
    let mut seal = claims.terms.materials.first().unwrap().clone();
    seal.alternatives.truncate(1);
    seal.alternatives.first_mut().unwrap().kind = ELECTRONIC_SEAL.into();
    claims.terms.materials.push(seal);
    let store = holding(&world, &claims);
    let scenario = store.scenario(&id(), time(NOW)).unwrap();
    let least = request(&store);
    assert!(least.asks().iter().all(|ask| ask.kind() != ELECTRONIC_SEAL));
    let mut draft = world.draft(items());
    draft.kind = ELECTRONIC_SEAL.into();
    let copies = [copy(&world, items()), HolderCopy::parse(&world.issue(&draft).into_bytes()).unwrap()];
    let seal = Ask::new(ELECTRONIC_SEAL, [2]).unwrap();
    let asked = Request::new(least.audience().clone(), vec![seal]).unwrap();
    let asked = asked.with_scenario(least.scenario().unwrap().clone());
    for request in [least, asked] {
        let judgement = judge_request(&request, &copies, Some(scenario), time(NOW));
        assert!(judgement.refusals().is_empty() && judgement.unmet().is_empty());
        assert!(judgement.offers().iter().all(|offer| offer.copy() == 0));
    }
}

#[test]
fn a_certificate_outside_its_dates_serves_nothing() {
    let world = World::new();
    let store = holding_scenario(&world);
    let scenario = store.scenario(&id(), time(NOW)).unwrap();
    let served = |nbf: u64, exp: Option<u64>| {
        let mut draft = world.draft(items());
        (draft.nbf, draft.exp) = (time(nbf), exp.map(time));
        let copies = [HolderCopy::parse(&world.issue(&draft).into_bytes()).unwrap()];
        let judgement = judge_request(&request(&store), &copies, Some(scenario), time(NOW));
        judgement.unmet().is_empty()
    };
    assert!(served(NOW, None) && served(NOW - 1, Some(NOW + 1)));
    assert!(!served(NOW + 1, None) && !served(NOW - 1, Some(NOW)));
}
