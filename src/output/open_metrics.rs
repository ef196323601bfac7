//! The result of `validate` for Prometheus: a file for the textfile collector of node_exporter, in the OpenMetrics text format.
//!
//! Gauges only: the textfile collector reads the older format, in which counters are named otherwise. No label names a person or a line.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::validate_run::Run;
use crate::probe::report::Counts;

/// Writes families of metrics.
struct Families(String);

impl Families {
    fn family(&mut self, name: &str, unit: &str, help: &str) {
        let _ = writeln!(self.0, "# TYPE deskshift_validate_{name} gauge");
        if !unit.is_empty() {
            let _ = writeln!(self.0, "# UNIT deskshift_validate_{name} {unit}");
        }
        let _ = writeln!(self.0, "# HELP deskshift_validate_{name} {help}");
    }

    fn sample(&mut self, name: &str, labels: &[(&str, &str)], value: impl std::fmt::Display) {
        let labels: Vec<String> = labels.iter().map(|(name, value)| format!("{name}=\"{}\"", escaped(value))).collect();
        let labels = if labels.is_empty() { String::new() } else { format!("{{{}}}", labels.join(",")) };
        let _ = writeln!(self.0, "deskshift_validate_{name}{labels} {value}");
    }

    fn one(&mut self, name: &str, unit: &str, help: &str, value: impl std::fmt::Display) {
        self.family(name, unit, help);
        self.sample(name, &[], value);
    }
}

#[must_use]
pub fn text(run: &Run<'_>) -> String {
    let report = run.report;
    let Counts { total, ready, failed, undecided, kept } = report.counts();
    let mut out = Families(String::new());
    out.family("run", "", "The run itself.");
    out.sample("run", &[("level", report.level.as_str()), ("version", env!("CARGO_PKG_VERSION"))], 1);
    out.one("lines_selected", "", "Lines of the run.", total);
    out.family("lines", "", "Lines by outcome.");
    for (outcome, count) in [("ready", ready), ("failed", failed), ("undecided", undecided), ("kept", kept)] {
        out.sample("lines", &[("outcome", outcome)], count);
    }
    let mut classes: BTreeMap<&str, usize> = BTreeMap::new();
    for verdict in &report.verdicts {
        *classes.entry(verdict.class.as_str()).or_default() += 1;
    }
    out.family("lines_by_class", "", "Lines by class of verdict; deskshift explain tells more of each.");
    for (class, count) in classes {
        out.sample("lines_by_class", &[("class", class)], count);
    }
    let silences = || report.verdicts.iter().filter_map(|verdict| verdict.silence);
    if let Some(tries) = silences().map(|silence| silence.tries).min() {
        let p = silences().map(|silence| silence.p.get()).fold(0.0, f64::max);
        out.one("silence_tries", "", "Tries that nothing answered, of the silent line with the fewest.", tries);
        out.one("silence_probability", "", "Greatest probability that a silent line works.", p);
    }
    out.one("requests", "", "Requests sent, repeated ones among them.", report.requests_sent);
    out.one("retransmissions", "", "Requests sent again for want of an answer.", report.retransmissions);
    out.one("ban_hits", "", "Hits that the run caused in the ban log of the PBX.", report.ban_hits);
    out.family("stops", "", "Reasons for which the run ended early.");
    let mut stops: BTreeMap<&str, usize> = BTreeMap::new();
    for stop in &report.stops {
        *stops.entry(stop.code.as_str()).or_default() += 1;
    }
    for (code, count) in stops {
        out.sample("stops", &[("code", code)], count);
    }
    out.one("complete", "", "1 where every line was decided.", u8::from(undecided == 0));
    out.one("end_timestamp_seconds", "seconds", "When the run ended, since 1970.", run.ended());
    out.one("duration_seconds", "seconds", "How long it took.", format_args!("{:.3}", run.took.as_secs_f64()));
    ways(&mut out, run);
    if let Some(compared) = run.compared {
        out.family("changes", "", "Lines that changed since the run before.");
        for (change, count) in [
            ("repaired", compared.repaired.len()),
            ("newly_broken", compared.newly_broken.len()),
            ("other_cause", compared.other_cause.len()),
            ("no_longer_decided", compared.no_longer_decided.len()),
        ] {
            out.sample("changes", &[("change", change)], count);
        }
    }
    out.0 + "# EOF\n"
}

fn ways(out: &mut Families, run: &Run<'_>) {
    if run.ways.iter().any(|way| way.clock_difference_s.is_some()) {
        out.family("clock_difference_seconds", "seconds", "The clock of the PBX less that of this computer.");
        for way in run.ways {
            if let Some(difference) = way.clock_difference_s {
                out.sample("clock_difference_seconds", &[("way", &way.way)], difference);
            }
        }
    }
    let ends = run.ways.iter().filter_map(|way| Some((way, way.tls.as_ref()?.chain.iter().map(|one| one.not_after).min()?)));
    let ends: Vec<_> = ends.collect();
    if !ends.is_empty() {
        let help = "When the first certificate of the chain ends, since 1970.";
        out.family("certificate_end_timestamp_seconds", "seconds", help);
        for (way, end) in ends {
            out.sample("certificate_end_timestamp_seconds", &[("way", &way.way)], end);
        }
    }
}

fn escaped(value: &str) -> String {
    value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    #[test]
    fn every_family_is_declared_once_and_the_end_is_marked() {
        let (report, plan) = (super::super::validate::tests::report(), sample::plan());
        let text = text(&sample::run(&report, &plan));
        for line in ["deskshift_validate_lines{outcome=\"failed\"} 3\n", "deskshift_validate_ban_hits 4\n"] {
            assert!(text.contains(line), "{text}");
        }
        assert!(text.contains("deskshift_validate_lines_by_class{class=\"sip/secret-differs\"} 2\n"), "{text}");
        assert!(text.ends_with("\n# EOF\n") && text.matches("# EOF").count() == 1);
        let families: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("# TYPE ")).collect();
        let distinct: std::collections::BTreeSet<&str> = families.iter().copied().collect();
        assert_eq!(families.len(), distinct.len());
        for number in ["2001", "2003"] {
            assert!(!text.contains(number), "no line is named");
        }
        assert_eq!(escaped("a\"b\\c\nd"), "a\\\"b\\\\c\\nd");
    }
}
