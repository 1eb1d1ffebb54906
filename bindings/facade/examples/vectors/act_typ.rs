//! What is one act never passes as another, nor as what it stands on: `typ`, every pair.

use crate::act::{
    KCWT, LOAN, around, challenged, changed, delegated, good, mandate, mandate_changed, with_desk,
};
use crate::book::{Book, Vector, vector};
use crate::scene::{Scene, TYP};
use crate::tree::{Tree, done};
use crate::typ::typs;

pub(crate) fn book(scene: &Scene) -> Book {
    let mut book =
        with_desk(scene, "act-typ", "Presentations, mandates and all else, each offered as the other.");
    stated(scene, &mut book);
    crossed(scene, &mut book);
    within(scene, &mut book);
    book
}

fn at_the_loan(name: String, about: String) -> Vector {
    challenged(name, about).matter(LOAN)
}

/// The same payload under another `typ`.
fn stated(scene: &Scene, book: &mut Book) {
    for (name, typ) in typs() {
        let difference = format!("typ is that of: {}.", name.replace('_', " "));
        if name != "presentation" {
            let about = "A presentation under the typ of something else.";
            book.add(
                challenged(format!("presentation_stating_{name}"), about)
                    .traps(&[9])
                    .from("presentation", &*difference)
                    .present(changed(scene, |parts| done(parts.protected.set(TYP, typ.clone()))))
                    .refused("wrong_typ"),
            );
        }
        if name != "mandate" {
            // Under the typ of a certificate it is read as one, and no certificate has such a header.
            let code = if name == "certificate" { "cbor_too_large" } else { "wrong_typ" };
            let about = "A mandate under the typ of something else.".to_owned();
            book.add(
                at_the_loan(format!("mandate_stating_{name}"), about)
                    .traps(&[9])
                    .from("mandate_presented", &*difference)
                    .present(mandate_changed(scene, |parts| done(parts.protected.set(TYP, typ.clone()))))
                    .refused(code),
            );
        }
        if name != "certificate" {
            let mut food = scene.food_parts();
            food.protected.set(TYP, typ.clone());
            let food = food.sign(&scene.world.chongqing_market.issue_key);
            // Under the typ of a mandate it is read as one, and no mandate has a kid.
            let code = if name == "mandate" { "header_not_allowed" } else { "wrong_typ" };
            let about = "A certificate under the typ of something else, presented.";
            book.add(
                challenged(format!("presented_certificate_stating_{name}"), about)
                    .traps(&[9])
                    .from("presentation", &*difference)
                    .present(around(scene, &food, |_| ()))
                    .refused(code),
            );
        }
    }
}

/// Whole objects at the wrong door.
fn crossed(scene: &Scene, book: &mut Book) {
    let live = book.keep("live", good(scene));
    let delegated = book.keep("delegated", delegated(scene));
    let at = |name: &str, sibling: &str, difference: &str| {
        vector(name, format!("Each reader takes one object only. {difference}"))
            .traps(&[9])
            .from(sibling, difference)
            .desk("desk")
    };
    for (what, act) in [("presentation", &live), ("delegated_presentation", &delegated)] {
        let word = what.replace('_', " ");
        let certificate = format!("A {word} is shown as a certificate.");
        book.add(
            at(&format!("{what}_as_certificate"), "food", &certificate)
                .verify(act.clone())
                .refused("wrong_typ"),
        );
        let printed = format!("A {word} is shown as a printed certificate.");
        book.add(
            at(&format!("{what}_as_printed"), "food_printed", &printed)
                .verify_printed(act.clone())
                .refused("wrong_typ"),
        );
        let status = format!("A {word} is offered as a status list.");
        book.add(
            at(&format!("{what}_as_status_list"), "status_list_taken", &status)
                .status(act.clone())
                .refused("wrong_typ"),
        );
        let trust = format!("A {word} is offered as a trust list.");
        book.add(
            at(&format!("{what}_as_trust_list"), "own_list_taken", &trust)
                .own_one(act.clone())
                .refused("wrong_cose_tag"),
        );
    }
    let mandate = mandate(scene);
    book.add(
        at("mandate_as_status_list", "status_list_taken", "A mandate is offered as a status list.")
            .status(mandate.clone())
            .refused("wrong_typ"),
    );
    book.add(
        at("mandate_as_trust_list", "own_list_taken", "A mandate is offered as a trust list.")
            .own_one(mandate.into())
            .refused("wrong_cose_tag"),
    );
    for (what, object, code) in others(scene) {
        let difference = format!("This is shown as a presentation: {}.", what.replace('_', " "));
        book.add(
            challenged(
                format!("{what}_as_presentation"),
                format!("Each reader takes one object only. {difference}"),
            )
            .traps(&[9])
            .from("presentation", &*difference)
            .present(object)
            .refused(code),
        );
    }
}

/// What is no act, and the code with which it is refused as one.
fn others(scene: &Scene) -> Vec<(&'static str, Vec<u8>, &'static str)> {
    vec![
        ("certificate", scene.food(), "wrong_typ"),
        ("printed_certificate", scene.food_printed(), "wrong_typ"),
        ("status_list", scene.desk.statuses[0].clone(), "wrong_typ"),
        ("trust_list", scene.desk.own[0].clone(), "wrong_cose_tag"),
        ("anchor", scene.anchor(), "cbor_unexpected_type"),
    ]
}

/// What stands in `kcwt`, of a presentation and of a mandate.
fn within(scene: &Scene, book: &mut Book) {
    let mut objects = others(scene);
    objects.retain(|(what, ..)| *what != "certificate");
    objects.push(("presentation", good(scene), "wrong_typ"));
    for (what, object, code) in objects {
        let word = what.replace('_', " ");
        let difference = format!("In place of the certificate stands this: {word}.");
        book.add(
            challenged(
                format!("presented_{what}"),
                format!("A presentation stands on a certificate. {difference}"),
            )
            .traps(&[9])
            .from("presentation", &*difference)
            .present(around(scene, &object, |_| ()))
            .refused(code),
        );
        let mandated = mandate_changed(scene, |parts| {
            parts.protected.set(KCWT, Tree::Raw(object));
        });
        book.add(
            at_the_loan(
                format!("mandated_{what}"),
                format!("A mandate stands on a certificate. {difference}"),
            )
            .traps(&[9])
            .from("mandate_presented", &*difference)
            .present(mandated)
            .refused(code),
        );
    }
}
