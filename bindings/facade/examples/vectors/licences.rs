//! The licences of the sample as their holders show them: what the other files start from.

use crate::book::{Book, vector};
use crate::scene::{Scene, VALID, region};
use zhengzhao::crypto::Algorithm;
use zhengzhao::holder::Step;
use zhengzhao::issue::{CopyFor, DraftElement, DraftItem, DraftValue, issue_copies};
use zhengzhao_facade::sample;

/// A book whose table holds the anchor and the pack of a Chongqing desk.
pub(crate) fn with_desk(scene: &Scene, topic: &'static str, about: &'static str) -> Book {
    let mut book = Book::new(topic, about);
    book.keep("anchor", scene.anchor());
    book.keep("desk", scene.desk.pack());
    book
}

pub(crate) fn book(scene: &Scene) -> Book {
    let mut book = with_desk(scene, "licences", "Licences that verify at a desk in Chongqing.");
    let world = &scene.world;
    let show = |name: &str, about: &str| vector(name, about).desk("desk");
    book.add(show("food", "A food licence of Chongqing, every item open.").verify(scene.food()).verified());
    book.add(
        show("food_printed", "The same food licence on paper.")
            .verify_printed(scene.food_printed())
            .verified(),
    );
    book.add(
        show("food_elsewhere_in_the_region", "The food licence at a desk in another county of Chongqing.")
            .region("500112")
            .verify(scene.food())
            .verified(),
    );
    let draft = sample::business_licence(world);
    let business = scene.copy("business", &draft, &world.chongqing_market, VALID);
    book.add(
        show("business", "A business licence with everything disclosed.")
            .verify(business.show_all())
            .verified(),
    );
    book.add(
        show("business_withheld", "The business licence with its three selective items withheld.")
            .verify(business.show_items(&[]))
            .verified(),
    );
    let residence = scene.residence();
    book.add(
        show("residence", "A recognised residence permit of Chengdu, everything disclosed.")
            .verify(residence.show_all())
            .verified(),
    );
    book.add(
        show("residence_three", "The residence permit with three items disclosed.")
            .verify(residence.show_items(&[1, 2, 28, 22]))
            .verified(),
    );
    book.add(
        show("residence_withheld", "The residence permit with nothing disclosed.")
            .verify(residence.show_items(&[]))
            .verified(),
    );
    let printed = sample::residence_permit_printed(world);
    let printed = scene.printed("residence printed", &printed, &world.chengdu_police, VALID + 1);
    book.add(
        show("residence_printed", "The residence permit on paper: nothing identifies its holder.")
            .verify_printed(printed)
            .verified(),
    );
    let eid = scene.eid();
    book.add(show("eid", "An e-ID of Chongqing, signed with P-256.").verify(eid.show_all()).verified());
    book.add(
        show("eid_three", "The e-ID with three of its items.")
            .verify(eid.show_items(&[2, 19, 22]))
            .verified(),
    );
    let draft = sample::real_estate(world);
    let estate = scene.copy("estate", &draft, &world.chengdu_estate, VALID);
    book.add(
        show("real_estate", "A recognised real-estate certificate of Chengdu.")
            .verify(estate.show_all())
            .verified(),
    );
    book.add(
        show("sichuan_food", "A recognised food licence of Sichuan, signed with SM2.")
            .verify(scene.sichuan_food())
            .verified(),
    );
    nested(scene, &mut book);
    copies(scene, &mut book);
    book
}

fn nested(scene: &Scene, book: &mut Book) {
    let mut draft = sample::food_licence(&scene.world);
    draft.items.push(DraftItem {
        label: 40,
        redact: true,
        value: DraftValue::Map(vec![
            DraftItem::open(1, "一层"),
            DraftItem::selective(2, "二层"),
            DraftItem {
                label: 3,
                redact: false,
                value: DraftValue::List(vec![
                    DraftElement { value: "甲".into(), redact: false },
                    DraftElement { value: "乙".into(), redact: true },
                    DraftElement { value: "丙".into(), redact: true },
                ]),
            },
            DraftItem::open(4, DraftValue::Bytes(vec![0, 1, 2])),
            DraftItem::open(5, DraftValue::Integer(-42)),
        ]),
    });
    let copy = scene.copy("nested", &draft, &scene.world.chongqing_market, VALID);
    let show = |name: &str, about: &str| vector(name, about).traps(&[20, 21]).desk("desk");
    book.add(
        show("nested", "Items inside a selective item are selective themselves; all disclosed.")
            .verify(copy.show_all())
            .verified(),
    );
    let outer = [Step::Item(40)];
    book.add(
        show("nested_outer_only", "The outer item without the selective ones inside it.")
            .verify(copy.show(|path| path == outer))
            .verified(),
    );
    let one = [Step::Item(40), Step::Item(3), Step::Element(2)];
    book.add(
        show("nested_one_element", "The outer item and the last element of the list inside it.")
            .verify(copy.show(|path| path == outer || path == one))
            .verified(),
    );
    let mut reversed = crate::scene::Parts::of(&copy.show_all());
    reversed.shown.reverse();
    book.add(
        show("nested_any_order", "Disclosures may come in any order, the inner before the outer.")
            .verify(reversed.unsigned())
            .verified(),
    );
}

fn copies(scene: &Scene, book: &mut Book) {
    let world = &scene.world;
    let draft = sample::eid(world);
    let copy = |number: u64| CopyFor {
        holder_key: sample::enrolled(
            &sample::key(Algorithm::Esp256, &format!("林小满 copy {number}")),
            &draft.issuer,
        )
        .expect("a key that was shown"),
        status: crate::scene::status_ref(&world.chongqing_police, 7_000 + 31 * number),
    };
    let mut rng = crate::scene::rng("copies");
    let signer = &world.chongqing_police.issue_key;
    let issued = issue_copies(&draft, vec![copy(1), copy(2)], signer, &mut rng).expect("two copies");
    for (number, issued) in issued.iter().enumerate() {
        let number = number + 1;
        let held = zhengzhao::holder::HolderCopy::parse(issued.as_bytes()).expect("the holder can read it");
        book.add(
            vector(
                format!("copy_{number}"),
                format!(
                    "Copy {number} of one e-ID: no salt, name, holder key or index in common with the other."
                ),
            )
            .desk("desk")
            .verify(held.show_items(&[2, 22]))
            .verified(),
        );
    }
    let mut draft = sample::food_licence(world);
    draft.nbf = draft.iat.saturating_sub(100 * 86_400);
    let early = scene.certificate("early nbf", &draft, &world.chongqing_market, VALID);
    book.add(
        vector(
            "valid_before_it_was_signed",
            "A copy signed today of a licence that has been valid for long: nbf before iat.",
        )
        .desk("desk")
        .verify(early)
        .verified(),
    );
    let mut draft = sample::food_licence(world);
    draft.exp = None;
    draft.region = region("500000");
    let for_ever = scene.certificate("no end", &draft, &world.chongqing_market, VALID);
    book.add(
        vector(
            "without_an_end",
            "A licence without an end (长期) whose region is the whole of its issuer's.",
        )
        .desk("desk")
        .verify(for_ever)
        .verified(),
    );
}
