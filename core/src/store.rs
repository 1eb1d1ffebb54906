//! What a desk holds: its anchor, trust lists, status lists and what must never go back.
//!
//! State changes only after every check, and whole or not at all. The host keeps the exported bytes; they are
//! its own storage and are trusted as such.

mod authenticate;
mod needs;
mod pack;
mod scenarios;
mod state;
mod statuses;
mod trust;

pub(crate) use authenticate::authenticate;
pub use needs::{Need, NeedState, Needed};
pub use pack::Pack;
pub(crate) use pack::{enter, enter_within};
use scenarios::ScenarioStore;
pub use statuses::StatusStore;
pub(crate) use trust::Located;
pub use trust::TrustStore;

use crate::act::ScenarioId;
use crate::error::Refusal;
use crate::policy::Policy;
use crate::scenario::Scenario;
use crate::time::Time;
use crate::trust::Anchor;

/// Trust lists and status lists of one desk.
#[derive(Debug, Clone)]
pub struct Store {
    trust: TrustStore,
    statuses: StatusStore,
}

impl Store {
    /// An empty store that trusts `anchor`. Call it only after a person has compared [`Anchor::digest`] with
    /// a value from another channel.
    #[must_use]
    pub const fn pin(anchor: Anchor) -> Self {
        Self { trust: TrustStore::pin(anchor), statuses: StatusStore::new() }
    }

    /// The trust lists.
    #[must_use]
    pub const fn trust(&self) -> &TrustStore {
        &self.trust
    }

    /// The status lists.
    #[must_use]
    pub const fn statuses(&self) -> &StatusStore {
        &self.statuses
    }

    /// Pins another anchor by an explicit act of the host: recovery after an authority has lost its threshold
    /// of signers. The own list and its sequence memory are dropped, all else stays.
    pub fn repin(&mut self, anchor: Anchor) {
        self.trust.repin(anchor);
    }

    /// Forgets the list of a recognised authority and its sequence memory by an explicit act of the host:
    /// recovery after that authority had to begin again with lower numbers. Whether there was one.
    pub fn forget_recognised(&mut self, authority: &str) -> bool {
        self.trust.forget_recognised(authority)
    }

    /// Takes lists of the desk's own authority, in order; all but the last may have expired. Lists before the
    /// one held are passed over, so that one chain serves every desk; the last may not be older than it.
    ///
    /// # Errors
    /// An import [`Refusal`]; the store is then unchanged.
    pub fn update_own(&mut self, lists: &[&[u8]], now: Time, policy: &Policy) -> Result<(), Refusal> {
        self.trust.update_own(lists, now, policy)
    }

    /// Takes the list of a recognised authority.
    ///
    /// # Errors
    /// An import [`Refusal`]; the store is then unchanged.
    pub fn update_recognised(&mut self, list: &[u8], now: Time, policy: &Policy) -> Result<(), Refusal> {
        self.trust.update_recognised(list, now, policy)
    }

    /// Takes a status list.
    ///
    /// # Errors
    /// An import [`Refusal`]; the store is then unchanged, except that a list from the future is remembered
    /// as offered so that verdicts can say so.
    pub fn update_status(&mut self, list: &[u8], now: Time, policy: &Policy) -> Result<(), Refusal> {
        self.statuses.update(&self.trust, list, now, policy)
    }

    /// Takes a scenario.
    ///
    /// # Errors
    /// An import [`Refusal`]; the store is then unchanged, except that a scenario from the future is remembered
    /// as offered so that verdicts can say so.
    pub fn update_scenario(&mut self, scenario: &[u8], now: Time, policy: &Policy) -> Result<(), Refusal> {
        self.trust.update_scenario(scenario, now, policy)
    }

    /// The scenario of this name, if it can be used at `now`.
    ///
    /// # Errors
    /// [`Refusal::ScenarioUnknown`] when none is held, and the [`Refusal`] of an issuer, key, region or recognition
    /// that no longer carries it, or of an end that has come.
    pub fn scenario(&self, id: &ScenarioId, now: Time) -> Result<&Scenario, Refusal> {
        self.trust.scenario(id, now)
    }

    /// All scenarios that are held, whether or not they can be used now.
    pub fn scenarios(&self) -> impl Iterator<Item = &Scenario> {
        self.trust.scenarios.iter()
    }

    /// Takes a whole pack, or nothing of it. The anchor in a pack pins nothing; it must be the pinned one.
    ///
    /// # Errors
    /// An import [`Refusal`]; the store is then unchanged, except that status lists from the future are
    /// remembered as offered.
    pub fn import(&mut self, pack: &Pack, now: Time, policy: &Policy) -> Result<(), Refusal> {
        pack.check_anchor(self.trust.anchor())?;
        let mut next = self.clone();
        let taken = next.take(pack, now, policy);
        match taken {
            Ok(()) => *self = next,
            Err(_) => {
                self.trust.remember_offers(next.trust);
                self.statuses.remember_offers(next.statuses);
            }
        }
        taken
    }

    fn take(&mut self, pack: &Pack, now: Time, policy: &Policy) -> Result<(), Refusal> {
        if !pack.own().is_empty() {
            self.update_own(&pack.own(), now, policy)?;
        }
        for list in pack.recognised() {
            self.update_recognised(list, now, policy)?;
        }
        for list in pack.statuses() {
            self.update_status(list, now, policy)?;
        }
        for scenario in pack.scenarios() {
            self.update_scenario(scenario, now, policy)?;
        }
        Ok(())
    }

    /// The newest `iat` of any list that was verified: a clock that is behind it is wrong.
    #[must_use]
    pub fn clock_floor(&self) -> Option<Time> {
        self.trust.floor().max(self.statuses.floor())
    }
}
