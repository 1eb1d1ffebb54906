//! The cases.

use crate::Outcome;
use crate::fixtures::{BULK, Fixtures, signed_part};
use crate::harness::{Case, Target, timed};
use std::time::{Duration, Instant};
use zhengzhao::certificate::Form;
use zhengzhao::crypto::{PublicKey, Signer};
use zhengzhao::kind::Kinds;
use zhengzhao::limits::STATUS_SHARD;
use zhengzhao::region::Region;
use zhengzhao::{Certificate, Occasion, Presence, Printed, Unverified, Verifier};
use zhengzhao_facade::sample::{Issuer, World};

const RAW: &str = "raw Ed25519 verify_strict, plain";
const RAW_SHOWN: &str = "raw Ed25519 verify_strict, 12 selective";
const RAW_P256: &str = "raw P-256 verify";
const RAW_SM2: &str = "raw SM2 verify";

pub(crate) fn all(fixtures: &Fixtures) -> Outcome<Vec<Case<'_>>> {
    let world = &fixtures.world;
    let (market, police, sichuan) = (&world.chongqing_market, &world.chongqing_police, &world.sichuan_market);
    let each = |name, baseline, target, run| Case { name, baseline, objects: 1, target, run };
    let verify = |name, baseline, target, bytes| -> Outcome<Case<'_>> {
        Ok(each(name, baseline, target, checked::<Certificate>(fixtures, bytes)?))
    };
    Ok(vec![
        each(RAW, RAW, Target::None, strict(&fixtures.plain, market)?),
        each(RAW_SHOWN, RAW, Target::None, strict(&fixtures.shown_12, market)?),
        each(RAW_P256, RAW, Target::None, bare(&fixtures.esp256, police)?),
        each(RAW_SM2, RAW, Target::None, bare(&fixtures.sm2, sichuan)?),
        each(
            "parse only, 12 open items",
            RAW,
            Target::None,
            timed(|| Unverified::<Certificate>::parse(&fixtures.plain)),
        ),
        verify("certificate, 12 open items", RAW, Target::Ratio(1.10), &fixtures.plain)?,
        verify("- holder key on Ed25519", RAW, Target::Ratio(1.10), &fixtures.plain_ed25519_holder)?,
        each(
            "- printed, no holder key",
            RAW,
            Target::Ratio(1.10),
            checked::<Printed>(fixtures, &fixtures.printed)?,
        ),
        verify("certificate, 12 of 12 shown", RAW_SHOWN, Target::Ratio(1.35), &fixtures.shown_12)?,
        verify("- 3 of 12 shown", RAW_SHOWN, Target::Ratio(1.35), &fixtures.shown_3)?,
        verify("certificate by a P-256 key", RAW_P256, Target::None, &fixtures.esp256)?,
        verify("certificate by an SM2 key", RAW_SM2, Target::None, &fixtures.sm2)?,
        Case {
            name: "verify_all of 1,024, each",
            baseline: RAW,
            objects: BULK,
            target: Target::Ratio(0.45),
            run: bulk(fixtures)?,
        },
        each("load a status list of 2^20", RAW, Target::Microseconds(300.0), load(fixtures)),
        Case {
            name: "status look-up",
            baseline: RAW,
            objects: LOOKUPS,
            target: Target::Microseconds(0.020),
            run: look_up(fixtures),
        },
        each("read the built-in kinds", RAW, Target::None, timed(Kinds::builtin)),
        each("read a list of 1,000 kinds", RAW, Target::None, read_kinds()),
        Case {
            name: "kind look-up among 1,000",
            baseline: RAW,
            objects: LOOKUPS,
            target: Target::None,
            run: look_up_kind(THOUSAND)?,
        },
        Case {
            name: "- among 10",
            baseline: RAW,
            objects: LOOKUPS,
            target: Target::None,
            run: look_up_kind(10)?,
        },
        Case {
            name: "scenario look-up among 1,000",
            baseline: RAW,
            objects: LOOKUPS,
            target: Target::None,
            run: look_up_scenario(world, THOUSAND)?,
        },
        Case {
            name: "- scenarios, among 10",
            baseline: RAW,
            objects: LOOKUPS,
            target: Target::None,
            run: look_up_scenario(world, 10)?,
        },
    ])
}

type Run<'f> = Box<dyn FnMut(u64) -> Duration + 'f>;

fn occasion(world: &World) -> Outcome<Occasion> {
    Ok(Occasion::new(world.now, Region::parse("500103").ok_or("not a region")?))
}

fn strict<'f>(message: &[u8], issuer: &Issuer) -> Outcome<Run<'f>> {
    let (signed, signature) = signed_part(message)?;
    let (x, _) = issuer.issue_key.public_key().coordinates();
    let key = ed25519_dalek::VerifyingKey::from_bytes(x)?;
    let signature = ed25519_dalek::Signature::from_bytes(&signature);
    key.verify_strict(&signed, &signature)?;
    Ok(timed(move || key.verify_strict(std::hint::black_box(&signed), &signature)))
}

fn bare<'f>(message: &[u8], issuer: &Issuer) -> Outcome<Run<'f>> {
    let (signed, signature) = signed_part(message)?;
    let key: PublicKey = issuer.issue_key.public_key().clone();
    key.verify(&signed, &signature)?;
    Ok(timed(move || key.verify(std::hint::black_box(&signed), &signature)))
}

/// The whole check, from bytes to a verdict: parse, trust, signature, kind, region, dates, disclosures, status.
fn checked<'f, F: Form + 'f>(fixtures: &'f Fixtures, bytes: &'f [u8]) -> Outcome<Run<'f>> {
    let store = &fixtures.store;
    let occasion = occasion(&fixtures.world)?;
    let verifier = Verifier::new(store.trust(), store.statuses(), World::policy());
    let verify = move |bytes: &[u8]| {
        Unverified::<F>::parse(bytes).and_then(|object| verifier.verify(object, &occasion, Presence::None))
    };
    verify(bytes)?;
    Ok(timed(move || verify(std::hint::black_box(bytes))))
}

fn bulk(fixtures: &Fixtures) -> Outcome<Run<'_>> {
    let store = &fixtures.store;
    let occasion = occasion(&fixtures.world)?;
    let verifier = Verifier::new(store.trust(), store.statuses(), World::policy());
    let objects: Vec<&[u8]> = fixtures.bulk.iter().map(Vec::as_slice).collect();
    for verdict in verifier.verify_all::<Certificate>(&objects, &occasion) {
        verdict?;
    }
    Ok(timed(move || verifier.verify_all::<Certificate>(std::hint::black_box(&objects), &occasion)))
}

/// Parse, signature and inflating; the store is made anew outside of the time, since a list it holds already
/// is not read again.
fn load(fixtures: &Fixtures) -> Run<'_> {
    Box::new(move |count| {
        let mut took = Duration::ZERO;
        for _ in 0..count {
            let mut store = fixtures.without_statuses.clone();
            let start = Instant::now();
            let taken = store.update_status(&fixtures.status, fixtures.world.now, &World::policy());
            took = took.saturating_add(start.elapsed());
            assert_eq!(taken, Ok(()), "the list is taken");
        }
        took
    })
}

/// Look-ups of one run; one alone is shorter than the clock can tell.
const LOOKUPS: u32 = 1024;

fn look_up(fixtures: &Fixtures) -> Run<'_> {
    // A full-period generator modulo 2^20: every entry in an order that no cache foresees.
    let mut index = 1_u64;
    timed(move || {
        for _ in 0..LOOKUPS {
            index = index.wrapping_mul(1_664_525).wrapping_add(1_013_904_223) % STATUS_SHARD;
            std::hint::black_box(fixtures.shard.get(index));
        }
    })
}

/// Kinds of a large catalogue.
const THOUSAND: u32 = 1_000;

/// A list of so many kinds.
pub(crate) fn kind_list(count: u32) -> String {
    let rows =
        (0..count).map(|n| format!(r#"["ZZ-LOCAL-{n}",false,"试验许可证","test permit {n}",0,"mixed"]"#));
    let rows = rows.collect::<Vec<_>>().join(",");
    format!(r#"{{"definers":[{{"zh":"试验局","en":"test bureau"}}],"kinds":[{rows}]}}"#)
}

fn read_kinds<'f>() -> Run<'f> {
    let list = kind_list(THOUSAND);
    timed(move || Kinds::new().insert_file(&list))
}

/// By name, as acts and requests say it, in a store with so many.
fn look_up_scenario(world: &World, count: u32) -> Outcome<Run<'static>> {
    let (store, _) = crate::shelf::scenarios(world, count)?;
    let names: Vec<_> = store.scenarios().map(|own| own.id().clone()).collect();
    let asked: Vec<_> = names.iter().cycle().take(usize::try_from(LOOKUPS)?).cloned().collect();
    let now = world.now;
    Ok(timed(move || {
        for id in &asked {
            std::hint::black_box(store.scenario(id, now).is_ok());
        }
    }))
}

fn look_up_kind<'f>(count: u32) -> Outcome<Run<'f>> {
    let mut kinds = Kinds::new();
    kinds.insert_file(&kind_list(count))?;
    let codes: Vec<String> = kinds.iter().map(|kind| kind.code().to_owned()).collect();
    let mut next = codes.into_iter().cycle();
    let asked: Vec<String> = (0..LOOKUPS).filter_map(|_| next.next()).collect();
    Ok(timed(move || {
        for code in &asked {
            std::hint::black_box(kinds.get(code));
        }
    }))
}
