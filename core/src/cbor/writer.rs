//! The writer: what it writes, the strict reader accepts, unless a key was given twice.

use alloc::vec::Vec;

/// Writes items one after the other.
#[derive(Debug, Clone, Default)]
pub struct Writer {
    out: Vec<u8>,
}

impl Writer {
    /// An empty writer.
    #[must_use]
    pub const fn new() -> Self {
        Self { out: Vec::new() }
    }

    /// An empty writer with room for `bytes`.
    pub(crate) fn with_room(bytes: usize) -> Self {
        Self { out: Vec::with_capacity(bytes) }
    }

    /// What was written.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.out
    }

    #[expect(clippy::cast_possible_truncation, reason = "each arm has checked the range")]
    fn head(&mut self, major: u8, argument: u64) {
        let major = major << 5;
        match argument {
            0..=23 => self.out.push(major | argument as u8),
            24..=0xff => self.out.extend([major | 24, argument as u8]),
            0x100..=0xffff => {
                self.out.push(major | 25);
                self.out.extend((argument as u16).to_be_bytes());
            }
            0x1_0000..=0xffff_ffff => {
                self.out.push(major | 26);
                self.out.extend((argument as u32).to_be_bytes());
            }
            _ => {
                self.out.push(major | 27);
                self.out.extend(argument.to_be_bytes());
            }
        }
    }

    fn length(&mut self, major: u8, length: usize) {
        self.head(major, u64::try_from(length).unwrap_or(u64::MAX));
    }

    /// An unsigned integer.
    pub fn uint(&mut self, value: u64) -> &mut Self {
        self.head(0, value);
        self
    }

    /// An integer.
    pub fn int(&mut self, value: i64) -> &mut Self {
        match u64::try_from(value) {
            Ok(value) => self.head(0, value),
            Err(_) => self.head(1, (!value).unsigned_abs()),
        }
        self
    }

    /// A byte string.
    pub fn bytes(&mut self, value: &[u8]) -> &mut Self {
        self.length(2, value.len());
        self.out.extend(value);
        self
    }

    /// A text string.
    pub fn text(&mut self, value: &str) -> &mut Self {
        self.length(3, value.len());
        self.out.extend(value.as_bytes());
        self
    }

    /// `true` or `false`.
    pub fn bool(&mut self, value: bool) -> &mut Self {
        self.out.push(if value { 0xf5 } else { 0xf4 });
        self
    }

    /// The head of an array; its `length` elements follow.
    pub fn array(&mut self, length: usize) -> &mut Self {
        self.length(4, length);
        self
    }

    /// A tag number; the tagged item follows.
    pub fn tag(&mut self, number: u64) -> &mut Self {
        self.head(6, number);
        self
    }

    /// An item that is encoded already.
    pub fn raw(&mut self, item: &[u8]) -> &mut Self {
        self.out.extend(item);
        self
    }

    /// A map whose keys come in any order. A key that was given twice is written twice, so that reading back
    /// refuses it: dropping one of the two would lose a value silently.
    pub fn map(&mut self, map: MapWriter) -> &mut Self {
        let mut entries = map.entries;
        entries.sort();
        self.length(5, entries.len());
        for (key, value) in entries {
            self.out.extend(key);
            self.out.extend(value);
        }
        self
    }
}

/// Collects the entries of one map and puts them in the deterministic order.
#[derive(Debug, Clone, Default)]
pub struct MapWriter {
    entries: Vec<(Vec<u8>, Vec<u8>)>,
}

impl MapWriter {
    /// An empty map.
    #[must_use]
    pub const fn new() -> Self {
        Self { entries: Vec::new() }
    }

    fn put(
        &mut self,
        key: impl FnOnce(&mut Writer) -> &mut Writer,
        value: impl FnOnce(&mut Writer) -> &mut Writer,
    ) {
        let mut encoded = (Writer::new(), Writer::new());
        key(&mut encoded.0);
        value(&mut encoded.1);
        self.entries.push((encoded.0.out, encoded.1.out));
    }

    /// An entry under an integer label.
    pub fn entry(&mut self, label: i64, value: impl FnOnce(&mut Writer) -> &mut Writer) -> &mut Self {
        self.put(|key| key.int(label), value);
        self
    }

    /// An entry under a text label.
    pub fn text_entry(&mut self, label: &str, value: impl FnOnce(&mut Writer) -> &mut Writer) -> &mut Self {
        self.put(|key| key.text(label), value);
        self
    }

    /// The list of redacted-claim hashes, under simple(59).
    pub fn redacted(&mut self, value: impl FnOnce(&mut Writer) -> &mut Writer) -> &mut Self {
        self.put(|key| key.raw(&[0xf8, 59]), value);
        self
    }
}
