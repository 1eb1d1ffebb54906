//! `scenario`.

mod check;
mod looked;
mod make;
mod matching;

use crate::common::{KindArgs, NowArgs, PolicyArgs};
use crate::failure::{Done, Failure};
use crate::output::Output;
use crate::pack::DeskArgs;
use crate::request;
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples / 示例:
  zhengzhao scenario make check-in.json --key scenario.key.json \\
      -o check-in.zzscenario
  zhengzhao scenario show check-in.zzscenario
  zhengzhao pack make --own cq.zztrust --scenario check-in.zzscenario \\
      -o lists.zzpack
  zhengzhao scenario list --state desk.zzstate
  zhengzhao scenario check guest.zz --request ask.zzrequest --state desk.zzstate";

const SHOW_EXAMPLES: &str = "\
Examples / 示例:
  zhengzhao scenario shipped
  zhengzhao scenario show check-in.zzscenario
  zhengzhao scenario show hotel-check-in
  zhengzhao scenario show hotel-check-in --dcql";

const MATCH_EXAMPLES: &str = "\
Examples / 示例:
  zhengzhao scenario match --copy eid.zz --copy permit.zz --state wallet.zzstate

Links, status and issuers only the checker can judge. 关联、状态和颁发机构由核验方核验。";

/// Makes, shows and lists scenarios: what a matter asks for 场景
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Sign a scenario that is described as JSON, or a shipped one 制作场景
    #[command(after_help = make::EXAMPLES)]
    Make(make::Args),
    /// List the scenarios that come with the program 列出随附的场景
    #[command(after_help = SHOW_EXAMPLES)]
    Shipped,
    /// Show a scenario; its signature is NOT verified 查看场景（不验签）
    #[command(after_help = SHOW_EXAMPLES)]
    Show {
        /// The scenario, or the id of a shipped one 场景，或随附场景的标识
        scenario: PathBuf,
        /// Show it as a query of DCQL (OpenID4VP), and what that cannot say 转为 DCQL 查询
        #[arg(long)]
        dcql: bool,
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
    /// Make a request for a scenario; the same as `request make` 制作请求
    #[command(after_help = request::MAKE_EXAMPLES)]
    Request(Box<request::MakeArgs>),
    /// Tell which of the scenarios that a wallet holds the certificates at hand settle, and what is missing
    /// 查看手头证照可办的事项
    #[command(after_help = MATCH_EXAMPLES)]
    Match(matching::Args),
}

pub(crate) fn run(command: &Command, output: &Output) -> Result<Done, Failure> {
    match command {
        Command::Make(args) => make::run(args, output),
        Command::Check(args) => check::run(args, output),
        Command::Shipped => looked::shipped(output),
        Command::Show { scenario, dcql, kinds } => looked::show(scenario, *dcql, kinds, output),
        Command::List { desk, policy, now } => looked::list(desk, policy, now, output),
        Command::Request(args) => request::make(args, output),
        Command::Match(args) => matching::run(args, output),
    }
}
