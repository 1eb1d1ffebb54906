//! What is measured, made from fixed seeds at a fixed moment, so that every size is known to the byte.

use crate::Outcome;
use chacha20::ChaCha20Rng;
use chacha20::rand_core::{Rng, SeedableRng};
use zhengzhao::cbor::{Reader, Writer};
use zhengzhao::certificate::StatusRef;
use zhengzhao::crypto::{Algorithm, SigningKey};
use zhengzhao::error::Object;
use zhengzhao::holder::HolderCopy;
use zhengzhao::issue::{Draft, issue, issue_printed};
use zhengzhao::limits::{MAX_STATUS_LIST, STATUS_SHARD};
use zhengzhao::region::Region;
use zhengzhao::status::{Shard, Status};
use zhengzhao::store::Store;
use zhengzhao::time::Time;
use zhengzhao_facade::sample::{self, Issuer, World, kinds};

/// Certificates of the bulk check.
pub(crate) const BULK: u32 = 1024;
/// Certificates of the whole country in the sizing of status lists, one copy each.
const COUNTRY: u64 = 170_000_000;

pub(crate) struct Fixtures {
    pub(crate) world: World,
    /// A Chongqing desk with every list.
    pub(crate) store: Store,
    /// The same desk without any status list.
    pub(crate) without_statuses: Store,
    /// 12 open items, holder key on P-256.
    pub(crate) plain: Vec<u8>,
    /// The same with a holder key on Ed25519.
    pub(crate) plain_ed25519_holder: Vec<u8>,
    /// The same as a printed certificate: no holder key.
    pub(crate) printed: Vec<u8>,
    /// The same 12 items selective, all shown.
    pub(crate) shown_12: Vec<u8>,
    /// Three of them shown.
    pub(crate) shown_3: Vec<u8>,
    /// 12 open items, issuer key on P-256.
    pub(crate) esp256: Vec<u8>,
    /// 12 open items, issuer key on the SM2 curve, from a recognised list.
    pub(crate) sm2: Vec<u8>,
    pub(crate) bulk: Vec<Vec<u8>>,
    /// A status list of the Chongqing market regulator in which 1 % is not valid.
    pub(crate) status: Vec<u8>,
    pub(crate) shard: Shard,
}

/// The size of an object: what it is, what it was when it was written down, and what it should not exceed.
pub(crate) struct Size {
    pub(crate) name: &'static str,
    pub(crate) found: usize,
    expected: usize,
    pub(crate) target: Option<usize>,
}

impl Fixtures {
    pub(crate) fn make() -> Outcome<Self> {
        let world = World::at(Time::from_seconds(1_800_000_000).ok_or("not a time")?);
        let shard = one_percent_not_valid()?;
        let status = world.status_list(&world.chongqing_market, world.yesterday(), &shard)?;
        let (without_statuses, mut store) = (lists_only(&world)?, lists_only(&world)?);
        for issuer in world.issuers() {
            let list = world.status_list(issuer, world.yesterday(), &shard)?;
            store.update_status(&list, world.now, &World::policy())?;
        }
        let holder = &sample::key(Algorithm::Esp256, "holder");
        let ed25519_holder = sample::key(Algorithm::Ed25519, "holder");
        let (market, police, sichuan) =
            (&world.chongqing_market, &world.chongqing_police, &world.sichuan_market);
        let plain = twelve(&world, market, kinds::BUSINESS_LICENCE, "500103")?;
        let mut selective = plain.clone();
        selective.items.iter_mut().for_each(|item| item.redact = true);
        selective.decoys_to = plain.items.len();
        let copy = HolderCopy::parse(&certificate(&selective, holder, market, &shard, 0)?)?;
        let of_police = twelve(&world, police, kinds::RESIDENCE_PERMIT, "500103")?;
        let of_sichuan = twelve(&world, sichuan, kinds::FOOD_LICENCE, "510000")?;
        let bulk = (0..BULK)
            .map(|number| certificate(&plain, holder, market, &shard, number))
            .collect::<Result<_, _>>()?;
        let printed =
            issue_printed(&plain, &reference(market, &shard, 0)?, &market.issue_key, &mut seeded(1))?;
        Ok(Self {
            plain: certificate(&plain, holder, market, &shard, 0)?,
            plain_ed25519_holder: certificate(&plain, &ed25519_holder, market, &shard, 0)?,
            printed: printed.into_bytes(),
            shown_12: copy.show_all(),
            shown_3: copy.show_items(&[1, 2, 16]),
            esp256: certificate(&of_police, holder, police, &shard, 0)?,
            sm2: certificate(&of_sichuan, holder, sichuan, &shard, 0)?,
            bulk,
            world,
            store,
            without_statuses,
            status,
            shard,
        })
    }

    /// Every object with its exact size in bytes.
    pub(crate) fn sizes(&self) -> [Size; 9] {
        let size = |name, found, expected, target| Size { name, found, expected, target };
        [
            size("certificate, 12 open items", self.plain.len(), 606, None),
            size("- holder key on Ed25519", self.plain_ed25519_holder.len(), 571, None),
            size("- printed, for one QR code", self.printed.len(), 556, Some(753)),
            size("certificate, 12 of 12 shown", self.shown_12.len(), 1260, None),
            size("- 3 of 12 shown", self.shown_3.len(), 888, None),
            size("certificate by a P-256 key", self.esp256.len(), 611, None),
            size("certificate by an SM2 key", self.sm2.len(), 610, None),
            size("status list of 2^20, 1 % not valid", self.status.len(), 20_540, None),
            size("status lists for 170 M certificates", self.country(), 3_348_020, Some(3_100_000)),
        ]
    }

    fn country(&self) -> usize {
        let shards = COUNTRY.div_ceil(STATUS_SHARD);
        usize::try_from(shards).unwrap_or(usize::MAX).saturating_mul(self.status.len())
    }

    /// # Errors
    /// Names each object whose size is not the one written down.
    pub(crate) fn sizes_hold(&self) -> Outcome<()> {
        let changed: Vec<String> = self
            .sizes()
            .into_iter()
            .filter(|size| size.found != size.expected)
            .map(|size| format!("{}: {} bytes, written down are {}", size.name, size.found, size.expected))
            .collect();
        if changed.is_empty() { Ok(()) } else { Err(changed.join("; ").into()) }
    }
}

/// 12 open items of real length under the codes of an issuer.
fn twelve(world: &World, issuer: &Issuer, kind: &str, region: &str) -> Outcome<Draft> {
    /// The check character belongs to one kind and issuer only.
    const CHECK: u16 = 9;
    let mut draft = sample::business_licence(world);
    draft.issuer = issuer.id.into();
    draft.kind = kind.into();
    draft.region = Region::parse(region).ok_or("not a region")?;
    draft.items.retain(|item| !item.redact && item.label != CHECK);
    draft.decoys_to = 0;
    if draft.items.len() == 12 {
        Ok(draft)
    } else {
        Err("the sample licence no longer has 12 open items".into())
    }
}

fn certificate(
    draft: &Draft,
    holder: &SigningKey,
    issuer: &Issuer,
    shard: &Shard,
    number: u32,
) -> Outcome<Vec<u8>> {
    let status = reference(issuer, shard, number)?;
    let holder = sample::enrolled(holder, &draft.issuer)?;
    Ok(issue(draft, holder, &status, &issuer.issue_key, &mut seeded(number))?.into_bytes())
}

/// A status entry that is valid and not near the last one, as indices drawn at random are.
fn reference(issuer: &Issuer, shard: &Shard, number: u32) -> Outcome<StatusRef> {
    let half = STATUS_SHARD / 2;
    let start = half.saturating_add(u64::from(number).wrapping_mul(611_953) % half);
    let index = (start..STATUS_SHARD).find(|index| shard.get(*index) == Some(Status::Valid));
    Ok(StatusRef::new(index.ok_or("nothing is valid")?, issuer.status_uri).ok_or("not a status URI")?)
}

fn seeded(number: u32) -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(u64::from(number))
}

/// 1 % not valid, of which 60 % cancelled, 20 % superseded, 10 % suspended, 10 % lapsed.
fn one_percent_not_valid() -> Outcome<Shard> {
    let mut rng = ChaCha20Rng::seed_from_u64(42);
    let mut shard = Shard::new();
    for index in 0..STATUS_SHARD {
        let drawn = rng.next_u32() % 1000;
        let status = match drawn {
            0..=5 => Status::Cancelled,
            6..=7 => Status::Superseded,
            8 => Status::Suspended,
            9 => Status::Lapsed,
            _ => continue,
        };
        shard.set(index, status)?;
    }
    Ok(shard)
}

fn lists_only(world: &World) -> Outcome<Store> {
    let lists = world.lists()?;
    let mut store = Store::pin(world.chongqing.anchor()?);
    store.update_own(&[&lists.own], world.now, &World::policy())?;
    store.update_recognised(&lists.recognised, world.now, &World::policy())?;
    Ok(store)
}

/// What the signature of a COSE_Sign1 message covers, and the signature, for the bare checks.
pub(crate) fn signed_part(message: &[u8]) -> Outcome<(Vec<u8>, [u8; 64])> {
    let mut reader = Reader::new(Object::Certificate, message);
    reader.tag()?;
    reader.enter_array(4)?;
    let protected = reader.bytes(MAX_STATUS_LIST)?;
    reader.skip()?;
    let payload = reader.bytes(MAX_STATUS_LIST)?;
    let signature = *reader.byte_array::<64>()?;
    let mut signed = Writer::new();
    signed.array(4).text("Signature1").bytes(protected).bytes(&[]).bytes(payload);
    Ok((signed.into_bytes(), signature))
}
