//! One verification, one order: parse → find issuer → signature → kind → recognition → validity period →
//! disclosures → acts → status → scenario.
//!
//! Each step takes the object by value and returns it in its next state, with the key, issuer entry and
//! payload that were checked inside it: a step that is forgotten, or a check of another object, does not
//! compile. Claims do not exist outside [`Verified`].

mod acts;
mod findings;
pub mod link;
mod memory;
mod occasion;
mod picture;
mod presence;
mod presented;
mod report;
mod scenario;
mod sealed;
mod states;

pub use findings::Finding;
#[cfg(feature = "issue")]
pub(crate) use findings::examine;
pub use memory::ReplayMemory;
pub use occasion::Occasion;
pub(crate) use picture::Picture;
pub use presence::{Challenge, Presence};
pub use presented::{PresentedAct, VerifiedMandate};
pub use report::{Face, ListAge, Presenter, Report, StatusChecked, StatusReport, Verified};
pub use scenario::{
    BeyondNeed, Excess, LinkVerdict, MaterialVerdict, MemberVerdict, ScenarioVerdict, Shown, VerifiedObject,
};
pub use sealed::{LicenceBehind, VerifiedSeal};
pub(crate) use states::reach;

use crate::act::Presentation;
use crate::act::seal::{Document, ExistedBefore, UnverifiedSeal};
use crate::certificate::{Form, Unverified};
use crate::error::Refusal;
use crate::policy::Policy;
use crate::store::{StatusStore, TrustStore};
use alloc::vec::Vec;
use presence::Proof;

/// Verifies objects against one desk's lists and policy.
#[derive(Debug, Clone, Copy)]
pub struct Verifier<'s> {
    trust: &'s TrustStore,
    statuses: &'s StatusStore,
    policy: Policy,
    /// Never anything but yes, except inside [`Self::verify_scenario`].
    status: StatusNeeded,
}

/// Whether a verdict needs a status list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum StatusNeeded {
    Yes,
    /// The scenario says so.
    No,
}

impl<'s> Verifier<'s> {
    /// A verifier over these lists.
    #[must_use]
    pub const fn new(trust: &'s TrustStore, statuses: &'s StatusStore, policy: Policy) -> Self {
        Self { trust, statuses, policy, status: StatusNeeded::Yes }
    }

    /// Verifies one certificate, start to end. `presence` is used up, whatever the outcome; only a certificate
    /// that came in a presentation can prove who presents it.
    ///
    /// # Errors
    /// The first refusal in the order above; when no step refuses, the first step that cannot tell
    /// ([`Refusal::is_undetermined`]). A refusal always wins over "cannot tell".
    pub fn verify<F: Form>(
        &self,
        untrusted: Unverified<'_, F>,
        occasion: &Occasion,
        presence: Presence<'_>,
    ) -> Result<Verified<F>, Refusal> {
        self.verify_with(untrusted, occasion, &mut Proof::new(presence))
    }

    fn verify_with<F: Form>(
        &self,
        untrusted: Unverified<'_, F>,
        occasion: &Occasion,
        proof: &mut Proof<'_>,
    ) -> Result<Verified<F>, Refusal> {
        states::Parsed::new(self, untrusted, occasion)
            .find_issuer()?
            .check_signature()?
            .check_kind()?
            .check_recognition()?
            .check_validity()?
            .match_disclosures()?
            .check_acts(proof)?
            .check_status()?
            .finish(proof)
    }

    /// Verifies the presentations of one session, one by one, in order, with one presence. Each has its own
    /// verdict. That they were shown together proves nothing about belonging together: a link does ([`link`]).
    pub fn verify_session(
        &self,
        presentations: Vec<Unverified<'_, Presentation>>,
        occasion: &Occasion,
        presence: Presence<'_>,
    ) -> Vec<Result<Verified<Presentation>, Refusal>> {
        let mut proof = Proof::new(presence);
        let verify = |object| self.verify_with(object, occasion, &mut proof);
        presentations.into_iter().map(verify).collect()
    }

    /// Verifies one seal on `document`, start to end: its certificate by the steps of every certificate, the act, and
    /// the licence behind it.
    ///
    /// By default the seal must be in force now. `existed` is a moment at which the host knows, by itself, that the
    /// sealed document existed: a certificate that has expired since is then judged at that moment. Whether one that
    /// was ended by its status was still in force cannot be told, because a status list does not say when.
    ///
    /// # Errors
    /// As [`Self::verify`].
    pub fn verify_seal(
        &self,
        seal: UnverifiedSeal<'_>,
        document: &Document,
        occasion: &Occasion,
        existed: Option<ExistedBefore>,
    ) -> Result<VerifiedSeal, Refusal> {
        let (parsed, case) = states::Parsed::seal(self, seal, document, occasion, existed);
        parsed
            .find_issuer()?
            .check_signature()?
            .check_kind()?
            .check_recognition()?
            .check_validity()?
            .match_disclosures()?
            .check_seal(case)?
            .check_status()?
            .check_licence()?
            .finish()
    }

    /// Verifies many objects; for each exactly the verdict of [`Self::verify`] with [`Presence::None`].
    pub fn verify_all<F: Form>(
        &self,
        objects: &[&[u8]],
        occasion: &Occasion,
    ) -> Vec<Result<Verified<F>, Refusal>> {
        let verify = |bytes: &&[u8]| {
            Unverified::parse(bytes).and_then(|object| self.verify(object, occasion, Presence::None))
        };
        objects.iter().map(verify).collect()
    }
}
