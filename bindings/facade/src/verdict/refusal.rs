//! Refusals as plain records, where there is no verdict: of an import, a text, a request.

use crate::Text;
use serde::Serialize;
use zhengzhao::Refusal;
use zhengzhao::kind::Kinds;

/// What a refusal says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RefusalRecord {
    /// The stable code.
    pub code: String,
    /// The step that refused.
    pub step: String,
    /// The object at fault.
    pub object: String,
    /// Whether it is "cannot tell".
    pub undetermined: bool,
    /// The whole message for a clerk.
    pub messages: Text,
    /// Only why, the first part of the message.
    pub reason: Text,
    /// Only what to do next, the last part of the message.
    pub next: Text,
}

impl RefusalRecord {
    /// The record of a refusal, under the names of these kinds.
    #[must_use]
    pub fn of(refusal: &Refusal, kinds: &Kinds) -> Self {
        Self {
            code: refusal.code().into(),
            step: refusal.step().id().into(),
            object: refusal.object().id().into(),
            undetermined: refusal.is_undetermined(),
            messages: Text::of_refusal(refusal, kinds),
            reason: Text::of_reason(refusal, kinds),
            next: Text::both(|lang| refusal.next_action().text(lang).into()),
        }
    }
}
