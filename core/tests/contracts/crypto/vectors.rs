//! Numbers published elsewhere.

use zhengzhao::crypto::{Algorithm, PublicKey, Thumbprint, Unverified, sha256, signature_from_der};

use super::{ED25519_KEY, P256_KEY, SM2_KEY, bytes, key};

/// RFC 8032 §7.1: secret, public key, message, signature of TEST 1, 2, 3 and SHA(abc).
pub(super) const RFC_8032: [[&str; 4]; 4] = [
    [
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        ED25519_KEY,
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ],
    [
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ],
    [
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ],
    [
        "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
        "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
        "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704",
    ],
];

/// RFC 6979 §A.2.5, SHA-256: message, r‖s.
pub(super) const RFC_6979: [(&str, &str); 2] = [
    (
        "sample",
        "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8",
    ),
    (
        "test",
        "f1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d38367019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083",
    ),
];

/// GB/T 32918.5-2017 annex A: the signature over "message digest" with the id 1234567812345678.
const GB_32918: &str = "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa";

/// Over the text 电子证照 with the same key, made by OpenSSL 3.0.19: DER from another implementation.
const OPENSSL_SM2: &str = "3045022100bff29855afbd4de1d571bad9284865e8d9ff76579aede2d4c1b44462b6fd443902206f230e7b802ec5aded965ef2699028ef5856c1ea71f15769ab850c065666d2ad";

/// What a build with or without the algorithm must answer to an acceptable signature.
pub(super) fn accepted(algorithm: Algorithm) -> Result<(), Unverified> {
    if algorithm.is_available() { Ok(()) } else { Err(Unverified::Unavailable) }
}

#[test]
fn rfc_8032_signatures_verify() {
    for [_, public, message, signature] in RFC_8032 {
        let public = key(Algorithm::Ed25519, public);
        let message = hex::decode(message).unwrap();
        assert_eq!(public.verify(&message, &bytes::<64>(signature)), Ok(()));
    }
}

#[test]
fn rfc_6979_signatures_verify() {
    let public = key(Algorithm::Esp256, P256_KEY);
    for (message, signature) in RFC_6979 {
        let answer = public.verify(message.as_bytes(), &bytes::<64>(signature));
        assert_eq!(answer, accepted(Algorithm::Esp256));
    }
}

#[test]
fn gb_32918_signature_verifies() {
    let public = key(Algorithm::Sm2, SM2_KEY);
    assert_eq!(public.verify(b"message digest", &bytes::<64>(GB_32918)), accepted(Algorithm::Sm2));
}

#[test]
fn sm2_signature_of_openssl_verifies() {
    let signature = signature_from_der(Algorithm::Sm2, &hex::decode(OPENSSL_SM2).unwrap()).unwrap();
    let public = key(Algorithm::Sm2, SM2_KEY);
    assert_eq!(public.verify("电子证照".as_bytes(), &signature), accepted(Algorithm::Sm2));
}

#[test]
fn rfc_9679_thumbprint_is_reproduced() {
    // RFC 9679 §6.
    let public = PublicKey::p256(
        &bytes("65eda5a12577c2bae829437fe338701a10aaa375e1bb5b5de108de439c08551d"),
        &bytes("1e52ed75701163f7f9e40ddf9f341b3dc9ba860af7e0ca7ca7e9eecd0084d19c"),
    )
    .unwrap();
    let expected = bytes("496bd8afadf307e5b08c64b0421bf9dc01528a344a43bda88fadd1669da253ec");
    assert_eq!(public.thumbprint(), Thumbprint::from_bytes(expected));
    assert_eq!(public.thumbprint().as_bytes(), &expected);
    assert_eq!(public.thumbprint().kid(), bytes("496bd8afadf307e5"));
    let shown = "496b d8af adf3 07e5 b08c 64b0 421b f9dc 0152 8a34 4a43 bda8 8fad d166 9da2 53ec";
    assert_eq!(public.thumbprint().to_string(), shown);
    assert_eq!(format!("{public:?}"), format!("PublicKey(ESP256 {shown})"));
}

#[test]
fn thumbprints_hash_the_deterministic_cose_key() {
    use ciborium::value::Value;

    for (algorithm, point) in
        [(Algorithm::Ed25519, ED25519_KEY), (Algorithm::Esp256, P256_KEY), (Algorithm::Sm2, SM2_KEY)]
    {
        let public = key(algorithm, point);
        let (x, y) = public.coordinates();
        let mut members = vec![
            (Value::from(1), Value::from(algorithm.cose_key_type())),
            (Value::from(-1), Value::from(algorithm.cose_curve())),
            (Value::from(-2), Value::Bytes(x.to_vec())),
        ];
        members.extend(y.map(|y| (Value::from(-3), Value::Bytes(y.to_vec()))));
        let mut encoded = Vec::new();
        ciborium::into_writer(&Value::Map(members), &mut encoded).unwrap();
        assert_eq!(public.thumbprint().as_bytes(), &sha256(&[&encoded]), "{}", algorithm.name());
    }
}

#[test]
fn sha256_hashes_the_concatenation() {
    // FIPS 180-4 example "abc".
    let expected = bytes("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_eq!(sha256(&[b"abc"]), expected);
    assert_eq!(sha256(&[b"a", b"", b"bc"]), expected);
}

#[test]
fn numbers_are_those_of_the_registries() {
    let table = Algorithm::ALL.map(|a| (a.name(), a.cose_id(), a.legacy_cose_id()));
    let expected = [("Ed25519", -19, Some(-8)), ("ESP256", -9, Some(-7)), ("SM2", -70101, None)];
    assert_eq!(table, expected);
    assert!(Algorithm::Ed25519.is_available());
    assert_eq!(Algorithm::Esp256.is_available(), cfg!(feature = "p256"));
    assert_eq!(Algorithm::Sm2.is_available(), cfg!(feature = "sm2"));
}

#[test]
fn a_lacking_algorithm_answers_unavailable_whatever_the_signature() {
    for (algorithm, point) in [(Algorithm::Esp256, P256_KEY), (Algorithm::Sm2, SM2_KEY)] {
        let expected = if algorithm.is_available() { Unverified::Invalid } else { Unverified::Unavailable };
        let public = key(algorithm, point);
        assert_eq!(public.algorithm(), algorithm);
        for length in [0, 63, 64, 65] {
            assert_eq!(public.verify(b"", &vec![1; length]), Err(expected));
        }
    }
}
