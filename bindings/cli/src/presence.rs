//! What `verify` asks of the presenter: an answer to a challenge, or to be shown for the first time.

mod memory;

use crate::common::{self, numbered, parse_scenario, read_object};
use crate::failure::Failure;
use crate::files;
use memory::Memory;
use std::path::{Path, PathBuf};
use zhengzhao_facade::core::Presence;
use zhengzhao_facade::core::act::{Nonce, ScenarioId};
use zhengzhao_facade::core::error::Object;
use zhengzhao_facade::core::limits::{MAX_PICTURE, MAX_REQUEST, MAX_SESSION};
use zhengzhao_facade::core::request::Request;
use zhengzhao_facade::core::verify::Challenge;
use zhengzhao_facade::presented::Meeting;

/// For whom presentations must be, and how their presenter proves to hold the key.
#[derive(Debug, clap::Args)]
pub(crate) struct PresenceArgs {
    /// The checker's name, which presentations must state 核验方名称
    #[arg(long, value_name = "NAME", conflicts_with = "request")]
    audience: Option<String>,
    /// The challenge of this check, 32 hexadecimal digits; it must serve once only 随机数
    #[arg(long, value_name = "HEX", requires = "audience", conflicts_with_all = ["request", "replay"])]
    challenge: Option<String>,
    /// The request that was shown to the presenter; with a nonce it serves once, and is renamed to FILE.used 请求
    #[arg(long, value_name = "FILE")]
    request: Option<PathBuf>,
    /// What was shown here in the last minutes, where there is no challenge; made by the first call 防重放记录
    #[arg(long, value_name = "FILE")]
    replay: Option<PathBuf>,
    /// The scenario, which presentations must name 场景
    #[arg(long, value_name = "ISSUER/ID", value_parser = parse_scenario, conflicts_with = "request")]
    scenario: Option<ScenarioId>,
    /// The purpose, which presentations must state 事由
    #[arg(long, value_name = "TEXT", conflicts_with = "request")]
    purpose: Option<String>,
    /// The portrait that came along; repeated in the order of the presentations 照片
    #[arg(long, value_name = "FILE")]
    picture: Vec<String>,
}

/// How the presenter proves to hold the key.
enum Kept {
    Nothing,
    Challenge(Nonce),
    Memory(Memory),
}

/// What one call asks.
pub(crate) struct Asked {
    pub(crate) meeting: Meeting,
    kept: Kept,
}

impl PresenceArgs {
    /// Whether only a presentation can give what is asked.
    pub(crate) fn is_given(&self) -> bool {
        let Self { audience, challenge, request, replay, scenario, purpose, picture } = self;
        let named = audience.is_some() || challenge.is_some() || request.is_some() || replay.is_some();
        named || scenario.is_some() || purpose.is_some() || !picture.is_empty()
    }

    /// The pictures, in the order of the presentations. To be read before [`Self::open`]: one that cannot be read must
    /// not cost the request.
    pub(crate) fn pictures(&self) -> Result<Vec<Vec<u8>>, Failure> {
        self.picture.iter().map(|path| read_picture(Path::new(path))).collect()
    }

    /// The same, where `N=FILE` is the picture of the presentation with this number among several files.
    pub(crate) fn placed_pictures(&self) -> Result<Vec<Option<Vec<u8>>>, Failure> {
        let mut placed = Vec::new();
        for (place, picture) in self.picture.iter().enumerate() {
            let (number, path) = numbered(picture);
            let place = number.map_or(Some(place), |number| number.checked_sub(1));
            let place = place.filter(|place| *place < MAX_SESSION).ok_or_else(|| {
                Failure::usage(
                    format!("--picture {picture}：编号应为 1 至 {MAX_SESSION}。"),
                    format!("--picture {picture}: the number must be 1 to {MAX_SESSION}."),
                )
            })?;
            if placed.len() <= place {
                placed.resize(place.saturating_add(1), None);
            }
            let picture = read_picture(path)?;
            if placed.get_mut(place).and_then(|slot| slot.replace(picture)).is_some() {
                let number = place.saturating_add(1);
                return Err(Failure::usage(
                    format!("第 {number} 份出示有两张照片。"),
                    format!("There are two pictures for presentation {number}."),
                ));
            }
        }
        Ok(placed)
    }

    /// Whether the presenter is asked for an answer, or to show for the first time.
    pub(crate) const fn proves(&self) -> bool {
        self.challenge.is_some() || self.request.is_some() || self.replay.is_some()
    }

    /// Whether a purpose is stated here rather than by a scenario.
    pub(crate) const fn has_purpose(&self) -> bool {
        self.purpose.is_some()
    }

    /// Reads what is asked. A request is used up here, and the memory taken: whatever comes of the check, neither
    /// serves another.
    pub(crate) fn open(&self) -> Result<Asked, Failure> {
        let (meeting, nonce) = match &self.request {
            Some(path) => self.requested(path)?,
            None => {
                let meeting = Meeting {
                    audience: self.audience.as_deref().map(common::audience).transpose()?,
                    scenario: self.scenario.clone(),
                    purpose: self.purpose.as_deref().map(common::purpose).transpose()?,
                };
                (meeting, self.challenge.as_deref().map(parse_nonce).transpose()?)
            }
        };
        if self.replay.is_some() && meeting.audience.is_none() {
            return Err(Failure::usage(
                "使用 --replay 时请用 --audience 指定核验方。",
                "With --replay, name the checker by --audience.",
            ));
        }
        let kept = match (nonce, &self.replay) {
            (Some(nonce), _) => Kept::Challenge(nonce),
            (None, Some(path)) => Kept::Memory(Memory::take(path)?),
            (None, None) => Kept::Nothing,
        };
        Ok(Asked { meeting, kept })
    }

    /// The scenario, before the request that names it is used up.
    pub(crate) fn scenario(&self) -> Result<Option<ScenarioId>, Failure> {
        let Some(path) = &self.request else { return Ok(self.scenario.clone()) };
        Ok(read_request(path)?.scenario().map(|scenario| scenario.id.clone()))
    }

    /// What a request asks, and its nonce, which serves now.
    fn requested(&self, path: &Path) -> Result<(Meeting, Option<Nonce>), Failure> {
        let request = read_request(path)?;
        let meeting = Meeting {
            audience: Some(request.audience().clone()),
            scenario: request.scenario().map(|scenario| scenario.id.clone()),
            purpose: request.purpose().cloned(),
        };
        match (request.nonce(), self.replay.is_some()) {
            (Some(nonce), false) => {
                use_up(path, &request)?;
                Ok((meeting, Some(*nonce)))
            }
            (None, true) => Ok((meeting, None)),
            (Some(_), true) => Err(Failure::usage(
                "此请求带有随机数，不用 --replay。",
                "The request has a nonce: leave out --replay.",
            )),
            (None, false) => Err(Failure::usage(
                "此请求没有随机数，请用 --replay 指定防重放记录。",
                "The request has no nonce: give --replay.",
            )),
        }
    }
}

impl Asked {
    /// The presence of the one call that it serves.
    pub(crate) fn presence(&mut self) -> Presence<'_> {
        match &mut self.kept {
            Kept::Nothing => Presence::None,
            Kept::Challenge(nonce) => Presence::Challenge(Challenge::new(*nonce)),
            Kept::Memory(memory) => Presence::Audience(memory.acts()),
        }
    }

    /// Keeps what was shown, before any verdict is told: a verdict whose act is forgotten could be had twice.
    pub(crate) fn keep(self) -> Result<(), Failure> {
        match self.kept {
            Kept::Memory(memory) => memory.give_back(),
            Kept::Nothing | Kept::Challenge(_) => Ok(()),
        }
    }
}

/// The core refuses a picture above its limit; this one only bounds what is read.
fn read_picture(path: &Path) -> Result<Vec<u8>, Failure> {
    files::read(path, MAX_PICTURE.saturating_mul(64))
}

pub(crate) fn read_request(path: &Path) -> Result<Request, Failure> {
    if path.symlink_metadata().is_err() && beside(path, ".used").exists() {
        return Err(served(path));
    }
    let bytes = read_object(path, Object::Request, MAX_REQUEST)?;
    Request::parse(&bytes).map_err(|refusal| Failure::refused_as(path, &bytes, Object::Request, refusal))
}

/// Renames the request to FILE.used, which of several programs only one can do.
fn use_up(path: &Path, request: &Request) -> Result<(), Failure> {
    let used = beside(path, ".used");
    if !files::rename(path, &used)? {
        return Err(served(path));
    }
    // Since the first reading the request may have served and another one have taken its name.
    if read_object(&used, Object::Request, MAX_REQUEST)? != request.to_bytes() {
        return Err(served(path));
    }
    Ok(())
}

fn served(path: &Path) -> Failure {
    let path = path.display();
    Failure::usage(
        format!("{path}：此请求已用过。请用 `zhengzhao request make` 另出请求。"),
        format!("{path}: this request has served. Make a new one with `zhengzhao request make`."),
    )
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// 32 hexadecimal digits.
pub(crate) fn parse_nonce(text: &str) -> Result<Nonce, Failure> {
    let sound = text.len() == 32 && text.bytes().all(|digit| digit.is_ascii_hexdigit());
    let number = if sound { u128::from_str_radix(text, 16).ok() } else { None };
    number.map(|number| Nonce::new(number.to_be_bytes())).ok_or_else(|| {
        Failure::usage("--challenge 应为 32 位十六进制数字。", "--challenge must be 32 hexadecimal digits.")
    })
}
