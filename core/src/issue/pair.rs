//! A business licence and its electronic seal, issued together.

use super::IssueError;
use super::certificate::{Issued, issue};
use super::draft::{Draft, DraftItem, DraftValue};
use crate::act::enrolment::EnrolledKey;
use crate::act::seal::{ELECTRONIC_SEAL, SealItems};
use crate::certificate::{Certificate, StatusRef, Unverified};
use crate::crypto::Signer;
use crate::disclosure::disclose;
use crate::error::{Object, Refusal, ensure};
use crate::holder::HolderCopy;
use crate::kind::SEAL_LICENCE;
use alloc::vec::Vec;
use rand_core::CryptoRng;

const NAME: u16 = 2;
const CODE: u16 = 3;
const CODE_TYPE: u16 = 4;

/// One of the two certificates to be issued: what [`issue()`] takes.
pub struct Half<'d> {
    /// What it says.
    pub draft: &'d Draft,
    /// The key that it names.
    pub holder_key: EnrolledKey,
    /// Its status entry.
    pub status: &'d StatusRef,
    /// The key of its issuer.
    pub signer: &'d dyn Signer,
}

impl core::fmt::Debug for Half<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Half").field("draft", self.draft).finish_non_exhaustive()
    }
}

/// A licence and the seal that stands on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LicenceAndSeal {
    /// 16 random bytes under which both registers note that the two were issued together. Neither certificate
    /// holds them.
    pub batch: [u8; 16],
    /// The licence.
    pub licence: Issued,
    /// The seal.
    pub seal: Issued,
}

/// Issues a licence and its seal, or neither. Both keys are used up, whatever the outcome.
///
/// The seal gets the owner's name, code and type of code (items 2, 3, 4) from the licence and names it by its
/// status reference (item 4083). Where its draft has one of these already, it must say the same.
///
/// # Errors
/// [`IssueError::SealOfAnother`] with the item that differs, [`Refusal::SealKindWrong`],
/// [`Refusal::SealItemMissing`], and what [`issue()`] says; nothing was issued.
pub fn issue_licence_and_seal<R: CryptoRng>(
    licence: Half<'_>,
    seal: Half<'_>,
    rng: &mut R,
) -> Result<LicenceAndSeal, IssueError> {
    ensure(seal.draft.kind == ELECTRONIC_SEAL, || Refusal::SealKindWrong { object: Object::Certificate })?;
    let mut sealing = seal.draft.clone();
    for label in [NAME, CODE, CODE_TYPE] {
        let of_licence = licence.draft.items.iter().find(|item| item.label == label);
        fill(&mut sealing.items, label, of_licence.map(|item| item.value.clone()))?;
    }
    fill(&mut sealing.items, SEAL_LICENCE, Some(licence_behind(licence.draft, licence.status)))?;
    let mut batch = [0; 16];
    rng.fill_bytes(&mut batch);
    let made = issue(licence.draft, licence.holder_key, licence.status, licence.signer, rng)?;
    let sealed = issue(&sealing, seal.holder_key, seal.status, seal.signer, rng)?;
    check_items(&sealed)?;
    Ok(LicenceAndSeal { batch, licence: made, seal: sealed })
}

/// Adds an open item that the seal owes to the licence, or compares the one that is there.
fn fill(items: &mut Vec<DraftItem>, label: u16, value: Option<DraftValue>) -> Result<(), IssueError> {
    match (items.iter().find(|item| item.label == label), value) {
        (Some(item), Some(value)) if item.value == value => Ok(()),
        (None, Some(value)) => {
            items.push(DraftItem::open(label, value));
            Ok(())
        }
        (None, None) => Ok(()),
        (Some(_), _) => Err(IssueError::SealOfAnother(label)),
    }
}

fn licence_behind(licence: &Draft, status: &StatusRef) -> DraftValue {
    let index = i64::try_from(status.index()).unwrap_or(i64::MAX);
    DraftValue::Map(
        [
            (1, DraftValue::from(licence.issuer.as_str())),
            (2, DraftValue::from(licence.kind.as_str())),
            (3, DraftValue::Integer(index)),
            (4, DraftValue::from(status.uri())),
        ]
        .into_iter()
        .map(|(label, value)| DraftItem::open(label, value))
        .collect(),
    )
}

/// What a checker will ask of the seal it must have from the beginning.
fn check_items(seal: &Issued) -> Result<(), IssueError> {
    let shown = HolderCopy::parse(seal.as_bytes())?.show_all();
    let certificate = Unverified::<Certificate>::parse(&shown)?;
    let claims = &certificate.claims;
    let disclosed = disclose(Object::Certificate, claims, &certificate.message.disclosures)?;
    SealItems::read(&claims.items, &disclosed.items)?;
    Ok(())
}
