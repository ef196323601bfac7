//! Sources whose format is told by their content.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::gather::read_file;
use crate::diag::{Finding, Lang, Place, Severity, Words};
use crate::inventory::codes;
use crate::inventory::formats::sheets::{self, Looks, Part};
use crate::inventory::formats::{self, Class, ENOUGH, Format, Given, Likeness};
use crate::inventory::mapping::{self, Mapping, shipped};
use crate::inventory::reading::Reading;
use crate::inventory::staff::{self, ListFile};
use crate::inventory::table;
use crate::policy::site::{ExportSource, Limits, Site};
use crate::store::pbx_folder::PbxFolder;
use crate::store::site_folder::SiteFolder;
use crate::store::yaml;

/// What one export gave.
#[derive(Default)]
pub(super) struct Outcome {
    /// More than one where the sheets of a workbook are lists of different kinds.
    pub readings: Vec<(Class, Reading)>,
    /// What makes it unusable.
    pub unusable: Vec<Finding>,
    pub lean: Option<Lean>,
}

/// An export that was read and names nobody who could be moved: trunks only, hints only. That is no mistake beside other sources.
pub(super) struct Lean {
    /// Where another source gives extensions.
    pub note: Finding,
    /// Where none does.
    pub unusable: Vec<Finding>,
}

/// Reads all exports, two at a time, and gives them in the order of the site file.
pub(super) fn read_all(folder: &SiteFolder, site: &Site, exports: &[ExportSource]) -> Vec<Outcome> {
    // Each holds a whole file and its rows: more at once would be faster on large machines and need more memory than a small one has.
    const AT_ONCE: usize = 2;
    let one = |export: &ExportSource| -> Outcome {
        let mut outcome = Outcome::default();
        outcome.readings = read(folder, export, site, &mut outcome.unusable, &mut outcome.lean).unwrap_or_default();
        outcome
    };
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(export) = exports.get(at) else { return done };
            done.push((at, one(export)));
        }
    };
    let mut outcomes: Vec<(usize, Outcome)> = std::thread::scope(|scope| {
        let helpers: Vec<_> = (1..AT_ONCE.min(exports.len())).map(|_| scope.spawn(work)).collect();
        let mut all = work();
        for helper in helpers {
            all.extend(helper.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        all
    });
    outcomes.sort_by_key(|(at, _)| *at);
    outcomes.into_iter().map(|(_, outcome)| outcome).collect()
}

/// Reads one export. What makes it unusable goes to `unusable`; then nothing of the site is imported.
fn read(
    folder: &SiteFolder,
    export: &ExportSource,
    site: &Site,
    unusable: &mut Vec<Finding>,
    lean: &mut Option<Lean>,
) -> Option<Vec<(Class, Reading)>> {
    let bytes = read_file(folder, &export.file, site.limits, unusable)?;
    let (encoding, sheet) = (export.encoding.as_deref(), export.sheet.as_deref());
    let list = ListFile { encoding, sheet, limits: site.limits, ..ListFile::new(&export.file, &bytes) };
    let files = beside(folder, &export.file, site.limits);
    let given = Given { list, plan: &site.numbers, files: &files };
    if let Some(finding) = table::nothing_in(&export.file, &bytes) {
        unusable.push(finding);
        return None;
    }
    if let Some(name) = &export.mapping {
        let mapping = load_mapping(folder, name, unusable)?;
        let reading = mapping::read(&mapping, &given);
        if reading.is_empty() || passes_a_limit(&reading) {
            unusable.extend(reading.findings);
            return None;
        }
        return Some(vec![(mapping.class(), reading)]);
    }
    // Somebody who names a format or a sheet has looked at the file.
    let looks = if export.format.is_none() { sheets::look(&export.file, &bytes, site.limits) } else { Looks::default() };
    if export.sheet.is_none() && !looks.parts.is_empty() {
        return read_parts(&looks.parts, &given, unusable);
    }
    let format = match choose(folder, export, looks.whole) {
        Ok(format) => format,
        Err(finding) => {
            let told = table::too_large_to_know(&given.list);
            // Somebody who names a format has looked at the file.
            let other = || table::no_table(&given.list).filter(|_| export.format.is_none());
            unusable.push(told.or_else(other).unwrap_or(*finding));
            return None;
        }
    };
    let reading = (format.read)(&given);
    if reading.refused || passes_a_limit(&reading) {
        unusable.extend(reading.findings.into_iter().filter(|finding| finding.severity == Severity::Error));
        return None;
    }
    // A list of corrections may be down to its titles.
    if reading.is_empty() && format.class != Class::Correction {
        // Notes too: they say why, such as endpoints that are no numbers.
        let mut why = reading.findings.clone();
        // The same in other words.
        why.retain(|finding| finding.code != staff::codes::LIST_EMPTY.code());
        if !why.iter().any(|finding| finding.severity == Severity::Error) {
            why.insert(0, nothing_found(export, format, table::only_titles(&bytes, site.limits)));
        }
        if reading.sources.iter().any(|source| source.records > 0) {
            *lean = Some(Lean { note: without_extension(&export.file), unusable: why });
        } else {
            unusable.extend(why);
        }
    }
    Some(vec![(format.class, reading)])
}

/// Reads the sheets of a workbook that are lists of different kinds. None where nothing came of any, or where a limit was passed.
fn read_parts(parts: &[Part], given: &Given<'_>, unusable: &mut Vec<Finding>) -> Option<Vec<(Class, Reading)>> {
    let readings = each_part(parts, given);
    let refused = readings.iter().any(|(_, reading)| reading.refused || passes_a_limit(reading));
    if !refused && readings.iter().any(|(_, reading)| !reading.is_empty()) {
        return Some(readings);
    }
    let findings = readings.into_iter().flat_map(|(_, reading)| reading.findings);
    unusable.extend(findings.filter(|finding| !refused || finding.severity == Severity::Error));
    None
}

/// Reads the sheets of a list of people that are lists of rooms and devices.
pub(super) fn read_beside(folder: &SiteFolder, list: ListFile<'_>, parts: &[Part], site: &Site) -> Vec<(Class, Reading)> {
    let files = beside(folder, list.file, site.limits);
    each_part(parts, &Given { list, plan: &site.numbers, files: &files })
}

fn each_part(parts: &[Part], given: &Given<'_>) -> Vec<(Class, Reading)> {
    let read = |part: &Part| {
        let list = ListFile { sheets: Some(&part.sheets), ..given.list };
        (part.format.class, (part.format.read)(&Given { list, ..*given }))
    };
    parts.iter().map(read).collect()
}

/// The folder of a source.
fn beside(folder: &SiteFolder, file: &str, limits: Limits) -> PbxFolder {
    let beside = file.rsplit_once('/').map_or("", |(folder, _)| folder);
    PbxFolder::new(folder.root().join(beside), beside).within(limits)
}

/// What was read up to a limit is half an inventory, and mostly a file made to exhaust.
fn passes_a_limit(reading: &Reading) -> bool {
    reading.findings.iter().any(|finding| finding.code == table::codes::LIST_TOO_LARGE.code())
}

/// A file of the site, or one that is shipped: `shipped:avaya-ip-office`.
fn load_mapping(folder: &SiteFolder, name: &str, unusable: &mut Vec<Finding>) -> Option<Mapping> {
    let parsed = match name.strip_prefix(shipped::PREFIX) {
        Some(shipped) => match shipped::by_name(shipped) {
            Some(text) => yaml::read_mapping(name, text.as_bytes()),
            None => {
                unusable.push(unknown_mapping(name));
                return None;
            }
        },
        None => yaml::read_mapping(name, &read_file(folder, name, Limits::default(), unusable)?),
    };
    unusable.extend(parsed.findings);
    parsed.mapping
}

fn unknown_mapping(name: &str) -> Finding {
    let known: Vec<String> = shipped::ALL.iter().map(|(name, _)| format!("`{}{name}`", shipped::PREFIX)).collect();
    let known = known.join(", ");
    codes::FORMAT_UNKNOWN
        .finding(
            Some(Place::file(name)),
            Words::new(
                format!("there is no shipped mapping `{name}`"),
                format!("eine mitgelieferte Zuordnung `{name}` gibt es nicht"),
            ),
        )
        .todo(Words::new(format!("take one of {known}"), format!("eine von {known} nehmen")))
}

/// The format that the site file names, or else the one that the content shows.
fn choose(
    folder: &SiteFolder,
    export: &ExportSource,
    found: Vec<(&'static Format, Likeness)>,
) -> Result<&'static Format, Box<Finding>> {
    if let Some(name) = &export.format {
        return formats::by_name(name).ok_or_else(|| Box::new(unknown_format(export, name)));
    }
    match found.first() {
        Some((format, likeness)) if likeness.score >= ENOUGH => Ok(format),
        _ => Err(Box::new(not_recognised(folder, export, &found))),
    }
}

fn unknown_format(export: &ExportSource, name: &str) -> Finding {
    let known: Vec<String> = formats::ALL.iter().map(|format| format!("`{}`", format.name)).collect();
    let known = known.join(", ");
    codes::FORMAT_UNKNOWN
        .finding(
            Some(Place::file(&export.file)),
            Words::new(format!("there is no format `{name}`"), format!("es gibt kein Format `{name}`")),
        )
        .todo(Words::new(
            format!("leave `format` out to have it recognised, or take one of {known}"),
            format!("`format` weglassen, dann wird es erkannt, oder eines von {known} nehmen"),
        ))
}

fn not_recognised(folder: &SiteFolder, export: &ExportSource, found: &[(&'static Format, Likeness)]) -> Finding {
    let file = &export.file;
    // From where the user stands, so that the command can be pasted.
    let typed = crate::cli::pasted::pasted(&SiteFolder::shown(&folder.root().join(file)));
    let (en, de) = match found.first() {
        Some((format, likeness)) => (
            format!("not recognised; it resembles {} ({})", format.title(Lang::En), likeness.why.en),
            format!("nicht erkannt; sie ähnelt {} ({})", format.title(Lang::De), likeness.why.de),
        ),
        None => (
            "not recognised: it resembles no known export".to_owned(),
            "nicht erkannt: sie ähnelt keinem bekannten Export".to_owned(),
        ),
    };
    codes::FORMAT_UNKNOWN.finding(Some(Place::file(file)), Words::new(en, de)).todo(Words::new(
        format!("`deskshift inventory guess {typed}` proposes a mapping; or name the `format` in `deskshift.yaml`"),
        format!("`deskshift inventory guess {typed}` schlägt eine Zuordnung vor; oder das `format` in `deskshift.yaml` nennen"),
    ))
}

fn nothing_found(export: &ExportSource, format: &Format, only_titles: bool) -> Finding {
    let (en, de) = (format.title(Lang::En), format.title(Lang::De));
    if only_titles {
        let words = Words::new(
            format!("read as {en}, and only the row with the column titles is in it"),
            format!("als {de} gelesen, und nur die Zeile mit den Spaltentiteln steht darin"),
        );
        return codes::NOTHING_FOUND
            .finding(Some(Place::file(&export.file)), words)
            .todo(Words::new("export again, with the rows", "noch einmal exportieren, mit den Zeilen"));
    }
    codes::NOTHING_FOUND
        .finding(
            Some(Place::file(&export.file)),
            Words::new(format!("read as {en}, and nothing was in it"), format!("als {de} gelesen, und nichts war darin")),
        )
        .todo(Words::new("check that the right file is named", "prüfen, ob die richtige Datei genannt ist"))
}

/// A source that was read and has nobody to move.
pub(super) fn without_extension(file: &str) -> Finding {
    codes::SOURCE_WITHOUT_EXTENSION.finding(
        Some(Place::file(file)),
        Words::new(
            "neither extension nor person nor device is in it; the rest counts",
            "weder Nebenstelle noch Person noch Gerät steht darin; das Übrige zählt",
        ),
    )
}
