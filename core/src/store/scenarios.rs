//! The scenarios of a desk or wallet: the highest version of each (trust authority, issuer, id).

use super::{Located, TrustStore, authenticate};
use crate::act::ScenarioId;
use crate::crypto::Thumbprint;
use crate::error::{Object, Refusal, ensure, gate};
use crate::policy::Policy;
use crate::scenario::{RawScenario, Scenario};
use crate::time::Time;
use crate::trust::KeyUse;
use crate::verify::reach;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::{String, ToString};
use alloc::sync::Arc;

const OBJECT: Object = Object::Scenario;

/// (trust authority, name): the same name in another list is another scenario.
pub(super) type ScenarioKey = (String, ScenarioId);

/// Verified scenarios.
#[derive(Debug, Clone, Default)]
pub(super) struct ScenarioStore {
    pub(super) held: BTreeMap<ScenarioKey, HeldScenario>,
    /// Scenarios from the future that were offered and not taken; verdicts say so.
    from_future: BTreeSet<ScenarioKey>,
}

/// A verified scenario.
#[derive(Debug, Clone)]
pub(super) struct HeldScenario {
    pub(super) scenario: Scenario,
    /// The key that signed it: it must still stand in the issuer's entry when the scenario is used.
    pub(super) signer: Thumbprint,
    pub(super) bytes: Arc<[u8]>,
}

impl HeldScenario {
    pub(super) fn new(raw: RawScenario<'_>, signer: Thumbprint, bytes: &[u8]) -> Self {
        let RawScenario { id, claims, digest, .. } = raw;
        Self { scenario: Scenario { id, claims, digest }, signer, bytes: bytes.into() }
    }

    /// Whether the offered scenario is this one; refuses a lower version, and another with the same.
    fn is_same(&self, offered: &RawScenario<'_>) -> Result<bool, Refusal> {
        let (held, version) = (self.scenario.terms().version, offered.claims.terms.version);
        ensure(version >= held, || Refusal::ListRolledBack { object: OBJECT, held, offered: version })?;
        if version != held {
            return Ok(false);
        }
        let same = self.scenario.digest == offered.digest;
        ensure(same, || Refusal::ListConflict { object: OBJECT, held })?;
        Ok(same)
    }
}

impl ScenarioStore {
    pub(super) const fn new() -> Self {
        Self { held: BTreeMap::new(), from_future: BTreeSet::new() }
    }

    pub(super) fn is_future_offered(&self) -> bool {
        !self.from_future.is_empty()
    }

    pub(super) fn remember_offers(&mut self, failed: Self) {
        self.from_future.extend(failed.from_future);
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Scenario> {
        self.held.values().map(|held| &held.scenario)
    }
}

impl TrustStore {
    pub(super) fn update_scenario(
        &mut self,
        bytes: &[u8],
        now: Time,
        policy: &Policy,
    ) -> Result<(), Refusal> {
        let raw = RawScenario::parse(bytes)?;
        let iat = raw.claims.iat;
        let located = self.locate(OBJECT, &raw.claims.issuer, None, now)?;
        let signed_by = authenticate(OBJECT, located.entry, KeyUse::Scenario, &raw.message, iat)?;
        let signer = signed_by.thumbprint().ok_or(Refusal::NoMatchingKey { object: OBJECT })?;
        let (found, lowest) = (raw.profile, located.entry.lowest_profile);
        ensure(found >= lowest, || Refusal::ProfileTooOld { object: OBJECT, found, lowest })?;
        reach(OBJECT, &located, raw.claims.region, now)?;
        let key = (located.list.authority.clone(), raw.id.clone());
        if iat > now.saturating_add(policy.clock_skew()) {
            self.scenarios.from_future.insert(key.clone());
            gate(Refusal::ListFromFuture { object: OBJECT, iat, now })?;
        }
        if let Some(held) = self.scenarios.held.get(&key) {
            // The same scenario, signed anew by a key that has taken the place of the first, is taken again.
            if held.is_same(&raw)? && held.signer == signer {
                return Ok(());
            }
        }
        self.scenarios.from_future.remove(&key);
        self.scenarios.held.insert(key, HeldScenario::new(raw, signer, bytes));
        self.floor = self.floor.max(Some(iat));
        Ok(())
    }

    /// The scenario of this name as the lists stand now.
    pub(crate) fn scenario(&self, id: &ScenarioId, now: Time) -> Result<&Scenario, Refusal> {
        let located = self.locate(OBJECT, id.issuer(), None, now)?;
        located.expiry(now).map_or(Ok(()), gate)?;
        let key = (located.list.authority.clone(), id.clone());
        let unknown = || Refusal::ScenarioUnknown { object: OBJECT, id: id.to_string() };
        let held = self.scenarios.held.get(&key).ok_or_else(unknown)?;
        still_carried(held, &located)?;
        let exp = held.scenario.expires();
        reach(OBJECT, &located, held.scenario.region(), now)?;
        ensure(now < exp, || Refusal::Expired { object: OBJECT, exp, now })?;
        Ok(&held.scenario)
    }
}

/// The key that signed it still stands in the issuer's entry for that use.
fn still_carried(held: &HeldScenario, located: &Located<'_>) -> Result<(), Refusal> {
    let iat = held.scenario.issued_at();
    let key = located.entry.keys.iter().find(|key| {
        key.thumbprint() == Some(held.signer) && key.key_use == KeyUse::Scenario && key.dates.contains(iat)
    });
    ensure(key.is_some(), || Refusal::NoMatchingKey { object: OBJECT })?;
    let compromised = key.is_some_and(|key| key.compromised);
    ensure(!compromised, || Refusal::IssuerKeyCompromised { object: OBJECT })
}
