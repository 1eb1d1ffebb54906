//! Verdicts for a clerk and for machines.

mod act;
mod matter;
mod seal;

pub(crate) use matter::{Told, matter, matter_parts};
pub(crate) use seal::seal;

use serde_json::{Value, json};
use std::fmt::Write as _;
use std::path::Path;
use zhengzhao_facade::core::Lang;
use zhengzhao_facade::core::verify::Face;
use zhengzhao_facade::times::show_span;
use zhengzhao_facade::verdict::{
    CertificateRecord, CheckRecord, ListRecord, Named, PermitRecord, StatusRecord, face_text,
};
use zhengzhao_facade::{ItemLabel, Text, Verdict};

/// The verdict as JSON, with the file and what the file rather is.
pub(crate) fn record(path: &Path, verdict: &Verdict, hint: Option<&Text>) -> Value {
    let mut record = json!(verdict);
    if let Some(map) = record.as_object_mut() {
        map.insert("file".into(), json!(path));
        if let Some(hint) = hint {
            map.insert("hint".into(), json!(hint));
        }
    }
    record
}

/// The verdict as a clerk reads it: the word, why, what to do, the presenter, and only then the details.
pub(crate) fn text(place: Option<&str>, verdict: &Verdict, hint: Option<&Text>, lang: Lang) -> String {
    let mut page = Page { out: String::new(), lang };
    page.out.push_str(verdict.outcome.word(lang));
    if let Some(place) = place {
        page.line(place);
    }
    if let Some(hint) = hint {
        page.line(hint.get(lang));
    }
    page.line(verdict.reason.get(lang));
    page.line(verdict.next.get(lang));
    page.field("出示人", "presenter", verdict.presenter_text.get(lang));
    if verdict.act.is_some() {
        let face =
            if verdict.face.as_deref() == Some(Face::Shown.id()) { Face::Shown } else { Face::NotShown };
        page.field("照片", "portrait", face_text(face).get(lang));
    }
    if let Some(code) = &verdict.code {
        page.field("代码", "code", code);
    }
    if let Some(act) = &verdict.act {
        page.act(act);
    }
    if let Some(certificate) = &verdict.certificate {
        page.certificate(certificate);
    }
    page.check(verdict);
    page.out
}

struct Page {
    out: String,
    lang: Lang,
}

impl Page {
    const fn pick<'t>(&self, zh: &'t str, en: &'t str) -> &'t str {
        match self.lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    fn line(&mut self, text: &str) {
        self.out.push('\n');
        self.out.push_str(text);
    }

    fn field(&mut self, zh: &str, en: &str, value: &str) {
        let name = self.pick(zh, en).to_owned();
        let colon = self.pick("：", ": ").to_owned();
        // Writing to a `String` cannot fail.
        let _ = write!(self.out, "\n{name}{colon}{value}");
    }

    fn check(&mut self, verdict: &Verdict) {
        if let Some(list) = &verdict.own_list {
            self.list("本地信任名单", "own trust list", list);
        }
        self.conditions(&verdict.check);
    }

    fn conditions(&mut self, check: &CheckRecord) {
        let max = show_span(check.max_status_age_seconds);
        let (zh, en) = (
            format!("{} 地区 {}，状态名单最长 {}", check.now, check.region, max.zh),
            format!("{} in {}, status lists at most {} old", check.now, check.region, max.en),
        );
        self.field("核验", "checked", self.pick(&zh, &en));
    }

    fn certificate(&mut self, certificate: &CertificateRecord) {
        let kind = self.named(&certificate.kind);
        self.field("证照类型", "kind", &kind);
        let issuer = &certificate.issuer;
        let name = self.pick(&issuer.name_zh, &issuer.name_en).to_owned();
        self.field("颁发机构", "issuer", &format!("{name} {}", issuer.id));
        let region = self.named(&certificate.region);
        self.field("所属地区", "region", &region);
        let until =
            if certificate.expires.is_none() { self.pick("长期", "no end") } else { &certificate.valid_to };
        let until = until.to_owned();
        let dates = match self.lang {
            Lang::Zh => format!("{} 至 {until}", certificate.valid_from),
            Lang::En => format!("{} to {until}", certificate.valid_from),
        };
        self.field("有效期", "valid", &dates);
        if let Some(identifier) = &certificate.identifier {
            self.field("证照标识", "licence identifier", identifier);
        }
        self.items("", &certificate.labels, &certificate.items);
        let withheld = match self.lang {
            Lang::Zh => format!("{} 项（含填充项）", certificate.withheld),
            Lang::En => format!("{} (decoys included)", certificate.withheld),
        };
        self.field("未披露", "not disclosed", &withheld);
        for permit in &certificate.permits {
            self.permit(permit);
        }
        if certificate.permits_withheld > 0 {
            self.field("未披露的许可项", "permits not disclosed", &certificate.permits_withheld.to_string());
        }
        if let Some(list) = &certificate.recognised_list {
            self.list("互认信任名单", "recognised trust list", list);
        }
        let status = self.status_age(&certificate.status);
        self.field("状态名单", "status list", &status);
        for finding in &certificate.findings {
            let text = finding.text.get(self.lang).to_owned();
            self.field("留意", "note", &text);
        }
    }

    fn named(&self, named: &Named) -> String {
        let name = match self.lang {
            Lang::Zh => named.zh.as_deref(),
            Lang::En => named.en.as_deref(),
        };
        name.map_or_else(|| named.code.clone(), |name| format!("{name} {}", named.code))
    }

    fn items(&mut self, indent: &str, labels: &[ItemLabel], items: &serde_json::Map<String, Value>) {
        for ItemLabel { name, text, .. } in labels {
            let Some(value) = items.get(name) else { continue };
            let shown = self.value(value);
            let word = text.get(self.lang).to_owned();
            self.field(&format!("  {indent}{word}"), &format!("  {indent}{word}"), &shown);
        }
    }

    fn value(&self, value: &Value) -> String {
        match value {
            Value::String(text) => text.clone(),
            Value::Bool(true) => self.pick("是", "yes").into(),
            Value::Bool(false) => self.pick("否", "no").into(),
            Value::Array(list) => {
                let separator = self.pick("；", "; ");
                list.iter().map(|value| self.value(value)).collect::<Vec<_>>().join(separator)
            }
            Value::Object(map) => match map.get("hex").and_then(Value::as_str) {
                // A portrait is nothing to read on a terminal.
                Some(hex) if map.len() == 1 => {
                    let count = hex.len().checked_div(2).unwrap_or_default();
                    match self.lang {
                        Lang::Zh => format!("{count} 字节"),
                        Lang::En => format!("{count} bytes"),
                    }
                }
                _ => {
                    let member = |(name, value): (&String, &Value)| format!("{name} {}", self.value(value));
                    map.iter().map(member).collect::<Vec<_>>().join(", ")
                }
            },
            other => other.to_string(),
        }
    }

    fn permit(&mut self, permit: &PermitRecord) {
        let standing = permit.standing.outcome.word(self.lang);
        let kind = self.named(&permit.kind);
        let line = format!("{standing} {kind} {} – {}", permit.valid_from, permit.valid_to);
        self.field("许可项", "permit", &line);
        if let Some(messages) = &permit.standing.messages {
            let message = messages.get(self.lang).to_owned();
            self.line(&format!("  {message}"));
        }
        self.items("  ", &permit.labels, &permit.items);
    }

    fn age(&self, seconds: u64) -> String {
        let span = show_span(seconds);
        match self.lang {
            Lang::Zh => format!("{}前", span.zh),
            Lang::En => format!("{} old", span.en),
        }
    }

    /// How old the status list is, or that none was needed.
    fn status_age(&self, status: &StatusRecord) -> String {
        match status.age_seconds() {
            Some(age) => self.age(age),
            None => self.pick("未核验", "not checked").into(),
        }
    }

    fn list(&mut self, zh: &str, en: &str, list: &ListRecord) {
        let age = self.age(list.age_seconds);
        let line = match self.lang {
            Lang::Zh => format!("{} 第 {} 号，{age}", list.authority, list.sequence),
            Lang::En => format!("{} no. {}, {age}", list.authority, list.sequence),
        };
        self.field(zh, en, &line);
    }
}
