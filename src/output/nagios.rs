//! The result of `validate` as one line for Nagios, Icinga, Naemon and Checkmk, and the state it stands for.

use super::counted;
use super::validate_run::Run;
use crate::diag::{Finding, Lang};
use crate::probe::codes::Class;
use crate::probe::report::{Counts, Outcome, Silence};

/// States as the monitoring-plugins guidelines number them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    Ok,
    Warning,
    Critical,
    Unknown,
}

impl State {
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Self::Ok => 0,
            Self::Warning => 1,
            Self::Critical => 2,
            Self::Unknown => 3,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Ok => "OK",
            Self::Warning => "WARNING",
            Self::Critical => "CRITICAL",
            Self::Unknown => "UNKNOWN",
        }
    }
}

/// Reasons for an early end that lie with us: what is undecided then says nothing about the PBX.
const OURS: [Class; 3] = [Class::Interrupted, Class::BudgetUsed, Class::Banned];

/// A failed line, or a PBX that cannot be reached, is critical; a run that we ended ourselves is unknown; an undecided line, or a
/// certificate that ends soon, is a warning.
#[must_use]
pub fn state(run: &Run<'_>) -> State {
    let Counts { failed, undecided, .. } = run.report.counts();
    let stopped_by = |ours: bool| run.report.stops.iter().any(|stop| OURS.iter().any(|class| class.code() == stop.code) == ours);
    let now = i64::try_from(run.ended()).unwrap_or(i64::MAX);
    let ends_soon = run.ways.iter().filter_map(|way| way.tls.as_ref()).any(|tls| tls.ends_soon(now));
    match () {
        () if failed > 0 => State::Critical,
        () if undecided > 0 && stopped_by(true) => State::Unknown,
        () if undecided > 0 && stopped_by(false) => State::Critical,
        () if undecided > 0 || ends_soon => State::Warning,
        () => State::Ok,
    }
}

/// Status, text and performance data, one line.
#[must_use]
pub fn line(run: &Run<'_>, lang: Lang) -> String {
    let Counts { total, ready, failed, undecided, kept } = run.report.counts();
    let report = run.report;
    let mut text = match lang {
        Lang::En => {
            format!("{ready} of {} ready, {failed} failed, {undecided} undecided", counted(total - kept, "line", "lines"))
        }
        Lang::De => {
            format!(
                "{ready} von {} bereit, {failed} gescheitert, {undecided} offen",
                counted(total - kept, "Anschluss", "Anschlüssen")
            )
        }
    };
    if let Some(worst) = report.verdicts.iter().find(|verdict| verdict.outcome == Outcome::Failed) {
        text += &format!("; {}: {}", worst.extension, worst.class);
    }
    let silences: Vec<Silence> = report.verdicts.iter().filter_map(|verdict| verdict.silence).collect();
    let least = silences.iter().map(|silence| silence.tries).min();
    let most = silences.iter().map(|silence| silence.p).max_by(|a, b| a.get().total_cmp(&b.get()));
    if let (Some(tries), Some(p)) = (least, most) {
        let count = silences.len();
        text += &match lang {
            Lang::En => format!("; {count} without an answer to {tries} tries or more, {p} at most that one works"),
            Lang::De => format!("; {count} ohne Antwort auf {tries} Versuche oder mehr, {p} höchstens, dass einer geht"),
        };
    }
    if let Some(stopped) = &report.stopped {
        text += &format!("; {}", stopped.get(lang));
    }
    let now = i64::try_from(run.ended()).unwrap_or(i64::MAX);
    for (way, tls) in run.ways.iter().filter_map(|way| Some((way, way.tls.as_ref()?))).filter(|(_, tls)| tls.ends_soon(now)) {
        let days = tls.days_left(now).unwrap_or(0);
        text += &match lang {
            Lang::En => format!("; certificate of {} ends in {days} days", way.way),
            Lang::De => format!("; Zertifikat von {} endet in {days} Tagen", way.way),
        };
    }
    format!(
        "DESKSHIFT {} - {} | lines={total};;;0 ready={ready};;;0;{total} failed={failed};;0;0;{total} \
         undecided={undecided};0;;0;{total} kept={kept};;;0;{total} requests={} retransmissions={} ban_hits={} time={:.3}s;;;0\n",
        state(run).word(),
        plain(&text),
        report.requests_sent,
        report.retransmissions,
        report.ban_hits,
        run.took.as_secs_f64(),
    )
}

/// Where there is no report: what kept us from one.
#[must_use]
pub fn unknown(findings: &[Finding], lang: Lang) -> String {
    let what = findings.first().map_or("", |finding| finding.what.get(lang));
    let code = findings.first().map_or(String::new(), |finding| format!(" ({})", finding.code));
    format!("DESKSHIFT UNKNOWN - {}{code}\n", plain(what))
}

/// `|` begins the performance data, and a line break further lines.
fn plain(text: &str) -> String {
    text.chars().map(|c| if c == '|' || c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::super::validate::tests::{report, verdict};
    use super::*;
    use crate::diag::Words;
    use crate::probe::report::StopNote;

    #[test]
    fn states_follow_from_the_report() {
        use Outcome::{Failed, Kept, Ready, Undecided};
        let plan = sample::plan();
        let table = [
            (vec![Ready, Kept], None, State::Ok),
            (vec![Ready, Failed], None, State::Critical),
            (vec![Ready, Undecided], None, State::Warning),
            (vec![Undecided], Some(Class::PortClosed), State::Critical),
            (vec![Undecided], Some(Class::Silent), State::Critical),
            (vec![Ready, Undecided], Some(Class::CanaryFailed), State::Critical),
            (vec![Ready, Undecided], Some(Class::BudgetUsed), State::Unknown),
            (vec![Ready, Undecided], Some(Class::Interrupted), State::Unknown),
            (vec![Ready], Some(Class::BudgetUsed), State::Ok),
        ];
        for (outcomes, stop, expected) in table {
            let mut report = report();
            report.verdicts =
                outcomes.iter().enumerate().map(|(n, outcome)| verdict(&format!("200{n}"), *outcome, "sip/ready", "x")).collect();
            report.stops =
                stop.map(|class| StopNote { code: class.code(), way: None, words: Words::new("", "") }).into_iter().collect();
            let run = sample::run(&report, &plan);
            assert_eq!(state(&run), expected, "{outcomes:?} {stop:?}");
            assert!(line(&run, Lang::En).starts_with(&format!("DESKSHIFT {} - ", expected.word())));
        }
    }

    #[test]
    fn is_one_line_with_one_bar() {
        let mut report = report();
        report.stopped = Some(Words::new("a | b\nc", "a | b\nc"));
        let plan = sample::plan();
        for lang in [Lang::En, Lang::De] {
            let line = line(&sample::run(&report, &plan), lang);
            assert_eq!((line.matches('\n').count(), line.matches('|').count()), (1, 1), "{line}");
            assert!(line.contains(" failed=3;;0;0;7 undecided=1;0;;0;7 "), "{line}");
        }
    }
}
