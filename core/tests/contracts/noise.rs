//! No parser panics: on nothing, on every beginning of a sound object, on every changed byte, on noise.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops at the first surprise")]

use zhengzhao::act::Nonce;
use zhengzhao::act::enrolment::{self, EnrolmentChallenge, EnrolmentDraft};
use zhengzhao::cbor::diagnose;
use zhengzhao::crypto::rand_core::Rng;
use zhengzhao::error::Object;
use zhengzhao::holder::HolderCopy;
use zhengzhao::issue::{Draft, DraftElement, DraftItem, DraftValue};
use zhengzhao::status::Shard;
use zhengzhao::trust::Anchor;
use zhengzhao::{Certificate, Pack, Printed, Refusal, Store, Unverified};

use crate::world::{ISSUER, NOW, World, policy, rng, time};

type Parser = fn(&World, &[u8]) -> Result<(), Refusal>;

fn challenge() -> EnrolmentChallenge {
    EnrolmentChallenge::new(ISSUER, Nonce::new([3; 16])).unwrap()
}

/// Every way in for bytes of others, with the name of its object.
const PARSERS: [(&str, Parser); 11] = [
    ("certificate", |_, bytes| Unverified::<Certificate>::parse(bytes).map(drop)),
    ("verified", |world, bytes| world.verify(bytes).map(drop)),
    ("printed", |_, bytes| Unverified::<Printed>::parse(bytes).map(drop)),
    ("copy", |_, bytes| HolderCopy::parse(bytes).map(drop)),
    ("trust list", |world, bytes| world.store.clone().update_own(&[bytes], time(NOW), &policy())),
    ("status list", |world, bytes| world.store.clone().update_status(bytes, time(NOW), &policy())),
    ("enrolment", |_, bytes| enrolment::verify(bytes, challenge(), time(NOW), 0).map(drop)),
    ("pack", |world, bytes| world.store.clone().import(&Pack::parse(bytes)?, time(NOW), &policy())),
    ("state", |_, bytes| Store::reopen(bytes).map(drop)),
    ("anchor", |_, bytes| Anchor::parse(bytes).map(drop)),
    ("notation", |_, bytes| diagnose(Object::Pack, bytes).map(drop).map_err(Refusal::from)),
];

/// A draft with everything in it.
pub(crate) fn full_draft(world: &World) -> Draft {
    let list = vec![
        DraftElement { value: "一".into(), redact: true },
        DraftElement { value: DraftValue::Integer(-2), redact: false },
    ];
    let map = vec![
        DraftItem::selective(1, DraftValue::Bool(true)),
        DraftItem::open(2, DraftValue::Bytes(vec![3; 30])),
    ];
    let items = vec![
        DraftItem::open(100, "示例"),
        DraftItem::selective(101, "张三"),
        DraftItem { label: 102, value: DraftValue::List(list), redact: false },
        DraftItem { label: 103, value: DraftValue::Map(map), redact: true },
    ];
    let permits =
        vec![world.permit(vec![DraftItem::open(200, "许可")], false), world.permit(Vec::new(), true)];
    Draft { permits, decoys_to: 3, ..world.draft(items) }
}

/// One sound object for each parser.
fn sound(world: &World, name: &str) -> Vec<u8> {
    let copy = world.issue(&full_draft(world)).into_bytes();
    let shown = || HolderCopy::parse(&copy).unwrap().show_all();
    let pack = || {
        let statuses = vec![world.status_list(&Shard::new(), NOW)];
        let anchor = Some(world.store.trust().anchor().clone());
        Pack::new(anchor, vec![world.trust_list()], Vec::new(), statuses).to_bytes()
    };
    match name {
        "certificate" | "verified" => shown(),
        "printed" => world.issue_printed(&world.draft(vec![DraftItem::open(100, "示例")])).into_bytes(),
        "copy" => copy,
        "trust list" => world.trust_list(),
        "status list" => world.status_list(&Shard::new(), NOW),
        "enrolment" => {
            let draft = EnrolmentDraft {
                issuer: ISSUER.into(),
                nonce: Nonce::new([3; 16]),
                iat: time(NOW),
                exp: time(NOW + 60),
            };
            draft.sign(&[&world.holder, &world.status], [7; 16]).unwrap()
        }
        "state" => world.store.export(),
        "anchor" => world.store.trust().anchor().to_bytes(),
        _ => pack(),
    }
}

#[test]
fn sound_objects_are_read_and_nothing_shorter_or_longer() {
    let world = World::new();
    for (name, parse) in PARSERS {
        let bytes = sound(&world, name);
        assert_eq!(parse(&world, &bytes), Ok(()), "{name}");
        for length in 0..bytes.len() {
            assert!(parse(&world, &bytes[..length]).is_err(), "{name} cut to {length} of {}", bytes.len());
        }
        for more in [0x00, 0x40, 0xa0, 0xf6, 0xff] {
            let longer = [&bytes[..], &[more]].concat();
            assert!(parse(&world, &longer).is_err(), "{name} with {more:02x} after it");
        }
    }
}

#[test]
fn signed_objects_are_refused_when_any_byte_changes() {
    let world = World::new();
    for (name, parse) in PARSERS
        .into_iter()
        .filter(|(name, _)| matches!(*name, "verified" | "trust list" | "status list" | "enrolment"))
    {
        let bytes = sound(&world, name);
        for at in 0..bytes.len() {
            for change in [0x01, 0x80] {
                let mut changed = bytes.clone();
                changed[at] ^= change;
                assert!(parse(&world, &changed).is_err(), "{name}: byte {at} ^ {change:02x}");
            }
        }
    }
}

#[test]
fn changed_bytes_never_panic() {
    let world = World::new();
    let mut rng = rng(6);
    for (name, parse) in PARSERS {
        let bytes = sound(&world, name);
        for _ in 0..2000 {
            let mut changed = bytes.clone();
            for _ in 0..=(rng.next_u32() % 3) {
                let at = usize::try_from(rng.next_u32()).unwrap() % changed.len();
                changed[at] = rng.next_u32().to_be_bytes()[0];
            }
            let _ = parse(&world, &changed);
        }
    }
}

#[test]
fn noise_is_refused() {
    let world = World::new();
    let mut noise = vec![0; 1024 * 1024];
    rng(8).fill_bytes(&mut noise);
    for (name, parse) in PARSERS {
        assert!(parse(&world, &[]).is_err(), "{name}");
        assert!(parse(&world, &noise).is_err(), "{name}");
        for start in (0..noise.len()).step_by(1021) {
            let end = noise.len().min(start + 300);
            let _ = parse(&world, &noise[start..end]);
        }
        // A head that promises an object, then noise.
        for head in [&[0xd2, 0x84][..], &[0xd8, 0x62, 0x84], &[0x83, 0x6e], &[0x86, 0x01]] {
            assert!(parse(&world, &[head, &noise[..4096]].concat()).is_err(), "{name}");
        }
    }
}
