//! Contracts of the core, one module each.

#[cfg(feature = "issue")]
mod acts;
#[cfg(feature = "issue")]
mod attack;
#[cfg(feature = "issue")]
mod attack_acts;
mod bitflips;
mod catalogue;
mod cbor;
#[cfg(feature = "issue")]
mod chunks;
#[cfg(feature = "issue")]
mod cose;
mod crypto;
#[cfg(feature = "issue")]
mod disclosure;
#[cfg(feature = "issue")]
mod enrolment;
#[cfg(zhengzhao_fault)]
mod faults;
#[cfg(feature = "issue")]
mod hand;
#[cfg(feature = "issue")]
mod holder;
mod item;
mod kinds;
mod messages;
#[cfg(feature = "issue")]
mod noise;
#[cfg(feature = "issue")]
mod pieces;
#[cfg(all(feature = "issue", feature = "p256"))]
mod published;
mod qr;
#[cfg(feature = "issue")]
mod receipts;
mod replay;
mod request;
#[cfg(feature = "issue")]
mod scenario;
#[cfg(feature = "issue")]
mod seals;
#[cfg(feature = "issue")]
mod seeds;
mod spec;
#[cfg(feature = "issue")]
mod state;
#[cfg(feature = "issue")]
mod status;
mod vectors;
#[cfg(feature = "issue")]
mod world;
