//! The files that the entries of `sources.exports` name: one, all of a folder, or those that fit a pattern.

use std::collections::BTreeSet;

use crate::diag::{Finding, Place, Words};
use crate::inventory::asterisk::files::{Files, FilesError, Listed};
use crate::inventory::asterisk::glob;
use crate::inventory::codes;
use crate::policy::site::{ExportSource, Site};
use crate::store::pbx_folder::PbxFolder;
use crate::store::site_folder::SiteFolder;

/// Files of one folder or pattern: enough for the telephones of a large authority, few enough to be read in a minute.
const MOST: usize = glob::MAX_MATCHES;

/// Names that are quoted of what was left out.
const QUOTED: usize = 5;

/// What spreadsheets, file managers and editors leave beside the files that people mean.
const LITTER: [&str; 3] = ["thumbs.db", "desktop.ini", "ehthumbs.db"];

/// The entries of the site file, each folder and pattern replaced by its files, sorted by name. What an entry names alone is read as that
/// entry says, and once.
pub(in crate::cli) fn files(folder: &SiteFolder, site: &Site, findings: &mut Vec<Finding>) -> Vec<ExportSource> {
    let disk = PbxFolder::new(folder.root(), "");
    let kinds: Vec<(&ExportSource, Kind)> =
        site.sources.exports.iter().map(|export| (export, kind(&disk, &export.file))).collect();
    let mut seen: BTreeSet<String> =
        kinds.iter().filter(|(_, kind)| matches!(kind, Kind::File)).map(|(export, _)| export.file.clone()).collect();
    let mut all = Vec::new();
    for (export, kind) in kinds {
        let found = match kind {
            Kind::File => {
                all.push(export.clone());
                continue;
            }
            Kind::Folder(listed) if is_configuration(&listed) => Err(Box::new(of_asterisk(&export.file))),
            Kind::Folder(listed) => in_folder(&export.file, listed, findings),
            Kind::Pattern => fitting(&disk, &export.file, findings),
        };
        match found {
            Ok(found) => {
                let new = found.into_iter().filter(|file| seen.insert(file.clone()));
                all.extend(new.map(|file| ExportSource { file, ..export.clone() }));
            }
            Err(finding) => findings.push(*finding),
        }
    }
    all
}

enum Kind {
    File,
    Folder(Vec<Listed>),
    Pattern,
}

/// A name with signs of a pattern in it that is there as it stands is that file. What leads out of the site folder is refused where files
/// are read.
fn kind(disk: &PbxFolder, name: &str) -> Kind {
    if name.starts_with('/') || name.split('/').any(|part| part == "..") {
        return Kind::File;
    }
    match disk.list(name) {
        Ok(listed) => Kind::Folder(listed),
        Err(FilesError::Missing) if name.contains(['*', '?']) => Kind::Pattern,
        Err(_) => Kind::File,
    }
}

fn is_configuration(listed: &[Listed]) -> bool {
    listed.iter().any(|entry| !entry.folder && matches!(entry.name.as_str(), "pjsip.conf" | "sip.conf" | "asterisk.conf"))
}

fn is_litter(name: &str) -> bool {
    name.starts_with(['.', '~']) || name.ends_with('~') || LITTER.contains(&name.to_lowercase().as_str())
}

/// The files of a folder. Folders in it are not entered: what lies deeper is mostly an older state.
fn in_folder(name: &str, mut listed: Vec<Listed>, findings: &mut Vec<Finding>) -> Result<Vec<String>, Box<Finding>> {
    listed.sort_unstable_by(|a, b| a.name.cmp(&b.name));
    let mut left_out = Vec::new();
    let mut files = Vec::new();
    for Listed { name: file, folder } in listed {
        if folder {
            left_out.push(format!("{file}/"));
        } else if is_litter(&file) {
            left_out.push(file);
        } else {
            files.push(format!("{name}/{file}"));
        }
    }
    tell_left_out(name, &left_out, findings);
    enough(name, files)
}

fn fitting(disk: &PbxFolder, name: &str, findings: &mut Vec<Finding>) -> Result<Vec<String>, Box<Finding>> {
    let found = glob::expand(disk, name).unwrap_or_default();
    // A pattern is cut off there: counted before anything is left out.
    if found.len() >= MOST {
        return enough(name, found);
    }
    let is_there = |path: &String| !matches!(disk.list(path), Ok(_) | Err(FilesError::Missing));
    let (left_out, files): (Vec<_>, Vec<_>) =
        found.into_iter().filter(is_there).partition(|path| is_litter(path.rsplit('/').next().unwrap_or(path)));
    tell_left_out(name, &left_out, findings);
    enough(name, files)
}

fn enough(name: &str, files: Vec<String>) -> Result<Vec<String>, Box<Finding>> {
    let words = match files.len() {
        0 => Words::new("no file is there by this name", "unter diesem Namen ist keine Datei da"),
        1..MOST => return Ok(files),
        _ => Words::new(format!("{MOST} files or more"), format!("{MOST} Dateien oder mehr")),
    };
    let todo = Words::new(
        "correct the folder or pattern under `sources.exports` in `deskshift.yaml`, or put the files there",
        "Ordner oder Muster unter `sources.exports` in `deskshift.yaml` berichtigen oder die Dateien dort ablegen",
    );
    Err(Box::new(codes::SOURCES_NAMED.finding(Some(Place::file(name)), words).todo(todo)))
}

fn of_asterisk(name: &str) -> Finding {
    codes::SOURCES_NAMED
        .finding(
            Some(Place::file(name)),
            Words::new("this is a folder with Asterisk's configuration", "das ist ein Ordner mit Asterisks Konfiguration"),
        )
        .todo(Words::new(
            format!("name it as `sources: {{asterisk: {name}}}` in `deskshift.yaml`; files that include each other are read as one"),
            format!("in `deskshift.yaml` als `sources: {{asterisk: {name}}}` nennen; Dateien, die einander einbinden, werden als eine gelesen"),
        ))
}

fn tell_left_out(name: &str, left_out: &[String], findings: &mut Vec<Finding>) {
    if left_out.is_empty() {
        return;
    }
    let shown: Vec<String> = left_out.iter().take(QUOTED).map(|entry| format!("`{entry}`")).collect();
    let (shown, count) = (shown.join(", "), left_out.len());
    let more = if count > QUOTED { ", …" } else { "" };
    findings.push(codes::FOLDER_PART_LEFT_OUT.finding(
        Some(Place::file(name)),
        Words::new(
            format!("not read here, because they are folders, hidden or left by programs: {count}: {shown}{more}"),
            format!("hier nicht gelesen, weil Ordner, verborgen oder von Programmen zurückgelassen: {count}: {shown}{more}"),
        ),
    ));
}

#[cfg(test)]
mod tests {
    use super::is_litter;

    #[test]
    fn what_programs_leave_is_no_source() {
        for name in [".DS_Store", "~$Liste.xlsx", ".~lock.Liste.ods#", "Liste.csv~", "Thumbs.db", "desktop.ini"] {
            assert!(is_litter(name), "{name}");
        }
        for name in ["Liste.csv", "000413AABBCC.cfg", "a~b.csv"] {
            assert!(!is_litter(name), "{name}");
        }
    }
}
