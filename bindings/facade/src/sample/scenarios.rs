//! Scenarios of the sample and who publishes them.

use super::{DAY, World, key, kinds};
use zhengzhao::Refusal;
use zhengzhao::act::Purpose;
use zhengzhao::crypto::{Algorithm, Signer as _, SigningKey};
use zhengzhao::region::Region;
use zhengzhao::scenario::{
    Alternative, Day, LawfulBasis, Link, LinkKind, Material, PermitsNeed, Predicate, ScenarioClaims,
    StatusNeed, Terms,
};
use zhengzhao::trust::{IssuerEntry, IssuerKey, KeyUse};
use zhengzhao::verify::Presenter;

/// The id of [`hotel_check_in`].
pub(super) const HOTEL_CHECK_IN: &str = "hotel-check-in";

/// An office that publishes scenarios and issues nothing.
#[derive(Debug)]
pub struct Publisher {
    /// Its unified social credit code.
    pub id: &'static str,
    /// Its Chinese name.
    pub name_zh: &'static str,
    /// Its English name.
    pub name_en: &'static str,
    /// For where it publishes.
    pub region: Region,
    /// The key that signs its scenarios.
    pub scenario_key: SigningKey,
}

impl Publisher {
    fn new(id: &'static str, region: &str, name_zh: &'static str, name_en: &'static str) -> Self {
        let region = Region::parse(region).unwrap_or(Region::NATIONAL);
        let scenario_key = key(Algorithm::Ed25519, &format!("{id} scenario"));
        Self { id, name_zh, name_en, region, scenario_key }
    }

    /// The service office of Chongqing.
    #[must_use]
    pub fn chongqing() -> Self {
        Self::new(
            "11500000MBYY00079W",
            "500000",
            "重庆市政务服务机构（示例）",
            "Chongqing service office (sample)",
        )
    }

    /// The service office of Sichuan.
    #[must_use]
    pub fn sichuan() -> Self {
        Self::new(
            "11510000MBYY00087U",
            "510000",
            "四川省政务服务机构（示例）",
            "Sichuan service office (sample)",
        )
    }

    /// Its trust-list entry.
    #[must_use]
    pub fn entry(&self, world: &World) -> IssuerEntry {
        let dates = world.dates();
        IssuerEntry {
            id: self.id.into(),
            name_zh: self.name_zh.into(),
            name_en: self.name_en.into(),
            region: self.region,
            keys: vec![IssuerKey::new(self.scenario_key.public_key().clone(), KeyUse::Scenario, dates)],
            kinds: Vec::new(),
            status_uris: Vec::new(),
            lowest_profile: zhengzhao::PROFILE_VERSION,
        }
    }

    fn publish(&self, world: &World, terms: Terms) -> ScenarioClaims {
        let iat = world.yesterday();
        let exp = iat.saturating_add(365 * DAY);
        ScenarioClaims { issuer: self.id.into(), region: self.region, iat, exp, terms }
    }
}

fn alternative(kind: &str, fields: &[u16], predicates: Vec<Predicate>) -> Alternative {
    Alternative {
        kind: kind.into(),
        fields: fields.to_vec(),
        predicates,
        permits: PermitsNeed::Nothing,
        representative: None,
    }
}

fn material(zh: &str, en: &str, alternatives: Vec<Alternative>) -> Material {
    Material { name_zh: zh.into(), name_en: en.into(), alternatives, delegate: false, face: false }
}

fn terms(id: &str, zh: &str, en: &str, purpose: &str, materials: Vec<Material>) -> Result<Terms, Refusal> {
    Ok(Terms {
        id: id.into(),
        version: 1,
        name_zh: zh.into(),
        name_en: en.into(),
        materials,
        links: Vec::new(),
        presenter: Presenter::ProvenChallenge,
        mandate: false,
        status: StatusNeed::Policy,
        purpose: Purpose::new(purpose)?,
        basis: LawfulBasis::StatutoryDuty,
        provision: None,
        retention_days: 365,
        trust_level: None,
    })
}

/// A guest of a hotel: e-ID or residence permit, of age, with the portrait.
///
/// # Errors
/// None.
pub fn hotel_check_in(world: &World) -> Result<ScenarioClaims, Refusal> {
    let of_age = Predicate::AgeOver { years: 18, boolean: Some(22), date: Some(19) };
    let not_over = Predicate::ValidOn { label: Some(28), day: Day::After(0) };
    let mut guest = material(
        "旅客身份证件",
        "identity of the guest",
        vec![
            alternative(kinds::EID, &[2, 3], vec![of_age.clone()]),
            alternative(kinds::RESIDENCE_PERMIT, &[2, 3], vec![of_age, not_over]),
        ],
    );
    guest.face = true;
    let mut terms = terms(HOTEL_CHECK_IN, "旅馆住宿登记", "hotel check-in", "旅馆住宿登记", vec![guest])?;
    terms.provision = Some("《旅馆业治安管理办法》第六条".into());
    Ok(Publisher::chongqing().publish(world, terms))
}

/// A company opens an account: its business licence and the e-ID of its legal representative.
///
/// # Errors
/// None.
pub fn account_opening(world: &World) -> Result<ScenarioClaims, Refusal> {
    let mut licence = alternative(kinds::BUSINESS_LICENCE, &[2, 3], Vec::new());
    licence.representative = Some((25, None));
    let representative = alternative(kinds::EID, &[2], Vec::new());
    let materials = vec![
        material("营业执照", "business licence", vec![licence]),
        material("法定代表人身份证件", "identity of the legal representative", vec![representative]),
    ];
    let mut terms =
        terms("account-opening", "企业银行开户", "company account opening", "企业银行开户", materials)?;
    terms.links = vec![Link { kind: LinkKind::LegalRepresentative, from: 0, to: 1 }];
    terms.status = StatusNeed::AtMost(2 * DAY);
    Ok(Publisher::chongqing().publish(world, terms))
}

/// The next version of [`account_opening`]: the company's seal on its application form besides.
///
/// # Errors
/// None.
pub fn account_opening_with_seal(world: &World) -> Result<ScenarioClaims, Refusal> {
    let mut claims = account_opening(world)?;
    let terms = &mut claims.terms;
    terms.version = 2;
    let sealed = vec![alternative(kinds::ELECTRONIC_SEAL, &[2], Vec::new())];
    terms.materials.push(material("盖章的开户申请书", "sealed application form", sealed));
    terms.links.push(Link { kind: LinkKind::SameEnterprise, from: 0, to: 2 });
    Ok(claims)
}

/// A pharmacy asks to sell medicines on medical insurance: its consolidated licence, of which the drug permit.
///
/// # Errors
/// None.
pub fn designated_pharmacy(world: &World) -> Result<ScenarioClaims, Refusal> {
    let mut licence = alternative(kinds::CONSOLIDATED_LICENCE, &[1, 2], Vec::new());
    licence.permits = PermitsNeed::Kinds(vec![kinds::DRUG_LICENCE.into()]);
    let materials = vec![material("行业综合许可证", "consolidated trade licence", vec![licence])];
    let terms = terms(
        "designated-pharmacy",
        "医保定点药店申请",
        "designation as a pharmacy of medical insurance",
        "医保定点药店申请",
        materials,
    )?;
    Ok(Publisher::chongqing().publish(world, terms))
}

/// A restaurant renews its food licence, by itself or by an employee.
///
/// # Errors
/// None.
pub fn food_licence_renewal(world: &World) -> Result<ScenarioClaims, Refusal> {
    let catering = Predicate::Contains { label: 22, text: "餐饮服务".into() };
    let here = Predicate::InRegion { label: None, region: Publisher::chongqing().region };
    let licence = alternative(kinds::BUSINESS_LICENCE, &[2], vec![catering, here]);
    let food = alternative(kinds::FOOD_LICENCE, &[1, 2], Vec::new());
    let mut delegate = material(
        "受托人身份证件",
        "identity of the delegate",
        vec![alternative(kinds::EID, &[2], Vec::new())],
    );
    delegate.delegate = true;
    let materials = vec![
        material("营业执照", "business licence", vec![licence]),
        material("食品经营许可证", "food licence", vec![food]),
        delegate,
    ];
    let mut terms = terms(
        "food-licence-renewal",
        "食品经营许可证延续",
        "renewal of a food licence",
        "食品经营许可证延续",
        materials,
    )?;
    terms.mandate = true;
    terms.links = vec![Link { kind: LinkKind::SameEnterprise, from: 0, to: 1 }];
    Ok(Publisher::chongqing().publish(world, terms))
}
