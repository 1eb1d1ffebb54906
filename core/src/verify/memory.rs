//! The replay memory: which acts a desk with a fixed audience has accepted.
//!
//! ```cddl
//! replay = [ "zhengzhao-replay", 1, { 1: uint (capacity), 2: [* [ bstr .size 32, bstr .size 16, time (exp) ]], ? 3: time } ]
//! ```

use crate::cbor::{FaultKind, Key, MapWriter, Reader, Writer};
use crate::certificate::read_time;
use crate::crypto::Thumbprint;
use crate::error::{Object, Refusal, ensure};
use crate::limits::MAX_REPLAY;
use crate::store::enter;
use crate::time::Time;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;
use core::fmt;

const WORD: &str = "zhengzhao-replay";
const OBJECT: Object = Object::Replay;

/// What names an act: the thumbprint of the key that signed it, and its `cti`. Never its signature bytes, of
/// which one act can have several.
pub(super) type ActName = (Thumbprint, [u8; 16]);

/// Remembers accepted presentations until they have ended.
///
/// It forgets nothing that still lives: when it is full of live acts, the answer is "cannot tell"
/// ([`Refusal::ReplayMemoryFull`]). The host keeps it over a restart with [`Self::export`] and [`Self::reopen`];
/// a desk that begins with an empty one again accepts what was shown in the last minutes.
///
/// `Debug` shows no names.
#[derive(Clone, PartialEq, Eq)]
pub struct ReplayMemory {
    capacity: usize,
    held: BTreeMap<ActName, Time>,
    /// The same by their end, so that what has ended is found without a search.
    by_end: BTreeSet<(Time, ActName)>,
    /// The highest end of any act that was forgotten.
    forgotten: Option<Time>,
}

impl fmt::Debug for ReplayMemory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReplayMemory")
            .field("capacity", &self.capacity)
            .field("len", &self.len())
            .finish_non_exhaustive()
    }
}

impl ReplayMemory {
    /// An empty memory for `capacity` acts, 1 to 2^20. Acts live 5 minutes at most: a desk needs room for what it
    /// accepts in that time.
    #[must_use]
    pub fn new(capacity: usize) -> Option<Self> {
        (1..=MAX_REPLAY).contains(&capacity).then(|| Self {
            capacity,
            held: BTreeMap::new(),
            by_end: BTreeSet::new(),
            forgotten: None,
        })
    }

    /// How many acts are remembered, those included that have ended since.
    #[must_use]
    pub fn len(&self) -> usize {
        self.held.len()
    }

    /// Whether none is remembered.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.held.is_empty()
    }

    /// How many may be.
    #[must_use]
    pub const fn capacity(&self) -> usize {
        self.capacity
    }

    pub(super) fn contains(&self, name: &ActName) -> bool {
        self.held.contains_key(name)
    }

    /// What ends no later than something that was forgotten may be what was forgotten. It matters when the clock
    /// went back.
    pub(super) fn check_window(&self, exp: Time) -> Result<(), Refusal> {
        let open = self.forgotten.is_none_or(|forgotten| exp > forgotten);
        ensure(open, || Refusal::ReplayWindowClosed { object: Object::Presentation, exp })
    }

    /// Forgets what has ended, then remembers this act if there is room.
    pub(super) fn take(&mut self, name: ActName, exp: Time, now: Time) -> Result<(), Refusal> {
        while let Some(&(end, ended)) = self.by_end.first() {
            if end > now {
                break;
            }
            self.by_end.remove(&(end, ended));
            self.held.remove(&ended);
            self.forgotten = self.forgotten.max(Some(end));
        }
        let capacity = self.capacity;
        ensure(self.len() < capacity, || Refusal::ReplayMemoryFull {
            object: Object::Presentation,
            capacity,
        })?;
        self.insert(name, exp);
        Ok(())
    }

    fn insert(&mut self, name: ActName, exp: Time) {
        if let Some(earlier) = self.held.insert(name, exp) {
            self.by_end.remove(&(earlier, name));
        }
        self.by_end.insert((exp, name));
    }

    /// Everything that is remembered, for the host to keep.
    #[must_use]
    pub fn export(&self) -> Vec<u8> {
        let mut map = MapWriter::new();
        map.entry(1, |w| w.uint(u64::try_from(self.capacity).unwrap_or(u64::MAX)));
        map.entry(2, |w| {
            w.array(self.held.len());
            for ((key, cti), exp) in &self.held {
                w.array(3).bytes(key.as_bytes()).bytes(cti).uint(exp.seconds());
            }
            w
        });
        if let Some(forgotten) = self.forgotten {
            map.entry(3, |w| w.uint(forgotten.seconds()));
        }
        let mut writer = Writer::new();
        writer.array(3).text(WORD).uint(1).map(map);
        writer.into_bytes()
    }

    /// Opens an exported memory again. What contradicts itself is refused, so that damage is noticed and nothing
    /// is forgotten in silence.
    ///
    /// # Errors
    /// A parse [`Refusal`].
    pub fn reopen(bytes: &[u8]) -> Result<Self, Refusal> {
        let mut reader = enter(OBJECT, bytes, WORD)?;
        let (mut capacity, mut entries, mut forgotten) = (None, None, None);
        reader.map(3, |key, reader| {
            match key {
                Key::Int(1) => capacity = Some(read_capacity(reader)?),
                Key::Int(2) => entries = Some(read_entries(reader)?),
                Key::Int(3) => forgotten = Some(read_time(reader)?),
                _ => reader.reject(reader.fault(FaultKind::KeyType).into())?,
            }
            Ok::<(), Refusal>(())
        })?;
        reader.end()?;
        let absent = reader.fault(FaultKind::Truncated);
        let (capacity, entries) = capacity.zip(entries).ok_or(absent)?;
        let mut memory = Self::new(capacity).ok_or_else(|| reader.fault(FaultKind::OutOfRange))?;
        let too_many = Refusal::from(reader.fault(FaultKind::TooLarge));
        ensure(entries.len() <= capacity, || too_many)?;
        // What ends no later than something forgotten would have been forgotten with it.
        let kept = entries.iter().all(|(_, exp)| forgotten.is_none_or(|forgotten| *exp > forgotten));
        let contradiction = Refusal::from(reader.fault(FaultKind::OutOfRange));
        ensure(kept, || contradiction)?;
        memory.forgotten = forgotten;
        entries.into_iter().for_each(|(name, exp)| memory.insert(name, exp));
        Ok(memory)
    }
}

fn read_capacity(reader: &mut Reader<'_>) -> Result<usize, Refusal> {
    let at = reader.fault(FaultKind::OutOfRange);
    let capacity =
        usize::try_from(reader.uint()?).ok().filter(|capacity| (1..=MAX_REPLAY).contains(capacity));
    Ok(capacity.ok_or(at)?)
}

fn read_entries(reader: &mut Reader<'_>) -> Result<Vec<(ActName, Time)>, Refusal> {
    let mut entries: Vec<(ActName, Time)> = Vec::new();
    reader.array(MAX_REPLAY, |_, reader| {
        let at = Refusal::from(reader.fault(FaultKind::KeyOrder));
        reader.enter_array(3)?;
        let name = (Thumbprint::from_bytes(*reader.byte_array()?), *reader.byte_array()?);
        let exp = read_time(reader)?;
        reader.leave_array();
        let ascends = entries.last().is_none_or(|(last, _)| *last < name);
        ensure(ascends, || at)?;
        entries.push((name, exp));
        Ok::<(), Refusal>(())
    })?;
    Ok(entries)
}
