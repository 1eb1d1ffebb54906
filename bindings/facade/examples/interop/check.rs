//! Verifies what the peers signed.

use crate::scene::{Accepted, Desk, Kind, Object, Scene};
use crate::{Outcome, scene_at};
use serde_json::Value as Json;
use std::fs;
use std::path::Path;

/// Every file `peers/OBJECT.PEER.cbor` must be accepted exactly as our own object is; with one bit flipped, in
/// any byte, it must be refused.
pub(crate) fn check(dir: &Path) -> Outcome<()> {
    let manifest: Json = serde_json::from_slice(&fs::read(dir.join("manifest.json"))?)?;
    let now = manifest.get("now").and_then(Json::as_u64).ok_or("the manifest has no time")?;
    let scene = scene_at(now)?;
    let mut files: Vec<_> = fs::read_dir(dir.join("peers"))?.collect::<Result<_, _>>()?;
    files.sort_by_key(fs::DirEntry::file_name);
    let (mut passed, mut failed) = (0_u32, 0_u32);
    let mut judge = |name: &str, verdict: Result<(), String>| match verdict {
        Ok(()) => {
            passed = passed.saturating_add(1);
            println!("ok    {name}");
        }
        Err(why) => {
            failed = failed.saturating_add(1);
            println!("FAIL  {name}: {why}");
        }
    };
    for object in &scene.objects {
        let prefix = format!("{}.", object.name);
        let mut signed_by_peers = 0_u32;
        for file in &files {
            let name = file.file_name().to_string_lossy().into_owned();
            if !name.starts_with(&prefix) {
                continue;
            }
            signed_by_peers = signed_by_peers.saturating_add(1);
            let bytes = fs::read(file.path())?;
            judge(&format!("accepted: {name}"), accepted(&scene, object, &bytes));
            judge(&format!("one bit flipped, refused: {name}"), flips_refused(&scene, object, &bytes));
        }
        if signed_by_peers == 0 {
            judge(object.name, Err("no peer has signed it".into()));
        }
        if object.desk == Desk::Legacy && object.form != Kind::OwnList {
            let name = format!("refused where no key is pinned to {}: {}", numbers(object), object.name);
            judge(&name, refused_without_pin(&scene, object));
        }
    }
    println!("{passed} passed, {failed} failed");
    if failed == 0 { Ok(()) } else { Err("not everything is as it should be".into()) }
}

fn accept(scene: &Scene, object: &Object, bytes: &[u8]) -> Result<Accepted, String> {
    scene.accept(object.form, object.desk, bytes).map_err(|refusal| refusal.code().to_owned())
}

fn accepted(scene: &Scene, object: &Object, bytes: &[u8]) -> Result<(), String> {
    let theirs = accept(scene, object, bytes)?;
    let ours = accept(scene, object, &object.bytes)?;
    if theirs == ours { Ok(()) } else { Err("accepted, but it says something else".into()) }
}

fn flips_refused(scene: &Scene, object: &Object, bytes: &[u8]) -> Result<(), String> {
    let mut flipped = bytes.to_vec();
    for at in 0..bytes.len() {
        let Some(byte) = flipped.get_mut(at) else { continue };
        let original = *byte;
        *byte ^= 1 << (at % 8);
        let outcome = scene.accept(object.form, object.desk, &flipped);
        if outcome.is_ok() {
            return Err(format!("accepted with a flipped bit in byte {at}"));
        }
        if let Some(byte) = flipped.get_mut(at) {
            *byte = original;
        }
    }
    Ok(())
}

/// A deprecated number counts only where a list pins it.
fn refused_without_pin(scene: &Scene, object: &Object) -> Result<(), String> {
    match scene.accept(object.form, Desk::Current, &object.bytes) {
        Err(refusal) if refusal.code() == "algorithm_mismatch" => Ok(()),
        Err(refusal) => Err(format!("refused as {}", refusal.code())),
        Ok(_) => Err("accepted".into()),
    }
}

fn numbers(object: &Object) -> String {
    object.signers.iter().map(|signer| signer.alg.to_string()).collect::<Vec<_>>().join(", ")
}
