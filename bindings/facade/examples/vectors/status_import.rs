//! Status lists at the door of a store.

use crate::book::{Book, Vector, vector};
use crate::licences::with_desk;
use crate::scene::{Desk, EXP, IAT, ISS, KID, NOW, Parts, STATUS_LIST, SUB, Scene, status_list, statuses};
use crate::tree::{REDACTED, Tree, bytes, done, int, name, raw, text, uint};
use zhengzhao::crypto::{Signer as _, SigningKey};
use zhengzhao::status::Shard;
use zhengzhao_facade::sample::DAY;

pub(crate) fn book(scene: &Scene) -> Book {
    let mut book = with_desk(scene, "status-import", "Status lists that a store takes or refuses.");
    book.keep("no_status", Desk { statuses: Vec::new(), ..scene.desk.clone() }.pack());
    book.keep("status", scene.desk.statuses[0].clone());
    ages(scene, &mut book);
    whose(scene, &mut book);
    shapes(scene, &mut book);
    streams(scene, &mut book);
    book
}

fn fresh(name: &str, about: &str) -> Vector {
    vector(name, about).desk("no_status")
}

fn bad(name: &str, traps: &[u8], difference: &str) -> Vector {
    let about = format!("A store takes only status lists of the issuer. {difference}");
    vector(name, about).traps(traps).from("status_list_taken", difference).desk("no_status")
}

/// The market regulator's list with other claims, signed by its status key.
fn with(scene: &Scene, change: impl FnOnce(&mut Tree)) -> Vec<u8> {
    let mut parts = Parts::of(&scene.desk.statuses[0]);
    change(&mut parts.payload);
    parts.sign(&scene.world.chongqing_market.status_key)
}

fn ages(scene: &Scene, book: &mut Book) {
    let at = |iat: u64, shard: &Shard| status_list(&scene.world, &scene.world.chongqing_market, iat, shard);
    let food = scene.food_at(101);
    book.add(
        fresh("status_list_taken", "The first status list of an issuer.")
            .traps(&[25])
            .status("status")
            .accepted(),
    );
    book.add(
        fresh("status_list_again", "The list held is offered again.")
            .traps(&[25])
            .status("status")
            .status("status")
            .accepted(),
    );
    book.add(
        fresh("status_list_newer", "A newer list replaces the one held.")
            .traps(&[25])
            .status("status")
            .status(at(NOW - DAY + 1, &Shard::new()))
            .verify(food.clone())
            .verified(),
    );
    let held = |name: &str, difference: &str| bad(name, &[25], difference).status("status");
    book.add(
        held("status_list_rolled_back", "It is one second older than the one held.")
            .status(at(NOW - DAY - 1, &Shard::new()))
            .refused("list_rolled_back"),
    );
    book.add(
        held(
            "status_list_rolled_back_after_reopening",
            "It is older than the one held when the store was exported.",
        )
        .reopen()
        .status(at(NOW - DAY - 1, &Shard::new()))
        .refused("list_rolled_back"),
    );
    book.add(
        held("status_list_in_conflict", "It has the iat of the one held and says something else.")
            .status(at(NOW - DAY, &Shard::new()))
            .refused("list_conflict"),
    );
    book.add(
        held(
            "status_list_rolled_back_changes_nothing",
            "An older list in which a cancelled licence is valid is offered; the licence is then shown.",
        )
        .status(at(NOW - DAY - 1, &Shard::new()))
        .which_is_refused("list_rolled_back")
        .verify(food)
        .refused("cancelled"),
    );
    let about = "A status list may be dated as far ahead as the skew allows.";
    book.add(
        fresh("status_list_at_the_skew", about).traps(&[30]).status(at(NOW + 60, &statuses())).accepted(),
    );
    book.add(
        fresh("status_list_beyond_the_skew", about)
            .traps(&[30])
            .from("status_list_at_the_skew", "It is dated one second later.")
            .status(at(NOW + 61, &statuses()))
            .refused("list_from_future"),
    );
    let expired = with(scene, |claims| done(claims.set(EXP, uint(NOW - 1))));
    book.add(
        fresh("status_list_that_has_expired", "A list that has expired is kept: it can still refuse.")
            .traps(&[25])
            .status(expired.clone())
            .accepted(),
    );
    book.add(
        bad(
            "status_list_that_has_expired_refuses",
            &[25],
            "It has expired; then a licence is shown that it says was revoked.",
        )
        .status(expired)
        .verify(scene.food_at(113))
        .refused("revoked_as_penalty"),
    );
}

fn whose(scene: &Scene, book: &mut Book) {
    let world = &scene.world;
    let market = &world.chongqing_market;
    let by = |key: &SigningKey, kid: &SigningKey| {
        let mut parts = Parts::of(&scene.desk.statuses[0]);
        parts.protected.set(1, int(key.public_key().algorithm().cose_id()));
        parts.protected.set(KID, bytes(&kid.public_key().thumbprint().kid()));
        parts.sign(key)
    };
    let stranger = crate::scene::ed25519("stranger");
    book.add(
        bad("status_list_by_a_stranger", &[24], "A stranger signed it under the issuer's kid.")
            .status(by(&stranger, &market.status_key))
            .refused("signature_invalid"),
    );
    book.add(
        bad("status_list_by_a_stranger_openly", &[24], "A stranger signed it under the stranger's kid.")
            .status(by(&stranger, &stranger))
            .refused("no_matching_key"),
    );
    book.add(
        bad("status_list_by_the_issuing_key", &[24], "The issuer's key for certificates signed it.")
            .status(by(&market.issue_key, &market.issue_key))
            .refused("key_use_wrong"),
    );
    let police = &world.chongqing_police.status_key;
    book.add(
        bad("status_list_by_another_issuer", &[24], "The status key of another issuer signed it.")
            .status(by(police, police))
            .refused("no_matching_key"),
    );
    let mut parts = Parts::of(&scene.desk.statuses[0]);
    parts.protected.set(1, int(-8));
    book.add(
        bad("status_list_stating_-8", &[2], "alg states -8.")
            .status(parts.sign(&market.status_key))
            .refused("algorithm_mismatch"),
    );
    let mut parts = Parts::of(&scene.desk.statuses[0]);
    parts.payload.set(EXP, uint(NOW + 300 * DAY));
    book.add(
        bad("status_list_altered", &[], "exp was changed after signing.")
            .status(parts.unsigned())
            .refused("signature_invalid"),
    );
    book.add(
        bad("status_list_of_another_uri", &[24], "Its sub is a URI that the issuer's entry does not name.")
            .status(with(scene, |claims| done(claims.set(SUB, text("zz:cq-market/2")))))
            .refused("status_uri_not_listed"),
    );
    book.add(
        bad("status_list_of_anothers_uri", &[24], "Its sub is the URI of another issuer.")
            .status(with(scene, |claims| done(claims.set(SUB, text(world.chongqing_police.status_uri)))))
            .refused("status_uri_not_listed"),
    );
    book.add(
        bad("status_list_of_nobody", &[24], "Its issuer is on no list.")
            .status(with(scene, |claims| done(claims.set(ISS, text("11500000MBYY00089P")))))
            .refused("issuer_unknown"),
    );
    book.add(
        vector("status_list_before_the_own_list", "Without trust lists no status list can be judged.")
            .traps(&[24])
            .from("status_list_taken", "The desk holds no trust list.")
            .pin("anchor")
            .status("status")
            .cannot_tell("trust_list_missing"),
    );
    let from = crate::scene::time(NOW - DAY + 1);
    let key = zhengzhao::trust::IssuerKey::new(
        market.status_key.public_key().clone(),
        zhengzhao::trust::KeyUse::Status,
        zhengzhao::trust::Dates { from, to: None },
    );
    let late = scene.own_list(2, |draft| draft.issuers[0].keys[1] = key.clone());
    book.add(
        bad("status_key_not_yet_in_use", &[24], "The key came into use one second after its iat.")
            .own(&[late.into()])
            .status("status")
            .refused("issuer_key_not_in_force"),
    );
    let successor = crate::scene::ed25519("new status key");
    let replaced = scene.own_list(2, |draft| {
        let dates = zhengzhao::trust::Dates { from: crate::scene::time(0), to: None };
        let public = successor.public_key().clone();
        draft.issuers[0].keys[1] =
            zhengzhao::trust::IssuerKey::new(public, zhengzhao::trust::KeyUse::Status, dates);
    });
    book.add(
        vector(
            "status_list_signed_anew",
            "A status list held is taken again when only the new copy is signed by a key that counts.",
        )
        .traps(&[24])
        .desk("desk")
        .own(&[replaced.into()])
        .status(by(&successor, &successor))
        .verify(scene.food())
        .verified(),
    );
    let compromised = scene.own_list(2, |draft| draft.issuers[0].keys[1] = key.compromised());
    book.add(
        bad("status_key_compromised", &[24], "The key is marked as compromised.")
            .own(&[compromised.into()])
            .status("status")
            .refused("issuer_key_compromised"),
    );
}

fn shapes(scene: &Scene, book: &mut Book) {
    for (name, number, traps) in [
        ("iss", ISS, &[24][..]),
        ("sub", SUB, &[24]),
        ("exp", EXP, &[25]),
        ("iat", IAT, &[25]),
        ("list", STATUS_LIST, &[]),
    ] {
        book.add(
            bad(&format!("status_list_without_{name}"), traps, &format!("The claim {name} is missing."))
                .status(with(scene, |claims| done(claims.remove(number))))
                .refused("claim_missing"),
        );
    }
    book.add(
        fresh("status_list_without_ttl", "A status list needs no ttl.")
            .status(with(scene, |claims| done(claims.remove(65_534))))
            .accepted(),
    );
    book.add(
        bad("status_list_with_a_holder", &[], "There is the claim cnf.")
            .status(with(scene, |claims| done(claims.set(8, Tree::Map(Vec::new())))))
            .refused("claim_not_allowed"),
    );
    book.add(
        bad("status_list_redacted", &[], "Nothing of a list can be redacted.")
            .status(with(scene, |claims| {
                claims.put(REDACTED.to_vec(), raw(|w| w.array(1).bytes(&[0; 32])));
            }))
            .refused("redaction_not_allowed"),
    );
    book.add(
        bad("status_list_with_nbf", &[], "There is the claim nbf.")
            .status(with(scene, |claims| done(claims.set(5, uint(NOW)))))
            .refused("claim_not_allowed"),
    );
    book.add(
        bad("status_list_with_a_text_claim", &[], "There is a claim with a text label.")
            .status(with(scene, |claims| done(claims.put(name("zz"), uint(1)))))
            .refused("cbor_key_type"),
    );
    book.add(
        bad("status_list_ending_at_its_begin", &[25], "exp is iat.")
            .status(with(scene, |claims| done(claims.set(EXP, uint(NOW - DAY)))))
            .refused("times_inconsistent"),
    );
    book.add(
        bad("status_list_uri_too_long", &[24], "Its URI has 33 characters.")
            .status(with(scene, |claims| done(claims.set(SUB, text(&"u".repeat(33))))))
            .refused("claim_invalid"),
    );
    let list = |change: &dyn Fn(&mut Tree)| with(scene, |claims| change(claims.get(STATUS_LIST)));
    for bits in [0, 1, 2, 3, 8, 16] {
        book.add(
            bad(
                &format!("status_list_of_{bits}_bits"),
                &[26, 29],
                &format!("It says that an entry has {bits} bits."),
            )
            .status(list(&|list| done(list.put(name("bits"), uint(bits)))))
            .refused("status_bits_wrong"),
        );
    }
    book.add(
        bad(
            "status_list_with_an_aggregation_uri",
            &[],
            "The list has an aggregation URI, which would be fetched.",
        )
        .status(list(&|list| done(list.put(name("aggregation_uri"), text("zz:x")))))
        .refused("cbor_too_large"),
    );
    book.add(
        bad("status_list_without_bits", &[26], "The list does not say how many bits an entry has.")
            .status(list(&|list| list.entries().retain(|(key, _)| *key != name("bits"))))
            .refused("claim_invalid"),
    );
    book.add(
        bad("status_list_with_another_member", &[], "The list has an unknown member instead of its bits.")
            .status(list(&|list| {
                list.entries().retain(|(key, _)| *key != name("bits"));
                list.put(name("zz"), uint(1));
            }))
            .refused("claim_invalid"),
    );
    book.add(
        bad("status_list_bits_twice", &[7], "The list says twice how many bits an entry has.")
            .status(list(&|list| {
                let bits = list.entries()[0].clone();
                list.entries().truncate(1);
                list.entries().push(bits);
            }))
            .refused("cbor_duplicate_key"),
    );
    let mut parts = Parts::of(&scene.desk.statuses[0]);
    parts.protected.set(170, int(-16));
    book.add(
        bad("status_list_with_sd_alg", &[], "It states a digest algorithm.")
            .status(parts.sign(&scene.world.chongqing_market.status_key))
            .refused("header_not_allowed"),
    );
    let mut parts = Parts::of(&scene.desk.statuses[0]);
    parts.shown = vec![vec![0x81, 0x40]];
    book.add(
        bad("status_list_with_disclosures", &[], "It has disclosures.")
            .status(parts.unsigned())
            .refused("unprotected_not_allowed"),
    );
    let mut parts = Parts::of(&scene.desk.statuses[0]);
    parts.tag = 17;
    book.add(
        bad("status_list_as_mac", &[3], "The tag says COSE_Mac0.")
            .status(parts.unsigned())
            .refused("wrong_cose_tag"),
    );
    let tagged = [&[0xd8, 61], scene.desk.statuses[0].as_slice()].concat();
    book.add(
        bad("status_list_with_tag_61", &[3], "The tag 61 stands before it.")
            .status(tagged)
            .refused("wrong_cose_tag"),
    );
    let mut behind = Parts::of(&scene.desk.statuses[0]).payload.encode();
    behind.push(0);
    let behind =
        Parts::of(&scene.desk.statuses[0]).sign_payload(&scene.world.chongqing_market.status_key, &behind);
    book.add(
        bad("status_list_with_a_byte_behind", &[13], "A byte follows the claims.")
            .status(behind)
            .refused("cbor_trailing_bytes"),
    );
}

/// An ADLER-32 checksum (RFC 1950 §8.2).
fn adler(data: &[u8]) -> [u8; 4] {
    let (mut low, mut high) = (1_u32, 0_u32);
    for byte in data {
        low = (low + u32::from(*byte)) % 65_521;
        high = (high + low) % 65_521;
    }
    ((high << 16) | low).to_be_bytes()
}

fn streams(scene: &Scene, book: &mut Book) {
    let stream = Shard::new().deflate();
    let list =
        |stream: &[u8]| with(scene, |claims| done(claims.get(STATUS_LIST).put(name("lst"), bytes(stream))));
    book.add(
        fresh("stream_of_one_shard", "The stream inflates to exactly one shard.")
            .traps(&[27])
            .status(list(&stream))
            .accepted(),
    );
    let other = list(&deflated(1 << 19));
    let about = "A stream may be deflated by whatever program, as long as it inflates to one shard.";
    book.add(fresh("stream_of_another_program", about).traps(&[27]).status(other).accepted());
    let mut bad = |name: &str, difference: &str, stream: &[u8]| {
        let about = format!("The stream must inflate to exactly one shard. {difference}");
        let described =
            vector(name, about).traps(&[27]).from("stream_of_one_shard", difference).desk("no_status");
        book.add(described.status(list(stream)).refused("status_inflate_failed"));
    };
    bad("stream_empty", "It is empty.", &[]);
    bad("stream_with_a_byte_behind", "A byte follows it.", &[stream.as_slice(), &[0]].concat());
    bad("stream_cut_short", "Its last byte is missing.", &stream[..stream.len() - 1]);
    bad("stream_without_checksum", "Its checksum is missing.", &stream[..stream.len() - 4]);
    let mut wrong = stream.clone();
    let last = wrong.len() - 1;
    wrong[last] ^= 1;
    bad("stream_with_a_wrong_checksum", "Its checksum is wrong.", &wrong);
    bad("stream_without_a_header", "It is DEFLATE without the ZLIB header.", &stream[2..stream.len() - 4]);
    let mut dictionary = stream.clone();
    dictionary[1] = 0x20 | (dictionary[1] & 0xc0);
    let check = (u16::from(dictionary[0]) << 8 | u16::from(dictionary[1])) % 31;
    dictionary[1] += u8::try_from((31 - check) % 31).expect("small");
    bad("stream_with_a_dictionary", "It asks for a preset dictionary.", &dictionary);
    // Stored blocks of 32 bytes: far less than a shard.
    let short = [&[0x78, 0x01, 0x01, 32, 0, 0xdf, 0xff][..], &[0; 32], &adler(&[0; 32])].concat();
    bad("stream_of_32_bytes", "It inflates to 32 bytes.", &short);
    bad("stream_of_one_byte_less", "It inflates to one byte less than a shard.", &deflated((1 << 19) - 1));
    bad("stream_of_one_byte_more", "It inflates to one byte more than a shard.", &deflated((1 << 19) + 1));
    bad("stream_of_4_mib", "It inflates to 4 MiB, eight times a shard.", &deflated(4 << 20));
}

/// Zeros as a ZLIB stream: fixed-code blocks of one literal and copies at distance 1 (RFC 1951 §3.2.6).
fn deflated(length: usize) -> Vec<u8> {
    let mut bits = Bits { out: vec![0x78, 0x01], held: 0, count: 0 };
    bits.put(0b011, 3);
    // Literal 0: the code 00110000.
    bits.reversed(0b0011_0000, 8);
    let mut left = length - 1;
    while left >= 258 {
        // Length 258: the symbol 285, code 11000101; distance 1: the symbol 0 of five bits.
        bits.reversed(0b1100_0101, 8);
        bits.reversed(0, 5);
        left -= 258;
    }
    for _ in 0..left {
        bits.reversed(0b0011_0000, 8);
    }
    bits.reversed(0, 7);
    let mut out = bits.finish();
    // Of zeros only: the low sum stays 1, the high one counts the bytes.
    let high = u32::try_from(length % 65_521).expect("small");
    out.extend(((high << 16) | 1).to_be_bytes());
    out
}

/// Bits in the order of DEFLATE.
#[derive(Debug)]
struct Bits {
    out: Vec<u8>,
    held: u32,
    count: u32,
}

impl Bits {
    fn put(&mut self, value: u32, count: u32) {
        self.held |= value << self.count;
        self.count += count;
        while self.count >= 8 {
            self.out.push(self.held.to_le_bytes()[0]);
            self.held >>= 8;
            self.count -= 8;
        }
    }

    /// Huffman codes come most significant bit first.
    fn reversed(&mut self, code: u32, count: u32) {
        self.put(code.reverse_bits() >> (32 - count), count);
    }

    fn finish(mut self) -> Vec<u8> {
        if self.count > 0 {
            self.out.push(self.held.to_le_bytes()[0]);
        }
        self.out
    }
}
