//! `demo --keep`: every artefact as files, with the commands that check them again.

use super::live::{self, Asked, CHALLENGE, DESK};
use super::scenes::{Action, Play, Scene};
use super::window::AtWindow;
use std::fs;
use std::io;
use std::path::Path;
use zhengzhao_facade::sample::World;

/// Writes the play into an empty folder.
pub(super) fn write(play: &Play, folder: &Path) -> io::Result<()> {
    fs::write(folder.join("desk.zzpack"), play.pack())?;
    let mut scenes = Vec::new();
    for (number, scene) in play.scenes().iter().enumerate() {
        scenes.push(write_scene(play, folder, number.saturating_add(1), scene)?);
    }
    let digest = play.world().chongqing.anchor().map(|anchor| anchor.digest().to_string());
    let index = serde_json::json!({
        "about": "Artefacts of `zhengzhao demo`. Keys and names are fictional and public.",
        "anchor_digest": digest.unwrap_or_default(),
        "pack": "desk.zzpack",
        "scenes": scenes,
    });
    fs::write(folder.join("demo.json"), format!("{index:#}\n"))
}

fn write_scene(play: &Play, folder: &Path, number: usize, scene: &Scene) -> io::Result<serde_json::Value> {
    let name = format!("{number:02}-{}", scene.name);
    let state = format!("{name}.zzstate");
    fs::write(folder.join(&state), scene.store.export())?;
    let (file, command) = match &scene.action {
        Action::Show(bytes) => {
            let file = format!("{name}.zz");
            fs::write(folder.join(&file), bytes)?;
            let arguments = ["verify", &file, "--expect", "certificate"].map(str::to_owned).to_vec();
            (file, arguments)
        }
        Action::Present(live) => {
            let file = format!("{name}.zz");
            fs::write(folder.join(&file), &live.bytes)?;
            let matter = live::scenario(live.scenario).map_err(|_| io::Error::other("no such scenario"))?;
            let mut command = ["verify", &file, "--audience", DESK, "--scenario"].map(str::to_owned).to_vec();
            command.push(matter.to_string());
            match &live.asked {
                Asked::Challenge(nonce) => command.extend(["--challenge".to_owned(), digits(nonce)]),
                Asked::Memory(memory) => {
                    let replay = format!("{name}.zzreplay");
                    fs::write(folder.join(&replay), memory)?;
                    command.extend(["--replay".to_owned(), replay]);
                }
            }
            if let Some(picture) = live.picture {
                let portrait = format!("{name}.jpg");
                fs::write(folder.join(&portrait), picture)?;
                command.extend(["--picture".to_owned(), portrait]);
            }
            (file, command)
        }
        Action::Sealed(sealed) => {
            let file = format!("{name}.txt");
            fs::write(folder.join(&file), &sealed.document)?;
            fs::write(folder.join(format!("{file}.zzseal")), &sealed.seals)?;
            (file.clone(), vec!["verify-seal".to_owned(), file])
        }
        Action::Matter(window) => write_matter(folder, &name, window)?,
        Action::Import(bytes) => {
            let file = format!("{name}.zzpack");
            fs::write(folder.join(&file), bytes)?;
            (file.clone(), vec!["pack".to_owned(), "update".to_owned(), file])
        }
    };
    let mut command = command;
    command.extend(["--state".to_owned(), state.clone()]);
    command.extend(["--now".to_owned(), scene.now.to_string()]);
    command.extend(["--max-status-age".to_owned(), format!("{}s", World::policy().max_status_age())]);
    if matches!(scene.action, Action::Show(_) | Action::Present(_) | Action::Sealed(_) | Action::Matter(_)) {
        command.extend(["--region".to_owned(), play.region().as_str().to_owned()]);
    }
    Ok(serde_json::json!({
        "scene": number,
        "title": { "zh": scene.title.0, "en": scene.title.1 },
        "file": file,
        "state": state,
        "expected": scene.expected,
        "command": command,
    }))
}

/// What is handed over at a window, and the command; the first file stands for all.
fn write_matter(folder: &Path, name: &str, window: &AtWindow) -> io::Result<(String, Vec<String>)> {
    let matter = live::scenario(window.scenario).map_err(|_| io::Error::other("no such scenario"))?;
    let mut command = ["scenario", "check"].map(str::to_owned).to_vec();
    let mut first = None;
    for (own, bytes) in &window.handed {
        let file = format!("{name}-{own}");
        fs::write(folder.join(&file), bytes)?;
        first.get_or_insert_with(|| file.clone());
        command.push(file);
    }
    if let Some(sealed) = &window.sealed {
        let file = format!("{name}.txt");
        fs::write(folder.join(&file), &sealed.document)?;
        fs::write(folder.join(format!("{file}.zzseal")), &sealed.seals)?;
        command.extend(["--document".to_owned(), file]);
    }
    if window.strict {
        command.push("--strict".into());
    }
    command.extend(["--scenario".to_owned(), matter.to_string()]);
    command.extend(["--audience", window.audience, "--challenge"].map(str::to_owned));
    command.push(digits(&CHALLENGE));
    Ok((first.unwrap_or_default(), command))
}

fn digits(nonce: &[u8; 16]) -> String {
    format!("{:032x}", u128::from_be_bytes(*nonce))
}
