//! The worked example of `core/SPEC.md` §14: prints it as annotated hexadecimal.
//!
//! Everything is fixed: secrets from RFC 8032 §7.1, randomness from a ChaCha20 stream of a zero seed. Invented
//! names only.
#![expect(clippy::unwrap_used, reason = "an example of fixed input")]

use chacha20::ChaCha20Rng;
use chacha20::rand_core::SeedableRng;
use zhengzhao::act::Nonce;
use zhengzhao::act::enrolment::{self, EnrolledKey, EnrolmentChallenge, EnrolmentDraft};
use zhengzhao::certificate::StatusRef;
use zhengzhao::crypto::{Algorithm, PublicKey, Signer, SigningKey, sha256};
use zhengzhao::error::Object;
use zhengzhao::holder::{HolderCopy, Step};
use zhengzhao::issue::{Draft, DraftElement, DraftItem, DraftValue, TrustListDraft, issue, sign_trust_list};
use zhengzhao::region::Region;
use zhengzhao::time::{Date, Time};
use zhengzhao::trust::{Anchor, Dates, IssuerEntry, IssuerKey, KeyUse, KindGrant, SignerSet};

/// RFC 8032 §7.1, tests 1, 2, 3 and "1024".
pub(crate) const SECRETS: [(&str, &str); 4] = [
    ("issuer", "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"),
    ("holder", "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"),
    ("status", "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7"),
    ("authority", "f5e5767cf153319517630f226876b86c8160cc583bc013744c6bf255f5cc0ee5"),
];

const KIND: &str = "11100000MB0143028R001";
pub(crate) const ISSUER: &str = "11510104MB1A00001Q";
const AUTHORITY: &str = "11510000MB1A00002W";
const HOLDER: &str = "91510104MA6EXAMP0C";
pub(crate) const STATUS_URI: &str = "zz:510104/7";

/// The objects of the example.
#[derive(Debug)]
pub(crate) struct Example {
    /// As the issuer hands it over.
    pub(crate) certificate: Vec<u8>,
    /// With the redacted item shown and the decoy left out.
    pub(crate) shown: Vec<u8>,
    /// The trust list that names the issuer.
    pub(crate) trust_list: Vec<u8>,
    /// The anchor under which the trust list counts.
    pub(crate) anchor: Anchor,
    /// Each key by the name of its holder.
    pub(crate) keys: Vec<(&'static str, PublicKey)>,
}

pub(crate) fn secret(name: &str) -> SigningKey {
    let hex = SECRETS.iter().find(|(own, _)| *own == name).unwrap().1;
    let bytes: [u8; 32] = hex::decode(hex).unwrap().try_into().unwrap();
    SigningKey::from_secret(Algorithm::Ed25519, &bytes).unwrap()
}

/// 00:00 +08:00 of a day of 2026 or later.
pub(crate) fn day(text: &str) -> Time {
    Time::start_of(Date::parse(text).unwrap()).unwrap()
}

fn draft() -> Draft {
    let element = |text: &str| DraftElement { value: text.into(), redact: false };
    let scope = DraftValue::List(vec![element("食品销售"), element("日用百货销售")]);
    Draft {
        issuer: ISSUER.into(),
        kind: KIND.into(),
        region: Region::parse("510104").unwrap(),
        iat: day("2026-06-01"),
        nbf: day("2026-06-01"),
        exp: Some(day("2031-06-01")),
        items: vec![
            DraftItem::open(2, "成都示例商贸有限公司"),
            DraftItem::open(3, HOLDER),
            DraftItem::open(4, "001"),
            DraftItem::open(22, scope),
            DraftItem::selective(17, "张示例"),
        ],
        permits: Vec::new(),
        decoys_to: 2,
    }
}

fn trust_list(signers: &SignerSet) -> TrustListDraft {
    let since = Dates { from: day("2026-01-01"), to: None };
    let key = |name, key_use| IssuerKey::new(secret(name).public_key().clone(), key_use, since);
    let issuer = IssuerEntry {
        id: ISSUER.into(),
        name_zh: "示例市场监督管理局".into(),
        name_en: "Example Market Bureau".into(),
        region: Region::parse("510104").unwrap(),
        keys: vec![key("issuer", KeyUse::Issue), key("status", KeyUse::Status)],
        kinds: vec![KindGrant::new(KIND, since)],
        status_uris: vec![STATUS_URI.into()],
        lowest_profile: zhengzhao::PROFILE_VERSION,
    };
    TrustListDraft {
        authority: AUTHORITY.into(),
        region: Region::parse("510000").unwrap(),
        sequence: 1,
        iat: day("2026-06-01"),
        exp: day("2026-07-01"),
        signers: signers.clone(),
        outgoing: Vec::new(),
        issuers: vec![issuer],
        recognitions: Vec::new(),
    }
}

/// The holder's key as the issuer may use it: the holder has answered the issuer's challenge with it.
fn enrolled(holder: &SigningKey) -> EnrolledKey {
    let (nonce, iat) = (Nonce::new([0; 16]), draft().iat);
    let answer = EnrolmentDraft { issuer: draft().issuer, nonce, iat, exp: iat.saturating_add(60) };
    let bytes = answer.sign(&[holder], [0; 16]).unwrap();
    let challenge = EnrolmentChallenge::new(&draft().issuer, nonce).unwrap();
    enrolment::verify(&bytes, challenge, iat, 0).unwrap().remove(0)
}

/// Builds the example.
pub(crate) fn build() -> Example {
    let mut rng = ChaCha20Rng::from_seed([0; 32]);
    let status = StatusRef::new(4711, STATUS_URI).unwrap();
    let holder = secret("holder");
    let certificate = issue(&draft(), enrolled(&holder), &status, &secret("issuer"), &mut rng).unwrap();
    let copy = HolderCopy::parse(certificate.as_bytes()).unwrap();
    let shown = copy.show(|path| path.first() == Some(&Step::Item(17)));

    let authority = secret("authority");
    let signers = SignerSet::new(Object::TrustList, 1, vec![authority.public_key().clone()]).unwrap();
    let list = trust_list(&signers).build().unwrap();
    Example {
        shown,
        certificate: certificate.into_bytes(),
        trust_list: sign_trust_list(&list, &authority).unwrap(),
        anchor: Anchor::new(AUTHORITY, Region::parse("510000").unwrap(), signers, 1).unwrap(),
        keys: SECRETS.map(|(name, _)| (name, secret(name).public_key().clone())).into(),
    }
}

/// The keys, the anchor and what was signed, one fact a line.
pub(crate) fn facts(example: &Example) -> String {
    let mut out = String::new();
    for ((name, secret), (_, key)) in SECRETS.iter().zip(&example.keys) {
        out.push_str(&format!("{name:<9} secret     {secret}\n"));
        out.push_str(&format!("{:9} public     {}\n", "", hex::encode(key.coordinates().0)));
        out.push_str(&format!("{:9} thumbprint {}\n", "", hex::encode(key.thumbprint().as_bytes())));
    }
    out.push_str(&format!("anchor    digest     {}\n", example.anchor.digest()));
    let sizes = [
        ("certificate", &example.certificate),
        ("shown", &example.shown),
        ("trust list", &example.trust_list),
    ];
    for (name, bytes) in sizes {
        out.push_str(&format!(
            "{name}: {} bytes, SHA-256 {}\n",
            bytes.len(),
            hex::encode(sha256(&[bytes.as_slice()]))
        ));
    }
    out
}

/// What the members of a map, or the elements of an array, mean.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Message,
    Header,
    Unprotected,
    Disclosures,
    Disclosure,
    Claims,
    Items,
    Other,
}

fn place_of_element(place: Place, index: u64) -> (&'static str, Place) {
    match (place, index) {
        (Place::Message, 0) => ("protected", Place::Header),
        (Place::Message, 1) => ("unprotected", Place::Unprotected),
        (Place::Message, 2) => ("payload", Place::Claims),
        (Place::Message, 3) => ("signature", Place::Other),
        (Place::Disclosures, _) => ("disclosure", Place::Disclosure),
        (Place::Disclosure, 0) => ("salt", Place::Other),
        (Place::Disclosure, 1) => ("value", Place::Other),
        (Place::Disclosure, 2) => ("label", Place::Other),
        _ => ("", Place::Other),
    }
}

fn place_of_member(place: Place, key: i64) -> (&'static str, Place) {
    match (place, key) {
        (Place::Header, 1) => ("alg", Place::Other),
        (Place::Header, 4) => ("kid", Place::Other),
        (Place::Header, 16) => ("typ", Place::Other),
        (Place::Header, 170) => ("sd_alg", Place::Other),
        (Place::Unprotected, 17) => ("sd_claims", Place::Disclosures),
        (Place::Claims, 1) => ("iss", Place::Other),
        (Place::Claims, 4) => ("exp", Place::Other),
        (Place::Claims, 5) => ("nbf", Place::Other),
        (Place::Claims, 6) => ("iat", Place::Other),
        (Place::Claims, 7) => ("cti", Place::Other),
        (Place::Claims, 8) => ("cnf", Place::Other),
        (Place::Claims, 11) => ("vct", Place::Other),
        (Place::Claims, 65535) => ("status", Place::Other),
        (Place::Claims, -70001) => ("profile", Place::Other),
        (Place::Claims, -70002) => ("region", Place::Other),
        (Place::Claims, -70003) => ("items", Place::Items),
        (Place::Items, 2) => ("holderName", Place::Other),
        (Place::Items, 3) => ("holderCode", Place::Other),
        (Place::Items, 4) => ("holderCodeType", Place::Other),
        (Place::Items, 22) => ("businessScope", Place::Other),
        _ => ("", place),
    }
}

/// Bytes of a line, and of a string that shares a line with its head.
const ROW: usize = 24;
const SHORT: usize = 22;

/// Writes one item a line, the bytes left and what they are right of `#`.
struct Annotator<'b> {
    rest: &'b [u8],
    out: String,
}

impl<'b> Annotator<'b> {
    fn take(&mut self, length: usize) -> &'b [u8] {
        let (taken, rest) = self.rest.split_at_checked(length).unwrap();
        self.rest = rest;
        taken
    }

    /// A string: on one line when it is short, else head and content apart.
    fn string(&mut self, depth: usize, head: &[u8], content: &[u8], what: &str) {
        if content.len() <= SHORT {
            self.line(depth, &[head, content].concat(), what);
        } else {
            self.line(depth, head, what);
            self.line(depth.saturating_add(1), content, "");
        }
    }

    fn line(&mut self, depth: usize, bytes: &[u8], what: &str) {
        for (row, chunk) in bytes.chunks(ROW).enumerate() {
            let hex = format!("{:indent$}{}", "", hex::encode(chunk), indent = depth.saturating_mul(2));
            let what = if row == 0 { what } else { "" };
            self.out.push_str(format!("{hex:<66} # {what}").trim_end_matches([' ', '#']));
            self.out.push('\n');
        }
    }

    /// Writes the next item; `what` names it. Gives back its value when it is an integer.
    fn item(&mut self, depth: usize, what: &str, place: Place) -> Option<i64> {
        let named = |text: String| match what {
            "" => text,
            what => format!("{what}: {text}"),
        };
        let initial = *self.rest.first().unwrap();
        let (major, info) = (initial >> 5, initial & 0x1f);
        let head_length = match info {
            24 => 2,
            25 => 3,
            26 => 5,
            27 => 9,
            _ => 1,
        };
        let head = self.take(head_length);
        let argument = match head {
            [_] => u64::from(info),
            [_, argument @ ..] => argument.iter().fold(0, |sum, byte| (sum << 8) | u64::from(*byte)),
            [] => 0,
        };
        let length = usize::try_from(argument).unwrap_or_default();
        let below = depth.saturating_add(1);
        match major {
            0 | 1 => {
                let number = i64::try_from(argument).unwrap();
                let number = if major == 0 { number } else { !number };
                self.line(depth, head, &named(number.to_string()));
                return Some(number);
            }
            2 if matches!(place, Place::Header | Place::Claims | Place::Disclosure) => {
                self.line(depth, head, &named(format!("{length} bytes that hold")));
                self.item(below, "", place);
            }
            2 => {
                let content = self.take(length);
                self.string(depth, head, content, &named(format!("{length} bytes")));
            }
            3 => {
                let content = self.take(length);
                let text = format!("\"{}\"", String::from_utf8_lossy(content));
                self.string(depth, head, content, &named(text));
            }
            4 => {
                self.line(depth, head, &named(format!("array of {length}")));
                for index in 0..argument {
                    let (what, place) = place_of_element(place, index);
                    self.item(below, what, place);
                }
            }
            5 => {
                self.line(depth, head, &named(format!("map of {length}")));
                for _ in 0..argument {
                    self.member(below, place);
                }
            }
            6 => {
                self.line(depth, head, &named(format!("tag {argument}")));
                self.item(below, "", Place::Message);
            }
            _ => self.line(depth, head, &named(format!("simple({argument})"))),
        }
        None
    }

    fn member(&mut self, depth: usize, place: Place) {
        let start = self.out.len();
        let key = self.item(depth, "", Place::Other);
        let (what, inner) = match key {
            Some(key) => place_of_member(place, key),
            None => ("", Place::Other),
        };
        let line = self.out.split_off(start);
        let line = line.trim_end();
        self.out.push_str(line);
        self.out.push_str(if what.is_empty() { "" } else { " " });
        self.out.push_str(what);
        self.out.push('\n');
        self.item(depth.saturating_add(1), "", inner);
    }
}

/// One signed object as annotated hexadecimal.
pub(crate) fn annotate(bytes: &[u8]) -> String {
    let mut annotator = Annotator { rest: bytes, out: String::new() };
    annotator.item(0, "", Place::Other);
    annotator.out
}

/// Bytes as lines of hexadecimal.
pub(crate) fn plain(bytes: &[u8]) -> String {
    bytes.chunks(48).map(|chunk| hex::encode(chunk) + "\n").collect()
}

/// The blocks of §14 by their names.
pub(crate) fn blocks(example: &Example) -> [(&'static str, String); 4] {
    [
        ("facts", facts(example)),
        ("certificate", annotate(&example.certificate)),
        ("shown", plain(&example.shown)),
        ("trust-list", plain(&example.trust_list)),
    ]
}

fn main() {
    for (name, block) in blocks(&build()) {
        print!("```text zz-{name}\n{block}```\n\n");
    }
}
