//! `demo --keep` writes files that `verify` and `pack update` judge exactly as the demo did.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

use serde_json::Value;
use std::path::Path;
use std::process::{Command, Output};

fn zhengzhao(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_zhengzhao")).current_dir(folder).args(arguments).output().unwrap()
}

/// The codes that the demo printed, in order: `    REFUSED [expired]`.
fn printed_codes(output: &Output) -> Vec<String> {
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    text.lines()
        .filter(|line| line.starts_with("    "))
        .filter_map(|line| line.strip_suffix(']')?.split_once('[').map(|(_, code)| code.to_owned()))
        .collect()
}

#[test]
fn kept_files_end_with_the_codes_that_were_printed() {
    let folder = tempfile::tempdir().unwrap();
    let kept = folder.path().join("kept");
    let played = zhengzhao(folder.path(), &["demo", "--lang", "en", "--keep", kept.to_str().unwrap()]);
    assert!(played.status.success(), "{played:?}");
    let printed = printed_codes(&played);
    let index: Value = serde_json::from_slice(&std::fs::read(kept.join("demo.json")).unwrap()).unwrap();
    let scenes = index["scenes"].as_array().unwrap();
    assert_eq!(scenes.len(), printed.len());
    assert!(printed.iter().filter(|code| *code != "verified").count() >= 8, "{printed:?}");
    for (scene, printed) in scenes.iter().zip(&printed) {
        assert_eq!(scene["expected"], printed.as_str());
        let mut arguments: Vec<&str> =
            scene["command"].as_array().unwrap().iter().map(|word| word.as_str().unwrap()).collect();
        arguments.push("--json");
        let again = zhengzhao(&kept, &arguments);
        let verdict: Value = serde_json::from_slice(&again.stdout).unwrap_or_else(|error| {
            panic!("{arguments:?}: {error}: {again:?}");
        });
        let code = verdict["code"].as_str().unwrap_or("verified");
        assert_eq!(code, printed, "{arguments:?}");
        let exit = match printed.as_str() {
            "verified" => 0,
            "status_list_stale" => 2,
            _ => 1,
        };
        assert_eq!(again.status.code(), Some(exit), "{arguments:?}: {again:?}");
    }
    let at_windows = scenes.iter().filter(|scene| scene["command"][0] == "scenario");
    let ends: Vec<_> = at_windows.map(|scene| scene["expected"].as_str().unwrap()).collect();
    let pharmacy = ["verified", "verified", "member_mismatch"];
    assert_eq!(ends, [&pharmacy[..], &["verified", "link_broken", "over_disclosed"]].concat());
    let told = String::from_utf8(played.stdout).unwrap();
    for part in [
        "Permit drug distribution licence: usable\n    Permit food business licence: usable\n    \
         Permit medical device distribution licence: not usable. The permit is suspended.",
        "✓ the drug distribution licence that came along: drug-licence.zz",
        "✗ the drug distribution licence that came along: drug-licence.zz",
        "✓ sealed application form: form.txt",
        "! shown beyond need: address of the electronic ID card (person.zz). Do not keep it.",
    ] {
        assert!(told.contains(part), "{part}\n{told}");
    }
}

#[test]
fn a_folder_with_files_in_it_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("mine"), "precious").unwrap();
    let refused = zhengzhao(folder.path(), &["demo", "--keep", "."]);
    assert_eq!(refused.status.code(), Some(3), "{refused:?}");
    assert!(refused.stdout.is_empty(), "nothing is played first: {refused:?}");
    let file = zhengzhao(folder.path(), &["demo", "--keep", "mine", "--lang", "zh"]);
    assert!(String::from_utf8(file.stderr.clone()).unwrap().contains("mine 是文件"), "{file:?}");
    assert_eq!(std::fs::read_to_string(folder.path().join("mine")).unwrap(), "precious");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_zhengzhao"))
        .arg("demo")
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert!(output.stderr.is_empty(), "{output:?}");
}
