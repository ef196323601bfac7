//! Profiles from the binary and from the site's own `profiles/` folder, which may override or add.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::{codes, files, open, yaml};
use crate::diag::{Finding, Place, Words};
use crate::profile::{self, Catalogue, Profile, Raw, Source, builtin, define, inherit};

/// Largest template or definition of a site's profile.
const MAX_FILE: u64 = 64 * 1024;
/// More profile folders than anybody has, and files in each.
const MAX_ENTRIES: usize = 64;
/// Names that are looked at to choose them.
const MAX_NAMES: usize = 100_000;

/// The names a site's rules may use, built-in profiles and folders of the site's own, and why some may be missing.
#[must_use]
pub fn names(site: &Path) -> (BTreeSet<String>, Option<Finding>) {
    let own = folders(&site.join("profiles"));
    let more = own.findings.into_iter().find(|finding| finding.code == codes::TOO_MANY.code());
    (builtin().into_iter().map(|(source, _)| source.id).chain(own.ids).collect(), more)
}

/// All profiles; a faulty one is left out and named in a finding. `site` is the site folder, or none for the built-in ones only.
#[must_use]
pub fn load(site: Option<&Path>) -> (Catalogue, Vec<Finding>) {
    let mut findings = Vec::new();
    let built = parsed(builtin().into_iter().map(|(source, text)| (source, text.as_bytes().to_vec())), &mut findings);
    let mut own = Own::default();
    if let Some(folder) = site.map(|site| site.join("profiles")).filter(|folder| folder.is_dir()) {
        own = folders(&folder);
        findings.append(&mut own.findings);
    }
    let (catalogue, more) = all(&built, &own.ids, parsed(own.sources.into_iter(), &mut findings));
    findings.extend(more);
    (catalogue, findings)
}

/// By name. A definition that is no YAML is told and left out.
type Parsed = BTreeMap<String, Raw>;

fn parsed(sources: impl Iterator<Item = (Source, Vec<u8>)>, findings: &mut Vec<Finding>) -> Parsed {
    let mut parsed = Parsed::new();
    for (source, definition) in sources {
        match yaml::read(&format!("{}/profile.yaml", source.folder), &definition) {
            Ok(root) => drop(parsed.insert(source.id.clone(), Raw { source, root })),
            Err(finding) => findings.push(*finding),
        }
    }
    parsed
}

/// Built-in profiles and the site's own, each with what it extends.
fn all(built: &Parsed, own_ids: &BTreeSet<String>, own: Parsed) -> (Catalogue, Vec<Finding>) {
    let mut findings = Vec::new();
    let mut profiles: BTreeMap<String, Profile> = BTreeMap::new();
    // A faulty profile of the site must not silently fall back to what it meant to replace.
    for raw in built.values().filter(|raw| !own_ids.contains(&raw.source.id)).chain(own.values()) {
        // A built-in profile stays what its tests have seen, whatever the site has.
        let sites = |name: &str, child: &Source| own.get(name).filter(|_| !child.built_in && name != child.id);
        let parent = |name: &str, child: &Source| sites(name, child).or_else(|| built.get(name));
        match inherit(raw, parent) {
            Ok(whole) => match define(&whole.source, &whole.root) {
                Ok(profile) => drop(profiles.insert(whole.source.id, profile)),
                Err(faults) => findings.extend(faults),
            },
            Err(finding) => findings.push(*finding),
        }
    }
    let (catalogue, more) = Catalogue::new(profiles.into_values().collect());
    findings.extend(more);
    (catalogue, findings)
}

/// What stands in `profiles/`.
#[derive(Default)]
struct Own {
    /// Every folder that means to be a profile, also a faulty one.
    ids: BTreeSet<String>,
    sources: Vec<(Source, Vec<u8>)>,
    findings: Vec<Finding>,
}

/// Each folder with a `profile.yaml`, by name. What is neither file nor folder is told, and never opened: a pipe would be waited for.
fn folders(folder: &Path) -> Own {
    let mut own = Own::default();
    let (entries, more) = match sorted_entries(folder) {
        Ok(entries) => entries,
        Err(finding) => {
            own.findings.push(*finding);
            return own;
        }
    };
    own.findings.extend(more);
    let root = match root_of(folder) {
        Ok(root) => root,
        Err(finding) => {
            own.findings.push(*finding);
            return own;
        }
    };
    for path in entries {
        let Some(id) = path.file_name().and_then(|name| name.to_str()) else { continue };
        if path.is_file() {
            continue;
        }
        let definition = path.join("profile.yaml");
        if !path.is_dir() {
            own.findings.push(*no_file(&path));
        } else if definition.symlink_metadata().is_ok() {
            own.ids.insert(id.to_owned());
            match source(id, &path, &definition, &root) {
                Ok(source) => own.sources.push(source),
                Err(findings) => own.findings.extend(findings),
            }
        } else if !id.starts_with('.') && !path.join("golden").is_dir() {
            // A folder of golden files alone may belong to a built-in profile; one with a dot is a program's own, such as `.git`.
            own.findings.push(no_definition(id, &path));
        }
    }
    own
}

/// The folder that everything of the site's profiles must lie in, without links.
fn root_of(folder: &Path) -> Result<PathBuf, Box<Finding>> {
    files::stays(folder)?;
    folder.canonicalize().map_err(|error| files::unreadable(folder, &error))
}

/// A file of a profile. A link may not lead out of `profiles/`: a template is copied into what everybody gets, and a folder of profiles
/// may come from somebody else, with a link in it to the store of secrets.
fn inside(root: &Path, file: &Path) -> Result<Vec<u8>, Box<Finding>> {
    let real = file.canonicalize().map_err(|error| files::unreadable(file, &error))?;
    let opened = real.strip_prefix(root).map_err(|_| None).and_then(|below| open::beneath(root, below).map_err(Some));
    match opened {
        Ok((opened, length)) => files::read_opened(opened, length, file, MAX_FILE),
        Err(Some(error)) if !open::is_link(&error) => Err(files::unreadable(file, &error)),
        Err(_) => {
            let words = Words::new("a link leads out of `profiles/`", "ein Verweis führt aus `profiles/` hinaus");
            let finding = codes::UNREADABLE.finding(Some(Place::file(file.display().to_string())), words);
            Err(Box::new(finding.todo(Words::new("copy the file in its place", "die Datei an seine Stelle kopieren"))))
        }
    }
}

/// One profile as it stands on the disk, or everything that cannot be read of it.
fn source(id: &str, path: &Path, definition: &Path, root: &Path) -> Result<(Source, Vec<u8>), Vec<Finding>> {
    let mut findings = Vec::new();
    let mut templates = BTreeMap::new();
    let (entries, more) = sorted_entries(path).map_err(|finding| vec![*finding])?;
    findings.extend(more);
    for file in entries {
        let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        if name == "profile.yaml" {
            continue;
        }
        if file.is_file() {
            match inside(root, &file).and_then(|bytes| files::as_text(&file, bytes)) {
                Ok(text) => drop(templates.insert(name, text)),
                Err(finding) => findings.push(*finding),
            }
        } else if !file.is_dir() {
            findings.push(*no_file(&file));
        }
    }
    match inside(root, definition) {
        Ok(definition) if findings.is_empty() => {
            Ok((Source { id: id.to_owned(), folder: format!("profiles/{id}"), built_in: false, templates }, definition))
        }
        Ok(_) => Err(findings),
        Err(finding) => {
            findings.push(*finding);
            Err(findings)
        }
    }
}

fn no_definition(id: &str, path: &Path) -> Finding {
    let shown = path.display().to_string();
    let words = Words::new(
        format!("the folder `{id}` has no `profile.yaml`, so it is no profile and nothing in it is used"),
        format!("der Ordner `{id}` hat kein `profile.yaml`; er ist also kein Profil, und nichts darin wird benutzt"),
    );
    profile::codes::NO_DEFINITION.finding(Some(Place::file(shown)), words).about(id).todo(Words::new(
        "write a `profile.yaml` (with `extends` it may be short), correct its name, or move the folder away",
        "ein `profile.yaml` schreiben (mit `extends` darf es kurz sein), seinen Namen berichtigen oder den Ordner beiseiteschaffen",
    ))
}

fn no_file(path: &Path) -> Box<Finding> {
    files::unreadable(path, &std::io::Error::other("not a regular file"))
}

/// The first entries by name, and what to say where there are more.
fn sorted_entries(folder: &Path) -> Result<(Vec<PathBuf>, Option<Finding>), Box<Finding>> {
    let unreadable = |error: std::io::Error| files::unreadable(folder, &error);
    let entries = std::fs::read_dir(folder).map_err(unreadable)?.take(MAX_NAMES);
    let mut paths: Vec<_> = entries.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>().map_err(unreadable)?;
    paths.sort();
    let count = paths.len();
    let more = (count > MAX_ENTRIES).then(|| too_many(folder, count, &paths[MAX_ENTRIES]));
    paths.truncate(MAX_ENTRIES);
    Ok((paths, more))
}

fn too_many(folder: &Path, count: usize, first: &Path) -> Finding {
    let first = first.file_name().unwrap_or_default().to_string_lossy();
    let words = Words::new(
        format!("{count} entries; from `{first}` on they are not read, at most {MAX_ENTRIES} are"),
        format!("{count} Einträge; ab `{first}` werden sie nicht gelesen, höchstens {MAX_ENTRIES}"),
    );
    codes::TOO_MANY
        .finding(Some(Place::file(folder.display().to_string())), words)
        .todo(Words::new("move away what is no profile", "beiseiteschaffen, was kein Profil ist"))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::domain::ClientId;

    #[test]
    fn the_built_in_profiles_are_sound() {
        let (catalogue, findings) = load(None);
        assert_eq!(findings, []);
        for client in catalogue.clients().keys() {
            assert!(catalogue.trial(client).is_ok(), "{client}");
        }
        let clients = catalogue.clients();
        let names: Vec<&str> = clients.keys().map(|id| id.0.as_str()).collect();
        assert_eq!(
            names,
            [
                "acrobits",
                "baresip",
                "baresip-4",
                "bria",
                "browser-phone",
                "cisco-spa",
                "fritzbox",
                "gnome-calls",
                "grandstream",
                "jitsi",
                "linphone-android",
                "linphone-ios",
                "linphone-rc",
                "linphone-xml",
                "microsip",
                "phonerlite",
                "pjsua",
                "polycom",
                "sipnetic",
                "snom",
                "telephone",
                "twinkle",
                "wave",
                "webphone",
                "yealink",
                "zoiper",
            ]
        );
    }

    #[test]
    fn more_entries_than_are_read_are_told() {
        let site = tempfile::tempdir().unwrap();
        let folder = site.path().join("profiles");
        let mut made = Vec::new();
        for n in 0..=MAX_ENTRIES {
            assert!(load(Some(site.path())).1.iter().all(|finding| finding.code != codes::TOO_MANY.code()), "{n}");
            made.push(folder.join(format!("p{n:02}")));
            fs::create_dir_all(&made[n]).unwrap();
        }
        let told = load(Some(site.path())).1;
        let finding = told.iter().find(|finding| finding.code == codes::TOO_MANY.code()).expect("told");
        assert!(finding.what.en.contains("65 entries") && finding.what.en.contains("`p64`"), "{}", finding.what.en);
        // In a profile's own folder as well: its templates are not whole.
        fs::remove_dir(made.pop().unwrap()).unwrap();
        for n in 0..=MAX_ENTRIES {
            fs::write(made[0].join(format!("t{n}")), "").unwrap();
        }
        fs::write(made[0].join("profile.yaml"), "schema: 1\n").unwrap();
        let told = load(Some(site.path())).1;
        assert!(told.iter().any(|finding| finding.code == codes::TOO_MANY.code()), "{told:?}");
    }

    #[test]
    fn a_site_overrides_adds_and_is_told_its_faults() {
        let site = tempfile::tempdir().unwrap();
        let make = |id: &str, yaml: &str, template: &str| {
            let folder = site.path().join("profiles").join(id);
            fs::create_dir_all(&folder).unwrap();
            fs::write(folder.join("profile.yaml"), yaml).unwrap();
            fs::write(folder.join("twinkle.cfg.j2"), template).unwrap();
        };
        let builtin = builtin();
        let (twinkle, yaml) = builtin.iter().find(|(source, _)| source.id == "twinkle").unwrap();
        let template = &twinkle.templates["twinkle.cfg.j2"];
        make("twinkle-amt", &yaml.replace("id: twinkle", "id: twinkle-amt"), template);
        make("baresip", "schema: 1\n", "");
        make("schleife", &yaml.replace("id: twinkle", "id: schleife"), "{% for a in b %}{% endfor %}");
        make(
            "luege",
            &yaml.replace("id: twinkle", "id: luege"),
            &template.replace("auth_pass={{ account.password }}", "auth_pass=geheim"),
        );
        let (catalogue, findings) = load(Some(site.path()));
        assert!(catalogue.get(&ClientId("twinkle-amt".into())).is_some());
        for gone in ["baresip", "schleife", "luege"] {
            assert!(catalogue.get(&ClientId(gone.into())).is_none(), "{gone}");
        }
        let said = |code: &str, file: &str| {
            findings
                .iter()
                .any(|f| f.code.as_str() == code && f.place.as_ref().is_some_and(|place| place.file_name().starts_with(file)))
        };
        assert!(said("profile/bad-definition", "profiles/baresip/profile.yaml"), "{findings:?}");
        assert!(said("profile/bad-template", "profiles/schleife/twinkle.cfg.j2"), "{findings:?}");
        assert!(said("profile/bad-template", "profiles/luege"), "{findings:?}");
    }

    /// A slip in the name of the definition would leave the built-in profile in force without a word.
    #[test]
    fn a_folder_without_a_definition_is_told() {
        let site = tempfile::tempdir().unwrap();
        let profiles = site.path().join("profiles");
        for folder in ["leer", "twinkle", ".git", "snom/golden/plain"] {
            fs::create_dir_all(profiles.join(folder)).unwrap();
        }
        fs::write(profiles.join("twinkle/profile.yml"), "schema: 1\n").unwrap();
        fs::write(profiles.join("README.md"), "ours\n").unwrap();
        let (catalogue, findings) = load(Some(site.path()));
        let told: Vec<_> = findings.iter().map(|finding| (finding.code.as_str(), finding.subject.as_deref().unwrap())).collect();
        assert_eq!(told, [("profile/no-definition", "leer"), ("profile/no-definition", "twinkle")]);
        assert!(findings.iter().all(|finding| finding.severity == crate::diag::Severity::Warning));
        let place = findings[1].place.as_ref().unwrap();
        assert_eq!(place.file_name(), profiles.join("twinkle").display().to_string());
        assert!(catalogue.get(&ClientId("twinkle".into())).is_some(), "the built-in one stays");
    }

    #[test]
    fn huge_and_binary_templates_are_refused() {
        let site = tempfile::tempdir().unwrap();
        let folder = site.path().join("profiles/gross");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("profile.yaml"), "schema: 1\n").unwrap();
        fs::write(folder.join("t"), vec![b'x'; 100_000]).unwrap();
        assert_eq!(load(Some(site.path())).1[0].code.as_str(), "store/too-large");
        fs::write(folder.join("t"), [0xff, 0xfe, 0]).unwrap();
        assert_eq!(load(Some(site.path())).1[0].code.as_str(), "store/unreadable");
    }

    /// A socket stands for every special file: a pipe cannot be made without a program of its own.
    #[test]
    fn what_is_no_regular_file_is_told_and_not_passed_over() {
        let site = tempfile::tempdir().unwrap();
        let profiles = site.path().join("profiles");
        let builtin = builtin();
        let (twinkle, yaml) = builtin.iter().find(|(source, _)| source.id == "twinkle").unwrap();
        for id in ["twinkle", "amt"] {
            fs::create_dir_all(profiles.join(id)).unwrap();
        }
        let socket = |path: &str| drop(std::os::unix::net::UnixListener::bind(profiles.join(path)).unwrap());
        socket("twinkle/profile.yaml");
        socket("lose");
        fs::write(profiles.join("amt/profile.yaml"), yaml.replace("id: twinkle", "id: amt")).unwrap();
        fs::write(profiles.join("amt/twinkle.cfg.j2"), &twinkle.templates["twinkle.cfg.j2"]).unwrap();
        std::os::unix::fs::symlink("/nowhere", profiles.join("amt/more.j2")).unwrap();
        fs::create_dir_all(profiles.join("ordner/profile.yaml")).unwrap();
        let (catalogue, findings) = load(Some(site.path()));
        let told: Vec<_> = findings.iter().map(|f| (f.code.as_str(), f.place.as_ref().unwrap().file_name())).collect();
        for path in ["twinkle/profile.yaml", "lose", "amt/more.j2", "ordner/profile.yaml"] {
            let file = profiles.join(path).display().to_string();
            assert!(told.contains(&("store/unreadable", &file)), "{path}: {told:?}");
        }
        assert_eq!(told.len(), 4, "{told:?}");
        for id in ["twinkle", "amt"] {
            assert!(catalogue.get(&ClientId(id.into())).is_none(), "{id} does not fall back to the built-in one");
            assert!(names(site.path()).0.contains(id), "its name stays known, so that the plan's lines are told");
        }
    }

    #[test]
    fn a_link_may_not_lead_out_of_the_profiles() {
        let site = tempfile::tempdir().unwrap();
        let profiles = site.path().join("profiles");
        let builtin = builtin();
        let (twinkle, yaml) = builtin.iter().find(|(source, _)| source.id == "twinkle").unwrap();
        let template = &twinkle.templates["twinkle.cfg.j2"];
        let link = |to: &str, at: &str| std::os::unix::fs::symlink(site.path().join(to), profiles.join(at)).unwrap();
        for id in ["amt", "hof", "bau"] {
            fs::create_dir_all(profiles.join(id)).unwrap();
            fs::write(profiles.join(id).join("profile.yaml"), yaml.replace("id: twinkle", &format!("id: {id}"))).unwrap();
        }
        fs::create_dir(site.path().join("out")).unwrap();
        // A sound template, so that nothing but the way to it can be wrong.
        fs::write(site.path().join("out/secrets.json"), template).unwrap();
        fs::write(profiles.join("hof/twinkle.cfg.j2"), template).unwrap();
        link("out/secrets.json", "amt/twinkle.cfg.j2");
        link("profiles/hof/twinkle.cfg.j2", "bau/twinkle.cfg.j2");
        fs::create_dir_all(site.path().join("fern")).unwrap();
        fs::write(site.path().join("fern/profile.yaml"), yaml.replace("id: twinkle", "id: fern")).unwrap();
        fs::write(site.path().join("fern/twinkle.cfg.j2"), template).unwrap();
        link("fern", "fern");
        let (catalogue, findings) = load(Some(site.path()));
        let has = |id: &str| catalogue.get(&ClientId(id.into())).is_some();
        assert!(has("hof") && has("bau"), "a link inside is fine: {findings:?}");
        assert!(!has("amt") && !has("fern"));
        let told: Vec<_> = findings.iter().map(|f| (f.what.en.as_ref(), f.place.as_ref().unwrap().file_name())).collect();
        let leads = "a link leads out of `profiles/`";
        for file in ["amt/twinkle.cfg.j2", "fern/profile.yaml", "fern/twinkle.cfg.j2"] {
            assert!(told.contains(&(leads, profiles.join(file).to_str().unwrap())), "{file}: {told:?}");
        }
        assert_eq!(told.len(), 3, "{told:?}");
        // The folder of profiles itself.
        fs::rename(&profiles, site.path().join("others")).unwrap();
        let elsewhere = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink(elsewhere.path(), &profiles).unwrap();
        fs::create_dir(elsewhere.path().join("x")).unwrap();
        assert_eq!(load(Some(site.path())).1[0].code.as_str(), "store/planted");
    }

    #[test]
    fn a_file_with_the_password_is_never_open_to_others() {
        let site = tempfile::tempdir().unwrap();
        let folder = site.path().join("profiles/tw");
        fs::create_dir_all(&folder).unwrap();
        let builtin = builtin();
        let (twinkle, yaml) = builtin.iter().find(|(source, _)| source.id == "twinkle").unwrap();
        let yaml = yaml.replace("id: twinkle", "id: tw").replace("contains_secret: true", "contains_secret: false");
        let at = yaml.lines().position(|line| line.contains("contains_secret")).unwrap() as u32 + 1;
        for yaml in [yaml.clone(), yaml.replace("\"0600\"", "\"0644\"")] {
            fs::write(folder.join("profile.yaml"), yaml).unwrap();
            fs::write(folder.join("twinkle.cfg.j2"), &twinkle.templates["twinkle.cfg.j2"]).unwrap();
            let (catalogue, findings) = load(Some(site.path()));
            assert!(catalogue.get(&ClientId("tw".into())).is_none());
            let told: Vec<&str> = findings.iter().map(|finding| finding.what.en.as_ref()).collect();
            assert_eq!(told.len(), 2, "{told:?}");
            assert!(told[0].contains("the template writes the password at ") && told[1].contains("`read_back`"), "{told:?}");
            for finding in &findings {
                let place = finding.place.as_ref().unwrap();
                assert_eq!((finding.code.as_str(), place.line()), ("profile/bad-definition", at));
                assert!(place.column() > 1);
            }
        }
    }

    /// Definitions and templates of a site are foreign: whatever they hold ends in findings, soon and without a panic.
    #[test]
    fn mutated_profiles_never_break_anything() {
        const PIECES: [&str; 16] = [
            "{{",
            "}}",
            "{%",
            "%}",
            "{#",
            "|",
            "\"",
            ": ",
            "\n",
            "- ",
            "~",
            "{% if pbx.ca %}",
            "{{ account.password }}",
            "\u{0}",
            "😀",
            "@",
        ];
        let mut random = 0x9e37_79b9_7f4a_7c15_u64;
        let mut next = |below: usize| {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            (random % below.max(1) as u64) as usize
        };
        let mut mutate = |text: &str| {
            let mut chars: Vec<char> = text.chars().collect();
            for _ in 0..1 + next(4) {
                let at = next(chars.len());
                match next(3) {
                    0 => drop(chars.remove(at.min(chars.len().saturating_sub(1)))),
                    1 => {
                        let other = next(chars.len());
                        chars.swap(at, other);
                    }
                    _ => drop(chars.splice(at..at, PIECES[next(PIECES.len())].chars())),
                }
            }
            chars.into_iter().collect::<String>()
        };
        let sources: Vec<_> = builtin().into_iter().filter(|(source, _)| !source.id.starts_with("linphone-")).collect();
        let (mut sound, mut faulty) = (0, 0);
        for round in 0..2_000 {
            let (mut source, definition) = sources[round % sources.len()].clone();
            source.built_in = false;
            let definition = if round % 2 == 0 { mutate(definition) } else { definition.to_owned() };
            if round % 2 == 1 {
                source.templates.values_mut().for_each(|template| *template = mutate(template));
            }
            let mut findings = Vec::new();
            let own = parsed([(source, definition.into_bytes())].into_iter(), &mut findings);
            let (_, more) = all(&Parsed::new(), &BTreeSet::new(), own);
            if findings.is_empty() && more.is_empty() { sound += 1 } else { faulty += 1 }
        }
        assert!(sound > 100 && faulty > 500, "{sound} sound, {faulty} faulty");
    }
}
