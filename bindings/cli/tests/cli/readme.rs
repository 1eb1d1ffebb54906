//! The walk-through of the READMEs, run as it stands there.

use crate::world::World;
use std::path::Path;
use std::process::Command;

/// The shell blocks of the section on scenarios, the first of which builds the program.
fn blocks(readme: &str, heading: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(readme);
    let text = std::fs::read_to_string(path).unwrap();
    let section = text.split_once(heading).unwrap().1.split("\n## ").next().unwrap();
    let blocks = section.split("```sh\n").skip(1);
    blocks.map(|block| block.split("```").next().unwrap().to_owned()).collect()
}

#[test]
fn the_walk_through_ends_with_a_good_verdict() {
    let blocks_en = blocks("README.md", "\n## Scenarios\n");
    assert_eq!(blocks_en, blocks("README.zh.md", "\n## 场景\n"), "the READMEs give the same commands");
    let (build, walk) = blocks_en.split_first().unwrap();
    assert!(build.contains("cargo build --release -p zhengzhao-cli") && walk.len() >= 6);
    let world = World::empty();
    let program = Path::new(env!("CARGO_BIN_EXE_zhengzhao")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
    let script = format!("set -euo pipefail\n{}", walk.concat());
    let shell = Command::new("bash")
        .args(["-c", &script])
        .current_dir(world.dir())
        .env("PATH", path)
        .env("LC_ALL", "C.UTF-8")
        .output()
        .unwrap();
    let said = String::from_utf8(shell.stdout).unwrap();
    assert!(shell.status.success(), "{said}\n{}", String::from_utf8_lossy(&shell.stderr));
    let (_, matched) = said.split_once("[ready] library card").unwrap();
    assert!(matched.contains("would show holder, aged 16 or over of eid.zz"), "{matched}");
    let (_, judged) = matched.split_once("✓ identity of the reader: shown.zz").unwrap();
    assert!(judged.contains("aged 16 or over: yes") && !judged.contains("1990"), "{judged}");
    assert!(judged.contains("presenter: holds the holder's key"), "{judged}");
    let (_, verdict) = judged.split_once("\n======== VERIFIED ========\n").unwrap();
    assert!(verdict.contains("receipt: no. 1") && verdict.contains("1 receipt"), "{verdict}");
}
