//! The text form and its frames: RFC 9285, strictly, and sets of frames in any order.
#![expect(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

use proptest::prelude::*;
use zhengzhao::Refusal;
use zhengzhao::cbor::Writer;
use zhengzhao::crypto::sha256;
use zhengzhao::limits::{MAX_CODE, MAX_FRAMES, MAX_TEXT_FORM};
use zhengzhao::qr::{Collector, FRAME_PART, Frame, MAX_FRAMED, Scanned, decode, encode, frames, is_text};

const ALPHABET: &str = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

fn refused(text: &str) -> (&'static str, usize) {
    match decode(text) {
        Err(Refusal::TextNotBase45 { offset, .. }) => ("text_not_base45", offset),
        Err(other) => (other.code(), 0),
        Ok(bytes) => panic!("{text:?} was read as {bytes:02x?}"),
    }
}

fn bytes_of(seed: u8, length: usize) -> Vec<u8> {
    (0..length).flat_map(|n| sha256(&[&[seed], &n.to_be_bytes()])).take(length).collect()
}

fn frame(text: &str) -> Frame {
    match Scanned::read(text).unwrap() {
        Scanned::Frame(frame) => frame,
        Scanned::Whole(bytes) => panic!("{} bytes instead of a frame", bytes.len()),
    }
}

fn raw(number: u64, count: u64, digest: &[u8], part: &[u8]) -> Vec<u8> {
    let mut writer = Writer::new();
    writer.array(4).uint(number).uint(count).bytes(digest).bytes(part);
    writer.into_bytes()
}

#[test]
fn the_examples_of_rfc_9285_are_written_and_read() {
    for (bytes, text) in [
        (&b"AB"[..], "BB8"),
        (b"Hello!!", "%69 VD92EX0"),
        (b"base-45", "UJCLQE7W581"),
        (b"ietf!", "QED8WEX0"),
    ] {
        let text = format!("ZZ1:{text}");
        assert_eq!(encode(bytes), text);
        assert_eq!(decode(&text).as_deref(), Ok(bytes));
    }
    // §4.1 there: the largest values of three and of two characters.
    assert_eq!(decode("ZZ1:FGW").unwrap(), [0xff, 0xff]);
    assert_eq!(decode("ZZ1:U5").unwrap(), [0xff]);
    assert_eq!((encode(b""), decode("ZZ1:").unwrap()), ("ZZ1:".to_owned(), Vec::new()));
}

#[test]
fn what_is_no_encoding_is_refused_at_its_character() {
    for (body, offset) in [
        ("GGW", 5),    // 65536 (RFC 9285 §6)
        (":::", 5),    // 91124
        ("BB8GGW", 8), // not in the first group
        ("::", 5),     // 2024
        ("V5", 5),     // 256
        ("BB8V5", 8),  // in the last group
        ("A", 5),      // one character is no byte
        ("BB8A", 8),   // nor are four
        ("BB8 ", 8),   // a space behind is a digit
        ("bb8", 5),    // lower case
        ("BB8\n", 8),  // only what stands in front is passed over
        ("B B\u{feff}", 8),
        ("BB_", 7),
        ("B\u{212a}8", 6), // a sign that folds to K
        ("\u{ff22}B8", 5),
        ("BB8=", 8),     // no padding
        ("QED8WEX", 11), // cut
    ] {
        let (code, at) = refused(&format!("ZZ1:{body}"));
        assert_eq!((code, at), ("text_not_base45", offset), "{body:?}");
    }
}

#[test]
fn only_marks_spaces_and_controls_may_stand_in_front() {
    for front in ["", "\u{feff}", " ", "\r\n", "\u{feff} \u{1d}\u{0}", "\u{85}\u{9f}\t"] {
        assert_eq!(decode(&format!("{front}ZZ1:BB8")).unwrap(), b"AB", "{front:?}");
        assert!(is_text(&format!("{front}ZZ1:")));
    }
    for text in [
        "",
        "BB8",
        "ZZ2:BB8",
        "zz1:BB8",
        "ZZ1",
        "Z Z1:BB8",
        "\u{3000}ZZ1:BB8",
        "\u{200b}ZZ1:BB8",
        "HTTPS://X",
    ] {
        assert_eq!(refused(text).0, "text_prefix_missing", "{text:?}");
        assert!(!is_text(text));
    }
}

#[test]
fn a_text_is_no_longer_than_the_largest_code() {
    let longest = "0".repeat(MAX_TEXT_FORM - 4);
    assert_eq!(decode(&format!(" ZZ1:{longest}")).unwrap().len(), 2861);
    assert_eq!(refused(&format!("ZZ1:{longest}0")).0, "too_large");
}

#[test]
fn objects_go_in_one_code_or_in_two_to_eight() {
    for (length, count) in [
        (0, 1),
        (MAX_CODE, 1),
        (MAX_CODE + 1, 2),
        (2 * FRAME_PART, 2),
        (2 * FRAME_PART + 1, 3),
        (MAX_FRAMED, MAX_FRAMES),
    ] {
        let texts = frames(&bytes_of(1, length)).unwrap();
        assert_eq!(texts.len(), count, "{length}");
        // What a QR code of version 22 at level M holds in alphanumeric mode.
        assert!(texts.iter().all(|text| text.len() <= 1134 && text.chars().all(|c| ALPHABET.contains(c))));
    }
    assert_eq!(MAX_FRAMED, 5840);
    assert_eq!(frames(&bytes_of(1, MAX_FRAMED + 1)).unwrap_err().code(), "too_large");
}

#[test]
fn a_frame_is_read_strictly() {
    let digest = [7; 16];
    let full = [1; FRAME_PART];
    let read = |bytes: &[u8]| Scanned::read(&encode(bytes)).map_err(|refusal| refusal.code());
    assert!(
        matches!(read(&raw(1, 2, &digest, &full)), Ok(Scanned::Frame(frame)) if frame.number() == 1 && frame.count() == 2)
    );
    assert!(matches!(read(&raw(8, 8, &digest, &[1])), Ok(Scanned::Frame(_))));
    for (bytes, code) in [
        (raw(0, 2, &digest, &full), "cbor_out_of_range"),
        (raw(3, 2, &digest, &full), "cbor_out_of_range"),
        (raw(1, 1, &digest, &full), "cbor_out_of_range"),
        (raw(9, 9, &digest, &full), "cbor_out_of_range"),
        (raw(u64::MAX, 8, &digest, &full), "cbor_out_of_range"),
        (raw(1, u64::MAX, &digest, &full), "cbor_out_of_range"),
        (raw(1, 2, &digest[1..], &full), "cbor_out_of_range"),
        (raw(1, 2, &digest, &full[1..]), "cbor_out_of_range"),
        (raw(2, 2, &digest, &[]), "cbor_out_of_range"),
        (raw(2, 2, &digest, &[1; FRAME_PART + 1]), "cbor_out_of_range"),
        ([raw(1, 2, &digest, &full), vec![0]].concat(), "cbor_trailing_bytes"),
        (raw(1, 2, &digest, &full)[..700].to_vec(), "cbor_truncated"),
        (vec![0x84], "cbor_truncated"),
        (vec![0x84, 0x18, 1, 2], "cbor_not_shortest"),
        (vec![0x84, 0x21, 2], "cbor_unexpected_type"),
        (vec![0x84, 1, 2, 0x5f], "cbor_indefinite_length"),
    ] {
        assert_eq!(read(&bytes), Err(code), "{:02x?}", &bytes[..bytes.len().min(8)]);
    }
    // The first byte decides: these are objects, whatever they hold.
    for bytes in [&[][..], &[0xd2, 0x84], &[0xd8, 0x62], &[0x83], &[0x85], &[0x98, 4]] {
        assert_eq!(read(bytes), Ok(Scanned::Whole(bytes.to_vec())));
    }
}

#[test]
fn a_frame_of_another_set_and_a_conflict_leave_the_collection_as_it_is() {
    let (own, other) = (bytes_of(1, 2000), bytes_of(2, 2000));
    let [one, two, three] = &frames(&own).unwrap()[..] else { panic!("three frames") };
    let mut collector = Collector::new();
    assert_eq!((collector.count(), collector.missing().count()), (None, 0));
    assert_eq!(collector.add(frame(two)), Ok(None));
    let before = collector.clone();
    let mut foreign: Vec<Frame> = frames(&other).unwrap().iter().map(|text| frame(text)).collect();
    // The same digest, another count.
    let digest = &sha256(&[&own])[..16];
    foreign.push(Frame::parse(&raw(1, 4, digest, &own[..FRAME_PART])).unwrap());
    for foreign in foreign {
        assert_eq!(collector.add(foreign).unwrap_err().code(), "frame_of_another_set");
        assert_eq!(collector, before);
    }
    let forged = Frame::parse(&raw(2, 3, digest, &[9; FRAME_PART])).unwrap();
    assert_eq!(
        collector.add(forged.clone()).unwrap_err(),
        Refusal::FrameConflict { object: zhengzhao::error::Object::Frame, number: 2 }
    );
    assert_eq!(collector, before);
    assert_eq!(collector.add(frame(two)), Ok(None), "twice is fine");
    assert_eq!(collector.add(frame(one)), Ok(None));
    assert_eq!(collector.have().collect::<Vec<_>>(), [1, 2]);
    assert_eq!(collector.missing().collect::<Vec<_>>(), [3]);
    assert_eq!(collector.add(frame(three)), Ok(Some(own.clone())));
    assert_eq!(collector.add(frame(one)), Ok(Some(own.clone())), "and also when all are there");

    // A forged frame that came first is found out at the end, and the honest ones are read again.
    collector.clear();
    assert_eq!(collector.add(forged), Ok(None));
    assert_eq!(collector.add(frame(one)), Ok(None));
    assert_eq!(collector.add(frame(two)).unwrap_err().code(), "frame_conflict");
    assert_eq!(collector.add(frame(three)).unwrap_err().code(), "frames_digest_mismatch");
    assert_eq!(collector, Collector::new());
    for text in [one, two] {
        assert_eq!(collector.add(frame(text)), Ok(None));
    }
    assert_eq!(collector.add(frame(three)), Ok(Some(own)));
}

#[test]
fn nothing_of_an_object_is_shown_in_debug_output() {
    let texts = frames(&[0x41; 800]).unwrap();
    let mut collector = Collector::new();
    let second = frame(&texts[1]);
    collector.add(second.clone()).unwrap();
    let whole = Scanned::read(&encode(&[0x41; 80])).unwrap();
    assert_eq!(
        format!("{collector:?} {second:?} {whole:?}"),
        "Collector(1 of 2) Frame(2 of 2) Whole(80 bytes)"
    );
}

proptest! {
    #[test]
    fn bytes_come_back_from_their_text(bytes in proptest::collection::vec(any::<u8>(), 0..2861)) {
        let text = encode(&bytes);
        prop_assert!(text.len() <= MAX_TEXT_FORM);
        prop_assert!(text.chars().all(|c| ALPHABET.contains(c)));
        prop_assert_eq!(decode(&text), Ok(bytes));
    }

    /// No two texts stand for the same bytes.
    #[test]
    fn a_text_that_is_read_is_the_one_that_is_written(body in "[0-9A-Z $%*+./:-]{0,60}") {
        let text = format!("ZZ1:{body}");
        if let Ok(bytes) = decode(&text) {
            prop_assert_eq!(encode(&bytes), text);
        }
    }

    #[test]
    fn any_text_is_answered(text in any::<String>()) {
        let _ = Scanned::read(&text);
        let _ = Scanned::read(&format!("ZZ1:{text}"));
    }

    #[test]
    fn frames_come_back_in_any_order_and_repeated(
        length in MAX_CODE + 1..=MAX_FRAMED,
        seed in any::<u8>(),
        picks in proptest::collection::vec(any::<prop::sample::Index>(), 0..40),
    ) {
        let bytes = bytes_of(seed, length);
        let texts = frames(&bytes).unwrap();
        let mut collector = Collector::new();
        let order = picks.iter().map(|pick| pick.index(texts.len())).chain((0..texts.len()).rev());
        let mut had = vec![false; texts.len()];
        for index in order {
            let whole = collector.add(frame(&texts[index])).unwrap();
            had[index] = true;
            prop_assert_eq!(whole, had.iter().all(|had| *had).then(|| bytes.clone()));
            let missing: Vec<_> = (1..).zip(&had).filter(|(_, had)| !**had).map(|(n, _)| n).collect();
            prop_assert_eq!(collector.missing().collect::<Vec<_>>(), missing);
            prop_assert_eq!(collector.have().count() + collector.missing().count(), texts.len());
        }
    }

    /// One bit of one frame's part: found by the digest, whichever it is.
    #[test]
    fn a_changed_part_is_found(length in MAX_CODE + 1..=MAX_FRAMED, at in any::<prop::sample::Index>(), bit in 0..8_u8) {
        let bytes = bytes_of(3, length);
        let digest = &sha256(&[&bytes])[..16];
        let mut changed = bytes.clone();
        changed[at.index(length)] ^= 1 << bit;
        let count = length.div_ceil(FRAME_PART) as u64;
        let mut collector = Collector::new();
        let results: Vec<_> = (1..)
            .zip(changed.chunks(FRAME_PART))
            .map(|(number, part)| collector.add(Frame::parse(&raw(number, count, digest, part)).unwrap()))
            .collect();
        let (last, before) = results.split_last().unwrap();
        prop_assert!(before.iter().all(|result| *result == Ok(None)));
        prop_assert_eq!(last.as_ref().unwrap_err().code(), "frames_digest_mismatch");
        prop_assert_eq!(collector, Collector::new());
    }
}
