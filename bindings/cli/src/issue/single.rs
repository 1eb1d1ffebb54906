//! `issue DRAFT`.

use super::Args;
use super::part::{Identity, Part, Signed, place};
use crate::common::{names, read_object, read_secret_key};
use crate::enrol::Challenge;
use crate::failure::{Done, Failure};
use crate::files::{self, Existing};
use crate::output::Output;
use crate::random;
use crate::register::failed;
use chacha20::ChaCha20Rng;
use serde_json::json;
use std::collections::BTreeSet;
use std::path::Path;
use zhengzhao_facade::Text;
use zhengzhao_facade::core::act::enrolment::EnrolledKey;
use zhengzhao_facade::core::certificate::StatusRef;
use zhengzhao_facade::core::crypto::SigningKey;
use zhengzhao_facade::core::crypto::rand_core::Rng;
use zhengzhao_facade::core::error::Object;
use zhengzhao_facade::core::kind::Kinds;
use zhengzhao_facade::core::limits::{MAX_ENROLMENT, STATUS_SHARD};
use zhengzhao_facade::core::time::Time;
use zhengzhao_facade::draft::{self, MAX_DRAFT, ReadDraft, read_draft};
use zhengzhao_facade::register::{Register, RegisterFile, fill};

pub(super) fn run(args: &Args, draft: &Path, out: &Path, output: &Output) -> Result<Done, Failure> {
    let existing = Existing::forced(args.force);
    let (kinds, now) = (args.kinds.load()?, args.now.time()?);
    let json = files::read_text(draft, MAX_DRAFT)?;
    let key = read_secret_key(&args.key)?;
    let (part, challenge) = part(args, out, now)?;
    part.check_new(existing)?;
    let issuing = Issuing { args, draft, json: &json, kinds: &kinds, now, key: &key };
    let (signed, left_out) = match &args.register {
        Some(path) => issuing.registered(path, part, challenge, existing)?,
        None => issuing.unregistered(part, challenge, existing)?,
    };
    tell(args, &signed, &left_out, output);
    Ok(Done::Fine)
}

fn part(args: &Args, out: &Path, now: Time) -> Result<(Part, Option<Challenge>), Failure> {
    let (Some(enrolment), Some(challenge)) = (&args.enrolment, &args.challenge) else {
        return Ok((Part::printed(out), None));
    };
    let (holders, challenge) = enrolled(enrolment, challenge, now)?;
    Ok((Part::certificates(holders, out), Some(challenge)))
}

struct Issuing<'i> {
    args: &'i Args,
    draft: &'i Path,
    json: &'i str,
    kinds: &'i Kinds,
    now: Time,
    key: &'i SigningKey,
}

impl Issuing<'_> {
    fn unregistered(
        &self,
        part: Part,
        challenge: Option<Challenge>,
        existing: Existing,
    ) -> Result<(Signed, Vec<String>), Failure> {
        let ReadDraft { draft, left_out, .. } =
            read_draft(self.json, self.kinds, part.form(), self.now.date())
                .map_err(|error| Failure::in_file(self.draft.display(), &error))?;
        let mut rng = random::generator()?;
        let statuses = statuses(self.args, part.count(), &mut rng)?;
        let signed = part.sign(&draft, statuses, self.key, &mut rng)?;
        let staged = signed.stage(existing)?;
        // What was made so far exists in this program alone. The challenge is used up before any of it leaves, so
        // that no crash lets one enrolment serve twice, and after everything that may still be wrong with the draft.
        challenge.map_or(Ok(()), Challenge::use_up)?;
        place(staged)?;
        Ok((signed, left_out))
    }

    /// The same with entries from the register, which is held until the files have their names.
    fn registered(
        &self,
        path: &Path,
        part: Part,
        challenge: Option<Challenge>,
        existing: Existing,
    ) -> Result<(Signed, Vec<String>), Failure> {
        let in_draft = |error: &zhengzhao_facade::InputError| Failure::in_file(self.draft.display(), error);
        let mut file = RegisterFile::new(path);
        let mut register = file.lock().map_err(|error| failed(path, error))?;
        let mut value = draft::parse(self.json).map_err(|error| in_draft(&error))?;
        let code = value.get("kind").and_then(|kind| kind.as_str()).unwrap_or_default();
        if let Some(kind) = self.kinds.get(code) {
            fill(&mut value, kind, register.register()).map_err(|error| in_draft(&error))?;
        }
        let read = draft::read_draft_value(&value, self.kinds, part.form(), self.now.date())
            .map_err(|error| in_draft(&error))?;
        let ReadDraft { draft, left_out, number, version } = read;
        let number = number.ok_or_else(|| no_number(self.draft))?;
        let version = version.unwrap_or(1);
        let admit = |again| register.register().admit(&draft.kind, &number, version, part.form(), again);
        admit(self.args.again).map_err(|text| {
            // Its form alone is in the way.
            in_register(path, &if admit(true).is_ok() { with_again(&text) } else { text })
        })?;
        let licence = register.register().licence(&draft.kind, &number);
        let replaces = licence.and_then(|own| own.current().find_map(|copy| copy.replaces.clone()));
        let mut rng = random::generator()?;
        let statuses = self.entries(register.register_mut(), path, part.count(), &mut rng)?;
        let signed = part.sign(&draft, statuses, self.key, &mut rng)?;
        let staged = signed.stage(existing)?;
        challenge.map_or(Ok(()), Challenge::use_up)?;
        let day = self.now.date();
        let identity =
            Identity { kind: &draft.kind, number: &number, version, day, replaces: replaces.as_ref() };
        let lines: Vec<_> = signed.lines(&identity).collect();
        register.append(&lines).map_err(|error| failed(path, error))?;
        place(staged)?;
        Ok((signed, left_out))
    }

    /// Entries that the command line names, or else drawn ones.
    fn entries(
        &self,
        register: &mut Register,
        path: &Path,
        count: usize,
        rng: &mut ChaCha20Rng,
    ) -> Result<Vec<StatusRef>, Failure> {
        if self.args.status_index.is_empty() {
            let drawn = register.draw(&self.args.status_uri, count, rng);
            return drawn.map_err(|error| failed(path, error));
        }
        let chosen = statuses(self.args, count, rng)?;
        for status in &chosen {
            if !register.choose(status) {
                let index = status.index();
                return Err(Failure::usage(
                    format!("登记簿中序号 {index} 已使用，未签发。"),
                    format!("entry {index} is used already in the register; nothing was issued."),
                ));
            }
        }
        Ok(chosen)
    }
}

pub(crate) fn in_register(path: &Path, text: &Text) -> Failure {
    let (path, Text { zh, en }) = (path.display(), text);
    Failure::usage(format!("{path}：{zh}未签发。"), format!("{path}: {en} Nothing was issued."))
}

fn with_again(Text { zh, en }: &Text) -> Text {
    Text::new(
        format!("{zh}确需再发一份副本，请加 --again。"),
        format!("{en} Add --again if a further copy is meant."),
    )
}

pub(crate) fn no_number(draft: &Path) -> Failure {
    let draft = draft.display();
    Failure::usage(
        format!("{draft}：$.items.certificateNumber：登记须有证照编号。"),
        format!("{draft}: $.items.certificateNumber: the register needs the certificate's number."),
    )
}

/// The keys of the enrolment, and the challenge that is to be used up.
pub(crate) fn enrolled(
    enrolment: &Path,
    challenge: &Path,
    now: Time,
) -> Result<(Vec<EnrolledKey>, Challenge), Failure> {
    if challenge == Path::new(files::STDIN) {
        return Err(Failure::usage(
            "--challenge 须为文件，用过后会改名。",
            "--challenge must be a file: it is renamed when it has served.",
        ));
    }
    let challenge = Challenge::read(challenge)?;
    let bytes = read_object(enrolment, Object::Enrolment, MAX_ENROLMENT)?;
    let keys = challenge
        .record()
        .verify(&bytes, now)
        .map_err(|refusal| Failure::refused_as(enrolment, &bytes, Object::Enrolment, refusal))?;
    Ok((keys, challenge))
}

fn tell(args: &Args, signed: &Signed, left_out: &[String], output: &Output) {
    let indices = signed.statuses().iter().map(|status| status.index().to_string());
    let indices = indices.collect::<Vec<_>>().join(", ");
    let (written, uri) = (names(signed.paths().iter()), &args.status_uri);
    let note = match &args.register {
        Some(path) => {
            let path = path.display();
            Text::new(format!("已登记于 {path}"), format!("entered into {path}"))
        }
        None => Text::new("请登记", "note it in your register"),
    };
    let (mut zh, mut en) = (
        format!("已签发 {written}\n状态名单 {uri} 序号 {indices}（{}）", note.zh),
        format!("issued {written}\nstatus list {uri}, entry {indices} ({})", note.en),
    );
    if !left_out.is_empty() {
        let list = left_out.join(", ");
        zh.push_str(&format!("\n未打印的项目：{list}"));
        en.push_str(&format!("\nnot printed: {list}"));
    }
    let records: Vec<_> = signed.records().collect();
    output.result(&json!({ "issued": records, "notPrinted": left_out }), &Text::new(zh, en));
}

fn statuses(args: &Args, count: usize, rng: &mut impl Rng) -> Result<Vec<StatusRef>, Failure> {
    let mut indices = args.status_index.clone();
    if !indices.is_empty() && indices.len() != count {
        let given = indices.len();
        return Err(Failure::usage(
            format!("给出了 {given} 个 --status-index，需要 {count} 个。"),
            format!("{given} times --status-index was given; {count} are needed."),
        ));
    }
    let mut drawn: BTreeSet<u64> = BTreeSet::new();
    while indices.len() < count {
        // 2^20 divides 2^32, so every entry is as likely as any other.
        let index = u64::from(rng.next_u32()).checked_rem(STATUS_SHARD).unwrap_or_default();
        if drawn.insert(index) {
            indices.push(index);
        }
    }
    if let Some(index) = indices.iter().find(|index| **index >= STATUS_SHARD) {
        return Err(Failure::usage(
            format!("状态序号 {index} 超出范围（0 至 1048575）。"),
            format!("The status index {index} is not in 0 to 1048575."),
        ));
    }
    let status = |index: u64| {
        StatusRef::new(index, &args.status_uri).ok_or_else(|| {
            Failure::usage(
                "--status-uri 应为 1 至 32 个可见 ASCII 字符。",
                "--status-uri must be 1 to 32 visible ASCII characters.",
            )
        })
    };
    indices.into_iter().map(status).collect()
}
