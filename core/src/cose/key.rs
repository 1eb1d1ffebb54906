//! COSE_Key (RFC 9052 §7): exactly the members that the key type needs.

use crate::cbor::{Key, Major, MapWriter, Reader, Writer};
use crate::crypto::{Algorithm, KeyError, PublicKey};
use crate::error::{Object, Refusal, ensure, gate};
use crate::labels as l;
use alloc::string::String;
use alloc::vec::Vec;

/// A key of a trust list.
#[derive(Debug, Clone)]
#[expect(clippy::large_enum_variant, reason = "nearly every key is usable; a box would cost each of them")]
pub(crate) enum TrustKey {
    /// Usable; the second is the legacy algorithm number that the list pins for it.
    Usable(PublicKey, Option<i64>),
    /// Of a type that this library does not know: kept, so that "cannot tell" can be said.
    Unusable(UnusableKey),
}

/// A key whose type, curve or algorithm this library does not know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnusableKey {
    algorithm: Option<i64>,
    name: String,
    encoded: Vec<u8>,
}

impl UnusableKey {
    /// The algorithm number that the list states for the key.
    #[must_use]
    pub const fn algorithm(&self) -> Option<i64> {
        self.algorithm
    }

    /// Key type and curve, for people.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The COSE_Key as received, so that a list which is signed anew keeps it.
    #[cfg(feature = "issue")]
    pub(crate) fn encoded(&self) -> &[u8] {
        &self.encoded
    }
}

/// Reads a signer's key: the members that its type needs, no others, never a legacy algorithm.
pub(crate) fn read_public_key(reader: &mut Reader<'_>) -> Result<PublicKey, Refusal> {
    plain(reader.object(), read_key(reader, PublicKey::ed25519)?)
}

/// Reads a holder's key. The test for a torsion part costs as much as a verification and is left out: such a
/// key, once an issuer has signed it, can only make its holder's own signatures fail.
pub(crate) fn read_holder_key(reader: &mut Reader<'_>) -> Result<PublicKey, Refusal> {
    plain(reader.object(), read_key(reader, PublicKey::ed25519_torsion_untested)?)
}

fn plain(object: Object, key: TrustKey) -> Result<PublicKey, Refusal> {
    match key {
        TrustKey::Usable(key, pinned) => {
            ensure(pinned.is_none(), || Refusal::KeyInvalid { object })?;
            Ok(key)
        }
        TrustKey::Unusable(_) => Err(Refusal::KeyInvalid { object }),
    }
}

/// Reads a key of a trust list, which may pin a legacy algorithm number and may be of an unknown type.
pub(crate) fn read_trust_key(reader: &mut Reader<'_>) -> Result<TrustKey, Refusal> {
    read_key(reader, PublicKey::ed25519)
}

fn find(kty: Option<i64>, crv: Option<i64>) -> Option<Algorithm> {
    Algorithm::ALL
        .into_iter()
        .find(|algorithm| Some(algorithm.cose_key_type()) == kty && Some(algorithm.cose_curve()) == crv)
}

fn read_key(
    reader: &mut Reader<'_>,
    ed25519: impl Fn(&[u8; 32]) -> Result<PublicKey, KeyError>,
) -> Result<TrustKey, Refusal> {
    let object = reader.object();
    let invalid = || Refusal::KeyInvalid { object };
    let (mut kty, mut alg, mut crv) = (None, None, None);
    let (mut x, mut y) = (None, None);
    let mut other = false;
    let ((), encoded) = reader.span(|reader| {
        reader.map(l::MAX_HEADERS, |key, reader| {
            // The type comes first in the deterministic order. Of a type that is not ours the other members may
            // be anything: the -1 of an AKP key (RFC 9964 §3) is its public part.
            let own_type = Algorithm::ALL.into_iter().any(|own| Some(own.cose_key_type()) == kty);
            let own_curve = || find(kty, crv).is_some();
            match key {
                Key::Int(l::KEY_KTY) => kty = Some(reader.int()?),
                Key::Int(l::KEY_ALG) if reader.peek()? != Major::Text => alg = Some(reader.int()?),
                Key::Int(l::KEY_CRV) if own_type => crv = Some(reader.int()?),
                Key::Int(l::KEY_X) if own_curve() => x = Some(reader.bytes(l::MAX_KEY_BYTES)?),
                Key::Int(l::KEY_Y) if own_curve() => y = Some(reader.bytes(l::MAX_KEY_BYTES)?),
                _ => {
                    other = true;
                    reader.skip()?;
                }
            }
            Ok::<(), Refusal>(())
        })
    })?;
    let kty = kty.ok_or_else(invalid)?;
    let Some(algorithm) = find(Some(kty), crv) else {
        let name = match crv {
            Some(crv) => alloc::format!("kty {kty}, crv {crv}"),
            None => alloc::format!("kty {kty}"),
        };
        return Ok(TrustKey::Unusable(UnusableKey { algorithm: alg, name, encoded: encoded.to_vec() }));
    };
    let coordinate = |bytes: Option<&[u8]>| bytes.and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
    let key = match (algorithm, coordinate(x), y) {
        (Algorithm::Ed25519, Some(x), None) => ed25519(&x),
        (Algorithm::Esp256, Some(x), y) => PublicKey::p256(&x, &coordinate(y).ok_or_else(invalid)?),
        (Algorithm::Sm2, Some(x), y) => PublicKey::sm2(&x, &coordinate(y).ok_or_else(invalid)?),
        _ => return Err(invalid()),
    };
    let pinned = match alg {
        None => None,
        Some(alg) if alg == algorithm.cose_id() => None,
        Some(alg) if Some(alg) == algorithm.legacy_cose_id() => Some(alg),
        Some(_) => {
            gate(invalid())?;
            None
        }
    };
    ensure(!other, invalid)?;
    Ok(TrustKey::Usable(key.map_err(|_| invalid())?, pinned))
}

/// Writes the COSE_Key with only the members that its type needs, the form that RFC 9679 hashes.
pub fn write_public_key<'w>(writer: &'w mut Writer, key: &PublicKey) -> &'w mut Writer {
    write_trust_key(writer, key, None)
}

pub(crate) fn write_trust_key<'w>(
    writer: &'w mut Writer,
    key: &PublicKey,
    pinned: Option<i64>,
) -> &'w mut Writer {
    let (x, y) = key.coordinates();
    let (kty, crv) = (key.algorithm().cose_key_type(), key.algorithm().cose_curve());
    let mut map = MapWriter::new();
    map.entry(l::KEY_KTY, |w| w.int(kty));
    map.entry(l::KEY_CRV, |w| w.int(crv));
    map.entry(l::KEY_X, |w| w.bytes(x));
    if let Some(y) = y {
        map.entry(l::KEY_Y, |w| w.bytes(y));
    }
    if let Some(alg) = pinned {
        map.entry(l::KEY_ALG, |w| w.int(alg));
    }
    writer.map(map)
}
