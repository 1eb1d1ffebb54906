//! `issue --from`: one certificate a row.
//!
//! Rows are taken in batches. Of each batch the files are on the disk under other names first, then the report says
//! what is prepared, then the register which entries it has, then the challenges are used up; only then do the files get
//! their names, and the report says that they are issued. A run that was killed leaves a batch in which every row is
//! either not in the register, and begun anew, or is, and finished.

mod batch;
mod report;
mod table;

use crate::common::read_secret_key;
use crate::failure::{Done, Failure};
use crate::files;
use crate::output::Output;
use crate::random;
use crate::register::failed;
use batch::{Fault, Maker, Staging};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use report::{Known, Report};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use table::{Row, Table};
use zhengzhao_facade::Text;
use zhengzhao_facade::core::kind::Kinds;
use zhengzhao_facade::draft::{self, IssueForm, MAX_DRAFT};
use zhengzhao_facade::register::{Register, RegisterFile};
use zhengzhao_facade::rows::Columns;

/// Rows of a batch: few enough that a counter that shares the register waits less than a second for it.
const BATCH: usize = 200;
/// Faulty rows that people are shown; the report has all.
const SHOWN: usize = 20;

/// A table of certificates.
#[derive(Debug, clap::Args)]
pub(super) struct BulkArgs {
    /// A table with one certificate a row, CSV in UTF-8 批量表格
    #[arg(
        long,
        value_name = "FILE",
        requires_all = ["kind", "common", "out_dir", "register"],
        conflicts_with = "draft"
    )]
    from: Option<PathBuf>,
    /// The kind of all rows 证照类型代码
    #[arg(long, value_name = "CODE", requires = "from")]
    kind: Option<String>,
    /// A draft with what all rows share 共用草稿
    #[arg(long, value_name = "FILE", requires = "from")]
    common: Option<PathBuf>,
    /// The folder for the files; made if there is none 输出目录
    #[arg(long, value_name = "DIR", requires = "from")]
    out_dir: Option<PathBuf>,
    /// What became of each row, JSON lines [default: report.jsonl in the folder] 报告文件
    #[arg(long, value_name = "FILE", requires = "from")]
    report: Option<PathBuf>,
    /// Check every row and issue nothing 只检查，不签发
    #[arg(long, requires = "from")]
    dry_run: bool,
}

pub(super) fn run(args: &super::Args, output: &Output) -> Result<Done, Failure> {
    let bulk = &args.bulk;
    let (Some(from), Some(kind), Some(common), Some(folder), Some(register)) =
        (&bulk.from, &bulk.kind, &bulk.common, &bulk.out_dir, &args.register)
    else {
        return Err(Failure::usage("缺少参数。", "arguments are missing."));
    };
    let form = if args.printed { IssueForm::Printed } else { IssueForm::Certificate };
    let kinds = args.kinds.load()?;
    let common = read_common(common, kind)?;
    let table = Table::read(from)?;
    let columns = columns(from, &table, kind, &kinds, form, &common)?;
    let maker = Maker {
        kinds: &kinds,
        kind,
        form,
        common: &common,
        columns: &columns,
        numbers: table.numbers(columns.number()),
        header: &table.header,
        key: &read_secret_key(&args.key)?,
        uri: &args.status_uri,
        now: args.now.time()?,
        beside: files::directory_of(from),
        folder,
    };
    let bar = progress(table.rows.len(), output);
    let mut results = Results::default();
    let path = bulk.report.clone().unwrap_or_else(|| folder.join("report.jsonl"));
    if bulk.dry_run {
        check(&maker, &table.rows, register, &path, &bar, &mut results)?;
    } else {
        files::make_folders(folder)?;
        issue(&maker, &table.rows, register, &path, &bar, &mut results)?;
        results.report = Some(path);
    }
    bar.finish_and_clear();
    Ok(results.tell(&maker, output))
}

/// What the rows came to.
#[derive(Default)]
struct Results {
    /// One record for each row, in their order.
    records: Vec<Value>,
    faults: Vec<(u64, Fault)>,
    issued: usize,
    already: usize,
    report: Option<PathBuf>,
}

impl Results {
    fn fault(&mut self, maker: &Maker<'_>, row: &Row, fault: Fault) -> Value {
        let record = maker.fault_record(row, &fault);
        self.records.push(record.clone());
        self.faults.push((row.line, fault));
        record
    }

    fn tell(&self, maker: &Maker<'_>, output: &Output) -> Done {
        let (rows, faulty) = (self.records.len(), self.faults.len());
        let (issued, already) = (self.issued, self.already);
        let mut text = Text::new(String::new(), String::new());
        for (line, fault) in self.faults.iter().take(SHOWN) {
            let Text { zh, en } = fault.told(*line, maker.header);
            text.zh.push_str(&format!("{zh}\n"));
            text.en.push_str(&format!("{en}\n"));
        }
        if faulty > SHOWN {
            let more = faulty.saturating_sub(SHOWN);
            text.zh.push_str(&format!("……另有 {more} 行有误\n"));
            text.en.push_str(&format!("... and {more} more faulty rows\n"));
        }
        match &self.report {
            Some(path) => {
                let path = path.display();
                text.zh.push_str(&format!(
                    "共 {rows} 行：本次签发 {issued}，先前已签发 {already}，有误 {faulty}\n报告：{path}"
                ));
                text.en.push_str(&format!(
                    "{rows} rows: {issued} issued now, {already} before, {faulty} faulty\nreport: {path}"
                ));
            }
            None => {
                text.zh.push_str(&format!(
                    "共 {rows} 行：可签发 {issued}，先前已签发 {already}，有误 {faulty}；本次未签发"
                ));
                text.en.push_str(&format!(
                    "{rows} rows: {issued} can be issued, {already} were before, {faulty} faulty; nothing was issued"
                ));
            }
        }
        let faults: Vec<_> =
            self.records.iter().filter(|record| record.get("outcome") == Some(&json!("faulty"))).collect();
        output.result(
            &json!({
                "rows": rows, "issued": issued, "already": already, "faulty": faulty, "faults": faults,
                "report": self.report, "dryRun": self.report.is_none(),
            }),
            &text,
        );
        if faulty > 0 { Done::Code(1) } else { Done::Fine }
    }
}

fn check(
    maker: &Maker<'_>,
    rows: &[Row],
    path: &Path,
    report: &Path,
    bar: &ProgressBar,
    results: &mut Results,
) -> Result<(), Failure> {
    let mut file = RegisterFile::new(path);
    if path.exists() {
        file.load().map_err(|error| failed(path, error))?;
    }
    let mut register: Register = file.into_register();
    let known = Known::read(report, &register)?;
    let mut rng = random::generator()?;
    for row in rows {
        bar.inc(1);
        match known.before(maker, row) {
            Some(Ok(record)) => {
                results.already = results.already.saturating_add(1);
                results.records.push(record);
                continue;
            }
            Some(Err(fault)) => {
                results.fault(maker, row, fault);
                continue;
            }
            None => {}
        }
        match maker.make(row, &mut register, &mut rng).map_err(|error| failed(path, error))? {
            Ok(_) => {
                results.issued = results.issued.saturating_add(1);
                results.records.push(json!({ "line": row.line, "outcome": "fine" }));
            }
            Err(fault) => drop(results.fault(maker, row, fault)),
        }
    }
    Ok(())
}

fn issue(
    maker: &Maker<'_>,
    rows: &[Row],
    path: &Path,
    report: &Path,
    bar: &ProgressBar,
    results: &mut Results,
) -> Result<(), Failure> {
    let mut report = Report::open(report)?;
    let mut register = RegisterFile::new(path);
    let locked = register.lock().map_err(|error| failed(path, error))?;
    report.recover(maker, locked.register())?;
    drop(locked);
    let mut rng = random::generator()?;
    for rows in rows.chunks(BATCH) {
        let mut locked = register.lock().map_err(|error| failed(path, error))?;
        let (mut made, mut said) = (Vec::new(), Vec::new());
        for row in rows {
            match report.known.before(maker, row) {
                Some(Ok(record)) => {
                    results.already = results.already.saturating_add(1);
                    results.records.push(record);
                }
                Some(Err(fault)) => said.push(results.fault(maker, row, fault)),
                None => {
                    let one = maker.make(row, locked.register_mut(), &mut rng);
                    match one.map_err(|error| failed(path, error))? {
                        Ok(one) => made.push(one),
                        Err(fault) => said.push(results.fault(maker, row, fault)),
                    }
                }
            }
        }
        let Staging { files: staged, faults } = batch::stage(&mut made)?;
        for (row, fault) in faults {
            said.push(results.fault(maker, row, fault));
        }
        if !staged.is_empty() {
            files::sync_all(&staged)?;
            report.append(made.iter().map(|one| one.record(maker, "prepared")))?;
            let lines: Vec<_> = made.iter().flat_map(|one| one.lines(maker)).collect();
            locked.append(&lines).map_err(|error| failed(path, error))?;
        }
        drop(locked);
        batch::finish(&mut made, staged, maker.folder)?;
        for one in &made {
            let record = one.record(maker, "issued");
            results.issued = results.issued.saturating_add(1);
            results.records.push(record.clone());
            said.push(record);
        }
        report.append(said.into_iter())?;
        bar.inc(u64::try_from(rows.len()).unwrap_or(u64::MAX));
    }
    results.records.sort_by_key(|record| record.get("line").and_then(Value::as_u64));
    report.finish(&results.records)
}

fn read_common(path: &Path, kind: &str) -> Result<Value, Failure> {
    let json = files::read_text(path, MAX_DRAFT)?;
    let common = draft::parse(&json).map_err(|error| Failure::in_file(path.display(), &error))?;
    let own = common.get("kind");
    if !common.is_object() || own.is_some_and(|own| own != kind) {
        let path = path.display();
        return Err(Failure::usage(
            format!("{path}：应为 JSON 对象，其 kind（如有）应与 --kind 相同。"),
            format!("{path}: expected a JSON object whose kind, if it has one, is that of --kind."),
        ));
    }
    Ok(common)
}

fn columns(
    from: &Path,
    table: &Table,
    kind: &str,
    kinds: &Kinds,
    form: IssueForm,
    common: &Value,
) -> Result<Columns, Failure> {
    let kind = kinds.get(kind).ok_or_else(|| {
        Failure::usage(
            format!("没有证照类型 {kind}；`zhengzhao kinds list` 列出全部。"),
            format!("There is no kind {kind}; `zhengzhao kinds list` lists them."),
        )
    })?;
    let header: Vec<&str> = table.header.iter().map(String::as_str).collect();
    Columns::read(&header, kind, form, common).map_err(|error| {
        let (from, Text { zh, en }) = (from.display(), error.message());
        Failure::usage(format!("{from} 第 1 行：{zh}"), format!("{from}, line 1: {en}"))
    })
}

/// On a terminal alone, and not where machines read.
fn progress(rows: usize, output: &Output) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(
        u64::try_from(rows).ok(),
        if output.is_json() { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() },
    );
    match ProgressStyle::with_template("{bar:40} {pos}/{len} {eta}") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
