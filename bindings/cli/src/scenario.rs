//! `scenario`.

mod check;

use crate::common::{KindArgs, NowArgs, OutArgs, PolicyArgs, read_object, read_secret_key};
use crate::failure::{Done, Failure};
use crate::files;
use crate::output::Output;
use crate::pack::{DeskArgs, open_desk};
use serde_json::{Value, json};
use std::path::PathBuf;
use zhengzhao_facade::Text;
use zhengzhao_facade::core::error::Object;
use zhengzhao_facade::core::issue::issue_scenario;
use zhengzhao_facade::core::limits::MAX_SCENARIO;
use zhengzhao_facade::core::scenario::{Scenario, ScenarioClaims, UnverifiedScenario};
use zhengzhao_facade::scenariofile::{MAX_SCENARIO_FILE, read_scenario, show_scenario};

const EXAMPLES: &str = "\
Examples / 示例:
  zhengzhao scenario make check-in.json --key scenario.key.json \\
      -o check-in.zzscenario
  zhengzhao scenario show check-in.zzscenario
  zhengzhao pack make --own cq.zztrust --scenario check-in.zzscenario \\
      -o lists.zzpack
  zhengzhao scenario list --state desk.zzstate
  zhengzhao scenario check guest.zz --request ask.zzrequest --state desk.zzstate";

const MAKE_EXAMPLES: &str = "\
Examples / 示例:
  zhengzhao scenario make check-in.json --key scenario.key.json \\
      -o check-in.zzscenario

A description / 场景说明:
  { \"issuer\": \"<18 characters>\", \"id\": \"check-in\", \"version\": 1, \"region\": \"500000\",
    \"nameZh\": \"住宿登记\", \"nameEn\": \"hotel check-in\", \"purpose\": \"住宿登记\",
    \"lawfulBasis\": \"statutory_duty\", \"retentionDays\": 365,
    \"materials\": [{ \"name\": \"guest\", \"nameZh\": \"旅客\", \"nameEn\": \"guest\",
      \"anyOf\": [{ \"kind\": \"ZZ-LOCAL-EID\", \"fields\": [\"holderName\"] }] }] }
  `zhengzhao kinds show CODE` lists the names of its items. 项目名称见 kinds show。";

/// Makes, shows and lists scenarios: what a matter asks for 场景
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Sign a scenario that is described as JSON 制作场景
    #[command(after_help = MAKE_EXAMPLES)]
    Make(MakeArgs),
    /// Show a scenario; its signature is NOT verified 查看场景（不验签）
    #[command(after_help = EXAMPLES)]
    Show {
        /// The scenario 场景
        scenario: PathBuf,
        #[command(flatten)]
        kinds: KindArgs,
    },
    /// Check what is shown for a matter: every object, who serves what, whether it belongs together 核验事项
    #[command(after_help = check::EXAMPLES)]
    Check(Box<check::Args>),
    /// List the scenarios that a desk or wallet holds, and whether they can be used now 列出场景
    #[command(after_help = EXAMPLES)]
    List {
        #[command(flatten)]
        desk: DeskArgs,
        #[command(flatten)]
        policy: PolicyArgs,
        #[command(flatten)]
        now: NowArgs,
    },
}

/// What to sign.
#[derive(Debug, clap::Args)]
pub(crate) struct MakeArgs {
    /// The description, JSON 场景说明
    description: PathBuf,
    /// The secret key file that the trust list names for scenarios 场景密钥
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    #[command(flatten)]
    out: OutArgs,
    #[command(flatten)]
    kinds: KindArgs,
    #[command(flatten)]
    now: NowArgs,
}

pub(crate) fn run(command: &Command, output: &Output) -> Result<Done, Failure> {
    match command {
        Command::Make(args) => make(args, output),
        Command::Check(args) => check::run(args, output),
        Command::Show { scenario, kinds } => {
            let bytes = read_object(scenario, Object::Scenario, MAX_SCENARIO)?;
            let UnverifiedScenario { claims, digest } = UnverifiedScenario::parse(&bytes)
                .map_err(|refusal| Failure::refused_as(scenario, &bytes, Object::Scenario, refusal))?;
            let record = show_scenario(&claims, &digest, &kinds.load()?);
            output.result(&record, &described(&claims, &record));
            Ok(Done::Fine)
        }
        Command::List { desk, policy, now } => {
            let (now, policy) = (now.time()?, policy.policy()?);
            let desk = open_desk(desk, now, &policy)?;
            let store = desk.store();
            let lines: Vec<_> = store.scenarios().map(|own| (own, store.scenario(own.id(), now))).collect();
            let record = |(scenario, usable): &(&Scenario, Result<_, _>)| {
                let terms = scenario.terms();
                json!({
                    "scenario": scenario.id().to_string(), "version": terms.version,
                    "nameZh": terms.name_zh, "nameEn": terms.name_en,
                    "region": scenario.region().as_str(), "expires": scenario.expires().to_string(),
                    "code": usable.as_ref().err().map(zhengzhao_facade::core::Refusal::code),
                })
            };
            let text = Text::both(|lang| {
                let line = |(scenario, usable): &(&Scenario, Result<_, _>)| {
                    let terms = scenario.terms();
                    let name = match lang {
                        zhengzhao_facade::core::Lang::Zh => &terms.name_zh,
                        zhengzhao_facade::core::Lang::En => &terms.name_en,
                    };
                    let standing = usable.as_ref().err().map(|refusal: &zhengzhao_facade::core::Refusal| {
                        format!("  ({}: {})", refusal.code(), refusal.text(lang))
                    });
                    let standing = standing.unwrap_or_default();
                    format!("{}  v{}  {name}{standing}", scenario.id(), terms.version)
                };
                lines.iter().map(line).collect::<Vec<_>>().join("\n")
            });
            output.result(&lines.iter().map(record).collect(), &text);
            Ok(Done::Fine)
        }
    }
}

fn make(args: &MakeArgs, output: &Output) -> Result<Done, Failure> {
    args.out.check_new()?;
    let json = files::read_text(&args.description, MAX_SCENARIO_FILE)?;
    let claims = read_scenario(&json, &args.kinds.load()?, args.now.time()?)
        .map_err(|error| Failure::in_file(args.description.display(), &error))?;
    let key = read_secret_key(&args.key)?;
    let bytes = issue_scenario(&claims, &key)?;
    let digest = UnverifiedScenario::parse(&bytes)?.digest;
    args.out.write(&bytes)?;
    let (path, digest) = (args.out.path().display(), hex(&digest));
    output.result(
        &json!({ "file": args.out.path(), "bytes": bytes.len(), "digest": digest }),
        &Text::new(
            format!("已写入 {path}（{} 字节）\n摘要 {digest}", bytes.len()),
            format!("wrote {path} ({} bytes)\ndigest {digest}", bytes.len()),
        ),
    );
    Ok(Done::Fine)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// For people: the record as it is written, under a heading that says what it is not.
fn described(claims: &ScenarioClaims, record: &Value) -> Text {
    let pretty = serde_json::to_string_pretty(record).unwrap_or_default();
    let (zh, en) = (&claims.terms.name_zh, &claims.terms.name_en);
    Text::new(format!("{zh}（未验签）\n{pretty}"), format!("{en} (signature NOT verified)\n{pretty}"))
}
