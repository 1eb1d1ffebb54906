//! What is shown for a matter (免证办), at a desk: verified in one call and judged by the scenario that asks for it.

use crate::desk::{Check, Desk};
use crate::detect::{Sort, detect};
use crate::receipts::ReceiptMaker;
use crate::verdict::MatterVerdict;
use zhengzhao::act::seal::{self, Document, ExistedBefore, UnverifiedSeal};
use zhengzhao::act::{Audience, ScenarioId, session};
use zhengzhao::error::Object;
use zhengzhao::receipt::Facts;
use zhengzhao::verify::{Excess, ScenarioVerdict, Shown};
use zhengzhao::{Certificate, Occasion, Presence, Presentation, Printed, Refusal, Unverified, Verifier};

/// What is handed over, as bytes.
#[derive(Debug, Clone)]
pub enum Handed<'b> {
    /// A presentation, a session of several, a certificate or a printed certificate: whichever its label says.
    Object(&'b [u8]),
    /// A seal, or the file of seals beside a document, with the document.
    Seal {
        /// The seal, or the file.
        bytes: &'b [u8],
        /// The document that the host was handed.
        document: Document,
        /// A moment at which the host knows, by itself, that it existed.
        existed: Option<ExistedBefore>,
    },
}

/// A matter at a desk: what asks, and what was handed over for it.
#[derive(Debug, Clone)]
pub struct Matter<'b> {
    /// What asks.
    pub scenario: ScenarioId,
    /// What was handed over, in any order.
    pub handed: Vec<Handed<'b>>,
    /// The portraits that came along, by the place of their presentation among all presentations. Where more came
    /// than there are presentations, none of the presentations is verified.
    pub portraits: Vec<Option<&'b [u8]>>,
    /// The checker's name, which presentations must state.
    pub audience: Option<Audience>,
    /// What becomes of more than the matter needs.
    pub excess: Excess,
}

/// Where an object was among what was handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Origin {
    /// The place in [`Matter::handed`]; none for a portrait that belongs to nothing.
    pub(crate) handed: Option<usize>,
    /// Its number, from 1, of how many in the same file.
    pub(crate) number: usize,
    pub(crate) of: usize,
    pub(crate) existed: Option<ExistedBefore>,
}

/// What the core said of a matter.
pub(crate) struct Judged {
    pub(crate) origins: Vec<Origin>,
    pub(crate) verdict: Result<ScenarioVerdict, Refusal>,
}

impl Desk {
    /// Verifies everything that was handed over for a matter, and judges whether it settles it (`core/SPEC.md` §7,
    /// Scenario). The order of what was handed over does not matter but where several serve as the same.
    ///
    /// `presence` is used up, whatever comes of it.
    #[must_use]
    pub fn check_scenario(
        &self,
        matter: &Matter<'_>,
        check: &Check,
        presence: Presence<'_>,
    ) -> MatterVerdict {
        MatterVerdict::of(&self.judge_matter(matter, check, presence), matter, check, self)
    }

    /// Verifies as [`Self::check_scenario`] does, and says what receipts keep of it: of a matter that is settled one
    /// for each object, in the order of the verdict's; of any other a single one, with its code alone.
    #[must_use]
    pub fn check_scenario_for_receipts(
        &self,
        matter: &Matter<'_>,
        check: &Check,
        presence: Presence<'_>,
        maker: &ReceiptMaker,
    ) -> (MatterVerdict, Vec<Facts>) {
        let judged = self.judge_matter(matter, check, presence);
        let facts = maker.facts_of_matter(&matter.scenario, &judged.verdict, check, self);
        (MatterVerdict::of(&judged, matter, check, self), facts)
    }

    fn judge_matter(&self, matter: &Matter<'_>, check: &Check, presence: Presence<'_>) -> Judged {
        let (origins, shown) = lay_out(matter).into_iter().unzip();
        let verifier = Verifier::new(self.store().trust(), self.store().statuses(), check.policy);
        let mut occasion = Occasion::new(check.now, check.region);
        if let Some(audience) = &matter.audience {
            occasion = occasion.with_audience(audience.clone());
        }
        let verdict = verifier.verify_scenario(&matter.scenario, shown, &occasion, presence, matter.excess);
        Judged { origins, verdict }
    }
}

/// One object of what was handed over, before its portrait is found.
enum Part<'b> {
    Presentation(&'b [u8]),
    Other(Shown<'b>),
}

/// Every object, sessions and files of seals taken apart.
fn lay_out<'b>(matter: &Matter<'b>) -> Vec<(Origin, Shown<'b>)> {
    let mut parts = Vec::new();
    for (place, handed) in matter.handed.iter().enumerate() {
        let (existed, own) = match handed {
            Handed::Object(bytes) => (None, objects(bytes)),
            Handed::Seal { bytes, document, existed } => (*existed, seals(bytes, document, *existed)),
        };
        let of = own.len();
        let origin = |number| Origin { handed: Some(place), number, of, existed };
        parts.extend((1..).zip(own).map(|(number, part)| (origin(number), part)));
    }
    let presentations = parts.iter().filter(|(_, part)| matches!(part, Part::Presentation(_))).count();
    let portraits =
        matter.portraits.iter().rposition(Option::is_some).map_or(0, |last| last.saturating_add(1));
    // One that nothing is compared with must not lie beside a verdict that says that a face was shown.
    let surplus = portraits > presentations;
    let unexpected = || Shown::Unreadable(Refusal::PictureUnexpected { object: Object::Presentation });
    if surplus && presentations == 0 {
        let origin = Origin { handed: None, number: 1, of: 1, existed: None };
        parts.push((origin, Part::Other(unexpected())));
    }
    let mut portraits = matter.portraits.iter();
    let show = |part| match part {
        Part::Other(shown) => shown,
        Part::Presentation(_) if surplus => unexpected(),
        Part::Presentation(bytes) => {
            let portrait = portraits.next().copied().flatten();
            let presentation = Unverified::<Presentation>::parse(bytes);
            Shown::from(presentation.map(|own| match portrait {
                Some(portrait) => own.with_picture(portrait),
                None => own,
            }))
        }
    };
    let (origins, parts): (Vec<_>, Vec<_>) = parts.into_iter().unzip();
    origins.into_iter().zip(parts.into_iter().map(show)).collect()
}

fn objects(bytes: &[u8]) -> Vec<Part<'_>> {
    match detect(bytes) {
        Sort::Object(Object::Presentation) => vec![Part::Presentation(bytes)],
        Sort::Object(Object::Session) => match session::read(bytes) {
            Ok(presentations) => presentations.into_iter().map(Part::Presentation).collect(),
            Err(refusal) => vec![Part::Other(Shown::Unreadable(refusal))],
        },
        Sort::Object(Object::PrintedCertificate) => {
            vec![Part::Other(Unverified::<Printed>::parse(bytes).into())]
        }
        _ => vec![Part::Other(Unverified::<Certificate>::parse(bytes).into())],
    }
}

/// A file of seals begins as an array, a seal as a tag.
fn seals<'b>(bytes: &'b [u8], document: &Document, existed: Option<ExistedBefore>) -> Vec<Part<'b>> {
    const TAG_18: u8 = 0xd2;
    let file = if bytes.first() == Some(&TAG_18) { Ok(vec![bytes]) } else { seal::read(bytes) };
    let shown = |bytes| match UnverifiedSeal::parse(bytes) {
        Ok(own) => Shown::seal(own, *document, existed),
        Err(refusal) => Shown::Unreadable(refusal),
    };
    match file {
        Ok(seals) => seals.into_iter().map(|bytes| Part::Other(shown(bytes))).collect(),
        Err(refusal) => vec![Part::Other(Shown::Unreadable(refusal))],
    }
}
