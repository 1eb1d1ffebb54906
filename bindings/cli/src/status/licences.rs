//! `status set --number`: every copy of a licence.

use super::{Made, parse_status};
use crate::failure::Failure;
use crate::register::find;
use std::path::PathBuf;
use zhengzhao_facade::Text;
use zhengzhao_facade::core::status::{Shard, Status};
use zhengzhao_facade::core::time::Time;
use zhengzhao_facade::register::{Register, RegisterLine, StatusRecord};

/// Licences whose copies are set.
#[derive(Debug, clap::Args)]
pub(crate) struct LicenceArgs {
    /// The issuer's register 登记簿
    #[arg(long, value_name = "FILE", requires = "number")]
    pub(super) register: Option<PathBuf>,
    /// Set every copy of this licence that nothing has replaced, printed and electronic; may be repeated 证照编号=状态
    #[arg(long, value_name = "NUMBER=STATUS", requires = "register")]
    number: Vec<String>,
    /// The kind, where several have the number 证照类型代码
    #[arg(long, value_name = "CODE", requires = "number")]
    pub(super) kind: Option<String>,
}

/// Sets a copy that something has taken the place of, unless it was ended before.
pub(crate) fn end_if_not(shard: &mut Shard, index: u64, status: Status) -> Result<(), Failure> {
    match shard.get(index) {
        Some(Status::Valid | Status::Suspended | Status::Lapsed) => Ok(shard.set(index, status)?),
        _ => Ok(()),
    }
}

/// `JY15001030000011=suspended`.
fn parse_number_change(change: &str) -> Result<(&str, Status), Failure> {
    let (number, status) = change.rsplit_once('=').ok_or_else(|| {
        Failure::usage(
            format!("“{change}”应写作 编号=状态，如 JY15001030000011=suspended。"),
            format!("{change:?} should be NUMBER=STATUS, such as JY15001030000011=suspended."),
        )
    })?;
    Ok((number.trim(), parse_status(status.trim())?))
}

impl LicenceArgs {
    /// What is to be set, each a number and a status.
    pub(super) fn changes(&self) -> Result<Vec<(&str, Status)>, Failure> {
        self.number.iter().map(String::as_str).map(parse_number_change).collect()
    }
}

impl Made<'_> {
    /// Sets every copy of the licences that nothing has replaced.
    pub(super) fn set_licences(
        &mut self,
        register: &Register,
        changes: &[(&str, Status)],
        kind: Option<&str>,
        now: Time,
    ) -> Result<Vec<RegisterLine>, Failure> {
        let mut lines = Vec::new();
        for &(number, status) in changes {
            let licence = find(register, number, kind)?;
            licence.not_replaced().map_err(|Text { zh, en }| Failure::usage(zh, en))?;
            let here = self.count;
            for copy in licence.current() {
                if copy.uri == self.uri {
                    self.shard.set(copy.index, status)?;
                    self.count = self.count.saturating_add(1);
                } else {
                    self.elsewhere.insert(copy.uri.clone());
                }
            }
            for (copy, status) in licence.ended() {
                if copy.uri == self.uri {
                    end_if_not(&mut self.shard, copy.index, status)?;
                }
            }
            if self.count == here {
                let (uri, number) = (self.uri, licence.number());
                return Err(Failure::usage(
                    format!("编号 {number} 在名单 {uri} 中没有副本。"),
                    format!("Number {number} has no copy in the list {uri}."),
                ));
            }
            lines.push(RegisterLine::Status(StatusRecord {
                kind: licence.kind().into(),
                number: licence.number().into(),
                version: licence.version(),
                status: status.id().into(),
                day: now.date().to_string(),
            }));
        }
        Ok(lines)
    }
}
