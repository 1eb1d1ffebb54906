//! Acts (`core/SPEC.md` §6.10): what the holder's key signs, on top of a certificate that it carries whole.

mod words;

pub use words::{Audience, Nonce, Purpose, ScenarioId};
