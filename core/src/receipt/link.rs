//! One receipt in its place in the chain.

#[cfg(doc)]
use super::ChainCheck;
use super::Content;
use super::content::read_flag;
use crate::cbor::{FaultKind, Major, Reader, Writer};
use crate::certificate::read_time;
use crate::crypto::sha256;
use crate::error::{Object, Refusal, ensure};
use crate::limits::MAX_RECEIPT;
use crate::time::Time;
use alloc::boxed::Box;
use alloc::vec::Vec;

const OBJECT: Object = Object::Receipt;
const MAGIC: &str = "zhengzhao-receipt";
const VERSION: u64 = 1;
/// Bytes of a receipt beside its content.
const FRAME: usize = 128;

/// The end of a chain: how many receipts it has, and the link of the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tip {
    pub(super) count: u64,
    pub(super) link: [u8; 32],
}

impl Tip {
    /// The end of a chain without receipts.
    pub const START: Self = Self { count: 0, link: [0; 32] };

    /// How many receipts there are.
    #[must_use]
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// The link of the last, which the next receipt carries.
    #[must_use]
    pub const fn link(&self) -> &[u8; 32] {
        &self.link
    }
}

/// What a receipt holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// What it was made with.
    Content(Box<Content>),
    /// What is left after its retention.
    Stub {
        /// The digest of the content that was purged.
        digest: [u8; 32],
        /// When it was purged.
        purged: Time,
    },
}

/// A receipt in its place in the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    number: u64,
    previous: [u8; 32],
    keep_until: Option<Time>,
    entry: Entry,
}

impl Receipt {
    /// The next receipt of a chain that ends at `tip`. `keep_until` is the first second at which it may be purged;
    /// none is for ever. The clock is not compared with that of other receipts.
    #[must_use]
    pub fn after(tip: &Tip, keep_until: Option<Time>, content: Content) -> Self {
        let number = tip.count.saturating_add(1);
        Self { number, previous: tip.link, keep_until, entry: Entry::Content(Box::new(content)) }
    }

    /// A receipt of these parts, as a host reads them from a form of its own.
    ///
    /// # Errors
    /// A parse [`Refusal`] for number 0.
    pub fn from_parts(
        number: u64,
        previous: [u8; 32],
        keep_until: Option<Time>,
        entry: Entry,
    ) -> Result<Self, Refusal> {
        Self::parse(&Self { number, previous, keep_until, entry }.to_bytes())
    }

    /// Its number, from 1.
    #[must_use]
    pub const fn number(&self) -> u64 {
        self.number
    }

    /// The link of the receipt before it; 32 zero bytes in the first.
    #[must_use]
    pub const fn previous(&self) -> &[u8; 32] {
        &self.previous
    }

    /// The first second at which it may be purged; none is for ever.
    #[must_use]
    pub const fn keep_until(&self) -> Option<Time> {
        self.keep_until
    }

    /// What it holds.
    #[must_use]
    pub const fn entry(&self) -> &Entry {
        &self.entry
    }

    /// Its content, unless it was purged.
    #[must_use]
    pub fn content(&self) -> Option<&Content> {
        match &self.entry {
            Entry::Content(content) => Some(content),
            Entry::Stub { .. } => None,
        }
    }

    fn digest(&self) -> [u8; 32] {
        match &self.entry {
            Entry::Content(content) => content.digest(),
            Entry::Stub { digest, .. } => *digest,
        }
    }

    /// The end of the chain when this is its last receipt. The same before and after it is purged.
    #[must_use]
    pub fn tip(&self) -> Tip {
        let mut writer = Writer::new();
        self.write_frame(&mut writer);
        writer.bytes(&self.digest());
        Tip { count: self.number, link: sha256(&[&writer.into_bytes()]) }
    }

    /// Whether its retention has ended and its content is still there.
    #[must_use]
    pub fn is_due(&self, now: Time) -> bool {
        self.content().is_some() && self.keep_until.is_some_and(|until| until <= now)
    }

    /// Replaces the content by a stub, if it is due; the chain stays as it was.
    #[must_use]
    pub fn purge(self, now: Time) -> Self {
        if !self.is_due(now) {
            return self;
        }
        let entry = Entry::Stub { digest: self.digest(), purged: now };
        Self { entry, ..self }
    }

    /// Whether it is a stub that there may not be: before the end of its retention, or at a time to come.
    pub(super) fn is_purged_early(&self, now: Time) -> bool {
        match self.entry {
            Entry::Content(_) => false,
            Entry::Stub { purged, .. } => purged > now || self.keep_until.is_none_or(|until| purged < until),
        }
    }

    fn write_frame(&self, writer: &mut Writer) {
        writer.array(6).text(MAGIC).uint(VERSION).uint(self.number).bytes(&self.previous);
        match self.keep_until {
            Some(until) => writer.uint(until.seconds()),
            None => writer.bool(false),
        };
    }

    /// Its bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        self.write_frame(&mut writer);
        match &self.entry {
            Entry::Content(content) => writer.bytes(content.as_bytes()),
            Entry::Stub { digest, purged } => writer.array(2).bytes(digest).uint(purged.seconds()),
        };
        writer.into_bytes()
    }

    /// Reads the bytes of one receipt, to the last byte. Whether it is in its place only a [`ChainCheck`] says.
    ///
    /// # Errors
    /// A parse [`Refusal`].
    pub fn parse(bytes: &[u8]) -> Result<Self, Refusal> {
        let (size, limit) = (bytes.len(), MAX_RECEIPT.saturating_add(FRAME));
        ensure(size <= limit, || Refusal::TooLarge { object: OBJECT, size, limit })?;
        let mut reader = Reader::new(OBJECT, bytes);
        reader.enter_array(6)?;
        let found = reader.text(MAGIC.len())?;
        ensure(found == MAGIC, || Refusal::WrongTyp { object: OBJECT, found: found.into() })?;
        let found = reader.uint()?;
        ensure(found == VERSION, || Refusal::ProfileUnknown { object: OBJECT, found })?;
        let zero = reader.fault(FaultKind::OutOfRange);
        let number = reader.uint()?;
        ensure(number > 0, || zero.into())?;
        let previous = *reader.byte_array()?;
        let keep_until = if reader.peek()? == Major::Simple {
            read_flag(&mut reader, false)?;
            None
        } else {
            Some(read_time(&mut reader)?)
        };
        let entry = if reader.peek()? == Major::Bytes {
            let (content, inner) = reader.embedded(MAX_RECEIPT)?;
            Entry::Content(Box::new(Content::read(content, inner)?))
        } else {
            reader.enter_array(2)?;
            let (digest, purged) = (*reader.byte_array()?, read_time(&mut reader)?);
            reader.leave_array();
            Entry::Stub { digest, purged }
        };
        reader.end()?;
        Ok(Self { number, previous, keep_until, entry })
    }
}
