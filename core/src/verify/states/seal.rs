//! The steps of a seal where they differ from those of a certificate (`core/SPEC.md` §7, Seal).

use super::{Carried, Disclosed, Parsed, PermitJudge, Presented, StatusKnown, check_status, may_issue};
use crate::act::StandsOn;
use crate::act::seal::{
    Document, ExistedBefore, LicenceItem, OBJECT, SealAct, SealClaims, SealItems, SealedOn, Sealing,
    UnverifiedSeal,
};
use crate::certificate::Unverified;
use crate::error::{Object, Refusal, ensure};
use crate::kind::SEAL_PICTURE;
use crate::status::OBJECT as STATUS_OBJECT;
use crate::store::Located;
use crate::time::Time;
use crate::verify::acts::not_from_future;
use crate::verify::picture::check_picture;
use crate::verify::presence::Proof;
use crate::verify::{Face, LicenceBehind, Occasion, Presence, StatusReport, VerifiedSeal, Verifier};
use alloc::borrow::ToOwned;
use alloc::vec::Vec;
use core::marker::PhantomData;

const LICENCE: Object = Object::SealLicence;

/// A moment before which the sealed document existed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Proven {
    moment: Time,
    /// When the seal says that it was made.
    sealed: Time,
}

impl Proven {
    /// The moment at which the dates of the seal's certificate are judged.
    pub(super) fn check(&self, now: Time) -> Result<Time, Refusal> {
        let Self { moment: proof, sealed: iat } = *self;
        ensure(proof <= now, || Refusal::ProofInFuture { object: OBJECT, proof, now })?;
        ensure(iat <= proof, || Refusal::SealedAfterProof { object: OBJECT, iat, proof })?;
        Ok(proof)
    }
}

/// What was sealed, while the certificate of the seal goes through its steps.
pub(in crate::verify) struct SealCase<'v, 'b> {
    act: SealAct<'b>,
    document: &'v Document,
}

/// The document is what was sealed, by this certificate's key.
pub(in crate::verify) struct SealAuthentic<'v, 'b> {
    presented: Presented<'v, 'b, Sealing>,
    items: SealItems,
    claims: SealClaims<'b>,
}

/// The status of the seal's certificate is known.
pub(in crate::verify) struct SealStatusKnown<'v, 'b> {
    certificate: StatusKnown<'v, 'b, Sealing>,
    items: SealItems,
    claims: SealClaims<'b>,
}

/// The status of the licence behind it is known too.
pub(in crate::verify) struct LicenceKnown<'v, 'b> {
    certificate: StatusKnown<'v, 'b, Sealing>,
    licence: LicenceItem,
    located: Located<'v>,
    status: Option<StatusReport>,
    claims: SealClaims<'b>,
}

impl<'v, 'b> Parsed<'v, 'b, Sealing> {
    pub(in crate::verify) fn seal(
        verifier: &'v Verifier<'v>,
        seal: UnverifiedSeal<'b>,
        document: &'v Document,
        occasion: &'v Occasion,
        existed: Option<ExistedBefore>,
    ) -> (Self, SealCase<'v, 'b>) {
        let UnverifiedSeal { certificate, act, picture } = seal;
        let Unverified { message, claims, .. } = certificate;
        let proven = existed.map(|existed| Proven { moment: existed.moment(), sealed: act.claims.iat });
        let (acts, undetermined, form) = (None, None, PhantomData);
        let carried =
            Carried { verifier, occasion, message, claims, acts, picture, proven, undetermined, form };
        (Self(carried), SealCase { act, document })
    }
}

impl<'v, 'b> Disclosed<'v, 'b, Sealing> {
    pub(in crate::verify) fn check_seal(
        self,
        case: SealCase<'v, 'b>,
    ) -> Result<SealAuthentic<'v, 'b>, Refusal> {
        let SealCase { act: SealAct { message, claims }, document } = case;
        let carried = &self.carried;
        let items = SealItems::read(&carried.claims.items, &self.items)?;
        // A certificate that seals names its key: it is not read without.
        let invalid = Refusal::HolderSignatureInvalid { object: OBJECT };
        message.check_signature(carried.claims.cnf.as_ref().ok_or(invalid)?)?;
        StandsOn::certificate(&carried.claims).check(OBJECT, claims.iat, None)?;
        not_from_future(OBJECT, claims.iat, carried.now(), carried.verifier.policy.clock_skew())?;
        ensure(claims.sealed.document == *document, || Refusal::DocumentChanged { object: OBJECT })?;
        let face = match carried.picture {
            Some(picture) => {
                check_picture(Object::Certificate, &self.items, SEAL_PICTURE, picture)?;
                Face::Shown
            }
            None => Face::NotShown,
        };
        Ok(SealAuthentic { presented: Presented { disclosed: self, face, act: None }, items, claims })
    }
}

impl<'v, 'b> SealAuthentic<'v, 'b> {
    pub(in crate::verify) fn check_status(self) -> Result<SealStatusKnown<'v, 'b>, Refusal> {
        let Self { presented, items, claims } = self;
        Ok(SealStatusKnown { certificate: presented.check_status()?, items, claims })
    }
}

impl<'v, 'b> SealStatusKnown<'v, 'b> {
    /// The licence behind the seal did not come along: the seal's certificate says that it was granted, and its own
    /// issuer answers for its status. So it is judged as a permit is, and its standing is the seal's.
    pub(in crate::verify) fn check_licence(self) -> Result<LicenceKnown<'v, 'b>, Refusal> {
        let Self { mut certificate, items: SealItems { licence }, claims } = self;
        let disclosed = &mut certificate.presented.disclosed;
        let carried = &mut disclosed.carried;
        let (verifier, now, region) = (carried.verifier, carried.now(), carried.claims.region);
        let located = verifier.trust.locate(LICENCE, &licence.issuer, Some(region), now)?;
        carried.note(located.expiry(now));
        may_issue(LICENCE, &located, &licence.kind, carried.claims.nbf)?;
        let judge = PermitJudge { verifier, by: disclosed.located, region, occasion: carried.occasion };
        judge.check_reach(LICENCE, &located, &licence.kind)?;
        let mut notes = Vec::new();
        let times = (now, carried.ended());
        let status = check_status(LICENCE, verifier, &located, &licence.status, times, &mut notes)?;
        notes.into_iter().for_each(|note| carried.note(Some(note)));
        Ok(LicenceKnown { certificate, licence, located, status, claims })
    }
}

impl LicenceKnown<'_, '_> {
    pub(in crate::verify) fn finish(self) -> Result<VerifiedSeal, Refusal> {
        let Self { certificate, licence, located, status, claims } = self;
        let picture = certificate.presented.face;
        let mut certificate = certificate.conclude(&mut Proof::new(Presence::None))?;
        // The picture that came along is the seal's and no portrait.
        certificate.content.report.face = Face::NotShown;
        let Some(status) = status else {
            let uri = licence.status.uri().to_owned();
            return Err(Refusal::StatusListMissing { object: STATUS_OBJECT, uri });
        };
        let licence = LicenceBehind {
            issuer: licence.issuer,
            issuer_name_zh: located.entry.name_zh.clone(),
            issuer_name_en: located.entry.name_en.clone(),
            kind: licence.kind,
            status_ref: licence.status,
            status,
        };
        Ok(VerifiedSeal { certificate, sealed: SealedOn::of(&claims), picture, licence })
    }
}
