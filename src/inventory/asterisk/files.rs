//! How the importer gets at files: through the caller, who owns the disk and its limits.

use std::collections::{BTreeMap, BTreeSet};

/// Why a file could not be had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FilesError {
    Missing,
    /// A folder, a device, a pipe.
    NotAFile,
    TooLarge {
        limit: u64,
    },
    /// The path leaves the configuration folder.
    Outside,
    /// Anything else, in the system's words.
    Other(String),
}

/// One name in a folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Listed {
    pub name: String,
    pub folder: bool,
}

/// The configuration folder. Paths are relative to it, with `/`, without `.` and `..`.
pub trait Files {
    /// The whole file.
    ///
    /// # Errors
    /// What [`FilesError`] names; an include that cannot be read is for Asterisk one that does not exist.
    fn read(&self, path: &str) -> Result<Vec<u8>, FilesError>;

    /// What stands in a folder (empty: the configuration folder itself); any order.
    ///
    /// # Errors
    /// As for [`Files::read`].
    fn list(&self, folder: &str) -> Result<Vec<Listed>, FilesError>;

    /// How findings name this file, usually with the folder the user gave in front.
    fn shown(&self, path: &str) -> String {
        path.to_owned()
    }
}

/// A configuration folder in memory.
#[derive(Debug, Clone, Default)]
pub struct MemoryFiles(BTreeMap<String, Vec<u8>>);

impl MemoryFiles {
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    #[must_use]
    pub fn with(mut self, path: &str, bytes: impl Into<Vec<u8>>) -> Self {
        self.insert(path, bytes);
        self
    }

    pub fn insert(&mut self, path: &str, bytes: impl Into<Vec<u8>>) {
        self.0.insert(path.to_owned(), bytes.into());
    }
}

impl Files for MemoryFiles {
    fn read(&self, path: &str) -> Result<Vec<u8>, FilesError> {
        self.0.get(path).cloned().ok_or(FilesError::Missing)
    }

    fn list(&self, folder: &str) -> Result<Vec<Listed>, FilesError> {
        let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let names: BTreeSet<Listed> = self
            .0
            .keys()
            .filter_map(|path| path.strip_prefix(&prefix))
            .map(|rest| match rest.split_once('/') {
                Some((name, _)) => Listed { name: name.to_owned(), folder: true },
                None => Listed { name: rest.to_owned(), folder: false },
            })
            .collect();
        if names.is_empty() { Err(FilesError::Missing) } else { Ok(names.into_iter().collect()) }
    }
}

/// The folder Asterisk's packages use; absolute includes below it mean the exported folder.
const SYSTEM_FOLDER: &str = "/etc/asterisk/";

/// Brings an include path into the form [`Files`] wants. `None`: it leaves the configuration folder.
#[must_use]
pub fn normalise(path: &str) -> Option<String> {
    let inside = if path.starts_with('/') { path.strip_prefix(SYSTEM_FOLDER)? } else { path };
    let mut parts: Vec<&str> = Vec::new();
    for part in inside.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_inside() {
        for (given, expected) in [
            ("a.conf", Some("a.conf")),
            ("./x//y.conf", Some("x/y.conf")),
            ("x/../y.conf", Some("y.conf")),
            ("/etc/asterisk/x/y.conf", Some("x/y.conf")),
            ("../y.conf", None),
            ("x/../../y.conf", None),
            ("/etc/shadow", None),
        ] {
            assert_eq!(normalise(given).as_deref(), expected, "{given}");
        }
    }

    #[test]
    fn memory_lists_folders_and_files() {
        let files = MemoryFiles::new().with("a/b.conf", "").with("a/c/d.conf", "").with("e.conf", "");
        assert_eq!(
            files.list("a").unwrap(),
            [Listed { name: "b.conf".into(), folder: false }, Listed { name: "c".into(), folder: true }]
        );
        assert_eq!(files.list("").unwrap().len(), 2);
        assert_eq!(files.list("zz"), Err(FilesError::Missing));
    }
}
