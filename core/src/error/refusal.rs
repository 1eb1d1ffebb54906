//! The one enum of refusals, its codes and its texts.

use super::shown::{Shown, fill};
use super::{Claim, Lang, NextAction, Object, Step};
use crate::cbor::{Fault, FaultKind};
use crate::kind::Kinds;
use crate::region::Region;
use crate::time::Time;
use crate::trust::{PilotLimit, TrustLevel};
use crate::verify::Presenter;
use alloc::string::String;
use alloc::vec::Vec;

/// A row of [`Refusal::TABLE`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RefusalRow {
    /// The stable code.
    pub code: &'static str,
    /// The step that refuses with it.
    pub step: Step,
    /// Whether it is "cannot tell".
    pub undetermined: bool,
    /// The names of its values, the object aside.
    pub fields: &'static [&'static str],
    /// The Chinese template: `{name}` for a value; after a dot the form, such as `last_day` of an end of validity.
    pub zh: &'static str,
    /// The English template.
    pub en: &'static str,
}

macro_rules! certainty {
    (refused) => {
        false
    };
    (undetermined) => {
        true
    };
}

macro_rules! refusals {
    ($($(#[$doc:meta])* $variant:ident { $($field:ident: $ty:ty),* } = $code:literal, $step:ident,
        $certainty:ident, $action:ident, $zh:literal, $en:literal;)*) => {
        /// Why something was not verified: one variant for each reason, with the values on both sides.
        ///
        /// [`Refusal::code`] is stable and the same in every language; texts are for people.
        /// `object` says which object was at fault.
        #[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
        #[error("{}", self.text(Lang::En))]
        pub enum Refusal {
            $($(#[$doc])* $variant {
                /// The object at fault.
                object: Object,
                $(#[doc = concat!("The `", stringify!($field), "` of the sentence above.")] $field: $ty,)*
            },)*
        }

        impl Refusal {
            /// Every code, in the order of SPEC.
            pub const CODES: &'static [&'static str] = &[$($code,)*];

            /// The stable lower_snake_case code.
            #[must_use]
            pub const fn code(&self) -> &'static str {
                match self { $(Self::$variant { .. } => $code,)* }
            }

            /// The step of the verification order.
            #[must_use]
            pub const fn step(&self) -> Step {
                match self { $(Self::$variant { .. } => Step::$step,)* }
            }

            /// The object at fault.
            #[must_use]
            pub const fn object(&self) -> Object {
                match self { $(Self::$variant { object, .. } => *object,)* }
            }

            /// Whether this is "cannot tell" rather than a refusal.
            #[must_use]
            pub const fn is_undetermined(&self) -> bool {
                match self { $(Self::$variant { .. } => certainty!($certainty),)* }
            }

            /// What the person at the desk does next.
            #[must_use]
            pub const fn next_action(&self) -> NextAction {
                match self { $(Self::$variant { .. } => NextAction::$action,)* }
            }

            fn filled(&self, lang: Lang, kinds: Option<&Kinds>) -> String {
                match self {
                    $(Self::$variant { object, $($field),* } => {
                        let template = match lang { Lang::Zh => $zh, Lang::En => $en };
                        let fields: &[(&str, &dyn Shown)] =
                            &[("object", object), $((stringify!($field), $field)),*];
                        fill(template, lang, kinds, fields)
                    })*
                }
            }

            /// Every code with what documents and tests need of it, in the order of SPEC.
            pub const TABLE: &'static [RefusalRow] = &[$(RefusalRow {
                code: $code,
                step: Step::$step,
                undetermined: certainty!($certainty),
                fields: &[$(stringify!($field)),*],
                zh: $zh,
                en: $en,
            },)*];
        }
    };
}

refusals! {
    /// The bytes end inside an item.
    CborTruncated { offset: usize } = "cbor_truncated", Parse, refused, ShowAgain,
        "{object}数据不完整，在第 {offset} 字节处中断。",
        "The {object} ends early, at byte {offset}.";
    /// Bytes follow the end of an item.
    CborTrailingBytes { offset: usize } = "cbor_trailing_bytes", Parse, refused, ShowAgain,
        "{object}第 {offset} 字节起有多余数据。",
        "The {object} has extra data from byte {offset}.";
    /// A head is longer than its value needs.
    CborNotShortest { offset: usize } = "cbor_not_shortest", Parse, refused, ShowAgain,
        "{object}第 {offset} 字节处的数字不是最短编码。",
        "The {object} has a number at byte {offset} that is not in its shortest form.";
    /// An indefinite length.
    CborIndefiniteLength { offset: usize } = "cbor_indefinite_length", Parse, refused, ShowAgain,
        "{object}第 {offset} 字节处使用了不定长度。",
        "The {object} uses an indefinite length at byte {offset}.";
    /// A reserved head.
    CborReservedHead { offset: usize } = "cbor_reserved_head", Parse, refused, ShowAgain,
        "{object}第 {offset} 字节处是保留编码。",
        "The {object} uses a reserved encoding at byte {offset}.";
    /// Map keys are out of order.
    CborKeyOrder { offset: usize } = "cbor_key_order", Parse, refused, ShowAgain,
        "{object}第 {offset} 字节处的键次序不对。",
        "The {object} has a key out of order at byte {offset}.";
    /// A map key occurs twice.
    CborDuplicateKey { offset: usize } = "cbor_duplicate_key", Parse, refused, ShowAgain,
        "{object}第 {offset} 字节处的键重复。",
        "The {object} has a key twice, at byte {offset}.";
    /// A map key of a type that is not allowed here.
    CborKeyType { offset: usize } = "cbor_key_type", Parse, refused, ShowAgain,
        "{object}第 {offset} 字节处的键类型不对。",
        "The {object} has a key of a wrong type at byte {offset}.";
    /// A floating-point number.
    CborFloat { offset: usize } = "cbor_float", Parse, refused, ShowAgain,
        "{object}第 {offset} 字节处有浮点数。",
        "The {object} has a floating-point number at byte {offset}.";
    /// A tag that is not allowed here.
    CborTag { offset: usize } = "cbor_tag", Parse, refused, ShowAgain,
        "{object}第 {offset} 字节处的标签不被允许。",
        "The {object} has a tag at byte {offset} that is not allowed.";
    /// A simple value that is not allowed here.
    CborSimple { offset: usize } = "cbor_simple", Parse, refused, ShowAgain,
        "{object}第 {offset} 字节处的简单值不被允许。",
        "The {object} has a simple value at byte {offset} that is not allowed.";
    /// Text that is not UTF-8.
    CborNotUtf8 { offset: usize } = "cbor_not_utf8", Parse, refused, ShowAgain,
        "{object}第 {offset} 字节处的文字不是 UTF-8。",
        "The {object} has text at byte {offset} that is not UTF-8.";
    /// Text that is not in Normalization Form C.
    CborNotNfc { offset: usize } = "cbor_not_nfc", Parse, refused, ShowAgain,
        "{object}第 {offset} 字节处的文字不是 NFC 规范形式。",
        "The {object} has text at byte {offset} that is not in normal form C.";
    /// A control, bidirectional or zero-width character.
    CborForbiddenCharacter { offset: usize } = "cbor_forbidden_character", Parse, refused, ShowAgain,
        "{object}第 {offset} 字节处有不可见或控制字符。",
        "The {object} has an invisible or control character at byte {offset}.";
    /// Nesting that is too deep.
    CborTooDeep { offset: usize } = "cbor_too_deep", Parse, refused, ShowAgain,
        "{object}第 {offset} 字节处嵌套过深。",
        "The {object} is nested too deep at byte {offset}.";
    /// More than the limit of this place allows.
    CborTooLarge { offset: usize } = "cbor_too_large", Parse, refused, ShowAgain,
        "{object}第 {offset} 字节处超过上限。",
        "The {object} has more at byte {offset} than the limit allows.";
    /// Another type than this place holds.
    CborUnexpectedType { offset: usize } = "cbor_unexpected_type", Parse, refused, ShowAgain,
        "{object}第 {offset} 字节处的数据类型不对。",
        "The {object} has a value of a wrong type at byte {offset}.";
    /// A value outside its range.
    CborOutOfRange { offset: usize } = "cbor_out_of_range", Parse, refused, ShowAgain,
        "{object}第 {offset} 字节处的值超出范围。",
        "The {object} has a value out of range at byte {offset}.";
    /// The object is larger than its limit, in bytes.
    TooLarge { size: usize, limit: usize } = "too_large", Parse, refused, ShowAgain,
        "{object}有 {size} 字节，超过上限 {limit} 字节。",
        "The {object} has {size} bytes; the limit is {limit}.";
    /// Not the COSE structure of this object (RFC 9052 §2).
    WrongCoseTag { found: u64 } = "wrong_cose_tag", Parse, refused, ShowAgain,
        "数据的 COSE 标签是 {found}，不是{object}。",
        "The data has COSE tag {found}, which no {object} has.";
    /// `typ` names another object (RFC 9596).
    WrongTyp { found: String } = "wrong_typ", Parse, refused, ShowAgain,
        "数据声明的类型是 {found}，不是{object}。",
        "The data says that its type is {found}, which no {object} has.";
    /// A header parameter outside the closed list.
    HeaderNotAllowed { label: i64 } = "header_not_allowed", Parse, refused, DoNotAccept,
        "{object}含有不被允许的头参数 {label}。",
        "The {object} has the header parameter {label}, which is not allowed.";
    /// A required header parameter is absent.
    HeaderMissing { label: i64 } = "header_missing", Parse, refused, DoNotAccept,
        "{object}缺少头参数 {label}。",
        "The {object} lacks the header parameter {label}.";
    /// `crit` is empty, repeated, or names a parameter that is absent (RFC 9052 §3.1).
    CritInvalid {  } = "crit_invalid", Parse, refused, DoNotAccept,
        "{object}的 crit 头参数不合规。",
        "The {object} has a crit header parameter that breaks its rules.";
    /// An unprotected header parameter that is not allowed.
    UnprotectedNotAllowed { label: i64 } = "unprotected_not_allowed", Parse, refused, DoNotAccept,
        "{object}含有未受保护的头参数 {label}。",
        "The {object} has the unprotected header parameter {label}.";
    /// A required claim is absent.
    ClaimMissing { claim: Claim } = "claim_missing", Parse, refused, DoNotAccept,
        "{object}缺少 {claim}。",
        "The {object} lacks {claim}.";
    /// A claim outside the closed list.
    ClaimNotAllowed { claim: Claim } = "claim_not_allowed", Parse, refused, DoNotAccept,
        "{object}含有不被允许的 {claim}。",
        "The {object} has {claim}, which is not allowed.";
    /// A claim's value is not of its form.
    ClaimInvalid { claim: Claim } = "claim_invalid", Parse, refused, DoNotAccept,
        "{object}的 {claim} 不合格式。",
        "The {object} has a {claim} that is not of its form.";
    /// A profile version that this library does not read.
    ProfileUnknown { found: u64 } = "profile_unknown", Parse, refused, DoNotAccept,
        "{object}的格式版本是 {found}，本程序不能识别。",
        "The {object} is of profile {found}, which this program does not read.";
    /// `exp` does not lie after `iat` and `nbf`.
    TimesInconsistent {  } = "times_inconsistent", Parse, refused, DoNotAccept,
        "{object}的起止时间互相矛盾。",
        "The {object} has times that contradict each other.";
    /// An item label outside 1 to 4095.
    ItemLabelInvalid { label: i64 } = "item_label_invalid", Parse, refused, DoNotAccept,
        "{object}的信息项编号 {label} 无效。",
        "The {object} has the item label {label}, which is not valid.";
    /// An item that restates a claim.
    ItemRestatesClaim { label: i64 } = "item_restates_claim", Parse, refused, DoNotAccept,
        "{object}的信息项 {label} 与签名声明重复。",
        "The {object} has the item {label}, which restates a signed claim.";
    /// A redaction where none is allowed.
    RedactionNotAllowed {  } = "redaction_not_allowed", Parse, refused, DoNotAccept,
        "{object}在不允许隐藏的位置隐藏了内容。",
        "The {object} hides something that may not be hidden.";
    /// Redacted-claim hashes are not sorted bytewise, or a list of them is empty.
    DigestOrder {  } = "digest_order", Parse, refused, DoNotAccept,
        "{object}的摘要列表次序不合规。",
        "The {object} has a list of digests that is not in order.";
    /// `sd_alg` is not -16 although something is redacted, or present although nothing is.
    SdAlgMismatch {  } = "sd_alg_mismatch", Parse, refused, DoNotAccept,
        "{object}的摘要算法声明不合规。",
        "The {object} states a digest algorithm that does not fit.";
    /// `sd_claims` is present and empty (SD-CWT -08 §9).
    SdClaimsEmpty {  } = "sd_claims_empty", Parse, refused, DoNotAccept,
        "{object}的披露列表为空。",
        "The {object} has an empty list of disclosures.";
    /// A public key that is malformed, weak, non-canonical, off the curve or has a torsion part.
    KeyInvalid {  } = "key_invalid", Parse, refused, DoNotAccept,
        "{object}中的公钥无效。",
        "The {object} holds a public key that is not valid.";
    /// The text does not begin with `ZZ1:`.
    TextPrefixMissing {  } = "text_prefix_missing", Parse, refused, ShowAgain,
        "扫到的不是证照二维码。",
        "This code is not one of an electronic licence.";
    /// The text is no encoding of bytes in base45 (RFC 9285 §6).
    TextNotBase45 { offset: usize } = "text_not_base45", Parse, refused, ShowAgain,
        "二维码文字在第 {offset} 个字符处不是 base45 编码。",
        "The text of the code is not base45 at character {offset}.";
    /// A frame of another set than the one that was begun.
    FrameOfAnotherSet {  } = "frame_of_another_set", Parse, refused, ShowAgain,
        "这个二维码属于另一组。",
        "This code belongs to another set.";
    /// Two frames of one set have the same number and other bytes.
    FrameConflict { number: u64 } = "frame_conflict", Parse, refused, ShowAgain,
        "第 {number} 个二维码与先前扫到的内容不同。",
        "Code {number} differs from the one that was scanned before.";
    /// The frames together are not what their digest names.
    FramesDigestMismatch {  } = "frames_digest_mismatch", Parse, refused, ShowAgain,
        "这组二维码拼起来与其摘要不符。",
        "The codes together do not fit their digest.";
    /// This desk holds no trust list of its own authority.
    TrustListMissing {  } = "trust_list_missing", Issuer, undetermined, UpdateLists,
        "本机没有本地区的信任名单，无法判断。",
        "This desk has no trust list of its own, so nothing can be said.";
    /// The own trust list has expired.
    TrustListExpired { exp: Time, now: Time } = "trust_list_expired", Issuer, undetermined, UpdateLists,
        "本地区的信任名单已于 {exp} 过期，无法判断。",
        "This desk's trust list expired at {exp}, so nothing can be said.";
    /// The trust list of a recognised authority that may name this issuer is not loaded.
    RecognisedListMissing { authority: String } = "recognised_list_missing", Issuer, undetermined, UpdateLists,
        "缺少互认机构 {authority} 的信任名单，无法判断。",
        "The trust list of the recognised authority {authority} is missing, so nothing can be said.";
    /// The trust list of a recognised authority has expired.
    RecognisedListExpired { authority: String, exp: Time, now: Time } = "recognised_list_expired", Issuer, undetermined, UpdateLists,
        "互认机构 {authority} 的信任名单已于 {exp} 过期，无法判断。",
        "The trust list of the recognised authority {authority} expired at {exp}, so nothing can be said.";
    /// No loaded list names the issuer.
    IssuerUnknown { issuer: String } = "issuer_unknown", Issuer, refused, DoNotAccept,
        "颁发机构 {issuer} 不在任何有效的信任名单中。",
        "The issuer {issuer} is on no trust list that is in force here.";
    /// Two recognised lists name the issuer and the own list does not.
    IssuerAmbiguous { issuer: String } = "issuer_ambiguous", Issuer, refused, DoNotAccept,
        "两个互认名单都列有颁发机构 {issuer}，无法确定归属。",
        "Two recognised lists name the issuer {issuer}.";
    /// The issuer's key is of an algorithm that this build lacks.
    AlgorithmUnavailable { algorithm: i64 } = "algorithm_unavailable", Issuer, undetermined, UpdateProgram,
        "本程序不支持签名算法 {algorithm}，无法判断。",
        "This program lacks the signature algorithm {algorithm}, so nothing can be said.";
    /// No key of the issuer fits the `kid`.
    NoMatchingKey {  } = "no_matching_key", Signature, refused, DoNotAccept,
        "信任名单中没有与{object}相符的机构密钥。",
        "The trust list has no key of this issuer that fits the {object}.";
    /// The key is listed for another use.
    KeyUseWrong {  } = "key_use_wrong", Signature, refused, DoNotAccept,
        "签发{object}所用的密钥不是用于此用途。",
        "The {object} was signed with a key that is listed for another use.";
    /// The header's algorithm is not the one that the key fixes.
    AlgorithmMismatch { found: i64 } = "algorithm_mismatch", Signature, refused, DoNotAccept,
        "{object}声明的算法 {found} 与机构密钥不符。",
        "The {object} states the algorithm {found}, which is not that of the key.";
    /// The signature does not verify. No details, on purpose.
    SignatureInvalid {  } = "signature_invalid", Signature, refused, DoNotAccept,
        "{object}的签名无效，内容可能被改动或伪造。",
        "The signature of the {object} is not valid: it was altered or forged.";
    /// The key has been marked as compromised; whatever it signed is refused.
    IssuerKeyCompromised {  } = "issuer_key_compromised", Signature, refused, AskIssuer,
        "签发{object}的机构密钥已被宣布泄露。",
        "The key that signed the {object} has been declared compromised.";
    /// `iat` lies outside the dates of the key.
    IssuerKeyNotInForce { iat: Time } = "issuer_key_not_in_force", Signature, refused, DoNotAccept,
        "{object}签发于 {iat}，不在机构密钥的使用期内。",
        "The {object} was signed at {iat}, when its key was not in use.";
    /// The issuer no longer uses this profile.
    ProfileTooOld { found: u64, lowest: u64 } = "profile_too_old", Signature, refused, AskIssuer,
        "{object}的格式版本 {found} 低于该机构现用的最低版本 {lowest}。",
        "The {object} is of profile {found}; the issuer uses {lowest} or later.";
    /// The trust list does not let this issuer issue this kind.
    KindNotPermitted { kind: String, issuer: String } = "kind_not_permitted", Kind, refused, DoNotAccept,
        "颁发机构 {issuer} 无权颁发类型为{kind.kinds}的证照。",
        "The issuer {issuer} may not issue the kind {kind.kinds}.";
    /// `iat` lies outside the dates for which the issuer may issue this kind.
    KindNotInForce { kind: String, iat: Time } = "kind_not_in_force", Kind, refused, DoNotAccept,
        "颁发机构在 {iat} 无权颁发类型为{kind.kinds}的证照。",
        "At {iat} the issuer might not issue the kind {kind.kinds}.";
    /// The checker's region lies outside the region of the own trust list.
    CheckerRegionOutside { here: Region, served: Region } = "checker_region_outside", Recognition, refused, UpdateLists,
        "核验地点 {here} 不在本信任名单的适用地区 {served} 内。",
        "The place of the check, {here}, is outside {served}, for which this trust list is made.";
    /// The certificate's region lies outside its issuer's.
    RegionOutsideIssuer { region: Region, issuer: Region } = "region_outside_issuer", Recognition, refused, DoNotAccept,
        "证照地区 {region} 不在颁发机构的辖区 {issuer} 内。",
        "The certificate's region {region} is outside its issuer's, {issuer}.";
    /// The issuer's region lies outside its trust list's.
    IssuerOutsideList { issuer: Region, list: Region } = "issuer_outside_list", Recognition, refused, DoNotAccept,
        "颁发机构辖区 {issuer} 不在信任名单的地区 {list} 内。",
        "The issuer's region {issuer} is outside that of the trust list, {list}.";
    /// The recognised list's region lies outside the region that is recognised.
    ListOutsideRecognition { list: Region, recognised: Region } = "list_outside_recognition", Recognition, refused, DoNotAccept,
        "信任名单地区 {list} 不在互认地区 {recognised} 内。",
        "The trust list is for {list}; only {recognised} is recognised.";
    /// The kind is not recognised from that region.
    NotRecognised { kind: String, issued: Region, here: Region, recognised: Vec<String> } = "not_recognised", Recognition, refused, DoNotAccept,
        "{issued} 颁发的{kind.kinds}在 {here} 尚未互认；目前互认该地颁发的：{recognised.kinds}。",
        "{kind.kinds} issued in {issued} is not recognised in {here}; recognised from there now: {recognised.kinds}.";
    /// The recognition has not begun or has ended.
    RecognitionNotInForce { authority: String, now: Time } = "recognition_not_in_force", Recognition, refused, DoNotAccept,
        "对互认机构 {authority} 的互认在 {now} 不在有效期内。",
        "The recognition of {authority} is not in force at {now}.";
    /// The kind counts only in a pilot: another region, time or scenario.
    NotInPilot { kind: String, here: Region, limit: PilotLimit } = "not_in_pilot", Recognition, refused, DoNotAccept,
        "{kind.kinds}处于试点，在 {here} 的本次核验不在试点的{limit}之内。",
        "{kind.kinds} counts only in a pilot; this check in {here} is outside its {limit}.";
    /// The clock is behind the newest list that was verified.
    ClockBehind { now: Time, floor: Time } = "clock_behind", Validity, undetermined, SetClock,
        "本机时间 {now} 早于已核验名单的时间 {floor}，时钟不可信。",
        "This device's clock says {now}, but a list signed at {floor} was already verified.";
    /// `iat` lies in the future, beyond the skew.
    IssuedInFuture { iat: Time, now: Time } = "issued_in_future", Validity, refused, SetClock,
        "{object}的签发时间 {iat} 晚于本机时间 {now}。",
        "The {object} was signed at {iat}; this device's clock says {now}.";
    /// `nbf` has not come.
    NotYetValid { nbf: Time, now: Time } = "not_yet_valid", Validity, refused, AskIssuer,
        "{object}自 {nbf} 起生效，目前尚未生效。",
        "The {object} is valid from {nbf}; it is not valid yet.";
    /// `exp` has come.
    Expired { exp: Time, now: Time } = "expired", Validity, refused, AskIssuer,
        "{object}的有效期至 {exp.last_day}，现已到期。",
        "The {object} was valid until {exp.last_day} and has expired.";
    /// A decoy was disclosed to the checker.
    DecoyDisclosed {  } = "decoy_disclosed", Disclosure, refused, ShowAgain,
        "披露项中混有占位项。",
        "A decoy was disclosed.";
    /// A disclosure occurs twice.
    DisclosureRepeated {  } = "disclosure_repeated", Disclosure, refused, ShowAgain,
        "同一披露项出现了两次。",
        "A disclosure occurs twice.";
    /// A redacted-claim hash occurs twice.
    DigestRepeated {  } = "digest_repeated", Disclosure, refused, DoNotAccept,
        "{object}的同一摘要出现了两次。",
        "A digest occurs twice in the {object}.";
    /// A disclosure matches no redacted-claim hash.
    DisclosureUnmatched {  } = "disclosure_unmatched", Disclosure, refused, DoNotAccept,
        "有披露项与签名内容不匹配，可能被改动。",
        "A disclosure does not match what was signed: it may have been altered.";
    /// A disclosure of a map member stands for a list element, or the reverse.
    DisclosureWrongPlace {  } = "disclosure_wrong_place", Disclosure, refused, DoNotAccept,
        "披露项的位置与其结构不符。",
        "A disclosure does not fit the place that it stands for.";
    /// A disclosure names a label that is no item, such as a claim that is never redactable.
    DisclosureKeyNotAllowed { label: i64 } = "disclosure_key_not_allowed", Disclosure, refused, DoNotAccept,
        "披露项 {label} 不是可以选择披露的信息项。",
        "The disclosure names {label}, which may not be disclosed selectively.";
    /// A disclosed item collides with another of the same label.
    DisclosureKeyRepeated { label: i64 } = "disclosure_key_repeated", Disclosure, refused, DoNotAccept,
        "信息项 {label} 出现了两次。",
        "The item {label} occurs twice.";
    /// The picture beside the certificate is larger than its limit, in bytes.
    PictureTooLarge { size: usize, limit: usize } = "picture_too_large", Disclosure, refused, ShowAgain,
        "随附的图片有 {size} 字节，上限 {limit} 字节。",
        "The picture beside it has {size} bytes; at most {limit} are allowed.";
    /// A picture came along, and no item that names one is disclosed.
    PictureUnexpected {  } = "picture_unexpected", Disclosure, refused, ShowAgain,
        "随附了图片，但{object}没有出示相应的图片摘要。",
        "A picture came along, but the {object} does not show the item that names it.";
    /// The picture is not the one that the certificate names.
    PictureMismatch {  } = "picture_mismatch", Disclosure, refused, DoNotAccept,
        "随附的图片不是{object}所指的那一张。",
        "The picture is not the one that the {object} names.";
    /// A proof of presence was asked for, and there is no presentation.
    PresentationMissing {  } = "presentation_missing", Act, refused, ShowAgain,
        "{object}没有由持证人当场出示。",
        "The {object} was not presented by its holder.";
    /// The signature of an act does not verify. No details, on purpose.
    HolderSignatureInvalid {  } = "holder_signature_invalid", Act, refused, DoNotAccept,
        "{object}的签名无效。",
        "The signature of the {object} is not valid.";
    /// The header's algorithm of an act is not the one that the signing key fixes.
    HolderAlgorithmMismatch {  } = "holder_algorithm_mismatch", Act, refused, DoNotAccept,
        "{object}声明的签名算法与密钥不符。",
        "The {object} states another algorithm than its key.";
    /// The holder's or delegate's key is of an algorithm that this build lacks.
    HolderAlgorithmUnavailable {  } = "holder_algorithm_unavailable", Act, undetermined, UpdateProgram,
        "本程序不支持{object}的签名算法。",
        "This program lacks the algorithm of the {object}.";
    /// An act may not live that long, in seconds.
    ActLifetimeTooLong { seconds: u64, limit: u64 } = "act_lifetime_too_long", Act, refused, ShowAgain,
        "{object}的有效时间为 {seconds} 秒，上限 {limit} 秒。",
        "The {object} lives {seconds} seconds; at most {limit} are allowed.";
    /// An act ends after what it stands on.
    ActOutlives { exp: Time, end: Time } = "act_outlives", Act, refused, ShowAgain,
        "{object}的截止时间 {exp} 晚于其依据的截止时间 {end}。",
        "The {object} ends at {exp}, after what it stands on, which ends at {end}.";
    /// An act was made before what it stands on was issued or valid.
    ActTooEarly { iat: Time, begin: Time } = "act_too_early", Act, refused, DoNotAccept,
        "{object}的时间 {iat} 早于其依据的起始时间 {begin}。",
        "The {object} was made at {iat}, before what it stands on began at {begin}.";
    /// An act was made when what it stands on had ended.
    ActTooLate { iat: Time, end: Time } = "act_too_late", Act, refused, DoNotAccept,
        "{object}的时间 {iat} 不早于其依据的截止时间 {end}。",
        "The {object} was made at {iat}, when what it stands on had ended at {end}.";
    /// The `iat` of an act lies in the future, beyond the skew.
    ActInFuture { iat: Time, now: Time } = "act_in_future", Act, refused, SetClock,
        "{object}的时间 {iat} 晚于本机时间 {now}。",
        "The {object} was made at {iat}; it is {now} here.";
    /// The `exp` of an act has come.
    ActExpired { exp: Time, now: Time } = "act_expired", Act, refused, ShowAgain,
        "{object}已于 {exp} 过期，现在是 {now}。",
        "The {object} expired at {exp}; it is {now}.";
    /// The act is for another audience.
    AudienceMismatch {  } = "audience_mismatch", Act, refused, ShowAgain,
        "{object}不是给本核验方的。",
        "The {object} is for another checker.";
    /// A challenge was given, and the act answers none.
    ChallengeMissing {  } = "challenge_missing", Act, refused, ShowAgain,
        "{object}没有回应本次的随机数。",
        "The {object} does not answer the challenge.";
    /// The act answers another challenge.
    ChallengeMismatch {  } = "challenge_mismatch", Act, refused, ShowAgain,
        "{object}回应的是另一次的随机数。",
        "The {object} answers another challenge.";
    /// The act answers a challenge, and this desk gave none.
    ChallengeUnexpected {  } = "challenge_unexpected", Act, refused, ShowAgain,
        "{object}回应了一个本机没有给出的随机数。",
        "The {object} answers a challenge that was not given here.";
    /// The act is for another scenario.
    ScenarioMismatch {  } = "scenario_mismatch", Act, refused, ShowAgain,
        "{object}用于另一个场景。",
        "The {object} is for another scenario.";
    /// The act states another purpose.
    PurposeMismatch {  } = "purpose_mismatch", Act, refused, ShowAgain,
        "{object}写明的事由与本次不同。",
        "The {object} states another purpose.";
    /// The same act was shown before.
    Replayed {  } = "replayed", Act, refused, ShowAgain,
        "{object}已经出示过一次。",
        "The {object} was shown before.";
    /// The act ends at or before something that the replay memory no longer holds.
    ReplayWindowClosed { exp: Time } = "replay_window_closed", Act, refused, ShowAgain,
        "{object}截止于 {exp}，已无法判断是否出示过。",
        "The {object} ends at {exp}; whether it was shown before is no longer remembered.";
    /// The replay memory is full of acts that still live.
    ReplayMemoryFull { capacity: usize } = "replay_memory_full", Act, undetermined, Wait,
        "防重放记录已满（{capacity} 条）。",
        "The replay memory is full ({capacity} entries).";
    /// The mandate is not for the matter at hand.
    MandateNotForThis {  } = "mandate_not_for_this", Act, refused, DoNotAccept,
        "{object}不包括本次办理的事项。",
        "The {object} does not cover the matter at hand.";
    /// The certificate behind a seal is of another kind than the electronic seal.
    SealKindWrong {  } = "seal_kind_wrong", Act, refused, DoNotAccept,
        "盖章所用的证照不是电子印章。",
        "The certificate behind the seal is no electronic seal.";
    /// An item that a seal must show is missing or not of its form.
    SealItemMissing { label: u16 } = "seal_item_missing", Act, refused, DoNotAccept,
        "电子印章缺少信息项 {label}，或其形式不对。",
        "The electronic seal lacks item {label}, or it is malformed.";
    /// The document is not the one that was sealed.
    DocumentChanged {  } = "document_changed", Act, refused, DoNotAccept,
        "文件与盖章时不同。",
        "The document is not the one that was sealed.";
    /// The proof that the document existed names a moment before it was sealed.
    SealedAfterProof { iat: Time, proof: Time } = "sealed_after_proof", Act, refused, DoNotAccept,
        "盖章时间 {iat} 晚于文件的存在证明 {proof}。",
        "The seal says {iat}, after the proof that it existed, {proof}.";
    /// The proof that the document existed names a moment that has not come.
    ProofInFuture { proof: Time, now: Time } = "proof_in_future", Act, refused, SetClock,
        "存在证明的时间 {proof} 晚于本机时间 {now}。",
        "The proof of existence names {proof}; it is {now} here.";
    /// Ended by status while the document has a proven earlier time: a status list does not say when.
    EndedTimeUnknown {  } = "ended_time_unknown", Act, undetermined, AskIssuer,
        "{object}现已按状态失效，但状态名单不说明何时失效。",
        "The {object} has been ended by its status, and a status list does not say when.";
    /// An enrolment lists a key that did not sign it.
    KeyNotProven {  } = "key_not_proven", Act, refused, ShowAgain,
        "{object}所列的密钥没有全部签名。",
        "The {object} lists a key that did not sign it.";
    /// An enrolment is signed by a key that it does not list.
    KeyNotListed {  } = "key_not_listed", Act, refused, ShowAgain,
        "{object}有未列出的密钥的签名。",
        "The {object} is signed by a key that it does not list.";
    /// An enrolment lists a key, or is signed by it, twice.
    KeyRepeated {  } = "key_repeated", Act, refused, ShowAgain,
        "{object}中有密钥重复。",
        "The {object} has a key twice.";
    /// No usable status list for the certificate's `uri` is loaded.
    StatusListMissing { uri: String } = "status_list_missing", Status, undetermined, UpdateLists,
        "缺少状态名单 {uri}，无法判断是否已被注销或吊销。",
        "The status list {uri} is missing, so it is unknown whether the licence was revoked.";
    /// The status list is older than the policy allows.
    StatusListStale { iat: Time, now: Time } = "status_list_stale", Status, undetermined, UpdateLists,
        "状态名单生成于 {iat}，已超过本单位允许的时限，无法判断。",
        "The status list was made at {iat}, longer ago than this desk allows.";
    /// The status list has expired.
    StatusListExpired { exp: Time, now: Time } = "status_list_expired", Status, undetermined, UpdateLists,
        "状态名单已于 {exp} 过期，无法判断。",
        "The status list expired at {exp}.";
    /// The only status list that was offered is from the future.
    StatusListFromFuture { uri: String } = "status_list_from_future", Status, undetermined, SetClock,
        "收到的状态名单 {uri} 的时间晚于本机时间，未予采用。",
        "The status list {uri} that was offered is from the future and was not taken.";
    /// A status value, 4 to 11, without a meaning here.
    StatusValueUnknown { value: u64 } = "status_value_unknown", Status, undetermined, UpdateProgram,
        "状态值 {value} 的含义未知，无法判断。",
        "The status value {value} has no known meaning.";
    /// Status 1, 注销.
    Cancelled {  } = "cancelled", Status, refused, AskIssuer,
        "{object}已注销。",
        "The {object} has been cancelled.";
    /// Status 2, 暂扣.
    Suspended {  } = "suspended", Status, refused, AskIssuer,
        "{object}已暂扣。",
        "The {object} is suspended.";
    /// Status 3, 失效.
    Lapsed {  } = "lapsed", Status, refused, AskIssuer,
        "{object}已失效。",
        "The {object} has lapsed.";
    /// Status 12, 撤销.
    Void {  } = "void", Status, refused, AskIssuer,
        "{object}已被撤销，自始无效。",
        "The {object} was granted wrongly and is void from the start.";
    /// Status 13, 吊销.
    RevokedAsPenalty {  } = "revoked_as_penalty", Status, refused, AskIssuer,
        "{object}已被吊销。",
        "The {object} was revoked as a penalty.";
    /// Status 14, 换发.
    Superseded {  } = "superseded", Status, refused, AskIssuer,
        "{object}已换发新证。",
        "The {object} was replaced by a newer one.";
    /// Status 15, 转出.
    TransferredOut {  } = "transferred_out", Status, refused, AskIssuer,
        "{object}已转出。",
        "The {object} was transferred to another region.";
    /// The status index lies outside the shard.
    StatusIndexOutOfRange { index: u64 } = "status_index_out_of_range", Status, refused, DoNotAccept,
        "状态索引 {index} 超出状态名单范围。",
        "The status index {index} lies outside the status list.";
    /// The issuer's entry does not name this status URI.
    StatusUriNotListed { uri: String } = "status_uri_not_listed", Status, refused, DoNotAccept,
        "状态名单 {uri} 未登记在该机构名下。",
        "The status list {uri} is not registered for this issuer.";
    /// This desk holds no such scenario.
    ScenarioUnknown { id: String } = "scenario_unknown", Scenario, refused, UpdateLists,
        "本机没有场景 {id}。",
        "This desk holds no scenario {id}.";
    /// The request names no scenario that is held here, or another version or purpose of it.
    UnregisteredPurpose {  } = "unregistered_purpose", Scenario, refused, DoNotAccept,
        "未登记的用途：没有与该{object}相符的已签名场景。",
        "Unregistered purpose: no signed scenario stands behind the {object}.";
    /// The request asks for a field that the signed scenario does not name; label 0 stands for the kind.
    FieldNotInScenario { kind: String, label: u16 } = "field_not_in_scenario", Scenario, refused, DoNotAccept,
        "{object}索取{label.whole}，超出已签名的场景。",
        "The {object} asks for {label.whole}, which the signed scenario does not name.";
    /// The scenario applies in another region than the checker's.
    ScenarioNotHere { region: Region, here: Region } = "scenario_not_here", Scenario, refused, DoNotAccept,
        "该场景适用于 {region}，本机位于 {here}。",
        "The scenario applies in {region}; this desk is in {here}.";
    /// Nothing was shown that can serve as this material.
    MaterialMissing { name_zh: String, name_en: String } = "material_missing", Scenario, refused, ShowMore,
        "缺少材料：{name_zh}。",
        "Missing: {name_en}.";
    /// The scenario asks for more proof of who presents.
    PresenterNotProven { needed: Presenter, found: Presenter } = "presenter_not_proven", Scenario, refused, ShowMore,
        "本场景要求{needed}，实际为{found}。",
        "This matter asks for {needed}; found: {found}.";
    /// Presented under a mandate, which is not allowed here.
    MandateNotAllowed {  } = "mandate_not_allowed", Scenario, refused, ShowMore,
        "本场景或该材料不得由他人代办。",
        "Nobody may act for the holder in this matter, or with this certificate.";
    /// The trust list states a lower level, or none, for this issuer and kind.
    TrustLevelTooLow { kind: String, needed: TrustLevel } = "trust_level_too_low", Scenario, refused, DoNotAccept,
        "{kind.kinds}的可信等级未达到本场景要求的 {needed} 级。",
        "The trust level of {kind.kinds} is below {needed}, which this matter asks for.";
    /// The portrait did not come along.
    FaceMissing { kind: String } = "face_missing", Scenario, refused, ShowMore,
        "未出示{kind.kinds}的照片，无法比对本人。",
        "The portrait of {kind.kinds} was not shown; nobody can compare the face.";
    /// An item that the scenario needs is not shown.
    FieldMissing { kind: String, label: u16 } = "field_missing", Scenario, refused, ShowMore,
        "未出示{label.itself}。",
        "{label.itself} was not shown.";
    /// What is shown does not meet what the scenario asks of it; label 0 stands for the certificate itself.
    PredicateFailed { kind: String, label: u16 } = "predicate_failed", Scenario, refused, DoNotAccept,
        "{label.itself}不符合本场景的要求。",
        "{label.itself} does not meet what this matter asks for.";
    /// The scenario asks for all permits, and some, or all, are not shown.
    PermitWithheld { withheld: usize } = "permit_withheld", Scenario, refused, ShowMore,
        "本场景要求出示全部许可项，有 {withheld} 项未出示。",
        "This matter asks for all permits; {withheld} were not shown.";
    /// A permit of a kind that the scenario asks for is not shown.
    PermitMissing { kind: String } = "permit_missing", Scenario, refused, ShowMore,
        "未出示许可项：{kind.kinds}。",
        "The permit {kind.kinds} was not shown.";
    /// A certificate beside a consolidated licence belongs to none of its permits.
    MemberMismatch { kind: String } = "member_mismatch", Scenario, refused, DoNotAccept,
        "随附的{kind.kinds}与综合许可证中的许可项不符。",
        "The {kind.kinds} that came along does not match a permit of the consolidated licence.";
    /// More was shown than the scenario needs, judged strictly; label 0 stands for a permit or certificate as a whole.
    OverDisclosed { kind: String, label: u16 } = "over_disclosed", Scenario, refused, ShowLess,
        "出示了本场景不需要的内容：{label.whole}。",
        "More was shown than this matter needs: {label.whole}.";
    /// Two certificates that must belong together do not.
    LinkBroken {  } = "link_broken", Scenario, refused, DoNotAccept,
        "出示的证照不属于同一主体。",
        "The certificates shown do not belong together.";
    /// Only the names of two certificates agree.
    LinkByNameOnly {  } = "link_by_name_only", Scenario, undetermined, AskIssuer,
        "只有名称相同，不能断定属于同一主体。",
        "Only the names agree; that does not tell whether they belong together.";
    /// A list's `iat` lies in the future, beyond the skew; it was not stored.
    ListFromFuture { iat: Time, now: Time } = "list_from_future", Import, refused, SetClock,
        "{object}的时间 {iat} 晚于本机时间 {now}，未予采用。",
        "The {object} is dated {iat}; this device's clock says {now}. It was not taken.";
    /// The newest of the offered own lists has expired; it would verify nothing.
    OfferedListExpired { exp: Time, now: Time } = "offered_list_expired", Import, refused, KeepOldList,
        "收到的{object}已于 {exp} 过期，未予采用。",
        "The {object} that was offered expired at {exp} and was not taken.";
    /// An older list than the one held (sequence numbers, seconds or versions).
    ListRolledBack { held: u64, offered: u64 } = "list_rolled_back", Import, refused, KeepOldList,
        "{object}（{offered}）比已有的（{held}）旧，可能有人用旧名单冒充。",
        "The {object} ({offered}) is older than the one held ({held}).";
    /// Another list with the number or time of the one held.
    ListConflict { held: u64 } = "list_conflict", Import, refused, KeepOldList,
        "出现了与已有{object}编号相同（{held}）但内容不同的名单。",
        "A {object} with the same number ({held}) but other content is already held.";
    /// The sequence is lower than the anchor or the recognition entry allows.
    SequenceBelowLowest { lowest: u64, offered: u64 } = "sequence_below_lowest", Import, refused, KeepOldList,
        "{object}的序号 {offered} 低于允许的最低序号 {lowest}。",
        "The {object} has the sequence {offered}; the lowest allowed is {lowest}.";
    /// Too few signatures of the signers that count.
    ThresholdNotMet { needed: u64, counted: u64 } = "threshold_not_met", Import, refused, KeepOldList,
        "{object}需要 {needed} 个签名，有效的只有 {counted} 个。",
        "The {object} needs {needed} signatures; {counted} count.";
    /// A signature by a key that the list's own payload does not name.
    SignerUnknown {  } = "signer_unknown", Import, refused, KeepOldList,
        "{object}含有未列明密钥的签名。",
        "The {object} carries a signature by a key that it does not name.";
    /// Two signatures by one key.
    SignatureRepeated {  } = "signature_repeated", Import, refused, KeepOldList,
        "{object}中同一密钥签了两次。",
        "The {object} carries two signatures by one key.";
    /// `exp` lies further after `iat` than may be, in days.
    ListLifetimeTooLong { days: u64 } = "list_lifetime_too_long", Import, refused, KeepOldList,
        "{object}的有效期超过 {days} 天。",
        "The {object} lives longer than {days} days.";
    /// The list is another authority's.
    AuthorityMismatch { expected: String, found: String } = "authority_mismatch", Import, refused, KeepOldList,
        "{object}由 {found} 发布，应为 {expected}。",
        "The {object} is by {found}; {expected} was expected.";
    /// The list is for another region than the anchor.
    ListRegionMismatch { expected: Region, found: Region } = "list_region_mismatch", Import, refused, KeepOldList,
        "{object}的地区是 {found}，应为 {expected}。",
        "The {object} is for {found}; {expected} was expected.";
    /// The own list recognises no such authority.
    AuthorityNotRecognised { authority: String } = "authority_not_recognised", Import, refused, KeepOldList,
        "本地区的信任名单未互认机构 {authority}。",
        "The own trust list does not recognise the authority {authority}.";
    /// An issuer, authority, kind or URI is named twice.
    DuplicateEntry { id: String } = "duplicate_entry", Import, refused, KeepOldList,
        "{object}中 {id} 重复。",
        "The {object} names {id} twice.";
    /// One public key stands in two places.
    DuplicateKeyEntry {  } = "duplicate_key_entry", Import, refused, KeepOldList,
        "{object}中同一公钥出现在两处。",
        "The {object} has one public key in two places.";
    /// A threshold of zero, or above the number of signers.
    ThresholdInvalid {  } = "threshold_invalid", Import, refused, KeepOldList,
        "{object}的签名门限设置无效。",
        "The {object} has a threshold that cannot be used.";
    /// The status list does not use 4 bits.
    StatusBitsWrong { bits: u64 } = "status_bits_wrong", Import, refused, KeepOldList,
        "状态名单每项 {bits} 位，应为 4 位。",
        "The status list uses {bits} bits; 4 are expected.";
    /// The status list does not inflate to exactly one shard.
    StatusInflateFailed {  } = "status_inflate_failed", Import, refused, KeepOldList,
        "状态名单无法解压为规定的大小。",
        "The status list does not inflate to the fixed size.";
    /// The pack holds nothing that this desk can use.
    PackEmpty {  } = "pack_empty", Import, refused, KeepOldList,
        "{object}中没有可用的名单。",
        "The {object} holds no list.";
    /// The anchor is not the one that this desk has pinned.
    AnchorMismatch {  } = "anchor_mismatch", Import, refused, KeepOldList,
        "{object}的信任锚与本机固定的信任锚不同。",
        "The {object} has another trust anchor than the one pinned here.";
    /// A receipt was changed: the one after it names another predecessor.
    ReceiptChanged { number: u64 } = "receipt_changed", Receipt, refused, KeepEvidence,
        "第 {number} 条回执被改动。",
        "Receipt no. {number} was changed.";
    /// Receipts are missing between others, or at the beginning.
    ReceiptRemoved { number: u64, count: u64 } = "receipt_removed", Receipt, refused, KeepEvidence,
        "从第 {number} 条起缺少 {count} 条回执。",
        "Receipts are missing: {count} from no. {number} on.";
    /// Two receipts have one number: one of them was put in.
    ReceiptRepeated { number: u64 } = "receipt_repeated", Receipt, refused, KeepEvidence,
        "编号 {number} 的回执出现两次，其中一条是插入的。",
        "Two receipts have no. {number}: one of them was put in.";
    /// Receipts do not stand in the order in which they were made.
    ReceiptReordered { number: u64 } = "receipt_reordered", Receipt, refused, KeepEvidence,
        "第 {number} 条回执的先后次序被改动。",
        "Receipt no. {number} stands in another place than before.";
    /// Fewer receipts than a head was signed over: the end was cut off.
    ReceiptTailCut { held: u64, signed: u64 } = "receipt_tail_cut", Receipt, refused, KeepEvidence,
        "链头签署时有 {signed} 条回执，现只有 {held} 条，末尾被截去。",
        "The head was signed over {signed} receipts and only {held} are left: the end was cut off.";
    /// The receipts up to the head's number are not those that it was signed over.
    ReceiptHeadMismatch { signed: u64 } = "receipt_head_mismatch", Receipt, refused, KeepEvidence,
        "前 {signed} 条回执与链头签署时不同，回执链曾被重新制作。",
        "The first {signed} receipts are not those that the head was signed over: the chain was made anew.";
    /// A receipt was purged before its retention ended, or at a time that has not come.
    ReceiptPurgedEarly { number: u64 } = "receipt_purged_early", Receipt, refused, KeepEvidence,
        "第 {number} 条回执在保存期届满前被清除。",
        "Receipt no. {number} was purged before its retention had ended.";
}

impl Refusal {
    /// The sentence for a clerk, without what to do next; kinds by code and items by label.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        self.filled(lang, None)
    }

    /// The same with the names that these kinds have for kinds and items.
    #[must_use]
    pub fn text_named(&self, lang: Lang, kinds: &Kinds) -> String {
        self.filled(lang, Some(kinds))
    }

    /// The whole message for a clerk: what is wrong and what to do next; kinds by code and items by label.
    #[must_use]
    pub fn message(&self, lang: Lang) -> String {
        self.with_next(self.text(lang), lang)
    }

    /// The same with the names that these kinds have for kinds and items.
    #[must_use]
    pub fn message_named(&self, lang: Lang, kinds: &Kinds) -> String {
        self.with_next(self.text_named(lang, kinds), lang)
    }

    fn with_next(&self, mut text: String, lang: Lang) -> String {
        if lang == Lang::En {
            text.push(' ');
        }
        text.push_str(self.next_action().text(lang));
        text
    }
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        let (object, offset) = (fault.object(), fault.offset());
        match fault.kind() {
            FaultKind::Truncated => Self::CborTruncated { object, offset },
            FaultKind::TrailingBytes => Self::CborTrailingBytes { object, offset },
            FaultKind::NotShortest => Self::CborNotShortest { object, offset },
            FaultKind::IndefiniteLength => Self::CborIndefiniteLength { object, offset },
            FaultKind::ReservedHead => Self::CborReservedHead { object, offset },
            FaultKind::KeyOrder => Self::CborKeyOrder { object, offset },
            FaultKind::DuplicateKey => Self::CborDuplicateKey { object, offset },
            FaultKind::KeyType => Self::CborKeyType { object, offset },
            FaultKind::Float => Self::CborFloat { object, offset },
            FaultKind::Tag => Self::CborTag { object, offset },
            FaultKind::Simple => Self::CborSimple { object, offset },
            FaultKind::NotUtf8 => Self::CborNotUtf8 { object, offset },
            FaultKind::NotNfc => Self::CborNotNfc { object, offset },
            FaultKind::ForbiddenCharacter => Self::CborForbiddenCharacter { object, offset },
            FaultKind::TooDeep => Self::CborTooDeep { object, offset },
            FaultKind::TooLarge => Self::CborTooLarge { object, offset },
            FaultKind::UnexpectedType => Self::CborUnexpectedType { object, offset },
            FaultKind::OutOfRange => Self::CborOutOfRange { object, offset },
        }
    }
}
