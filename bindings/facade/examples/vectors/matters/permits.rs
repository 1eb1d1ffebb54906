//! Consolidated licences: what a scenario asks of their permits, and certificates of members beside them.

use super::{issued_to, matter, name, presented, renewal_of, with_items};
use crate::book::{Book, Exhibit, Vector};
use crate::scene::{Scene, VALID, status_ref};
use zhengzhao::crypto::{Algorithm, SigningKey};
use zhengzhao::holder::{HolderCopy, Step};
use zhengzhao::issue::{Draft, DraftItem, DraftPermit, issue};
use zhengzhao::scenario::{PermitsNeed, ScenarioClaims};
use zhengzhao_facade::sample::{self, DAY, kinds};

const BUSINESS: &str = kinds::BUSINESS_LICENCE;
const FOOD: &str = kinds::FOOD_LICENCE;

pub(super) fn add(scene: &Scene, book: &mut Book) {
    all(scene, book);
    some(scene, book);
    members(scene, book);
}

/// A matter for which a consolidated licence is shown: a food licence with permits.
fn asking(scene: &Scene, id: &str, permits: PermitsNeed) -> ScenarioClaims {
    let mut claims = renewal_of(scene);
    claims.terms.id = id.into();
    claims.terms.links = Vec::new();
    claims.terms.mandate = false;
    claims.terms.materials = vec![claims.terms.materials[1].clone()];
    claims.terms.materials[0].alternatives[0].permits = permits;
    claims
}

/// A permit of the market regulator that the holder may withhold, with this entry in its status list.
fn permit(scene: &Scene, kind: &str, index: u64) -> DraftPermit {
    let market = &scene.world.chongqing_market;
    let begin = sample::food_licence(&scene.world).nbf;
    DraftPermit {
        issuer: market.id.into(),
        kind: kind.into(),
        nbf: begin,
        exp: Some(begin.saturating_add(365 * DAY)),
        status: status_ref(market, index),
        items: vec![DraftItem::open(1, "91500000MAYY000189"), DraftItem::open(2, "重庆样例餐饮管理有限公司")],
        redact: true,
    }
}

/// The consolidated licence with the permits at these places shown.
fn licence(
    scene: &Scene,
    of: &str,
    claims: &ScenarioClaims,
    permits: Vec<DraftPermit>,
    shown: &[usize],
) -> Exhibit {
    let mut draft = sample::food_licence(&scene.world);
    draft.permits = permits;
    let market = &scene.world.chongqing_market;
    let holder = sample::enrolled(&scene.holder, market.id).expect("a key that was shown");
    let issued =
        issue(&draft, holder, &status_ref(market, VALID), &market.issue_key, &mut crate::scene::rng(of));
    let copy = HolderCopy::parse(issued.expect("issued").as_bytes()).expect("the holder can read it");
    let bytes = copy.show(|path| matches!(path.first(), Some(Step::Permit(place)) if shown.contains(place)));
    presented(of, claims, &bytes, &scene.holder)
}

fn all(scene: &Scene, book: &mut Book) {
    let claims = asking(scene, "all-permits", PermitsNeed::All);
    let of = |name_of: &str, permits: &[(&str, u64)], shown: &[usize]| {
        let permits = permits.iter().map(|(kind, index)| permit(scene, kind, *index)).collect();
        let about = "Every permit of the consolidated licence must be shown and stand.";
        let exhibit = licence(scene, name_of, &claims, permits, shown);
        matter(name_of, about, &claims).matter_of(name(&claims), &[exhibit])
    };
    let bad = |vector: Vector, difference: &str| vector.from("all_permits", difference);
    let two = [(BUSINESS, VALID), (FOOD, VALID)];
    book.add(of("all_permits", &two, &[0, 1]).strictly().settled());
    book.add(bad(of("all_permits_but_one", &two, &[0]), "One is withheld.").refused("permit_withheld"));
    book.add(bad(of("all_permits_of_none", &[], &[]), "There is none.").refused("permit_withheld"));
    let with = |index| [(BUSINESS, VALID), (FOOD, index)];
    book.add(
        bad(of("all_permits_one_suspended", &with(102), &[0, 1]), "One is suspended.").refused("suspended"),
    );
    book.add(
        bad(of("all_permits_one_unknown", &with(104), &[0, 1]), "The status of one has no meaning.")
            .cannot_tell("status_value_unknown")
            .telling("/materials/0/verdict", "cannot_tell"),
    );
    book.add(
        bad(
            of("all_permits_one_unknown_one_suspended", &[(BUSINESS, 104), (FOOD, 102)], &[0, 1]),
            "The status of one has no meaning, and the other is suspended.",
        )
        .refused("suspended"),
    );
}

fn some(scene: &Scene, book: &mut Book) {
    let claims = asking(scene, "one-permit", PermitsNeed::Kinds(vec![BUSINESS.into()]));
    let of = |name_of: &str, permits: &[(&str, u64)], shown: &[usize]| {
        let permits = permits.iter().map(|(kind, index)| permit(scene, kind, *index)).collect();
        let about = "A permit of the kind that the scenario names must be shown and stand.";
        let exhibit = licence(scene, name_of, &claims, permits, shown);
        matter(name_of, about, &claims).matter_of(name(&claims), &[exhibit])
    };
    let bad = |vector: Vector, difference: &str| vector.from("one_permit", difference);
    let two = [(BUSINESS, VALID), (FOOD, 102)];
    book.add(of("one_permit", &two, &[0]).strictly().settled());
    book.add(bad(of("one_permit_missing", &two, &[]), "It is withheld.").refused("permit_missing"));
    book.add(
        bad(of("one_permit_suspended", &[(BUSINESS, 102)], &[0]), "It is suspended.").refused("suspended"),
    );
    book.add(
        bad(of("one_permit_unknown", &[(BUSINESS, 104)], &[0]), "Its status has no meaning.")
            .cannot_tell("status_value_unknown"),
    );
    let more = || of("one_permit_and_another", &two, &[0, 1]);
    book.add(more().settled().telling("/beyond_need/0/kind", FOOD));
    book.add(
        of("one_permit_and_another_strictly", &two, &[0, 1])
            .from("one_permit_and_another", "It is judged strictly.")
            .strictly()
            .refused("over_disclosed"),
    );
    let twice = |index| [(BUSINESS, 102), (BUSINESS, index)];
    book.add(of("one_permit_of_two", &twice(VALID), &[0, 1]).settled());
    book.add(
        of("one_permit_of_two_unknown", &twice(104), &[0, 1])
            .from("one_permit_of_two", "The status of the one that is not suspended has no meaning.")
            .cannot_tell("status_value_unknown"),
    );
    book.add(
        of("one_permit_of_two_suspended", &twice(103), &[0, 1])
            .from("one_permit_of_two", "Neither stands.")
            .refused("suspended"),
    );
}

/// The business licence of a restaurant, as its permit says it.
fn member_draft(scene: &Scene) -> Draft {
    let mut draft = sample::business_licence(&scene.world);
    draft.exp = permit(scene, BUSINESS, VALID).exp;
    draft
}

/// Shown by the holder of this key.
fn member(scene: &Scene, of: &str, claims: &ScenarioClaims, draft: &Draft, key: &SigningKey) -> Exhibit {
    let copy = issued_to(key, &format!("member {of}"), draft, &scene.world.chongqing_market);
    presented(of, claims, &copy.show_items(&[]), key)
}

fn members(scene: &Scene, book: &mut Book) {
    let claims = asking(scene, "consolidated", PermitsNeed::Nothing);
    let permits = || vec![permit(scene, FOOD, VALID), permit(scene, BUSINESS, VALID)];
    let consolidated = licence(scene, "consolidated", &claims, permits(), &[0, 1]);
    let about = "A certificate beside a consolidated licence is that of one of its permits.";
    let judge = |vector: Vector, own: Exhibit| vector.matter_of(name(&claims), &[own, consolidated.clone()]);
    let own = |of: &str, draft: &Draft| member(scene, of, &claims, draft, &scene.holder);
    let good = own("own", &member_draft(scene));
    book.add(
        judge(matter("member", about, &claims), good.clone())
            .strictly()
            .settled()
            .telling("/members/0/permit", 1)
            .telling("/members/0/licence", 1)
            .telling("/beyond_need", Vec::<String>::new()),
    );
    let other = sample::key(Algorithm::Ed25519, "another copy");
    book.add(
        judge(
            matter(
                "member_of_another_key",
                "Copies have keys of their own; the code tells the holder.",
                &claims,
            ),
            member(scene, "copy", &claims, &member_draft(scene), &other),
        )
        .settled(),
    );
    let (mut later, mut longer) = (member_draft(scene), member_draft(scene));
    later.nbf = later.nbf.saturating_add(DAY);
    longer.exp = longer.exp.map(|exp| exp.saturating_add(DAY));
    let cases = [
        (
            "number",
            "It has another number.",
            with_items(member_draft(scene), &[(1, "91500000MAYY000264".into())]),
        ),
        (
            "name",
            "It shows another name.",
            with_items(member_draft(scene), &[(2, "重庆另一餐饮有限公司".into())]),
        ),
        ("beginning", "It begins a day later.", later),
        ("end", "It ends a day later.", longer),
    ];
    for (what, difference, draft) in cases {
        book.add(
            judge(matter(format!("member_with_another_{what}"), about, &claims), own(what, &draft))
                .from("member", difference)
                .refused("member_mismatch"),
        );
    }
    let draft = with_items(member_draft(scene), &[(3, "91500000MAYY000264".into())]);
    book.add(
        judge(
            matter("member_of_another_holder", about, &claims),
            member(scene, "stranger", &claims, &draft, &other),
        )
        .from("member", "It is another holder's, by code and key.")
        .refused("member_mismatch"),
    );
    let alone = licence(scene, "not consolidated", &claims, Vec::new(), &[]);
    book.add(
        matter("member_of_nothing", "Beside a licence without permits it is more than needed.", &claims)
            .matter_of(name(&claims), &[good, alone])
            .settled()
            .telling("/members", Vec::<String>::new())
            .telling("/beyond_need/0/object", 0),
    );
}
