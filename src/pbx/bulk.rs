//! FreePBX's Bulk Handler: the rows of its own export that change, whole, with new values in them.
//!
//! An import deletes and makes anew (`Core.class.php`), so a row must carry everything it had. Columns the export lacks are added.

use std::collections::BTreeMap;

use super::directory::no_source;
use super::render::{Input, PbxOutput, renew};
use super::wanted::{self, Wanted};
use super::{BULK, advice, codes};
use crate::diag::{Finding, Lang, Lines, Place, Words};
use crate::domain::Extension;
use crate::inventory::asterisk::files::MemoryFiles;
use crate::inventory::formats::Given;
use crate::inventory::freepbx;
use crate::inventory::table::ListFile;
use crate::policy::site::Numbers;

use super::difference::Difference;

/// Options of an endpoint that FreePBX has a column for.
const COLUMNS: [&str; 9] = [
    "direct_media",
    "force_rport",
    "media_encryption",
    "media_encryption_optimistic",
    "device_state_busy_at",
    "rewrite_contact",
    "rtp_symmetric",
    "timers",
    // Empty, which is FreePBX's "Auto": a desk phone's `0.0.0.0-udp` keeps a softphone out that comes over TLS.
    "transport",
];

fn same(title: &str, column: &str) -> bool {
    title.trim().eq_ignore_ascii_case(column)
}

/// The column of a digest that counts before the password.
const DIGEST: &str = "md5_cred";

/// A table of text as it was exported.
struct Sheet {
    /// Its place among the sources.
    source: usize,
    titles: Vec<String>,
    rows: Vec<Vec<String>>,
    /// Where each row begins.
    lines: Vec<u32>,
}

/// What an export has of one extension.
enum Row<'a> {
    None,
    One(&'a Vec<String>),
    /// Lines of the rows.
    Several(Vec<u32>),
    /// Line, cells and titles.
    Ragged(u32, usize, usize),
}

/// A row that would land in wrong columns, or of which there are two.
fn not_given_back(wanted: &Wanted, row: &Row, file: &str) -> Finding {
    let extension = &wanted.change.extension;
    let (line, what) = match row {
        Row::Several(lines) => {
            let named: Vec<String> = lines.iter().map(u32::to_string).collect();
            let named = named.join(", ");
            (
                lines.first().copied(),
                Words::new(
                    format!(
                        "the change of `{extension}` is left out: the export has this extension in several rows (lines {named})"
                    ),
                    format!(
                        "die Änderung für `{extension}` fehlt: der Export hat diese Nebenstelle in mehreren Zeilen ({named})"
                    ),
                ),
            )
        }
        Row::Ragged(line, cells, titles) => (
            Some(*line),
            Words::new(
                format!("the change of `{extension}` is left out: its row has {cells} cells below {titles} titles"),
                format!("die Änderung für `{extension}` fehlt: ihre Zeile hat {cells} Zellen unter {titles} Titeln"),
            ),
        ),
        Row::None | Row::One(_) => (None, Words::new("", "")),
    };
    let todo = match row {
        Row::Several(_) => Words::new(
            "keep the right one of them in the export, then import and convert again",
            "die richtige davon im Export behalten, dann Import und Konvertierung wiederholen",
        ),
        _ => Words::new(
            "put cells that hold a comma into quotes, then import and convert again",
            "Zellen mit einem Komma in Anführungszeichen setzen, dann Import und Konvertierung wiederholen",
        ),
    };
    let place = line.map_or_else(|| Place::file(file), |line| Place::at(file, line, 1));
    codes::ROW_UNCLEAR.finding(Some(place), what).about(extension.as_str()).todo(todo)
}

/// A row of chan_sip, which takes one registration whatever its columns say.
fn of_chan_sip(wanted: &Wanted, sheet: &Sheet, row: &[String], file: &str) -> Finding {
    let extension = &wanted.change.extension;
    let at = sheet.rows.iter().position(|other| std::ptr::eq(other.as_slice(), row)).and_then(|at| sheet.lines.get(at));
    let what = Words::new(
        format!(
            "the change of `{extension}` is left out: its row is of chan_sip (`tech=sip`), which takes one registration only"
        ),
        format!(
            "die Änderung für `{extension}` fehlt: ihre Zeile gehört zu chan_sip (`tech=sip`), das nur eine Registrierung annimmt"
        ),
    );
    let todo = Words::new(
        "move the extension to PJSIP in FreePBX first (Convert to CHAN_PJSIP Driver, or `fwconsole convert2pjsip`), then export, import and convert again",
        "die Nebenstelle zuerst in FreePBX auf PJSIP umstellen (`Convert to CHAN_PJSIP Driver` oder `fwconsole convert2pjsip`), dann Export, Import und Konvertierung wiederholen",
    );
    let place = at.map_or_else(|| Place::file(file), |line| Place::at(file, *line, 1));
    codes::NOT_IN_FORCE.finding(Some(place), what).about(extension.as_str()).todo(todo)
}

/// `sources` are the exports of this kind, each with its name.
#[must_use]
pub fn bulk(input: Input, numbers: &Numbers, sources: &[(String, Vec<u8>)]) -> PbxOutput {
    let mut output = PbxOutput::default();
    let sheets: Vec<Sheet> = sources.iter().enumerate().filter_map(|(source, (_, bytes))| sheet(source, bytes)).collect();
    let mut files: BTreeMap<usize, Vec<(Wanted, BTreeMap<String, String>, &Vec<String>)>> = BTreeMap::new();
    let (mut missing, mut left_out) = (Vec::new(), Vec::new());
    for wanted in wanted::all(input) {
        let extension = &wanted.change.extension;
        let mut found = sheets.iter().enumerate().map(|(n, sheet)| (n, sheet.row(extension)));
        let Some((n, row)) = found.find(|(_, row)| !matches!(row, Row::None)) else {
            missing.push(extension.clone());
            continue;
        };
        let row = match row {
            Row::One(row) => row,
            unclear => {
                output.findings.push(not_given_back(&wanted, &unclear, &sources[sheets[n].source].0));
                left_out.push(extension.clone());
                continue;
            }
        };
        // Raising the limit of a peer of chan_sip changes nothing.
        if sheets[n].is_chan_sip(row) && !wanted.change.aor_options.is_empty() {
            output.findings.push(of_chan_sip(&wanted, &sheets[n], row, &sources[sheets[n].source].0));
            left_out.push(extension.clone());
            continue;
        }
        let values = values(&wanted, &sheets[n], row);
        files.entry(n).or_default().push((wanted, values, row));
    }
    output.findings.extend(no_source(&missing));
    left_out.append(&mut missing);
    let (mut changes, mut names) = (Vec::new(), Vec::new());
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
                Difference::of(
                    extension,
                    format!("extension {extension}"),
                    column,
                    (from, to),
                    matches!(column.as_str(), "secret" | DIGEST),
                )
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

fn values(wanted: &Wanted, sheet: &Sheet, row: &[String]) -> BTreeMap<String, String> {
    let mut values = BTreeMap::new();
    for (option, value) in wanted.change.endpoint_options.iter().filter(|(option, _)| COLUMNS.contains(&option.as_str())) {
        // What is not there is empty already.
        if !value.is_empty() || sheet.column(option).is_some() {
            values.insert(option.clone(), value.clone());
        }
    }
    values.extend(wanted.change.aor_options.iter().cloned());
    if let Some(password) = wanted.password {
        values.insert("secret".to_owned(), password.expose().to_owned());
        // FreePBX writes the digest and not the password where a row has both, so the old one would go on.
        if sheet.column(DIGEST).is_some_and(|at| !row[at].trim().is_empty()) {
            values.insert(DIGEST.to_owned(), String::new());
        }
    }
    values
}

fn sheet(source: usize, bytes: &[u8]) -> Option<Sheet> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::WINDOWS_1252.decode(bytes).0.into_owned(),
    };
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut lines = Lines::new(&text);
    let mut rows = reader.records().map_while(Result::ok).map(|record| {
        let line = record.position().map_or(0, |at| lines.of(at.byte() as usize));
        (line, record.iter().map(str::to_owned).collect::<Vec<String>>())
    });
    let (_, titles) = rows.next()?;
    let (lines, rows) = rows.unzip();
    Some(Sheet { source, titles, rows, lines })
}

impl Sheet {
    fn column(&self, name: &str) -> Option<usize> {
        self.titles.iter().position(|title| same(title, name))
    }

    /// As FreePBX has it before PJSIP: `tech` is `sip`, and no driver says otherwise.
    fn is_chan_sip(&self, row: &[String]) -> bool {
        let is = |column: &str, word: &str| {
            self.column(column).and_then(|at| row.get(at)).is_some_and(|cell| cell.trim().eq_ignore_ascii_case(word))
        };
        is("tech", "sip") && !is("sipdriver", "chan_pjsip")
    }

    /// The one row of this extension, if it has a cell for each title: what spilled over would land in wrong columns.
    fn row(&self, extension: &Extension) -> Row<'_> {
        let Some(at) = self.column("extension") else { return Row::None };
        let of_it = |row: &Vec<String>| row.get(at).is_some_and(|cell| cell.trim() == extension.as_str());
        let rows: Vec<(&Vec<String>, u32)> =
            self.rows.iter().zip(self.lines.iter().copied()).filter(|(row, _)| of_it(row)).collect();
        match rows[..] {
            [] => Row::None,
            [(row, _)] if row.len() == self.titles.len() => Row::One(row),
            [(row, line)] => Row::Ragged(line, row.len(), self.titles.len()),
            _ => Row::Several(rows.iter().map(|(_, line)| *line).collect()),
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
