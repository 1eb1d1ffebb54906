//! A receipt as JSON: one line, the same in every version of format 1, from which the very bytes follow again.

mod content;

use crate::InputError;
use crate::times::parse_rfc3339;
use serde::{Deserialize, Serialize};
use zhengzhao::receipt::{Content, Entry, Receipt};
use zhengzhao::time::Time;
use zhengzhao::{Lang, Refusal};

/// A receipt. Hashes are in hexadecimal, times are RFC 3339.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReceiptRecord {
    /// The version of the format, 1.
    #[serde(rename = "zhengzhao-receipt")]
    pub version: u64,
    /// Its number, from 1.
    pub number: u64,
    /// The link of the receipt before.
    pub previous: String,
    /// The first second at which it may be purged; absent: never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keep_until: Option<String>,
    /// What it says; absent once it was purged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<ContentRecord>,
    /// What is left of it when it was purged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purged: Option<StubRecord>,
}

/// What is left of a receipt that was purged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StubRecord {
    /// The digest of the content.
    pub digest: String,
    /// When it was purged.
    pub at: String,
}

/// What a receipt says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContentRecord {
    /// When the check was made.
    pub time: String,
    /// Who made it.
    pub checker: String,
    /// Where, a division code of GB/T 2260.
    pub region: String,
    /// The matter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scenario: Option<ScenarioRecord>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose: Option<String>,
    /// The object that the verdict is about.
    pub object: String,
    /// `verified`, `refused` or `cannot_tell`.
    pub outcome: String,
    /// The code of the refusal, or of the findings.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<String>,
    /// The code of the kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// The keyed hash that names the certificate to whoever has the key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tag: Option<String>,
    /// The fields that were shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fields: Option<Vec<FieldRecord>>,
    /// The permits that were shown.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub permits: Vec<PermitLineRecord>,
    /// What was proven about the presenter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub presenter: Option<String>,
    /// Whether the portrait was shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub face: Option<String>,
    /// Whether a delegate presented it, who is not named.
    #[serde(default, skip_serializing_if = "is_false")]
    pub delegate: bool,
    /// The own trust list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own_list: Option<ListUsedRecord>,
    /// The recognised trust list that names the issuer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recognised_list: Option<ListUsedRecord>,
    /// When the status list was made, or `not_checked`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// The program and its version.
    pub software: String,
}

/// The name of a scenario.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScenarioRecord {
    /// The organisation that publishes it.
    pub issuer: String,
    /// Its id.
    pub id: String,
}

/// A field that was shown; never its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldRecord {
    /// The integer on the wire.
    pub label: u16,
    /// Its name at the time of the check.
    pub name: String,
}

/// A permit that was shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PermitLineRecord {
    /// The code of its kind.
    pub kind: String,
    /// What it came to.
    pub outcome: String,
    /// Its refusal's code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The fields that were shown.
    pub fields: Vec<FieldRecord>,
}

/// A trust list on which a verdict stood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListUsedRecord {
    /// The authority that publishes it.
    pub authority: String,
    /// Its sequence number.
    pub sequence: u64,
    /// When it was made.
    pub issued: String,
}

impl ReceiptRecord {
    /// The record of a receipt.
    #[must_use]
    pub fn of(receipt: &Receipt) -> Self {
        let (content, purged) = match receipt.entry() {
            Entry::Content(content) => (Some(ContentRecord::of(content.facts())), None),
            Entry::Stub { digest, purged } => {
                (None, Some(StubRecord { digest: hex::encode(digest), at: purged.to_string() }))
            }
        };
        Self {
            version: 1,
            number: receipt.number(),
            previous: hex::encode(receipt.previous()),
            keep_until: receipt.keep_until().map(|until| until.to_string()),
            content,
            purged,
        }
    }

    /// The JSON line, its line feed included.
    #[must_use]
    pub fn to_line(&self) -> String {
        // Strings, numbers and lists of them: nothing that could fail to be written.
        let mut line = serde_json::to_string(self).unwrap_or_default();
        line.push('\n');
        line
    }

    /// The receipt of a JSON line.
    ///
    /// # Errors
    /// [`InputError`] when the line is no receipt.
    pub fn read_line(line: &str) -> Result<Receipt, InputError> {
        let record: Self = serde_json::from_str(line).map_err(|error| {
            let column = error.column();
            // What serde says may quote a value of whatever this is.
            InputError::new(
                "$",
                format!("第 {column} 列处不是回执的 JSON。"),
                format!("not the JSON of a receipt at column {column}."),
            )
        })?;
        record.receipt()
    }

    /// The receipt that the record describes.
    ///
    /// # Errors
    /// [`InputError`] with the place of a value that does not fit.
    pub fn receipt(&self) -> Result<Receipt, InputError> {
        if self.version != 1 {
            return Err(InputError::new("$.zhengzhao-receipt", "应为 1。", "expected 1."));
        }
        let keep_until = self.keep_until.as_deref().map(|text| time("$.keep_until", text)).transpose()?;
        let entry = match (&self.content, &self.purged) {
            (Some(content), None) => {
                let content =
                    Content::new(&content.facts()?).map_err(|refusal| unfit("$.content", &refusal))?;
                Entry::Content(Box::new(content))
            }
            (None, Some(stub)) => Entry::Stub {
                digest: bytes("$.purged.digest", &stub.digest)?,
                purged: time("$.purged.at", &stub.at)?,
            },
            _ => {
                return Err(InputError::new(
                    "$",
                    "应有 content 或 purged 之一。",
                    "expected either content or purged.",
                ));
            }
        };
        let previous = bytes("$.previous", &self.previous)?;
        Receipt::from_parts(self.number, previous, keep_until, entry).map_err(|refusal| unfit("$", &refusal))
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_false(value: &bool) -> bool {
    !value
}

fn unfit(path: &str, refusal: &Refusal) -> InputError {
    InputError::new(path, refusal.text(Lang::Zh), refusal.text(Lang::En))
}

fn time(path: &str, text: &str) -> Result<Time, InputError> {
    parse_rfc3339(text)
        .ok_or_else(|| InputError::new(path, "应为 RFC 3339 时间。", "expected an RFC 3339 time."))
}

fn bytes(path: &str, text: &str) -> Result<[u8; 32], InputError> {
    let bytes = hex::decode(text).ok().and_then(|bytes| bytes.try_into().ok());
    bytes
        .ok_or_else(|| InputError::new(path, "应为 32 字节的十六进制。", "expected 32 bytes in hexadecimal."))
}
