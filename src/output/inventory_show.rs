//! `deskshift inventory show`, in words: every field, its value, where it was read, and which source says something else. Passwords are
//! named by their key only.

use std::fmt::Write as _;

use super::in_words;
use super::inventory::{Shown, kind};
use super::inventory_reach as reach;
use super::inventory_things as things;
use crate::diag::{Finding, Lang, Place, visible};
use crate::domain::{SecretRef, SecretState};
use crate::inventory::codes;
use crate::inventory::exchange::{self, Subject};
use crate::inventory::model::{
    Account, AorState, AuthState, Corrected, DepartmentEntry, Employment, ExtensionEntry, ExtensionKind, Extra, HomeSuitability,
    Person, Sourced,
};

/// Findings that say that two sources do not agree about a value.
const DISAGREEMENTS: [&str; 13] = [
    codes::SOURCES_DIFFER.slug,
    codes::ZERO_LOST.slug,
    codes::NAME_DIFFERS.slug,
    codes::KIND_CONTRADICTS.slug,
    codes::TWO_PERSONS.slug,
    codes::EXTENSION_TWICE.slug,
    codes::PHONE_DIFFERS.slug,
    codes::DEVICE_CONTRADICTS.slug,
    codes::LOGIN_NAME_DIFFERS.slug,
    codes::LOGIN_SECRET_DIFFERS.slug,
    crate::inventory::staff::codes::NUMBERS_DIFFER.slug,
    crate::inventory::subscriber::codes::LISTED_TWICE.slug,
    codes::LISTED_TWICE.slug,
];

/// Lines of `field  value  place`.
pub(super) struct Lines<'a> {
    pub(super) text: String,
    pub(super) lang: Lang,
    /// What sources disagree about, to be told below the field.
    disagreements: Vec<&'a Finding>,
    /// What corrections have overruled, to be told below the value of the correction.
    corrected: Vec<&'a Corrected>,
}

impl Lines<'_> {
    pub(super) fn title(&mut self, title: &str) {
        let gap = if self.text.is_empty() { "" } else { "\n" };
        let _ = writeln!(self.text, "{gap}{}", visible(title));
    }

    pub(super) fn line(&mut self, en: &str, de: &str, value: &str, at: Option<&Place>) {
        let label = if self.lang == Lang::De { de } else { en };
        let shown = at.map(|at| format!("   [{}]", visible(&at.to_string()))).unwrap_or_default();
        let _ = writeln!(self.text, "  {label:<22} {}{shown}", visible(value));
        if let Some(at) = at {
            self.overruled(at);
            self.disagree(at);
        }
    }

    /// What the sources say instead of a correction, and what they disagree about.
    fn overruled(&mut self, at: &Place) {
        let (told, rest): (Vec<_>, Vec<_>) = std::mem::take(&mut self.corrected).into_iter().partition(|c| c.value.at == *at);
        self.corrected = rest;
        let label = self.words("without correction", "ohne Berichtigung");
        for corrected in told {
            let value = inside(corrected, &corrected.sources, self.lang);
            let place = corrected.sources_at.as_ref().map(|at| format!("   [{}]", visible(&at.to_string()))).unwrap_or_default();
            let _ = writeln!(self.text, "    {label:<20} {}{place}", visible(&value));
            if let Some(at) = &corrected.sources_at {
                self.disagree(at);
            }
        }
    }

    /// Corrections whose value stands at no field above: that took one away, or set what has no place of its own.
    fn taken_away(&mut self) {
        if self.corrected.is_empty() {
            return;
        }
        let title = self.words("corrected by hand", "von Hand berichtigt");
        self.title(title);
        for corrected in self.corrected.clone() {
            let column = Subject::by_word(&corrected.subject).and_then(|subject| subject.column(&corrected.field));
            let label = column.map_or(corrected.field.as_str(), |column| column.title(self.lang));
            let value = inside(corrected, &corrected.value.value, self.lang);
            self.line(label, label, &value, Some(&corrected.value.at));
        }
    }

    /// Each disagreement is told once, below the first field it is about.
    fn disagree(&mut self, at: &Place) {
        let about =
            |finding: &&Finding| finding.place.as_ref() == Some(at) || finding.related.iter().any(|(place, _)| place == at);
        let label = self.words("another source", "andere Quelle");
        let (told, rest): (Vec<_>, Vec<_>) = std::mem::take(&mut self.disagreements).into_iter().partition(about);
        self.disagreements = rest;
        for finding in told {
            let places = finding.place.iter().chain(finding.related.iter().map(|(place, _)| place));
            let others: Vec<String> = places.filter(|place| *place != at).map(ToString::to_string).collect();
            let shown = if others.is_empty() { String::new() } else { format!("   [{}]", visible(&others.join(", "))) };
            let _ = writeln!(self.text, "    {label:<20} {}{shown}", visible(finding.what.get(self.lang)));
        }
    }

    pub(super) fn sourced<T: ToString>(&mut self, en: &str, de: &str, value: Option<&Sourced<T>>) {
        match value {
            Some(value) => self.line(en, de, &value.value.to_string(), Some(&value.at)),
            None => self.line(en, de, "-", None),
        }
    }

    /// A field whose value is a place.
    pub(super) fn place(&mut self, en: &str, de: &str, at: &Place) {
        self.line(en, de, &at.to_string(), None);
        self.disagree(at);
    }

    /// A field that most have not.
    pub(super) fn optional<T: ToString>(&mut self, en: &str, de: &str, value: Option<&Sourced<T>>) {
        if value.is_some() {
            self.sourced(en, de, value);
        }
    }

    /// Columns and keys of the sources that no field holds, each under its own name.
    pub(super) fn extra(&mut self, extra: &Extra) {
        for (key, value) in extra.iter() {
            let key = format!("`{}`", visible(key));
            self.line(&key, &key, &value.value, Some(&value.at));
        }
    }

    pub(super) fn words(&self, en: &'static str, de: &'static str) -> &'static str {
        if self.lang == Lang::De { de } else { en }
    }
}

impl Shown<'_> {
    #[must_use]
    pub fn human(&self, lang: Lang) -> String {
        if self.persons.len() > 5 {
            return self.choice(lang);
        }
        let disagreements: Vec<&Finding> =
            self.findings.iter().copied().filter(|f| DISAGREEMENTS.contains(&f.code.as_str())).collect();
        let mut lines = Lines { text: String::new(), lang, disagreements, corrected: self.corrected.clone() };
        for person in &self.persons {
            describe_person(&mut lines, person);
            let of = |unit: &&&DepartmentEntry| person.department.as_ref().is_some_and(|name| name.value == unit.name);
            if let Some(unit) = self.departments.iter().find(of) {
                describe_department(&mut lines, unit);
            }
        }
        for entry in &self.extensions {
            describe_extension(&mut lines, entry);
            reach::describe(&mut lines, self, entry);
        }
        things::describe(&mut lines, &self.things);
        for device in &self.devices {
            reach::describe_device(&mut lines, device);
        }
        lines.taken_away();
        if !self.findings.is_empty() {
            let title = lines.words("findings", "Befunde");
            lines.title(title);
            let findings: Vec<_> = self.findings.iter().map(|f| (*f).clone()).collect();
            lines.text.push_str(&super::findings::human(&findings, lang, false));
        }
        lines.text
    }

    /// A name that fits many people: one line for each.
    fn choice(&self, lang: Lang) -> String {
        let mut text = String::new();
        for person in &self.persons {
            let first = person.first.as_ref().map_or("", |f| f.value.as_str());
            let extension = person.extension.as_ref().map_or("-", |e| e.value.as_str());
            let department = person.department.as_ref().map_or("-", |d| d.value.as_str());
            let name = format!("{}, {first}", person.last.value);
            let line = format!("{:<12} {name:<32} {extension:<8} {department}", person.id);
            let _ = writeln!(text, "{}", visible(&line));
        }
        let count = self.persons.len();
        let _ = match lang {
            Lang::En => writeln!(text, "{count} people; ask again with the number in the first column"),
            Lang::De => writeln!(text, "{count} Personen; mit der Nummer der ersten Spalte noch einmal fragen"),
        };
        text
    }
}

/// A value of a correction as people read it.
fn inside(corrected: &Corrected, text: &str, lang: Lang) -> String {
    let column = Subject::by_word(&corrected.subject).and_then(|subject| subject.column(&corrected.field));
    let text = column.map_or_else(|| text.to_owned(), |column| exchange::shown(column, text, lang));
    if text.is_empty() { "-".to_owned() } else { text }
}

fn describe_person(lines: &mut Lines<'_>, person: &Person) {
    let title = format!("{} {}", lines.words("person", "Person"), person.id);
    lines.title(&title);
    lines.sourced("last name", "Nachname", Some(&person.last));
    lines.sourced("first name", "Vorname", person.first.as_ref());
    for other in &person.also_written {
        let first = other.first.as_ref().map_or("", |first| first.value.as_str());
        let name = format!("{first} {}", other.last.value);
        lines.line("also written", "auch geschrieben", name.trim(), Some(&other.last.at));
    }
    lines.optional("shown name", "angezeigter Name", person.display.as_ref());
    lines.sourced("extension", "Nebenstelle", person.extension.as_ref());
    for further in &person.further {
        lines.line("further number", "weitere Nummer", further.value.as_str(), Some(&further.at));
    }
    lines.sourced("department", "Dienststelle", person.department.as_ref());
    lines.optional("unit", "Einheit", person.unit.as_ref());
    lines.sourced("room", "Zimmer", person.room.as_ref());
    lines.optional("site", "Standort", person.site.as_ref());
    lines.sourced("mail", "Mail", person.mail.as_ref());
    lines.optional("login", "Anmeldung", person.login.as_ref());
    lines.optional("staff number", "Personalnummer", person.staff_number.as_ref());
    lines.optional("title", "Titel", person.title.as_ref());
    let employment = person.employment.as_ref().map(|e| Sourced::new(employment_word(e.value, lines.lang), e.at.clone()));
    lines.optional("employment", "Beschäftigung", employment.as_ref());
    let hours = person.hours.as_ref().map(|h| Sourced::new(in_words(&h.value.to_string(), lines.lang), h.at.clone()));
    lines.optional("time of work", "Arbeitszeit", hours.as_ref());
    let home = person.home.as_ref().map(|h| Sourced::new(home_word(h.value, lines.lang), h.at.clone()));
    lines.sourced("works at home", "Homeoffice", home.as_ref());
    let own = person.own_notebook.as_ref().map(|o| Sourced::new(yes_no(o.value, lines.lang), o.at.clone()));
    lines.sourced("own notebook", "eigenes Notebook", own.as_ref());
    for (en, de, days) in [
        ("days off", "freie Tage", &person.off_days),
        ("wishes: at home", "Wunsch: zu Hause", &person.wish_home),
        ("wishes: in the office", "Wunsch: im Büro", &person.wish_office),
    ] {
        if !days.is_untold() {
            let names = day_names(days, lines.lang);
            lines.line(en, de, if names.is_empty() { "-" } else { &names }, Some(days.at().unwrap_or(&person.at)));
        }
    }
    lines.optional("notes", "Bemerkung", person.notes.as_ref());
    lines.extra(&person.extra);
    lines.place("row", "Zeile", &person.at);
    for at in &person.also {
        lines.place("also in", "auch in", at);
    }
}

/// What is known of the department beside its name.
fn describe_department(lines: &mut Lines<'_>, unit: &DepartmentEntry) {
    lines.optional("department, short", "Dienststelle, kurz", unit.short.as_ref());
    lines.optional("department, part of", "Dienststelle, Teil von", unit.parent.as_ref());
    for alias in &unit.aliases {
        lines.line("department, also", "Dienststelle, auch", &alias.value, Some(&alias.at));
    }
}

fn describe_extension(lines: &mut Lines<'_>, entry: &ExtensionEntry) {
    let title = format!("{} {}", lines.words("extension", "Nebenstelle"), entry.number);
    lines.title(&title);
    let kind = kind_word(entry.kind, lines.lang);
    lines.line("kind", "Art", &format!("{kind} ({})", entry.kind_reason.get(lines.lang)), Some(&entry.at));
    lines.sourced("name on the PBX", "Name in der Anlage", entry.name.as_ref());
    let persons: Vec<&str> = entry.persons.iter().map(crate::domain::PersonId::as_str).collect();
    lines.line("people", "Personen", if persons.is_empty() { "-".to_owned() } else { persons.join(", ") }.as_str(), None);
    match &entry.account {
        Some(account) => {
            describe_account(lines, account);
            lines.optional("account from", "Zugang aus", entry.source_pbx.as_ref());
        }
        None => lines.line("account", "Zugang", lines.words("none on the PBX", "keiner in der Anlage"), None),
    }
    if let Some(listed) = &entry.listed {
        lines.sourced("login in the list", "Anmeldename laut Liste", Some(&listed.auth_user));
        lines.line("password in the list", "Kennwort laut Liste", &secret(&listed.secret, lines.lang), Some(&listed.secret_at));
    }
    lines.sourced("mailbox", "Sprachbox", entry.mailbox.as_ref());
    lines.optional("desk phone", "Tischtelefon", entry.mac.as_ref());
    lines.optional("inventory number", "Inventarnummer", entry.inventory_no.as_ref());
    lines.optional("internal caller ID", "interne Rufnummer", entry.caller_id.internal.as_ref());
    lines.optional("outgoing caller ID", "abgehende Rufnummer", entry.caller_id.outgoing.as_ref());
    lines.optional("emergency caller ID", "Rufnummer bei Notruf", entry.caller_id.emergency.as_ref());
    lines.optional("busy at", "besetzt ab", entry.busy_at.as_ref());
    lines.optional("department", "Dienststelle", entry.department.as_ref());
    lines.optional("room", "Zimmer", entry.room.as_ref());
    lines.extra(&entry.extra);
}

fn describe_account(lines: &mut Lines<'_>, account: &Account) {
    lines.sourced("endpoint", "Endpunkt", Some(&account.endpoint));
    if !account.loads {
        lines.line("", "", lines.words("Asterisk drops this endpoint", "Asterisk verwirft diesen Endpunkt"), None);
    }
    lines.sourced("context", "Kontext", account.context.as_ref());
    lines.optional("transport", "Transport", account.transport.as_ref());
    match &account.auth {
        AuthState::Open => lines.line(
            "login",
            "Anmeldung",
            lines.words("none: anyone may register", "keine: jeder darf sich registrieren"),
            None,
        ),
        AuthState::Missing { name } => {
            let what = format!("`{}` {}", name.value, lines.words("does not exist", "gibt es nicht"));
            lines.line("login", "Anmeldung", &what, Some(&name.at));
        }
        AuthState::Present { name, username, secret: reference, secret_at, secret_cut_at, realm, algorithms } => {
            if name.value != username.value {
                lines.sourced("auth object", "Auth-Objekt", Some(name));
            }
            lines.sourced("login name", "Anmeldename", Some(username));
            let shown = secret(reference, lines.lang);
            lines.line("password", "Kennwort", &shown, Some(secret_at));
            if !algorithms.is_empty() {
                lines.line("digest algorithms", "Digest-Verfahren", &algorithms.join(", "), Some(&name.at));
            }
            if let Some(realm) = realm {
                lines.line("realm", "Realm", realm, None);
            }
            if let Some(at) = secret_cut_at {
                lines.line("", "", lines.words("cut by `;`", "von `;` abgeschnitten"), Some(at));
            }
        }
    }
    lines.extra(&account.media);
    match &account.aor {
        AorState::None => lines.line("AOR", "AOR", "-", None),
        AorState::Untold => lines.line("AOR", "AOR", lines.words("not in the export", "nicht im Export"), None),
        AorState::Missing { name } => {
            let what = format!("`{}` {}", name.value, lines.words("does not exist", "gibt es nicht"));
            lines.line("AOR", "AOR", &what, Some(&name.at));
        }
        AorState::Present { name, max_contacts, max_contacts_at, remove_existing, .. } => {
            lines.sourced("AOR", "AOR", Some(name));
            let more = match (remove_existing, lines.lang) {
                (false, _) => "",
                (true, Lang::En) => ", a new one removes the oldest",
                (true, Lang::De) => ", ein neuer entfernt den ältesten",
            };
            lines.line("contacts at most", "Kontakte höchstens", &format!("{max_contacts}{more}"), max_contacts_at.as_ref());
        }
    }
}

pub(super) fn secret(reference: &SecretRef, lang: Lang) -> String {
    let key = &reference.key;
    match (reference.state, lang) {
        (SecretState::Present, Lang::En) => format!("known (`{key}`)"),
        (SecretState::Present, Lang::De) => format!("bekannt (`{key}`)"),
        (SecretState::Hash, Lang::En) => "only a digest is known".to_owned(),
        (SecretState::Hash, Lang::De) => "nur ein Digest ist bekannt".to_owned(),
        (SecretState::Unavailable, Lang::En) => "not in the export".to_owned(),
        (SecretState::Unavailable, Lang::De) => "nicht im Export".to_owned(),
        (SecretState::Generate, Lang::En) => "a new one is to be made".to_owned(),
        (SecretState::Generate, Lang::De) => "ein neues ist zu erzeugen".to_owned(),
    }
}

/// One of its kind; the summary counts many.
fn kind_word(one: ExtensionKind, lang: Lang) -> &'static str {
    match (one, lang) {
        (ExtensionKind::Person, Lang::De) => "Person",
        (ExtensionKind::Shared, Lang::De) => "gemeinsam",
        _ => kind(one, lang),
    }
}

fn employment_word(employment: Employment, lang: Lang) -> &'static str {
    match (employment, lang) {
        (Employment::Active, Lang::En) => "active",
        (Employment::Active, Lang::De) => "aktiv",
        (Employment::Disabled, Lang::En) => "account disabled",
        (Employment::Disabled, Lang::De) => "Konto gesperrt",
        (Employment::Leaver, Lang::En) => "has left or leaves",
        (Employment::Leaver, Lang::De) => "ausgeschieden oder ausscheidend",
    }
}

fn home_word(home: HomeSuitability, lang: Lang) -> &'static str {
    match (home, lang) {
        (HomeSuitability::Yes, Lang::En) => "yes",
        (HomeSuitability::Yes, Lang::De) => "ja",
        (HomeSuitability::No, Lang::En) => "no",
        (HomeSuitability::No, Lang::De) => "nein",
        (HomeSuitability::Always, Lang::En) => "always",
        (HomeSuitability::Always, Lang::De) => "immer",
    }
}

fn yes_no(yes: bool, lang: Lang) -> &'static str {
    match (yes, lang) {
        (true, Lang::En) => "yes",
        (true, Lang::De) => "ja",
        (false, Lang::En) => "no",
        (false, Lang::De) => "nein",
    }
}

fn day_names(days: &[u8], lang: Lang) -> String {
    let names = match lang {
        Lang::En => ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
        Lang::De => ["Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"],
    };
    let shown: Vec<&str> = days.iter().filter_map(|d| names.get(usize::from(d.wrapping_sub(1)))).copied().collect();
    shown.join(", ")
}
