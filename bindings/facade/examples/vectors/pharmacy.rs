//! A pharmacy under one consolidated licence (一业一证) of three permits, each of another issuer.

use crate::book::{Book, vector};
use crate::scene::{Desk, Scene, VALID, WITH_STATUS, status_ref};
use zhengzhao::holder::{HolderCopy, Step};
use zhengzhao::issue::TrustListDraft;
use zhengzhao::trust::Pilot;
use zhengzhao_facade::sample::{self, DAY, Pharmacy};

/// The place of what is suspended.
const SUSPENDED: u64 = WITH_STATUS + 2;
const PLACES: [&str; 3] = ["drug", "food", "device"];

pub(crate) fn book(scene: &Scene) -> Book {
    let mut book =
        Book::new("pharmacy", "A pharmacy: one consolidated licence of three permits of three issuers.");
    book.keep("anchor", scene.anchor());
    let pharmacy = sample::pharmacy(&scene.world);
    book.keep("desk", desk(scene, &pharmacy, |_| ()).pack());
    permits(scene, &pharmacy, &mut book);
    alone(scene, &pharmacy, &mut book);
    members(scene, &pharmacy, &mut book);
    pilot(scene, &pharmacy, &mut book);
    book
}

/// The desk of the scene, which knows the pharmacy's issuers too. Its status lists are as [`WITH_STATUS`] says.
fn desk(scene: &Scene, pharmacy: &Pharmacy<'_>, change: impl FnOnce(&mut TrustListDraft)) -> Desk {
    let world = &scene.world;
    let mut list = pharmacy.list(1).expect("the sample's list");
    change(&mut list);
    let own = world.sign(list, &world.chongqing).expect("signed");
    let shard = crate::scene::statuses();
    let mut statuses = scene.desk.statuses.clone();
    let iat = crate::scene::NOW - DAY;
    statuses.extend(pharmacy.issuers().map(|issuer| crate::scene::status_list(world, issuer, iat, &shard)));
    Desk { own: vec![own], statuses, ..scene.desk.clone() }
}

fn copy(scene: &Scene, pharmacy: &Pharmacy<'_>, name: &str, indices: [u64; 3]) -> HolderCopy {
    let [drugs, food, devices] = pharmacy.permit_issuers();
    let statuses = [(drugs, indices[0]), (food, indices[1]), (devices, indices[2])]
        .map(|(issuer, index)| status_ref(issuer, index));
    scene.copy(name, &pharmacy.licence(statuses), &pharmacy.approval, VALID)
}

fn permits(scene: &Scene, pharmacy: &Pharmacy<'_>, book: &mut Book) {
    book.keep("pharmacy", copy(scene, pharmacy, "pharmacy", [VALID; 3]).show_all());
    book.add(
        vector("pharmacy", "Three permits of three issuers, all shown, all in force.")
            .desk("desk")
            .verify("pharmacy")
            .standing(0, "verified")
            .standing(1, "verified")
            .standing(2, "verified")
            .telling("/permits_withheld", 0)
            .verified(),
    );
    for (place, name) in PLACES.into_iter().enumerate() {
        let mut indices = [VALID; 3];
        indices[place] = SUSPENDED;
        let shown = copy(scene, pharmacy, "pharmacy", indices).show_all();
        let mut one = vector(
            format!("pharmacy_{name}_permit_suspended"),
            "One permit is suspended by its own issuer: the other two stay usable.",
        )
        .from("pharmacy", format!("The {name} permit's place in its issuer's status list says suspended."))
        .desk("desk")
        .verify(shown);
        for other in 0..PLACES.len() {
            one = one.standing(other, if other == place { "suspended" } else { "verified" });
        }
        book.add(one.verified());
    }
    let suspended = scene.certificate(
        "pharmacy",
        &pharmacy.licence(pharmacy.permit_issuers().map(|issuer| status_ref(issuer, VALID))),
        &pharmacy.approval,
        SUSPENDED,
    );
    book.add(
        vector("pharmacy_licence_suspended", "The licence that lists the permits has a status of its own.")
            .from("pharmacy", "The licence itself is suspended, its permits are not.")
            .desk("desk")
            .verify(suspended)
            .refused("suspended"),
    );
}

fn alone(scene: &Scene, pharmacy: &Pharmacy<'_>, book: &mut Book) {
    let copy = copy(scene, pharmacy, "pharmacy", [VALID; 3]);
    for (place, name) in PLACES.into_iter().enumerate() {
        book.add(
            vector(
                format!("pharmacy_{name}_permit_alone"),
                "One permit is shown alone; that two more are withheld is said.",
            )
            .traps(&[21])
            .desk("desk")
            .verify(copy.show(|path| path == [Step::Permit(place)]))
            .standing(0, "verified")
            .telling("/permits_withheld", 2)
            .verified(),
        );
    }
    let parts = crate::scene::Parts::of(&copy.show(|path| path == [Step::Permit(0)]));
    let mut of_another = parts.clone();
    let suspended = self::copy(scene, pharmacy, "pharmacy", [SUSPENDED, VALID, VALID]);
    of_another.shown = crate::scene::Parts::of(&suspended.show(|path| path == [Step::Permit(0)])).shown;
    book.add(
        vector("pharmacy_permit_of_another_copy", "A permit is one of this licence.")
            .traps(&[19])
            .from("pharmacy_drug_permit_alone", "The permit shown is that of another copy.")
            .desk("desk")
            .verify(of_another.unsigned())
            .refused("disclosure_unmatched"),
    );
}

/// The licence behind each permit verifies by itself.
fn members(scene: &Scene, pharmacy: &Pharmacy<'_>, book: &mut Book) {
    let members = pharmacy.members().into_iter().zip(pharmacy.permit_issuers()).zip(PLACES);
    for ((draft, issuer), name) in members {
        let by = |index: u64| scene.certificate(&format!("pharmacy {name}"), &draft, issuer, index);
        book.add(
            vector(format!("pharmacy_{name}_licence"), "The licence behind a permit stands by itself.")
                .desk("desk")
                .verify(by(VALID + 1))
                .verified(),
        );
        book.add(
            vector(format!("pharmacy_{name}_licence_suspended"), "Copies share no place in a status list.")
                .from(&format!("pharmacy_{name}_licence"), "Its own place says suspended.")
                .desk("desk")
                .verify(by(SUSPENDED))
                .refused("suspended"),
        );
    }
}

/// A pilot of one permit's kind limits this permit alone.
fn pilot(scene: &Scene, pharmacy: &Pharmacy<'_>, book: &mut Book) {
    let drugs_here = desk(scene, pharmacy, |list| {
        let grant = list.issuers.iter_mut().find(|issuer| issuer.id == pharmacy.drugs.id);
        let regions = vec![crate::scene::region("500103")];
        grant.expect("the issuer").kinds[0].pilot = Some(Pilot { regions, ..Pilot::default() });
    });
    book.keep("drugs_in_a_pilot", drugs_here.pack());
    let about =
        "A permit counts in the pilot of its issuer's grant; the licence and the other permits do anywhere.";
    let show = |name: &str| vector(name, about).desk("drugs_in_a_pilot");
    book.add(
        show("pharmacy_drug_permit_inside_a_pilot")
            .verify("pharmacy")
            .standing(0, "verified")
            .standing(1, "verified")
            .verified(),
    );
    book.add(
        show("pharmacy_drug_permit_outside_a_pilot")
            .from("pharmacy_drug_permit_inside_a_pilot", "The desk stands in the neighbouring district.")
            .region("500104")
            .verify("pharmacy")
            .standing(0, "not_in_pilot")
            .standing(1, "verified")
            .standing(2, "verified")
            .verified(),
    );
}
