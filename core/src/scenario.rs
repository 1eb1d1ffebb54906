//! Scenarios (场景, 免证办): what a matter asks for, as signed data.
//!
//! ```cddl
//! scenario = #6.18([ bstr .cbor { 1: alg, 4: kid, 16: "application/vnd.zz.scenario+cwt" }, {}, bstr .cbor claims, bstr .size 64 ])
//! claims = { 1: issuer, 4: exp, 6: iat, -70001: 1, -70002: region, -70006: terms }
//! ```
//! `core/SPEC.md` §6.13. A [`Scenario`] comes out of a [`crate::Store`] only: it was verified there.

mod fields;
mod predicate;
mod read;
mod terms;
#[cfg(feature = "issue")]
mod write;

pub(crate) use fields::read_labels;
pub(crate) use predicate::Subject;
pub use predicate::{Constant, Day, Predicate};
pub(crate) use read::RawScenario;
pub use terms::{Alternative, LawfulBasis, Link, LinkKind, Material, PermitsNeed, StatusNeed, Terms};

use crate::act::ScenarioId;
use crate::error::Refusal;
use crate::region::Region;
use crate::time::Time;
use alloc::string::String;

/// `typ` of a scenario.
pub const SCENARIO_TYP: crate::cose::Typ<'static> =
    crate::cose::Typ::Media("application/vnd.zz.scenario+cwt");

/// Everything that the payload of a scenario says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScenarioClaims {
    /// The unified social credit code of the organisation that publishes it.
    pub issuer: String,
    /// Where it applies.
    pub region: Region,
    /// When it is signed.
    pub iat: Time,
    /// The first second at which it no longer applies, at most 366 days later.
    pub exp: Time,
    /// What it asks for.
    pub terms: Terms,
}

/// What a scenario says, for those who make and look at scenarios. **Its signature is not verified**: only a
/// [`crate::Store`] can say whether it counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnverifiedScenario {
    /// Its payload.
    pub claims: ScenarioClaims,
    /// SHA-256 of the signed payload, by which requests name it.
    pub digest: [u8; 32],
}

impl UnverifiedScenario {
    /// Reads a scenario.
    ///
    /// # Errors
    /// A parse [`Refusal`], or that it lives too long.
    pub fn parse(bytes: &[u8]) -> Result<Self, Refusal> {
        let RawScenario { claims, digest, .. } = RawScenario::parse(bytes)?;
        Ok(Self { claims, digest })
    }
}

/// A scenario that a store has verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scenario {
    pub(crate) id: ScenarioId,
    pub(crate) claims: ScenarioClaims,
    pub(crate) digest: [u8; 32],
}

impl Scenario {
    /// Its name: who publishes it, and its id.
    #[must_use]
    pub const fn id(&self) -> &ScenarioId {
        &self.id
    }

    /// Where it applies.
    #[must_use]
    pub const fn region(&self) -> Region {
        self.claims.region
    }

    /// When it was signed.
    #[must_use]
    pub const fn issued_at(&self) -> Time {
        self.claims.iat
    }

    /// The first second at which it no longer applies.
    #[must_use]
    pub const fn expires(&self) -> Time {
        self.claims.exp
    }

    /// What it asks for.
    #[must_use]
    pub const fn terms(&self) -> &Terms {
        &self.claims.terms
    }

    /// SHA-256 of the signed payload, by which requests name it.
    #[must_use]
    pub const fn digest(&self) -> &[u8; 32] {
        &self.digest
    }
}
