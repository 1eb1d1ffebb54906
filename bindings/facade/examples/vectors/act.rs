//! What the vectors of acts start from: a desk, a holder who presents a food licence, a mandate to a delegate.

use crate::book::{Book, Bytes, Vector, vector};
use crate::scene::{Desk, NOW, Parts, Scene, time};
use crate::tree::{Tree, int, raw, uint};
use zhengzhao::act::{
    Audience, Delegate, MandateDraft, Nonce, PresentationDraft, Purpose, ScenarioId, session,
};
use zhengzhao::crypto::{Algorithm, Signer as _, SigningKey, sha256};
use zhengzhao_facade::sample::{self, DAY};

pub(crate) const KCWT: i64 = 13;
pub(crate) const AUD: i64 = 3;
pub(crate) const NONCE: i64 = 39;
pub(crate) const PURPOSE: i64 = -70_011;
pub(crate) const SCENARIO: i64 = -70_012;
pub(crate) const MATTERS: i64 = -70_014;
pub(crate) const DELEGATE: i64 = -70_015;

/// The checker of most vectors.
pub(crate) const DESK: &str = "urn:example:desk:chongqing-yuzhong";
/// Two matters at the desk's authority.
pub(crate) const HOTEL: (&str, &str) = ("11500000MBYY00011X", "hotel-check-in");
pub(crate) const LOAN: (&str, &str) = ("11500000MBYY00011X", "small-loan");

/// When the presentations of the vectors begin and end.
pub(crate) const BEGUN: u64 = NOW - 5;
pub(crate) const ENDS: u64 = NOW + 115;

/// 16 bytes that depend on the name alone.
pub(crate) fn sixteen(name: &str) -> [u8; 16] {
    let digest = sha256(&[b"zhengzhao vectors, 16 bytes: ", name.as_bytes()]);
    *digest.first_chunk().expect("a digest has 32")
}

pub(crate) fn nonce() -> [u8; 16] {
    sixteen("challenge")
}

pub(crate) fn scenario((issuer, id): (&str, &str)) -> ScenarioId {
    ScenarioId::new(issuer, id).expect("the name of a scenario")
}

pub(crate) fn scenario_tree((issuer, id): (&str, &str)) -> Tree {
    raw(|w| w.array(2).text(issuer).text(id))
}

/// A book whose table holds the anchor and the pack of a desk that knows its own issuers only.
pub(crate) fn with_desk(scene: &Scene, topic: &'static str, about: &'static str) -> Book {
    let mut book = Book::new(topic, about);
    book.keep("anchor", scene.anchor());
    let statuses = scene.desk.statuses[..1].to_vec();
    book.keep("desk", Desk { recognised: Vec::new(), statuses, ..scene.desk.clone() }.pack());
    book
}

/// A vector at a desk that gave a challenge.
pub(crate) fn challenged(name: impl Into<String>, about: impl Into<String>) -> Vector {
    vector(name, about).desk("desk").audience(DESK).challenge(nonce())
}

/// A vector at a desk with a fixed audience and room for eight presentations.
pub(crate) fn unchallenged(name: impl Into<String>, about: impl Into<String>) -> Vector {
    vector(name, about).desk("desk").audience(DESK).memory(8).fixed_audience()
}

/// A presentation of the food licence that answers the desk's challenge.
pub(crate) fn draft() -> PresentationDraft {
    PresentationDraft {
        audience: Audience::new(DESK).expect("an audience"),
        iat: time(BEGUN),
        exp: time(ENDS),
        nonce: Some(Nonce::new(nonce())),
        scenario: None,
        purpose: None,
    }
}

/// The same without a challenge.
pub(crate) fn open_draft() -> PresentationDraft {
    PresentationDraft { nonce: None, ..draft() }
}

pub(crate) fn purpose(why: &str) -> Option<Purpose> {
    Some(Purpose::new(why).expect("a purpose"))
}

/// A presentation that obeys the rules.
pub(crate) fn sign(name: &str, draft: &PresentationDraft, stands_on: &[u8], key: &SigningKey) -> Vec<u8> {
    draft.sign(stands_on, key, sixteen(name)).expect("a presentation that obeys the rules")
}

/// The presentation from which most vectors derive.
pub(crate) fn good(scene: &Scene) -> Vec<u8> {
    sign("presentation", &draft(), &scene.food(), &scene.holder)
}

/// The same with something changed, signed anew by the holder.
pub(crate) fn changed(scene: &Scene, change: impl FnOnce(&mut Parts)) -> Vec<u8> {
    let mut parts = Parts::of(&good(scene));
    change(&mut parts);
    parts.sign(&scene.holder)
}

/// The same with other claims.
pub(crate) fn claiming(scene: &Scene, change: impl FnOnce(&mut Tree)) -> Vec<u8> {
    changed(scene, |parts| change(&mut parts.payload))
}

/// The same around another certificate or whatever `stands_on` is, with other claims.
pub(crate) fn around(scene: &Scene, stands_on: &[u8], change: impl FnOnce(&mut Tree)) -> Vec<u8> {
    changed(scene, |parts| {
        parts.protected.set(KCWT, Tree::Raw(stands_on.to_vec()));
        change(&mut parts.payload);
    })
}

/// The header and claims of an act as `key` would sign it.
pub(crate) fn resign(bytes: &[u8], key: &SigningKey, change: impl FnOnce(&mut Parts)) -> Vec<u8> {
    let mut parts = Parts::of(bytes);
    parts.protected.set(crate::scene::ALG, int(key.public_key().algorithm().cose_id()));
    change(&mut parts);
    parts.sign(key)
}

/// The delegate of the mandates: an agent who files papers for others.
pub(crate) fn delegate_key() -> SigningKey {
    sample::key(Algorithm::Ed25519, "周代办")
}

pub(crate) const DELEGATE_NAME: &str = "周代办";

/// A mandate for the loan, for a month.
pub(crate) fn mandate_draft() -> MandateDraft {
    MandateDraft {
        delegate: Delegate::new(delegate_key().public_key().clone(), DELEGATE_NAME, None)
            .expect("a delegate"),
        matters: vec![scenario(LOAN)],
        iat: time(NOW - DAY),
        exp: time(NOW + 30 * DAY),
    }
}

pub(crate) fn mandate(scene: &Scene) -> Vec<u8> {
    sign_mandate("mandate", &mandate_draft(), &scene.food(), &scene.holder)
}

pub(crate) fn sign_mandate(
    name: &str,
    draft: &MandateDraft,
    certificate: &[u8],
    key: &SigningKey,
) -> Vec<u8> {
    draft.sign(certificate, key, sixteen(name)).expect("a mandate that obeys the rules")
}

/// What the delegate presents for the loan.
pub(crate) fn loan_draft() -> PresentationDraft {
    PresentationDraft { scenario: Some(scenario(LOAN)), ..draft() }
}

/// The presentation of the mandate by the delegate.
pub(crate) fn delegated(scene: &Scene) -> Vec<u8> {
    sign("delegated", &loan_draft(), &mandate(scene), &delegate_key())
}

/// The presentation of another mandate, whatever that is.
pub(crate) fn delegated_around(scene: &Scene, mandate: &[u8], change: impl FnOnce(&mut Tree)) -> Vec<u8> {
    resign(&delegated(scene), &delegate_key(), |parts| {
        parts.protected.set(KCWT, Tree::Raw(mandate.to_vec()));
        change(&mut parts.payload);
    })
}

/// The mandate with something changed, signed anew by the principal, and presented by the delegate.
pub(crate) fn mandate_changed(scene: &Scene, change: impl FnOnce(&mut Parts)) -> Vec<u8> {
    let mandate = resign(&mandate(scene), &scene.holder, change);
    delegated_around(scene, &mandate, |_| ())
}

/// The bytes of a session that obeys the rules.
pub(crate) fn session_of(presentations: &[Vec<u8>]) -> Vec<u8> {
    session::write(presentations).expect("a session")
}

/// Both times of an act.
pub(crate) fn lives(claims: &mut Tree, from: u64, to: u64) {
    claims.set(crate::scene::IAT, uint(from));
    claims.set(crate::scene::EXP, uint(to));
}

/// Adds a refusal of something presented at the desk that gave a challenge.
pub(crate) fn refuse(
    book: &mut Book,
    (name, rule): (&str, &str),
    traps: &[u8],
    difference: &str,
    bytes: impl Into<Bytes>,
    code: &'static str,
) {
    book.add(
        challenged(name, format!("{rule} {difference}"))
            .traps(traps)
            .from("presentation", difference)
            .present(bytes)
            .refused(code),
    );
}
