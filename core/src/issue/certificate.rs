//! One certificate.

use super::IssueError;
use super::draft::{Draft, DraftElement, DraftItem, DraftPermit, DraftValue};
use crate::act::enrolment::EnrolledKey;
use crate::cbor::{MapWriter, Writer};
use crate::certificate::{self, Certificate, Form, FormSeal, Printed, StatusRef};
use crate::cose::{Typ, encode_sign1, sign1_tbs, write_public_key};
use crate::crypto::{PublicKey, SignError, Signer, Unverified, sha256};
use crate::disclosure::disclose;
use crate::holder::HolderCopy;
use crate::labels as l;
use crate::limits::MAX_DISCLOSURES;
use crate::time::Time;
use crate::verify::examine;
use alloc::vec::Vec;
use rand_core::CryptoRng;
use zeroize::Zeroizing;

/// A certificate as its holder receives it: every disclosure and decoy in `sd_claims`.
///
/// [`crate::holder::HolderCopy`] reads it and makes from it what a checker may see. Its bytes hold every salt and
/// are wiped when dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct Issued {
    bytes: Zeroizing<Vec<u8>>,
    cti: [u8; 16],
}

impl core::fmt::Debug for Issued {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Issued").field("bytes", &self.bytes.len()).finish_non_exhaustive()
    }
}

impl Issued {
    /// The signed bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The signed bytes, to be wiped by whoever takes them.
    #[must_use]
    pub fn into_bytes(mut self) -> Vec<u8> {
        core::mem::take(&mut *self.bytes)
    }

    /// The random name of this copy, for the issuer's own register.
    #[must_use]
    pub const fn cti(&self) -> &[u8; 16] {
        &self.cti
    }
}

/// Issues one certificate to a key that its holder has shown to have. The key is used up, whatever the outcome.
///
/// # Errors
/// [`IssueError`]; nothing was issued.
pub fn issue<R: CryptoRng>(
    draft: &Draft,
    holder_key: EnrolledKey,
    status: &StatusRef,
    signer: &dyn Signer,
    rng: &mut R,
) -> Result<Issued, IssueError> {
    if holder_key.issuer() != draft.issuer {
        return Err(IssueError::EnrolledElsewhere);
    }
    build::<Certificate, R>(draft, Some(holder_key.public_key()), status, signer, rng)
}

/// Issues the printed form: open items only, no holder key.
///
/// # Errors
/// [`IssueError`]; nothing was issued.
pub fn issue_printed<R: CryptoRng>(
    draft: &Draft,
    status: &StatusRef,
    signer: &dyn Signer,
    rng: &mut R,
) -> Result<Issued, IssueError> {
    if let Some(item) = draft.items.iter().find(|item| item.redact) {
        return Err(IssueError::RedactedOnPaper(item.label));
    }
    build::<Printed, R>(draft, None, status, signer, rng)
}

fn build<F: Form, R: CryptoRng>(
    draft: &Draft,
    holder_key: Option<&PublicKey>,
    status: &StatusRef,
    signer: &dyn Signer,
    rng: &mut R,
) -> Result<Issued, IssueError> {
    let mut cti = [0; 16];
    rng.fill_bytes(&mut cti);
    let mut redactor = Redactor { rng, disclosures: Vec::new() };
    let payload = payload(draft, holder_key, status, cti, &mut redactor);
    let disclosures = redactor.disclosures;
    let redacted = !disclosures.is_empty();
    let (protected, signature) = sign1(signer, <F as FormSeal>::TYP, redacted, &payload)?;
    let bytes = Zeroizing::new(encode_sign1(&protected, &disclosures, &payload, &signature));
    check::<F>(&protected, &disclosures, &payload, &signature)?;
    if F::HOLDER {
        // With its decoys it is larger than what any checker sees; the holder must be able to read it.
        HolderCopy::parse(&bytes)?;
    }
    Ok(Issued { bytes, cti })
}

/// Reads back what a checker would read if everything were disclosed, decoys aside.
fn check<F: Form>(
    protected: &[u8],
    disclosures: &[Zeroizing<Vec<u8>>],
    payload: &[u8],
    signature: &[u8; 64],
) -> Result<(), IssueError> {
    // A decoy is an array of one element (first byte 0x81), which no checker accepts.
    let shown: Vec<_> = disclosures.iter().filter(|one| one.first() != Some(&0x81)).cloned().collect();
    let bytes = Zeroizing::new(encode_sign1(protected, &shown, payload, signature));
    let object = certificate::Unverified::<F>::parse(&bytes)?;
    let disclosed = disclose(<F as FormSeal>::OBJECT, &object.claims, &object.message.disclosures)?;
    match examine(object.claims.iss, object.claims.vct, &disclosed.items).first() {
        Some(finding) => Err(IssueError::CheckDigit(*finding)),
        None => Ok(()),
    }
}

/// The protected header and the signature over it and `payload`.
pub(crate) fn sign1(
    signer: &dyn Signer,
    typ: Typ<'_>,
    redacted: bool,
    payload: &[u8],
) -> Result<(Vec<u8>, [u8; 64]), IssueError> {
    let key = signer.public_key();
    let mut header = MapWriter::new();
    header.entry(l::ALG, |w| w.int(key.algorithm().cose_id()));
    header.entry(l::KID, |w| w.bytes(&key.thumbprint().kid()));
    header.entry(l::TYP, |w| typ.write(w));
    if redacted {
        header.entry(l::SD_ALG, |w| w.int(l::SHA_256));
    }
    let mut writer = Writer::new();
    writer.map(header);
    let protected = writer.into_bytes();
    let signed = sign1_tbs(&protected, payload);
    let signature = signer.sign(&signed)?;
    // A key store may fail, answer with another key, or be made to fault.
    key.verify(&signed, &signature).map_err(|unverified| match unverified {
        Unverified::Invalid => SignError::Failed,
        Unverified::Unavailable => SignError::Unavailable,
    })?;
    Ok((protected, signature))
}

fn payload<R: CryptoRng>(
    draft: &Draft,
    holder_key: Option<&PublicKey>,
    status: &StatusRef,
    cti: [u8; 16],
    redactor: &mut Redactor<'_, R>,
) -> Vec<u8> {
    let mut claims = MapWriter::new();
    claims.entry(l::ISS, |w| w.text(&draft.issuer));
    write_times(&mut claims, draft.nbf, draft.exp);
    claims.entry(l::IAT, |w| w.uint(draft.iat.seconds()));
    claims.entry(l::CTI, |w| w.bytes(&cti));
    if let Some(key) = holder_key {
        let mut cnf = MapWriter::new();
        cnf.entry(l::CNF_COSE_KEY, |w| write_public_key(w, key));
        claims.entry(l::CNF, |w| w.map(cnf));
    }
    claims.entry(l::VCT, |w| w.text(&draft.kind));
    claims.entry(l::STATUS, |w| write_status(w, status));
    claims.entry(l::PROFILE, |w| w.uint(l::PROFILE_VERSION));
    claims.entry(l::REGION, |w| w.text(draft.region.as_str()));
    let items = redactor.items(&draft.items, draft.decoys_to);
    claims.entry(l::ITEMS, |w| w.raw(&items));
    if !draft.permits.is_empty() {
        let permits = redactor.permits(&draft.permits);
        claims.entry(l::PERMITS, |w| w.raw(&permits));
    }
    let mut writer = Writer::new();
    writer.map(claims);
    writer.into_bytes()
}

fn write_times(map: &mut MapWriter, nbf: Time, exp: Option<Time>) {
    if let Some(exp) = exp {
        map.entry(l::EXP, |w| w.uint(exp.seconds()));
    }
    map.entry(l::NBF, |w| w.uint(nbf.seconds()));
}

fn write_status<'w>(writer: &'w mut Writer, status: &StatusRef) -> &'w mut Writer {
    let mut reference = MapWriter::new();
    reference.text_entry("idx", |w| w.uint(status.index()));
    reference.text_entry("uri", |w| w.text(status.uri()));
    let mut map = MapWriter::new();
    map.text_entry("status_list", |w| w.map(reference));
    writer.map(map)
}

/// Collects disclosures while the tree is written.
struct Redactor<'r, R: CryptoRng> {
    rng: &'r mut R,
    disclosures: Vec<Zeroizing<Vec<u8>>>,
}

impl<R: CryptoRng> Redactor<'_, R> {
    /// Adds a disclosure and returns its hash: SHA-256 over the *encoded* byte string.
    fn disclose(&mut self, value: Option<&[u8]>, label: Option<u16>) -> [u8; 32] {
        let mut salt = Zeroizing::new([0; 16]);
        self.rng.fill_bytes(salt.as_mut());
        let mut content = Writer::new();
        let parts = [value.is_some(), label.is_some()].into_iter().filter(|part| *part).count();
        content.array(parts.saturating_add(1)).bytes(salt.as_ref());
        if let Some(value) = value {
            content.raw(value);
        }
        if let Some(label) = label {
            content.uint(u64::from(label));
        }
        let content = Zeroizing::new(content.into_bytes());
        let mut encoded = Writer::new();
        encoded.bytes(&content);
        self.disclosures.push(content);
        sha256(&[&Zeroizing::new(encoded.into_bytes())])
    }

    fn items(&mut self, items: &[DraftItem], decoys_to: usize) -> Vec<u8> {
        let mut map = MapWriter::new();
        let mut digests = Vec::new();
        for item in items {
            let value = self.value(&item.value);
            if item.redact {
                digests.push(self.disclose(Some(&value), Some(item.label)));
            } else {
                map.entry(i64::from(item.label), |w| w.raw(&value));
            }
        }
        // More could not be read back; the bound keeps a wrong number from filling the memory first.
        while digests.len() < decoys_to.min(MAX_DISCLOSURES.saturating_add(1)) {
            digests.push(self.disclose(None, None));
        }
        if !digests.is_empty() {
            digests.sort_unstable();
            map.redacted(|w| {
                w.array(digests.len());
                for digest in &digests {
                    w.bytes(digest);
                }
                w
            });
        }
        let mut writer = Writer::new();
        writer.map(map);
        writer.into_bytes()
    }

    fn value(&mut self, value: &DraftValue) -> Vec<u8> {
        let mut writer = Writer::new();
        let written = match value {
            DraftValue::Integer(integer) => writer.int(*integer),
            DraftValue::Bytes(bytes) => writer.bytes(bytes),
            DraftValue::Text(text) => writer.text(text),
            DraftValue::Bool(value) => writer.bool(*value),
            DraftValue::Map(items) => return self.items(items, 0),
            DraftValue::List(elements) => return self.list(elements),
        };
        core::mem::take(written).into_bytes()
    }

    fn list(&mut self, elements: &[DraftElement]) -> Vec<u8> {
        let mut writer = Writer::new();
        writer.array(elements.len());
        for element in elements {
            let value = self.value(&element.value);
            self.element(&mut writer, &value, element.redact);
        }
        writer.into_bytes()
    }

    fn element(&mut self, writer: &mut Writer, value: &[u8], redact: bool) {
        if redact {
            let digest = self.disclose(Some(value), None);
            writer.tag(l::TAG_REDACTED).bytes(&digest);
        } else {
            writer.raw(value);
        }
    }

    fn permits(&mut self, permits: &[DraftPermit]) -> Vec<u8> {
        let mut writer = Writer::new();
        writer.array(permits.len());
        for permit in permits {
            let mut map = MapWriter::new();
            map.entry(l::ISS, |w| w.text(&permit.issuer));
            write_times(&mut map, permit.nbf, permit.exp);
            map.entry(l::VCT, |w| w.text(&permit.kind));
            map.entry(l::STATUS, |w| write_status(w, &permit.status));
            let items = self.items(&permit.items, 0);
            map.entry(l::ITEMS, |w| w.raw(&items));
            let mut value = Writer::new();
            value.map(map);
            self.element(&mut writer, &value.into_bytes(), permit.redact);
        }
        writer.into_bytes()
    }
}
