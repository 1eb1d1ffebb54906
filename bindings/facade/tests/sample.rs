//! The sample world stands by itself: its lists are accepted, its licences verify and follow their kinds.
#![expect(clippy::unwrap_used, reason = "tests")]

use chacha20::ChaCha20Rng;
use chacha20::rand_core::SeedableRng;
use zhengzhao::act::seal::{Document, read};
use zhengzhao::certificate::StatusRef;
use zhengzhao::crypto::{Algorithm, Signer};
use zhengzhao::holder::HolderCopy;
use zhengzhao::issue::{Half, departures, issue, issue_licence_and_seal, issue_printed, permit_departures};
use zhengzhao::kind::Kinds;
use zhengzhao::region::Region;
use zhengzhao::time::Time;
use zhengzhao::{Certificate, Occasion, Pack, Presence, Printed, Store, Unverified, Verifier};
use zhengzhao_facade::sample::{self, Issuer, World};
use zhengzhao_facade::seal::{Sealing, append, media_type};
use zhengzhao_facade::{Check, Desk, Outcome};

fn world() -> World {
    World::at(Time::from_seconds(1_800_000_000).unwrap())
}

fn status(issuer: &Issuer, index: u64) -> StatusRef {
    StatusRef::new(index, issuer.status_uri).unwrap()
}

#[test]
fn every_licence_of_the_sample_verifies_in_chongqing() {
    let world = world();
    let store = world.store().unwrap();
    let verifier = Verifier::new(store.trust(), store.statuses(), World::policy());
    let occasion = Occasion::new(world.now, Region::parse("500103").unwrap());
    let mut rng = ChaCha20Rng::from_seed([7; 32]);
    let holder = sample::key(Algorithm::Esp256, "林小满");
    let kinds = Kinds::builtin();
    let drafts = [
        (sample::residence_permit(&world), &world.chengdu_police),
        (sample::business_licence(&world), &world.chongqing_market),
        (sample::food_licence(&world), &world.chongqing_market),
        (sample::eid(&world), &world.chongqing_police),
        (sample::real_estate(&world), &world.chengdu_estate),
    ];
    for (draft, issuer) in drafts {
        let kind = kinds.get(&draft.kind).unwrap();
        assert_eq!(departures(&draft, kind, false), [], "{}", draft.kind);
        let issued = issue(
            &draft,
            sample::enrolled(&holder, issuer.id).unwrap(),
            &status(issuer, 5),
            &issuer.issue_key,
            &mut rng,
        )
        .unwrap();
        let copy = HolderCopy::parse(issued.as_bytes()).unwrap();
        let shown = copy.show_all();
        let object = Unverified::<Certificate>::parse(&shown).unwrap();
        let verified = verifier.verify(object, &occasion, Presence::None).unwrap();
        assert_eq!(verified.items().len(), draft.items.len(), "{}", draft.kind);
        assert_eq!(verified.report().findings(), [], "{}", draft.kind);
    }
    let printed = [
        (sample::residence_permit_printed(&world), &world.chengdu_police),
        (sample::food_licence(&world), &world.chongqing_market),
    ];
    for (draft, issuer) in printed {
        assert_eq!(departures(&draft, kinds.get(&draft.kind).unwrap(), true), [], "{}", draft.kind);
        let issued = issue_printed(&draft, &status(issuer, 6), &issuer.issue_key, &mut rng).unwrap();
        let object = Unverified::<Printed>::parse(issued.as_bytes()).unwrap();
        verifier.verify(object, &occasion, Presence::None).unwrap();
    }
}

#[test]
fn the_pharmacy_s_licence_and_its_members_verify_in_chongqing() {
    let world = world();
    let pharmacy = sample::pharmacy(&world);
    let sample::Lists { own, recognised, statuses } = pharmacy.lists().unwrap();
    let mut store = Store::pin(world.chongqing.anchor().unwrap());
    store
        .import(&Pack::new(None, vec![own], vec![recognised], statuses), world.now, &World::policy())
        .unwrap();
    let verifier = Verifier::new(store.trust(), store.statuses(), World::policy());
    let occasion = Occasion::new(world.now, Region::parse("500103").unwrap());
    let holder = sample::key(Algorithm::Esp256, "药店");
    let kinds = Kinds::builtin();
    let licence = pharmacy.licence(pharmacy.permit_issuers().map(|issuer| status(issuer, 5)));
    for permit in &licence.permits {
        assert_eq!(permit_departures(permit, kinds.get(&permit.kind).unwrap()), [], "{}", permit.kind);
    }
    let members = pharmacy.members().into_iter().zip(pharmacy.permit_issuers());
    for (draft, issuer) in members.chain([(licence, &pharmacy.approval)]) {
        assert_eq!(departures(&draft, kinds.get(&draft.kind).unwrap(), false), [], "{}", draft.kind);
        let key = sample::enrolled(&holder, issuer.id).unwrap();
        let mut rng = ChaCha20Rng::from_seed([7; 32]);
        let issued = issue(&draft, key, &status(issuer, 9), &issuer.issue_key, &mut rng).unwrap();
        let shown = HolderCopy::parse(issued.as_bytes()).unwrap().show_all();
        let object = Unverified::<Certificate>::parse(&shown).unwrap();
        let verified = verifier.verify(object, &occasion, Presence::None).unwrap();
        assert_eq!(verified.report().findings(), [], "{}", draft.kind);
        assert_eq!(verified.permits().len(), draft.permits.len());
        assert!(verified.permits().iter().all(|permit| permit.standing().is_ok()));
    }
}

#[test]
fn the_sample_covers_all_three_algorithms() {
    let world = world();
    let mut used: Vec<_> =
        world.issuers().iter().map(|issuer| issuer.issue_key.public_key().algorithm()).collect();
    used.sort_unstable();
    used.dedup();
    assert_eq!(used, Algorithm::ALL);
    assert_eq!(world.issuers()[0].id.len(), 18);
}

#[test]
fn the_company_seals_a_document_and_a_desk_in_chongqing_sees_it() {
    let world = world();
    let key = sample::key(Algorithm::Sm2, "合同专用章");
    let holder = sample::key(Algorithm::Esp256, "企业");
    let (licence, seal) = (sample::business_licence(&world), sample::electronic_seal(&world));
    let (market, maker) = (&world.chongqing_market, &world.chongqing_seals);
    let (own, of_seal) = (status(market, 7), status(maker, 8));
    let issued = issue_licence_and_seal(
        Half {
            draft: &licence,
            holder_key: sample::enrolled(&holder, market.id).unwrap(),
            status: &own,
            signer: &market.issue_key,
        },
        Half {
            draft: &seal,
            holder_key: sample::enrolled(&key, maker.id).unwrap(),
            status: &of_seal,
            signer: &maker.issue_key,
        },
        &mut ChaCha20Rng::from_seed([7; 32]),
    )
    .unwrap();
    assert_eq!(departures(&seal, Kinds::builtin().get(&seal.kind).unwrap(), false), []);

    let sealing = Sealing {
        document: Document::of(b"a contract"),
        name: "合同.ofd".into(),
        media_type: media_type("合同.ofd").into(),
        purpose: None,
        now: world.now,
    };
    let sealed = sealing.sign(issued.seal.as_bytes(), &key, [1; 16]).unwrap();
    let file = append(None, &sealed).unwrap();
    assert_eq!(read(&append(Some(&file), &sealed).unwrap()).unwrap(), [&sealed[..], &sealed]);

    let desk = Desk::reopen(&world.store().unwrap().export()).unwrap();
    let region = Region::parse("500103").unwrap();
    let check = Check { now: world.now, region, policy: World::policy() };
    let picture = Some(sample::SEAL_PICTURE);
    let verdict = desk.verify_seal(&sealed, &Document::of(b"a contract"), &check, None, picture);
    assert_eq!(verdict.verdict.outcome, Outcome::Verified, "{:?}", verdict.verdict.messages);
    let record = verdict.seal.unwrap();
    assert_eq!((record.picture.as_str(), record.licence.issuer.id.as_str()), ("shown", market.id));
    assert_eq!(record.licence.kind.zh.as_deref(), Some("营业执照"));
    let changed = desk.verify_seal(&sealed, &Document::of(b"A contract"), &check, None, None);
    assert_eq!(changed.verdict.code.as_deref(), Some("document_changed"));
    assert!(changed.seal.is_none() && changed.verdict.certificate.is_none());
}
