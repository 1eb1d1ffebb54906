//! What must belong together, and does not.

use super::super::Case;
use super::super::piece::Piece;
use crate::book::Book;
use zhengzhao::scenario::{Link, LinkKind};

const NAME: u16 = 2;
const CODE: u16 = 3;
const CODE_TYPE: u16 = 4;

pub(super) fn add(case: &Case<'_>, book: &mut Book) {
    let terms = &case.claims.terms;
    for link in &terms.links {
        broken(case, book, *link);
    }
    let by_code = |link: &&Link| matches!(link.kind, LinkKind::SameCode | LinkKind::SameEnterprise);
    if let Some(link) = terms.links.iter().find(by_code) {
        by_name(case, book, *link);
    }
}

/// The second is somebody else's.
fn broken(case: &Case<'_>, book: &mut Book, link: Link) {
    let terms = &case.claims.terms;
    let mut pieces = case.pieces();
    let second = piece_at(&mut pieces, link.to);
    if link.kind == LinkKind::SameKey {
        second.key.push_str(", and another one");
    } else {
        *second = case.piece_of(link.to, 0, &case.parties.holders[link.to].stranger());
    }
    let said = match link.kind {
        LinkKind::SameKey => "is bound to another key",
        LinkKind::LegalRepresentative => "is not the one who is named",
        LinkKind::SameCode | LinkKind::SameEnterprise => "is somebody else's",
    };
    let what = format!("{}_and_{}_apart", case.material(link.from), case.material(link.to));
    let difference = format!("The {} {said}.", terms.materials[link.to].name_en);
    let vector = case.at_desk(&what, &difference).from(&case.name("settled"), &*difference);
    let place = terms.links.iter().position(|own| *own == link).expect("a link of the scenario");
    let vector = case.show(vector, &pieces).refused("link_broken");
    book.add(vector.telling(format!("/links/{place}/result"), "link_broken"));
}

/// Both show the name, and one of them no code.
fn by_name(case: &Case<'_>, book: &mut Book, link: Link) {
    let mut pieces = case.pieces();
    let is_seal = !case.claims.terms.materials[link.to].alternatives[0].is_presented();
    let (nameless, other) = if is_seal { (link.from, link.to) } else { (link.to, link.from) };
    let piece = piece_at(&mut pieces, nameless);
    piece.withhold(CODE);
    piece.withhold(CODE_TYPE);
    piece.shown.insert(NAME);
    piece_at(&mut pieces, other).shown.insert(NAME);
    let difference =
        format!("The {} shows a name and no code.", case.claims.terms.materials[nameless].name_en);
    let vector = case.at_desk("together_by_name_only", &difference).from(&case.name("settled"), &*difference);
    book.add(case.show(vector, &pieces).cannot_tell("link_by_name_only"));
}

fn piece_at(pieces: &mut [Piece], place: usize) -> &mut Piece {
    pieces.iter_mut().find(|piece| piece.place == place).expect("a material that is asked for")
}
