//! Times of acts: to the second, to this moment and to what an act stands on.

use crate::act::{
    BEGUN, ENDS, KCWT, LOAN, around, challenged, claiming, delegated_around, lives, mandate, refuse, resign,
    with_desk,
};
use crate::book::{Book, Vector};
use crate::scene::{EXP, IAT, NBF, NOW, Parts, Scene};
use crate::tree::{Tree, done, uint};
use zhengzhao_facade::sample::DAY;

pub(crate) fn book(scene: &Scene) -> Book {
    let mut book = with_desk(scene, "act-times", "Times of presentations and mandates.");
    lifetime(scene, &mut book);
    moment(scene, &mut book);
    certificate(scene, &mut book);
    mandate_on_certificate(scene, &mut book);
    presentation_on_mandate(scene, &mut book);
    mandates(scene, &mut book);
    book
}

fn living(scene: &Scene, from: u64, to: u64) -> Vec<u8> {
    claiming(scene, |claims| lives(claims, from, to))
}

fn lifetime(scene: &Scene, book: &mut Book) {
    book.add(
        challenged("presentation_of_300_seconds", "A presentation lives 300 seconds at most.")
            .present(living(scene, BEGUN, BEGUN + 300))
            .verified(),
    );
    let at = |name: &str, difference: &str| {
        challenged(name, format!("A presentation lives 300 seconds at most. {difference}"))
            .traps(&[31, 33])
            .from("presentation_of_300_seconds", difference)
    };
    book.add(
        at("presentation_of_301_seconds", "It lives one second more.")
            .present(living(scene, BEGUN, BEGUN + 301))
            .refused("act_lifetime_too_long"),
    );
    book.add(
        challenged("presentation_of_one_second", "A presentation lives a second at least.")
            .present(living(scene, NOW, NOW + 1))
            .verified(),
    );
    let rule = "A presentation ends after it begins.";
    let short = |name: &str, difference: &str| {
        challenged(name, format!("{rule} {difference}")).from("presentation_of_one_second", difference)
    };
    book.add(
        short("presentation_of_no_second", "It ends as it begins.")
            .present(living(scene, NOW, NOW))
            .refused("times_inconsistent"),
    );
    book.add(
        short("presentation_that_ends_before", "It ends before it begins.")
            .present(living(scene, NOW, NOW - 1))
            .refused("times_inconsistent"),
    );
}

fn moment(scene: &Scene, book: &mut Book) {
    book.add(
        challenged("presentation_in_its_last_second", "exp is the first second that no longer counts.")
            .present(living(scene, NOW - 100, NOW + 1))
            .verified(),
    );
    let stale = |name: &str, difference: &str| {
        challenged(name, format!("exp is the first second that no longer counts. {difference}"))
            .traps(&[31])
            .from("presentation_in_its_last_second", difference)
    };
    book.add(
        stale("presentation_stale", "It ends a second earlier.")
            .present(living(scene, NOW - 100, NOW))
            .refused("act_expired"),
    );
    book.add(
        stale(
            "presentation_stale_within_the_skew",
            "It ended thirty seconds ago: the skew never applies to exp.",
        )
        .present(living(scene, NOW - 100, NOW - 30))
        .refused("act_expired"),
    );
    book.add(
        stale("presentation_of_yesterday", "It is a day old.")
            .present(living(scene, NOW - DAY, NOW - DAY + 100))
            .refused("act_expired"),
    );
    book.add(
        challenged("presentation_at_the_skew", "iat may lie ahead of this clock by the skew.")
            .traps(&[30])
            .present(living(scene, NOW + 60, NOW + 120))
            .verified(),
    );
    let future = |name: &str, difference: &str| {
        challenged(name, format!("iat may lie ahead of this clock by the skew. {difference}"))
            .traps(&[30])
            .from("presentation_at_the_skew", difference)
    };
    book.add(
        future("presentation_in_the_future", "It begins one second later.")
            .present(living(scene, NOW + 61, NOW + 120))
            .refused("act_in_future"),
    );
    book.add(
        future("presentation_in_the_future_no_skew", "The policy allows no skew.")
            .policy(7 * DAY, 0)
            .present(living(scene, NOW + 60, NOW + 120))
            .refused("act_in_future"),
    );
}

/// The relations of a presentation to the certificate in it.
fn certificate(scene: &Scene, book: &mut Book) {
    let food = |iat: u64, nbf: u64, exp: u64| {
        scene.food_with(|claims| {
            claims.set(IAT, uint(iat));
            claims.set(NBF, uint(nbf));
            claims.set(EXP, uint(exp));
        })
    };
    let on =
        |certificate: &[u8], from: u64, to: u64| around(scene, certificate, |claims| lives(claims, from, to));
    relations(
        book,
        "presentation",
        "certificate",
        |vector| vector,
        &Relations {
            first_iat: on(&food(BEGUN, NOW - DAY, NOW + DAY), BEGUN, ENDS),
            before_iat: on(&food(BEGUN + 1, NOW - DAY, NOW + DAY), BEGUN, ENDS),
            nbf: Some((
                on(&food(NOW - DAY, BEGUN, NOW + DAY), BEGUN, ENDS),
                on(&food(NOW - DAY, BEGUN + 1, NOW + DAY), BEGUN, ENDS),
            )),
            last: on(&food(NOW - DAY, NOW - DAY, NOW + 30), NOW + 29, NOW + 30),
            late: on(&food(NOW - DAY, NOW - DAY, NOW + 30), NOW + 30, NOW + 60),
            outlives: on(&food(NOW - DAY, NOW - DAY, NOW + 30), NOW + 29, NOW + 31),
        },
    );
    let endless = scene.food_with(|claims| done(claims.remove(EXP)));
    book.add(
        challenged("presentation_of_a_licence_without_an_end", "What has no end is not outlived.")
            .present(on(&endless, BEGUN, ENDS))
            .verified(),
    );
    let early = food(BEGUN + 1, NOW - DAY, NOW + 30);
    refuse(
        book,
        ("presentation_by_another_too_early", "The signature is checked before the times."),
        &[33],
        "It begins before the certificate was issued, and another holder's key signed it.",
        Parts::of(&on(&early, BEGUN, ENDS))
            .sign(&zhengzhao_facade::sample::key(zhengzhao::crypto::Algorithm::Esp256, "another holder")),
        "holder_signature_invalid",
    );
}

struct Relations {
    first_iat: Vec<u8>,
    before_iat: Vec<u8>,
    nbf: Option<(Vec<u8>, Vec<u8>)>,
    last: Vec<u8>,
    late: Vec<u8>,
    outlives: Vec<u8>,
}

/// Each relation of an act to what it stands on: kept to the second, and missed by one.
fn relations(
    book: &mut Book,
    act: &str,
    thing: &str,
    occasion: impl Fn(Vector) -> Vector,
    relations: &Relations,
) {
    let name = |what: &str| format!("{act}_on_{thing}_{what}");
    let good = |book: &mut Book, what: &str, about: String, bytes: &[u8]| {
        book.add(occasion(challenged(name(what), about)).present(bytes.to_vec()).verified());
    };
    let bad =
        |book: &mut Book, what: &str, sibling: &str, rule: &str, difference: &str, bytes: &[u8], code| {
            let vector = challenged(name(what), format!("{rule} {difference}"));
            let vector = occasion(vector).traps(&[33]).from(&name(sibling), difference);
            book.add(vector.present(bytes.to_vec()).refused(code));
        };
    good(
        book,
        "issued_with_it",
        format!("A {act} that begins as the {thing} is issued."),
        &relations.first_iat,
    );
    bad(
        book,
        "issued_before_it",
        "issued_with_it",
        &format!("No {act} is older than its {thing}."),
        &format!("The {thing} is issued a second later."),
        &relations.before_iat,
        "act_too_early",
    );
    if let Some((with, before)) = &relations.nbf {
        good(book, "valid_with_it", format!("A {act} that begins as the {thing} becomes valid."), with);
        bad(
            book,
            "valid_before_it",
            "valid_with_it",
            &format!("No {act} begins before its {thing} is valid."),
            &format!("The {thing} becomes valid a second later."),
            before,
            "act_too_early",
        );
    }
    good(book, "ends_with_it", format!("A {act} in the last second of its {thing}."), &relations.last);
    bad(
        book,
        "begins_after_it",
        "ends_with_it",
        &format!("No {act} begins after its {thing}."),
        &format!("It begins as the {thing} ends, and ends later."),
        &relations.late,
        "act_too_late",
    );
    bad(
        book,
        "outlives_it",
        "ends_with_it",
        &format!("No {act} outlives its {thing}."),
        "It ends a second later.",
        &relations.outlives,
        "act_outlives",
    );
}

/// A mandate with these times on this certificate, and a presentation with those.
fn chain(
    scene: &Scene,
    certificate: &[u8],
    (mandate_from, mandate_to): (u64, u64),
    (from, to): (u64, u64),
) -> Vec<u8> {
    let mandate = resign(&mandate(scene), &scene.holder, |parts| {
        parts.protected.set(KCWT, Tree::Raw(certificate.to_vec()));
        lives(&mut parts.payload, mandate_from, mandate_to);
    });
    delegated_around(scene, &mandate, |claims| lives(claims, from, to))
}

fn at_the_loan(vector: Vector) -> Vector {
    vector.matter(LOAN)
}

fn mandate_on_certificate(scene: &Scene, book: &mut Book) {
    let food = |iat: u64, nbf: u64, exp: u64| {
        scene.food_with(|claims| {
            claims.set(IAT, uint(iat));
            claims.set(NBF, uint(nbf));
            claims.set(EXP, uint(exp));
        })
    };
    let begun = NOW - 100;
    let shown = (BEGUN, NOW + 20);
    relations(
        book,
        "mandate",
        "certificate",
        at_the_loan,
        &Relations {
            first_iat: chain(scene, &food(begun, NOW - DAY, NOW + DAY), (begun, NOW + 30), shown),
            before_iat: chain(scene, &food(begun + 1, NOW - DAY, NOW + DAY), (begun, NOW + 30), shown),
            nbf: Some((
                chain(scene, &food(NOW - DAY, begun, NOW + DAY), (begun, NOW + 30), shown),
                chain(scene, &food(NOW - DAY, begun + 1, NOW + DAY), (begun, NOW + 30), shown),
            )),
            last: chain(
                scene,
                &food(NOW - DAY, NOW - DAY, NOW + 30),
                (NOW + 29, NOW + 30),
                (NOW + 29, NOW + 30),
            ),
            late: chain(
                scene,
                &food(NOW - DAY, NOW - DAY, NOW + 30),
                (NOW + 30, NOW + 60),
                (NOW + 30, NOW + 40),
            ),
            outlives: chain(
                scene,
                &food(NOW - DAY, NOW - DAY, NOW + 30),
                (NOW + 29, NOW + 31),
                (NOW + 29, NOW + 30),
            ),
        },
    );
}

fn presentation_on_mandate(scene: &Scene, book: &mut Book) {
    let food = scene.food();
    relations(
        book,
        "presentation",
        "mandate",
        at_the_loan,
        &Relations {
            first_iat: chain(scene, &food, (BEGUN, NOW + DAY), (BEGUN, ENDS)),
            before_iat: chain(scene, &food, (BEGUN + 1, NOW + DAY), (BEGUN, ENDS)),
            nbf: None,
            last: chain(scene, &food, (NOW - DAY, NOW + 30), (NOW + 29, NOW + 30)),
            late: chain(scene, &food, (NOW - DAY, NOW + 30), (NOW + 30, NOW + 60)),
            outlives: chain(scene, &food, (NOW - DAY, NOW + 30), (NOW + 29, NOW + 31)),
        },
    );
}

fn mandates(scene: &Scene, book: &mut Book) {
    const LONGEST: u64 = 366 * DAY;
    let mut food = scene.food_parts();
    food.payload.set(IAT, uint(NOW - 300 * DAY));
    food.payload.set(NBF, uint(NOW - 300 * DAY));
    let food = food.sign(&scene.world.chongqing_market.issue_key);
    let of = |from: u64, to: u64| chain(scene, &food, (from, to), (BEGUN, ENDS));
    let from = NOW - 29 * DAY;
    book.add(
        at_the_loan(challenged("mandate_of_366_days", "A mandate lives 366 days at most."))
            .present(of(from, from + LONGEST))
            .verified(),
    );
    let at = |name: &str, sibling: &str, difference: &str| {
        at_the_loan(challenged(name, format!("A mandate has its time. {difference}")))
            .from(sibling, difference)
    };
    book.add(
        at("mandate_of_more_than_366_days", "mandate_of_366_days", "It lives a second more.")
            .present(of(from, from + LONGEST + 1))
            .refused("act_lifetime_too_long"),
    );
    book.add(
        at("mandate_of_no_second", "mandate_of_366_days", "It ends as it begins.")
            .present(of(from, from))
            .refused("times_inconsistent"),
    );
    book.add(
        at_the_loan(challenged("mandate_at_the_policy", "A policy may want mandates to be short."))
            .max_mandate_age(10 * DAY)
            .present(of(NOW - DAY, NOW + 9 * DAY))
            .verified(),
    );
    book.add(
        at(
            "mandate_longer_than_the_policy",
            "mandate_at_the_policy",
            "The policy wants it a second shorter.",
        )
        .max_mandate_age(10 * DAY - 1)
        .present(of(NOW - DAY, NOW + 9 * DAY))
        .refused("act_lifetime_too_long"),
    );
    book.add(
        at_the_loan(challenged(
            "mandate_in_its_last_second",
            "exp is the first second that no longer counts.",
        ))
        .present(chain(scene, &food, (NOW - DAY, NOW + 1), (BEGUN, NOW + 1)))
        .verified(),
    );
    book.add(
        at("mandate_expired", "mandate_in_its_last_second", "Both end a second earlier.")
            .present(chain(scene, &food, (NOW - DAY, NOW), (BEGUN, NOW)))
            .refused("act_expired"),
    );
    book.add(
        at("mandate_expired_alone", "mandate_in_its_last_second", "The mandate ends a second earlier.")
            .present(chain(scene, &food, (NOW - DAY, NOW), (BEGUN, NOW + 1)))
            .refused("act_expired"),
    );
    book.add(
        at_the_loan(challenged("mandate_at_the_skew", "iat may lie ahead of this clock by the skew."))
            .traps(&[30])
            .present(chain(scene, &food, (NOW + 60, NOW + DAY), (NOW + 60, NOW + 120)))
            .verified(),
    );
    book.add(
        at("mandate_in_the_future", "mandate_at_the_skew", "Both begin one second later.")
            .traps(&[30])
            .present(chain(scene, &food, (NOW + 61, NOW + DAY), (NOW + 61, NOW + 120)))
            .refused("act_in_future"),
    );
}
