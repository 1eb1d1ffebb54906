//! Certificates (证照): what a holder shows, and its printed form.
//!
//! ```cddl
//! certificate = #6.18([ bstr .cbor { 1: alg, 4: kid, 16: 293, ? 170: -16 }, { ? 17: [+ disclosure] }, bstr .cbor claims, bstr .size 64 ])
//! printed     = #6.18([ bstr .cbor { 1: alg, 4: kid, 16: "application/vnd.zz.print+cwt" }, {}, bstr .cbor claims, bstr .size 64 ])
//! claims = {
//!   1: issuer, ? 4: exp, 5: nbf, 6: iat, 7: bstr .size 16, ? 8: { 1: COSE_Key }, 11: kind, 65535: status,
//!   -70001: 1, -70002: region, -70003: items, ? -70004: [+ permit / #6.60(digest)]
//! }
//! ```
//! SD-CWT -08 §4 to §6 with the restrictions of `core/SPEC.md`; a CWT (RFC 8392) when printed.

mod claims;
mod node;
mod permit;
mod value;

pub(crate) use claims::Claims;
pub use claims::StatusRef;
pub(crate) use claims::{
    is_kind_code, is_organisation_id, is_status_uri, read_closed, read_kind, read_organisation, read_profile,
    read_region, read_time, require,
};
pub(crate) use node::{Element, Members, Node, check_label, place};
pub use permit::Permit;
pub(crate) use permit::{PermitElement, RawPermit};
pub use value::{Items, Value};

use crate::act::{Acts, Frame};
use crate::cose::{Sign1, Typ};
use crate::error::{Object, Refusal};
use crate::limits;
use alloc::boxed::Box;
use core::fmt;
use core::marker::PhantomData;

/// `typ` of a certificate: the content format of `application/sd-cwt` (SD-CWT -08 §17.7).
pub const CERTIFICATE_TYP: Typ<'static> = Typ::Format(293);
/// `typ` of a printed certificate.
pub const PRINTED_TYP: Typ<'static> = Typ::Media("application/vnd.zz.print+cwt");

mod sealed {
    #[expect(unnameable_types, reason = "sealed: the three forms are all there are")]
    pub trait Form {
        /// The certificate that is verified.
        const OBJECT: crate::error::Object;
        const TYP: crate::cose::Typ<'static>;
        /// Whether it carries a holder key and may redact.
        const HOLDER: bool;
        /// Whether it arrives inside a presentation.
        const PRESENTED: bool = false;
        /// The one kind that it may be of.
        const KIND: Option<&'static str> = None;
    }
}

pub(crate) use sealed::Form as FormSeal;

/// The forms in which a certificate is verified: as such, printed, or presented by its holder. Sealed.
pub trait Form: sealed::Form {}

/// A certificate that a holder presents: bound to the holder's key, items disclosed selectively.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Certificate {}

/// A printed certificate: open items only, no holder key. Whoever shows it proves nothing about themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Printed {}

impl sealed::Form for Certificate {
    const OBJECT: Object = Object::Certificate;
    const TYP: Typ<'static> = CERTIFICATE_TYP;
    const HOLDER: bool = true;
}

impl sealed::Form for Printed {
    const OBJECT: Object = Object::PrintedCertificate;
    const TYP: Typ<'static> = PRINTED_TYP;
    const HOLDER: bool = false;
}

impl Form for Certificate {}
impl Form for Printed {}

/// A certificate whose structure was read and of which nothing is verified: no claim can be read from it.
///
/// [`crate::Verifier::verify`] consumes it. `Debug` shows no claim either.
pub struct Unverified<'b, F: Form> {
    pub(crate) message: Sign1<'b>,
    pub(crate) claims: Claims<'b>,
    /// Boxed, because most certificates come without.
    pub(crate) acts: Option<Box<Acts<'b>>>,
    pub(crate) picture: Option<&'b [u8]>,
    form: PhantomData<F>,
}

impl<F: Form> fmt::Debug for Unverified<'_, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unverified").field("object", &self.object()).finish_non_exhaustive()
    }
}

impl<'b, F: Form> Unverified<'b, F> {
    /// Reads the bytes of one object, to the last byte.
    ///
    /// # Errors
    /// A parse [`Refusal`] with the byte offset where there is one.
    pub fn parse(bytes: &'b [u8]) -> Result<Self, Refusal> {
        let frame = if F::PRESENTED { Some(Frame::read(bytes)?) } else { None };
        let certificate = frame.as_ref().map_or(bytes, Frame::certificate);
        let message = Sign1::parse(F::OBJECT, certificate, limits::MAX_CERTIFICATE, F::TYP, F::HOLDER)?;
        let claims = Claims::read(message.payload.clone(), F::HOLDER)?;
        claims.check_redaction(message.sd_alg, !message.disclosures.is_empty())?;
        let acts = frame.map(Frame::read_acts).transpose()?.map(Box::new);
        Ok(Self { message, claims, acts, picture: None, form: PhantomData })
    }

    /// Together with the picture that travels beside it (item 4081, 照片), which is compared with the digest that
    /// the certificate shows. At most 20,480 bytes.
    #[must_use]
    pub const fn with_picture(mut self, picture: &'b [u8]) -> Self {
        self.picture = Some(picture);
        self
    }

    /// The object that was read.
    #[must_use]
    pub const fn object(&self) -> Object {
        if F::PRESENTED { Object::Presentation } else { F::OBJECT }
    }
}
