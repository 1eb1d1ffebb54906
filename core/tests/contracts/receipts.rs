//! Receipts: what they keep of a check, what they never keep, and every way in which a journal can be tampered with.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

use zhengzhao::act::{Audience, Delegate, MandateDraft, Nonce, PresentationDraft, Purpose, ScenarioId};
use zhengzhao::crypto::{Algorithm, Signer, SigningKey};
use zhengzhao::issue::DraftItem;
use zhengzhao::kind::Kinds;
use zhengzhao::receipt::{
    Chain, Circumstances, Content, Entry, Facts, Head, Outcome, Receipt, ReceiptKey, StatusUsed, Tip,
    verify_chain,
};
use zhengzhao::time::Time;
use zhengzhao::verify::Challenge;
use zhengzhao::{Certificate, Occasion, Presence, Presentation, Printed, Refusal, Unverified, Verified};

use crate::hand::{encoded, header, map, sign1};
use crate::world::{AUTHORITY, DAY, ISSUER, KIND, NOW, World, key, time};

const SECRETS: [&str; 3] = ["示例持证人", "91330100YYEXAMP1X", "HIDDEN-VALUE"];
const CHECKER: &str = "示例酒店前台";

fn receipt_key() -> ReceiptKey {
    ReceiptKey::new([0x5a; 32])
}

/// What surrounds a check of this world.
struct Around {
    occasion: Occasion,
    checker: Audience,
}

impl Around {
    fn new(world: &World) -> Self {
        Self {
            occasion: world
                .occasion()
                .with_scenario(ScenarioId::new(ISSUER, "hotel-check-in").unwrap())
                .with_purpose(Purpose::new("入住登记").unwrap()),
            checker: Audience::new(CHECKER).unwrap(),
        }
    }

    fn of<'c>(&'c self, world: &'c World) -> Circumstances<'c> {
        Circumstances {
            occasion: &self.occasion,
            trust: world.store.trust(),
            checker: &self.checker,
            software: "zhengzhao 0.1.0",
        }
    }
}

fn items() -> Vec<DraftItem> {
    vec![DraftItem::open(2, SECRETS[0]), DraftItem::open(3, SECRETS[1]), DraftItem::open(100, SECRETS[2])]
}

fn verified(world: &World) -> Verified<Certificate> {
    let mut draft = world.draft(items());
    draft.permits = vec![world.permit(vec![DraftItem::open(101, SECRETS[2])], false)];
    world.verify(&world.issue(&draft).into_bytes()).unwrap()
}

fn kept(world: &World) -> Content {
    let facts = Facts::of_verified(
        &verified(world),
        &Kinds::builtin(),
        &receipt_key(),
        &Around::new(world).of(world),
    );
    Content::new(&facts).unwrap()
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[test]
fn a_verdict_is_kept_with_the_names_of_fields_and_none_of_their_values() {
    let world = World::new();
    let verified = verified(&world);
    let content = kept(&world);
    let facts = content.facts();
    assert_eq!((facts.time, facts.checker.as_str(), facts.region.as_str()), (time(NOW), CHECKER, "330100"));
    assert_eq!((facts.outcome(), facts.object.as_str()), (Outcome::Verified, "certificate"));
    assert_eq!(facts.scenario.as_ref().unwrap().to_string(), format!("{ISSUER}/hotel-check-in"));
    assert_eq!(facts.purpose.as_ref().unwrap().as_str(), "入住登记");
    let own = facts.own_list.as_ref().unwrap();
    assert_eq!((own.authority.as_str(), own.sequence, own.iat), (AUTHORITY, 1, time(NOW)));
    let shown = facts.verdict.as_ref().unwrap();
    let fields: Vec<_> = shown.fields.iter().map(|(label, name)| (*label, name.as_str())).collect();
    assert_eq!(fields, [(2, "holderName"), (3, "holderCode"), (100, "item 100")]);
    assert_eq!((shown.kind.as_str(), shown.presenter.as_str()), (KIND, "not_proven"));
    assert_eq!(shown.status, StatusUsed::Checked { iat: time(NOW) });
    assert_eq!(
        (&shown.recognised_list, shown.face.as_deref(), shown.delegate),
        (&None, Some("not_shown"), false)
    );
    // Invented numbers have wrong check digits, and that is found.
    assert_eq!(shown.findings, verified.report().findings().iter().map(|f| f.code()).collect::<Vec<_>>());
    let [permit] = &shown.permits[..] else { panic!("one permit") };
    assert_eq!((permit.kind.as_str(), permit.outcome, &permit.code), (KIND, Outcome::Verified, &None));
    assert_eq!(permit.fields, [(101, "item 101".to_owned())]);
    // Bytes that name the certificate or say what is in it.
    let receipt = Receipt::after(&Tip::START, None, content.clone()).to_bytes();
    for secret in SECRETS.iter().map(|text| text.as_bytes()).chain([&verified.cti()[..], ISSUER.as_bytes()]) {
        let in_scenario = secret == ISSUER.as_bytes();
        assert_eq!(contains(&receipt, secret), in_scenario, "only the scenario names an organisation");
    }
    assert!(!format!("{content:?}").contains(SECRETS[0]));
    assert_eq!(Content::parse(content.as_bytes()), Ok(content));
}

#[test]
fn what_an_act_proves_is_kept_and_the_delegate_is_not_named() {
    let world = World::new();
    let around = Around::new(&world);
    let certificate = world.issue(&world.draft(items())).into_bytes();
    let kept = |stands_on: &[u8], signer: &SigningKey| {
        let draft = PresentationDraft {
            audience: around.checker.clone(),
            iat: time(NOW),
            exp: time(NOW + 120),
            nonce: Some(Nonce::new([1; 16])),
            scenario: around.occasion.scenario().cloned(),
            purpose: around.occasion.purpose().cloned(),
        };
        let bytes = draft.sign(stands_on, signer, [6; 16]).unwrap();
        let unverified = Unverified::<Presentation>::parse(&bytes).unwrap();
        let tag = receipt_key().tag_of(&unverified);
        let occasion = around.occasion.clone().with_audience(around.checker.clone());
        let presence = Presence::Challenge(Challenge::new(Nonce::new([1; 16])));
        let verified = world.verifier().verify(unverified, &occasion, presence).unwrap();
        let facts = Facts::of_verified(&verified, &Kinds::builtin(), &receipt_key(), &around.of(&world));
        let content = Content::new(&facts).unwrap();
        for secret in ["示例二".as_bytes(), &[6; 16], &[8; 16]] {
            assert!(!contains(content.as_bytes(), secret));
        }
        let shown = content.facts().verdict.clone().unwrap();
        assert_eq!((shown.tag, shown.presenter.as_str()), (tag, "proven_challenge"));
        (content.facts().object.clone(), tag, shown.delegate)
    };
    let (object, tag, delegate) = kept(&certificate, &world.holder);
    assert_eq!((object.as_str(), delegate), ("certificate", false), "the verdict is on what was presented");
    assert_eq!(tag, receipt_key().tag_of(&Unverified::<Certificate>::parse(&certificate).unwrap()));
    let mandate = MandateDraft {
        delegate: Delegate::new(key(5).public_key().clone(), "示例二", None).unwrap(),
        matters: vec![around.occasion.scenario().unwrap().clone()],
        iat: time(NOW - 60),
        exp: time(NOW + DAY),
    };
    let mandate = mandate.sign(&certificate, &world.holder, [8; 16]).unwrap();
    assert_eq!(kept(&mandate, &key(5)), ("certificate".into(), tag, true));
}

#[test]
fn of_what_was_refused_only_the_code_is_kept() {
    let world = World::new();
    let around = Around::new(&world);
    let mut bytes = world.issue(&world.draft(items())).into_bytes();
    *bytes.last_mut().unwrap() ^= 1;
    let refusal = world.verify(&bytes).unwrap_err();
    let content = Content::new(&Facts::of_refusal(&refusal, &around.of(&world))).unwrap();
    let facts = content.facts();
    assert_eq!(facts.verdict, Err((Outcome::Refused, "signature_invalid".into())));
    assert_eq!((facts.object.as_str(), facts.own_list.as_ref().unwrap().sequence), ("certificate", 1));
    for secret in [SECRETS[0], SECRETS[1], SECRETS[2], KIND] {
        assert!(!contains(content.as_bytes(), secret.as_bytes()));
    }
    // A code with values keeps none of them.
    let refusal = Refusal::KindNotPermitted {
        object: zhengzhao::error::Object::Certificate,
        kind: SECRETS[2].into(),
        issuer: SECRETS[1].into(),
    };
    let content = Content::new(&Facts::of_refusal(&refusal, &around.of(&world))).unwrap();
    assert!(!contains(content.as_bytes(), SECRETS[2].as_bytes()));
    let missing = Refusal::TrustListMissing { object: zhengzhao::error::Object::Certificate };
    let facts = Facts::of_refusal(&missing, &around.of(&world));
    assert_eq!(facts.outcome(), Outcome::CannotTell);
}

#[test]
fn a_receipt_is_found_by_its_certificate_and_only_with_the_key() {
    let world = World::new();
    let (content, verified) = (kept(&world), verified(&world));
    let tag = content.facts().verdict.as_ref().unwrap().tag;
    assert_eq!(tag, receipt_key().tag(verified.issuer(), verified.cti()));
    let mut draft = world.draft(items());
    draft.permits = vec![world.permit(vec![DraftItem::open(101, SECRETS[2])], false)];
    let bytes = world.issue(&draft).into_bytes();
    assert_eq!(tag, receipt_key().tag_of(&Unverified::<Certificate>::parse(&bytes).unwrap()));
    let printed = world.issue_printed(&world.draft(items())).into_bytes();
    let printed = Unverified::<Printed>::parse(&printed).unwrap();
    assert_eq!(
        receipt_key().tag_of(&printed),
        receipt_key().tag(ISSUER, verified.cti()),
        "one cti in this world"
    );
    let mut other = *receipt_key().as_bytes();
    other[31] ^= 1;
    assert_ne!(tag, ReceiptKey::new(other).tag(verified.issuer(), verified.cti()));
    assert_ne!(tag, receipt_key().tag(AUTHORITY, verified.cti()));
    assert_ne!(tag, receipt_key().tag(verified.issuer(), &[0; 16]));
    assert_eq!(format!("{:?}", receipt_key()), "ReceiptKey(..)");
}

/// A journal of `count` receipts; no. n may be purged n days after it was made, no. 4 never.
pub(crate) fn journal(count: u64) -> Vec<Receipt> {
    let world = World::new();
    let around = Around::new(&world);
    let refusal = Refusal::SignatureInvalid { object: zhengzhao::error::Object::Certificate };
    let (mut tip, mut receipts) = (Tip::START, Vec::new());
    for number in 1..=count {
        let mut facts = if number % 2 == 1 {
            kept(&world).facts().clone()
        } else {
            Facts::of_refusal(&refusal, &around.of(&world))
        };
        facts.time = time(NOW + number);
        let until = (number != 4).then(|| time(NOW + number * DAY));
        let receipt = Receipt::after(&tip, until, Content::new(&facts).unwrap());
        tip = receipt.tip();
        receipts.push(receipt);
    }
    receipts
}

fn head_of(receipts: &[Receipt]) -> Head {
    let tip = receipts.last().map_or(Tip::START, Receipt::tip);
    Head::verify(&Head::sign(&tip, time(NOW), &key(7)).unwrap(), key(7).public_key()).unwrap()
}

fn check_at(now: Time, receipts: &[Receipt], heads: &[Head]) -> Result<Chain, Refusal> {
    let bytes: Vec<_> = receipts.iter().map(Receipt::to_bytes).collect();
    verify_chain(bytes.iter().map(Vec::as_slice), heads, now)
}

fn check(receipts: &[Receipt], heads: &[Head]) -> Result<Chain, Refusal> {
    check_at(time(NOW + 100 * DAY), receipts, heads)
}

/// Code and values, the object aside.
fn told(result: Result<Chain, Refusal>) -> String {
    let text = format!("{:?}", result.unwrap_err());
    text.replace("object: Receipt, ", "")
}

#[test]
fn an_untouched_journal_holds_and_says_how_far_a_head_vouches() {
    let receipts = journal(6);
    for count in 0..=receipts.len() {
        let chain = check(&receipts[..count], &[]).unwrap();
        assert_eq!((chain.tip().count(), chain.purged(), chain.signed()), (count as u64, 0, None));
        let heads = [head_of(&receipts[..count]), head_of(&receipts[..count / 2])];
        assert_eq!(check(&receipts, &heads).unwrap().signed(), Some(count as u64));
    }
    // Going on from the tip is what makes the next one fit.
    let tip = *check(&receipts[..5], &[]).unwrap().tip();
    let next = Receipt::after(&tip, receipts[5].keep_until(), receipts[5].content().unwrap().clone());
    assert_eq!(next, receipts[5]);
}

/// The same receipt with something else in it, everything around it kept.
fn altered(receipt: &Receipt) -> Receipt {
    let mut facts = receipt.content().unwrap().facts().clone();
    facts.time = facts.time.saturating_add(1);
    let entry = Entry::Content(Box::new(Content::new(&facts).unwrap()));
    Receipt::from_parts(receipt.number(), *receipt.previous(), receipt.keep_until(), entry).unwrap()
}

#[test]
fn a_change_is_named_by_its_number() {
    let receipts = journal(6);
    for index in 0..6 {
        let mut changed = receipts.clone();
        changed[index] = altered(&receipts[index]);
        let number = index + 1;
        if number < 6 {
            assert_eq!(told(check(&changed, &[])), format!("ReceiptChanged {{ number: {number} }}"));
            assert_eq!(
                told(check(&changed, &[head_of(&receipts)])),
                format!("ReceiptChanged {{ number: {number} }}")
            );
        } else {
            // Nothing follows that names the last one.
            assert!(check(&changed, &[]).is_ok());
            assert_eq!(told(check(&changed, &[head_of(&receipts)])), "ReceiptHeadMismatch { signed: 6 }");
        }
        // What it says of its predecessor, and how long it is to be kept.
        let receipt = &receipts[index];
        let (previous, until) = (*receipt.previous(), receipt.keep_until());
        let parts = |previous, until| {
            Receipt::from_parts(receipt.number(), previous, until, receipt.entry().clone()).unwrap()
        };
        changed[index] = parts([9; 32], until);
        let named = if number == 6 { 5 } else { number };
        assert_eq!(told(check(&changed, &[])), format!("ReceiptChanged {{ number: {named} }}"));
        changed[index] = parts(previous, Some(time(NOW)));
        if number < 6 {
            assert_eq!(told(check(&changed, &[])), format!("ReceiptChanged {{ number: {number} }}"));
        }
    }
}

#[test]
fn what_is_removed_moved_or_put_in_is_told_apart() {
    let receipts = journal(6);
    for first in 0..6 {
        for last in first..5 {
            let mut left = receipts.clone();
            left.drain(first..=last);
            let told = told(check(&left, &[]));
            assert_eq!(
                told,
                format!("ReceiptRemoved {{ number: {}, count: {} }}", first + 1, last - first + 1)
            );
        }
        for second in first + 1..6 {
            let mut moved = receipts.clone();
            moved.swap(first, second);
            assert_eq!(told(check(&moved, &[])), format!("ReceiptReordered {{ number: {} }}", first + 1));
        }
        for at in first + 1..=6 {
            let mut more = receipts.clone();
            more.insert(at, receipts[first].clone());
            assert_eq!(told(check(&more, &[])), format!("ReceiptRepeated {{ number: {} }}", first + 1));
        }
        // A forged one that fits where it was put; the one after it gives it away.
        let mut more = receipts.clone();
        let tip = receipts[first].tip();
        more.insert(first + 1, Receipt::after(&tip, None, receipts[0].content().unwrap().clone()));
        let expected = format!("ReceiptRepeated {{ number: {} }}", first + 2);
        if first < 5 {
            assert_eq!(told(check(&more, &[])), expected);
        }
    }
    // One that was made elsewhere is not reordered into place: a number that is missing twice over stays missing.
    let mut left = receipts.clone();
    left.swap(4, 5);
    left.remove(1);
    assert_eq!(told(check(&left, &[])), "ReceiptRemoved { number: 2, count: 1 }");
}

#[test]
fn a_cut_tail_shows_only_against_a_head() {
    let receipts = journal(6);
    let head = head_of(&receipts);
    for left in 0..6 {
        assert!(check(&receipts[..left], &[]).is_ok(), "without a head nobody can know");
        let told = told(check(&receipts[..left], &[head]));
        assert_eq!(told, format!("ReceiptTailCut {{ held: {left}, signed: 6 }}"));
        // A head of before the cut vouches for what is left, and no more.
        let earlier = head_of(&receipts[..left]);
        assert_eq!(check(&receipts[..left], &[earlier]).unwrap().signed(), Some(left as u64));
    }
}

#[test]
fn a_chain_that_was_made_anew_shows_against_any_head_kept_from_before() {
    let receipts = journal(6);
    let mut forged = receipts[..2].to_vec();
    for receipt in &receipts[2..] {
        let tip = forged.last().unwrap().tip();
        let facts = altered(receipt).content().unwrap().clone();
        forged.push(Receipt::after(&tip, receipt.keep_until(), facts));
    }
    assert!(check(&forged, &[]).is_ok(), "without a head nobody can know");
    assert!(check(&forged, &[head_of(&receipts[..2])]).is_ok(), "what it was signed over is untouched");
    for count in 3..=6 {
        let heads = [head_of(&receipts[..count]), head_of(&forged)];
        assert_eq!(told(check(&forged, &heads)), format!("ReceiptHeadMismatch {{ signed: {count} }}"));
    }
    // A journal with receipts where a head was signed over none.
    let empty = Head::verify(&Head::sign(&Tip::START, time(NOW), &key(7)).unwrap(), key(7).public_key());
    assert_eq!(check(&receipts, &[empty.unwrap()]).unwrap().signed(), Some(0));
}

#[test]
fn purging_leaves_a_chain_that_holds_and_is_told_from_removal() {
    let receipts = journal(6);
    let head = head_of(&receipts);
    for days in 0..8 {
        let now = time(NOW + days * DAY);
        let purged: Vec<_> = receipts.iter().map(|receipt| receipt.clone().purge(now)).collect();
        let expected = (1..=days.min(6)).filter(|number| *number != 4).count() as u64;
        assert_eq!(check_at(now, &purged, &[head]).unwrap().purged(), expected, "{days}");
        for (before, after) in receipts.iter().zip(&purged) {
            assert_eq!(before.tip(), after.tip());
            assert_eq!(Receipt::parse(&after.to_bytes()).as_ref(), Ok(after));
            if after.content().is_none() {
                assert!(!contains(&after.to_bytes(), KIND.as_bytes()));
                assert!(!after.is_due(now) && before.is_due(now));
            }
        }
    }
    let late = time(NOW + 100 * DAY);
    let purged: Vec<_> = receipts.iter().map(|receipt| receipt.clone().purge(late)).collect();
    // Stubs are links like any other.
    for index in 0..5 {
        let mut left = purged.clone();
        left.remove(index);
        let number = index + 1;
        assert_eq!(
            told(check_at(late, &left, &[])),
            format!("ReceiptRemoved {{ number: {number}, count: 1 }}")
        );
        let mut changed = purged.clone();
        if let Entry::Stub { digest, purged } = *purged[index].entry() {
            let mut digest = digest;
            digest[0] ^= 1;
            let entry = Entry::Stub { digest, purged };
            let receipt = &receipts[index];
            changed[index] =
                Receipt::from_parts(receipt.number(), *receipt.previous(), receipt.keep_until(), entry)
                    .unwrap();
            assert_eq!(told(check_at(late, &changed, &[])), format!("ReceiptChanged {{ number: {number} }}"));
        }
    }
    assert_eq!(purged[3], receipts[3], "what is kept for ever is never due");
}

#[test]
fn hiding_a_receipt_behind_a_stub_before_its_time_is_refused() {
    let receipts = journal(6);
    let stub = |index: usize, purged: u64| {
        let receipt: &Receipt = &receipts[index];
        let entry =
            Entry::Stub { digest: receipt.content().unwrap().digest(), purged: time(NOW + purged * DAY) };
        let mut journal = receipts.clone();
        journal[index] =
            Receipt::from_parts(receipt.number(), *receipt.previous(), receipt.keep_until(), entry).unwrap();
        journal
    };
    let now = time(NOW + 10 * DAY);
    let early = |number: u64| format!("ReceiptPurgedEarly {{ number: {number} }}");
    assert!(check_at(now, &stub(2, 3), &[]).is_ok(), "in its last second and after");
    assert_eq!(told(check_at(now, &stub(2, 2), &[])), early(3));
    assert_eq!(told(check_at(now, &stub(2, 11), &[])), early(3), "at a time to come");
    assert_eq!(told(check_at(now, &stub(3, 9), &[])), early(4), "what is kept for ever");
    // A longer retention that was shortened to purge is a change.
    let mut shortened = stub(5, 6);
    let receipt = &receipts[5];
    let entry = shortened[5].entry().clone();
    shortened[5] = Receipt::from_parts(6, *receipt.previous(), Some(time(NOW)), entry).unwrap();
    assert_eq!(told(check_at(now, &shortened, &[head_of(&receipts)])), "ReceiptHeadMismatch { signed: 6 }");
}

#[test]
fn no_bit_of_a_journal_turns_unnoticed() {
    let receipts = journal(3);
    let late = time(NOW + 2 * DAY);
    let purged: Vec<_> = receipts.iter().map(|receipt| receipt.clone().purge(late)).collect();
    let head = head_of(&receipts);
    for journal in [&receipts, &purged] {
        let bytes: Vec<_> = journal.iter().map(Receipt::to_bytes).collect();
        for index in 0..bytes.len() {
            for bit in 0..bytes[index].len() * 8 {
                let mut turned = bytes.clone();
                turned[index][bit / 8] ^= 1 << (bit % 8);
                let result = verify_chain(turned.iter().map(Vec::as_slice), &[head], late);
                // The time of purging alone is not in the chain: it says when the content went, and may be any
                // time between the end of the retention and now.
                let only_time = Receipt::parse(&turned[index]).is_ok_and(|receipt| {
                    receipt.tip() == journal[index].tip() && receipt.content().is_none()
                });
                assert!(result.is_err() || only_time, "receipt {index}, bit {bit}");
            }
        }
    }
}

#[test]
fn heads_are_signed_by_every_algorithm_and_for_nothing_else() {
    let receipts = journal(2);
    let tip = receipts[1].tip();
    for algorithm in Algorithm::ALL {
        let Ok(signer) = SigningKey::from_secret(algorithm, &[7; 32]) else { continue };
        let bytes = Head::sign(&tip, time(NOW), &signer).unwrap();
        assert_eq!(bytes, Head::sign(&tip, time(NOW), &signer).unwrap(), "deterministic");
        let head = Head::verify(&bytes, signer.public_key()).unwrap();
        assert_eq!((head.tip(), head.issued_at()), (&tip, time(NOW)));
        let other = SigningKey::from_secret(algorithm, &[8; 32]).unwrap();
        assert_eq!(Head::verify(&bytes, other.public_key()).unwrap_err().code(), "signature_invalid");
        for bit in 0..bytes.len() * 8 {
            let mut turned = bytes.clone();
            turned[bit / 8] ^= 1 << (bit % 8);
            assert!(Head::verify(&turned, signer.public_key()).is_err(), "{algorithm:?}, bit {bit}");
        }
    }
    #[cfg(feature = "p256")]
    {
        let phone = SigningKey::from_secret(Algorithm::Esp256, &[7; 32]).unwrap();
        let bytes = Head::sign(&tip, time(NOW), &phone).unwrap();
        assert_eq!(Head::verify(&bytes, key(7).public_key()).unwrap_err().code(), "algorithm_mismatch");
    }
    let world = World::new();
    let certificate = world.issue(&world.draft(items())).into_bytes();
    assert_eq!(Head::verify(&certificate[..200], key(7).public_key()).unwrap_err().code(), "wrong_typ");
}

/// A head of this payload under the right key and type.
fn head_with(payload: &[u8], typ: &str) -> Result<Head, &'static str> {
    let typ = encoded(|w| w.text(typ));
    let bytes = sign1(&key(7), &header(&key(7), &typ, &[]), &map(&[]), payload);
    Head::verify(&bytes, key(7).public_key()).map_err(|refusal| refusal.code())
}

#[test]
fn a_head_has_exactly_its_claims() {
    const TYP: &str = "application/vnd.zz.receipt-head+cwt";
    let uint = |value: u64| encoded(|w| w.uint(value));
    let tip = |count: u64, link: &[u8]| encoded(|w| w.array(2).uint(count).bytes(link));
    let claims = |tip: &[u8], more: &[(i64, Vec<u8>)]| {
        let own = [(6, uint(NOW)), (-70001, uint(1)), (-70021, tip.to_vec())];
        map(&[&own[..], more].concat())
    };
    let sound = claims(&tip(1, &[1; 32]), &[]);
    assert!(head_with(&sound, TYP).is_ok());
    assert_eq!(head_with(&sound, "application/statuslist+cwt"), Err("wrong_typ"));
    assert_eq!(head_with(&claims(&tip(0, &[1; 32]), &[]), TYP), Err("cbor_out_of_range"));
    assert_eq!(head_with(&claims(&tip(1, &[0; 31]), &[]), TYP), Err("cbor_out_of_range"));
    assert!(head_with(&claims(&tip(0, &[0; 32]), &[]), TYP).is_ok());
    assert_eq!(head_with(&claims(&tip(1, &[1; 32]), &[(4, uint(NOW))]), TYP), Err("claim_not_allowed"));
    assert_eq!(head_with(&map(&[(6, uint(NOW)), (-70001, uint(1))]), TYP), Err("claim_missing"));
    let other = map(&[(6, uint(NOW)), (-70001, uint(2)), (-70021, tip(1, &[1; 32]))]);
    assert_eq!(head_with(&other, TYP), Err("profile_unknown"));
}

/// A content of these members.
fn content(members: &[(i64, Vec<u8>)]) -> Result<Content, &'static str> {
    Content::parse(&map(members)).map_err(|refusal| refusal.code())
}

fn members(outcome: u64, more: &[(i64, Vec<u8>)]) -> Vec<(i64, Vec<u8>)> {
    let text = |text: &str| encoded(|w| w.text(text));
    let own = [
        (1, encoded(|w| w.uint(NOW))),
        (2, text(CHECKER)),
        (3, text("330100")),
        (4, encoded(|w| w.uint(outcome))),
        (5, text("certificate")),
        (18, text("zhengzhao 0.1.0")),
    ];
    [&own[..], more].concat()
}

#[test]
fn a_content_has_what_its_outcome_asks_for_and_nothing_else() {
    let text = |text: &str| encoded(|w| w.text(text));
    let codes = |codes: &[&str]| {
        encoded(|w| {
            w.array(codes.len());
            codes.iter().for_each(|code| {
                w.text(code);
            });
            w
        })
    };
    let shown = || {
        vec![
            (9, text(KIND)),
            (10, encoded(|w| w.bytes(&[1; 32]))),
            (11, map(&[(2, text("holderName"))])),
            (13, text("proven_challenge")),
            (17, encoded(|w| w.bool(false))),
        ]
    };
    let read = content(&members(0, &shown())).unwrap();
    let facts = read.facts().verdict.clone().unwrap();
    assert_eq!((facts.status, facts.presenter.as_str()), (StatusUsed::NotChecked, "proven_challenge"));
    assert_eq!(Content::new(read.facts()), Ok(read));
    // A code of a later version is kept as it is.
    assert!(content(&members(1, &[(6, codes(&["code_of_tomorrow"]))])).is_ok());
    assert!(content(&members(2, &[(6, codes(&["code_of_tomorrow"]))])).is_ok());
    for missing in 0..shown().len() {
        let mut left = shown();
        left.remove(missing);
        assert_eq!(content(&members(0, &left)), Err("cbor_out_of_range"), "{missing}");
    }
    for kept in shown() {
        let more = [kept.clone(), (6, codes(&["signature_invalid"]))];
        assert_eq!(content(&members(1, &more)), Err("cbor_out_of_range"), "{}", kept.0);
    }
    let list = || encoded(|w| w.array(3).text(AUTHORITY).uint(1).uint(NOW));
    let permit = |outcome: u64, codes: &[u8]| {
        let fields = map(&[]);
        encoded(|w| w.array(1).array(4).text(KIND).uint(outcome).raw(codes).raw(&fields))
    };
    for (label, value) in [(12, permit(0, &[0x80])), (14, text("shown")), (16, list()), (19, vec![0xf5])] {
        let with = |outcome, more: &[(i64, Vec<u8>)]| {
            content(&members(outcome, &[more, &[(label, value.clone())]].concat()))
        };
        assert!(with(0, &shown()).is_ok(), "{label}");
        assert_eq!(with(1, &[(6, codes(&["suspended"]))]), Err("cbor_out_of_range"), "{label}");
    }
    let with_permit = |permit: Vec<u8>| content(&members(0, &[&shown()[..], &[(12, permit)]].concat()));
    assert!(with_permit(permit(1, &codes(&["suspended"]))).is_ok());
    assert_eq!(with_permit(permit(1, &[0x80])), Err("cbor_out_of_range"));
    assert_eq!(with_permit(permit(0, &codes(&["suspended"]))), Err("cbor_out_of_range"));
    assert_eq!(with_permit(vec![0x80]), Err("cbor_out_of_range"));
    assert_eq!(content(&members(1, &[])), Err("cbor_out_of_range"));
    assert_eq!(content(&members(3, &[(6, codes(&["x"]))])), Err("cbor_out_of_range"));
    assert_eq!(content(&members(1, &[(6, codes(&["one", "two"]))])), Err("cbor_out_of_range"));
    let long = "x".repeat(65);
    for (word, code) in [
        ("", "cbor_out_of_range"),
        ("Signature", "cbor_out_of_range"),
        ("a b", "cbor_out_of_range"),
        (&long, "cbor_too_large"),
    ] {
        assert_eq!(content(&members(1, &[(6, codes(&[word]))])), Err(code), "{word:?}");
    }
    assert_eq!(content(&members(1, &[(6, codes(&["x"])), (20, vec![0])])), Err("cbor_key_type"));
    assert_eq!(content(&members(0, &[&shown()[..], &[(19, vec![0xf4])]].concat())), Err("cbor_out_of_range"));
    assert_eq!(
        content(&members(1, &[(6, codes(&["x"])), (15, text("no list"))])),
        Err("cbor_unexpected_type")
    );
    for missing in 0..5 {
        let mut left = members(1, &[(6, codes(&["x"]))]);
        left.remove(missing);
        assert_eq!(content(&left), Err("cbor_truncated"), "{missing}");
    }
}

#[test]
fn facts_that_do_not_fit_make_no_content() {
    let world = World::new();
    let sound = kept(&world).facts().clone();
    let with = |change: &dyn Fn(&mut Facts)| {
        let mut facts = sound.clone();
        change(&mut facts);
        Content::new(&facts).map_err(|refusal| refusal.code())
    };
    assert!(with(&|_| {}).is_ok());
    assert_eq!(with(&|facts| facts.software.clear()), Err("cbor_out_of_range"));
    assert_eq!(with(&|facts| facts.object = "Certificate".into()), Err("cbor_out_of_range"));
    assert_eq!(with(&|facts| facts.software = "a\u{202e}b".into()), Err("cbor_forbidden_character"));
    assert_eq!(with(&|facts| facts.verdict = Err((Outcome::Verified, "x".into()))), Err("cbor_out_of_range"));
    let fields = |facts: &mut Facts, fields: &[(u16, &str)]| {
        facts.verdict.as_mut().unwrap().fields =
            fields.iter().map(|(label, name)| (*label, (*name).to_owned())).collect();
    };
    assert_eq!(with(&|facts| fields(facts, &[(2, "a"), (2, "b")])), Err("cbor_duplicate_key"));
    assert_eq!(with(&|facts| fields(facts, &[(0, "a")])), Err("item_label_invalid"));
    assert_eq!(with(&|facts| fields(facts, &[(4096, "a")])), Err("item_label_invalid"));
    // In any order they are the same receipt.
    assert_eq!(
        with(&|facts| fields(facts, &[(300, "a"), (20, "b")])),
        with(&|facts| fields(facts, &[(20, "b"), (300, "a")]))
    );
    let zero = Receipt::from_parts(0, [0; 32], None, Entry::Stub { digest: [0; 32], purged: time(NOW) });
    assert_eq!(zero.unwrap_err().code(), "cbor_out_of_range");
}

#[test]
fn other_objects_and_versions_are_no_receipts() {
    let sound = journal(1)[0].to_bytes();
    assert!(Receipt::parse(&sound).is_ok());
    let code = |bytes: &[u8]| Receipt::parse(bytes).unwrap_err().code();
    let mut other = sound.clone();
    other[2] = b'x';
    assert_eq!(code(&other), "wrong_typ");
    let mut other = sound.clone();
    other[19] = 2;
    assert_eq!(code(&other), "profile_unknown");
    assert_eq!(code(&[&sound[..], &[0]].concat()), "cbor_trailing_bytes");
    assert_eq!(code(&sound[..sound.len() - 1]), "cbor_truncated");
    assert_eq!(code(&vec![0; 1 << 20]), "too_large");
    assert_eq!(Content::parse(&vec![0; 1 << 20]).unwrap_err().code(), "too_large");
}
