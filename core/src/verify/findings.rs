//! Things worth a look that decide nothing: check digits.

use crate::certificate::{Items, Value};
use crate::ids::{CheckDigit, CitizenId, LicenceIdentifier, Uscc};
use alloc::vec::Vec;

/// A finding: worth a look, never a reason to refuse what a good signature covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Finding {
    /// The issuer's unified social credit code has a wrong check digit (GB 32100).
    IssuerCodeCheckWrong,
    /// The holder's code has a wrong check digit for its type (GB 32100, GB 11643).
    HolderCodeCheckWrong,
    /// The licence identifier's check digit is that of the legacy variant of MOD 37,36 found in the field.
    IdentifierCheckLegacy,
    /// The licence identifier's check digit is wrong (GB/T 36904).
    IdentifierCheckWrong,
    /// A list from the future was offered to this desk and not taken: its clock or the list's is wrong.
    FutureListOffered,
}

impl Finding {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::IssuerCodeCheckWrong,
        Self::HolderCodeCheckWrong,
        Self::IdentifierCheckLegacy,
        Self::IdentifierCheckWrong,
        Self::FutureListOffered,
    ];

    /// The stable lower_snake_case code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::IssuerCodeCheckWrong => "issuer_code_check_wrong",
            Self::HolderCodeCheckWrong => "holder_code_check_wrong",
            Self::IdentifierCheckLegacy => "identifier_check_legacy",
            Self::IdentifierCheckWrong => "identifier_check_wrong",
            Self::FutureListOffered => "future_list_offered",
        }
    }

    /// The Chinese sentence.
    #[must_use]
    pub const fn zh(self) -> &'static str {
        match self {
            Self::IssuerCodeCheckWrong => "颁发机构代码的校验位不符，请留意。",
            Self::HolderCodeCheckWrong => "持证主体代码的校验位不符，请留意。",
            Self::IdentifierCheckLegacy => "证照标识的校验位按旧算法计算。",
            Self::IdentifierCheckWrong => "证照标识的校验位不符，请留意。",
            Self::FutureListOffered => "收到过时间晚于本机的名单，未予采用；请检查本机时间。",
        }
    }

    /// The English sentence.
    #[must_use]
    pub const fn en(self) -> &'static str {
        match self {
            Self::IssuerCodeCheckWrong => "The check digit of the issuer's code does not fit.",
            Self::HolderCodeCheckWrong => "The check digit of the holder's code does not fit.",
            Self::IdentifierCheckLegacy => "The identifier's check digit follows the legacy algorithm.",
            Self::IdentifierCheckWrong => "The identifier's check digit does not fit.",
            Self::FutureListOffered => {
                "A list from the future was offered and not taken; check this device's clock."
            }
        }
    }
}

// Header items (the same in all kinds).
const HOLDER_CODE: u16 = 3;
const HOLDER_CODE_TYPE: u16 = 4;
const SERIAL: u16 = 7;
const VERSION: u16 = 8;
const CHECK: u16 = 9;

pub(crate) fn examine(issuer: &str, kind: &str, items: &Items) -> Vec<Finding> {
    let mut findings = Vec::new();
    if Uscc::parse(issuer).is_err() {
        findings.push(Finding::IssuerCodeCheckWrong);
    }
    let text = |label| items.get(label).and_then(|value| value.as_text());
    let wrong = match (text(HOLDER_CODE_TYPE), text(HOLDER_CODE)) {
        (Some("001"), Some(code)) => Uscc::parse(code).is_err(),
        (Some("111"), Some(code)) => CitizenId::parse(code).is_err(),
        _ => false,
    };
    if wrong {
        findings.push(Finding::HolderCodeCheckWrong);
    }
    findings.extend(identifier(issuer, kind, items));
    findings
}

/// The identifier is rebuilt from kind, issuer, serial, version and check (GB/T 36904).
fn identifier(issuer: &str, kind: &str, items: &Items) -> Option<Finding> {
    let serial = items.get(SERIAL)?.as_text()?;
    // Kind files say text; a number means the same three digits.
    let version = match items.get(VERSION)? {
        Value::Text(version) => version.clone(),
        other => alloc::format!("{:03}", u16::try_from(other.as_integer()?).ok()?),
    };
    let check = items.get(CHECK)?.as_text()?;
    let text = alloc::format!("1.2.156.3005.2.{kind}.{issuer}.{serial}.{version}.{check}");
    match LicenceIdentifier::parse(&text).map(|identifier| identifier.check_digit()) {
        Ok(CheckDigit::Standard) => None,
        Ok(CheckDigit::LegacyVariant) => Some(Finding::IdentifierCheckLegacy),
        // Kinds with project-local codes have no identifier to rebuild.
        Err(_) if kind.starts_with(crate::kind::LOCAL_PREFIX) => None,
        _ => Some(Finding::IdentifierCheckWrong),
    }
}
