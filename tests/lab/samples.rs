//! Whole configuration folders as people have them, against Asterisk's own reading: the syntax of every file (manager action
//! GetConfig) and the meaning of pjsip.conf and pjsip_wizard.conf (ARI).
//!
//! The folders are `tests/quirks/kinds/*`, and those below `DESKSHIFT_SAMPLES` where that is set.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use deskshift::diag::Severity;
use deskshift::inventory::asterisk::config::{self, Config, Variable};
use deskshift::inventory::asterisk::pjsip::objects::resolve_both;
use deskshift::inventory::asterisk::pjsip::{Object, ObjectKind, callerid, wizard};
use deskshift::store::pbx_folder::PbxFolder;

use super::ari::{self, Answer};
use super::asterisk::Asterisk;
use super::grammar::{bare, copy, difference, ours, theirs};
use super::process::free_port;
use super::programs::{Program, checkout, present};

/// Folders that hold configuration files, by name.
fn folders() -> Vec<PathBuf> {
    let kinds = below(&checkout().join("tests/quirks/kinds"));
    assert!(kinds.len() >= 6, "{kinds:?}");
    let more = std::env::var_os("DESKSHIFT_SAMPLES").map(|folder| below(Path::new(&folder))).unwrap_or_default();
    kinds.into_iter().chain(more).filter(|folder| !configurations(folder).is_empty()).collect()
}

fn below(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut found: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).filter(|path| path.is_dir()).collect();
    found.sort();
    found
}

/// Files of Asterisk's kind in a folder and what is below it, relative to it.
fn configurations(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("readable folder").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_dir() {
            found.extend(configurations(&entry.path()).into_iter().map(|below| format!("{name}/{below}")));
        } else if name.contains(".conf") {
            found.push(name);
        }
    }
    found.sort();
    found
}

#[test]
fn files_of_every_kind_read_as_asterisk_reads_them() {
    if !present("files_of_every_kind_read_as_asterisk_reads_them", &[Program::Asterisk]) {
        return;
    }
    let asterisk = bare(|_| {});
    let etc = asterisk.etc();
    let mut manager = asterisk.manager();
    let (mut wrong, mut files) = (Vec::new(), 0);
    for folder in folders() {
        copy(&folder, &etc);
        for file in configurations(&folder) {
            files += 1;
            let told = difference(&file, &theirs(&mut manager, &file), &ours(&etc, &file));
            wrong.extend(told.map(|told| format!("{}: {told}", folder.display())));
        }
        // Nothing of it may be there for the next one to include.
        for file in configurations(&folder) {
            std::fs::remove_file(etc.join(file)).expect("removed");
        }
    }
    assert!(wrong.is_empty(), "{} of {files} files differ:\n{}", wrong.len(), wrong.join("\n"));
    assert!(files >= 20, "only {files} files");
}

/// What Asterisk is started with: a folder and the names of its two files.
struct Case {
    folder: PathBuf,
    pjsip: Option<String>,
    wizard: Option<String>,
}

fn cases() -> Vec<Case> {
    let matrix = Case { folder: checkout().join("src/lab/fixtures"), pjsip: Some("matrix.conf".to_owned()), wizard: None };
    let mut cases = vec![matrix];
    for folder in folders() {
        let files: Vec<String> = configurations(&folder).into_iter().filter(|file| !file.contains('/')).collect();
        let pjsip = files.iter().find(|file| file.starts_with("pjsip.conf")).cloned();
        let wizards: Vec<&String> = files.iter().filter(|file| file.starts_with("pjsip_wizard")).collect();
        // Several wizards are several cases.
        match wizards.as_slice() {
            [] | [_] if pjsip.is_none() && wizards.is_empty() => {}
            [] | [_] => cases.push(Case { folder, pjsip, wizard: wizards.first().map(|file| (*file).clone()) }),
            several => {
                cases.extend(several.iter().map(|file| Case {
                    folder: folder.clone(),
                    pjsip: None,
                    wizard: Some((*file).clone()),
                }));
            }
        }
    }
    cases
}

impl Case {
    fn name(&self) -> String {
        format!("{}/{}", self.folder.display(), self.wizard.as_deref().or(self.pjsip.as_deref()).unwrap_or_default())
    }

    /// Fills Asterisk's folder. What binds, binds to loopback, and certificates are the laboratory's.
    fn write(&self, etc: &Path, transports: &str) {
        let keys =
            transports.lines().find_map(|line| line.strip_prefix("cert_file=")?.strip_suffix("/pbx.pem")).expect("a certificate");
        copy(&self.folder, etc);
        let mut taken: BTreeSet<String> = BTreeSet::new();
        for file in configurations(&self.folder) {
            let bytes = std::fs::read(etc.join(&file)).expect("just copied");
            let bytes = bytes.split(|byte| *byte == b'\n').map(|line| fit(line, keys)).collect::<Vec<_>>().join(&b'\n');
            for (own, usual) in [(&self.pjsip, "pjsip.conf"), (&self.wizard, "pjsip_wizard.conf")] {
                if own.as_ref() == Some(&file) {
                    std::fs::write(etc.join(usual), &bytes).expect("written");
                    taken.insert(usual.to_owned());
                }
            }
            std::fs::write(etc.join(file), bytes).expect("written");
        }
        for usual in ["pjsip.conf", "pjsip_wizard.conf"] {
            if !taken.contains(usual) {
                std::fs::write(etc.join(usual), "").expect("written");
            }
        }
    }
}

/// One line, where it would bind elsewhere or read a file that is not here.
fn fit(line: &[u8], keys: &str) -> Vec<u8> {
    let text = String::from_utf8_lossy(line);
    let key = text.split('=').next().unwrap_or_default().trim();
    match key {
        "bind" => format!("bind=127.0.0.1:{}", free_port()).into_bytes(),
        "cert_file" | "ca_list_file" | "dtls_cert_file" | "dtls_ca_file" | "endpoint/dtls_cert_file" => {
            format!("{key}={keys}/pbx.pem").into_bytes()
        }
        "priv_key_file" | "dtls_private_key" | "endpoint/dtls_private_key" => format!("{key}={keys}/pbx.key").into_bytes(),
        _ => line.to_vec(),
    }
}

/// Whether Asterisk's value is what ours means. It prints many values in a form of its own.
fn same(object: Object<'_>, key: &str, ours: &str, theirs: &str) -> bool {
    let plain = |text: &str| text.replace(' ', "").to_ascii_lowercase();
    match (key, theirs) {
        (_, "true" | "false") => {
            let yes = ["yes", "true", "y", "t", "1", "on"].iter().any(|word| ours.eq_ignore_ascii_case(word));
            yes == (theirs == "true")
        }
        ("callerid", _) => callerid::split(ours) == callerid::split(theirs) || (ours.is_empty() && theirs == "<unknown>"),
        ("allow", _) => {
            let list: Vec<&str> =
                object.section.variables().filter(|v| matches!(v.key(), "allow" | "disallow")).map(Variable::value).collect();
            // The order and what `all` stands for are Asterisk's; which are refused is what matters here.
            theirs == "(nothing)" || list.len() > 1 || ours.split(',').all(|name| codec_is_there(name.trim(), theirs))
        }
        _ if plain(ours) == plain(theirs) => true,
        (_, "184") => ours == "ef",
        (_, "136") => ours == "af41",
        // A number of seconds.
        _ => theirs.strip_suffix(".000000") == Some(ours),
    }
}

fn codec_is_there(name: &str, theirs: &str) -> bool {
    let listed = |name: &str| theirs.trim_matches(['(', ')']).split('|').any(|known| known == name);
    match name.strip_prefix('!') {
        Some(away) => !listed(away),
        None => name == "all" || listed(name),
    }
}

/// Options that add up, and those that Asterisk shows under another name.
const ELSEWHERE: [&str; 6] = ["auth_type", "contact", "disallow", "match", "set_var", "type"];

fn compare(case: &Case, asterisk: &Asterisk, wrong: &mut Vec<String>) -> usize {
    let folder = PbxFolder::new(asterisk.etc(), "");
    let [pjsip, file] = ["pjsip.conf", "pjsip_wizard.conf"].map(|path| {
        let config = config::read(&folder, path);
        let told = config.findings().iter().any(|finding| finding.severity == Severity::Error);
        assert!(config.ok() || told, "{}: {path} is refused without a word", case.name());
        // Of a refused file Asterisk has nothing; the inventory takes what can be read of it.
        if config.ok() { config } else { Config::default() }
    });
    let unfolded = wizard::unfold(&file);
    let (objects, _) = resolve_both(&pjsip, &unfolded.config);
    let names = |config: &Config| config.sections().map(|section| section.name().to_owned()).collect::<Vec<_>>();
    // Templates and dropped sections too: none may be there that we do not know of.
    let ids: BTreeSet<String> = [&pjsip, &file, &unfolded.config].into_iter().flat_map(names).collect();
    let mut compared = 0;
    for kind in [ObjectKind::Endpoint, ObjectKind::Aor, ObjectKind::Auth] {
        for id in &ids {
            let ours = objects.of(kind).find(|object| object.id() == id && objects.loads(*object));
            let told = ari::object(asterisk.ports.ws, kind.as_str(), id);
            let what = format!("{}: {} `{id}`", case.name(), kind.as_str());
            let (object, theirs) = match (ours, told) {
                (None, Answer::NotThere) => continue,
                (Some(_), Answer::Unreadable) => continue,
                (Some(object), Answer::There(theirs)) => (object, theirs),
                (ours, told) => {
                    wrong.push(format!("{what}: we have it: {}, Asterisk {told:?}", ours.is_some()));
                    continue;
                }
            };
            compared += 1;
            let keys: BTreeSet<String> = object.section.variables().map(|variable| variable.key().to_owned()).collect();
            for key in keys.iter().filter(|key| !ELSEWHERE.contains(&key.to_ascii_lowercase().as_str())) {
                let Some(value) = object.section.last(key).map(Variable::value) else { continue };
                let told = theirs.iter().find(|(attribute, _)| attribute.eq_ignore_ascii_case(key));
                match told {
                    Some((_, told)) if same(object, key, value, told) => {}
                    told => wrong.push(format!("{what} {key}: Asterisk {told:?}, we `{value}`")),
                }
            }
        }
    }
    compared
}

#[test]
fn objects_of_every_kind_of_folder_are_asterisks() {
    if !present("objects_of_every_kind_of_folder_are_asterisks", &[Program::Asterisk]) {
        return;
    }
    let (mut wrong, mut compared) = (Vec::new(), 0);
    for case in cases() {
        let asterisk = ari::start(|etc, transports| case.write(etc, transports));
        let before = wrong.len();
        compared += compare(&case, &asterisk, &mut wrong);
        if wrong.len() > before {
            wrong.push(asterisk.log().join("\n"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(compared >= 60, "only {compared} objects were compared");
}
