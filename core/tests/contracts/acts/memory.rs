//! A presentation counts once, whether by challenge or by a fixed audience.

use zhengzhao::act::PresentationDraft;
use zhengzhao::crypto::{Signer, SigningKey};
use zhengzhao::limits::MAX_REPLAY;
use zhengzhao::status::{Shard, Status};
use zhengzhao::verify::ReplayMemory;
use zhengzhao::{Occasion, Presence, Presentation, Refusal, Unverified, Verified};

use super::{answering, array, certificate, challenge, desk, draft, occasion, presented, verify, verify_at};
use crate::hand::{encoded, map};
use crate::world::{DAY, NOW, World, policy, region, time};

fn at(now: u64) -> Occasion {
    Occasion::new(time(now), region("330100")).with_audience(desk())
}

/// The presentation named `cti` that lives from `iat` to `exp`.
fn shown(world: &World, cti: u8, iat: u64, exp: u64) -> Vec<u8> {
    let draft = PresentationDraft { iat: time(iat), exp: time(exp), ..draft() };
    draft.sign(&certificate(world), &world.holder, [cti; 16]).unwrap()
}

fn take(world: &World, bytes: &[u8], now: u64, memory: &mut ReplayMemory) -> Result<(), Refusal> {
    verify_at(world, bytes, &at(now), Presence::Audience(memory)).map(drop)
}

fn code(verdict: Result<(), Refusal>) -> &'static str {
    verdict.unwrap_err().code()
}

#[test]
fn a_screenshot_does_not_count_twice() {
    let world = World::new();
    // By challenge: it is used up by the call, and the next one is another.
    let answer = presented(&world, &answering(1));
    assert!(verify(&world, &answer, challenge(1)).is_ok());
    assert_eq!(verify(&world, &answer, challenge(2)).unwrap_err().code(), "challenge_mismatch");
    // By audience: what was shown is remembered.
    let mut memory = ReplayMemory::new(8).unwrap();
    let fixed = presented(&world, &draft());
    assert_eq!(take(&world, &fixed, NOW, &mut memory), Ok(()));
    assert_eq!(code(take(&world, &fixed, NOW, &mut memory)), "replayed");
    assert_eq!(code(take(&world, &fixed, NOW + 119, &mut memory)), "replayed");
    assert_eq!(memory.len(), 1);
    // The name is the key and the cti: signing anew, or for longer, makes no other act.
    let longer = shown(&world, 6, NOW, NOW + 200);
    assert_eq!(code(take(&world, &longer, NOW, &mut memory)), "replayed");
    assert_eq!(take(&world, &shown(&world, 7, NOW, NOW + 120), NOW, &mut memory), Ok(()));
}

#[test]
fn another_key_makes_another_act() {
    let world = World::new();
    let mut memory = ReplayMemory::new(8).unwrap();
    assert_eq!(take(&world, &presented(&world, &draft()), NOW, &mut memory), Ok(()));
    let mut other = World::new();
    other.holder = crate::world::key(6);
    assert_eq!(take(&world, &presented(&other, &draft()), NOW, &mut memory), Ok(()));
    assert_eq!(memory.len(), 2);
}

#[test]
fn a_full_memory_cannot_tell_and_forgets_nothing_that_lives() {
    let world = World::new();
    let mut memory = ReplayMemory::new(2).unwrap();
    let (first, second) = (shown(&world, 1, NOW, NOW + 60), shown(&world, 2, NOW, NOW + 120));
    assert_eq!(take(&world, &first, NOW, &mut memory), Ok(()));
    assert_eq!(take(&world, &second, NOW, &mut memory), Ok(()));
    let third = shown(&world, 3, NOW, NOW + 300);
    let refusal = take(&world, &third, NOW + 59, &mut memory).unwrap_err();
    assert_eq!(refusal.code(), "replay_memory_full");
    assert!(refusal.is_undetermined());
    assert_eq!(code(take(&world, &first, NOW + 59, &mut memory)), "replayed");
    // The first has ended: there is room, and the second is remembered still.
    assert_eq!(take(&world, &third, NOW + 60, &mut memory), Ok(()));
    assert_eq!(memory.len(), 2);
    assert_eq!(code(take(&world, &second, NOW + 60, &mut memory)), "replayed");
}

#[test]
fn a_clock_that_went_back_does_not_open_the_window_again() {
    let world = World::new();
    let mut memory = ReplayMemory::new(2).unwrap();
    let first = shown(&world, 1, NOW, NOW + 60);
    assert_eq!(take(&world, &first, NOW, &mut memory), Ok(()));
    assert_eq!(take(&world, &shown(&world, 2, NOW, NOW + 120), NOW + 60, &mut memory), Ok(()));
    assert_eq!(memory.len(), 1);
    // The first was forgotten; at its time it cannot be told from a new one that ends no later.
    assert_eq!(code(take(&world, &first, NOW, &mut memory)), "replay_window_closed");
    assert_eq!(
        code(take(&world, &shown(&world, 3, NOW, NOW + 60), NOW, &mut memory)),
        "replay_window_closed"
    );
    assert_eq!(take(&world, &shown(&world, 3, NOW, NOW + 61), NOW, &mut memory), Ok(()));
    let mut reopened = ReplayMemory::reopen(&memory.export()).unwrap();
    assert_eq!(code(take(&world, &first, NOW, &mut reopened)), "replay_window_closed");
}

#[test]
fn only_what_is_verified_is_remembered() {
    let mut world = World::new();
    let bytes = presented(&world, &draft());
    let mut memory = ReplayMemory::new(2).unwrap();
    // Refused for another reason, after the check against the memory.
    let mut shard = Shard::new();
    shard.set(1, Status::Lapsed).unwrap();
    let list = world.status_list(&shard, NOW + 1);
    let sound = world.store.clone();
    world.store.update_status(&list, time(NOW + 1), &policy()).unwrap();
    assert_eq!(code(take(&world, &bytes, NOW, &mut memory)), "lapsed");
    // "Cannot tell" is not verified either.
    let later = shown(&world, 9, NOW + 8 * DAY, NOW + 8 * DAY + 60);
    world.store = sound;
    let cannot_tell = take(&world, &later, NOW + 8 * DAY, &mut memory).unwrap_err();
    assert!(cannot_tell.is_undetermined());
    assert!(memory.is_empty());
    assert_eq!(take(&world, &bytes, NOW, &mut memory), Ok(()));
}

fn session(
    world: &World,
    presentations: &[&[u8]],
    presence: Presence<'_>,
) -> Vec<Result<Verified<Presentation>, Refusal>> {
    let objects = presentations.iter().map(|bytes| Unverified::parse(bytes).unwrap()).collect();
    world.verifier().verify_session(objects, &occasion(world), presence)
}

fn codes(verdicts: &[Result<Verified<Presentation>, Refusal>]) -> Vec<&'static str> {
    verdicts.iter().map(|verdict| verdict.as_ref().map_or_else(Refusal::code, |_| "verified")).collect()
}

#[test]
fn one_act_does_not_stand_for_two_of_a_session() {
    let world = World::new();
    let sign = |draft: &PresentationDraft, cti: u8| {
        draft.sign(&certificate(&world), &world.holder, [cti; 16]).unwrap()
    };
    let elsewhere = PresentationDraft { nonce: answering(2).nonce, ..draft() };
    let (one, two, other) = (sign(&answering(1), 1), sign(&answering(1), 2), sign(&elsewhere, 3));
    let verdicts = session(&world, &[&one, &two, &other, &one], challenge(1));
    assert_eq!(codes(&verdicts), ["verified", "verified", "challenge_mismatch", "replayed"]);
    let verdicts = session(&world, &[&one, &one], Presence::None);
    assert_eq!(codes(&verdicts), ["verified", "replayed"]);
    let (one, two) = (sign(&draft(), 1), sign(&draft(), 2));
    let mut memory = ReplayMemory::new(8).unwrap();
    let verdicts = session(&world, &[&one, &two, &one, &other], Presence::Audience(&mut memory));
    assert_eq!(codes(&verdicts), ["verified", "verified", "replayed", "challenge_unexpected"]);
    assert_eq!(memory.len(), 2);
    let verdicts = session(&world, &[&one, &two], Presence::Audience(&mut memory));
    assert_eq!(codes(&verdicts), ["replayed", "replayed"]);
    assert!(session(&world, &[], challenge(1)).is_empty());
    // An act that was refused for what stands behind it is not shown with success a moment later either.
    let mut world = World::new();
    let mut shard = Shard::new();
    shard.set(1, Status::Lapsed).unwrap();
    let list = world.status_list(&shard, NOW + 1);
    world.store.update_status(&list, time(NOW + 1), &policy()).unwrap();
    let mut memory = ReplayMemory::new(8).unwrap();
    let verdicts = session(&world, &[&one, &one], Presence::Audience(&mut memory));
    assert_eq!(codes(&verdicts), ["lapsed", "replayed"]);
}

#[test]
fn a_memory_survives_export_and_reopening() {
    let world = World::new();
    let mut memory = ReplayMemory::new(100).unwrap();
    let empty = memory.export();
    assert_eq!(ReplayMemory::reopen(&empty).unwrap(), memory);
    for cti in 1..=20 {
        let bytes = shown(&world, cti, NOW, NOW + 30 + u64::from(cti));
        assert_eq!(take(&world, &bytes, NOW, &mut memory), Ok(()));
    }
    let exported = memory.export();
    let mut reopened = ReplayMemory::reopen(&exported).unwrap();
    assert_eq!(reopened, memory);
    assert_eq!((reopened.len(), reopened.capacity(), reopened.export()), (20, 100, exported));
    for cti in 1..=20 {
        let bytes = shown(&world, cti, NOW, NOW + 30 + u64::from(cti));
        assert_eq!(code(take(&world, &bytes, NOW, &mut reopened)), "replayed");
    }
    // It forgets as the one that it was made from does.
    assert_eq!(take(&world, &shown(&world, 30, NOW, NOW + 90), NOW + 40, &mut reopened), Ok(()));
    assert_eq!(reopened.len(), 11);
    assert_eq!(ReplayMemory::reopen(&reopened.export()).unwrap(), reopened);
    assert!(!format!("{reopened:?}").contains("cti"));
}

#[test]
fn a_memory_is_bounded() {
    assert!(ReplayMemory::new(0).is_none());
    assert!(ReplayMemory::new(MAX_REPLAY + 1).is_none());
    assert_eq!(ReplayMemory::new(MAX_REPLAY).unwrap().capacity(), MAX_REPLAY);
}

#[test]
fn a_damaged_memory_is_refused() {
    let entry =
        |key: u8, cti: u8, exp: u64| encoded(|w| w.array(3).bytes(&[key; 32]).bytes(&[cti; 16]).uint(exp));
    let capacity = encoded(|w| w.uint(4));
    let record = |members: &[(i64, Vec<u8>)]| {
        encoded(|w| w.array(3).text("zhengzhao-replay").uint(1).raw(&map(members)))
    };
    let sound = |held: &[Vec<u8>]| record(&[(1, capacity.clone()), (2, array(held))]);
    let refused = |bytes: &[u8]| {
        let refusal = ReplayMemory::reopen(bytes).unwrap_err();
        assert_eq!(refusal.object().id(), "replay");
        refusal.code()
    };
    let (a, b, c) = (entry(1, 1, NOW), entry(1, 2, NOW), entry(2, 1, NOW));
    assert_eq!(ReplayMemory::reopen(&sound(&[a.clone(), b.clone(), c.clone()])).unwrap().len(), 3);
    assert_eq!(refused(&sound(&[b.clone(), a.clone()])), "cbor_key_order");
    assert_eq!(refused(&sound(&[c.clone(), a.clone()])), "cbor_key_order");
    assert_eq!(refused(&sound(&[a.clone(), a.clone()])), "cbor_key_order");
    let five: Vec<_> = (1..=5).map(|cti| entry(1, cti, NOW)).collect();
    assert_eq!(refused(&sound(&five)), "cbor_too_large");
    assert_eq!(refused(&record(&[(1, capacity.clone())])), "cbor_truncated");
    assert_eq!(refused(&record(&[(2, array(&[]))])), "cbor_truncated");
    for wrong in [0, 1 + (1 << 20), u64::MAX] {
        let wrong = encoded(|w| w.uint(wrong));
        assert_eq!(refused(&record(&[(1, wrong), (2, array(&[]))])), "cbor_out_of_range");
    }
    let forgotten = |exp: u64| {
        record(&[(1, capacity.clone()), (2, array(core::slice::from_ref(&a))), (3, encoded(|w| w.uint(exp)))])
    };
    assert!(ReplayMemory::reopen(&forgotten(NOW - 1)).is_ok());
    assert_eq!(refused(&forgotten(NOW)), "cbor_out_of_range");
    let other = [(1, capacity.clone()), (2, array(&[])), (4, capacity.clone())];
    assert_eq!(refused(&record(&other)), "cbor_key_type");
    assert_eq!(refused(&[&sound(&[])[..], &[0]].concat()), "cbor_trailing_bytes");
    let short = encoded(|w| w.array(3).bytes(&[1; 31]).bytes(&[1; 16]).uint(NOW));
    assert_eq!(refused(&sound(&[short])), "cbor_out_of_range");
    let word = encoded(|w| w.array(3).text("zhengzhao-state").uint(1).raw(&map(&[])));
    assert_eq!(refused(&word), "wrong_typ");
    let whole = sound(&[a, b, c]);
    for length in 0..whole.len() {
        assert!(ReplayMemory::reopen(&whole[..length]).is_err(), "{length}");
    }
}

#[test]
fn the_thumbprint_is_the_presenting_key() {
    // Under a mandate the delegate's key names the act: two delegates may draw the same cti.
    let world = World::new();
    let mut memory = ReplayMemory::new(8).unwrap();
    let occasion = occasion(&world).with_scenario(super::matter());
    let by = |signer: &SigningKey| {
        let delegate = zhengzhao::act::Delegate::new(signer.public_key().clone(), "示例", None).unwrap();
        let draft = zhengzhao::act::MandateDraft { delegate, ..super::mandate_draft() };
        let mandate = draft.sign(&certificate(&world), &world.holder, [8; 16]).unwrap();
        let shown = PresentationDraft { scenario: Some(super::matter()), ..super::draft() };
        shown.sign(&mandate, signer, [6; 16]).unwrap()
    };
    for signer in [crate::world::key(5), crate::world::key(6)] {
        let verdict = verify_at(&world, &by(&signer), &occasion, Presence::Audience(&mut memory));
        assert_eq!(verdict.map(drop), Ok(()));
    }
    let again = verify_at(&world, &by(&crate::world::key(5)), &occasion, Presence::Audience(&mut memory));
    assert_eq!(code(again.map(drop)), "replayed");
}
