//! The published examples of RFC 8949: appendix A (values) and appendix F (not well-formed).

use zhengzhao::cbor::{FaultKind, diagnose};
use zhengzhao::error::Object;

use crate::item::{read, skip};

/// RFC 8949 appendix A: what the strict reader says to each encoding, in the order of the table.
const APPENDIX_A: &[(&str, Option<FaultKind>)] = {
    use FaultKind::{Float, IndefiniteLength, OutOfRange, Simple, Tag};
    &[
        ("00", None),
        ("01", None),
        ("0a", None),
        ("17", None),
        ("1818", None),
        ("1819", None),
        ("1864", None),
        ("1903e8", None),
        ("1a000f4240", None),
        ("1b000000e8d4a51000", None),
        // Integers end at 64 bits with sign: nothing in the format needs more.
        ("1bffffffffffffffff", Some(OutOfRange)),
        ("c249010000000000000000", Some(Tag)),
        ("3bffffffffffffffff", Some(OutOfRange)),
        ("c349010000000000000000", Some(Tag)),
        ("20", None),
        ("29", None),
        ("3863", None),
        ("3903e7", None),
        ("f90000", Some(Float)),
        ("f98000", Some(Float)),
        ("f93c00", Some(Float)),
        ("fb3ff199999999999a", Some(Float)),
        ("f93e00", Some(Float)),
        ("f97bff", Some(Float)),
        ("fa47c35000", Some(Float)),
        ("fa7f7fffff", Some(Float)),
        ("fb7e37e43c8800759c", Some(Float)),
        ("f90001", Some(Float)),
        ("f90400", Some(Float)),
        ("f9c400", Some(Float)),
        ("fbc010666666666666", Some(Float)),
        ("f97c00", Some(Float)),
        ("f97e00", Some(Float)),
        ("f9fc00", Some(Float)),
        ("fa7f800000", Some(Float)),
        ("fa7fc00000", Some(Float)),
        ("faff800000", Some(Float)),
        ("fb7ff0000000000000", Some(Float)),
        ("fb7ff8000000000000", Some(Float)),
        ("fbfff0000000000000", Some(Float)),
        ("f4", None),
        ("f5", None),
        ("f6", None),
        ("f7", Some(Simple)),
        ("f0", Some(Simple)),
        ("f8ff", Some(Simple)),
        ("c074323031332d30332d32315432303a30343a30305a", Some(Tag)),
        ("c11a514b67b0", Some(Tag)),
        ("c1fb41d452d9ec200000", Some(Tag)),
        ("d74401020304", Some(Tag)),
        ("d818456449455446", Some(Tag)),
        ("d82076687474703a2f2f7777772e6578616d706c652e636f6d", Some(Tag)),
        ("40", None),
        ("4401020304", None),
        ("60", None),
        ("6161", None),
        ("6449455446", None),
        ("62225c", None),
        ("62c3bc", None),
        ("63e6b0b4", None),
        ("64f0908591", None),
        ("80", None),
        ("83010203", None),
        ("8301820203820405", None),
        ("98190102030405060708090a0b0c0d0e0f101112131415161718181819", None),
        ("a0", None),
        ("a201020304", None),
        ("a26161016162820203", None),
        ("826161a161626163", None),
        ("a56161614161626142616361436164614461656145", None),
        ("5f42010243030405ff", Some(IndefiniteLength)),
        ("7f657374726561646d696e67ff", Some(IndefiniteLength)),
        ("9fff", Some(IndefiniteLength)),
        ("9f018202039f0405ffff", Some(IndefiniteLength)),
        ("9f01820203820405ff", Some(IndefiniteLength)),
        ("83018202039f0405ff", Some(IndefiniteLength)),
        ("83019f0203ff820405", Some(IndefiniteLength)),
        ("9f0102030405060708090a0b0c0d0e0f101112131415161718181819ff", Some(IndefiniteLength)),
        ("bf61610161629f0203ffff", Some(IndefiniteLength)),
        ("826161bf61626163ff", Some(IndefiniteLength)),
        ("bf6346756ef563416d7421ff", Some(IndefiniteLength)),
    ]
};

/// RFC 8949 appendix F.1: encodings that are not well-formed, by what the strict reader says.
const APPENDIX_F: &[(FaultKind, &[&str])] = &[
    (
        // The input ends in a head, in a string, or in an array, map or tag.
        FaultKind::Truncated,
        &[
            "18",
            "19",
            "1a",
            "1b",
            "1901",
            "1a0102",
            "1b01020304050607",
            "38",
            "58",
            "78",
            "98",
            "9a01ff00",
            "b8",
            "d8",
            "f8",
            "f900",
            "fa0000",
            "fb000000",
            "41",
            "61",
            "5affffffff00",
            "5bffffffffffffffff010203",
            "7affffffff00",
            "7b7fffffffffffffff010203",
            "81",
            "818181818181818181",
            "8200",
            "a1",
            "a20102",
            "a100",
            "a2000000",
            // A break where a map still lacks entries: it is too short before the break is looked at.
            "a1ff",
            "a20000ff",
        ],
    ),
    (FaultKind::Tag, &["c0"]),
    (
        // Indefinite lengths, closed or not, and breaks on their own.
        FaultKind::IndefiniteLength,
        &[
            "5f4100",
            "7f6100",
            "9f",
            "9f0102",
            "bf",
            "bf01020102",
            "819f",
            "9f8000",
            "9f9f9f9f9fffffffff",
            "9f819f819f9fffffff",
            "5f00ff",
            "5f21ff",
            "5f6100ff",
            "5f80ff",
            "5fa0ff",
            "5fc000ff",
            "5fe0ff",
            "7f4100ff",
            "5f5f4100ffff",
            "7f7f6100ffff",
            "ff",
            "81ff",
            "8200ff",
            "a1ff00",
            "a100ff",
            "9f81ff",
            "9f829f819f9fffffffff",
            "bf00ff",
            "bf000000ff",
            "1f",
            "3f",
            "df",
        ],
    ),
    (
        FaultKind::ReservedHead,
        &[
            "1c", "1d", "1e", "3c", "3d", "3e", "5c", "5d", "5e", "7c", "7d", "7e", "9c", "9d", "9e", "bc",
            "bd", "be", "dc", "dd", "de", "fc", "fd", "fe",
        ],
    ),
    (FaultKind::Simple, &["f800", "f801", "f818", "f81f"]),
];

/// Longer heads than needed (RFC 8949 §4.2.1), each with the offset of the head.
const NOT_SHORTEST: &[(&str, usize)] = &[
    ("1800", 0),
    ("1817", 0),
    ("190018", 0),
    ("1900ff", 0),
    ("1a0000ffff", 0),
    ("1b00000000ffffffff", 0),
    ("3817", 0),
    ("580100", 0),
    ("59000100", 0),
    ("780161", 0),
    ("980100", 0),
    ("b8010000", 0),
    ("d83c00", 99),
    ("d81240", 0),
    ("82001817", 2),
    ("a1001817", 2),
    ("a1181700", 1),
];

fn fault(encoding: &str) -> Option<FaultKind> {
    let bytes = hex::decode(encoding).unwrap();
    let (skipped, read) = (skip(&bytes), read(&bytes));
    assert_eq!(skipped, read.map(drop), "{encoding}: reading and reading past differ");
    // Diagnostic notation also shows the tags that reading past refuses.
    if skipped.err().map(|fault| fault.kind()) != Some(FaultKind::Tag) {
        assert_eq!(diagnose(Object::Certificate, &bytes).err(), skipped.err(), "{encoding}");
    }
    skipped.err().map(|fault| fault.kind())
}

#[test]
fn appendix_a_is_accepted_or_refused_as_the_profile_says() {
    assert_eq!(APPENDIX_A.len(), 81);
    for (encoding, expected) in APPENDIX_A {
        assert_eq!(fault(encoding), *expected, "{encoding}");
    }
}

#[test]
fn appendix_f_is_refused_whole() {
    assert_eq!(APPENDIX_F.iter().map(|(_, list)| list.len()).sum::<usize>(), 94);
    for (expected, encodings) in APPENDIX_F {
        for encoding in *encodings {
            assert_eq!(fault(encoding), Some(*expected), "{encoding}");
            // The same inside an array that is well-formed itself.
            assert!(fault(&format!("8100{}", &encoding)).is_some(), "{encoding}");
            assert!(fault(&format!("82{encoding}00")).is_some(), "{encoding} in an array");
        }
    }
}

#[test]
fn only_shortest_heads_are_read() {
    for (encoding, offset) in NOT_SHORTEST {
        let bytes = hex::decode(encoding).unwrap();
        match skip(&bytes) {
            // 60 and 18 need the second byte: these two are the shortest.
            Ok(()) => assert_eq!(*encoding, "d83c00"),
            Err(fault) if *encoding == "d81240" => assert_eq!(fault.kind(), FaultKind::NotShortest),
            Err(fault) => {
                assert_eq!((fault.kind(), fault.offset()), (FaultKind::NotShortest, *offset), "{encoding}")
            }
        }
    }
}
