//! A guest checks in: one material of several kinds, a predicate on age, the portrait.

use super::{
    PORTRAIT, answering, hotel, issued_to, matter, presented, with_items, with_portrait, without_items,
};
use crate::act::{DESK, delegate_key, mandate_draft, nonce, scenario, sign, sign_mandate, sixteen};
use crate::book::{Book, Exhibit, Vector, vector};
use crate::scenario::{HOTEL, SERVICES, signed};
use crate::scene::{NOW, Scene, VALID, region, time};
use zhengzhao::act::{MandateDraft, Nonce, PresentationDraft};
use zhengzhao::crypto::Algorithm;
use zhengzhao::holder::HolderCopy;
use zhengzhao::issue::{Draft, DraftValue, issue_scenario};
use zhengzhao::scenario::ScenarioClaims;
use zhengzhao_facade::sample::{self, DAY, Publisher};

/// What a hotel needs of an e-ID.
const NEEDED: [u16; 4] = [2, 3, 22, 4081];

pub(super) fn add(scene: &Scene, book: &mut Book) {
    settled(scene, book);
    items(scene, book);
    ages(scene, book);
    presenters(scene, book);
    refused_before(scene, book);
    excess(scene, book);
    usable(scene, book);
}

fn copy(scene: &Scene, of: &str, draft: &Draft) -> HolderCopy {
    scene.copy(of, draft, &scene.world.chongqing_police, VALID)
}

/// The e-ID with these items shown.
fn eid(scene: &Scene, of: &str, labels: &[u16]) -> Exhibit {
    shown(scene, of, &with_portrait(sample::eid(&scene.world)), labels)
}

fn shown(scene: &Scene, of: &str, draft: &Draft, labels: &[u16]) -> Exhibit {
    let stands_on = copy(scene, &format!("guest {of}"), draft).show_items(labels);
    presented(of, &hotel(scene), &stands_on, &scene.holder).beside("portrait")
}

/// A matter that differs from the one that is settled.
fn otherwise(scene: &Scene, of: &str, difference: &str) -> Vector {
    let about = format!("A guest shows what the scenario asks for. {difference}");
    matter(of, about, &hotel(scene)).from("guest", difference)
}

fn judge(vector: Vector, shown: &[Exhibit]) -> Vector {
    vector.matter_of((SERVICES, HOTEL), shown)
}

fn settled(scene: &Scene, book: &mut Book) {
    book.keep("portrait", PORTRAIT.to_vec());
    let claims = hotel(scene);
    let good = eid(scene, "good", &NEEDED);
    let new = |of: &str, about: &str| matter(of, about, &claims);
    book.add(
        judge(
            new("guest", "A guest of age shows name, number, portrait and that."),
            std::slice::from_ref(&good),
        )
        .settled()
        .telling("/beyond_need", Vec::<String>::new())
        .telling("/objects/0/status", "checked"),
    );
    let strict = new("guest_strictly", "What is needed and nothing more settles the matter strictly, too.");
    book.add(judge(strict, &[good]).strictly().settled());
    let permit = with_portrait(sample::residence_permit(&scene.world));
    let permit = scene.copy("guest permit", &permit, &scene.world.chengdu_police, VALID).show_items(&NEEDED);
    let permit = presented("permit", &claims, &permit, &scene.holder).beside("portrait");
    book.add(
        judge(
            new("guest_with_a_residence_permit", "A recognised region's permit is another alternative."),
            &[permit],
        )
        .settled()
        .telling("/materials/0/alternative", 1),
    );
}

fn items(scene: &Scene, book: &mut Book) {
    book.add(
        judge(otherwise(scene, "guest_with_nothing", "Nothing is shown."), &[]).refused("material_missing"),
    );
    let food = presented("food", &hotel(scene), &scene.food(), &scene.holder);
    book.add(
        judge(otherwise(scene, "guest_with_a_food_licence", "Another licence is shown."), &[food])
            .refused("material_missing")
            .telling("/beyond_need/0/label", 0),
    );
    for (of, difference, labels, label) in [
        ("guest_without_a_name", "The name is withheld.", [3, 22, 4081], 2),
        ("guest_without_a_number", "The number is withheld.", [2, 22, 4081], 3),
        ("guest_without_an_age", "Neither the boolean nor the date is shown.", [2, 3, 4081], 22),
    ] {
        book.add(
            judge(otherwise(scene, of, difference), &[eid(scene, of, &labels)])
                .refused("field_missing")
                .telling("/materials/0/label", label),
        );
    }
    let faceless = copy(scene, "guest good", &with_portrait(sample::eid(&scene.world))).show_items(&NEEDED);
    let faceless = presented("faceless", &hotel(scene), &faceless, &scene.holder);
    book.add(
        judge(otherwise(scene, "guest_without_a_face", "The portrait did not come along."), &[faceless])
            .refused("face_missing"),
    );
}

fn ages(scene: &Scene, book: &mut Book) {
    let eid = with_portrait(sample::eid(&scene.world));
    let minor = with_items(eid.clone(), &[(22, DraftValue::Bool(false))]);
    book.add(
        judge(
            otherwise(scene, "guest_who_is_a_minor", "The e-ID says that the guest is not of age."),
            &[shown(scene, "minor", &minor, &NEEDED)],
        )
        .refused("predicate_failed")
        .telling("/materials/0/label", 22),
    );
    book.add(
        judge(
            otherwise(
                scene,
                "guest_whose_date_says_otherwise",
                "The e-ID says that the guest is not of age, and its date of birth that they are.",
            ),
            &[shown(scene, "contradicting", &minor, &[2, 3, 19, 22, 4081])],
        )
        .refused("predicate_failed")
        .telling("/materials/0/label", 22),
    );
    let old = without_items(eid.clone(), &[22]);
    let by_date = [2, 3, 19, 4081];
    let claims = hotel(scene);
    book.add(
        judge(
            matter(
                "guest_with_a_date_of_birth",
                "An e-ID without the boolean shows the date, which is not more than needed.",
                &claims,
            ),
            &[shown(scene, "old", &old, &by_date)],
        )
        .strictly()
        .settled(),
    );
    let young = with_items(old, &[(19, "2015-03-07".into())]);
    book.add(
        judge(
            matter("guest_with_a_late_date_of_birth", "The date of birth tells the age.", &claims)
                .from("guest_with_a_date_of_birth", "The guest is eleven years old."),
            &[shown(scene, "young", &young, &by_date)],
        )
        .refused("predicate_failed")
        .telling("/materials/0/label", 19),
    );
}

fn presenters(scene: &Scene, book: &mut Book) {
    let claims = hotel(scene);
    let copy = copy(scene, "guest good", &with_portrait(sample::eid(&scene.world))).show_items(&NEEDED);
    let open = PresentationDraft { nonce: None, ..answering(&claims) };
    let open = Exhibit::presentation(sign("matter open", &open, &copy, &scene.holder)).beside("portrait");
    let fixed = |of: &str, about: &str, claims: &ScenarioClaims| {
        vector(of, about).desk("desk").audience(DESK).memory(8).fixed_audience().scenario(signed(claims))
    };
    let mut less = claims.clone();
    less.terms.presenter = zhengzhao::verify::Presenter::ProvenAudience;
    book.add(
        judge(
            fixed("guest_by_audience", "A scenario may do with the code on a desk.", &less),
            std::slice::from_ref(&open),
        )
        .settled()
        .telling("/objects/0/presenter", "proven_audience"),
    );
    book.add(
        judge(
            matter("guest_by_more_than_audience", "What is proven better than asked for will do.", &less),
            &[eid(scene, "good", &NEEDED)],
        )
        .settled(),
    );
    let about = "A scenario that does not say otherwise asks for an answer to the desk's challenge.";
    book.add(
        judge(fixed("guest_by_audience_alone", about, &claims), std::slice::from_ref(&open))
            .from("guest", "It is shown to the code on the desk.")
            .refused("presenter_not_proven"),
    );
    let bare = Exhibit::certificate(copy.clone()).beside("portrait");
    book.add(
        judge(
            otherwise(scene, "guest_by_nobody", "The e-ID is shown without a presentation."),
            std::slice::from_ref(&bare),
        )
        .refused("presenter_not_proven"),
    );
    book.add(
        judge(
            fixed("guest_by_nobody_at_a_code", "The code on the desk asks for a presentation.", &less)
                .from("guest_by_audience", "The e-ID is shown without a presentation."),
            &[bare],
        )
        .refused("presenter_not_proven"),
    );
    let mandate = MandateDraft { matters: vec![scenario((SERVICES, HOTEL))], ..mandate_draft() };
    let mandate = sign_mandate("guest", &mandate, &copy, &scene.holder);
    book.add(
        judge(
            otherwise(
                scene,
                "guest_by_a_delegate",
                "A delegate presents it, under a mandate for this matter.",
            ),
            &[presented("delegated guest", &claims, &mandate, &delegate_key()).beside("portrait")],
        )
        .refused("mandate_not_allowed"),
    );
}

/// What is refused, or cannot be told, before the scenario is asked.
fn refused_before(scene: &Scene, book: &mut Book) {
    let claims = hotel(scene);
    let copy = copy(scene, "guest good", &with_portrait(sample::eid(&scene.world))).show_items(&NEEDED);
    let by = |of: &str, change: &dyn Fn(&mut PresentationDraft)| {
        let mut draft = answering(&claims);
        change(&mut draft);
        let bytes = draft.sign(&copy, &scene.holder, sixteen(of)).expect("signed");
        Exhibit::presentation(bytes).beside("portrait")
    };
    for (of, difference, exhibit, code) in [
        (
            "guest_with_another_challenge",
            "It answers another challenge.",
            by("another challenge", &|draft| draft.nonce = Some(Nonce::new([7; 16]))),
            "challenge_mismatch",
        ),
        (
            "guest_for_no_purpose",
            "It states no purpose; the occasion's is the scenario's.",
            by("no purpose", &|draft| draft.purpose = None),
            "purpose_mismatch",
        ),
        (
            "guest_for_another_matter",
            "It is for another matter.",
            by("another matter", &|draft| draft.scenario = Some(scenario(crate::act::LOAN))),
            "scenario_mismatch",
        ),
    ] {
        book.add(
            judge(otherwise(scene, of, difference), &[exhibit])
                .refused(code)
                .telling("/materials/0/verdict", "refused")
                .telling("/materials/0/code", code),
        );
    }
    let whole = sign("matter cut", &answering(&claims), &copy, &scene.holder);
    let cut = Exhibit::presentation(whole[..whole.len() - 1].to_vec());
    book.add(
        judge(
            otherwise(
                scene,
                "guest_with_something_unreadable",
                "Something lies beside it that cannot be read.",
            ),
            &[eid(scene, "good", &NEEDED), cut],
        )
        .refused("cbor_truncated")
        .telling("/materials/0/verdict", "satisfied"),
    );
    let statuses = scene.desk.statuses[..1].to_vec();
    let desk = crate::scene::Desk { statuses, ..crate::scenario::desk(scene) };
    book.keep("without_police", desk.pack());
    let unknown = |of: &str, difference: &str| {
        super::at("without_police", of, "Refused wins over cannot tell.", &claims).from("guest", difference)
    };
    book.add(
        judge(
            unknown("guest_of_unknown_status", "The desk lacks the status list."),
            &[eid(scene, "good", &NEEDED)],
        )
        .cannot_tell("status_list_missing")
        .telling("/materials/0/verdict", "cannot_tell"),
    );
    let twice = by("another challenge", &|draft| draft.nonce = Some(Nonce::new([7; 16])));
    book.add(
        judge(
            unknown(
                "guest_of_unknown_status_and_more",
                "The desk lacks the status list, and what lies beside it answers another challenge.",
            ),
            &[eid(scene, "good", &NEEDED), twice],
        )
        .refused("challenge_mismatch"),
    );
}

fn excess(scene: &Scene, book: &mut Book) {
    let claims = hotel(scene);
    let cases = [
        ("an_item", "One more item is shown.", vec![eid(scene, "more", &[2, 3, 18, 22, 4081])], 18),
        (
            "a_date",
            "The date of birth is shown beside the boolean.",
            vec![eid(scene, "date", &[2, 3, 19, 22, 4081])],
            19,
        ),
        (
            "a_certificate",
            "A licence is shown that nobody asked for.",
            vec![eid(scene, "good", &NEEDED), presented("food", &claims, &scene.food(), &scene.holder)],
            0,
        ),
    ];
    for (of, difference, shown, label) in cases {
        let reported = format!("guest_with_{of}_too_much");
        book.add(
            judge(
                matter(&reported, format!("More than is needed is reported. {difference}"), &claims),
                &shown,
            )
            .settled()
            .telling("/beyond_need/0/label", label),
        );
        let about = format!("Judged strictly, more than is needed refuses the matter. {difference}");
        book.add(
            judge(
                matter(format!("{reported}_strictly"), about, &claims)
                    .from(&reported, "It is judged strictly."),
                &shown,
            )
            .strictly()
            .refused("over_disclosed"),
        );
    }
    let other = sample::key(Algorithm::Ed25519, "another guest");
    let draft = with_portrait(sample::eid(&scene.world));
    let second =
        issued_to(&other, "another guest", &draft, &scene.world.chongqing_police).show_items(&NEEDED);
    let second = presented("second", &claims, &second, &other).beside("portrait");
    book.add(
        judge(
            matter(
                "guest_and_another",
                "The first that serves is taken; the second is more than needed.",
                &claims,
            ),
            &[eid(scene, "good", &NEEDED), second],
        )
        .settled()
        .telling("/materials/0/object", 0)
        .telling("/beyond_need/0/object", 1),
    );
    let many = vec![Exhibit::certificate("plain"); 17];
    book.keep("plain", scene.food());
    let sixteen = [vec![eid(scene, "good", &NEEDED)], many[..15].to_vec()].concat();
    book.add(
        judge(
            matter("guest_with_sixteen_objects", "At most 16 objects are shown for a matter.", &claims),
            &sixteen,
        )
        .settled(),
    );
    book.add(
        judge(
            matter("guest_with_seventeen_objects", "At most 16 objects are shown for a matter.", &claims)
                .from("guest_with_sixteen_objects", "There is one more."),
            &[sixteen, vec![many[0].clone()]].concat(),
        )
        .refused("too_large"),
    );
}

/// Whether the scenario can be used here and now.
fn usable(scene: &Scene, book: &mut Book) {
    let good = [eid(scene, "good", &NEEDED)];
    let plain = |of: &str, difference: &str| {
        vector(of, format!("A scenario is looked up as the lists stand now. {difference}"))
            .from("guest", difference)
            .desk("desk")
            .audience(DESK)
            .challenge(nonce())
    };
    book.add(
        judge(plain("guest_of_an_unknown_matter", "The desk holds no such scenario."), &good)
            .refused("scenario_unknown"),
    );
    let mut brief = hotel(scene);
    brief.exp = time(NOW + 60);
    let ended = plain("guest_of_a_matter_that_ended", "The scenario ended at this very second.")
        .scenario(signed(&brief))
        .at(NOW + 60);
    book.add(judge(ended, &good).refused("expired"));
    let mut there = hotel(scene);
    there.region = region("500112");
    let elsewhere =
        plain("guest_elsewhere", "The scenario applies in another district.").scenario(signed(&there));
    book.add(judge(elsewhere, &good).refused("scenario_not_here"));
    let sichuan = Publisher::sichuan();
    let mut foreign = hotel(scene);
    (foreign.issuer, foreign.region) = (sichuan.id.into(), sichuan.region);
    let bytes = issue_scenario(&foreign, &sichuan.scenario_key).expect("signed");
    book.add(
        plain("guest_of_a_recognised_region", "The scenario is a recognised region's, for its own desks.")
            .scenario(bytes)
            .matter_of((sichuan.id, HOTEL), &good)
            .refused("scenario_not_here"),
    );
    let dismissed = scene.own_list(2, |draft| {
        let mut entry = Publisher::chongqing().entry(&scene.world);
        entry.keys[0] = entry.keys[0].clone().compromised();
        draft.issuers.push(entry);
    });
    let stale =
        plain("guest_of_a_matter_signed_by_a_lost_key", "A newer list says that its key is compromised.")
            .scenario(signed(&hotel(scene)))
            .own_one(dismissed.into());
    book.add(judge(stale, &good).refused("issuer_key_compromised"));
    let late = NOW + 31 * DAY;
    let lists = plain("guest_after_the_trust_list", "The trust list has expired.")
        .scenario(signed(&hotel(scene)))
        .at(late);
    book.add(judge(lists, &good).cannot_tell("trust_list_expired"));
}
