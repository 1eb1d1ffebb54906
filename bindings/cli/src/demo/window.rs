//! The scenes at windows: a pharmacy with one licence for three permits, and a company that opens an account.

use super::live::{CHALLENGE, copy, present, scenario};
use super::scenes::{Action, Scene, Tried};
use super::stage::{SUSPENDED, VALID, status};
use super::tender::{Company, Sealed};
use crate::render::{Told, matter_parts};
use zhengzhao_facade::core::act::seal::Document;
use zhengzhao_facade::core::act::{Audience, Nonce, Purpose};
use zhengzhao_facade::core::crypto::{Algorithm, SigningKey};
use zhengzhao_facade::core::holder::{HolderCopy, Step};
use zhengzhao_facade::core::issue::{Draft, IssueError, issue_scenario};
use zhengzhao_facade::core::status::{Shard, Status};
use zhengzhao_facade::core::store::Store;
use zhengzhao_facade::core::verify::{Challenge, Excess};
use zhengzhao_facade::core::{Pack, Presence, Refusal};
use zhengzhao_facade::matter::{Handed, Matter};
use zhengzhao_facade::sample::{self, Publisher, World, account_opening_with_seal, designated_pharmacy};
use zhengzhao_facade::{Check, Desk, MatterVerdict, Text};

const INSURANCE: &str = "示例医保窗口";
const BANK: &str = "示例银行柜台";
const FORM: &[u8] = "企业开户申请书（示例）：重庆样例餐饮管理有限公司\n".as_bytes();
/// Somebody else: a Chinese date whose order code 000 is never assigned.
const OTHER: (&str, &str) = ("陈样例", "50010319880512000X");

/// What is handed over at a window for a matter.
pub(super) struct AtWindow {
    pub(super) scenario: &'static str,
    pub(super) audience: &'static str,
    /// Names of files, and what is in them.
    pub(super) handed: Vec<(&'static str, Vec<u8>)>,
    pub(super) sealed: Option<Sealed>,
    pub(super) strict: bool,
}

impl AtWindow {
    /// The same call as `scenario check`.
    pub(super) fn play(&self, scene: &Scene) -> Result<Tried, Refusal> {
        let desk = Desk::reopen(&scene.store.export())?;
        let check = Check { now: scene.now, region: desk.anchor().region(), policy: World::policy() };
        let objects = self.handed.iter().map(|(_, bytes)| Handed::Object(bytes));
        let sealed = self.sealed.iter().map(|sealed| Handed::Seal {
            bytes: &sealed.seals,
            document: Document::of(&sealed.document),
            existed: None,
        });
        let matter = Matter {
            scenario: scenario(self.scenario)?,
            handed: objects.chain(sealed).collect(),
            portraits: Vec::new(),
            audience: Some(Audience::new(self.audience)?),
            excess: if self.strict { Excess::Refused } else { Excess::Reported },
        };
        let presence = Presence::Challenge(Challenge::new(Nonce::new(CHALLENGE)));
        let verdict = desk.check_scenario(&matter, &check, presence);
        Ok(Tried {
            expected: scene.expected,
            outcome: verdict.outcome,
            code: verdict.code.clone().unwrap_or_else(|| "verified".into()),
            told: self.told(&verdict),
        })
    }

    fn told(&self, verdict: &MatterVerdict) -> Text {
        let names: Vec<_> =
            self.handed.iter().map(|(name, _)| *name).chain(["form.txt"]).map(String::from).collect();
        let told = Told { verdict, names: &names, hints: &[], hint: None };
        Text::both(|lang| {
            let (parts, conclusion) = (matter_parts(&told, lang), verdict.messages.get(lang));
            format!("{parts}\n{conclusion}")
        })
    }
}

pub(super) fn scenes(world: &World) -> Result<Vec<Scene>, IssueError> {
    let store = desk(world)?;
    let scene = |expected, name, title, action| Scene {
        name,
        title,
        action,
        store: store.clone(),
        now: world.now,
        expected,
    };
    let (shop, bank) = (Shop::of(world)?, Bank { world, company: Company::of(world)? });
    Ok(vec![
        scene(
            "verified",
            "pharmacy",
            (
                "药店的行业综合许可证：三项许可由三家机构颁发，其中一项已暂扣",
                "A pharmacy's consolidated licence: three permits of three issuers, one of them suspended",
            ),
            Action::Show(shop.licence.show_all()),
        ),
        scene(
            "verified",
            "pharmacy-one-permit",
            (
                "药店在医保窗口只出示药品经营一项，其余不出示",
                "At the insurance window the pharmacy shows the drug permit alone",
            ),
            shop.at_insurance(None)?,
        ),
        scene(
            "verified",
            "pharmacy-member",
            (
                "药品经营许可证随附出示，与许可项相符",
                "The drug licence itself travels along, and is of that permit",
            ),
            shop.at_insurance(Some(sample::pharmacy(world).drug_licence()))?,
        ),
        scene(
            "member_mismatch",
            "pharmacy-other-member",
            ("随附的药品经营许可证编号不同，不是这一项", "A drug licence of another number travels along"),
            shop.at_insurance(Some(renumbered(sample::pharmacy(world).drug_licence())))?,
        ),
        scene(
            "verified",
            "account-opening",
            (
                "企业在银行开户：营业执照、法定代表人电子身份证、盖章的申请书",
                "A company opens an account: business licence, its legal representative's e-ID, a sealed form",
            ),
            bank.opening(sample::eid(world), &[2, 3, 4], false)?,
        ),
        scene(
            "link_broken",
            "account-other-person",
            (
                "来的不是营业执照所载的法定代表人",
                "The person is not the legal representative whom the licence names",
            ),
            bank.opening(of_another(sample::eid(world)), &[2, 3, 4], false)?,
        ),
        scene(
            "over_disclosed",
            "account-too-much",
            (
                "连住址一并出示，柜台从严核验",
                "The address is shown besides, at a counter that is strict about it",
            ),
            bank.opening(sample::eid(world), &[2, 3, 4, 24], true)?,
        ),
    ])
}

/// A desk that knows the pharmacy's issuers and holds both scenarios; the permit for devices is suspended.
fn desk(world: &World) -> Result<Store, IssueError> {
    let (pharmacy, publisher) = (sample::pharmacy(world), Publisher::chongqing());
    let mut list = pharmacy.list(1)?;
    list.issuers.push(publisher.entry(world));
    let own = world.sign(list, &world.chongqing)?;
    let lists = pharmacy.lists()?;
    let scenarios = [account_opening_with_seal(world)?, designated_pharmacy(world)?];
    let sign = |claims| issue_scenario(claims, &publisher.scenario_key);
    let scenarios = scenarios.iter().map(sign).collect::<Result<_, _>>()?;
    let pack = Pack::new(Some(world.chongqing.anchor()?), vec![own], vec![lists.recognised], lists.statuses);
    let mut store = Store::pin(world.chongqing.anchor()?);
    store.import(&pack.with_scenarios(scenarios), world.now, &World::policy())?;
    let mut shard = Shard::new();
    shard.set(SUSPENDED, Status::Suspended)?;
    store.update_status(
        &world.status_list(&pharmacy.devices, world.now, &shard)?,
        world.now,
        &World::policy(),
    )?;
    Ok(store)
}

struct Shop<'w> {
    world: &'w World,
    key: SigningKey,
    licence: HolderCopy,
}

impl<'w> Shop<'w> {
    fn of(world: &'w World) -> Result<Self, IssueError> {
        let (pharmacy, key) = (sample::pharmacy(world), sample::key(Algorithm::Sm2, "pharmacy of the demo"));
        let [drugs, food, devices] = pharmacy.permit_issuers();
        let statuses = [status(drugs, VALID)?, status(food, VALID)?, status(devices, SUSPENDED)?];
        let licence = copy(&pharmacy.licence(statuses), &pharmacy.approval, &key, "demo pharmacy")?;
        Ok(Self { world, key, licence })
    }

    /// The licence with the drug permit alone, and what travels along.
    fn at_insurance(&self, member: Option<Draft>) -> Result<Action, IssueError> {
        const MATTER: &str = "designated-pharmacy";
        let shown = self.licence.show(|path| path == [Step::Permit(0)]);
        let licence = answer(self.world, (&shown, &self.key), (INSURANCE, MATTER), "医保定点药店申请")?;
        let mut handed = vec![("licence.zz", licence)];
        if let Some(member) = member {
            let drugs = sample::pharmacy(self.world).drugs;
            let member = copy(&member, &drugs, &self.key, "demo member")?;
            handed.push(("drug-licence.zz", member.show_items(&[])));
        }
        Ok(Action::Matter(AtWindow {
            scenario: MATTER,
            audience: INSURANCE,
            handed,
            sealed: None,
            strict: false,
        }))
    }
}

struct Bank<'w> {
    world: &'w World,
    company: Company,
}

impl Bank<'_> {
    /// Everything for the account, with this e-ID of which these items are shown.
    fn opening(&self, eid: Draft, items: &[u16], strict: bool) -> Result<Action, IssueError> {
        const MATTER: (&str, &str) = (BANK, "account-opening");
        const PURPOSE: &str = "企业银行开户";
        let (world, company) = (self.world, &self.company);
        let key = sample::key(Algorithm::Esp256, "representative of the demo");
        let person = copy(&eid, &world.chongqing_police, &key, "demo representative")?;
        let person = answer(world, (&person.show_items(items), &key), MATTER, PURPOSE)?;
        let licence = answer(world, (&company.licence.show_items(&[25]), &company.key), MATTER, PURPOSE)?;
        // In another order than the scenario's: which one serves as what is found out.
        let handed = vec![("person.zz", person), ("licence.zz", licence)];
        let sealed = Some(company.sealed(world, FORM, "form.txt")?);
        Ok(Action::Matter(AtWindow { scenario: MATTER.1, audience: MATTER.0, handed, sealed, strict }))
    }
}

/// Presents to a window that asked for an answer to its challenge.
fn answer(
    world: &World,
    shown: (&[u8], &SigningKey),
    matter: (&str, &str),
    purpose: &str,
) -> Result<Vec<u8>, IssueError> {
    present(world, shown, matter, Some(Nonce::new(CHALLENGE)), Some(Purpose::new(purpose)?))
}

fn with(mut draft: Draft, label: u16, value: &str) -> Draft {
    for item in draft.items.iter_mut().filter(|item| item.label == label) {
        item.value = value.into();
    }
    draft
}

fn renumbered(draft: Draft) -> Draft {
    with(draft, 1, "渝DA0230002")
}

fn of_another(draft: Draft) -> Draft {
    with(with(draft, 2, OTHER.0), 3, OTHER.1)
}
