//! Verdicts on matters for a clerk: one line for each material, what belongs together, what was too much, and the
//! outcome where the eye ends.

use super::Page;
use zhengzhao_facade::core::Lang;
use zhengzhao_facade::core::kind::PORTRAIT;
use zhengzhao_facade::core::verify::Face;
use zhengzhao_facade::verdict::{BeyondRecord, MatterVerdict, Named, ObjectRecord, Why, face_text};
use zhengzhao_facade::{ItemLabel, Outcome, Text};

/// What is told of a matter.
pub(crate) struct Told<'t> {
    pub(crate) verdict: &'t MatterVerdict,
    /// The names of what was handed over.
    pub(crate) names: &'t [String],
    /// For each object, what its file rather is.
    pub(crate) hints: &'t [Option<Text>],
    /// What the call itself left out.
    pub(crate) hint: Option<&'t Text>,
}

/// The verdict as a clerk reads it.
pub(crate) fn matter(told: &Told<'_>, lang: Lang) -> String {
    let mut page = Page { out: String::new(), lang };
    page.asked(told.verdict);
    page.found(told);
    page.concluded(told.verdict, told.hint);
    page.out.trim_start().to_owned()
}

/// Only what became of each part.
pub(crate) fn matter_parts(told: &Told<'_>, lang: Lang) -> String {
    let mut page = Page { out: String::new(), lang };
    page.found(told);
    page.out.trim_start().to_owned()
}

/// What a line begins with.
const fn mark(state: &str) -> &'static str {
    match state.as_bytes() {
        b"satisfied" => "✓",
        b"cannot_tell" => "?",
        b"not_asked" | b"not_judged" => "–",
        _ => "✗",
    }
}

impl Told<'_> {
    /// The file of an object, and its number where the file has several.
    fn place(&self, object: usize) -> String {
        let Some(record) = self.verdict.objects.get(object) else { return String::new() };
        let name = record.handed.and_then(|place| self.names.get(place)).map_or("--picture", String::as_str);
        if record.of > 1 { format!("{name} {}/{}", record.number, record.of) } else { name.to_owned() }
    }
}

impl Page {
    fn asked(&mut self, verdict: &MatterVerdict) {
        let Some(terms) = &verdict.terms else {
            self.line(&verdict.scenario);
            return;
        };
        let name = terms.name.get(self.lang).to_owned();
        let (id, version) = (&verdict.scenario, terms.version);
        self.line(&match self.lang {
            Lang::Zh => format!("{name}（{id}，第 {version} 版）"),
            Lang::En => format!("{name} ({id}, version {version})"),
        });
        self.field("事由", "purpose", &terms.purpose);
    }

    fn found(&mut self, told: &Told<'_>) {
        self.materials(told);
        self.links(told.verdict);
        self.beside(told);
        self.beyond(told);
    }

    fn materials(&mut self, told: &Told<'_>) {
        for material in &told.verdict.materials {
            let (mark, name) = (mark(&material.state), material.name.get(self.lang).to_owned());
            let said = match material.state.as_str() {
                "missing" => {
                    let kinds = material.any_of.iter().map(|kind| self.short(kind)).collect::<Vec<_>>();
                    let kinds = kinds.join(self.pick("或", " or "));
                    match self.lang {
                        Lang::Zh => format!("缺少，未出示{kinds}"),
                        Lang::En => format!("missing; no {kinds} was shown"),
                    }
                }
                "not_asked" => {
                    self.pick("无需出示，没有人代办", "not needed, nobody acts for another").into()
                }
                _ => material.object.map(|object| told.place(object)).unwrap_or_default(),
            };
            let colon = self.pick("：", ": ");
            self.line(&format!("{mark} {name}{colon}{said}"));
            if material.object.is_some() {
                self.why(material.why.as_ref());
            }
            if let Some(object) = material.object {
                self.object(told, object, &material.asked);
            }
        }
    }

    /// Why something does not hold, below its line.
    fn why(&mut self, why: Option<&Why>) {
        if let Some(Why { code, reason, .. }) = why {
            let reason = reason.get(self.lang);
            let line = match self.lang {
                Lang::Zh => format!("    {reason}（{code}）"),
                Lang::En => format!("    {reason} ({code})"),
            };
            self.line(&line);
        }
    }

    /// What an object says of what its material asks for, below its line. What nobody asked for is not repeated.
    fn object(&mut self, told: &Told<'_>, object: usize, asked: &[ItemLabel]) {
        if let Some(hint) = told.hints.get(object).and_then(Option::as_ref) {
            self.line(&format!("    {}", hint.get(self.lang)));
        }
        let Some(record) = told.verdict.objects.get(object).filter(|record| record.is_verified()) else {
            return;
        };
        let mut page = Self { out: String::new(), lang: self.lang };
        page.shown(record, asked);
        for line in page.out.lines().filter(|line| !line.is_empty()) {
            self.line(&format!("    {line}"));
        }
    }

    fn shown(&mut self, record: &ObjectRecord, asked: &[ItemLabel]) {
        let Some(certificate) = &record.verdict.certificate else { return };
        let issuer = self.pick(&certificate.issuer.name_zh, &certificate.issuer.name_en).to_owned();
        let (kind, until) = (self.short(&certificate.kind), &certificate.valid_to);
        let period = match (self.lang, certificate.expires.is_none()) {
            (Lang::Zh, true) => "长期有效".into(),
            (Lang::Zh, false) => format!("有效期至 {until}"),
            (Lang::En, true) => "valid without end".into(),
            (Lang::En, false) => format!("valid to {until}"),
        };
        self.line(&[kind, issuer, period].join(self.pick("，", ", ")));
        if let Some(level) = &record.trust_level {
            self.field("可信等级", "trust level", level);
        }
        // A portrait is nothing to read: whether it came along is told in its place.
        let (portraits, asked): (Vec<_>, Vec<_>) =
            asked.iter().cloned().partition(|own| own.label == PORTRAIT);
        self.items("", &asked, &certificate.items);
        if !portraits.is_empty() && record.verdict.face.as_deref() == Some(Face::Shown.id()) {
            self.field("照片", "portrait", face_text(Face::Shown).get(self.lang));
        }
        for permit in &certificate.permits {
            self.permit(permit);
        }
        if let Some(seal) = &record.seal {
            self.sealed(seal);
        } else if certificate.status.age_seconds().is_none() {
            let status = self.status_age(&certificate.status);
            self.field("状态名单", "status list", &status);
        }
        if let Some(mandate) = record.verdict.act.as_ref().and_then(|act| act.mandate.as_ref()) {
            self.mandate(mandate);
        }
    }

    fn links(&mut self, verdict: &MatterVerdict) {
        for link in &verdict.links {
            let text = link.text.get(self.lang).to_owned();
            let unjudged = if link.state == "not_judged" {
                self.pick("（材料不全，未判断）", " (not judged: one is lacking)")
            } else {
                ""
            };
            self.line(&format!("{} {text}{unjudged}", mark(&link.state)));
            self.why(link.why.as_ref());
        }
    }

    /// What no material has taken: certificates of permits, and what could not be verified.
    fn beside(&mut self, told: &Told<'_>) {
        let verdict = told.verdict;
        for member in &verdict.members {
            let (kind, place) = (self.short(&member.kind), told.place(member.object));
            self.line(&match self.lang {
                Lang::Zh => format!("{} 随附的{kind}：{place}", mark(&member.state)),
                Lang::En => format!("{} the {kind} that came along: {place}", mark(&member.state)),
            });
            if member.why.is_none() {
                self.line(self.pick(
                    "    与综合许可证中的许可项相符",
                    "    it is behind a permit of the consolidated licence",
                ));
            }
            self.why(member.why.as_ref());
        }
        let taken = |object| verdict.materials.iter().any(|material| material.object == Some(object));
        for (object, record) in verdict.objects.iter().enumerate() {
            if record.is_verified() || taken(object) {
                continue;
            }
            let undetermined = record.verdict.outcome == Outcome::CannotTell;
            let mark = mark(if undetermined { "cannot_tell" } else { "refused" });
            self.line(&format!("{mark} {}", told.place(object)));
            let (reason, code) = (record.verdict.reason.clone(), record.verdict.code.clone());
            self.why(code.map(|code| Why { code, messages: reason.clone(), reason }).as_ref());
            self.object(told, object, &[]);
        }
    }

    fn beyond(&mut self, told: &Told<'_>) {
        let verdict = told.verdict;
        if verdict.beyond_need.is_empty() {
            return;
        }
        let name = |own: &BeyondRecord| {
            let (text, place) = (own.text.get(self.lang), told.place(own.object));
            match self.lang {
                Lang::Zh => format!("{text}（{place}）"),
                Lang::En => format!("{text} ({place})"),
            }
        };
        let names = verdict.beyond_need.iter().map(name).collect::<Vec<_>>().join(self.pick("、", ", "));
        self.line(&match self.lang {
            Lang::Zh => format!("! 超出所需：{names}。请勿留存。"),
            Lang::En => format!("! shown beyond need: {names}. Do not keep it."),
        });
    }

    fn concluded(&mut self, verdict: &MatterVerdict, hint: Option<&Text>) {
        if let Some(list) = &verdict.own_list {
            self.list("本地信任名单", "own trust list", list);
        }
        self.conditions(&verdict.check);
        if let Some(presenter) = &verdict.presenter_text {
            let presenter = presenter.get(self.lang).to_owned();
            self.field("出示人", "presenter", &presenter);
        }
        let word = verdict.outcome.word(self.lang);
        self.line(&format!("\n======== {word} ========"));
        if let Some(hint) = hint {
            self.line(hint.get(self.lang));
        }
        self.line(verdict.reason.get(self.lang));
        self.also_missing(verdict);
        self.line(verdict.next.get(self.lang));
        if let Some(code) = &verdict.code {
            self.field("代码", "code", code);
        }
    }

    /// The reason names one material; who comes back once should bring all that is missing.
    fn also_missing(&mut self, verdict: &MatterVerdict) {
        let missing = verdict.materials.iter().filter(|material| material.state == "missing");
        let named = usize::from(verdict.code.as_deref() == Some("material_missing"));
        let names: Vec<_> = missing.skip(named).map(|material| material.name.get(self.lang)).collect();
        if !names.is_empty() {
            let names = names.join(self.pick("、", ", "));
            self.field("另缺材料", "Also missing", &names);
        }
    }

    /// The name of a kind, or its code where it has none.
    fn short(&self, kind: &Named) -> String {
        let name = if self.lang == Lang::Zh { &kind.zh } else { &kind.en };
        name.clone().unwrap_or_else(|| kind.code.clone())
    }
}
