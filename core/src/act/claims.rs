//! What the payloads of all acts have in common.

use crate::cbor::{MapWriter, Reader};
use crate::certificate::{Claims, read_closed, read_time, require};
use crate::error::{Object, Refusal, ensure};
use crate::labels as l;
use crate::time::Time;

/// The claims that every act has.
#[derive(Clone, Copy)]
pub(crate) struct Common<'b> {
    pub(crate) iat: Time,
    pub(crate) cti: &'b [u8; 16],
    exp: Option<Time>,
}

impl Common<'_> {
    /// The end of an act that must state one, at most `limit` seconds after its beginning.
    pub(crate) fn end_within(&self, object: Object, limit: u64) -> Result<Time, Refusal> {
        let exp = require(object, l::EXP, self.exp)?;
        ensure(self.iat < exp, || Refusal::TimesInconsistent { object })?;
        let seconds = exp.saturating_since(self.iat);
        ensure(seconds <= limit, || Refusal::ActLifetimeTooLong { object, seconds, limit })?;
        Ok(exp)
    }
}

/// Reads the payload of an act to its end: a closed list of claims.
///
/// `own` gets every label beside `iat` and `cti` (and `exp`, where an act `ends` by itself) and reads its value;
/// for a label that does not belong to the act it answers `false` and reads nothing.
pub(crate) fn read_claims<'b>(
    mut reader: Reader<'b>,
    ends: bool,
    mut own: impl FnMut(i64, &mut Reader<'b>) -> Result<bool, Refusal>,
) -> Result<Common<'b>, Refusal> {
    let object = reader.object();
    let (mut iat, mut exp, mut cti) = (None, None, None);
    read_closed(&mut reader, |label, reader| {
        match label {
            l::IAT => iat = Some(read_time(reader)?),
            l::CTI => cti = Some(reader.byte_array()?),
            l::EXP if ends => exp = Some(read_time(reader)?),
            _ => return own(label, reader),
        }
        Ok(true)
    })?;
    reader.end()?;
    Ok(Common { iat: require(object, l::IAT, iat)?, cti: require(object, l::CTI, cti)?, exp })
}

/// The common claims of an act that is being written.
pub(crate) fn write_common(iat: Time, exp: Option<Time>, cti: [u8; 16]) -> MapWriter {
    let mut payload = MapWriter::new();
    payload.entry(l::IAT, |w| w.uint(iat.seconds()));
    payload.entry(l::CTI, |w| w.bytes(&cti));
    if let Some(exp) = exp {
        payload.entry(l::EXP, |w| w.uint(exp.seconds()));
    }
    payload
}

/// The times of what an act stands on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct StandsOn {
    pub(crate) iat: Time,
    pub(crate) nbf: Option<Time>,
    pub(crate) exp: Option<Time>,
}

impl StandsOn {
    pub(crate) const fn certificate(claims: &Claims<'_>) -> Self {
        Self { iat: claims.iat, nbf: Some(claims.nbf), exp: claims.exp }
    }

    /// The relations of SD-CWT -08 §9 between an act and what it stands on. A seal has no `exp`.
    pub(crate) fn check(self, object: Object, iat: Time, exp: Option<Time>) -> Result<(), Refusal> {
        let begin = self.nbf.map_or(self.iat, |nbf| nbf.max(self.iat));
        ensure(iat >= begin, || Refusal::ActTooEarly { object, iat, begin })?;
        let Some(end) = self.exp else { return Ok(()) };
        ensure(iat < end, || Refusal::ActTooLate { object, iat, end })?;
        match exp {
            Some(exp) => ensure(exp <= end, || Refusal::ActOutlives { object, exp, end }),
            None => Ok(()),
        }
    }
}
