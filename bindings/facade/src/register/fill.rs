//! What a register fills into a draft.

use super::{Register, Replaced};
use crate::InputError;
use crate::draft::{identifier, item_text, set_value, set_version};
use serde_json::{Value, json};
use zhengzhao::kind::Kind;

/// The item of a notice that names the notice which it corrects.
const CORRECTED: &str = "correctedNotice";

/// Gives a draft that states no version the one that its licence has in the register, or the first; and what that
/// version took the place of. So the paper says what the electronic form says.
///
/// # Errors
/// [`InputError`] when the draft says that it takes the place of something else.
pub fn fill(draft: &mut Value, kind: &Kind, register: &Register) -> Result<(), InputError> {
    let licence =
        item_text(draft, "certificateNumber").and_then(|number| register.licence(kind.code(), number));
    if item_text(draft, "certificateVersion").is_none() {
        set_version(draft, licence.as_ref().map_or(1, super::Licence::version));
    }
    let replaces = licence.and_then(|licence| licence.current().find_map(|copy| copy.replaces.clone()));
    replaces.map_or(Ok(()), |replaced| name_predecessor(draft, kind, &replaced))
}

/// Makes a draft the next version of what it takes the place of.
///
/// # Errors
/// [`InputError`] when the draft says otherwise.
pub fn follow(draft: &mut Value, kind: &Kind, replaced: &Replaced) -> Result<(), InputError> {
    set_version(draft, replaced.version.saturating_add(1));
    name_predecessor(draft, kind, replaced)
}

/// Names the certificate before by its licence identifier, or by its number where it has none.
fn name_predecessor(draft: &mut Value, kind: &Kind, replaced: &Replaced) -> Result<(), InputError> {
    let same = item_text(draft, "certificateNumber") == Some(&replaced.number);
    // Under another number the serial may be another one too, and only the clerk knows the old one.
    let identifier = identifier(draft, replaced.version).filter(|_| same);
    let name = identifier.map_or_else(|| replaced.number.clone(), |identifier| identifier.to_string());
    if kind.item_named("predecessor").is_some() && item_text(draft, "predecessor").is_none() {
        set_value(draft, "predecessor", json!(name));
    }
    if kind.item_named(CORRECTED).is_none() {
        return Ok(());
    }
    match item_text(draft, CORRECTED) {
        None => set_value(draft, CORRECTED, json!(replaced.number)),
        Some(number) if number == replaced.number => {}
        Some(_) => {
            return Err(InputError::new(
                format!("$.items.{CORRECTED}"),
                "与被取代的通知编号不符。",
                "not the number of the notice that is replaced.",
            ));
        }
    }
    Ok(())
}
