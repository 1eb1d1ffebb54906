//! `show`: the holder chooses.

use crate::common::{KindArgs, read_copy};
use crate::failure::{Done, Failure};
use crate::files::{self, Content, Existing};
use crate::output::Output;
use serde_json::json;
use std::collections::BTreeSet;
use std::path::PathBuf;
use zhengzhao_facade::Text;
use zhengzhao_facade::core::holder::Step;
use zhengzhao_facade::core::kind::{ItemSpec, Kind, Kinds, header_item};

const EXAMPLES: &str = "\
Examples / 示例:
  # what can be chosen
  zhengzhao show permit.zz
  zhengzhao show permit.zz --items holderName,ageOver18 -o shown.zz
  # open items only
  zhengzhao show permit.zz --none -o shown.zz";

/// Makes from the holder's copy what a checker may see. Open items are always shown.
/// 由持证人选择向核验方披露哪些项目；不给选项时列出可选项目。
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The holder's copy 持证人所持证照
    copy: PathBuf,
    /// Names of items to disclose, separated by commas 要披露的项目
    #[arg(long, value_name = "NAMES", value_delimiter = ',', requires = "out")]
    items: Vec<String>,
    /// Indices of permits to disclose, counted from 0 要披露的许可项
    #[arg(long, value_name = "N", value_delimiter = ',', requires = "out")]
    permits: Vec<usize>,
    /// Disclose everything 全部披露
    #[arg(long, conflicts_with_all = ["items", "permits", "none"], requires = "out")]
    all: bool,
    /// Disclose nothing beside the open items 只出示公开项目
    #[arg(long, conflicts_with_all = ["items", "permits"], requires = "out")]
    none: bool,
    /// The file to write 输出文件
    #[arg(short, long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Replace an existing file 替换已有文件
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    kinds: KindArgs,
}

pub(crate) fn run(args: &Args, output: &Output) -> Result<Done, Failure> {
    let kinds = args.kinds.load()?;
    let copy = read_copy(&args.copy)?;
    let labels: BTreeSet<u16> = copy.disclosable().filter_map(top_item).collect();
    let permits: BTreeSet<usize> = copy.disclosable().filter_map(top_permit).collect();
    let Some(out) = &args.out else {
        list(&kinds, copy.kind(), &labels, &permits, output);
        return Ok(Done::Fine);
    };
    if !(args.all || args.none) && args.items.is_empty() && args.permits.is_empty() {
        return Err(Failure::usage(
            "请用 --items、--permits、--all 或 --none 说明披露什么。",
            "Say what to disclose: --items, --permits, --all or --none.",
        ));
    }
    let chosen: Vec<u16> =
        args.items.iter().map(|name| pick(&kinds, copy.kind(), name, &labels)).collect::<Result<_, _>>()?;
    if let Some(index) = args.permits.iter().find(|index| !permits.contains(index)) {
        return Err(Failure::usage(
            format!("没有可选披露的许可项 {index}。"),
            format!("There is no permit {index} to choose."),
        ));
    }
    let shown = copy.show(|path| {
        args.all
            || match path.first() {
                Some(Step::Item(label)) => chosen.contains(label),
                Some(Step::Permit(index)) => args.permits.contains(index),
                _ => false,
            }
    });
    files::write(out, &shown, Content::Ordinary, Existing::forced(args.force))?;
    let names: Vec<_> = if args.all {
        labels.iter().map(|label| kinds.name_of(copy.kind(), *label).to_string()).collect()
    } else {
        args.items.clone()
    };
    let list = names.join(", ");
    let path = out.display();
    output.result(
        &json!({ "file": out, "bytes": shown.len(), "disclosed": names }),
        &Text::new(
            format!("已写入 {path}（{} 字节）\n披露的项目：{list}", shown.len()),
            format!("wrote {path} ({} bytes)\ndisclosed: {list}", shown.len()),
        ),
    );
    Ok(Done::Fine)
}

pub(crate) fn top_item(path: &[Step]) -> Option<u16> {
    match path.first() {
        Some(Step::Item(label)) => Some(*label),
        _ => None,
    }
}

pub(crate) fn top_permit(path: &[Step]) -> Option<usize> {
    match path.first() {
        Some(Step::Permit(index)) => Some(*index),
        _ => None,
    }
}

pub(crate) fn pick(kinds: &Kinds, kind: &str, name: &str, labels: &BTreeSet<u16>) -> Result<u16, Failure> {
    let label = kinds.label_of(kind, name.trim());
    label.filter(|label| labels.contains(label)).ok_or_else(|| {
        let known: Vec<_> = labels.iter().map(|label| kinds.name_of(kind, *label).to_string()).collect();
        let known = known.join(", ");
        Failure::usage(
            format!("没有可选披露的项目“{name}”。可选：{known}。"),
            format!("There is no item {name:?} to choose. There are: {known}."),
        )
    })
}

fn list(kinds: &Kinds, kind: &str, labels: &BTreeSet<u16>, permits: &BTreeSet<usize>, output: &Output) {
    let own = kinds.get(kind);
    let line = |label: &u16| {
        let name = kinds.name_of(kind, *label).to_string();
        let (zh, en) = words(own, *label);
        (
            format!("  {name}  {zh}"),
            format!("  {name}  {en}"),
            json!({ "name": name, "label": label, "zh": zh, "en": en }),
        )
    };
    let mut zh = String::from("可选择披露的项目（其余项目始终公开）：");
    let mut en = String::from("Items to choose from (all others are always shown):");
    let mut records = Vec::new();
    for (zh_line, en_line, record) in labels.iter().map(line) {
        zh.push_str(&format!("\n{zh_line}"));
        en.push_str(&format!("\n{en_line}"));
        records.push(record);
    }
    if !permits.is_empty() {
        let list = permits.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        zh.push_str(&format!("\n许可项：{list}"));
        en.push_str(&format!("\npermits: {list}"));
    }
    output.result(&json!({ "kind": kind, "items": records, "permits": permits }), &Text::new(zh, en));
}

fn words(kind: Option<&Kind>, label: u16) -> (String, String) {
    let spec: Option<&ItemSpec> = kind.and_then(|kind| kind.item(label));
    match (spec, header_item(label)) {
        (Some(spec), _) => (spec.name_zh().into(), spec.name_en().into()),
        (None, Some(item)) => (item.name_zh().into(), item.name_en().into()),
        (None, None) => (String::new(), String::new()),
    }
}
