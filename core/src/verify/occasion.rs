//! What is true of this moment.

use crate::region::Region;
use crate::time::Time;

/// The moment and place of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occasion {
    now: Time,
    region: Region,
}

impl Occasion {
    /// A check at `now` in `region`.
    #[must_use]
    pub const fn new(now: Time, region: Region) -> Self {
        Self { now, region }
    }

    /// The host's clock.
    #[must_use]
    pub const fn now(&self) -> Time {
        self.now
    }

    /// Where the check takes place.
    #[must_use]
    pub const fn region(&self) -> Region {
        self.region
    }
}

/// How the presenter proves to hold the holder's key, taken by value.
#[derive(Debug, PartialEq, Eq)]
pub enum Presence {
    /// Nothing is proven about who presents.
    None,
}
