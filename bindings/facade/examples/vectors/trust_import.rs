//! Trust lists at the door of a store.

use crate::book::{Book, Bytes, Vector, vector};
use crate::scene::{EXP, IAT, ISS, NOW, PROFILE, REGION, Scene, TRUST, cose_key, ed25519, time};
use crate::tree::{REDACTED, Tree, bytes, done, int, label, name, raw, text, uint};
use zhengzhao::trust::Anchor;
use zhengzhao_facade::sample::DAY;

pub(crate) fn book(scene: &Scene) -> Book {
    let mut book = Book::new("trust-import", "Trust lists that a store takes or refuses.");
    book.keep("anchor", scene.anchor());
    book.keep("own", scene.desk.own[0].clone());
    book.keep("sichuan", scene.desk.recognised[0].clone());
    sequences(scene, &mut book);
    clocks(scene, &mut book);
    whose(scene, &mut book);
    shapes(scene, &mut book);
    entries(scene, &mut book);
    signatures(scene, &mut book);
    anchors(scene, &mut book);
    book
}

fn pinned(name: &str, about: &str) -> Vector {
    vector(name, about).traps(&[40]).pin("anchor")
}

fn holding(name: &str, about: &str) -> Vector {
    pinned(name, about).own(&["own".into()])
}

fn sequences(scene: &Scene, book: &mut Book) {
    let own = |sequence: u64| Bytes::from(scene.own_list(sequence, |_| ()));
    let other = |sequence: u64| Bytes::from(scene.own_list(sequence, |draft| drop(draft.issuers.pop())));
    book.add(
        pinned("own_list_taken", "The first list of the own authority.").own(&["own".into()]).accepted(),
    );
    book.add(holding("own_list_again", "The list held is offered again.").own(&["own".into()]).accepted());
    book.add(
        holding("own_list_skipping_numbers", "Sequence numbers may be skipped.").own(&[own(40)]).accepted(),
    );
    book.add(
        holding("recognised_list_taken", "The first list of a recognised authority.")
            .recognised("sichuan")
            .accepted(),
    );
    let back = |name: &str, difference: &str| {
        holding(name, &format!("A store never goes back. {difference}"))
            .from("own_list_skipping_numbers", difference)
    };
    book.add(
        back("own_list_rolled_back", "The list before the one held is offered.")
            .own(&[own(3)])
            .own(&[own(2)])
            .refused("list_rolled_back"),
    );
    book.add(
        back(
            "own_list_rolled_back_after_reopening",
            "The list before is offered after the store was exported and reopened.",
        )
        .own(&[own(3)])
        .reopen()
        .own(&["own".into()])
        .refused("list_rolled_back"),
    );
    book.add(
        back("own_list_rolled_back_at_the_end", "Of two lists the second is the older one.")
            .own(&[own(3), own(2)])
            .refused("list_rolled_back"),
    );
    book.add(
        back("own_list_in_conflict", "Another list with the number of the one held is offered.")
            .own(&[other(1)])
            .refused("list_conflict"),
    );
    book.add(
        back(
            "own_list_in_conflict_after_reopening",
            "Another list with the number of the one held is offered after the store was reopened.",
        )
        .reopen()
        .own(&[other(1)])
        .refused("list_conflict"),
    );
    book.add(
        holding("own_list_chain_fed_again", "A host that always feeds the whole chain of lists may do so on any desk: what is older than the list held is passed over.")
            .own(&[own(3)])
            .own(&["own".into(), own(2), own(3)])
            .accepted(),
    );
    let foreign = |sequence: u64| scene.recognised_list(sequence, |_| ());
    let with = |name: &str, difference: &str| {
        holding(name, &format!("A store never goes back. {difference}"))
            .from("recognised_list_taken", difference)
            .recognised(foreign(2))
    };
    book.add(
        with("recognised_list_rolled_back", "A newer list of that authority is held.")
            .recognised("sichuan")
            .refused("list_rolled_back"),
    );
    book.add(
        with(
            "recognised_list_rolled_back_after_reopening",
            "A newer list of that authority was held when the store was exported.",
        )
        .reopen()
        .recognised("sichuan")
        .refused("list_rolled_back"),
    );
    book.add(
        with("recognised_list_in_conflict", "Another list with that number is held.")
            .recognised(scene.recognised_list(2, |draft| drop(draft.issuers.pop())))
            .refused("list_conflict"),
    );
    let anchor = |lowest: u64| {
        let chongqing = &scene.world.chongqing;
        Anchor::new(chongqing.id, chongqing.region, chongqing.signer_set().expect("set"), lowest)
            .expect("anchor")
            .to_bytes()
    };
    book.add(
        vector("own_list_at_the_lowest", "The anchor names the lowest sequence that it accepts.")
            .traps(&[40])
            .pin(anchor(5))
            .own(&[own(5)])
            .accepted(),
    );
    book.add(
        vector("own_list_below_the_lowest", "The anchor names the lowest sequence that it accepts.")
            .traps(&[40])
            .from("own_list_at_the_lowest", "The list has the number before.")
            .pin(anchor(5))
            .own(&[own(4)])
            .refused("sequence_below_lowest"),
    );
    let lowest = scene.own_list(2, |draft| draft.recognitions[0].lowest_sequence = 5);
    let lowest = book.keep("own_with_lowest", lowest);
    let about = "The recognition entry names the lowest sequence that it accepts.";
    book.add(
        holding("recognised_list_at_the_lowest", about)
            .own_one(lowest.clone())
            .recognised(foreign(5))
            .accepted(),
    );
    book.add(
        holding("recognised_list_below_the_lowest", about)
            .from("recognised_list_at_the_lowest", "The list has the number before.")
            .own(&[lowest])
            .recognised(foreign(4))
            .refused("sequence_below_lowest"),
    );
}

fn clocks(scene: &Scene, book: &mut Book) {
    let at = |iat: u64| Bytes::from(scene.own_list(2, |draft| draft.iat = time(iat)));
    let about = "A list may be dated as far ahead as the skew allows.";
    book.add(holding("own_list_at_the_skew", about).traps(&[30]).own(&[at(NOW + 60)]).accepted());
    book.add(
        holding("own_list_from_the_future", about)
            .traps(&[30])
            .from("own_list_at_the_skew", "It is dated one second later.")
            .own(&[at(NOW + 61)])
            .refused("list_from_future"),
    );
    book.add(
        holding("own_list_without_skew", about)
            .traps(&[30])
            .from("own_list_at_the_skew", "The policy allows no skew.")
            .policy(7 * DAY, 0)
            .own(&[at(NOW + 60)])
            .refused("list_from_future"),
    );
    let foreign = |iat: u64| scene.recognised_list(1, |draft| draft.iat = time(iat));
    book.add(
        holding("recognised_list_at_the_skew", about).traps(&[30]).recognised(foreign(NOW + 60)).accepted(),
    );
    book.add(
        holding("recognised_list_from_the_future", about)
            .traps(&[30])
            .from("recognised_list_at_the_skew", "It is dated one second later.")
            .recognised(foreign(NOW + 61))
            .refused("list_from_future"),
    );
    let lives =
        |seconds: u64| {
            Bytes::from(scene.own_broken(|claims| {
                done(claims.set(IAT, uint(NOW - DAY)).set(EXP, uint(NOW - DAY + seconds)))
            }))
        };
    let about = "A trust list lives 31 days at most.";
    book.add(pinned("own_list_for_31_days", about).traps(&[25]).own(&[lives(31 * DAY)]).accepted());
    book.add(
        pinned("own_list_for_longer", about)
            .traps(&[25])
            .from("own_list_for_31_days", "It lives one second longer.")
            .own(&[lives(31 * DAY + 1)])
            .refused("list_lifetime_too_long"),
    );
    book.add(
        pinned("own_list_ending_before_it_begins", "A list ends after it begins.")
            .from("own_list_for_31_days", "exp is iat.")
            .own(&[lives(0)])
            .refused("times_inconsistent"),
    );
}

fn whose(scene: &Scene, book: &mut Book) {
    let own = |change: &dyn Fn(&mut Tree)| Bytes::from(scene.own_broken(change));
    let bad = |name: &str, difference: &str| {
        pinned(name, &format!("A desk takes its own authority's list. {difference}"))
            .from("own_list_taken", difference)
    };
    book.add(
        bad("list_of_another_authority", "It names another authority; our signers signed it.")
            .own(&[own(&|claims| done(claims.set(ISS, text("11520000MBYY000896"))))])
            .refused("authority_mismatch"),
    );
    book.add(
        bad("foreign_list_as_own", "It is the list of Sichuan.")
            .own(&["sichuan".into()])
            .refused("authority_mismatch"),
    );
    book.add(
        bad("list_of_another_region", "It is for another region than the anchor.")
            .own(&[own(&|claims| done(claims.set(REGION, text("510000"))))])
            .refused("list_region_mismatch"),
    );
    book.add(
        bad("list_of_the_nation", "It is for the whole country; the anchor is for Chongqing.")
            .own(&[own(&|claims| done(claims.set(REGION, text("000000"))))])
            .refused("list_region_mismatch"),
    );
    book.add(
        bad("recognised_list_before_the_own", "A recognised list comes before there is an own one.")
            .recognised("sichuan")
            .cannot_tell("trust_list_missing"),
    );
    let own_as_recognised = holding("own_list_as_recognised", "The own list recognises others only.")
        .from("recognised_list_taken", "It is the own list.");
    book.add(own_as_recognised.recognised("own").refused("authority_not_recognised"));
    let none = Bytes::from(scene.own_list(2, |draft| draft.recognitions.clear()));
    let about = "Only what the newest own list recognises is taken.";
    book.add(
        holding("recognised_list_of_nobody", about)
            .from("recognised_list_taken", "The own list recognises nobody any more.")
            .own(&[none])
            .recognised("sichuan")
            .refused("authority_not_recognised"),
    );
}

fn shapes(scene: &Scene, book: &mut Book) {
    let own = |change: &dyn Fn(&mut Tree)| [Bytes::from(scene.own_broken(change))];
    let bad = |name: &str, difference: &str| {
        pinned(name, &format!("A trust list has its form. {difference}")).from("own_list_taken", difference)
    };
    for (name, number) in
        [("iss", ISS), ("exp", EXP), ("iat", IAT), ("profile", PROFILE), ("region", REGION), ("trust", TRUST)]
    {
        let traps: &[u8] = if number == EXP { &[25, 40] } else { &[] };
        let without = own(&|claims| done(claims.remove(number)));
        book.add(
            bad(&format!("list_without_{name}"), &format!("The claim {name} is missing."))
                .traps(traps)
                .own(&without)
                .refused("claim_missing"),
        );
    }
    book.add(
        bad("list_with_a_subject", "There is the claim sub.")
            .own(&own(&|claims| done(claims.set(2, text("zz")))))
            .refused("claim_not_allowed"),
    );
    book.add(
        bad("list_with_a_text_claim", "There is a claim with a text label.")
            .own(&own(&|claims| done(claims.put(name("zz"), uint(1)))))
            .refused("cbor_key_type"),
    );
    book.add(
        bad("list_redacted", "Nothing of a list can be redacted.")
            .own(&own(&|claims| done(claims.put(REDACTED.to_vec(), raw(|w| w.array(1).bytes(&[0; 32]))))))
            .refused("redaction_not_allowed"),
    );
    book.add(
        bad("list_of_profile_2", "The profile is 2.")
            .own(&own(&|claims| done(claims.set(PROFILE, uint(2)))))
            .refused("profile_unknown"),
    );
    let trust = |change: &dyn Fn(&mut Tree)| own(&|claims| change(claims.get(TRUST)));
    for (name, number) in [("sequence", 1), ("signers", 2), ("issuers", 4), ("recognitions", 5)] {
        book.add(
            bad(&format!("list_without_{name}"), &format!("The {name} are missing."))
                .own(&trust(&|trust| done(trust.remove(number))))
                .refused("claim_invalid"),
        );
    }
    book.add(
        bad("list_with_another_member", "There is an unknown member.")
            .own(&trust(&|trust| done(trust.set(9, uint(1)))))
            .refused("claim_invalid"),
    );
    book.add(
        bad("list_with_no_outgoing", "The outgoing signers are there and empty.")
            .own(&trust(&|trust| done(trust.set(3, Tree::List(Vec::new())))))
            .refused("claim_invalid"),
    );
    book.add(
        bad("threshold_of_zero", "The threshold is zero.")
            .own(&trust(&|trust| *trust.get(2).element(0) = uint(0)))
            .refused("threshold_invalid"),
    );
    book.add(
        bad("threshold_above_the_signers", "The threshold is four of three.")
            .own(&trust(&|trust| *trust.get(2).element(0) = uint(4)))
            .refused("threshold_invalid"),
    );
    book.add(
        bad("signer_named_twice", "A signer is named twice.")
            .own(&trust(&|trust| {
                let keys = trust.get(2).element(1);
                let first = keys.element(0).clone();
                keys.list().push(first);
            }))
            .refused("duplicate_key_entry"),
    );
    book.add(
        bad("list_with_a_byte_behind", "A byte follows the claims.")
            .traps(&[13])
            .own(&[{
                let mut payload = crate::scene::list_payload(&scene.desk.own[0]).encode();
                payload.push(0);
                let header = Tree::Map(vec![(label(16), text("application/vnd.zz.trust+cwt"))]).encode();
                crate::scene::sign_list_with(98, &header, &payload, &scene.two(&scene.world.chongqing)).into()
            }])
            .refused("cbor_trailing_bytes"),
    );
}

/// Changes the first issuer, the first recognition or both.
fn entries(scene: &Scene, book: &mut Book) {
    let own =
        |change: &dyn Fn(&mut Tree)| [Bytes::from(scene.own_broken(|claims| change(claims.get(TRUST))))];
    let bad = |name: &str, difference: &str| {
        pinned(name, &format!("Entries of a trust list have their form. {difference}"))
            .from("own_list_taken", difference)
    };
    let issuer = |change: &dyn Fn(&mut Tree)| own(&|trust| change(trust.get(4).element(0)));
    let recognition = |change: &dyn Fn(&mut Tree)| own(&|trust| change(trust.get(5).element(0)));
    book.add(
        bad("issuer_named_twice", "An issuer is named twice, with other keys.")
            .own(&own(&|trust| {
                let mut again = trust.get(4).element(0).clone();
                let keys = again.get(5);
                keys.list().truncate(1);
                keys.element(0).set(1, cose_key(&ed25519("second entry")));
                trust.get(4).list().push(again);
            }))
            .refused("duplicate_entry"),
    );
    book.add(
        bad("recognition_named_twice", "A recognised authority is named twice.")
            .own(&own(&|trust| {
                let again = trust.get(5).element(0).clone();
                trust.get(5).list().push(again);
            }))
            .refused("duplicate_entry"),
    );
    book.add(
        bad("recognition_of_itself", "The list recognises its own authority.")
            .own(&recognition(&|entry| done(entry.set(1, text(scene.world.chongqing.id)))))
            .refused("duplicate_entry"),
    );
    book.add(
        bad("kind_named_twice", "A kind is granted twice.")
            .own(&issuer(&|issuer| {
                let again = issuer.get(6).element(0).clone();
                issuer.get(6).list().push(again);
            }))
            .refused("duplicate_entry"),
    );
    book.add(
        bad("recognised_kind_named_twice", "A kind is recognised twice.")
            .own(&recognition(&|entry| {
                let again = entry.get(5).element(0).clone();
                entry.get(5).list().push(again);
            }))
            .refused("duplicate_entry"),
    );
    book.add(
        bad("status_uri_named_twice", "A status URI is named twice.")
            .own(&issuer(&|issuer| {
                let again = issuer.get(7).element(0).clone();
                issuer.get(7).list().push(again);
            }))
            .refused("duplicate_entry"),
    );
    for number in [1, 2, 3, 4, 5, 6, 7, 8] {
        book.add(
            bad(
                &format!("issuer_without_{number}"),
                &format!("The member {number} of an issuer is missing."),
            )
            .own(&issuer(&|issuer| done(issuer.remove(number))))
            .refused("claim_invalid"),
        );
    }
    for number in [1, 2, 3, 4, 5, 6] {
        book.add(
            bad(
                &format!("recognition_without_{number}"),
                &format!("The member {number} of a recognition is missing."),
            )
            .own(&recognition(&|entry| done(entry.remove(number))))
            .refused("claim_invalid"),
        );
    }
    book.add(
        bad("issuer_with_another_member", "An issuer has an unknown member.")
            .own(&issuer(&|issuer| done(issuer.set(9, uint(1)))))
            .refused("claim_invalid"),
    );
    book.add(
        bad("issuer_without_keys", "An issuer has no key.")
            .own(&issuer(&|issuer| issuer.get(5).list().clear()))
            .refused("claim_invalid"),
    );
    book.add(
        bad("key_of_an_unknown_use", "A key is for the use 4.")
            .own(&issuer(&|issuer| done(issuer.get(5).element(0).set(2, uint(4)))))
            .refused("claim_invalid"),
    );
    book.add(
        bad("key_without_a_begin", "A key has no first second.")
            .own(&issuer(&|issuer| done(issuer.get(5).element(0).remove(3))))
            .refused("claim_invalid"),
    );
    book.add(
        bad("key_not_compromised", "A key says that it is not compromised; only true is ever written.")
            .own(&issuer(&|issuer| done(issuer.get(5).element(0).set(5, Tree::Raw(vec![0xf4])))))
            .refused("claim_invalid"),
    );
    book.add(
        bad("status_uri_with_a_space", "A status URI has a space.")
            .own(&issuer(&|issuer| *issuer.get(7).element(0) = text("zz:cq market/1")))
            .refused("claim_invalid"),
    );
    book.add(
        bad("issuer_of_no_region", "The region of an issuer has letters.")
            .own(&issuer(&|issuer| done(issuer.set(4, text("50000X")))))
            .refused("claim_invalid"),
    );
    book.add(
        bad("issuer_of_no_code", "The code of an issuer has 17 characters.")
            .own(&issuer(&|issuer| done(issuer.set(1, text("11500000MBYY00038")))))
            .refused("claim_invalid"),
    );
    book.add(
        bad("recognition_of_threshold_zero", "A recognised authority has the threshold zero.")
            .own(&recognition(&|entry| *entry.get(3).element(0) = uint(0)))
            .refused("threshold_invalid"),
    );
}

fn signatures(scene: &Scene, book: &mut Book) {
    let payload = crate::scene::list_payload(&scene.desk.own[0]);
    let header = Tree::Map(vec![(label(16), text("application/vnd.zz.trust+cwt"))]);
    let two = scene.two(&scene.world.chongqing);
    let with_header = |header: &Tree| {
        [Bytes::from(crate::scene::sign_list_with(98, &header.encode(), &payload.encode(), &two))]
    };
    let bad = |name: &str, difference: &str| {
        pinned(name, &format!("A trust list is COSE_Sign. {difference}")).from("own_list_taken", difference)
    };
    book.add(
        bad("list_as_sign1", "The tag says COSE_Sign1.")
            .traps(&[3])
            .own(&[crate::scene::sign_list_with(18, &header.encode(), &payload.encode(), &two).into()])
            .refused("wrong_cose_tag"),
    );
    let mut alg = header.clone();
    alg.set(1, int(-19));
    book.add(
        bad("list_with_alg_in_the_body", "alg stands in the header of the body.")
            .traps(&[1])
            .own(&with_header(&alg))
            .refused("header_not_allowed"),
    );
    let mut kid = header.clone();
    kid.set(4, bytes(&[0; 8]));
    book.add(
        bad("list_with_kid_in_the_body", "kid stands in the header of the body.")
            .own(&with_header(&kid))
            .refused("header_not_allowed"),
    );
    let mut chain = header.clone();
    chain.set(33, bytes(&[0x30, 0]));
    book.add(
        bad("list_with_a_chain", "An X.509 chain stands in the header.")
            .traps(&[35])
            .own(&with_header(&chain))
            .refused("header_not_allowed"),
    );
    book.add(
        bad("list_without_typ", "There is no typ.")
            .traps(&[9])
            .own(&with_header(&Tree::Map(Vec::new())))
            .refused("header_missing"),
    );
    book.add(
        bad("list_without_signatures", "Nobody has signed.")
            .own(&[crate::scene::sign_list(&payload, &[]).into()])
            .refused("cbor_out_of_range"),
    );
    let mut altered = payload.clone();
    altered.get(TRUST).get(4).element(0).set(2, text("另一个机构"));
    let mut bytes_of = scene.desk.own[0].clone();
    let (old, new) = (payload.encode(), altered.encode());
    if let Some(at) = bytes_of.windows(old.len()).position(|window| window == old) {
        // The head before the payload has three bytes: its length changes with it.
        let head = [vec![0x59], u16::try_from(new.len()).expect("short").to_be_bytes().to_vec()].concat();
        bytes_of.splice(at - 3..at + old.len(), [head, new].concat());
    }
    book.add(
        bad("list_altered", "The name of an issuer was changed after signing.")
            .own(&[bytes_of.into()])
            .refused("signature_invalid"),
    );
    let one = |change: &dyn Fn(&mut Tree)| {
        let mut own = crate::scene::signer_header(two[0]);
        change(&mut own);
        [Bytes::from(with_signer_header(&header, &payload, two, &own))]
    };
    book.add(
        bad("signer_stating_another_alg", "The first signature states -8.")
            .traps(&[2])
            .own(&one(&|own| done(own.set(1, int(-8)))))
            .refused("algorithm_mismatch"),
    );
    book.add(
        bad("signer_without_alg", "The first signature has no alg.")
            .traps(&[1])
            .own(&one(&|own| done(own.remove(1))))
            .refused("header_missing"),
    );
    book.add(
        bad("signer_without_kid", "The first signature has no kid.")
            .traps(&[4])
            .own(&one(&|own| done(own.remove(4))))
            .refused("header_missing"),
    );
    book.add(
        bad("signer_with_typ", "The first signature has a typ of its own.")
            .own(&one(&|own| done(own.set(16, text("application/vnd.zz.trust+cwt")))))
            .refused("header_not_allowed"),
    );
    book.add(
        bad("signer_with_sd_alg", "The first signature states a digest algorithm.")
            .own(&one(&|own| done(own.set(170, int(-16)))))
            .refused("header_not_allowed"),
    );
    book.add(
        bad("signer_with_kid_of_the_other", "The first signature carries the kid of the second.")
            .traps(&[4])
            .own(&one(&|own| {
                let other = crate::scene::signer_header(two[1]).get(4).clone();
                own.set(4, other);
            }))
            .refused("signature_invalid"),
    );
}

/// The list signed by two, the first with this header.
fn with_signer_header(
    header: &Tree,
    payload: &Tree,
    two: [&zhengzhao::crypto::SigningKey; 2],
    own: &Tree,
) -> Vec<u8> {
    use zhengzhao::cbor::{MapWriter, Writer};
    use zhengzhao::crypto::Signer as _;
    let (header, payload) = (header.encode(), payload.encode());
    let mut writer = Writer::new();
    writer.tag(98).array(4).bytes(&header).map(MapWriter::new()).bytes(&payload).array(2);
    for (signer, own) in [(two[0], own.encode()), (two[1], crate::scene::signer_header(two[1]).encode())] {
        let mut tbs = Writer::new();
        tbs.array(5).text("Signature").bytes(&header).bytes(&own).bytes(&[]).bytes(&payload);
        let signature = signer.sign(&tbs.into_bytes()).expect("signed");
        writer.array(3).bytes(&own).map(MapWriter::new()).bytes(&signature);
    }
    writer.into_bytes()
}

fn anchors(scene: &Scene, book: &mut Book) {
    let with = |change: &dyn Fn(&mut Tree)| {
        let mut anchor = Tree::parse(&scene.anchor());
        change(&mut anchor);
        anchor.encode()
    };
    book.add(vector("anchor_pinned", "An anchor is pinned by hand.").pin("anchor").accepted());
    let bad = |name: &str, difference: &str| {
        vector(name, format!("An anchor has its form. {difference}")).from("anchor_pinned", difference)
    };
    book.add(
        bad("anchor_of_profile_2", "The profile is 2.")
            .pin(with(&|anchor| *anchor.element(0) = uint(2)))
            .refused("profile_unknown"),
    );
    book.add(
        bad("anchor_of_no_code", "The authority's code has a space.")
            .pin(with(&|anchor| *anchor.element(1) = text("11500000MBYY00011 ")))
            .refused("claim_invalid"),
    );
    book.add(
        bad("anchor_of_no_region", "The region is no number.")
            .pin(with(&|anchor| *anchor.element(2) = text("5000OO")))
            .refused("claim_invalid"),
    );
    book.add(
        bad("anchor_of_threshold_zero", "The threshold is zero.")
            .pin(with(&|anchor| *anchor.element(3) = uint(0)))
            .refused("threshold_invalid"),
    );
    book.add(
        bad("anchor_of_threshold_four", "The threshold is four of three.")
            .pin(with(&|anchor| *anchor.element(3) = uint(4)))
            .refused("threshold_invalid"),
    );
    book.add(
        bad("anchor_with_a_key_twice", "A key stands there twice.")
            .pin(with(&|anchor| {
                let keys = anchor.element(5);
                let first = keys.element(0).clone();
                *keys.element(2) = first;
            }))
            .refused("duplicate_key_entry"),
    );
    book.add(
        bad("anchor_with_a_weak_key", "A key is the neutral point.")
            .traps(&[37])
            .pin(with(&|anchor| {
                let mut identity = [0; 32];
                identity[0] = 1;
                anchor.element(5).element(0).set(-2, bytes(&identity));
            }))
            .refused("key_invalid"),
    );
    book.add(
        bad("anchor_with_a_byte_behind", "A byte follows the anchor.")
            .traps(&[13])
            .pin([scene.anchor(), vec![0]].concat())
            .refused("cbor_trailing_bytes"),
    );
}
