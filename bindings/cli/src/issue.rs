//! `issue`.

mod bulk;
mod part;
mod single;

pub(crate) use part::{Identity, Part, place};
pub(crate) use single::{enrolled, in_register, no_number};

use crate::common::{KindArgs, NowArgs};
use crate::failure::{Done, Failure};
use crate::output::Output;
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples / 示例:
  # an enrolment of several keys: copies permit-1.zz, permit-2.zz
  zhengzhao issue permit.json --key issuer.key.json --enrolment lin.zzenrol \\
      --challenge lin.challenge.json --status-uri zz:cd-police/1 \\
      --register police.jsonl -o permit.zz
  zhengzhao issue food.json --key issuer.key.json --printed \\
      --status-uri zz:cq-market/1 --register market.jsonl -o food.zzp
  # one certificate a row; run it again after a crash, it goes on 批量签发
  zhengzhao issue --from rows.csv --kind ZZ-LOCAL-FOOD-LICENCE \\
      --common common.json --key issuer.key.json --status-uri zz:cq-market/1 \\
      --register market.jsonl --out-dir out --printed
`zhengzhao enrol --help` shows where the enrolment and its challenge come from. 申领见 enrol --help。

A register gives every copy an entry that none had before, and the paper the version of the electronic form.
登记簿保证每份副本的状态序号不重复，纸质证照与电子证照版本相同。

A draft / 草稿:
  { \"kind\": \"ZZ-LOCAL-FOOD-LICENCE\", \"issuer\": \"<18 characters>\", \"region\": \"500103\",
    \"validFrom\": \"2026-06-01\", \"validTo\": \"2031-05-31\", \"items\": { \"holderName\": \"…\" } }
  `zhengzhao kinds show CODE` lists the names of its items.

A table / 表格: CSV in UTF-8. Its first line names the columns: items by any of their names (证照编号,
  certificateNumber, ZZBH), validFrom, validTo, region, and for certificates enrolment and challenge with the names
  of files. `;` divides the elements of a list. What all rows share stands in the draft --common.
  首行为列名，可用信息项的任一名称；多值以分号分隔；各行相同的内容写入 --common 草稿。

Exit codes / 退出码: 0 all issued 全部签发, 1 some rows are faulty, the rest is issued 部分行有误，其余已签发,
  3 usage or file error, nothing more is issued 用法或文件错误.";

/// Issues a certificate to the key of an enrolment, single-use copies to several keys, the printed form, or a table.
/// 按草稿向申领的密钥签发证照；多把密钥为一次性副本；--printed 为打印件；--from 为批量签发。
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The draft, JSON 草稿
    #[arg(required_unless_present = "from")]
    draft: Option<PathBuf>,
    /// The issuer's secret key file 颁发机构私钥
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// The holder's answer to the challenge; several keys in it get single-use copies 申领文件
    #[arg(
        long,
        value_name = "FILE",
        required_unless_present_any = ["printed", "from"],
        conflicts_with_all = ["printed", "from"]
    )]
    enrolment: Option<PathBuf>,
    /// The challenge as it was made; it is used up 质询文件
    #[arg(
        long,
        value_name = "FILE",
        required_unless_present_any = ["printed", "from"],
        conflicts_with_all = ["printed", "from"]
    )]
    challenge: Option<PathBuf>,
    /// Issue the printed form 打印件
    #[arg(long)]
    printed: bool,
    /// The name of the issuer's status list 状态名单名称
    #[arg(long, value_name = "URI")]
    status_uri: String,
    /// The issuer's register; made by the first certificate. Without it, note the entries yourself 登记簿
    #[arg(long, value_name = "FILE")]
    register: Option<PathBuf>,
    /// Issue a further copy of what the register has in this form already 再发一份副本
    #[arg(long, requires = "register", conflicts_with = "from")]
    again: bool,
    /// The entry in the status list, one per copy; by default drawn at random 状态序号
    #[arg(long, value_name = "N", conflicts_with = "from")]
    status_index: Vec<u64>,
    /// The file to write 输出文件
    #[arg(short, long, value_name = "FILE", required_unless_present = "from", conflicts_with = "from")]
    out: Option<PathBuf>,
    /// Replace existing files 替换已有文件
    #[arg(long, conflicts_with = "from")]
    force: bool,
    #[command(flatten)]
    bulk: bulk::BulkArgs,
    #[command(flatten)]
    kinds: KindArgs,
    #[command(flatten)]
    now: NowArgs,
}

pub(crate) fn run(args: &Args, output: &Output) -> Result<Done, Failure> {
    match (&args.draft, &args.out) {
        (Some(draft), Some(out)) => single::run(args, draft, out, output),
        _ => bulk::run(args, output),
    }
}
