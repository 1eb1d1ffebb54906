//! Matters: everything that is shown, judged by what a scenario asks for.

mod company;
mod guest;
mod permits;
mod renewal;
mod terms;

use crate::act::{self, DESK, nonce, sign};
use crate::book::{Book, Exhibit, Vector, vector};
use crate::scenario::{SERVICES, signed, with_publishers};
use crate::scene::{Scene, VALID, rng, status_ref};
use zhengzhao::act::{PresentationDraft, ScenarioId};
use zhengzhao::crypto::{SigningKey, sha256};
use zhengzhao::holder::HolderCopy;
use zhengzhao::issue::{Draft, DraftItem, DraftValue, issue};
use zhengzhao::scenario::ScenarioClaims;
use zhengzhao_facade::sample::{self, Issuer, account_opening, food_licence_renewal, hotel_check_in};

pub(crate) fn book(scene: &Scene) -> Book {
    let about = "Everything that is shown for a matter, judged by what its scenario asks for.";
    let mut book = with_publishers(scene, "scenario-checks", about);
    guest::add(scene, &mut book);
    company::add(scene, &mut book);
    renewal::add(scene, &mut book);
    terms::add(scene, &mut book);
    permits::add(scene, &mut book);
    book.shared()
}

fn hotel(scene: &Scene) -> ScenarioClaims {
    hotel_check_in(&scene.world).expect("the sample's scenario")
}

fn account(scene: &Scene) -> ScenarioClaims {
    account_opening(&scene.world).expect("the sample's scenario")
}

fn renewal_of(scene: &Scene) -> ScenarioClaims {
    food_licence_renewal(&scene.world).expect("the sample's scenario")
}

/// The name of a scenario of the sample's service office.
fn name(claims: &ScenarioClaims) -> (&str, &str) {
    (SERVICES, &claims.terms.id)
}

/// A desk that gave a challenge and has taken this scenario.
fn matter(name: impl Into<String>, about: impl Into<String>, claims: &ScenarioClaims) -> Vector {
    at("desk", name, about, claims)
}

/// The same at a desk with other lists.
fn at(desk: &str, name: impl Into<String>, about: impl Into<String>, claims: &ScenarioClaims) -> Vector {
    vector(name, about).desk(desk).audience(DESK).challenge(nonce()).scenario(signed(claims))
}

/// What answers the desk's challenge for this matter.
pub(crate) fn answering(claims: &ScenarioClaims) -> PresentationDraft {
    let id = ScenarioId::new(&claims.issuer, &claims.terms.id).expect("the name of a scenario");
    PresentationDraft { scenario: Some(id), purpose: Some(claims.terms.purpose.clone()), ..act::draft() }
}

/// Presented for this matter by the holder of this key; the name makes it one of a kind.
pub(crate) fn presented(of: &str, claims: &ScenarioClaims, stands_on: &[u8], key: &SigningKey) -> Exhibit {
    Exhibit::presentation(sign(&format!("matter {of}"), &answering(claims), stands_on, key))
}

/// Issued to the holder of another key.
fn issued_to(key: &SigningKey, of: &str, draft: &Draft, issuer: &Issuer) -> HolderCopy {
    let holder = sample::enrolled(key, &draft.issuer).expect("a key that was shown");
    let status = status_ref(issuer, VALID);
    let issued = issue(draft, holder, &status, &issuer.issue_key, &mut rng(of)).expect("issued");
    HolderCopy::parse(issued.as_bytes()).expect("the holder can read it")
}

/// No picture at all, but bytes that only their digest names.
pub(crate) const PORTRAIT: &[u8] = b"a portrait of nobody";

/// The item that names the portrait.
pub(crate) fn portrait() -> DraftValue {
    let length = i64::try_from(PORTRAIT.len()).expect("a small picture");
    DraftValue::Map(vec![
        DraftItem::open(1, DraftValue::Bytes(sha256(&[PORTRAIT]).to_vec())),
        DraftItem::open(2, "image/avif"),
        DraftItem::open(3, DraftValue::Integer(length)),
    ])
}

/// With a portrait that the holder may show.
fn with_portrait(mut draft: Draft) -> Draft {
    draft.items.push(DraftItem::selective(4081, portrait()));
    draft
}

/// With other values of these items.
fn with_items(mut draft: Draft, items: &[(u16, DraftValue)]) -> Draft {
    for (label, value) in items {
        let item = draft.items.iter_mut().find(|item| item.label == *label).expect("an item of the sample");
        item.value = value.clone();
    }
    draft
}

/// Without these items.
fn without_items(mut draft: Draft, labels: &[u16]) -> Draft {
    draft.items.retain(|item| !labels.contains(&item.label));
    draft
}
