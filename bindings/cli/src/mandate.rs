//! `mandate`.

use crate::common::{
    KindArgs, NowArgs, OutArgs, parse_scenario, read_copy, read_public_key, read_secret_key,
};
use crate::failure::{Done, Failure};
use crate::output::Output;
use crate::present::{Choice, choose};
use crate::random;
use crate::usage::Expected;
use serde_json::json;
use std::path::PathBuf;
use zhengzhao_facade::Text;
use zhengzhao_facade::core::act::{Delegate, MandateDraft, ScenarioId};
use zhengzhao_facade::core::crypto::rand_core::Rng as _;
use zhengzhao_facade::core::limits::MAX_MANDATE_LIFETIME;
use zhengzhao_facade::core::time::{Date, Time};

const EXAMPLES: &str = "\
Examples / 示例:
  zhengzhao mandate --certificate licence.zz --key company.key.json \\
      --delegate-key chen.pub.json --delegate-name 陈样例 \\
      --matter 11500000MBYY00079W/food-licence-renewal --until 2026-12-31 \\
      --out chen.zzmandate
  zhengzhao present --mandate chen.zzmandate --key chen.key.json \\
      --request ask.zzrequest --out shown.zz

A mandate cannot be revoked alone: it ends with its day or with the certificate. Keep it short.
授权不能单独撤销，只随到期日或证照终止；期限宜短。";

/// Lets a delegate's key present a certificate, for named matters, until a day.
/// 授权受托人的密钥就指定事项出示证照。
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The principal's certificate, as its issuer handed it over 委托方证照
    #[arg(long, value_name = "FILE")]
    certificate: PathBuf,
    /// The principal's secret key file 委托方私钥
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// The delegate's public key file 受托人公钥
    #[arg(long, value_name = "FILE")]
    delegate_key: PathBuf,
    /// The delegate's name 受托人姓名
    #[arg(long, value_name = "NAME")]
    delegate_name: String,
    /// The delegate's code, as in the delegate's own certificate 受托人代码
    #[arg(long, value_name = "CODE", requires = "delegate_code_type")]
    delegate_code: Option<String>,
    /// The type of that code, such as 111 受托人代码类型
    #[arg(long, value_name = "TYPE", requires = "delegate_code")]
    delegate_code_type: Option<String>,
    /// A matter; repeated for several 授权事项
    #[arg(long, value_name = "ISSUER/ID", required = true, value_parser = parse_scenario)]
    matter: Vec<ScenarioId>,
    /// The last day on which it counts 截止日
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    until: Date,
    #[command(flatten)]
    choice: Choice,
    #[command(flatten)]
    out: OutArgs,
    #[command(flatten)]
    kinds: KindArgs,
    #[command(flatten)]
    now: NowArgs,
}

fn parse_date(text: &str) -> Result<Date, Expected> {
    Date::parse(text)
        .ok_or(Expected::new("应为日期，例如 2026-12-31。", "expected a date such as 2026-12-31"))
}

pub(crate) fn run(args: &Args, output: &Output) -> Result<Done, Failure> {
    args.out.check_new()?;
    let copy = read_copy(&args.certificate)?;
    let (certificate, names) = choose(&copy, &args.choice, &args.kinds.load()?)?;
    let code = args.delegate_code_type.as_deref().zip(args.delegate_code.as_deref());
    let delegate =
        Delegate::new(read_public_key(&args.delegate_key)?, &args.delegate_name, code).map_err(|_| {
            Failure::usage(
                "--delegate-name 应为 1 至 256 字节、--delegate-code 及其类型应至多 255 字节的文字，均不含不可见字符。",
                "--delegate-name must be 1 to 256 bytes of text, --delegate-code and its type at most 255, all without invisible characters.",
            )
        })?;
    let exp = Time::end_of(args.until)
        .ok_or_else(|| Failure::usage("--until 日期过晚。", "--until is too late."))?;
    let iat = args.now.time()?;
    match exp.seconds().checked_sub(iat.seconds()) {
        None | Some(0) => {
            return Err(Failure::usage("--until 已过；请另给截止日。", "--until is past; give a later day."));
        }
        Some(lifetime) if lifetime > MAX_MANDATE_LIFETIME => {
            return Err(Failure::usage(
                "授权最长 366 天；请给较早的截止日。",
                "A mandate lasts at most 366 days; give an earlier day.",
            ));
        }
        Some(_) => {}
    }
    let draft = MandateDraft { delegate, matters: args.matter.clone(), iat, exp };
    let mut cti = [0; 16];
    random::generator()?.fill_bytes(&mut cti);
    let mandate = draft.sign(&certificate, &read_secret_key(&args.key)?, cti)?;
    args.out.write(&mandate)?;
    let matters: Vec<_> = args.matter.iter().map(ToString::to_string).collect();
    let (path, list, size) = (args.out.path().display(), matters.join(", "), mandate.len());
    let (name, until, shown) = (&args.delegate_name, args.until, names.join(", "));
    output.result(
        &json!({
            "file": args.out.path(), "bytes": size, "delegate_as_stated": name, "matters": matters,
            "until": exp.to_string(), "disclosed": names,
        }),
        &Text::new(
            format!("已写入 {path}（{size} 字节）\n受托人：{name}\n事项：{list}\n截止日：{until}\n受托人可出示的可选项目：{shown}"),
            format!("wrote {path} ({size} bytes)\ndelegate: {name}\nfor: {list}\nlast day: {until}\nselective items that the delegate shows: {shown}"),
        ),
    );
    Ok(Done::Fine)
}
