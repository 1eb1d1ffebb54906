//! What is shown for a matter (免证办), at a desk: verified in one call and judged by the scenario that asks for it.

use crate::desk::{Check, Desk};
use crate::detect::{Sort, detect};
use crate::receipts::ReceiptMaker;
use crate::verdict::MatterVerdict;
use zhengzhao::act::seal::{self, Document, ExistedBefore, UnverifiedSeal};
use zhengzhao::act::{Audience, ScenarioId, session};
use zhengzhao::certificate::Form;
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
    /// Either, with the pictures that came along with it, by the place of their object in it. Where more came than it
    /// has objects, none of these is verified.
    Pictured(Box<Self>, Vec<Option<&'b [u8]>>),
}

/// A matter at a desk: what asks, and what was handed over for it.
#[derive(Debug, Clone)]
pub struct Matter<'b> {
    /// What asks.
    pub scenario: ScenarioId,
    /// What was handed over, in any order.
    pub handed: Vec<Handed<'b>>,
    /// The portraits that came along, by the place of their presentation among all presentations but those that came
    /// [`Handed::Pictured`]. Where more came than there are such presentations, none of them is verified.
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

/// One object of what was handed over, before its picture is found.
enum Part<'b> {
    Presentation(&'b [u8]),
    Certificate(&'b [u8]),
    Printed(&'b [u8]),
    Seal(&'b [u8], Document, Option<ExistedBefore>),
    Whole(Shown<'b>),
}

impl<'b> Part<'b> {
    const fn object(&self) -> Object {
        match self {
            Self::Presentation(_) | Self::Whole(_) => Object::Presentation,
            Self::Certificate(_) => Object::Certificate,
            Self::Printed(_) => Object::PrintedCertificate,
            Self::Seal(..) => Object::Seal,
        }
    }

    /// It beside a picture.
    fn shown(self, picture: Option<&'b [u8]>) -> Shown<'b> {
        match self {
            Self::Presentation(bytes) => pictured::<Presentation>(bytes, picture).into(),
            Self::Certificate(bytes) => pictured::<Certificate>(bytes, picture).into(),
            Self::Printed(bytes) => pictured::<Printed>(bytes, picture).into(),
            Self::Seal(bytes, document, existed) => match UnverifiedSeal::parse(bytes) {
                Ok(own) => {
                    let own = match picture {
                        Some(picture) => own.with_picture(picture),
                        None => own,
                    };
                    Shown::seal(own, document, existed)
                }
                Err(refusal) => Shown::Unreadable(refusal),
            },
            Self::Whole(shown) => shown,
        }
    }
}

fn pictured<'b, F: Form>(bytes: &'b [u8], picture: Option<&'b [u8]>) -> Result<Unverified<'b, F>, Refusal> {
    Unverified::<F>::parse(bytes).map(|own| match picture {
        Some(picture) => own.with_picture(picture),
        None => own,
    })
}

/// Every object, sessions and files of seals taken apart.
fn lay_out<'b>(matter: &Matter<'b>) -> Vec<(Origin, Shown<'b>)> {
    let mut parts = Vec::new();
    for (place, handed) in matter.handed.iter().enumerate() {
        let own = handed.parts();
        let (of, existed) = (own.len(), handed.existed());
        let origin = |number| Origin { handed: Some(place), number, of, existed };
        parts.extend((1..).zip(own).map(|(number, part)| (origin(number), part)));
    }
    let presentations = parts.iter().filter(|(_, part)| matches!(part, Part::Presentation(_))).count();
    let surplus = count(&matter.portraits) > presentations;
    if surplus && presentations == 0 {
        let origin = Origin { handed: None, number: 1, of: 1, existed: None };
        parts.push((origin, Part::Whole(unexpected(Object::Presentation))));
    }
    let mut portraits = matter.portraits.iter();
    let show = |part| match part {
        Part::Presentation(_) if surplus => unexpected(Object::Presentation),
        Part::Presentation(_) => part.shown(portraits.next().copied().flatten()),
        other => other.shown(None),
    };
    let (origins, parts): (Vec<_>, Vec<_>) = parts.into_iter().unzip();
    origins.into_iter().zip(parts.into_iter().map(show)).collect()
}

/// How many places these pictures need.
fn count(pictures: &[Option<&[u8]>]) -> usize {
    pictures.iter().rposition(Option::is_some).map_or(0, |last| last.saturating_add(1))
}

/// A picture that nothing is compared with must not lie beside a verdict that says that a face was shown.
const fn unexpected<'b>(object: Object) -> Shown<'b> {
    Shown::Unreadable(Refusal::PictureUnexpected { object })
}

impl<'b> Handed<'b> {
    fn existed(&self) -> Option<ExistedBefore> {
        match self {
            Self::Object(_) => None,
            Self::Seal { existed, .. } => *existed,
            Self::Pictured(handed, _) => handed.existed(),
        }
    }

    fn parts(&self) -> Vec<Part<'b>> {
        match self {
            Self::Object(bytes) => objects(bytes),
            Self::Seal { bytes, document, existed } => seals(bytes, document, *existed),
            Self::Pictured(handed, pictures) => {
                let parts = handed.parts();
                let surplus = count(pictures) > parts.len();
                let mut pictures = pictures.iter();
                let show = |part: Part<'b>| {
                    let picture = pictures.next().copied().flatten();
                    match part {
                        // Why it cannot be read says more.
                        Part::Whole(shown) => shown,
                        part if surplus => unexpected(part.object()),
                        part => part.shown(picture),
                    }
                };
                parts.into_iter().map(show).map(Part::Whole).collect()
            }
        }
    }
}

fn objects(bytes: &[u8]) -> Vec<Part<'_>> {
    match detect(bytes) {
        Sort::Object(Object::Presentation) => vec![Part::Presentation(bytes)],
        Sort::Object(Object::Session) => match session::read(bytes) {
            Ok(presentations) => presentations.into_iter().map(Part::Presentation).collect(),
            Err(refusal) => vec![Part::Whole(Shown::Unreadable(refusal))],
        },
        Sort::Object(Object::PrintedCertificate) => vec![Part::Printed(bytes)],
        _ => vec![Part::Certificate(bytes)],
    }
}

/// A file of seals begins as an array, a seal as a tag.
fn seals<'b>(bytes: &'b [u8], document: &Document, existed: Option<ExistedBefore>) -> Vec<Part<'b>> {
    const TAG_18: u8 = 0xd2;
    let file = if bytes.first() == Some(&TAG_18) { Ok(vec![bytes]) } else { seal::read(bytes) };
    match file {
        Ok(seals) => seals.into_iter().map(|bytes| Part::Seal(bytes, *document, existed)).collect(),
        Err(refusal) => vec![Part::Whole(Shown::Unreadable(refusal))],
    }
}
