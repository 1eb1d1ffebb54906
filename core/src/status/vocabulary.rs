//! The three status vocabularies seen in the field, mapped to and from ours.
//!
//! They disagree with each other, so a code means something only together with its vocabulary.

use super::Status;

/// A vocabulary of status codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Vocabulary {
    /// Housing and construction: 01 有效 to 07 吊销, 99 其他.
    Construction,
    /// Transport: 10 有效, 01 to 05 and 09 invalid for a reason.
    Transport,
    /// Real-estate registration: 1 现势, 2 注销.
    RealEstate,
}

/// What a foreign code means here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Meaning {
    /// A listed status.
    Listed(Status),
    /// Ended by time alone: computed from `exp`, never listed.
    Expired,
    /// "Other": the registry must be asked.
    Other,
}

const CONSTRUCTION: &[(&str, Meaning)] = &[
    ("01", Meaning::Listed(Status::Valid)),
    ("02", Meaning::Listed(Status::Suspended)),
    ("03", Meaning::Listed(Status::Void)),
    ("04", Meaning::Listed(Status::Cancelled)),
    ("05", Meaning::Listed(Status::Lapsed)),
    ("06", Meaning::Listed(Status::TransferredOut)),
    ("07", Meaning::Listed(Status::RevokedAsPenalty)),
    ("99", Meaning::Other),
];

const TRANSPORT: &[(&str, Meaning)] = &[
    ("10", Meaning::Listed(Status::Valid)),
    ("01", Meaning::Listed(Status::Superseded)),
    ("02", Meaning::Expired),
    ("03", Meaning::Listed(Status::Cancelled)),
    ("04", Meaning::Listed(Status::Void)),
    ("05", Meaning::Listed(Status::RevokedAsPenalty)),
    ("09", Meaning::Other),
];

const REAL_ESTATE: &[(&str, Meaning)] =
    &[("1", Meaning::Listed(Status::Valid)), ("2", Meaning::Listed(Status::Cancelled))];

impl Vocabulary {
    /// All three.
    pub const ALL: [Self; 3] = [Self::Construction, Self::Transport, Self::RealEstate];

    /// Its codes and what they mean.
    #[must_use]
    pub const fn table(self) -> &'static [(&'static str, Meaning)] {
        match self {
            Self::Construction => CONSTRUCTION,
            Self::Transport => TRANSPORT,
            Self::RealEstate => REAL_ESTATE,
        }
    }

    /// What a code means; `None` when the vocabulary has no such code.
    #[must_use]
    pub fn meaning(self, code: &str) -> Option<Meaning> {
        self.table().iter().find(|(own, _)| *own == code).map(|(_, meaning)| *meaning)
    }

    /// The code for a status; `None` where the vocabulary has no word for it, which the caller must report
    /// and not replace by a neighbouring word.
    #[must_use]
    pub fn code(self, status: Status) -> Option<&'static str> {
        self.table().iter().find(|(_, meaning)| *meaning == Meaning::Listed(status)).map(|(code, _)| *code)
    }
}
