//! Contracts of the core, one module each.

mod cbor;
#[cfg(feature = "issue")]
mod cose;
mod crypto;
#[cfg(feature = "issue")]
mod disclosure;
#[cfg(feature = "issue")]
mod hand;
#[cfg(feature = "issue")]
mod holder;
mod item;
mod kinds;
mod messages;
mod spec;
#[cfg(feature = "issue")]
mod world;
