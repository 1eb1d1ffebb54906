//! The signed end of a journal, to be kept where whoever writes the journal cannot reach it.
//!
//! ```cddl
//! receipt-head = sign1, typ "application/vnd.zz.receipt-head+cwt", payload: { 6: time, -70001: 1, -70021: tip }
//! tip = [ count: uint, link: bstr .size 32 ]
//! ```

use super::Tip;
use crate::cbor::{FaultKind, Reader};
use crate::certificate::{read_closed, read_profile, read_time, require};
use crate::cose::{Sign1, Typ};
use crate::crypto::{PublicKey, Unverified};
use crate::error::{Object, Refusal, ensure};
use crate::labels as l;
use crate::limits::MAX_RECEIPT_HEAD;
use crate::time::Time;

const OBJECT: Object = Object::ReceiptHead;
/// `typ` of a head.
pub const HEAD_TYP: Typ<'static> = Typ::Media("application/vnd.zz.receipt-head+cwt");

/// The end of a journal at a time, as its checker signed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    tip: Tip,
    iat: Time,
}

impl Head {
    /// Verifies a head by the checker's key.
    ///
    /// # Errors
    /// A parse [`Refusal`]; `algorithm_mismatch`, `algorithm_unavailable` or `signature_invalid`.
    pub fn verify(bytes: &[u8], key: &PublicKey) -> Result<Self, Refusal> {
        let message = Sign1::parse(OBJECT, bytes, MAX_RECEIPT_HEAD, HEAD_TYP, false)?;
        let head = Self::read(message.payload.clone())?;
        let algorithm = key.algorithm().cose_id();
        let found = message.alg;
        ensure(found == algorithm, || Refusal::AlgorithmMismatch { object: OBJECT, found })?;
        // The host says which key it is; a hint that points to another one cannot go with a good signature.
        let hinted = key.thumbprint().kid() == *message.kid;
        let verified = key.verify(&message.to_be_signed(), message.signature);
        if verified == Err(Unverified::Unavailable) {
            return Err(Refusal::AlgorithmUnavailable { object: OBJECT, algorithm });
        }
        ensure(hinted && verified.is_ok(), || Refusal::SignatureInvalid { object: OBJECT })?;
        Ok(head)
    }

    fn read(mut reader: Reader<'_>) -> Result<Self, Refusal> {
        let (mut iat, mut profile, mut tip) = (None, None, None);
        read_closed(&mut reader, |label, reader| {
            match label {
                l::IAT => iat = Some(read_time(reader)?),
                l::PROFILE => profile = Some(read_profile(reader)?),
                l::RECEIPTS => tip = Some(read_tip(reader)?),
                _ => return Ok(false),
            }
            Ok(true)
        })?;
        reader.end()?;
        require(OBJECT, l::PROFILE, profile)?;
        Ok(Self { tip: require(OBJECT, l::RECEIPTS, tip)?, iat: require(OBJECT, l::IAT, iat)? })
    }

    /// How many receipts it was signed over, and the link of the last.
    #[must_use]
    pub const fn tip(&self) -> &Tip {
        &self.tip
    }

    /// When it was signed.
    #[must_use]
    pub const fn issued_at(&self) -> Time {
        self.iat
    }

    /// Signs the end of a journal. Keep the bytes where whoever can write the journal cannot reach them.
    ///
    /// # Errors
    /// [`crate::issue::IssueError`] when the key does not sign.
    #[cfg(feature = "issue")]
    pub fn sign(
        tip: &Tip,
        iat: Time,
        signer: &dyn crate::crypto::Signer,
    ) -> Result<alloc::vec::Vec<u8>, crate::issue::IssueError> {
        let mut claims = crate::cbor::MapWriter::new();
        claims.entry(l::IAT, |w| w.uint(iat.seconds()));
        claims.entry(l::PROFILE, |w| w.uint(l::PROFILE_VERSION));
        claims.entry(l::RECEIPTS, |w| w.array(2).uint(tip.count).bytes(&tip.link));
        let mut writer = crate::cbor::Writer::new();
        writer.map(claims);
        let payload = writer.into_bytes();
        let (protected, signature) = crate::issue::sign1(signer, HEAD_TYP, false, &payload)?;
        Ok(crate::cose::encode_sign1::<&[u8]>(&protected, &[], &payload, &signature))
    }
}

/// Without a receipt there is no link.
fn read_tip(reader: &mut Reader<'_>) -> Result<Tip, Refusal> {
    let unfit = reader.fault(FaultKind::OutOfRange);
    reader.enter_array(2)?;
    let tip = Tip { count: reader.uint()?, link: *reader.byte_array()? };
    reader.leave_array();
    ensure((tip.count == 0) == (tip == Tip::START), || unfit.into())?;
    Ok(tip)
}
