//! Builds what the other modules read: certificates, their copies, trust lists and status lists.
//!
//! Whatever is built is read back by the strict reader before it leaves this module, so that nothing can be
//! issued that a checker would refuse for its form.

mod certificate;
mod copies;
mod draft;
mod guide;
mod lists;
mod pair;
mod scenario;

pub(crate) use certificate::sign1;
pub use certificate::{Issued, issue, issue_printed};
pub use copies::{CopyFor, issue_copies};
pub use draft::{Draft, DraftElement, DraftItem, DraftPermit, DraftValue};
pub use guide::{Departure, DepartureKind, departures, permit_departures};
pub use lists::{StatusListDraft, TrustListDraft, add_signature, issue_status_list, sign_trust_list};
pub use pair::{Half, LicenceAndSeal, issue_licence_and_seal};
pub use scenario::issue_scenario;

use crate::crypto::SignError;
use crate::error::Refusal;
use crate::verify::Finding;

/// Why nothing was issued.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IssueError {
    /// A checker would refuse the object for its form.
    #[error("the object would be refused: {0}")]
    Refused(#[from] Refusal),
    /// The key did not sign.
    #[error("the key did not sign: {0}")]
    Sign(#[from] SignError),
    /// A check digit is wrong; at issue time that is a refusal, later only a finding.
    #[error("{}", .0.en())]
    CheckDigit(Finding),
    /// A printed certificate cannot redact; the item must be left out.
    #[error("item {0} is marked to be redacted, but a printed certificate has only open items")]
    RedactedOnPaper(u16),
    /// Copies that cannot be linked have whole UTC+8 days as times.
    #[error("the times of single-use copies must be whole days of UTC+8")]
    NotWholeDays,
    /// The holder's key was shown to another issuer than the one that the draft names.
    #[error("the holder's key was enrolled with another issuer")]
    EnrolledElsewhere,
    /// Two copies with one holder key could be linked.
    #[error("two copies have the same holder key")]
    HolderKeyRepeated,
    /// Two copies with one status index could be linked.
    #[error("two copies have the same status index")]
    StatusIndexRepeated,
    /// A seal is issued together with a licence of another owner, or names another licence.
    #[error("item {0} of the seal is not what its licence says")]
    SealOfAnother(u16),
}
