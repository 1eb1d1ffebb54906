//! Items of a draft, by the types of their kind.

use super::not_a_date;
use crate::InputError;
use crate::input::{Object, elements, unknown};
use serde_json::Value;
use zhengzhao::cbor::text_fault;
use zhengzhao::issue::{DraftElement, DraftItem, DraftValue};
use zhengzhao::kind::{Disclosure, HEADER, ItemSpec, ItemType, Kind, MemberSpec, header_item_named};
use zhengzhao::time::Date;

/// The items of a certificate, redacted as the kind advises or the file says.
pub(super) fn read_items(path: &str, value: &Value, kind: &Kind) -> Result<Vec<DraftItem>, InputError> {
    named(path, value, kind)?
        .into_iter()
        .map(|(path, spec, value)| {
            let (value, selective) = override_of(&path, value, spec.members())?;
            let redact = selective.unwrap_or(spec.disclosure() != Disclosure::Open);
            Ok(DraftItem { label: spec.label(), value: read_item(&path, value, spec)?, redact })
        })
        .collect()
}

/// The items of a permit: only whole permits are redacted.
pub(super) fn read_open_items(path: &str, value: &Value, kind: &Kind) -> Result<Vec<DraftItem>, InputError> {
    named(path, value, kind)?
        .into_iter()
        .map(|(path, spec, value)| Ok(DraftItem::open(spec.label(), read_item(&path, value, spec)?)))
        .collect()
}

type Named<'v, 'k> = Vec<(String, &'k ItemSpec, &'v Value)>;

fn named<'v, 'k>(path: &str, value: &'v Value, kind: &'k Kind) -> Result<Named<'v, 'k>, InputError> {
    let Value::Object(map) = value else {
        return Err(InputError::expected(path, "对象", "an object", value));
    };
    let spec = |(name, value): (&'v String, &'v Value)| {
        let path = format!("{path}.{name}");
        let spec = kind.item_named(name).ok_or_else(|| no_item(&path, name, kind))?;
        Ok((path, spec, value))
    };
    map.iter().map(spec).collect()
}

fn no_item(path: &str, name: &str, kind: &Kind) -> InputError {
    if header_item_named(name).is_some_and(|item| item.is_restated()) {
        return InputError::new(
            path,
            "该项由证照的其他声明（类型、区划、颁发机构、有效期）得出，请勿另填。",
            "this item restates a claim (kind, region, issuer, validFrom, validTo) and is derived from it; leave it out.",
        );
    }
    // Someone who writes the Chinese name means the item that has it.
    let zh = kind.items().iter().find(|spec| spec.name_zh() == name);
    if let Some(spec) = zh {
        let own = spec.name();
        return InputError::new(path, format!("请用英文名 {own}。"), format!("write its name {own}."));
    }
    let names = kind.items().iter().map(ItemSpec::name);
    unknown(path, name, names.chain(HEADER.iter().filter(|item| !item.is_restated()).map(|item| item.name())))
}

/// `{"value": …, "selective": …}` around a value; a map item with a member called `value` cannot be meant.
fn override_of<'v>(
    path: &str,
    value: &'v Value,
    members: &[MemberSpec],
) -> Result<(&'v Value, Option<bool>), InputError> {
    let own_member = members.iter().any(|member| member.name() == "value");
    let wraps = value.as_object().is_some_and(|map| map.contains_key("value")) && !own_member;
    if !wraps {
        return Ok((value, None));
    }
    let mut object = Object::of(path, value)?;
    let inner = object.need("value")?;
    let selective = object.bool("selective")?;
    object.end()?;
    Ok((inner, Some(selective)))
}

fn read_item(path: &str, value: &Value, spec: &ItemSpec) -> Result<DraftValue, InputError> {
    match spec.item_type() {
        ItemType::List => {
            let read = |(path, value): (String, &Value)| {
                let (value, selective) = override_of(&path, value, spec.members())?;
                if spec.limits() && selective == Some(true) {
                    return Err(InputError::new(
                        path,
                        "该项限制证照效力，其元素不能选择披露。",
                        "the item limits the licence; none of its elements may be selective.",
                    ));
                }
                let value = if spec.members().is_empty() {
                    read_value(&path, value, ItemType::Text)?
                } else {
                    read_map(&path, value, spec.members())?
                };
                Ok(DraftElement { value, redact: selective.unwrap_or(false) })
            };
            let list = elements(path, value)?.into_iter().map(read).collect::<Result<_, InputError>>()?;
            Ok(DraftValue::List(list))
        }
        ItemType::Map => read_map(path, value, spec.members()),
        item_type => read_value(path, value, item_type),
    }
}

fn read_map(path: &str, value: &Value, members: &[MemberSpec]) -> Result<DraftValue, InputError> {
    let Value::Object(map) = value else {
        return Err(InputError::expected(path, "对象", "an object", value));
    };
    let read = |(name, value): (&String, &Value)| {
        let path = format!("{path}.{name}");
        let spec = members.iter().find(|member| member.name() == name);
        let spec = spec.ok_or_else(|| unknown(&path, name, members.iter().map(MemberSpec::name)))?;
        Ok(DraftItem::open(spec.label(), read_value(&path, value, spec.item_type())?))
    };
    Ok(DraftValue::Map(map.iter().map(read).collect::<Result<_, InputError>>()?))
}

fn read_value(path: &str, value: &Value, item_type: ItemType) -> Result<DraftValue, InputError> {
    let expected = |zh: &str, en: &str| InputError::expected(path, zh, en, value);
    match item_type {
        ItemType::Date => {
            let text = value.as_str().filter(|text| Date::parse(text).is_some());
            text.map(DraftValue::from).ok_or_else(|| not_a_date(path, value))
        }
        ItemType::Integer => {
            value.as_i64().map(DraftValue::Integer).ok_or_else(|| expected("整数", "an integer"))
        }
        ItemType::Boolean => {
            value.as_bool().map(DraftValue::Bool).ok_or_else(|| expected("true 或 false", "true or false"))
        }
        ItemType::Bytes => {
            let hex = value.as_object().filter(|map| map.len() == 1).and_then(|map| map.get("hex"));
            let bytes = hex.and_then(Value::as_str).and_then(|text| hex::decode(text).ok());
            bytes.map(DraftValue::Bytes).ok_or_else(|| {
                expected("形如 {\"hex\": \"00ff\"} 的字节", "bytes such as {\"hex\": \"00ff\"}")
            })
        }
        _ => {
            let text = value.as_str().ok_or_else(|| expected("文字", "text"))?;
            if text_fault(text).is_some() {
                return Err(InputError::new(
                    path,
                    "文字不是 NFC 规范形式，或含有控制、零宽或双向字符。",
                    "the text is not in normal form C, or has control, zero-width or bidirectional characters.",
                ));
            }
            Ok(text.into())
        }
    }
}
