//! The sample's world with what its vectors need, and the tools to sign what no honest issuer would sign.

use crate::tree::{Tree, done, int, raw, uint};
use chacha20::ChaCha20Rng;
use chacha20::rand_core::SeedableRng as _;
use zhengzhao::cbor::{MapWriter, Reader, Writer};
use zhengzhao::certificate::StatusRef;
use zhengzhao::crypto::{Algorithm, Signer, SigningKey, sha256};
use zhengzhao::error::{Object, Refusal};
use zhengzhao::holder::HolderCopy;
use zhengzhao::issue::{Draft, TrustListDraft, issue, issue_printed};
use zhengzhao::region::Region;
use zhengzhao::status::{Shard, Status};
use zhengzhao::store::Pack;
use zhengzhao::time::Time;
use zhengzhao_facade::sample::{self, Authority, DAY, Issuer, World};

/// The moment of the vectors: 2027-01-15T16:00:00+08:00.
pub(crate) const NOW: u64 = 1_800_000_000;
/// The status index of a licence that is in force.
pub(crate) const VALID: u64 = 5;
/// In the sample's status lists of the Chongqing market regulator and of the seal maker, index 100 + n has the status n.
pub(crate) const WITH_STATUS: u64 = 100;

pub(crate) const ISS: i64 = 1;
pub(crate) const SUB: i64 = 2;
pub(crate) const EXP: i64 = 4;
pub(crate) const NBF: i64 = 5;
pub(crate) const IAT: i64 = 6;
pub(crate) const CTI: i64 = 7;
pub(crate) const CNF: i64 = 8;
pub(crate) const VCT: i64 = 11;
pub(crate) const STATUS_LIST: i64 = 65533;
pub(crate) const STATUS: i64 = 65535;
pub(crate) const PROFILE: i64 = -70001;
pub(crate) const REGION: i64 = -70002;
pub(crate) const ITEMS: i64 = -70003;
pub(crate) const PERMITS: i64 = -70004;
pub(crate) const TRUST: i64 = -70005;

pub(crate) const ALG: i64 = 1;
pub(crate) const KID: i64 = 4;
pub(crate) const TYP: i64 = 16;
pub(crate) const SD_ALG: i64 = 170;

pub(crate) fn time(seconds: u64) -> Time {
    Time::from_seconds(seconds).expect("a time that fits")
}

pub(crate) fn region(code: &str) -> Region {
    Region::parse(code).expect("six digits")
}

/// Randomness that depends on the name alone, so that a new vector changes no other.
pub(crate) fn rng(name: &str) -> ChaCha20Rng {
    ChaCha20Rng::from_seed(sha256(&[b"zhengzhao vectors: ", name.as_bytes()]))
}

pub(crate) fn ed25519(name: &str) -> SigningKey {
    sample::key(Algorithm::Ed25519, name)
}

/// A COSE_Sign1 message taken apart.
#[derive(Debug, Clone)]
pub(crate) struct Parts {
    pub(crate) tag: u64,
    pub(crate) protected: Tree,
    /// Disclosures, each the content of its byte string.
    pub(crate) shown: Vec<Vec<u8>>,
    pub(crate) payload: Tree,
    signature: Vec<u8>,
}

impl Parts {
    pub(crate) fn of(bytes: &[u8]) -> Self {
        let mut reader = Reader::new(Object::Certificate, bytes);
        Self::read(&mut reader).expect("a sound message")
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, Refusal> {
        let tag = reader.tag()?;
        reader.enter_array(4)?;
        let protected = Tree::parse(reader.bytes(usize::MAX)?);
        let mut shown = Vec::new();
        reader.map(1, |_, reader| {
            reader.array(1024, |_, reader| {
                shown.push(reader.bytes(usize::MAX)?.to_vec());
                Ok::<(), Refusal>(())
            })?;
            Ok::<(), Refusal>(())
        })?;
        let payload = Tree::parse(reader.bytes(usize::MAX)?);
        Ok(Self { tag, protected, shown, payload, signature: reader.bytes(64)?.to_vec() })
    }

    fn unprotected(&self) -> Vec<u8> {
        let mut map = MapWriter::new();
        if !self.shown.is_empty() {
            map.entry(17, |w| {
                w.array(self.shown.len());
                self.shown.iter().for_each(|one| done(w.bytes(one)));
                w
            });
        }
        let mut writer = Writer::new();
        writer.map(map);
        writer.into_bytes()
    }

    /// Signed anew by `key`, header and payload as they stand.
    pub(crate) fn sign(&self, key: &SigningKey) -> Vec<u8> {
        let payload = self.payload.encode();
        self.sign_raw(key, &self.protected.encode(), &self.unprotected(), &payload)
    }

    /// Signed anew with a payload that is no tree.
    pub(crate) fn sign_payload(&self, key: &SigningKey, payload: &[u8]) -> Vec<u8> {
        self.sign_raw(key, &self.protected.encode(), &self.unprotected(), payload)
    }

    pub(crate) fn sign_unprotected(&self, key: &SigningKey, unprotected: &[u8]) -> Vec<u8> {
        self.sign_raw(key, &self.protected.encode(), unprotected, &self.payload.encode())
    }

    pub(crate) fn sign_protected(&self, key: &SigningKey, protected: &[u8]) -> Vec<u8> {
        self.sign_raw(key, protected, &self.unprotected(), &self.payload.encode())
    }

    fn sign_raw(&self, key: &SigningKey, protected: &[u8], unprotected: &[u8], payload: &[u8]) -> Vec<u8> {
        let signature = key.sign(&tbs(protected, payload)).expect("signed");
        assemble(self.tag, protected, unprotected, payload, &signature)
    }

    /// With the signature that it had.
    pub(crate) fn unsigned(&self) -> Vec<u8> {
        assemble(
            self.tag,
            &self.protected.encode(),
            &self.unprotected(),
            &self.payload.encode(),
            &self.signature,
        )
    }

    /// With another signature.
    pub(crate) fn with_signature(&self, signature: &[u8]) -> Vec<u8> {
        Self { signature: signature.to_vec(), ..self.clone() }.unsigned()
    }

    pub(crate) fn signature(&self) -> [u8; 64] {
        self.signature.as_slice().try_into().expect("64 bytes")
    }
}

pub(crate) fn tbs(protected: &[u8], payload: &[u8]) -> Vec<u8> {
    let mut writer = Writer::new();
    writer.array(4).text("Signature1").bytes(protected).bytes(&[]).bytes(payload);
    writer.into_bytes()
}

fn assemble(tag: u64, protected: &[u8], unprotected: &[u8], payload: &[u8], signature: &[u8]) -> Vec<u8> {
    let mut writer = Writer::new();
    writer.tag(tag).array(4).bytes(protected).raw(unprotected).bytes(payload).bytes(signature);
    writer.into_bytes()
}

/// The payload of a trust list that obeys the rules.
pub(crate) fn list_payload(list: &[u8]) -> Tree {
    let mut reader = Reader::new(Object::TrustList, list);
    reader.tag().expect("tag");
    reader.enter_array(4).expect("array");
    reader.bytes(64).expect("header");
    reader.skip().expect("unprotected");
    Tree::parse(reader.bytes(usize::MAX).expect("payload"))
}

/// A trust list signed by these, whatever it says.
pub(crate) fn sign_list(payload: &Tree, signers: &[&SigningKey]) -> Vec<u8> {
    let mut header = Tree::Map(Vec::new());
    header.set(TYP, crate::tree::text("application/vnd.zz.trust+cwt"));
    sign_list_with(98, &header.encode(), &payload.encode(), signers)
}

pub(crate) fn sign_list_with(tag: u64, header: &[u8], payload: &[u8], signers: &[&SigningKey]) -> Vec<u8> {
    let mut writer = Writer::new();
    writer.tag(tag).array(4).bytes(header).map(MapWriter::new()).bytes(payload).array(signers.len());
    for signer in signers {
        let own = signer_header(signer).encode();
        let mut tbs = Writer::new();
        tbs.array(5).text("Signature").bytes(header).bytes(&own).bytes(&[]).bytes(payload);
        let signature = signer.sign(&tbs.into_bytes()).expect("signed");
        writer.array(3).bytes(&own).map(MapWriter::new()).bytes(&signature);
    }
    writer.into_bytes()
}

/// The protected header of one signer.
pub(crate) fn signer_header(signer: &SigningKey) -> Tree {
    let key = signer.public_key();
    let mut own = Tree::Map(Vec::new());
    own.set(ALG, int(key.algorithm().cose_id()));
    own.set(KID, crate::tree::bytes(&key.thumbprint().kid()));
    own
}

/// A COSE_Key.
pub(crate) fn cose_key(key: &SigningKey) -> Tree {
    let public = key.public_key();
    Tree::parse(&{
        let mut writer = Writer::new();
        zhengzhao::cose::write_public_key(&mut writer, public);
        writer.into_bytes()
    })
}

/// The desk's lists before they are packed.
#[derive(Debug, Clone)]
pub(crate) struct Desk {
    pub(crate) own: Vec<Vec<u8>>,
    pub(crate) recognised: Vec<Vec<u8>>,
    pub(crate) statuses: Vec<Vec<u8>>,
}

impl Desk {
    pub(crate) fn pack(&self) -> Vec<u8> {
        Pack::new(None, self.own.clone(), self.recognised.clone(), self.statuses.clone()).to_bytes()
    }
}

/// The world, its standard licences and lists.
#[derive(Debug)]
pub(crate) struct Scene {
    pub(crate) world: World,
    pub(crate) holder: SigningKey,
    pub(crate) desk: Desk,
}

impl Scene {
    pub(crate) fn new() -> Self {
        let world = World::at(time(NOW));
        let lists = world.lists().expect("the sample's lists");
        let market = status_list(&world, &world.chongqing_market, NOW - DAY, &statuses());
        let mut statuses = lists.statuses;
        statuses[0] = market;
        statuses[5] = status_list(&world, &world.chongqing_seals, NOW - DAY, &self::statuses());
        let desk = Desk { own: vec![lists.own], recognised: vec![lists.recognised], statuses };
        Self { world, holder: sample::key(Algorithm::Esp256, "林小满"), desk }
    }

    pub(crate) fn anchor(&self) -> Vec<u8> {
        self.world.chongqing.anchor().expect("the sample's anchor").to_bytes()
    }

    /// The desk with another own list.
    pub(crate) fn desk_with_own(&self, change: impl FnOnce(&mut TrustListDraft)) -> Desk {
        Desk { own: vec![self.own_list(1, change)], ..self.desk.clone() }
    }

    /// The desk with another recognised list.
    pub(crate) fn desk_with_recognised(&self, change: impl FnOnce(&mut TrustListDraft)) -> Desk {
        Desk { recognised: vec![self.recognised_list(1, change)], ..self.desk.clone() }
    }

    pub(crate) fn own_draft(&self, sequence: u64) -> TrustListDraft {
        self.world.chongqing_list(sequence).expect("the sample's list")
    }

    pub(crate) fn own_list(&self, sequence: u64, change: impl FnOnce(&mut TrustListDraft)) -> Vec<u8> {
        let mut draft = self.own_draft(sequence);
        change(&mut draft);
        self.world.sign(draft, &self.world.chongqing).expect("a list that obeys the rules")
    }

    pub(crate) fn recognised_list(&self, sequence: u64, change: impl FnOnce(&mut TrustListDraft)) -> Vec<u8> {
        let mut draft = self.world.sichuan_list(sequence).expect("the sample's list");
        change(&mut draft);
        self.world.sign(draft, &self.world.sichuan).expect("a list that obeys the rules")
    }

    /// The standard own list with a payload that breaks a rule, signed by two signers all the same.
    pub(crate) fn own_broken(&self, change: impl FnOnce(&mut Tree)) -> Vec<u8> {
        let mut payload = list_payload(&self.desk.own[0]);
        change(&mut payload);
        sign_list(&payload, &self.two(&self.world.chongqing))
    }

    pub(crate) fn two<'a>(&self, authority: &'a Authority) -> [&'a SigningKey; 2] {
        let [first, second, _] = &authority.signers;
        [first, second]
    }

    /// Issues what a draft says, shown whole.
    pub(crate) fn certificate(&self, name: &str, draft: &Draft, issuer: &Issuer, index: u64) -> Vec<u8> {
        self.copy(name, draft, issuer, index).show_all()
    }

    pub(crate) fn copy(&self, name: &str, draft: &Draft, issuer: &Issuer, index: u64) -> HolderCopy {
        HolderCopy::parse(&self.issued(name, draft, issuer, index)).expect("the holder can read it")
    }

    /// As the holder receives it, decoys and all.
    pub(crate) fn issued(&self, name: &str, draft: &Draft, issuer: &Issuer, index: u64) -> Vec<u8> {
        let status = status_ref(issuer, index);
        let holder = sample::enrolled(&self.holder, &draft.issuer).expect("a key that was shown");
        issue(draft, holder, &status, &issuer.issue_key, &mut rng(name)).expect("issued").into_bytes()
    }

    pub(crate) fn printed(&self, name: &str, draft: &Draft, issuer: &Issuer, index: u64) -> Vec<u8> {
        let status = status_ref(issuer, index);
        issue_printed(draft, &status, &issuer.issue_key, &mut rng(name)).expect("issued").into_bytes()
    }

    /// The plain licence that most vectors change: a food licence of Chongqing, all items open.
    pub(crate) fn food(&self) -> Vec<u8> {
        let draft = sample::food_licence(&self.world);
        self.certificate("food", &draft, &self.world.chongqing_market, VALID)
    }

    pub(crate) fn food_parts(&self) -> Parts {
        Parts::of(&self.food())
    }

    /// The plain licence with other claims, signed by its issuer.
    pub(crate) fn food_with(&self, change: impl FnOnce(&mut Tree)) -> Vec<u8> {
        let mut parts = self.food_parts();
        change(&mut parts.payload);
        parts.sign(&self.world.chongqing_market.issue_key)
    }

    pub(crate) fn food_at(&self, index: u64) -> Vec<u8> {
        self.food_with(|claims| {
            claims.set(STATUS, status_claim(self.world.chongqing_market.status_uri, index));
        })
    }

    pub(crate) fn food_printed(&self) -> Vec<u8> {
        let draft = sample::food_licence(&self.world);
        self.printed("food printed", &draft, &self.world.chongqing_market, VALID + 1)
    }

    /// A residence permit of Chengdu, everything that identifies a person selective.
    pub(crate) fn residence(&self) -> HolderCopy {
        let draft = sample::residence_permit(&self.world);
        self.copy("residence", &draft, &self.world.chengdu_police, VALID)
    }

    /// A food licence of Sichuan, signed with SM2.
    pub(crate) fn sichuan_food(&self) -> Vec<u8> {
        let mut draft = sample::food_licence(&self.world);
        draft.issuer = self.world.sichuan_market.id.into();
        draft.region = region("510104");
        self.certificate("sichuan food", &draft, &self.world.sichuan_market, VALID)
    }

    pub(crate) fn eid(&self) -> HolderCopy {
        let draft = sample::eid(&self.world);
        self.copy("eid", &draft, &self.world.chongqing_police, VALID)
    }

    /// An e-ID of Chongqing as its issuer might sign it with other claims.
    pub(crate) fn foreign_kind(&self, kind: &str) -> Vec<u8> {
        self.food_with(|claims| {
            claims.set(VCT, crate::tree::text(kind));
        })
    }
}

pub(crate) fn status_ref(issuer: &Issuer, index: u64) -> StatusRef {
    StatusRef::new(index, issuer.status_uri).expect("a short URI")
}

/// The claim `status`.
pub(crate) fn status_claim(uri: &str, index: u64) -> Tree {
    let mut reference = Tree::Map(Vec::new());
    reference.put(crate::tree::name("idx"), uint(index));
    reference.put(crate::tree::name("uri"), crate::tree::text(uri));
    Tree::Map(vec![(crate::tree::name("status_list"), reference)])
}

/// Index 100 + n has the status n, the rest is valid.
pub(crate) fn statuses() -> Shard {
    let mut shard = Shard::new();
    for value in 0..16 {
        let status = Status::of(value);
        shard.set(WITH_STATUS + u64::from(value), status).expect("inside the shard");
    }
    shard
}

pub(crate) fn status_list(world: &World, issuer: &Issuer, iat: u64, shard: &Shard) -> Vec<u8> {
    world.status_list(issuer, time(iat), shard).expect("a status list")
}

/// A name for a code of a licence kind that no sample issuer has.
pub(crate) const UNKNOWN_KIND: &str = "ZZ-LOCAL-UNKNOWN";

/// An encoded item under a label of `items`.
pub(crate) fn item(claims: &mut Tree, number: i64, value: Tree) {
    claims.get(ITEMS).set(number, value);
}

/// `true` as an item.
pub(crate) fn yes() -> Tree {
    raw(|w| w.bool(true))
}
