//! Writes the payload of a trust list.

use super::grant::write_grants;
use super::issuer::UsableKey;
use super::signers::write_keys;
use super::{Dates, IssuerEntry, IssuerKey, Recognition, SignerSet, TrustList};
use crate::cbor::{MapWriter, Writer};
use crate::cose::write_trust_key;
use crate::labels as l;
use alloc::vec::Vec;

impl TrustList {
    pub(crate) fn write_payload(&self) -> Vec<u8> {
        let mut trust = MapWriter::new();
        trust.entry(1, |w| w.uint(self.sequence));
        trust.entry(2, |w| self.signers.write(w));
        if !self.outgoing.is_empty() {
            trust.entry(3, |w| write_keys(w, &self.outgoing));
        }
        trust.entry(4, |w| {
            w.array(self.issuers.len());
            for issuer in &self.issuers {
                issuer.write(w);
            }
            w
        });
        trust.entry(5, |w| {
            w.array(self.recognitions.len());
            for recognition in &self.recognitions {
                recognition.write(w);
            }
            w
        });
        let mut claims = MapWriter::new();
        claims.entry(l::ISS, |w| w.text(&self.authority));
        claims.entry(l::EXP, |w| w.uint(self.exp.seconds()));
        claims.entry(l::IAT, |w| w.uint(self.iat.seconds()));
        claims.entry(l::PROFILE, |w| w.uint(l::PROFILE_VERSION));
        claims.entry(l::REGION, |w| w.text(self.region.as_str()));
        claims.entry(l::TRUST, |w| w.map(trust));
        let mut writer = Writer::new();
        writer.map(claims);
        writer.into_bytes()
    }
}

impl SignerSet {
    fn write<'w>(&self, writer: &'w mut Writer) -> &'w mut Writer {
        writer.array(2).uint(self.threshold());
        write_keys(writer, self.keys())
    }
}

impl IssuerEntry {
    fn write<'w>(&self, writer: &'w mut Writer) -> &'w mut Writer {
        let mut map = MapWriter::new();
        map.entry(1, |w| w.text(&self.id));
        map.entry(2, |w| w.text(&self.name_zh));
        map.entry(3, |w| w.text(&self.name_en));
        map.entry(4, |w| w.text(self.region.as_str()));
        map.entry(5, |w| {
            w.array(self.keys.len());
            for key in &self.keys {
                key.write(w);
            }
            w
        });
        map.entry(6, |w| write_grants(w, &self.kinds));
        map.entry(7, |w| {
            w.array(self.status_uris.len());
            for uri in &self.status_uris {
                w.text(uri);
            }
            w
        });
        map.entry(8, |w| w.uint(self.lowest_profile));
        writer.map(map)
    }
}

impl IssuerKey {
    fn write<'w>(&self, writer: &'w mut Writer) -> &'w mut Writer {
        let mut map = MapWriter::new();
        map.entry(1, |w| match &self.usable {
            UsableKey::Usable { key, algorithm } => {
                let pinned = (*algorithm != key.algorithm().cose_id()).then_some(*algorithm);
                write_trust_key(w, key, pinned)
            }
            UsableKey::Unusable(key) => w.raw(key.encoded()),
        });
        map.entry(2, |w| w.uint(self.key_use.number()));
        write_dates(&mut map, 3, self.dates);
        if self.compromised {
            map.entry(5, |w| w.bool(true));
        }
        writer.map(map)
    }
}

impl Recognition {
    fn write<'w>(&self, writer: &'w mut Writer) -> &'w mut Writer {
        let mut map = MapWriter::new();
        map.entry(1, |w| w.text(&self.authority));
        map.entry(2, |w| w.text(self.region.as_str()));
        map.entry(3, |w| self.signers.write(w));
        map.entry(4, |w| w.uint(self.lowest_sequence));
        map.entry(5, |w| write_grants(w, &self.kinds));
        write_dates(&mut map, 6, self.dates);
        writer.map(map)
    }
}

pub(super) fn write_dates(map: &mut MapWriter, first_label: i64, dates: Dates) {
    map.entry(first_label, |w| w.uint(dates.from.seconds()));
    if let Some(to) = dates.to {
        map.entry(first_label.saturating_add(1), |w| w.uint(to.seconds()));
    }
}
