//! How the lists on which verdicts depend stand, and the scenarios that are held.

use crate::Text;
use serde::Serialize;
use zhengzhao::Store;
use zhengzhao::kind::Kinds;
use zhengzhao::store::{Need, NeedState, Needed};
use zhengzhao::time::Time;

/// How a list on which verdicts depend, or a scenario that is held, stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NeedRecord {
    /// `own_trust_list`, `recognised_trust_list`, `status_list` or `scenario`.
    pub what: String,
    /// The authority, issuer or publisher that makes it.
    pub by: String,
    /// The name of a status list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uri: Option<String>,
    /// The id of a scenario under its publisher.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The version of a scenario.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<u64>,
    /// The names of a scenario.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
    /// `missing`, `stale`, `fresh` or, of a scenario, `unusable`.
    pub state: String,
    /// Why a scenario is unusable: the stable code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The same in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Text>,
    /// When it was made, RFC 3339.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issued: Option<String>,
    /// Seconds since it was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub age_seconds: Option<u64>,
    /// When it stops, or stopped, being usable, RFC 3339.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
}

impl NeedRecord {
    pub(super) fn of(need: &Need, store: &Store, kinds: &Kinds, now: Time) -> Self {
        let (what, by, uri) = match &need.what {
            Needed::OwnTrustList { authority } => ("own_trust_list", authority.as_str(), None),
            Needed::RecognisedTrustList { authority } => ("recognised_trust_list", authority.as_str(), None),
            Needed::StatusList { issuer, uri } => ("status_list", issuer.as_str(), Some(uri.clone())),
            Needed::Scenario { id, .. } => ("scenario", id.issuer(), None),
        };
        let (id, version) = match &need.what {
            Needed::Scenario { id, version } => (Some(id), Some(*version)),
            _ => (None, None),
        };
        let held = id.and_then(|id| store.scenarios().find(|own| own.id() == id));
        let (state, iat, until) = match &need.state {
            NeedState::Missing => ("missing", None, None),
            NeedState::Stale { iat, since } => ("stale", Some(*iat), Some(*since)),
            NeedState::Fresh { iat, until } => ("fresh", Some(*iat), Some(*until)),
            NeedState::Unusable { iat, .. } => ("unusable", Some(*iat), held.map(|own| own.expires())),
        };
        let refusal = match &need.state {
            NeedState::Unusable { refusal, .. } => Some(refusal),
            _ => None,
        };
        Self {
            what: what.into(),
            by: by.into(),
            uri,
            id: id.map(|id| id.id().into()),
            version,
            name: held.map(|own| Text::new(&*own.terms().name_zh, &*own.terms().name_en)),
            state: state.into(),
            code: refusal.map(|refusal| refusal.code().into()),
            reason: refusal.map(|refusal| Text::of_reason(refusal, kinds)),
            issued: iat.map(|iat| iat.to_string()),
            age_seconds: iat.map(|iat| now.saturating_since(iat)),
            until: until.map(|until| until.to_string()),
        }
    }

    /// What it is, for people.
    #[must_use]
    pub fn what_text(&self) -> Text {
        match self.what.as_str() {
            "own_trust_list" => Text::new("本地信任名单", "own trust list"),
            "recognised_trust_list" => Text::new("互认信任名单", "recognised trust list"),
            "scenario" => Text::new("场景", "scenario"),
            _ => Text::new("状态名单", "status list"),
        }
    }

    /// How it stands, for people.
    #[must_use]
    pub fn state_text(&self) -> Text {
        match self.state.as_str() {
            "fresh" => Text::new("可用", "usable"),
            "stale" => Text::new("已过时", "stale"),
            "unusable" => Text::new("不可用", "unusable"),
            _ => Text::new("缺少", "missing"),
        }
    }
}
