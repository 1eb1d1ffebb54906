//! What the fuzz targets share. Each target in `fuzz_targets/` takes one untrusted input and holds the core to
//! its promise: an answer, never a panic, and no memory beyond the limits of the specification.
//!
//! The world is the one of the core's contract tests: its state lies among the seeds, and its issuer signs with
//! a secret of repeated bytes.

#[path = "../../core/tests/contracts/chunks.rs"]
mod chunks;
#[path = "../../core/tests/contracts/item.rs"]
mod item;
#[path = "../../core/tests/contracts/pieces.rs"]
mod pieces;

use std::sync::LazyLock;

use zhengzhao::act::{Audience, ScenarioId};
use zhengzhao::cbor::{MapWriter, Writer, diagnose};
use zhengzhao::certificate::{Items, Value};
use zhengzhao::crypto::{Algorithm, Signer, SigningKey};
use zhengzhao::error::Object;
use zhengzhao::holder::HolderCopy;
use zhengzhao::region::Region;
use zhengzhao::time::Time;
use zhengzhao::{Occasion, Policy, Store, Verifier};

/// The desk of the contract tests, with its lists.
pub static DESK: LazyLock<Store> =
    LazyLock::new(|| Store::reopen(include_bytes!("../seeds/state/desk")).unwrap());

/// A desk, or a wallet, that also holds a scenario.
pub static WALLET: LazyLock<Store> =
    LazyLock::new(|| Store::reopen(include_bytes!("../seeds/state/scenario")).unwrap());

/// A holder's copy of a certificate.
pub static COPY: LazyLock<HolderCopy> =
    LazyLock::new(|| HolderCopy::parse(include_bytes!("../seeds/certificate/copy")).unwrap());

/// The key of the desk's issuer.
pub static ISSUER: LazyLock<SigningKey> =
    LazyLock::new(|| SigningKey::from_secret(Algorithm::Ed25519, &[2; 32]).unwrap());

static CHECKER: LazyLock<SigningKey> =
    LazyLock::new(|| SigningKey::from_secret(Algorithm::Ed25519, &[7; 32]).unwrap());

/// The key under which the desk signs heads of its receipts.
pub fn checker() -> &'static SigningKey {
    &CHECKER
}

/// Pieces of `data`, each after its length in two bytes; a length that reaches too far takes the rest.
pub fn pieces(mut data: &[u8]) -> Vec<&[u8]> {
    let mut pieces = Vec::new();
    while let Some((length, rest)) = data.split_first_chunk() {
        let (piece, rest) = rest.split_at(rest.len().min(u16::from_be_bytes(*length).into()));
        pieces.push(piece);
        data = rest;
    }
    pieces
}

/// The time of the desk: when its lists were made.
pub fn now() -> Time {
    DESK.clock_floor().unwrap()
}

/// The policy of the desk.
pub fn policy() -> Policy {
    Policy::new(7 * 24 * 3600)
}

/// A check at the desk.
pub fn occasion() -> Occasion {
    Occasion::new(now(), Region::parse("330100").unwrap())
}

/// The audience and the matter of the seeds of acts.
pub fn meeting() -> Occasion {
    occasion().with_audience(Audience::new("hotel-510104-0042/desk 3").unwrap())
}

/// The matter of the seeds of mandates.
pub fn matter() -> ScenarioId {
    ScenarioId::new("11330000YY00000012", "hotel-check-in").unwrap()
}

static DELEGATE: LazyLock<SigningKey> =
    LazyLock::new(|| SigningKey::from_secret(Algorithm::Ed25519, &[5; 32]).unwrap());

/// The key that the mandates of the seeds name.
pub fn delegate() -> &'static SigningKey {
    &DELEGATE
}

/// The desk's verifier.
pub fn verifier() -> Verifier<'static> {
    Verifier::new(DESK.trust(), DESK.statuses(), policy())
}

/// Whatever the strict reader accepts has one encoding, and another library reads the same value from it.
pub fn differential(bytes: &[u8]) {
    let read = item::read(bytes);
    assert_eq!(item::skip(bytes), read.as_ref().map(drop).map_err(|fault| *fault));
    let Ok(read) = read else { return };
    assert_eq!(item::encode(&read), bytes);
    diagnose(Object::Certificate, bytes).unwrap();
    if let Some(expected) = item::foreign(&read) {
        assert_eq!(ciborium::from_reader::<ciborium::Value, _>(bytes).unwrap(), expected);
    }
}

/// A certificate with the disclosures of `data`, every hash in its place and signed by the issuer.
pub fn disclosing(data: &[u8]) -> Vec<u8> {
    let (digests, contents) = chunks::disclosures(data);
    signed(&digests, &contents)
}

/// Frames of two objects, whole, changed and cut, in the order of `data`.
pub fn frames_of(data: &[u8]) -> Vec<Vec<u8>> {
    pieces::frames_of(data)
}

/// How many hashes were not disclosed, at any depth.
pub fn withheld(items: &Items) -> usize {
    fn inside(value: &Value) -> usize {
        match value {
            Value::List(list) => list.iter().map(inside).sum(),
            Value::Map(items) => withheld(items),
            _ => 0,
        }
    }
    items.withheld() + items.iter().map(|(_, value)| inside(value)).sum::<usize>()
}

fn encoded(write: impl FnOnce(&mut Writer) -> &mut Writer) -> Vec<u8> {
    let mut writer = Writer::new();
    write(&mut writer);
    writer.into_bytes()
}

fn signed(digests: &[[u8; 32]], contents: &[Vec<u8>]) -> Vec<u8> {
    let list = |w: &mut Writer, list: &[&[u8]]| {
        w.array(list.len());
        for bytes in list {
            w.bytes(bytes);
        }
    };
    let mut header = MapWriter::new();
    header.entry(1, |w| w.int(-19)).entry(16, |w| w.uint(293)).entry(170, |w| w.int(-16));
    header.entry(4, |w| w.bytes(&ISSUER.public_key().thumbprint().kid()));
    let protected = encoded(|w| w.map(header));
    let mut items = MapWriter::new();
    items.redacted(|w| {
        list(w, &digests.iter().map(<[u8; 32]>::as_slice).collect::<Vec<_>>());
        w
    });
    let payload = claims(&encoded(|w| w.map(items)));
    let mut unprotected = MapWriter::new();
    unprotected.entry(17, |w| {
        list(w, &contents.iter().map(Vec::as_slice).collect::<Vec<_>>());
        w
    });
    let signed = encoded(|w| w.array(4).text("Signature1").bytes(&protected).bytes(&[]).bytes(&payload));
    let signature = ISSUER.sign(&signed).unwrap();
    encoded(|w| w.tag(18).array(4).bytes(&protected).map(unprotected).bytes(&payload).bytes(&signature))
}

fn claims(items: &[u8]) -> Vec<u8> {
    let mut cnf = MapWriter::new();
    cnf.entry(1, |w| zhengzhao::cose::write_public_key(w, ISSUER.public_key()));
    let mut reference = MapWriter::new();
    reference.text_entry("idx", |w| w.uint(1)).text_entry("uri", |w| w.text("s/1"));
    let mut status = MapWriter::new();
    status.text_entry("status_list", |w| w.map(reference));
    let mut claims = MapWriter::new();
    claims
        .entry(1, |w| w.text("11330100YY0000002A"))
        .entry(7, |w| w.bytes(&[7; 16]))
        .entry(8, |w| w.map(cnf));
    claims.entry(5, |w| w.uint(now().seconds())).entry(6, |w| w.uint(now().seconds()));
    claims.entry(11, |w| w.text("ZZ-LOCAL-TEST")).entry(65535, |w| w.map(status));
    claims.entry(-70001, |w| w.uint(1)).entry(-70002, |w| w.text("330106")).entry(-70003, |w| w.raw(items));
    encoded(|w| w.map(claims))
}
