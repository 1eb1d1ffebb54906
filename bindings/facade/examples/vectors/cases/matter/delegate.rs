//! A delegate acts: where a mandate is allowed, and where it is not.

use super::super::Case;
use super::super::piece::{Act, Piece};
use super::one_material;
use super::shown::Base;
use crate::book::Book;

pub(super) fn add(case: &Case<'_>, book: &mut Book) {
    if case.claims.terms.mandate {
        allowed(case, book);
    } else {
        not_allowed(case, book);
    }
}

fn is_presented(case: &Case<'_>, piece: &Piece) -> bool {
    let material = &case.claims.terms.materials[piece.place];
    material.alternatives[piece.alternative].is_presented()
}

fn not_allowed(case: &Case<'_>, book: &mut Book) {
    let mut pieces = case.pieces();
    let Some(first) = pieces.iter_mut().find(|piece| is_presented(case, piece)) else { return };
    first.act = Act::Delegated;
    let difference = "A delegate presents the first certificate, under a mandate for this matter.";
    let vector = case.at_desk("by_a_delegate", difference).from(&case.name("settled"), difference);
    book.add(case.show(vector, &pieces).refused("mandate_not_allowed"));
}

fn allowed(case: &Case<'_>, book: &mut Book) {
    let mut pieces = case.pieces();
    for piece in pieces.iter_mut().filter(|piece| is_presented(case, piece)) {
        piece.act = Act::Delegated;
    }
    let own = case.claims.terms.materials.iter().position(|material| material.delegate);
    // The delegate's own is shown last.
    let mut all: Vec<Piece> = own.map(|place| case.piece(place, 0)).into_iter().collect();
    all.extend(pieces.iter().cloned());
    let vector =
        case.at_desk("by_a_delegate", "a delegate presents all that a holder would, under mandates.");
    book.add(case.show(vector, &all).strictly().settled());
    let Some(own) = own else { return };
    let base = Base { name: "by_a_delegate".into(), pieces: all };
    one_material(case, book, &base, (own, &case.claims.terms.materials[own]));
    let mut another = base.pieces;
    another.first_mut().expect("the delegate's own").key.push_str(", and another one");
    let difference = "Who shows their own certificate is another one than the delegate.";
    let vector = case.at_desk("by_another_delegate", difference).from(&case.name(&base.name), difference);
    book.add(case.show(vector, &another).refused("link_broken"));
}
