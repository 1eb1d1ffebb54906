//! How a command ends when it does not do what it was asked.

use std::fmt;
use std::path::Path;
use zhengzhao_facade::core::Refusal;
use zhengzhao_facade::core::act::ActError;
use zhengzhao_facade::core::error::Object;
use zhengzhao_facade::core::issue::IssueError;
use zhengzhao_facade::core::kind::Kinds;
use zhengzhao_facade::detect::detect;
use zhengzhao_facade::{InputError, Text};

/// How a command ended that ran to its end.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Done {
    /// Exit code 0.
    Fine,
    /// Another exit code, already explained.
    Code(u8),
}

/// Why a command did not run to its end.
#[derive(Debug)]
pub(crate) enum Failure {
    /// A wrong argument, or a file that cannot be read or written.
    Usage(Text),
    /// The core refused an object.
    Refused {
        refusal: Box<Refusal>,
        /// The file.
        place: Option<Text>,
        /// What the file rather is, which then says more than the refusal.
        hint: Option<Text>,
    },
}

impl Failure {
    /// The exit code of a wrong argument or file.
    pub(crate) const USAGE: u8 = 3;

    pub(crate) fn usage(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self::Usage(Text::new(zh, en))
    }

    /// A fault inside a file: the one that the fault names, where several were read.
    pub(crate) fn in_file(path: impl fmt::Display, error: &InputError) -> Self {
        let Text { zh, en } = error.message();
        let path = error.file().map_or_else(|| path.to_string(), Into::into);
        Self::usage(format!("{path}：{zh}"), format!("{path}: {en}"))
    }

    /// The refusal of one file among several.
    pub(crate) fn refused_file(path: impl fmt::Display, refusal: Refusal) -> Self {
        Self::refused_at(Text::new(path.to_string(), path.to_string()), refusal)
    }

    pub(crate) fn refused_at(place: Text, refusal: Refusal) -> Self {
        Self::Refused { refusal: Box::new(refusal), place: Some(place), hint: None }
    }

    /// The refusal of a file that was given for `wanted`, with what it is where it is another sort of file.
    pub(crate) fn refused_as(path: &Path, bytes: &[u8], wanted: Object, refusal: Refusal) -> Self {
        let place = path.display().to_string();
        let (place, hint) = (Some(Text::new(place.clone(), place)), detect(bytes).is_not(wanted));
        Self::Refused { refusal: Box::new(refusal), place, hint }
    }

    /// The same, with a line that helps more than the refusal's own next step.
    pub(crate) fn with_hint(self, hint: Option<Text>) -> Self {
        match self {
            Self::Refused { refusal, place, .. } => Self::Refused { refusal, place, hint },
            other => other,
        }
    }

    /// What is wrong, in one sentence or two.
    pub(crate) fn text(&self) -> Text {
        match self {
            Self::Usage(text) => text.clone(),
            Self::Refused { refusal, place, hint } => {
                let Text { zh, en } =
                    hint.clone().unwrap_or_else(|| Text::of_refusal(refusal, &Kinds::builtin()));
                let place = place.as_ref().map_or("", |place| &place.en);
                let code = refusal.code();
                Text::new(format!("{place}：{zh}（{code}）"), format!("{place}: {en} ({code})"))
            }
        }
    }

    pub(crate) fn exit_code(&self) -> u8 {
        match self {
            Self::Usage(_) => Self::USAGE,
            Self::Refused { refusal, .. } if refusal.is_undetermined() => 2,
            Self::Refused { .. } => 1,
        }
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused { refusal: Box::new(refusal), place: None, hint: None }
    }
}

impl From<ActError> for Failure {
    fn from(error: ActError) -> Self {
        match error {
            ActError::Refused(refusal) => refusal.into(),
            ActError::Sign(error) => {
                Self::usage(format!("密钥未能签名（{error}）。"), format!("Nothing was signed: {error}."))
            }
            ActError::WrongKey => Self::usage(
                "密钥与证照所载的不是同一把。",
                "The key is not the one that the certificate names.",
            ),
        }
    }
}

impl From<IssueError> for Failure {
    fn from(error: IssueError) -> Self {
        match error {
            IssueError::Refused(refusal) => refusal.into(),
            IssueError::CheckDigit(finding) => Self::usage(
                format!("未签发：{}", finding.zh()),
                format!("Nothing was issued: {}", finding.en()),
            ),
            IssueError::Sign(error) => {
                Self::usage(format!("密钥未能签名（{error}）。"), format!("The key did not sign: {error}."))
            }
            IssueError::RedactedOnPaper(label) => Self::usage(
                format!("打印件不能选择披露第 {label} 项。"),
                format!("A printed certificate cannot redact item {label}."),
            ),
            IssueError::NotWholeDays => Self::usage(
                "一次性副本的时间必须是整日（东八区）。",
                "The times of single-use copies must be whole days of UTC+8.",
            ),
            IssueError::EnrolledElsewhere => Self::usage(
                "申领是给另一颁发机构的，与草稿不符。",
                "The enrolment is for another issuer than the draft names.",
            ),
            IssueError::HolderKeyRepeated => {
                Self::usage("两份副本使用了同一把持证人密钥。", "Two copies have the same holder key.")
            }
            IssueError::StatusIndexRepeated => {
                Self::usage("两份副本使用了同一状态序号。", "Two copies have the same status index.")
            }
            IssueError::SealOfAnother(label) => Self::usage(
                format!("印章第 {label} 项与其所依据的证照不符，两者均未签发。"),
                format!("Item {label} of the seal is not what its licence says; neither was issued."),
            ),
        }
    }
}
