//! How far what an issuer signs reaches: its region, its list's, and what this region recognises, pilots included.

use crate::error::{Object, Refusal, ensure, gate};
use crate::region::Region;
use crate::store::Located;
use crate::time::Time;
use crate::trust::{KindGrant, Recognition};
use crate::verify::Occasion;
use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

/// Whether an issuer may speak for a region: for what has no kind, such as a scenario.
pub(crate) fn reach(object: Object, located: &Located<'_>, region: Region, now: Time) -> Result<(), Refusal> {
    let issuer = located.entry.region;
    ensure(issuer.contains(region), || Refusal::RegionOutsideIssuer { object, region, issuer })?;
    inside_list(located)?;
    let Some(recognition) = located.recognition else { return Ok(()) };
    inside_recognition(located.list.region, recognition.region)?;
    ensure(recognition.dates.contains(now), || Refusal::RecognitionNotInForce {
        object,
        authority: recognition.authority.clone(),
        now,
    })
}

/// The issuer's region lies in its list's.
pub(super) fn inside_list(located: &Located<'_>) -> Result<(), Refusal> {
    let (issuer, list) = (located.entry.region, located.list.region);
    // A national issuer may stand in a regional list, but only in the own one, whose authority says so.
    let own_national = located.recognition.is_none() && issuer.is_national();
    ensure(own_national || list.contains(issuer), || Refusal::IssuerOutsideList {
        object: Object::TrustList,
        issuer,
        list,
    })
}

/// A recognised list lies in the region that is recognised.
fn inside_recognition(list: Region, recognised: Region) -> Result<(), Refusal> {
    ensure(recognised.contains(list), || Refusal::ListOutsideRecognition {
        object: Object::TrustList,
        list,
        recognised,
    })
}

/// One kind of what was issued in one region, checked on one occasion.
pub(super) struct Subject<'a> {
    pub(super) object: Object,
    pub(super) kind: &'a str,
    /// Where it was issued.
    pub(super) region: Region,
    pub(super) occasion: &'a Occasion,
}

impl Subject<'_> {
    /// What a recognised list says counts only inside the region and for the kinds that are recognised now.
    pub(super) fn recognised(&self, located: &Located<'_>) -> Result<(), Refusal> {
        let Self { object, kind, region, occasion } = *self;
        let Some(recognition) = located.recognition else { return Ok(()) };
        inside_recognition(located.list.region, recognition.region)?;
        let grant = recognition.kind(kind);
        ensure(grant.is_some(), || Refusal::NotRecognised {
            object,
            kind: kind.to_owned(),
            issued: region,
            here: occasion.region(),
            recognised: self.kinds_recognised(recognition),
        })?;
        let now = occasion.now();
        let in_force = recognition.dates.contains(now) && grant.is_none_or(|grant| grant.dates.contains(now));
        ensure(in_force, || Refusal::RecognitionNotInForce {
            object,
            authority: recognition.authority.clone(),
            now,
        })
    }

    /// What is recognised on this occasion in place of what was shown.
    fn kinds_recognised(&self, recognition: &Recognition) -> Vec<String> {
        let (here, now) = (self.occasion.region(), self.occasion.now());
        let counts = |grant: &&KindGrant| {
            let pilot = grant.pilot.as_ref();
            let inside =
                pilot.is_none_or(|pilot| pilot.exceeded(here, now, self.occasion.scenario()).is_none());
            recognition.dates.contains(now) && grant.dates.contains(now) && inside
        };
        recognition.kinds.iter().filter(counts).map(|grant| grant.kind.clone()).collect()
    }

    /// The kind counts here, now and for this matter: first as its issuer may issue it, then as it is recognised.
    pub(super) fn inside_pilots(&self, located: &Located<'_>) -> Result<(), Refusal> {
        self.inside_pilot(located.entry.kind(self.kind))?;
        self.inside_recognised_pilot(located)
    }

    pub(super) fn inside_recognised_pilot(&self, located: &Located<'_>) -> Result<(), Refusal> {
        self.inside_pilot(located.recognition.and_then(|recognition| recognition.kind(self.kind)))
    }

    fn inside_pilot(&self, grant: Option<&KindGrant>) -> Result<(), Refusal> {
        let (here, now) = (self.occasion.region(), self.occasion.now());
        let pilot = grant.and_then(|grant| grant.pilot.as_ref());
        match pilot.and_then(|pilot| pilot.exceeded(here, now, self.occasion.scenario())) {
            Some(limit) => {
                gate(Refusal::NotInPilot { object: self.object, kind: self.kind.to_owned(), here, limit })
            }
            None => Ok(()),
        }
    }
}
