//! Links: shown together proves nothing.

use zhengzhao::act::{Delegate, MandateDraft, PresentationDraft};
use zhengzhao::crypto::{Signer, SigningKey};
use zhengzhao::issue::{DraftItem, issue};
use zhengzhao::verify::link::{same_code, same_enterprise, same_key};
use zhengzhao::{Certificate, Presence, Presentation, Refusal, Verified};

use super::{delegate, draft, mandate_draft, matter, occasion, verify_at};
use crate::world::{World, enrolled, key, rng, status_ref};

const SHOP: (&str, &str) = ("001", "91510104MA6EXAMP0C");
const PERSON: (&str, &str) = ("099", "X1");

fn items(name: Option<&str>, code: Option<(&str, &str)>) -> Vec<DraftItem> {
    let name = name.map(|name| DraftItem::open(2, name));
    let code = code.map(|(sort, code)| [DraftItem::open(3, code), DraftItem::open(4, sort)]);
    name.into_iter().chain(code.into_iter().flatten()).collect()
}

fn issued(world: &World, holder: &SigningKey, items: Vec<DraftItem>) -> Vec<u8> {
    let draft = world.draft(items);
    let issued = issue(&draft, enrolled(holder, &draft.issuer), &status_ref(1), &world.issuer, &mut rng(9));
    issued.unwrap().into_bytes()
}

fn licence(name: Option<&str>, code: Option<(&str, &str)>) -> Verified<Certificate> {
    let world = World::new();
    world.verify(&issued(&world, &key(6), items(name, code))).unwrap()
}

/// A licence of `holder` that `delegate` presents under a mandate that states this name and code.
fn by_delegate(holder: &SigningKey, name: &str, code: Option<(&str, &str)>) -> Verified<Presentation> {
    let world = World::new();
    let certificate = issued(&world, holder, items(Some("示例商贸"), Some(SHOP)));
    let named = Delegate::new(delegate().public_key().clone(), name, code).unwrap();
    let mandate = MandateDraft { delegate: named, ..mandate_draft() }.sign(&certificate, holder, [8; 16]);
    let draft = PresentationDraft { scenario: Some(matter()), ..draft() };
    let shown = draft.sign(&mandate.unwrap(), &delegate(), [6; 16]).unwrap();
    verify_at(&world, &shown, &occasion(&world).with_scenario(matter()), Presence::None).unwrap()
}

fn code(link: Result<(), Refusal>) -> &'static str {
    link.err().map_or("linked", |refusal| refusal.code())
}

#[test]
fn a_code_links_and_a_name_does_not() {
    let (name, other) = (Some("示例商贸"), Some("示例工贸"));
    for (first, second, by_code, by_enterprise) in [
        (licence(name, Some(SHOP)), licence(name, Some(SHOP)), "linked", "linked"),
        // One who changed the name is still the same.
        (licence(name, Some(SHOP)), licence(other, Some(SHOP)), "linked", "linked"),
        (licence(None, Some(PERSON)), licence(None, Some(PERSON)), "linked", "link_broken"),
        (licence(name, Some(SHOP)), licence(name, Some(PERSON)), "link_broken", "link_broken"),
        // The same digits as another sort of code.
        (licence(name, Some(PERSON)), licence(name, Some(("098", "X1"))), "link_broken", "link_broken"),
        (licence(name, Some(SHOP)), licence(name, None), "link_by_name_only", "link_by_name_only"),
        (licence(name, None), licence(name, None), "link_by_name_only", "link_by_name_only"),
        (licence(name, None), licence(other, None), "link_broken", "link_broken"),
        (licence(None, None), licence(None, None), "link_broken", "link_broken"),
        (licence(name, Some(SHOP)), licence(None, None), "link_broken", "link_broken"),
        // An empty text says nothing, of which two are not the same one.
        (licence(None, Some(("099", ""))), licence(None, Some(("099", ""))), "link_broken", "link_broken"),
        (licence(Some(""), None), licence(Some(""), None), "link_broken", "link_broken"),
    ] {
        assert_eq!(code(same_code(&first, &second)), by_code);
        assert_eq!(code(same_code(&second, &first)), by_code);
        assert_eq!(code(same_enterprise(&first, &second)), by_enterprise);
        assert_eq!(code(same_enterprise(&second, &first)), by_enterprise);
    }
    let refusal = same_code(&licence(name, None), &licence(name, None)).unwrap_err();
    assert!(refusal.is_undetermined());
}

#[test]
fn a_key_links() {
    let world = World::new();
    let of = |holder: &SigningKey, name: &str| {
        world.verify(&issued(&world, holder, items(Some(name), Some(SHOP)))).unwrap()
    };
    assert_eq!(code(same_key(&of(&key(6), "示例一"), &of(&key(6), "示例二"))), "linked");
    // Not by name, not by code: by key.
    assert_eq!(code(same_key(&of(&key(6), "示例一"), &of(&key(7), "示例一"))), "link_broken");
    let printed = world.verify_printed(&world.issue_printed(&world.draft(Vec::new())).into_bytes()).unwrap();
    assert_eq!(code(same_key(&printed, &printed)), "link_broken");
    assert_eq!(code(same_key(&of(&key(6), "示例一"), &printed)), "link_broken");
}

#[test]
fn a_delegate_is_linked_by_key_or_code() {
    let world = World::new();
    let own = |holder: &SigningKey, name: Option<&str>, code| {
        world.verify(&issued(&world, holder, items(name, code))).unwrap()
    };
    let principal = key(6);
    let shown = |code| by_delegate(&principal, "示例二", code);
    let (mine, strange) = (delegate(), key(7));
    let name = Some("示例二");
    for (presented, card, expected) in [
        (shown(None), own(&mine, None, None), "linked"),
        (shown(Some(PERSON)), own(&strange, None, Some(PERSON)), "linked"),
        (shown(Some(("099", "X2"))), own(&strange, name, Some(PERSON)), "link_broken"),
        (shown(None), own(&strange, name, Some(PERSON)), "link_by_name_only"),
        (shown(Some(PERSON)), own(&strange, name, None), "link_by_name_only"),
        (shown(None), own(&strange, Some("示例三"), None), "link_broken"),
        // Another certificate of the principal.
        (shown(None), own(&principal, None, None), "linked"),
    ] {
        assert_eq!(code(same_key(&presented, &card)), expected);
        assert_eq!(code(same_key(&card, &presented)), expected);
    }
    // An agent acts for many: what it presents for two principals is not one's.
    let (one, other) = (by_delegate(&key(6), "示例二", None), by_delegate(&key(7), "示例二", None));
    assert_eq!(code(same_key(&one, &other)), "link_broken");
    assert_eq!(code(same_key(&one, &by_delegate(&key(6), "示例二", None))), "linked");
    // A link by code is one between the principals.
    assert_eq!(code(same_code(&one, &other)), "linked");
}
