//! Division codes of GB/T 2260 and which of them contains which.

use core::fmt;

/// A division code of GB/T 2260: two digits each for the province, the prefecture and the county level.
///
/// Only the form is checked. The list of divisions changes every year, so a code that this build has no name
/// for is as good as any other.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Region([u8; 6]);

impl Region {
    /// 000000, the whole country.
    pub const NATIONAL: Region = Region(*b"000000");

    /// Exactly six ASCII digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Region> {
        let code: [u8; 6] = text.as_bytes().try_into().ok()?;
        code.iter().all(u8::is_ascii_digit).then_some(Region(code))
    }

    /// The six digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        // The constructor let only digits in.
        core::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Whether this is 000000.
    #[must_use]
    pub fn is_national(self) -> bool {
        self == Self::NATIONAL
    }

    /// Whether `other` lies in this region: it begins with the digits that this code has before its trailing
    /// zero pairs.
    ///
    /// 500000 contains 500112, 510100 contains 510104, 000000 contains all, and every region contains itself.
    /// Zeros count only as pairs of a level: 511000 (Neijiang) contains 511002 and not 511102.
    #[must_use]
    pub fn contains(self, other: Region) -> bool {
        other.0.starts_with(self.own_digits())
    }

    /// The Chinese name, for display only: `None` for a division that the built-in table lacks (it holds the
    /// whole country, the province level and the prefectures of Sichuan). A name never changes a verdict.
    #[must_use]
    pub fn name_zh(self) -> Option<&'static str> {
        self.names().map(|(zh, _)| zh)
    }

    /// The English name, under the same terms as [`Region::name_zh`].
    #[must_use]
    pub fn name_en(self) -> Option<&'static str> {
        self.names().map(|(_, en)| en)
    }

    fn own_digits(&self) -> &[u8] {
        match &self.0 {
            [b'0', b'0', b'0', b'0', b'0', b'0'] => &[],
            [province @ .., b'0', b'0', b'0', b'0'] => province,
            [prefecture @ .., b'0', b'0'] => prefecture,
            county => county,
        }
    }

    fn names(self) -> Option<(&'static str, &'static str)> {
        let index = NAMES.binary_search_by(|(code, ..)| code.as_bytes().cmp(&self.0)).ok()?;
        NAMES.get(index).map(|&(_, zh, en)| (zh, en))
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Region({self})")
    }
}

/// By code, for the binary search.
const NAMES: [(&str, &str, &str); 56] = [
    ("000000", "全国", "nationwide"),
    ("110000", "北京市", "Beijing"),
    ("120000", "天津市", "Tianjin"),
    ("130000", "河北省", "Hebei"),
    ("140000", "山西省", "Shanxi"),
    ("150000", "内蒙古自治区", "Inner Mongolia"),
    ("210000", "辽宁省", "Liaoning"),
    ("220000", "吉林省", "Jilin"),
    ("230000", "黑龙江省", "Heilongjiang"),
    ("310000", "上海市", "Shanghai"),
    ("320000", "江苏省", "Jiangsu"),
    ("330000", "浙江省", "Zhejiang"),
    ("340000", "安徽省", "Anhui"),
    ("350000", "福建省", "Fujian"),
    ("360000", "江西省", "Jiangxi"),
    ("370000", "山东省", "Shandong"),
    ("410000", "河南省", "Henan"),
    ("420000", "湖北省", "Hubei"),
    ("430000", "湖南省", "Hunan"),
    ("440000", "广东省", "Guangdong"),
    ("450000", "广西壮族自治区", "Guangxi"),
    ("460000", "海南省", "Hainan"),
    ("500000", "重庆市", "Chongqing"),
    ("510000", "四川省", "Sichuan"),
    ("510100", "成都市", "Chengdu"),
    ("510300", "自贡市", "Zigong"),
    ("510400", "攀枝花市", "Panzhihua"),
    ("510500", "泸州市", "Luzhou"),
    ("510600", "德阳市", "Deyang"),
    ("510700", "绵阳市", "Mianyang"),
    ("510800", "广元市", "Guangyuan"),
    ("510900", "遂宁市", "Suining"),
    ("511000", "内江市", "Neijiang"),
    ("511100", "乐山市", "Leshan"),
    ("511300", "南充市", "Nanchong"),
    ("511400", "眉山市", "Meishan"),
    ("511500", "宜宾市", "Yibin"),
    ("511600", "广安市", "Guang'an"),
    ("511700", "达州市", "Dazhou"),
    ("511800", "雅安市", "Ya'an"),
    ("511900", "巴中市", "Bazhong"),
    ("512000", "资阳市", "Ziyang"),
    ("513200", "阿坝藏族羌族自治州", "Aba"),
    ("513300", "甘孜藏族自治州", "Garze"),
    ("513400", "凉山彝族自治州", "Liangshan"),
    ("520000", "贵州省", "Guizhou"),
    ("530000", "云南省", "Yunnan"),
    ("540000", "西藏自治区", "Xizang"),
    ("610000", "陕西省", "Shaanxi"),
    ("620000", "甘肃省", "Gansu"),
    ("630000", "青海省", "Qinghai"),
    ("640000", "宁夏回族自治区", "Ningxia"),
    ("650000", "新疆维吾尔自治区", "Xinjiang"),
    ("710000", "台湾省", "Taiwan"),
    ("810000", "香港特别行政区", "Hong Kong"),
    ("820000", "澳门特别行政区", "Macao"),
];

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use alloc::format;
    use alloc::vec::Vec;

    fn region(code: &str) -> Region {
        Region::parse(code).unwrap()
    }

    #[test]
    fn containment_follows_the_zero_pairs() {
        const CASES: [(&str, &str, bool); 21] = [
            ("000000", "000000", true),
            ("000000", "510000", true),
            ("000000", "510104", true),
            ("500000", "500000", true),
            ("500000", "500112", true),
            ("500000", "500100", true),
            ("500000", "000000", false),
            ("500000", "510112", false),
            ("500000", "501000", true),
            ("500100", "500112", true),
            ("500100", "500000", false),
            ("500100", "500200", false),
            ("500112", "500112", true),
            ("500112", "500113", false),
            ("500112", "500100", false),
            ("510100", "510104", true),
            ("510100", "511004", false),
            ("511000", "511002", true),
            ("511000", "511102", false),
            ("510110", "510112", false),
            ("100000", "110000", false),
        ];
        for (outer, inner, expected) in CASES {
            assert_eq!(region(outer).contains(region(inner)), expected, "{outer} contains {inner}");
        }
    }

    #[test]
    fn containment_is_a_partial_order() {
        let mut sample: Vec<Region> = NAMES.iter().map(|(code, ..)| region(code)).collect();
        sample.extend(
            [
                "500100", "500101", "500112", "500200", "500243", "510104", "511002", "429004", "000100",
                "000001",
            ]
            .map(region),
        );
        for &a in &sample {
            assert!(a.contains(a) && Region::NATIONAL.contains(a));
            for &b in &sample {
                assert!(a == b || !(a.contains(b) && b.contains(a)), "{a} {b}");
                for &c in &sample {
                    assert!(!(a.contains(b) && b.contains(c)) || a.contains(c), "{a} {b} {c}");
                }
            }
        }
    }

    #[test]
    fn a_code_is_six_ascii_digits() {
        for wrong in ["", "51000", "5100000", "51000a", " 51000", "+51000", "５１", "51 000"] {
            assert_eq!(Region::parse(wrong), None, "{wrong:?}");
        }
        assert_eq!(region("510104").as_str(), "510104");
        assert_eq!(format!("{0} {0:?}", region("510104")), "510104 Region(510104)");
        assert!(region("000000").is_national() && !region("000001").is_national());
    }

    #[test]
    fn names_are_found_and_missing_ones_are_none() {
        assert!(NAMES.is_sorted_by(|a, b| a.0 < b.0));
        assert_eq!(NAMES.iter().filter(|(code, ..)| code.ends_with("0000")).count(), 1 + 34);
        assert_eq!(NAMES.iter().filter(|(code, ..)| code.starts_with("51")).count(), 1 + 21);
        assert_eq!(region("510000").name_zh(), Some("四川省"));
        assert_eq!(region("500000").name_en(), Some("Chongqing"));
        assert_eq!(region("820000").name_zh(), Some("澳门特别行政区"));
        assert_eq!(Region::NATIONAL.name_en(), Some("nationwide"));
        assert_eq!(region("510104").name_zh(), None);
        assert_eq!(region("999999").name_en(), None);
    }
}
