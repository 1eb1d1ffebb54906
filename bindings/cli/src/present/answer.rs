//! An answer to a request: exactly what is asked, and nothing beyond the registered scenario.

use super::{Args, Part, Plan, mandate};
use crate::common::read_copy;
use crate::failure::Failure;
use crate::output::Output;
use crate::presence::read_request;
use crate::request::page;
use std::path::Path;
use zhengzhao_facade::Text;
use zhengzhao_facade::core::act::PresentationDraft;
use zhengzhao_facade::core::kind::Kinds;
use zhengzhao_facade::core::request::judge_request;
use zhengzhao_facade::core::time::Time;
use zhengzhao_facade::request::{RequestRecord, ShownRecord, judge};

const UNREGISTERED: &str = "unregistered_purpose";

pub(super) fn plan(
    args: &Args,
    path: &Path,
    kinds: &Kinds,
    now: Time,
    output: &Output,
) -> Result<Plan, Failure> {
    let request = read_request(path)?;
    let copies = args.certificate.iter().map(|path| read_copy(path)).collect::<Result<Vec<_>, _>>()?;
    let desk = args.state.as_deref().map(crate::pack::open_state).transpose()?;
    // Only the holder can say that an unregistered purpose is answered all the same; a field too many never is.
    let accepted = |code: &str| args.unregistered && code == UNREGISTERED;
    let (judgement, mut record) = match &desk {
        Some(desk) => judge(&request, &copies, desk.store(), kinds, now),
        None => {
            let judgement = judge_request(&request, &copies, None, now);
            let record = RequestRecord::of(&request, &judgement, None, kinds);
            (judgement, record)
        }
    };
    let log = ShownRecord::of(&record, now);
    record.refusals.retain(|refusal| !accepted(&refusal.code));
    let Text { zh, en } = page(&record);
    output.say(&zh, &en);
    if let Some(refusal) = judgement.refusals().iter().find(|refusal| !accepted(refusal.code())) {
        let unknowing = desk.is_none() && refusal.code() == UNREGISTERED;
        let hint = Text::new(
            "未给 --state，无从得知已登记的场景；用途确未登记而仍要应答的，请加 --unregistered。",
            "Without --state no scenario is known as registered; to answer a purpose that is not, add --unregistered.",
        );
        return Err(
            Failure::refused_file(path.display(), refusal.clone()).with_hint(unknowing.then_some(hint))
        );
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
