//! Plain records over the core.
