//! Our reading of Asterisk's configuration grammar against Asterisk's own (`tests/quirks/README.md`).

use std::collections::BTreeMap;

use deskshift::inventory::asterisk::config::{self, Config};
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
