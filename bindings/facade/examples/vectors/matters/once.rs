//! One licence counts once, a part not for the whole, and nothing of what was chosen to be shown goes unseen.

use super::{PORTRAIT, hotel, matter, name, presented, renewal_of, with_items, with_portrait};
use crate::book::{Book, Exhibit, Vector};
use crate::scene::{Scene, VALID};
use crate::seals::{CONTRACT, Sealer};
use zhengzhao::act::seal::{Document, ELECTRONIC_SEAL};
use zhengzhao::holder::Step;
use zhengzhao::issue::{Draft, DraftElement, DraftValue};
use zhengzhao::scenario::ScenarioClaims;
use zhengzhao::verify::Presenter;
use zhengzhao_facade::sample;

/// What a food licence allows.
const TRADES: u16 = 21;

pub(super) fn add(scene: &Scene, book: &mut Book) {
    licences(scene, book);
    seals(scene, book);
    parts(scene, book);
    portrait(scene, book);
}

/// A matter for which food licences are shown, one for each of so many materials.
fn asking(scene: &Scene, id: &str, count: usize, fields: &[u16]) -> ScenarioClaims {
    let mut claims = renewal_of(scene);
    claims.terms.id = id.into();
    claims.terms.links = Vec::new();
    claims.terms.mandate = false;
    let mut material = claims.terms.materials[1].clone();
    material.alternatives[0].fields = fields.to_vec();
    claims.terms.materials = vec![material; count];
    claims
}

fn licences(scene: &Scene, book: &mut Book) {
    let claims = asking(scene, "two-shops", 2, &[2]);
    let market = &scene.world.chongqing_market;
    let draft = sample::food_licence(&scene.world);
    let copy = |of: &str, draft: &Draft| scene.copy(of, draft, market, VALID).show_items(&[]);
    let first = copy("first shop", &draft);
    let show = |of: &str, bytes: &[u8]| presented(of, &claims, bytes, &scene.holder);
    let judge = |vector: Vector, own: Exhibit| {
        vector.matter_of(name(&claims), &[show("the first shop", &first), own])
    };
    let about = "Two materials of one kind are served by two licences.";
    let other = with_items(draft.clone(), &[(1, "JY25001030000262".into())]);
    let other = copy("second shop", &other);
    book.add(judge(matter("two_licences", about, &claims), show("the second shop", &other)).settled());
    let otherwise = |of: &str, difference: &str| matter(of, about, &claims).from("two_licences", difference);
    for (of, difference, own) in [
        ("one_licence_twice", "One licence is presented twice.", first.clone()),
        (
            "two_copies_of_one_licence",
            "They are two copies of one licence.",
            copy("first shop again", &draft),
        ),
    ] {
        book.add(
            judge(otherwise(of, difference), show(of, &own))
                .refused("material_missing")
                .telling("/materials/0/verdict", "satisfied")
                .telling("/materials/1/verdict", "missing")
                .telling("/beyond_need/0/object", 1),
        );
    }
    let page = with_items(draft, &[(2, "重庆另一餐饮管理有限公司".into())]);
    let page = copy("another holder", &page);
    book.add(
        judge(
            matter("two_licences_of_one_number", "Members of a household may share a number.", &claims),
            show("another holder", &page),
        )
        .settled(),
    );
    let mut unproven = claims.clone();
    unproven.terms.presenter = Presenter::NotProven;
    let shown = [Exhibit::certificate(first.clone()), Exhibit::certificate(first)];
    book.add(
        matter("one_licence_twice_without_acts", about, &unproven)
            .from("two_licences", "One licence is shown twice, without a presentation.")
            .matter_of(name(&unproven), &shown)
            .refused("material_missing"),
    );
}

fn seals(scene: &Scene, book: &mut Book) {
    let mut claims = asking(scene, "two-contracts", 2, &[]);
    for material in &mut claims.terms.materials {
        material.alternatives[0].kind = ELECTRONIC_SEAL.into();
        material.alternatives[0].predicates = Vec::new();
    }
    let sealer = Sealer::new(scene);
    let (document, other) = (Document::of(CONTRACT), Document::of(b"another contract"));
    let first = Exhibit::seal(sealer.seal(), &document);
    let second = sealer.on(&other);
    let about = "One seal serves twice where it lies on two documents.";
    book.add(
        matter("two_contracts", about, &claims)
            .matter_of(name(&claims), &[first.clone(), Exhibit::seal(second, &other)])
            .settled(),
    );
    book.add(
        matter("one_contract_twice", about, &claims)
            .from("two_contracts", "It lies on one document, which is shown twice.")
            .matter_of(name(&claims), &[first.clone(), first])
            .refused("material_missing"),
    );
}

fn parts(scene: &Scene, book: &mut Book) {
    let element = |text: &str, redact| DraftElement { value: text.into(), redact };
    let trades = DraftValue::List(vec![element("热食类食品制售", false), element("冷食类食品制售", true)]);
    let draft = with_items(sample::food_licence(&scene.world), &[(TRADES, trades)]);
    let copy = scene.copy("trades", &draft, &scene.world.chongqing_market, VALID);
    let whole = copy.show(|path| path.first() == Some(&Step::Item(TRADES)));
    let part = copy.show(|_| false);
    let claims = asking(scene, "what-a-shop-sells", 1, &[TRADES]);
    let show =
        |of: &str, claims: &ScenarioClaims, bytes: &[u8]| [presented(of, claims, bytes, &scene.holder)];
    let about = "A field is shown as a whole, so that what speaks against it cannot be left out.";
    book.add(
        matter("field_as_a_whole", about, &claims)
            .matter_of(name(&claims), &show("whole", &claims, &whole))
            .strictly()
            .settled(),
    );
    book.add(
        matter("field_in_part", about, &claims)
            .from("field_as_a_whole", "An element of the open list is withheld.")
            .matter_of(name(&claims), &show("part", &claims, &part))
            .strictly()
            .refused("field_missing")
            .telling("/materials/0/label", TRADES),
    );
    let claims = asking(scene, "a-shops-name", 1, &[2]);
    let about = "What is disclosed inside an open item was the presenter's choice, too.";
    book.add(
        matter("part_of_another_item_withheld", about, &claims)
            .matter_of(name(&claims), &show("withheld", &claims, &part))
            .strictly()
            .settled(),
    );
    book.add(
        matter("part_of_another_item", about, &claims)
            .from("part_of_another_item_withheld", "An element of the open list is disclosed.")
            .matter_of(name(&claims), &show("disclosed", &claims, &whole))
            .strictly()
            .refused("over_disclosed")
            .telling("/beyond_need/0/label", TRADES),
    );
}

/// The portrait of an e-ID on which its digest stands open.
fn portrait(scene: &Scene, book: &mut Book) {
    let mut claims = hotel(scene);
    claims.terms.materials[0].face = false;
    let mut draft = with_portrait(sample::eid(&scene.world));
    for item in draft.items.iter_mut().filter(|item| item.label == 4081) {
        item.redact = false;
    }
    let copy = scene.copy("open portrait", &draft, &scene.world.chongqing_police, VALID);
    let shown = presented("open portrait", &claims, &copy.show_items(&[2, 3, 22]), &scene.holder);
    let about = "The digest of the portrait stands open, and the scenario does not ask for it.";
    book.add(
        matter("portrait_left_out", about, &claims)
            .matter_of(name(&claims), std::slice::from_ref(&shown))
            .strictly()
            .settled(),
    );
    book.add(
        matter("portrait_unasked", about, &claims)
            .from("portrait_left_out", "The portrait came along.")
            .matter_of(name(&claims), &[shown.beside(PORTRAIT.to_vec())])
            .strictly()
            .refused("over_disclosed")
            .telling("/beyond_need/0/label", 4081),
    );
}
