//! Offline verification of electronic licences and certificates (电子证照).
//!
//! The core does no I/O: bytes, time, region and randomness are arguments. `core/SPEC.md` is the format.
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

/// The examples of the README, compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
mod readme {}

/// The examples of the Chinese README, compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../../README.zh.md")]
mod readme_zh {}

pub mod act;
pub mod cbor;
pub mod certificate;
pub mod cose;
pub mod crypto;
mod disclosure;
pub mod error;
pub mod holder;
pub mod ids;
#[cfg(feature = "issue")]
pub mod issue;
pub mod kind;
mod labels;
pub mod limits;
mod policy;
pub mod qr;
pub mod receipt;
pub mod region;
pub mod request;
pub mod scenario;
pub mod status;
pub mod store;
pub mod time;
pub mod trust;
pub mod verify;

pub use act::Presentation;
pub use certificate::{Certificate, Printed, Unverified};
pub use error::{Lang, Refusal};
pub use labels::PROFILE_VERSION;
pub use policy::Policy;
pub use store::{Pack, Store};
pub use verify::{Occasion, Presence, Verified, Verifier};
