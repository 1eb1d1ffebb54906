//! How the presenter proves to hold the holder's key.

use super::memory::{ActName, ReplayMemory};
use super::{Occasion, Presenter};
use crate::act::{Nonce, PresentationClaims};
use crate::error::{Object, Refusal, ensure, gate};
use crate::time::Time;
use alloc::collections::BTreeSet;
use core::fmt;

const OBJECT: Object = Object::Presentation;

/// A checker's fresh nonce. It is used up by the call that takes it, whatever the outcome, so that one answer
/// counts once: it cannot be cloned, and a new one needs new random bytes of the host.
pub struct Challenge {
    nonce: Nonce,
}

impl Challenge {
    /// A challenge of 16 bytes that the host drew for this check.
    #[must_use]
    pub const fn new(nonce: Nonce) -> Self {
        Self { nonce }
    }

    /// The nonce that the presentation must carry.
    #[must_use]
    pub const fn nonce(&self) -> &Nonce {
        &self.nonce
    }
}

impl fmt::Debug for Challenge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Challenge(..)")
    }
}

/// How the presenter proves to hold the holder's key, taken by value.
#[derive(Debug)]
pub enum Presence<'r> {
    /// By answering this checker's challenge.
    Challenge(Challenge),
    /// By naming this checker, whose audience is fixed, such as a code on a desk. What was shown before is
    /// remembered here.
    Audience(&'r mut ReplayMemory),
    /// Nothing is proven about who presents.
    None,
}

/// A presence that one call checks against one or several presentations.
pub(super) struct Proof<'r> {
    presence: Presence<'r>,
    /// The acts of this call, so that one act does not stand for two of a session.
    seen: BTreeSet<ActName>,
}

impl<'r> Proof<'r> {
    pub(super) const fn new(presence: Presence<'r>) -> Self {
        Self { presence, seen: BTreeSet::new() }
    }

    pub(super) const fn is_asked(&self) -> bool {
        !matches!(self.presence, Presence::None)
    }

    /// What is proven when all checks hold.
    pub(super) const fn presenter(&self) -> Presenter {
        match self.presence {
            Presence::Challenge(_) => Presenter::ProvenChallenge,
            Presence::Audience(_) => Presenter::ProvenAudience,
            Presence::None => Presenter::NotProven,
        }
    }

    pub(super) fn check_audience(
        &self,
        claims: &PresentationClaims<'_>,
        occasion: &Occasion,
    ) -> Result<(), Refusal> {
        let named = &claims.audience;
        let fits = if self.is_asked() {
            // A presentation for whoever reads it can be shown to one checker by another.
            !named.is_any() && occasion.audience() == Some(named)
        } else {
            named.is_any() || occasion.audience().is_none_or(|audience| audience == named)
        };
        ensure(fits, || Refusal::AudienceMismatch { object: OBJECT })
    }

    pub(super) fn check_nonce(&self, claims: &PresentationClaims<'_>) -> Result<(), Refusal> {
        match (&self.presence, &claims.nonce) {
            (Presence::Challenge(_), None) => gate(Refusal::ChallengeMissing { object: OBJECT }),
            (Presence::Challenge(challenge), Some(nonce)) => {
                ensure(challenge.nonce == *nonce, || Refusal::ChallengeMismatch { object: OBJECT })
            }
            (Presence::Audience(_), nonce) => {
                ensure(nonce.is_none(), || Refusal::ChallengeUnexpected { object: OBJECT })
            }
            (Presence::None, _) => Ok(()),
        }
    }

    pub(super) fn check_replay(&mut self, name: ActName, exp: Time) -> Result<(), Refusal> {
        let first = self.seen.insert(name);
        let known = match &self.presence {
            Presence::Audience(memory) => memory.contains(&name),
            _ => false,
        };
        ensure(first && !known, || Refusal::Replayed { object: OBJECT })?;
        match &self.presence {
            Presence::Audience(memory) => memory.check_window(exp),
            _ => Ok(()),
        }
    }

    /// Remembers an act of which everything else is verified.
    pub(super) fn remember(&mut self, name: ActName, exp: Time, now: Time) -> Result<(), Refusal> {
        match &mut self.presence {
            Presence::Audience(memory) => memory.take(name, exp, now),
            _ => Ok(()),
        }
    }
}
