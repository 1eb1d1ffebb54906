//! `present`: the holder, or a delegate, shows certificates to a checker.

mod answer;
mod choice;

pub(crate) use choice::{Choice, choose};

use crate::common::{
    KindArgs, NowArgs, OutArgs, PolicyArgs, audience, parse_scenario, purpose, read_copy, read_object,
    read_secret_key,
};
use crate::failure::{Done, Failure};
use crate::files;
use crate::output::Output;
use crate::presence::parse_nonce;
use crate::random;
use serde_json::json;
use std::path::PathBuf;
use zhengzhao_facade::core::Lang;
use zhengzhao_facade::core::act::{PresentationDraft, ScenarioId, session};
use zhengzhao_facade::core::crypto::rand_core::Rng as _;
use zhengzhao_facade::core::error::Object;
use zhengzhao_facade::core::kind::Kinds;
use zhengzhao_facade::core::limits::{MAX_ACT, MAX_PRESENTATION_LIFETIME};
use zhengzhao_facade::core::time::Time;
use zhengzhao_facade::detect::detect;
use zhengzhao_facade::request::{ShownCertificate, ShownRecord};
use zhengzhao_facade::{Text, shown_text};

const EXAMPLES: &str = "\
Examples / 示例:
  zhengzhao present --certificate eid.zz --key lin.key.json \\
      --request ask.zzrequest --state wallet.zzstate --log shown.jsonl \\
      --out guest.zz
  zhengzhao present --certificate eid.zz --key lin.key.json \\
      --audience 示例酒店前台 --items holderName,ageOver18 --out guest.zz
  zhengzhao present --mandate chen.zzmandate --key chen.key.json \\
      --request ask.zzrequest --out shown.zz

With --request exactly what is asked is shown, and nothing that the registered scenario does not name.
出示请求所需的最少项目；超出已登记场景的请求不予应答。";

/// Presents certificates to one checker, for some seconds, signed by the holder's key.
/// 由持证人（或受托人）的密钥签名，向一个核验方出示证照，数分钟内有效。
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// A certificate as its issuer handed it over; repeated for several with --request 持有的证照
    #[arg(long, value_name = "FILE", required_unless_present = "mandate", conflicts_with = "mandate")]
    certificate: Vec<PathBuf>,
    /// A mandate, presented by the delegate's key as the principal made it 授权
    #[arg(long, value_name = "FILE", conflicts_with_all = ["items", "permits", "all", "none"])]
    mandate: Option<PathBuf>,
    /// The secret key file: one for all certificates, or one for each in their order 私钥
    #[arg(long, value_name = "FILE", required = true)]
    key: Vec<PathBuf>,
    /// The checker's request 请求
    #[arg(long, value_name = "FILE", required_unless_present = "audience")]
    #[arg(conflicts_with_all = ["audience", "items", "permits", "all", "none", "challenge", "purpose", "scenario"])]
    request: Option<PathBuf>,
    /// Answer a request behind which no registered scenario stands 应答未登记用途的请求
    #[arg(long, requires = "request")]
    unregistered: bool,
    /// The wallet's state, which holds registered scenarios 存储状态文件
    #[arg(long, value_name = "FILE", requires = "request")]
    state: Option<PathBuf>,
    /// The checker's name 核验方名称
    #[arg(long, value_name = "NAME")]
    audience: Option<String>,
    /// The checker's challenge, 32 hexadecimal digits 随机数
    #[arg(long, value_name = "HEX")]
    challenge: Option<String>,
    #[command(flatten)]
    choice: Choice,
    /// What for 事由
    #[arg(long, value_name = "TEXT")]
    purpose: Option<String>,
    /// The scenario 场景
    #[arg(long, value_name = "ISSUER/ID", value_parser = parse_scenario)]
    scenario: Option<ScenarioId>,
    /// For how many seconds it counts, 1 to 300 有效秒数
    #[arg(long, value_name = "N", default_value_t = 120, value_parser = clap::value_parser!(u64).range(1..=MAX_PRESENTATION_LIFETIME))]
    for_seconds: u64,
    /// The holder's own log, to which a line is added: to whom, when, why, names of items 出示记录
    #[arg(long, value_name = "FILE")]
    log: Option<PathBuf>,
    #[command(flatten)]
    out: OutArgs,
    #[command(flatten)]
    policy: PolicyArgs,
    #[command(flatten)]
    kinds: KindArgs,
    #[command(flatten)]
    now: NowArgs,
}

/// What stands in the log in the place of a kind.
const MANDATE: &str = "mandate";

/// What is to be signed: by which key, and over what.
struct Part {
    key: usize,
    stands_on: Vec<u8>,
}

/// All that one call presents.
struct Plan {
    draft: PresentationDraft,
    parts: Vec<Part>,
    log: ShownRecord,
}

pub(crate) fn run(args: &Args, output: &Output) -> Result<Done, Failure> {
    args.out.check_new()?;
    let several = args.key.len() > 1 && args.key.len() != args.certificate.len();
    if several || (args.request.is_none() && args.certificate.len() > 1) {
        return Err(Failure::usage(
            "--key 应为一把，或与 --certificate 一一对应；不用 --request 时只能出示一份证照。",
            "Give one --key, or one for each --certificate; without --request only one certificate is presented.",
        ));
    }
    let kinds = args.kinds.load()?;
    let now = args.now.time()?;
    let plan = match &args.request {
        Some(path) => answer::plan(args, path, &kinds, now, output)?,
        None => direct(args, &kinds, now)?,
    };
    if args.mandate.is_some() && plan.draft.scenario.is_none() {
        return Err(Failure::usage(
            "凭授权出示须写明办理的事项：请给出 --scenario，或用写明场景的 --request。",
            "Under a mandate the matter must be named: give --scenario, or a --request that names one.",
        ));
    }
    let mut random = random::generator()?;
    let mut presentations = Vec::new();
    for part in &plan.parts {
        let path = args.key.get(part.key).or_else(|| args.key.first());
        let path = path.ok_or_else(|| Failure::usage("缺少 --key。", "--key is missing."))?;
        let mut cti = [0; 16];
        random.fill_bytes(&mut cti);
        presentations.push(plan.draft.sign(&part.stands_on, &read_secret_key(path)?, cti)?);
    }
    let bytes = match presentations.as_slice() {
        [only] => only.clone(),
        several => session::write(several)?,
    };
    // The log first: what cannot be noted is not shown.
    if let Some(log) = &args.log {
        let line = plan
            .log
            .to_line()
            .map_err(|error| Failure::usage(format!("出示记录：{error}。"), format!("the log: {error}.")))?;
        files::append_line(log, &line)?;
    }
    args.out.write(&bytes)?;
    let (path, size, until) = (args.out.path().display(), bytes.len(), plan.draft.exp.to_string());
    let (zh, en) = disclosed(&plan.log, &kinds);
    let audience = plan.draft.audience.as_str();
    output.result(
        &json!({ "file": args.out.path(), "bytes": size, "until": until, "shown": plan.log }),
        &Text::new(
            format!("已写入 {path}（{size} 字节），出示给 {audience}，有效至 {until}\n披露：{zh}"),
            format!("wrote {path} ({size} bytes) for {audience}, good until {until}\ndisclosed: {en}"),
        ),
    );
    Ok(Done::Fine)
}

/// What was shown, under the names that people know.
fn disclosed(log: &ShownRecord, kinds: &Kinds) -> (String, String) {
    let name = |shown: &ShownCertificate| match shown.kind.as_str() {
        MANDATE => Text::new(Object::Mandate.zh(), Object::Mandate.en()),
        kind => shown_text(kinds, kind, shown.items.iter().map(String::as_str)),
    };
    let names: Vec<_> = log.certificates.iter().map(name).collect();
    let join = |lang, separator| names.iter().map(|name| name.get(lang)).collect::<Vec<_>>().join(separator);
    (join(Lang::Zh, "；"), join(Lang::En, "; "))
}

/// A presentation without a request: what the holder chooses.
fn direct(args: &Args, kinds: &Kinds, now: Time) -> Result<Plan, Failure> {
    let audience = audience(args.audience.as_deref().unwrap_or_default())?;
    let draft = PresentationDraft {
        audience: audience.clone(),
        iat: now,
        exp: now.saturating_add(args.for_seconds),
        nonce: args.challenge.as_deref().map(parse_nonce).transpose()?,
        scenario: args.scenario.clone(),
        purpose: args.purpose.as_deref().map(purpose).transpose()?,
    };
    let (stands_on, shown) = match args.certificate.first() {
        Some(path) => {
            let copy = read_copy(path)?;
            let (shown, items) = choose(&copy, &args.choice, kinds)?;
            (shown, ShownCertificate { kind: copy.kind().into(), items })
        }
        None => mandate(args)?,
    };
    let log = ShownRecord {
        shown: now.to_string(),
        audience: audience.as_str().into(),
        purpose: args.purpose.clone(),
        scenario: args.scenario.as_ref().map(ToString::to_string),
        registered: false,
        certificates: vec![shown],
    };
    Ok(Plan { draft, parts: vec![Part { key: 0, stands_on }], log })
}

/// What a mandate shows is the principal's choice; the log names it as a whole.
fn mandate(args: &Args) -> Result<(Vec<u8>, ShownCertificate), Failure> {
    let missing =
        || Failure::usage("请给出 --certificate 或 --mandate。", "Give --certificate or --mandate.");
    let path = args.mandate.as_ref().ok_or_else(missing)?;
    let bytes = read_object(path, Object::Mandate, MAX_ACT)?;
    if let Some(Text { zh, en }) = detect(&bytes).is_not(Object::Mandate) {
        let path = path.display();
        return Err(Failure::usage(format!("{path}：{zh}"), format!("{path}: {en}")));
    }
    Ok((bytes, ShownCertificate { kind: MANDATE.into(), items: Vec::new() }))
}
