//! Single-use copies that cannot be linked by what they contain.

use super::certificate::{Issued, issue};
use super::{Draft, IssueError};
use crate::act::enrolment::EnrolledKey;
use crate::certificate::StatusRef;
use crate::crypto::Signer;
use alloc::vec::Vec;
use rand_core::CryptoRng;

/// What is the copy's own: a holder key and a status index, chosen at random by the issuer.
#[derive(Debug)]
pub struct CopyFor {
    /// The holder key of this copy.
    pub holder_key: EnrolledKey,
    /// The status entry of this copy.
    pub status: StatusRef,
}

/// Issues one certificate as many copies, each to be shown once.
///
/// Copies share no salt, `cti`, holder key or status index, and their times are whole UTC+8 days. Each costs
/// a status entry, and a revocation must set them all. A consolidated licence cannot be copied like this: each
/// copy would carry the same status entries of its permits. Issuer and checker together can still link.
///
/// The keys are used up, whatever the outcome.
///
/// # Errors
/// [`IssueError`]; no copy was issued.
pub fn issue_copies<R: CryptoRng>(
    draft: &Draft,
    copies: Vec<CopyFor>,
    signer: &dyn Signer,
    rng: &mut R,
) -> Result<Vec<Issued>, IssueError> {
    let times = [Some(draft.iat), Some(draft.nbf), draft.exp];
    if !times.into_iter().flatten().all(|time| time.is_whole_day()) {
        return Err(IssueError::NotWholeDays);
    }
    if !distinct(copies.iter().map(|copy| copy.holder_key.public_key().thumbprint())) {
        return Err(IssueError::HolderKeyRepeated);
    }
    if !distinct(copies.iter().map(|copy| (copy.status.uri(), copy.status.index()))) {
        return Err(IssueError::StatusIndexRepeated);
    }
    // A permit has one entry, the same in each copy.
    if copies.len() > 1 && !draft.permits.is_empty() {
        return Err(IssueError::StatusIndexRepeated);
    }
    copies.into_iter().map(|copy| issue(draft, copy.holder_key, &copy.status, signer, rng)).collect()
}

fn distinct<T: Ord>(values: impl Iterator<Item = T>) -> bool {
    let mut values: Vec<T> = values.collect();
    values.sort_unstable();
    let count = values.len();
    values.dedup();
    values.len() == count
}
