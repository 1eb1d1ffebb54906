//! The sealed tender: a document, and the company's seal beside it.

use super::scenes::{Action, VALID, status};
use zhengzhao_facade::core::act::ActError;
use zhengzhao_facade::core::act::seal::{Document, UnverifiedSeal, read};
use zhengzhao_facade::core::crypto::Algorithm;
use zhengzhao_facade::core::error::Object;
use zhengzhao_facade::core::issue::{Half, IssueError, issue_licence_and_seal};
use zhengzhao_facade::core::verify::VerifiedSeal;
use zhengzhao_facade::core::{Occasion, Refusal, Verifier};
use zhengzhao_facade::sample::{self, World};
use zhengzhao_facade::seal::{Sealing, append, media_type};

const TENDER: &[u8] = "投标文件（示例）：报价 1,280,000 元\n".as_bytes();

/// A document and its file of seals.
pub(super) struct Sealed {
    pub(super) document: Vec<u8>,
    pub(super) seals: Vec<u8>,
}

/// The tender, sealed; `changed` in one bit afterwards.
pub(super) fn tender(world: &World, changed: bool) -> Result<Action, IssueError> {
    let key = sample::key(Algorithm::Sm2, "seal of the demo");
    let holder = sample::key(Algorithm::Sm2, "company of the demo");
    let (licence, seal) = (sample::business_licence(world), sample::electronic_seal(world));
    let (market, maker) = (&world.chongqing_market, &world.chongqing_seals);
    let issued = issue_licence_and_seal(
        Half {
            draft: &licence,
            holder_key: sample::enrolled(&holder, market.id)?,
            status: &status(market, VALID)?,
            signer: &market.issue_key,
        },
        Half {
            draft: &seal,
            holder_key: sample::enrolled(&key, maker.id)?,
            status: &status(maker, VALID)?,
            signer: &maker.issue_key,
        },
        &mut sample::rng("demo tender"),
    )?;
    let sealing = Sealing {
        document: Document::of(TENDER),
        name: "tender.txt".into(),
        media_type: media_type("tender.txt").into(),
        purpose: None,
        now: world.now,
    };
    let sealed = sealing.sign(issued.seal.as_bytes(), &key, [9; 16]).map_err(|error| match error {
        ActError::Refused(refusal) => refusal,
        _ => Refusal::HolderSignatureInvalid { object: Object::Seal },
    })?;
    let mut document = TENDER.to_vec();
    if let Some(last) = document.last_mut().filter(|_| changed) {
        *last ^= 1;
    }
    Ok(Action::Sealed(Sealed { document, seals: append(None, &sealed)? }))
}

impl Sealed {
    /// What the desk concludes about the one seal.
    pub(super) fn verify(
        &self,
        verifier: &Verifier<'_>,
        occasion: &Occasion,
    ) -> Result<VerifiedSeal, Refusal> {
        let seals = read(&self.seals)?;
        let seal = seals.first().copied().unwrap_or_default();
        verifier.verify_seal(UnverifiedSeal::parse(seal)?, &Document::of(&self.document), occasion, None)
    }
}
