//! The rules of a kind file. They bind whoever issues by it; a checker of certificates never asks them.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::item::MemberSpec;
use super::{
    Disclosure, FIRST_KIND_LABEL, HolderCategory, ItemSpec, ItemType, Kind, KindError, LAST_KIND_LABEL,
    MAX_DECOYS_TO, MAX_KIND_ITEMS, MAX_LABEL, MAX_MEMBERS, ValidityRange, header, header_item_named, raw,
};

/// Bytes of a displayed name; four times the longest in use.
const MAX_TEXT: usize = 256;
/// Characters of a camelCase name, a pinyin key or a kind's code.
const MAX_NAME: usize = 64;
/// Entries of the short lists: periods and relations.
const MAX_SHORT_LIST: usize = 16;

pub(super) fn kind(raw: raw::Kind) -> Result<Kind, KindError> {
    check_code(&raw.code, raw.code_verified)?;
    for (path, text) in
        [("zh", &raw.zh), ("en", &raw.en), ("definer.zh", &raw.definer.zh), ("definer.en", &raw.definer.en)]
    {
        check_text(path, text)?;
    }
    rule(raw.decoys_to <= MAX_DECOYS_TO, "decoys_to", "a number up to 64")?;
    rule(
        raw.holder_category != HolderCategory::Person || raw.decoys_to > 0,
        "decoys_to",
        "a number above 0, because the holder is a person",
    )?;
    rule(raw.validity_ranges.len() <= MAX_SHORT_LIST, "validity_ranges", "at most 16 periods")?;
    rule(!raw.validity_ranges.iter().any(is_empty_period), "validity_ranges", "periods longer than 0")?;
    rule(raw.relations.len() <= MAX_SHORT_LIST, "relations", "at most 16 relations")?;
    rule(raw.items.len() <= MAX_KIND_ITEMS, "items", "at most 256 items")?;

    let mut items = header::specs(raw.holder_category);
    override_header(&mut items, &raw.header, raw.holder_category)?;
    let mut labels = BTreeSet::new();
    let mut names = BTreeSet::new();
    for (index, item) in raw.items.into_iter().enumerate() {
        let path = format!("items[{index}]");
        let item = check_item(&path, item, raw.holder_category)?;
        rule(labels.insert(item.label), format!("{path}.label"), "a label that no other item has")?;
        rule(names.insert(item.name.clone()), format!("{path}.name"), "a name that no other item has")?;
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
        items,
        decoys_to: raw.decoys_to,
        validity_ranges: raw.validity_ranges,
        relations: raw.relations,
    })
}

fn rule(holds: bool, path: impl Into<String>, expected: &'static str) -> Result<(), KindError> {
    if holds { Ok(()) } else { Err(KindError::Rule { path: path.into(), expected }) }
}

fn check_code(code: &str, verified: bool) -> Result<(), KindError> {
    let of_standard = code.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase());
    if verified {
        return rule(code.len() == 21 && of_standard, "code", "21 characters of 0-9A-Z, as it is verified");
    }
    let allowed = code.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase() || byte == b'-');
    rule((1..=MAX_NAME).contains(&code.len()) && allowed, "code", "1 to 64 characters of 0-9A-Z and -")
}

fn check_text(path: &str, text: &str) -> Result<(), KindError> {
    let shown = !text.trim().is_empty() && !text.chars().any(is_hidden);
    rule(shown && text.len() <= MAX_TEXT, path, "1 to 256 bytes of text without hidden characters")
}

/// Control, zero-width and bidirectional formatting characters, which would let a name show as another.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{061C}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

fn check_name(path: &str, name: &str) -> Result<(), KindError> {
    let shaped = name.len() <= MAX_NAME
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
    rule(shaped, format!("{path}.name"), "a camelCase name of up to 64 letters and digits")
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
        rule(seen.insert(&change.name), format!("{path}.name"), "a name not yet overridden")?;
        items.extend(header::shared(&change.name));
        let Some(item) = items.iter_mut().find(|item| item.name == change.name) else {
            return rule(
                false,
                format!("{path}.name"),
                "the name of a header item that no claim restates, or of a shared item",
            );
        };
        item.disclosure = change.disclosure.unwrap_or(item.disclosure);
        item.printed = change.printed.unwrap_or(item.printed);
        let identifies = header_item_named(&item.name).is_some_and(header::HeaderItem::identifies);
        rule(
            category != HolderCategory::Person || !identifies || item.disclosure != Disclosure::Open,
            format!("{path}.disclosure"),
            "selective or sensitive, because it identifies a person",
        )?;
        check_printed(&path, item, category)?;
    }
    Ok(())
}

/// A printed certificate has no redaction: whoever holds the paper reads all of it.
fn check_printed(path: &str, item: &ItemSpec, category: HolderCategory) -> Result<(), KindError> {
    let personal = category != HolderCategory::Legal && item.disclosure == Disclosure::Sensitive;
    rule(!(personal && item.printed), format!("{path}.printed"), "false, because the item is sensitive")
}

fn check_item(path: &str, item: raw::Item, category: HolderCategory) -> Result<ItemSpec, KindError> {
    rule(
        (FIRST_KIND_LABEL..=LAST_KIND_LABEL).contains(&item.label),
        format!("{path}.label"),
        "a label of 16 to 4080",
    )?;
    check_text(&format!("{path}.zh"), &item.zh)?;
    check_text(&format!("{path}.en"), &item.en)?;
    check_name(path, &item.name)?;
    rule(
        header_item_named(&item.name).is_none(),
        format!("{path}.name"),
        "a name that no header or shared item has",
    )?;
    if let Some(pinyin) = &item.pinyin {
        let shaped = (1..=MAX_NAME).contains(&pinyin.len())
            && pinyin.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_');
        rule(shaped, format!("{path}.pinyin"), "1 to 64 characters of A-Z, 0-9 and _")?;
    }
    rule(
        !item.limits || item.disclosure == Disclosure::Open,
        format!("{path}.disclosure"),
        "open, because the item limits the licence",
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
    rule(fits, path.as_str(), "members for a map, perhaps for a list, none for any other type")?;
    rule(members.len() <= MAX_MEMBERS, path.as_str(), "at most 32 members")?;
    let mut labels = BTreeSet::new();
    let mut names = BTreeSet::new();
    let mut checked = Vec::with_capacity(members.len());
    for (index, member) in members.into_iter().enumerate() {
        let path = format!("{path}[{index}]");
        let in_range = (1..=MAX_LABEL).contains(&member.label);
        rule(in_range, format!("{path}.label"), "a label of 1 to 4095")?;
        check_text(&format!("{path}.zh"), &member.zh)?;
        check_text(&format!("{path}.en"), &member.en)?;
        check_name(&path, &member.name)?;
        let flat = !matches!(member.item_type, ItemType::List | ItemType::Map);
        rule(flat, format!("{path}.type"), "a type other than list and map")?;
        rule(labels.insert(member.label), format!("{path}.label"), "a label that no other member has")?;
        rule(names.insert(member.name.clone()), format!("{path}.name"), "a name that no other member has")?;
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
        rule(item.item_type == ItemType::Date, format!("{path}.type"), "the type date")?;
        rule(
            item.disclosure != Disclosure::Open,
            format!("{path}.disclosure"),
            "selective or sensitive, because it is a birth date",
        )?;
        for age in ["14", "16", "18"] {
            let name = format!("{prefix}{}geOver{age}", if prefix.is_empty() { 'a' } else { 'A' });
            let found = items.iter().any(|other| {
                other.name == name
                    && other.item_type == ItemType::Boolean
                    && other.disclosure != Disclosure::Open
            });
            rule(found, path.as_str(), "redacted boolean items ageOver14, ageOver16, ageOver18 beside it")?;
        }
    }
    Ok(())
}
