//! The whole state of a store as bytes, for the host to keep.
//!
//! ```cddl
//! state = [ "zhengzhao-state", 1, {
//!   1: bstr .cbor anchor, ? 2: bstr (own list), 3: [* bstr] (recognised lists), 4: [* held] (status lists),
//!   ? 5: clock floor of trust lists and scenarios, ? 6: clock floor of status lists, ? 7: [* held] (scenarios) } ]
//! held = [ trust authority: tstr, signer: bstr .size 32, list: bstr ]
//! ```

use super::pack::enter;
use super::scenarios::{HeldScenario, ScenarioKey};
use super::statuses::HeldStatus;
use super::{StatusStore, Store, TrustStore};
use crate::cbor::{FaultKind, Key, MapWriter, Reader, Writer};
use crate::certificate::{read_organisation, read_time};
use crate::cose::Sign1;
use crate::crypto::{Thumbprint, sha256};
use crate::error::{Object, Refusal, ensure};
use crate::limits::{MAX_PACK_LISTS, MAX_SCENARIO, MAX_STATUS_LIST, MAX_TRUST_LIST};
use crate::scenario::RawScenario;
use crate::status::{ListClaims, OBJECT as STATUS_OBJECT, STATUS_LIST_TYP};
use crate::trust::{Anchor, SignedList};
use alloc::vec::Vec;

const MAGIC: &str = "zhengzhao-state";
const OBJECT: Object = Object::State;

impl Store {
    /// Everything that the store holds: lists, sequence memory and clock floor.
    #[must_use]
    pub fn export(&self) -> Vec<u8> {
        let mut map = MapWriter::new();
        map.entry(1, |w| w.bytes(&self.trust.anchor.to_bytes()));
        if let Some(own) = &self.trust.own {
            map.entry(2, |w| w.bytes(&own.bytes));
        }
        map.entry(3, |w| {
            w.array(self.trust.recognised.len());
            for list in self.trust.recognised.values() {
                w.bytes(&list.bytes);
            }
            w
        });
        map.entry(4, |w| {
            w.array(self.statuses.held.len());
            for ((authority, ..), held) in &self.statuses.held {
                w.array(3).text(authority).bytes(held.signer.as_bytes()).bytes(&held.bytes);
            }
            w
        });
        for (label, floor) in [(5, self.trust.floor), (6, self.statuses.floor)] {
            if let Some(floor) = floor {
                map.entry(label, |w| w.uint(floor.seconds()));
            }
        }
        let scenarios = &self.trust.scenarios.held;
        if !scenarios.is_empty() {
            map.entry(7, |w| {
                w.array(scenarios.len());
                for ((authority, _), held) in scenarios {
                    w.array(3).text(authority).bytes(held.signer.as_bytes()).bytes(&held.bytes);
                }
                w
            });
        }
        let mut writer = Writer::new();
        writer.array(3).text(MAGIC).uint(1).map(map);
        writer.into_bytes()
    }

    /// Opens an exported state again.
    ///
    /// The bytes are the host's own storage: trust lists must still be signed as their own payload says, but
    /// which status list was accepted under which trust list is taken from the record. What contradicts itself
    /// is refused, so that damage is noticed and nothing is forgotten in silence.
    ///
    /// # Errors
    /// A parse or import [`Refusal`] when the bytes are damaged.
    pub fn reopen(bytes: &[u8]) -> Result<Self, Refusal> {
        let mut reader = enter(OBJECT, bytes, MAGIC)?;
        let mut anchor = None;
        let (mut own, mut recognised, mut held) = (None, Vec::new(), Vec::new());
        let mut scenarios = Vec::new();
        let (mut trust_floor, mut status_floor) = (None, None);
        reader.map(7, |key, reader| {
            match key {
                Key::Int(1) => anchor = Some(Anchor::parse(reader.bytes(MAX_TRUST_LIST)?)?),
                Key::Int(2) => own = Some(read_list(reader)?),
                Key::Int(3) => drop(reader.array(MAX_PACK_LISTS, |_, reader| {
                    recognised.push(read_list(reader)?);
                    Ok::<(), Refusal>(())
                })?),
                Key::Int(4) => drop(reader.array(MAX_PACK_LISTS, |_, reader| {
                    held.push(read_status(reader)?);
                    Ok::<(), Refusal>(())
                })?),
                Key::Int(5) => trust_floor = Some(read_time(reader)?),
                Key::Int(6) => status_floor = Some(read_time(reader)?),
                Key::Int(7) => drop(reader.array(MAX_PACK_LISTS, |_, reader| {
                    scenarios.push(read_scenario(reader)?);
                    Ok::<(), Refusal>(())
                })?),
                _ => reader.reject(reader.fault(FaultKind::KeyType).into())?,
            }
            Ok::<(), Refusal>(())
        })?;
        reader.end()?;
        let anchor = anchor.ok_or_else(|| reader.fault(FaultKind::Truncated))?;
        let mut trust = TrustStore::pin(anchor);
        let mut statuses = StatusStore::new();
        for list in own.iter().chain(&recognised) {
            trust_floor = trust_floor.max(Some(list.list.iat));
        }
        if let Some(own) = &own {
            trust.check_own(&own.list)?;
        }
        trust.own = own;
        for list in recognised {
            let id = list.list.authority.clone();
            let repeated = trust.recognised.insert(id.clone(), list).is_some();
            ensure(!repeated, || Refusal::DuplicateEntry { object: OBJECT, id })?;
        }
        for (key, list) in held {
            let id = key.2.clone();
            status_floor = status_floor.max(Some(list.iat));
            let repeated = statuses.held.insert(key, list).is_some();
            ensure(!repeated, || Refusal::DuplicateEntry { object: OBJECT, id })?;
        }
        for (key, scenario) in scenarios {
            let id = key.1.id().into();
            trust_floor = trust_floor.max(Some(scenario.scenario.issued_at()));
            let repeated = trust.scenarios.held.insert(key, scenario).is_some();
            ensure(!repeated, || Refusal::DuplicateEntry { object: OBJECT, id })?;
        }
        trust.floor = trust_floor;
        statuses.floor = status_floor;
        Ok(Self { trust, statuses })
    }
}

fn read_list(reader: &mut Reader<'_>) -> Result<SignedList, Refusal> {
    let signed = SignedList::parse(reader.bytes(MAX_TRUST_LIST)?)?;
    signed.list.signers.check(Object::TrustList, &signed.signed_by)?;
    Ok(signed)
}

fn read_status(reader: &mut Reader<'_>) -> Result<(super::statuses::ListKey, HeldStatus), Refusal> {
    reader.enter_array(3)?;
    let authority = read_organisation(reader)?;
    let signer = Thumbprint::from_bytes(*reader.byte_array()?);
    let bytes = reader.bytes(MAX_STATUS_LIST)?;
    reader.leave_array();
    let message = Sign1::parse(STATUS_OBJECT, bytes, MAX_STATUS_LIST, STATUS_LIST_TYP, false)?;
    let claims = ListClaims::read(message.payload.clone())?;
    let held = HeldStatus {
        iat: claims.iat,
        exp: claims.exp,
        ttl: claims.ttl,
        shard: claims.inflate()?,
        signer,
        payload_hash: sha256(&[message.payload_bytes()]),
        bytes: bytes.into(),
    };
    Ok(((authority.into(), claims.issuer.into(), claims.uri.into()), held))
}

fn read_scenario(reader: &mut Reader<'_>) -> Result<(ScenarioKey, HeldScenario), Refusal> {
    reader.enter_array(3)?;
    let authority = read_organisation(reader)?;
    let signer = Thumbprint::from_bytes(*reader.byte_array()?);
    let bytes = reader.bytes(MAX_SCENARIO)?;
    reader.leave_array();
    let held = HeldScenario::new(RawScenario::parse(bytes)?, signer, bytes);
    Ok(((authority.into(), held.scenario.id().clone()), held))
}
