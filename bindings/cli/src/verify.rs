//! `verify`.

use crate::common::{KindArgs, NowArgs, PolicyArgs, RegionArgs};
use crate::failure::{Done, Failure};
use crate::files::{self, STDIN, TooLarge};
use crate::output::{Output, print};
use crate::pack::{self, DeskArgs};
use crate::presence::PresenceArgs;
use crate::receipt::{Keeper, KeeperArgs};
use crate::render;
use serde_json::json;
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use zhengzhao_facade::core::error::Object;
use zhengzhao_facade::core::limits::{MAX_ACT, MAX_CERTIFICATE, MAX_SESSION};
use zhengzhao_facade::core::receipt::{Facts, Receipt};
use zhengzhao_facade::core::{Certificate, Refusal};
use zhengzhao_facade::detect::{Sort, detect};
use zhengzhao_facade::presented::Meeting;
use zhengzhao_facade::{Check, Desk, Expected, Outcome, Text, Verdict};

const EXAMPLES: &str = "\
Examples / 示例:
  zhengzhao verify licence.zz --state desk.zzstate --region 500000
  zhengzhao verify *.zz --state desk.zzstate --max-status-age 24h --json
  # without a kept state
  zhengzhao verify licence.zz --pack lists.zzpack --pin \"1b2c 3d4e …\"
  # a presentation 现场出示
  zhengzhao verify guest.zz --state desk.zzstate --request ask.zzrequest \\
      --picture guest.jpg
  zhengzhao verify guest.zz --state desk.zzstate --audience 示例酒店前台 \\
      --replay shown.zzreplay
  zhengzhao verify licence.zz --state desk.zzstate --receipts receipts.jsonl \\
      --receipt-key receipts.key.json

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
    #[command(flatten)]
    region: RegionArgs,
    /// Which form the checker expects; the other one is refused 期望的形式
    #[arg(long, value_enum, value_name = "FORM", default_value_t = Expect::Either)]
    expect: Expect,
    #[command(flatten)]
    policy: PolicyArgs,
    #[command(flatten)]
    kinds: KindArgs,
    #[command(flatten)]
    presence: PresenceArgs,
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
    /// What a holder's key has signed for this checker 现场出示
    Presentation,
}

impl Expect {
    /// The form of what is no presentation.
    const fn form(self) -> Expected {
        match self {
            Self::Either | Self::Presentation => Expected::Either,
            Self::Certificate => Expected::Certificate,
            Self::Printed => Expected::Printed,
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
    let presented = args.presence.is_given();
    if presented && (paths.len() > 1 || matches!(args.expect, Expect::Certificate | Expect::Printed)) {
        return Err(Failure::usage(
            "核验现场出示时只给一个文件；--expect 只能是 presentation。",
            "A check of who presents takes one file, and --expect can only be presentation.",
        ));
    }
    let policy = args.policy.policy()?;
    let now = args.now.time()?;
    let desk = pack::open_desk(&args.desk, now, &policy)?.with_kinds(args.kinds.load()?);
    let region = args.region.at(&desk);
    let keeper = args.receipts.open(now)?;
    let check = Check { now, region, policy };
    let counter = Counter { desk, check, expected: args.expect.form(), keeper };
    let always = presented || matches!(args.expect, Expect::Presentation);
    let either = matches!(args.expect, Expect::Either);
    let mut worst = 0;
    for (index, path) in paths.iter().enumerate() {
        if index > 0 && !output.is_json() {
            print("");
        }
        let read = match files::read_bounded(path, MAX_PRESENTED) {
            Ok(read) => read,
            Err(failure) => {
                counter.unread(path, &failure, output);
                worst = worst.max(FILE_ERROR);
                continue;
            }
        };
        let live = |bytes: &Vec<u8>| {
            let sort = detect(bytes);
            always || either && matches!(sort, Sort::Object(Object::Presentation | Object::Session))
        };
        let outcome = match &read {
            Ok(bytes) if live(bytes) => counter.presented(path, bytes, &args.presence, output)?,
            _ => counter.verify(path, read, paths.len() > 1, output),
        };
        worst = worst.max(outcome);
    }
    Ok(if worst == 0 { Done::Fine } else { Done::Code(exit_code(worst)) })
}

/// Most bytes of what is verified: a session of the largest presentations.
pub(crate) const MAX_PRESENTED: usize = (MAX_ACT + 8) * MAX_SESSION + 64;

// How bad an outcome is: an error of a file above a refusal above "cannot tell".
pub(crate) const FILE_ERROR: u8 = 3;
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
    fn unread(&self, path: &Path, failure: &Failure, output: &Output) {
        if output.is_json() {
            let mut record = output.failure_record(failure);
            if let Some(map) = record.as_object_mut() {
                map.insert("file".into(), json!(path));
            }
            print(&record.to_string());
        } else {
            output.failure(failure);
        }
    }

    fn verify(&self, path: &Path, read: Result<Vec<u8>, TooLarge>, several: bool, output: &Output) -> u8 {
        let (verdict, facts) = self.judge(read.as_ref());
        let hint = read.as_ref().ok().and_then(|bytes| hint(bytes, &verdict));
        let place = several.then(|| path.display().to_string());
        self.tell(path, place.as_deref(), &verdict, hint.as_ref(), facts, output)
    }

    /// A presentation, or each of a session.
    fn presented(
        &self,
        path: &Path,
        bytes: &[u8],
        presence: &PresenceArgs,
        output: &Output,
    ) -> Result<u8, Failure> {
        let pictures = presence.pictures()?;
        let mut asked = presence.open()?;
        let meeting = asked.meeting.clone();
        let pictures: Vec<&[u8]> = pictures.iter().map(Vec::as_slice).collect();
        let (desk, check) = (&self.desk, &self.check);
        let maker = self.keeper.as_ref().map(|keeper| keeper.maker_for(&meeting));
        let verdicts: Vec<(Verdict, Option<Facts>)> = match maker {
            Some(maker) => desk
                .verify_presented_for_receipt(bytes, check, &meeting, asked.presence(), &pictures, &maker)
                .into_iter()
                .map(|(verdict, facts)| (verdict, Some(facts)))
                .collect(),
            None => desk
                .verify_presented(bytes, check, &meeting, asked.presence(), &pictures)
                .into_iter()
                .map(|verdict| (verdict, None))
                .collect(),
        };
        asked.keep()?;
        let (mut worst, count) = (0, verdicts.len());
        for (place, (verdict, facts)) in verdicts.into_iter().enumerate() {
            let number = place.saturating_add(1);
            let place = (count > 1).then(|| format!("{} {number}/{count}", path.display()));
            if number > 1 && !output.is_json() {
                print("");
            }
            let hint = presented_hint(bytes, &verdict, &meeting);
            worst = worst.max(self.tell(path, place.as_deref(), &verdict, hint.as_ref(), facts, output));
        }
        Ok(worst)
    }

    /// Prints a verdict and keeps its receipt.
    fn tell(
        &self,
        path: &Path,
        place: Option<&str>,
        verdict: &Verdict,
        hint: Option<&Text>,
        facts: Option<Facts>,
        output: &Output,
    ) -> u8 {
        let receipt = self.keeper.as_ref().zip(facts).map(|(keeper, facts)| keeper.keep(&facts));
        let number = receipt.as_ref().and_then(|kept| kept.as_ref().ok()).map(Receipt::number);
        if output.is_json() {
            let mut record = render::record(path, verdict, hint);
            if let (Some(map), Some(number)) = (record.as_object_mut(), number) {
                map.insert("receipt".into(), json!(number));
            }
            print(&record.to_string());
        } else {
            print(&render::text(place, verdict, hint, output.lang()));
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

/// What the check itself left out, or what the file is in place of a presentation.
fn presented_hint(bytes: &[u8], verdict: &Verdict, meeting: &Meeting) -> Option<Text> {
    match verdict.code.as_deref() {
        Some("scenario_mismatch" | "mandate_not_for_this") if meeting.scenario.is_none() => Some(Text::new(
            "本次核验没有说明事项：请用 --request 给出当时的请求，或用 --scenario 指定。",
            "This check named no matter: give the request by --request, or the matter by --scenario.",
        )),
        Some("purpose_mismatch") if meeting.purpose.is_none() => Some(Text::new(
            "本次核验没有说明事由：请用 --request 给出当时的请求，或用 --purpose 指定。",
            "This check named no purpose: give the request by --request, or the purpose by --purpose.",
        )),
        None => None,
        Some(_) => match detect(bytes) {
            Sort::Object(Object::Certificate | Object::PrintedCertificate) => Some(Text::new(
                "这是证照，没有持证人密钥的签名；请持证人用 present 出示。",
                "This is a certificate without a signature of its holder's key; the holder makes one by `present`.",
            )),
            sort => sort.is_not(Object::Presentation),
        },
    }
}

/// What the file rather is, where its form says more than the refusal.
pub(crate) fn hint(bytes: &[u8], verdict: &Verdict) -> Option<Text> {
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
    if matches!(sort, Sort::Object(Object::Presentation | Object::Session)) {
        return None;
    }
    sort.not_a_certificate()
}
