//! `zhengzhao demo`: a Chongqing desk verifies a Sichuan residence permit and refuses its forgeries, offline.

mod keep;
mod live;
mod scenes;
mod stage;
mod tender;
mod window;

use crate::failure::{Done, Failure};
use crate::files;
use crate::output::Output;
use scenes::{Play, Scene, Tried};
use serde_json::json;
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};
use zhengzhao_facade::Text;
use zhengzhao_facade::core::Lang;
use zhengzhao_facade::core::time::Time;

const EXAMPLES: &str = "\
Examples / 示例:
  zhengzhao demo --lang zh
  # every file, and demo.json with the command that checks each
  zhengzhao demo --keep story";

/// Plays the whole story with fictional authorities, offline.
/// 用虚构的机构演示全过程，不联网。
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Write every artefact of the play into this new or empty folder 把演示文件保存到此目录
    #[arg(long, value_name = "DIR")]
    keep: Option<PathBuf>,
}

/// Plays the demo. Fails when a scene ends otherwise than it should.
pub(crate) fn run(args: &Args, output: &Output) -> Result<Done, Failure> {
    // Before the play: a folder that cannot be used is not to be found out at its end.
    if let Some(folder) = &args.keep {
        files::make_folder(folder)?;
    }
    let play = Play::prepare(now())?;
    let (zh, en) = play.prologue();
    output.say(zh, en);
    let mut surprises = 0_usize;
    for (number, scene) in (1_usize..).zip(play.scenes()) {
        let tried = scene.play();
        surprises = surprises.saturating_add(usize::from(!tried.as_expected()));
        let text = Text::both(|lang| shown(number, scene, &tried, lang));
        output.result(&record(number, scene, &tried), &text);
    }
    if let Some(folder) = &args.keep {
        let place = folder.display();
        keep::write(&play, folder).map_err(|error| files::cannot_write(folder, &error))?;
        output.say(
            &format!("\n全部文件已保存到 {place}，其中 demo.json 列有逐项核验的命令。"),
            &format!("\nEvery file was written to {place}; demo.json there lists a command for each."),
        );
    }
    if surprises > 0 {
        return Err(Failure::usage(
            format!("有 {surprises} 个场景不符合预期。"),
            format!("{surprises} scenes did not end as they should."),
        ));
    }
    let scenes = play.scenes().len();
    output.say(
        &format!("\n{scenes} 个场景全部符合预期，全程未联网。"),
        &format!("\nAll {scenes} scenes ended as they should, with no network."),
    );
    Ok(Done::Fine)
}

fn now() -> Time {
    let elapsed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Time::from_seconds(elapsed.as_secs()).unwrap_or(Time::MIN)
}

fn record(number: usize, scene: &Scene, tried: &Tried) -> serde_json::Value {
    json!({
        "scene": number,
        "title": { "zh": scene.title.0, "en": scene.title.1 },
        "code": tried.code(),
        "expected": scene.expected,
    })
}

fn shown(number: usize, scene: &Scene, tried: &Tried, lang: Lang) -> String {
    let pick = |(zh, en): (&'static str, &'static str)| if lang == Lang::Zh { zh } else { en };
    let mut text = format!("\n{number:>2}. {}", pick(scene.title));
    text.push_str(&format!("\n    {} [{}]", tried.word(lang), tried.code()));
    for line in tried.told(lang).lines() {
        text.push_str(&format!("\n    {line}"));
    }
    if !tried.as_expected() {
        text.push_str(&format!("\n    !! {}", scene.expected));
    }
    text
}
