//! The COSE_Sign1 of an act: signed by a holder's or delegate's key, around what it stands on.

use super::header::{Place, peek_typ};
use super::message::{header_of, open, required, sign1_tbs};
use super::{Typ, header};
use crate::cbor::Reader;
use crate::crypto::{PublicKey, Unverified};
use crate::error::{Object, Refusal, ensure};
use crate::labels as l;
use crate::limits::MAX_ACT;
use alloc::vec::Vec;

/// An act whose frame was read and of which nothing is verified.
///
/// ```cddl
/// act = #6.18([ protected: bstr .cbor { 1: alg, ? 2: crit, 13: stands-on, 16: typ }, unprotected: {},
///               payload: bstr, signature: bstr .size 64 ])
/// ```
/// There is no `kid`: what the act stands on names the key.
#[derive(Clone)]
pub(crate) struct ActMessage<'b> {
    object: Object,
    alg: i64,
    /// What it stands on as received, tag included.
    pub(crate) stands_on: &'b [u8],
    pub(crate) payload: Reader<'b>,
    signature: &'b [u8; 64],
    protected_bytes: &'b [u8],
    payload_bytes: &'b [u8],
}

impl<'b> ActMessage<'b> {
    /// Reads an act of the given `typ`.
    pub(crate) fn parse(object: Object, bytes: &'b [u8], typ: Typ<'_>) -> Result<Self, Refusal> {
        let mut reader = open(object, bytes, MAX_ACT, l::TAG_SIGN1)?;
        reader.enter_array(4)?;
        let (header, protected_bytes) = header_of(&mut reader, typ, Place::Act)?;
        for (label, present) in [(l::KID, header.kid.is_some()), (l::SD_ALG, header.sd_alg.is_some())] {
            ensure(!present, || Refusal::HeaderNotAllowed { object, label })?;
        }
        header::unprotected(&mut reader, false)?;
        let (payload_bytes, payload) = reader.embedded(MAX_ACT)?;
        let signature = reader.byte_array()?;
        reader.end()?;
        Ok(Self {
            object,
            alg: required(object, l::ALG, header.alg)?,
            stands_on: required(object, l::KCWT, header.kcwt)?,
            payload,
            signature,
            protected_bytes,
            payload_bytes,
        })
    }

    /// Whether `key` made this act: its algorithm is the header's, and its signature covers what arrived.
    pub(crate) fn check_signature(&self, key: &PublicKey) -> Result<(), Refusal> {
        let object = self.object;
        ensure(self.alg == key.algorithm().cose_id(), || Refusal::HolderAlgorithmMismatch { object })?;
        let signed = sign1_tbs(self.protected_bytes, self.payload_bytes);
        match key.verify(&signed, self.signature) {
            Ok(()) => Ok(()),
            Err(Unverified::Unavailable) => Err(Refusal::HolderAlgorithmUnavailable { object }),
            Err(Unverified::Invalid) => ensure(false, || Refusal::HolderSignatureInvalid { object }),
        }
    }
}

/// Whether what an act stands on says that it is of this `typ`, which decides as what it is read.
pub(crate) fn is_of_typ(object: Object, bytes: &[u8], typ: Typ<'_>) -> Result<bool, Refusal> {
    let mut reader = Reader::new(object, bytes);
    reader.tag()?;
    reader.enter_array(4)?;
    Ok(peek_typ(&mut reader)? == Some(typ))
}

/// The protected header of an act that `key` is to sign.
pub(crate) fn write_act_header(key: &PublicKey, stands_on: &[u8], typ: Typ<'_>) -> Vec<u8> {
    let mut header = crate::cbor::MapWriter::new();
    header.entry(l::ALG, |w| w.int(key.algorithm().cose_id()));
    header.entry(l::KCWT, |w| w.raw(stands_on));
    header.entry(l::TYP, |w| typ.write(w));
    let mut writer = crate::cbor::Writer::new();
    writer.map(header);
    writer.into_bytes()
}
