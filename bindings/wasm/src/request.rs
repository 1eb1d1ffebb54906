//! Requests: made by a checker, read and answered by a wallet.

use crate::border::{Fault, Given, read, split, written};
use crate::holder::{ToSignHandle, until};
use crate::options::{Hex, audience, public_key, purpose, time};
use serde::Deserialize;
use serde_json::json;
use wasm_bindgen::prelude::wasm_bindgen;
use zhengzhao_facade::Desk;
use zhengzhao_facade::core::Refusal;
use zhengzhao_facade::core::act::{Nonce, PresentationDraft};
use zhengzhao_facade::core::error::Object;
use zhengzhao_facade::core::holder::HolderCopy;
use zhengzhao_facade::core::limits::MAX_REQUEST;
use zhengzhao_facade::core::request::{Ask, Request};
use zhengzhao_facade::core::time::Time;
use zhengzhao_facade::desk::builtin_kinds;
use zhengzhao_facade::request::{AskerRecord, asks, judge as judged};

/// A request to be made.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MakeOptions {
    pub(crate) audience: String,
    now: Option<u64>,
    challenge: Option<Hex<16>>,
    purpose: Option<String>,
    asks: Option<Vec<AskOptions>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AskOptions {
    kind: String,
    items: Vec<String>,
}

impl MakeOptions {
    pub(crate) fn now(&self) -> Given<Time> {
        time("now", self.now.ok_or_else(|| Fault::argument("now: missing"))?)
    }

    pub(crate) fn finish(&self, mut request: Request) -> Given<Vec<u8>> {
        if let Some(why) = &self.purpose {
            request = request.with_purpose(purpose(why)?);
        }
        if let Some(nonce) = &self.challenge {
            request = request.with_nonce(Nonce::new(nonce.0));
        }
        let bytes = request.to_bytes();
        let (object, size, limit) = (Object::Request, bytes.len(), MAX_REQUEST);
        if size > limit {
            return Err(Refusal::TooLarge { object, size, limit }.into());
        }
        Ok(bytes)
    }
}

impl AskOptions {
    fn ask(&self) -> Given<Ask> {
        let Self { kind, items } = self;
        let label = |name: &String| {
            let label = builtin_kinds().label_of(kind, name);
            label.ok_or_else(|| Fault::argument(format!("asks: {kind} has no item {name}")))
        };
        Ok(Ask::new(kind, items.iter().map(label).collect::<Given<Vec<_>>>()?)?)
    }
}

/// A request for items by name, without a scenario.
#[wasm_bindgen]
pub fn make_request(options: &str) -> Given<Vec<u8>> {
    let options: MakeOptions = read(options)?;
    let asks = options.asks.as_deref().unwrap_or_default().iter().map(AskOptions::ask);
    let request = Request::new(audience(&options.audience)?, asks.collect::<Given<_>>()?)?;
    options.finish(request)
}

/// What a request says. Nothing of it is proven.
#[wasm_bindgen]
pub fn read_request(request: &[u8]) -> Given<String> {
    let request = Request::parse(request)?;
    written(&json!({ "claims": AskerRecord::of(&request), "asks": asks(&request, builtin_kinds()) }))
}

pub(crate) fn copies(joined: &[u8], lengths: &[u32]) -> Given<Vec<HolderCopy>> {
    split(joined, lengths)?.into_iter().map(|copy| Ok(HolderCopy::parse(copy)?)).collect()
}

pub(crate) fn judge(request: &[u8], copies: &[HolderCopy], desk: &Desk, now: Time) -> Given<String> {
    let request = Request::parse(request)?;
    let (_, record) = judged(&request, copies, desk.store(), desk.kinds(), now);
    written(&record)
}

/// An answer to be made.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct AnswerOptions {
    now: u64,
    lifetime: Option<u64>,
    cti: Hex<16>,
    algorithm: String,
    offer: usize,
    #[serde(default)]
    answer_unregistered: bool,
}

/// What is to be signed for one offer of the judgement, which is made again: what was shown to the holder is what is
/// signed, and what was refused is not.
pub(crate) fn answer(
    request: &[u8],
    copies: &[HolderCopy],
    desk: &Desk,
    key: &[u8],
    options: &AnswerOptions,
) -> Given<ToSignHandle> {
    let (request, now) = (Request::parse(request)?, time("now", options.now)?);
    let (judgement, _) = judged(&request, copies, desk.store(), desk.kinds(), now);
    // Only the holder can say that an unregistered purpose is answered all the same; a field too many never is.
    let accepted = |refusal: &&Refusal| {
        options.answer_unregistered && matches!(refusal, Refusal::UnregisteredPurpose { .. })
    };
    if let Some(refusal) = judgement.refusals().iter().find(|refusal| !accepted(refusal)) {
        return Err(refusal.clone().into());
    }
    let offer = judgement.offers().get(options.offer);
    let offer = offer.ok_or_else(|| Fault::argument("offer: the judgement has no offer at this place"))?;
    let copy = copies.get(offer.copy());
    let copy = copy.ok_or_else(|| Fault::argument("offer: of a certificate that is not at hand"))?;
    let draft = PresentationDraft {
        audience: request.audience().clone(),
        iat: now,
        exp: until(now, options.lifetime),
        nonce: request.nonce().copied(),
        scenario: request.scenario().map(|scenario| scenario.id.clone()),
        purpose: request.purpose().cloned(),
    };
    let key = public_key(&options.algorithm, key)?;
    Ok(ToSignHandle { act: Some(draft.prepare(&offer.show(copy), &key, options.cti.0)?) })
}
