//! Acts (`core/SPEC.md` §6.10): what the holder's key signs, on top of a certificate that it carries whole.

pub mod enrolment;
mod signed;
mod words;

pub use signed::{ActError, Signed};
pub use words::{Audience, Nonce, Purpose, ScenarioId};
