//! Materials, their alternatives and predicates.

use super::{read_name, short_text};
use crate::InputError;
use crate::draft::{not_a_date, read_region};
use crate::input::{Object, elements, unknown};
use serde_json::Value;
use zhengzhao::kind::{HEADER, ItemSpec, Kind, Kinds};
use zhengzhao::limits::MAX_PURPOSE;
use zhengzhao::region::Region;
use zhengzhao::scenario::{Alternative, Constant, Day, Material, PermitsNeed, Predicate};
use zhengzhao::time::Date;

/// The region of the scenario itself.
const OWN: &str = "own";

/// What links of a description call a material.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct MaterialName(pub(super) String);

pub(super) fn read_material(
    path: &str,
    value: &Value,
    kinds: &Kinds,
    own: Region,
) -> Result<(MaterialName, Material), InputError> {
    let mut object = Object::of(path, value)?;
    let name = MaterialName(object.text("name")?.into());
    let (name_zh, name_en) = (read_name(&mut object, "nameZh")?, read_name(&mut object, "nameEn")?);
    let alternatives: Vec<Alternative> = object
        .need_list("anyOf")?
        .into_iter()
        .map(|(path, value)| read_alternative(&path, value, kinds, own))
        .collect::<Result<_, _>>()?;
    if alternatives.is_empty() {
        return Err(InputError::new(
            object.path("anyOf"),
            "至少需要一种证照类型。",
            "expected at least one kind.",
        ));
    }
    let (delegate, face) = (object.bool("delegate")?, object.bool("face")?);
    object.end()?;
    Ok((name, Material { name_zh, name_en, alternatives, delegate, face }))
}

/// Finds labels by the names of one kind.
struct Names<'k> {
    kinds: &'k Kinds,
    kind: &'k str,
    /// Where the scenario applies.
    own: Region,
}

impl Names<'_> {
    fn label(&self, path: &str, value: &Value) -> Result<u16, InputError> {
        let expected = || InputError::expected(path, "信息项名称", "the name of an item", value);
        let name = value.as_str().ok_or_else(expected)?;
        let found = self.kinds.label_of(self.kind, name);
        if let Some(label) = found {
            return match HEADER.iter().find(|item| item.label() == label) {
                Some(item) if item.is_restated() => Err(InputError::new(
                    path,
                    "该项与签名声明重复，证照中不会出现；地区请用 region，有效期请用 validOn。",
                    "this item restates a claim and is in no certificate; use region, or validOn.",
                )),
                _ => Ok(label),
            };
        }
        let own = self.kinds.get(self.kind).into_iter().flat_map(Kind::items);
        let known = own.map(ItemSpec::name).chain(HEADER.iter().map(|item| item.name()));
        let kind = self.kind;
        Err(unknown(path, name, known).with_note(&format!("（类型 {kind}）"), &format!("(kind {kind})")))
    }

    fn optional(&self, object: &mut Object<'_>, member: &'static str) -> Result<Option<u16>, InputError> {
        match object.take(member) {
            Some(value) => self.label(&object.path(member), value).map(Some),
            None => Ok(None),
        }
    }

    fn needed(&self, object: &mut Object<'_>, member: &'static str) -> Result<u16, InputError> {
        let value = object.need(member)?;
        self.label(&object.path(member), value)
    }
}

fn read_alternative(
    path: &str,
    value: &Value,
    kinds: &Kinds,
    own: Region,
) -> Result<Alternative, InputError> {
    let mut object = Object::of(path, value)?;
    let kind = object.text("kind")?;
    if kinds.get(kind).is_none() {
        return Err(unknown(&object.path("kind"), kind, kinds.iter().map(Kind::code)));
    }
    let names = Names { kinds, kind, own };
    let fields = read_fields(&mut object, &names)?;
    let predicates = object
        .list("where")?
        .into_iter()
        .map(|(path, value)| read_predicate(&path, value, &names))
        .collect::<Result<_, _>>()?;
    let permits = read_permits(&mut object, kinds)?;
    let representative = match object.take("representative") {
        None => None,
        Some(value) => {
            let mut own = Object::of(&object.path("representative"), value)?;
            let labels = (names.needed(&mut own, "code")?, names.optional(&mut own, "codeType")?);
            own.end()?;
            Some(labels)
        }
    };
    object.end()?;
    Ok(Alternative { kind: kind.into(), fields, predicates, permits, representative })
}

fn read_fields(object: &mut Object<'_>, names: &Names<'_>) -> Result<Vec<u16>, InputError> {
    let mut fields: Vec<u16> = Vec::new();
    for (path, value) in object.list("fields")? {
        let label = names.label(&path, value)?;
        if fields.contains(&label) {
            return Err(InputError::new(path, "该信息项已列出。", "this item is listed already."));
        }
        fields.push(label);
    }
    fields.sort_unstable();
    Ok(fields)
}

fn read_permits(object: &mut Object<'_>, kinds: &Kinds) -> Result<PermitsNeed, InputError> {
    let Some(value) = object.take("permits") else { return Ok(PermitsNeed::Nothing) };
    let path = object.path("permits");
    if value.as_str() == Some("all") {
        return Ok(PermitsNeed::All);
    }
    if !value.is_array() {
        return Err(InputError::expected(path, "all 或类型代码列表", "all, or a list of kinds", value));
    }
    let read = |(path, value): (String, &Value)| {
        let code = value.as_str().unwrap_or_default();
        match kinds.get(code) {
            Some(kind) => Ok(String::from(kind.code())),
            None => Err(unknown(&path, code, kinds.iter().map(Kind::code))),
        }
    };
    elements(&path, value)?.into_iter().map(read).collect::<Result<_, _>>().map(PermitsNeed::Kinds)
}

/// The member that says which predicate it is comes first; the others depend on it.
fn read_predicate(path: &str, value: &Value, names: &Names<'_>) -> Result<Predicate, InputError> {
    let mut object = Object::of(path, value)?;
    let predicate = if object.has("aged") {
        let years = object.uint("aged")?.unwrap_or_default();
        let (boolean, date) = (names.optional(&mut object, "boolean")?, names.optional(&mut object, "date")?);
        if boolean.is_none() && date.is_none() {
            return Err(InputError::new(
                path,
                "需要 boolean 或 date（可并存）。",
                "expected boolean, date, or both.",
            ));
        }
        Predicate::AgeOver { years, boolean, date }
    } else if object.has("region") {
        Predicate::InRegion {
            region: if object.is("region", OWN) { names.own } else { read_region(&mut object, "region")? },
            label: names.optional(&mut object, "item")?,
        }
    } else if object.has("contains") {
        let text = object.text("contains")?;
        let text = checked(&object.path("contains"), text)?;
        Predicate::Contains { text, label: names.needed(&mut object, "item")? }
    } else if object.has("equals") {
        let value = object.need("equals")?;
        let value = constant(&object.path("equals"), value)?;
        Predicate::Equals { value, label: names.needed(&mut object, "item")? }
    } else if object.has("validOn") {
        let value = object.need("validOn")?;
        let day = day(&object.path("validOn"), value)?;
        Predicate::ValidOn { day, label: names.optional(&mut object, "item")? }
    } else {
        let known = ["aged", "region", "contains", "equals", "validOn"].join(", ");
        return Err(InputError::new(
            path,
            format!("应含其中之一：{known}。"),
            format!("expected one of the members {known}."),
        ));
    };
    object.end()?;
    Ok(predicate)
}

fn checked(path: &str, text: &str) -> Result<String, InputError> {
    let fits = (1..=MAX_PURPOSE).contains(&text.chars().count());
    if fits && zhengzhao::cbor::text_fault(text).is_none() { Ok(text.into()) } else { Err(short_text(path)) }
}

fn constant(path: &str, value: &Value) -> Result<Constant, InputError> {
    match value {
        Value::String(text) => checked(path, text).map(Constant::Text),
        Value::Bool(value) => Ok(Constant::Bool(*value)),
        _ => value.as_i64().map(Constant::Integer).ok_or_else(|| {
            InputError::expected(path, "文字、整数或布尔值", "text, an integer or a boolean", value)
        }),
    }
}

fn day(path: &str, value: &Value) -> Result<Day, InputError> {
    if let Some(days) = value.as_u64() {
        return Ok(Day::After(days));
    }
    value.as_str().and_then(Date::parse).map(Day::On).ok_or_else(|| not_a_date(path, value))
}
