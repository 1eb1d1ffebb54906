//! Which kinds an issuer may issue, and when.

use crate::book::{Book, vector};
use crate::licences::with_desk;
use crate::scene::{Scene, UNKNOWN_KIND, time};
use zhengzhao::trust::{Dates, KindGrant};
use zhengzhao_facade::sample::{DAY, kinds};

pub(crate) fn book(scene: &Scene) -> Book {
    let mut book = with_desk(scene, "kind", "Kinds that an issuer may issue.");
    let bad = |name: &str, difference: &str| {
        vector(name, format!("An issuer issues what its list grants. {difference}"))
            .traps(&[5])
            .from("food", difference)
            .desk("desk")
    };
    book.add(
        bad("kind_of_another_issuer", "The kind is one that only another issuer may issue.")
            .verify(scene.foreign_kind(kinds::EID))
            .refused("kind_not_permitted"),
    );
    book.add(
        bad("kind_unknown", "The kind is on no list.")
            .verify(scene.foreign_kind(UNKNOWN_KIND))
            .refused("kind_not_permitted"),
    );
    book.add(
        bad("kind_in_lower_case", "The kind is written in lower case.")
            .traps(&[5, 39])
            .verify(scene.foreign_kind("zz-local-food-licence"))
            .refused("kind_not_permitted"),
    );
    book.add(
        bad("kind_that_begins_like_it", "The kind is the granted one and a letter more.")
            .verify(scene.foreign_kind("ZZ-LOCAL-FOOD-LICENCES"))
            .refused("kind_not_permitted"),
    );
    dates(scene, &mut book);
    book
}

fn dates(scene: &Scene, book: &mut Book) {
    let iat = time(crate::scene::NOW).saturating_sub(30 * DAY).date();
    let iat = zhengzhao::time::Time::start_of(iat).expect("a day").seconds();
    let mut desk = |name: &str, from: u64, to: Option<u64>| {
        let dates = Dates { from: time(from), to: to.map(time) };
        let pack = scene
            .desk_with_own(|draft| draft.issuers[0].kinds = vec![KindGrant::new(kinds::FOOD_LICENCE, dates)]);
        book.keep(name, pack.pack());
    };
    desk("granted_that_second", iat, Some(iat + 1));
    desk("granted_from_the_next", iat + 1, None);
    desk("granted_until_then", iat - DAY, Some(iat));
    let food = scene.food();
    book.add(
        vector(
            "kind_granted_for_one_second",
            "The grant holds for the one second of iat; that it has ended since does not matter.",
        )
        .desk("granted_that_second")
        .verify(food.clone())
        .verified(),
    );
    let bad = |name: &str, difference: &str| {
        vector(name, format!("The dates of a grant bound iat. {difference}"))
            .from("kind_granted_for_one_second", difference)
    };
    book.add(
        bad("kind_not_yet_granted", "The grant begins one second later.")
            .desk("granted_from_the_next")
            .verify(food.clone())
            .refused("kind_not_in_force"),
    );
    book.add(
        bad("kind_no_longer_granted", "The grant ends at that second.")
            .desk("granted_until_then")
            .verify(food)
            .refused("kind_not_in_force"),
    );
}
