//! Frames out of plain bytes, for the fuzz target `frames` and its seeds.
#![expect(clippy::indexing_slicing, reason = "a test stops at the first surprise")]

use zhengzhao::cbor::Writer;
use zhengzhao::crypto::sha256;
use zhengzhao::qr::FRAME_PART;

/// The frames of two objects in the order of `data`.
///
/// The first byte is the length of the order that follows it; the rest is the first object, and the second is the
/// same without its first byte. In the order, the low three bits of a byte are the part, the next two say what
/// becomes of it: as it should be, of the second object, with a changed bit, or cut by the bits above.
pub(crate) fn frames_of(data: &[u8]) -> Vec<Vec<u8>> {
    let Some((&length, rest)) = data.split_first() else { return Vec::new() };
    let (order, object) = rest.split_at(rest.len().min(length.into()));
    order.iter().filter_map(|step| frame(*step, object)).collect()
}

fn frame(step: u8, object: &[u8]) -> Option<Vec<u8>> {
    let (index, what, cut) = (step & 7, step >> 3 & 3, usize::from(step >> 5));
    let object = if what == 1 { object.get(1..)? } else { object };
    let mut part = object.chunks(FRAME_PART).nth(index.into())?.to_vec();
    match what {
        2 => part[0] ^= 1,
        3 => part.truncate(part.len().checked_sub(cut)?),
        _ => {}
    }
    let count = u64::try_from(object.chunks(FRAME_PART).len()).ok()?;
    let mut writer = Writer::new();
    writer.array(4).uint(u64::from(index).checked_add(1)?).uint(count);
    writer.bytes(&sha256(&[object])[..16]).bytes(&part);
    Some(writer.into_bytes())
}
