//! The demo's result in at most forty lines.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::alike::{by_remedy, same_cause};
use super::report_page::Page;
use crate::diag::{Lang, Severity};
use crate::policy::site::MIN_GROUP;
use crate::probe::codes;
use crate::probe::report::{Outcome, Verdict};

/// Lines the summary may have.
pub const LINES: usize = 40;

/// Counts of one run, the same in the text and in JSON.
#[must_use]
pub fn counts(page: &Page<'_>) -> serde_json::Value {
    let outcome = |wanted: Outcome| page.verdicts().filter(|verdict| verdict.outcome == wanted).count();
    let severity = |wanted: Severity| page.findings.iter().filter(|finding| finding.severity == wanted).count();
    let mut clients: BTreeMap<&str, usize> = BTreeMap::new();
    for line in &page.plan.lines {
        *clients.entry(line.client.0.as_str()).or_default() += 1;
    }
    serde_json::json!({
        "people": page.inventory.persons.len(),
        "extensions": page.inventory.extensions.len(),
        "queues": page.inventory.queues.len(),
        "rooms": page.inventory.rooms.len(),
        "findings": {"error": severity(Severity::Error), "warning": severity(Severity::Warning), "note": severity(Severity::Note)},
        "lines": page.plan.lines.len(),
        "clients": clients,
        "kept": page.plan.kept.len(),
        "pbx_changes": page.plan.pbx_changes.len(),
        "one_ring": page.plan.one_ring.len(),
        "notebooks": page.staging,
        "verdicts": {
            "ready": outcome(Outcome::Ready),
            "failed": outcome(Outcome::Failed),
            "undecided": outcome(Outcome::Undecided),
            "kept": outcome(Outcome::Kept),
        },
    })
}

/// `roster_line` is the roster's own closing line.
#[must_use]
pub fn human(page: &Page<'_>, roster_line: &str) -> String {
    let t = |en: &'static str, de: &'static str| match page.lang {
        Lang::En => en,
        Lang::De => de,
    };
    let counts = counts(page);
    let mut text = String::new();
    let _ = writeln!(text, "{}", page.site);
    let _ = writeln!(
        text,
        "{} {} {}, {} {}, {} {}, {} {}; {} {}, {} {}",
        t("came in    ", "herein     "),
        counts["extensions"],
        t("extensions", "Nebenstellen"),
        counts["people"],
        t("people", "Personen"),
        counts["rooms"],
        t("rooms", "Räume"),
        counts["queues"],
        t("queues", "Warteschlangen"),
        counts["findings"]["error"],
        t("errors", "Fehler"),
        counts["findings"]["warning"],
        t("warnings in the lists", "Warnungen in den Listen"),
    );
    let clients: Vec<String> = counts["clients"]
        .as_object()
        .map(|map| map.iter().map(|(client, count)| format!("{client} {count}")).collect())
        .unwrap_or_default();
    let _ = writeln!(
        text,
        "{} {} {} ({}); {} {}",
        if page.report.is_some() { t("converted  ", "umgestellt ") } else { t("planned    ", "geplant    ") },
        counts["lines"],
        t("lines", "Anschlüsse"),
        clients.join(", "),
        counts["kept"],
        t("extensions stay as they are", "Nebenstellen bleiben, wie sie sind"),
    );
    if page.report.is_none() {
        waiting(&mut text, page, &t);
        return text + &tail(page, roster_line, &t);
    }
    let _ = writeln!(
        text,
        "{} {} {}; {} {}",
        t("PBX        ", "Anlage     "),
        counts["pbx_changes"],
        t("lines get room for desk phone and softphone", "Anschlüsse bekommen Platz für Tischtelefon und Softphone"),
        counts["one_ring"],
        t("lines of its files would ring only one of them", "Zeilen ihrer Dateien ließen nur eines klingeln"),
    );
    let verdicts = &counts["verdicts"];
    let _ = writeln!(
        text,
        "{} {} {}, {} {}, {} {}\n",
        t("validated  ", "geprüft    "),
        verdicts["ready"],
        t("ready", "bereit"),
        verdicts["failed"],
        t("not ready", "nicht bereit"),
        verdicts["undecided"],
        t("undecided", "unentschieden"),
    );
    let tail = tail(page, roster_line, &t);
    let room = LINES.saturating_sub(text.lines().count() + tail.lines().count());
    failures(&mut text, page, room, &t);
    text + &tail
}

/// Where no line was asked: what is waited for, and how far the notebooks are.
fn waiting(text: &mut String, page: &Page<'_>, t: &impl Fn(&'static str, &'static str) -> &'static str) {
    let _ = writeln!(
        text,
        "{} {} {}",
        t("waiting    ", "es warten  "),
        page.without_password(),
        t(
            "lines for their password, which the operator of the telephone system gives out; then `convert` and `validate`",
            "Anschlüsse auf ihr Kennwort, das der Betreiber der Telefonanlage ausgibt; dann `convert` und `validate`"
        ),
    );
    if let Some(desk) = page.staging {
        let _ = writeln!(
            text,
            "{} {} {} {} {}, {} {}",
            t("notebooks  ", "Notebooks  "),
            desk.staged,
            t("of", "von"),
            desk.delivered,
            t("delivered ones are staged", "gelieferten sind vorbereitet"),
            desk.expected,
            t("come later", "kommen später"),
        );
    }
    text.push('\n');
}

/// Two lines for each class and remedy: who and why, what to do. Where there is too little room, two for each class.
fn failures(text: &mut String, page: &Page<'_>, room: usize, t: &impl Fn(&'static str, &'static str) -> &'static str) {
    let mut classes: BTreeMap<&str, Vec<&Verdict>> = BTreeMap::new();
    for verdict in page.verdicts().filter(|verdict| matches!(verdict.outcome, Outcome::Failed | Outcome::Undecided)) {
        classes.entry(verdict.class.as_str()).or_default().push(verdict);
    }
    if classes.is_empty() {
        return;
    }
    let _ = writeln!(text, "{}", t("not ready, and why:", "nicht bereit, und warum:"));
    let all = room.saturating_sub(1) / 2;
    let mut groups: Vec<(&str, Option<String>, Vec<&Verdict>)> = Vec::new();
    for (class, verdicts) in &classes {
        groups.extend(by_remedy(verdicts, page.lang).into_iter().map(|(remedy, verdicts)| (*class, remedy, verdicts)));
    }
    if groups.len() > all {
        groups = classes.iter().map(|(class, verdicts)| (*class, one_remedy(verdicts, page.lang, t), verdicts.clone())).collect();
    }
    // Where not all fit, one line says so.
    let fits = if groups.len() > all { room.saturating_sub(2) / 2 } else { all };
    for (class, remedy, verdicts) in groups.iter().take(fits) {
        // Names all, or at least four; "+1" would take the room of the one it hides.
        let named = if verdicts.len() <= 5 { verdicts.len() } else { 4 };
        let who: Vec<&str> = verdicts.iter().take(named).map(|verdict| verdict.extension.as_str()).collect();
        let more = if verdicts.len() > named { format!(" +{}", verdicts.len() - named) } else { String::new() };
        let cause = same_cause(verdicts, page.lang).unwrap_or_else(|| title(class, page.lang));
        let _ = writeln!(text, "  {}{more}  {class}: {}", who.join(" "), shorten(cause, 110));
        if let Some(remedy) = remedy {
            let _ = writeln!(text, "      -> {}", shorten(remedy, 130));
        }
    }
    if groups.len() > fits {
        let _ = writeln!(text, "  {}", more_classes(groups.len() - fits, page.lang));
    }
}

/// The line that says what had no room.
fn more_classes(count: usize, lang: Lang) -> String {
    match lang {
        Lang::En => format!("{}: see the report", super::counted(count, "more class", "more classes")),
        Lang::De => format!("{}: siehe Bericht", super::counted(count, "weitere Klasse", "weitere Klassen")),
    }
}

/// The remedy of all, or where to read the remedies.
fn one_remedy(verdicts: &[&Verdict], lang: Lang, t: &impl Fn(&'static str, &'static str) -> &'static str) -> Option<String> {
    match by_remedy(verdicts, lang).as_slice() {
        [(remedy, _)] => remedy.clone(),
        _ => Some(t("differs from line to line: see the report", "je Anschluss verschieden: siehe Bericht").to_owned()),
    }
}

fn title(class: &str, lang: Lang) -> &'static str {
    codes::ALL.iter().find(|page| page.slug == class).map_or("", |page| match lang {
        Lang::En => page.title_en,
        Lang::De => page.title_de,
    })
}

fn tail(page: &Page<'_>, roster_line: &str, t: &impl Fn(&'static str, &'static str) -> &'static str) -> String {
    let mut text = String::new();
    if let Some(roster) = page.roster {
        let _ = writeln!(text, "{}", t("at home, by day:", "zu Hause, nach Tagen:"));
        for (week, days) in roster.days.chunks(5).enumerate() {
            let cells: Vec<String> = days
                .iter()
                .enumerate()
                .map(|(index, date)| {
                    let day = week * 5 + index;
                    let home = roster.at_home(day);
                    if roster.holidays.iter().any(|(holiday, _)| holiday == date) {
                        format!("{:02}.{:02}. {:>4}", date.day(), date.month(), "-")
                    } else {
                        format!("{:02}.{:02}. {home:>4}", date.day(), date.month())
                    }
                })
                .collect();
            let _ = writeln!(text, "  {}", cells.join("   "));
        }
    }
    if let Some(fair) = page.roster.filter(|roster| roster.fairness.people >= MIN_GROUP as usize).map(|roster| &roster.fairness) {
        let percent = |x: f64| format!("{:.0} %", x * 100.0);
        // Whose share is a day or two may get none or double: the least and the most say nothing of the house.
        let (people, below, middle) = (fair.people, fair.below_80, percent(fair.median));
        let _ = match page.lang {
            Lang::En => writeln!(
                text,
                "  fair: {people} people have a choice; half of them get {middle} or more of their fair share of home days, {below} below 80 %"
            ),
            Lang::De => writeln!(
                text,
                "  fair: {people} Personen haben eine Wahl; die Hälfte bekommt {middle} oder mehr ihres fairen Anteils an Heimtagen, {below} \
                 unter 80 %"
            ),
        };
    }
    let _ = writeln!(text, "  {roster_line}\n");
    let _ = writeln!(text, "{}", t("open next:", "als Nächstes öffnen:"));
    for (title, path) in page.links {
        let _ = writeln!(text, "  {path:<50} {title}");
    }
    text
}

fn shorten(text: &str, width: usize) -> String {
    if text.chars().count() <= width { text.to_owned() } else { text.chars().take(width - 1).collect::<String>() + "…" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_class_is_no_plural() {
        let told = |count| [Lang::En, Lang::De].map(|lang| more_classes(count, lang));
        assert_eq!(told(1), ["1 more class: see the report", "1 weitere Klasse: siehe Bericht"]);
        assert_eq!(told(3), ["3 more classes: see the report", "3 weitere Klassen: siehe Bericht"]);
    }
}
