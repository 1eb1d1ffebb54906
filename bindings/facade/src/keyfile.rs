//! Key files: JSON, one key each.
//!
//! ```json
//! {"zhengzhao-key": 1, "algorithm": "Ed25519", "secret": "<hex>", "public": "<hex>", "thumbprint": "<hex>"}
//! {"zhengzhao-public-key": 1, "algorithm": "Ed25519", "public": "<hex>", "thumbprint": "<hex>"}
//! {"zhengzhao-receipt-key": 1, "secret": "<hex>"}
//! ```
//! `public` is the 32-byte encoding of RFC 8032 for Ed25519, else the uncompressed X9.63 point (65 bytes).
//! `thumbprint` is that of RFC 9679; it is computed again when a file is read, so that a file whose parts do not
//! belong together is refused. A secret is stored in the clear: keep the file to yourself.

use crate::InputError;
use crate::input::{Object, parse_json};
use serde_json::{Value, json};
use zeroize::Zeroizing;
use zhengzhao::crypto::{Algorithm, KeyError, PublicKey, Signer, SigningKey};
use zhengzhao::receipt::ReceiptKey;

/// Most bytes of a key file.
pub const MAX_KEY_FILE: usize = 4096;
/// The member that marks a file with a secret key.
pub const SECRET_MARK: &str = "zhengzhao-key";
/// The member that marks a file with a public key.
pub const PUBLIC_MARK: &str = "zhengzhao-public-key";

/// The member that marks a file with the key by which receipts are found.
pub const RECEIPT_MARK: &str = "zhengzhao-receipt-key";

/// The algorithm of a name, whatever its case.
#[must_use]
pub fn algorithm_named(name: &str) -> Option<Algorithm> {
    Algorithm::ALL.into_iter().find(|algorithm| algorithm.name().eq_ignore_ascii_case(name))
}

/// The public half as bytes, as key files carry it.
#[must_use]
pub fn public_bytes(key: &PublicKey) -> Vec<u8> {
    match key.coordinates() {
        (x, None) => x.to_vec(),
        (x, Some(y)) => [&[0x04], x.as_slice(), y].concat(),
    }
}

/// The inverse of [`public_bytes`].
///
/// # Errors
/// [`KeyError`] when the bytes are no acceptable key of that algorithm.
pub fn public_from_bytes(algorithm: Algorithm, bytes: &[u8]) -> Result<PublicKey, KeyError> {
    match algorithm {
        Algorithm::Ed25519 => PublicKey::ed25519(bytes.try_into().map_err(|_| KeyError::WrongLength)?),
        Algorithm::Esp256 | Algorithm::Sm2 => PublicKey::from_x963(algorithm, bytes),
    }
}

/// The file of a secret key. The text wipes itself.
#[must_use]
pub fn write_secret(key: &SigningKey) -> Zeroizing<String> {
    let public = key.public_key();
    let secret = Zeroizing::new(hex::encode(key.secret().as_slice()));
    // Written by hand, so that no copy of the secret is left in a tree of JSON values.
    Zeroizing::new(format!(
        "{{\n  \"{SECRET_MARK}\": 1,\n  \"algorithm\": \"{}\",\n  \"secret\": \"{}\",\n  \"public\": \"{}\",\n  \"thumbprint\": \"{}\"\n}}\n",
        public.algorithm().name(),
        *secret,
        hex::encode(public_bytes(public)),
        hex::encode(public.thumbprint().as_bytes()),
    ))
}

/// The record of a public key.
#[must_use]
pub fn public_record(key: &PublicKey) -> Value {
    json!({
        PUBLIC_MARK: 1,
        "algorithm": key.algorithm().name(),
        "public": hex::encode(public_bytes(key)),
        "thumbprint": hex::encode(key.thumbprint().as_bytes()),
    })
}

/// Reads the file of a secret key.
///
/// # Errors
/// [`InputError`]; it never quotes the secret.
pub fn read_secret(json: &str) -> Result<SigningKey, InputError> {
    let value = parse_json(json)?;
    let mut object = Object::of("$", &value)?;
    if let Some(version) = object.take(SECRET_MARK) {
        check_version(&object.path(SECRET_MARK), version)?;
    } else if object.take(PUBLIC_MARK).is_some() {
        return Err(InputError::new(
            "$",
            "这是公钥文件；此处需要私钥文件。",
            "this is the file of a public key; the secret key is needed here.",
        ));
    } else {
        return Err(not_a_key_file());
    }
    let algorithm = read_algorithm(&mut object)?;
    let secret = read_secret_bytes(&mut object)?;
    let key = SigningKey::from_secret(algorithm, &secret).map_err(|error| key_error("$.secret", error))?;
    check_public(&mut object, key.public_key())?;
    object.end()?;
    Ok(key)
}

fn read_secret_bytes(object: &mut Object<'_>) -> Result<Zeroizing<[u8; 32]>, InputError> {
    let secret = Zeroizing::new(read_hex(object, "secret")?);
    let secret = secret.as_slice().try_into().map_err(|_| {
        InputError::new("$.secret", "应为 32 字节的十六进制。", "expected 32 bytes in hexadecimal.")
    })?;
    Ok(Zeroizing::new(secret))
}

/// The file of a receipt key. The text wipes itself.
#[must_use]
pub fn write_receipt_key(key: &ReceiptKey) -> Zeroizing<String> {
    let secret = Zeroizing::new(hex::encode(key.as_bytes()));
    Zeroizing::new(format!("{{\n  \"{RECEIPT_MARK}\": 1,\n  \"secret\": \"{}\"\n}}\n", *secret))
}

/// Reads the file of a receipt key.
///
/// # Errors
/// [`InputError`]; it never quotes the secret.
pub fn read_receipt_key(json: &str) -> Result<ReceiptKey, InputError> {
    let value = parse_json(json)?;
    let mut object = Object::of("$", &value)?;
    let Some(version) = object.take(RECEIPT_MARK) else {
        return Err(InputError::new(
            "$",
            "这不是回执密钥文件；请用 receipt keygen 生成。",
            "this is not the file of a receipt key; `receipt keygen` makes one.",
        ));
    };
    check_version(&object.path(RECEIPT_MARK), version)?;
    let secret = read_secret_bytes(&mut object)?;
    object.end()?;
    Ok(ReceiptKey::new(*secret))
}

/// Reads the file of a public key, or the public half of a secret one.
///
/// # Errors
/// [`InputError`].
pub fn read_public(json: &str) -> Result<PublicKey, InputError> {
    public_from_record("$", &parse_json(json)?)
}

/// Reads the record of a public key that stands at `path` of a larger file.
///
/// # Errors
/// [`InputError`].
pub fn public_from_record(path: &str, value: &Value) -> Result<PublicKey, InputError> {
    let mut object = Object::of(path, value)?;
    if let Some(version) = object.take(PUBLIC_MARK) {
        check_version(&object.path(PUBLIC_MARK), version)?;
    } else if let Some(version) = object.take(SECRET_MARK) {
        check_version(&object.path(SECRET_MARK), version)?;
        object.take("secret");
    } else {
        return Err(not_a_key_file());
    }
    let algorithm = read_algorithm(&mut object)?;
    let at = object.path("public");
    let bytes = read_hex(&mut object, "public")?;
    let key = public_from_bytes(algorithm, &bytes).map_err(|error| key_error(&at, error))?;
    check_thumbprint(&mut object, &key)?;
    object.end()?;
    Ok(key)
}

fn not_a_key_file() -> InputError {
    InputError::new("$", "这不是密钥文件。", "this is not a key file.")
}

fn check_version(path: &str, version: &Value) -> Result<(), InputError> {
    if version.as_u64() == Some(1) { Ok(()) } else { Err(InputError::expected(path, "1", "1", version)) }
}

fn read_algorithm(object: &mut Object<'_>) -> Result<Algorithm, InputError> {
    let name = object.text("algorithm")?;
    algorithm_named(name).ok_or_else(|| {
        InputError::new(
            object.path("algorithm"),
            "应为 Ed25519、ESP256 或 SM2。",
            "expected Ed25519, ESP256 or SM2.",
        )
    })
}

fn read_hex(object: &mut Object<'_>, name: &'static str) -> Result<Vec<u8>, InputError> {
    hex::decode(object.text(name)?)
        .map_err(|_| InputError::new(object.path(name), "应为十六进制。", "expected hexadecimal digits."))
}

fn key_error(path: &str, error: KeyError) -> InputError {
    InputError::new(path, format!("不可用的密钥（{error}）。"), format!("not an acceptable key: {error}."))
}

fn check_public(object: &mut Object<'_>, key: &PublicKey) -> Result<(), InputError> {
    if read_hex(object, "public")? != public_bytes(key) {
        return Err(mismatch(object.path("public")));
    }
    check_thumbprint(object, key)
}

fn check_thumbprint(object: &mut Object<'_>, key: &PublicKey) -> Result<(), InputError> {
    if read_hex(object, "thumbprint")? == key.thumbprint().as_bytes() {
        Ok(())
    } else {
        Err(mismatch(object.path("thumbprint")))
    }
}

fn mismatch(path: String) -> InputError {
    InputError::new(path, "与密钥不符，文件可能已损坏。", "does not belong to the key; the file is damaged.")
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn key(algorithm: Algorithm) -> SigningKey {
        SigningKey::from_secret(algorithm, &[7; 32]).unwrap()
    }

    #[test]
    fn keys_of_every_algorithm_come_back() {
        for algorithm in Algorithm::ALL {
            let key = key(algorithm);
            let file = write_secret(&key);
            assert_eq!(read_secret(&file).unwrap().secret(), key.secret());
            assert_eq!(read_public(&file).unwrap(), *key.public_key());
            let public = public_record(key.public_key()).to_string();
            assert_eq!(read_public(&public).unwrap(), *key.public_key());
            assert!(!public.contains("secret"));
        }
    }

    #[test]
    fn files_whose_parts_do_not_belong_together_are_refused() {
        let file = write_secret(&key(Algorithm::Ed25519));
        let other = write_secret(&SigningKey::from_secret(Algorithm::Ed25519, &[8; 32]).unwrap());
        for name in ["public", "thumbprint"] {
            let mut value: Value = serde_json::from_str(&file).unwrap();
            let foreign: Value = serde_json::from_str(&other).unwrap();
            value.as_object_mut().unwrap().insert(name.into(), foreign.get(name).unwrap().clone());
            let error = read_secret(&value.to_string()).unwrap_err();
            assert_eq!(error.path(), format!("$.{name}"));
        }
    }

    #[test]
    fn receipt_keys_come_back_and_are_no_other_keys() {
        let key = ReceiptKey::new([7; 32]);
        let file = write_receipt_key(&key);
        assert_eq!(read_receipt_key(&file).unwrap().as_bytes(), key.as_bytes());
        assert!(read_secret(&file).is_err() && read_public(&file).is_err());
        assert!(read_receipt_key(&write_secret(&self::key(Algorithm::Ed25519))).is_err());
        for (old, new) in [("0707", "07"), ("0707", "07zz"), (": 1", ": 2")] {
            let error = read_receipt_key(&file.replacen(old, new, 1)).unwrap_err().to_string();
            assert!(!error.contains("0707"), "{error}");
        }
    }

    #[test]
    fn other_files_are_named() {
        let public = public_record(key(Algorithm::Sm2).public_key()).to_string();
        assert!(read_secret(&public).unwrap_err().to_string().contains("public key"));
        for json in
            ["", "[]", "{}", "{\"zhengzhao-key\": 2}", "{\"zhengzhao-key\": 1, \"algorithm\": \"RSA\"}"]
        {
            assert!(read_secret(json).is_err() && read_public(json).is_err(), "{json}");
        }
        let secret = write_secret(&key(Algorithm::Ed25519)).replace("0707", "07zz");
        assert!(!read_secret(&secret).unwrap_err().to_string().contains("0707"));
    }
}
