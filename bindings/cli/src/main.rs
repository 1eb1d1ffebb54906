//! `zhengzhao`: issue, inspect and verify electronic licences (电子证照) offline.
//!
//! The only part of the project that opens files (journals of receipts aside), reads the clock and draws randomness.
//! Exit codes: 0 verified or done, 1 refused, 2 cannot tell, 3 usage or file error.

mod common;
mod demo;
mod document;
mod enrol;
mod failure;
mod files;
mod inspect;
mod issue;
mod keygen;
mod kinds;
mod mandate;
mod output;
mod pack;
mod presence;
mod present;
mod qr;
mod random;
mod receipt;
mod register;
mod reissue;
mod render;
mod request;
mod scan;
mod scenario;
mod seal;
mod show;
mod status;
mod trust;
mod usage;
mod verify;
mod verify_seal;

use clap::{Parser, Subcommand};
use failure::{Done, Failure};
use output::Output;
use std::ffi::OsString;
use std::process::ExitCode;

const LONG_ABOUT: &str = "\
Issue, inspect and verify electronic licences (电子证照) offline.
离线签发、查看和核验电子证照。

Exit codes / 退出码: 0 verified or done 通过, 1 refused 拒绝, 2 cannot tell 无法判断, 3 usage or file error 用法或文件错误.";

const EXAMPLES: &str = "\
Examples / 示例:
  zhengzhao demo
  zhengzhao pack update lists.zzpack --state desk.zzstate
  zhengzhao verify licence.zz --state desk.zzstate --region 500000";

/// The whole command line.
#[derive(Debug, Parser)]
#[command(name = "zhengzhao", version, about = LONG_ABOUT, after_help = EXAMPLES)]
struct Cli {
    #[command(flatten)]
    output: output::Args,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a key pair 生成密钥
    Keygen(keygen::Args),
    /// Show an issuer that the holder has the keys 申领
    #[command(subcommand)]
    Enrol(enrol::Command),
    /// Issue a certificate, its printed form, or single-use copies 签发证照
    Issue(Box<issue::Args>),
    /// Show a checker only the chosen items of a certificate 选择披露
    Show(show::Args),
    /// Issue the next version of a licence and end the one before 换发
    Reissue(Box<reissue::Args>),
    /// Show an issuer's register 登记簿
    #[command(subcommand)]
    Register(register::Command),
    /// Look into a file; verifies NOTHING 查看文件（不核验）
    Inspect(inspect::Args),
    /// Draw an object as QR codes 生成二维码
    Qr(qr::Args),
    /// Read an object from pictures of QR codes; verifies NOTHING 读取二维码（不核验）
    Scan(scan::Args),
    /// Present certificates to a checker, signed by the holder's key 出示证照
    Present(Box<present::Args>),
    /// Let a delegate present a certificate for some matters 授权
    Mandate(mandate::Args),
    /// Verify certificates and presentations 核验证照
    Verify(Box<verify::Args>),
    /// Seal a document 盖章
    Seal(seal::Args),
    /// Verify the seals on a document 核验印章
    VerifySeal(verify_seal::Args),
    /// Make, sign, renew and show trust lists 信任名单
    #[command(subcommand)]
    Trust(trust::Command),
    /// Make, change and show status lists 状态名单
    #[command(subcommand)]
    Status(status::Command),
    /// Make packs of lists and take them into a desk's state 名单包
    #[command(subcommand)]
    Pack(pack::Command),
    /// Make, show and list scenarios 场景
    #[command(subcommand)]
    Scenario(scenario::Command),
    /// Make requests, and judge them as a wallet does 请求
    #[command(subcommand)]
    Request(request::Command),
    /// Keep, check, find, purge and export receipts of checks 回执
    #[command(subcommand)]
    Receipt(receipt::Command),
    /// List and show licence kinds 证照类型
    #[command(subcommand)]
    Kinds(kinds::Command),
    /// Play the whole story with fictional authorities 演示
    Demo(demo::Args),
}

fn main() -> ExitCode {
    let args: Vec<_> = std::env::args_os().collect();
    let cli = match Cli::try_parse_from(&args) {
        Ok(cli) => cli,
        Err(error) => return usage(&error, &args),
    };
    let output = Output::new(&cli.output);
    let done = match cli.command {
        Command::Keygen(args) => keygen::run(&args, &output),
        Command::Enrol(command) => enrol::run(&command, &output),
        Command::Issue(args) => issue::run(&args, &output),
        Command::Reissue(args) => reissue::run(&args, &output),
        Command::Register(command) => register::run(&command, &output),
        Command::Show(args) => show::run(&args, &output),
        Command::Inspect(args) => inspect::run(&args, &output),
        Command::Qr(args) => qr::run(&args, &output),
        Command::Scan(args) => scan::run(&args, &output),
        Command::Present(args) => present::run(&args, &output),
        Command::Mandate(args) => mandate::run(&args, &output),
        Command::Verify(args) => verify::run(&args, &output),
        Command::Seal(args) => seal::run(&args, &output),
        Command::VerifySeal(args) => verify_seal::run(&args, &output),
        Command::Trust(command) => trust::run(&command, &output),
        Command::Status(command) => status::run(&command, &output),
        Command::Pack(command) => pack::run(&command, &output),
        Command::Scenario(command) => scenario::run(&command, &output),
        Command::Request(command) => request::run(&command, &output),
        Command::Receipt(command) => receipt::run(&command, &output),
        Command::Kinds(command) => kinds::run(&command, &output),
        Command::Demo(args) => demo::run(&args, &output),
    };
    match done {
        Ok(Done::Fine) => ExitCode::SUCCESS,
        Ok(Done::Code(code)) => ExitCode::from(code),
        Err(failure) => {
            output.failure(&failure);
            ExitCode::from(failure.exit_code())
        }
    }
}

/// Help and version are no errors; everything else that clap reports is a usage error.
fn usage(error: &clap::Error, args: &[OsString]) -> ExitCode {
    if error.use_stderr() {
        usage::tell(error, args);
        return ExitCode::from(Failure::USAGE);
    }
    // Nothing can be done when the terminal is gone.
    let _ = error.print();
    ExitCode::SUCCESS
}

#[cfg(test)]
mod tests {
    use super::Cli;
    use clap::CommandFactory as _;

    #[test]
    fn no_two_arguments_collide() {
        Cli::command().debug_assert();
    }
}
