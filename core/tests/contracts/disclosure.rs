//! Selective disclosure: what is chosen is shown, exactly; what does not fit is refused.

mod hostile;
mod roundtrip;
