//! Which matters a wallet's certificates settle, out of the scenarios that it holds.
//!
//! What would be shown is what a request for the least would be answered with ([`crate::request`]): there is one
//! judge. Links between certificates, their status and who issued them only a checker can judge.

use crate::names::{item_label, kind_text};
use crate::{ItemLabel, Text};
use serde::Serialize;
use zhengzhao::Refusal;
use zhengzhao::Store;
use zhengzhao::act::Audience;
use zhengzhao::holder::HolderCopy;
use zhengzhao::kind::Kinds;
use zhengzhao::request::{Judgement, Request, judge_request};
use zhengzhao::scenario::{Material, Scenario};
use zhengzhao::time::Time;

/// How one scenario stands with the certificates at hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MatchRecord {
    /// Issuer and id.
    pub scenario: String,
    /// Its version.
    pub version: u64,
    /// Its names.
    #[serde(flatten)]
    pub name: NameRecord,
    /// `satisfied`, `missing`, or `unusable`: it cannot be used now.
    pub state: String,
    /// Why it cannot be used now: the stable code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The same in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Text>,
    /// What it asks for; empty where it cannot be used.
    pub materials: Vec<MaterialMatch>,
}

/// Names as descriptions of scenarios call them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NameRecord {
    /// The Chinese name.
    pub name_zh: String,
    /// The English name.
    pub name_en: String,
}

/// What of the certificates at hand serves a material. Names of items, never values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MaterialMatch {
    /// The names of the material.
    #[serde(flatten)]
    pub name: NameRecord,
    /// `shown`, `missing`, `sealed` (a document is to be sealed with the seal at hand), or `delegate` (the delegate's
    /// own, under a mandate only).
    pub state: String,
    /// The place of the certificate among those at hand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copy: Option<usize>,
    /// The items of it that would be shown.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<ItemLabel>,
    /// Where it is missing: the kinds that would serve.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub any_of: Vec<KindName>,
}

/// A kind by its code and names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KindName {
    /// The code.
    pub kind: String,
    /// The names.
    #[serde(flatten)]
    pub text: Text,
}

/// Every scenario of `store` with what of `copies` would settle it at `now`, in the store's order.
#[must_use]
pub fn match_scenarios(store: &Store, copies: &[HolderCopy], kinds: &Kinds, now: Time) -> Vec<MatchRecord> {
    let wallet = Wallet { copies, kinds, now };
    let of = |own: &Scenario| match store.scenario(own.id(), now).and_then(|own| wallet.judge(own)) {
        Ok(judgement) => wallet.record(own, &judgement),
        Err(refusal) => MatchRecord {
            code: Some(refusal.code().into()),
            reason: Some(Text::of_reason(&refusal, kinds)),
            ..MatchRecord::bare(own, "unusable")
        },
    };
    store.scenarios().map(of).collect()
}

struct Wallet<'w> {
    copies: &'w [HolderCopy],
    kinds: &'w Kinds,
    now: Time,
}

impl Wallet<'_> {
    /// As if it were asked for the least, by whomever.
    fn judge(&self, scenario: &Scenario) -> Result<Judgement, Refusal> {
        // A scenario that only a sealed document settles asks a wallet for nothing.
        let asks = |material: &Material| material.alternatives.iter().any(|own| own.is_presented());
        if !scenario.terms().materials.iter().any(asks) {
            return Ok(Judgement::default());
        }
        let request = Request::minimal(scenario, Audience::new("wallet")?)?;
        Ok(judge_request(&request, self.copies, Some(scenario), self.now))
    }

    fn record(&self, scenario: &Scenario, judgement: &Judgement) -> MatchRecord {
        let materials = scenario.terms().materials.iter().enumerate();
        let materials: Vec<_> =
            materials.map(|(place, material)| self.material(place, material, judgement)).collect();
        let missing = materials.iter().any(|own| own.state == "missing");
        let state = if missing { "missing" } else { "satisfied" };
        MatchRecord { materials, ..MatchRecord::bare(scenario, state) }
    }

    fn material(&self, place: usize, material: &Material, judgement: &Judgement) -> MaterialMatch {
        let offer = judgement.offers().iter().find(|offer| offer.material() == Some(place));
        let bare = |state: &str| MaterialMatch {
            name: NameRecord::new(&material.name_zh, &material.name_en),
            state: state.into(),
            copy: None,
            items: Vec::new(),
            any_of: Vec::new(),
        };
        if material.delegate {
            return bare("delegate");
        }
        if let Some(offer) = offer {
            let items = offer.labels().iter().map(|label| item_label(self.kinds, offer.kind(), *label));
            return MaterialMatch { copy: Some(offer.copy()), items: items.collect(), ..bare("shown") };
        }
        let seals = material.alternatives.iter().filter(|own| !own.is_presented());
        let seal = seals.clone().find_map(|own| self.copies.iter().position(|copy| copy.kind() == own.kind));
        if seal.is_some() {
            return MaterialMatch { copy: seal, ..bare("sealed") };
        }
        let kind = |code: &str| KindName { kind: code.into(), text: kind_text(self.kinds, code) };
        let any_of = material.alternatives.iter().map(|own| kind(&own.kind)).collect();
        MaterialMatch { any_of, ..bare("missing") }
    }
}

impl NameRecord {
    fn new(zh: &str, en: &str) -> Self {
        Self { name_zh: zh.into(), name_en: en.into() }
    }

    /// As a text.
    #[must_use]
    pub fn text(&self) -> Text {
        Text::new(&*self.name_zh, &*self.name_en)
    }
}

impl MatchRecord {
    fn bare(scenario: &Scenario, state: &str) -> Self {
        let terms = scenario.terms();
        Self {
            scenario: scenario.id().to_string(),
            version: terms.version,
            name: NameRecord::new(&terms.name_zh, &terms.name_en),
            state: state.into(),
            code: None,
            reason: None,
            materials: Vec::new(),
        }
    }

    /// How it stands, for people.
    #[must_use]
    pub fn state_text(&self) -> Text {
        match self.state.as_str() {
            "satisfied" => Text::new("可以办理", "ready"),
            "missing" => Text::new("材料不全", "incomplete"),
            _ => Text::new("不可用", "unusable"),
        }
    }
}

impl MaterialMatch {
    /// How it stands, for people.
    #[must_use]
    pub fn state_text(&self) -> Text {
        match self.state.as_str() {
            "shown" => Text::new("将出示", "would show"),
            "sealed" => Text::new("须用此印章签署文件", "a document is to be sealed with"),
            "delegate" => Text::new("仅由受托人办理时出示", "the delegate's own, only under a mandate"),
            _ => Text::new("缺少，可用", "missing; any of"),
        }
    }
}
