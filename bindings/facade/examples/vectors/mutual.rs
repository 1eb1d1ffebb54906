//! What one region recognises of another, as a table: a vector for each cell.

use crate::book::{Book, Vector, vector};
use crate::scene::{Desk, NOW, Scene, VALID, region, time};
use zhengzhao::act::ScenarioId;
use zhengzhao::issue::TrustListDraft;
use zhengzhao::trust::{Dates, KindGrant, Pilot};
use zhengzhao_facade::sample::{self, Authority, DAY, Publisher, kinds};

const ABOUT: &str = "The recognition between Sichuan and Chongqing as a table. A name is ROW_COLUMN. Rows, what is shown: own_eid (an e-ID of Chongqing); sichuan_food, chengdu_residence, chengdu_estate (the three kinds that are recognised) and chengdu_eid (recognised in a pilot only), all in Chongqing; chongqing_food, chongqing_residence and chongqing_eid in Chengdu. Columns, what the desk's own list says: in_force; not_begun, ended (the recognition); kind_not_begun, kind_ended, kind_withdrawn (of the kind); withdrawn (the whole entry); and within a pilot inside, elsewhere, early, first, last, over, other_matter, no_matter. What is recognised by way of a third region is the vector never_transitive of issuer.json.";

/// Seconds of the sample's pilot: from midnight before the moment of the vectors, for 14 days.
const FIRST: u64 = NOW - NOW % DAY - 8 * 3_600;
const OVER: u64 = FIRST + 14 * DAY;

pub(crate) fn book(scene: &Scene) -> Book {
    let mut book = Book::new("mutual-recognition", ABOUT);
    book.keep("chongqing_anchor", scene.anchor());
    book.keep("chengdu_anchor", scene.world.sichuan.anchor().expect("the sample's anchor").to_bytes());
    shown(scene, &mut book);
    for side in &SIDES {
        side.keep_lists(scene, &mut book);
        for row in side.rows {
            recognised(side, row, &mut book);
        }
        for cell in &PILOT_CELLS {
            pilot(side, cell, &mut book);
        }
    }
    own(scene, &mut book);
    both(scene, &mut book);
    book
}

/// A desk and what is shown there.
struct Side {
    name: &'static str,
    /// Where it stands, and where it does when it stands outside of the pilot.
    here: &'static str,
    elsewhere: &'static str,
    /// What is recognised, by the name of its bytes.
    rows: &'static [&'static str],
    /// What is recognised in the pilot only.
    eid: &'static str,
}

const SIDES: [Side; 2] = [
    Side {
        name: "chongqing",
        here: "500103",
        elsewhere: "500104",
        rows: &["sichuan_food", "chengdu_residence", "chengdu_estate"],
        eid: "chengdu_eid",
    },
    Side {
        name: "chengdu",
        here: "510104",
        elsewhere: "510105",
        rows: &["chongqing_food", "chongqing_residence"],
        eid: "chongqing_eid",
    },
];

/// The licences of the rows.
fn shown(scene: &Scene, book: &mut Book) {
    let world = &scene.world;
    book.keep("sichuan_food", scene.sichuan_food());
    book.keep("chengdu_residence", scene.residence().show_all());
    let estate = sample::real_estate(world);
    book.keep("chengdu_estate", scene.certificate("chengdu estate", &estate, &world.chengdu_estate, VALID));
    let mut eid = sample::eid(world);
    (eid.issuer, eid.region) = (world.chengdu_police.id.into(), region("510104"));
    book.keep("chengdu_eid", scene.certificate("chengdu e-ID", &eid, &world.chengdu_police, VALID));
    book.keep("chongqing_food", scene.food());
    let mut residence = sample::residence_permit(world);
    (residence.issuer, residence.region) = (world.chongqing_police.id.into(), region("500103"));
    let residence = scene.certificate("chongqing residence", &residence, &world.chongqing_police, VALID);
    book.keep("chongqing_residence", residence);
    book.keep("chongqing_eid", scene.eid().show_all());
}

impl Side {
    fn is_chongqing(&self) -> bool {
        self.name == "chongqing"
    }

    fn authority<'s>(&self, scene: &'s Scene) -> &'s Authority {
        if self.is_chongqing() { &scene.world.chongqing } else { &scene.world.sichuan }
    }

    fn draft(&self, scene: &Scene, sequence: u64) -> TrustListDraft {
        let world = &scene.world;
        let draft =
            if self.is_chongqing() { world.chongqing_list(sequence) } else { world.sichuan_list(sequence) };
        draft.expect("the sample's list")
    }

    fn sign(&self, scene: &Scene, draft: TrustListDraft) -> Vec<u8> {
        scene.world.sign(draft, self.authority(scene)).expect("a list that obeys the rules")
    }

    fn pack(&self, scene: &Scene, draft: TrustListDraft) -> Vec<u8> {
        let other = &SIDES[usize::from(self.is_chongqing())];
        let recognised = vec![other.sign(scene, other.draft(scene, 1))];
        Desk { own: vec![self.sign(scene, draft)], recognised, ..scene.desk.clone() }.pack()
    }

    fn keep_lists(&self, scene: &Scene, book: &mut Book) {
        let (always, never) = (span(0, None), [span(NOW + 1, None), span(0, Some(NOW))]);
        let with = |entry: Dates, kind: Dates| {
            let mut draft = self.draft(scene, 1);
            let recognition = &mut draft.recognitions[0];
            recognition.dates = entry;
            recognition.kinds.iter_mut().for_each(|grant| grant.dates = kind);
            self.pack(scene, draft)
        };
        let name = self.name;
        book.keep(&format!("{name}_in_force"), with(span(NOW, Some(NOW + 1)), span(NOW, Some(NOW + 1))));
        book.keep(&format!("{name}_not_begun"), with(never[0], always));
        book.keep(&format!("{name}_ended"), with(never[1], always));
        book.keep(&format!("{name}_kind_not_begun"), with(always, never[0]));
        book.keep(&format!("{name}_kind_ended"), with(always, never[1]));
        let mut newer = self.draft(scene, 2);
        newer.recognitions[0].kinds = vec![KindGrant::new(kinds::EID, always)];
        book.keep(&format!("{name}_kind_withdrawn"), self.sign(scene, newer));
        let mut newer = self.draft(scene, 2);
        newer.recognitions.clear();
        book.keep(&format!("{name}_withdrawn"), self.sign(scene, newer));
        let pilot = scene.world.with_eid_pilot(self.draft(scene, 1)).expect("the sample's pilot");
        book.keep(&format!("{name}_pilot"), self.pack(scene, pilot));
    }

    /// A desk of this side that has imported one of its packs.
    fn desk(&self, vector: Vector, column: &str) -> Vector {
        let anchor = format!("{}_anchor", self.name);
        vector.region(self.here).pin(&*anchor).import(&*format!("{}_{column}", self.name))
    }
}

fn span(from: u64, to: Option<u64>) -> Dates {
    Dates { from: time(from), to: to.map(time) }
}

/// The columns of what is recognised without a pilot.
fn recognised(side: &Side, row: &str, book: &mut Book) {
    let name = side.name;
    let accepted = format!("{row}_in_force");
    book.add(
        side.desk(vector(&accepted, "The kind is recognised, for this one second."), "in_force")
            .verify(row)
            .verified(),
    );
    for (column, difference) in [
        ("not_begun", "The recognition begins one second later."),
        ("ended", "The recognition ended at this second."),
        ("kind_not_begun", "The recognition of the kind begins one second later."),
        ("kind_ended", "The recognition of the kind ended at this second."),
    ] {
        let cell = vector(format!("{row}_{column}"), "The dates of a recognition bound now.");
        book.add(
            side.desk(cell.from(&accepted, difference), column)
                .verify(row)
                .refused("recognition_not_in_force"),
        );
    }
    for (column, difference, code) in [
        ("kind_withdrawn", "A newer own list recognises another kind only.", "not_recognised"),
        ("withdrawn", "A newer own list no longer recognises the other authority.", "issuer_unknown"),
    ] {
        let cell = vector(format!("{row}_{column}"), "The newest own list decides what is recognised.");
        book.add(
            side.desk(cell.from(&accepted, difference), "in_force")
                .own_one((&*format!("{name}_{column}")).into())
                .verify(row)
                .refused(code),
        );
    }
}

/// One occasion inside or outside of a pilot.
struct Cell {
    column: &'static str,
    difference: &'static str,
    at: u64,
    elsewhere: bool,
    matter: Option<&'static str>,
    inside: bool,
}

const INSIDE: Cell = Cell {
    column: "inside",
    difference: "",
    at: NOW,
    elsewhere: false,
    matter: Some("hotel-check-in"),
    inside: true,
};

const PILOT_CELLS: [Cell; 8] = [
    INSIDE,
    Cell { column: "first", at: FIRST, ..INSIDE },
    Cell { column: "last", at: OVER - 1, ..INSIDE },
    Cell {
        column: "elsewhere",
        difference: "The desk stands in the neighbouring district.",
        elsewhere: true,
        inside: false,
        ..INSIDE
    },
    Cell {
        column: "early",
        difference: "The pilot begins one second later.",
        at: FIRST - 1,
        inside: false,
        ..INSIDE
    },
    Cell { column: "over", difference: "The pilot ended at this second.", at: OVER, inside: false, ..INSIDE },
    Cell {
        column: "other_matter",
        difference: "The check is for another matter of the same office.",
        matter: Some("account-opening"),
        inside: false,
        ..INSIDE
    },
    Cell {
        column: "no_matter",
        difference: "The check is for no matter.",
        matter: None,
        inside: false,
        ..INSIDE
    },
];

/// The end of a cell that is inside or outside.
fn ends(row: &str, cell: &Cell, shown: Vector) -> Vector {
    match cell.inside {
        true => shown.verified(),
        false => shown.from(&format!("{row}_inside"), cell.difference).refused("not_in_pilot"),
    }
}

fn asked(cell: &Cell, side: &Side, vector: Vector) -> Vector {
    let vector = vector.at(cell.at).region(if cell.elsewhere { side.elsewhere } else { side.here });
    match cell.matter {
        Some(matter) => vector.matter((Publisher::chongqing().id, matter)),
        None => vector,
    }
}

fn cell_named(row: &str, cell: &Cell) -> Vector {
    let about = "In a pilot a kind counts in its regions, between its dates and for its matters.";
    vector(format!("{row}_{}", cell.column), about).policy(30 * DAY, 60)
}

fn pilot(side: &Side, cell: &Cell, book: &mut Book) {
    let shown = asked(cell, side, side.desk(cell_named(side.eid, cell).at(FIRST), "pilot"));
    book.add(ends(side.eid, cell, shown.verify(side.eid)));
}

/// A kind that the own list names for a pilot only, and what needs no recognition.
fn own(scene: &Scene, book: &mut Book) {
    let side = &SIDES[0];
    for side in &SIDES {
        let about = "A kind that is not recognised is refused, and the refusal names those that are.";
        let cell = vector(format!("{}_in_force", side.eid), about)
            .from(&format!("{}_inside", side.eid), "The own list takes no part in the pilot.");
        book.add(side.desk(cell, "in_force").verify(side.eid).refused("not_recognised"));
    }
    let row = "own_eid";
    let cell = vector(format!("{row}_withdrawn"), "What the own list names needs no recognition.");
    book.add(
        side.desk(cell, "in_force").own_one("chongqing_withdrawn".into()).verify("chongqing_eid").verified(),
    );
    let mut draft = side.draft(scene, 1);
    let grant = &mut draft.issuers[1].kinds[0];
    assert_eq!(grant.kind, kinds::EID);
    grant.pilot = scene.world.eid_pilot().expect("the sample's pilot").pilot;
    book.keep("chongqing_own_pilot", side.pack(scene, draft));
    for cell in &PILOT_CELLS {
        let shown = asked(cell, side, side.desk(cell_named(row, cell).at(FIRST), "own_pilot"));
        book.add(ends(row, cell, shown.verify("chongqing_eid")));
    }
}

/// The issuer's list and the list that recognises it may each name a pilot.
fn both(scene: &Scene, book: &mut Book) {
    let side = &SIDES[0];
    let matter = |id: &str| ScenarioId::new(Publisher::chongqing().id, id).expect("a scenario");
    let limited = |scenarios: &[&str]| {
        Some(Pilot { scenarios: scenarios.iter().map(|id| matter(id)).collect(), ..Pilot::default() })
    };
    let own = |scenarios: &[&str]| {
        let mut draft = scene.world.with_eid_pilot(side.draft(scene, 1)).expect("the sample's pilot");
        draft.recognitions[0].kinds[3].pilot = limited(scenarios);
        side.sign(scene, draft)
    };
    let theirs =
        scene.recognised_list(1, |draft| draft.issuers[0].kinds[1].pilot = limited(&["one", "both"]));
    let desk = Desk { own: vec![own(&["both", "two"])], recognised: vec![theirs], ..scene.desk.clone() };
    book.keep("chongqing_both_pilots", desk.pack());
    for (id, what) in [
        ("one", "Only the issuer's pilot names the matter."),
        ("two", "Only the recognition's pilot names the matter."),
    ] {
        let cell = vector(
            format!("chengdu_eid_in_pilot_{id}_of_two"),
            "Both pilots hold: the issuer's and the recognition's.",
        )
        .from("chengdu_eid_in_both_pilots", what)
        .matter((Publisher::chongqing().id, id));
        book.add(side.desk(cell, "both_pilots").verify("chengdu_eid").refused("not_in_pilot"));
    }
    let cell = vector("chengdu_eid_in_both_pilots", "Both pilots name the matter.")
        .matter((Publisher::chongqing().id, "both"));
    book.add(side.desk(cell, "both_pilots").verify("chengdu_eid").verified());
}
