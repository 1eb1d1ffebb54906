//! What the four bits say.

use crate::error::{Object, Refusal};

/// A status value. Expiry is computed, never listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// 0: in force.
    Valid,
    /// 1: 注销, closed at the holder's request or formally.
    Cancelled,
    /// 2: 暂扣, suspended; may return.
    Suspended,
    /// 3: 失效, lapsed.
    Lapsed,
    /// 12: 撤销, wrongly granted and void from the start.
    Void,
    /// 13: 吊销, taken away as a penalty.
    RevokedAsPenalty,
    /// 14: 换发, replaced by a newer certificate.
    Superseded,
    /// 15: 转出, transferred to another region.
    TransferredOut,
    /// 4 to 11: no meaning here.
    Unknown(u8),
}

impl Status {
    /// The statuses that an issuer may set.
    pub const ALL: [Self; 8] = [
        Self::Valid,
        Self::Cancelled,
        Self::Suspended,
        Self::Lapsed,
        Self::Void,
        Self::RevokedAsPenalty,
        Self::Superseded,
        Self::TransferredOut,
    ];

    /// The status of a value; only the low four bits count.
    #[must_use]
    pub const fn of(value: u8) -> Self {
        match value & 0x0f {
            0 => Self::Valid,
            1 => Self::Cancelled,
            2 => Self::Suspended,
            3 => Self::Lapsed,
            12 => Self::Void,
            13 => Self::RevokedAsPenalty,
            14 => Self::Superseded,
            15 => Self::TransferredOut,
            other => Self::Unknown(other),
        }
    }

    /// The value, 0 to 15.
    #[must_use]
    pub const fn value(self) -> u8 {
        match self {
            Self::Valid => 0,
            Self::Cancelled => 1,
            Self::Suspended => 2,
            Self::Lapsed => 3,
            Self::Void => 12,
            Self::RevokedAsPenalty => 13,
            Self::Superseded => 14,
            Self::TransferredOut => 15,
            Self::Unknown(value) => value,
        }
    }

    /// The stable lower_snake_case name; equal to the refusal code where it refuses.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Cancelled => "cancelled",
            Self::Suspended => "suspended",
            Self::Lapsed => "lapsed",
            Self::Void => "void",
            Self::RevokedAsPenalty => "revoked_as_penalty",
            Self::Superseded => "superseded",
            Self::TransferredOut => "transferred_out",
            Self::Unknown(_) => "unknown",
        }
    }

    /// The Chinese word.
    #[must_use]
    pub const fn zh(self) -> &'static str {
        match self {
            Self::Valid => "有效",
            Self::Cancelled => "注销",
            Self::Suspended => "暂扣",
            Self::Lapsed => "失效",
            Self::Void => "撤销",
            Self::RevokedAsPenalty => "吊销",
            Self::Superseded => "换发",
            Self::TransferredOut => "转出",
            Self::Unknown(_) => "含义不明",
        }
    }

    /// The English word.
    #[must_use]
    pub const fn en(self) -> &'static str {
        match self {
            Self::Valid => "in force",
            Self::Cancelled => "cancelled",
            Self::Suspended => "suspended",
            Self::Lapsed => "lapsed",
            Self::Void => "void from the start",
            Self::RevokedAsPenalty => "revoked as a penalty",
            Self::Superseded => "replaced by a newer one",
            Self::TransferredOut => "transferred to another region",
            Self::Unknown(_) => "of no known meaning",
        }
    }

    /// The status of an [`Self::id`] that an issuer may set.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.id() == id)
    }

    /// What a status other than valid does to the verdict.
    pub(crate) fn refusal(self, object: Object) -> Option<Refusal> {
        Some(match self {
            Self::Valid => return None,
            Self::Cancelled => Refusal::Cancelled { object },
            Self::Suspended => Refusal::Suspended { object },
            Self::Lapsed => Refusal::Lapsed { object },
            Self::Void => Refusal::Void { object },
            Self::RevokedAsPenalty => Refusal::RevokedAsPenalty { object },
            Self::Superseded => Refusal::Superseded { object },
            Self::TransferredOut => Refusal::TransferredOut { object },
            Self::Unknown(value) => Refusal::StatusValueUnknown { object, value: u64::from(value) },
        })
    }
}
