//! The journal of verdicts: one line of JSON for each, appended as they fall, and what a later run learns from it.
//!
//! It holds no secrets: a refused login is remembered as a keyed hash ([`super::refused`]). A test registration is written down
//! before its request leaves, so that the next run can remove what a run that died left behind. A line that cannot be read, such
//! as the torn last one of a crash, is counted with its number.

use std::collections::{BTreeMap, BTreeSet};

use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

use super::budget::WINDOW;
use super::codes::NOT_CLEANED_UP;
use super::known::Known;
use super::report::{Level, Outcome, Verdict};
use crate::diag::Code;
use crate::domain::hex::Digits;
use crate::domain::{HostPort, LineId, Transport};

/// One verdict, when and in which run it fell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Seconds since 1970.
    pub at: u64,
    /// Seconds since 1970 at the start of the run, or of the run that this one goes on with.
    pub run: u64,
    /// Level that was asked for.
    pub level: Level,
    /// Fingerprint of the planned line: a verdict on another line is no verdict on this one.
    pub about: String,
    /// Host that was asked.
    pub host: String,
    /// Hits in that host's ban log.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub hits: u32,
    /// Keyed hash of the login that was refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
    /// False for a canary outside the selection.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub selected: bool,
    pub verdict: Verdict,
}

impl Entry {
    /// Whether it says something beyond its run.
    fn is_lasting(&self) -> bool {
        self.hits > 0 || self.refused.is_some()
    }
}

// serde hands references.
#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_zero(n: &u32) -> bool {
    *n == 0
}

fn yes() -> bool {
    true
}

#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_yes(b: &bool) -> bool {
    *b
}

/// A test registration that is about to be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Binding {
    pub line: LineId,
    pub registrar: HostPort,
    pub transport: Transport,
    pub call_id: String,
    /// Of the first request; those that follow count on.
    pub cseq: u32,
    pub contact: String,
    /// Seconds asked for.
    pub expires_s: u32,
}

/// What came of removing what a dead run had left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sweeping {
    pub line: LineId,
    pub contact: String,
    pub removed: bool,
}

/// One line of the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Record {
    Verdict(Box<Entry>),
    Bound {
        at: u64,
        run: u64,
        bound: Binding,
    },
    Swept {
        at: u64,
        run: u64,
        host: String,
        #[serde(default, skip_serializing_if = "is_zero")]
        hits: u32,
        swept: Sweeping,
    },
}

/// An entry that is written and not kept: as [`Record::Verdict`], without a copy of anything.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Writing<'a> {
    pub at: u64,
    pub run: u64,
    pub level: Level,
    pub about: &'a str,
    pub host: &'a str,
    #[serde(skip_serializing_if = "is_zero")]
    pub hits: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused: Option<&'a str>,
    #[serde(skip_serializing_if = "is_yes")]
    pub selected: bool,
    pub verdict: &'a Verdict,
}

impl Writing<'_> {
    /// Appends it as it stands in the journal.
    pub fn write(&self, text: &mut Vec<u8>) {
        serde_json::to_writer(text, self).expect("an entry has text keys and whole numbers only");
    }
}

impl Record {
    /// As it stands in the journal.
    #[must_use]
    pub fn to_line(&self) -> String {
        serde_json::to_string(self).expect("a record has text keys and whole numbers only")
    }
}

/// A PBX may lengthen a registration that it finds too short (423), but hardly beyond this.
const LONGEST_LEFTOVER_S: u64 = 3600;

/// What decides whether an [`Entry`] is kept.
#[derive(Deserialize)]
struct Outline {
    at: u64,
    run: u64,
    level: Level,
    #[serde(default)]
    hits: u32,
    #[serde(default)]
    refused: Option<IgnoredAny>,
    #[serde(default)]
    verdict: Option<About>,
}

#[derive(Deserialize)]
struct About {
    line: LineId,
    class: Code,
}

impl Outline {
    fn is_lasting(&self) -> bool {
        self.hits > 0 || self.refused.is_some()
    }
}

/// What earlier runs found out.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    /// Those that count against the ban budget or name a refused login, and where they are kept, all of the newest run of each level: a
    /// journal of many runs holds hundreds of thousands of others.
    entries: Vec<Entry>,
    keeps_newest: bool,
    newest: BTreeMap<Level, u64>,
    /// Verdicts of the newest run of each level.
    current: BTreeMap<Level, usize>,
    /// Run and level of the newest entry.
    last: Option<(u64, Level)>,
    /// Test registrations whose end the journal does not tell: when, in which run.
    open: BTreeMap<(LineId, String), (u64, u64, Binding)>,
    /// Hits of sweeps: when, where, how many.
    swept: Vec<(u64, String, u32)>,
    lines: usize,
    /// Numbers of the lines that could not be read, from 1.
    pub unreadable: Vec<usize>,
}

impl Memory {
    /// A memory that can tell what the last run of a level decided ([`Memory::decided`]).
    #[must_use]
    pub fn of_runs() -> Self {
        Self { keeps_newest: true, ..Self::default() }
    }

    /// Reads the journal's text.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let mut memory = Self::of_runs();
        text.lines().for_each(|line| memory.line(line));
        memory
    }

    /// Takes the next line of the journal.
    pub fn line(&mut self, line: &str) {
        self.lines += 1;
        if line.trim().is_empty() {
            return;
        }
        let read = match serde_json::from_str::<Outline>(line) {
            Ok(outline) if outline.verdict.is_some() => self.verdict(&outline, line),
            _ => serde_json::from_str(line).map(|record| self.record(record)),
        };
        if read.is_err() {
            self.unreadable.push(self.lines);
        }
    }

    fn record(&mut self, record: Record) {
        match record {
            Record::Verdict(entry) => self.entries.push(*entry),
            Record::Bound { at, run, bound } => {
                self.open.insert((bound.line.clone(), bound.contact.clone()), (at, run, bound));
            }
            Record::Swept { at, host, hits, swept, .. } => {
                if swept.removed {
                    self.open.remove(&(swept.line, swept.contact));
                }
                if hits > 0 {
                    self.swept.push((at, host, hits));
                }
            }
        }
    }

    /// Reads as a whole only what is kept.
    fn verdict(&mut self, outline: &Outline, line: &str) -> serde_json::Result<()> {
        let Outline { run, level, .. } = *outline;
        // The verdict falls after the removal, or says that there was none.
        if let Some(verdict) =
            outline.verdict.as_ref().filter(|verdict| level >= Level::Bind && verdict.class != NOT_CLEANED_UP.code())
        {
            self.open.retain(|(line, _), (_, of, _)| *line != verdict.line || *of != run);
        }
        if self.last.is_none_or(|(last, _)| run >= last) {
            self.last = Some((run, level));
        }
        let newest = self.newest.entry(level).or_insert(run);
        if run > *newest {
            *newest = run;
            self.current.remove(&level);
            self.entries.retain(|entry| entry.level != level || entry.is_lasting());
        }
        if run == *newest {
            *self.current.entry(level).or_default() += 1;
        }
        if outline.is_lasting() || (self.keeps_newest && run == *newest) {
            self.entries.push(serde_json::from_str(line)?);
        }
        Ok(())
    }

    /// Most of the journal's lines are about runs that later ones took the place of.
    #[must_use]
    pub fn is_mostly_past(&self) -> bool {
        self.lines > 2 * self.current.values().sum::<usize>() + 1000
    }

    /// Whether a line of the journal that was read will be asked for again: it is of the newest run of its level, counts against the ban
    /// budget, or tells of a test registration that may still be there. One that cannot be read stays until somebody looks at it.
    #[must_use]
    pub fn needs(&self, line: &str, now: u64) -> bool {
        let recent = |at: u64| now.saturating_sub(at) < WINDOW.as_secs();
        match serde_json::from_str::<Outline>(line) {
            Ok(outline) if outline.verdict.is_some() => {
                self.newest.get(&outline.level) == Some(&outline.run) || (outline.is_lasting() && recent(outline.at))
            }
            _ => match serde_json::from_str(line) {
                Ok(Record::Bound { run, bound, .. }) => {
                    self.open.get(&(bound.line, bound.contact)).is_some_and(|(_, of, _)| *of == run)
                }
                Ok(Record::Swept { at, hits, .. }) => hits > 0 && recent(at),
                Ok(Record::Verdict(_)) | Err(_) => true,
            },
        }
    }

    /// Test registrations that a run which died, or a PBX that fell silent, may have left, by line.
    #[must_use]
    pub fn left_behind(&self, now: u64) -> Vec<Binding> {
        let lives = |at: u64, binding: &Binding| now.saturating_sub(at) < u64::from(binding.expires_s).max(LONGEST_LEFTOVER_S);
        self.open.values().filter(|(at, _, binding)| lives(*at, binding)).map(|(_, _, binding)| binding.clone()).collect()
    }

    /// Start of the last run at this level, for going on with it.
    #[must_use]
    pub fn last_run(&self, level: Level) -> Option<u64> {
        self.newest.get(&level).copied()
    }

    /// The level of the last run, whichever it was.
    #[must_use]
    pub fn last_level(&self) -> Option<Level> {
        self.last.map(|(_, level)| level)
    }

    /// Verdicts of a run that need not be asked for again: decided, and about the line and password as they are now.
    #[must_use]
    pub fn decided(&self, run: u64, level: Level, lines: &BTreeMap<LineId, Known>) -> BTreeMap<LineId, Verdict> {
        let mut found = BTreeMap::new();
        for entry in self.entries.iter().filter(|entry| entry.run == run && entry.level == level && entry.selected) {
            let same = lines.get(&entry.verdict.line).is_some_and(|known| {
                let login = known.login.as_ref().map(Digits::as_str);
                known.about.as_str() == entry.about && (entry.refused.is_none() || entry.refused.as_deref() == login)
            });
            if same && matches!(entry.verdict.outcome, Outcome::Ready | Outcome::Failed) {
                found.insert(entry.verdict.line.clone(), entry.verdict.clone());
            }
        }
        found
    }

    /// Hits at a host that still count, with their age in seconds.
    #[must_use]
    pub fn hits(&self, hosts: &BTreeSet<String>, now: u64) -> Vec<(u64, u32)> {
        let verdicts = self.entries.iter().map(|entry| (entry.at, &entry.host, entry.hits));
        let swept = self.swept.iter().map(|(at, host, hits)| (*at, host, *hits));
        let recent = verdicts.chain(swept).filter(|(_, host, hits)| *hits > 0 && hosts.contains(*host));
        recent.map(|(at, _, hits)| (now.saturating_sub(at), hits)).filter(|(age, _)| *age < WINDOW.as_secs()).collect()
    }

    /// The refusals of the ban window, by fingerprint, with their age in seconds.
    #[must_use]
    pub fn refusals(&self, now: u64) -> BTreeMap<&str, (u64, &Verdict)> {
        let mut found = BTreeMap::new();
        for entry in &self.entries {
            let age = now.saturating_sub(entry.at);
            if let Some(refused) = &entry.refused
                && age < WINDOW.as_secs()
            {
                found.insert(refused.as_str(), (age, &entry.verdict));
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::super::known::about;
    use super::*;
    use crate::diag::Place;
    use crate::plan::model::Line;
    use crate::policy::site::PbxKind;
    use crate::probe::codes::Class;
    use crate::probe::diagnose::{Circumstances, not_asked};
    use crate::probe::testing::line;

    fn entry(extension: &str, at: u64, run: u64, outcome: Outcome) -> Entry {
        let line = line(extension);
        let around = Circumstances { kind: PbxKind::Asterisk, has_facts: true, level: Level::Fetch, change_loaded: false };
        let verdict = Verdict { outcome, ..not_asked(&line, Class::NotAsked, around) };
        Entry {
            at,
            run,
            level: Level::Fetch,
            about: about(&line).as_str().to_owned(),
            host: "127.0.0.1".to_owned(),
            hits: 0,
            refused: None,
            selected: true,
            verdict,
        }
    }

    fn text(entries: &[Entry]) -> String {
        entries.iter().map(|entry| serde_json::to_string(entry).unwrap() + "\n").collect()
    }

    /// The fingerprint of a login, which has a name here.
    fn login(name: &str) -> Digits<32> {
        Digits::of(name.as_bytes())
    }

    fn known(line: &Line, name: &str) -> Known {
        Known { about: about(line), login: Some(login(name)) }
    }

    fn lines(extensions: &[&str]) -> BTreeMap<LineId, Known> {
        extensions.iter().map(|extension| (extension.parse().unwrap(), known(&line(extension), "f0"))).collect()
    }

    #[test]
    fn what_is_written_is_the_record() {
        for (hits, refused, selected) in [(0, None, true), (2, Some("f0"), false)] {
            let entry = Entry { hits, refused: refused.map(str::to_owned), selected, ..entry("2001", 7, 5, Outcome::Ready) };
            let Entry { at, run, level, about, host, verdict, .. } = &entry;
            let writing = Writing { at: *at, run: *run, level: *level, about, host, hits, refused, selected, verdict };
            let mut text = Vec::new();
            writing.write(&mut text);
            assert_eq!(String::from_utf8(text).unwrap(), Record::Verdict(Box::new(entry)).to_line());
        }
    }

    #[test]
    fn of_older_runs_only_hits_and_refusals_are_kept() {
        let mut entries: Vec<Entry> = (0..50).map(|run| entry("2001", 100 + run, 100 + run, Outcome::Ready)).collect();
        entries.push(Entry { hits: 2, refused: Some("f0".to_owned()), ..entry("2002", 101, 101, Outcome::Failed) });
        entries.push(Entry { level: Level::Bind, ..entry("2003", 102, 102, Outcome::Ready) });
        let memory = Memory::read(&text(&entries));
        let kept: Vec<(&str, u64)> = memory.entries.iter().map(|entry| (entry.verdict.line.as_str(), entry.run)).collect();
        assert_eq!(kept, [("2001", 149), ("2002", 101), ("2003", 102)]);
        assert_eq!(
            (memory.last_run(Level::Fetch), memory.last_run(Level::Bind), memory.last_level()),
            (Some(149), Some(102), Some(Level::Fetch))
        );
        assert_eq!(memory.hits(&BTreeSet::from(["127.0.0.1".to_owned()]), 200), [(99, 2)]);
        assert_eq!(memory.refusals(200).len(), 1);
    }

    #[test]
    fn goes_on_with_what_the_last_run_left_open() {
        let entries = [
            entry("2001", 100, 90, Outcome::Ready),
            entry("2002", 210, 200, Outcome::Ready),
            entry("2003", 211, 200, Outcome::Undecided),
            entry("2004", 212, 200, Outcome::Failed),
        ];
        let memory = Memory::read(&text(&entries));
        assert_eq!(memory.last_run(Level::Fetch), Some(200));
        assert_eq!(memory.last_run(Level::Bind), None);
        assert_eq!((memory.last_level(), Memory::default().last_level()), (Some(Level::Fetch), None));
        let decided = memory.decided(200, Level::Fetch, &lines(&["2001", "2002", "2003", "2004"]));
        let ids: Vec<&str> = decided.keys().map(LineId::as_str).collect();
        assert_eq!(ids, ["2002", "2004"]);
    }

    #[test]
    fn a_line_that_is_planned_differently_is_asked_again() {
        let memory = Memory::read(&text(&[entry("2001", 100, 90, Outcome::Ready)]));
        let mut changed = line("2001");
        changed.auth_user = "2001-new".into();
        let lines = BTreeMap::from([(changed.id.clone(), known(&changed, "f0"))]);
        assert!(memory.decided(90, Level::Fetch, &lines).is_empty());
    }

    /// A staff list with one more row moves every place; a marriage changes a name. Neither changes whether the line registers.
    #[test]
    fn names_and_rows_of_lists_are_not_what_a_verdict_is_about() {
        let (before, mut after) = (line("2001"), line("2001"));
        after.display_name = "Somebody else".into();
        after.department = Some("Bauamt".into());
        after.at = Place::at("staff/personal.csv", 99, 1);
        after.client = crate::domain::ClientId("twinkle".into());
        assert_eq!(about(&before), about(&after));
        after.registrar.port += 1;
        assert_ne!(about(&before), about(&after));
    }

    #[test]
    fn a_refused_line_with_a_new_password_is_asked_again() {
        let mut refused = entry("2001", 100, 90, Outcome::Failed);
        refused.refused = Some(login("f1").as_str().to_owned());
        let memory = Memory::read(&text(&[refused]));
        let with = |name| BTreeMap::from([("2001".parse().unwrap(), known(&line("2001"), name))]);
        assert_eq!(memory.decided(90, Level::Fetch, &with("f1")).len(), 1);
        assert!(memory.decided(90, Level::Fetch, &with("f2")).is_empty());
    }

    #[test]
    fn refusals_and_hits_count_for_ten_minutes() {
        let mut refused = entry("2001", 1000, 990, Outcome::Failed);
        refused.hits = 1;
        refused.refused = Some("f1".to_owned());
        let memory = Memory::read(&text(&[refused]));
        let here = BTreeSet::from(["127.0.0.1".to_owned()]);
        assert_eq!(memory.hits(&here, 1100), [(100, 1)]);
        assert!(memory.hits(&BTreeSet::from(["elsewhere".to_owned()]), 1100).is_empty());
        assert_eq!(memory.refusals(1100)["f1"].0, 100);
        assert!(memory.hits(&here, 1600).is_empty());
        assert!(memory.refusals(1600).is_empty());
    }

    #[test]
    fn a_torn_or_foreign_line_is_skipped() {
        let mut journal = text(&[entry("2001", 100, 90, Outcome::Ready)]);
        journal.push_str("{\"at\":101,\"run\":90,\"ver");
        let memory = Memory::read(&journal);
        assert_eq!((memory.entries.len(), memory.unreadable), (1, vec![2]));
        assert_eq!(Memory::read("\n\u{0}\n\n[]\n\n").unreadable, [2, 4]);
    }

    #[test]
    fn a_test_registration_is_open_until_the_journal_tells_its_end() {
        let binding = |extension: &str| Binding {
            line: extension.parse().unwrap(),
            registrar: HostPort { host: "127.0.0.1".into(), port: 5060 },
            transport: Transport::Udp,
            call_id: "c".to_owned(),
            cseq: 7,
            contact: format!("sip:{extension}@192.0.2.7:5062"),
            expires_s: 60,
        };
        let bound = |extension: &str| Record::Bound { at: 100, run: 90, bound: binding(extension) }.to_line() + "\n";
        let ended = |extension: &str, class: Class| {
            let mut entry = entry(extension, 101, 90, Outcome::Failed);
            entry.level = Level::Bind;
            entry.verdict.class = class.code();
            text(&[entry])
        };
        let left = |journal: &str, now: u64| -> Vec<String> {
            let memory = Memory::read(journal);
            assert!(memory.unreadable.is_empty(), "{:?}", memory.unreadable);
            memory.left_behind(now).iter().map(|binding| binding.line.to_string()).collect()
        };
        let journal = [
            bound("2001"),
            bound("2002"),
            ended("2001", Class::Ready),
            bound("2003"),
            ended("2003", Class::NotCleanedUp),
            text(&[entry("2002", 102, 90, Outcome::Ready)]),
        ]
        .concat();
        assert_eq!(left(&journal, 110), ["2002", "2003"], "a verdict of the level `fetch` ends nothing");
        assert_eq!(left(&journal, 100 + LONGEST_LEFTOVER_S), Vec::<String>::new(), "it has expired");
        let sweeping = |removed| {
            let swept = Sweeping { line: "2002".parse().unwrap(), contact: binding("2002").contact, removed };
            Record::Swept { at: 120, run: 120, host: "127.0.0.1".to_owned(), hits: 2, swept }.to_line()
        };
        assert_eq!(left(&(journal.clone() + &sweeping(false)), 130), ["2002", "2003"]);
        assert_eq!(left(&(journal.clone() + &sweeping(true)), 130), ["2003"]);
        let here = BTreeSet::from(["127.0.0.1".to_owned()]);
        assert_eq!(Memory::read(&(journal + &sweeping(false))).hits(&here, 130), [(10, 2)]);
    }

    #[test]
    fn what_is_usual_is_left_out() {
        let json = serde_json::to_string(&entry("2001", 100, 90, Outcome::Ready)).unwrap();
        assert!(!json.contains("selected") && !json.contains("refused") && !json.contains("hits"), "{json}");
    }
}
