//! The journal on disk: `out/observations.jsonl`.
#![allow(clippy::disallowed_methods)] // entries carry the time

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::diag::Finding;
use crate::domain::LineId;
use crate::probe::campaign::Decided;
use crate::probe::journal::{Entry, Known, Memory};
use crate::probe::report::Level;
use crate::store::files;

/// Written when so many verdicts wait, or after so much time: each writing waits for the disk.
const JOURNAL_LINES: usize = 200;
const JOURNAL_TIME: Duration = Duration::from_millis(250);

/// Appends verdicts, a few at a time.
pub struct Journal<'a> {
    path: &'a Path,
    run: u64,
    level: Level,
    wall: u64,
    started: Instant,
    about: &'a BTreeMap<LineId, (Known, String)>,
    waiting: Vec<String>,
    written: Instant,
    failure: Option<Box<Finding>>,
}

impl<'a> Journal<'a> {
    /// `about` has for each line what it depends on and the host it is asked at.
    pub fn new(path: &'a Path, run: u64, level: Level, wall: u64, about: &'a BTreeMap<LineId, (Known, String)>) -> Self {
        let now = Instant::now();
        Self { path, run, level, wall, started: now, about, waiting: Vec::new(), written: now, failure: None }
    }

    /// False when the journal cannot be written: then the run must end, because its refusals would be forgotten.
    pub fn add(&mut self, decided: Vec<Decided>) -> bool {
        for Decided { verdict, refused, hits, wanted } in decided {
            let Some((known, host)) = self.about.get(&verdict.line) else { continue };
            let entry = Entry {
                at: self.wall + self.started.elapsed().as_secs(),
                run: self.run,
                level: self.level,
                about: known.about.clone(),
                host: host.clone(),
                hits,
                refused: known.login.clone().filter(|_| refused),
                selected: wanted,
                verdict,
            };
            self.waiting.push(serde_json::to_string(&entry).expect("an entry has text keys and whole numbers only"));
        }
        if self.waiting.len() >= JOURNAL_LINES || self.written.elapsed() >= JOURNAL_TIME {
            self.flush();
        }
        self.failure.is_none()
    }

    pub fn flush(&mut self) {
        if !self.waiting.is_empty() && self.failure.is_none() {
            let lines = std::mem::take(&mut self.waiting).join("\n");
            self.failure = files::append_line(self.path, &lines).err();
            self.written = Instant::now();
        }
    }

    /// What kept it from being written.
    pub fn into_failure(self) -> Option<Box<Finding>> {
        self.failure
    }
}

pub fn read_journal(path: &Path) -> Result<Memory, Box<Finding>> {
    if !path.exists() {
        return Ok(Memory::default());
    }
    Ok(Memory::read(&String::from_utf8_lossy(&files::read(path, files::MAX_FILE)?)))
}
