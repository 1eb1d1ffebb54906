//! Enrolment (申领): the record that an issuer gives to a holder, and what both make of it.
//!
//! ```json
//! {"zhengzhao-enrolment-challenge": 1, "issuer": "<18 characters>", "nonce": "<32 hex digits>", "usedUp": false}
//! ```
//! The record is no secret. The issuer's copy serves once; when it has, it says `"usedUp": true`.

use crate::InputError;
use crate::input::{Object, parse_json};
use serde_json::json;
use zhengzhao::act::enrolment::{self, EnrolledKey, EnrolmentChallenge, EnrolmentDraft};
use zhengzhao::act::{ActError, Nonce};
use zhengzhao::crypto::Signer;
use zhengzhao::limits::MAX_ENROLMENT_LIFETIME;
use zhengzhao::time::Time;
use zhengzhao::{Policy, Refusal};

/// Most bytes of a challenge file.
pub const MAX_CHALLENGE: usize = 4096;
/// The member that marks a challenge file.
pub const CHALLENGE_MARK: &str = "zhengzhao-enrolment-challenge";

/// A challenge as both sides keep it.
#[derive(Debug, PartialEq, Eq)]
pub struct ChallengeRecord {
    issuer: String,
    nonce: Nonce,
    used_up: bool,
}

impl ChallengeRecord {
    /// A new challenge of the issuer with this unified social credit code, of 16 random bytes.
    ///
    /// # Errors
    /// [`Refusal::ClaimInvalid`] unless the id has the form of one.
    pub fn new(issuer: &str, nonce: [u8; 16]) -> Result<Self, Refusal> {
        let nonce = Nonce::new(nonce);
        EnrolmentChallenge::new(issuer, nonce)?;
        Ok(Self { issuer: issuer.into(), nonce, used_up: false })
    }

    /// Reads a challenge file.
    ///
    /// # Errors
    /// [`InputError`].
    pub fn read(json: &str) -> Result<Self, InputError> {
        let value = parse_json(json)?;
        let mut object = Object::of("$", &value)?;
        let Some(version) = object.uint(CHALLENGE_MARK)? else {
            return Err(InputError::new("$", "这不是申领质询文件。", "this is not an enrolment challenge."));
        };
        if version != 1 {
            let at = object.path(CHALLENGE_MARK);
            return Err(InputError::new(at, "本版本只认识 1。", "this version knows only 1."));
        }
        let issuer = object.text("issuer")?;
        let nonce = hex::decode(object.text("nonce")?).ok().and_then(|bytes| bytes.try_into().ok());
        let nonce = nonce.ok_or_else(|| {
            InputError::new("$.nonce", "应为 32 位十六进制数字。", "expected 32 hexadecimal digits.")
        })?;
        let used_up = object.bool("usedUp")?;
        object.end()?;
        let record = Self::new(issuer, nonce).map_err(|_| {
            InputError::new("$.issuer", "应为 18 位统一社会信用代码。", "expected a code of 18 characters.")
        })?;
        Ok(Self { used_up, ..record })
    }

    /// The file.
    #[must_use]
    pub fn to_json(&self) -> String {
        let record = json!({
            CHALLENGE_MARK: 1, "issuer": self.issuer, "nonce": hex::encode(self.nonce.as_bytes()),
            "usedUp": self.used_up,
        });
        format!("{record:#}\n")
    }

    /// The unified social credit code of the issuer.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// Whether it has served.
    #[must_use]
    pub const fn is_used_up(&self) -> bool {
        self.used_up
    }

    /// The record that takes its place once it has served.
    #[must_use]
    pub fn used_up(self) -> Self {
        Self { used_up: true, ..self }
    }

    /// The holder's answer by 1 to 64 keys, good for an hour. `cti` is 16 random bytes.
    ///
    /// # Errors
    /// [`ActError`].
    pub fn answer(&self, keys: &[&dyn Signer], now: Time, cti: [u8; 16]) -> Result<Vec<u8>, ActError> {
        let exp = now.saturating_add(MAX_ENROLMENT_LIFETIME);
        EnrolmentDraft { issuer: self.issuer.clone(), nonce: self.nonce, iat: now, exp }.sign(keys, cti)
    }

    /// The keys of an answer, verified. Whoever issues to one of them first replaces the record that it keeps by
    /// [`Self::used_up`]; the core cannot know how often a record was read.
    ///
    /// # Errors
    /// [`Refusal`].
    pub fn verify(&self, answer: &[u8], now: Time) -> Result<Vec<EnrolledKey>, Refusal> {
        let challenge = EnrolmentChallenge::new(&self.issuer, self.nonce)?;
        // The age of status lists plays no part; the skew is that of every other check.
        enrolment::verify(answer, challenge, now, Policy::new(0).clock_skew())
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use zhengzhao::crypto::{Algorithm, SigningKey};

    const ISSUER: &str = "11500000MBYY00038M";

    #[test]
    fn a_record_is_read_as_it_was_written() {
        let record = ChallengeRecord::new(ISSUER, [0xab; 16]).unwrap();
        let read = ChallengeRecord::read(&record.to_json()).unwrap();
        assert_eq!((read.issuer(), read.is_used_up()), (ISSUER, false));
        assert_eq!(read.to_json(), record.to_json());
        let used = ChallengeRecord::read(&read.used_up().to_json()).unwrap();
        assert!(used.is_used_up());
    }

    #[test]
    fn faults_name_their_place() {
        let json = ChallengeRecord::new(ISSUER, [0xab; 16]).unwrap().to_json();
        for (from, to, path) in [
            (CHALLENGE_MARK, "zhengzhao-key", "$"),
            ("challenge\": 1", "challenge\": 2", "$.zhengzhao-enrolment-challenge"),
            ("abab", "ab", "$.nonce"),
            ("abab", "abxx", "$.nonce"),
            (ISSUER, "11500000mbyy00038m", "$.issuer"),
            ("\"issuer\"", "\"more\": 1, \"issuer\"", "$.more"),
        ] {
            let wrong = json.replacen(from, to, 1);
            assert_ne!(wrong, json);
            assert_eq!(ChallengeRecord::read(&wrong).unwrap_err().path(), path, "{wrong}");
        }
    }

    #[test]
    fn an_answer_is_verified_for_an_hour() {
        let record = ChallengeRecord::new(ISSUER, [1; 16]).unwrap();
        let keys = Algorithm::ALL.map(|algorithm| SigningKey::from_secret(algorithm, &[9; 32]).unwrap());
        let signers: Vec<&dyn Signer> = keys.iter().map(|key| key as &dyn Signer).collect();
        let now = Time::from_seconds(1_790_000_000).unwrap();
        let answer = record.answer(&signers, now, [2; 16]).unwrap();
        assert_eq!(record.verify(&answer, now.saturating_add(3599)).unwrap().len(), 3);
        assert_eq!(record.verify(&answer, now.saturating_add(3600)).unwrap_err().code(), "act_expired");
        let other = ChallengeRecord::new(ISSUER, [2; 16]).unwrap();
        assert_eq!(other.verify(&answer, now).unwrap_err().code(), "challenge_mismatch");
    }
}
