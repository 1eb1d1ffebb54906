//! What a scenario asks for.

use super::Predicate;
use crate::act::Purpose;
use crate::act::seal::ELECTRONIC_SEAL;
use crate::trust::TrustLevel;
use crate::verify::Presenter;
use alloc::string::String;
use alloc::vec::Vec;

/// What a matter asks for. Plain data: signing it and reading it both check every rule.
///
/// ```cddl
/// terms = { 1: id, 2: version, 3: name zh, 4: name en, 5: [1*16 material], ? 6: [1*32 link], ? 7: 1 / 2, ? 8: true,
///           ? 9: uint / false, 10: purpose, 11: 1..7, ? 12: tstr, 13: uint, ? 14: 1..4 }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// Its id under its issuer: 1 to 64 of a–z, 0–9 and "-".
    pub id: String,
    /// Grows with every change.
    pub version: u64,
    /// The Chinese name.
    pub name_zh: String,
    /// The English name.
    pub name_en: String,
    /// What is asked for; links name materials by their place here.
    pub materials: Vec<Material>,
    /// Which materials must belong together, and by what.
    pub links: Vec<Link>,
    /// What must be proven about the presenter.
    pub presenter: Presenter,
    /// Whether a delegate may act.
    pub mandate: bool,
    /// What is asked of the status.
    pub status: StatusNeed,
    /// What the data are for.
    pub purpose: Purpose,
    /// On what ground they may be asked for.
    pub basis: LawfulBasis,
    /// The provision behind it, 1 to 200 characters.
    pub provision: Option<String>,
    /// Days for which receipts are kept.
    pub retention_days: u64,
    /// The lowest trust level that serves.
    pub trust_level: Option<TrustLevel>,
}

/// What a scenario asks of the status of each certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatusNeed {
    /// As the desk's policy says.
    Policy,
    /// The status list is at most so many seconds old.
    AtMost(u64),
    /// None.
    NotNeeded,
}

/// One thing that a scenario asks for: a certificate of any of these kinds.
///
/// ```cddl
/// material = { 1: name zh, 2: name en, 3: [1*16 alternative], ? 4: true, ? 5: true }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Material {
    /// The Chinese name.
    pub name_zh: String,
    /// The English name.
    pub name_en: String,
    /// The kinds that serve.
    pub alternatives: Vec<Alternative>,
    /// The delegate's own certificate: asked for only under a mandate, and linked to the delegate.
    pub delegate: bool,
    /// Whether the portrait must be shown.
    pub face: bool,
}

/// One kind that serves as a material.
///
/// ```cddl
/// alternative = { 1: kind, ? 2: [1*64 label], ? 3: [1*16 predicate], ? 4: true / [1*64 kind], ? 5: [1*2 label] }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alternative {
    /// The code of the kind.
    pub kind: String,
    /// The fields that must be shown, by ascending label.
    pub fields: Vec<u16>,
    /// What must hold.
    pub predicates: Vec<Predicate>,
    /// What is asked of the permits of a consolidated licence.
    pub permits: PermitsNeed,
    /// The labels of the legal representative's code and, where the kind has one, of its code type.
    pub representative: Option<(u16, Option<u16>)>,
}

impl Alternative {
    /// Whether it is served by presenting a certificate. An electronic seal serves only by sealing a document.
    #[must_use]
    pub fn is_presented(&self) -> bool {
        self.kind != ELECTRONIC_SEAL
    }
}

/// What is asked of the permits of a consolidated licence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PermitsNeed {
    /// Nothing: each permit is reported with its own standing.
    Nothing,
    /// Every permit of the licence must be shown and stand.
    All,
    /// A permit of each of these kinds must be shown and stand.
    Kinds(Vec<String>),
}

/// Why two certificates belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkKind {
    /// Code and code type of the holder are the same.
    SameCode,
    /// The same enterprise: both codes are unified social credit codes and the same.
    SameEnterprise,
    /// The same holder key.
    SameKey,
    /// The legal representative of the first one's enterprise is the holder of the second.
    LegalRepresentative,
}

impl LinkKind {
    /// All of them, by their numbers.
    pub const ALL: [Self; 4] =
        [Self::SameCode, Self::SameEnterprise, Self::SameKey, Self::LegalRepresentative];

    /// The Chinese words.
    #[must_use]
    pub const fn zh(self) -> &'static str {
        match self {
            Self::SameCode => "同一持证主体",
            Self::SameEnterprise => "同一企业",
            Self::SameKey => "由同一密钥持有",
            Self::LegalRepresentative => "后者是前者的法定代表人",
        }
    }

    /// The English words.
    #[must_use]
    pub const fn en(self) -> &'static str {
        match self {
            Self::SameCode => "the same holder",
            Self::SameEnterprise => "the same enterprise",
            Self::SameKey => "held by the same key",
            Self::LegalRepresentative => "the second is the legal representative of the first",
        }
    }

    pub(super) const fn of(number: u64) -> Option<Self> {
        Some(match number {
            1 => Self::SameCode,
            2 => Self::SameEnterprise,
            3 => Self::SameKey,
            4 => Self::LegalRepresentative,
            _ => return None,
        })
    }

    #[cfg(feature = "issue")]
    pub(super) const fn number(self) -> u64 {
        match self {
            Self::SameCode => 1,
            Self::SameEnterprise => 2,
            Self::SameKey => 3,
            Self::LegalRepresentative => 4,
        }
    }

    /// The stable name, the same in every language.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::SameCode => "same_code",
            Self::SameEnterprise => "same_enterprise",
            Self::SameKey => "same_key",
            Self::LegalRepresentative => "legal_representative",
        }
    }
}

/// Two materials that must belong together, by their places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    /// By what.
    pub kind: LinkKind,
    /// The one; of a legal representative, the enterprise.
    pub from: usize,
    /// The other; of a legal representative, the person.
    pub to: usize,
}

/// On what ground personal data may be asked for: the items of Article 13 (1) of the Personal Information
/// Protection Law.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LawfulBasis {
    /// 取得个人的同意.
    Consent,
    /// 订立、履行合同所必需.
    Contract,
    /// 履行法定职责或者法定义务所必需.
    StatutoryDuty,
    /// 应对紧急情况所必需.
    Emergency,
    /// 为公共利益实施新闻报道、舆论监督.
    PublicInterest,
    /// 已经合法公开的个人信息.
    LawfullyPublic,
    /// 法律、行政法规规定的其他情形.
    OtherLaw,
}

impl LawfulBasis {
    /// All of them, by their numbers.
    pub const ALL: [Self; 7] = [
        Self::Consent,
        Self::Contract,
        Self::StatutoryDuty,
        Self::Emergency,
        Self::PublicInterest,
        Self::LawfullyPublic,
        Self::OtherLaw,
    ];

    /// The number of the item in the law.
    #[must_use]
    pub const fn number(self) -> u64 {
        match self {
            Self::Consent => 1,
            Self::Contract => 2,
            Self::StatutoryDuty => 3,
            Self::Emergency => 4,
            Self::PublicInterest => 5,
            Self::LawfullyPublic => 6,
            Self::OtherLaw => 7,
        }
    }

    pub(super) fn of(number: u64) -> Option<Self> {
        Self::ALL.into_iter().find(|basis| basis.number() == number)
    }

    /// The stable name, the same in every language.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Consent => "consent",
            Self::Contract => "contract",
            Self::StatutoryDuty => "statutory_duty",
            Self::Emergency => "emergency",
            Self::PublicInterest => "public_interest",
            Self::LawfullyPublic => "lawfully_public",
            Self::OtherLaw => "other_law",
        }
    }

    /// The Chinese words.
    #[must_use]
    pub const fn zh(self) -> &'static str {
        match self {
            Self::Consent => "个人同意",
            Self::Contract => "订立、履行合同所必需",
            Self::StatutoryDuty => "履行法定职责或者法定义务所必需",
            Self::Emergency => "应对紧急情况所必需",
            Self::PublicInterest => "为公共利益实施新闻报道、舆论监督",
            Self::LawfullyPublic => "已合法公开的个人信息",
            Self::OtherLaw => "法律、行政法规规定的其他情形",
        }
    }

    /// The English words.
    #[must_use]
    pub const fn en(self) -> &'static str {
        match self {
            Self::Consent => "consent of the person",
            Self::Contract => "needed for a contract with the person",
            Self::StatutoryDuty => "needed for a duty under the law",
            Self::Emergency => "needed in an emergency",
            Self::PublicInterest => "news reporting in the public interest",
            Self::LawfullyPublic => "lawfully public information",
            Self::OtherLaw => "another case that the law provides for",
        }
    }
}
