//! Writes the payload of a scenario.

use super::{
    Alternative, Constant, Day, Link, Material, PermitsNeed, Predicate, ScenarioClaims, StatusNeed, Terms,
};
use crate::cbor::{MapWriter, Reader, Writer};
use crate::error::{Object, Refusal};
use crate::labels as l;
use crate::verify::Presenter;
use alloc::string::ToString;
use alloc::vec::Vec;

impl ScenarioClaims {
    /// The payload, read back by the strict reader.
    pub(crate) fn write_payload(&self) -> Result<Vec<u8>, Refusal> {
        let mut claims = MapWriter::new();
        claims.entry(l::ISS, |w| w.text(&self.issuer));
        claims.entry(l::EXP, |w| w.uint(self.exp.seconds()));
        claims.entry(l::IAT, |w| w.uint(self.iat.seconds()));
        claims.entry(l::PROFILE, |w| w.uint(l::PROFILE_VERSION));
        claims.entry(l::REGION, |w| w.text(self.region.as_str()));
        claims.entry(l::TERMS, |w| self.terms.write(w));
        let mut writer = Writer::new();
        writer.map(claims);
        let payload = writer.into_bytes();
        Self::read(Reader::new(Object::Scenario, &payload))?;
        Ok(payload)
    }
}

fn write_list<'w, T>(
    writer: &'w mut Writer,
    list: &[T],
    write: impl for<'i> Fn(&'i mut Writer, &T) -> &'i mut Writer,
) -> &'w mut Writer {
    writer.array(list.len());
    for item in list {
        write(writer, item);
    }
    writer
}

fn write_labels<'w>(writer: &'w mut Writer, labels: &[u16]) -> &'w mut Writer {
    write_list(writer, labels, |w, label| w.uint(u64::from(*label)))
}

fn write_label(writer: &mut Writer, label: Option<u16>) -> &mut Writer {
    match label {
        Some(label) => writer.uint(u64::from(label)),
        None => writer.bool(false),
    }
}

impl Terms {
    fn write<'w>(&self, writer: &'w mut Writer) -> &'w mut Writer {
        let mut map = MapWriter::new();
        map.entry(1, |w| w.text(&self.id));
        map.entry(2, |w| w.uint(self.version));
        map.entry(3, |w| w.text(&self.name_zh));
        map.entry(4, |w| w.text(&self.name_en));
        map.entry(5, |w| write_list(w, &self.materials, |w, material| material.write(w)));
        if !self.links.is_empty() {
            map.entry(6, |w| write_list(w, &self.links, |w, link| link.write(w)));
        }
        match self.presenter {
            Presenter::ProvenChallenge => {}
            Presenter::ProvenAudience => drop(map.entry(7, |w| w.uint(1))),
            Presenter::NotProven => drop(map.entry(7, |w| w.uint(2))),
        }
        if self.mandate {
            map.entry(8, |w| w.bool(true));
        }
        match self.status {
            StatusNeed::Policy => {}
            StatusNeed::AtMost(age) => drop(map.entry(9, |w| w.uint(age))),
            StatusNeed::NotNeeded => drop(map.entry(9, |w| w.bool(false))),
        }
        map.entry(10, |w| w.text(self.purpose.as_str()));
        map.entry(11, |w| w.uint(self.basis.number()));
        if let Some(provision) = &self.provision {
            map.entry(12, |w| w.text(provision));
        }
        map.entry(13, |w| w.uint(self.retention_days));
        if let Some(level) = self.trust_level {
            map.entry(14, |w| w.uint(level.number()));
        }
        writer.map(map)
    }
}

impl Link {
    fn write(self, writer: &mut Writer) -> &mut Writer {
        let place = |place: usize| u64::try_from(place).unwrap_or(u64::MAX);
        writer.array(3).uint(self.kind.number()).uint(place(self.from)).uint(place(self.to))
    }
}

impl Material {
    fn write<'w>(&self, writer: &'w mut Writer) -> &'w mut Writer {
        let mut map = MapWriter::new();
        map.entry(1, |w| w.text(&self.name_zh));
        map.entry(2, |w| w.text(&self.name_en));
        map.entry(3, |w| write_list(w, &self.alternatives, |w, alternative| alternative.write(w)));
        for (label, said) in [(4, self.delegate), (5, self.face)] {
            if said {
                map.entry(label, |w| w.bool(true));
            }
        }
        writer.map(map)
    }
}

impl Alternative {
    fn write<'w>(&self, writer: &'w mut Writer) -> &'w mut Writer {
        let mut map = MapWriter::new();
        map.entry(1, |w| w.text(&self.kind));
        if !self.fields.is_empty() {
            map.entry(2, |w| write_labels(w, &self.fields));
        }
        if !self.predicates.is_empty() {
            map.entry(3, |w| write_list(w, &self.predicates, |w, predicate| predicate.write(w)));
        }
        match &self.permits {
            PermitsNeed::Nothing => {}
            PermitsNeed::All => drop(map.entry(4, |w| w.bool(true))),
            PermitsNeed::Kinds(kinds) => {
                map.entry(4, |w| write_list(w, kinds, |w, kind| w.text(kind)));
            }
        }
        if let Some((code, code_type)) = self.representative {
            let labels: Vec<u16> = [code].into_iter().chain(code_type).collect();
            map.entry(5, |w| write_labels(w, &labels));
        }
        writer.map(map)
    }
}

impl Predicate {
    fn write<'w>(&self, writer: &'w mut Writer) -> &'w mut Writer {
        writer.array(3);
        match self {
            Self::AgeOver { years, boolean, date } => {
                let mut map = MapWriter::new();
                for (label, item) in [(1, boolean), (2, date)] {
                    if let Some(item) = item {
                        map.entry(label, |w| w.uint(u64::from(*item)));
                    }
                }
                writer.uint(1).uint(*years).map(map)
            }
            Self::InRegion { label, region } => write_label(writer.uint(2), *label).text(region.as_str()),
            Self::Contains { label, text } => writer.uint(3).uint(u64::from(*label)).text(text),
            Self::Equals { label, value } => {
                let writer = writer.uint(4).uint(u64::from(*label));
                match value {
                    Constant::Integer(integer) => writer.int(*integer),
                    Constant::Text(text) => writer.text(text),
                    Constant::Bool(value) => writer.bool(*value),
                }
            }
            Self::ValidOn { label, day } => {
                let writer = write_label(writer.uint(5), *label);
                match day {
                    Day::After(days) => writer.uint(*days),
                    Day::On(date) => writer.text(&date.to_string()),
                }
            }
        }
    }
}
