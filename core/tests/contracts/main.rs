//! Contracts of the core, one module each.

mod kinds;
