//! The step *act*: who presents, under which mandate, and that it is for this occasion.

use super::presence::Proof;
use super::presented::{PresentedAct, VerifiedMandate};
use super::{Occasion, Verifier};
use crate::act::{Acts, StandsOn};
use crate::certificate::Claims;
use crate::error::{Object, Refusal, ensure};
use crate::time::Time;

const PRESENTATION: Object = Object::Presentation;
const MANDATE: Object = Object::Mandate;

/// The `iat` of an act does not lie in the future, beyond the skew.
pub(super) fn not_from_future(object: Object, iat: Time, now: Time, skew: u64) -> Result<(), Refusal> {
    ensure(iat <= now.saturating_add(skew), || Refusal::ActInFuture { object, iat, now })
}

/// The times of one act: to what it stands on, and to now.
fn check_times(
    object: Object,
    (iat, exp): (Time, Time),
    stands_on: StandsOn,
    now: Time,
    skew: u64,
) -> Result<(), Refusal> {
    stands_on.check(object, iat, Some(exp))?;
    not_from_future(object, iat, now, skew)?;
    ensure(now < exp, || Refusal::ActExpired { object, exp, now })
}

/// Checks the acts around the certificate with these claims, which is `object`.
pub(super) fn check_acts(
    object: Object,
    acts: Option<Acts<'_>>,
    claims: &Claims<'_>,
    (verifier, occasion): (&Verifier<'_>, &Occasion),
    proof: &mut Proof<'_>,
) -> Result<Option<PresentedAct>, Refusal> {
    let Some(Acts { mandate, presentation: (message, presentation) }) = acts else {
        ensure(!proof.is_asked(), || Refusal::PresentationMissing { object })?;
        return Ok(None);
    };
    let (now, policy) = (occasion.now(), verifier.policy);
    let skew = policy.clock_skew();
    // A certificate that can be presented names its holder's key: it is not read without.
    let invalid = Refusal::HolderSignatureInvalid { object: PRESENTATION };
    let mut key = claims.cnf.clone().ok_or(invalid)?;
    let mut stands_on = StandsOn::certificate(claims);
    if let Some((message, mandate)) = &mandate {
        message.check_signature(&key)?;
        check_times(MANDATE, (mandate.iat, mandate.exp), stands_on, now, skew)?;
        let (seconds, limit) = (mandate.exp.saturating_since(mandate.iat), policy.max_mandate_age());
        ensure(seconds <= limit, || Refusal::ActLifetimeTooLong { object: MANDATE, seconds, limit })?;
        key = mandate.delegate.key().clone();
        stands_on = mandate.stands_on();
    }
    message.check_signature(&key)?;
    check_times(PRESENTATION, (presentation.iat, presentation.exp), stands_on, now, skew)?;
    if let Some((_, mandate)) = &mandate {
        let covered = occasion.scenario().is_some_and(|scenario| mandate.matters.contains(scenario));
        ensure(covered, || Refusal::MandateNotForThis { object: MANDATE })?;
    }
    proof.check_audience(&presentation, occasion)?;
    proof.check_nonce(&presentation)?;
    let (scenario, purpose) = (presentation.scenario.as_ref(), presentation.purpose.as_ref());
    ensure(scenario == occasion.scenario(), || Refusal::ScenarioMismatch { object: PRESENTATION })?;
    ensure(purpose == occasion.purpose(), || Refusal::PurposeMismatch { object: PRESENTATION })?;
    let signer = key.thumbprint();
    proof.check_replay((signer, *presentation.cti), presentation.exp)?;
    let mandate = mandate.map(|(_, mandate)| VerifiedMandate::new(mandate));
    Ok(Some(PresentedAct::new(presentation, signer, mandate)))
}
