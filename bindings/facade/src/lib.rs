//! Plain records over the core, and a fictional world to try it in. The one crate that bindings import.
//!
//! Everything here is data in, data out: bytes, times and random sources are arguments, and no file or clock is
//! opened, but by [`receipts::JournalFile`], [`register::RegisterFile`] and what both stand on, [`linefile`]. What
//! decides is the core; these records only say it so that JSON, people and other languages can read it.

pub mod codes;
pub mod desk;
pub mod detect;
pub mod draft;
pub mod enrolment;
mod input;
pub mod keyfile;
pub mod linefile;
pub mod matching;
pub mod matter;
mod names;
pub mod presented;
pub mod receipts;
pub mod register;
pub mod request;
pub mod rows;
#[cfg(feature = "sample")]
pub mod sample;
pub mod scenariofile;
pub mod seal;
pub mod shown;
mod text;
pub mod times;
pub mod trustfile;
pub mod verdict;

pub use desk::{Check, Desk, Expected};
pub use input::{InputError, near, no_credit_code};
pub use names::{ItemLabel, shown_text};
pub use text::Text;
pub use verdict::{MatterVerdict, Outcome, Verdict};
pub use zhengzhao as core;
