//! Disclosures out of plain bytes, for the fuzz target `disclosures` and its seeds.
#![expect(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test stops at the first surprise"
)]

use zhengzhao::cbor::Writer;
use zhengzhao::crypto::sha256;

/// The hashes at the top of `items`, sorted, and the contents of the disclosures.
///
/// Each disclosure is a length byte and so many bytes. Thirty-two equal bytes below its own number stand for the
/// hash of the disclosure with that number, which is then no longer at the top.
pub(crate) fn disclosures(data: &[u8]) -> (Vec<[u8; 32]>, Vec<Vec<u8>>) {
    let mut contents: Vec<Vec<u8>> = Vec::new();
    let mut top: Vec<Option<[u8; 32]>> = Vec::new();
    let mut rest = data;
    while let Some((&length, tail)) = rest.split_first() {
        let (content, tail) = tail.split_at(tail.len().min(length.into()));
        rest = tail;
        let mut content = content.to_vec();
        let mut start = 0;
        while let Some(window) = content.get_mut(start..start + 32) {
            let number = window[0];
            let marked = window.iter().all(|byte| *byte == number);
            if let (true, Some(digest)) = (marked, top.get_mut(usize::from(number)).and_then(Option::take)) {
                window.copy_from_slice(&digest);
            }
            start += 1;
        }
        let mut writer = Writer::new();
        writer.bytes(&content);
        top.push(Some(sha256(&[&writer.into_bytes()])));
        contents.push(content);
    }
    let mut digests: Vec<_> = top.into_iter().flatten().collect();
    digests.sort_unstable();
    (digests, contents)
}
