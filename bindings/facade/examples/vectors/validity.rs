//! Time: exp and nbf to the second, the skew for iat alone, and the clock floor.

use crate::book::{Book, Bytes, vector};
use crate::licences::with_desk;
use crate::scene::{EXP, IAT, NBF, NOW, Scene, status_list, statuses, time};
use crate::tree::{done, uint};
use zhengzhao_facade::sample::DAY;

pub(crate) fn book(scene: &Scene) -> Book {
    let mut book = with_desk(scene, "validity", "Times of certificates and of this device.");
    edges(scene, &mut book);
    skew(scene, &mut book);
    floor(scene, &mut book);
    wins(scene, &mut book);
    book
}

fn edges(scene: &Scene, book: &mut Book) {
    let with = |claim: i64, at: u64| Bytes::from(scene.food_with(|claims| done(claims.set(claim, uint(at)))));
    book.add(
        vector("last_second", "exp is the first second that is not valid.")
            .traps(&[28])
            .desk("desk")
            .verify(with(EXP, NOW + 1))
            .verified(),
    );
    book.add(
        vector("expired", "exp is the first second that is not valid.")
            .traps(&[28])
            .from("last_second", "exp is one second earlier: now.")
            .desk("desk")
            .verify(with(EXP, NOW))
            .refused("expired"),
    );
    book.add(
        vector("expired_within_the_skew", "The skew never applies to exp.")
            .traps(&[28, 30])
            .from("last_second", "exp was 30 seconds ago.")
            .desk("desk")
            .verify(with(EXP, NOW - 30))
            .refused("expired"),
    );
    book.add(
        vector("first_second", "nbf is the first second that is valid.")
            .desk("desk")
            .verify(with(NBF, NOW))
            .verified(),
    );
    book.add(
        vector("not_yet_valid", "nbf is the first second that is valid.")
            .from("first_second", "nbf is one second later.")
            .desk("desk")
            .verify(with(NBF, NOW + 1))
            .refused("not_yet_valid"),
    );
    book.add(
        vector("not_yet_valid_within_the_skew", "The skew never applies to nbf.")
            .traps(&[30])
            .from("first_second", "nbf is in 30 seconds.")
            .desk("desk")
            .verify(with(NBF, NOW + 30))
            .refused("not_yet_valid"),
    );
    book.add(
        vector("expired_and_valid_by_status", "An expired licence is expired whatever its status says.")
            .traps(&[28])
            .from("last_second", "exp was a day ago; the status list says valid.")
            .desk("desk")
            .verify(with(EXP, NOW - DAY))
            .refused("expired"),
    );
}

fn skew(scene: &Scene, book: &mut Book) {
    let at = |iat: u64| Bytes::from(scene.food_with(|claims| done(claims.set(IAT, uint(iat)))));
    book.add(
        vector("issued_at_the_skew", "iat may lie ahead of this clock by the skew.")
            .traps(&[30])
            .desk("desk")
            .verify(at(NOW + 60))
            .verified(),
    );
    let bad = |name: &str, difference: &str| {
        vector(name, format!("iat may lie ahead of this clock by the skew. {difference}"))
            .traps(&[30])
            .from("issued_at_the_skew", difference)
    };
    book.add(
        bad("issued_in_the_future", "iat is one second later.")
            .desk("desk")
            .verify(at(NOW + 61))
            .refused("issued_in_future"),
    );
    book.add(
        bad("issued_in_the_future_no_skew", "The policy allows no skew.")
            .policy(7 * DAY, 0)
            .desk("desk")
            .verify(at(NOW + 60))
            .refused("issued_in_future"),
    );
    book.add(
        vector("issued_at_the_largest_skew", "A policy may allow 300 seconds at most.")
            .traps(&[30])
            .policy(7 * DAY, 300)
            .desk("desk")
            .verify(at(NOW + 300))
            .verified(),
    );
    book.add(
        vector("issued_beyond_the_largest_skew", "A policy may allow 300 seconds at most.")
            .traps(&[30])
            .from("issued_at_the_largest_skew", "iat is one second later.")
            .policy(7 * DAY, 300)
            .desk("desk")
            .verify(at(NOW + 301))
            .refused("issued_in_future"),
    );
}

/// The clock floor: the newest iat of any list that was verified, less the skew.
fn floor(scene: &Scene, book: &mut Book) {
    let food = book.keep("food", scene.food());
    let floor = NOW - DAY;
    book.add(
        vector("clock_at_the_floor", "A clock may be behind the newest list by the skew.")
            .traps(&[30])
            .desk("desk")
            .at(floor - 60)
            .verify(food.clone())
            .verified(),
    );
    let bad = |name: &str, difference: &str| {
        vector(name, format!("A clock that is behind a list that was verified is wrong. {difference}"))
            .traps(&[30])
            .from("clock_at_the_floor", difference)
            .desk("desk")
    };
    book.add(
        bad("clock_behind", "The clock is one second further back.")
            .at(floor - 61)
            .verify(food.clone())
            .cannot_tell("clock_behind"),
    );
    book.add(
        bad(
            "clock_behind_after_reopening",
            "The clock is one second further back, and the store was exported and reopened.",
        )
        .reopen()
        .at(floor - 61)
        .verify(food.clone())
        .cannot_tell("clock_behind"),
    );
    book.add(
        bad("clock_behind_no_skew", "The policy allows no skew.")
            .policy(7 * DAY, 0)
            .at(floor - 1)
            .verify(food.clone())
            .cannot_tell("clock_behind"),
    );
    let newer = Bytes::from(scene.own_list(2, |draft| draft.iat = time(NOW + 60)));
    book.add(
        vector(
            "floor_moved_to_the_skew",
            "A list from within the skew moves the floor, and this clock still stands at it.",
        )
        .traps(&[30])
        .desk("desk")
        .own_one(newer.clone())
        .verify(food.clone())
        .verified(),
    );
    book.add(
        vector("floor_moved_by_a_trust_list", "Every verified list moves the floor.")
            .traps(&[30])
            .from("floor_moved_to_the_skew", "The clock goes back by one second.")
            .desk("desk")
            .own(&[newer])
            .at(NOW - 1)
            .verify(food.clone())
            .cannot_tell("clock_behind"),
    );
    let status =
        status_list(&scene.world, &scene.world.chongqing_police, NOW + 60, &zhengzhao::status::Shard::new());
    book.add(
        vector("floor_moved_by_a_status_list", "Every verified list moves the floor, also another issuer's.")
            .traps(&[30])
            .from(
                "floor_moved_to_the_skew",
                "It is a status list that moves the floor, and the clock goes back by one second.",
            )
            .desk("desk")
            .status(status)
            .at(NOW - 1)
            .verify(food.clone())
            .cannot_tell("clock_behind"),
    );
    let foreign = scene.recognised_list(2, |draft| draft.iat = time(NOW + 60));
    book.add(
        vector(
            "floor_moved_by_a_recognised_list",
            "Every verified list moves the floor, also a recognised one.",
        )
        .traps(&[30])
        .from(
            "floor_moved_to_the_skew",
            "It is a recognised list that moves the floor, and the clock goes back by one second.",
        )
        .desk("desk")
        .recognised(foreign)
        .at(NOW - 1)
        .verify(food.clone())
        .cannot_tell("clock_behind"),
    );
    let future = Bytes::from(scene.own_list(2, |draft| draft.iat = time(NOW + 61)));
    book.add(
        vector("floor_not_moved_by_the_future", "A list from the future is not stored and moves no floor.")
            .traps(&[30])
            .desk("desk")
            .own(&[future])
            .which_is_refused("list_from_future")
            .verify(food.clone())
            .verified(),
    );
    let future = status_list(&scene.world, &scene.world.chongqing_police, NOW + 61, &statuses());
    book.add(
        vector(
            "floor_not_moved_by_a_future_status_list",
            "A status list from the future is not stored and moves no floor.",
        )
        .traps(&[30])
        .desk("desk")
        .status(future)
        .which_is_refused("list_from_future")
        .verify(food)
        .verified(),
    );
}

/// Refused wins over "cannot tell".
fn wins(scene: &Scene, book: &mut Book) {
    let early = NOW - DAY - 61;
    let bad = |name: &str, difference: &str| {
        vector(name, "Refused wins over a clock that cannot tell.")
            .traps(&[30])
            .from("clock_at_the_floor", difference)
            .desk("desk")
    };
    let with = |claim: i64, at: u64| scene.food_with(|claims| done(claims.set(claim, uint(at))));
    book.add(
        bad("clock_behind_and_expired", "The clock is behind, and even so the licence has expired.")
            .at(early)
            .verify(with(EXP, NOW - 2 * DAY))
            .refused("expired"),
    );
    book.add(
        bad(
            "clock_behind_and_not_yet_valid",
            "The clock is behind, and the licence is not valid yet by this clock.",
        )
        .at(early)
        .verify(with(NBF, NOW - DAY))
        .refused("not_yet_valid"),
    );
    book.add(
        bad("clock_behind_and_cancelled", "The clock is behind, and the licence was cancelled.")
            .at(early)
            .verify(scene.food_at(101))
            .refused("cancelled"),
    );
    let mut altered = scene.food_parts();
    altered.shown = vec![
        crate::tree::Tree::List(vec![crate::tree::bytes(&[1; 16]), crate::tree::text("x"), uint(40)])
            .encode(),
    ];
    altered.protected.set(170, crate::tree::int(-16));
    let shown = altered.sign(&scene.world.chongqing_market.issue_key);
    book.add(
        bad("clock_behind_and_unmatched", "The clock is behind, and a disclosure matches nothing.")
            .at(early)
            .verify(shown)
            .refused("disclosure_unmatched"),
    );
    book.add(
        bad(
            "clock_behind_and_status_missing",
            "The clock is behind and the status list is old too: the first that cannot tell is named.",
        )
        .policy(1, 60)
        .at(early)
        .verify(scene.food())
        .cannot_tell("clock_behind"),
    );
}
