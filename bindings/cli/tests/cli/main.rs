//! The real binary, as people and scripts call it.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "tests"
)]

mod bulk;
mod codes;
mod damage;
mod drafts;
mod enrol;
mod flow;
mod life;
mod lists;
mod matter;
mod present;
#[cfg(unix)]
mod readme;
mod receipts;
mod scenario;
mod seals;
mod usage;
mod world;
mod writing;
