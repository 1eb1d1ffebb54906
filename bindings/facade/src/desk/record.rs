//! What a desk holds, as a plain record.

use super::{Desk, show_digest};
use crate::verdict::ListRecord;
use serde::Serialize;
use zhengzhao::time::Time;
use zhengzhao::trust::Anchor;

/// What a desk trusts and holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DeskRecord {
    /// The pinned anchor.
    pub anchor: AnchorRecord,
    /// The desk's own trust list, if it holds one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub own_list: Option<ListRecord>,
    /// The lists of recognised authorities.
    pub recognised_lists: Vec<ListRecord>,
    /// How many status lists there are.
    pub status_lists: usize,
    /// The newest time of any list that was verified, RFC 3339: no right clock is behind it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clock_floor: Option<String>,
}

/// A trust anchor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AnchorRecord {
    /// The unified social credit code of the authority.
    pub authority: String,
    /// Its region, a division code of GB/T 2260.
    pub region: String,
    /// The digest that a person compares with a value from another channel: 32 bytes in groups of four digits.
    pub digest: String,
}

impl AnchorRecord {
    /// The record of an anchor.
    #[must_use]
    pub fn of(anchor: &Anchor) -> Self {
        Self {
            authority: anchor.authority().into(),
            region: anchor.region().as_str().into(),
            digest: show_digest(anchor),
        }
    }
}

impl DeskRecord {
    pub(super) fn of(desk: &Desk, now: Time) -> Self {
        let store = desk.store();
        Self {
            anchor: AnchorRecord::of(desk.anchor()),
            own_list: store.trust().own().map(|list| ListRecord::held(list, now)),
            recognised_lists: store.trust().recognised().map(|list| ListRecord::held(list, now)).collect(),
            status_lists: store.statuses().len(),
            clock_floor: store.clock_floor().map(|floor| floor.to_string()),
        }
    }
}
