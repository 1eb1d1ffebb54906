//! The trust lists of a desk: its own, and those that its own recognises. Never merged.

use super::ScenarioStore;
use crate::error::{Object, Refusal, ensure, gate};
use crate::policy::Policy;
use crate::region::Region;
use crate::time::Time;
use crate::trust::{Anchor, IssuerEntry, Recognition, SignedList, TrustLevel, TrustList};
use alloc::borrow::ToOwned;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;

const OBJECT: Object = Object::TrustList;

/// The desk's own trust list and the lists that it recognises.
#[derive(Debug, Clone)]
pub struct TrustStore {
    pub(super) anchor: Anchor,
    pub(super) own: Option<SignedList>,
    /// By authority. Kept when a recognition is withdrawn, so that an old list cannot come back with it.
    pub(super) recognised: BTreeMap<String, SignedList>,
    /// Authorities whose lists from the future were offered and not taken; verdicts say so.
    pub(super) from_future: BTreeSet<String>,
    pub(super) floor: Option<Time>,
    /// Here, because a scenario counts only through the lists, and its `iat` moves the same floor.
    pub(super) scenarios: ScenarioStore,
}

/// An issuer as one list names it: (list, id).
#[derive(Debug, Clone, Copy)]
pub(crate) struct Located<'t> {
    pub(crate) own: &'t TrustList,
    pub(crate) list: &'t TrustList,
    pub(crate) entry: &'t IssuerEntry,
    pub(crate) recognition: Option<&'t Recognition>,
}

impl Located<'_> {
    /// The trust level stated for a kind: the issuer's, or the recognition's where that one is weaker.
    pub(crate) fn trust_level(&self, kind: &str) -> Option<TrustLevel> {
        let own = self.entry.kind(kind)?.level?;
        let recognised = self.recognition.and_then(|recognition| recognition.kind(kind)?.level);
        Some(recognised.filter(|level| own.reaches(*level)).unwrap_or(own))
    }

    /// "Cannot tell" when a list that this stands on has expired. It is still read to look for refusals.
    pub(crate) fn expiry(&self, now: Time) -> Option<Refusal> {
        if let Some(refusal) = own_expired(self.own, now) {
            return Some(refusal);
        }
        let (authority, exp) = (&self.list.authority, self.list.exp);
        let expired = self.recognition.is_some() && exp <= now;
        expired.then(|| Refusal::RecognisedListExpired {
            object: OBJECT,
            authority: authority.clone(),
            exp,
            now,
        })
    }
}

fn own_expired(own: &TrustList, now: Time) -> Option<Refusal> {
    (own.exp <= now).then_some(Refusal::TrustListExpired { object: OBJECT, exp: own.exp, now })
}

impl TrustStore {
    pub(super) const fn pin(anchor: Anchor) -> Self {
        Self {
            anchor,
            own: None,
            recognised: BTreeMap::new(),
            from_future: BTreeSet::new(),
            floor: None,
            scenarios: ScenarioStore::new(),
        }
    }

    pub(super) fn repin(&mut self, anchor: Anchor) {
        self.anchor = anchor;
        self.own = None;
    }

    pub(super) fn forget_recognised(&mut self, authority: &str) -> bool {
        self.recognised.remove(authority).is_some()
    }

    /// The pinned anchor.
    #[must_use]
    pub const fn anchor(&self) -> &Anchor {
        &self.anchor
    }

    /// The desk's own trust list.
    #[must_use]
    pub fn own(&self) -> Option<&TrustList> {
        self.own.as_ref().map(|held| &held.list)
    }

    /// The lists of recognised authorities that count now: recognised by the own list and carrying the
    /// threshold of the signers that it names for them.
    pub fn recognised(&self) -> impl Iterator<Item = &TrustList> {
        self.standing().map(|(list, _)| list)
    }

    /// Whether an authentic trust list or scenario from the future was offered and not taken since.
    #[must_use]
    pub fn is_future_offered(&self) -> bool {
        !self.from_future.is_empty() || self.scenarios.is_future_offered()
    }

    pub(super) fn remember_offers(&mut self, failed: Self) {
        self.from_future.extend(failed.from_future);
        self.scenarios.remember_offers(failed.scenarios);
    }

    pub(crate) const fn floor(&self) -> Option<Time> {
        self.floor
    }

    fn standing(&self) -> impl Iterator<Item = (&TrustList, &Recognition)> {
        self.own().into_iter().flat_map(|own| &own.recognitions).filter_map(|recognition| {
            let held = self.recognised.get(&recognition.authority)?;
            counts(held, recognition).is_ok().then_some((&held.list, recognition))
        })
    }

    pub(super) fn update_own(&mut self, lists: &[&[u8]], now: Time, policy: &Policy) -> Result<(), Refusal> {
        let authority = self.anchor.authority().to_owned();
        let (own, floor) = self.accept_own(lists, now, policy).inspect_err(|refusal| {
            remember(&mut self.from_future, refusal, &authority);
        })?;
        self.from_future.remove(&authority);
        self.own = own;
        self.floor = floor;
        Ok(())
    }

    fn accept_own(
        &self,
        lists: &[&[u8]],
        now: Time,
        policy: &Policy,
    ) -> Result<(Option<SignedList>, Option<Time>), Refusal> {
        let mut held = self.own.clone();
        let mut floor = self.floor;
        let mut changed = false;
        let before = self.own().map_or(0, TrustList::sequence);
        let last = lists.len().saturating_sub(1);
        for (index, bytes) in lists.iter().enumerate() {
            if held.as_ref().is_some_and(|held| held.bytes == **bytes) {
                continue;
            }
            let offered = SignedList::parse(bytes)?;
            self.check_own(&offered.list)?;
            // A host feeds the same chain to every desk. What a desk is past already decides nothing there; the
            // last list says where the chain leads, and that may not be back.
            if index < last && offered.list.sequence < before {
                continue;
            }
            match &held {
                Some(held) if is_same(held, &offered)? => continue,
                Some(held) => held.list.signers.check(OBJECT, &offered.signed_by)?,
                None => {
                    at_least(self.anchor.lowest_sequence(), &offered.list)?;
                    self.anchor.signers().check(OBJECT, &offered.signed_by)?;
                }
            }
            offered.list.signers.check(OBJECT, &offered.signed_by)?;
            not_from_future(&offered.list, now, policy)?;
            floor = floor.max(Some(offered.list.iat));
            held = Some(offered);
            changed = true;
        }
        if let (true, Some(held)) = (changed, &held) {
            let exp = held.list.exp;
            ensure(now < exp, || Refusal::OfferedListExpired { object: OBJECT, exp, now })?;
        }
        Ok((held, floor))
    }

    /// The list is one of the pinned authority, for the pinned region.
    pub(super) fn check_own(&self, list: &TrustList) -> Result<(), Refusal> {
        let expected = self.anchor.authority();
        ensure(list.authority == expected, || Refusal::AuthorityMismatch {
            object: OBJECT,
            expected: expected.to_owned(),
            found: list.authority.clone(),
        })?;
        let (expected, found) = (self.anchor.region(), list.region);
        ensure(found == expected, || Refusal::ListRegionMismatch { object: OBJECT, expected, found })
    }

    pub(super) fn update_recognised(
        &mut self,
        bytes: &[u8],
        now: Time,
        policy: &Policy,
    ) -> Result<(), Refusal> {
        let offered = SignedList::parse(bytes)?;
        let authority = offered.list.authority.clone();
        let accepted = self.accept_recognised(&offered, now, policy).inspect_err(|refusal| {
            remember(&mut self.from_future, refusal, &authority);
        })?;
        self.from_future.remove(&authority);
        if accepted {
            self.floor = self.floor.max(Some(offered.list.iat));
            self.recognised.insert(authority, offered);
        }
        Ok(())
    }

    /// Whether the list is to be stored; `false` when it is the one held.
    fn accept_recognised(&self, offered: &SignedList, now: Time, policy: &Policy) -> Result<bool, Refusal> {
        let own = self.own().ok_or(Refusal::TrustListMissing { object: OBJECT })?;
        let authority = offered.list.authority.clone();
        let recognition = own.recognition(&authority).ok_or_else(|| Refusal::AuthorityNotRecognised {
            object: OBJECT,
            authority: authority.clone(),
        })?;
        if let Some(held) = self.recognised.get(&authority) {
            // A copy that does not count any more, since the signers changed, gives way to one that does.
            if is_same(held, offered)? && counts(held, recognition).is_ok() {
                return Ok(false);
            }
        }
        counts(offered, recognition)?;
        offered.list.signers.check(OBJECT, &offered.signed_by)?;
        not_from_future(&offered.list, now, policy)?;
        Ok(true)
    }

    /// Finds who may speak for `iss`. An issuer that the own list names is looked up there only; otherwise
    /// exactly one recognised list may supply it.
    ///
    /// `stated_region` is read only to choose between "unknown" and "cannot tell".
    pub(crate) fn locate(
        &self,
        object: Object,
        iss: &str,
        stated_region: Option<Region>,
        now: Time,
    ) -> Result<Located<'_>, Refusal> {
        let own = self.own().ok_or(Refusal::TrustListMissing { object: OBJECT })?;
        if let Some(entry) = own.issuer(iss) {
            return Ok(Located { own, list: own, entry, recognition: None });
        }
        let mut found = self.standing().filter_map(|(list, recognition)| {
            let entry = list.issuer(iss)?;
            Some(Located { own, list, entry, recognition: Some(recognition) })
        });
        if let Some(located) = found.next() {
            ensure(found.next().is_none(), || Refusal::IssuerAmbiguous { object, issuer: iss.to_owned() })?;
            return Ok(located);
        }
        if let Some(refusal) = own_expired(own, now) {
            gate(refusal)?;
        }
        if let Some(region) = stated_region {
            self.recognised_lists_in_force(own, region, now)?;
        }
        Err(Refusal::IssuerUnknown { object, issuer: iss.to_owned() })
    }

    /// "Cannot tell" when a list that might have named the issuer is missing or has expired.
    fn recognised_lists_in_force(&self, own: &TrustList, region: Region, now: Time) -> Result<(), Refusal> {
        for recognition in own.recognitions.iter().filter(|entry| entry.region.contains(region)) {
            let authority = recognition.authority.clone();
            let held = self.recognised.get(&authority).filter(|held| counts(held, recognition).is_ok());
            match held {
                None => gate(Refusal::RecognisedListMissing { object: OBJECT, authority })?,
                Some(held) if held.list.exp <= now => {
                    let exp = held.list.exp;
                    gate(Refusal::RecognisedListExpired { object: OBJECT, authority, exp, now })?;
                }
                Some(_) => {}
            }
        }
        Ok(())
    }
}

/// Remembers that an authentic list from the future was offered: only that refusal comes after all others.
fn remember(from_future: &mut BTreeSet<String>, refusal: &Refusal, authority: &str) {
    if matches!(refusal, Refusal::ListFromFuture { .. }) {
        from_future.insert(authority.to_owned());
    }
}

/// Whether a recognised authority's list counts under the entry that the newest own list has for it.
fn counts(held: &SignedList, recognition: &Recognition) -> Result<(), Refusal> {
    at_least(recognition.lowest_sequence, &held.list)?;
    recognition.signers.check(OBJECT, &held.signed_by)
}

fn at_least(lowest: u64, list: &TrustList) -> Result<(), Refusal> {
    let offered = list.sequence;
    ensure(offered >= lowest, || Refusal::SequenceBelowLowest { object: OBJECT, lowest, offered })
}

fn not_from_future(list: &TrustList, now: Time, policy: &Policy) -> Result<(), Refusal> {
    let iat = list.iat;
    let limit = now.saturating_add(policy.clock_skew());
    ensure(iat <= limit, || Refusal::ListFromFuture { object: OBJECT, iat, now })
}

/// Whether the offered list is the one held; refuses an older one, and another with the same number.
fn is_same(held: &SignedList, offered: &SignedList) -> Result<bool, Refusal> {
    let (held_sequence, offered_sequence) = (held.list.sequence, offered.list.sequence);
    ensure(offered_sequence >= held_sequence, || Refusal::ListRolledBack {
        object: OBJECT,
        held: held_sequence,
        offered: offered_sequence,
    })?;
    if offered_sequence != held_sequence {
        return Ok(false);
    }
    let same = held.payload_hash == offered.payload_hash;
    ensure(same, || Refusal::ListConflict { object: OBJECT, held: held_sequence })?;
    Ok(same)
}
