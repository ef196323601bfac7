//! The desk at a terminal or behind a pipe: prompts out, lines in, each assignment written before it is confirmed.

use std::io::{BufRead, IsTerminal as _, Read as _};
use std::time::Duration;

use super::record::{self, Record};
use super::{Given, Hours};
use crate::cli::{ExitStatus, Failure, say};
use crate::diag::Finding;
use crate::output::findings;
use crate::output::stage::{Voice, human};
use crate::staging::check::{Field, Scan, check};
use crate::staging::desk::{Desk, Step};
use crate::staging::journal::{Assignment, Entry, Event, State};

/// Longest line that is read; what is longer is no scan.
const LINE: u64 = 4096;
/// How often and how long a lock in another hand is waited for.
const PATIENCE: (u32, Duration) = (40, Duration::from_millis(50));

pub fn run(given: &Given<'_>) -> Result<ExitStatus, Failure> {
    let input = std::io::stdin();
    let terminal = input.is_terminal();
    let color = std::io::stdout().is_terminal() && given.context.color;
    let journal = record::read(given.folder)?;
    given.tell(&journal.findings);
    let mut session = Session {
        given,
        voice: Voice { lang: given.lang, color, people: &given.people },
        state: journal.state,
        desk: Desk::default(),
        wrong: !journal.findings.is_empty() && crate::cli::plan::status(&journal.findings) == ExitStatus::Findings,
    };
    let (status, _) = given.status(&session.state, Hours::default());
    say(&session.voice.welcome(&status, session.state.last()));
    let mut input = input.lock();
    loop {
        if terminal {
            say(&session.voice.prompt(session.desk.asked()));
        }
        let Some(line) = next_line(&mut input) else { break };
        if !session.line(&line, terminal)? {
            break;
        }
    }
    let half = session.desk.is_half();
    let (status, _) = given.status(&session.state, Hours::default());
    say(&session.voice.goodbye(&status, half));
    // At a terminal somebody saw the contradictions; behind a pipe the exit code tells.
    Ok(if !terminal && (session.wrong || half) { ExitStatus::Findings } else { ExitStatus::Done })
}

/// None at the end of the input. Bytes that are no text stay visible as replacement characters.
fn next_line(input: &mut impl BufRead) -> Option<String> {
    let mut bytes = Vec::new();
    let read = input.by_ref().take(LINE).read_until(b'\n', &mut bytes).ok()?;
    (read > 0).then(|| String::from_utf8_lossy(&bytes).into_owned())
}

struct Session<'a> {
    given: &'a Given<'a>,
    voice: Voice<'a>,
    state: State,
    desk: Desk,
    /// A contradiction was told.
    wrong: bool,
}

impl Session<'_> {
    /// False where the desk is to end.
    fn line(&mut self, line: &str, terminal: bool) -> Result<bool, Failure> {
        let asked = self.desk.asked();
        for step in self.desk.line(line, self.given.known(&self.state)) {
            match step {
                Step::Quit => return Ok(false),
                Step::Help => say(self.voice.help()),
                Step::Status => {
                    let (status, _) = self.given.status(&self.state, Hours::default());
                    say(&human(&status, self.given.lang));
                }
                Step::Skipped => say(self.voice.skipped()),
                Step::Taken { field, text, instead_of } => self.taken(asked, field, &text, instead_of.as_deref(), terminal),
                Step::Known(assignment) => say(&self.voice.known(&assignment)),
                Step::Wrong(findings) => self.tell(&findings),
                Step::Already(assignment) => say(&self.voice.already(&assignment)),
                Step::Undo(label) => self.undo(label.as_deref())?,
                Step::Stage(assignment) => self.stage(&assignment)?,
            }
        }
        Ok(true)
    }

    /// At the prompt for it nothing needs to be said.
    fn taken(&self, asked: Field, field: Field, text: &str, instead_of: Option<&str>, terminal: bool) {
        if terminal && (field != asked || instead_of.is_some()) {
            say(&self.voice.taken(field, text, instead_of));
        }
    }

    fn tell(&mut self, all: &[Finding]) {
        self.wrong = true;
        crate::cli::say_styled(&findings::human(all, self.given.lang, self.voice.color));
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
            self.desk.done();
            let findings: Vec<Finding> = checked.complaints.into_iter().map(|(_, finding)| finding).collect();
            self.tell(&findings);
            return Ok(());
        }
        record.append(&[Entry { at: self.given.now(), event: Event::Staged(assignment.clone()) }])?;
        self.state = record.journal.state;
        self.desk.done();
        let (status, _) = self.given.status(&self.state, Hours::default());
        say(&self.voice.staged(assignment, &status));
        Ok(())
    }

    fn undo(&mut self, label: Option<&str>) -> Result<(), Failure> {
        let mut record = self.open()?;
        let found = match label {
            Some(label) => record.journal.state.of_label(label),
            None => record.journal.state.last(),
        };
        let found = found.cloned();
        if let Some(found) = &found {
            record.append(&[Entry { at: self.given.now(), event: Event::Undone { label: found.label.clone() } }])?;
        }
        self.state = record.journal.state;
        say(&self.voice.undone(found.as_ref()));
        Ok(())
    }
}
