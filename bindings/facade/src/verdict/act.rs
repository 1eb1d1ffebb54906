//! What a verified presentation says beside its certificate.

use crate::text::Text;
use serde::Serialize;
use std::fmt;
use zhengzhao::Verified;
use zhengzhao::certificate::Form;
use zhengzhao::verify::{Face, PresentedAct, Presenter, VerifiedMandate};

/// The holder's name, in every kind.
const HOLDER_NAME: u16 = 2;

/// What a presentation says. `Debug` prints no content.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct ActRecord {
    /// For which checker.
    pub audience: String,
    /// When it was made, by the presenter's clock, RFC 3339.
    pub made: String,
    /// The first second at which it no longer counts, RFC 3339.
    pub until: String,
    /// For what matter: issuer and id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scenario: Option<String>,
    /// Why, in the presenter's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub purpose: Option<String>,
    /// The thumbprint of the key that signed: the holder's, or the delegate's.
    pub signer: String,
    /// Under which mandate a delegate presents.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mandate: Option<MandateRecord>,
}

impl fmt::Debug for ActRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ActRecord").field("signer", &self.signer).finish_non_exhaustive()
    }
}

/// What a mandate says. `Debug` prints no content.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct MandateRecord {
    /// The name of the certificate's holder, where it was shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub principal: Option<String>,
    /// The delegate's name: the principal's word, which nobody else has checked.
    pub delegate_as_stated: String,
    /// The delegate's code type, as stated by the principal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delegate_code_type_as_stated: Option<String>,
    /// The delegate's code, as stated by the principal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delegate_code_as_stated: Option<String>,
    /// The thumbprint of the delegate's key.
    pub delegate_key: String,
    /// For what matters: issuers and ids.
    pub matters: Vec<String>,
    /// When it was made, by the principal's clock, RFC 3339.
    pub made: String,
    /// The first second at which it no longer counts, RFC 3339.
    pub until: String,
}

impl fmt::Debug for MandateRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MandateRecord").field("delegate_key", &self.delegate_key).finish_non_exhaustive()
    }
}

impl ActRecord {
    pub(super) fn of<F: Form>(verified: &Verified<F>) -> Option<Self> {
        let act: &PresentedAct = verified.act()?;
        let principal = verified.items().get(HOLDER_NAME).and_then(|name| name.as_text());
        Some(Self {
            audience: act.audience().as_str().into(),
            made: act.issued_at().to_string(),
            until: act.expires().to_string(),
            scenario: act.scenario().map(ToString::to_string),
            purpose: act.purpose().map(|purpose| purpose.as_str().into()),
            signer: act.signer().to_string(),
            mandate: act.mandate().map(|mandate| MandateRecord::of(mandate, principal)),
        })
    }
}

impl MandateRecord {
    fn of(mandate: &VerifiedMandate, principal: Option<&str>) -> Self {
        let code = mandate.delegate_code();
        Self {
            principal: principal.map(Into::into),
            delegate_as_stated: mandate.delegate_name().into(),
            delegate_code_type_as_stated: code.map(|(sort, _)| sort.into()),
            delegate_code_as_stated: code.map(|(_, code)| code.into()),
            delegate_key: mandate.delegate_key().thumbprint().to_string(),
            matters: mandate.matters().iter().map(ToString::to_string).collect(),
            made: mandate.issued_at().to_string(),
            until: mandate.expires().to_string(),
        }
    }
}

/// What is proven about the presenter, in words.
#[must_use]
pub fn presenter_text(presenter: Presenter, by_delegate: bool) -> Text {
    match (presenter, by_delegate) {
        (Presenter::ProvenChallenge, false) => Text::new(
            "已证明持有持证人密钥（应答本次随机数）",
            "holds the holder's key, proven by answering this challenge",
        ),
        (Presenter::ProvenChallenge, true) => Text::new(
            "已证明持有受托人密钥（应答本次随机数）",
            "holds the delegate's key, proven by answering this challenge",
        ),
        (Presenter::ProvenAudience, false) => Text::new(
            "已证明持有持证人密钥（数分钟内向本核验方出示，此前未出示过）",
            "holds the holder's key, proven for this checker within minutes and not shown here before",
        ),
        (Presenter::ProvenAudience, true) => Text::new(
            "已证明持有受托人密钥（数分钟内向本核验方出示，此前未出示过）",
            "holds the delegate's key, proven for this checker within minutes and not shown here before",
        ),
        (Presenter::NotProven, _) => Text::new("未证明是持证人", "not proven to be the holder"),
    }
}

/// Whether the portrait was shown, in words.
#[must_use]
pub fn face_text(face: Face) -> Text {
    match face {
        Face::Shown => Text::new("已出示，与证照所载一致", "shown, and the one that the certificate names"),
        Face::NotShown => Text::new("未出示", "not shown"),
    }
}

/// What to do after a good verdict.
pub(super) fn next<F: Form>(verified: &Verified<F>) -> Text {
    let report = verified.report();
    let by_delegate = verified.act().and_then(PresentedAct::mandate).is_some();
    match (report.presenter(), report.face(), by_delegate) {
        (Presenter::NotProven, ..) => Text::new(
            "证照真实有效，但未证明出示人就是持证人；请另行核对本人。",
            "The certificate is genuine and in force; that its presenter is its holder is not proven. Check the person.",
        ),
        // The portrait is of whom the certificate names, and somebody else stands here.
        (_, Face::Shown, true) => Text::new(
            "照片是委托方的，不是出示人的；受托人姓名为委托方自述，需要确认其本人时，请另行核验其身份证件。",
            "The portrait is the principal's, not the presenter's. The delegate's name is the principal's word: where the person matters, check the delegate's own certificate.",
        ),
        (_, Face::Shown, false) => {
            Text::new("请将照片与出示人比对。", "Compare the portrait with the person in front of you.")
        }
        (_, Face::NotShown, true) => Text::new(
            "受托人姓名为委托方自述；需要确认其本人时，请另行核验其身份证件。",
            "The delegate's name is the principal's word. Where the person matters, check the delegate's own certificate.",
        ),
        (_, Face::NotShown, false) => Text::new(
            "已证明的是密钥，不是本人：拿到已解锁手机的人也能出示；需要时请核对照片。",
            "It is the key that is proven, not the person: whoever holds the unlocked phone can present. Ask for the portrait where the person matters.",
        ),
    }
}
