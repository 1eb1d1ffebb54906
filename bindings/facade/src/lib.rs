//! Plain records over the core, and a fictional world to try it in. The one crate that bindings import.
//!
//! Everything here is data in, data out: bytes, times and random sources are arguments, and no file or clock is
//! opened, but by [`receipts::JournalFile`], whose name says so. What decides is the core; these records only say it so that JSON, people and other languages can
//! read it.

pub mod codes;
pub mod desk;
pub mod detect;
pub mod draft;
pub mod enrolment;
mod input;
pub mod keyfile;
mod names;
pub mod presented;
pub mod receipts;
pub mod request;
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
pub use input::InputError;
pub use names::ItemLabel;
pub use text::Text;
pub use verdict::{Outcome, Verdict};
pub use zhengzhao as core;
