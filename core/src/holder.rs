//! The holder's copy of a certificate, and what of it is shown.

use crate::cbor::{MapWriter, Reader, Writer};
use crate::certificate::{
    CERTIFICATE_TYP, Claims, Element, Items, Members, Node, PermitElement, RawPermit, place,
};
use crate::cose::Sign1;
use crate::disclosure::{RawDisclosure, deepen, disclose, disclosed_label, not_repeated};
use crate::error::{Object, Refusal, ensure};
use crate::labels as l;
use crate::limits::MAX_CERTIFICATE;
use crate::region::Region;
use crate::time::Time;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use zeroize::Zeroizing;

const OBJECT: Object = Object::Certificate;

/// A step of the way to something that can be disclosed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// The item with this label.
    Item(u16),
    /// The element at this index, counted with the redacted ones.
    Element(usize),
    /// The permit at this index, counted with the redacted ones.
    Permit(usize),
}

/// A certificate with every disclosure and decoy, as its issuer handed it over.
///
/// `Debug` shows only how many disclosures there are.
#[derive(Clone)]
pub struct HolderCopy {
    protected: Vec<u8>,
    payload: Vec<u8>,
    signature: [u8; 64],
    kind: String,
    disclosures: Vec<Disclosable>,
}

#[derive(Clone)]
struct Disclosable {
    path: Vec<Step>,
    /// With its salt, which tells what stands behind a hash; wiped when dropped.
    content: Zeroizing<Vec<u8>>,
}

impl fmt::Debug for HolderCopy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HolderCopy").field("disclosures", &self.disclosures.len()).finish_non_exhaustive()
    }
}

impl HolderCopy {
    /// Reads what the issuer handed over.
    ///
    /// A holder must know every hash: one without a disclosure or decoy could hide something from the holder
    /// (SD-CWT -08 §6.2, §16.3) and is refused. The signature is not verified here.
    ///
    /// # Errors
    /// A parse or disclosure [`Refusal`].
    pub fn parse(bytes: &[u8]) -> Result<Self, Refusal> {
        let message = Sign1::parse(OBJECT, bytes, MAX_CERTIFICATE, CERTIFICATE_TYP, true)?;
        let claims = Claims::read(message.payload.clone(), true)?;
        claims.check_redaction(message.sd_alg, !message.disclosures.is_empty())?;
        let mut finder = Finder { held: BTreeMap::new(), found: Vec::new() };
        for disclosure in &message.disclosures {
            finder.hold(disclosure.clone())?;
        }
        finder.members(&claims.items, &[], 0)?;
        for (index, permit) in claims.permits.iter().enumerate() {
            if let PermitElement::Redacted(digest) = permit {
                if let Some(mut value) = finder.open(digest, &[Step::Permit(index)], None)? {
                    RawPermit::read(&mut value)?;
                }
            }
        }
        ensure(finder.held.is_empty(), || Refusal::DisclosureUnmatched { object: Object::Disclosure })?;
        Ok(Self {
            protected: message.protected_bytes().to_vec(),
            payload: message.payload_bytes().to_vec(),
            signature: *message.signature,
            kind: claims.vct.into(),
            disclosures: finder.found,
        })
    }

    /// The code of the kind, by which items are named when the holder chooses. Not verified.
    #[must_use]
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// The ways to everything that can be disclosed.
    pub fn disclosable(&self) -> impl Iterator<Item = &[Step]> {
        self.disclosures.iter().map(|disclosure| disclosure.path.as_slice())
    }

    /// The certificate with exactly what `choose` says yes to. What lies inside something redacted is shown
    /// only with it. Decoys are never shown.
    #[must_use]
    pub fn show(&self, choose: impl Fn(&[Step]) -> bool) -> Vec<u8> {
        let chosen = |disclosure: &&Disclosable| {
            choose(&disclosure.path)
                && self.disclosures.iter().all(|outer| {
                    !disclosure.path.starts_with(&outer.path)
                        || outer.path.len() == disclosure.path.len()
                        || choose(&outer.path)
                })
        };
        let shown: Vec<&[u8]> =
            self.disclosures.iter().filter(chosen).map(|disclosure| disclosure.content.as_slice()).collect();
        let mut unprotected = MapWriter::new();
        if !shown.is_empty() {
            unprotected.entry(l::SD_CLAIMS, |w| {
                w.array(shown.len());
                for content in &shown {
                    w.bytes(content);
                }
                w
            });
        }
        let mut writer = Writer::new();
        writer.tag(l::TAG_SIGN1).array(4).bytes(&self.protected).map(unprotected);
        writer.bytes(&self.payload).bytes(&self.signature);
        writer.into_bytes()
    }

    /// The certificate with the top-level items of these labels and, of each, all that lies inside.
    #[must_use]
    pub fn show_items(&self, labels: &[u16]) -> Vec<u8> {
        self.show(|path| matches!(path.first(), Some(Step::Item(label)) if labels.contains(label)))
    }

    /// The certificate with everything that can be disclosed.
    #[must_use]
    pub fn show_all(&self) -> Vec<u8> {
        self.show(|_| true)
    }
}

/// What a certificate says in full, to its holder: who has it knows it.
pub(crate) struct Contents {
    pub(crate) kind: String,
    pub(crate) region: Region,
    pub(crate) nbf: Time,
    pub(crate) exp: Option<Time>,
    pub(crate) items: Items,
    /// The kinds of its permits, in their order.
    pub(crate) permits: Vec<String>,
}

impl HolderCopy {
    /// Everything that it says. Empty only for a copy that a checker would refuse too, whatever is shown of it.
    pub(crate) fn contents(&self) -> Contents {
        let empty = Contents {
            kind: self.kind.clone(),
            region: Region::NATIONAL,
            nbf: Time::MIN,
            exp: None,
            items: Items::default(),
            permits: Vec::new(),
        };
        read_contents(&self.show_all()).unwrap_or(empty)
    }
}

fn read_contents(shown: &[u8]) -> Result<Contents, Refusal> {
    let message = Sign1::parse(OBJECT, shown, MAX_CERTIFICATE, CERTIFICATE_TYP, true)?;
    let claims = Claims::read(message.payload.clone(), true)?;
    let disclosed = disclose(OBJECT, &claims, &message.disclosures)?;
    Ok(Contents {
        kind: claims.vct.into(),
        region: claims.region,
        nbf: claims.nbf,
        exp: claims.exp,
        items: disclosed.items,
        permits: disclosed.permits.iter().map(|(permit, _)| permit.vct.into()).collect(),
    })
}

/// Finds the place of every disclosure.
struct Finder<'b> {
    held: BTreeMap<[u8; 32], RawDisclosure<'b>>,
    found: Vec<Disclosable>,
}

impl<'b> Finder<'b> {
    fn hold(&mut self, reader: Reader<'b>) -> Result<(), Refusal> {
        let held = RawDisclosure::read(reader)?;
        let repeated = self.held.insert(held.digest, held).is_some();
        ensure(!repeated, || Refusal::DisclosureRepeated { object: Object::Disclosure })
    }

    /// Opens a hash; `None` for a decoy. `label` is given back for a member.
    fn open(
        &mut self,
        digest: &[u8; 32],
        path: &[Step],
        member: Option<&mut u16>,
    ) -> Result<Option<Reader<'b>>, Refusal> {
        let object = Object::Disclosure;
        let held = self.held.remove(digest).ok_or(Refusal::DisclosureUnmatched { object })?;
        let Some(value) = held.value else { return Ok(None) };
        let mut path = path.to_vec();
        match (member, held.label) {
            (Some(member), Some(label)) => {
                *member = disclosed_label(label, path.is_empty())?;
                path.push(Step::Item(*member));
            }
            (None, None) => {}
            _ => return Err(Refusal::DisclosureWrongPlace { object }),
        }
        self.found.push(Disclosable { path, content: Zeroizing::new(held.content.to_vec()) });
        Ok(Some(value))
    }

    /// What a checker would refuse once all is shown is refused to the holder too; the depth also bounds the
    /// stack, which a chain of disclosures would otherwise use up.
    fn members(&mut self, members: &Members<'b>, path: &[Step], depth: usize) -> Result<(), Refusal> {
        let depth = deepen(OBJECT, depth)?;
        let mut labels: Vec<u16> = members.open.iter().map(|(label, _)| *label).collect();
        for (label, node) in &members.open {
            self.node(node, &join(path, Step::Item(*label)), depth)?;
        }
        for digest in &members.redacted {
            let mut label = 0;
            if let Some(mut value) = self.open(digest, path, Some(&mut label))? {
                not_repeated(label, labels.iter().copied())?;
                labels.push(label);
                let node = Node::read(&mut value, place(true, false))?;
                self.node(&node, &join(path, Step::Item(label)), depth)?;
            }
        }
        Ok(())
    }

    fn node(&mut self, node: &Node<'b>, path: &[Step], depth: usize) -> Result<(), Refusal> {
        match node {
            Node::Map(members) => self.members(members, path, depth),
            Node::List(elements) => {
                let depth = deepen(OBJECT, depth)?;
                for (index, element) in elements.iter().enumerate() {
                    let path = join(path, Step::Element(index));
                    match element {
                        Element::Open(node) => self.node(node, &path, depth)?,
                        Element::Redacted(digest) => {
                            if let Some(mut value) = self.open(digest, &path, None)? {
                                let node = Node::read(&mut value, place(true, false))?;
                                self.node(&node, &path, depth)?;
                            }
                        }
                    }
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }
}

fn join(path: &[Step], step: Step) -> Vec<Step> {
    let mut path = path.to_vec();
    path.push(step);
    path
}
