//! A small world of trust: one authority, one issuer, one status list, one desk.
//!
//! Everything in it is invented and comes from fixed seeds.
#![expect(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    reason = "a test stops at the first surprise"
)]

use chacha20::ChaCha20Rng;
use zhengzhao::act::enrolment::{self, EnrolledKey, EnrolmentChallenge, EnrolmentDraft};
use zhengzhao::act::seal::ELECTRONIC_SEAL;
use zhengzhao::act::{Nonce, Purpose};
use zhengzhao::certificate::StatusRef;
use zhengzhao::crypto::rand_core::SeedableRng;
use zhengzhao::crypto::{Algorithm, Signer, SigningKey};
use zhengzhao::error::Object;
use zhengzhao::issue::{
    Draft, DraftItem, DraftPermit, Issued, StatusListDraft, TrustListDraft, issue, issue_printed,
    issue_status_list, sign_trust_list,
};
use zhengzhao::region::Region;
use zhengzhao::scenario::{
    Alternative, LawfulBasis, Material, PermitsNeed, Predicate, ScenarioClaims, StatusNeed, Terms,
};
use zhengzhao::status::Shard;
use zhengzhao::time::Time;
use zhengzhao::trust::{Anchor, Dates, IssuerEntry, IssuerKey, KeyUse, KindGrant, SignerSet, TrustList};
use zhengzhao::verify::Presenter;
use zhengzhao::{
    Certificate, Occasion, Policy, Presence, Printed, Refusal, Store, Unverified, Verified, Verifier,
};

pub(crate) const AUTHORITY: &str = "11330000YY00000012";
pub(crate) const ISSUER: &str = "11330100YY0000002A";
pub(crate) const KIND: &str = "ZZ-LOCAL-TEST";
pub(crate) const URI: &str = "s/1";
/// 2026-07-01T08:00:00+08:00.
pub(crate) const NOW: u64 = 1_782_864_000;
pub(crate) const DAY: u64 = 24 * 3600;

pub(crate) fn time(seconds: u64) -> Time {
    Time::from_seconds(seconds).unwrap()
}

pub(crate) fn region(code: &str) -> Region {
    Region::parse(code).unwrap()
}

pub(crate) fn rng(seed: u8) -> ChaCha20Rng {
    ChaCha20Rng::from_seed([seed; 32])
}

pub(crate) fn policy() -> Policy {
    Policy::new(7 * DAY)
}

/// An Ed25519 key of a fixed secret.
pub(crate) fn key(secret: u8) -> SigningKey {
    SigningKey::from_secret(Algorithm::Ed25519, &[secret; 32]).unwrap()
}

/// A holder's key as an issuer may use it: shown by an enrolment of its own.
pub(crate) fn enrolled(key: &dyn Signer, issuer: &str) -> EnrolledKey {
    let (nonce, now) = (Nonce::new([16; 16]), time(NOW));
    let draft = EnrolmentDraft { issuer: issuer.into(), nonce, iat: now, exp: time(NOW + 60) };
    let bytes = draft.sign(&[key], [7; 16]).unwrap();
    let challenge = EnrolmentChallenge::new(issuer, nonce).unwrap();
    enrolment::verify(&bytes, challenge, now, 0).unwrap().remove(0)
}

pub(crate) struct World {
    pub(crate) authority: SigningKey,
    pub(crate) issuer: SigningKey,
    pub(crate) status: SigningKey,
    pub(crate) holder: SigningKey,
    pub(crate) scenario: SigningKey,
    /// Holds the trust list and a status list in which everything is valid.
    pub(crate) store: Store,
}

impl World {
    pub(crate) fn new() -> Self {
        let [authority, issuer, status, holder, scenario] = [key(1), key(2), key(3), key(4), key(5)];
        let signers = SignerSet::new(Object::Anchor, 1, vec![authority.public_key().clone()]).unwrap();
        let store = Store::pin(Anchor::new(AUTHORITY, region("330000"), signers, 1).unwrap());
        let mut world = Self { authority, issuer, status, holder, scenario, store };
        let (trust, status) = (world.trust_list(), world.status_list(&Shard::new(), NOW));
        world.store.update_own(&[&trust], time(NOW), &policy()).unwrap();
        world.store.update_status(&status, time(NOW), &policy()).unwrap();
        world
    }

    pub(crate) fn entry(&self) -> IssuerEntry {
        let dates = Dates { from: time(0), to: None };
        let grant = |kind: &str| KindGrant::new(kind, dates);
        IssuerEntry {
            id: ISSUER.into(),
            name_zh: "杭州市示例局".into(),
            name_en: "Example bureau of Hangzhou".into(),
            region: region("330100"),
            keys: vec![
                IssuerKey::new(self.issuer.public_key().clone(), KeyUse::Issue, dates),
                IssuerKey::new(self.status.public_key().clone(), KeyUse::Status, dates),
                IssuerKey::new(self.scenario.public_key().clone(), KeyUse::Scenario, dates),
            ],
            kinds: vec![grant(KIND), grant(ELECTRONIC_SEAL)],
            status_uris: vec![URI.into()],
            lowest_profile: 1,
        }
    }

    pub(crate) fn trust_list_draft(&self) -> TrustListDraft {
        TrustListDraft {
            authority: AUTHORITY.into(),
            region: region("330000"),
            sequence: 1,
            iat: time(NOW),
            exp: time(NOW + 30 * DAY),
            signers: SignerSet::new(Object::TrustList, 1, vec![self.authority.public_key().clone()]).unwrap(),
            outgoing: Vec::new(),
            issuers: vec![self.entry()],
            recognitions: Vec::new(),
        }
    }

    pub(crate) fn trust_list(&self) -> Vec<u8> {
        let list: TrustList = self.trust_list_draft().build().unwrap();
        sign_trust_list(&list, &self.authority).unwrap()
    }

    pub(crate) fn status_list(&self, shard: &Shard, iat: u64) -> Vec<u8> {
        let (iat, exp) = (time(iat), time(iat + 7 * DAY));
        let draft = StatusListDraft { issuer: ISSUER, uri: URI, iat, exp, ttl: None, shard };
        issue_status_list(&draft, &self.status).unwrap()
    }

    /// A scenario that asks for one certificate of the world's kind, aged 18 or over.
    pub(crate) fn scenario(&self) -> ScenarioClaims {
        let age = Predicate::AgeOver { years: 18, boolean: Some(22), date: Some(19) };
        let alternative = Alternative {
            kind: KIND.into(),
            fields: vec![2],
            predicates: vec![age],
            permits: PermitsNeed::Nothing,
            representative: None,
        };
        let material = Material {
            name_zh: "身份证件".into(),
            name_en: "identity".into(),
            alternatives: vec![alternative],
            delegate: false,
            face: false,
        };
        let terms = Terms {
            id: "check-in".into(),
            version: 1,
            name_zh: "住宿登记".into(),
            name_en: "check-in".into(),
            materials: vec![material],
            links: Vec::new(),
            presenter: Presenter::ProvenChallenge,
            mandate: false,
            status: StatusNeed::Policy,
            purpose: Purpose::new("住宿登记").unwrap(),
            basis: LawfulBasis::StatutoryDuty,
            provision: None,
            retention_days: 30,
            trust_level: None,
        };
        let (iat, exp) = (time(NOW), time(NOW + 300 * DAY));
        ScenarioClaims { issuer: ISSUER.into(), region: region("330100"), iat, exp, terms }
    }

    pub(crate) fn draft(&self, items: Vec<DraftItem>) -> Draft {
        Draft {
            issuer: ISSUER.into(),
            kind: KIND.into(),
            region: region("330106"),
            iat: time(NOW - DAY),
            nbf: time(NOW - DAY),
            exp: Some(time(NOW + 365 * DAY)),
            items,
            permits: Vec::new(),
            decoys_to: 0,
        }
    }

    pub(crate) fn permit(&self, items: Vec<DraftItem>, redact: bool) -> DraftPermit {
        DraftPermit {
            issuer: ISSUER.into(),
            kind: KIND.into(),
            nbf: time(NOW - DAY),
            exp: None,
            status: status_ref(2),
            items,
            redact,
        }
    }

    pub(crate) fn issue(&self, draft: &Draft) -> Issued {
        let holder = enrolled(&self.holder, &draft.issuer);
        issue(draft, holder, &status_ref(1), &self.issuer, &mut rng(9)).unwrap()
    }

    pub(crate) fn issue_printed(&self, draft: &Draft) -> Issued {
        issue_printed(draft, &status_ref(1), &self.issuer, &mut rng(9)).unwrap()
    }

    pub(crate) fn occasion(&self) -> Occasion {
        Occasion::new(time(NOW), region("330100"))
    }

    pub(crate) fn verify(&self, bytes: &[u8]) -> Result<Verified<Certificate>, Refusal> {
        self.verifier().verify(Unverified::parse(bytes)?, &self.occasion(), Presence::None)
    }

    pub(crate) fn verify_printed(&self, bytes: &[u8]) -> Result<Verified<Printed>, Refusal> {
        self.verifier().verify(Unverified::parse(bytes)?, &self.occasion(), Presence::None)
    }

    pub(crate) fn verifier(&self) -> Verifier<'_> {
        Verifier::new(self.store.trust(), self.store.statuses(), policy())
    }
}

pub(crate) fn status_ref(index: u64) -> StatusRef {
    StatusRef::new(index, URI).unwrap()
}
