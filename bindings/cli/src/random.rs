//! Randomness of the operating system.

use crate::failure::Failure;
use chacha20::ChaCha20Rng;
use zeroize::Zeroizing;
use zhengzhao_facade::core::crypto::rand_core::SeedableRng as _;

/// A generator seeded by the operating system. Only the seeding can fail, so that a missing source is a message
/// and never a panic in the middle of a signature.
pub(crate) fn generator() -> Result<ChaCha20Rng, Failure> {
    let mut seed = Zeroizing::new([0; 32]);
    getrandom::fill(seed.as_mut()).map_err(|error| {
        Failure::usage(
            format!("系统随机数不可用（{error}）。"),
            format!("The system's random source is not available: {error}."),
        )
    })?;
    Ok(ChaCha20Rng::from_seed(*seed))
}
