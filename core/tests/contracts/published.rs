//! Examples that others published, where `ZHENGZHAO_EXTERNAL_VECTORS` names a folder that holds them:
//! `token-status-list/status_list_vectors.json` and `sd-cwt/*.cbor`.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test stops at the first surprise"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use serde_json::Value;
use zhengzhao::cbor::{Fault, Key, Major, Reader, diagnose};
use zhengzhao::crypto::{Algorithm, PublicKey, sha256};
use zhengzhao::error::Object;
use zhengzhao::holder::HolderCopy;
use zhengzhao::status::Status;
use zhengzhao::{Certificate, Unverified};

use crate::status::{list, signed};
use crate::world::{NOW, World, policy, status_ref, time};

#[expect(clippy::print_stderr, reason = "a test that did not run must say so")]
fn folder(name: &str) -> Option<PathBuf> {
    let Some(root) = std::env::var_os("ZHENGZHAO_EXTERNAL_VECTORS") else {
        eprintln!("skipped: {name}: ZHENGZHAO_EXTERNAL_VECTORS is not set");
        return None;
    };
    let folder = PathBuf::from(root).join(name);
    assert!(folder.is_dir(), "{} is no folder", folder.display());
    Some(folder)
}

#[test]
fn status_lists_of_the_draft() {
    let Some(folder) = folder("token-status-list") else { return };
    let text = fs::read_to_string(folder.join("status_list_vectors.json")).unwrap();
    let vectors: Vec<Value> = serde_json::from_str(&text).unwrap();
    let mut seen = BTreeSet::new();
    for vector in vectors {
        let (bits, size) = (vector["bits"].as_u64().unwrap(), vector["size"].as_u64().unwrap());
        assert_eq!(size, 1 << 20);
        assert!(seen.insert(bits));
        let mut world = World::new();
        let published = hex::decode(vector["cbor_hex"].as_str().unwrap()).unwrap();
        // The draft's examples are not deterministic CBOR: "bits" comes before "lst".
        let refusal = world.store.update_status(&signed(&world, &published), time(NOW + 1), &policy());
        assert_eq!(refusal.unwrap_err().code(), "cbor_key_order");
        let bytes = signed(&world, &list(bits, &deflated(&published)));
        let result = world.store.update_status(&bytes, time(NOW + 1), &policy());
        if bits != 4 {
            assert_eq!(result.unwrap_err().code(), "status_bits_wrong");
            continue;
        }
        result.unwrap();
        // What the verdicts say of every listed index and of its neighbours.
        let listed: Vec<(u64, u8)> = vector["nonzero_or_listed"]
            .as_array()
            .unwrap()
            .iter()
            .map(|pair| (pair[0].as_u64().unwrap(), u8::try_from(pair[1].as_u64().unwrap()).unwrap()))
            .collect();
        assert!(listed.len() > 10);
        for (index, value) in &listed {
            for index in [index.saturating_sub(1), *index, index + 1] {
                let expected =
                    listed.iter().find(|(other, _)| *other == index).map_or(0, |(_, value)| *value);
                let verdict = world.verify(&certificate(&world, index));
                let code = verdict.as_ref().map_or_else(|refusal| refusal.code(), |_| "valid");
                match Status::of(expected) {
                    Status::Unknown(_) => assert_eq!(code, "status_value_unknown", "{index} {value}"),
                    status => assert_eq!(code, status.id(), "{index} {value}"),
                }
            }
        }
    }
    assert_eq!(seen, BTreeSet::from([1, 4]));
}

/// The list in the published encoding, read by another library.
fn deflated(published: &[u8]) -> Vec<u8> {
    let value: ciborium::Value = ciborium::from_reader(published).unwrap();
    let entries = value.into_map().unwrap();
    let (_, list) = entries.into_iter().find(|(key, _)| key.as_text() == Some("lst")).unwrap();
    list.into_bytes().unwrap()
}

fn certificate(world: &World, index: u64) -> Vec<u8> {
    let draft = world.draft(Vec::new());
    let holder = crate::world::enrolled(&world.holder, &draft.issuer);
    let status = zhengzhao::certificate::StatusRef::new(index, status_ref(0).uri()).unwrap();
    let issued = zhengzhao::issue::issue(&draft, holder, &status, &world.issuer, &mut crate::world::rng(5));
    issued.unwrap().into_bytes()
}

/// What a signed token of the working group holds, as far as hashes go.
#[derive(Default)]
struct Token {
    digests: BTreeSet<Vec<u8>>,
    /// Hashes over the encoded byte strings, and over their content alone.
    disclosures: Vec<([u8; 32], [u8; 32])>,
}

impl Token {
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        assert_eq!(reader.tag()?, 18);
        reader.enter_array(4)?;
        let (_, mut header) = reader.embedded(usize::MAX)?;
        header.map(16, |key, reader| {
            // A key binding token carries the certificate in its header.
            if key == Key::Int(13) { self.read(reader) } else { reader.skip() }
        })?;
        header.end()?;
        reader.map(16, |key, reader| {
            assert_eq!(key, Key::Int(17));
            reader
                .array(64, |_, reader| {
                    let (content, encoded) = reader.span(|reader| reader.bytes(usize::MAX))?;
                    self.disclosures.push((sha256(&[encoded]), sha256(&[content])));
                    Ok::<(), Fault>(())
                })
                .map(drop)
        })?;
        let (_, mut payload) = reader.embedded(usize::MAX)?;
        self.collect(&mut payload, false)?;
        payload.end()?;
        // P-384 signatures have 96 bytes, P-256 ones 64.
        assert!([64, 96].contains(&reader.bytes(96)?.len()));
        reader.leave_array();
        reader.leave_tag();
        Ok(())
    }

    fn collect(&mut self, reader: &mut Reader<'_>, digest: bool) -> Result<(), Fault> {
        match reader.peek()? {
            Major::Map => reader.map(64, |key, reader| self.collect(reader, key == Key::Redacted)),
            Major::Array => reader.array(64, |_, reader| self.collect(reader, digest)).map(drop),
            Major::Tag => {
                assert_eq!(reader.tag()?, 60);
                self.collect(reader, true)?;
                reader.leave_tag();
                Ok(())
            }
            Major::Bytes if digest => {
                assert!(self.digests.insert(reader.bytes(32)?.to_vec()), "a digest twice");
                Ok(())
            }
            _ => reader.skip(),
        }
    }
}

#[test]
fn signed_tokens_of_the_working_group() {
    let Some(folder) = folder("sd-cwt") else { return };
    for (name, disclosures, digests) in [("issuer_cwt", 5, 5), ("kbt", 3, 5), ("decoy", 4, 4)] {
        let bytes = fs::read(folder.join(name).with_extension("cbor")).unwrap();
        let mut token = Token::default();
        let mut reader = Reader::new(Object::Certificate, &bytes);
        token.read(&mut reader).unwrap_or_else(|fault| panic_with(name, &fault));
        reader.end().unwrap();
        assert_eq!((token.disclosures.len(), token.digests.len()), (disclosures, digests), "{name}");
        for (encoded, content) in &token.disclosures {
            assert!(token.digests.contains(&encoded[..]), "{name}: no hash over the encoded byte string");
            assert!(!token.digests.contains(&content[..]), "{name}: a hash over the content alone");
        }
        assert!(diagnose(Object::Certificate, &bytes).unwrap().contains("simple(59)"), "{name}");

        // They follow other rules than this profile: an address as `kid`, a certificate in a header, P-384.
        let expected = if name == "kbt" { "cbor_too_large" } else { "cbor_out_of_range" };
        assert_eq!(Unverified::<Certificate>::parse(&bytes).unwrap_err().code(), expected, "{name}");
        assert_eq!(HolderCopy::parse(&bytes).unwrap_err().code(), expected, "{name}");
    }
}

#[test]
fn the_holder_key_of_the_working_group_is_one_of_ours() {
    let Some(folder) = folder("sd-cwt") else { return };
    let text = fs::read_to_string(folder.join("holder_pubkey.pem")).unwrap();
    let body: String = text.lines().filter(|line| !line.starts_with("---")).collect();
    let der = base64(&body);
    let holder = PublicKey::from_spki(&der).unwrap();
    assert_eq!(holder.algorithm(), Algorithm::Esp256);
    // The token binds this key: its coordinates stand in `cnf`.
    let token = fs::read(folder.join("issuer_cwt.cbor")).unwrap();
    let (x, y) = holder.coordinates();
    for coordinate in [x, y.unwrap()] {
        assert!(token.windows(32).any(|window| window == coordinate));
    }
    // The issuer's key is P-384, which no checker of this profile has.
    let text = fs::read_to_string(folder.join("issuer_pubkey.pem")).unwrap();
    let body: String = text.lines().filter(|line| !line.starts_with("---")).collect();
    assert!(PublicKey::from_spki(&base64(&body)).is_err());
}

fn base64(text: &str) -> Vec<u8> {
    const ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = Vec::new();
    let (mut bits, mut count) = (0_u32, 0);
    for value in text.chars().filter_map(|character| ALPHABET.find(character)) {
        bits = (bits << 6) | u32::try_from(value).unwrap();
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push(u8::try_from((bits >> count) & 0xff).unwrap());
        }
    }
    out
}

#[expect(clippy::panic, reason = "a failing test")]
fn panic_with(name: &str, fault: &Fault) -> ! {
    panic!("{name}: {fault}")
}
