//! Contracts of the core, one module each.

mod bitflips;
mod crypto;
#[cfg(zhengzhao_fault)]
mod faults;
mod kinds;
mod replay;
mod vectors;
