//! The journal on disk: `out/staging.jsonl`.

use std::path::PathBuf;

use crate::cli::Failure;
use crate::cli::plan::{incomplete_or_refused, usage};
use crate::staging::journal::{self, Entry, Journal};
use crate::store::files::{self, MAX_FILE};
use crate::store::lock::{self, Lock};
use crate::store::site_folder::SiteFolder;

/// Of its own: a `validate` that runs for an hour does not hold the desk up.
const LOCK: &str = ".staging.lock";

/// Reads it; nothing is changed.
pub fn read(folder: &SiteFolder) -> Result<Journal, Failure> {
    let path = folder.staging();
    if !files::is_there(&path) {
        return Ok(Journal::default());
    }
    let bytes = files::read_own(&path, MAX_FILE).map_err(usage)?;
    Ok(journal::read(&path.display().to_string(), &bytes))
}

/// Its length, to see that another desk has written.
pub fn length(folder: &SiteFolder) -> u64 {
    files::length(&folder.staging())
}

/// The journal in the hand of one writer. It is read under the lock, so that a second desk's assignments are known.
pub struct Record {
    path: PathBuf,
    pub journal: Journal,
    _lock: Lock,
}

impl Record {
    pub fn open(folder: &SiteFolder) -> Result<Self, Failure> {
        let lock = lock::take_named(folder.out(), LOCK, "stage").map_err(incomplete_or_refused)?;
        Ok(Self { path: folder.staging(), journal: read(folder)?, _lock: lock })
    }

    /// Writes entries durably, after a torn end was cut off.
    pub fn append(&mut self, entries: &[Entry]) -> Result<(), Failure> {
        if entries.is_empty() {
            return Ok(());
        }
        let sound = self.journal.sound as u64;
        if files::length(&self.path) != sound {
            files::cut(&self.path, sound).map_err(incomplete_or_refused)?;
        }
        let lines: Vec<String> = entries.iter().map(Entry::line).collect();
        let start = if self.journal.unended { "\n" } else { "" };
        files::append_line(&self.path, format!("{start}{}", lines.join("\n"))).map_err(incomplete_or_refused)?;
        for entry in entries {
            self.journal.state.apply(entry);
        }
        Ok(())
    }
}
