//! One way to find the key behind a signature, for certificates and for lists.

use crate::cose::Sign1;
use crate::crypto::{Algorithm, PublicKey, Unverified};
use crate::error::{Object, Refusal, ensure, gate};
use crate::limits::MAX_CANDIDATE_KEYS;
use crate::time::Time;
use crate::trust::{IssuerEntry, IssuerKey, KeyUse, UsableKey};
use alloc::vec::Vec;

/// Verifies a message by a key of `entry` for `key_use`, and that the key may have signed at `iat`.
///
/// `kid` is a hint: at most four keys whose thumbprint starts with it are tried. The key fixes the algorithm
/// and the header must agree, never the other way round.
pub(crate) fn authenticate<'t>(
    object: Object,
    entry: &'t IssuerEntry,
    key_use: KeyUse,
    message: &Sign1<'_>,
    iat: Time,
) -> Result<&'t IssuerKey, Refusal> {
    let usable = || entry.keys.iter().filter_map(usable);
    let mut hinted: Vec<_> =
        usable().filter(|(_, public, _)| public.thumbprint().kid() == *message.kid).collect();
    if hinted.is_empty() {
        gate(no_key(object, entry, key_use, message.alg))?;
        // Reached only in the fault build, with this check switched off.
        hinted = usable().collect();
    }
    let for_this = hinted.iter().any(|(key, ..)| key.key_use == key_use);
    ensure(for_this, || Refusal::KeyUseWrong { object })?;
    let candidates = hinted.into_iter().filter(|(key, ..)| !for_this || key.key_use == key_use);
    let mut candidates: Vec<_> = candidates.take(MAX_CANDIDATE_KEYS).collect();
    let agrees = candidates.iter().any(|(.., algorithm)| *algorithm == message.alg);
    ensure(agrees, || Refusal::AlgorithmMismatch { object, found: message.alg })?;
    if agrees {
        candidates.retain(|(.., algorithm)| *algorithm == message.alg);
    }
    let key = signed_by(object, message, &candidates)?;
    ensure(!key.compromised, || Refusal::IssuerKeyCompromised { object })?;
    ensure(key.dates.contains(iat), || Refusal::IssuerKeyNotInForce { object, iat })?;
    Ok(key)
}

type Candidate<'t> = (&'t IssuerKey, &'t PublicKey, i64);

fn usable(key: &IssuerKey) -> Option<Candidate<'_>> {
    match &key.usable {
        UsableKey::Usable { key: public, algorithm } => Some((key, public, *algorithm)),
        UsableKey::Unusable(_) => None,
    }
}

fn signed_by<'t>(
    object: Object,
    message: &Sign1<'_>,
    candidates: &[Candidate<'t>],
) -> Result<&'t IssuerKey, Refusal> {
    let signed = message.to_be_signed();
    for (key, public, _) in candidates {
        match public.verify(&signed, message.signature) {
            Ok(()) => return Ok(key),
            Err(Unverified::Invalid) => {}
            // Either way it is refused, so that it need not be verified.
            Err(Unverified::Unavailable) if key.compromised => {
                return Err(Refusal::IssuerKeyCompromised { object });
            }
            Err(Unverified::Unavailable) => {
                return Err(Refusal::AlgorithmUnavailable { object, algorithm: message.alg });
            }
        }
    }
    ensure(false, || Refusal::SignatureInvalid { object })?;
    // Reached only in the fault build, with the signature check switched off.
    candidates.first().map(|(key, ..)| *key).ok_or(Refusal::SignatureInvalid { object })
}

/// Why there is no key: perhaps it is of a type that this library does not know.
fn no_key(object: Object, entry: &IssuerEntry, key_use: KeyUse, algorithm: i64) -> Refusal {
    let known = |number: i64| {
        Algorithm::ALL.iter().any(|own| own.cose_id() == number || own.legacy_cose_id() == Some(number))
    };
    // A key that states this algorithm may be the one; one that states none only if the algorithm is not ours.
    let lacking = entry.keys.iter().any(|key| match &key.usable {
        UsableKey::Unusable(unusable) => {
            key.key_use == key_use
                && unusable.algorithm().map_or_else(|| !known(algorithm), |own| own == algorithm)
        }
        UsableKey::Usable { .. } => false,
    });
    if lacking {
        Refusal::AlgorithmUnavailable { object, algorithm }
    } else {
        Refusal::NoMatchingKey { object }
    }
}
