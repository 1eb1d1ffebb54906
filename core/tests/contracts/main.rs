//! Contracts of the core, one module each.

mod attack;
mod crypto;
mod kinds;
