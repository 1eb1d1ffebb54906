//! `receipt show`, `search` and `export`.

use super::failed;
use crate::common::{KindArgs, read_object};
use crate::failure::{Done, Failure};
use crate::files::{self, Content, Existing};
use crate::output::{Output, print};
use serde_json::json;
use std::path::{Path, PathBuf};
use zhengzhao_facade::core::act::Presentation;
use zhengzhao_facade::core::error::Object;
use zhengzhao_facade::core::kind::Kinds;
use zhengzhao_facade::core::limits::MAX_ACT;
use zhengzhao_facade::core::receipt::{Outcome as CoreOutcome, Receipt, ReceiptKey};
use zhengzhao_facade::core::verify::{Face, Presenter};
use zhengzhao_facade::core::{Certificate, Lang, Printed, Refusal, Unverified};
use zhengzhao_facade::detect::{Sort, detect};
use zhengzhao_facade::keyfile::{self, MAX_KEY_FILE};
use zhengzhao_facade::receipts::{
    ContentRecord, FieldRecord, JournalError, JournalFile, Line, Lines, ReceiptRecord, csv_header, csv_line,
    search as find,
};
use zhengzhao_facade::verdict::face_text;
use zhengzhao_facade::{Outcome, Text};

/// What to show.
#[derive(Debug, clap::Args)]
pub(crate) struct ShowArgs {
    /// The journal 回执簿
    journal: PathBuf,
    /// Only this receipt; may be repeated 编号
    #[arg(long, value_name = "N")]
    number: Vec<u64>,
    #[command(flatten)]
    kinds: KindArgs,
}

/// What to find.
#[derive(Debug, clap::Args)]
pub(crate) struct SearchArgs {
    /// The journal 回执簿
    journal: PathBuf,
    /// Certificates, in any form in which they were shown; single-use copies one by one 证照文件
    #[arg(required = true)]
    certificates: Vec<PathBuf>,
    /// The key under which receipts were kept; may be repeated 回执密钥
    #[arg(long, value_name = "FILE", required = true)]
    receipt_key: Vec<PathBuf>,
    #[command(flatten)]
    kinds: KindArgs,
}

/// What to write.
#[derive(Debug, clap::Args)]
pub(crate) struct ExportArgs {
    /// The journal 回执簿
    journal: PathBuf,
    /// JSON lines, or a table for spreadsheets 格式
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Format,
    /// The file to write 输出文件
    #[arg(short, long, value_name = "FILE")]
    out: PathBuf,
    /// Replace an existing file 替换已有文件
    #[arg(long)]
    force: bool,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Format {
    /// As in the journal 与回执簿相同
    Jsonl,
    /// Comma-separated values 表格
    Csv,
}

/// Every receipt of a journal, in turn.
fn each(path: &Path, mut take: impl FnMut(&Receipt)) -> Result<(), Failure> {
    let io = |error: std::io::Error| failed(path, JournalError::Io(error));
    let mut lines = Lines::new(JournalFile::new(path).read().map_err(io)?);
    while let Some(line) = lines.next_line().map_err(io)? {
        match line {
            Line::Receipt(receipt) => take(&receipt),
            Line::Unreadable(error) => {
                return Err(failed(path, JournalError::Unreadable { line: lines.number(), error }));
            }
            Line::Torn(torn) => return Err(failed(path, torn.error())),
        }
    }
    Ok(())
}

pub(super) fn show(args: &ShowArgs, output: &Output) -> Result<Done, Failure> {
    let kinds = args.kinds.load()?;
    let mut missing = args.number.clone();
    each(&args.journal, |receipt| {
        if args.number.is_empty() || args.number.contains(&receipt.number()) {
            print_one(receipt, &kinds, output);
            missing.retain(|number| *number != receipt.number());
        }
    })?;
    if let Some(number) = missing.first() {
        let path = args.journal.display();
        return Err(Failure::usage(
            format!("{path} 中没有第 {number} 条回执。"),
            format!("{path} has no receipt no. {number}."),
        ));
    }
    Ok(Done::Fine)
}

pub(super) fn search(args: &SearchArgs, output: &Output) -> Result<Done, Failure> {
    let kinds = args.kinds.load()?;
    let mut tags = Vec::new();
    for key in &args.receipt_key {
        let json = files::read_text(key, MAX_KEY_FILE)?;
        let key =
            keyfile::read_receipt_key(&json).map_err(|error| Failure::in_file(key.display(), &error))?;
        for path in &args.certificates {
            let bytes = read_object(path, Object::Certificate, MAX_ACT)?;
            let refused = |refusal| Failure::refused_as(path, &bytes, Object::Certificate, refusal);
            tags.push(tag(&key, &bytes).map_err(refused)?);
        }
    }
    let journal = JournalFile::new(&args.journal);
    let reader = journal.read().map_err(|error| files::cannot_use(&args.journal, &error))?;
    let found = find(reader, &tags).map_err(|error| failed(&args.journal, error))?;
    found.iter().for_each(|receipt| print_one(receipt, &kinds, output));
    let count = found.len();
    output.say(&format!("找到 {count} 条回执。"), &format!("{count} receipts found."));
    Ok(Done::Fine)
}

fn tag(key: &ReceiptKey, bytes: &[u8]) -> Result<[u8; 32], Refusal> {
    if detect(bytes) == Sort::Object(Object::PrintedCertificate) {
        return Ok(key.tag_of(&Unverified::<Printed>::parse(bytes)?));
    }
    if detect(bytes) == Sort::Object(Object::Presentation) {
        return Ok(key.tag_of(&Unverified::<Presentation>::parse(bytes)?));
    }
    Ok(key.tag_of(&Unverified::<Certificate>::parse(bytes)?))
}

pub(super) fn export(args: &ExportArgs, output: &Output) -> Result<Done, Failure> {
    let existing = Existing::forced(args.force);
    files::check_new(&args.out, existing)?;
    // Spreadsheets take a file for UTF-8 when it begins with this mark.
    let mut text = match args.format {
        Format::Jsonl => String::new(),
        Format::Csv => format!("\u{feff}{}\r\n", csv_header()),
    };
    let mut count = 0_u64;
    each(&args.journal, |receipt| {
        count = count.saturating_add(1);
        match args.format {
            Format::Jsonl => text.push_str(&ReceiptRecord::of(receipt).to_line()),
            Format::Csv => {
                text.push_str(&csv_line(receipt));
                text.push_str("\r\n");
            }
        }
    })?;
    files::write(&args.out, text.as_bytes(), Content::Secret, existing)?;
    let path = args.out.display();
    output.result(
        &json!({ "file": args.out, "receipts": count }),
        &Text::new(format!("已写入 {path}，{count} 条回执"), format!("wrote {path}, {count} receipts")),
    );
    Ok(Done::Fine)
}

fn print_one(receipt: &Receipt, kinds: &Kinds, output: &Output) {
    let record = ReceiptRecord::of(receipt);
    if output.is_json() {
        print(record.to_line().trim_end());
        return;
    }
    let lang = output.lang();
    let pick = |zh: &str, en: &str| if lang == Lang::Zh { zh.to_owned() } else { en.to_owned() };
    let number = record.number;
    let mut page = pick(&format!("第 {number} 条"), &format!("no. {number}"));
    let mut field = |zh: &str, en: &str, value: &str| {
        let colon = if lang == Lang::Zh { "：" } else { ": " };
        page.push_str(&format!("\n  {}{colon}{value}", pick(zh, en)));
    };
    if let Some(stub) = &record.purged {
        field("已清除", "purged", &stub.at);
    }
    if let Some(content) = &record.content {
        fields(content, kinds, lang, &mut field);
    }
    let until = record.keep_until.unwrap_or_else(|| pick("长期", "for ever"));
    field("保存至", "kept until", &until);
    print(&page);
}

fn outcome(id: &str) -> Outcome {
    match CoreOutcome::ALL.into_iter().find(|outcome| outcome.id() == id) {
        Some(CoreOutcome::Verified) => Outcome::Verified,
        Some(CoreOutcome::CannotTell) => Outcome::CannotTell,
        _ => Outcome::Refused,
    }
}

/// The names of items for people; a kind that is not known here leaves those of the receipt.
fn titles(kinds: &Kinds, code: Option<&str>, shown: &[FieldRecord], lang: Lang) -> String {
    let title = |field: &FieldRecord| {
        kinds.title_of(code.unwrap_or_default(), field.label, lang).unwrap_or(&field.name).to_owned()
    };
    shown.iter().map(title).collect::<Vec<_>>().join(if lang == Lang::Zh { "、" } else { ", " })
}

/// Who presented, and whether the portrait was shown, in words.
fn presence(content: &ContentRecord, lang: Lang) -> (Option<String>, Option<String>) {
    let word = |text: &Text| text.get(lang).to_owned();
    let presenter = content.presenter.as_ref().map(|id| {
        let all = [Presenter::ProvenChallenge, Presenter::ProvenAudience, Presenter::NotProven];
        let known = all.into_iter().find(|one| one.id() == id);
        known.map_or_else(|| id.clone(), |one| word(&Text::new(one.zh(), one.en())))
    });
    let face = content.face.as_ref().map(|id| {
        let known = [Face::Shown, Face::NotShown].into_iter().find(|one| one.id() == id);
        known.map_or_else(|| id.clone(), |one| word(&face_text(one)))
    });
    (presenter, face)
}

fn fields(content: &ContentRecord, kinds: &Kinds, lang: Lang, field: &mut impl FnMut(&str, &str, &str)) {
    field("时间", "time", &content.time);
    field("结论", "outcome", outcome(&content.outcome).word(lang));
    if !content.codes.is_empty() {
        field("代码", "codes", &content.codes.join(" "));
    }
    field("核验方", "checker", &content.checker);
    field("地区", "region", &content.region);
    if let Some(scenario) = &content.scenario {
        field("场景", "scenario", &format!("{}/{}", scenario.issuer, scenario.id));
    }
    if let Some(purpose) = &content.purpose {
        field("事由", "purpose", purpose);
    }
    if let Some(code) = &content.kind {
        field("证照类型", "kind", &named(kinds, code, lang));
    }
    if let Some(shown) = &content.fields {
        field("披露项目", "fields shown", &titles(kinds, content.kind.as_deref(), shown, lang));
    }
    for permit in &content.permits {
        let code = permit.code.as_deref().unwrap_or_else(|| outcome(&permit.outcome).word(lang));
        let shown = titles(kinds, Some(&permit.kind), &permit.fields, lang);
        let line = format!("{} {code} {shown}", named(kinds, &permit.kind, lang));
        field("许可项", "permit", line.trim_end());
    }
    let (presenter, face) = presence(content, lang);
    if let Some(presenter) = &presenter {
        field("出示人", "presenter", presenter);
    }
    if content.delegate {
        field("代理", "by a delegate", if lang == Lang::Zh { "是" } else { "yes" });
    }
    if let Some(face) = &face {
        field("照片", "face", face);
    }
    for (zh, en, list) in [
        ("本地信任名单", "own trust list", &content.own_list),
        ("互认信任名单", "recognised trust list", &content.recognised_list),
    ] {
        if let Some(list) = list {
            let (authority, number, issued) = (&list.authority, list.sequence, &list.issued);
            field(
                zh,
                en,
                &match lang {
                    Lang::Zh => format!("{authority} 第 {number} 号 {issued}"),
                    Lang::En => format!("{authority} no. {number} {issued}"),
                },
            );
        }
    }
    if let Some(status) = &content.status {
        field("状态名单", "status list", status);
    }
    field("程序", "software", &content.software);
}

fn named(kinds: &Kinds, code: &str, lang: Lang) -> String {
    kinds.get(code).map_or_else(
        || code.to_owned(),
        |kind| format!("{} {code}", if lang == Lang::Zh { kind.name_zh() } else { kind.name_en() }),
    )
}
