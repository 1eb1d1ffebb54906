//! A fictional pharmacy under one consolidated licence (一业一证) of three permits, each of another issuer, and the
//! licence that each of them issued by itself.

use super::licences::{
    HOLDER_CODE, HOLDER_CODE_TYPE, HOLDER_NAME, ISSUED_DATE, NUMBER, USCC, draft, item, texts,
};
use super::{Issuer, Lists, World, kinds};
use zhengzhao::Refusal;
use zhengzhao::certificate::StatusRef;
use zhengzhao::issue::{Draft, DraftItem, DraftPermit, IssueError, TrustListDraft};
use zhengzhao::status::Shard;
use zhengzhao::trust::IssuerEntry;

const NAME: &str = "重庆样例大药房有限公司";
const CODE: &str = "91500103MAYY00245Y";
const PREMISES: &str = "重庆市渝中区样例路300号";

/// The pharmacy's issuers. They are no part of [`World::issuers`]: [`Self::list`] adds them to Chongqing's.
#[derive(Debug)]
pub struct Pharmacy<'w> {
    world: &'w World,
    /// Who issues the consolidated licence, under an Ed25519 key.
    pub approval: Issuer,
    /// Drug licences, under an SM2 key.
    pub drugs: Issuer,
    /// Medical device licences, under a P-256 key.
    pub devices: Issuer,
}

/// The pharmacy of the sample. Its food licence is one of [`World::chongqing_market`].
#[must_use]
pub fn pharmacy(world: &World) -> Pharmacy<'_> {
    Pharmacy {
        world,
        approval: Issuer::yuzhong_approval(),
        drugs: Issuer::chongqing_drugs(),
        devices: Issuer::yuzhong_devices(),
    }
}

impl Pharmacy<'_> {
    /// The issuers of the three permits: drugs, food, medical devices.
    #[must_use]
    pub const fn permit_issuers(&self) -> [&Issuer; 3] {
        [&self.drugs, &self.world.chongqing_market, &self.devices]
    }

    /// The issuers that [`World::issuers`] lacks.
    #[must_use]
    pub const fn issuers(&self) -> [&Issuer; 3] {
        [&self.approval, &self.drugs, &self.devices]
    }

    /// Their entries of the trust list of Chongqing.
    #[must_use]
    pub fn entries(&self) -> Vec<IssuerEntry> {
        self.issuers().into_iter().map(|issuer| self.world.entry(issuer)).collect()
    }

    /// The trust list of Chongqing with the pharmacy's issuers, to be changed and signed.
    ///
    /// # Errors
    /// None for the sample's authorities.
    pub fn list(&self, sequence: u64) -> Result<TrustListDraft, Refusal> {
        let mut list = self.world.chongqing_list(sequence)?;
        list.issuers.extend(self.entries());
        Ok(list)
    }

    /// The lists of a Chongqing desk that knows the pharmacy's issuers, everything valid: those of
    /// [`World::lists`], then the status lists of [`Self::issuers`].
    ///
    /// # Errors
    /// None for the sample's authorities.
    pub fn lists(&self) -> Result<Lists, IssueError> {
        let world = self.world;
        let mut lists = world.lists()?;
        lists.own = world.sign(self.list(1)?, &world.chongqing)?;
        for issuer in self.issuers() {
            lists.statuses.push(world.status_list(issuer, world.yesterday(), &Shard::new())?);
        }
        Ok(lists)
    }

    /// 行业综合许可证: one licence, three permits that the holder shows one by one. `statuses` are the permits', each
    /// in the list of its own issuer, in the order of [`Self::permit_issuers`].
    #[must_use]
    pub fn licence(&self, statuses: [StatusRef; 3]) -> Draft {
        let mut draft = draft(self.world, &self.approval, kinds::CONSOLIDATED_LICENCE, "500103", 0);
        draft.items = held("YYYZ50010300000001", &draft);
        draft.items.extend([
            item(17, "药店", false),
            item(18, PREMISES, false),
            item(19, self.approval.name_zh, false),
        ]);
        let members = self.members().into_iter().zip(statuses);
        draft.permits = members.map(|(member, status)| permit(member, status)).collect();
        draft.decoys_to = 8;
        draft
    }

    /// The licence that stands behind each permit, in the order of [`Self::permit_issuers`].
    #[must_use]
    pub fn members(&self) -> [Draft; 3] {
        [self.drug_licence(), self.food_licence(), self.device_licence()]
    }

    /// 药品经营许可证, retail.
    #[must_use]
    pub fn drug_licence(&self) -> Draft {
        let mut draft = draft(self.world, &self.drugs, kinds::DRUG_LICENCE, "500103", 5);
        draft.items = held("渝DA0230001", &draft);
        draft.items.extend([
            item(18, "周小禾", true),
            item(19, "零售", false),
            texts(20, &["中成药", "化学药", "生物制品"]),
            item(21, PREMISES, false),
            item(23, self.drugs.name_zh, false),
        ]);
        draft.decoys_to = 4;
        draft
    }

    /// 食品经营许可证, for packaged and health food.
    #[must_use]
    pub fn food_licence(&self) -> Draft {
        let mut draft = draft(self.world, &self.world.chongqing_market, kinds::FOOD_LICENCE, "500103", 5);
        draft.items = held("JY15001030000029", &draft);
        draft.items.extend([
            item(18, PREMISES, false),
            item(19, "食品销售经营者", false),
            texts(21, &["预包装食品销售", "保健食品销售"]),
            item(24, "12315", false),
        ]);
        draft
    }

    /// 医疗器械经营许可证, for devices of class 3.
    #[must_use]
    pub fn device_licence(&self) -> Draft {
        let mut draft = draft(self.world, &self.devices, kinds::MEDICAL_DEVICE_LICENCE, "500103", 5);
        draft.items = held("渝样械经营许20260001号", &draft);
        draft.items.extend([
            item(18, "零售", false),
            texts(19, &["第三类：注射穿刺器械", "第三类：医用卫生材料及敷料"]),
            item(21, PREMISES, false),
            item(23, self.devices.name_zh, false),
        ]);
        draft.decoys_to = 4;
        draft
    }
}

/// The items of the header that every licence of the pharmacy has, all open.
fn held(number: &str, draft: &Draft) -> Vec<DraftItem> {
    vec![
        item(NUMBER, number, false),
        item(HOLDER_NAME, NAME, false),
        item(HOLDER_CODE, CODE, false),
        item(HOLDER_CODE_TYPE, USCC, false),
        item(ISSUED_DATE, &draft.iat.date().to_string(), false),
    ]
}

/// A licence as a permit: its own issuer, kind, dates and number, and what limits it. What the consolidated licence
/// says for all of them is not said again.
fn permit(member: Draft, status: StatusRef) -> DraftPermit {
    let said = [HOLDER_NAME, HOLDER_CODE, HOLDER_CODE_TYPE];
    let open = member.items.into_iter().filter(|item| !item.redact && !said.contains(&item.label));
    DraftPermit {
        issuer: member.issuer,
        kind: member.kind,
        nbf: member.nbf,
        exp: member.exp,
        status,
        items: open.collect(),
        redact: true,
    }
}
