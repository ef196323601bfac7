//! The committed cases are what their generator writes, byte for byte.
#![allow(clippy::disallowed_methods, reason = "tests read files")]
#![allow(dead_code, reason = "the generator's model is shared with other tests")]

#[path = "../examples/generator/traunstein/mod.rs"]
mod traunstein;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

fn read_all(folder: &Path, below: &Path, into: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in std::fs::read_dir(folder.join(below)).expect("the case is committed") {
        let entry = entry.expect("readable entry");
        let path = below.join(entry.file_name());
        if entry.file_type().expect("file type").is_dir() {
            read_all(folder, &path, into);
        } else {
            into.insert(path.clone(), std::fs::read(folder.join(path)).expect("readable file"));
        }
    }
}

/// Written by hand, not by the generator.
const BY_HAND: [&str; 1] = ["README.md"];

#[test]
fn traunstein_is_what_the_generator_writes() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/traunstein");
    let mut committed = BTreeMap::new();
    read_all(&folder, Path::new(""), &mut committed);
    committed.retain(|path, _| !BY_HAND.iter().any(|hand| path == Path::new(hand)));
    let case = traunstein::build::case();
    let written: BTreeMap<PathBuf, Vec<u8>> = traunstein::files(&case)
        .expect("the case can be written")
        .into_iter()
        .map(|(path, bytes)| (path.into(), bytes))
        .collect();
    assert_eq!(committed.keys().collect::<Vec<_>>(), written.keys().collect::<Vec<_>>(), "the same files");
    for (path, bytes) in &written {
        assert!(
            committed[path] == *bytes,
            "{} differs: run `cargo run --example generator -- examples/traunstein`",
            path.display()
        );
    }
}

#[test]
fn traunstein_has_the_faults_it_promises() {
    let case = traunstein::build::case();
    let faults: std::collections::BTreeSet<_> = case.lines.iter().filter_map(|l| l.fault).collect();
    assert!(faults.len() >= 12, "{faults:?}");
    assert_eq!(case.lines.len(), 640);
    let numbers: std::collections::BTreeSet<_> = case.lines.iter().map(|l| &l.number).collect();
    assert_eq!(numbers.len(), 640, "every number once");
    let macs: Vec<_> = case.lines.iter().filter_map(|l| l.mac.as_ref()).collect();
    assert_eq!(macs.iter().collect::<std::collections::BTreeSet<_>>().len(), macs.len(), "every address once");
}
