//! Everything that is shown for a matter, judged by the scenario that asks for it.

use crate::border::{Fault, Given, read, split, written};
use crate::desk::DeskHandle;
use crate::options::{Hex, ReceiptOptions, audience, check, presence, scenario, time};
use crate::receipts::{chain, maker};
use crate::replay::ReplayHandle;
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::wasm_bindgen;
use zhengzhao_facade::core::Presence;
use zhengzhao_facade::core::act::seal::{Document, ExistedBefore};
use zhengzhao_facade::core::verify::Excess;
use zhengzhao_facade::matter::{Handed, Matter};
use zhengzhao_facade::presented::Meeting;
use zhengzhao_facade::{Check, Desk, MatterVerdict};

/// What is true of the moment at which a matter is judged.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct MatterOptions {
    now: u64,
    region: String,
    max_status_age: u64,
    clock_skew: Option<u64>,
    max_mandate_age: Option<u64>,
    scenario: String,
    audience: Option<String>,
    challenge: Option<Hex<16>>,
    #[serde(default)]
    strict: bool,
    receipt: Option<ReceiptOptions>,
}

/// What is said of one thing that is shown, whose bytes and pictures cross beside it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Exhibit {
    document: Option<DocumentOptions>,
    existed_before: Option<u64>,
    /// Which of its objects come with a picture.
    #[serde(default)]
    pictures: Vec<bool>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DocumentOptions {
    sha256: Hex<32>,
    length: u64,
}

/// The bytes of what is shown, and of the pictures that came along.
struct Shown<'b> {
    exhibits: Vec<Exhibit>,
    objects: Vec<&'b [u8]>,
    pictures: Vec<&'b [u8]>,
}

/// What the call gives. A tree of values in between would double the code that writes the records.
#[derive(Serialize)]
struct Told {
    verdict: MatterVerdict,
    receipts: Vec<String>,
}

impl MatterOptions {
    fn check(&self) -> Given<Check> {
        check(self.now, &self.region, (self.max_status_age, self.clock_skew, self.max_mandate_age))
    }
}

impl Exhibit {
    fn handed<'b>(
        &self,
        bytes: &'b [u8],
        pictures: &mut impl Iterator<Item = &'b [u8]>,
    ) -> Given<Handed<'b>> {
        let existed = self.existed_before.map(|seconds| time("existedBefore", seconds)).transpose()?;
        let handed = match (&self.document, existed) {
            (Some(DocumentOptions { sha256, length }), existed) => Handed::Seal {
                bytes,
                document: Document::new(sha256.0, *length),
                existed: existed.map(ExistedBefore::new),
            },
            (None, None) => Handed::Object(bytes),
            (None, Some(_)) => return Err(Fault::argument("existedBefore: of a sealed document alone")),
        };
        if self.pictures.is_empty() {
            return Ok(handed);
        }
        let pictures = self.pictures.iter().map(|has| if *has { pictures.next() } else { None });
        Ok(Handed::Pictured(Box::new(handed), pictures.collect()))
    }
}

impl<'b> Shown<'b> {
    fn matter(&self, options: &MatterOptions) -> Given<Matter<'b>> {
        let mut pictures = self.pictures.iter().copied();
        let shown = self.exhibits.iter().zip(&self.objects);
        Ok(Matter {
            scenario: scenario(&options.scenario)?,
            handed: shown.map(|(own, bytes)| own.handed(bytes, &mut pictures)).collect::<Given<_>>()?,
            portraits: Vec::new(),
            audience: options.audience.as_deref().map(audience).transpose()?,
            excess: if options.strict { Excess::Refused } else { Excess::Reported },
        })
    }
}

#[wasm_bindgen]
impl DeskHandle {
    /// A verdict on a matter, and the lines of its receipts where they are asked for.
    pub fn check_scenario(
        &self,
        shown: &str,
        objects: &[u8],
        object_lengths: &[u32],
        pictures: &[u8],
        picture_lengths: &[u32],
        options: &str,
    ) -> Given<String> {
        let mut options: MatterOptions = read(options)?;
        let presence = presence(&mut options.challenge);
        let (objects, pictures) = (split(objects, object_lengths)?, split(pictures, picture_lengths)?);
        judge(self.desk(), &Shown { exhibits: read(shown)?, objects, pictures }, &options, presence)
    }

    /// The same, where the presenters are to be proven by the audience and this memory.
    #[expect(clippy::too_many_arguments, reason = "byte strings cross as such, several with their lengths")]
    pub fn check_scenario_remembering(
        &self,
        shown: &str,
        objects: &[u8],
        object_lengths: &[u32],
        pictures: &[u8],
        picture_lengths: &[u32],
        options: &str,
        memory: &mut ReplayHandle,
    ) -> Given<String> {
        let (objects, pictures) = (split(objects, object_lengths)?, split(pictures, picture_lengths)?);
        let shown = Shown { exhibits: read(shown)?, objects, pictures };
        judge(self.desk(), &shown, &read(options)?, Presence::Audience(&mut memory.memory))
    }
}

fn judge(desk: &Desk, shown: &Shown<'_>, options: &MatterOptions, presence: Presence<'_>) -> Given<String> {
    let (check, matter) = (options.check()?, shown.matter(options)?);
    let Some(receipt) = &options.receipt else {
        let verdict = desk.check_scenario(&matter, &check, presence);
        return written(&Told { verdict, receipts: Vec::new() });
    };
    // The matter and its purpose are the scenario's to say, and so is for how long its receipts may be kept.
    let maker = maker(receipt, &Meeting::default())?;
    let held = desk.store().scenario(&matter.scenario, check.now).ok();
    let days = retention(receipt.retention_days, held.map(|held| held.terms().retention_days))?;
    let (verdict, facts) = desk.check_scenario_for_receipts(&matter, &check, presence, &maker);
    let receipts = chain(facts, receipt, days, check.now)?;
    written(&Told { verdict, receipts })
}

/// For less than the scenario allows where that was asked for, and never for longer.
fn retention(own: Option<u64>, most: Option<u64>) -> Given<Option<u64>> {
    match (own, most) {
        (Some(own), Some(most)) if own > most => Err(Fault::argument(format!(
            "retentionDays: at most {most}, for which the scenario lets receipts be kept"
        ))),
        (own, most) => Ok(own.or(most)),
    }
}
