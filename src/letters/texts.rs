//! The words of a letter in one language: data from `letters/`, single ones replaced by the site's own.

use std::collections::BTreeMap;

use super::{codes, placeholders};
use crate::diag::{Finding, Place, Words};
use crate::policy::keys::nearest_name;
use crate::policy::raw::{Kind, Node};
use crate::policy::site::LetterText;
use crate::profile::{Device, Kind as ClientKind};

/// Texts by dotted key: `steps.install`, `clients.linphone-xml.link`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Texts(BTreeMap<String, String>);

/// The three languages.
pub type AllTexts = BTreeMap<LetterText, Texts>;

/// What a kind of client, and below that a client, may word in its own way. `label` stands before its name.
///
/// `begin` takes the place of `install` where there is a link, empty for none; `unpack` (of an archive) and `start` follow what was
/// fetched, `start_each` in its place where each of several accounts has a file of its own; `by_hand` is what the files cannot set, where the line has an encrypted or another transport than UDP.
const OF_KIND: [&str; 13] = [
    "intro",
    "label",
    "install",
    "begin",
    "link",
    "link_pin",
    "unpack",
    "start",
    "start_each",
    "by_hand",
    "values",
    "try",
    "emergency",
];
/// Only of a client: `name` is what it is called in this language, `qr` what a code holds where there is no link.
const OF_CLIENT: [&str; 2] = ["name", "qr"];
/// Filled in wherever they stand.
const EVERYWHERE: [&str; 7] = ["name", "client", "number", "hotline", "hours", "mail", "sender"];
/// Filled in below these keys only.
const SOMEWHERE: &[(&str, &[&str])] = &[
    ("setup_more", &["count"]),
    ("steps.", &["pin_way"]),
    ("kinds.", &["pin_way", "user", "domain", "server", "port", "transport", "srtp", "file"]),
    ("clients.", &["pin_way", "user", "domain", "server", "port", "transport", "srtp", "file"]),
    ("code.", &["url", "expires"]),
    ("days.", &["days", "from", "to"]),
    ("date", &["day", "month", "year", "weekday", "month_number"]),
    ("room", &["room"]),
    ("password.", &["user", "position", "what", "character"]),
];
/// Lists in one text, with how many words.
const COUNTED: [(&str, usize); 3] = [("weekdays", 5), ("weekdays_short", 5), ("months", 12)];
const MAX_TEXT: usize = 600;

impl Texts {
    /// Reads one language. `base` is what it replaces single texts of; the built-in texts have none and define which keys there are.
    pub fn define(file: &str, root: &Node, base: Option<&Self>) -> Result<Self, Vec<Finding>> {
        let mut reading = Reading { file, findings: Vec::new(), found: BTreeMap::new() };
        reading.walk(root, "", base);
        if reading.findings.is_empty() {
            let mut all = base.cloned().unwrap_or_default();
            all.0.extend(reading.found);
            Ok(all)
        } else {
            Err(reading.findings)
        }
    }

    /// A text that every language has.
    #[must_use]
    pub fn get(&self, key: &str) -> &str {
        debug_assert!(self.0.contains_key(key), "no text `{key}`");
        self.0.get(key).map_or("", String::as_str)
    }

    /// What a client has of its own.
    #[must_use]
    pub fn of_client(&self, client: &str, step: &str) -> Option<&str> {
        self.0.get(&format!("clients.{client}.{step}")).map(String::as_str)
    }

    /// The client's own words, else those of the first of its groups that has some.
    #[must_use]
    pub fn of_kind(&self, client: &str, groups: &[&str], step: &str) -> Option<&str> {
        let of_group = |group: &&str| self.0.get(&format!("kinds.{group}.{step}")).map(String::as_str);
        self.of_client(client, step).or_else(|| groups.iter().find_map(of_group))
    }

    #[must_use]
    pub fn filled(&self, key: &str, values: &[(&str, &str)]) -> String {
        placeholders::fill(self.get(key), values).into_owned()
    }

    /// A word of a list such as `months`, from 0.
    #[must_use]
    pub fn word(&self, key: &str, index: usize) -> &str {
        self.get(key).split_whitespace().nth(index).unwrap_or_default()
    }

    /// `Montag, Dienstag und Freitag`
    #[must_use]
    pub fn and(&self, words: &[String]) -> String {
        match words {
            [] => String::new(),
            [one] => one.clone(),
            [most @ .., last] => format!("{} {} {last}", most.join(", "), self.get("and")),
        }
    }

    /// `1. März 2027`
    #[must_use]
    pub fn date(&self, day: jiff::civil::Date) -> String {
        let (number, year) = (day.day().to_string(), day.year().to_string());
        let month = self.word("months", usize::from(day.month().unsigned_abs()).saturating_sub(1));
        // A date stays on one line.
        self.filled("date", &[("day", &number), ("month", month), ("year", &year)]).replace(' ', "\u{a0}")
    }

    /// `Mo 1.3.`
    #[must_use]
    pub fn short_date(&self, day: jiff::civil::Date) -> String {
        let (number, month) = (day.day().to_string(), day.month().to_string());
        let weekday = self.word("weekdays_short", usize::from(day.weekday().to_monday_zero_offset().unsigned_abs()));
        self.filled("date_short", &[("day", &number), ("month_number", &month), ("weekday", weekday)]).replace(' ', "\u{a0}")
    }
}

struct Reading<'f> {
    file: &'f str,
    findings: Vec<Finding>,
    found: BTreeMap<String, String>,
}

impl Reading<'_> {
    fn walk(&mut self, node: &Node, path: &str, base: Option<&Texts>) {
        match &node.kind {
            Kind::Map(entries) => {
                for entry in entries {
                    let inner = if path.is_empty() { entry.key.clone() } else { format!("{path}.{}", entry.key) };
                    self.walk(&entry.value, &inner, base);
                }
            }
            Kind::Text(text) => self.text(node, path, text, base),
            Kind::Empty if path.is_empty() => {}
            Kind::Empty | Kind::List(_) => {
                self.bad(
                    node,
                    format!("`{path}` is no text"),
                    format!("`{path}` ist kein Text"),
                    Words::new("write the text in quotes on one line", "den Text in Anführungszeichen in eine Zeile schreiben"),
                );
            }
        }
    }

    fn text(&mut self, node: &Node, path: &str, text: &str, base: Option<&Texts>) {
        if let Some(base) = base
            && !is_known(path, base)
        {
            let todo = match nearest_name(path, base.0.keys().map(String::as_str)) {
                Some(meant) => Words::new(format!("did you mean `{meant}`?"), format!("war `{meant}` gemeint?")),
                None => Words::new("docs/letters.md lists the texts", "docs/letters.md führt die Texte auf"),
            };
            self.bad(node, format!("no text is called `{path}`"), format!("einen Text `{path}` gibt es nicht"), todo);
        } else if let Some(unknown) = placeholders::names(text).find(|name| !is_filled(path, name)) {
            let all: Vec<&str> = filled_in(path).collect();
            let all = all.join("`, `");
            self.bad(
                node,
                format!("nothing is filled in for `{{{unknown}}}` in `{path}`"),
                format!("für `{{{unknown}}}` in `{path}` wird nichts eingesetzt"),
                Words::new(format!("known here: `{all}`"), format!("hier bekannt: `{all}`")),
            );
        } else if let Some(count) = COUNTED.iter().find_map(|(key, count)| (*key == path).then_some(*count))
            && text.split_whitespace().count() != count
        {
            self.bad(
                node,
                format!("`{path}` needs {count} words"),
                format!("`{path}` braucht {count} Wörter"),
                Words::new("write them with blanks between", "sie mit Leerzeichen dazwischen schreiben"),
            );
        } else if text.len() > MAX_TEXT || text.chars().any(crate::diag::is_hidden) {
            self.bad(
                node,
                format!("`{path}` is longer than {MAX_TEXT} bytes or holds a control character"),
                format!("`{path}` ist länger als {MAX_TEXT} Byte oder enthält ein Steuerzeichen"),
                Words::new("write one short line", "eine kurze Zeile schreiben"),
            );
        } else {
            self.found.insert(path.to_owned(), text.to_owned());
        }
    }

    fn bad(&mut self, node: &Node, en: String, de: String, todo: Words) {
        let place = Place::at(self.file, node.line, node.column);
        self.findings.push(codes::BAD_TEXTS.finding(Some(place), Words::new(en, de)).todo(todo));
    }
}

fn is_known(path: &str, base: &Texts) -> bool {
    let below = |start: &str| path.strip_prefix(start).and_then(|rest| rest.split_once('.'));
    match (below("clients."), below("kinds.")) {
        (Some((_, step)), _) => OF_CLIENT.contains(&step) || OF_KIND.contains(&step),
        (_, Some((kind, step))) => is_group(kind) && OF_KIND.contains(&step),
        (None, None) => base.0.contains_key(path),
    }
}

fn is_group(name: &str) -> bool {
    ClientKind::ALL.iter().any(|kind| kind.as_str() == name) || Device::ALL.iter().any(|device| device.words().contains(&name))
}

fn filled_in(path: &str) -> impl Iterator<Item = &'static str> {
    let more = SOMEWHERE.iter().filter(move |(start, _)| path.starts_with(start)).flat_map(|(_, names)| names.iter());
    EVERYWHERE.iter().chain(more).copied()
}

fn is_filled(path: &str, name: &str) -> bool {
    filled_in(path).any(|known| known == name)
}
