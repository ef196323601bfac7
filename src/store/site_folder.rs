//! A site folder: `deskshift.yaml`, the sources it names, and `out/` with everything we write.

use std::path::{Component, Path, PathBuf};

use super::secrets::Vault;
use super::{codes, document, files, open, profiles, yaml};
use crate::diag::{Finding, Lang, Place, Severity, Words};
use crate::policy::graft::grafted;
use crate::policy::raw::{Kind, Node};
use crate::policy::read::Need;
use crate::policy::site::{Limits, Site};

/// The checked policy of a site, what else there is to say about it, and the hash of its bytes.
#[derive(Debug, Clone)]
pub struct Policy {
    pub site: Site,
    /// Warnings and notes; errors end in `Err`.
    pub findings: Vec<Finding>,
    pub sha256: String,
    /// The file as the user finds it from where they are.
    path: String,
    /// What it says, for the places of findings.
    tree: Option<Node>,
    /// What was put into the tree, as the user wrote it.
    grafts: Vec<String>,
}

impl Policy {
    /// What the file says.
    #[must_use]
    pub fn tree(&self) -> Option<&Node> {
        self.tree.as_ref()
    }

    /// The same with a tree into which something was put ([`graft`](crate::policy::graft)), as if the file said so; or its errors. `grafts` is
    /// what was put in, as the user wrote it: findings about it bear that for a place.
    ///
    /// # Errors
    /// Those of [`load_policy`](SiteFolder::load_policy).
    pub fn with_tree(&self, tree: Node, grafts: Vec<String>) -> Result<Self, Vec<Finding>> {
        let reading = crate::policy::read::site(&self.path, &tree);
        let changed = Self { tree: Some(tree), grafts, ..self.clone() };
        let (errors, findings): (Vec<_>, Vec<_>) =
            changed.located(reading.findings).into_iter().partition(|finding| finding.severity == Severity::Error);
        match reading.site {
            Some(site) if errors.is_empty() => Ok(Self { site, findings, ..changed }),
            _ => Err(errors),
        }
    }

    /// How the secret store of this site is sealed.
    #[must_use]
    pub fn vault(&self, folder: &SiteFolder) -> Vault<'_> {
        Vault::new(self.site.secrets.age.as_ref(), folder.root())
    }

    /// Whether the site file has this section.
    #[must_use]
    pub fn has(&self, section: &str) -> bool {
        self.tree.as_ref().is_some_and(|tree| tree.get(section).is_some())
    }

    /// Where a value of the site file stands (RFC 6901; `/clients/0/srtp`), or what is nearest above it.
    #[must_use]
    pub fn place(&self, pointer: &str) -> Place {
        let (line, column) = self.tree.as_ref().and_then(|tree| position(tree, pointer)).unwrap_or_default();
        Place::at(&self.path, line, column)
    }

    /// Gives findings about the site file its path and, where they point at a value (`deskshift.yaml#/roster/groups/Zulassung`), line
    /// and column. The stages that find them know keys and names only.
    #[must_use]
    pub fn located(&self, mut findings: Vec<Finding>) -> Vec<Finding> {
        for place in findings.iter_mut().filter_map(|finding| finding.place.as_mut()) {
            if place.file_name() != SITE_FILE && place.file_name() != self.path {
                continue;
            }
            if place.line() == 0 {
                let pointed = place.cell_name().and_then(|pointer| self.tree.as_ref().and_then(|tree| position(tree, &pointer)));
                let (line, column) = pointed.unwrap_or_default();
                *place = Place::at(&self.path, line, column);
            }
            if let Some(text) = grafted(place.line()).and_then(|number| self.grafts.get(number)) {
                *place = Place::file(text);
            }
        }
        findings
    }
}

/// Where a value stands: RFC 6901, with the entries of a list by their `name`, else by their number. What is not there ends at the nearest above it.
fn position(root: &Node, pointer: &str) -> Option<(u32, u32)> {
    let mut node = root;
    let mut at = None;
    for part in pointer.strip_prefix('/')?.split('/') {
        let part = part.replace("~1", "/").replace("~0", "~");
        let next = match &node.kind {
            Kind::Map(entries) => entries.iter().find(|entry| entry.key == part).map(|entry| {
                // A name that somebody wrote as a key is the key itself.
                let text = matches!(entry.value.kind, Kind::Text(_)) && !pointer.starts_with("/roster/rooms/overrides/");
                let place = if text { (entry.value.line, entry.value.column) } else { (entry.line, entry.column) };
                (place, &entry.value)
            }),
            Kind::List(items) => items
                .iter()
                .find(|item| item.get("name").and_then(Node::text) == Some(part.as_str()))
                .or_else(|| items.get(part.parse::<usize>().ok()?))
                .map(|item| ((item.line, item.column), item)),
            _ => None,
        };
        let Some((place, value)) = next else { break };
        (at, node) = (Some(place), value);
    }
    at
}

/// Every file in `out/` that one command writes and another reads. Whoever takes the lock of the folder looks that each is a file.
pub const STATE: [&str; 14] = [
    "inventory.json",
    "secrets.json",
    "issued.json",
    "plan.json",
    "report.json",
    "observations.jsonl",
    "validate.key",
    "staging.jsonl",
    "links.jsonl",
    "links-served.jsonl",
    "links.json",
    "link-pins.json",
    "links-audit.jsonl",
    "roster.json",
];

/// As the stages name it.
const SITE_FILE: &str = "deskshift.yaml";

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

    /// Passwords drawn here.
    #[must_use]
    pub fn issued(&self) -> PathBuf {
        self.out.join("issued.json")
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

    /// The journal of links: issued and revoked.
    #[must_use]
    pub fn links(&self) -> PathBuf {
        self.out.join("links.jsonl")
    }

    /// The journal of the link server: what was fetched.
    #[must_use]
    pub fn links_served(&self) -> PathBuf {
        self.out.join("links-served.jsonl")
    }

    /// Links in clear, each until it is fetched or has expired.
    #[must_use]
    pub fn clear_links(&self) -> PathBuf {
        self.out.join("links.json")
    }

    /// Their PINs, apart from them.
    #[must_use]
    pub fn link_pins(&self) -> PathBuf {
        self.out.join("link-pins.json")
    }

    /// What the link server was asked.
    #[must_use]
    pub fn links_audit(&self) -> PathBuf {
        self.out.join("links-audit.jsonl")
    }

    /// Folder of the letters; a link to the generation in force is in it.
    #[must_use]
    pub fn letters(&self) -> PathBuf {
        self.out.join("letters")
    }

    /// Files for devices.
    #[must_use]
    pub fn fleet(&self) -> PathBuf {
        self.out.join("fleet")
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

    /// A path as the user finds it from where they are: with the folder that was named, without `./` before what lies right here.
    #[must_use]
    pub fn shown(path: &Path) -> String {
        path.strip_prefix(".").unwrap_or(path).display().to_string()
    }

    /// Reads and checks `deskshift.yaml`; on errors, all findings.
    pub fn load_policy(&self) -> Result<Policy, Vec<Finding>> {
        self.load_policy_for(Need::Everything)
    }

    /// The same for a command that does without some sections.
    pub fn load_policy_for(&self, need: Need) -> Result<Policy, Vec<Finding>> {
        let path = self.policy();
        let bytes = files::read(&path, files::MAX_FILE).map_err(|finding| {
            vec![finding.todo(Words::new(
                "name the site folder with `--site`, or make one with `deskshift init FOLDER`",
                "den Standortordner mit `--site` nennen oder mit `deskshift init ORDNER` einen anlegen",
            ))]
        })?;
        let (names, more) = profiles::names(&self.root);
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let name = Self::shown(&path);
        let reading = yaml::read_site_for(&name, &bytes, &names, need);
        match reading.site {
            Some(site) if reading.findings.iter().all(|finding| finding.severity != Severity::Error) => {
                let tree = yaml::read(&name, &bytes).ok();
                Ok(Policy {
                    site,
                    findings: reading.findings,
                    sha256: document::sha256(&bytes),
                    path: name,
                    tree,
                    grafts: Vec::new(),
                })
            }
            // A client that is unknown may be one of those that were not read.
            _ => Err(reading.findings.into_iter().chain(more).collect()),
        }
    }

    /// Reads a source file named in the policy. Paths stay inside the site folder.
    pub fn read_source(&self, name: &str) -> Result<Vec<u8>, Box<Finding>> {
        self.read_source_within(name, Limits::default())
    }

    /// The same with the site's own limits.
    pub fn read_source_within(&self, name: &str, limits: Limits) -> Result<Vec<u8>, Box<Finding>> {
        let outside = || {
            let finding = codes::UNREADABLE.finding(
                Some(Place::file(name)),
                Words::new("the path leads out of the site folder", "der Pfad führt aus dem Standortordner hinaus"),
            );
            Box::new(finding.todo(Words::new("copy the file into the site folder", "die Datei in den Standortordner kopieren")))
        };
        let path = Path::new(name);
        if path.is_absolute() || path.components().any(|part| matches!(part, Component::ParentDir)) {
            return Err(outside());
        }
        let full = self.root.join(path);
        let unreadable = |error: std::io::Error| {
            let mut finding = files::unreadable(&full, &error);
            finding.place = Some(Place::file(name));
            finding
        };
        let root = self.root.canonicalize().map_err(unreadable)?;
        let real = full.canonicalize().map_err(unreadable)?;
        // Before anything is opened: a link may lead to a device, or to `/proc`, where reading may never end.
        let below = real.strip_prefix(&root).map_err(|_| outside())?;
        let kind = real.metadata().map_err(unreadable)?;
        if kind.is_dir() {
            let finding = unreadable(std::io::Error::other("it is a folder"));
            return Err(Box::new(finding.todo(Words::new(
                "name a file in it; only `sources.asterisk` and `sources.exports` take folders",
                "eine Datei darin nennen; nur `sources.asterisk` und `sources.exports` nehmen Ordner",
            ))));
        }
        if !kind.is_file() {
            return Err(unreadable(std::io::Error::other("not a regular file")));
        }
        let opened = open::beneath(&root, below);
        let (file, length) = opened.map_err(|error| if open::is_link(&error) { outside() } else { unreadable(error) })?;
        files::read_opened(file, length, Path::new(name), limits.file_bytes()).map_err(|finding| {
            let raise = Words::new(
                "check that the right file is named; `limits: {file_mb: …}` in `deskshift.yaml` lets larger ones in",
                "prüfen, ob die richtige Datei genannt ist; `limits: {file_mb: …}` in `deskshift.yaml` lässt größere zu",
            );
            if finding.code == codes::TOO_LARGE.code() { Box::new(finding.todo(raise)) } else { finding }
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

    #[test]
    fn links_out_of_the_site_folder_are_refused_before_they_are_opened() {
        let around = tempfile::tempdir().unwrap();
        let (root, other) = (around.path().join("site"), around.path().join("other.csv"));
        std::fs::create_dir(&root).unwrap();
        std::fs::write(&other, "a;b").unwrap();
        std::fs::write(root.join("list.csv"), "c;d").unwrap();
        let link = |target: &Path, name: &str| std::os::unix::fs::symlink(target, root.join(name)).unwrap();
        link(&other, "out.csv");
        link(around.path(), "folder");
        link(Path::new("/proc/kmsg"), "kmsg.csv");
        link(Path::new("/dev/zero"), "zero.csv");
        link(Path::new("list.csv"), "in.csv");
        let site = SiteFolder::new(&root);
        for name in ["out.csv", "folder/other.csv", "kmsg.csv", "zero.csv"] {
            let finding = site.read_source(name).unwrap_err();
            assert_eq!(finding.what.en, "the path leads out of the site folder", "{name}");
        }
        assert_eq!(site.read_source("in.csv").unwrap(), b"c;d", "a link inside is fine");
    }

    #[test]
    fn findings_about_names_get_line_and_column() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("deskshift.yaml"), include_str!("../../examples/traunstein/deskshift.yaml")).unwrap();
        let site = SiteFolder::new(folder.path());
        let policy = site.load_policy().unwrap();
        let page = &codes::STALE;
        let at = |pointer: &str| {
            let finding = page.finding(Some(Place::within("deskshift.yaml", pointer)), Words::new("", ""));
            policy.located(vec![finding]).remove(0).place.unwrap()
        };
        let text = std::fs::read_to_string(site.policy()).unwrap();
        let line = |part: &str| text.lines().position(|line| line.contains(part)).unwrap() as u32 + 1;
        assert_eq!(at("/roster/resources").line(), line("  resources:"));
        assert_eq!(at("/validate/canary").line(), line("canary:"));
        assert_eq!(at("/validate/canary").column(), 11);
        assert_eq!(at("/roster/groups/nobody/members").line(), line("  groups:"), "ends at what is there");
        assert_eq!(at("/nothing"), Place::file(site.policy().display().to_string()));
        let elsewhere = page.finding(Some(Place::within("staff.xlsx", "A1")), Words::new("", ""));
        assert_eq!(policy.located(vec![elsewhere.clone()]), [elsewhere]);
    }
}
