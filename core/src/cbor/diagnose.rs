//! Diagnostic notation (RFC 8949 §8) of bytes that nobody has verified.

use super::{Fault, Key, Major, Reader};
use crate::error::Object;
use alloc::string::String;
use core::fmt::Write;

/// The diagnostic notation of `bytes`, byte strings that hold maps or arrays shown as `<< … >>`.
///
/// For people who look at a file. Nothing in it is verified.
///
/// # Errors
/// The first [`Fault`] when the bytes are not strictly encoded.
pub fn diagnose(object: Object, bytes: &[u8]) -> Result<String, Fault> {
    let mut reader = Reader::new(object, bytes);
    let mut out = String::new();
    item(&mut reader, &mut out, 0)?;
    reader.end()?;
    Ok(out)
}

fn item(reader: &mut Reader<'_>, out: &mut String, indent: usize) -> Result<(), Fault> {
    match reader.peek()? {
        Major::Unsigned | Major::Negative => put(out, format_args!("{}", reader.int()?)),
        Major::Bytes => bytes(reader, out, indent)?,
        Major::Text => put(out, format_args!("{:?}", reader.text(usize::MAX)?)),
        Major::Array => {
            out.push('[');
            let count = reader.array(usize::MAX, |_, reader| {
                line(out, indent.saturating_add(1));
                item(reader, out, indent.saturating_add(1))?;
                out.push(',');
                Ok::<_, Fault>(())
            })?;
            if count > 0 {
                line(out, indent);
            }
            out.push(']');
        }
        Major::Map => {
            out.push('{');
            reader.map(usize::MAX, |key, reader| {
                line(out, indent.saturating_add(1));
                match key {
                    Key::Int(label) => put(out, format_args!("{label}: ")),
                    Key::Text(label) => put(out, format_args!("{label:?}: ")),
                    Key::Redacted => out.push_str("simple(59): "),
                }
                item(reader, out, indent.saturating_add(1))?;
                out.push(',');
                Ok::<_, Fault>(())
            })?;
            line(out, indent);
            out.push('}');
        }
        Major::Tag => {
            put(out, format_args!("{}(", reader.tag()?));
            item(reader, out, indent)?;
            reader.leave_tag();
            out.push(')');
        }
        Major::Simple => {
            let at = reader.clone();
            match reader.bool() {
                Ok(value) => put(out, format_args!("{value}")),
                Err(_) => {
                    *reader = at;
                    reader.skip()?;
                    out.push_str("null");
                }
            }
        }
    }
    Ok(())
}

fn bytes(reader: &mut Reader<'_>, out: &mut String, indent: usize) -> Result<(), Fault> {
    let mut embedded = reader.clone();
    let content = reader.bytes(usize::MAX)?;
    // At the deepest level a byte string is still a byte string, only nothing in it is looked at.
    if let Ok((_, mut inner)) = embedded.embedded(usize::MAX) {
        // Only containers are shown as embedded CBOR: a digest that happens to decode as a number is a digest.
        if matches!(inner.peek(), Ok(Major::Array | Major::Map | Major::Tag)) {
            let mut shown = String::new();
            if item(&mut inner, &mut shown, indent).and_then(|()| inner.end()).is_ok() {
                put(out, format_args!("<< {shown} >>"));
                return Ok(());
            }
        }
    }
    out.push_str("h'");
    for byte in content {
        put(out, format_args!("{byte:02x}"));
    }
    out.push('\'');
    Ok(())
}

fn line(out: &mut String, indent: usize) {
    out.push('\n');
    for _ in 0..indent {
        out.push_str("  ");
    }
}

fn put(out: &mut String, text: core::fmt::Arguments<'_>) {
    // Writing to a `String` cannot fail.
    let _ = out.write_fmt(text);
}
