//! The words of acts: for whom, for what matter, why, and in answer to what.

use crate::cbor::{Reader, Writer, text_fault};
use crate::certificate::{is_organisation_id, read_organisation};
use crate::error::{Claim, Object, Refusal, ensure};
use crate::labels as l;
use crate::limits::{MAX_AUDIENCE, MAX_PURPOSE, MAX_SCENARIO_ID};
use alloc::string::String;
use core::fmt;

/// The audience of whoever reads it.
const ANY: &str = "any";
/// Bytes of a purpose: no character of UTF-8 has more than four.
const MAX_PURPOSE_BYTES: usize = MAX_PURPOSE * 4;

const fn invalid(object: Object, label: i64) -> Refusal {
    Refusal::ClaimInvalid { object, claim: Claim(label) }
}

/// The text rules of SPEC §3, for text that a host hands over.
fn check_text(object: Object, label: i64, text: &str) -> Result<(), Refusal> {
    ensure(text_fault(text).is_none(), || invalid(object, label))
}

/// For whom an act is (`aud`): 1 to 255 bytes, by which a checker is named.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Audience(String);

impl Audience {
    /// The audience of whoever reads it. Such a presentation never proves who presents.
    #[must_use]
    pub fn any() -> Self {
        Self(ANY.into())
    }

    /// A checker's name.
    ///
    /// # Errors
    /// [`Refusal::ClaimInvalid`] unless 1 to 255 bytes in NFC without invisible characters.
    pub fn new(name: &str) -> Result<Self, Refusal> {
        check_text(Object::Presentation, l::AUD, name)?;
        ensure((1..=MAX_AUDIENCE).contains(&name.len()), || invalid(Object::Presentation, l::AUD))?;
        Ok(Self(name.into()))
    }

    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Self, Refusal> {
        let object = reader.object();
        let name = reader.text(MAX_AUDIENCE)?;
        ensure(!name.is_empty(), || invalid(object, l::AUD))?;
        Ok(Self(name.into()))
    }

    /// Whether it is the audience of whoever reads it.
    #[must_use]
    pub fn is_any(&self) -> bool {
        self.0 == ANY
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Why something is shown (事由): 1 to 200 characters.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Purpose(String);

impl Purpose {
    /// A purpose.
    ///
    /// # Errors
    /// [`Refusal::ClaimInvalid`] unless 1 to 200 characters in NFC without invisible ones.
    pub fn new(text: &str) -> Result<Self, Refusal> {
        check_text(Object::Presentation, l::PURPOSE, text)?;
        Self::bounded(Object::Presentation, text)
    }

    fn bounded(object: Object, text: &str) -> Result<Self, Refusal> {
        let bounded = (1..=MAX_PURPOSE).contains(&text.chars().count());
        ensure(bounded, || invalid(object, l::PURPOSE))?;
        Ok(Self(text.into()))
    }

    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Self, Refusal> {
        let object = reader.object();
        Self::bounded(object, reader.text(MAX_PURPOSE_BYTES)?)
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The name of a scenario: who publishes it, and its id. Compared exactly.
///
/// ```cddl
/// scenario-id = [ organisation, tstr ]
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ScenarioId {
    issuer: String,
    id: String,
}

impl ScenarioId {
    /// The scenario `id` (1 to 64 of a–z, 0–9 and "-") of the organisation `issuer`.
    ///
    /// # Errors
    /// [`Refusal::ClaimInvalid`].
    pub fn new(issuer: &str, id: &str) -> Result<Self, Refusal> {
        let object = Object::Scenario;
        ensure(is_organisation_id(issuer), || invalid(object, l::ISS))?;
        ensure(is_id(id), || invalid(object, l::SCENARIO))?;
        Ok(Self { issuer: issuer.into(), id: id.into() })
    }

    /// Reads what `Display` writes: the organisation, a slash and the id.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (issuer, id) = text.split_once('/')?;
        Self::new(issuer, id).ok()
    }

    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Self, Refusal> {
        let object = reader.object();
        reader.enter_array(2)?;
        let issuer = read_organisation(reader)?.into();
        let id = reader.text(MAX_SCENARIO_ID)?;
        ensure(is_id(id), || invalid(object, l::SCENARIO))?;
        reader.leave_array();
        Ok(Self { issuer, id: id.into() })
    }

    pub(crate) fn write<'w>(&self, writer: &'w mut Writer) -> &'w mut Writer {
        writer.array(2).text(&self.issuer).text(&self.id)
    }

    /// The unified social credit code of the organisation that publishes it.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// Its id under that organisation.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }
}

impl fmt::Display for ScenarioId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.issuer, self.id)
    }
}

fn is_id(id: &str) -> bool {
    (1..=MAX_SCENARIO_ID).contains(&id.len())
        && id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

/// What an act answers: 16 random bytes of the host's own.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Nonce([u8; 16]);

impl Nonce {
    /// These bytes.
    #[must_use]
    pub const fn new(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }

    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Self, Refusal> {
        Ok(Self(*reader.byte_array()?))
    }
}

impl fmt::Debug for Nonce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Nonce(..)")
    }
}
