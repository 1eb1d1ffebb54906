//! Packs the kind files into one: the text of `kinds/*.json` without the spaces between its tokens, one file a
//! line, deflated. As they stand they would be the largest part of a small build.

use std::env;
use std::fs;
use std::io::{Error, Result};
use std::path::PathBuf;

fn main() -> Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=kinds");
    if env::var_os("CARGO_FEATURE_CATALOGUE").is_none() {
        return Ok(());
    }
    let mut paths = fs::read_dir(folder("CARGO_MANIFEST_DIR")?.join("kinds"))?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<Vec<_>>>()?;
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    // The same bytes on every machine.
    paths.sort();
    let mut text = String::new();
    for path in paths {
        text.push_str(&without_spaces(&fs::read_to_string(path)?));
        text.push('\n');
    }
    // The library refuses to unpack more.
    const MOST: usize = 256 * 1024;
    if text.len() > MOST {
        return Err(Error::other("the kind files are more than the library unpacks"));
    }
    let packed = miniz_oxide::deflate::compress_to_vec(text.as_bytes(), 9);
    fs::write(folder("OUT_DIR")?.join("kinds.deflate"), packed)
}

fn folder(name: &str) -> Result<PathBuf> {
    env::var_os(name).map(PathBuf::from).ok_or_else(|| Error::other(format!("cargo did not set {name}")))
}

/// JSON without what stands between its tokens; no kind file has a line break inside a string.
fn without_spaces(json: &str) -> String {
    let (mut inside, mut escaped) = (false, false);
    json.chars()
        .filter(|c| {
            if inside {
                inside = escaped || *c != '"';
                escaped = !escaped && *c == '\\';
                return true;
            }
            inside = *c == '"';
            !c.is_ascii_whitespace()
        })
        .collect()
}
