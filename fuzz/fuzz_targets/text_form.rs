//! The text of a QR code.
#![no_main]

use libfuzzer_sys::fuzz_target;
use zhengzhao::qr::{Frame, PREFIX, Scanned, decode, encode, is_text};

fuzz_target!(|data: &[u8]| {
    // Every text is read one way: what is read is written as it was, without what stood in front.
    if let Ok(text) = std::str::from_utf8(data) {
        assert!(is_text(text) || decode(text).is_err());
        if let Ok(bytes) = decode(text) {
            assert!(text.ends_with(&encode(&bytes)));
        }
        let _ = Scanned::read(text);
    }
    // And every object, as far as a code goes, comes back from its text.
    let object = &data[..data.len().min(2861)];
    let text = encode(object);
    assert!(text.starts_with(PREFIX));
    assert_eq!(decode(&text).as_deref(), Ok(object));
    match Scanned::read(&text) {
        Ok(Scanned::Whole(bytes)) => assert_eq!(bytes, object),
        Ok(Scanned::Frame(frame)) => {
            assert!((1..=frame.count()).contains(&frame.number()) && (2..=8).contains(&frame.count()));
            assert_eq!(Frame::parse(object), Ok(frame));
        }
        Err(_) => assert_eq!(object.first(), Some(&0x84)),
    }
});
