//! The step *scenario*: everything that is shown for a matter, verified and judged by what the matter asks for
//! (`core/SPEC.md` §7, Scenario).

mod choose;
mod excess;
mod judge;
mod serve;
mod shown;
mod verdict;

pub use shown::{Excess, Shown, VerifiedObject};
pub use verdict::{BeyondNeed, LinkVerdict, MaterialVerdict, MemberVerdict, ScenarioVerdict};

use super::presence::Proof;
use super::{Occasion, Presence, StatusNeeded, Verifier};
use crate::act::ScenarioId;
use crate::error::{Object, Refusal, ensure};
use crate::limits::MAX_SESSION;
use crate::scenario::StatusNeed;
use alloc::vec::Vec;
use judge::Matter;

impl Verifier<'_> {
    /// Verifies everything that is shown for a matter, and judges whether it settles it. At most 16 objects, in the
    /// order in which they were shown; the presentations among them are one session.
    ///
    /// The scenario is looked up as the lists stand now; its name and purpose take the place of those of the occasion.
    /// `presence` is used up, whatever the outcome. That each object and material has a verdict does not settle the
    /// matter: [`ScenarioVerdict::outcome`] does.
    ///
    /// ```
    /// use zhengzhao::act::{ScenarioId, session};
    /// use zhengzhao::verify::{Excess, ScenarioVerdict, Shown};
    /// use zhengzhao::{Occasion, Presence, Presentation, Refusal, Unverified, Verifier};
    ///
    /// /// What settles the matter, or why nothing does. `answer` holds the presentations of one session.
    /// fn settle(
    ///     verifier: &Verifier<'_>,
    ///     matter: &ScenarioId,
    ///     answer: &[u8],
    ///     occasion: &Occasion,
    ///     presence: Presence<'_>,
    /// ) -> Result<ScenarioVerdict, Refusal> {
    ///     let read = |part| Shown::from(Unverified::<Presentation>::parse(part));
    ///     let shown = session::read(answer)?.into_iter().map(read).collect();
    ///     let verdict = verifier.verify_scenario(matter, shown, occasion, presence, Excess::Reported)?;
    ///     verdict.outcome().map_err(Clone::clone)?;
    ///     Ok(verdict)
    /// }
    /// ```
    ///
    /// # Errors
    /// [`Refusal::TooLarge`] for more objects; what [`crate::Store::scenario`] says of a scenario that cannot be used;
    /// [`Refusal::ScenarioNotHere`] outside its region. Nothing is verified then.
    pub fn verify_scenario(
        &self,
        scenario: &ScenarioId,
        shown: Vec<Shown<'_>>,
        occasion: &Occasion,
        presence: Presence<'_>,
        excess: Excess,
    ) -> Result<ScenarioVerdict, Refusal> {
        let (size, limit) = (shown.len(), MAX_SESSION);
        ensure(size <= limit, || Refusal::TooLarge { object: Object::Session, size, limit })?;
        let (now, here) = (occasion.now(), occasion.region());
        let scenario = self.trust.scenario(scenario, now)?;
        let region = scenario.region();
        let object = Object::Scenario;
        ensure(region.contains(here), || Refusal::ScenarioNotHere { object, region, here })?;
        let terms = scenario.terms();
        let occasion =
            occasion.clone().with_scenario(scenario.id().clone()).with_purpose(terms.purpose.clone());
        let verifier = self.asking(terms.status);
        let mut proof = Proof::new(presence);
        let claimed: Vec<_> = shown.iter().map(Shown::claimed_kind).collect();
        let objects: Vec<_> =
            shown.into_iter().map(|shown| shown.verify(&verifier, &occasion, &mut proof)).collect();
        let judgement = Matter::new(terms, &objects, &claimed, now).judge();
        Ok(ScenarioVerdict::new(scenario.clone(), objects, judgement, excess))
    }

    /// The same, with what the scenario asks of the status.
    const fn asking(self, need: StatusNeed) -> Self {
        match need {
            StatusNeed::Policy => self,
            StatusNeed::AtMost(age) => Self { policy: self.policy.with_status_age_within(age), ..self },
            StatusNeed::NotNeeded => Self { status: StatusNeeded::No, ..self },
        }
    }
}
