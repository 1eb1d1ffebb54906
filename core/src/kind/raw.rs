//! The shape of a kind file, before any rule is checked.

use alloc::string::String;
use alloc::vec::Vec;
use serde::Deserialize;

use super::{Disclosure, HolderCategory, ItemType, NumberCheck, Relation, ValidityRange};

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
    #[serde(default)]
    pub(super) number: Option<Number>,
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

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Number {
    pub(super) templates: Vec<String>,
    pub(super) check: NumberCheck,
}

/// Many kinds that have the header's items only, one line each.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct List {
    pub(super) definers: Vec<Definer>,
    pub(super) kinds: Vec<Row>,
}

/// Code, whether it is verified, name zh, name en, place in `definers`, category of holder.
#[derive(Deserialize)]
pub(super) struct Row(
    pub(super) String,
    pub(super) bool,
    pub(super) String,
    pub(super) String,
    pub(super) usize,
    pub(super) HolderCategory,
);

/// Whether a text is a list; all else in it is passed over.
#[derive(Deserialize)]
pub(super) struct Probe {
    pub(super) kinds: Option<serde::de::IgnoredAny>,
}

/// Changes the advice for one header item, or takes up a shared one; a list and not a map, so that repetition can be seen.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Override {
    pub(super) name: String,
    pub(super) disclosure: Option<Disclosure>,
    pub(super) printed: Option<bool>,
    #[serde(default)]
    pub(super) required: bool,
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
    #[serde(default)]
    pub(super) required: bool,
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
