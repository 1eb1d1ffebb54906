//! Lists, packs and stores of the sample.

use super::scenarios::HOTEL_CHECK_IN;
use super::{Authority, Issuer, Publisher, kinds};
use zhengzhao::act::ScenarioId;
use zhengzhao::crypto::Signer;
use zhengzhao::issue::{
    IssueError, StatusListDraft, TrustListDraft, add_signature, issue_status_list, sign_trust_list,
};
use zhengzhao::region::Region;
use zhengzhao::status::Shard;
use zhengzhao::store::{Pack, Store};
use zhengzhao::time::Time;
use zhengzhao::trust::{Dates, IssuerEntry, IssuerKey, KeyUse, KindGrant, Pilot, Recognition, TrustLevel};
use zhengzhao::{Policy, Refusal};

/// Seconds of a day.
pub const DAY: u64 = 86_400;

/// The fictional world at one moment.
#[derive(Debug)]
pub struct World {
    /// The moment.
    pub now: Time,
    /// The authority of Chongqing (500000).
    pub chongqing: Authority,
    /// The authority of Sichuan (510000).
    pub sichuan: Authority,
    /// Business and food licences of Chongqing.
    pub chongqing_market: Issuer,
    /// E-IDs and residence permits of Chongqing, under a P-256 key.
    pub chongqing_police: Issuer,
    /// Electronic seals of Chongqing, under an SM2 key.
    pub chongqing_seals: Issuer,
    /// Residence permits of Chengdu.
    pub chengdu_police: Issuer,
    /// Food and business licences of Sichuan, under an SM2 key.
    pub sichuan_market: Issuer,
    /// Real-estate certificates of Chengdu.
    pub chengdu_estate: Issuer,
}

/// The lists of a desk, as bytes.
#[derive(Debug, Clone)]
pub struct Lists {
    /// The own trust list.
    pub own: Vec<u8>,
    /// The recognised trust list.
    pub recognised: Vec<u8>,
    /// The status lists of all issuers.
    pub statuses: Vec<Vec<u8>>,
}

impl World {
    /// The world at `now`; its lists were made the day before.
    #[must_use]
    pub fn at(now: Time) -> Self {
        Self {
            now,
            chongqing: Authority::chongqing(),
            sichuan: Authority::sichuan(),
            chongqing_market: Issuer::chongqing_market(),
            chongqing_police: Issuer::chongqing_police(),
            chongqing_seals: Issuer::chongqing_seals(),
            chengdu_police: Issuer::chengdu_police(),
            sichuan_market: Issuer::sichuan_market(),
            chengdu_estate: Issuer::chengdu_estate(),
        }
    }

    /// The policy of the sample's desks: status lists may be a week old.
    #[must_use]
    pub const fn policy() -> Policy {
        Policy::new(7 * DAY)
    }

    /// When the sample's lists were made.
    #[must_use]
    pub fn yesterday(&self) -> Time {
        self.now.saturating_sub(DAY)
    }

    /// When keys, grants and recognitions of the sample begin.
    #[must_use]
    pub fn dates(&self) -> Dates {
        Dates { from: self.now.saturating_sub(400 * DAY), to: None }
    }

    /// All issuers.
    #[must_use]
    pub fn issuers(&self) -> [&Issuer; 6] {
        [
            &self.chongqing_market,
            &self.chongqing_police,
            &self.chengdu_police,
            &self.sichuan_market,
            &self.chengdu_estate,
            &self.chongqing_seals,
        ]
    }

    /// The trust-list entry of an issuer.
    #[must_use]
    pub fn entry(&self, issuer: &Issuer) -> IssuerEntry {
        let dates = self.dates();
        let key = |key: &dyn Signer, key_use| IssuerKey::new(key.public_key().clone(), key_use, dates);
        IssuerEntry {
            id: issuer.id.into(),
            name_zh: issuer.name_zh.into(),
            name_en: issuer.name_en.into(),
            region: issuer.region,
            keys: vec![key(&issuer.issue_key, KeyUse::Issue), key(&issuer.status_key, KeyUse::Status)],
            kinds: grants(issuer.kinds, dates),
            status_uris: vec![issuer.status_uri.into()],
            lowest_profile: zhengzhao::PROFILE_VERSION,
        }
    }

    /// How one authority recognises the other: the three kinds that the public list names.
    ///
    /// # Errors
    /// None for the sample's authorities.
    pub fn recognition(&self, of: &Authority) -> Result<Recognition, Refusal> {
        Ok(Recognition {
            authority: of.id.into(),
            region: of.region,
            signers: of.signer_set()?,
            lowest_sequence: 1,
            kinds: grants(&kinds::RECOGNISED, self.dates()),
            dates: self.dates(),
        })
    }

    /// The pilot (试点) of the two authorities: the other side's e-IDs count in one district of each capital, for two
    /// weeks from today, for the hotel check-in of either service office.
    ///
    /// # Errors
    /// None for the sample's offices.
    pub fn eid_pilot(&self) -> Result<KindGrant, Refusal> {
        let from = Time::start_of(self.now.date()).unwrap_or(self.now);
        let offices = [Publisher::chongqing(), Publisher::sichuan()];
        let scenario = |office: &Publisher| ScenarioId::new(office.id, HOTEL_CHECK_IN);
        let pilot = Pilot {
            regions: ["500103", "510104"].into_iter().filter_map(Region::parse).collect(),
            from: Some(from),
            to: Some(from.saturating_add(14 * DAY)),
            scenarios: offices.iter().map(scenario).collect::<Result<_, _>>()?,
        };
        let grant = KindGrant::new(kinds::EID, self.dates());
        Ok(KindGrant { level: Some(TrustLevel::B), pilot: Some(pilot), ..grant })
    }

    /// A trust list that takes part in the pilot.
    ///
    /// # Errors
    /// None for the sample's offices.
    pub fn with_eid_pilot(&self, mut list: TrustListDraft) -> Result<TrustListDraft, Refusal> {
        for recognition in &mut list.recognitions {
            recognition.kinds.push(self.eid_pilot()?);
        }
        Ok(list)
    }

    /// The trust list of Chongqing, to be changed and signed.
    ///
    /// # Errors
    /// None for the sample's authorities.
    pub fn chongqing_list(&self, sequence: u64) -> Result<TrustListDraft, Refusal> {
        let issuers = [&self.chongqing_market, &self.chongqing_police, &self.chongqing_seals];
        self.list(&self.chongqing, &self.sichuan, &issuers, sequence)
    }

    /// The trust list of Sichuan, to be changed and signed.
    ///
    /// # Errors
    /// None for the sample's authorities.
    pub fn sichuan_list(&self, sequence: u64) -> Result<TrustListDraft, Refusal> {
        let issuers = [&self.chengdu_police, &self.sichuan_market, &self.chengdu_estate];
        self.list(&self.sichuan, &self.chongqing, &issuers, sequence)
    }

    fn list(
        &self,
        by: &Authority,
        recognises: &Authority,
        issuers: &[&Issuer],
        sequence: u64,
    ) -> Result<TrustListDraft, Refusal> {
        Ok(TrustListDraft {
            authority: by.id.into(),
            region: by.region,
            sequence,
            iat: self.yesterday(),
            exp: self.yesterday().saturating_add(30 * DAY),
            signers: by.signer_set()?,
            outgoing: Vec::new(),
            issuers: issuers.iter().map(|issuer| self.entry(issuer)).collect(),
            recognitions: vec![self.recognition(recognises)?],
        })
    }

    /// Signs a list by the first two signers of an authority.
    ///
    /// # Errors
    /// What the list's own rules refuse.
    pub fn sign(&self, draft: TrustListDraft, by: &Authority) -> Result<Vec<u8>, IssueError> {
        let [first, second, _] = &by.signers;
        add_signature(&sign_trust_list(&draft.build()?, first)?, second)
    }

    /// A status list of an issuer, made at `iat`, that counts for 30 days.
    ///
    /// # Errors
    /// None for the sample's issuers.
    pub fn status_list(&self, issuer: &Issuer, iat: Time, shard: &Shard) -> Result<Vec<u8>, IssueError> {
        let draft = StatusListDraft {
            issuer: issuer.id,
            uri: issuer.status_uri,
            iat,
            exp: iat.saturating_add(30 * DAY),
            ttl: Some(DAY),
            shard,
        };
        issue_status_list(&draft, &issuer.status_key)
    }

    /// The lists of a Chongqing desk, everything valid.
    ///
    /// # Errors
    /// None for the sample's authorities.
    pub fn lists(&self) -> Result<Lists, IssueError> {
        let valid = Shard::new();
        let status = |issuer: &Issuer| self.status_list(issuer, self.yesterday(), &valid);
        Ok(Lists {
            own: self.sign(self.chongqing_list(1)?, &self.chongqing)?,
            recognised: self.sign(self.sichuan_list(1)?, &self.sichuan)?,
            statuses: self.issuers().into_iter().map(status).collect::<Result<_, _>>()?,
        })
    }

    /// The pack of a Chongqing desk.
    ///
    /// # Errors
    /// None for the sample's authorities.
    pub fn pack(&self) -> Result<Pack, IssueError> {
        let Lists { own, recognised, statuses } = self.lists()?;
        Ok(Pack::new(Some(self.chongqing.anchor()?), vec![own], vec![recognised], statuses))
    }

    /// The store of a Chongqing desk that has imported [`Self::pack`].
    ///
    /// # Errors
    /// None for the sample's authorities.
    pub fn store(&self) -> Result<Store, IssueError> {
        let mut store = Store::pin(self.chongqing.anchor()?);
        store.import(&self.pack()?, self.now, &Self::policy())?;
        Ok(store)
    }
}

fn grants(kinds: &[&str], dates: Dates) -> Vec<KindGrant> {
    kinds.iter().map(|kind| KindGrant::new(kind, dates)).collect()
}
