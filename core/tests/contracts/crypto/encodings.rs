//! SubjectPublicKeyInfo, X9.63 points and DER signatures: one accepted form each.

use zhengzhao::crypto::{Algorithm, KeyError, PublicKey, signature_from_der};

use super::{ED25519_KEY, P256_KEY, SM2_KEY, key};

/// RFC 8410 §4 shape, written by OpenSSL for the key of RFC 8032 TEST 1.
const ED25519_SPKI: &str = "302a300506032b6570032100";
/// RFC 5480 §2 shape, as OpenSSL writes it.
const P256_SPKI: &str = "3059301306072a8648ce3d020106082a8648ce3d030107034200";
/// The same with the SM2 curve, as OpenSSL writes it.
const SM2_SPKI: &str = "3059301306072a8648ce3d020106082a811ccf5501822d034200";

fn spki(text: &str) -> Result<PublicKey, KeyError> {
    PublicKey::from_spki(&hex::decode(text).unwrap())
}

#[test]
fn spki_of_each_algorithm_is_read() {
    for (algorithm, head, point) in [
        (Algorithm::Ed25519, ED25519_SPKI, ED25519_KEY),
        (Algorithm::Esp256, P256_SPKI, P256_KEY),
        (Algorithm::Sm2, SM2_SPKI, SM2_KEY),
    ] {
        let read = spki(&format!("{head}{point}")).unwrap();
        assert_eq!(read.algorithm(), algorithm);
        assert_eq!(read, key(algorithm, point));
    }
}

#[test]
fn coordinates_are_given_back() {
    let ed25519 = key(Algorithm::Ed25519, ED25519_KEY);
    assert_eq!(hex::encode(ed25519.coordinates().0), ED25519_KEY);
    assert_eq!(ed25519.coordinates().1, None);
    for (algorithm, point) in [(Algorithm::Esp256, P256_KEY), (Algorithm::Sm2, SM2_KEY)] {
        let public = key(algorithm, point);
        let (x, y) = public.coordinates();
        assert_eq!(format!("04{}{}", hex::encode(x), hex::encode(y.unwrap())), point);
    }
}

#[test]
fn same_coordinates_on_two_curves_are_two_keys() {
    let x = [7; 32];
    // On neither curve; only a build without both algorithms keeps them.
    if let (Ok(p256), Ok(sm2)) = (PublicKey::p256(&x, &x), PublicKey::sm2(&x, &x)) {
        assert_ne!(p256, sm2);
    }
    assert_ne!(key(Algorithm::Esp256, P256_KEY), key(Algorithm::Sm2, SM2_KEY));
}

#[test]
fn spki_that_is_not_strict_is_refused() {
    let p256 = format!("{P256_SPKI}{P256_KEY}");
    let coordinates = &P256_KEY[2..];
    let cases = [
        ("empty", String::new(), KeyError::Encoding),
        ("only a tag", "30".into(), KeyError::Encoding),
        ("trailing byte", format!("{p256}00"), KeyError::Encoding),
        ("truncated", p256[..p256.len() - 2].into(), KeyError::Encoding),
        ("outer length one too long", p256.replacen("3059", "305a", 1) + "00", KeyError::Encoding),
        ("outer length in long form", p256.replacen("3059", "308159", 1), KeyError::Encoding),
        ("outer length in two octets", p256.replacen("3059", "30820059", 1), KeyError::Encoding),
        ("outer length indefinite", p256.replacen("3059", "3080", 1) + "0000", KeyError::Encoding),
        ("outer length in four octets", p256.replacen("3059", "308400000059", 1), KeyError::Encoding),
        ("inner length in long form", p256.replacen("30593013", "305a308113", 1), KeyError::Encoding),
        ("not a sequence", p256.replacen("3059", "3159", 1), KeyError::Encoding),
        ("constructed bit string", p256.replacen("034200", "234200", 1), KeyError::Encoding),
        ("octet string", p256.replacen("034200", "044200", 1), KeyError::Encoding),
        ("unused bits", p256.replacen("034200", "034201", 1), KeyError::Encoding),
        ("empty bit string", "3017301306072a8648ce3d020106082a8648ce3d0301070300".into(), KeyError::Encoding),
        (
            "no unused-bits octet and no point",
            "3018301306072a8648ce3d020106082a8648ce3d030107030100".into(),
            KeyError::WrongLength,
        ),
        ("curve missing", format!("304f300906072a8648ce3d0201034200{P256_KEY}"), KeyError::Encoding),
        (
            "curve given as NULL",
            format!("3051300b06072a8648ce3d02010500034200{P256_KEY}"),
            KeyError::Encoding,
        ),
        (
            "something after the curve",
            format!("305b301506072a8648ce3d020106082a8648ce3d0301070500034200{P256_KEY}"),
            KeyError::Encoding,
        ),
        ("Ed25519 with NULL", format!("302c300706032b65700500032100{ED25519_KEY}"), KeyError::Encoding),
        (
            "Ed25519, 31 bytes",
            format!("3029300506032b6570032000{}", &ED25519_KEY[2..]),
            KeyError::WrongLength,
        ),
        ("Ed25519, 33 bytes", format!("302b300506032b6570032200{ED25519_KEY}00"), KeyError::WrongLength),
        ("X25519", format!("302a300506032b656e032100{ED25519_KEY}"), KeyError::UnknownAlgorithm),
        (
            "secp256k1",
            format!("3056301006072a8648ce3d020106052b8104000a034200{P256_KEY}"),
            KeyError::UnknownAlgorithm,
        ),
        (
            "id-ecDH",
            p256.replacen("2a8648ce3d0201", "2b81040001", 1)
                .replacen("30593013", "30573011", 1)
                .replacen("0607", "0605", 1),
            KeyError::UnknownAlgorithm,
        ),
        (
            "compressed point",
            format!("3039301306072a8648ce3d020106082a8648ce3d03010703220003{}", &coordinates[..64]),
            KeyError::WrongLength,
        ),
        ("hybrid point", format!("{P256_SPKI}07{coordinates}"), KeyError::Encoding),
        (
            "point at infinity",
            "3019301306072a8648ce3d020106082a8648ce3d03010703020000".into(),
            KeyError::WrongLength,
        ),
    ];
    for (name, der, expected) in cases {
        assert_eq!(spki(&der), Err(expected), "{name}");
    }
}

#[test]
fn longer_keys_of_other_algorithms_are_named_unknown() {
    let rsa_2048 = "30820122300d06092a864886f70d01010105000382010f00".to_owned() + &"01".repeat(270);
    let p521 = "30819b301006072a8648ce3d020106052b8104002303818600".to_owned() + &"04".repeat(133);
    for der in [rsa_2048, p521] {
        assert_eq!(spki(&der), Err(KeyError::UnknownAlgorithm), "{der}");
    }
}

#[test]
fn every_truncation_and_every_changed_head_is_refused() {
    for (head, point) in [(ED25519_SPKI, ED25519_KEY), (P256_SPKI, P256_KEY), (SM2_SPKI, SM2_KEY)] {
        let whole = hex::decode(format!("{head}{point}")).unwrap();
        for length in 0..whole.len() {
            assert!(PublicKey::from_spki(&whole[..length]).is_err(), "{length}");
        }
        for bit in 0..head.len() * 4 {
            let mut changed = whole.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            assert!(PublicKey::from_spki(&changed).is_err(), "bit {bit} of {head}");
        }
    }
}

#[test]
fn x963_points_have_one_form() {
    for (algorithm, text) in [(Algorithm::Esp256, P256_KEY), (Algorithm::Sm2, SM2_KEY)] {
        let point = hex::decode(text).unwrap();
        let with_form = |form: u8| [&[form], &point[1..]].concat();
        let long = [&point[..], &[0]].concat();
        let cases = [
            (&[][..], KeyError::WrongLength),
            (&[0x00], KeyError::WrongLength),
            (&point[..64], KeyError::WrongLength),
            (&point[1..], KeyError::WrongLength),
            (&long, KeyError::WrongLength),
            (&point[..33], KeyError::WrongLength),
            (&with_form(0x00), KeyError::Encoding),
            (&with_form(0x02), KeyError::Encoding),
            (&with_form(0x06), KeyError::Encoding),
        ];
        for (bytes, expected) in cases {
            assert_eq!(PublicKey::from_x963(algorithm, bytes), Err(expected), "{bytes:02x?}");
        }
        assert_eq!(PublicKey::from_x963(Algorithm::Ed25519, &point), Err(KeyError::UnknownAlgorithm));
    }
}

fn scalar(byte: u8) -> String {
    hex::encode([byte; 32])
}

#[test]
fn der_signatures_become_r_and_s() {
    let one = "0".repeat(62) + "01";
    let cases = [
        ("3006020101020101".to_owned(), format!("{one}{one}")),
        (format!("30440220{0}0220{0}", scalar(0x7f)), scalar(0x7f).repeat(2)),
        (format!("3046022100{0}022100{0}", scalar(0x80)), scalar(0x80).repeat(2)),
        (format!("3026022100{}020101", scalar(0xff)), format!("{}{one}", scalar(0xff))),
        ("3008020200800202017f".to_owned(), format!("{}80{}017f", "0".repeat(62), "0".repeat(60))),
    ];
    for algorithm in [Algorithm::Esp256, Algorithm::Sm2] {
        for (der, expected) in &cases {
            let read = signature_from_der(algorithm, &hex::decode(der).unwrap()).unwrap();
            assert_eq!(&hex::encode(read), expected, "{der}");
        }
    }
}

#[test]
fn der_signatures_that_are_not_strict_are_refused() {
    let cases = [
        ("empty", String::new()),
        ("trailing byte", "300602010102010100".into()),
        ("trailing byte inside", "300702010102010100".into()),
        ("truncated", "30060201010201".into()),
        ("third integer", "3009020101020101020101".into()),
        ("one integer", "3003020101".into()),
        ("r zero", "3006020100020101".into()),
        ("s zero", "3006020101020100".into()),
        ("r empty", "30050200020101".into()),
        ("r negative", "3006020180020101".into()),
        ("s negative", "30060201010201ff".into()),
        ("r padded", "300702020001020101".into()),
        ("r padded twice", "30080203000080020101".into()),
        ("r of zeros", "300702020000020101".into()),
        ("r negative, padded", "30070202ff80020101".into()),
        ("r of 33 bytes", format!("302602210101{}020101", &scalar(1)[2..])),
        ("r of 33 bytes after the sign", format!("302702220080{}020101", scalar(1))),
        ("length in long form", "308106020101020101".into()),
        ("integer length in long form", "300702810101020101".into()),
        ("indefinite length", "30800201010201010000".into()),
        ("set", "3106020101020101".into()),
        ("enumerated", "30060a0101020101".into()),
        ("r‖s itself", scalar(0x30).repeat(2)),
    ];
    for (name, der) in cases {
        let read = signature_from_der(Algorithm::Esp256, &hex::decode(der).unwrap());
        assert_eq!(read, Err(KeyError::Encoding), "{name}");
    }
    let valid = [0x30, 6, 2, 1, 1, 2, 1, 1];
    assert!(signature_from_der(Algorithm::Sm2, &valid).is_ok());
    assert_eq!(signature_from_der(Algorithm::Ed25519, &valid), Err(KeyError::Encoding));
}
