//! Trust levels and pilots in the grants of a trust list.

use crate::book::{Book, Vector, vector};
use crate::scene::{NOW, Scene, TRUST};
use crate::tree::{Tree, done, raw, text, uint};
use zhengzhao_facade::sample::{DAY, Publisher};

pub(crate) fn book(scene: &Scene) -> Book {
    let mut book = Book::new("trust-grants", "Trust levels and pilots in the grants of a trust list.");
    book.keep("anchor", scene.anchor());
    taken(scene, &mut book);
    levels(scene, &mut book);
    pilots(scene, &mut book);
    book
}

/// Puts a member into the first grant of the first issuer.
fn issued(scene: &Scene, number: i64, value: &Tree) -> Vec<u8> {
    scene.own_broken(|claims| {
        done(claims.get(TRUST).get(4).element(0).get(6).element(0).set(number, value.clone()));
    })
}

/// Puts a member into the first grant of the recognition.
fn recognised(scene: &Scene, number: i64, value: &Tree) -> Vec<u8> {
    scene.own_broken(|claims| {
        done(claims.get(TRUST).get(5).element(0).get(5).element(0).set(number, value.clone()));
    })
}

fn pilot(members: &[(i64, Tree)]) -> Tree {
    let mut pilot = Tree::Map(Vec::new());
    for (number, value) in members {
        pilot.set(*number, value.clone());
    }
    pilot
}

fn regions(count: usize) -> Tree {
    Tree::List((0..count).map(|place| text(&format!("51{:04}", place + 1))).collect())
}

fn scenarios(count: usize) -> Tree {
    let office = Publisher::chongqing();
    let scenario = |place| Tree::List(vec![text(office.id), text(&format!("matter-{place}"))]);
    Tree::List((0..count).map(scenario).collect())
}

fn taken(scene: &Scene, book: &mut Book) {
    let show = |name: &str, about: &str| vector(name, about).pin("anchor");
    book.add(
        show("grants_plain", "Grants without trust level and pilot.")
            .own_one(scene.desk.own[0].clone().into())
            .accepted(),
    );
    let full = pilot(&[(1, regions(64)), (2, uint(NOW)), (3, uint(NOW + DAY)), (4, scenarios(64))]);
    for (name, list) in [("issued", issued(scene, 5, &full)), ("recognised", recognised(scene, 5, &full))] {
        book.add(
            show(
                &format!("pilot_full_{name}"),
                "A pilot of 64 regions and 64 scenarios, with a first and a last second.",
            )
            .own_one(list.into())
            .accepted(),
        );
    }
    for (name, member) in [
        ("regions", (1, regions(1))),
        ("a_begin", (2, uint(NOW))),
        ("an_end", (3, uint(NOW))),
        ("scenarios", (4, scenarios(1))),
    ] {
        book.add(
            show(&format!("pilot_of_{name}"), "A pilot may limit one thing only.")
                .own_one(issued(scene, 5, &pilot(&[member])).into())
                .accepted(),
        );
    }
    for level in [1, 4] {
        book.add(
            show(&format!("grant_of_level_{level}"), "Trust levels are 1 to 4.")
                .own_one(issued(scene, 4, &uint(level)).into())
                .accepted(),
        );
    }
}

fn bad(name: &str, difference: &str) -> Vector {
    vector(name, format!("A grant has its form. {difference}")).from("grants_plain", difference).pin("anchor")
}

fn levels(scene: &Scene, book: &mut Book) {
    for level in [0, 5] {
        for (side, list) in
            [("issued", issued(scene, 4, &uint(level))), ("recognised", recognised(scene, 4, &uint(level)))]
        {
            book.add(
                bad(&format!("grant_{side}_of_level_{level}"), &format!("Its trust level is {level}."))
                    .own_one(list.into())
                    .refused("claim_invalid"),
            );
        }
    }
    book.add(
        bad("grant_of_level_in_words", "Its trust level is the letter A.")
            .own_one(issued(scene, 4, &text("A")).into())
            .refused("cbor_unexpected_type"),
    );
    book.add(
        bad("grant_with_another_member", "It has a member 6.")
            .own_one(issued(scene, 6, &uint(1)).into())
            .refused("claim_invalid"),
    );
}

fn pilots(scene: &Scene, book: &mut Book) {
    let office = Publisher::chongqing().id;
    for (name, difference, value, code) in [
        ("empty", "Its pilot limits nothing.", pilot(&[]), "claim_invalid"),
        (
            "of_no_region",
            "Its pilot has an empty list of regions.",
            pilot(&[(1, regions(0))]),
            "claim_invalid",
        ),
        (
            "of_no_scenario",
            "Its pilot has an empty list of scenarios.",
            pilot(&[(4, scenarios(0))]),
            "claim_invalid",
        ),
        (
            "with_another_member",
            "Its pilot has a member 5.",
            pilot(&[(1, regions(1)), (5, uint(1))]),
            "claim_invalid",
        ),
        ("of_65_regions", "Its pilot has 65 regions.", pilot(&[(1, regions(65))]), "cbor_too_large"),
        ("of_65_scenarios", "Its pilot has 65 scenarios.", pilot(&[(4, scenarios(65))]), "cbor_too_large"),
        (
            "of_a_region_in_letters",
            "A region of its pilot has letters.",
            pilot(&[(1, Tree::List(vec![text("50000X")]))]),
            "claim_invalid",
        ),
        (
            "of_a_scenario_without_office",
            "A scenario of its pilot is its id alone.",
            pilot(&[(4, Tree::List(vec![raw(|w| w.array(1).text(office))]))]),
            "cbor_out_of_range",
        ),
        (
            "beginning_with_text",
            "The first second of its pilot is text.",
            pilot(&[(2, text("2027-01-15"))]),
            "cbor_unexpected_type",
        ),
        ("as_a_list", "Its pilot is a list.", regions(1), "cbor_unexpected_type"),
    ] {
        for (side, list) in
            [("issued", issued(scene, 5, &value)), ("recognised", recognised(scene, 5, &value))]
        {
            book.add(bad(&format!("pilot_{side}_{name}"), difference).own_one(list.into()).refused(code));
        }
    }
}
