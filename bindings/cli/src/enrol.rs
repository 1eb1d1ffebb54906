//! `enrol`: the issuer's challenge and the holder's answer.

mod record;

pub(crate) use record::Challenge;

use crate::common::{NowArgs, OutArgs, read_secret_key};
use crate::failure::{Done, Failure};
use crate::output::Output;
use crate::random;
use serde_json::json;
use std::path::PathBuf;
use zhengzhao_facade::Text;
use zhengzhao_facade::core::crypto::Signer;
use zhengzhao_facade::core::crypto::rand_core::Rng as _;
use zhengzhao_facade::enrolment::ChallengeRecord;

const EXAMPLES: &str = "\
Examples / 示例:
  # the issuer 颁发机构
  zhengzhao enrol challenge --issuer 11500000MBYY00038M \\
      -o lin.challenge.json
  # the holder 持证人
  zhengzhao enrol answer --challenge lin.challenge.json \\
      --key holder.key.json -o lin.zzenrol
  # the issuer 颁发机构
  zhengzhao issue permit.json --key issuer.key.json --enrolment lin.zzenrol \\
      --challenge lin.challenge.json --status-uri zz:cd-police/1 \\
      -o permit.zz

A challenge serves once: `issue` renames the file to FILE.used before it writes a certificate.
质询只能用一次：`issue` 写出证照前会把该文件改名为 文件名.used。";

/// Shows an issuer that the holder has the keys: a challenge by the issuer, an answer by the holder.
/// 申领：颁发机构出质询，持证人用每把密钥作答。
#[derive(Debug, clap::Subcommand)]
#[command(after_help = EXAMPLES)]
pub(crate) enum Command {
    /// Make a challenge, on the issuer's side 出质询
    Challenge(ChallengeArgs),
    /// Answer a challenge with 1 to 64 keys, on the holder's side; good for an hour 作答
    Answer(AnswerArgs),
}

/// Arguments of `enrol challenge`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct ChallengeArgs {
    /// The issuer's unified social credit code 颁发机构统一社会信用代码
    #[arg(long, value_name = "ID")]
    issuer: String,
    #[command(flatten)]
    out: OutArgs,
}

/// Arguments of `enrol answer`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct AnswerArgs {
    /// The issuer's challenge 质询文件
    #[arg(long, value_name = "FILE")]
    challenge: PathBuf,
    /// The holder's secret key file; repeated for single-use copies 持证人私钥
    #[arg(long, value_name = "FILE", required = true)]
    key: Vec<PathBuf>,
    #[command(flatten)]
    out: OutArgs,
    #[command(flatten)]
    now: NowArgs,
}

pub(crate) fn run(command: &Command, output: &Output) -> Result<Done, Failure> {
    match command {
        Command::Challenge(args) => challenge(args, output),
        Command::Answer(args) => answer(args, output),
    }
}

fn random_bytes() -> Result<[u8; 16], Failure> {
    let mut bytes = [0; 16];
    random::generator()?.fill_bytes(&mut bytes);
    Ok(bytes)
}

fn challenge(args: &ChallengeArgs, output: &Output) -> Result<Done, Failure> {
    args.out.check_new()?;
    let record = ChallengeRecord::new(&args.issuer, random_bytes()?).map_err(|_| {
        Failure::usage(
            "--issuer 应为 18 位统一社会信用代码。",
            "--issuer must be a unified social credit code of 18 characters.",
        )
    })?;
    args.out.write(record.to_json().as_bytes())?;
    let written = args.out.path().display().to_string();
    output.result(
        &json!({ "challenge": args.out.path(), "issuer": args.issuer }),
        &Text::new(
            format!("已写入 {written}\n请保留此文件，并把副本交给持证人；它只能使用一次。"),
            format!("wrote {written}\nkeep this file and give the holder a copy; it serves once."),
        ),
    );
    Ok(Done::Fine)
}

fn answer(args: &AnswerArgs, output: &Output) -> Result<Done, Failure> {
    args.out.check_new()?;
    let challenge = Challenge::read(&args.challenge)?;
    let keys: Vec<_> = args.key.iter().map(|path| read_secret_key(path)).collect::<Result<_, _>>()?;
    let signers: Vec<&dyn Signer> = keys.iter().map(|key| key as &dyn Signer).collect();
    let bytes = challenge.record().answer(&signers, args.now.time()?, random_bytes()?)?;
    args.out.write(&bytes)?;
    let (written, issuer, count) =
        (args.out.path().display().to_string(), challenge.record().issuer(), signers.len());
    let thumbprints: Vec<_> =
        signers.iter().map(|signer| signer.public_key().thumbprint().to_string()).collect();
    output.result(
        &json!({ "enrolment": args.out.path(), "bytes": bytes.len(), "issuer": issuer, "keys": thumbprints }),
        &Text::new(
            format!("已写入 {written}\n{count} 把密钥，颁发机构 {issuer}，一小时内有效"),
            format!("wrote {written}\nkeys: {count}, for the issuer {issuer}, good for an hour"),
        ),
    );
    Ok(Done::Fine)
}
