//! The house rules: which room may import which, one door per foreign crate, file sizes, who looks inside a secret.

#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Room to the rooms it may import. `domain` and `diag` may be imported by all and are left out of the lists.
const ALLOWED: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("diag", &[]),
    ("policy", &["capacity"]),
    ("inventory", &["policy"]),
    ("staging", &["policy", "inventory"]),
    ("plan", &["policy", "inventory"]),
    ("profile", &["policy", "plan"]),
    ("pbx", &["policy", "inventory", "plan", "sip"]),
    ("sip", &[]),
    ("rtp", &[]),
    ("probe", &["policy", "plan", "sip", "rtp"]),
    ("links", &["plan", "probe"]),
    ("watch", &["policy", "plan", "probe", "roster"]),
    ("roster", &["policy", "inventory", "plan", "probe"]),
    ("capacity", &[]),
    ("letters", &["policy", "inventory", "plan", "profile", "links", "roster"]),
    ("net", &["policy", "plan", "sip", "rtp", "probe"]),
    ("fleet", &["policy", "inventory", "plan", "profile", "links"]),
    ("store", &["policy", "inventory", "plan", "profile", "pbx", "probe", "roster", "letters"]),
    ("serve", &["links", "net", "store"]),
    ("lab", &["policy", "inventory", "plan", "sip", "rtp", "net", "store"]),
    (
        "output",
        &[
            "policy",
            "inventory",
            "staging",
            "plan",
            "profile",
            "pbx",
            "sip",
            "rtp",
            "probe",
            "links",
            "roster",
            "capacity",
            "watch",
            "letters",
            "fleet",
            "store",
        ],
    ),
    (
        "cli",
        &[
            "policy",
            "inventory",
            "staging",
            "plan",
            "profile",
            "pbx",
            "sip",
            "rtp",
            "probe",
            "links",
            "roster",
            "capacity",
            "watch",
            "letters",
            "fleet",
            "net",
            "store",
            "serve",
            "lab",
            "output",
        ],
    ),
];

/// Foreign crate to the path prefixes (below `src/`) that may name it.
const DOORS: &[(&str, &[&str])] = &[
    ("rsip", &["sip/message"]),
    ("rtp_rs", &["rtp/packet"]),
    ("audio_codec", &["rtp/codec"]),
    ("aes", &["rtp/srtp"]),
    ("ctr", &["rtp/srtp"]),
    ("hmac", &["rtp/srtp"]),
    ("sha1", &["rtp/srtp"]),
    // The reader of LDIF is a module of ours with the same name.
    ("base64", &["sip/sdp", "inventory/directory/"]),
    ("serde_yaml", &["store/yaml"]),
    ("clap", &["cli/"]),
    ("tokio", &["net/", "lab/", "serve/", "main.rs", "cli/"]),
    ("hickory_resolver", &["net/locate/dns"]),
    ("pulp", &["roster/solve/person_dp"]),
    ("tokio_rustls", &["net/", "lab/", "serve/"]),
    ("hyper", &["serve/"]),
    ("hyper_util", &["serve/"]),
    ("bytes", &["serve/"]),
    ("rcgen", &["lab/"]),
    ("calamine", &["inventory/table/"]),
    ("zip", &["inventory/table/", "serve/packed"]),
    ("minijinja", &["profile/"]),
    ("rusqlite", &["inventory/sql/sqlite"]),
    ("age", &["store/secrets/"]),
    ("getrandom", &["store/random"]),
    ("rustix", &["store/memory", "store/open"]),
    ("nix", &["net/udp"]),
    ("krilla", &["letters/page/pdf", "letters/page/face"]),
    ("rustybuzz", &["letters/page/face"]),
    ("notosans", &["letters/page/face"]),
    ("qrcodegen", &["letters/code"]),
    ("maud", &["output/"]),
    ("rust_xlsxwriter", &["output/workbook"]),
    ("tracing", &["cli/", "net/", "store/", "serve/", "lab/"]),
    ("tracing_subscriber", &["cli/log"]),
];

/// Rooms and files that may call `Secret::expose`.
const EXPOSERS: &[&str] = &[
    "domain/secret.rs",
    "profile/",
    "pbx/",
    "sip/digest",
    "sip/register",
    "sip/template",
    "inventory/",
    "letters/password",
    "plan/secret",
    "links/token",
    "links/issue",
    "store/secrets/",
    "lab/",
    "net/server",
    "probe/refused",
];

const LIMIT: usize = 600;

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
}

/// Relative path and lines of every file below `src`, with comments blanked.
fn files() -> BTreeMap<String, Vec<String>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    sources(&root, &mut found);
    found
        .into_iter()
        .map(|path| {
            let name = path.strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
            let lines = fs::read_to_string(&path)
                .unwrap()
                .lines()
                .map(|line| if line.trim_start().starts_with("//") { String::new() } else { line.to_owned() })
                .collect();
            (name, lines)
        })
        .collect()
}

/// Lines before the file's test module; tests may use more.
fn product(lines: &[String]) -> impl Iterator<Item = (usize, &str)> {
    let end = lines.iter().position(|line| line.trim() == "#[cfg(test)]").unwrap_or(lines.len());
    lines[..end].iter().enumerate().map(|(number, line)| (number + 1, line.as_str()))
}

fn is_test_file(name: &str) -> bool {
    name.ends_with("/tests.rs") || name.contains("/tests/") || name.ends_with("_tests.rs")
}

fn room_of(name: &str) -> &str {
    name.split('/').next().unwrap()
}

/// Rooms named after `crate::` in a line, also inside `use crate::{a::b, c}`.
fn imported(line: &str) -> Vec<String> {
    let mut rooms = Vec::new();
    for (start, _) in line.match_indices("crate::") {
        let rest = &line[start + 7..];
        if let Some(group) = rest.strip_prefix('{') {
            let mut depth = 0;
            let mut word = String::new();
            for letter in group.chars() {
                match letter {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    ',' if depth == 0 => rooms.push(std::mem::take(&mut word)),
                    _ if depth == 0 => word.push(letter),
                    _ => {}
                }
            }
            rooms.push(word);
        } else {
            rooms.push(rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect());
        }
    }
    rooms
        .into_iter()
        .map(|word| word.trim().split("::").next().unwrap_or("").to_owned())
        .filter(|word| !word.is_empty())
        .collect()
}

#[test]
fn imports_point_down_only() {
    let allowed: BTreeMap<&str, &[&str]> = ALLOWED.iter().copied().collect();
    let mut broken = Vec::new();
    for (name, lines) in &files() {
        if !name.contains('/') || is_test_file(name) {
            continue;
        }
        let room = room_of(name);
        let may = allowed.get(room).unwrap_or_else(|| panic!("src/{room} is not in the table of rooms"));
        for (number, line) in product(lines) {
            for target in imported(line) {
                let known = allowed.contains_key(target.as_str());
                if known && target != room && target != "domain" && target != "diag" && !may.contains(&target.as_str()) {
                    broken.push(format!("src/{name}:{number}: {room} -> {target}"));
                }
            }
        }
    }
    assert!(broken.is_empty(), "imports that point the wrong way:\n{}", broken.join("\n"));
}

#[test]
fn one_door_per_foreign_crate() {
    let mut broken = Vec::new();
    for (name, lines) in &files() {
        if is_test_file(name) {
            continue;
        }
        for (number, line) in product(lines) {
            for (krate, doors) in DOORS {
                let used = line.contains(&format!("{krate}::")) && {
                    let at = line.find(&format!("{krate}::")).unwrap();
                    !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':')
                };
                if used && !doors.iter().any(|door| name.starts_with(door)) {
                    broken.push(format!("src/{name}:{number}: {krate} outside {doors:?}"));
                }
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn only_named_places_look_inside_a_secret() {
    let mut broken = Vec::new();
    for (name, lines) in &files() {
        if is_test_file(name) || EXPOSERS.iter().any(|place| name.starts_with(place)) {
            continue;
        }
        for (number, line) in product(lines) {
            if line.contains(".expose()") {
                broken.push(format!("src/{name}:{number}"));
            }
        }
    }
    assert!(broken.is_empty(), "Secret::expose outside its rooms:\n{}", broken.join("\n"));
}

#[test]
fn files_stay_small() {
    let large: Vec<String> = files()
        .iter()
        .filter(|(_, lines)| lines.len() > LIMIT)
        .map(|(name, lines)| format!("src/{name}: {} lines", lines.len()))
        .collect();
    assert!(large.is_empty(), "files over {LIMIT} lines:\n{}", large.join("\n"));
}

#[test]
fn no_room_for_everything() {
    const BAD: &[&str] = &["utils", "util", "helpers", "helper", "common", "misc", "manager", "handler"];
    let bad: Vec<String> =
        files().keys().filter(|name| name.trim_end_matches(".rs").split('/').any(|part| BAD.contains(&part))).cloned().collect();
    assert!(bad.is_empty(), "{bad:?}");
}

#[test]
fn every_room_has_a_short_sign() {
    for (room, _) in ALLOWED {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(room).join("mod.rs");
        let text = fs::read_to_string(&path).unwrap();
        let sign = text.lines().take_while(|line| line.starts_with("//!")).count();
        assert!((2..=15).contains(&sign), "src/{room}/mod.rs: the room sign has {sign} lines, 2 to 15 are wanted");
    }
}

#[test]
fn the_reader_of_imports_reads_groups() {
    assert_eq!(imported("use crate::{diag::{A, B}, net::x, store};"), ["diag", "net", "store"]);
    assert_eq!(imported("    crate::net::go(crate::lab::x)"), ["net", "lab"]);
}

/// `fuzz/` is a workspace of its own, which the build does not see.
#[test]
fn every_format_has_a_fuzz_target() {
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    let manifest = fs::read_to_string(fuzz.join("Cargo.toml")).unwrap();
    let mut missing = Vec::new();
    for format in deskshift::inventory::formats::ALL {
        let target = format.name.replace('/', "-");
        let path = format!("fuzz_targets/{target}.rs");
        let text = fs::read_to_string(fuzz.join(&path)).unwrap_or_default();
        let listed = manifest.contains(&format!("name = \"{target}\"\npath = \"{path}\""));
        if !listed || !text.contains(&format!("target!(\"{}\")", format.name)) {
            missing.push(target);
        }
    }
    assert!(missing.is_empty(), "formats without a fuzz target, or one that fuzz/Cargo.toml does not list: {missing:?}");
}

/// A page that names the format, a row in the list of pages, and an export with the inventory that is made of it.
#[test]
fn every_format_has_a_page_and_a_golden_file() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let pages: BTreeMap<String, String> = fs::read_dir(root.join("docs/formats"))
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| (entry.file_name().into_string().unwrap(), fs::read_to_string(entry.path()).unwrap()))
        .collect();
    let list = &pages["README.md"];
    let mut missing = Vec::new();
    for format in deskshift::inventory::formats::ALL {
        let word = format!("`{}`", format.name);
        let page = pages.iter().find(|(name, text)| *name != "README.md" && text.contains(&word)).map(|(name, _)| name);
        let listed = page.is_some_and(|page| list.lines().any(|row| row.contains(&format!("]({page})")) && row.contains(&word)));
        let folder = root.join("tests/formats").join(format.name.replace('/', "-"));
        let golden = fs::read_to_string(folder.join("golden.txt")).unwrap_or_default();
        let others = fs::read_dir(&folder).map(Iterator::count).unwrap_or_default();
        // Rows for inserting phones are refused, whatever they hold; of all others an inventory is made.
        let made = golden.contains("sources\n") || format.name == "cisco/bat-insert" && golden.contains("error[");
        for (what, there) in [("page", page.is_some()), ("row", listed), ("golden file", made), ("export", others > 1)] {
            if !there {
                missing.push(format!("{}: no {what}", format.name));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:?}");
    let unlisted: Vec<&String> =
        pages.keys().filter(|page| *page != "README.md" && !list.contains(&format!("]({page})"))).collect();
    assert!(unlisted.is_empty(), "pages that the list does not name: {unlisted:?}");
}
