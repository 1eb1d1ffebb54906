//! Attacks on presentations, requests and receipts, each as somebody tried it.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops at the first surprise")]

use zhengzhao::act::{Audience, ScenarioId};
use zhengzhao::holder::HolderCopy;
use zhengzhao::issue::{DraftItem, DraftValue, issue_scenario};
use zhengzhao::receipt::{Receipt, Tip, verify_chain};
use zhengzhao::request::{Ask, Judgement, Request, ScenarioRef, judge_request};
use zhengzhao::scenario::{Material, Scenario};

use crate::receipts::journal;
use crate::world::{DAY, ISSUER, KIND, NOW, World, policy, time};

const OTHER_KIND: &str = "ZZ-LOCAL-OTHER";

/// A holder's certificate of the world's kind, that shows one item to everybody.
fn copy(world: &World) -> HolderCopy {
    let items = vec![
        DraftItem::selective(2, "示例一"),
        DraftItem::selective(22, DraftValue::Bool(true)),
        DraftItem::open(100, "公开"),
    ];
    HolderCopy::parse(&world.issue(&world.draft(items)).into_bytes()).unwrap()
}

/// What a wallet with that certificate makes of a request for `kind` under a scenario with these materials.
fn asked(kind: &str, change: impl FnOnce(&mut Vec<Material>)) -> Judgement {
    let world = World::new();
    let mut claims = world.scenario();
    change(&mut claims.terms.materials);
    let mut store = world.store.clone();
    store.update_scenario(&issue_scenario(&claims, &world.scenario).unwrap(), time(NOW), &policy()).unwrap();
    let id = ScenarioId::new(ISSUER, "check-in").unwrap();
    let scenario: &Scenario = store.scenario(&id, time(NOW)).unwrap();
    let named = ScenarioRef { id, digest: *scenario.digest() };
    let asks = vec![Ask::new(kind, [2]).unwrap()];
    let request = Request::new(Audience::new("desk").unwrap(), asks).unwrap().with_scenario(named);
    let judgement = judge_request(&request, &[copy(&world)], Some(scenario), time(NOW));
    assert!(judgement.is_registered() && judgement.refusals().is_empty());
    judgement
}

/// Open items go along with whatever is shown: a checker would learn them of a kind that it did not ask for.
#[test]
fn a_certificate_that_nobody_asked_for_is_not_shown() {
    let other = |material: &mut Material| {
        let mut alternative = material.alternatives[0].clone();
        alternative.kind = OTHER_KIND.into();
        alternative
    };
    // As one of two that serve.
    let judgement = asked(OTHER_KIND, |materials| {
        let alternative = other(&mut materials[0]);
        materials[0].alternatives.push(alternative);
    });
    assert!(judgement.offers().is_empty());
    assert_eq!(judgement.unmet(), [0]);
    // As a material of its own, which is then not what is lacking either.
    let two = |materials: &mut Vec<Material>| {
        let mut second = materials[0].clone();
        second.alternatives = vec![other(&mut second)];
        materials.push(second);
    };
    let judgement = asked(OTHER_KIND, two);
    assert!(judgement.offers().is_empty());
    assert_eq!(judgement.unmet(), [1]);
    let judgement = asked(KIND, two);
    assert_eq!((judgement.offers().len(), judgement.unmet().len()), (1, 0));
}

/// The first receipts of a journal are taken away and the rest is made anew so that only the beginning does not fit.
#[test]
fn a_chain_that_begins_nowhere_is_refused_by_its_first_receipt() {
    let (mut tip, mut receipts) = (Tip::START, Vec::new());
    for (place, receipt) in journal(3).iter().enumerate() {
        let previous = if place == 0 { [9; 32] } else { *tip.link() };
        let (number, until, entry) = (receipt.number(), receipt.keep_until(), receipt.entry().clone());
        let made = Receipt::from_parts(number, previous, until, entry).unwrap();
        tip = made.tip();
        receipts.push(made.to_bytes());
    }
    for count in 1..=3 {
        let bytes = receipts[..count].iter().map(Vec::as_slice);
        let refusal = verify_chain(bytes, &[], time(NOW + 100 * DAY)).unwrap_err();
        assert_eq!(format!("{refusal:?}"), "ReceiptChanged { object: Receipt, number: 1 }");
    }
}

/// Whoever sees an ECDSA signature can write down a second one over the same bytes.
#[cfg(feature = "p256")]
mod malleable {
    use super::*;
    use zhengzhao::act::PresentationDraft;
    use zhengzhao::crypto::{Algorithm, SigningKey};
    use zhengzhao::verify::{Challenge, ReplayMemory};
    use zhengzhao::{Occasion, Presence, Presentation, Unverified, act::Nonce};

    /// The order of P-256 (SEC 2, 2.4.2).
    const ORDER: [u8; 32] = [
        0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xbc,
        0xe6, 0xfa, 0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51,
    ];

    /// The same act with n − s in place of s.
    #[expect(clippy::arithmetic_side_effects, reason = "a test stops at the first surprise")]
    fn turned(act: &[u8]) -> Vec<u8> {
        let (before, s) = act.split_at(act.len() - 32);
        let (mut turned, mut borrow) = ([0; 32], 0_i16);
        for place in (0..32).rev() {
            let difference = i16::from(ORDER[place]) - i16::from(s[place]) - borrow;
            borrow = i16::from(difference < 0);
            turned[place] = u8::try_from(difference.rem_euclid(256)).unwrap();
        }
        [before, &turned].concat()
    }

    #[test]
    fn a_second_signature_makes_no_second_act() {
        let mut world = World::new();
        world.holder = SigningKey::from_secret(Algorithm::Esp256, &[4; 32]).unwrap();
        let shown = copy(&world).show(|_| false);
        let audience = Audience::new("desk").unwrap();
        let occasion: Occasion = world.occasion().with_audience(audience.clone());
        let sign = |nonce| {
            let (iat, exp, scenario, purpose) = (time(NOW), time(NOW + 120), None, None);
            let draft = PresentationDraft { audience: audience.clone(), iat, exp, nonce, scenario, purpose };
            draft.sign(&shown, &world.holder, [6; 16]).unwrap()
        };
        let verify = |acts: &[&[u8]], presence: Presence<'_>| {
            let acts = acts.iter().map(|act| Unverified::<Presentation>::parse(act).unwrap()).collect();
            let verdicts = world.verifier().verify_session(acts, &occasion, presence);
            verdicts
                .iter()
                .map(|own| own.as_ref().map_or_else(|it| it.code(), |_| "verified"))
                .collect::<Vec<_>>()
        };
        let act = sign(None);
        assert_ne!(turned(&act), act);
        let mut memory = ReplayMemory::new(4).unwrap();
        // Each verifies alone, and none after the other.
        assert_eq!(verify(&[&turned(&act)], Presence::None), ["verified"]);
        assert_eq!(verify(&[&act], Presence::Audience(&mut memory)), ["verified"]);
        let mut memory = ReplayMemory::reopen(&memory.export()).unwrap();
        assert_eq!(verify(&[&turned(&act)], Presence::Audience(&mut memory)), ["replayed"]);
        let nonce = Nonce::new([9; 16]);
        let act = sign(Some(nonce));
        let presence = Presence::Challenge(Challenge::new(nonce));
        assert_eq!(verify(&[&turned(&act), &act], presence), ["verified", "replayed"]);
    }
}
