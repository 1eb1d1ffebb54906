//! The payload of a seal.

use super::{Document, OBJECT};
use crate::act::{Purpose, read_claims};
use crate::cbor::Reader;
use crate::certificate::require;
use crate::error::{Claim, Refusal, ensure};
use crate::labels as l;
use crate::limits::MAX_TEXT_KEY;
use crate::time::Time;
use alloc::string::String;

/// Bytes of a media type: both its names have at most 63 (RFC 6838 §4.2).
const MAX_MEDIA_TYPE: usize = 127;
const INVALID: Refusal = Refusal::ClaimInvalid { object: OBJECT, claim: Claim(l::SEALED) };

/// The claims of a seal's payload.
#[derive(Clone)]
pub(crate) struct SealClaims<'b> {
    pub(crate) iat: Time,
    pub(crate) cti: &'b [u8; 16],
    pub(crate) purpose: Option<Purpose>,
    pub(crate) sealed: Sealed<'b>,
}

/// What was sealed.
#[derive(Clone, Copy)]
pub(crate) struct Sealed<'b> {
    pub(crate) document: Document,
    pub(crate) media_type: &'b str,
    pub(crate) name: &'b str,
}

/// The same of a verified seal.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct SealedOn {
    pub(crate) document: Document,
    pub(crate) media_type: String,
    pub(crate) name: String,
    pub(crate) iat: Time,
    pub(crate) purpose: Option<Purpose>,
    pub(crate) cti: [u8; 16],
}

impl SealedOn {
    pub(crate) fn of(claims: &SealClaims<'_>) -> Self {
        let Sealed { document, media_type, name } = claims.sealed;
        Self {
            document,
            media_type: media_type.into(),
            name: name.into(),
            iat: claims.iat,
            purpose: claims.purpose.clone(),
            cti: *claims.cti,
        }
    }
}

impl<'b> SealClaims<'b> {
    pub(crate) fn read(payload: Reader<'b>) -> Result<Self, Refusal> {
        let (mut purpose, mut sealed) = (None, None);
        // It ends with its certificate and not by itself: an `exp` is none of its claims.
        let common = read_claims(payload, false, |label, reader| {
            match label {
                l::PURPOSE => purpose = Some(Purpose::read(reader)?),
                l::SEALED => sealed = Some(Sealed::read(reader)?),
                _ => return Ok(false),
            }
            Ok(true)
        })?;
        let sealed = require(OBJECT, l::SEALED, sealed)?;
        Ok(Self { iat: common.iat, cti: common.cti, purpose, sealed })
    }
}

impl<'b> Sealed<'b> {
    fn read(reader: &mut Reader<'b>) -> Result<Self, Refusal> {
        reader.enter_array(5)?;
        let algorithm = reader.int()?;
        ensure(algorithm == l::SHA_256, || INVALID)?;
        let document = Document::new(*reader.byte_array()?, reader.uint()?);
        let media_type = reader.text(MAX_MEDIA_TYPE)?;
        let visible = !media_type.is_empty() && media_type.bytes().all(|byte| byte.is_ascii_graphic());
        ensure(visible, || INVALID)?;
        let name = reader.text(MAX_TEXT_KEY)?;
        ensure(!name.is_empty(), || INVALID)?;
        reader.leave_array();
        Ok(Self { document, media_type, name })
    }
}
