//! Acts (`core/SPEC.md` §6.10): what the holder's key signs, on top of a certificate that it carries whole.
//!
//! A presentation (加注件) shows a certificate to one checker; a mandate (授权) lets a delegate's key show it; a seal
//! (印章) is put beside a document. All are written here too, in two steps, because the key usually lives in a key store that signs for itself:
//! [`PresentationDraft::prepare`] gives the bytes to sign, [`ToSign::finish`] takes the signature.

mod claims;
pub mod enrolment;
mod mandate;
mod presentation;
pub mod seal;
pub mod session;
mod sign;
mod words;

pub(crate) use claims::{StandsOn, read_claims};
pub use mandate::{Delegate, MandateDraft};
pub(crate) use mandate::{MANDATE, MandateClaims};
pub(crate) use presentation::{Acts, Frame, PresentationClaims};
pub use presentation::{Presentation, PresentationDraft};
pub use sign::{ActError, Signed, ToSign};
pub use words::{Audience, Nonce, Purpose, ScenarioId};

use crate::cose::Typ;

/// `typ` of a presentation: the content format of `application/kb+cwt` (SD-CWT -08 §17.7).
pub const PRESENTATION_TYP: Typ<'static> = Typ::Format(294);
/// `typ` of a mandate.
pub const MANDATE_TYP: Typ<'static> = Typ::Media("application/vnd.zz.mandate+cwt");
