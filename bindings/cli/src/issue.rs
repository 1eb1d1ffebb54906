//! `issue`.

use crate::common::{KindArgs, NowArgs, names, read_object, read_secret_key};
use crate::enrol::Challenge;
use crate::failure::{Done, Failure};
use crate::files::{self, Content, Existing};
use crate::output::Output;
use crate::random;
use chacha20::ChaCha20Rng;
use serde_json::json;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use zhengzhao_facade::Text;
use zhengzhao_facade::core::act::enrolment::EnrolledKey;
use zhengzhao_facade::core::certificate::StatusRef;
use zhengzhao_facade::core::crypto::SigningKey;
use zhengzhao_facade::core::crypto::rand_core::Rng;
use zhengzhao_facade::core::error::Object;
use zhengzhao_facade::core::issue::{CopyFor, Draft, Issued, issue, issue_copies, issue_printed};
use zhengzhao_facade::core::limits::{MAX_ENROLMENT, STATUS_SHARD};
use zhengzhao_facade::draft::{IssueForm, MAX_DRAFT, ReadDraft, read_draft};

const EXAMPLES: &str = "\
Examples / 示例:
  # an enrolment of several keys: copies permit-1.zz, permit-2.zz
  zhengzhao issue permit.json --key issuer.key.json --enrolment lin.zzenrol \\
      --challenge lin.challenge.json --status-uri zz:cd-police/1 \\
      -o permit.zz
  zhengzhao issue food.json --key issuer.key.json --printed \\
      --status-uri zz:cq-market/1 -o food.zzp
`zhengzhao enrol --help` shows where the enrolment and its challenge come from. 申领见 enrol --help。

A draft / 草稿:
  { \"kind\": \"ZZ-LOCAL-FOOD-LICENCE\", \"issuer\": \"<18 characters>\", \"region\": \"500103\",
    \"validFrom\": \"2026-06-01\", \"validTo\": \"2031-05-31\", \"items\": { \"holderName\": \"…\" } }
  `zhengzhao kinds show CODE` lists the names of its items.";

/// Issues a certificate to the key of an enrolment, single-use copies to several keys, or the printed form.
/// 按草稿向申领的密钥签发证照；多把密钥为一次性副本；--printed 为打印件。
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The draft, JSON 草稿
    draft: PathBuf,
    /// The issuer's secret key file 颁发机构私钥
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// The holder's answer to the challenge; several keys in it get single-use copies 申领文件
    #[arg(long, value_name = "FILE", required_unless_present = "printed", conflicts_with = "printed")]
    enrolment: Option<PathBuf>,
    /// The challenge as it was made; it is used up 质询文件
    #[arg(long, value_name = "FILE", required_unless_present = "printed", conflicts_with = "printed")]
    challenge: Option<PathBuf>,
    /// Issue the printed form 打印件
    #[arg(long)]
    printed: bool,
    /// The name of the issuer's status list 状态名单名称
    #[arg(long, value_name = "URI")]
    status_uri: String,
    /// The entry in the status list, one per copy; by default drawn at random, so check it against your register
    /// 状态序号
    #[arg(long, value_name = "N")]
    status_index: Vec<u64>,
    /// The file to write 输出文件
    #[arg(short, long, value_name = "FILE")]
    out: PathBuf,
    /// Replace existing files 替换已有文件
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    kinds: KindArgs,
    #[command(flatten)]
    now: NowArgs,
}

pub(crate) fn run(args: &Args, output: &Output) -> Result<Done, Failure> {
    let existing = Existing::forced(args.force);
    let kinds = args.kinds.load()?;
    let form = if args.printed { IssueForm::Printed } else { IssueForm::Certificate };
    let json = files::read_text(&args.draft, MAX_DRAFT)?;
    let ReadDraft { draft, left_out } = read_draft(&json, &kinds, form, args.now.time()?.date())
        .map_err(|error| Failure::in_file(args.draft.display(), &error))?;
    let key = read_secret_key(&args.key)?;
    let (holders, challenge) =
        enrolled(args)?.map_or((Vec::new(), None), |(holders, challenge)| (holders, Some(challenge)));
    let count = holders.len().max(1);
    let paths = out_paths(&args.out, count);
    for path in &paths {
        files::check_new(path, existing)?;
    }
    let mut rng = random::generator()?;
    let statuses = statuses(args, count, &mut rng)?;

    let issued = make(&draft, holders, &statuses, &key, &mut rng)?;
    // What was made so far exists in this program alone. The challenge is used up before any of it leaves, so
    // that no crash lets one enrolment serve twice, and after everything that may still be wrong with the draft.
    if let Some(challenge) = challenge {
        challenge.use_up()?;
    }
    for (path, issued) in paths.iter().zip(&issued) {
        files::write(path, issued.as_bytes(), Content::Ordinary, existing)?;
    }
    let records: Vec<_> = paths
        .iter()
        .zip(&issued)
        .zip(&statuses)
        .map(|((path, issued), status)| {
            json!({
                "file": path, "bytes": issued.as_bytes().len(), "cti": hex(issued.cti()),
                "status": { "uri": status.uri(), "index": status.index() },
            })
        })
        .collect();
    let indices = statuses.iter().map(|status| status.index().to_string()).collect::<Vec<_>>().join(", ");
    let written = names(paths.iter());
    let (mut zh, mut en) = (
        format!("已签发 {written}\n状态名单 {} 序号 {indices}（请登记）", args.status_uri),
        format!(
            "issued {written}\nstatus list {}, entry {indices} (note it in your register)",
            args.status_uri
        ),
    );
    if !left_out.is_empty() {
        let list = left_out.join(", ");
        zh.push_str(&format!("\n未打印的项目：{list}"));
        en.push_str(&format!("\nnot printed: {list}"));
    }
    output.result(&json!({ "issued": records, "notPrinted": left_out }), &Text::new(zh, en));
    Ok(Done::Fine)
}

/// The keys of the enrolment, and the challenge that is to be used up; nothing for a printed form.
fn enrolled(args: &Args) -> Result<Option<(Vec<EnrolledKey>, Challenge)>, Failure> {
    let (Some(enrolment), Some(challenge)) = (&args.enrolment, &args.challenge) else { return Ok(None) };
    if challenge == Path::new(files::STDIN) {
        return Err(Failure::usage(
            "--challenge 须为文件，用过后会改名。",
            "--challenge must be a file: it is renamed when it has served.",
        ));
    }
    let challenge = Challenge::read(challenge)?;
    let bytes = read_object(enrolment, Object::Enrolment, MAX_ENROLMENT)?;
    let keys = challenge
        .record()
        .verify(&bytes, args.now.time()?)
        .map_err(|refusal| Failure::refused_as(enrolment, &bytes, Object::Enrolment, refusal))?;
    Ok(Some((keys, challenge)))
}

fn make(
    draft: &Draft,
    mut holders: Vec<EnrolledKey>,
    statuses: &[StatusRef],
    key: &SigningKey,
    rng: &mut ChaCha20Rng,
) -> Result<Vec<Issued>, Failure> {
    Ok(match (holders.len(), statuses) {
        (0, [status]) => vec![issue_printed(draft, status, key, rng)?],
        (1, [status]) => holders
            .drain(..)
            .map(|holder| issue(draft, holder, status, key, rng))
            .collect::<Result<_, _>>()?,
        _ => {
            let copy = |(holder_key, status): (_, &StatusRef)| CopyFor { holder_key, status: status.clone() };
            issue_copies(draft, holders.into_iter().zip(statuses).map(copy).collect(), key, rng)?
        }
    })
}

/// One path, or one per copy: `copy.zz` becomes `copy-1.zz`, `copy-2.zz`.
fn out_paths(out: &Path, count: usize) -> Vec<PathBuf> {
    if count == 1 {
        return vec![out.to_path_buf()];
    }
    let stem = out.file_stem().unwrap_or_default().to_string_lossy();
    let extension = out.extension().map(|extension| format!(".{}", extension.to_string_lossy()));
    let extension = extension.unwrap_or_default();
    (1..=count).map(|number| out.with_file_name(format!("{stem}-{number}{extension}"))).collect()
}

fn statuses(args: &Args, count: usize, rng: &mut impl Rng) -> Result<Vec<StatusRef>, Failure> {
    let mut indices = args.status_index.clone();
    if !indices.is_empty() && indices.len() != count {
        let given = indices.len();
        return Err(Failure::usage(
            format!("给出了 {given} 个 --status-index，需要 {count} 个。"),
            format!("{given} times --status-index was given; {count} are needed."),
        ));
    }
    let mut drawn: BTreeSet<u64> = BTreeSet::new();
    while indices.len() < count {
        // 2^20 divides 2^32, so every entry is as likely as any other.
        let index = u64::from(rng.next_u32()).checked_rem(STATUS_SHARD).unwrap_or_default();
        if drawn.insert(index) {
            indices.push(index);
        }
    }
    if let Some(index) = indices.iter().find(|index| **index >= STATUS_SHARD) {
        return Err(Failure::usage(
            format!("状态序号 {index} 超出范围（0 至 1048575）。"),
            format!("The status index {index} is not in 0 to 1048575."),
        ));
    }
    let status = |index: u64| {
        StatusRef::new(index, &args.status_uri).ok_or_else(|| {
            Failure::usage(
                "--status-uri 应为 1 至 32 个可见 ASCII 字符。",
                "--status-uri must be 1 to 32 visible ASCII characters.",
            )
        })
    };
    indices.into_iter().map(status).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
