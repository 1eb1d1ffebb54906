//! The scenes: what is shown to the desk, in which state of its lists, and how it must end.

use super::live::{self, Asked, Live};
use super::tender::{Sealed, tender};
use zhengzhao_facade::core::certificate::{Form, StatusRef};
use zhengzhao_facade::core::crypto::{Algorithm, Signer, SigningKey};
use zhengzhao_facade::core::error::Object;
use zhengzhao_facade::core::holder::HolderCopy;
use zhengzhao_facade::core::issue::{Draft, IssueError, issue, issue_printed};
use zhengzhao_facade::core::kind::Kinds;
use zhengzhao_facade::core::region::Region;
use zhengzhao_facade::core::status::{Shard, Status};
use zhengzhao_facade::core::store::Store;
use zhengzhao_facade::core::time::Time;
use zhengzhao_facade::core::verify::{PresentedAct, ReplayMemory, VerifiedSeal};
use zhengzhao_facade::core::{
    Certificate, Lang, Occasion, Pack, Presence, Presentation, Refusal, Unverified, Verified, Verifier,
};
use zhengzhao_facade::sample::{self, DAY, Issuer, World, kinds};
use zhengzhao_facade::verdict::{face_text, presenter_text};

/// What happens in a scene.
pub(super) enum Action {
    /// A certificate is shown.
    Show(Vec<u8>),
    /// A certificate is presented by a key.
    Present(Live),
    /// A sealed document is handed over.
    Sealed(Sealed),
    /// A pack is offered to the desk.
    Import(Vec<u8>),
}

/// One scene.
pub(super) struct Scene {
    /// A name for files.
    pub(super) name: &'static str,
    /// Title in Chinese and English.
    pub(super) title: (&'static str, &'static str),
    /// What happens.
    pub(super) action: Action,
    /// The desk's store, as its host keeps it.
    pub(super) store: Store,
    /// The desk's clock.
    pub(super) now: Time,
    /// The refusal code with which it must end, or `verified`.
    pub(super) expected: &'static str,
}

/// How a scene ended.
pub(super) struct Tried {
    expected: &'static str,
    outcome: Result<Vec<(String, String)>, Refusal>,
}

/// The whole play.
pub(super) struct Play {
    world: World,
    region: Region,
    pack: Vec<u8>,
    scenes: Vec<Scene>,
}

/// Indices in the status list of Chengdu's public security bureau.
pub(super) const VALID: u64 = 17;
const CANCELLED: u64 = 4_711;
const SUSPENDED: u64 = 300_000;

impl Play {
    /// Issues licences, trust lists and status lists, and sets the scenes.
    pub(super) fn prepare(now: Time) -> Result<Self, IssueError> {
        let world = World::at(now);
        let region = Region::parse("500103").unwrap_or(world.chongqing.region);
        let pack = world.pack()?;
        let store = world.store()?;
        let scenes = Stage { world: &world, store: &store }.scenes()?;
        Ok(Self { world, region, pack: pack.to_bytes(), scenes })
    }

    /// The scenes in order.
    pub(super) fn scenes(&self) -> &[Scene] {
        &self.scenes
    }

    /// The desk's region.
    pub(super) const fn region(&self) -> Region {
        self.region
    }

    /// The pack that the desk imported.
    pub(super) fn pack(&self) -> &[u8] {
        &self.pack
    }

    /// The world of the play.
    pub(super) const fn world(&self) -> &World {
        &self.world
    }

    /// What was prepared, in Chinese and English.
    pub(super) const fn prologue(&self) -> (&'static str, &'static str) {
        (
            "重庆与四川的示例机构已签发信任名单（三人中两人签名）和状态名单，成都市公安机构（示例）已签发居住证。\n\
             重庆渝中区一家酒店的前台离线核验：",
            "Sample authorities of Chongqing and Sichuan have signed trust lists (two of three signers) and status \
             lists;\nChengdu's bureau (sample) has issued a residence permit. A hotel desk in Yuzhong, Chongqing, \
             checks offline:",
        )
    }
}

struct Stage<'w> {
    world: &'w World,
    store: &'w Store,
}

impl Stage<'_> {
    fn scenes(&self) -> Result<Vec<Scene>, IssueError> {
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

impl Scene {
    /// Plays the scene at a Chongqing desk.
    pub(super) fn play(&self) -> Tried {
        let outcome = match &self.action {
            Action::Show(bytes) => self.verify(bytes).map(|verified| facts(&verified)),
            Action::Sealed(sealed) => self.sealed(sealed).map(|verified| facts(verified.certificate())),
            Action::Present(live) => self.present(live).map(|verified| facts(&verified)),
            Action::Import(bytes) => self.import(bytes).map(|()| Vec::new()),
        };
        Tried { expected: self.expected, outcome }
    }

    fn verify(&self, bytes: &[u8]) -> Result<Verified<Certificate>, Refusal> {
        let region = self.store.trust().anchor().region();
        let occasion = Occasion::new(self.now, region);
        let verifier = Verifier::new(self.store.trust(), self.store.statuses(), World::policy());
        verifier.verify(Unverified::<Certificate>::parse(bytes)?, &occasion, Presence::None)
    }

    fn sealed(&self, sealed: &Sealed) -> Result<VerifiedSeal, Refusal> {
        let region = self.store.trust().anchor().region();
        let verifier = Verifier::new(self.store.trust(), self.store.statuses(), World::policy());
        sealed.verify(&verifier, &Occasion::new(self.now, region))
    }

    fn present(&self, live: &Live) -> Result<Verified<Presentation>, Refusal> {
        let region = self.store.trust().anchor().region();
        let verifier = Verifier::new(self.store.trust(), self.store.statuses(), World::policy());
        live.verify(&verifier, Occasion::new(self.now, region))
    }

    fn import(&self, bytes: &[u8]) -> Result<(), Refusal> {
        let pack = Pack::parse(bytes)?;
        self.store.clone().import(&pack, self.now, &World::policy())
    }
}

/// What the desk may conclude, in Chinese and English.
fn facts<F: Form>(verified: &Verified<F>) -> Vec<(String, String)> {
    let report = verified.report();
    let withheld = verified.items().withheld();
    let mut facts = vec![(
        format!("颁发机构：{}", report.issuer_name_zh()),
        format!("Issuer: {}", report.issuer_name_en()),
    )];
    let kinds = Kinds::builtin();
    facts.extend(verified.items().iter().filter_map(|(label, value)| {
        let (spec, text) = (kinds.get(verified.kind())?.item(label)?, value.as_text()?);
        Some((format!("  {}：{text}", spec.name_zh()), format!("  {}: {text}", spec.name_en())))
    }));
    facts.push((format!("未出示或占位：{withheld} 项"), format!("Withheld, or decoys: {withheld}")));
    if let Some(age) = report.status().age() {
        let hours = age / 3600;
        facts.push((
            format!("状态名单：{hours} 小时前生成，状态有效"),
            format!("Status list: {hours} hours old, valid"),
        ));
    }
    let mandate = verified.act().and_then(PresentedAct::mandate);
    let presenter = presenter_text(report.presenter(), mandate.is_some());
    facts.push((format!("出示人：{}", presenter.zh), format!("Presenter: {}", presenter.en)));
    if verified.act().is_some() {
        let face = face_text(report.face());
        facts.push((format!("照片：{}", face.zh), format!("Portrait: {}", face.en)));
    }
    if let Some(mandate) = mandate {
        let name = mandate.delegate_name();
        facts.push((
            format!("受托人（委托方自述）：{name}"),
            format!("Delegate, as the principal states: {name}"),
        ));
    }
    facts
}

impl Tried {
    /// The verdict in a word.
    pub(super) fn verdict(&self) -> (&'static str, &'static str) {
        match &self.outcome {
            Ok(_) => ("通过", "VERIFIED"),
            Err(refusal) if refusal.is_undetermined() => ("无法判断", "CANNOT TELL"),
            Err(_) => ("拒绝", "REFUSED"),
        }
    }

    /// The refusal code, or `verified`.
    pub(super) fn code(&self) -> &'static str {
        self.outcome.as_ref().map_or_else(Refusal::code, |_| "verified")
    }

    /// Whether the scene ended as it should.
    pub(super) fn as_expected(&self) -> bool {
        self.code() == self.expected
    }

    /// What a clerk reads.
    pub(super) fn lines(&self, lang: Lang, kinds: &Kinds) -> Vec<String> {
        let pick = |(zh, en): &(String, String)| if lang == Lang::Zh { zh.clone() } else { en.clone() };
        match &self.outcome {
            Ok(facts) => facts.iter().map(pick).collect(),
            Err(refusal) => vec![refusal.message_named(lang, kinds)],
        }
    }
}
