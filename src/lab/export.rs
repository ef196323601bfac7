//! An Asterisk export, and fragments that Asterisk would include after it.

use super::codes;
use super::load;
use super::objects::Objects;
use crate::diag::{Finding, Place, Severity, Words};
use crate::inventory::asterisk::config;
use crate::inventory::asterisk::files::{Files, FilesError, Listed};

/// The file with the objects.
const PJSIP: &str = "pjsip.conf";

/// The export with each fragment included at the end of its `pjsip.conf`, as docs/lab.md tells the admin to do.
struct WithFragments<'a> {
    export: &'a dyn Files,
    fragments: &'a [(String, Vec<u8>)],
}

impl WithFragments<'_> {
    /// A name no export has.
    fn path(index: usize) -> String {
        format!("lab-fragment-{index}.conf")
    }

    fn index(&self, path: &str) -> Option<usize> {
        (0..self.fragments.len()).find(|index| Self::path(*index) == path)
    }
}

impl Files for WithFragments<'_> {
    fn read(&self, path: &str) -> Result<Vec<u8>, FilesError> {
        if let Some(index) = self.index(path) {
            return Ok(self.fragments[index].1.clone());
        }
        let mut bytes = self.export.read(path)?;
        if path == PJSIP {
            for index in 0..self.fragments.len() {
                bytes.extend_from_slice(format!("\n#include \"{}\"\n", Self::path(index)).as_bytes());
            }
        }
        Ok(bytes)
    }

    fn list(&self, folder: &str) -> Result<Vec<Listed>, FilesError> {
        self.export.list(folder)
    }

    fn shown(&self, path: &str) -> String {
        match self.index(path) {
            Some(index) => self.fragments[index].0.clone(),
            None => self.export.shown(path),
        }
    }
}

/// Reads the objects of an export and of fragments (name for findings, bytes). Findings of severity error come back as `Err`
/// only where there is nothing to serve: a faulty export is what the lab is for.
pub fn read_export(export: &dyn Files, fragments: &[(String, Vec<u8>)]) -> Result<(Objects, Vec<Finding>), Vec<Finding>> {
    let mut config = config::read(&WithFragments { export, fragments }, PJSIP);
    let objects = load::objects(&config);
    let mut findings = config.take_findings();
    if objects.endpoints.is_empty() {
        findings.retain(|finding| finding.severity == Severity::Error);
        let finding = codes::NO_ENDPOINTS
            .finding(
                Some(Place::file(export.shown(PJSIP))),
                Words::new("no endpoint that Asterisk would load", "kein Endpoint, den Asterisk laden würde"),
            )
            .todo(Words::new(
                "name the folder of the export with `--pbx`, and look at `deskshift inventory check`",
                "den Ordner des Exports mit `--pbx` nennen und `deskshift inventory check` ansehen",
            ));
        findings.push(finding);
        return Err(findings);
    }
    Ok((objects, findings))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inventory::asterisk::files::MemoryFiles;

    #[test]
    fn a_fragment_comes_after_the_export() {
        let files = MemoryFiles::new().with("pjsip.conf", "[1]\ntype=endpoint\naors=1\n[1a]\ntype=aor\nmax_contacts=1");
        let fragments = [("out/pbx/extra.conf".to_owned(), b"[1a](+)\nmax_contacts=2\n".to_vec())];
        assert_eq!(read_export(&files, &[]).unwrap().0.aors["1a"].max_contacts, 1);
        assert_eq!(read_export(&files, &fragments).unwrap().0.aors["1a"].max_contacts, 2);
    }

    #[test]
    fn an_export_without_endpoints_is_refused() {
        for text in ["", "[t](!)\ntype=endpoint\n", "no section\n"] {
            let files = MemoryFiles::new().with("pjsip.conf", text);
            let findings = read_export(&files, &[]).unwrap_err();
            assert!(findings.iter().any(|finding| finding.code == codes::NO_ENDPOINTS.code()), "{text}");
        }
        assert!(read_export(&MemoryFiles::new(), &[]).is_err());
    }
}
