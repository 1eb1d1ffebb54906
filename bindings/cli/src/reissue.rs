//! `reissue`: the next version of a licence, and the end of the one before.
//!
//! Everything is signed in this program alone and put on the disk under other names. The register is told next: from
//! then on the copies before are known to be replaced. The new status list gets its name before the certificate does,
//! so that no crash leaves a new copy beside old ones that nobody knows to be ended.

use crate::common::{KindArgs, NowArgs, names, read_secret_key};
use crate::enrol::Challenge;
use crate::failure::{Done, Failure};
use crate::files::{self, Content, Existing, Staged};
use crate::issue::{Identity, Part, enrolled, in_register, no_number, place};
use crate::output::Output;
use crate::random;
use crate::register::{failed, find, must_exist};
use crate::status::{TermArgs, end_if_not, read_before};
use serde_json::{Value, json};
use std::path::PathBuf;
use zhengzhao_facade::core::kind::Kinds;
use zhengzhao_facade::core::status::{Status, UnverifiedStatusList};
use zhengzhao_facade::core::time::Time;
use zhengzhao_facade::draft::{self, IssueForm, MAX_DRAFT, ReadDraft, read_draft_value};
use zhengzhao_facade::register::{Licence, Reason, Register, RegisterFile, Replaced, follow};
use zhengzhao_facade::{InputError, Text};

const EXAMPLES: &str = "\
Examples / 示例:
  # the certificate and the printed form of the next version 电子证照和打印件
  zhengzhao reissue food.json --number JY15001030000011 --changed \\
      --register market.jsonl --key issuer.key.json \\
      --enrolment shop.zzenrol --challenge shop.challenge.json -o food-2.zz \\
      --printed-out food-2.zzp --status-list a.zzstatus \\
      --status-key status.key.json --status-out b.zzstatus
  # paper alone, after a loss 遗失补发
  zhengzhao reissue food.json --number JY15001030000011 --lost \\
      --register market.jsonl --key issuer.key.json \\
      --printed-out food-2.zzp --status-list a.zzstatus \\
      --status-key status.key.json --status-out b.zzstatus
Publish the new status list before you hand the new certificate over. 先发布新的状态名单，再交付新证照。
A suspended, cancelled or revoked licence is not issued anew: restore it first. 暂扣、注销、吊销的证照不得换发。";

/// Issues the next version of a licence and ends every copy of the one before, printed and electronic, in one call
/// 换发：签发下一版，并使旧版的全部副本失去效力；要么全部写出，要么都不写
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
#[command(group = clap::ArgGroup::new("reason").required(true))]
#[command(group = clap::ArgGroup::new("form").required(true).multiple(true))]
pub(crate) struct Args {
    /// The draft of the new version; its version and what it replaces are filled in 草稿
    draft: PathBuf,
    /// The number of the licence before 原证照编号
    #[arg(long, value_name = "NUMBER")]
    number: String,
    /// The old one was lost 遗失补发
    #[arg(long, group = "reason")]
    lost: bool,
    /// Its time ran out, or will 延续
    #[arg(long, group = "reason")]
    renewed: bool,
    /// Something in it changed, or was wrong 变更、更正
    #[arg(long, group = "reason")]
    changed: bool,
    /// It goes on elsewhere; the old one becomes transferred_out 转出
    #[arg(long, group = "reason")]
    transferred: bool,
    /// The issuer's register 登记簿
    #[arg(long, value_name = "FILE")]
    register: PathBuf,
    /// The issuer's secret key file 颁发机构私钥
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// The holder's answer to the challenge 申领文件
    #[arg(long, value_name = "FILE", requires_all = ["challenge", "out"])]
    enrolment: Option<PathBuf>,
    /// The challenge as it was made; it is used up 质询文件
    #[arg(long, value_name = "FILE", requires = "enrolment")]
    challenge: Option<PathBuf>,
    /// The certificate to write 电子证照文件
    #[arg(short, long, value_name = "FILE", group = "form", requires = "enrolment")]
    out: Option<PathBuf>,
    /// The printed form to write 打印件文件
    #[arg(long, value_name = "FILE", group = "form")]
    printed_out: Option<PathBuf>,
    /// The status list before, with the old copies; one for each list that has some 上一份状态名单
    #[arg(long, value_name = "FILE", required = true)]
    status_list: Vec<PathBuf>,
    /// The status list to write, one for each before, in the same order 新状态名单
    #[arg(long, value_name = "FILE", required = true)]
    status_out: Vec<PathBuf>,
    /// The issuer's status key file 状态密钥
    #[arg(long, value_name = "FILE")]
    status_key: PathBuf,
    /// The status list of the new copies; by default the first of those before 新副本的状态名单名称
    #[arg(long, value_name = "URI")]
    status_uri: Option<String>,
    #[command(flatten)]
    term: TermArgs,
    #[command(flatten)]
    kinds: KindArgs,
    #[command(flatten)]
    now: NowArgs,
}

impl Args {
    fn reason(&self) -> Reason {
        match (self.lost, self.renewed, self.changed) {
            (true, ..) => Reason::Lost,
            (_, true, _) => Reason::Renewed,
            (_, _, true) => Reason::Changed,
            _ => Reason::Transferred,
        }
    }

    fn parts(&self, now: Time) -> Result<(Vec<Part>, Option<Challenge>), Failure> {
        let (mut parts, mut used) = (Vec::new(), None);
        if let (Some(enrolment), Some(challenge), Some(out)) = (&self.enrolment, &self.challenge, &self.out) {
            let (holders, challenge) = enrolled(enrolment, challenge, now)?;
            parts.push(Part::certificates(holders, out));
            used = Some(challenge);
        }
        parts.extend(self.printed_out.iter().map(|out| Part::printed(out)));
        parts.iter().try_for_each(|part| part.check_new(Existing::Keep))?;
        Ok((parts, used))
    }

    /// The lists before, each with the path of the next.
    fn lists(&self, now: Time) -> Result<Vec<UnverifiedStatusList>, Failure> {
        if self.status_list.len() != self.status_out.len() {
            return Err(Failure::usage(
                "--status-list 与 --status-out 的个数应相同。",
                "--status-list and --status-out must be given equally often.",
            ));
        }
        self.status_out.iter().try_for_each(|path| files::check_new(path, Existing::Keep))?;
        self.status_list.iter().map(|path| read_before(path, now)).collect()
    }
}

pub(crate) fn run(args: &Args, output: &Output) -> Result<Done, Failure> {
    let (kinds, now) = (args.kinds.load()?, args.now.time()?);
    let in_draft = |error: &InputError| Failure::in_file(args.draft.display(), error);
    let json = files::read_text(&args.draft, MAX_DRAFT)?;
    let mut value = draft::parse(&json).map_err(|error| in_draft(&error))?;
    let (key, status_key) = (read_secret_key(&args.key)?, read_secret_key(&args.status_key)?);
    let mut lists = args.lists(now)?;
    let (parts, challenge) = args.parts(now)?;
    must_exist(&args.register)?;
    let mut file = RegisterFile::new(&args.register);
    let mut register = file.lock().map_err(|error| failed(&args.register, error))?;

    let replaced = end(args, &value, register.register(), &mut lists)?;
    let drafts = drafts(args, &mut value, &kinds, &parts, &replaced, now)?;
    let first = drafts.first().ok_or_else(|| no_number(&args.draft))?;
    let number = first.number.clone().ok_or_else(|| no_number(&args.draft))?;
    let version = first.version.unwrap_or(1);
    let kind = first.draft.kind.clone();
    check_number(args, register.register(), &kind, &number)?;

    let mut rng = random::generator()?;
    let uri = args.status_uri.clone().or_else(|| lists.first().map(|list| list.uri.to_string()));
    let uri = uri.unwrap_or_default();
    let identity =
        Identity { kind: &kind, number: &number, version, day: now.date(), replaces: Some(&replaced) };
    let (mut signed, mut lines, mut certificates) = (Vec::new(), Vec::new(), Vec::new());
    for (part, read) in parts.into_iter().zip(&drafts) {
        let statuses = register.register_mut().draw(&uri, part.count(), &mut rng);
        let statuses = statuses.map_err(|error| failed(&args.register, error))?;
        let one = part.sign(&read.draft, statuses, &key, &mut rng)?;
        lines.extend(one.lines(&identity));
        certificates.extend(one.stage(Existing::Keep)?);
        signed.push(one);
    }
    let mut staged: Vec<Staged> = Vec::new();
    for (list, path) in lists.iter().zip(&args.status_out) {
        let (bytes, _) = args.term.sign((&list.issuer, &list.uri), &list.shard, now, &status_key)?;
        let one = files::stage(path, &bytes, Content::Ordinary, Existing::Keep)?;
        one.sync()?;
        staged.push(one);
    }
    challenge.map_or(Ok(()), Challenge::use_up)?;
    register.append(&lines).map_err(|error| failed(&args.register, error))?;
    place(staged)?;
    place(certificates)?;

    let records: Vec<Value> = signed.iter().flat_map(|one| one.records().collect::<Vec<_>>()).collect();
    let written = names(signed.iter().flat_map(|one| one.paths()));
    let (ended, lists) = (args.reason().status().id(), names(args.status_out.iter()));
    let (old, before) = (&replaced.number, replaced.version);
    output.result(
        &json!({
            "issued": records, "number": number, "version": version, "statusLists": args.status_out,
            "replaced": { "number": old, "version": before, "status": ended },
        }),
        &Text::new(
            format!("已签发 {written}：编号 {number} 第 {version} 版\n编号 {old} 第 {before} 版及以前的副本：{ended}\n请先发布 {lists}"),
            format!(
                "issued {written}: version {version} of number {number}\ncopies of {old} up to version {before}: {ended}\npublish {lists} first"
            ),
        ),
    );
    Ok(Done::Fine)
}

/// Sets every copy of the licence before that nothing has replaced yet.
fn end(
    args: &Args,
    draft: &Value,
    register: &Register,
    lists: &mut [UnverifiedStatusList],
) -> Result<Replaced, Failure> {
    let kind = draft.get("kind").and_then(Value::as_str);
    let licence = find(register, &args.number, kind)?;
    let refused = |text: Text| in_register(&args.register, &text);
    licence.not_replaced().map_err(refused)?;
    may_go_on(licence.status()).map_err(refused)?;
    for copy in licence.current() {
        let list = lists.iter_mut().find(|list| *list.uri == *copy.uri).ok_or_else(|| missing(&licence))?;
        may_go_on(list.shard.get(copy.index).unwrap_or(Status::Valid)).map_err(refused)?;
        list.shard.set(copy.index, args.reason().status())?;
    }
    // A call that was killed may have told the register and not the list.
    for (copy, status) in licence.ended() {
        if let Some(list) = lists.iter_mut().find(|list| *list.uri == *copy.uri) {
            end_if_not(&mut list.shard, copy.index, status)?;
        }
    }
    Ok(Replaced { number: args.number.clone(), version: licence.version(), reason: args.reason() })
}

/// A new version of what was suspended or ended would be in force again.
fn may_go_on(status: Status) -> Result<(), Text> {
    match status {
        Status::Valid | Status::Lapsed => Ok(()),
        status => Err(Text::new(
            format!("原证照的状态为 {}，不得换发。", status.id()),
            format!("the status of the licence before is {}; it is not issued anew.", status.id()),
        )),
    }
}

fn missing(licence: &Licence<'_>) -> Failure {
    let mut lists: Vec<_> = licence.current().map(|copy| copy.uri.as_str()).collect();
    lists.sort_unstable();
    lists.dedup();
    let lists = lists.join(", ");
    Failure::usage(
        format!("旧副本在状态名单 {lists} 中；请用 --status-list 逐一给出。"),
        format!("The old copies are in the status lists {lists}; give each with --status-list."),
    )
}

/// The draft as each part has it.
fn drafts(
    args: &Args,
    value: &mut Value,
    kinds: &Kinds,
    parts: &[Part],
    replaced: &Replaced,
    now: Time,
) -> Result<Vec<ReadDraft>, Failure> {
    let in_draft = |error: InputError| Failure::in_file(args.draft.display(), &error);
    let code = value.get("kind").and_then(Value::as_str).unwrap_or_default();
    if let Some(kind) = kinds.get(code) {
        follow(value, kind, replaced).map_err(in_draft)?;
    }
    let forms = parts.iter().map(Part::form);
    let read = |form: IssueForm| read_draft_value(value, kinds, form, now.date()).map_err(in_draft);
    forms.map(read).collect()
}

/// Under another number there must not be a licence yet.
fn check_number(args: &Args, register: &Register, kind: &str, number: &str) -> Result<(), Failure> {
    if number == args.number || register.licence(kind, number).is_none() {
        return Ok(());
    }
    Err(in_register(
        &args.register,
        &Text::new(
            format!("登记簿中已有编号 {number}。"),
            format!("the register has number {number} already."),
        ),
    ))
}
