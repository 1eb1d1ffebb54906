use alloc::string::String;
use core::fmt;

use super::{CheckDigit, IdError, SegmentFault, mod_37_36, mod_37_36_vendor};

/// The root that every licence identifier begins with.
const ROOT: &str = "1.2.156.3005.2";

/// A licence identifier (电子证照标识, GB/T 36904):
/// `1.2.156.3005.2.<kind>.<issuer>.<serial>.<version>.<check>`.
///
/// The kind's code has 21 characters, the issuer's 6 to 18 (normally a credit code, also a division code), the
/// serial 1 to 32, the version 3 digits, the check 1; all of `0-9A-Z`. A wrong check does not make it
/// unreadable: see [`LicenceIdentifier::check_digit`].
///
/// It follows a person's licence for life, so `Debug` hides the serial and the check; `Display` prints all.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LicenceIdentifier {
    kind: String,
    issuer: String,
    serial: String,
    version: String,
    check: char,
}

impl LicenceIdentifier {
    /// Builds an identifier and computes its check by the standard.
    ///
    /// # Errors
    /// [`IdError::Segment`] naming the segment at fault; a project-local kind code has no identifier.
    pub fn new(kind: &str, issuer: &str, serial: &str, version: &str) -> Result<Self, IdError> {
        let mut identifier = Self::from_parts(kind, issuer, serial, version, "0")?;
        identifier.check = mod_37_36(&identifier.body())
            .ok_or(IdError::Segment { segment: "check", fault: SegmentFault::Character })?;
        Ok(identifier)
    }

    /// Puts together the segments of a printed identifier, its check as printed.
    ///
    /// # Errors
    /// [`IdError::Segment`] naming the segment at fault.
    pub fn from_parts(
        kind: &str,
        issuer: &str,
        serial: &str,
        version: &str,
        check: &str,
    ) -> Result<Self, IdError> {
        let version = segment("version", version, 3, 3)?;
        if !version.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(IdError::Segment { segment: "version", fault: SegmentFault::Character });
        }
        let check = segment("check", check, 1, 1)?;
        Ok(LicenceIdentifier {
            kind: segment("kind", kind, 21, 21)?,
            issuer: segment("issuer", issuer, 6, 18)?,
            serial: segment("serial", serial, 1, 32)?,
            version,
            check: check
                .chars()
                .next()
                .ok_or(IdError::Segment { segment: "check", fault: SegmentFault::Length })?,
        })
    }

    /// Reads the printed form, nothing around it.
    ///
    /// # Errors
    /// [`IdError::Root`], [`IdError::Segments`] or [`IdError::Segment`].
    pub fn parse(text: &str) -> Result<Self, IdError> {
        let rest = text.strip_prefix(ROOT).and_then(|rest| rest.strip_prefix('.')).ok_or(IdError::Root)?;
        let mut segments = rest.split('.');
        let mut next = || segments.next();
        match (next(), next(), next(), next(), next(), next()) {
            (Some(kind), Some(issuer), Some(serial), Some(version), Some(check), None) => {
                Self::from_parts(kind, issuer, serial, version, check)
            }
            _ => Err(IdError::Segments { found: rest.split('.').count() }),
        }
    }

    /// The kind's code: the definer's credit code and three digits.
    #[must_use]
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// The issuer's code.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// The serial: with the kind and the issuer a stable number of the licence over all its versions.
    #[must_use]
    pub fn serial(&self) -> &str {
        &self.serial
    }

    /// Three digits; grows when the licence is issued anew.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The check character as printed.
    #[must_use]
    pub const fn check(&self) -> char {
        self.check
    }

    /// How the printed check fits. A finding: never a reason to refuse a good signature.
    #[must_use]
    pub fn check_digit(&self) -> CheckDigit {
        let body = self.body();
        let printed = Some(self.check);
        if mod_37_36(&body) == printed {
            CheckDigit::Standard
        } else if mod_37_36_vendor(&body) == printed {
            CheckDigit::LegacyVariant
        } else {
            CheckDigit::Wrong
        }
    }

    /// What the check is computed over: the segments without root and dots.
    fn body(&self) -> String {
        [self.kind.as_str(), &self.issuer, &self.serial, &self.version].concat()
    }
}

impl fmt::Display for LicenceIdentifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind, issuer, serial, version, check } = self;
        write!(f, "{ROOT}.{kind}.{issuer}.{serial}.{version}.{check}")
    }
}

impl fmt::Debug for LicenceIdentifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind, issuer, version, .. } = self;
        write!(f, "LicenceIdentifier({ROOT}.{kind}.{issuer}.*.{version}.*)")
    }
}

fn segment(name: &'static str, text: &str, min: usize, max: usize) -> Result<String, IdError> {
    let fault = if text.len() < min || text.len() > max {
        SegmentFault::Length
    } else if !text.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase()) {
        SegmentFault::Character
    } else {
        return Ok(String::from(text));
    };
    Err(IdError::Segment { segment: name, fault })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use alloc::format;
    use alloc::string::ToString;

    /// Examples printed in public interface documents (no persons), then invented ones whose checks are from
    /// python-stdnum 2.2.
    const STANDARD: [&str; 9] = [
        "1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U",
        "1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.002.S",
        "1.2.156.3005.2.11100000MB03271699022.340100.000000016.001.9",
        "1.2.156.3005.2.11100000MB0143028R001.11515260181590830U.5.445.R",
        "1.2.156.3005.2.11100000MB0143028R001.11516131860913909Q.P3E2Z8I.430.1",
        "1.2.156.3005.2.11100000MB0143028R001.115128194821993512.Z43DVYRKTTNJFBF5JXVL.747.P",
        "1.2.156.3005.2.11100000MB03271699001.11517777412154728J.1DXN9Y1XJ5GXNAMEYYWLECFPECXVM11H.484.O",
        "1.2.156.3005.2.11100000000019713D071.11514395755131373H.L.210.I",
        "1.2.156.3005.2.11100000000013338W011.115126462889751402.BR4H15G5E4G7T0LZQH82XF7AG3BCJJXD.297.G",
    ];
    /// The example of a Shandong platform; the standard check would be D.
    const LEGACY: &str =
        "1.2.156.3005.2.11100000000013661B006.113700000045046442.209FA4E88F9E4C878F3E9BED2CE7EA49.001.M";

    #[test]
    fn printed_identifiers_come_back_and_are_rebuilt() {
        for text in STANDARD {
            let id = LicenceIdentifier::parse(text).unwrap();
            assert_eq!(id.to_string(), text);
            assert_eq!(id.check_digit(), CheckDigit::Standard, "{text}");
            let built = LicenceIdentifier::new(id.kind(), id.issuer(), id.serial(), id.version()).unwrap();
            assert_eq!(built, id);
        }
    }

    #[test]
    fn the_vendor_variant_is_told_from_a_wrong_check() {
        let id = LicenceIdentifier::parse(LEGACY).unwrap();
        assert_eq!(id.check_digit(), CheckDigit::LegacyVariant);
        let built = LicenceIdentifier::new(id.kind(), id.issuer(), id.serial(), id.version()).unwrap();
        assert_eq!((built.check(), built.check_digit()), ('D', CheckDigit::Standard));
        let stem = LEGACY.strip_suffix('M').unwrap();
        for other in ('0'..='9').chain('A'..='Z') {
            let found = LicenceIdentifier::parse(&format!("{stem}{other}")).unwrap().check_digit();
            let expected = match other {
                'D' => CheckDigit::Standard,
                'M' => CheckDigit::LegacyVariant,
                _ => CheckDigit::Wrong,
            };
            assert_eq!(found, expected, "{other}");
        }
    }

    #[test]
    fn debug_hides_what_follows_a_person() {
        assert_eq!(
            format!("{:?}", LicenceIdentifier::parse(LEGACY).unwrap()),
            "LicenceIdentifier(1.2.156.3005.2.11100000000013661B006.113700000045046442.*.001.*)"
        );
    }

    #[test]
    fn malformed_identifiers_name_the_segment() {
        let at = |segment, fault| IdError::Segment { segment, fault };
        let kind = "11100000MB0143028R001";
        for (rest, error) in [
            (format!("{kind}.340100.1.001"), IdError::Segments { found: 4 }),
            (format!("{kind}.340100.1.001.9.9"), IdError::Segments { found: 6 }),
            (format!("{kind}1.340100.1.001.9"), at("kind", SegmentFault::Length)),
            (format!("{}.340100.1.001.9", kind.to_lowercase()), at("kind", SegmentFault::Character)),
            (format!("{kind}.34010.1.001.9"), at("issuer", SegmentFault::Length)),
            (format!("{kind}.3401001151010000001.1.001.9"), at("issuer", SegmentFault::Length)),
            (format!("{kind}.340100..001.9"), at("serial", SegmentFault::Length)),
            (format!("{kind}.340100.{}.001.9", "1".repeat(33)), at("serial", SegmentFault::Length)),
            (format!("{kind}.340100.1_1.001.9"), at("serial", SegmentFault::Character)),
            (format!("{kind}.340100.1.01.9"), at("version", SegmentFault::Length)),
            (format!("{kind}.340100.1.00A.9"), at("version", SegmentFault::Character)),
            (format!("{kind}.340100.1.001."), at("check", SegmentFault::Length)),
            (format!("{kind}.340100.1.001.u"), at("check", SegmentFault::Character)),
        ] {
            assert_eq!(LicenceIdentifier::parse(&format!("{ROOT}.{rest}")), Err(error), "{rest}");
        }
        for wrong in ["", "1.2.156.3005.2", "1.2.156.3005.3.1", "1.2.156.3005.20.1.1.1.1.1"] {
            assert_eq!(LicenceIdentifier::parse(wrong), Err(IdError::Root), "{wrong}");
        }
        assert!(LicenceIdentifier::new("ZZ-LOCAL-EID", "340100", "1", "001").is_err());
    }
}
