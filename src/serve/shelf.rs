//! What a link leads to: the files of one line and profile in the generation in force.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use zeroize::Zeroizing;

use super::{packed, tar};
use crate::diag::{Finding, Place, Words};
use crate::domain::{ClientId, LineId};
use crate::store::codes::BAD_DOCUMENT;
use crate::store::files::{self, MAX_DOCUMENT, MAX_FILE};
use crate::store::{document, generation};

/// What is sent. One file is sent as it is, several as an archive.
pub struct Parcel {
    pub name: String,
    pub bytes: Zeroizing<Vec<u8>>,
}

impl Parcel {
    /// The media type, by the name.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self.name.rsplit_once('.').map(|(_, end)| end) {
            Some("xml") => "application/xml; charset=utf-8",
            Some("json") => "application/json; charset=utf-8",
            Some("tar") => "application/x-tar",
            Some("zip") => "application/zip",
            _ => "application/octet-stream",
        }
    }
}

#[derive(Deserialize)]
struct Manifest {
    files: Vec<Listed>,
}

#[derive(Deserialize)]
struct Listed {
    path: String,
    sha256: String,
    #[serde(default)]
    profile: Option<ClientId>,
    #[serde(default)]
    line: Option<LineId>,
}

type Index = BTreeMap<(LineId, ClientId), Vec<(String, String)>>;

/// The generation in force; its manifest is read once.
#[derive(Default)]
pub struct Shelf {
    out: PathBuf,
    /// Profiles whose files a person unpacks at home with a click: these as ZIP, all others as tar, which scripts unpack.
    by_hand: BTreeSet<ClientId>,
    read: Option<(PathBuf, Index)>,
}

impl Shelf {
    #[must_use]
    pub fn new(out: &Path) -> Self {
        Self { out: out.to_owned(), by_hand: BTreeSet::new(), read: None }
    }

    /// The same for these profiles that people unpack by hand.
    #[must_use]
    pub fn unpacked_by_hand(self, profiles: BTreeSet<ClientId>) -> Self {
        Self { by_hand: profiles, ..self }
    }

    /// Profiles that there are, by line.
    pub fn profiles(&mut self) -> Result<Vec<(LineId, ClientId)>, Box<Finding>> {
        Ok(self.index()?.map(|(_, index)| index.keys().cloned().collect()).unwrap_or_default())
    }

    /// The files of a line; none where the generation has none of this profile.
    pub fn fetch(&mut self, line: &LineId, profile: &ClientId) -> Result<Option<Parcel>, Box<Finding>> {
        let by_hand = self.by_hand.contains(profile);
        let Some((folder, index)) = self.index()? else { return Ok(None) };
        let Some(listed) = index.get(&(line.clone(), profile.clone())) else { return Ok(None) };
        let mut all = Vec::new();
        for (path, sha256) in listed {
            let full = folder.join(path);
            let bytes = Zeroizing::new(files::read_beneath(folder, path, MAX_FILE)?);
            if document::sha256(&bytes) != *sha256 {
                let words = Words::new("this file is not what the manifest says", "diese Datei ist nicht, was das Manifest sagt");
                let finding = BAD_DOCUMENT.finding(Some(Place::file(full.display().to_string())), words);
                let todo = Words::new("run `deskshift convert` again", "`deskshift convert` noch einmal ausführen");
                return Err(Box::new(finding.todo(todo)));
            }
            all.push((path.rsplit('/').next().unwrap_or(path).to_owned(), bytes));
        }
        Ok(match all.len() {
            0 => None,
            1 => all.pop().map(|(name, bytes)| Parcel { name, bytes }),
            _ if by_hand => packed::archive(&profile.0, &all).map(|bytes| Parcel { name: format!("{profile}.zip"), bytes }),
            _ => Some(Parcel { name: format!("{profile}.tar"), bytes: tar::archive(&all) }),
        })
    }

    fn index(&mut self) -> Result<Option<(&Path, &Index)>, Box<Finding>> {
        let Some(now) = generation::current(&self.out) else { return Ok(None) };
        if self.read.as_ref().is_none_or(|(then, _)| *then != now) {
            let path = now.join("manifest.json");
            let bytes = files::read_own(&path, MAX_DOCUMENT)?;
            let manifest: Manifest = serde_json::from_slice(&bytes).map_err(|_| {
                let words = Words::new("the manifest cannot be read", "das Manifest ist nicht lesbar");
                let finding = BAD_DOCUMENT.finding(Some(Place::file(path.display().to_string())), words);
                let todo = Words::new("run `deskshift convert` again", "`deskshift convert` noch einmal ausführen");
                Box::new(finding.todo(todo))
            })?;
            let mut index = Index::new();
            for listed in manifest.files {
                if let (Some(line), Some(profile)) = (listed.line, listed.profile) {
                    index.entry((line, profile)).or_default().push((listed.path, listed.sha256));
                }
            }
            self.read = Some((now, index));
        }
        Ok(self.read.as_ref().map(|(folder, index)| (folder.as_path(), index)))
    }
}
