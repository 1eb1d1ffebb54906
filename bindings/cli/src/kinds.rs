//! `kinds`.

use crate::common::KindArgs;
use crate::failure::{Done, Failure};
use crate::output::Output;
use serde_json::{Value, json};
use zhengzhao_facade::Text;
use zhengzhao_facade::core::kind::{
    Disclosure, HolderCategory, ItemSpec, ItemType, Kind, Kinds, MemberSpec, NumberRule, ValidityRange,
};

/// Lists and shows licence kinds 证照类型
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// List the known kinds, or those that match 列出证照类型
    #[command(after_help = "Examples / 示例:
  zhengzhao kinds list 经营 --holder mixed
  zhengzhao kinds list --verified
  zhengzhao kinds list --kind-file my-kinds/")]
    List(ListArgs),
    /// Show a kind and its items, as drafts name them 显示类型及其项目
    #[command(after_help = "Examples / 示例:
  zhengzhao kinds show ZZ-LOCAL-FOOD-LICENCE
  zhengzhao kinds show 营业执照")]
    Show {
        /// The kind's code, or its whole name in Chinese or English 类型代码或名称
        code: String,
        #[command(flatten)]
        kinds: KindArgs,
    },
}

#[derive(Debug, clap::Args)]
pub(crate) struct ListArgs {
    /// Only kinds with this text in code, name or definer 包含的文字
    text: Option<String>,
    /// Only kinds whose code was found in a published source 仅代码已核实的
    #[arg(long)]
    verified: bool,
    /// Only kinds with items of their own 仅有专用项的
    #[arg(long)]
    full: bool,
    /// Only kinds held by these 持证主体类别
    #[arg(long, value_enum)]
    holder: Option<Holder>,
    #[command(flatten)]
    kinds: KindArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Holder {
    Person,
    Legal,
    Mixed,
    Other,
}

impl ListArgs {
    fn wants(&self, kind: &Kind) -> bool {
        let has = |text: &String| {
            let texts = [kind.code(), kind.name_zh(), kind.name_en(), kind.definer_zh(), kind.definer_en()];
            texts.iter().any(|own| own.to_lowercase().contains(&text.to_lowercase()))
        };
        (!self.verified || kind.code_verified())
            && (!self.full || !kind.is_header_only())
            && self.holder.is_none_or(|holder| holder_of(kind).0 == holder)
            && self.text.as_ref().is_none_or(has)
    }
}

pub(crate) fn run(command: &Command, output: &Output) -> Result<Done, Failure> {
    match command {
        Command::List(args) => {
            let kinds = args.kinds.load()?;
            let kinds: Vec<_> = kinds.iter().filter(|kind| args.wants(kind)).collect();
            list(&kinds, output);
        }
        Command::Show { code, kinds } => {
            let kinds = kinds.load()?;
            let named = |kind: &&Kind| kind.name_zh() == code || kind.name_en() == code;
            let kind = kinds.get(code).or_else(|| kinds.iter().find(named));
            show(kind.ok_or_else(|| no_kind(code, &kinds))?, output);
        }
    }
    Ok(Done::Fine)
}

/// Who wrote a part of the code or name finds the rest; there are too many kinds to name them all.
fn no_kind(text: &str, kinds: &Kinds) -> Failure {
    const NAMED: usize = 5;
    let wanted = text.to_lowercase();
    let has = |own: &str| own.to_lowercase().contains(&wanted);
    let like = kinds.iter().filter(|kind| has(kind.code()) || has(kind.name_zh()) || has(kind.name_en()));
    let like: Vec<_> = like.take(NAMED).map(|kind| format!("{} {}", kind.code(), kind.name_zh())).collect();
    let (zh, en) = if like.is_empty() {
        (String::new(), String::new())
    } else {
        (format!("相近的有：{}。", like.join("、")), format!(" Similar: {}.", like.join(", ")))
    };
    Failure::usage(
        format!("没有证照类型 {text}。{zh}全部类型见 zhengzhao kinds list。"),
        format!("There is no kind {text}.{en} zhengzhao kinds list names all kinds."),
    )
}

fn list(kinds: &[&Kind], output: &Output) {
    let records: Vec<_> = kinds.iter().map(|kind| head(kind)).collect();
    let lines = |verified: &str, local: &str, name: fn(&Kind) -> &str| {
        let line = |kind: &&Kind| {
            let mark = if kind.code_verified() { verified } else { local };
            format!("{:<44} {mark} {}", kind.code(), name(kind))
        };
        kinds.iter().map(line).collect::<Vec<_>>().join("\n")
    };
    let count = |which: fn(&Kind) -> bool| kinds.iter().filter(|kind| which(kind)).count();
    let (all, verified) = (kinds.len(), count(Kind::code_verified));
    let header_only = count(Kind::is_header_only);
    let full = all.saturating_sub(header_only);
    let zh = lines("已核实", "本地  ", Kind::name_zh);
    let en = lines("verified", "local   ", Kind::name_en);
    let text = Text::new(
        format!("{zh}\n共 {all} 种：{full} 种有专用项，{header_only} 种只有公用项；{verified} 种代码已核实，其余为本地代号。").trim_start(),
        format!("{en}\n{all} kinds: {full} with items of their own, {header_only} with the header's only; {verified} codes are verified, the others are local.").trim_start(),
    );
    output.result(&json!(records), &text);
}

fn head(kind: &Kind) -> Value {
    json!({
        "code": kind.code(), "codeVerified": kind.code_verified(),
        "zh": kind.name_zh(), "en": kind.name_en(),
        "definer": {"zh": kind.definer_zh(), "en": kind.definer_en()},
        "holder": holder_of(kind).1, "headerOnly": kind.is_header_only(),
    })
}

fn show(kind: &Kind, output: &Output) {
    let mut value = head(kind);
    if let Some(map) = value.as_object_mut() {
        let forms = kind.number_rule().map(NumberRule::templates).unwrap_or_default();
        map.insert("numberForms".into(), json!(forms));
        map.insert("validity".into(), kind.validity_ranges().iter().map(|range| period(*range).1).collect());
        map.insert("items".into(), kind.items().iter().map(item_record).collect());
    }
    let Text { mut zh, mut en } = in_words(kind);
    for item in kind.items() {
        let lines = item_lines(item);
        zh.push_str(&lines.zh);
        en.push_str(&lines.en);
    }
    output.result(&value, &Text::new(zh, en));
}

fn item_record(item: &ItemSpec) -> Value {
    let member = |member: &MemberSpec| {
        json!({
            "label": member.label(), "name": member.name(), "zh": member.name_zh(), "en": member.name_en(),
            "type": type_name(member.item_type()),
        })
    };
    json!({
        "label": item.label(), "name": item.name(), "zh": item.name_zh(), "en": item.name_en(),
        "pinyin": item.pinyin(), "type": type_name(item.item_type()), "disclosure": disclosure(item).1,
        "limits": item.limits(), "printed": item.printed(), "required": item.required(),
        "members": item.members().iter().map(member).collect::<Vec<_>>(),
    })
}

/// All but the items.
fn in_words(kind: &Kind) -> Text {
    let mut zh = format!("{} {}\n定义机构：{}", kind.code(), kind.name_zh(), kind.definer_zh());
    let mut en = format!("{} {}\ndefined by: {}", kind.code(), kind.name_en(), kind.definer_en());
    let (code_zh, code_en) = if kind.code_verified() {
        ("已见于公开来源", "found in a published source")
    } else {
        ("本地代号，不是国家代码", "local, not a national code")
    };
    let (_, holder_en, holder_zh) = holder_of(kind);
    zh.push_str(&format!("\n代码：{code_zh}\n持证主体：{holder_zh}"));
    en.push_str(&format!("\ncode: {code_en}\nholder: {holder_en}"));
    if let Some(rule) = kind.number_rule() {
        let forms = rule.templates().join(" / ");
        zh.push_str(&format!("\n编号样式：{forms}（# 数字，@ 字母，? 汉字，~ 若干字）"));
        en.push_str(&format!(
            "\nnumber: {forms} (# a digit, @ a letter, ? a Chinese character, ~ some text)"
        ));
    }
    let periods: (Vec<_>, Vec<_>) = kind.validity_ranges().iter().map(|range| period(*range)).unzip();
    if !periods.0.is_empty() {
        zh.push_str(&format!("\n有效期：{}", periods.0.join("、")));
        en.push_str(&format!("\nvalid for: {}", periods.1.join(", ")));
    }
    Text::new(zh, en)
}

/// The line of an item, and below it those of its members.
fn item_lines(item: &ItemSpec) -> Text {
    let (label, name, kind) = (item.label(), item.name(), type_name(item.item_type()));
    let (mark_zh, mark_en) = disclosure(item);
    let (limits_zh, limits_en) = if item.limits() { ("，限制效力", ", limits") } else { ("", "") };
    let (print_zh, print_en) = if item.printed() { ("，打印", ", printed") } else { ("", "") };
    let (need_zh, need_en) = if item.required() { ("，必填", ", required") } else { ("", "") };
    let start = format!("\n{label:>4} {name:<28} {kind:<8}");
    let mut zh = format!("{start} {}（{mark_zh}{limits_zh}{print_zh}{need_zh}）", item.name_zh());
    let mut en = format!("{start} {} ({mark_en}{limits_en}{print_en}{need_en})", item.name_en());
    for member in item.members() {
        let start = format!("\n       .{:<26} {:<8}", member.name(), type_name(member.item_type()));
        zh.push_str(&format!("{start} {}", member.name_zh()));
        en.push_str(&format!("{start} {}", member.name_en()));
    }
    Text::new(zh, en)
}

fn holder_of(kind: &Kind) -> (Holder, &'static str, &'static str) {
    match kind.holder_category() {
        HolderCategory::Person => (Holder::Person, "person", "自然人"),
        HolderCategory::Legal => (Holder::Legal, "legal", "法人"),
        HolderCategory::Mixed => (Holder::Mixed, "mixed", "自然人或法人"),
        _ => (Holder::Other, "other", "其他"),
    }
}

fn period(range: ValidityRange) -> (String, String) {
    match range {
        ValidityRange::Days(days) => (format!("{days}天"), format!("{days} d")),
        ValidityRange::Months(months) => (format!("{months}个月"), format!("{months} months")),
        ValidityRange::Years(years) => (format!("{years}年"), format!("{years} y")),
        _ => ("长期".into(), "unlimited".into()),
    }
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
