//! A company opens an account: two materials and their links; a seal among them.

use super::{account, at, issued_to, matter, name, presented, with_items, without_items};
use crate::book::{Book, Exhibit, Vector};
use crate::scene::{Desk, NOW, Scene, VALID, status_list, statuses};
use crate::seals::{CONTRACT, Sealer};
use zhengzhao::act::seal::{Document, ELECTRONIC_SEAL};
use zhengzhao::crypto::Algorithm;
use zhengzhao::issue::{Draft, DraftItem};
use zhengzhao::scenario::{Alternative, Link, LinkKind, Material, PermitsNeed, ScenarioClaims};
use zhengzhao_facade::sample::{self, DAY, Publisher};

/// Everything that a link by a legal representative needs of the e-ID.
const PERSON: [u16; 3] = [2, 3, 4];

pub(super) fn add(scene: &Scene, book: &mut Book) {
    settled(scene, book);
    representatives(scene, book);
    persons(scene, book);
    code_types(scene, book);
    statuses_of(scene, book);
    seals(scene, book);
}

fn licence(scene: &Scene, of: &str, claims: &ScenarioClaims, draft: &Draft, labels: &[u16]) -> Exhibit {
    let copy = scene.copy(&format!("company {of}"), draft, &scene.world.chongqing_market, VALID);
    presented(of, claims, &copy.show_items(labels), &scene.holder)
}

fn company(scene: &Scene) -> Exhibit {
    licence(scene, "company", &account(scene), &sample::business_licence(&scene.world), &[25])
}

fn person(scene: &Scene, of: &str, draft: &Draft, labels: &[u16]) -> Exhibit {
    let copy = scene.copy(&format!("person {of}"), draft, &scene.world.chongqing_police, VALID);
    presented(of, &account(scene), &copy.show_items(labels), &scene.holder)
}

fn representative(scene: &Scene) -> Exhibit {
    person(scene, "representative", &sample::eid(&scene.world), &PERSON)
}

/// Somebody of the same name with another number.
fn namesake(scene: &Scene) -> Draft {
    with_items(sample::eid(&scene.world), &[(3, "510104198501010002".into())])
}

fn otherwise(scene: &Scene, of: &str, difference: &str) -> Vector {
    let about = format!("A licence and the e-ID of the legal representative that it names. {difference}");
    matter(of, about, &account(scene)).from("account", difference)
}

fn judge(vector: Vector, scene: &Scene, shown: &[Exhibit]) -> Vector {
    vector.matter_of(name(&account(scene)), shown)
}

fn settled(scene: &Scene, book: &mut Book) {
    let claims = account(scene);
    let both = [company(scene), representative(scene)];
    let about = "A licence and the e-ID of the legal representative that it names.";
    book.add(
        judge(matter("account", about, &claims), scene, &both)
            .settled()
            .telling("/links/0/result", "holds")
            .telling("/beyond_need", Vec::<String>::new()),
    );
    book.add(
        judge(
            matter(
                "account_in_another_order",
                "The order in which objects are shown does not matter.",
                &claims,
            ),
            scene,
            &[both[1].clone(), both[0].clone()],
        )
        .settled()
        .telling("/materials/0/object", 1),
    );
    for (of, difference, one) in [
        ("account_without_a_licence", "The licence is missing.", &both[1]),
        ("account_without_a_person", "The e-ID is missing.", &both[0]),
    ] {
        book.add(
            judge(otherwise(scene, of, difference), scene, std::slice::from_ref(one))
                .refused("material_missing")
                .telling("/links/0/result", "not_judged"),
        );
    }
}

fn representatives(scene: &Scene, book: &mut Book) {
    let (eid, business) = (sample::eid(&scene.world), sample::business_licence(&scene.world));
    let claims = account(scene);
    let cases = [
        (
            "account_by_a_namesake",
            "The e-ID is of somebody else of the same name.",
            [company(scene), person(scene, "namesake", &namesake(scene), &PERSON)],
        ),
        (
            "account_by_somebody_without_a_code",
            "The e-ID does not show its number.",
            [company(scene), person(scene, "no number", &eid, &[2, 4])],
        ),
        (
            "account_by_somebody_without_a_code_type",
            "The e-ID does not show the type of its number.",
            [company(scene), person(scene, "no type", &eid, &[2, 3])],
        ),
        (
            "account_of_a_company_without_representative",
            "The licence does not show whose it is.",
            [licence(scene, "unrepresented", &claims, &business, &[]), representative(scene)],
        ),
    ];
    for (of, difference, shown) in cases {
        book.add(judge(otherwise(scene, of, difference), scene, &shown).refused("link_broken"));
    }
}

/// Two persons of one kind: the first in the order shown would break the link.
fn persons(scene: &Scene, book: &mut Book) {
    let claims = account(scene);
    let both = [company(scene), person(scene, "namesake", &namesake(scene), &PERSON), representative(scene)];
    book.add(
        judge(
            matter(
                "account_by_two_persons",
                "Of two persons the one is taken of whom the link holds.",
                &claims,
            ),
            scene,
            &both,
        )
        .settled()
        .telling("/materials/1/object", 2)
        .telling("/beyond_need/0/object", 1),
    );
    book.add(
        judge(
            matter(
                "account_by_two_persons_strictly",
                "A person too many refuses the matter, strictly.",
                &claims,
            )
            .from("account_by_two_persons", "It is judged strictly."),
            scene,
            &both,
        )
        .strictly()
        .refused("over_disclosed"),
    );
    let nobody = person(scene, "no number", &sample::eid(&scene.world), &[2, 4]);
    book.add(
        judge(
            matter(
                "account_by_two_others",
                "Neither of two persons is the one that the licence names.",
                &claims,
            )
            .from("account_by_two_persons", "Neither of the two is the one that the licence names."),
            scene,
            &[both[0].clone(), both[1].clone(), nobody],
        )
        .refused("link_broken")
        .telling("/materials/1/object", 1),
    );
}

/// The licence states the type of the representative's code in an item of its own.
fn code_types(scene: &Scene, book: &mut Book) {
    let mut claims = account(scene);
    claims.terms.id = "account-by-code-type".into();
    claims.terms.materials[0].alternatives[0].representative = Some((25, Some(26)));
    let typed = |of: &str, sort: Option<&str>| {
        let mut draft = sample::business_licence(&scene.world);
        draft.items.extend(sort.map(|sort| DraftItem::open(26, sort)));
        let eid =
            scene.copy("person typed", &sample::eid(&scene.world), &scene.world.chongqing_police, VALID);
        [
            licence(scene, of, &claims, &draft, &[25]),
            presented("typed person", &claims, &eid.show_items(&PERSON), &scene.holder),
        ]
    };
    let named = |of: &str, about: &str| matter(of, about, &claims);
    let about = "The type of the representative's code is compared where the scenario names it.";
    book.add(
        named("account_by_code_type", about).matter_of(name(&claims), &typed("typed", Some("111"))).settled(),
    );
    for (of, difference, sort) in [
        ("account_by_another_code_type", "The licence says that it is a passport.", Some("414")),
        ("account_by_no_code_type", "The licence does not say what the number is.", None),
    ] {
        book.add(
            named(of, about)
                .from("account_by_code_type", difference)
                .matter_of(name(&claims), &typed(of, sort))
                .refused("link_broken"),
        );
    }
}

/// The scenario bounds the age of status lists; the desk's policy is wider.
fn statuses_of(scene: &Scene, book: &mut Book) {
    let aged = |age: u64| {
        let mut desk = crate::scenario::desk(scene);
        desk.statuses[0] = status_list(&scene.world, &scene.world.chongqing_market, NOW - age, &statuses());
        desk.pack()
    };
    book.keep("aged_as_much", aged(2 * DAY));
    book.keep("aged_more", aged(2 * DAY + 1));
    let both = [company(scene), representative(scene)];
    let claims = account(scene);
    let about = "The scenario takes status lists of two days, and the desk's policy of a week.";
    book.add(judge(at("aged_as_much", "account_by_an_old_list", about, &claims), scene, &both).settled());
    book.add(
        judge(at("aged_more", "account_by_an_older_list", about, &claims), scene, &both)
            .from("account_by_an_old_list", "The list is a second older.")
            .cannot_tell("status_list_stale")
            .telling("/materials/0/verdict", "cannot_tell")
            .telling("/links/0/result", "not_judged"),
    );
    book.add(
        judge(at("aged_as_much", "account_by_a_stricter_desk", about, &claims), scene, &both)
            .policy(DAY, 60)
            .from("account_by_an_old_list", "The desk's policy takes lists of a day.")
            .cannot_tell("status_list_stale"),
    );
}

/// A contract under seal, and the licence of who sealed it.
fn sealed_contract(scene: &Scene) -> ScenarioClaims {
    let mut claims = account(scene);
    let alternative = |kind: &str, fields: &[u16]| Alternative {
        kind: kind.into(),
        fields: fields.to_vec(),
        predicates: Vec::new(),
        permits: PermitsNeed::Nothing,
        representative: None,
    };
    let material = |zh: &str, en: &str, alternative| Material {
        name_zh: zh.into(),
        name_en: en.into(),
        alternatives: vec![alternative],
        delegate: false,
        face: false,
    };
    claims.terms.id = "contract-filing".into();
    claims.terms.materials = vec![
        material("营业执照", "business licence", alternative(sample::kinds::BUSINESS_LICENCE, &[2])),
        material("合同用印", "seal on the contract", alternative(ELECTRONIC_SEAL, &[16])),
    ];
    claims.terms.links = vec![Link { kind: LinkKind::SameEnterprise, from: 0, to: 1 }];
    claims.region = Publisher::chongqing().region;
    claims
}

fn seals(scene: &Scene, book: &mut Book) {
    let claims = sealed_contract(scene);
    let sealer = Sealer::new(scene);
    let seal = book.keep("seal", sealer.seal());
    let document = Document::of(CONTRACT);
    let business = sample::business_licence(&scene.world);
    let own = licence(scene, "sealing company", &claims, &business, &[]);
    let about = "A sealed contract, and the licence of the company that sealed it.";
    let judge = |vector: Vector, seal: Exhibit| vector.matter_of(name(&claims), &[own.clone(), seal]);
    book.add(
        judge(matter("contract", about, &claims), Exhibit::seal(seal.clone(), &document))
            .settled()
            .telling("/links/0/result", "holds")
            .telling("/objects/1/licence_status", "checked"),
    );
    let otherwise = |of: &str, difference: &str| matter(of, about, &claims).from("contract", difference);
    book.add(
        judge(
            otherwise("contract_altered", "Another document lies beside the seal."),
            Exhibit::seal(seal.clone(), &Document::of(b"another contract")),
        )
        .refused("document_changed")
        .telling("/materials/1/verdict", "refused"),
    );
    book.add(
        judge(
            otherwise("contract_without_a_seal", "The certificate of the seal is shown, and no seal."),
            Exhibit::certificate(sealer.certificate.clone()),
        )
        .refused("material_missing")
        .telling("/beyond_need/0/object", 1),
    );
    book.add(
        judge(
            otherwise("contract_of_a_cancelled_licence", "The licence behind the seal was cancelled."),
            Exhibit::seal(sealer.on_licence(101), &document),
        )
        .refused("cancelled"),
    );
    let other = with_items(business.clone(), &[(3, "91500000MAYY000264".into())]);
    let other = licence(scene, "other company", &claims, &other, &[]);
    book.add(
        otherwise("contract_of_another_company", "The licence is another company's.")
            .matter_of(name(&claims), &[other, Exhibit::seal(seal.clone(), &document)])
            .refused("link_broken"),
    );
    let mut unneeded = claims.clone();
    unneeded.terms.status = zhengzhao::scenario::StatusNeed::NotNeeded;
    let statuses = scene.desk.statuses[..2].to_vec();
    book.keep("without_seals", Desk { statuses, ..crate::scenario::desk(scene) }.pack());
    book.add(
        judge(
            at("without_seals", "contract_of_unknown_status", "A matter that needs no status.", &unneeded),
            Exhibit::seal(seal, &document),
        )
        .settled()
        .telling("/objects/1/status", "not_checked")
        .telling("/objects/1/licence_status", "checked"),
    );
    book.add(
        judge(
            at(
                "without_seals",
                "contract_of_a_suspended_licence",
                "What a held list says counts all the same.",
                &unneeded,
            )
            .from("contract_of_unknown_status", "The licence behind the seal is suspended."),
            Exhibit::seal(sealer.on_licence(102), &document),
        )
        .refused("suspended"),
    );
    let key = sample::key(Algorithm::Ed25519, "another company");
    let nameless = issued_to(&key, "nameless", &without_items(business, &[3]), &scene.world.chongqing_market);
    let nameless = presented("nameless", &claims, &nameless.show_items(&[]), &key);
    book.add(
        otherwise("contract_of_a_company_by_name", "The licence does not show its code.")
            .matter_of(name(&claims), &[nameless, Exhibit::seal("seal", &document)])
            .cannot_tell("link_by_name_only")
            .telling("/links/0/result", "link_by_name_only"),
    );
}
