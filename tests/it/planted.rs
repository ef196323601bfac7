//! What somebody planted in `out/` under the name of a file of ours: refused, whatever it leads to, and the old state stays whole.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use deskshift::store::site_folder::STATE;

use crate::support::run;

const ISSUE: [&str; 5] = ["links", "issue", "--all", "--url", "https://localhost:8443"];

/// Everything in `out/`: what each name is, and what it holds. The lock comes and goes.
fn state(site: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![site.join("out")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(site).unwrap().display().to_string();
            if path.is_symlink() {
                found.insert(name, format!("-> {}", fs::read_link(&path).unwrap().display()).into_bytes());
            } else if path.is_dir() {
                folders.push(path);
            } else if !name.ends_with("lock") {
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    found
}

fn whole_site(folder: &Path) -> std::path::PathBuf {
    run(folder, &["init", "site"]).expect(0);
    let site = folder.join("site");
    for arguments in [&["inventory", "import"] as &[&str], &["plan"], &["convert"], &ISSUE, &["letters"]] {
        let ended = run(&site, arguments);
        assert!(ended.code <= 1, "{}", ended.all());
    }
    site
}

#[test]
fn no_command_writes_where_a_link_was_planted() {
    let folder = tempfile::tempdir().unwrap();
    let site = whole_site(folder.path());
    let writers: [&[&str]; 5] = [&["inventory", "import"], &["plan"], &["convert"], &ISSUE, &["links", "revoke", "--all"]];
    for name in STATE {
        let path = site.join("out").join(name);
        let kept = fs::read(&path).ok();
        for exists in [true, false] {
            let victim = folder.path().join("victim");
            let _ = fs::remove_file(&path);
            if exists {
                // What was there before, so that a reader who follows the link notices nothing.
                fs::write(&victim, kept.as_deref().unwrap_or(b"{}")).unwrap();
            }
            symlink(&victim, &path).unwrap();
            let (before, bytes) = (state(&site), fs::read(&victim).ok());
            for command in writers {
                let ended = run(&site, command);
                assert_eq!(ended.code, 3, "{name} {exists} {command:?}: {}", ended.all());
                assert!(ended.stderr.contains("store/planted") && ended.stderr.contains(name), "{name}: {}", ended.all());
                assert!(state(&site) == before, "{name} {exists} {command:?} changed something");
                assert_eq!(fs::read(&victim).ok(), bytes, "{name} {command:?} wrote through the link");
            }
            let _ = fs::remove_file(&victim);
        }
        fs::remove_file(&path).unwrap();
        if let Some(bytes) = kept {
            fs::write(&path, bytes).unwrap();
            let mode = std::os::unix::fs::PermissionsExt::from_mode(0o600);
            fs::set_permissions(&path, mode).unwrap();
        }
    }
}

#[test]
fn no_command_reads_what_a_planted_link_leads_to() {
    let folder = tempfile::tempdir().unwrap();
    let site = whole_site(folder.path());
    let readers: [(&str, &[&[&str]]); 9] = [
        ("inventory.json", &[&["plan"]]),
        ("secrets.json", &[&["plan"]]),
        ("issued.json", &[&["plan"]]),
        ("plan.json", &[&["plan"], &["links", "list"], &["letters"]]),
        ("report.json", &[&["links", "list"], &["pbx", "diff"]]),
        ("links.jsonl", &[&["links", "list"]]),
        ("links-served.jsonl", &[&["links", "list"]]),
        ("links.json", &[&["letters"]]),
        ("roster.json", &[&["letters"]]),
    ];
    for (name, commands) in readers {
        let path = site.join("out").join(name);
        let kept = fs::read(&path).ok();
        let _ = fs::remove_file(&path);
        symlink(folder.path().join("nowhere"), &path).unwrap();
        for command in commands {
            let ended = run(&site, command);
            assert_eq!(ended.code, 3, "{name} {command:?}: {}", ended.all());
            assert!(ended.stderr.contains("store/planted") && ended.stderr.contains(name), "{name}: {}", ended.all());
        }
        fs::remove_file(&path).unwrap();
        if let Some(bytes) = kept {
            fs::write(&path, bytes).unwrap();
            let mode = std::os::unix::fs::PermissionsExt::from_mode(0o600);
            fs::set_permissions(&path, mode).unwrap();
        }
    }
}
