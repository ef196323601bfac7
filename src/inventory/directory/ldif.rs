//! LDIF (RFC 2849): lines folded with one blank, comments folded as well, base64, options, records of changes.

use std::borrow::Cow;

use smol_str::SmolStr;

use super::people::People;
use super::record::{Attribute, Known, Record, canonical, wanted};
use super::{base64, codes};
use crate::diag::{CodePage, Place, Words};
use crate::inventory::formats::{Class, Format, Given, Likeness, Sample};
use crate::inventory::reading::Reading;
use crate::inventory::table::{self, Collector, Secrecy};

pub const FORMAT: Format = Format { name: "directory/ldif", class: Class::Directory, recognise, read };

/// Bytes of one dump at least; an entry of Active Directory takes one or two kilobytes.
const MAX_BYTES: usize = 128 << 20;
/// Characters of one value that is read.
const MAX_VALUE: usize = 32_767;
/// Bytes of a value beyond which the whole file is refused.
const MAX_REFUSED: usize = 1 << 20;
/// Values of one record that are read; a group may have a million members, which are not.
const MAX_VALUES: usize = 200;

fn recognise(sample: &Sample<'_>) -> Option<Likeness> {
    let mut lines = sample.text.lines().filter(|line| !line.is_empty() && !line.starts_with(['#', ' '])).take(2);
    let first = lines.next()?.to_ascii_lowercase();
    let names = |line: &str| line.starts_with("dn: ") || line.starts_with("dn:: ");
    let versioned = first.starts_with("version:") && lines.next().is_some_and(|line| names(&line.to_ascii_lowercase()));
    (versioned || names(&first))
        .then(|| Likeness::new(95, "the first record begins with `dn:`", "der erste Eintrag beginnt mit `dn:`"))
}

fn read(given: &Given<'_>) -> Reading {
    let mut findings = Collector::default();
    let most = MAX_BYTES.max(given.list.limits.list_bytes());
    let Some(plain) = table::open_long(&given.list, most, Secrecy::Secret, &mut findings) else {
        return Reading { findings: findings.finish(), ..Reading::default() };
    };
    let mut people = People::new(given.list.file, given.list.limits.rows);
    records(given.list.file, &plain.text, &mut people, &mut findings);
    people.finish(given.plan, plain.source(FORMAT.name, 0), findings)
}

/// A line with its continuations.
struct Logical<'t> {
    line: u32,
    text: Cow<'t, str>,
}

struct Lines<'t> {
    rest: std::iter::Peekable<std::str::Split<'t, char>>,
    line: u32,
}

impl<'t> Iterator for Lines<'t> {
    type Item = Logical<'t>;

    fn next(&mut self) -> Option<Logical<'t>> {
        let bare = |line: &'t str| line.strip_suffix('\r').unwrap_or(line);
        let mut text = Cow::Borrowed(bare(self.rest.next()?));
        self.line = self.line.saturating_add(1);
        let line = self.line;
        if !text.is_empty() {
            while let Some(more) = self.rest.next_if(|next| next.starts_with(' ')) {
                self.line = self.line.saturating_add(1);
                text.to_mut().push_str(&bare(more)[1..]);
            }
        }
        Some(Logical { line, text })
    }
}

/// What the lines up to the next blank one are.
enum State {
    Between,
    Record(Record),
    /// `changetype` other than `add`: the kind of change and where it stands.
    Change(Record, String),
    /// A block that is no record, told already.
    Skipped,
}

struct Reader<'a> {
    file: &'a str,
    people: &'a mut People,
    findings: &'a mut Collector,
    state: State,
}

fn records(file: &str, text: &str, people: &mut People, findings: &mut Collector) {
    let mut reader = Reader { file, people, findings, state: State::Between };
    for logical in (Lines { rest: text.split('\n').peekable(), line: 0 }) {
        reader.line(&logical);
    }
    reader.flush();
}

impl Reader<'_> {
    fn told(
        &mut self,
        page: &CodePage,
        line: u32,
        column: u32,
        en: impl Into<std::borrow::Cow<'static, str>>,
        de: impl Into<std::borrow::Cow<'static, str>>,
    ) {
        self.findings.push(page.finding(Some(Place::at(self.file, line, column)), Words::new(en, de)));
    }

    fn line(&mut self, logical: &Logical<'_>) {
        let (line, text) = (logical.line, logical.text.as_ref());
        if text.is_empty() {
            return self.flush();
        }
        if text.starts_with('#') || matches!(self.state, State::Skipped | State::Change(..)) {
            return;
        }
        // A line is never quoted: it may hold a password.
        let Some((description, rest)) = text.split_once(':').filter(|(name, _)| is_description(name)) else {
            let (en, de) = if text.starts_with([' ', '\t']) {
                ("a continuation without a line that it continues", "eine Fortsetzung ohne Zeile, die sie fortsetzt")
            } else {
                ("the line is no attribute with `:`", "die Zeile ist kein Attribut mit `:`")
            };
            return self.told(&codes::LDIF_LINE, line, 1, format!("{en}; left out"), format!("{de}; ausgelassen"));
        };
        let (name, option) = match description.split_once(';') {
            Some((name, _)) => (canonical(name), true),
            None => (canonical(description), false),
        };
        match (&self.state, name.as_str()) {
            (State::Between, "version") => {
                let version = rest.trim();
                if version != "1" {
                    let short: String = version.chars().take(20).collect();
                    let (en, de) = (format!("version `{short}` is not 1"), format!("Version `{short}` ist nicht 1"));
                    self.told(&codes::LDIF_LINE, line, 1, en, de);
                }
                return;
            }
            // What `ldapsearch` writes around its result.
            (State::Between, "search" | "ref" | "control" | "pagedresults" | "matcheddn" | "text") => return,
            (State::Between, "result") => return self.result(line, rest),
            (State::Between, "dn") => {}
            (State::Between, _) => {
                let (en, de) = ("a record that does not begin with `dn:`", "ein Eintrag, der nicht mit `dn:` beginnt");
                self.told(&codes::LDIF_LINE, line, 1, format!("{en}; left out"), format!("{de}; ausgelassen"));
                return self.state = State::Skipped;
            }
            (_, "dn") => {
                let (en, de) = ("`dn:` without a blank line before it", "`dn:` ohne Leerzeile davor");
                self.told(
                    &codes::LDIF_LINE,
                    line,
                    1,
                    format!("{en}; taken as a new record"),
                    format!("{de}; gilt als neuer Eintrag"),
                );
                self.flush();
            }
            _ => {}
        }
        self.attribute(&name, option, description, rest, line);
    }

    fn attribute(&mut self, name: &str, option: bool, description: &str, rest: &str, line: u32) {
        let structural = ["dn", "changetype"].into_iter().find(|known| *known == name);
        let known = structural.map(Known::plain).or_else(|| wanted(name));
        let sign = rest.chars().next().filter(|c| matches!(c, ':' | '<'));
        let value = &rest[sign.map_or(0, char::len_utf8)..];
        let bare = value.trim_start_matches(' ');
        let before = description.chars().count() + 1 + usize::from(sign.is_some()) + (value.len() - bare.len());
        let column = u32::try_from(before + 1).unwrap_or(u32::MAX);
        let Some(known) = known else {
            let file = self.file;
            self.people.unused(name, || Place::at(file, line, 1));
            return self.keep(name, sign, bare, (line, column));
        };
        let value = match sign {
            Some('<') => {
                let (en, de) = (
                    format!("`{name}` names a file or address to read from; that is refused"),
                    format!("`{name}` nennt eine Datei oder Adresse, aus der zu lesen wäre; das wird abgelehnt"),
                );
                self.told(&codes::LDIF_URL, line, column, en, de);
                None
            }
            _ if bare.len() > MAX_VALUE * 2 => {
                let (en, de) = (format!("the value of `{name}` is too long"), format!("der Wert von `{name}` ist zu lang"));
                // No person has such a value: the file is made to exhaust, or no export.
                let page = if bare.len() > MAX_REFUSED { &table::codes::LIST_TOO_LARGE } else { &codes::VALUE_UNUSABLE };
                self.told(page, line, column, en, de);
                None
            }
            Some(_) => match base64::decode(bare.trim_end_matches(' ')).map(String::from_utf8) {
                Some(Ok(text)) => Some(SmolStr::from(text)),
                Some(Err(_)) => {
                    let (en, de) =
                        (format!("the value of `{name}` is no UTF-8 text"), format!("der Wert von `{name}` ist kein UTF-8-Text"));
                    self.told(&codes::VALUE_UNUSABLE, line, column, en, de);
                    None
                }
                None => {
                    let (en, de) =
                        (format!("the value of `{name}` is no base64"), format!("der Wert von `{name}` ist kein Base64"));
                    self.told(&codes::VALUE_UNUSABLE, line, column, en, de);
                    None
                }
            },
            None => Some(SmolStr::new(bare)),
        };
        if name == "dn" {
            let record = Record { line, dn: value.unwrap_or_default().into(), ..Record::default() };
            self.state = State::Record(record);
            return;
        }
        let Some(value) = value.filter(|value| !value.trim().is_empty()) else { return };
        let State::Record(record) = &mut self.state else { return };
        if name == "changetype" {
            if !value.trim().eq_ignore_ascii_case("add") {
                self.state = State::Change(std::mem::take(record), value.trim().to_ascii_lowercase());
            }
        } else if record.attributes.len() < MAX_VALUES {
            record.attributes.push(Attribute { known, option, value, line, column });
        } else {
            self.people.more(self.file, line, name);
        }
    }

    /// An attribute that no field holds; what `userPassword` and the like hold is not even decoded.
    fn keep(&mut self, name: &str, sign: Option<char>, bare: &str, (line, column): (u32, u32)) {
        let State::Record(record) = &mut self.state else { return };
        if !self.people.may_keep(name) {
            return;
        }
        if bare.len() > MAX_VALUE {
            self.people.too_long();
            return;
        }
        let text = match sign {
            None => Some(bare.to_owned()),
            Some(':') => base64::decode(bare.trim_end_matches(' ')).and_then(|bytes| String::from_utf8(bytes).ok()),
            Some(_) => None,
        };
        // A text with control characters is a picture or the like.
        let text = text.filter(|text| !text.chars().any(|c| c.is_control() && !c.is_whitespace()));
        if let Some(text) = text {
            self.people.keep(record, name, &text, Place::at(self.file, line, column));
        }
    }

    /// The last lines of `ldapsearch`: anything but 0 means that entries are missing.
    fn result(&mut self, line: u32, rest: &str) {
        self.state = State::Skipped;
        let said: String = rest.trim().chars().filter(|c| !c.is_control() && *c != '`').take(60).collect();
        if said.split(' ').next() != Some("0") {
            let (en, de) = (
                format!("the server ended with `{said}`; entries are missing"),
                format!("der Server endete mit `{said}`; es fehlen Einträge"),
            );
            self.told(&codes::LDIF_INCOMPLETE, line, 1, en, de);
        }
    }

    fn flush(&mut self) {
        match std::mem::replace(&mut self.state, State::Between) {
            State::Record(record) => self.people.add(record, self.findings),
            State::Change(record, kind) => {
                let kind: String = kind.chars().filter(|c| c.is_alphanumeric()).take(20).collect();
                let (en, de) = (
                    format!("a change (`{kind}`) and no entry; not applied"),
                    format!("eine Änderung (`{kind}`) und kein Eintrag; nicht angewandt"),
                );
                self.told(&codes::LDIF_CHANGE, record.line, 1, en, de);
            }
            State::Between | State::Skipped => {}
        }
    }
}

/// `cn`, `2.5.4.3`, `cn;lang-de`.
fn is_description(text: &str) -> bool {
    let word =
        |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_'));
    text.len() <= 200 && text.split(';').all(word)
}
