//! What a reader must find in each object, from the drafts and the public API and never from the bytes.
//!
//! Map keys become strings and byte strings hexadecimal, since JSON has neither.

use serde_json::{Map, Value as Json, json};
use zhengzhao::cbor::Writer;
use zhengzhao::certificate::{Form, Items, Permit, StatusRef, Value};
use zhengzhao::cose::write_public_key;
use zhengzhao::crypto::PublicKey;
use zhengzhao::issue::TrustListDraft;
use zhengzhao::time::Time;
use zhengzhao::trust::{Dates, IssuerEntry, IssuerKey, KeyUse, KindGrant, Recognition, SignerSet};
use zhengzhao::{PROFILE_VERSION, Verified};

pub(crate) fn cose_key_bytes(key: &PublicKey) -> Vec<u8> {
    let mut writer = Writer::new();
    write_public_key(&mut writer, key);
    writer.into_bytes()
}

/// A map under construction: absent values leave no trace.
struct Claims(Map<String, Json>);

impl Claims {
    fn new() -> Self {
        Self(Map::new())
    }

    fn with(mut self, label: i64, value: impl Into<Option<Json>>) -> Self {
        if let Some(value) = value.into() {
            self.0.insert(label.to_string(), value);
        }
        self
    }

    fn done(self) -> Json {
        Json::Object(self.0)
    }
}

fn cose_key(key: &PublicKey, alg: Option<i64>) -> Json {
    let (x, y) = key.coordinates();
    Claims::new()
        .with(1, json!(key.algorithm().cose_key_type()))
        .with(3, alg.map(Json::from))
        .with(-1, json!(key.algorithm().cose_curve()))
        .with(-2, json!(hex::encode(x)))
        .with(-3, y.map(|y| json!(hex::encode(y))))
        .done()
}

fn time(time: Time) -> Json {
    json!(time.seconds())
}

fn status(reference: &StatusRef) -> Json {
    json!({ "status_list": { "idx": reference.index(), "uri": reference.uri() } })
}

fn value(value: &Value) -> Json {
    match value {
        Value::Integer(integer) => json!(integer),
        Value::Bytes(bytes) => json!(hex::encode(bytes)),
        Value::Text(text) => json!(text),
        Value::Bool(value) => json!(value),
        Value::List(values) => values.iter().map(self::value).collect(),
        Value::Map(members) => items(members),
    }
}

fn items(items: &Items) -> Json {
    items.iter().map(|(label, value)| (label.to_string(), self::value(value))).collect::<Map<_, _>>().into()
}

fn permit(permit: &Permit) -> Json {
    Claims::new()
        .with(1, json!(permit.issuer()))
        .with(4, permit.expires().map(time))
        .with(5, time(permit.not_before()))
        .with(11, json!(permit.kind()))
        .with(65535, status(permit.status()))
        .with(-70003, items(permit.items()))
        .done()
}

/// The claims of a certificate with its disclosures put in their places.
pub(crate) fn certificate<F: Form>(certificate: &Verified<F>) -> Json {
    let permits =
        (!certificate.permits().is_empty()).then(|| certificate.permits().iter().map(permit).collect());
    Claims::new()
        .with(1, json!(certificate.issuer()))
        .with(4, certificate.expires().map(time))
        .with(5, time(certificate.not_before()))
        .with(6, time(certificate.issued_at()))
        .with(7, json!(hex::encode(certificate.cti())))
        .with(8, certificate.holder_key().map(|key| json!({ "1": cose_key(key, None) })))
        .with(11, json!(certificate.kind()))
        .with(65535, status(certificate.status_ref()))
        .with(-70001, json!(PROFILE_VERSION))
        .with(-70002, json!(certificate.region().as_str()))
        .with(-70003, items(certificate.items()))
        .with(-70004, permits)
        .done()
}

/// The claims of a status list; its entries that are not valid stand for the bits.
pub(crate) fn status_list(
    issuer: &str,
    uri: &str,
    iat: Time,
    exp: Time,
    ttl: u64,
    entries: &[(u64, u8)],
) -> Json {
    let entries: Map<_, _> = entries.iter().map(|(index, value)| (index.to_string(), json!(value))).collect();
    Claims::new()
        .with(1, json!(issuer))
        .with(2, json!(uri))
        .with(4, time(exp))
        .with(6, time(iat))
        .with(65533, json!({ "bits": 4, "not_valid": entries }))
        .with(65534, json!(ttl))
        .done()
}

fn dates(claims: Claims, label: i64, dates: Dates) -> Claims {
    claims.with(label, time(dates.from)).with(label.saturating_add(1), dates.to.map(time))
}

/// A list as it is written: by ascending id, whatever the order of the draft.
fn sorted<T>(entries: &[T], id: impl Fn(&T) -> &str, write: impl Fn(&T) -> Json) -> Json {
    let mut entries: Vec<&T> = entries.iter().collect();
    entries.sort_by(|a, b| id(a).cmp(id(b)));
    entries.into_iter().map(write).collect()
}

fn grants(grants: &[KindGrant]) -> Json {
    let grant = |grant: &KindGrant| dates(Claims::new().with(1, json!(grant.kind)), 2, grant.dates).done();
    sorted(grants, |grant| &grant.kind, grant)
}

fn signers(set: &SignerSet) -> Json {
    let keys: Vec<_> = set.keys().iter().map(|key| cose_key(key, None)).collect();
    json!([set.threshold(), keys])
}

fn issuer_key(key: &IssuerKey, pinned: bool) -> Json {
    let number = match key.key_use() {
        KeyUse::Issue => 1,
        KeyUse::Status => 2,
        KeyUse::Scenario => 3,
    };
    let public = key.public_key();
    let alg = |key: &PublicKey| key.algorithm().legacy_cose_id().filter(|_| pinned);
    let claims = Claims::new().with(1, public.map(|key| cose_key(key, alg(key)))).with(2, json!(number));
    dates(claims, 3, key.dates()).done()
}

fn issuer(entry: &IssuerEntry, pinned: bool) -> Json {
    Claims::new()
        .with(1, json!(entry.id))
        .with(2, json!(entry.name_zh))
        .with(3, json!(entry.name_en))
        .with(4, json!(entry.region.as_str()))
        .with(5, entry.keys.iter().map(|key| issuer_key(key, pinned)).collect::<Json>())
        .with(6, grants(&entry.kinds))
        .with(7, json!(entry.status_uris))
        .with(8, json!(entry.lowest_profile))
        .done()
}

fn recognition(entry: &Recognition) -> Json {
    let claims = Claims::new()
        .with(1, json!(entry.authority))
        .with(2, json!(entry.region.as_str()))
        .with(3, signers(&entry.signers))
        .with(4, json!(entry.lowest_sequence))
        .with(5, grants(&entry.kinds));
    dates(claims, 6, entry.dates).done()
}

/// The claims of a trust list; `pinned` when its keys are pinned to the deprecated algorithm numbers.
pub(crate) fn trust_list(draft: &TrustListDraft, pinned: bool) -> Json {
    let trust = Claims::new()
        .with(1, json!(draft.sequence))
        .with(2, signers(&draft.signers))
        .with(4, sorted(&draft.issuers, |entry| &entry.id, |entry| issuer(entry, pinned)))
        .with(5, sorted(&draft.recognitions, |entry| &entry.authority, recognition));
    Claims::new()
        .with(1, json!(draft.authority))
        .with(4, time(draft.exp))
        .with(6, time(draft.iat))
        .with(-70001, json!(PROFILE_VERSION))
        .with(-70002, json!(draft.region.as_str()))
        .with(-70005, trust.done())
        .done()
}
