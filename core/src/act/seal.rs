//! Electronic seals (电子印章): a document was sealed by the key of a seal certificate.
//!
//! ```cddl
//! seal payload = { 6: time, 7: bstr .size 16, ? -70011: purpose, -70013: sealed }
//! sealed = [ -16, bstr .size 32 (SHA-256 of the document), uint (its length in bytes), tstr (media type), tstr (name) ]
//! ```
//! A seal lies beside its document, which stays as it is. It has no end of its own: it ends with its certificate,
//! and with the licence that the certificate names. Its time is the sealer's own word; only a host that knows of an
//! earlier moment by itself can prove more ([`ExistedBefore`]).

mod claims;
mod document;
mod draft;
mod file;
mod items;

pub(crate) use claims::{SealClaims, SealedOn};
pub use document::{Document, DocumentHasher};
pub use draft::SealDraft;
pub use file::{MAX_FILE, read, write};
pub(crate) use items::{LicenceItem, SealItems};

use crate::certificate::{CERTIFICATE_TYP, Certificate, FormSeal, Unverified};
use crate::cose::{ActMessage, Typ};
use crate::error::{Object, Refusal};
use crate::time::Time;
use core::fmt;

/// `typ` of a seal.
pub const SEAL_TYP: Typ<'static> = Typ::Media("application/vnd.zz.seal+cwt");
/// The kind of the certificate behind a seal: the project-local code, since no national one could be verified.
pub const ELECTRONIC_SEAL: &str = "ZZ-LOCAL-ELECTRONIC-SEAL";

pub(crate) const OBJECT: Object = Object::Seal;

/// A seal certificate on its way through the verification of the seal that it made. No public form: nobody
/// verifies a seal without its document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sealing {}

impl FormSeal for Sealing {
    const OBJECT: Object = Object::Certificate;
    const TYP: Typ<'static> = CERTIFICATE_TYP;
    const HOLDER: bool = true;
    const KIND: Option<&'static str> = Some(ELECTRONIC_SEAL);
}

/// A moment at which the host knows, by itself, that the document existed with its seals: from an archive, a court,
/// a time stamp.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExistedBefore(Time);

impl ExistedBefore {
    /// The document existed, sealed, at `moment`.
    #[must_use]
    pub const fn new(moment: Time) -> Self {
        Self(moment)
    }

    /// The moment.
    #[must_use]
    pub const fn moment(self) -> Time {
        self.0
    }
}

/// A seal whose structure was read and of which nothing is verified: no claim can be read from it.
///
/// [`crate::Verifier::verify_seal`] consumes it. `Debug` shows no claim either.
pub struct UnverifiedSeal<'b> {
    pub(crate) certificate: Unverified<'b, Certificate>,
    pub(crate) act: SealAct<'b>,
    pub(crate) picture: Option<&'b [u8]>,
}

/// The act without the certificate that it carries.
pub(crate) struct SealAct<'b> {
    pub(crate) message: ActMessage<'b>,
    pub(crate) claims: SealClaims<'b>,
}

impl fmt::Debug for UnverifiedSeal<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UnverifiedSeal").finish_non_exhaustive()
    }
}

impl<'b> UnverifiedSeal<'b> {
    /// Reads the bytes of one seal, to the last byte.
    ///
    /// # Errors
    /// A parse [`Refusal`] with the byte offset where there is one. What it stands on takes certificates only, so
    /// that a mandate does not seal.
    pub fn parse(bytes: &'b [u8]) -> Result<Self, Refusal> {
        let message = ActMessage::parse(OBJECT, bytes, SEAL_TYP)?;
        let certificate = Unverified::parse(message.stands_on)?;
        let claims = SealClaims::read(message.payload.clone())?;
        Ok(Self { certificate, act: SealAct { message, claims }, picture: None })
    }

    /// Together with the picture of the seal that travels beside it (item 4082, 印模), which is compared with the
    /// digest in the certificate. At most 20,480 bytes.
    #[must_use]
    pub const fn with_picture(mut self, picture: &'b [u8]) -> Self {
        self.picture = Some(picture);
        self
    }
}
