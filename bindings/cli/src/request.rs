//! `request`.

use crate::common::{
    self, KindArgs, NowArgs, OutArgs, PolicyArgs, audience, parse_scenario, read_copy, read_object,
};
use crate::failure::{Done, Failure};
use crate::output::Output;
use crate::pack::{DeskArgs, open_desk};
use crate::random;
use serde_json::json;
use std::path::PathBuf;
use zhengzhao_facade::core::Refusal;
use zhengzhao_facade::core::act::{Nonce, ScenarioId};
use zhengzhao_facade::core::crypto::rand_core::Rng as _;
use zhengzhao_facade::core::error::Object;
use zhengzhao_facade::core::kind::Kinds;
use zhengzhao_facade::core::limits::MAX_REQUEST;
use zhengzhao_facade::core::request::{Ask, Request};
use zhengzhao_facade::request::{AskerRecord, RequestRecord, asks, judge};
use zhengzhao_facade::{ItemLabel, Text};

pub(crate) const MAKE_EXAMPLES: &str = "\
Examples / 示例:
  zhengzhao request make --scenario 11500000MBYY00079W/hotel-check-in \\
      --audience \"示例酒店前台\" --state desk.zzstate -o ask.zzrequest
  zhengzhao request make --ask ZZ-LOCAL-EID:holderName,ageOver18 \\
      --audience \"示例网吧\" --purpose 年龄核验 -o ask.zzrequest";

const SHOW_EXAMPLES: &str = "\
Examples / 示例:
  zhengzhao request show ask.zzrequest --copy eid.zz --copy permit.zz \\
      --state wallet.zzstate

Exit codes / 退出码: 0 registered and within the scenario 已登记且未超出, 1 refused 拒绝, 3 usage or file error
用法或文件错误.";

/// Makes requests, and judges them as a wallet does 请求
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Make a request: the least that a scenario needs, or what --ask names 制作请求
    #[command(after_help = MAKE_EXAMPLES)]
    Make(MakeArgs),
    /// Show who asks for what, as the asker says, and what of the certificates at hand would be shown 查看请求
    #[command(after_help = SHOW_EXAMPLES)]
    Show(ShowArgs),
}

/// What to ask.
#[derive(Debug, clap::Args)]
#[group(id = "what", required = true, multiple = true)]
pub(crate) struct MakeArgs {
    /// A scenario that the desk holds, as ISSUER/ID 场景
    #[arg(long, value_name = "ISSUER/ID", group = "what", conflicts_with = "ask", value_parser = parse_scenario)]
    scenario: Option<ScenarioId>,
    /// Items of a certificate, as KIND:item,item; may be repeated 索取的信息项
    #[arg(long, value_name = "KIND:ITEMS", group = "what")]
    ask: Vec<String>,
    /// Who asks 核验方
    #[arg(long, value_name = "NAME")]
    audience: String,
    /// What for; with --scenario that of the scenario 事由
    #[arg(long, value_name = "TEXT", conflicts_with = "scenario")]
    purpose: Option<String>,
    /// Ask for no answer to a nonce: for a code that stays on the desk 不含随机数
    #[arg(long)]
    no_nonce: bool,
    /// The desk's state, which holds the scenario 存储状态文件
    #[arg(long, value_name = "FILE", required_unless_present = "ask")]
    state: Option<PathBuf>,
    #[command(flatten)]
    out: OutArgs,
    #[command(flatten)]
    kinds: KindArgs,
    #[command(flatten)]
    now: NowArgs,
}

/// What to judge.
#[derive(Debug, clap::Args)]
pub(crate) struct ShowArgs {
    /// The request 请求
    request: PathBuf,
    /// A certificate as its issuer handed it over; may be repeated 持有的证照
    #[arg(long, value_name = "FILE")]
    copy: Vec<PathBuf>,
    #[command(flatten)]
    desk: DeskArgs,
    #[command(flatten)]
    policy: PolicyArgs,
    #[command(flatten)]
    kinds: KindArgs,
    #[command(flatten)]
    now: NowArgs,
}

pub(crate) fn run(command: &Command, output: &Output) -> Result<Done, Failure> {
    match command {
        Command::Make(args) => make(args, output),
        Command::Show(args) => show(args, output),
    }
}

pub(crate) fn make(args: &MakeArgs, output: &Output) -> Result<Done, Failure> {
    args.out.check_new()?;
    let kinds = args.kinds.load()?;
    let audience = audience(&args.audience)?;
    let mut request = match (&args.scenario, &args.state) {
        (Some(id), Some(state)) => {
            let desk = crate::pack::open_state(state)?;
            Request::minimal(desk.store().scenario(id, args.now.time()?)?, audience)?
        }
        _ => {
            let asks = args.ask.iter().map(|ask| parse_ask(ask, &kinds)).collect::<Result<_, _>>()?;
            Request::new(audience, asks)?
        }
    };
    if let Some(purpose) = &args.purpose {
        request = request.with_purpose(common::purpose(purpose)?);
    }
    if !args.no_nonce {
        let mut nonce = [0; 16];
        random::generator()?.fill_bytes(&mut nonce);
        request = request.with_nonce(Nonce::new(nonce));
    }
    let bytes = request.to_bytes();
    let (object, size, limit) = (Object::Request, bytes.len(), MAX_REQUEST);
    if size > limit {
        return Err(Refusal::TooLarge { object, size, limit }.into());
    }
    args.out.write(&bytes)?;
    let claims = AskerRecord::of(&request);
    let nonce = claims.nonce.clone().unwrap_or_else(|| "-".into());
    let path = args.out.path().display();
    output.result(
        &json!({ "file": args.out.path(), "bytes": size, "claims": claims, "asks": asks(&request, &kinds) }),
        &Text::new(
            format!("已写入 {path}（{size} 字节）\n随机数 {nonce}（核验出示时需要）"),
            format!("wrote {path} ({size} bytes)\nnonce {nonce} (needed to check what is presented)"),
        ),
    );
    Ok(Done::Fine)
}

fn parse_ask(text: &str, kinds: &Kinds) -> Result<Ask, Failure> {
    let (kind, items) = text.split_once(':').unwrap_or((text, ""));
    if kinds.get(kind).is_none() {
        return Err(Failure::usage(
            format!("没有类型 {kind}；请用 kinds list 查看，或以 --kind-file 给出其类型文件。"),
            format!("There is no kind {kind}; see kinds list, or give its file by --kind-file."),
        ));
    }
    let labels = items
        .split(',')
        .filter(|item| !item.is_empty())
        .map(|item| {
            kinds.label_of(kind, item).ok_or_else(|| {
                Failure::usage(
                    format!("{kind} 没有信息项 {item}；请用 kinds show 查看。"),
                    format!("{kind} has no item {item}; see kinds show."),
                )
            })
        })
        .collect::<Result<Vec<_>, _>>()?;
    Ok(Ask::new(kind, labels)?)
}

fn show(args: &ShowArgs, output: &Output) -> Result<Done, Failure> {
    let (now, policy) = (args.now.time()?, args.policy.policy()?);
    let desk = open_desk(&args.desk, now, &policy)?;
    let bytes = read_object(&args.request, Object::Request, MAX_REQUEST)?;
    let request = Request::parse(&bytes)
        .map_err(|refusal| Failure::refused_as(&args.request, &bytes, Object::Request, refusal))?;
    let copies = args.copy.iter().map(|path| read_copy(path)).collect::<Result<Vec<_>, _>>()?;
    let (judgement, record) = judge(&request, &copies, desk.store(), &args.kinds.load()?, now);
    output.result(&json!(record), &Text::new(lines_zh(&record), lines_en(&record)));
    Ok(if judgement.refusals().is_empty() { Done::Fine } else { Done::Code(1) })
}

fn items(items: &[ItemLabel], separator: &str, name: impl Fn(&ItemLabel) -> &str) -> String {
    items.iter().map(name).collect::<Vec<_>>().join(separator)
}

pub(crate) fn lines_zh(record: &RequestRecord) -> String {
    let mut out = format!("自称的核验方：{}", record.claims.audience);
    if let Some(purpose) = &record.claims.purpose {
        out.push_str(&format!("\n自称的事由：{purpose}"));
    }
    match &record.scenario {
        Some(name) => out.push_str(&format!("\n已登记的场景：{}", name.zh)),
        None => out.push_str("\n未登记的用途"),
    }
    for ask in &record.asks {
        out.push_str(&format!("\n索取 {}：{}", ask.kind, items(&ask.items, "、", |item| &item.text.zh)));
    }
    for refusal in &record.refusals {
        out.push_str(&format!("\n拒绝：{}（{}）", refusal.reason.zh, refusal.code));
    }
    for offer in &record.offers {
        let shown = items(&offer.items, "、", |item| &item.text.zh);
        out.push_str(&format!("\n将出示 {}：{shown}", offer.kind));
    }
    for unmet in &record.unmet {
        out.push_str(&format!("\n缺少：{}", unmet.zh));
    }
    out
}

pub(crate) fn lines_en(record: &RequestRecord) -> String {
    let mut out = format!("who asks, as it says: {}", record.claims.audience);
    if let Some(purpose) = &record.claims.purpose {
        out.push_str(&format!("\nwhat for, as it says: {purpose}"));
    }
    match &record.scenario {
        Some(name) => out.push_str(&format!("\nregistered scenario: {}", name.en)),
        None => out.push_str("\nunregistered purpose"),
    }
    for ask in &record.asks {
        out.push_str(&format!("\nasks {}: {}", ask.kind, items(&ask.items, ", ", |item| &item.text.en)));
    }
    for refusal in &record.refusals {
        out.push_str(&format!("\nREFUSED: {} ({})", refusal.reason.en, refusal.code));
    }
    for offer in &record.offers {
        let shown = items(&offer.items, ", ", |item| &item.text.en);
        out.push_str(&format!("\nwould show {}: {shown}", offer.kind));
    }
    for unmet in &record.unmet {
        out.push_str(&format!("\nlacking: {}", unmet.en));
    }
    out
}
