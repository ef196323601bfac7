//! Golden files: `tests/golden/<client>/<case>/in.json` is a line with its password, `out/` the files it must give, byte for byte.
//! After a change meant to be seen, `DESKSHIFT_BLESS=1 cargo test --test golden` writes them anew; look at the difference.
#![allow(clippy::unwrap_used, clippy::disallowed_types, clippy::disallowed_methods)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use deskshift::profile::golden::Case;
use deskshift::store::profiles;

fn folders(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).filter(|p| p.is_dir()).collect();
    found.sort();
    found
}

#[test]
fn every_case_gives_its_files() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let (catalogue, findings) = profiles::load(None);
    assert!(findings.is_empty());
    let bless = std::env::var_os("DESKSHIFT_BLESS").is_some();
    let mut clients: Vec<String> = catalogue.clients().into_keys().map(|id| id.0.into()).collect();
    let mut wrong = Vec::new();
    for client in folders(&root) {
        let name = client.file_name().unwrap().to_str().unwrap().to_owned();
        clients.retain(|client| *client != name);
        for case in folders(&client) {
            let text = fs::read_to_string(case.join("in.json")).unwrap();
            let input: Case = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", case.display()));
            assert_eq!(input.line.client.0, name, "{}", case.display());
            let made = match input.make(&catalogue) {
                Ok(files) => {
                    assert!(input.refused.is_empty(), "{} is no longer refused", case.display());
                    files
                }
                Err(codes) => {
                    assert_eq!(codes, input.refused, "{}", case.display());
                    continue;
                }
            };
            let out = case.join("out");
            if bless {
                let _ = fs::remove_dir_all(&out);
                fs::create_dir(&out).unwrap();
                made.iter().for_each(|(name, bytes)| fs::write(out.join(name), bytes).unwrap());
            }
            let golden: BTreeMap<String, Vec<u8>> = fs::read_dir(&out)
                .unwrap()
                .map(|e| e.unwrap().path())
                .map(|p| (p.file_name().unwrap().to_str().unwrap().to_owned(), fs::read(&p).unwrap()))
                .collect();
            if golden != made {
                wrong.push(case.display().to_string());
            }
        }
    }
    assert!(wrong.is_empty(), "other bytes than before: {wrong:?}");
    assert!(clients.is_empty(), "no golden files for {clients:?}");
}
