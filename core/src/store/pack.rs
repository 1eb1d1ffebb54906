//! One file that carries a desk's lists. Unsigned: nothing in it decides, swapping it can only refuse.

use crate::cbor::{Key, MapWriter, Reader, Writer};
use crate::error::{Object, Refusal, ensure};
use crate::limits::{MAX_PACK, MAX_PACK_LISTS, MAX_SCENARIO, MAX_STATUS_LIST, MAX_TRUST_LIST};
use crate::trust::Anchor;
use alloc::vec::Vec;

/// A desk's lists in one file.
///
/// ```cddl
/// pack = [ "zhengzhao-pack", 1, { ? 1: bstr .cbor anchor, 2: [* bstr] (own), 3: [* bstr] (recognised), 4: [* bstr] (status),
///          ? 5: [* bstr] (scenarios) } ]
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pack {
    anchor: Option<Anchor>,
    own: Vec<Vec<u8>>,
    recognised: Vec<Vec<u8>>,
    statuses: Vec<Vec<u8>>,
    scenarios: Vec<Vec<u8>>,
}

const MAGIC: &str = "zhengzhao-pack";
const VERSION: u64 = 1;

impl Pack {
    /// A pack of an anchor, the own lists in order, recognised lists and status lists.
    #[must_use]
    pub const fn new(
        anchor: Option<Anchor>,
        own: Vec<Vec<u8>>,
        recognised: Vec<Vec<u8>>,
        statuses: Vec<Vec<u8>>,
    ) -> Self {
        Self { anchor, own, recognised, statuses, scenarios: Vec::new() }
    }

    /// The same pack with scenarios.
    #[must_use]
    pub fn with_scenarios(mut self, scenarios: Vec<Vec<u8>>) -> Self {
        self.scenarios = scenarios;
        self
    }

    /// The anchor that the pack proposes. Compare its digest with a value from another channel before
    /// [`super::Store::pin`].
    #[must_use]
    pub const fn anchor(&self) -> Option<&Anchor> {
        self.anchor.as_ref()
    }

    /// The lists of the own authority, in order.
    #[must_use]
    pub fn own(&self) -> Vec<&[u8]> {
        self.own.iter().map(Vec::as_slice).collect()
    }

    /// The lists of recognised authorities.
    #[must_use]
    pub fn recognised(&self) -> &[Vec<u8>] {
        &self.recognised
    }

    /// The status lists.
    #[must_use]
    pub fn statuses(&self) -> &[Vec<u8>] {
        &self.statuses
    }

    /// The scenarios.
    #[must_use]
    pub fn scenarios(&self) -> &[Vec<u8>] {
        &self.scenarios
    }

    pub(super) fn check_anchor(&self, pinned: &Anchor) -> Result<(), Refusal> {
        let object = Object::Pack;
        let lists = [&self.own, &self.recognised, &self.statuses, &self.scenarios];
        let empty = lists.iter().all(|lists| lists.is_empty());
        ensure(!empty, || Refusal::PackEmpty { object })?;
        let same = self.anchor.as_ref().is_none_or(|anchor| anchor.digest() == pinned.digest());
        ensure(same, || Refusal::AnchorMismatch { object })
    }

    /// The file's bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut map = MapWriter::new();
        if let Some(anchor) = &self.anchor {
            map.entry(1, |w| w.bytes(&anchor.to_bytes()));
        }
        map.entry(2, |w| write_lists(w, &self.own));
        map.entry(3, |w| write_lists(w, &self.recognised));
        map.entry(4, |w| write_lists(w, &self.statuses));
        if !self.scenarios.is_empty() {
            map.entry(5, |w| write_lists(w, &self.scenarios));
        }
        let mut writer = Writer::new();
        writer.array(3).text(MAGIC).uint(VERSION).map(map);
        writer.into_bytes()
    }

    /// Reads a pack; the lists in it are read when it is imported.
    ///
    /// # Errors
    /// A parse [`Refusal`].
    pub fn parse(bytes: &[u8]) -> Result<Self, Refusal> {
        let object = Object::Pack;
        let mut reader = enter(object, bytes, MAGIC)?;
        let mut pack = Self::default();
        reader.map(5, |key, reader| {
            match key {
                Key::Int(1) => pack.anchor = Some(Anchor::parse(reader.bytes(MAX_TRUST_LIST)?)?),
                Key::Int(2) => pack.own = read_lists(reader, MAX_TRUST_LIST)?,
                Key::Int(3) => pack.recognised = read_lists(reader, MAX_TRUST_LIST)?,
                Key::Int(4) => pack.statuses = read_lists(reader, MAX_STATUS_LIST)?,
                Key::Int(5) => pack.scenarios = read_lists(reader, MAX_SCENARIO)?,
                _ => reader.reject(reader.fault(crate::cbor::FaultKind::KeyType).into())?,
            }
            Ok::<(), Refusal>(())
        })?;
        reader.end()?;
        Ok(pack)
    }
}

/// Opens `[magic, version, map]` and leaves the reader before the map.
pub(crate) fn enter<'b>(object: Object, bytes: &'b [u8], magic: &str) -> Result<Reader<'b>, Refusal> {
    enter_within(object, bytes, MAX_PACK, magic)
}

/// The same, for what has a limit of its own.
pub(crate) fn enter_within<'b>(
    object: Object,
    bytes: &'b [u8],
    limit: usize,
    magic: &str,
) -> Result<Reader<'b>, Refusal> {
    ensure(bytes.len() <= limit, || Refusal::TooLarge { object, size: bytes.len(), limit })?;
    let mut reader = Reader::new(object, bytes);
    reader.enter_array(3)?;
    let found = reader.text(magic.len())?;
    ensure(found == magic, || Refusal::WrongTyp { object, found: found.into() })?;
    let found = reader.uint()?;
    ensure(found == VERSION, || Refusal::ProfileUnknown { object, found })?;
    Ok(reader)
}

fn write_lists<'w, L: AsRef<[u8]>>(writer: &'w mut Writer, lists: &[L]) -> &'w mut Writer {
    writer.array(lists.len());
    for list in lists {
        writer.bytes(list.as_ref());
    }
    writer
}

fn read_lists(reader: &mut Reader<'_>, max: usize) -> Result<Vec<Vec<u8>>, Refusal> {
    let mut lists = Vec::new();
    reader.array(MAX_PACK_LISTS, |_, reader| {
        lists.push(reader.bytes(max)?.to_vec());
        Ok::<(), Refusal>(())
    })?;
    Ok(lists)
}
