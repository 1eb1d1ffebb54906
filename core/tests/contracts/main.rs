//! Contracts of the core, one module each.

mod crypto;
mod kinds;
mod replay;
mod vectors;
