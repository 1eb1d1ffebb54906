//! What is filled into a draft before it is read: its version, and what follows from it.

use crate::InputError;
use crate::input::parse_json;
use serde_json::{Value, json};
use zhengzhao::ids::LicenceIdentifier;

const SERIAL: &str = "identifierSerial";
const CHECK: &str = "identifierCheck";

/// Parses a draft, to fill something in before it is read.
///
/// # Errors
/// [`InputError`] unless it is JSON.
pub fn parse(json: &str) -> Result<Value, InputError> {
    parse_json(json)
}

/// The text of an item of a draft, also where it is written with `selective`.
#[must_use]
pub fn item_text<'d>(draft: &'d Value, name: &str) -> Option<&'d str> {
    let value = draft.get("items")?.get(name)?;
    value.as_str().or_else(|| value.get("value").and_then(Value::as_str))
}

/// Sets an item, and leaves `selective` as it is written. A draft without items stays as it is: reading it says what
/// is missing.
pub(crate) fn set_value(draft: &mut Value, name: &str, new: Value) {
    let Some(items) = draft.get_mut("items").and_then(Value::as_object_mut) else { return };
    match items.get_mut(name).and_then(Value::as_object_mut).and_then(|map| map.get_mut("value")) {
        Some(value) => *value = new,
        None => drop(items.insert(name.into(), new)),
    }
}

/// Sets item 8, and with it the check digit of the licence identifier where the draft has a serial.
pub(crate) fn set_version(draft: &mut Value, version: u16) {
    set_value(draft, "certificateVersion", json!(format!("{version:03}")));
    if let Some(identifier) = identifier(draft, version) {
        set_value(draft, CHECK, json!(identifier.check().to_string()));
    }
}

/// The licence identifier that the draft's licence has in a version; none without a serial or a national kind code.
pub(crate) fn identifier(draft: &Value, version: u16) -> Option<LicenceIdentifier> {
    let text = |name: &str| draft.get(name).and_then(Value::as_str);
    let serial = item_text(draft, SERIAL)?;
    LicenceIdentifier::new(text("kind")?, text("issuer")?, serial, &format!("{version:03}")).ok()
}
