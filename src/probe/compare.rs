//! What changed since an earlier run: repaired, newly broken, unchanged.

use std::collections::{BTreeMap, BTreeSet};

use serde::de::{IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use super::report::{Level, Outcome, Report, Verdict};
use crate::diag::Code;
use crate::domain::{Extension, InOrder, LineId};

/// A line that ended otherwise than before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    pub line: LineId,
    pub extension: Extension,
    /// Class of the earlier verdict.
    pub before: Code,
    pub now: Code,
}

/// The difference of two runs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// File with the earlier verdicts.
    pub with: String,
    /// When the newest of them fell, in seconds since 1970, where the file tells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<u64>,
    /// Failed then, ready now.
    pub repaired: Vec<Change>,
    /// Ready then, failed now.
    pub newly_broken: Vec<Change>,
    /// Failed then and now, for another reason.
    pub other_cause: Vec<Change>,
    /// Decided then, not now.
    pub no_longer_decided: Vec<Change>,
    /// The same as before, still failed ones among them.
    pub unchanged: usize,
    pub still_failed: usize,
    /// Lines with a verdict now that had none then, or none at this level.
    pub first_verdict: usize,
    /// Failed then at a level that this run did not reach; ready as far as it went.
    #[serde(default)]
    pub not_so_far: usize,
    /// Lines with a verdict then that are no part of this run.
    pub not_asked_now: usize,
}

/// How a line ended then.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Before {
    pub line: LineId,
    pub extension: Extension,
    pub outcome: Outcome,
    pub class: Code,
    pub level: Level,
}

/// Of what verdicts are about ([`Report::lines`]) only the time of the newest.
#[derive(Debug, Clone, Copy, Default)]
pub struct Newest(Option<u64>);

impl<'de> Deserialize<'de> for Newest {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        /// Of a [`Basis`](super::report::Basis).
        #[derive(Deserialize)]
        struct Dated {
            at: u64,
        }
        struct Lines;
        impl<'de> Visitor<'de> for Lines {
            type Value = Newest;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a map of lines")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Newest, M::Error> {
                let mut newest = None;
                while let Some((_, Dated { at })) = map.next_entry::<IgnoredAny, Dated>()? {
                    newest = newest.max(Some(at));
                }
                Ok(Newest(newest))
            }
        }
        from.deserialize_map(Lines)
    }
}

impl From<&Verdict> for Before {
    fn from(verdict: &Verdict) -> Self {
        let Verdict { line, extension, outcome, class, level, .. } = verdict;
        Self { line: line.clone(), extension: extension.clone(), outcome: *outcome, class: class.clone(), level: *level }
    }
}

/// What an earlier run said, whichever of our forms it was kept in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Earlier {
    pub verdicts: BTreeMap<LineId, Before>,
    /// See [`Comparison::at`].
    pub at: Option<u64>,
}

#[derive(Deserialize)]
struct Kept {
    verdicts: Vec<Before>,
    #[serde(default)]
    lines: Newest,
}

impl Earlier {
    /// Reads `out/report.json`, the JSON of `validate`, or its JSON lines; `None` where it is none of them.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        #[derive(Deserialize)]
        struct Document {
            body: Kept,
        }
        let whole =
            serde_json::from_str::<Kept>(text).or_else(|_| serde_json::from_str::<Document>(text).map(|document| document.body));
        if let Ok(kept) = whole {
            return Some(Self::of(kept.verdicts, kept.lines));
        }
        let mut verdicts = Vec::new();
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            let value: serde_json::Value = serde_json::from_str(line).ok()?;
            // Remarks on the run stand after the verdicts.
            if value.get("note").is_none() {
                verdicts.push(serde_json::from_value(value).ok()?);
            }
        }
        (!verdicts.is_empty()).then(|| Self::of(verdicts, Newest::default()))
    }

    /// What a report says.
    #[must_use]
    pub fn of_report(report: &Report) -> Self {
        let newest = Newest(report.lines.values().map(|basis| basis.at).max());
        Self::of(report.verdicts.iter().map(Before::from).collect(), newest)
    }

    /// The same from its parts.
    #[must_use]
    pub fn of(verdicts: Vec<Before>, newest: Newest) -> Self {
        Self { verdicts: verdicts.into_iter().map(|verdict| (verdict.line.clone(), verdict)).collect(), at: newest.0 }
    }

    /// Whether anything said then stands beside what is said now: about a line that `now` leaves open, or failed where `now` did not go.
    #[must_use]
    pub fn outlasts(&self, now: &Report) -> bool {
        let decided: BTreeMap<&LineId, &Verdict> =
            now.verdicts.iter().filter(|verdict| verdict.outcome.is_decided()).map(|verdict| (&verdict.line, verdict)).collect();
        let mut decided = InOrder::new(&decided);
        let mut stands =
            |before: &&Before| decided.get(&before.line).is_none_or(|now| now.leaves_open(before.outcome, before.level));
        self.verdicts.values().filter(|before| before.outcome.is_decided()).any(|before| stands(&before))
    }

    /// Extensions whose line was ready.
    #[must_use]
    pub fn ready(&self) -> BTreeSet<Extension> {
        let ready = self.verdicts.values().filter(|verdict| verdict.outcome == Outcome::Ready);
        ready.map(|verdict| verdict.extension.clone()).collect()
    }

    /// Lines that were not ready and are not meant to stay as they are.
    pub fn not_ready(&self) -> impl Iterator<Item = &LineId> {
        let open = |verdict: &&Before| matches!(verdict.outcome, Outcome::Failed | Outcome::Undecided);
        self.verdicts.values().filter(open).map(|verdict| &verdict.line)
    }
}

/// Compares what `report` says with what was said before; `with` names the file of that.
#[must_use]
pub fn compare(report: &Report, earlier: &Earlier, with: &str) -> Comparison {
    use Outcome::{Failed, Ready, Undecided};
    let mut found = Comparison { with: with.to_owned(), at: earlier.at, ..Comparison::default() };
    let (mut seen, mut verdicts) = (0, InOrder::new(&earlier.verdicts));
    for now in &report.verdicts {
        let before = verdicts.get(&now.line);
        seen += usize::from(before.is_some_and(|before| before.outcome.is_decided()));
        let change = |before: &Before| Change {
            line: now.line.clone(),
            extension: now.extension.clone(),
            before: before.class.clone(),
            now: now.class.clone(),
        };
        match (before, now.outcome) {
            (Some(before), Ready) if now.leaves_open(before.outcome, before.level) => found.not_so_far += 1,
            (Some(before), Ready) if before.outcome == Failed => found.repaired.push(change(before)),
            // What was not asked then is not broken since.
            (Some(before), Failed) if before.outcome == Ready && now.level > before.level => found.first_verdict += 1,
            (Some(before), Failed) if before.outcome == Ready => found.newly_broken.push(change(before)),
            (Some(before), Failed) if before.outcome == Failed && before.class != now.class => {
                found.other_cause.push(change(before));
            }
            (Some(before), Undecided) if before.outcome.is_decided() => found.no_longer_decided.push(change(before)),
            (Some(before), outcome) if before.outcome == outcome => {
                found.unchanged += 1;
                found.still_failed += usize::from(outcome == Failed);
            }
            (_, Ready | Failed) => found.first_verdict += 1,
            _ => {}
        }
    }
    let decided = earlier.verdicts.values().filter(|verdict| verdict.outcome.is_decided()).count();
    found.not_asked_now = decided - seen;
    found
}

impl Comparison {
    /// Something is otherwise than before.
    #[must_use]
    pub fn differs(&self) -> bool {
        !(self.repaired.is_empty()
            && self.newly_broken.is_empty()
            && self.other_cause.is_empty()
            && self.no_longer_decided.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::probe::testing::report;

    #[test]
    fn each_line_is_counted_once_where_it_belongs() {
        use Outcome::{Failed, Kept, Ready, Undecided};
        let mut before = report(&[
            ("2001", Failed),
            ("2002", Ready),
            ("2003", Failed),
            ("2004", Failed),
            ("2005", Ready),
            ("2006", Ready),
            ("2007", Undecided),
            ("2008", Ready),
            ("0100", Kept),
        ]);
        let now = report(&[
            ("2001", Ready),
            ("2002", Failed),
            ("2003", Failed),
            ("2004", Failed),
            ("2005", Undecided),
            ("2006", Ready),
            ("2007", Ready),
            ("2009", Failed),
            ("2010", Undecided),
            ("0100", Kept),
        ]);
        before.verdicts[3].class = Code::new("sip/contact-limit");
        let found = compare(&now, &Earlier::of_report(&before), "out/report.json");
        let lines = |changes: &[Change]| changes.iter().map(|change| change.line.to_string()).collect::<Vec<_>>().join(" ");
        assert_eq!(
            [lines(&found.repaired), lines(&found.newly_broken), lines(&found.other_cause), lines(&found.no_longer_decided)],
            ["2001", "2002", "2004", "2005"]
        );
        assert_eq!((found.unchanged, found.still_failed, found.first_verdict, found.not_asked_now), (3, 1, 2, 1));
        assert!(found.differs());
        assert!(!compare(&now, &Earlier::of_report(&now), "x").differs());
        let open: Vec<String> = Earlier::of_report(&before).not_ready().map(ToString::to_string).collect();
        assert_eq!(open.len(), 4, "{open:?}");
    }

    #[test]
    fn levels_are_not_mixed_up() {
        use crate::probe::report::Level::{Call, Fetch};
        use Outcome::{Failed, Ready};
        let at = |level, outcome| {
            let mut report = report(&[("2001", outcome)]);
            report.verdicts[0].level = level;
            report
        };
        let counts = |before, now| {
            let found = compare(&now, &Earlier::of_report(&before), "x");
            (found.repaired.len(), found.newly_broken.len(), found.first_verdict, found.not_so_far)
        };
        // A login that works says nothing of calls that failed, and a call that fails nothing of a login that worked.
        assert_eq!(counts(at(Call, Failed), at(Fetch, Ready)), (0, 0, 0, 1));
        assert_eq!(counts(at(Fetch, Ready), at(Call, Failed)), (0, 0, 1, 0));
        assert_eq!(counts(at(Fetch, Failed), at(Call, Ready)), (1, 0, 0, 0));
        assert_eq!(counts(at(Call, Ready), at(Fetch, Failed)), (0, 1, 0, 0));
        assert_eq!(counts(at(Call, Ready), at(Call, Failed)), (0, 1, 0, 0));
        assert_eq!(counts(at(Call, Failed), at(Call, Ready)), (1, 0, 0, 0));
    }

    #[test]
    fn every_form_of_ours_is_read_and_no_other() {
        let report = report(&[("2001", Outcome::Failed), ("2002", Outcome::Ready)]);
        let whole = serde_json::to_string_pretty(&report).unwrap();
        let expected = Earlier::of_report(&report);
        assert_eq!(Earlier::parse(&whole).unwrap(), expected);
        assert_eq!(Earlier::parse(&format!("{{\"kind\": \"report\", \"body\": {whole}}}")).unwrap(), expected);
        let mut lines: String = report.verdicts.iter().map(|verdict| serde_json::to_string(verdict).unwrap() + "\n").collect();
        lines += "{\"note\":{\"code\":\"sip/clock-differs\"}}\n";
        assert_eq!(Earlier::parse(&lines).unwrap(), expected);
        for other in ["", "{}", "[]", "{\"a\":1}\n", "nonsense"] {
            assert_eq!(Earlier::parse(other), None, "{other}");
        }
    }
}
