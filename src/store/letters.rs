//! Texts of the letters from the binary and from the site's own `letters/` folder, and the one-time links that codes hold.

use std::path::Path;

use super::document::{self, LINKS};
use super::{files, yaml};
use crate::diag::{Finding, Place, Words};
use crate::letters::{AllTexts, Links, Texts, builtin, codes};
use crate::policy::site::LetterText;

/// Largest file of texts.
const MAX_FILE: u64 = 256 * 1024;
/// Names of the folder that are looked at.
const MAX_NAMES: usize = 64;

/// Built-in texts with the site's own in place of single ones; every fault of the site's files at once.
pub fn texts(site: Option<&Path>) -> Result<AllTexts, Vec<Finding>> {
    let mut all = AllTexts::new();
    let mut findings = Vec::new();
    let own = site.map(|site| site.join("letters")).filter(|folder| folder.is_dir());
    for (kind, text) in builtin() {
        let base = read(&format!("letters/{}", file_name(kind)), text.as_bytes(), None)?;
        let path = own.as_ref().map(|folder| folder.join(file_name(kind))).filter(|path| files::is_occupied(path));
        let made = match path {
            Some(path) => {
                let bytes = files::read(&path, MAX_FILE).map_err(|finding| vec![*finding])?;
                read(&path.display().to_string(), &bytes, Some(&base))
            }
            None => Ok(base),
        };
        match made {
            Ok(texts) => {
                all.insert(kind, texts);
            }
            Err(more) => findings.extend(more),
        }
    }
    if let Some(folder) = own {
        findings.extend(strangers(&folder));
    }
    if findings.is_empty() { Ok(all) } else { Err(findings) }
}

fn file_name(kind: LetterText) -> &'static str {
    match kind {
        LetterText::De => "de.yaml",
        LetterText::En => "en.yaml",
        LetterText::Plain => "plain.yaml",
    }
}

fn read(file: &str, bytes: &[u8], base: Option<&Texts>) -> Result<Texts, Vec<Finding>> {
    let root = yaml::read(file, bytes).map_err(|finding| vec![*finding])?;
    Texts::define(file, &root, base)
}

/// Files that would never be read, such as `german.yaml`: somebody counts on them.
#[allow(clippy::disallowed_methods)] // only names are read
fn strangers(folder: &Path) -> Vec<Finding> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<String> =
        entries.flatten().take(MAX_NAMES).map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
        .into_iter()
        .filter(|name| Path::new(name).extension().is_some_and(|end| end == "yaml" || end == "yml"))
        .filter(|name| !builtin().iter().any(|(kind, _)| file_name(*kind) == name))
        .map(|name| {
            let place = Place::file(folder.join(name).display().to_string());
            let what = Words::new("no letter is written from this file", "aus dieser Datei entsteht kein Brief");
            let todo = Words::new(
                "name it `de.yaml`, `en.yaml` or `plain.yaml`, or move it away",
                "sie `de.yaml`, `en.yaml` oder `plain.yaml` nennen oder wegräumen",
            );
            codes::BAD_TEXTS.finding(Some(place), what).todo(todo)
        })
        .collect()
}

/// The links of `out/links.json`; none where it does not exist. Who reads it can fetch everybody's settings, so it must be private.
pub fn links(path: &Path) -> Result<Option<Links>, Box<Finding>> {
    if !files::is_there(path) {
        return Ok(None);
    }
    let bytes = files::read_own_private(path, files::MAX_DOCUMENT, || {
        Words::new("others may read this file with one-time links", "andere dürfen diese Datei mit Einmal-Links lesen")
    })?;
    Ok(Some(document::parse::<Links>(path, &files::as_text(path, bytes)?, LINKS)?.body))
}
