//! COSE key thumbprints (RFC 9679).

use core::fmt;

use super::{Algorithm, sha256};

/// The SHA-256 thumbprint of a public key (RFC 9679 §3): the identity of a key everywhere in this library.
///
/// [`Display`](fmt::Display) and [`Debug`] show all 32 bytes as lower-case hexadecimal in groups of four digits,
/// the form in which two people compare it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Thumbprint([u8; 32]);

impl Thumbprint {
    /// A thumbprint that was computed elsewhere.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The 32 bytes of the digest.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The first 8 bytes, carried in headers as key id: a hint for the search, never an identity.
    #[must_use]
    pub fn kid(&self) -> [u8; 8] {
        let [a, b, c, d, e, f, g, h, ..] = self.0;
        [a, b, c, d, e, f, g, h]
    }

    /// Hashes the required members of the COSE_Key in deterministic CBOR (RFC 9679 §4, RFC 8949 §4.2.1).
    ///
    /// The encodings are fixed strings around the coordinates, so none can depend on an encoder; the key order by
    /// encoded bytes is 1, −1, −2, −3.
    pub(super) fn of(algorithm: Algorithm, x: &[u8; 32], y: &[u8; 32]) -> Self {
        const OKP_ED25519: &[u8] = &[0xa3, 0x01, 0x01, 0x20, 0x06, 0x21, 0x58, 0x20];
        const EC2_P256: &[u8] = &[0xa4, 0x01, 0x02, 0x20, 0x01, 0x21, 0x58, 0x20];
        // −70102 is major type 1 with the argument 70101 = 0x000111d5.
        const EC2_SM2: &[u8] = &[0xa4, 0x01, 0x02, 0x20, 0x3a, 0x00, 0x01, 0x11, 0xd5, 0x21, 0x58, 0x20];
        const Y: &[u8] = &[0x22, 0x58, 0x20];
        Self(match algorithm {
            Algorithm::Ed25519 => sha256(&[OKP_ED25519, x]),
            Algorithm::Esp256 => sha256(&[EC2_P256, x, Y, y]),
            Algorithm::Sm2 => sha256(&[EC2_SM2, x, Y, y]),
        })
    }
}

impl fmt::Display for Thumbprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, pair) in self.0.chunks(2).enumerate() {
            if position > 0 {
                f.write_str(" ")?;
            }
            for byte in pair {
                write!(f, "{byte:02x}")?;
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Thumbprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
