//! Selective disclosure: which redacted-claim hash each disclosure opens (SD-CWT -08 §4.1, §9).
//!
//! ```cddl
//! disclosure = bstr .cbor ([ salt, value, label ] / [ salt, value ])   ; member / list element
//! salt = bstr .size 16
//! ```
//! A hash is SHA-256 over the *encoded* byte string, its CBOR head included. Decoys (`[ salt ]`) are for the
//! holder alone: one that reaches a checker is refused.

use crate::cbor::{FaultKind, MAX_DEPTH, Major, Reader};
use crate::certificate::{
    Claims, Element, Items, Members, Node, PermitElement, RawPermit, Value, check_label, place,
};
use crate::crypto::sha256;
use crate::error::{Object, Refusal, ensure, gate};
use crate::labels as l;
use crate::limits::{MAX_CERTIFICATE, MAX_DIGESTS, MAX_ITEM_LABEL};
use alloc::vec::Vec;
use core::cell::{Cell, RefCell};

type Digest = [u8; 32];

/// A disclosure that is not a decoy.
struct Opened<'b> {
    digest: Digest,
    value: Reader<'b>,
    label: Option<i64>,
    used: Cell<bool>,
}

/// The items and permits of a certificate after its disclosures were matched.
pub(crate) struct Disclosed<'b> {
    pub(crate) items: Items,
    /// Each with whether it was disclosed.
    pub(crate) permits: Vec<(RawPermit<'b>, bool)>,
    pub(crate) permits_withheld: usize,
}

/// Matches every disclosure with exactly one hash and puts it in its place.
pub(crate) fn disclose<'b>(
    object: Object,
    claims: &Claims<'b>,
    disclosures: &[Reader<'b>],
) -> Result<Disclosed<'b>, Refusal> {
    let matcher = Matcher::new(object, disclosures)?;
    let items = matcher.items(&claims.items, 0, true)?;
    let mut permits = Vec::new();
    let mut permits_withheld = 0_usize;
    for element in &claims.permits {
        match element {
            PermitElement::Open(permit) => permits.push((permit.clone(), false)),
            PermitElement::Redacted(digest) => match matcher.element(digest)? {
                Some(mut value) => permits.push((RawPermit::read(&mut value)?, true)),
                None => permits_withheld = permits_withheld.saturating_add(1),
            },
        }
    }
    matcher.finish()?;
    Ok(Disclosed { items, permits, permits_withheld })
}

struct Matcher<'b> {
    object: Object,
    /// Sorted by digest.
    opened: Vec<Opened<'b>>,
    seen: RefCell<Vec<Digest>>,
}

impl<'b> Matcher<'b> {
    fn new(object: Object, disclosures: &[Reader<'b>]) -> Result<Self, Refusal> {
        let mut opened = Vec::with_capacity(disclosures.len());
        for disclosure in disclosures {
            let RawDisclosure { digest, value, label, .. } = RawDisclosure::read(disclosure.clone())?;
            match value {
                Some(value) => opened.push(Opened { digest, value, label, used: Cell::new(false) }),
                None => ensure(false, || Refusal::DecoyDisclosed { object: Object::Disclosure })?,
            }
        }
        opened.sort_by_key(|disclosure| disclosure.digest);
        let repeated = opened.windows(2).any(|pair| match pair {
            [first, second] => first.digest == second.digest,
            _ => false,
        });
        ensure(!repeated, || Refusal::DisclosureRepeated { object: Object::Disclosure })?;
        Ok(Self { object, opened, seen: RefCell::default() })
    }

    fn find(&self, digest: &Digest) -> Result<Option<&Opened<'b>>, Refusal> {
        let mut seen = self.seen.borrow_mut();
        seen.push(*digest);
        let (object, size, limit) = (self.object, seen.len(), MAX_DIGESTS);
        ensure(size <= limit, || Refusal::TooLarge { object, size, limit })?;
        let found = self.opened.binary_search_by_key(digest, |disclosure| disclosure.digest).ok();
        let found = found.and_then(|index| self.opened.get(index));
        Ok(found)
    }

    /// A disclosure is opened once. Said at once and not at the end, because each further place would copy the
    /// whole value.
    fn open(&self, disclosure: &Opened<'b>) -> Result<Reader<'b>, Refusal> {
        let first = !disclosure.used.replace(true);
        ensure(first, || Refusal::DigestRepeated { object: self.object })?;
        Ok(disclosure.value.clone())
    }

    /// The value that stands for a redacted list element.
    fn element(&self, digest: &Digest) -> Result<Option<Reader<'b>>, Refusal> {
        let Some(disclosure) = self.find(digest)? else { return Ok(None) };
        let fits = disclosure.label.is_none();
        ensure(fits, || Refusal::DisclosureWrongPlace { object: Object::Disclosure })?;
        self.open(disclosure).map(Some)
    }

    /// The label and disclosure that stand for a redacted member.
    fn member(&self, digest: &Digest, top: bool) -> Result<Option<(u16, &Opened<'b>)>, Refusal> {
        let Some(disclosure) = self.find(digest)? else { return Ok(None) };
        let object = Object::Disclosure;
        let Some(label) = disclosure.label else {
            gate(Refusal::DisclosureWrongPlace { object })?;
            return Ok(None);
        };
        Ok(Some((disclosed_label(label, top)?, disclosure)))
    }

    fn items(&self, members: &Members<'b>, depth: usize, top: bool) -> Result<Items, Refusal> {
        let depth = deepen(self.object, depth)?;
        let mut shown = Vec::with_capacity(members.open.len().saturating_add(members.redacted.len()));
        let (mut withheld, mut disclosed) = (0_usize, Vec::new());
        for (label, node) in &members.open {
            shown.push((*label, self.value(node, depth, &mut withheld)?));
        }
        for digest in &members.redacted {
            match self.member(digest, top)? {
                Some((label, disclosure)) => {
                    not_repeated(label, shown.iter().map(|(other, _)| *other))?;
                    let node = Node::read(&mut self.open(disclosure)?, place(true, false))?;
                    shown.push((label, self.value(&node, depth, &mut withheld)?));
                    disclosed.push(label);
                }
                None => withheld = withheld.saturating_add(1),
            }
        }
        Ok(Items::new(shown, withheld).with_disclosed(disclosed))
    }

    /// A value; what is withheld of its lists is added to `withheld`, the count of the map around them.
    fn value(&self, node: &Node<'b>, depth: usize, withheld: &mut usize) -> Result<Value, Refusal> {
        Ok(match node {
            Node::Integer(integer) => Value::Integer(*integer),
            Node::Bytes(bytes) => Value::Bytes(bytes.to_vec()),
            Node::Text(text) => Value::Text((*text).into()),
            Node::Bool(value) => Value::Bool(*value),
            Node::Map(members) => Value::Map(self.items(members, depth, false)?),
            Node::List(elements) => {
                let depth = deepen(self.object, depth)?;
                let mut list = Vec::with_capacity(elements.len());
                for element in elements {
                    match element {
                        Element::Open(node) => list.push(self.value(node, depth, withheld)?),
                        Element::Redacted(digest) => match self.element(digest)? {
                            Some(mut value) => {
                                let node = Node::read(&mut value, place(true, false))?;
                                list.push(self.value(&node, depth, withheld)?);
                            }
                            None => *withheld = withheld.saturating_add(1),
                        },
                    }
                }
                Value::List(list)
            }
        })
    }

    fn finish(self) -> Result<(), Refusal> {
        let mut seen = self.seen.into_inner();
        seen.sort_unstable();
        let repeated = seen.windows(2).any(|pair| matches!(pair, [first, second] if first == second));
        ensure(!repeated, || Refusal::DigestRepeated { object: self.object })?;
        let matched = self.opened.iter().all(|disclosure| disclosure.used.get());
        ensure(matched, || Refusal::DisclosureUnmatched { object: Object::Disclosure })
    }
}

/// Nesting through disclosures counts like nesting in one object.
pub(crate) fn deepen(object: Object, depth: usize) -> Result<usize, Refusal> {
    ensure(depth < MAX_DEPTH, || Refusal::CborTooDeep { object, offset: 0 })?;
    Ok(depth.saturating_add(1))
}

/// The label that a disclosure of a member names, which must be one of an item.
pub(crate) fn disclosed_label(label: i64, top: bool) -> Result<u16, Refusal> {
    let object = Object::Disclosure;
    let is_item = (1..=i64::from(MAX_ITEM_LABEL)).contains(&label);
    ensure(is_item, || Refusal::DisclosureKeyNotAllowed { object, label })?;
    check_label(object, label, top)
}

/// A disclosed member must not share its label with one that stands beside it.
pub(crate) fn not_repeated(label: u16, mut others: impl Iterator<Item = u16>) -> Result<(), Refusal> {
    let repeated = others.any(|other| other == label);
    ensure(!repeated, || Refusal::DisclosureKeyRepeated {
        object: Object::Disclosure,
        label: i64::from(label),
    })
}

/// A disclosure as it arrived: its hash, and its value not read until its place is known.
pub(crate) struct RawDisclosure<'b> {
    pub(crate) digest: Digest,
    pub(crate) content: &'b [u8],
    /// Absent in a decoy.
    pub(crate) value: Option<Reader<'b>>,
    /// Absent for a list element.
    pub(crate) label: Option<i64>,
}

impl<'b> RawDisclosure<'b> {
    /// Reads the byte string before which `reader` stands.
    pub(crate) fn read(mut reader: Reader<'b>) -> Result<Self, Refusal> {
        let ((content, mut inner), encoded) =
            reader.span(|reader| reader.embedded(MAX_CERTIFICATE).map_err(Refusal::from))?;
        let digest = sha256(&[encoded]);
        let at = inner.fault(FaultKind::OutOfRange);
        let (mut value, mut label) = (None, None);
        let parts = inner.array(3, |index, reader| {
            match index {
                0 => {
                    reader.byte_array::<16>()?;
                }
                1 => {
                    value = Some(reader.clone());
                    reader.skip()?;
                }
                _ => label = Some(read_label(reader)?),
            }
            Ok::<(), Refusal>(())
        })?;
        inner.end()?;
        if parts == 0 {
            return Err(at.into());
        }
        Ok(Self { digest, content, value, label })
    }
}

/// A member's label. One that is not an integer names no item, whatever it is.
fn read_label(reader: &mut Reader<'_>) -> Result<i64, Refusal> {
    if matches!(reader.peek()?, Major::Unsigned | Major::Negative) {
        return Ok(reader.int()?);
    }
    reader.reject(Refusal::DisclosureKeyNotAllowed { object: Object::Disclosure, label: l::NO_LABEL })?;
    Ok(l::NO_LABEL)
}
