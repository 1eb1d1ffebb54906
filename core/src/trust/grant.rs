//! Which kinds may be issued or are recognised: when, at what trust level, and within what pilot.

use super::Dates;
use super::entry::{malformed, no_repeats};
use crate::act::ScenarioId;
use crate::cbor::{Key, Reader};
#[cfg(feature = "issue")]
use crate::cbor::{MapWriter, Writer};
use crate::certificate::{read_kind, read_region, read_time};
use crate::error::{Refusal, ensure};
use crate::labels as l;
use crate::limits::{MAX_KINDS, MAX_PILOT};
use crate::region::Region;
use crate::time::Time;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

/// How far a trust authority trusts what an issuer makes (可信等级). What each level means, the authority publishes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TrustLevel {
    /// The strongest.
    A,
    /// The second.
    B,
    /// The third.
    C,
    /// The weakest.
    D,
}

impl TrustLevel {
    /// All of them, the strongest first.
    pub const ALL: [Self; 4] = [Self::A, Self::B, Self::C, Self::D];

    /// Its letter, the same in every language.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
            Self::D => "D",
        }
    }

    /// The level with this letter.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.id() == id)
    }

    pub(crate) const fn number(self) -> u64 {
        match self {
            Self::A => 1,
            Self::B => 2,
            Self::C => 3,
            Self::D => 4,
        }
    }

    pub(crate) fn of(number: u64) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.number() == number)
    }

    /// Whether it is this level or a stronger one.
    #[must_use]
    pub const fn reaches(self, needed: Self) -> bool {
        self.number() <= needed.number()
    }
}

impl fmt::Display for TrustLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

/// Where, when and for what a kind counts at all (试点); what is not named limits nothing.
///
/// ```cddl
/// pilot = { ? 1: [1*64 region], ? 2: from, ? 3: to, ? 4: [1*64 scenario-id] }   ; not empty
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pilot {
    /// In one of these regions the check takes place; none: anywhere.
    pub regions: Vec<Region>,
    /// The first second.
    pub from: Option<Time>,
    /// The first second after.
    pub to: Option<Time>,
    /// The check is for one of these matters; none: for any, or for none.
    pub scenarios: Vec<ScenarioId>,
}

/// The limit of a pilot that a check lies outside of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PilotLimit {
    /// Its regions.
    Region,
    /// Its dates.
    Dates,
    /// Its scenarios.
    Scenario,
}

impl PilotLimit {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Region, Self::Dates, Self::Scenario];

    /// The Chinese word.
    #[must_use]
    pub const fn zh(self) -> &'static str {
        match self {
            Self::Region => "地区",
            Self::Dates => "时间",
            Self::Scenario => "场景",
        }
    }

    /// The English word.
    #[must_use]
    pub const fn en(self) -> &'static str {
        match self {
            Self::Region => "regions",
            Self::Dates => "dates",
            Self::Scenario => "scenarios",
        }
    }
}

impl Pilot {
    /// The first limit outside of which a check lies.
    #[must_use]
    pub fn exceeded(&self, here: Region, now: Time, scenario: Option<&ScenarioId>) -> Option<PilotLimit> {
        let inside = self.regions.is_empty() || self.regions.iter().any(|region| region.contains(here));
        let in_time = self.from.is_none_or(|from| from <= now) && self.to.is_none_or(|to| now < to);
        let matter =
            self.scenarios.is_empty() || scenario.is_some_and(|scenario| self.scenarios.contains(scenario));
        [(inside, PilotLimit::Region), (in_time, PilotLimit::Dates), (matter, PilotLimit::Scenario)]
            .into_iter()
            .find_map(|(holds, limit)| (!holds).then_some(limit))
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, Refusal> {
        let object = reader.object();
        let mut pilot = Self::default();
        reader.map(4, |key, reader| {
            match key {
                Key::Int(1) => pilot.regions = read_some(reader, read_region)?,
                Key::Int(2) => pilot.from = Some(read_time(reader)?),
                Key::Int(3) => pilot.to = Some(read_time(reader)?),
                Key::Int(4) => pilot.scenarios = read_some(reader, ScenarioId::read)?,
                _ => reader.reject(malformed(object))?,
            }
            Ok::<(), Refusal>(())
        })?;
        ensure(pilot != Self::default(), || malformed(object))?;
        Ok(pilot)
    }

    #[cfg(feature = "issue")]
    fn write<'w>(&self, writer: &'w mut Writer) -> &'w mut Writer {
        let mut map = MapWriter::new();
        if !self.regions.is_empty() {
            map.entry(1, |w| {
                w.array(self.regions.len());
                for region in &self.regions {
                    w.text(region.as_str());
                }
                w
            });
        }
        for (label, time) in [(2, self.from), (3, self.to)] {
            if let Some(time) = time {
                map.entry(label, |w| w.uint(time.seconds()));
            }
        }
        if !self.scenarios.is_empty() {
            map.entry(4, |w| {
                w.array(self.scenarios.len());
                for scenario in &self.scenarios {
                    scenario.write(w);
                }
                w
            });
        }
        writer.map(map)
    }
}

/// A list that is not empty.
fn read_some<'b, T>(
    reader: &mut Reader<'b>,
    read: impl Fn(&mut Reader<'b>) -> Result<T, Refusal>,
) -> Result<Vec<T>, Refusal> {
    let object = reader.object();
    let mut list = Vec::new();
    reader.array(MAX_PILOT, |_, reader| {
        list.push(read(reader)?);
        Ok::<(), Refusal>(())
    })?;
    ensure(!list.is_empty(), || malformed(object))?;
    Ok(list)
}

/// A kind that may be issued or is recognised, when, and how.
///
/// ```cddl
/// grant = { 1: kind, 2: from, ? 3: to, ? 4: 1..4 (trust level), ? 5: pilot }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KindGrant {
    /// The code of the kind.
    pub kind: String,
    /// When; for issuing it bounds `iat`, for recognition `now`.
    pub dates: Dates,
    /// The trust level that the list states.
    pub level: Option<TrustLevel>,
    /// Outside of what the kind does not count.
    pub pilot: Option<Pilot>,
}

impl KindGrant {
    /// A grant without trust level and pilot.
    #[must_use]
    pub fn new(kind: &str, dates: Dates) -> Self {
        Self { kind: kind.into(), dates, level: None, pilot: None }
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, Refusal> {
        let object = reader.object();
        let (mut kind, mut from, mut to) = (None, None, None);
        let (mut level, mut pilot) = (None, None);
        reader.map(l::MAX_HEADERS, |key, reader| {
            match key {
                Key::Int(1) => kind = Some(read_kind(reader)?),
                Key::Int(2) => from = Some(read_time(reader)?),
                Key::Int(3) => to = Some(read_time(reader)?),
                Key::Int(4) => {
                    level = Some(TrustLevel::of(reader.uint()?).ok_or_else(|| malformed(object))?);
                }
                Key::Int(5) => pilot = Some(Pilot::read(reader)?),
                _ => reader.reject(malformed(object))?,
            }
            Ok::<(), Refusal>(())
        })?;
        let (Some(kind), Some(from)) = (kind, from) else { return Err(malformed(object)) };
        Ok(Self { kind: kind.into(), dates: Dates { from, to }, level, pilot })
    }

    #[cfg(feature = "issue")]
    fn write<'w>(&self, writer: &'w mut Writer) -> &'w mut Writer {
        let mut map = MapWriter::new();
        map.entry(1, |w| w.text(&self.kind));
        super::write::write_dates(&mut map, 2, self.dates);
        if let Some(level) = self.level {
            map.entry(4, |w| w.uint(level.number()));
        }
        if let Some(pilot) = &self.pilot {
            map.entry(5, |w| pilot.write(w));
        }
        writer.map(map)
    }
}

pub(super) fn read_grants(reader: &mut Reader<'_>) -> Result<Vec<KindGrant>, Refusal> {
    let object = reader.object();
    let mut grants: Vec<KindGrant> = Vec::new();
    reader.array(MAX_KINDS, |_, reader| {
        grants.push(KindGrant::read(reader)?);
        Ok::<(), Refusal>(())
    })?;
    grants.sort_by(|a, b| a.kind.cmp(&b.kind));
    no_repeats(object, grants.iter().map(|grant| grant.kind.as_str()))?;
    Ok(grants)
}

#[cfg(feature = "issue")]
pub(super) fn write_grants<'w>(writer: &'w mut Writer, grants: &[KindGrant]) -> &'w mut Writer {
    writer.array(grants.len());
    for grant in grants {
        grant.write(writer);
    }
    writer
}

pub(super) fn find_grant<'g>(grants: &'g [KindGrant], kind: &str) -> Option<&'g KindGrant> {
    let index = grants.binary_search_by(|grant| grant.kind.as_str().cmp(kind)).ok()?;
    grants.get(index)
}
