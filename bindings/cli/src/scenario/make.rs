//! `scenario make`.

use crate::common::{KindArgs, NowArgs, OutArgs, parse_region, read_secret_key};
use crate::failure::{Done, Failure};
use crate::files;
use crate::output::Output;
use serde_json::{Map, Value, json};
use std::path::{Path, PathBuf};
use zhengzhao_facade::Text;
use zhengzhao_facade::core::issue::issue_scenario;
use zhengzhao_facade::core::kind::Kinds;
use zhengzhao_facade::core::region::Region;
use zhengzhao_facade::core::scenario::UnverifiedScenario;
use zhengzhao_facade::scenariofile::{MAX_SCENARIO_FILE, Source, base, read_scenario_on};

pub(super) const EXAMPLES: &str = "\
Examples / 示例:
  zhengzhao scenario make check-in.json --key scenario.key.json \\
      -o check-in.zzscenario
  zhengzhao scenario make --base hotel-check-in --issuer 11500000MBYY00079W \\
      --region 500000 --key scenario.key.json -o check-in.zzscenario

A description / 场景说明:
  { \"issuer\": \"<18 characters>\", \"id\": \"check-in\", \"version\": 1, \"region\": \"500000\",
    \"nameZh\": \"住宿登记\", \"nameEn\": \"hotel check-in\", \"purpose\": \"住宿登记\",
    \"lawfulBasis\": \"statutory_duty\", \"retentionDays\": 365,
    \"materials\": [{ \"name\": \"guest\", \"nameZh\": \"旅客\", \"nameEn\": \"guest\",
      \"anyOf\": [{ \"kind\": \"ZZ-LOCAL-EID\", \"fields\": [\"holderName\"] }] }] }
  One on a shipped scenario or another file 以随附场景或另一文件为基础:
  { \"base\": \"hotel-check-in\", \"issuer\": \"<18 characters>\", \"region\": \"510000\", \"version\": 2,
    \"kinds\": { \"ZZ-LOCAL-EID\": \"<another kind>\" } }
  `zhengzhao kinds show CODE` lists the names of its items. 项目名称见 kinds show。
  `zhengzhao scenario shipped` lists what can be built on. 随附场景见 scenario shipped。";

/// What the options say is called so in messages.
const OPTIONS: &str = "--base/--issuer/--region/--number";

/// What to sign.
#[derive(Debug, clap::Args)]
#[group(id = "what", required = true, multiple = false, args = ["description", "base"])]
pub(crate) struct Args {
    /// The description, JSON 场景说明
    description: Option<PathBuf>,
    /// A shipped scenario, or another description, that is published as it is 作为基础的场景
    #[arg(long, value_name = "ID|FILE")]
    base: Option<String>,
    /// Who publishes it, in place of what the description says 发布机构代码
    #[arg(long, value_name = "CODE")]
    issuer: Option<String>,
    /// Where it applies, in place of what the description says 适用地区
    #[arg(long, value_name = "CODE", value_parser = parse_region)]
    region: Option<Region>,
    /// Its version, in place of what the description says; must grow 版本号
    #[arg(long, value_name = "N")]
    number: Option<u64>,
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

pub(super) fn run(args: &Args, output: &Output) -> Result<Done, Failure> {
    args.out.check_new()?;
    let (source, kinds) = (source(args)?, args.kinds.load()?);
    let claims = read_scenario_on(&source, &kinds, args.now.time()?, &find)
        .map_err(|error| Failure::in_file(&source.name, &error))?;
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

/// The description itself, or one that the options make, which stands on it.
fn source(args: &Args) -> Result<Source, Failure> {
    let on = args.base.clone().or_else(|| args.description.as_ref().map(|path| path.display().to_string()));
    let mut own = Map::new();
    let mut say = |member: &str, value: Option<Value>| own.extend(value.map(|value| (member.into(), value)));
    say("issuer", args.issuer.as_ref().map(|issuer| json!(issuer)));
    say("region", args.region.map(|region| json!(region.as_str())));
    say("version", args.number.map(|number| json!(number)));
    match &args.description {
        Some(path) if own.is_empty() => read(path),
        _ => {
            own.insert("base".into(), json!(on));
            Ok(Source { name: OPTIONS.into(), json: Value::Object(own).to_string() })
        }
    }
}

fn read(path: &Path) -> Result<Source, Failure> {
    let json = files::read_text(path, MAX_SCENARIO_FILE)?;
    Ok(Source { name: path.display().to_string(), json: json.to_string() })
}

/// A base that does not ship is a file beside the one that names it.
fn find(source: &Source, name: &str) -> Result<Source, Text> {
    let beside = match source.name.as_str() {
        OPTIONS => None,
        file => Path::new(file).parent(),
    };
    let path = beside.map_or_else(|| PathBuf::from(name), |folder| folder.join(name));
    // What neither is a file nor looks like one was meant as the id of a shipped scenario.
    if !path.exists() && !name.contains(['.', '/', '\\']) {
        return Err(base::no_such_base(name));
    }
    read(&path).map_err(|failure| match failure {
        Failure::Usage(text) => text,
        Failure::Refused { refusal, .. } => Text::of_refusal(&refusal, &Kinds::builtin()),
    })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
