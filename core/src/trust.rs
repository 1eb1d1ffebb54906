//! Trust lists: who may issue what, and which other authorities' lists are recognised.
//!
//! ```cddl
//! trust-list = #6.98([ bstr .cbor { 16: "application/vnd.zz.trust+cwt" }, {}, bstr .cbor claims, [+ signature] ])
//! claims = { 1: authority, 4: exp, 6: iat, -70001: 1, -70002: region, -70005: trust }
//! trust = { 1: sequence, 2: signers, ? 3: [+ COSE_Key] (outgoing), 4: [* issuer], 5: [* recognition] }
//! signers = [ threshold: uint, [+ COSE_Key] ]
//! ```

mod anchor;
mod entry;
mod grant;
mod issuer;
mod list;
mod signers;
#[cfg(feature = "issue")]
mod write;

pub use anchor::Anchor;
pub use entry::{Dates, Recognition};
pub use grant::{KindGrant, Pilot, PilotLimit, TrustLevel};
pub(crate) use issuer::UsableKey;
pub use issuer::{IssuerEntry, IssuerKey, KeyUse};
pub(crate) use list::SignedList;
pub use list::TrustList;
pub use signers::SignerSet;

/// `typ` of a trust list.
pub const TRUST_LIST_TYP: crate::cose::Typ<'static> = crate::cose::Typ::Media("application/vnd.zz.trust+cwt");
