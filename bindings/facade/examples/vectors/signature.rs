//! Who signed: keys, algorithms and signatures of certificates.

use crate::book::{Book, vector};
use crate::licences::with_desk;
use crate::scene::{ALG, IAT, ISS, KID, NOW, Parts, Scene, VCT, ed25519, item};
use crate::tree::{bytes, int, text, uint};
use zhengzhao::crypto::Signer as _;
use zhengzhao::trust::{Dates, IssuerKey, KeyUse};
use zhengzhao_facade::sample::{DAY, kinds};

pub(crate) fn book(scene: &Scene) -> Book {
    let mut book = with_desk(scene, "signature", "Signatures of certificates and the keys behind them.");
    altered(scene, &mut book);
    keys(scene, &mut book);
    dates(scene, &mut book);
    several(scene, &mut book);
    book
}

fn add(book: &mut Book, name: &str, traps: &[u8], difference: &str, object: Vec<u8>, code: &'static str) {
    let about = format!("Its issuer did not sign this. {difference}");
    book.add(
        vector(name, about).traps(traps).from("food", difference).desk("desk").verify(object).refused(code),
    );
}

fn altered(scene: &Scene, book: &mut Book) {
    let mut parts = scene.food_parts();
    item(&mut parts.payload, 2, text("重庆样例餐饮管理有限公司二店"));
    add(
        book,
        "item_altered",
        &[],
        "The holder's name was changed after signing.",
        parts.unsigned(),
        "signature_invalid",
    );
    let mut parts = scene.food_parts();
    parts.payload.set(IAT, uint(NOW - DAY));
    add(book, "date_altered", &[], "iat was changed after signing.", parts.unsigned(), "signature_invalid");
    let parts = scene.food_parts();
    let mut signature = parts.signature();
    signature[10] ^= 1;
    add(
        book,
        "signature_altered",
        &[],
        "One bit of R is another.",
        parts.with_signature(&signature),
        "signature_invalid",
    );
    add(
        book,
        "signature_zero",
        &[37],
        "The signature is all zeros.",
        parts.with_signature(&[0; 64]),
        "signature_invalid",
    );
    let mut small = [0; 64];
    small[0] = 1;
    add(
        book,
        "signature_of_small_order",
        &[37],
        "R is the neutral point and S is zero.",
        parts.with_signature(&small),
        "signature_invalid",
    );
    add(
        book,
        "signature_s_plus_l",
        &[37],
        "S is written as S + L.",
        parts.with_signature(&plus_order(&parts.signature())),
        "signature_invalid",
    );
    let short = parts.with_signature(&parts.signature()[..63]);
    add(book, "signature_of_63_bytes", &[36], "The signature has 63 bytes.", short, "cbor_out_of_range");
    let other = Parts::of(&scene.food_printed());
    let borrowed = parts.with_signature(&other.signature());
    add(
        book,
        "signature_of_another",
        &[],
        "The signature is that of the printed form.",
        borrowed,
        "signature_invalid",
    );
    let mut parts = Parts::of(&scene.food_printed());
    let claims = scene.food_parts();
    parts.payload = claims.payload;
    add(
        book,
        "payload_under_another_header",
        &[9],
        "The claims stand under the header and signature of the printed form.",
        {
            let mut parts = parts;
            parts.protected.set(crate::scene::TYP, uint(293));
            parts.unsigned()
        },
        "signature_invalid",
    );
}

/// S + L of an Ed25519 signature: the same number modulo L.
fn plus_order(signature: &[u8; 64]) -> [u8; 64] {
    const L: [u8; 32] = [
        0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
    ];
    let mut sum = *signature;
    let mut carry = 0;
    for (index, own) in L.iter().enumerate() {
        let digit = u16::from(sum[32 + index]) + u16::from(*own) + carry;
        sum[32 + index] = digit.to_le_bytes()[0];
        carry = digit >> 8;
    }
    sum
}

fn keys(scene: &Scene, book: &mut Book) {
    let world = &scene.world;
    let market = &world.chongqing_market;
    let stranger = ed25519("stranger");
    let parts = scene.food_parts();
    add(
        book,
        "signed_by_a_stranger",
        &[],
        "A stranger signed it under the issuer's kid.",
        parts.sign(&stranger),
        "signature_invalid",
    );
    let mut own_kid = parts.clone();
    own_kid.protected.set(KID, bytes(&stranger.public_key().thumbprint().kid()));
    add(
        book,
        "signed_by_a_stranger_openly",
        &[4],
        "A stranger signed it under the stranger's kid.",
        own_kid.sign(&stranger),
        "no_matching_key",
    );
    let with_kid = |key: &zhengzhao::crypto::SigningKey| {
        let mut parts = parts.clone();
        parts.protected.set(KID, bytes(&key.public_key().thumbprint().kid()));
        parts.protected.set(ALG, int(key.public_key().algorithm().cose_id()));
        parts.sign(key)
    };
    add(
        book,
        "signed_by_another_issuer",
        &[5],
        "Another issuer of the same list signed it.",
        with_kid(&world.chongqing_police.issue_key),
        "no_matching_key",
    );
    add(
        book,
        "signed_by_a_foreign_issuer",
        &[5],
        "An issuer of the recognised list signed it.",
        with_kid(&world.chengdu_police.issue_key),
        "no_matching_key",
    );
    add(
        book,
        "signed_by_the_authority",
        &[40],
        "A signer of the trust list signed it.",
        with_kid(&world.chongqing.signers[0]),
        "no_matching_key",
    );
    add(
        book,
        "signed_by_the_status_key",
        &[],
        "The issuer's key for status lists signed it.",
        with_kid(&market.status_key),
        "key_use_wrong",
    );
    add(
        book,
        "signed_by_the_holder",
        &[],
        "The holder signed it.",
        with_kid(&scene.holder),
        "no_matching_key",
    );
    let mut wrong = parts.clone();
    wrong.protected.set(KID, bytes(&[0; 8]));
    add(
        book,
        "kid_of_nobody",
        &[4],
        "The kid is that of no key; the signature is good.",
        wrong.sign(&market.issue_key),
        "no_matching_key",
    );
    let mut claimed = scene.food_parts();
    claimed.payload.set(ISS, text(world.chengdu_estate.id));
    add(
        book,
        "in_the_name_of_another",
        &[5],
        "It names another issuer as its own.",
        claimed.sign(&market.issue_key),
        "no_matching_key",
    );
    let alg = |number: i64| {
        let mut parts = scene.food_parts();
        parts.protected.set(ALG, int(number));
        parts.sign(&market.issue_key)
    };
    for number in [-8, -9, -7, -70_101, -48, -257, 5, 0] {
        let difference = format!("alg states {number}; the key is Ed25519 and signed this header.");
        add(book, &format!("alg_{number}"), &[2], &difference, alg(number), "algorithm_mismatch");
    }
}

fn dates(scene: &Scene, book: &mut Book) {
    let iat = scene.world.now.saturating_sub(30 * DAY).date();
    let iat = zhengzhao::time::Time::start_of(iat).expect("a day").seconds();
    let key = |dates: Dates| {
        let public = scene.world.chongqing_market.issue_key.public_key().clone();
        IssuerKey::new(public, KeyUse::Issue, dates)
    };
    let mut desk = |name: &str, key: IssuerKey| {
        let pack = scene.desk_with_own(|draft| draft.issuers[0].keys[0] = key).pack();
        book.keep(name, pack);
    };
    let span =
        |from: u64, to: Option<u64>| Dates { from: crate::scene::time(from), to: to.map(crate::scene::time) };
    desk("from_this_second", key(span(iat, Some(iat + 1))));
    desk("from_the_next_second", key(span(iat + 1, None)));
    desk("until_this_second", key(span(iat - DAY, Some(iat))));
    desk("compromised", key(span(iat - DAY, None)).compromised());
    desk("compromised_later", key(span(iat - DAY, Some(iat + 1))).compromised());
    let food = scene.food();
    book.add(
        vector("key_for_one_second", "A key that was in use for the one second of iat.")
            .desk("from_this_second")
            .verify(food.clone())
            .verified(),
    );
    let bad = |name: &str, difference: &str| {
        vector(name, format!("A key signs within its dates. {difference}"))
            .from("key_for_one_second", difference)
    };
    book.add(
        bad("key_not_yet_in_use", "The key came into use one second later.")
            .desk("from_the_next_second")
            .verify(food.clone())
            .refused("issuer_key_not_in_force"),
    );
    book.add(
        bad("key_no_longer_in_use", "The key went out of use at that second.")
            .desk("until_this_second")
            .verify(food.clone())
            .refused("issuer_key_not_in_force"),
    );
    book.add(
        bad("key_compromised", "The key is marked as compromised.")
            .desk("compromised")
            .verify(food.clone())
            .refused("issuer_key_compromised"),
    );
    book.add(
        bad("key_compromised_after_its_use", "The key is marked as compromised, and it was in use at iat.")
            .desk("compromised_later")
            .verify(food.clone())
            .refused("issuer_key_compromised"),
    );
    let pack = scene.desk_with_own(|draft| draft.issuers[0].lowest_profile = 2).pack();
    book.keep("profile_two", pack);
    book.add(
        vector("profile_given_up", "An issuer that has given up a profile no longer vouches for it.")
            .from("food", "The issuer's entry says that it uses profile 2 or later.")
            .desk("profile_two")
            .verify(food)
            .refused("profile_too_old"),
    );
}

fn several(scene: &Scene, book: &mut Book) {
    let world = &scene.world;
    let new = ed25519("chongqing market, new key");
    let dates = world.dates();
    let pack = scene
        .desk_with_own(|draft| {
            draft.issuers[0].keys.push(IssuerKey::new(new.public_key().clone(), KeyUse::Issue, dates));
            draft.issuers[0].keys.push(IssuerKey::new(
                ed25519("scenario").public_key().clone(),
                KeyUse::Scenario,
                dates,
            ));
        })
        .pack();
    book.keep("two_keys", pack);
    let by = |kid: &zhengzhao::crypto::SigningKey, key: &zhengzhao::crypto::SigningKey| {
        let mut parts = scene.food_parts();
        parts.protected.set(KID, bytes(&kid.public_key().thumbprint().kid()));
        parts.sign(key)
    };
    book.add(
        vector("second_key", "An issuer may have several keys.")
            .traps(&[4])
            .desk("two_keys")
            .verify(by(&new, &new))
            .verified(),
    );
    let old = &world.chongqing_market.issue_key;
    book.add(
        vector("kid_of_the_other_key", "kid chooses the key that must fit.")
            .traps(&[4])
            .from("second_key", "The kid is that of the issuer's other key.")
            .desk("two_keys")
            .verify(by(old, &new))
            .refused("signature_invalid"),
    );
    let scenario = ed25519("scenario");
    book.add(
        vector("signed_by_the_scenario_key", "A key has one use.")
            .from("second_key", "The issuer's key for scenarios signed it.")
            .desk("two_keys")
            .verify(by(&scenario, &scenario))
            .refused("key_use_wrong"),
    );
    let mut parts = scene.food_parts();
    parts.payload.set(VCT, text(kinds::EID));
    book.add(
        vector("signature_before_kind", "The signature is checked before the kind.")
            .from("food", "It was changed to a kind that the issuer may not issue.")
            .desk("desk")
            .verify(parts.unsigned())
            .refused("signature_invalid"),
    );
}
