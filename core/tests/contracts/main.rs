//! Contracts of the core, one module each.

mod cbor;
mod crypto;
mod item;
mod kinds;
