//! The objects that are exchanged, the same on every machine for the same moment.

use crate::{Outcome, Signing, expected};
use chacha20::ChaCha20Rng;
use chacha20::rand_core::SeedableRng;
use serde_json::Value as Json;
use zhengzhao::cbor::{MapWriter, Reader, Writer};
use zhengzhao::certificate::{CERTIFICATE_TYP, PRINTED_TYP, StatusRef};
use zhengzhao::cose::Typ;
use zhengzhao::crypto::{Algorithm, Signer, SigningKey};
use zhengzhao::error::Object as Named;
use zhengzhao::holder::{HolderCopy, Step};
use zhengzhao::issue::{Draft, DraftItem, DraftPermit, TrustListDraft, issue, issue_printed};
use zhengzhao::limits::MAX_STATUS_LIST;
use zhengzhao::region::Region;
use zhengzhao::status::{STATUS_LIST_TYP, Shard, Status};
use zhengzhao::store::Store;
use zhengzhao::time::Time;
use zhengzhao::{Certificate, Occasion, Presence, Printed, Refusal, Unverified, Verified, Verifier};
use zhengzhao_facade::sample::{self, Authority, DAY, Issuer, World, kinds};

/// Which trust list of Chongqing stands behind an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Desk {
    /// The sample's own.
    Current,
    /// One that pins every key of Chongqing's issuers to the deprecated numbers -8 and -7.
    Legacy,
}

impl Desk {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Legacy => "legacy",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Certificate,
    Printed,
    StatusList,
    OwnList,
    RecognisedList,
}

impl Kind {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Certificate => "certificate",
            Self::Printed => "printed",
            Self::StatusList => "status_list",
            Self::OwnList | Self::RecognisedList => "trust_list",
        }
    }

    const fn typ(self) -> Typ<'static> {
        match self {
            Self::Certificate => CERTIFICATE_TYP,
            Self::Printed => PRINTED_TYP,
            Self::StatusList => STATUS_LIST_TYP,
            Self::OwnList | Self::RecognisedList => zhengzhao::trust::TRUST_LIST_TYP,
        }
    }
}

/// The parts of a message before its signature, as they stand in it.
pub(crate) struct Parts {
    pub(crate) protected: Vec<u8>,
    /// An encoded map.
    pub(crate) unprotected: Vec<u8>,
    pub(crate) payload: Vec<u8>,
}

pub(crate) struct Object {
    pub(crate) name: &'static str,
    pub(crate) form: Kind,
    pub(crate) desk: Desk,
    pub(crate) bytes: Vec<u8>,
    pub(crate) parts: Parts,
    pub(crate) signers: Vec<Signing>,
    pub(crate) claims: Json,
}

/// What acceptance leaves behind, so that two acceptances can be compared.
#[derive(Debug, PartialEq)]
pub(crate) enum Accepted {
    Certificate(Box<Verified<Certificate>>),
    Printed(Box<Verified<Printed>>),
    /// A list says nothing by itself; it was stored.
    List,
}

pub(crate) struct Scene {
    world: World,
    pub(crate) objects: Vec<Object>,
    current: Store,
    legacy: Store,
}

/// The entries of the sample's status lists that are not valid.
const NOT_VALID: [(u64, Status); 4] = [
    (0, Status::Suspended),
    (1, Status::TransferredOut),
    (70_000, Status::Void),
    (1_048_575, Status::RevokedAsPenalty),
];

impl Scene {
    pub(crate) fn at(now: Time) -> Outcome<Self> {
        let world = World::at(now);
        let current = lists_only(&world, Desk::Current)?;
        let legacy = lists_only(&world, Desk::Legacy)?;
        let mut scene = Self { world, objects: Vec::new(), current, legacy };
        scene.add_trust_lists()?;
        scene.add_status_lists()?;
        scene.add_certificates()?;
        Ok(scene)
    }

    fn store(&self, desk: Desk) -> &Store {
        match desk {
            Desk::Current => &self.current,
            Desk::Legacy => &self.legacy,
        }
    }

    /// Takes the bytes through the public door of their kind.
    pub(crate) fn accept(&self, form: Kind, desk: Desk, bytes: &[u8]) -> Result<Accepted, Refusal> {
        let (now, policy) = (self.world.now, World::policy());
        let store = self.store(desk);
        let occasion = Occasion::new(now, Region::parse("500103").unwrap_or(Region::NATIONAL));
        let verifier = Verifier::new(store.trust(), store.statuses(), policy);
        match form {
            Kind::Certificate => verifier
                .verify(Unverified::parse(bytes)?, &occasion, Presence::None)
                .map(|verified| Accepted::Certificate(Box::new(verified))),
            Kind::Printed => verifier
                .verify(Unverified::parse(bytes)?, &occasion, Presence::None)
                .map(|verified| Accepted::Printed(Box::new(verified))),
            Kind::StatusList => store.clone().update_status(bytes, now, &policy).map(|()| Accepted::List),
            Kind::OwnList => {
                let anchor = store.trust().anchor().clone();
                Store::pin(anchor).update_own(&[bytes], now, &policy).map(|()| Accepted::List)
            }
            Kind::RecognisedList => {
                store.clone().update_recognised(bytes, now, &policy).map(|()| Accepted::List)
            }
        }
    }

    fn add_trust_lists(&mut self) -> Outcome<()> {
        let world = &self.world;
        let lists = [
            (
                "trust-chongqing",
                Kind::OwnList,
                Desk::Current,
                own_list(world, Desk::Current)?,
                &world.chongqing,
            ),
            ("trust-sichuan", Kind::RecognisedList, Desk::Current, world.sichuan_list(1)?, &world.sichuan),
            ("trust-legacy", Kind::OwnList, Desk::Legacy, own_list(world, Desk::Legacy)?, &world.chongqing),
        ];
        for (name, form, desk, draft, by) in lists {
            let claims = expected::trust_list(&draft, desk == Desk::Legacy);
            let bytes = world.sign(draft, by)?;
            let (parts, headers) = split(&bytes)?;
            let signers = headers
                .into_iter()
                .zip(signer_keys(by))
                .map(|(header, key)| {
                    let alg = key.public_key().algorithm().cose_id();
                    Signing { alg, key, protected: Some(header) }
                })
                .collect();
            self.objects.push(Object { name, form, desk, bytes, parts, signers, claims });
        }
        Ok(())
    }

    fn add_status_lists(&mut self) -> Outcome<()> {
        let world = &self.world;
        let mut shard = Shard::new();
        for (index, status) in NOT_VALID {
            shard.set(index, status)?;
        }
        let entries = NOT_VALID.map(|(index, status)| (index, status.value()));
        let lists = [
            ("status-ed25519", Desk::Current, &world.chongqing_market),
            ("status-p256", Desk::Current, &world.chongqing_police),
            ("status-sm2", Desk::Current, &world.sichuan_market),
            ("status-legacy-8", Desk::Legacy, &world.chongqing_market),
            ("status-legacy-7", Desk::Legacy, &world.chongqing_police),
        ];
        for (name, desk, issuer) in lists {
            let iat = world.yesterday();
            let bytes = world.status_list(issuer, iat, &shard)?;
            let exp = iat.saturating_add(30 * DAY);
            let claims = expected::status_list(issuer.id, issuer.status_uri, iat, exp, DAY, &entries);
            let key = key_again(&issuer.status_key)?;
            let object = sign1(name, Kind::StatusList, desk, &bytes, key, claims)?;
            let store = if desk == Desk::Current { &mut self.current } else { &mut self.legacy };
            store.update_status(&object.bytes, self.world.now, &World::policy())?;
            self.objects.push(object);
        }
        Ok(())
    }

    fn add_certificates(&mut self) -> Outcome<()> {
        let (market, police, sichuan) =
            (&self.world.chongqing_market, &self.world.chongqing_police, &self.world.sichuan_market);
        let mut food = sample::food_licence(&self.world);
        food.issuer = sichuan.id.into();
        food.region = sichuan.region;
        let eid = sample::eid(&self.world);
        let printed = sample::food_licence(&self.world);
        let all = consolidated(&self.world)?;
        let made = [
            self.certificate("certificate-ed25519", Desk::Current, &all, market)?,
            self.certificate("certificate-p256", Desk::Current, &eid, police)?,
            self.certificate("certificate-sm2", Desk::Current, &food, sichuan)?,
            self.printed("printed-ed25519", Desk::Current, &printed, market)?,
            self.certificate("certificate-legacy-8", Desk::Legacy, &all, market)?,
            self.certificate("certificate-legacy-7", Desk::Legacy, &eid, police)?,
            self.printed("printed-legacy-8", Desk::Legacy, &printed, market)?,
        ];
        self.objects.extend(made);
        Ok(())
    }

    fn certificate(&self, name: &'static str, desk: Desk, draft: &Draft, issuer: &Issuer) -> Outcome<Object> {
        let holder = sample::key(Algorithm::Esp256, "林小满");
        let key = &issuer.issue_key;
        let holder = sample::enrolled(&holder, &draft.issuer)?;
        let issued = issue(draft, holder, &reference(issuer)?, key, &mut seeded(name))?;
        // Everything is shown but the last permit, so that a tag 60 stays.
        let last = draft.permits.len().saturating_sub(1);
        let shown =
            HolderCopy::parse(issued.as_bytes())?.show(|path| path.first() != Some(&Step::Permit(last)));
        let mut object = sign1(name, Kind::Certificate, desk, &shown, key_again(key)?, Json::Null)?;
        match self.accept(object.form, desk, &object.bytes)? {
            Accepted::Certificate(verified) => object.claims = expected::certificate(&verified),
            _ => return Err("a certificate was accepted as something else".into()),
        }
        Ok(object)
    }

    fn printed(&self, name: &'static str, desk: Desk, draft: &Draft, issuer: &Issuer) -> Outcome<Object> {
        let key = &issuer.issue_key;
        let issued = issue_printed(draft, &reference(issuer)?, key, &mut seeded(name))?;
        let mut object = sign1(name, Kind::Printed, desk, issued.as_bytes(), key_again(key)?, Json::Null)?;
        match self.accept(object.form, desk, &object.bytes)? {
            Accepted::Printed(verified) => object.claims = expected::certificate(&verified),
            _ => return Err("a printed certificate was accepted as something else".into()),
        }
        Ok(object)
    }
}

/// The desk's trust lists without any status list.
fn lists_only(world: &World, desk: Desk) -> Outcome<Store> {
    let mut store = Store::pin(world.chongqing.anchor()?);
    let own = world.sign(own_list(world, desk)?, &world.chongqing)?;
    store.update_own(&[&own], world.now, &World::policy())?;
    let recognised = world.sign(world.sichuan_list(1)?, &world.sichuan)?;
    store.update_recognised(&recognised, world.now, &World::policy())?;
    Ok(store)
}

fn own_list(world: &World, desk: Desk) -> Outcome<TrustListDraft> {
    let mut draft = world.chongqing_list(1)?;
    if desk == Desk::Legacy {
        for key in draft.issuers.iter_mut().flat_map(|entry| &mut entry.keys) {
            // SM2 keys have no deprecated number and stay as they are.
            *key = key.clone().with_legacy_algorithm().unwrap_or_else(|| key.clone());
        }
    }
    Ok(draft)
}

/// The business licence with two redacted permits, so that a payload holds simple(59) and tag 60.
fn consolidated(world: &World) -> Outcome<Draft> {
    let issuer = &world.chongqing_market;
    let mut draft = sample::business_licence(world);
    for (index, number) in [(21, "JY25001030000011"), (22, "JY25001030000020")] {
        draft.permits.push(DraftPermit {
            issuer: issuer.id.into(),
            kind: kinds::FOOD_LICENCE.into(),
            nbf: draft.nbf,
            exp: Some(draft.nbf.saturating_add(5 * 365 * DAY)),
            status: StatusRef::new(index, issuer.status_uri).ok_or("not a status URI")?,
            items: vec![DraftItem::open(1, number)],
            redact: true,
        });
    }
    Ok(draft)
}

fn reference(issuer: &Issuer) -> Outcome<StatusRef> {
    Ok(StatusRef::new(5, issuer.status_uri).ok_or("not a status URI")?)
}

/// Randomness fixed by a name.
fn seeded(name: &str) -> ChaCha20Rng {
    ChaCha20Rng::from_seed(zhengzhao::crypto::sha256(&[name.as_bytes()]))
}

/// Secrets are not `Clone`, so that none is copied by accident.
fn key_again(key: &SigningKey) -> Outcome<SigningKey> {
    Ok(SigningKey::from_secret(key.public_key().algorithm(), &key.secret())?)
}

fn signer_keys(authority: &Authority) -> impl Iterator<Item = SigningKey> {
    let [first, second, _] = &authority.signers;
    [first, second].into_iter().filter_map(|key| key_again(key).ok())
}

/// The object as issued; for the legacy desk with the deprecated algorithm number in its header, which takes a
/// new signature.
fn sign1(
    name: &'static str,
    form: Kind,
    desk: Desk,
    issued: &[u8],
    key: SigningKey,
    claims: Json,
) -> Outcome<Object> {
    let (mut parts, _) = split(issued)?;
    let algorithm = key.public_key().algorithm();
    let mut bytes = issued.to_vec();
    let mut alg = algorithm.cose_id();
    if desk == Desk::Legacy {
        alg = algorithm.legacy_cose_id().ok_or("the algorithm has no deprecated number")?;
        parts.protected =
            header(alg, key.public_key().thumbprint().kid(), form.typ(), parts.unprotected != [0xa0]);
        let mut signed = Writer::new();
        signed.array(4).text("Signature1").bytes(&parts.protected).bytes(&[]).bytes(&parts.payload);
        let signature = key.sign(&signed.into_bytes())?;
        let mut message = Writer::new();
        message.tag(18).array(4).bytes(&parts.protected).raw(&parts.unprotected);
        bytes = message.bytes(&parts.payload).bytes(&signature).clone().into_bytes();
    }
    let signers = vec![Signing { alg, key, protected: None }];
    Ok(Object { name, form, desk, bytes, parts, signers, claims })
}

fn header(alg: i64, kid: [u8; 8], typ: Typ<'_>, redacted: bool) -> Vec<u8> {
    let mut map = MapWriter::new();
    map.entry(1, |w| w.int(alg)).entry(4, |w| w.bytes(&kid));
    map.entry(16, |w| match typ {
        Typ::Format(number) => w.uint(number),
        Typ::Media(media) => w.text(media),
    });
    if redacted {
        map.entry(170, |w| w.int(-16));
    }
    let mut writer = Writer::new();
    writer.map(map);
    writer.into_bytes()
}

/// The parts of a message and, of a COSE_Sign, the protected headers of its signatures.
fn split(bytes: &[u8]) -> Outcome<(Parts, Vec<Vec<u8>>)> {
    let mut reader = Reader::new(Named::Certificate, bytes);
    let tag = reader.tag()?;
    reader.enter_array(4)?;
    let protected = reader.bytes(MAX_STATUS_LIST)?.to_vec();
    let ((), unprotected) = reader.span(|reader| reader.skip())?;
    let payload = reader.bytes(MAX_STATUS_LIST)?.to_vec();
    let mut headers = Vec::new();
    if tag == 98 {
        reader.array(8, |_, reader| {
            reader.enter_array(3)?;
            headers.push(reader.bytes(MAX_STATUS_LIST)?.to_vec());
            reader.skip()?;
            reader.skip()?;
            reader.leave_array();
            Ok::<(), zhengzhao::cbor::Fault>(())
        })?;
    }
    Ok((Parts { protected, unprotected: unprotected.to_vec(), payload }, headers))
}
