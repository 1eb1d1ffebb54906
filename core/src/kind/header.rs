use alloc::string::ToString;
use alloc::vec;
use alloc::vec::Vec;

use super::item::MemberSpec;
use super::{Disclosure, HolderCategory, ItemSpec, ItemType};

/// An item that has the same label in every kind: of the metadata of GB/T 36903, or one of [`SHARED`].
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

const HOLDERS: u16 = 15;

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
    identifying(HOLDERS, "持证主体列表", "holders", None, "holders", ItemType::List),
];

/// The digest of the holder's portrait (照片), which travels beside the certificate.
pub const PORTRAIT: u16 = 4081;
/// The digest of the picture of a seal (印模), which travels beside the certificate.
pub const SEAL_PICTURE: u16 = 4082;
/// The licence on which a seal stands (印章所依据的证照).
pub const SEAL_LICENCE: u16 = 4083;

/// The identifier of the certificate that this one takes the place of (原证照标识).
pub const PREDECESSOR: u16 = 4084;

/// Items that mean the same in every kind that has them; a kind file takes one up by naming it in its `header`.
pub const SHARED: [HeaderItem; 4] = [
    identifying(PORTRAIT, "照片", "portrait", None, "portrait", ItemType::Map),
    plain(SEAL_PICTURE, "印模", "sealPicture", None, "picture of the seal", ItemType::Map),
    plain(SEAL_LICENCE, "印章所依据的证照", "sealLicence", None, "licence behind the seal", ItemType::Map),
    plain(
        PREDECESSOR,
        "原证照标识",
        "predecessor",
        None,
        "identifier of the certificate before",
        ItemType::Text,
    ),
];

/// The item of the header, or the shared one, with this label.
#[must_use]
pub fn header_item(label: u16) -> Option<&'static HeaderItem> {
    HEADER.iter().chain(&SHARED).find(|item| item.label == label)
}

/// The item of the header, or the shared one, with this camelCase name.
#[must_use]
pub fn header_item_named(name: &str) -> Option<&'static HeaderItem> {
    HEADER.iter().chain(&SHARED).find(|item| item.name == name)
}

/// What a certificate may carry of the header, with the advice for this category of holder: everything that
/// identifies is open and printed for a legal person, redacted and not printed for any other.
pub(super) fn specs(category: HolderCategory) -> Vec<ItemSpec> {
    let legal = category == HolderCategory::Legal;
    HEADER
        .iter()
        .filter(|item| !item.is_restated())
        .map(|item| {
            let disclosure = match item.name {
                _ if legal || !item.identifies => Disclosure::Open,
                "holderCode" | "holders" => Disclosure::Sensitive,
                _ => Disclosure::Selective,
            };
            let printed = item.name != "holders" && (legal || !item.identifies);
            item.spec(disclosure, printed)
        })
        .collect()
}

/// The shared item of this name, as a kind has it that says no more: a face is nobody's to see unasked, and no
/// bytes travel beside paper.
pub(super) fn shared(name: &str) -> Option<ItemSpec> {
    let item = SHARED.iter().find(|item| item.name == name)?;
    Some(item.spec(if item.identifies { Disclosure::Sensitive } else { Disclosure::Open }, false))
}

impl HeaderItem {
    fn spec(&self, disclosure: Disclosure, printed: bool) -> ItemSpec {
        ItemSpec {
            label: self.label,
            zh: self.zh.to_string(),
            name: self.name.to_string(),
            pinyin: self.pinyin.map(ToString::to_string),
            en: self.en.to_string(),
            disclosure,
            printed,
            limits: false,
            required: false,
            item_type: self.item_type,
            members: header_members(self.label),
        }
    }
}

/// The members of the header's list and of the shared maps; empty for all other items.
fn header_members(label: u16) -> Vec<MemberSpec> {
    let member = |label, zh: &str, name: &str, en: &str, item_type| MemberSpec {
        label,
        zh: zh.to_string(),
        name: name.to_string(),
        en: en.to_string(),
        item_type,
    };
    match label {
        // A holder among several: name, code and its type have the labels they have alone.
        HOLDERS => vec![
            member(2, "持证主体", "holderName", "holder", ItemType::Text),
            member(3, "持证主体代码", "holderCode", "holder code", ItemType::Text),
            member(4, "持证主体代码类型代码", "holderCodeType", "type of holder code", ItemType::Text),
            member(16, "角色", "role", "role", ItemType::Text),
            member(17, "份额", "share", "share", ItemType::Text),
        ],
        PORTRAIT | SEAL_PICTURE => vec![
            member(1, "摘要", "digest", "digest", ItemType::Bytes),
            member(2, "媒体类型", "mediaType", "media type", ItemType::Text),
            member(3, "字节数", "size", "bytes", ItemType::Integer),
        ],
        SEAL_LICENCE => vec![
            member(1, "颁发机构代码", "issuer", "issuer", ItemType::Text),
            member(2, "证照类型代码", "kind", "kind", ItemType::Text),
            member(3, "状态序号", "index", "status index", ItemType::Integer),
            member(4, "状态名单名称", "uri", "status list", ItemType::Text),
        ],
        _ => Vec::new(),
    }
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
