use alloc::string::String;
use alloc::vec::Vec;
use serde::Deserialize;

/// How an item should be carried in a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Disclosure {
    /// Signed in the clear, always visible.
    Open,
    /// Redacted; the holder discloses it one by one.
    Selective,
    /// Redacted, and asking for it needs a separate consent.
    Sensitive,
}

/// The type of an item's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ItemType {
    /// Text in NFC.
    Text,
    /// A civil date, without time.
    Date,
    /// An integer; there are no fractions on the wire.
    Integer,
    /// Yes or no.
    Boolean,
    /// Bytes, e.g. a portrait.
    Bytes,
    /// A list: of maps when the item has members, else of texts.
    List,
    /// A map of the item's members.
    Map,
}

/// What a kind says about one item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemSpec {
    pub(super) label: u16,
    pub(super) zh: String,
    pub(super) name: String,
    pub(super) pinyin: Option<String>,
    pub(super) en: String,
    pub(super) disclosure: Disclosure,
    pub(super) printed: bool,
    pub(super) limits: bool,
    pub(super) required: bool,
    pub(super) item_type: ItemType,
    pub(super) members: Vec<MemberSpec>,
}

impl ItemSpec {
    /// The integer on the wire, 1 to 4095, fixed for ever.
    #[must_use]
    pub const fn label(&self) -> u16 {
        self.label
    }

    /// The Chinese name.
    #[must_use]
    pub fn name_zh(&self) -> &str {
        &self.zh
    }

    /// The camelCase name in JSON and in every language.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The key in the CustomData of an OFD file: the published one where one is known, else the pinyin initials
    /// of the Chinese name without what stands in parentheses.
    #[must_use]
    pub fn pinyin(&self) -> Option<&str> {
        self.pinyin.as_deref()
    }

    /// The English name.
    #[must_use]
    pub fn name_en(&self) -> &str {
        &self.en
    }

    /// How it should be carried.
    #[must_use]
    pub const fn disclosure(&self) -> Disclosure {
        self.disclosure
    }

    /// Whether a printed certificate carries it.
    #[must_use]
    pub const fn printed(&self) -> bool {
        self.printed
    }

    /// Whether it limits the licence. Such an item is open and printed, so that withholding it never improves a
    /// verdict.
    #[must_use]
    pub const fn limits(&self) -> bool {
        self.limits
    }

    /// Whether no licence of the kind is complete without it.
    #[must_use]
    pub const fn required(&self) -> bool {
        self.required
    }

    /// The type of its value.
    #[must_use]
    pub const fn item_type(&self) -> ItemType {
        self.item_type
    }

    /// The members of its map, or of each map in its list, by label; empty for other types.
    #[must_use]
    pub fn members(&self) -> &[MemberSpec] {
        &self.members
    }

    /// The member with this label.
    #[must_use]
    pub fn member(&self, label: u16) -> Option<&MemberSpec> {
        self.members.iter().find(|member| member.label == label)
    }

    /// The member with this camelCase name.
    #[must_use]
    pub fn member_named(&self, name: &str) -> Option<&MemberSpec> {
        self.members.iter().find(|member| member.name == name)
    }
}

/// One member of a map item. It is disclosed with its item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberSpec {
    pub(super) label: u16,
    pub(super) zh: String,
    pub(super) name: String,
    pub(super) en: String,
    pub(super) item_type: ItemType,
}

impl MemberSpec {
    /// The integer on the wire, 1 to 4095, unique within its item.
    #[must_use]
    pub const fn label(&self) -> u16 {
        self.label
    }

    /// The Chinese name.
    #[must_use]
    pub fn name_zh(&self) -> &str {
        &self.zh
    }

    /// The camelCase name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The English name.
    #[must_use]
    pub fn name_en(&self) -> &str {
        &self.en
    }

    /// The type of its value: no list and no map.
    #[must_use]
    pub const fn item_type(&self) -> ItemType {
        self.item_type
    }
}
