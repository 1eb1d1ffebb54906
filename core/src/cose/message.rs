//! The two signed structures.

use super::header::{Place, Protected, Typ, peek_typ, protected, unprotected};
use crate::cbor::{FaultKind, MapWriter, Reader, Writer};
use crate::crypto::PublicKey;
use crate::error::{Object, Refusal, ensure};
use crate::labels as l;
use alloc::string::ToString;
use alloc::vec::Vec;
use core::fmt;

/// A COSE_Sign1 message (RFC 9052 §4.2), tag 18, nothing of it verified.
///
/// ```cddl
/// Sign1 = #6.18([ protected: bstr .cbor header, unprotected: { ? 17: [+ bstr] }, payload: bstr, signature: bstr .size 64 ])
/// ```
///
/// `Debug` shows no content.
#[derive(Clone)]
pub struct Sign1<'b> {
    pub(crate) alg: i64,
    pub(crate) kid: &'b [u8; 8],
    pub(crate) sd_alg: Option<i64>,
    pub(crate) disclosures: Vec<Reader<'b>>,
    pub(crate) payload: Reader<'b>,
    pub(crate) signature: &'b [u8; 64],
    protected_bytes: &'b [u8],
    payload_bytes: &'b [u8],
}

/// One signature of a COSE_Sign message.
#[derive(Clone, Copy)]
pub struct Signature<'b> {
    pub(crate) alg: i64,
    pub(crate) kid: &'b [u8; 8],
    pub(crate) signature: &'b [u8; 64],
    protected_bytes: &'b [u8],
}

/// A COSE_Sign message (RFC 9052 §4.1), tag 98, nothing of it verified.
///
/// ```cddl
/// Sign = #6.98([ protected: bstr .cbor { 16: typ }, unprotected: {}, payload: bstr, signatures: [+ signature] ])
/// signature = [ protected: bstr .cbor { 1: alg, 4: kid }, unprotected: {}, signature: bstr .size 64 ]
/// ```
///
/// `Debug` shows no content.
#[derive(Clone)]
pub struct Sign<'b> {
    pub(crate) signatures: Vec<Signature<'b>>,
    pub(crate) payload: Reader<'b>,
    protected_bytes: &'b [u8],
    payload_bytes: &'b [u8],
}

macro_rules! debug_without_content {
    ($($name:ident),*) => { $(impl fmt::Debug for $name<'_> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.debug_struct(stringify!($name)).finish_non_exhaustive()
        }
    })* };
}

debug_without_content!(Sign1, Sign, Signature);

pub(super) fn open<'b>(
    object: Object,
    bytes: &'b [u8],
    limit: usize,
    tag: u64,
) -> Result<Reader<'b>, Refusal> {
    ensure(bytes.len() <= limit, || Refusal::TooLarge { object, size: bytes.len(), limit })?;
    let mut reader = Reader::new(object, bytes);
    let found = reader.tag()?;
    ensure(found == tag, || Refusal::WrongCoseTag { object, found })?;
    Ok(reader)
}

pub(super) fn required<T>(object: Object, label: i64, value: Option<T>) -> Result<T, Refusal> {
    value.ok_or(Refusal::HeaderMissing { object, label })
}

/// The protected header of a message of this `typ`, and its bytes.
///
/// What says that it is another object is refused for that and not for what makes it one, such as the
/// certificate in the header of a presentation.
pub(super) fn header_of<'b>(
    reader: &mut Reader<'b>,
    typ: Typ<'_>,
    place: Place,
) -> Result<(Protected<'b>, &'b [u8]), Refusal> {
    let object = reader.object();
    match protected(&mut reader.clone(), Some(typ), place) {
        Ok(header) => Ok((header, reader.bytes(place.limit())?)),
        Err(refusal) => {
            if let Ok(Some(found)) = peek_typ(&mut reader.clone()) {
                ensure(found == typ, || Refusal::WrongTyp { object, found: found.to_string() })?;
            }
            Err(refusal)
        }
    }
}

impl<'b> Sign1<'b> {
    /// Reads a message of the given `typ`.
    ///
    /// # Errors
    /// A parse [`Refusal`] naming `object`.
    pub fn parse(
        object: Object,
        bytes: &'b [u8],
        limit: usize,
        typ: Typ<'_>,
        with_disclosures: bool,
    ) -> Result<Self, Refusal> {
        let mut reader = open(object, bytes, limit, l::TAG_SIGN1)?;
        reader.enter_array(4)?;
        let (header, protected_bytes) = header_of(&mut reader, typ, Place::Other)?;
        let disclosures = unprotected(&mut reader, with_disclosures)?;
        let sd_alg_fits = with_disclosures || header.sd_alg.is_none();
        ensure(sd_alg_fits, || Refusal::HeaderNotAllowed { object, label: l::SD_ALG })?;
        let (payload_bytes, payload) = reader.embedded(limit)?;
        let signature = reader.byte_array()?;
        reader.end()?;
        Ok(Self {
            alg: required(object, l::ALG, header.alg)?,
            kid: required(object, l::KID, header.kid)?,
            sd_alg: header.sd_alg,
            disclosures,
            payload,
            signature,
            protected_bytes,
            payload_bytes,
        })
    }

    /// The bytes that the signature covers (RFC 9052 §4.4).
    pub(crate) fn to_be_signed(&self) -> Vec<u8> {
        sign1_tbs(self.protected_bytes, self.payload_bytes)
    }

    /// The protected header as received.
    pub(crate) const fn protected_bytes(&self) -> &'b [u8] {
        self.protected_bytes
    }

    /// The payload as received.
    pub(crate) const fn payload_bytes(&self) -> &'b [u8] {
        self.payload_bytes
    }
}

impl<'b> Sign<'b> {
    /// Reads a message of the given `typ` with at most `max_signatures` signatures.
    ///
    /// # Errors
    /// A parse [`Refusal`] naming `object`.
    pub fn parse(
        object: Object,
        bytes: &'b [u8],
        limit: usize,
        typ: Typ<'_>,
        max_signatures: usize,
    ) -> Result<Self, Refusal> {
        let mut reader = open(object, bytes, limit, l::TAG_SIGN)?;
        reader.enter_array(4)?;
        let (header, protected_bytes) = header_of(&mut reader, typ, Place::Other)?;
        for (label, present) in [
            (l::ALG, header.alg.is_some()),
            (l::KID, header.kid.is_some()),
            (l::SD_ALG, header.sd_alg.is_some()),
        ] {
            ensure(!present, || Refusal::HeaderNotAllowed { object, label })?;
        }
        unprotected(&mut reader, false)?;
        let (payload_bytes, payload) = reader.embedded(limit)?;
        let mut signatures = Vec::new();
        let at = reader.fault(FaultKind::OutOfRange);
        reader.array(max_signatures, |_, reader| {
            signatures.push(read_signature(object, reader)?);
            Ok::<(), Refusal>(())
        })?;
        reader.end()?;
        if signatures.is_empty() {
            return Err(at.into());
        }
        Ok(Self { signatures, payload, protected_bytes, payload_bytes })
    }

    /// The bytes that one signature covers (RFC 9052 §4.4).
    pub(crate) fn to_be_signed(&self, signature: &Signature<'_>) -> Vec<u8> {
        sign_tbs(self.protected_bytes, signature.protected_bytes, self.payload_bytes)
    }

    /// The protected header of the body as received.
    #[cfg(feature = "issue")]
    pub(crate) const fn protected_bytes(&self) -> &'b [u8] {
        self.protected_bytes
    }

    /// The payload as received.
    pub(crate) const fn payload_bytes(&self) -> &'b [u8] {
        self.payload_bytes
    }
}

#[cfg(feature = "issue")]
impl Signature<'_> {
    /// The COSE_Signature as received.
    pub(crate) fn encoded(&self) -> Vec<u8> {
        encode_signature(self.protected_bytes, self.signature)
    }
}

fn read_signature<'b>(object: Object, reader: &mut Reader<'b>) -> Result<Signature<'b>, Refusal> {
    reader.enter_array(3)?;
    let mut header_reader = reader.clone();
    let header = protected(&mut header_reader, None, Place::Other)?;
    let protected_bytes = reader.bytes(l::MAX_PROTECTED)?;
    ensure(header.sd_alg.is_none(), || Refusal::HeaderNotAllowed { object, label: l::SD_ALG })?;
    unprotected(reader, false)?;
    let signature = reader.byte_array()?;
    reader.leave_array();
    Ok(Signature {
        alg: required(object, l::ALG, header.alg)?,
        kid: required(object, l::KID, header.kid)?,
        signature,
        protected_bytes,
    })
}

/// Bytes of a to-be-signed structure beside the headers and the payload: heads and the context.
const TBS_FRAME: usize = 32;

pub(crate) fn sign1_tbs(protected: &[u8], payload: &[u8]) -> Vec<u8> {
    let mut writer =
        Writer::with_room(protected.len().saturating_add(payload.len()).saturating_add(TBS_FRAME));
    writer.array(4).text("Signature1").bytes(protected).bytes(&[]).bytes(payload);
    writer.into_bytes()
}

pub(crate) fn sign_tbs(body: &[u8], signer: &[u8], payload: &[u8]) -> Vec<u8> {
    let mut writer = Writer::new();
    writer.array(5).text("Signature").bytes(body).bytes(signer).bytes(&[]).bytes(payload);
    writer.into_bytes()
}

fn encoded(map: MapWriter) -> Vec<u8> {
    let mut writer = Writer::new();
    writer.map(map);
    writer.into_bytes()
}

/// The protected header of the body of a COSE_Sign message.
pub(crate) fn typ_header(typ: Typ<'_>) -> Vec<u8> {
    let mut header = MapWriter::new();
    header.entry(l::TYP, |w| typ.write(w));
    encoded(header)
}

/// The protected header of one signature of a COSE_Sign message.
pub(crate) fn signer_header(key: &PublicKey) -> Vec<u8> {
    let mut header = MapWriter::new();
    header.entry(l::ALG, |w| w.int(key.algorithm().cose_id()));
    header.entry(l::KID, |w| w.bytes(&key.thumbprint().kid()));
    encoded(header)
}

/// Writes one COSE_Signature.
pub(crate) fn encode_signature(header: &[u8], signature: &[u8; 64]) -> Vec<u8> {
    let mut writer = Writer::new();
    writer.array(3).bytes(header).map(MapWriter::new()).bytes(signature);
    writer.into_bytes()
}

/// Writes a COSE_Sign message around encoded signatures.
pub(crate) fn encode_sign(protected: &[u8], payload: &[u8], signatures: &[Vec<u8>]) -> Vec<u8> {
    let mut writer = Writer::new();
    writer.tag(l::TAG_SIGN).array(4).bytes(protected).map(MapWriter::new()).bytes(payload);
    writer.array(signatures.len());
    for signature in signatures {
        writer.raw(signature);
    }
    writer.into_bytes()
}

/// Writes a COSE_Sign1 message around what was signed.
pub(crate) fn encode_sign1<D: AsRef<[u8]>>(
    protected: &[u8],
    disclosures: &[D],
    payload: &[u8],
    signature: &[u8; 64],
) -> Vec<u8> {
    let mut unprotected = MapWriter::new();
    if !disclosures.is_empty() {
        unprotected.entry(l::SD_CLAIMS, |w| {
            w.array(disclosures.len());
            for disclosure in disclosures {
                w.bytes(disclosure.as_ref());
            }
            w
        });
    }
    let mut writer = Writer::new();
    writer.tag(l::TAG_SIGN1).array(4).bytes(protected).map(unprotected).bytes(payload).bytes(signature);
    writer.into_bytes()
}
