//! Licence kinds (证照类型) as data: the names of their items and advice for issuing.
//!
//! A kind file is unsigned. It translates labels into names and tells an issuer what should be open, what is
//! printed and what limits the licence; **no verdict depends on one**. The label of an item is fixed for ever:
//! it is what certificates and scenarios carry.

mod check;
mod header;
mod item;
mod raw;
mod set;

pub use header::{
    HEADER, HeaderItem, PORTRAIT, RESTATED, SEAL_LICENCE, SEAL_PICTURE, SHARED, header_item,
    header_item_named,
};
pub use item::{Disclosure, ItemSpec, ItemType, MemberSpec};
pub use set::{ItemName, Kinds, KindsFull};

use alloc::string::String;
use alloc::vec::Vec;
use serde::Deserialize;

/// Most bytes of a kind file: a full kind of 256 items fits several times.
pub const MAX_KIND_FILE: usize = 64 * 1024;
/// Most items of one kind beside the header's.
pub const MAX_KIND_ITEMS: usize = 256;
/// Most members of one list or map item.
pub const MAX_MEMBERS: usize = 32;
/// The highest label of an item.
pub const MAX_LABEL: u16 = 4095;
/// How the project-local codes begin that stand in where no national code could be verified.
pub const LOCAL_PREFIX: &str = "ZZ-LOCAL-";
/// The lowest label of an item of a kind's own; lower ones belong to the header.
pub const FIRST_KIND_LABEL: u16 = 16;
/// The highest label of an item of a kind's own; higher ones are shared, see [`SHARED`].
pub const LAST_KIND_LABEL: u16 = 4080;
/// Most redacted hashes that decoys fill a certificate up to.
pub const MAX_DECOYS_TO: u16 = 64;

/// Who may hold a licence of a kind (持证主体类别, GB/T 36902).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum HolderCategory {
    /// 自然人.
    Person,
    /// 法人.
    Legal,
    /// 混合: persons and legal persons.
    Mixed,
    /// 其他.
    Other,
}

/// How long a licence of a kind may be valid (有效期限范围, GB/T 36902).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ValidityRange {
    /// So many days, not 0.
    Days(u16),
    /// So many months, not 0.
    Months(u16),
    /// So many years, not 0.
    Years(u16),
    /// 长期: no end.
    Unlimited,
}

/// How a licence of a kind may relate to another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Relation {
    /// Renews, changes or takes over an earlier licence (关联证照标识).
    Predecessor,
    /// Keeps its serial and counts its version up.
    VersionChain,
    /// Original and duplicates of one licence (正副本).
    CopyOf,
    /// A permit of a consolidated licence (一业一证).
    PartOf,
    /// Names the holder's employer.
    Employer,
}

/// A licence kind, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kind {
    code: String,
    code_verified: bool,
    zh: String,
    en: String,
    definer_zh: String,
    definer_en: String,
    holder_category: HolderCategory,
    /// Header items and own ones, by label.
    items: Vec<ItemSpec>,
    decoys_to: u16,
    validity_ranges: Vec<ValidityRange>,
    relations: Vec<Relation>,
}

impl Kind {
    /// Reads a kind file: JSON without unknown or repeated keys, at most [`MAX_KIND_FILE`] bytes.
    ///
    /// # Errors
    /// [`KindError`], naming the place in the file and what was expected there.
    pub fn parse(json: &str) -> Result<Kind, KindError> {
        if json.len() > MAX_KIND_FILE {
            return Err(KindError::TooLarge { bytes: json.len() });
        }
        let raw: raw::Kind = serde_json::from_str(json)
            .map_err(|error| KindError::Json { message: alloc::format!("{error}") })?;
        check::kind(raw)
    }

    /// The kind's code, the claim `vct`: e.g. `11100000MB0143028R001`, or `ZZ-LOCAL-EID` where the national
    /// code is not known.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// Whether the code was found in a published source. A code that was not is local to the file's author.
    #[must_use]
    pub const fn code_verified(&self) -> bool {
        self.code_verified
    }

    /// The Chinese name.
    #[must_use]
    pub fn name_zh(&self) -> &str {
        &self.zh
    }

    /// The English name.
    #[must_use]
    pub fn name_en(&self) -> &str {
        &self.en
    }

    /// The Chinese name of the body that defines the kind (证照定义机构).
    #[must_use]
    pub fn definer_zh(&self) -> &str {
        &self.definer_zh
    }

    /// The English name of the body that defines the kind.
    #[must_use]
    pub fn definer_en(&self) -> &str {
        &self.definer_en
    }

    /// Who may hold it.
    #[must_use]
    pub const fn holder_category(&self) -> HolderCategory {
        self.holder_category
    }

    /// All items that a certificate of this kind may carry, by label: the header's with this kind's overrides,
    /// without [`RESTATED`], then the kind's own.
    #[must_use]
    pub fn items(&self) -> &[ItemSpec] {
        &self.items
    }

    /// The item with this label; `None` also for the labels of [`RESTATED`], which no certificate may carry.
    #[must_use]
    pub fn item(&self, label: u16) -> Option<&ItemSpec> {
        let index = self.items.binary_search_by_key(&label, ItemSpec::label).ok()?;
        self.items.get(index)
    }

    /// The item with this camelCase name.
    #[must_use]
    pub fn item_named(&self, name: &str) -> Option<&ItemSpec> {
        self.items.iter().find(|item| item.name() == name)
    }

    /// The number of redacted hashes that decoys fill every certificate of this kind up to, so that their
    /// number says nothing about the holder; 0 for none.
    #[must_use]
    pub const fn decoys_to(&self) -> u16 {
        self.decoys_to
    }

    /// The periods of validity that may be granted.
    #[must_use]
    pub fn validity_ranges(&self) -> &[ValidityRange] {
        &self.validity_ranges
    }

    /// The relations to other licences that occur.
    #[must_use]
    pub fn relations(&self) -> &[Relation] {
        &self.relations
    }
}

/// Why a kind file was not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KindError {
    /// The file is too large.
    #[error("expected at most {MAX_KIND_FILE} bytes, found {bytes}")]
    TooLarge {
        /// Its size.
        bytes: usize,
    },
    /// It is no JSON of the shape of a kind file; the message has line and column.
    #[error("{message}")]
    Json {
        /// What the JSON reader expected, and where.
        message: String,
    },
    /// It has the shape and breaks a rule.
    #[error("{path}: expected {expected}")]
    Rule {
        /// The place, e.g. `items[3].label`.
        path: String,
        /// What the rule asks.
        expected: &'static str,
    },
}
