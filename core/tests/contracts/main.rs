//! Contracts of the core, one module each.

mod bitflips;
mod crypto;
mod kinds;
mod replay;
mod vectors;
