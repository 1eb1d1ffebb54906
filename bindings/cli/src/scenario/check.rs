//! `scenario check`.

use crate::common::{KindArgs, NowArgs, PolicyArgs, RegionArgs, read_object};
use crate::document::{hash, seals_of};
use crate::failure::{Done, Failure};
use crate::output::{Output, print};
use crate::pack::{DeskArgs, open_desk};
use crate::presence::PresenceArgs;
use crate::receipt::{Keeper, KeeperArgs};
use crate::render::{self, Told};
use crate::verify::{CANNOT_TELL, FILE_ERROR, MAX_PRESENTED, REFUSED, exit_code, hint};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use zhengzhao_facade::core::Refusal;
use zhengzhao_facade::core::act::ScenarioId;
use zhengzhao_facade::core::act::seal::{Document, MAX_FILE};
use zhengzhao_facade::core::error::Object;
use zhengzhao_facade::core::receipt::{Facts, Receipt};
use zhengzhao_facade::core::time::Time;
use zhengzhao_facade::core::verify::Excess;
use zhengzhao_facade::detect::{Sort, detect};
use zhengzhao_facade::matter::{Handed, Matter};
use zhengzhao_facade::receipts::keep_until;
use zhengzhao_facade::{Check, Desk, MatterVerdict, Outcome, Text, near};

pub(super) const EXAMPLES: &str = "\
Examples / 示例:
  # what was asked for by a request 按请求出示
  zhengzhao scenario check licence.zz person.zz --request ask.zzrequest \\
      --state desk.zzstate
  # with a sealed form; form.pdf.zzseal lies beside it 附盖章的申请书
  zhengzhao scenario check person.zz licence.zz --document form.pdf \\
      --request ask.zzrequest --state desk.zzstate --strict
  # a desk with a code on the wall; the portrait is that of the second
  # presentation 张贴固定二维码的窗口
  zhengzhao scenario check licence.zz guest.zz \\
      --scenario 11500000MBYY00079W/hotel-check-in --audience 示例酒店前台 \\
      --replay shown.zzreplay --picture 2=guest.jpg --state desk.zzstate
  zhengzhao scenario check permit.zz --request ask.zzrequest \\
      --state desk.zzstate --receipts receipts.jsonl \\
      --receipt-key receipts.key.json

Files come in any order: which one serves as what is found out. 文件次序不限，程序自动对应材料。
Exit codes / 退出码: 0 settled 通过, 1 refused 拒绝, 2 cannot tell 无法判断, 3 usage or file error 用法或文件错误.";

/// What was handed over for which matter.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Presentations, sessions, certificates and printed certificates, in any order 出示的文件
    files: Vec<PathBuf>,
    /// A document that was sealed; may be repeated 盖章的文件
    #[arg(long, value_name = "FILE")]
    document: Vec<PathBuf>,
    /// The seals of a document, in the order of --document [default: its name with .zzseal] 印章文件
    #[arg(long, value_name = "FILE", requires = "document")]
    seal: Vec<PathBuf>,
    /// Refuse the matter when more is shown than it needs; so does --strict 出示过多即拒绝
    #[arg(long)]
    refuse_excess: bool,
    #[command(flatten)]
    desk: DeskArgs,
    #[command(flatten)]
    region: RegionArgs,
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

pub(super) fn run(args: &Args, output: &Output) -> Result<Done, Failure> {
    let (policy, now) = (args.policy.policy()?, args.now.time()?);
    let desk = open_desk(&args.desk, now, &policy)?.with_kinds(args.kinds.load()?);
    let check = Check { now, region: args.region.at(&desk), policy };
    // All that can be wrong with the call is found before the presenter's answer is used up.
    let (scenario, retention) = scenario(args, &desk, &check)?;
    let keeper = args.receipts.open(now)?;
    let until = keeper.as_ref().map(|keeper| keeper.until(keep_until(now, retention))).transpose()?.flatten();
    let hall = Hall::read(args)?;
    let pictures = args.presence.placed_pictures()?;
    let mut asked = args.presence.open()?;
    let matter = Matter {
        scenario,
        handed: hall.handed(),
        portraits: pictures.iter().map(Option::as_deref).collect(),
        audience: asked.meeting.audience.clone(),
        excess: if args.refuse_excess || args.policy.is_strict() {
            Excess::Refused
        } else {
            Excess::Reported
        },
    };
    let (verdict, facts) = match &keeper {
        Some(keeper) => {
            let maker = keeper.maker_for(&asked.meeting);
            let (verdict, facts) =
                desk.check_scenario_for_receipts(&matter, &check, asked.presence(), &maker);
            (verdict, Some(facts))
        }
        None => (desk.check_scenario(&matter, &check, asked.presence()), None),
    };
    asked.keep()?;
    let receipts = keeper.zip(facts).map(|(keeper, facts)| keep(&keeper, &facts, until));
    tell(&hall, &verdict, receipts.as_ref(), args, output);
    if let Some(Err(failure)) = receipts {
        // The verdict stands; that nothing was kept of it must not be overlooked.
        output.failure(&failure);
        return Ok(Done::Code(FILE_ERROR));
    }
    Ok(match verdict.outcome {
        Outcome::Verified => Done::Fine,
        Outcome::CannotTell => Done::Code(exit_code(CANNOT_TELL)),
        Outcome::Refused => Done::Code(exit_code(REFUSED)),
    })
}

fn keep(keeper: &Keeper, facts: &[Facts], until: Option<Time>) -> Result<Vec<u64>, Failure> {
    Ok(keeper.keep_all(facts, until)?.iter().map(Receipt::number).collect())
}

/// What asks, if this desk can use it, and for how many days receipts are kept.
fn scenario(args: &Args, desk: &Desk, check: &Check) -> Result<(ScenarioId, u64), Failure> {
    if args.presence.has_purpose() {
        return Err(Failure::usage(
            "事由由场景规定，请去掉 --purpose。",
            "The scenario states the purpose: leave out --purpose.",
        ));
    }
    let held = || desk.store().scenarios().map(|own| own.id().to_string()).collect::<Vec<_>>();
    let Some(id) = args.presence.scenario()? else {
        let held = listed(&held());
        return Err(Failure::usage(
            format!("请用 --scenario 或写明场景的 --request 指定事项。{}", held.zh),
            format!("Name the matter by --scenario, or by a --request that names one. {}", held.en),
        ));
    };
    match desk.store().scenario(&id, check.now) {
        Ok(held) => Ok((held.id().clone(), held.terms().retention_days)),
        Err(refusal @ Refusal::ScenarioUnknown { .. }) => {
            let (held, id) = (held(), id.to_string());
            let Text { zh, en } = listed(&held);
            let similar = near(&id, held.iter().map(String::as_str));
            let hint = similar.first().map_or_else(
                || Text::new(zh.clone(), en.clone()),
                |own| Text::new(format!("最相近的是 {own}。{zh}"), format!("The nearest is {own}. {en}")),
            );
            Err(Failure::from(refusal).with_hint(Some(hint)))
        }
        Err(refusal) => Err(refusal.into()),
    }
}

fn listed(held: &[String]) -> Text {
    if held.is_empty() {
        return Text::new(
            "本机没有任何场景；请用 pack update 更新名单包。",
            "This desk holds no scenario at all: update its lists by `pack update`.",
        );
    }
    Text::new(
        format!("本机持有的场景：{}。", held.join("、")),
        format!("This desk holds: {}.", held.join(", ")),
    )
}

/// What was handed over, read.
struct Hall {
    /// The names of the files, those of documents last.
    names: Vec<String>,
    objects: Vec<Vec<u8>>,
    sealed: Vec<(Vec<u8>, Document)>,
}

impl Hall {
    fn read(args: &Args) -> Result<Self, Failure> {
        let Args { files, document, seal, .. } = args;
        if files.is_empty() && document.is_empty() {
            return Err(Failure::usage("请给出出示的文件。", "Name the files that were shown."));
        }
        if seal.len() > document.len() {
            return Err(Failure::usage(
                "--seal 多于 --document：每份印章文件须对应一份盖章的文件。",
                "There are more --seal than --document: each file of seals needs its document.",
            ));
        }
        let read = |path: &PathBuf| {
            let bytes = read_object(path, Object::Session, MAX_PRESENTED)?;
            wrong_sort(&bytes).map_or(Ok(bytes), |text| {
                Err(Failure::usage(
                    format!("{}：{}", path.display(), text.zh),
                    format!("{}: {}", path.display(), text.en),
                ))
            })
        };
        let objects = files.iter().map(read).collect::<Result<_, _>>()?;
        let mut sealed = Vec::new();
        for (place, document) in document.iter().enumerate() {
            let beside = seals_of(document);
            let path = seal.get(place).unwrap_or(&beside);
            sealed.push((seals(path)?, hash(document)?));
        }
        let names = files.iter().chain(document).map(|path| path.display().to_string()).collect();
        Ok(Self { names, objects, sealed })
    }

    fn handed(&self) -> Vec<Handed<'_>> {
        let objects = self.objects.iter().map(|bytes| Handed::Object(bytes));
        let sealed = self.sealed.iter();
        let sealed =
            sealed.map(|(bytes, document)| Handed::Seal { bytes, document: *document, existed: None });
        objects.chain(sealed).collect()
    }

    /// What the file of an object rather is.
    fn hint(&self, verdict: &MatterVerdict, object: usize) -> Option<Text> {
        let record = verdict.objects.get(object)?;
        hint(self.objects.get(record.handed?)?, &record.verdict)
    }
}

fn seals(path: &Path) -> Result<Vec<u8>, Failure> {
    let bytes = read_object(path, Object::Seal, MAX_FILE)?;
    match detect(&bytes).is_not(Object::Seal) {
        None => Ok(bytes),
        Some(Text { zh, en }) => {
            let path = path.display();
            Err(Failure::usage(format!("{path}：{zh}"), format!("{path}: {en}")))
        }
    }
}

/// What a file is that nobody shows for a matter. One that cannot be told was shown all the same, and is refused.
fn wrong_sort(bytes: &[u8]) -> Option<Text> {
    match detect(bytes) {
        Sort::Object(
            Object::Certificate | Object::PrintedCertificate | Object::Presentation | Object::Session,
        )
        | Sort::Unknown
        | Sort::ForeignCose(_)
        | Sort::ForeignCbor => None,
        Sort::Object(Object::Seal) => Some(Text::new(
            "这是印章；请用 --document 给出盖章的文件，印章文件另有名称时用 --seal 给出。",
            "This is a seal: give its document by --document, and the seal by --seal where it lies elsewhere.",
        )),
        sort => {
            let Text { zh, en } = sort.named();
            Some(Text::new(
                format!("这是{zh}，不是可出示的证照；盖章的文件用 --document 给出。"),
                format!(
                    "This is {en}, which nobody shows for a matter; a sealed document is given by --document."
                ),
            ))
        }
    }
}

fn tell(
    hall: &Hall,
    verdict: &MatterVerdict,
    receipts: Option<&Result<Vec<u64>, Failure>>,
    args: &Args,
    output: &Output,
) {
    let hints: Vec<_> = (0..verdict.objects.len()).map(|object| hall.hint(verdict, object)).collect();
    let hint = asked_nothing(verdict, args);
    let numbers = receipts.and_then(|kept| kept.as_ref().ok());
    if !output.is_json() {
        let told = Told { verdict, names: &hall.names, hints: &hints, hint: hint.as_ref() };
        print(&render::matter(&told, output.lang()));
        match numbers.map(Vec::as_slice) {
            Some([number]) => output.say(&format!("回执：第 {number} 条"), &format!("receipt: no. {number}")),
            Some([first, .., last]) => output
                .say(&format!("回执：第 {first} 至 {last} 条"), &format!("receipts: no. {first} to {last}")),
            _ => {}
        }
        return;
    }
    let mut record = json!(verdict);
    if let Some(numbers) = numbers {
        put(&mut record, "receipts", json!(numbers));
    }
    if let Some(hint) = &hint {
        put(&mut record, "hint", json!(hint));
    }
    let objects = record.get_mut("objects").and_then(Value::as_array_mut).into_iter().flatten();
    for ((object, own), hint) in objects.zip(&verdict.objects).zip(&hints) {
        if let Some(name) = own.handed.and_then(|place| hall.names.get(place)) {
            put(object, "file", json!(name));
        }
        if let Some(hint) = hint {
            put(object, "hint", json!(hint));
        }
    }
    print(&record.to_string());
}

fn put(record: &mut Value, member: &str, value: Value) {
    if let Some(map) = record.as_object_mut() {
        map.insert(member.into(), value);
    }
}

/// What the call itself left out.
fn asked_nothing(verdict: &MatterVerdict, args: &Args) -> Option<Text> {
    let unproven = verdict.code.as_deref() == Some("presenter_not_proven");
    (unproven && !args.presence.proves()).then(|| {
        Text::new(
            "本次核验没有要求出示人应答：请用 --request 给出当时的请求，或用 --challenge、--replay。",
            "This check asked the presenter for no answer: give the request by --request, or use --challenge or --replay.",
        )
    })
}
