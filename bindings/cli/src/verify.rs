//! `verify`.

use crate::common::{KindArgs, NowArgs, PolicyArgs, parse_region};
use crate::failure::{Done, Failure};
use crate::files::{self, STDIN, TooLarge};
use crate::output::{Output, print};
use crate::pack::{self, DeskArgs};
use crate::receipt::{Keeper, KeeperArgs};
use crate::render;
use serde_json::json;
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use zhengzhao_facade::core::error::Object;
use zhengzhao_facade::core::limits::MAX_CERTIFICATE;
use zhengzhao_facade::core::receipt::{Facts, Receipt};
use zhengzhao_facade::core::region::Region;
use zhengzhao_facade::core::{Certificate, Refusal};
use zhengzhao_facade::detect::{Sort, detect};
use zhengzhao_facade::{Check, Desk, Expected, Outcome, Text, Verdict};

const EXAMPLES: &str = "\
Examples / 示例:
  zhengzhao verify licence.zz --state desk.zzstate --region 500000
  zhengzhao verify *.zz --state desk.zzstate --max-status-age 24h --json
  zhengzhao verify licence.zz --pack lists.zzpack --pin \"1b2c 3d4e …\"   # without a kept state
  zhengzhao verify licence.zz --state desk.zzstate --receipts receipts.jsonl --receipt-key receipts.key.json

Exit codes / 退出码: 0 all verified 通过, 1 one refused 拒绝, 2 one cannot be told 无法判断, 3 usage or file error 用法或文件错误.";

/// Verifies certificates offline: issuer, signature, kind, recognition, dates, disclosures, status.
/// 离线核验证照。
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Certificates; - or nothing for standard input 证照文件
    files: Vec<PathBuf>,
    #[command(flatten)]
    desk: DeskArgs,
    /// Where the check takes place, GB/T 2260; by default the region of the desk's own authority 核验地区
    #[arg(long, value_name = "CODE", value_parser = parse_region)]
    region: Option<Region>,
    /// Which form the checker expects; the other one is refused 期望的形式
    #[arg(long, value_enum, value_name = "FORM", default_value_t = Expect::Either)]
    expect: Expect,
    #[command(flatten)]
    policy: PolicyArgs,
    #[command(flatten)]
    kinds: KindArgs,
    #[command(flatten)]
    receipts: KeeperArgs,
    #[command(flatten)]
    now: NowArgs,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Expect {
    /// Either form 不限
    Either,
    /// What a holder presents 本人出示的证照
    Certificate,
    /// A printed certificate 纸质证照
    Printed,
}

impl From<Expect> for Expected {
    fn from(expect: Expect) -> Self {
        match expect {
            Expect::Either => Self::Either,
            Expect::Certificate => Self::Certificate,
            Expect::Printed => Self::Printed,
        }
    }
}

pub(crate) fn run(args: &Args, output: &Output) -> Result<Done, Failure> {
    let mut paths = args.files.clone();
    if paths.is_empty() {
        if std::io::stdin().is_terminal() {
            return Err(Failure::usage("请给出证照文件。", "Name the files to verify."));
        }
        paths.push(STDIN.into());
    }
    let policy = args.policy.policy()?;
    let now = args.now.time()?;
    let desk = pack::open_desk(&args.desk, now, &policy)?.with_kinds(args.kinds.load()?);
    let region = args.region.unwrap_or_else(|| desk.anchor().region());
    let keeper = args.receipts.open(now)?;
    let check = Check { now, region, policy };
    let counter = Counter { desk, check, expected: args.expect.into(), keeper };
    let mut worst = 0;
    for (index, path) in paths.iter().enumerate() {
        if index > 0 && !output.is_json() {
            print("");
        }
        worst = worst.max(counter.verify(path, paths.len() > 1, output));
    }
    Ok(if worst == 0 { Done::Fine } else { Done::Code(exit_code(worst)) })
}

// How bad an outcome is: an error of a file above a refusal above "cannot tell".
const FILE_ERROR: u8 = 3;
pub(crate) const REFUSED: u8 = 2;
pub(crate) const CANNOT_TELL: u8 = 1;

pub(crate) const fn exit_code(worst: u8) -> u8 {
    match worst {
        REFUSED => 1,
        CANNOT_TELL => 2,
        other => other,
    }
}

/// Where certificates are shown, and what is asked of them.
struct Counter {
    desk: Desk,
    check: Check,
    expected: Expected,
    keeper: Option<Keeper>,
}

impl Counter {
    fn verify(&self, path: &Path, several: bool, output: &Output) -> u8 {
        let read = match files::read_bounded(path, MAX_CERTIFICATE) {
            Ok(read) => read,
            Err(failure) => {
                if output.is_json() {
                    let mut record = output.failure_record(&failure);
                    if let Some(map) = record.as_object_mut() {
                        map.insert("file".into(), json!(path));
                    }
                    print(&record.to_string());
                } else {
                    output.failure(&failure);
                }
                return FILE_ERROR;
            }
        };
        let (verdict, facts) = self.judge(read.as_ref());
        let hint = read.as_ref().ok().and_then(|bytes| hint(bytes, &verdict));
        let receipt = self.keeper.as_ref().zip(facts).map(|(keeper, facts)| keeper.keep(&facts));
        let number = receipt.as_ref().and_then(|kept| kept.as_ref().ok()).map(Receipt::number);
        if output.is_json() {
            let mut record = render::record(path, &verdict, hint.as_ref());
            if let (Some(map), Some(number)) = (record.as_object_mut(), number) {
                map.insert("receipt".into(), json!(number));
            }
            print(&record.to_string());
        } else {
            let place = several.then(|| path.display().to_string());
            print(&render::text(place.as_deref(), &verdict, hint.as_ref(), output.lang()));
            if let Some(number) = number {
                output.say(&format!("回执：第 {number} 条"), &format!("receipt: no. {number}"));
            }
        }
        if let Some(Err(failure)) = receipt {
            // The verdict stands; that nothing was kept of it must not be overlooked.
            output.failure(&failure);
            return FILE_ERROR;
        }
        match verdict.outcome {
            Outcome::Verified => 0,
            Outcome::CannotTell => CANNOT_TELL,
            Outcome::Refused => REFUSED,
        }
    }

    /// The verdict, and what a receipt keeps of it if there is to be one.
    fn judge(&self, read: Result<&Vec<u8>, &TooLarge>) -> (Verdict, Option<Facts>) {
        let (desk, check) = (&self.desk, &self.check);
        let maker = self.keeper.as_ref().map(Keeper::maker);
        match (read, maker) {
            (Ok(bytes), None) => (desk.verify_expecting(bytes, check, self.expected), None),
            (Ok(bytes), Some(maker)) => {
                let (verdict, facts) = desk.verify_for_receipt(bytes, check, self.expected, maker);
                (verdict, Some(facts))
            }
            (Err(TooLarge { size }), maker) => {
                let object = Object::Certificate;
                let refusal = Refusal::TooLarge { object, size: *size, limit: MAX_CERTIFICATE };
                let verdict = Verdict::refused(&refusal, check, desk);
                (verdict, maker.map(|maker| maker.facts::<Certificate>(&Err(refusal), check, desk)))
            }
        }
    }
}

/// What the file rather is, where its form says more than the refusal.
fn hint(bytes: &[u8], verdict: &Verdict) -> Option<Text> {
    if verdict.outcome == Outcome::Verified {
        return None;
    }
    if verdict.code.as_deref() == Some("decoy_disclosed") {
        return Some(Text::new(
            "这像是持证人自己保存的证照；出示前须先用 show 选择披露项目。",
            "This looks like the holder's own copy; what is shown to a checker is made from it by `show`.",
        ));
    }
    let sort = detect(bytes);
    if sort == Sort::Object(Object::Seal) {
        return Some(Text::new(
            "这是印章；请用 verify-seal 连同盖章的文件一起核验。",
            "This is a seal; verify it together with its document by `verify-seal`.",
        ));
    }
    sort.not_a_certificate()
}
