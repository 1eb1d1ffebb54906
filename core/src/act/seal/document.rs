//! What was sealed, as its digest and length: the document itself never enters the library whole.

use core::fmt;
use sha2::{Digest, Sha256};

/// A document by its SHA-256 and its length in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Document {
    digest: [u8; 32],
    length: u64,
}

impl Document {
    /// A document that the host has hashed by itself: SHA-256 over all its bytes, and how many they were.
    #[must_use]
    pub const fn new(digest: [u8; 32], length: u64) -> Self {
        Self { digest, length }
    }

    /// A document that lies in memory.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        let mut hasher = DocumentHasher::new();
        hasher.update(bytes);
        hasher.finish()
    }

    /// SHA-256 over the bytes.
    #[must_use]
    pub const fn digest(&self) -> &[u8; 32] {
        &self.digest
    }

    /// Its length in bytes.
    #[must_use]
    pub const fn length(&self) -> u64 {
        self.length
    }
}

/// Hashes a document piece by piece, in constant memory.
#[derive(Clone, Default)]
pub struct DocumentHasher {
    sha: Sha256,
    length: u64,
}

impl fmt::Debug for DocumentHasher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DocumentHasher").field("length", &self.length).finish_non_exhaustive()
    }
}

impl DocumentHasher {
    /// Before the first byte.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the next bytes, as many as the host likes.
    pub fn update(&mut self, bytes: &[u8]) -> &mut Self {
        self.sha.update(bytes);
        // No host has 2^64 bytes to hand over.
        self.length = self.length.saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        self
    }

    /// How many bytes it took.
    #[must_use]
    pub const fn length(&self) -> u64 {
        self.length
    }

    /// The document.
    #[must_use]
    pub fn finish(self) -> Document {
        Document { digest: self.sha.finalize().into(), length: self.length }
    }
}
