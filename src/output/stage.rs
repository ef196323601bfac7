//! What the staging desk shows: prompts, confirmations, figures.

use std::fmt::Write as _;

use serde::Serialize;

use crate::diag::{Finding, Lang};
use crate::domain::PersonId;
use crate::staging::check::Field;
use crate::staging::file::Outcome;
use crate::staging::journal::Assignment;
use crate::staging::people::{People, name};
use crate::staging::status::Status;

const GREEN: &str = "\x1b[1;32m";
const DIM: &str = "\x1b[2m";
const OFF: &str = "\x1b[0m";

/// The desk's voice.
#[derive(Debug, Clone, Copy)]
pub struct Voice<'a> {
    pub lang: Lang,
    pub color: bool,
    pub people: &'a People<'a>,
}

impl Voice<'_> {
    fn t(self, en: &'static str, de: &'static str) -> &'static str {
        match self.lang {
            Lang::En => en,
            Lang::De => de,
        }
    }

    fn paint(self, color: &str, text: &str) -> String {
        if self.color { format!("{color}{text}{OFF}") } else { text.to_owned() }
    }

    /// `label: `, all of one width, so that scans stand below each other.
    #[must_use]
    pub fn prompt(self, field: Field) -> String {
        let text = match field {
            Field::Label => self.t("label:", "Etikett:"),
            Field::Serial => self.t("serial:", "Seriennr.:"),
            Field::Mac => "MAC:",
            Field::Person => "person:".get(..).filter(|_| self.lang == Lang::En).unwrap_or("Person:"),
        };
        format!("{text:<11}")
    }

    fn who(self, id: &PersonId) -> String {
        self.people.get(id).map_or_else(|| id.to_string(), name)
    }

    /// `Huber, Anna (2014, Zimmer 2.14)`
    fn who_where(self, id: &PersonId) -> String {
        let Some(person) = self.people.get(id) else { return id.to_string() };
        let extension = person.extension.as_ref().map(|e| e.value.to_string());
        let room = person.room.as_ref().map(|room| format!("{} {}", self.t("room", "Zimmer"), room.value));
        let facts: Vec<String> = extension.into_iter().chain(room).collect();
        if facts.is_empty() { name(person) } else { format!("{} ({})", name(person), facts.join(", ")) }
    }

    #[must_use]
    pub fn welcome(self, status: &Status, last: Option<&Assignment>) -> String {
        let Status { delivered, staged, open, .. } = status;
        let mut text = match self.lang {
            Lang::En => format!("{delivered} delivered, {staged} staged, {open} open. `?` helps, `quit` ends.\n"),
            Lang::De => format!("{delivered} geliefert, {staged} vorbereitet, {open} offen. `?` hilft, `ende` beendet.\n"),
        };
        if let Some(last) = last {
            let (label, who) = (&last.label, self.who(&last.person));
            let _ = writeln!(text, "{} {label} → {who}", self.t("last:", "zuletzt:"));
        }
        text
    }

    #[must_use]
    pub fn help(self) -> &'static str {
        self.t(
            "Scan label, serial number, MAC address and person, in any order; each ends with Enter. Or all on one line, with tab or `;` between.\n\
             The person is a staff number, a login or a name that only one has.\n\
             ?             this help\n\
             undo          take the last assignment back; `undo LABEL` that of a label\n\
             skip          leave the device that is half scanned\n\
             status        delivered, staged, open\n\
             quit          end; nothing that was confirmed is lost\n",
            "Etikett, Seriennummer, MAC-Adresse und Person scannen, in beliebiger Reihenfolge, jeweils mit Enter am Ende. Oder alles in einer \
             Zeile, mit Tabulator oder `;` dazwischen.\n\
             Die Person ist eine Personalnummer, eine Anmeldung oder ein Name, den nur eine hat.\n\
             ?             diese Hilfe\n\
             zurück        letzte Zuordnung zurücknehmen; `zurück ETIKETT` die eines Etiketts\n\
             weiter        das halb gescannte Gerät liegen lassen\n\
             status        geliefert, vorbereitet, offen\n\
             ende          beenden; nichts Bestätigtes geht verloren\n",
        )
    }

    #[must_use]
    pub fn staged(self, assignment: &Assignment, status: &Status) -> String {
        let (label, who) = (&assignment.label, self.who_where(&assignment.person));
        let open = status.open;
        let ok = self.paint(GREEN, "OK");
        let rest = self.paint(DIM, &format!("({open} {})", self.t("open", "offen")));
        format!("{ok} {label} → {who} {rest}\n\n")
    }

    #[must_use]
    pub fn already(self, assignment: &Assignment) -> String {
        let (label, who) = (&assignment.label, self.who_where(&assignment.person));
        format!("{} {label} → {who}\n\n", self.t("known already:", "schon bekannt:"))
    }

    #[must_use]
    pub fn known(self, assignment: &Assignment) -> String {
        let (label, who) = (&assignment.label, self.who(&assignment.person));
        match self.lang {
            Lang::En => format!("note: `{label}` is staged for `{who}`; `undo {label}` takes it back\n"),
            Lang::De => format!("Hinweis: `{label}` ist für `{who}` vorbereitet; `zurück {label}` nimmt es zurück\n"),
        }
    }

    /// Where a scan was not what was asked, or replaces another.
    #[must_use]
    pub fn taken(self, field: Field, text: &str, instead_of: Option<&str>) -> String {
        let what = field.words();
        let what = what.get(self.lang);
        match instead_of {
            Some(old) => format!("{what}: {text} ({} {old})\n", self.t("instead of", "statt")),
            None => format!("{what}: {text}\n"),
        }
    }

    #[must_use]
    pub fn skipped(self) -> &'static str {
        self.t("left; next device\n\n", "liegen gelassen; nächstes Gerät\n\n")
    }

    #[must_use]
    pub fn undone(self, assignment: Option<&Assignment>) -> String {
        match assignment {
            Some(assignment) => {
                let (label, who) = (&assignment.label, self.who(&assignment.person));
                format!("{} {label} → {who}\n\n", self.t("taken back:", "zurückgenommen:"))
            }
            None => self.t("nothing to take back\n", "nichts zurückzunehmen\n").to_owned(),
        }
    }

    /// The end, with a device half scanned or not.
    #[must_use]
    pub fn goodbye(self, status: &Status, half: bool) -> String {
        let Status { staged, open, .. } = status;
        let rest = if half {
            self.t("; the half-scanned device is not staged", "; das halb gescannte Gerät ist nicht vorbereitet")
        } else {
            ""
        };
        format!("{staged} {}, {open} {}{rest}\n", self.t("staged", "vorbereitet"), self.t("open", "offen"))
    }
}

/// The figures for people.
#[must_use]
pub fn human(status: &Status, lang: Lang) -> String {
    let t = |en: &'static str, de: &'static str| if lang == Lang::En { en } else { de };
    let mut text = String::new();
    for (what, count) in [
        (t("delivered", "geliefert"), status.delivered),
        (t("staged", "vorbereitet"), status.staged),
        (t("open", "offen"), status.open),
        (t("expected later", "später erwartet"), status.expected),
        (t("contradictions", "Widersprüche"), status.contradictions),
    ] {
        let _ = writeln!(text, "{what:<16} {count:>6}");
    }
    match &status.pace {
        None => text.push_str(t("no pace yet: nothing is staged\n", "noch kein Tempo: nichts ist vorbereitet\n")),
        Some(pace) => {
            let (count, of) = (pace.per_half_hour, pace.half_hours);
            let count = if lang == Lang::De { count.to_string().replace('.', ",") } else { count.to_string() };
            let _ = match lang {
                Lang::En => writeln!(text, "pace: {count} in half an hour (median of {of})"),
                Lang::De => writeln!(text, "Tempo: {count} je halbe Stunde (Median aus {of})"),
            };
            if let Some(done) = pace.done {
                let (date, time) = (done.date(), done.time());
                let _ = match lang {
                    Lang::En => {
                        writeln!(text, "at this pace all are staged on {date} at {:02}:{:02}", time.hour(), time.minute())
                    }
                    Lang::De => writeln!(
                        text,
                        "bei diesem Tempo sind alle fertig am {}, {:02}.{:02}.{}, {:02}:{:02} Uhr",
                        weekday(date),
                        date.day(),
                        date.month(),
                        date.year(),
                        time.hour(),
                        time.minute()
                    ),
                };
            } else if status.open == 0 {
                text.push_str(t("all that is delivered is staged\n", "alles Gelieferte ist vorbereitet\n"));
            } else {
                text.push_str(t("at this pace there is no end\n", "bei diesem Tempo ist kein Ende abzusehen\n"));
            }
        }
    }
    text
}

fn weekday(date: jiff::civil::Date) -> &'static str {
    const NAMES: [&str; 7] = ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"];
    NAMES[usize::from(date.weekday().to_monday_zero_offset().unsigned_abs())]
}

/// What a file of scans did, for people.
#[must_use]
pub fn file_human(outcome: &Outcome, lang: Lang) -> String {
    let (new, already, refused) = (outcome.entries.len(), outcome.already, outcome.refused);
    match lang {
        Lang::En => format!("{new} staged, {already} known already, {refused} refused\n"),
        Lang::De => format!("{new} vorbereitet, {already} schon bekannt, {refused} abgewiesen\n"),
    }
}

fn json<T: Serialize>(value: &T) -> String {
    let mut text = serde_json::to_string_pretty(value).expect("our results have text keys and finite numbers only");
    text.push('\n');
    text
}

#[must_use]
pub fn status_json(status: &Status, findings: &[Finding]) -> String {
    #[derive(Serialize)]
    struct Shown<'a> {
        #[serde(flatten)]
        status: &'a Status,
        findings: &'a [Finding],
    }
    json(&Shown { status, findings })
}

#[must_use]
pub fn file_json(outcome: &Outcome) -> String {
    #[derive(Serialize)]
    struct Shown<'a> {
        staged: usize,
        already: usize,
        refused: usize,
        findings: &'a [Finding],
    }
    let Outcome { entries, already, refused, findings } = outcome;
    json(&Shown { staged: entries.len(), already: *already, refused: *refused, findings })
}
