//! The result of `validate` in the Test Anything Protocol, version 14: one test point for each line.

use std::fmt::Write as _;

use crate::diag::Lang;
use crate::probe::report::{Counts, Outcome, Report, Verdict};

/// Ready is `ok`, failed and undecided are `not ok` and say which of the two, kept is skipped.
#[must_use]
pub fn text(report: &Report, lang: Lang) -> String {
    let Counts { total, ready, failed, undecided, kept } = report.counts();
    let mut text = format!("TAP version 14\n1..{total}\n");
    for (n, verdict) in report.verdicts.iter().enumerate() {
        point(&mut text, n + 1, verdict, lang);
    }
    let _ = writeln!(text, "# lines {total}, ready {ready}, failed {failed}, undecided {undecided}, kept {kept}");
    for stop in &report.stops {
        let _ = writeln!(text, "# stopped: {}: {}", stop.code, one_line(stop.words.get(lang)));
    }
    for note in &report.notes {
        let _ = writeln!(text, "# note: {}: {}", note.code, one_line(note.words.get(lang)));
    }
    text
}

fn point(text: &mut String, number: usize, verdict: &Verdict, lang: Lang) {
    let word = match verdict.outcome {
        Outcome::Ready | Outcome::Kept => "ok",
        Outcome::Failed | Outcome::Undecided => "not ok",
    };
    let _ = write!(text, "{word} {number} - {}", escaped(verdict.extension.as_str()));
    if verdict.outcome == Outcome::Kept {
        let _ = writeln!(text, " # SKIP {}", escaped(verdict.cause.get(lang)));
        return;
    }
    let _ = writeln!(text, " {}", escaped(verdict.class.as_str()));
    if verdict.outcome == Outcome::Ready {
        return;
    }
    let outcome = if verdict.outcome == Outcome::Failed { "failed" } else { "undecided" };
    let _ = writeln!(text, "  ---\n  outcome: {outcome}\n  class: {}", quoted(verdict.class.as_str()));
    let _ = writeln!(text, "  message: {}", quoted(verdict.cause.get(lang)));
    if let Some(silence) = verdict.silence {
        let _ = writeln!(text, "  tries: {}\n  p: {:e}", silence.tries, silence.p.get());
    }
    if let Some(remedy) = &verdict.remedy {
        let _ = writeln!(text, "  remedy: {}", quoted(remedy.get(lang)));
    }
    if !verdict.evidence.is_empty() {
        text.push_str("  evidence:\n");
        for evidence in &verdict.evidence {
            let _ = writeln!(text, "    - {}", quoted(evidence.get(lang)));
        }
    }
    text.push_str("  ...\n");
}

/// A string of JSON is one of YAML.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}

fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// `#` begins a directive, `\` escapes.
fn escaped(text: &str) -> String {
    one_line(text).replace('\\', "\\\\").replace('#', "\\#")
}

#[cfg(test)]
mod tests {
    use super::super::validate::tests::report;
    use super::*;
    use crate::diag::Words;

    #[test]
    fn points_directives_and_diagnostics_stand_where_readers_look() {
        let mut report = report();
        report.verdicts[0].cause = Words::new("a fax # 1\nback\\slash", "ein Fax");
        let text = text(&report, Lang::En);
        let expected = "\
TAP version 14
1..7
ok 1 - 0100 # SKIP a fax \\# 1 back\\\\slash
ok 2 - 2001 sip/ready
ok 3 - 2002 sip/ready
not ok 4 - 2003 sip/unknown-extension
  ---
  outcome: failed
  class: \"sip/unknown-extension\"
  message: \"only a list knows extension `2003`; the PBX has no endpoint for it\"
  remedy: \"mend it\"
  evidence:
    - \"fetch: 401 Unauthorized\"
    - \"<&\\\"'> \\u001b[31m\"
  ...
";
        assert!(text.starts_with(expected), "{text}");
        assert!(text.ends_with("# lines 7, ready 2, failed 3, undecided 1, kept 1\n"), "{text}");
        assert!(!text.contains('\u{1b}'));
    }
}
