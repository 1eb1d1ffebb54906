//! Which items a holder shows.

use crate::failure::Failure;
use crate::show::{pick, top_item, top_permit};
use std::collections::BTreeSet;
use zhengzhao_facade::core::holder::{HolderCopy, Step};
use zhengzhao_facade::core::kind::Kinds;

/// What to disclose beside the items that are always open.
#[derive(Debug, clap::Args)]
pub(crate) struct Choice {
    /// Names of items to disclose, separated by commas 要披露的项目
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    items: Vec<String>,
    /// Indices of permits to disclose, counted from 0 要披露的许可项
    #[arg(long, value_name = "N", value_delimiter = ',')]
    permits: Vec<usize>,
    /// Disclose everything 全部披露
    #[arg(long, conflicts_with_all = ["items", "permits", "none"])]
    all: bool,
    /// Disclose nothing beside the open items 只出示公开项目
    #[arg(long, conflicts_with_all = ["items", "permits"])]
    none: bool,
}

/// The certificate with what was chosen, and the names of the chosen items.
pub(crate) fn choose(
    copy: &HolderCopy,
    choice: &Choice,
    kinds: &Kinds,
) -> Result<(Vec<u8>, Vec<String>), Failure> {
    let Choice { items, permits, all, none } = choice;
    let labels: BTreeSet<u16> = copy.disclosable().filter_map(top_item).collect();
    let known: BTreeSet<usize> = copy.disclosable().filter_map(top_permit).collect();
    if !(*all || *none || labels.is_empty() && known.is_empty()) && items.is_empty() && permits.is_empty() {
        return Err(Failure::usage(
            "请用 --items、--permits、--all 或 --none 说明披露什么。",
            "Say what to disclose: --items, --permits, --all or --none.",
        ));
    }
    let chosen: Vec<u16> =
        items.iter().map(|name| pick(kinds, copy.kind(), name, &labels)).collect::<Result<_, _>>()?;
    if let Some(index) = permits.iter().find(|index| !known.contains(index)) {
        return Err(Failure::usage(
            format!("没有可选披露的许可项 {index}。"),
            format!("There is no permit {index} to choose."),
        ));
    }
    let shown = copy.show(|path| {
        *all || match path.first() {
            Some(Step::Item(label)) => chosen.contains(label),
            Some(Step::Permit(index)) => permits.contains(index),
            _ => false,
        }
    });
    let of = |label: &u16| kinds.name_of(copy.kind(), *label).to_string();
    let names = if *all { labels.iter().map(of).collect() } else { chosen.iter().map(of).collect() };
    Ok((shown, names))
}
