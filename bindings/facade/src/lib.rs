//! Plain records over the core, and a fictional world to try it in. The one crate that bindings import.

#[cfg(feature = "sample")]
pub mod sample;

pub use zhengzhao as core;
