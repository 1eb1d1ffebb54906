//! What is true of this moment.

use crate::act::{Audience, Purpose, ScenarioId};
use crate::region::Region;
use crate::time::Time;

/// The moment and place of a check, and what it is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occasion {
    now: Time,
    region: Region,
    audience: Option<Audience>,
    scenario: Option<ScenarioId>,
    purpose: Option<Purpose>,
}

impl Occasion {
    /// A check at `now` in `region`, by nobody in particular, for no scenario and no purpose.
    #[must_use]
    pub const fn new(now: Time, region: Region) -> Self {
        Self { now, region, audience: None, scenario: None, purpose: None }
    }

    /// By this checker: the audience that presentations must name.
    #[must_use]
    pub fn with_audience(self, audience: Audience) -> Self {
        Self { audience: Some(audience), ..self }
    }

    /// For this scenario: presentations must name it, and mandates must allow it.
    #[must_use]
    pub fn with_scenario(self, scenario: ScenarioId) -> Self {
        Self { scenario: Some(scenario), ..self }
    }

    /// For this purpose, which presentations must state.
    #[must_use]
    pub fn with_purpose(self, purpose: Purpose) -> Self {
        Self { purpose: Some(purpose), ..self }
    }

    /// The host's clock.
    #[must_use]
    pub const fn now(&self) -> Time {
        self.now
    }

    /// Where the check takes place.
    #[must_use]
    pub const fn region(&self) -> Region {
        self.region
    }

    /// Who checks.
    #[must_use]
    pub const fn audience(&self) -> Option<&Audience> {
        self.audience.as_ref()
    }

    /// For what matter.
    #[must_use]
    pub const fn scenario(&self) -> Option<&ScenarioId> {
        self.scenario.as_ref()
    }

    /// Why.
    #[must_use]
    pub const fn purpose(&self) -> Option<&Purpose> {
        self.purpose.as_ref()
    }
}
