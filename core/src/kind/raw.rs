//! The shape of a kind file, before any rule is checked.

use alloc::string::String;
use alloc::vec::Vec;
use serde::Deserialize;

use super::{Disclosure, HolderCategory, ItemType, Relation, ValidityRange};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Kind {
    pub(super) code: String,
    pub(super) code_verified: bool,
    pub(super) zh: String,
    pub(super) en: String,
    pub(super) definer: Definer,
    pub(super) holder_category: HolderCategory,
    pub(super) validity_ranges: Vec<ValidityRange>,
    pub(super) relations: Vec<Relation>,
    pub(super) decoys_to: u16,
    #[serde(default)]
    pub(super) header: Vec<Override>,
    pub(super) items: Vec<Item>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Definer {
    pub(super) zh: String,
    pub(super) en: String,
}

/// Changes the advice for one header item, or takes up a shared one; a list and not a map, so that repetition can be seen.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Override {
    pub(super) name: String,
    pub(super) disclosure: Option<Disclosure>,
    pub(super) printed: Option<bool>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Item {
    pub(super) label: u16,
    pub(super) zh: String,
    pub(super) name: String,
    pub(super) pinyin: Option<String>,
    pub(super) en: String,
    pub(super) disclosure: Disclosure,
    #[serde(default)]
    pub(super) printed: bool,
    #[serde(default)]
    pub(super) limits: bool,
    #[serde(rename = "type")]
    pub(super) item_type: ItemType,
    #[serde(default)]
    pub(super) members: Vec<Member>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Member {
    pub(super) label: u16,
    pub(super) zh: String,
    pub(super) name: String,
    pub(super) en: String,
    #[serde(rename = "type")]
    pub(super) item_type: ItemType,
}
