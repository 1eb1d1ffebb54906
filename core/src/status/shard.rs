//! The bits: 2^20 statuses of 4 bits, index 0 in the low bits of byte 0 (Token Status List -20 §4.1).

use super::Status;
use crate::error::{Object, Refusal, ensure};
use crate::limits::{STATUS_SHARD, STATUS_SHARD_BYTES};
use alloc::sync::Arc;
use alloc::vec;
use alloc::vec::Vec;
use core::fmt;
use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::inflate_flags::{
    TINFL_FLAG_COMPUTE_ADLER32, TINFL_FLAG_PARSE_ZLIB_HEADER, TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF,
};
use miniz_oxide::inflate::core::{DecompressorOxide, decompress};

/// One inflated shard. Cloning shares the bytes.
#[derive(Clone, PartialEq, Eq)]
pub struct Shard {
    bytes: Arc<[u8]>,
}

impl fmt::Debug for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shard").finish_non_exhaustive()
    }
}

impl Default for Shard {
    fn default() -> Self {
        Self::new()
    }
}

impl Shard {
    /// A shard in which everything is valid.
    #[must_use]
    pub fn new() -> Self {
        Self { bytes: vec![0; STATUS_SHARD_BYTES].into() }
    }

    /// The status at `index`; `None` outside the shard.
    #[must_use]
    pub fn get(&self, index: u64) -> Option<Status> {
        let byte = self.bytes.get(usize::try_from(index >> 1).ok()?)?;
        Some(Status::of(if index & 1 == 0 { *byte } else { byte >> 4 }))
    }

    /// Sets the status at `index`.
    ///
    /// # Errors
    /// [`Refusal::StatusIndexOutOfRange`] outside the shard.
    pub fn set(&mut self, index: u64, status: Status) -> Result<(), Refusal> {
        let outside = || Refusal::StatusIndexOutOfRange { object: Object::StatusList, index };
        let at = usize::try_from(index >> 1).map_err(|_| outside())?;
        let byte = Arc::make_mut(&mut self.bytes).get_mut(at).ok_or_else(outside)?;
        *byte = if index & 1 == 0 {
            (*byte & 0xf0) | status.value()
        } else {
            (*byte & 0x0f) | (status.value() << 4)
        };
        Ok(())
    }

    /// The entries that are not valid, by ascending index.
    pub fn not_valid(&self) -> impl Iterator<Item = (u64, Status)> {
        (0..STATUS_SHARD)
            .filter_map(|index| Some((index, self.get(index)?)))
            .filter(|(_, status)| *status != Status::Valid)
    }

    /// Inflates a ZLIB stream (RFC 1950) that must hold exactly one shard: no preset dictionary, right
    /// checksum, nothing after it. Memory is bounded by the shard, whatever the stream claims.
    ///
    /// # Errors
    /// [`Refusal::StatusInflateFailed`].
    pub(crate) fn inflate(stream: &[u8]) -> Result<Self, Refusal> {
        let failed = || Refusal::StatusInflateFailed { object: Object::StatusList };
        let mut bytes = vec![0; STATUS_SHARD_BYTES];
        let mut inflater = alloc::boxed::Box::<DecompressorOxide>::default();
        let flags = TINFL_FLAG_PARSE_ZLIB_HEADER
            | TINFL_FLAG_COMPUTE_ADLER32
            | TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
        let (status, read, written) = decompress(&mut inflater, stream, &mut bytes, 0, flags);
        let exact = status == TINFLStatus::Done && read == stream.len() && written == STATUS_SHARD_BYTES;
        ensure(exact, failed)?;
        Ok(Self { bytes: bytes.into() })
    }

    /// Deflates the shard into a ZLIB stream.
    #[must_use]
    pub fn deflate(&self) -> Vec<u8> {
        miniz_oxide::deflate::compress_to_vec_zlib(&self.bytes, 9)
    }
}
