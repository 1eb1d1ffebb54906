//! What is shown for a matter, before and after it is verified.

use crate::act::Presentation;
use crate::act::seal::{Document, ELECTRONIC_SEAL, ExistedBefore, UnverifiedSeal};
use crate::certificate::{Certificate, Form, Items, Printed, Unverified};
use crate::error::{Object, Refusal};
use crate::verify::presence::Proof;
use crate::verify::report::Content;
use crate::verify::{Occasion, Report, Verified, VerifiedSeal, Verifier};
use alloc::boxed::Box;

/// What becomes of more than the matter needs. It is always reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Excess {
    /// It is reported and decides nothing.
    Reported,
    /// It refuses the matter, so that nobody gets used to collecting it.
    Refused,
}

/// One object that is shown for a matter.
#[derive(Debug)]
pub enum Shown<'b> {
    /// What a holder, or a delegate, presents.
    Presentation(Box<Unverified<'b, Presentation>>),
    /// A certificate without an act.
    Certificate(Box<Unverified<'b, Certificate>>),
    /// A printed certificate.
    Printed(Box<Unverified<'b, Printed>>),
    /// A seal with the document that it lies beside.
    Seal {
        /// The seal.
        seal: Box<UnverifiedSeal<'b>>,
        /// The document that the host was handed.
        document: Document,
        /// A moment at which the host knows that it existed.
        existed: Option<ExistedBefore>,
    },
    /// What cannot be read: it was shown all the same, and its refusal counts.
    Unreadable(Refusal),
}

impl<'b> From<Unverified<'b, Presentation>> for Shown<'b> {
    fn from(presentation: Unverified<'b, Presentation>) -> Self {
        Self::Presentation(Box::new(presentation))
    }
}

impl<'b> From<Unverified<'b, Certificate>> for Shown<'b> {
    fn from(certificate: Unverified<'b, Certificate>) -> Self {
        Self::Certificate(Box::new(certificate))
    }
}

impl<'b> From<Unverified<'b, Printed>> for Shown<'b> {
    fn from(printed: Unverified<'b, Printed>) -> Self {
        Self::Printed(Box::new(printed))
    }
}

impl<'b, T: Into<Self>> From<Result<T, Refusal>> for Shown<'b> {
    fn from(read: Result<T, Refusal>) -> Self {
        read.map_or_else(Self::Unreadable, Into::into)
    }
}

impl<'b> Shown<'b> {
    /// A seal with its document; see [`Verifier::verify_seal`].
    #[must_use]
    pub fn seal(seal: UnverifiedSeal<'b>, document: Document, existed: Option<ExistedBefore>) -> Self {
        Self::Seal { seal: Box::new(seal), document, existed }
    }

    /// The kind that it claims to be of, to name it at a material. Nothing is decided by it.
    pub(super) fn claimed_kind(&self) -> Option<&'b str> {
        let (kind, is_seal) = match self {
            Self::Presentation(object) => (object.claims.vct, false),
            Self::Certificate(object) => (object.claims.vct, false),
            Self::Printed(object) => (object.claims.vct, false),
            Self::Seal { seal, .. } => (seal.certificate.claims.vct, true),
            Self::Unreadable(_) => return None,
        };
        may_be(kind, is_seal).then_some(kind)
    }

    /// Verifies it. Only a presentation can prove anything about who presents.
    pub(super) fn verify(
        self,
        verifier: &Verifier<'_>,
        occasion: &Occasion,
        proof: &mut Proof<'_>,
    ) -> Result<VerifiedObject, Refusal> {
        Ok(match self {
            Self::Presentation(object) => {
                VerifiedObject::Presentation(verifier.verify_with(*object, occasion, proof)?)
            }
            Self::Certificate(object) => VerifiedObject::Certificate(alone(verifier, *object, occasion)?),
            Self::Printed(object) => VerifiedObject::Printed(alone(verifier, *object, occasion)?),
            Self::Seal { seal, document, existed } => {
                VerifiedObject::Seal(Box::new(verifier.verify_seal(*seal, &document, occasion, existed)?))
            }
            Self::Unreadable(refusal) => return Err(refusal),
        })
    }
}

fn alone<F: Form>(
    verifier: &Verifier<'_>,
    object: Unverified<'_, F>,
    occasion: &Occasion,
) -> Result<Verified<F>, Refusal> {
    verifier.verify(object, occasion, crate::verify::Presence::None)
}

/// Whether something of this kind can serve at all: the certificate of a seal does so only on a document.
pub(super) fn may_be(kind: &str, is_seal: bool) -> bool {
    is_seal || kind != ELECTRONIC_SEAL
}

/// One object of which every step before the scenario held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VerifiedObject {
    /// What a holder, or a delegate, presents.
    Presentation(Verified<Presentation>),
    /// A certificate without an act.
    Certificate(Verified<Certificate>),
    /// A printed certificate.
    Printed(Verified<Printed>),
    /// A seal on its document.
    Seal(Box<VerifiedSeal>),
}

impl VerifiedObject {
    /// The code of its kind; of a seal, the kind *electronic seal*.
    #[must_use]
    pub fn kind(&self) -> &str {
        &self.content().kind
    }

    /// The unified social credit code of its issuer; of a seal, that of the seal's certificate.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.content().issuer
    }

    /// The items shown; of a seal, those of its certificate.
    #[must_use]
    pub const fn items(&self) -> &Items {
        &self.content().items
    }

    /// What its own verdict says beside the claims.
    #[must_use]
    pub const fn report(&self) -> &Report {
        &self.content().report
    }

    pub(super) const fn content(&self) -> &Content {
        match self {
            Self::Presentation(verified) => verified.content(),
            Self::Certificate(verified) => verified.content(),
            Self::Printed(verified) => verified.content(),
            Self::Seal(sealed) => sealed.certificate.content(),
        }
    }

    pub(super) const fn is_seal(&self) -> bool {
        matches!(self, Self::Seal(_))
    }

    /// Whether a delegate presented it.
    pub(super) fn is_by_mandate(&self) -> bool {
        self.content().act.as_ref().is_some_and(|act| act.mandate().is_some())
    }

    pub(super) const fn object(&self) -> Object {
        match self {
            Self::Presentation(_) => Object::Presentation,
            Self::Certificate(_) => Object::Certificate,
            Self::Printed(_) => Object::PrintedCertificate,
            Self::Seal(_) => Object::Seal,
        }
    }
}
