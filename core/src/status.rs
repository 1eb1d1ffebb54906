//! Status lists: 4 bits per certificate, shards of 2^20 (Token Status List -20, CWT form).
//!
//! ```cddl
//! status-list = #6.18([ bstr .cbor { 1: alg, 4: kid, 16: "application/statuslist+cwt" }, {}, bstr .cbor claims, bstr .size 64 ])
//! claims = { 1: issuer, 2: uri, 4: exp, 6: iat, 65533: { "bits": 4, "lst": bstr }, ? 65534: ttl }
//! ```

mod list;
mod shard;
mod value;
mod vocabulary;

pub use list::UnverifiedStatusList;
pub(crate) use list::{ListClaims, OBJECT};
pub use shard::Shard;
pub use value::Status;
pub use vocabulary::{Meaning, Vocabulary};

/// `typ` of a status list (Token Status List -20 §5.2).
pub const STATUS_LIST_TYP: crate::cose::Typ<'static> = crate::cose::Typ::Media("application/statuslist+cwt");
