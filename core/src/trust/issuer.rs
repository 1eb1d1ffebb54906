//! Issuer entries of a trust list.

use super::Dates;
use super::KindGrant;
use super::entry::{malformed, no_repeats};
use super::grant::{find_grant, read_grants};
use crate::cbor::{Key, Reader};
use crate::certificate::{is_status_uri, read_organisation, read_region, read_time};
use crate::cose::{TrustKey, UnusableKey, read_trust_key};
use crate::crypto::{PublicKey, Thumbprint};
use crate::error::{Refusal, ensure};
use crate::labels as l;
use crate::limits::{MAX_ISSUER_KEYS, MAX_NAME, MAX_STATUS_URIS, MAX_TEXT_KEY};
use crate::region::Region;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// The one thing that a key of a trust list is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeyUse {
    /// Signs certificates.
    Issue,
    /// Signs status lists.
    Status,
    /// Signs scenarios.
    Scenario,
}

impl KeyUse {
    const fn of(number: u64) -> Option<Self> {
        match number {
            1 => Some(Self::Issue),
            2 => Some(Self::Status),
            3 => Some(Self::Scenario),
            _ => None,
        }
    }

    #[cfg(feature = "issue")]
    pub(super) const fn number(self) -> u64 {
        match self {
            Self::Issue => 1,
            Self::Status => 2,
            Self::Scenario => 3,
        }
    }
}

/// A key of an issuer.
///
/// ```cddl
/// issuer-key = { 1: COSE_Key, 2: 1 / 2 / 3, 3: from, ? 4: to, ? 5: true }   ; 5: compromised
/// ```
#[derive(Debug, Clone)]
pub struct IssuerKey {
    pub(crate) usable: UsableKey,
    pub(crate) key_use: KeyUse,
    pub(crate) dates: Dates,
    pub(crate) compromised: bool,
}

/// The key itself, if this library knows its type.
#[derive(Debug, Clone)]
#[expect(clippy::large_enum_variant, reason = "nearly every key is usable; a box would cost each of them")]
pub(crate) enum UsableKey {
    Usable { key: PublicKey, algorithm: i64 },
    Unusable(UnusableKey),
}

impl IssuerKey {
    /// A key in use during `dates`, which bound the `iat` of what it signs.
    #[must_use]
    pub fn new(key: PublicKey, key_use: KeyUse, dates: Dates) -> Self {
        let algorithm = key.algorithm().cose_id();
        Self { usable: UsableKey::Usable { key, algorithm }, key_use, dates, compromised: false }
    }

    /// The same key, pinned to the deprecated polymorphic algorithm number of its type (-8, -7); `None` for
    /// SM2, which has none.
    #[must_use]
    pub fn with_legacy_algorithm(mut self) -> Option<Self> {
        match &mut self.usable {
            UsableKey::Usable { key, algorithm } => *algorithm = key.algorithm().legacy_cose_id()?,
            UsableKey::Unusable(_) => return None,
        }
        Some(self)
    }

    /// The same key, marked as compromised: everything that it signed is refused, old or new.
    #[must_use]
    pub const fn compromised(mut self) -> Self {
        self.compromised = true;
        self
    }

    /// What it is for.
    #[must_use]
    pub const fn key_use(&self) -> KeyUse {
        self.key_use
    }

    /// When it may sign.
    #[must_use]
    pub const fn dates(&self) -> Dates {
        self.dates
    }

    /// Whether it is marked as compromised.
    #[must_use]
    pub const fn is_compromised(&self) -> bool {
        self.compromised
    }

    /// The public key, unless its type is unknown here.
    #[must_use]
    pub const fn public_key(&self) -> Option<&PublicKey> {
        match &self.usable {
            UsableKey::Usable { key, .. } => Some(key),
            UsableKey::Unusable(_) => None,
        }
    }

    /// Key type and curve of a key that this library does not know; `None` for one that it can use.
    #[must_use]
    pub fn unknown_type(&self) -> Option<&str> {
        match &self.usable {
            UsableKey::Usable { .. } => None,
            UsableKey::Unusable(key) => Some(key.name()),
        }
    }

    pub(crate) fn thumbprint(&self) -> Option<Thumbprint> {
        self.public_key().map(PublicKey::thumbprint)
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, Refusal> {
        let object = reader.object();
        let (mut key, mut key_use, mut from, mut to) = (None, None, None, None);
        let mut compromised = false;
        reader.map(l::MAX_HEADERS, |label, reader| {
            match label {
                Key::Int(1) => key = Some(read_trust_key(reader)?),
                Key::Int(2) => key_use = KeyUse::of(reader.uint()?),
                Key::Int(3) => from = Some(read_time(reader)?),
                Key::Int(4) => to = Some(read_time(reader)?),
                Key::Int(5) => {
                    compromised = reader.bool()?;
                    ensure(compromised, || malformed(object))?;
                }
                _ => reader.reject(malformed(object))?,
            }
            Ok::<(), Refusal>(())
        })?;
        let (Some(key), Some(key_use), Some(from)) = (key, key_use, from) else {
            return Err(malformed(object));
        };
        let usable = match key {
            TrustKey::Usable(key, pinned) => {
                let algorithm = pinned.unwrap_or_else(|| key.algorithm().cose_id());
                UsableKey::Usable { key, algorithm }
            }
            TrustKey::Unusable(key) => UsableKey::Unusable(key),
        };
        Ok(Self { usable, key_use, dates: Dates { from, to }, compromised })
    }
}

/// An issuer of a trust list.
///
/// ```cddl
/// issuer = { 1: id, 2: name zh, 3: name en, 4: region, 5: [+ issuer-key], 6: [* kind-grant], 7: [* status uri], 8: lowest profile }
/// ```
#[derive(Debug, Clone)]
pub struct IssuerEntry {
    /// The issuer's unified social credit code.
    pub id: String,
    /// Its Chinese name.
    pub name_zh: String,
    /// Its English name.
    pub name_en: String,
    /// Where it may issue.
    pub region: Region,
    /// Its keys, each for one use.
    pub keys: Vec<IssuerKey>,
    /// What it may issue; the dates bound `iat`.
    pub kinds: Vec<KindGrant>,
    /// The status lists that count for its certificates.
    pub status_uris: Vec<String>,
    /// The lowest profile that it still uses.
    pub lowest_profile: u64,
}

impl IssuerEntry {
    /// The grant for a kind.
    #[must_use]
    pub fn kind(&self, kind: &str) -> Option<&KindGrant> {
        find_grant(&self.kinds, kind)
    }

    /// Whether the entry names this status list.
    #[must_use]
    pub fn names_status_uri(&self, uri: &str) -> bool {
        self.status_uris.binary_search_by(|own| own.as_str().cmp(uri)).is_ok()
    }

    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Self, Refusal> {
        let object = reader.object();
        let (mut id, mut name_zh, mut name_en, mut region) = (None, None, None, None);
        let (mut keys, mut kinds, mut uris, mut lowest) = (Vec::new(), None, None, None);
        reader.map(l::MAX_HEADERS, |key, reader| {
            match key {
                Key::Int(1) => id = Some(read_organisation(reader)?),
                Key::Int(2) => name_zh = Some(reader.text(MAX_NAME)?),
                Key::Int(3) => name_en = Some(reader.text(MAX_NAME)?),
                Key::Int(4) => region = Some(read_region(reader)?),
                Key::Int(5) => drop(reader.array(MAX_ISSUER_KEYS, |_, reader| {
                    keys.push(IssuerKey::read(reader)?);
                    Ok::<(), Refusal>(())
                })?),
                Key::Int(6) => kinds = Some(read_grants(reader)?),
                Key::Int(7) => uris = Some(read_uris(reader)?),
                Key::Int(8) => lowest = Some(reader.uint()?),
                _ => reader.reject(malformed(object))?,
            }
            Ok::<(), Refusal>(())
        })?;
        let missing = || malformed(object);
        ensure(!keys.is_empty(), missing)?;
        Ok(Self {
            id: id.ok_or_else(missing)?.into(),
            name_zh: name_zh.ok_or_else(missing)?.into(),
            name_en: name_en.ok_or_else(missing)?.into(),
            region: region.ok_or_else(missing)?,
            keys,
            kinds: kinds.ok_or_else(missing)?,
            status_uris: uris.ok_or_else(missing)?,
            lowest_profile: lowest.ok_or_else(missing)?,
        })
    }
}

fn read_uris(reader: &mut Reader<'_>) -> Result<Vec<String>, Refusal> {
    let object = reader.object();
    let mut uris: Vec<String> = Vec::new();
    reader.array(MAX_STATUS_URIS, |_, reader| {
        let uri = reader.text(MAX_TEXT_KEY)?;
        ensure(is_status_uri(uri), || malformed(object))?;
        uris.push(uri.to_string());
        Ok::<(), Refusal>(())
    })?;
    uris.sort_unstable();
    no_repeats(object, uris.iter().map(String::as_str))?;
    Ok(uris)
}
