//! A set of files that `convert` wrote earlier, to be compared with another: a generation, or a folder with one in force.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::codes::{BAD_DOCUMENT, UNREADABLE};
use super::files::{self, MAX_DOCUMENT, MAX_FILE};
use super::generation;
use crate::diag::{Finding, Place, Words};
use crate::domain::{ClientId, LineId};

/// One set, as its manifest lists it.
pub struct Written {
    root: PathBuf,
    pub files: Vec<Listed>,
}

/// One file of a set.
#[derive(Debug, Clone, Deserialize)]
pub struct Listed {
    pub path: String,
    #[serde(default)]
    pub profile: Option<ClientId>,
    #[serde(default)]
    pub line: Option<LineId>,
}

#[derive(Deserialize)]
struct Manifest {
    files: Vec<Listed>,
}

impl Written {
    /// Finds the set in a folder: the folder itself has a manifest, or its generation in force has.
    pub fn open(folder: &Path) -> Result<Self, Box<Finding>> {
        let here = folder.join(MANIFEST);
        let root = if here.is_file() { Some(folder.to_owned()) } else { generation::current(folder) };
        let Some(root) = root else {
            let what = Words::new(
                format!("there is no `{MANIFEST}` of `deskshift convert` here"),
                format!("hier liegt kein `{MANIFEST}` von `deskshift convert`"),
            );
            let todo = Words::new(
                "name a folder such as `out/gen-0123456789abcdef`, or one that holds `current`",
                "einen Ordner wie `out/gen-0123456789abcdef` nennen oder einen, in dem `current` liegt",
            );
            return Err(Box::new(UNREADABLE.finding(Some(Place::file(folder.display().to_string())), what).todo(todo)));
        };
        let path = root.join(MANIFEST);
        let manifest: Manifest = serde_json::from_slice(&files::read_own(&path, MAX_DOCUMENT)?).map_err(|error| {
            let line = u32::try_from(error.line()).unwrap_or(0);
            let what = Words::new("the manifest cannot be read", "das Manifest ist nicht lesbar");
            Box::new(BAD_DOCUMENT.finding(Some(Place::at(path.display().to_string(), line, 0)), what))
        })?;
        let strays = manifest.files.iter().find(|listed| !stays_inside(&listed.path));
        if let Some(listed) = strays {
            let name: String = listed.path.chars().take(60).collect();
            let what = Words::new(
                format!("the manifest lists `{name}`, which is not inside of this folder"),
                format!("das Manifest nennt `{name}`, das nicht in diesem Ordner liegt"),
            );
            return Err(Box::new(BAD_DOCUMENT.finding(Some(Place::file(path.display().to_string())), what)));
        }
        Ok(Self { root, files: manifest.files })
    }

    /// The set's own folder.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    pub fn read(&self, path: &str) -> Result<Vec<u8>, Box<Finding>> {
        files::read_beneath(&self.root, path, MAX_FILE)
    }
}

const MANIFEST: &str = "manifest.json";

fn stays_inside(path: &str) -> bool {
    !path.is_empty() && path.split('/').all(|part| !part.is_empty() && part != "." && part != "..")
}
