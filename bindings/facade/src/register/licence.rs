//! One licence as the register has it.

use super::{CopyRecord, Name, Reason, Register, StatusRecord};
use crate::Text;
use zhengzhao::status::Status;

/// What took the place of a licence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Successor {
    /// The last version that was replaced.
    pub upto: u16,
    /// Why.
    pub reason: Reason,
    /// The number of what took its place.
    pub number: String,
    /// Its version.
    pub version: u16,
}

/// One licence in a register: its copies in the order in which they were made, never none.
#[derive(Debug)]
pub struct Licence<'r> {
    pub(super) register: &'r Register,
    pub(super) copies: Vec<&'r CopyRecord>,
}

impl<'r> Licence<'r> {
    /// The code of the kind.
    #[must_use]
    pub fn kind(&self) -> &'r str {
        self.copies.first().map(|copy| copy.kind.as_str()).unwrap_or_default()
    }

    /// The number.
    #[must_use]
    pub fn number(&self) -> &'r str {
        self.copies.first().map(|copy| copy.number.as_str()).unwrap_or_default()
    }

    /// The newest version.
    #[must_use]
    pub fn version(&self) -> u16 {
        self.copies.iter().map(|copy| copy.version).max().unwrap_or_default()
    }

    /// Every copy.
    #[must_use]
    pub fn copies(&self) -> &[&'r CopyRecord] {
        &self.copies
    }

    /// The copies of any form that nothing has taken the place of.
    pub fn current(&self) -> impl Iterator<Item = &'r CopyRecord> {
        let replaced = self.replaced();
        self.copies.iter().copied().filter(move |copy| replaced.is_none_or(|by| copy.version > by.upto))
    }

    /// The copies that something has taken the place of, with the status that this gives them; those of the licences
    /// that this one took the place of under another number too.
    #[must_use]
    pub fn ended(&self) -> Vec<(&'r CopyRecord, Status)> {
        let (mut names, mut found) = (vec![self.name()], Vec::new());
        let mut next = 0;
        while let Some((kind, number)) = names.get(next).cloned() {
            next = next.saturating_add(1);
            let Some(licence) = self.register.licence(&kind, &number) else { continue };
            let by = licence.replaced();
            for copy in licence.copies {
                if let Some(by) = by.filter(|by| copy.version <= by.upto) {
                    found.push((copy, by.reason.status()));
                }
                let before = copy.replaces.as_ref().map(|old| (kind.clone(), old.number.clone()));
                names.extend(before.filter(|before| !names.contains(before)));
            }
        }
        found
    }

    /// What took the place of all of it.
    #[must_use]
    pub fn successor(&self) -> Option<&'r Successor> {
        self.replaced().filter(|by| by.upto >= self.version())
    }

    /// What was set last for the copies that count.
    #[must_use]
    pub fn status(&self) -> Status {
        let set = self.register.statuses.get(&self.name()).filter(|set| set.version == self.version());
        set.and_then(StatusRecord::status).unwrap_or(Status::Valid)
    }

    /// Whether it may be issued once more as it is.
    ///
    /// # Errors
    /// Why not, for people.
    pub fn in_force(&self) -> Result<(), Text> {
        self.not_replaced()?;
        match self.status() {
            Status::Valid => Ok(()),
            status => Err(Text::new(
                format!("登记簿中该证照的状态为 {}。", status.id()),
                format!("the status of this licence in the register is {}.", status.id()),
            )),
        }
    }

    /// Whether it is the newest of its line.
    ///
    /// # Errors
    /// What took its place, for people.
    pub fn not_replaced(&self) -> Result<(), Text> {
        match self.successor() {
            None => Ok(()),
            Some(Successor { number, version, .. }) => Err(Text::new(
                format!("该证照已由编号 {number} 第 {version} 版取代。"),
                format!("version {version} of number {number} took the place of this licence."),
            )),
        }
    }

    fn replaced(&self) -> Option<&'r Successor> {
        self.register.replaced.get(&self.name())
    }

    fn name(&self) -> Name {
        (self.kind().into(), self.number().into())
    }
}
