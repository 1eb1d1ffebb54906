//! What is shown at the hotel desk, and the stores in which it is judged.

use super::{CANCELLED, SUSPENDED, Stage, VALID};
use crate::demo::live::{self, Asked};
use crate::demo::scenes::Action;
use zhengzhao_facade::core::certificate::StatusRef;
use zhengzhao_facade::core::crypto::{Algorithm, Signer, SigningKey};
use zhengzhao_facade::core::error::Object;
use zhengzhao_facade::core::holder::HolderCopy;
use zhengzhao_facade::core::issue::{Draft, IssueError, issue, issue_printed};
use zhengzhao_facade::core::status::{Shard, Status};
use zhengzhao_facade::core::store::Store;
use zhengzhao_facade::core::verify::ReplayMemory;
use zhengzhao_facade::core::{Occasion, Refusal, Verifier};
use zhengzhao_facade::sample::{self, Issuer, World, kinds};

impl Stage<'_> {
    /// A residence permit whose holder shows name, number and region of residence.
    pub(super) fn permit(&self, index: u64) -> Result<Vec<u8>, IssueError> {
        let police = &self.world.chengdu_police;
        self.show(&sample::residence_permit(self.world), police, &police.issue_key, index)
    }

    pub(super) fn show(
        &self,
        draft: &Draft,
        issuer: &Issuer,
        key: &SigningKey,
        index: u64,
    ) -> Result<Vec<u8>, IssueError> {
        let holder = sample::key(Algorithm::Esp256, "holder of the demo");
        let mut rng = sample::rng(&format!("demo {} {index}", draft.kind));
        let status = status(issuer, index)?;
        let holder = sample::enrolled(&holder, &draft.issuer)?;
        let issued = issue(draft, holder, &status, key, &mut rng)?;
        Ok(HolderCopy::parse(issued.as_bytes())?.show_items(&[1, 2, 26]))
    }

    pub(super) fn wrong_issuer(&self, draft: &Draft) -> Result<Vec<u8>, IssueError> {
        let market = &self.world.chongqing_market;
        self.show(draft, market, &market.issue_key, VALID)
    }

    pub(super) fn sichuan_food_licence(&self) -> Result<Vec<u8>, IssueError> {
        let market = &self.world.sichuan_market;
        let draft = Draft {
            issuer: market.id.into(),
            region: market.region,
            kind: kinds::FOOD_LICENCE.into(),
            ..sample::food_licence(self.world)
        };
        self.show(&draft, market, &market.issue_key, VALID)
    }

    /// A presentation to a desk that remembers it already.
    pub(super) fn second_time(&self) -> Result<Action, IssueError> {
        let full =
            || IssueError::Refused(Refusal::ReplayMemoryFull { object: Object::Presentation, capacity: 0 });
        let mut memory = ReplayMemory::new(64).ok_or_else(full)?;
        let region = self.store.trust().anchor().region();
        let Action::Present(mut live) = live::guest(self.world, true, Some(Asked::Memory(memory.export())))?
        else {
            return Err(full());
        };
        let verifier = Verifier::new(self.store.trust(), self.store.statuses(), World::policy());
        live.first(&verifier, Occasion::new(self.world.now, region), &mut memory)?;
        live.asked = Asked::Memory(memory.export());
        Ok(Action::Present(live))
    }

    pub(super) fn printed(&self) -> Result<Vec<u8>, IssueError> {
        let police = &self.world.chengdu_police;
        let draft = sample::residence_permit_printed(self.world);
        let mut rng = sample::rng("demo print");
        Ok(issue_printed(&draft, &status(police, VALID)?, &police.issue_key, &mut rng)?.into_bytes())
    }

    /// A certificate under the forger's key, whose key id is replaced by that of the bureau's key.
    pub(super) fn forged(&self, forger: &SigningKey) -> Result<Vec<u8>, IssueError> {
        let police = &self.world.chengdu_police;
        let forged = self.show(&sample::residence_permit(self.world), police, forger, VALID)?;
        let own = forger.public_key().thumbprint().kid();
        let theirs = police.issue_key.public_key().thumbprint().kid();
        Ok(replace(&forged, &own, &theirs))
    }

    pub(super) fn with_statuses(&self) -> Result<Store, IssueError> {
        let police = &self.world.chengdu_police;
        let mut shard = Shard::new();
        shard.set(CANCELLED, Status::Cancelled)?;
        shard.set(SUSPENDED, Status::Suspended)?;
        let list = self.world.status_list(police, self.world.now, &shard)?;
        let mut store = self.store.clone();
        store.update_status(&list, self.world.now, &World::policy())?;
        Ok(store)
    }

    pub(super) fn with_newer_trust_list(&self) -> Result<Store, IssueError> {
        let newer = self.world.sign(self.world.chongqing_list(2)?, &self.world.chongqing)?;
        let mut store = self.store.clone();
        store.update_own(&[&newer], self.world.now, &World::policy())?;
        Ok(store)
    }
}

pub(in crate::demo) fn status(issuer: &Issuer, index: u64) -> Result<StatusRef, IssueError> {
    let object = Object::Certificate;
    StatusRef::new(index, issuer.status_uri)
        .ok_or(IssueError::Refused(Refusal::StatusIndexOutOfRange { object, index }))
}

pub(super) fn altered(bytes: &[u8]) -> Vec<u8> {
    let mut altered = bytes.to_vec();
    if let Some(last) = altered.last_mut() {
        *last ^= 1;
    }
    altered
}

pub(super) fn renamed(bytes: &[u8]) -> Vec<u8> {
    replace(bytes, "林小满".as_bytes(), "林小美".as_bytes())
}

/// Replaces the first occurrence of `from` by `to` of the same length.
fn replace(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut replaced = bytes.to_vec();
    let at = bytes.windows(from.len()).position(|window| window == from);
    let place = at.and_then(|at| replaced.get_mut(at..at.saturating_add(from.len())));
    if let Some(place) = place {
        place.copy_from_slice(to);
    }
    replaced
}
