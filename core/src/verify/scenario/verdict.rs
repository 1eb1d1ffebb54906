//! What a matter's verdict says.

use super::serve::all_of;
use super::shown::{Excess, VerifiedObject};
use crate::error::{Object, Refusal};
use crate::scenario::{Link, LinkKind, Scenario};
use alloc::string::String;
use alloc::vec::Vec;

/// What came of the judging.
pub(super) struct Judgement {
    pub(super) materials: Vec<MaterialVerdict>,
    pub(super) links: Vec<LinkVerdict>,
    pub(super) members: Vec<MemberVerdict>,
    pub(super) beyond: Vec<BeyondNeed>,
}

/// The verdict on everything that was shown for a matter.
///
/// `Debug` shows no content of what was shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScenarioVerdict {
    scenario: Scenario,
    objects: Vec<Result<VerifiedObject, Refusal>>,
    materials: Vec<MaterialVerdict>,
    links: Vec<LinkVerdict>,
    members: Vec<MemberVerdict>,
    beyond: Vec<BeyondNeed>,
    excess: Excess,
    outcome: Result<(), Refusal>,
}

impl ScenarioVerdict {
    pub(super) fn new(
        scenario: Scenario,
        objects: Vec<Result<VerifiedObject, Refusal>>,
        judgement: Judgement,
        excess: Excess,
    ) -> Self {
        let Judgement { materials, links, members, beyond } = judgement;
        let mut verdict =
            Self { scenario, objects, materials, links, members, beyond, excess, outcome: Ok(()) };
        verdict.outcome = all_of(verdict.results());
        verdict
    }

    /// What decides, in the order in which it does.
    fn results(&self) -> impl Iterator<Item = Result<(), Refusal>> {
        let objects = self.objects.iter().map(|object| object.as_ref().err());
        let materials = self.materials.iter().map(MaterialVerdict::refusal);
        let links = self.links.iter().map(|link| link.result()?.err());
        let members = self.members.iter().map(|member| member.permit().err());
        let found = objects.chain(materials).chain(links).chain(members).flatten().cloned();
        let counts = self.excess == Excess::Refused;
        let beyond = self.beyond.iter().filter(move |_| counts).map(|beyond| self.over_disclosed(beyond));
        found.chain(beyond).map(Err)
    }

    fn over_disclosed(&self, beyond: &BeyondNeed) -> Refusal {
        let shown = self.objects.get(beyond.object).and_then(|object| object.as_ref().ok());
        let object = shown.map_or(Object::Session, VerifiedObject::object);
        Refusal::OverDisclosed { object, kind: beyond.kind.clone(), label: beyond.label }
    }

    /// Whether the matter is settled: every object is verified, every material served, every link holds.
    ///
    /// # Errors
    /// The first refusal; else the first that cannot be told ([`Refusal::is_undetermined`]).
    pub const fn outcome(&self) -> Result<(), &Refusal> {
        match &self.outcome {
            Ok(()) => Ok(()),
            Err(refusal) => Err(refusal),
        }
    }

    /// The scenario by which it was judged, in the version that is held.
    #[must_use]
    pub const fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// For each object shown, in order, itself verified or its refusal.
    pub fn objects(&self) -> &[Result<VerifiedObject, Refusal>] {
        &self.objects
    }

    /// For each material of the scenario, in order, what became of it.
    #[must_use]
    pub fn materials(&self) -> &[MaterialVerdict] {
        &self.materials
    }

    /// Each link of the scenario, in order, and then those that bind the delegate to each object that came under a
    /// mandate.
    #[must_use]
    pub fn links(&self) -> &[LinkVerdict] {
        &self.links
    }

    /// The certificates beside a consolidated licence, and the permits that they are of.
    #[must_use]
    pub fn members(&self) -> &[MemberVerdict] {
        &self.members
    }

    /// What was shown beyond what the matter needs, by object. Strictly judged it refuses the matter.
    #[must_use]
    pub fn beyond_need(&self) -> &[BeyondNeed] {
        &self.beyond
    }

    /// Whether it was judged strictly.
    #[must_use]
    pub const fn excess(&self) -> Excess {
        self.excess
    }
}

/// What became of one material.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MaterialVerdict {
    /// This object serves.
    Satisfied {
        /// Its place among those shown.
        object: usize,
        /// The place of the alternative by which it serves.
        alternative: usize,
    },
    /// Nothing shown is of a kind that could serve.
    Missing(Refusal),
    /// This object is of the kind, or claims to be, and does not serve.
    Refused {
        /// Its place among those shown.
        object: usize,
        /// Why.
        refusal: Refusal,
    },
    /// Whether this object serves cannot be told.
    CannotTell {
        /// Its place among those shown.
        object: usize,
        /// Why.
        refusal: Refusal,
    },
    /// The delegate's own, and nobody acts for another.
    NotAsked,
}

impl MaterialVerdict {
    /// The stable name, the same in every language.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        match self {
            Self::Satisfied { .. } => "satisfied",
            Self::Missing(_) => "missing",
            Self::Refused { .. } => "refused",
            Self::CannotTell { .. } => "cannot_tell",
            Self::NotAsked => "not_asked",
        }
    }

    /// The place of the object that it is about.
    #[must_use]
    pub const fn object(&self) -> Option<usize> {
        match self {
            Self::Satisfied { object, .. }
            | Self::Refused { object, .. }
            | Self::CannotTell { object, .. } => Some(*object),
            Self::Missing(_) | Self::NotAsked => None,
        }
    }

    /// Why it is not satisfied.
    #[must_use]
    pub const fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Missing(refusal) | Self::Refused { refusal, .. } | Self::CannotTell { refusal, .. } => {
                Some(refusal)
            }
            Self::Satisfied { .. } | Self::NotAsked => None,
        }
    }
}

/// Whether two materials belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkVerdict {
    link: Link,
    result: Option<Result<(), Refusal>>,
}

impl LinkVerdict {
    pub(super) const fn new(link: Link, result: Option<Result<(), Refusal>>) -> Self {
        Self { link, result }
    }

    /// By what.
    #[must_use]
    pub const fn kind(&self) -> LinkKind {
        self.link.kind
    }

    /// The places of the two materials; the second is the delegate's own where it binds a delegate.
    #[must_use]
    pub const fn materials(&self) -> (usize, usize) {
        (self.link.from, self.link.to)
    }

    /// Whether it holds; nothing where one of the two has no verified object.
    #[must_use]
    pub fn result(&self) -> Option<Result<(), &Refusal>> {
        match self.result.as_ref()? {
            Ok(()) => Some(Ok(())),
            Err(refusal) => Some(Err(refusal)),
        }
    }
}

/// A certificate beside a consolidated licence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberVerdict {
    object: usize,
    permit: Result<(usize, usize), Refusal>,
}

impl MemberVerdict {
    pub(super) const fn new(object: usize, permit: Result<(usize, usize), Refusal>) -> Self {
        Self { object, permit }
    }

    /// The place of the certificate among what was shown.
    #[must_use]
    pub const fn object(&self) -> usize {
        self.object
    }

    /// The place of the consolidated licence among what was shown, and that of the permit in it.
    ///
    /// # Errors
    /// [`Refusal::MemberMismatch`].
    pub const fn permit(&self) -> Result<(usize, usize), &Refusal> {
        match &self.permit {
            Ok(place) => Ok(*place),
            Err(refusal) => Err(refusal),
        }
    }
}

/// Something shown that the matter does not need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BeyondNeed {
    object: usize,
    kind: String,
    label: u16,
}

impl BeyondNeed {
    pub(super) fn new(object: usize, kind: &str, label: u16) -> Self {
        Self { object, kind: kind.into(), label }
    }

    /// The place of the object among what was shown.
    #[must_use]
    pub const fn object(&self) -> usize {
        self.object
    }

    /// The code of its kind, or of the kind of its permit.
    #[must_use]
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// The label of the item; 0 for a permit or an object as a whole.
    #[must_use]
    pub const fn label(&self) -> u16 {
        self.label
    }
}
