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
use zhengzhao_facade::core::act::{Nonce, ScenarioId};
use zhengzhao_facade::core::crypto::rand_core::Rng as _;
use zhengzhao_facade::core::error::Object;
use zhengzhao_facade::core::kind::Kinds;
use zhengzhao_facade::core::limits::MAX_REQUEST;
use zhengzhao_facade::core::request::{Ask, Request};
use zhengzhao_facade::core::{Lang, Refusal};
use zhengzhao_facade::request::{
    AskRecord, AskerRecord, OfferRecord, RequestRecord, RequestRefusal, asks, judge,
};
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
    output.result(&json!(record), &page(&record));
    Ok(if judgement.refusals().is_empty() { Done::Fine } else { Done::Code(1) })
}

/// What a request comes to, for people.
pub(crate) fn page(record: &RequestRecord) -> Text {
    Text::both(|lang| lines(record, lang).join("\n"))
}

fn lines(record: &RequestRecord, lang: Lang) -> Vec<String> {
    let say = |zh: &str, en: &str, rest: &str| match lang {
        Lang::Zh => format!("{zh}{rest}"),
        Lang::En => format!("{en}{rest}"),
    };
    let items = |kind: &Text, items: &[ItemLabel]| {
        let (colon, comma) = if lang == Lang::Zh { ("：", "、") } else { (": ", ", ") };
        let items = items.iter().map(|item| item.text.get(lang)).collect::<Vec<_>>().join(comma);
        format!("{}{colon}{items}", kind.get(lang))
    };
    let mut lines = vec![say("自称的核验方：", "who asks, as it says: ", &record.claims.audience)];
    lines.extend(
        record.claims.purpose.iter().map(|purpose| say("自称的事由：", "what for, as it says: ", purpose)),
    );
    lines.push(match &record.scenario {
        Some(name) => say("已登记的场景：", "registered scenario: ", name.get(lang)),
        None => say("未登记的用途", "unregistered purpose", ""),
    });
    let asked = |ask: &AskRecord| say("索取", "asks ", &items(&ask.kind_name, &ask.items));
    lines.extend(record.asks.iter().map(asked));
    let refused = |refusal: &RequestRefusal| {
        let reason = say(&refusal.reason.zh, &refusal.reason.en, "");
        match lang {
            Lang::Zh => format!("拒绝：{reason}（{}）", refusal.code),
            Lang::En => format!("REFUSED: {reason} ({})", refusal.code),
        }
    };
    lines.extend(record.refusals.iter().map(refused));
    let shown = |offer: &OfferRecord| say("将出示", "would show ", &items(&offer.kind_name, &offer.items));
    lines.extend(record.offers.iter().map(shown));
    lines.extend(record.unmet.iter().map(|unmet| say("缺少：", "lacking: ", unmet.get(lang))));
    lines
}
