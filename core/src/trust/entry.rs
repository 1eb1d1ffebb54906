//! Dates, kinds and recognition entries of a trust list.

use super::grant::{find_grant, read_grants};
use super::{KindGrant, SignerSet};
use crate::cbor::{Key, Reader};
use crate::certificate::{read_organisation, read_region, read_time};
use crate::error::{Claim, Object, Refusal, ensure};
use crate::labels as l;
use crate::region::Region;
use crate::time::Time;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// A span of time: from the first second to before `to`; no end when absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dates {
    /// The first second.
    pub from: Time,
    /// The first second after.
    pub to: Option<Time>,
}

impl Dates {
    /// Whether `at` lies inside.
    #[must_use]
    pub fn contains(self, at: Time) -> bool {
        self.from <= at && self.to.is_none_or(|to| at < to)
    }
}

/// A malformed or missing member of the `trust` claim.
pub(crate) const fn malformed(object: Object) -> Refusal {
    Refusal::ClaimInvalid { object, claim: Claim(l::TRUST) }
}

/// Refuses neighbours that are equal; the caller has sorted.
pub(crate) fn no_repeats<'a>(object: Object, mut ids: impl Iterator<Item = &'a str>) -> Result<(), Refusal> {
    let Some(mut previous) = ids.next() else { return Ok(()) };
    for id in ids {
        ensure(id != previous, || Refusal::DuplicateEntry { object, id: id.to_string() })?;
        previous = id;
    }
    Ok(())
}

/// Another authority whose list this one recognises.
///
/// ```cddl
/// recognition = { 1: authority, 2: region, 3: signers, 4: lowest sequence, 5: [* kind-grant], 6: from, ? 7: to }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recognition {
    /// The recognised authority's unified social credit code.
    pub authority: String,
    /// Only what lies in this region is recognised.
    pub region: Region,
    /// The signers whose threshold the authority's list must carry.
    pub signers: SignerSet,
    /// The lowest sequence number of the authority's list that is accepted.
    pub lowest_sequence: u64,
    /// The recognised kinds; their dates bound `now`.
    pub kinds: Vec<KindGrant>,
    /// When the recognition is in force; bounds `now`.
    pub dates: Dates,
}

impl Recognition {
    /// The grant for a kind.
    #[must_use]
    pub fn kind(&self, kind: &str) -> Option<&KindGrant> {
        find_grant(&self.kinds, kind)
    }

    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Self, Refusal> {
        let object = reader.object();
        let (mut authority, mut region, mut signers) = (None, None, None);
        let (mut lowest, mut kinds, mut from, mut to) = (None, None, None, None);
        reader.map(l::MAX_HEADERS, |key, reader| {
            match key {
                Key::Int(1) => authority = Some(read_organisation(reader)?),
                Key::Int(2) => region = Some(read_region(reader)?),
                Key::Int(3) => signers = Some(SignerSet::read(reader)?),
                Key::Int(4) => lowest = Some(reader.uint()?),
                Key::Int(5) => kinds = Some(read_grants(reader)?),
                Key::Int(6) => from = Some(read_time(reader)?),
                Key::Int(7) => to = Some(read_time(reader)?),
                _ => reader.reject(malformed(object))?,
            }
            Ok::<(), Refusal>(())
        })?;
        let missing = || malformed(object);
        Ok(Self {
            authority: authority.ok_or_else(missing)?.into(),
            region: region.ok_or_else(missing)?,
            signers: signers.ok_or_else(missing)?,
            lowest_sequence: lowest.ok_or_else(missing)?,
            kinds: kinds.ok_or_else(missing)?,
            dates: Dates { from: from.ok_or_else(missing)?, to },
        })
    }
}
