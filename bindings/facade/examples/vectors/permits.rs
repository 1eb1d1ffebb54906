//! Consolidated licences (一业一证): each permit has a standing of its own.

use crate::book::{Book, vector};
use crate::licences::with_desk;
use crate::scene::{
    Desk, EXP, ISS, ITEMS, NBF, NOW, PERMITS, Parts, STATUS, Scene, VALID, VCT, item, region, status_claim,
    status_ref,
};
use crate::tree::{REDACTED, Tree, bytes, done, raw, text, uint};
use zhengzhao::holder::{HolderCopy, Step};
use zhengzhao::issue::{Draft, DraftItem, DraftPermit};
use zhengzhao::trust::{KindGrant, Pilot};
use zhengzhao_facade::sample::{self, DAY, Issuer, kinds};

pub(crate) fn book(scene: &Scene) -> Book {
    let mut book = with_desk(scene, "permits", "Consolidated licences and the permits inside them.");
    standing(scene, &mut book);
    reach(scene, &mut book);
    pilots(scene, &mut book);
    redacted(scene, &mut book);
    shapes(scene, &mut book);
    undetermined(scene, &mut book);
    book
}

fn permit(scene: &Scene, issuer: &Issuer, kind: &str, index: u64) -> DraftPermit {
    let begin = sample::food_licence(&scene.world).nbf;
    DraftPermit {
        issuer: issuer.id.into(),
        kind: kind.into(),
        nbf: begin,
        exp: Some(begin.saturating_add(365 * DAY)),
        status: status_ref(issuer, index),
        items: vec![DraftItem::open(1, "JY25001030000011")],
        redact: false,
    }
}

fn draft(scene: &Scene, permits: Vec<DraftPermit>) -> Draft {
    let mut draft = sample::food_licence(&scene.world);
    draft.permits = permits;
    draft
}

fn issued(scene: &Scene, permits: Vec<DraftPermit>) -> Vec<u8> {
    let market = &scene.world.chongqing_market;
    scene.certificate("consolidated", &draft(scene, permits), market, VALID)
}

fn standing(scene: &Scene, book: &mut Book) {
    let world = &scene.world;
    let (market, police) = (&world.chongqing_market, &world.chongqing_police);
    let good = || permit(scene, market, kinds::BUSINESS_LICENCE, VALID);
    let show = |name: &str, about: &str| vector(name, about).desk("desk");
    let two = |other: DraftPermit| issued(scene, vec![good(), other]);
    book.add(
        show("consolidated", "Two permits, both in force.")
            .verify(two(permit(scene, police, kinds::EID, VALID)))
            .standing(0, "verified")
            .standing(1, "verified")
            .verified(),
    );
    book.add(
        show("consolidated_one_cancelled", "A permit that was cancelled is refused alone.")
            .verify(two(permit(scene, market, kinds::FOOD_LICENCE, 101)))
            .standing(1, "cancelled")
            .verified(),
    );
    book.add(
        show(
            "consolidated_one_unknown_status",
            "A permit with a status of no meaning cannot be told, alone.",
        )
        .verify(two(permit(scene, market, kinds::FOOD_LICENCE, 104)))
        .standing(1, "status_value_unknown")
        .verified(),
    );
    let mut ended = permit(scene, market, kinds::FOOD_LICENCE, VALID);
    ended.exp = Some(crate::scene::time(NOW));
    book.add(
        show("consolidated_one_expired", "A permit that has expired is refused alone.")
            .verify(two(ended))
            .verified(),
    );
    let mut early = permit(scene, market, kinds::FOOD_LICENCE, VALID);
    early.nbf = crate::scene::time(NOW + 1);
    book.add(
        show("consolidated_one_not_yet", "A permit that is not valid yet is refused alone.")
            .verify(two(early))
            .verified(),
    );
    book.add(
        show("consolidated_one_wrong_kind", "A permit whose issuer may not issue it is refused alone.")
            .verify(two(permit(scene, market, kinds::EID, VALID)))
            .verified(),
    );
    let mut nobody = permit(scene, market, kinds::FOOD_LICENCE, VALID);
    nobody.issuer = "11500000MBYY00089P".into();
    book.add(
        show("consolidated_one_unknown_issuer", "A permit of an issuer that no list names is refused alone.")
            .verify(two(nobody))
            .verified(),
    );
    let mut borrowed = permit(scene, market, kinds::FOOD_LICENCE, VALID);
    borrowed.status = status_ref(police, VALID);
    book.add(
        show(
            "consolidated_one_anothers_status",
            "A permit with the status of another issuer's list is refused alone.",
        )
        .traps(&[24])
        .verify(two(borrowed))
        .verified(),
    );
    let outside = scene.desk_with_own(|draft| draft.issuers[1].region = region("510100"));
    book.keep("police_outside", outside.pack());
    book.add(
        vector(
            "consolidated_one_issuer_outside",
            "A permit whose issuer lies outside its list's region is refused alone.",
        )
        .desk("police_outside")
        .verify(two(permit(scene, police, kinds::EID, VALID)))
        .standing(1, "issuer_outside_list")
        .verified(),
    );
    let cancelled = scene.certificate("consolidated", &draft(scene, vec![good()]), market, 101);
    book.add(
        show("consolidated_itself_cancelled", "The licence itself has a status as well.")
            .from("consolidated", "The licence itself was cancelled.")
            .verify(cancelled)
            .refused("cancelled"),
    );
}

/// The own list with its market regulator and its police in charge of the whole country, so that their licences may
/// be for a district of Sichuan.
fn nationwide(scene: &Scene) -> Vec<u8> {
    scene.own_list(1, |draft| {
        for issuer in &mut draft.issuers[..2] {
            issuer.region = region("000000");
        }
    })
}

/// A consolidated licence of the Chongqing market regulator for a district of Sichuan.
fn abroad(scene: &Scene, permits: Vec<DraftPermit>) -> Vec<u8> {
    let mut abroad = draft(scene, permits);
    abroad.region = region("510104");
    scene.certificate("consolidated", &abroad, &scene.world.chongqing_market, VALID)
}

/// Who signs a licence has not signed the lists of its permits: it cannot vouch beyond its own reach.
fn reach(scene: &Scene, book: &mut Book) {
    let world = &scene.world;
    let (police, sichuan) = (&world.chongqing_police, &world.sichuan_market);
    book.keep("nationwide", Desk { own: vec![nationwide(scene)], ..scene.desk.clone() }.pack());
    let show = |name: &str, about: &str| vector(name, about).desk("nationwide");
    book.add(
        show("consolidated_one_recognised", "A permit of a recognised issuer and kind.")
            .verify(abroad(scene, vec![permit(scene, sichuan, kinds::FOOD_LICENCE, VALID)]))
            .standing(0, "verified")
            .verified(),
    );
    book.add(
        show(
            "consolidated_one_not_recognised",
            "A permit of a kind that is not recognised is refused alone.",
        )
        .verify(abroad(scene, vec![permit(scene, sichuan, kinds::BUSINESS_LICENCE, VALID)]))
        .standing(0, "not_recognised")
        .verified(),
    );
    let unrelated = issued(scene, vec![permit(scene, sichuan, kinds::FOOD_LICENCE, VALID)]);
    book.add(
        vector(
            "consolidated_one_of_elsewhere",
            "A permit is refused alone if its issuer's region has nothing to do with the licence's: here Sichuan with a district of Chongqing.",
        )
        .desk("desk")
        .verify(unrelated)
        .standing(0, "region_outside_issuer")
        .verified(),
    );
    let vouched = |kind: &str| {
        let mut draft = sample::residence_permit(world);
        draft.permits = vec![permit(scene, police, kind, VALID)];
        scene.certificate("vouched", &draft, &world.chengdu_police, VALID)
    };
    book.add(
        show(
            "vouched_for_by_a_recognised_issuer",
            "A recognised issuer may vouch for a permit of a kind that is recognised from it.",
        )
        .verify(vouched(kinds::RESIDENCE_PERMIT))
        .standing(0, "verified")
        .verified(),
    );
    book.add(
        show(
            "vouched_for_beyond_recognition",
            "A recognised issuer cannot vouch for a permit of a kind that is not recognised from it, whoever is named as its issuer.",
        )
        .verify(vouched(kinds::EID))
        .standing(0, "not_recognised")
        .verified(),
    );
    book.add(
        vector(
            "vouched_for_elsewhere",
            "A recognised issuer cannot vouch for a permit of a bureau whose region has nothing to do with the licence's.",
        )
        .desk("desk")
        .verify(vouched(kinds::RESIDENCE_PERMIT))
        .standing(0, "region_outside_issuer")
        .verified(),
    );
}

/// A pilot in which a kind is recognised limits the permits of who issues it there, and what a licence from there
/// can vouch for.
fn pilots(scene: &Scene, book: &mut Book) {
    let world = &scene.world;
    let own = scene.own_list(1, |draft| {
        for issuer in &mut draft.issuers[..2] {
            issuer.region = region("000000");
        }
        let regions = vec![region("500103")];
        let pilot = Some(Pilot { regions, ..Pilot::default() });
        let kinds = &mut draft.recognitions[0].kinds;
        kinds.push(KindGrant::new(kinds::EID, world.dates()));
        for grant in
            kinds.iter_mut().filter(|grant| [kinds::EID, kinds::FOOD_LICENCE].contains(&&*grant.kind))
        {
            grant.pilot.clone_from(&pilot);
        }
    });
    book.keep("recognised_in_a_pilot", Desk { own: vec![own], ..scene.desk.clone() }.pack());
    let shown = abroad(scene, vec![permit(scene, &world.sichuan_market, kinds::FOOD_LICENCE, VALID)]);
    book.keep("of_sichuan_market", shown);
    let mut draft = sample::residence_permit(world);
    draft.permits = vec![permit(scene, &world.chongqing_police, kinds::EID, VALID)];
    book.keep("vouched_eid", scene.certificate("vouched", &draft, &world.chengdu_police, VALID));
    for (name, shown, about) in [
        (
            "consolidated_one_recognised",
            "of_sichuan_market",
            "A permit counts in the pilot in which its kind is recognised from its issuer.",
        ),
        (
            "vouched_for_by_a_recognised_issuer",
            "vouched_eid",
            "A recognised issuer can vouch for a permit within the pilot in which the kind is recognised from it, whoever is named as its issuer.",
        ),
    ] {
        let inside = format!("{name}_inside_a_pilot");
        let cell = |name: &str| vector(name, about).desk("recognised_in_a_pilot");
        book.add(cell(&inside).verify(shown).standing(0, "verified").verified());
        book.add(
            cell(&format!("{name}_outside_a_pilot"))
                .from(&inside, "The desk stands in the neighbouring district.")
                .region("500104")
                .verify(shown)
                .standing(0, "not_in_pilot")
                .verified(),
        );
    }
}

fn redacted(scene: &Scene, book: &mut Book) {
    let world = &scene.world;
    let mut hidden = permit(scene, &world.chongqing_market, kinds::FOOD_LICENCE, 101);
    hidden.redact = true;
    let mut open = permit(scene, &world.chongqing_police, kinds::EID, VALID);
    open.redact = true;
    let issued =
        scene.issued("redacted permits", &draft(scene, vec![hidden, open]), &world.chongqing_market, VALID);
    let copy = HolderCopy::parse(&issued).expect("the holder can read it");
    let show = |name: &str, about: &str| vector(name, about).traps(&[21]).desk("desk");
    book.add(
        show("permits_disclosed", "Both redacted permits are disclosed.").verify(copy.show_all()).verified(),
    );
    book.add(
        show("permits_withheld", "Both redacted permits are withheld.")
            .verify(copy.show(|_| false))
            .verified(),
    );
    book.add(
        show("permit_withheld", "One redacted permit is withheld; that it was is said.")
            .verify(copy.show(|path| path == [Step::Permit(1)]))
            .verified(),
    );
    let parts = Parts::of(&copy.show_all());
    let key = &world.chongqing_market.issue_key;
    let mut altered = parts.clone();
    let last = altered.shown[0].len() - 1;
    altered.shown[0][last] ^= 1;
    let bad = |name: &str, difference: &str| {
        vector(name, format!("A permit is disclosed whole. {difference}"))
            .traps(&[16, 19])
            .from("permits_disclosed", difference)
            .desk("desk")
    };
    book.add(
        bad("permit_altered", "A byte of a disclosed permit was changed.")
            .verify(altered.unsigned())
            .refused("disclosure_unmatched"),
    );
    let content = Tree::List(vec![bytes(&[8; 16]), text("x"), uint(40)]).encode();
    let digest = zhengzhao::crypto::sha256(&[&bytes(&content).encode()]);
    let mut member = parts.clone();
    member.payload.get(PERMITS).list().push(raw(|w| w.tag(60).bytes(&digest)));
    member.shown.push(content);
    book.add(
        bad("permit_disclosed_with_a_label", "The disclosure of a permit has a label.")
            .verify(member.sign(key))
            .refused("disclosure_wrong_place"),
    );
    let content = Tree::List(vec![bytes(&[8; 16]), text("no permit")]).encode();
    let digest = zhengzhao::crypto::sha256(&[&bytes(&content).encode()]);
    let mut other = parts;
    other.payload.get(PERMITS).list().push(raw(|w| w.tag(60).bytes(&digest)));
    other.shown.push(content);
    book.add(
        bad("permit_disclosed_as_text", "What is disclosed for a permit is text.")
            .verify(other.sign(key))
            .refused("cbor_unexpected_type"),
    );
}

fn shapes(scene: &Scene, book: &mut Book) {
    let market = &scene.world.chongqing_market;
    let base = Parts::of(&issued(scene, vec![permit(scene, market, kinds::FOOD_LICENCE, VALID)]));
    let with = |change: &dyn Fn(&mut Tree)| {
        let mut parts = base.clone();
        change(parts.payload.get(PERMITS).element(0));
        parts.sign(&market.issue_key)
    };
    let bad = |name: &str, difference: &str| {
        vector(name, format!("A permit has its form. {difference}"))
            .traps(&[23])
            .from("consolidated", difference)
            .desk("desk")
    };
    for (name, number) in [("iss", ISS), ("nbf", NBF), ("vct", VCT), ("status", STATUS), ("items", ITEMS)] {
        book.add(
            bad(&format!("permit_without_{name}"), &format!("The claim {name} of a permit is missing."))
                .verify(with(&|permit| done(permit.remove(number))))
                .refused("claim_missing"),
        );
    }
    book.add(
        bad("permit_with_a_region", "A permit has a region of its own.")
            .verify(with(&|permit| done(permit.set(crate::scene::REGION, text("500103")))))
            .refused("claim_not_allowed"),
    );
    book.add(
        bad("permit_with_a_redacted_claim", "A claim of a permit is redacted.")
            .verify(with(&|permit| done(permit.put(REDACTED.to_vec(), Tree::List(vec![bytes(&[1; 32])])))))
            .refused("redaction_not_allowed"),
    );
    book.add(
        bad("permit_with_a_redacted_item", "An item of a permit is redacted.")
            .verify(with(&|permit| {
                done(permit.get(ITEMS).put(REDACTED.to_vec(), Tree::List(vec![bytes(&[1; 32])])))
            }))
            .refused("redaction_not_allowed"),
    );
    book.add(
        bad("permit_with_a_redacted_element", "An element inside a permit is redacted.")
            .verify(with(&|permit| {
                item(permit, 40, Tree::List(vec![raw(|w| w.tag(60).bytes(&[1; 32]))]));
            }))
            .refused("redaction_not_allowed"),
    );
    book.add(
        bad("permit_restating_a_claim", "An item of a permit restates a claim.")
            .verify(with(&|permit| item(permit, i64::from(zhengzhao::kind::RESTATED[0]), text("x"))))
            .refused("item_restates_claim"),
    );
    book.add(
        bad("permit_ending_before_it_begins", "exp of a permit is its nbf.")
            .verify(with(&|permit| {
                let nbf = permit.get(NBF).clone();
                permit.set(EXP, nbf);
            }))
            .refused("times_inconsistent"),
    );
    book.add(
        bad("permit_uri_empty", "The status URI of a permit is empty.")
            .verify(with(&|permit| done(permit.set(STATUS, status_claim("", 1)))))
            .refused("claim_invalid"),
    );
    let mut parts = base.clone();
    let one = parts.payload.get(PERMITS).element(0).clone();
    *parts.payload.get(PERMITS) = Tree::List(vec![one; 65]);
    book.add(
        bad("permits_65", "There are 65 permits, one more than the limit.")
            .verify(parts.sign(&market.issue_key))
            .refused("cbor_too_large"),
    );
}

/// What a desk cannot tell of a permit it does not refuse.
fn undetermined(scene: &Scene, book: &mut Book) {
    let world = &scene.world;
    let desk =
        Desk { recognised: Vec::new(), statuses: scene.desk.statuses[..1].to_vec(), ..scene.desk.clone() };
    book.keep("without_sichuan", desk.pack());
    let mut foreign = sample::food_licence(&scene.world);
    foreign.permits = vec![permit(scene, &world.chongqing_police, kinds::EID, VALID)];
    let shown = scene.certificate("consolidated", &foreign, &world.chongqing_market, VALID);
    book.add(
        vector(
            "permit_without_its_status_list",
            "Of a permit whose status list is missing nothing can be told.",
        )
        .desk("without_sichuan")
        .verify(shown)
        .standing(0, "status_list_missing")
        .verified(),
    );
    let desk = Desk {
        own: vec![nationwide(scene)],
        recognised: Vec::new(),
        statuses: scene.desk.statuses[..1].to_vec(),
    };
    book.keep("national_without_sichuan", desk.pack());
    let shown = abroad(scene, vec![permit(scene, &world.sichuan_market, kinds::FOOD_LICENCE, VALID)]);
    book.keep("of_sichuan", shown);
    book.add(
        vector(
            "permit_without_its_trust_list",
            "Of a permit whose issuer may stand on a list that is missing nothing can be told.",
        )
        .desk("national_without_sichuan")
        .verify("of_sichuan")
        .standing(0, "recognised_list_missing")
        .verified(),
    );
    let late = NOW + 29 * DAY;
    let short = Desk {
        own: vec![nationwide(scene)],
        ..scene.desk_with_recognised(|draft| draft.exp = crate::scene::time(NOW + DAY))
    };
    book.keep("sichuan_short", short.pack());
    book.add(
        vector("permit_under_an_expired_list", "Of a permit whose list has expired nothing can be told.")
            .policy(60 * DAY, 60)
            .desk("sichuan_short")
            .at(late - 1)
            .verify("of_sichuan")
            .standing(0, "recognised_list_expired")
            .verified(),
    );
}
