//! The steps as states. Nothing but the previous step builds a state.

mod reach;
mod seal;

pub(crate) use reach::reach;

use super::acts::check_acts;
use super::picture::{PORTRAIT, check_picture};
use super::presence::Proof;
use super::{
    Face, Finding, ListAge, Occasion, PresentedAct, Presenter, Report, StatusChecked, StatusNeeded,
    StatusReport, Verified, Verifier, findings, report::Content,
};
use crate::act::Acts;
use crate::certificate::{Claims, Form, FormSeal, Items, Permit, RawPermit, StatusRef, Unverified};
use crate::cose::Sign1;
use crate::disclosure::disclose;
use crate::error::{Object, Refusal, ensure, gate};
use crate::region::Region;
use crate::status::OBJECT as STATUS_OBJECT;
use crate::store::{Located, authenticate};
use crate::time::Time;
use crate::trust::{KeyUse, TrustList};
use alloc::borrow::ToOwned;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::marker::PhantomData;
use reach::{Subject, inside_list};
use seal::Proven;

/// What every state carries along.
struct Carried<'v, 'b, F> {
    verifier: &'v Verifier<'v>,
    occasion: &'v Occasion,
    message: Sign1<'b>,
    claims: Claims<'b>,
    acts: Option<Box<Acts<'b>>>,
    picture: Option<&'b [u8]>,
    /// Only of a seal: when its document is proven to have existed.
    proven: Option<Proven>,
    /// The first step that cannot tell. The rest still runs, and any refusal replaces it.
    undetermined: Option<Refusal>,
    form: PhantomData<F>,
}

impl<F: FormSeal> Carried<'_, '_, F> {
    const OBJECT: Object = F::OBJECT;

    fn now(&self) -> Time {
        self.occasion.now()
    }

    const fn ended(&self) -> Ended {
        if self.proven.is_some() { Ended::WhenUnknown } else { Ended::Refuses }
    }

    fn note(&mut self, refusal: Option<Refusal>) {
        if let Some(Err(refusal)) = refusal.map(gate) {
            self.undetermined.get_or_insert(refusal);
        }
    }
}

/// Read, not verified.
pub(super) struct Parsed<'v, 'b, F>(Carried<'v, 'b, F>);
/// The issuer was found in one trust list.
pub(super) struct IssuerFound<'v, 'b, F>(Carried<'v, 'b, F>, Located<'v>);
/// The issuer's key signed this payload.
pub(super) struct Authentic<'v, 'b, F>(Carried<'v, 'b, F>, Located<'v>);
/// The issuer may issue this kind.
pub(super) struct KindPermitted<'v, 'b, F>(Carried<'v, 'b, F>, Located<'v>);
/// This region recognises it.
pub(super) struct Recognised<'v, 'b, F>(Carried<'v, 'b, F>, Located<'v>);
/// It is in force now.
pub(super) struct InForce<'v, 'b, F>(Carried<'v, 'b, F>, Located<'v>);
/// Every disclosure stands for one hash of this payload.
pub(super) struct Disclosed<'v, 'b, F> {
    carried: Carried<'v, 'b, F>,
    located: Located<'v>,
    items: Items,
    permits: Vec<(RawPermit<'b>, bool)>,
    permits_withheld: usize,
}
/// Whoever presents it may do so, here and now.
pub(super) struct Presented<'v, 'b, F> {
    disclosed: Disclosed<'v, 'b, F>,
    face: Face,
    act: Option<PresentedAct>,
}
/// Its status is known.
pub(super) struct StatusKnown<'v, 'b, F> {
    presented: Presented<'v, 'b, F>,
    status: Option<StatusReport>,
    permits: Vec<Permit>,
}

impl<'v, 'b, F: Form> Parsed<'v, 'b, F> {
    pub(super) fn new(verifier: &'v Verifier<'v>, object: Unverified<'b, F>, occasion: &'v Occasion) -> Self {
        let Unverified { message, claims, acts, picture, .. } = object;
        let (proven, undetermined, form) = (None, None, PhantomData);
        Self(Carried { verifier, occasion, message, claims, acts, picture, proven, undetermined, form })
    }
}

impl<'v, 'b, F: FormSeal> Parsed<'v, 'b, F> {
    pub(super) fn find_issuer(self) -> Result<IssuerFound<'v, 'b, F>, Refusal> {
        let mut carried = self.0;
        let (now, region) = (carried.now(), Some(carried.claims.region));
        let object = Carried::<F>::OBJECT;
        let located = carried.verifier.trust.locate(object, carried.claims.iss, region, now)?;
        carried.note(located.expiry(now));
        Ok(IssuerFound(carried, located))
    }
}

impl<'v, 'b, F: FormSeal> IssuerFound<'v, 'b, F> {
    pub(super) fn check_signature(self) -> Result<Authentic<'v, 'b, F>, Refusal> {
        let Self(carried, located) = self;
        let object = Carried::<F>::OBJECT;
        authenticate(object, located.entry, KeyUse::Issue, &carried.message, carried.claims.iat)?;
        let (found, lowest) = (carried.claims.profile, located.entry.lowest_profile);
        ensure(found >= lowest, || Refusal::ProfileTooOld { object, found, lowest })?;
        Ok(Authentic(carried, located))
    }
}

impl<'v, 'b, F: FormSeal> Authentic<'v, 'b, F> {
    pub(super) fn check_kind(self) -> Result<KindPermitted<'v, 'b, F>, Refusal> {
        let Self(carried, located) = self;
        let object = Carried::<F>::OBJECT;
        let of_kind = F::KIND.is_none_or(|kind| carried.claims.vct == kind);
        ensure(of_kind, || Refusal::SealKindWrong { object })?;
        may_issue(object, &located, carried.claims.vct, carried.claims.iat)?;
        Ok(KindPermitted(carried, located))
    }
}

fn may_issue(object: Object, located: &Located<'_>, kind: &str, iat: Time) -> Result<(), Refusal> {
    let grant = located.entry.kind(kind);
    ensure(grant.is_some(), || Refusal::KindNotPermitted {
        object,
        kind: kind.to_owned(),
        issuer: located.entry.id.clone(),
    })?;
    let in_force = grant.is_none_or(|grant| grant.dates.contains(iat));
    ensure(in_force, || Refusal::KindNotInForce { object, kind: kind.to_owned(), iat })
}

impl<'v, 'b, F: FormSeal> KindPermitted<'v, 'b, F> {
    pub(super) fn check_recognition(self) -> Result<Recognised<'v, 'b, F>, Refusal> {
        let Self(carried, located) = self;
        let object = Carried::<F>::OBJECT;
        let (here, served) = (carried.occasion.region(), located.own.region);
        ensure(served.contains(here), || Refusal::CheckerRegionOutside {
            object: Object::TrustList,
            here,
            served,
        })?;
        let (region, issuer) = (carried.claims.region, located.entry.region);
        ensure(issuer.contains(region), || Refusal::RegionOutsideIssuer { object, region, issuer })?;
        inside_list(&located)?;
        let subject = Subject { object, kind: carried.claims.vct, region, occasion: carried.occasion };
        subject.recognised(&located)?;
        subject.inside_pilots(&located)?;
        Ok(Recognised(carried, located))
    }
}

impl<'v, 'b, F: FormSeal> Recognised<'v, 'b, F> {
    pub(super) fn check_validity(self) -> Result<InForce<'v, 'b, F>, Refusal> {
        let Self(mut carried, located) = self;
        let object = Carried::<F>::OBJECT;
        let now = carried.now();
        let skew = carried.verifier.policy.clock_skew();
        let floor = carried.verifier.trust.floor().max(carried.verifier.statuses.floor());
        let behind = floor.filter(|floor| now < floor.saturating_sub(skew));
        carried.note(behind.map(|floor| Refusal::ClockBehind { object, now, floor }));
        let iat = carried.claims.iat;
        ensure(iat <= now.saturating_add(skew), || Refusal::IssuedInFuture { object, iat, now })?;
        let judged_at = match &carried.proven {
            Some(proven) => proven.check(now)?,
            None => now,
        };
        in_force(object, carried.claims.nbf, carried.claims.exp, judged_at)?;
        Ok(InForce(carried, located))
    }
}

fn in_force(object: Object, nbf: Time, exp: Option<Time>, now: Time) -> Result<(), Refusal> {
    ensure(nbf <= now, || Refusal::NotYetValid { object, nbf, now })?;
    match exp {
        Some(exp) => ensure(now < exp, || Refusal::Expired { object, exp, now }),
        None => Ok(()),
    }
}

impl<'v, 'b, F: FormSeal> InForce<'v, 'b, F> {
    pub(super) fn match_disclosures(self) -> Result<Disclosed<'v, 'b, F>, Refusal> {
        let Self(carried, located) = self;
        let disclosed = disclose(Carried::<F>::OBJECT, &carried.claims, &carried.message.disclosures)?;
        Ok(Disclosed {
            carried,
            located,
            items: disclosed.items,
            permits: disclosed.permits,
            permits_withheld: disclosed.permits_withheld,
        })
    }
}

impl<'v, 'b, F: Form> Disclosed<'v, 'b, F> {
    pub(super) fn check_acts(mut self, proof: &mut Proof<'_>) -> Result<Presented<'v, 'b, F>, Refusal> {
        let object = Carried::<F>::OBJECT;
        let carried = &mut self.carried;
        let face = match carried.picture {
            Some(picture) => {
                check_picture(object, &self.items, PORTRAIT, picture)?;
                Face::Shown
            }
            None => Face::NotShown,
        };
        let acts = carried.acts.take().map(|acts| *acts);
        let act = check_acts(object, acts, &carried.claims, (carried.verifier, carried.occasion), proof)?;
        Ok(Presented { disclosed: self, face, act })
    }
}

impl<'v, 'b, F: FormSeal> Presented<'v, 'b, F> {
    pub(super) fn check_status(mut self) -> Result<StatusKnown<'v, 'b, F>, Refusal> {
        let object = Carried::<F>::OBJECT;
        let disclosed = &mut self.disclosed;
        let verifier = disclosed.carried.verifier;
        let now = disclosed.carried.now();
        let mut notes = Vec::new();
        let status = &disclosed.carried.claims.status;
        let ended = disclosed.carried.ended();
        let status = check_status(object, verifier, &disclosed.located, status, (now, ended), &mut notes)?;
        notes.into_iter().for_each(|note| disclosed.carried.note(Some(note)));
        let raw = core::mem::take(&mut disclosed.permits);
        let judge = PermitJudge {
            verifier,
            by: disclosed.located,
            region: disclosed.carried.claims.region,
            occasion: disclosed.carried.occasion,
        };
        let permits = raw.into_iter().map(|(permit, disclosed)| judge.judge(permit, disclosed)).collect();
        Ok(StatusKnown { presented: self, status, permits })
    }
}

/// What an end by status does to the verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ended {
    /// It refuses.
    Refuses,
    /// It may have come after the moment that counts, and the list does not say when: nobody can tell. What was
    /// void was never valid and is refused all the same.
    WhenUnknown,
}

/// Looks a status up under the issuer that was located. What cannot be told is pushed to `notes`; where no status is
/// needed, a list that is missing or too old is no reason for a note, and what it says still is.
fn check_status(
    object: Object,
    verifier: &Verifier<'_>,
    located: &Located<'_>,
    status: &StatusRef,
    (now, ended): (Time, Ended),
    notes: &mut Vec<Refusal>,
) -> Result<Option<StatusReport>, Refusal> {
    let (uri, index) = (status.uri(), status.index());
    let named = located.entry.names_status_uri(uri);
    ensure(named, || Refusal::StatusUriNotListed { object, uri: uri.to_owned() })?;
    let needed = verifier.status == StatusNeeded::Yes;
    let held = match verifier.statuses.find(located, uri) {
        Ok(held) => held,
        Err(_) if !needed => return Ok(Some(StatusReport::NotChecked)),
        Err(refusal) => {
            notes.push(refusal);
            return Ok(None);
        }
    };
    let value = held.shard.get(index);
    // A reference is bounded when it is read, so that this holds; a list must not decide it.
    ensure(value.is_some(), || Refusal::StatusIndexOutOfRange { object, index })?;
    if let Some(refusal) = value.and_then(|status| status.refusal(object)) {
        match refusal {
            refusal if refusal.is_undetermined() => notes.push(refusal),
            Refusal::Void { .. } => gate(refusal)?,
            _ if ended == Ended::WhenUnknown => notes.push(Refusal::EndedTimeUnknown { object }),
            refusal => gate(refusal)?,
        }
    }
    let (iat, exp, age) = (held.iat, held.exp, now.saturating_since(held.iat));
    let expired = (exp <= now).then_some(Refusal::StatusListExpired { object: STATUS_OBJECT, exp, now });
    let stale = (age > verifier.policy.max_status_age()).then_some(Refusal::StatusListStale {
        object: STATUS_OBJECT,
        iat,
        now,
    });
    if !needed && (expired.is_some() || stale.is_some()) {
        return Ok(Some(StatusReport::NotChecked));
    }
    notes.extend(expired.into_iter().chain(stale));
    Ok(Some(StatusReport::Checked(StatusChecked { iat, exp, age })))
}

/// Judges the permits of one certificate.
struct PermitJudge<'v> {
    verifier: &'v Verifier<'v>,
    /// The issuer of the certificate, who says that the permits were granted.
    by: Located<'v>,
    /// The region of the certificate.
    region: Region,
    occasion: &'v Occasion,
}

impl PermitJudge<'_> {
    /// A permit stands by itself: its own issuer, kind, dates and status.
    fn judge(&self, permit: RawPermit<'_>, disclosed: bool) -> Permit {
        let standing = self.stand(&permit);
        let RawPermit { iss, exp, nbf, vct, status, items } = permit;
        let items = items.open.into_iter().map(|(label, node)| (label, node.into_value())).collect();
        Permit {
            issuer: iss.to_owned(),
            kind: vct.to_owned(),
            nbf,
            exp,
            status,
            items: Items::new(items, 0),
            disclosed,
            standing,
        }
    }

    fn stand(&self, permit: &RawPermit<'_>) -> Result<(), Refusal> {
        const OBJECT: Object = Object::Permit;
        let (verifier, now) = (self.verifier, self.occasion.now());
        let located = verifier.trust.locate(OBJECT, permit.iss, Some(self.region), now)?;
        let mut notes: Vec<Refusal> = located.expiry(now).into_iter().collect();
        may_issue(OBJECT, &located, permit.vct, permit.nbf)?;
        self.check_reach(OBJECT, &located, permit.vct)?;
        in_force(OBJECT, permit.nbf, permit.exp, now)?;
        check_status(OBJECT, verifier, &located, &permit.status, (now, Ended::Refuses), &mut notes)?;
        notes.into_iter().try_for_each(gate)
    }

    /// The permit's issuer did not sign the certificate, and an entry that nobody used says "valid". So whoever
    /// did sign it cannot vouch beyond its own reach: not for a bureau whose region has nothing to do with the
    /// certificate's, and, when it is recognised itself, not for a kind that is not, or not here.
    fn check_reach(&self, object: Object, located: &Located<'_>, kind: &str) -> Result<(), Refusal> {
        inside_list(located)?;
        let (issuer, region) = (located.entry.region, self.region);
        let related = issuer.contains(region) || region.contains(issuer);
        ensure(related, || Refusal::RegionOutsideIssuer { object, region, issuer })?;
        let subject = Subject { object, kind, region: issuer, occasion: self.occasion };
        subject.recognised(located)?;
        subject.inside_pilots(located)?;
        subject.recognised(&self.by)?;
        subject.inside_recognised_pilot(&self.by)
    }
}

impl<F: Form> StatusKnown<'_, '_, F> {
    pub(super) fn finish(self, proof: &mut Proof<'_>) -> Result<Verified<F>, Refusal> {
        self.conclude(proof)
    }
}

impl<F: FormSeal> StatusKnown<'_, '_, F> {
    /// The verdict, in the form `G` in which it is handed out.
    fn conclude<G: Form>(self, proof: &mut Proof<'_>) -> Result<Verified<G>, Refusal> {
        let Self { presented: Presented { disclosed, face, act }, status, permits } = self;
        let Disclosed { carried, located, items, permits_withheld, .. } = disclosed;
        if let Some(refusal) = carried.undetermined {
            return Err(refusal);
        }
        let Some(status) = status else {
            let uri = carried.claims.status.uri().to_owned();
            return Err(Refusal::StatusListMissing { object: STATUS_OBJECT, uri });
        };
        let mut presenter = Presenter::NotProven;
        if let Some(act) = &act {
            // Last of all: what was refused, or not told, may be shown again.
            proof.remember((act.signer(), *act.cti()), act.expires(), carried.now())?;
            presenter = proof.presenter();
        }
        let claims = carried.claims;
        let mut findings: Vec<Finding> = findings::examine(claims.iss, claims.vct, &items);
        if carried.verifier.trust.is_future_offered() || carried.verifier.statuses.is_future_offered() {
            findings.push(Finding::FutureListOffered);
        }
        let report = Report {
            presenter,
            face,
            issuer_name_zh: located.entry.name_zh.clone(),
            issuer_name_en: located.entry.name_en.clone(),
            own_list: age(located.own),
            recognised_list: located.recognition.map(|_| age(located.list)),
            status,
            trust_level: located.trust_level(claims.vct),
            findings,
        };
        let content = Content {
            issuer: String::from(claims.iss),
            kind: String::from(claims.vct),
            region: claims.region,
            iat: claims.iat,
            nbf: claims.nbf,
            exp: claims.exp,
            cti: *claims.cti,
            holder_key: claims.cnf,
            status_ref: claims.status,
            items,
            permits,
            permits_withheld,
            act,
            report,
        };
        Ok(Verified { content, form: PhantomData })
    }
}

fn age(list: &TrustList) -> ListAge {
    ListAge { authority: list.authority.clone(), sequence: list.sequence, iat: list.iat, exp: list.exp }
}
