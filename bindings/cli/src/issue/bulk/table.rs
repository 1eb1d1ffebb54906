//! The table.

use crate::failure::Failure;
use crate::files;
use std::collections::BTreeMap;
use std::path::Path;
use zhengzhao_facade::Text;
use zhengzhao_facade::rows::{decode, quotes};

/// Most bytes of a table: the rows of a whole shard with long addresses.
const MAX_TABLE: usize = 512 * 1024 * 1024;

/// A table as it was read.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) header: Vec<String>,
    pub(super) rows: Vec<Row>,
}

/// A row.
#[derive(Debug)]
pub(super) struct Row {
    /// The line on which it begins, from 1.
    pub(super) line: u64,
    pub(super) cells: Vec<String>,
}

/// Counts lines as an editor shows them; the reader takes the two halves of CR LF apart.
struct Lines<'t> {
    text: &'t [u8],
    at: usize,
    line: u64,
}

impl Lines<'_> {
    /// The line of the first cell behind this byte, which is not before the one that was asked for last.
    fn of(&mut self, byte: u64) -> u64 {
        let byte = usize::try_from(byte).unwrap_or(usize::MAX);
        while let Some(next) = self.text.get(self.at) {
            if self.at >= byte && !matches!(next, b'\r' | b'\n') {
                break;
            }
            self.line = self.line.saturating_add(u64::from(*next == b'\n'));
            self.at = self.at.saturating_add(1);
        }
        self.line
    }
}

impl Table {
    pub(super) fn read(path: &Path) -> Result<Self, Failure> {
        let bytes = files::read(path, MAX_TABLE)?;
        let at = |Text { zh, en }: Text| {
            let path = path.display();
            Failure::usage(format!("{path}：{zh}"), format!("{path}: {en}"))
        };
        let text = decode(&bytes).map_err(at)?;
        quotes(text).map_err(|error| at(error.message()))?;
        let mut reader =
            csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        let mut records = Vec::new();
        let mut lines = Lines { text: text.as_bytes(), at: 0, line: 1 };
        for record in reader.records() {
            let record = record.map_err(|error| at(Text::new(format!("{error}。"), format!("{error}."))))?;
            let line = lines.of(record.position().map_or(0, csv::Position::byte));
            let cells: Vec<String> = record.iter().map(Into::into).collect();
            // Spreadsheets leave rows of nothing at the end.
            if cells.iter().any(|cell| !cell.trim().is_empty()) {
                records.push(Row { line, cells });
            }
        }
        let mut records = records.into_iter();
        let header = records.next().map(|row| row.cells).ok_or_else(|| {
            at(Text::new(
                "文件是空的；首行应为列名。",
                "the file is empty; its first line names the columns.",
            ))
        })?;
        let rows: Vec<_> = records.collect();
        if rows.is_empty() {
            return Err(at(Text::new("只有列名，没有数据行。", "there are column names and no rows.")));
        }
        Ok(Self { header, rows })
    }

    /// The lines on which each number stands.
    pub(super) fn numbers(&self, column: Option<usize>) -> BTreeMap<String, Vec<u64>> {
        let mut found: BTreeMap<String, Vec<u64>> = BTreeMap::new();
        for row in &self.rows {
            let number = column.and_then(|column| row.cells.get(column)).map(|cell| cell.trim());
            if let Some(number) = number.filter(|number| !number.is_empty()) {
                found.entry(number.into()).or_default().push(row.line);
            }
        }
        found
    }
}
