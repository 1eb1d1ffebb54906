//! One trust list, its own rules checked when it is read.

use super::entry::{malformed, no_repeats};
use super::signers::read_keys;
use super::{IssuerEntry, Recognition, SignerSet, TRUST_LIST_TYP};
use crate::cbor::{Key, Reader};
use crate::certificate::{read_closed, read_organisation, read_profile, read_region, read_time, require};
use crate::cose::Sign;
use crate::crypto::{PublicKey, Thumbprint, Unverified, sha256};
use crate::error::{Object, Refusal, ensure, gate};
use crate::labels as l;
use crate::limits::{MAX_ISSUERS, MAX_RECOGNITIONS, MAX_SIGNATURES, MAX_TRUST_LIST, MAX_TRUST_LIST_LIFETIME};
use crate::region::Region;
use crate::time::Time;
use alloc::string::String;
use alloc::vec::Vec;

const OBJECT: Object = Object::TrustList;

/// A trust list: everything that its payload says.
///
/// One that was read from bytes has passed every rule that needs nothing but itself: each signature verifies
/// and is by a key that the payload names, each key counts once, no key stands in two places. Whether it
/// *counts* is the store's question.
#[derive(Debug, Clone)]
pub struct TrustList {
    pub(crate) authority: String,
    pub(crate) region: Region,
    pub(crate) sequence: u64,
    pub(crate) iat: Time,
    pub(crate) exp: Time,
    pub(crate) signers: SignerSet,
    pub(crate) outgoing: Vec<PublicKey>,
    /// Sorted by id.
    pub(crate) issuers: Vec<IssuerEntry>,
    /// Sorted by authority.
    pub(crate) recognitions: Vec<Recognition>,
}

/// A list with what was signed and by whom.
#[derive(Debug, Clone)]
pub(crate) struct SignedList {
    pub(crate) list: TrustList,
    pub(crate) bytes: Vec<u8>,
    pub(crate) payload_hash: [u8; 32],
    pub(crate) signed_by: Vec<Thumbprint>,
}

impl TrustList {
    /// The unified social credit code of the authority that publishes it.
    #[must_use]
    pub fn authority(&self) -> &str {
        &self.authority
    }

    /// The region for which it is published.
    #[must_use]
    pub const fn region(&self) -> Region {
        self.region
    }

    /// Grows with every list of an authority; numbers may be skipped.
    #[must_use]
    pub const fn sequence(&self) -> u64 {
        self.sequence
    }

    /// When it was signed.
    #[must_use]
    pub const fn issued_at(&self) -> Time {
        self.iat
    }

    /// The first second at which it no longer counts.
    #[must_use]
    pub const fn expires(&self) -> Time {
        self.exp
    }

    /// Who signs the next list.
    #[must_use]
    pub const fn signers(&self) -> &SignerSet {
        &self.signers
    }

    /// The issuers, by ascending id.
    #[must_use]
    pub fn issuers(&self) -> &[IssuerEntry] {
        &self.issuers
    }

    /// The recognised authorities, by ascending id.
    #[must_use]
    pub fn recognitions(&self) -> &[Recognition] {
        &self.recognitions
    }

    /// The entry of an issuer.
    #[must_use]
    pub fn issuer(&self, id: &str) -> Option<&IssuerEntry> {
        let index = self.issuers.binary_search_by(|entry| entry.id.as_str().cmp(id)).ok()?;
        self.issuers.get(index)
    }

    /// The entry of a recognised authority.
    #[must_use]
    pub fn recognition(&self, authority: &str) -> Option<&Recognition> {
        let index =
            self.recognitions.binary_search_by(|entry| entry.authority.as_str().cmp(authority)).ok()?;
        self.recognitions.get(index)
    }

    /// The signers of the list before who signed this one at a roll-over and are no longer among
    /// [`Self::signers`].
    #[must_use]
    pub fn outgoing(&self) -> &[PublicKey] {
        &self.outgoing
    }

    /// Reads a list and names the keys that signed it, for those who make and look at lists.
    ///
    /// Each signature verifies by a key that the list itself names, which proves nothing about who made it:
    /// whether a list counts only a [`crate::Store`] can say.
    ///
    /// # Errors
    /// A parse, signature or list [`Refusal`].
    pub fn parse_unpinned(bytes: &[u8]) -> Result<(Self, Vec<Thumbprint>), Refusal> {
        SignedList::parse(bytes).map(|signed| (signed.list, signed.signed_by))
    }

    pub(crate) fn read_payload(mut reader: Reader<'_>) -> Result<Self, Refusal> {
        let (mut authority, mut exp, mut iat, mut profile, mut region, mut trust) =
            (None, None, None, None, None, None);
        read_closed(&mut reader, |label, reader| {
            match label {
                l::ISS => authority = Some(read_organisation(reader)?),
                l::EXP => exp = Some(read_time(reader)?),
                l::IAT => iat = Some(read_time(reader)?),
                l::PROFILE => profile = Some(read_profile(reader)?),
                l::REGION => region = Some(read_region(reader)?),
                l::TRUST => trust = Some(Trust::read(reader)?),
                _ => return Ok(false),
            }
            Ok(true)
        })?;
        reader.end()?;
        require(OBJECT, l::PROFILE, profile)?;
        let trust = require(OBJECT, l::TRUST, trust)?;
        let list = Self {
            authority: require(OBJECT, l::ISS, authority)?.into(),
            region: require(OBJECT, l::REGION, region)?,
            sequence: trust.sequence,
            iat: require(OBJECT, l::IAT, iat)?,
            exp: require(OBJECT, l::EXP, exp)?,
            signers: trust.signers,
            outgoing: trust.outgoing,
            issuers: trust.issuers,
            recognitions: trust.recognitions,
        };
        list.check()?;
        Ok(list)
    }

    /// The rules of one list alone.
    fn check(&self) -> Result<(), Refusal> {
        ensure(self.iat < self.exp, || Refusal::TimesInconsistent { object: OBJECT })?;
        let lifetime = self.exp.saturating_since(self.iat);
        ensure(lifetime <= MAX_TRUST_LIST_LIFETIME, || Refusal::ListLifetimeTooLong {
            object: OBJECT,
            days: MAX_TRUST_LIST_LIFETIME / (24 * 3600),
        })?;
        no_repeats(OBJECT, self.issuers.iter().map(|entry| entry.id.as_str()))?;
        no_repeats(OBJECT, self.recognitions.iter().map(|entry| entry.authority.as_str()))?;
        // Through such an entry an old own list, with all that was taken out of it since, could come back.
        let itself = self.recognition(&self.authority).is_some();
        ensure(!itself, || Refusal::DuplicateEntry { object: OBJECT, id: self.authority.clone() })?;
        // One key, one place: a key with two uses, in two entries, or a signer that also issues.
        let mut thumbprints: Vec<Thumbprint> = self
            .issuers
            .iter()
            .flat_map(|entry| &entry.keys)
            .filter_map(super::IssuerKey::thumbprint)
            .chain(self.signers.keys().iter().map(PublicKey::thumbprint))
            .chain(self.outgoing.iter().map(PublicKey::thumbprint))
            .collect();
        thumbprints.sort_unstable();
        let repeated = thumbprints.windows(2).any(|pair| matches!(pair, [a, b] if a == b));
        ensure(!repeated, || Refusal::DuplicateKeyEntry { object: OBJECT })
    }
}

struct Trust {
    sequence: u64,
    signers: SignerSet,
    outgoing: Vec<PublicKey>,
    issuers: Vec<IssuerEntry>,
    recognitions: Vec<Recognition>,
}

impl Trust {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Refusal> {
        let (mut sequence, mut signers) = (None, None);
        let (mut outgoing, mut issuers, mut recognitions) = (Vec::new(), None, None);
        reader.map(l::MAX_HEADERS, |key, reader| {
            match key {
                Key::Int(1) => sequence = Some(reader.uint()?),
                Key::Int(2) => signers = Some(SignerSet::read(reader)?),
                Key::Int(3) => {
                    outgoing = read_keys(reader)?;
                    ensure(!outgoing.is_empty(), || malformed(OBJECT))?;
                }
                Key::Int(4) => issuers = Some(read_list(reader, MAX_ISSUERS, IssuerEntry::read)?),
                Key::Int(5) => recognitions = Some(read_list(reader, MAX_RECOGNITIONS, Recognition::read)?),
                _ => reader.reject(malformed(OBJECT))?,
            }
            Ok::<(), Refusal>(())
        })?;
        let missing = || malformed(OBJECT);
        let mut issuers = issuers.ok_or_else(missing)?;
        issuers.sort_by(|a, b| a.id.cmp(&b.id));
        let mut recognitions = recognitions.ok_or_else(missing)?;
        recognitions.sort_by(|a, b| a.authority.cmp(&b.authority));
        Ok(Self {
            sequence: sequence.ok_or_else(missing)?,
            signers: signers.ok_or_else(missing)?,
            outgoing,
            issuers,
            recognitions,
        })
    }
}

fn read_list<T>(
    reader: &mut Reader<'_>,
    max: usize,
    read: impl Fn(&mut Reader<'_>) -> Result<T, Refusal>,
) -> Result<Vec<T>, Refusal> {
    let mut entries = Vec::new();
    reader.array(max, |_, reader| {
        entries.push(read(reader)?);
        Ok::<(), Refusal>(())
    })?;
    Ok(entries)
}

/// The keys that a payload names for its own signatures: signers and outgoing ones.
fn signing_keys(mut reader: Reader<'_>) -> Result<Vec<PublicKey>, Refusal> {
    let mut trust = None;
    let (mut signers, mut outgoing) = (None, Vec::new());
    reader.map(l::MAX_HEADERS, |claim, reader| match claim {
        Key::Int(l::TRUST) => {
            trust = Some(());
            reader.map(l::MAX_HEADERS, |key, reader| {
                match key {
                    Key::Int(2) => signers = Some(SignerSet::read(reader)?),
                    Key::Int(3) => outgoing = read_keys(reader)?,
                    _ => reader.skip()?,
                }
                Ok::<(), Refusal>(())
            })
        }
        _ => Ok(reader.skip()?),
    })?;
    require(OBJECT, l::TRUST, trust)?;
    let mut keys = signers.ok_or_else(|| malformed(OBJECT))?.keys().to_vec();
    keys.extend(outgoing);
    Ok(keys)
}

impl SignedList {
    /// Reads a list and verifies each of its signatures by the keys that its own payload names.
    pub(crate) fn parse(bytes: &[u8]) -> Result<Self, Refusal> {
        let message = Sign::parse(OBJECT, bytes, MAX_TRUST_LIST, TRUST_LIST_TYP, MAX_SIGNATURES)?;
        // First who signs, then the rest: the keys of a full list take seconds to check, which nobody may cause
        // without a signature.
        let keys = signing_keys(message.payload.clone())?;
        let mut signed_by = Vec::new();
        for signature in &message.signatures {
            let Some(key) = keys.iter().find(|key| key.thumbprint().kid() == *signature.kid) else {
                gate(Refusal::SignerUnknown { object: OBJECT })?;
                continue;
            };
            let expected = key.algorithm().cose_id();
            let found = signature.alg;
            ensure(found == expected, || Refusal::AlgorithmMismatch { object: OBJECT, found })?;
            match key.verify(&message.to_be_signed(signature), signature.signature) {
                Ok(()) => {}
                Err(Unverified::Unavailable) => {
                    return Err(Refusal::AlgorithmUnavailable { object: OBJECT, algorithm: found });
                }
                Err(Unverified::Invalid) => ensure(false, || Refusal::SignatureInvalid { object: OBJECT })?,
            }
            let repeated = signed_by.contains(&key.thumbprint());
            ensure(!repeated, || Refusal::SignatureRepeated { object: OBJECT })?;
            signed_by.push(key.thumbprint());
        }
        let list = TrustList::read_payload(message.payload.clone())?;
        let payload_hash = sha256(&[message.payload_bytes()]);
        Ok(Self { list, bytes: bytes.to_vec(), payload_hash, signed_by })
    }
}
