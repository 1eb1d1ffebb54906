//! `verify-seal`.

use crate::common::{KindArgs, NowArgs, PolicyArgs, RegionArgs, numbered, parse_time, read_object};
use crate::document::{hash, seals_of};
use crate::failure::{Done, Failure};
use crate::output::{Output, print};
use crate::pack::{self, DeskArgs};
use crate::render;
use crate::verify::{CANNOT_TELL, REFUSED, exit_code};
use serde_json::json;
use std::path::PathBuf;
use zhengzhao_facade::core::act::seal::{ExistedBefore, MAX_FILE, read};
use zhengzhao_facade::core::error::Object;
use zhengzhao_facade::core::limits::MAX_PICTURE;
use zhengzhao_facade::core::time::Time;
use zhengzhao_facade::{Check, Outcome};

/// A larger picture than any is still read, so that the verdict says that it is too large.
const MAX_PICTURE_FILE: usize = 1024 * MAX_PICTURE;

const EXAMPLES: &str = "\
Examples / 示例:
  zhengzhao verify-seal contract.pdf --state desk.zzstate --region 500000
  zhengzhao verify-seal contract.pdf --state desk.zzstate \\
      --existed-before 2026-06-01T09:00:00+08:00
  zhengzhao verify-seal contract.pdf --state desk.zzstate --picture seal.png

Exit codes / 退出码: 0 all verified 通过, 1 one refused 拒绝, 2 one cannot be told 无法判断, 3 usage or file error 用法或文件错误.";

/// Verifies every seal on a document offline: the document, the seal, its certificate and the licence behind it.
/// 离线核验文件上的每一枚电子印章。
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The document 盖章的文件
    file: PathBuf,
    /// The file of seals [default: the document's name with .zzseal] 印章文件
    #[arg(long, value_name = "FILE")]
    seals: Option<PathBuf>,
    #[command(flatten)]
    desk: DeskArgs,
    #[command(flatten)]
    region: RegionArgs,
    /// A time at which this desk knows, by itself, that the sealed document existed 已知盖章文件当时已存在的时间
    #[arg(long, value_name = "TIME", value_parser = parse_time)]
    existed_before: Option<Time>,
    /// The picture of the seal; with several seals N=FILE for the seal with this number; may be repeated 印模图片
    #[arg(long, value_name = "[N=]FILE")]
    picture: Vec<String>,
    #[command(flatten)]
    policy: PolicyArgs,
    #[command(flatten)]
    kinds: KindArgs,
    #[command(flatten)]
    now: NowArgs,
}

pub(crate) fn run(args: &Args, output: &Output) -> Result<Done, Failure> {
    let policy = args.policy.policy()?;
    let now = args.now.time()?;
    let desk = pack::open_desk(&args.desk, now, &policy)?.with_kinds(args.kinds.load()?);
    let region = args.region.at(&desk);
    let check = Check { now, region, policy };
    let path = args.seals.clone().unwrap_or_else(|| seals_of(&args.file));
    let file = read_object(&path, Object::Seal, MAX_FILE)?;
    let seals = read(&file).map_err(|refusal| Failure::refused_as(&path, &file, Object::Seal, refusal))?;
    let pictures = pictures(&args.picture, seals.len())?;
    let document = hash(&args.file)?;
    let existed = args.existed_before.map(ExistedBefore::new);
    let mut worst = 0;
    for (number, (seal, picture)) in (1..).zip(seals.iter().zip(&pictures)) {
        let verdict = desk.verify_seal(seal, &document, &check, existed, picture.as_deref());
        worst = worst.max(match verdict.verdict.outcome {
            Outcome::Verified => 0,
            Outcome::CannotTell => CANNOT_TELL,
            Outcome::Refused => REFUSED,
        });
        if output.is_json() {
            let mut record = json!(verdict);
            if let Some(map) = record.as_object_mut() {
                map.insert("file".into(), json!(args.file));
                map.insert("number".into(), json!(number));
                map.insert("of".into(), json!(seals.len()));
            }
            print(&record.to_string());
            continue;
        }
        if number > 1 {
            print("");
        }
        print(&render::seal(&args.file, (number, seals.len()), &verdict, output.lang()));
    }
    Ok(if worst == 0 { Done::Fine } else { Done::Code(exit_code(worst)) })
}

/// The picture of each seal.
fn pictures(args: &[String], count: usize) -> Result<Vec<Option<Vec<u8>>>, Failure> {
    let mut pictures = vec![None; count];
    for arg in args {
        let (number, path) = match numbered(arg) {
            (Some(number), path) => (number, path),
            (None, path) if count == 1 => (1, path),
            (None, _) => {
                return Err(Failure::usage(
                    format!("文件上有 {count} 枚印章，请用 --picture N=FILE 说明是哪一枚。"),
                    format!("There are {count} seals; say which one with --picture N=FILE."),
                ));
            }
        };
        let place = number.checked_sub(1).and_then(|index| pictures.get_mut(index));
        let Some(place) = place else {
            return Err(Failure::usage(
                format!("没有第 {number} 枚印章，共 {count} 枚。"),
                format!("There is no seal {number}; there are {count}."),
            ));
        };
        *place = Some(read_object(path, Object::Certificate, MAX_PICTURE_FILE)?);
    }
    Ok(pictures)
}
