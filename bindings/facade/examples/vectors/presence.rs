//! For whom, for what and in answer to what a presentation was made, and that it is shown once.

use crate::act::{
    DESK, ENDS, HOTEL, LOAN, SCENARIO, around, challenged, changed, claiming, draft, good, nonce, open_draft,
    purpose, refuse, scenario, sign, sixteen, unchallenged, with_desk,
};
use crate::book::{Book, Bytes, vector};
use crate::scene::{CNF, CTI, NOW, Parts, Scene, WITH_STATUS, cose_key, status_list, statuses, time};
use crate::tree::{bytes, done, raw, text};
use zhengzhao::act::{Audience, PresentationDraft};
use zhengzhao::crypto::Algorithm;
use zhengzhao::status::Status;
use zhengzhao_facade::sample;

pub(crate) fn book(scene: &Scene) -> Book {
    let about = "For whom, for what and in answer to what something is presented; and shown once.";
    let mut book = with_desk(scene, "presence", about);
    audience(scene, &mut book);
    challenge(scene, &mut book);
    alone(scene, &mut book);
    matter(scene, &mut book);
    once(scene, &mut book);
    room(scene, &mut book);
    window(scene, &mut book);
    kept(scene, &mut book);
    book
}

fn audience(scene: &Scene, book: &mut Book) {
    let named = |name: &str| -> Bytes {
        let audience = Audience::new(name).expect("an audience");
        sign("presentation", &PresentationDraft { audience, ..draft() }, &scene.food(), &scene.holder).into()
    };
    let rule = "A presentation is for one checker.";
    let other = "urn:example:desk:chengdu-jinjiang";
    refuse(
        book,
        ("presented_to_another", rule),
        &[31],
        "It is for another desk.",
        named(other),
        "audience_mismatch",
    );
    refuse(
        book,
        ("presented_to_upper_case", rule),
        &[31],
        "The desk's name is written in upper case.",
        named(&DESK.to_uppercase()),
        "audience_mismatch",
    );
    refuse(
        book,
        ("presented_to_anybody", "What is for anybody proves nobody's presence."),
        &[31],
        "Its audience is \"any\", and it answers the challenge.",
        named("any"),
        "audience_mismatch",
    );
    let at = |name: &str, difference: &str| {
        vector(name, format!("{rule} {difference}"))
            .traps(&[31])
            .from("presentation", difference)
            .desk("desk")
    };
    book.add(
        at("presented_to_nobody", "The desk that gave the challenge has no name.")
            .challenge(nonce())
            .present(good(scene))
            .refused("audience_mismatch"),
    );
    book.add(
        at("presented_to_any_at_any", "The desk that gave the challenge calls itself \"any\".")
            .audience("any")
            .challenge(nonce())
            .present(named("any"))
            .refused("audience_mismatch"),
    );
    book.add(
        vector(
            "presented_without_presence",
            "No presence is asked for: nothing is proven about the presenter.",
        )
        .desk("desk")
        .audience(DESK)
        .present(good(scene))
        .verified()
        .telling("/presenter", "not_proven"),
    );
    book.add(
        vector("presented_to_another_without_presence", rule)
            .traps(&[31])
            .from("presented_without_presence", "It is for another desk.")
            .desk("desk")
            .audience(DESK)
            .present(named(other))
            .refused("audience_mismatch"),
    );
    book.add(
        vector("presented_to_anybody_without_presence", "\"any\" passes where no presence is asked for.")
            .desk("desk")
            .audience(DESK)
            .present(named("any"))
            .verified()
            .telling("/presenter", "not_proven"),
    );
    book.add(
        vector("presented_to_a_desk_without_a_name", "A desk without a name takes what is for any desk.")
            .desk("desk")
            .present(named(other))
            .verified()
            .telling("/presenter", "not_proven"),
    );
}

fn challenge(scene: &Scene, book: &mut Book) {
    let open = sign("presentation", &open_draft(), &scene.food(), &scene.holder);
    book.add(
        unchallenged("presented_by_audience", "A desk with a fixed audience: no challenge, and shown once.")
            .present(open.clone())
            .verified()
            .telling("/presenter", "proven_audience"),
    );
    let rule = "Who is asked answers.";
    refuse(book, ("challenge_not_answered", rule), &[31], "It has no nonce.", open, "challenge_missing");
    refuse(
        book,
        ("challenge_of_another", rule),
        &[31],
        "It answers another challenge.",
        claiming(scene, |claims| done(claims.set(crate::act::NONCE, bytes(&sixteen("other challenge"))))),
        "challenge_mismatch",
    );
    let good = book.keep("presentation", good(scene));
    book.add(
        challenged("challenge_answered_with_a_screenshot", "A challenge counts once.")
            .traps(&[31])
            .from("presentation", "It is shown a second time, and the desk gave a fresh challenge.")
            .present(good.clone())
            .challenge(sixteen("second challenge"))
            .present(good.clone())
            .refused("challenge_mismatch"),
    );
    let by_audience = |name: &str, difference: &str| {
        unchallenged(name, format!("At a desk with a fixed audience nobody was asked. {difference}"))
            .traps(&[31])
            .from("presented_by_audience", difference)
    };
    book.add(
        by_audience("challenge_not_given", "It answers a challenge.")
            .present(good)
            .refused("challenge_unexpected"),
    );
    let named = |name: &str| {
        let audience = Audience::new(name).expect("an audience");
        sign("presentation", &PresentationDraft { audience, ..open_draft() }, &scene.food(), &scene.holder)
    };
    book.add(
        by_audience("presented_by_audience_of_another", "It is for another desk.")
            .present(named("urn:example:desk:chengdu-jinjiang"))
            .refused("audience_mismatch"),
    );
    book.add(
        by_audience("presented_by_audience_of_any", "It is for anybody.")
            .present(named("any"))
            .refused("audience_mismatch"),
    );
}

/// A certificate without a presentation.
fn alone(scene: &Scene, book: &mut Book) {
    let cut = Bytes::from(scene.food());
    book.add(
        vector(
            "certificate_cut_out",
            "A certificate cut out of a presentation is genuine, and nobody's presence.",
        )
        .desk("desk")
        .audience(DESK)
        .verify(cut.clone())
        .verified()
        .telling("/presenter", "not_proven"),
    );
    book.add(
        challenged("certificate_cut_out_at_a_challenge", "A certificate alone proves nobody's presence.")
            .traps(&[31])
            .from("certificate_cut_out", "The desk gave a challenge.")
            .verify(cut.clone())
            .refused("presentation_missing"),
    );
    book.add(
        unchallenged("certificate_cut_out_by_audience", "A certificate alone proves nobody's presence.")
            .traps(&[31])
            .from("certificate_cut_out", "The desk wants presence by audience.")
            .verify(cut)
            .refused("presentation_missing"),
    );
    book.add(
        challenged("printed_at_a_challenge", "Paper proves nobody's presence.")
            .traps(&[31])
            .from("food_printed", "The desk gave a challenge.")
            .verify_printed(scene.food_printed())
            .refused("presentation_missing"),
    );
}

fn matter(scene: &Scene, book: &mut Book) {
    let plain = book.keep("plain", claiming(scene, |_| ()));
    let hotel = PresentationDraft { scenario: Some(scenario(HOTEL)), ..draft() };
    let hotel = book.keep("hotel", sign("hotel", &hotel, &scene.food(), &scene.holder));
    let why = "核对经营者身份";
    let reason = PresentationDraft { purpose: purpose(why), ..draft() };
    let reason = book.keep("reason", sign("reason", &reason, &scene.food(), &scene.holder));
    book.add(
        challenged("presented_at_the_hotel", "A presentation for the matter at hand.")
            .matter(HOTEL)
            .present(hotel.clone())
            .verified(),
    );
    book.add(
        challenged("presented_with_a_purpose", "A presentation for the stated purpose.")
            .purpose(why)
            .present(reason.clone())
            .verified(),
    );
    let both = PresentationDraft { scenario: Some(scenario(HOTEL)), purpose: purpose(why), ..draft() };
    let both = sign("both", &both, &scene.food(), &scene.holder);
    book.add(
        challenged("presented_with_both", "A presentation for the matter and the purpose.")
            .matter(HOTEL)
            .purpose(why)
            .present(both)
            .verified(),
    );
    let at = |name: &str, sibling: &str, difference: &str| {
        challenged(name, format!("What is for one matter is not for another. {difference}"))
            .traps(&[31])
            .from(sibling, difference)
    };
    book.add(
        at("hotel_taken_to_the_loan", "presented_at_the_hotel", "It is taken to a loan desk.")
            .matter(LOAN)
            .present(hotel.clone())
            .refused("scenario_mismatch"),
    );
    book.add(
        at("hotel_taken_to_no_matter", "presented_at_the_hotel", "The desk has no scenario.")
            .present(hotel)
            .refused("scenario_mismatch"),
    );
    book.add(
        at("plain_taken_to_the_hotel", "presented_at_the_hotel", "It names no scenario.")
            .matter(HOTEL)
            .present(plain.clone())
            .refused("scenario_mismatch"),
    );
    let elsewhere = claiming(scene, |claims| {
        claims.set(SCENARIO, raw(|w| w.array(2).text("11510000MBYY0002XR").text(HOTEL.1)));
    });
    book.add(
        at(
            "hotel_of_another_authority",
            "presented_at_the_hotel",
            "It names a scenario of another organisation with the same id.",
        )
        .matter(HOTEL)
        .present(elsewhere)
        .refused("scenario_mismatch"),
    );
    book.add(
        at("purpose_of_another", "presented_with_a_purpose", "The desk states another purpose.")
            .purpose("办理贷款")
            .present(reason.clone())
            .refused("purpose_mismatch"),
    );
    book.add(
        at("purpose_with_a_space", "presented_with_a_purpose", "The desk's purpose ends with a space.")
            .purpose("核对经营者身份 ")
            .present(reason.clone())
            .refused("purpose_mismatch"),
    );
    book.add(
        at("purpose_not_asked", "presented_with_a_purpose", "The desk states no purpose.")
            .present(reason)
            .refused("purpose_mismatch"),
    );
    book.add(
        at("purpose_not_stated", "presented_with_a_purpose", "It states no purpose.")
            .purpose(why)
            .present(plain)
            .refused("purpose_mismatch"),
    );
}

/// The replay memory: what was accepted is not accepted again.
fn once(scene: &Scene, book: &mut Book) {
    let open = book.keep("open", sign("presentation", &open_draft(), &scene.food(), &scene.holder));
    let again = |name: &str, difference: &str| {
        unchallenged(name, format!("What was shown is not shown again. {difference}"))
            .traps(&[31])
            .from("presented_by_audience", difference)
    };
    book.add(
        again("screenshot_at_the_desk", "It is shown a second time.")
            .present(open.clone())
            .present(open.clone())
            .refused("replayed"),
    );
    book.add(
        again("screenshot_at_its_last_second", "It is shown a second time in its last second.")
            .present(open.clone())
            .at(ENDS - 1)
            .present(open.clone())
            .refused("replayed"),
    );
    book.add(
        again("screenshot_after_reopening", "It is shown a second time, after the desk was restarted.")
            .present(open.clone())
            .reopen_memory()
            .present(open.clone())
            .refused("replayed"),
    );
    let resigned = Parts::of(&sign("presentation", &open_draft(), &scene.food(), &scene.holder));
    let other = resigned.with_signature(&crate::algorithms::negated(&resigned.signature()));
    book.add(
        unchallenged("presented_with_the_other_s", "ESP256 accepts s and n - s.")
            .present(other.clone())
            .verified(),
    );
    book.add(
        again(
            "screenshot_with_the_other_s",
            "The second time its signature has n - s for s, which is good, too.",
        )
        .present(open.clone())
        .present(other)
        .refused("replayed"),
    );
    let reworded = PresentationDraft { exp: time(ENDS + 60), ..open_draft() };
    let reworded = sign("presentation", &reworded, &scene.food(), &scene.holder);
    book.add(
        again("name_used_twice", "The second has another end, and the same key and cti.")
            .present(open.clone())
            .present(reworded)
            .refused("replayed"),
    );
    let fresh = sign("second presentation", &open_draft(), &scene.food(), &scene.holder);
    book.add(
        unchallenged("presented_anew", "The same holder may present again, with a new name.")
            .present(open.clone())
            .present(fresh)
            .verified(),
    );
    let key = sample::key(Algorithm::Ed25519, "林小满");
    let other = scene.food_with(|claims| done(claims.get(CNF).set(1, cose_key(&key))));
    let other = sign("presentation", &open_draft(), &other, &key);
    book.add(
        unchallenged(
            "name_used_by_another_key",
            "A name counts together with the key: nobody can use up others'.",
        )
        .present(open.clone())
        .present(other)
        .verified(),
    );
    book.add(
        unchallenged("refused_and_shown_again", "What was refused may be shown again.")
            .purpose("办理贷款")
            .present(open.clone())
            .which_is_refused("purpose_mismatch")
            .without_purpose()
            .present(open.clone())
            .verified(),
    );
    let mut shard = statuses();
    shard.set(WITH_STATUS + 4, Status::Valid).expect("inside the shard");
    let later = status_list(&scene.world, &scene.world.chongqing_market, NOW - 1, &shard);
    let unknown = Parts::of(&around(scene, &scene.food_at(WITH_STATUS + 4), |claims| {
        claims.remove(crate::act::NONCE);
    }));
    let unknown = book.keep("unknown_status", unknown.sign(&scene.holder));
    book.add(
        unchallenged("not_told_and_shown_again", "What could not be told may be shown again.")
            .present(unknown.clone())
            .which_is_refused("status_value_unknown")
            .status(later)
            .present(unknown)
            .verified(),
    );
    book.add(
        unchallenged("presented_without_memory_before", "What was shown without presence is not remembered.")
            .no_presence()
            .present(open.clone())
            .fixed_audience()
            .present(open)
            .verified()
            .telling("/presenter", "proven_audience"),
    );
    let fresh = changed(scene, |parts| {
        parts.payload.remove(crate::act::NONCE);
        parts.payload.set(CTI, bytes(&sixteen("a third name")));
        parts.payload.set(crate::act::AUD, text(DESK));
    });
    book.add(
        unchallenged("presented_after_another", "Others may have presented before.")
            .present("open")
            .present(fresh)
            .verified(),
    );
}

/// A presentation by audience with a name and an end.
fn named(scene: &Scene, name: &str, exp: u64) -> Vec<u8> {
    sign(name, &PresentationDraft { exp: time(exp), ..open_draft() }, &scene.food(), &scene.holder)
}

fn small(name: &str, about: &str, capacity: usize) -> crate::book::Vector {
    vector(name, about).traps(&[31]).desk("desk").audience(DESK).memory(capacity).fixed_audience()
}

fn room(scene: &Scene, book: &mut Book) {
    let first = book.keep("first", named(scene, "first", NOW + 60));
    let second = book.keep("second", named(scene, "second", NOW + 200));
    book.add(
        small("memory_with_room", "A memory for two has room for a second.", 2)
            .present(first.clone())
            .present(second.clone())
            .verified(),
    );
    book.add(
        small("memory_makes_room", "What has reached its end makes room.", 1)
            .present(first.clone())
            .at(NOW + 60)
            .present(second.clone())
            .verified(),
    );
    let full = |name: &str, sibling: &str, difference: &str| {
        small(name, &format!("What still lives is not forgotten. {difference}"), 1).from(sibling, difference)
    };
    book.add(
        full("memory_full", "memory_with_room", "The memory has room for one.")
            .present(first.clone())
            .present(second.clone())
            .cannot_tell("replay_memory_full"),
    );
    book.add(
        full("memory_full_for_a_second_more", "memory_makes_room", "The first lives one second more.")
            .present(first.clone())
            .at(NOW + 59)
            .present(second.clone())
            .cannot_tell("replay_memory_full"),
    );
    book.add(
        full(
            "memory_full_after_reopening",
            "memory_with_room",
            "The memory has room for one, and was reopened.",
        )
        .present(first.clone())
        .reopen_memory()
        .present(second.clone())
        .cannot_tell("replay_memory_full"),
    );
    book.add(
        full("memory_full_and_replayed", "memory_with_room", "The memory is full, and it is the same again.")
            .present(first)
            .present("first")
            .refused("replayed"),
    );
    let suspended = Parts::of(&around(scene, &scene.food_at(WITH_STATUS + 2), |claims| {
        claims.remove(crate::act::NONCE);
    }));
    book.add(
        full(
            "memory_full_and_suspended",
            "memory_with_room",
            "The memory is full, and the licence is suspended.",
        )
        .present("first")
        .present(suspended.sign(&scene.holder))
        .refused("suspended"),
    );
}

/// A clock that goes back meets what the memory no longer holds.
fn window(scene: &Scene, book: &mut Book) {
    let first = Bytes::from("first");
    let evicting = Bytes::from("second");
    let later = named(scene, "later", NOW + 61);
    let same = named(scene, "same end", NOW + 60);
    let back = |name: &str, about: &str| {
        small(name, about, 2).present(first.clone()).at(NOW + 60).present(evicting.clone()).at(NOW + 50)
    };
    book.add(
        back(
            "window_open",
            "The clock went back by ten seconds; this ends later than all that was forgotten.",
        )
        .present(later)
        .verified(),
    );
    let closed = |name: &str, difference: &str| {
        back(name, &format!("What may have been forgotten is refused. {difference}"))
            .from("window_open", difference)
    };
    book.add(
        closed("window_closed_for_the_same", "It is the one that was forgotten.")
            .present(first.clone())
            .refused("replay_window_closed"),
    );
    book.add(
        closed("window_closed", "It ends when the one that was forgotten ended.")
            .present(same.clone())
            .refused("replay_window_closed"),
    );
    book.add(
        closed(
            "window_closed_after_reopening",
            "It is the one that was forgotten, and the desk was restarted.",
        )
        .reopen_memory()
        .present(first.clone())
        .refused("replay_window_closed"),
    );
    book.add(
        closed("window_closed_for_what_is_held", "It is the one that is still held.")
            .present(evicting.clone())
            .refused("replayed"),
    );
}

/// The exported memory as a host might hand it back.
fn kept(scene: &Scene, book: &mut Book) {
    use zhengzhao::cbor::{MapWriter, Writer};
    use zhengzhao::crypto::Signer as _;
    let key = *scene.holder.public_key().thumbprint().as_bytes();
    let entry =
        |key: [u8; 32], name: &str, exp: u64| raw(|w| w.array(3).bytes(&key).bytes(&sixteen(name)).uint(exp));
    let memory =
        |word: &str, version: u64, capacity: u64, entries: &[crate::tree::Tree], forgotten: Option<u64>| {
            let mut map = MapWriter::new();
            map.entry(1, |w| w.uint(capacity));
            map.entry(2, |w| {
                w.array(entries.len());
                entries.iter().for_each(|entry| done(w.raw(&entry.encode())));
                w
            });
            if let Some(forgotten) = forgotten {
                map.entry(3, |w| w.uint(forgotten));
            }
            let mut writer = Writer::new();
            writer.array(3).text(word).uint(version).map(map);
            writer.into_bytes()
        };
    const WORD: &str = "zhengzhao-replay";
    let mut names = ["presentation", "another"].map(|name| (sixteen(name), name));
    names.sort_unstable();
    let [low, high] = names.map(|(_, name)| entry(key, name, ENDS));
    let good = memory(WORD, 1, 8, &[low.clone(), high.clone()], Some(NOW));
    book.add(
        vector("memory_opened", "An exported replay memory is opened.")
            .desk("desk")
            .open_memory(good.clone())
            .accepted(),
    );
    let at = |name: &str, difference: &str| {
        vector(name, format!("A memory that contradicts itself is not opened. {difference}"))
            .from("memory_opened", difference)
            .desk("desk")
    };
    book.add(
        vector("memory_opened_and_used", "What was exported is remembered.")
            .traps(&[31])
            .from("presented_by_audience", "The memory that is opened holds it.")
            .desk("desk")
            .audience(DESK)
            .open_memory(good.clone())
            .fixed_audience()
            .present("open")
            .refused("replayed"),
    );
    for (name, difference, bytes, code) in [
        (
            "memory_unsorted",
            "The entries descend.",
            memory(WORD, 1, 8, &[high.clone(), low.clone()], Some(NOW)),
            "cbor_key_order",
        ),
        (
            "memory_entry_twice",
            "One entry is there twice.",
            memory(WORD, 1, 8, &[low.clone(), low.clone()], Some(NOW)),
            "cbor_key_order",
        ),
        (
            "memory_over_capacity",
            "It holds two entries and has room for one.",
            memory(WORD, 1, 1, &[low.clone(), high.clone()], Some(NOW)),
            "cbor_too_large",
        ),
        (
            "memory_without_capacity",
            "Its capacity is zero.",
            memory(WORD, 1, 0, &[], None),
            "cbor_out_of_range",
        ),
        (
            "memory_too_large",
            "Its capacity is more than 1,048,576.",
            memory(WORD, 1, 1_048_577, &[], None),
            "cbor_out_of_range",
        ),
        (
            "memory_holds_the_forgotten",
            "It holds what ends when something was forgotten.",
            memory(WORD, 1, 8, &[low.clone(), high.clone()], Some(ENDS)),
            "cbor_out_of_range",
        ),
        (
            "memory_of_another_sort",
            "The word is that of a pack.",
            memory("zhengzhao-pack", 1, 8, &[], None),
            "wrong_typ",
        ),
        ("memory_of_version_2", "Its version is 2.", memory(WORD, 2, 8, &[], None), "profile_unknown"),
        ("memory_and_more", "A byte follows.", [good.as_slice(), &[0]].concat(), "cbor_trailing_bytes"),
        ("memory_cut", "The last byte is missing.", good[..good.len() - 1].to_vec(), "cbor_truncated"),
    ] {
        book.add(at(name, difference).open_memory(bytes).refused(code));
    }
}
