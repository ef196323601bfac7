//! Documents that are made from the code stay equal to it.

use crate::support::run;
use std::path::Path;

#[test]
fn diagnostics_page_is_made_from_the_codes() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let made = run(root, &["explain", "--markdown"]).expect(0).stdout;
    let kept = std::fs::read_to_string(root.join("docs/diagnostics.md")).unwrap();
    assert!(made == kept, "docs/diagnostics.md is old: cargo run -- explain --markdown > docs/diagnostics.md");
}

#[test]
fn explain_finds_codes_and_suggests_neighbours() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = run(root, &["explain", "store/unreadable"]).expect(0);
    assert!(page.stdout.starts_with("store/unreadable (error)\n"), "{}", page.stdout);
    let german = run(root, &["--lang", "de", "explain", "unreadable"]).expect(0);
    assert!(german.stdout.contains("nicht lesbar"), "{}", german.stdout);
    let unknown = run(root, &["explain", "store/unreedable"]).expect(4);
    assert!(unknown.stderr.contains("`store/unreadable`"), "{}", unknown.stderr);
}

#[test]
fn the_page_of_the_site_file_names_every_client_and_no_other() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = std::fs::read_to_string(root.join("docs/deskshift-yaml.md")).unwrap();
    let sentence =
        page.split("The clients that come with the program are ").nth(1).unwrap().split(" ([profiles]").next().unwrap();
    let named: Vec<&str> = sentence.split('`').skip(1).step_by(2).collect();
    let folder = tempfile::tempdir().unwrap();
    let listed = run(folder.path(), &["profiles", "list", "--json"]).expect(0).json();
    let known: Vec<&str> = listed.as_array().unwrap().iter().map(|client| client["id"].as_str().unwrap()).collect();
    assert_eq!(named, known);
}
