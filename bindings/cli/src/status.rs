//! `status`.

mod licences;

pub(crate) use licences::end_if_not;

use crate::common::{NowArgs, OutArgs, parse_age, read_object, read_secret_key};
use crate::failure::{Done, Failure};
use crate::files;
use crate::output::Output;
use crate::register::{failed, must_exist};
use licences::LicenceArgs;
use serde_json::json;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use zhengzhao_facade::Text;
use zhengzhao_facade::core::crypto::SigningKey;
use zhengzhao_facade::core::error::Object;
use zhengzhao_facade::core::ids::Uscc;
use zhengzhao_facade::core::issue::{StatusListDraft, issue_status_list};
use zhengzhao_facade::core::limits::MAX_STATUS_LIST;
use zhengzhao_facade::core::status::{Meaning, Shard, Status, UnverifiedStatusList, Vocabulary};
use zhengzhao_facade::core::time::Time;
use zhengzhao_facade::register::RegisterFile;
use zhengzhao_facade::trustfile::show_status_list;

const EXAMPLES: &str = "\
Examples / 示例:
  zhengzhao status make --issuer 11500000MBYY00038M --uri zz:cq-market/1 \\
      --key status.key.json -o a.zzstatus
  zhengzhao status set a.zzstatus 4711=suspended 4712=construction:04 \\
      --key status.key.json -o b.zzstatus
  # every copy of a licence, printed and electronic 该证照的全部副本
  zhengzhao status set a.zzstatus --register market.jsonl \\
      --number JY15001030000011=suspended --key status.key.json -o b.zzstatus
  zhengzhao status show b.zzstatus --index 4711

Statuses / 状态: valid, cancelled 注销, suspended 暂扣, lapsed 失效, void 撤销, revoked_as_penalty 吊销,
  superseded 换发, transferred_out 转出; or a code of another vocabulary: construction:01-07, transport:01-10,
  real-estate:1-2. Expiry is never listed: it follows from the certificate.";

/// Entries that `show` prints unless more are asked for.
const SHOWN: usize = 20;
/// Most bytes of a file of changes: every entry of a shard.
const MAX_CHANGES: usize = 64 * 1024 * 1024;

/// Makes, changes and shows status lists 状态名单
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Make a list in which everything is valid but what is set 制作状态名单
    #[command(after_help = EXAMPLES)]
    Make {
        /// The issuer's unified social credit code 颁发机构代码
        #[arg(long, value_name = "CODE")]
        issuer: String,
        /// The list's name, as certificates carry it 名单名称
        #[arg(long, value_name = "URI")]
        uri: String,
        #[command(flatten)]
        change: ChangeArgs,
    },
    /// Make the next list from the one before 更新状态名单
    #[command(after_help = EXAMPLES)]
    Set {
        /// The list before 上一份名单
        list: PathBuf,
        #[command(flatten)]
        licences: LicenceArgs,
        #[command(flatten)]
        change: ChangeArgs,
    },
    /// Show a list; its signature is not verified 查看状态名单（不验签）
    #[command(after_help = EXAMPLES)]
    Show {
        /// The list 状态名单
        list: PathBuf,
        /// Show the status of this entry; may be repeated 序号
        #[arg(long, value_name = "N")]
        index: Vec<u64>,
        /// How many entries that are not valid to print 显示条数
        #[arg(long, value_name = "COUNT", default_value_t = SHOWN)]
        limit: usize,
    },
}

/// What to set, and how to sign.
#[derive(Debug, clap::Args)]
pub(crate) struct ChangeArgs {
    /// Entries to set: INDEX=STATUS 序号=状态
    #[arg(value_name = "INDEX=STATUS")]
    changes: Vec<String>,
    /// A file with one INDEX=STATUS per line 变更文件
    #[arg(long, value_name = "FILE")]
    changes_file: Option<PathBuf>,
    /// The issuer's status key file 状态密钥
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    #[command(flatten)]
    term: TermArgs,
    #[command(flatten)]
    out: OutArgs,
    #[command(flatten)]
    now: NowArgs,
}

/// How long a list counts.
#[derive(Debug, clap::Args)]
pub(crate) struct TermArgs {
    /// Days that the list counts 有效天数
    #[arg(long, value_name = "DAYS", default_value_t = 7)]
    days: u64,
    /// After what time a desk should look for a newer one 建议更新间隔
    #[arg(long, value_name = "AGE", default_value = "24h", value_parser = parse_age)]
    ttl: u64,
}

impl TermArgs {
    /// Signs a list, and says until when it counts.
    pub(crate) fn sign(
        &self,
        (issuer, uri): (&str, &str),
        shard: &Shard,
        iat: Time,
        key: &SigningKey,
    ) -> Result<(Vec<u8>, Time), Failure> {
        let exp = iat.saturating_add(self.days.saturating_mul(86_400));
        let draft = StatusListDraft { issuer, uri, iat, exp, ttl: Some(self.ttl), shard };
        Ok((issue_status_list(&draft, key)?, exp))
    }
}

pub(crate) fn run(command: &Command, output: &Output) -> Result<Done, Failure> {
    match command {
        Command::Make { issuer, uri, change } => {
            Uscc::parse(issuer).map_err(|error| {
                Failure::usage(
                    format!("--issuer 不是有效的统一社会信用代码（{error}）。"),
                    format!("--issuer is not a unified social credit code: {error}."),
                )
            })?;
            let made = Made { issuer, uri, shard: Shard::new(), count: 0, elsewhere: BTreeSet::new() };
            made.write(change, output)
        }
        Command::Set { list, licences, change } => {
            change.out.check_new()?;
            let now = change.now.time()?;
            let before = read_before(list, now)?;
            let (issuer, uri, shard) = (&*before.issuer, &*before.uri, before.shard);
            let mut made = Made { issuer, uri, shard, count: 0, elsewhere: BTreeSet::new() };
            match &licences.register {
                Some(path) => {
                    let changes = licences.changes()?;
                    must_exist(path)?;
                    let mut file = RegisterFile::new(path);
                    let mut register = file.lock().map_err(|error| failed(path, error))?;
                    let lines =
                        made.set_licences(register.register(), &changes, licences.kind.as_deref(), now)?;
                    // The register first: what it holds for suspended gets no further copy, whatever becomes of the list.
                    register.append(&lines).map_err(|error| failed(path, error))?;
                    made.write(change, output)
                }
                None => made.write(change, output),
            }
        }
        Command::Show { list, index, limit } => {
            show(&read(list)?, index, *limit, output);
            Ok(Done::Fine)
        }
    }
}

fn read(path: &Path) -> Result<UnverifiedStatusList, Failure> {
    let bytes = read_object(path, Object::StatusList, MAX_STATUS_LIST)?;
    UnverifiedStatusList::parse(&bytes)
        .map_err(|refusal| Failure::refused_as(path, &bytes, Object::StatusList, refusal))
}

/// The list before one that is made now.
pub(crate) fn read_before(path: &Path, now: Time) -> Result<UnverifiedStatusList, Failure> {
    let before = read(path)?;
    let then = before.iat;
    if now <= then {
        return Err(Failure::usage(
            format!("新名单的时间必须晚于 {then}。"),
            format!("The next list must be later than {then}."),
        ));
    }
    Ok(before)
}

/// A list that is being made.
struct Made<'m> {
    issuer: &'m str,
    uri: &'m str,
    shard: Shard,
    count: usize,
    /// Lists with further copies of the licences that were set.
    elsewhere: BTreeSet<String>,
}

impl Made<'_> {
    fn write(mut self, args: &ChangeArgs, output: &Output) -> Result<Done, Failure> {
        args.out.check_new()?;
        let file = match &args.changes_file {
            Some(path) => Some(files::read_text(path, MAX_CHANGES)?),
            None => None,
        };
        let lines = file.iter().flat_map(|text| text.lines()).map(str::trim);
        let lines = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
        for change in args.changes.iter().map(String::as_str).chain(lines) {
            let (index, status) = parse_change(change)?;
            self.shard.set(index, status)?;
            self.count = self.count.saturating_add(1);
        }
        let key = read_secret_key(&args.key)?;
        let iat = args.now.time()?;
        let (bytes, exp) = args.term.sign((self.issuer, self.uri), &self.shard, iat, &key)?;
        args.out.write(&bytes)?;
        let (path, count) = (args.out.path().display(), self.count);
        let mut text = Text::new(
            format!("已写入 {path}（{} 字节），设置 {count} 项，有效至 {exp}", bytes.len()),
            format!("wrote {path} ({} bytes), {count} entries set, counts until {exp}", bytes.len()),
        );
        if !self.elsewhere.is_empty() {
            let lists = self.elsewhere.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
            text.zh.push_str(&format!("\n注意：另有副本在名单 {lists} 中，请对其同样执行。"));
            text.en.push_str(&format!("\nNOTE: further copies are in the list {lists}; do the same there."));
        }
        output.result(
            &json!({
                "file": args.out.path(), "bytes": bytes.len(), "set": count, "issued": iat.to_string(),
                "elsewhere": self.elsewhere,
            }),
            &text,
        );
        Ok(Done::Fine)
    }
}

/// `4711=suspended`, `4711=construction:02`.
fn parse_change(text: &str) -> Result<(u64, Status), Failure> {
    let parts = text.split_once('=').and_then(|(index, status)| Some((index.trim().parse().ok()?, status)));
    let (index, status) = parts.ok_or_else(|| {
        Failure::usage(
            format!("“{text}”应写作 序号=状态，如 4711=suspended。"),
            format!("{text:?} should be INDEX=STATUS, such as 4711=suspended."),
        )
    })?;
    Ok((index, parse_status(status.trim())?))
}

const VOCABULARIES: [(&str, Vocabulary); 3] = [
    ("construction", Vocabulary::Construction),
    ("transport", Vocabulary::Transport),
    ("real-estate", Vocabulary::RealEstate),
];

fn parse_status(text: &str) -> Result<Status, Failure> {
    let Some((name, code)) = text.split_once(':') else {
        return Status::from_id(text).ok_or_else(|| {
            let known = Status::ALL.map(Status::id).join(", ");
            Failure::usage(
                format!("没有状态“{text}”。可用：{known}。"),
                format!("There is no status {text:?}. There are: {known}."),
            )
        });
    };
    let vocabulary = VOCABULARIES.iter().find(|(own, _)| *own == name).map(|(_, vocabulary)| *vocabulary);
    let vocabulary = vocabulary.ok_or_else(|| {
        Failure::usage(
            format!("没有状态词表“{name}”。可用：construction、transport、real-estate。"),
            format!("There is no vocabulary {name:?}. There are: construction, transport, real-estate."),
        )
    })?;
    match vocabulary.meaning(code) {
        Some(Meaning::Listed(status)) => Ok(status),
        Some(Meaning::Expired) => Err(Failure::usage(
            format!("“{text}”表示到期；到期由有效期得出，不列入状态名单。"),
            format!("{text:?} means expired, which follows from the certificate and is never listed."),
        )),
        Some(Meaning::Other) => Err(Failure::usage(
            format!("“{text}”表示“其他”，须先查明实际状态。"),
            format!("{text:?} means \"other\"; find out what the status is first."),
        )),
        None => {
            let known = vocabulary.table().iter().map(|(code, _)| *code).collect::<Vec<_>>().join(", ");
            Err(Failure::usage(
                format!("词表 {name} 没有代码“{code}”。可用：{known}。"),
                format!("The vocabulary {name} has no code {code:?}. It has: {known}."),
            ))
        }
    }
}

fn show(list: &UnverifiedStatusList, indices: &[u64], limit: usize, output: &Output) {
    let mut record = show_status_list(list, limit);
    let (issuer, uri, iat, exp) = (&list.issuer, &list.uri, list.iat, list.exp);
    let mut zh = format!("状态名单（未验签）\n颁发机构 {issuer}，名单 {uri}\n{iat} 至 {exp}");
    let mut en =
        format!("A status list (signature not verified)\nissuer {issuer}, list {uri}\n{iat} to {exp}");
    if let Some(counts) = record.get("counts").and_then(|counts| counts.as_object()) {
        for (name, count) in counts {
            zh.push_str(&format!("\n{name}：{count}"));
            en.push_str(&format!("\n{name}: {count}"));
        }
    }
    for (index, status) in list.shard.not_valid().take(limit) {
        zh.push_str(&format!("\n  {index} {} {}", status.id(), status.zh()));
        en.push_str(&format!("\n  {index} {} ({})", status.id(), status.en()));
    }
    let asked: Vec<_> = indices
        .iter()
        .map(|index| (*index, list.shard.get(*index).map_or("out_of_range", Status::id)))
        .collect();
    for (index, status) in &asked {
        zh.push_str(&format!("\n序号 {index}：{status}"));
        en.push_str(&format!("\nentry {index}: {status}"));
    }
    if let Some(map) = record.as_object_mut() {
        let asked = asked.iter().map(|(index, status)| json!({ "index": index, "status": status }));
        map.insert("asked".into(), asked.collect());
    }
    output.result(&record, &Text::new(zh, en));
}
