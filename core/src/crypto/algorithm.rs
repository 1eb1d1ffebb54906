//! The closed list of algorithms and their numbers.

/// A signature algorithm together with its curve and digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Algorithm {
    /// Ed25519 (RFC 8032), pure mode.
    Ed25519,
    /// ECDSA on P-256 with SHA-256 (RFC 9864 ESP256); the algorithm of phone key stores.
    Esp256,
    /// SM2 with SM3 (GB/T 32918); the algorithm of statutory use in China.
    Sm2,
}

impl Algorithm {
    /// All algorithms, in the order of their declaration.
    pub const ALL: [Self; 3] = [Self::Ed25519, Self::Esp256, Self::Sm2];

    /// The COSE algorithm number written in headers.
    ///
    /// Ed25519 and ESP256 are the fully specified numbers of RFC 9864. COSE registers none for SM2, so its
    /// number is of the private-use range (below −65536, RFC 9053 §10).
    #[must_use]
    pub const fn cose_id(self) -> i64 {
        match self {
            Self::Ed25519 => -19,
            Self::Esp256 => -9,
            Self::Sm2 => -70101,
        }
    }

    /// The older, polymorphic COSE number (EdDSA −8, ES256 −7), which counts only where a list pins it.
    #[must_use]
    pub const fn legacy_cose_id(self) -> Option<i64> {
        match self {
            Self::Ed25519 => Some(-8),
            Self::Esp256 => Some(-7),
            Self::Sm2 => None,
        }
    }

    /// The COSE key type (`kty`): 1 = OKP, 2 = EC2.
    #[must_use]
    pub const fn cose_key_type(self) -> i64 {
        match self {
            Self::Ed25519 => 1,
            Self::Esp256 | Self::Sm2 => 2,
        }
    }

    /// The COSE curve (`crv`): 6 = Ed25519, 1 = P-256, and a private-use number for the SM2 curve.
    #[must_use]
    pub const fn cose_curve(self) -> i64 {
        match self {
            Self::Ed25519 => 6,
            Self::Esp256 => 1,
            Self::Sm2 => -70102,
        }
    }

    /// Whether this build can verify (and, where it signs at all, sign) with the algorithm.
    #[must_use]
    pub const fn is_available(self) -> bool {
        match self {
            Self::Ed25519 => true,
            Self::Esp256 => cfg!(feature = "p256"),
            Self::Sm2 => cfg!(feature = "sm2"),
        }
    }

    /// The name shown to people and used in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ed25519 => "Ed25519",
            Self::Esp256 => "ESP256",
            Self::Sm2 => "SM2",
        }
    }
}
