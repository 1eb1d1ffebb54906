//! Who takes part.

use super::kinds;
use chacha20::ChaCha20Rng;
use chacha20::rand_core::SeedableRng;
use zhengzhao::act::enrolment::{self, EnrolledKey, EnrolmentChallenge, EnrolmentDraft};
use zhengzhao::act::{ActError, Nonce};
use zhengzhao::crypto::{Algorithm, PublicKey, Signer, SigningKey, sha256};
use zhengzhao::error::{Object, Refusal};
use zhengzhao::region::Region;
use zhengzhao::time::Time;
use zhengzhao::trust::{Anchor, SignerSet};

/// The sample key of a name. The same name gives the same key on every machine.
///
/// # Panics
/// Never for the three algorithms of this library: a digest is no valid secret with probability 2^-32 or less,
/// and the names in use were tried.
#[must_use]
pub fn key(algorithm: Algorithm, name: &str) -> SigningKey {
    let secret = sha256(&[b"zhengzhao sample key: ", algorithm.name().as_bytes(), b" ", name.as_bytes()]);
    #[expect(clippy::expect_used, reason = "documented: the names in use give valid secrets")]
    SigningKey::from_secret(algorithm, &secret).expect("a valid secret")
}

/// The sample randomness of a name: the same on every machine, so that the sample is too. Never for real use.
#[must_use]
pub fn rng(name: &str) -> ChaCha20Rng {
    ChaCha20Rng::from_seed(sha256(&[b"zhengzhao sample randomness: ", name.as_bytes()]))
}

/// A sample key as an issuer may use it: its holder has answered a challenge of this issuer. The bytes of that
/// enrolment are always the same, so that they tell nothing about randomness that a real one needs.
///
/// # Errors
/// [`Refusal`] when `issuer` has not the form of an id.
pub fn enrolled(holder: &SigningKey, issuer: &str) -> Result<EnrolledKey, Refusal> {
    let nonce = Nonce::new([0; 16]);
    let (iat, exp) = (Time::MIN, Time::MIN.saturating_add(60));
    let bytes = EnrolmentDraft { issuer: issuer.into(), nonce, iat, exp }.sign(&[holder], [0; 16]);
    let bytes = bytes.map_err(|error| match error {
        ActError::Refused(refusal) => refusal,
        _ => Refusal::HolderSignatureInvalid { object: Object::Enrolment },
    })?;
    let keys = enrolment::verify(&bytes, EnrolmentChallenge::new(issuer, nonce)?, iat, 0)?;
    keys.into_iter().next().ok_or(Refusal::KeyNotProven { object: Object::Enrolment })
}

/// An authority that publishes a trust list.
#[derive(Debug)]
pub struct Authority {
    /// Its unified social credit code.
    pub id: &'static str,
    /// Its Chinese name.
    pub name_zh: &'static str,
    /// Its English name.
    pub name_en: &'static str,
    /// Its region.
    pub region: Region,
    /// Its three signers, of whom two must sign.
    pub signers: [SigningKey; 3],
}

impl Authority {
    /// How many signers must sign.
    pub const THRESHOLD: u64 = 2;

    fn new(id: &'static str, region: &str, name_zh: &'static str, name_en: &'static str) -> Self {
        let signer = |number: u8| key(Algorithm::Ed25519, &format!("{id} signer {number}"));
        Self {
            id,
            name_zh,
            name_en,
            region: Region::parse(region).unwrap_or(Region::NATIONAL),
            signers: [signer(1), signer(2), signer(3)],
        }
    }

    pub(super) fn chongqing() -> Self {
        Self::new(
            "11500000MBYY00011X",
            "500000",
            "重庆市政务数据管理机构（示例）",
            "Chongqing data authority (sample)",
        )
    }

    pub(super) fn sichuan() -> Self {
        Self::new(
            "11510000MBYY0002XR",
            "510000",
            "四川省政务数据管理机构（示例）",
            "Sichuan data authority (sample)",
        )
    }

    /// The keys of its signers.
    #[must_use]
    pub fn signer_keys(&self) -> Vec<PublicKey> {
        self.signers.iter().map(|signer| signer.public_key().clone()).collect()
    }

    /// Its signer set.
    ///
    /// # Errors
    /// None for the sample's authorities.
    pub fn signer_set(&self) -> Result<SignerSet, Refusal> {
        SignerSet::new(Object::TrustList, Self::THRESHOLD, self.signer_keys())
    }

    /// The anchor that a desk of its region pins.
    ///
    /// # Errors
    /// None for the sample's authorities.
    pub fn anchor(&self) -> Result<Anchor, Refusal> {
        Anchor::new(self.id, self.region, self.signer_set()?, 1)
    }
}

/// A bureau that issues certificates.
#[derive(Debug)]
pub struct Issuer {
    /// Its unified social credit code.
    pub id: &'static str,
    /// Its Chinese name.
    pub name_zh: &'static str,
    /// Its English name.
    pub name_en: &'static str,
    /// Where it issues.
    pub region: Region,
    /// The key that signs its certificates.
    pub issue_key: SigningKey,
    /// The key that signs its status lists.
    pub status_key: SigningKey,
    /// The name of its status list.
    pub status_uri: &'static str,
    /// What it issues.
    pub kinds: &'static [&'static str],
}

struct Description {
    id: &'static str,
    region: &'static str,
    name_zh: &'static str,
    name_en: &'static str,
    status_uri: &'static str,
    kinds: &'static [&'static str],
    algorithm: Algorithm,
}

impl Issuer {
    fn new(description: &Description) -> Self {
        let Description { id, region, name_zh, name_en, status_uri, kinds, algorithm } = *description;
        Self {
            id,
            name_zh,
            name_en,
            region: Region::parse(region).unwrap_or(Region::NATIONAL),
            issue_key: key(algorithm, &format!("{id} issue")),
            status_key: key(algorithm, &format!("{id} status")),
            status_uri,
            kinds,
        }
    }

    pub(super) fn chongqing_market() -> Self {
        Self::new(&Description {
            id: "11500000MBYY00038M",
            region: "500000",
            name_zh: "重庆市市场监督管理机构（示例）",
            name_en: "Chongqing market regulator (sample)",
            status_uri: "zz:cq-market/1",
            kinds: &[kinds::BUSINESS_LICENCE, kinds::FOOD_LICENCE],
            algorithm: Algorithm::Ed25519,
        })
    }

    pub(super) fn chongqing_police() -> Self {
        Self::new(&Description {
            id: "11500000MBYY00046G",
            region: "500000",
            name_zh: "重庆市公安机构（示例）",
            name_en: "Chongqing public security bureau (sample)",
            status_uri: "zz:cq-police/1",
            kinds: &[kinds::EID, kinds::RESIDENCE_PERMIT],
            algorithm: Algorithm::Esp256,
        })
    }

    pub(super) fn chongqing_seals() -> Self {
        Self::new(&Description {
            id: "91500103MAYY000995",
            region: "500000",
            name_zh: "重庆样例印章制作有限公司（示例）",
            name_en: "Chongqing seal maker (sample)",
            status_uri: "zz:cq-seals/1",
            kinds: &[kinds::ELECTRONIC_SEAL],
            algorithm: Algorithm::Sm2,
        })
    }

    pub(super) fn chengdu_police() -> Self {
        Self::new(&Description {
            id: "11510100MBYY00054L",
            region: "510100",
            name_zh: "成都市公安机构（示例）",
            name_en: "Chengdu public security bureau (sample)",
            status_uri: "zz:cd-police/1",
            kinds: &[kinds::RESIDENCE_PERMIT, kinds::EID],
            algorithm: Algorithm::Ed25519,
        })
    }

    pub(super) fn sichuan_market() -> Self {
        Self::new(&Description {
            id: "11510000MBYY00062A",
            region: "510000",
            name_zh: "四川省市场监督管理机构（示例）",
            name_en: "Sichuan market regulator (sample)",
            status_uri: "zz:sc-market/1",
            kinds: &[kinds::FOOD_LICENCE, kinds::BUSINESS_LICENCE],
            algorithm: Algorithm::Sm2,
        })
    }

    pub(super) fn chengdu_estate() -> Self {
        Self::new(&Description {
            id: "12510100MBYY000707",
            region: "510100",
            name_zh: "成都市不动产登记机构（示例）",
            name_en: "Chengdu real-estate registry (sample)",
            status_uri: "zz:cd-estate/1",
            kinds: &[kinds::REAL_ESTATE],
            algorithm: Algorithm::Ed25519,
        })
    }

    pub(super) fn yuzhong_approval() -> Self {
        Self::new(&Description {
            id: "11500103MBYY002143",
            region: "500103",
            name_zh: "重庆市渝中区行政审批服务机构（示例）",
            name_en: "Yuzhong approval office (sample)",
            status_uri: "zz:yz-approval/1",
            kinds: &[kinds::CONSOLIDATED_LICENCE],
            algorithm: Algorithm::Ed25519,
        })
    }

    pub(super) fn chongqing_drugs() -> Self {
        Self::new(&Description {
            id: "11500000MBYY00222D",
            region: "500000",
            name_zh: "重庆市药品监督管理机构（示例）",
            name_en: "Chongqing drug regulator (sample)",
            status_uri: "zz:cq-drugs/1",
            kinds: &[kinds::DRUG_LICENCE],
            algorithm: Algorithm::Sm2,
        })
    }

    pub(super) fn yuzhong_devices() -> Self {
        Self::new(&Description {
            id: "11500103MBYY00230Q",
            region: "500103",
            name_zh: "重庆市渝中区医疗器械监督管理机构（示例）",
            name_en: "Yuzhong medical device regulator (sample)",
            status_uri: "zz:yz-devices/1",
            kinds: &[kinds::MEDICAL_DEVICE_LICENCE],
            algorithm: Algorithm::Esp256,
        })
    }
}
