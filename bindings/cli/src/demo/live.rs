//! The scenes in which a holder's key acts: a guest presents, a company seals, an employee has a mandate.

use super::scenes::Action;
use super::stage::{VALID, status};
use zhengzhao_facade::core::act::{
    ActError, Audience, Delegate, MandateDraft, Nonce, PresentationDraft, Purpose, ScenarioId,
};
use zhengzhao_facade::core::crypto::{Algorithm, Signer as _, SigningKey, sha256};
use zhengzhao_facade::core::error::Object;
use zhengzhao_facade::core::holder::HolderCopy;
use zhengzhao_facade::core::issue::{Draft, DraftItem, DraftValue, IssueError, issue};
use zhengzhao_facade::core::kind::PORTRAIT;
use zhengzhao_facade::core::verify::{Challenge, ReplayMemory};
use zhengzhao_facade::core::{Occasion, Presence, Presentation, Refusal, Unverified, Verified, Verifier};
use zhengzhao_facade::sample::{self, DAY, Issuer, Publisher, World};

/// The bytes that stand for the guest's portrait.
pub(super) const PORTRAIT_BYTES: &[u8] = b"\xff\xd8\xff the portrait of the guest";
pub(super) const DESK: &str = "示例酒店前台";
/// What the desk asks to be answered; a real one is random.
pub(super) const CHALLENGE: [u8; 16] = [0x5a; 16];

/// A presentation, and what the desk asks of it.
pub(super) struct Live {
    pub(super) bytes: Vec<u8>,
    pub(super) scenario: &'static str,
    /// The challenge; else the replay memory as the desk exported it.
    pub(super) asked: Asked,
    pub(super) picture: Option<&'static [u8]>,
}

pub(super) enum Asked {
    Challenge([u8; 16]),
    Memory(Vec<u8>),
}

pub(super) fn scenario(id: &str) -> Result<ScenarioId, Refusal> {
    ScenarioId::new(Publisher::chongqing().id, id)
}

pub(super) fn act(error: ActError) -> IssueError {
    match error {
        ActError::Refused(refusal) => refusal.into(),
        _ => Refusal::HolderSignatureInvalid { object: Object::Presentation }.into(),
    }
}

/// The holder's copy of a licence for this key.
pub(super) fn copy(
    draft: &Draft,
    issuer: &Issuer,
    holder: &SigningKey,
    name: &str,
) -> Result<HolderCopy, IssueError> {
    let enrolled = sample::enrolled(holder, &draft.issuer)?;
    let issued = issue(draft, enrolled, &status(issuer, VALID)?, &issuer.issue_key, &mut sample::rng(name))?;
    Ok(HolderCopy::parse(issued.as_bytes())?)
}

/// Presents to a checker for a matter, for two minutes.
pub(super) fn present(
    world: &World,
    (stands_on, key): (&[u8], &SigningKey),
    (audience, matter): (&str, &str),
    nonce: Option<Nonce>,
    purpose: Option<Purpose>,
) -> Result<Vec<u8>, IssueError> {
    let draft = PresentationDraft {
        audience: Audience::new(audience)?,
        iat: world.now,
        exp: world.now.saturating_add(120),
        nonce,
        scenario: Some(scenario(matter)?),
        purpose,
    };
    draft.sign(stands_on, key, [7; 16]).map_err(act)
}

/// The guest's e-ID with name, number, age and portrait: by a challenge, or for the code on the desk.
pub(super) fn guest(world: &World, picture: bool, asked: Option<Asked>) -> Result<Action, IssueError> {
    let key = sample::key(Algorithm::Esp256, "holder of the demo");
    let mut draft = sample::eid(world);
    let portrait = vec![
        DraftItem { label: 1, value: DraftValue::Bytes(sha256(&[PORTRAIT_BYTES]).to_vec()), redact: false },
        DraftItem { label: 2, value: "image/jpeg".into(), redact: false },
        DraftItem {
            label: 3,
            value: DraftValue::Integer(i64::try_from(PORTRAIT_BYTES.len()).unwrap_or_default()),
            redact: false,
        },
    ];
    draft.items.push(DraftItem { label: PORTRAIT, value: DraftValue::Map(portrait), redact: true });
    let copy = copy(&draft, &world.chongqing_police, &key, "demo guest")?;
    let asked = asked.unwrap_or(Asked::Challenge(CHALLENGE));
    let nonce = match asked {
        Asked::Challenge(_) => Some(Nonce::new(CHALLENGE)),
        Asked::Memory(_) => None,
    };
    let bytes = present(
        world,
        (&copy.show_items(&[2, 3, 22, PORTRAIT]), &key),
        (DESK, "hotel-check-in"),
        nonce,
        None,
    )?;
    let picture = picture.then_some(PORTRAIT_BYTES);
    Ok(Action::Present(Live { bytes, scenario: "hotel-check-in", asked, picture }))
}

/// An employee presents the company's business licence under a mandate for one matter.
pub(super) fn employee(world: &World, matter: &'static str) -> Result<Action, IssueError> {
    let company = sample::key(Algorithm::Sm2, "company of the demo");
    let chen = sample::key(Algorithm::Ed25519, "employee of the demo");
    let copy = copy(&sample::business_licence(world), &world.chongqing_market, &company, "demo company")?;
    let mandate = MandateDraft {
        delegate: Delegate::new(chen.public_key().clone(), "陈样例", None)?,
        matters: vec![scenario("food-licence-renewal")?],
        iat: world.now,
        exp: world.now.saturating_add(30 * DAY),
    };
    let mandate = mandate.sign(&copy.show_items(&[]), &company, [8; 16]).map_err(act)?;
    let bytes = present(world, (&mandate, &chen), (DESK, matter), Some(Nonce::new(CHALLENGE)), None)?;
    Ok(Action::Present(Live { bytes, scenario: matter, asked: Asked::Challenge(CHALLENGE), picture: None }))
}

impl Live {
    /// What the desk concludes.
    pub(super) fn verify(
        &self,
        verifier: &Verifier<'_>,
        occasion: Occasion,
    ) -> Result<Verified<Presentation>, Refusal> {
        match &self.asked {
            Asked::Challenge(nonce) => {
                let presence = Presence::Challenge(Challenge::new(Nonce::new(*nonce)));
                self.with(verifier, occasion, presence)
            }
            Asked::Memory(memory) => self.first(verifier, occasion, &mut ReplayMemory::reopen(memory)?),
        }
    }

    /// The same at a desk that remembers.
    pub(super) fn first(
        &self,
        verifier: &Verifier<'_>,
        occasion: Occasion,
        memory: &mut ReplayMemory,
    ) -> Result<Verified<Presentation>, Refusal> {
        self.with(verifier, occasion, Presence::Audience(memory))
    }

    fn with(
        &self,
        verifier: &Verifier<'_>,
        occasion: Occasion,
        presence: Presence<'_>,
    ) -> Result<Verified<Presentation>, Refusal> {
        let occasion = occasion.with_audience(Audience::new(DESK)?).with_scenario(scenario(self.scenario)?);
        let mut untrusted = Unverified::<Presentation>::parse(&self.bytes)?;
        if let Some(picture) = self.picture {
            untrusted = untrusted.with_picture(picture);
        }
        verifier.verify(untrusted, &occasion, presence)
    }
}
