//! The kinds that ship: which codes are real, whether the items are complete, and whether the READMEs say so.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use zhengzhao::ids::Uscc;
use zhengzhao::issue::{
    Departure, DepartureKind, Draft, DraftElement, DraftItem, DraftPermit, DraftValue, departures,
    permit_departures,
};
use zhengzhao::kind::{
    Disclosure, HolderCategory, ItemType, Kind, Kinds, LAST_KIND_LABEL, LOCAL_PREFIX, Relation,
};
use zhengzhao::time::{Date, Time};

use crate::world::World;

/// The type codes that were found in the published source code of systems which exchange licences with the national
/// platform. The definer's part of each (18 characters) is a code of GB 32100 with a right check character.
const VERIFIED: [(&str, &str); 16] = [
    // Several sources each.
    ("11100000MB0143028R001", "营业执照"),
    ("11100000MB03271699001", "不动产权证书"),
    ("11100000MB03271699022", "不动产登记证明"),
    ("11100000000019713D008", "道路运输经营许可证"),
    ("11100000000019713D013", "道路运输证"),
    ("11100000000019713D016", "道路危险货物运输许可证"),
    ("11100000000019713D071", "道路运输从业人员从业资格证"),
    ("11100000000019713D072", "网络预约出租汽车驾驶员证"),
    ("11100000000019713D073", "网络预约出租汽车运输证"),
    ("11100000000019713D074", "网络预约出租汽车经营许可证"),
    ("11100000000019713D075", "巡游出租汽车驾驶员证"),
    ("11100000000019713D079", "放射性物品道路运输许可证"),
    ("11100000000013338W011", "建筑施工企业安管人员考核合格证书"),
    ("11100000000013338W032", "建筑施工特种作业人员操作资格证书"),
    // One source each.
    ("11100000000013338W059", "二级造价工程师注册证书（土木建筑工程）"),
    ("11100000000013338W082", "二级造价工程师注册证书（安装工程）"),
];

/// The kinds with items of their own.
const FULL: [&str; 21] = [
    "电子身份证",
    "居住证",
    "营业执照",
    "食品经营许可证",
    "不动产权证书",
    "不动产登记证明",
    "道路运输证",
    "道路运输经营许可证",
    "道路运输从业人员从业资格证",
    "机动车驾驶证",
    "机动车行驶证",
    "结婚证",
    "出生医学证明",
    "社会保障卡",
    "行业综合许可证",
    "建筑施工企业安管人员考核合格证书",
    "办理结果通知",
    "电子印章",
    "药品经营许可证",
    "医疗器械经营许可证",
    "出版物经营许可证",
];

#[test]
fn only_published_codes_are_called_verified() {
    let kinds = Kinds::builtin();
    let verified: BTreeSet<_> =
        kinds.iter().filter(|kind| kind.code_verified()).map(|kind| (kind.code(), kind.name_zh())).collect();
    assert_eq!(verified, BTreeSet::from(VERIFIED));
    for (code, _) in VERIFIED {
        Uscc::parse(code.get(..18).unwrap()).unwrap();
    }
    for kind in kinds.iter() {
        assert_eq!(kind.code_verified(), !kind.code().starts_with(LOCAL_PREFIX), "{}", kind.code());
    }
}

#[test]
fn names_are_unique_and_kinds_complete() {
    let kinds = Kinds::builtin();
    let mut names = BTreeSet::new();
    for kind in kinds.iter() {
        assert!(names.insert(kind.name_zh().to_owned()), "{}", kind.name_zh());
        assert!(names.insert(kind.name_en().to_owned()), "{}", kind.name_en());
    }
    let full: BTreeSet<_> = kinds.iter().filter(|kind| !kind.is_header_only()).map(Kind::name_zh).collect();
    assert_eq!(full, BTreeSet::from(FULL));
}

/// What a kind file says beside its items; header-only kinds say what was found published and no more.
#[test]
fn every_full_kind_says_who_defines_it_who_holds_it_and_how_it_relates() {
    for kind in Kinds::builtin().iter() {
        let what = kind.code();
        assert!(!kind.definer_zh().is_empty() && !kind.definer_en().is_empty(), "{what}");
        if kind.is_header_only() {
            continue;
        }
        assert!(kind.relations().contains(&Relation::Predecessor), "{what}");
        let consolidated = kind.relations().contains(&Relation::PartOf);
        assert!(!consolidated || kind.holder_category() != HolderCategory::Person, "{what}");
        let own = kind.items().iter().filter(|item| (16..=LAST_KIND_LABEL).contains(&item.label()));
        assert!(own.count() >= 5, "{what}");
        // A period that is known is one that can be granted.
        let from = date("2026-06-01");
        let unlimited = kind.allows_period(from, None);
        assert!(unlimited || kind.allows_period(from, Some(date("2026-06-02"))), "{what}");
    }
}

/// A label that is given to another item would change what issued certificates say.
#[test]
fn every_item_has_four_names_and_a_label_of_its_own() {
    let kinds = Kinds::builtin();
    for kind in kinds.iter() {
        let mut seen: [BTreeSet<String>; 4] = Default::default();
        for item in kind.items() {
            let what = format!("{} {}", kind.code(), item.name());
            let own = (16..=LAST_KIND_LABEL).contains(&item.label());
            assert!(!own || item.pinyin().is_some(), "{what} has no pinyin key");
            let names = [item.name_zh(), item.name(), item.name_en(), item.pinyin().unwrap_or(&what)];
            for (names, name) in seen.iter_mut().zip(names) {
                assert!(names.insert(name.to_owned()), "{what}: {name} is twice there");
            }
        }
        let labels: BTreeSet<_> = kind.items().iter().map(|item| item.label()).collect();
        assert_eq!(labels.len(), kind.items().len(), "{}", kind.code());
    }
}

/// One letter for each Chinese character outside parentheses, digits as they are. The same character has the same
/// letter everywhere, except for the few that are read in two ways.
#[test]
fn pinyin_keys_are_initials() {
    let mut letters: BTreeMap<char, BTreeSet<char>> = BTreeMap::new();
    // The published key leaves out 或.
    const PUBLISHED: [&str; 1] = ["ZMQLSX"];
    let kinds = Kinds::builtin();
    for kind in kinds.iter() {
        for item in kind.items().iter().filter(|item| (16..=LAST_KIND_LABEL).contains(&item.label())) {
            let key = item.pinyin().unwrap();
            if PUBLISHED.contains(&key) {
                continue;
            }
            let name: Vec<_> = item.name_zh().split('（').next().unwrap().chars().collect();
            let what = format!("{} {}: {key}", kind.code(), item.name_zh());
            assert_eq!(name.len(), key.chars().count(), "{what}");
            for (c, letter) in name.into_iter().zip(key.chars()) {
                if c.is_ascii_digit() {
                    assert_eq!(c, letter, "{what}");
                } else {
                    assert!(letter.is_ascii_uppercase() && !"IUV".contains(letter), "{what}");
                    letters.entry(c).or_default().insert(letter);
                }
            }
        }
    }
    let unlike: Vec<_> = letters.iter().filter(|(_, found)| found.len() > 1).collect();
    assert!(unlike.is_empty(), "{unlike:?}");
    assert!(letters.len() > 150);
}

#[test]
fn a_birth_date_has_its_answers_beside_it() {
    let kinds = Kinds::builtin();
    let mut dates = 0;
    for kind in kinds.iter() {
        let births = kind.items().iter().filter(|item| item.name().to_lowercase().ends_with("birthdate"));
        for birth in births {
            dates += 1;
            assert_eq!(birth.item_type(), ItemType::Date);
            let prefix = birth.name().strip_suffix("irthDate").unwrap();
            for age in ["14", "16", "18"] {
                let name = match prefix {
                    "b" => format!("ageOver{age}"),
                    _ => format!("{}AgeOver{age}", prefix.strip_suffix('B').unwrap()),
                };
                let answer = kind.item_named(&name).unwrap();
                assert_eq!(
                    (answer.item_type(), answer.disclosure()),
                    (ItemType::Boolean, Disclosure::Selective),
                    "{} {name}",
                    kind.code()
                );
            }
            // A date among the members of another item could not be withheld alone.
            assert!(birth.members().is_empty());
        }
        for item in kind.items() {
            assert!(item.members().iter().all(|member| !member.name().contains("irth")), "{}", kind.code());
        }
    }
    assert_eq!(dates, 10);
}

#[test]
fn decoys_leave_no_kind_of_a_person_bare() {
    for kind in Kinds::builtin().iter() {
        let redacted = kind.items().iter().filter(|item| item.disclosure() != Disclosure::Open).count();
        if kind.holder_category() == HolderCategory::Person {
            assert!(kind.decoys_to() >= 8, "{}", kind.code());
        }
        assert!(usize::from(kind.decoys_to()) <= redacted.next_multiple_of(4), "{}", kind.code());
    }
}

#[test]
fn the_readmes_count_the_kinds() {
    let kinds = Kinds::builtin();
    let all = kinds.iter().count();
    let header_only = kinds.iter().filter(|kind| kind.is_header_only()).count();
    let verified = kinds.iter().filter(|kind| kind.code_verified()).count();
    let full = all.checked_sub(header_only).unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for (name, sentence) in [
        (
            "README.md",
            format!("{all} kinds: {full} with all their items, {header_only} with the header's items only"),
        ),
        ("README.md", format!("{verified} of the codes are verified")),
        ("README.zh.md", format!("{all} 种证照类型：{full} 种项目齐全，{header_only} 种只有公用项")),
        ("README.zh.md", format!("其中 {verified} 个代码已核实")),
    ] {
        let text = fs::read_to_string(root.join(name)).unwrap().replace('\n', " ");
        assert!(text.contains(&sentence), "{name} does not say: {sentence}");
    }
}

fn date(text: &str) -> Time {
    Time::start_of(Date::parse(text).unwrap()).unwrap()
}

/// A complete draft of a food business licence.
fn food(world: &World) -> Draft {
    let list = |texts: &[&str]| {
        let element = |text: &&str| DraftElement { value: (*text).into(), redact: false };
        DraftValue::List(texts.iter().map(element).collect())
    };
    let mut draft = world.draft(vec![
        DraftItem::open(1, "JY25001030000011"),
        DraftItem::open(19, "餐饮服务经营者"),
        DraftItem { label: 21, value: list(&["热食类食品制售"]), redact: false },
    ]);
    draft.nbf = date("2026-06-01");
    draft.exp = Some(date("2031-06-01"));
    draft
}

#[test]
fn issuing_is_told_what_departs_from_the_kind() {
    let world = World::new();
    let kinds = Kinds::builtin();
    let kind = kinds.get("ZZ-LOCAL-FOOD-LICENCE").unwrap();
    let told = |change: &dyn Fn(&mut Draft)| {
        let mut draft = food(&world);
        change(&mut draft);
        departures(&draft, kind, false)
    };
    let one = |label, kind| vec![Departure { label, kind }];
    assert_eq!(told(&|_| ()), []);
    assert_eq!(departures(&food(&world), kind, true), []);

    for wrong in ["JY25001030000018", "JY45001030000011", "JY2500103000001", "", "川A"] {
        let malformed = told(&|draft| draft.items[0].value = wrong.into());
        assert_eq!(malformed, one(1, DepartureKind::NumberMalformed), "{wrong}");
    }
    // The last day may be the day of the month on which it began.
    assert_eq!(told(&|draft| draft.exp = Some(date("2031-06-02"))), []);
    assert_eq!(told(&|draft| draft.exp = Some(date("2026-07-01"))), []);
    for exp in [Some(date("2031-06-03")), None] {
        assert_eq!(told(&|draft| draft.exp = exp), one(14, DepartureKind::ValidTooLong));
    }
    assert_eq!(told(&|draft| drop(draft.items.remove(1))), one(19, DepartureKind::Missing));
    assert_eq!(told(&|draft| draft.items[1].redact = true), one(19, DepartureKind::MustBeOpen));
    for value in [DraftValue::Integer(1), DraftValue::List(Vec::new()), DraftValue::Bool(true)] {
        let wrong = told(&|draft| draft.items[1].value = value.clone());
        assert_eq!(wrong, one(19, DepartureKind::WrongType), "{value:?}");
    }
    let number = DraftElement { value: DraftValue::Integer(1), redact: false };
    let list = DraftValue::List(vec![number]);
    assert_eq!(told(&|draft| draft.items[2].value = list.clone()), one(21, DepartureKind::WrongType));
    let extra = |label, value: &str| told(&|draft| draft.items.push(DraftItem::open(label, value)));
    assert_eq!(extra(6, "2026-06-31"), one(6, DepartureKind::WrongType));
    assert_eq!(extra(6, "2026-06-30"), []);
    assert_eq!(extra(99, "x"), one(99, DepartureKind::Unknown));
    assert_eq!(extra(17, "x"), one(17, DepartureKind::MustBeSelective));
    let mut printed = food(&world);
    printed.items.push(DraftItem::open(17, "x"));
    assert_eq!(departures(&printed, kind, true), one(17, DepartureKind::NotPrinted));
}

#[test]
fn members_of_maps_have_types_too() {
    let world = World::new();
    let kinds = Kinds::builtin();
    let kind = kinds.get("ZZ-LOCAL-NOTICE-OF-OUTCOME").unwrap();
    let told = |member: DraftItem| {
        let map = DraftItem { label: 23, value: DraftValue::Map(vec![member]), redact: true };
        departures(&world.draft(vec![map]), kind, false)
            .into_iter()
            .filter(|departure| departure.kind != DepartureKind::Missing)
            .collect::<Vec<_>>()
    };
    assert_eq!(told(DraftItem::open(3, "号")), []);
    assert_eq!(told(DraftItem::open(4, "not bytes")).len(), 1);
    assert_eq!(told(DraftItem::open(5, "unknown")).len(), 1);
}

#[test]
fn a_permit_is_looked_at_by_its_own_kind() {
    let world = World::new();
    let kinds = Kinds::builtin();
    let kind = kinds.get("ZZ-LOCAL-FOOD-LICENCE").unwrap();
    let permit = |number: &str, exp| DraftPermit {
        issuer: world.draft(Vec::new()).issuer,
        kind: kind.code().into(),
        nbf: date("2026-06-01"),
        exp: Some(exp),
        status: zhengzhao::certificate::StatusRef::new(1, "s").unwrap(),
        items: vec![DraftItem::open(1, number)],
        redact: false,
    };
    assert_eq!(permit_departures(&permit("JY25001030000011", date("2031-06-01")), kind), []);
    let kinds: Vec<_> = permit_departures(&permit("JY25001030000010", date("2032-06-01")), kind)
        .iter()
        .map(|departure| (departure.label, departure.kind))
        .collect();
    assert_eq!(kinds, [(1, DepartureKind::NumberMalformed), (14, DepartureKind::ValidTooLong)]);
}

#[test]
fn number_rules_accept_what_the_field_writes() {
    let kinds = Kinds::builtin();
    let cases = [
        ("11100000MB03271699001", "川(2024)成都市不动产权第0000001号", true),
        ("11100000MB03271699001", "川（2024）成都市不动产权第0000001号", true),
        ("11100000MB03271699001", "川(2024)成都市不动产证明第0000001号", false),
        ("11100000MB03271699022", "渝(2025)渝中区不动产证明第0012345号", true),
        ("ZZ-LOCAL-MARRIAGE-CERTIFICATE", "J510104-2024-000001", true),
        ("ZZ-LOCAL-MARRIAGE-CERTIFICATE", "J5101042024000001", true),
        ("ZZ-LOCAL-MARRIAGE-CERTIFICATE", "L510104-2024-000001", false),
        ("ZZ-LOCAL-BIRTH-CERTIFICATE", "Y510000001", true),
        ("ZZ-LOCAL-BIRTH-CERTIFICATE", "5100000011", false),
        // The forms that the two editions of food licences had; 11 published numbers were found to fit.
        ("ZZ-LOCAL-FOOD-LICENCE", "JY13301080111719", true),
        ("ZZ-LOCAL-FOOD-LICENCE", "JY13301080111711", false),
    ];
    for (code, number, fits) in cases {
        assert_eq!(kinds.get(code).unwrap().number_rule().unwrap().fits(number), fits, "{code} {number}");
    }
}
