//! `zhengzhao demo`: a Chongqing desk verifies a Sichuan residence permit and refuses its forgeries, offline.

mod keep;
mod scenes;

use scenes::{Play, Scene, Tried};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};
use zhengzhao_facade::core::Lang;
use zhengzhao_facade::core::time::Time;

/// Arguments of `demo`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Write every artefact of the play into this new or empty folder / 把演示文件保存到此目录
    #[arg(long, value_name = "DIR")]
    keep: Option<PathBuf>,
}

/// Plays the demo. Fails when a scene ends otherwise than it should.
pub(crate) fn run(args: &Args, lang: Lang) -> ExitCode {
    let play = match Play::prepare(now()) {
        Ok(play) => play,
        Err(error) => return fail(&error.to_string()),
    };
    say(lang, play.prologue());
    let mut surprises = 0_usize;
    for (number, scene) in play.scenes().iter().enumerate() {
        let tried = scene.play();
        surprises = surprises.saturating_add(usize::from(!tried.as_expected()));
        print(number.saturating_add(1), scene, &tried, lang);
    }
    if let Some(folder) = &args.keep {
        if let Err(error) = keep::write(&play, folder) {
            return fail(&format!("{}: {error}", folder.display()));
        }
        say(
            lang,
            (
                &format!("全部文件已保存到 {}，demo.json 列有逐项核验的命令。", folder.display()),
                &format!(
                    "Every file was written to {}; demo.json lists a command for each.",
                    folder.display()
                ),
            ),
        );
    }
    if surprises > 0 {
        return fail(&format!("{surprises} scenes did not end as they should"));
    }
    let scenes = play.scenes().len();
    say(
        lang,
        (
            &format!("{scenes} 个场景全部符合预期，全程未联网。"),
            &format!("All {scenes} scenes ended as they should, with no network."),
        ),
    );
    ExitCode::SUCCESS
}

fn now() -> Time {
    let elapsed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Time::from_seconds(elapsed.as_secs()).unwrap_or(Time::MIN)
}

fn fail(message: &str) -> ExitCode {
    eprintln!("demo: {message}");
    ExitCode::from(3)
}

fn say(lang: Lang, (zh, en): (&str, &str)) {
    println!("{}", if lang == Lang::Zh { zh } else { en });
}

fn print(number: usize, scene: &Scene, tried: &Tried, lang: Lang) {
    let title = if lang == Lang::Zh { scene.title.0 } else { scene.title.1 };
    println!();
    println!("{number:>2}. {title}");
    let (zh, en) = tried.verdict();
    println!("    {} [{}]", if lang == Lang::Zh { zh } else { en }, tried.code());
    for line in tried.lines(lang) {
        println!("    {line}");
    }
    if !tried.as_expected() {
        println!("    !! {}", scene.expected);
    }
}
