//! A scenario as JSON, in the form of its description. Nothing here says that it counts.

use super::NOT_NEEDED;
use serde_json::{Map, Value, json};
use zhengzhao::kind::Kinds;
use zhengzhao::scenario::{
    Alternative, Constant, Day, Material, PermitsNeed, Predicate, Scenario, ScenarioClaims, StatusNeed,
};

/// What a scenario says that a store holds, in the same form.
#[must_use]
pub fn show_held(scenario: &Scenario, kinds: &Kinds) -> Value {
    let claims = ScenarioClaims {
        issuer: scenario.id().issuer().into(),
        region: scenario.region(),
        iat: scenario.issued_at(),
        exp: scenario.expires(),
        terms: scenario.terms().clone(),
    };
    show_scenario(&claims, scenario.digest(), kinds)
}

/// What a scenario says, under the names that these kinds have for its items. Materials, which have no names when
/// signed, are called `m0`, `m1` and so on.
#[must_use]
pub fn show_scenario(claims: &ScenarioClaims, digest: &[u8; 32], kinds: &Kinds) -> Value {
    let terms = &claims.terms;
    let materials: Vec<_> = terms
        .materials
        .iter()
        .enumerate()
        .map(|(place, material)| show_material(place, material, kinds))
        .collect();
    let name = |place: usize| format!("m{place}");
    let links: Vec<_> = terms
        .links
        .iter()
        .map(|link| json!({ "kind": link.kind.id(), "from": name(link.from), "to": name(link.to) }))
        .collect();
    let mut map = Map::new();
    let mut put = |member: &str, value: Value| drop(map.insert(member.into(), value));
    put("issuer", json!(claims.issuer));
    put("id", json!(terms.id));
    put("version", json!(terms.version));
    put("region", json!(claims.region.as_str()));
    put("issued", json!(claims.iat.to_string()));
    put("expires", json!(claims.exp.to_string()));
    put("digest", json!(hex::encode(digest)));
    put("nameZh", json!(terms.name_zh));
    put("nameEn", json!(terms.name_en));
    put("purpose", json!(terms.purpose.as_str()));
    put("lawfulBasis", json!(terms.basis.id()));
    if let Some(provision) = &terms.provision {
        put("provision", json!(provision));
    }
    put("retentionDays", json!(terms.retention_days));
    if let Some(level) = terms.trust_level {
        put("trustLevel", json!(level.id()));
    }
    put("presenter", json!(terms.presenter.id()));
    put("mandate", json!(terms.mandate));
    match terms.status {
        StatusNeed::Policy => {}
        StatusNeed::AtMost(seconds) => put("status", json!(format!("{seconds}s"))),
        StatusNeed::NotNeeded => put("status", json!(NOT_NEEDED)),
    }
    put("materials", json!(materials));
    put("links", json!(links));
    Value::Object(map)
}

fn show_material(place: usize, material: &Material, kinds: &Kinds) -> Value {
    let any_of: Vec<_> = material.alternatives.iter().map(|own| show_alternative(own, kinds)).collect();
    json!({
        "name": format!("m{place}"), "nameZh": material.name_zh, "nameEn": material.name_en,
        "delegate": material.delegate, "face": material.face, "anyOf": any_of,
    })
}

fn show_alternative(alternative: &Alternative, kinds: &Kinds) -> Value {
    let name = |label: u16| json!(kinds.name_of(&alternative.kind, label).to_string());
    let mut map = Map::new();
    map.insert("kind".into(), json!(alternative.kind));
    map.insert("fields".into(), alternative.fields.iter().map(|label| name(*label)).collect());
    let predicates = alternative.predicates.iter().map(|own| show_predicate(own, name));
    map.insert("where".into(), predicates.collect());
    match &alternative.permits {
        PermitsNeed::Nothing => {}
        PermitsNeed::All => drop(map.insert("permits".into(), json!("all"))),
        PermitsNeed::Kinds(kinds) => drop(map.insert("permits".into(), json!(kinds))),
    }
    if let Some((code, code_type)) = alternative.representative {
        let mut own = Map::new();
        own.insert("code".into(), name(code));
        if let Some(code_type) = code_type {
            own.insert("codeType".into(), name(code_type));
        }
        map.insert("representative".into(), own.into());
    }
    Value::Object(map)
}

fn show_predicate(predicate: &Predicate, name: impl Fn(u16) -> Value) -> Value {
    let mut map = Map::new();
    let mut put = |member: &str, value: Value| drop(map.insert(member.into(), value));
    match predicate {
        Predicate::AgeOver { years, boolean, date } => {
            put("aged", json!(years));
            for (member, label) in [("boolean", boolean), ("date", date)] {
                if let Some(label) = label {
                    put(member, name(*label));
                }
            }
        }
        Predicate::InRegion { label, region } => {
            put("region", json!(region.as_str()));
            if let Some(label) = label {
                put("item", name(*label));
            }
        }
        Predicate::Contains { label, text } => {
            put("item", name(*label));
            put("contains", json!(text));
        }
        Predicate::Equals { label, value } => {
            put("item", name(*label));
            let value = match value {
                Constant::Integer(integer) => json!(integer),
                Constant::Text(text) => json!(text),
                Constant::Bool(value) => json!(value),
            };
            put("equals", value);
        }
        Predicate::ValidOn { label, day } => {
            put(
                "validOn",
                match day {
                    Day::After(days) => json!(days),
                    Day::On(date) => json!(date.to_string()),
                },
            );
            if let Some(label) = label {
                put("item", name(*label));
            }
        }
    }
    Value::Object(map)
}
