//! A shelf of 1,000 kinds and 1,000 scenarios: what it costs to hold, and that a look-up does not feel its size.

use crate::Outcome;
use crate::allocations::{self, during};
use crate::cases::kind_list;
use zhengzhao::Store;
use zhengzhao::act::ScenarioId;
use zhengzhao::issue::issue_scenario;
use zhengzhao::kind::Kinds;
use zhengzhao_facade::sample::{Publisher, World, hotel_check_in};

/// How many kinds and scenarios a large desk holds.
const MANY: u32 = 1000;
const FEW: u32 = 10;

/// What is held, and what a look-up allocates.
pub(crate) struct Shelf {
    pub(crate) name: &'static str,
    /// Bytes that stay allocated.
    pub(crate) held: u64,
    /// Allocations of one look-up among few and among many.
    pub(crate) look_up: [u64; 2],
}

/// Measures both, and refuses to go on where a look-up among many does more than one among few: a count, not a time.
pub(crate) fn measure(world: &World) -> Outcome<[Shelf; 2]> {
    let (few, many) = (kinds(FEW)?, kinds(MANY)?);
    let code = |kinds: &Kinds| kinds.iter().last().map(|kind| kind.code().to_owned()).unwrap_or_default();
    let look_up = [&few.0, &many.0].map(|kinds| {
        let code = code(kinds);
        during(|| _ = std::hint::black_box(kinds.get(&code))).count
    });
    let on_kinds = Shelf { name: "1,000 kinds", held: many.1, look_up };
    let (few, many) = (scenarios(world, FEW)?, scenarios(world, MANY)?);
    let mut look_up = [0, 0];
    for ((store, _), count) in [&few, &many].into_iter().zip(&mut look_up) {
        let last = store.scenarios().last().map(|own| own.id().clone()).ok_or("no scenario")?;
        store.scenario(&last, world.now)?;
        *count = during(|| _ = std::hint::black_box(store.scenario(&last, world.now))).count;
    }
    let on_scenarios = Shelf { name: "1,000 scenarios", held: many.1, look_up };
    for shelf in [&on_kinds, &on_scenarios] {
        let [few, many] = shelf.look_up;
        if few != many {
            return Err(format!("{}: a look-up allocates {many} times, among 10 {few}", shelf.name).into());
        }
    }
    Ok([on_kinds, on_scenarios])
}

fn kinds(count: u32) -> Outcome<(Kinds, u64)> {
    let list = kind_list(count);
    let mut kinds = Kinds::new();
    let held = allocations::held(|| kinds.insert_file(&list).map(drop))?;
    Ok((kinds, held))
}

/// A store with so many of one publisher.
pub(crate) fn scenarios(world: &World, count: u32) -> Outcome<(Store, u64)> {
    let publisher = Publisher::chongqing();
    let mut store = Store::pin(world.chongqing.anchor()?);
    let mut draft = world.chongqing_list(1)?;
    draft.issuers.push(publisher.entry(world));
    store.update_own(&[&world.sign(draft, &world.chongqing)?], world.now, &World::policy())?;
    let mut claims = hotel_check_in(world)?;
    let mut signed = Vec::new();
    for number in 0..count {
        claims.terms.id = format!("matter-{number}");
        ScenarioId::new(&claims.issuer, &claims.terms.id)?;
        signed.push(issue_scenario(&claims, &publisher.scenario_key)?);
    }
    let held = allocations::held(|| {
        signed.iter().try_for_each(|bytes| store.update_scenario(bytes, world.now, &World::policy()))
    })?;
    Ok((store, held))
}
