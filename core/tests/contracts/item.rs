//! A plain tree of CBOR values, to compare our reader and writer with themselves and with `ciborium`.

use ciborium::Value;
use zhengzhao::cbor::{Fault, Key, Major, MapWriter, Reader, Writer};
use zhengzhao::error::Object;

/// A key of a map.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Label {
    /// An integer.
    Int(i64),
    /// Text.
    Text(String),
    /// simple(59).
    Redacted,
}

/// A value that the strict reader can read past.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Item {
    /// An integer.
    Int(i64),
    /// A byte string.
    Bytes(Vec<u8>),
    /// Text.
    Text(String),
    /// A boolean.
    Bool(bool),
    /// Null.
    Null,
    /// An array.
    Array(Vec<Item>),
    /// A map, in the order of its encoding.
    Map(Vec<(Label, Item)>),
    /// Tag 60.
    Tagged(Box<Item>),
}

/// Reads one item to the last byte with the readers of each type.
pub(crate) fn read(bytes: &[u8]) -> Result<Item, Fault> {
    let mut reader = Reader::new(Object::Certificate, bytes);
    let item = read_item(&mut reader)?;
    reader.end()?;
    Ok(item)
}

fn read_item(reader: &mut Reader<'_>) -> Result<Item, Fault> {
    Ok(match reader.peek()? {
        Major::Unsigned | Major::Negative => Item::Int(reader.int()?),
        Major::Bytes => Item::Bytes(reader.bytes(usize::MAX)?.to_vec()),
        Major::Text => Item::Text(reader.text(usize::MAX)?.to_owned()),
        Major::Array => {
            let mut items = Vec::new();
            reader.array(usize::MAX, |_, reader| {
                items.push(read_item(reader)?);
                Ok::<(), Fault>(())
            })?;
            Item::Array(items)
        }
        Major::Map => {
            let mut entries = Vec::new();
            reader.map(usize::MAX, |key, reader| {
                let key = match key {
                    Key::Int(label) => Label::Int(label),
                    Key::Text(label) => Label::Text(label.to_owned()),
                    Key::Redacted => Label::Redacted,
                };
                entries.push((key, read_item(reader)?));
                Ok::<(), Fault>(())
            })?;
            Item::Map(entries)
        }
        Major::Tag => {
            let at = reader.clone();
            if reader.tag()? != 60 {
                // The tag is refused where it stands, by the one who asked for none.
                return Err(at.fault(zhengzhao::cbor::FaultKind::Tag));
            }
            let inner = read_item(reader)?;
            reader.leave_tag();
            Item::Tagged(Box::new(inner))
        }
        Major::Simple => {
            let mut attempt = reader.clone();
            match attempt.bool() {
                Ok(value) => {
                    *reader = attempt;
                    Item::Bool(value)
                }
                Err(_) => {
                    reader.skip()?;
                    Item::Null
                }
            }
        }
    })
}

/// Reads past one item to the last byte.
pub(crate) fn skip(bytes: &[u8]) -> Result<(), Fault> {
    let mut reader = Reader::new(Object::Certificate, bytes);
    reader.skip()?;
    reader.end()
}

/// The encoding by our writer.
pub(crate) fn encode(item: &Item) -> Vec<u8> {
    let mut writer = Writer::new();
    write(&mut writer, item);
    writer.into_bytes()
}

fn write<'w>(writer: &'w mut Writer, item: &Item) -> &'w mut Writer {
    match item {
        Item::Int(value) => writer.int(*value),
        Item::Bytes(bytes) => writer.bytes(bytes),
        Item::Text(text) => writer.text(text),
        Item::Bool(value) => writer.bool(*value),
        Item::Null => writer.raw(&[0xf6]),
        Item::Array(items) => {
            writer.array(items.len());
            for item in items {
                write(writer, item);
            }
            writer
        }
        Item::Map(entries) => {
            let mut map = MapWriter::new();
            for (key, item) in entries {
                match key {
                    Label::Int(label) => map.entry(*label, |w| write(w, item)),
                    Label::Text(label) => map.text_entry(label, |w| write(w, item)),
                    Label::Redacted => map.redacted(|w| write(w, item)),
                };
            }
            writer.map(map)
        }
        Item::Tagged(inner) => {
            writer.tag(60);
            write(writer, inner)
        }
    }
}

/// The same value for `ciborium`; `None` when it holds simple(59), which `ciborium` cannot carry.
pub(crate) fn foreign(item: &Item) -> Option<Value> {
    Some(match item {
        Item::Int(value) => Value::from(*value),
        Item::Bytes(bytes) => Value::Bytes(bytes.clone()),
        Item::Text(text) => Value::Text(text.clone()),
        Item::Bool(value) => Value::Bool(*value),
        Item::Null => Value::Null,
        Item::Array(items) => Value::Array(items.iter().map(foreign).collect::<Option<_>>()?),
        Item::Map(entries) => Value::Map(
            entries
                .iter()
                .map(|(key, item)| {
                    let key = match key {
                        Label::Int(label) => Value::from(*label),
                        Label::Text(label) => Value::Text(label.clone()),
                        Label::Redacted => return None,
                    };
                    Some((key, foreign(item)?))
                })
                .collect::<Option<_>>()?,
        ),
        Item::Tagged(inner) => Value::Tag(60, Box::new(foreign(inner)?)),
    })
}
