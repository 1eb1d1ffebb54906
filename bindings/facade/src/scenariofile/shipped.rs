//! The scenarios that come with the library, as descriptions.
//!
//! They leave out `issuer` and `region`: whoever publishes one says both, in a description of its own that stands on
//! it. Retention is a proposal; the operator answers for it.

use super::read_claims;
use crate::{InputError, Text};
use serde::Deserialize;
use serde_json::Value;
use zhengzhao::kind::Kinds;
use zhengzhao::region::Region;
use zhengzhao::scenario::Terms;
use zhengzhao::time::Time;

/// Stands for the publisher where only the terms are wanted: well formed, and no organisation's.
const NOBODY: &str = "11000000000000000U";

macro_rules! shipped {
    ($($id:literal),* $(,)?) => {
        /// Id and description of each, by id.
        const SHIPPED: &[(&str, &str)] =
            &[$(($id, include_str!(concat!("../../scenarios/", $id, ".json")))),*];
    };
}

shipped![
    "bank-account-opening",
    "business-financing",
    "business-registration",
    "employment-service",
    "food-delivery-onboarding",
    "food-licence-application",
    "hotel-check-in",
    "hotel-check-in-with-child",
    "marriage-registration",
    "medication",
    "mortgage-registration",
    "newborn-registration",
    "recruitment",
    "residence-permit-service",
    "retirement",
    "roadside-transport-check",
    "school-enrolment",
    "second-hand-house-transfer",
    "shop-opening",
    "social-assistance",
    "tax-registration",
    "tender",
];

/// A shipped scenario.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shipped {
    /// Its id, by which other descriptions stand on it.
    pub id: &'static str,
    /// Its description.
    pub json: &'static str,
}

/// The two names of a description; all else in it is passed over.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Names {
    name_zh: String,
    name_en: String,
}

impl Shipped {
    /// Its names.
    #[must_use]
    pub fn name(&self) -> Text {
        let names = serde_json::from_str::<Names>(self.json);
        names.map_or_else(|_| Text::new(self.id, self.id), |names| Text::new(names.name_zh, names.name_en))
    }

    /// Its description as a value.
    #[must_use]
    pub fn value(&self) -> Value {
        serde_json::from_str(self.json).unwrap_or_default()
    }

    /// What it asks for, under the names of these kinds. The region `"own"` is the whole country in it.
    ///
    /// # Errors
    /// [`InputError`] where these kinds lack what it names.
    pub fn terms(&self, kinds: &Kinds) -> Result<Terms, InputError> {
        let mut value = self.value();
        if let Some(members) = value.as_object_mut() {
            members.insert("issuer".into(), NOBODY.into());
            members.insert("region".into(), Region::NATIONAL.as_str().into());
        }
        read_claims(&value, kinds, Time::MIN).map(|claims| claims.terms)
    }
}

/// All of them, by id.
pub fn all() -> impl Iterator<Item = Shipped> {
    SHIPPED.iter().map(|(id, json)| Shipped { id, json })
}

/// The one with this id.
#[must_use]
pub fn find(id: &str) -> Option<Shipped> {
    all().find(|shipped| shipped.id == id)
}
