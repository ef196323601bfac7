//! What the staging desk shows: prompts, confirmations, figures.

use std::fmt::Write as _;

use serde::Serialize;

use super::in_words;
use crate::diag::{Finding, Lang, visible};
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
        let extension = person.extension.as_ref().map(|e| format!("{} {}", self.t("ext.", "Nst."), e.value));
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
            "Scan label, serial number, MAC address and person in any order, each with\n\
             Enter at the end; or all on one line, with tab or `;` between. With a scanner\n\
             that ends with tab, press Enter after the last one.\n\
             The person is a staff number, a login or a name that only one has.\n\
             \x20 ?           this help\n\
             \x20 undo        take the last scan back; between two devices, the last assignment\n\
             \x20 undo LABEL  take the assignment of a label back\n\
             \x20 skip        leave the device that is half scanned\n\
             \x20 status      delivered, staged, open, and when all are done\n\
             \x20 quit        end; nothing that was confirmed with OK is lost\n",
            "Etikett, Seriennummer, MAC-Adresse und Person in beliebiger Reihenfolge scannen,\n\
             jeweils mit Enter am Ende; oder alles in einer Zeile, mit Tabulator oder `;`\n\
             dazwischen. Endet der Scanner mit Tabulator: nach dem letzten Scan Enter.\n\
             Die Person ist eine Personalnummer, eine Anmeldung oder ein eindeutiger Name.\n\
             \x20 ?               diese Hilfe\n\
             \x20 zurück          den letzten Scan zurücknehmen; zwischen zwei Geräten die\n\
             \x20                 letzte Zuordnung\n\
             \x20 zurück ETIKETT  die Zuordnung eines Etiketts zurücknehmen\n\
             \x20 weiter          das halb gescannte Gerät liegen lassen\n\
             \x20 status          geliefert, vorbereitet, offen, und wann alles fertig ist\n\
             \x20 ende            beenden; was mit OK bestätigt wurde, geht nicht verloren\n",
        )
    }

    #[must_use]
    pub fn staged(self, assignment: &Assignment, status: &Status) -> String {
        let who = self.who_where(&assignment.person);
        // Our colours pass, so what comes from files must not bring any.
        let (label, who) = (visible(&assignment.label), visible(&who));
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

    /// The last scan of the device on the desk was taken back.
    #[must_use]
    pub fn dropped(self, field: Field, text: &str) -> String {
        let what = field.words();
        format!("{} {}: {text}\n", self.t("taken back:", "zurückgenommen:"), what.get(self.lang))
    }

    #[must_use]
    pub fn undone(self, assignment: &Assignment) -> String {
        let (label, who) = (&assignment.label, self.who(&assignment.person));
        match self.lang {
            Lang::En => format!("taken back: {label} → {who}; the device is open again\n\n"),
            Lang::De => format!("zurückgenommen: {label} → {who}; das Gerät ist wieder offen\n\n"),
        }
    }

    #[must_use]
    pub fn nothing_undone(self, label: Option<&str>) -> String {
        match (label, self.lang) {
            (Some(label), Lang::En) => format!("nothing to take back: `{label}` is not staged\n"),
            (Some(label), Lang::De) => format!("nichts zurückzunehmen: `{label}` ist nicht vorbereitet\n"),
            (None, Lang::En) => "nothing to take back at this desk; `undo LABEL` names a device\n".to_owned(),
            (None, Lang::De) => "nichts zurückzunehmen an diesem Platz; `zurück ETIKETT` nennt ein Gerät\n".to_owned(),
        }
    }

    /// The assignment could not be written.
    #[must_use]
    pub fn not_staged(self) -> &'static str {
        self.t(
            "not staged; mend that and repeat the last scan\n",
            "nicht vorbereitet; das beheben und den letzten Scan wiederholen\n",
        )
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
    let Some(pace) = &status.pace else {
        text.push_str(t("no pace yet: nothing is staged\n", "noch kein Tempo: nichts ist vorbereitet\n"));
        return text;
    };
    let (count, of) = (rounded(pace.per_half_hour, lang), pace.half_hours);
    let how = if pace.mean { t("mean", "Mittel") } else { t("median", "Median") };
    let _ = match lang {
        Lang::En if of == 1 => writeln!(text, "pace: {count} in half an hour (from the first one only)"),
        Lang::De if of == 1 => writeln!(text, "Tempo: {count} je halbe Stunde (erst aus einer)"),
        Lang::En => writeln!(text, "pace: {count} in half an hour ({how} of the last {of})"),
        Lang::De => writeln!(text, "Tempo: {count} je halbe Stunde ({how} der letzten {of})"),
    };
    let never = t("not within ten years at this pace", "bei diesem Tempo nicht in zehn Jahren");
    let end = |done: Option<jiff::civil::DateTime>| done.map_or_else(|| never.to_owned(), |done| moment(done, lang));
    match (status.open, lang) {
        (0, _) => text.push_str(t("all that is delivered is staged\n", "alles Gelieferte ist vorbereitet\n")),
        (1, Lang::En) => text += &format!("the open one is done: {}\n", end(pace.done)),
        (1, Lang::De) => text += &format!("das offene ist fertig: {}\n", end(pace.done)),
        (open, Lang::En) => text += &format!("the {open} open ones are done: {}\n", end(pace.done)),
        (open, Lang::De) => text += &format!("die {open} offenen sind fertig: {}\n", end(pace.done)),
    }
    let (later, done) = (status.expected, end(pace.done_with_expected));
    text += &match (later, lang) {
        (0, _) => String::new(),
        (1, Lang::En) => format!("with the one that comes later: {done}\n"),
        (1, Lang::De) => format!("mit dem einen, das noch kommt: {done}\n"),
        (_, Lang::En) => format!("with the {later} that come later: {done}\n"),
        (_, Lang::De) => format!("mit den {later}, die noch kommen: {done}\n"),
    };
    text
}

/// With one digit after the point at most, two below one.
fn rounded(value: f64, lang: Lang) -> String {
    let digits = if value < 1.0 { 2 } else { 1 };
    let text = format!("{value:.digits$}");
    in_words(text.trim_end_matches('0').trim_end_matches('.'), lang)
}

fn moment(at: jiff::civil::DateTime, lang: Lang) -> String {
    let (date, time) = (at.date(), at.time());
    let (day, hour, minute) = (weekday(date, lang), time.hour(), time.minute());
    match lang {
        Lang::En => format!("{day}, {date}, {hour:02}:{minute:02}"),
        Lang::De => format!("{day}, {:02}.{:02}.{}, {hour:02}:{minute:02} Uhr", date.day(), date.month(), date.year()),
    }
}

fn weekday(date: jiff::civil::Date, lang: Lang) -> &'static str {
    const EN: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    const DE: [&str; 7] = ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"];
    let names = if lang == Lang::En { EN } else { DE };
    names[usize::from(date.weekday().to_monday_zero_offset().unsigned_abs())]
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

/// Paths of what was written.
#[must_use]
pub fn written_json(written: &[String], findings: &[Finding]) -> String {
    #[derive(Serialize)]
    struct Shown<'a> {
        written: &'a [String],
        findings: &'a [Finding],
    }
    json(&Shown { written, findings })
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Place, styled};
    use crate::inventory::model::{Inventory, Person, Sourced};
    use crate::staging::pace::Pace;

    #[test]
    fn only_our_own_colours_reach_the_screen() {
        let at = Place::file("staff.csv");
        let person = Person::new("1".parse().unwrap(), Sourced::new("Hu\x1b[2mber\x1b[1;32mOK".to_owned(), at.clone()), at);
        let inventory = Inventory { persons: vec![Box::new(person)], ..Inventory::default() };
        let people = People::of(&inventory);
        let assignment = Assignment {
            label: "BM-1".to_owned(),
            serial: "PF1".to_owned(),
            mac: "00:00:5e:00:53:01".parse().unwrap(),
            person: "1".parse().unwrap(),
            whom: None,
        };
        let status = Status { delivered: 2, expected: 0, staged: 1, open: 1, contradictions: 0, pace: None };
        let shown = |color| {
            let text = Voice { lang: Lang::En, color, people: &people }.staged(&assignment, &status);
            styled(&text).into_owned()
        };
        assert_eq!(shown(true), "\x1b[1;32mOK\x1b[0m BM-1 → Hu\\u001b[2mber\\u001b[1;32mOK \x1b[2m(1 open)\x1b[0m\n\n");
        assert!(!shown(false).contains('\x1b'));
    }

    #[test]
    fn the_help_fits_a_narrow_screen() {
        let inventory = Inventory::default();
        let people = People::of(&inventory);
        for lang in [Lang::En, Lang::De] {
            let help = Voice { lang, color: false, people: &people }.help();
            assert!(help.lines().all(|line| line.chars().count() <= 80), "{help}");
            assert!(help.lines().filter(|line| line.starts_with("  ")).count() >= 6, "{help}");
        }
    }

    #[test]
    fn figures_say_when_the_open_ones_and_when_all_are_done() {
        let at = |text: &str| Some(text.parse().unwrap());
        let pace = Pace {
            per_half_hour: 2.5,
            half_hours: 4,
            mean: false,
            done: at("2020-04-03T08:30:00"),
            done_with_expected: at("2020-05-04T09:00:00"),
        };
        let mut status = Status { delivered: 9, expected: 5, staged: 2, open: 7, contradictions: 0, pace: Some(pace) };
        let tail = |status: &Status, lang| human(status, lang).lines().skip(5).map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(
            tail(&status, Lang::De),
            [
                "Tempo: 2,5 je halbe Stunde (Median der letzten 4)",
                "die 7 offenen sind fertig: Freitag, 03.04.2020, 08:30 Uhr",
                "mit den 5, die noch kommen: Montag, 04.05.2020, 09:00 Uhr"
            ]
        );
        (status.expected, status.open) = (1, 1);
        assert_eq!(
            tail(&status, Lang::En)[1..],
            ["the open one is done: Friday, 2020-04-03, 08:30", "with the one that comes later: Monday, 2020-05-04, 09:00"]
        );
        (status.expected, status.open) = (0, 0);
        assert_eq!(
            tail(&status, Lang::En),
            ["pace: 2.5 in half an hour (median of the last 4)", "all that is delivered is staged"]
        );
        assert_eq!(
            (rounded(0.1538, Lang::De), rounded(60.0, Lang::En), rounded(0.5, Lang::En)),
            ("0,15".into(), "60".into(), "0.5".into())
        );
    }
}
