//! Sessions: several presentations at once, each with a verdict of its own.

use crate::act::{
    DESK, LOAN, around, challenged, claiming, delegate_key, delegated, delegated_around, draft, good,
    loan_draft, mandate_draft, open_draft, session_of, sign, sign_mandate, unchallenged, with_desk,
};
use crate::book::{Book, Bytes, vector};
use crate::scene::{CNF, ITEMS, Parts, Scene, cose_key};
use crate::tree::{bytes, done, raw, text};
use zhengzhao::act::{Audience, PresentationDraft};
use zhengzhao::crypto::{Algorithm, SigningKey};
use zhengzhao_facade::sample;

pub(crate) fn book(scene: &Scene) -> Book {
    let mut book = with_desk(scene, "sessions", "Several presentations at once: each has its own verdict.");
    together(scene, &mut book);
    apart(scene, &mut book);
    links(scene, &mut book);
    twice(scene, &mut book);
    remembered(scene, &mut book);
    wire(scene, &mut book);
    book
}

/// Somebody else with a food licence of their own.
fn other() -> SigningKey {
    sample::key(Algorithm::Ed25519, "another holder")
}

fn food_of_other(scene: &Scene) -> Vec<u8> {
    scene.food_with(|claims| done(claims.get(CNF).set(1, cose_key(&other()))))
}

fn by_other(scene: &Scene, draft: &PresentationDraft) -> Vec<u8> {
    sign("of another", draft, &food_of_other(scene), &other())
}

fn eid(scene: &Scene, draft: &PresentationDraft) -> Vec<u8> {
    sign("e-ID", draft, &scene.eid().show_items(&[2, 22]), &scene.holder)
}

/// A desk that knows the e-ID's status too.
fn wide(scene: &Scene, book: &mut Book) {
    book.keep("wide", scene.desk.pack());
}

fn together(scene: &Scene, book: &mut Book) {
    wide(scene, book);
    let first = book.keep("first", good(scene));
    let second = book.keep("second", by_other(scene, &draft()));
    book.add(
        challenged("session_of_two_holders", "Two holders answer one challenge; nothing links them.")
            .session(&[first.clone(), second.clone()])
            .verdicts(&["verified", "verified"]),
    );
    book.add(
        challenged("session_of_one", "A session of one presentation.")
            .session(std::slice::from_ref(&first))
            .verdicts(&["verified"]),
    );
    let shown = Bytes::from(eid(scene, &draft()));
    book.add(
        vector("session_of_one_holder", "A holder shows an e-ID and a licence, both bound to one key.")
            .desk("wide")
            .audience(DESK)
            .challenge(crate::act::nonce())
            .session(&[shown, first.clone()])
            .verdicts(&["verified", "verified"]),
    );
    book.add(
        vector("session_without_presence", "Nothing is proven about who presents any of them.")
            .desk("desk")
            .session(&[second, first])
            .verdicts(&["verified", "verified"])
            .telling("/verdicts/0/presenter", "not_proven")
            .telling("/verdicts/1/presenter", "not_proven"),
    );
    let second_principal = {
        let mandate = sign_mandate("second mandate", &mandate_draft(), &food_of_other(scene), &other());
        let shown = delegated_around(scene, &mandate, |claims| {
            claims.set(7, bytes(&crate::act::sixteen("delegated again")));
        });
        Bytes::from(shown)
    };
    book.add(
        challenged("session_of_an_agent", "An agent presents for two principals.")
            .matter(LOAN)
            .session(&[delegated(scene).into(), second_principal])
            .verdicts(&["verified", "verified"]),
    );
    let many: Vec<Bytes> = (0..16)
        .map(|number| sign(&format!("copy {number}"), &draft(), &scene.food(), &scene.holder).into())
        .collect();
    book.add(
        challenged("session_of_sixteen", "A session has at most 16 presentations.")
            .session(&many)
            .verdicts(&["verified"; 16]),
    );
}

/// Shown together proves nothing about belonging together; a link does.
fn links(scene: &Scene, book: &mut Book) {
    let good = Bytes::from("first");
    let other = Bytes::from("second");
    let wide = |name: &str, about: &str| {
        vector(name, about).desk("wide").audience(DESK).challenge(crate::act::nonce())
    };
    let eid = book.keep("eid", eid(scene, &draft()));
    let nameless =
        book.keep("without_code", sign("no code", &draft(), &without_code(scene, &[]), &scene.holder));
    let unlike = Bytes::from(sign("no name", &draft(), &without_code(scene, &[2]), &scene.holder));
    let both = ["verified", "verified"].as_slice();
    for link in ["same_code", "same_enterprise"] {
        let good_name = format!("session_of_the_{link}");
        book.add(
            challenged(&good_name, "Two certificates of one enterprise, with two keys.")
                .linked(link)
                .session(&[good.clone(), other.clone()])
                .verdicts(both),
        );
        book.add(
            challenged(format!("session_of_the_{link}_by_name_only"), "Equal names do not tell.")
                .from(&good_name, "The second does not show the code.")
                .linked(link)
                .session(&[good.clone(), nameless.clone()])
                .cannot_tell("link_by_name_only"),
        );
        book.add(
            challenged(format!("session_without_the_{link}"), "Neither code nor name is shown by both.")
                .from(&good_name, "The second shows neither code nor name.")
                .linked(link)
                .session(&[good.clone(), unlike.clone()])
                .refused("link_broken"),
        );
        book.add(
            wide(&format!("session_of_others_without_the_{link}"), "An e-ID is not the enterprise's.")
                .from(&good_name, "The second is an e-ID of somebody.")
                .linked(link)
                .session(&[good.clone(), eid.clone()])
                .refused("link_broken"),
        );
    }
    book.add(
        wide("session_of_the_same_key", "Both are bound to the key of one holder.")
            .linked("same_key")
            .session(&[eid, good.clone()])
            .verdicts(both),
    );
    book.add(
        challenged("session_of_two_keys", "The scenario links the holders, and these are two.")
            .from("session_of_the_same_key", "The second is bound to another key.")
            .linked("same_key")
            .session(&[good, other])
            .refused("link_broken"),
    );
    delegates(scene, book);
}

/// A food licence without the holder's code, and without these items.
fn without_code(scene: &Scene, more: &[i64]) -> Vec<u8> {
    scene.food_with(|claims| {
        for label in [3, 4].iter().chain(more) {
            claims.get(ITEMS).remove(*label);
        }
    })
}

/// The delegate as a person: by the key that the mandate names.
fn delegates(scene: &Scene, book: &mut Book) {
    let delegated = Bytes::from(delegated(scene));
    let own = |name: &str, key: &SigningKey| {
        let bound = scene.food_with(|claims| {
            claims.get(ITEMS).set(2, text("周代办"));
            claims.get(CNF).set(1, cose_key(key));
            for label in [3, 4] {
                claims.get(ITEMS).remove(label);
            }
        });
        Bytes::from(sign(name, &loan_draft(), &bound, key))
    };
    let linked = |name: &str, about: &str| challenged(name, about).matter(LOAN).linked("same_key");
    book.add(
        linked("session_of_a_delegate", "The second is bound to the key that the mandate names.")
            .session(&[delegated.clone(), own("the delegate's own", &delegate_key())])
            .verdicts(&["verified", "verified"]),
    );
    book.add(
        linked("session_of_a_namesake", "The delegate's name is the principal's word.")
            .from("session_of_a_delegate", "The second is bound to another key, of the same name.")
            .session(&[delegated, own("a namesake's own", &other())])
            .cannot_tell("link_by_name_only"),
    );
}

/// One verdict never touches another.
fn apart(scene: &Scene, book: &mut Book) {
    let first = Bytes::from("first");
    let second = Bytes::from("second");
    let at = |name: &str, difference: &str| {
        challenged(name, format!("Each presentation of a session has its own verdict. {difference}"))
            .from("session_of_two_holders", difference)
    };
    let revoked = Bytes::from(around(scene, &scene.food_at(113), |_| ()));
    book.add(
        at("session_with_one_revoked", "The first licence was revoked.")
            .session(&[revoked, second.clone()])
            .verdicts(&["revoked_as_penalty", "verified"]),
    );
    let elsewhere = PresentationDraft {
        audience: Audience::new("urn:example:desk:else").expect("an audience"),
        ..draft()
    };
    book.add(
        at("session_with_one_for_another", "The second is for another desk.")
            .traps(&[31])
            .session(&[first.clone(), by_other(scene, &elsewhere).into()])
            .verdicts(&["verified", "audience_mismatch"]),
    );
    book.add(
        at("session_with_one_unchallenged", "The second answers no challenge.")
            .traps(&[31])
            .session(&[first.clone(), by_other(scene, &open_draft()).into()])
            .verdicts(&["verified", "challenge_missing"]),
    );
    book.add(
        at("session_with_a_certificate", "In the second's place stands its certificate alone.")
            .traps(&[9, 31])
            .session(&[first.clone(), food_of_other(scene).into()])
            .verdicts(&["verified", "wrong_typ"]),
    );
    book.add(
        at("session_with_nothing", "The first is empty.")
            .session(&[Vec::new().into(), second.clone()])
            .verdicts(&["cbor_truncated", "verified"]),
    );
    let forged = Parts::of(&by_other(scene, &draft())).sign(&sample::key(Algorithm::Ed25519, "林小满"));
    book.add(
        at(
            "session_with_a_borrowed_licence",
            "The holder of the first signs the second with a key of their own.",
        )
        .traps(&[32])
        .session(&[first.clone(), forged.into()])
        .verdicts(&["verified", "holder_signature_invalid"]),
    );
    let unknown = Bytes::from(around(scene, &scene.food_at(104), |_| ()));
    book.add(
        at("session_with_one_unknown", "Nobody can tell the first's status.")
            .session(&[unknown, second.clone()])
            .verdicts(&["status_value_unknown", "verified"]),
    );
    book.add(
        vector("session_of_another_challenge", "A challenge counts once.")
            .traps(&[31])
            .from("session_of_two_holders", "The desk gave another challenge.")
            .desk("desk")
            .audience(DESK)
            .challenge(crate::act::sixteen("second challenge"))
            .session(&[first, second])
            .verdicts(&["challenge_mismatch", "challenge_mismatch"]),
    );
}

/// No presentation stands for two.
fn twice(scene: &Scene, book: &mut Book) {
    let first = Bytes::from("first");
    let second = Bytes::from("second");
    let at = |name: &str, difference: &str| {
        challenged(name, format!("No presentation stands for two. {difference}"))
            .traps(&[31])
            .from("session_of_two_holders", difference)
    };
    book.add(
        at("session_with_one_twice", "The second is the first again.")
            .session(&[first.clone(), first.clone()])
            .verdicts(&["verified", "replayed"]),
    );
    book.add(
        at("session_with_one_last", "The first comes a second time at the end.")
            .session(&[first.clone(), second, first.clone()])
            .verdicts(&["verified", "verified", "replayed"]),
    );
    let signed = Parts::of(&good(scene));
    let again = signed.with_signature(&crate::algorithms::negated(&signed.signature()));
    book.add(
        at("session_with_the_other_s", "The second is the first with n - s for s.")
            .session(&[first.clone(), again.into()])
            .verdicts(&["verified", "replayed"]),
    );
    book.add(
        vector("session_twice_without_presence", "No presentation stands for two, whatever is to be proven.")
            .traps(&[31])
            .from("session_without_presence", "Both are the same.")
            .desk("desk")
            .session(&[first.clone(), first])
            .verdicts(&["verified", "replayed"]),
    );
    let renamed = claiming(scene, |claims| done(claims.set(7, bytes(&crate::act::sixteen("a second name")))));
    book.add(
        challenged("session_of_one_licence_twice", "One licence, presented twice with two names.")
            .session(&["first".into(), renamed.into()])
            .verdicts(&["verified", "verified"]),
    );
}

fn remembered(scene: &Scene, book: &mut Book) {
    let first = book.keep("open", sign("presentation", &open_draft(), &scene.food(), &scene.holder));
    let second = book.keep("open_second", by_other(scene, &open_draft()));
    let both = [first.clone(), second.clone()];
    book.add(
        unchallenged("session_by_audience", "Two holders present at a desk with a fixed audience.")
            .session(&both)
            .verdicts(&["verified", "verified"])
            .telling("/verdicts/1/presenter", "proven_audience"),
    );
    let at = |name: &str, difference: &str| {
        unchallenged(name, format!("What a session showed is remembered. {difference}"))
            .traps(&[31])
            .from("session_by_audience", difference)
    };
    book.add(
        at("session_again", "It is shown a second time.")
            .session(&both)
            .session(&both)
            .verdicts(&["replayed", "replayed"]),
    );
    book.add(
        at("session_with_one_shown_before", "The second was shown before, alone.")
            .present(second.clone())
            .session(&both)
            .verdicts(&["verified", "replayed"]),
    );
    book.add(
        at("session_twice_by_audience", "The second is the first again.")
            .session(&[first.clone(), first.clone()])
            .verdicts(&["verified", "replayed"]),
    );
    book.add(
        unchallenged("one_of_a_session_alone", "What a session showed is remembered.")
            .traps(&[31])
            .from("presented_by_audience", "A session showed it before.")
            .session(&both)
            .present(first)
            .refused("replayed"),
    );
    book.add(
        vector("session_fills_the_memory", "What still lives is not forgotten, in a session neither.")
            .traps(&[31])
            .from("session_by_audience", "The memory has room for one.")
            .desk("desk")
            .audience(DESK)
            .memory(1)
            .fixed_audience()
            .session(&both)
            .verdicts(&["verified", "replay_memory_full"]),
    );
}

/// The session object itself.
fn wire(scene: &Scene, book: &mut Book) {
    let both = [good(scene), by_other(scene, &draft())];
    let sound = session_of(&both);
    book.add(
        challenged("session_as_it_arrives", "A session of two, as it arrives.")
            .session_bytes(sound.clone())
            .verdicts(&["verified", "verified"]),
    );
    let at = |name: &str, difference: &str| {
        challenged(name, format!("A session is a word, a version and 1 to 16 presentations. {difference}"))
            .from("session_as_it_arrives", difference)
    };
    let of = |word: &str, version: u64, presentations: &[Vec<u8>]| {
        raw(|w| {
            w.array(3).text(word).uint(version).array(presentations.len());
            presentations.iter().for_each(|one| done(w.bytes(one)));
            w
        })
        .encode()
    };
    const WORD: &str = "zhengzhao-session";
    let untagged = raw(|w| w.array(3).text(WORD).uint(1).array(1).raw(&both[0])).encode();
    for (name, difference, bytes, code) in [
        ("session_empty", "There is none.", of(WORD, 1, &[]), "cbor_out_of_range"),
        (
            "session_of_seventeen",
            "There are seventeen.",
            of(WORD, 1, &vec![Vec::new(); 17]),
            "cbor_too_large",
        ),
        ("session_of_another_word", "The word is another.", of("zhengzhao-pack", 1, &both), "wrong_typ"),
        ("session_of_version_2", "The version is 2.", of(WORD, 2, &both), "profile_unknown"),
        ("session_not_in_bytes", "A presentation is not in a byte string.", untagged, "cbor_unexpected_type"),
        (
            "session_with_a_large_one",
            "A presentation has more than 73,728 bytes.",
            of(WORD, 1, &[vec![0; 73_729]]),
            "cbor_too_large",
        ),
        ("session_and_more", "A byte follows.", [sound.as_slice(), &[0]].concat(), "cbor_trailing_bytes"),
        ("session_cut", "The last byte is missing.", sound[..sound.len() - 1].to_vec(), "cbor_truncated"),
    ] {
        book.add(at(name, difference).session_bytes(bytes).refused(code));
    }
    book.add(
        challenged("session_as_presentation", "A session is no presentation.")
            .traps(&[9])
            .from("presentation", "A session is shown as one.")
            .present(sound)
            .refused("cbor_unexpected_type"),
    );
    book.add(
        challenged("presentation_as_session", "A presentation is no session.")
            .traps(&[9])
            .from("session_as_it_arrives", "A presentation is shown as one.")
            .session_bytes(both[0].clone())
            .refused("cbor_unexpected_type"),
    );
}
