//! The exported state: what comes back is what was held, and contradictions are refused.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use zhengzhao::cbor::MapWriter;
use zhengzhao::crypto::Signer;
use zhengzhao::error::Object;
use zhengzhao::issue::sign_trust_list;
use zhengzhao::status::Shard;
use zhengzhao::{Refusal, Store};

use crate::hand::encoded;
use crate::world::{AUTHORITY, ISSUER, NOW, URI, World, region};

/// A state of the world's anchor, this own list and these held status lists.
fn state(world: &World, own: &[u8], recognised: &[Vec<u8>], held: &[Vec<u8>]) -> Vec<u8> {
    let mut map = MapWriter::new();
    map.entry(1, |w| w.bytes(&world.store.trust().anchor().to_bytes())).entry(2, |w| w.bytes(own));
    map.entry(3, |w| {
        w.array(recognised.len());
        recognised.iter().fold(w, |w, list| w.bytes(list))
    });
    map.entry(4, |w| {
        w.array(held.len());
        let signer = world.status.public_key().thumbprint();
        held.iter().fold(w, |w, list| w.array(3).text(AUTHORITY).bytes(signer.as_bytes()).bytes(list))
    });
    encoded(|w| w.array(3).text("zhengzhao-state").uint(1).map(map))
}

fn code(bytes: &[u8]) -> &'static str {
    Store::reopen(bytes).unwrap_err().code()
}

#[test]
fn a_state_survives_export_and_reopening() {
    let world = World::new();
    let exported = world.store.export();
    let again = Store::reopen(&exported).unwrap();
    assert_eq!(again.export(), exported);
    assert_eq!(again.clock_floor(), world.store.clock_floor());
    assert_eq!(again.statuses().len(), 1);
    let list = world.status_list(&Shard::new(), NOW);
    assert!(Store::reopen(&state(&world, &world.trust_list(), &[], &[list])).is_ok());
}

#[test]
fn two_records_of_one_list_are_refused() {
    let world = World::new();
    let own = world.trust_list();
    let lists = [world.status_list(&Shard::new(), NOW), world.status_list(&Shard::new(), NOW + 1)];
    let expected = Refusal::DuplicateEntry { object: Object::State, id: URI.into() };
    assert_eq!(Store::reopen(&state(&world, &own, &[], &lists)).unwrap_err(), expected);
    assert_eq!(code(&state(&world, &own, &[own.clone(), own.clone()], &[])), "duplicate_entry");
    assert!(Store::reopen(&state(&world, &own, std::slice::from_ref(&own), &[])).is_ok());
}

#[test]
fn an_own_list_of_another_authority_or_region_is_refused() {
    let world = World::new();
    let mut draft = world.trust_list_draft();
    draft.authority = ISSUER.into();
    let other = sign_trust_list(&draft.build().unwrap(), &world.authority).unwrap();
    assert_eq!(code(&state(&world, &other, &[], &[])), "authority_mismatch");
    let mut draft = world.trust_list_draft();
    draft.region = region("320000");
    draft.issuers.clear();
    let other = sign_trust_list(&draft.build().unwrap(), &world.authority).unwrap();
    assert_eq!(code(&state(&world, &other, &[], &[])), "list_region_mismatch");
}
