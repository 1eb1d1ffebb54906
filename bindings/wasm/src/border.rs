//! Values on their way between Rust and JavaScript.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use wasm_bindgen::JsValue;
use zhengzhao_facade::core::Refusal;
use zhengzhao_facade::core::act::ActError;
use zhengzhao_facade::core::crypto::SignError;
use zhengzhao_facade::desk::builtin_kinds;
use zhengzhao_facade::verdict::RefusalRecord;
use zhengzhao_facade::{InputError, Text};

/// Why a call gave nothing. It reaches JavaScript as the text of a JSON object.
#[derive(Debug)]
pub struct Fault(Value);

/// What a call gives.
pub type Given<T> = Result<T, Fault>;

impl Fault {
    /// A mistake of the program that calls.
    pub(crate) fn usage(code: &str, message: impl Into<String>) -> Self {
        Self(json!({ "usage": code, "message": message.into() }))
    }

    pub(crate) fn argument(message: impl Into<String>) -> Self {
        Self::usage("invalid_argument", message)
    }
}

impl From<Refusal> for Fault {
    fn from(refusal: Refusal) -> Self {
        Self(json!({ "refusal": RefusalRecord::of(&refusal, builtin_kinds()) }))
    }
}

/// A fault in a file that a person or another program wrote.
impl From<InputError> for Fault {
    fn from(error: InputError) -> Self {
        let Text { zh, en } = error.message();
        Self(json!({ "usage": "invalid_input", "message": en, "zh": zh }))
    }
}

impl From<ActError> for Fault {
    fn from(error: ActError) -> Self {
        match error {
            ActError::Refused(refusal) => refusal.into(),
            ActError::WrongKey => {
                Self::usage("wrong_key", "the certificate or mandate names another key than the one given")
            }
            ActError::Sign(SignError::Unavailable) => {
                Self::usage("algorithm_unavailable", "this build lacks the algorithm of the key")
            }
            ActError::Sign(_) => Self::usage(
                "not_a_signature",
                "not a signature by this key over the bytes that were to be signed",
            ),
        }
    }
}

impl From<Fault> for JsValue {
    fn from(fault: Fault) -> Self {
        Self::from_str(&fault.0.to_string())
    }
}

/// The options of a call.
pub(crate) fn read<T: DeserializeOwned>(options: &str) -> Given<T> {
    // What serde says names members and types, never values that were expected to be of another type.
    serde_json::from_str(options).map_err(|error| Fault::argument(error.to_string()))
}

/// A record as JSON.
pub(crate) fn written(record: &impl Serialize) -> Given<String> {
    serde_json::to_string(record).map_err(|error| Fault::usage("internal", error.to_string()))
}

/// Several byte strings out of one.
pub(crate) fn split<'b>(mut joined: &'b [u8], lengths: &[u32]) -> Given<Vec<&'b [u8]>> {
    let mut parts = Vec::with_capacity(lengths.len());
    for length in lengths {
        let part = usize::try_from(*length).ok().and_then(|length| joined.split_at_checked(length));
        let (part, rest) =
            part.ok_or_else(|| Fault::usage("internal", "lengths that do not fit the bytes"))?;
        parts.push(part);
        joined = rest;
    }
    Ok(parts)
}
