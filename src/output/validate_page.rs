//! The result of `validate` as one self-contained page: what is not ready and why, with a picture of each exchange. Tells as much on grey
//! paper: nothing stands in a colour alone.

use std::collections::BTreeMap;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::ladder;
use super::validate_run::{Run, day, moment};
use super::validate_since::stage_word;
use crate::diag::Lang;
use crate::probe::codes;
use crate::probe::compare::Change;
use crate::probe::report::{Counts, Outcome, Verdict};
use crate::probe::trace::{Exchange, Trace};
use crate::probe::ways::{TlsFacts, WayFacts};

/// Pictures of one line at most.
const PICTURES: usize = 5;
const STYLE: &str = include_str!("validate_page.css");

/// Says a thing in the page's language.
#[derive(Clone, Copy)]
struct Say(Lang);

impl Say {
    fn t(self, en: &'static str, de: &'static str) -> &'static str {
        match self.0 {
            Lang::En => en,
            Lang::De => de,
        }
    }
}

#[must_use]
pub fn html(run: &Run<'_>, lang: Lang) -> String {
    let say = Say(lang);
    let Counts { total, ready, failed, undecided, kept } = run.report.counts();
    let title = say.t("Validation", "Prüfung der Anschlüsse");
    let markup = html! {
        (DOCTYPE)
        html lang=(say.t("en", "de")) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) " · " (run.site) }
                style { (PreEscaped(STYLE)) }
            }
            body { main {
                header {
                    p.kicker { "deskshift validate · " (run.report.level.as_str()) }
                    h1 { (title) ": " (run.site) }
                    p.soft {
                        (moment(run.began)) ", " (format!("{:.1} s", run.took.as_secs_f64())) ", "
                        (run.report.requests_sent) " " (say.t("requests", "Anfragen")) ", "
                        (run.report.ban_hits) " " (say.t("hits in the PBX's ban log", "Treffer im Sperrprotokoll der Anlage"))
                    }
                }
                section.tiles aria-label=(say.t("Figures", "Zahlen")) {
                    (tile(total, say.t("lines", "Anschlüsse"), false))
                    (tile(ready, say.t("ready", "bereit"), false))
                    (tile(failed, say.t("failed", "gescheitert"), failed > 0))
                    (tile(undecided, say.t("undecided", "offen"), undecided > 0))
                    (tile(kept, say.t("stay as they are", "bleiben, wie sie sind"), false))
                }
                @if let Some(stopped) = &run.report.stopped {
                    p.stopped { b { (say.t("Stopped early", "Vorzeitig beendet")) } ": " (literals(stopped.get(lang))) }
                }
                (compared(run, say))
                (overview(run, say))
                (registered(run, say))
                (ways(run, say))
                (notes(run, say))
                (lines(run, say))
                (others(run, say))
                (how_to_read(say))
            } }
        }
    };
    super::without_controls(markup.into_string())
}

fn tile(number: usize, label: &str, bad: bool) -> Markup {
    html! { div class=(if bad { "tile bad" } else { "tile" }) { b { (number) } span { (label) } } }
}

fn compared(run: &Run<'_>, say: Say) -> Markup {
    let Some(found) = run.compared else { return html! {} };
    let row = |title: &str, changes: &[Change]| {
        html! { tr { th scope="row" { (title) } td.n { (changes.len()) } td {
        @for (n, change) in changes.iter().enumerate() { @if n > 0 { ", " } (change.extension) } } } }
    };
    let plain = |title: &str, count: usize| html! { tr { th scope="row" { (title) } td.n { (count) } td {} } };
    html! {
        section {
            h2 { (say.t("Since the run before", "Seit dem Lauf davor")) }
            p.soft { (say.t("compared with", "verglichen mit")) " " code { (found.with) }
                @if let Some(at) = found.at { ", " (moment(at)) } }
            div.scroll tabindex="0" { table { tbody {
                (row(say.t("repaired", "behoben"), &found.repaired))
                (row(say.t("newly broken", "neu gestört"), &found.newly_broken))
                (row(say.t("failed for another reason", "aus anderem Grund gescheitert"), &found.other_cause))
                (row(say.t("no longer decided", "nicht mehr entschieden"), &found.no_longer_decided))
                (plain(say.t("unchanged", "unverändert"), found.unchanged))
                @if found.first_verdict > 0 { (plain(say.t("first verdict", "erstes Urteil"), found.first_verdict)) }
                @if found.not_so_far > 0 {
                    (plain(say.t("failed then, level not asked now", "damals gescheitert, Stufe diesmal nicht gefragt"), found.not_so_far))
                }
                @if found.not_asked_now > 0 { (plain(say.t("not asked now", "diesmal nicht gefragt"), found.not_asked_now)) }
            } } }
        }
    }
}

/// Title of a class in the page's language.
fn title(class: &str, lang: Lang) -> &'static str {
    codes::ALL.iter().find(|page| page.slug == class).map_or("", |page| match lang {
        Lang::En => page.title_en,
        Lang::De => page.title_de,
    })
}

fn not_ready<'a>(run: &Run<'a>) -> BTreeMap<(bool, &'a str), Vec<&'a Verdict>> {
    let mut groups: BTreeMap<(bool, &str), Vec<&Verdict>> = BTreeMap::new();
    for verdict in run.report.verdicts.iter().filter(|verdict| matches!(verdict.outcome, Outcome::Failed | Outcome::Undecided)) {
        groups.entry((verdict.outcome == Outcome::Undecided, verdict.class.as_str())).or_default().push(verdict);
    }
    groups
}

fn overview(run: &Run<'_>, say: Say) -> Markup {
    let groups = not_ready(run);
    html! {
        section {
            h2 { (say.t("Causes", "Ursachen")) }
            @if groups.is_empty() { p { (say.t("Every line that was asked is ready.", "Jeder gefragte Anschluss ist bereit.")) } }
            @else { div.scroll tabindex="0" { table {
                thead { tr { th scope="col" { (say.t("Cause", "Ursache")) } th scope="col" { "Code" } th scope="col" { (say.t("Lines", "Anschlüsse")) } } }
                tbody { @for ((undecided, class), verdicts) in &groups { tr {
                    td { a href={ "#" (anchor(class, *undecided)) } { (literals(title(class, say.0))) } }
                    td { code { (class) } } td.n { (verdicts.len()) }
                } } }
            } } }
        }
    }
}

fn anchor(class: &str, undecided: bool) -> String {
    format!("{}{}", class.replace('/', "-"), if undecided { "-open" } else { "" })
}

fn registered(run: &Run<'_>, say: Say) -> Markup {
    let stages = run.stages();
    if stages.is_empty() {
        return html! {};
    }
    html! {
        section {
            h2 { (say.t("Registered now", "Jetzt angemeldet")) }
            div.scroll tabindex="0" { table { tbody { @for (stage, count) in &stages {
                tr { th scope="row" { (stage_word(*stage, say.0)) } td.n { (count) } }
            } } } }
        }
    }
}

fn ways(run: &Run<'_>, say: Say) -> Markup {
    if run.ways.is_empty() {
        return html! {};
    }
    html! {
        section {
            h2 { (say.t("Ways to the PBX", "Wege zur Anlage")) }
            @for way in run.ways { (one_way(run, way, say)) }
        }
    }
}

fn one_way(run: &Run<'_>, way: &WayFacts, say: Say) -> Markup {
    html! {
        h3 { code { (way.way) } }
        dl {
            @if let Some(remote) = way.remote { dt { (say.t("address", "Adresse")) } dd { code { (remote) } } }
            @if let Some(server) = run.report.servers.get(&way.way) { dt { (say.t("calls itself", "nennt sich")) } dd { (server) } }
            @if let Some(difference) = way.clock_difference_s {
                dt { (say.t("clock", "Uhr")) }
                dd { (format!("{difference:+} s")) " " (say.t("against this computer", "gegenüber diesem Rechner")) }
            }
            @if let Some(seen) = &way.seen_as { dt { (say.t("sees us as", "sieht uns als")) } dd { code { (seen) } } }
        }
        @if let Some(tls) = &way.tls { (certificates(tls, say)) }
    }
}

fn certificates(tls: &TlsFacts, say: Say) -> Markup {
    html! {
        p { b { @if tls.accepted { (say.t("Certificate accepted", "Zertifikat angenommen")) } @else { (say.t("Certificate refused", "Zertifikat abgelehnt")) } }
            ", " (say.t("expected name", "erwarteter Name")) " " code { (tls.asked_for) } ". " (literals(tls.phones.get(say.0))) }
        @if !tls.faults.is_empty() { ul { @for fault in &tls.faults { li { (literals(fault.get(say.0))) } } } }
        div.scroll tabindex="0" { table {
            thead { tr {
                th scope="col" { (say.t("Made out to", "Ausgestellt auf")) } th scope="col" { (say.t("by", "von")) }
                th scope="col" { (say.t("valid", "gültig")) } th scope="col" { (say.t("Names", "Namen")) }
            } }
            tbody { @for one in &tls.chain { tr {
                td { (one.subject) } td { @if one.self_issued { (say.t("itself", "sich selbst")) } @else { (one.issuer) } }
                td.day { (day(one.not_before)) " – " (day(one.not_after)) } td { code { (one.names.join(", ")) } }
            } } }
        } }
    }
}

fn notes(run: &Run<'_>, say: Say) -> Markup {
    if run.report.notes.is_empty() {
        return html! {};
    }
    html! {
        section {
            h2 { (say.t("Remarks", "Hinweise")) }
            ul { @for note in &run.report.notes { li { (literals(note.words.get(say.0))) " " code.soft { (note.code) } } } }
        }
    }
}

fn lines(run: &Run<'_>, say: Say) -> Markup {
    html! {
        @for ((undecided, class), verdicts) in &not_ready(run) {
            section id=(anchor(class, *undecided)) {
                h2 { (literals(title(class, say.0))) " " span.soft { "(" (verdicts.len()) ")" } }
                p.soft { code { (class) } }
                @for verdict in verdicts { (one_line(run, verdict, say)) }
            }
        }
    }
}

fn one_line(run: &Run<'_>, verdict: &Verdict, say: Say) -> Markup {
    let lang = say.0;
    let line = run.line(verdict);
    html! {
        article.line id={ "line-" (verdict.line) } {
            h3 {
                (verdict.extension)
                @if let Some(line) = line { " · " (line.display_name) @if let Some(department) = &line.department { ", " (department) } }
                " "
                @if verdict.outcome == Outcome::Failed { span.mark { (say.t("failed", "gescheitert")) } }
                @else { span.mark.open { (say.t("undecided", "offen")) } }
            }
            p { (literals(verdict.cause.get(lang))) }
            @if let Some(remedy) = &verdict.remedy { p { b { (say.t("What to do", "Was zu tun ist")) } ": " (literals(remedy.get(lang))) } }
            @for note in &verdict.notes { p.soft { (literals(note.words.get(lang))) } }
            @let traces: Vec<&Trace> = run.traces(verdict).collect();
            @if traces.is_empty() { @for evidence in &verdict.evidence { p.soft { code { (evidence.get(lang)) } } } }
            @for trace in traces.iter().take(PICTURES) { (one_trace(trace, say)) }
            @if traces.len() > PICTURES { p.soft { (traces.len() - PICTURES) " " (say.t(
                "further exchanges of this line are in the capture (`--out pcap=FILE`)",
                "weitere Vorgänge dieses Anschlusses stehen im Mitschnitt (`--out pcap=FILE`)")) } }
        }
    }
}

/// A picture, and the messages it was made from.
fn one_trace(trace: &Trace, say: Say) -> Markup {
    html! {
        @match (&trace.exchange, trace.ends.first()) {
            (Exchange::Registration, _) => p.what { (say.t("Registration for the calls", "Anmeldung für die Anrufe")) },
            (Exchange::Call { called, check }, Some(caller)) => p.what {
                (caller.extension) " " (say.t("calls", "ruft")) " " (called) (say.t("", " an"))
                @if *check { (say.t(", to find out whose fault it is", ", um zu finden, an wem es liegt")) }
                @if let Some(rang) = trace.ends.get(1).filter(|rang| rang.extension.as_str() != called) {
                    ", " (say.t("and this line rings", "und es klingelt bei")) ": " (rang.extension)
                }
            },
            _ => {},
        }
        (ladder::svg(trace, say.0))
        @if trace.left_out > 0 { p.soft { (trace.left_out) " " (say.t("further messages are not shown", "weitere Nachrichten sind nicht gezeigt")) } }
        details.messages {
            summary { (say.t("Messages; digests, nonces and media keys masked", "Nachrichten; Digests, Nonces und Medienschlüssel maskiert")) }
            @for message in &trace.messages { pre { (String::from_utf8_lossy(&message.bytes).trim_end()) } }
        }
    }
}

fn others(run: &Run<'_>, say: Say) -> Markup {
    let of = |outcome: Outcome| run.report.verdicts.iter().filter(move |verdict| verdict.outcome == outcome);
    html! {
        section {
            h2 { (say.t("All other lines", "Alle übrigen Anschlüsse")) }
            details {
                summary { (of(Outcome::Ready).count()) " " (say.t("ready, with the devices that the PBX lists", "bereit, mit den Geräten, die die Anlage nennt")) }
                div.scroll tabindex="0" { table {
                    thead { tr { th scope="col" { (say.t("Extension", "Nebenstelle")) } th scope="col" { "Name" } th scope="col" { (say.t("Devices", "Geräte")) } } }
                    tbody { @for verdict in of(Outcome::Ready) { tr.ready {
                        th scope="row" { (verdict.extension) }
                        td { @if let Some(line) = run.line(verdict) { (line.display_name) } }
                        td {
                            @for device in run.devices.get(&verdict.line).into_iter().flatten().filter(|device| !device.name.is_empty()) { (device.name) br; }
                            @for contact in &verdict.contacts { code { (contact) } br; }
                        }
                    } } }
                } }
            }
            details {
                summary { (of(Outcome::Kept).count()) " " (say.t("stay as they are, with the reason", "bleiben, wie sie sind, mit dem Grund")) }
                div.scroll tabindex="0" { table { tbody { @for verdict in of(Outcome::Kept) { tr.kept {
                    th scope="row" { (verdict.extension) } td { (literals(verdict.cause.get(say.0))) }
                } } } } }
            }
        }
    }
}

fn how_to_read(say: Say) -> Markup {
    html! {
        section {
            h2 { (say.t("How to read this", "Wie dies zu lesen ist")) }
            p { (say.t(
                "An arrow to the right is a message that this computer sent, one to the left came from the PBX; the time counts from the first. \
                 Of a test call the caller stands left, the PBX in the middle, the line that rang right; its sound is not recorded. \
                 A line without a picture was not asked: the PBX's files already say what is wrong, or the run ended before its turn.",
                "Ein Pfeil nach rechts ist eine Nachricht dieses Rechners, einer nach links kam von der Anlage; die Zeit zählt ab der ersten. \
                 Von einem Probeanruf steht links der Anrufer, in der Mitte die Anlage, rechts der Anschluss, der klingelte; der Ton ist \
                 nicht aufgezeichnet. Ein Anschluss ohne Bild wurde nicht gefragt: Die Dateien der Anlage sagen schon, was fehlt, oder der Lauf endete vorher.")) }
            p { code { "deskshift explain CODE" } " " (say.t("tells more of each cause.", "sagt mehr zu jeder Ursache.")) }
        }
    }
}

/// What stands in backticks, as code.
fn literals(text: &str) -> Markup {
    html! {
        @for (index, part) in text.split('`').enumerate() {
            @if index % 2 == 1 { code { (part) } } @else { (part) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::super::validate::tests::report;
    use super::*;

    #[test]
    fn counts_and_lines_are_those_of_the_report_in_both_languages() {
        let (report, plan) = (report(), sample::plan());
        for lang in [Lang::En, Lang::De] {
            let page = html(&sample::run(&report, &plan), lang);
            let counts = report.counts();
            assert_eq!(page.matches("<article class=\"line\"").count(), counts.failed + counts.undecided);
            assert_eq!(page.matches("<tr class=\"ready\">").count(), counts.ready);
            assert_eq!(page.matches("<tr class=\"kept\">").count(), counts.kept);
            for outside in ["http://", "https://", "<script", "<link", "@import", "url("] {
                assert!(!page.contains(outside), "{outside}");
            }
            assert!(!page.contains('\u{1b}') && !page.contains("<&\"'>"));
        }
        let german = html(&sample::run(&report, &plan), Lang::De);
        assert!(german.contains("<html lang=\"de\">") && german.contains("gescheitert") && !german.contains("undecided"));
    }
}
