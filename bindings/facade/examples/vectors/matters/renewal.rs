//! A restaurant renews its food licence, by itself or by a delegate.

use super::{at, issued_to, matter, name, presented, renewal_of, with_items, without_items};
use crate::act::{DELEGATE_NAME, delegate_key, mandate_draft, scenario, sign_mandate};
use crate::book::{Book, Exhibit, Vector};
use crate::scene::{Scene, VALID};
use zhengzhao::act::{Delegate, MandateDraft};
use zhengzhao::crypto::{Algorithm, Signer as _, SigningKey};
use zhengzhao::issue::{Draft, DraftElement, DraftValue};
use zhengzhao::scenario::{Link, LinkKind, ScenarioClaims};
use zhengzhao_facade::sample;

/// The delegate's number.
const NUMBER: &str = "510104198812120006";

pub(super) fn add(scene: &Scene, book: &mut Book) {
    by_itself(scene, book);
    by_a_delegate(scene, book);
    delegates(scene, book);
    links(scene, book);
}

fn business(scene: &Scene) -> Draft {
    sample::business_licence(&scene.world)
}

fn food(scene: &Scene) -> Draft {
    sample::food_licence(&scene.world)
}

/// The market regulator's licence as its open items show it.
fn licence(scene: &Scene, of: &str, draft: &Draft) -> Vec<u8> {
    scene.copy(&format!("renewal {of}"), draft, &scene.world.chongqing_market, VALID).show_items(&[])
}

fn own(scene: &Scene, of: &str, draft: &Draft) -> Exhibit {
    presented(of, &renewal_of(scene), &licence(scene, of, draft), &scene.holder)
}

fn judge(vector: Vector, scene: &Scene, shown: &[Exhibit]) -> Vector {
    vector.matter_of(name(&renewal_of(scene)), shown)
}

fn by_itself(scene: &Scene, book: &mut Book) {
    let claims = renewal_of(scene);
    let about = "A restaurant shows its licences itself; nobody acts for it.";
    let otherwise = |of: &str, difference: &str| matter(of, about, &claims).from("renewal", difference);
    let (first, second) = (own(scene, "business", &business(scene)), own(scene, "food", &food(scene)));
    book.add(
        judge(matter("renewal", about, &claims), scene, &[first.clone(), second.clone()])
            .settled()
            .telling("/materials/2/verdict", "not_asked"),
    );
    for (of, difference, shown) in [
        ("renewal_without_a_business_licence", "The business licence is missing.", &second),
        ("renewal_without_a_food_licence", "The food licence is missing.", &first),
    ] {
        book.add(
            judge(otherwise(of, difference), scene, std::slice::from_ref(shown)).refused("material_missing"),
        );
    }
    let trade = |text: &str| DraftValue::List(vec![DraftElement { value: text.into(), redact: false }]);
    for (of, trades) in
        [("renewal_of_a_shop", "食品销售"), ("renewal_of_nearly_a_restaurant", "餐饮服务管理")]
    {
        let draft = with_items(business(scene), &[(22, trade(trades))]);
        book.add(
            judge(
                otherwise(of, "What the business licence names is something else."),
                scene,
                &[own(scene, of, &draft), second.clone()],
            )
            .refused("predicate_failed")
            .telling("/materials/0/label", 22),
        );
    }
    let draft = without_items(business(scene), &[22]);
    book.add(
        judge(
            otherwise("renewal_of_nothing", "The business licence does not say what it is for."),
            scene,
            &[own(scene, "trade", &draft), second.clone()],
        )
        .refused("field_missing")
        .telling("/materials/0/label", 22),
    );
    let draft = with_items(food(scene), &[(3, "91500000MAYY000264".into())]);
    book.add(
        judge(
            otherwise("renewal_for_another", "The food licence is another enterprise's."),
            scene,
            &[first.clone(), own(scene, "another's", &draft)],
        )
        .refused("link_broken"),
    );
    let draft = without_items(food(scene), &[3]);
    book.add(
        judge(
            otherwise("renewal_by_name_only", "The food licence does not show a code."),
            scene,
            &[first, own(scene, "by name", &draft)],
        )
        .cannot_tell("link_by_name_only")
        .telling("/links/0/result", "link_by_name_only"),
    );
}

/// A mandate for the renewal to a delegate, perhaps with the delegate's code.
fn mandate(scene: &Scene, of: &str, draft: &Draft, key: &SigningKey, code: Option<(&str, &str)>) -> Exhibit {
    let delegate = Delegate::new(key.public_key().clone(), DELEGATE_NAME, code).expect("a delegate");
    let claims = renewal_of(scene);
    let mandate = MandateDraft { delegate, matters: vec![scenario(name(&claims))], ..mandate_draft() };
    let mandate = sign_mandate(of, &mandate, &licence(scene, of, draft), &scene.holder);
    presented(of, &claims, &mandate, key)
}

fn delegates_draft(scene: &Scene) -> Draft {
    with_items(sample::eid(&scene.world), &[(2, DELEGATE_NAME.into()), (3, NUMBER.into())])
}

/// The e-ID of a delegate, whose key it is bound to.
fn person(scene: &Scene, of: &str, labels: &[u16], key: &SigningKey) -> Exhibit {
    let copy = issued_to(key, of, &delegates_draft(scene), &scene.world.chongqing_police);
    presented(of, &renewal_of(scene), &copy.show_items(labels), key)
}

fn by_a_delegate(scene: &Scene, book: &mut Book) {
    let claims = renewal_of(scene);
    let key = delegate_key();
    let about = "A delegate shows the restaurant's licences under its mandates, and an e-ID of their own.";
    let both = [
        mandate(scene, "business by a delegate", &business(scene), &key, None),
        mandate(scene, "food by a delegate", &food(scene), &key, None),
    ];
    let with = |own: Exhibit| [both.as_slice(), &[own]].concat();
    let good = with(person(scene, "delegate", &[2], &key));
    book.add(
        judge(matter("renewal_by_a_delegate", about, &claims), scene, &good)
            .strictly()
            .settled()
            .telling("/links/1/result", "holds")
            .telling("/links/2/result", "holds"),
    );
    let mixed = [own(scene, "business", &business(scene)), both[1].clone(), good[2].clone()];
    book.add(
        judge(
            matter("renewal_half_by_a_delegate", "One licence comes under a mandate.", &claims),
            scene,
            &mixed,
        )
        .settled()
        .telling("/links/1/materials", vec![1, 2]),
    );
    let otherwise =
        |of: &str, difference: &str| matter(of, about, &claims).from("renewal_by_a_delegate", difference);
    book.add(
        judge(otherwise("renewal_by_a_delegate_unknown", "The delegate's own is missing."), scene, &both)
            .refused("material_missing")
            .telling("/materials/2/verdict", "missing"),
    );
    let of_another = MandateDraft {
        matters: vec![scenario(name(&claims))],
        delegate: Delegate::new(key.public_key().clone(), DELEGATE_NAME, None).expect("a delegate"),
        ..mandate_draft()
    };
    let anybody = sample::key(Algorithm::Ed25519, "who has a delegate too");
    let copy = issued_to(&anybody, "principal", &delegates_draft(scene), &scene.world.chongqing_police);
    let under = sign_mandate("own", &of_another, &copy.show_items(&[2]), &anybody);
    book.add(
        judge(
            otherwise("renewal_by_a_delegates_delegate", "The delegate's own came under a mandate, too."),
            scene,
            &with(presented("own by another", &claims, &under, &key)),
        )
        .refused("mandate_not_allowed")
        .telling("/materials/2/verdict", "refused"),
    );
    let mut strict = claims.clone();
    strict.terms.mandate = false;
    strict.terms.materials.pop();
    book.add(
        judge(
            matter("renewal_in_person_only", "The scenario allows no mandate.", &strict)
                .from("renewal_by_a_delegate", "The scenario allows no mandate."),
            scene,
            &both,
        )
        .refused("mandate_not_allowed"),
    );
}

/// The delegate's own, bound to another key: the code that the principal states decides.
fn delegates(scene: &Scene, book: &mut Book) {
    let claims = renewal_of(scene);
    let (key, phone) = (delegate_key(), sample::key(Algorithm::Ed25519, "the delegate's other key"));
    let shown = |of: &str, code: Option<(&str, &str)>, labels: &[u16]| {
        [
            mandate(scene, &format!("business {of}"), &business(scene), &key, code),
            mandate(scene, &format!("food {of}"), &food(scene), &key, code),
            person(scene, of, labels, &phone),
        ]
    };
    let about =
        "Where the delegate's e-ID is bound to another key, the code that the principal states decides.";
    book.add(
        judge(
            matter("renewal_by_a_delegate_with_a_code", about, &claims),
            scene,
            &shown("coded", Some(("111", NUMBER)), &[2, 3, 4]),
        )
        .strictly()
        .settled(),
    );
    let otherwise = |of: &str, difference: &str| {
        matter(of, about, &claims).from("renewal_by_a_delegate_with_a_code", difference)
    };
    let other = Some(("111", "510104197707070006"));
    book.add(
        judge(
            otherwise("renewal_by_another_delegate", "The mandate states another code."),
            scene,
            &shown("another delegate", other, &[2, 3, 4]),
        )
        .refused("link_broken"),
    );
    book.add(
        judge(
            otherwise("renewal_by_a_delegate_by_name", "The mandate states no code."),
            scene,
            &shown("named", None, &[2, 3, 4]),
        )
        .cannot_tell("link_by_name_only"),
    );
}

/// The other links between two licences.
fn links(scene: &Scene, book: &mut Book) {
    let with = |kind: LinkKind| {
        let mut claims: ScenarioClaims = renewal_of(scene);
        claims.terms.links = vec![Link { kind, from: 0, to: 1 }];
        claims
    };
    let stranger = sample::key(Algorithm::Ed25519, "another company");
    let market = &scene.world.chongqing_market;
    let elsewhere = issued_to(&stranger, "stranger's food", &food(scene), market).show_items(&[]);
    let elsewhere = presented("stranger's food", &renewal_of(scene), &elsewhere, &stranger);
    let coded = with_items(food(scene), &[(3, "91500000MAYY000264".into())]);
    let uncoded = without_items(food(scene), &[3]);
    let shown = |second: Exhibit| [own(scene, "business", &business(scene)), second];
    for (kind, broken, difference) in [
        (LinkKind::SameCode, own(scene, "another's", &coded), "The food licence is another enterprise's."),
        (LinkKind::SameKey, elsewhere, "The food licence is bound to another key."),
    ] {
        let (claims, good) = (with(kind), format!("renewal_by_{}", kind.id()));
        let about = "The scenario links the two licences.";
        book.add(
            judge(at("desk", &good, about, &claims), scene, &shown(own(scene, "food", &food(scene))))
                .settled(),
        );
        book.add(
            judge(at("desk", format!("{good}_broken"), about, &claims), scene, &shown(broken))
                .from(&good, difference)
                .refused("link_broken"),
        );
    }
    book.add(
        judge(
            matter("renewal_by_same_code_by_name", "Equal names do not tell.", &with(LinkKind::SameCode))
                .from("renewal_by_same_code", "The food licence does not show a code."),
            scene,
            &shown(own(scene, "by name", &uncoded)),
        )
        .cannot_tell("link_by_name_only"),
    );
}
