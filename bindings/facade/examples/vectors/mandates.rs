//! Mandates: a delegate presents what the principal let them.

use crate::act::{
    AUD, DELEGATE, DELEGATE_NAME, DESK, HOTEL, KCWT, LOAN, MATTERS, PURPOSE, challenged, delegate_key,
    delegated, delegated_around, loan_draft, mandate, mandate_changed, mandate_draft, nonce, resign,
    scenario, scenario_tree, sign, sign_mandate, unchallenged, with_desk,
};
use crate::book::{Book, Bytes, Vector, vector};
use crate::scene::{
    CNF, CTI, EXP, IAT, ISS, KID, NBF, NOW, PROFILE, Parts, SUB, Scene, TYP, cose_key, ed25519,
};
use crate::tree::{REDACTED, Tree, bytes, done, int, raw, text, uint};
use zhengzhao::act::{Audience, Delegate, MandateDraft, PresentationDraft};
use zhengzhao::cbor::{MapWriter, Writer};
use zhengzhao::crypto::{Algorithm, Signer as _};
use zhengzhao_facade::sample;

pub(crate) fn book(scene: &Scene) -> Book {
    let mut book = with_desk(scene, "mandates", "Mandates: delegates present for principals.");
    accepted(scene, &mut book);
    matters(scene, &mut book);
    signers(scene, &mut book);
    chains(scene, &mut book);
    headers(scene, &mut book);
    claims(scene, &mut book);
    delegates(scene, &mut book);
    behind(scene, &mut book);
    book
}

/// A vector of the delegate at the desk for loans.
fn at_the_loan(name: impl Into<String>, about: impl Into<String>) -> Vector {
    challenged(name, about).matter(LOAN)
}

fn refuse(
    book: &mut Book,
    (name, rule): (&str, &str),
    difference: &str,
    bytes: impl Into<Bytes>,
    code: &'static str,
) {
    book.add(
        at_the_loan(name, format!("{rule} {difference}"))
            .from("mandate_presented", difference)
            .present(bytes)
            .refused(code),
    );
}

fn accepted(scene: &Scene, book: &mut Book) {
    book.add(
        at_the_loan("mandate_presented", "An agent presents a principal's food licence for a loan.")
            .present(delegated(scene))
            .verified()
            .telling("/presenter", "proven_challenge")
            .telling("/act/mandate/delegate_name", DELEGATE_NAME),
    );
    for (algorithm, word) in [(Algorithm::Esp256, "esp256"), (Algorithm::Sm2, "sm2")] {
        let key = sample::key(algorithm, DELEGATE_NAME);
        let delegate = Delegate::new(key.public_key().clone(), DELEGATE_NAME, None).expect("a delegate");
        let mandate = MandateDraft { delegate, ..mandate_draft() };
        let mandate = sign_mandate("mandate", &mandate, &scene.food(), &scene.holder);
        book.add(
            at_the_loan(
                format!("mandate_to_{word}"),
                format!("The delegate's key is of {}.", algorithm.name()),
            )
            .present(sign("delegated", &loan_draft(), &mandate, &key))
            .verified(),
        );
        let key = sample::key(algorithm, "principal");
        let food = scene.food_with(|claims| done(claims.get(CNF).set(1, cose_key(&key))));
        let mandate = sign_mandate("mandate", &mandate_draft(), &food, &key);
        book.add(
            at_the_loan(
                format!("mandate_by_{word}"),
                format!("The principal's key is of {}.", algorithm.name()),
            )
            .present(sign("delegated", &loan_draft(), &mandate, &delegate_key()))
            .verified(),
        );
    }
    let code = Some(("111", "500103198501010007"));
    let delegate =
        Delegate::new(delegate_key().public_key().clone(), DELEGATE_NAME, code).expect("a delegate");
    let mandate_of = |draft: &MandateDraft| sign_mandate("mandate", draft, &scene.food(), &scene.holder);
    let coded = mandate_of(&MandateDraft { delegate, ..mandate_draft() });
    book.add(
        at_the_loan("mandate_with_a_code", "The principal states the delegate's code, too.")
            .present(sign("delegated", &loan_draft(), &coded, &delegate_key()))
            .verified()
            .telling("/act/mandate/delegate_code/1", "500103198501010007"),
    );
    let open = PresentationDraft { nonce: None, ..loan_draft() };
    let open = sign("delegated", &open, &mandate(scene), &delegate_key());
    let open = book.keep("open", open);
    book.add(
        unchallenged("mandate_by_audience", "A delegate presents at a desk with a fixed audience.")
            .matter(LOAN)
            .present(open.clone())
            .verified()
            .telling("/presenter", "proven_audience"),
    );
    book.add(
        unchallenged("mandate_replayed", "What a delegate presented is not presented again.")
            .traps(&[31])
            .from("mandate_by_audience", "It is shown a second time.")
            .matter(LOAN)
            .present(open.clone())
            .present(open)
            .refused("replayed"),
    );
    let any = PresentationDraft { audience: Audience::any(), nonce: None, ..loan_draft() };
    let any = book.keep("any", sign("delegated", &any, &mandate(scene), &delegate_key()));
    book.add(
        vector(
            "mandate_without_presence",
            "Nothing is proven about who presents, and the mandate is verified.",
        )
        .desk("desk")
        .matter(LOAN)
        .present(any.clone())
        .verified()
        .telling("/presenter", "not_proven"),
    );
    book.add(
        vector("mandate_without_presence_or_matter", "A mandate counts for its matters only.")
            .from("mandate_without_presence", "The desk has no scenario.")
            .desk("desk")
            .present(any)
            .refused("mandate_not_for_this"),
    );
    let business = {
        let draft = sample::business_licence(&scene.world);
        scene.copy("business", &draft, &scene.world.chongqing_market, crate::scene::VALID)
    };
    let some = sign_mandate("mandate", &mandate_draft(), &business.show_items(&[17]), &scene.holder);
    book.add(
        at_the_loan(
            "mandate_of_some_items",
            "The delegate can show what the principal disclosed in the mandate.",
        )
        .present(sign("delegated", &loan_draft(), &some, &delegate_key()))
        .verified(),
    );
    let more = resign(&some, &scene.holder, |_| ());
    let mut parts = Parts::of(&more);
    let signature = parts.signature();
    parts.protected.set(KCWT, Tree::Raw(business.show_items(&[17, 25])));
    let more = delegated_around(scene, &parts.with_signature(&signature), |_| ());
    book.add(
        at_the_loan(
            "mandate_with_more_items",
            "The delegate can show what the principal disclosed in the mandate.",
        )
        .from("mandate_of_some_items", "The delegate added a disclosure.")
        .present(more)
        .refused("holder_signature_invalid"),
    );
}

fn matters(scene: &Scene, book: &mut Book) {
    let of = |matters: Vec<(&str, &str)>| {
        let matters = matters.into_iter().map(scenario).collect();
        let draft = MandateDraft { matters, ..mandate_draft() };
        let mandate = sign_mandate("mandate", &draft, &scene.food(), &scene.holder);
        sign("delegated", &loan_draft(), &mandate, &delegate_key())
    };
    let names: Vec<String> = (1..64).map(|number| format!("matter-{number}")).collect();
    let mut many: Vec<(&str, &str)> = names.iter().map(|name| (LOAN.0, name.as_str())).collect();
    many.push(LOAN);
    book.add(
        at_the_loan("mandate_for_64_matters", "A mandate may name 64 matters; the last is the one at hand.")
            .present(of(many))
            .verified(),
    );
    let rule = "A mandate counts for its matters only.";
    refuse(
        book,
        ("mandate_for_another_matter", rule),
        "It is for the hotel.",
        of(vec![HOTEL]),
        "mandate_not_for_this",
    );
    refuse(
        book,
        ("mandate_of_another_authority", rule),
        "It is for a matter with the same id of another organisation.",
        of(vec![("11510000MBYY0002XR", LOAN.1)]),
        "mandate_not_for_this",
    );
    let good = book.keep("delegated", delegated(scene));
    book.add(
        challenged("mandate_for_no_matter", rule)
            .from("mandate_presented", "The desk has no scenario.")
            .present(good.clone())
            .refused("mandate_not_for_this"),
    );
    book.add(
        challenged("mandate_at_the_hotel", rule)
            .from("mandate_presented", "The desk's scenario is the hotel's.")
            .matter(HOTEL)
            .present(good.clone())
            .refused("mandate_not_for_this"),
    );
    refuse(
        book,
        ("mandate_presented_for_nothing", "A delegate presents for the matter at hand."),
        "The presentation names no scenario.",
        delegated_around(scene, &mandate(scene), |claims| done(claims.remove(crate::act::SCENARIO))),
        "scenario_mismatch",
    );
    let wide = {
        let draft = MandateDraft { matters: vec![scenario(LOAN), scenario(HOTEL)], ..mandate_draft() };
        sign_mandate("mandate", &draft, &scene.food(), &scene.holder)
    };
    refuse(
        book,
        ("mandate_presented_for_another", "A delegate presents for the matter at hand."),
        "The mandate is for the hotel, too, and the presentation names that.",
        delegated_around(scene, &wide, |claims| done(claims.set(crate::act::SCENARIO, scenario_tree(HOTEL)))),
        "scenario_mismatch",
    );
    let another = PresentationDraft {
        audience: Audience::new("urn:example:desk:elsewhere").expect("an audience"),
        ..loan_draft()
    };
    refuse(
        book,
        ("mandate_presented_elsewhere", "A presentation is for one checker."),
        "It is for another desk.",
        sign("delegated", &another, &mandate(scene), &delegate_key()),
        "audience_mismatch",
    );
    book.add(
        vector("mandate_challenged_anew", "A challenge counts once.")
            .traps(&[31])
            .from("mandate_presented", "The desk gave another challenge.")
            .desk("desk")
            .audience(DESK)
            .matter(LOAN)
            .challenge(crate::act::sixteen("second challenge"))
            .present(good)
            .refused("challenge_mismatch"),
    );
}

fn signers(scene: &Scene, book: &mut Book) {
    let rule = "The key that the mandate names presents, and the principal's key mandates.";
    let bad = |name: &'static str| (name, rule);
    refuse(
        book,
        bad("mandate_presented_by_another"),
        "Another agent's key of the same algorithm presents it.",
        resign(&delegated(scene), &ed25519("another agent"), |_| ()),
        "holder_signature_invalid",
    );
    refuse(
        book,
        bad("mandate_presented_by_the_principal"),
        "The principal's own key presents it.",
        resign(&delegated(scene), &scene.holder, |_| ()),
        "holder_algorithm_mismatch",
    );
    let stranger = sample::key(Algorithm::Esp256, "another holder");
    refuse(
        book,
        bad("mandate_by_another_holder"),
        "Another holder's key made the mandate.",
        delegated_around(scene, &resign(&mandate(scene), &stranger, |_| ()), |_| ()),
        "holder_signature_invalid",
    );
    refuse(
        book,
        bad("mandate_by_the_delegate"),
        "The delegate's key made the mandate.",
        delegated_around(scene, &resign(&mandate(scene), &delegate_key(), |_| ()), |_| ()),
        "holder_algorithm_mismatch",
    );
    refuse(
        book,
        bad("mandate_left_out"),
        "The delegate presents the principal's certificate itself.",
        {
            let own = sample::key(Algorithm::Esp256, DELEGATE_NAME);
            resign(&delegated(scene), &own, |parts| {
                parts.protected.set(KCWT, Tree::Raw(scene.food()));
            })
        },
        "holder_signature_invalid",
    );
    for (what, difference, claim, value) in [
        ("end", "Its end was moved after signing.", EXP, uint(NOW + 300 * 86_400)),
        ("matters", "A matter was added after signing.", MATTERS, {
            raw(|w| {
                w.array(2);
                for (issuer, id) in [LOAN, HOTEL] {
                    w.array(2).text(issuer).text(id);
                }
                w
            })
        }),
        (
            "delegate",
            "The delegate was changed after signing.",
            DELEGATE,
            delegate_tree(&ed25519("other agent")),
        ),
    ] {
        let mut parts = Parts::of(&mandate(scene));
        parts.payload.set(claim, value);
        let shown = delegated_around(scene, &parts.unsigned(), |_| ());
        let shown = if what == "delegate" { resign(&shown, &ed25519("other agent"), |_| ()) } else { shown };
        refuse(
            book,
            (&format!("mandate_{what}_altered"), rule),
            difference,
            shown,
            "holder_signature_invalid",
        );
    }
    let mut parts = Parts::of(&mandate(scene));
    let second = scene.food_with(|claims| done(claims.set(CTI, bytes(&[7; 16]))));
    parts.protected.set(KCWT, Tree::Raw(second));
    refuse(
        book,
        bad("mandate_around_another"),
        "Another certificate of the principal was put into the mandate.",
        delegated_around(scene, &parts.unsigned(), |_| ()),
        "holder_signature_invalid",
    );
    for number in [-7, -19] {
        refuse(
            book,
            (&format!("mandate_alg_{number}"), "The key fixes the algorithm, not the header."),
            &format!(
                "alg of the mandate states {number}; the principal's key is ESP256 and signed this header."
            ),
            mandate_changed(scene, |parts| done(parts.protected.set(1, int(number)))),
            "holder_algorithm_mismatch",
        );
    }
}

fn delegate_tree(key: &zhengzhao::crypto::SigningKey) -> Tree {
    let mut delegate = Tree::Map(Vec::new());
    delegate.set(1, cose_key(key));
    delegate.set(2, text(DELEGATE_NAME));
    delegate
}

fn chains(scene: &Scene, book: &mut Book) {
    let rule = "A mandate stands on a certificate, and a presentation on one of the two.";
    let second = sign_mandate("mandate", &mandate_draft(), &scene.food(), &scene.holder);
    let chained = resign(&second, &delegate_key(), |parts| {
        parts.protected.set(KCWT, Tree::Raw(mandate(scene)));
        parts.payload.set(DELEGATE, delegate_tree(&ed25519("agent of the agent")));
    });
    let shown = resign(&delegated(scene), &ed25519("agent of the agent"), |parts| {
        parts.protected.set(KCWT, Tree::Raw(chained));
    });
    refuse(book, ("mandate_chained", rule), "The delegate made a mandate on it.", shown, "wrong_typ");
    let twice = resign(&delegated(scene), &delegate_key(), |parts| {
        parts.protected.set(KCWT, Tree::Raw(delegated(scene)));
    });
    refuse(book, ("presentation_chained", rule), "It is presented twice over.", twice, "wrong_typ");
    let alone = mandate(scene);
    book.add(
        at_the_loan("mandate_alone", "A mandate is not shown alone.")
            .traps(&[9])
            .from("mandate_presented", "The mandate is shown without a presentation.")
            .present(alone.clone())
            .refused("wrong_typ"),
    );
    book.add(
        vector("mandate_as_certificate", "A mandate is no certificate.")
            .traps(&[9])
            .from("food", "A mandate is shown as a certificate.")
            .desk("desk")
            .verify(alone.clone())
            .refused("wrong_typ"),
    );
    book.add(
        vector("mandate_as_printed", "A mandate is no printed certificate.")
            .traps(&[9])
            .from("food_printed", "A mandate is shown as a printed certificate.")
            .desk("desk")
            .verify_printed(alone)
            .refused("wrong_typ"),
    );
}

fn headers(scene: &Scene, book: &mut Book) {
    let rule = "The header of an act is a closed list.";
    let with =
        |label: i64, value: Tree| mandate_changed(scene, |parts| done(parts.protected.set(label, value)));
    let kid = scene.holder.public_key().thumbprint().kid();
    for (what, label, value) in [
        ("kid", KID, bytes(&kid)),
        ("sd_alg", 170, int(-16)),
        ("claims", 15, Tree::Map(Vec::new())),
        ("x5chain", 33, bytes(&[0x30])),
    ] {
        let difference = format!("The mandate's protected header holds {what} ({label}).");
        refuse(
            book,
            (&format!("mandate_with_{what}"), rule),
            &difference,
            with(label, value),
            "header_not_allowed",
        );
    }
    for (what, label) in [("alg", 1), ("kcwt", KCWT)] {
        let difference = format!("The mandate's protected header lacks {what} ({label}).");
        refuse(
            book,
            (&format!("mandate_without_{what}"), rule),
            &difference,
            mandate_changed(scene, |parts| done(parts.protected.remove(label))),
            "header_missing",
        );
    }
    refuse(
        book,
        ("mandate_without_typ", rule),
        "The mandate's protected header lacks typ (16), and so it is read as a certificate.",
        mandate_changed(scene, |parts| done(parts.protected.remove(TYP))),
        "cbor_too_large",
    );
    let mut map = Tree::Map(Vec::new());
    map.set(KID, bytes(&kid));
    let unprotected = Parts::of(&mandate(scene)).sign_unprotected(&scene.holder, &map.encode());
    refuse(
        book,
        ("mandate_unprotected_kid", "All that decides is signed."),
        "The mandate's unprotected header holds kid (4).",
        delegated_around(scene, &unprotected, |_| ()),
        "unprotected_not_allowed",
    );
}

fn claims(scene: &Scene, book: &mut Book) {
    let rule = "The claims of a mandate are a closed list.";
    let with =
        |claim: i64, value: Tree| mandate_changed(scene, |parts| done(parts.payload.set(claim, value)));
    for (what, claim, value) in [
        ("iss", ISS, text(scene.world.chongqing_market.id)),
        ("sub", SUB, text("x")),
        ("audience", AUD, text(DESK)),
        ("nbf", NBF, uint(NOW)),
        ("nonce", crate::act::NONCE, bytes(&nonce())),
        ("profile", PROFILE, uint(1)),
        ("purpose", PURPOSE, text("x")),
        ("scenario", crate::act::SCENARIO, scenario_tree(LOAN)),
    ] {
        let difference = format!("The mandate has the claim {claim} ({what}).");
        refuse(
            book,
            (&format!("mandate_claiming_{what}"), rule),
            &difference,
            with(claim, value),
            "claim_not_allowed",
        );
    }
    for (what, claim) in
        [("end", EXP), ("beginning", IAT), ("cti", CTI), ("matters", MATTERS), ("delegate", DELEGATE)]
    {
        let difference = format!("The mandate lacks the claim {claim} ({what}).");
        refuse(
            book,
            (&format!("mandate_without_{what}"), "These claims are required."),
            &difference,
            mandate_changed(scene, |parts| done(parts.payload.remove(claim))),
            "claim_missing",
        );
    }
    refuse(
        book,
        ("mandate_redacted", "Nothing of an act can be redacted."),
        "The mandate has redacted-claim hashes.",
        mandate_changed(scene, |parts| {
            parts.payload.put(REDACTED.to_vec(), raw(|w| w.array(1).bytes(&[0; 32])));
        }),
        "redaction_not_allowed",
    );
    let list = |matters: &[(&str, &str)]| {
        let mut writer = Writer::new();
        writer.array(matters.len());
        for (issuer, id) in matters {
            writer.array(2).text(issuer).text(id);
        }
        Tree::Raw(writer.into_bytes())
    };
    let names: Vec<String> = (0..65).map(|number| format!("matter-{number}")).collect();
    let many: Vec<(&str, &str)> = names.iter().map(|name| (LOAN.0, name.as_str())).collect();
    for (what, value, code) in [
        ("none", list(&[]), "cbor_out_of_range"),
        ("65", list(&many), "cbor_too_large"),
        ("one_twice", list(&[LOAN, HOTEL, LOAN]), "claim_invalid"),
        ("text", text("small-loan"), "cbor_unexpected_type"),
        ("wildcard", list(&[(LOAN.0, "*")]), "claim_invalid"),
        ("nobody", list(&[("bank", "small-loan")]), "claim_invalid"),
    ] {
        let difference = format!("Its matters: {}.", what.replace('_', " "));
        refuse(
            book,
            (&format!("mandate_matters_{what}"), "A mandate names 1 to 64 matters, each once."),
            &difference,
            with(MATTERS, value),
            code,
        );
    }
}

fn delegates(scene: &Scene, book: &mut Book) {
    let rule = "A delegate has a sound key and a name, and a code only with its type.";
    let member = |label: i64, value: Tree| {
        let mut delegate = delegate_tree(&delegate_key());
        delegate.set(label, value);
        delegate
    };
    let without = |label: i64| {
        let mut delegate = delegate_tree(&delegate_key());
        delegate.remove(label);
        delegate
    };
    let okp = |x: [u8; 32]| {
        let mut map = MapWriter::new();
        map.entry(1, |w| w.uint(1));
        map.entry(-1, |w| w.uint(6));
        map.entry(-2, |w| w.bytes(&x));
        let mut writer = Writer::new();
        writer.map(map);
        Tree::Raw(writer.into_bytes())
    };
    let mut neutral = [0; 32];
    neutral[0] = 1;
    for (what, delegate, code) in [
        ("without_key", without(1), "claim_invalid"),
        ("without_name", without(2), "claim_invalid"),
        ("with_a_code_alone", member(4, text("500103198501010007")), "claim_invalid"),
        ("with_a_code_type_alone", member(3, text("111")), "claim_invalid"),
        ("with_a_fifth_member", member(5, text("x")), "claim_invalid"),
        (
            "with_a_text_key",
            {
                let mut delegate = delegate_tree(&delegate_key());
                delegate.put(crate::tree::name("name"), text("x"));
                delegate
            },
            "claim_invalid",
        ),
        ("with_an_empty_name", member(2, text("")), "claim_invalid"),
        ("with_a_name_of_257", member(2, text(&"a".repeat(257))), "cbor_too_large"),
        ("with_an_invisible_name", member(2, text("周\u{200b}代办")), "cbor_forbidden_character"),
        ("with_a_weak_key", member(1, okp(neutral)), "key_invalid"),
        ("with_a_key_off_the_curve", member(1, okp([2; 32])), "key_invalid"),
        ("as_text", text(DELEGATE_NAME), "cbor_unexpected_type"),
    ] {
        let difference = format!("The delegate: {}.", what.replace('_', " "));
        refuse(
            book,
            (&format!("delegate_{what}"), rule),
            &difference,
            mandate_changed(scene, |parts| done(parts.payload.set(DELEGATE, delegate))),
            code,
        );
    }
}

/// The principal's certificate is verified as ever.
fn behind(scene: &Scene, book: &mut Book) {
    let deepest = mandate_changed(scene, |parts| {
        parts.protected.set(KCWT, Tree::Raw(crate::encoding::nested(scene, 11)));
    });
    book.add(
        at_the_loan("mandate_of_the_deepest", "The depth begins anew in what a mandate stands on.")
            .present(deepest)
            .verified(),
    );
    let rule = "A mandate ends with its certificate.";
    let on = |certificate: &[u8]| {
        mandate_changed(scene, |parts| done(parts.protected.set(KCWT, Tree::Raw(certificate.to_vec()))))
    };
    let revoked = on(&scene.food_at(113));
    refuse(
        book,
        ("mandate_of_revoked", rule),
        "The principal's licence was revoked.",
        revoked,
        "revoked_as_penalty",
    );
    let superseded = on(&scene.food_at(114));
    refuse(
        book,
        ("mandate_of_superseded", rule),
        "The principal's licence was replaced.",
        superseded,
        "superseded",
    );
    let stranger = on(&scene.food_parts().sign(&ed25519("stranger")));
    refuse(
        book,
        ("mandate_of_forged", rule),
        "A stranger signed the licence.",
        stranger,
        "signature_invalid",
    );
}
