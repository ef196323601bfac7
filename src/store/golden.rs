//! Golden files of a site's own profiles: `profiles/<id>/golden/<case>/in.json` and `out/`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::files;
use crate::diag::{Finding, Place, Words};
use crate::profile::golden::Case;
use crate::profile::{Catalogue, codes};

/// Largest golden file.
const MAX_FILE: u64 = 1 << 20;
/// Cases of one profile, and files of one case.
const MAX_ENTRIES: usize = 256;

/// Every case of a profile that does not give its files.
#[must_use]
pub fn check(site: &Path, id: &str, catalogue: &Catalogue) -> Vec<Finding> {
    let cases = entries(&site.join("profiles").join(id).join("golden"));
    cases.iter().filter(|case| case.is_dir()).filter_map(|case| one(case, id, catalogue).err()).map(|finding| *finding).collect()
}

fn one(case: &Path, id: &str, catalogue: &Catalogue) -> Result<(), Box<Finding>> {
    let path = case.join("in.json");
    let differs = |en: String, de: String| {
        Box::new(codes::NOT_GOLDEN.finding(Some(Place::file(case.display().to_string())), Words::new(en, de)).about(id))
    };
    let text = files::read_text(&path, MAX_FILE)?;
    let input: Case = serde_json::from_str(&text).map_err(|error| {
        let line = error.line();
        differs(format!("`in.json` is not understood, line {line}"), format!("`in.json` wird nicht verstanden, Zeile {line}"))
    })?;
    let mut golden = BTreeMap::new();
    for file in entries(&case.join("out")) {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        golden.insert(name, files::read(&file, MAX_FILE)?);
    }
    match input.make(catalogue) {
        Err(codes) if codes == input.refused => Ok(()),
        Err(codes) => {
            let codes = codes.join(", ");
            Err(differs(format!("the line is refused: {codes}"), format!("der Anschluss wird abgelehnt: {codes}")))
        }
        Ok(_) if !input.refused.is_empty() => {
            Err(differs("the line is no longer refused".into(), "der Anschluss wird nicht mehr abgelehnt".into()))
        }
        Ok(made) => {
            let names = made.keys().chain(golden.keys());
            let other = names.clone().find(|name| made.get(*name) != golden.get(*name));
            match other {
                None => Ok(()),
                Some(name) => Err(differs(format!("`out/{name}` has other bytes"), format!("`out/{name}` hat andere Bytes"))),
            }
        }
    }
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).take(MAX_ENTRIES).collect();
    paths.sort();
    paths
}
