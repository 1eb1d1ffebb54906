//! How `verify` and `scenario check` keep receipts.

use super::failed;
use crate::failure::Failure;
use crate::files;
use crate::usage::Expected;
use std::path::PathBuf;
use zhengzhao_facade::core::act::Audience;
use zhengzhao_facade::core::receipt::{Content, Facts, Receipt};
use zhengzhao_facade::core::time::Time;
use zhengzhao_facade::keyfile::{self, MAX_KEY_FILE};
use zhengzhao_facade::presented::Meeting;
use zhengzhao_facade::receipts::{JournalFile, ReceiptMaker, SOFTWARE, keep_until};

/// Whether and where receipts are kept.
#[derive(Debug, clap::Args)]
pub(crate) struct KeeperArgs {
    /// Add a receipt of each check to this journal; made by the first 回执簿
    #[arg(long, value_name = "FILE", requires = "receipt_key")]
    receipts: Option<PathBuf>,
    /// The key by which receipts are found again, from `receipt keygen` 回执密钥
    #[arg(long, value_name = "FILE", requires = "receipts")]
    receipt_key: Option<PathBuf>,
    /// Who checks, as receipts name it [default: that of --audience or of the request, else desk] 核验方名称
    #[arg(long, value_name = "NAME", value_parser = parse_checker)]
    checker: Option<Audience>,
    /// Days after the check for which a receipt is kept; without it, as long as the scenario says, or for ever 保存天数
    #[arg(long, value_name = "DAYS", requires = "receipts")]
    retention: Option<u64>,
}

fn parse_checker(text: &str) -> Result<Audience, Expected> {
    Audience::new(text).map_err(|_| {
        Expected::new(
            "应为 1 至 255 字节的文字，不含不可见字符。",
            "expected 1 to 255 bytes of text without hidden characters",
        )
    })
}

/// The checker who is not named.
const UNNAMED: &str = "desk";

/// Adds receipts to a journal.
pub(crate) struct Keeper {
    journal: JournalFile,
    maker: ReceiptMaker,
    /// Whether the command line names the checker.
    named: bool,
    keep_until: Option<Time>,
}

impl KeeperArgs {
    /// The keeper, if one was asked for. A journal to which nothing can be added is found before anything is verified.
    pub(crate) fn open(&self, now: Time) -> Result<Option<Keeper>, Failure> {
        let (Some(path), Some(key)) = (&self.receipts, &self.receipt_key) else { return Ok(None) };
        let json = files::read_text(key, MAX_KEY_FILE)?;
        let key =
            keyfile::read_receipt_key(&json).map_err(|error| Failure::in_file(key.display(), &error))?;
        let until = |days| {
            keep_until(now, days)
                .ok_or_else(|| Failure::usage("--retention 的天数过大。", "--retention is too many days."))
        };
        let keeper = Keeper {
            journal: JournalFile::new(path),
            maker: ReceiptMaker {
                key,
                checker: self.checker.clone().map_or_else(|| Audience::new(UNNAMED), Ok)?,
                scenario: None,
                purpose: None,
                software: SOFTWARE.into(),
            },
            named: self.checker.is_some(),
            keep_until: self.retention.map(until).transpose()?,
        };
        keeper.journal.appender().map_err(|error| failed(path, error))?;
        Ok(Some(keeper))
    }
}

impl Keeper {
    pub(crate) const fn maker(&self) -> &ReceiptMaker {
        &self.maker
    }

    /// The maker of receipts of a check for this matter.
    pub(crate) fn maker_for(&self, meeting: &Meeting) -> ReceiptMaker {
        let (scenario, purpose) = (meeting.scenario.clone(), meeting.purpose.clone());
        let audience = meeting.audience.as_ref().filter(|_| !self.named);
        let checker = audience.unwrap_or(&self.maker.checker).clone();
        ReceiptMaker { scenario, purpose, checker, ..self.maker.clone() }
    }

    /// Until when the receipts of a matter are kept of which the scenario says `scenario`: for less where that was
    /// asked for, and never for longer.
    pub(crate) fn until(&self, scenario: Option<Time>) -> Result<Option<Time>, Failure> {
        match (self.keep_until, scenario) {
            (Some(own), Some(most)) if own > most => Err(Failure::usage(
                format!("--retention 超过本场景的保存期限（{most} 止）。"),
                format!("--retention is longer than the scenario allows, which is until {most}."),
            )),
            (own, most) => Ok(own.or(most)),
        }
    }

    /// Adds the receipts of one matter, all of them or none.
    pub(crate) fn keep_all(&self, facts: &[Facts], until: Option<Time>) -> Result<Vec<Receipt>, Failure> {
        let contents = facts.iter().map(Content::new).collect::<Result<Vec<_>, _>>()?;
        let added = self.journal.appender().and_then(|mut open| open.append_all(contents, until));
        added.map_err(|error| failed(self.journal.path(), error))
    }

    /// Adds one receipt. The journal is held for no longer than that, since other desks may share it.
    pub(crate) fn keep(&self, facts: &Facts) -> Result<Receipt, Failure> {
        let content = Content::new(facts)?;
        let added = self.journal.appender().and_then(|mut open| open.append(content, self.keep_until));
        added.map_err(|error| failed(self.journal.path(), error))
    }
}
