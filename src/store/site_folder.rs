//! A site folder: `deskshift.yaml`, the sources it names, and `out/` with everything we write.

use std::path::{Component, Path, PathBuf};

use super::{codes, document, files, profiles, yaml};
use crate::diag::{Finding, Lang, Place, Severity, Words};
use crate::policy::site::Site;

/// The checked policy of a site, what else there is to say about it, and the hash of its bytes.
#[derive(Debug, Clone)]
pub struct Policy {
    pub site: Site,
    /// Warnings and notes; errors end in `Err`.
    pub findings: Vec<Finding>,
    pub sha256: String,
}

/// The paths of one site.
#[derive(Debug, Clone)]
pub struct SiteFolder {
    root: PathBuf,
    out: PathBuf,
}

impl SiteFolder {
    #[must_use]
    pub fn new(root: impl Into<PathBuf>) -> Self {
        let root = root.into();
        let out = root.join("out");
        Self { root, out }
    }

    /// The same sources with results elsewhere, as `demo` does.
    #[must_use]
    pub fn with_out(root: impl Into<PathBuf>, out: impl Into<PathBuf>) -> Self {
        Self { root: root.into(), out: out.into() }
    }

    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    #[must_use]
    pub fn out(&self) -> &Path {
        &self.out
    }

    #[must_use]
    pub fn policy(&self) -> PathBuf {
        self.root.join("deskshift.yaml")
    }

    #[must_use]
    pub fn inventory(&self) -> PathBuf {
        self.out.join("inventory.json")
    }

    #[must_use]
    pub fn secrets(&self) -> PathBuf {
        self.out.join("secrets.json")
    }

    #[must_use]
    pub fn plan(&self) -> PathBuf {
        self.out.join("plan.json")
    }

    #[must_use]
    pub fn report(&self) -> PathBuf {
        self.out.join("report.json")
    }

    /// The journal of verdicts.
    #[must_use]
    pub fn observations(&self) -> PathBuf {
        self.out.join("observations.jsonl")
    }

    /// The journal of the staging desk.
    #[must_use]
    pub fn staging(&self) -> PathBuf {
        self.out.join("staging.jsonl")
    }

    #[must_use]
    pub fn roster(&self) -> PathBuf {
        self.out.join("roster.json")
    }

    /// The language that `deskshift.yaml` asks for, also where the rest of it is wrong: its complaints should be in that language.
    #[must_use]
    pub fn told_lang(&self) -> Option<Lang> {
        let bytes = files::read(&self.policy(), files::MAX_FILE).ok()?;
        let head = String::from_utf8_lossy(&bytes[..bytes.len().min(64 * 1024)]).into_owned();
        head.lines().find_map(|line| {
            let value = line.strip_prefix("lang:")?.split('#').next()?;
            match value.trim().trim_matches(['"', '\'']) {
                "de" => Some(Lang::De),
                "en" => Some(Lang::En),
                _ => None,
            }
        })
    }

    /// Reads and checks `deskshift.yaml`; on errors, all findings.
    pub fn load_policy(&self) -> Result<Policy, Vec<Finding>> {
        let path = self.policy();
        let bytes = files::read(&path, files::MAX_FILE).map_err(|finding| {
            vec![finding.todo(Words::new(
                "name the site folder with `--site`, or make one with `deskshift init FOLDER`",
                "den Standortordner mit `--site` nennen oder mit `deskshift init ORDNER` einen anlegen",
            ))]
        })?;
        let names = profiles::names(&self.root);
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let reading = yaml::read_site(&path.display().to_string(), &bytes, &names);
        match reading.site {
            Some(site) if reading.findings.iter().all(|finding| finding.severity != Severity::Error) => {
                Ok(Policy { site, findings: reading.findings, sha256: document::sha256(&bytes) })
            }
            _ => Err(reading.findings),
        }
    }

    /// Reads a source file named in the policy. Paths stay inside the site folder.
    pub fn read_source(&self, name: &str) -> Result<Vec<u8>, Box<Finding>> {
        let path = Path::new(name);
        if path.is_absolute() || path.components().any(|part| matches!(part, Component::ParentDir)) {
            return Err(Box::new(
                codes::UNREADABLE
                    .finding(
                        Some(Place::file(name)),
                        Words::new("the path leads out of the site folder", "der Pfad führt aus dem Standortordner hinaus"),
                    )
                    .todo(Words::new("copy the file into the site folder", "die Datei in den Standortordner kopieren")),
            ));
        }
        files::read(&self.root.join(path), files::MAX_FILE).map_err(|mut finding| {
            finding.place = Some(Place::file(name));
            finding
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_stay_inside_the_site_folder() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("list.csv"), "a;b").unwrap();
        let site = SiteFolder::new(folder.path());
        assert_eq!(site.read_source("list.csv").unwrap(), b"a;b");
        for bad in ["../list.csv", "/etc/passwd", "a/../../b"] {
            assert_eq!(site.read_source(bad).unwrap_err().code, codes::UNREADABLE.code(), "{bad}");
        }
    }
}
