//! What a clerk reads calls kinds and items by their names, in verdicts, in the standing of permits and of requests.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops at the first surprise")]

use zhengzhao::act::Audience;
use zhengzhao::certificate::StatusRef;
use zhengzhao::crypto::Algorithm;
use zhengzhao::holder::HolderCopy;
use zhengzhao::issue::{Draft, TrustListDraft, issue, issue_scenario};
use zhengzhao::kind::Kinds;
use zhengzhao::region::Region;
use zhengzhao::request::{Ask, Request, ScenarioRef};
use zhengzhao::store::{Pack, Store};
use zhengzhao::time::Time;
use zhengzhao_facade::request::judge;
use zhengzhao_facade::sample::{self, Issuer, Publisher, World, kinds};
use zhengzhao_facade::{Check, Desk, Outcome, Text, Verdict};

fn world() -> World {
    World::at(Time::from_seconds(1_800_000_000).unwrap())
}

fn status(issuer: &Issuer) -> StatusRef {
    StatusRef::new(5, issuer.status_uri).unwrap()
}

fn shown(draft: &Draft, issuer: &Issuer) -> Vec<u8> {
    let holder = sample::key(Algorithm::Ed25519, "林小满");
    let holder = sample::enrolled(&holder, issuer.id).unwrap();
    let issued = issue(draft, holder, &status(issuer), &issuer.issue_key, &mut sample::rng("names"));
    HolderCopy::parse(issued.unwrap().as_bytes()).unwrap().show_all()
}

/// A Chongqing desk with this own list.
fn desk(world: &World, own: TrustListDraft, statuses: Vec<Vec<u8>>) -> Desk {
    let own = world.sign(own, &world.chongqing).unwrap();
    let recognised = world.lists().unwrap().recognised;
    let pack = Pack::new(None, vec![own], vec![recognised], statuses).to_bytes();
    let mut desk = Desk::pin(world.chongqing.anchor().unwrap());
    desk.import(&pack, world.now, &World::policy()).unwrap();
    desk
}

fn check(world: &World) -> Check {
    Check { now: world.now, region: Region::parse("500000").unwrap(), policy: World::policy() }
}

/// An e-ID of Chengdu.
fn foreign_eid(world: &World) -> Vec<u8> {
    let mut draft = sample::eid(world);
    draft.issuer = world.chengdu_police.id.into();
    draft.region = Region::parse("510100").unwrap();
    shown(&draft, &world.chengdu_police)
}

fn reason(verdict: &Verdict) -> (&str, &Text) {
    assert_eq!(verdict.outcome, Outcome::Refused);
    (verdict.code.as_deref().unwrap(), &verdict.reason)
}

#[test]
fn a_verdict_names_what_is_not_recognised_and_what_is() {
    let world = world();
    let own = desk(&world, world.chongqing_list(1).unwrap(), world.lists().unwrap().statuses);
    let eid = foreign_eid(&world);
    let verdict = own.verify(&eid, &check(&world));
    let expected = Text::new(
        "成都市 510100 颁发的“电子身份证”在 重庆市 500000 尚未互认；目前互认该地颁发的：“不动产权证书”、“食品经营许可证”、“居住证”。",
        "\"electronic ID card\" issued in Chengdu 510100 is not recognised in Chongqing 500000; recognised from there now: \"real estate ownership certificate\", \"food business licence\", \"residence permit\".",
    );
    assert_eq!(reason(&verdict), ("not_recognised", &expected));
    assert!(verdict.messages.zh.starts_with(&expected.zh) && verdict.messages.en.starts_with(&expected.en));
    let json = serde_json::to_value(&verdict).unwrap();
    assert_eq!(json["reason"]["zh"], expected.zh);
    let without_names = own.with_kinds(Kinds::new()).verify(&eid, &check(&world));
    assert!(without_names.reason.zh.contains("颁发的 ZZ-LOCAL-EID 在"), "{}", without_names.reason.zh);
}

#[test]
fn a_verdict_says_which_limit_of_a_pilot_was_left() {
    let world = world();
    let list = world.with_eid_pilot(world.chongqing_list(1).unwrap()).unwrap();
    let desk = desk(&world, list, world.lists().unwrap().statuses);
    let eid = foreign_eid(&world);
    let verdict = desk.verify(&eid, &check(&world));
    let expected = Text::new(
        "“电子身份证”处于试点，在 重庆市 500000 的本次核验不在试点的地区之内。",
        "\"electronic ID card\" counts only in a pilot; this check in Chongqing 500000 is outside its regions.",
    );
    assert_eq!(reason(&verdict), ("not_in_pilot", &expected));
    let inside = Check { region: Region::parse("500103").unwrap(), ..check(&world) };
    assert!(desk.verify(&eid, &inside).reason.zh.ends_with("不在试点的场景之内。"));
    let later = Check { now: world.now.saturating_add(14 * sample::DAY), ..inside };
    assert!(desk.verify(&eid, &later).reason.zh.ends_with("不在试点的时间之内。"));
}

#[test]
fn a_permit_that_does_not_stand_is_named() {
    let world = world();
    let pharmacy = sample::pharmacy(&world);
    let mut list = pharmacy.list(1).unwrap();
    let drugs = list.issuers.iter_mut().find(|issuer| issuer.id == pharmacy.drugs.id).unwrap();
    drugs.kinds.clear();
    let desk = desk(&world, list, pharmacy.lists().unwrap().statuses);
    let licence = pharmacy.licence(pharmacy.permit_issuers().map(status));
    let verdict = desk.verify(&shown(&licence, &pharmacy.approval), &check(&world));
    let permits = verdict.certificate.unwrap().permits;
    let standing: Vec<_> = permits.iter().map(|permit| permit.standing.code.as_deref()).collect();
    assert_eq!(standing, [Some("kind_not_permitted"), None, None]);
    let messages = permits[0].standing.messages.as_ref().unwrap();
    assert!(messages.zh.contains("类型为“药品经营许可证”的证照。"), "{}", messages.zh);
    assert!(messages.en.contains("the kind \"drug distribution licence\"."), "{}", messages.en);
}

#[test]
fn a_request_that_asks_for_too_much_names_it() {
    let world = world();
    let office = Publisher::chongqing();
    let mut list = world.chongqing_list(1).unwrap();
    list.issuers.push(office.entry(&world));
    let mut store = Store::pin(world.chongqing.anchor().unwrap());
    let own = world.sign(list, &world.chongqing).unwrap();
    store.update_own(&[&own], world.now, &World::policy()).unwrap();
    let scenario = issue_scenario(&sample::hotel_check_in(&world).unwrap(), &office.scenario_key).unwrap();
    store.update_scenario(&scenario, world.now, &World::policy()).unwrap();
    let held = store.scenarios().next().unwrap();
    let asks = vec![Ask::new(kinds::EID, [2, 18]).unwrap()];
    let request = Request::new(Audience::new("示例酒店").unwrap(), asks).unwrap();
    let request = request.with_scenario(ScenarioRef { id: held.id().clone(), digest: *held.digest() });
    let (_, record) = judge(&request, &[], &store, &Kinds::builtin(), world.now);
    assert_eq!(record.refusals.len(), 1);
    assert_eq!(record.refusals[0].code, "field_not_in_scenario");
    assert_eq!(
        record.refusals[0].reason,
        Text::new(
            "请求索取“电子身份证”的“民族”，超出已签名的场景。",
            "The request asks for item \"ethnicity\" of \"electronic ID card\", which the signed scenario does not name.",
        )
    );
}
