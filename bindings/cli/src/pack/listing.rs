//! What packs and states hold, for people and machines.

use serde_json::{Value, json};
use zhengzhao_facade::core::kind::Kinds;
use zhengzhao_facade::core::scenario::UnverifiedScenario;
use zhengzhao_facade::core::status::UnverifiedStatusList;
use zhengzhao_facade::core::time::Time;
use zhengzhao_facade::core::trust::{Anchor, TrustList};
use zhengzhao_facade::core::{Lang, Pack, Policy, Refusal};
use zhengzhao_facade::desk::{NeedRecord, show_digest};
use zhengzhao_facade::times::show_span;
use zhengzhao_facade::{Desk, Text};

fn anchor_record(anchor: &Anchor) -> Value {
    json!({
        "authority": anchor.authority(),
        "region": anchor.region().as_str(),
        "threshold": anchor.signers().threshold(),
        "signers": anchor.signers().keys().len(),
        "lowestSequence": anchor.lowest_sequence(),
        "digest": show_digest(anchor),
    })
}

fn anchor_text(anchor: &Anchor) -> Text {
    let (authority, region, digest) = (anchor.authority(), anchor.region(), show_digest(anchor));
    Text::new(
        format!("信任锚：{authority}，地区 {region}\n  摘要 {digest}"),
        format!("anchor: {authority}, region {region}\n  digest {digest}"),
    )
}

/// A desk's lists, and which are missing or stale.
pub(super) fn desk(desk: &Desk, now: Time, policy: &Policy) -> (Value, Text) {
    let needs = desk.needs(now, policy);
    let mut text = anchor_text(desk.anchor());
    for need in &needs {
        text.zh.push_str(&format!("\n{}", need_line(need, Lang::Zh)));
        text.en.push_str(&format!("\n{}", need_line(need, Lang::En)));
    }
    (json!({ "anchor": anchor_record(desk.anchor()), "lists": needs }), text)
}

fn need_line(need: &NeedRecord, lang: Lang) -> String {
    let (what, state) = (need.what_text(), need.state_text());
    let (what, state) = (what.get(lang), state.get(lang));
    let name = match (&need.uri, &need.id, need.version) {
        (Some(uri), ..) => format!("{} {uri}", need.by),
        (_, Some(id), Some(version)) => {
            let name = need.name.as_ref().map(|name| name.get(lang)).unwrap_or_default();
            format!("{}/{id} v{version} {name}", need.by)
        }
        _ => need.by.clone(),
    };
    let age = need.age_seconds.map(show_span);
    let line = match (lang, age, &need.until) {
        (Lang::Zh, Some(age), Some(until)) => format!("[{state}] {what} {name}，{}前，至 {until}", age.zh),
        (Lang::En, Some(age), Some(until)) => {
            format!("[{state}] {what} {name}, {} old, until {until}", age.en)
        }
        _ => format!("[{state}] {what} {name}"),
    };
    match (&need.code, &need.reason) {
        (Some(code), Some(reason)) => format!("{line}\n  {} ({code})", reason.get(lang)),
        _ => line,
    }
}

/// The lists of a pack. Their signatures are read as far as a list alone can tell.
pub(super) fn pack(pack: &Pack) -> (Value, Text) {
    let mut text = Text::new(
        "名单包内容（是否有效由导入时核验）：",
        "What the pack holds (only an import says whether it counts):",
    );
    let mut add = |zh: &str, en: &str| {
        text.zh.push_str(&format!("\n{zh}"));
        text.en.push_str(&format!("\n{en}"));
    };
    if let Some(anchor) = pack.anchor() {
        let Text { zh, en } = anchor_text(anchor);
        add(&zh, &en);
    }
    let own: Vec<_> = pack.own().into_iter().map(trust_record).collect();
    let recognised: Vec<_> = pack.recognised().iter().map(|bytes| trust_record(bytes)).collect();
    let statuses: Vec<_> = pack.statuses().iter().map(|bytes| status_record(bytes)).collect();
    let scenarios: Vec<_> = pack.scenarios().iter().map(|bytes| scenario_record(bytes)).collect();
    for (zh, en, records) in [
        ("本地信任名单", "own trust list", &own),
        ("互认信任名单", "recognised trust list", &recognised),
        ("状态名单", "status list", &statuses),
        ("场景", "scenario", &scenarios),
    ] {
        for record in records {
            add(&format!("{zh} {}", line(record)), &format!("{en} {}", line(record)));
        }
    }
    let anchor = pack.anchor().map(anchor_record);
    let record = json!({
        "anchor": anchor, "own": own, "recognised": recognised, "statuses": statuses, "scenarios": scenarios,
    });
    (record, text)
}

fn line(record: &Value) -> String {
    let field = |name: &str| match record.get(name) {
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
        None => String::new(),
    };
    if record.get("code").is_some() {
        return format!("[{}]", field("code"));
    }
    let by = format!("{}{}", field("authority"), field("issuer"));
    let which = match (record.get("uri"), record.get("id")) {
        (Some(_), _) => field("uri"),
        (_, Some(_)) => {
            format!("{} v{} {} {}", field("id"), field("version"), field("nameZh"), field("nameEn"))
        }
        _ => format!("no. {}", field("sequence")),
    };
    format!("{by} {which}, {} – {}", field("issued"), field("expires"))
}

fn trust_record(bytes: &[u8]) -> Value {
    match TrustList::parse_unpinned(bytes) {
        Ok((list, signed_by)) => json!({
            "authority": list.authority(),
            "region": list.region().as_str(),
            "sequence": list.sequence(),
            "issued": list.issued_at().to_string(),
            "expires": list.expires().to_string(),
            "signatures": signed_by.len(),
        }),
        Err(refusal) => refused(&refusal),
    }
}

fn status_record(bytes: &[u8]) -> Value {
    match UnverifiedStatusList::parse(bytes) {
        Ok(list) => json!({
            "issuer": list.issuer,
            "uri": list.uri,
            "issued": list.iat.to_string(),
            "expires": list.exp.to_string(),
        }),
        Err(refusal) => refused(&refusal),
    }
}

fn scenario_record(bytes: &[u8]) -> Value {
    match UnverifiedScenario::parse(bytes) {
        Ok(UnverifiedScenario { claims, .. }) => json!({
            "issuer": claims.issuer,
            "id": claims.terms.id,
            "version": claims.terms.version,
            "nameZh": claims.terms.name_zh,
            "nameEn": claims.terms.name_en,
            "region": claims.region.as_str(),
            "issued": claims.iat.to_string(),
            "expires": claims.exp.to_string(),
        }),
        Err(refusal) => refused(&refusal),
    }
}

fn refused(refusal: &Refusal) -> Value {
    json!({ "code": refusal.code(), "messages": Text::of_refusal(refusal, &Kinds::builtin()) })
}
