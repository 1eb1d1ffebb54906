//! A fictional world: authorities of Chongqing and Sichuan that recognise each other, their issuers, holders
//! and licences, all made from fixed seeds.
//!
//! Every name, number and address is invented; citizen numbers carry the order code 000, which is never
//! assigned. Secrets are public, so nothing here may be trusted outside of trials.

mod licences;
mod parties;
mod pharmacy;
mod scenarios;
mod world;

pub use licences::{
    SEAL_PICTURE, business_licence, eid, electronic_seal, food_licence, real_estate, residence_permit,
    residence_permit_printed,
};
pub use parties::{Authority, Issuer, enrolled, key, rng};
pub use pharmacy::{Pharmacy, pharmacy};
pub use scenarios::{
    Publisher, account_opening, account_opening_with_seal, designated_pharmacy, food_licence_renewal,
    hotel_check_in,
};
pub use world::{DAY, Lists, World};

/// The kinds of the sample, by code.
pub mod kinds {
    /// 营业执照, business licence; the code is the national one.
    pub const BUSINESS_LICENCE: &str = "11100000MB0143028R001";
    /// 不动产权证书, real-estate certificate; the code is the national one.
    pub const REAL_ESTATE: &str = "11100000MB03271699001";
    /// 居住证, residence permit; a project-local code, since the national one could not be verified.
    pub const RESIDENCE_PERMIT: &str = "ZZ-LOCAL-RESIDENCE-PERMIT";
    /// 食品经营许可证, food licence; a project-local code.
    pub const FOOD_LICENCE: &str = "ZZ-LOCAL-FOOD-LICENCE";
    /// 电子身份证, e-ID; a project-local code.
    pub const EID: &str = "ZZ-LOCAL-EID";
    /// 电子印章, electronic seal; a project-local code.
    pub const ELECTRONIC_SEAL: &str = zhengzhao::act::seal::ELECTRONIC_SEAL;

    /// 行业综合许可证, consolidated trade licence (一业一证); a project-local code.
    pub const CONSOLIDATED_LICENCE: &str = "ZZ-LOCAL-CONSOLIDATED-LICENCE";
    /// 药品经营许可证, drug licence; a project-local code.
    pub const DRUG_LICENCE: &str = "ZZ-LOCAL-DRUG-LICENCE";
    /// 医疗器械经营许可证, medical device licence; a project-local code.
    pub const MEDICAL_DEVICE_LICENCE: &str = "ZZ-LOCAL-MEDICAL-DEVICE-LICENCE";

    /// The three that the public list of the Sichuan-Chongqing recognition names; the other 31 are unknown here.
    pub const RECOGNISED: [&str; 3] = [RESIDENCE_PERMIT, REAL_ESTATE, FOOD_LICENCE];
}
