//! QR codes as text, what a file is and brings, and what things are called.

use crate::border::{Given, written};
use serde_json::json;
use wasm_bindgen::prelude::wasm_bindgen;
use zhengzhao_facade::codes::{Scan, Step, texts};
use zhengzhao_facade::core::crypto::Algorithm;
use zhengzhao_facade::core::trust::Anchor;
use zhengzhao_facade::core::{Pack, Refusal, qr};
use zhengzhao_facade::desk::builtin_kinds;
use zhengzhao_facade::detect::{self, Sort};

/// The text of one code.
#[wasm_bindgen]
pub fn encode_text(object: &[u8]) -> String {
    qr::encode(object)
}

/// The object of one code.
#[wasm_bindgen]
pub fn decode_text(text: &str) -> Given<Vec<u8>> {
    Ok(qr::decode(text)?)
}

/// The texts of the codes that hold an object.
#[wasm_bindgen]
pub fn frames(object: &[u8]) -> Given<String> {
    written(&texts(object)?)
}

/// Texts of codes, one after the other.
#[wasm_bindgen]
#[derive(Debug)]
pub struct ScanHandle {
    scan: Scan,
}

#[wasm_bindgen]
impl ScanHandle {
    /// Nothing scanned yet.
    pub fn begin() -> Self {
        Self { scan: Scan::new() }
    }

    /// The whole object, or nothing while frames are missing.
    pub fn take(&mut self, text: &str) -> Given<Option<Vec<u8>>> {
        match self.scan.take(text)? {
            Step::Complete(object) => Ok(Some(object)),
            Step::More(_) => Ok(None),
        }
    }

    /// How far it has come.
    pub fn progress(&self) -> Given<String> {
        written(&self.scan.progress())
    }

    /// Forgets the frames that were collected.
    pub fn clear(&mut self) {
        self.scan.clear();
    }
}

/// What the bytes are by their own word.
#[wasm_bindgen]
pub fn detect(bytes: &[u8]) -> Given<String> {
    let sort = detect::detect(bytes);
    let object = match &sort {
        Sort::Object(object) => Some(object.id()),
        _ => None,
    };
    written(&json!({ "object": object, "text": sort.text() }))
}

/// The anchor that a pack brings, which a person compares before it is pinned; the pack is not verified.
#[wasm_bindgen]
pub fn anchor_of(pack: &[u8]) -> Given<Option<Vec<u8>>> {
    Ok(Pack::parse(pack)?.anchor().map(Anchor::to_bytes))
}

/// What a kind is called, where it is known.
#[wasm_bindgen]
pub fn kind_name(code: &str) -> Given<String> {
    let kind = builtin_kinds().get(code);
    written(&kind.map_or_else(
        || json!({ "code": code }),
        |kind| json!({ "code": code, "zh": kind.name_zh(), "en": kind.name_en() }),
    ))
}

/// The algorithms of this build, by name.
#[wasm_bindgen]
pub fn algorithms() -> Given<String> {
    let available = Algorithm::ALL.into_iter().filter(|algorithm| algorithm.is_available());
    written(&available.map(Algorithm::name).collect::<Vec<_>>())
}

/// The version of the library.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").into()
}

/// The code of every refusal, in the order of SPEC.
#[wasm_bindgen]
pub fn refusal_codes() -> Given<String> {
    written(&Refusal::CODES)
}
