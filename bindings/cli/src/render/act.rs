//! Acts for a clerk.

use super::Page;
use zhengzhao_facade::verdict::{ActRecord, MandateRecord};

impl Page {
    pub(super) fn act(&mut self, act: &ActRecord) {
        self.field("出示给", "presented to", &act.audience);
        if let Some(purpose) = &act.purpose {
            self.field("事由", "purpose", purpose);
        }
        if let Some(scenario) = &act.scenario {
            self.field("场景", "scenario", scenario);
        }
        self.field("出示有效至", "presentation ends", &act.until);
        if let Some(mandate) = &act.mandate {
            self.mandate(mandate);
        }
    }

    pub(super) fn mandate(&mut self, mandate: &MandateRecord) {
        if let Some(principal) = &mandate.principal {
            self.field("委托方", "principal", principal);
        }
        self.field("受托人（委托方自述）", "delegate, as the principal states", &mandate.delegate_as_stated);
        if let Some(code) = &mandate.delegate_code_as_stated {
            self.field("受托人代码（委托方自述）", "delegate's code, as the principal states", code);
        }
        self.field("授权事项", "mandate for", &mandate.matters.join(", "));
        self.field("授权有效至", "mandate ends", &mandate.until);
    }
}
