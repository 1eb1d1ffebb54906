//! CBOR as a tree that can be changed anywhere, also into what no honest writer would write.

use zhengzhao::cbor::{Key, Major, Reader, Writer};
use zhengzhao::error::{Object, Refusal};

/// An item: what is opened can be changed, the rest stays as it was encoded.
#[derive(Debug, Clone)]
pub(crate) enum Tree {
    Raw(Vec<u8>),
    /// Entries with encoded keys, in the order in which they are written.
    Map(Vec<(Vec<u8>, Tree)>),
    List(Vec<Tree>),
}

/// Ends a chain of changes.
pub(crate) const fn done<T>(_: &mut T) {}

/// One encoded item.
pub(crate) fn raw(write: impl FnOnce(&mut Writer) -> &mut Writer) -> Tree {
    let mut writer = Writer::new();
    write(&mut writer);
    Tree::Raw(writer.into_bytes())
}

pub(crate) fn uint(value: u64) -> Tree {
    raw(|w| w.uint(value))
}

pub(crate) fn int(value: i64) -> Tree {
    raw(|w| w.int(value))
}

pub(crate) fn text(value: &str) -> Tree {
    raw(|w| w.text(value))
}

pub(crate) fn bytes(value: &[u8]) -> Tree {
    raw(|w| w.bytes(value))
}

/// An integer label as it is encoded.
pub(crate) fn label(label: i64) -> Vec<u8> {
    int(label).encode()
}

/// A text label as it is encoded.
pub(crate) fn name(label: &str) -> Vec<u8> {
    text(label).encode()
}

/// simple(59), the key of redacted-claim hashes.
pub(crate) const REDACTED: [u8; 2] = [0xf8, 59];

impl Tree {
    pub(crate) fn parse(encoded: &[u8]) -> Self {
        let mut reader = Reader::new(Object::Certificate, encoded);
        let tree = Self::read(&mut reader).expect("a sound object to start from");
        reader.end().expect("nothing after it");
        tree
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, Refusal> {
        match reader.peek()? {
            Major::Map => {
                let mut entries = Vec::new();
                reader.map(usize::MAX, |key, reader| {
                    let key = match key {
                        Key::Int(number) => label(number),
                        Key::Text(text) => name(text),
                        Key::Redacted => REDACTED.to_vec(),
                    };
                    entries.push((key, Self::read(reader)?));
                    Ok::<(), Refusal>(())
                })?;
                Ok(Self::Map(entries))
            }
            Major::Array => {
                let mut list = Vec::new();
                reader.array(usize::MAX, |_, reader| {
                    list.push(Self::read(reader)?);
                    Ok::<(), Refusal>(())
                })?;
                Ok(Self::List(list))
            }
            Major::Tag => {
                // What an act stands on, tag included.
                let ((), encoded) = reader.span(|reader| {
                    reader.tag()?;
                    reader.skip()?;
                    reader.leave_tag();
                    Ok::<(), Refusal>(())
                })?;
                Ok(Self::Raw(encoded.to_vec()))
            }
            _ => Ok(Self::Raw(reader.span(|reader| reader.skip().map_err(Refusal::from))?.1.to_vec())),
        }
    }

    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        match self {
            Self::Raw(encoded) => return encoded.clone(),
            Self::List(list) => {
                writer.array(list.len());
                list.iter().for_each(|item| done(writer.raw(&item.encode())));
            }
            Self::Map(entries) => {
                let length = u8::try_from(entries.len()).expect("a small map");
                let head = if length < 24 { vec![0xa0 | length] } else { vec![0xb8, length] };
                writer.raw(&head);
                for (key, value) in entries {
                    writer.raw(key).raw(&value.encode());
                }
            }
        }
        writer.into_bytes()
    }

    pub(crate) fn entries(&mut self) -> &mut Vec<(Vec<u8>, Self)> {
        match self {
            Self::Map(entries) => entries,
            _ => panic!("not a map"),
        }
    }

    pub(crate) fn list(&mut self) -> &mut Vec<Self> {
        match self {
            Self::List(list) => list,
            _ => panic!("not a list"),
        }
    }

    pub(crate) fn element(&mut self, index: usize) -> &mut Self {
        &mut self.list()[index]
    }

    /// The member with an integer label.
    pub(crate) fn get(&mut self, number: i64) -> &mut Self {
        self.member(&label(number))
    }

    pub(crate) fn member(&mut self, key: &[u8]) -> &mut Self {
        let entry = self.entries().iter_mut().find(|(own, _)| own == key);
        &mut entry.expect("there is such a member").1
    }

    /// Puts a member in its place; replaces one with the same label.
    pub(crate) fn set(&mut self, number: i64, value: Self) -> &mut Self {
        self.put(label(number), value)
    }

    pub(crate) fn put(&mut self, key: Vec<u8>, value: Self) -> &mut Self {
        let entries = self.entries();
        entries.retain(|(own, _)| *own != key);
        entries.push((key, value));
        entries.sort_by(|a, b| a.0.cmp(&b.0));
        self
    }

    pub(crate) fn remove(&mut self, number: i64) -> &mut Self {
        let key = label(number);
        let entries = self.entries();
        let before = entries.len();
        entries.retain(|(own, _)| *own != key);
        assert!(entries.len() < before, "there was no such member");
        self
    }
}
