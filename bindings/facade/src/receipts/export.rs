//! Receipts as a table for spreadsheets (RFC 4180).

use super::record::{FieldRecord, ReceiptRecord};
use zhengzhao::receipt::Receipt;

const COLUMNS: [&str; 23] = [
    "number",
    "time",
    "checker",
    "region",
    "scenario",
    "purpose",
    "object",
    "outcome",
    "codes",
    "kind",
    "fields",
    "permits",
    "presenter",
    "face",
    "delegate",
    "own_list",
    "recognised_list",
    "status",
    "software",
    "tag",
    "keep_until",
    "purged",
    "link",
];

/// The first line of the table, without its end.
#[must_use]
pub fn csv_header() -> String {
    COLUMNS.join(",")
}

/// The names of fields, for people.
#[must_use]
pub fn disclosed(fields: &[FieldRecord]) -> String {
    fields.iter().map(|field| field.name.as_str()).collect::<Vec<_>>().join(" ")
}

/// One line of the table, without its end. Lists are separated by blanks.
#[must_use]
pub fn csv_line(receipt: &Receipt) -> String {
    let ReceiptRecord { number, keep_until, content, purged, .. } = ReceiptRecord::of(receipt);
    let mut cells = vec![number.to_string()];
    match content {
        None => cells.resize(20, String::new()),
        Some(content) => {
            let list = |list: Option<super::ListUsedRecord>| {
                list.map_or_else(String::new, |list| format!("{}/{}", list.authority, list.sequence))
            };
            let permits = content.permits.iter().map(|permit| {
                let code = permit.code.as_ref().unwrap_or(&permit.outcome);
                format!("{}:{code}", permit.kind)
            });
            cells.extend([
                content.time,
                content.checker,
                content.region,
                content.scenario.map_or_else(String::new, |id| format!("{}/{}", id.issuer, id.id)),
                content.purpose.unwrap_or_default(),
                content.object,
                content.outcome,
                content.codes.join(" "),
                content.kind.unwrap_or_default(),
                disclosed(&content.fields.unwrap_or_default()),
                permits.collect::<Vec<_>>().join(" "),
                content.presenter.unwrap_or_default(),
                content.face.unwrap_or_default(),
                if content.delegate { "true".into() } else { String::new() },
                list(content.own_list),
                list(content.recognised_list),
                content.status.unwrap_or_default(),
                content.software,
                content.tag.unwrap_or_default(),
            ]);
        }
    }
    cells.push(keep_until.unwrap_or_default());
    cells.push(purged.map(|stub| stub.at).unwrap_or_default());
    cells.push(hex::encode(receipt.tip().link()));
    cells.iter().map(|cell| quoted(cell)).collect::<Vec<_>>().join(",")
}

/// Spreadsheets take a cell that begins so for a formula; a purpose may be anything.
const FORMULA: [char; 4] = ['=', '+', '-', '@'];

fn quoted(cell: &str) -> String {
    let guard = if cell.starts_with(FORMULA) { "'" } else { "" };
    if guard.is_empty() && !cell.contains([',', '"', '\r', '\n']) {
        return cell.into();
    }
    format!("\"{guard}{}\"", cell.replace('"', "\"\""))
}
