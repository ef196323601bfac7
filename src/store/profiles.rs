//! Profiles from the binary and from the site's own `profiles/` folder, which may override or add.

use std::collections::BTreeMap;
use std::path::Path;

use super::{files, yaml};
use crate::diag::Finding;
use crate::profile::{Catalogue, Profile, Source, builtin, define};

/// Largest template or definition of a site's profile.
const MAX_FILE: u64 = 64 * 1024;
/// More profile folders than anybody has, and files in each.
const MAX_ENTRIES: usize = 64;

/// The names a site's rules may use: built-in profiles and folders of the site's own.
#[must_use]
pub fn names(site: &Path) -> std::collections::BTreeSet<String> {
    let own = folders(&site.join("profiles")).unwrap_or_default().into_iter().map(|(source, _)| source.id);
    builtin().into_iter().map(|(source, _)| source.id).chain(own).collect()
}

/// All profiles; a faulty one is left out and named in a finding. `site` is the site folder, or none for the built-in ones only.
#[must_use]
pub fn load(site: Option<&Path>) -> (Catalogue, Vec<Finding>) {
    let mut findings = Vec::new();
    let mut profiles: BTreeMap<String, Profile> = BTreeMap::new();
    for (source, definition) in builtin() {
        add(&source, definition.as_bytes(), &mut profiles, &mut findings);
    }
    if let Some(folder) = site.map(|site| site.join("profiles")).filter(|folder| folder.is_dir()) {
        match folders(&folder) {
            Ok(own) => {
                for (source, definition) in own {
                    // A faulty override must not silently fall back to what the site meant to replace.
                    profiles.remove(&source.id);
                    add(&source, &definition, &mut profiles, &mut findings);
                }
            }
            Err(finding) => findings.push(*finding),
        }
    }
    let (catalogue, more) = Catalogue::new(profiles.into_values().collect());
    findings.extend(more);
    (catalogue, findings)
}

fn add(source: &Source, definition: &[u8], profiles: &mut BTreeMap<String, Profile>, findings: &mut Vec<Finding>) {
    let file = format!("{}/profile.yaml", source.folder);
    match yaml::read(&file, definition) {
        Ok(root) => match define(source, &root) {
            Ok(profile) => {
                profiles.insert(source.id.clone(), profile);
            }
            Err(faults) => findings.extend(faults),
        },
        Err(finding) => findings.push(*finding),
    }
}

/// Each folder with a `profile.yaml`, by name.
fn folders(folder: &Path) -> Result<Vec<(Source, Vec<u8>)>, Box<Finding>> {
    let mut own = Vec::new();
    for path in sorted_entries(folder)? {
        let Some(id) = path.file_name().and_then(|name| name.to_str()).filter(|_| path.is_dir()) else { continue };
        let definition = path.join("profile.yaml");
        if !definition.is_file() {
            continue;
        }
        let mut templates = BTreeMap::new();
        for file in sorted_entries(&path)? {
            let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
            if file.is_file() && name != "profile.yaml" {
                templates.insert(name, files::read_text(&file, MAX_FILE)?);
            }
        }
        let source = Source { id: id.to_owned(), folder: format!("profiles/{id}"), templates };
        own.push((source, files::read(&definition, MAX_FILE)?));
    }
    Ok(own)
}

fn sorted_entries(folder: &Path) -> Result<Vec<std::path::PathBuf>, Box<Finding>> {
    let entries = std::fs::read_dir(folder).map_err(|error| files::unreadable(folder, &error))?;
    let mut paths: Vec<_> = entries.take(MAX_ENTRIES).filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    paths.sort();
    Ok(paths)
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
        let clients = catalogue.clients();
        let names: Vec<&str> = clients.keys().map(|id| id.0.as_str()).collect();
        assert_eq!(names, ["baresip", "baresip-4", "linphone-rc", "linphone-xml", "twinkle", "webphone"]);
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
        fs::create_dir_all(site.path().join("profiles/leer")).unwrap();
        let (catalogue, findings) = load(Some(site.path()));
        assert!(catalogue.get(&ClientId("twinkle-amt".into())).is_some());
        for gone in ["baresip", "schleife", "luege"] {
            assert!(catalogue.get(&ClientId(gone.into())).is_none(), "{gone}");
        }
        let said = |code: &str, file: &str| {
            findings.iter().any(|f| f.code.as_str() == code && f.place.as_ref().is_some_and(|place| place.file.starts_with(file)))
        };
        assert!(said("profile/bad-definition", "profiles/baresip/profile.yaml"), "{findings:?}");
        assert!(said("profile/bad-template", "profiles/schleife/twinkle.cfg.j2"), "{findings:?}");
        assert!(said("profile/bad-template", "profiles/luege"), "{findings:?}");
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
        let sources: Vec<_> = builtin().into_iter().filter(|(source, _)| source.id != "linphone-xml").collect();
        let (mut sound, mut faulty) = (0, 0);
        for round in 0..2_000 {
            let (mut source, definition) = sources[round % sources.len()].clone();
            let definition = if round % 2 == 0 { mutate(definition) } else { definition.to_owned() };
            if round % 2 == 1 {
                source.templates.values_mut().for_each(|template| *template = mutate(template));
            }
            let (mut profiles, mut findings) = (BTreeMap::new(), Vec::new());
            add(&source, definition.as_bytes(), &mut profiles, &mut findings);
            let (_, more) = Catalogue::new(profiles.into_values().collect());
            if findings.is_empty() && more.is_empty() { sound += 1 } else { faulty += 1 }
        }
        assert!(sound > 100 && faulty > 500, "{sound} sound, {faulty} faulty");
    }
}
