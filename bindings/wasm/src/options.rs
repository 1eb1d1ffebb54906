//! What comes in as JSON. Every object is closed: a misspelt member is a mistake and not a default.

use crate::border::{Fault, Given};
use serde::{Deserialize, Deserializer};
use zhengzhao_facade::Check;
use zhengzhao_facade::core::act::{Audience, Nonce, Purpose, ScenarioId};
use zhengzhao_facade::core::crypto::{Algorithm, PublicKey};
use zhengzhao_facade::core::region::Region;
use zhengzhao_facade::core::time::Time;
use zhengzhao_facade::core::verify::Challenge;
use zhengzhao_facade::core::{Policy, Presence};
use zhengzhao_facade::keyfile::{algorithm_named, public_from_bytes};
use zhengzhao_facade::presented::Meeting;

/// `N` bytes, in JSON as hexadecimal.
pub(crate) struct Hex<const N: usize>(pub(crate) [u8; N]);

impl<'de, const N: usize> Deserialize<'de> for Hex<N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let bytes = hex::decode(text).ok().and_then(|bytes| bytes.try_into().ok());
        bytes.map(Self).ok_or_else(|| serde::de::Error::custom(format_args!("expected {N} bytes")))
    }
}

/// What a desk demands of lists and clocks.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Lists {
    now: u64,
    max_status_age: u64,
    clock_skew: Option<u64>,
    max_mandate_age: Option<u64>,
}

impl Lists {
    pub(crate) fn now(&self) -> Given<Time> {
        time("now", self.now)
    }

    pub(crate) fn policy(&self) -> Given<Policy> {
        policy(self.max_status_age, self.clock_skew, self.max_mandate_age)
    }
}

fn policy(max_status_age: u64, clock_skew: Option<u64>, max_mandate_age: Option<u64>) -> Given<Policy> {
    let mut policy = Policy::new(max_status_age);
    if let Some(seconds) = clock_skew {
        let with = policy.with_clock_skew(seconds);
        policy = with.ok_or_else(|| Fault::argument("clockSkew: at most 300 seconds"))?;
    }
    if let Some(seconds) = max_mandate_age {
        let with = policy.with_max_mandate_age(seconds);
        policy = with.ok_or_else(|| Fault::argument("maxMandateAge: at most 366 days"))?;
    }
    Ok(policy)
}

pub(crate) fn time(member: &str, seconds: u64) -> Given<Time> {
    let time = Time::from_seconds(seconds);
    time.ok_or_else(|| Fault::argument(format!("{member}: seconds since 1970, before the year 10000")))
}

/// What is true of the moment of a check.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Occasion {
    now: u64,
    region: String,
    max_status_age: u64,
    clock_skew: Option<u64>,
    max_mandate_age: Option<u64>,
    audience: Option<String>,
    scenario: Option<String>,
    purpose: Option<String>,
    challenge: Option<Hex<16>>,
    pub(crate) form: Option<String>,
    pub(crate) receipt: Option<ReceiptOptions>,
    pub(crate) existed_before: Option<u64>,
}

/// What a receipt of a check needs beside the check.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct ReceiptOptions {
    pub(crate) key: Hex<32>,
    pub(crate) checker: String,
    pub(crate) software: Option<String>,
    pub(crate) retention_days: Option<u64>,
    pub(crate) after: Option<String>,
}

impl Occasion {
    pub(crate) fn check(&self) -> Given<Check> {
        check(self.now, &self.region, (self.max_status_age, self.clock_skew, self.max_mandate_age))
    }

    pub(crate) fn meeting(&self) -> Given<Meeting> {
        Ok(Meeting {
            audience: self.audience.as_deref().map(audience).transpose()?,
            scenario: self.scenario.as_deref().map(scenario).transpose()?,
            purpose: self.purpose.as_deref().map(purpose).transpose()?,
        })
    }

    /// The challenge, which the call uses up.
    pub(crate) fn presence(&mut self) -> Presence<'static> {
        presence(&mut self.challenge)
    }
}

/// When, where and, by the age of a status list, the clocks' skew and the age of mandates, how strictly.
pub(crate) fn check(now: u64, region: &str, strict: (u64, Option<u64>, Option<u64>)) -> Given<Check> {
    let region = Region::parse(region);
    let region = region.ok_or_else(|| Fault::argument("region: a division code of six digits"))?;
    let policy = policy(strict.0, strict.1, strict.2)?;
    Ok(Check { now: time("now", now)?, region, policy })
}

pub(crate) fn presence(challenge: &mut Option<Hex<16>>) -> Presence<'static> {
    match challenge.take() {
        Some(nonce) => Presence::Challenge(Challenge::new(Nonce::new(nonce.0))),
        None => Presence::None,
    }
}

pub(crate) fn audience(name: &str) -> Given<Audience> {
    Audience::new(name).map_err(|_| Fault::argument("audience: 1 to 255 visible bytes in normal form C"))
}

pub(crate) fn purpose(text: &str) -> Given<Purpose> {
    Purpose::new(text).map_err(|_| Fault::argument("purpose: 1 to 200 visible characters in normal form C"))
}

/// A scenario's name in the form of the records, `issuer/id`.
pub(crate) fn scenario(text: &str) -> Given<ScenarioId> {
    let parts = text.split_once('/');
    let id = parts.and_then(|(issuer, id)| ScenarioId::new(issuer, id).ok());
    id.ok_or_else(|| Fault::argument("scenario: the issuer's code of 18 characters, a slash and an id"))
}

/// A public key: a SubjectPublicKeyInfo, or the bytes of its algorithm.
pub(crate) fn public_key(algorithm: &str, bytes: &[u8]) -> Given<PublicKey> {
    let key = if algorithm == "spki" {
        PublicKey::from_spki(bytes)
    } else {
        let names = Algorithm::ALL.map(Algorithm::name).join(", ");
        let known = algorithm_named(algorithm);
        public_from_bytes(known.ok_or_else(|| Fault::argument(format!("algorithm: one of {names}")))?, bytes)
    };
    key.map_err(|error| Fault::argument(format!("key: {error}")))
}

/// A whole number that came as a number of JavaScript.
pub(crate) fn seconds(number: f64) -> Given<u64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if number.fract() == 0.0 && (0.0..=EXACT).contains(&number) {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "whole and within 2^53"
        )]
        return Ok(number as u64);
    }
    Err(Fault::argument("a whole number of seconds since 1970"))
}
