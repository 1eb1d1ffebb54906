//! Public keys: checked once, ready to verify.

use core::fmt;

use curve25519_dalek::edwards::EdwardsPoint;

use super::{Algorithm, KeyError, SIGNATURE_LENGTH, Thumbprint, Unverified, der};

/// The signer id of GB/T 32918.2 §5.5 that GM/T 0009 §10 fixes for signatures without an agreed one.
#[cfg(feature = "sm2")]
pub(super) const SM2_SIGNER_ID: &str = "1234567812345678";

/// A public key whose point was checked when it was built.
///
/// Holds raw coordinates, what a COSE_Key, a SubjectPublicKeyInfo and an X9.63 point all boil down to, beside
/// the point prepared for verification. Equality is equality of thumbprints.
#[derive(Clone)]
pub struct PublicKey {
    thumbprint: Thumbprint,
    x: [u8; 32],
    /// All zero for Ed25519, whose `x` is the whole encoding.
    y: [u8; 32],
    prepared: Prepared,
}

#[derive(Clone)]
enum Prepared {
    Ed25519(ed25519_dalek::VerifyingKey),
    #[cfg(feature = "p256")]
    Esp256(p256::ecdsa::VerifyingKey),
    #[cfg(feature = "sm2")]
    Sm2(sm2::dsa::VerifyingKey),
    /// Coordinates kept so that the key can be named, shown and passed on.
    #[cfg(not(all(feature = "p256", feature = "sm2")))]
    Unavailable(Algorithm),
}

impl PublicKey {
    /// An Ed25519 key from its 32-byte encoding (RFC 8032 §5.1.5; `x` of an OKP COSE_Key).
    ///
    /// Stricter than the verification equation needs: with a key of small order one signature fits almost any
    /// message, and keys that differ from others by torsion or encoding only would let one holder appear as
    /// several.
    ///
    /// # Errors
    ///
    /// [`KeyError::NotOnCurve`], [`KeyError::NonCanonical`], [`KeyError::Weak`] or [`KeyError::Torsion`], tested
    /// in this order.
    pub fn ed25519(x: &[u8; 32]) -> Result<Self, KeyError> {
        let key = ed25519_dalek::VerifyingKey::from_bytes(x).map_err(|_| KeyError::NotOnCurve)?;
        let point = EdwardsPoint::from(key);
        if point.compress().as_bytes() != x {
            return Err(KeyError::NonCanonical);
        }
        if point.is_small_order() {
            return Err(KeyError::Weak);
        }
        if !point.is_torsion_free() {
            return Err(KeyError::Torsion);
        }
        Ok(Self::new(Algorithm::Ed25519, x, &[0; 32], Prepared::Ed25519(key)))
    }

    /// A P-256 key from its affine coordinates, most significant byte first.
    ///
    /// Without the feature `p256` the coordinates are kept unchecked and [`verify`](Self::verify) answers
    /// [`Unverified::Unavailable`].
    ///
    /// # Errors
    ///
    /// [`KeyError::NotOnCurve`].
    pub fn p256(x: &[u8; 32], y: &[u8; 32]) -> Result<Self, KeyError> {
        #[cfg(feature = "p256")]
        let prepared = p256::ecdsa::VerifyingKey::from_sec1_bytes(&uncompressed(x, y))
            .map(Prepared::Esp256)
            .map_err(|_| KeyError::NotOnCurve)?;
        #[cfg(not(feature = "p256"))]
        let prepared = Prepared::Unavailable(Algorithm::Esp256);
        Ok(Self::new(Algorithm::Esp256, x, y, prepared))
    }

    /// An SM2 key (curve of GB/T 32918.5) from its affine coordinates, most significant byte first.
    ///
    /// Without the feature `sm2` the coordinates are kept unchecked and [`verify`](Self::verify) answers
    /// [`Unverified::Unavailable`].
    ///
    /// # Errors
    ///
    /// [`KeyError::NotOnCurve`].
    pub fn sm2(x: &[u8; 32], y: &[u8; 32]) -> Result<Self, KeyError> {
        #[cfg(feature = "sm2")]
        let prepared = sm2::dsa::VerifyingKey::from_sec1_bytes(SM2_SIGNER_ID, &uncompressed(x, y))
            .map(Prepared::Sm2)
            .map_err(|_| KeyError::NotOnCurve)?;
        #[cfg(not(feature = "sm2"))]
        let prepared = Prepared::Unavailable(Algorithm::Sm2);
        Ok(Self::new(Algorithm::Sm2, x, y, prepared))
    }

    /// Reads a DER SubjectPublicKeyInfo (RFC 5280 §4.1.2.7) of one of the three algorithms, as key stores,
    /// OpenSSL and certificates carry it.
    ///
    /// # Errors
    ///
    /// [`KeyError::Encoding`] for anything but strict DER with nothing after it or a point that is not
    /// uncompressed, [`KeyError::UnknownAlgorithm`] for other algorithms and curves, [`KeyError::WrongLength`]
    /// and what the constructor of the algorithm refuses.
    pub fn from_spki(der: &[u8]) -> Result<Self, KeyError> {
        let (algorithm, point) = der::subject_public_key(der)?;
        match algorithm {
            Algorithm::Ed25519 => Self::ed25519(point.try_into().map_err(|_| KeyError::WrongLength)?),
            Algorithm::Esp256 | Algorithm::Sm2 => Self::from_x963(algorithm, point),
        }
    }

    /// Reads an uncompressed ANSI X9.63 point, 0x04‖x‖y, 65 bytes (SEC 1 §2.3.4).
    ///
    /// # Errors
    ///
    /// [`KeyError::WrongLength`], [`KeyError::Encoding`] for another leading byte,
    /// [`KeyError::UnknownAlgorithm`] for [`Algorithm::Ed25519`], which has no such form, and what the
    /// constructor of the algorithm refuses.
    pub fn from_x963(algorithm: Algorithm, point: &[u8]) -> Result<Self, KeyError> {
        let build = match algorithm {
            Algorithm::Ed25519 => return Err(KeyError::UnknownAlgorithm),
            Algorithm::Esp256 => Self::p256,
            Algorithm::Sm2 => Self::sm2,
        };
        let Some((form, coordinates)) = point.split_first() else { return Err(KeyError::WrongLength) };
        let (x, y) = coordinates.split_at_checked(32).ok_or(KeyError::WrongLength)?;
        let x = x.try_into().map_err(|_| KeyError::WrongLength)?;
        let y = y.try_into().map_err(|_| KeyError::WrongLength)?;
        if *form != 0x04 {
            return Err(KeyError::Encoding);
        }
        build(x, y)
    }

    fn new(algorithm: Algorithm, x: &[u8; 32], y: &[u8; 32], prepared: Prepared) -> Self {
        Self { thumbprint: Thumbprint::of(algorithm, x, y), x: *x, y: *y, prepared }
    }

    /// The algorithm that type and curve of the key fix.
    #[must_use]
    pub fn algorithm(&self) -> Algorithm {
        match &self.prepared {
            Prepared::Ed25519(_) => Algorithm::Ed25519,
            #[cfg(feature = "p256")]
            Prepared::Esp256(_) => Algorithm::Esp256,
            #[cfg(feature = "sm2")]
            Prepared::Sm2(_) => Algorithm::Sm2,
            #[cfg(not(all(feature = "p256", feature = "sm2")))]
            Prepared::Unavailable(algorithm) => *algorithm,
        }
    }

    /// The RFC 9679 thumbprint, computed when the key was built.
    #[must_use]
    pub fn thumbprint(&self) -> Thumbprint {
        self.thumbprint
    }

    /// The coordinates as a COSE_Key carries them: `x`, and `y` unless the key is Ed25519.
    #[must_use]
    pub fn coordinates(&self) -> (&[u8; 32], Option<&[u8; 32]>) {
        match self.algorithm() {
            Algorithm::Ed25519 => (&self.x, None),
            Algorithm::Esp256 | Algorithm::Sm2 => (&self.x, Some(&self.y)),
        }
    }

    /// Whether this key made this 64-byte signature over this message; the module's table says what is accepted.
    ///
    /// # Errors
    ///
    /// [`Unverified::Invalid`] for every signature that is not accepted, [`Unverified::Unavailable`] when the
    /// build lacks the algorithm, whatever the signature.
    pub fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), Unverified> {
        #[cfg(not(all(feature = "p256", feature = "sm2")))]
        if let Prepared::Unavailable(_) = &self.prepared {
            return Err(Unverified::Unavailable);
        }
        let signature: &[u8; SIGNATURE_LENGTH] = signature.try_into().map_err(|_| Unverified::Invalid)?;
        match &self.prepared {
            Prepared::Ed25519(key) => key
                .verify_strict(message, &ed25519_dalek::Signature::from_bytes(signature))
                .map_err(|_| Unverified::Invalid),
            #[cfg(feature = "p256")]
            Prepared::Esp256(key) => {
                use p256::ecdsa::signature::Verifier as _;
                p256::ecdsa::Signature::from_slice(signature)
                    .and_then(|signature| key.verify(message, &signature))
                    .map_err(|_| Unverified::Invalid)
            }
            #[cfg(feature = "sm2")]
            Prepared::Sm2(key) => {
                use sm2::dsa::signature::Verifier as _;
                sm2::dsa::Signature::from_slice(signature)
                    .and_then(|signature| key.verify(message, &signature))
                    .map_err(|_| Unverified::Invalid)
            }
            #[cfg(not(all(feature = "p256", feature = "sm2")))]
            Prepared::Unavailable(_) => Err(Unverified::Unavailable),
        }
    }
}

#[cfg(any(feature = "p256", feature = "sm2"))]
fn uncompressed(x: &[u8; 32], y: &[u8; 32]) -> [u8; 65] {
    let mut point = [0x04; 65];
    for (target, source) in point.iter_mut().skip(1).zip(x.iter().chain(y)) {
        *target = *source;
    }
    point
}

impl PartialEq for PublicKey {
    fn eq(&self, other: &Self) -> bool {
        self.thumbprint == other.thumbprint
    }
}

impl Eq for PublicKey {}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({} {})", self.algorithm().name(), self.thumbprint)
    }
}
