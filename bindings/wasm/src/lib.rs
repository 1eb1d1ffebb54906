//! What the JavaScript of the npm package calls. It is no API: `js/` is, and checks every argument before it comes here.
//!
//! Large byte strings cross as such, several as one with their lengths; all else as JSON, small byte strings in it as
//! hexadecimal. Times are seconds in JSON numbers, so that no 64-bit integer crosses, which old engines lack.

pub mod border;
pub mod desk;
pub mod enrolment;
pub mod holder;
pub mod matter;
mod options;
pub mod qr;
pub mod receipts;
pub mod replay;
pub mod request;
pub mod seal;
