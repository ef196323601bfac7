//! Verdicts: what a run found out about each line.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use crate::diag::{Code, Lang, Words};
use crate::domain::{Extension, InOrder, LineId};

/// How far a probe goes. Each level includes the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Authenticated REGISTER without Contact: changes nothing, throws nobody out (RFC 3261 section 10.2.3).
    #[default]
    Fetch,
    /// Then a REGISTER with our contact that expires at once: the registrar looks at the contact, and nothing is registered.
    Noop,
    /// Registers a contact, sees it listed, unregisters exactly that contact.
    Bind,
    /// Registers, is called by another line and calls one, through the PBX; unregisters.
    Call,
}

impl Level {
    /// As on the command line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Fetch => "fetch",
            Self::Noop => "noop",
            Self::Bind => "bind",
            Self::Call => "call",
        }
    }
}

/// The outcome of one line in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    Ready,
    Failed,
    /// Not probed or not decided: stopped early, budget used up, silent under loss.
    Undecided,
    /// Extension that is not migrated; never probed.
    Kept,
}

/// One piece of evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Evidence {
    /// A line of the protocol, the same in every language.
    Line(SmolStr),
    Said(Words),
}

impl Evidence {
    #[must_use]
    pub fn get(&self, lang: Lang) -> &str {
        match self {
            Self::Line(line) => line,
            Self::Said(words) => words.get(lang),
        }
    }
}

/// A remark beside the verdicts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    pub code: Code,
    /// `127.0.0.1:5060/udp`, where it concerns one way to the PBX.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub way: Option<String>,
    pub words: Words,
}

impl Outcome {
    /// The PBX, or the files, said something about the line.
    #[must_use]
    pub fn is_decided(self) -> bool {
        matches!(self, Self::Ready | Self::Failed)
    }
}

/// Realm and algorithm of the challenge that was answered: what a digest that is stored in place of a password depends on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedFor {
    pub realm: SmolStr,
    /// `MD5`, `SHA-256`, ….
    pub algorithm: SmolStr,
}

impl Verdict {
    /// Whether an earlier verdict failed at a level that this one did not reach: it stands.
    #[must_use]
    pub fn leaves_open(&self, earlier: Outcome, at: Level) -> bool {
        (self.outcome, earlier) == (Outcome::Ready, Outcome::Failed) && self.level < at
    }
}

/// A probability: one significant digit, and never below [`Probability::LEAST`], so that it is the same in every form.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Probability(f64);

impl Eq for Probability {} // never NaN

impl Probability {
    pub const LEAST: f64 = 1e-12;

    #[must_use]
    pub fn new(p: f64) -> Self {
        let p = if p.is_nan() { 1.0 } else { p.clamp(Self::LEAST, 1.0) };
        Self(format!("{p:.0e}").parse().unwrap_or(1.0))
    }

    #[must_use]
    pub fn get(self) -> f64 {
        self.0
    }
}

impl std::fmt::Display for Probability {
    /// `p = 3e-4`, `p < 1e-12`
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.0 <= Self::LEAST { write!(f, "p < {:e}", Self::LEAST) } else { write!(f, "p = {:e}", self.0) }
    }
}

/// How long a line was silent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Silence {
    /// How often its request was sent, all rounds together.
    pub tries: u32,
    /// How probable it is that a line which works stays silent so long, by the loss that the other answers showed.
    pub p: Probability,
}

/// What is said about one line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    pub line: LineId,
    pub extension: Extension,
    pub outcome: Outcome,
    /// Class, such as `sip/ready`, `sip/auth-rejected`, `sip/contact-limit`, `sip/kept`.
    pub class: Code,
    pub level: Level,
    /// What the PBX really said, decisive lines only, secrets and digests masked.
    pub evidence: Vec<Evidence>,
    /// One sentence: the cause.
    pub cause: Words,
    /// One sentence: what the admin should do.
    pub remedy: Option<Words>,
    /// Devices the PBX listed as registered, by contact URI.
    pub contacts: Vec<String>,
    /// Seconds granted, for `bind`.
    pub granted_s: Option<u32>,
    /// First request to last answer, in milliseconds; left out of comparisons.
    pub took_ms: Option<u64>,
    /// Where no answer came although the PBX answers others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub silence: Option<Silence>,
    /// What the registrar asked for; none where it was not asked, or asked for nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_for: Option<AskedFor>,
    /// Remarks that change nothing about the outcome.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
}

/// Why a run, or one way to the PBX, ended early.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StopNote {
    /// `sip/banned`, `sip/port-closed`, `sip/budget-used`, ….
    pub code: Code,
    /// `127.0.0.1:5060/udp`; none: the whole run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub way: Option<String>,
    pub words: Words,
}

/// What a verdict is about, and when it fell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basis {
    /// Fingerprint of the planned line and its password ([`super::known::Known::fingerprint`]): as long as it stays the same, the
    /// verdict counts, whatever else changed in the plan.
    pub about: String,
    /// Seconds since 1970.
    pub at: u64,
    /// Of an earlier run: the last one left the line undecided, or did not ask it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub earlier: bool,
}

/// The result of one run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    pub level: Level,
    /// By line id.
    pub verdicts: Vec<Verdict>,
    /// Why the run ended early, if it did.
    pub stopped: Option<Words>,
    /// The same, one by one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stops: Vec<StopNote>,
    pub requests_sent: u64,
    pub retransmissions: u64,
    /// Log hits the PBX will have counted for this address.
    pub ban_hits: u32,
    /// What the PBX calls itself, by way to it.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub servers: BTreeMap<String, String>,
    /// Remarks on the run as a whole; those on a line stand in its verdict.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
    /// What the decided verdicts are about; written with the document.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub lines: BTreeMap<LineId, Basis>,
}

/// How many lines ended how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counts {
    pub total: usize,
    pub ready: usize,
    pub failed: usize,
    pub undecided: usize,
    pub kept: usize,
}

impl Report {
    #[must_use]
    pub fn counts(&self) -> Counts {
        let mut counts = Counts { total: self.verdicts.len(), ..Counts::default() };
        for verdict in &self.verdicts {
            match verdict.outcome {
                Outcome::Ready => counts.ready += 1,
                Outcome::Failed => counts.failed += 1,
                Outcome::Undecided => counts.undecided += 1,
                Outcome::Kept => counts.kept += 1,
            }
        }
        counts
    }

    /// Writes down what each decided verdict is about. `now` has the fingerprint of each planned line.
    pub fn date(&mut self, now: Vec<(LineId, String)>, at: u64) {
        let verdicts: BTreeMap<&LineId, Outcome> = self.verdicts.iter().map(|verdict| (&verdict.line, verdict.outcome)).collect();
        let mut verdicts = InOrder::new(&verdicts);
        let decided = now.into_iter().filter(|(line, _)| verdicts.get(line).is_some_and(|outcome| outcome.is_decided()));
        let mut dated: BTreeMap<LineId, Basis> =
            decided.map(|(line, about)| (line, Basis { about, at, earlier: false })).collect();
        self.lines.append(&mut dated);
    }

    /// Takes over the verdicts of an earlier report about lines that this run left open and that are still what they were: a wrong port
    /// or a selection teaches nothing new about them. Gives the lines.
    pub fn keep_earlier(&mut self, earlier: &Self, now: &BTreeMap<LineId, String>) -> Vec<LineId> {
        let decided: BTreeMap<LineId, &Verdict> = self
            .verdicts
            .iter()
            .filter(|verdict| verdict.outcome.is_decided())
            .map(|verdict| (verdict.line.clone(), verdict))
            .collect();
        let mut kept: BTreeMap<LineId, Verdict> = BTreeMap::new();
        // Also where this run says ready and did not go as far as what failed.
        let stands =
            |verdict: &&Verdict| decided.get(&verdict.line).is_none_or(|now| now.leaves_open(verdict.outcome, verdict.level));
        for verdict in earlier.verdicts.iter().filter(|verdict| verdict.outcome.is_decided()).filter(stands) {
            if let Some(basis) = earlier.lines.get(&verdict.line).filter(|basis| now.get(&verdict.line) == Some(&basis.about)) {
                self.lines.insert(verdict.line.clone(), Basis { earlier: true, ..basis.clone() });
                kept.insert(verdict.line.clone(), verdict.clone());
            }
        }
        let lines: Vec<LineId> = kept.keys().cloned().collect();
        self.verdicts.retain(|verdict| !kept.contains_key(&verdict.line));
        self.verdicts.extend(kept.into_values());
        self.verdicts.sort_by(|a, b| a.line.cmp(&b.line));
        lines
    }

    /// Ended early with lines undecided: what is said here is not all.
    #[must_use]
    pub fn is_cut_short(&self) -> bool {
        !self.stops.is_empty() && self.counts().undecided > 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::probe::testing::report;

    fn now(lines: &[(&str, &str)]) -> BTreeMap<LineId, String> {
        lines.iter().map(|(number, about)| (number.parse().unwrap(), (*about).to_owned())).collect()
    }

    #[test]
    fn a_probability_is_the_same_in_every_form() {
        for (p, shown, json) in
            [(0.034, "p = 3e-2", "0.03"), (1e-30, "p < 1e-12", "1e-12"), (2.0, "p = 1e0", "1.0"), (3.4e-7, "p = 3e-7", "3e-7")]
        {
            let p = Probability::new(p);
            assert_eq!((p.to_string().as_str(), serde_json::to_string(&p).unwrap().as_str()), (shown, json));
            assert_eq!(serde_json::from_str::<Probability>(json).unwrap(), p);
        }
    }

    #[test]
    fn what_a_run_leaves_open_keeps_its_verdict_while_the_line_is_the_same() {
        use Outcome::{Failed, Ready, Undecided};
        let mut earlier = report(&[("2001", Ready), ("2002", Failed), ("2003", Ready), ("2004", Ready), ("2005", Undecided)]);
        let then = now(&[("2001", "a"), ("2002", "b"), ("2003", "c"), ("2004", "d"), ("2005", "e")]);
        earlier.date(then.into_iter().collect(), 100);
        // 2001 is decided anew, 2002 left open, 2003 changed, 2004 left the plan, 2005 never was decided.
        let mut later = report(&[("2001", Failed), ("2002", Undecided), ("2003", Undecided), ("2005", Undecided)]);
        let planned = now(&[("2001", "a"), ("2002", "b"), ("2003", "other"), ("2005", "e")]);
        later.date(planned.clone().into_iter().collect(), 200);
        let kept: Vec<String> = later.keep_earlier(&earlier, &planned).iter().map(ToString::to_string).collect();
        assert_eq!(kept, ["2002"]);
        let found: Vec<(&str, Outcome)> = later.verdicts.iter().map(|v| (v.line.as_str(), v.outcome)).collect();
        assert_eq!(found, [("2001", Failed), ("2002", Failed), ("2003", Undecided), ("2005", Undecided)]);
        let dated: Vec<(&str, u64, bool)> = later.lines.iter().map(|(line, b)| (line.as_str(), b.at, b.earlier)).collect();
        assert_eq!(dated, [("2001", 200, false), ("2002", 100, true)]);
    }
}
