//! Our reading of Asterisk's configuration grammar against Asterisk's own (`tests/quirks/README.md`).
#![allow(clippy::disallowed_methods, clippy::unwrap_used)] // tests read the disk and the clock, and fail loudly

use std::collections::BTreeMap;

use deskshift::diag::Lang;
use deskshift::inventory::asterisk::config::{self, Config};
use deskshift::inventory::asterisk::files::MemoryFiles;
use deskshift::inventory::asterisk::{ImportConfig, import};
use deskshift::output::findings;
use deskshift::store::pbx_folder::PbxFolder;
use serde::Deserialize;

#[derive(Debug, Deserialize)]
struct Expected {
    ok: bool,
    categories: Vec<Category>,
}

#[derive(Debug, Deserialize, PartialEq, Eq)]
struct Category {
    name: String,
    template: bool,
    parents: Vec<String>,
    lines: Vec<String>,
}

fn folder() -> PbxFolder {
    PbxFolder::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/quirks"), "")
}

fn expected() -> BTreeMap<String, Expected> {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/quirks/expected.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// The expectation holds bytes as Latin-1; we hold text.
fn as_text(latin1: &str) -> String {
    let bytes: Vec<u8> = latin1.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(_) => latin1.to_owned(),
    }
}

/// The expectation shortens what is over 300 characters.
fn shortened(line: &str, like: &str) -> String {
    match like.find("...(") {
        Some(at) if line.chars().count() > 300 => {
            format!("{}...({} chars)", &line[..at], line.chars().count())
        }
        _ => line.to_owned(),
    }
}

fn categories(config: &Config, like: &[Category]) -> Vec<Category> {
    if !config.ok() {
        return Vec::new();
    }
    config
        .sections()
        .enumerate()
        .map(|(index, section)| Category {
            name: section.name().to_owned(),
            template: section.is_template(),
            parents: section.parents().map(|parent| parent.name().to_owned()).collect(),
            lines: section
                .variables()
                .enumerate()
                .map(|(line, variable)| {
                    let like = like.get(index).and_then(|category| category.lines.get(line)).map_or("", String::as_str);
                    shortened(&format!("{}={}", variable.key(), variable.value()), like)
                })
                .collect(),
        })
        .collect()
}

#[test]
fn all_cases_agree_with_asterisk() {
    let expected = expected();
    assert_eq!(expected.len(), 41);
    let mut wrong = Vec::new();
    for (case, expected) in expected {
        let config = config::read(&folder(), &format!("quirks/{case}"));
        let want: Vec<Category> = expected
            .categories
            .into_iter()
            .map(|category| Category {
                name: as_text(&category.name),
                lines: category.lines.iter().map(|line| as_text(line)).collect(),
                ..category
            })
            .collect();
        let got = categories(&config, &want);
        if config.ok() != expected.ok || got != want {
            wrong.push(format!("{case}\n  Asterisk: {} {want:?}\n  we:       {} {got:?}", expected.ok, config.ok()));
        }
    }
    assert!(wrong.is_empty(), "{} of 41 cases differ:\n{}", wrong.len(), wrong.join("\n"));
}

/// The findings of one untidy export, word for word. `DESKSHIFT_BLESS=1` writes them anew.
#[test]
fn an_untidy_export_word_for_word() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/quirks/messy");
    let import = import(&PbxFolder::new(format!("{folder}/pbx"), "pbx"), &ImportConfig::default());
    for (lang, file) in [(Lang::En, "findings.en.txt"), (Lang::De, "findings.de.txt")] {
        let text = findings::human(&import.findings, lang, false);
        let path = format!("{folder}/{file}");
        if std::env::var_os("DESKSHIFT_BLESS").is_some() {
            std::fs::write(&path, &text).unwrap();
        }
        assert_eq!(text, std::fs::read_to_string(&path).unwrap_or_default(), "{path}");
        assert!(!text.contains("for-findings") && !text.contains("0123456789abcdef"), "a secret is in {path}");
    }
    // PINs of mailboxes are kept beside the passwords.
    let passwords = import.secrets.iter().filter(|(key, _)| key.starts_with("pbx/auth/")).count();
    assert_eq!(passwords, 4, "extensions 2001, 2002, 2101 and 2201");
}

/// A small generator of its own, so that every run changes the same bytes.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % n.max(1) as u64).unwrap()
    }
}

fn mutate(bytes: &mut Vec<u8>, random: &mut Random, others: &[Vec<u8>]) {
    const PIECES: &[&[u8]] = &[
        b";",
        b"\\;",
        b";--",
        b"--;",
        b"[",
        b"]",
        b"(",
        b")",
        b"(+)",
        b"(!)",
        b"(+type=a*)",
        b"=",
        b"+=",
        b"=>",
        b"#include ",
        b"#tryinclude quirks/*.conf",
        b"\n",
        b"\0",
        b"\r\n",
        b"\xff",
        b"\xef\xbb\xbf",
        b"type=endpoint\n",
        b"\"",
        b"<",
        b"${",
        b",",
        b"&",
        b"*",
        b"{a,b}",
        b"\\",
    ];
    for _ in 0..=random.below(4) {
        let at = random.below(bytes.len() + 1);
        match random.below(6) {
            0 if at < bytes.len() => bytes[at] ^= 1 << random.below(8),
            1 if at < bytes.len() => {
                bytes.remove(at);
            }
            2 => {
                let end = (at + random.below(40)).min(bytes.len());
                let slice = bytes[at..end].to_vec();
                let times = 1 + random.below(20);
                for _ in 0..times {
                    bytes.splice(at..at, slice.iter().copied());
                }
            }
            3 => bytes.truncate(at),
            4 => {
                let other = &others[random.below(others.len())];
                let from = random.below(other.len());
                let to = (from + random.below(60)).min(other.len());
                bytes.splice(at..at, other[from..to].iter().copied());
            }
            _ => {
                let piece = PIECES[random.below(PIECES.len())];
                bytes.splice(at..at, piece.iter().copied());
            }
        }
    }
}

fn all_files(folder: &std::path::Path, prefix: &str, into: &mut Vec<(String, Vec<u8>)>) {
    let mut entries: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap()).collect();
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let name = format!("{prefix}{}", entry.file_name().to_str().unwrap());
        if entry.path().is_dir() {
            all_files(&entry.path(), &format!("{name}/"), into);
        } else {
            into.push((name, std::fs::read(entry.path()).unwrap()));
        }
    }
}

/// Thousands of damaged files: no panic, no endless work, and every place can be asked for.
#[test]
fn damaged_files_are_survived() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/quirks");
    let mut corpus = Vec::new();
    all_files(&root.join("quirks"), "quirks/", &mut corpus);
    all_files(&root.join("messy/pbx"), "", &mut corpus);
    let bodies: Vec<Vec<u8>> = corpus.iter().map(|(_, bytes)| bytes.clone()).collect();
    let mut random = Random(20_261_122);
    let mut refused = 0;
    for round in 0..2_000 {
        let mut files = MemoryFiles::new();
        for (name, bytes) in &corpus {
            files.insert(name, bytes.clone());
        }
        let (name, bytes) = &corpus[round % corpus.len()];
        let mut bytes = bytes.clone();
        mutate(&mut bytes, &mut random, &bodies);
        files.insert(name, bytes);
        let start = std::time::Instant::now();
        let config = config::read(&files, name);
        for section in config.sections() {
            let _ = section.place();
            for variable in section.variables() {
                let _ = (variable.key_place(), variable.value_place(), variable.inherited_from().map(config::Section::name));
            }
        }
        refused += usize::from(!config.ok());
        let as_any = |file: &str| if random_file(round, file) { name.clone() } else { file.to_owned() };
        let import = import(
            &files,
            &ImportConfig {
                pjsip: as_any("pjsip.conf"),
                voicemail: as_any("voicemail.conf"),
                queues: as_any("queues.conf"),
                extensions: as_any("extensions.conf"),
                wizard: as_any("pjsip_wizard.conf"),
                sip: as_any("sip.conf"),
                users: as_any("users.conf"),
                ..ImportConfig::default()
            },
        );
        assert!(import.findings.len() < 20_000);
        assert!(start.elapsed().as_secs() < 20, "round {round} of {name} takes too long");
    }
    assert!(refused > 100, "the damage reaches the grammar: {refused}");
}

/// Which of the files the damaged one stands for in this round.
fn random_file(round: usize, file: &str) -> bool {
    let files = ["pjsip.conf", "voicemail.conf", "queues.conf", "extensions.conf", "pjsip_wizard.conf", "sip.conf", "users.conf"];
    files[round % files.len()] == file
}
