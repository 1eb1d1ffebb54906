//! Signers that change: thresholds, roll-overs in order, and what the own list says of foreign signers.

use crate::book::{Book, Bytes, vector};
use crate::scene::{NOW, Scene, ed25519, list_payload, region, sign_list, status_list};
use zhengzhao::crypto::{Algorithm, PublicKey, Signer as _, SigningKey};
use zhengzhao::error::Object;
use zhengzhao::ids::Uscc;
use zhengzhao::issue::{TrustListDraft, add_signature, sign_trust_list};
use zhengzhao::status::Shard;
use zhengzhao::trust::{KindGrant, Recognition, SignerSet};
use zhengzhao_facade::sample::{self, Authority, DAY, Issuer, kinds};

/// A third authority and its one issuer.
#[derive(Debug)]
pub(crate) struct Guizhou {
    pub(crate) authority: Authority,
    pub(crate) market: Issuer,
}

/// A unified social credit code of 17 characters and the check that fits.
fn uscc(start: &str) -> &'static str {
    let whole = ('0'..='9').chain('A'..='Z').map(|check| format!("{start}{check}"));
    let whole = whole.into_iter().find(|code| Uscc::parse(code).is_ok());
    Box::leak(whole.expect("one check digit fits").into_boxed_str())
}

pub(crate) fn guizhou() -> Guizhou {
    let signer = |number: u8| ed25519(&format!("Guizhou signer {number}"));
    let authority = Authority {
        id: uscc("11520000MBYY00101"),
        name_zh: "贵州省政务数据管理机构（示例）",
        name_en: "Guizhou data authority (sample)",
        region: region("520000"),
        signers: [signer(1), signer(2), signer(3)],
    };
    let market = Issuer {
        id: uscc("11520000MBYY00102"),
        name_zh: "贵州省市场监督管理机构（示例）",
        name_en: "Guizhou market regulator (sample)",
        region: region("520000"),
        issue_key: ed25519("Guizhou market issue"),
        status_key: ed25519("Guizhou market status"),
        status_uri: "zz:gz-market/1",
        kinds: &[kinds::FOOD_LICENCE],
    };
    Guizhou { authority, market }
}

pub(crate) fn recognition(scene: &Scene, guizhou: &Guizhou, recognised: &[&str]) -> Recognition {
    let mut recognition = scene.world.recognition(&guizhou.authority).expect("a recognition");
    let dates = scene.world.dates();
    recognition.kinds = recognised.iter().map(|kind| KindGrant::new(kind, dates)).collect();
    recognition
}

pub(crate) fn own_recognising_guizhou(
    scene: &Scene,
    guizhou: &Guizhou,
    recognised: &[&str],
    change: impl FnOnce(&mut TrustListDraft),
) -> Vec<u8> {
    scene.own_list(1, |draft| {
        draft.recognitions.push(recognition(scene, guizhou, recognised));
        change(draft);
    })
}

pub(crate) fn guizhou_list(
    scene: &Scene,
    guizhou: &Guizhou,
    change: impl FnOnce(&mut TrustListDraft),
) -> Vec<u8> {
    let world = &scene.world;
    let mut draft = TrustListDraft {
        authority: guizhou.authority.id.into(),
        region: guizhou.authority.region,
        sequence: 1,
        iat: world.yesterday(),
        exp: world.yesterday().saturating_add(30 * DAY),
        signers: guizhou.authority.signer_set().expect("signers"),
        outgoing: Vec::new(),
        issuers: vec![world.entry(&guizhou.market)],
        recognitions: Vec::new(),
    };
    change(&mut draft);
    world.sign(draft, &guizhou.authority).expect("a list that obeys the rules")
}

pub(crate) fn guizhou_food(scene: &Scene, guizhou: &Guizhou) -> Vec<u8> {
    let mut draft = sample::food_licence(&scene.world);
    draft.issuer = guizhou.market.id.into();
    draft.region = region("520100");
    scene.certificate("guizhou food", &draft, &guizhou.market, 5)
}

pub(crate) fn guizhou_status(scene: &Scene, guizhou: &Guizhou) -> Vec<u8> {
    status_list(&scene.world, &guizhou.market, NOW - DAY, &Shard::new())
}

/// Three new signers of an authority.
fn generation(scene: &Scene, number: u8) -> [SigningKey; 3] {
    let id = scene.world.chongqing.id;
    [1, 2, 3].map(|signer| ed25519(&format!("{id} generation {number} signer {signer}")))
}

fn set(signers: &[SigningKey], threshold: u64) -> SignerSet {
    SignerSet::new(Object::TrustList, threshold, publics(signers)).expect("a signer set")
}

fn publics(signers: &[SigningKey]) -> Vec<PublicKey> {
    signers.iter().map(|signer| signer.public_key().clone()).collect()
}

fn signed(draft: TrustListDraft, signers: &[&SigningKey]) -> Vec<u8> {
    let list = draft.build().expect("a list that obeys the rules");
    let mut bytes = sign_trust_list(&list, signers[0]).expect("signed");
    for signer in &signers[1..] {
        bytes = add_signature(&bytes, *signer).expect("signed");
    }
    bytes
}

pub(crate) fn book(scene: &Scene) -> Book {
    let mut book = Book::new("rollover", "Thresholds of signers and how signers change.");
    book.keep("anchor", scene.anchor());
    book.keep("first", scene.desk.own[0].clone());
    thresholds(scene, &mut book);
    own(scene, &mut book);
    foreign(scene, &mut book);
    book
}

fn own_with(name: &str, about: &str, first: &str) -> crate::book::Vector {
    vector(name, about).traps(&[40]).pin("anchor").own(&[first.into()])
}

fn thresholds(scene: &Scene, book: &mut Book) {
    let [first, second, third] = &scene.world.chongqing.signers;
    let next = |signers: &[&SigningKey]| Bytes::from(signed(scene.own_draft(2), signers));
    let what = "Two of three signers must sign.";
    book.add(own_with("threshold_met", what, "first").own(&[next(&[first, third])]).accepted());
    book.add(own_with("threshold_exceeded", what, "first").own(&[next(&[first, second, third])]).accepted());
    let bad = |name: &str, difference: &str| {
        own_with(name, &format!("{what} {difference}"), "first").from("threshold_met", difference)
    };
    book.add(
        bad("threshold_missed", "One signer has signed.")
            .own(&[next(&[second])])
            .refused("threshold_not_met"),
    );
    let payload = list_payload(&signed(scene.own_draft(2), &[first]));
    let twice: Bytes = sign_list(&payload, &[first, first]).into();
    book.add(
        bad("one_signer_twice", "One signer has signed two times.")
            .own(&[twice])
            .refused("signature_repeated"),
    );
    let many: Bytes = sign_list(&payload, &[first, second, first]).into();
    book.add(
        bad("one_of_three_signatures_twice", "A third signature is by the first signer again.")
            .own(&[many])
            .refused("signature_repeated"),
    );
    let stranger = ed25519("stranger");
    let with: Bytes = sign_list(&payload, &[first, &stranger]).into();
    book.add(
        bad("signed_with_a_stranger", "The second signature is by a key that the list does not name.")
            .own(&[with])
            .refused("signer_unknown"),
    );
    let more: Bytes = sign_list(&payload, &[first, second, &stranger]).into();
    book.add(
        bad("signed_by_a_stranger_too", "There is a third signature, by a key that the list does not name.")
            .own(&[more])
            .refused("signer_unknown"),
    );
    let issuer = &scene.world.chongqing_market.issue_key;
    let with: Bytes = sign_list(&payload, &[first, issuer]).into();
    book.add(
        bad("signed_by_an_issuer", "The second signature is by an issuer of the list.")
            .own(&[with])
            .refused("signer_unknown"),
    );
    let mut broken = sign_list(&payload, &[first, second, third]);
    let last = broken.len() - 1;
    broken[last] ^= 1;
    book.add(
        bad("third_signature_broken", "A third signature is there and does not verify.")
            .own(&[broken.into()])
            .refused("signature_invalid"),
    );
    let mut draft = scene.own_draft(2);
    draft.signers = SignerSet::new(Object::TrustList, 1, scene.world.chongqing.signer_keys()).expect("set");
    let lowered: Bytes = signed(draft, &[first]).into();
    book.add(
        bad("threshold_lowered_by_itself", "The list lowers its own threshold to one, and one has signed.")
            .own(&[lowered])
            .refused("threshold_not_met"),
    );
    let mut draft = scene.own_draft(2);
    draft.signers = SignerSet::new(Object::TrustList, 3, scene.world.chongqing.signer_keys()).expect("set");
    let raised: Bytes = signed(draft.clone(), &[first, second]).into();
    book.add(
        bad(
            "threshold_raised_and_missed",
            "The list raises its own threshold to three, and two have signed.",
        )
        .own(&[raised])
        .refused("threshold_not_met"),
    );
    let raised: Bytes = signed(draft, &[first, second, third]).into();
    book.add(
        own_with("threshold_raised", "A list may raise the threshold for the next.", "first")
            .own(&[raised])
            .accepted(),
    );
    let pinned = |name: &str, difference: &str| {
        vector(name, format!("The anchor's threshold holds for the first list. {difference}"))
            .traps(&[40])
            .from("own_list_taken", difference)
            .pin("anchor")
    };
    let alone: Bytes = signed(scene.own_draft(1), &[first]).into();
    book.add(
        pinned("first_list_by_one", "One signer has signed.").own(&[alone]).refused("threshold_not_met"),
    );
    let mine = generation(scene, 9);
    let mut draft = scene.own_draft(1);
    draft.signers = set(&mine, 1);
    let endorsed: Bytes = signed(draft, &[&mine[0]]).into();
    book.add(
        pinned("first_list_by_itself", "The list names its own signers, and they signed.")
            .own(&[endorsed])
            .refused("threshold_not_met"),
    );
}

fn own(scene: &Scene, book: &mut Book) {
    let [first, second, third] = &scene.world.chongqing.signers;
    let (new, newer) = (generation(scene, 2), generation(scene, 3));
    let rolled = |sequence: u64, signers: &[SigningKey], outgoing: Vec<PublicKey>, by: &[&SigningKey]| {
        let mut draft = scene.own_draft(sequence);
        (draft.signers, draft.outgoing) = (set(signers, 2), outgoing);
        signed(draft, by)
    };
    let olds = || publics(&scene.world.chongqing.signers[..2]);
    let second_list = book.keep("second", rolled(2, &new, olds(), &[first, second, &new[0], &new[1]]));
    let third_list =
        book.keep("third", rolled(3, &newer, publics(&new[1..]), &[&new[1], &new[2], &newer[0], &newer[2]]));
    let what = "At a roll-over the held signers and the new ones must both sign.";
    book.add(own_with("rolled_over", what, "first").own_one(second_list.clone()).accepted());
    book.add(
        own_with(
            "rolled_over_twice",
            "Two changes of signers are fed in order, one after the other.",
            "first",
        )
        .own_one(second_list.clone())
        .own_one(third_list.clone())
        .accepted(),
    );
    book.add(
        own_with(
            "rolled_over_twice_at_once",
            "Two changes of signers are fed in order, in one call.",
            "first",
        )
        .own(&[second_list.clone(), third_list.clone()])
        .accepted(),
    );
    book.add(
        own_with("rolled_over_from_the_anchor", "A new desk is fed all lists in order.", "first")
            .reopen()
            .own(&[second_list.clone(), third_list.clone()])
            .accepted(),
    );
    let bad = |name: &str, difference: &str| {
        own_with(name, &format!("{what} {difference}"), "first").from("rolled_over", difference)
    };
    let list = |bytes: Vec<u8>| [Bytes::from(bytes)];
    book.add(
        bad("rolled_over_without_the_old", "Only the new signers have signed.")
            .own(&list(rolled(2, &new, olds(), &[&new[0], &new[1]])))
            .refused("threshold_not_met"),
    );
    book.add(
        bad("rolled_over_by_one_old", "One of the old signers has signed.")
            .own(&list(rolled(2, &new, olds(), &[first, &new[0], &new[1]])))
            .refused("threshold_not_met"),
    );
    book.add(
        bad("rolled_over_without_the_new", "Only the old signers have signed.")
            .own(&list(rolled(2, &new, olds(), &[first, second])))
            .refused("threshold_not_met"),
    );
    let unnamed = scene.own_draft(2);
    let mut unnamed = TrustListDraft { signers: set(&new, 2), ..unnamed };
    unnamed.outgoing = Vec::new();
    let payload = list_payload(&signed(unnamed, &[&new[0]]));
    let unnamed = sign_list(&payload, &[first, second, &new[0], &new[1]]);
    book.add(
        bad("outgoing_not_named", "The list does not name the old signers as outgoing.")
            .own(&list(unnamed))
            .refused("signer_unknown"),
    );
    book.add(
        bad("roll_over_skipped", "The second change of signers is offered without the first.")
            .own_one(third_list.clone())
            .refused("threshold_not_met"),
    );
    book.add(
        bad("roll_overs_in_the_wrong_order", "Two changes of signers are offered in the wrong order.")
            .own(&[third_list.clone(), second_list.clone()])
            .refused("threshold_not_met"),
    );
    book.add(
        bad("old_signers_after_the_roll_over", "A third list is signed by the signers of the first.")
            .own_one(second_list.clone())
            .own(&list(signed(scene.own_draft(3), &[first, second])))
            .refused("threshold_not_met"),
    );
    let after = rolled(3, &new, Vec::new(), &[&new[0], &new[2]]);
    book.add(
        own_with("list_after_the_roll_over", "After the roll-over the new signers sign alone.", "first")
            .own_one(second_list.clone())
            .own(&list(after))
            .accepted(),
    );
    // One signer changes; the others stay and count for both sets.
    let keys = || vec![first.public_key().clone(), third.public_key().clone(), new[0].public_key().clone()];
    let mut draft = scene.own_draft(2);
    draft.signers = SignerSet::new(Object::TrustList, 2, keys()).expect("set");
    let kept = signed(draft, &[first, third]);
    book.add(
        own_with("one_signer_replaced", "A signer of both sets counts for both.", "first")
            .own(&list(kept))
            .accepted(),
    );
    expired(scene, book, &new);
    other_algorithms(scene, book);
}

fn expired(scene: &Scene, book: &mut Book, new: &[SigningKey; 3]) {
    let [first, second, _] = &scene.world.chongqing.signers;
    let past = |draft: &mut TrustListDraft| {
        draft.iat = crate::scene::time(NOW - 20 * DAY);
        draft.exp = crate::scene::time(NOW - 10 * DAY);
    };
    let mut draft = scene.own_draft(2);
    past(&mut draft);
    (draft.signers, draft.outgoing) = (set(new, 2), publics(&scene.world.chongqing.signers[..2]));
    let over = book.keep("second_expired", signed(draft, &[first, second, &new[0], &new[1]]));
    let mut draft = scene.own_draft(3);
    draft.signers = set(new, 2);
    let last = Bytes::from(signed(draft, &[&new[0], &new[1]]));
    book.add(
        own_with(
            "expired_list_proves_the_change",
            "A list that has expired still proves a change of signers.",
            "first",
        )
        .own(&[over.clone(), last])
        .accepted(),
    );
    let bad = own_with("expired_list_is_the_last", "The last list must be in force.", "first")
        .from("expired_list_proves_the_change", "Nothing follows the list that has expired.");
    book.add(bad.own(&[over]).refused("offered_list_expired"));
    let ending = |exp: u64| {
        let mut draft = scene.own_draft(2);
        draft.exp = crate::scene::time(exp);
        Bytes::from(signed(draft, &[first, second]))
    };
    book.add(
        own_with("offered_in_its_last_second", "A list is taken up to the second before its exp.", "first")
            .own(&[ending(NOW + 1)])
            .accepted(),
    );
    book.add(
        own_with("offered_at_its_end", "A list that has expired is not taken.", "first")
            .from("offered_in_its_last_second", "It expires one second earlier: now.")
            .own(&[ending(NOW)])
            .refused("offered_list_expired"),
    );
}

fn other_algorithms(scene: &Scene, book: &mut Book) {
    let [first, second, _] = &scene.world.chongqing.signers;
    let mixed = [sample::key(Algorithm::Esp256, "mixed signer"), sample::key(Algorithm::Sm2, "mixed signer")];
    let mut draft = scene.own_draft(2);
    (draft.signers, draft.outgoing) = (set(&mixed, 2), publics(&scene.world.chongqing.signers[..2]));
    let list = signed(draft, &[first, second, &mixed[0], &mixed[1]]);
    book.add(
        own_with("signers_of_all_algorithms", "Signers may use any of the three algorithms.", "first")
            .own(&[list.into()])
            .accepted(),
    );
}

fn foreign(scene: &Scene, book: &mut Book) {
    let world = &scene.world;
    let new = [1, 2, 3].map(|signer| ed25519(&format!("Sichuan generation 2 signer {signer}")));
    let [first, second, _] = &world.sichuan.signers;
    let mut draft = world.sichuan_list(2).expect("the sample's list");
    (draft.signers, draft.outgoing) = (set(&new, 2), publics(&world.sichuan.signers[..2]));
    let rolled = book.keep("sichuan_rolled_over", signed(draft.clone(), &[first, second, &new[0], &new[1]]));
    draft.sequence = 3;
    draft.outgoing = Vec::new();
    let after = book.keep("sichuan_after", signed(draft, &[&new[0], &new[1]]));
    let republished = scene.own_list(2, |draft| draft.recognitions[0].signers = set(&new, 2));
    let republished = book.keep("own_republished", republished);
    let sichuan = book.keep("sichuan", scene.desk.recognised[0].clone());
    let residence = book.keep("residence", scene.residence().show_items(&[]));
    let status = book.keep("residence_status", scene.desk.statuses[2].clone());
    let desk = |name: &str, about: &str| own_with(name, about, "first").recognised(sichuan.clone());
    book.add(
        desk(
            "foreign_roll_over_signed_by_both",
            "A foreign roll-over that the old signers have signed is taken.",
        )
        .recognised(rolled.clone())
        .accepted(),
    );
    book.add(
        desk(
            "foreign_roll_over_republished",
            "After our authority has republished, the new foreign signers count alone.",
        )
        .own_one(republished.clone())
        .recognised(after.clone())
        .status(status.clone())
        .verify(residence.clone())
        .verified(),
    );
    let bad = |name: &str, difference: &str| {
        desk(name, "A foreign roll-over takes effect when our authority republishes.")
            .from("foreign_roll_over_republished", difference)
    };
    book.add(
        bad("foreign_roll_over_not_republished", "Our authority has not republished.")
            .recognised(rolled.clone())
            .recognised(after.clone())
            .refused("threshold_not_met"),
    );
    book.add(
        bad("foreign_list_of_the_old_signers", "The list held is still the one of the old foreign signers.")
            .status(status.clone())
            .own_one(republished.clone())
            .verify(residence.clone())
            .cannot_tell("recognised_list_missing"),
    );
    book.add(
        bad(
            "foreign_list_by_the_old_signers_offered",
            "After our authority has republished, a list of the old foreign signers is offered.",
        )
        .own_one(republished.clone())
        .recognised(scene.recognised_list(2, |_| ()))
        .refused("threshold_not_met"),
    );
    book.add(
        bad("foreign_list_goes_back", "After the new list the one before is offered.")
            .own_one(republished.clone())
            .recognised(after.clone())
            .recognised(rolled)
            .refused("list_rolled_back"),
    );
    let withdrawn = scene.own_list(2, |draft| draft.recognitions.clear());
    let withdrawn = book.keep("own_withdrawn", withdrawn);
    book.add(
        bad("recognition_withdrawn", "Our authority has withdrawn the recognition.")
            .status(status)
            .own_one(withdrawn.clone())
            .verify(residence)
            .refused("issuer_unknown"),
    );
    let again = scene.own_list(3, |_| ());
    let newest = scene.recognised_list(2, |_| ());
    book.add(
        desk("withdrawal_does_not_forget", "The memory of a foreign list outlives the withdrawal of its recognition.")
            .from("foreign_roll_over_signed_by_both", "A newer list is held; the recognition is withdrawn and given again; then the older list is offered.")
            .recognised(newest)
            .own(&[withdrawn])
            .reopen()
            .own(&[again.into()])
            .recognised(sichuan)
            .refused("list_rolled_back"),
    );
}
