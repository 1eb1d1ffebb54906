//! Certificates at a desk that demands something of whoever shows them.

use crate::desk::{Check, Desk, Expected, is_printed};
use crate::presented::Meeting;
use crate::receipts::ReceiptMaker;
use crate::verdict::Verdict;
use std::fmt;
use zhengzhao::certificate::{Certificate, Form, Printed, Unverified};
use zhengzhao::receipt::Facts;
use zhengzhao::{Presence, Verifier};

/// How a certificate was shown, and what it was to prove. A certificate alone proves no presenter: where one is
/// demanded, it is refused for the lack of a presentation.
pub struct Shown<'r> {
    /// Which form.
    pub expected: Expected,
    /// For whom, for what and why.
    pub meeting: Meeting,
    /// What is to be proven of the presenter; used up, whatever comes of it.
    pub presence: Presence<'r>,
    /// The portrait that came along.
    pub picture: Option<&'r [u8]>,
}

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shown").field("expected", &self.expected).finish_non_exhaustive()
    }
}

impl Desk {
    /// Verifies one certificate as it was shown and, for a maker of receipts, says what a receipt keeps. Where nothing
    /// is demanded, the verdict is that of [`Self::verify_expecting`].
    #[must_use]
    pub fn verify_shown(
        &self,
        bytes: &[u8],
        check: &Check,
        shown: Shown<'_>,
        maker: Option<&ReceiptMaker>,
    ) -> (Verdict, Option<Facts>) {
        if is_printed(bytes, shown.expected) {
            self.shown_as::<Printed>(bytes, check, shown, maker)
        } else {
            self.shown_as::<Certificate>(bytes, check, shown, maker)
        }
    }

    fn shown_as<F: Form>(
        &self,
        bytes: &[u8],
        check: &Check,
        shown: Shown<'_>,
        maker: Option<&ReceiptMaker>,
    ) -> (Verdict, Option<Facts>) {
        let verifier = Verifier::new(self.store().trust(), self.store().statuses(), check.policy);
        let (object, result) = match Unverified::<F>::parse(bytes) {
            Ok(untrusted) => {
                let untrusted = match shown.picture {
                    Some(picture) => untrusted.with_picture(picture),
                    None => untrusted,
                };
                let occasion = shown.meeting.occasion(check);
                (untrusted.object(), verifier.verify(untrusted, &occasion, shown.presence))
            }
            Err(refusal) => (refusal.object(), Err(refusal)),
        };
        let verdict = Verdict::of(object, &result, check, self);
        (verdict, maker.map(|maker| maker.facts(&result, check, self)))
    }
}
