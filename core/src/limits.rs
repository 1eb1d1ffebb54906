//! Every size, depth and count that a sender chooses, bounded. `core/SPEC.md` §9 lists them with reasons.

/// Bytes of one certificate with its disclosures.
pub const MAX_CERTIFICATE: usize = 64 * 1024;
/// Bytes of one act with what it stands on: the largest certificate, a mandate and a presentation around it.
pub const MAX_ACT: usize = 72 * 1024;
/// Bytes of one enrolment: 64 keys and as many signatures.
pub const MAX_ENROLMENT: usize = 16 * 1024;
/// Presentations of one session, and objects shown for one matter.
pub const MAX_SESSION: usize = 16;
/// Seals in the file beside one document.
pub const MAX_SEALS: usize = 64;
/// Keys of one enrolment.
pub const MAX_ENROLMENT_KEYS: usize = 64;
/// Matters of one mandate.
pub const MAX_MATTERS: usize = 64;
/// Bytes of an audience.
pub const MAX_AUDIENCE: usize = 255;
/// Characters of a purpose (事由).
pub const MAX_PURPOSE: usize = 200;
/// Characters of a scenario's id.
pub const MAX_SCENARIO_ID: usize = 64;
/// Bytes of a picture that travels beside a certificate.
pub const MAX_PICTURE: usize = 20 * 1024;
/// Seconds that a presentation may live.
pub const MAX_PRESENTATION_LIFETIME: u64 = 300;
/// Seconds that an enrolment may live.
pub const MAX_ENROLMENT_LIFETIME: u64 = 3600;
/// Seconds that a mandate may live: 366 days.
pub const MAX_MANDATE_LIFETIME: u64 = 366 * 24 * 3600;
/// Acts that a replay memory may hold.
pub const MAX_REPLAY: usize = 1 << 20;
/// Characters of one text: what the largest QR code holds.
pub const MAX_TEXT_FORM: usize = 4296;
/// Bytes of one QR code: version 22 at M.
pub const MAX_CODE: usize = 753;
/// Frames of one object.
pub const MAX_FRAMES: usize = 8;
/// Bytes of one trust list: about 4,500 issuers with two keys each.
pub const MAX_TRUST_LIST: usize = 1024 * 1024;
/// Bytes of one status list: DEFLATE never grows its 2^19 bytes by more than a thousandth.
pub const MAX_STATUS_LIST: usize = 640 * 1024;
/// Bytes of one pack or exported state: every shard of the country (163) and 64 recognised lists fit.
pub const MAX_PACK: usize = 256 * 1024 * 1024;
/// Bytes of a text map key (SD-CWT -08 §5.3).
pub const MAX_TEXT_KEY: usize = 255;
/// Bytes of one text item: the longest business scopes in use have about 4,000 characters.
pub const MAX_TEXT: usize = 16 * 1024;
/// Bytes of one byte-string item.
pub const MAX_BYTES: usize = 32 * 1024;
/// Bytes of a name in a trust list.
pub const MAX_NAME: usize = 256;
/// Bytes of a kind's code: 21 in the standard (GB/T 36902), more for project-local ids.
pub const MAX_KIND_CODE: usize = 64;
/// Characters of a status URI; each certificate carries it.
pub const MAX_STATUS_URI: usize = 32;
/// Entries of any map or array inside `items`.
pub const MAX_ENTRIES: usize = 1024;
/// The largest item label. `status` and the claims of this profile lie outside; items have a map of their own.
pub const MAX_ITEM_LABEL: u16 = 4095;
/// Disclosures of one certificate.
pub const MAX_DISCLOSURES: usize = 256;
/// Redacted-claim hashes of one certificate, decoys and those inside disclosures included.
pub const MAX_DIGESTS: usize = 1024;
/// Permits of a consolidated licence.
pub const MAX_PERMITS: usize = 64;
/// Keys that are tried against one signature: those whose thumbprint starts with the `kid`.
pub const MAX_CANDIDATE_KEYS: usize = 4;
/// Signatures of one trust list.
pub const MAX_SIGNATURES: usize = 32;
/// Signers of one trust list.
pub const MAX_SIGNERS: usize = 16;
/// Issuers of one trust list.
pub const MAX_ISSUERS: usize = 8192;
/// Keys of one issuer.
pub const MAX_ISSUER_KEYS: usize = 64;
/// Kinds of one issuer or recognition entry.
pub const MAX_KINDS: usize = 1024;
/// Status URIs of one issuer.
pub const MAX_STATUS_URIS: usize = 1024;
/// Recognition entries of one trust list.
pub const MAX_RECOGNITIONS: usize = 64;
/// Lists of one pack or state, by sort: twelve times the shards of the country.
pub const MAX_PACK_LISTS: usize = 2048;
/// Bytes of one scenario.
pub const MAX_SCENARIO: usize = 16 * 1024;
/// Materials of one scenario.
pub const MAX_MATERIALS: usize = 16;
/// Kinds that serve as one material.
pub const MAX_ALTERNATIVES: usize = 16;
/// Fields of one alternative or ask, and kinds of permits.
pub const MAX_FIELDS: usize = 64;
/// Predicates of one alternative.
pub const MAX_PREDICATES: usize = 16;
/// Links of one scenario.
pub const MAX_LINKS: usize = 32;
/// Days that a scenario may ask receipts to be kept: a hundred years.
pub const MAX_RETENTION_DAYS: u64 = 36_525;
/// Days after the check on which something must still be valid: ten years.
pub const MAX_DAYS_AHEAD: u64 = 3660;
/// Years of an age.
pub const MAX_YEARS: u64 = 150;
/// Bytes of one request: what fits in eight frames.
pub const MAX_REQUEST: usize = 5840;
/// Asks of one request.
pub const MAX_ASKS: usize = 64;
/// Placings of an object at a material that one search for who serves what tries.
pub const MAX_TRIALS: usize = 4096;
/// Regions, and scenarios, of one pilot.
pub const MAX_PILOT: usize = 64;
/// Seconds that a scenario may live: 366 days.
pub const MAX_SCENARIO_LIFETIME: u64 = 366 * 24 * 3600;
/// Bytes of one receipt: every field of the largest certificate by name.
pub const MAX_RECEIPT: usize = 256 * 1024;
/// Bytes of one signed head of receipts; none is longer than 200.
pub const MAX_RECEIPT_HEAD: usize = 256;
/// Bytes of a code, an object's name and the like in a receipt.
pub const MAX_WORD: usize = 64;
/// Seconds that a trust list may live: 31 days.
pub const MAX_TRUST_LIST_LIFETIME: u64 = 31 * 24 * 3600;
/// Seconds of clock skew that a policy may allow.
pub const MAX_CLOCK_SKEW: u64 = 300;
/// Statuses in one shard.
pub const STATUS_SHARD: u64 = 1 << 20;
/// Bytes of one inflated shard, 4 bits a status.
pub const STATUS_SHARD_BYTES: usize = 1 << 19;
