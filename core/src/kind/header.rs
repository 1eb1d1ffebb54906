use alloc::string::ToString;
use alloc::vec;
use alloc::vec::Vec;

use super::item::MemberSpec;
use super::{Disclosure, HolderCategory, ItemSpec, ItemType};

/// A metadata item of GB/T 36903 that has the same label in every kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeaderItem {
    label: u16,
    zh: &'static str,
    name: &'static str,
    pinyin: Option<&'static str>,
    en: &'static str,
    item_type: ItemType,
    /// Whether it points at the holder or at this one licence, so that it is redacted for persons.
    identifies: bool,
}

impl HeaderItem {
    /// The integer on the wire.
    #[must_use]
    pub const fn label(&self) -> u16 {
        self.label
    }

    /// The Chinese name.
    #[must_use]
    pub const fn name_zh(&self) -> &'static str {
        self.zh
    }

    /// The camelCase name.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The key in the CustomData of an OFD file, where one is known.
    #[must_use]
    pub const fn pinyin(&self) -> Option<&'static str> {
        self.pinyin
    }

    /// The English name.
    #[must_use]
    pub const fn name_en(&self) -> &'static str {
        self.en
    }

    /// The type of its value.
    #[must_use]
    pub const fn item_type(&self) -> ItemType {
        self.item_type
    }

    /// Whether a certificate may not carry it: its label is one of [`RESTATED`].
    #[must_use]
    pub fn is_restated(&self) -> bool {
        RESTATED.contains(&self.label)
    }

    /// Whether it must be redacted in the licence of a person.
    #[must_use]
    pub const fn identifies(&self) -> bool {
        self.identifies
    }
}

/// Labels of items that restate a claim. They are refused in a payload, because two statements of one fact can
/// differ, and derived from the claims for display.
pub const RESTATED: [u16; 5] = [10, 11, 12, 13, 14];

/// The header items, by label.
pub const HEADER: [HeaderItem; 15] = [
    identifying(1, "证照编号", "certificateNumber", Some("ZZBH"), "certificate number", ItemType::Text),
    identifying(2, "持证主体", "holderName", Some("CZZT"), "holder", ItemType::Text),
    identifying(3, "持证主体代码", "holderCode", Some("CZZTDM"), "holder code", ItemType::Text),
    identifying(
        4,
        "持证主体代码类型代码",
        "holderCodeType",
        Some("CZZTDMLXDM"),
        "type of holder code",
        ItemType::Text,
    ),
    plain(5, "证照名称", "certificateName", Some("ZZMC"), "certificate name", ItemType::Text),
    plain(6, "颁发日期", "issuedDate", Some("ZZBFRQ"), "date of issue", ItemType::Date),
    identifying(
        7,
        "标识流水号",
        "identifierSerial",
        None,
        "serial of the licence identifier",
        ItemType::Text,
    ),
    identifying(8, "证照版本", "certificateVersion", None, "certificate version", ItemType::Text),
    identifying(9, "标识校验位", "identifierCheck", None, "check of the licence identifier", ItemType::Text),
    plain(10, "证照类型代码", "certificateTypeCode", Some("ZZLXDM"), "certificate type code", ItemType::Text),
    plain(11, "所属管辖属地编码", "certificateAreaCode", Some("XZQDM"), "area code", ItemType::Text),
    plain(
        12,
        "颁发机构代码",
        "certificateIssuingAuthorityCode",
        Some("ZZBFJGDM"),
        "issuing authority code",
        ItemType::Text,
    ),
    plain(13, "有效期起始", "certificateEffectiveDate", Some("ZZYXQQSRQ"), "valid from", ItemType::Date),
    plain(14, "有效期截止", "certificateExpiringDate", Some("ZZYXQJZRQ"), "valid to", ItemType::Date),
    identifying(15, "持证主体列表", "holders", None, "holders", ItemType::List),
];

/// The header item with this label.
#[must_use]
pub fn header_item(label: u16) -> Option<&'static HeaderItem> {
    HEADER.iter().find(|item| item.label == label)
}

/// The header item with this camelCase name.
#[must_use]
pub fn header_item_named(name: &str) -> Option<&'static HeaderItem> {
    HEADER.iter().find(|item| item.name == name)
}

/// What a certificate may carry of the header, with the advice for this category of holder: everything that
/// identifies is open and printed for a legal person, redacted and not printed for any other.
pub(super) fn specs(category: HolderCategory) -> Vec<ItemSpec> {
    let legal = category == HolderCategory::Legal;
    HEADER
        .iter()
        .filter(|item| !item.is_restated())
        .map(|item| ItemSpec {
            label: item.label,
            zh: item.zh.to_string(),
            name: item.name.to_string(),
            pinyin: item.pinyin.map(ToString::to_string),
            en: item.en.to_string(),
            disclosure: match item.name {
                _ if legal || !item.identifies => Disclosure::Open,
                "holderCode" | "holders" => Disclosure::Sensitive,
                _ => Disclosure::Selective,
            },
            printed: item.name != "holders" && (legal || !item.identifies),
            limits: false,
            item_type: item.item_type,
            members: if item.name == "holders" { holder_members() } else { Vec::new() },
        })
        .collect()
}

/// A holder among several: name, code and its type have the labels they have alone.
fn holder_members() -> Vec<MemberSpec> {
    let member = |label, zh: &str, name: &str, en: &str| MemberSpec {
        label,
        zh: zh.to_string(),
        name: name.to_string(),
        en: en.to_string(),
        item_type: ItemType::Text,
    };
    vec![
        member(2, "持证主体", "holderName", "holder"),
        member(3, "持证主体代码", "holderCode", "holder code"),
        member(4, "持证主体代码类型代码", "holderCodeType", "type of holder code"),
        member(16, "角色", "role", "role"),
        member(17, "份额", "share", "share"),
    ]
}

const fn plain(
    label: u16,
    zh: &'static str,
    name: &'static str,
    pinyin: Option<&'static str>,
    en: &'static str,
    item_type: ItemType,
) -> HeaderItem {
    HeaderItem { label, zh, name, pinyin, en, item_type, identifies: false }
}

const fn identifying(
    label: u16,
    zh: &'static str,
    name: &'static str,
    pinyin: Option<&'static str>,
    en: &'static str,
    item_type: ItemType,
) -> HeaderItem {
    HeaderItem { label, zh, name, pinyin, en, item_type, identifies: true }
}
