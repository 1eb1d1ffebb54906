//! COSE_Sign1 and COSE_Sign (RFC 9052 §4) with the closed header list of this profile.
//!
//! Received bytes are kept: what a signature covers is sliced out of what arrived, never encoded again.

mod act;
mod header;
mod key;
mod message;

pub(crate) use act::{ActMessage, is_of_typ, write_act_header};
pub use header::Typ;
#[cfg(feature = "issue")]
pub(crate) use key::write_trust_key;
pub(crate) use key::{TrustKey, read_holder_key, read_public_key, read_trust_key};
pub use key::{UnusableKey, write_public_key};
pub use message::{Sign, Sign1, Signature};
pub(crate) use message::{
    encode_sign, encode_sign1, encode_signature, sign_tbs, sign1_tbs, signer_header, typ_header,
};
