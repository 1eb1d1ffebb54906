//! The strict reader: one pass, no copies.

use super::{Fault, FaultKind, MAX_DEPTH, text_fault};
use crate::error::{Object, Refusal, gate};
use core::fmt;

/// The eight major types of RFC 8949 §3.1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Major {
    /// Unsigned integer.
    Unsigned = 0,
    /// Negative integer.
    Negative = 1,
    /// Byte string.
    Bytes = 2,
    /// Text string.
    Text = 3,
    /// Array.
    Array = 4,
    /// Map.
    Map = 5,
    /// Tag.
    Tag = 6,
    /// Simple value (floats are refused before they get here).
    Simple = 7,
}

impl Major {
    const fn of(initial: u8) -> Self {
        match initial >> 5 {
            0 => Self::Unsigned,
            1 => Self::Negative,
            2 => Self::Bytes,
            3 => Self::Text,
            4 => Self::Array,
            5 => Self::Map,
            6 => Self::Tag,
            _ => Self::Simple,
        }
    }
}

/// A map key as this format uses them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key<'b> {
    /// An integer label.
    Int(i64),
    /// A text label.
    Text(&'b str),
    /// simple(59): the list of redacted-claim hashes of this map (SD-CWT -08 §4.1).
    Redacted,
}

const FALSE: u64 = 20;
const TRUE: u64 = 21;
const NULL: u64 = 22;
const REDACTED_KEYS: u64 = 59;
const REDACTED_ELEMENT: u64 = 60;

struct Head {
    major: Major,
    argument: u64,
    offset: usize,
}

/// Reads one object's bytes from front to back.
///
/// `Debug` shows where it stands, not what it reads: that may be personal data.
#[derive(Clone)]
pub struct Reader<'b> {
    object: Object,
    bytes: &'b [u8],
    position: usize,
    /// Offset of `bytes` in the object, so that faults inside embedded CBOR count from the object's start.
    base: usize,
    depth: usize,
}

impl fmt::Debug for Reader<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader")
            .field("object", &self.object)
            .field("offset", &self.offset())
            .finish_non_exhaustive()
    }
}

impl<'b> Reader<'b> {
    /// Reads `bytes`, naming `object` in faults.
    #[must_use]
    pub const fn new(object: Object, bytes: &'b [u8]) -> Self {
        Self { object, bytes, position: 0, base: 0, depth: 0 }
    }

    /// The object that faults name.
    #[must_use]
    pub const fn object(&self) -> Object {
        self.object
    }

    /// Bytes from the start of the object to the next item.
    #[must_use]
    pub const fn offset(&self) -> usize {
        self.base.saturating_add(self.position)
    }

    /// A fault of `kind` at the next item.
    #[must_use]
    pub const fn fault(&self, kind: FaultKind) -> Fault {
        Fault::new(self.object, self.offset(), kind)
    }

    const fn fault_at(&self, position: usize, kind: FaultKind) -> Fault {
        Fault::new(self.object, self.base.saturating_add(position), kind)
    }

    fn take(&mut self, length: usize) -> Result<&'b [u8], Fault> {
        let end = self.position.checked_add(length).ok_or_else(|| self.fault(FaultKind::Truncated))?;
        let taken = self.bytes.get(self.position..end).ok_or_else(|| self.fault(FaultKind::Truncated))?;
        self.position = end;
        Ok(taken)
    }

    fn head(&mut self) -> Result<Head, Fault> {
        let offset = self.position;
        let &[initial] = self.take(1)? else { return Err(self.fault(FaultKind::Truncated)) };
        let major = Major::of(initial);
        let info = initial & 0x1f;
        let (argument, smallest) = match info {
            0..=23 => (u64::from(info), 0),
            24 => (self.be(1)?, 24),
            25 => (self.be(2)?, 1 << 8),
            26 => (self.be(4)?, 1 << 16),
            27 => (self.be(8)?, 1 << 32),
            31 => return Err(self.fault_at(offset, FaultKind::IndefiniteLength)),
            _ => return Err(self.fault_at(offset, FaultKind::ReservedHead)),
        };
        if major == Major::Simple {
            match info {
                25..=27 => return Err(self.fault_at(offset, FaultKind::Float)),
                24 if argument < 32 => self.fault_at(offset, FaultKind::Simple).gate()?,
                _ => {}
            }
        } else if argument < smallest {
            self.fault_at(offset, FaultKind::NotShortest).gate()?;
        }
        Ok(Head { major, argument, offset })
    }

    fn be(&mut self, length: usize) -> Result<u64, Fault> {
        Ok(self.take(length)?.iter().fold(0, |value, &byte| (value << 8) | u64::from(byte)))
    }

    fn expect(&mut self, major: Major) -> Result<Head, Fault> {
        let head = self.head()?;
        if head.major == major {
            Ok(head)
        } else {
            Err(self.fault_at(head.offset, FaultKind::UnexpectedType))
        }
    }

    /// The major type of the next item, without reading it.
    pub fn peek(&self) -> Result<Major, Fault> {
        match self.bytes.get(self.position) {
            Some(&initial) => Ok(Major::of(initial)),
            None => Err(self.fault(FaultKind::Truncated)),
        }
    }

    /// An unsigned integer.
    pub fn uint(&mut self) -> Result<u64, Fault> {
        Ok(self.expect(Major::Unsigned)?.argument)
    }

    /// An integer between -2^63 and 2^63 - 1.
    pub fn int(&mut self) -> Result<i64, Fault> {
        let head = self.head()?;
        self.int_of(&head)
    }

    fn int_of(&self, head: &Head) -> Result<i64, Fault> {
        let magnitude =
            i64::try_from(head.argument).map_err(|_| self.fault_at(head.offset, FaultKind::OutOfRange));
        match head.major {
            Major::Unsigned => magnitude,
            Major::Negative => magnitude.map(|magnitude| !magnitude),
            _ => Err(self.fault_at(head.offset, FaultKind::UnexpectedType)),
        }
    }

    /// `true` or `false`.
    pub fn bool(&mut self) -> Result<bool, Fault> {
        let head = self.expect(Major::Simple)?;
        match head.argument {
            FALSE => Ok(false),
            TRUE => Ok(true),
            _ => Err(self.fault_at(head.offset, FaultKind::Simple)),
        }
    }

    fn string(&mut self, head: &Head) -> Result<&'b [u8], Fault> {
        match usize::try_from(head.argument) {
            Ok(length) => self.take(length).map_err(|_| self.fault_at(head.offset, FaultKind::Truncated)),
            Err(_) => Err(self.fault_at(head.offset, FaultKind::Truncated)),
        }
    }

    /// A byte string of at most `max` bytes.
    pub fn bytes(&mut self, max: usize) -> Result<&'b [u8], Fault> {
        let head = self.expect(Major::Bytes)?;
        let bytes = self.string(&head)?;
        if bytes.len() > max {
            self.fault_at(head.offset, FaultKind::TooLarge).gate()?;
        }
        Ok(bytes)
    }

    /// A byte string of exactly `N` bytes.
    pub fn byte_array<const N: usize>(&mut self) -> Result<&'b [u8; N], Fault> {
        let head = self.expect(Major::Bytes)?;
        self.string(&head)?.try_into().map_err(|_| self.fault_at(head.offset, FaultKind::OutOfRange))
    }

    /// A text string of at most `max` bytes that may be signed (see [`text_fault`]).
    pub fn text(&mut self, max: usize) -> Result<&'b str, Fault> {
        let head = self.expect(Major::Text)?;
        self.text_of(&head, max)
    }

    fn text_of(&mut self, head: &Head, max: usize) -> Result<&'b str, Fault> {
        let bytes = self.string(head)?;
        if bytes.len() > max {
            self.fault_at(head.offset, FaultKind::TooLarge).gate()?;
        }
        let start = self.position.saturating_sub(bytes.len());
        let text = core::str::from_utf8(bytes)
            .map_err(|error| self.fault_at(start.saturating_add(error.valid_up_to()), FaultKind::NotUtf8))?;
        if let Some((offset, kind)) = text_fault(text) {
            self.fault_at(start.saturating_add(offset), kind).gate()?;
        }
        Ok(text)
    }

    /// A tag number; the tagged item follows.
    pub fn tag(&mut self) -> Result<u64, Fault> {
        let head = self.expect(Major::Tag)?;
        self.deepen(head.offset)?;
        Ok(head.argument)
    }

    fn deepen(&mut self, offset: usize) -> Result<(), Fault> {
        self.depth = self.depth.saturating_add(1);
        if self.depth > MAX_DEPTH { self.fault_at(offset, FaultKind::TooDeep).gate() } else { Ok(()) }
    }

    /// Leaves the tag whose number [`Self::tag`] returned. Only the depth count needs it.
    pub const fn leave_tag(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }

    fn count(&self, head: &Head, max: usize, smallest_entry: usize) -> Result<usize, Fault> {
        let left = self.bytes.len().saturating_sub(self.position);
        let count = usize::try_from(head.argument).unwrap_or(usize::MAX);
        if count.saturating_mul(smallest_entry) > left {
            return Err(self.fault_at(head.offset, FaultKind::Truncated));
        }
        if count > max {
            self.fault_at(head.offset, FaultKind::TooLarge).gate()?;
        }
        Ok(count)
    }

    /// An array of at most `max` elements; `element` reads each and gets its index.
    pub fn array<E: From<Fault>>(
        &mut self,
        max: usize,
        mut element: impl FnMut(usize, &mut Self) -> Result<(), E>,
    ) -> Result<usize, E> {
        let head = self.expect(Major::Array)?;
        let count = self.count(&head, max, 1)?;
        self.deepen(head.offset)?;
        for index in 0..count {
            element(index, self)?;
        }
        self.depth = self.depth.saturating_sub(1);
        Ok(count)
    }

    /// The head of an array of exactly `length` elements, which the caller reads itself and closes with
    /// [`Self::leave_array`].
    pub fn enter_array(&mut self, length: usize) -> Result<(), Fault> {
        let head = self.expect(Major::Array)?;
        if usize::try_from(head.argument) != Ok(length) {
            return Err(self.fault_at(head.offset, FaultKind::OutOfRange));
        }
        self.deepen(head.offset)
    }

    /// Leaves the array that [`Self::enter_array`] entered. Only the depth count needs it.
    pub const fn leave_array(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }

    /// A map of at most `max` entries; `entry` gets each key and reads its value.
    ///
    /// Keys must be strictly ascending in the bytewise order of their encodings.
    pub fn map<E: From<Fault>>(
        &mut self,
        max: usize,
        mut entry: impl FnMut(Key<'b>, &mut Self) -> Result<(), E>,
    ) -> Result<(), E> {
        let head = self.expect(Major::Map)?;
        let count = self.count(&head, max, 2)?;
        self.deepen(head.offset)?;
        let mut previous: &[u8] = &[];
        for _ in 0..count {
            let start = self.position;
            let key = self.key()?;
            let encoded = self.bytes.get(start..self.position).unwrap_or_default();
            match previous.cmp(encoded) {
                core::cmp::Ordering::Less => previous = encoded,
                core::cmp::Ordering::Equal => self.fault_at(start, FaultKind::DuplicateKey).gate()?,
                core::cmp::Ordering::Greater => self.fault_at(start, FaultKind::KeyOrder).gate()?,
            }
            entry(key, self)?;
        }
        self.depth = self.depth.saturating_sub(1);
        Ok(())
    }

    fn key(&mut self) -> Result<Key<'b>, Fault> {
        let head = self.head()?;
        match head.major {
            Major::Unsigned | Major::Negative => self.int_of(&head).map(Key::Int),
            Major::Text => self.text_of(&head, crate::limits::MAX_TEXT_KEY).map(Key::Text),
            Major::Simple if head.argument == REDACTED_KEYS => Ok(Key::Redacted),
            _ => Err(self.fault_at(head.offset, FaultKind::KeyType)),
        }
    }

    /// A byte string of at most `max` bytes that holds CBOR: its content, and a reader of it.
    pub fn embedded(&mut self, max: usize) -> Result<(&'b [u8], Reader<'b>), Fault> {
        let head_at = self.position;
        let content = self.bytes(max)?;
        let mut inner = Reader {
            object: self.object,
            bytes: content,
            position: 0,
            base: self.base.saturating_add(self.position.saturating_sub(content.len())),
            depth: self.depth,
        };
        inner.deepen(0).map_err(|_| self.fault_at(head_at, FaultKind::TooDeep))?;
        Ok((content, inner))
    }

    /// The bytes of whatever `read` reads, head included.
    pub fn span<T, E>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, E>) -> Result<(T, &'b [u8]), E> {
        let start = self.position;
        let value = read(self)?;
        Ok((value, self.bytes.get(start..self.position).unwrap_or_default()))
    }

    /// One tagged item, read past as if it stood alone, so that the depth begins anew: its bytes, tag included.
    pub(crate) fn tagged(&mut self) -> Result<&'b [u8], Fault> {
        let depth = core::mem::take(&mut self.depth);
        let ((), bytes) = self.span(|reader| {
            reader.tag()?;
            reader.skip()
        })?;
        self.depth = depth;
        Ok(bytes)
    }

    /// Reads past one item, as strictly as if it had been used. Redactions (simple(59) as a map key, tag 60)
    /// are let through; other tags are not.
    pub fn skip(&mut self) -> Result<(), Fault> {
        match self.peek()? {
            Major::Unsigned | Major::Negative => self.int().map(drop),
            Major::Bytes => self.bytes(usize::MAX).map(drop),
            Major::Text => self.text(usize::MAX).map(drop),
            Major::Array => self.array(usize::MAX, |_, reader| reader.skip()).map(drop),
            Major::Map => self.map(usize::MAX, |_, reader| reader.skip()),
            Major::Tag => {
                let at = self.position;
                if self.tag()? != REDACTED_ELEMENT {
                    return Err(self.fault_at(at, FaultKind::Tag));
                }
                self.skip()?;
                self.leave_tag();
                Ok(())
            }
            Major::Simple => {
                let head = self.head()?;
                match head.argument {
                    FALSE | TRUE | NULL => Ok(()),
                    _ => Err(self.fault_at(head.offset, FaultKind::Simple)),
                }
            }
        }
    }

    /// Refuses the item that follows: there may be none here. Only the fault build, with the code switched off,
    /// reads past it and goes on.
    pub(crate) fn reject(&mut self, refusal: Refusal) -> Result<(), Refusal> {
        gate(refusal)?;
        Ok(self.skip()?)
    }

    /// Refuses bytes after the item.
    pub fn end(&self) -> Result<(), Fault> {
        if self.position == self.bytes.len() { Ok(()) } else { self.fault(FaultKind::TrailingBytes).gate() }
    }
}
