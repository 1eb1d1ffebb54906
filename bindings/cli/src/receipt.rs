//! `receipt`, and how `verify` keeps receipts.

mod chain;
mod keep;
mod look;

pub(crate) use keep::{Keeper, KeeperArgs};

use crate::common::{NowArgs, names};
use crate::failure::{Done, Failure};
use crate::files::{self, Content, Existing};
use crate::output::Output;
use crate::random;
use serde_json::json;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;
use zhengzhao_facade::core::crypto::rand_core::Rng as _;
use zhengzhao_facade::core::receipt::ReceiptKey;
use zhengzhao_facade::receipts::JournalError;
use zhengzhao_facade::{Text, keyfile};

const KEYGEN_EXAMPLES: &str = "\
Examples / 示例:
  zhengzhao receipt keygen receipts.key.json
  zhengzhao verify licence.zz --state desk.zzstate --receipts receipts.jsonl \\
      --receipt-key receipts.key.json --checker \"Front desk\" --retention 90
Destroy the file, and nobody finds a certificate's receipts any more.
销毁该文件后，任何人都无法再按证照检索回执。";

const SHOW_EXAMPLES: &str = "\
Examples / 示例:
  zhengzhao receipt show receipts.jsonl
  zhengzhao receipt show receipts.jsonl --number 12 --lang zh";

const REPAIR_EXAMPLES: &str = "\
Examples / 示例:
  zhengzhao receipt repair receipts.jsonl
What was left of the last line is kept in receipts.jsonl.torn.
残缺的末行另存于 receipts.jsonl.torn。";

const VERIFY_EXAMPLES: &str = "\
Examples / 示例:
  zhengzhao receipt verify receipts.jsonl --head 2026-06.zzhead \\
      --key desk.pub.json
Without a head it cannot be seen that the end was cut off, or that the whole chain was made anew.
没有链头，就看不出末尾是否被截去、整条链是否被重做。

Exit codes / 退出码: 0 the chain holds 完好, 1 it does not 被改动, 3 a torn end, usage or file error 末行残缺、用法或文件错误.";

const HEAD_EXAMPLES: &str = "\
Examples / 示例:
  zhengzhao receipt head receipts.jsonl --key desk.key.json -o 2026-06.zzhead
Keep every head where whoever can write the journal cannot reach it: a cut end is found against a head alone.
每个链头都应存放在回执簿经手人接触不到的地方：末尾被截去，只有凭链头才能发现。";

const SEARCH_EXAMPLES: &str = "\
Examples / 示例:
  zhengzhao receipt search receipts.jsonl --receipt-key receipts.key.json \\
      licence.zz";

const PURGE_EXAMPLES: &str = "\
Examples / 示例:
  zhengzhao receipt purge receipts.jsonl --dry-run
  zhengzhao receipt purge receipts.jsonl
Copies of the file, such as backups, are not reached.
备份等副本不在清除范围之内。";

const EXPORT_EXAMPLES: &str = "\
Examples / 示例:
  zhengzhao receipt export receipts.jsonl --format csv -o receipts.csv";

/// Keeps, checks, finds, purges and exports receipts of checks 回执
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Make the key by which receipts are found again 生成回执密钥
    #[command(after_help = KEYGEN_EXAMPLES)]
    Keygen {
        /// The file to write; readable by you alone 输出文件
        file: PathBuf,
        /// Replace an existing file 替换已有文件
        #[arg(long)]
        force: bool,
    },
    /// Show receipts; checks nothing 查看回执（不检查）
    #[command(after_help = SHOW_EXAMPLES)]
    Show(look::ShowArgs),
    /// Check that nothing was changed, removed, moved or put in 检查回执链
    #[command(after_help = VERIFY_EXAMPLES)]
    Verify(chain::VerifyArgs),
    /// Sign the end of a journal, to be kept elsewhere 签署链头
    #[command(after_help = HEAD_EXAMPLES)]
    Head(chain::HeadArgs),
    /// Find the receipts of a certificate, which is not verified 按证照检索回执
    #[command(after_help = SEARCH_EXAMPLES)]
    Search(look::SearchArgs),
    /// Replace receipts whose retention has ended by stubs; the chain still holds 清除到期回执
    #[command(after_help = PURGE_EXAMPLES)]
    Purge {
        /// The journal 回执簿
        journal: PathBuf,
        /// Only say how many there are 只统计，不清除
        #[arg(long)]
        dry_run: bool,
        #[command(flatten)]
        now: NowArgs,
    },
    /// Make the end whole again after a crash; all other lines stay 修复残缺的末行
    #[command(after_help = REPAIR_EXAMPLES)]
    Repair {
        /// The journal 回执簿
        journal: PathBuf,
    },
    /// Write receipts as JSON lines or as a table 导出回执
    #[command(after_help = EXPORT_EXAMPLES)]
    Export(look::ExportArgs),
}

pub(crate) fn run(command: &Command, output: &Output) -> Result<Done, Failure> {
    match command {
        Command::Keygen { file, force } => keygen(file, Existing::forced(*force), output),
        Command::Show(args) => look::show(args, output),
        Command::Verify(args) => chain::verify(args, output),
        Command::Head(args) => chain::head(args, output),
        Command::Search(args) => look::search(args, output),
        Command::Purge { journal, dry_run, now } => chain::purge(journal, *dry_run, now.time()?, output),
        Command::Repair { journal } => chain::repair(journal, output),
        Command::Export(args) => look::export(args, output),
    }
}

fn keygen(path: &PathBuf, existing: Existing, output: &Output) -> Result<Done, Failure> {
    files::check_new(path, existing)?;
    let mut bytes = Zeroizing::new([0; 32]);
    random::generator()?.fill_bytes(bytes.as_mut());
    let file = keyfile::write_receipt_key(&ReceiptKey::new(*bytes));
    files::write(path, file.as_bytes(), Content::Secret, existing)?;
    let written = names([path].into_iter());
    output.result(
        &json!({ "file": path }),
        &Text::new(
            format!("已写入 {written}\n销毁该文件后，任何人都无法再按证照检索回执。"),
            format!("wrote {written}\nOnce it is destroyed, nobody finds a certificate's receipts any more."),
        ),
    );
    Ok(Done::Fine)
}

/// What went wrong with a journal, as a failure of the command.
fn failed(path: &Path, error: JournalError) -> Failure {
    let shown = path.display();
    match error {
        JournalError::Io(error) => files::cannot_use(path, &error),
        JournalError::Torn { at } => torn(path, at),
        JournalError::NoJournal => Failure::usage(
            format!("{shown} 不是回执簿，或末行残缺而前一行不是回执；未作改动。"),
            format!(
                "{shown} is no journal of receipts, or its end is torn after a line that is no receipt; nothing was changed."
            ),
        ),
        JournalError::Unreadable { line, error } => {
            let Text { zh, en } = error.message();
            if line == 0 {
                return Failure::usage(format!("{shown} 末行：{zh}"), format!("{shown}, last line: {en}"));
            }
            Failure::usage(format!("{shown} 第 {line} 行：{zh}"), format!("{shown}, line {line}: {en}"))
        }
        JournalError::Refused(refusal) => Failure::refused_file(shown, *refusal),
    }
}

fn torn(path: &Path, at: u64) -> Failure {
    let path = path.display();
    Failure::usage(
        format!(
            "{path} 的末行残缺（自第 {at} 字节起），通常由断电或崩溃造成。请先运行 receipt repair；其余各行不受影响。"
        ),
        format!(
            "{path}: the last line, from byte {at}, has no end, as after a crash. Run `receipt repair` first; the other lines are not affected."
        ),
    )
}
