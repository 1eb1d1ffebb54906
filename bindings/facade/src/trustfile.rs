//! Trust lists, described as JSON.
//!
//! ```json
//! {
//!   "authority": "11500000MBYY00011X", "region": "500000", "sequence": 1, "days": 30,
//!   "threshold": 2, "signers": ["signer1.pub.json", "signer2.pub.json", "signer3.pub.json"],
//!   "issuers": [{
//!     "id": "11500000MBYY00038M", "nameZh": "…", "nameEn": "…", "region": "500000",
//!     "keys": [{ "key": "issue.pub.json", "use": "issue", "from": "2026-01-01" },
//!              { "key": "status.pub.json", "use": "status", "from": "2026-01-01", "to": "2026-12-31" }],
//!     "kinds": [{ "kind": "ZZ-LOCAL-FOOD-LICENCE", "from": "2026-01-01" }],
//!     "statusUris": ["zz:cq-market/1"]
//!   }],
//!   "recognitions": [{
//!     "authority": "11510000MBYY0002XR", "region": "510000", "threshold": 2, "signers": ["…"],
//!     "lowestSequence": 1, "from": "2026-01-01", "kinds": [{
//!       "kind": "ZZ-LOCAL-EID", "from": "2026-01-01", "trustLevel": "B",
//!       "pilot": { "regions": ["500103"], "from": "2026-06-01", "to": "2026-12-31",
//!                  "scenarios": ["11500000MBYY00079W/hotel-check-in"] }
//!     }]
//!   }]
//! }
//! ```
//! A key is the name of a key file, which the host resolves, or the record of a public key in place. `to` is the
//! last day that counts. A key may be marked `"compromised": true`, or `"legacyAlgorithm": true` for issuers
//! whose software knows only the older number of its algorithm. A kind, of an issuer or of a recognition, may have a
//! `trustLevel` (`A` to `D`) and a `pilot`: what it does not name, it does not limit.

mod grant;
mod show;

pub(crate) use grant::read_trust_level;
pub use show::{show_status_list, show_trust_list};

use crate::InputError;
use crate::draft::{not_a_date, read_date, read_end, read_organisation, read_region, start_of};
use crate::input::{Object, one_of, parse_json};
use crate::keyfile::public_from_record;
use grant::read_grants;
use serde_json::Value;
use zhengzhao::crypto::PublicKey;
use zhengzhao::error::Object as CoreObject;
use zhengzhao::issue::TrustListDraft;
use zhengzhao::time::Time;
use zhengzhao::trust::{Dates, IssuerEntry, IssuerKey, KeyUse, Recognition, SignerSet};
use zhengzhao::{Lang, PROFILE_VERSION};

/// Most bytes of a description.
pub const MAX_TRUST_FILE: usize = 8 * 1024 * 1024;
/// Days that a list lives when its description does not say.
const DEFAULT_DAYS: u64 = 30;
const DAY: u64 = 86_400;

/// Finds the public key of a key file that a description names.
pub type Resolve<'r> = &'r dyn Fn(&str) -> Result<PublicKey, InputError>;

/// Reads the description of a list that is signed at `now`.
///
/// # Errors
/// [`InputError`] with the place in the file and what was expected there.
pub fn read_trust_list(json: &str, now: Time, resolve: Resolve<'_>) -> Result<TrustListDraft, InputError> {
    let value = parse_json(json)?;
    let mut object = Object::of("$", &value)?;
    let authority = read_organisation(&mut object, "authority")?;
    let region = read_region(&mut object, "region")?;
    let sequence = need_uint(&mut object, "sequence")?;
    let days = object.uint("days")?.unwrap_or(DEFAULT_DAYS);
    let signers = read_signers(&mut object, resolve)?;
    let outgoing = read_keys(&mut object, "outgoing", resolve)?;
    let issuers = object.list("issuers")?;
    let issuers = issuers.into_iter().map(|(path, value)| read_issuer(&path, value, resolve));
    let issuers = issuers.collect::<Result<_, _>>()?;
    let recognitions = object.list("recognitions")?;
    let recognitions = recognitions.into_iter().map(|(path, value)| read_recognition(&path, value, resolve));
    let recognitions = recognitions.collect::<Result<_, _>>()?;
    object.end()?;
    Ok(TrustListDraft {
        authority,
        region,
        sequence,
        iat: now,
        exp: now.saturating_add(days.saturating_mul(DAY)),
        signers,
        outgoing,
        issuers,
        recognitions,
    })
}

fn need_uint(object: &mut Object<'_>, name: &'static str) -> Result<u64, InputError> {
    let path = object.path(name);
    object
        .uint(name)?
        .ok_or_else(|| InputError::new(path, "缺少该项。", "this member is required and missing."))
}

fn read_key(path: &str, value: &Value, resolve: Resolve<'_>) -> Result<PublicKey, InputError> {
    match value {
        Value::String(name) => resolve(name).map_err(|error| {
            let inner = error.message();
            InputError::new(path, inner.zh, inner.en)
        }),
        Value::Object(_) => public_from_record(path, value),
        _ => Err(InputError::expected(
            path,
            "密钥文件名或公钥",
            "the name of a key file or the record of a public key",
            value,
        )),
    }
}

fn read_keys(
    object: &mut Object<'_>,
    name: &'static str,
    resolve: Resolve<'_>,
) -> Result<Vec<PublicKey>, InputError> {
    object.list(name)?.into_iter().map(|(path, value)| read_key(&path, value, resolve)).collect()
}

fn read_signers(object: &mut Object<'_>, resolve: Resolve<'_>) -> Result<SignerSet, InputError> {
    let threshold = need_uint(object, "threshold")?;
    let keys = read_keys(object, "signers", resolve)?;
    SignerSet::new(CoreObject::TrustList, threshold, keys).map_err(|refusal| {
        InputError::new(object.path("signers"), refusal.text(Lang::Zh), refusal.text(Lang::En))
    })
}

/// `from` and `to` of an entry.
fn read_dates(object: &mut Object<'_>) -> Result<Dates, InputError> {
    let path = object.path("from");
    let from = read_date(object, "from")?
        .ok_or_else(|| InputError::new(&*path, "缺少该项。", "this member is required and missing."))?;
    let from = start_of(&path, from)?;
    let to = match object.take("to") {
        None => None,
        Some(value) => {
            read_end(&object.path("to"), value).map_err(|_| not_a_date(&object.path("to"), value))?
        }
    };
    Ok(Dates { from, to })
}

fn read_issuer(path: &str, value: &Value, resolve: Resolve<'_>) -> Result<IssuerEntry, InputError> {
    let mut object = Object::of(path, value)?;
    let id = read_organisation(&mut object, "id")?;
    let name_zh = object.text("nameZh")?.into();
    let name_en = object.text("nameEn")?.into();
    let region = read_region(&mut object, "region")?;
    let keys = object.list("keys")?;
    let keys = keys.into_iter().map(|(path, value)| read_issuer_key(&path, value, resolve));
    let keys = keys.collect::<Result<_, _>>()?;
    let kinds = read_grants(&mut object)?;
    let uris = object.list("statusUris")?;
    let uris = uris.into_iter().map(|(path, value)| {
        let text = value.as_str().ok_or_else(|| InputError::expected(path, "文字", "text", value))?;
        Ok(text.to_owned())
    });
    let status_uris = uris.collect::<Result<_, InputError>>()?;
    let lowest_profile = object.uint("lowestProfile")?.unwrap_or(PROFILE_VERSION);
    object.end()?;
    Ok(IssuerEntry { id, name_zh, name_en, region, keys, kinds, status_uris, lowest_profile })
}

/// The uses of an issuer's keys, by name.
pub(crate) const USES: [(&str, KeyUse); 3] =
    [("issue", KeyUse::Issue), ("status", KeyUse::Status), ("scenario", KeyUse::Scenario)];

fn read_issuer_key(path: &str, value: &Value, resolve: Resolve<'_>) -> Result<IssuerKey, InputError> {
    let mut object = Object::of(path, value)?;
    let at = object.path("key");
    let key = read_key(&at, object.need("key")?, resolve)?;
    let name = object.text("use")?;
    let (_, key_use) = one_of(&object, "use", name, &USES, |(own, _)| own)?;
    let mut key = IssuerKey::new(key, key_use, read_dates(&mut object)?);
    if object.bool("compromised")? {
        key = key.compromised();
    }
    if object.bool("legacyAlgorithm")? {
        key = key.with_legacy_algorithm().ok_or_else(|| {
            InputError::new(
                object.path("legacyAlgorithm"),
                "该算法没有旧编号。",
                "the algorithm of this key has no older number.",
            )
        })?;
    }
    object.end()?;
    Ok(key)
}

fn read_recognition(path: &str, value: &Value, resolve: Resolve<'_>) -> Result<Recognition, InputError> {
    let mut object = Object::of(path, value)?;
    let authority = read_organisation(&mut object, "authority")?;
    let region = read_region(&mut object, "region")?;
    let signers = read_signers(&mut object, resolve)?;
    let lowest_sequence = object.uint("lowestSequence")?.unwrap_or(1);
    let kinds = read_grants(&mut object)?;
    let dates = read_dates(&mut object)?;
    object.end()?;
    Ok(Recognition { authority, region, signers, lowest_sequence, kinds, dates })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
mod tests;
