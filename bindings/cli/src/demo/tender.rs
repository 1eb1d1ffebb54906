//! The sealed tender: a document, and the company's seal beside it.

use super::live::act;
use super::scenes::Action;
use super::stage::{VALID, status};
use zhengzhao_facade::core::act::seal::{Document, UnverifiedSeal, read};
use zhengzhao_facade::core::crypto::{Algorithm, SigningKey};
use zhengzhao_facade::core::holder::HolderCopy;
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

/// The company: its licence as it holds it, and its seal.
pub(super) struct Company {
    pub(super) licence: HolderCopy,
    pub(super) key: SigningKey,
    seal: Vec<u8>,
    seal_key: SigningKey,
}

impl Company {
    pub(super) fn of(world: &World) -> Result<Self, IssueError> {
        let seal_key = sample::key(Algorithm::Sm2, "seal of the demo");
        let key = sample::key(Algorithm::Sm2, "company of the demo");
        let (licence, seal) = (sample::business_licence(world), sample::electronic_seal(world));
        let (market, maker) = (&world.chongqing_market, &world.chongqing_seals);
        let issued = issue_licence_and_seal(
            Half {
                draft: &licence,
                holder_key: sample::enrolled(&key, market.id)?,
                status: &status(market, VALID)?,
                signer: &market.issue_key,
            },
            Half {
                draft: &seal,
                holder_key: sample::enrolled(&seal_key, maker.id)?,
                status: &status(maker, VALID)?,
                signer: &maker.issue_key,
            },
            &mut sample::rng("demo tender"),
        )?;
        let licence = HolderCopy::parse(issued.licence.as_bytes())?;
        Ok(Self { licence, key, seal: issued.seal.into_bytes(), seal_key })
    }

    /// A document with the company's seal beside it.
    pub(super) fn sealed(&self, world: &World, document: &[u8], name: &str) -> Result<Sealed, IssueError> {
        let sealing = Sealing {
            document: Document::of(document),
            name: name.into(),
            media_type: media_type(name).into(),
            purpose: None,
            now: world.now,
        };
        let sealed = sealing.sign(&self.seal, &self.seal_key, [9; 16]).map_err(act)?;
        Ok(Sealed { document: document.to_vec(), seals: append(None, &sealed)? })
    }
}

/// The tender, sealed; `changed` in one bit afterwards.
pub(super) fn tender(world: &World, changed: bool) -> Result<Action, IssueError> {
    let mut sealed = Company::of(world)?.sealed(world, TENDER, "tender.txt")?;
    if let Some(last) = sealed.document.last_mut().filter(|_| changed) {
        *last ^= 1;
    }
    Ok(Action::Sealed(sealed))
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
