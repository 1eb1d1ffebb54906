//! Refusals: why something was not verified, as one flat enum with stable codes and texts in two languages.

mod named;
mod object;
mod refusal;
mod shown;

pub use object::{Claim, Object, Step};
pub use refusal::{Refusal, RefusalRow};
pub use shown::{Lang, NextAction};

/// Refuses unless `holds`.
///
/// Every check of the library that can be switched off on its own goes through here, so that the fault build
/// (`--cfg zhengzhao_fault`, never a cargo feature) can switch off one code at a time and show that each
/// vector is refused by the check that it names and by no other.
pub(crate) fn ensure(holds: bool, refusal: impl FnOnce() -> Refusal) -> Result<(), Refusal> {
    if holds {
        return Ok(());
    }
    gate(refusal())
}

/// Lets a refusal stand, unless the fault build has switched its code off.
pub(crate) fn gate(refusal: Refusal) -> Result<(), Refusal> {
    #[cfg(zhengzhao_fault)]
    if fault::is_disabled(refusal.code()) {
        return Ok(());
    }
    Err(refusal)
}

/// Switches single checks off. Exists only in the fault build that tests the tests.
#[cfg(zhengzhao_fault)]
pub mod fault {
    use super::Refusal;
    use core::sync::atomic::{AtomicUsize, Ordering};

    static DISABLED: AtomicUsize = AtomicUsize::new(usize::MAX);

    fn index(code: &str) -> Option<usize> {
        Refusal::CODES.iter().position(|known| *known == code)
    }

    /// Switches off the check with this refusal code, or all back on.
    pub fn disable(code: Option<&str>) {
        DISABLED.store(code.and_then(index).unwrap_or(usize::MAX), Ordering::SeqCst);
    }

    pub(crate) fn is_disabled(code: &str) -> bool {
        index(code) == Some(DISABLED.load(Ordering::SeqCst))
    }
}
