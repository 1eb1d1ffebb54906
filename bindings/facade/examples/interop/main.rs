//! Exchanges signed objects with other implementations; `core/tests/interop/peers.py` is the other side.
//!
//! `interop export DIR NOW` writes the objects of the sample world at NOW (seconds), the keys and what a reader
//! must find in each; `interop check DIR` verifies what the peers signed through the public pipeline. The
//! secrets in the manifest are those of the sample, which are public.

mod check;
mod expected;
mod scene;

use scene::Scene;
use serde_json::{Value as Json, json};
use std::error::Error;
use std::fs;
use std::path::Path;
use zhengzhao::crypto::{Signer, SigningKey};
use zhengzhao::time::Time;

/// Whatever goes wrong is told and ends the program.
type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["export", dir, now] => export(Path::new(dir), now.parse()?),
        ["check", dir] => check::check(Path::new(dir)),
        _ => Err("usage: interop export DIR NOW | interop check DIR".into()),
    }
}

fn scene_at(seconds: u64) -> Outcome<Scene> {
    Scene::at(Time::from_seconds(seconds).ok_or("NOW is not a time")?)
}

fn export(dir: &Path, now: u64) -> Outcome<()> {
    let scene = scene_at(now)?;
    fs::create_dir_all(dir.join("peers"))?;
    let mut objects = Vec::new();
    for object in &scene.objects {
        fs::write(dir.join(format!("{}.cbor", object.name)), &object.bytes)?;
        objects.push(json!({
            "name": object.name,
            "form": object.form.name(),
            "desk": object.desk.name(),
            "protected": hex::encode(&object.parts.protected),
            "payload": hex::encode(&object.parts.payload),
            "signers": object.signers.iter().map(Signing::json).collect::<Vec<_>>(),
            "claims": object.claims,
        }));
    }
    let manifest = json!({ "now": now, "objects": objects });
    fs::write(dir.join("manifest.json"), serde_json::to_string_pretty(&manifest)?)?;
    println!("wrote {} objects", scene.objects.len());
    Ok(())
}

/// A sample key and the COSE algorithm number under which it signs.
struct Signing {
    alg: i64,
    key: SigningKey,
    /// The protected header of its COSE_Signature; a COSE_Sign1 has none.
    protected: Option<Vec<u8>>,
}

impl Signing {
    fn json(&self) -> Json {
        let key = self.key.public_key();
        json!({
            "alg": self.alg,
            "kid": hex::encode(key.thumbprint().kid()),
            "cose_key": hex::encode(expected::cose_key_bytes(key)),
            "secret": hex::encode(self.key.secret().as_slice()),
            "protected": self.protected.as_ref().map(hex::encode),
        })
    }
}
