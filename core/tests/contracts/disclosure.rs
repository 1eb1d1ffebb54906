//! Selective disclosure: what is chosen is shown, exactly; what does not fit is refused.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::cloned_ref_to_slice_refs,
    clippy::arithmetic_side_effects,
    reason = "a test stops at the first surprise"
)]

mod hostile;
mod roundtrip;
