//! Labels of headers and claims. Registered ones by their registry, our own below -65536 (private use).

// COSE header parameters (RFC 9052 §3.1, RFC 9596, SD-CWT -08 §17.1).
pub(crate) const ALG: i64 = 1;
pub(crate) const CRIT: i64 = 2;
pub(crate) const KID: i64 = 4;
/// `kcwt` (RFC 9528): what an act stands on.
pub(crate) const KCWT: i64 = 13;
pub(crate) const TYP: i64 = 16;
pub(crate) const SD_CLAIMS: i64 = 17;
pub(crate) const SD_ALG: i64 = 170;
/// SHA-256 (RFC 9054).
pub(crate) const SHA_256: i64 = -16;

// COSE tags.
pub(crate) const TAG_SIGN1: u64 = 18;
pub(crate) const TAG_SIGN: u64 = 98;
/// Redacted claim element (SD-CWT -08 §4.1).
pub(crate) const TAG_REDACTED: u64 = 60;

// CWT claims (RFC 8392, RFC 8747, SD-CWT -08 §13, Token Status List -20 §5 and §6).
pub(crate) const ISS: i64 = 1;
pub(crate) const SUB: i64 = 2;
pub(crate) const AUD: i64 = 3;
pub(crate) const EXP: i64 = 4;
pub(crate) const NBF: i64 = 5;
pub(crate) const IAT: i64 = 6;
pub(crate) const CTI: i64 = 7;
pub(crate) const CNF: i64 = 8;
pub(crate) const VCT: i64 = 11;
pub(crate) const CNONCE: i64 = 39;
pub(crate) const STATUS_LIST: i64 = 65533;
pub(crate) const TTL: i64 = 65534;
pub(crate) const STATUS: i64 = 65535;

// Our private-use claims.
pub(crate) const PROFILE: i64 = -70001;
pub(crate) const REGION: i64 = -70002;
pub(crate) const ITEMS: i64 = -70003;
pub(crate) const PERMITS: i64 = -70004;
pub(crate) const TRUST: i64 = -70005;
pub(crate) const TERMS: i64 = -70006;
pub(crate) const PURPOSE: i64 = -70011;
pub(crate) const SCENARIO: i64 = -70012;
pub(crate) const SEALED: i64 = -70013;
pub(crate) const MATTERS: i64 = -70014;
pub(crate) const DELEGATE: i64 = -70015;
pub(crate) const KEYS: i64 = -70016;
pub(crate) const RECEIPTS: i64 = -70021;

// COSE_Key (RFC 9052 §7, RFC 9053 §7).
pub(crate) const KEY_KTY: i64 = 1;
pub(crate) const KEY_ALG: i64 = 3;
pub(crate) const KEY_CRV: i64 = -1;
pub(crate) const KEY_X: i64 = -2;
pub(crate) const KEY_Y: i64 = -3;
/// The member of `cnf` that holds a COSE_Key (RFC 8747 §3.1).
pub(crate) const CNF_COSE_KEY: i64 = 1;

// Items that have one label in every kind and that a scenario may ask for without naming them.
pub(crate) const HOLDER_CODE: u16 = 3;
pub(crate) const HOLDER_CODE_TYPE: u16 = 4;
pub(crate) const PORTRAIT: u16 = 4081;

/// The profile that this library writes and reads.
pub const PROFILE_VERSION: u64 = 1;

/// Bytes of a media type in `typ`.
pub(crate) const MAX_TYP: usize = 64;
/// Parameters of one header map: more than the closed list has.
pub(crate) const MAX_HEADERS: usize = 16;
/// Bytes of a protected header without an embedded certificate.
pub(crate) const MAX_PROTECTED: usize = 256;
/// Stands for a kind as a whole where a refusal names an item.
pub(crate) const NO_ITEM: u16 = 0;
/// Shown in a refusal about a key that is no integer label.
pub(crate) const NO_LABEL: i64 = 0;
