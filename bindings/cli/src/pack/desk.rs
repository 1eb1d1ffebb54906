//! A desk from its files.

use super::check_pin;
use crate::common::read_object;
use crate::failure::Failure;
use crate::files;
use crate::output::{Output, eprint};
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use zhengzhao_facade::Desk;
use zhengzhao_facade::core::error::Object;
use zhengzhao_facade::core::limits::MAX_PACK;
use zhengzhao_facade::core::time::Time;
use zhengzhao_facade::core::trust::Anchor;
use zhengzhao_facade::core::{Lang, Pack, Policy};
use zhengzhao_facade::desk::show_digest;

/// What the desk trusts.
#[derive(Debug, clap::Args)]
pub(crate) struct DeskArgs {
    /// The desk's state, kept by `pack update` 存储状态文件
    #[arg(long, value_name = "FILE", required_unless_present = "pack")]
    state: Option<PathBuf>,
    /// A pack to import for this call only; may be repeated 名单包
    #[arg(long, value_name = "FILE")]
    pack: Vec<PathBuf>,
    /// The anchor's digest; needed with --pack and without --state 信任锚摘要
    #[arg(long, value_name = "DIGEST")]
    pin: Option<String>,
}

/// Opens the state and takes the packs, in memory: only `pack update` writes a state.
pub(crate) fn open_desk(args: &DeskArgs, now: Time, policy: &Policy) -> Result<Desk, Failure> {
    let mut desk = args.state.as_deref().map(open_state).transpose()?;
    if let (Some(desk), Some(pin)) = (&desk, &args.pin) {
        check_pin(desk.anchor(), pin)?;
    }
    for path in &args.pack {
        let bytes = read_object(path, Object::Pack, MAX_PACK)?;
        let refused = |refusal| Failure::refused_as(path, &bytes, Object::Pack, refusal);
        let mut next = match desk {
            Some(desk) => desk,
            None => Desk::pin(pinned(&Pack::parse(&bytes).map_err(refused)?, args.pin.as_deref())?),
        };
        next.import(&bytes, now, policy).map_err(refused)?;
        desk = Some(next);
    }
    desk.ok_or_else(|| Failure::usage("请给出 --state 或 --pack。", "Give --state or --pack."))
}

fn pinned(pack: &Pack, pin: Option<&str>) -> Result<Anchor, Failure> {
    let anchor = pack.anchor().ok_or_else(|| {
        Failure::usage(
            "名单包不含信任锚，请先用 pack update 建立存储状态。",
            "The pack has no anchor; make a state first, with pack update.",
        )
    })?;
    match pin {
        Some(pin) => check_pin(anchor, pin)?,
        None => return Err(needs_pin(anchor)),
    }
    Ok(anchor.clone())
}

fn needs_pin(anchor: &Anchor) -> Failure {
    let digest = show_digest(anchor);
    Failure::usage(
        format!("名单包的信任锚未经核对。请与印刷值比对，一致后加 --pin：\n  {digest}"),
        format!(
            "The pack's anchor was not compared. Compare it with the printed value, then give --pin:\n  {digest}"
        ),
    )
}

/// Reads a desk's own state. It is the host's storage: a damaged one is a file error, not a refusal.
pub(crate) fn open_state(path: &Path) -> Result<Desk, Failure> {
    let bytes = files::read(path, MAX_PACK)?;
    Desk::reopen(&bytes).map_err(|refusal| {
        let path = path.display();
        let (zh, en) = (refusal.text(Lang::Zh), refusal.text(Lang::En));
        Failure::usage(
            format!("{path} 不是可用的存储状态：{zh}"),
            format!("{path} is not a usable state: {en}"),
        )
    })
}

/// Shows the anchor and asks whether it is the printed one. Without a terminal nobody can answer.
pub(crate) fn confirm(anchor: &Anchor, output: &Output) -> Result<(), Failure> {
    if output.is_json() || !std::io::stdin().is_terminal() {
        return Err(needs_pin(anchor));
    }
    let (authority, region, digest) = (anchor.authority(), anchor.region(), show_digest(anchor));
    let (threshold, count) = (anchor.signers().threshold(), anchor.signers().keys().len());
    let question = match output.lang() {
        Lang::Zh => format!(
            "即将信任：机构 {authority}，地区 {region}，{count} 名签署人中须有 {threshold} 名签署。\n请与印刷的信任锚摘要逐组比对：\n  {digest}\n完全一致请输入 yes："
        ),
        Lang::En => format!(
            "About to trust: authority {authority}, region {region}, {threshold} of {count} signers.\nCompare every group with the printed anchor digest:\n  {digest}\nType yes if all are the same:"
        ),
    };
    eprint(&question);
    let mut answer = String::new();
    // An answer that cannot be read is no answer.
    let _ = std::io::stdin().read_line(&mut answer);
    if answer.trim() == "yes" {
        Ok(())
    } else {
        Err(Failure::usage("未确认，未作任何改动。", "Not confirmed; nothing was changed."))
    }
}
