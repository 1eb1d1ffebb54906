//! Permits of a consolidated licence (一业一证): each a licence of its own, with its own status.

use super::claims::{read_closed, read_kind, read_organisation, read_status, read_time, require};
use super::node::place;
use super::{Items, Members, StatusRef};
use crate::cbor::Reader;
use crate::error::{Refusal, ensure};
use crate::labels as l;
use crate::time::Time;
use alloc::string::String;

/// A permit as signed, or the digest of one that was redacted whole.
#[derive(Clone)]
pub(crate) enum PermitElement<'b> {
    Open(RawPermit<'b>),
    Redacted(&'b [u8; 32]),
}

/// ```cddl
/// permit = { 1: issuer, ? 4: exp, 5: nbf, 11: kind, 65535: status, -70003: items }
/// ```
#[derive(Clone)]
pub(crate) struct RawPermit<'b> {
    pub(crate) iss: &'b str,
    pub(crate) exp: Option<Time>,
    pub(crate) nbf: Time,
    pub(crate) vct: &'b str,
    pub(crate) status: StatusRef,
    pub(crate) items: Members<'b>,
}

impl<'b> RawPermit<'b> {
    pub(crate) fn read(reader: &mut Reader<'b>) -> Result<Self, Refusal> {
        let object = reader.object();
        let (mut iss, mut exp, mut nbf, mut vct) = (None, None, None, None);
        let (mut status, mut items) = (None, None);
        read_closed(reader, |label, reader| {
            match label {
                l::ISS => iss = Some(read_organisation(reader)?),
                l::EXP => exp = Some(read_time(reader)?),
                l::NBF => nbf = Some(read_time(reader)?),
                l::VCT => vct = Some(read_kind(reader)?),
                l::STATUS => status = Some(read_status(reader)?),
                // Only whole permits are redactable: a holder who could hide a permit's end would improve it.
                l::ITEMS => {
                    items = Some(Members::read(reader, place(false, true))?);
                }
                _ => return Ok(false),
            }
            Ok(true)
        })?;
        let permit = Self {
            iss: require(object, l::ISS, iss)?,
            exp,
            nbf: require(object, l::NBF, nbf)?,
            vct: require(object, l::VCT, vct)?,
            status: require(object, l::STATUS, status)?,
            items: require(object, l::ITEMS, items)?,
        };
        ensure(permit.exp.is_none_or(|exp| permit.nbf < exp), || Refusal::TimesInconsistent { object })?;
        Ok(permit)
    }
}

/// A permit of a verified consolidated licence, with a standing of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Permit {
    pub(crate) issuer: String,
    pub(crate) kind: String,
    pub(crate) nbf: Time,
    pub(crate) exp: Option<Time>,
    pub(crate) status: StatusRef,
    pub(crate) items: Items,
    pub(crate) disclosed: bool,
    pub(crate) standing: Result<(), Refusal>,
}

impl Permit {
    /// The unified social credit code of the permit's issuer.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// The code of its kind.
    #[must_use]
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// The first second at which it is valid.
    #[must_use]
    pub const fn not_before(&self) -> Time {
        self.nbf
    }

    /// The first second at which it is no longer valid; `None` is 长期.
    #[must_use]
    pub const fn expires(&self) -> Option<Time> {
        self.exp
    }

    /// Where its status stands.
    #[must_use]
    pub const fn status(&self) -> &StatusRef {
        &self.status
    }

    /// Whether the holder disclosed it and could have withheld it; otherwise it was open.
    #[must_use]
    pub const fn is_disclosed(&self) -> bool {
        self.disclosed
    }

    /// Its items, all open.
    #[must_use]
    pub const fn items(&self) -> &Items {
        &self.items
    }

    /// Whether this permit may be relied on now: its issuer, kind, dates and status, whatever the other
    /// permits are.
    ///
    /// # Errors
    /// The refusal of this permit alone.
    pub const fn standing(&self) -> Result<(), &Refusal> {
        match &self.standing {
            Ok(()) => Ok(()),
            Err(refusal) => Err(refusal),
        }
    }
}
