//! Which list speaks for an issuer.

use crate::book::{Book, vector};
use crate::licences::with_desk;
use crate::scene::{Desk, ISS, NOW, REGION, Scene, region};
use crate::tree::{done, text};
use zhengzhao::crypto::Signer as _;
use zhengzhao_facade::sample::{DAY, kinds};

pub(crate) fn book(scene: &Scene) -> Book {
    let mut book =
        with_desk(scene, "issuer", "Which trust list speaks for an issuer, and what is said when none does.");
    own(scene, &mut book);
    recognised(scene, &mut book);
    two_lists(scene, &mut book);
    transitive(scene, &mut book);
    book
}

const NOBODY: &str = "11500000MBYY00089P";

fn own(scene: &Scene, book: &mut Book) {
    let food = scene.food();
    let unknown =
        |place: &str| scene.food_with(|claims| done(claims.set(ISS, text(NOBODY)).set(REGION, text(place))));
    let bad =
        |name: &str, about: &str, difference: &str| vector(name, about).traps(&[5]).from("food", difference);
    book.add(
        bad(
            "no_list_at_all",
            "A desk without its own list cannot tell.",
            "The desk has pinned its anchor and holds no list.",
        )
        .pin("anchor")
        .verify(food.clone())
        .cannot_tell("trust_list_missing"),
    );
    book.add(
        bad(
            "issuer_on_no_list",
            "With every list at hand an unknown issuer is refused.",
            "It names an issuer that is on no list.",
        )
        .desk("desk")
        .verify(unknown("500103"))
        .refused("issuer_unknown"),
    );
    book.add(
        bad(
            "issuer_on_no_list_elsewhere",
            "No recognised list is for this region, so none can be missing.",
            "It names an unknown issuer and a region that nobody recognises.",
        )
        .desk("desk")
        .verify(unknown("310000"))
        .refused("issuer_unknown"),
    );
    let late = NOW + 29 * DAY;
    book.add(
        vector("own_list_last_second", "The own list counts up to the second before its exp.")
            .policy(60 * DAY, 60)
            .desk("desk")
            .at(late - 1)
            .verify(food.clone())
            .verified(),
    );
    let old = |name: &str, about: &str, difference: &str| {
        vector(name, about)
            .traps(&[40])
            .from("own_list_last_second", difference)
            .policy(60 * DAY, 60)
            .desk("desk")
            .at(late)
    };
    book.add(
        old("own_list_expired", "An expired own list cannot verify.", "It is one second later.")
            .verify(food.clone())
            .cannot_tell("trust_list_expired"),
    );
    book.add(
        old(
            "own_list_expired_unknown_issuer",
            "An expired own list cannot say that an issuer is unknown.",
            "It is one second later, and the issuer is on no list.",
        )
        .verify(unknown("500103"))
        .cannot_tell("trust_list_expired"),
    );
    book.add(
        old(
            "own_list_expired_and_altered",
            "An expired own list still refuses.",
            "It is one second later, and the licence was altered.",
        )
        .verify({
            let mut parts = scene.food_parts();
            crate::scene::item(&mut parts.payload, 2, text("另一家公司"));
            parts.unsigned()
        })
        .refused("signature_invalid"),
    );
    book.add(
        old(
            "own_list_expired_and_wrong_kind",
            "An expired own list still refuses.",
            "It is one second later, and the issuer may not issue this kind.",
        )
        .verify(scene.foreign_kind(kinds::EID))
        .refused("kind_not_permitted"),
    );
    book.add(
        old(
            "own_list_expired_and_revoked",
            "A licence that is revoked is refused also under an expired own list.",
            "It is one second later, and the licence was revoked.",
        )
        .verify(scene.food_at(113))
        .refused("revoked_as_penalty"),
    );
}

fn recognised(scene: &Scene, book: &mut Book) {
    let residence = scene.residence().show_items(&[]);
    book.keep("residence", residence);
    let without =
        Desk { recognised: Vec::new(), statuses: scene.desk.statuses[..2].to_vec(), ..scene.desk.clone() };
    book.keep("without_recognised", without.pack());
    let bad = |name: &str, about: &str, difference: &str| {
        vector(name, about).from("residence_withheld", difference)
    };
    book.add(
        bad(
            "recognised_list_absent",
            "Where the list of a recognised region is missing nobody can tell.",
            "The desk has not got the list of Sichuan.",
        )
        .desk("without_recognised")
        .verify("residence")
        .cannot_tell("recognised_list_missing"),
    );
    let unknown =
        |place: &str| scene.food_with(|claims| done(claims.set(ISS, text(NOBODY)).set(REGION, text(place))));
    book.add(
        vector(
            "recognised_list_absent_other_region",
            "The stated region is read only to choose between the two answers.",
        )
        .from("food", "It names an unknown issuer in Chongqing, and the list of Sichuan is missing.")
        .desk("without_recognised")
        .verify(unknown("500103"))
        .refused("issuer_unknown"),
    );
    book.add(
        vector(
            "recognised_list_absent_unknown_issuer",
            "An unknown issuer of a recognised region may be on the missing list.",
        )
        .from("food", "It names an unknown issuer in Sichuan, and the list of Sichuan is missing.")
        .desk("without_recognised")
        .verify(unknown("510104"))
        .cannot_tell("recognised_list_missing"),
    );
    let iat = NOW - DAY;
    let short = scene.desk_with_recognised(|draft| draft.exp = crate::scene::time(iat + 2 * DAY));
    book.keep("recognised_short", short.pack());
    let end = iat + 2 * DAY;
    book.add(
        vector("recognised_list_last_second", "A recognised list counts up to the second before its exp.")
            .traps(&[40])
            .desk("recognised_short")
            .at(end - 1)
            .verify("residence")
            .verified(),
    );
    let old = |name: &str, about: &str, difference: &str| {
        vector(name, about)
            .traps(&[40])
            .from("recognised_list_last_second", difference)
            .desk("recognised_short")
            .at(end)
    };
    book.add(
        old(
            "recognised_list_expired",
            "An expired recognised list cannot verify.",
            "It is one second later.",
        )
        .verify("residence")
        .cannot_tell("recognised_list_expired"),
    );
    book.add(
        old(
            "recognised_list_expired_unknown_issuer",
            "An expired recognised list cannot say that an issuer is unknown.",
            "It is one second later, and the issuer is on no list.",
        )
        .verify(unknown("510104"))
        .cannot_tell("recognised_list_expired"),
    );
    book.add(old("recognised_list_expired_own_issuer", "What the own list names does not depend on a recognised one.", "It is one second later, and the issuer is the own list's: verified, but the kind is not its to issue.").verify(scene.foreign_kind(kinds::EID)).refused("kind_not_permitted"));
    let mut altered = crate::scene::Parts::of(&scene.residence().show_items(&[]));
    altered.payload.set(REGION, text("510105"));
    book.add(
        old(
            "recognised_list_expired_and_altered",
            "An expired recognised list still refuses.",
            "It is one second later, and the permit was altered.",
        )
        .verify(altered.unsigned())
        .refused("signature_invalid"),
    );
}

fn two_lists(scene: &Scene, book: &mut Book) {
    let world = &scene.world;
    // Chongqing's own list names the police of Chengdu too, with another key.
    let own = scene.desk_with_own(|draft| {
        let mut entry = world.entry(&world.chengdu_police);
        entry.region = region("500000");
        entry.keys = vec![
            zhengzhao::trust::IssuerKey::new(
                crate::scene::ed25519("shadow issue").public_key().clone(),
                zhengzhao::trust::KeyUse::Issue,
                world.dates(),
            ),
            zhengzhao::trust::IssuerKey::new(
                crate::scene::ed25519("shadow status").public_key().clone(),
                zhengzhao::trust::KeyUse::Status,
                world.dates(),
            ),
        ];
        draft.issuers.push(entry);
    });
    let shadow = Desk { statuses: own.statuses[..2].to_vec(), ..own };
    book.keep("shadowed", shadow.pack());
    let bad = |name: &str, about: &str, difference: &str| {
        vector(name, about).traps(&[5]).from("residence_withheld", difference)
    };
    book.add(
        bad(
            "own_list_names_it_too",
            "An issuer that the own list names is looked up there only.",
            "The own list names the issuer as well, with other keys.",
        )
        .desk("shadowed")
        .verify("residence")
        .refused("no_matching_key"),
    );
    // A third authority names the police of Chengdu with the very same key.
    let guizhou = crate::rollover::guizhou();
    let own = crate::rollover::own_recognising_guizhou(
        scene,
        &guizhou,
        &[kinds::RESIDENCE_PERMIT, kinds::REAL_ESTATE, kinds::FOOD_LICENCE],
        |_| (),
    );
    let third = crate::rollover::guizhou_list(scene, &guizhou, |draft| {
        draft.issuers = vec![world.entry(&world.chengdu_police)]
    });
    let both = Desk {
        own: vec![own.clone()],
        recognised: vec![scene.desk.recognised[0].clone(), third],
        statuses: scene.desk.statuses[..2].to_vec(),
    };
    book.keep("two_recognised", both.pack());
    let one = Desk { own: vec![own], ..scene.desk.clone() };
    book.keep("one_of_two", one.pack());
    book.add(
        vector("recognised_by_one_of_two", "Of two recognised lists one names the issuer.")
            .desk("one_of_two")
            .verify("residence")
            .verified(),
    );
    let two = vector(
        "recognised_by_two",
        "Two recognised lists that name one issuer are ambiguous, be it with the same key.",
    )
    .traps(&[5]);
    book.add(
        two.from("recognised_by_one_of_two", "The other recognised list names the issuer as well.")
            .desk("two_recognised")
            .verify("residence")
            .refused("issuer_ambiguous"),
    );
    let two =
        vector("status_by_two", "A status list of an ambiguous issuer counts for nobody.").traps(&[5, 24]);
    book.add(
        two.from("status_list_taken", "Two recognised lists name its issuer.")
            .desk("two_recognised")
            .status(scene.desk.statuses[2].clone())
            .refused("issuer_ambiguous"),
    );
}

fn transitive(scene: &Scene, book: &mut Book) {
    // Sichuan recognises Guizhou; Chongqing does not.
    let guizhou = crate::rollover::guizhou();
    let sichuan = scene.desk_with_recognised(|draft| {
        draft.recognitions.push(crate::rollover::recognition(scene, &guizhou, &[kinds::FOOD_LICENCE]));
    });
    book.keep("sichuan_recognises_guizhou", sichuan.pack());
    let list = crate::rollover::guizhou_list(scene, &guizhou, |_| ());
    book.keep("guizhou", list);
    let food = crate::rollover::guizhou_food(scene, &guizhou);
    book.keep("guizhou_food", food);
    let own = crate::rollover::own_recognising_guizhou(scene, &guizhou, &[kinds::FOOD_LICENCE], |_| ());
    let desk = Desk { own: vec![own], ..scene.desk.clone() };
    book.keep("recognises_guizhou", desk.pack());
    book.add(
        vector("recognised_directly", "A licence of Guizhou, which the own list recognises.")
            .desk("recognises_guizhou")
            .recognised("guizhou")
            .status(crate::rollover::guizhou_status(scene, &guizhou))
            .verify("guizhou_food")
            .verified(),
    );
    let bad = |name: &str, about: &str, difference: &str| {
        vector(name, about).from("recognised_directly", difference)
    };
    book.add(
        bad(
            "never_transitive",
            "What a recognised list recognises is not recognised here.",
            "Only the recognised list of Sichuan recognises Guizhou.",
        )
        .desk("sichuan_recognises_guizhou")
        .recognised("guizhou")
        .which_is_refused("authority_not_recognised")
        .verify("guizhou_food")
        .refused("issuer_unknown"),
    );
    book.add(
        vector("never_transitive_at_import", "A list that only a recognised list recognises is not taken.")
            .from("recognised_list_taken", "It is the list of Guizhou, which only Sichuan recognises.")
            .desk("sichuan_recognises_guizhou")
            .recognised("guizhou")
            .refused("authority_not_recognised"),
    );
}
