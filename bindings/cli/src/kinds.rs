//! `kinds`.

use crate::common::KindArgs;
use crate::failure::{Done, Failure};
use crate::output::Output;
use serde_json::json;
use zhengzhao_facade::Text;
use zhengzhao_facade::core::kind::{Disclosure, ItemSpec, ItemType, Kind};

/// Lists and shows licence kinds 证照类型
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// List the known kinds 列出证照类型
    List {
        #[command(flatten)]
        kinds: KindArgs,
    },
    /// Show the items of a kind, as drafts name them 显示类型的项目
    Show {
        /// The kind's code 类型代码
        code: String,
        #[command(flatten)]
        kinds: KindArgs,
    },
}

pub(crate) fn run(command: &Command, output: &Output) -> Result<Done, Failure> {
    match command {
        Command::List { kinds } => {
            let kinds = kinds.load()?;
            let records: Vec<_> = kinds.iter().map(head).collect();
            let lines = |name: fn(&Kind) -> &str| {
                let line = |kind: &Kind| format!("{:<28} {}", kind.code(), name(kind));
                kinds.iter().map(line).collect::<Vec<_>>().join("\n")
            };
            output.result(&json!(records), &Text::new(lines(Kind::name_zh), lines(Kind::name_en)));
        }
        Command::Show { code, kinds } => {
            let kinds = kinds.load()?;
            let kind = kinds.get(code).ok_or_else(|| {
                let known = kinds.iter().map(Kind::code).collect::<Vec<_>>().join(", ");
                Failure::usage(
                    format!("没有证照类型 {code}。已知：{known}。"),
                    format!("There is no kind {code}. Known: {known}."),
                )
            })?;
            show(kind, output);
        }
    }
    Ok(Done::Fine)
}

fn head(kind: &Kind) -> serde_json::Value {
    json!({
        "code": kind.code(), "codeVerified": kind.code_verified(),
        "zh": kind.name_zh(), "en": kind.name_en(),
    })
}

fn show(kind: &Kind, output: &Output) {
    let record = |item: &ItemSpec| {
        json!({
            "label": item.label(), "name": item.name(), "zh": item.name_zh(), "en": item.name_en(),
            "type": type_name(item.item_type()), "disclosure": disclosure(item).1,
            "limits": item.limits(), "printed": item.printed(),
            "members": item.members().iter().map(|member| json!({
                "label": member.label(), "name": member.name(), "zh": member.name_zh(),
                "en": member.name_en(), "type": type_name(member.item_type()),
            })).collect::<Vec<_>>(),
        })
    };
    let mut value = head(kind);
    if let Some(map) = value.as_object_mut() {
        map.insert("items".into(), kind.items().iter().map(record).collect());
    }
    let mut zh = format!("{} {}\n定义机构：{}", kind.code(), kind.name_zh(), kind.definer_zh());
    let mut en = format!("{} {}\ndefined by: {}", kind.code(), kind.name_en(), kind.definer_en());
    for item in kind.items() {
        let (label, name, kind) = (item.label(), item.name(), type_name(item.item_type()));
        let (mark_zh, mark_en) = disclosure(item);
        let (limits_zh, limits_en) = if item.limits() { ("，限制效力", ", limits") } else { ("", "") };
        let (print_zh, print_en) = if item.printed() { ("，打印", ", printed") } else { ("", "") };
        zh.push_str(&format!(
            "\n{label:>4} {name:<28} {kind:<8} {}（{mark_zh}{limits_zh}{print_zh}）",
            item.name_zh()
        ));
        en.push_str(&format!(
            "\n{label:>4} {name:<28} {kind:<8} {} ({mark_en}{limits_en}{print_en})",
            item.name_en()
        ));
    }
    output.result(&value, &Text::new(zh, en));
}

fn disclosure(item: &ItemSpec) -> (&'static str, &'static str) {
    match item.disclosure() {
        Disclosure::Open => ("公开", "open"),
        Disclosure::Selective => ("选择披露", "selective"),
        Disclosure::Sensitive => ("敏感", "sensitive"),
    }
}

fn type_name(item_type: ItemType) -> &'static str {
    match item_type {
        ItemType::Text => "text",
        ItemType::Date => "date",
        ItemType::Integer => "integer",
        ItemType::Boolean => "boolean",
        ItemType::Bytes => "bytes",
        ItemType::List => "list",
        ItemType::Map => "map",
        _ => "other",
    }
}
