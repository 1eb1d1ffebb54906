//! Receipts: made with a verdict, chained after the journal's last line, and a journal checked.

use crate::border::{Fault, Given, read, split, written};
use crate::options::{ReceiptOptions, audience, public_key, time};
use serde::Deserialize;
use serde_json::json;
use wasm_bindgen::prelude::wasm_bindgen;
use zhengzhao_facade::core::Refusal;
use zhengzhao_facade::core::error::Object;
use zhengzhao_facade::core::receipt::{Content, Facts, Head, Receipt, ReceiptKey, Tip};
use zhengzhao_facade::core::time::Time;
use zhengzhao_facade::presented::Meeting;
use zhengzhao_facade::receipts::{self, ReceiptMaker, ReceiptRecord, SOFTWARE, keep_until};

pub(crate) fn maker(options: &ReceiptOptions, meeting: &Meeting) -> Given<ReceiptMaker> {
    Ok(ReceiptMaker {
        key: ReceiptKey::new(options.key.0),
        checker: audience(&options.checker)?,
        scenario: meeting.scenario.clone(),
        purpose: meeting.purpose.clone(),
        software: options.software.clone().unwrap_or_else(|| SOFTWARE.into()),
    })
}

/// The lines to add to the journal, one for each verdict, which are kept for these days or for good.
pub(crate) fn chain(
    facts: impl IntoIterator<Item = Facts>,
    options: &ReceiptOptions,
    days: Option<u64>,
    now: Time,
) -> Given<Vec<String>> {
    let mut tip = match &options.after {
        Some(line) => ReceiptRecord::read_line(line)?.tip(),
        None => Tip::START,
    };
    let until = match days {
        Some(days) => {
            let until = keep_until(now, days);
            Some(until.ok_or_else(|| Fault::argument("retentionDays: beyond the calendar"))?)
        }
        None => None,
    };
    let mut lines = Vec::new();
    for facts in facts {
        let receipt = Receipt::after(&tip, until, Content::new(&facts)?);
        tip = receipt.tip();
        lines.push(ReceiptRecord::of(&receipt).to_line());
    }
    Ok(lines)
}

/// Against what a journal is checked.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct JournalOptions {
    now: u64,
    algorithm: Option<String>,
}

/// Checks a journal, one receipt a line, against signed heads, all by one key.
#[wasm_bindgen]
pub fn check_journal(
    journal: &[u8],
    heads: &[u8],
    lengths: &[u32],
    key: &[u8],
    options: &str,
) -> Given<String> {
    let options: JournalOptions = read(options)?;
    let mut verified = Vec::new();
    if !lengths.is_empty() {
        let key = public_key(options.algorithm.as_deref().unwrap_or_default(), key)?;
        for head in split(heads, lengths)? {
            verified.push(Head::verify(head, &key)?);
        }
    }
    let checked = receipts::check(journal, &verified, time("now", options.now)?)
        .map_err(|error| Fault::usage("invalid_input", error.to_string()))?;
    if let Some((line, error)) = &checked.unreadable {
        return Err(Fault::usage("invalid_input", format!("line {line}: {}", error.message().en)));
    }
    let chain = checked.chain?;
    if let Some(torn) = &checked.torn {
        return Err(Fault::usage("invalid_input", torn.error().to_string()));
    }
    written(&json!({
        "receipts": chain.tip().count(), "purged": chain.purged(), "signed": chain.signed(),
        "link": hex::encode(chain.tip().link()),
    }))
}

/// The lines of a journal with a stub for each receipt whose retention has ended.
#[wasm_bindgen]
pub fn purge_line(line: &str, now: f64) -> Given<String> {
    let now = crate::options::seconds(now).and_then(|now| time("now", now))?;
    Ok(ReceiptRecord::of(&ReceiptRecord::read_line(line)?.purge(now)).to_line())
}

/// What names a certificate in the receipts under this key, without it being verified.
#[wasm_bindgen]
pub fn receipt_tag(certificate: &[u8], key: &[u8]) -> Given<String> {
    use zhengzhao_facade::core::certificate::{Certificate, Printed, Unverified};
    let key: [u8; 32] = key.try_into().map_err(|_| Fault::argument("key: 32 bytes"))?;
    let key = ReceiptKey::new(key);
    let tag = match Unverified::<Certificate>::parse(certificate) {
        Ok(found) => key.tag_of(&found),
        Err(Refusal::WrongTyp { object: Object::Certificate, .. }) => {
            key.tag_of(&Unverified::<Printed>::parse(certificate)?)
        }
        Err(refusal) => return Err(refusal.into()),
    };
    Ok(hex::encode(tag))
}
