//! The anchor: what a desk pins by hand.

use super::SignerSet;
use super::signers::{read_keys, write_keys};
use crate::cbor::{Reader, Writer};
use crate::certificate::{read_organisation, read_profile, read_region};
use crate::crypto::{PublicKey, Thumbprint, sha256};
use crate::error::{Object, Refusal};
use crate::labels::PROFILE_VERSION;
use crate::region::Region;
use alloc::string::String;
use alloc::vec::Vec;

/// The root of a desk's trust: an authority, its region, the keys that sign its first list and the lowest
/// sequence number that is still accepted.
///
/// ```cddl
/// anchor = [ profile: 1, authority: tstr, region: tstr, threshold: uint, lowest: uint, [1*16 COSE_Key] ]
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    authority: String,
    region: Region,
    signers: SignerSet,
    lowest: u64,
}

impl Anchor {
    /// An anchor of these parts. `authority` is a unified social credit code.
    ///
    /// # Errors
    /// A [`Refusal`] when the authority's code is not of its form.
    pub fn new(authority: &str, region: Region, signers: SignerSet, lowest: u64) -> Result<Self, Refusal> {
        let mut writer = Writer::new();
        writer.text(authority);
        let bytes = writer.into_bytes();
        read_organisation(&mut Reader::new(Object::Anchor, &bytes))?;
        Ok(Self { authority: authority.into(), region, signers, lowest })
    }

    /// The authority that publishes the desk's own trust list.
    #[must_use]
    pub fn authority(&self) -> &str {
        &self.authority
    }

    /// The region for which it publishes.
    #[must_use]
    pub const fn region(&self) -> Region {
        self.region
    }

    /// The keys that sign the first list.
    #[must_use]
    pub const fn signers(&self) -> &SignerSet {
        &self.signers
    }

    /// The lowest sequence number that is accepted.
    #[must_use]
    pub const fn lowest_sequence(&self) -> u64 {
        self.lowest
    }

    /// What people compare with a printed value: SHA-256 of the deterministic CBOR array
    /// `[profile, authority, region, threshold, lowest sequence, [thumbprints, sorted bytewise]]`.
    #[must_use]
    pub fn digest(&self) -> Thumbprint {
        let mut thumbprints: Vec<Thumbprint> =
            self.signers.keys().iter().map(PublicKey::thumbprint).collect();
        thumbprints.sort_unstable();
        let mut writer = self.head();
        writer.array(thumbprints.len());
        for thumbprint in &thumbprints {
            writer.bytes(thumbprint.as_bytes());
        }
        Thumbprint::from_bytes(sha256(&[&writer.into_bytes()]))
    }

    fn head(&self) -> Writer {
        let mut writer = Writer::new();
        writer
            .array(6)
            .uint(PROFILE_VERSION)
            .text(&self.authority)
            .text(self.region.as_str())
            .uint(self.signers.threshold())
            .uint(self.lowest);
        writer
    }

    /// The anchor as it travels in packs and states.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = self.head();
        write_keys(&mut writer, self.signers.keys());
        writer.into_bytes()
    }

    /// Reads an anchor. Nothing vouches for it until a person has compared its [`Self::digest`].
    ///
    /// # Errors
    /// A parse [`Refusal`].
    pub fn parse(bytes: &[u8]) -> Result<Self, Refusal> {
        let mut reader = Reader::new(Object::Anchor, bytes);
        reader.enter_array(6)?;
        read_profile(&mut reader)?;
        let authority = read_organisation(&mut reader)?;
        let region = read_region(&mut reader)?;
        let threshold = reader.uint()?;
        let lowest = reader.uint()?;
        let keys = read_keys(&mut reader)?;
        reader.end()?;
        let signers = SignerSet::new(Object::Anchor, threshold, keys)?;
        Ok(Self { authority: authority.into(), region, signers, lowest })
    }
}
