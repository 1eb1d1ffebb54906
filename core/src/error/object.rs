//! What a refusal can be about.

use core::fmt;

macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $id:literal, $zh:literal, $en:literal;)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant,)* }

        impl $name {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The stable lower_snake_case identifier, the same in every language.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self { $(Self::$variant => $id,)* }
            }

            /// The Chinese word.
            #[must_use]
            pub const fn zh(self) -> &'static str {
                match self { $(Self::$variant => $zh,)* }
            }

            /// The English word.
            #[must_use]
            pub const fn en(self) -> &'static str {
                match self { $(Self::$variant => $en,)* }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.en())
            }
        }
    };
}

named! {
    /// The object at fault.
    Object {
        /// A certificate (SD-CWT).
        Certificate = "certificate", "证照", "certificate";
        /// A printed certificate (CWT).
        PrintedCertificate = "printed_certificate", "纸质证照", "printed certificate";
        /// One disclosure of a certificate.
        Disclosure = "disclosure", "披露项", "disclosure";
        /// A permit inside a consolidated licence.
        Permit = "permit", "许可项", "permit";
        /// A presentation by the holder (SD-CWT key binding token).
        Presentation = "presentation", "加注件", "presentation";
        /// A mandate.
        Mandate = "mandate", "授权", "mandate";
        /// A seal on a document.
        Seal = "seal", "印章", "seal";
        /// The licence behind a seal, known by its status only.
        SealLicence = "seal_licence", "印章所依据的证照", "licence behind the seal";
        /// An enrolment.
        Enrolment = "enrolment", "申领", "enrolment";
        /// The presentations of one session.
        Session = "session", "一次出示", "session";
        /// What a checker asks for.
        Request = "request", "请求", "request";
        /// A scenario.
        Scenario = "scenario", "场景", "scenario";
        /// The text of a QR code.
        Text = "text", "二维码文字", "text of a code";
        /// One of several QR codes.
        Frame = "frame", "分片二维码", "frame";
        /// The exported replay memory.
        Replay = "replay", "防重放记录", "replay memory";
        /// A status list (Token Status List).
        StatusList = "status_list", "状态名单", "status list";
        /// A trust list.
        TrustList = "trust_list", "信任名单", "trust list";
        /// A trust anchor.
        Anchor = "anchor", "信任锚", "trust anchor";
        /// A pack of lists.
        Pack = "pack", "名单包", "pack";
        /// The exported state of a store.
        State = "state", "存储状态", "stored state";
        /// A receipt, or a line of a journal of receipts.
        Receipt = "receipt", "回执", "receipt";
        /// The signed head of a journal of receipts.
        ReceiptHead = "receipt_head", "回执链头", "head of receipts";
    }
}

named! {
    /// The step of the verification order that refused.
    Step {
        /// Bytes into an unverified object.
        Parse = "parse", "解析", "parse";
        /// Which trust list names the issuer.
        Issuer = "issuer", "查找颁发机构", "find issuer";
        /// The issuer's signature.
        Signature = "signature", "验签", "signature";
        /// May this issuer issue this kind?
        Kind = "kind", "证照类型", "kind";
        /// Does this region recognise it?
        Recognition = "recognition", "互认", "recognition";
        /// Is it in force now?
        Validity = "validity", "有效期", "validity period";
        /// Do the disclosures match?
        Disclosure = "disclosure", "披露", "disclosure";
        /// The holder's act.
        Act = "act", "持证人操作", "act";
        /// The status list.
        Status = "status", "状态", "status";
        /// What the matter asks for.
        Scenario = "scenario", "场景", "scenario";
        /// Taking a list or pack into the store.
        Import = "import", "导入名单", "import";
        /// The chain of a journal of receipts.
        Receipt = "receipt", "回执链", "receipt chain";
    }
}

/// A claim of a payload, by its label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Claim(pub i64);

impl Claim {
    /// The claim's name, where this format has one.
    #[must_use]
    pub const fn name(self) -> Option<&'static str> {
        use crate::labels as l;
        Some(match self.0 {
            l::ISS => "iss",
            l::SUB => "sub",
            l::AUD => "aud",
            l::EXP => "exp",
            l::NBF => "nbf",
            l::IAT => "iat",
            l::CTI => "cti",
            l::CNF => "cnf",
            l::VCT => "vct",
            l::CNONCE => "cnonce",
            l::STATUS => "status",
            l::STATUS_LIST => "status_list",
            l::TTL => "ttl",
            l::PROFILE => "profile",
            l::REGION => "region",
            l::ITEMS => "items",
            l::PERMITS => "permits",
            l::TRUST => "trust",
            l::TERMS => "terms",
            l::PURPOSE => "purpose",
            l::SCENARIO => "scenario",
            l::SEALED => "sealed",
            l::MATTERS => "matters",
            l::DELEGATE => "delegate",
            l::KEYS => "keys",
            l::RECEIPTS => "receipts",
            _ => return None,
        })
    }
}

impl fmt::Display for Claim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => write!(f, "{name} ({})", self.0),
            None => write!(f, "{}", self.0),
        }
    }
}
