//! What is filled into a draft before it is read: its version, and what follows from it.

use crate::InputError;
use crate::input::parse_json;
use serde_json::{Map, Value, json};
use zhengzhao::ids::LicenceIdentifier;

const VERSION: &str = "certificateVersion";
const SERIAL: &str = "identifierSerial";
const CHECK: &str = "identifierCheck";

/// Parses a draft and gives it the first version if it states none.
///
/// # Errors
/// [`InputError`] unless it is JSON.
pub fn prepare(json: &str) -> Result<Value, InputError> {
    let mut draft = parse_json(json)?;
    first_version(&mut draft);
    Ok(draft)
}

/// Gives a draft the first version if it states none.
pub(crate) fn first_version(draft: &mut Value) {
    if item_text(draft, VERSION).is_none() {
        set_version(draft, 1);
    }
}

/// Sets item 8, and with it the check digit of the licence identifier where the draft has a serial. A draft without
/// items stays as it is: reading it says what is missing.
pub fn set_version(draft: &mut Value, version: u16) {
    let version = format!("{version:03}");
    let check = check_digit(draft, &version);
    set_text(draft, VERSION, &version);
    if let Some(check) = check {
        set_text(draft, CHECK, &check.to_string());
    }
}

fn check_digit(draft: &Value, version: &str) -> Option<char> {
    let text = |name: &str| draft.get(name).and_then(Value::as_str);
    let serial = item_text(draft, SERIAL)?;
    LicenceIdentifier::new(text("kind")?, text("issuer")?, serial, version).ok().map(|own| own.check())
}

/// The text of an item of a draft, also where it is written with `selective`.
#[must_use]
pub fn item_text<'d>(draft: &'d Value, name: &str) -> Option<&'d str> {
    let value = draft.get("items")?.get(name)?;
    value.as_str().or_else(|| value.get("value").and_then(Value::as_str))
}

/// Sets the text of an item, and leaves `selective` as it is written.
pub(crate) fn set_text(draft: &mut Value, name: &str, text: &str) {
    let Some(items) = draft.get_mut("items").and_then(Value::as_object_mut) else { return };
    match items.get_mut(name).and_then(|value| value.as_object_mut()).and_then(wrapped) {
        Some(value) => *value = json!(text),
        None => drop(items.insert(name.into(), json!(text))),
    }
}

fn wrapped(map: &mut Map<String, Value>) -> Option<&mut Value> {
    map.get_mut("value")
}
