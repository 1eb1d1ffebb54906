//! What a receipt says, from the facts of the core and back to them.

use super::{
    ContentRecord, FieldRecord, ListUsedRecord, PermitLineRecord, ScenarioRecord, bytes, time, unfit,
};
use crate::InputError;
use zhengzhao::Refusal;
use zhengzhao::act::{Audience, Purpose, ScenarioId};
use zhengzhao::receipt::{Facts, ListUsed, Outcome, PermitFacts, StatusUsed, VerifiedFacts};
use zhengzhao::region::Region;

/// What stands in `status` when no status was asked for.
const NOT_CHECKED: &str = "not_checked";

fn outcome(path: &str, text: &str) -> Result<Outcome, InputError> {
    Outcome::ALL.into_iter().find(|outcome| outcome.id() == text).ok_or_else(|| {
        InputError::new(
            path,
            "应为 verified、refused 或 cannot_tell。",
            "expected verified, refused or cannot_tell.",
        )
    })
}

impl ContentRecord {
    /// The record of facts.
    #[must_use]
    pub fn of(facts: &Facts) -> Self {
        let mut record = Self {
            time: facts.time.to_string(),
            checker: facts.checker.as_str().into(),
            region: facts.region.as_str().into(),
            scenario: facts
                .scenario
                .as_ref()
                .map(|id| ScenarioRecord { issuer: id.issuer().into(), id: id.id().into() }),
            purpose: facts.purpose.as_ref().map(|purpose| purpose.as_str().into()),
            object: facts.object.clone(),
            outcome: facts.outcome().id().into(),
            codes: Vec::new(),
            kind: None,
            tag: None,
            fields: None,
            permits: Vec::new(),
            presenter: None,
            face: None,
            delegate: false,
            own_list: facts.own_list.as_ref().map(ListUsedRecord::of),
            recognised_list: None,
            status: None,
            software: facts.software.clone(),
        };
        match &facts.verdict {
            Ok(verified) => record.fill(verified),
            Err((_, code)) => record.codes.push(code.clone()),
        }
        record
    }

    fn fill(&mut self, facts: &VerifiedFacts) {
        self.codes.clone_from(&facts.findings);
        self.kind = Some(facts.kind.clone());
        self.tag = Some(hex::encode(facts.tag));
        self.fields = Some(FieldRecord::all(&facts.fields));
        self.permits = facts.permits.iter().map(PermitLineRecord::of).collect();
        self.presenter = Some(facts.presenter.clone());
        self.face.clone_from(&facts.face);
        self.delegate = facts.delegate;
        self.recognised_list = facts.recognised_list.as_ref().map(ListUsedRecord::of);
        self.status = Some(match facts.status {
            StatusUsed::Checked { iat } => iat.to_string(),
            StatusUsed::NotChecked => NOT_CHECKED.into(),
        });
    }

    pub(super) fn facts(&self) -> Result<Facts, InputError> {
        let named = |path: &'static str| move |refusal: Refusal| unfit(path, &refusal);
        let scenario = self.scenario.as_ref().map(|id| ScenarioId::new(&id.issuer, &id.id)).transpose();
        let purpose = self.purpose.as_deref().map(Purpose::new).transpose();
        let own_list = self.own_list.as_ref().map(|list| list.used("$.content.own_list")).transpose()?;
        Ok(Facts {
            time: time("$.content.time", &self.time)?,
            checker: Audience::new(&self.checker).map_err(named("$.content.checker"))?,
            region: Region::parse(&self.region).ok_or_else(|| {
                InputError::new(
                    "$.content.region",
                    "应为六位行政区划代码。",
                    "expected a division code of six digits.",
                )
            })?,
            scenario: scenario.map_err(named("$.content.scenario"))?,
            purpose: purpose.map_err(named("$.content.purpose"))?,
            object: self.object.clone(),
            verdict: self.verdict()?,
            own_list,
            software: self.software.clone(),
        })
    }

    fn verdict(&self) -> Result<Result<VerifiedFacts, (Outcome, String)>, InputError> {
        let missing = || {
            InputError::new(
                "$.content",
                "缺少或多出与结论不符的项。",
                "members that do not go with the outcome.",
            )
        };
        let outcome = outcome("$.content.outcome", &self.outcome)?;
        if outcome == Outcome::Verified {
            let status = match self.status.as_deref().ok_or_else(missing)? {
                NOT_CHECKED => StatusUsed::NotChecked,
                text => StatusUsed::Checked { iat: time("$.content.status", text)? },
            };
            let recognised = self.recognised_list.as_ref();
            return Ok(Ok(VerifiedFacts {
                kind: self.kind.clone().ok_or_else(missing)?,
                tag: bytes("$.content.tag", self.tag.as_deref().ok_or_else(missing)?)?,
                fields: FieldRecord::pairs(self.fields.as_deref().ok_or_else(missing)?),
                permits: self.permits.iter().map(PermitLineRecord::facts).collect::<Result<_, _>>()?,
                presenter: self.presenter.clone().ok_or_else(missing)?,
                face: self.face.clone(),
                delegate: self.delegate,
                recognised_list: recognised.map(|list| list.used("$.content.recognised_list")).transpose()?,
                status,
                findings: self.codes.clone(),
            }));
        }
        let nothing = self.kind.is_none()
            && self.tag.is_none()
            && self.fields.is_none()
            && self.permits.is_empty()
            && self.presenter.is_none()
            && self.face.is_none()
            && !self.delegate
            && self.recognised_list.is_none()
            && self.status.is_none();
        match (&self.codes[..], nothing) {
            ([code], true) => Ok(Err((outcome, code.clone()))),
            _ => Err(missing()),
        }
    }
}

impl FieldRecord {
    fn all(fields: &[(u16, String)]) -> Vec<Self> {
        fields.iter().map(|(label, name)| Self { label: *label, name: name.clone() }).collect()
    }

    fn pairs(records: &[Self]) -> Vec<(u16, String)> {
        records.iter().map(|field| (field.label, field.name.clone())).collect()
    }
}

impl PermitLineRecord {
    fn of(permit: &PermitFacts) -> Self {
        Self {
            kind: permit.kind.clone(),
            outcome: permit.outcome.id().into(),
            code: permit.code.clone(),
            fields: FieldRecord::all(&permit.fields),
        }
    }

    fn facts(&self) -> Result<PermitFacts, InputError> {
        Ok(PermitFacts {
            kind: self.kind.clone(),
            outcome: outcome("$.content.permits", &self.outcome)?,
            code: self.code.clone(),
            fields: FieldRecord::pairs(&self.fields),
        })
    }
}

impl ListUsedRecord {
    fn of(list: &ListUsed) -> Self {
        Self { authority: list.authority.clone(), sequence: list.sequence, issued: list.iat.to_string() }
    }

    fn used(&self, path: &str) -> Result<ListUsed, InputError> {
        Ok(ListUsed {
            authority: self.authority.clone(),
            sequence: self.sequence,
            iat: time(path, &self.issued)?,
        })
    }
}
