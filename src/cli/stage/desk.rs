//! The desk at a terminal or behind a pipe: prompts out, lines in, each assignment written before it is confirmed.

use std::io::{BufRead, IsTerminal as _, Read as _};
use std::time::Duration;

use super::Given;
use super::record::{self, Record};
use crate::cli::{ExitStatus, Failure, Format};
use crate::diag::Finding;
use crate::output::findings;
use crate::output::stage::{Voice, human, status_json};
use crate::staging::check::{Scan, check};
use crate::staging::desk::{Desk, Step};
use crate::staging::journal::{Assignment, Entry, Event, State};

/// Longest line that is read; what is longer is no scan.
const LINE: u64 = 4096;
/// How often and how long a lock in another hand is waited for.
const PATIENCE: (u32, Duration) = (40, Duration::from_millis(50));

pub fn run(given: &Given<'_>) -> Result<ExitStatus, Failure> {
    let input = std::io::stdin();
    let terminal = input.is_terminal();
    let color = std::io::stdout().is_terminal() && given.context.color && given.context.format == Format::Human;
    let mut journal = record::read(given.folder)?;
    journal.findings.extend(given.exchanged(&journal.state));
    given.tell(&journal.findings);
    let mut session = Session {
        given,
        voice: Voice { lang: given.lang, color, people: &given.people },
        mine: journal.state.labels(),
        seen: record::length(given.folder),
        state: journal.state,
        desk: Desk::default(),
        wrong: !journal.findings.is_empty() && crate::cli::plan::status(&journal.findings) == ExitStatus::Findings,
    };
    let (status, _) = given.status(&session.state);
    session.given.show(&session.voice.welcome(&status, session.state.last()));
    let mut input = input.lock();
    loop {
        if terminal {
            session.given.show(&session.voice.prompt(session.desk.asked()));
        }
        let Some(line) = next_line(&mut input) else { break };
        if !session.line(&line, terminal)? {
            break;
        }
    }
    let half = session.desk.is_half();
    session.refresh();
    let (status, contradictions) = given.status(&session.state);
    let mut all: Vec<Finding> = journal.findings.into_iter().chain(contradictions).collect();
    findings::sort(&mut all);
    all.dedup();
    session.given.show(&session.voice.goodbye(&status, half));
    if given.context.format == Format::Json {
        crate::cli::say(&status_json(&status, &all));
    }
    // At a terminal somebody saw the contradictions; behind a pipe the exit code tells.
    Ok(if !terminal && (session.wrong || half) { ExitStatus::Findings } else { ExitStatus::Done })
}

/// None at the end of the input. A line ends with LF or CR, as the scanner is set. Bytes that are no text stay visible as replacement
/// characters.
fn next_line(input: &mut impl BufRead) -> Option<String> {
    let mut bytes = Vec::new();
    for byte in input.by_ref().take(LINE).bytes() {
        bytes.push(byte.ok()?);
        if matches!(bytes.last(), Some(b'\n' | b'\r')) {
            break;
        }
    }
    (!bytes.is_empty()).then(|| String::from_utf8_lossy(&bytes).into_owned())
}

struct Session<'a> {
    given: &'a Given<'a>,
    voice: Voice<'a>,
    state: State,
    /// Length of the journal that the state is of.
    seen: u64,
    /// Labels that `undo` takes back, the last one first: those of before and of this desk, not of another one beside it.
    mine: Vec<String>,
    desk: Desk,
    /// A contradiction was told.
    wrong: bool,
}

impl Session<'_> {
    /// False where the desk is to end.
    fn line(&mut self, line: &str, terminal: bool) -> Result<bool, Failure> {
        self.refresh();
        let asked = self.desk.asked();
        let steps = self.desk.line(line, self.given.known(&self.state));
        let several = steps.iter().filter(|step| matches!(step, Step::Taken { .. })).count() > 1;
        for step in steps {
            match step {
                Step::Quit => return Ok(false),
                Step::Help => self.given.show(self.voice.help()),
                Step::Status => {
                    let (status, _) = self.given.status(&self.state);
                    self.given.show(&human(&status, self.given.lang));
                }
                Step::Skipped => self.given.show(self.voice.skipped()),
                Step::Dropped { field, text } => self.given.show(&self.voice.dropped(field, &text)),
                Step::Taken { field, text, instead_of } => {
                    // At the prompt for it, or on one line with the others, nothing needs to be said.
                    if terminal && (instead_of.is_some() || (field != asked && !several)) {
                        self.given.show(&self.voice.taken(field, &text, instead_of.as_deref()));
                    }
                }
                Step::Known(assignment) => self.given.show(&self.voice.known(&assignment)),
                Step::Wrong(findings) => self.tell(&findings),
                Step::Already(assignment) => self.given.show(&self.voice.already(&assignment)),
                Step::Undo(label) => {
                    let undone = self.undo(label.as_deref());
                    self.or_tell(undone, terminal)?;
                }
                Step::Stage(assignment) => {
                    let staged = self.stage(&assignment);
                    if !self.or_tell(staged, terminal)? {
                        self.desk.again();
                        self.given.show(self.voice.not_staged());
                    }
                }
            }
        }
        Ok(true)
    }

    /// Takes over what another desk has written since. A line that it is just writing counts when it is whole.
    fn refresh(&mut self) {
        let length = record::length(self.given.folder);
        if length != self.seen
            && let Ok(journal) = record::read(self.given.folder)
        {
            (self.state, self.seen) = (journal.state, length);
        }
    }

    fn tell(&mut self, all: &[Finding]) {
        self.wrong = true;
        self.given.show_styled(&findings::human(all, self.given.lang, self.voice.color));
    }

    /// At a terminal a full disk is told and the desk goes on; behind a pipe nobody would scan again. True where nothing failed.
    fn or_tell(&mut self, done: Result<(), Failure>, terminal: bool) -> Result<bool, Failure> {
        match done {
            Ok(()) => Ok(true),
            Err(failure) if terminal => {
                self.tell(&failure.findings);
                Ok(false)
            }
            Err(failure) => Err(failure),
        }
    }

    fn open(&self) -> Result<Record, Failure> {
        let mut tries = 0;
        loop {
            match Record::open(self.given.folder) {
                Err(failure) if failure.status == ExitStatus::Refused && tries < PATIENCE.0 => {
                    tries += 1;
                    std::thread::sleep(PATIENCE.1);
                }
                result => return result,
            }
        }
    }

    fn stage(&mut self, assignment: &Assignment) -> Result<(), Failure> {
        let mut record = self.open()?;
        // Another desk may have staged the device or the person since.
        let checked = check(&Scan::from(assignment), self.given.known(&record.journal.state));
        if !checked.complaints.is_empty() {
            self.state = record.journal.state;
            let findings = self.desk.wrong(checked.complaints);
            self.tell(&findings);
            return Ok(());
        }
        if !checked.already {
            record.append(&[Entry { at: self.given.now(), event: Event::Staged(assignment.clone()) }])?;
            self.mine.push(assignment.label.clone());
        }
        self.state = record.journal.state;
        self.seen = record::length(self.given.folder);
        self.desk.done();
        if checked.already {
            self.given.show(&self.voice.already(assignment));
        } else {
            let (status, _) = self.given.status(&self.state);
            self.given.show_styled(&self.voice.staged(assignment, &status));
        }
        Ok(())
    }

    fn undo(&mut self, label: Option<&str>) -> Result<(), Failure> {
        let mut record = self.open()?;
        let state = &record.journal.state;
        let wanted = match label {
            Some(label) => state.of_label(label),
            // What another desk took back meanwhile is gone already.
            None => self.mine.iter().rev().find_map(|label| state.of_label(label)),
        };
        let found = wanted.cloned();
        if let Some(found) = &found {
            record.append(&[Entry { at: self.given.now(), event: Event::Undone { label: found.label.clone() } }])?;
            self.mine.retain(|label| *label != found.label);
        }
        self.state = record.journal.state;
        self.seen = record::length(self.given.folder);
        self.given.show(&match (&found, label) {
            (Some(found), _) => self.voice.undone(found),
            (None, label) => self.voice.nothing_undone(label),
        });
        Ok(())
    }
}
