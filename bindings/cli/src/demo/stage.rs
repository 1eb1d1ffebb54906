//! The scenes at the hotel desk and with it: what is shown, in which state of the lists, and how it must end.

mod props;

pub(super) use props::status;

use super::live::{self, Asked};
use super::scenes::{Action, Scene};
use super::tender::tender;
use props::{altered, renamed};
use zhengzhao_facade::core::crypto::Algorithm;
use zhengzhao_facade::core::issue::{Draft, IssueError};
use zhengzhao_facade::core::store::Store;
use zhengzhao_facade::sample::{self, DAY, World};

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
        let parts = [
            self.genuine_and_forged()?,
            self.out_of_place()?,
            self.ended()?,
            self.at_a_hotel()?,
            self.by_a_company()?,
            self.passed_off()?,
        ];
        Ok(parts.into_iter().flatten().collect())
    }

    /// A scene of this day, at this desk.
    fn today(
        &self,
        expected: &'static str,
        name: &'static str,
        title: (&'static str, &'static str),
        action: Action,
    ) -> Scene {
        Scene { name, title, action, store: self.store.clone(), now: self.world.now, expected }
    }

    /// What is in order, and what a forger makes of it.
    fn genuine_and_forged(&self) -> Result<Vec<Scene>, IssueError> {
        let permit = self.permit(VALID)?;
        let forger = sample::key(Algorithm::Ed25519, "forger");
        Ok(vec![
            self.today(
                "verified",
                "residence-permit",
                (
                    "四川居住证，只出示姓名、居住地区划和证件号码",
                    "A Sichuan residence permit; name, region and number shown",
                ),
                Action::Show(permit.clone()),
            ),
            self.today(
                "verified",
                "food-licence-sm2",
                ("四川食品经营许可证，SM2 签名", "A Sichuan food licence, signed with SM2"),
                Action::Show(self.sichuan_food_licence()?),
            ),
            self.today(
                "signature_invalid",
                "altered-byte",
                ("改动一个字节", "One byte altered"),
                Action::Show(altered(&permit)),
            ),
            self.today(
                "disclosure_unmatched",
                "altered-name",
                ("把出示的姓名换成他人", "Another name put into a disclosure"),
                Action::Show(renamed(&permit)),
            ),
            self.today(
                "signature_invalid",
                "forged",
                ("伪造者自己的密钥，冒充成都公安的编号", "A forger's key under the bureau's name and key id"),
                Action::Show(self.forged(&forger)?),
            ),
        ])
    }

    /// Genuine, and not for this desk or this day.
    fn out_of_place(&self) -> Result<Vec<Scene>, IssueError> {
        let police = &self.world.chengdu_police;
        let permit = || sample::residence_permit(self.world);
        let unknown = Draft { issuer: "11510100MBYY00118J".into(), ..permit() };
        let wrong_issuer = Draft { issuer: self.world.chongqing_market.id.into(), ..permit() };
        let eid = Draft { issuer: police.id.into(), region: police.region, ..sample::eid(self.world) };
        let expired = Draft { exp: Some(self.world.yesterday()), ..permit() };
        Ok(vec![
            self.today(
                "issuer_unknown",
                "unknown-issuer",
                ("不在任何信任名单上的机构", "An issuer that no trust list names"),
                Action::Show(self.show(&unknown, police, &police.issue_key, VALID)?),
            ),
            self.today(
                "kind_not_permitted",
                "wrong-issuer-for-kind",
                ("市场监管机构签发居住证", "A residence permit issued by a market regulator"),
                Action::Show(self.wrong_issuer(&wrong_issuer)?),
            ),
            self.today(
                "not_recognised",
                "not-recognised",
                ("四川电子身份证：未列入互认的类型", "A Sichuan e-ID, a kind that is not recognised"),
                Action::Show(self.show(&eid, police, &police.issue_key, VALID)?),
            ),
            self.today(
                "expired",
                "expired",
                ("昨日到期的居住证", "A permit that expired yesterday"),
                Action::Show(self.show(&expired, police, &police.issue_key, VALID)?),
            ),
        ])
    }

    /// What only the status lists know.
    fn ended(&self) -> Result<Vec<Scene>, IssueError> {
        Ok(vec![
            Scene {
                store: self.with_statuses()?,
                ..self.today(
                    "cancelled",
                    "cancelled",
                    ("已注销", "Cancelled"),
                    Action::Show(self.permit(CANCELLED)?),
                )
            },
            Scene {
                store: self.with_statuses()?,
                ..self.today(
                    "suspended",
                    "suspended",
                    ("已暂扣", "Suspended"),
                    Action::Show(self.permit(SUSPENDED)?),
                )
            },
            Scene {
                now: self.world.now.saturating_add(10 * DAY),
                ..self.today(
                    "status_list_stale",
                    "stale-status-list",
                    ("前台十天没有更新状态名单", "The desk has not updated its status lists for ten days"),
                    Action::Show(self.permit(VALID)?),
                )
            },
        ])
    }

    /// A guest with a phone.
    fn at_a_hotel(&self) -> Result<Vec<Scene>, IssueError> {
        Ok(vec![
            self.today(
                "verified",
                "hotel-check-in",
                (
                    "旅客用手机出示电子身份证，应答随机数，照片一并出示",
                    "A guest presents an e-ID by a challenge, with the portrait",
                ),
                live::guest(self.world, true, None)?,
            ),
            self.today(
                "verified",
                "hotel-no-portrait",
                ("旅客没有出示照片：只证明了密钥", "The guest shows no portrait: only the key is proven"),
                live::guest(self.world, false, None)?,
            ),
            self.today(
                "challenge_mismatch",
                "hotel-screenshot",
                (
                    "截图再次出示：前台已换新的随机数",
                    "A screenshot shown again: the desk has a new challenge",
                ),
                live::guest(self.world, true, Some(Asked::Challenge([0xa5; 16])))?,
            ),
            self.today(
                "replayed",
                "hotel-screenshot-fixed-code",
                (
                    "张贴固定二维码的前台，同一截图第二次出示",
                    "The same screenshot a second time, at a desk with a fixed code",
                ),
                self.second_time()?,
            ),
        ])
    }

    /// Delegates and seals of a company.
    fn by_a_company(&self) -> Result<Vec<Scene>, IssueError> {
        Ok(vec![
            self.today(
                "verified",
                "employee",
                (
                    "员工凭企业授权办理食品经营许可证延续",
                    "An employee renews the food licence under a mandate",
                ),
                live::employee(self.world, "food-licence-renewal")?,
            ),
            self.today(
                "mandate_not_for_this",
                "employee-other-matter",
                ("同一员工凭该授权去银行开户", "The same employee opens an account under that mandate"),
                live::employee(self.world, "account-opening")?,
            ),
            self.today(
                "verified",
                "tender",
                ("企业盖章的投标文件", "A tender that the company has sealed"),
                tender(self.world, false)?,
            ),
            self.today(
                "document_changed",
                "tender-changed",
                ("投标文件改动一个比特", "One bit of the tender changed"),
                tender(self.world, true)?,
            ),
        ])
    }

    /// One thing in the place of another.
    fn passed_off(&self) -> Result<Vec<Scene>, IssueError> {
        Ok(vec![
            self.today(
                "wrong_typ",
                "print-as-live",
                ("把打印件的二维码内容当作本人出示", "A printed certificate passed off as a live one"),
                Action::Show(self.printed()?),
            ),
            Scene {
                store: self.with_newer_trust_list()?,
                ..self.today(
                    "list_rolled_back",
                    "rolled-back-trust-list",
                    ("有人送来旧的信任名单", "Someone brings an old trust list"),
                    Action::Import(self.world.pack()?.to_bytes()),
                )
            },
        ])
    }
}
