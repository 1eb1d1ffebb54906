//! The scenes: what is shown to the desk, in which state of its lists, and how it must end.

use super::live::Live;
use super::stage::Stage;
use super::tender::Sealed;
use super::window::{self, AtWindow};
use zhengzhao_facade::core::certificate::Form;
use zhengzhao_facade::core::issue::IssueError;
use zhengzhao_facade::core::kind::Kinds;
use zhengzhao_facade::core::region::Region;
use zhengzhao_facade::core::store::Store;
use zhengzhao_facade::core::time::Time;
use zhengzhao_facade::core::verify::{PresentedAct, VerifiedSeal};
use zhengzhao_facade::core::{
    Certificate, Lang, Occasion, Pack, Presence, Presentation, Refusal, Unverified, Verified, Verifier,
};
use zhengzhao_facade::sample::World;
use zhengzhao_facade::verdict::{face_text, presenter_text};
use zhengzhao_facade::{Outcome, Text};

/// What happens in a scene.
pub(super) enum Action {
    /// A certificate is shown.
    Show(Vec<u8>),
    /// A certificate is presented by a key.
    Present(Live),
    /// A sealed document is handed over.
    Sealed(Sealed),
    /// Everything for a matter is handed over at a window.
    Matter(AtWindow),
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
    pub(super) expected: &'static str,
    pub(super) outcome: Outcome,
    /// The refusal code, or `verified`.
    pub(super) code: String,
    /// What a clerk reads.
    pub(super) told: Text,
}

/// The whole play.
pub(super) struct Play {
    world: World,
    region: Region,
    pack: Vec<u8>,
    scenes: Vec<Scene>,
}

impl Play {
    /// Issues licences, trust lists and status lists, and sets the scenes.
    pub(super) fn prepare(now: Time) -> Result<Self, IssueError> {
        let world = World::at(now);
        let region = Region::parse("500103").unwrap_or(world.chongqing.region);
        let pack = world.pack()?;
        let store = world.store()?;
        let mut scenes = Stage { world: &world, store: &store }.scenes()?;
        scenes.extend(window::scenes(&world)?);
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

impl Scene {
    /// Plays the scene at a Chongqing desk.
    pub(super) fn play(&self) -> Tried {
        let outcome = match &self.action {
            Action::Show(bytes) => self.verify(bytes).map(|verified| facts(&verified)),
            Action::Sealed(sealed) => self.sealed(sealed).map(|verified| facts(verified.certificate())),
            Action::Present(live) => self.present(live).map(|verified| facts(&verified)),
            Action::Import(bytes) => self.import(bytes).map(|()| Text::new("", "")),
            Action::Matter(window) => match window.play(self) {
                Ok(tried) => return tried,
                Err(refusal) => Err(refusal),
            },
        };
        let expected = self.expected;
        match outcome {
            Ok(told) => Tried { expected, outcome: Outcome::Verified, code: "verified".into(), told },
            Err(refusal) => Tried {
                expected,
                outcome: Outcome::of_refusal(&refusal),
                code: refusal.code().into(),
                told: Text::of_refusal(&refusal, &Kinds::builtin()),
            },
        }
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
fn facts<F: Form>(verified: &Verified<F>) -> Text {
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
    for permit in verified.permits() {
        let (zh, en) = match permit.standing() {
            Ok(()) => ("可用".into(), "usable".into()),
            Err(refusal) => {
                let Text { zh, en } = Text::of_reason(refusal, &kinds);
                (format!("不可用，{zh}"), format!("not usable. {en}"))
            }
        };
        let name = kinds.get(permit.kind()).map(|kind| (kind.name_zh(), kind.name_en()));
        let (name_zh, name_en) = name.unwrap_or((permit.kind(), permit.kind()));
        facts.push((format!("许可项 {name_zh}：{zh}"), format!("Permit {name_en}: {en}")));
    }
    if verified.permits_withheld() > 0 {
        let withheld = verified.permits_withheld();
        facts.push((format!("未出示的许可项：{withheld} 项"), format!("Permits withheld: {withheld}")));
    }
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
    let joined = |pick: fn(&(String, String)) -> &str| facts.iter().map(pick).collect::<Vec<_>>().join("\n");
    Text::new(joined(|(zh, _)| zh), joined(|(_, en)| en))
}

impl Tried {
    /// The verdict in a word.
    pub(super) const fn word(&self, lang: Lang) -> &'static str {
        self.outcome.word(lang)
    }

    /// The refusal code, or `verified`.
    pub(super) fn code(&self) -> &str {
        &self.code
    }

    /// Whether the scene ended as it should.
    pub(super) fn as_expected(&self) -> bool {
        self.code() == self.expected
    }

    /// What a clerk reads.
    pub(super) fn told(&self, lang: Lang) -> &str {
        self.told.get(lang)
    }
}
