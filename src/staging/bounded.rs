//! Many equal findings as a few and a number.

use std::collections::BTreeMap;

use super::codes;
use crate::diag::{Code, Finding, Place, Words};

/// Findings of one code that are listed.
const LISTED: usize = 20;

/// The first of each code, and how many more there are. The order stays.
#[must_use]
pub(super) fn bounded(findings: Vec<Finding>) -> Vec<Finding> {
    let mut counts: BTreeMap<Code, (usize, Option<Place>)> = BTreeMap::new();
    let mut out = Vec::new();
    for finding in findings {
        let (count, last) = counts.entry(finding.code.clone()).or_default();
        *count += 1;
        if *count <= LISTED {
            out.push(finding);
        } else {
            *last = finding.place;
        }
    }
    for (code, (count, last)) in counts.into_iter().filter(|(_, (count, _))| *count > LISTED) {
        let more = count - LISTED;
        out.push(codes::MORE_OF_SAME.finding(
            last,
            Words::new(
                format!("more findings `{code}` that are not listed: {more}"),
                format!("weitere, nicht aufgeführte Befunde `{code}`: {more}"),
            ),
        ));
    }
    out
}

#[cfg(test)]
mod tests {
    use crate::staging::{codes, journal};

    #[test]
    fn a_garbled_journal_is_told_in_a_few_lines() {
        let garbled = "no entry\n".repeat(11_702);
        let findings = journal::read("j", garbled.as_bytes()).findings;
        assert_eq!(findings.len(), super::LISTED + 1);
        let last = findings.last().unwrap();
        assert_eq!((last.code.clone(), last.place.as_ref().unwrap().line()), (codes::MORE_OF_SAME.code(), 11_702));
        assert_eq!(last.what.en, "more findings `staging/journal-unreadable` that are not listed: 11682");
    }
}
