//! The desk: its lists in the module's memory, and what it verifies.

use crate::border::{Fault, Given, read, split, written};
use crate::holder::ToSignHandle;
use crate::options::{Lists, Occasion, audience, scenario, time};
use crate::receipts::{self, maker};
use crate::replay::ReplayHandle;
use crate::request::{self, AnswerOptions, MakeOptions};
use serde::{Deserialize, Serialize};
use serde_json::json;
use wasm_bindgen::prelude::wasm_bindgen;
use zhengzhao_facade::core::act::seal::ExistedBefore;
use zhengzhao_facade::core::request::Request;
use zhengzhao_facade::core::trust::Anchor;
use zhengzhao_facade::core::{Presence, Refusal};
use zhengzhao_facade::scenariofile::show_held;
use zhengzhao_facade::shown::Shown;
use zhengzhao_facade::{Desk, Expected, Verdict};

/// A desk in the module's memory.
#[wasm_bindgen]
#[derive(Debug)]
pub struct DeskHandle {
    desk: Desk,
}

/// The moment of a look at what is held.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct At {
    now: u64,
}

/// What the calls give. A tree of values in between would double the code that writes the records.
#[derive(Serialize)]
struct Told {
    verdicts: Vec<Verdict>,
    receipts: Vec<String>,
}

fn expected(form: Option<&str>) -> Given<Expected> {
    match form {
        None | Some("either") => Ok(Expected::Either),
        Some("certificate") => Ok(Expected::Certificate),
        Some("printed_certificate") => Ok(Expected::Printed),
        Some(_) => Err(Fault::argument("form: either, certificate or printed_certificate")),
    }
}

#[wasm_bindgen]
impl DeskHandle {
    /// A new desk that trusts this anchor.
    pub fn pin(anchor: &[u8]) -> Given<Self> {
        Ok(Self { desk: Desk::pin(Anchor::parse(anchor)?) })
    }

    /// A desk over an exported state.
    pub fn reopen(state: &[u8]) -> Given<Self> {
        Ok(Self { desk: Desk::reopen(state)? })
    }

    /// Pins another anchor.
    pub fn repin(&mut self, anchor: &[u8]) -> Given<()> {
        self.desk.repin(Anchor::parse(anchor)?);
        Ok(())
    }

    /// The state to keep.
    pub fn export(&self) -> Vec<u8> {
        self.desk.export()
    }

    /// What the desk trusts and holds.
    pub fn record(&self, options: &str) -> Given<String> {
        written(&self.desk.record(time("now", read::<At>(options)?.now)?))
    }

    /// Takes a whole pack, or nothing of it.
    pub fn import(&mut self, pack: &[u8], options: &str) -> Given<()> {
        let lists: Lists = read(options)?;
        Ok(self.desk.import(pack, lists.now()?, &lists.policy()?)?)
    }

    /// Takes lists of the own authority, in order.
    pub fn update_own(&mut self, lists: &[u8], lengths: &[u32], options: &str) -> Given<()> {
        let at: Lists = read(options)?;
        Ok(self.desk.store_mut().update_own(&split(lists, lengths)?, at.now()?, &at.policy()?)?)
    }

    /// Takes the list of a recognised authority.
    pub fn update_recognised(&mut self, list: &[u8], options: &str) -> Given<()> {
        let at: Lists = read(options)?;
        Ok(self.desk.store_mut().update_recognised(list, at.now()?, &at.policy()?)?)
    }

    /// Takes a status list.
    pub fn update_status(&mut self, list: &[u8], options: &str) -> Given<()> {
        let at: Lists = read(options)?;
        Ok(self.desk.store_mut().update_status(list, at.now()?, &at.policy()?)?)
    }

    /// Takes a signed scenario.
    pub fn update_scenario(&mut self, signed: &[u8], options: &str) -> Given<()> {
        let at: Lists = read(options)?;
        Ok(self.desk.store_mut().update_scenario(signed, at.now()?, &at.policy()?)?)
    }

    /// Every list on which verdicts depend, and how it stands.
    pub fn needs(&self, options: &str) -> Given<String> {
        let lists: Lists = read(options)?;
        written(&self.desk.needs(lists.now()?, &lists.policy()?))
    }

    /// A scenario that can be used at the moment, in the form of its description.
    pub fn scenario(&self, id: &str, options: &str) -> Given<String> {
        let now = time("now", read::<At>(options)?.now)?;
        let held = self.desk.store().scenario(&scenario(id)?, now)?;
        written(&show_held(held, self.desk.kinds()))
    }

    /// Every scenario that is held; `code` says why one cannot be used at the moment.
    pub fn scenarios(&self, options: &str) -> Given<String> {
        let now = time("now", read::<At>(options)?.now)?;
        let store = self.desk.store();
        let record = |held: &zhengzhao_facade::core::scenario::Scenario| {
            let (id, terms) = (held.id(), held.terms());
            json!({
                "scenario": id.to_string(), "version": terms.version,
                "nameZh": terms.name_zh, "nameEn": terms.name_en,
                "region": held.region().as_str(), "expires": held.expires().to_string(),
                "code": store.scenario(id, now).err().as_ref().map(Refusal::code),
            })
        };
        written(&store.scenarios().map(record).collect::<Vec<_>>())
    }

    /// A verdict on one certificate, and the line of its receipt where one is asked for.
    pub fn verify(&self, bytes: &[u8], options: &str, picture: Option<Vec<u8>>) -> Given<String> {
        let mut occasion: Occasion = read(options)?;
        let presence = occasion.presence();
        self.one(bytes, &occasion, presence, picture.as_deref())
    }

    /// The same, where the presenter is to be proven by the audience and this memory.
    pub fn verify_remembering(
        &self,
        bytes: &[u8],
        options: &str,
        picture: Option<Vec<u8>>,
        memory: &mut ReplayHandle,
    ) -> Given<String> {
        self.one(bytes, &read(options)?, Presence::Audience(&mut memory.memory), picture.as_deref())
    }

    /// Verdicts on a presentation or a session, one for each.
    pub fn verify_presented(
        &self,
        bytes: &[u8],
        options: &str,
        pictures: &[u8],
        lengths: &[u32],
    ) -> Given<String> {
        let mut occasion: Occasion = read(options)?;
        let presence = occasion.presence();
        self.presented(bytes, &occasion, presence, &split(pictures, lengths)?)
    }

    /// The same, where the presenters are to be proven by the audience and this memory.
    pub fn verify_presented_remembering(
        &self,
        bytes: &[u8],
        options: &str,
        pictures: &[u8],
        lengths: &[u32],
        memory: &mut ReplayHandle,
    ) -> Given<String> {
        let presence = Presence::Audience(&mut memory.memory);
        self.presented(bytes, &read(options)?, presence, &split(pictures, lengths)?)
    }

    /// A verdict on one seal; the length of the document is a number of JavaScript, exact below 2^53.
    pub fn verify_seal(
        &self,
        seal: &[u8],
        sha256: &[u8],
        length: f64,
        options: &str,
        picture: Option<Vec<u8>>,
    ) -> Given<String> {
        let occasion: Occasion = read(options)?;
        let document = crate::seal::document(sha256, length)?;
        let existed = occasion.existed_before.map(|seconds| time("existedBefore", seconds)).transpose()?;
        let existed = existed.map(ExistedBefore::new);
        let check = occasion.check()?;
        written(&self.desk.verify_seal(seal, &document, &check, existed, picture.as_deref()))
    }

    /// The least that settles the matter of a scenario.
    pub fn make_request(&self, id: &str, options: &str) -> Given<Vec<u8>> {
        let options: MakeOptions = read(options)?;
        let held = self.desk.store().scenario(&scenario(id)?, options.now()?)?;
        options.finish(Request::minimal(held, audience(&options.audience)?)?)
    }

    /// What a wallet with these copies makes of a request.
    pub fn judge_request(
        &self,
        request: &[u8],
        copies: &[u8],
        lengths: &[u32],
        options: &str,
    ) -> Given<String> {
        let now = time("now", read::<At>(options)?.now)?;
        let copies = request::copies(copies, lengths)?;
        request::judge(request, &copies, &self.desk, now)
    }

    /// What the key of the copy that an offer names signs to answer a request with that offer.
    pub fn prepare_answer(
        &self,
        request: &[u8],
        copies: &[u8],
        lengths: &[u32],
        key: &[u8],
        options: &str,
    ) -> Given<ToSignHandle> {
        let options: AnswerOptions = read(options)?;
        request::answer(request, &request::copies(copies, lengths)?, &self.desk, key, &options)
    }
}

impl DeskHandle {
    pub(crate) const fn desk(&self) -> &Desk {
        &self.desk
    }

    fn one(
        &self,
        bytes: &[u8],
        occasion: &Occasion,
        presence: Presence<'_>,
        picture: Option<&[u8]>,
    ) -> Given<String> {
        let (check, meeting) = (occasion.check()?, occasion.meeting()?);
        let maker = occasion.receipt.as_ref().map(|options| maker(options, &meeting)).transpose()?;
        let shown = Shown { expected: expected(occasion.form.as_deref())?, meeting, presence, picture };
        let (verdict, facts) = self.desk.verify_shown(bytes, &check, shown, maker.as_ref());
        let receipt = match (facts, &occasion.receipt) {
            (Some(facts), Some(options)) => {
                receipts::chain([facts], options, options.retention_days, check.now)?
            }
            _ => Vec::new(),
        };
        written(&Told { verdicts: vec![verdict], receipts: receipt })
    }

    fn presented(
        &self,
        bytes: &[u8],
        occasion: &Occasion,
        presence: Presence<'_>,
        pictures: &[&[u8]],
    ) -> Given<String> {
        let (check, meeting) = (occasion.check()?, occasion.meeting()?);
        let desk = &self.desk;
        let Some(options) = &occasion.receipt else {
            let verdicts = desk.verify_presented(bytes, &check, &meeting, presence, pictures);
            return written(&Told { verdicts, receipts: Vec::new() });
        };
        let maker = maker(options, &meeting)?;
        let judged = desk.verify_presented_for_receipt(bytes, &check, &meeting, presence, pictures, &maker);
        let (verdicts, facts): (Vec<_>, Vec<_>) = judged.into_iter().unzip();
        let receipts = receipts::chain(facts, options, options.retention_days, check.now)?;
        written(&Told { verdicts, receipts })
    }
}
