//! The status lists of a desk: the newest of each (trust authority, issuer, URI).

use super::{Located, TrustStore, authenticate};
use crate::cose::Sign1;
use crate::crypto::{Thumbprint, sha256};
use crate::error::{Refusal, ensure, gate};
use crate::limits::MAX_STATUS_LIST;
use crate::policy::Policy;
use crate::status::{ListClaims, OBJECT, STATUS_LIST_TYP, Shard};
use crate::time::Time;
use crate::trust::KeyUse;
use alloc::borrow::ToOwned;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::sync::Arc;

/// (trust authority, issuer, URI): the same URI under another issuer or in another list is another list.
pub(super) type ListKey = (String, String, String);

/// Verified status lists.
#[derive(Debug, Clone, Default)]
pub struct StatusStore {
    pub(super) held: BTreeMap<ListKey, HeldStatus>,
    /// Lists from the future that were offered and not taken; verdicts say so.
    pub(super) from_future: BTreeSet<ListKey>,
    pub(super) floor: Option<Time>,
}

/// A verified list, inflated.
#[derive(Debug, Clone)]
pub(crate) struct HeldStatus {
    pub(crate) iat: Time,
    pub(crate) exp: Time,
    pub(crate) ttl: Option<u64>,
    pub(crate) shard: Shard,
    /// The key that signed it: it must still stand in the issuer's entry when the list is used.
    pub(super) signer: Thumbprint,
    pub(super) payload_hash: [u8; 32],
    pub(super) bytes: Arc<[u8]>,
}

impl StatusStore {
    pub(super) const fn new() -> Self {
        Self { held: BTreeMap::new(), from_future: BTreeSet::new(), floor: None }
    }

    pub(crate) const fn floor(&self) -> Option<Time> {
        self.floor
    }

    /// Whether an authentic status list from the future was offered and not taken since.
    #[must_use]
    pub fn is_future_offered(&self) -> bool {
        !self.from_future.is_empty()
    }

    /// How many lists are held.
    #[must_use]
    pub fn len(&self) -> usize {
        self.held.len()
    }

    /// Whether none is held.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.held.is_empty()
    }

    pub(super) fn update(
        &mut self,
        trust: &TrustStore,
        bytes: &[u8],
        now: Time,
        policy: &Policy,
    ) -> Result<(), Refusal> {
        let message = Sign1::parse(OBJECT, bytes, MAX_STATUS_LIST, STATUS_LIST_TYP, false)?;
        let claims = ListClaims::read(message.payload.clone())?;
        let located = trust.locate(OBJECT, claims.issuer, None, now)?;
        let key = authenticate(OBJECT, located.entry, KeyUse::Status, &message, claims.iat)?;
        let named = located.entry.names_status_uri(claims.uri);
        ensure(named, || Refusal::StatusUriNotListed { object: OBJECT, uri: claims.uri.to_owned() })?;
        let list_key = list_key(&located, claims.uri);
        let iat = claims.iat;
        if iat > now.saturating_add(policy.clock_skew()) {
            self.from_future.insert(list_key.clone());
            gate(Refusal::ListFromFuture { object: OBJECT, iat, now })?;
        }
        let payload_hash = sha256(&[message.payload_bytes()]);
        let signer = key.thumbprint().ok_or(Refusal::NoMatchingKey { object: OBJECT })?;
        if let Some(held) = self.held.get(&list_key) {
            // The same list, signed anew by a key that has taken the place of the first, is taken again.
            if held.is_same(iat, &payload_hash)? && held.signer == signer {
                return Ok(());
            }
        }
        let held = HeldStatus {
            iat,
            exp: claims.exp,
            ttl: claims.ttl,
            shard: claims.inflate()?,
            signer,
            payload_hash,
            bytes: bytes.into(),
        };
        self.from_future.remove(&list_key);
        self.held.insert(list_key, held);
        self.floor = self.floor.max(Some(iat));
        Ok(())
    }

    /// Keeps of an import that failed only which lists from the future were offered.
    pub(super) fn remember_offers(&mut self, failed: Self) {
        self.from_future.extend(failed.from_future);
    }

    /// The list that counts for a URI of a located issuer: signed by a status key of that issuer's entry in
    /// the same trust list, as that list stands now.
    pub(crate) fn find(&self, located: &Located<'_>, uri: &str) -> Result<&HeldStatus, Refusal> {
        let key = list_key(located, uri);
        let held = self.held.get(&key).filter(|held| {
            located.entry.keys.iter().any(|key| {
                key.thumbprint() == Some(held.signer)
                    && key.key_use == KeyUse::Status
                    && !key.compromised
                    && key.dates.contains(held.iat)
            })
        });
        held.ok_or_else(|| {
            let (object, uri) = (OBJECT, uri.to_owned());
            if self.from_future.contains(&key) {
                Refusal::StatusListFromFuture { object, uri }
            } else {
                Refusal::StatusListMissing { object, uri }
            }
        })
    }
}

pub(super) fn list_key(located: &Located<'_>, uri: &str) -> ListKey {
    (located.list.authority.clone(), located.entry.id.clone(), uri.to_owned())
}

impl HeldStatus {
    /// Whether the offered list is this one; refuses an older one, and another with the same `iat`.
    fn is_same(&self, iat: Time, payload_hash: &[u8; 32]) -> Result<bool, Refusal> {
        let (held, offered) = (self.iat.seconds(), iat.seconds());
        ensure(offered >= held, || Refusal::ListRolledBack { object: OBJECT, held, offered })?;
        if offered != held {
            return Ok(false);
        }
        let same = self.payload_hash == *payload_hash;
        ensure(same, || Refusal::ListConflict { object: OBJECT, held })?;
        Ok(same)
    }
}
