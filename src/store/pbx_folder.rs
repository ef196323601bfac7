//! An exported PBX configuration folder on disk, for the importer.

use std::path::{Path, PathBuf};

use super::files::{self, MAX_FILE};
use super::{open, os_name};
use crate::inventory::asterisk::files::{Files, FilesError, Listed};
use crate::policy::site::Limits;

/// Names a folder may have before listing it is given up.
const MAX_NAMES: usize = 100_000;

/// Reads only below its folder: symbolic links that lead out of it are refused.
#[derive(Debug, Clone)]
pub struct PbxFolder {
    root: PathBuf,
    shown: String,
    /// Bytes of one file.
    most: u64,
}

impl PbxFolder {
    /// `shown` is how findings name the folder, usually relative to the site folder; empty for none.
    #[must_use]
    pub fn new(root: impl Into<PathBuf>, shown: &str) -> Self {
        Self { root: root.into(), shown: shown.trim_end_matches('/').to_owned(), most: MAX_FILE }
    }

    /// The same with the site's own limits.
    #[must_use]
    pub fn within(self, limits: Limits) -> Self {
        Self { most: limits.file_bytes(), ..self }
    }

    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The folder and the path below it, both without links.
    fn inside(&self, path: &str) -> Result<(PathBuf, PathBuf), FilesError> {
        let root = self.root.canonicalize().map_err(other)?;
        let full = self.root.join(os_name::from_text(path)).canonicalize().map_err(other)?;
        let below = full.strip_prefix(&root).map_err(|_| FilesError::Outside)?.to_owned();
        Ok((root, below))
    }
}

fn other(error: std::io::Error) -> FilesError {
    match error.kind() {
        std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory => FilesError::Missing,
        std::io::ErrorKind::PermissionDenied => FilesError::Other("permission denied".to_owned()),
        _ => FilesError::Other(error.to_string()),
    }
}

impl Files for PbxFolder {
    fn read(&self, path: &str) -> Result<Vec<u8>, FilesError> {
        let (root, below) = self.inside(path)?;
        let full = root.join(&below);
        if !full.metadata().map_err(other)?.is_file() {
            return Err(FilesError::NotAFile);
        }
        let (file, length) = open::beneath(&root, &below)
            .map_err(|error| if open::is_link(&error) { FilesError::Outside } else { other(error) })?;
        if length > self.most {
            return Err(FilesError::TooLarge { limit: self.most });
        }
        files::read_opened(file, length, &full, self.most).map_err(|finding| FilesError::Other(finding.what.en.into_owned()))
    }

    fn list(&self, folder: &str) -> Result<Vec<Listed>, FilesError> {
        let (root, below) = self.inside(folder)?;
        let full = root.join(below);
        let entries = full.read_dir().map_err(|error| FilesError::Other(error.to_string()))?;
        let mut listed = Vec::new();
        for entry in entries {
            let entry = entry.map_err(|error| FilesError::Other(error.to_string()))?;
            if listed.len() >= MAX_NAMES {
                return Err(FilesError::Other(format!("more than {MAX_NAMES} names in the folder")));
            }
            // Follows links, as Asterisk's glob does; a link to nothing is a file that cannot be read, and is told as one.
            let folder = entry.path().metadata().is_ok_and(|meta| meta.is_dir());
            listed.push(Listed { name: os_name::to_text(&entry.file_name()), folder });
        }
        Ok(listed)
    }

    fn shown(&self, path: &str) -> String {
        let path = os_name::shown(path);
        if self.shown.is_empty() { path } else { format!("{}/{path}", self.shown) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn reads_only_inside() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("pbx");
        fs::create_dir(&root).unwrap();
        fs::write(root.join("a.conf"), "[a]\n").unwrap();
        fs::write(folder.path().join("secret"), "x").unwrap();
        std::os::unix::fs::symlink(folder.path().join("secret"), root.join("link.conf")).unwrap();
        let files = PbxFolder::new(&root, "pbx/");
        assert_eq!(files.read("a.conf").unwrap(), b"[a]\n");
        assert_eq!(files.read("link.conf"), Err(FilesError::Outside));
        assert_eq!(files.read("../secret"), Err(FilesError::Outside));
        assert_eq!(files.read("none.conf"), Err(FilesError::Missing));
        assert_eq!(files.read(""), Err(FilesError::NotAFile));
        assert_eq!(files.shown("a.conf"), "pbx/a.conf");
        assert_eq!(files.list("").unwrap().len(), 2);
        assert!(PbxFolder::new("/nonexistent/folder", "").read("a.conf").is_err());
    }
}
