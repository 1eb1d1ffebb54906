//! A trust list for people.

use serde_json::Value;
use zhengzhao_facade::Text;
use zhengzhao_facade::core::crypto::{PublicKey, Thumbprint};
use zhengzhao_facade::core::time::Time;
use zhengzhao_facade::core::trust::{
    IssuerEntry, KeyUse, KindGrant, Pilot, Recognition, TrustLevel, TrustList,
};
use zhengzhao_facade::times::valid_to;
use zhengzhao_facade::trustfile::show_trust_list;

pub(super) fn trust_list(list: &TrustList, signed_by: &[Thumbprint]) -> (Value, Text) {
    let mut page = Page(Text::new(
        "信任名单（是否有效由核验端的信任锚决定）",
        "A trust list (whether it counts is for a desk's anchor to say)",
    ));
    let (authority, region, sequence) = (list.authority(), list.region(), list.sequence());
    page.line(
        &format!("机构 {authority}，地区 {region}，第 {sequence} 号"),
        &format!("authority {authority}, region {region}, no. {sequence}"),
    );
    let (from, to) = (list.issued_at(), list.expires());
    page.line(&format!("{from} 至 {to}"), &format!("{from} to {to}"));
    let (threshold, count) = (list.signers().threshold(), list.signers().keys().len());
    page.line(
        &format!("下一份名单的签署人：{count} 名中须 {threshold} 名"),
        &format!("signers of the next list: {threshold} of {count}"),
    );
    for key in list.signers().keys() {
        page.signer(key, signed_by);
    }
    if !list.outgoing().is_empty() {
        page.line("退出的签署人：", "outgoing signers:");
        for key in list.outgoing() {
            page.signer(key, signed_by);
        }
    }
    for entry in list.issuers() {
        page.issuer(entry);
    }
    for entry in list.recognitions() {
        page.recognition(entry);
    }
    (show_trust_list(list, signed_by), page.0)
}

/// The last day, in both languages.
fn end(to: Option<Time>) -> (String, String) {
    let zh = valid_to(to);
    let en = if to.is_none() { "no end".into() } else { zh.clone() };
    (zh, en)
}

struct Page(Text);

impl Page {
    fn line(&mut self, zh: &str, en: &str) {
        self.0.zh.push_str(&format!("\n{zh}"));
        self.0.en.push_str(&format!("\n{en}"));
    }

    fn signer(&mut self, key: &PublicKey, signed_by: &[Thumbprint]) {
        let (name, thumbprint) = (key.algorithm().name(), key.thumbprint());
        let (zh, en) =
            if signed_by.contains(&thumbprint) { ("已签", "signed") } else { ("未签", "not signed") };
        self.line(&format!("  [{zh}] {name} {thumbprint}"), &format!("  [{en}] {name} {thumbprint}"));
    }

    fn issuer(&mut self, entry: &IssuerEntry) {
        let (id, region) = (&entry.id, entry.region);
        self.line(
            &format!("颁发机构 {id} {}，地区 {region}", entry.name_zh),
            &format!("issuer {id} {}, region {region}", entry.name_en),
        );
        for key in &entry.keys {
            let (zh, en) = match key.key_use() {
                KeyUse::Issue => ("签发", "issue"),
                KeyUse::Status => ("状态", "status"),
                KeyUse::Scenario => ("场景", "scenario"),
            };
            let name = key.public_key().map_or_else(
                || key.unknown_type().unwrap_or_default().to_owned(),
                |key| format!("{} {}", key.algorithm().name(), key.thumbprint()),
            );
            let (from, (to, to_en)) = (key.dates().from.date(), end(key.dates().to));
            let (bad_zh, bad_en) =
                if key.is_compromised() { (" 已泄露", " COMPROMISED") } else { ("", "") };
            self.line(
                &format!("  {zh}密钥 {name}，{from} 至 {to}{bad_zh}"),
                &format!("  {en} key {name}, {from} to {to_en}{bad_en}"),
            );
        }
        self.kinds(&entry.kinds);
        let uris = entry.status_uris.join(", ");
        self.line(&format!("  状态名单 {uris}"), &format!("  status lists {uris}"));
    }

    fn recognition(&mut self, entry: &Recognition) {
        let (authority, region) = (&entry.authority, entry.region);
        let (from, (to, to_en)) = (entry.dates.from.date(), end(entry.dates.to));
        self.line(
            &format!("互认机构 {authority}，地区 {region}，{from} 至 {to}"),
            &format!("recognises {authority}, region {region}, {from} to {to_en}"),
        );
        self.kinds(&entry.kinds);
    }

    /// The kinds in one line, and under it those that count only in a pilot.
    fn kinds(&mut self, grants: &[KindGrant]) {
        let named = |level: fn(TrustLevel) -> String| {
            let one =
                |grant: &KindGrant| format!("{}{}", grant.kind, grant.level.map(level).unwrap_or_default());
            grants.iter().map(one).collect::<Vec<_>>().join(", ")
        };
        let zh = named(|level| format!("（可信等级 {level}）"));
        let en = named(|level| format!(" (trust level {level})"));
        self.line(&format!("  证照类型 {zh}"), &format!("  kinds {en}"));
        for grant in grants {
            if let Some(pilot) = &grant.pilot {
                self.pilot(&grant.kind, pilot);
            }
        }
    }

    fn pilot(&mut self, kind: &str, pilot: &Pilot) {
        let Pilot { regions, from, to, scenarios } = pilot;
        let mut limits: Vec<(String, String)> = Vec::new();
        if !regions.is_empty() {
            let list = regions.iter().map(|region| region.as_str()).collect::<Vec<_>>().join(", ");
            limits.push((format!("地区 {list}"), format!("regions {list}")));
        }
        if let Some(from) = from {
            limits.push((format!("自 {}", from.date()), format!("from {}", from.date())));
        }
        if to.is_some() {
            let (zh, en) = end(*to);
            limits.push((format!("至 {zh}"), format!("to {en}")));
        }
        if !scenarios.is_empty() {
            let list = scenarios.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            limits.push((format!("场景 {list}"), format!("scenarios {list}")));
        }
        let (zh, en): (Vec<_>, Vec<_>) = limits.into_iter().unzip();
        self.line(
            &format!("    试点 {kind}：{}", zh.join("；")),
            &format!("    pilot of {kind}: {}", en.join("; ")),
        );
    }
}
