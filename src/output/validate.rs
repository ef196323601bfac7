//! The result of `validate` for people, as one JSON document, and as JSON lines.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::Duration;

use serde::Serialize;

use super::alike::{by_remedy, same_cause};
use super::validate_run::Run;
use super::{counted, validate_since};
use crate::diag::Lang;
use crate::domain::LineId;
use crate::probe::codes;
use crate::probe::compare::Comparison;
use crate::probe::devices::{Device, Stage};
use crate::probe::report::{Counts, Level, Outcome, Report, Verdict};
use crate::probe::ways::WayFacts;

/// Widest line of the summary.
const WIDTH: usize = 100;
/// Lines of one class that are shown one by one.
const SHOWN: usize = 12;

/// What a run will probably take, said before the first packet.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Forecast {
    pub lines: usize,
    /// New lines a second at first, and what is reached; none: as fast as answers come.
    pub lines_per_s: Option<(f64, f64)>,
    pub takes: Duration,
    /// Hits in the PBX's log at most.
    pub hits: u32,
    /// Lines that the files predict to fail.
    pub predicted: usize,
}

/// `640 lines, 2/s rising to 20/s, 51 s, at most 3 log hits`
#[must_use]
pub fn forecast(forecast: &Forecast, level: Level, lang: Lang) -> String {
    let Forecast { lines, lines_per_s, takes, hits, predicted } = *forecast;
    let level = level_word(level);
    let rate = match (lines_per_s, lang) {
        (Some((from, to)), _) if from >= to => format!("{}/s, {}", rounded(to), duration(takes)),
        (Some((from, to)), Lang::En) => format!("{}/s rising to {}/s, {}", rounded(from), rounded(to), duration(takes)),
        (Some((from, to)), Lang::De) => format!("{}/s, steigend auf {}/s, {}", rounded(from), rounded(to), duration(takes)),
        (None, Lang::En) => "as fast as answers come".to_owned(),
        (None, Lang::De) => "so schnell die Antworten kommen".to_owned(),
    };
    match lang {
        Lang::En => {
            let predicted = if predicted == 0 { String::new() } else { format!("; {predicted} will fail, say the PBX's files") };
            format!(
                "{level}: {}, {rate}, at most {}{predicted}",
                counted(lines, "line", "lines"),
                counted(hits as usize, "log hit", "log hits")
            )
        }
        Lang::De => {
            let predicted =
                if predicted == 0 { String::new() } else { format!("; {predicted} werden laut Anlagendateien scheitern") };
            format!(
                "{level}: {}, {rate}, höchstens {hits} Protokolltreffer{predicted}",
                counted(lines, "Anschluss", "Anschlüsse")
            )
        }
    }
}

/// A rate with at most two places.
pub(super) fn rounded(rate: f64) -> f64 {
    (rate * 100.0).round() / 100.0
}

pub(super) fn duration(time: Duration) -> String {
    let seconds = time.as_secs_f64().ceil() as u64;
    if seconds < 120 { format!("{seconds} s") } else { format!("{} min {} s", seconds / 60, seconds % 60) }
}

fn level_word(level: Level) -> &'static str {
    match level {
        Level::Fetch => "fetch",
        Level::Noop => "noop",
        Level::Bind => "bind",
        Level::Call => "call",
    }
}

/// What [`human`] tells, and after it the certificates and what changed since the run before.
#[must_use]
pub fn human_run(run: &Run<'_>, lang: Lang, color: bool) -> String {
    human(run.report, lang, color)
        + &validate_since::stages(run, lang)
        + &validate_since::certificates(run, lang)
        + &validate_since::changes(run, lang)
}

/// Counts, then what is not ready, grouped by class with cause and remedy. At most 100 columns.
#[must_use]
pub fn human(report: &Report, lang: Lang, color: bool) -> String {
    let mut text = String::new();
    head(&mut text, report, lang);
    let mut groups: BTreeMap<(bool, &str), Vec<&Verdict>> = BTreeMap::new();
    for verdict in &report.verdicts {
        if matches!(verdict.outcome, Outcome::Failed | Outcome::Undecided) {
            groups.entry((verdict.outcome == Outcome::Undecided, verdict.class.as_str())).or_default().push(verdict);
        }
    }
    for ((undecided, class), verdicts) in groups {
        group(&mut text, undecided, class, &verdicts, lang, color);
    }
    notes(&mut text, report, lang);
    if let Some(stopped) = &report.stopped {
        let word = match lang {
            Lang::En => "stopped early: ",
            Lang::De => "vorzeitig beendet: ",
        };
        wrap(&mut text, "\n", "  ", &format!("{word}{}", stopped.get(lang)));
    }
    text
}

fn head(text: &mut String, report: &Report, lang: Lang) {
    let Counts { total, ready, failed, undecided, kept } = report.counts();
    let level = level_word(report.level);
    let (requests, again, hits) = (report.requests_sent, report.retransmissions, report.ban_hits);
    match lang {
        Lang::En => {
            let _ = writeln!(
                text,
                "{level}: {}: {ready} ready, {failed} failed, {undecided} undecided, {kept} kept",
                counted(total, "line", "lines")
            );
            let (requests, hits) = (counted(requests as usize, "request", "requests"), counted(hits as usize, "hit", "hits"));
            let _ = writeln!(text, "{requests}, {again} of them repeated; {hits} in the PBX's ban log");
        }
        Lang::De => {
            let _ = writeln!(
                text,
                "{level}: {}: {ready} bereit, {failed} gescheitert, {undecided} offen, {kept} bleiben",
                counted(total, "Anschluss", "Anschlüsse")
            );
            let _ = writeln!(text, "{requests} Anfragen, davon {again} wiederholt; {hits} Treffer im Sperrprotokoll der Anlage");
        }
    }
    let servers: std::collections::BTreeSet<&str> = report.servers.values().map(String::as_str).collect();
    if !servers.is_empty() {
        let word = match lang {
            Lang::En => "answered by",
            Lang::De => "geantwortet hat",
        };
        wrap(text, &format!("{word} "), "  ", &servers.into_iter().collect::<Vec<_>>().join(", "));
    }
}

/// Remarks by code, with the lines they concern.
fn notes(text: &mut String, report: &Report, lang: Lang) {
    let mut codes: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    for note in &report.notes {
        codes.entry((note.code.as_str(), note.words.get(lang))).or_default();
    }
    for verdict in &report.verdicts {
        for note in &verdict.notes {
            codes.entry((note.code.as_str(), note.words.get(lang))).or_default().push(verdict.extension.as_str());
        }
    }
    if codes.is_empty() {
        return;
    }
    let word = match lang {
        Lang::En => "note",
        Lang::De => "Hinweis",
    };
    text.push('\n');
    for ((code, words), numbers) in codes.iter().take(SHOWN) {
        wrap(text, &format!("{word}: {code}: "), "  ", words);
        if !numbers.is_empty() {
            wrap(text, "  ", "  ", &some_of(numbers, lang));
        }
    }
    more(text, codes.len().saturating_sub(SHOWN), lang);
}

fn group(text: &mut String, undecided: bool, class: &str, verdicts: &[&Verdict], lang: Lang, color: bool) {
    let title = codes::ALL.iter().find(|page| page.slug == class).map_or("", |page| match lang {
        Lang::En => page.title_en,
        Lang::De => page.title_de,
    });
    let (on, off) = match (color, undecided) {
        (false, _) => ("", ""),
        (true, false) => ("\x1b[1;31m", "\x1b[0m"),
        (true, true) => ("\x1b[1;33m", "\x1b[0m"),
    };
    let _ = writeln!(text, "\n{on}{class}{off} ({}): {title}", verdicts.len());
    let mut room = SHOWN;
    let mut left = 0;
    for (remedy, verdicts) in by_remedy(verdicts, lang) {
        if room == 0 {
            left += verdicts.len();
            continue;
        }
        left += causes(text, title, &verdicts, lang, &mut room);
        let word = match lang {
            Lang::En => "help",
            Lang::De => "Abhilfe",
        };
        if let Some(remedy) = remedy {
            wrap(text, &format!("  {word}: "), "    ", &remedy);
        }
    }
    more(text, left, lang);
}

/// Lines of one remedy; gives the number of those that found no room.
fn causes(text: &mut String, title: &str, verdicts: &[&Verdict], lang: Lang, room: &mut usize) -> usize {
    // Lines that differ in nothing but their number are listed together.
    if let Some(cause) = same_cause(verdicts, lang).filter(|_| verdicts.len() > 1) {
        let numbers: Vec<&str> = verdicts.iter().map(|verdict| verdict.extension.as_str()).collect();
        if cause != title {
            wrap(text, "  ", "  ", cause);
        }
        wrap(text, "  ", "  ", &some_of(&numbers, lang));
        *room -= 1;
        return 0;
    }
    let shown = verdicts.len().min(*room);
    for verdict in &verdicts[..shown] {
        let cause = verdict.cause.get(lang);
        let cause = if cause == title { "" } else { cause };
        wrap(text, &format!("  {} ", verdict.extension), "       ", cause);
    }
    *room -= shown;
    verdicts.len() - shown
}

/// `2001 2002 2003 … and 40 more`
pub(super) fn some_of(numbers: &[&str], lang: Lang) -> String {
    const MANY: usize = 60;
    let mut text = numbers[..numbers.len().min(MANY)].join(" ");
    if numbers.len() > MANY {
        let rest = numbers.len() - MANY;
        text += &match lang {
            Lang::En => format!(" … and {rest} more"),
            Lang::De => format!(" … und {rest} weitere"),
        };
    }
    text
}

fn more(text: &mut String, rest: usize, lang: Lang) {
    if rest > 0 {
        let _ = match lang {
            Lang::En => writeln!(text, "  … and {rest} more, all in `out/report.json`"),
            Lang::De => writeln!(text, "  … und {rest} weitere, alle in `out/report.json`"),
        };
    }
}

/// Breaks at blanks; a word longer than a line is cut.
pub(super) fn wrap(text: &mut String, first: &str, next: &str, words: &str) {
    let mut line = first.to_owned();
    let mut width = first.trim_start_matches('\n').chars().count();
    let mut empty = true;
    for word in words.split(' ') {
        let mut word: &str = word;
        loop {
            let length = word.chars().count();
            let gap = usize::from(!empty);
            if width + gap + length <= WIDTH {
                if !empty {
                    line.push(' ');
                }
                line.push_str(word);
                width += gap + length;
                empty = false;
                break;
            }
            if empty {
                let cut = word.char_indices().nth(WIDTH - width).map_or(word.len(), |(at, _)| at);
                line.push_str(&word[..cut]);
                word = &word[cut..];
            }
            let _ = writeln!(text, "{}", line.trim_end());
            next.clone_into(&mut line);
            width = next.chars().count();
            empty = true;
        }
    }
    let _ = writeln!(text, "{}", line.trim_end());
}

#[derive(Serialize)]
struct Document<'a> {
    counts: Counts,
    #[serde(skip_serializing_if = "Option::is_none")]
    run: Option<Beside<'a>>,
    #[serde(flatten)]
    report: &'a Report,
}

/// What a run found beside its verdicts.
#[derive(Serialize)]
struct Beside<'a> {
    /// Seconds since 1970.
    began: u64,
    took_ms: u64,
    ways: &'a [WayFacts],
    /// Lines by what is registered on them.
    stages: BTreeMap<Stage, usize>,
    /// By line id.
    devices: &'a BTreeMap<LineId, Vec<Device>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    compared: Option<&'a Comparison>,
}

/// One JSON document, indented, with a final newline.
#[must_use]
pub fn json_run(run: &Run<'_>) -> String {
    let took_ms = u64::try_from(run.took.as_millis()).unwrap_or(u64::MAX);
    let beside =
        Beside { began: run.began, took_ms, ways: run.ways, stages: run.stages(), devices: run.devices, compared: run.compared };
    document(Document { counts: run.report.counts(), run: Some(beside), report: run.report })
}

/// The report alone.
#[must_use]
pub fn json(report: &Report) -> String {
    document(Document { counts: report.counts(), run: None, report })
}

fn document(document: Document<'_>) -> String {
    let mut text = serde_json::to_string_pretty(&document).expect("a report has text keys and whole numbers only");
    text.push('\n');
    text
}

/// One verdict a line; after them one `{"note": …}` for each remark on the run as a whole.
#[must_use]
pub fn json_lines(report: &Report) -> String {
    let line = |value: serde_json::Result<String>| value.expect("text keys and whole numbers only") + "\n";
    let verdicts = report.verdicts.iter().map(|verdict| line(serde_json::to_string(verdict)));
    let notes = report.notes.iter().map(|note| line(serde_json::to_string(&BTreeMap::from([("note", note)]))));
    verdicts.chain(notes).collect()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::diag::{Code, Words};
    use crate::probe::report::{Evidence, Note};

    pub fn verdict(extension: &str, outcome: Outcome, class: &'static str, cause: &str) -> Verdict {
        Verdict {
            line: extension.parse().unwrap(),
            extension: extension.parse().unwrap(),
            outcome,
            class: Code::new(class),
            level: Level::Fetch,
            evidence: ["fetch: 401 Unauthorized", "<&\"'> \u{1b}[31m"].map(|line| Evidence::Line(line.into())).to_vec(),
            cause: Words::new(cause.to_owned(), format!("{cause} (de)")),
            remedy: (outcome == Outcome::Failed).then(|| Words::new("mend it", "beheben")),
            contacts: Vec::new(),
            granted_s: None,
            took_ms: Some(12),
            silence: None,
            asked_for: None,
            notes: Vec::new(),
        }
    }

    pub fn report() -> Report {
        use Outcome::{Failed, Kept, Ready, Undecided};
        Report {
            level: Level::Fetch,
            verdicts: vec![
                verdict("0100", Kept, "sip/kept", "a fax"),
                verdict("2001", Ready, "sip/ready", "login works"),
                verdict("2002", Ready, "sip/ready", "login works"),
                verdict(
                    "2003",
                    Failed,
                    "sip/unknown-extension",
                    "only a list knows extension `2003`; the PBX has no endpoint for it",
                ),
                verdict("2004", Failed, "sip/secret-differs", "the planned password is not the PBX's"),
                verdict("2005", Failed, "sip/secret-differs", "the planned password is not the PBX's"),
                verdict(
                    "2006",
                    Undecided,
                    "sip/not-asked",
                    "not asked, because the PBX answered before and is now silent for everybody",
                ),
            ],
            stopped: Some(Words::new("the PBX answered before and is now silent", "die Anlage schweigt")),
            stops: Vec::new(),
            requests_sent: 9,
            retransmissions: 1,
            ban_hits: 4,
            servers: BTreeMap::new(),
            notes: Vec::new(),
            lines: BTreeMap::new(),
        }
    }

    #[test]
    fn tells_counts_causes_and_remedies() {
        let expected = "\
fetch: 7 lines: 2 ready, 3 failed, 1 undecided, 1 kept
9 requests, 1 of them repeated; 4 hits in the PBX's ban log

sip/secret-differs (2): the planned password is not the PBX's
  2004 2005
  help: mend it

sip/unknown-extension (1): the PBX does not know this extension
  2003 only a list knows extension `2003`; the PBX has no endpoint for it
  help: mend it

sip/not-asked (1): this line was not asked
  2006 not asked, because the PBX answered before and is now silent for everybody

stopped early: the PBX answered before and is now silent
";
        assert_eq!(human(&report(), Lang::En, false), expected);
        assert!(
            human(&report(), Lang::De, false).starts_with("fetch: 7 Anschlüsse: 2 bereit, 3 gescheitert, 1 offen, 1 bleiben\n")
        );
    }

    #[test]
    fn lines_of_one_class_get_their_own_causes_and_remedies() {
        let mut report = report();
        let mut add = |number: &str, cause: &'static str, remedy: &'static str| {
            let verdict = verdict(number, Outcome::Failed, "sip/aor-missing", cause);
            report.verdicts.push(Verdict { remedy: Some(Words::new(remedy, remedy)), ..verdict });
        };
        add("3001", "the AOR is called `tel3001`", "create `[3001]`");
        add("3002", "the endpoint has no `aors=`", "create `[3002]`");
        add("3003", "the endpoint has no `aors=`", "reload it");
        let expected = "
sip/aor-missing (3): login works, but the extension has no place to register
  3001 the AOR is called `tel3001`
  3002 the endpoint has no `aors=`
  help: create `[<number>]`
  3003 the endpoint has no `aors=`
  help: reload it
";
        let text = human(&report, Lang::En, false);
        assert!(text.contains(expected), "{text}");
    }

    #[test]
    fn no_line_is_wider_than_a_hundred_columns() {
        let mut report = report();
        for n in 0..200 {
            let cause = format!("{} {} {}", "word ".repeat(n % 40), "ü".repeat(n), n % 3);
            report.verdicts.push(verdict(&format!("3{n:03}"), Outcome::Failed, "sip/auth-rejected", &cause));
            report.verdicts.push(verdict(&format!("4{n:03}"), Outcome::Undecided, "sip/not-asked", "the same"));
        }
        for lang in [Lang::En, Lang::De] {
            let text = human(&report, lang, false);
            let widest = text.lines().map(|line| line.chars().count()).max().unwrap();
            assert!(widest <= WIDTH, "{widest}\n{text}");
            assert!(text.lines().count() < 80, "{}", text.lines().count());
        }
    }

    #[test]
    fn notes_are_told_in_every_form() {
        let mut report = report();
        let note = |code, en: &'static str| Note { code: Code::new(code), way: None, words: Words::new(en, "auf Deutsch") };
        report.notes.push(note("sip/clock-differs", "the clock is 90 s behind"));
        for at in [1, 2] {
            report.verdicts[at].notes.push(note("sip/expiry-shortened", "30 s of 60 s"));
        }
        let expected = "
note: sip/clock-differs: the clock is 90 s behind
note: sip/expiry-shortened: 30 s of 60 s
  2001 2002
";
        let text = human(&report, Lang::En, false);
        assert!(text.contains(expected), "{text}");
        assert!(human(&report, Lang::De, false).contains("Hinweis: sip/clock-differs: auf Deutsch"));
        let lines = json_lines(&report);
        assert_eq!(lines.lines().count(), 8);
        assert!(lines.lines().last().unwrap().starts_with(r#"{"note":{"code":"sip/clock-differs""#), "{lines}");
        assert_eq!(lines.matches("sip/expiry-shortened").count(), 2);
    }

    #[test]
    fn the_forecast_is_one_line() {
        let soon =
            Forecast { lines: 640, lines_per_s: Some((20.0, 20.0)), takes: Duration::from_secs(32), hits: 3, predicted: 0 };
        assert_eq!(forecast(&soon, Level::Fetch, Lang::En), "fetch: 640 lines, 20/s, 32 s, at most 3 log hits");
        let rising = Forecast { lines_per_s: Some((2.0, 3.0)), takes: Duration::from_secs(222), ..soon };
        assert_eq!(
            forecast(&rising, Level::Fetch, Lang::En),
            "fetch: 640 lines, 2/s rising to 3/s, 3 min 42 s, at most 3 log hits"
        );
        assert!(forecast(&rising, Level::Fetch, Lang::De).contains("2/s, steigend auf 3/s, 3 min 42 s"));
        let lab = Forecast { lines_per_s: None, predicted: 4, ..soon };
        assert_eq!(
            forecast(&lab, Level::Bind, Lang::De),
            "bind: 640 Anschlüsse, so schnell die Antworten kommen, höchstens 3 Protokolltreffer; 4 werden laut Anlagendateien scheitern"
        );
    }

    #[test]
    fn json_and_json_lines_hold_every_verdict() {
        let report = report();
        let document: serde_json::Value = serde_json::from_str(&json(&report)).unwrap();
        assert_eq!(document["counts"]["total"], 7);
        assert_eq!(document["verdicts"].as_array().unwrap().len(), 7);
        assert_eq!(json_lines(&report).lines().count(), 7);
        let back: Vec<Verdict> = json_lines(&report).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(back, report.verdicts);
    }
}
