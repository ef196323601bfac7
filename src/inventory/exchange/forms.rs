//! Cells as people read them and as they are inside: days, yes and no, kinds, numbers.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::columns::{Column, Form};
use crate::diag::{Lang, Words};
use crate::domain::{Department, Extension, RoomId};
use crate::inventory::kind::fold;
use crate::inventory::model::{DeviceKind, Employment, ExtensionKind, HomeSuitability, RoomKind, WorkTime};
use crate::inventory::numbers::{Number, read as read_number, service};
use crate::inventory::secrecy;
use crate::inventory::staff;
use crate::policy::site::Numbers;

const DAYS_DE: [&str; 7] = ["Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"];
const DAYS_EN: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// Inside, English, German.
const YES_NO: &[(&str, &str, &str)] = &[("yes", "yes", "ja"), ("no", "no", "nein")];
const HOME: &[(&str, &str, &str)] = &[("yes", "yes", "ja"), ("no", "no", "nein"), ("always", "always", "immer")];
const EMPLOYMENT: &[(&str, &str, &str)] =
    &[("active", "active", "aktiv"), ("disabled", "disabled", "gesperrt"), ("leaver", "leaver", "ausgeschieden")];
const EXTENSION_KINDS: &[(&str, &str, &str)] = &[
    ("person", "person", "Person"),
    ("shared", "shared", "gemeinsam"),
    ("fax", "fax", "Fax"),
    ("door", "door", "Tür"),
    ("lift-alarm", "lift alarm", "Aufzugnotruf"),
    ("alarm", "alarm", "Alarm"),
    ("meeting-room", "meeting room", "Besprechungsraum"),
    ("attendant", "attendant", "Vermittlung"),
    ("function", "function", "Funktion"),
    ("dect", "DECT", "DECT"),
    ("analog", "analog", "analog"),
    ("virtual", "virtual", "virtuell"),
    ("trunk", "trunk", "Amtsleitung"),
    ("unknown", "unknown", "unbekannt"),
];
const DEVICE_KINDS: &[(&str, &str, &str)] = &[
    ("desk-phone", "desk phone", "Tischtelefon"),
    ("softphone", "softphone", "Softphone"),
    ("notebook", "notebook", "Notebook"),
    ("thin-client", "thin client", "Thin Client"),
    ("dect", "DECT", "DECT"),
    ("analog", "analog", "analog"),
    ("fax", "fax", "Fax"),
    ("gateway", "gateway", "Gateway"),
    ("door", "door", "Tür"),
    ("unknown", "unknown", "unbekannt"),
];

const ROOM_KINDS: &[(&str, &str, &str)] = &[
    ("office", "office", "Büro"),
    ("counter", "counter", "Schalter"),
    ("meeting", "meeting", "Besprechung"),
    ("technical", "technical", "Technik"),
    ("other", "other", "sonstiges"),
];
const GROUP_KINDS: &[(&str, &str, &str)] = &[
    ("ring", "ring group", "Sammelruf"),
    ("hunt", "hunt group", "Sammelanschluss"),
    ("queue", "queue", "Warteschlange"),
    ("pickup", "pickup group", "Heranholgruppe"),
    ("named-pickup", "named pickup group", "benannte Heranholgruppe"),
    ("call", "call group", "Rufgruppe"),
    ("named-call", "named call group", "benannte Rufgruppe"),
    ("paging", "paging group", "Durchsagegruppe"),
];
const TARGETS: &[(&str, &str, &str)] = &[
    ("extension", "extension", "Nebenstelle"),
    ("group", "group", "Gruppe"),
    ("mailbox", "mailbox", "Sprachbox"),
    ("external", "outside", "außerhalb"),
    ("unknown", "unknown", "unbekannt"),
    ("nothing", "nothing", "nichts"),
];
const SECRET_STATES: &[(&str, &str, &str)] = &[
    ("present", "present", "vorhanden"),
    ("hash", "hash only", "nur Hash"),
    ("unavailable", "not in the export", "nicht im Export"),
    ("generate", "to be made", "wird erzeugt"),
];
const WHENS: &[(&str, &str, &str)] = &[
    ("all", "always", "immer"),
    ("busy", "when busy", "bei besetzt"),
    ("no-answer", "when nobody answers", "bei Nichtmelden"),
    ("unregistered", "when not registered", "wenn nicht registriert"),
    ("do-not-disturb", "do not disturb", "Anrufschutz"),
    ("follow-me", "also rings", "läutet auch"),
];

fn words(form: Form) -> &'static [(&'static str, &'static str, &'static str)] {
    match form {
        Form::YesNo => YES_NO,
        Form::Home => HOME,
        Form::Employment => EMPLOYMENT,
        Form::ExtensionKind => EXTENSION_KINDS,
        Form::DeviceKind => DEVICE_KINDS,
        Form::RoomKind => ROOM_KINDS,
        Form::GroupKind => GROUP_KINDS,
        Form::SecretState => SECRET_STATES,
        Form::Target => TARGETS,
        Form::When => WHENS,
        Form::Text
        | Form::Code
        | Form::Mail
        | Form::Number
        | Form::Numbers
        | Form::Department
        | Form::Room
        | Form::Mac
        | Form::Days
        | Form::Count
        | Form::WorkTime
        | Form::CallerId => &[],
    }
}

/// A cell as it is written for people.
#[must_use]
pub fn shown(column: &Column, inside: &str, lang: Lang) -> String {
    if column.form == Form::Days {
        let names = match lang {
            Lang::En => DAYS_EN,
            Lang::De => DAYS_DE,
        };
        return days(inside).iter().map(|day| names[usize::from(*day) - 1]).collect::<Vec<_>>().join(", ");
    }
    if column.form == Form::WorkTime && lang == Lang::De {
        return inside.replace('.', ",");
    }
    let word = words(column.form).iter().find(|(value, ..)| *value == inside);
    word.map_or(inside, |(_, en, de)| match lang {
        Lang::En => en,
        Lang::De => de,
    })
    .to_owned()
}

/// What a person wrote, as it is inside; what is expected where it is no value of the column. Empty takes the value away.
pub(super) fn inside(column: &Column, text: &str, plan: &Numbers) -> Result<String, Words> {
    let text = text.trim();
    if text.is_empty() {
        let needed = matches!(column.form, Form::ExtensionKind | Form::DeviceKind) || column.key == "last";
        return if needed { Err(Words::new("a value is needed here", "hier ist ein Wert nötig")) } else { Ok(String::new()) };
    }
    if text.chars().any(char::is_control) {
        return Err(Words::new(
            "control characters and line breaks are not possible",
            "Steuerzeichen und Umbrüche sind nicht möglich",
        ));
    }
    // The tables are read by people who must not have it.
    if matches!(column.form, Form::Text | Form::Code | Form::Department | Form::Room) && secrecy::in_text(text) {
        return Err(Words::new("the text seems to hold a password", "der Text scheint ein Kennwort zu enthalten"));
    }
    if let Some(sign) = formula_sign(column.form, text) {
        return Err(Words::new(
            format!("no value of this column begins with `{sign}`"),
            format!("kein Wert dieser Spalte beginnt mit `{sign}`"),
        ));
    }
    match column.form {
        Form::Text | Form::Code => Ok(text.to_owned()),
        Form::CallerId if text.chars().any(|c| c.is_ascii_digit()) => Ok(text.to_owned()),
        Form::CallerId => Err(Words::new(
            "expected a number, with or without a name before it: `Bauamt <+4986158101>`",
            "erwartet ist eine Nummer, auch mit einem Namen davor: `Bauamt <+4986158101>`",
        )),
        Form::WorkTime => text.parse::<WorkTime>().map(|time| time.to_string()).map_err(|_| {
            Words::new(
                "expected hours of a week or a share: `19.5 h`, `50 %`",
                "erwartet sind Wochenstunden oder ein Anteil: `19,5 h`, `50 %`",
            )
        }),
        Form::Mail if is_mail(text) => Ok(text.to_owned()),
        Form::Mail => Err(Words::new(
            "expected a mail address such as `anna.huber@example.org`",
            "erwartet ist eine Mailadresse wie `anna.huber@example.org`",
        )),
        Form::Number => number(text, plan),
        Form::Numbers => numbers_of(text, plan),
        Form::Department => text.parse::<Department>().map(|d| d.to_string()).map_err(|_| name()),
        Form::Room => text.parse::<RoomId>().map(|room| room.to_string()).map_err(|_| name()),
        Form::Mac => staff::mac(text).map(|mac| mac.to_string()).ok_or_else(|| {
            Words::new(
                "expected a MAC address such as `00:00:5e:00:53:01`",
                "erwartet ist eine MAC-Adresse wie `00:00:5e:00:53:01`",
            )
        }),
        Form::Days => {
            day_list(text).ok_or_else(|| Words::new("expected days such as `Mon, Fri`", "erwartet sind Tage wie `Mo, Fr`"))
        }
        Form::Count => text
            .parse::<u32>()
            .map(|count| count.to_string())
            .map_err(|_| Words::new("expected a whole number such as `2`", "erwartet ist eine ganze Zahl wie `2`")),
        Form::Home
        | Form::YesNo
        | Form::Employment
        | Form::ExtensionKind
        | Form::DeviceKind
        | Form::RoomKind
        | Form::GroupKind
        | Form::SecretState
        | Form::Target
        | Form::When => word(column.form, text),
    }
}

/// The sign with which a spreadsheet program would calculate, in a field where nothing begins with it. Telephone numbers begin with `+`.
fn formula_sign(form: Form, text: &str) -> Option<char> {
    let signs: &[char] = match form {
        Form::Text | Form::Mail | Form::Department => &['=', '+', '@', '-'],
        Form::Code | Form::Room => &['=', '+', '@'],
        // A number may begin with `+`; behind it stands no formula but digits.
        Form::CallerId => &['=', '@', '-'],
        Form::Number
        | Form::Numbers
        | Form::Mac
        | Form::Days
        | Form::Home
        | Form::YesNo
        | Form::Employment
        | Form::WorkTime
        | Form::ExtensionKind
        | Form::DeviceKind
        | Form::RoomKind
        | Form::GroupKind
        | Form::SecretState
        | Form::Target
        | Form::When
        | Form::Count => &[],
    };
    text.chars().next().filter(|first| signs.contains(first))
}

/// One `@` with something on both sides, and nothing that would end an address in a list.
fn is_mail(text: &str) -> bool {
    let parts = text.split_once('@');
    parts.is_some_and(|(user, host)| !user.is_empty() && !host.is_empty() && !host.contains('@'))
        && !text.contains(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '<' | '>' | '(' | ')' | '"'))
}

fn name() -> Words {
    Words::new("expected a name", "erwartet ist ein Name")
}

fn number(text: &str, plan: &Numbers) -> Result<String, Words> {
    if let Ok(extension) = Extension::identity(text) {
        if service::reached(extension.digits(), plan).is_some() {
            return Err(Words::new(
                "an emergency or service number can be no extension",
                "eine Notruf- oder Servicenummer kann keine Nebenstelle sein",
            ));
        }
        return Ok(extension.to_string());
    }
    let read = read_number(text, plan).ok();
    let internal = read.iter().flat_map(|read| &read.numbers).find_map(|number| match number {
        Number::Internal { extension, .. } => Some(extension.to_string()),
        _ => None,
    });
    internal.ok_or_else(|| Words::new("expected an extension of this site", "erwartet ist eine Nebenstelle dieses Standorts"))
}

/// `113, 0114`: each of them once.
fn numbers_of(text: &str, plan: &Numbers) -> Result<String, Words> {
    let mut found: Vec<String> = Vec::new();
    for part in text.split([',', ';', '+']).map(str::trim).filter(|part| !part.is_empty()) {
        let number = number(part, plan)?;
        if !found.contains(&number) {
            found.push(number);
        }
    }
    Ok(found.join(NUMBERS))
}

/// Between the numbers of one cell.
const NUMBERS: &str = ", ";

/// Numbers as they are inside a cell.
#[must_use]
pub(super) fn numbers_inside<'n>(numbers: impl Iterator<Item = &'n Extension>) -> String {
    numbers.map(Extension::as_str).collect::<Vec<_>>().join(NUMBERS)
}

/// The numbers of a cell.
#[must_use]
pub(in crate::inventory) fn numbers(inside: &str) -> Vec<Extension> {
    inside.split(NUMBERS).filter_map(|number| Extension::identity(number).ok()).collect()
}

fn word(form: Form, text: &str) -> Result<String, Words> {
    let wanted = fold(text);
    let list = words(form);
    let found = list.iter().find(|(value, en, de)| [value, en, de].iter().any(|known| fold(known) == wanted));
    found.map(|(value, ..)| (*value).to_owned()).ok_or_else(|| {
        let all = |of: fn(&(&'static str, &'static str, &'static str)) -> &'static str| {
            list.iter().map(|entry| format!("`{}`", of(entry))).collect::<Vec<_>>().join(", ")
        };
        Words::new(format!("expected one of {}", all(|e| e.1)), format!("erwartet ist eines von {}", all(|e| e.2)))
    })
}

/// `Mo, Fri` as `1,5`.
fn day_list(text: &str) -> Option<String> {
    let mut found = Vec::new();
    for part in text.split([',', ';', '/', ' ']).filter(|part| !part.is_empty()) {
        let wanted = fold(part.trim_end_matches('.'));
        let day = DAYS_DE.iter().zip(DAYS_EN).position(|(de, en)| fold(de) == wanted || fold(en) == wanted)?;
        found.push(day as u8 + 1);
    }
    Some(days_inside(&found))
}

/// Weekdays, 1 = Monday, as they are inside a cell.
#[must_use]
pub(super) fn days_inside(days: &[u8]) -> String {
    let mut days: Vec<u8> = days.iter().copied().filter(|day| (1..=7).contains(day)).collect();
    days.sort_unstable();
    days.dedup();
    days.iter().map(u8::to_string).collect::<Vec<_>>().join(",")
}

/// The weekdays of a cell.
#[must_use]
pub(in crate::inventory) fn days(inside: &str) -> Vec<u8> {
    inside.split(',').filter_map(|day| day.parse().ok()).filter(|day| (1..=7).contains(day)).collect()
}

/// The word that a document has for a value, such as `lift-alarm`.
pub(super) fn document_word<T: Serialize>(value: T) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

fn of_document<T: DeserializeOwned>(word: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(word.to_owned())).ok()
}

#[must_use]
pub(super) fn extension_kind_word(kind: ExtensionKind) -> String {
    document_word(kind)
}

#[must_use]
pub(super) fn device_kind_word(kind: DeviceKind) -> String {
    document_word(kind)
}

#[must_use]
pub(super) fn home_word(home: HomeSuitability) -> String {
    document_word(home)
}

#[must_use]
pub(in crate::inventory) fn extension_kind(word: &str) -> Option<ExtensionKind> {
    of_document(word)
}

#[must_use]
pub(in crate::inventory) fn device_kind(word: &str) -> Option<DeviceKind> {
    of_document(word)
}

#[must_use]
pub(in crate::inventory) fn home(word: &str) -> Option<HomeSuitability> {
    of_document(word)
}

#[must_use]
pub(super) fn room_kind_word(kind: RoomKind) -> String {
    document_word(kind)
}

#[must_use]
pub(in crate::inventory) fn room_kind(word: &str) -> Option<RoomKind> {
    of_document(word)
}

#[must_use]
pub(super) fn employment_word(employment: Employment) -> String {
    document_word(employment)
}

#[must_use]
pub(in crate::inventory) fn employment(word: &str) -> Option<Employment> {
    of_document(word)
}

#[must_use]
pub(super) fn yes_no(value: bool) -> String {
    if value { "yes" } else { "no" }.to_owned()
}
