//! Trust levels, status that is not needed, printed licences, and the predicates of other kinds.

use super::{PORTRAIT, at, hotel, matter, name, presented, renewal_of, with_items, with_portrait};
use crate::book::{Book, Exhibit, Vector};
use crate::scenario::desk as with_publishers;
use crate::scene::{Desk, NOW, Scene, VALID, region, status_list, statuses};
use zhengzhao::issue::{Draft, TrustListDraft};
use zhengzhao::scenario::{Constant, Day, Predicate, ScenarioClaims, StatusNeed};
use zhengzhao::time::Date;
use zhengzhao::trust::TrustLevel;
use zhengzhao::verify::Presenter;
use zhengzhao_facade::sample::{self, DAY, Publisher, kinds};

pub(super) fn add(scene: &Scene, book: &mut Book) {
    levels(scene, book);
    status_not_needed(scene, book);
    printed(scene, book);
    predicates(scene, book);
}

fn level(draft: &mut TrustListDraft, issuer: &str, kind: &str, level: Option<TrustLevel>) {
    let entry = draft.issuers.iter_mut().find(|entry| entry.id == issuer).expect("an issuer of the sample");
    let grant = entry.kinds.iter_mut().find(|grant| grant.kind == kind).expect("a kind of theirs");
    grant.level = level;
}

/// A desk whose lists state these levels: of the residence permit at its issuer, and at the recognition.
fn leveled(scene: &Scene, own: Option<TrustLevel>, recognised: Option<TrustLevel>) -> Vec<u8> {
    let world = &scene.world;
    let list = scene.own_list(1, |draft| {
        draft.issuers.push(Publisher::chongqing().entry(world));
        level(draft, world.chongqing_police.id, kinds::EID, own);
        let grants = &mut draft.recognitions[0].kinds;
        let grant = grants.iter_mut().find(|grant| grant.kind == kinds::RESIDENCE_PERMIT);
        grant.expect("a recognised kind").level = recognised;
    });
    let foreign = scene.recognised_list(1, |draft| {
        level(draft, world.chengdu_police.id, kinds::RESIDENCE_PERMIT, own);
    });
    Desk { own: vec![list], recognised: vec![foreign], ..scene.desk.clone() }.pack()
}

fn levels(scene: &Scene, book: &mut Book) {
    use TrustLevel::{A, B, C, D};
    let mut claims = hotel(scene);
    claims.terms.trust_level = Some(B);
    let needed = [2, 3, 22, 4081];
    let draft = with_portrait(sample::eid(&scene.world));
    let eid = scene.copy("leveled", &draft, &scene.world.chongqing_police, VALID).show_items(&needed);
    let eid = [presented("leveled", &claims, &eid, &scene.holder).beside(PORTRAIT.to_vec())];
    let draft = with_portrait(sample::residence_permit(&scene.world));
    let permit = scene.copy("guest permit", &draft, &scene.world.chengdu_police, VALID).show_items(&needed);
    let permit = [presented("permit", &claims, &permit, &scene.holder).beside(PORTRAIT.to_vec())];
    let judge = |vector: Vector, shown: &[Exhibit]| vector.matter_of(name(&claims), shown);
    let about = "The scenario asks for level B; what an issuer states counts, or the recognition's where it is lower.";
    // The issuer's level, the recognition's, and the level that counts where it is enough.
    for (own, recognised, counts) in [
        (Some(B), None, Some(B)),
        (Some(A), Some(B), Some(B)),
        (Some(B), Some(A), Some(B)),
        (Some(C), None, None),
        (None, None, None),
        (Some(A), Some(C), None),
        (Some(D), Some(A), None),
        (None, Some(A), None),
    ] {
        let word = |level: Option<TrustLevel>| level.map_or("none", TrustLevel::id).to_lowercase();
        let lists = format!("levels_{}_{}", word(own), word(recognised));
        book.keep(&lists, leveled(scene, own, recognised));
        let difference = format!("The issuer states {}, the recognition {}.", word(own), word(recognised));
        let of = format!("guest_of_{lists}");
        let vector = at(&lists, &of, about, &claims);
        book.add(match counts {
            Some(level) => judge(vector, &permit).settled().telling("/objects/0/trust_level", level.id()),
            None => judge(vector, &permit)
                .from("guest_of_levels_b_none", difference)
                .refused("trust_level_too_low"),
        });
    }
    let own = |lists: &str| at(lists, format!("guest_of_own_{lists}"), about, &claims);
    book.add(judge(own("levels_b_none"), &eid).settled().telling("/objects/0/trust_level", "B"));
    for (lists, difference) in
        [("levels_c_none", "The own list states C."), ("levels_none_none", "The own list states none.")]
    {
        book.add(
            judge(own(lists), &eid)
                .from("guest_of_own_levels_b_none", difference)
                .refused("trust_level_too_low"),
        );
    }
}

/// A renewal for which no status is needed.
fn without_status(scene: &Scene) -> ScenarioClaims {
    let mut claims = food_check(scene, Vec::new());
    claims.terms.status = StatusNeed::NotNeeded;
    claims
}

/// Only the food licence, with these predicates.
fn food_check(scene: &Scene, predicates: Vec<Predicate>) -> ScenarioClaims {
    let mut claims = renewal_of(scene);
    claims.terms.id = "food-check".into();
    claims.terms.links = Vec::new();
    claims.terms.mandate = false;
    claims.terms.materials = vec![claims.terms.materials[1].clone()];
    claims.terms.materials[0].alternatives[0].predicates = predicates;
    claims
}

/// The food licence with this entry in the status list.
fn food(scene: &Scene, claims: &ScenarioClaims, index: u64) -> Exhibit {
    presented(&format!("food {index}"), claims, &scene.food_at(index), &scene.holder)
}

fn status_not_needed(scene: &Scene, book: &mut Book) {
    let claims = without_status(scene);
    let market = &scene.world.chongqing_market;
    let with_list = |list: Option<Vec<u8>>| {
        let mut desk = with_publishers(scene);
        desk.statuses = list.into_iter().collect();
        desk.pack()
    };
    let list = |iat: u64| Some(status_list(&scene.world, market, iat, &statuses()));
    book.keep("no_list", with_list(None));
    book.keep("stale_list", with_list(list(NOW - 7 * DAY - 1)));
    book.keep("expired_list", with_list(list(NOW - 30 * DAY)));
    let of = |desk: &str, of: &str, index: u64| {
        let about = "The scenario needs no status; what a list that is held says counts all the same.";
        at(desk, of, about, &claims).matter_of(name(&claims), &[food(scene, &claims, index)])
    };
    for (desk, state, says) in [
        ("no_list", "without_a_list", "not_checked"),
        ("stale_list", "with_a_stale_list", "not_checked"),
        ("expired_list", "with_an_expired_list", "not_checked"),
        ("desk", "with_a_list", "checked"),
    ] {
        let name = format!("unneeded_status_{state}");
        book.add(of(desk, &name, VALID).settled().telling("/objects/0/status", says));
    }
    for (desk, state) in [("desk", "with_a_list"), ("stale_list", "with_a_stale_list")] {
        let name = |what: &str| format!("unneeded_status_{what}_{state}");
        let sibling = format!("unneeded_status_{state}");
        book.add(
            of(desk, &name("suspended"), 102)
                .from(&sibling, "The list says that the licence is suspended.")
                .refused("suspended"),
        );
        book.add(
            of(desk, &name("unknown"), 105)
                .from(&sibling, "What the list says has no meaning.")
                .cannot_tell("status_value_unknown"),
        );
    }
    let needing = food_check(scene, Vec::new());
    book.add(
        at("no_list", "needed_status_without_a_list", "Other scenarios need a status.", &needing)
            .from("unneeded_status_without_a_list", "The scenario leaves the status to the desk's policy.")
            .matter_of(name(&needing), &[food(scene, &needing, VALID)])
            .cannot_tell("status_list_missing"),
    );
}

fn printed(scene: &Scene, book: &mut Book) {
    let mut claims = food_check(scene, Vec::new());
    claims.terms.presenter = Presenter::NotProven;
    let paper = [Exhibit::printed(scene.food_printed())];
    let about = "A printed licence proves nobody; some scenarios do with that.";
    book.add(matter("printed_licence", about, &claims).matter_of(name(&claims), &paper).settled());
    let plain = [Exhibit::certificate(scene.food())];
    book.add(
        matter("licence_of_whoever_shows_it", "Nor does a licence without an act.", &claims)
            .matter_of(name(&claims), &plain)
            .settled(),
    );
    let strict = food_check(scene, Vec::new());
    book.add(
        matter("printed_licence_of_nobody", about, &strict)
            .from("printed_licence", "The scenario asks for the presenter.")
            .matter_of(name(&strict), &paper)
            .refused("presenter_not_proven"),
    );
}

fn predicates(scene: &Scene, book: &mut Book) {
    let date = |text: &str| Date::parse(text).expect("a date");
    let valid = |day| Predicate::ValidOn { label: None, day };
    let item = |day| Predicate::ValidOn { label: Some(6), day };
    let draft = sample::food_licence(&scene.world);
    let (own, last) = (draft.iat.date(), zhengzhao::time::last_day(draft.exp.expect("an end")));
    let equals = |label, value| Predicate::Equals { label, value };
    let lies = |label, code: &str| Predicate::InRegion { label, region: region(code) };
    let contains = |label, text: &str| Predicate::Contains { label, text: text.into() };
    // What holds, what does not, and the item that it is about.
    let cases = [
        ("region", lies(None, "500100"), lies(None, "510000"), 0),
        ("text", contains(19, "餐饮"), contains(19, "食品销售"), 19),
        ("element", contains(21, "热食类食品制售"), contains(21, "热食"), 21),
        ("constant", equals(24, Constant::Text("12315".into())), equals(24, Constant::Integer(12315)), 24),
        ("validity", valid(Day::On(last)), valid(Day::On(date("2099-01-01"))), 0),
        ("days_of_validity", valid(Day::After(30)), valid(Day::After(3660)), 0),
        ("day", item(Day::On(own)), item(Day::After(0)), 6),
    ];
    for (what, holds, fails, label) in cases {
        let (claims, name_of) = (food_check(scene, vec![holds]), format!("predicate_on_a_{what}"));
        let about = "What the scenario asks of an item, or of the licence itself, holds.";
        let shown = |claims: &ScenarioClaims| [food(scene, claims, VALID)];
        book.add(matter(&name_of, about, &claims).matter_of(name(&claims), &shown(&claims)).settled());
        let claims = food_check(scene, vec![fails]);
        book.add(
            matter(format!("{name_of}_failing"), about, &claims)
                .from(&name_of, "The scenario asks for something else.")
                .matter_of(name(&claims), &shown(&claims))
                .refused("predicate_failed")
                .telling("/materials/0/label", label),
        );
    }
    let (claims, other) = (
        food_check(scene, vec![lies(Some(26), "510000")]),
        food_check(scene, vec![lies(Some(26), "500000")]),
    );
    let permit = |claims: &mut ScenarioClaims| {
        claims.terms.materials[0].alternatives[0].kind = kinds::RESIDENCE_PERMIT.into();
        claims.terms.materials[0].alternatives[0].fields = vec![2];
    };
    let shown = |of: &str, claims: &ScenarioClaims, draft: &Draft, labels: &[u16]| {
        let copy = scene.copy(of, draft, &scene.world.chengdu_police, VALID);
        [presented(of, claims, &copy.show_items(labels), &scene.holder)]
    };
    let draft = sample::residence_permit(&scene.world);
    let (mut claims, mut other) = (claims, other);
    permit(&mut claims);
    permit(&mut other);
    let about = "An item that holds the code of a region.";
    book.add(
        matter("predicate_on_a_region_code", about, &claims)
            .matter_of(name(&claims), &shown("living there", &claims, &draft, &[2, 26]))
            .strictly()
            .settled(),
    );
    let otherwise = |of: &str, claims: &ScenarioClaims, difference: &str| {
        matter(of, about, claims).from("predicate_on_a_region_code", difference)
    };
    book.add(
        otherwise("predicate_on_a_region_code_failing", &other, "The scenario asks for another region.")
            .matter_of(name(&other), &shown("living there", &other, &draft, &[2, 26]))
            .refused("predicate_failed"),
    );
    let text = with_items(draft.clone(), &[(26, "成都市".into())]);
    book.add(
        otherwise("predicate_on_a_region_name", &claims, "The item holds no code.")
            .matter_of(name(&claims), &shown("somewhere", &claims, &text, &[2, 26]))
            .refused("predicate_failed"),
    );
    book.add(
        otherwise("predicate_on_a_region_withheld", &claims, "The item is withheld.")
            .matter_of(name(&claims), &shown("living there", &claims, &draft, &[2]))
            .refused("field_missing")
            .telling("/materials/0/label", 26),
    );
}
