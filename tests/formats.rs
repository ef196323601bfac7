//! Every format from file to inventory: `tests/formats/<format>/` is a small export, `golden.txt` what `deskshift inventory` makes of it.
//!
//! The first file of a folder by name is the export, the others are what it includes. `numbers.yaml` is there where the number plan is
//! another one, `staff.csv` where the export needs people. A database lies there as SQL (`….sql` after its name) and is made anew for each run. After a change meant to be seen,
//! `DESKSHIFT_BLESS=1 cargo test --test formats` writes the golden files; look at the difference.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

#[path = "support/random.rs"]
mod random;
#[path = "support/reading.rs"]
mod reading;
mod support;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use deskshift::inventory::asterisk::files::MemoryFiles;
use deskshift::inventory::formats::{self, Format};
use serde_json::Value;

use random::Random;
use support::{copy_tree, run};

const NUMBERS: &str = "{area: \"89\", head: \"99998\", extension_lengths: [3, 4]}";
const SITE: &str = "version: 1\nname: Amt\nlang: en\n\
pbx: {domain: pbx.example, registrars: {tls: \"pbx.example:5061\"}}\nclients: [{client: baresip, transport: tls, srtp: required}]\n\
roster: {horizon: {from: 2027-03-01, weeks: 4, holidays: {land: BY, assumption_day: true}}}\n";

fn folder_of(format: &Format) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats").join(format.name.replace('/', "-"))
}

/// A copy of the folder with its database made; the name of the export in it.
fn laid_out(format: &Format, site: &Path) -> String {
    let from = folder_of(format);
    assert!(from.is_dir(), "no folder {} for the format `{}`", from.display(), format.name);
    copy_tree(&from, site);
    let _ = fs::remove_file(site.join("golden.txt"));
    let mut names: Vec<String> = fs::read_dir(site)
        .unwrap()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().unwrap().is_file() && entry.file_name() != "numbers.yaml")
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    names.sort();
    let name = names.remove(0);
    let Some(database) = name.strip_suffix(".sql").filter(|name| name.contains(".sqlite")) else { return name };
    let statements = fs::read_to_string(site.join(&name)).unwrap();
    rusqlite::Connection::open(site.join(database)).unwrap().execute_batch(&statements).unwrap();
    fs::remove_file(site.join(&name)).unwrap();
    database.to_owned()
}

/// A value in one line; where it stands follows an `@`, with the file only where that is not the export.
fn line(value: &Value, export: &str) -> String {
    let Value::Object(fields) = value else {
        return match value {
            Value::String(text) => {
                let plain = !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || "-_.:/@+*".contains(c));
                if plain { text.clone() } else { format!("{text:?}") }
            }
            Value::Array(all) => format!("[{}]", all.iter().map(|value| line(value, export)).collect::<Vec<_>>().join(", ")),
            other => other.to_string(),
        };
    };
    if let Some(file) =
        fields.get("file").and_then(Value::as_str).filter(|_| fields.keys().all(|key| PLACE.contains(&key.as_str())))
    {
        let number = |key: &str| fields.get(key).and_then(Value::as_u64).map(|number| format!(":{number}")).unwrap_or_default();
        let cell = fields.get("cell").and_then(Value::as_str).map(|cell| format!("#{cell}")).unwrap_or_default();
        let file = if file == export { "" } else { file };
        return format!("@{file}{}{}{cell}", number("line"), number("column"));
    }
    match (fields.get("value"), fields.get("at"), fields.get("en"), fields.len()) {
        (Some(value), Some(at), _, 2) => format!("{} {}", line(value, export), line(at, export)),
        (_, _, Some(en), 2) => line(en, export),
        _ => {
            let parts: Vec<String> = fields.iter().map(|(key, value)| format!("{key}: {}", line(value, export))).collect();
            format!("{{{}}}", parts.join(", "))
        }
    }
}

const PLACE: [&str; 5] = ["file", "line", "column", "cell", "via"];

/// Each list of the inventory with one block for each of its records.
fn rendered(inventory: &Value, export: &str) -> String {
    let mut text = String::new();
    // The head numbers are those of the site file above, and the same for all.
    for (name, list) in inventory.as_object().unwrap().iter().filter(|(name, _)| *name != "sites") {
        for record in list.as_array().unwrap() {
            let _ = writeln!(text, "{name}");
            let told = |value: &Value| !value.is_null() && value.as_array().is_none_or(|all| !all.is_empty());
            for (key, value) in record.as_object().unwrap().iter().filter(|(key, value)| *key != "sha256" && told(value)) {
                let _ = writeln!(text, "  {key}: {}", line(value, export));
            }
        }
    }
    text
}

/// What the program makes of a format's folder.
fn made(format: &Format) -> String {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path();
    let export = laid_out(format, site);
    let bytes = fs::read(site.join(&export)).unwrap();
    let best = formats::recognise(&export, &bytes).into_iter().next();
    assert_eq!(best.map(|(best, _)| best.name), Some(format.name), "{export}");
    let numbers = fs::read_to_string(site.join("numbers.yaml")).unwrap_or_else(|_| NUMBERS.to_owned());
    let staff = if site.join("staff.csv").exists() { ", staff: [staff.csv]" } else { "" };
    fs::write(site.join("deskshift.yaml"), format!("{SITE}numbers: {numbers}\nsources: {{exports: [{export:?}]{staff}}}\n"))
        .unwrap();
    let imported = run(site, &["inventory", "import"]);
    let mut text = String::new();
    if let Ok(bytes) = fs::read(site.join("out/inventory.json")) {
        let again = run(site, &["inventory", "import"]);
        assert!(again.stdout.ends_with("nothing has changed since the last import\n"), "{}: {}", format.name, again.stdout);
        let document: Value = serde_json::from_slice(&bytes).unwrap();
        text += &rendered(&document["body"], &export);
        let secrets: Value = serde_json::from_slice(&fs::read(site.join("out/secrets.json")).unwrap()).unwrap();
        for (key, secret) in secrets["secrets"].as_object().unwrap() {
            let _ = writeln!(text, "secret {key}: {}", line(secret, &export));
        }
    } else {
        let _ = writeln!(text, "no inventory, exit {}\n{}", imported.code, imported.stderr);
    }
    format!("{text}\n{}", run(site, &["inventory", "check"]).stdout)
}

#[test]
fn every_format_gives_its_inventory() {
    let bless = std::env::var_os("DESKSHIFT_BLESS").is_some();
    let mut wrong = Vec::new();
    for format in formats::ALL {
        let made = made(format);
        let golden = folder_of(format).join("golden.txt");
        if bless {
            fs::write(&golden, &made).unwrap();
        }
        if fs::read_to_string(&golden).unwrap_or_default() != made {
            wrong.push(format!("{}:\n{made}", golden.display()));
        }
    }
    assert!(wrong.is_empty(), "another inventory than before; look at it, then run with DESKSHIFT_BLESS=1\n{}", wrong.join("\n"));
}

#[test]
fn every_folder_is_that_of_a_format() {
    let mut folders: Vec<String> = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    folders.retain(|folder| formats::ALL.iter().all(|format| format.name.replace('/', "-") != *folder));
    assert!(folders.is_empty(), "folders of no format: {folders:?}");
}

/// Damage of the kinds that copying, editors and mail programs do.
fn damaged(bytes: &[u8], random: &mut Random) -> Vec<u8> {
    const SIGNS: &[&[u8]] = &[
        b"\0",
        b"\"",
        b"'",
        b"\n",
        b"\r\n",
        b";",
        b",",
        b"=",
        b"<",
        b"&#0;",
        b"\\",
        b"[",
        b"\xff",
        b"\xc3",
        b"99999999999999999999",
    ];
    let mut bytes = bytes.to_vec();
    for _ in 0..=random.below(4) {
        let at = random.below(bytes.len());
        match random.below(6) {
            0 => bytes.truncate(at),
            1 if at < bytes.len() => bytes[at] ^= 1 << random.below(8),
            2 => drop(bytes.splice(at..at, bytes[..random.below(bytes.len())].to_vec())),
            3 => drop(bytes.drain(at..(at + random.below(40)).min(bytes.len()))),
            _ => drop(bytes.splice(at..at, SIGNS[random.below(SIGNS.len())].iter().copied())),
        }
    }
    bytes
}

const DAMAGES: usize = 40;

#[test]
fn damaged_exports_never_break_a_reader() {
    for (seed, format) in (1..).zip(formats::ALL) {
        let folder = tempfile::tempdir().unwrap();
        let export = laid_out(format, folder.path());
        let whole = fs::read(folder.path().join(&export)).unwrap();
        let files = beside(folder.path());
        let whole_reading = reading::read_and_hold(format, &export, &whole, &files);
        assert!(!whole_reading.findings.is_empty() || !whole_reading.is_empty(), "{}", format.name);
        let mut random = Random(seed);
        for _ in 0..DAMAGES {
            let bytes = damaged(&whole, &mut random);
            let _ = formats::recognise(&export, &bytes);
            reading::read_and_hold(format, &export, &bytes, &files);
        }
    }
}

/// What the export may include, by its path in the folder.
fn beside(folder: &Path) -> MemoryFiles {
    support::tree(folder).into_iter().fold(MemoryFiles::new(), |files, (name, bytes)| files.with(&name, bytes))
}
