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
use zhengzhao::error::Object;
use zhengzhao::receipt::{Circumstances, Facts, ReceiptKey};
use zhengzhao::time::Time;
use zhengzhao::verify::{ScenarioVerdict, VerifiedObject};
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
        match result {
            Ok(verified) => self.of_verified(verified, check, desk),
            Err(refusal) => self.of_refusal(refusal, check, desk),
        }
    }

    /// What receipts keep of a matter: of one that is settled one for each object, in order; of any other a single
    /// one with its code, and nothing of what was shown (`core/SPEC.md` §6.15).
    pub(crate) fn facts_of_matter(
        &self,
        scenario: &ScenarioId,
        verdict: &Result<ScenarioVerdict, Refusal>,
        check: &Check,
        desk: &Desk,
    ) -> Vec<Facts> {
        let purpose = verdict.as_ref().ok().map(|verdict| verdict.scenario().terms().purpose.clone());
        let maker = Self { scenario: Some(scenario.clone()), purpose, ..self.clone() };
        let settled = match verdict {
            Ok(verdict) => verdict.outcome().map(|()| verdict.objects()),
            Err(refusal) => Err(refusal),
        };
        match settled {
            // Of a settled matter every object was verified.
            Ok(objects) => objects.iter().flatten().map(|own| maker.of_object(own, check, desk)).collect(),
            Err(refusal) => vec![maker.of_refusal(refusal, check, desk)],
        }
    }

    fn of_object(&self, object: &VerifiedObject, check: &Check, desk: &Desk) -> Facts {
        match object {
            VerifiedObject::Presentation(verified) => self.of_verified(verified, check, desk),
            VerifiedObject::Certificate(verified) => self.of_verified(verified, check, desk),
            VerifiedObject::Printed(verified) => self.of_verified(verified, check, desk),
            VerifiedObject::Seal(sealed) => {
                let mut facts = self.of_verified(sealed.certificate(), check, desk);
                facts.object = Object::Seal.id().into();
                // A seal is put on a document: nobody's face belongs to it.
                if let Ok(verified) = &mut facts.verdict {
                    verified.face = None;
                }
                facts
            }
        }
    }

    fn of_verified<F: Form>(&self, verified: &Verified<F>, check: &Check, desk: &Desk) -> Facts {
        let occasion = self.occasion(check);
        Facts::of_verified(verified, desk.kinds(), &self.key, &self.around(&occasion, desk))
    }

    fn of_refusal(&self, refusal: &Refusal, check: &Check, desk: &Desk) -> Facts {
        Facts::of_refusal(refusal, &self.around(&self.occasion(check), desk))
    }

    fn occasion(&self, check: &Check) -> Occasion {
        let mut occasion = Occasion::new(check.now, check.region);
        if let Some(scenario) = &self.scenario {
            occasion = occasion.with_scenario(scenario.clone());
        }
        if let Some(purpose) = &self.purpose {
            occasion = occasion.with_purpose(purpose.clone());
        }
        occasion
    }

    fn around<'c>(&'c self, occasion: &'c Occasion, desk: &'c Desk) -> Circumstances<'c> {
        Circumstances {
            occasion,
            trust: desk.store().trust(),
            checker: &self.checker,
            software: &self.software,
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
