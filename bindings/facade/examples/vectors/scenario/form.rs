//! Scenarios whose claims or terms are not of their form.

use super::{TERMS, bad, hotel, list, no, signed, with, yes};
use crate::book::{Book, vector};
use crate::scene::{EXP, IAT, ISS, NOW, PROFILE, Parts, REGION, Scene, TYP};
use crate::tree::{REDACTED, Tree, bytes, done, int, raw, text, uint};
use zhengzhao_facade::sample::{DAY, Publisher, account_opening, food_licence_renewal, kinds};

pub(super) fn claims(scene: &Scene, book: &mut Book) {
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
pub(super) fn terms(scene: &Scene, book: &mut Book) {
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
        ("with_another_member", "It has an unknown member.", 15, uint(1), "claim_invalid"),
        ("with_a_level_above_a", "Trust level 0.", 14, uint(0), "claim_invalid"),
        ("with_a_level_below_d", "Trust level 5.", 14, uint(5), "claim_invalid"),
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
pub(super) fn materials(scene: &Scene, book: &mut Book) {
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
