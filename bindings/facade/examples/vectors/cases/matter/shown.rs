//! One material by one of its alternatives: each field, predicate and permit that it must have.

use super::super::piece::Piece;
use super::super::value::{failing, outside};
use super::super::{Case, slug};
use crate::book::{Book, Vector};
use crate::scene::WITH_STATUS;
use zhengzhao::kind::ItemName;
use zhengzhao::region::Region;
use zhengzhao::scenario::{Alternative, PermitsNeed, Predicate};

/// What is shown and settles the matter, and the name of the vector that says so.
#[derive(Clone)]
pub(super) struct Base {
    pub(super) name: String,
    pub(super) pieces: Vec<Piece>,
}

/// That with one material served by one of its alternatives.
pub(super) struct Shown<'c> {
    case: &'c Case<'c>,
    place: usize,
    alternative: usize,
    good: Base,
    /// Whether it differs from what is known to settle the matter.
    is_new: bool,
    /// What tells its variants from those of other alternatives.
    what: String,
}

impl<'c> Shown<'c> {
    pub(super) fn by(case: &'c Case<'c>, base: &Base, place: usize, alternative: usize) -> Self {
        let mut good = base.clone();
        let at = good.pieces.iter().position(|piece| piece.place == place).expect("a material that is shown");
        if alternative > 0 {
            good.pieces[at] = case.piece(place, alternative);
        }
        let what = case.way(place, alternative);
        let last = at > 0 && !case.is_alone(place);
        if last {
            // Else an earlier material might take what was meant for this one.
            good.pieces[..=at].rotate_right(1);
        }
        let is_new = last || alternative > 0;
        if is_new {
            good.name.push_str(&format!("_with_{what}"));
        }
        if last {
            good.name.push_str("_shown_last");
        }
        Self { case, place, alternative, good, is_new, what }
    }

    pub(super) fn add(&self, book: &mut Book) {
        if self.is_new {
            self.settled(book);
        }
        if self.is_another_of_its_kind() {
            return;
        }
        self.fields(book);
        self.predicates(book);
        self.permits(book);
    }

    fn terms(&self) -> &Alternative {
        &self.case.claims.terms.materials[self.place].alternatives[self.alternative]
    }

    /// What no alternative of a kind accepts is refused as the first of them says.
    fn is_another_of_its_kind(&self) -> bool {
        let own = &self.case.claims.terms.materials[self.place].alternatives;
        own[..self.alternative].iter().any(|other| other.kind == self.terms().kind)
    }

    /// What the scenario calls the material.
    fn named(&self) -> &str {
        &self.case.claims.terms.materials[self.place].name_en
    }

    fn with(&self, change: impl FnOnce(&mut Piece)) -> Vec<Piece> {
        let mut pieces = self.good.pieces.clone();
        change(pieces.iter_mut().find(|piece| piece.place == self.place).expect("the changed one"));
        pieces
    }

    fn piece(&self) -> &Piece {
        self.good.pieces.iter().find(|piece| piece.place == self.place).expect("the material's own")
    }

    fn item(&self, label: u16) -> &str {
        match self.case.kinds.name_of(&self.terms().kind, label) {
            ItemName::Named(name) => name,
            ItemName::Unnamed(_) => panic!("{} has no item {label}", self.terms().kind),
        }
    }

    fn settled(&self, book: &mut Book) {
        let says = format!(
            "any kind that is named serves as {}, wherever it lies among what is shown.",
            self.named()
        );
        let vector = self.case.show(self.case.at_desk(&self.good.name, &says), &self.good.pieces);
        let told = format!("/materials/{}/alternative", self.place);
        book.add(vector.strictly().settled().telling(told, self.alternative));
    }

    fn differing(&self, what: &str, difference: &str, change: impl FnOnce(&mut Piece)) -> Vector {
        self.differing_from(&self.good.name, what, difference, change)
    }

    fn differing_from(
        &self,
        good: &str,
        what: &str,
        difference: &str,
        change: impl FnOnce(&mut Piece),
    ) -> Vector {
        let says = format!("each thing that is asked for decides. {difference}");
        let vector = self.case.at_desk(&format!("{}_{what}", self.what), &says);
        self.case.show(vector.from(&self.case.name(good), difference), &self.with(change))
    }

    /// The refusal names the item, where no other material could take the certificate.
    fn about(&self, vector: Vector, label: u16) -> Vector {
        if !self.case.is_alone(self.place) {
            return vector;
        }
        vector.telling(format!("/materials/{}/label", self.place), label)
    }

    /// Each field that can be withheld; of a certificate that shows all, the first one is not there.
    fn fields(&self, book: &mut Book) {
        let fields = &self.terms().fields;
        let mut wanting: Vec<u16> =
            fields.iter().copied().filter(|label| self.piece().is_selective(*label)).collect();
        if wanting.is_empty() {
            wanting.extend(fields.first());
        }
        for label in wanting {
            self.unseen(book, label, label, &self.good.name, &|_| ());
        }
    }

    /// An item is withheld or, where that cannot be done, not there; `named` is the one that is missed.
    fn unseen(&self, book: &mut Book, label: u16, named: u16, good: &str, before: &dyn Fn(&mut Piece)) {
        let item = self.item(label);
        let (how, difference) = if self.piece().is_selective(label) {
            ("withholding", format!("The item {item} of the {} is withheld.", self.named()))
        } else {
            ("without", format!("The {} has no item {item}.", self.named()))
        };
        let vector = self.differing_from(good, &format!("{how}_{}", slug(item)), &difference, |piece| {
            before(piece);
            piece.withhold(label);
        });
        book.add(self.about(vector.refused("field_missing"), named));
    }

    fn predicates(&self, book: &mut Book) {
        for (index, predicate) in self.terms().predicates.iter().enumerate() {
            match *predicate {
                Predicate::AgeOver { boolean: Some(boolean), date: Some(date), .. } => {
                    self.fails(book, predicate, boolean, &self.good.name, &|_| ());
                    self.by_date(book, predicate, boolean, date);
                }
                Predicate::AgeOver { boolean, date, .. } => {
                    let label = boolean.or(date).expect("one of the two");
                    self.fails(book, predicate, label, &self.good.name, &|_| ());
                }
                Predicate::InRegion { label: None, region } => self.outside(book, region),
                Predicate::ValidOn { label: None, .. } => self.ends_early(book, index),
                Predicate::InRegion { label: Some(label), .. }
                | Predicate::ValidOn { label: Some(label), .. }
                | Predicate::Contains { label, .. }
                | Predicate::Equals { label, .. } => {
                    self.fails(book, predicate, label, &self.good.name, &|_| ())
                }
            }
        }
    }

    /// What an item says just fails; and it is not shown at all.
    fn fails(
        &self,
        book: &mut Book,
        predicate: &Predicate,
        label: u16,
        good: &str,
        before: &dyn Fn(&mut Piece),
    ) {
        let item = self.item(label);
        if let Some(value) = failing(predicate, label) {
            let difference = format!("The item {item} of the {} fails what is asked of it.", self.named());
            let vector =
                self.differing_from(good, &format!("failing_by_{}", slug(item)), &difference, |piece| {
                    before(piece);
                    piece.set(label, value);
                });
            book.add(self.about(vector.refused("predicate_failed"), label));
        }
        if !self.terms().fields.contains(&label) {
            let first = predicate_label(predicate).unwrap_or(label);
            self.unseen(book, label, first, good, before);
        }
    }

    /// A certificate without the boolean shows the date.
    fn by_date(&self, book: &mut Book, predicate: &Predicate, boolean: u16, date: u16) {
        let instead = move |piece: &mut Piece| {
            piece.remove(boolean);
            piece.shown.insert(date);
        };
        let what = format!("{}_by_{}", self.what, slug(self.item(date)));
        let says = format!("where it has no {}, the date tells: it is reached today.", self.item(boolean));
        let vector = self.case.show(self.case.at_desk(&what, &says), &self.with(instead));
        book.add(vector.strictly().settled());
        self.fails(book, predicate, date, &what, &instead);
    }

    fn outside(&self, book: &mut Book, region: Region) {
        // Nothing lies outside the whole country.
        let Some(other) = outside(region) else { return };
        let difference = format!("The {} is of another region, which is recognised.", self.named());
        let vector = self.differing("of_another_region", &difference, |piece| piece.region = other);
        book.add(self.about(vector.refused("predicate_failed"), 0));
    }

    fn ends_early(&self, book: &mut Book, index: usize) {
        let Some(end) = self.piece().exp.map(|exp| exp.saturating_sub(1)) else { return };
        let what = format!("ending_early_{index}");
        let difference = format!("The {} ends a second too early.", self.named());
        let vector = self.differing(&what, &difference, |piece| piece.exp = Some(end));
        book.add(self.about(vector.refused("predicate_failed"), 0));
    }

    fn permits(&self, book: &mut Book) {
        let (code, what) = match &self.terms().permits {
            PermitsNeed::Nothing => return,
            PermitsNeed::All => ("permit_withheld", "withholding_a_permit"),
            PermitsNeed::Kinds(_) => ("permit_missing", "without_a_permit"),
        };
        let vector = self.differing(what, "Its last permit is withheld.", |piece| {
            piece.permits.last_mut().expect("a permit").2 = false;
        });
        book.add(vector.refused(code));
        let cancelled = "Its last permit was cancelled.";
        let vector = self.differing("with_a_cancelled_permit", cancelled, |piece| {
            piece.permits.last_mut().expect("a permit").1 = WITH_STATUS + 1;
        });
        book.add(vector.refused("cancelled"));
    }
}

/// The item that a predicate misses first.
fn predicate_label(predicate: &Predicate) -> Option<u16> {
    match *predicate {
        Predicate::AgeOver { boolean, date, .. } => boolean.or(date),
        _ => None,
    }
}
