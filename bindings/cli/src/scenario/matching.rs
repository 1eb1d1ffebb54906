//! `scenario match`.

use crate::common::{KindArgs, NowArgs, PolicyArgs, read_copy};
use crate::failure::{Done, Failure};
use crate::output::Output;
use crate::pack::{DeskArgs, open_desk};
use serde_json::json;
use std::path::PathBuf;
use zhengzhao_facade::Text;
use zhengzhao_facade::core::Lang;
use zhengzhao_facade::matching::{MatchRecord, MaterialMatch, match_scenarios};

/// What is at hand, and what is held.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// A certificate as its issuer handed it over; may be repeated 持有的证照
    #[arg(long, value_name = "FILE", required = true)]
    copy: Vec<PathBuf>,
    #[command(flatten)]
    desk: DeskArgs,
    #[command(flatten)]
    policy: PolicyArgs,
    #[command(flatten)]
    kinds: KindArgs,
    #[command(flatten)]
    now: NowArgs,
}

pub(super) fn run(args: &Args, output: &Output) -> Result<Done, Failure> {
    let (now, policy) = (args.now.time()?, args.policy.policy()?);
    let desk = open_desk(&args.desk, now, &policy)?;
    let copies = args.copy.iter().map(|path| read_copy(path)).collect::<Result<Vec<_>, _>>()?;
    let records = match_scenarios(desk.store(), &copies, &args.kinds.load()?, now);
    let text = Text::both(|lang| match records.as_slice() {
        [] => none_held(lang).into(),
        records => records.iter().map(|record| page(record, &args.copy, lang)).collect::<Vec<_>>().join("\n"),
    });
    output.result(&json!(records), &text);
    Ok(Done::Fine)
}

const fn none_held(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "没有已登记的场景。",
        Lang::En => "No scenario is held.",
    }
}

fn page(record: &MatchRecord, files: &[PathBuf], lang: Lang) -> String {
    let (state, name) = (record.state_text(), record.name.text());
    let mut page =
        format!("[{}] {}  {} v{}", state.get(lang), name.get(lang), record.scenario, record.version);
    if let (Some(code), Some(reason)) = (&record.code, &record.reason) {
        page.push_str(&format!("\n  {} ({code})", reason.get(lang)));
    }
    for material in &record.materials {
        page.push_str(&format!("\n  {}", line(material, files, lang)));
    }
    page
}

fn line(material: &MaterialMatch, files: &[PathBuf], lang: Lang) -> String {
    let (colon, comma, of) = match lang {
        Lang::Zh => ("：", "、", " "),
        Lang::En => (": ", ", ", " of "),
    };
    let list = |words: Vec<&str>| words.join(comma);
    let (name, state) = (material.name.text(), material.state_text());
    let (name, state) = (name.get(lang), state.get(lang));
    let file = material.copy.and_then(|copy| files.get(copy)).map(|path| path.display().to_string());
    let items = list(material.items.iter().map(|item| item.text.get(lang)).collect());
    let kinds = list(material.any_of.iter().map(|kind| kind.text.get(lang)).collect());
    let what = match (file, items.is_empty(), lang) {
        (Some(file), true, _) => format!(" {file}"),
        (Some(file), false, Lang::Zh) => format!("{of}{file}{colon}{items}"),
        (Some(file), false, Lang::En) => format!(" {items}{of}{file}"),
        (None, ..) if kinds.is_empty() => String::new(),
        (None, ..) => format!("{colon}{kinds}"),
    };
    format!("{name}{colon}{state}{what}")
}
