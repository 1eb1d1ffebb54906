//! `pack`, and how commands open a desk.

mod desk;
mod listing;

pub(crate) use desk::{DeskArgs, open_desk, open_state};

use crate::common::{NowArgs, OutArgs, PolicyArgs, read_object};
use crate::failure::{Done, Failure};
use crate::files::{self, Content, Existing};
use crate::output::Output;
use desk::confirm;
use serde_json::json;
use std::path::{Path, PathBuf};
use zhengzhao_facade::core::error::Object;
use zhengzhao_facade::core::limits::{MAX_PACK, MAX_SCENARIO, MAX_STATUS_LIST, MAX_TRUST_LIST};
use zhengzhao_facade::core::trust::{Anchor, TrustList};
use zhengzhao_facade::core::{Pack, Refusal};
use zhengzhao_facade::desk::{parse_digest, show_digest};
use zhengzhao_facade::detect::{Sort, detect};
use zhengzhao_facade::{Desk, Text};

const MAKE_EXAMPLES: &str = "\
Examples / 示例:
  zhengzhao pack make --own cq.zztrust --recognised sc.zztrust \\
      --status a.zzstatus --status b.zzstatus -o lists.zzpack";

const SHOW_EXAMPLES: &str = "\
Examples / 示例:
  zhengzhao pack show lists.zzpack
  zhengzhao pack show desk.zzstate";

const UPDATE_EXAMPLES: &str = "\
Examples / 示例:
  # asks before it pins
  zhengzhao pack update lists.zzpack --state desk.zzstate
  # the digest from a printed page
  zhengzhao pack update lists.zzpack --state desk.zzstate \\
      --pin \"1b2c 3d4e …\"";

/// Makes packs of lists and takes them into a desk's state 名单包
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Put a desk's lists into one file 制作名单包
    #[command(after_help = MAKE_EXAMPLES)]
    Make(MakeArgs),
    /// Show what a pack or a desk's state holds; decides nothing 查看名单包或存储状态
    #[command(after_help = SHOW_EXAMPLES)]
    Show(ShowArgs),
    /// Take a pack into a desk's state; all or nothing, and never back 导入名单包
    ///
    /// The first import pins the authority: compare the digest that is shown with a printed one.
    /// 首次导入须核对信任锚摘要。
    #[command(after_help = UPDATE_EXAMPLES)]
    Update(UpdateArgs),
}

/// What goes into a pack.
#[derive(Debug, clap::Args)]
pub(crate) struct MakeArgs {
    /// A trust list of the desk's own authority; repeated in order after several changes of signers 本地信任名单
    #[arg(long, value_name = "FILE", required = true)]
    own: Vec<PathBuf>,
    /// The trust list of a recognised authority; may be repeated 互认信任名单
    #[arg(long, value_name = "FILE")]
    recognised: Vec<PathBuf>,
    /// A status list; may be repeated 状态名单
    #[arg(long, value_name = "FILE")]
    status: Vec<PathBuf>,
    /// A scenario; may be repeated 场景
    #[arg(long, value_name = "FILE")]
    scenario: Vec<PathBuf>,
    /// The lowest sequence number in the anchor [default: that of the first own list] 最低序号
    #[arg(long, value_name = "N")]
    lowest_sequence: Option<u64>,
    /// Leave the anchor out: for desks that have pinned it 不含信任锚
    #[arg(long)]
    no_anchor: bool,
    #[command(flatten)]
    out: OutArgs,
    /// Do not try whether a new desk could import it now 不作试导入
    #[arg(long)]
    no_check: bool,
    #[command(flatten)]
    policy: PolicyArgs,
    #[command(flatten)]
    now: NowArgs,
}

/// What to show.
#[derive(Debug, clap::Args)]
pub(crate) struct ShowArgs {
    /// A pack or a desk's state 名单包或存储状态
    file: PathBuf,
    #[command(flatten)]
    policy: PolicyArgs,
    #[command(flatten)]
    now: NowArgs,
}

/// What to import, and where.
#[derive(Debug, clap::Args)]
pub(crate) struct UpdateArgs {
    /// The pack 名单包
    pack: PathBuf,
    /// The desk's state; made by the first import 存储状态文件
    #[arg(long, value_name = "FILE")]
    state: PathBuf,
    /// The anchor's digest from another channel, such as a printed page 信任锚摘要
    #[arg(long, value_name = "DIGEST")]
    pin: Option<String>,
    /// Pin the pack's anchor anew: recovery after an authority has lost its signers 重新锚定
    #[arg(long)]
    repin: bool,
    #[command(flatten)]
    policy: PolicyArgs,
    #[command(flatten)]
    now: NowArgs,
}

pub(crate) fn run(command: &Command, output: &Output) -> Result<Done, Failure> {
    match command {
        Command::Make(args) => make(args, output),
        Command::Show(args) => show(args, output),
        Command::Update(args) => update(args, output),
    }
}

fn make(args: &MakeArgs, output: &Output) -> Result<Done, Failure> {
    args.out.check_new()?;
    let own = args.own.iter().map(|path| read_object(path, Object::TrustList, MAX_TRUST_LIST));
    let own = own.collect::<Result<Vec<_>, _>>()?;
    let recognised = read(&args.recognised, Object::TrustList, MAX_TRUST_LIST)?;
    let statuses = read(&args.status, Object::StatusList, MAX_STATUS_LIST)?;
    let scenarios = read(&args.scenario, Object::Scenario, MAX_SCENARIO)?;
    let anchor = match (own.first(), args.own.first()) {
        (Some(first), Some(path)) => anchor_of(first, args.lowest_sequence)
            .map_err(|refusal| Failure::refused_as(path, first, Object::TrustList, refusal))?,
        _ => return Err(Failure::usage("缺少 --own。", "--own is missing.")),
    };
    let with_anchor = (!args.no_anchor).then(|| anchor.clone());
    let pack = Pack::new(with_anchor, own, recognised, statuses).with_scenarios(scenarios).to_bytes();
    let (now, policy) = (args.now.time()?, args.policy.policy()?);
    let mut desk = Desk::pin(anchor.clone());
    if !args.no_check {
        desk.import(&pack, now, &policy)?;
    }
    args.out.write(&pack)?;
    let (path, digest) = (args.out.path().display(), show_digest(&anchor));
    output.result(
        &json!({ "file": args.out.path(), "bytes": pack.len(), "anchorDigest": digest }),
        &Text::new(
            format!("已写入 {path}（{} 字节）\n信任锚摘要（请打印后分发）\n  {digest}", pack.len()),
            format!(
                "wrote {path} ({} bytes)\nanchor digest (print it for the desks)\n  {digest}",
                pack.len()
            ),
        ),
    );
    Ok(Done::Fine)
}

/// Reads files of one sort; one of another sort is named, which the import could not do.
fn read(paths: &[PathBuf], object: Object, limit: usize) -> Result<Vec<Vec<u8>>, Failure> {
    let one = |path: &PathBuf| {
        let bytes = read_object(path, object, limit)?;
        match detect(&bytes) {
            sort @ (Sort::Object(_) | Sort::Json) => {
                sort.is_not(object).map_or(Ok(bytes), |Text { zh, en }| {
                    let path = path.display();
                    Err(Failure::usage(format!("{path}：{zh}"), format!("{path}: {en}")))
                })
            }
            _ => Ok(bytes),
        }
    };
    paths.iter().map(one).collect()
}

/// The anchor that a list's own head describes; a person has yet to compare its digest.
fn anchor_of(list: &[u8], lowest: Option<u64>) -> Result<Anchor, Refusal> {
    let (list, _) = TrustList::parse_unpinned(list)?;
    let lowest = lowest.unwrap_or_else(|| list.sequence());
    Anchor::new(list.authority(), list.region(), list.signers().clone(), lowest)
}

fn show(args: &ShowArgs, output: &Output) -> Result<Done, Failure> {
    let bytes = read_object(&args.file, Object::Pack, MAX_PACK)?;
    let refused = |refusal| Failure::refused_as(&args.file, &bytes, Object::Pack, refusal);
    let (now, policy) = (args.now.time()?, args.policy.policy()?);
    if detect(&bytes) == Sort::Object(Object::State) {
        let desk = Desk::reopen(&bytes).map_err(refused)?;
        let (record, text) = listing::desk(&desk, now, &policy);
        output.result(&record, &text);
    } else {
        let (record, text) = listing::pack(&Pack::parse(&bytes).map_err(refused)?);
        output.result(&record, &text);
    }
    Ok(Done::Fine)
}

fn update(args: &UpdateArgs, output: &Output) -> Result<Done, Failure> {
    let (now, policy) = (args.now.time()?, args.policy.policy()?);
    let bytes = read_object(&args.pack, Object::Pack, MAX_PACK)?;
    let refused = |refusal| Failure::refused_as(&args.pack, &bytes, Object::Pack, refusal);
    let pack = Pack::parse(&bytes).map_err(refused)?;
    let mut desk = first_or_held(args, &pack, output)?;
    desk.import(&bytes, now, &policy).map_err(refused)?;
    files::write(&args.state, &desk.export(), Content::Ordinary, Existing::Replace)?;
    let (record, text) = listing::desk(&desk, now, &policy);
    output.result(&record, &text);
    Ok(Done::Fine)
}

/// The desk before the import: that of the state, or a new one after the anchor was compared.
fn first_or_held(args: &UpdateArgs, pack: &Pack, output: &Output) -> Result<Desk, Failure> {
    let held = if exists(&args.state) { Some(open_state(&args.state)?) } else { None };
    match held {
        Some(mut desk) if args.repin => {
            desk.repin(confirmed(args, pack, output)?);
            Ok(desk)
        }
        Some(desk) => {
            if let Some(pin) = &args.pin {
                check_pin(desk.anchor(), pin)?;
            }
            Ok(desk)
        }
        None => Ok(Desk::pin(confirmed(args, pack, output)?)),
    }
}

fn exists(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

fn confirmed(args: &UpdateArgs, pack: &Pack, output: &Output) -> Result<Anchor, Failure> {
    let anchor = pack.anchor().ok_or_else(|| {
        Failure::usage("首次导入需要含信任锚的名单包。", "The first import needs a pack with an anchor.")
    })?;
    match &args.pin {
        Some(pin) => check_pin(anchor, pin)?,
        None => confirm(anchor, output)?,
    }
    Ok(anchor.clone())
}

/// Compares an anchor with the digest that the user has from elsewhere.
pub(crate) fn check_pin(anchor: &Anchor, pin: &str) -> Result<(), Failure> {
    let digest = parse_digest(pin).ok_or_else(|| {
        Failure::usage("--pin 应为 64 位十六进制摘要。", "--pin must be a digest of 64 hexadecimal digits.")
    })?;
    if anchor.digest() == digest {
        Ok(())
    } else {
        Err(Refusal::AnchorMismatch { object: Object::Pack }.into())
    }
}
