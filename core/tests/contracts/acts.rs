//! Acts: what the holder's key, or a delegate's, signs on top of a certificate.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops at the first surprise")]

mod links;
mod memory;
mod steps;
mod wire;
mod writing;

use zhengzhao::act::{Audience, Delegate, MandateDraft, Nonce, PresentationDraft, ScenarioId, session};
use zhengzhao::crypto::{Signer, SigningKey};
use zhengzhao::issue::DraftItem;
use zhengzhao::verify::{Challenge, ReplayMemory};
use zhengzhao::{Occasion, Presence, Presentation, Refusal, Unverified, Verified};

use crate::hand::{encoded, map, sign1};
use crate::world::{DAY, NOW, World, key, time};

const DESK: &str = "hotel-510104-0042/desk 3";
const MATTER: (&str, &str) = ("11330000YY00000012", "hotel-check-in");

fn desk() -> Audience {
    Audience::new(DESK).unwrap()
}

fn matter() -> ScenarioId {
    ScenarioId::new(MATTER.0, MATTER.1).unwrap()
}

fn challenge(byte: u8) -> Presence<'static> {
    Presence::Challenge(Challenge::new(Nonce::new([byte; 16])))
}

/// The key that a mandate names.
fn delegate() -> SigningKey {
    key(5)
}

fn items() -> Vec<DraftItem> {
    vec![DraftItem::open(2, "示例一"), DraftItem::selective(22, "示例路一号")]
}

fn certificate(world: &World) -> Vec<u8> {
    world.issue(&world.draft(items())).into_bytes()
}

fn mandate_draft() -> MandateDraft {
    let delegate = Delegate::new(delegate().public_key().clone(), "示例二", None).unwrap();
    MandateDraft { delegate, matters: vec![matter()], iat: time(NOW - 60), exp: time(NOW + 30 * DAY) }
}

fn mandate(world: &World) -> Vec<u8> {
    mandate_draft().sign(&certificate(world), &world.holder, [8; 16]).unwrap()
}

/// A presentation that answers no challenge.
fn draft() -> PresentationDraft {
    PresentationDraft {
        audience: desk(),
        iat: time(NOW),
        exp: time(NOW + 120),
        nonce: None,
        scenario: None,
        purpose: None,
    }
}

fn answering(nonce: u8) -> PresentationDraft {
    PresentationDraft { nonce: Some(Nonce::new([nonce; 16])), ..draft() }
}

fn presented(world: &World, draft: &PresentationDraft) -> Vec<u8> {
    draft.sign(&certificate(world), &world.holder, [6; 16]).unwrap()
}

fn occasion(world: &World) -> Occasion {
    world.occasion().with_audience(desk())
}

fn verify_at(
    world: &World,
    bytes: &[u8],
    occasion: &Occasion,
    presence: Presence<'_>,
) -> Result<Verified<Presentation>, Refusal> {
    world.verifier().verify(Unverified::parse(bytes)?, occasion, presence)
}

fn verify(world: &World, bytes: &[u8], presence: Presence<'_>) -> Result<Verified<Presentation>, Refusal> {
    verify_at(world, bytes, &occasion(world), presence)
}

fn parse(bytes: &[u8]) -> Result<(), Refusal> {
    Unverified::<Presentation>::parse(bytes).map(drop)
}

/// What the fuzz targets of acts begin with: a presentation that answers a challenge, the same in a session, one
/// under a mandate, the mandate, and a replay memory.
pub(crate) fn seeds(world: &World) -> [(&'static str, &'static str, Vec<u8>); 5] {
    let answered = presented(world, &answering(9));
    let matter = PresentationDraft { scenario: Some(matter()), ..draft() };
    let under = matter.sign(&mandate(world), &delegate(), [6; 16]).unwrap();
    let mut memory = ReplayMemory::new(4).unwrap();
    verify(world, &presented(world, &draft()), Presence::Audience(&mut memory)).unwrap();
    [
        ("presentation", "session", session::write(std::slice::from_ref(&answered)).unwrap()),
        ("presentation", "answered", answered),
        ("presentation", "under_mandate", under),
        ("mandate", "one", mandate(world)),
        ("replay", "memory", memory.export()),
    ]
}

/// Whether a seed is accepted where its target offers it.
pub(crate) fn judge_seed(world: &World, target: &str, name: &str, bytes: &[u8]) -> Result<(), Refusal> {
    let here = occasion(world).with_scenario(matter());
    match (target, name) {
        ("replay", _) => ReplayMemory::reopen(bytes).map(drop),
        ("mandate", _) => {
            let draft = PresentationDraft { audience: Audience::any(), scenario: Some(matter()), ..draft() };
            let shown = draft.sign(bytes, &delegate(), [1; 16]).unwrap();
            verify_at(world, &shown, &here, Presence::None).map(drop)
        }
        (_, "under_mandate") => verify_at(world, bytes, &here, Presence::None).map(drop),
        (_, "session") => verify(world, session::read(bytes)?[0], challenge(9)).map(drop),
        _ => verify(world, bytes, challenge(9)).map(drop),
    }
}

const PRESENTATION_TYP: &[u8] = &[0x19, 0x01, 0x26];

fn mandate_typ() -> Vec<u8> {
    encoded(|w| w.text("application/vnd.zz.mandate+cwt"))
}

/// A payload of these claims, with those of `more` in place of them or beside them.
fn payload(usual: &[(i64, Vec<u8>)], more: &[(i64, Vec<u8>)]) -> Vec<u8> {
    let replaced = |label: &i64| more.iter().any(|(other, _)| other == label);
    let kept = usual.iter().filter(|(label, _)| !replaced(label)).cloned();
    map(&kept.chain(more.iter().cloned()).collect::<Vec<_>>())
}

fn presentation_claims() -> Vec<(i64, Vec<u8>)> {
    vec![
        (3, encoded(|w| w.text(DESK))),
        (4, encoded(|w| w.uint(NOW + 120))),
        (6, encoded(|w| w.uint(NOW))),
        (7, encoded(|w| w.bytes(&[6; 16]))),
    ]
}

fn mandate_claims() -> Vec<(i64, Vec<u8>)> {
    let mut of_delegate = zhengzhao::cbor::MapWriter::new();
    of_delegate.entry(1, |w| zhengzhao::cose::write_public_key(w, delegate().public_key()));
    of_delegate.entry(2, |w| w.text("示例二"));
    vec![
        (4, encoded(|w| w.uint(NOW + 30 * DAY))),
        (6, encoded(|w| w.uint(NOW - 60))),
        (7, encoded(|w| w.bytes(&[8; 16]))),
        (-70014, encoded(|w| w.array(1).array(2).text(MATTER.0).text(MATTER.1))),
        (-70015, encoded(|w| w.map(of_delegate))),
    ]
}

/// The protected header of an act, with those of `more` in place of the usual parameters or beside them.
fn act_header(signer: &SigningKey, stands_on: &[u8], typ: &[u8], more: &[(i64, Vec<u8>)]) -> Vec<u8> {
    let alg = encoded(|w| w.int(signer.public_key().algorithm().cose_id()));
    payload(&[(1, alg), (13, stands_on.to_vec()), (16, typ.to_vec())], more)
}

/// An act put together by hand, correctly signed.
fn act(signer: &SigningKey, stands_on: &[u8], typ: &[u8], claims: &[u8]) -> Vec<u8> {
    sign1(signer, &act_header(signer, stands_on, typ, &[]), &map(&[]), claims)
}

/// A presentation put together by hand, with these claims in place of the usual ones or beside them.
fn presentation(signer: &SigningKey, stands_on: &[u8], more: &[(i64, Vec<u8>)]) -> Vec<u8> {
    act(signer, stands_on, PRESENTATION_TYP, &payload(&presentation_claims(), more))
}

/// A mandate put together by hand.
fn hand_mandate(world: &World, more: &[(i64, Vec<u8>)]) -> Vec<u8> {
    act(&world.holder, &certificate(world), &mandate_typ(), &payload(&mandate_claims(), more))
}

/// An array of encoded elements.
fn array(elements: &[Vec<u8>]) -> Vec<u8> {
    encoded(|w| w.array(elements.len()).raw(&elements.concat()))
}

fn uint(value: u64) -> Vec<u8> {
    encoded(|w| w.uint(value))
}

fn text(value: &str) -> Vec<u8> {
    encoded(|w| w.text(value))
}
