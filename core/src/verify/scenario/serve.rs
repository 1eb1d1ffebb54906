//! Whether one object can serve as one material.

use super::shown::{VerifiedObject, may_be};
use crate::certificate::Permit;
use crate::error::{Refusal, ensure, gate};
use crate::labels::NO_ITEM;
use crate::scenario::{Alternative, Material, PermitsNeed, Predicate, Subject, Terms};
use crate::time::Time;
use alloc::string::String;

/// What one object is to one material whose kind it has.
#[derive(Debug, Clone)]
pub(super) struct Answer {
    /// The place of the alternative by which it was judged.
    pub(super) alternative: usize,
    pub(super) result: Result<(), Refusal>,
}

/// The first alternative of its kind that it serves by; by none, the first that cannot be told; else what the first of
/// its kind says. None when it is of no kind that the material names.
pub(super) fn answer(
    terms: &Terms,
    material: &Material,
    object: &VerifiedObject,
    now: Time,
) -> Option<Answer> {
    let kind = object.kind();
    if !may_be(kind, object.is_seal()) {
        return None;
    }
    let mut best: Option<Answer> = None;
    for (alternative, own) in material.alternatives.iter().enumerate().filter(|(_, own)| own.kind == kind) {
        let result = Check { terms, material, alternative: own, object, now }.all();
        let told = rank(&result);
        if best.as_ref().is_none_or(|best| told < rank(&best.result)) {
            best = Some(Answer { alternative, result });
        }
    }
    best
}

/// What is refused wins over what cannot be told only within one alternative.
fn rank(result: &Result<(), Refusal>) -> u8 {
    match result {
        Ok(()) => 0,
        Err(refusal) if refusal.is_undetermined() => 1,
        Err(_) => 2,
    }
}

struct Check<'c> {
    terms: &'c Terms,
    material: &'c Material,
    alternative: &'c Alternative,
    object: &'c VerifiedObject,
    now: Time,
}

impl Check<'_> {
    /// In the order of `core/SPEC.md` §7.
    fn all(&self) -> Result<(), Refusal> {
        self.presenter()?;
        self.mandate()?;
        self.level()?;
        self.face()?;
        self.fields()?;
        self.predicates()?;
        self.permits()
    }

    fn kind(&self) -> String {
        self.object.kind().into()
    }

    /// A seal proves no presenter, and none is asked of it.
    fn presenter(&self) -> Result<(), Refusal> {
        let (needed, found) = (self.terms.presenter, self.object.report().presenter());
        let proven = self.object.is_seal() || found.reaches(needed);
        ensure(proven, || Refusal::PresenterNotProven { object: self.object.object(), needed, found })
    }

    /// The delegate's own certificate is nobody else's to present.
    fn mandate(&self) -> Result<(), Refusal> {
        let allowed = self.terms.mandate && !self.material.delegate;
        ensure(allowed || !self.object.is_by_mandate(), || Refusal::MandateNotAllowed {
            object: self.object.object(),
        })
    }

    fn level(&self) -> Result<(), Refusal> {
        let Some(needed) = self.terms.trust_level else { return Ok(()) };
        let reached = self.object.report().trust_level().is_some_and(|level| level.reaches(needed));
        ensure(reached, || Refusal::TrustLevelTooLow {
            object: self.object.object(),
            kind: self.kind(),
            needed,
        })
    }

    fn face(&self) -> Result<(), Refusal> {
        let shown = self.object.report().face() == crate::verify::Face::Shown;
        ensure(shown || !self.material.face, || Refusal::FaceMissing {
            object: self.object.object(),
            kind: self.kind(),
        })
    }

    fn is_shown(&self, label: u16) -> bool {
        self.object.items().get(label).is_some()
    }

    fn missing(&self, label: u16) -> Refusal {
        Refusal::FieldMissing { object: self.object.object(), kind: self.kind(), label }
    }

    fn fields(&self) -> Result<(), Refusal> {
        let mut fields = self.alternative.fields.iter();
        fields.try_for_each(|label| ensure(self.is_shown(*label), || self.missing(*label)))
    }

    fn predicates(&self) -> Result<(), Refusal> {
        self.alternative.predicates.iter().try_for_each(|predicate| self.predicate(predicate))
    }

    fn predicate(&self, predicate: &Predicate) -> Result<(), Refusal> {
        let content = self.object.content();
        let subject =
            Subject { items: &content.items, region: content.region, nbf: content.nbf, exp: content.exp };
        let about = predicate.labels().find(|label| self.is_shown(*label));
        if let Some(first) = predicate.labels().next() {
            ensure(about.is_some(), || self.missing(first))?;
        }
        ensure(predicate.holds(subject, self.now), || Refusal::PredicateFailed {
            object: self.object.object(),
            kind: self.kind(),
            label: about.unwrap_or(NO_ITEM),
        })
    }

    fn permits(&self) -> Result<(), Refusal> {
        let content = self.object.content();
        match &self.alternative.permits {
            PermitsNeed::Nothing => Ok(()),
            PermitsNeed::All => {
                let withheld = content.permits_withheld;
                let whole = withheld == 0 && !content.permits.is_empty();
                let object = self.object.object();
                ensure(whole, || Refusal::PermitWithheld { object, withheld })?;
                all_of(content.permits.iter().map(|permit| permit.standing().map_err(Clone::clone)))
            }
            PermitsNeed::Kinds(kinds) => {
                let of_kind = |kind| content.permits.iter().filter(move |permit| permit.kind() == kind);
                for kind in kinds {
                    ensure(of_kind(kind).next().is_some(), || Refusal::PermitMissing {
                        object: self.object.object(),
                        kind: kind.clone(),
                    })?;
                }
                all_of(kinds.iter().map(|kind| one_of(of_kind(kind))))
            }
        }
    }
}

/// The first refusal, else the first that cannot be told.
pub(super) fn all_of(results: impl Iterator<Item = Result<(), Refusal>>) -> Result<(), Refusal> {
    let mut undetermined = Ok(());
    for refusal in results.filter_map(|result| gate(result.err()?).err()) {
        if !refusal.is_undetermined() {
            return Err(refusal);
        }
        undetermined = undetermined.and(Err(refusal));
    }
    undetermined
}

/// One of several permits of a kind that stands; else one that cannot be told; else what the first says.
fn one_of<'p>(permits: impl Iterator<Item = &'p Permit>) -> Result<(), Refusal> {
    let standings = permits.map(Permit::standing);
    match standings.min_by_key(|standing| {
        standing.map_or_else(|refusal| if refusal.is_undetermined() { 1 } else { 2 }, |()| 0)
    }) {
        Some(standing) => standing.map_err(Clone::clone),
        None => Ok(()),
    }
}
