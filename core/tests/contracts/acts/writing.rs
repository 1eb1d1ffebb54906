//! Writing acts: nothing leaves the library that a checker would refuse for its form.

use zhengzhao::act::{ActError, Delegate, MandateDraft, PresentationDraft, Signed};
use zhengzhao::crypto::{SignError, Signer};
use zhengzhao::holder::HolderCopy;

use super::{
    answering, certificate, challenge, delegate, draft, items, mandate, mandate_draft, matter, presented,
    verify,
};
use crate::world::{DAY, NOW, World, key, time};

/// The code with which it was refused, or what happened instead.
fn refused<T>(result: Result<T, ActError>) -> String {
    match result.map(drop) {
        Err(ActError::Refused(refusal)) => refusal.code().into(),
        other => format!("{other:?}"),
    }
}

#[test]
fn signing_in_two_steps_gives_what_signing_in_one_gives() {
    let world = World::new();
    let certificate = certificate(&world);
    let prepared = answering(1).prepare(&certificate, world.holder.public_key(), [6; 16]).unwrap();
    assert!(prepared.bytes().starts_with(&[0x84, 0x6a]));
    let signature = world.holder.sign(prepared.bytes()).unwrap();
    let bytes = prepared.finish(Signed::Raw(signature)).unwrap();
    assert_eq!(bytes, presented(&world, &answering(1)));
    assert!(verify(&world, &bytes, challenge(1)).is_ok());
}

#[cfg(feature = "p256")]
#[test]
fn a_phone_key_store_signs_in_der() {
    use zhengzhao::crypto::{Algorithm, SigningKey};
    let mut world = World::new();
    world.holder = SigningKey::from_secret(Algorithm::Esp256, &[4; 32]).unwrap();
    let certificate = certificate(&world);
    for cti in 0..32 {
        let prepared = answering(1).prepare(&certificate, world.holder.public_key(), [cti; 16]).unwrap();
        let signature = world.holder.sign(prepared.bytes()).unwrap();
        let bytes = prepared.finish(Signed::Der(&der(&signature))).unwrap();
        let verified = verify(&world, &bytes, challenge(1)).unwrap();
        assert_eq!(verified.act().unwrap().signer(), world.holder.public_key().thumbprint());
    }
    let prepared = || answering(1).prepare(&certificate, world.holder.public_key(), [6; 16]).unwrap();
    let signature = world.holder.sign(prepared().bytes()).unwrap();
    let failed = Err(ActError::Sign(SignError::Failed));
    let encoded = der(&signature);
    assert_eq!(prepared().finish(Signed::Der(&encoded[1..])), failed);
    assert_eq!(prepared().finish(Signed::Der(&[&encoded[..], &[0]].concat())), failed);
    assert_eq!(prepared().finish(Signed::Der(&signature)), failed);
    // A digest signed in place of the message.
    let digest = zhengzhao::crypto::sha256(&[prepared().bytes()]);
    let prehashed = world.holder.sign(&digest).unwrap();
    assert_eq!(prepared().finish(Signed::Der(&der(&prehashed))), failed);
}

/// `SEQUENCE { r INTEGER, s INTEGER }`.
#[cfg(feature = "p256")]
fn der(signature: &[u8; 64]) -> Vec<u8> {
    let integer = |scalar: &[u8]| {
        let zeros = scalar.iter().take_while(|byte| **byte == 0).count();
        let mut magnitude = scalar[zeros..].to_vec();
        if magnitude[0] >= 0x80 {
            magnitude.insert(0, 0);
        }
        [&[2, u8::try_from(magnitude.len()).unwrap()], &magnitude[..]].concat()
    };
    let pair = [integer(&signature[..32]), integer(&signature[32..])].concat();
    [&[0x30, u8::try_from(pair.len()).unwrap()], &pair[..]].concat()
}

#[test]
fn a_signature_by_another_key_or_over_something_else_is_not_taken() {
    let world = World::new();
    let certificate = certificate(&world);
    let prepared = || draft().prepare(&certificate, world.holder.public_key(), [6; 16]).unwrap();
    let failed = Err(ActError::Sign(SignError::Failed));
    let other = key(6).sign(prepared().bytes()).unwrap();
    assert_eq!(prepared().finish(Signed::Raw(other)), failed);
    let elsewhere = world.holder.sign(b"something else").unwrap();
    assert_eq!(prepared().finish(Signed::Raw(elsewhere)), failed);
    // Ed25519 has no such form.
    let signature = world.holder.sign(prepared().bytes()).unwrap();
    assert_eq!(prepared().finish(Signed::Der(&signature)), failed);
    assert!(!format!("{:?}{:?}", prepared(), Signed::Raw(signature)).contains("示例"));
}

#[test]
fn the_key_is_the_one_that_it_stands_on() {
    let world = World::new();
    let (certificate, mandate) = (certificate(&world), mandate(&world));
    let wrong = |stands_on: &[u8], key: &dyn Signer| draft().sign(stands_on, key, [6; 16]).map(drop);
    assert_eq!(wrong(&certificate, &delegate()), Err(ActError::WrongKey));
    assert_eq!(wrong(&mandate, &world.holder), Err(ActError::WrongKey));
    assert_eq!(wrong(&mandate, &delegate()), Ok(()));
    let given = mandate_draft().sign(&certificate, &delegate(), [8; 16]).map(drop);
    assert_eq!(given, Err(ActError::WrongKey));
}

#[test]
fn what_a_checker_would_refuse_is_not_signed() {
    let world = World::new();
    let certificate = certificate(&world);
    let holder = world.holder.public_key();
    let prepare = |draft: PresentationDraft, stands_on: &[u8]| draft.prepare(stands_on, holder, [6; 16]);
    let between = |iat: u64, exp: u64| PresentationDraft { iat: time(iat), exp: time(exp), ..draft() };
    assert_eq!(refused(prepare(between(NOW, NOW), &certificate)), "times_inconsistent");
    assert_eq!(refused(prepare(between(NOW, NOW + 301), &certificate)), "act_lifetime_too_long");
    assert_eq!(refused(prepare(between(NOW - 2 * DAY, NOW - 2 * DAY + 60), &certificate)), "act_too_early");
    let end = NOW + 365 * DAY;
    assert_eq!(refused(prepare(between(end, end + 60), &certificate)), "act_too_late");
    assert_eq!(refused(prepare(between(end - 60, end + 60), &certificate)), "act_outlives");
    assert_eq!(refused(prepare(draft(), b"")), "cbor_unexpected_type");
    assert_eq!(refused(prepare(draft(), &presented(&world, &draft()))), "wrong_typ");
    let printed = world.issue_printed(&world.draft(Vec::new())).into_bytes();
    assert_eq!(refused(prepare(draft(), &printed)), "wrong_typ");
    // The holder's own copy with its decoys is not what a checker may see.
    let mut with_decoys = world.draft(items());
    with_decoys.decoys_to = 4;
    let own = world.issue(&with_decoys).into_bytes();
    assert_eq!(refused(prepare(draft(), &own)), "decoy_disclosed");
    let shown = HolderCopy::parse(&own).unwrap().show_items(&[22]);
    assert!(prepare(draft(), &shown).is_ok());
    assert_eq!(refused(mandate_draft().prepare(&own, holder, [8; 16])), "decoy_disclosed");

    let give = |draft: MandateDraft| draft.prepare(&certificate, holder, [8; 16]);
    assert_eq!(
        refused(give(MandateDraft { exp: time(NOW + 366 * DAY), ..mandate_draft() })),
        "act_lifetime_too_long"
    );
    assert_eq!(refused(give(MandateDraft { exp: time(end + 1), ..mandate_draft() })), "act_outlives");
    assert_eq!(refused(give(MandateDraft { matters: Vec::new(), ..mandate_draft() })), "cbor_out_of_range");
    let twice = MandateDraft { matters: vec![matter(), matter()], ..mandate_draft() };
    assert_eq!(refused(give(twice)), "claim_invalid");
    // No mandate on a mandate.
    let chained = mandate_draft().prepare(&mandate(&world), delegate().public_key(), [8; 16]);
    assert_eq!(refused(chained), "wrong_typ");
}

#[test]
fn a_delegate_is_named() {
    let public = || delegate().public_key().clone();
    let code = |name: &str, code| Delegate::new(public(), name, code).map(drop).map_err(|r| r.code());
    assert_eq!(code("示例二", Some(("111", "110101199001010015"))), Ok(()));
    for (name, with) in [
        ("", None),
        ("a\u{202e}b", None),
        ("e\u{301}", None),
        ("x", Some(("\u{0}", "1"))),
        ("x", Some(("111", "\u{feff}"))),
    ] {
        assert_eq!(code(name, with), Err("claim_invalid"));
    }
    assert_eq!(code(&"x".repeat(257), None), Err("claim_invalid"));
    assert_eq!(code(&"x".repeat(256), None), Ok(()));
    assert_eq!(code("x", Some(("111", &"1".repeat(256)))), Err("claim_invalid"));
    let named = Delegate::new(public(), "示例二", Some(("111", "1"))).unwrap();
    assert_eq!((named.name(), named.code(), named.key()), ("示例二", Some(("111", "1")), &public()));
    assert!(!format!("{named:?}").contains("示例"));
}
