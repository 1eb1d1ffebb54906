//! The scenes at the hotel desk and with it: what is shown, in which state of the lists, and how it must end.

use super::live::{self, Asked};
use super::scenes::{Action, Scene};
use super::tender::tender;
use zhengzhao_facade::core::certificate::StatusRef;
use zhengzhao_facade::core::crypto::{Algorithm, Signer, SigningKey};
use zhengzhao_facade::core::error::Object;
use zhengzhao_facade::core::holder::HolderCopy;
use zhengzhao_facade::core::issue::{Draft, IssueError, issue, issue_printed};
use zhengzhao_facade::core::status::{Shard, Status};
use zhengzhao_facade::core::store::Store;
use zhengzhao_facade::core::verify::ReplayMemory;
use zhengzhao_facade::core::{Occasion, Refusal, Verifier};
use zhengzhao_facade::sample::{self, DAY, Issuer, World, kinds};

/// Indices in a status list.
pub(super) const VALID: u64 = 17;
const CANCELLED: u64 = 4_711;
pub(super) const SUSPENDED: u64 = 300_000;

/// Where the scenes are set.
pub(super) struct Stage<'w> {
    pub(super) world: &'w World,
    pub(super) store: &'w Store,
}

impl Stage<'_> {
    pub(super) fn scenes(&self) -> Result<Vec<Scene>, IssueError> {
        let permit = self.permit(VALID)?;
        let wrong_issuer =
            Draft { issuer: self.world.chongqing_market.id.into(), ..sample::residence_permit(self.world) };
        let expired = Draft { exp: Some(self.world.yesterday()), ..sample::residence_permit(self.world) };
        let unknown = Draft { issuer: "11510100MBYY00118J".into(), ..sample::residence_permit(self.world) };
        let eid = Draft {
            issuer: self.world.chengdu_police.id.into(),
            region: self.world.chengdu_police.region,
            ..sample::eid(self.world)
        };
        let police = &self.world.chengdu_police;
        let forger = sample::key(Algorithm::Ed25519, "forger");
        let today = |expected, name, title, action| Scene {
            name,
            title,
            action,
            store: self.store.clone(),
            now: self.world.now,
            expected,
        };
        Ok(vec![
            today(
                "verified",
                "residence-permit",
                (
                    "四川居住证，只出示姓名、居住地区划和证件号码",
                    "A Sichuan residence permit; name, region and number shown",
                ),
                Action::Show(permit.clone()),
            ),
            today(
                "verified",
                "food-licence-sm2",
                ("四川食品经营许可证，SM2 签名", "A Sichuan food licence, signed with SM2"),
                Action::Show(self.sichuan_food_licence()?),
            ),
            today(
                "signature_invalid",
                "altered-byte",
                ("改动一个字节", "One byte altered"),
                Action::Show(altered(&permit)),
            ),
            today(
                "disclosure_unmatched",
                "altered-name",
                ("把出示的姓名换成他人", "Another name put into a disclosure"),
                Action::Show(renamed(&permit)),
            ),
            today(
                "signature_invalid",
                "forged",
                ("伪造者自己的密钥，冒充成都公安的编号", "A forger's key under the bureau's name and key id"),
                Action::Show(self.forged(&forger)?),
            ),
            today(
                "issuer_unknown",
                "unknown-issuer",
                ("不在任何信任名单上的机构", "An issuer that no trust list names"),
                Action::Show(self.show(&unknown, police, &police.issue_key, VALID)?),
            ),
            today(
                "kind_not_permitted",
                "wrong-issuer-for-kind",
                ("市场监管机构签发居住证", "A residence permit issued by a market regulator"),
                Action::Show(self.wrong_issuer(&wrong_issuer)?),
            ),
            today(
                "not_recognised",
                "not-recognised",
                ("四川电子身份证：未列入互认的类型", "A Sichuan e-ID, a kind that is not recognised"),
                Action::Show(self.show(&eid, police, &police.issue_key, VALID)?),
            ),
            today(
                "expired",
                "expired",
                ("昨日到期的居住证", "A permit that expired yesterday"),
                Action::Show(self.show(&expired, police, &police.issue_key, VALID)?),
            ),
            Scene {
                store: self.with_statuses()?,
                ..today(
                    "cancelled",
                    "cancelled",
                    ("已注销", "Cancelled"),
                    Action::Show(self.permit(CANCELLED)?),
                )
            },
            Scene {
                store: self.with_statuses()?,
                ..today(
                    "suspended",
                    "suspended",
                    ("已暂扣", "Suspended"),
                    Action::Show(self.permit(SUSPENDED)?),
                )
            },
            Scene {
                now: self.world.now.saturating_add(10 * DAY),
                ..today(
                    "status_list_stale",
                    "stale-status-list",
                    ("前台十天没有更新状态名单", "The desk has not updated its status lists for ten days"),
                    Action::Show(permit.clone()),
                )
            },
            today(
                "verified",
                "hotel-check-in",
                (
                    "旅客用手机出示电子身份证，应答随机数，照片一并出示",
                    "A guest presents an e-ID by a challenge, with the portrait",
                ),
                live::guest(self.world, true, None)?,
            ),
            today(
                "verified",
                "hotel-no-portrait",
                ("旅客没有出示照片：只证明了密钥", "The guest shows no portrait: only the key is proven"),
                live::guest(self.world, false, None)?,
            ),
            today(
                "challenge_mismatch",
                "hotel-screenshot",
                (
                    "截图再次出示：前台已换新的随机数",
                    "A screenshot shown again: the desk has a new challenge",
                ),
                live::guest(self.world, true, Some(Asked::Challenge([0xa5; 16])))?,
            ),
            today(
                "replayed",
                "hotel-screenshot-fixed-code",
                (
                    "张贴固定二维码的前台，同一截图第二次出示",
                    "The same screenshot a second time, at a desk with a fixed code",
                ),
                self.second_time()?,
            ),
            today(
                "verified",
                "employee",
                (
                    "员工凭企业授权办理食品经营许可证延续",
                    "An employee renews the food licence under a mandate",
                ),
                live::employee(self.world, "food-licence-renewal")?,
            ),
            today(
                "mandate_not_for_this",
                "employee-other-matter",
                ("同一员工凭该授权去银行开户", "The same employee opens an account under that mandate"),
                live::employee(self.world, "account-opening")?,
            ),
            today(
                "verified",
                "tender",
                ("企业盖章的投标文件", "A tender that the company has sealed"),
                tender(self.world, false)?,
            ),
            today(
                "document_changed",
                "tender-changed",
                ("投标文件改动一个比特", "One bit of the tender changed"),
                tender(self.world, true)?,
            ),
            today(
                "wrong_typ",
                "print-as-live",
                ("把打印件的二维码内容当作本人出示", "A printed certificate passed off as a live one"),
                Action::Show(self.printed()?),
            ),
            Scene {
                store: self.with_newer_trust_list()?,
                ..today(
                    "list_rolled_back",
                    "rolled-back-trust-list",
                    ("有人送来旧的信任名单", "Someone brings an old trust list"),
                    Action::Import(self.world.pack()?.to_bytes()),
                )
            },
        ])
    }

    /// A residence permit whose holder shows name, number and region of residence.
    fn permit(&self, index: u64) -> Result<Vec<u8>, IssueError> {
        let police = &self.world.chengdu_police;
        self.show(&sample::residence_permit(self.world), police, &police.issue_key, index)
    }

    fn show(
        &self,
        draft: &Draft,
        issuer: &Issuer,
        key: &SigningKey,
        index: u64,
    ) -> Result<Vec<u8>, IssueError> {
        let holder = sample::key(Algorithm::Esp256, "holder of the demo");
        let mut rng = sample::rng(&format!("demo {} {index}", draft.kind));
        let status = status(issuer, index)?;
        let holder = sample::enrolled(&holder, &draft.issuer)?;
        let issued = issue(draft, holder, &status, key, &mut rng)?;
        Ok(HolderCopy::parse(issued.as_bytes())?.show_items(&[1, 2, 26]))
    }

    fn wrong_issuer(&self, draft: &Draft) -> Result<Vec<u8>, IssueError> {
        let market = &self.world.chongqing_market;
        self.show(draft, market, &market.issue_key, VALID)
    }

    fn sichuan_food_licence(&self) -> Result<Vec<u8>, IssueError> {
        let market = &self.world.sichuan_market;
        let draft = Draft {
            issuer: market.id.into(),
            region: market.region,
            kind: kinds::FOOD_LICENCE.into(),
            ..sample::food_licence(self.world)
        };
        self.show(&draft, market, &market.issue_key, VALID)
    }

    /// A presentation to a desk that remembers it already.
    fn second_time(&self) -> Result<Action, IssueError> {
        let full =
            || IssueError::Refused(Refusal::ReplayMemoryFull { object: Object::Presentation, capacity: 0 });
        let mut memory = ReplayMemory::new(64).ok_or_else(full)?;
        let region = self.store.trust().anchor().region();
        let Action::Present(mut live) = live::guest(self.world, true, Some(Asked::Memory(memory.export())))?
        else {
            return Err(full());
        };
        let verifier = Verifier::new(self.store.trust(), self.store.statuses(), World::policy());
        live.first(&verifier, Occasion::new(self.world.now, region), &mut memory)?;
        live.asked = Asked::Memory(memory.export());
        Ok(Action::Present(live))
    }

    fn printed(&self) -> Result<Vec<u8>, IssueError> {
        let police = &self.world.chengdu_police;
        let draft = sample::residence_permit_printed(self.world);
        let mut rng = sample::rng("demo print");
        Ok(issue_printed(&draft, &status(police, VALID)?, &police.issue_key, &mut rng)?.into_bytes())
    }

    /// A certificate under the forger's key, whose key id is replaced by that of the bureau's key.
    fn forged(&self, forger: &SigningKey) -> Result<Vec<u8>, IssueError> {
        let police = &self.world.chengdu_police;
        let forged = self.show(&sample::residence_permit(self.world), police, forger, VALID)?;
        let own = forger.public_key().thumbprint().kid();
        let theirs = police.issue_key.public_key().thumbprint().kid();
        Ok(replace(&forged, &own, &theirs))
    }

    fn with_statuses(&self) -> Result<Store, IssueError> {
        let police = &self.world.chengdu_police;
        let mut shard = Shard::new();
        shard.set(CANCELLED, Status::Cancelled)?;
        shard.set(SUSPENDED, Status::Suspended)?;
        let list = self.world.status_list(police, self.world.now, &shard)?;
        let mut store = self.store.clone();
        store.update_status(&list, self.world.now, &World::policy())?;
        Ok(store)
    }

    fn with_newer_trust_list(&self) -> Result<Store, IssueError> {
        let newer = self.world.sign(self.world.chongqing_list(2)?, &self.world.chongqing)?;
        let mut store = self.store.clone();
        store.update_own(&[&newer], self.world.now, &World::policy())?;
        Ok(store)
    }
}

pub(super) fn status(issuer: &Issuer, index: u64) -> Result<StatusRef, IssueError> {
    let object = Object::Certificate;
    StatusRef::new(index, issuer.status_uri)
        .ok_or(IssueError::Refused(Refusal::StatusIndexOutOfRange { object, index }))
}

fn altered(bytes: &[u8]) -> Vec<u8> {
    let mut altered = bytes.to_vec();
    if let Some(last) = altered.last_mut() {
        *last ^= 1;
    }
    altered
}

fn renamed(bytes: &[u8]) -> Vec<u8> {
    replace(bytes, "林小满".as_bytes(), "林小美".as_bytes())
}

/// Replaces the first occurrence of `from` by `to` of the same length.
fn replace(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut replaced = bytes.to_vec();
    let at = bytes.windows(from.len()).position(|window| window == from);
    let place = at.and_then(|at| replaced.get_mut(at..at.saturating_add(from.len())));
    if let Some(place) = place {
        place.copy_from_slice(to);
    }
    replaced
}
