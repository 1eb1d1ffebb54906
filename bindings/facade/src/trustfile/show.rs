//! Lists as JSON, for people who look at them. Nothing here says that a list counts.

use super::USES;
use crate::times::valid_to;
use serde_json::{Map, Value, json};
use zhengzhao::crypto::{PublicKey, Thumbprint};
use zhengzhao::status::{Status, UnverifiedStatusList};
use zhengzhao::trust::{Dates, IssuerEntry, IssuerKey, KindGrant, Pilot, Recognition, SignerSet, TrustList};

/// A trust list and who signed it.
#[must_use]
pub fn show_trust_list(list: &TrustList, signed_by: &[Thumbprint]) -> Value {
    let outgoing: Vec<_> = list.outgoing().iter().map(key).collect();
    let counted = list.signers().keys().iter().filter(|key| signed_by.contains(&key.thumbprint())).count();
    json!({
        "authority": list.authority(),
        "region": list.region().as_str(),
        "sequence": list.sequence(),
        "issued": list.issued_at().to_string(),
        "expires": list.expires().to_string(),
        "signers": signers(list.signers()),
        "outgoing": outgoing,
        "signedBy": signed_by.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "signaturesOfItsSigners": counted,
        "issuers": list.issuers().iter().map(issuer).collect::<Vec<_>>(),
        "recognitions": list.recognitions().iter().map(recognition).collect::<Vec<_>>(),
    })
}

fn key(key: &PublicKey) -> Value {
    json!({ "algorithm": key.algorithm().name(), "thumbprint": key.thumbprint().to_string() })
}

fn signers(set: &SignerSet) -> Value {
    json!({ "threshold": set.threshold(), "keys": set.keys().iter().map(key).collect::<Vec<_>>() })
}

fn dates(dates: Dates) -> Value {
    json!({ "from": dates.from.date().to_string(), "to": valid_to(dates.to) })
}

fn issuer_key(own: &IssuerKey) -> Value {
    let key_use = USES.iter().find(|(_, key_use)| *key_use == own.key_use()).map(|(name, _)| *name);
    json!({
        "key": own.public_key().map(key),
        "unknownType": own.unknown_type(),
        "use": key_use,
        "dates": dates(own.dates()),
        "compromised": own.is_compromised(),
    })
}

fn grant(grant: &KindGrant) -> Value {
    let mut record = Map::new();
    record.insert("kind".into(), grant.kind.as_str().into());
    record.insert("dates".into(), dates(grant.dates));
    if let Some(level) = grant.level {
        record.insert("trustLevel".into(), level.id().into());
    }
    if let Some(limits) = &grant.pilot {
        record.insert("pilot".into(), pilot(limits));
    }
    record.into()
}

/// What a pilot names, under the names of its description.
fn pilot(pilot: &Pilot) -> Value {
    let mut record = Map::new();
    if !pilot.regions.is_empty() {
        record.insert("regions".into(), pilot.regions.iter().map(|region| region.as_str()).collect());
    }
    if let Some(from) = pilot.from {
        record.insert("from".into(), from.date().to_string().into());
    }
    if let Some(to) = pilot.to {
        record.insert("to".into(), valid_to(Some(to)).into());
    }
    if !pilot.scenarios.is_empty() {
        record.insert("scenarios".into(), pilot.scenarios.iter().map(ToString::to_string).collect());
    }
    record.into()
}

fn issuer(entry: &IssuerEntry) -> Value {
    json!({
        "id": entry.id,
        "nameZh": entry.name_zh,
        "nameEn": entry.name_en,
        "region": entry.region.as_str(),
        "keys": entry.keys.iter().map(issuer_key).collect::<Vec<_>>(),
        "kinds": entry.kinds.iter().map(grant).collect::<Vec<_>>(),
        "statusUris": entry.status_uris,
        "lowestProfile": entry.lowest_profile,
    })
}

fn recognition(entry: &Recognition) -> Value {
    json!({
        "authority": entry.authority,
        "region": entry.region.as_str(),
        "signers": signers(&entry.signers),
        "lowestSequence": entry.lowest_sequence,
        "kinds": entry.kinds.iter().map(grant).collect::<Vec<_>>(),
        "dates": dates(entry.dates),
    })
}

/// A status list: its head, and at most `limit` entries that are not valid.
#[must_use]
pub fn show_status_list(list: &UnverifiedStatusList, limit: usize) -> Value {
    let mut counts = Map::new();
    let mut entries = Vec::new();
    let mut total = 0_usize;
    for (index, status) in list.shard.not_valid() {
        total = total.saturating_add(1);
        let name = status_name(status);
        let count = counts.get(&name).and_then(Value::as_u64).unwrap_or(0);
        counts.insert(name.clone(), count.saturating_add(1).into());
        if entries.len() < limit {
            entries.push(json!({ "index": index, "status": name }));
        }
    }
    json!({
        "issuer": list.issuer,
        "uri": list.uri,
        "issued": list.iat.to_string(),
        "expires": list.exp.to_string(),
        "ttlSeconds": list.ttl,
        "notValid": total,
        "counts": counts,
        "entries": entries,
        "entriesLeftOut": total.saturating_sub(limit),
    })
}

fn status_name(status: Status) -> String {
    match status {
        Status::Unknown(value) => format!("unknown {value}"),
        known => known.id().into(),
    }
}
