//! Arguments and files that several commands share.

use crate::failure::Failure;
use crate::files::{self, Content, Existing};
use crate::usage::Expected;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};
use zhengzhao_facade::Desk;
use zhengzhao_facade::core::act::{Audience, Purpose, ScenarioId};
use zhengzhao_facade::core::crypto::{PublicKey, SigningKey};
use zhengzhao_facade::core::error::Object;
use zhengzhao_facade::core::holder::HolderCopy;
use zhengzhao_facade::core::kind::{Kinds, MAX_KIND_LIST};
use zhengzhao_facade::core::limits::MAX_CERTIFICATE;
use zhengzhao_facade::core::region::Region;
use zhengzhao_facade::core::time::Time;
use zhengzhao_facade::core::{Policy, Refusal};
use zhengzhao_facade::keyfile::{self, MAX_KEY_FILE};
use zhengzhao_facade::times::{parse_rfc3339, parse_span};

/// How old a status list may be unless the command line says otherwise: a week.
const DEFAULT_STATUS_AGE: u64 = 7 * 86_400;
/// The same under `--strict`: a day.
const STRICT_STATUS_AGE: u64 = 86_400;

/// The moment of a command.
#[derive(Debug, clap::Args)]
pub(crate) struct NowArgs {
    /// The time, RFC 3339; by default the system clock 时间
    #[arg(long, value_name = "TIME", value_parser = parse_time)]
    now: Option<Time>,
}

impl NowArgs {
    pub(crate) fn time(&self) -> Result<Time, Failure> {
        if let Some(now) = self.now {
            return Ok(now);
        }
        let since = SystemTime::now().duration_since(UNIX_EPOCH).ok();
        since.and_then(|since| Time::from_seconds(since.as_secs())).ok_or_else(|| {
            Failure::usage("本机时间不可用，请用 --now 指定。", "The system clock is not usable; give --now.")
        })
    }
}

/// Where a check takes place.
#[derive(Debug, clap::Args)]
pub(crate) struct RegionArgs {
    /// Where the check takes place, GB/T 2260; by default the region of the desk's own authority 核验地区
    #[arg(long, value_name = "CODE", value_parser = parse_region)]
    region: Option<Region>,
}

impl RegionArgs {
    pub(crate) fn at(&self, desk: &Desk) -> Region {
        self.region.unwrap_or_else(|| desk.anchor().region())
    }
}

/// Where a command writes what it makes.
#[derive(Debug, clap::Args)]
pub(crate) struct OutArgs {
    /// The file to write 输出文件
    #[arg(id = "out", short, long, value_name = "FILE")]
    path: PathBuf,
    /// Replace an existing file 替换已有文件
    #[arg(long)]
    force: bool,
}

impl OutArgs {
    /// Refuses early when the file exists and must stay, before any work or key is spent on it.
    pub(crate) fn check_new(&self) -> Result<(), Failure> {
        files::check_new(&self.path, Existing::forced(self.force))
    }

    /// Writes the whole file, or leaves everything as it was.
    pub(crate) fn write(&self, bytes: &[u8]) -> Result<(), Failure> {
        files::write(&self.path, bytes, Content::Ordinary, Existing::forced(self.force))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
}

/// Kind files beside the built-in ones.
#[derive(Debug, clap::Args)]
pub(crate) struct KindArgs {
    /// A kind file or list beside the built-in ones, or a folder of them; may be repeated 证照类型文件
    #[arg(long = "kind-file", value_name = "FILE")]
    kind_files: Vec<PathBuf>,
}

impl KindArgs {
    /// A later file replaces what an earlier one or the built-in set says of a kind.
    pub(crate) fn load(&self) -> Result<Kinds, Failure> {
        let mut kinds = Kinds::builtin();
        for path in &self.kind_files {
            for path in json_files(path)? {
                let json = files::read_text(&path, MAX_KIND_LIST)?;
                kinds.insert_file(&json).map_err(|error| {
                    let path = path.display();
                    Failure::usage(format!("{path}：{}", error.zh()), format!("{path}: {}", error.en()))
                })?;
            }
        }
        Ok(kinds)
    }
}

/// The file itself, or what is called `.json` in the folder, by name.
fn json_files(path: &Path) -> Result<Vec<PathBuf>, Failure> {
    if !path.is_dir() {
        return Ok(vec![path.to_path_buf()]);
    }
    let mut found = files::list(path)?;
    found.retain(|file| file.extension().is_some_and(|extension| extension == "json"));
    found.sort();
    if found.is_empty() {
        let path = path.display();
        return Err(Failure::usage(
            format!("{path} 中没有 .json 文件。"),
            format!("{path} has no .json file."),
        ));
    }
    Ok(found)
}

/// What a desk demands; it can only make verification stricter than the format.
#[derive(Debug, clap::Args)]
pub(crate) struct PolicyArgs {
    /// How old a status list may be, such as 24h [default: 7d] 状态名单最长时限
    #[arg(long, value_name = "AGE", value_parser = parse_age)]
    max_status_age: Option<u64>,
    /// By how many seconds clocks may differ, 0 to 300 [default: 60] 时钟误差
    #[arg(long, value_name = "SECONDS")]
    clock_skew: Option<u64>,
    /// Status lists of at most 24h and no clock skew, unless given 从严核验
    #[arg(long)]
    strict: bool,
}

impl PolicyArgs {
    pub(crate) const fn is_strict(&self) -> bool {
        self.strict
    }

    pub(crate) fn policy(&self) -> Result<Policy, Failure> {
        let age = if self.strict { STRICT_STATUS_AGE } else { DEFAULT_STATUS_AGE };
        let policy = Policy::new(self.max_status_age.unwrap_or(age));
        let skew = self.clock_skew.or_else(|| self.strict.then_some(0));
        let policy = skew.map_or(Some(policy), |seconds| policy.with_clock_skew(seconds));
        policy.ok_or_else(|| {
            Failure::usage("--clock-skew 最多 300 秒。", "--clock-skew is at most 300 seconds.")
        })
    }
}

pub(crate) fn parse_time(text: &str) -> Result<Time, Expected> {
    parse_rfc3339(text).ok_or(Expected::new(
        "应为时间，例如 2026-06-01T09:00:00+08:00。",
        "expected a time such as 2026-06-01T09:00:00+08:00",
    ))
}

pub(crate) fn parse_age(text: &str) -> Result<u64, Expected> {
    parse_span(text).ok_or(Expected::new(
        "应为数字加 s、m、h 或 d，例如 24h 或 7d。",
        "expected a number with s, m, h or d, such as 24h or 7d",
    ))
}

pub(crate) fn parse_region(text: &str) -> Result<Region, Expected> {
    Region::parse(text).ok_or(Expected::new(
        "应为六位行政区划代码，例如 500000。",
        "expected a division code of six digits, such as 500000",
    ))
}

pub(crate) fn parse_scenario(text: &str) -> Result<ScenarioId, Expected> {
    ScenarioId::parse(text).ok_or(Expected::new(
        "应为 机构代码/标识，例如 11500000MBYY00079W/hotel-check-in。",
        "expected ISSUER/ID, such as 11500000MBYY00079W/hotel-check-in",
    ))
}

pub(crate) fn read_secret_key(path: &Path) -> Result<SigningKey, Failure> {
    let json = files::read_text(path, MAX_KEY_FILE)?;
    keyfile::read_secret(&json).map_err(|error| Failure::in_file(path.display(), &error))
}

pub(crate) fn read_public_key(path: &Path) -> Result<PublicKey, Failure> {
    let json = files::read_text(path, MAX_KEY_FILE)?;
    keyfile::read_public(&json).map_err(|error| Failure::in_file(path.display(), &error))
}

/// `--audience`.
pub(crate) fn audience(name: &str) -> Result<Audience, Failure> {
    Audience::new(name).map_err(|_| {
        Failure::usage(
            "--audience 应为 1 至 255 字节的文字，不含不可见字符。",
            "--audience must be 1 to 255 bytes of text without invisible characters.",
        )
    })
}

/// `--purpose`.
pub(crate) fn purpose(text: &str) -> Result<Purpose, Failure> {
    Purpose::new(text).map_err(|_| {
        Failure::usage(
            "--purpose 应为 1 至 200 个字符，不含不可见字符。",
            "--purpose must be 1 to 200 characters without invisible ones.",
        )
    })
}

/// Reads a certificate as its holder keeps it.
pub(crate) fn read_copy(path: &Path) -> Result<HolderCopy, Failure> {
    let bytes = read_object(path, Object::Certificate, MAX_CERTIFICATE)?;
    HolderCopy::parse(&bytes)
        .map_err(|refusal| Failure::refused_as(path, &bytes, Object::Certificate, refusal))
}

/// Reads an object of the core; a file above the limit is refused with the code for that.
pub(crate) fn read_object(path: &Path, object: Object, limit: usize) -> Result<Vec<u8>, Failure> {
    files::read_bounded(path, limit)?.map_err(|files::TooLarge { size }| {
        Failure::refused_file(path.display(), Refusal::TooLarge { object, size, limit })
    })
}

/// `[N=]FILE`: the number, if there is one, and the file.
pub(crate) fn numbered(text: &str) -> (Option<usize>, &Path) {
    let split = text.split_once('=').and_then(|(number, path)| Some((number.parse().ok()?, path)));
    split.map_or((None, Path::new(text)), |(number, path)| (Some(number), Path::new(path)))
}

/// The names of written files, for people.
pub(crate) fn names<'p>(paths: impl Iterator<Item = &'p PathBuf>) -> String {
    paths.map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ")
}
