//! What is shown for the matter: what settles it, and each single thing that does not.

mod delegate;
mod links;
mod shown;

use super::piece::{Act, Piece};
use super::{Case, aged_desk, slug};
use crate::book::Book;
use crate::scene::NOW;
use shown::{Base, Shown};
use zhengzhao::scenario::Material;
use zhengzhao::verify::Presenter;

pub(super) fn add(case: &Case<'_>, book: &mut Book) {
    settled(case, book);
    let base = Base { name: "settled".into(), pieces: case.pieces() };
    for (place, material) in case.asked() {
        one_material(case, book, &base, (place, material));
    }
    excess(case, book);
    presenter(case, book);
    links::add(case, book);
    delegate::add(case, book);
    if let Some(age) = case.oldest_status() {
        aged(case, book, age);
    }
}

/// One material of what settles the matter: missing, and by each of its alternatives.
fn one_material(case: &Case<'_>, book: &mut Book, base: &Base, (place, material): (usize, &Material)) {
    let without: Vec<_> = base.pieces.iter().filter(|piece| piece.place != place).cloned().collect();
    let difference = format!("There is no {}.", material.name_en);
    let vector = case.at_desk(&format!("without_{}", case.material(place)), &difference);
    let vector = vector.from(&case.name(&base.name), &*difference);
    book.add(case.show(vector, &without).refused("material_missing"));
    for alternative in 0..material.alternatives.len() {
        Shown::by(case, base, place, alternative).add(book);
    }
}

impl Case<'_> {
    /// The materials that are asked for without a mandate, too.
    fn asked(&self) -> impl Iterator<Item = (usize, &Material)> {
        self.claims.terms.materials.iter().enumerate().filter(|(_, material)| !material.delegate)
    }

    /// All that is asked for, each material by its first alternative.
    fn pieces(&self) -> Vec<Piece> {
        self.asked().map(|(place, _)| self.piece(place, 0)).collect()
    }

    fn material(&self, place: usize) -> String {
        slug(&self.claims.terms.materials[place].name_en)
    }

    /// A material by one of its alternatives, as names say it.
    fn way(&self, place: usize, alternative: usize) -> String {
        let own = &self.claims.terms.materials[place].alternatives;
        let material = self.material(place);
        if own.len() == 1 {
            return material;
        }
        let kind = &own[alternative].kind;
        let same = own[..alternative].iter().filter(|other| other.kind == *kind).count();
        let number = if same > 0 { format!("_{}", same + 1) } else { String::new() };
        format!("{material}_by_{}{number}", slug(self.kind(kind).name_en()))
    }

    /// Whether nothing that serves another material could serve this one.
    fn is_alone(&self, place: usize) -> bool {
        let kinds = |place: usize| {
            let alternatives = self.claims.terms.materials[place].alternatives.iter();
            alternatives.map(|own| own.kind.as_str())
        };
        let others = (0..self.claims.terms.materials.len()).filter(|other| *other != place);
        !others.flat_map(kinds).any(|kind| kinds(place).any(|own| own == kind))
    }
}

fn settled(case: &Case<'_>, book: &mut Book) {
    let vector = case.at_desk("settled", "what is asked for, and no more, settles the matter.");
    let settled = case.show(vector, &case.pieces()).strictly().settled();
    book.add(settled.telling("/beyond_need", Vec::<String>::new()));
}

/// One item too many.
fn excess(case: &Case<'_>, book: &mut Book) {
    let pieces = case.pieces();
    let spares = pieces.iter().enumerate().filter_map(|(index, piece)| {
        let material = &case.claims.terms.materials[piece.place];
        let presented = material.alternatives[piece.alternative].is_presented();
        Some((index, case.spare(piece.place, piece.alternative).filter(|_| presented)?))
    });
    let Some((index, label)) = spares.into_iter().next() else { return };
    let mut more = pieces.clone();
    more[index].shown.insert(label);
    let vector = case.at_desk("showing_too_much", "one item more than needed is reported.");
    let reported = case.show(vector, &more).settled();
    book.add(reported.telling("/beyond_need/0/label", label));
    let vector = case.at_desk("showing_too_much_strictly", "strictly, one item more than needed refuses.");
    let vector = vector.from(&case.name("showing_too_much"), "It is judged strictly.");
    book.add(case.show(vector, &more).strictly().refused("over_disclosed"));
}

/// The portrait of each who must show it, and the act of the first.
fn presenter(case: &Case<'_>, book: &mut Book) {
    let terms = &case.claims.terms;
    let good = case.name("settled");
    for (place, _) in case.asked().filter(|(_, material)| material.face) {
        let mut pieces = case.pieces();
        pieces.iter_mut().filter(|piece| piece.place == place).for_each(|piece| piece.face = false);
        let difference = "The portrait did not come along.";
        let vector = case.at_desk(&format!("{}_without_a_face", case.material(place)), difference);
        book.add(case.show(vector.from(&good, difference), &pieces).refused("face_missing"));
    }
    let mut pieces = case.pieces();
    let presented = |piece: &&mut Piece| terms.materials[piece.place].alternatives[0].is_presented();
    let Some(first) = pieces.iter_mut().find(presented) else { return };
    first.act = Act::Bare;
    if terms.presenter == Presenter::NotProven {
        let vector = case.at_desk("shown_by_whoever_has_it", "nobody need prove to be the holder.");
        book.add(case.show(vector, &pieces).settled());
    } else {
        let difference = "The first certificate is shown without an act of its holder.";
        let vector = case.at_desk("shown_by_nobody", difference).from(&good, difference);
        book.add(case.show(vector, &pieces).refused("presenter_not_proven"));
    }
}

/// Status lists as old as they may be, and a second older.
fn aged(case: &Case<'_>, book: &mut Book, age: u64) {
    let desk = aged_desk(age);
    let old = case.at(&desk, "with_an_old_status_list", "the status list is as old as it may be.");
    book.add(case.show(old, &case.pieces()).settled());
    let difference = "The status list is a second older.";
    let older = case.at(&desk, "with_a_stale_status_list", difference);
    let older = older.from(&case.name("with_an_old_status_list"), difference).at(NOW + 1);
    book.add(case.show(older, &case.pieces()).cannot_tell("status_list_stale"));
}
