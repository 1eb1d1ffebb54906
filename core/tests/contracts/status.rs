//! Status lists: four bits, one shard, one way to inflate it; and the words of others.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops at the first surprise")]

use std::time::{Duration, Instant};

use miniz_oxide::deflate::{compress_to_vec, compress_to_vec_zlib};
use zhengzhao::limits::{MAX_STATUS_LIST, STATUS_SHARD, STATUS_SHARD_BYTES};
use zhengzhao::status::{Meaning, Shard, Status, Vocabulary};
use zhengzhao::{Refusal, Store};

use crate::hand::{encoded, header, map, sign1};
use crate::world::{DAY, ISSUER, NOW, URI, World, policy, time};

/// A status list whose claim 65533 is this, signed by the status key, newer than the one of the world.
pub(crate) fn signed(world: &World, list: &[u8]) -> Vec<u8> {
    let payload = map(&[
        (1, encoded(|w| w.text(ISSUER))),
        (2, encoded(|w| w.text(URI))),
        (4, encoded(|w| w.uint(NOW + DAY))),
        (6, encoded(|w| w.uint(NOW + 1))),
        (65533, list.to_vec()),
    ]);
    let typ = encoded(|w| w.text("application/statuslist+cwt"));
    sign1(&world.status, &header(&world.status, &typ, &[]), &map(&[]), &payload)
}

/// The claim 65533: `bits` and `lst`.
pub(crate) fn list(bits: u64, deflated: &[u8]) -> Vec<u8> {
    let mut map = zhengzhao::cbor::MapWriter::new();
    map.text_entry("bits", |w| w.uint(bits)).text_entry("lst", |w| w.bytes(deflated));
    encoded(|w| w.map(map))
}

fn update(list: &[u8]) -> Result<Store, Refusal> {
    let mut world = World::new();
    let bytes = signed(&world, list);
    let before = world.store.export();
    let result = world.store.update_status(&bytes, time(NOW + 1), &policy());
    assert!(result.is_ok() || world.store.export() == before, "a refused list changed the store");
    result.map(|()| world.store)
}

fn inflate(stream: &[u8]) -> Result<Store, &'static str> {
    update(&list(4, stream)).map_err(|refusal| refusal.code())
}

#[test]
fn a_stream_of_exactly_one_shard_is_taken() {
    let mut shard = vec![0; STATUS_SHARD_BYTES];
    for level in 0..=9 {
        shard[usize::from(level)] = level;
        assert!(inflate(&compress_to_vec_zlib(&shard, level)).is_ok(), "level {level}");
    }
    // Noise does not shrink; it still fits.
    let mut state = 1_u32;
    shard.fill_with(|| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_be_bytes()[0]
    });
    let stream = compress_to_vec_zlib(&shard, 9);
    assert!(stream.len() > STATUS_SHARD_BYTES && stream.len() < MAX_STATUS_LIST);
    assert!(inflate(&stream).is_ok());
}

#[test]
fn every_other_stream_is_refused() {
    const FAILED: Option<&str> = Some("status_inflate_failed");
    let sound = compress_to_vec_zlib(&vec![0; STATUS_SHARD_BYTES], 9);
    for length in [0, 1, STATUS_SHARD_BYTES - 1, STATUS_SHARD_BYTES + 1, 2 * STATUS_SHARD_BYTES] {
        assert_eq!(inflate(&compress_to_vec_zlib(&vec![0; length], 9)).err(), FAILED, "{length}");
    }
    for length in 0..sound.len() {
        assert_eq!(inflate(&sound[..length]).err(), FAILED, "cut to {length}");
    }
    let trailing = [&sound[..], &[0]].concat();
    assert_eq!(inflate(&trailing).err(), FAILED);
    assert_eq!(inflate(&[&sound[..], &sound[..]].concat()).err(), FAILED);
    // Each bit of the checksum.
    for bit in 0..32 {
        let mut wrong = sound.clone();
        let at = wrong.len() - 1 - bit / 8;
        wrong[at] ^= 1 << (bit % 8);
        assert_eq!(inflate(&wrong).err(), FAILED, "bit {bit}");
    }
    // A preset dictionary (RFC 1950 §2.2): the flag, and the identifier that it announces.
    let dictionary = [&[0x78, 0x20, 0, 0, 0, 1], &sound[2..]].concat();
    assert_eq!(inflate(&dictionary).err(), FAILED);
    let flag = [&[0x78, 0x20], &sound[2..]].concat();
    assert_eq!(inflate(&flag).err(), FAILED);
    // Another method, a window of 64 KiB, a header whose check bits are wrong.
    for head in [[0x77, 0x85], [0x88, 0x1c], [0x78, 0x00]] {
        assert_eq!(inflate(&[&head, &sound[2..]].concat()).err(), FAILED, "{head:?}");
    }
    // Raw DEFLATE, and a gzip member.
    assert_eq!(inflate(&compress_to_vec(&vec![0; STATUS_SHARD_BYTES], 9)).err(), FAILED);
    assert_eq!(inflate(&[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]).err(), FAILED);
    assert_eq!(inflate(&vec![0; 1000]).err(), FAILED);
}

#[test]
fn a_bomb_is_refused_by_its_size_and_not_by_the_memory() {
    // 512 MiB of zeros in half a megabyte, about 1000 to 1.
    let bomb = compress_to_vec_zlib(&vec![0; 512 * 1024 * 1024], 6);
    assert!(bomb.len() < MAX_STATUS_LIST && 512 * 1024 * 1024 / bomb.len() > 900);
    let started = Instant::now();
    assert_eq!(inflate(&bomb).err(), Some("status_inflate_failed"));
    // Inflating all of it takes several times as long; the bound is generous, not a measurement.
    assert!(started.elapsed() < Duration::from_secs(5));
}

#[test]
fn the_claim_has_two_members() {
    let sound = compress_to_vec_zlib(&vec![0; STATUS_SHARD_BYTES], 9);
    for bits in [0, 1, 2, 3, 5, 8, u64::MAX] {
        let refusal = update(&list(bits, &sound)).unwrap_err();
        assert_eq!(refusal, Refusal::StatusBitsWrong { object: zhengzhao::error::Object::StatusList, bits });
    }
    let entry = |label: &str, value: &[u8]| {
        let mut map = zhengzhao::cbor::MapWriter::new();
        map.text_entry(label, |w| w.raw(value));
        encoded(|w| w.map(map))
    };
    let code = |list: &[u8]| update(list).unwrap_err().code();
    assert_eq!(code(&entry("bits", &[4])), "claim_invalid");
    assert_eq!(code(&entry("lst", &encoded(|w| w.bytes(&sound)))), "claim_invalid");
    assert_eq!(code(&entry("aggregation_uri", &[0x60])), "claim_invalid");
    assert_eq!(code(&map(&[])), "claim_invalid");
    assert_eq!(code(&[0x80]), "cbor_unexpected_type");
    assert_eq!(code(&list(4, &vec![0; MAX_STATUS_LIST])), "too_large");
}

#[test]
fn four_bits_of_two_neighbours_do_not_touch() {
    let mut shard = Shard::new();
    let last = STATUS_SHARD - 1;
    for (index, status) in
        [(0, Status::TransferredOut), (1, Status::Cancelled), (2, Status::Void), (last, Status::Lapsed)]
    {
        shard.set(index, status).unwrap();
    }
    let listed: Vec<_> = shard.not_valid().collect();
    assert_eq!(
        listed,
        [(0, Status::TransferredOut), (1, Status::Cancelled), (2, Status::Void), (last, Status::Lapsed)]
    );
    shard.set(0, Status::Valid).unwrap();
    assert_eq!((shard.get(0), shard.get(1)), (Some(Status::Valid), Some(Status::Cancelled)));
    shard.set(1, Status::Suspended).unwrap();
    assert_eq!((shard.get(0), shard.get(1)), (Some(Status::Valid), Some(Status::Suspended)));
    assert_eq!(shard.get(last - 1), Some(Status::Valid));
    for outside in [STATUS_SHARD, STATUS_SHARD + 1, u64::from(u32::MAX) + 1, u64::MAX] {
        assert_eq!(shard.get(outside), None);
        let expected =
            Refusal::StatusIndexOutOfRange { object: zhengzhao::error::Object::StatusList, index: outside };
        assert_eq!(shard.set(outside, Status::Void), Err(expected));
    }
    // A clone is a copy: setting one leaves the other.
    let copy = shard.clone();
    shard.set(1, Status::Valid).unwrap();
    assert_eq!(copy.get(1), Some(Status::Suspended));
}

#[test]
fn every_status_reaches_the_verdict_under_its_own_code() {
    for value in 0..16 {
        let status = Status::of(value);
        assert_eq!(status.value(), value);
        let mut world = World::new();
        let mut shard = Shard::new();
        // The neighbours say something else.
        for (index, other) in [(0, Status::Void), (1, status), (2, Status::Lapsed)] {
            shard.set(index, other).unwrap();
        }
        let bytes = world.status_list(&shard, NOW + 1);
        world.store.update_status(&bytes, time(NOW + 1), &policy()).unwrap();
        let certificate = world.issue(&world.draft(Vec::new())).into_bytes();
        let printed = world.issue_printed(&world.draft(Vec::new())).into_bytes();
        let verdicts = [world.verify(&certificate).map(drop), world.verify_printed(&printed).map(drop)];
        for verdict in verdicts {
            match value {
                0 => assert_eq!(verdict, Ok(())),
                4..=11 => {
                    let refusal = verdict.unwrap_err();
                    assert!(refusal.is_undetermined());
                    assert_eq!(refusal.code(), "status_value_unknown");
                }
                _ => {
                    let refusal = verdict.unwrap_err();
                    assert!(!refusal.is_undetermined());
                    assert_eq!(refusal.code(), status.id());
                    assert_eq!(Status::from_id(status.id()), Some(status));
                }
            }
        }
    }
    assert_eq!(Status::from_id("unknown"), None);
    assert_eq!(Status::of(0x1c), Status::Void);
}

#[test]
fn foreign_words_map_back_to_themselves() {
    for vocabulary in Vocabulary::ALL {
        for (code, meaning) in vocabulary.table() {
            assert_eq!(vocabulary.meaning(code), Some(*meaning), "{vocabulary:?} {code}");
            if let Meaning::Listed(status) = meaning {
                assert_eq!(vocabulary.code(*status), Some(*code), "{vocabulary:?} {code}");
            }
        }
        for status in Status::ALL {
            let back = vocabulary.code(status).and_then(|code| vocabulary.meaning(code));
            assert!(back.is_none_or(|back| back == Meaning::Listed(status)), "{vocabulary:?} {status:?}");
        }
        assert_eq!(vocabulary.code(Status::Unknown(4)), None);
        for unknown in ["", "0", "00", "08", " 01", "1 ", "９９"] {
            assert_eq!(vocabulary.meaning(unknown), None, "{vocabulary:?} {unknown:?}");
        }
    }
    // One code, three meanings.
    assert_eq!(Vocabulary::Construction.meaning("01"), Some(Meaning::Listed(Status::Valid)));
    assert_eq!(Vocabulary::Transport.meaning("01"), Some(Meaning::Listed(Status::Superseded)));
    assert_eq!(Vocabulary::RealEstate.meaning("01"), None);
    assert_eq!(Vocabulary::Construction.code(Status::Superseded), None);
}
