//! The little DER (X.690 §10) that keys and signatures of other systems arrive in.
//!
//! Only definite, minimal lengths and primitive forms are read and nothing may be left over: an object has one
//! encoding here or none.

use super::{Algorithm, KeyError};

const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const OBJECT_IDENTIFIER: u8 = 0x06;
const SEQUENCE: u8 = 0x30;

// Contents of the object identifiers, without tag and length.
/// 1.3.101.112 id-Ed25519 (RFC 8410 §3).
const ID_ED25519: &[u8] = &[0x2b, 0x65, 0x70];
/// 1.2.840.10045.2.1 id-ecPublicKey (RFC 5480 §2.1.1).
const ID_EC_PUBLIC_KEY: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01];
/// 1.2.840.10045.3.1.7 secp256r1 (RFC 5480 §2.1.1.1).
const PRIME256V1: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07];
/// 1.2.156.10197.1.301, the recommended SM2 curve (GM/T 0006, GB/T 33560).
const SM2_CURVE: &[u8] = &[0x2a, 0x81, 0x1c, 0xcf, 0x55, 0x01, 0x82, 0x2d];

/// What remains to be read of one object.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn byte(&mut self) -> Result<u8, KeyError> {
        let (first, rest) = self.0.split_first().ok_or(KeyError::Encoding)?;
        self.0 = rest;
        Ok(*first)
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8], KeyError> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or(KeyError::Encoding)?;
        self.0 = rest;
        Ok(taken)
    }

    /// The length octets: up to 65535, which no key or signature comes near, and only in the shortest form.
    fn length(&mut self) -> Result<usize, KeyError> {
        let (length, least) = match self.byte()? {
            short @ 0..=0x7f => (usize::from(short), 0),
            0x81 => (usize::from(self.byte()?), 0x80),
            0x82 => (usize::from(u16::from_be_bytes([self.byte()?, self.byte()?])), 0x100),
            _ => return Err(KeyError::Encoding),
        };
        if length < least {
            return Err(KeyError::Encoding);
        }
        Ok(length)
    }

    /// The contents of the next element, which must have this tag.
    fn element(&mut self, tag: u8) -> Result<&'a [u8], KeyError> {
        if self.byte()? != tag {
            return Err(KeyError::Encoding);
        }
        let length = self.length()?;
        self.take(length)
    }

    fn finish(self) -> Result<(), KeyError> {
        if self.0.is_empty() { Ok(()) } else { Err(KeyError::Encoding) }
    }
}

/// The contents of an object that is one SEQUENCE and nothing else.
fn sequence(der: &[u8]) -> Result<Reader<'_>, KeyError> {
    let mut outer = Reader(der);
    let contents = outer.element(SEQUENCE)?;
    outer.finish()?;
    Ok(Reader(contents))
}

/// Splits a SubjectPublicKeyInfo (RFC 5280 §4.1.2.7) into the algorithm and the octets of its point.
pub(super) fn subject_public_key(der: &[u8]) -> Result<(Algorithm, &[u8]), KeyError> {
    let mut info = sequence(der)?;
    let mut identifier = Reader(info.element(SEQUENCE)?);
    let bits = info.element(BIT_STRING)?;
    info.finish()?;

    let algorithm = match identifier.element(OBJECT_IDENTIFIER)? {
        // RFC 8410 §3: the parameters must be absent, not NULL.
        ID_ED25519 => Algorithm::Ed25519,
        ID_EC_PUBLIC_KEY => match identifier.element(OBJECT_IDENTIFIER)? {
            PRIME256V1 => Algorithm::Esp256,
            SM2_CURVE => Algorithm::Sm2,
            _ => return Err(KeyError::UnknownAlgorithm),
        },
        _ => return Err(KeyError::UnknownAlgorithm),
    };
    identifier.finish()?;

    match bits.split_first() {
        Some((0, point)) => Ok((algorithm, point)),
        _ => Err(KeyError::Encoding),
    }
}

/// Turns a DER signature of ESP256 or SM2, `SEQUENCE { r INTEGER, s INTEGER }`, into the 64 bytes r‖s.
///
/// Key stores and certificate authorities hand out this form; COSE carries the other. That r and s lie below the
/// order of the curve is left to [`verify`](super::PublicKey::verify).
///
/// # Errors
///
/// [`KeyError::Encoding`] for anything but strict DER of two positive integers of at most 32 bytes with nothing
/// after them, and for [`Algorithm::Ed25519`], which has no such form.
pub fn signature_from_der(algorithm: Algorithm, der: &[u8]) -> Result<[u8; 64], KeyError> {
    match algorithm {
        Algorithm::Esp256 | Algorithm::Sm2 => {}
        Algorithm::Ed25519 => return Err(KeyError::Encoding),
    }
    let mut pair = sequence(der)?;
    let r = scalar(pair.element(INTEGER)?)?;
    let s = scalar(pair.element(INTEGER)?)?;
    pair.finish()?;

    let mut signature = [0; 64];
    for (target, source) in signature.iter_mut().zip(r.iter().chain(&s)) {
        *target = *source;
    }
    Ok(signature)
}

/// A positive INTEGER as 32 bytes, most significant first.
fn scalar(contents: &[u8]) -> Result<[u8; 32], KeyError> {
    let magnitude = match contents {
        // A leading zero is there only to keep the sign positive.
        [0, rest @ ..] if rest.first().is_some_and(|next| *next >= 0x80) => rest,
        [1..=0x7f, ..] => contents,
        _ => return Err(KeyError::Encoding),
    };
    if magnitude.len() > 32 {
        return Err(KeyError::Encoding);
    }
    let mut padded = [0; 32];
    for (target, source) in padded.iter_mut().rev().zip(magnitude.iter().rev()) {
        *target = *source;
    }
    Ok(padded)
}
