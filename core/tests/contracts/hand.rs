//! Signed objects put together by hand, so that a test can get each part of them wrong.

use zhengzhao::cbor::{MapWriter, Writer};
use zhengzhao::cose::write_public_key;
use zhengzhao::crypto::{Signer, SigningKey, sha256};

use crate::world::{DAY, ISSUER, KIND, NOW, URI, World};

pub(crate) fn encoded(write: impl FnOnce(&mut Writer) -> &mut Writer) -> Vec<u8> {
    let mut writer = Writer::new();
    write(&mut writer);
    writer.into_bytes()
}

/// A map of these entries, encoded.
pub(crate) fn map(entries: &[(i64, Vec<u8>)]) -> Vec<u8> {
    let mut map = MapWriter::new();
    for (label, value) in entries {
        map.entry(*label, |w| w.raw(value));
    }
    encoded(|w| w.map(map))
}

/// A protected header with `alg`, `kid`, `typ` and whatever else.
pub(crate) fn header(key: &SigningKey, typ: &[u8], more: &[(i64, Vec<u8>)]) -> Vec<u8> {
    let kid = key.public_key().thumbprint().kid();
    let entries = [
        vec![
            (1, encoded(|w| w.int(key.public_key().algorithm().cose_id()))),
            (4, encoded(|w| w.bytes(&kid))),
            (16, typ.to_vec()),
        ],
        more.to_vec(),
    ];
    map(&entries.concat())
}

/// The encoding of 293, `typ` of a certificate.
pub(crate) const CERTIFICATE: &[u8] = &[0x19, 0x01, 0x25];
/// `sd_alg`: SHA-256.
pub(crate) fn sd_alg() -> Vec<(i64, Vec<u8>)> {
    vec![(170, vec![0x2f])]
}

/// A COSE_Sign1 over these encoded parts, signed as they are.
pub(crate) fn sign1(key: &SigningKey, protected: &[u8], unprotected: &[u8], payload: &[u8]) -> Vec<u8> {
    let signed = encoded(|w| w.array(4).text("Signature1").bytes(protected).bytes(&[]).bytes(payload));
    let signature = key.sign(&signed).unwrap();
    encoded(|w| w.tag(18).array(4).bytes(protected).raw(unprotected).bytes(payload).bytes(&signature))
}

/// An unprotected map with these disclosures; none: an empty map.
pub(crate) fn sd_claims(disclosures: &[Vec<u8>]) -> Vec<u8> {
    if disclosures.is_empty() {
        return map(&[]);
    }
    let list = encoded(|w| {
        w.array(disclosures.len());
        for disclosure in disclosures {
            w.bytes(disclosure);
        }
        w
    });
    map(&[(17, list)])
}

/// The claims of a certificate with these encoded items, and claims that replace or join the usual ones.
pub(crate) fn claims(world: &World, items: &[u8], more: &[(i64, Vec<u8>)]) -> Vec<u8> {
    let cnf = map(&[(1, encoded(|w| write_public_key(w, world.holder.public_key())))]);
    let mut reference = MapWriter::new();
    reference.text_entry("idx", |w| w.uint(1)).text_entry("uri", |w| w.text(URI));
    let mut status = MapWriter::new();
    status.text_entry("status_list", |w| w.map(reference));
    let mut entries = vec![
        (1, encoded(|w| w.text(ISSUER))),
        (5, encoded(|w| w.uint(NOW - DAY))),
        (6, encoded(|w| w.uint(NOW - DAY))),
        (7, encoded(|w| w.bytes(&[7; 16]))),
        (8, cnf),
        (11, encoded(|w| w.text(KIND))),
        (65535, encoded(|w| w.map(status))),
        (-70001, encoded(|w| w.uint(1))),
        (-70002, encoded(|w| w.text("330106"))),
        (-70003, items.to_vec()),
    ];
    entries.retain(|(label, _)| more.iter().all(|(other, _)| other != label));
    entries.extend_from_slice(more);
    map(&entries)
}

/// A certificate with these encoded items and disclosures, signed by the issuer.
pub(crate) fn certificate(world: &World, items: &[u8], disclosures: &[Vec<u8>]) -> Vec<u8> {
    let protected = header(&world.issuer, CERTIFICATE, &sd_alg());
    sign1(&world.issuer, &protected, &sd_claims(disclosures), &claims(world, items, &[]))
}

/// The content of a disclosure of a member: `[ salt, value, label ]`.
pub(crate) fn member(salt: u8, value: &[u8], label: i64) -> Vec<u8> {
    encoded(|w| w.array(3).bytes(&[salt; 16]).raw(value).int(label))
}

/// The content of a disclosure of a list element: `[ salt, value ]`.
pub(crate) fn element(salt: u8, value: &[u8]) -> Vec<u8> {
    encoded(|w| w.array(2).bytes(&[salt; 16]).raw(value))
}

/// The content of a decoy: `[ salt ]`.
pub(crate) fn decoy(salt: u8) -> Vec<u8> {
    encoded(|w| w.array(1).bytes(&[salt; 16]))
}

/// SHA-256 over the encoded byte string.
pub(crate) fn digest(disclosure: &[u8]) -> [u8; 32] {
    sha256(&[&encoded(|w| w.bytes(disclosure))])
}

/// A map of open members and of the digests of `redacted`, sorted.
pub(crate) fn items(open: &[(i64, Vec<u8>)], redacted: &[Vec<u8>]) -> Vec<u8> {
    let mut digests: Vec<_> = redacted.iter().map(|disclosure| digest(disclosure)).collect();
    digests.sort_unstable();
    items_of(open, &digests)
}

/// A map of open members and of these digests, as they come.
pub(crate) fn items_of(open: &[(i64, Vec<u8>)], digests: &[[u8; 32]]) -> Vec<u8> {
    let mut map = MapWriter::new();
    for (label, value) in open {
        map.entry(*label, |w| w.raw(value));
    }
    map.redacted(|w| {
        w.array(digests.len());
        for digest in digests {
            w.bytes(digest);
        }
        w
    });
    encoded(|w| w.map(map))
}

/// A redacted list element: tag 60 around a digest.
pub(crate) fn redacted(disclosure: &[u8]) -> Vec<u8> {
    encoded(|w| w.tag(60).bytes(&digest(disclosure)))
}
