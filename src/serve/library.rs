//! The web phone's page and the SIP library it loads. All of it is in memory: a request never reaches the disk.

use std::collections::BTreeMap;
use std::path::Path;

use bytes::Bytes;

use crate::diag::{Finding, Place, Words};
use crate::links::codes::NO_LIBRARY;
use crate::store::files;

const MAX_FILES: usize = 1000;
const MAX_BYTES: u64 = 8 << 20;
const MAX_DEPTH: usize = 6;

const HTML: &str = "text/html; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";

/// Only what comes from here, and the PBX's WebSocket; no frame around it, nothing sent elsewhere.
pub const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' wss:; media-src 'self' blob:; \
     base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Path below `/phone` to media type and bytes. Empty: no web phone is offered.
#[derive(Default)]
pub struct Library(BTreeMap<String, (&'static str, Bytes)>);

impl Library {
    /// The page with SIP.js from a folder of modules or one file.
    pub fn read(path: &Path) -> Result<Self, Box<Finding>> {
        let mut modules = files::tree(path, "js", MAX_FILES, MAX_BYTES, MAX_DEPTH)?;
        if let Some(single) = modules.remove("") {
            modules.insert("index.js".to_owned(), single);
        }
        if !modules.contains_key("index.js") {
            let words = Words::new("there is no `index.js` in this folder", "in diesem Ordner gibt es kein `index.js`");
            let finding = NO_LIBRARY.finding(Some(Place::file(path.display().to_string())), words);
            return Err(Box::new(finding.todo(Words::new(
                "name the folder `node_modules/sip.js/lib`, or a bundle of it in one file",
                "den Ordner `node_modules/sip.js/lib` nennen oder ein Bündel davon in einer Datei",
            ))));
        }
        let mut pieces: BTreeMap<String, (&'static str, Bytes)> =
            modules.into_iter().map(|(name, bytes)| (format!("/sip.js/{name}"), (SCRIPT, Bytes::from(bytes)))).collect();
        for (name, kind, text) in [
            ("", HTML, include_str!("page/phone.html")),
            ("/phone.js", SCRIPT, include_str!("page/phone.js")),
            ("/phone.css", CSS, include_str!("page/phone.css")),
        ] {
            pieces.insert(name.to_owned(), (kind, Bytes::from_static(text.as_bytes())));
        }
        Ok(Self(pieces))
    }

    /// By the exact path; there is nothing to climb out of.
    pub fn get(&self, below: &str) -> Option<(&'static str, Bytes)> {
        self.0.get(below).cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_modules_are_served_and_only_by_their_names() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("api")).unwrap();
        std::fs::write(folder.path().join("index.js"), "export {}").unwrap();
        std::fs::write(folder.path().join("api/agent.js"), "export {}").unwrap();
        std::fs::write(folder.path().join("secret.json"), "{}").unwrap();
        std::os::unix::fs::symlink("/etc/hostname", folder.path().join("link.js")).unwrap();
        let library = Library::read(folder.path()).unwrap();
        for there in ["", "/phone.js", "/sip.js/index.js", "/sip.js/api/agent.js"] {
            assert!(library.get(there).is_some(), "{there}");
        }
        for not in ["/", "/sip.js/secret.json", "/sip.js/link.js", "/sip.js/api/../index.js", "/sip.js//index.js", "/sip.js/"] {
            assert!(library.get(not).is_none(), "{not}");
        }
        let single = folder.path().join("index.js");
        assert!(Library::read(&single).unwrap().get("/sip.js/index.js").is_some());
        let empty = tempfile::tempdir().unwrap();
        assert_eq!(Library::read(empty.path()).err().unwrap().code, NO_LIBRARY.code());
        assert!(Library::read(&empty.path().join("none")).is_err());
    }
}
