//! Requests (请求): what a checker shows first, to say what it asks a wallet for.
//!
//! ```cddl
//! request = [ "zhengzhao-request", 1, { 1: audience, ? 2: nonce, ? 3: [organisation, tstr, bstr .size 32],
//!                                       ? 4: purpose, 5: [1*64 ask] } ]
//! ask = [ kind, [*64 label] ]
//! ```
//! Unsigned: audience and purpose are claims of the asker. What bounds a request is the scenario that the wallet
//! holds verified (`core/SPEC.md` §6.14, §7).

mod judge;

pub use judge::{Judgement, Offer, judge_request};

use crate::act::{Audience, Nonce, Purpose, ScenarioId};
use crate::cbor::{FaultKind, Key, MapWriter, Reader, Writer};
use crate::certificate::{is_kind_code, read_kind};
use crate::error::{Claim, Object, Refusal, ensure};
use crate::labels as l;
use crate::limits::{MAX_ASKS, MAX_FIELDS, MAX_REQUEST};
use crate::scenario::{Scenario, read_labels};
use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;

const OBJECT: Object = Object::Request;
const MAGIC: &str = "zhengzhao-request";
const VERSION: u64 = 1;

/// Labels that are out of order or repeated, or a list that is empty.
const fn malformed() -> Refusal {
    Refusal::ClaimInvalid { object: OBJECT, claim: Claim(l::ITEMS) }
}

/// What is asked of one certificate: items of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    kind: String,
    labels: Vec<u16>,
}

impl Ask {
    /// The items with these labels, in any order, of a certificate of a kind.
    ///
    /// # Errors
    /// A parse [`Refusal`] for what is no code of a kind, no label of an item, or more than 64 labels.
    pub fn new(kind: &str, labels: impl IntoIterator<Item = u16>) -> Result<Self, Refusal> {
        ensure(is_kind_code(kind), || Refusal::ClaimInvalid { object: OBJECT, claim: Claim(l::VCT) })?;
        let labels: BTreeSet<u16> = labels.into_iter().collect();
        for label in &labels {
            crate::certificate::check_label(OBJECT, i64::from(*label), true)?;
        }
        ensure(labels.len() <= MAX_FIELDS, malformed)?;
        Ok(Self { kind: kind.into(), labels: labels.into_iter().collect() })
    }

    /// The code of the kind.
    #[must_use]
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// The labels, ascending.
    #[must_use]
    pub fn labels(&self) -> &[u16] {
        &self.labels
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, Refusal> {
        reader.enter_array(2)?;
        let kind = read_kind(reader)?.into();
        let labels = read_labels(reader, malformed)?;
        reader.leave_array();
        Ok(Self { kind, labels })
    }
}

/// The version of a scenario that a request names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScenarioRef {
    /// Its name.
    pub id: ScenarioId,
    /// SHA-256 of its signed payload.
    pub digest: [u8; 32],
}

/// What a checker asks for. Nothing of it is proven.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    audience: Audience,
    nonce: Option<Nonce>,
    scenario: Option<ScenarioRef>,
    purpose: Option<Purpose>,
    asks: Vec<Ask>,
}

impl Request {
    /// A request by `audience`.
    ///
    /// # Errors
    /// [`Refusal::ClaimInvalid`] unless 1 to 64 asks.
    pub fn new(audience: Audience, asks: Vec<Ask>) -> Result<Self, Refusal> {
        ensure((1..=MAX_ASKS).contains(&asks.len()), malformed)?;
        Ok(Self { audience, nonce: None, scenario: None, purpose: None, asks })
    }

    /// The least that settles the matter of a scenario: for each alternative of each material what proves it with
    /// the least. What is served by sealing a document is not asked for.
    ///
    /// # Errors
    /// [`Refusal::ClaimInvalid`] for a scenario with more alternatives than a request has asks, or with none that a
    /// wallet could present.
    pub fn minimal(scenario: &Scenario, audience: Audience) -> Result<Self, Refusal> {
        let terms = scenario.terms();
        let mut asks: Vec<Ask> = Vec::new();
        for (place, material) in terms.materials.iter().enumerate() {
            for alternative in material.alternatives.iter().filter(|own| own.is_presented()) {
                let ask = Ask::new(&alternative.kind, terms.narrowest(place, alternative))?;
                asks.push(ask);
            }
        }
        let mut request = Self::new(audience, asks)?;
        request.scenario = Some(ScenarioRef { id: scenario.id().clone(), digest: *scenario.digest() });
        request.purpose = Some(terms.purpose.clone());
        Ok(request)
    }

    /// The same request with what the presentation is to answer.
    #[must_use]
    pub fn with_nonce(mut self, nonce: Nonce) -> Self {
        self.nonce = Some(nonce);
        self
    }

    /// The same request for a scenario.
    #[must_use]
    pub fn with_scenario(mut self, scenario: ScenarioRef) -> Self {
        self.scenario = Some(scenario);
        self
    }

    /// The same request with a purpose.
    #[must_use]
    pub fn with_purpose(mut self, purpose: Purpose) -> Self {
        self.purpose = Some(purpose);
        self
    }

    /// Who asks, as the asker says.
    #[must_use]
    pub const fn audience(&self) -> &Audience {
        &self.audience
    }

    /// What the presentation is to answer.
    #[must_use]
    pub const fn nonce(&self) -> Option<&Nonce> {
        self.nonce.as_ref()
    }

    /// The scenario that the asker names.
    #[must_use]
    pub const fn scenario(&self) -> Option<&ScenarioRef> {
        self.scenario.as_ref()
    }

    /// What the data are for, as the asker says.
    #[must_use]
    pub const fn purpose(&self) -> Option<&Purpose> {
        self.purpose.as_ref()
    }

    /// What is asked for.
    #[must_use]
    pub fn asks(&self) -> &[Ask] {
        &self.asks
    }

    /// The bytes to show.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut map = MapWriter::new();
        map.entry(1, |w| w.text(self.audience.as_str()));
        if let Some(nonce) = &self.nonce {
            map.entry(2, |w| w.bytes(nonce.as_bytes()));
        }
        if let Some(ScenarioRef { id, digest }) = &self.scenario {
            map.entry(3, |w| w.array(3).text(id.issuer()).text(id.id()).bytes(digest));
        }
        if let Some(purpose) = &self.purpose {
            map.entry(4, |w| w.text(purpose.as_str()));
        }
        map.entry(5, |w| {
            w.array(self.asks.len());
            for Ask { kind, labels } in &self.asks {
                w.array(2).text(kind).array(labels.len());
                for label in labels {
                    w.uint(u64::from(*label));
                }
            }
            w
        });
        let mut writer = Writer::new();
        writer.array(3).text(MAGIC).uint(VERSION).map(map);
        writer.into_bytes()
    }

    /// Reads a request.
    ///
    /// # Errors
    /// A parse [`Refusal`].
    pub fn parse(bytes: &[u8]) -> Result<Self, Refusal> {
        let limit = MAX_REQUEST;
        let mut reader = crate::store::enter_within(OBJECT, bytes, limit, MAGIC)?;
        let (mut audience, mut nonce, mut scenario, mut purpose) = (None, None, None, None);
        let mut asks = Vec::new();
        reader.map(l::MAX_HEADERS, |key, reader| {
            match key {
                Key::Int(1) => audience = Some(Audience::read(reader)?),
                Key::Int(2) => nonce = Some(Nonce::read(reader)?),
                Key::Int(3) => scenario = Some(ScenarioRef::read(reader)?),
                Key::Int(4) => purpose = Some(Purpose::read(reader)?),
                Key::Int(5) => drop(reader.array(MAX_ASKS, |_, reader| {
                    asks.push(Ask::read(reader)?);
                    Ok::<(), Refusal>(())
                })?),
                _ => reader.reject(reader.fault(FaultKind::KeyType).into())?,
            }
            Ok::<(), Refusal>(())
        })?;
        reader.end()?;
        let audience = audience.ok_or(Refusal::ClaimMissing { object: OBJECT, claim: Claim(l::AUD) })?;
        ensure(!asks.is_empty(), malformed)?;
        Ok(Self { audience, nonce, scenario, purpose, asks })
    }
}

impl ScenarioRef {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Refusal> {
        reader.enter_array(3)?;
        let issuer = crate::certificate::read_organisation(reader)?;
        let id = ScenarioId::new(issuer, reader.text(crate::limits::MAX_SCENARIO_ID)?)?;
        let digest = *reader.byte_array()?;
        reader.leave_array();
        Ok(Self { id, digest })
    }
}
