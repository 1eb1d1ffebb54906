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
    is_kind_code, is_organisation_id, is_status_uri, read_kind, read_organisation, read_profile, read_region,
    read_time, require,
};
pub(crate) use node::{Element, Members, Node, check_label, place};
pub use permit::Permit;
pub(crate) use permit::{PermitElement, RawPermit};
pub use value::{Items, Value};

use crate::cose::{Sign1, Typ};
use crate::error::{Object, Refusal};
use crate::limits;
use core::fmt;
use core::marker::PhantomData;

/// `typ` of a certificate: the content format of `application/sd-cwt` (SD-CWT -08 §17.7).
pub const CERTIFICATE_TYP: Typ<'static> = Typ::Format(293);
/// `typ` of a printed certificate.
pub const PRINTED_TYP: Typ<'static> = Typ::Media("application/vnd.zz.print+cwt");

mod sealed {
    #[expect(unnameable_types, reason = "sealed: the two forms are all there are")]
    pub trait Form {
        const OBJECT: crate::error::Object;
        const TYP: crate::cose::Typ<'static>;
        /// Whether it carries a holder key and may redact.
        const HOLDER: bool;
    }
}

pub(crate) use sealed::Form as FormSeal;

/// The two forms of a certificate; sealed.
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
    form: PhantomData<F>,
}

impl<F: Form> fmt::Debug for Unverified<'_, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unverified").field("object", &F::OBJECT).finish_non_exhaustive()
    }
}

impl<'b, F: Form> Unverified<'b, F> {
    /// Reads the bytes of one object, to the last byte.
    ///
    /// # Errors
    /// A parse [`Refusal`] with the byte offset where there is one.
    pub fn parse(bytes: &'b [u8]) -> Result<Self, Refusal> {
        let message = Sign1::parse(F::OBJECT, bytes, limits::MAX_CERTIFICATE, F::TYP, F::HOLDER)?;
        let claims = Claims::read(message.payload.clone(), F::HOLDER)?;
        claims.check_redaction(message.sd_alg, !message.disclosures.is_empty())?;
        Ok(Self { message, claims, form: PhantomData })
    }

    /// The object that refusals name.
    #[must_use]
    pub const fn object(&self) -> Object {
        F::OBJECT
    }
}
