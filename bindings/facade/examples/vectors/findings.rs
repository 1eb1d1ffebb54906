//! Check digits that do not fit and lists from the future: worth a look, never a reason to refuse what a good signature
//! covers.

use crate::book::{Book, Bytes, vector};
use crate::licences::with_desk;
use crate::scene::{
    NOW, Parts, Scene, VALID, ed25519, item, list_payload, sign_list, status_list, statuses, time,
};
use crate::tree::{Tree, done, text, uint};
use zhengzhao::ids::{CheckDigit, LicenceIdentifier};
use zhengzhao::issue::TrustListDraft;
use zhengzhao_facade::sample;

pub(crate) fn book(scene: &Scene) -> Book {
    let mut book =
        with_desk(scene, "findings", "Check digits and lists from the future: a finding, never a refusal.");
    let holder = |kind: &str, code: &str| {
        let (kind, code) = (kind.to_owned(), code.to_owned());
        Bytes::from(scene.food_with(|claims| {
            item(claims, 3, text(&code));
            item(claims, 4, text(&kind));
        }))
    };
    let show = |name: &str, about: &str| vector(name, about).desk("desk");
    book.add(
        show("holder_citizen", "A citizen number whose check digit fits.")
            .verify(holder("111", "510104199003070007"))
            .verified(),
    );
    book.add(
        show("holder_citizen_wrong", "A citizen number whose check digit does not fit.")
            .verify(holder("111", "510104199003070008"))
            .verified(),
    );
    book.add(
        show("holder_enterprise_wrong", "An enterprise code whose check digit does not fit.")
            .verify(holder("001", "91500000MAYY000188"))
            .verified(),
    );
    book.add(
        show("holder_of_another_type", "A code of a type without a known check digit.")
            .verify(holder("414", "E00000000"))
            .verified(),
    );
    let business = Parts::of(&scene.certificate(
        "business",
        &sample::business_licence(&scene.world),
        &scene.world.chongqing_market,
        VALID,
    ));
    let key = &scene.world.chongqing_market.issue_key;
    let serial = |serial: &str, check: &str| {
        let mut parts = business.clone();
        item(&mut parts.payload, 7, text(serial));
        item(&mut parts.payload, 9, text(check));
        Bytes::from(parts.sign(key))
    };
    let (standard, legacy, wrong) = checks(scene);
    book.add(
        show("identifier_standard", "The identifier's check digit is that of GB/T 36904.")
            .verify(serial(&standard.0, &standard.1))
            .verified(),
    );
    book.add(
        show("identifier_legacy", "The identifier's check digit is that of the legacy variant of MOD 37,36.")
            .verify(serial(&legacy.0, &legacy.1))
            .verified(),
    );
    book.add(
        show("identifier_wrong", "The identifier's check digit fits neither variant.")
            .verify(serial(&wrong.0, &wrong.1))
            .verified(),
    );
    let mut parts = business.clone();
    item(&mut parts.payload, 8, uint(1000));
    book.add(
        show("identifier_version_too_large", "The version of the identifier has four digits.")
            .verify(parts.sign(key))
            .verified(),
    );
    let issuer = sample_with_wrong_issuer(scene, &mut book);
    book.add(
        vector("issuer_code_wrong", "An issuer's code on the list has a check digit that does not fit.")
            .desk("wrong_issuer_code")
            .status("wrong_issuer_status")
            .verify(issuer)
            .verified(),
    );
    offered(scene, &mut book);
    book
}

/// A list from the future that was offered: a clock is wrong, and the verdict says so until a later list is taken.
fn offered(scene: &Scene, book: &mut Book) {
    const CODE: &str = "future_list_offered";
    let world = &scene.world;
    let food = book.keep("food", scene.food());
    let iat = NOW + 61;
    let ahead = |draft: &mut TrustListDraft| draft.iat = time(iat);
    let own = book.keep("own_ahead", scene.own_list(2, ahead));
    let recognised = book.keep("recognised_ahead", scene.recognised_list(2, ahead));
    let status = book.keep("status_ahead", status_list(world, &world.chongqing_market, iat, &statuses()));
    let about = "A list from the future that was offered is a finding.";
    let ended = "A later list of the same authority or of the same status list ends the finding.";
    let desk = |name: &str, about: &str| vector(name, about).traps(&[30]).desk("desk");
    let refused = "list_from_future";
    let offers = |name: &str, about: &str| desk(name, about).own_one(own.clone()).which_is_refused(refused);
    book.add(offers("own_list_ahead", about).verify(food.clone()).findings(&[CODE]).verified());
    book.add(
        offers("own_list_ahead_taken_later", ended)
            .at(NOW + 1)
            .own_one(own.clone())
            .verify(food.clone())
            .findings(&[])
            .verified(),
    );
    book.add(
        offers("own_list_ahead_and_another_taken", ended)
            .own(&[scene.own_list(2, |_| ()).into()])
            .verify(food.clone())
            .findings(&[])
            .verified(),
    );
    book.add(
        offers(
            "own_list_ahead_and_a_recognised_taken",
            "A list of another authority does not end the finding.",
        )
        .recognised(scene.recognised_list(2, |_| ()))
        .verify(food.clone())
        .findings(&[CODE])
        .verified(),
    );
    book.add(
        offers("own_list_ahead_and_reopened", "The finding is not part of what a store exports.")
            .reopen()
            .verify(food.clone())
            .findings(&[])
            .verified(),
    );
    let offers =
        |name: &str, about: &str| desk(name, about).recognised(recognised.clone()).which_is_refused(refused);
    book.add(offers("recognised_list_ahead", about).verify(food.clone()).findings(&[CODE]).verified());
    book.add(
        offers("recognised_list_ahead_taken_later", ended)
            .at(NOW + 1)
            .recognised(recognised.clone())
            .verify(food.clone())
            .findings(&[])
            .verified(),
    );
    let offers = |name: &str, about: &str| desk(name, about).status(status.clone()).which_is_refused(refused);
    book.add(offers("status_list_ahead", about).verify(food.clone()).findings(&[CODE]).verified());
    book.add(
        offers("status_list_ahead_taken_later", ended)
            .at(NOW + 1)
            .status(status.clone())
            .verify(food.clone())
            .findings(&[])
            .verified(),
    );
    strangers(scene, book);
}

/// Nobody puts a finding into verdicts who cannot sign.
fn strangers(scene: &Scene, book: &mut Book) {
    let about = "A list from the future that nobody who counts has signed leaves no finding.";
    let desk = |name: &str| vector(name, about).traps(&[30]).desk("desk");
    let strangers = [ed25519("stranger"), ed25519("another stranger")];
    let by_strangers = |list: Vec<u8>| sign_list(&list_payload(&list), &[&strangers[0], &strangers[1]]);
    let ahead = |draft: &mut TrustListDraft| draft.iat = time(NOW + 61);
    book.add(
        desk("own_list_ahead_of_strangers")
            .own(&[by_strangers(scene.own_list(2, ahead)).into()])
            .which_is_refused("signer_unknown")
            .verify("food")
            .findings(&[])
            .verified(),
    );
    book.add(
        desk("recognised_list_ahead_of_strangers")
            .recognised(by_strangers(scene.recognised_list(2, ahead)))
            .which_is_refused("signer_unknown")
            .verify("food")
            .findings(&[])
            .verified(),
    );
    let one = sign_list(&list_payload(&scene.own_list(2, ahead)), &[&scene.world.chongqing.signers[0]]);
    book.add(
        desk("own_list_ahead_of_one_signer")
            .own(&[one.into()])
            .which_is_refused("threshold_not_met")
            .verify("food")
            .findings(&[])
            .verified(),
    );
    let market = &scene.world.chongqing_market;
    let status = Parts::of(&status_list(&scene.world, market, NOW + 61, &statuses())).sign(&strangers[0]);
    book.add(
        desk("status_list_ahead_of_a_stranger")
            .status(status)
            .which_is_refused("signature_invalid")
            .verify("food")
            .findings(&[])
            .verified(),
    );
}

type Pair = (String, String);

/// A serial and check of each sort, for the market regulator's business licences.
fn checks(scene: &Scene) -> (Pair, Pair, Pair) {
    let kind = sample::kinds::BUSINESS_LICENCE;
    let issuer = scene.world.chongqing_market.id;
    let sort = |serial: &str, check: char| {
        let text = format!("1.2.156.3005.2.{kind}.{issuer}.{serial}.001.{check}");
        LicenceIdentifier::parse(&text).ok().map(|identifier| identifier.check_digit())
    };
    let digits: Vec<char> = ('0'..='9').chain('A'..='Z').collect();
    let find = |wanted: Option<CheckDigit>| {
        (1..100)
            .map(|number| format!("{number:020}"))
            .flat_map(|serial| digits.iter().map(move |check| (serial.clone(), *check)))
            .find(|(serial, check)| sort(serial, *check) == wanted)
            .map(|(serial, check)| (serial, check.to_string()))
            .expect("there is one")
    };
    (find(Some(CheckDigit::Standard)), find(Some(CheckDigit::LegacyVariant)), find_wrong(&digits, sort))
}

fn find_wrong(digits: &[char], sort: impl Fn(&str, char) -> Option<CheckDigit>) -> Pair {
    let serial = format!("{:020}", 1);
    let good = |check: &char| {
        matches!(sort(&serial, *check), Some(CheckDigit::Standard | CheckDigit::LegacyVariant))
    };
    let wrong = digits.iter().find(|check| !good(check)).expect("most are wrong");
    (serial.clone(), wrong.to_string())
}

/// The market regulator under a code with another check digit, on the list and in the licence.
fn sample_with_wrong_issuer(scene: &Scene, book: &mut Book) -> Vec<u8> {
    let wrong = "11500000MBYY00038A";
    let desk = scene.desk_with_own(|draft| draft.issuers[0].id = wrong.into());
    let desk = crate::scene::Desk { statuses: Vec::new(), ..desk };
    book.keep("wrong_issuer_code", desk.pack());
    let mut status = Parts::of(&scene.desk.statuses[0]);
    status.payload.set(crate::scene::ISS, text(wrong));
    book.keep("wrong_issuer_status", status.sign(&scene.world.chongqing_market.status_key));
    scene.food_with(|claims: &mut Tree| done(claims.set(crate::scene::ISS, text(wrong))))
}
