//! What vectors of matters say besides: what is shown, and how it is judged.

use super::{Bytes, Vector, Wanted};
use serde_json::{Value as Json, json};
use zhengzhao::act::seal::Document;

/// One object that is shown for a matter.
#[derive(Debug, Clone)]
pub(crate) struct Exhibit(Json);

impl Exhibit {
    fn of(object: &str, bytes: impl Into<Bytes>) -> Self {
        Self(json!({"object": object, "bytes": bytes.into().json()}))
    }

    pub(crate) fn presentation(bytes: impl Into<Bytes>) -> Self {
        Self::of("presentation", bytes)
    }

    pub(crate) fn certificate(bytes: impl Into<Bytes>) -> Self {
        Self::of("certificate", bytes)
    }

    pub(crate) fn printed(bytes: impl Into<Bytes>) -> Self {
        Self::of("printed_certificate", bytes)
    }

    pub(crate) fn seal(bytes: impl Into<Bytes>, document: &Document) -> Self {
        let mut seal = Self::of("seal", bytes);
        seal.0["document"] = json!({"digest": hex::encode(document.digest()), "length": document.length()});
        seal
    }

    /// With the picture that travels beside it.
    pub(crate) fn beside(mut self, picture: impl Into<Bytes>) -> Self {
        self.0["picture"] = picture.into().json();
        self
    }
}

impl Vector {
    /// Shows all this for the matter with this name.
    pub(crate) fn matter_of(self, (issuer, id): (&str, &str), shown: &[Exhibit]) -> Self {
        let shown: Vec<_> = shown.iter().map(|exhibit| exhibit.0.clone()).collect();
        let mut step =
            json!({"scenario": [issuer, id], "shown": shown, "now": self.now, "region": self.region});
        self.add_besides(&mut step);
        self.step(vec![("verify_scenario", step)])
    }

    /// The matter that was shown last is judged strictly.
    pub(crate) fn strictly(mut self) -> Self {
        let step = self.steps.last_mut().and_then(|step| step.first_mut()).expect("a step");
        assert_eq!(step.0, "verify_scenario");
        step.1["strict"] = true.into();
        self
    }

    pub(crate) fn settled(mut self) -> Self {
        self.wanted = Wanted::Settled;
        self
    }
}
