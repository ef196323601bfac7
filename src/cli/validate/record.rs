//! The journal on disk: `out/observations.jsonl`.
#![allow(clippy::disallowed_methods)] // entries carry the time

use std::collections::BTreeMap;
use std::io::BufRead as _;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::codes;
use crate::diag::{Finding, Place, Words};
use crate::domain::hex::Digits;
use crate::domain::{InOrder, LineId};
use crate::net::Met;
use crate::net::driver::Watch;
use crate::plan::model::Line;
use crate::probe::campaign::{Decided, Progress, Way};
use crate::probe::journal::{Binding, Memory, Record, Writing};
use crate::probe::known::Known;
use crate::probe::report::Level;
use crate::store::files;

/// Written when so many verdicts wait, or after so much time: each writing waits for the disk.
const JOURNAL_LINES: usize = 1000;
const JOURNAL_TIME: Duration = Duration::from_millis(250);

/// Bytes below which nobody minds what is past.
const LONG_JOURNAL: usize = 1 << 20;

/// For each line what its verdict depends on, and the line as it is asked.
pub type About = BTreeMap<LineId, (Known, Arc<Line>)>;

/// Appends verdicts, a few at a time.
pub struct Journal<'a> {
    path: &'a Path,
    run: u64,
    level: Level,
    wall: u64,
    started: Instant,
    /// Verdicts fall nearly in the order of the lines.
    about: InOrder<'a, LineId, (Known, Arc<Line>)>,
    /// Lines that are not on the disk yet, each with its end, and how many.
    waiting: Vec<u8>,
    lines: usize,
    written: Instant,
    failure: Option<Box<Finding>>,
}

impl<'a> Journal<'a> {
    pub fn new(path: &'a Path, run: u64, level: Level, wall: u64, about: &'a About) -> Self {
        let now = Instant::now();
        Self {
            path,
            run,
            level,
            wall,
            started: now,
            about: InOrder::new(about),
            waiting: Vec::new(),
            lines: 0,
            written: now,
            failure: None,
        }
    }

    fn now(&self) -> u64 {
        self.wall + self.started.elapsed().as_secs()
    }

    /// False when the journal cannot be written: then the run must end, because its refusals would be forgotten.
    pub fn add(&mut self, decided: Vec<Decided>) -> bool {
        let at = self.now();
        for Decided { verdict, refused, hits, hits_at, wanted } in decided {
            let Some((known, line)) = self.about.get(&verdict.line) else { continue };
            let entry = Writing {
                at,
                run: self.run,
                level: self.level,
                about: known.about.as_str(),
                host: hits_at.as_deref().unwrap_or(&line.registrar.host),
                hits,
                refused: known.login.as_ref().map(Digits::as_str).filter(|_| refused),
                selected: wanted,
                verdict: &verdict,
            };
            if self.lines > 0 {
                self.waiting.push(b'\n');
            }
            entry.write(&mut self.waiting);
            self.lines += 1;
        }
        if self.lines >= JOURNAL_LINES || self.written.elapsed() >= JOURNAL_TIME {
            self.flush();
        }
        self.failure.is_none()
    }

    /// Written at once: where this process dies, the next run has to know what to remove.
    pub fn bind(&mut self, binding: &Binding) -> bool {
        if self.failure.is_none() {
            let record = Record::Bound { at: self.now(), run: self.run, bound: binding.clone() };
            self.failure = files::append_line_soon(self.path, record.to_line()).err();
        }
        self.failure.is_none()
    }

    pub fn flush(&mut self) {
        if self.lines > 0 && self.failure.is_none() {
            self.failure = files::append_line(self.path, &self.waiting).err();
            self.waiting.clear();
            self.lines = 0;
            self.written = Instant::now();
        }
    }

    /// What kept it from being written.
    pub fn into_failure(self) -> Option<Box<Finding>> {
        self.failure
    }
}

/// What earlier runs found out. What cannot be read is told, and a last line that a crash tore is ended, so that it spoils no other. A long
/// journal loses what later runs took the place of.
///
/// `resume`: also what the last run of each level decided.
pub fn read_journal(path: &Path, resume: bool, now: u64) -> Result<(Memory, Option<Finding>), Box<Finding>> {
    if !files::is_there(path) {
        return Ok((Memory::default(), None));
    }
    let mut memory = if resume { Memory::of_runs() } else { Memory::default() };
    let (mut bytes, mut torn) = (0, false);
    each_line(path, |line| {
        bytes += line.len();
        torn = line.last() != Some(&b'\n');
        memory.line(&String::from_utf8_lossy(line));
    })?;
    if torn {
        files::append_line(path, "")?;
    }
    let finding = unreadable(path, &memory.unreadable);
    if bytes > LONG_JOURNAL && memory.is_mostly_past() {
        let mut needed = Vec::new();
        each_line(path, |line| {
            if memory.needs(&String::from_utf8_lossy(line), now) {
                needed.extend_from_slice(line);
            }
        })?;
        files::replace(path, &needed, 0o600)?;
    }
    Ok((memory, finding))
}

/// Each with its end.
fn each_line(path: &Path, mut take: impl FnMut(&[u8])) -> Result<(), Box<Finding>> {
    let mut file = files::lines_of_own(path, files::MAX_DOCUMENT)?;
    let mut line = Vec::new();
    while file.read_until(b'\n', &mut line).map_err(|error| files::unreadable(path, &error))? > 0 {
        take(&line);
        line.clear();
    }
    Ok(())
}

fn unreadable(path: &Path, lines: &[usize]) -> Option<Finding> {
    let first = *lines.first()?;
    let numbers: Vec<String> = lines.iter().take(10).map(ToString::to_string).collect();
    let (rest_en, rest_de) = match lines.len().saturating_sub(numbers.len()) {
        0 => (String::new(), String::new()),
        n => (format!(" and {n} more"), format!(" und {n} weitere")),
    };
    let numbers = numbers.join(", ");
    let place = Place::at(path.display().to_string(), u32::try_from(first).unwrap_or(u32::MAX), 0);
    let what = Words::new(
        format!("lines of the journal that cannot be read and count for nothing: {} ({numbers}{rest_en})", lines.len()),
        format!("Zeilen des Journals, die nicht lesbar sind und nicht zählen: {} ({numbers}{rest_de})", lines.len()),
    );
    let todo = Words::new(
        "a crash leaves one such line, which may be deleted; of others, restore the file or remove it",
        "ein Absturz hinterlässt eine solche Zeile, die gelöscht werden darf; sonst die Datei wiederherstellen oder entfernen",
    );
    Some(codes::JOURNAL_LINE_UNREADABLE.finding(Some(place), what).todo(todo))
}

impl Watch for Recording<'_, '_> {
    fn met(&mut self, way: &Way, met: &Met) {
        self.ways.insert(way.clone(), met.clone());
    }

    fn decided(&mut self, progress: &Progress, decided: Vec<Decided>) -> bool {
        (self.show)(progress);
        self.journal.add(decided)
    }

    fn binding(&mut self, binding: &Binding) -> bool {
        self.journal.bind(binding)
    }
}

/// A run whose verdicts go to the journal and whose progress is shown.
pub struct Recording<'a, 'j> {
    pub journal: &'a mut Journal<'j>,
    pub show: &'a mut dyn FnMut(&Progress),
    /// Whom the ways led to.
    pub ways: BTreeMap<Way, Met>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Lang;

    #[test]
    fn unreadable_lines_are_told_with_their_numbers_and_spoil_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("observations.jsonl");
        std::fs::write(&path, "nonsense\n\n{\"at\":1,\"ru").unwrap();
        let (_, finding) = read_journal(&path, true, 0).unwrap();
        let finding = finding.unwrap();
        assert_eq!(finding.code.as_str(), "validate/journal-line-unreadable");
        assert_eq!(finding.place.as_ref().unwrap().line(), 1);
        assert!(finding.what.get(Lang::En).ends_with(": 2 (1, 3)"));
        files::append_line(&path, "whole").unwrap();
        assert!(std::fs::read_to_string(&path).unwrap().ends_with("\n{\"at\":1,\"ru\nwhole\n"));
        assert!(read_journal(&folder.path().join("none"), true, 0).unwrap().1.is_none());
    }

    #[test]
    fn a_long_journal_loses_what_is_past_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("observations.jsonl");
        let entry = |line: u32, at: u64, run: u64, more: &str| {
            format!(
                "{{\"at\":{at},\"run\":{run},\"level\":\"fetch\",\"about\":\"a\",\"host\":\"h\",{more}\"verdict\":{{\"line\":\"{line}\",\
                 \"extension\":\"{line}\",\"outcome\":\"ready\",\"class\":\"sip/ready\",\"level\":\"fetch\",\"evidence\":[],\
                 \"cause\":{{\"en\":\"x\",\"de\":\"x\"}},\"remedy\":null,\"contacts\":[],\"granted_s\":null,\"took_ms\":1}}}}\n"
            )
        };
        let run = |run: u64| (0..1000).map(move |line| entry(2000 + line, run, run, "")).collect::<String>();
        let mut text: String = [100, 200, 300, 400, 500].map(run).concat();
        let recent = entry(9001, 4900, 100, "\"hits\":2,\"refused\":\"f0\",");
        let old = entry(9002, 100, 100, "\"hits\":2,\"refused\":\"f1\",");
        let bound = "{\"at\":1,\"run\":7,\"bound\":{\"line\":\"2001\",\"registrar\":{\"host\":\"h\",\"port\":5060},\"transport\":\"udp\",\
                     \"call_id\":\"c\",\"cseq\":1,\"contact\":\"sip:2001@h\",\"expires_s\":60}}\n";
        text.push_str(&format!("{recent}{old}{bound}nonsense\n"));
        std::fs::write(&path, &text).unwrap();
        let (before, _) = read_journal(&path, true, 5000).unwrap();
        let kept = std::fs::read_to_string(&path).unwrap();
        assert_eq!(kept, format!("{}{recent}{bound}nonsense\n", run(500)));
        let (after, finding) = read_journal(&path, true, 5000).unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), kept, "a short one stays as it is");
        assert!(finding.is_some());
        assert_eq!(before.left_behind(60), after.left_behind(60));
        assert_eq!((before.last_run(Level::Fetch), before.refusals(5000).len()), (after.last_run(Level::Fetch), 1));
        assert_eq!(after.refusals(5000).len(), 1);
    }
}
