//! Keys of trust lists: weak, torsioned and non-canonical ones, and one key in two places.

use crate::book::{Book, Bytes, vector};
use crate::scene::{Scene, TRUST, cose_key};
use crate::tree::{Tree, bytes, done, int, label};
use zhengzhao::crypto::Algorithm;
use zhengzhao_facade::sample;

pub(crate) fn book(scene: &Scene) -> Book {
    let mut book = Book::new("trust-keys", "Keys of trust lists: tested when a list is loaded.");
    book.keep("anchor", scene.anchor());
    weak(scene, &mut book);
    twice(scene, &mut book);
    book
}

fn unhex(text: &str) -> Vec<u8> {
    hex::decode(text).expect("hex")
}

/// Encodings of Ed25519 points that must not be keys: the eight of small order and their non-canonical forms
/// (as listed with the speccheck vectors of "Taming the many EdDSAs"), and others.
fn bad_points() -> Vec<(&'static str, &'static str, Vec<u8>)> {
    vec![
        (
            "neutral",
            "is the neutral point",
            unhex("0100000000000000000000000000000000000000000000000000000000000000"),
        ),
        (
            "order_2",
            "is the point of order 2",
            unhex("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
        ),
        (
            "order_4",
            "is a point of order 4",
            unhex("0000000000000000000000000000000000000000000000000000000000000080"),
        ),
        (
            "order_4_too",
            "is the other point of order 4",
            unhex("0000000000000000000000000000000000000000000000000000000000000000"),
        ),
        (
            "order_8",
            "is a point of order 8",
            unhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
        ),
        (
            "order_8_too",
            "is another point of order 8",
            unhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
        ),
        (
            "neutral_with_sign",
            "is the neutral point with its sign bit set",
            unhex("0100000000000000000000000000000000000000000000000000000000000080"),
        ),
        (
            "neutral_plus_p",
            "is the neutral point written as p + 1",
            unhex("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
        ),
        (
            "order_4_plus_p",
            "is a point of order 4 written as p",
            unhex("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
        ),
        (
            "two_plus_p",
            "is not below the field prime",
            unhex("efffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
        ),
        ("off_the_curve", "is no point of the curve", vec![2; 32]),
        ("torsioned", "has a torsion part", torsioned()),
    ]
}

/// The base point plus the point of order 2: (x, y) + (0, -1) = (-x, -y).
pub(crate) fn torsioned() -> Vec<u8> {
    // -y mod p of the base point y = 4/5, with x negated: its low bit turns from even to odd.
    let base = unhex("5866666666666666666666666666666666666666666666666666666666666666");
    let p = unhex("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f");
    let mut sum = vec![0; 32];
    let mut borrow = 0;
    for index in 0..32 {
        let difference = i16::from(p[index]) - i16::from(base[index]) - borrow;
        borrow = i16::from(difference < 0);
        sum[index] = u8::try_from(difference.rem_euclid(256)).expect("a byte");
    }
    sum[31] |= 0x80;
    sum
}

fn weak(scene: &Scene, book: &mut Book) {
    let what = "A weak, torsioned or non-canonical key spoils the list.";
    for (name, is, point) in bad_points() {
        let key = || Tree::Map(vec![(label(1), int(1)), (label(-1), int(6)), (label(-2), bytes(&point))]);
        let list = scene.own_broken(|claims| {
            claims.get(TRUST).get(4).element(0).get(5).element(0).set(1, key());
        });
        let difference = format!("The key of an issuer {is}.");
        let described =
            vector(format!("issuer_key_{name}"), what).traps(&[37]).from("own_list_taken", difference);
        book.add(described.pin("anchor").own(&[list.into()]).refused("key_invalid"));
        if ["neutral", "torsioned", "neutral_plus_p"].contains(&name) {
            let signer = scene.own_broken(|claims| *claims.get(TRUST).get(2).element(1).element(2) = key());
            let difference = format!("The key of a signer {is}.");
            let described =
                vector(format!("signer_key_{name}"), what).traps(&[37]).from("own_list_taken", difference);
            book.add(described.pin("anchor").own(&[signer.into()]).refused("key_invalid"));
            let foreign = scene.own_broken(|claims| {
                *claims.get(TRUST).get(5).element(0).get(3).element(1).element(2) = key()
            });
            let difference = format!("The key of a recognised authority's signer {is}.");
            let described = vector(format!("foreign_signer_key_{name}"), what)
                .traps(&[37])
                .from("own_list_taken", difference);
            book.add(described.pin("anchor").own(&[foreign.into()]).refused("key_invalid"));
        }
    }
    let issuer = |change: &dyn Fn(&mut Tree)| {
        [Bytes::from(
            scene.own_broken(|claims| change(claims.get(TRUST).get(4).element(1).get(5).element(0).get(1))),
        )]
    };
    let bad = |name: &str, traps: &[u8], difference: &str| {
        vector(name, "A key of a trust list has exactly the members of its type.")
            .traps(traps)
            .from("own_list_taken", difference)
            .pin("anchor")
    };
    book.add(
        bad("p256_key_off_the_curve", &[37], "y of a P-256 key is another number.")
            .own(&issuer(&|key| done(key.set(-3, bytes(&[7; 32])))))
            .refused("key_invalid"),
    );
    book.add(
        bad("p256_key_not_below_p", &[37], "x of a P-256 key is 2^256 - 1.")
            .own(&issuer(&|key| done(key.set(-2, bytes(&[0xff; 32])))))
            .refused("key_invalid"),
    );
    book.add(
        bad(
            "p256_key_compressed",
            &[37],
            "y of a P-256 key is a sign, as only keys of unknown curves may have.",
        )
        .own(&issuer(&|key| done(key.set(-3, crate::scene::yes()))))
        .refused("key_invalid"),
    );
    book.add(
        bad("p256_key_stating_-19", &[2], "A P-256 key states the algorithm -19.")
            .own(&issuer(&|key| done(key.set(3, int(-19)))))
            .refused("key_invalid"),
    );
    book.add(
        bad("p256_key_with_secret", &[], "A P-256 key carries its secret part.")
            .own(&issuer(&|key| done(key.set(-4, bytes(&[7; 32])))))
            .refused("key_invalid"),
    );
    book.add(
        bad("p256_key_with_operations", &[2], "A P-256 key states key_ops.")
            .own(&issuer(&|key| done(key.set(4, Tree::List(vec![int(1)])))))
            .refused("key_invalid"),
    );
    book.add(
        bad("key_without_a_type", &[2], "A key has no type.")
            .own(&issuer(&|key| done(key.remove(1))))
            .refused("key_invalid"),
    );
    let legacy =
        scene.own_broken(|claims| done(claims.get(TRUST).get(2).element(1).element(2).set(3, int(-8))));
    book.add(
        bad("signer_pinned_to_-8", &[2], "A signer's key pins the legacy number -8.")
            .own(&[legacy.into()])
            .refused("key_invalid"),
    );
    let stating = scene.own_broken(|claims| {
        done(claims.get(TRUST).get(4).element(0).get(5).element(0).get(1).set(3, int(-19)))
    });
    book.add(
        vector("key_stating_its_own_algorithm", "A key may state the number that its type has anyway.")
            .traps(&[2])
            .pin("anchor")
            .own(&[stating.into()])
            .accepted(),
    );
}

fn twice(scene: &Scene, book: &mut Book) {
    let world = &scene.world;
    let bad = |name: &str, difference: &str| {
        vector(name, "One public key stands in one place and has one use.")
            .traps(&[4, 5])
            .from("own_list_taken", difference)
            .pin("anchor")
    };
    let own =
        |change: &dyn Fn(&mut Tree)| [Bytes::from(scene.own_broken(|claims| change(claims.get(TRUST))))];
    let market = cose_key(&world.chongqing_market.issue_key);
    book.add(
        bad("key_with_two_uses", "An issuer's key for certificates is its key for status lists too.")
            .own(&own(&|trust| {
                trust.get(4).element(0).get(5).element(1).set(1, market.clone());
            }))
            .refused("duplicate_key_entry"),
    );
    book.add(
        bad("key_in_two_entries", "A key of one issuer stands in another's entry too.")
            .own(&own(&|trust| {
                trust.get(4).element(1).get(5).element(0).set(1, market.clone());
            }))
            .refused("duplicate_key_entry"),
    );
    book.add(
        bad("key_twice_in_one_entry", "A key stands in one entry twice, with other dates.")
            .own(&own(&|trust| {
                let keys = trust.get(4).element(0).get(5);
                let mut again = keys.element(0).clone();
                again.set(3, crate::tree::uint(5));
                keys.list().push(again);
            }))
            .refused("duplicate_key_entry"),
    );
    book.add(
        bad("signer_who_issues", "A signer of the list is an issuer's key too.")
            .traps(&[40])
            .own(&own(&|trust| {
                let signer = cose_key(&world.chongqing.signers[2]);
                trust.get(4).element(0).get(5).element(0).set(1, signer);
            }))
            .refused("duplicate_key_entry"),
    );
    book.add(
        bad("signer_going_and_staying", "A signer is named as outgoing too.")
            .own(&own(&|trust| {
                let signer = cose_key(&world.chongqing.signers[2]);
                trust.set(3, Tree::List(vec![signer]));
            }))
            .refused("duplicate_key_entry"),
    );
    let shared = scene.own_broken(|claims| {
        let key = cose_key(&sample::key(Algorithm::Sm2, "one more key"));
        let keys = claims.get(TRUST).get(4).element(0).get(5);
        let mut more = keys.element(0).clone();
        more.set(1, key);
        keys.list().push(more);
    });
    book.add(
        vector("key_added", "An issuer may have several keys of several algorithms.")
            .pin("anchor")
            .own(&[shared.into()])
            .accepted(),
    );
}
