//! Collecting frames: in any order, twice, and never two sets at once.

use super::frame::{Frame, FrameDigest, digest};
use crate::error::{Object, Refusal, ensure, gate};
use alloc::vec;
use alloc::vec::Vec;
use core::fmt;

/// The frames of one set, of which the first that comes fixes which it is. Holds at most 5,840 bytes.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Collector {
    set: Option<Set>,
}

#[derive(Clone, PartialEq, Eq)]
struct Set {
    digest: FrameDigest,
    /// As many as the set has frames.
    parts: Vec<Option<Vec<u8>>>,
}

impl fmt::Debug for Collector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Collector({} of {})", self.have().count(), self.count().unwrap_or_default())
    }
}

impl Collector {
    /// Nothing collected yet.
    #[must_use]
    pub const fn new() -> Self {
        Self { set: None }
    }

    /// How many frames the set has, as soon as one of them was read.
    #[must_use]
    pub fn count(&self) -> Option<usize> {
        self.set.as_ref().map(|set| set.parts.len())
    }

    /// The numbers of the frames that were read, ascending.
    pub fn have(&self) -> impl Iterator<Item = usize> + '_ {
        self.numbers(true)
    }

    /// The numbers of the frames that are still to be read, ascending. None before the first was read.
    pub fn missing(&self) -> impl Iterator<Item = usize> + '_ {
        self.numbers(false)
    }

    fn numbers(&self, there: bool) -> impl Iterator<Item = usize> + '_ {
        let parts = self.set.as_ref().map(|set| set.parts.as_slice()).unwrap_or_default();
        (1..).zip(parts).filter(move |(_, part)| part.is_some() == there).map(|(number, _)| number)
    }

    /// Forgets what was collected.
    pub fn clear(&mut self) {
        self.set = None;
    }

    /// Takes a frame; the whole object's bytes as soon as every frame is there.
    ///
    /// # Errors
    /// [`Refusal::FrameOfAnotherSet`] and [`Refusal::FrameConflict`] leave what was collected as it is.
    /// [`Refusal::FramesDigestMismatch`] forgets it: which of the frames is wrong cannot be known.
    pub fn add(&mut self, frame: Frame) -> Result<Option<Vec<u8>>, Refusal> {
        let object = Object::Frame;
        let Frame { number, count, digest: own, part } = frame;
        let set = self.set.get_or_insert_with(|| Set { digest: own, parts: vec![None; count] });
        ensure(set.digest == own && set.parts.len() == count, || Refusal::FrameOfAnotherSet { object })?;
        let place = number.checked_sub(1).and_then(|index| set.parts.get_mut(index));
        match place {
            Some(Some(known)) if *known != part => {
                let number = u64::try_from(number).unwrap_or(u64::MAX);
                gate(Refusal::FrameConflict { object, number })?;
            }
            Some(place) => *place = Some(part),
            // Only in the fault build, for a frame of another set.
            None => {}
        }
        let Some(parts) = set.parts.iter().map(Option::as_deref).collect::<Option<Vec<_>>>() else {
            return Ok(None);
        };
        let whole = parts.concat();
        if digest(&[&whole]) != set.digest {
            self.set = None;
            gate(Refusal::FramesDigestMismatch { object })?;
        }
        Ok(Some(whole))
    }
}
