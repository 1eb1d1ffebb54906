//! Licence kinds (证照类型) as data: the names of their items and advice for issuing.
//!
//! A kind file is unsigned. It translates labels into names and tells an issuer what should be open, what is
//! printed and what limits the licence; **no verdict depends on one**. The label of an item is fixed for ever:
//! it is what certificates and scenarios carry.
//!
//! The feature `catalogue` compiles in the files of `kinds/`. Any of them can be replaced, and more be added,
//! at run time.

#[cfg(feature = "catalogue")]
mod builtin;
mod check;
mod error;
mod header;
mod item;
mod number;
mod place;
mod raw;
mod set;
mod validity;

pub use error::{Expected, KindError};
pub use header::{
    HEADER, HeaderItem, PORTRAIT, PREDECESSOR, RESTATED, SEAL_LICENCE, SEAL_PICTURE, SHARED, header_item,
    header_item_named,
};
pub use item::{Disclosure, ItemSpec, ItemType, MemberSpec};
pub use number::{NumberCheck, NumberRule};
pub use set::{ItemName, Kinds, KindsFull};
pub use validity::ValidityRange;

use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use crate::time::Time;
use serde::Deserialize;

/// Most bytes of a kind file: a full kind of 256 items fits several times.
pub const MAX_KIND_FILE: usize = 64 * 1024;
/// Most bytes of a file that lists kinds with the header's items only: 1024 lines fit twice.
pub const MAX_KIND_LIST: usize = 256 * 1024;
/// Most kinds of one list and in one set; the national catalogue has some hundreds in common use.
pub const MAX_KINDS: usize = 1024;
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
    items: Arc<[ItemSpec]>,
    number: Option<NumberRule>,
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
            return Err(KindError::TooLarge { bytes: json.len(), limit: MAX_KIND_FILE });
        }
        check::kind(serde_json::from_str(json).map_err(|error| KindError::json(json, &error))?)
    }

    /// Reads a file of either form: one kind as [`Kind::parse`] reads it, or a list of kinds that have the
    /// header's items only, at most [`MAX_KIND_LIST`] bytes.
    ///
    /// A list is `{"definers": [{"zh", "en"}, …], "kinds": [[code, code_verified, zh, en, definer, category], …]}`
    /// where `definer` is a place in `definers`, from 0.
    ///
    /// # Errors
    /// [`KindError`], naming the place in the file and what was expected there.
    pub fn parse_file(json: &str) -> Result<Vec<Kind>, KindError> {
        if !is_list(json) {
            return Ok(alloc::vec![Kind::parse(json)?]);
        }
        if json.len() > MAX_KIND_LIST {
            return Err(KindError::TooLarge { bytes: json.len(), limit: MAX_KIND_LIST });
        }
        check::list(serde_json::from_str(json).map_err(|error| KindError::json(json, &error))?)
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

    /// Whether it has the header's items only.
    #[must_use]
    pub fn is_header_only(&self) -> bool {
        self.items.iter().all(|item| item.label() < FIRST_KIND_LABEL)
    }

    /// How the numbers of its certificates look, where that is known.
    #[must_use]
    pub const fn number_rule(&self) -> Option<&NumberRule> {
        self.number.as_ref()
    }

    /// The number of redacted hashes that decoys fill every certificate of this kind up to, so that their
    /// number says nothing about the holder; 0 for none.
    #[must_use]
    pub const fn decoys_to(&self) -> u16 {
        self.decoys_to
    }

    /// The periods of validity that may be granted; none where they are not known.
    #[must_use]
    pub fn validity_ranges(&self) -> &[ValidityRange] {
        &self.validity_ranges
    }

    /// Whether a licence of this kind may be valid from `nbf` to `exp`, the first second that is not valid:
    /// within one of [`Kind::validity_ranges`], or any period where none is known.
    #[must_use]
    pub fn allows_period(&self, nbf: Time, exp: Option<Time>) -> bool {
        self.validity_ranges.is_empty() || self.validity_ranges.iter().any(|range| range.allows(nbf, exp))
    }

    /// The relations to other licences that occur.
    #[must_use]
    pub fn relations(&self) -> &[Relation] {
        &self.relations
    }
}

/// Whether a file lists kinds, also one that is broken somewhere, so that the error is about the right form.
fn is_list(json: &str) -> bool {
    serde_json::from_str::<raw::Probe>(json)
        .map_or_else(|_| json.contains("\"kinds\""), |probe| probe.kinds.is_some())
}
