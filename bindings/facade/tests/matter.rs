//! Matters at a desk: sessions taken apart, portraits at their places, receipts that say no more than the verdict.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops at the first surprise")]

use serde_json::{Value, json};
use zhengzhao_facade::core::act::{
    Audience, Nonce, PresentationDraft, Purpose, ScenarioId, seal::Document, session,
};
use zhengzhao_facade::core::certificate::StatusRef;
use zhengzhao_facade::core::crypto::{Algorithm, SigningKey};
use zhengzhao_facade::core::holder::HolderCopy;
use zhengzhao_facade::core::issue::{Draft, issue, issue_scenario};
use zhengzhao_facade::core::receipt::ReceiptKey;
use zhengzhao_facade::core::time::Time;
use zhengzhao_facade::core::verify::{Challenge, Excess};
use zhengzhao_facade::core::{Pack, Presence, Store};
use zhengzhao_facade::matter::{Handed, Matter};
use zhengzhao_facade::receipts::{ReceiptMaker, SOFTWARE};
use zhengzhao_facade::sample::{self, Issuer, Publisher, World, account_opening};
use zhengzhao_facade::{Check, Desk, MatterVerdict, Outcome};

const BANK: &str = "示例银行柜台";

struct Bank {
    world: World,
    desk: Desk,
}

impl Bank {
    fn new() -> Self {
        let (world, publisher) =
            (World::at(Time::from_seconds(1_800_000_000).unwrap()), Publisher::chongqing());
        let mut list = world.chongqing_list(1).unwrap();
        list.issuers.push(publisher.entry(&world));
        let own = world.sign(list, &world.chongqing).unwrap();
        let scenario = issue_scenario(&account_opening(&world).unwrap(), &publisher.scenario_key).unwrap();
        let anchor = world.chongqing.anchor().unwrap();
        let lists = world.lists().unwrap();
        let pack = Pack::new(Some(anchor.clone()), vec![own], vec![lists.recognised], lists.statuses);
        let mut store = Store::pin(anchor);
        store.import(&pack.with_scenarios(vec![scenario]), world.now, &World::policy()).unwrap();
        let desk = Desk::reopen(&store.export()).unwrap();
        Self { world, desk }
    }

    fn id() -> ScenarioId {
        ScenarioId::new(Publisher::chongqing().id, "account-opening").unwrap()
    }

    fn present(&self, draft: &Draft, issuer: &Issuer, key: &SigningKey, items: &[u16]) -> Vec<u8> {
        let status = StatusRef::new(5, issuer.status_uri).unwrap();
        let enrolled = sample::enrolled(key, issuer.id).unwrap();
        let issued =
            issue(draft, enrolled, &status, &issuer.issue_key, &mut sample::rng(&draft.kind)).unwrap();
        let shown = HolderCopy::parse(issued.as_bytes()).unwrap().show_items(items);
        let act = PresentationDraft {
            audience: Audience::new(BANK).unwrap(),
            iat: self.world.now,
            exp: self.world.now.saturating_add(60),
            nonce: Some(Nonce::new([1; 16])),
            scenario: Some(Self::id()),
            purpose: Some(Purpose::new("企业银行开户").unwrap()),
        };
        act.sign(&shown, key, [3; 16]).unwrap()
    }

    fn licence(&self) -> Vec<u8> {
        let key = sample::key(Algorithm::Sm2, "company");
        self.present(&sample::business_licence(&self.world), &self.world.chongqing_market, &key, &[25])
    }

    fn person(&self, items: &[u16]) -> Vec<u8> {
        let key = sample::key(Algorithm::Esp256, "person");
        self.present(&sample::eid(&self.world), &self.world.chongqing_police, &key, items)
    }

    /// The verdict, the same with and without receipts, as JSON; and what receipts would keep.
    fn check(&self, matter: &Matter<'_>) -> (MatterVerdict, Value, Vec<String>) {
        let check =
            Check { now: self.world.now, region: self.world.chongqing.region, policy: World::policy() };
        let presence = || Presence::Challenge(Challenge::new(Nonce::new([1; 16])));
        let maker = ReceiptMaker {
            key: ReceiptKey::new([3; 32]),
            checker: Audience::new(BANK).unwrap(),
            scenario: None,
            purpose: None,
            software: SOFTWARE.into(),
        };
        let verdict = self.desk.check_scenario(matter, &check, presence());
        let (same, facts) = self.desk.check_scenario_for_receipts(matter, &check, presence(), &maker);
        assert_eq!(verdict, same, "a receipt changes no verdict");
        assert!(facts.iter().all(|facts| facts.scenario == Some(Self::id())));
        let kept = facts.iter().map(|facts| match &facts.verdict {
            Ok(verified) => verified.kind.clone(),
            Err((_, code)) => code.clone(),
        });
        let json = serde_json::to_value(&verdict).unwrap();
        (verdict, json, kept.collect())
    }
}

fn matter<'b>(handed: Vec<Handed<'b>>, portraits: Vec<Option<&'b [u8]>>) -> Matter<'b> {
    let audience = Some(Audience::new(BANK).unwrap());
    Matter { scenario: Bank::id(), handed, portraits, audience, excess: Excess::Reported }
}

#[test]
fn a_session_is_taken_apart_and_each_object_keeps_its_place() {
    let bank = Bank::new();
    let both = session::write(&[bank.person(&[2, 3, 4]), bank.licence()]).unwrap();
    let (verdict, json, kept) = bank.check(&matter(vec![Handed::Object(&both)], Vec::new()));
    assert_eq!(verdict.outcome, Outcome::Verified, "{json:#}");
    let places: Vec<_> = verdict.objects.iter().map(|own| (own.handed, own.number, own.of)).collect();
    assert_eq!(places, [(Some(0), 1, 2), (Some(0), 2, 2)]);
    assert_eq!(kept, [sample::kinds::EID, sample::kinds::BUSINESS_LICENCE]);
    assert_eq!(json["materials"][1]["object"], 0);
    assert_eq!(json["materials"][1]["asked"][0]["name"], "holderName");
    assert_eq!(json["check"]["max_status_age_seconds"], 2 * 86_400, "the scenario's, as it is less");
    assert_eq!(json["terms"]["zh"], "企业银行开户");
    // The same act twice is one too many.
    let (verdict, json, kept) =
        bank.check(&matter(vec![Handed::Object(&both), Handed::Object(&both)], Vec::new()));
    assert_eq!((verdict.code.as_deref(), kept), (Some("replayed"), vec!["replayed".to_owned()]));
    assert!(json["objects"][2].get("certificate").is_none());
}

#[test]
fn a_refused_matter_leaves_its_code_and_nothing_of_what_was_verified() {
    let bank = Bank::new();
    let (licence, person) = (bank.licence(), bank.person(&[2, 3, 4]));
    let objects = |picture: Option<&'static [u8]>, place: usize| {
        let mut portraits = vec![None; place];
        portraits.push(picture);
        bank.check(&matter(vec![Handed::Object(&person), Handed::Object(&licence)], portraits))
    };
    // A place without a picture is none too many.
    assert_eq!(objects(None, 7).0.outcome, Outcome::Verified);
    let (verdict, json, kept) = objects(Some(b"a face"), 2);
    assert_eq!(verdict.code.as_deref(), Some("picture_unexpected"));
    assert!(json["objects"].as_array().unwrap().iter().all(|own| own["code"] == "picture_unexpected"));
    assert_eq!(kept, ["picture_unexpected"]);
    let (_, json, _) = objects(Some(b"a face"), 0);
    assert_eq!(
        (&json["objects"][0]["code"], &json["objects"][1]["outcome"]),
        (&json!("picture_unexpected"), &json!("verified"))
    );
    let (verdict, _, kept) = bank.check(&matter(vec![Handed::Object(&licence)], Vec::new()));
    assert_eq!(
        (verdict.code.as_deref(), kept),
        (Some("material_missing"), vec!["material_missing".to_owned()])
    );
    // Nothing but a portrait, and files that are no seals.
    let (verdict, json, _) = bank.check(&matter(Vec::new(), vec![Some(b"a face")]));
    assert_eq!(verdict.code.as_deref(), Some("picture_unexpected"));
    assert!(json["objects"][0].get("handed").is_none());
    let seal = Handed::Seal { bytes: &licence, document: Document::of(b"form"), existed: None };
    let (verdict, ..) = bank.check(&matter(vec![seal], Vec::new()));
    assert_eq!(verdict.code.as_deref(), Some("wrong_typ"));
}

#[test]
fn pictures_that_came_with_a_file_belong_to_its_objects_alone() {
    let bank = Bank::new();
    let (person, licence) = (bank.person(&[2, 3, 4]), bank.licence());
    let both = session::write(&[&person, &licence]).unwrap();
    let codes = |handed: Handed<'_>, portraits: Vec<Option<&'static [u8]>>| {
        let (_, json, _) = bank.check(&matter(vec![handed], portraits));
        let objects = json["objects"].as_array().unwrap().iter();
        objects.map(|own| own["code"].as_str().unwrap_or("verified").to_owned()).collect::<Vec<_>>()
    };
    let pictured =
        |handed, pictures: Vec<Option<&'static [u8]>>| Handed::Pictured(Box::new(handed), pictures);
    let face: Option<&'static [u8]> = Some(b"a face");
    let session = || Handed::Object(&both);
    // Neither certificate has a portrait, so that each picture is refused where it belongs, and nowhere else.
    assert_eq!(codes(pictured(session(), vec![None, face]), Vec::new()), ["verified", "picture_unexpected"]);
    assert_eq!(codes(pictured(session(), vec![face]), Vec::new()), ["picture_unexpected", "verified"]);
    assert_eq!(codes(pictured(session(), vec![None, None, None]), Vec::new()), ["verified", "verified"]);
    let all = ["picture_unexpected", "picture_unexpected"];
    assert_eq!(codes(pictured(session(), vec![None, None, face]), Vec::new()), all);
    // A portrait for presentations without one of their own finds none here.
    let three = codes(pictured(session(), Vec::new()), vec![face]);
    assert_eq!(three, ["verified", "verified", "picture_unexpected"]);
    // What cannot be read is refused for that, whatever came with it.
    let cut = Handed::Object(&both[..both.len() - 1]);
    assert_eq!(codes(pictured(cut, vec![face, face]), Vec::new()), ["cbor_truncated"]);
    // A seal is read before its picture is looked at.
    let seal = Handed::Seal { bytes: &licence, document: Document::of(b"form"), existed: None };
    assert_eq!(codes(pictured(seal, vec![face]), Vec::new()), ["wrong_typ"]);
}

#[test]
fn without_the_scenario_or_with_too_many_objects_nothing_is_verified() {
    let bank = Bank::new();
    let licence = bank.licence();
    let many = vec![Handed::Object(&licence); 17];
    let (verdict, json, kept) = bank.check(&matter(many, Vec::new()));
    assert_eq!((verdict.code.as_deref(), kept), (Some("too_large"), vec!["too_large".to_owned()]));
    assert!(verdict.objects.is_empty() && json.get("terms").is_none());
    assert!(!format!("{verdict:?}").contains("林小满"));
}
