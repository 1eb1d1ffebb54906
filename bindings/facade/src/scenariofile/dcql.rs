//! A scenario as a query of DCQL (OpenID for Verifiable Presentations 1.0, section 6), and what DCQL cannot say.
//!
//! The query is for people who run both worlds; nothing here reads one back. A wallet that knows DCQL only would
//! show what the query names, and a checker must still evaluate the scenario.

use crate::Text;
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use zhengzhao::act::seal::ELECTRONIC_SEAL;
use zhengzhao::kind::Kinds;
use zhengzhao::scenario::{Alternative, Constant, Link, Material, PermitsNeed, Predicate, StatusNeed, Terms};
use zhengzhao::verify::Presenter;

/// What stands for an SD-CWT. OpenID4VP 1.0 names no format for it; this one is formed as its `dc+sd-jwt` is.
pub const FORMAT: &str = "dc+sd-cwt";

/// A query and what is missing from it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Dcql {
    /// The value of the parameter `dcql_query`; null where nothing is to be presented.
    pub dcql_query: Value,
    /// What the scenario asks beside.
    pub not_expressed: Vec<NotExpressed>,
}

/// Something that DCQL has no place for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NotExpressed {
    /// Its place in the scenario as [`super::show_scenario`] shows it.
    pub place: String,
    /// What the query lacks.
    #[serde(flatten)]
    pub text: Text,
}

/// A query for the least that a scenario needs.
#[must_use]
pub fn query(terms: &Terms, kinds: &Kinds) -> Dcql {
    let mut export = Export { terms, kinds, credentials: Vec::new(), sets: Vec::new(), left: Vec::new() };
    export.whole();
    for (place, material) in terms.materials.iter().enumerate() {
        export.material(place, material);
    }
    for (place, link) in terms.links.iter().enumerate() {
        export.link(place, *link);
    }
    // A query without credentials is none.
    let query = (!export.credentials.is_empty())
        .then(|| json!({ "credentials": export.credentials, "credential_sets": export.sets }));
    Dcql { dcql_query: query.unwrap_or_default(), not_expressed: export.left }
}

struct Export<'t> {
    terms: &'t Terms,
    kinds: &'t Kinds,
    credentials: Vec<Value>,
    sets: Vec<Value>,
    left: Vec<NotExpressed>,
}

impl Export<'_> {
    fn leave(&mut self, place: impl Into<String>, zh: &str, en: &str) {
        self.left.push(NotExpressed { place: place.into(), text: Text::new(zh, en) });
    }

    /// What the scenario says of the whole matter.
    fn whole(&mut self) {
        self.leave(
            "$",
            "OpenID4VP 1.0 未给 SD-CWT 规定格式名；此处的 dc+sd-cwt 仿 dc+sd-jwt 而定。",
            "OpenID4VP 1.0 names no format for SD-CWT; dc+sd-cwt is formed here as its dc+sd-jwt is.",
        );
        self.leave("$.issuer", "由哪些信任名单认可颁发机构。", "Which trust lists recognise the issuers.");
        self.leave("$.purpose", "事由。", "The purpose.");
        self.leave("$.lawfulBasis", "合法性基础及其条款。", "The lawful basis and its provision.");
        self.leave("$.retentionDays", "回执的保存期限。", "How long receipts are kept.");
        if self.terms.status != StatusNeed::NotNeeded {
            self.leave(
                "$.status",
                "证照状态须经核查，以及状态名单的最长时限。",
                "That the status is checked, and the greatest age of the status list.",
            );
        }
        if self.terms.presenter == Presenter::ProvenAudience {
            self.leave(
                "$.presenter",
                "可凭台面固定二维码出示；OpenID4VP 总要求应答随机数。",
                "That a fixed code on the desk will do; OpenID4VP always asks to answer a nonce.",
            );
        }
        if self.terms.trust_level.is_some() {
            self.leave("$.trustLevel", "最低可信等级。", "The lowest trust level that serves.");
        }
        if self.terms.mandate {
            self.leave("$.mandate", "可由受托人凭授权办理。", "That a delegate may act under a mandate.");
        }
    }

    fn material(&mut self, place: usize, material: &Material) {
        let path = format!("$.materials[{place}]");
        if material.face {
            self.leave(
                format!("{path}.face"),
                "须随同出示照片，由经办人比对本人。",
                "That the portrait comes along and a person compares it.",
            );
        }
        let mut options = Vec::new();
        for (index, alternative) in material.alternatives.iter().enumerate() {
            let path = format!("{path}.anyOf[{index}]");
            if alternative.kind == ELECTRONIC_SEAL {
                self.leave(
                    path,
                    "须以电子印章签署文件；出示印章证照不算。",
                    "That a document is sealed; to present the seal's certificate does not serve.",
                );
                continue;
            }
            let id = format!("m{place}_{index}");
            options.push(json!([id]));
            self.credential(&id, &path, place, alternative);
        }
        if material.delegate {
            self.leave(
                format!("{path}.delegate"),
                "受托人自己的证照，仅在凭授权办理时索取，并须与授权所载的受托人相符。",
                "The delegate's own certificate: asked for only under a mandate, and linked to the delegate that it names.",
            );
        }
        if !options.is_empty() {
            let mut set = Map::new();
            set.insert("options".into(), options.into());
            if material.delegate {
                set.insert("required".into(), false.into());
            }
            self.sets.push(set.into());
        }
    }

    fn credential(&mut self, id: &str, path: &str, place: usize, alternative: &Alternative) {
        let narrowest = self.terms.narrowest(place, alternative);
        let mut claims: BTreeMap<u16, Option<Value>> =
            narrowest.into_iter().map(|label| (label, None)).collect();
        // A date where a certificate does not say yes or no.
        let mut dates = BTreeMap::new();
        for (index, predicate) in alternative.predicates.iter().enumerate() {
            let path = format!("{path}.where[{index}]");
            self.predicate(path, predicate, &mut claims, &mut dates);
        }
        self.permits(path, alternative);
        let listed = claims.iter().map(|(label, value)| (*label, value.clone()));
        let listed =
            listed.chain(dates.values().filter(|date| !claims.contains_key(date)).map(|date| (*date, None)));
        let listed: BTreeMap<u16, Option<Value>> = listed.collect();
        let mut credential = Map::new();
        credential.insert("id".into(), id.into());
        credential.insert("format".into(), FORMAT.into());
        credential.insert("meta".into(), json!({ "vct_values": [alternative.kind] }));
        if self.terms.presenter == Presenter::NotProven {
            credential.insert("require_cryptographic_holder_binding".into(), false.into());
        }
        if !listed.is_empty() {
            let claim =
                |(label, value): (&u16, &Option<Value>)| self.claim(alternative, *label, value.as_ref());
            credential.insert("claims".into(), listed.iter().map(claim).collect());
        }
        if !dates.is_empty() {
            let first: Vec<_> = claims.keys().map(|label| claim_id(*label)).collect();
            let second = claims.keys().map(|label| claim_id(*dates.get(label).unwrap_or(label)));
            let second: BTreeSet<_> = second.collect();
            credential.insert("claim_sets".into(), json!([first, second]));
        }
        self.credentials.push(credential.into());
    }

    fn claim(&self, alternative: &Alternative, label: u16, value: Option<&Value>) -> Value {
        let name = self.kinds.name_of(&alternative.kind, label).to_string();
        let mut claim = Map::new();
        claim.insert("id".into(), claim_id(label).into());
        claim.insert("path".into(), json!(["items", name]));
        if let Some(value) = value {
            claim.insert("values".into(), json!([value]));
        }
        claim.into()
    }

    fn predicate(
        &mut self,
        path: String,
        predicate: &Predicate,
        claims: &mut BTreeMap<u16, Option<Value>>,
        dates: &mut BTreeMap<u16, u16>,
    ) {
        match predicate {
            Predicate::AgeOver { boolean: Some(boolean), date, .. } => {
                claims.insert(*boolean, Some(true.into()));
                if let Some(date) = date {
                    dates.insert(*boolean, *date);
                    self.leave(
                        path,
                        "证照只有出生日期时，由出生日期计算的周岁。",
                        "The age that follows from a date of birth, where the certificate has no answer.",
                    );
                }
            }
            Predicate::AgeOver { .. } => {
                self.leave(path, "由出生日期计算的周岁。", "The age that follows from the date of birth.");
            }
            Predicate::Equals { label, value } => {
                let value = match value {
                    Constant::Integer(integer) => json!(integer),
                    Constant::Text(text) => json!(text),
                    Constant::Bool(value) => json!(value),
                };
                if claims.insert(*label, Some(value)).flatten().is_some() {
                    self.leave(path, "对同一项的另一项要求。", "A second demand on the same item.");
                }
            }
            Predicate::InRegion { .. } => {
                self.leave(path, "所在地区须属于某一地区。", "That the division lies in a region.");
            }
            Predicate::Contains { .. } => {
                self.leave(path, "内容须包含某一文字。", "That the text contains another one.");
            }
            Predicate::ValidOn { .. } => {
                self.leave(path, "须在某日仍有效。", "That it still holds on a day.");
            }
        }
    }

    fn permits(&mut self, path: &str, alternative: &Alternative) {
        if alternative.permits != PermitsNeed::Nothing {
            self.leave(
                format!("{path}.permits"),
                "综合许可证中各许可事项的要求。",
                "What is asked of the permits of a consolidated licence.",
            );
        }
    }

    fn link(&mut self, place: usize, link: Link) {
        let zh = format!("两份证照的关联：{}。", link.kind.zh());
        let en = format!("That the two belong together: {}.", link.kind.en());
        self.leave(format!("$.links[{place}]"), &zh, &en);
    }
}

fn claim_id(label: u16) -> String {
    format!("i{label}")
}
