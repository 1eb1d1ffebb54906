//! The tree of items as signed: values, and digests where something was redacted.

use crate::cbor::{FaultKind, Key, Major, Reader};
use crate::error::{Object, Refusal, ensure};
use crate::kind::RESTATED;
use crate::labels as l;
use crate::limits::{MAX_BYTES, MAX_DIGESTS, MAX_ENTRIES, MAX_ITEM_LABEL, MAX_TEXT};
use alloc::vec::Vec;

/// A value of the tree.
#[derive(Clone)]
pub(crate) enum Node<'b> {
    Integer(i64),
    Bytes(&'b [u8]),
    Text(&'b str),
    Bool(bool),
    List(Vec<Element<'b>>),
    Map(Members<'b>),
}

/// An element of a list.
#[derive(Clone)]
pub(crate) enum Element<'b> {
    Open(Node<'b>),
    Redacted(&'b [u8; 32]),
}

/// The members of a map, and the digests of those that were redacted.
#[derive(Clone)]
pub(crate) struct Members<'b> {
    object: Object,
    pub(crate) open: Vec<(u16, Node<'b>)>,
    pub(crate) redacted: Vec<&'b [u8; 32]>,
}

/// Whether a place may hold redactions, and whether it is the top of `items`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    pub(crate) redactable: bool,
    pub(crate) top: bool,
}

impl Place {
    const fn below(self) -> Self {
        Self { redactable: self.redactable, top: false }
    }
}

pub(crate) const fn place(redactable: bool, top: bool) -> Place {
    Place { redactable, top }
}

/// The label of an item at this place.
pub(crate) fn check_label(object: Object, label: i64, top: bool) -> Result<u16, Refusal> {
    let invalid = || Refusal::ItemLabelInvalid { object, label };
    let checked = u16::try_from(label).map_err(|_| invalid())?;
    ensure((1..=MAX_ITEM_LABEL).contains(&checked), invalid)?;
    ensure(!top || !RESTATED.contains(&checked), || Refusal::ItemRestatesClaim { object, label })?;
    Ok(checked)
}

pub(crate) fn read_redacted_element<'b>(reader: &mut Reader<'b>) -> Result<&'b [u8; 32], Refusal> {
    let at = reader.fault(FaultKind::Tag);
    if reader.tag()? != l::TAG_REDACTED {
        return Err(at.into());
    }
    let digest = reader.byte_array()?;
    reader.leave_tag();
    Ok(digest)
}

impl<'b> Members<'b> {
    /// The map under the claim `items`.
    pub(crate) fn read_items(reader: &mut Reader<'b>, redactable: bool) -> Result<Self, Refusal> {
        Self::read(reader, place(redactable, true))
    }

    pub(crate) fn read(reader: &mut Reader<'b>, place: Place) -> Result<Self, Refusal> {
        let object = reader.object();
        let mut members = Self { object, open: Vec::new(), redacted: Vec::new() };
        reader.map(MAX_ENTRIES, |key, reader| {
            match key {
                Key::Int(label) => {
                    let label = check_label(object, label, place.top)?;
                    members.open.push((label, Node::read(reader, place.below())?));
                }
                Key::Redacted => {
                    ensure(place.redactable, || Refusal::RedactionNotAllowed { object })?;
                    members.read_digests(reader)?;
                }
                Key::Text(_) => reader.reject(reader.fault(FaultKind::KeyType).into())?,
            }
            Ok::<(), Refusal>(())
        })?;
        Ok(members)
    }

    fn read_digests(&mut self, reader: &mut Reader<'b>) -> Result<(), Refusal> {
        let object = self.object;
        reader.array(MAX_DIGESTS, |_, reader| {
            self.redacted.push(reader.byte_array()?);
            Ok::<(), Refusal>(())
        })?;
        // Not strictly ascending is an order fault; a repeated digest has its own refusal, at the disclosures.
        let sorted = !self.redacted.is_empty() && self.redacted.is_sorted();
        ensure(sorted, || Refusal::DigestOrder { object })
    }

    pub(crate) const fn object(&self) -> Object {
        self.object
    }

    /// Whether a member stands here in the clear, whole.
    pub(crate) fn is_open(&self, label: u16) -> bool {
        self.open.iter().any(|(own, node)| *own == label && !node.is_redacted())
    }

    /// Whether a digest stands anywhere in the tree.
    pub(crate) fn is_redacted(&self) -> bool {
        !self.redacted.is_empty() || self.open.iter().any(|(_, node)| node.is_redacted())
    }
}

impl<'b> Node<'b> {
    pub(crate) fn read(reader: &mut Reader<'b>, place: Place) -> Result<Self, Refusal> {
        Ok(match reader.peek()? {
            Major::Unsigned | Major::Negative => Self::Integer(reader.int()?),
            Major::Bytes => Self::Bytes(reader.bytes(MAX_BYTES)?),
            Major::Text => Self::Text(reader.text(MAX_TEXT)?),
            Major::Simple => Self::Bool(reader.bool()?),
            Major::Map => Self::Map(Members::read(reader, place)?),
            Major::Array => {
                let mut list = Vec::new();
                reader.array(MAX_ENTRIES, |_, reader| {
                    list.push(Element::read(reader, place)?);
                    Ok::<(), Refusal>(())
                })?;
                Self::List(list)
            }
            Major::Tag => return Err(reader.fault(FaultKind::Tag).into()),
        })
    }

    fn is_redacted(&self) -> bool {
        match self {
            Self::Map(members) => members.is_redacted(),
            Self::List(list) => list.iter().any(|element| match element {
                Element::Open(node) => node.is_redacted(),
                Element::Redacted(_) => true,
            }),
            _ => false,
        }
    }
}

impl<'b> Element<'b> {
    fn read(reader: &mut Reader<'b>, place: Place) -> Result<Self, Refusal> {
        let object = reader.object();
        if reader.peek()? != Major::Tag {
            return Ok(Self::Open(Node::read(reader, place)?));
        }
        let digest = read_redacted_element(reader)?;
        ensure(place.redactable, || Refusal::RedactionNotAllowed { object })?;
        Ok(Self::Redacted(digest))
    }
}

impl Node<'_> {
    /// The value of a tree without redactions; a redacted part is left out.
    pub(crate) fn into_value(self) -> super::Value {
        use super::{Items, Value};
        match self {
            Self::Integer(integer) => Value::Integer(integer),
            Self::Bytes(bytes) => Value::Bytes(bytes.to_vec()),
            Self::Text(text) => Value::Text(text.into()),
            Self::Bool(value) => Value::Bool(value),
            Self::List(list) => Value::List(
                list.into_iter()
                    .filter_map(|element| match element {
                        Element::Open(node) => Some(node.into_value()),
                        Element::Redacted(_) => None,
                    })
                    .collect(),
            ),
            Self::Map(members) => Value::Map(Items::new(
                members.open.into_iter().map(|(label, node)| (label, node.into_value())).collect(),
                members.redacted.len(),
            )),
        }
    }
}
