//! The rules of a kind file. They bind whoever issues by it; a checker of certificates never asks them.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::item::MemberSpec;
use super::{
    Disclosure, FIRST_KIND_LABEL, HolderCategory, ItemSpec, ItemType, Kind, KindError, LAST_KIND_LABEL,
    MAX_DECOYS_TO, MAX_KIND_ITEMS, MAX_KINDS, MAX_LABEL, MAX_MEMBERS, NumberRule, ValidityRange, header,
    header_item_named, raw,
};

/// Bytes of a displayed name; four times the longest in use.
const MAX_TEXT: usize = 256;
/// Characters of a camelCase name, a pinyin key or a kind's code.
const MAX_NAME: usize = 64;
/// Entries of the short lists: periods and relations.
const MAX_SHORT_LIST: usize = 16;

/// A list of kinds that have the header's items only. Kinds with one category of holder share them in memory.
pub(super) fn list(raw: raw::List) -> Result<Vec<Kind>, KindError> {
    rule(raw.kinds.len() <= MAX_KINDS, "kinds", ("至多 1024 种", "at most 1024 kinds"))?;
    for (index, definer) in raw.definers.iter().enumerate() {
        check_text(&format!("definers[{index}].zh"), &definer.zh)?;
        check_text(&format!("definers[{index}].en"), &definer.en)?;
    }
    let mut shared: Vec<(HolderCategory, Arc<[ItemSpec]>)> = Vec::new();
    let mut codes = BTreeSet::new();
    let mut kinds = Vec::with_capacity(raw.kinds.len());
    for (index, raw::Row(code, code_verified, zh, en, definer, holder_category)) in
        raw.kinds.into_iter().enumerate()
    {
        let path = format!("kinds[{index}]");
        check_code(&format!("{path}[0]"), &code, code_verified)?;
        rule(
            codes.insert(code.clone()),
            format!("{path}[0]"),
            ("其他证照类型未用过的代码", "a code that no other kind has"),
        )?;
        check_text(&format!("{path}[2]"), &zh)?;
        check_text(&format!("{path}[3]"), &en)?;
        let definer = raw.definers.get(definer).ok_or_else(|| {
            KindError::rule(
                format!("{path}[4]"),
                "definers 中的序号（从 0 起）",
                "a place in definers, from 0",
            )
        })?;
        let items = match shared.iter().find(|(category, _)| *category == holder_category) {
            Some((_, items)) => Arc::clone(items),
            None => {
                let items: Arc<[ItemSpec]> = header::specs(holder_category).into();
                shared.push((holder_category, Arc::clone(&items)));
                items
            }
        };
        kinds.push(Kind {
            code,
            code_verified,
            zh,
            en,
            definer_zh: definer.zh.clone(),
            definer_en: definer.en.clone(),
            holder_category,
            decoys_to: decoys_of_header(&items),
            items,
            number: None,
            validity_ranges: Vec::new(),
            relations: Vec::new(),
        });
    }
    Ok(kinds)
}

/// As many as there are header items to redact.
fn decoys_of_header(items: &[ItemSpec]) -> u16 {
    let redacted = items.iter().filter(|item| item.disclosure != Disclosure::Open).count();
    u16::try_from(redacted).unwrap_or(MAX_DECOYS_TO)
}

pub(super) fn kind(raw: raw::Kind) -> Result<Kind, KindError> {
    check_code("code", &raw.code, raw.code_verified)?;
    for (path, text) in
        [("zh", &raw.zh), ("en", &raw.en), ("definer.zh", &raw.definer.zh), ("definer.en", &raw.definer.en)]
    {
        check_text(path, text)?;
    }
    rule(raw.decoys_to <= MAX_DECOYS_TO, "decoys_to", ("不超过 64 的数", "a number up to 64"))?;
    rule(
        raw.holder_category != HolderCategory::Person || raw.decoys_to > 0,
        "decoys_to",
        ("大于 0 的数，因为持证人是自然人", "a number above 0, because the holder is a person"),
    )?;
    rule(
        raw.validity_ranges.len() <= MAX_SHORT_LIST,
        "validity_ranges",
        ("至多 16 个期限", "at most 16 periods"),
    )?;
    rule(
        !raw.validity_ranges.iter().any(is_empty_period),
        "validity_ranges",
        ("大于 0 的期限", "periods longer than 0"),
    )?;
    rule(raw.relations.len() <= MAX_SHORT_LIST, "relations", ("至多 16 种关系", "at most 16 relations"))?;
    rule(raw.items.len() <= MAX_KIND_ITEMS, "items", ("至多 256 项", "at most 256 items"))?;

    let mut items = header::specs(raw.holder_category);
    override_header(&mut items, &raw.header, raw.holder_category)?;
    let number = raw.number.map(check_number).transpose()?;
    let mut labels = BTreeSet::new();
    let mut names = BTreeSet::new();
    let mut keys: BTreeSet<String> = items.iter().filter_map(|item| item.pinyin.clone()).collect();
    for (index, item) in raw.items.into_iter().enumerate() {
        let path = format!("items[{index}]");
        let item = check_item(&path, item, raw.holder_category)?;
        rule(
            labels.insert(item.label),
            format!("{path}.label"),
            ("其他项未用过的编号", "a label that no other item has"),
        )?;
        rule(
            names.insert(item.name.clone()),
            format!("{path}.name"),
            ("其他项未用过的名称", "a name that no other item has"),
        )?;
        if let Some(pinyin) = &item.pinyin {
            rule(
                keys.insert(pinyin.clone()),
                format!("{path}.pinyin"),
                ("其他项未用过的拼音缩写", "a pinyin key that no other item has"),
            )?;
        }
        items.push(item);
    }
    check_birth_dates(&items)?;
    items.sort_by_key(ItemSpec::label);
    Ok(Kind {
        code: raw.code,
        code_verified: raw.code_verified,
        zh: raw.zh,
        en: raw.en,
        definer_zh: raw.definer.zh,
        definer_en: raw.definer.en,
        holder_category: raw.holder_category,
        items: items.into(),
        number,
        decoys_to: raw.decoys_to,
        validity_ranges: raw.validity_ranges,
        relations: raw.relations,
    })
}

fn rule(
    holds: bool,
    path: impl Into<String>,
    (zh, en): (&'static str, &'static str),
) -> Result<(), KindError> {
    if holds { Ok(()) } else { Err(KindError::rule(path, zh, en)) }
}

fn check_code(path: &str, code: &str, verified: bool) -> Result<(), KindError> {
    let of_standard = code.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase());
    if verified {
        return rule(
            code.len() == 21 && of_standard,
            path,
            ("21 位数字和大写字母，因为已标为核实", "21 characters of 0-9A-Z, as it is verified"),
        );
    }
    let allowed = code.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase() || byte == b'-');
    rule(
        (1..=MAX_NAME).contains(&code.len()) && allowed,
        path,
        ("1 至 64 位数字、大写字母和连字符", "1 to 64 characters of 0-9A-Z and -"),
    )
}

fn check_text(path: &str, text: &str) -> Result<(), KindError> {
    let shown = !text.trim().is_empty() && !text.chars().any(is_hidden);
    rule(
        shown && text.len() <= MAX_TEXT,
        path,
        ("1 至 256 字节、不含隐藏字符的文字", "1 to 256 bytes of text without hidden characters"),
    )
}

/// Control, zero-width and bidirectional formatting characters, which would let a name show as another.
pub(super) fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{061C}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

fn check_name(path: &str, name: &str) -> Result<(), KindError> {
    let shaped = name.len() <= MAX_NAME
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
    rule(
        shaped,
        format!("{path}.name"),
        ("至多 64 个字母和数字的驼峰式名称", "a camelCase name of up to 64 letters and digits"),
    )
}

fn check_number(raw: raw::Number) -> Result<NumberRule, KindError> {
    let count = raw.templates.len();
    let path = "number.templates";
    rule((1..=MAX_SHORT_LIST).contains(&count), path, ("1 至 16 个样式", "1 to 16 templates"))?;
    for (index, template) in raw.templates.iter().enumerate() {
        let path = format!("{path}[{index}]");
        check_text(&path, template)?;
        let gaps = template.chars().filter(|c| *c == '~').count();
        rule(gaps <= 1, path, ("至多一个 ~", "at most one ~"))?;
    }
    Ok(NumberRule { templates: raw.templates, check: raw.check })
}

fn is_empty_period(range: &ValidityRange) -> bool {
    matches!(range, ValidityRange::Days(0) | ValidityRange::Months(0) | ValidityRange::Years(0))
}

/// Changes header items and takes up shared ones.
fn override_header(
    items: &mut Vec<ItemSpec>,
    overrides: &[raw::Override],
    category: HolderCategory,
) -> Result<(), KindError> {
    let mut seen = BTreeSet::new();
    for (index, change) in overrides.iter().enumerate() {
        let path = format!("header[{index}]");
        rule(
            seen.insert(&change.name),
            format!("{path}.name"),
            ("尚未改过的名称", "a name not yet overridden"),
        )?;
        items.extend(header::shared(&change.name));
        let Some(item) = items.iter_mut().find(|item| item.name == change.name) else {
            return rule(
                false,
                format!("{path}.name"),
                (
                    "公用项的名称，且不与其他声明重复",
                    "the name of a header item that no claim restates, or of a shared item",
                ),
            );
        };
        item.disclosure = change.disclosure.unwrap_or(item.disclosure);
        item.printed = change.printed.unwrap_or(item.printed);
        item.required = change.required;
        let identifies = header_item_named(&item.name).is_some_and(header::HeaderItem::identifies);
        rule(
            category != HolderCategory::Person || !identifies || item.disclosure != Disclosure::Open,
            format!("{path}.disclosure"),
            (
                "selective 或 sensitive，因为该项能识别个人",
                "selective or sensitive, because it identifies a person",
            ),
        )?;
        check_printed(&path, item, category)?;
    }
    Ok(())
}

/// A printed certificate has no redaction: whoever holds the paper reads all of it.
fn check_printed(path: &str, item: &ItemSpec, category: HolderCategory) -> Result<(), KindError> {
    let personal = category != HolderCategory::Legal && item.disclosure == Disclosure::Sensitive;
    rule(
        !(personal && item.printed),
        format!("{path}.printed"),
        ("false，因为该项为敏感项", "false, because the item is sensitive"),
    )
}

fn check_item(path: &str, item: raw::Item, category: HolderCategory) -> Result<ItemSpec, KindError> {
    rule(
        (FIRST_KIND_LABEL..=LAST_KIND_LABEL).contains(&item.label),
        format!("{path}.label"),
        ("16 至 4080 的编号", "a label of 16 to 4080"),
    )?;
    check_text(&format!("{path}.zh"), &item.zh)?;
    check_text(&format!("{path}.en"), &item.en)?;
    check_name(path, &item.name)?;
    rule(
        header_item_named(&item.name).is_none(),
        format!("{path}.name"),
        ("公用项未用过的名称", "a name that no header or shared item has"),
    )?;
    if let Some(pinyin) = &item.pinyin {
        let shaped = (1..=MAX_NAME).contains(&pinyin.len())
            && pinyin.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_');
        rule(
            shaped,
            format!("{path}.pinyin"),
            ("1 至 64 位大写字母、数字和下划线", "1 to 64 characters of A-Z, 0-9 and _"),
        )?;
    }
    rule(
        !item.limits || item.disclosure == Disclosure::Open,
        format!("{path}.disclosure"),
        ("open，因为该项限制证照效力", "open, because the item limits the licence"),
    )?;
    rule(
        !item.limits || item.printed,
        format!("{path}.printed"),
        ("true，因为该项限制证照效力", "true, because the item limits the licence"),
    )?;
    let members = check_members(path, item.item_type, item.members)?;
    let spec = ItemSpec {
        label: item.label,
        zh: item.zh,
        name: item.name,
        pinyin: item.pinyin,
        en: item.en,
        disclosure: item.disclosure,
        printed: item.printed,
        limits: item.limits,
        required: item.required,
        item_type: item.item_type,
        members,
    };
    check_printed(path, &spec, category)?;
    Ok(spec)
}

fn check_members(
    path: &str,
    item_type: ItemType,
    members: Vec<raw::Member>,
) -> Result<Vec<MemberSpec>, KindError> {
    let fits = match item_type {
        ItemType::List => true,
        ItemType::Map => !members.is_empty(),
        _ => members.is_empty(),
    };
    let path = format!("{path}.members");
    rule(
        fits,
        path.as_str(),
        (
            "map 要有成员，list 可有，其他类型没有",
            "members for a map, perhaps for a list, none for any other type",
        ),
    )?;
    rule(members.len() <= MAX_MEMBERS, path.as_str(), ("至多 32 个成员", "at most 32 members"))?;
    let mut labels = BTreeSet::new();
    let mut names = BTreeSet::new();
    let mut checked = Vec::with_capacity(members.len());
    for (index, member) in members.into_iter().enumerate() {
        let path = format!("{path}[{index}]");
        let in_range = (1..=MAX_LABEL).contains(&member.label);
        rule(in_range, format!("{path}.label"), ("1 至 4095 的编号", "a label of 1 to 4095"))?;
        check_text(&format!("{path}.zh"), &member.zh)?;
        check_text(&format!("{path}.en"), &member.en)?;
        check_name(&path, &member.name)?;
        let flat = !matches!(member.item_type, ItemType::List | ItemType::Map);
        rule(flat, format!("{path}.type"), ("list 和 map 以外的类型", "a type other than list and map"))?;
        rule(
            labels.insert(member.label),
            format!("{path}.label"),
            ("其他成员未用过的编号", "a label that no other member has"),
        )?;
        rule(
            names.insert(member.name.clone()),
            format!("{path}.name"),
            ("其他成员未用过的名称", "a name that no other member has"),
        )?;
        checked.push(MemberSpec {
            label: member.label,
            zh: member.zh,
            name: member.name,
            en: member.en,
            item_type: member.item_type,
        });
    }
    checked.sort_by_key(MemberSpec::label);
    Ok(checked)
}

/// Most desks need to know whether somebody is old enough and not the birthday: a kind with a birth date has
/// the answers beside it. `birthDate` has `ageOver14`, `childBirthDate` has `childAgeOver14`, and so on.
fn check_birth_dates(items: &[ItemSpec]) -> Result<(), KindError> {
    for item in items {
        let prefix = if item.name == "birthDate" { Some("") } else { item.name.strip_suffix("BirthDate") };
        let Some(prefix) = prefix else { continue };
        let path = format!("items.{}", item.name);
        rule(item.item_type == ItemType::Date, format!("{path}.type"), ("类型 date", "the type date"))?;
        rule(
            item.disclosure != Disclosure::Open,
            format!("{path}.disclosure"),
            ("selective 或 sensitive，因为是出生日期", "selective or sensitive, because it is a birth date"),
        )?;
        for age in ["14", "16", "18"] {
            let name = format!("{prefix}{}geOver{age}", if prefix.is_empty() { 'a' } else { 'A' });
            let found = items.iter().any(|other| {
                other.name == name
                    && other.item_type == ItemType::Boolean
                    && other.disclosure != Disclosure::Open
            });
            rule(
                found,
                path.as_str(),
                (
                    "同时有可选择披露的布尔项 ageOver14、ageOver16、ageOver18",
                    "redacted boolean items ageOver14, ageOver16, ageOver18 beside it",
                ),
            )?;
        }
    }
    Ok(())
}
