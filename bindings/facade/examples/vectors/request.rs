//! Requests at a wallet: what is asked, what stands behind it, and the least that answers it.

use crate::book::{Book, Bytes, Vector, vector};
use crate::scenario::{hotel, signed, with_publishers};
use crate::scene::{NOW, Scene, VALID};
use crate::tree::{Tree, bytes, done, text, uint};
use serde_json::json;
use zhengzhao::act::{Audience, Nonce, Purpose, ScenarioId};
use zhengzhao::issue::{Draft, DraftItem, DraftValue};
use zhengzhao::request::{Ask, Request, ScenarioRef};
use zhengzhao::scenario::{PermitsNeed, ScenarioClaims, UnverifiedScenario};
use zhengzhao_facade::sample::{self, DAY, account_opening, food_licence_renewal, kinds};

const HOTEL_DESK: &str = "重庆样例酒店前台";

pub(crate) fn book(scene: &Scene) -> Book {
    let mut book = with_publishers(scene, "request", "Requests that a wallet answers or refuses.");
    book.keep("hotel", signed(&hotel(scene)));
    let company = account_opening(&scene.world).expect("the sample's scenario");
    book.keep("company", signed(&company));
    let renewal = food_licence_renewal(&scene.world).expect("the sample's scenario");
    book.keep("renewal", signed(&renewal));
    let police = &scene.world.chongqing_police;
    book.keep("eid", scene.issued("eid with a portrait", &eid(scene), police, VALID));
    let residence = sample::residence_permit(&scene.world);
    book.keep("residence", scene.issued("residence", &residence, &scene.world.chengdu_police, VALID));
    let market = &scene.world.chongqing_market;
    let business = sample::business_licence(&scene.world);
    book.keep("business", scene.issued("business", &business, market, VALID));
    let food = sample::food_licence(&scene.world);
    book.keep("food", scene.issued("food", &food, market, VALID));
    let seal = sample::electronic_seal(&scene.world);
    book.keep("seal", scene.issued("seal", &seal, &scene.world.chongqing_seals, VALID));
    book.keep("asked", minimal(&book_scenario(scene)).to_bytes());
    answered(scene, &mut book);
    beyond(scene, &mut book);
    unregistered(scene, &mut book);
    shapes(scene, &mut book);
    book
}

/// The sample's e-ID with the portrait that hotels ask for.
fn eid(scene: &Scene) -> Draft {
    let mut draft = sample::eid(&scene.world);
    let picture = vec![
        DraftItem::open(1, DraftValue::Bytes(vec![0x5a; 32])),
        DraftItem::open(2, "image/jpeg"),
        DraftItem::open(3, DraftValue::Integer(12_000)),
    ];
    draft.items.push(DraftItem::selective(4081, DraftValue::Map(picture)));
    draft
}

fn book_scenario(scene: &Scene) -> Vec<u8> {
    signed(&hotel(scene))
}

/// The least for a scenario, as a checker makes it who holds it verified.
pub(crate) fn minimal(scenario: &[u8]) -> Request {
    let UnverifiedScenario { claims, digest } = UnverifiedScenario::parse(scenario).expect("sound");
    let id = ScenarioId::new(&claims.issuer, &claims.terms.id).expect("sound");
    let materials = claims.terms.materials.iter().enumerate();
    let asks = materials.flat_map(|(place, material)| {
        let terms = &claims.terms;
        let alternatives = material.alternatives.iter();
        alternatives.map(move |own| Ask::new(&own.kind, terms.narrowest(place, own)).expect("sound"))
    });
    Request::new(Audience::new(HOTEL_DESK).expect("sound"), asks.collect())
        .expect("sound")
        .with_nonce(Nonce::new([0x2a; 16]))
        .with_scenario(ScenarioRef { id, digest })
        .with_purpose(claims.terms.purpose)
}

/// Labels of kinds.
pub(crate) type Asks<'a> = &'a [(&'a str, &'a [u16])];

pub(crate) fn asking(scenario: &[u8], asks: Asks<'_>) -> Request {
    let base = minimal(scenario);
    let asks = asks.iter().map(|(kind, labels)| Ask::new(kind, labels.iter().copied()).expect("sound"));
    let mut request = Request::new(base.audience().clone(), asks.collect()).expect("sound");
    if let Some(scenario) = base.scenario() {
        request = request.with_scenario(scenario.clone());
    }
    match base.purpose() {
        Some(purpose) => request.with_purpose(purpose.clone()),
        None => request,
    }
}

fn names(copies: &[&str]) -> Vec<Bytes> {
    copies.iter().map(|copy| Bytes::from(*copy)).collect()
}

fn wallet(name: &str, about: &str) -> Vector {
    vector(name, about).desk("desk")
}

fn answered(scene: &Scene, book: &mut Book) {
    book.add(
        wallet(
            "request_answered",
            "A guest of age shows name, number, portrait and that, not the birth date.",
        )
        .scenario("hotel")
        .judge("asked", &names(&["food", "eid"]))
        .judged()
        .telling("/offers/0/labels", vec![2, 3, 22, 4081])
        .telling("/offers/0/copy", 1),
    );
    book.add(
        wallet(
            "request_with_nothing_at_hand",
            "Without a certificate of any kind asked for, nothing is offered.",
        )
        .scenario("hotel")
        .judge("asked", &names(&["food"]))
        .judged()
        .telling("/unmet", vec![0]),
    );
    book.add(
        wallet("request_without_the_portrait", "A certificate without the portrait does not serve.")
            .scenario("hotel")
            .judge("asked", &names(&["residence"]))
            .judged()
            .telling("/unmet", vec![0]),
    );
    let police = &scene.world.chongqing_police;
    let mut child = eid(scene);
    child.items.iter_mut().for_each(|item| match item.label {
        19 => item.value = "2015-03-07".into(),
        20..=22 => item.value = DraftValue::Bool(false),
        _ => {}
    });
    book.add(
        wallet("request_to_a_minor", "A certificate on which a predicate fails is not shown at all.")
            .scenario("hotel")
            .judge("asked", &[scene.issued("child", &child, police, VALID).into()])
            .judged()
            .telling("/unmet", vec![0]),
    );
    let mut old = eid(scene);
    old.items.retain(|item| item.label != 22);
    let asked = asking(&book_scenario(scene), &[(kinds::EID, &[2, 3, 19, 22, 4081])]);
    book.add(
        wallet(
            "request_with_the_birth_date",
            "The birth date answers only where the certificate lacks the boolean.",
        )
        .scenario("hotel")
        .judge(asked.to_bytes(), &[scene.issued("old", &old, police, VALID).into(), "eid".into()])
        .judged()
        .telling("/offers/0/labels", vec![2, 3, 19, 4081]),
    );
    book.add(
        wallet("request_with_both", "Where the certificate has the boolean, the birth date stays hidden.")
            .scenario("hotel")
            .judge(asked.to_bytes(), &names(&["eid"]))
            .judged()
            .telling("/offers/0/labels", vec![2, 3, 22, 4081]),
    );
    let part = asking(&book_scenario(scene), &[(kinds::EID, &[3])]);
    book.add(
        wallet("request_for_less", "What was not asked for is not shown, even if the scenario names it.")
            .scenario("hotel")
            .judge(part.to_bytes(), &names(&["eid"]))
            .judged()
            .telling("/offers/0/labels", vec![3]),
    );
    let other = asking(&book_scenario(scene), &[(kinds::RESIDENCE_PERMIT, &[2, 3])]);
    book.add(
        wallet(
            "request_for_another_kind",
            "A certificate of a kind that was not asked for is not shown, even if the scenario names it.",
        )
        .scenario("hotel")
        .judge(other.to_bytes(), &names(&["eid"]))
        .judged()
        .telling("/offers", Vec::<u64>::new())
        .telling("/unmet", vec![0]),
    );
    let company = signed(&account_opening(&scene.world).expect("the sample's scenario"));
    let one = asking(&company, &[(kinds::BUSINESS_LICENCE, &[2, 3])]);
    book.add(
        wallet("request_for_one_of_two", "A material of which no kind is asked for is passed over.")
            .scenario("company")
            .judge(one.to_bytes(), &names(&["eid", "business"]))
            .judged()
            .telling(
                "/offers",
                json!([{"copy": 1, "kind": kinds::BUSINESS_LICENCE, "labels": [2, 3], "material": 0}]),
            )
            .telling("/unmet", Vec::<u64>::new()),
    );
    let company = minimal(&company).to_bytes();
    book.add(
        wallet("request_for_two", "Two materials that a link holds together.")
            .scenario("company")
            .judge(company.clone(), &names(&["eid", "business"]))
            .judged()
            .telling("/offers/0/labels", vec![2, 3, 25])
            .telling("/offers/1/labels", vec![2, 3, 4]),
    );
    book.add(
        wallet("request_for_two_with_one", "One of two materials is not at hand.")
            .scenario("company")
            .judge(company, &names(&["business"]))
            .judged()
            .telling("/unmet", vec![1]),
    );
    let renewal = food_licence_renewal(&scene.world).expect("the sample's scenario");
    book.add(
        wallet("request_for_a_delegate", "The delegate's own is not asked of the enterprise.")
            .scenario("renewal")
            .judge(minimal(&signed(&renewal)).to_bytes(), &names(&["eid", "food", "business"]))
            .judged()
            .telling("/unmet", Vec::<u64>::new())
            .telling("/offers/0/copy", 2),
    );
    let mut twice = renewal.clone();
    twice.terms.links = Vec::new();
    twice.terms.materials[0] = twice.terms.materials[1].clone();
    // Wallets tell people of materials by their names.
    twice.terms.materials[0].name_zh = "另一份食品经营许可证".into();
    twice.terms.materials[0].name_en = "another food licence".into();
    let twice = signed(&twice);
    let copy = sample::food_licence(&scene.world);
    let copy = scene.issued("a second copy", &copy, &scene.world.chongqing_market, VALID);
    book.add(
        wallet("request_for_two_of_a_kind", "Two copies of one licence do not serve as two.")
            .scenario(twice.clone())
            .judge(minimal(&twice).to_bytes(), &["food".into(), copy.into()])
            .judged()
            .telling("/offers/0/copy", 0)
            .telling("/unmet", vec![1]),
    );
    let mut all = renewal.clone();
    all.terms.materials[0].alternatives[0].permits = PermitsNeed::All;
    let all = signed(&all);
    book.add(
        wallet(
            "request_for_all_permits",
            "A certificate without permits does not serve where all are asked for.",
        )
        .scenario(all.clone())
        .judge(minimal(&all).to_bytes(), &names(&["food", "business"]))
        .judged()
        .telling("/unmet", vec![0]),
    );
    let mut sealed = renewal.clone();
    sealed.terms.materials[1].alternatives[0].kind = kinds::ELECTRONIC_SEAL.into();
    let sealed = signed(&sealed);
    let asks: Asks<'_> = &[(kinds::BUSINESS_LICENCE, &[2]), (kinds::ELECTRONIC_SEAL, &[2])];
    book.add(
        wallet("request_for_a_seal", "A seal serves by sealing; its certificate is not shown.")
            .scenario(sealed.clone())
            .judge(asking(&sealed, asks).to_bytes(), &names(&["seal", "business"]))
            .judged()
            .telling(
                "/offers",
                json!([{"copy": 1, "kind": kinds::BUSINESS_LICENCE, "labels": [2], "material": 0}]),
            )
            .telling("/unmet", Vec::<u64>::new()),
    );
    let permits = signed(&with_permits(renewal));
    let mut ended = eid(scene);
    ended.exp = Some(crate::scene::time(NOW));
    let ended = scene.issued("an e-ID that ended", &ended, &scene.world.chongqing_police, VALID);
    book.add(
        wallet("request_with_an_expired_certificate", "What has expired does not serve.")
            .from("request_answered", "The e-ID ends this second.")
            .scenario("hotel")
            .judge("asked", &[ended.into()])
            .judged()
            .telling("/unmet", vec![0]),
    );
    book.add(
        wallet(
            "request_for_a_permit",
            "A certificate without the permits that are asked for does not serve.",
        )
        .scenario(permits.clone())
        .judge(minimal(&permits).to_bytes(), &names(&["food", "business"]))
        .judged()
        .telling("/unmet", vec![0]),
    );
}

fn with_permits(mut claims: ScenarioClaims) -> ScenarioClaims {
    claims.terms.materials[0].alternatives[0].permits = PermitsNeed::Kinds(vec![kinds::FOOD_LICENCE.into()]);
    claims
}

fn beyond(scene: &Scene, book: &mut Book) {
    let scenario = book_scenario(scene);
    let wrong: [(&str, &str, Asks<'_>); 6] = [
        ("a_field", "It also asks for the address.", &[(kinds::EID, &[2, 3, 22, 24])]),
        ("a_single_field", "It asks for the address alone.", &[(kinds::EID, &[24])]),
        (
            "a_field_of_another_kind",
            "It asks an e-ID for an item that only the residence permit names.",
            &[(kinds::EID, &[2, 28])],
        ),
        ("a_kind", "It asks for a kind that the scenario does not name.", &[(kinds::FOOD_LICENCE, &[1])]),
        (
            "a_kind_without_fields",
            "It asks for a kind that the scenario does not name, and for no item.",
            &[(kinds::FOOD_LICENCE, &[])],
        ),
        ("in_a_second_ask", "A second ask goes beyond it.", &[(kinds::EID, &[2, 3]), (kinds::EID, &[18])]),
    ];
    for (name, difference, asks) in wrong {
        book.add(
            wallet(
                &format!("request_beyond_by_{name}"),
                "What the signed scenario does not name is never shown.",
            )
            .from("request_answered", difference)
            .scenario("hotel")
            .judge(asking(&scenario, asks).to_bytes(), &names(&["food", "eid"]))
            .refused("field_not_in_scenario"),
        );
    }
}

fn unregistered(scene: &Scene, book: &mut Book) {
    let not = |name: &str, difference: &str| {
        wallet(name, "Without a signed scenario behind it the purpose of a request is not registered.")
            .from("request_answered", difference)
    };
    let copies = names(&["food", "eid"]);
    let refuse = |vector: Vector, request: Request| {
        vector.judge(request.to_bytes(), &copies).refused("unregistered_purpose")
    };
    let asked = minimal(&book_scenario(scene));
    book.add(refuse(
        not("request_of_an_unknown_scenario", "The wallet does not hold the scenario."),
        asked.clone(),
    ));
    let plain = Request::new(asked.audience().clone(), asked.asks().to_vec()).expect("sound");
    let plain = plain.with_purpose(asked.purpose().expect("one").clone());
    book.add(refuse(not("request_without_a_scenario", "It names no scenario.").scenario("hotel"), plain));
    let named = asked.scenario().expect("one").clone();
    let mut digest = named.digest;
    digest[31] ^= 1;
    let altered = asked.clone().with_scenario(ScenarioRef { digest, ..named.clone() });
    book.add(refuse(
        not("request_of_another_version", "The digest is not that of the scenario held.").scenario("hotel"),
        altered,
    ));
    let elsewhere = ScenarioId::new(named.id.issuer(), "hotel-check-out").expect("sound");
    book.add(refuse(
        not("request_of_another_scenario", "It names another id with the digest of the scenario held.")
            .scenario("hotel"),
        asked.clone().with_scenario(ScenarioRef { id: elsewhere, ..named }),
    ));
    book.add(refuse(
        not("request_for_another_purpose", "Its purpose is not that of the scenario.").scenario("hotel"),
        asked.clone().with_purpose(Purpose::new("市场营销").expect("sound")),
    ));
    let mut newer = hotel(scene);
    newer.terms.version = 2;
    book.add(refuse(
        not("request_of_an_old_version", "The wallet holds a newer version.")
            .scenario("hotel")
            .scenario(signed(&newer)),
        asked.clone(),
    ));
    let mut short = hotel(scene);
    short.exp = crate::scene::time(NOW);
    let short = signed(&short);
    book.add(refuse(
        not("request_of_an_expired_scenario", "The scenario has ended at this very second.")
            .scenario(short.clone()),
        minimal(&short),
    ));
    book.add(refuse(
        not("request_with_an_expired_list", "The wallet's own trust list has expired.")
            .scenario("hotel")
            .at(NOW + 30 * DAY),
        asked,
    ));
}

fn shapes(scene: &Scene, book: &mut Book) {
    let asked = minimal(&book_scenario(scene)).to_bytes();
    let with = |change: &dyn Fn(&mut Tree)| {
        let mut request = Tree::parse(&asked);
        change(&mut request);
        request.encode()
    };
    let copies = names(&["food", "eid"]);
    let mut bad = |name: &str, traps: &[u8], difference: &str, request: Vec<u8>, code: &'static str| {
        book.add(
            wallet(&format!("request_{name}"), &format!("A request has its form. {difference}"))
                .traps(traps)
                .from("request_answered", difference)
                .scenario("hotel")
                .judge(request, &copies)
                .refused(code),
        );
    };
    bad(
        "of_another_name",
        &[9],
        "It says that it is something else.",
        with(&|own| *own.element(0) = text("zhengzhao-respect")),
        "wrong_typ",
    );
    bad("of_version_2", &[], "Its version is 2.", with(&|own| *own.element(1) = uint(2)), "profile_unknown");
    bad(
        "with_another_member",
        &[],
        "It has an unknown member.",
        with(&|own| done(own.element(2).set(6, uint(1)))),
        "cbor_key_type",
    );
    bad(
        "with_a_byte_behind",
        &[13],
        "A byte follows it.",
        [asked.clone(), vec![0]].concat(),
        "cbor_trailing_bytes",
    );
    bad("cut_short", &[13], "Its last byte is missing.", asked[..asked.len() - 1].to_vec(), "cbor_truncated");
    let mut large = asked.clone();
    large.resize(5841, 0);
    bad("too_large", &[], "It has one byte more than a request may have.", large, "too_large");
    bad(
        "of_nobody",
        &[],
        "It says not who asks.",
        with(&|own| done(own.element(2).remove(1))),
        "claim_missing",
    );
    bad(
        "of_an_empty_name",
        &[],
        "Who asks has an empty name.",
        with(&|own| done(own.element(2).set(1, text("")))),
        "claim_invalid",
    );
    bad(
        "of_a_long_name",
        &[],
        "Who asks has a name of 256 bytes.",
        with(&|own| done(own.element(2).set(1, text(&"a".repeat(256))))),
        "cbor_too_large",
    );
    bad(
        "of_a_hidden_name",
        &[39],
        "The name of who asks holds a mark that turns the direction of writing.",
        with(&|own| done(own.element(2).set(1, text("酒店\u{202e}")))),
        "cbor_forbidden_character",
    );
    bad(
        "with_a_short_nonce",
        &[],
        "Its nonce has 15 bytes.",
        with(&|own| done(own.element(2).set(2, bytes(&[0x2a; 15])))),
        "cbor_out_of_range",
    );
    bad(
        "with_a_short_digest",
        &[],
        "The digest of its scenario has 31 bytes.",
        with(&|own| *own.element(2).get(3).element(2) = bytes(&[0; 31])),
        "cbor_out_of_range",
    );
    bad(
        "with_a_malformed_scenario",
        &[],
        "The id of its scenario has a capital letter.",
        with(&|own| *own.element(2).get(3).element(1) = text("Hotel-check-in")),
        "claim_invalid",
    );
    bad(
        "with_an_empty_purpose",
        &[],
        "Its purpose is empty.",
        with(&|own| done(own.element(2).set(4, text("")))),
        "claim_invalid",
    );
    bad(
        "for_nothing",
        &[],
        "It asks for nothing.",
        with(&|own| *own.element(2).get(5) = Tree::List(Vec::new())),
        "claim_invalid",
    );
    bad("without_asks", &[], "It has no asks.", with(&|own| done(own.element(2).remove(5))), "claim_invalid");
    let labels = |labels: &[u64]| Tree::List(labels.iter().map(|label| uint(*label)).collect());
    let of = |label: Tree| with(&|own| *own.element(2).get(5).element(0).element(1) = label.clone());
    bad("out_of_order", &[], "The items of an ask are out of order.", of(labels(&[3, 2])), "claim_invalid");
    bad("for_an_item_twice", &[7], "An item is asked for twice.", of(labels(&[2, 2])), "claim_invalid");
    bad("for_item_0", &[], "It asks for item 0.", of(labels(&[0])), "item_label_invalid");
    bad(
        "for_a_restated_item",
        &[],
        "It asks for an item that restates a claim.",
        of(labels(&[10])),
        "item_restates_claim",
    );
    bad(
        "for_65_items",
        &[],
        "An ask has 65 items.",
        of(labels(&(100..165).collect::<Vec<_>>())),
        "cbor_too_large",
    );
    bad(
        "for_no_kind",
        &[],
        "The kind of an ask is empty.",
        with(&|own| *own.element(2).get(5).element(0).element(0) = text("")),
        "claim_invalid",
    );
    let ask = with(&|own| {
        let one = own.element(2).get(5).element(0).clone();
        *own.element(2).get(5) = Tree::List(vec![one; 65]);
    });
    bad("with_65_asks", &[], "It has 65 asks.", ask, "cbor_too_large");
}
