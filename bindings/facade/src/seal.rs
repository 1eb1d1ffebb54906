//! Seals on documents: put beside one, and verified there.

use crate::desk::{Check, Desk};
use crate::verdict::SealVerdict;
use zhengzhao::act::seal::{self, Document, ExistedBefore, SealDraft, UnverifiedSeal};
use zhengzhao::act::{ActError, Purpose, ToSign};
use zhengzhao::crypto::{PublicKey, Signer};
use zhengzhao::holder::HolderCopy;
use zhengzhao::time::Time;
use zhengzhao::{Occasion, Refusal, Verifier};

/// The media types of the documents that are sealed; what is none of them is bytes.
const MEDIA_TYPES: [(&str, &str); 16] = [
    ("pdf", "application/pdf"),
    ("ofd", "application/ofd"),
    ("xml", "application/xml"),
    ("json", "application/json"),
    ("zip", "application/zip"),
    ("doc", "application/msword"),
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("xls", "application/vnd.ms-excel"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("txt", "text/plain"),
    ("csv", "text/csv"),
    ("html", "text/html"),
    ("png", "image/png"),
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("tif", "image/tiff"),
];

/// The media type that a file name suggests; `application/octet-stream` where it suggests none.
#[must_use]
pub fn media_type(name: &str) -> &'static str {
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    let known = MEDIA_TYPES.iter().find(|(own, _)| Some(*own) == extension.as_deref());
    known.map_or("application/octet-stream", |(_, media_type)| media_type)
}

/// What is said of a document when it is sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealing {
    /// The document.
    pub document: Document,
    /// Its name, 1 to 255 bytes.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// Why, 1 to 200 characters.
    pub purpose: Option<Purpose>,
    /// The sealer's clock.
    pub now: Time,
}

impl Sealing {
    /// What the seal's key is to sign. `copy`: the seal's certificate as its owner holds it, of which only the open
    /// items go along; `cti`: 16 fresh random bytes.
    ///
    /// # Errors
    /// [`ActError`].
    pub fn prepare(self, copy: &[u8], key: &PublicKey, cti: [u8; 16]) -> Result<ToSign, ActError> {
        let certificate = HolderCopy::parse(copy)?.show(|_| false);
        let Self { document, name, media_type, purpose, now } = self;
        SealDraft { document, name, media_type, iat: now, purpose }.prepare(&certificate, key, cti)
    }

    /// The seal, signed by a key at hand.
    ///
    /// # Errors
    /// [`ActError`].
    pub fn sign(self, copy: &[u8], signer: &dyn Signer, cti: [u8; 16]) -> Result<Vec<u8>, ActError> {
        let certificate = HolderCopy::parse(copy)?.show(|_| false);
        let Self { document, name, media_type, purpose, now } = self;
        SealDraft { document, name, media_type, iat: now, purpose }.sign(&certificate, signer, cti)
    }
}

/// The file of seals with one more; `held` is what lies beside the document already.
///
/// # Errors
/// The [`Refusal`] of a damaged file, or of one that is full.
pub fn append(held: Option<&[u8]>, seal: &[u8]) -> Result<Vec<u8>, Refusal> {
    let mut seals = held.map(seal::read).transpose()?.unwrap_or_default();
    seals.push(seal);
    seal::write(&seals)
}

impl Desk {
    /// Verifies one seal on a document. `existed`: a moment at which the host knows, by itself, that the sealed
    /// document existed. `picture`: the picture of the seal that came along.
    #[must_use]
    pub fn verify_seal(
        &self,
        seal: &[u8],
        document: &Document,
        check: &Check,
        existed: Option<ExistedBefore>,
        picture: Option<&[u8]>,
    ) -> SealVerdict {
        let verifier = Verifier::new(self.store().trust(), self.store().statuses(), check.policy);
        let occasion = Occasion::new(check.now, check.region);
        let result = UnverifiedSeal::parse(seal).and_then(|untrusted| {
            let untrusted = match picture {
                Some(picture) => untrusted.with_picture(picture),
                None => untrusted,
            };
            verifier.verify_seal(untrusted, document, &occasion, existed)
        });
        SealVerdict::of(&result, check, existed, self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_suggest_media_types() {
        for (name, expected) in [
            ("合同.PDF", "application/pdf"),
            ("a.b.ofd", "application/ofd"),
            ("pdf", "application/octet-stream"),
            ("x.tar", "application/octet-stream"),
        ] {
            assert_eq!(media_type(name), expected, "{name}");
        }
        assert!(MEDIA_TYPES.iter().all(|(_, media_type)| media_type.len() <= 127));
    }
}
