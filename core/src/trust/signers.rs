//! Signer sets: k of n keys.

use crate::cbor::{Reader, Writer};
use crate::cose::{read_public_key, write_public_key};
use crate::crypto::{PublicKey, Thumbprint};
use crate::error::{Object, Refusal, ensure};
use crate::limits::MAX_SIGNERS;
use alloc::vec::Vec;

/// Keys of which `threshold` must sign.
///
/// ```cddl
/// signers = [ threshold: uint, [1*16 COSE_Key] ]
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignerSet {
    threshold: u64,
    keys: Vec<PublicKey>,
}

impl SignerSet {
    /// A set of distinct keys, at most [`MAX_SIGNERS`], and the number of them that must sign: 1 to the number of
    /// keys.
    ///
    /// # Errors
    /// [`Refusal::TooLarge`], [`Refusal::ThresholdInvalid`] and [`Refusal::DuplicateKeyEntry`].
    pub fn new(object: Object, threshold: u64, keys: Vec<PublicKey>) -> Result<Self, Refusal> {
        let (size, limit) = (keys.len(), MAX_SIGNERS);
        ensure(size <= limit, || Refusal::TooLarge { object, size, limit })?;
        let count = u64::try_from(keys.len()).unwrap_or(u64::MAX);
        ensure((1..=count).contains(&threshold), || Refusal::ThresholdInvalid { object })?;
        let mut thumbprints: Vec<Thumbprint> = keys.iter().map(PublicKey::thumbprint).collect();
        thumbprints.sort_unstable();
        thumbprints.dedup();
        ensure(thumbprints.len() == keys.len(), || Refusal::DuplicateKeyEntry { object })?;
        Ok(Self { threshold, keys })
    }

    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Self, Refusal> {
        let object = reader.object();
        reader.enter_array(2)?;
        let threshold = reader.uint()?;
        let keys = read_keys(reader)?;
        reader.leave_array();
        Self::new(object, threshold, keys)
    }

    /// How many of the keys must sign.
    #[must_use]
    pub const fn threshold(&self) -> u64 {
        self.threshold
    }

    /// The keys.
    #[must_use]
    pub fn keys(&self) -> &[PublicKey] {
        &self.keys
    }

    /// Refuses when fewer than the threshold of these keys are among `signed_by`. Each key counts once.
    pub(crate) fn check(&self, object: Object, signed_by: &[Thumbprint]) -> Result<(), Refusal> {
        let counted = self.keys.iter().filter(|key| signed_by.contains(&key.thumbprint())).count();
        let counted = u64::try_from(counted).unwrap_or(u64::MAX);
        let needed = self.threshold;
        ensure(counted >= needed, || Refusal::ThresholdNotMet { object, needed, counted })
    }
}

pub(crate) fn read_keys(reader: &mut Reader<'_>) -> Result<Vec<PublicKey>, Refusal> {
    let mut keys = Vec::new();
    reader.array(MAX_SIGNERS, |_, reader| {
        keys.push(read_public_key(reader)?);
        Ok::<(), Refusal>(())
    })?;
    Ok(keys)
}

pub(crate) fn write_keys<'w>(writer: &'w mut Writer, keys: &[PublicKey]) -> &'w mut Writer {
    writer.array(keys.len());
    for key in keys {
        write_public_key(writer, key);
    }
    writer
}
