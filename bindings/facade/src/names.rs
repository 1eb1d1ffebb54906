//! Items as JSON under their camelCase names.

use crate::Text;
use serde::Serialize;
use serde_json::{Map, Value as Json, json};
use zhengzhao::Lang;
use zhengzhao::certificate::{Items, Value};
use zhengzhao::kind::{ItemSpec, Kinds, MemberSpec};

/// What an item is called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ItemLabel {
    /// Its key in `items`: the camelCase name, or `item 17` where no kind file names it.
    pub name: String,
    /// The integer on the wire.
    pub label: u16,
    /// Its Chinese and English names.
    #[serde(flatten)]
    pub text: Text,
}

/// The items as a JSON map, and what each is called, by ascending label.
pub(crate) fn items_to_json(kinds: &Kinds, kind: &str, items: &Items) -> (Map<String, Json>, Vec<ItemLabel>) {
    let mut map = Map::new();
    let mut labels = Vec::new();
    for (label, value) in items.iter() {
        let spec = kinds.get(kind).and_then(|kind| kind.item(label));
        let name = kinds.name_of(kind, label).to_string();
        let members = spec.map(ItemSpec::members).unwrap_or_default();
        map.insert(name.clone(), value_to_json(members, value));
        let text = item_text(kinds, kind, label, &name);
        labels.push(ItemLabel { name, label, text });
    }
    (map, labels)
}

/// What the item with this label is called.
pub(crate) fn item_label(kinds: &Kinds, kind: &str, label: u16) -> ItemLabel {
    let name = kinds.name_of(kind, label).to_string();
    let text = item_text(kinds, kind, label, &name);
    ItemLabel { name, label, text }
}

/// What a kind is called; an unknown one by its code.
pub(crate) fn kind_text(kinds: &Kinds, code: &str) -> Text {
    match kinds.get(code) {
        Some(kind) => Text::new(kind.name_zh(), kind.name_en()),
        None => Text::new(code, code),
    }
}

fn item_text(kinds: &Kinds, kind: &str, label: u16, name: &str) -> Text {
    match (kinds.title_of(kind, label, Lang::Zh), kinds.title_of(kind, label, Lang::En)) {
        (Some(zh), Some(en)) => Text::new(zh, en),
        _ => Text::new(format!("第 {label} 项"), name),
    }
}

/// `bytes` have no JSON form of their own and become `{"hex": …}`.
fn value_to_json(members: &[MemberSpec], value: &Value) -> Json {
    match value {
        Value::Integer(integer) => json!(integer),
        Value::Bytes(bytes) => json!({ "hex": hex::encode(bytes) }),
        Value::Text(text) => json!(text),
        Value::Bool(value) => json!(value),
        Value::List(list) => list.iter().map(|value| value_to_json(members, value)).collect(),
        Value::Map(items) => {
            let named = items.iter().map(|(label, value)| {
                let spec = members.iter().find(|member| member.label() == label);
                let name = spec.map_or_else(|| format!("item {label}"), |member| member.name().into());
                (name, value_to_json(&[], value))
            });
            Json::Object(named.collect())
        }
    }
}
