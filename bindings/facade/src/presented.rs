//! What holders and delegates present, at a desk: one presentation, or the several of a session.

use crate::desk::{Check, Desk};
use crate::detect::{Sort, detect};
use crate::receipts::ReceiptMaker;
use crate::verdict::Verdict;
use zhengzhao::act::{Audience, Purpose, ScenarioId, session};
use zhengzhao::error::Object;
use zhengzhao::receipt::Facts;
use zhengzhao::{Occasion, Presence, Presentation, Refusal, Unverified, Verified, Verifier};

/// Who checks, for what and why: what presentations must say of themselves.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Meeting {
    /// The checker's name.
    pub audience: Option<Audience>,
    /// The matter.
    pub scenario: Option<ScenarioId>,
    /// Why.
    pub purpose: Option<Purpose>,
}

impl Meeting {
    pub(crate) fn occasion(&self, check: &Check) -> Occasion {
        let mut occasion = Occasion::new(check.now, check.region);
        if let Some(audience) = &self.audience {
            occasion = occasion.with_audience(audience.clone());
        }
        if let Some(scenario) = &self.scenario {
            occasion = occasion.with_scenario(scenario.clone());
        }
        if let Some(purpose) = &self.purpose {
            occasion = occasion.with_purpose(purpose.clone());
        }
        occasion
    }
}

impl Desk {
    /// Verifies a presentation, or each of a session in order. `pictures` are the portraits that came along, by
    /// the place of their presentation; more pictures than presentations are refused as a whole. That several were
    /// shown together proves nothing about belonging together.
    ///
    /// `presence` is used up, whatever comes of it.
    #[must_use]
    pub fn verify_presented(
        &self,
        bytes: &[u8],
        check: &Check,
        meeting: &Meeting,
        presence: Presence<'_>,
        pictures: &[&[u8]],
    ) -> Vec<Verdict> {
        let judged = self.judge_presented(bytes, check, meeting, presence, pictures);
        judged.iter().map(|result| Verdict::of(Object::Presentation, result, check, self)).collect()
    }

    /// Verifies as [`Self::verify_presented`] does, and says what a receipt of each keeps.
    #[must_use]
    pub fn verify_presented_for_receipt(
        &self,
        bytes: &[u8],
        check: &Check,
        meeting: &Meeting,
        presence: Presence<'_>,
        pictures: &[&[u8]],
        maker: &ReceiptMaker,
    ) -> Vec<(Verdict, Facts)> {
        let judged = self.judge_presented(bytes, check, meeting, presence, pictures);
        let of = |result| {
            (Verdict::of(Object::Presentation, result, check, self), maker.facts(result, check, self))
        };
        judged.iter().map(of).collect()
    }

    fn judge_presented(
        &self,
        bytes: &[u8],
        check: &Check,
        meeting: &Meeting,
        presence: Presence<'_>,
        pictures: &[&[u8]],
    ) -> Vec<Result<Verified<Presentation>, Refusal>> {
        let parts = if detect(bytes) == Sort::Object(Object::Session) {
            match session::read(bytes) {
                Ok(parts) => parts,
                Err(refusal) => return vec![Err(refusal)],
            }
        } else {
            vec![bytes]
        };
        // One that nothing is compared with must not lie beside a verdict that says that a face was shown.
        if pictures.len() > parts.len() {
            return vec![Err(Refusal::PictureUnexpected { object: Object::Presentation })];
        }
        let (mut sound, mut refused) = (Vec::new(), Vec::new());
        for (place, part) in parts.iter().enumerate() {
            match Unverified::<Presentation>::parse(part) {
                Ok(untrusted) => {
                    sound.push(match pictures.get(place) {
                        Some(picture) => untrusted.with_picture(picture),
                        None => untrusted,
                    });
                    refused.push(None);
                }
                Err(refusal) => refused.push(Some(refusal)),
            }
        }
        let verifier = Verifier::new(self.store().trust(), self.store().statuses(), check.policy);
        let mut verified = verifier.verify_session(sound, &meeting.occasion(check), presence).into_iter();
        // What was not read keeps its place among the others.
        refused.into_iter().filter_map(|refusal| refusal.map(Err).or_else(|| verified.next())).collect()
    }
}
