//! Lines of a register.

use crate::InputError;
use crate::draft::IssueForm;
use serde::{Deserialize, Serialize};
use zhengzhao::certificate::StatusRef;
use zhengzhao::limits::STATUS_SHARD;
use zhengzhao::status::Status;
use zhengzhao::time::Date;

/// How every line begins.
pub(super) const LINE_START: &[u8] = b"{\"zhengzhao-register\":";

/// Most bytes of a line.
pub const MAX_REGISTER_LINE: usize = 8192;

/// Why a licence is issued anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// 遗失补发: the old one was lost.
    Lost,
    /// 延续: its time ran out, or will.
    Renewed,
    /// 变更: something in it changed.
    Changed,
    /// 转出: it goes on under another region or bureau.
    Transferred,
}

impl Reason {
    /// What becomes of the copies before.
    #[must_use]
    pub const fn status(self) -> Status {
        match self {
            Self::Lost | Self::Renewed | Self::Changed => Status::Superseded,
            Self::Transferred => Status::TransferredOut,
        }
    }
}

/// The licence and the version that a copy takes the place of, older ones included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Replaced {
    /// Its certificate number.
    pub number: String,
    /// Its version.
    pub version: u16,
    /// Why.
    pub reason: Reason,
}

/// One copy: a certificate or a printed form. It holds no personal data beyond the certificate's number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CopyRecord {
    /// The name of the status list.
    pub uri: String,
    /// Its entry there.
    pub index: u64,
    /// The code of the kind.
    pub kind: String,
    /// Item 1, the certificate's number.
    pub number: String,
    /// Item 8, the version.
    pub version: u16,
    /// The form.
    pub form: IssueForm,
    /// The name of the copy, in hexadecimal.
    pub cti: String,
    /// The day on which it was made.
    pub issued: String,
    /// What it takes the place of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<Replaced>,
}

/// That a status was set for every copy of a licence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatusRecord {
    /// The code of the kind.
    pub kind: String,
    /// The certificate's number.
    pub number: String,
    /// The version whose copies were set.
    pub version: u16,
    /// The status, by its name.
    pub status: String,
    /// The day.
    pub day: String,
}

/// A line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RegisterLine {
    /// A copy.
    Copy(CopyRecord),
    /// A status.
    Status(StatusRecord),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    #[serde(rename = "zhengzhao-register")]
    version: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    copy: Option<CopyRecord>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    status: Option<StatusRecord>,
}

impl RegisterLine {
    /// The JSON line, its line feed included.
    #[must_use]
    pub fn to_line(&self) -> String {
        let (copy, status) = match self {
            Self::Copy(copy) => (Some(copy.clone()), None),
            Self::Status(status) => (None, Some(status.clone())),
        };
        // Strings and numbers: nothing that could fail to be written.
        let mut line = serde_json::to_string(&Raw { version: 1, copy, status }).unwrap_or_default();
        line.push('\n');
        line
    }

    /// Reads a line.
    ///
    /// # Errors
    /// [`InputError`] when it is none of a register.
    pub fn read(line: &[u8]) -> Result<Self, InputError> {
        let no_line = |column: usize| {
            InputError::new(
                "$",
                format!("第 {column} 列处不是登记簿的 JSON。"),
                format!("not the JSON of a register at column {column}."),
            )
        };
        if line.len() > MAX_REGISTER_LINE {
            return Err(no_line(MAX_REGISTER_LINE));
        }
        let raw: Raw = serde_json::from_slice(line).map_err(|error| no_line(error.column()))?;
        if raw.version != 1 {
            return Err(InputError::new("$.zhengzhao-register", "应为 1。", "expected 1."));
        }
        match (raw.copy, raw.status) {
            (Some(copy), None) => copy.checked().map(Self::Copy),
            (None, Some(status)) => status.checked().map(Self::Status),
            _ => Err(InputError::new("$", "应有 copy 或 status 之一。", "expected either copy or status.")),
        }
    }
}

impl CopyRecord {
    /// The entry in the status list.
    #[must_use]
    pub fn status_ref(&self) -> Option<StatusRef> {
        StatusRef::new(self.index, &self.uri).filter(|_| self.index < STATUS_SHARD)
    }

    fn checked(self) -> Result<Self, InputError> {
        if self.status_ref().is_none() {
            return Err(InputError::new("$.copy", "状态序号或名单名称无效。", "no such status entry."));
        }
        if hex::decode(&self.cti).ok().is_none_or(|cti| cti.len() != 16) {
            return Err(InputError::new(
                "$.copy.cti",
                "应为 32 位十六进制数字。",
                "expected 32 hexadecimal digits.",
            ));
        }
        day("$.copy.issued", &self.issued)?;
        Ok(self)
    }
}

impl StatusRecord {
    /// The status; the name was checked when the line was read.
    #[must_use]
    pub fn status(&self) -> Option<Status> {
        Status::from_id(&self.status)
    }

    fn checked(self) -> Result<Self, InputError> {
        if self.status().is_none() {
            return Err(InputError::new("$.status.status", "没有此状态。", "there is no such status."));
        }
        day("$.status.day", &self.day)?;
        Ok(self)
    }
}

fn day(path: &str, text: &str) -> Result<Date, InputError> {
    Date::parse(text).ok_or_else(|| {
        InputError::new(path, "应为形如 2026-12-31 的日期。", "expected a date such as 2026-12-31.")
    })
}
