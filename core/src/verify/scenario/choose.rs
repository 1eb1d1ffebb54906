//! Which object serves as which material. Shown together they prove nothing, so that the choice must make every link
//! hold where one does.

use crate::error::Refusal;
use crate::limits::MAX_TRIALS;
use alloc::vec;
use alloc::vec::Vec;

/// How sure it is that something holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sure {
    Yes,
    CannotTell,
    No,
}

impl Sure {
    pub(super) const fn of(result: &Result<(), Refusal>) -> Self {
        match result {
            Ok(()) => Self::Yes,
            Err(refusal) if refusal.is_undetermined() => Self::CannotTell,
            Err(_) => Self::No,
        }
    }
}

/// By material, the place of the object that it takes.
pub(super) type Taken = Vec<Option<usize>>;

/// What can be chosen.
pub(super) struct Board<'m> {
    /// By material and object, whether it serves; none where it is of another kind.
    pub(super) serves: Vec<Vec<Option<Sure>>>,
    /// By object, whether it was verified.
    pub(super) verified: Vec<bool>,
    /// By object, whether it came under a mandate.
    pub(super) mandated: Vec<bool>,
    /// The material that is the delegate's own.
    pub(super) delegate: Option<usize>,
    /// Whether the links of a material to the others that have taken something hold.
    pub(super) linked: &'m dyn Fn(&Taken, usize) -> Sure,
}

impl Board<'_> {
    /// The first choice that serves all and links all; if there is none, the first where nothing is refused; if there
    /// is none either, what comes nearest.
    pub(super) fn choose(&self) -> Taken {
        let searched = [Sure::Yes, Sure::CannotTell].into_iter().find_map(|least| self.search(least));
        searched.unwrap_or_else(|| self.nearest())
    }

    /// Whether a delegate acts, so that the delegate's own material is asked for.
    pub(super) fn by_delegate(&self, taken: &Taken) -> bool {
        let mandated = |object: &usize| self.mandated.get(*object).is_some_and(|mandated| *mandated);
        let others = taken.iter().enumerate().filter(|(place, _)| Some(*place) != self.delegate);
        others.filter_map(|(_, object)| object.as_ref()).any(mandated)
    }

    /// The materials in order, the delegate's own last: whether it is asked for depends on the others.
    fn order(&self) -> Vec<usize> {
        let others = (0..self.serves.len()).filter(|place| Some(*place) != self.delegate);
        others.chain(self.delegate).collect()
    }

    fn is_asked(&self, place: usize, taken: &Taken) -> bool {
        Some(place) != self.delegate || self.by_delegate(taken)
    }

    fn answers(&self, place: usize) -> impl Iterator<Item = (usize, Sure)> {
        let row = self.serves.get(place).into_iter().flatten().enumerate();
        row.filter_map(|(object, sure)| sure.map(|sure| (object, sure)))
    }

    fn search(&self, least: Sure) -> Option<Taken> {
        let (taken, order) = (vec![None; self.serves.len()], self.order());
        let mut search = Search { board: self, least, order, trials: 0, taken };
        search.place(0).then_some(search.taken)
    }

    /// Nothing settles the matter: each material takes what serves it, then what is at least of its kind.
    fn nearest(&self) -> Taken {
        let mut taken = vec![None; self.serves.len()];
        let order = self.order();
        let is_verified = |object: usize| self.verified.get(object).is_some_and(|verified| *verified);
        let rounds: [&dyn Fn(usize, Sure) -> bool; 3] = [
            &|_, sure| sure == Sure::Yes,
            &|object, sure| sure == Sure::CannotTell || is_verified(object),
            &|_, _| true,
        ];
        for fits in rounds {
            for place in &order {
                let free = taken.get(*place) == Some(&None) && self.is_asked(*place, &taken);
                let found = self
                    .answers(*place)
                    .find(|(object, sure)| free && !taken.contains(&Some(*object)) && fits(*object, *sure));
                if let (Some((object, _)), Some(slot)) = (found, taken.get_mut(*place)) {
                    *slot = Some(object);
                }
            }
        }
        taken
    }
}

/// One search, and how many placings it has tried.
struct Search<'b, 'm> {
    board: &'b Board<'m>,
    least: Sure,
    order: Vec<usize>,
    trials: usize,
    taken: Taken,
}

impl Search<'_, '_> {
    /// Serves the materials from the one at `position` of the order on; leaves `taken` as it was if it cannot.
    fn place(&mut self, position: usize) -> bool {
        let Some(&place) = self.order.get(position) else { return true };
        let next = position.saturating_add(1);
        let board = self.board;
        if !board.is_asked(place, &self.taken) {
            return self.place(next);
        }
        for (object, sure) in board.answers(place) {
            if sure > self.least || self.taken.contains(&Some(object)) {
                continue;
            }
            if self.trials >= MAX_TRIALS {
                return false;
            }
            self.trials = self.trials.saturating_add(1);
            self.set(place, Some(object));
            if (board.linked)(&self.taken, place) <= self.least && self.place(next) {
                return true;
            }
            self.set(place, None);
        }
        false
    }

    fn set(&mut self, place: usize, object: Option<usize>) {
        if let Some(slot) = self.taken.get_mut(place) {
            *slot = object;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const YES: Option<Sure> = Some(Sure::Yes);
    const MAYBE: Option<Sure> = Some(Sure::CannotTell);
    const NO: Option<Sure> = Some(Sure::No);

    type Links<'m> = &'m dyn Fn(&Taken, usize) -> Sure;

    fn board<'m>(serves: &[&[Option<Sure>]], delegate: Option<usize>, linked: Links<'m>) -> Board<'m> {
        let count = serves.first().map_or(0, |row| row.len());
        Board {
            serves: serves.iter().map(|row| row.to_vec()).collect(),
            verified: vec![true; count],
            mandated: vec![false; count],
            delegate,
            linked,
        }
    }

    fn unlinked(_: &Taken, _: usize) -> Sure {
        Sure::Yes
    }

    /// Materials 0 and 1 belong together only when they have taken these two.
    fn pair(first: usize, second: usize) -> impl Fn(&Taken, usize) -> Sure {
        move |taken, _| match taken.as_slice() {
            [Some(a), Some(b), ..] if (*a, *b) != (first, second) => Sure::No,
            _ => Sure::Yes,
        }
    }

    #[test]
    fn the_first_that_serve_are_taken_in_the_order_shown() {
        let chosen = board(&[&[None, YES, YES], &[YES, YES, None]], None, &unlinked).choose();
        assert_eq!(chosen, [Some(1), Some(0)]);
    }

    #[test]
    fn a_first_choice_that_leaves_nothing_for_another_is_taken_back() {
        let chosen = board(&[&[YES, YES], &[YES, NO]], None, &unlinked).choose();
        assert_eq!(chosen, [Some(1), Some(0)]);
    }

    #[test]
    fn links_decide_between_two_persons() {
        let linked = pair(2, 1);
        let chosen = board(&[&[YES, YES, YES], &[YES, YES, YES]], None, &linked).choose();
        assert_eq!(chosen, [Some(2), Some(1)]);
    }

    #[test]
    fn what_cannot_be_told_is_taken_only_where_nothing_better_is() {
        assert_eq!(board(&[&[MAYBE, YES]], None, &unlinked).choose(), [Some(1)]);
        assert_eq!(board(&[&[NO, MAYBE]], None, &unlinked).choose(), [Some(1)]);
        let by_name = |taken: &Taken, _: usize| {
            if taken.as_slice() == [Some(0), Some(1)] { Sure::CannotTell } else { Sure::No }
        };
        let first = |taken: &Taken, place: usize| {
            if taken.contains(&None) { Sure::Yes } else { by_name(taken, place) }
        };
        assert_eq!(board(&[&[YES, YES], &[YES, YES]], None, &first).choose(), [Some(0), Some(1)]);
    }

    #[test]
    fn the_nearest_is_what_serves_and_then_what_is_of_the_kind() {
        let chosen = board(&[&[NO, None], &[YES, None], &[None, None]], None, &unlinked).choose();
        assert_eq!(chosen, [None, Some(0), None]);
        let mut claimed = board(&[&[NO, NO]], None, &unlinked);
        claimed.verified = vec![false, true];
        assert_eq!(claimed.choose(), [Some(1)]);
    }

    #[test]
    fn the_delegates_own_is_asked_for_under_a_mandate_only() {
        let rows: [&[Option<Sure>]; 2] = [&[None, YES], &[YES, None]];
        let mut own = board(&rows, Some(0), &unlinked);
        assert_eq!(own.choose(), [None, Some(0)]);
        own.mandated = vec![true, false];
        assert_eq!(own.choose(), [Some(1), Some(0)]);
        own.serves = vec![vec![None, None], vec![YES, None]];
        assert_eq!(own.choose(), [None, Some(0)]);
        assert!(own.by_delegate(&vec![None, Some(0)]));
    }

    #[test]
    fn the_search_ends() {
        let row = [YES; 16];
        let rows = [row.as_slice(); 16];
        let last = |taken: &Taken, _: usize| if taken.contains(&None) { Sure::Yes } else { Sure::No };
        let board = board(&rows, None, &last);
        let order = board.order();
        let mut search = Search { board: &board, least: Sure::Yes, order, trials: 0, taken: vec![None; 16] };
        assert!(!search.place(0));
        assert_eq!(search.trials, MAX_TRIALS);
        let in_order: Taken = (0..16).map(Some).collect();
        assert_eq!(board.choose(), in_order);
    }
}
