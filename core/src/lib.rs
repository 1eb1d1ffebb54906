//! Offline verification of electronic licences and certificates (电子证照).
#![no_std]
#![forbid(unsafe_code)]
extern crate alloc;

pub mod crypto;
pub mod ids;
pub mod kind;
pub mod region;
pub mod time;
