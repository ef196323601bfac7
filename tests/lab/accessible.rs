//! Pages for people, held against axe-core's rules (WCAG 2 A and AA, and what it calls best practice) in a real Chromium.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use super::programs::{Program, checkout, present, web_folder};

/// What axe-core finds in each page; a page that it could not read is a failure of the test.
pub fn assert_accessible(pages: &[PathBuf]) {
    let browser = tempfile::tempdir().expect("a folder");
    let mut command = Command::new("timeout");
    command.args(["-k", "5", "180", "node"]).arg(checkout().join("tests/lab/web/axe.mjs"));
    let output = command.arg(web_folder()).arg(browser.path()).args(pages).output().expect("starts");
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
    let found: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("a page")).collect();
    assert_eq!(found.len(), pages.len(), "{text}");
    for page in &found {
        let passed = page["passed"].as_array().expect("rules");
        // A page that is not there passes next to nothing.
        assert!(passed.len() >= 10 && passed.iter().any(|rule| rule == "html-has-lang"), "{page:#}");
        assert_eq!(page["violations"].as_array().map(Vec::len), Some(0), "{page:#}");
    }
}

/// Every page below a folder, the current generation only.
fn pages_below(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("entry").path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() && !path.is_symlink() {
            pages_below(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "html") {
            found.push(path);
        }
    }
}

#[test]
fn pages_hold_the_rules_of_accessibility() {
    if !present("pages_hold_the_rules_of_accessibility", &[Program::Chromium, Program::NodeWithPackages]) {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let made = |case: &str, lang: &str, export: bool, names: &[&str]| {
        let site = folder.path().join(lang).join(case);
        let run = |arguments: &[&str]| {
            let output =
                Command::new(env!("CARGO_BIN_EXE_deskshift")).args(arguments).args(["--lang", lang]).output().expect("starts");
            assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        };
        let path = site.to_str().expect("a name in UTF-8");
        run(&["demo", case, "--out", path]);
        if export {
            run(&["rotate", "export", "-C", path, "--for", "works-council"]);
        }
        let mut pages = Vec::new();
        pages_below(&site, &mut pages);
        for name in names {
            assert!(pages.iter().any(|page| page.ends_with(name)), "{name} is not among {pages:?}");
        }
        // A borough's wall chart has nothing that a county's has not, and a hundred times as much of it.
        pages.retain(|page| export || !page.to_string_lossy().contains("wall-chart"));
        assert_accessible(&pages);
    };
    for lang in ["de", "en"] {
        made("traunstein", lang, true, &["report.html", "wall-chart.html", "wall-chart-a4.html", "works-council.html"]);
    }
    made("mitte", "de", false, &["report.html", "staging-list.html", "staging-labels.html"]);
}
