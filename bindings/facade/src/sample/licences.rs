//! Licences of fictional holders, as drafts. Dates are relative to the world's moment.

use super::world::{DAY, World};
use super::{Issuer, kinds};
use zhengzhao::crypto::sha256;
use zhengzhao::ids::LicenceIdentifier;
use zhengzhao::issue::{Draft, DraftElement, DraftItem, DraftValue};
use zhengzhao::kind::SEAL_PICTURE as SEAL_PICTURE_LABEL;
use zhengzhao::region::Region;
use zhengzhao::time::Time;

// Header items (the same in all kinds).
pub(super) const NUMBER: u16 = 1;
pub(super) const HOLDER_NAME: u16 = 2;
pub(super) const HOLDER_CODE: u16 = 3;
pub(super) const HOLDER_CODE_TYPE: u16 = 4;
pub(super) const ISSUED_DATE: u16 = 6;
const SERIAL: u16 = 7;
const VERSION: u16 = 8;
const CHECK: u16 = 9;

/// 001: unified social credit code (GB/T 36903, appendix A).
pub(super) const USCC: &str = "001";
/// 111: citizen number.
const CITIZEN: &str = "111";
/// A Chinese date whose order code 000 is never assigned.
const CITIZEN_NUMBER: &str = "510104199003070007";
const ENTERPRISE: &str = "91500000MAYY000189";

pub(super) fn item(label: u16, value: &str, redact: bool) -> DraftItem {
    DraftItem { label, value: value.into(), redact }
}

pub(super) fn texts(label: u16, values: &[&str]) -> DraftItem {
    let element = |text: &&str| DraftElement { value: (*text).into(), redact: false };
    DraftItem { label, value: DraftValue::List(values.iter().map(element).collect()), redact: false }
}

fn boolean(label: u16, value: bool) -> DraftItem {
    DraftItem { label, value: DraftValue::Bool(value), redact: true }
}

fn integer(label: u16, value: i64, redact: bool) -> DraftItem {
    DraftItem { label, value: DraftValue::Integer(value), redact }
}

/// A UTC+8 midnight some days from the world's moment.
fn midnight(world: &World, days_ago: u64) -> Time {
    let day = world.now.saturating_sub(days_ago.saturating_mul(DAY)).date();
    Time::start_of(day).unwrap_or(world.now)
}

pub(super) fn draft(world: &World, issuer: &Issuer, kind: &str, region: &str, years: u64) -> Draft {
    let begin = midnight(world, 30);
    Draft {
        issuer: issuer.id.into(),
        kind: kind.into(),
        region: Region::parse(region).unwrap_or(issuer.region),
        iat: begin,
        nbf: begin,
        exp: (years > 0).then(|| begin.saturating_add(years.saturating_mul(365 * DAY))),
        items: Vec::new(),
        permits: Vec::new(),
        decoys_to: 0,
    }
}

/// Serial, version and check of the licence identifier; the check exists for national kinds only.
fn identifier(issuer: &Issuer, kind: &str, serial: &str, redact: bool) -> Vec<DraftItem> {
    let mut items = vec![item(SERIAL, serial, redact), item(VERSION, "001", redact)];
    if let Ok(identifier) = LicenceIdentifier::new(kind, issuer.id, serial, "001") {
        items.push(item(CHECK, identifier.check().encode_utf8(&mut [0; 4]), redact));
    }
    items
}

/// 营业执照 of a fictional restaurant company in Chongqing: 12 open items and 3 selective ones.
#[must_use]
pub fn business_licence(world: &World) -> Draft {
    let issuer = &world.chongqing_market;
    let mut draft = draft(world, issuer, kinds::BUSINESS_LICENCE, "500103", 0);
    draft.items = vec![
        item(NUMBER, ENTERPRISE, false),
        item(HOLDER_NAME, "重庆样例餐饮管理有限公司", false),
        item(HOLDER_CODE, ENTERPRISE, false),
        item(HOLDER_CODE_TYPE, USCC, false),
        item(ISSUED_DATE, &draft.iat.date().to_string(), false),
        item(16, "有限责任公司（自然人独资）", false),
        item(17, "林小满", true),
        item(18, "伍佰万元整", true),
        item(19, "2021-04-19", false),
        item(21, "重庆市渝中区样例路100号附1号2层", false),
        texts(22, &["餐饮服务", "食品销售", "餐饮管理", "会议及展览服务"]),
        item(23, "副本", false),
        item(25, CITIZEN_NUMBER, true),
    ];
    draft.items.extend(identifier(issuer, kinds::BUSINESS_LICENCE, "00000000000000000001", false));
    draft.decoys_to = 4;
    draft
}

/// The picture of the sample's seal: a star in a ring, PNG.
pub const SEAL_PICTURE: &[u8] = include_bytes!("seal.png");

/// 电子印章 of that company for its contracts, to be issued together with its business licence: owner and licence
/// are filled in from there.
#[must_use]
pub fn electronic_seal(world: &World) -> Draft {
    let issuer = &world.chongqing_seals;
    let mut draft = draft(world, issuer, kinds::ELECTRONIC_SEAL, "500103", 3);
    let picture = vec![
        DraftItem { label: 1, value: DraftValue::Bytes(sha256(&[SEAL_PICTURE]).to_vec()), redact: false },
        item(2, "image/png", false),
        integer(3, i64::try_from(SEAL_PICTURE.len()).unwrap_or_default(), false),
    ];
    draft.items = vec![
        item(NUMBER, "5001030000018", false),
        item(ISSUED_DATE, &draft.iat.date().to_string(), false),
        item(16, "重庆样例餐饮管理有限公司合同专用章", false),
        item(17, "合同章", false),
        integer(18, 400, false),
        integer(19, 400, false),
        item(20, issuer.name_zh, false),
        DraftItem { label: SEAL_PICTURE_LABEL, value: DraftValue::Map(picture), redact: false },
    ];
    draft
}

/// 居住证 of a fictional person in Chengdu: personal items selective.
#[must_use]
pub fn residence_permit(world: &World) -> Draft {
    let issuer = &world.chengdu_police;
    let mut draft = draft(world, issuer, kinds::RESIDENCE_PERMIT, "510104", 1);
    let until = zhengzhao::time::last_day(draft.exp.unwrap_or(world.now)).to_string();
    draft.items = vec![
        item(NUMBER, "JZ51010400000001", true),
        item(HOLDER_NAME, "林小满", true),
        item(HOLDER_CODE, CITIZEN_NUMBER, true),
        item(HOLDER_CODE_TYPE, CITIZEN, true),
        item(ISSUED_DATE, &draft.iat.date().to_string(), false),
        integer(17, 2, true),
        item(18, "汉族", true),
        item(19, "1990-03-07", true),
        boolean(20, true),
        boolean(21, true),
        boolean(22, true),
        item(24, "重庆市渝中区样例路200号", true),
        item(25, "成都市锦江区样例街8号1栋2单元301号", true),
        item(26, "510104", true),
        item(27, "成都市公安局锦江区分局（示例）", false),
        item(28, &until, false),
    ];
    draft.items.extend(identifier(issuer, kinds::RESIDENCE_PERMIT, "CD0000000001", true));
    draft.decoys_to = 20;
    draft
}

/// The printed form of [`residence_permit`]: only what identifies nobody.
#[must_use]
pub fn residence_permit_printed(world: &World) -> Draft {
    let mut printed = residence_permit(world);
    printed.items.retain(|item| !item.redact);
    printed.items.push(item(16, "林**", false));
    printed.decoys_to = 0;
    printed
}

/// 食品经营许可证 of the same fictional company, issued in Chongqing; all open, so that it can be printed.
#[must_use]
pub fn food_licence(world: &World) -> Draft {
    let issuer = &world.chongqing_market;
    let mut draft = draft(world, issuer, kinds::FOOD_LICENCE, "500103", 5);
    draft.items = vec![
        item(NUMBER, "JY25001030000011", false),
        item(HOLDER_NAME, "重庆样例餐饮管理有限公司", false),
        item(HOLDER_CODE, ENTERPRISE, false),
        item(HOLDER_CODE_TYPE, USCC, false),
        item(ISSUED_DATE, &draft.iat.date().to_string(), false),
        item(18, "重庆市渝中区样例路100号附1号2层", false),
        item(19, "餐饮服务经营者", false),
        texts(21, &["热食类食品制售", "冷食类食品制售", "自制饮品制售"]),
        item(24, "12315", false),
    ];
    draft
}

/// 电子身份证 profile of a fictional person, issued in Chongqing.
#[must_use]
pub fn eid(world: &World) -> Draft {
    let issuer = &world.chongqing_police;
    let mut draft = draft(world, issuer, kinds::EID, "500103", 10);
    draft.items = vec![
        item(HOLDER_NAME, "林小满", true),
        item(HOLDER_CODE, CITIZEN_NUMBER, true),
        item(HOLDER_CODE_TYPE, CITIZEN, true),
        integer(17, 2, true),
        item(18, "汉族", true),
        item(19, "1990-03-07", true),
        boolean(20, true),
        boolean(21, true),
        boolean(22, true),
        item(24, "成都市锦江区样例街8号1栋2单元301号", true),
        item(25, "510104", true),
        item(26, "重庆市公安局（示例）", false),
    ];
    draft.decoys_to = 14;
    draft
}

/// 不动产权证书 of the fictional person, issued in Chengdu.
#[must_use]
pub fn real_estate(world: &World) -> Draft {
    let issuer = &world.chengdu_estate;
    let mut draft = draft(world, issuer, kinds::REAL_ESTATE, "510104", 0);
    draft.items = vec![
        item(NUMBER, "川(2024)成都市不动产权第0000001号", true),
        item(HOLDER_NAME, "林小满", true),
        item(HOLDER_CODE, CITIZEN_NUMBER, true),
        item(HOLDER_CODE_TYPE, CITIZEN, true),
        item(16, "单独所有", true),
        item(17, "成都市锦江区样例街8号1栋2单元301号", true),
        item(18, "510104", true),
        item(20, "国有建设用地使用权/房屋所有权", true),
        item(22, "城镇住宅用地/住宅", true),
        boolean(23, true),
        item(24, "建筑面积89.50平方米", true),
        item(29, &draft.iat.date().to_string(), false),
    ];
    draft.items.extend(identifier(issuer, kinds::REAL_ESTATE, "00000000000000000002", true));
    draft.decoys_to = 24;
    draft
}
