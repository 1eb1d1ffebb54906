//! Documents and seals.

use crate::border::{Fault, Given, read};
use crate::holder::ToSignHandle;
use crate::options::{Hex, public_key, purpose, seconds, time};
use serde::Deserialize;
use wasm_bindgen::prelude::wasm_bindgen;
use zhengzhao_facade::core::act::seal::{self, Document, DocumentHasher};
use zhengzhao_facade::seal::{Sealing, append, media_type};

/// A document that is hashed piece by piece.
#[wasm_bindgen]
#[derive(Debug)]
pub struct DocumentHandle {
    hasher: DocumentHasher,
}

#[wasm_bindgen]
impl DocumentHandle {
    /// Before the first byte.
    pub fn begin() -> Self {
        Self { hasher: DocumentHasher::new() }
    }

    /// Takes the next bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        self.hasher.update(bytes);
    }

    /// The SHA-256 of what came so far.
    pub fn sha256(&self) -> Vec<u8> {
        self.hasher.clone().finish().digest().to_vec()
    }
}

pub(crate) fn document(sha256: &[u8], length: f64) -> Given<Document> {
    let digest = sha256.try_into().map_err(|_| Fault::argument("sha256: 32 bytes"))?;
    Ok(Document::new(
        digest,
        seconds(length).map_err(|_| Fault::argument("length: a whole number of bytes"))?,
    ))
}

/// What is said of a document when it is sealed.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct SealOptions {
    name: String,
    media_type: Option<String>,
    purpose: Option<String>,
    now: u64,
    cti: Hex<16>,
    algorithm: String,
}

/// What the seal's key signs. `copy` is the seal's certificate as its owner holds it.
#[wasm_bindgen]
pub fn prepare_seal(
    copy: &[u8],
    key: &[u8],
    sha256: &[u8],
    length: f64,
    options: &str,
) -> Given<ToSignHandle> {
    let options: SealOptions = read(options)?;
    let sealing = Sealing {
        document: document(sha256, length)?,
        media_type: options.media_type.unwrap_or_else(|| media_type(&options.name).into()),
        name: options.name,
        purpose: options.purpose.as_deref().map(purpose).transpose()?,
        now: time("now", options.now)?,
    };
    let key = public_key(&options.algorithm, key)?;
    Ok(ToSignHandle { act: Some(sealing.prepare(copy, &key, options.cti.0)?) })
}

/// The file beside a document with one seal more; `held` is empty where there is none yet.
#[wasm_bindgen]
pub fn append_seal(held: &[u8], seal: &[u8]) -> Given<Vec<u8>> {
    Ok(append((!held.is_empty()).then_some(held), seal)?)
}

/// How many seals such a file has.
#[wasm_bindgen]
pub fn count_seals(file: &[u8]) -> Given<u32> {
    Ok(u32::try_from(seal::read(file)?.len()).unwrap_or(u32::MAX))
}

/// The seal at this place of such a file.
#[wasm_bindgen]
pub fn seal_at(file: &[u8], place: u32) -> Given<Vec<u8>> {
    let seals = seal::read(file)?;
    let seal = usize::try_from(place).ok().and_then(|place| seals.get(place));
    Ok(seal.ok_or_else(|| Fault::argument("there is no seal at this place"))?.to_vec())
}
