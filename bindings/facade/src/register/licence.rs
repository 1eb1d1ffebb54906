//! One licence as the register has it.

use super::{CopyRecord, Name, Register, StatusRecord};
use crate::Text;
use zhengzhao::status::Status;

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
        let upto = self.replaced().map(|(version, _)| *version);
        self.copies.iter().copied().filter(move |copy| upto.is_none_or(|upto| copy.version > upto))
    }

    /// The number and version of what took the place of all of it.
    #[must_use]
    pub fn successor(&self) -> Option<&'r (String, u16)> {
        self.replaced().filter(|(version, _)| *version >= self.version()).map(|(_, by)| by)
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
            Some((number, version)) => Err(Text::new(
                format!("该证照已由编号 {number} 第 {version} 版取代。"),
                format!("version {version} of number {number} took the place of this licence."),
            )),
        }
    }

    fn replaced(&self) -> Option<&'r (u16, (String, u16))> {
        self.register.replaced.get(&self.name())
    }

    fn name(&self) -> Name {
        (self.kind().into(), self.number().into())
    }
}
