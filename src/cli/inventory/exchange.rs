//! `deskshift inventory export` and `diff`: tables for people in spreadsheets, and what they made of them.

use std::path::{Path, PathBuf};

use super::Gathered;
use crate::cli::plan::incomplete_or_refused;
use crate::cli::{Context, ExitStatus, Failure, Format};
use crate::diag::{Finding, Lang, Place, Severity, Words};
use crate::inventory::exchange::{
    EditState, Review, Sheet, codes, read_corrections, read_returned, render_corrections, replaced, review, sheets,
};
use crate::inventory::staff::ListFile;
use crate::output::counted;
use crate::output::inventory_diff::Reviewed;
use crate::output::{findings, tables_csv, workbook};
use crate::policy::site::Numbers;
use crate::store::files;

/// Writes the tables; nothing is overwritten, as people may be at work in an older one.
pub fn export(
    gathered: &Gathered,
    xlsx: Option<&Path>,
    csv: Option<&Path>,
    context: &Context,
    lang: Lang,
) -> Result<ExitStatus, Failure> {
    let sheets = sheets(&gathered.inventory);
    let mut results: Vec<(PathBuf, Vec<u8>)> = Vec::new();
    if let Some(path) = xlsx {
        results.push((path.to_owned(), workbook_bytes(path, &sheets, lang)?));
    }
    if let Some(folder) = csv {
        for sheet in &sheets {
            results.push((folder.join(sheet.subject.file()), tables_csv::table(sheet, lang)));
        }
    }
    let occupied: Vec<Finding> =
        results.iter().filter(|(path, _)| files::is_occupied(path)).map(|(path, _)| in_the_way(path)).collect();
    if !occupied.is_empty() {
        return Err(Failure { findings: occupied, status: ExitStatus::Usage });
    }
    if let Some(folder) = csv {
        files::make_folder(folder).map_err(incomplete_or_refused)?;
    }
    for (path, bytes) in &results {
        files::create(path, bytes).map_err(incomplete_or_refused)?;
    }
    let told = replaced(&sheets);
    tell_export(&results, &told, context, lang);
    Ok(ExitStatus::Done)
}

fn tell_export(results: &[(PathBuf, Vec<u8>)], told: &[Finding], context: &Context, lang: Lang) {
    let written: Vec<String> = results.iter().map(|(path, _)| path.display().to_string()).collect();
    match context.format {
        Format::Json => super::say(&super::json(&serde_json::json!({ "written": written, "findings": told }))),
        Format::Human => {
            talk!("{}", findings::human(told, lang, false));
            super::say(&written.iter().map(|path| format!("{path}\n")).collect::<String>());
        }
    }
}

fn workbook_bytes(path: &Path, sheets: &[Sheet], lang: Lang) -> Result<Vec<u8>, Failure> {
    let too_many = sheets.iter().any(|sheet| sheet.records.len() > workbook::MAX_ROWS);
    let result = if too_many {
        Err("more rows than a sheet can hold".to_owned())
    } else {
        workbook::xlsx(sheets, lang).map_err(|e| e.to_string())
    };
    result.map_err(|error| {
        let finding = codes::NO_TABLE
            .finding(
                Some(Place::file(path.display().to_string())),
                Words::new(
                    format!("the workbook cannot be written: {error}"),
                    format!("die Mappe lässt sich nicht schreiben: {error}"),
                ),
            )
            .todo(Words::new("write CSV with `--csv FOLDER`", "mit `--csv ORDNER` CSV schreiben"));
        Failure { findings: vec![finding], status: ExitStatus::Usage }
    })
}

fn in_the_way(path: &Path) -> Finding {
    codes::IN_THE_WAY
        .finding(
            Some(Place::file(path.display().to_string())),
            Words::new(
                "the file is there already and was not overwritten",
                "die Datei gibt es schon; sie wurde nicht überschrieben",
            ),
        )
        .todo(Words::new("name another file, or move the old one away", "eine andere Datei nennen oder die alte verschieben"))
}

/// Compares edited tables with the sources; accepts what can be accepted where a file for it is named.
pub fn diff(
    gathered: &Gathered,
    edited: &[PathBuf],
    accept: Option<&Path>,
    plan: &Numbers,
    context: &Context,
    lang: Lang,
) -> Result<ExitStatus, Failure> {
    let usage = |findings| Failure { findings, status: ExitStatus::Usage };
    let now = sheets(&gathered.inventory);
    let mut all = Review::default();
    for path in &tables(edited, &now) {
        let bytes = files::read(path, files::MAX_FILE).map_err(|finding| usage(vec![*finding]))?;
        let name = path.display().to_string();
        let returned = read_returned(&ListFile::new(&name, &bytes));
        if returned.is_empty() {
            return Err(usage(returned.findings));
        }
        all.extend(review(&now, &returned, plan));
    }
    all.settle();
    let accepted = accept.map(|path| accept_edits(path, &all, plan)).transpose();
    // The review is shown all the same: it took somebody's time, and nothing of it is lost.
    let (accepted, failed) = match accepted {
        Ok(count) => (count, None),
        Err(failure) => {
            all.findings.extend(failure.findings);
            (None, Some(failure.status))
        }
    };
    findings::sort(&mut all.findings);
    let reviewed = Reviewed::new(&all);
    match context.format {
        Format::Json => super::say(&super::json(&reviewed)),
        Format::Human => {
            talk!("{}", findings::human(&all.findings, lang, false));
            super::say(&reviewed.human(lang));
            if let (Some(path), Some(count)) = (accept, accepted) {
                let path = path.display();
                match lang {
                    _ if count == 0 => {}
                    Lang::En => talkln!(
                        "{} written to {path}; name it under `sources.exports` in `deskshift.yaml`",
                        counted(count, "edit", "edits")
                    ),
                    Lang::De => {
                        let edits = counted(count, "Änderung", "Änderungen");
                        talkln!("{edits} nach {path} geschrieben; unter `sources.exports` in `deskshift.yaml` nennen")
                    }
                }
            }
        }
    }
    if let Some(status) = failed {
        return Ok(status);
    }
    let error = all.findings.iter().any(|finding| finding.severity == Severity::Error);
    Ok(if error || !all.is_none() { ExitStatus::Findings } else { ExitStatus::Done })
}

/// Of a folder that `export --csv` wrote, the tables in it.
fn tables(edited: &[PathBuf], now: &[Sheet]) -> Vec<PathBuf> {
    let of = |path: &PathBuf| {
        let inside = now.iter().map(|sheet| path.join(sheet.subject.file())).filter(|path| files::is_occupied(path));
        let found: Vec<PathBuf> = if path.is_dir() { inside.collect() } else { Vec::new() };
        if found.is_empty() { vec![path.clone()] } else { found }
    };
    edited.iter().flat_map(of).collect()
}

/// Adds the edits that can be accepted to a list of corrections, which may be there already.
fn accept_edits(path: &Path, review: &Review, plan: &Numbers) -> Result<usize, Failure> {
    let mut there = Vec::new();
    if files::is_occupied(path) {
        let failure = |findings| Failure { findings, status: ExitStatus::Usage };
        let bytes = files::read(path, files::MAX_FILE).map_err(|finding| failure(vec![*finding]))?;
        let name = path.display().to_string();
        let ours = crate::inventory::formats::recognise(&name, &bytes)
            .first()
            .is_some_and(|(format, _)| format.name == "deskshift/corrections");
        let (_, old, told) = read_corrections(&ListFile::new(&name, &bytes), plan);
        if !ours {
            return Err(failure(vec![in_the_way(path)]));
        }
        // A line that cannot be read would be lost.
        if told.iter().any(|finding| finding.severity == Severity::Error) {
            return Err(failure(told));
        }
        there = old;
    }
    let count = review.edits.iter().filter(|edit| edit.state == EditState::Clean).count();
    if count > 0 {
        let rows = render_corrections(&there, &review.edits);
        files::replace(path, &tables_csv::rows(&rows), 0o644).map_err(incomplete_or_refused)?;
    }
    Ok(count)
}
