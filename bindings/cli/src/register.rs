//! `register`, and what other commands do with a register.

use crate::failure::{Done, Failure};
use crate::files;
use crate::output::Output;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use zhengzhao_facade::Text;
use zhengzhao_facade::draft::IssueForm;
use zhengzhao_facade::register::{CopyRecord, Licence, Register, RegisterError, RegisterFile};

const EXAMPLES: &str = "\
Examples / 示例:
  zhengzhao register show market.jsonl
  zhengzhao register search market.jsonl JY15001030000011
A register names licences by their numbers and holds nothing else about people. `issue`, `reissue` and `status set`
write it. 登记簿只载证照编号，不载其他个人信息；由 issue、reissue 和 status set 写入。";

/// Shows which status entry belongs to which copy of which licence
/// 登记簿：各证照的版本、副本及状态序号
#[derive(Debug, clap::Subcommand)]
#[command(after_help = EXAMPLES)]
pub(crate) enum Command {
    /// Show how many copies there are, and how many entries are free 概况
    #[command(after_help = EXAMPLES)]
    Show {
        /// The register 登记簿
        register: PathBuf,
    },
    /// Find a licence by its number 按编号查找
    #[command(after_help = EXAMPLES)]
    Search {
        /// The register 登记簿
        register: PathBuf,
        /// The certificate's number 证照编号
        number: String,
    },
}

pub(crate) fn run(command: &Command, output: &Output) -> Result<Done, Failure> {
    match command {
        Command::Show { register } => {
            let mut file = RegisterFile::new(register);
            show(file.load().map_err(|error| failed(register, error))?, output);
            Ok(Done::Fine)
        }
        Command::Search { register, number } => {
            let mut file = RegisterFile::new(register);
            search(file.load().map_err(|error| failed(register, error))?, number, output)
        }
    }
}

fn show(register: &Register, output: &Output) {
    let copies = register.copies();
    let printed = copies.iter().filter(|copy| copy.form == IssueForm::Printed).count();
    let certificates = copies.len().saturating_sub(printed);
    let mut text = Text::new(
        format!("副本 {} 份：电子证照 {certificates}，打印件 {printed}", copies.len()),
        format!("{} copies: {certificates} certificates, {printed} printed", copies.len()),
    );
    let mut lists = Vec::new();
    for (uri, used, free) in register.lists() {
        text.zh.push_str(&format!("\n状态名单 {uri}：已用 {used}，空闲 {free}"));
        text.en.push_str(&format!("\nstatus list {uri}: {used} used, {free} free"));
        lists.push(json!({ "uri": uri, "used": used, "free": free }));
    }
    output.result(
        &json!({ "copies": copies.len(), "certificates": certificates, "printed": printed, "lists": lists }),
        &text,
    );
}

fn search(register: &Register, number: &str, output: &Output) -> Result<Done, Failure> {
    let licences = register.licences(number);
    if licences.is_empty() {
        return Err(no_licence(number));
    }
    for licence in licences {
        let mut text = Text::new(heading(&licence, true), heading(&licence, false));
        let current: Vec<_> = licence.current().map(|copy| (&copy.uri, copy.index)).collect();
        let mut records: Vec<Value> = Vec::new();
        for copy in licence.copies() {
            let counts = current.contains(&(&copy.uri, copy.index));
            text.zh.push_str(&line(copy, counts, true));
            text.en.push_str(&line(copy, counts, false));
            let mut record = json!(copy);
            if let Some(map) = record.as_object_mut() {
                map.insert("current".into(), json!(counts));
            }
            records.push(record);
        }
        output.result(
            &json!({
                "kind": licence.kind(), "number": licence.number(), "version": licence.version(),
                "status": licence.status().id(), "copies": records,
                "replacedBy": licence.successor().map(|by| json!({ "number": by.number, "version": by.version })),
            }),
            &text,
        );
    }
    Ok(Done::Fine)
}

fn heading(licence: &Licence<'_>, zh: bool) -> String {
    let (kind, number, version, status) =
        (licence.kind(), licence.number(), licence.version(), licence.status().id());
    let successor = licence.successor().map_or_else(String::new, |by| {
        let (number, version) = (&by.number, by.version);
        if zh {
            format!("，已由编号 {number} 第 {version} 版取代")
        } else {
            format!(", replaced by version {version} of {number}")
        }
    });
    if zh {
        format!("{number}（{kind}）第 {version} 版，状态 {status}{successor}")
    } else {
        format!("{number} ({kind}) version {version}, status {status}{successor}")
    }
}

fn line(copy: &CopyRecord, counts: bool, zh: bool) -> String {
    let CopyRecord { uri, index, version, issued, .. } = copy;
    let form = match (copy.form, zh) {
        (IssueForm::Printed, true) => "打印件",
        (IssueForm::Printed, false) => "printed",
        (IssueForm::Certificate, true) => "电子证照",
        (IssueForm::Certificate, false) => "certificate",
    };
    let old = match (counts, zh) {
        (true, _) => "",
        (false, true) => "，已被取代",
        (false, false) => ", replaced",
    };
    if zh {
        format!("\n  第 {version} 版 {form}，名单 {uri} 序号 {index}，{issued}{old}")
    } else {
        format!("\n  version {version} {form}, list {uri} entry {index}, {issued}{old}")
    }
}

/// The licence with this number; of several kinds with it, the one that was named.
pub(crate) fn find<'r>(
    register: &'r Register,
    number: &str,
    kind: Option<&str>,
) -> Result<Licence<'r>, Failure> {
    let mut licences = register.licences(number);
    licences.retain(|licence| kind.is_none_or(|kind| licence.kind() == kind));
    match (licences.pop(), licences.is_empty()) {
        (Some(licence), true) => Ok(licence),
        (None, _) => Err(no_licence(number)),
        (Some(_), false) => Err(Failure::usage(
            format!("登记簿中有多种证照的编号为 {number}；请用 --kind 指明类型。"),
            format!("The register has several kinds of licence with number {number}; name one with --kind."),
        )),
    }
}

fn no_licence(number: &str) -> Failure {
    Failure::usage(format!("登记簿中没有编号 {number}。"), format!("The register has no number {number}."))
}

/// A register in which something is to be found; a wrong name must not make an empty one.
pub(crate) fn must_exist(path: &Path) -> Result<(), Failure> {
    if path.exists() { Ok(()) } else { Err(files::cannot_read(path, &std::io::ErrorKind::NotFound.into())) }
}

/// What went wrong with a register, as a failure of the command.
pub(crate) fn failed(path: &Path, error: RegisterError) -> Failure {
    if let RegisterError::Io(error) = error {
        return files::cannot_use(path, &error);
    }
    let (path, Text { zh, en }) = (path.display(), error.message());
    Failure::usage(format!("{path}：{zh}"), format!("{path}: {en}"))
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
