//! Regions inside regions, and lists that recognise others. What counts of what is recognised is the table of
//! `mutual.rs`.

use crate::book::{Book, vector};
use crate::licences::with_desk;
use crate::scene::{Desk, REGION, Scene, list_payload, region, sign_list};
use crate::tree::{done, text};
use zhengzhao::crypto::Signer as _;
use zhengzhao::error::Object;
use zhengzhao::trust::{KindGrant, SignerSet};
use zhengzhao_facade::sample::{self, kinds};

pub(crate) fn book(scene: &Scene) -> Book {
    let mut book =
        with_desk(scene, "recognition", "Recognition between regions, and regions that contain regions.");
    own(scene, &mut book);
    nation(scene, &mut book);
    recognised(scene, &mut book);
    renewed(scene, &mut book);
    book
}

fn own(scene: &Scene, book: &mut Book) {
    let food = scene.food();
    let bad = |name: &str, difference: &str| {
        vector(name, format!("A desk checks where its list is made for. {difference}"))
            .from("food", difference)
            .desk("desk")
    };
    book.add(
        bad("checked_in_sichuan", "The desk says that it stands in Sichuan.")
            .region("510104")
            .verify(food.clone())
            .refused("checker_region_outside"),
    );
    book.add(
        bad("checked_in_the_nation", "The desk says that it stands in the whole country.")
            .region("000000")
            .verify(food.clone())
            .refused("checker_region_outside"),
    );
    book.add(
        vector("checked_in_the_municipality", "A desk may stand in the whole of the list's region.")
            .desk("desk")
            .region("500000")
            .verify(food.clone())
            .verified(),
    );
    let at = |place: &str| scene.food_with(|claims| done(claims.set(REGION, text(place))));
    for (name, place, difference) in [
        ("licence_for_sichuan", "510104", "The licence is for a district of Sichuan."),
        ("licence_for_the_nation", "000000", "The licence is for the whole country."),
        (
            "licence_for_a_code_like_it",
            "050000",
            "The licence is for a region of which the digits only look alike.",
        ),
    ] {
        book.add(
            vector(name, "A licence lies in its issuer's region.")
                .from("food", difference)
                .desk("desk")
                .verify(at(place))
                .refused("region_outside_issuer"),
        );
    }
    let narrow = scene.desk_with_own(|draft| draft.issuers[0].region = region("500100"));
    book.keep("narrow", narrow.pack());
    book.add(
        vector(
            "issuer_of_a_prefecture",
            "500100 contains 500103: what stands before the trailing zero pairs.",
        )
        .desk("narrow")
        .verify(food.clone())
        .verified(),
    );
    book.add(
        vector("licence_for_the_level_above", "A prefecture does not contain its province.")
            .from("issuer_of_a_prefecture", "The licence is for the whole of Chongqing.")
            .desk("narrow")
            .verify(at("500000"))
            .refused("region_outside_issuer"),
    );
    book.add(
        vector("licence_for_the_neighbour", "A prefecture does not contain its neighbour.")
            .from("issuer_of_a_prefecture", "The licence is for another prefecture.")
            .desk("narrow")
            .verify(at("500200"))
            .refused("region_outside_issuer"),
    );
    let outside = scene.desk_with_own(|draft| draft.issuers[0].region = region("510100"));
    book.keep("outside", outside.pack());
    book.add(
        vector("issuer_outside_its_list", "An issuer lies in the region of its list.")
            .from("food", "The own list names the issuer for a city of Sichuan, where the licence is.")
            .desk("outside")
            .verify(at("510104"))
            .refused("issuer_outside_list"),
    );
}

fn nation(scene: &Scene, book: &mut Book) {
    let at = |place: &str| scene.food_with(|claims| done(claims.set(REGION, text(place))));
    let national = scene.desk_with_own(|draft| draft.issuers[0].region = region("000000"));
    book.keep("national_issuer", national.pack());
    book.add(
        vector("national_issuer_on_the_own_list", "000000 contains all, where the own list says so.")
            .desk("national_issuer")
            .verify(at("310115"))
            .verified(),
    );
    let mut draft = sample::residence_permit(&scene.world);
    draft.region = region("110101");
    let beijing = scene.certificate("residence beijing", &draft, &scene.world.chengdu_police, 5);
    let foreign = scene.desk_with_recognised(|draft| draft.issuers[0].region = region("000000"));
    book.keep("national_issuer_abroad", foreign.pack());
    book.add(
        vector("national_issuer_on_a_recognised_list", "A recognised list cannot make an issuer national.")
            .from("national_issuer_on_the_own_list", "The issuer stands on the recognised list.")
            .desk("national_issuer_abroad")
            .verify(beijing.clone())
            .refused("issuer_outside_list"),
    );
    let nation = |recognised: &str| {
        let own = scene.own_list(1, |draft| draft.recognitions[0].region = region(recognised));
        let list = scene.recognised_list(1, |draft| {
            draft.region = region("000000");
            draft.issuers[0].region = region("000000");
        });
        Desk { own: vec![own], recognised: vec![list], ..scene.desk.clone() }.pack()
    };
    book.keep("nation_recognised", nation("000000"));
    book.keep("nation_not_recognised", nation("510000"));
    book.add(
        vector(
            "national_list_recognised",
            "A national list counts where the own list recognises it for 000000.",
        )
        .desk("nation_recognised")
        .verify(beijing.clone())
        .verified(),
    );
    book.add(
        vector("national_list_recognised_for_a_province", "A national list cannot widen what is recognised.")
            .from("national_list_recognised", "The own list recognises it for 510000 only.")
            .desk("nation_not_recognised")
            .verify(beijing)
            .refused("list_outside_recognition"),
    );
}

fn recognised(scene: &Scene, book: &mut Book) {
    let world = &scene.world;
    let residence = book.keep("residence", scene.residence().show_items(&[]));
    let with = |place: &str| {
        let mut draft = sample::residence_permit(world);
        draft.region = region(place);
        scene.certificate("residence elsewhere", &draft, &world.chengdu_police, 5)
    };
    let bad = |name: &str, about: &str, difference: &str| {
        vector(name, about).from("residence_withheld", difference)
    };
    book.add(
        bad(
            "residence_for_the_province",
            "A licence lies in its issuer's region.",
            "The permit is for the whole of Sichuan, its issuer for Chengdu.",
        )
        .desk("desk")
        .verify(with("510000"))
        .refused("region_outside_issuer"),
    );
    book.add(
        bad(
            "residence_for_chongqing",
            "A licence lies in its issuer's region.",
            "The permit is for a district of Chongqing.",
        )
        .desk("desk")
        .verify(with("500103"))
        .refused("region_outside_issuer"),
    );
    let outside = scene.desk_with_recognised(|draft| draft.issuers[0].region = region("500100"));
    book.keep("issuer_in_chongqing", outside.pack());
    book.add(
        bad(
            "foreign_issuer_for_our_region",
            "An issuer lies in the region of its list.",
            "The recognised list names the issuer for Chongqing, where the permit is.",
        )
        .desk("issuer_in_chongqing")
        .verify(with("500103"))
        .refused("issuer_outside_list"),
    );
    let pilot = scene.desk_with_own(|draft| draft.recognitions[0].region = region("510100"));
    book.keep("only_chengdu", pilot.pack());
    book.add(
        bad(
            "list_wider_than_recognised",
            "The list lies in the region that is recognised.",
            "Only Chengdu is recognised, and the list is for Sichuan.",
        )
        .desk("only_chengdu")
        .verify(residence.clone())
        .refused("list_outside_recognition"),
    );
    let dates = world.dates();
    let grant = |kind: &str| KindGrant::new(kind, dates);
    let more = scene.desk_with_own(|draft| draft.recognitions[0].kinds.push(grant(kinds::BUSINESS_LICENCE)));
    book.keep("more_recognised", more.pack());
    let business = {
        let mut draft = sample::residence_permit(world);
        draft.kind = kinds::BUSINESS_LICENCE.into();
        draft.items.retain(|item| ![7, 8, 9].contains(&item.label));
        scene.certificate("chengdu business", &draft, &world.chengdu_police, 5)
    };
    book.add(
        bad(
            "recognised_and_not_permitted",
            "The kind must be allowed by both lists.",
            "It is a business licence, which is recognised and which its issuer may not issue.",
        )
        .desk("more_recognised")
        .verify(business)
        .refused("kind_not_permitted"),
    );
    book.add(
        bad(
            "own_list_needs_no_recognition",
            "Recognition is for recognised lists.",
            "The desk stands in Sichuan.",
        )
        .desk("desk")
        .region("510104")
        .verify(residence)
        .refused("checker_region_outside"),
    );
}

/// One list under other signatures: only the copy that counts is of use.
fn renewed(scene: &Scene, book: &mut Book) {
    let [_, second, third] = &scene.world.sichuan.signers;
    let keys = vec![second.public_key().clone(), third.public_key().clone()];
    let own = scene.own_list(2, |draft| {
        draft.recognitions[0].signers = SignerSet::new(Object::TrustList, 2, keys).expect("a signer set");
    });
    book.keep("other_signers", own);
    let held = scene.desk.recognised[0].clone();
    let again = sign_list(&list_payload(&held), &[second, third]);
    book.keep("sichuan_again", again);
    let desk = |name: &str, about: &str| {
        vector(name, about).traps(&[40]).desk("desk").own(&["other_signers".into()])
    };
    let about = "A list held is taken again when only the new copy carries signers that count.";
    book.add(desk("list_signed_anew", about).recognised("sichuan_again").accepted());
    book.add(
        desk("list_signed_anew_verifies", about).recognised("sichuan_again").verify("residence").verified(),
    );
    book.add(
        desk("list_signed_anew_after_reopening", about)
            .reopen()
            .recognised("sichuan_again")
            .reopen()
            .verify("residence")
            .verified(),
    );
    book.add(
        desk(
            "list_not_signed_anew",
            "A list held counts while the signers that are recognised have signed it.",
        )
        .from("list_signed_anew_verifies", "No other copy is offered.")
        .verify("residence")
        .cannot_tell("recognised_list_missing"),
    );
    book.add(
        desk("list_offered_as_held", "The copy held is offered, which no longer counts.")
            .from("list_signed_anew", "It carries the signatures that it had.")
            .recognised(held)
            .refused("threshold_not_met"),
    );
}
