//! What a file is, by its first bytes. Nothing is verified.

use crate::receipts::LINE_START as RECEIPT_LINE;
use crate::register::LINE_START as REGISTER_LINE;
use crate::{Text, enrolment, keyfile};
use zhengzhao::act::enrolment::ENROLMENT_TYP;
use zhengzhao::act::seal::SEAL_TYP;
use zhengzhao::act::{MANDATE_TYP, PRESENTATION_TYP};
use zhengzhao::cbor::{Fault, FaultKind, Key, Major, Reader};
use zhengzhao::certificate::{CERTIFICATE_TYP, PRINTED_TYP};
use zhengzhao::cose::Typ;
use zhengzhao::error::Object;
use zhengzhao::receipt::HEAD_TYP;
use zhengzhao::scenario::SCENARIO_TYP;
use zhengzhao::status::STATUS_LIST_TYP;
use zhengzhao::trust::TRUST_LIST_TYP;

/// The sort of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sort {
    /// An object of this library. Only its label says so: it may still be damaged or forged.
    Object(Object),
    /// A COSE message of another application; its content type where one is stated.
    ForeignCose(Option<String>),
    /// CBOR of another application.
    ForeignCbor,
    /// Nothing at all.
    Empty,
    /// A key file with a secret.
    SecretKey,
    /// A key file with a public key.
    PublicKey,
    /// The challenge of an enrolment.
    EnrolmentChallenge,
    /// An issuer's register.
    Register,
    /// A journal of receipts.
    Journal,
    /// Other JSON.
    Json,
    /// The text of a QR code of this library.
    QrText,
    /// Some other file that people take for an electronic licence, by its name.
    Foreign(&'static str),
    /// Other text.
    Text,
    /// Anything else.
    Unknown,
}

/// Magic numbers of files that people take for electronic licences.
const MAGIC: [(&[u8], &str); 6] = [
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "OFD / ZIP"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
];

/// Looks at the beginning of a file.
#[must_use]
pub fn detect(bytes: &[u8]) -> Sort {
    if bytes.is_empty() {
        return Sort::Empty;
    }
    if let Some((_, name)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Sort::Foreign(name);
    }
    if let Some(sort) = cbor(bytes) {
        return sort;
    }
    // Up to a limit: the sort of a text shows at its beginning.
    let head = bytes.get(..4096).unwrap_or(bytes);
    let text = match std::str::from_utf8(head) {
        Ok(text) => text,
        // A character that the limit cut in two.
        Err(error) if error.error_len().is_none() && head.len() < bytes.len() => head
            .get(..error.valid_up_to())
            .and_then(|valid| std::str::from_utf8(valid).ok())
            .unwrap_or_default(),
        Err(_) => return Sort::Unknown,
    };
    text_sort(text)
}

/// The marks of files that hold a secret.
const SECRETS: [&str; 2] = [keyfile::SECRET_MARK, keyfile::RECEIPT_MARK];

fn text_sort(text: &str) -> Sort {
    if zhengzhao::qr::is_text(text) {
        return Sort::QrText;
    }
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if text.as_bytes().starts_with(REGISTER_LINE) {
        Sort::Register
    } else if text.as_bytes().starts_with(RECEIPT_LINE) {
        Sort::Journal
    } else if text.starts_with('{') && SECRETS.iter().any(|mark| text.contains(&format!("\"{mark}\""))) {
        Sort::SecretKey
    } else if text.starts_with('{') && text.contains(&format!("\"{}\"", keyfile::PUBLIC_MARK)) {
        Sort::PublicKey
    } else if text.starts_with('{') && text.contains(&format!("\"{}\"", enrolment::CHALLENGE_MARK)) {
        Sort::EnrolmentChallenge
    } else if text.starts_with(['{', '[']) {
        Sort::Json
    } else if text.chars().any(|c| c.is_control() && !c.is_whitespace()) {
        Sort::Unknown
    } else {
        Sort::Text
    }
}

/// `None` when the bytes do not begin as a tag, or an array or map that is not also text.
fn cbor(bytes: &[u8]) -> Option<Sort> {
    let mut reader = Reader::new(Object::Certificate, bytes);
    match reader.peek().ok()? {
        Major::Tag => {
            let tag = reader.tag().ok()?;
            if !matches!(tag, 18 | 98) {
                return Some(Sort::ForeignCbor);
            }
            let typ = protected_typ(&mut reader);
            Some(typ.map_or(Sort::ForeignCose(None), |found| named(tag, found)))
        }
        Major::Array => {
            let mut magic = None;
            // Read for its first element only; what follows may be damaged.
            let _ = reader.array(usize::MAX, |_, reader| {
                magic = reader.text(64).ok();
                Err::<(), Fault>(reader.fault(FaultKind::TrailingBytes))
            });
            match magic {
                Some("zhengzhao-pack") => Some(Sort::Object(Object::Pack)),
                Some("zhengzhao-state") => Some(Sort::Object(Object::State)),
                Some("zhengzhao-session") => Some(Sort::Object(Object::Session)),
                Some("zhengzhao-seals") => Some(Sort::Object(Object::Seal)),
                Some("zhengzhao-replay") => Some(Sort::Object(Object::Replay)),
                Some("zhengzhao-request") => Some(Sort::Object(Object::Request)),
                Some("zhengzhao-receipt") => Some(Sort::Object(Object::Receipt)),
                _ => is_cbor(bytes).then_some(Sort::ForeignCbor),
            }
        }
        Major::Map => is_cbor(bytes).then_some(Sort::ForeignCbor),
        _ => None,
    }
}

fn is_cbor(bytes: &[u8]) -> bool {
    let mut reader = Reader::new(Object::Certificate, bytes);
    reader.skip().and_then(|()| reader.end()).is_ok()
}

/// The header parameter in which an act carries what it stands on.
const KCWT: i64 = 13;

enum Found {
    Format(u64),
    Media(String),
}

/// `typ` of the protected header, the first element of a COSE message.
fn protected_typ(reader: &mut Reader<'_>) -> Option<Found> {
    let mut found = None;
    // Read for its first element only; what follows may be damaged.
    let _ = reader.array(4, |_, reader| -> Result<(), Fault> {
        let (_, mut header) = reader.embedded(1024 * 1024)?;
        header.map(64, |key, header| -> Result<(), Fault> {
            if key == Key::Int(KCWT) {
                // What an act stands on, tag included.
                header.tag()?;
                header.skip()?;
                header.leave_tag();
                return Ok(());
            }
            if key != Key::Int(16) {
                return header.skip();
            }
            found = match header.peek()? {
                Major::Unsigned => Some(Found::Format(header.uint()?)),
                Major::Text => Some(Found::Media(header.text(255)?.into())),
                _ => return Err(header.fault(FaultKind::UnexpectedType)),
            };
            Ok(())
        })?;
        Err(reader.fault(FaultKind::TrailingBytes))
    });
    found
}

fn named(tag: u64, found: Found) -> Sort {
    const SORTS: [(u64, Typ<'static>, Object); 10] = [
        (18, CERTIFICATE_TYP, Object::Certificate),
        (18, PRINTED_TYP, Object::PrintedCertificate),
        (18, PRESENTATION_TYP, Object::Presentation),
        (18, MANDATE_TYP, Object::Mandate),
        (18, STATUS_LIST_TYP, Object::StatusList),
        (18, SEAL_TYP, Object::Seal),
        (18, SCENARIO_TYP, Object::Scenario),
        (18, HEAD_TYP, Object::ReceiptHead),
        (98, TRUST_LIST_TYP, Object::TrustList),
        (98, ENROLMENT_TYP, Object::Enrolment),
    ];
    let own = match &found {
        Found::Format(number) => Typ::Format(*number),
        Found::Media(text) => Typ::Media(text),
    };
    let sort = SORTS.into_iter().find(|(cose, typ, _)| *cose == tag && *typ == own);
    match (sort, found) {
        (Some((.., object)), _) => Sort::Object(object),
        (None, Found::Format(number)) => Sort::ForeignCose(Some(number.to_string())),
        (None, Found::Media(text)) => Sort::ForeignCose(Some(text)),
    }
}

impl Sort {
    /// What the file is, for people.
    #[must_use]
    pub fn text(&self) -> Text {
        let new = |zh: &str, en: &str| Text::new(zh, en);
        match self {
            Self::Object(object) => new(object.zh(), object.en()),
            Self::ForeignCose(None) => new("其他用途的 COSE 数据", "a COSE message of another application"),
            Self::ForeignCose(Some(typ)) => Text::new(
                format!("其他用途的 COSE 数据（类型 {typ}）"),
                format!("a COSE message of another application (type {typ})"),
            ),
            Self::ForeignCbor => new("其他用途的 CBOR 数据", "CBOR of another application"),
            Self::Empty => new("空文件", "an empty file"),
            Self::SecretKey => new("私钥文件", "the file of a secret key"),
            Self::PublicKey => new("公钥文件", "the file of a public key"),
            Self::EnrolmentChallenge => new("申领质询文件", "the challenge of an enrolment"),
            Self::Register => new("登记簿", "a register"),
            Self::Journal => new("回执簿", "a journal of receipts"),
            Self::Json => new("JSON 文件", "a JSON file"),
            Self::QrText => {
                new("二维码文字（请用 scan 读成文件）", "the text of a QR code, of which `scan` makes a file")
            }
            Self::Foreign(name) => Text::new(format!("{name} 文件"), format!("a {name} file")),
            Self::Text => new("文本文件", "a text file"),
            Self::Unknown => new("无法识别的数据", "data of no known form"),
        }
    }

    /// Why the file is nothing to verify; `None` when it says that it is a certificate.
    #[must_use]
    pub fn not_a_certificate(&self) -> Option<Text> {
        self.is_not(Object::Certificate)
    }

    /// What the file is where another object is wanted; `None` when it says that it is that object. A certificate and
    /// its printed form count as one, and so do a presentation and a session.
    #[must_use]
    pub fn is_not(&self, wanted: Object) -> Option<Text> {
        const FORMS: [[Object; 2]; 2] =
            [[Object::Certificate, Object::PrintedCertificate], [Object::Presentation, Object::Session]];
        if let Self::Object(own) = self {
            let alike = |forms: &[Object; 2]| forms.contains(own) && forms.contains(&wanted);
            if *own == wanted || FORMS.iter().any(alike) {
                return None;
            }
        }
        let (Text { zh, en }, wanted_zh) = (self.named(), wanted.zh());
        let space = if zh.starts_with(|c: char| c.is_ascii()) { " " } else { "" };
        Some(Text::new(
            format!("这是{space}{zh}，不是本格式的{wanted_zh}。"),
            format!("This is {en}, not {} of this format.", article(wanted.en())),
        ))
    }

    /// What the file is, with an article where the language has one.
    #[must_use]
    pub fn named(&self) -> Text {
        let Text { zh, en } = self.text();
        Text::new(zh, article(&en))
    }
}

/// Names of objects come without an article.
fn article(en: &str) -> String {
    let has_one = ["a ", "an ", "the ", "CBOR", "data"].iter().any(|start| en.starts_with(start));
    let vowel = en.starts_with(['a', 'e', 'i', 'o', 'u']);
    if has_one { en.into() } else { format!("{} {en}", if vowel { "an" } else { "a" }) }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn files_are_told_apart() {
        for (bytes, sort) in [
            (&b""[..], Sort::Empty),
            (b"%PDF-1.7\n", Sort::Foreign("PDF")),
            (b"PK\x03\x04....", Sort::Foreign("OFD / ZIP")),
            (b"\x89PNG\r\n\x1a\n....", Sort::Foreign("PNG")),
            (b"\xff\xd8\xff\xe0", Sort::Foreign("JPEG")),
            (b"ZZ1:6BF+70790T9WJWG", Sort::QrText),
            (b"\xef\xbb\xbf ZZ1:6BF", Sort::QrText),
            (b"{\"zhengzhao-key\": 1}", Sort::SecretKey),
            (b"{ \"zhengzhao-public-key\": 1}", Sort::PublicKey),
            (b"{\"zhengzhao-enrolment-challenge\": 1}", Sort::EnrolmentChallenge),
            (b"{\"a\": 1}", Sort::Json),
            (b"hello", Sort::Text),
            ("证照".as_bytes(), Sort::Text),
            (b"\x00\x01\x02", Sort::Unknown),
            (b"\xfe\xfe\xfe", Sort::Unknown),
            (&[0x82, 0x01, 0x02], Sort::ForeignCbor),
            (&[0xd8, 0x3d, 0x01], Sort::ForeignCbor),
            (&[0xd2, 0x84, 0x41, 0xa0], Sort::ForeignCose(None)),
            (&[0xd2, 0x84, 0x45, 0xa1, 0x10, 0x19, 0x01, 0x25], Sort::Object(Object::Certificate)),
            (&[0xd2, 0x84, 0x45, 0xa1, 0x10, 0x19, 0x01, 0x26], Sort::Object(Object::Presentation)),
            (&[0xd2, 0x84, 0x45, 0xa1, 0x10, 0x19, 0x01, 0x27], Sort::ForeignCose(Some("295".into()))),
            (
                // {13: 18([h'', {}, h'', h'']), 16: 294}
                b"\xd2\x84\x4c\xa2\x0d\xd2\x84\x40\xa0\x40\x40\x10\x19\x01\x26",
                Sort::Object(Object::Presentation),
            ),
            (b"\x83\x71zhengzhao-session\x01", Sort::Object(Object::Session)),
            (b"\x83\x6ezhengzhao-pack\x01", Sort::Object(Object::Pack)),
            (b"\x83\x6fzhengzhao-seals\x01", Sort::Object(Object::Seal)),
            (b"\x83\x71zhengzhao-request\x01", Sort::Object(Object::Request)),
            (b"\x86\x71zhengzhao-receipt\x01", Sort::Object(Object::Receipt)),
            (b"{\"zhengzhao-receipt-key\": 1}", Sort::SecretKey),
            (b"{\"zhengzhao-receipt\":1,", Sort::Journal),
            (b"{\"zhengzhao-register\":1,", Sort::Register),
        ] {
            assert_eq!(detect(bytes), sort, "{bytes:02x?}");
        }
    }

    #[test]
    fn a_long_text_may_be_cut_inside_a_character() {
        let text = "证".repeat(3000);
        assert_eq!(detect(text.as_bytes()), Sort::Text);
    }

    #[test]
    fn what_is_not_what_is_wanted_is_named() {
        let is_not = |sort: Sort, wanted| sort.is_not(wanted).map(|text| (text.zh, text.en));
        assert_eq!(is_not(Sort::Object(Object::Request), Object::Request), None);
        assert_eq!(is_not(Sort::Object(Object::PrintedCertificate), Object::Certificate), None);
        assert_eq!(is_not(Sort::Object(Object::Session), Object::Presentation), None);
        assert_eq!(
            is_not(Sort::Foreign("PDF"), Object::Enrolment),
            Some((
                "这是 PDF 文件，不是本格式的申领。".into(),
                "This is a PDF file, not an enrolment of this format.".into()
            ))
        );
        let swapped = is_not(Sort::Object(Object::Certificate), Object::Mandate).unwrap();
        assert_eq!(swapped.1, "This is a certificate, not a mandate of this format.");
    }

    #[test]
    fn what_is_no_certificate_is_named() {
        assert_eq!(Sort::Object(Object::Certificate).not_a_certificate(), None);
        let texts =
            [Sort::Object(Object::TrustList), Sort::Object(Object::Enrolment), Sort::Empty, Sort::Unknown];
        let en: Vec<_> = texts.iter().filter_map(Sort::not_a_certificate).map(|text| text.en).collect();
        assert_eq!(
            en,
            [
                "This is a trust list, not a certificate of this format.",
                "This is an enrolment, not a certificate of this format.",
                "This is an empty file, not a certificate of this format.",
                "This is data of no known form, not a certificate of this format.",
            ]
        );
    }
}
