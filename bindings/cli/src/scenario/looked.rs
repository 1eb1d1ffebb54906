//! `scenario shipped`, `show` and `list`.

use crate::common::{KindArgs, NowArgs, PolicyArgs, read_object};
use crate::failure::{Done, Failure};
use crate::output::Output;
use crate::pack::{DeskArgs, open_desk};
use serde_json::{Value, json};
use std::path::Path;
use zhengzhao_facade::Text;
use zhengzhao_facade::core::Lang;
use zhengzhao_facade::core::error::Object;
use zhengzhao_facade::core::kind::Kinds;
use zhengzhao_facade::core::limits::MAX_SCENARIO;
use zhengzhao_facade::core::scenario::{Terms, UnverifiedScenario};
use zhengzhao_facade::desk::NeedRecord;
use zhengzhao_facade::scenariofile::shipped::{self, Shipped};
use zhengzhao_facade::scenariofile::{dcql, show_scenario};

pub(super) fn shipped(output: &Output) -> Result<Done, Failure> {
    let all: Vec<_> = shipped::all().map(|own| (own.id, own.name())).collect();
    let records = all.iter().map(|(id, name)| json!({ "id": id, "nameZh": name.zh, "nameEn": name.en }));
    let lines = all.iter().map(|(id, name)| format!("{id:<28}{}  {}", name.zh, name.en));
    let text = lines.collect::<Vec<_>>().join("\n");
    output.result(&records.collect(), &Text::new(&*text, &*text));
    Ok(Done::Fine)
}

pub(super) fn show(path: &Path, as_query: bool, kinds: &KindArgs, output: &Output) -> Result<Done, Failure> {
    let kinds = kinds.load()?;
    let id = path.to_str().filter(|_| !path.exists()).unwrap_or_default();
    let (terms, record, heading) = match shipped::find(id) {
        Some(own) => described(own, &kinds)?,
        None => signed(path, &kinds)?,
    };
    let record = if as_query { json!(dcql::query(&terms, &kinds)) } else { record };
    let pretty = serde_json::to_string_pretty(&record).unwrap_or_default();
    // A query is for a program, whoever reads it here.
    let heading = if as_query { Text::new("", "") } else { heading };
    let words = if as_query { Text::new("", "") } else { in_words(&terms) };
    let page = |heading: &str, words: &str| format!("{heading}{words}\n{pretty}").trim_start().to_owned();
    output.result(&record, &Text::new(page(&heading.zh, &words.zh), page(&heading.en, &words.en)));
    Ok(Done::Fine)
}

/// What the words of the record mean.
fn in_words(terms: &Terms) -> Text {
    let (basis, presenter) = (terms.basis, terms.presenter);
    let mut text = Text::new(
        format!("\n事由：{}\n依据：{}\n出示人：{}", terms.purpose.as_str(), basis.zh(), presenter.zh()),
        format!("\nfor: {}\nbasis: {}\npresenter: {}", terms.purpose.as_str(), basis.en(), presenter.en()),
    );
    for link in &terms.links {
        let (from, to) = (terms.materials.get(link.from), terms.materials.get(link.to));
        if let (Some(from), Some(to)) = (from, to) {
            text.zh.push_str(&format!("\n关联：{}、{}：{}", from.name_zh, to.name_zh, link.kind.zh()));
            text.en.push_str(&format!("\nlink: {}, {}: {}", from.name_en, to.name_en, link.kind.en()));
        }
    }
    text
}

type Shown = (Terms, Value, Text);

fn signed(path: &Path, kinds: &Kinds) -> Result<Shown, Failure> {
    let bytes = read_object(path, Object::Scenario, MAX_SCENARIO)?;
    let UnverifiedScenario { claims, digest } = UnverifiedScenario::parse(&bytes)
        .map_err(|refusal| Failure::refused_as(path, &bytes, Object::Scenario, refusal))?;
    let record = show_scenario(&claims, &digest, kinds);
    let (zh, en) = (&claims.terms.name_zh, &claims.terms.name_en);
    let heading = Text::new(format!("{zh}（未验签）"), format!("{en} (signature NOT verified)"));
    Ok((claims.terms, record, heading))
}

/// The description as it ships: who publishes it says the rest.
fn described(own: Shipped, kinds: &Kinds) -> Result<Shown, Failure> {
    let terms = own.terms(kinds).map_err(|error| Failure::in_file(own.id, &error))?;
    let Text { zh, en } = own.name();
    let heading = Text::new(
        format!("{zh}（随附的说明，由发布机构补上机构和地区后签发）"),
        format!("{en} (as it ships; whoever publishes it adds issuer and region, and signs)"),
    );
    Ok((terms, own.value(), heading))
}

pub(super) fn list(
    desk: &DeskArgs,
    policy: &PolicyArgs,
    now: &NowArgs,
    output: &Output,
) -> Result<Done, Failure> {
    let (now, policy) = (now.time()?, policy.policy()?);
    let desk = open_desk(desk, now, &policy)?;
    let needs = desk.needs(now, &policy);
    let held: Vec<_> = needs.iter().filter(|need| need.what == "scenario").collect();
    let records = held.iter().map(|need| {
        json!({
            "scenario": id(need), "version": need.version,
            "nameZh": need.name.as_ref().map(|name| &name.zh), "nameEn": need.name.as_ref().map(|name| &name.en),
            "state": need.state, "expires": need.until, "code": need.code,
        })
    });
    let line = |need: &&NeedRecord, lang: Lang| {
        let name = need.name.as_ref().map(|name| name.get(lang)).unwrap_or_default();
        let version = need.version.unwrap_or_default();
        let why = need.code.as_ref().zip(need.reason.as_ref());
        let why = why.map(|(code, reason)| format!("  {} ({code})", reason.get(lang))).unwrap_or_default();
        format!("[{}] {}  v{version}  {name}{why}", need.state_text().get(lang), id(need))
    };
    let text = Text::both(|lang| held.iter().map(|need| line(need, lang)).collect::<Vec<_>>().join("\n"));
    output.result(&records.collect(), &text);
    Ok(Done::Fine)
}

fn id(need: &NeedRecord) -> String {
    format!("{}/{}", need.by, need.id.as_deref().unwrap_or_default())
}
