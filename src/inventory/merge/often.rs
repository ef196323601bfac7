//! One doubt in many cells of one file: told once, with all places.

use std::collections::BTreeMap;

use crate::diag::{Code, Finding, Words};
use crate::inventory::staff::codes::{MAC_MALFORMED, NUMBER_FOREIGN};
use crate::inventory::table::codes::{LETTERS_LOST, TEXT_GARBLED};

/// So many of one kind in one file have one cause: the encoding, the export, the head number of another site.
const MOST: usize = 10;

/// Joins the findings about cells that one file has many of; the first keeps its place and gets those of the others.
pub(super) fn joined(findings: Vec<Finding>) -> Vec<Finding> {
    let pages = [&TEXT_GARBLED, &LETTERS_LOST, &MAC_MALFORMED, &NUMBER_FOREIGN];
    let codes: Vec<Code> = pages.iter().map(|page| page.code()).collect();
    // Those about somebody or something belong to it; of each kind the severity may differ.
    let key = |finding: &Finding| {
        let code = codes.iter().position(|code| *code == finding.code).filter(|_| finding.subject.is_none())?;
        Some((code, finding.severity, finding.place.as_ref()?.file_name().to_owned()))
    };
    let mut counts: BTreeMap<_, usize> = BTreeMap::new();
    for key in findings.iter().filter_map(key) {
        *counts.entry(key).or_default() += 1;
    }
    counts.retain(|_, count| *count > MOST);
    if counts.is_empty() {
        return findings;
    }
    let mut first: BTreeMap<_, usize> = BTreeMap::new();
    let mut out: Vec<Finding> = Vec::with_capacity(findings.len());
    for finding in findings {
        let Some((key, count)) = key(&finding).and_then(|key| counts.get(&key).copied().map(|count| (key, count))) else {
            out.push(finding);
            continue;
        };
        if let Some(at) = first.get(&key) {
            if let Some(place) = finding.place {
                out[*at].related.push((place, finding.what));
            }
            continue;
        }
        first.insert(key, out.len());
        let more = count - 1;
        let what = Words::new(
            format!("{}; the same of {more} further cells of this file", finding.what.en),
            format!("{}; ebenso {more} weitere Zellen dieser Datei", finding.what.de),
        );
        out.push(Finding { what, ..finding });
    }
    out
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::super::tests::staff;
    use super::super::{Inputs, merge};

    #[test]
    fn many_cells_with_one_fault_are_one_finding() {
        let list = |rows: usize| {
            let mut text = "Name;Vorname;Durchwahl\n".to_owned();
            for row in 0..rows {
                let _ = writeln!(text, "MÃ¼ller;A{row};{}", 2000 + row);
            }
            let merged = merge(Inputs { staff: vec![staff("a.csv", &text)], ..Inputs::default() });
            let told = merged.findings.into_iter().filter(|finding| finding.code.as_str() == "inventory/text-garbled");
            told.collect::<Vec<_>>()
        };
        assert_eq!(list(super::MOST).len(), super::MOST);
        let told = list(30);
        assert_eq!((told.len(), told[0].related.len()), (1, 29));
        assert_eq!(told[0].what.en, "`MÃ¼ller` was encoded twice; the same of 29 further cells of this file");
    }
}
