//! What a status list says of a licence.

use crate::book::{Book, Bytes, vector};
use crate::licences::with_desk;
use crate::scene::{Desk, NOW, STATUS, Scene, status_claim, status_list, statuses, time};
use crate::tree::done;
use zhengzhao::crypto::Signer as _;
use zhengzhao::status::Shard;
use zhengzhao::trust::{Dates, IssuerKey, KeyUse};
use zhengzhao_facade::sample::DAY;

pub(crate) fn book(scene: &Scene) -> Book {
    let mut book = with_desk(scene, "status", "Status: values, places, ages, and what wins.");
    values(scene, &mut book);
    places(scene, &mut book);
    ages(scene, &mut book);
    keys(scene, &mut book);
    wins(scene, &mut book);
    book
}

fn values(scene: &Scene, book: &mut Book) {
    book.add(
        vector("status_0", "Status 0 is valid.")
            .traps(&[29])
            .desk("desk")
            .verify(scene.food_at(100))
            .verified(),
    );
    for (value, code) in [
        (1, "cancelled"),
        (2, "suspended"),
        (3, "lapsed"),
        (12, "void"),
        (13, "revoked_as_penalty"),
        (14, "superseded"),
        (15, "transferred_out"),
    ] {
        book.add(
            vector(format!("status_{value}"), format!("Status {value} is {}.", code.replace('_', " ")))
                .traps(&[29])
                .from("status_0", format!("Its entry says {value}."))
                .desk("desk")
                .verify(scene.food_at(100 + value))
                .refused(code),
        );
    }
    for value in 4..=11 {
        book.add(
            vector(format!("status_{value}"), format!("Status {value} has no meaning here."))
                .traps(&[29])
                .from("status_0", format!("Its entry says {value}."))
                .desk("desk")
                .verify(scene.food_at(100 + value))
                .cannot_tell("status_value_unknown"),
        );
    }
    let mut printed = crate::scene::Parts::of(&scene.food_printed());
    printed.payload.set(STATUS, status_claim(scene.world.chongqing_market.status_uri, 101));
    let printed = printed.sign(&scene.world.chongqing_market.issue_key);
    book.add(
        vector("printed_cancelled", "A printed certificate has a status as well.")
            .from("food_printed", "Its entry says 1.")
            .desk("desk")
            .verify_printed(printed)
            .refused("cancelled"),
    );
}

fn places(scene: &Scene, book: &mut Book) {
    let world = &scene.world;
    let last = (1 << 20) - 1;
    let mut ends = Shard::new();
    ends.set(0, zhengzhao::status::Status::Suspended).expect("inside");
    ends.set(last, zhengzhao::status::Status::Lapsed).expect("inside");
    ends.set(3, zhengzhao::status::Status::TransferredOut).expect("inside");
    let list = book.keep("ends", status_list(world, &world.chongqing_market, NOW - 60, &ends));
    let at = |name: &str, about: &str| vector(name, about).traps(&[26]).desk("desk").status(list.clone());
    book.add(
        at("status_at_1", "The entry after a suspended one is valid: the low four bits come first.")
            .verify(scene.food_at(1))
            .verified(),
    );
    book.add(
        at("status_at_0", "Entry 0 is the low four bits of byte 0.")
            .from("status_at_1", "Its entry is the one before.")
            .verify(scene.food_at(0))
            .refused("suspended"),
    );
    book.add(
        at("status_at_2", "The entry before a transferred one is valid.").verify(scene.food_at(2)).verified(),
    );
    book.add(
        at("status_at_3", "Entry 3 is the high four bits of byte 1.")
            .from("status_at_2", "Its entry is the one after.")
            .verify(scene.food_at(3))
            .refused("transferred_out"),
    );
    book.add(
        at("status_at_the_last", "The last entry is 2^20 - 1.")
            .from("status_at_1", "Its entry is the last.")
            .verify(scene.food_at(last))
            .refused("lapsed"),
    );
    book.add(
        at("status_before_the_last", "The entry before the last is valid.")
            .verify(scene.food_at(last - 1))
            .verified(),
    );
    for (name, index) in [("status_beyond_the_last", last + 1), ("status_far_beyond", u64::MAX)] {
        book.add(
            at(name, "An index outside the shard is refused.")
                .from("status_before_the_last", format!("Its entry is {index}."))
                .verify(scene.food_at(index))
                .refused("status_index_out_of_range"),
        );
    }
    let uri = |uri: &str| scene.food_with(|claims| done(claims.set(STATUS, status_claim(uri, 5))));
    for (name, own, difference) in [
        (
            "status_uri_of_another",
            world.chongqing_police.status_uri,
            "Its URI is that of another issuer's list, which says valid.",
        ),
        ("status_uri_of_nobody", "zz:cq-market/2", "Its URI is on no list."),
        ("status_uri_in_upper_case", "ZZ:CQ-MARKET/1", "Its URI is written in upper case."),
        ("status_uri_with_a_dot", "zz:cq-market/./1", "Its URI would be the same after normalising."),
        ("status_uri_escaped", "zz:cq%2dmarket/1", "Its URI is percent-encoded."),
    ] {
        book.add(
            vector(name, "A status URI is compared byte for byte and must be the issuer's.")
                .traps(&[24])
                .from("food", difference)
                .desk("desk")
                .verify(uri(own))
                .refused("status_uri_not_listed"),
        );
    }
    // Both Chongqing issuers list one URI; each has a list of its own under it.
    let shared = scene.desk_with_own(|draft| {
        let uris = vec![world.chongqing_market.status_uri.into(), world.chongqing_police.status_uri.into()];
        draft.issuers[0].status_uris.clone_from(&uris);
        draft.issuers[1].status_uris = uris;
    });
    let shared = book.keep("shared_uri", shared.pack());
    let Bytes::Named(shared) = shared else { panic!("kept") };
    book.add(
        vector("shared_uri_own_list", "Two issuers may name the same URI.")
            .traps(&[24])
            .desk(&shared)
            .verify(scene.food())
            .verified(),
    );
    book.add(
        vector("shared_uri_other_list", "The list of another issuer under the same URI is another list.")
            .traps(&[24])
            .from("shared_uri_own_list", "Its URI is held only as the other issuer's list.")
            .desk(&shared)
            .verify(uri(world.chongqing_police.status_uri))
            .cannot_tell("status_list_missing"),
    );
}

fn ages(scene: &Scene, book: &mut Book) {
    let world = &scene.world;
    let none = Desk { statuses: Vec::new(), ..scene.desk.clone() };
    book.keep("no_status", none.pack());
    let food = book.keep("food", scene.food());
    let bad = |name: &str, about: &str, difference: &str| {
        vector(name, about).traps(&[23, 25]).from("food", difference)
    };
    book.add(
        bad("status_list_absent", "Without a status list nobody can tell.", "The desk holds no status list.")
            .desk("no_status")
            .verify(food.clone())
            .cannot_tell("status_list_missing"),
    );
    book.add(
        bad(
            "status_list_absent_and_out_of_range",
            "An index outside every shard is refused whatever list is held.",
            "The desk holds no status list, and the index is 2^20.",
        )
        .desk("no_status")
        .verify(scene.food_at(1 << 20))
        .refused("status_index_out_of_range"),
    );
    let iat = NOW - DAY;
    book.add(
        vector("status_list_at_the_oldest", "A status list may be as old as the policy says.")
            .traps(&[25])
            .policy(DAY, 60)
            .desk("desk")
            .verify(food.clone())
            .verified(),
    );
    let old = |name: &str, about: &str, difference: &str| {
        vector(name, about).traps(&[25]).from("status_list_at_the_oldest", difference)
    };
    book.add(
        old(
            "status_list_stale",
            "A status list that is too old cannot tell.",
            "The policy allows one second less.",
        )
        .policy(DAY - 1, 60)
        .desk("desk")
        .verify(food.clone())
        .cannot_tell("status_list_stale"),
    );
    book.add(
        old(
            "status_list_stale_later",
            "A status list that is too old cannot tell.",
            "It is one second later.",
        )
        .policy(DAY, 60)
        .desk("desk")
        .at(NOW + 1)
        .verify(food.clone())
        .cannot_tell("status_list_stale"),
    );
    book.add(
        old(
            "status_list_stale_and_revoked",
            "Refused wins: a stale list still refuses.",
            "The policy allows one second less, and the licence was revoked.",
        )
        .policy(DAY - 1, 60)
        .desk("desk")
        .verify(scene.food_at(113))
        .refused("revoked_as_penalty"),
    );
    book.add(
        old(
            "status_list_stale_and_unknown",
            "Of two that cannot tell the first is named.",
            "The policy allows one second less, and the status is 4.",
        )
        .policy(DAY - 1, 60)
        .desk("desk")
        .verify(scene.food_at(104))
        .cannot_tell("status_value_unknown"),
    );
    let draft = |exp: u64| {
        let shard = statuses();
        let draft = zhengzhao::issue::StatusListDraft {
            issuer: world.chongqing_market.id,
            uri: world.chongqing_market.status_uri,
            iat: time(iat + 1),
            exp: time(exp),
            ttl: None,
            shard: &shard,
        };
        zhengzhao::issue::issue_status_list(&draft, &world.chongqing_market.status_key).expect("signed")
    };
    let ending = book.keep("ending", draft(NOW + 1));
    let ended = book.keep("ended", draft(NOW));
    book.add(
        vector("status_list_last_second", "A status list counts up to the second before its exp.")
            .traps(&[25])
            .desk("desk")
            .status(ending)
            .verify(food.clone())
            .verified(),
    );
    let bad = |name: &str, about: &str, difference: &str| {
        vector(name, about)
            .traps(&[25])
            .from("status_list_last_second", difference)
            .desk("desk")
            .status(ended.clone())
    };
    book.add(
        bad(
            "status_list_expired",
            "A status list that has expired cannot tell.",
            "It expires one second earlier: now.",
        )
        .verify(food.clone())
        .cannot_tell("status_list_expired"),
    );
    book.add(
        bad(
            "status_list_expired_and_suspended",
            "Refused wins: an expired list still refuses.",
            "It expires now, and the licence is suspended.",
        )
        .verify(scene.food_at(102))
        .refused("suspended"),
    );
    let future = book.keep("future", status_list(world, &world.chongqing_market, NOW + 61, &statuses()));
    book.add(
        vector(
            "status_list_from_the_future",
            "A list from the future is not stored, and the verdict says that one was offered.",
        )
        .traps(&[25, 30])
        .from("food", "The only list that was offered is dated one second beyond the skew.")
        .desk("no_status")
        .status(future.clone())
        .which_is_refused("list_from_future")
        .verify(food.clone())
        .cannot_tell("status_list_from_future"),
    );
    book.add(
        vector(
            "status_list_from_the_future_beside_a_good_one",
            "A list from the future changes nothing for a desk that has a good one.",
        )
        .traps(&[25, 30])
        .desk("desk")
        .status(future)
        .which_is_refused("list_from_future")
        .verify(food)
        .verified(),
    );
}

fn keys(scene: &Scene, book: &mut Book) {
    let world = &scene.world;
    let food: Bytes = "food".into();
    let entry = |key: IssuerKey| Bytes::from(scene.own_list(2, |draft| draft.issuers[0].keys[1] = key));
    let public = || world.chongqing_market.status_key.public_key().clone();
    let key = |dates: Dates| IssuerKey::new(public(), KeyUse::Status, dates);
    let iat = NOW - DAY;
    let span = |from: u64, to: Option<u64>| Dates { from: time(from), to: to.map(time) };
    book.add(
        vector(
            "status_key_for_one_second",
            "The key of a status list must be in use at its iat, by the newest list.",
        )
        .traps(&[24])
        .desk("desk")
        .own(&[entry(key(span(iat, Some(iat + 1))))])
        .verify(food.clone())
        .verified(),
    );
    let bad = |name: &str, difference: &str| {
        vector(
            name,
            format!(
                "A status list held counts only while its key stands in the issuer's entry. {difference}"
            ),
        )
        .traps(&[24])
        .from("status_key_for_one_second", difference)
        .desk("desk")
    };
    book.add(
        bad("status_key_compromised_later", "A newer own list marks the key as compromised.")
            .own(&[entry(key(span(iat, None)).compromised())])
            .verify(food.clone())
            .cannot_tell("status_list_missing"),
    );
    book.add(
        bad("status_key_not_in_use", "A newer own list begins the key one second later.")
            .own(&[entry(key(span(iat + 1, None)))])
            .verify(food.clone())
            .cannot_tell("status_list_missing"),
    );
    let other = IssuerKey::new(
        crate::scene::ed25519("new status key").public_key().clone(),
        KeyUse::Status,
        span(0, None),
    );
    book.add(
        bad("status_key_replaced", "A newer own list names another key.")
            .own(&[entry(other)])
            .verify(food.clone())
            .cannot_tell("status_list_missing"),
    );
    book.add(
        bad("status_key_for_another_use", "A newer own list says that the key is for scenarios.")
            .own(&[entry(IssuerKey::new(public(), KeyUse::Scenario, span(0, None)))])
            .verify(food.clone())
            .cannot_tell("status_list_missing"),
    );
    let gone = Bytes::from(scene.own_list(2, |draft| draft.issuers[0].status_uris.clear()));
    book.add(
        bad("status_uri_withdrawn", "A newer own list no longer names the URI.")
            .own(&[gone])
            .verify(food)
            .refused("status_uri_not_listed"),
    );
}

/// Refused wins over "cannot tell": several steps that cannot tell, one that refuses.
fn wins(scene: &Scene, book: &mut Book) {
    let late = NOW + 40 * DAY;
    let all = |name: &str, difference: &str| {
        vector(name, "Own list, status list and its age cannot tell; what refuses wins.")
            .traps(&[23, 25, 40])
            .from("food", difference)
            .desk("desk")
            .at(late)
    };
    book.add(
        all("everything_too_old", "It is 40 days later.").verify("food").cannot_tell("trust_list_expired"),
    );
    book.add(
        all("everything_too_old_and_cancelled", "It is 40 days later, and the licence was cancelled.")
            .verify(scene.food_at(101))
            .refused("cancelled"),
    );
    book.add(
        all(
            "everything_too_old_and_out_of_range",
            "It is 40 days later, and the index lies outside the shard.",
        )
        .verify(scene.food_at(1 << 20))
        .refused("status_index_out_of_range"),
    );
    let residence = |index: u64| {
        let draft = zhengzhao_facade::sample::residence_permit(&scene.world);
        scene.certificate("residence", &draft, &scene.world.chengdu_police, index)
    };
    let old = |name: &str, difference: &str| {
        vector(name, "Recognised list and status list cannot tell; what refuses wins.")
            .traps(&[40])
            .from("residence", difference)
            .desk("desk")
            .at(late)
    };
    book.add(
        old("recognised_everything_too_old", "It is 40 days later.")
            .verify(residence(5))
            .cannot_tell("trust_list_expired"),
    );
}
