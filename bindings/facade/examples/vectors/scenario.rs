//! Scenarios at the door of a store, and when one that is held can be used.

mod form;

use crate::book::{Book, Vector, vector};
use crate::scene::{Desk, EXP, ISS, KID, NOW, Parts, REGION, Scene, time};
use crate::tree::{Tree, bytes, done, int, raw, text, uint};
use zhengzhao::crypto::{Signer as _, SigningKey};
use zhengzhao::issue::issue_scenario;
use zhengzhao::scenario::ScenarioClaims;
use zhengzhao::trust::{Dates, IssuerKey, KeyUse};
use zhengzhao_facade::sample::{DAY, Publisher, account_opening, food_licence_renewal, hotel_check_in};

pub(crate) const TERMS: i64 = -70006;
/// The publisher of the sample's scenarios.
pub(crate) const SERVICES: &str = "11500000MBYY00079W";
pub(crate) const HOTEL: &str = "hotel-check-in";

/// The lists of a Chongqing desk, with the offices that publish scenarios on both sides.
pub(crate) fn desk(scene: &Scene) -> Desk {
    let world = &scene.world;
    let own = scene.own_list(1, |draft| draft.issuers.push(Publisher::chongqing().entry(world)));
    let recognised = scene.recognised_list(1, |draft| draft.issuers.push(Publisher::sichuan().entry(world)));
    Desk { own: vec![own], recognised: vec![recognised], statuses: scene.desk.statuses.clone() }
}

/// A book whose desk knows who publishes scenarios.
pub(crate) fn with_publishers(scene: &Scene, topic: &'static str, about: &'static str) -> Book {
    let mut book = Book::new(topic, about);
    book.keep("anchor", scene.anchor());
    book.keep("desk", desk(scene).pack());
    book
}

pub(crate) fn hotel(scene: &Scene) -> ScenarioClaims {
    hotel_check_in(&scene.world).expect("the sample's scenario")
}

pub(crate) fn signed(claims: &ScenarioClaims) -> Vec<u8> {
    let publisher = Publisher::chongqing();
    issue_scenario(claims, &publisher.scenario_key).expect("a scenario that obeys the rules")
}

pub(crate) fn book(scene: &Scene) -> Book {
    let mut book =
        with_publishers(scene, "scenario", "Scenarios that a store takes, keeps and lets be used.");
    book.keep("hotel", signed(&hotel(scene)));
    taken(scene, &mut book);
    versions(scene, &mut book);
    whose(scene, &mut book);
    elsewhere(scene, &mut book);
    used(scene, &mut book);
    form::claims(scene, &mut book);
    form::terms(scene, &mut book);
    form::materials(scene, &mut book);
    book
}

fn bad(name: &str, traps: &[u8], difference: &str) -> Vector {
    let about = format!("A store takes only scenarios that obey every rule. {difference}");
    vector(name, about).traps(traps).from("scenario_taken", difference).desk("desk")
}

/// The hotel's scenario with other claims, signed by its publisher.
fn with(scene: &Scene, change: impl FnOnce(&mut Tree)) -> Vec<u8> {
    let mut parts = Parts::of(&signed(&hotel(scene)));
    change(&mut parts.payload);
    parts.sign(&Publisher::chongqing().scenario_key)
}

fn yes() -> Tree {
    raw(|w| w.bool(true))
}

fn no() -> Tree {
    raw(|w| w.bool(false))
}

fn list(items: Vec<Tree>) -> Tree {
    Tree::List(items)
}

fn taken(scene: &Scene, book: &mut Book) {
    book.add(
        vector("scenario_taken", "A scenario by an office of the own list.")
            .desk("desk")
            .scenario("hotel")
            .accepted(),
    );
    for (name, claims) in [
        ("scenario_of_a_company", account_opening(&scene.world)),
        ("scenario_with_a_mandate", food_licence_renewal(&scene.world)),
    ] {
        let claims = claims.expect("the sample's scenario");
        let id = claims.terms.id.clone();
        book.add(
            vector(name, "A scenario with several materials and a link between them.")
                .desk("desk")
                .scenario(signed(&claims))
                .use_scenario(SERVICES, &id)
                .accepted(),
        );
    }
    let mut levels = hotel(scene);
    levels.terms.presenter = zhengzhao::verify::Presenter::NotProven;
    levels.terms.status = zhengzhao::scenario::StatusNeed::NotNeeded;
    book.add(
        vector("scenario_that_asks_little", "A scenario without proof of the presenter and without status.")
            .desk("desk")
            .scenario(signed(&levels))
            .accepted(),
    );
    let pack = zhengzhao::store::Pack::new(None, Vec::new(), Vec::new(), Vec::new())
        .with_scenarios(vec![signed(&hotel(scene))]);
    book.add(
        vector("scenario_in_a_pack", "A pack may carry scenarios.")
            .desk("desk")
            .import(pack.to_bytes())
            .use_scenario(SERVICES, HOTEL)
            .accepted(),
    );
    book.add(
        vector("scenario_after_reopening", "A store keeps its scenarios when it is exported.")
            .desk("desk")
            .scenario("hotel")
            .reopen()
            .use_scenario(SERVICES, HOTEL)
            .accepted(),
    );
}

fn versions(scene: &Scene, book: &mut Book) {
    let version = |version: u64, change: &dyn Fn(&mut ScenarioClaims)| {
        let mut claims = hotel(scene);
        claims.terms.version = version;
        change(&mut claims);
        signed(&claims)
    };
    let second = book.keep("hotel_2", version(2, &|_| ()));
    book.add(
        vector("scenario_of_a_higher_version", "A higher version takes the place of the one held.")
            .traps(&[40])
            .desk("desk")
            .scenario("hotel")
            .scenario(second.clone())
            .accepted(),
    );
    book.add(
        vector("scenario_again", "The scenario held is offered again.")
            .traps(&[40])
            .desk("desk")
            .scenario("hotel")
            .scenario("hotel")
            .accepted(),
    );
    let held = |name: &str, difference: &str| bad(name, &[40], difference).scenario(second.clone());
    book.add(
        held("scenario_of_a_lower_version", "Its version is lower than that of the one held.")
            .scenario("hotel")
            .refused("list_rolled_back"),
    );
    book.add(
        held(
            "scenario_of_a_lower_version_after_reopening",
            "Its version is lower than that of the one held when the store was exported.",
        )
        .reopen()
        .scenario("hotel")
        .refused("list_rolled_back"),
    );
    book.add(
        held("scenario_in_conflict", "It has the version of the one held and asks for something else.")
            .scenario(version(2, &|claims| claims.terms.retention_days = 366))
            .refused("list_conflict"),
    );
    book.add(
        vector("scenario_at_the_skew", "A scenario may be dated as far ahead as the skew allows.")
            .traps(&[30])
            .desk("desk")
            .scenario(version(1, &|claims| claims.iat = time(NOW + 60)))
            .accepted(),
    );
    let late = book.keep("hotel_from_the_future", version(1, &|claims| claims.iat = time(NOW + 61)));
    book.add(
        vector("scenario_beyond_the_skew", "A scenario may be dated as far ahead as the skew allows.")
            .traps(&[30])
            .from("scenario_at_the_skew", "It is dated one second later.")
            .desk("desk")
            .scenario(late.clone())
            .refused("list_from_future"),
    );
    let told = |vector: Vector| vector.verify(scene.food()).verified();
    book.add(
        told(
            vector(
                "scenario_from_the_future_is_told",
                "Verdicts say that a scenario from the future was offered.",
            )
            .traps(&[30])
            .desk("desk")
            .scenario(late)
            .which_is_refused("list_from_future"),
        )
        .findings(&["future_list_offered"]),
    );
    let behind = book.keep("hotel_ahead", version(1, &|claims| claims.iat = time(NOW + 50)));
    book.add(
        vector("clock_behind_a_scenario", "The `iat` of a scenario moves the clock floor.")
            .traps(&[30])
            .from("food", "A scenario dated 50 seconds ahead was taken; the clock is then 11 seconds back.")
            .desk("desk")
            .scenario(behind)
            .at(NOW - 11)
            .verify(scene.food())
            .cannot_tell("clock_behind"),
    );
}

fn whose(scene: &Scene, book: &mut Book) {
    let publisher = Publisher::chongqing();
    let by = |key: &SigningKey, kid: &SigningKey| {
        let mut parts = Parts::of(&signed(&hotel(scene)));
        parts.protected.set(KID, bytes(&kid.public_key().thumbprint().kid()));
        parts.sign(key)
    };
    let stranger = crate::scene::ed25519("stranger");
    book.add(
        bad("scenario_by_a_stranger", &[5], "A stranger signed it under the publisher's kid.")
            .scenario(by(&stranger, &publisher.scenario_key))
            .refused("signature_invalid"),
    );
    book.add(
        bad("scenario_by_a_stranger_openly", &[5], "A stranger signed it under the stranger's kid.")
            .scenario(by(&stranger, &stranger))
            .refused("no_matching_key"),
    );
    let mut parts = Parts::of(&signed(&hotel(scene)));
    parts.protected.set(1, int(-8));
    book.add(
        bad("scenario_stating_-8", &[2], "alg states -8.")
            .scenario(parts.sign(&publisher.scenario_key))
            .refused("algorithm_mismatch"),
    );
    let mut parts = Parts::of(&signed(&hotel(scene)));
    parts.payload.set(EXP, uint(NOW + 200 * DAY));
    book.add(
        bad("scenario_altered", &[], "exp was changed after signing.")
            .scenario(parts.unsigned())
            .refused("signature_invalid"),
    );
    let market = &scene.world.chongqing_market;
    let by_market = |key: &SigningKey| {
        let mut parts = Parts::of(&signed(&hotel(scene)));
        parts.payload.set(ISS, text(market.id));
        parts.protected.set(KID, bytes(&key.public_key().thumbprint().kid()));
        parts.sign(key)
    };
    book.add(
        bad("scenario_by_an_issuing_key", &[5], "It is a bureau's, signed by its key for certificates.")
            .scenario(by_market(&market.issue_key))
            .refused("key_use_wrong"),
    );
    book.add(
        bad("scenario_by_a_status_key", &[5], "It is a bureau's, signed by its key for status lists.")
            .scenario(by_market(&market.status_key))
            .refused("key_use_wrong"),
    );
    book.add(
        bad("scenario_of_nobody", &[5], "Its publisher is on no list.")
            .scenario(with(scene, |claims| done(claims.set(ISS, text("11500000MBYY00089P")))))
            .refused("issuer_unknown"),
    );
    book.add(
        vector("scenario_before_the_own_list", "Without trust lists no scenario can be judged.")
            .from("scenario_taken", "The desk holds no trust list.")
            .pin("anchor")
            .scenario("hotel")
            .cannot_tell("trust_list_missing"),
    );
}

/// Recognition: a scenario of a recognised authority counts, any other does not.
fn elsewhere(scene: &Scene, book: &mut Book) {
    let sichuan = Publisher::sichuan();
    let mut claims = hotel(scene);
    (claims.issuer, claims.region) = (sichuan.id.into(), sichuan.region);
    let foreign = issue_scenario(&claims, &sichuan.scenario_key).expect("signed");
    let foreign = book.keep("hotel_sichuan", foreign);
    book.add(
        vector("scenario_recognised", "A scenario by an office of a recognised list.")
            .desk("desk")
            .scenario(foreign.clone())
            .use_scenario(sichuan.id, HOTEL)
            .accepted(),
    );
    let mut alone = Desk { recognised: Vec::new(), ..desk(scene) };
    alone.statuses.truncate(2);
    book.keep("alone", alone.pack());
    book.add(
        vector("scenario_not_recognised", "A scenario of an authority whose list is not held is refused.")
            .traps(&[5])
            .from("scenario_recognised", "The desk holds no list of that authority.")
            .desk("alone")
            .scenario(foreign.clone())
            .refused("issuer_unknown"),
    );
    let world = &scene.world;
    let own = |change: &dyn Fn(&mut zhengzhao::issue::TrustListDraft)| {
        scene.own_list(2, |draft| {
            draft.issuers.push(Publisher::chongqing().entry(world));
            change(draft);
        })
    };
    let withdrawn = own(&|draft| draft.recognitions.clear());
    book.add(
        vector("scenario_recognition_withdrawn", "What a withdrawn recognition carried can be used no more.")
            .traps(&[40])
            .from("scenario_recognised", "A newer own list recognises nobody.")
            .desk("desk")
            .scenario(foreign.clone())
            .own_one(withdrawn.into())
            .use_scenario(sichuan.id, HOTEL)
            .refused("issuer_unknown"),
    );
    let ended = own(&|draft| draft.recognitions[0].dates.to = Some(time(NOW)));
    for (name, used) in [("scenario_recognition_ended", false), ("scenario_recognition_ended_since", true)] {
        let vector = vector(name, "The dates of a recognition bound the moment of the check.")
            .from("scenario_recognised", "The recognition ended at this very second.")
            .desk("desk");
        let vector = if used {
            vector.scenario(foreign.clone()).own_one(ended.clone().into()).use_scenario(sichuan.id, HOTEL)
        } else {
            vector.own_one(ended.clone().into()).scenario(foreign.clone())
        };
        book.add(vector.refused("recognition_not_in_force"));
    }
    let narrow = own(&|draft| draft.recognitions[0].region = crate::scene::region("510100"));
    book.add(
        vector("scenario_list_outside_recognition", "Only what lies in the recognised region counts.")
            .from("scenario_recognised", "Only Chengdu is recognised.")
            .desk("desk")
            .own_one(narrow.into())
            .scenario(foreign)
            .refused("list_outside_recognition"),
    );
    book.add(
        bad("scenario_outside_its_publisher", &[5], "It is for Chengdu, and its publisher for Chongqing.")
            .scenario(with(scene, |claims| done(claims.set(REGION, text("510100")))))
            .refused("region_outside_issuer"),
    );
    let wide = own(&|draft| {
        let last = draft.issuers.last_mut().expect("the publisher");
        last.region = crate::scene::region("510000");
    });
    book.add(
        bad(
            "scenario_publisher_outside_its_list",
            &[5],
            "Its publisher is for Sichuan, on the list of Chongqing.",
        )
        .own_one(wide.into())
        .scenario(with(scene, |claims| done(claims.set(REGION, text("510000")))))
        .refused("issuer_outside_list"),
    );
    let newer = own(&|draft| draft.issuers.last_mut().expect("the publisher").lowest_profile = 2);
    book.add(
        bad("scenario_of_an_old_profile", &[], "Its publisher no longer uses this profile.")
            .own_one(newer.into())
            .scenario("hotel")
            .refused("profile_too_old"),
    );
}

/// What ends the use of a scenario that is held.
fn used(scene: &Scene, book: &mut Book) {
    let world = &scene.world;
    let own = |change: &dyn Fn(&mut IssuerKey)| {
        scene.own_list(2, |draft| {
            let mut entry = Publisher::chongqing().entry(world);
            change(&mut entry.keys[0]);
            draft.issuers.push(entry);
        })
    };
    let key = Publisher::chongqing().scenario_key.public_key().clone();
    let compromised = own(&|own| *own = own.clone().compromised());
    let from = time(NOW - DAY + 1);
    let late = own(&|own| {
        *own = IssuerKey::new(key.clone(), KeyUse::Scenario, Dates { from, to: None });
    });
    let gone = own(&|own| {
        let other = crate::scene::ed25519("another scenario key");
        *own = IssuerKey::new(other.public_key().clone(), KeyUse::Scenario, own.dates());
    });
    book.add(
        vector("scenario_used", "A scenario that is held and in force.")
            .desk("desk")
            .scenario("hotel")
            .use_scenario(SERVICES, HOTEL)
            .accepted(),
    );
    let cases = [
        (
            "compromised",
            "The key that signed it is marked as compromised.",
            compromised,
            "issuer_key_compromised",
            "issuer_key_compromised",
        ),
        (
            "key_not_yet_in_use",
            "The key that signed it came into use one second after its iat.",
            late,
            "issuer_key_not_in_force",
            "no_matching_key",
        ),
        (
            "key_gone",
            "The key that signed it is on the list no more.",
            gone,
            "no_matching_key",
            "no_matching_key",
        ),
    ];
    for (name, difference, list, offered, since) in cases {
        book.add(
            bad(&format!("scenario_{name}"), &[5], difference)
                .own_one(list.clone().into())
                .scenario("hotel")
                .refused(offered),
        );
        book.add(
            vector(format!("scenario_{name}_since"), "A scenario is used as the lists stand now.")
                .traps(&[5])
                .from("scenario_used", format!("{difference} The list that says so came later."))
                .desk("desk")
                .scenario("hotel")
                .own_one(list.into())
                .use_scenario(SERVICES, HOTEL)
                .refused(since),
        );
    }
    let not = |name: &str, difference: &str| {
        vector(name, "Only a scenario that is held and in force can be used.")
            .from("scenario_used", difference)
            .desk("desk")
            .scenario("hotel")
    };
    book.add(
        not("scenario_unknown", "Another id is looked for.")
            .use_scenario(SERVICES, "hotel-check-out")
            .refused("scenario_unknown"),
    );
    book.add(
        not("scenario_of_another_publisher", "The id is looked for under another publisher.")
            .use_scenario(scene.world.chongqing_market.id, HOTEL)
            .refused("scenario_unknown"),
    );
    let mut short = hotel(scene);
    short.exp = time(NOW);
    let expired = book.keep("hotel_expired", signed(&short));
    book.add(
        vector("scenario_expired", "A scenario that has expired is kept, and cannot be used.")
            .traps(&[40])
            .from("scenario_used", "It ends at this very second.")
            .desk("desk")
            .scenario(expired.clone())
            .use_scenario(SERVICES, HOTEL)
            .refused("expired"),
    );
    short.terms.version = 2;
    book.add(
        vector(
            "scenario_expired_version",
            "An expired version takes the place of the one before all the same.",
        )
        .traps(&[40])
        .from("scenario_used", "A higher version is taken, and that ends at this very second.")
        .desk("desk")
        .scenario("hotel")
        .scenario(signed(&short))
        .use_scenario(SERVICES, HOTEL)
        .refused("expired"),
    );
    book.add(
        vector("scenario_with_an_expired_list", "With an expired own list nothing can be used.")
            .from("scenario_used", "The own list has expired.")
            .desk("desk")
            .scenario("hotel")
            .at(NOW + 30 * DAY)
            .use_scenario(SERVICES, HOTEL)
            .cannot_tell("trust_list_expired"),
    );
}
