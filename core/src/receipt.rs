//! Receipts (回执): the record of a check that replaces the photocopy. It names fields, never values, and the
//! certificate only by a keyed hash.
//!
//! ```cddl
//! receipt = [ "zhengzhao-receipt", 1, number: uint, previous: bstr .size 32, keep-until: time / false,
//!             bstr .cbor content / stub ]
//! stub    = [ digest: bstr .size 32, purged: time ]
//! link    = SHA-256([ "zhengzhao-receipt", 1, number, previous, keep-until, digest ])
//! ```
//! Receipts are numbered from 1 and each carries the link of the one before it. A link covers the digest of the
//! content and not the content, so that a receipt whose retention has ended gives way to a [`stub`](Receipt::purge)
//! and the chain still holds. Anyone who can write the file can make the whole chain anew: only a [`Head`] that was
//! signed and kept elsewhere shows that, and that the end was cut off. `core/SPEC.md` §6.15.

mod chain;
mod content;
mod facts;
mod head;
mod key;
mod link;

pub use chain::{Chain, ChainCheck, verify_chain};
pub use content::Content;
pub use facts::{Circumstances, Facts, ListUsed, Outcome, PermitFacts, StatusUsed, VerifiedFacts};
pub use head::{HEAD_TYP, Head};
pub use key::ReceiptKey;
pub use link::{Entry, Receipt, Tip};
