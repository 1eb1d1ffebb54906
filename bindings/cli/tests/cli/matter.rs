//! `scenario check`, as a clerk at a window calls it.

use crate::world::{Ran, World, text};
use serde_json::{Value, json};
use zhengzhao_facade::core::act::{
    Audience, Delegate, MandateDraft, Nonce, PresentationDraft, Purpose, ScenarioId,
};
use zhengzhao_facade::core::certificate::StatusRef;
use zhengzhao_facade::core::crypto::{Algorithm, Signer as _, SigningKey};
use zhengzhao_facade::core::holder::HolderCopy;
use zhengzhao_facade::core::issue::{
    Draft, Half, issue, issue_licence_and_seal, issue_printed, issue_scenario,
};
use zhengzhao_facade::core::kind::Kinds;
use zhengzhao_facade::core::{Pack, Store};
use zhengzhao_facade::sample::{
    self, Issuer, Publisher, World as Sample, account_opening_with_seal, food_licence_renewal,
};
use zhengzhao_facade::scenariofile::read_scenario;
use zhengzhao_facade::times::parse_rfc3339;

const NOW: &str = "2026-06-01T09:00:00+08:00";
const DESK: &str = "示例银行柜台";
const CHALLENGE: &str = "5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a";
const PUBLISHER: &str = "11500000MBYY00079W";
const OPENING: &str = "account-opening";
const RENEWAL: &str = "food-licence-renewal";
const PRINTED: &str = "residence-print";
const ADDRESS: &str = "成都市锦江区样例街8号1栋2单元301号";

/// A desk of the sample with three scenarios, and what a company and its people hold.
struct Window {
    world: World,
    sample: Sample,
    company: SigningKey,
    person: SigningKey,
    licence: HolderCopy,
}

fn status(issuer: &Issuer) -> StatusRef {
    StatusRef::new(17, issuer.status_uri).unwrap()
}

/// A scenario for what is printed: nobody presents it, and no status is needed.
fn printed_scenario(sample: &Sample) -> Value {
    json!({
        "issuer": PUBLISHER, "id": PRINTED, "version": 1, "region": sample.chongqing.region.as_str(),
        "nameZh": "居住证打印件", "nameEn": "printed residence permit", "purpose": "便民查询",
        "lawfulBasis": "consent", "retentionDays": 30, "presenter": "not_proven", "status": "not_needed",
        "materials": [{ "name": "permit", "nameZh": "居住证", "nameEn": "residence permit",
            "anyOf": [{ "kind": sample::kinds::RESIDENCE_PERMIT, "fields": ["issuingAuthority"] }] }]
    })
}

impl Window {
    fn new() -> Self {
        let (world, sample) = (World::empty(), Sample::at(parse_rfc3339(NOW).unwrap()));
        let publisher = Publisher::chongqing();
        let mut list = sample.chongqing_list(1).unwrap();
        list.issuers.push(publisher.entry(&sample));
        let own = sample.sign(list, &sample.chongqing).unwrap();
        let printed = printed_scenario(&sample).to_string();
        let scenarios = [
            account_opening_with_seal(&sample).unwrap(),
            food_licence_renewal(&sample).unwrap(),
            read_scenario(&printed, &Kinds::builtin(), sample.now).unwrap(),
        ];
        let scenarios = scenarios.iter().map(|own| issue_scenario(own, &publisher.scenario_key).unwrap());
        let (anchor, lists) = (sample.chongqing.anchor().unwrap(), sample.lists().unwrap());
        let pack = Pack::new(Some(anchor.clone()), vec![own], vec![lists.recognised], lists.statuses);
        let mut store = Store::pin(anchor);
        store.import(&pack.with_scenarios(scenarios.collect()), sample.now, &Sample::policy()).unwrap();
        world.write("desk.zzstate", &store.export());
        let company = sample::key(Algorithm::Sm2, "company of the window");
        let person = sample::key(Algorithm::Esp256, "person of the window");
        let licence = issued(&sample::business_licence(&sample), &sample.chongqing_market, &company);
        let window = Self { world, sample, company, person, licence };
        window.write_opening();
        window
    }

    /// licence.zz, person.zz (name and number), form.txt with its seal.
    fn write_opening(&self) {
        let sample = &self.sample;
        self.present("licence.zz", &self.licence.show_items(&[25]), &self.company, OPENING);
        self.person("person.zz", sample::eid(sample), &[2, 3, 4]);
        let seal_key = sample::key(Algorithm::Sm2, "seal of the window");
        let (market, maker) = (&sample.chongqing_market, &sample.chongqing_seals);
        let pair = issue_licence_and_seal(
            Half {
                draft: &sample::business_licence(sample),
                holder_key: sample::enrolled(&self.company, market.id).unwrap(),
                status: &status(market),
                signer: &market.issue_key,
            },
            Half {
                draft: &sample::electronic_seal(sample),
                holder_key: sample::enrolled(&seal_key, maker.id).unwrap(),
                status: &status(maker),
                signer: &maker.issue_key,
            },
            &mut sample::rng("window seal"),
        )
        .unwrap();
        self.world.write("form.txt", "开户申请书\n".as_bytes());
        self.world.write("seal.zz", pair.seal.as_bytes());
        let json = zhengzhao_facade::keyfile::write_secret(&seal_key);
        self.world.write("seal.key.json", json.as_bytes());
        let seal = ["seal", "form.txt", "--certificate", "seal.zz", "--key", "seal.key.json", "--now", NOW];
        self.world.ok(&seal);
    }

    fn person(&self, file: &str, draft: Draft, items: &[u16]) {
        let copy = issued(&draft, &self.sample.chongqing_police, &self.person);
        self.present(file, &copy.show_items(items), &self.person, OPENING);
    }

    fn present(&self, file: &str, stands_on: &[u8], key: &SigningKey, matter: &str) {
        let purpose = if matter == OPENING { "企业银行开户" } else { "食品经营许可证延续" };
        let draft = PresentationDraft {
            audience: Audience::new(DESK).unwrap(),
            iat: self.sample.now,
            exp: self.sample.now.saturating_add(120),
            nonce: Some(Nonce::new([0x5a; 16])),
            scenario: Some(ScenarioId::new(PUBLISHER, matter).unwrap()),
            purpose: Some(Purpose::new(purpose).unwrap()),
        };
        // Each file another act, though one key may sign several.
        let cti = [u8::try_from(file.len()).unwrap(); 16];
        self.world.write(file, &draft.sign(stands_on, key, cti).unwrap());
    }

    /// The company lets an employee act for the renewal.
    fn mandated(&self, copy: &HolderCopy, delegate: &SigningKey) -> Vec<u8> {
        let draft = MandateDraft {
            delegate: Delegate::new(delegate.public_key().clone(), "陈样例", None).unwrap(),
            matters: vec![ScenarioId::new(PUBLISHER, RENEWAL).unwrap()],
            iat: self.sample.now,
            exp: self.sample.now.saturating_add(86_400),
        };
        draft.sign(&copy.show_items(&[]), &self.company, [8; 16]).unwrap()
    }

    fn check(&self, matter: &str, more: &[&str]) -> Ran {
        let id = format!("{PUBLISHER}/{matter}");
        let desk = ["scenario", "check", "--state", "desk.zzstate", "--now", NOW, "--scenario", &id];
        let asked = ["--audience", DESK, "--challenge", CHALLENGE];
        self.world.run(&[&desk[..], &asked, more].concat())
    }

    fn opening(&self, more: &[&str]) -> Ran {
        self.check(OPENING, &[&["person.zz", "licence.zz", "--document", "form.txt"], more].concat())
    }

    /// The same call for people and for machines, in both languages: same exit code, code and message at the end.
    fn refused(&self, matter: &str, more: &[&str], code: &str) -> (Ran, Value) {
        let en = self.check(matter, more).expect(1);
        let json = self.check(matter, &[more, &["--json"]].concat()).expect(1).json();
        assert_eq!(text(&json, "/code"), code, "{}", en.out);
        assert_eq!(text(&json, "/outcome"), "refused");
        let zh = self.check(matter, &[more, &["--lang", "zh"]].concat()).expect(1);
        for (ran, lang, word, sign) in [(&en, "en", "REFUSED", "code: "), (&zh, "zh", "拒绝", "代码：")]
        {
            let (_, end) = ran.out.split_once(&format!("\n======== {word} ========\n")).unwrap();
            for part in [text(&json, &format!("/reason/{lang}")), text(&json, &format!("/next/{lang}"))] {
                assert!(end.contains(part), "{part}\n{}", ran.out);
            }
            assert!(end.trim_end().ends_with(&format!("{sign}{code}")), "{}", ran.out);
        }
        (en, json)
    }
}

fn issued(draft: &Draft, issuer: &Issuer, key: &SigningKey) -> HolderCopy {
    let holder = sample::enrolled(key, &draft.issuer).unwrap();
    let mut rng = sample::rng(&format!("window {}", draft.kind));
    let issued = issue(draft, holder, &status(issuer), &issuer.issue_key, &mut rng).unwrap();
    HolderCopy::parse(issued.as_bytes()).unwrap()
}

fn has(ran: &Ran, parts: &[&str]) {
    for part in parts {
        assert!(ran.out.contains(part), "{part}\n{}", ran.out);
    }
}

fn states(json: &Value, member: &str) -> Vec<String> {
    let own = json[member].as_array().unwrap();
    own.iter().map(|own| text(own, "/state").to_owned()).collect()
}

#[test]
fn a_matter_is_settled_whatever_the_order_of_the_files() {
    let window = Window::new();
    let en = window.opening(&[]).expect(0);
    has(
        &en,
        &[
            "company account opening (11500000MBYY00079W/account-opening, version 2)\npurpose: 企业银行开户\n",
            "\n✓ business licence: licence.zz\n",
            "\n✓ identity of the legal representative: person.zz\n",
            "holder: 林小满",
            "\n✓ sealed application form: form.txt\n",
            "✓ the holder of \"identity of the legal representative\" must be the legal representative named in \"business licence\"",
            "✓ \"business licence\" and \"sealed application form\" must be of one enterprise",
            "\npresenter: holds the holder's key, proven by answering this challenge\n",
            "\n======== VERIFIED ========\nEverything that \"company account opening\" asks for was shown, and holds.\n",
            // The scenario is stricter than this desk.
            "status lists at most 2 d old",
        ],
    );
    assert!(!en.out.contains("beyond need") && !en.out.contains("scope of business"), "{}", en.out);
    let files = ["licence.zz", "--document", "form.txt", "--seal", "form.txt.zzseal", "person.zz"];
    let zh = window.check(OPENING, &[&files[..], &["--lang", "zh"]].concat()).expect(0);
    has(
        &zh,
        &[
            "企业银行开户（11500000MBYY00079W/account-opening，第 2 版）\n事由：企业银行开户\n",
            "\n✓ 营业执照：licence.zz\n",
            "\n✓ 法定代表人身份证件：person.zz\n",
            "\n✓ 盖章的开户申请书：form.txt\n",
            "✓ “营业执照”与“盖章的开户申请书”须属于同一企业",
            "\n======== 通过 ========\n“企业银行开户”所需材料齐全，逐项核验通过。\n",
        ],
    );
    let json = window.opening(&["--json"]).expect(0).json();
    assert_eq!(states(&json, "materials"), ["satisfied"; 3]);
    assert_eq!(states(&json, "links"), ["satisfied"; 2]);
    assert_eq!(json["materials"][0]["object"], 1);
    assert_eq!(text(&json, "/objects/0/file"), "person.zz");
    assert_eq!((text(&json, "/presenter"), text(&json, "/status")), ("proven_challenge", "checked"));
    assert_eq!((text(&json, "/objects/2/object"), json["objects"][2]["handed"].clone()), ("seal", json!(2)));
    assert_eq!(json["terms"]["retention_days"], 365);
    assert!(json.get("code").is_none() && json["beyond_need"] == json!([]));
}

#[test]
fn what_is_missing_is_named() {
    let window = Window::new();
    let (en, json) = window.refused(OPENING, &["person.zz", "licence.zz"], "material_missing");
    has(
        &en,
        &[
            "✗ sealed application form: missing; no electronic seal was shown",
            "– \"business licence\" and \"sealed application form\" must be of one enterprise (not judged: one is lacking)",
            "Missing: sealed application form.",
        ],
    );
    assert_eq!(states(&json, "materials"), ["satisfied", "satisfied", "missing"]);
    assert_eq!(states(&json, "links"), ["satisfied", "not_judged"]);
    let zh = window.check(OPENING, &["person.zz", "licence.zz", "--lang", "zh"]).expect(1);
    has(&zh, &["✗ 盖章的开户申请书：缺少，未出示电子印章", "缺少材料：盖章的开户申请书。"]);
    // Who comes back once brings all of it.
    let zh = window.check(OPENING, &["person.zz", "--lang", "zh"]).expect(1);
    has(&zh, &["缺少材料：营业执照。\n另缺材料：盖章的开户申请书\n"]);
    // What was altered is named at its material, and nothing of it is told.
    let mut altered = window.world.read("licence.zz");
    *altered.last_mut().unwrap() ^= 1;
    window.world.write("altered.zz", &altered);
    let files = ["person.zz", "altered.zz", "--document", "form.txt"];
    let (en, json) = window.refused(OPENING, &files, "holder_signature_invalid");
    has(&en, &["✗ business licence: altered.zz\n", "(holder_signature_invalid)"]);
    assert!(json["objects"][1].get("certificate").is_none());
    window.world.write("form.txt", "开户申请书。\n".as_bytes());
    window.refused(OPENING, &["person.zz", "licence.zz", "--document", "form.txt"], "document_changed");
}

#[test]
fn another_person_is_not_the_legal_representative() {
    let window = Window::new();
    let mut draft = sample::eid(&window.sample);
    for (label, value) in [(2, "陈样例"), (3, "50010319880512000X")] {
        draft.items.iter_mut().find(|item| item.label == label).unwrap().value = value.into();
    }
    window.person("other.zz", draft, &[2, 3, 4]);
    let files = ["other.zz", "licence.zz", "--document", "form.txt"];
    let (en, json) = window.refused(OPENING, &files, "link_broken");
    has(&en, &["✓ identity of the legal representative: other.zz", "holder: 陈样例", "✗ the holder of"]);
    assert_eq!(states(&json, "links"), ["refused", "satisfied"]);
    // Of two persons the right one is found.
    let both = ["other.zz", "person.zz", "licence.zz", "--document", "form.txt"];
    let ran = window.check(OPENING, &both).expect(0);
    has(
        &ran,
        &["✓ identity of the legal representative: person.zz", "the whole electronic ID card (other.zz)"],
    );
}

#[test]
fn more_than_is_needed_is_told_without_its_value_and_refused_when_strict() {
    let window = Window::new();
    window.person("much.zz", sample::eid(&window.sample), &[2, 3, 4, 24]);
    let files = ["much.zz", "licence.zz", "--document", "form.txt"];
    let en = window.check(OPENING, &files).expect(0);
    has(
        &en,
        &[
            "! shown beyond need: address of the electronic ID card (much.zz). Do not keep it.",
            "More was shown than is needed: do not keep it.",
        ],
    );
    assert!(!en.out.contains(ADDRESS), "{}", en.out);
    let zh = window.check(OPENING, &[&files[..], &["--lang", "zh"]].concat()).expect(0);
    has(&zh, &["! 超出所需：电子身份证的住址（much.zz）。请勿留存。"]);
    let json = window.check(OPENING, &[&files[..], &["--json"]].concat()).expect(0).json();
    assert_eq!(
        (text(&json, "/beyond_need/0/what"), text(&json, "/beyond_need/0/item/name")),
        ("item", "address")
    );
    for strict in ["--strict", "--refuse-excess"] {
        let (_, json) = window.refused(OPENING, &[&files[..], &[strict]].concat(), "over_disclosed");
        assert_eq!(json["strict"], true);
    }
}

#[test]
fn a_delegate_acts_under_a_mandate_with_an_own_certificate() {
    let window = Window::new();
    let sample = &window.sample;
    let food = issued(&sample::food_licence(sample), &sample.chongqing_market, &window.company);
    window.present("l.zz", &window.licence.show_items(&[]), &window.company, RENEWAL);
    window.present("fd.zz", &food.show_items(&[]), &window.company, RENEWAL);
    let own = window.check(RENEWAL, &["l.zz", "fd.zz"]).expect(0);
    has(&own, &["– identity of the delegate: not needed, nobody acts for another"]);

    let chen = sample::key(Algorithm::Ed25519, "employee of the window");
    window.present("ml.zz", &window.mandated(&window.licence, &chen), &chen, RENEWAL);
    window.present("mfd.zz", &window.mandated(&food, &chen), &chen, RENEWAL);
    let mut eid = sample::eid(sample);
    eid.items.iter_mut().find(|item| item.label == 2).unwrap().value = "陈样例".into();
    let eid = issued(&eid, &sample.chongqing_police, &chen);
    window.present("chen.zz", &eid.show_items(&[2]), &chen, RENEWAL);
    let (en, _) = window.refused(RENEWAL, &["ml.zz", "mfd.zz"], "material_missing");
    has(&en, &["✗ identity of the delegate: missing; no electronic ID card was shown"]);
    let all = window.check(RENEWAL, &["chen.zz", "ml.zz", "mfd.zz"]).expect(0);
    has(
        &all,
        &[
            "✓ identity of the delegate: chen.zz",
            "delegate, as the principal states: 陈样例",
            "✓ \"business licence\" and \"identity of the delegate\" must be held by one key",
            "presenter: holds the delegate's key",
        ],
    );
    // The account is no matter of that mandate.
    let more = ["ml.zz", "person.zz", "--document", "form.txt"];
    window.refused(OPENING, &more, "mandate_not_for_this");
}

#[test]
fn a_print_serves_where_nobody_need_be_proven() {
    let window = Window::new();
    let (sample, police) = (&window.sample, &window.sample.chengdu_police);
    let draft = sample::residence_permit_printed(sample);
    let print = issue_printed(&draft, &status(police), &police.issue_key, &mut sample::rng("window print"));
    window.world.write("print.zz", print.unwrap().as_bytes());
    let id = format!("{PUBLISHER}/{PRINTED}");
    let check = ["scenario", "check", "print.zz", "--state", "desk.zzstate", "--scenario", &id];
    let ran = window.world.run(&[&check[..], &["--now", NOW]].concat()).expect(0);
    has(
        &ran,
        &["✓ residence permit: print.zz", "presenter: not proven to be the holder", "Check the person."],
    );
    // Without a current status list the verdict says what was not looked at.
    let late = ["--now", "2026-06-12T09:00:00+08:00"];
    let ran = window.world.run(&[&check[..], &late].concat()).expect(0);
    has(&ran, &["status list: not checked", "Not every status was checked, as this matter needs none."]);
    let json = window.world.run(&[&check[..], &late, &["--json"]].concat()).expect(0).json();
    assert_eq!((text(&json, "/status"), text(&json, "/presenter")), ("not_checked", "not_proven"));
    // An account asks for more than paper.
    window.world.write("bare.zz", &window.licence.show_items(&[25]));
    let files = ["bare.zz", "person.zz", "--document", "form.txt"];
    let (en, json) = window.refused(OPENING, &files, "presenter_not_proven");
    has(
        &en,
        &["✗ business licence: bare.zz\n    This matter asks for the holder's key answered on the spot"],
    );
    assert!(json.get("hint").is_none());
    let id = format!("{PUBLISHER}/{OPENING}");
    let unasked =
        ["scenario", "check", "person.zz", "licence.zz", "--document", "form.txt", "--scenario", &id];
    let unasked =
        window.world.run(&[&unasked[..], &["--state", "desk.zzstate", "--now", NOW]].concat()).expect(1);
    has(&unasked, &["This check asked the presenter for no answer: give the request by --request"]);
}

#[test]
fn another_region_or_a_stale_desk_settles_nothing() {
    let window = Window::new();
    let (en, json) = window.refused(
        OPENING,
        &["person.zz", "licence.zz", "--document", "form.txt", "--region", "510104"],
        "scenario_not_here",
    );
    assert!(en.out.contains("applies in") && json["objects"] == json!([]), "{}", en.out);
    let id = format!("{PUBLISHER}/{OPENING}");
    let late = ["scenario", "check", "licence.zz", "--state", "desk.zzstate", "--scenario", &id];
    let late = window.world.run(&[&late[..], &["--now", "2026-07-02T09:00:00+08:00"]].concat()).expect(2);
    assert!(late.out.starts_with("CANNOT TELL\n") && late.out.contains("trust_list_expired"), "{late:?}");
}

#[test]
fn wrong_calls_are_told_before_anything_is_used_up() {
    let window = Window::new();
    let world = &window.world;
    let names = world.names();
    let told = |args: &[&str], code: i32, parts: &[&str]| {
        let ran = world.run(&[&["scenario", "check"], args].concat()).expect(code);
        for part in parts {
            assert!(ran.err.contains(part) || ran.out.contains(part), "{part}\n{ran:?}");
        }
    };
    let desk = ["--state", "desk.zzstate", "--now", NOW];
    let near = format!("{PUBLISHER}/acount-opening");
    let nearest = format!("The nearest is {PUBLISHER}/account-opening. This desk holds: ");
    told(&[&["licence.zz", "--scenario", &near], &desk[..]].concat(), 1, &[&nearest, "scenario_unknown"]);
    told(&[&["licence.zz"], &desk[..]].concat(), 3, &["Name the matter by --scenario", RENEWAL]);
    let id = format!("{PUBLISHER}/{OPENING}");
    told(&["licence.zz", "--scenario", &id], 3, &["--state"]);
    let with = [&desk[..], &["--scenario", &id]].concat();
    told(&with, 3, &["Name the files that were shown."]);
    told(&[&with[..], &["--purpose", "x", "licence.zz"]].concat(), 3, &["leave out --purpose"]);
    world.write("form.pdf", b"%PDF-1.7\n");
    for (file, part) in [
        ("form.txt.zzseal", "This is a seal: give its document by --document"),
        ("form.pdf", "This is a PDF file, which nobody shows for a matter"),
        ("seal.key.json", "This is the file of a secret key"),
        ("desk.zzstate", "nobody shows for a matter"),
        ("nowhere.zz", "there is no such file"),
    ] {
        told(&[&with[..], &[file]].concat(), 3, &[file, part]);
    }
    told(&[&with[..], &["--document", "form.pdf"]].concat(), 3, &["form.pdf.zzseal"]);
    told(
        &[&with[..], &["--document", "form.txt", "--seal", "licence.zz"]].concat(),
        3,
        &["not a seal of this"],
    );
    told(&[&with[..], &["licence.zz", "--picture", "17=x.jpg"]].concat(), 3, &["1 to 16"]);
    // A portrait that belongs to nothing is not passed over.
    world.write("face.jpg", b"\xff\xd8\xff a face");
    let stray = ["person.zz", "licence.zz", "--document", "form.txt", "--picture", "3=face.jpg"];
    window.refused(OPENING, &stray, "picture_unexpected");
    let second = ["person.zz", "licence.zz", "--document", "form.txt", "--picture", "2=face.jpg"];
    let (en, _) = window.refused(OPENING, &second, "picture_unexpected");
    has(&en, &["✓ identity of the legal representative: person.zz", "✗ business licence: licence.zz"]);
    let mut after = world.names();
    after.retain(|name| name != "form.pdf" && name != "face.jpg");
    assert_eq!(after, names);
}

#[test]
fn a_settled_matter_leaves_receipts_and_a_refused_one_its_code() {
    let window = Window::new();
    let world = &window.world;
    world.ok(&["receipt", "keygen", "receipts.key.json"]);
    let keep = ["--receipts", "r.jsonl", "--receipt-key", "receipts.key.json"];
    let settled = window.opening(&keep).expect(0);
    assert!(settled.out.ends_with("receipts: no. 1 to 3\n"), "{}", settled.out);
    let refused = window.check(OPENING, &[&["person.zz", "licence.zz"], &keep[..]].concat()).expect(1);
    assert!(refused.out.ends_with("receipt: no. 4\n"), "{}", refused.out);
    let json = window.opening(&[&keep[..], &["--retention", "30", "--json"]].concat()).expect(0).json();
    assert_eq!(json["receipts"], json!([5, 6, 7]));
    let long = window.opening(&[&keep[..], &["--retention", "366"]].concat()).expect(3);
    assert!(long.err.contains("--retention is longer than the scenario allows"), "{long:?}");

    let held = world.ok(&["receipt", "verify", "r.jsonl", "--now", NOW]);
    assert!(held.out.contains("7 receipts"), "{}", held.out);
    let file = String::from_utf8(world.read("r.jsonl")).unwrap();
    let lines: Vec<Value> = file.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let objects: Vec<_> = lines.iter().map(|line| text(line, "/content/object")).collect();
    assert_eq!(objects[..4], ["certificate", "certificate", "seal", "session"]);
    for line in [&lines[0], &lines[3]] {
        assert_eq!(text(line, "/content/scenario/id"), OPENING);
        assert_eq!(text(line, "/content/purpose"), "企业银行开户");
        assert_eq!(text(line, "/content/checker"), DESK);
    }
    assert_eq!(text(&lines[0], "/keep_until"), "2027-06-02T00:00:00+08:00");
    assert_eq!(text(&lines[3], "/keep_until"), "2027-06-02T00:00:00+08:00");
    assert_eq!(text(&lines[4], "/keep_until"), "2026-07-02T00:00:00+08:00");
    let content = lines[3]["content"].as_object().unwrap();
    assert_eq!(content["codes"], json!(["material_missing"]));
    for member in ["kind", "tag", "fields", "presenter", "face", "status"] {
        assert!(!content.contains_key(member), "{member}");
        assert_eq!(lines[2]["content"].get(member).is_some(), member != "face", "a seal has no {member}");
    }
    for value in ["林小满", "510104199003070007", "重庆样例餐饮管理有限公司", "91500000MAYY000189"]
    {
        assert!(!file.contains(value), "{value}");
    }
    // The journal is searched by what was shown, in whatever form.
    let search = ["receipt", "search", "r.jsonl", "person.zz", "--receipt-key", "receipts.key.json"];
    let found = world.ok(&search);
    assert!(found.out.contains("no. 1\n") && found.out.contains("2 receipts found"), "{}", found.out);

    // A journal to which nothing can be added is found before anything is verified.
    world.write("r.jsonl", format!("{file}{{\"zhengzhao-receipt\":1,").as_bytes());
    let torn = window.opening(&keep).expect(3);
    assert!(torn.out.is_empty() && !torn.err.is_empty(), "{torn:?}");
}
