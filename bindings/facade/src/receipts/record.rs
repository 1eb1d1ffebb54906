//! A receipt as JSON: one line, the same in every version of format 1, from which the very bytes follow again.

use crate::InputError;
use crate::times::parse_rfc3339;
use serde::{Deserialize, Serialize};
use zhengzhao::act::{Audience, Purpose, ScenarioId};
use zhengzhao::receipt::{
    Content, Entry, Facts, ListUsed, Outcome, PermitFacts, Receipt, StatusUsed, VerifiedFacts,
};
use zhengzhao::region::Region;
use zhengzhao::time::Time;
use zhengzhao::{Lang, Refusal};

/// What stands in `status` when no status was asked for.
const NOT_CHECKED: &str = "not_checked";

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

fn outcome(path: &str, text: &str) -> Result<Outcome, InputError> {
    Outcome::ALL.into_iter().find(|outcome| outcome.id() == text).ok_or_else(|| {
        InputError::new(
            path,
            "应为 verified、refused 或 cannot_tell。",
            "expected verified, refused or cannot_tell.",
        )
    })
}

impl ContentRecord {
    /// The record of facts.
    #[must_use]
    pub fn of(facts: &Facts) -> Self {
        let mut record = Self {
            time: facts.time.to_string(),
            checker: facts.checker.as_str().into(),
            region: facts.region.as_str().into(),
            scenario: facts
                .scenario
                .as_ref()
                .map(|id| ScenarioRecord { issuer: id.issuer().into(), id: id.id().into() }),
            purpose: facts.purpose.as_ref().map(|purpose| purpose.as_str().into()),
            object: facts.object.clone(),
            outcome: facts.outcome().id().into(),
            codes: Vec::new(),
            kind: None,
            tag: None,
            fields: None,
            permits: Vec::new(),
            presenter: None,
            face: None,
            delegate: false,
            own_list: facts.own_list.as_ref().map(ListUsedRecord::of),
            recognised_list: None,
            status: None,
            software: facts.software.clone(),
        };
        match &facts.verdict {
            Ok(verified) => record.fill(verified),
            Err((_, code)) => record.codes.push(code.clone()),
        }
        record
    }

    fn fill(&mut self, facts: &VerifiedFacts) {
        self.codes.clone_from(&facts.findings);
        self.kind = Some(facts.kind.clone());
        self.tag = Some(hex::encode(facts.tag));
        self.fields = Some(FieldRecord::all(&facts.fields));
        self.permits = facts.permits.iter().map(PermitLineRecord::of).collect();
        self.presenter = Some(facts.presenter.clone());
        self.face.clone_from(&facts.face);
        self.delegate = facts.delegate;
        self.recognised_list = facts.recognised_list.as_ref().map(ListUsedRecord::of);
        self.status = Some(match facts.status {
            StatusUsed::Checked { iat } => iat.to_string(),
            StatusUsed::NotChecked => NOT_CHECKED.into(),
        });
    }

    fn facts(&self) -> Result<Facts, InputError> {
        let named = |path: &'static str| move |refusal: Refusal| unfit(path, &refusal);
        let scenario = self.scenario.as_ref().map(|id| ScenarioId::new(&id.issuer, &id.id)).transpose();
        let purpose = self.purpose.as_deref().map(Purpose::new).transpose();
        let own_list = self.own_list.as_ref().map(|list| list.used("$.content.own_list")).transpose()?;
        Ok(Facts {
            time: time("$.content.time", &self.time)?,
            checker: Audience::new(&self.checker).map_err(named("$.content.checker"))?,
            region: Region::parse(&self.region).ok_or_else(|| {
                InputError::new(
                    "$.content.region",
                    "应为六位行政区划代码。",
                    "expected a division code of six digits.",
                )
            })?,
            scenario: scenario.map_err(named("$.content.scenario"))?,
            purpose: purpose.map_err(named("$.content.purpose"))?,
            object: self.object.clone(),
            verdict: self.verdict()?,
            own_list,
            software: self.software.clone(),
        })
    }

    fn verdict(&self) -> Result<Result<VerifiedFacts, (Outcome, String)>, InputError> {
        let missing = || {
            InputError::new(
                "$.content",
                "缺少或多出与结论不符的项。",
                "members that do not go with the outcome.",
            )
        };
        let outcome = outcome("$.content.outcome", &self.outcome)?;
        if outcome == Outcome::Verified {
            let status = match self.status.as_deref().ok_or_else(missing)? {
                NOT_CHECKED => StatusUsed::NotChecked,
                text => StatusUsed::Checked { iat: time("$.content.status", text)? },
            };
            let recognised = self.recognised_list.as_ref();
            return Ok(Ok(VerifiedFacts {
                kind: self.kind.clone().ok_or_else(missing)?,
                tag: bytes("$.content.tag", self.tag.as_deref().ok_or_else(missing)?)?,
                fields: FieldRecord::pairs(self.fields.as_deref().ok_or_else(missing)?),
                permits: self.permits.iter().map(PermitLineRecord::facts).collect::<Result<_, _>>()?,
                presenter: self.presenter.clone().ok_or_else(missing)?,
                face: self.face.clone(),
                delegate: self.delegate,
                recognised_list: recognised.map(|list| list.used("$.content.recognised_list")).transpose()?,
                status,
                findings: self.codes.clone(),
            }));
        }
        let nothing = self.kind.is_none()
            && self.tag.is_none()
            && self.fields.is_none()
            && self.permits.is_empty()
            && self.presenter.is_none()
            && self.face.is_none()
            && !self.delegate
            && self.recognised_list.is_none()
            && self.status.is_none();
        match (&self.codes[..], nothing) {
            ([code], true) => Ok(Err((outcome, code.clone()))),
            _ => Err(missing()),
        }
    }
}

impl FieldRecord {
    fn all(fields: &[(u16, String)]) -> Vec<Self> {
        fields.iter().map(|(label, name)| Self { label: *label, name: name.clone() }).collect()
    }

    fn pairs(records: &[Self]) -> Vec<(u16, String)> {
        records.iter().map(|field| (field.label, field.name.clone())).collect()
    }
}

impl PermitLineRecord {
    fn of(permit: &PermitFacts) -> Self {
        Self {
            kind: permit.kind.clone(),
            outcome: permit.outcome.id().into(),
            code: permit.code.clone(),
            fields: FieldRecord::all(&permit.fields),
        }
    }

    fn facts(&self) -> Result<PermitFacts, InputError> {
        Ok(PermitFacts {
            kind: self.kind.clone(),
            outcome: outcome("$.content.permits", &self.outcome)?,
            code: self.code.clone(),
            fields: FieldRecord::pairs(&self.fields),
        })
    }
}

impl ListUsedRecord {
    fn of(list: &ListUsed) -> Self {
        Self { authority: list.authority.clone(), sequence: list.sequence, issued: list.iat.to_string() }
    }

    fn used(&self, path: &str) -> Result<ListUsed, InputError> {
        Ok(ListUsed {
            authority: self.authority.clone(),
            sequence: self.sequence,
            iat: time(path, &self.issued)?,
        })
    }
}
