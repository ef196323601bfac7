//! FreePBX's Bulk Handler: the rows of its own export that change, whole, with new values in them.
//!
//! An import deletes and makes anew (`Core.class.php`), so a row must carry everything it had. Columns the export lacks are added.

use std::collections::BTreeMap;

use super::directory::no_source;
use super::render::{Input, PbxOutput, renew};
use super::wanted::{self, Wanted};
use super::{BULK, advice};
use crate::diag::Lang;
use crate::domain::Extension;
use crate::inventory::asterisk::files::MemoryFiles;
use crate::inventory::formats::Given;
use crate::inventory::freepbx;
use crate::inventory::table::ListFile;
use crate::policy::site::Numbers;

use super::difference::Difference;

/// Options of an endpoint that FreePBX has a column for.
const COLUMNS: [&str; 8] = [
    "direct_media",
    "force_rport",
    "media_encryption",
    "media_encryption_optimistic",
    "device_state_busy_at",
    "rewrite_contact",
    "rtp_symmetric",
    "timers",
];

fn same(title: &str, column: &str) -> bool {
    title.trim().eq_ignore_ascii_case(column)
}

/// A table of text as it was exported.
struct Sheet {
    titles: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// `sources` are the exports of this kind, each with its name.
#[must_use]
pub fn bulk(input: Input, numbers: &Numbers, sources: &[(String, Vec<u8>)]) -> PbxOutput {
    let mut output = PbxOutput::default();
    let sheets: Vec<Sheet> = sources.iter().filter_map(|(_, bytes)| sheet(bytes)).collect();
    let mut files: BTreeMap<usize, Vec<(Wanted, BTreeMap<String, String>, &Vec<String>)>> = BTreeMap::new();
    let mut missing = Vec::new();
    for wanted in wanted::all(input) {
        let extension = &wanted.change.extension;
        let found = sheets.iter().enumerate().find_map(|(n, sheet)| Some((n, sheet.row(extension)?)));
        let Some((n, row)) = found else {
            missing.push(extension.clone());
            continue;
        };
        let values = values(&wanted);
        files.entry(n).or_default().push((wanted, values, row));
    }
    output.findings.extend(no_source(&missing));
    let (mut changes, mut names, mut left_out) = (Vec::new(), Vec::new(), missing);
    for (n, mut rows) in files {
        let name = if n == 0 { BULK.to_owned() } else { format!("bulk-{}.csv", n + 1) };
        // A row that does not read as it should is left out and named; the others go on without it.
        let text = loop {
            let text = sheets[n].with(&rows);
            let list = ListFile { encoding: Some("utf-8"), ..ListFile::new(&name, text.as_bytes()) };
            let reading = (freepbx::BULK.read)(&Given { list, plan: numbers, files: &MemoryFiles::new() });
            let secret = |wanted: &Wanted| wanted.password.map(|password| password.expose().to_owned());
            let faults = wanted::faults(&reading, rows.iter().map(|(wanted, _, _)| wanted), secret);
            if faults.is_empty() {
                break text;
            }
            rows.retain(|(wanted, _, _)| !faults.contains_key(&wanted.change.extension));
            left_out.extend(faults.keys().cloned());
            output.findings.extend(faults.into_values());
        };
        if rows.is_empty() {
            continue;
        }
        for (wanted, values, row) in &rows {
            let extension = &wanted.change.extension;
            output.differences.extend(values.iter().filter_map(|(column, to)| {
                let from = sheets[n].column(column).map(|at| row[at].as_str());
                Difference::of(extension, format!("extension {extension}"), column, (from, to), column == "secret")
            }));
        }
        changes.extend(rows.iter().map(|(wanted, _, _)| wanted.change.clone()));
        output.add_copy(&name, text);
        names.push(name);
    }
    left_out.sort();
    for lang in [Lang::De, Lang::En] {
        output.add(advice::name(lang), advice::bulk_readme(&names, &left_out, lang), false, false);
    }
    output.changed = changes.len();
    renew(&mut output, &changes, input);
    output
}

fn values(wanted: &Wanted) -> BTreeMap<String, String> {
    let mut values = BTreeMap::new();
    for (option, value) in wanted.change.endpoint_options.iter().filter(|(option, _)| COLUMNS.contains(&option.as_str())) {
        values.insert(option.clone(), value.clone());
    }
    values.extend(wanted.change.aor_options.iter().cloned());
    if let Some(password) = wanted.password {
        values.insert("secret".to_owned(), password.expose().to_owned());
    }
    values
}

fn sheet(bytes: &[u8]) -> Option<Sheet> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::WINDOWS_1252.decode(bytes).0.into_owned(),
    };
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut rows = reader.records().map_while(Result::ok).map(|record| record.iter().map(str::to_owned).collect());
    Some(Sheet { titles: rows.next()?, rows: rows.collect() })
}

impl Sheet {
    fn column(&self, name: &str) -> Option<usize> {
        self.titles.iter().position(|title| same(title, name))
    }

    /// The one row of this extension, if it has a cell for each title: what spilled over would land in wrong columns.
    fn row(&self, extension: &Extension) -> Option<&Vec<String>> {
        let at = self.column("extension")?;
        let mut rows = self.rows.iter().filter(|row| row.get(at).is_some_and(|cell| cell.trim() == extension.as_str()));
        match (rows.next(), rows.next()) {
            (Some(row), None) if row.len() == self.titles.len() => Some(row),
            _ => None,
        }
    }

    /// These rows with their new values, below all titles.
    fn with(&self, rows: &[(Wanted, BTreeMap<String, String>, &Vec<String>)]) -> String {
        let mut titles = self.titles.clone();
        for (_, values, _) in rows {
            for column in values.keys() {
                if !titles.iter().any(|title| same(title, column)) {
                    titles.push(column.clone());
                }
            }
        }
        let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
        let mut write = |cells: &[String]| writer.write_record(cells).expect("every row has as many cells as there are titles");
        write(&titles);
        for (_, values, row) in rows {
            let mut cells = (*row).clone();
            cells.resize(titles.len(), String::new());
            for (column, value) in values {
                let at = titles.iter().position(|title| same(title, column)).expect("added above");
                cells[at].clone_from(value);
            }
            write(&cells);
        }
        String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
    }
}
