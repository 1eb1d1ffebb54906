//! The holder's side: what a key in a store signs, and what comes of the signature.

use crate::border::{Fault, Given, read, written};
use crate::options::{Hex, audience, public_key, purpose, scenario, time};
use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeSet;
use wasm_bindgen::prelude::wasm_bindgen;
use zhengzhao_facade::core::act::{Nonce, PresentationDraft, Signed, ToSign, session};
use zhengzhao_facade::core::holder::{HolderCopy, Step};
use zhengzhao_facade::core::limits::MAX_PRESENTATION_LIFETIME;
use zhengzhao_facade::core::time::Time;
use zhengzhao_facade::desk::builtin_kinds;

/// An act that waits for its signature, which it takes once.
#[wasm_bindgen]
#[derive(Debug)]
pub struct ToSignHandle {
    pub(crate) act: Option<ToSign>,
}

pub(crate) fn used_up() -> Fault {
    Fault::usage("used_up", "this was finished already: a signature serves once")
}

/// A signature in the form that the key store gives.
pub(crate) fn signed<'s>(signature: &'s [u8], form: &str) -> Given<Signed<'s>> {
    match form {
        "raw" => {
            let raw = signature.try_into();
            Ok(Signed::Raw(raw.map_err(|_| Fault::argument("signature: 64 bytes in the form raw"))?))
        }
        "der" => Ok(Signed::Der(signature)),
        _ => Err(Fault::argument("form: raw or der")),
    }
}

#[wasm_bindgen]
impl ToSignHandle {
    /// What the key signs.
    pub fn bytes(&self) -> Given<Vec<u8>> {
        Ok(self.act.as_ref().ok_or_else(used_up)?.bytes().to_vec())
    }

    /// The act. Uses the handle up, whatever comes of it.
    pub fn finish(&mut self, signature: &[u8], form: &str) -> Given<Vec<u8>> {
        let act = self.act.take().ok_or_else(used_up)?;
        Ok(act.finish(signed(signature, form)?)?)
    }
}

/// A presentation to be made.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct PresentOptions {
    now: u64,
    lifetime: Option<u64>,
    audience: String,
    challenge: Option<Hex<16>>,
    scenario: Option<String>,
    purpose: Option<String>,
    cti: Hex<16>,
    algorithm: String,
    /// Absent for a mandate, which shows what its principal chose.
    items: Option<Vec<String>>,
    permits: Option<Vec<usize>>,
}

/// The first second at which a presentation of `now` no longer counts.
pub(crate) fn until(now: Time, lifetime: Option<u64>) -> Time {
    now.saturating_add(lifetime.unwrap_or(MAX_PRESENTATION_LIFETIME))
}

impl PresentOptions {
    fn draft(&self) -> Given<PresentationDraft> {
        let now = time("now", self.now)?;
        Ok(PresentationDraft {
            audience: audience(&self.audience)?,
            iat: now,
            exp: until(now, self.lifetime),
            nonce: self.challenge.as_ref().map(|nonce| Nonce::new(nonce.0)),
            scenario: self.scenario.as_deref().map(scenario).transpose()?,
            purpose: self.purpose.as_deref().map(purpose).transpose()?,
        })
    }
}

/// A holder's copy with exactly these items and permits.
#[wasm_bindgen]
pub fn prepare_presentation(copy: &[u8], key: &[u8], options: &str) -> Given<ToSignHandle> {
    let options: PresentOptions = read(options)?;
    let copy = HolderCopy::parse(copy)?;
    let names = options.items.as_deref().unwrap_or_default();
    let labels = names.iter().map(|name| label(&copy, name)).collect::<Given<BTreeSet<u16>>>()?;
    let permits = options.permits.as_deref().unwrap_or_default();
    let shown = copy.show(|path| match path.first() {
        Some(Step::Item(label)) => labels.contains(label),
        Some(Step::Permit(index)) => permits.contains(index),
        _ => false,
    });
    let key = public_key(&options.algorithm, key)?;
    Ok(ToSignHandle { act: Some(options.draft()?.prepare(&shown, &key, options.cti.0)?) })
}

/// A delegate's presentation of what a mandate carries.
#[wasm_bindgen]
pub fn prepare_under_mandate(mandate: &[u8], key: &[u8], options: &str) -> Given<ToSignHandle> {
    let options: PresentOptions = read(options)?;
    let key = public_key(&options.algorithm, key)?;
    Ok(ToSignHandle { act: Some(options.draft()?.prepare(mandate, &key, options.cti.0)?) })
}

/// The label of an item that this copy can disclose: a name that discloses nothing is a mistake of the caller.
fn label(copy: &HolderCopy, name: &str) -> Given<u16> {
    let label = builtin_kinds().label_of(copy.kind(), name);
    let found = label.filter(|label| {
        copy.disclosable().any(|path| matches!(path.first(), Some(Step::Item(own)) if own == label))
    });
    found.ok_or_else(|| Fault::argument(format!("items: this certificate has no item {name} to disclose")))
}

/// What the holder can choose to show.
#[wasm_bindgen]
pub fn read_copy(copy: &[u8]) -> Given<String> {
    let copy = HolderCopy::parse(copy)?;
    let (mut labels, mut permits) = (BTreeSet::new(), BTreeSet::new());
    for path in copy.disclosable() {
        match path.first() {
            Some(Step::Item(label)) => drop(labels.insert(*label)),
            Some(Step::Permit(index)) => drop(permits.insert(*index)),
            _ => {}
        }
    }
    let name = |label: u16| builtin_kinds().name_of(copy.kind(), label).to_string();
    let items: Vec<_> = labels.into_iter().map(name).collect();
    written(&json!({ "kind": copy.kind(), "items": items, "permits": permits }))
}

/// Several presentations as one.
#[wasm_bindgen]
pub fn write_session(presentations: &[u8], lengths: &[u32]) -> Given<Vec<u8>> {
    Ok(session::write(&crate::border::split(presentations, lengths)?)?)
}
