//! The host's key, by which a receipt is found again and without which it names nobody.

use crate::cbor::Writer;
use crate::certificate::{Form, Unverified};
use crate::crypto::hmac_sha256;
use core::fmt;
use zeroize::Zeroizing;

/// 32 random bytes of the host, wiped when dropped. Whoever destroys them makes every receipt under them
/// unsearchable for good: the tag cannot be computed any more, and it says nothing by itself.
#[derive(Clone)]
pub struct ReceiptKey(Zeroizing<[u8; 32]>);

impl fmt::Debug for ReceiptKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReceiptKey(..)")
    }
}

impl ReceiptKey {
    /// A key of these bytes, which the host draws at random.
    #[must_use]
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// The bytes, for the host to keep.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// What stands in a receipt for the certificate of this issuer (`iss`) with this name (`cti`): HMAC-SHA-256
    /// over the deterministic CBOR array `[iss, cti]`.
    #[must_use]
    pub fn tag(&self, issuer: &str, cti: &[u8; 16]) -> [u8; 32] {
        let mut writer = Writer::new();
        writer.array(2).text(issuer).bytes(cti);
        hmac_sha256(&self.0, &[&Zeroizing::new(writer.into_bytes())])
    }

    /// The tag of a certificate that is not verified: a search needs no more, since a forged one with the same
    /// claims finds what the genuine one finds, and yields no claim.
    #[must_use]
    pub fn tag_of<F: Form>(&self, certificate: &Unverified<'_, F>) -> [u8; 32] {
        self.tag(certificate.claims.iss, certificate.claims.cti)
    }
}
