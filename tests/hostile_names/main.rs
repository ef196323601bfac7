//! Names are hostile data: 5,000 of them through every importer. Each comes back equal, or a finding says that it does not.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

mod asterisk;
mod directory;
#[path = "../support/hostile.rs"]
mod hostile;
mod judged;
mod lists;
mod mapped;
mod phones;
mod systems;
mod vendors;

use std::fs;
use std::path::Path;

use deskshift::inventory::formats;

/// A case reads with exactly one format, which it names in the call; nothing else in these files looks like that.
#[test]
fn every_format_has_a_case() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/hostile_names");
    let mut text = String::new();
    for entry in fs::read_dir(folder).unwrap() {
        text += &fs::read_to_string(entry.unwrap().path()).unwrap();
    }
    let text: String = text.split_whitespace().collect();
    let called = |name: &str| ["export", "phone", "read_as"].iter().any(|call| text.contains(&format!("{call}(\"{name}\",")));
    let missing: Vec<&str> = formats::ALL.iter().map(|format| format.name).filter(|name| !called(name)).collect();
    assert!(missing.is_empty(), "formats that no hostile name goes through: {missing:?}");
    assert!(!called("no/format"));
}
