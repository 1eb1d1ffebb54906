//! What a desk demands beyond the format: it can only make verification stricter.

use crate::limits::{MAX_CLOCK_SKEW, MAX_MANDATE_LIFETIME};

/// The clock skew that is allowed unless a policy says otherwise, in seconds.
const DEFAULT_CLOCK_SKEW: u64 = 60;

/// A desk's policy. There is no default: how old a status list may be is a deliberate choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policy {
    max_status_age: u64,
    clock_skew: u64,
    max_mandate_age: u64,
}

impl Policy {
    /// Status lists may be `max_status_age` seconds old; clocks may differ by 60 seconds; mandates may live 366
    /// days.
    #[must_use]
    pub const fn new(max_status_age: u64) -> Self {
        Self { max_status_age, clock_skew: DEFAULT_CLOCK_SKEW, max_mandate_age: MAX_MANDATE_LIFETIME }
    }

    /// Another clock skew, in seconds, at most 300. It applies to an `iat` in the future and to the clock
    /// floor, never to `exp` or `nbf`.
    #[must_use]
    pub const fn with_clock_skew(mut self, seconds: u64) -> Option<Self> {
        if seconds > MAX_CLOCK_SKEW {
            return None;
        }
        self.clock_skew = seconds;
        Some(self)
    }

    /// A shorter life of mandates, in seconds from their `iat` to their `exp`, at most 366 days.
    #[must_use]
    pub const fn with_max_mandate_age(mut self, seconds: u64) -> Option<Self> {
        if seconds > MAX_MANDATE_LIFETIME {
            return None;
        }
        self.max_mandate_age = seconds;
        Some(self)
    }

    /// The same, with status lists at most so old: for a matter that is stricter than the desk.
    #[must_use]
    pub const fn with_status_age_within(mut self, seconds: u64) -> Self {
        if seconds < self.max_status_age {
            self.max_status_age = seconds;
        }
        self
    }

    /// Seconds since `iat` after which a status list is stale.
    #[must_use]
    pub const fn max_status_age(self) -> u64 {
        self.max_status_age
    }

    /// Seconds by which clocks may differ.
    #[must_use]
    pub const fn clock_skew(self) -> u64 {
        self.clock_skew
    }

    /// Seconds that a mandate may live.
    #[must_use]
    pub const fn max_mandate_age(self) -> u64 {
        self.max_mandate_age
    }
}
