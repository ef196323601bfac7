//! Findings of one list: counted, so that a damaged file of 200,000 rows does not give 200,000 of the same.

use std::collections::BTreeMap;

use super::codes;
use crate::diag::{Code, CodePage, Finding, Place, Words};

const MOST_OF_A_CODE: usize = 1000;

#[derive(Debug, Default)]
pub(in crate::inventory) struct Collector {
    findings: Vec<Finding>,
    counts: BTreeMap<Code, (usize, Option<Place>)>,
}

impl Collector {
    pub(in crate::inventory) fn push(&mut self, finding: Finding) {
        let (count, last) = self.counts.entry(finding.code.clone()).or_default();
        *count += 1;
        if *count <= MOST_OF_A_CODE {
            self.findings.push(finding);
        } else {
            last.clone_from(&finding.place);
        }
    }

    pub(in crate::inventory) fn extend(&mut self, findings: impl IntoIterator<Item = Finding>) {
        for finding in findings {
            self.push(finding);
        }
    }

    /// What was said about an old name is about the new one.
    pub(in crate::inventory) fn rename(&mut self, names: &BTreeMap<String, String>) {
        for subject in self.findings.iter_mut().filter_map(|finding| finding.subject.as_mut()) {
            if let Some(new) = names.get(subject) {
                subject.clone_from(new);
            }
        }
    }

    /// Takes findings back that later knowledge has answered.
    pub(in crate::inventory) fn retain(&mut self, keep: impl FnMut(&Finding) -> bool) {
        self.findings.retain(keep);
    }

    pub(in crate::inventory) fn finish(mut self) -> Vec<Finding> {
        for (code, (count, last)) in self.counts {
            if count > MOST_OF_A_CODE {
                let more = count - MOST_OF_A_CODE;
                self.findings.push(codes::MORE_OF_SAME.finding(
                    last,
                    Words::new(
                        format!("{more} further findings `{code}` are not listed; the last one is here"),
                        format!("{more} weitere Befunde `{code}` sind nicht aufgeführt; hier ist der letzte"),
                    ),
                ));
            }
        }
        self.findings
    }
}

/// Something that happens in many rows and is told once: how often, where first, and an example.
#[derive(Debug, Default)]
pub(in crate::inventory) struct Tally {
    pub count: usize,
    first: Option<Place>,
    pub example: String,
}

impl Tally {
    pub(in crate::inventory) fn add(&mut self, place: impl FnOnce() -> Place, example: impl FnOnce() -> String) {
        if self.count == 0 {
            self.first = Some(place());
            self.example = example();
        }
        self.count += 1;
    }

    /// One finding for all, if there were any.
    pub(in crate::inventory) fn tell(self, page: &CodePage, words: impl FnOnce(usize, &str) -> Words) -> Option<Finding> {
        (self.count > 0).then(|| page.finding(self.first, words(self.count, &self.example)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_thousand_and_first_is_counted_only() {
        let mut collector = Collector::default();
        for line in 1..=1500 {
            collector.push(codes::ROW_TOO_SHORT.finding(Some(Place::at("a.csv", line, 1)), Words::new("x", "x")));
        }
        let findings = collector.finish();
        assert_eq!(findings.len(), 1001);
        let last = &findings[1000];
        assert_eq!((last.code.as_str(), last.place.as_ref().map(Place::line)), ("inventory/more-of-the-same", Some(1500)));
        assert!(last.what.en.starts_with("500 further"));
    }
}
