//! COSE_Key (RFC 9052 §7): exactly the members that the key type needs.

use crate::cbor::{Key, MapWriter, Reader, Writer};
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

/// The members of a COSE_Key. What -1, -2 and -3 are depends on the key type (an AKP key has its public key at
/// -1, a compressed point a sign at -3), so they are read when it is known.
struct KeyMembers<'b> {
    kty: Option<i64>,
    alg: Option<i64>,
    crv: Option<Reader<'b>>,
    x: Option<Reader<'b>>,
    y: Option<Reader<'b>>,
    other: bool,
    encoded: &'b [u8],
}

impl<'b> KeyMembers<'b> {
    fn read(reader: &mut Reader<'b>) -> Result<Self, Refusal> {
        let mut members =
            Self { kty: None, alg: None, crv: None, x: None, y: None, other: false, encoded: &[] };
        let ((), encoded) = reader.span(|reader| {
            reader.map(l::MAX_HEADERS, |key, reader| {
                let value = reader.clone();
                match key {
                    Key::Int(l::KEY_KTY) => members.kty = Some(value.clone().int()?),
                    Key::Int(l::KEY_ALG) => members.alg = Some(value.clone().int()?),
                    Key::Int(l::KEY_CRV) => members.crv = Some(value),
                    Key::Int(l::KEY_X) => members.x = Some(value),
                    Key::Int(l::KEY_Y) => members.y = Some(value),
                    _ => members.other = true,
                }
                reader.skip().map_err(Refusal::from)
            })
        })?;
        members.encoded = encoded;
        Ok(members)
    }

    /// The curve, where -1 holds one.
    fn curve(&self) -> Option<i64> {
        self.crv.clone().and_then(|mut reader| reader.int().ok())
    }
}

fn coordinate(value: Option<&Reader<'_>>) -> Option<[u8; 32]> {
    value?.clone().byte_array().ok().copied()
}

fn read_key(
    reader: &mut Reader<'_>,
    ed25519: impl Fn(&[u8; 32]) -> Result<PublicKey, KeyError>,
) -> Result<TrustKey, Refusal> {
    let object = reader.object();
    let invalid = || Refusal::KeyInvalid { object };
    let members = KeyMembers::read(reader)?;
    let (kty, alg) = (members.kty.ok_or_else(invalid)?, members.alg);
    let crv = members.curve();
    let known = Algorithm::ALL
        .into_iter()
        .find(|algorithm| algorithm.cose_key_type() == kty && Some(algorithm.cose_curve()) == crv);
    let Some(algorithm) = known else {
        let name = match crv {
            Some(crv) => alloc::format!("kty {kty}, crv {crv}"),
            None => alloc::format!("kty {kty}"),
        };
        let encoded = members.encoded.to_vec();
        return Ok(TrustKey::Unusable(UnusableKey { algorithm: alg, name, encoded }));
    };
    let x = coordinate(members.x.as_ref()).ok_or_else(invalid)?;
    let y = || coordinate(members.y.as_ref()).ok_or_else(invalid);
    let key = match algorithm {
        Algorithm::Ed25519 if members.y.is_none() => ed25519(&x),
        Algorithm::Ed25519 => return Err(invalid()),
        Algorithm::Esp256 => PublicKey::p256(&x, &y()?),
        Algorithm::Sm2 => PublicKey::sm2(&x, &y()?),
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
    ensure(!members.other, invalid)?;
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
