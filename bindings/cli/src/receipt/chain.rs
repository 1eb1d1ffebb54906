//! `receipt verify`, `head`, `purge` and `repair`.

use super::failed;
use crate::common::{NowArgs, read_object, read_public_key, read_secret_key};
use crate::failure::{Done, Failure};
use crate::files::{self, Content, Existing};
use crate::output::Output;
use serde_json::json;
use std::path::{Path, PathBuf};
use zhengzhao_facade::Text;
use zhengzhao_facade::core::Refusal;
use zhengzhao_facade::core::crypto::{PublicKey, Signer as _};
use zhengzhao_facade::core::error::Object;
use zhengzhao_facade::core::limits::MAX_RECEIPT_HEAD;
use zhengzhao_facade::core::receipt::{Chain, Head};
use zhengzhao_facade::core::time::Time;
use zhengzhao_facade::detect::Sort;
use zhengzhao_facade::receipts::{JournalFile, Line, Lines, Purged, Repaired, check};

/// What to check, and against which heads.
#[derive(Debug, clap::Args)]
pub(crate) struct VerifyArgs {
    /// The journal 回执簿
    journal: PathBuf,
    /// A head that was kept elsewhere; may be repeated, and older ones count too 链头
    #[arg(long, value_name = "FILE", requires = "key")]
    head: Vec<PathBuf>,
    /// A public key under which heads were signed; may be repeated 核验方公钥
    #[arg(long, value_name = "FILE", requires = "head")]
    key: Vec<PathBuf>,
    #[command(flatten)]
    now: NowArgs,
}

/// What to sign.
#[derive(Debug, clap::Args)]
pub(crate) struct HeadArgs {
    /// The journal 回执簿
    journal: PathBuf,
    /// The checker's key 核验方私钥
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// The file to write; without it the head is printed in hexadecimal 输出文件
    #[arg(short, long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Replace an existing file 替换已有文件
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    now: NowArgs,
}

/// Where nothing of a file is a journal and it is something else that this program knows, the wrong file was named:
/// more likely than that somebody put it in the journal's place. It is refused all the same.
fn another_file(path: &Path, line: u64) -> Option<Text> {
    let sort = files::sort_of(path).ok().filter(|_| line == 1)?;
    let known = !matches!(sort, Sort::Journal | Sort::Json | Sort::Text | Sort::Empty | Sort::Unknown);
    let Text { zh, en } = sort.named();
    known.then(|| {
        Text::new(
            format!("这是{zh}，不是回执簿；如未拿错文件，请保留现有文件并报告。"),
            format!("This is {en}, not a journal of receipts. If it is the right file, keep it as it is and report it."),
        )
    })
}

/// Checks a journal; a torn end comes last, since what stands before it was checked all the same.
fn checked(path: &Path, heads: &[Head], now: Time) -> Result<Chain, Failure> {
    let reader = JournalFile::new(path).read().map_err(|error| files::cannot_use(path, &error))?;
    let checked = check(reader, heads, now).map_err(|error| files::cannot_use(path, &error))?;
    let chain = checked.chain.map_err(|refusal| {
        let place = path.display();
        let Some((line, error)) = &checked.unreadable else { return Failure::refused_file(place, refusal) };
        let Text { zh, en } = error.message();
        let place = Text::new(format!("{place} 第 {line} 行：{zh}"), format!("{place}, line {line}: {en}"));
        Failure::refused_at(place, refusal).with_hint(another_file(path, *line))
    })?;
    match checked.torn {
        Some(end) => Err(failed(path, end.error())),
        None => Ok(chain),
    }
}

pub(super) fn verify(args: &VerifyArgs, output: &Output) -> Result<Done, Failure> {
    let keys = args.key.iter().map(|path| read_public_key(path)).collect::<Result<Vec<_>, _>>()?;
    let heads = args.head.iter().map(|path| read_head(path, &keys)).collect::<Result<Vec<_>, _>>()?;
    let chain = checked(&args.journal, &heads, args.now.time()?)?;
    let (count, purged) = (chain.tip().count(), chain.purged());
    let mut text = Text::new(
        format!("回执链完好：共 {count} 条，其中 {purged} 条已到期清除。"),
        format!("The chain holds: {count} receipts, {purged} of them purged after their retention."),
    );
    let (zh, en) = match chain.signed() {
        None => (
            "未与链头比对：末尾是否被截去、整条链是否被重做，无法看出。".to_owned(),
            "No head was given: it cannot be seen whether the end was cut off or all of it made anew."
                .to_owned(),
        ),
        Some(signed) => (
            format!("链头证明前 {signed} 条与签署时相同。"),
            format!("A head vouches for the first {signed}."),
        ),
    };
    text.zh.push_str(&format!("\n{zh}"));
    text.en.push_str(&format!("\n{en}"));
    output.result(
        &json!({
            "outcome": "verified", "receipts": count, "purged": purged, "signed": chain.signed(),
            "link": hex::encode(chain.tip().link()), "messages": text,
        }),
        &text,
    );
    Ok(Done::Fine)
}

/// Reads a head, as bytes or in the hexadecimal in which it was printed.
fn read_head(path: &Path, keys: &[PublicKey]) -> Result<Head, Failure> {
    // Two digits a byte, and a line feed.
    let read = read_object(path, Object::ReceiptHead, MAX_RECEIPT_HEAD.saturating_mul(2).saturating_add(2))?;
    let printed = std::str::from_utf8(&read).ok().and_then(|text| hex::decode(text.trim()).ok());
    let bytes = printed.unwrap_or(read);
    let mut first = None;
    for key in keys {
        match Head::verify(&bytes, key) {
            Ok(head) => return Ok(head),
            Err(refusal) => drop(first.get_or_insert(refusal)),
        }
    }
    let refusal = first.unwrap_or(Refusal::SignatureInvalid { object: Object::ReceiptHead });
    Err(Failure::refused_as(path, &bytes, Object::ReceiptHead, refusal))
}

pub(super) fn head(args: &HeadArgs, output: &Output) -> Result<Done, Failure> {
    let existing = Existing::forced(args.force);
    if let Some(out) = &args.out {
        files::check_new(out, existing)?;
    }
    let key = read_secret_key(&args.key)?;
    let now = args.now.time()?;
    // A head over a chain that does not hold would make the change look right.
    let chain = checked(&args.journal, &[], now)?;
    let bytes = Head::sign(chain.tip(), now, &key)?;
    let (count, link, printed) = (chain.tip().count(), hex::encode(chain.tip().link()), hex::encode(&bytes));
    if let Some(out) = &args.out {
        files::write(out, &bytes, Content::Ordinary, existing)?;
    }
    let written = args.out.as_ref().map_or_else(|| printed.clone(), |out| out.display().to_string());
    let verb = if args.out.is_some() { ("已写入 ", "wrote ") } else { ("", "") };
    output.result(
        &json!({
            "file": args.out, "receipts": count, "link": link, "signed": now.to_string(), "head": printed,
            "key": key.public_key().thumbprint().to_string(),
        }),
        &Text::new(
            format!(
                "{}{written}\n链头：{now}，共 {count} 条，末链 {link}\n请存放在回执簿经手人接触不到的地方：末尾被截去，只有凭链头才能发现。",
                verb.0
            ),
            format!(
                "{}{written}\nhead of {now}: {count} receipts, last link {link}\nKeep it where whoever can write the journal cannot reach it: a cut end is found against a head alone.",
                verb.1
            ),
        ),
    );
    Ok(Done::Fine)
}

pub(super) fn purge(path: &Path, dry_run: bool, now: Time, output: &Output) -> Result<Done, Failure> {
    let journal = JournalFile::new(path);
    let purged = if dry_run {
        let receipts = checked(path, &[], now)?.tip().count();
        Purged { now: count_due(&journal, now)?, receipts }
    } else {
        journal.purge(now).map_err(|error| failed(path, error))?
    };
    let Purged { now: count, receipts } = purged;
    let left = receipts.saturating_sub(count);
    output.result(
        &json!({ "file": path, "purged": count, "receipts": receipts, "dry_run": dry_run }),
        &if dry_run {
            Text::new(
                format!("{receipts} 条回执中有 {count} 条已到期；未作改动。"),
                format!("{count} of {receipts} receipts may be purged; nothing was changed."),
            )
        } else {
            Text::new(
                format!("已清除 {count} 条到期回执，只留存根；其余 {left} 条未动，回执链仍然完好。"),
                format!("{count} receipts are stubs now; the other {left} stay, and the chain still holds."),
            )
        },
    );
    Ok(Done::Fine)
}

fn count_due(journal: &JournalFile, now: Time) -> Result<u64, Failure> {
    let path = journal.path();
    let mut lines = Lines::new(journal.read().map_err(|error| files::cannot_use(path, &error))?);
    let mut count = 0_u64;
    while let Some(line) = lines.next_line().map_err(|error| files::cannot_use(path, &error))? {
        if let Line::Receipt(receipt) = line {
            count = count.saturating_add(u64::from(receipt.is_due(now)));
        }
    }
    Ok(count)
}

pub(super) fn repair(path: &Path, output: &Output) -> Result<Done, Failure> {
    let repaired = JournalFile::new(path).repair().map_err(|error| failed(path, error))?;
    let (record, text) = match repaired {
        Repaired::NotTorn => (
            json!({ "file": path, "repaired": "not_torn" }),
            Text::new("末行完整，无需修复。", "The last line is whole; nothing was changed."),
        ),
        Repaired::Completed { number } => (
            json!({ "file": path, "repaired": "completed", "number": number }),
            Text::new(
                format!("第 {number} 条回执只缺换行，已补上。"),
                format!("Receipt no. {number} only lacked its line feed, which was added."),
            ),
        ),
        Repaired::SetAside { file, bytes } => (
            json!({ "file": path, "repaired": "set_aside", "aside": file, "bytes": bytes }),
            Text::new(
                format!(
                    "残缺的末行（{bytes} 字节）已移至 {}；其余各行未动。该次核验没有回执，请重新核验。",
                    file.display()
                ),
                format!(
                    "What was left of the last line ({bytes} bytes) is in {} now; the other lines stay. That check has no receipt: repeat it.",
                    file.display()
                ),
            ),
        ),
    };
    output.result(&record, &text);
    Ok(Done::Fine)
}
