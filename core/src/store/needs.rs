//! What a desk lacks, how old what it has is, and when it goes stale.

use super::{Located, Store};
use crate::act::ScenarioId;
use crate::error::Refusal;
use crate::policy::Policy;
use crate::scenario::Scenario;
use crate::time::Time;
use crate::trust::TrustList;
use alloc::string::String;
use alloc::vec::Vec;

/// A list that a desk needs, or a scenario that it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Needed {
    /// The trust list of the own authority.
    OwnTrustList {
        /// The authority's code.
        authority: String,
    },
    /// The trust list of a recognised authority.
    RecognisedTrustList {
        /// The authority's code.
        authority: String,
    },
    /// A status list of an issuer.
    StatusList {
        /// The issuer's code.
        issuer: String,
        /// The list's name.
        uri: String,
    },
    /// A scenario that is held: no verdict needs it, the matter does.
    Scenario {
        /// Its name.
        id: ScenarioId,
        /// Its version.
        version: u64,
    },
}

/// How it stands now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NeedState {
    /// Not held.
    Missing,
    /// Held, made at `iat`, and no longer usable since `since`.
    Stale {
        /// When it was made.
        iat: Time,
        /// When it stopped being usable.
        since: Time,
    },
    /// Held, made at `iat`, usable until before `until`.
    Fresh {
        /// When it was made.
        iat: Time,
        /// The first second at which it is no longer usable.
        until: Time,
    },
    /// A scenario that is held, made at `iat`, and cannot be used now for another reason than its age.
    Unusable {
        /// When it was made.
        iat: Time,
        /// Why.
        refusal: Refusal,
    },
}

/// One line of [`Store::needs`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    /// Which list or scenario.
    pub what: Needed,
    /// How it stands.
    pub state: NeedState,
}

impl Store {
    /// Every list that verdicts of this desk can depend on, then every scenario that it holds, and how each stands at
    /// `now` under `policy`.
    #[must_use]
    pub fn needs(&self, now: Time, policy: &Policy) -> Vec<Need> {
        let mut needs = self.list_needs(now, policy);
        needs.extend(self.scenarios().map(|own| self.scenario_need(own, now)));
        needs
    }

    fn scenario_need(&self, own: &Scenario, now: Time) -> Need {
        let (iat, exp) = (own.issued_at(), own.expires());
        let state = match self.scenario(own.id(), now) {
            Ok(_) => NeedState::Fresh { iat, until: exp },
            Err(Refusal::Expired { .. }) => NeedState::Stale { iat, since: exp },
            Err(refusal) => NeedState::Unusable { iat, refusal },
        };
        Need { what: Needed::Scenario { id: own.id().clone(), version: own.terms().version }, state }
    }

    fn list_needs(&self, now: Time, policy: &Policy) -> Vec<Need> {
        let authority = self.trust.anchor().authority().into();
        let own = self.trust.own();
        let mut needs = Vec::new();
        needs.push(Need { what: Needed::OwnTrustList { authority }, state: list_state(own, now) });
        let Some(own) = own else { return needs };
        let mut lists = Vec::new();
        lists.push((own, None));
        for recognition in own.recognitions() {
            let list = self.trust.recognised().find(|list| list.authority() == recognition.authority);
            let authority = recognition.authority.clone();
            needs
                .push(Need { what: Needed::RecognisedTrustList { authority }, state: list_state(list, now) });
            lists.extend(list.map(|list| (list, Some(recognition))));
        }
        for (list, recognition) in lists {
            for entry in list.issuers() {
                let located = Located { own, list, entry, recognition };
                for uri in &entry.status_uris {
                    needs.push(self.status_need(&located, uri, now, policy));
                }
            }
        }
        needs
    }

    fn status_need(&self, located: &Located<'_>, uri: &str, now: Time, policy: &Policy) -> Need {
        let state = match self.statuses.find(located, uri) {
            Err(_) => NeedState::Missing,
            Ok(held) => {
                let stale = held.iat.saturating_add(policy.max_status_age()).saturating_add(1);
                let refresh = held.ttl.map_or(Time::MAX, |ttl| held.iat.saturating_add(ttl));
                state(held.iat, held.exp.min(stale).min(refresh), now)
            }
        };
        Need { what: Needed::StatusList { issuer: located.entry.id.clone(), uri: uri.into() }, state }
    }
}

fn list_state(list: Option<&TrustList>, now: Time) -> NeedState {
    list.map_or(NeedState::Missing, |list| state(list.issued_at(), list.expires(), now))
}

fn state(iat: Time, end: Time, now: Time) -> NeedState {
    if now < end { NeedState::Fresh { iat, until: end } } else { NeedState::Stale { iat, since: end } }
}
