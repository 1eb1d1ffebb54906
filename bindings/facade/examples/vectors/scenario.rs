//! Scenarios at the door of a store, and when one that is held can be used.

use crate::book::{Book, Vector, vector};
use crate::scene::{Desk, EXP, IAT, ISS, KID, NOW, PROFILE, Parts, REGION, Scene, TYP, time};
use crate::tree::{REDACTED, Tree, bytes, done, int, raw, text, uint};
use zhengzhao::crypto::{Signer as _, SigningKey};
use zhengzhao::issue::issue_scenario;
use zhengzhao::scenario::ScenarioClaims;
use zhengzhao::trust::{Dates, IssuerKey, KeyUse};
use zhengzhao_facade::sample::{
    DAY, Publisher, account_opening, food_licence_renewal, hotel_check_in, kinds,
};

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
    claims(scene, &mut book);
    terms(scene, &mut book);
    materials(scene, &mut book);
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

fn claims(scene: &Scene, book: &mut Book) {
    for (claim, name) in
        [(ISS, "iss"), (EXP, "exp"), (IAT, "iat"), (PROFILE, "profile"), (REGION, "region"), (TERMS, "terms")]
    {
        book.add(
            bad(&format!("scenario_without_{name}"), &[], &format!("It has no {name}."))
                .scenario(with(scene, |claims| done(claims.remove(claim))))
                .refused("claim_missing"),
        );
    }
    for (claim, name, value) in [
        (2, "sub", text("zz")),
        (3, "aud", text("zz")),
        (5, "nbf", uint(NOW)),
        (7, "cti", bytes(&[7; 16])),
        (-70003, "items", Tree::Map(Vec::new())),
    ] {
        book.add(
            bad(&format!("scenario_with_{name}"), &[19], &format!("It has the claim {name}."))
                .scenario(with(scene, |claims| done(claims.set(claim, value))))
                .refused("claim_not_allowed"),
        );
    }
    book.add(
        bad("scenario_redacted", &[19], "Nothing of a scenario can be redacted.")
            .scenario(with(scene, |claims| {
                claims.put(REDACTED.to_vec(), raw(|w| w.array(1).bytes(&[0; 32])));
            }))
            .refused("redaction_not_allowed"),
    );
    book.add(
        bad("scenario_with_a_text_claim", &[], "A claim is named by text.")
            .scenario(with(scene, |claims| done(claims.put(crate::tree::name("zz"), uint(1)))))
            .refused("cbor_key_type"),
    );
    book.add(
        bad("scenario_of_profile_2", &[], "Its profile is 2.")
            .scenario(with(scene, |claims| done(claims.set(PROFILE, uint(2)))))
            .refused("profile_unknown"),
    );
    book.add(
        bad("scenario_that_ends_before_it_begins", &[15], "exp equals iat.")
            .scenario(with(scene, |claims| done(claims.set(EXP, uint(NOW - DAY)))))
            .refused("times_inconsistent"),
    );
    let about = "A scenario lives at most 366 days.";
    book.add(
        vector("scenario_of_366_days", about)
            .desk("desk")
            .scenario(with(scene, |claims| done(claims.set(EXP, uint(NOW + 365 * DAY)))))
            .accepted(),
    );
    book.add(
        vector("scenario_of_366_days_and_a_second", about)
            .from("scenario_of_366_days", "It ends one second later.")
            .desk("desk")
            .scenario(with(scene, |claims| done(claims.set(EXP, uint(NOW + 365 * DAY + 1)))))
            .refused("list_lifetime_too_long"),
    );
    let mut parts = Parts::of(&signed(&hotel(scene)));
    parts.protected.set(TYP, text("application/statuslist+cwt"));
    let key = &Publisher::chongqing().scenario_key;
    book.add(
        bad("scenario_stating_status_list", &[9], "typ is that of a status list.")
            .scenario(parts.sign(key))
            .refused("wrong_typ"),
    );
    for (name, object) in [
        ("certificate_as_scenario", scene.food()),
        ("printed_as_scenario", scene.food_printed()),
        ("status_list_as_scenario", scene.desk.statuses[0].clone()),
    ] {
        book.add(bad(name, &[9], "Something else is offered as one.").scenario(object).refused("wrong_typ"));
    }
    book.add(
        bad("trust_list_as_scenario", &[9], "A trust list is offered as one.")
            .scenario(scene.desk.own[0].clone())
            .refused("wrong_cose_tag"),
    );
    for (name, at) in [("certificate", true), ("status_list", false)] {
        let vector = vector(format!("scenario_as_{name}"), "A scenario passes as nothing else.")
            .traps(&[9])
            .from(if at { "food" } else { "status_list_taken" }, "It is a scenario.")
            .desk("desk");
        let vector = if at { vector.verify("hotel") } else { vector.status("hotel") };
        book.add(vector.refused("wrong_typ"));
    }
    let mut large = with(scene, |_| ());
    large.resize(16 * 1024 + 1, 0);
    book.add(
        bad("scenario_too_large", &[], "It has one byte more than a scenario may have.")
            .scenario(large)
            .refused("too_large"),
    );
    book.add(
        bad("scenario_with_a_byte_behind", &[13], "A byte follows it.")
            .scenario([signed(&hotel(scene)), vec![0]].concat())
            .refused("cbor_trailing_bytes"),
    );
}

/// The rules of the terms as a whole.
fn terms(scene: &Scene, book: &mut Book) {
    let change = |name: &str, difference: &str, code, change: &dyn Fn(&mut Tree)| {
        bad(&format!("scenario_{name}"), &[], difference)
            .scenario(with(scene, |claims| change(claims.get(TERMS))))
            .refused(code)
    };
    for (member, what) in [
        (1, "id"),
        (2, "version"),
        (3, "Chinese name"),
        (4, "English name"),
        (5, "materials"),
        (10, "purpose"),
        (11, "lawful basis"),
        (13, "retention"),
    ] {
        let name = format!("without_{}", what.replace(' ', "_").to_lowercase());
        let difference = format!("It names no {what}.");
        book.add(change(&name, &difference, "claim_invalid", &|terms| done(terms.remove(member))));
    }
    let long = "月".repeat(201);
    let set: Vec<(&str, &str, i64, Tree, &'static str)> = vec![
        ("with_an_upper_case_id", "Its id has a capital letter.", 1, text("Hotel"), "claim_invalid"),
        ("without_a_letter_of_id", "Its id is empty.", 1, text(""), "claim_invalid"),
        ("with_a_long_id", "Its id has 65 characters.", 1, text(&"a".repeat(65)), "cbor_too_large"),
        ("with_a_negative_version", "Its version is -1.", 2, int(-1), "cbor_unexpected_type"),
        ("with_an_empty_name", "Its Chinese name is empty.", 3, text(""), "claim_invalid"),
        ("with_no_material", "Its list of materials is empty.", 5, list(Vec::new()), "claim_invalid"),
        ("with_an_empty_list_of_links", "Its list of links is empty.", 6, list(Vec::new()), "claim_invalid"),
        ("of_level_0", "It states the presenter level 0.", 7, uint(0), "claim_invalid"),
        ("of_level_3", "It states the presenter level 3.", 7, uint(3), "claim_invalid"),
        ("with_mandate_false", "It says with false that no mandate is allowed.", 8, no(), "claim_invalid"),
        ("with_status_true", "It says true for the status.", 9, yes(), "claim_invalid"),
        ("with_an_empty_purpose", "Its purpose is empty.", 10, text(""), "claim_invalid"),
        ("with_a_long_purpose", "Its purpose has 201 characters.", 10, text(&long), "claim_invalid"),
        ("of_basis_0", "Its lawful basis is 0.", 11, uint(0), "claim_invalid"),
        ("of_basis_8", "Its lawful basis is 8.", 11, uint(8), "claim_invalid"),
        ("with_an_empty_provision", "Its provision is empty.", 12, text(""), "claim_invalid"),
        ("with_a_long_provision", "Its provision has 201 characters.", 12, text(&long), "claim_invalid"),
        ("kept_for_ever", "Receipts are kept for 36,526 days.", 13, uint(36_526), "claim_invalid"),
        ("with_another_member", "It has an unknown member.", 14, uint(1), "claim_invalid"),
    ];
    for (name, difference, member, value, code) in set {
        book.add(change(name, difference, code, &|terms| done(terms.set(member, value.clone()))));
    }
    let company = |change: &dyn Fn(&mut Tree)| {
        let claims = account_opening(&scene.world).expect("the sample's scenario");
        let mut parts = Parts::of(&signed(&claims));
        change(parts.payload.get(TERMS));
        parts.sign(&Publisher::chongqing().scenario_key)
    };
    let links = |links: &[[u64; 3]]| {
        list(links.iter().map(|link| list(link.iter().map(|number| uint(*number)).collect())).collect())
    };
    for (name, difference, wrong) in [
        ("link_of_kind_5", "A link is of the unknown kind 5.", links(&[[5, 0, 1]])),
        ("link_of_kind_0", "A link is of the unknown kind 0.", links(&[[0, 0, 1]])),
        ("link_to_itself", "A link names one material twice.", links(&[[1, 1, 1]])),
        ("link_to_nothing", "A link names a material that is not there.", links(&[[1, 0, 2]])),
        ("link_twice", "A link stands there twice.", links(&[[1, 0, 1], [1, 0, 1]])),
        ("link_turned", "A link stands there twice, once turned round.", links(&[[1, 0, 1], [1, 1, 0]])),
        (
            "link_without_a_representative",
            "The first material of the link names no item for the representative.",
            links(&[[4, 1, 0]]),
        ),
    ] {
        book.add(
            vector(format!("scenario_{name}"), "Links are sound, or the scenario is refused.")
                .from("scenario_of_a_company", difference)
                .desk("desk")
                .scenario(company(&|terms| done(terms.set(6, wrong.clone()))))
                .refused("claim_invalid"),
        );
    }
    let renewal = |change: &dyn Fn(&mut Tree)| {
        let claims = food_licence_renewal(&scene.world).expect("the sample's scenario");
        let mut parts = Parts::of(&signed(&claims));
        change(parts.payload.get(TERMS));
        parts.sign(&Publisher::chongqing().scenario_key)
    };
    let delegate = |name: &str, difference: &str, change: &dyn Fn(&mut Tree)| {
        vector(name, "The delegate's own certificate is asked for only under a mandate.")
            .from("scenario_with_a_mandate", difference)
            .desk("desk")
            .scenario(renewal(change))
            .refused("claim_invalid")
    };
    book.add(delegate("scenario_with_a_delegate_and_no_mandate", "No mandate is allowed.", &|terms| {
        done(terms.remove(8))
    }));
    book.add(delegate("scenario_with_two_delegates", "Two materials are the delegate's own.", &|terms| {
        done(terms.get(5).element(1).set(4, yes()));
        done(terms.remove(6));
    }));
    book.add(delegate(
        "scenario_with_a_link_to_the_delegate",
        "A link names the delegate's own.",
        &|terms| {
            done(terms.set(6, links(&[[1, 0, 2]])));
        },
    ));
    book.add(delegate(
        "scenario_of_the_delegate_alone",
        "The delegate's own is all that it asks for.",
        &|terms| {
            terms.get(5).list().drain(..2);
            done(terms.remove(6));
        },
    ));
}

/// The rules of one material.
fn materials(scene: &Scene, book: &mut Book) {
    let material = |name: &str, difference: &str, code, change: &dyn Fn(&mut Tree)| {
        bad(&format!("scenario_material_{name}"), &[], difference)
            .scenario(with(scene, |claims| change(claims.get(TERMS).get(5).element(0))))
            .refused(code)
    };
    for (member, what) in [(1, "a Chinese name"), (2, "an English name"), (3, "alternatives")] {
        let name = format!("without_{}", what.replace(' ', "_").to_lowercase());
        let difference = format!("A material has not {what}.");
        book.add(material(&name, &difference, "claim_invalid", &|own| done(own.remove(member))));
    }
    book.add(material("without_a_kind", "Its list of kinds is empty.", "claim_invalid", &|own| {
        done(own.set(3, list(Vec::new())));
    }));
    book.add(material(
        "with_face_false",
        "A material says false for the portrait.",
        "claim_invalid",
        &|own| {
            done(own.set(5, no()));
        },
    ));
    book.add(material("with_another_member", "A material has an unknown member.", "claim_invalid", &|own| {
        done(own.set(6, uint(1)));
    }));
    book.add(material("with_17_kinds", "A material has 17 alternatives.", "cbor_too_large", &|own| {
        let one = own.get(3).element(0).clone();
        done(own.set(3, list(vec![one; 17])));
    }));
    let labels = |labels: &[u64]| list(labels.iter().map(|label| uint(*label)).collect());
    let many = |count: u64| labels(&(100..100 + count).collect::<Vec<_>>());
    let set: Vec<(&str, &str, i64, Tree, &'static str)> = vec![
        ("of_no_kind", "A kind's code is empty.", 1, text(""), "claim_invalid"),
        ("with_a_blank_in_its_kind", "A kind's code has a space.", 1, text("ZZ LOCAL"), "claim_invalid"),
        ("with_no_field", "A list of fields is empty.", 2, labels(&[]), "claim_invalid"),
        ("with_fields_out_of_order", "Fields are out of order.", 2, labels(&[3, 2]), "claim_invalid"),
        ("with_a_field_twice", "A field stands there twice.", 2, labels(&[2, 2]), "claim_invalid"),
        ("with_field_0", "A field is 0.", 2, labels(&[0]), "item_label_invalid"),
        ("with_field_4096", "A field is 4096.", 2, labels(&[4096]), "item_label_invalid"),
        ("with_a_restated_field", "A field restates a claim.", 2, labels(&[12]), "item_restates_claim"),
        ("with_65_fields", "It has 65 fields.", 2, many(65), "cbor_too_large"),
        ("with_no_predicate", "A list of predicates is empty.", 3, list(Vec::new()), "claim_invalid"),
        ("with_permits_false", "It says false for the permits.", 4, no(), "claim_invalid"),
        ("with_no_permit", "A list of permits is empty.", 4, list(Vec::new()), "claim_invalid"),
        (
            "with_a_permit_twice",
            "A kind of permit stands there twice.",
            4,
            list(vec![text(kinds::FOOD_LICENCE); 2]),
            "claim_invalid",
        ),
        ("with_no_representative", "The representative's list is empty.", 5, labels(&[]), "claim_invalid"),
        (
            "with_one_label_twice",
            "The representative's code is its own type.",
            5,
            labels(&[25, 25]),
            "claim_invalid",
        ),
        (
            "with_three_labels",
            "The representative has three labels.",
            5,
            labels(&[25, 26, 27]),
            "cbor_too_large",
        ),
        ("with_member_6", "An alternative has an unknown member.", 6, uint(1), "claim_invalid"),
    ];
    for (name, difference, member, value, code) in set {
        book.add(
            bad(&format!("scenario_alternative_{name}"), &[], difference)
                .scenario(with(scene, |claims| {
                    done(claims.get(TERMS).get(5).element(0).get(3).element(0).set(member, value.clone()));
                }))
                .refused(code),
        );
    }
    predicates(scene, book);
}

fn predicates(scene: &Scene, book: &mut Book) {
    let with_predicate = |predicate: Tree| {
        with(scene, |claims| {
            let alternative = claims.get(TERMS).get(5).element(0).get(3).element(0);
            done(alternative.set(3, list(vec![predicate])));
        })
    };
    let of = |op: u64, first: Tree, second: Tree| list(vec![uint(op), first, second]);
    let age = |labels: &[(i64, u64)]| {
        let mut map = Tree::Map(Vec::new());
        labels.iter().for_each(|(key, label)| done(map.set(*key, uint(*label))));
        map
    };
    let good = [
        ("age", of(1, uint(150), age(&[(2, 19)]))),
        ("region", of(2, uint(25), text("500000"))),
        ("contains", of(3, uint(24), text("锦江"))),
        ("equals_integer", of(4, uint(17), int(-1))),
        ("equals_text", of(4, uint(18), text("汉族"))),
        ("equals_boolean", of(4, uint(20), no())),
        ("valid_certificate", of(5, no(), uint(3660))),
        ("valid_until", of(5, uint(28), text("2027-02-28"))),
    ];
    for (name, predicate) in good {
        book.add(
            vector(format!("scenario_predicate_{name}"), "A predicate of each sort.")
                .desk("desk")
                .scenario(with_predicate(predicate))
                .accepted(),
        );
    }
    let long = "月".repeat(201);
    let wrong: Vec<(&str, &str, Tree, &'static str)> = vec![
        ("of_sort_0", "A predicate is of the unknown sort 0.", of(0, uint(1), uint(1)), "claim_invalid"),
        ("of_sort_6", "A predicate is of the unknown sort 6.", of(6, uint(1), uint(1)), "claim_invalid"),
        ("of_two", "A predicate has two elements.", list(vec![uint(2), no()]), "cbor_out_of_range"),
        ("of_no_years", "An age is 0.", of(1, uint(0), age(&[(1, 22)])), "claim_invalid"),
        ("of_151_years", "An age is 151.", of(1, uint(151), age(&[(1, 22)])), "claim_invalid"),
        ("of_no_item", "An age names no item.", of(1, uint(18), age(&[])), "claim_invalid"),
        (
            "of_a_third_item",
            "An age names an item in a third way.",
            of(1, uint(18), age(&[(1, 22), (3, 19)])),
            "claim_invalid",
        ),
        (
            "of_a_restated_item",
            "A predicate names an item that restates a claim.",
            of(4, uint(14), uint(1)),
            "item_restates_claim",
        ),
        (
            "of_region_true",
            "A predicate says true where it names an item.",
            of(2, yes(), text("500000")),
            "claim_invalid",
        ),
        ("of_a_bad_region", "A region has letters.", of(2, no(), text("5OOOOO")), "claim_invalid"),
        (
            "of_an_empty_text",
            "The text that is looked for is empty.",
            of(3, uint(22), text("")),
            "claim_invalid",
        ),
        (
            "of_a_long_text",
            "The text that is looked for has 201 characters.",
            of(3, uint(22), text(&long)),
            "claim_invalid",
        ),
        (
            "equal_to_bytes",
            "A predicate compares with a byte string.",
            of(4, uint(22), bytes(&[1])),
            "cbor_unexpected_type",
        ),
        ("too_far_ahead", "A day lies 3,661 days ahead.", of(5, no(), uint(3661)), "claim_invalid"),
        ("of_no_day", "A day is none of the calendar.", of(5, no(), text("2027-02-29")), "claim_invalid"),
    ];
    for (name, difference, predicate, code) in wrong {
        book.add(
            bad(&format!("scenario_predicate_{name}"), &[], difference)
                .scenario(with_predicate(predicate))
                .refused(code),
        );
    }
}
