//! Judges what was verified by what a matter asks for: who serves what, whether it belongs together, what is too much.

use super::choose::{Board, Sure, Taken};
use super::excess;
use super::serve::{Answer, all_of, answer};
use super::shown::VerifiedObject;
use super::verdict::{BeyondNeed, Judgement, LinkVerdict, MaterialVerdict, MemberVerdict};
use crate::error::{Object, Refusal};
use crate::labels::NO_ITEM;
use crate::scenario::{Link, LinkKind, Terms};
use crate::time::Time;
use crate::verify::link;
use crate::verify::report::Content;
use alloc::vec::Vec;

/// What was shown for a matter, each object by itself verified or not.
pub(super) struct Matter<'m> {
    terms: &'m Terms,
    objects: &'m [Result<VerifiedObject, Refusal>],
    /// By material and object; none where it is of another kind.
    answers: Vec<Vec<Option<Answer>>>,
    /// The links of the terms, and then those of the delegate's own material to every other.
    links: Vec<Link>,
    delegate: Option<usize>,
}

impl<'m> Matter<'m> {
    pub(super) fn new(
        terms: &'m Terms,
        objects: &'m [Result<VerifiedObject, Refusal>],
        claimed: &[Option<&str>],
        now: Time,
    ) -> Self {
        let materials = || terms.materials.iter();
        let row = |material| {
            let shown = objects.iter().zip(claimed);
            shown
                .map(|(object, claimed)| match object {
                    Ok(verified) => answer(terms, material, verified, now),
                    Err(refusal) => {
                        // Only what it claims to be is known: enough to name it, not to judge it.
                        let of_kind =
                            |own: &crate::scenario::Alternative| Some(own.kind.as_str()) == *claimed;
                        let alternative = material.alternatives.iter().position(of_kind)?;
                        Some(Answer { alternative, result: Err(refusal.clone()) })
                    }
                })
                .collect()
        };
        let answers = materials().map(row).collect();
        let delegate = materials().position(|material| material.delegate);
        let mut links = terms.links.clone();
        if let Some(to) = delegate {
            let others = (0..terms.materials.len()).filter(|from| *from != to);
            links.extend(others.map(|from| Link { kind: LinkKind::SameKey, from, to }));
        }
        Self { terms, objects, answers, links, delegate }
    }

    pub(super) fn judge(&self) -> Judgement {
        let sure = |answer: &Option<Answer>| answer.as_ref().map(|answer| Sure::of(&answer.result));
        let by_mandate = |object: &VerifiedObject| object.is_by_mandate();
        let linked = |taken: &Taken, place: usize| self.linked(taken, place);
        let board = Board {
            serves: self.answers.iter().map(|row| row.iter().map(sure).collect()).collect(),
            verified: self.objects.iter().map(Result::is_ok).collect(),
            mandated: self.objects.iter().map(|object| object.as_ref().is_ok_and(by_mandate)).collect(),
            delegate: self.delegate,
            linked: &linked,
            one: self.objects.iter().map(|object| self.ones(object.as_ref().ok())).collect(),
        };
        let taken = board.choose();
        let is_asked = |place: usize| Some(place) != self.delegate || board.by_delegate(&taken);
        let materials = (0..taken.len()).map(|place| self.material(&taken, place, is_asked(place))).collect();
        let members = self.members(&taken);
        let beyond = self.beyond(&taken, &members);
        Judgement { materials, links: self.links(&taken), members, beyond }
    }

    /// By object, whether it is of the same licence.
    fn ones(&self, own: Option<&VerifiedObject>) -> Vec<bool> {
        let others = self.objects.iter().map(|other| other.as_ref().ok());
        others.map(|other| own.zip(other).is_some_and(|(own, other)| own.is_one_with(other))).collect()
    }

    fn verified(&self, object: usize) -> Option<&'m VerifiedObject> {
        self.objects.get(object)?.as_ref().ok()
    }

    fn answer(&self, place: usize, object: usize) -> Option<&Answer> {
        self.answers.get(place)?.get(object)?.as_ref()
    }

    /// What a material has taken, if it was verified.
    fn taken_by(&self, taken: &Taken, place: usize) -> Option<&'m VerifiedObject> {
        self.verified((*taken.get(place)?)?)
    }

    fn linked(&self, taken: &Taken, place: usize) -> Sure {
        let own = self.links.iter().filter(|link| link.from == place || link.to == place);
        Sure::of(&all_of(own.filter_map(|link| self.link(taken, *link))))
    }

    /// Whether what two materials have taken belongs together; none while one of them has nothing verified.
    fn link(&self, taken: &Taken, link: Link) -> Option<Result<(), Refusal>> {
        let (from, to) = (self.taken_by(taken, link.from)?, self.taken_by(taken, link.to)?);
        if Some(link.to) == self.delegate && !from.is_by_mandate() {
            return None;
        }
        let (first, second): (&Content, &Content) = (from.content(), to.content());
        Some(match link.kind {
            LinkKind::SameCode => link::by_code(first, second),
            LinkKind::SameEnterprise => link::by_enterprise(first, second),
            LinkKind::SameKey => link::by_key(first, second),
            LinkKind::LegalRepresentative => {
                // Every alternative of this end names it, or the scenario is not taken; a link without is no link.
                match self.representative(taken, link.from) {
                    Some(labels) => link::by_representative(first, second, labels),
                    None => Err(Refusal::LinkBroken { object: Object::Certificate }),
                }
            }
        })
    }

    /// Which items name the legal representative, in the alternative by which a material is served.
    fn representative(&self, taken: &Taken, place: usize) -> Option<(u16, Option<u16>)> {
        let object = (*taken.get(place)?)?;
        let alternative = self.answer(place, object)?.alternative;
        self.terms.materials.get(place)?.alternatives.get(alternative)?.representative
    }

    fn links(&self, taken: &Taken) -> Vec<LinkVerdict> {
        let of_terms = |place: &usize| *place < self.terms.links.len();
        let links = self.links.iter().enumerate();
        links
            .filter_map(|(place, link)| {
                let result = self.link(taken, *link);
                // A delegate has no link to what came without a mandate.
                (of_terms(&place) || result.is_some()).then(|| LinkVerdict::new(*link, result))
            })
            .collect()
    }

    fn material(&self, taken: &Taken, place: usize, is_asked: bool) -> MaterialVerdict {
        let object = taken.get(place).copied().flatten();
        let answer = object.and_then(|object| Some((object, self.answer(place, object)?)));
        match answer {
            Some((object, Answer { alternative, result: Ok(()) })) => {
                MaterialVerdict::Satisfied { object, alternative: *alternative }
            }
            Some((object, Answer { result: Err(refusal), .. })) if refusal.is_undetermined() => {
                MaterialVerdict::CannotTell { object, refusal: refusal.clone() }
            }
            Some((object, Answer { result: Err(refusal), .. })) => {
                MaterialVerdict::Refused { object, refusal: refusal.clone() }
            }
            None if !is_asked => MaterialVerdict::NotAsked,
            None => {
                let material = self.terms.materials.get(place);
                let (name_zh, name_en) = material
                    .map(|material| (material.name_zh.clone(), material.name_en.clone()))
                    .unwrap_or_default();
                MaterialVerdict::Missing(Refusal::MaterialMissing {
                    object: Object::Session,
                    name_zh,
                    name_en,
                })
            }
        }
    }

    /// Verified objects that no material has taken.
    fn left<'t>(&'t self, taken: &'t Taken) -> impl Iterator<Item = (usize, &'m VerifiedObject)> + 't {
        let free = (0..self.objects.len()).filter(|object| !taken.contains(&Some(*object)));
        free.filter_map(|object| Some((object, self.verified(object)?)))
    }

    fn members(&self, taken: &Taken) -> Vec<MemberVerdict> {
        let licences =
            || taken.iter().flatten().filter_map(|object| Some((*object, self.verified(*object)?)));
        self.left(taken)
            .filter_map(|(object, own)| {
                let member = own.content();
                let mut result = None;
                for (licence, consolidated) in licences() {
                    let consolidated = consolidated.content();
                    if !consolidated.permits.iter().any(|permit| link::is_of(permit, member)) {
                        continue;
                    }
                    let belongs = link::permit_of(consolidated, member).map(|permit| (licence, permit));
                    if belongs.is_ok() || result.is_none() {
                        result = Some(belongs);
                    }
                }
                result.map(|result| MemberVerdict::new(object, result))
            })
            .collect()
    }

    fn beyond(&self, taken: &Taken, members: &[MemberVerdict]) -> Vec<BeyondNeed> {
        let mut beyond = Vec::new();
        for (object, verified) in
            (0..self.objects.len()).filter_map(|object| Some((object, self.verified(object)?)))
        {
            let place = taken.iter().position(|taken| *taken == Some(object));
            let alternative = place.and_then(|place| {
                let own = self.answer(place, object)?.alternative;
                Some((place, self.terms.materials.get(place)?.alternatives.get(own)?))
            });
            if let Some((place, alternative)) = alternative {
                let of_member = |permit: usize| {
                    members.iter().any(|member| member.permit().is_ok_and(|own| own == (object, permit)))
                };
                let shown = (object, verified);
                beyond.extend(excess::of_serving(self.terms, place, alternative, shown, &of_member));
            } else if !members.iter().any(|member| member.object() == object) {
                beyond.push(BeyondNeed::new(object, verified.kind(), NO_ITEM));
            }
        }
        beyond
    }
}
