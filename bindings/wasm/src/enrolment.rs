//! Enrolment: the holder's answer to an issuer's challenge, and the issuer's look at it.

use crate::border::{Fault, Given, read, split, written};
use crate::holder::{signed, used_up};
use crate::options::{Hex, public_key, time};
use serde::Deserialize;
use wasm_bindgen::prelude::wasm_bindgen;
use zhengzhao_facade::core::act::Nonce;
use zhengzhao_facade::core::act::enrolment::{EnrolledKey, EnrolmentDraft, EnrolmentToSign};
use zhengzhao_facade::core::limits::MAX_ENROLMENT_LIFETIME;
use zhengzhao_facade::enrolment::ChallengeRecord;

/// An enrolment that waits for one signature of each key.
#[wasm_bindgen]
#[derive(Debug)]
pub struct EnrolmentHandle {
    enrolment: Option<EnrolmentToSign>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct EnrolOptions {
    issuer: String,
    nonce: Hex<16>,
    now: u64,
    cti: Hex<16>,
    algorithms: Vec<String>,
}

/// What each of these keys signs to answer an issuer's challenge.
#[wasm_bindgen]
pub fn prepare_enrolment(keys: &[u8], lengths: &[u32], options: &str) -> Given<EnrolmentHandle> {
    let options: EnrolOptions = read(options)?;
    let keys = split(keys, lengths)?;
    let keys = options.algorithms.iter().zip(keys).map(|(algorithm, bytes)| public_key(algorithm, bytes));
    let keys = keys.collect::<Given<Vec<_>>>()?;
    let iat = time("now", options.now)?;
    let exp = iat.saturating_add(MAX_ENROLMENT_LIFETIME);
    let draft = EnrolmentDraft { issuer: options.issuer, nonce: Nonce::new(options.nonce.0), iat, exp };
    Ok(EnrolmentHandle { enrolment: Some(draft.prepare(&keys, options.cti.0)?) })
}

#[wasm_bindgen]
impl EnrolmentHandle {
    /// What the key at this place signs.
    pub fn bytes(&self, place: u32) -> Given<Vec<u8>> {
        let enrolment = self.enrolment.as_ref().ok_or_else(used_up)?;
        let place = usize::try_from(place).ok();
        let bytes = place.and_then(|place| enrolment.bytes().nth(place));
        Ok(bytes.ok_or_else(|| Fault::argument("there is no key at this place"))?.to_vec())
    }

    /// The enrolment. Uses the handle up, whatever comes of it.
    pub fn finish(&mut self, signatures: &[u8], lengths: &[u32], forms: &str) -> Given<Vec<u8>> {
        let enrolment = self.enrolment.take().ok_or_else(used_up)?;
        let forms: Vec<String> = read(forms)?;
        let signatures = split(signatures, lengths)?;
        let signatures = forms.iter().zip(signatures).map(|(form, signature)| signed(signature, form));
        Ok(enrolment.finish(&signatures.collect::<Given<Vec<_>>>()?)?)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EnrolledOptions {
    issuer: String,
    nonce: Hex<16>,
    now: u64,
}

/// The thumbprints of the keys that an enrolment proves, in its order.
#[wasm_bindgen]
pub fn verify_enrolment(answer: &[u8], options: &str) -> Given<String> {
    let options: EnrolledOptions = read(options)?;
    let challenge = ChallengeRecord::new(&options.issuer, options.nonce.0)?;
    let keys = challenge.verify(answer, time("now", options.now)?)?;
    let thumbprint = |key: &EnrolledKey| hex::encode(key.public_key().thumbprint().as_bytes());
    written(&keys.iter().map(thumbprint).collect::<Vec<_>>())
}
