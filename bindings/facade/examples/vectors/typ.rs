//! What is one object never passes as another: COSE tags and `typ`, every pair.

use crate::book::{Book, vector};
use crate::licences::with_desk;
use crate::scene::{Parts, Scene, TYP};
use crate::tree::{Tree, text, uint};

pub(crate) fn book(scene: &Scene) -> Book {
    let mut book = with_desk(scene, "typ", "Every object offered as every other.");
    tags(scene, &mut book);
    stated(scene, &mut book);
    crossed(scene, &mut book);
    book
}

fn tags(scene: &Scene, book: &mut Book) {
    for (tag, what) in [
        (16, "COSE_Encrypt0"),
        (17, "COSE_Mac0"),
        (61, "CWT"),
        (96, "COSE_Encrypt"),
        (98, "COSE_Sign"),
        (998, "nothing"),
    ] {
        let mut parts = scene.food_parts();
        parts.tag = tag;
        book.add(
            vector(format!("tag_{tag}"), format!("A certificate is COSE_Sign1 (18), not {what} ({tag})."))
                .traps(&[3])
                .from("food", format!("The tag is {tag}."))
                .desk("desk")
                .verify(parts.unsigned())
                .refused("wrong_cose_tag"),
        );
    }
    let food = scene.food();
    let bad = |name: &str, difference: &str, object: Vec<u8>, code| {
        vector(name, format!("One tag, exactly. {difference}"))
            .traps(&[3])
            .from("food", difference)
            .desk("desk")
            .verify(object)
            .refused(code)
    };
    book.add(bad("tag_absent", "There is no tag.", food[1..].to_vec(), "cbor_unexpected_type"));
    book.add(bad(
        "tag_61_before_18",
        "The tag 61 stands before the tag 18.",
        [&[0xd8, 61], food.as_slice()].concat(),
        "wrong_cose_tag",
    ));
    book.add(bad(
        "tag_twice",
        "The tag 18 stands there twice.",
        [&[0xd2], food.as_slice()].concat(),
        "cbor_unexpected_type",
    ));
}

/// The `typ` values that a reader may meet: ours, those reserved for acts, and foreign ones.
pub(crate) fn typs() -> Vec<(&'static str, Tree)> {
    vec![
        ("certificate", uint(293)),
        ("presentation", uint(294)),
        ("printed", text("application/vnd.zz.print+cwt")),
        ("status_list", text("application/statuslist+cwt")),
        ("trust_list", text("application/vnd.zz.trust+cwt")),
        ("scenario", text("application/vnd.zz.scenario+cwt")),
        ("seal", text("application/vnd.zz.seal+cwt")),
        ("mandate", text("application/vnd.zz.mandate+cwt")),
        ("enrolment", text("application/vnd.zz.enrol+cwt")),
        ("certificate_as_text", text("application/sd-cwt")),
        ("cwt", uint(61)),
        ("upper_case", text("application/VND.ZZ.PRINT+CWT")),
    ]
}

/// The same payload under another `typ`, signed by the issuer.
fn stated(scene: &Scene, book: &mut Book) {
    let key = &scene.world.chongqing_market.issue_key;
    for (name, typ) in typs() {
        let of = |bytes: &[u8]| {
            let mut parts = Parts::of(bytes);
            parts.protected.set(TYP, typ.clone());
            parts.sign(key)
        };
        let difference = format!("typ is that of: {}.", name.replace('_', " "));
        if name != "certificate" {
            let described = vector(
                format!("certificate_stating_{name}"),
                "A certificate under the typ of something else.",
            );
            book.add(
                described
                    .traps(&[9])
                    .from("food", &*difference)
                    .desk("desk")
                    .verify(of(&scene.food()))
                    .refused("wrong_typ"),
            );
        }
        if name != "printed" {
            let described = vector(
                format!("printed_stating_{name}"),
                "A printed certificate under the typ of something else.",
            );
            book.add(
                described
                    .traps(&[9])
                    .from("food_printed", &*difference)
                    .desk("desk")
                    .verify_printed(of(&scene.food_printed()))
                    .refused("wrong_typ"),
            );
        }
    }
    for (name, typ) in typs() {
        if name == "status_list" {
            continue;
        }
        let mut parts = Parts::of(&scene.desk.statuses[0]);
        parts.protected.set(TYP, typ);
        let list = parts.sign(&scene.world.chongqing_market.status_key);
        let difference = format!("typ is that of: {}.", name.replace('_', " "));
        let described =
            vector(format!("status_list_stating_{name}"), "A status list under the typ of something else.");
        book.add(
            described
                .traps(&[9])
                .from("status_list_taken", difference)
                .desk("desk")
                .status(list)
                .refused("wrong_typ"),
        );
    }
}

/// Whole objects at the wrong door.
fn crossed(scene: &Scene, book: &mut Book) {
    book.keep("own", scene.desk.own[0].clone());
    book.keep("status", scene.desk.statuses[0].clone());
    let (food, printed) = (scene.food(), scene.food_printed());
    let at = |name: &str, sibling: &str, difference: &str| {
        vector(name, format!("Each reader takes one object only. {difference}"))
            .traps(&[9])
            .from(sibling, difference)
            .desk("desk")
    };
    book.add(
        at("printed_as_certificate", "food", "A printed certificate is shown as one with a holder.")
            .verify(printed.clone())
            .refused("wrong_typ"),
    );
    book.add(
        at("certificate_as_printed", "food_printed", "A certificate is shown as a printed one.")
            .verify_printed(food.clone())
            .refused("wrong_typ"),
    );
    book.add(
        at("status_list_as_certificate", "food", "A status list is shown as a certificate.")
            .verify("status")
            .refused("wrong_typ"),
    );
    book.add(
        at("status_list_as_printed", "food_printed", "A status list is shown as a printed certificate.")
            .verify_printed("status")
            .refused("wrong_typ"),
    );
    book.add(
        at("trust_list_as_certificate", "food", "A trust list is shown as a certificate.")
            .verify("own")
            .refused("wrong_cose_tag"),
    );
    book.add(
        at("trust_list_as_printed", "food_printed", "A trust list is shown as a printed certificate.")
            .verify_printed("own")
            .refused("wrong_cose_tag"),
    );
    book.add(
        at("certificate_as_status_list", "status_list_taken", "A certificate is offered as a status list.")
            .status(food.clone())
            .refused("wrong_typ"),
    );
    book.add(
        at(
            "printed_as_status_list",
            "status_list_taken",
            "A printed certificate is offered as a status list.",
        )
        .status(printed.clone())
        .refused("wrong_typ"),
    );
    book.add(
        at("trust_list_as_status_list", "status_list_taken", "A trust list is offered as a status list.")
            .status("own")
            .refused("wrong_cose_tag"),
    );
    book.add(
        at("certificate_as_trust_list", "own_list_taken", "A certificate is offered as a trust list.")
            .own(&[food.into()])
            .refused("wrong_cose_tag"),
    );
    book.add(
        at("status_list_as_trust_list", "own_list_taken", "A status list is offered as a trust list.")
            .own(&["status".into()])
            .refused("wrong_cose_tag"),
    );
    book.add(
        at(
            "status_list_as_recognised_list",
            "recognised_list_taken",
            "A status list is offered as a recognised trust list.",
        )
        .recognised("status")
        .refused("wrong_cose_tag"),
    );
    book.add(
        at("pack_as_certificate", "food", "A pack is shown as a certificate.")
            .verify("desk")
            .refused("cbor_unexpected_type"),
    );
    let typ = |typ: Tree| {
        let mut header = Tree::Map(Vec::new());
        header.set(TYP, typ);
        let payload = crate::scene::list_payload(&scene.desk.own[0]);
        crate::scene::sign_list_with(
            98,
            &header.encode(),
            &payload.encode(),
            &scene.two(&scene.world.chongqing),
        )
    };
    for (name, stated) in typs() {
        if name != "trust_list" {
            let difference = format!("typ is that of: {}.", name.replace('_', " "));
            let described =
                vector(format!("trust_list_stating_{name}"), "A trust list under the typ of something else.");
            book.add(
                described
                    .traps(&[9])
                    .from("own_list_taken", difference)
                    .pin("anchor")
                    .own(&[typ(stated).into()])
                    .refused("wrong_typ"),
            );
        }
    }
}
