//! What vectors of acts say besides: the occasion, the presence to be proven, sessions.

use super::{Bytes, Vector, Wanted};
use serde_json::{Value as Json, json};

impl Vector {
    /// The steps that follow carry this member.
    fn with(mut self, member: &'static str, value: Json) -> Self {
        self.besides.retain(|(own, _)| *own != member);
        self.besides.push((member, value));
        self
    }

    fn without(mut self, member: &str) -> Self {
        self.besides.retain(|(own, _)| *own != member);
        self
    }

    pub(super) fn add_besides(&self, step: &mut Json) {
        for (member, value) in &self.besides {
            step[*member] = value.clone();
        }
    }

    /// By this checker.
    pub(crate) fn audience(self, name: &str) -> Self {
        self.with("audience", name.into())
    }

    /// For the matter with this name: a scenario.
    pub(crate) fn matter(self, (issuer, id): (&str, &str)) -> Self {
        self.with("scenario", json!([issuer, id]))
    }

    pub(crate) fn purpose(self, why: &str) -> Self {
        self.with("purpose", why.into())
    }

    pub(crate) fn without_purpose(self) -> Self {
        self.without("purpose")
    }

    pub(crate) fn challenge(self, nonce: [u8; 16]) -> Self {
        self.with("presence", json!({"challenge": hex::encode(nonce)}))
    }

    /// Presence is proven by audience.
    pub(crate) fn fixed_audience(self) -> Self {
        self.with("presence", "audience".into())
    }

    /// No presence is to be proven.
    pub(crate) fn no_presence(self) -> Self {
        self.without("presence")
    }

    /// The first two presentations of the session that follows are to belong together by this link.
    pub(crate) fn linked(self, link: &str) -> Self {
        self.with("link", link.into())
    }

    /// This picture travels beside the certificate.
    pub(crate) fn beside(self, bytes: impl Into<Bytes>) -> Self {
        let bytes = bytes.into().json();
        self.with("picture", bytes)
    }

    pub(crate) fn max_mandate_age(mut self, seconds: u64) -> Self {
        self.max_mandate_age = Some(seconds);
        self
    }

    /// Begins an empty replay memory.
    pub(crate) fn memory(self, capacity: usize) -> Self {
        self.step(vec![("replay_memory", json!({"capacity": capacity}))])
    }

    /// Opens an exported replay memory.
    pub(crate) fn open_memory(self, bytes: impl Into<Bytes>) -> Self {
        let bytes = bytes.into().json();
        self.step(vec![("replay_memory", json!({"bytes": bytes}))])
    }

    pub(crate) fn reopen_memory(self) -> Self {
        self.step(vec![("reopen_replay", true.into())])
    }

    pub(crate) fn present(self, presentation: impl Into<Bytes>) -> Self {
        self.show("presentation", presentation.into())
    }

    fn together(self, member: &'static str, what: Json) -> Self {
        let mut step = json!({"now": self.now, "region": self.region});
        step[member] = what;
        self.add_besides(&mut step);
        self.step(vec![("session", step)])
    }

    pub(crate) fn session(self, presentations: &[Bytes]) -> Self {
        let presentations = presentations.iter().map(Bytes::json).collect();
        self.together("presentations", presentations)
    }

    /// A session as it arrives.
    pub(crate) fn session_bytes(self, session: impl Into<Bytes>) -> Self {
        let session = session.into().json();
        self.together("bytes", session)
    }

    /// The presentations of the session end so, in order: "verified" or a code.
    pub(crate) fn verdicts(mut self, codes: &'static [&'static str]) -> Self {
        self.wanted = Wanted::Session(codes);
        self
    }
}

/// Whether the verdicts of a session are these.
pub(super) fn are(outcome: &Json, wanted: &[&str]) -> bool {
    let verdicts = outcome["verdicts"].as_array().into_iter().flatten();
    let codes = verdicts.map(|verdict| verdict["code"].as_str().or(verdict["outcome"].as_str()));
    codes.eq(wanted.iter().copied().map(Some))
}
