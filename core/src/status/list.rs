//! The payload of a status list.

use super::{STATUS_LIST_TYP, Shard};
use crate::cbor::{Key, Reader};
use crate::certificate::{is_status_uri, read_closed, read_organisation, read_time, require};
use crate::cose::Sign1;
use crate::error::{Claim, Object, Refusal, ensure};
use crate::labels as l;
use crate::limits::{MAX_STATUS_LIST, MAX_TEXT_KEY};
use crate::time::Time;
use alloc::string::String;

pub(crate) const OBJECT: Object = Object::StatusList;

/// The claims, the list still deflated.
#[derive(Debug, Clone)]
pub(crate) struct ListClaims<'b> {
    pub(crate) issuer: &'b str,
    pub(crate) uri: &'b str,
    pub(crate) iat: Time,
    pub(crate) exp: Time,
    pub(crate) ttl: Option<u64>,
    deflated: &'b [u8],
}

impl<'b> ListClaims<'b> {
    pub(crate) fn read(mut reader: Reader<'b>) -> Result<Self, Refusal> {
        let (mut issuer, mut uri, mut exp, mut iat, mut ttl) = (None, None, None, None, None);
        let mut list = None;
        read_closed(&mut reader, |label, reader| {
            match label {
                l::ISS => issuer = Some(read_organisation(reader)?),
                l::SUB => uri = Some(reader.text(MAX_TEXT_KEY)?),
                l::EXP => exp = Some(read_time(reader)?),
                l::IAT => iat = Some(read_time(reader)?),
                l::TTL => ttl = Some(reader.uint()?),
                l::STATUS_LIST => list = Some(read_list(reader)?),
                _ => return Ok(false),
            }
            Ok(true)
        })?;
        reader.end()?;
        let uri = require(OBJECT, l::SUB, uri)?;
        ensure(is_status_uri(uri), || Refusal::ClaimInvalid { object: OBJECT, claim: Claim(l::SUB) })?;
        let (bits, deflated) = require(OBJECT, l::STATUS_LIST, list)?;
        let claims = Self {
            issuer: require(OBJECT, l::ISS, issuer)?,
            uri,
            iat: require(OBJECT, l::IAT, iat)?,
            exp: require(OBJECT, l::EXP, exp)?,
            ttl,
            deflated,
        };
        ensure(claims.iat < claims.exp, || Refusal::TimesInconsistent { object: OBJECT })?;
        ensure(bits == 4, || Refusal::StatusBitsWrong { object: OBJECT, bits })?;
        Ok(claims)
    }

    /// Inflates the list; only after its signature was verified.
    pub(crate) fn inflate(&self) -> Result<Shard, Refusal> {
        Shard::inflate(self.deflated)
    }
}

/// What a status list says, for those who make and look at lists. **Its signature is not verified**: only a
/// [`crate::Store`] can say whether a list counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnverifiedStatusList {
    /// The issuer's unified social credit code.
    pub issuer: String,
    /// The list's name.
    pub uri: String,
    /// When it was made.
    pub iat: Time,
    /// The first second at which it no longer counts.
    pub exp: Time,
    /// Seconds after which a desk should look for a newer one.
    pub ttl: Option<u64>,
    /// The statuses.
    pub shard: Shard,
}

impl UnverifiedStatusList {
    /// Reads a list.
    ///
    /// # Errors
    /// A parse or list [`Refusal`].
    pub fn parse(bytes: &[u8]) -> Result<Self, Refusal> {
        let message = Sign1::parse(OBJECT, bytes, MAX_STATUS_LIST, STATUS_LIST_TYP, false)?;
        let claims = ListClaims::read(message.payload.clone())?;
        Ok(Self {
            issuer: claims.issuer.into(),
            uri: claims.uri.into(),
            iat: claims.iat,
            exp: claims.exp,
            ttl: claims.ttl,
            shard: claims.inflate()?,
        })
    }
}

fn read_list<'b>(reader: &mut Reader<'b>) -> Result<(u64, &'b [u8]), Refusal> {
    let invalid = || Refusal::ClaimInvalid { object: OBJECT, claim: Claim(l::STATUS_LIST) };
    let (mut bits, mut deflated) = (None, None);
    reader.map(2, |key, reader| {
        match key {
            Key::Text("bits") => bits = Some(reader.uint()?),
            Key::Text("lst") => deflated = Some(reader.bytes(MAX_STATUS_LIST)?),
            _ => reader.reject(invalid())?,
        }
        Ok::<(), Refusal>(())
    })?;
    bits.zip(deflated).ok_or_else(invalid)
}
