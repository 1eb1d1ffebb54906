use super::{CitizenId, IdError, Uscc};

/// What kind of code names the holder (持证主体代码类型, GB/T 36903 Appendix A).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum HolderCodeType {
    /// 001: unified social credit code.
    UnifiedSocialCreditCode,
    /// 099: another code of a legal person or organisation.
    OtherOrganisation,
    /// 111: citizen identification number.
    CitizenId,
    /// 114: officer's card.
    Officer,
    /// 115: armed police officer's card.
    ArmedPoliceOfficer,
    /// 118: soldier's card.
    Soldier,
    /// 119: armed police soldier's card.
    ArmedPoliceSoldier,
    /// 120: civilian military staff card.
    MilitaryCivilian,
    /// 122: civilian armed police staff card.
    ArmedPoliceCivilian,
    /// 411: diplomatic passport.
    DiplomaticPassport,
    /// 412: service passport.
    ServicePassport,
    /// 413: passport for public affairs.
    PublicAffairsPassport,
    /// 414: ordinary passport.
    OrdinaryPassport,
    /// 511: mainland travel permit for Taiwan residents.
    TaiwanResidentPermit,
    /// 516: mainland travel permit for Hong Kong and Macao residents.
    HongKongMacaoResidentPermit,
    /// 999: another document of a natural person.
    OtherPerson,
}

type Row = (HolderCodeType, &'static str, &'static str, &'static str);

const TABLE: [Row; 16] = {
    use HolderCodeType as T;
    [
        (T::UnifiedSocialCreditCode, "001", "统一社会信用代码", "unified social credit code"),
        (T::OtherOrganisation, "099", "其他法人或其他组织有效证件代码", "other code of an organisation"),
        (T::CitizenId, "111", "公民身份号码", "citizen identification number"),
        (T::Officer, "114", "军官证", "officer's card"),
        (T::ArmedPoliceOfficer, "115", "武警警官证", "armed police officer's card"),
        (T::Soldier, "118", "士兵证", "soldier's card"),
        (T::ArmedPoliceSoldier, "119", "武警士兵证", "armed police soldier's card"),
        (T::MilitaryCivilian, "120", "文职人员证", "civilian military staff card"),
        (T::ArmedPoliceCivilian, "122", "武警文职人员证", "civilian armed police staff card"),
        (T::DiplomaticPassport, "411", "外交护照", "diplomatic passport"),
        (T::ServicePassport, "412", "公务护照", "service passport"),
        (T::PublicAffairsPassport, "413", "公务普通护照", "passport for public affairs"),
        (T::OrdinaryPassport, "414", "普通护照", "ordinary passport"),
        (
            T::TaiwanResidentPermit,
            "511",
            "台湾居民来往大陆通行证",
            "mainland travel permit for Taiwan residents",
        ),
        (
            T::HongKongMacaoResidentPermit,
            "516",
            "港澳居民来往内地通行证",
            "mainland travel permit for Hong Kong and Macao residents",
        ),
        (T::OtherPerson, "999", "其他自然人有效证件", "other document of a person"),
    ]
};

impl HolderCodeType {
    /// All types, by code.
    pub fn all() -> impl Iterator<Item = HolderCodeType> {
        TABLE.iter().map(|row| row.0)
    }

    /// The type with this three-digit code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<HolderCodeType> {
        TABLE.iter().find(|row| row.1 == code).map(|row| row.0)
    }

    /// Three digits, e.g. `001`.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.row().map_or("", |row| row.1)
    }

    /// The name in the standard.
    #[must_use]
    pub fn name_zh(self) -> &'static str {
        self.row().map_or("", |row| row.2)
    }

    /// The name in English.
    #[must_use]
    pub fn name_en(self) -> &'static str {
        self.row().map_or("", |row| row.3)
    }

    /// Whether such a code names a natural person, so that it must stay selectively disclosable.
    #[must_use]
    pub const fn is_person(self) -> bool {
        !matches!(self, Self::UnifiedSocialCreditCode | Self::OtherOrganisation)
    }

    /// Checks `code` where this type has a public rule (001 and 111); every other type accepts any text.
    ///
    /// # Errors
    /// What [`Uscc::parse`] or [`CitizenId::parse`] say.
    pub fn check(self, code: &str) -> Result<(), IdError> {
        match self {
            Self::UnifiedSocialCreditCode => Uscc::parse(code).map(drop),
            Self::CitizenId => CitizenId::parse(code).map(drop),
            _ => Ok(()),
        }
    }

    // A test finds a row for every variant.
    fn row(self) -> Option<&'static Row> {
        TABLE.iter().find(|row| row.0 == self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_has_its_own_code_and_names() {
        assert!(TABLE.is_sorted_by(|a, b| a.1 < b.1));
        for kind in HolderCodeType::all() {
            assert_eq!(HolderCodeType::from_code(kind.code()), Some(kind));
            assert_eq!(kind.code().len(), 3);
            assert!(!kind.name_zh().is_empty() && !kind.name_en().is_empty());
            assert_eq!(kind.is_person(), !kind.code().starts_with('0'), "{kind:?}");
        }
        assert_eq!(HolderCodeType::from_code("111").map(HolderCodeType::name_zh), Some("公民身份号码"));
        assert_eq!(HolderCodeType::from_code("112"), None);
        assert_eq!(HolderCodeType::from_code("1"), None);
    }

    #[test]
    fn codes_with_a_public_rule_are_checked() {
        assert_eq!(HolderCodeType::CitizenId.check("11010519491231002X"), Ok(()));
        assert_eq!(HolderCodeType::CitizenId.check("110105194912310021"), Err(IdError::CheckDigit));
        assert_eq!(HolderCodeType::UnifiedSocialCreditCode.check("91370200GM58BR082U"), Ok(()));
        assert_eq!(
            HolderCodeType::UnifiedSocialCreditCode.check("91370200GM58BR082T"),
            Err(IdError::CheckDigit)
        );
        assert_eq!(HolderCodeType::OrdinaryPassport.check("E00000000"), Ok(()));
    }
}
