//! Whether a journal is still the one that was written: what was changed, removed, put in, moved, cut off or purged.

use super::{Head, Receipt, Tip};
use crate::error::{Object, Refusal};
use crate::time::Time;
use alloc::vec::Vec;

const OBJECT: Object = Object::Receipt;

/// A journal whose chain holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chain {
    tip: Tip,
    purged: u64,
    signed: Option<u64>,
}

impl Chain {
    /// Where the next receipt goes.
    #[must_use]
    pub const fn tip(&self) -> &Tip {
        &self.tip
    }

    /// How many of the receipts are stubs.
    #[must_use]
    pub const fn purged(&self) -> u64 {
        self.purged
    }

    /// Up to which number a head vouches for the receipts. Without one, nothing shows whether the end was cut off
    /// or the whole chain made anew.
    #[must_use]
    pub const fn signed(&self) -> Option<u64> {
        self.signed
    }
}

/// Where the chain first broke, and what is still needed to say why.
#[derive(Debug)]
enum Broken {
    /// `missing` should have come, and a later number came.
    Gap { missing: u64, found: u64 },
    /// The receipt `number` names another predecessor; `link` is its own link.
    Link { number: u64, link: [u8; 32] },
    /// It is clear what happened.
    Decided(Refusal),
}

/// Follows a journal from its first receipt, holding only the end of the chain in memory.
#[derive(Debug)]
pub struct ChainCheck {
    now: Time,
    heads: Vec<Head>,
    tip: Tip,
    purged: u64,
    broken: Option<Broken>,
    /// What is wrong although the chain holds, the first of each.
    mismatch: Option<Refusal>,
    early: Option<Refusal>,
}

impl ChainCheck {
    /// A check at `now` against heads that were verified, in any order; an older head shows what a newer one, signed
    /// after a change, would hide.
    #[must_use]
    pub fn new(now: Time, heads: &[Head]) -> Self {
        let heads = heads.to_vec();
        let mut check =
            Self { now, heads, tip: Tip::START, purged: 0, broken: None, mismatch: None, early: None };
        check.compare_heads();
        check
    }

    /// The next receipt of the file.
    pub fn push(&mut self, receipt: &Receipt) {
        match &self.broken {
            None => self.follow(receipt),
            Some(Broken::Decided(_)) => {}
            // A later place of the missing number shows that it was moved and not removed.
            Some(Broken::Gap { missing, .. }) => {
                if receipt.number() == *missing {
                    let number = *missing;
                    self.decide(Refusal::ReceiptReordered { object: OBJECT, number });
                }
            }
            // Either the receipt before was changed, or the name of its predecessor in this one; in the second case
            // the one after does not fit either.
            Some(Broken::Link { number, link }) => {
                let fits = receipt.number() == number.saturating_add(1) && receipt.previous() == link;
                let number = if fits { before(*number) } else { *number };
                self.decide(changed(number));
            }
        }
    }

    fn decide(&mut self, refusal: Refusal) {
        self.broken = Some(Broken::Decided(refusal));
    }

    fn follow(&mut self, receipt: &Receipt) {
        let (number, next) = (receipt.number(), self.tip.count.saturating_add(1));
        if number > next {
            self.broken = Some(Broken::Gap { missing: next, found: number });
            return;
        }
        if number < next {
            self.decide(Refusal::ReceiptRepeated { object: OBJECT, number });
            return;
        }
        let tip = receipt.tip();
        if *receipt.previous() != self.tip.link {
            self.broken = Some(Broken::Link { number, link: tip.link });
            return;
        }
        self.tip = tip;
        self.purged = self.purged.saturating_add(u64::from(receipt.content().is_none()));
        if receipt.is_purged_early(self.now) {
            self.early.get_or_insert(Refusal::ReceiptPurgedEarly { object: OBJECT, number });
        }
        self.compare_heads();
    }

    fn compare_heads(&mut self) {
        let tip = self.tip;
        let differs = self.heads.iter().any(|head| head.tip().count == tip.count && *head.tip() != tip);
        if differs {
            let signed = tip.count;
            self.mismatch.get_or_insert(Refusal::ReceiptHeadMismatch { object: OBJECT, signed });
        }
    }

    /// The end of the file.
    ///
    /// # Errors
    /// The first of: `receipt_changed`, `receipt_removed`, `receipt_repeated`, `receipt_reordered`; then
    /// `receipt_head_mismatch`, `receipt_tail_cut`, `receipt_purged_early`.
    pub fn finish(self) -> Result<Chain, Refusal> {
        match self.broken {
            None => {}
            Some(Broken::Decided(refusal)) => return Err(refusal),
            Some(Broken::Gap { missing, found }) => {
                let count = found.saturating_sub(missing);
                return Err(Refusal::ReceiptRemoved { object: OBJECT, number: missing, count });
            }
            // Nothing follows that would tell the two apart.
            Some(Broken::Link { number, .. }) => return Err(changed(before(number))),
        }
        if let Some(mismatch) = self.mismatch {
            return Err(mismatch);
        }
        let signed = self.heads.iter().map(|head| head.tip().count).max();
        let held = self.tip.count;
        if let Some(signed) = signed.filter(|signed| *signed > held) {
            return Err(Refusal::ReceiptTailCut { object: OBJECT, held, signed });
        }
        match self.early {
            Some(early) => Err(early),
            None => Ok(Chain { tip: self.tip, purged: self.purged, signed }),
        }
    }
}

/// The number of the receipt before; the first has no predecessor to be changed and is named itself.
fn before(number: u64) -> u64 {
    number.saturating_sub(1).max(1)
}

const fn changed(number: u64) -> Refusal {
    Refusal::ReceiptChanged { object: OBJECT, number }
}

/// Checks a whole journal, receipt by receipt as bytes. Heads are those that [`Head::verify`] gave.
///
/// # Errors
/// A parse [`Refusal`] of the first receipt that cannot be read, else those of [`ChainCheck::finish`].
pub fn verify_chain<'r>(
    receipts: impl IntoIterator<Item = &'r [u8]>,
    heads: &[Head],
    now: Time,
) -> Result<Chain, Refusal> {
    let mut check = ChainCheck::new(now, heads);
    for bytes in receipts {
        check.push(&Receipt::parse(bytes)?);
    }
    check.finish()
}
