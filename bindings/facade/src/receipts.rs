//! Receipts (回执): made from verdicts, kept as one JSON line each, checked, found, purged and exported.

mod export;
mod file;
mod journal;
mod record;

pub use export::{csv_header, csv_line, disclosed};
pub use file::{Appender, JournalFile, Purged, Repaired};
pub use journal::{Checked, JournalError, Line, Lines, MAX_LINE, Torn, check, search};
pub use record::{
    ContentRecord, FieldRecord, ListUsedRecord, PermitLineRecord, ReceiptRecord, ScenarioRecord, StubRecord,
};

use crate::desk::{Check, Desk};
use zhengzhao::act::{Audience, Purpose, ScenarioId};
use zhengzhao::certificate::Form;
use zhengzhao::receipt::{Circumstances, Facts, ReceiptKey};
use zhengzhao::time::Time;
use zhengzhao::{Occasion, Refusal, Verified};

/// The program that a receipt names when the host does not.
pub const SOFTWARE: &str = concat!("zhengzhao ", env!("CARGO_PKG_VERSION"));

/// Who checks, for what and why, and the key by which receipts are found again.
#[derive(Debug, Clone)]
pub struct ReceiptMaker {
    /// The host's key. Whoever destroys it makes the receipts under it unsearchable.
    pub key: ReceiptKey,
    /// The checker's name.
    pub checker: Audience,
    /// The matter.
    pub scenario: Option<ScenarioId>,
    /// Why (事由). It is archived: it must name nobody.
    pub purpose: Option<Purpose>,
    /// The program with its version, 1 to 64 bytes; see [`SOFTWARE`].
    pub software: String,
}

impl ReceiptMaker {
    /// What a receipt keeps of this verdict of a desk.
    #[must_use]
    pub fn facts<F: Form>(&self, result: &Result<Verified<F>, Refusal>, check: &Check, desk: &Desk) -> Facts {
        let mut occasion = Occasion::new(check.now, check.region);
        if let Some(scenario) = &self.scenario {
            occasion = occasion.with_scenario(scenario.clone());
        }
        if let Some(purpose) = &self.purpose {
            occasion = occasion.with_purpose(purpose.clone());
        }
        let around = Circumstances {
            occasion: &occasion,
            trust: desk.store().trust(),
            checker: &self.checker,
            software: &self.software,
        };
        match result {
            Ok(verified) => Facts::of_verified(verified, desk.kinds(), &self.key, &around),
            Err(refusal) => Facts::of_refusal(refusal, &around),
        }
    }
}

/// The first second at which a receipt of `now` may be purged when it is to be kept for `days` days after the day of
/// the check; none when that lies beyond the calendar.
#[must_use]
pub fn keep_until(now: Time, days: u64) -> Option<Time> {
    let last = Time::from_seconds(now.seconds().checked_add(days.checked_mul(86_400)?)?)?;
    Time::end_of(last.date())
}
