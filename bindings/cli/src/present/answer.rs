//! An answer to a request: exactly what is asked, and nothing beyond the registered scenario.

use super::{Args, Part, Plan, mandate};
use crate::common::read_object;
use crate::failure::Failure;
use crate::output::Output;
use crate::presence::read_request;
use crate::request::{lines_en, lines_zh};
use std::path::Path;
use zhengzhao_facade::core::act::PresentationDraft;
use zhengzhao_facade::core::error::Object;
use zhengzhao_facade::core::holder::HolderCopy;
use zhengzhao_facade::core::kind::Kinds;
use zhengzhao_facade::core::limits::MAX_CERTIFICATE;
use zhengzhao_facade::core::request::judge_request;
use zhengzhao_facade::core::time::Time;
use zhengzhao_facade::request::{ShownRecord, judge};

const UNREGISTERED: &str = "unregistered_purpose";

pub(super) fn plan(
    args: &Args,
    path: &Path,
    kinds: &Kinds,
    now: Time,
    output: &Output,
) -> Result<Plan, Failure> {
    let request = read_request(path)?;
    let mut copies = Vec::new();
    for path in &args.certificate {
        let bytes = read_object(path, Object::Certificate, MAX_CERTIFICATE)?;
        let refused = |refusal| Failure::refused_file(path.display(), refusal);
        copies.push(HolderCopy::parse(&bytes).map_err(refused)?);
    }
    let desk = args.state.as_deref().map(crate::pack::open_state).transpose()?;
    let (judgement, log) = match &desk {
        Some(desk) => {
            let (judgement, record) = judge(&request, &copies, desk.store(), kinds, now);
            output.say(&lines_zh(&record), &lines_en(&record));
            (judgement, ShownRecord::of(&record, now))
        }
        None => {
            let judgement = judge_request(&request, &copies, None, now);
            let record = zhengzhao_facade::request::RequestRecord::of(&request, &judgement, None, kinds);
            output.say(&lines_zh(&record), &lines_en(&record));
            let log = ShownRecord::of(&record, now);
            (judgement, log)
        }
    };
    let against = judgement.refusals().iter().find(|refusal| {
        // Only the holder can say that an unregistered purpose is answered all the same; a field too many never is.
        !(args.unregistered && refusal.code() == UNREGISTERED)
    });
    if let Some(refusal) = against {
        return Err(Failure::refused_file(path.display(), refusal.clone()));
    }
    let draft = PresentationDraft {
        audience: request.audience().clone(),
        iat: now,
        exp: now.saturating_add(args.for_seconds),
        nonce: request.nonce().copied(),
        scenario: request.scenario().map(|scenario| scenario.id.clone()),
        purpose: request.purpose().cloned(),
    };
    if args.mandate.is_some() {
        let (stands_on, shown) = mandate(args)?;
        let log = ShownRecord { certificates: vec![shown], ..log };
        return Ok(Plan { draft, parts: vec![Part { key: 0, stands_on }], log });
    }
    if judgement.offers().is_empty() {
        return Err(Failure::usage(
            "所给的证照都不能满足此请求，未出示。",
            "None of the certificates serves the request; nothing was presented.",
        ));
    }
    let part = |offer: &zhengzhao_facade::core::request::Offer| {
        copies.get(offer.copy()).map(|copy| Part { key: offer.copy(), stands_on: offer.show(copy) })
    };
    let parts = judgement.offers().iter().filter_map(part).collect();
    Ok(Plan { draft, parts, log })
}
