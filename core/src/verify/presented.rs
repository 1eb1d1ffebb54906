//! The acts of a verified presentation.

use crate::act::{Audience, Delegate, MandateClaims, PresentationClaims, Purpose, ScenarioId};
use crate::crypto::{PublicKey, Thumbprint};
use crate::time::Time;
use alloc::vec::Vec;
use core::fmt;

/// A presentation of which every step held.
///
/// `Debug` shows no content.
#[derive(Clone, PartialEq, Eq)]
pub struct PresentedAct {
    audience: Audience,
    iat: Time,
    exp: Time,
    cti: [u8; 16],
    scenario: Option<ScenarioId>,
    purpose: Option<Purpose>,
    signer: Thumbprint,
    mandate: Option<VerifiedMandate>,
}

impl fmt::Debug for PresentedAct {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PresentedAct").field("signer", &self.signer).finish_non_exhaustive()
    }
}

impl PresentedAct {
    pub(super) fn new(
        claims: PresentationClaims<'_>,
        signer: Thumbprint,
        mandate: Option<VerifiedMandate>,
    ) -> Self {
        let PresentationClaims { audience, iat, exp, cti, purpose, scenario, .. } = claims;
        Self { audience, iat, exp, cti: *cti, scenario, purpose, signer, mandate }
    }

    /// For which checker.
    #[must_use]
    pub const fn audience(&self) -> &Audience {
        &self.audience
    }

    /// When it was made, by the presenter's clock.
    #[must_use]
    pub const fn issued_at(&self) -> Time {
        self.iat
    }

    /// The first second at which it no longer counts.
    #[must_use]
    pub const fn expires(&self) -> Time {
        self.exp
    }

    /// The 16 random bytes that name it.
    #[must_use]
    pub const fn cti(&self) -> &[u8; 16] {
        &self.cti
    }

    /// For what matter.
    #[must_use]
    pub const fn scenario(&self) -> Option<&ScenarioId> {
        self.scenario.as_ref()
    }

    /// Why, in the presenter's words.
    #[must_use]
    pub const fn purpose(&self) -> Option<&Purpose> {
        self.purpose.as_ref()
    }

    /// The key that signed it: the holder's, or the delegate's under a mandate.
    #[must_use]
    pub const fn signer(&self) -> Thumbprint {
        self.signer
    }

    /// The mandate under which a delegate presents. The certificate is then the principal's.
    #[must_use]
    pub const fn mandate(&self) -> Option<&VerifiedMandate> {
        self.mandate.as_ref()
    }
}

/// A mandate of which every step held.
///
/// `Debug` shows no content.
#[derive(Clone, PartialEq, Eq)]
pub struct VerifiedMandate {
    delegate: Delegate,
    matters: Vec<ScenarioId>,
    iat: Time,
    exp: Time,
    cti: [u8; 16],
}

impl fmt::Debug for VerifiedMandate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VerifiedMandate").field("delegate", &self.delegate).finish_non_exhaustive()
    }
}

impl VerifiedMandate {
    pub(super) fn new(claims: MandateClaims<'_>) -> Self {
        let MandateClaims { iat, exp, cti, matters, delegate } = claims;
        Self { delegate, matters, iat, exp, cti: *cti }
    }

    /// The key that may act.
    #[must_use]
    pub const fn delegate_key(&self) -> &PublicKey {
        self.delegate.key()
    }

    /// The delegate's name, as stated by the principal.
    #[must_use]
    pub fn delegate_name(&self) -> &str {
        self.delegate.name()
    }

    /// The delegate's code type and code, as stated by the principal.
    #[must_use]
    pub fn delegate_code(&self) -> Option<(&str, &str)> {
        self.delegate.code()
    }

    /// For what matters.
    #[must_use]
    pub fn matters(&self) -> &[ScenarioId] {
        &self.matters
    }

    /// When it was made, by the principal's clock.
    #[must_use]
    pub const fn issued_at(&self) -> Time {
        self.iat
    }

    /// The first second at which it no longer counts.
    #[must_use]
    pub const fn expires(&self) -> Time {
        self.exp
    }

    /// The 16 random bytes that name it.
    #[must_use]
    pub const fn cti(&self) -> &[u8; 16] {
        &self.cti
    }
}
