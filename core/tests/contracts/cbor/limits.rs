//! Depth, order of keys, ends, offsets, and bytes that nobody chose.

use chacha20::ChaCha20Rng;
use zhengzhao::cbor::{Fault, FaultKind, MAX_DEPTH, Reader, diagnose};
use zhengzhao::crypto::rand_core::{Rng, SeedableRng};
use zhengzhao::error::Object;

use crate::item::{read, skip};

fn fault(encoding: &str) -> (FaultKind, usize) {
    let bytes = hex::decode(encoding).unwrap();
    let fault = skip(&bytes).unwrap_err();
    assert_eq!(read(&bytes).unwrap_err(), fault);
    assert_eq!(fault.object(), Object::Certificate);
    (fault.kind(), fault.offset())
}

#[test]
fn keys_come_once_and_in_order() {
    for accepted in
        ["a200000100", "a20000 2000", "a2170018 1800", "a3 0000 2000 6000", "a3 00 00 61 61 00 f83b 80"]
    {
        let bytes = hex::decode(accepted.replace(' ', "")).unwrap();
        assert_eq!(skip(&bytes), Ok(()), "{accepted}");
    }
    use FaultKind::{DuplicateKey, KeyOrder, KeyType, OutOfRange};
    for (encoding, expected) in [
        ("a200000000", (DuplicateKey, 3)),
        ("a2616100616100", (DuplicateKey, 4)),
        ("a2f83b80f83b80", (DuplicateKey, 4)),
        ("a201000000", (KeyOrder, 3)),
        ("a220000000", (KeyOrder, 3)),
        // Bytewise order, not the length-first order of RFC 7049: 24 sorts before -1.
        ("a2200018 1800", (KeyOrder, 3)),
        ("a2616200616100", (KeyOrder, 4)),
        ("a2626161006162 00", (KeyOrder, 5)),
        ("a2f83b80616100", (KeyOrder, 4)),
        // Equal keys that do not follow each other are out of order.
        ("a3000001000000", (KeyOrder, 5)),
        ("a14000", (KeyType, 1)),
        ("a1f400", (KeyType, 1)),
        ("a1f600", (KeyType, 1)),
        ("a1f83c00", (KeyType, 1)),
        ("a1c00000", (KeyType, 1)),
        ("a18000", (KeyType, 1)),
        ("a1f9000000", (FaultKind::Float, 1)),
        ("a11bffffffffffffffff00", (OutOfRange, 1)),
        // The faults of a map inside a map count from the start of the object.
        ("a1 00 a2 00 00 00 00", (DuplicateKey, 5)),
    ] {
        assert_eq!(fault(&encoding.replace(' ', "")), expected, "{encoding}");
    }
}

#[test]
fn long_text_keys_are_refused() {
    let key = |length: usize| {
        [&[0xa1, 0x78, u8::try_from(length).unwrap()][..], &vec![b'k'; length], &[0]].concat()
    };
    assert_eq!(skip(&key(255)), Ok(()));
    let mut longer = vec![0xa1, 0x79, 0x01, 0x00];
    longer.extend([b'k'; 256]);
    longer.push(0);
    assert_eq!(skip(&longer).unwrap_err().kind(), FaultKind::TooLarge);
}

#[test]
fn sixteen_levels_and_no_more() {
    for (level, leaf) in [("81", "00"), ("a100", "00"), ("d83c", "00")] {
        let nest = |depth: usize| format!("{}{leaf}", level.repeat(depth));
        assert_eq!(skip(&hex::decode(nest(MAX_DEPTH)).unwrap()), Ok(()), "{level}");
        assert_eq!(fault(&nest(MAX_DEPTH + 1)), (FaultKind::TooDeep, MAX_DEPTH * level.len() / 2), "{level}");
        // Sixty-four kilobytes of opening heads neither overflow the stack nor take long.
        assert_eq!(fault(&nest(64 * 1024)).0, FaultKind::TooDeep, "{level}");
    }
    // Siblings do not add up.
    let wide = format!("98ff{}", "8181818100".repeat(255));
    assert_eq!(skip(&hex::decode(wide).unwrap()), Ok(()));
}

#[test]
fn embedded_levels_count_too() {
    let mut bytes = vec![0];
    for _ in 0..=MAX_DEPTH {
        let head = if bytes.len() < 24 {
            vec![0x40 | u8::try_from(bytes.len()).unwrap()]
        } else {
            vec![0x58, u8::try_from(bytes.len()).unwrap()]
        };
        bytes = [head, bytes].concat();
    }
    let mut reader = Reader::new(Object::Certificate, &bytes);
    for level in 0..MAX_DEPTH {
        let (_, inner) = reader.embedded(usize::MAX).unwrap();
        assert!(inner.offset() > level);
        reader = inner;
    }
    let expected = reader.fault(FaultKind::TooDeep);
    assert_eq!(reader.embedded(usize::MAX).unwrap_err(), expected);
}

#[test]
fn nothing_follows_the_end_at_any_level() {
    assert_eq!(fault("0000"), (FaultKind::TrailingBytes, 1));
    assert_eq!(fault("8000"), (FaultKind::TrailingBytes, 1));
    assert_eq!(fault("6161ff"), (FaultKind::TrailingBytes, 2));
    // [1, << 2, trailing >>]
    let bytes = [0x82, 0x01, 0x42, 0x02, 0x00];
    let mut reader = Reader::new(Object::Disclosure, &bytes);
    let read = reader.array(2, |index, reader| {
        if index == 0 {
            return reader.skip();
        }
        let (content, mut inner) = reader.embedded(8)?;
        assert_eq!(content, &[0x02, 0x00]);
        inner.skip()?;
        inner.end()
    });
    assert_eq!(read, Err(Fault::new(Object::Disclosure, 4, FaultKind::TrailingBytes)));
}

#[test]
fn counts_never_allocate_or_loop() {
    for encoding in [
        "9b00ffffffffffffff",
        "bb00ffffffffffffff",
        "9bffffffffffffffff",
        "bb7fffffffffffffff",
        "9a7fffffff0000",
    ] {
        assert_eq!(fault(encoding), (FaultKind::Truncated, 0), "{encoding}");
    }
    let mut reader = Reader::new(Object::Certificate, &[0x83, 0, 0, 0]);
    let read = reader.array(2, |_, reader| reader.skip());
    assert_eq!(read.unwrap_err().kind(), FaultKind::TooLarge);
    let mut reader = Reader::new(Object::Certificate, &[0x42, 0, 0]);
    assert_eq!(reader.bytes(1).unwrap_err().kind(), FaultKind::TooLarge);
    let mut reader = Reader::new(Object::Certificate, &[0x62, b'a', b'a']);
    assert_eq!(reader.text(1).unwrap_err().kind(), FaultKind::TooLarge);
}

#[test]
fn faults_inside_text_point_at_the_character() {
    // "a", then a lone continuation byte.
    assert_eq!(fault("81626180"), (FaultKind::NotUtf8, 3));
    // Surrogate half, overlong form, and a character cut in two.
    assert_eq!(fault("63eda080"), (FaultKind::NotUtf8, 1));
    assert_eq!(fault("62c080"), (FaultKind::NotUtf8, 1));
    assert_eq!(fault("62e6b0"), (FaultKind::NotUtf8, 1));
    // "水" and then a line feed.
    assert_eq!(fault("8164e6b0b40a"), (FaultKind::ForbiddenCharacter, 5));
}

#[test]
fn a_mebibyte_of_noise_is_refused_without_a_panic() {
    let mut rng = ChaCha20Rng::from_seed([7; 32]);
    let mut noise = vec![0; 1024 * 1024];
    rng.fill_bytes(&mut noise);
    // From every offset, and cut short, the reader ends with a fault or an item.
    for start in (0..noise.len()).step_by(13) {
        let bytes = &noise[start..];
        let _ = skip(bytes);
        let window = &bytes[..bytes.len().min(64)];
        assert_eq!(skip(window), read(window).map(drop));
        let _ = diagnose(Object::Certificate, window);
    }
    assert!(skip(&noise).is_err());
}
