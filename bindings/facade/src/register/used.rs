//! The entries of a status list that are used.

use zhengzhao::crypto::rand_core::Rng;
use zhengzhao::limits::STATUS_SHARD;

/// Draws at random before the free entries are counted: with half of a shard used, one in 2^32 needs more.
const TRIES: u32 = 32;

/// One bit for each entry.
#[derive(Debug, Clone)]
pub(super) struct Used {
    words: Vec<u64>,
    count: u64,
}

/// The word of an entry and its bit there.
fn place(index: u64) -> (usize, u64) {
    let bit = index & 63;
    (
        usize::try_from(index >> 6).unwrap_or(usize::MAX),
        1_u64.rotate_left(u32::try_from(bit).unwrap_or_default()),
    )
}

impl Used {
    pub(super) fn new() -> Self {
        Self { words: vec![0; place(STATUS_SHARD).0], count: 0 }
    }

    pub(super) const fn count(&self) -> u64 {
        self.count
    }

    pub(super) const fn free(&self) -> u64 {
        STATUS_SHARD.saturating_sub(self.count)
    }

    /// Marks an entry; false when it was used already.
    pub(super) fn mark(&mut self, index: u64) -> bool {
        let (word, bit) = place(index);
        let Some(word) = self.words.get_mut(word).filter(|word| **word & bit == 0) else { return false };
        *word |= bit;
        self.count = self.count.saturating_add(1);
        true
    }

    fn is_free(&self, index: u64) -> bool {
        let (word, bit) = place(index);
        self.words.get(word).is_some_and(|word| word & bit == 0)
    }

    /// A free entry, each as likely as any other.
    pub(super) fn draw(&mut self, rng: &mut impl Rng) -> Option<u64> {
        for _ in 0..TRIES {
            // 2^20 divides 2^32.
            let index = u64::from(rng.next_u32()).checked_rem(STATUS_SHARD)?;
            if self.mark(index) {
                return Some(index);
            }
        }
        let chosen = usize::try_from(rng.next_u64().checked_rem(self.free())?).ok()?;
        let index = (0..STATUS_SHARD).filter(|index| self.is_free(*index)).nth(chosen)?;
        self.mark(index).then_some(index)
    }
}
