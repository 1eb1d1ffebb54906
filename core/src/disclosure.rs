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
    pub(crate) permits: Vec<RawPermit<'b>>,
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
            PermitElement::Open(permit) => permits.push(permit.clone()),
            PermitElement::Redacted(digest) => match matcher.element(digest)? {
                Some(mut value) => permits.push(RawPermit::read(&mut value)?),
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
        if let Some(disclosure) = found {
            disclosure.used.set(true);
        }
        Ok(found)
    }

    /// The value that stands for a redacted list element.
    fn element(&self, digest: &Digest) -> Result<Option<Reader<'b>>, Refusal> {
        let Some(disclosure) = self.find(digest)? else { return Ok(None) };
        let fits = disclosure.label.is_none();
        ensure(fits, || Refusal::DisclosureWrongPlace { object: Object::Disclosure })?;
        Ok(Some(disclosure.value.clone()))
    }

    /// The label and value that stand for a redacted member.
    fn member(&self, digest: &Digest, top: bool) -> Result<Option<(u16, Reader<'b>)>, Refusal> {
        let Some(disclosure) = self.find(digest)? else { return Ok(None) };
        let object = Object::Disclosure;
        let Some(label) = disclosure.label else {
            gate(Refusal::DisclosureWrongPlace { object })?;
            return Ok(None);
        };
        let is_item = (1..=i64::from(MAX_ITEM_LABEL)).contains(&label);
        ensure(is_item, || Refusal::DisclosureKeyNotAllowed { object, label })?;
        Ok(Some((check_label(object, label, top)?, disclosure.value.clone())))
    }

    fn items(&self, members: &Members<'b>, depth: usize, top: bool) -> Result<Items, Refusal> {
        let depth = self.deepen(depth)?;
        let mut shown = Vec::with_capacity(members.open.len().saturating_add(members.redacted.len()));
        for (label, node) in &members.open {
            shown.push((*label, self.value(node, depth)?));
        }
        let mut withheld = 0_usize;
        for digest in &members.redacted {
            match self.member(digest, top)? {
                Some((label, mut value)) => {
                    let repeated = shown.iter().any(|(other, _)| *other == label);
                    ensure(!repeated, || Refusal::DisclosureKeyRepeated {
                        object: Object::Disclosure,
                        label: i64::from(label),
                    })?;
                    let node = Node::read(&mut value, place(true, false))?;
                    shown.push((label, self.value(&node, depth)?));
                }
                None => withheld = withheld.saturating_add(1),
            }
        }
        Ok(Items::new(shown, withheld))
    }

    fn value(&self, node: &Node<'b>, depth: usize) -> Result<Value, Refusal> {
        Ok(match node {
            Node::Integer(integer) => Value::Integer(*integer),
            Node::Bytes(bytes) => Value::Bytes(bytes.to_vec()),
            Node::Text(text) => Value::Text((*text).into()),
            Node::Bool(value) => Value::Bool(*value),
            Node::Map(members) => Value::Map(self.items(members, depth, false)?),
            Node::List(elements) => {
                let depth = self.deepen(depth)?;
                let mut list = Vec::with_capacity(elements.len());
                for element in elements {
                    match element {
                        Element::Open(node) => list.push(self.value(node, depth)?),
                        Element::Redacted(digest) => {
                            if let Some(mut value) = self.element(digest)? {
                                let node = Node::read(&mut value, place(true, false))?;
                                list.push(self.value(&node, depth)?);
                            }
                        }
                    }
                }
                Value::List(list)
            }
        })
    }

    /// Nesting through disclosures counts like nesting in one object.
    fn deepen(&self, depth: usize) -> Result<usize, Refusal> {
        ensure(depth < MAX_DEPTH, || Refusal::CborTooDeep { object: self.object, offset: 0 })?;
        Ok(depth.saturating_add(1))
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
