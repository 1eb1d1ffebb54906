//! Requests at a wallet: what is asked, as the asker says it, and what would be shown.

use crate::names::{item_label, kind_text};
use crate::{ItemLabel, Text};
use serde::{Deserialize, Serialize};
use zhengzhao::holder::HolderCopy;
use zhengzhao::kind::Kinds;
use zhengzhao::request::{Judgement, Offer, Request, judge_request};
use zhengzhao::scenario::Scenario;
use zhengzhao::time::Time;
use zhengzhao::{Refusal, Store};

/// What a wallet shows its holder before anything is disclosed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RequestRecord {
    /// What the asker says. Nothing of it is proven.
    pub claims: AskerRecord,
    /// Whether a signed scenario stands behind it.
    pub registered: bool,
    /// The name of that scenario, if one does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scenario: Option<Text>,
    /// What is asked of each certificate.
    pub asks: Vec<AskRecord>,
    /// What speaks against it.
    pub refusals: Vec<RequestRefusal>,
    /// What would be shown, out of the certificates at hand.
    pub offers: Vec<OfferRecord>,
    /// What no certificate at hand serves: names of materials, or codes of kinds.
    pub unmet: Vec<Text>,
}

/// What the asker says about itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AskerRecord {
    /// Who asks.
    pub audience: String,
    /// What for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub purpose: Option<String>,
    /// The scenario that is named: issuer and id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scenario: Option<String>,
    /// What the presentation is to answer, in hexadecimal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nonce: Option<String>,
}

/// What is asked of one certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AskRecord {
    /// The code of its kind.
    pub kind: String,
    /// Its items.
    pub items: Vec<ItemLabel>,
}

/// One thing that speaks against a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RequestRefusal {
    /// The stable code.
    pub code: String,
    /// Why.
    pub reason: Text,
}

/// What would be shown of one certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OfferRecord {
    /// The place of the certificate among those at hand.
    pub copy: usize,
    /// The code of its kind.
    pub kind: String,
    /// The material that it serves, if the request is registered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub material: Option<Text>,
    /// The items that would be disclosed.
    pub items: Vec<ItemLabel>,
}

/// Judges a request with the scenario of `store` that it names; what the core offers, and its record.
#[must_use]
pub fn judge(
    request: &Request,
    copies: &[HolderCopy],
    store: &Store,
    kinds: &Kinds,
    now: Time,
) -> (Judgement, RequestRecord) {
    let scenario = request.scenario().and_then(|named| store.scenario(&named.id, now).ok());
    let judgement = judge_request(request, copies, scenario, now);
    let record = RequestRecord::of(request, &judgement, scenario, kinds);
    (judgement, record)
}

impl RequestRecord {
    /// The record of a judgement that was made with `scenario`.
    #[must_use]
    pub fn of(request: &Request, judgement: &Judgement, scenario: Option<&Scenario>, kinds: &Kinds) -> Self {
        let scenario = scenario.filter(|_| judgement.is_registered());
        let material = |place: usize| {
            let material = scenario.and_then(|scenario| scenario.terms().materials.get(place));
            material.map(|material| Text::new(&*material.name_zh, &*material.name_en))
        };
        let ask_kind = |place: usize| {
            let kind = request.asks().get(place).map_or("", |ask| ask.kind());
            kind_text(kinds, kind)
        };
        Self {
            claims: AskerRecord::of(request),
            registered: judgement.is_registered(),
            scenario: scenario
                .map(|scenario| Text::new(&*scenario.terms().name_zh, &*scenario.terms().name_en)),
            asks: asks(request, kinds),
            refusals: judgement.refusals().iter().map(|refusal| RequestRefusal::of(refusal, kinds)).collect(),
            offers: judgement
                .offers()
                .iter()
                .map(|offer| OfferRecord::of(offer, offer.material().and_then(material), kinds))
                .collect(),
            unmet: judgement
                .unmet()
                .iter()
                .map(|place| material(*place).unwrap_or_else(|| ask_kind(*place)))
                .collect(),
        }
    }
}

impl AskerRecord {
    /// What a request says about who asks.
    #[must_use]
    pub fn of(request: &Request) -> Self {
        Self {
            audience: request.audience().as_str().into(),
            purpose: request.purpose().map(|purpose| purpose.as_str().into()),
            scenario: request.scenario().map(|scenario| scenario.id.to_string()),
            nonce: request.nonce().map(|nonce| hex::encode(nonce.as_bytes())),
        }
    }
}

/// What is asked for, under the names of these kinds.
#[must_use]
pub fn asks(request: &Request, kinds: &Kinds) -> Vec<AskRecord> {
    let of = |kind: &str, labels: &[u16]| AskRecord {
        kind: kind.into(),
        items: labels.iter().map(|label| item_label(kinds, kind, *label)).collect(),
    };
    request.asks().iter().map(|ask| of(ask.kind(), ask.labels())).collect()
}

impl RequestRefusal {
    fn of(refusal: &Refusal, kinds: &Kinds) -> Self {
        Self { code: refusal.code().into(), reason: Text::of_reason(refusal, kinds) }
    }
}

impl OfferRecord {
    fn of(offer: &Offer, material: Option<Text>, kinds: &Kinds) -> Self {
        let items = offer.labels().iter().map(|label| item_label(kinds, offer.kind(), *label)).collect();
        Self { copy: offer.copy(), kind: offer.kind().into(), material, items }
    }
}

/// One line of a wallet's own log: to whom what was shown, when and why. Names of fields, never values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShownRecord {
    /// When, RFC 3339 at +08:00.
    pub shown: String,
    /// To whom, as the asker said.
    pub audience: String,
    /// What for, as the asker said.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub purpose: Option<String>,
    /// The scenario: issuer and id.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub scenario: Option<String>,
    /// Whether a signed scenario stood behind the request.
    pub registered: bool,
    /// What of which certificates.
    pub certificates: Vec<ShownCertificate>,
}

/// What was shown of one certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShownCertificate {
    /// The code of its kind.
    pub kind: String,
    /// The names of the items.
    pub items: Vec<String>,
}

impl ShownRecord {
    /// What the log says when everything that was offered is shown at `now`.
    #[must_use]
    pub fn of(record: &RequestRecord, now: Time) -> Self {
        let certificate = |offer: &OfferRecord| ShownCertificate {
            kind: offer.kind.clone(),
            items: offer.items.iter().map(|item| item.name.clone()).collect(),
        };
        Self {
            shown: now.to_string(),
            audience: record.claims.audience.clone(),
            purpose: record.claims.purpose.clone(),
            scenario: record.claims.scenario.clone(),
            registered: record.registered,
            certificates: record.offers.iter().map(certificate).collect(),
        }
    }

    /// The line, without the line's end.
    ///
    /// # Errors
    /// None: the record has only text, lists and booleans.
    pub fn to_line(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }

    /// Reads a line.
    ///
    /// # Errors
    /// What the JSON reader expected, and where.
    pub fn parse(line: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(line)
    }
}
