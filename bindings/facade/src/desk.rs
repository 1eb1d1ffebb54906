//! A desk: what it trusts, and one call to verify.

mod need;
mod record;

pub use need::NeedRecord;
pub use record::{AnchorRecord, DeskRecord};

use crate::Verdict;
use crate::detect::{Sort, detect};
use crate::receipts::ReceiptMaker;
use std::borrow::Cow;
use std::sync::OnceLock;
use zhengzhao::certificate::{Certificate, Form, Printed, Unverified};
use zhengzhao::crypto::Thumbprint;
use zhengzhao::error::Object;
use zhengzhao::kind::Kinds;
use zhengzhao::receipt::Facts;
use zhengzhao::region::Region;
use zhengzhao::time::Time;
use zhengzhao::trust::Anchor;
use zhengzhao::{Occasion, Pack, Policy, Presence, Refusal, Store, Verified, Verifier};

/// When, where and how strictly to check. All three are the host's to say; none has a default.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Check {
    /// The host's clock.
    pub now: Time,
    /// Where the check takes place.
    pub region: Region,
    /// What the desk demands.
    pub policy: Policy,
}

/// Which form a checker expects. Neither parses as the other, so a copied print never passes as a certificate
/// that a holder presents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// Either form.
    Either,
    /// A certificate that a holder presents.
    Certificate,
    /// A printed certificate.
    Printed,
}

/// A desk's lists and the kinds whose names it knows.
#[derive(Debug, Clone)]
pub struct Desk {
    store: Store,
    /// The library's own are never copied: there are hundreds.
    kinds: Cow<'static, Kinds>,
}

impl Desk {
    /// A new desk that trusts `anchor`. Call it only after a person has compared the anchor's digest with a
    /// value from another channel.
    #[must_use]
    pub fn pin(anchor: Anchor) -> Self {
        Self::over(Store::pin(anchor))
    }

    /// A desk over an exported state.
    ///
    /// # Errors
    /// The [`Refusal`] of a damaged state.
    pub fn reopen(state: &[u8]) -> Result<Self, Refusal> {
        Store::reopen(state).map(Self::over)
    }

    fn over(store: Store) -> Self {
        Self { store, kinds: Cow::Borrowed(builtin_kinds()) }
    }

    /// The state to keep: lists, sequence memory and clock floor.
    #[must_use]
    pub fn export(&self) -> Vec<u8> {
        self.store.export()
    }

    /// The store of the core.
    #[must_use]
    pub const fn store(&self) -> &Store {
        &self.store
    }

    /// The store of the core, to offer it single lists. It guards itself.
    pub const fn store_mut(&mut self) -> &mut Store {
        &mut self.store
    }

    /// The kinds whose names are known.
    #[must_use]
    pub fn kinds(&self) -> &Kinds {
        &self.kinds
    }

    /// Other kinds. They translate; no verdict depends on them.
    #[must_use]
    pub fn with_kinds(mut self, kinds: Kinds) -> Self {
        self.kinds = Cow::Owned(kinds);
        self
    }

    /// The pinned anchor.
    #[must_use]
    pub const fn anchor(&self) -> &Anchor {
        self.store.trust().anchor()
    }

    /// Pins another anchor by an explicit act: recovery after an authority has lost its signers.
    pub fn repin(&mut self, anchor: Anchor) {
        self.store.repin(anchor);
    }

    /// Takes a whole pack, or nothing of it.
    ///
    /// # Errors
    /// The [`Refusal`] of the first list that cannot be taken.
    pub fn import(&mut self, pack: &[u8], now: Time, policy: &Policy) -> Result<(), Refusal> {
        self.store.import(&Pack::parse(pack)?, now, policy)
    }

    /// What the desk trusts and holds.
    #[must_use]
    pub fn record(&self, now: Time) -> DeskRecord {
        DeskRecord::of(self, now)
    }

    /// Every list on which verdicts of this desk depend and every scenario that it holds, and how each stands.
    #[must_use]
    pub fn needs(&self, now: Time, policy: &Policy) -> Vec<NeedRecord> {
        self.store
            .needs(now, policy)
            .iter()
            .map(|need| NeedRecord::of(need, &self.store, &self.kinds, now))
            .collect()
    }

    /// Verifies one certificate or printed certificate, whichever its label says it is; the verdict's `object`
    /// says which it was.
    #[must_use]
    pub fn verify(&self, bytes: &[u8], check: &Check) -> Verdict {
        self.verify_expecting(bytes, check, Expected::Either)
    }

    /// Verifies one object of the form that the checker expects; the other form is refused as `wrong_typ`.
    #[must_use]
    pub fn verify_expecting(&self, bytes: &[u8], check: &Check, expected: Expected) -> Verdict {
        if is_printed(bytes, expected) {
            self.verify_as::<Printed>(bytes, check)
        } else {
            self.verify_as::<Certificate>(bytes, check)
        }
    }

    /// Verifies as [`Self::verify_expecting`] does, and says what a receipt of this check keeps.
    #[must_use]
    pub fn verify_for_receipt(
        &self,
        bytes: &[u8],
        check: &Check,
        expected: Expected,
        maker: &ReceiptMaker,
    ) -> (Verdict, Facts) {
        if is_printed(bytes, expected) {
            self.receipt_as::<Printed>(bytes, check, maker)
        } else {
            self.receipt_as::<Certificate>(bytes, check, maker)
        }
    }

    /// Verifies many; for each exactly the verdict of [`Self::verify`].
    #[must_use]
    pub fn verify_all(&self, objects: &[&[u8]], check: &Check) -> Vec<Verdict> {
        objects.iter().map(|bytes| self.verify(bytes, check)).collect()
    }

    fn verify_as<F: Form>(&self, bytes: &[u8], check: &Check) -> Verdict {
        let (object, result) = self.judge::<F>(bytes, check);
        Verdict::of(object, &result, check, self)
    }

    fn receipt_as<F: Form>(&self, bytes: &[u8], check: &Check, maker: &ReceiptMaker) -> (Verdict, Facts) {
        let (object, result) = self.judge::<F>(bytes, check);
        (Verdict::of(object, &result, check, self), maker.facts(&result, check, self))
    }

    fn judge<F: Form>(&self, bytes: &[u8], check: &Check) -> (Object, Result<Verified<F>, Refusal>) {
        let verifier = Verifier::new(self.store.trust(), self.store.statuses(), check.policy);
        let occasion = Occasion::new(check.now, check.region);
        match Unverified::<F>::parse(bytes) {
            Ok(untrusted) => (untrusted.object(), verifier.verify(untrusted, &occasion, Presence::None)),
            Err(refusal) => (refusal.object(), Err(refusal)),
        }
    }
}

pub(crate) fn is_printed(bytes: &[u8], expected: Expected) -> bool {
    match expected {
        Expected::Either => matches!(detect(bytes), Sort::Object(Object::PrintedCertificate)),
        Expected::Certificate => false,
        Expected::Printed => true,
    }
}

/// The kinds that come with the library. They are read once, and then at hand.
pub fn builtin_kinds() -> &'static Kinds {
    static KINDS: OnceLock<Kinds> = OnceLock::new();
    KINDS.get_or_init(Kinds::builtin)
}

/// An anchor's digest as people read it: 32 bytes in groups of four hexadecimal digits.
#[must_use]
pub fn show_digest(anchor: &Anchor) -> String {
    anchor.digest().to_string()
}

/// Reads a digest that was printed in groups; spaces, colons, hyphens and case do not matter.
#[must_use]
pub fn parse_digest(text: &str) -> Option<Thumbprint> {
    let digits: String = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, ':' | '-')).collect();
    let bytes = hex::decode(digits).ok()?;
    Some(Thumbprint::from_bytes(bytes.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_read_as_people_write_them() {
        let digest = Thumbprint::from_bytes([0xab; 32]);
        let shown = digest.to_string();
        assert_eq!(parse_digest(&shown), Some(digest));
        assert_eq!(parse_digest(&shown.to_uppercase().replace(' ', ":")), Some(digest));
        assert_eq!(parse_digest(shown.trim_start_matches("abab")), None);
        assert_eq!(parse_digest(&shown.replace('a', "g")), None);
        assert_eq!(parse_digest(""), None);
    }
}
