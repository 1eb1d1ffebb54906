//! Verified seals.

use super::{Face, StatusReport, Verified};
use crate::act::Purpose;
use crate::act::seal::{Document, SealedOn};
use crate::certificate::{Certificate, StatusRef};
use crate::time::Time;
use alloc::string::String;
use core::fmt;

/// A seal of which every step held: this document was sealed by the key of this certificate, and both the
/// certificate and the licence behind it count.
///
/// `Debug` shows no content.
#[derive(Clone, PartialEq, Eq)]
pub struct VerifiedSeal {
    pub(super) certificate: Verified<Certificate>,
    pub(super) sealed: SealedOn,
    pub(super) picture: Face,
    pub(super) licence: LicenceBehind,
}

impl fmt::Debug for VerifiedSeal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VerifiedSeal").field("certificate", &self.certificate).finish_non_exhaustive()
    }
}

impl VerifiedSeal {
    /// The certificate of the seal: whose it is and of what type.
    #[must_use]
    pub const fn certificate(&self) -> &Verified<Certificate> {
        &self.certificate
    }

    /// The document that was sealed; the one that the host handed over is the same.
    #[must_use]
    pub const fn document(&self) -> &Document {
        &self.sealed.document
    }

    /// The document's name, as the sealer wrote it.
    #[must_use]
    pub fn document_name(&self) -> &str {
        &self.sealed.name
    }

    /// Its media type, as the sealer wrote it.
    #[must_use]
    pub fn media_type(&self) -> &str {
        &self.sealed.media_type
    }

    /// When it was sealed, in the sealer's own word (`iat`): offline nobody can date a signature.
    #[must_use]
    pub const fn sealed_as_stated(&self) -> Time {
        self.sealed.iat
    }

    /// Why, in the sealer's words.
    #[must_use]
    pub const fn purpose(&self) -> Option<&Purpose> {
        self.sealed.purpose.as_ref()
    }

    /// The 16 random bytes that name this seal (`cti`).
    #[must_use]
    pub const fn cti(&self) -> &[u8; 16] {
        &self.sealed.cti
    }

    /// Whether the picture of the seal came along and is the one that the certificate names.
    #[must_use]
    pub const fn picture(&self) -> Face {
        self.picture
    }

    /// The licence on which the seal stands.
    #[must_use]
    pub const fn licence(&self) -> &LicenceBehind {
        &self.licence
    }
}

/// The licence behind a verified seal: only its status was looked up.
///
/// `Debug` shows issuer and kind.
#[derive(Clone, PartialEq, Eq)]
pub struct LicenceBehind {
    pub(super) issuer: String,
    pub(super) issuer_name_zh: String,
    pub(super) issuer_name_en: String,
    pub(super) kind: String,
    pub(super) status_ref: StatusRef,
    pub(super) status: StatusReport,
}

impl fmt::Debug for LicenceBehind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LicenceBehind")
            .field("issuer", &self.issuer)
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

impl LicenceBehind {
    /// The unified social credit code of its issuer.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// The issuer's Chinese name, as the trust list has it.
    #[must_use]
    pub fn issuer_name_zh(&self) -> &str {
        &self.issuer_name_zh
    }

    /// The issuer's English name, as the trust list has it.
    #[must_use]
    pub fn issuer_name_en(&self) -> &str {
        &self.issuer_name_en
    }

    /// The code of its kind.
    #[must_use]
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// Where its status stands.
    #[must_use]
    pub const fn status_ref(&self) -> &StatusRef {
        &self.status_ref
    }

    /// The status list that says "valid", and its age.
    #[must_use]
    pub const fn status(&self) -> StatusReport {
        self.status
    }
}
