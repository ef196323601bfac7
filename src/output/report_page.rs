//! The report of a whole run as one self-contained page.

use std::collections::BTreeMap;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::diag::{Finding, Lang, Severity, Words};
use crate::domain::{LineId, SecretState};
use crate::inventory::model::Inventory;
use crate::plan::model::{Line, Plan};
use crate::probe::report::{Outcome, Report, Verdict};
use crate::roster::model::Roster;
use crate::staging::status::Status;

/// Everything the page shows.
pub struct Page<'a> {
    pub site: &'a str,
    pub lang: Lang,
    pub inventory: &'a Inventory,
    pub findings: &'a [Finding],
    pub plan: &'a Plan,
    /// None: no line was asked.
    pub report: Option<&'a Report>,
    /// Where notebooks are prepared.
    pub staging: Option<&'a Status>,
    pub roster: Option<&'a Roster>,
    /// People at home at most, by day of the roster; empty where there is no such cap.
    pub home_caps: &'a [u32],
    /// Title and relative path of what to open next.
    pub links: &'a [(String, String)],
}

impl Page<'_> {
    /// None where no line was asked.
    pub fn verdicts(&self) -> impl Iterator<Item = &Verdict> {
        self.report.into_iter().flat_map(|report| &report.verdicts)
    }

    /// Lines whose password no source holds: nothing can be made for them, and nobody can ask about them.
    #[must_use]
    pub fn without_password(&self) -> usize {
        self.plan.lines.iter().filter(|line| line.secret.state == SecretState::Unavailable).count()
    }
}

const STYLE: &str = include_str!("report_page.css");

#[must_use]
pub fn html(page: &Page<'_>) -> String {
    let t = |en: &'static str, de: &'static str| match page.lang {
        Lang::En => en,
        Lang::De => de,
    };
    let count = |outcome: Outcome| page.verdicts().filter(|verdict| verdict.outcome == outcome).count();
    let language = t("en", "de");
    let markup = html! {
        (DOCTYPE)
        html lang=(language) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (page.site) " · deskshift" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                main {
                    header {
                        p.kicker { "deskshift" }
                        h1 { (page.site) }
                        p { (t("From desk phones to softphones at home: what came in, what is ready, what needs you.",
                               "Vom Tischtelefon zum Softphone zu Hause: was hereinkam, was bereit ist, was Sie tun müssen.")) }
                    }
                    section.tiles aria-label=(t("Figures", "Zahlen")) {
                        (tile(page.inventory.persons.len(), t("people", "Personen"), ""))
                        (tile(page.inventory.extensions.len(), t("extensions", "Nebenstellen"), ""))
                        @if page.report.is_some() {
                            (tile(count(Outcome::Ready), t("lines ready", "Anschlüsse bereit"), "good"))
                            (tile(count(Outcome::Failed), t("lines not ready", "nicht bereit"), "bad"))
                            (tile(count(Outcome::Undecided), t("undecided", "unentschieden"), ""))
                            (tile(count(Outcome::Kept), t("stay on the desk", "bleiben am Tisch"), ""))
                        }
                        @if let Some(desk) = page.staging {
                            (tile(desk.delivered, t("notebooks delivered", "Notebooks geliefert"), ""))
                            (tile(desk.staged, t("notebooks staged", "Notebooks vorbereitet"), "good"))
                            (tile(desk.expected, t("come later", "kommen später"), ""))
                        }
                    }
                    @if page.report.is_some() { (failures(page, t)) } @else { (not_asked(page, t)) }
                    (at_home(page, t))
                    (one_ring(page, t))
                    (findings(page, t))
                    (kept(page, t))
                    section {
                        h2 { (t("Open next", "Als Nächstes öffnen")) }
                        ul { @for (title, path) in page.links { li { a href=(path) { (title) } " " code { (path) } } } }
                    }
                }
            }
        }
    };
    super::without_controls(markup.into_string())
}

fn tile(number: usize, label: &str, kind: &str) -> Markup {
    html! { div class={ "tile " (kind) } { b { (number) } span { (label) } } }
}

fn not_asked(page: &Page<'_>, t: impl Fn(&'static str, &'static str) -> &'static str) -> Markup {
    html! {
        section {
            h2 { (t("Lines", "Anschlüsse")) }
            p { (page.plan.lines.len()) " " (t("lines are planned, and none was asked:", "Anschlüsse sind geplant, gefragt wurde keiner:")) " "
                (page.without_password()) " " (t("wait for their password. Enter the list of the telephone system's operator under sources, \
                then convert and validate.", "warten auf ihr Kennwort. Die Liste des Betreibers der Telefonanlage unter sources eintragen, \
                dann umstellen und prüfen.")) }
        }
    }
}

fn failures(page: &Page<'_>, t: impl Fn(&'static str, &'static str) -> &'static str) -> Markup {
    let mut groups: BTreeMap<&str, Vec<&Verdict>> = BTreeMap::new();
    for verdict in page.verdicts().filter(|verdict| matches!(verdict.outcome, Outcome::Failed | Outcome::Undecided)) {
        groups.entry(verdict.class.as_str()).or_default().push(verdict);
    }
    let who: BTreeMap<&LineId, &Line> = page.plan.lines.iter().map(|line| (&line.id, line)).collect();
    html! {
        section {
            h2 { (t("Lines that do not register", "Anschlüsse, die sich nicht anmelden")) }
            @if groups.is_empty() { p { (t("None.", "Keine.")) } }
            @for (class, verdicts) in &groups {
                details open[verdicts.len() <= 12] {
                    summary { code { (class) } " " span.number { (verdicts.len()) } }
                    div.scroll tabindex="0" { table {
                        thead { tr {
                            th scope="col" { (t("Extension", "Nebenstelle")) }
                            th scope="col" { "Name" }
                            th scope="col" { (t("Department", "Abteilung")) }
                            th scope="col" { (t("Cause", "Ursache")) }
                            th scope="col" { (t("What to do", "Was zu tun ist")) }
                        } }
                        tbody { @for verdict in verdicts {
                            tr {
                                th scope="row" { (verdict.extension) }
                                td { @if let Some(line) = who.get(&verdict.line) { (line.display_name) } }
                                td { @if let Some(name) = who.get(&verdict.line).and_then(|line| line.department.as_ref()) { (name) } }
                                td { (literals(verdict.cause.get(page.lang))) }
                                td { @if let Some(remedy) = &verdict.remedy { (literals(remedy.get(page.lang))) } }
                            }
                        } }
                    } }
                }
            }
        }
    }
}

fn at_home(page: &Page<'_>, t: impl Fn(&'static str, &'static str) -> &'static str) -> Markup {
    let Some(roster) = page.roster else { return html! {} };
    let home: Vec<usize> = (0..roster.days.len()).map(|day| roster.at_home(day)).collect();
    let top = home.iter().copied().max().unwrap_or(0).max(page.home_caps.iter().copied().max().unwrap_or(0) as usize).max(1);
    let (bar, gap, height) = (30, 8, 120);
    let width = roster.days.len() * (bar + gap) + gap;
    let scaled = |n: usize| n * height / top;
    html! {
        section {
            h2 { (t("At home, by day", "Zu Hause, nach Tagen")) }
            p { (t("Cost", "Kosten")) " " (roster.cost) ", " (t("proven lower bound", "bewiesene untere Schranke")) " " (roster.proven()) }
            p.small { (t("The cost counts missed wishes, unequal shares and changes between weeks. No roster that holds every rule can cost \
                          less than the bound: the closer the two, the less is left to gain.",
                         "Die Kosten zählen unerfüllte Wünsche, ungleiche Anteile und Wechsel zwischen Wochen. Kein Dienstplan, der alle \
                          Regeln hält, kostet weniger als die Schranke: Je näher beide beieinanderliegen, desto weniger ist noch zu holen.")) }
            div.scroll tabindex="0" { svg role="img" viewBox={ "0 0 " (width) " " (height + 46) } width=(width)
                aria-label=(t("People at home for each day, with the cap as a line", "Personen zu Hause je Tag, die Obergrenze als Linie")) {
                @for (index, (count, date)) in home.iter().zip(&roster.days).enumerate() {
                    @let x = gap + index * (bar + gap);
                    @let h = scaled(*count);
                    rect class=(if roster.holidays.iter().any(|(day, _)| day == date) { "holiday" } else { "home" })
                        x=(x) y=(height + 14 - h) width=(bar) height=(h) rx="3" {}
                    text x=(x + bar / 2) y=(height + 10 - h) text-anchor="middle" { (count) }
                    text.day x=(x + bar / 2) y=(height + 28) text-anchor="middle" { (weekday(*date, page.lang)) }
                    text.day x=(x + bar / 2) y=(height + 42) text-anchor="middle" { (format!("{}.{}.", date.day(), date.month())) }
                }
                @if !page.home_caps.is_empty() {
                    polyline.cap points=(steps(page.home_caps, bar + gap, |cap| height + 14 - scaled(cap as usize))) {}
                }
            } }
            @if let Some(words) = at_most(page.home_caps) { p.small { (words.get(page.lang)) } }
        }
    }
}

/// The points of a line that is level within each day; each is as wide as this.
fn steps(caps: &[u32], wide: usize, height_of: impl Fn(u32) -> usize) -> String {
    let point = |x: usize, cap: u32| format!("{},{}", x * wide, height_of(cap));
    let points: Vec<String> = caps.iter().enumerate().flat_map(|(day, cap)| [point(day, *cap), point(day + 1, *cap)]).collect();
    points.join(" ")
}

fn at_most(caps: &[u32]) -> Option<Words> {
    let (least, most) = (caps.iter().min()?, caps.iter().max()?);
    let (en, de) = if least == most {
        (most.to_string(), most.to_string())
    } else {
        (format!("{least} to {most}"), format!("{least} bis {most}"))
    };
    Some(Words::new(format!("Line: at most {en} people a day."), format!("Linie: höchstens {de} Personen am Tag.")))
}

/// What stands in backticks, as code.
fn literals(text: &str) -> Markup {
    html! {
        @for (index, part) in text.split('`').enumerate() {
            @if index % 2 == 1 { code { (part) } } @else { (part) }
        }
    }
}

/// Two letters of the weekday.
fn weekday(date: jiff::civil::Date, lang: Lang) -> &'static str {
    let index = usize::from(date.weekday().to_monday_zero_offset().unsigned_abs());
    match lang {
        Lang::En => ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"][index],
        Lang::De => ["Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"][index],
    }
}

fn one_ring(page: &Page<'_>, t: impl Fn(&'static str, &'static str) -> &'static str) -> Markup {
    if page.plan.one_ring.is_empty() {
        return html! {};
    }
    html! {
        section {
            h2 { (t("Lines of the PBX that reach only one of two phones, or may", "Zeilen der Anlage, die nur eines von zwei Telefonen erreichen, oder vielleicht")) }
            details {
                summary { (page.plan.one_ring.len()) " " (t("lines, with what to write instead or what to do", "Zeilen, mit dem Ersatz oder dem, was zu tun ist")) }
                div.scroll tabindex="0" { table {
                    thead { tr { th scope="col" { (t("Where", "Wo")) } th scope="col" { (t("Now", "Jetzt")) } th scope="col" { (t("Instead", "Stattdessen")) } } }
                    tbody { @for line in &page.plan.one_ring {
                        tr {
                            td { code { (line.at) } }
                            td { code { (line.text) } }
                            td { @match &line.instead { Some(text) => code { (text) }, None => (literals(line.todo.as_ref().unwrap_or(&line.why).get(page.lang))) } }
                        }
                    } }
                } }
            }
        }
    }
}

fn findings(page: &Page<'_>, t: impl Fn(&'static str, &'static str) -> &'static str) -> Markup {
    let errors = page.findings.iter().filter(|finding| finding.severity == Severity::Error).count();
    let warnings = page.findings.iter().filter(|finding| finding.severity == Severity::Warning).count();
    html! {
        section {
            h2 { (t("Findings in the lists", "Befunde in den Listen")) }
            p { (errors) " " (t("errors", "Fehler")) ", " (warnings) " " (t("warnings", "Warnungen")) }
            details {
                summary { (t("Errors, with file and line", "Fehler, mit Datei und Zeile")) }
                div.scroll tabindex="0" { table {
                    thead { tr { th scope="col" { (t("Where", "Wo")) } th scope="col" { (t("What", "Was")) } th scope="col" { (t("What to do", "Was zu tun ist")) } } }
                    tbody { @for finding in page.findings.iter().filter(|finding| finding.severity == Severity::Error) {
                        tr {
                            td { @if let Some(place) = &finding.place { code { (place) } } }
                            td { (literals(finding.what.get(page.lang))) br; code.small { (finding.code) } }
                            td { @if let Some(todo) = &finding.todo { (literals(todo.get(page.lang))) } }
                        }
                    } }
                } }
            }
        }
    }
}

fn kept(page: &Page<'_>, t: impl Fn(&'static str, &'static str) -> &'static str) -> Markup {
    html! {
        section {
            h2 { (t("Not migrated, on purpose", "Absichtlich nicht umgestellt")) }
            details {
                summary { (page.plan.kept.len()) " " (t("extensions with the reason", "Nebenstellen mit dem Grund")) }
                div.scroll tabindex="0" { table {
                    thead { tr { th scope="col" { (t("Extension", "Nebenstelle")) } th scope="col" { "Name" } th scope="col" { (t("Reason", "Grund")) } } }
                    tbody { @for kept in &page.plan.kept {
                        tr { th scope="row" { (kept.extension) } td { (kept.name) } td { (kept.reason.get(page.lang)) } }
                    } }
                } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cap_that_grows_is_a_line_with_steps() {
        assert_eq!(steps(&[100, 125, 125], 38, |cap| 200 - cap as usize), "0,100 38,100 38,75 76,75 76,75 114,75");
        let told = |caps: &[u32]| at_most(caps).map(|words| (words.en, words.de));
        let both = |en: &'static str, de: &'static str| Some((en.into(), de.into()));
        assert_eq!(told(&[200, 200]), both("Line: at most 200 people a day.", "Linie: höchstens 200 Personen am Tag."));
        assert_eq!(
            told(&[494, 100]),
            both("Line: at most 100 to 494 people a day.", "Linie: höchstens 100 bis 494 Personen am Tag.")
        );
        assert_eq!(told(&[]), None);
    }
}
