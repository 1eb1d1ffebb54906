//! Grants of kinds: their dates, trust levels and pilots.

use super::read_dates;
use crate::InputError;
use crate::draft::{not_a_date, read_date, read_end, start_of};
use crate::input::{Object, elements, one_of};
use serde_json::Value;
use zhengzhao::act::ScenarioId;
use zhengzhao::limits::MAX_PILOT;
use zhengzhao::region::Region;
use zhengzhao::trust::{KindGrant, Pilot, TrustLevel};

pub(super) fn read_grants(object: &mut Object<'_>) -> Result<Vec<KindGrant>, InputError> {
    object.list("kinds")?.into_iter().map(|(path, value)| read_grant(&path, value)).collect()
}

fn read_grant(path: &str, value: &Value) -> Result<KindGrant, InputError> {
    let mut object = Object::of(path, value)?;
    // Not looked up: an authority may list kinds whose files this host does not have.
    let kind = object.text("kind")?.into();
    let dates = read_dates(&mut object)?;
    let level = read_trust_level(&mut object)?;
    let at = object.path("pilot");
    let pilot = object.take("pilot").map(|value| read_pilot(&at, value)).transpose()?;
    object.end()?;
    Ok(KindGrant { kind, dates, level, pilot })
}

/// `trustLevel`, which may be left out.
pub(crate) fn read_trust_level(object: &mut Object<'_>) -> Result<Option<TrustLevel>, InputError> {
    let Some(value) = object.take("trustLevel") else { return Ok(None) };
    one_of(object, "trustLevel", value.as_str().unwrap_or_default(), &TrustLevel::ALL, TrustLevel::id)
        .map(Some)
}

fn read_pilot(path: &str, value: &Value) -> Result<Pilot, InputError> {
    let mut object = Object::of(path, value)?;
    let regions = read_limit(&mut object, "regions", Region::parse, |path, value| {
        InputError::expected(path, "6 位行政区划代码", "a division code of six digits", value)
    })?;
    let at = object.path("from");
    let from = read_date(&mut object, "from")?.map(|from| start_of(&at, from)).transpose()?;
    let to = match object.take("to") {
        None => None,
        Some(value) => {
            read_end(&object.path("to"), value).map_err(|_| not_a_date(&object.path("to"), value))?
        }
    };
    let scenarios = read_limit(&mut object, "scenarios", ScenarioId::parse, |path, value| {
        InputError::expected(
            path,
            "形如 11500000MBYY00079W/hotel-check-in 的场景",
            "a scenario such as 11500000MBYY00079W/hotel-check-in",
            value,
        )
    })?;
    object.end()?;
    let pilot = Pilot { regions, from, to, scenarios };
    if pilot == Pilot::default() {
        return Err(InputError::new(
            path,
            "试点应至少限定 regions、from、to、scenarios 中的一项。",
            "expected at least one of regions, from, to and scenarios.",
        ));
    }
    Ok(pilot)
}

/// A list that limits something. An empty one would limit nothing, which is not what its author means.
fn read_limit<T>(
    object: &mut Object<'_>,
    name: &'static str,
    read: impl Fn(&str) -> Option<T>,
    wrong: impl Fn(String, &Value) -> InputError,
) -> Result<Vec<T>, InputError> {
    let Some(value) = object.take(name) else { return Ok(Vec::new()) };
    let list = elements(&object.path(name), value)?;
    if !(1..=MAX_PILOT).contains(&list.len()) {
        return Err(InputError::new(
            object.path(name),
            format!("应有 1 到 {MAX_PILOT} 项；不限定的，去掉该项。"),
            format!("expected 1 to {MAX_PILOT} entries; leave the member out where nothing is limited."),
        ));
    }
    list.into_iter()
        .map(|(path, value)| value.as_str().and_then(&read).ok_or_else(|| wrong(path, value)))
        .collect()
}
